package activity_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/blocker"
	"daybook/internal/fault"
	"daybook/internal/member"
	"daybook/internal/page"

	"github.com/google/uuid"
	"pgregory.net/rapid"
)

// scopeBench is a workspace whose log holds every combination that rights look at.
type scopeBench struct {
	app     *apptest.App
	w       *apptest.Workspace
	all     []*activity.Activity
	viewers map[string]*authz.Viewer
	members []uuid.UUID
	actors  []uuid.UUID
	things  []uuid.UUID
}

func newScopeBench(t *testing.T) *scopeBench {
	t.Helper()
	a := apptest.New(t)
	w, other := a.Workspace(t), a.Workspace(t)
	ann, bob, ada := w.Member(t), w.Member(t), w.Admin(t)
	bot := w.Service(t, authz.AllScopes...)
	open, anns, nobodys := w.Project(t), w.Restricted(t, ann), w.Restricted(t)
	gone := uuid.New() // a project that is not there any more
	b := &scopeBench{app: a, w: w, members: []uuid.UUID{ann.ID, bob.ID, ada.ID, w.Owner.ID}, things: []uuid.UUID{uuid.New(), uuid.New(), uuid.New()}}
	b.actors = append(slices.Clone(b.members), bot.ID, uuid.New())

	seq := w.Seq(t)
	at := time.Now().UTC().Truncate(time.Second)
	types := []activity.EntityType{activity.Task, activity.Standup, activity.User, activity.Workspace}
	actions := []activity.Action{activity.Created, activity.Updated, activity.Deleted}
	for _, visibility := range []activity.Visibility{activity.ToWorkspace, activity.ToSubject, activity.ToAdmins} {
		for _, project := range []*uuid.UUID{nil, &open.ID, &anns.ID, &nobodys.ID, &gone} {
			for _, subject := range []*uuid.UUID{nil, &ann.ID, &bob.ID, &ada.ID} {
				if visibility == activity.ToSubject && subject == nil {
					continue
				}
				for _, actor := range []activity.Actor{activity.BySystem, activity.ByMember(ann.ID), activity.ByMember(bob.ID), {Kind: authz.KindService, ID: &bot.ID}} {
					seq++
					_, err := a.DB.NewRaw(`insert into activities (workspace_id, seq, id, occurred_at, actor_kind, actor_id, action, entity_type, entity_id, project_id, subject_id, visibility)
						values (?, ?, ?, ?, ?, ?::uuid, ?, ?, ?, ?::uuid, ?::uuid, ?)`, w.ID, seq, uuid.New(), at.Add(time.Duration(seq)*time.Millisecond),
						actor.Kind, actor.ID, actions[seq%3], types[seq%4], b.things[seq%2], project, subject, visibility).Exec(t.Context())
					if err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
	if _, err := a.DB.NewRaw("update workspace_heads set seq = ? where workspace_id = ?", seq, w.ID).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	lead, former := b.escalate(t, w)
	b.all = w.Log(t)
	b.viewers = map[string]*authz.Viewer{
		"member": ann.Viewer(t), "mate": bob.Viewer(t), "admin": ada.Viewer(t), "owner": w.Owner.Viewer(t), "service": bot.Viewer(t),
		"personal token": w.Personal(t, ann, authz.ActivityRead).Viewer(t), "admin's token": w.Personal(t, ada, authz.ActivityRead).Viewer(t),
		"recipient": lead.Viewer(t), "former recipient": former.Viewer(t), "recipient's token": w.Personal(t, lead, authz.ActivityRead, authz.TrackingRead).Viewer(t),
		"of another workspace": other.Owner.Viewer(t), "service of another workspace": other.Service(t, authz.AllScopes...).Viewer(t),
	}
	b.all = w.Log(t)
	return b
}

// escalate makes blockers with all that can happen to them: one escalated to a lead, who stands far above the person, and
// before to a former one, who no longer does; one of somebody else; one that nobody was told of.
func (b *scopeBench) escalate(t *testing.T, w *apptest.Workspace) (lead, former *apptest.Person) {
	t.Helper()
	lead, former = w.Member(t), w.Member(t)
	person := w.Member(t, func(p *member.InviteParams) { p.ManagerID = &former.ID })
	other := w.Member(t, func(p *member.InviteParams) { p.ManagerID = &lead.ID })
	between := w.Member(t, func(p *member.InviteParams) { p.ManagerID = &lead.ID })
	told, kept := w.Blocker(t, person), w.Blocker(t, person)
	w.Escalation(t, person, told)
	if _, _, err := b.app.Members.SetManager(t.Context(), w.Owner.Viewer(t), person.ID, &between.ID); err != nil {
		t.Fatal(err)
	}
	w.Escalation(t, w.Owner, told)
	w.Escalation(t, other, w.Blocker(t, other))
	for _, row := range []*blocker.Blocker{told, kept} {
		if _, _, err := b.app.Blockers.Update(t.Context(), person.Viewer(t), blocker.UpdateParams{ID: row.ID, Description: new("x")}); err != nil {
			t.Fatal(err)
		}
		if _, _, err := b.app.Blockers.Resolve(t.Context(), w.Owner.Viewer(t), blocker.ResolveParams{ID: row.ID}); err != nil {
			t.Fatal(err)
		}
	}
	b.things = append(b.things, told.ID, kept.ID)
	b.members = append(b.members, lead.ID, person.ID)
	return lead, former
}

func names(m map[string]*authz.Viewer) []string {
	var out []string
	for name := range m {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// viewer draws one of the viewers, some with fewer scopes than they were given.
func (b *scopeBench) viewer(t *rapid.T) *authz.Viewer {
	v := *b.viewers[rapid.SampledFrom(names(b.viewers)).Draw(t, "viewer")]
	if v.Scopes != nil && rapid.Bool().Draw(t, "other scopes") {
		v.Scopes = rapid.SliceOfDistinct(rapid.SampledFrom(authz.AllScopes), rapid.ID).Draw(t, "scopes")
	}
	return &v
}

// R10: what a list holds, what it counts, what is found by id and what a stream would show are the same.
func TestScopeAgreesWithSQL(t *testing.T) {
	t.Parallel()
	b := newScopeBench(t)
	rapid.Check(t, func(t *rapid.T) {
		v := b.viewer(t)
		scope := authz.Activities(v, b.w.ID)
		b.agree(t, v, activity.Timeline{}, activity.Filter{}, func(a *activity.Activity) bool { return scope.Shows(a.Facts()) })

		ids := make([]uuid.UUID, len(b.all))
		for i, a := range b.all {
			ids[i] = a.ID
		}
		found, err := b.app.Activities.ByIDs(background(), v, ids)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range b.all {
			if (found[a.ID] != nil) != scope.Shows(a.Facts()) {
				t.Fatalf("found by id: %v, shown: %v, %+v", found[a.ID] != nil, scope.Shows(a.Facts()), a.Facts())
			}
		}
		one := rapid.SampledFrom(b.all).Draw(t, "one")
		if _, err := b.app.Activities.ByID(background(), v, one.ID); scope.Shows(one.Facts()) != (err == nil) || err != nil && !fault.Is(err, fault.NotFound) {
			t.Fatalf("ByID: %v", err)
		}
	})
}

// The same filter in SQL and in memory (R10).
func TestFilterAgreesWithSQL(t *testing.T) {
	t.Parallel()
	b := newScopeBench(t)
	rapid.Check(t, func(t *rapid.T) {
		v := b.viewer(t)
		scope := authz.Activities(v, b.w.ID)
		f := b.filter(t)
		var line activity.Timeline
		switch rapid.IntRange(0, 4).Draw(t, "timeline") {
		case 1:
			line.EntityID = rapid.SampledFrom(b.things).Draw(t, "entity")
		case 2:
			line.ProjectID = *rapid.SampledFrom(b.withProject()).Draw(t, "project").ProjectID
		case 3:
			line.MemberID = rapid.SampledFrom(b.members).Draw(t, "person")
		case 4:
			line.AdminOnly = true
		}
		b.agree(t, v, line, f, func(a *activity.Activity) bool {
			in := (line.EntityID == uuid.Nil || a.EntityID == line.EntityID) &&
				(line.ProjectID == uuid.Nil || a.ProjectID != nil && *a.ProjectID == line.ProjectID) &&
				(line.MemberID == uuid.Nil || a.SubjectID != nil && *a.SubjectID == line.MemberID || a.ActorID != nil && *a.ActorID == line.MemberID) &&
				(!line.AdminOnly || a.Visibility == activity.ToAdmins)
			return in && scope.Shows(a.Facts()) && f.Matches(a)
		})
	})
}

func (b *scopeBench) withProject() (out []*activity.Activity) {
	for _, a := range b.all {
		if a.ProjectID != nil {
			out = append(out, a)
		}
	}
	return out
}

func (b *scopeBench) filter(t *rapid.T) (f activity.Filter) {
	if rapid.IntRange(0, 3).Draw(t, "by actor") == 0 {
		f.ActorIDs = rapid.SliceOfNDistinct(rapid.SampledFrom(b.actors), 0, 3, rapid.ID).Draw(t, "actors")
	}
	if rapid.IntRange(0, 3).Draw(t, "by entity") == 0 {
		f.EntityID = new(rapid.SampledFrom(b.things).Draw(t, "thing"))
	}
	types := rapid.SampledFrom([]activity.EntityType{activity.Task, activity.Standup, activity.User, activity.Deal})
	actions := rapid.SampledFrom([]activity.Action{activity.Created, activity.Updated, activity.Deleted, activity.Paid})
	if rapid.Bool().Draw(t, "types in") {
		f.EntityTypes.In = rapid.SliceOfN(types, 0, 3).Draw(t, "types")
	}
	if rapid.Bool().Draw(t, "types not in") {
		f.EntityTypes.NotIn = rapid.SliceOfN(types, 0, 3).Draw(t, "not types")
	}
	if rapid.Bool().Draw(t, "actions in") {
		f.Actions.In = rapid.SliceOfN(actions, 0, 3).Draw(t, "actions")
	}
	if rapid.Bool().Draw(t, "actions not in") {
		f.Actions.NotIn = rapid.SliceOfN(actions, 0, 3).Draw(t, "not actions")
	}
	if rapid.IntRange(0, 3).Draw(t, "by visibility") == 0 {
		f.Visibility = rapid.SliceOfN(rapid.SampledFrom([]activity.Visibility{activity.ToWorkspace, activity.ToSubject, activity.ToAdmins}), 0, 2).Draw(t, "visibility")
	}
	instant := func(name string) *time.Time {
		a := rapid.SampledFrom(b.all).Draw(t, name)
		// An instant of another zone is the same instant (trap 24).
		return new(a.OccurredAt.Add(time.Duration(rapid.IntRange(-1, 1).Draw(t, "off")) * time.Microsecond).In(time.FixedZone("", rapid.IntRange(-14, 14).Draw(t, "zone")*3600)))
	}
	if rapid.IntRange(0, 2).Draw(t, "from") == 0 {
		f.From = instant("from")
	}
	if rapid.IntRange(0, 2).Draw(t, "before") == 0 {
		f.Before = instant("before")
	}
	return f
}

// agree compares a list, read in pages, and its count with what is shown in memory.
func (b *scopeBench) agree(t *rapid.T, v *authz.Viewer, line activity.Timeline, f activity.Filter, shown func(*activity.Activity) bool) {
	var want []int64
	for _, a := range slices.Backward(b.all) {
		if shown(a) {
			want = append(want, a.Seq)
		}
	}
	var got []int64
	args := page.Args{First: new(100)}
	for {
		c, err := b.app.Activities.List(background(), v, b.w.ID, line, f, args, apptest.Seal("scope"))
		m, _ := v.In(b.w.ID)
		namesOthers := !v.IsAdmin(b.w.ID) && !v.IsService() && slices.ContainsFunc(f.ActorIDs, func(id uuid.UUID) bool { return id != m.MemberID })
		switch {
		case f.Check() != nil:
			if !fault.Is(err, fault.BadUserInput) {
				t.Fatalf("a reversed range: %v", err)
			}
			return
		case namesOthers:
			if !fault.Is(err, fault.Forbidden) {
				t.Fatalf("a member who names others: %v", err)
			}
			return
		case err != nil:
			t.Fatal(err)
		}
		if args.After == nil {
			count, err := c.Count(background())
			if err != nil || !count.Exact || count.Value != len(want) {
				t.Fatalf("%d rows are counted, %d shown: %v", count.Value, len(want), err)
			}
		}
		for _, a := range c.Nodes() {
			got = append(got, a.Seq)
		}
		info := c.PageInfo()
		if !info.HasNextPage {
			break
		}
		args.After = info.EndCursor
	}
	if !slices.Equal(got, want) {
		t.Fatalf("the list holds %v, shown are %v", got, want)
	}
}

// PostgreSQL keeps microseconds; a filter finer than that must mean the same in SQL and in memory.
func TestFilterBelowAMicrosecondAgreesWithSQL(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	row := w.Log(t)[0]
	for name, f := range map[string]activity.Filter{
		"from just after":   {From: new(row.OccurredAt.Add(300 * time.Nanosecond))},
		"before just after": {Before: new(row.OccurredAt.Add(300 * time.Nanosecond))},
		"from just before":  {From: new(row.OccurredAt.Add(-300 * time.Nanosecond))},
	} {
		f.EntityID = &row.EntityID
		c, err := a.Activities.List(t.Context(), w.Owner.Viewer(t), w.ID, activity.Timeline{}, f, page.Args{}, apptest.Seal("x"))
		if err != nil {
			t.Fatal(err)
		}
		inSQL := slices.ContainsFunc(c.Nodes(), func(a *activity.Activity) bool { return a.Seq == row.Seq })
		if inSQL != f.Matches(row) {
			t.Errorf("%s: in SQL %v, in memory %v", name, inSQL, f.Matches(row))
		}
	}
}

// R14: a range that can hold nothing is an error, never an empty list.
func TestListR14ReversedRange(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	now := time.Now()
	for name, f := range map[string]activity.Filter{
		"reversed": {From: new(now), Before: new(now.Add(-time.Hour))}, "empty": {From: new(now), Before: new(now)},
		"the same in another zone": {From: new(now), Before: new(now.In(time.FixedZone("", 3600)))},
	} {
		_, err := a.Activities.List(t.Context(), w.Owner.Viewer(t), w.ID, activity.Timeline{}, f, page.Args{}, apptest.Seal("x"))
		if !fault.Is(err, fault.BadUserInput) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// R10: who loses or gains a project loses or gains what was logged of it before.
func TestAccessToTheLogFollowsAccessToTheProject(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	p := w.Restricted(t)
	task := w.Task(t, p)
	shown := func() string {
		v := ann.Viewer(t)
		c, err := a.Activities.List(t.Context(), v, w.ID, activity.Timeline{EntityID: task.ID}, activity.Filter{}, page.Args{}, apptest.Seal("x"))
		if err != nil {
			t.Fatal(err)
		}
		count, err := c.Count(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		byID, err := a.Activities.ByIDs(t.Context(), v, []uuid.UUID{w.Log(t)[w.Seq(t)-1].ID})
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(len(c.Nodes()), count.Value, len(byID))
	}
	if got := shown(); got != "0 0 0" {
		t.Errorf("of a hidden project are listed, counted, found: %s", got)
	}
	if _, err := a.DB.NewRaw("insert into project_members values (?, ?, ?)", w.ID, p.ID, ann.ID).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := shown(); got != "1 1 1" {
		t.Errorf("of a project of theirs are listed, counted, found: %s", got)
	}
}

// background: rapid runs inside the test, whose own context it does not give.
func background() context.Context { return context.Background() }
