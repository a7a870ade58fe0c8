package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apitoken"
	"daybook/internal/app"
	"daybook/internal/authz"
	"daybook/internal/day"
	"daybook/internal/member"
	"daybook/internal/patch"
	"daybook/internal/project"
	"daybook/internal/sprint"
	"daybook/internal/standup"
	"daybook/internal/task"
	"daybook/internal/team"
	"daybook/internal/workspace"

	"github.com/google/uuid"
)

var variable = regexp.MustCompile(`[A-Z]{2,}-\d+|\d{4}-\d{2}-\d{2}`)

// form is what an activity has in common with all others that tell of the same kind of change.
func form(a *activity.Activity) string {
	known := func(s *string) string {
		if s == nil {
			return "none"
		}
		return variable.ReplaceAllString(*s, "#")
	}
	title, name := known(a.Title), known(a.SubjectName)
	if a.EntityType != activity.Standup && a.SubjectName != nil {
		title, name = strings.ReplaceAll(title, name, "name"), "name"
	}
	var metadata map[string]any
	if a.Metadata != nil {
		if err := json.Unmarshal(a.Metadata, &metadata); err != nil {
			panic(err)
		}
	}
	return fmt.Sprintln(a.Action, a.EntityType, a.Visibility, title, name, "project", a.ProjectID != nil && *a.ProjectID == a.EntityID, a.ProjectID != nil,
		"subject", a.SubjectID != nil && *a.SubjectID == a.EntityID, a.SubjectID != nil, "request", a.RequestID != nil || a.ActorKind != authz.KindHuman,
		"content", a.Content != nil, "metadata", slices.Sorted(maps.Keys(metadata)))
}

func changes(a *activity.Activity) []string {
	var forms []string
	for _, c := range a.Changes {
		forms = append(forms, fmt.Sprintln(c.Field, c.Old != nil, c.New != nil, c.Redacted, valueForm(c)))
	}
	return forms
}

// valueForm is the kind of the new value: the prefix of an id, that it is a date or a name, else the value.
func valueForm(c *activity.FieldChange) string {
	switch v := c.New; {
	case v == nil || c.Field == "name":
		return ""
	case len(*v) == 30 && (*v)[3] == '_':
		return (*v)[:4]
	default:
		return variable.ReplaceAllString(*v, "#")
	}
}

// Every activity of the demo must look as one that the services wrote, and every change in it as one of theirs.
func TestToldAsServicesTell(t *testing.T) {
	t.Parallel()
	db := seeded(t)
	w, err := workspace.BySlug(t.Context(), db, slug)
	if err != nil {
		t.Fatal(err)
	}
	workspaceID := w.ID
	told, err := activity.After(t.Context(), db, workspaceID, 0, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	doEverything(t, newApp(t, db), workspaceID)
	var rows []*activity.Activity
	if err := db.NewSelect().Model(&rows).Where("seq > ? or workspace_id <> ?", len(told), workspaceID).Scan(t.Context()); err != nil {
		t.Fatal(err)
	}
	real := map[string]map[string]bool{}
	for _, a := range rows {
		if real[form(a)] == nil {
			real[form(a)] = map[string]bool{}
		}
		for _, c := range changes(a) {
			real[form(a)][c] = true
		}
	}
	seen := map[string]bool{}
	for _, a := range told {
		if real[form(a)] == nil && !seen[form(a)] {
			t.Errorf("no service tells: %s", form(a))
		}
		seen[form(a)] = true
		for _, c := range changes(a) {
			if known := real[form(a)]; known != nil && !known[c] {
				t.Errorf("no service tells of a change %s in: %s", c, form(a))
			}
		}
	}
}

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
		{Status: ptr(task.Canceled)}, {Status: ptr(task.Done)}} {
		u.WorkspaceID, u.ID = workspaceID, &made.ID
		must(a.Tasks.Upsert(ctx, owner, u))
	}
	writeStandups(ctx, t, a, owner, workspaceID)
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
