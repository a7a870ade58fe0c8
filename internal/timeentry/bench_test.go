package timeentry_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/check"
	"daybook/internal/day"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/patch"
	"daybook/internal/timeentry"
	"daybook/internal/workspace"
)

// from is an entry with clock times of today in UTC.
func from(start, end string) func(*timeentry.CreateParams) {
	return func(p *timeentry.CreateParams) { p.StartedAt, p.EndedAt = at(start), at(end) }
}

func between(w *apptest.Workspace, start, end string) timeentry.CreateParams {
	return timeentry.CreateParams{WorkspaceID: w.ID, StartedAt: at(start), EndedAt: at(end)}
}

func berlin(p *member.InviteParams) { p.TimeZone = "Europe/Berlin" }

// run makes a timer that runs since an instant.
func run(t testing.TB, a *apptest.App, of *apptest.Person, since time.Time) {
	t.Helper()
	_, err := a.DB.NewRaw("insert into timers (workspace_id, id, member_id, started_at) values (?, ?, ?, ?)", of.WorkspaceID, id.New(), of.ID, since).Exec(t.Context())
	if err != nil {
		t.Fatal(err)
	}
}

// closed closes the days to one.
func closed(t testing.TB, a *apptest.App, w *apptest.Workspace, through day.Date) {
	t.Helper()
	set(t, a, w, func(p *workspace.SettingsUpdate) { p.ClosedThrough = patch.To(&through) })
}

func set(t testing.TB, a *apptest.App, w *apptest.Workspace, change func(*workspace.SettingsUpdate)) {
	t.Helper()
	now, err := workspace.ReadSettings(t.Context(), a.DB, w.ID)
	if err != nil {
		t.Fatal(err)
	}
	p := workspace.SettingsUpdate{WorkspaceID: w.ID, Version: now.Version}
	change(&p)
	if _, _, err := a.Workspaces.UpdateSettings(t.Context(), w.Owner.Viewer(t), p); err != nil {
		t.Fatal(err)
	}
}

func same(t testing.TB, before, after map[string]string) {
	t.Helper()
	for table, digest := range before {
		if after[table] != digest {
			t.Errorf("the table %s was changed", table)
		}
	}
}

// message is that of the rejection with the code.
func message(err error, code check.Code) string {
	if r, ok := errors.AsType[*check.Rejection](err); ok {
		for _, e := range r.Errors {
			if e.Code == code {
				return e.Message
			}
		}
	}
	return ""
}

func asJSON(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// keyed is a context under which a change happens once.
func keyed(ctx context.Context, mutation, key string) context.Context {
	return activity.WithKey(ctx, activity.Key{Mutation: mutation, Value: key, Input: []byte("input")})
}
