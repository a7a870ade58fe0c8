package graph_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/day"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/project"
	"daybook/internal/sprint"
	"daybook/internal/standup"
	"daybook/internal/task"
	"daybook/internal/team"
	"daybook/internal/workspace"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

var update = flag.Bool("update", false, "rewrite the golden answers")

// world is what the golden operations see: one workspace with a person of each kind, and a foreign one.
type world struct {
	app     *apptest.App
	home    *apptest.Workspace
	callers map[string]apptest.Caller
	names   map[string]string // public id by the name it has in documents and answers
}

func newWorld(t *testing.T) *world {
	t.Helper()
	a := apptest.New(t)
	w := a.Workspace(t, func(p *workspace.CreateParams) { p.Slug, p.Name, p.TimeZone = "acme", "Acme", "Europe/Berlin" })
	person := func(name string, change ...func(*member.InviteParams)) *apptest.Person {
		return w.Member(t, append(change, func(p *member.InviteParams) {
			p.DisplayName, p.Email = name, strings.ToLower(name)+"@example.com"
		})...)
	}
	platform := w.Team(t, func(p *team.Upsert) { p.Name = new("Platform") })
	boss := person("Boss")
	ada := person("Ada", func(p *member.InviteParams) { p.TeamID, p.ManagerID = &platform.ID, &boss.ID })
	bob := person("Bob", func(p *member.InviteParams) { p.TeamID = &platform.ID })
	admin := person("Admin", func(p *member.InviteParams) { p.Role = authz.RoleAdmin })
	web := w.Project(t, func(p *project.Upsert) { p.Key, p.Name = new("WEB"), new("Website") })
	secret := w.Project(t, func(p *project.Upsert) {
		p.Key, p.Name, p.Access, p.MemberIDs = new("SEC"), new("Secret"), new(project.Restricted), &[]uuid.UUID{ada.ID}
	})
	current := w.Sprint(t, func(p *sprint.Upsert) { p.Name = new("Sprint 1") })
	login := w.Task(t, web, func(p *task.Upsert) { p.Title = new("Fix the login page") })
	hidden := w.Task(t, secret, func(p *task.Upsert) { p.Title = new("Rotate the keys") })
	mine := w.Standup(t, ada)
	past := w.Standup(t, bob, func(p *standup.SubmitParams) {
		p.Date, p.Blockers = new(day.Of(2026, 2, 10)), new("No access to staging")
	})
	foreign := a.Workspace(t, func(p *workspace.CreateParams) { p.Slug, p.Name = "other", "Other" })
	foreignTask := foreign.Task(t, foreign.Project(t))

	g := &world{app: a, home: w, callers: map[string]apptest.Caller{
		"ada": ada, "bob": bob, "admin": admin, "owner": w.Owner, "boss": boss, "stranger": foreign.Owner, "nobody": nil,
		"reader": w.Service(t, authz.TrackingRead, authz.ActivityRead, authz.DirectoryRead),
		"writer": w.Service(t, authz.TrackingWrite, authz.TrackingInfer, authz.TrackingRead),
	}, names: map[string]string{}}
	for name, node := range map[string]interface{ NodeID() id.ID }{
		"workspace": w, "team": platform, "boss": boss, "ada": ada, "bob": bob, "admin": admin, "owner": w.Owner, "project": web,
		"secret": secret, "sprint": current, "task": login, "hidden": hidden, "standup": mine, "past": past,
		"foreignWorkspace": foreign, "foreignMember": foreign.Owner, "foreignTask": foreignTask,
	} {
		g.names[name] = node.NodeID().String()
	}
	g.names["absentTask"] = id.Of(id.Task, id.New()).String()
	g.names["absentStandup"] = id.Of(id.Standup, id.New()).String()
	return g
}

// more are the folders whose operations see more than the world has, and what that is.
var more = map[string]func(t *testing.T, g *world){
	"blocker":   withBlockers,
	"comment":   withComments,
	"export":    withExports,
	"external":  withExternals,
	"metrics":   withMetrics,
	"stream":    withMetrics,
	"session":   withSessions,
	"timeentry": withTimeEntries,
	"timer":     withTimers,
	"worklog":   withWorkLogs,
}

// newWorldOf is the world of a folder's operations.
func newWorldOf(t *testing.T, folder string) *world {
	t.Helper()
	g := newWorld(t)
	if add := more[folder]; add != nil {
		add(t, g)
	}
	return g
}

func (g *world) person(name string) *apptest.Person { return g.callers[name].(*apptest.Person) }

// id is what stands for a name in the documents.
func (g *world) id(t *testing.T, name string) id.ID {
	t.Helper()
	i, err := id.Parse(g.names[name])
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// run sends a document whose first line says as whom, with names for ids, and gives the answer with names for ids.
func (g *world) run(t *testing.T, document string) string {
	t.Helper()
	caller := g.caller(t, document)
	r := g.app.Post(t, caller, g.filledIn(document), nil)
	answer := map[string]any{"status": r.Status, "data": r.Data}
	if failures := failuresOf(r.Errors); len(failures) > 0 {
		answer["errors"] = failures
	}
	return g.shown(t, answer)
}

// caller is who sends a document.
func (g *world) caller(t *testing.T, document string) apptest.Caller {
	t.Helper()
	first, _, _ := strings.Cut(document, "\n")
	who, ok := strings.CutPrefix(first, "# as: ")
	if !ok {
		t.Fatal(`the first line must be "# as: NAME"`)
	}
	caller, known := g.callers[who]
	if !known {
		t.Fatalf("nobody is called %s", who)
	}
	return caller
}

// filledIn is a document with ids for names.
func (g *world) filledIn(document string) string {
	for _, name := range slices.Sorted(keys(g.names)) {
		document = strings.ReplaceAll(document, "{{"+name+"}}", g.names[name])
	}
	return document
}

// failuresOf are errors as golden answers show them. Fields are resolved side by side: the order of their errors is chance.
func failuresOf(errs []apptest.GraphQLError) (failures []any) {
	slices.SortFunc(errs, func(a, b apptest.GraphQLError) int {
		return strings.Compare(fmt.Sprint(a.Path), fmt.Sprint(b.Path))
	})
	for _, e := range errs {
		delete(e.Extensions, "requestId")
		failures = append(failures, map[string]any{"message": e.Message, "path": e.Path, "extensions": e.Extensions})
	}
	return failures
}

// shown is an answer as it stands in its file, with names for ids.
func (g *world) shown(t *testing.T, answer any) string {
	t.Helper()
	out, err := json.MarshalIndent(answer, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return g.named(string(out)) + "\n"
}

var (
	publicID = regexp.MustCompile(`\b(usr|wsp|mem|tea|prj|spr|tsk|stu|act|tok|sys|wlg|tim|tmr|blk|esc|epl|exp|ext|ntf|ses)_[0-9a-z]{26}\b`)
	instant  = regexp.MustCompile(`"20\d\d-\d\d-\d\dT[0-9:.]+Z"`)
	sealed   = regexp.MustCompile(`"[A-Za-z0-9_-]{60,}"`)
	signed   = regexp.MustCompile(`\?sig=[^"]+`)
	counted  = regexp.MustCompile(`\b(Owner |owner|Token |token)\d+`)
)

// named replaces what differs from run to run: ids by their names, instants, cursors, secrets.
func (g *world) named(text string) string {
	for name, public := range g.names {
		text = strings.ReplaceAll(text, public, "{{"+name+"}}")
	}
	text = publicID.ReplaceAllString(text, "{{$1}}")
	text = instant.ReplaceAllString(text, `"{{instant}}"`)
	text = signed.ReplaceAllString(text, "?{{signed}}")
	text = counted.ReplaceAllString(text, "${1}N")
	return sealed.ReplaceAllString(text, `"{{sealed}}"`)
}

func keys(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func TestGoldenOperations(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*/*.graphql")
	if err != nil || len(files) == 0 {
		t.Fatalf("no operations: %v", err)
	}
	// What only reads shares a world with its folder; each mutation has its own.
	shared := map[string]func() *world{}
	for _, file := range files {
		folder := filepath.Base(filepath.Dir(file))
		if shared[folder] == nil {
			shared[folder] = sync.OnceValue(func() *world { return newWorldOf(t, folder) })
		}
		t.Run(strings.TrimSuffix(strings.TrimPrefix(file, "testdata/"), ".graphql"), func(t *testing.T) {
			t.Parallel()
			document, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case strings.Contains(string(document), "\nsubscription"):
				asGolden(t, file, newWorldOf(t, folder).follow(t, string(document)))
			case strings.Contains(string(document), "\nmutation"):
				asGolden(t, file, newWorldOf(t, folder).run(t, string(document)))
			default:
				asGolden(t, file, shared[folder]().run(t, string(document)))
			}
		})
	}
}

// asGolden compares what a document was answered with to its file.
func asGolden(t *testing.T, file, got string) {
	t.Helper()
	golden := strings.TrimSuffix(file, ".graphql") + ".golden.json"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("the answer differs (-want +got); go test ./graph -update rewrites it:\n%s", diff)
	}
}
