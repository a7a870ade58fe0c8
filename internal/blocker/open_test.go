package blocker_test

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/blocker"
	"daybook/internal/check"
	"daybook/internal/fault"
	"daybook/internal/patch"
	"daybook/internal/standup"

	"github.com/google/uuid"
)

func (b *bench) params(change ...func(*blocker.OpenParams)) blocker.OpenParams {
	p := blocker.OpenParams{WorkspaceID: b.w.ID, Severity: standup.High, Category: standup.External, Description: "No access."}
	for _, c := range change {
		c(&p)
	}
	return p
}

func TestWhoOpensABlocker(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	forAnn := func(p *blocker.OpenParams) { p.OnBehalfOf = &b.ann.ID }
	for name, c := range map[string]struct {
		v      *authz.Viewer
		change func(*blocker.OpenParams)
		code   fault.Code // empty: allowed
	}{
		"the person":                {b.ann.Viewer(t), func(*blocker.OpenParams) {}, ""},
		"the person, naming them":   {b.ann.Viewer(t), forAnn, ""},
		"a service for them":        {b.bot.Viewer(t), forAnn, ""},
		"a mate":                    {b.bob.Viewer(t), forAnn, fault.Forbidden},
		"their manager":             {b.manager.Viewer(t), forAnn, fault.Forbidden},
		"an admin":                  {b.admin.Viewer(t), forAnn, fault.Forbidden},
		"a service that only reads": {b.w.Service(t, authz.TrackingRead).Viewer(t), forAnn, fault.Forbidden},
		"a token that only reads":   {b.w.Personal(t, b.ann, authz.TrackingRead).Viewer(t), func(*blocker.OpenParams) {}, fault.Forbidden},
		"a stranger":                {b.foreign.Owner.Viewer(t), func(*blocker.OpenParams) {}, fault.NotFound},
	} {
		row, _, err := b.Blockers.Open(t.Context(), c.v, b.params(c.change))
		if c.code != "" {
			apptest.WantCode(t, err, c.code)
		} else if err != nil || row.MemberID != b.ann.ID || row.State != blocker.Open || row.Round != 1 || !row.OpenedAt.Equal(apptest.Noon) {
			t.Errorf("%s: %+v, %v", name, row, err)
		}
	}
	_, _, err := b.Blockers.Open(t.Context(), b.bot.Viewer(t), b.params())
	apptest.WantRejection(t, err, check.Required, "onBehalfOf")
}

// R13: what the writer cannot open is answered as what is not there, and nothing is stored.
func TestReferencesR13(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	hidden := b.w.Task(t, b.w.Restricted(t))
	shared := b.w.Task(t, b.w.Restricted(t, b.ann))
	far := b.foreign.Task(t, b.foreign.Project(t))
	bobs := b.w.Standup(t, b.bob)
	farStandup := b.foreign.Standup(t, b.foreign.Owner)
	gone := b.w.Member(t)
	if _, _, err := b.Members.Remove(t.Context(), b.w.Owner.Viewer(t), gone.ID); err != nil {
		t.Fatal(err)
	}
	row := b.w.Blocker(t, b.ann)
	v, bot := b.ann.Viewer(t), b.bot.Viewer(t)
	open := func(v *authz.Viewer, change func(*blocker.OpenParams)) func() error {
		return func() error { _, _, err := b.Blockers.Open(t.Context(), v, b.params(change)); return err }
	}
	update := func(v *authz.Viewer, taskID uuid.UUID) func() error {
		return func() error {
			_, _, err := b.Blockers.Update(t.Context(), v, blocker.UpdateParams{ID: row.ID, TaskID: patch.To(&taskID)})
			return err
		}
	}
	for name, c := range map[string]struct {
		field string
		do    func() error
	}{
		"a task of another workspace":    {"taskId", open(v, func(p *blocker.OpenParams) { p.TaskID = &far.ID })},
		"a task that is not there":       {"taskId", open(v, func(p *blocker.OpenParams) { p.TaskID = new(uuid.New()) })},
		"a task that is hidden":          {"taskId", open(v, func(p *blocker.OpenParams) { p.TaskID = &hidden.ID })},
		"updating to a hidden task":      {"taskId", update(v, hidden.ID)},
		"updating to a foreign task":     {"taskId", update(b.admin.Viewer(t), far.ID)},
		"another's standup":              {"standupId", open(v, func(p *blocker.OpenParams) { p.From.StandupID = &bobs.ID })},
		"another's standup by a service": {"standupId", open(bot, func(p *blocker.OpenParams) { p.OnBehalfOf, p.From.StandupID = &b.ann.ID, &bobs.ID })},
		"a standup of another workspace": {"standupId", open(v, func(p *blocker.OpenParams) { p.From.StandupID = &farStandup.ID })},
		"a standup that is not there":    {"standupId", open(v, func(p *blocker.OpenParams) { p.From.StandupID = new(uuid.New()) })},
		"a person of another workspace":  {"onBehalfOf", open(bot, func(p *blocker.OpenParams) { p.OnBehalfOf = &b.foreign.Owner.ID })},
		"a person who left":              {"onBehalfOf", open(bot, func(p *blocker.OpenParams) { p.OnBehalfOf = &gone.ID })},
	} {
		t.Run(name, func(t *testing.T) {
			before := b.Snapshot(t)
			apptest.WantRejection(t, c.do(), check.NotFound, c.field)
			for table, digest := range b.Snapshot(t) {
				if before[table] != digest {
					t.Errorf("the table %s was changed", table)
				}
			}
		})
	}
	for name, do := range map[string]func() error{
		"a task of theirs": open(v, func(p *blocker.OpenParams) { p.TaskID = &shared.ID }), "any task for a service": open(bot, func(p *blocker.OpenParams) { p.OnBehalfOf, p.TaskID = &b.ann.ID, &hidden.ID }),
		"any task for an admin": update(b.admin.Viewer(t), hidden.ID),
	} {
		if err := do(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTextsOfABlocker(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	v := b.ann.Viewer(t)
	row := b.w.Blocker(t, b.ann)
	for name, c := range map[string]struct {
		text string
		code check.Code
	}{
		"empty":       {"", check.Required},
		"blank":       {" \n\t\u00a0", check.Required},
		"too long":    {strings.Repeat("ä", blocker.MaxText+1), check.TooLong},
		"not UTF-8":   {"\xff", check.Invalid},
		"a control":   {"a\x00b", check.Invalid},
		"the longest": {strings.Repeat("ä", blocker.MaxText), ""},
		"lines":       {"one\r\ntwo", ""},
	} {
		_, _, err := b.Blockers.Open(t.Context(), v, b.params(func(p *blocker.OpenParams) { p.Description = c.text }))
		_, _, err2 := b.Blockers.Update(t.Context(), v, blocker.UpdateParams{ID: row.ID, Description: &c.text})
		if c.code == "" && (err != nil || err2 != nil) {
			t.Errorf("%s: %v, %v", name, err, err2)
		}
		if c.code != "" {
			apptest.WantRejection(t, err, c.code, "description")
			apptest.WantRejection(t, err2, c.code, "description")
		}
		if c.code == check.TooLong || c.code == check.Invalid {
			_, _, err := b.Blockers.Resolve(t.Context(), v, blocker.ResolveParams{ID: row.ID, Note: &c.text})
			apptest.WantRejection(t, err, c.code, "note")
		}
	}
}

func (b *bench) analysed(t *testing.T, found int) *standup.Standup {
	t.Helper()
	s := b.w.Standup(t, b.ann, func(p *standup.SubmitParams) { p.Blockers = new("no access, no laptop") })
	a := standup.Analysis{StandupID: s.ID, Version: s.Version, Status: standup.Failed}
	for range found {
		a.Blockers = append(a.Blockers, &standup.ParsedBlocker{Text: "no access", Severity: standup.High, Category: standup.External})
	}
	s, _, err := b.Standups.SetAnalysis(t.Context(), b.bot.Viewer(t), a)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (b *bench) standup(t *testing.T, id uuid.UUID) *standup.Standup {
	t.Helper()
	rows, err := b.Standups.ByIDs(t.Context(), b.ann.Viewer(t), []uuid.UUID{id})
	if err != nil {
		t.Fatal(err)
	}
	return rows[id]
}

func TestABlockerOfAStandup(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	v := b.ann.Viewer(t)
	s := b.analysed(t, 2)
	of := func(n *int) func(*blocker.OpenParams) {
		return func(p *blocker.OpenParams) { p.From = standup.Link{StandupID: &s.ID, ParsedBlocker: n} }
	}
	row := b.w.Blocker(t, b.ann, of(new(1)))
	got := b.standup(t, s.ID)
	if *row.StandupID != s.ID || got.ParsedBlockers[0].BlockerID != nil || *got.ParsedBlockers[1].BlockerID != row.ID || got.Version != s.Version {
		t.Errorf("the standup is %+v, %+v", got, got.ParsedBlockers[1])
	}
	if whole := b.w.Blocker(t, b.ann, of(nil)); *whole.StandupID != s.ID {
		t.Error("a blocker of the whole standup lost it")
	}
	for n, code := range map[int]check.Code{-1: check.OutOfRange, 2: check.OutOfRange, 1: check.Duplicate} {
		_, _, err := b.Blockers.Open(t.Context(), v, b.params(of(&n)))
		apptest.WantRejection(t, err, code, "parsedBlocker")
	}
	_, _, err := b.Blockers.Open(t.Context(), v, b.params(func(p *blocker.OpenParams) { p.From.ParsedBlocker = new(0) }))
	apptest.WantRejection(t, err, check.Required, "standupId")

	// R1: a later text forgets what was found, and what was opened from it stays.
	b.w.Standup(t, b.ann, func(p *standup.SubmitParams) { p.Blockers = new("none any more") })
	if got := b.standup(t, s.ID); got.ParsedBlockers != nil || *b.see(t, v, row.ID).StandupID != s.ID {
		t.Errorf("after another text the standup is %+v", got)
	}
	_, _, err = b.Blockers.Open(t.Context(), v, b.params(of(new(0))))
	apptest.WantRejection(t, err, check.OutOfRange, "parsedBlocker")
	if _, err := b.Standups.Delete(t.Context(), v, s.ID); err != nil {
		t.Fatal(err)
	}
	if got := b.see(t, v, row.ID); got == nil || got.StandupID != nil {
		t.Errorf("after the standup was taken back the blocker is %+v", got)
	}
}

// R9: of ten who open the same found blocker at once one does; the others leave nothing.
func TestOpeningAFoundBlockerAtOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	v, s := b.ann.Viewer(t), b.analysed(t, 1)
	seq := b.w.Seq(t)
	var opened atomic.Int64
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			_, _, err := b.Blockers.Open(t.Context(), v, b.params(func(p *blocker.OpenParams) { p.From = standup.Link{StandupID: &s.ID, ParsedBlocker: new(0)} }))
			if err == nil {
				opened.Add(1)
				return
			}
			apptest.WantRejection(t, err, check.Duplicate, "parsedBlocker")
		})
	}
	wg.Wait()
	rows := b.list(t, v, blocker.Filter{})
	if opened.Load() != 1 || len(rows) != 1 || *b.standup(t, s.ID).ParsedBlockers[0].BlockerID != rows[0].ID || b.w.Seq(t) != seq+1 {
		t.Errorf("%d opened one, there are %d", opened.Load(), len(rows))
	}
}

// The same key again opens nothing, also when what it named is gone since.
func TestOpeningIsRepeatable(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	v := b.ann.Viewer(t)
	s := b.analysed(t, 1)
	ctx := activity.WithKey(t.Context(), activity.Key{Mutation: "blockerOpen", Value: "k", Input: []byte("x")})
	p := b.params(func(p *blocker.OpenParams) { p.From = standup.Link{StandupID: &s.ID, ParsedBlocker: new(0)} })
	first, r1, err := b.Blockers.Open(ctx, v, p)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Standups.Delete(t.Context(), v, s.ID); err != nil {
		t.Fatal(err)
	}
	_, r2, err := b.Blockers.Open(ctx, v, p)
	if err != nil || !r2.Replayed || r2.Seq != r1.Seq {
		t.Fatalf("again: %+v, %v", r2, err)
	}
	if id, err := r2.ResultID(); err != nil || id != first.ID || len(b.list(t, v, blocker.Filter{})) != 1 {
		t.Errorf("again it answers with %s: %v", id, err)
	}
}
