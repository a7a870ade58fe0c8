package matrixtest

import (
	"context"
	"log/slog"
	"net"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apitoken"
	"daybook/internal/app"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/day"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/project"
	"daybook/internal/server"
	"daybook/internal/sprint"
	"daybook/internal/standup"
	"daybook/internal/task"
	"daybook/internal/team"
	"daybook/internal/transport/limit"
	"daybook/internal/workspace"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
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
	w.makeTokens(t)
	w.makeActivities(t, openTask, innerTask)
	must(t, setPicture(ctx, w.app.DB, w.subject.ID))
	w.putValues()

	_, _, err = w.app.Sprints.Put(ctx, subject, sprint.Upsert{WorkspaceID: w.acme.ID, Name: new("Last, for all"), StartsOn: new(date("2026-02-09")), EndsOn: new(date("2026-02-20"))})
	must(t, err)
}

func (w *world) makeProject(t *testing.T, name string, access project.Access, members ...*apptest.Person) *project.Project {
	t.Helper()
	ids := make([]uuid.UUID, len(members))
	for i, m := range members {
		ids[i] = m.ID
	}
	p := w.acme.Project(t, func(p *project.Upsert) { p.Access, p.MemberIDs = &access, &ids })
	it := w.put(t, name, "Project", "Query.project", p.NodeID(), "task", name+"Task", "about", name+"Made")
	it.bound = p
	return p
}

func (w *world) makeTask(t *testing.T, name string, p *project.Project, change ...func(*task.Upsert)) *task.Task {
	t.Helper()
	row := w.acme.Task(t, p, change...)
	w.put(t, name, "Task", "Query.task", row.NodeID(), "project", p.NodeID().String(), "about", name+"Made").bound = p
	return row
}

func (w *world) makeStandups(t *testing.T, known, unknown *task.Task) {
	t.Helper()
	ctx := activity.WithOrigin(t.Context(), origin)
	analyst := w.acme.Service(t, authz.TrackingInfer, authz.TrackingRead).Viewer(t)
	text := func(p *apptest.Person, on string) *standup.Standup {
		row, _, err := w.app.Standups.Submit(ctx, p.Viewer(t), standup.SubmitParams{WorkspaceID: w.acme.ID, Date: new(date(on)),
			Yesterday: new("Done by " + p.DisplayName), Today: new("Planned by " + p.DisplayName), Blockers: new("In the way of " + p.DisplayName)})
		must(t, err)
		return row
	}
	owned := func(name string, row *standup.Standup, p *apptest.Person) {
		w.put(t, name, "Standup", "Standup", row.NodeID(), "owner", p.NodeID().String(), "person", p.DisplayName, "date", row.Date.String(),
			"about", name+"Made").owner = p.ID
	}
	past := text(w.subject, earlier)
	past, _, err := w.app.Standups.SetAnalysis(ctx, analyst, standup.Analysis{StandupID: past.ID, Version: past.Version,
		Tasks: []*standup.ParsedTask{
			{Text: "finished it", Confidence: new(0.9), TaskID: &known.ID, GithubURL: new("https://example.com/web/12")},
			{Text: "and another", TaskID: &unknown.ID},
		},
		Blockers: []*standup.ParsedBlocker{{Text: "the mail", Severity: standup.High, Category: standup.External, Confidence: new(0.7)}},
		Score:    new(0.4), Status: standup.Scored})
	must(t, err)
	owned("standup", past, w.subject)
	guessed, _, err := w.app.Standups.Infer(ctx, analyst, standup.InferParams{WorkspaceID: w.acme.ID, MemberID: w.subject.ID, Date: date(inferred), Yesterday: new("3 commits")})
	must(t, err)
	owned("inferred", guessed, w.subject)
	owned("todays", text(w.subject, today), w.subject)
	owned("mates", text(w.mate, earlier), w.mate)
	owned("admins", text(w.admin, earlier), w.admin)
	text(w.manager, today)
}

// makeTokens makes tokens that are revoked already, so that revoking them again changes nothing.
func (w *world) makeTokens(t *testing.T) {
	t.Helper()
	ctx := activity.WithOrigin(t.Context(), origin)
	for _, p := range []struct {
		name string
		apitoken.CreateParams
	}{
		{"token", apitoken.CreateParams{MemberID: &w.subject.ID, Scopes: []string{authz.WorkRead}}},
		{"machine", apitoken.CreateParams{Service: true, Scopes: []string{authz.TrackingRead}}},
	} {
		p.WorkspaceID, p.Name, p.Days = w.acme.ID, "the "+p.name, new(30)
		row, _, _, err := w.app.Tokens.Issue(ctx, activity.ByMember(w.subject.ID), p.CreateParams)
		must(t, err)
		_, _, err = w.app.Tokens.Revoke(ctx, w.admin.Viewer(t), row.ID)
		must(t, err)
		it := w.put(t, p.name, "ApiToken", "ApiToken.id", row.NodeID())
		it.personal = true
		if row.MemberID != nil {
			it.owner = *row.MemberID
		}
	}
	secret := w.acme.Service(t, authz.WorkWrite, authz.WorkRead)
	_, _, err := w.app.Tasks.Upsert(ctx, secret.Viewer(t), task.Upsert{WorkspaceID: w.acme.ID, ProjectID: &w.things["open"].bound.ID, Title: new("Made by a program")})
	must(t, err)
	w.put(t, "program", "", "", secret.NodeID())
}

// makeActivities appends entries that no service makes yet, but which the rules are about.
func (w *world) makeActivities(t *testing.T, open, inner *task.Task) {
	t.Helper()
	ctx := activity.WithOrigin(t.Context(), origin)
	_, _, err := w.app.Members.Remove(ctx, w.admin.Viewer(t), w.former.ID)
	must(t, err)
	note := func(name string, by activity.Actor, e activity.Entry) {
		receipt, err := w.app.Log.Do(ctx, w.acme.ID, by, func(context.Context, bun.Tx) (*activity.Entry, error) { return &e, nil })
		must(t, err)
		rows, err := activity.After(ctx, w.app.DB, w.acme.ID, receipt.Seq-1, 1)
		must(t, err)
		w.putActivity(t, name, rows[0])
	}
	subject := activity.ByMember(w.subject.ID)
	note("shared", subject, activity.Entry{Action: activity.Updated, EntityType: activity.Task, EntityID: open.ID, ProjectID: &open.ProjectID,
		Visibility: activity.ToWorkspace, SubjectName: "A task", Title: "changed a task", Content: "at length",
		Changes:  []*activity.FieldChange{{Field: "status", Old: new("todo"), New: new("done")}, {Field: "estimate", Redacted: true}},
		Metadata: map[string]any{"progress": 40, "internal": 7}})
	note("stray", subject, activity.Entry{Action: activity.Other, EntityType: activity.Task, EntityID: inner.ID,
		Visibility: activity.ToWorkspace, SubjectName: "A task not everyone opens", Title: "outside its project"})
	note("veiled", subject, activity.Entry{Action: activity.Other, EntityType: activity.Standup, EntityID: parse(t, w.things["standup"].id).UUID,
		Visibility: activity.ToWorkspace, SubjectName: "A standup", Title: "known to all, its row is not"})
	note("word", activity.ByMember(w.manager.ID), activity.Entry{Action: activity.Other, EntityType: activity.User, EntityID: w.subject.ID,
		SubjectID: &w.subject.ID, Visibility: activity.ToWorkspace, Title: "a word about a person"})
	note("login", subject, activity.Entry{Action: activity.Login, EntityType: activity.User, EntityID: w.subject.ID, SubjectID: &w.subject.ID,
		Visibility: activity.ToAdmins, Title: "signed in", Metadata: map[string]any{"method": "password"}})

	rows, err := activity.After(ctx, w.app.DB, w.acme.ID, 0, 10_000)
	must(t, err)
	made := map[uuid.UUID]string{}
	for _, name := range []string{"open", "inner", "outer", "sprint", "openTask", "innerTask", "outerTask", "standup", "inferred", "todays", "mates", "admins"} {
		made[parse(t, w.things[name].id).UUID] = name + "Made"
	}
	for _, a := range rows {
		name := made[a.EntityID]
		switch {
		case a.EntityType == activity.Workspace && a.Title != nil && *a.Title == "created the team Second":
			name = "teamMade"
		case a.ActorKind == authz.KindService && a.EntityType == activity.Task:
			name = "programMade"
		case a.EntityType == activity.User && a.Action == activity.Deleted:
			name = "removed"
		}
		if name != "" && w.things[name] == nil {
			w.putActivity(t, name, a)
		}
	}
}

func (w *world) putActivity(t *testing.T, name string, a *activity.Activity) {
	t.Helper()
	entity := "="
	if a.EntityID != uuid.Nil {
		entity += a.EntityNodeID().String()
	}
	it := w.put(t, name, "Activity", "Activity(vis "+enum(a.Visibility)+")", a.NodeID(), "entity", entity[1:])
	if a.SubjectID != nil && a.Visibility != activity.ToWorkspace {
		it.owner = *a.SubjectID
	}
	if a.ActorKind == authz.KindHuman && a.ActorID != nil {
		it.actor = *a.ActorID
	}
	if a.ProjectID != nil {
		for _, p := range w.things {
			if p.kind == "Project" && p.bound.ID == *a.ProjectID {
				it.bound = p.bound
			}
		}
	}
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
		{name: "change", kind: "FieldChange"},
		{name: "guardedChange", kind: "FieldChange", place: 1},
	} {
		w.things[it.name] = it
	}
	for name, p := range map[string]*apptest.Person{"subject": w.subject, "mate": w.mate, "manager": w.manager, "admin": w.admin, "former": w.former} {
		w.things[name] = &thing{name: name, kind: "Member", rule: "Query.member", id: p.NodeID().String(), owner: p.ID, refs: map[string]string{}}
	}
}

func (w *world) put(t *testing.T, name, kind, rule string, i id.ID, refs ...string) *thing {
	t.Helper()
	it := &thing{name: name, kind: kind, rule: rule, id: i.String(), refs: map[string]string{}}
	for n := 0; n+1 < len(refs); n += 2 {
		it.refs[refs[n]] = refs[n+1]
	}
	w.things[name] = it
	return it
}

// setPicture gives a person a picture: no service does that yet.
func setPicture(ctx context.Context, db bun.IDB, memberID uuid.UUID) error {
	_, err := db.NewRaw("update members set avatar_url = 'https://example.com/subject.png' where id = ?", memberID).Exec(ctx)
	return err
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func parse(t *testing.T, s string) id.ID {
	t.Helper()
	i, err := id.Parse(s)
	must(t, err)
	return i
}

func instant(at *time.Time) any {
	if at == nil {
		return nil
	}
	return at.UTC().Format("2006-01-02T15:04:05.999999Z07:00")
}
