package graph_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/app"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/blocker"
	"daybook/internal/day"
	"daybook/internal/export"
	"daybook/internal/external"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/postgres"
	"daybook/internal/standup"
	"daybook/internal/task"
	"daybook/internal/team"
	"daybook/internal/timeentry"
	"daybook/internal/worklog"

	"github.com/google/uuid"
)

// TestStatementsDoNotGrowWithTheRows sends the deepest sensible query of each connection over few and over many rows: the
// number of SQL statements must be the same.
func TestStatementsDoNotGrowWithTheRows(t *testing.T) {
	t.Parallel()
	const actor = `actor { id kind displayName email avatarUrl member { id } }`
	queries := map[string]string{
		"members":     `members(first: 100) { count { value } pageInfo { endCursor } edges { cursor node { id role ` + actor + ` team { name manager { id } } manager { id ` + actor + ` } managementChain { id ` + actor + ` } timer { note task { key } } slackTracking { enabled } standups(first: 1) { nodes { id } } } } }`,
		"teams":       `teams(first: 100) { count { value } nodes { id name manager { ` + actor + ` } } }`,
		"projects":    `projects(first: 100) { count { value } nodes { key access archivedAt } }`,
		"sprints":     `sprints(first: 100) { count { value } nodes { name team { manager { ` + actor + ` } } } }`,
		"tasks":       `tasks(first: 100) { count { value } nodes { key project { key } sprint { name team { name } } team { name } assignee { ` + actor + ` team { name } } } }`,
		"standups":    `standups(first: 100) { count { value } nodes { date yesterday member { ` + actor + ` team { name } managementChain { id } } parsedTasks { text task { key project { key } } } } }`,
		"standupDay":  `standupDay(date: "2026-02-11") { missingCount rows(first: 100) { count { value } nodes { status member { ` + actor + ` team { name } } standup { today member { id } } } } }`,
		"workLogs":    `workLogs(first: 100, filter: {includeCorrected: true}) { count { value } nodes { note loggedAt viewerCanEdit member { ` + actor + ` } subject { ... on Task { key project { key } } ... on Project { key } } corrects { id } correctedBy { id corrects { id } } } }`,
		"timeEntries": `timeEntries(first: 100) { count { value } totals { durationSeconds billableSeconds reportedSeconds } nodes { durationSeconds reportedSeconds viewerCanEdit member { ` + actor + ` } task { key project { key } } project { key } } }`,
		"blockers":    `blockers(first: 100) { count { value } nodes { description hint viewerCanEdit task { key project { key } } standup { date } escalations { level blocker { id } recipient { ` + actor + ` } } } }`,
		"activities":  `activities(first: 100) { count { value } nodes { title subjectName content compensates { content } compensatedBy { content ` + actor + ` } displayUrl metadata ipAddress userAgent ` + actor + ` subject { __typename ... on Task { key project { key } } ... on Standup { today member { id } } ... on WorkLog { note subject { ... on Task { key } } } ... on TimeEntry { note task { key } through: project { key } } ... on Blocker { description escalations { recipient { id } } } ... on Member { role } ... on Project { key } ... on Sprint { name } ... on Workspace { slug } } changes { field } } }`,
		"auditLog":    `auditLog(first: 100) { count { value } nodes { title ` + actor + ` subjectName subject { ... on Member { team { name } } } } }`,
		"apiTokens":   `apiTokens(first: 100) { count { value } nodes { name createdBy { displayName } } }`,
		"exports":     `exports(first: 100) { count { value } nodes { kind format status rowCount url from to requestedBy { id kind displayName email avatarUrl member { team { name } } } } }`,
		"found":       `found: activities(first: 100, filter: {text: "invoice pai"}) { count { value } nodes { title subjectName displayUrl ` + actor + ` subject { ... on ExternalEntity { name url } } } }`,
		"stats":       `stats: activityStats(days: 30) { count: total { value } byEntity { entityType count } byAction { action count } byActor { count ` + actor + ` } }`,
	}
	queries["ExternalEntity.activities"] = `activities(first: 100) { count { value } nodes { title content displayUrl ` + actor + ` subject { ... on ExternalEntity { name url } } } }`
	// Loaders wait long enough to collect all of a level's keys also where the tests share few cores.
	a := apptest.New(t, func(o *app.Options) { o.LoaderWait = 120 * time.Millisecond })
	few, many := filled(t, a, 2), filled(t, a, 5) // what many have done still fits on one page of activities
	for name, query := range queries {
		t.Run(name, func(t *testing.T) {
			if name == "members" { // a list below each row asks anew for each: one statement a person, and none but that
				query = strings.Replace(query, "standups(first: 1) { nodes { id } }", "", 1)
			}
			small, rowsSmall := statements(t, a, few, name, query)
			large, rowsLarge := statements(t, a, many, name, query)
			if rowsLarge <= rowsSmall {
				t.Fatalf("%d and %d rows: the larger world is not larger", rowsSmall, rowsLarge)
			}
			// Where many tests share few cores a level's keys can come too late for their loader: the second look decides.
			for tries := 0; small != large && tries < 4; tries++ {
				again, _ := statements(t, a, many, name, query)
				large = min(large, again)
				again, _ = statements(t, a, few, name, query)
				small = min(small, again)
			}
			if small != large {
				t.Errorf("%d statements for %d rows, %d for %d", small, rowsSmall, large, rowsLarge)
			}
		})
	}
}

func filled(t *testing.T, a *apptest.App, n int) *apptest.Workspace {
	t.Helper()
	w := a.Workspace(t)
	boss := w.Member(t)
	teller := w.Service(t, authz.ActivityWrite).Viewer(t)
	for i := range n {
		group := w.Team(t, func(p *team.Upsert) { p.ManagerID.Given, p.ManagerID.Value = true, &boss.ID })
		p := w.Member(t, func(p *member.InviteParams) { p.TeamID, p.ManagerID = &group.ID, &boss.ID })
		project, sprint := w.Project(t), w.Sprint(t)
		on := w.Task(t, project, func(u *task.Upsert) {
			u.AssigneeID.Given, u.AssigneeID.Value = true, &p.ID
			u.SprintID.Given, u.SprintID.Value = true, &sprint.ID
		})
		w.Standup(t, p, func(s *standup.SubmitParams) { s.Date = new(day.Of(2026, 2, 1+i%10)) })
		w.Personal(t, p)
		w.TimeEntry(t, p, func(e *timeentry.CreateParams) { e.TaskID, e.StartedAt = &on.ID, new(apptest.Noon.Add(-2*time.Hour)) })
		w.Timer(t, p)
		w.Escalation(t, p, w.Blocker(t, p, func(b *blocker.OpenParams) { b.TaskID = &on.ID }))
		log := w.WorkLog(t, p, func(l *worklog.AppendParams) { l.Subject.ProjectID = &project.ID })
		if _, _, err := a.WorkLogs.Correct(t.Context(), p.Viewer(t), worklog.CorrectParams{ID: log.ID, Note: new("x")}); err != nil {
			t.Fatal(err)
		}
		said := w.Comment(t, p, project.NodeID(), "x")
		if _, _, err := a.Comments.Compensate(t.Context(), p.Viewer(t), said.ID, new("x")); err != nil {
			t.Fatal(err)
		}
		if _, _, err := a.Exports.Create(t.Context(), w.Owner.Viewer(t), export.CreateParams{WorkspaceID: w.ID, Kind: export.Standups, Format: export.CSV, WholeWorkspace: true}); err != nil {
			t.Fatal(err)
		}
		paid := external.Record{WorkspaceID: w.ID, Type: activity.Invoice, ExternalID: "INV-1", Name: new("Invoice 1"), Action: activity.Paid,
			Title: new("paid"), Content: new("x"), Visibility: activity.ToWorkspace, ActorID: &p.ID}
		if _, _, err := a.Externals.Record(t.Context(), teller, paid); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// root is the object that has the list, and the name of the list: that of the workspace, or of the entity of another system
// in it.
func root(t *testing.T, a *apptest.App, w *apptest.Workspace, name string) (field, list string) {
	t.Helper()
	list, ofEntity := strings.CutPrefix(name, "ExternalEntity.")
	if !ofEntity {
		return fmt.Sprintf("root: workspace(id: %q)", w.NodeID()), name
	}
	var entity uuid.UUID
	if err := a.DB.NewRaw("select id from external_entities where workspace_id = ?", w.ID).Scan(t.Context(), &entity); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("root: node(id: %q) { ... on ExternalEntity", id.Of(id.External, entity)), list
}

// statements runs the query as the owner and counts the rows and what was asked of the database, recognising the owner
// included.
func statements(t *testing.T, a *apptest.App, w *apptest.Workspace, name, query string) (sql int64, rows int) {
	t.Helper()
	field, list := root(t, a, w, name)
	document := "{ " + field + " { " + query + " } }" + strings.Repeat(" }", strings.Count(field, "{"))
	body, err := json.Marshal(map[string]string{"query": document})
	if err != nil {
		t.Fatal(err)
	}
	ctx, count := postgres.CountStatements(t.Context())
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "http://daybook.test/graphql", strings.NewReader(string(body)))
	r.Header.Set("Content-Type", "application/json")
	w.Owner.Authorize(r)
	answer := httptest.NewRecorder()
	a.Handler.ServeHTTP(answer, r)
	var out struct {
		Data struct {
			Root map[string]struct {
				Count struct{ Value int }
				Rows  struct{ Count struct{ Value int } }
			}
		}
		Errors []apptest.GraphQLError
	}
	if err := json.Unmarshal(answer.Body.Bytes(), &out); err != nil || len(out.Errors) > 0 {
		t.Fatalf("%v %s", err, answer.Body)
	}
	of := out.Data.Root[list]
	return count.Load(), of.Count.Value + of.Rows.Count.Value
}
