package chaos

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
)

// visitors do all kinds of things again and again. They give up nothing on a broken connection, and hold the server to what it
// may answer while the database is away: what was asked, or that another try is due. INTERNAL, a refused credential or a
// close code after which clients stay away is none of that.
type visitors struct {
	rig  *rig
	stop context.CancelFunc
	done sync.WaitGroup

	mu       sync.Mutex
	odd      map[string]int
	finished map[string]int
}

// errands are what they do. An error that is a *refused tells the codes of an answer; odd is anything that may never be.
var errands = map[string]func(ctx context.Context, v *visitors, address string) error{
	"reading lists": func(ctx context.Context, v *visitors, address string) error {
		var into any
		return v.rig.ask(ctx, address, `query($w: ID!) { workspace(id: $w) { tasks(first: 5) { nodes { id title project { name } } count { value } }
			activities(first: 5) { nodes { title actor { displayName } subject { ... on Task { title } } } }
			members(first: 5) { nodes { actor { displayName } } } metrics(first: 1) { nodes { workLogs } } } }`, map[string]any{"w": v.rig.workspace}, &into)
	},
	"reading one's day": func(ctx context.Context, v *visitors, address string) error {
		var into any
		return v.rig.ask(ctx, address, `query($w: ID!) { viewer { today(workspaceId: $w) { standup { id } trackedSeconds } } node(id: $w) { id } }`, map[string]any{"w": v.rig.workspace}, &into)
	},
	"signing in": func(ctx context.Context, v *visitors, address string) error {
		body, err := json.Marshal(map[string]string{"email": "owner@example.com", "password": v.rig.password})
		if err != nil {
			return err
		}
		return v.fetch(ctx, http.MethodPost, "http://"+address+"/auth/sign-in", body, http.StatusOK)
	},
	"taking an export": func(ctx context.Context, v *visitors, address string) error {
		var made struct {
			ExportCreate struct{ Export *struct{ URL string } }
		}
		err := v.rig.ask(ctx, address, `mutation($i: ExportCreateInput!) { exportCreate(input: $i) { export { url } userErrors { code } } }`,
			map[string]any{"i": map[string]any{"workspaceId": v.rig.workspace, "kind": "WORK_LOGS"}}, &made)
		if err != nil || made.ExportCreate.Export == nil {
			return err
		}
		return v.fetch(ctx, http.MethodGet, made.ExportCreate.Export.URL, nil, http.StatusOK)
	},
	"opening streams": func(ctx context.Context, v *visitors, address string) error { return v.open(ctx, address) },
}

// visit sends some to do each.
func (r *rig) visit(t *testing.T) *visitors {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	v := &visitors{rig: r, stop: stop, odd: map[string]int{}, finished: map[string]int{}}
	for name, do := range errands {
		for n := range 2 {
			v.done.Go(func() {
				for try := n; ctx.Err() == nil; try++ {
					trip, cancel := context.WithTimeout(ctx, 20*time.Second)
					v.note(ctx, name, do(trip, v, r.address(try)))
					cancel()
					time.Sleep(rand.N(100 * time.Millisecond))
				}
			})
		}
	}
	t.Cleanup(func() { v.stop(); v.done.Wait() })
	return v
}

func (v *visitors) note(ctx context.Context, name string, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	answer, wasRefused := errors.AsType[*refused](err)
	switch {
	case err == nil:
		v.finished[name]++
	case ctx.Err() != nil:
	case wasRefused && slices.ContainsFunc(answer.codes, func(c string) bool { return !slices.Contains(patient, c) }):
		v.odd[name+": "+answer.Error()]++
	}
}

// leave stops them, and tells what they were answered that a client could not have known what to do with.
func (v *visitors) leave(t *testing.T) {
	t.Helper()
	v.stop()
	v.done.Wait()
	for answer, times := range v.odd {
		t.Errorf("%d times: %s", times, answer)
	}
	for name := range maps.Keys(errands) {
		if v.finished[name] == 0 {
			t.Errorf("%s: never done, so the case proves nothing of it", name)
		}
	}
}

// fetch makes a request outside GraphQL: it is answered with the status, with a coded refusal, or broken off.
func (v *visitors) fetch(ctx context.Context, method, url string, body []byte, want int) error {
	request, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	if method == http.MethodGet {
		request.Header.Set("Authorization", "Bearer "+v.rig.token)
	}
	response, err := v.rig.http.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close() //nolint:errcheck // it was only read
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode == want {
		return err
	}
	e := &refused{status: response.StatusCode}
	var answer struct {
		Errors []struct{ Extensions struct{ Code string } }
	}
	if json.Unmarshal(text, &answer) != nil || len(answer.Errors) == 0 {
		e.codes = []string{fmt.Sprintf("%.80q", text)}
	}
	for _, one := range answer.Errors {
		e.codes = append(e.codes, one.Extensions.Code)
	}
	return e
}

// open opens a socket and a stream of each kind on it, and waits for the first frame of each.
func (v *visitors) open(ctx context.Context, address string) error {
	socket, response, err := websocket.Dial(ctx, "ws://"+address+"/graphql", &websocket.DialOptions{
		HTTPHeader: http.Header{"Authorization": {"Bearer " + v.rig.token}}, Subprotocols: []string{"graphql-transport-ws"}})
	if err != nil {
		if response != nil && response.StatusCode != http.StatusServiceUnavailable {
			return &refused{status: response.StatusCode, codes: []string{"a handshake"}}
		}
		return err
	}
	defer socket.CloseNow() //nolint:errcheck // it is over
	streams := []string{"activityStream", "trackingStream", "notificationStream", "metricsStream"}
	if err := wsjson.Write(ctx, socket, map[string]any{"type": "connection_init"}); err != nil {
		return err
	}
	for waiting := len(streams); waiting > 0; {
		var m message
		if err := wsjson.Read(ctx, socket, &m); err != nil {
			return closedWith(err)
		}
		switch m.Type {
		case "connection_ack":
			for _, name := range streams {
				query := fmt.Sprintf("subscription { %s(workspaceId: %q) { kind resumeCursor } }", name, v.rig.workspace)
				if err := wsjson.Write(ctx, socket, map[string]any{"type": "subscribe", "id": name, "payload": map[string]any{"query": query}}); err != nil {
					return err
				}
			}
		case "next":
			waiting--
		case "error":
			if !asksForAnotherTry(m.Payload) {
				return &refused{codes: []string{string(m.Payload)}}
			}
			return errors.New("to be tried again")
		case "complete":
			return errors.New("to be opened again")
		}
	}
	return nil
}

// closedWith tells a close code after which a client does not come back by itself, or asks for another credential.
func closedWith(err error) error {
	switch code := websocket.CloseStatus(err); code {
	case -1, 4408 /* we were slow to begin */, websocket.StatusServiceRestart, websocket.StatusTryAgainLater, websocket.StatusGoingAway, websocket.StatusAbnormalClosure:
		return err
	default:
		return &refused{status: int(code), codes: []string{fmt.Sprint("close code ", code)}}
	}
}
