package matrixtest

import (
	"context"
	"log/slog"
	"net"
	"slices"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/app"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/day"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/project"
	"daybook/internal/server"
	"daybook/internal/sprint"
	"daybook/internal/task"
	"daybook/internal/team"
	"daybook/internal/transport/limit"
	"daybook/internal/workspace"

	"github.com/google/uuid"
)

// world is a workspace, acme, with people in every relation to the subject and things of every kind, and a second one whose
// people are OTHER.
type world struct {
	app    *apptest.App
	url    string
	matrix *matrix
	acme   *apptest.Workspace

	subject, mate, manager, director, vp, admin, former *apptest.Person
	stranger                                            *apptest.Person // of the other workspace, and its owner
	foreign                                             *apptest.Workspace
	people                                              []*viewer
	services                                            map[string]*viewer // by their scopes

	things   map[string]*thing
	chains   map[uuid.UUID][]uuid.UUID // a person's managers, upwards
	projects map[uuid.UUID]*project.Project
	insiders map[uuid.UUID][]uuid.UUID // the members of a project
	log      []*activity.Activity      // acme's, oldest first
	told     map[uuid.UUID][]uuid.UUID // whom a blocker was escalated to
	begin    map[*viewer]string        // a stream's cursor from before there were things
	before   map[*viewer]map[string]string
}

// origin is where the things' activities came from.
var origin = activity.Origin{RequestID: "matrix-request", IPAddress: "192.0.2.7", UserAgent: "Matrix/1"}

// dates of standups: the clock stands at apptest.Noon, on 11 February.
const (
	today     = "2026-02-11"
	earlier   = "2026-02-05"
	inferred  = "2026-02-06"
	untouched = "2026-02-03" // no standup: for mutations
)

// at is a full hour of a date, in UTC.
func at(on string, hour int) time.Time {
	return date(on).Start(time.UTC).Add(time.Duration(hour) * time.Hour)
}

func date(s string) day.Date {
	d, err := day.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// newWorld makes the world behind a server with real connections. Each set of scopes gets a service token.
func newWorld(t *testing.T, m *matrix, scopes [][]string) *world {
	t.Helper()
	w := &world{matrix: m, services: map[string]*viewer{}, things: map[string]*thing{}, begin: map[*viewer]string{}, before: map[*viewer]map[string]string{}}
	w.app = apptest.New(t, func(o *app.Options) {
		o.Cost = limit.Cost{Maximum: 1 << 40}
		o.Budget = limit.Budget{Maximum: 1 << 40, RestorePerSecond: 1 << 30}
	})
	w.app.Start(t)
	w.serve(t)
	w.makePeople(t)
	for _, s := range scopes {
		w.service(t, s)
	}
	w.openStreams(t)
	w.makeThings(t)
	w.know(t)
	w.followStreams(t)
	return w
}

func (w *world) serve(t *testing.T) {
	t.Helper()
	s := server.New(server.Options{GraphQL: w.app.GraphQL, Authn: w.app.Authn, Registry: w.app.Registry, Metrics: w.app.Metrics, Log: slog.New(slog.DiscardHandler)})
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w.url = "http://" + listener.Addr().String()
	ctx, stop := context.WithCancel(context.Background())
	over := make(chan error, 1)
	go func() { over <- s.Serve(ctx, listener) }()
	t.Cleanup(func() {
		stop()
		if err := <-over; err != nil {
			t.Errorf("stopping the server: %v", err)
		}
	})
}

func (w *world) makePeople(t *testing.T) {
	t.Helper()
	w.acme = w.app.Workspace(t, func(p *workspace.CreateParams) {
		p.Slug, p.Name, p.TimeZone, p.WeekStart = "acme", "Acme", "Europe/Berlin", workspace.Sunday
	})
	person := func(name string, change ...func(*member.InviteParams)) *apptest.Person {
		return w.acme.Member(t, append(change, func(p *member.InviteParams) {
			p.DisplayName, p.Email, p.TimeZone = name, name+"@example.com", "Europe/Lisbon"
		})...)
	}
	crew := w.acme.Team(t, func(p *team.Upsert) { p.Name = new("Crew") })
	in := func(manager *apptest.Person) func(*member.InviteParams) {
		return func(p *member.InviteParams) {
			p.TeamID = &crew.ID
			if manager != nil {
				p.ManagerID = &manager.ID
			}
		}
	}
	w.vp = person("vp")
	w.director = person("director", func(p *member.InviteParams) { p.ManagerID = &w.vp.ID })
	w.manager = person("manager", func(p *member.InviteParams) { p.ManagerID = &w.director.ID })
	w.subject, w.mate = person("subject", in(w.manager)), person("mate", in(nil))
	w.former = person("former", in(w.manager))
	w.admin = person("admin", func(p *member.InviteParams) { p.Role = authz.RoleAdmin })
	w.chains = map[uuid.UUID][]uuid.UUID{
		w.subject.ID: {w.manager.ID, w.director.ID, w.vp.ID}, w.former.ID: {w.manager.ID, w.director.ID, w.vp.ID},
		w.manager.ID: {w.director.ID, w.vp.ID}, w.director.ID: {w.vp.ID},
	}
	w.put(t, "crew", "Team", "Query.team", crew.NodeID())
	w.foreign = w.app.Workspace(t)
	w.stranger = w.foreign.Member(t)

	w.people = []*viewer{{name: "ANON"}}
	for _, p := range []struct {
		name   string
		col    column
		home   *apptest.Workspace
		person *apptest.Person
		brief  bool
	}{
		{"OTHER", other, w.foreign, w.stranger, false}, {"OTHER, owner of their own", other, w.foreign, w.foreign.Owner, true},
		{"MATE", mate, w.acme, w.mate, false}, {"SELF", self, w.acme, w.subject, false},
		{"MGR", mgr, w.acme, w.manager, false}, {"MGR, the director", mgr, w.acme, w.director, true}, {"MGR, the VP", mgr, w.acme, w.vp, true},
		{"ADMIN", admin, w.acme, w.admin, false}, {"ADMIN, the owner", admin, w.acme, w.acme.Owner, true},
	} {
		own := p.home.Personal(t, p.person)
		w.people = append(w.people, &viewer{name: p.name, col: p.col, home: p.home.ID, person: p.person, cookie: p.person.Secret,
			bearer: own.Secret, personal: own.NodeID().String(), brief: p.brief})
	}
}

// as is the first viewer of a column.
func (w *world) as(c column) *viewer {
	for _, v := range w.people {
		if v.col == c {
			return v
		}
	}
	return nil
}

// viewerOf is the person as a viewer.
func (w *world) viewerOf(p *apptest.Person) *viewer {
	return w.people[slices.IndexFunc(w.people, func(v *viewer) bool { return v.person != nil && v.person.ID == p.ID })]
}

// makeThings makes what is looked at. What is made first stands in the log before any stream's cursor.
func (w *world) makeThings(t *testing.T) {
	t.Helper()
	ctx := activity.WithOrigin(t.Context(), origin)
	subject, bySystem := activity.ByMember(w.subject.ID), activity.BySystem

	second, _, err := w.app.Teams.Put(ctx, bySystem, team.Upsert{WorkspaceID: w.acme.ID, Name: new("Second"), ManagerID: given(w.manager.ID)})
	must(t, err)
	w.put(t, "second", "Team", "Query.team", second.NodeID())
	w.put(t, "workspace", "Workspace", "Query.workspace", w.acme.NodeID())

	open := w.makeProject(t, "open", project.Open, w.subject, w.mate)
	inner := w.makeProject(t, "inner", project.Restricted, w.subject)
	outer := w.makeProject(t, "outer", project.Restricted, w.mate)

	done, _, err := w.app.Sprints.Put(ctx, bySystem, sprint.Upsert{WorkspaceID: w.acme.ID, Name: new("Done"), StartsOn: new(date("2026-01-26")),
		EndsOn: new(date("2026-02-06")), TeamID: given(second.ID)})
	must(t, err)
	_, _, err = w.app.Sprints.Complete(ctx, w.admin.Viewer(t), done.ID)
	must(t, err)
	w.put(t, "sprint", "Sprint", "Query.sprint", done.NodeID(), "team", "second")

	openTask := w.makeTask(t, "openTask", open, func(p *task.Upsert) {
		p.Priority, p.DueOn, p.SprintID, p.TeamID = new(task.High), given(date("2026-03-01")), given(done.ID), given(second.ID)
		p.AssigneeID, p.ExternalURL = given(w.subject.ID), given("https://example.com/board/42")
	})
	innerTask := w.makeTask(t, "innerTask", inner)
	outerTask := w.makeTask(t, "outerTask", outer)

	w.makeStandups(t, openTask, outerTask)
	w.makeSettings(t)
	w.makeCrowd(t, second.ID, openTask)
	w.makeWorkLogs(t)
	w.makeTimeEntries(t)
	w.makeTimers(t)
	w.makeConsent(t)
	w.makeBlockers(t)
	w.makeNotifications(t)
	w.makeTokens(t)
	w.makeActivities(t, openTask, innerTask)
	w.makeComments(t)
	w.makeExternals(t)
	w.makeExports(t)
	must(t, setPicture(ctx, w.app.DB, w.subject.ID))
	w.putValues()
	w.putMetrics()
	w.settle(t)

	_, _, err = w.app.Sprints.Put(ctx, subject, sprint.Upsert{WorkspaceID: w.acme.ID, Name: new("Last, for all"), StartsOn: new(date("2026-02-09")), EndsOn: new(date("2026-02-20"))})
	must(t, err)
}

// putValues names what has no id of its own.
func (w *world) putValues() {
	for _, it := range []*thing{
		{name: "roots", kind: "Query", caller: true, apart: true},
		{name: "caller", kind: "Viewer", caller: true},
		{name: "place", kind: "Membership", caller: true},
		{name: "day", kind: "Today", caller: true},
		{name: "subjectActor", kind: "Actor", owner: w.subject.ID, id: w.subject.NodeID().String()},
		{name: "programActor", kind: "Actor", id: w.things["program"].id},
		{name: "systemActor", kind: "Actor", id: id.Of(id.System, w.acme.ID).String()},
		{name: "foundTask", kind: "ParsedTask", rule: "Standup", owner: w.subject.ID},
		{name: "otherFoundTask", kind: "ParsedTask", rule: "Standup", owner: w.subject.ID, place: 1},
		{name: "foundBlocker", kind: "ParsedBlocker", rule: "Standup", owner: w.subject.ID},
		{name: "stats", kind: "ActivityStats"},
		{name: "change", kind: "FieldChange"},
		{name: "guardedChange", kind: "FieldChange", place: 1},
	} {
		w.things[it.name] = it
	}
	for name, p := range map[string]*apptest.Person{"subject": w.subject, "mate": w.mate, "manager": w.manager, "admin": w.admin, "former": w.former} {
		w.things[name] = &thing{name: name, kind: "Member", rule: "Query.member", id: p.NodeID().String(), owner: p.ID, refs: map[string]string{}}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
