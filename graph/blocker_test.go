package graph_test

import (
	"slices"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/blocker"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/standup"
	"daybook/internal/task"

	"github.com/google/uuid"
)

// withBlockers has Ada held up by four things: her boss was told of one on a task that he cannot open and trusted with one
// on a task that he can, both finished, nobody was told of the third, and the fourth was found in her standup. Bob has one, too.
func withBlockers(t *testing.T, g *world) {
	t.Helper()
	ada := g.person("ada")
	open := func(name string, by *apptest.Person, change func(*blocker.OpenParams)) *blocker.Blocker {
		row := g.home.Blocker(t, by, change)
		g.names[name] = row.NodeID().String()
		return row
	}
	on := func(name string) *uuid.UUID { return new(g.id(t, name).UUID) }
	told := open("told", ada, func(p *blocker.OpenParams) {
		p.Severity, p.TaskID, p.Description = standup.Critical, on("hidden"), "Keys are missing."
	})
	trusted := open("trusted", ada, func(p *blocker.OpenParams) { p.TaskID = on("task") })
	open("kept", ada, func(p *blocker.OpenParams) { p.Severity, p.Category = standup.Low, standup.Process })
	open("bobs", g.person("bob"), func(p *blocker.OpenParams) { p.TaskID = on("task") })
	g.names["escalation"] = g.home.Escalation(t, ada, told).NodeID().String()
	g.names["trust"] = g.home.Escalation(t, ada, trusted, func(p *blocker.EscalateParams) { p.ShareDescription = true }).NodeID().String()
	for name, status := range map[string]task.Status{"hidden": task.Canceled, "task": task.Done} {
		if _, _, err := g.app.Tasks.Put(t.Context(), activity.BySystem, task.Upsert{WorkspaceID: g.home.ID, ID: on(name), Status: &status}); err != nil {
			t.Fatal(err)
		}
	}
	found := &standup.ParsedBlocker{Text: "waiting for legal", Severity: standup.Medium, Category: standup.External}
	other := *found
	_, _, err := g.app.Standups.SetAnalysis(t.Context(), g.callers["writer"].(*apptest.Token).Viewer(t), standup.Analysis{
		StandupID: *on("standup"), Version: 1, Status: standup.Failed, Blockers: []*standup.ParsedBlocker{found, &other}})
	if err != nil {
		t.Fatal(err)
	}
	open("found", ada, func(p *blocker.OpenParams) { p.From = standup.Link{StandupID: on("standup"), ParsedBlocker: new(1)} })
	g.names["absentBlocker"] = id.Of(id.Blocker, id.New()).String()
}

// What a field of blockers or of the policy needs of a token.
func TestBlockersNeedTheScope(t *testing.T) {
	t.Parallel()
	g := newWorldOf(t, "blocker")
	for name, c := range map[string]struct {
		scopes []string
		query  string
		ok     bool
	}{
		"reading":                   {[]string{authz.TrackingRead}, `{ blocker(id: "` + g.names["told"] + `") { description } }`, true},
		"reading without it":        {[]string{authz.DirectoryRead}, `{ blocker(id: "` + g.names["told"] + `") { id } }`, false},
		"a node without it":         {[]string{authz.DirectoryRead}, `{ node(id: "` + g.names["told"] + `") { id } }`, false},
		"escalating":                {[]string{authz.TrackingRead, authz.TrackingWrite}, `mutation { blockerEscalate(input: {id: "` + g.names["kept"] + `"}) { blocker { id } } }`, true},
		"resolving without writing": {[]string{authz.TrackingRead}, `mutation { blockerResolve(input: {id: "` + g.names["kept"] + `"}) { blocker { id } } }`, false},
	} {
		r := g.app.Post(t, g.home.Personal(t, g.person("ada"), c.scopes...), c.query, nil)
		if refused := len(r.Errors) == 1 && r.Errors[0].Extensions["code"] == "FORBIDDEN"; refused == c.ok || c.ok && len(r.Errors) > 0 {
			t.Errorf("%s: %s %v", name, r.Data, r.Errors)
		}
	}
}

// An escalation reaches whom it was sent to, in the stream too, and nothing else of the blocker does; a change of the chain
// ends that for what comes and for what is read again.
func TestAnEscalationReachesTheRecipientWhileTheyStandAbove(t *testing.T) {
	t.Parallel()
	overEach(t, func(t *testing.T, transport string) {
		a, l := serve(t)
		w := a.Workspace(t)
		boss, next := w.Member(t), w.Member(t)
		ann := w.Member(t, func(p *member.InviteParams) { p.ManagerID = &boss.ID })
		between := w.Member(t, func(p *member.InviteParams) { p.ManagerID = &next.ID })
		v, project := ann.Viewer(t), w.Project(t)
		follow := func(p *apptest.Person, after string) *apptest.Subscription {
			return stream(l, t, transport, p, w, map[string]any{"after": after})
		}
		// want reads to the last of the titles, which everyone sees.
		want := func(s *apptest.Subscription, what string, titles ...string) (cursor string) {
			t.Helper()
			var got []string
			for !slices.Contains(got, titles[len(titles)-1]) {
				e := decode(t, s.Next())
				got, cursor = append(got, e.titles()...), e.ResumeCursor
			}
			if !slices.Equal(got, titles) {
				t.Errorf("%s: the stream shows %q, want %q", what, got, titles)
			}
			return cursor
		}
		mark := func() string { return "created the task " + w.Task(t, project).Key }

		s := stream(l, t, transport, boss, w, nil)
		begin := decode(t, s.Next()).ResumeCursor
		beginOfNext := decode(t, stream(l, t, transport, next, w, nil).Next()).ResumeCursor
		row := w.Blocker(t, ann)
		if _, _, err := a.Blockers.Resolve(t.Context(), v, blocker.ResolveParams{ID: row.ID}); err != nil {
			t.Fatal(err)
		}
		if _, _, err := a.Blockers.Reopen(t.Context(), v, row.ID, nil); err != nil {
			t.Fatal(err)
		}
		first := mark()
		before := want(s, "before", first)
		w.Escalation(t, ann, row)
		second := mark()
		want(s, "while they stand above", "escalated a blocker to the manager", second)
		// What was kept in memory for streams is read anew: they see an earlier resolution, too.
		want(follow(boss, begin), "from the beginning", "resolved a blocker", first, "escalated a blocker to the manager", second)

		if _, _, err := a.Members.SetManager(t.Context(), w.Owner.Viewer(t), ann.ID, &between.ID); err != nil {
			t.Fatal(err)
		}
		third := mark()
		want(s, "afterwards", third)
		want(follow(boss, before), "again from before it was escalated", second, third)
		w.Escalation(t, ann, row)
		fourth := mark()
		want(s, "when another is told", fourth)
		want(follow(next, beginOfNext), "that one from the beginning", "resolved a blocker", first,
			"escalated a blocker to the manager", second, third, "escalated a blocker to the director", fourth)
	})
}
