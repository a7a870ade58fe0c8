package app_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apitoken"
	"daybook/internal/apptest"
	"daybook/internal/authn"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/day"
	"daybook/internal/fault"
	"daybook/internal/member"
	"daybook/internal/patch"
	"daybook/internal/project"
	"daybook/internal/sprint"
	"daybook/internal/standup"
	"daybook/internal/task"
	"daybook/internal/team"
	"daybook/internal/timeentry"
	"daybook/internal/timer"
	"daybook/internal/worklog"
	"daybook/internal/workspace"

	"github.com/google/uuid"
)

// bench is a workspace with one of everything, to change; and another one whose rows must not be reached.
type bench struct {
	*apptest.App
	w, foreign       *apptest.Workspace
	ann, bob         *apptest.Person
	owner, annV, bot *authz.Viewer
	team             *team.Team
	project          *project.Project
	sprint           *sprint.Sprint
	task             *task.Task
	standup          *standup.Standup
	timer            *timer.Timer
	token            *apptest.Token
	workLog          *worklog.WorkLog
	entry            *timeentry.Entry
	said             *activity.Activity
	foreignAnn       *apptest.Person
	foreignTeam      *team.Team
	foreignProject   *project.Project
	foreignSprint    *sprint.Sprint
	foreignTask      *task.Task
	foreignStandup   *standup.Standup
	foreignToken     *apptest.Token
}

func newBench(t testing.TB) *bench {
	t.Helper()
	a := apptest.New(t)
	b := &bench{App: a, w: a.Workspace(t), foreign: a.Workspace(t)}
	b.ann, b.bob, b.foreignAnn = b.w.Member(t), b.w.Member(t), b.foreign.Member(t)
	b.team, b.foreignTeam = b.w.Team(t), b.foreign.Team(t)
	b.project, b.foreignProject = b.w.Project(t), b.foreign.Project(t)
	b.sprint, b.foreignSprint = b.w.Sprint(t), b.foreign.Sprint(t)
	b.task, b.foreignTask = b.w.Task(t, b.project), b.foreign.Task(t, b.foreignProject)
	b.standup, b.foreignStandup = b.w.Standup(t, b.ann), b.foreign.Standup(t, b.foreignAnn)
	b.token, b.foreignToken = b.w.Personal(t, b.ann), b.foreign.Personal(t, b.foreignAnn)
	b.workLog, b.said = b.w.WorkLog(t, b.ann), b.w.Comment(t, b.ann, b.task.NodeID(), "x")
	b.timer, b.entry = b.w.Timer(t, b.bob), b.w.TimeEntry(t, b.ann)
	b.bot = b.w.Service(t, authz.AllScopes...).Viewer(t)
	b.owner, b.annV = b.w.Owner.Viewer(t), b.ann.Viewer(t)
	return b
}

func ids(i ...uuid.UUID) *[]uuid.UUID { return &i }

// mutation is one way to change something; nothing is the same change made when it changes nothing any more, if there is one.
type mutation struct {
	name    string
	action  activity.Action
	do      func(t testing.TB, b *bench) (activity.Receipt, error)
	nothing func(t testing.TB, b *bench) (activity.Receipt, error)
}

func receipt[T any](_ T, r activity.Receipt, err error) (activity.Receipt, error) { return r, err }

var mutations = []mutation{
	{"standup submitted", activity.Created, func(t testing.TB, b *bench) (activity.Receipt, error) {
		return receipt(b.Standups.Submit(t.Context(), b.bob.Viewer(t), standup.SubmitParams{WorkspaceID: b.w.ID, Today: new("x")}))
	}, nil},
	{"standup submitted again", activity.Updated, func(t testing.TB, b *bench) (activity.Receipt, error) {
		return receipt(b.Standups.Submit(t.Context(), b.annV, standup.SubmitParams{WorkspaceID: b.w.ID, Today: new("x")}))
	}, nil},
	{"standup inferred", activity.Inferred, func(t testing.TB, b *bench) (activity.Receipt, error) {
		return receipt(b.Standups.Infer(t.Context(), b.bot, standup.InferParams{WorkspaceID: b.w.ID, MemberID: b.bob.ID, Date: day.Of(2026, 2, 11), Today: new("x")}))
	}, func(t testing.TB, b *bench) (activity.Receipt, error) {
		return receipt(b.Standups.Infer(t.Context(), b.bot, standup.InferParams{WorkspaceID: b.w.ID, MemberID: b.bob.ID, Date: day.Of(2026, 2, 11), Today: new("x")}))
	}},
	{"standup inferred over a person's", "", nil, func(t testing.TB, b *bench) (activity.Receipt, error) {
		return receipt(b.Standups.Infer(t.Context(), b.bot, standup.InferParams{WorkspaceID: b.w.ID, MemberID: b.ann.ID, Date: day.Of(2026, 2, 11), Today: new("x")}))
	}},
	{"standup analysed", activity.Updated, func(t testing.TB, b *bench) (activity.Receipt, error) {
		return receipt(b.Standups.SetAnalysis(t.Context(), b.bot, standup.Analysis{StandupID: b.standup.ID, Version: 1, Status: standup.Failed}))
	}, nil},
	{"standup taken back", activity.Deleted, func(t testing.TB, b *bench) (activity.Receipt, error) {
		return b.Standups.Delete(t.Context(), b.annV, b.standup.ID)
	}, nil},
	{"member invited", activity.Created, func(t testing.TB, b *bench) (activity.Receipt, error) {
		return receipt(b.Members.Invite(t.Context(), b.owner, member.InviteParams{WorkspaceID: b.w.ID, Email: "new@example.com", DisplayName: "New", Role: authz.RoleMember, TeamID: &b.team.ID, ManagerID: &b.ann.ID}))
	}, nil},
	{"role set", activity.RoleChanged, func(t testing.TB, b *bench) (activity.Receipt, error) {
		return receipt(b.Members.SetRole(t.Context(), b.owner, b.ann.ID, authz.RoleAdmin, authz.RoleMember))
	}, func(t testing.TB, b *bench) (activity.Receipt, error) {
		return receipt(b.Members.SetRole(t.Context(), b.owner, b.ann.ID, authz.RoleAdmin, authz.RoleAdmin))
	}},
	{"manager set", activity.Updated, setManager, setManager},
	{"member removed", activity.Deleted, func(t testing.TB, b *bench) (activity.Receipt, error) {
		return receipt(b.Members.Remove(t.Context(), b.owner, b.ann.ID))
	}, nil},
	{"team created", activity.Created, func(t testing.TB, b *bench) (activity.Receipt, error) {
		return receipt(b.Teams.Upsert(t.Context(), b.owner, team.Upsert{WorkspaceID: b.w.ID, Name: new("New"), MemberIDs: ids(b.ann.ID), ManagerID: patch.To(&b.bob.ID)}))
	}, nil},
	{"team changed", activity.Updated, changeTeam, changeTeam},
	{"team's members set", activity.Updated, setTeam, setTeam},
	{"team given nothing", "", nil, func(t testing.TB, b *bench) (activity.Receipt, error) {
		return receipt(b.Teams.Upsert(t.Context(), b.owner, team.Upsert{WorkspaceID: b.w.ID, ID: &b.team.ID}))
	}},
	{"project created", activity.Created, func(t testing.TB, b *bench) (activity.Receipt, error) {
		return receipt(b.Projects.Upsert(t.Context(), b.owner, project.Upsert{WorkspaceID: b.w.ID, Key: new("NEW"), Name: new("New"), MemberIDs: ids(b.ann.ID)}))
	}, nil},
	{"project changed", activity.Updated, changeProject, changeProject},
	{"project's members set", activity.Updated, setProject, setProject},
	{"project archived", activity.Archived, archive(true), archive(true)},
	{"project brought back", activity.Unarchived, func(t testing.TB, b *bench) (activity.Receipt, error) {
		if _, err := archive(true)(t, b); err != nil {
			return activity.Receipt{}, err
		}
		return archive(false)(t, b)
	}, archive(false)},
	{"sprint created", activity.Created, func(t testing.TB, b *bench) (activity.Receipt, error) {
		return receipt(b.Sprints.Upsert(t.Context(), b.owner, sprint.Upsert{WorkspaceID: b.w.ID, Name: new("New"), StartsOn: new(day.Of(2026, 3, 1)), EndsOn: new(day.Of(2026, 3, 1)), TeamID: patch.To(&b.team.ID)}))
	}, nil},
	{"sprint changed", activity.Updated, changeSprint, changeSprint},
	{"sprint completed", activity.Completed, complete, complete},
	{"task created", activity.Created, func(t testing.TB, b *bench) (activity.Receipt, error) {
		return receipt(b.Tasks.Upsert(t.Context(), b.owner, task.Upsert{WorkspaceID: b.w.ID, ProjectID: &b.project.ID, Title: new("New"), SprintID: patch.To(&b.sprint.ID), TeamID: patch.To(&b.team.ID), AssigneeID: patch.To(&b.ann.ID)}))
	}, nil},
	{"task changed", activity.Updated, changeTask(task.Upsert{Title: new("Other"), DueOn: patch.To(new(day.Of(2026, 3, 1))), ExternalURL: patch.To(new("https://example.com/1"))}),
		changeTask(task.Upsert{Title: new("Other"), DueOn: patch.To(new(day.Of(2026, 3, 1))), ExternalURL: patch.To(new("https://example.com/1"))})},
	{"task completed", activity.Completed, changeTask(task.Upsert{Status: new(task.Done)}), changeTask(task.Upsert{Status: new(task.Done)})},
	{"task's status changed", activity.StatusChanged, changeTask(task.Upsert{Status: new(task.InReview)}), changeTask(task.Upsert{Status: new(task.InReview)})},
	{"task given nothing", "", nil, changeTask(task.Upsert{})},
	{"task's empty fields emptied", "", nil, changeTask(task.Upsert{DueOn: patch.To[day.Date](nil), SprintID: patch.To[uuid.UUID](nil), TeamID: patch.To[uuid.UUID](nil), AssigneeID: patch.To[uuid.UUID](nil), ExternalURL: patch.To[string](nil)})},
	{"task assigned", activity.Assigned, assign, assign},
	{"token created", activity.Created, func(t testing.TB, b *bench) (activity.Receipt, error) {
		_, _, r, err := b.Tokens.Create(t.Context(), b.annV, apitoken.CreateParams{WorkspaceID: b.w.ID, Name: "New"})
		return r, err
	}, nil},
	{"token revoked", activity.Deleted, revoke, revoke},
	{"work log appended", activity.Created, func(t testing.TB, b *bench) (activity.Receipt, error) {
		return receipt(b.WorkLogs.Append(t.Context(), b.annV, worklog.AppendParams{WorkspaceID: b.w.ID, Subject: worklog.Subject{TaskID: &b.task.ID}, Note: "x"}))
	}, nil},
	{"work log corrected", activity.Updated, func(t testing.TB, b *bench) (activity.Receipt, error) {
		return receipt(b.WorkLogs.Correct(t.Context(), b.annV, worklog.CorrectParams{ID: b.workLog.ID, Note: new("x")}))
	}, nil},
	{"work log corrected to the same", "", nil, func(t testing.TB, b *bench) (activity.Receipt, error) {
		return receipt(b.WorkLogs.Correct(t.Context(), b.annV, worklog.CorrectParams{ID: b.workLog.ID, Note: &b.workLog.Note}))
	}},
	{"time entry added", activity.Created, func(t testing.TB, b *bench) (activity.Receipt, error) {
		return receipt(b.TimeEntries.Create(t.Context(), b.annV, timeentry.CreateParams{WorkspaceID: b.w.ID, TaskID: &b.task.ID, StartedAt: new(apptest.Noon.Add(-time.Hour)), EndedAt: &apptest.Noon}))
	}, nil},
	{"time entry imported", activity.Created, importEntry, importEntry},
	{"time entry changed", activity.Updated, changeEntry, changeEntry},
	{"time entry deleted", activity.Deleted, func(t testing.TB, b *bench) (activity.Receipt, error) {
		return b.TimeEntries.Delete(t.Context(), b.annV, b.entry.ID, nil)
	}, nil},
	{"timer started", activity.Started, func(t testing.TB, b *bench) (activity.Receipt, error) {
		return receipt(b.Timers.Start(t.Context(), b.annV, timer.StartParams{WorkspaceID: b.w.ID, TaskID: &b.task.ID}))
	}, nil},
	{"timer stopped", activity.Stopped, func(t testing.TB, b *bench) (activity.Receipt, error) {
		return receipt(b.Timers.Stop(t.Context(), b.bob.Viewer(t), b.timer.ID, nil))
	}, nil},
	{"timer discarded", activity.Deleted, func(t testing.TB, b *bench) (activity.Receipt, error) {
		return b.Timers.Discard(t.Context(), b.bob.Viewer(t), b.timer.ID)
	}, nil},
	{"commented", activity.Commented, func(t testing.TB, b *bench) (activity.Receipt, error) {
		return receipt(b.Comments.Add(t.Context(), b.annV, b.workLog.NodeID(), "x"))
	}, nil},
	{"comment taken back", activity.Compensated, func(t testing.TB, b *bench) (activity.Receipt, error) {
		return receipt(b.Comments.Compensate(t.Context(), b.annV, b.said.ID, new("x")))
	}, nil},
}

func importEntry(t testing.TB, b *bench) (activity.Receipt, error) {
	return receipt(b.TimeEntries.Import(t.Context(), b.owner, b.w.ID, []timeentry.ImportRow{{MemberID: b.ann.ID, SpentOn: &b.standup.Date, DurationSeconds: new(60), ExternalKey: new("x")}}))
}

func changeEntry(t testing.TB, b *bench) (activity.Receipt, error) {
	return receipt(b.TimeEntries.Update(t.Context(), b.owner, timeentry.Update{ID: b.entry.ID, TaskID: patch.To(&b.task.ID), DurationSeconds: new(60)}))
}

func setManager(t testing.TB, b *bench) (activity.Receipt, error) {
	return receipt(b.Members.SetManager(t.Context(), b.owner, b.ann.ID, &b.bob.ID))
}

func changeTeam(t testing.TB, b *bench) (activity.Receipt, error) {
	return receipt(b.Teams.Upsert(t.Context(), b.owner, team.Upsert{WorkspaceID: b.w.ID, ID: &b.team.ID, Name: new("Other"), ManagerID: patch.To(&b.ann.ID)}))
}

func setTeam(t testing.TB, b *bench) (activity.Receipt, error) {
	return receipt(b.Teams.Upsert(t.Context(), b.owner, team.Upsert{WorkspaceID: b.w.ID, ID: &b.team.ID, MemberIDs: ids(b.ann.ID, b.bob.ID, b.ann.ID)}))
}

func changeProject(t testing.TB, b *bench) (activity.Receipt, error) {
	return receipt(b.Projects.Upsert(t.Context(), b.owner, project.Upsert{WorkspaceID: b.w.ID, ID: &b.project.ID, Key: &b.project.Key, Name: new("Other"), Access: new(project.Restricted)}))
}

func setProject(t testing.TB, b *bench) (activity.Receipt, error) {
	return receipt(b.Projects.Upsert(t.Context(), b.owner, project.Upsert{WorkspaceID: b.w.ID, ID: &b.project.ID, MemberIDs: ids(b.ann.ID, b.ann.ID)}))
}

func archive(archived bool) func(testing.TB, *bench) (activity.Receipt, error) {
	return func(t testing.TB, b *bench) (activity.Receipt, error) {
		return receipt(b.Projects.Archive(t.Context(), b.owner, b.project.ID, archived))
	}
}

func changeSprint(t testing.TB, b *bench) (activity.Receipt, error) {
	return receipt(b.Sprints.Upsert(t.Context(), b.owner, sprint.Upsert{WorkspaceID: b.w.ID, ID: &b.sprint.ID, Name: new("Other"), EndsOn: new(day.Of(2026, 3, 1)), TeamID: patch.To(&b.team.ID)}))
}

func complete(t testing.TB, b *bench) (activity.Receipt, error) {
	return receipt(b.Sprints.Complete(t.Context(), b.owner, b.sprint.ID))
}

func changeTask(p task.Upsert) func(testing.TB, *bench) (activity.Receipt, error) {
	return func(t testing.TB, b *bench) (activity.Receipt, error) {
		p.WorkspaceID, p.ID = b.w.ID, &b.task.ID
		return receipt(b.Tasks.Upsert(t.Context(), b.owner, p))
	}
}

func assign(t testing.TB, b *bench) (activity.Receipt, error) {
	return changeTask(task.Upsert{AssigneeID: patch.To(&b.ann.ID)})(t, b)
}

func revoke(t testing.TB, b *bench) (activity.Receipt, error) {
	return receipt(b.Tokens.Revoke(t.Context(), b.annV, b.token.ID))
}

func same(t testing.TB, before, after map[string]string, but ...string) {
	t.Helper()
	for table, digest := range before {
		if after[table] != digest && !slices.Contains(but, table) {
			t.Errorf("the table %s was changed", table)
		}
	}
}

// R9: every accepted change appends exactly one activity, told by its receipt; what changes nothing appends none and
// writes nothing.
func TestEveryChangeAppendsOneActivityR9(t *testing.T) {
	t.Parallel()
	for _, m := range mutations {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			if m.do != nil {
				seq, foreign := b.w.Seq(t), b.foreign.Seq(t)
				r, err := m.do(t, b)
				if err != nil {
					t.Fatal(err)
				}
				log := b.w.Log(t)
				if n := b.w.Seq(t) - seq; n != 1 && m.action != activity.Unarchived || r != (activity.Receipt{WorkspaceID: b.w.ID, Seq: b.w.Seq(t)}) {
					t.Errorf("it appended %d activities, the receipt is %+v", n, r)
				}
				if last := log[len(log)-1]; last.Action != m.action || last.Title == nil || last.ActorKind == authz.KindSystem {
					t.Errorf("the activity is %+v", last)
				}
				if b.foreign.Seq(t) != foreign {
					t.Error("another workspace's log grew")
				}
			}
			if m.nothing != nil {
				before := b.Snapshot(t)
				if r, err := m.nothing(t, b); err != nil || r != (activity.Receipt{}) {
					t.Errorf("when nothing changes it gives %+v, %v", r, err)
				}
				same(t, before, b.Snapshot(t))
			}
		})
	}
}

// R9: a change whose activity cannot be appended, or whose commit fails, leaves nothing.
func TestRolledBackChangeLeavesNothingR9(t *testing.T) {
	t.Parallel()
	for name, trigger := range map[string]string{
		"appending fails":  "create trigger fail before insert on activities for each row execute function fail()",
		"committing fails": "create constraint trigger fail after insert on activities deferrable initially deferred for each row execute function fail()",
	} {
		t.Run("when "+name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			if _, err := archive(true)(t, b); err != nil { // for what brings it back
				t.Fatal(err)
			}
			b.AsOwner(t, `create function fail() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$; `+trigger)
			before := b.Snapshot(t)
			for _, m := range mutations {
				if m.do == nil || m.name == "project archived" {
					continue
				}
				do := m.do
				if m.action == activity.Unarchived {
					do = archive(false)
				}
				if r, err := do(t, b); err == nil || r != (activity.Receipt{}) {
					t.Errorf("%s gives %+v, %v", m.name, r, err)
				}
			}
			_, _, err := b.Workspaces.Create(t.Context(), b.annV, workspace.CreateParams{Slug: "new", Name: "New", TimeZone: "UTC", WeekStart: workspace.Monday})
			if err == nil {
				t.Error("a workspace was made")
			}
			same(t, before, b.Snapshot(t))
		})
	}
}

// R9 for a new workspace: its log begins with the one activity that tells of it.
func TestWorkspaceCreateR9(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	p := workspace.CreateParams{Slug: "new", Name: " New ", TimeZone: "Asia/Kathmandu", WeekStart: workspace.Sunday}
	w, r, err := b.Workspaces.Create(t.Context(), b.annV, p)
	if err != nil || w.Name != "New" || r != (activity.Receipt{WorkspaceID: w.ID, Seq: 1}) {
		t.Fatalf("it gives %+v, %+v: %v", w, r, err)
	}
	log, err := activity.After(t.Context(), b.DB, w.ID, 0, 10)
	if err != nil || len(log) != 1 || log[0].Action != activity.Created || log[0].EntityType != activity.Workspace {
		t.Errorf("its log is %+v: %v", log, err)
	}
	v := b.ann.Viewer(t)
	if m, ok := v.In(w.ID); !ok || m.Role != authz.RoleOwner || *log[0].ActorID != m.MemberID {
		t.Errorf("the caller is %+v", m)
	}
	before := b.Snapshot(t)
	_, _, err = b.Workspaces.Create(t.Context(), v, p)
	apptest.WantRejection(t, err, check.Duplicate, "slug")
	for field, bad := range map[string]workspace.CreateParams{
		"slug": {Slug: "A", Name: "x", TimeZone: "UTC"}, "name": {Slug: "other", Name: "\n", TimeZone: "UTC"}, "timeZone": {Slug: "other", Name: "x", TimeZone: "Local"},
	} {
		bad.WeekStart = workspace.Monday
		code := check.Invalid
		if field == "name" {
			code = check.Required
		}
		_, _, err := b.Workspaces.Create(t.Context(), v, bad)
		apptest.WantRejection(t, err, code, field)
	}
	for _, slug := range []string{"", "a", "-a", "a-", "a_b", "a.b", "ü-ber", "new\n", "a b", "a23456789-123456789-123456789-123456789-1"} {
		_, _, err := b.Workspaces.Create(t.Context(), v, workspace.CreateParams{Slug: slug, Name: "x", TimeZone: "UTC", WeekStart: workspace.Monday})
		apptest.WantRejection(t, err, check.Invalid, "slug")
	}
	for name, v := range map[string]*authz.Viewer{"a service": b.bot, "nobody": nil} {
		if _, _, err := b.Workspaces.Create(t.Context(), v, p); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", name, err)
		}
	}
	same(t, before, b.Snapshot(t))
	if _, err := b.Workspaces.MustReach(t.Context(), b.owner, w.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("another's workspace: %v", err)
	}
	if got, err := b.Workspaces.MustReach(t.Context(), v, w.ID); err != nil || got.Slug != "new" {
		t.Errorf("their own workspace: %v %v", got, err)
	}
	if got, err := workspace.BySlug(t.Context(), b.DB, "new"); err != nil || got.ID != w.ID {
		t.Errorf("by slug: %v %v", got, err)
	}
}

// R9 for sign-in and -out: one activity in each workspace of the account.
func TestSignInR9(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	second := b.foreign.Member(t, func(p *member.InviteParams) { p.Email = *b.ann.Email })
	hash, err := authn.HashPassword(t.Context(), "correct horse")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.DB.NewRaw("update accounts set password_hash = ? where id = ?", hash, b.ann.AccountID).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := func(action activity.Action, do func() error) {
		t.Helper()
		n1, n2 := b.w.Seq(t), b.foreign.Seq(t)
		if err := do(); err != nil {
			t.Error(err)
		}
		l1, l2 := b.w.Log(t), b.foreign.Log(t)
		if b.w.Seq(t) != n1+1 || b.foreign.Seq(t) != n2+1 || l1[n1].Action != action || l2[n2].Action != action || *l1[n1].ActorID != b.ann.ID || *l2[n2].ActorID != second.ID {
			t.Errorf("%s is not told once in each workspace", action)
		}
		if l1[n1].Visibility != activity.ToAdmins {
			t.Errorf("%s is told to %s", action, l1[n1].Visibility)
		}
	}
	var v *authz.Viewer
	want(activity.Login, func() (err error) { _, v, err = b.Authn.SignIn(t.Context(), *b.ann.Email, "correct horse"); return err })
	want(activity.Logout, func() error { return b.Authn.SignOut(t.Context(), v) })
	want(activity.LoginFailed, func() error {
		if _, _, err := b.Authn.SignIn(t.Context(), *b.ann.Email, "wrong"); !fault.Is(err, fault.Unauthenticated) {
			return fmt.Errorf("a wrong password gives %w", err)
		}
		return nil
	})
}

// R13, trap 22: no reference crosses a workspace. Each reference of each mutation points at the other workspace's row:
// the answer names the field, and nothing is written.
func TestNoReferenceCrossesAWorkspaceR13(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	absent := uuid.New()
	for field, cases := range map[string]map[string]func(team, project, sprint, task, member uuid.UUID) error{
		"teamId": {
			"member invited": func(i, _, _, _, _ uuid.UUID) error {
				_, _, err := b.Members.Invite(t.Context(), b.owner, member.InviteParams{WorkspaceID: b.w.ID, Email: "a@example.com", DisplayName: "x", Role: authz.RoleMember, TeamID: &i})
				return err
			},
			"sprint created": func(i, _, _, _, _ uuid.UUID) error {
				_, _, err := b.Sprints.Upsert(t.Context(), b.owner, sprint.Upsert{WorkspaceID: b.w.ID, Name: new("x"), StartsOn: new(day.Of(2026, 1, 1)), EndsOn: new(day.Of(2026, 1, 2)), TeamID: patch.To(&i)})
				return err
			},
			"sprint changed": func(i, _, _, _, _ uuid.UUID) error {
				_, _, err := b.Sprints.Upsert(t.Context(), b.owner, sprint.Upsert{WorkspaceID: b.w.ID, ID: &b.sprint.ID, TeamID: patch.To(&i)})
				return err
			},
			"task created": func(i, _, _, _, _ uuid.UUID) error {
				_, _, err := b.Tasks.Upsert(t.Context(), b.owner, task.Upsert{WorkspaceID: b.w.ID, ProjectID: &b.project.ID, Title: new("x"), TeamID: patch.To(&i)})
				return err
			},
			"task changed": func(i, _, _, _, _ uuid.UUID) error {
				_, err := changeTask(task.Upsert{TeamID: patch.To(&i)})(t, b)
				return err
			},
		},
		"projectId": {
			"task created": func(_, i, _, _, _ uuid.UUID) error {
				_, _, err := b.Tasks.Upsert(t.Context(), b.owner, task.Upsert{WorkspaceID: b.w.ID, ProjectID: &i, Title: new("x")})
				return err
			},
			"task moved": func(_, i, _, _, _ uuid.UUID) error {
				_, err := changeTask(task.Upsert{ProjectID: &i})(t, b)
				return err
			},
		},
		"sprintId": {
			"task created": func(_, _, i, _, _ uuid.UUID) error {
				_, _, err := b.Tasks.Upsert(t.Context(), b.owner, task.Upsert{WorkspaceID: b.w.ID, ProjectID: &b.project.ID, Title: new("x"), SprintID: patch.To(&i)})
				return err
			},
			"task changed": func(_, _, i, _, _ uuid.UUID) error {
				_, err := changeTask(task.Upsert{SprintID: patch.To(&i)})(t, b)
				return err
			},
		},
		"assigneeId": {
			"task created": func(_, _, _, _, i uuid.UUID) error {
				_, _, err := b.Tasks.Upsert(t.Context(), b.owner, task.Upsert{WorkspaceID: b.w.ID, ProjectID: &b.project.ID, Title: new("x"), AssigneeID: patch.To(&i)})
				return err
			},
			"task assigned": func(_, _, _, _, i uuid.UUID) error {
				_, err := changeTask(task.Upsert{AssigneeID: patch.To(&i)})(t, b)
				return err
			},
		},
		"managerId": {
			"member invited": func(_, _, _, _, i uuid.UUID) error {
				_, _, err := b.Members.Invite(t.Context(), b.owner, member.InviteParams{WorkspaceID: b.w.ID, Email: "a@example.com", DisplayName: "x", Role: authz.RoleMember, ManagerID: &i})
				return err
			},
			"manager set": func(_, _, _, _, i uuid.UUID) error {
				_, _, err := b.Members.SetManager(t.Context(), b.owner, b.ann.ID, &i)
				return err
			},
			"team created": func(_, _, _, _, i uuid.UUID) error {
				_, _, err := b.Teams.Upsert(t.Context(), b.owner, team.Upsert{WorkspaceID: b.w.ID, Name: new("x"), ManagerID: patch.To(&i)})
				return err
			},
			"team changed": func(_, _, _, _, i uuid.UUID) error {
				_, _, err := b.Teams.Upsert(t.Context(), b.owner, team.Upsert{WorkspaceID: b.w.ID, ID: &b.team.ID, ManagerID: patch.To(&i)})
				return err
			},
		},
		"memberIds": {
			"team created": func(_, _, _, _, i uuid.UUID) error {
				_, _, err := b.Teams.Upsert(t.Context(), b.owner, team.Upsert{WorkspaceID: b.w.ID, Name: new("x"), MemberIDs: ids(b.ann.ID, i)})
				return err
			},
			"team changed": func(_, _, _, _, i uuid.UUID) error {
				_, _, err := b.Teams.Upsert(t.Context(), b.owner, team.Upsert{WorkspaceID: b.w.ID, ID: &b.team.ID, Name: new("y"), MemberIDs: ids(i)})
				return err
			},
			"project created": func(_, _, _, _, i uuid.UUID) error {
				_, _, err := b.Projects.Upsert(t.Context(), b.owner, project.Upsert{WorkspaceID: b.w.ID, Key: new("NEW"), Name: new("x"), MemberIDs: ids(i, b.ann.ID)})
				return err
			},
			"project changed": func(_, _, _, _, i uuid.UUID) error {
				_, _, err := b.Projects.Upsert(t.Context(), b.owner, project.Upsert{WorkspaceID: b.w.ID, ID: &b.project.ID, Access: new(project.Restricted), MemberIDs: ids(i)})
				return err
			},
		},
		"onBehalfOf": {"standup submitted": func(_, _, _, _, i uuid.UUID) error {
			_, _, err := b.Standups.Submit(t.Context(), b.bot, standup.SubmitParams{WorkspaceID: b.w.ID, Today: new("x"), OnBehalfOf: &i})
			return err
		}},
		"memberId": {"standup inferred": func(_, _, _, _, i uuid.UUID) error {
			_, _, err := b.Standups.Infer(t.Context(), b.bot, standup.InferParams{WorkspaceID: b.w.ID, MemberID: i, Date: day.Of(2026, 2, 1), Today: new("x")})
			return err
		}},
		"tasks": {"standup analysed": func(_, _, _, i, _ uuid.UUID) error {
			_, _, err := b.Standups.SetAnalysis(t.Context(), b.bot, standup.Analysis{StandupID: b.standup.ID, Version: 1, Status: standup.Failed, Tasks: []*standup.ParsedTask{{Text: "x", TaskID: &b.task.ID}, {Text: "x", TaskID: &i}}})
			return err
		}},
	} {
		for name, do := range cases {
			t.Run(name+" with another's "+field, func(t *testing.T) {
				before := b.Snapshot(t)
				apptest.WantRejection(t, do(b.foreignTeam.ID, b.foreignProject.ID, b.foreignSprint.ID, b.foreignTask.ID, b.foreignAnn.ID), check.NotFound, field)
				apptest.WantRejection(t, do(absent, absent, absent, absent, absent), check.NotFound, field)
				same(t, before, b.Snapshot(t))
			})
		}
	}
}

// R13: the row to change itself, and the workspace to change it in, are out of reach, too; as if they were not there.
func TestNoMutationReachesAnotherWorkspaceR13(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	before := b.Snapshot(t)
	for name, do := range map[string]func(standup, member, project, sprint, token uuid.UUID) error{
		"standup taken back":              func(i, _, _, _, _ uuid.UUID) error { _, err := b.Standups.Delete(t.Context(), b.owner, i); return err },
		"standup taken back by a service": func(i, _, _, _, _ uuid.UUID) error { _, err := b.Standups.Delete(t.Context(), b.bot, i); return err },
		"standup analysed": func(i, _, _, _, _ uuid.UUID) error {
			_, _, err := b.Standups.SetAnalysis(t.Context(), b.bot, standup.Analysis{StandupID: i, Version: 1, Status: standup.Failed})
			return err
		},
		"role set": func(_, i, _, _, _ uuid.UUID) error {
			_, _, err := b.Members.SetRole(t.Context(), b.owner, i, authz.RoleAdmin, authz.RoleMember)
			return err
		},
		"manager set": func(_, i, _, _, _ uuid.UUID) error {
			_, _, err := b.Members.SetManager(t.Context(), b.owner, i, &b.ann.ID)
			return err
		},
		"member removed": func(_, i, _, _, _ uuid.UUID) error {
			_, _, err := b.Members.Remove(t.Context(), b.owner, i)
			return err
		},
		"project archived": func(_, _, i, _, _ uuid.UUID) error {
			_, _, err := b.Projects.Archive(t.Context(), b.owner, i, true)
			return err
		},
		"sprint completed": func(_, _, _, i, _ uuid.UUID) error {
			_, _, err := b.Sprints.Complete(t.Context(), b.owner, i)
			return err
		},
		"token revoked": func(_, _, _, _, i uuid.UUID) error { _, _, err := b.Tokens.Revoke(t.Context(), b.owner, i); return err },
	} {
		absent := uuid.New()
		foreign, missing := do(b.foreignStandup.ID, b.foreignAnn.ID, b.foreignProject.ID, b.foreignSprint.ID, b.foreignToken.ID), do(absent, absent, absent, absent, absent)
		if !fault.Is(foreign, fault.NotFound) || missing == nil || foreign.Error() != missing.Error() {
			t.Errorf("%s: a foreign row gives %v, an absent one %v", name, foreign, missing)
		}
	}
	for name, do := range map[string]func(ws uuid.UUID, row *uuid.UUID) error{
		"team": func(ws uuid.UUID, _ *uuid.UUID) error {
			_, _, err := b.Teams.Upsert(t.Context(), b.owner, team.Upsert{WorkspaceID: ws, Name: new("x")})
			return err
		},
		"project": func(ws uuid.UUID, _ *uuid.UUID) error {
			_, _, err := b.Projects.Upsert(t.Context(), b.owner, project.Upsert{WorkspaceID: ws, Key: new("NEW"), Name: new("x")})
			return err
		},
		"sprint": func(ws uuid.UUID, _ *uuid.UUID) error {
			_, _, err := b.Sprints.Upsert(t.Context(), b.owner, sprint.Upsert{WorkspaceID: ws, Name: new("x"), StartsOn: new(day.Of(2026, 1, 1)), EndsOn: new(day.Of(2026, 1, 1))})
			return err
		},
		"task": func(ws uuid.UUID, _ *uuid.UUID) error {
			_, _, err := b.Tasks.Upsert(t.Context(), b.owner, task.Upsert{WorkspaceID: ws, ProjectID: &b.foreignProject.ID, Title: new("x")})
			return err
		},
		"member": func(ws uuid.UUID, _ *uuid.UUID) error {
			_, _, err := b.Members.Invite(t.Context(), b.owner, member.InviteParams{WorkspaceID: ws, Email: "x@example.com", DisplayName: "x", Role: authz.RoleMember})
			return err
		},
		"token": func(ws uuid.UUID, _ *uuid.UUID) error {
			_, _, _, err := b.Tokens.Create(t.Context(), b.owner, apitoken.CreateParams{WorkspaceID: ws, Name: "x"})
			return err
		},
		"standup": func(ws uuid.UUID, _ *uuid.UUID) error {
			_, _, err := b.Standups.Submit(t.Context(), b.owner, standup.SubmitParams{WorkspaceID: ws, Today: new("x")})
			return err
		},
	} {
		foreign, missing := do(b.foreign.ID, nil), do(uuid.New(), nil)
		if !fault.Is(foreign, fault.NotFound) || missing == nil || foreign.Error() != missing.Error() {
			t.Errorf("%s in another workspace gives %v, in none %v", name, foreign, missing)
		}
	}
	// The workspace is ours, the row is theirs.
	_, _, err := b.Teams.Upsert(t.Context(), b.owner, team.Upsert{WorkspaceID: b.w.ID, ID: &b.foreignTeam.ID, Name: new("x")})
	apptest.WantRejection(t, err, check.NotFound, "id")
	_, _, err = b.Projects.Upsert(t.Context(), b.owner, project.Upsert{WorkspaceID: b.w.ID, ID: &b.foreignProject.ID, Name: new("x")})
	apptest.WantRejection(t, err, check.NotFound, "id")
	_, _, err = b.Sprints.Upsert(t.Context(), b.owner, sprint.Upsert{WorkspaceID: b.w.ID, ID: &b.foreignSprint.ID, Name: new("x")})
	apptest.WantRejection(t, err, check.NotFound, "id")
	_, _, err = b.Tasks.Upsert(t.Context(), b.owner, task.Upsert{WorkspaceID: b.w.ID, ID: &b.foreignTask.ID, Title: new("x")})
	apptest.WantRejection(t, err, check.NotFound, "id")
	same(t, before, b.Snapshot(t))
}

// References to people who left are as good as references to nobody, in every mutation alike.
func TestReferencesToRemovedMembersAreRejected(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	gone := b.w.Member(t)
	if _, _, err := b.Members.Remove(t.Context(), b.owner, gone.ID); err != nil {
		t.Fatal(err)
	}
	before := b.Snapshot(t)
	for name, c := range map[string]struct {
		field string
		do    func() error
	}{
		"manager of a team": {"managerId", func() error {
			_, _, err := b.Teams.Upsert(t.Context(), b.owner, team.Upsert{WorkspaceID: b.w.ID, ID: &b.team.ID, ManagerID: patch.To(&gone.ID)})
			return err
		}},
		"assignee of a task": {"assigneeId", func() error {
			_, err := changeTask(task.Upsert{AssigneeID: patch.To(&gone.ID)})(t, b)
			return err
		}},
		"manager of a member": {"managerId", func() error { _, _, err := b.Members.SetManager(t.Context(), b.owner, b.ann.ID, &gone.ID); return err }},
		"member of a team": {"memberIds", func() error {
			_, _, err := b.Teams.Upsert(t.Context(), b.owner, team.Upsert{WorkspaceID: b.w.ID, ID: &b.team.ID, MemberIDs: ids(gone.ID)})
			return err
		}},
		"member of a project": {"memberIds", func() error {
			_, _, err := b.Projects.Upsert(t.Context(), b.owner, project.Upsert{WorkspaceID: b.w.ID, ID: &b.project.ID, MemberIDs: ids(gone.ID)})
			return err
		}},
		"person of a standup": {"onBehalfOf", func() error {
			_, _, err := b.Standups.Submit(t.Context(), b.bot, standup.SubmitParams{WorkspaceID: b.w.ID, Today: new("x"), OnBehalfOf: &gone.ID})
			return err
		}},
		"person of an inferred standup": {"memberId", func() error {
			_, _, err := b.Standups.Infer(t.Context(), b.bot, standup.InferParams{WorkspaceID: b.w.ID, Today: new("x"), MemberID: gone.ID, Date: day.Of(2026, 2, 11)})
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) { apptest.WantRejection(t, c.do(), check.NotFound, c.field) })
	}
	same(t, before, b.Snapshot(t))
}
