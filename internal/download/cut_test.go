package download_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"daybook/internal/apptest"
	"daybook/internal/download"
	"daybook/internal/fault"
	"daybook/internal/server"
)

var quiet = slog.New(slog.DiscardHandler)

// many gives a person work logs with a note of a kilobyte each, which is more than any buffer on the way holds.
func many(t *testing.T, s *apptest.App, w *apptest.Workspace, p *apptest.Person, n int) {
	t.Helper()
	on := w.Project(t)
	_, err := s.DB.NewRaw(`insert into work_logs (workspace_id, id, member_id, project_id, logged_at, note)
		select ?, gen_random_uuid(), ?, ?, timestamptz '2026-02-01' + n * interval '1 second', repeat('x', 1000) from generate_series(1, ?) as n`,
		w.ID, p.ID, on.ID, n).Exec(t.Context())
	if err != nil {
		t.Fatal(err)
	}
}

func TestAClientThatStopsReadingIsDropped(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	over := make(chan any, 1)
	inner := download.NewHandler(download.Options{Exports: a.Exports, Watch: a.Authn.Ended, Log: quiet, Patience: time.Millisecond})
	s := serve(t, a, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			why := recover()
			over <- why
			panic(why)
		}()
		inner.ServeHTTP(w, r)
	}))
	w := s.Workspace(t)
	ann := w.Member(t)
	many(t, a, w, ann, 1000)
	_, address := s.ask(t, w, ann, "kind: WORK_LOGS")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	ann.Authorize(r)
	response, err := s.client.Do(r)
	if err == nil {
		defer response.Body.Close() //nolint:errcheck // it is not read
	}
	select {
	case why := <-over:
		if err, _ := why.(error); !errors.Is(err, http.ErrAbortHandler) {
			t.Errorf("the handler ended with %v", why)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("the handler waits for a client that does not read")
	}
}

// A file that does not come to its end is seen to be broken, whatever ended it.
func TestFilesThatAreCutAreBroken(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	end := make(chan func(error), 1)
	s := serve(t, a, download.NewHandler(download.Options{Exports: a.Exports, Log: quiet,
		Watch: func(_ context.Context, e func(error)) func() { end <- e; return func() {} }}))
	w := s.Workspace(t)
	ann := w.Member(t)
	many(t, a, w, ann, 1000)
	for _, format := range []string{"CSV", "JSONL"} {
		exportID, address := s.ask(t, w, ann, "kind: WORK_LOGS, format: "+format)
		response := s.open(t, ann, http.MethodGet, address)
		if _, err := io.ReadFull(response.Body, make([]byte, 1000)); err != nil {
			t.Fatal(err)
		}
		(<-end)(fault.New(fault.Unauthenticated, "signed out"))
		if n, err := io.Copy(io.Discard, response.Body); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%s: %d bytes more and then %v", format, n, err)
		}
		if r := s.Post(t, ann, fmt.Sprintf("{ export(id: %q) { rowCount } }", exportID), nil); string(r.Data) != `{"export":{"rowCount":null}}` {
			t.Errorf("%s: a file that was cut counts: %s", format, r.Data)
		}
	}
}

func TestThreeFilesAtOnceAreTheMost(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.Workspace(t)
	ann, bob := w.Member(t), w.Member(t)
	many(t, s.App, w, ann, 1000)
	_, address := s.ask(t, w, ann, "kind: WORK_LOGS")
	var open []*http.Response
	for range 3 {
		open = append(open, s.open(t, ann, http.MethodGet, address))
	}
	s.wantStatus(t, ann, address, http.StatusTooManyRequests, "RATE_LIMITED")
	_, others := s.ask(t, w, bob, "kind: WORK_LOGS")
	s.wantStatus(t, bob, others, http.StatusOK, "")
	for _, r := range open {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			t.Error(err)
		}
	}
	s.wantStatus(t, ann, address, http.StatusOK, "")
}

// A server that stops does not wait for a client that takes its time: the file is cut, seen to be broken, and does not count.
func TestADrainCutsDownloads(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"CSV", "JSONL"} {
		for name, reads := range map[string]bool{"the client waits": false, "the client goes on reading": true} {
			t.Run(format+", "+name, func(t *testing.T) {
				t.Parallel()
				a := apptest.New(t)
				s := serve(t, a, a.Downloads, func(o *server.Options) { o.DownloadWindow = time.Millisecond })
				w := s.Workspace(t)
				ann := w.Member(t)
				many(t, a, w, ann, 1000)
				exportID, address := s.ask(t, w, ann, "kind: WORK_LOGS, format: "+format)
				response := s.open(t, ann, http.MethodGet, address)
				if _, err := io.ReadFull(response.Body, make([]byte, 1000)); err != nil {
					t.Fatal(err)
				}
				rest := make(chan error, 1)
				read := func() {
					// One byte at a time: the pipe hands over nothing else, and the drain comes in the middle.
					for one := make([]byte, 1); ; {
						if _, err := response.Body.Read(one); err != nil {
							rest <- err
							return
						}
						if !reads {
							continue
						}
						select {
						case <-s.over:
						case <-time.After(100 * time.Microsecond):
						}
					}
				}
				s.stop()
				if reads {
					go read()
				}
				select {
				case <-s.over:
				case <-time.After(25 * time.Second):
					t.Fatal("the server waits for the client")
				}
				if !reads {
					go read()
				}
				if err := <-rest; !errors.Is(err, io.ErrUnexpectedEOF) {
					t.Errorf("the client sees %v", err)
				}
				if r := s.Post(t, ann, fmt.Sprintf("{ export(id: %q) { rowCount } }", exportID), nil); string(r.Data) != `{"export":{"rowCount":null}}` {
					t.Errorf("a file that was cut counts: %s", r.Data)
				}
			})
		}
	}
}

// A download that is nearly there comes to its end while the server stops.
func TestADrainLetsDownloadsEnd(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	s := serve(t, a, a.Downloads, func(o *server.Options) { o.DownloadWindow = 20 * time.Second })
	w := s.Workspace(t)
	ann := w.Member(t)
	many(t, a, w, ann, 100)
	_, address := s.ask(t, w, ann, "kind: WORK_LOGS, format: JSONL")
	response := s.open(t, ann, http.MethodGet, address)
	s.stop()
	body, err := io.ReadAll(response.Body)
	if err != nil || len(objects(t, string(body))) != 100 {
		t.Errorf("%d bytes and then %v", len(body), err)
	}
	<-s.over
}
