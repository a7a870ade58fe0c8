package graph_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/id"
	"daybook/internal/worklog"

	"github.com/google/uuid"
)

// withWorkLogs adds a log of Bob's, one of Ada's that she corrected, and one on a project that Bob could open when he wrote it.
func withWorkLogs(t *testing.T, g *world) {
	t.Helper()
	on := func(name string, hours int, note string) func(*worklog.AppendParams) {
		return func(p *worklog.AppendParams) {
			i := g.id(t, name)
			if i.Kind == id.Task {
				p.Subject.TaskID = &i.UUID
			} else {
				p.Subject.ProjectID = &i.UUID
			}
			p.LoggedAt, p.Note = new(apptest.Noon.Add(-time.Duration(hours)*time.Hour)), note
		}
	}
	ada, bob := g.person("ada"), g.person("bob")
	wrong := g.home.WorkLog(t, ada, on("task", 3, "Tried the new driver, it leaks."))
	right, _, err := g.app.WorkLogs.Correct(t.Context(), ada.Viewer(t), worklog.CorrectParams{ID: wrong.ID, Note: new("It does not leak after all.")})
	if err != nil {
		t.Fatal(err)
	}
	plan := g.home.WorkLog(t, ada, on("project", 2, "Planned the release."))
	secret := g.id(t, "secret").UUID
	member := func(sql string) {
		if _, err := g.app.DB.NewRaw(sql, g.home.ID, secret, bob.ID).Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	member("insert into project_members (workspace_id, project_id, member_id) values (?, ?, ?)")
	old := g.home.WorkLog(t, bob, on("hidden", 1, "Rotated one key."))
	member("delete from project_members where workspace_id = ? and project_id = ? and member_id = ?")
	for name, l := range map[string]*worklog.WorkLog{"wrong": wrong, "right": right, "plan": plan, "old": old} {
		g.names[name] = l.NodeID().String()
	}
	g.names["absentLog"] = id.Of(id.WorkLog, uuid.New()).String()
}

// A repeated request is answered with the log it made, whatever became of it since; one that was corrected, too.
func TestRepeatedWorkLogsHappenOnce(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	p := w.Project(t)
	ask := func(as apptest.Caller, field, input string) (logID string, replayed bool, refusal string) {
		r := a.Post(t, as, fmt.Sprintf("mutation { it: %s(input: {%s}) { workLog { id } replayed userErrors { code field } } }", field, input), nil)
		var out struct {
			It struct {
				WorkLog    *struct{ ID string }
				Replayed   bool
				UserErrors []struct{ Code string }
			}
		}
		if err := json.Unmarshal(r.Data, &out); err != nil || len(r.Errors) > 0 {
			t.Fatalf("%v: %+v", err, r)
		}
		if len(out.It.UserErrors) > 0 {
			return "", out.It.Replayed, out.It.UserErrors[0].Code
		}
		return out.It.WorkLog.ID, out.It.Replayed, ""
	}
	add := fmt.Sprintf(`workspaceId: %q, subject: {projectId: %q}, note: "x", idempotencyKey: "k"`, w.NodeID(), p.NodeID())
	first, _, _ := ask(ann, "workLogAppend", add)
	correct := fmt.Sprintf(`id: %q, note: "y", idempotencyKey: "k"`, first)
	second, replayed, refusal := ask(ann, "workLogCorrect", correct)
	if second == first || replayed || refusal != "" {
		t.Fatalf("the correction is %s of %s, %v %s", second, first, replayed, refusal)
	}
	if _, _, err := a.Projects.Archive(t.Context(), w.Owner.Viewer(t), p.ID, true); err != nil {
		t.Fatal(err)
	}
	before := a.Snapshot(t)
	if again, replayed, refusal := ask(ann, "workLogAppend", add); again != first || !replayed || refusal != "" {
		t.Errorf("appended again: %s, want %s; %v %s", again, first, replayed, refusal)
	}
	if again, replayed, refusal := ask(ann, "workLogCorrect", correct); again != second || !replayed || refusal != "" {
		t.Errorf("corrected again: %s, want %s; %v %s", again, second, replayed, refusal)
	}
	if _, _, refusal := ask(ann, "workLogCorrect", fmt.Sprintf(`id: %q, note: "y", idempotencyKey: "l"`, first)); refusal != "CONFLICT" {
		t.Errorf("corrected again with another key: %q", refusal)
	}
	for table, digest := range a.Snapshot(t) {
		if before[table] != digest {
			t.Errorf("the table %s was changed", table)
		}
	}
	bot := w.Service(t, authz.TrackingWrite)
	if made, _, _ := ask(bot, "workLogAppend", fmt.Sprintf(`workspaceId: %q, subject: {projectId: %q}, note: "x", onBehalfOf: %q, idempotencyKey: "k"`, w.NodeID(), w.Project(t).NodeID(), ann.NodeID())); made == first {
		t.Error("the key of another caller was taken for theirs")
	}
}
