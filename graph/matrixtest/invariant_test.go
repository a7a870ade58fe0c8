package matrixtest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apitoken"
	"daybook/internal/apptest"
	"daybook/internal/member"
	"daybook/internal/project"
	"daybook/internal/sprint"
	"daybook/internal/standup"
	"daybook/internal/task"
	"daybook/internal/team"
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

// TestHiddenValuesLeaveNoTrace: an answer is the same whether or not a filter fits what the viewer may not see.
func TestHiddenValuesLeaveNoTrace(t *testing.T) {
	t.Parallel()
	w := newWorld(t, readMatrix(t, schema()), nil)
	const shown = "{ nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } count { value precision } }"
	for _, c := range []struct {
		as         column
		list       string
		fits, none string
	}{
		{mate, "standups", `text: "Planned by subject"`, `text: "Planned by nobody"`},
		{mgr, "standups", `text: "Done by subject"`, `text: "Done by nobody"`},
		{mgr, "standups", `source: {eq: INFERRED}`, `source: {eq: SLACK_CHANNEL}`},
		{mate, "standups", `date: {eq: "` + inferred + `"}`, `date: {eq: "2001-01-01"}`},
		{self, "tasks", `projectId: $outer`, `projectId: "` + absent(w.things["outer"].id) + `"`},
		{self, "projects", fmt.Sprintf(`text: %q`, w.things["outer"].bound.Key), `text: "NOSUCHKEY"`},
		{mate, "tasks", fmt.Sprintf(`text: "%s-1"`, w.things["inner"].bound.Key), `text: "NOSUCHKEY-1"`},
		{self, "activities", `entityId: $outerTask`, `entityId: "` + absent(w.things["outerTask"].id) + `"`},
		{mate, "activities", `entityId: $inferred`, `entityId: "` + absent(w.things["standup"].id) + `"`},
		{mate, "activities", `action: {eq: LOGIN}`, `action: {eq: PAID}`},
		{self, "activities", `visibility: [ADMIN]`, `action: {eq: PAID}`},
	} {
		ask := func(filter string) *answer {
			return w.ask(t, w.as(c.as), fmt.Sprintf("{ workspace(id: $workspace) { %s(filter: {%s}) %s } }", c.list, filter, shown))
		}
		if a, b := ask(c.fits), ask(c.none); a.same() != b.same() || len(a.Errors) > 0 {
			t.Errorf("%s as %s: {%s} answers %s, {%s} answers %s", c.list, c.as, c.fits, a.raw, c.none, b.raw)
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
		"standup": w.foreign.Standup(t, w.stranger).NodeID().String(), "activity": log[len(log)-1].NodeID().String(),
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

// TestPersonalTokensKeepToTheirScopes: a person's token that was given scopes shows nothing beyond them, by whatever way,
// though its owner may see it.
func TestPersonalTokensKeepToTheirScopes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, readMatrix(t, schema()), nil)
	for _, p := range []*apptest.Person{w.subject, w.admin} {
		v := &viewer{name: p.DisplayName, col: self, home: w.acme.ID, person: p, bearer: w.acme.Personal(t, p, "work:read").Secret}
		for _, document := range []string{
			"{ standup(id: $todays) { id } }",
			"{ node(id: $todays) { id } }",
			"{ member(id: $mate) { id } }",
			"{ node(id: $mate) { id } }",
			"{ activity(id: $shared) { id } }",
			"{ node(id: $shared) { id } }",
			"{ node(id: $login) { id } }",
			"{ workspace(id: $workspace) { standups { nodes { id } } } }",
			"{ workspace(id: $workspace) { activities { nodes { id } } } }",
			"{ viewer { today(workspaceId: $workspace) { standup { id } } } }",
			`mutation { standupSubmit(input: {workspaceId: $workspace, today: "x"}) { standup { id } } }`,
			`mutation { apiTokenCreate(input: {workspaceId: $workspace, name: "more"}) { secret } }`,
		} {
			a := w.ask(t, v, document)
			for _, kind := range []string{"stu", "mem", "act", "dbk"} {
				if strings.Contains(compact(a.Data), `"`+kind+`_`) {
					t.Errorf("as %s with work:read alone: %s answers %s", p.DisplayName, document, compact(a.Data))
				}
			}
		}
	}
}
