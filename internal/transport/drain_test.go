package transport_test

import (
	"context"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"daybook/internal/transport"
)

// saying makes feeds that say a last word when the server drains, or hear of it and go on.
func (b *bench) saying(goes bool) {
	b.notes.Feed = func(ctx context.Context, _ string) (<-chan string, error) {
		told := make(chan struct{})
		transport.OnDrain(ctx, func() { close(told) })
		out := make(chan string)
		go func() {
			defer close(out)
			select {
			case <-told:
			case <-ctx.Done():
				return
			}
			if !goes {
				<-ctx.Done()
				return
			}
			select {
			case out <- "continue at 7":
			case <-ctx.Done():
			}
		}()
		return out, nil
	}
}

func TestDrainLetsSubscriptionsSayWhereToContinue(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		b.saying(true)
		w := b.ready()
		w.subscribe("1", feedQuery)
		w.subscribe("2", feedQuery)
		stream, _ := b.openStream(feedQuery)
		if _, err := nextBlock(stream); err != nil { // the opening comment
			t.Fatal(err)
		}
		synctest.Wait()
		began := time.Now()
		drained := make(chan error, 1)
		go func() { drained <- b.registry.Drain(context.Background(), 0) }()
		last := map[string]string{}
		for range 4 {
			f := w.next()
			if f.Type == "next" && !strings.Contains(string(f.Payload), "continue at 7") || f.Type == "complete" && last[f.ID] != "next" {
				t.Errorf("after %q operation %s gets %+v", last[f.ID], f.ID, f)
			}
			last[f.ID] = f.Type
		}
		if last["1"] != "complete" || last["2"] != "complete" {
			t.Errorf("the last frames are %v", last)
		}
		if end := w.closed(); end.Code != 1012 {
			t.Errorf("closed with %d", end.Code)
		}
		rest, err := io.ReadAll(stream)
		if err != nil || !strings.Contains(string(rest), "continue at 7") || !strings.HasSuffix(string(rest), "event: complete\ndata: \n\n") {
			t.Errorf("the stream ends with %q, %v", rest, err)
		}
		if err := <-drained; err != nil {
			t.Error(err)
		}
		if took := time.Since(began); took > 0 {
			t.Errorf("it waited %s for what was over", took)
		}
	})
}

func TestDrainDoesNotWaitLongForALastWord(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := start(t)
		b.saying(false)
		w := b.ready()
		w.subscribe("1", feedQuery)
		stream, _ := b.openStream(feedQuery)
		if _, err := nextBlock(stream); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		began := time.Now()
		drained := make(chan error, 1)
		go func() { drained <- b.registry.Drain(context.Background(), 0) }()
		if f := w.next(); f.Type != "complete" {
			t.Errorf("got %+v", f)
		}
		if end := w.closed(); end.Code != 1012 {
			t.Errorf("closed with %d", end.Code)
		}
		if rest, err := io.ReadAll(stream); err != nil || !strings.HasSuffix(string(rest), "event: complete\ndata: \n\n") {
			t.Errorf("the stream ends with %q, %v", rest, err)
		}
		if err := <-drained; err != nil {
			t.Error(err)
		}
		if took := time.Since(began); took != 5*time.Second {
			t.Errorf("it took %s", took)
		}
	})
}
