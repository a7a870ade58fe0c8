package comment_test

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/comment"
	"daybook/internal/fault"
	"daybook/internal/id"
	"daybook/internal/page"

	"github.com/google/uuid"
)

// shown is what a viewer reads of an activity, by id and in the timeline of its entity.
func (b *bench) shown(t testing.TB, v *authz.Viewer, a *activity.Activity) (byID, listed *activity.Activity) {
	t.Helper()
	byID, err := b.Activities.ByID(t.Context(), v, a.ID)
	if err != nil && !fault.Is(err, fault.NotFound) {
		t.Fatal(err)
	}
	c, err := b.Activities.List(t.Context(), v, b.w.ID, activity.Timeline{EntityID: a.EntityID}, activity.Filter{}, page.Args{First: new(100)}, apptest.Seal("x"))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range c.Nodes() {
		if row.ID == a.ID {
			listed = row
		}
	}
	return byID, listed
}

// Trap 16: who takes a comment back leaves an activity that says so, and nobody reads the text any more; the log keeps
// everything it had.
func TestCompensateHidesWhatWasSaid(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for name, on := range map[string]id.ID{"for the workspace": b.shared["task"], "for the person and admins": b.tracking["standup"], "of a restricted project": b.restricted["restricted task"]} {
		t.Run(name, func(t *testing.T) {
			said := b.w.Comment(t, b.ann, on, "canary")
			seq := b.w.Seq(t)
			row, receipt, err := b.Comments.Compensate(t.Context(), b.ann.Viewer(t), said.ID, new("Wrong\r\ntask. "))
			if err != nil || receipt.Seq != seq+1 || b.w.Seq(t) != seq+1 {
				t.Fatalf("%+v: %v", receipt, err)
			}
			if row.Action != activity.Compensated || *row.CompensatesID != said.ID || row.EntityNodeID() != on || row.Visibility != said.Visibility ||
				(row.ProjectID == nil) != (said.ProjectID == nil) || (row.SubjectID == nil) != (said.SubjectID == nil) || *row.SubjectName != *said.SubjectName ||
				*row.ActorID != b.ann.ID || *row.Title != "took back a comment" || *row.Content != "Wrong\ntask." {
				t.Errorf("the activity is %+v", row)
			}
			for who, v := range map[string]*authz.Viewer{"the author": b.ann.Viewer(t), "an admin": b.ada.Viewer(t)} {
				byID, listed := b.shown(t, v, said)
				if byID == nil || listed == nil || byID.Content != nil || listed.Content != nil || *byID.Title != *said.Title {
					t.Errorf("%s reads %+v and %+v", who, byID, listed)
				}
				later, err := b.Activities.Compensations(t.Context(), v, []uuid.UUID{said.ID})
				if err != nil || later[said.ID] == nil || later[said.ID].ID != row.ID {
					t.Errorf("%s finds %v: %v", who, later, err)
				}
			}
			if later, err := b.Activities.Compensations(t.Context(), b.bob.Viewer(t), []uuid.UUID{said.ID}); err != nil || (len(later) == 1) != (name == "for the workspace") {
				t.Errorf("a mate finds %v: %v", later, err)
			}
			var left int
			if err := b.DB.NewRaw("select (select count(*) from activities r where r::text like any (array['%canary%', '%Wrong%'])) + (select count(*) from comments r where r::text like '%canary%')").Scan(t.Context(), &left); err != nil || left > 0 {
				t.Errorf("the text stands in %d rows: %v", left, err)
			}
		})
	}
}

// What is no comment is taken back likewise: the activity that says so is all that changes.
func TestCompensateAnythingElse(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var submitted *activity.Activity
	for _, row := range b.w.Log(t) {
		if row.EntityType == activity.Standup {
			submitted = row
		}
	}
	before := b.Snapshot(t)
	row, _, err := b.Comments.Compensate(t.Context(), b.ann.Viewer(t), submitted.ID, nil)
	if err != nil || *row.Title != "took back an activity" || row.Content != nil || *row.SubjectName != *submitted.SubjectName {
		t.Errorf("%+v: %v", row, err)
	}
	after := b.Snapshot(t)
	for _, table := range []string{"comments", "standups"} {
		if before[table] != after[table] {
			t.Errorf("the table %s was changed", table)
		}
	}
}

// The cells of the matrix, SELF being the author.
func TestCompensateIsForTheAuthorAndAdmins(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	bot := b.w.Service(t, authz.AllScopes...)
	for name, on := range map[string]id.ID{"task": b.shared["task"], "member": b.shared["member"]} { // Bob says something, also about Ann
		said := b.w.Comment(t, b.bob, on, "x")
		before := b.Snapshot(t)
		for who, c := range map[string]struct {
			v    *authz.Viewer
			code fault.Code
		}{
			"whom it is about, or a mate": {b.ann.Viewer(t), fault.NotFound},
			"another mate":                {b.boss.Viewer(t), fault.NotFound},
			"a service that sees it":      {bot.Viewer(t), fault.Forbidden},
			"a stranger":                  {b.foreign.Owner.Viewer(t), fault.NotFound},
			"nobody":                      {nil, fault.NotFound},
		} {
			if _, _, err := b.Comments.Compensate(t.Context(), c.v, said.ID, nil); !fault.Is(err, c.code) {
				t.Errorf("a comment on a %s taken back by %s: %v, want %s", name, who, err, c.code)
			}
		}
		for table, digest := range b.Snapshot(t) {
			if table != "api_tokens" && before[table] != digest {
				t.Errorf("the table %s was changed", table)
			}
		}
		if _, _, err := b.Comments.Compensate(t.Context(), b.bob.Viewer(t), said.ID, nil); err != nil {
			t.Errorf("the author: %v", err)
		}
	}
	for who, v := range map[string]*authz.Viewer{"an admin": b.ada.Viewer(t), "an owner": b.w.Owner.Viewer(t)} {
		said, err := b.add(t, bot.Viewer(t), b.shared["task"], "x")
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := b.Comments.Compensate(t.Context(), v, said.ID, nil); err != nil {
			t.Errorf("%s, of what a service said: %v", who, err)
		}
	}
	reader := b.w.Personal(t, b.bob, authz.ActivityRead)
	said := b.w.Comment(t, b.bob, b.shared["task"], "x")
	if _, _, err := b.Comments.Compensate(t.Context(), reader.Viewer(t), said.ID, nil); !fault.Is(err, fault.Forbidden) {
		t.Errorf("the author's token that only reads: %v", err)
	}
}

func TestCompensateWhatCannotBeTakenBack(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	v := b.ada.Viewer(t)
	said := b.w.Comment(t, b.bob, b.shared["task"], "x")
	taken, _, err := b.Comments.Compensate(t.Context(), v, said.ID, nil)
	if err != nil {
		t.Fatal(err)
	}
	var trail *activity.Activity
	for _, row := range b.w.Log(t) {
		if row.Visibility == activity.ToAdmins {
			trail = row
		}
	}
	other := b.w.Comment(t, b.bob, b.shared["task"], "x")
	before := b.Snapshot(t)
	for name, c := range map[string]struct {
		id     uuid.UUID
		reason *string
		code   check.Code
		field  string
	}{
		"twice":                  {said.ID, nil, check.Conflict, "id"},
		"what took another back": {taken.ID, nil, check.Invalid, "id"},
		"the security trail":     {trail.ID, nil, check.Invalid, "id"},
		"for too long a reason":  {other.ID, new(strings.Repeat("ü", comment.MaxReason+1)), check.TooLong, "reason"},
		"for a reason with NUL":  {other.ID, new("a\x00"), check.Invalid, "reason"},
	} {
		t.Run(name, func(t *testing.T) {
			row, receipt, err := b.Comments.Compensate(t.Context(), v, c.id, c.reason)
			apptest.WantRejection(t, err, c.code, c.field)
			if row != nil || receipt.Seq != 0 {
				t.Errorf("it gives %+v, %+v", row, receipt)
			}
		})
	}
	if _, _, err := b.Comments.Compensate(t.Context(), v, uuid.New(), nil); !fault.Is(err, fault.NotFound) {
		t.Errorf("one that is not there: %v", err)
	}
	same(t, before, b.Snapshot(t))
	row, _, err := b.Comments.Compensate(t.Context(), v, other.ID, new(" \n"))
	if err != nil || row.Content != nil {
		t.Errorf("a blank reason is none: %+v %v", row, err)
	}
}

// Of twenty who take one comment back at once exactly one does, with its one activity (R9); the others are conflicts.
func TestCompensateAtOnce(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	bob := w.Member(t)
	said := w.Comment(t, bob, w.NodeID(), "canary")
	viewers := []*authz.Viewer{bob.Viewer(t), w.Owner.Viewer(t)}
	seq := w.Seq(t)
	var done, conflicts atomic.Int64
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			_, _, err := a.Comments.Compensate(t.Context(), viewers[i%2], said.ID, new("reason"))
			rejection, ok := errors.AsType[*check.Rejection](err)
			switch {
			case err == nil:
				done.Add(1)
			case ok && rejection.Errors[0].Code == check.Conflict:
				conflicts.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	var reasons int
	if err := a.DB.NewRaw("select count(body) from comments").Scan(t.Context(), &reasons); err != nil {
		t.Fatal(err)
	}
	if done.Load() != 1 || conflicts.Load() != 19 || w.Seq(t) != seq+1 || reasons != 1 {
		t.Errorf("%d took it back, %d were conflicts, %d activities, %d reasons", done.Load(), conflicts.Load(), w.Seq(t)-seq, reasons)
	}
}
