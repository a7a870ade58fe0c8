// Package apptest gives a test a whole app on a database of its own, and builders with defaults for what stands in it.
// Everything is made through the services, so it obeys the rules and stands in the log.
//
//	a := apptest.New(t)                      // an app; its clock stands at apptest.Noon
//	w := a.Workspace(t)                      // a workspace; w.Owner is its first member
//	ann, ada := w.Member(t), w.Admin(t)      // people with a session each; options change the defaults:
//	kiri := w.Member(t, func(p *member.InviteParams) { p.TimeZone = "Pacific/Kiritimati" })
//	bot := w.Service(t, authz.TrackingRead)  // a service token
//	p, r := w.Project(t), w.Restricted(t, ann)
//	w.Task(t, p); w.Team(t); w.Sprint(t); w.Standup(t, ann); w.WorkLog(t, ann); w.TimeEntry(t, ann)
//	w.Comment(t, ann, p.NodeID(), "Done.")   // on anything they can open
//	v := ann.Viewer(t)                       // their rights as they are now: read anew at each call
//	a.Post(t, ann, `{ viewer { id } }`, nil) // a GraphQL operation over HTTP, as ann; nil is nobody
//	w.Log(t), w.Seq(t)                       // the workspace's log, and its last number
//	a.Clock.Set(instant)                     // what day it is
//	b := a.Beside(t)                         // another process on the same database
//	a.Start(t)                               // follows the log and rights until the test ends
//	a.Snapshot(t)                            // two are equal when nothing was written in between
//	apptest.Seal("list")                     // for lists asked of services
//	apptest.Forwards(t, 10, fetch, nil)      // walks a list page by page; Backwards from its end
//	apptest.WantCode(t, err, fault.NotFound) // and WantRejection(t, err, check.NotFound, "teamId")
//
// Builders stop the test when they fail. Names, addresses and keys are new at each call.
package apptest

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/app"
	"daybook/internal/authn"
	"daybook/internal/postgres"
	"daybook/internal/postgres/postgrestest"
	"daybook/internal/transport/limit"
	"daybook/internal/workspace"

	"github.com/google/uuid"
)

// Noon is where a new app's clock stands: a Wednesday, far from any change of clocks.
var Noon = time.Date(2026, time.February, 11, 12, 0, 0, 0, time.UTC)

// App is an app on a test's own database.
type App struct {
	*app.App
	Database *postgrestest.Database
	Clock    *Clock
	// Handler is the GraphQL endpoint behind the door and recognition of credentials, as a server has it.
	Handler http.Handler
}

// New makes an app. The options are those of the server; Log and Now have defaults.
func New(t testing.TB, change ...func(*app.Options)) *App {
	t.Helper()
	d := postgrestest.New(t)
	return open(t, d, &Clock{now: Noon}, change)
}

// Beside makes another app, with a pool of its own, on the same database and clock.
func (a *App) Beside(t testing.TB, change ...func(*app.Options)) *App {
	t.Helper()
	db, closePool, err := postgres.Open(t.Context(), a.Database.URL, postgres.Options{MaxConns: 5, Name: t.Name() + " beside", Role: postgres.RuntimeRole})
	if err != nil {
		t.Fatalf("opening the database a second time: %v", err)
	}
	t.Cleanup(closePool)
	reserve, closeReserve, err := postgres.Open(t.Context(), a.Database.URL, postgres.Options{MaxConns: 2, Name: t.Name() + " beside, reserve", Role: postgres.RuntimeRole})
	if err != nil {
		t.Fatalf("opening the database a third time: %v", err)
	}
	t.Cleanup(closeReserve)
	change = append([]func(*app.Options){func(o *app.Options) { o.Reserve = reserve }}, change...)
	return open(t, &postgrestest.Database{DB: db, URL: a.Database.URL, OwnerURL: a.Database.OwnerURL}, a.Clock, change)
}

func open(t testing.TB, d *postgrestest.Database, clock *Clock, change []func(*app.Options)) *App {
	t.Helper()
	o := app.Options{Log: slog.New(slog.DiscardHandler), Now: clock.Now, PublicURL: "http://daybook.test",
		Budget: limit.Budget{Maximum: 1e9}}
	for _, c := range change {
		c(&o)
	}
	a, err := app.New(t.Context(), d.DB, o)
	if err != nil {
		t.Fatalf("putting an app together: %v", err)
	}
	return &App{App: a, Database: d, Clock: clock, Handler: a.Gate.Door(a.Authn.Middleware(o.Secure, a.GraphQL))}
}

// Start follows the log and the rights of open streams until the test ends.
func (a *App) Start(t testing.TB) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	over := make(chan error, 1)
	go func() { over <- a.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-over; err != nil {
			t.Errorf("running the app: %v", err)
		}
	})
}

// Clock is a clock that stands still until it is set.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now reads it.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set moves it.
func (c *Clock) Set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now
}

var count atomic.Int64

// unique is a number no other call gets.
func unique() int64 { return count.Add(1) }

// Workspace is a workspace with its first owner.
type Workspace struct {
	*workspace.Workspace
	Owner *Person
	app   *App
}

// Workspace makes a workspace in UTC, owned by a person of its own.
func (a *App) Workspace(t testing.TB, change ...func(*workspace.CreateParams)) *Workspace {
	t.Helper()
	n := unique()
	p := workspace.CreateParams{Slug: fmt.Sprintf("workspace-%d", n), Name: fmt.Sprintf("Workspace %d", n), TimeZone: "UTC", WeekStart: workspace.Monday}
	for _, c := range change {
		c(&p)
	}
	w, owner, _, err := a.Workspaces.Found(t.Context(), p,
		workspace.Founder{Email: fmt.Sprintf("owner%d@example.com", n), DisplayName: fmt.Sprintf("Owner %d", n), TimeZone: "UTC"})
	if err != nil {
		t.Fatalf("making a workspace: %v", err)
	}
	out := &Workspace{Workspace: w, app: a}
	out.Owner = a.session(t, owner)
	return out
}

// Log is the workspace's whole log, oldest first.
func (w *Workspace) Log(t testing.TB) []*activity.Activity {
	t.Helper()
	rows, err := activity.After(t.Context(), w.app.DB, w.ID, 0, 1_000_000)
	if err != nil {
		t.Fatalf("reading the log: %v", err)
	}
	return rows
}

// Seq is the last number of the workspace's log.
func (w *Workspace) Seq(t testing.TB) int64 {
	t.Helper()
	heads, err := activity.Heads(t.Context(), w.app.DB, []uuid.UUID{w.ID})
	if err != nil {
		t.Fatalf("reading the log's head: %v", err)
	}
	return heads[w.ID]
}

// Caller has a credential to send with a request.
type Caller interface {
	// Authorize puts it into the request.
	Authorize(r *http.Request)
}

// Response is what GraphQL answers.
type Response struct {
	Status     int
	Data       json.RawMessage
	Errors     []GraphQLError
	Extensions map[string]any
}

// Post runs a GraphQL operation over HTTP as the caller; nil is nobody. What GraphQL has to say of errors is in the answer.
func (a *App) Post(t testing.TB, as Caller, query string, variables map[string]any) *Response {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatalf("encoding the request: %v", err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://daybook.test/graphql", strings.NewReader(string(body)))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/graphql-response+json")
	if as != nil {
		as.Authorize(r)
	}
	w := httptest.NewRecorder()
	a.Handler.ServeHTTP(w, r)
	out := &Response{Status: w.Code}
	if err := json.Unmarshal(w.Body.Bytes(), out); err != nil {
		t.Fatalf("the answer is not JSON: %v\n%s", err, w.Body)
	}
	return out
}

func cookie(secret string) *http.Cookie {
	return &http.Cookie{Name: authn.CookieName(false), Value: secret}
}

// Session is a caller with a session cookie's value.
type Session string

// Authorize sends the cookie.
func (s Session) Authorize(r *http.Request) { r.AddCookie(cookie(string(s))) }

// Bearer is a caller with the secret of a token.
type Bearer string

// Authorize sends the secret.
func (b Bearer) Authorize(r *http.Request) { r.Header.Set("Authorization", "Bearer "+string(b)) }

// Feed makes a feed token of a caller and gives its secret.
func (w *Workspace) Feed(t testing.TB, of Caller) Bearer {
	t.Helper()
	r := w.app.Post(t, of, `mutation($w: ID!) { feedTokenCreate(input: {workspaceId: $w}) { secret } }`, map[string]any{"w": w.NodeID().String()})
	var data struct {
		FeedTokenCreate struct{ Secret string }
	}
	if err := json.Unmarshal(r.Data, &data); err != nil || data.FeedTokenCreate.Secret == "" {
		t.Fatalf("making a feed token: %v %s %v", err, r.Data, r.Errors)
	}
	return Bearer(data.FeedTokenCreate.Secret)
}
