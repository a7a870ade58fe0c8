package export_test

import (
	"strings"
	"testing"
	"time"

	"daybook/internal/apptest"
	"daybook/internal/export"
	"daybook/internal/page"

	"github.com/google/uuid"
)

// An export stays listed for 30 days after it has expired, of every workspace; the log tells of it for good.
func TestPurgeForgetsWhatIsLongOver(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, other := a.Workspace(t), a.Workspace(t)
	ann := w.Member(t)
	v := ann.Viewer(t)
	old := []*export.Export{ask(t, a, w, v, export.Standups, false), ask(t, a, w, w.Owner.Viewer(t), export.Activities, true),
		ask(t, a, other, other.Owner.Viewer(t), export.Blockers, true)}
	a.Clock.Set(apptest.Noon.Add(time.Hour))
	young := ask(t, a, w, v, export.Standups, false)
	entries := w.Seq(t)
	left := func() (ids []uuid.UUID) {
		t.Helper()
		c, err := a.Exports.List(t.Context(), v, w.ID, page.Args{First: new(10)}, apptest.Seal("exports"))
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range c.Nodes() {
			ids = append(ids, x.ID)
		}
		return ids
	}
	over := apptest.Noon.Add(export.Lifetime + export.Listed)
	for _, step := range []struct {
		now        time.Time
		gone, left int
	}{{apptest.Noon.Add(export.Lifetime), 0, 2}, {over, 0, 2}, {over.Add(time.Second), len(old), 1}, {over.Add(time.Second), 0, 1}} {
		a.Clock.Set(step.now)
		n, err := a.Exports.Purge(t.Context(), step.now)
		if err != nil || int(n) != step.gone || len(left()) != step.left {
			t.Errorf("at %s %d were forgotten and %d are listed: %v", step.now, n, len(left()), err)
		}
	}
	if ids := left(); ids[0] != young.ID {
		t.Errorf("left is %v, want %v", ids, young.ID)
	}
	if x, err := a.Exports.ByIDs(t.Context(), v, []uuid.UUID{young.ID}); err != nil || a.Exports.Status(x[young.ID]) != export.Expired {
		t.Errorf("what is left is %+v: %v", x, err)
	}
	if w.Seq(t) != entries {
		t.Error("the log was changed")
	}
}

// What is over is found by an index, in each workspace.
func TestPurgeReadsWhatIsOverOnly(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	a.AsOwner(t, `insert into exports (workspace_id, id, member_id, kind, format, whole_workspace, expires_at)
		select m.workspace_id, gen_random_uuid(), m.id, 'standups', 'csv', false, timestamptz '2026-01-01' + n * interval '1 minute'
		from members m, generate_series(1, 20000) n; analyze`)
	var lines []string
	err := a.DB.NewRaw("explain delete from exports where workspace_id in (select id from workspaces) and expires_at < '2026-01-01 01:00+00'").Scan(t.Context(), &lines)
	if plan := strings.Join(lines, "\n"); err != nil || !strings.Contains(plan, "Index Scan using exports_expired") {
		t.Errorf("%s of %s: %v", plan, w.ID, err)
	}
}
