package timeentry_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"daybook/internal/apptest"
	"daybook/internal/check"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/patch"
	"daybook/internal/timeentry"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"pgregory.net/rapid"
)

// R4, trap 11: entries of one person don't overlap; half-open, so 09-13 then 13-17 is fine.
func TestEntriesDoNotOverlapR4(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann, bob := w.Member(t, berlin), w.Member(t)
	v := ann.Viewer(t)
	w.TimeEntry(t, ann, from("05:00:00", "09:00:00"))
	before := a.Snapshot(t)
	for name, span := range map[string][2]string{
		"the same": {"05:00:00", "09:00:00"}, "its start": {"04:00:00", "05:00:01"}, "its end": {"08:59:59", "10:00:00"},
		"inside": {"06:00:00", "07:00:00"}, "around": {"04:00:00", "10:00:00"}, "with its start": {"05:00:00", "05:00:01"}, "with its end": {"08:59:59", "09:00:00"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := a.TimeEntries.Create(t.Context(), v, between(w, span[0], span[1]))
			apptest.WantRejection(t, err, check.Overlap, "startedAt")
			if got := message(err, check.Overlap); got != "overlaps 06:00 to 10:00" { // on the clock in Berlin
				t.Errorf("it says %q", got)
			}
		})
	}
	same(t, before, a.Snapshot(t))
	w.TimeEntry(t, ann, from("09:00:00", "11:00:00"))
	w.TimeEntry(t, ann, from("04:59:59", "05:00:00"))
	w.TimeEntry(t, bob, from("05:00:00", "09:00:00"))
	w.TimeEntry(t, ann) // without clock times
	overNight := between(w, "00:00:00", "01:00:00")
	overNight.StartedAt = new(overNight.StartedAt.Add(-90*time.Minute - 5*time.Second))
	w.TimeEntry(t, ann, func(p *timeentry.CreateParams) { *p = overNight })
	_, _, err := a.TimeEntries.Create(t.Context(), v, between(w, "00:30:00", "02:00:00"))
	if got := message(err, check.Overlap); got != "overlaps 2026-02-10 23:29:55 to 02:00" {
		t.Errorf("it says %q", got)
	}
}

// R4: a timer counts from its start on.
func TestEntriesDoNotOverlapATimerR4(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann, bob := w.Member(t), w.Member(t)
	run(t, a, ann, *at("10:00:00"))
	v := ann.Viewer(t)
	for name, span := range map[string][2]string{"into it": {"09:00:00", "10:00:01"}, "within it": {"11:00:00", "11:30:00"}, "over it": {"08:00:00", "12:00:00"}} {
		_, _, err := a.TimeEntries.Create(t.Context(), v, between(w, span[0], span[1]))
		apptest.WantRejection(t, err, check.Overlap, "startedAt")
		if got := message(err, check.Overlap); got != "overlaps the timer that runs since 10:00" {
			t.Errorf("%s it says %q", name, got)
		}
	}
	w.TimeEntry(t, ann, from("09:00:00", "10:00:00"))
	w.TimeEntry(t, ann)
	w.TimeEntry(t, bob, from("11:00:00", "11:30:00"))
	// Nor may what an earlier timer became, when it is changed.
	err := a.DB.RunInTx(t.Context(), nil, func(ctx context.Context, tx bun.Tx) error {
		e := &timeentry.Entry{WorkspaceID: w.ID, ID: id.New(), MemberID: ann.ID, SpentOn: today, StartedAt: at("10:00:00"), EndedAt: at("11:00:00"),
			DurationSeconds: 3600, Origin: timeentry.FromTimer}
		return insert(ctx, tx, e)
	})
	apptest.WantRejection(t, err, check.Overlap, "startedAt")
}

// insert does what a caller of Insert does.
func insert(ctx context.Context, tx bun.IDB, e *timeentry.Entry) error {
	if err := member.LockDays(ctx, tx, e.WorkspaceID, e.MemberID); err != nil {
		return err
	}
	rules, err := timeentry.ReadRules(ctx, tx, e.WorkspaceID)
	if err != nil {
		return err
	}
	return timeentry.Insert(ctx, tx, e, rules)
}

// R4: of twenty at once for the same time exactly one is stored, and the others are told of it.
func TestTwentyAtOnceR4(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	v, before := ann.Viewer(t), w.Seq(t)
	errs := make([]error, 20)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			_, _, errs[i] = a.TimeEntries.Create(t.Context(), v, between(w, "09:00:00", "10:00:00"))
		})
	}
	wg.Wait()
	stored := 0
	for _, err := range errs {
		if err == nil {
			stored++
		} else if got := message(err, check.Overlap); got != "overlaps 09:00 to 10:00" {
			t.Errorf("one of the others: %v", err)
		}
	}
	rows, err := a.DB.NewSelect().Table("time_entries").Count(t.Context())
	if err != nil || stored != 1 || rows != 1 || w.Seq(t) != before+1 {
		t.Errorf("%d were told that it is stored, %d are, %d activities: %v", stored, rows, w.Seq(t)-before, err)
	}
}

// R4: the database itself keeps entries apart, also from a writer that does not hold the person's days.
func TestTheDatabaseKeepsEntriesApartR4(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	entry := func() *timeentry.Entry {
		return &timeentry.Entry{WorkspaceID: w.ID, ID: id.New(), MemberID: ann.ID, SpentOn: today, StartedAt: at("09:00:00"), EndedAt: at("10:00:00"), DurationSeconds: 3600, Origin: timeentry.Manual}
	}
	first, err := a.DB.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer first.Rollback() //nolint:errcheck // it is committed below
	if err := timeentry.Insert(t.Context(), first, entry(), timeentry.Rules{}); err != nil {
		t.Fatal(err)
	}
	looked, over := make(chan struct{}), make(chan error)
	go func() {
		over <- a.DB.RunInTx(t.Context(), nil, func(ctx context.Context, tx bun.Tx) error {
			return timeentry.Insert(ctx, late{tx, looked}, entry(), timeentry.Rules{})
		})
	}()
	<-looked // the second does not see the first
	if err := first.Commit(); err != nil {
		t.Fatal(err)
	}
	apptest.WantRejection(t, <-over, check.Overlap, "startedAt")
}

// late is a transaction that tells when it is about to insert.
type late struct {
	bun.Tx
	looked chan<- struct{}
}

func (l late) NewInsert() *bun.InsertQuery {
	l.looked <- struct{}{}
	return l.Tx.NewInsert()
}

// R4, against a model: whatever is created, moved and deleted, an entry is refused exactly when it overlaps one that is
// there, and what is there never overlaps.
func TestEntriesAgainstAModelR4(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	rapid.Check(t, func(rt *rapid.T) {
		v := w.Member(t).Viewer(t)
		type stretch struct{ start, end int }
		model := map[uuid.UUID]stretch{}
		free := func(s stretch, but uuid.UUID) bool {
			for id, o := range model {
				if id != but && s.start < o.end && o.start < s.end {
					return false
				}
			}
			return true
		}
		instant := func(quarter int) *time.Time {
			return new(at("00:00:00").Add(time.Duration(quarter) * 15 * time.Minute))
		}
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			s := stretch{start: rapid.IntRange(0, 40).Draw(rt, "start")}
			s.end = s.start + rapid.IntRange(1, 8).Draw(rt, "quarters")
			var id uuid.UUID
			if ids := sorted(model); len(ids) > 0 {
				id = rapid.SampledFrom(ids).Draw(rt, "which")
			}
			var err error
			what := rapid.IntRange(0, 3).Draw(rt, "what")
			switch {
			case id == uuid.Nil || what < 2:
				var e *timeentry.Entry
				e, _, err = a.TimeEntries.Create(t.Context(), v, timeentry.CreateParams{WorkspaceID: w.ID, StartedAt: instant(s.start), EndedAt: instant(s.end)})
				if id = uuid.Nil; err == nil {
					id = e.ID
				}
			case what == 2:
				_, _, err = a.TimeEntries.Update(t.Context(), v, timeentry.Update{ID: id, StartedAt: patch.To(instant(s.start)), EndedAt: patch.To(instant(s.end))})
			default:
				if _, err := a.TimeEntries.Delete(t.Context(), v, id, nil); err != nil {
					rt.Fatal(err)
				}
				delete(model, id)
				continue
			}
			if room := free(s, id); room != (err == nil) || !room && message(err, check.Overlap) == "" {
				rt.Fatalf("room for %v is %v beside %v: %v", s, room, model, err)
			}
			if err == nil {
				model[id] = s
			}
		}
		rows := all(t, a, v, w.ID, timeentry.Filter{})
		if len(rows) != len(model) {
			rt.Fatalf("%d are stored, want %d", len(rows), len(model))
		}
		for _, e := range rows {
			if s := model[e.ID]; !e.StartedAt.Equal(*instant(s.start)) || !e.EndedAt.Equal(*instant(s.end)) {
				rt.Fatalf("stored is %+v, want %v", summed(e), s)
			}
		}
	})
}

func sorted[V any](m map[uuid.UUID]V) []uuid.UUID {
	ids := make([]uuid.UUID, 0, len(m))
	for i := range m {
		ids = append(ids, i)
	}
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	return ids
}
