package apptest

import (
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"net/http"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apitoken"
	"daybook/internal/authz"
	"daybook/internal/day"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/project"
	"daybook/internal/sprint"
	"daybook/internal/standup"
	"daybook/internal/task"
	"daybook/internal/team"
	"daybook/internal/timeentry"
	"daybook/internal/timer"
	"daybook/internal/worklog"

	"github.com/google/uuid"
)

// Person is a member with an open session.
type Person struct {
	*member.Member
	Session uuid.UUID // the session's id
	Secret  string    // the session cookie's value
	app     *App
}

// Viewer is the person's rights as they are now. It stops the test when the session is no longer good.
func (p *Person) Viewer(t testing.TB) *authz.Viewer {
	t.Helper()
	v, err := p.app.Authn.Session(t.Context(), p.Secret)
	if err != nil {
		t.Fatalf("recognising %s: %v", p.DisplayName, err)
	}
	return v
}

// Authorize sends the session's cookie.
func (p *Person) Authorize(r *http.Request) { r.AddCookie(cookie(p.Secret)) }

// session opens a session without the cost of a password.
func (a *App) session(t testing.TB, m *member.Member) *Person {
	t.Helper()
	p := &Person{Member: m, Session: id.New(), Secret: rand.Text(), app: a}
	sum := sha256.Sum256([]byte(p.Secret))
	_, err := a.DB.NewRaw("insert into sessions (id, account_id, token_hash, expires_at) values (?, ?, ?, ?)",
		p.Session, m.AccountID, sum[:], time.Now().UTC().Add(time.Hour)).Exec(t.Context())
	if err != nil {
		t.Fatalf("opening a session: %v", err)
	}
	return p
}

// Member adds a person with the role MEMBER, in the workspace's time zone.
func (w *Workspace) Member(t testing.TB, change ...func(*member.InviteParams)) *Person {
	t.Helper()
	n := unique()
	p := member.InviteParams{WorkspaceID: w.ID, Email: fmt.Sprintf("person%d@example.com", n), DisplayName: fmt.Sprintf("Person %04d", n), Role: authz.RoleMember}
	for _, c := range change {
		c(&p)
	}
	m, _, err := w.app.Members.Add(t.Context(), activity.BySystem, p)
	if err != nil {
		t.Fatalf("adding a member: %v", err)
	}
	return w.app.session(t, m)
}

// Admin adds a person with the role ADMIN.
func (w *Workspace) Admin(t testing.TB) *Person {
	t.Helper()
	return w.Member(t, func(p *member.InviteParams) { p.Role = authz.RoleAdmin })
}

// Token is an API token with its secret.
type Token struct {
	*apitoken.Token
	Secret string
	app    *App
}

// Viewer is the token's rights as they are now. It stops the test when the token is no longer good.
func (k *Token) Viewer(t testing.TB) *authz.Viewer {
	t.Helper()
	v, err := k.app.Authn.Token(t.Context(), k.Secret)
	if err != nil {
		t.Fatalf("recognising the token %s: %v", k.Name, err)
	}
	return v
}

// Authorize sends the token as a bearer.
func (k *Token) Authorize(r *http.Request) { r.Header.Set("Authorization", "Bearer "+k.Secret) }

// Service makes a service token with the scopes.
func (w *Workspace) Service(t testing.TB, scopes ...string) *Token {
	t.Helper()
	return w.issue(t, apitoken.CreateParams{Service: true, Scopes: scopes})
}

// Personal makes a personal token of the person; without scopes it may what they may.
func (w *Workspace) Personal(t testing.TB, p *Person, scopes ...string) *Token {
	t.Helper()
	return w.issue(t, apitoken.CreateParams{MemberID: &p.ID, Scopes: scopes})
}

func (w *Workspace) issue(t testing.TB, p apitoken.CreateParams) *Token {
	t.Helper()
	p.WorkspaceID, p.Name = w.ID, fmt.Sprintf("Token %d", unique())
	k, secret, _, err := w.app.Tokens.Issue(t.Context(), activity.BySystem, p)
	if err != nil {
		t.Fatalf("making a token: %v", err)
	}
	return &Token{Token: k, Secret: secret, app: w.app}
}

// Team makes a team without members.
func (w *Workspace) Team(t testing.TB, change ...func(*team.Upsert)) *team.Team {
	t.Helper()
	p := team.Upsert{WorkspaceID: w.ID, Name: new(fmt.Sprintf("Team %04d", unique()))}
	for _, c := range change {
		c(&p)
	}
	row, _, err := w.app.Teams.Put(t.Context(), activity.BySystem, p)
	if err != nil {
		t.Fatalf("making a team: %v", err)
	}
	return row
}

// Project makes an open project without members.
func (w *Workspace) Project(t testing.TB, change ...func(*project.Upsert)) *project.Project {
	t.Helper()
	n := unique()
	p := project.Upsert{WorkspaceID: w.ID, Key: new(fmt.Sprintf("P%d", n)), Name: new(fmt.Sprintf("Project %04d", n))}
	for _, c := range change {
		c(&p)
	}
	row, _, err := w.app.Projects.Put(t.Context(), activity.BySystem, p)
	if err != nil {
		t.Fatalf("making a project: %v", err)
	}
	return row
}

// Restricted makes a restricted project with the members.
func (w *Workspace) Restricted(t testing.TB, members ...*Person) *project.Project {
	t.Helper()
	return w.Project(t, func(p *project.Upsert) {
		ids := make([]uuid.UUID, len(members))
		for i, m := range members {
			ids[i] = m.ID
		}
		p.Access, p.MemberIDs = new(project.Restricted), &ids
	})
}

// Sprint makes a sprint of two weeks around Noon.
func (w *Workspace) Sprint(t testing.TB, change ...func(*sprint.Upsert)) *sprint.Sprint {
	t.Helper()
	p := sprint.Upsert{WorkspaceID: w.ID, Name: new(fmt.Sprintf("Sprint %04d", unique())),
		StartsOn: new(day.Of(2026, time.February, 9)), EndsOn: new(day.Of(2026, time.February, 20))}
	for _, c := range change {
		c(&p)
	}
	row, _, err := w.app.Sprints.Put(t.Context(), activity.BySystem, p)
	if err != nil {
		t.Fatalf("making a sprint: %v", err)
	}
	return row
}

// Task makes a task of the project.
func (w *Workspace) Task(t testing.TB, of *project.Project, change ...func(*task.Upsert)) *task.Task {
	t.Helper()
	p := task.Upsert{WorkspaceID: w.ID, ProjectID: &of.ID, Title: new(fmt.Sprintf("Task %04d", unique()))}
	for _, c := range change {
		c(&p)
	}
	row, _, err := w.app.Tasks.Put(t.Context(), activity.BySystem, p)
	if err != nil {
		t.Fatalf("making a task: %v", err)
	}
	return row
}

// Standup submits the person's standup of today.
func (w *Workspace) Standup(t testing.TB, of *Person, change ...func(*standup.SubmitParams)) *standup.Standup {
	t.Helper()
	p := standup.SubmitParams{WorkspaceID: w.ID, Yesterday: new("Did some work."), Today: new("Will do more.")}
	for _, c := range change {
		c(&p)
	}
	row, _, err := w.app.Standups.Submit(t.Context(), of.Viewer(t), p)
	if err != nil {
		t.Fatalf("submitting a standup: %v", err)
	}
	return row
}

// TimeEntry adds an hour of the person's: of today without clock times, or with those that are given.
func (w *Workspace) TimeEntry(t testing.TB, of *Person, change ...func(*timeentry.CreateParams)) *timeentry.Entry {
	t.Helper()
	p := timeentry.CreateParams{WorkspaceID: w.ID}
	for _, c := range change {
		c(&p)
	}
	if p.StartedAt == nil && p.EndedAt == nil && p.SpentOn == nil {
		p.SpentOn = new(of.Today(w.app.Clock.Now()))
	}
	if p.DurationSeconds == nil && (p.StartedAt == nil || p.EndedAt == nil) {
		p.DurationSeconds = new(3600)
	}
	row, _, err := w.app.TimeEntries.Create(t.Context(), of.Viewer(t), p)
	if err != nil {
		t.Fatalf("adding a time entry: %v", err)
	}
	return row
}

// WorkLog appends a log of the person; without a subject it is on a project of its own.
func (w *Workspace) WorkLog(t testing.TB, of *Person, change ...func(*worklog.AppendParams)) *worklog.WorkLog {
	t.Helper()
	p := worklog.AppendParams{WorkspaceID: w.ID, Note: fmt.Sprintf("Worked on it, %d.", unique())}
	for _, c := range change {
		c(&p)
	}
	if p.Subject == (worklog.Subject{}) {
		p.Subject.ProjectID = &w.Project(t).ID
	}
	row, _, err := w.app.WorkLogs.Append(t.Context(), of.Viewer(t), p)
	if err != nil {
		t.Fatalf("appending a work log: %v", err)
	}
	return row
}

// Comment says something about an entity, as the person.
func (w *Workspace) Comment(t testing.TB, by *Person, on id.ID, body string) *activity.Activity {
	t.Helper()
	row, _, err := w.app.Comments.Add(t.Context(), by.Viewer(t), on, body)
	if err != nil {
		t.Fatalf("commenting: %v", err)
	}
	return row
}

// Timer starts a timer of the person, now.
func (w *Workspace) Timer(t testing.TB, of *Person, change ...func(*timer.StartParams)) *timer.Timer {
	t.Helper()
	p := timer.StartParams{WorkspaceID: w.ID}
	for _, c := range change {
		c(&p)
	}
	made, _, err := w.app.Timers.Start(t.Context(), of.Viewer(t), p)
	if err != nil {
		t.Fatalf("starting a timer: %v", err)
	}
	return made.Timer
}

// SignIn opens another session of the person, without the cost of a password.
func (p *Person) SignIn(t testing.TB) *Person {
	t.Helper()
	return p.app.session(t, p.Member)
}
