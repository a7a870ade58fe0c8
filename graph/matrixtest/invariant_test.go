package matrixtest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apitoken"
	"daybook/internal/blocker"
	"daybook/internal/member"
	"daybook/internal/project"
	"daybook/internal/sprint"
	"daybook/internal/standup"
	"daybook/internal/task"
	"daybook/internal/team"
	"daybook/internal/timeentry"
	"daybook/internal/worklog"
)

// ask is a document over POST whose answer must be one of GraphQL.
func (w *world) ask(t *testing.T, v *viewer, document string) *answer {
	t.Helper()
	a, err := post{w.url}.ask(t.Context(), v, w.resolve(document, v, nil))
	must(t, err)
	return a
}

// TestListsHoldWhatNodeFinds: for every viewer, a list holds the rows that node finds for them, and no other.
func TestListsHoldWhatNodeFinds(t *testing.T) {
	t.Parallel()
	w := newWorld(t, readMatrix(t, schema()), [][]string{{"activity:read", "audit:read", "directory:read", "tracking:read", "work:read"}})
	lists := []struct {
		path string
		rows []string
	}{
		{"members(filter: {includeRemoved: true}", ids(read[member.Member](t, w), nil)},
		{"teams(", ids(read[team.Team](t, w), nil)},
		{"projects(", ids(read[project.Project](t, w), nil)},
		{"sprints(", ids(read[sprint.Sprint](t, w), nil)},
		{"tasks(", ids(read[task.Task](t, w), nil)},
		{"standups(", ids(read[standup.Standup](t, w), nil)},
		{"workLogs(filter: {includeCorrected: true}", ids(read[worklog.WorkLog](t, w), nil)},
		{"timeEntries(", ids(read[timeentry.Entry](t, w), nil)},
		{"blockers(", ids(read[blocker.Blocker](t, w), nil)},
		{"activities(", ids(w.log, func(*activity.Activity) bool { return true })},
		{"apiTokens(", ids(read[apitoken.Token](t, w), nil)},
	}
	all := slices.Clone(w.people)
	for _, v := range w.services {
		all = append(all, v)
	}
	for _, v := range all {
		for _, l := range lists {
			if v.home != w.acme.ID || l.path == "apiTokens(" && !v.isAdmin() {
				continue
			}
			var listed []string
			for after := ""; ; {
				sep := ""
				if !strings.HasSuffix(l.path, "(") {
					sep = ", "
				}
				a := w.ask(t, v, fmt.Sprintf(`{ workspace(id: $workspace) { list: %s%sfirst: 100%s) { nodes { id } pageInfo { hasNextPage endCursor } } } }`, l.path, sep, after))
				data, _ := a.Data.(map[string]any)
				ws, _ := data["workspace"].(map[string]any)
				list, _ := ws["list"].(map[string]any)
				if list == nil {
					t.Fatalf("%s as %s: %s", l.path, v.name, a.raw)
				}
				for _, n := range list["nodes"].([]any) {
					listed = append(listed, n.(map[string]any)["id"].(string))
				}
				info := list["pageInfo"].(map[string]any)
				if info["hasNextPage"] != true {
					break
				}
				after = fmt.Sprintf(", after: %q", info["endCursor"])
			}
			var found []string
			for chunk := range slices.Chunk(l.rows, 100) {
				a := w.ask(t, v, fmt.Sprintf(`{ nodes(ids: ["%s"]) { id } }`, strings.Join(chunk, `", "`)))
				data, _ := a.Data.(map[string]any)
				nodes, _ := data["nodes"].([]any)
				for _, n := range nodes {
					if row, ok := n.(map[string]any); ok {
						found = append(found, row["id"].(string))
					}
				}
			}
			if more, less := without(listed, found), without(found, listed); len(more)+len(less) > 0 {
				t.Errorf("%s as %s: the list has %d rows, nodes finds %d: only listed %.200v, only found %.200v", l.path, v.name, len(listed), len(found), more, less)
			}
		}
	}
}

// TestRemovedMembersAreOutside: from the commit on, mid-stream too.
func TestRemovedMembersAreOutside(t *testing.T) {
	t.Parallel()
	w := newWorld(t, readMatrix(t, schema()), nil)
	sockets := &sockets{url: w.url}
	t.Cleanup(sockets.close)
	for _, carry := range []carrier{sse{w.url}, sockets} {
		public, v := w.newcomer(t, self)
		begun, over := make(chan struct{}), make(chan error, 1)
		var got []string
		go func() {
			frames := 0
			over <- carry.stream(context.WithoutCancel(t.Context()), v, streamDocument(plain, w.acme.NodeID().String()), func(a *answer) bool {
				if frames++; frames == 1 {
					close(begun)
				}
				got = append(got, readFrame(a).ids...)
				return false
			})
		}()
		<-begun
		if _, _, err := w.app.Members.Remove(t.Context(), w.admin.Viewer(t), parse(t, public).UUID); err != nil {
			t.Fatal(err)
		}
		must(t, w.makeLastNamed(t, "After "+carry.name()))
		if err := <-over; err == nil || strings.Contains(err.Error(), "deadline") {
			t.Errorf("over %s the stream of a removed member did not end: %v", carry.name(), err)
		}
		if len(got) > 0 {
			t.Errorf("over %s a removed member still got %v", carry.name(), got)
		}
		a := w.ask(t, v, "{ workspace(id: $workspace) { id } }")
		if len(a.Errors) != 1 || a.Errors[0].code() != "NOT_FOUND" {
			t.Errorf("a removed member is answered %s", a.raw)
		}
		token := *v
		token.cookie = ""
		if a := w.ask(t, &token, "{ viewer { id } }"); len(a.Errors) != 1 || a.Errors[0].code() != "UNAUTHENTICATED" {
			t.Errorf("the token of a removed member is answered %s", a.raw)
		}
	}
}

// TestForeignThingsDoNotExist: what belongs to another workspace is no other than what never was, for anyone in this one.
func TestForeignThingsDoNotExist(t *testing.T) {
	t.Parallel()
	all := []string{"activity:read", "audit:read", "directory:email", "directory:read", "sentiment:read", "tracking:read", "work:read"}
	w := newWorld(t, readMatrix(t, schema()), [][]string{all})
	p := w.foreign.Project(t)
	log := w.foreign.Log(t)
	asked := map[string]string{
		"workspace": w.foreign.NodeID().String(), "member": w.stranger.NodeID().String(), "team": w.foreign.Team(t).NodeID().String(),
		"project": p.NodeID().String(), "task": w.foreign.Task(t, p).NodeID().String(), "sprint": w.foreign.Sprint(t).NodeID().String(),
		"standup": w.foreign.Standup(t, w.stranger).NodeID().String(), "workLog": w.foreign.WorkLog(t, w.stranger).NodeID().String(),
		"timeEntry": w.foreign.TimeEntry(t, w.stranger).NodeID().String(), "blocker": foreignBlocker(t, w), "activity": log[len(log)-1].NodeID().String(),
		"": w.foreign.Service(t, "work:read").NodeID().String(),
	}
	viewers := append(slices.Clone(w.people), w.service(t, all))
	for _, v := range viewers {
		if v.home != w.acme.ID {
			continue
		}
		for field, i := range asked {
			forms := []string{"{ node(id: %q) { id __typename } }", "{ nodes(ids: [%q]) { id __typename } }"}
			if field != "" {
				forms = append(forms, "{ "+field+"(id: %q) { id __typename } }")
			}
			for _, form := range forms {
				a, b := w.ask(t, v, fmt.Sprintf(form, i)), w.ask(t, v, fmt.Sprintf(form, absent(i)))
				if a.same() != b.same() || len(a.Errors) != 1 || a.Errors[0].code() != "NOT_FOUND" && a.Errors[0].code() != "FORBIDDEN" {
					t.Errorf("%s as %s: %s, and for an id that never was %s", fmt.Sprintf(form, i), v.name, a.raw, b.raw)
				}
			}
		}
	}
}

func foreignBlocker(t *testing.T, w *world) string {
	t.Helper()
	b, _, err := w.app.Blockers.Open(t.Context(), w.stranger.Viewer(t), blocker.OpenParams{WorkspaceID: w.foreign.ID, Severity: standup.High, Category: standup.External, Description: "Elsewhere"})
	must(t, err)
	return b.NodeID().String()
}

// TestManagersWithoutEscalationAreMates: being further up adds nothing where nothing was escalated to the viewer.
func TestManagersWithoutEscalationAreMates(t *testing.T) {
	t.Parallel()
	w := newWorld(t, readMatrix(t, schema()), nil)
	all := []string{"{ member(id: $subject) { removedAt standups { nodes { id } } workLogs { nodes { id } } timeEntries { nodes { id } } blockers { nodes { id } } timer { id } } }"}
	for name, it := range w.things {
		if it.owner == w.subject.ID && it.id != "" && it.kind != "Member" && it.kind != "Actor" {
			all = append(all, fmt.Sprintf("{ node(id: $%s) { id } }", name))
		}
	}
	mate, vp := w.as(mate), w.viewerOf(w.vp)
	for _, document := range all {
		if a, b := w.ask(t, mate, document), w.ask(t, vp, document); !a.alike(b) {
			t.Errorf("%s: a mate is answered %s, the VP %s", document, a.raw, b.raw)
		}
	}
	for _, r := range readMatrix(t, schema()).rows {
		if strings.HasPrefix(r.name, "Escalation.") || strings.HasPrefix(r.name, "Blocker.") || strings.Contains(r.condition, "to MGR") {
			continue // of an escalation by themselves
		}
		if r.codes[mgr] != r.codes[column(2)] && !strings.Contains(r.note, "recipient") && !strings.HasPrefix(r.name, "Notification") {
			t.Errorf("line %d, %s: MGR has %s and MATE %s", r.line, r.key(), r.codes[mgr], r.codes[column(2)])
		}
	}
}

// TestRecipientsEndWithTheChain: whom a blocker was escalated to sees it as long as they stand above its person.
func TestRecipientsEndWithTheChain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, readMatrix(t, schema()), nil)
	documents := []string{
		"{ blocker(id: $escalated) { id } }",
		"{ node(id: $trusted) { id } }",
		"{ node(id: $escalation) { id } }",
		"{ workspace(id: $workspace) { blockers { nodes { id escalations { id } } } } }",
		"{ workspace(id: $workspace) { activities(filter: {entityId: $trusted}) { nodes { id } } } }",
		"mutation { escalationAcknowledge(input: {id: $firstStep}) { escalation { id } } }",
	}
	shown := func(document string) bool {
		return strings.Contains(compact(w.ask(t, w.as(mgr), document).Data), `"id"`)
	}
	for _, document := range documents {
		if !shown(document) {
			t.Errorf("the manager, who stands above the person, is shown nothing by %s", document)
		}
	}
	_, _, err := w.app.Members.SetManager(t.Context(), w.admin.Viewer(t), w.subject.ID, &w.mate.ID)
	must(t, err)
	for _, document := range documents {
		if shown(document) {
			t.Errorf("the manager, who stands above the person no more, is shown something by %s", document)
		}
	}
}

// TestClosedNumbersStay: what members are shown of a week that is over stays as it was, whoever changes their rows later;
// workspace admins see the rows as they are.
func TestClosedNumbersStay(t *testing.T) {
	t.Parallel()
	w := newWorld(t, readMatrix(t, schema()), nil)
	document := "{ workspace(id: $workspace) { metrics(" + week + ") { nodes { trackedSeconds contributors workLogs } } } team(id: $second) { metrics(" +
		week + ") { nodes { trackedSeconds } } } task(id: $openTask) { metrics(" + week + ") { nodes { trackedSeconds } } } }"
	before, exact := w.ask(t, w.as(mate), document), w.ask(t, w.as(admin), document)
	if len(before.Errors) > 0 || strings.Contains(compact(before.Data), "null") {
		t.Fatalf("a mate is shown %s", before.raw)
	}
	_, _, err := w.app.TimeEntries.Update(t.Context(), w.subject.Viewer(t), timeentry.Update{ID: w.things["entry"].NodeID().UUID, DurationSeconds: new(60)})
	must(t, err)
	w.acme.WorkLog(t, w.admin, func(l *worklog.AppendParams) {
		l.Subject.ProjectID, l.LoggedAt = &w.things["open"].bound.ID, new(at(earlier, 12))
	})
	if after := w.ask(t, w.as(mate), document); !before.alike(after) {
		t.Errorf("a mate was shown %s, and later %s", before.raw, after.raw)
	}
	if after := w.ask(t, w.as(admin), document); exact.alike(after) {
		t.Errorf("an admin is shown %s after rows were changed", after.raw)
	}
}
