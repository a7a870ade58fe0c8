package transport_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"

	"daybook/internal/fault"
	"daybook/internal/transport"
)

// The tests of this file run on a fake clock: time passes only when everything waits.

func TestInitTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		w, at := b.open(), time.Now()
		if end := w.closed(); end.Code != 4408 {
			t.Errorf("closed with %d", end.Code)
		}
		if took := time.Since(at); took != 3*time.Second {
			t.Errorf("closed after %v, want 3s", took)
		}
	})
}

func TestIdleSocketLives(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		w := b.ready()
		go func() {
			time.Sleep(time.Hour)
			w.send(`{"type":"ping"}`)
		}()
		// The client's WebSocket layer answers the pings while the test waits here.
		if f := w.next(); f.Type != "pong" {
			t.Errorf("got %+v", f)
		}
	})
}

func TestHalfOpenSocketIsGone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		b.ready() // and never read from again
		time.Sleep(15*time.Second - time.Nanosecond)
		synctest.Wait()
		if b.registry.Len() != 1 {
			t.Fatal("gone before the ping")
		}
		time.Sleep(5*time.Second + time.Nanosecond)
		synctest.Wait()
		if n := b.registry.Len(); n != 0 {
			t.Errorf("%d sockets are open after ping and pong time", n)
		}
	})
}

func TestStoppedReaderIsGone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const frames = 16
		b := start(t, func(s *setup) { s.ws.QueueFrames = frames; s.ws.PingInterval = time.Hour })
		feed := b.feed()
		b.ready().subscribe("1", feedQuery)
		taken := 0
		go func() {
			for {
				select {
				case feed.events <- "x":
					taken++
				case <-feed.ended:
					return
				}
			}
		}()
		synctest.Wait()
		// One is being written, one waits for room, and one is held by the executor.
		if taken < frames || taken > frames+3 {
			t.Errorf("%d events were taken for a reader that takes none; the queue is %d", taken, frames)
		}
		time.Sleep(5 * time.Second)
		synctest.Wait()
		if n := b.registry.Len(); n != 0 {
			t.Errorf("%d sockets are open 5s after the write stalled", n)
		}
	})
}

func TestQueueIsBoundedInBytes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := start(t, func(s *setup) { s.ws.QueueBytes = 32 << 10; s.ws.PingInterval = time.Hour })
		feed := b.feed()
		b.ready().subscribe("1", feedQuery)
		taken := 0
		go func() {
			for {
				select {
				case feed.events <- strings.Repeat("x", 10<<10):
					taken++
				case <-feed.ended:
					return
				}
			}
		}()
		synctest.Wait()
		if taken < 3 || taken > 6 {
			t.Errorf("%d events of 10 KB were taken for a queue of 32 KB", taken)
		}
	})
}

func TestPingFloodWithoutReading(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		w := b.ready()
		sent := 0
		go func() {
			for w.conn.Write(context.Background(), websocket.MessageText, []byte(`{"type":"ping"}`)) == nil {
				sent++
			}
		}()
		synctest.Wait()
		if sent > 80 {
			t.Errorf("%d pings were taken from a client that does not read", sent)
		}
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if n := b.registry.Len(); n != 0 {
			t.Errorf("%d sockets are open", n)
		}
	})
}

func TestRefusedSubscribesWithoutReading(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		w := b.ready()
		sent := 0
		go func() {
			for w.conn.Write(context.Background(), websocket.MessageText, []byte(subscribeText(strconv.Itoa(sent), "{ nothing }"))) == nil {
				sent++
			}
		}()
		synctest.Wait()
		if sent > 200 {
			t.Errorf("%d subscribes were taken from a client that does not read", sent)
		}
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if n := b.registry.Len(); n != 0 {
			t.Errorf("%d sockets are open", n)
		}
	})
}

func TestDrain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		b.feed()
		release := make(chan string)
		b.notes.Hold = func(ctx context.Context) (string, error) { return <-release, nil }

		subscribed, busy, late := b.ready(), b.ready(), b.ready()
		subscribed.subscribe("1", feedQuery)
		busy.subscribe("2", "{ hold }")
		stream, _ := b.openStream(feedQuery)
		if _, err := nextBlock(stream); err != nil { // the opening comment
			t.Fatal(err)
		}
		synctest.Wait()
		if n := b.registry.Len(); n != 4 {
			t.Fatalf("%d connections", n)
		}

		drained := make(chan error, 1)
		go func() { drained <- b.registry.Drain(context.Background(), 10*time.Second) }()
		<-b.registry.Draining()

		// Its turn to be closed may have come first.
		if late.conn.Write(context.Background(), websocket.MessageText, []byte(subscribeText("3", "{ __typename }"))) == nil {
			if f, err := late.read(); err == nil && (f.Type != "error" || codeOf(t, f.Payload) != string(fault.Unavailable)) {
				t.Errorf("a new operation while draining gets %+v", f)
			}
		}
		if _, resp, err := b.dial(); err == nil || resp.StatusCode != http.StatusServiceUnavailable || resp.Header.Get("Retry-After") == "" {
			t.Errorf("a new socket while draining gets %v %v", resp, err)
		}
		if a := b.post("{ __typename }", acceptStream); a.status != 503 {
			t.Errorf("a new stream while draining gets HTTP %d", a.status)
		}

		if f := subscribed.next(); f.Type != "complete" || f.ID != "1" {
			t.Errorf("the subscription ends with %+v", f)
		}
		if end := subscribed.closed(); end.Code != 1012 {
			t.Errorf("closed with %d", end.Code)
		}
		if rest, err := io.ReadAll(stream); err != nil || !strings.HasSuffix(string(rest), "event: complete\ndata: \n\n") {
			t.Errorf("the stream ends with %q, %v", rest, err)
		}
		if _, err := late.read(); err == nil {
			t.Error("a socket with nothing to do is still open")
		}
		select {
		case err := <-drained:
			t.Fatalf("drained with a query in flight: %v", err)
		default:
		}
		release <- "done"
		if f := busy.next(); f.Type != "next" || !strings.Contains(string(f.Payload), "done") {
			t.Errorf("the query in flight gets %+v", f)
		}
		if f := busy.next(); f.Type != "complete" {
			t.Errorf("got %+v", f)
		}
		if end := busy.closed(); end.Code != 1012 {
			t.Errorf("closed with %d", end.Code)
		}
		if err := <-drained; err != nil {
			t.Errorf("Drain: %v", err)
		}
	})
}

func TestDrainSpreadsAndCuts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		b.notes.Hold = func(ctx context.Context) (string, error) { <-ctx.Done(); return "", ctx.Err() }
		const sockets = 10
		began := time.Now()
		ends := make(chan time.Duration, sockets)
		for range sockets {
			w := b.ready()
			go func() { _ = w.closed(); ends <- time.Since(began) }()
		}
		stuck := b.ready()
		stuck.subscribe("1", "{ hold }")
		synctest.Wait()
		ctx, cancel := context.WithTimeout(context.Background(), 14*time.Second) // no ping is due yet
		defer cancel()
		if err := b.registry.Drain(ctx, 11*time.Second); err == nil {
			t.Error("drained a socket that is stuck")
		}
		synctest.Wait()
		if n := b.registry.Len(); n != 0 {
			t.Errorf("%d connections are left", n)
		}
		seen := map[time.Duration]bool{}
		for range sockets {
			seen[(<-ends).Truncate(time.Second)] = true
		}
		if len(seen) != sockets {
			t.Errorf("the sockets closed in %d different seconds, want %d", len(seen), sockets)
		}
	})
}

func TestStreamKeepsAliveAndEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var end func(error)
		b := start(t, func(s *setup) {
			s.sse.Ended = func(_ context.Context, f func(error)) func() { end = f; return nil }
		})
		feed := b.feed()
		stream, _ := b.openStream(feedQuery)
		at := time.Now()
		read := func(want string) {
			t.Helper()
			if got, err := nextBlock(stream); err != nil || !strings.HasPrefix(got, want) {
				t.Fatalf("got %q, %v; want %q", got, err, want)
			}
		}
		read(":")
		read(":")
		read(":")
		if got := time.Since(at); got != 24*time.Second {
			t.Errorf("two comments after %v, want 24s", got)
		}
		for time.Since(at) < time.Hour { // longer than any deadline
			read(":")
		}
		feed.events <- "x"
		read("event: next\ndata: {")
		end(fault.New(fault.Unauthenticated, "signed out"))
		read("event: complete\ndata: ")
		if _, err := stream.ReadByte(); err != io.EOF {
			t.Errorf("after complete: %v", err)
		}
		<-feed.ended
	})
}

func TestStoppedStreamReaderIsGone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		feed := b.feed()
		conn, err := b.net.dial(context.Background(), "", "")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		text := body(feedQuery, nil)
		if _, err := io.WriteString(conn, "POST /graphql HTTP/1.1\r\nHost: daybook.test\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: "+strconv.Itoa(len(text))+"\r\n\r\n"+text); err != nil {
			t.Fatal(err)
		}
		if _, err := bufio.NewReader(conn).ReadString('\n'); err != nil { // the status line, and no more
			t.Fatal(err)
		}
		go func() {
			for {
				select {
				case feed.events <- strings.Repeat("x", 1000):
				case <-feed.ended:
					return
				}
			}
		}()
		synctest.Wait()
		if b.registry.Len() != 1 {
			t.Fatal("no stream")
		}
		time.Sleep(30 * time.Second)
		synctest.Wait()
		if n := b.registry.Len(); n != 0 {
			t.Errorf("%d streams are open", n)
		}
	})
}

func TestSlowBody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		conn, err := b.net.dial(context.Background(), "", "")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		at := time.Now()
		if _, err := io.WriteString(conn, "POST /graphql HTTP/1.1\r\nHost: daybook.test\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"); err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(conn)
		if err != nil || !strings.HasPrefix(string(text), "HTTP/1.1 408 ") {
			t.Errorf("got %q, %v", text, err)
		}
		if took := time.Since(at); took < 4*time.Second || took > 5*time.Second {
			t.Errorf("refused after %v, want 4s", took)
		}
	})
}

// A deadline for one answer must not hit the next on the same connection.
func TestConnectionIsUsableLater(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := start(t, func(s *setup) { s.gate = transport.Gate{AnswerTimeout: time.Second} })
		b.notes.Hold = func(context.Context) (string, error) { time.Sleep(time.Minute); return "late", nil }
		for range 3 {
			if a := b.post("{ hold }"); a.status != 200 || !strings.Contains(a.text, "late") {
				t.Fatalf("HTTP %d: %s", a.status, a.text)
			}
			time.Sleep(30 * time.Second)
		}
	})
}
