package worklog_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/page"
	"daybook/internal/worklog"

	"github.com/google/uuid"
	"pgregory.net/rapid"
)

// model is what must be stored after some changes on one project.
type model struct {
	app      *apptest.App
	w        *apptest.Workspace
	people   []*authz.Viewer
	members  []uuid.UUID
	subjects []worklog.Subject
	all      []*worklog.WorkLog
	replaced map[uuid.UUID]bool
	changes  int64 // that were accepted
}

var notes = rapid.SampledFrom([]string{"a", "b"})

// Few instants, so that many logs have the same (R15).
var instants = rapid.Custom(func(t *rapid.T) time.Time {
	return apptest.Noon.Add(-time.Duration(rapid.IntRange(0, 2).Draw(t, "hours ago")) * time.Hour)
})

func (m *model) subject(t *rapid.T) worklog.Subject {
	return rapid.SampledFrom(m.subjects).Draw(t, "subject")
}

func (m *model) append(ctx context.Context, t *rapid.T) {
	row, _, err := m.app.WorkLogs.Append(ctx, rapid.SampledFrom(m.people).Draw(t, "person"), worklog.AppendParams{WorkspaceID: m.w.ID,
		Subject: m.subject(t), Note: notes.Draw(t, "note"), LoggedAt: new(instants.Draw(t, "at"))})
	if err != nil {
		t.Fatal(err)
	}
	m.all = append(m.all, row)
	m.changes++
}

func (m *model) correct(ctx context.Context, t *rapid.T) {
	old := rapid.SampledFrom(m.all).Draw(t, "log")
	c := worklog.CorrectParams{ID: old.ID}
	if rapid.Bool().Draw(t, "another note") {
		c.Note = new(notes.Draw(t, "note"))
	}
	if rapid.Bool().Draw(t, "another subject") {
		c.Subject = new(m.subject(t))
	}
	if rapid.Bool().Draw(t, "another time") {
		c.LoggedAt = new(instants.Draw(t, "at"))
	}
	row, _, err := m.app.WorkLogs.Correct(ctx, m.people[slices.Index(m.members, old.MemberID)], c)
	switch {
	case m.replaced[old.ID]:
		if err == nil {
			t.Fatal("a log was corrected twice")
		}
	case err != nil:
		t.Fatal(err)
	case row.ID != old.ID:
		m.replaced[old.ID] = true
		m.all = append(m.all, row)
		m.changes++
	}
}

// listed is the whole list, read in pages.
func (m *model) listed(ctx context.Context, t *rapid.T, v *authz.Viewer, f worklog.Filter, size int) (ids []uuid.UUID) {
	args := page.Args{First: &size}
	for {
		c, err := m.app.WorkLogs.List(ctx, v, m.w.ID, f, args, apptest.Seal("x"))
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range c.Nodes() {
			ids = append(ids, row.ID)
		}
		if !c.PageInfo().HasNextPage {
			return ids
		}
		args.After = c.PageInfo().EndCursor
	}
}

func (m *model) want(keep func(*worklog.WorkLog) bool) (ids []uuid.UUID) {
	slices.SortFunc(m.all, func(x, y *worklog.WorkLog) int {
		if c := y.LoggedAt.Compare(x.LoggedAt); c != 0 {
			return c
		}
		return slices.Compare(y.ID[:], x.ID[:])
	})
	for _, row := range m.all {
		if keep(row) {
			ids = append(ids, row.ID)
		}
	}
	return ids
}

// Whatever is appended and corrected in whatever order: lists hold what no later log replaces, newest first, every log
// stays, and each accepted change is one activity, each rejected one none (R9, R10, R15).
func TestAnyOrderOfChanges(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann, bob := w.Member(t), w.Member(t)
	people, admin := []*authz.Viewer{ann.Viewer(t), bob.Viewer(t)}, w.Owner.Viewer(t)
	ctx := context.Background() // rapid runs inside the test, whose own context it does not give
	rapid.Check(t, func(r *rapid.T) {
		p := w.Project(t)
		m := &model{app: a, w: w, people: people, members: []uuid.UUID{ann.ID, bob.ID}, replaced: map[uuid.UUID]bool{},
			subjects: []worklog.Subject{onProject(p.ID), onTask(w.Task(t, p).ID), onTask(w.Task(t, p).ID)}}
		seq := w.Seq(t)
		for range rapid.IntRange(1, 15).Draw(r, "changes") {
			if len(m.all) == 0 || rapid.Bool().Draw(r, "append") {
				m.append(ctx, r)
			} else {
				m.correct(ctx, r)
			}
		}
		if now := w.Seq(t); now != seq+m.changes {
			r.Fatalf("%d changes appended %d activities", m.changes, now-seq)
		}
		task := m.subjects[1].TaskID
		for _, c := range []struct {
			v    *authz.Viewer
			f    worklog.Filter
			size int
			keep func(*worklog.WorkLog) bool
		}{
			{admin, worklog.Filter{}, 2, func(l *worklog.WorkLog) bool { return !m.replaced[l.ID] }},
			{admin, worklog.Filter{IncludeCorrected: true}, 3, func(*worklog.WorkLog) bool { return true }},
			{people[0], worklog.Filter{}, 100, func(l *worklog.WorkLog) bool { return l.MemberID == ann.ID && !m.replaced[l.ID] }},
			{people[1], worklog.Filter{TaskID: task}, 100, func(l *worklog.WorkLog) bool {
				return l.MemberID == bob.ID && !m.replaced[l.ID] && l.TaskID != nil && *l.TaskID == *task
			}},
		} {
			c.f.Within = onProject(p.ID)
			if got, want := m.listed(ctx, r, c.v, c.f, c.size), m.want(c.keep); !slices.Equal(got, want) {
				r.Fatalf("%+v lists %v, want %v", c.f, got, want)
			}
		}
	})
}
