package demo

import (
	"context"
	"fmt"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apitoken"
	"daybook/internal/app"
	"daybook/internal/authz"
	"daybook/internal/blocker"
	"daybook/internal/day"
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

func must[T any](v T, _ activity.Receipt, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// doEverything makes each kind of change that the demo tells of through the services.
func doEverything(t *testing.T, a *app.App, workspaceID uuid.UUID) {
	t.Helper()
	ctx := activity.WithOrigin(t.Context(), activity.Origin{RequestID: "request-1", IPAddress: "192.0.2.1"})
	_, owner, err := a.Authn.SignIn(ctx, mailOf("owner"), Password)
	if err != nil {
		t.Fatal(err)
	}
	_, ann, err := a.Authn.SignIn(ctx, mailOf("member1"), Password)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := a.Authn.SignIn(ctx, mailOf("member1"), "wrong"); err == nil {
		t.Fatal("a wrong password signed in")
	}
	if err := a.Authn.SignOut(ctx, ann); err != nil {
		t.Fatal(err)
	}
	must(a.Workspaces.Create(ctx, owner, workspace.CreateParams{Slug: "other", Name: "Other", TimeZone: "UTC", WeekStart: workspace.Monday}))

	m := must(a.Members.Invite(ctx, owner, member.InviteParams{WorkspaceID: workspaceID, Email: "new@example.com", DisplayName: "New", Role: authz.RoleMember}))
	must(a.Members.SetRole(ctx, owner, m.ID, authz.RoleAdmin, authz.RoleMember))
	boss, _ := owner.In(workspaceID)
	must(a.Members.SetManager(ctx, owner, m.ID, &boss.MemberID))
	for _, members := range []*[]uuid.UUID{nil, {m.ID}} {
		must(a.Teams.Upsert(ctx, owner, team.Upsert{WorkspaceID: workspaceID, Name: ptr(fmt.Sprint("Team ", members != nil)), ManagerID: patch.To(&m.ID), MemberIDs: members}))
	}
	p := must(a.Projects.Upsert(ctx, owner, project.Upsert{WorkspaceID: workspaceID, Key: ptr("AAA"), Name: ptr("Open one")}))
	must(a.Projects.Upsert(ctx, owner, project.Upsert{WorkspaceID: workspaceID, Key: ptr("BBB"), Name: ptr("Other one"), Access: ptr(project.Restricted), MemberIDs: &[]uuid.UUID{m.ID}}))
	first, last := day.Of(2026, 8, 3), day.Of(2026, 8, 14)
	one := must(a.Sprints.Upsert(ctx, owner, sprint.Upsert{WorkspaceID: workspaceID, Name: ptr("One"), StartsOn: &first, EndsOn: &last}))
	two := must(a.Sprints.Upsert(ctx, owner, sprint.Upsert{WorkspaceID: workspaceID, Name: ptr("Two"), StartsOn: &first, EndsOn: &last}))
	must(a.Sprints.Complete(ctx, owner, one.ID))

	made := must(a.Tasks.Upsert(ctx, owner, task.Upsert{WorkspaceID: workspaceID, ProjectID: &p.ID, Title: ptr("Something"), DueOn: patch.To(&first)}))
	for _, u := range []task.Upsert{{AssigneeID: patch.To(&m.ID)}, {SprintID: patch.To(&one.ID)}, {SprintID: patch.To(&two.ID)}, {DueOn: patch.To(&last)},
		{Priority: ptr(task.High)}, {Priority: ptr(task.Urgent)}, {Status: ptr(task.InProgress)}, {Status: ptr(task.InReview)},
		{Status: ptr(task.Canceled)}, {Progress: ptr(40)}, {Status: ptr(task.Done), Progress: ptr(100)}} {
		u.WorkspaceID, u.ID = workspaceID, &made.ID
		must(a.Tasks.Upsert(ctx, owner, u))
	}
	if _, _, err := a.Comments.Add(ctx, owner, made.NodeID(), "Looks good."); err != nil {
		t.Fatal(err)
	}
	writeStandups(ctx, t, a, owner, workspaceID)
	trackTime(ctx, t, a, owner, workspaceID, made.ID)
	logWork(ctx, a, owner, workspaceID, made.ID, p.ID)
	meetBlockers(ctx, t, a, owner, workspaceID)
}

// trackTime runs timers and writes entries down, and changes them in each way.
func trackTime(ctx context.Context, t *testing.T, a *app.App, v *authz.Viewer, workspaceID, taskID uuid.UUID) {
	t.Helper()
	must(a.Timers.Start(ctx, v, timer.StartParams{WorkspaceID: workspaceID}))
	for _, on := range []*uuid.UUID{&taskID, nil} {
		must(a.Timers.Start(ctx, v, timer.StartParams{WorkspaceID: workspaceID, TaskID: on, Switch: true}))
	}
	me, _ := v.In(workspaceID)
	running, err := a.Timers.Running(ctx, v, []uuid.UUID{me.MemberID})
	if err != nil {
		t.Fatal(err)
	}
	timed := must(a.Timers.Stop(ctx, v, running[me.MemberID].ID, nil))
	start, on := time.Date(2020, time.January, 6, 9, 0, 0, 0, time.UTC), day.Of(2020, time.January, 7)
	clocked := must(a.TimeEntries.Create(ctx, v, timeentry.CreateParams{WorkspaceID: workspaceID, StartedAt: &start, EndedAt: ptr(start.Add(time.Hour))}))
	summed := must(a.TimeEntries.Create(ctx, v, timeentry.CreateParams{WorkspaceID: workspaceID, SpentOn: &on, DurationSeconds: ptr(3600)}))
	must(a.TimeEntries.Update(ctx, v, timeentry.Update{ID: clocked.ID, EndedAt: patch.To(ptr(start.Add(time.Minute)))}))
	for _, e := range []*timeentry.Entry{timed, clocked, summed} {
		for _, u := range []timeentry.Update{{TaskID: patch.To(&taskID)}, {Billable: ptr(true)}, {Billable: ptr(false)}, {Note: patch.To(ptr("Words."))}} {
			u.ID = e.ID
			must(a.TimeEntries.Update(ctx, v, u))
		}
	}
}

func logWork(ctx context.Context, a *app.App, v *authz.Viewer, workspaceID, taskID, projectID uuid.UUID) {
	for _, on := range []worklog.Subject{{TaskID: &taskID}, {ProjectID: &projectID}} {
		l := must(a.WorkLogs.Append(ctx, v, worklog.AppendParams{WorkspaceID: workspaceID, Subject: on, Note: "Words."}))
		must(a.WorkLogs.Correct(ctx, v, worklog.CorrectParams{ID: l.ID, Note: ptr("Other words.")}))
	}
}

// meetBlockers opens blockers of each severity, and takes one to its end at once and another after all escalations.
func meetBlockers(ctx context.Context, t *testing.T, a *app.App, owner *authz.Viewer, workspaceID uuid.UUID) {
	t.Helper()
	_, ann, err := a.Authn.SignIn(ctx, mailOf("member1"), Password)
	if err != nil {
		t.Fatal(err)
	}
	for _, severity := range []standup.Severity{standup.Low, standup.Medium, standup.High, standup.Critical} {
		open := func() *blocker.Blocker {
			return must(a.Blockers.Open(ctx, ann, blocker.OpenParams{WorkspaceID: workspaceID, Severity: severity, Category: standup.Process, Description: "A wall."}))
		}
		must(a.Blockers.Resolve(ctx, ann, blocker.ResolveParams{ID: open().ID}))
		b := open()
		for range levels {
			_, step, _, err := a.Blockers.Escalate(ctx, ann, blocker.EscalateParams{ID: b.ID})
			if err != nil {
				t.Fatal(err)
			}
			must(a.Blockers.Acknowledge(ctx, owner, step.ID))
		}
		must(a.Blockers.Resolve(ctx, ann, blocker.ResolveParams{ID: b.ID, Note: ptr("A door.")}))
	}
}

func writeStandups(ctx context.Context, t *testing.T, a *app.App, owner *authz.Viewer, workspaceID uuid.UUID) {
	t.Helper()
	_, secret, _, err := a.Tokens.Create(ctx, owner, apitoken.CreateParams{WorkspaceID: workspaceID, Name: "bot", Service: true, Scopes: authz.AllScopes})
	if err != nil {
		t.Fatal(err)
	}
	bot, err := a.Authn.Token(ctx, secret)
	if err != nil {
		t.Fatal(err)
	}
	me, _ := owner.In(workspaceID)
	on := day.Of(2020, 1, 6)
	must(a.Standups.Infer(ctx, bot, standup.InferParams{WorkspaceID: workspaceID, MemberID: me.MemberID, Date: on, Today: ptr("traces")}))
	must(a.Standups.Submit(ctx, owner, standup.SubmitParams{WorkspaceID: workspaceID, Date: &on, Yesterday: ptr("words")}))
	s := must(a.Standups.Submit(ctx, owner, standup.SubmitParams{WorkspaceID: workspaceID, Date: &on, Today: ptr("words"), Blockers: ptr("a wall"), Source: ptr(standup.API)}))
	must(a.Standups.SetAnalysis(ctx, bot, standup.Analysis{StandupID: s.ID, Version: s.Version, Score: ptr(0.5), Status: standup.Scored}))
	on = on.AddDays(1)
	must(a.Standups.Submit(ctx, owner, standup.SubmitParams{WorkspaceID: workspaceID, Date: &on, Yesterday: ptr("words")}))
}
