package graph_test

import (
	"testing"

	"daybook/internal/apptest"
	"daybook/internal/authz"
)

// A cursor of a log that is not this one's any more, because the database was restored from an older copy, resets the stream:
// it may lie beyond the log's end, or mean another change than it did. The RESET's own cursor continues.
func TestACursorOfAnotherLogResetsEveryStream(t *testing.T) {
	t.Parallel()
	for name, query := range map[string]string{"activityStream": streamAliased, "trackingStream": trackingQuery, "notificationStream": notificationQuery} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			overEach(t, func(t *testing.T, transport string) {
				for lost, sql := range map[string]string{
					"an earlier lifetime": "update server_state set value = '\\x0102030405060708' where name = 'epoch'",
					"what was cut off":    "update workspace_heads set seq = seq - 5",
				} {
					t.Run(lost, func(t *testing.T) {
						a, l := serve(t)
						w := newCrew(t, a)
						for range 6 {
							w.Standup(t, w.manager)
						}
						first := openStream(l, t, transport, w.manager, w.Workspace, query, nil)
						cursor := begun(t, first)
						first.Close()
						a.AsOwner(t, sql)
						if lost == "what was cut off" {
							a.AsOwner(t, `alter table activities disable trigger all; delete from activities x using workspace_heads h
								where h.workspace_id = x.workspace_id and x.seq > h.seq; alter table activities enable trigger all`)
						}
						b := a.Beside(t)
						b.Start(t)
						restored := b.Serve(t)
						again := openStream(restored, t, transport, w.manager, w.Workspace, query, map[string]any{"after": cursor})
						e := frameOf[struct{}](t, again.Next())
						if e.Kind != "RESET" || e.ResumeCursor == "" || len(e.Edges) > 0 {
							t.Fatalf("got %+v, a RESET with a cursor is expected", e)
						}
						if f := again.Next(); !f.Done {
							t.Errorf("after RESET came %+v, the end is expected", f)
						}
						next := openStream(restored, t, transport, w.manager, w.Workspace, query, map[string]any{"after": e.ResumeCursor})
						step := w.Escalation(t, w.person, w.Blocker(t, w.person)) // is on all of the streams
						if got, _ := edgesOf[struct{ Cursor string }](t, next, 1); got[0].Cursor == "" {
							t.Errorf("after %s came %+v", step.ID, got)
						}
					})
				}
			})
		})
	}
}

// The numbers' stream has no place to continue from: after a restore it begins anew, with the numbers that there are.
func TestTheNumbersBeginAnewAfterARestore(t *testing.T) {
	t.Parallel()
	a, l := serve(t, often)
	w := newCrew(t, a)
	w.WorkLog(t, w.person)
	service := w.Service(t, authz.MetricsRead, authz.TrackingRead)
	numbersOf(t, openStream(l, t, "sse", service, w.Workspace, metricsQuery, nil))
	a.AsOwner(t, "update server_state set value = '\\x0102030405060708' where name = 'epoch'")
	b := a.Beside(t, often)
	b.Start(t)
	for _, transport := range apptest.Transports {
		s := openStream(b.Serve(t), t, transport, service, w.Workspace, metricsQuery, nil)
		if got := numbersOf(t, s).Node; *got.WorkLogs != 1 {
			t.Errorf("%s begins with %+v", transport, got)
		}
		s.Close()
	}
	with := `subscription Live($ws: ID!) { stream: metricsStream(workspaceId: $ws, after: "x") { kind } }`
	if f := openStream(l, t, "sse", service, w.Workspace, with, nil).Next(); len(f.Errors) != 1 || f.Errors[0].Extensions["code"] != "GRAPHQL_VALIDATION_FAILED" {
		t.Errorf("a cursor is answered with %+v", f)
	}
}

const streamAliased = `subscription Live($ws: ID!, $after: String) {
  stream: activityStream(workspaceId: $ws, after: $after) { kind resumeCursor serverTime edges { cursor } }
}`
