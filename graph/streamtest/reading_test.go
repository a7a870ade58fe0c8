package streamtest

import (
	"context"
	"testing"
	"time"

	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/standup"

	"github.com/jackc/pgx/v5"
)

// A frame of before a change of rights is executed while they change: what it reads of a row was written after the change.
// It isn't shown: the frame is made anew, or the stream ends and continues, under the rights of then.
func TestWhatAFrameReadsIsFromBeforeTheRightsWereTaken(t *testing.T) {
	t.Parallel()
	for _, stream := range []string{"tracking", "activities with their subjects"} {
		for _, transport := range apptest.Transports {
			t.Run(stream+" over "+transport, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				admin := w.join(t, authz.RoleAdmin)
				first := listen(t, w.lives[1], transport, admin, stream, w.workspace(), nil)
				cursor := first.cursor()
				row := w.Standup(t, w.boss, func(p *standup.SubmitParams) { p.Today = new("before") })
				first.until(t, "the standup", func() bool { return len(first.texts) == 1 })

				ctx := t.Context()
				conn, err := pgx.Connect(ctx, w.apps[0].Database.OwnerURL)
				if err != nil {
					t.Fatal(err)
				}
				defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck // the test is over
				holding, err := conn.Begin(ctx)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := holding.Exec(ctx, "lock table standups in access exclusive mode"); err != nil {
					t.Fatal(err)
				}
				s := open(t, w.lives[1], transport, admin, stream, w.workspace(), map[string]any{"after": cursor})
				w.awaitReader(t, holding)
				if _, _, err := w.apps[0].Members.SetRole(ctx, w.Owner.Viewer(t), admin.ID, authz.RoleMember, authz.RoleAdmin); err != nil {
					t.Fatal(err)
				}
				if _, err := holding.Exec(ctx, "update standups set today = 'after' where id = $1", row.ID); err != nil {
					t.Fatal(err)
				}
				if err := holding.Commit(ctx); err != nil {
					t.Fatal(err)
				}
				if stream == "tracking" { // what can be shared makes its frame anew instead
					s.until(t, "the end", s.over)
					s.resume(t)
				}
				if err := putTask(ctx, w, w.apps[0], w.open); err != nil {
					t.Fatal(err)
				}
				if stream == "tracking" { // a member's own
					w.Standup(t, admin, func(p *standup.SubmitParams) { p.Today = new("own") })
				}
				s.until(t, "what comes then", func() bool { return len(s.keys) > 0 })
				s.blame(t, "the former admin")
				if stream == "tracking" && (len(s.texts) != 1 || s.texts[0] != "own") || stream != "tracking" && len(s.texts) > 0 && s.texts[0] == "after" {
					t.Errorf("shown %q", s.texts)
				}
			})
		}
	}
}

// awaitReader waits until a statement waits for the table.
func (w *world) awaitReader(t *testing.T, conn pgx.Tx) {
	t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		var waiting bool
		err := conn.QueryRow(t.Context(), "select exists (select 1 from pg_locks where relation = 'standups'::regclass and not granted)").Scan(&waiting)
		if err != nil {
			t.Fatal(err)
		}
		if waiting {
			return
		}
	}
	t.Fatal("no frame reads the table")
}
