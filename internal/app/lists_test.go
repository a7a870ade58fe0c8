package app_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apitoken"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/day"
	"daybook/internal/fault"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/page"
	"daybook/internal/postgres"
	"daybook/internal/project"
	"daybook/internal/sprint"
	"daybook/internal/standup"
	"daybook/internal/task"
	"daybook/internal/team"
	"daybook/internal/timeentry"
	"daybook/internal/worklog"
	"daybook/internal/workspace"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// list is one list of the API, its rows as public ids.
type list struct {
	name      string
	one       func(t testing.TB, s source, args page.Args) (ids []string, info *page.Info, count func() int, err error)
	forwards  func(t testing.TB, s source, size int, between func()) []string
	backwards func(t testing.TB, s source, size int) []string
	// insert makes one more row, before, among or after the others as n grows; nil where a list cannot grow so.
	insert func(t testing.TB, w *apptest.Workspace, n int)
}

// source is whose list of which workspace.
type source struct {
	a    *apptest.App
	v    *authz.Viewer
	ws   uuid.UUID
	seal page.Seal
}

type node interface{ NodeID() id.ID }

func listOf[T node](name string, read func(t testing.TB, s source, args page.Args) (*page.Connection[T], error), insert func(testing.TB, *apptest.Workspace, int)) list {
	of := func(rows []T) []string {
		ids := make([]string, len(rows))
		for i, r := range rows {
			ids[i] = r.NodeID().String()
		}
		return ids
	}
	fetch := func(t testing.TB, s source) apptest.Fetch[T] {
		return func(args page.Args) (*page.Connection[T], error) { return read(t, s, args) }
	}
	return list{name: name, insert: insert,
		one: func(t testing.TB, s source, args page.Args) ([]string, *page.Info, func() int, error) {
			c, err := read(t, s, args)
			if err != nil {
				return nil, nil, nil, err
			}
			return of(c.Nodes()), c.PageInfo(), func() int {
				n, err := c.Count(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				return n.Value
			}, nil
		},
		forwards: func(t testing.TB, s source, size int, between func()) []string {
			return of(apptest.Forwards(t, size, fetch(t, s), between))
		},
		backwards: func(t testing.TB, s source, size int) []string { return of(apptest.Backwards(t, size, fetch(t, s))) },
	}
}

var lists = []list{
	listOf("members", func(t testing.TB, s source, args page.Args) (*page.Connection[*member.Member], error) {
		return s.a.Members.List(t.Context(), s.v, s.ws, member.Filter{}, args, s.seal)
	}, func(t testing.TB, w *apptest.Workspace, n int) {
		w.Member(t, func(p *member.InviteParams) { p.DisplayName = []string{"same", "Aaron", "Zoe"}[n%3] })
	}),
	listOf("teams", func(t testing.TB, s source, args page.Args) (*page.Connection[*team.Team], error) {
		return s.a.Teams.List(t.Context(), s.v, s.ws, args, s.seal)
	}, func(t testing.TB, w *apptest.Workspace, n int) {
		w.Team(t, func(p *team.Upsert) { p.Name = new(fmt.Sprintf("%c team %d", 'a'+rune(n*7%26), n)) })
	}),
	listOf("projects", func(t testing.TB, s source, args page.Args) (*page.Connection[*project.Project], error) {
		return s.a.Projects.List(t.Context(), s.v, s.ws, project.Filter{}, args, s.seal)
	}, func(t testing.TB, w *apptest.Workspace, n int) {
		w.Project(t, func(p *project.Upsert) { p.Name = new([]string{"same", "A first", "Zero"}[n%3]) })
	}),
	listOf("sprints", func(t testing.TB, s source, args page.Args) (*page.Connection[*sprint.Sprint], error) {
		return s.a.Sprints.List(t.Context(), s.v, s.ws, sprint.Filter{}, args, s.seal)
	}, func(t testing.TB, w *apptest.Workspace, n int) {
		w.Sprint(t, func(p *sprint.Upsert) { p.StartsOn = new(day.Of(2026, 2, []int{9, 8, 10}[n%3])) })
	}),
	listOf("tasks", func(t testing.TB, s source, args page.Args) (*page.Connection[*task.Task], error) {
		return s.a.Tasks.List(t.Context(), s.v, s.ws, task.Filter{}, args, s.seal)
	}, func(t testing.TB, w *apptest.Workspace, _ int) { w.Task(t, w.Project(t)) }),
	standups("standups, latest first", standup.Order{}),
	standups("standups, earliest first", standup.Order{Ascending: true}),
	standups("standups, newest first", standup.Order{CreatedAt: true}),
	standups("standups, oldest first", standup.Order{CreatedAt: true, Ascending: true}),
	listOf("work logs", func(t testing.TB, s source, args page.Args) (*page.Connection[*worklog.WorkLog], error) {
		return s.a.WorkLogs.List(t.Context(), s.v, s.ws, worklog.Filter{}, args, s.seal)
	}, func(t testing.TB, w *apptest.Workspace, n int) {
		w.WorkLog(t, w.Owner, func(p *worklog.AppendParams) {
			p.LoggedAt = new(apptest.Noon.Add(-time.Duration([]int{2, 1, 3}[n%3]) * time.Hour))
		})
	}),
	timeEntries("time entries, latest day first", timeentry.Order{}),
	timeEntries("time entries, earliest day first", timeentry.Order{Ascending: true}),
	timeEntries("time entries, newest first", timeentry.Order{CreatedAt: true}),
	timeEntries("time entries, oldest first", timeentry.Order{CreatedAt: true, Ascending: true}),
	listOf("activities", func(t testing.TB, s source, args page.Args) (*page.Connection[*activity.Activity], error) {
		return s.a.Activities.List(t.Context(), s.v, s.ws, activity.Timeline{}, activity.Filter{}, args, s.seal)
	}, func(t testing.TB, w *apptest.Workspace, _ int) { w.Team(t) }),
	listOf("tokens of a workspace", func(t testing.TB, s source, args page.Args) (*page.Connection[*apitoken.Token], error) {
		return s.a.Tokens.List(t.Context(), s.v, s.ws, args, s.seal)
	}, func(t testing.TB, w *apptest.Workspace, _ int) { w.Service(t, authz.ActivityRead) }),
	listOf("tokens of the viewer", func(t testing.TB, s source, args page.Args) (*page.Connection[*apitoken.Token], error) {
		return s.a.Tokens.Mine(t.Context(), s.v, args, s.seal)
	}, func(t testing.TB, w *apptest.Workspace, _ int) { w.Personal(t, w.Owner) }),
	listOf("workspaces", func(t testing.TB, s source, args page.Args) (*page.Connection[*workspace.Workspace], error) {
		return s.a.Workspaces.List(t.Context(), s.v, args, s.seal)
	}, nil),
}

func standups(name string, o standup.Order) list {
	return listOf(name, func(t testing.TB, s source, args page.Args) (*page.Connection[*standup.Standup], error) {
		return s.a.Standups.List(t.Context(), s.v, s.ws, standup.Filter{}, o, args, s.seal)
	}, func(t testing.TB, w *apptest.Workspace, n int) {
		w.Standup(t, w.Member(t), func(p *standup.SubmitParams) { p.Date = new(day.Of(2026, 2, []int{10, 9, 11}[n%3])) })
	})
}

func timeEntries(name string, o timeentry.Order) list {
	return listOf(name, func(t testing.TB, s source, args page.Args) (*page.Connection[*timeentry.Entry], error) {
		c, err := s.a.TimeEntries.List(t.Context(), s.v, s.ws, timeentry.Filter{}, o, args, s.seal)
		if err != nil {
			return nil, err
		}
		return c.Connection, nil
	}, func(t testing.TB, w *apptest.Workspace, n int) {
		w.TimeEntry(t, w.Owner, func(p *timeentry.CreateParams) {
			p.SpentOn, p.DurationSeconds = new(day.Of(2026, 2, []int{10, 9, 11}[n%3])), new(60)
		})
	})
}

func (l list) source(t testing.TB, a *apptest.App, w *apptest.Workspace) source {
	t.Helper()
	return source{a: a, v: w.Owner.Viewer(t), ws: w.ID, seal: apptest.Seal(l.name)}
}

// R15: forwards and backwards, in pages of any size, each list gives the same rows, and as many as it counts.
func TestListsR15BothWays(t *testing.T) {
	t.Parallel()
	for _, l := range lists {
		t.Run(l.name, func(t *testing.T) {
			t.Parallel()
			a := apptest.New(t)
			w := a.Workspace(t)
			if l.insert == nil { // more workspaces of the same person
				v := w.Owner.Viewer(t)
				for n := range 5 {
					if _, _, err := a.Workspaces.Create(t.Context(), v, workspace.CreateParams{Slug: fmt.Sprintf("more-%d", n), Name: "Same", TimeZone: "UTC", WeekStart: workspace.Monday}); err != nil {
						t.Fatal(err)
					}
				}
			}
			for n := range 7 {
				if l.insert != nil {
					l.insert(t, w, n)
				}
			}
			s := l.source(t, a, w)
			whole, info, count, err := l.one(t, s, page.Args{First: new(page.MaxSize)})
			if err != nil || info.HasNextPage || info.HasPreviousPage || len(whole) < 6 || count() != len(whole) {
				t.Fatalf("%d rows are listed, %+v: %v", len(whole), info, err)
			}
			for _, size := range []int{1, 2, 3, len(whole) - 1, len(whole), len(whole) + 1} {
				if got := l.forwards(t, s, size, nil); !slices.Equal(got, whole) {
					t.Errorf("forwards by %d: %v, want %v", size, got, whole)
				}
				if got := l.backwards(t, s, size); !slices.Equal(got, whole) {
					t.Errorf("backwards by %d: %v, want %v", size, got, whole)
				}
			}
		})
	}
}

// R15, trap 23: fifty rows with one sort value, more inserted between the pages before, among and after them: each of
// the fifty is seen once, and none of all twice.
func TestListsR15InsertWhilePaging(t *testing.T) {
	t.Parallel()
	for _, l := range lists {
		if l.insert == nil {
			continue
		}
		t.Run(l.name, func(t *testing.T) {
			t.Parallel()
			a := apptest.New(t)
			w := a.Workspace(t)
			for n := range 50 { // n*3 gives each the same sort value
				l.insert(t, w, n*3)
			}
			s := l.source(t, a, w)
			there, _, _, err := l.one(t, s, page.Args{First: new(page.MaxSize)})
			if err != nil || len(there) < 50 && !strings.HasPrefix(l.name, "activities") {
				t.Fatalf("%d rows: %v", len(there), err)
			}
			n := 200
			seen := l.forwards(t, s, 9, func() { n++; l.insert(t, w, n) })
			times := map[string]int{}
			for _, id := range seen {
				if times[id]++; times[id] == 2 {
					t.Errorf("%s is seen twice", id)
				}
			}
			for _, id := range there {
				if times[id] != 1 {
					t.Errorf("%s is missed", id)
				}
			}
		})
	}
}

// R15: bad sizes and bad cursors have defined answers in every list.
func TestListsR15BadArguments(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	for i, l := range lists {
		t.Run(l.name, func(t *testing.T) {
			s := l.source(t, a, w)
			for name, args := range map[string]page.Args{
				"first 0": {First: new(0)}, "first -1": {First: new(-1)}, "first 101": {First: new(101)}, "last 0": {Last: new(0)}, "last -1": {Last: new(-1)},
				"last 101": {Last: new(101)}, "both": {First: new(1), Last: new(1)},
			} {
				if _, _, _, err := l.one(t, s, args); !fault.Is(err, fault.BadUserInput) {
					t.Errorf("%s: %v", name, err)
				}
			}
			good := s.seal.Cursor(page.Key{Value: "x", ID: uuid.New()})
			other := lists[(i+1)%len(lists)]
			for name, cursor := range map[string]string{
				"empty": "", "garbage": "garbage", "truncated": good[:len(good)-5], "tampered": good[:20] + "AAAA" + good[24:],
				"another list's": apptest.Seal(other.name).Cursor(page.Key{ID: uuid.New()}), "another viewer's": apptest.Seal("bob", l.name).Cursor(page.Key{ID: uuid.New()}),
			} {
				for _, args := range []page.Args{{After: &cursor}, {Before: &cursor}, {Last: new(2), Before: &cursor}} {
					if _, _, _, err := l.one(t, s, args); !fault.Is(err, fault.CursorInvalid) {
						t.Errorf("%s: %v", name, err)
					}
				}
			}
		})
	}
}

// A cursor of a row that is gone still marks its place.
func TestListR15CursorOfARowThatIsGone(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	var people []*apptest.Person
	for range 4 {
		people = append(people, w.Member(t))
	}
	seal := apptest.Seal("x")
	fetch := func(args page.Args) *page.Connection[*member.Member] {
		c, err := a.Members.List(t.Context(), w.Owner.Viewer(t), w.ID, member.Filter{}, args, seal)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	first := fetch(page.Args{First: new(3)}) // the owner and two
	gone := first.Nodes()[2]
	if _, _, err := a.Members.Remove(t.Context(), w.Owner.Viewer(t), gone.ID); err != nil {
		t.Fatal(err)
	}
	rest := fetch(page.Args{First: new(10), After: first.PageInfo().EndCursor})
	if len(rest.Nodes()) != 2 || rest.Nodes()[0].ID != people[2].ID {
		t.Errorf("after a row that is gone come %d", len(rest.Nodes()))
	}
}

// How many statements a list or a batch takes does not grow with its rows.
func TestStatementsAreConstant(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	grow := func() {
		for range 5 {
			m := b.w.Member(t)
			b.w.Standup(t, m)
			b.w.Task(t, b.w.Restricted(t, m))
			b.w.Team(t)
			b.w.Sprint(t)
			b.w.Personal(t, m)
			b.w.TimeEntry(t, m)
			l := b.w.WorkLog(t, m)
			b.w.Comment(t, m, l.NodeID(), "x")
		}
	}
	all := func(table string) (out []uuid.UUID) {
		if err := b.DB.NewRaw("select id from ?", bun.Ident(table)).Scan(t.Context(), &out); err != nil {
			t.Fatal(err)
		}
		return out
	}
	count := func(do func(ctx context.Context) error) int64 {
		ctx, n := postgres.CountStatements(t.Context())
		if err := do(ctx); err != nil {
			t.Error(err)
		}
		return n.Load()
	}
	v := b.w.Owner.Viewer(t)
	batches := map[string]func(ctx context.Context) error{
		"members":     func(ctx context.Context) error { _, err := b.Members.ByIDs(ctx, v, all("members")); return err },
		"chains":      func(ctx context.Context) error { _, err := b.Members.Chains(ctx, v, all("members")); return err },
		"teams":       func(ctx context.Context) error { _, err := b.Teams.ByIDs(ctx, v, all("teams")); return err },
		"projects":    func(ctx context.Context) error { _, err := b.Projects.ByIDs(ctx, v, all("projects")); return err },
		"sprints":     func(ctx context.Context) error { _, err := b.Sprints.ByIDs(ctx, v, all("sprints")); return err },
		"tasks":       func(ctx context.Context) error { _, err := b.Tasks.ByIDs(ctx, v, all("tasks")); return err },
		"standups":    func(ctx context.Context) error { _, err := b.Standups.ByIDs(ctx, v, all("standups")); return err },
		"activities":  func(ctx context.Context) error { _, err := b.Activities.ByIDs(ctx, v, all("activities")); return err },
		"tokens":      func(ctx context.Context) error { _, err := b.Tokens.ByIDs(ctx, v, all("api_tokens")); return err },
		"token names": func(ctx context.Context) error { _, err := b.Tokens.Names(ctx, v, all("api_tokens")); return err },
		"workspaces":  func(ctx context.Context) error { _, err := b.Workspaces.ByIDs(ctx, v, all("workspaces")); return err },
		"time entries": func(ctx context.Context) error {
			_, err := b.TimeEntries.ByIDs(ctx, v, all("time_entries"))
			return err
		},
		"work logs": func(ctx context.Context) error { _, err := b.WorkLogs.ByIDs(ctx, v, all("work_logs")); return err },
		"corrections": func(ctx context.Context) error {
			_, err := b.WorkLogs.Corrections(ctx, v, all("work_logs"))
			return err
		},
		"compensations": func(ctx context.Context) error {
			_, err := b.Activities.Compensations(ctx, v, all("activities"))
			return err
		},
		"the work logs list": func(ctx context.Context) error {
			f := worklog.Filter{Within: worklog.Subject{ProjectID: &b.project.ID}, TaskID: &b.task.ID}
			_, err := b.WorkLogs.List(ctx, v, b.w.ID, f, page.Args{First: new(100)}, apptest.Seal("x"))
			return err
		},
		"the members list": func(ctx context.Context) error {
			_, err := b.Members.List(ctx, v, b.w.ID, member.Filter{}, page.Args{First: new(100)}, apptest.Seal("x"))
			return err
		},
		"the tasks list": func(ctx context.Context) error {
			_, err := b.Tasks.List(ctx, v, b.w.ID, task.Filter{}, page.Args{First: new(100)}, apptest.Seal("x"))
			return err
		},
		"the standups list": func(ctx context.Context) error {
			_, err := b.Standups.List(ctx, v, b.w.ID, standup.Filter{}, standup.Order{}, page.Args{First: new(100)}, apptest.Seal("x"))
			return err
		},
		"the activities list": func(ctx context.Context) error {
			_, err := b.Activities.List(ctx, v, b.w.ID, activity.Timeline{}, activity.Filter{}, page.Args{First: new(100)}, apptest.Seal("x"))
			return err
		},
	}
	for range 3 {
		for name, do := range batches {
			if n := count(do); n != 1 {
				t.Errorf("%s took %d statements", name, n)
			}
		}
		grow()
	}
}
