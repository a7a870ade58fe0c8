package matrixtest

import (
	"fmt"
	"strings"
	"testing"

	"daybook/internal/apptest"
)

// TestHiddenValuesLeaveNoTrace: an answer is the same whether or not a filter fits what the viewer may not see.
func TestHiddenValuesLeaveNoTrace(t *testing.T) {
	t.Parallel()
	w := newWorld(t, readMatrix(t, schema()), nil)
	shown := map[string]string{"timeEntries": " totals { durationSeconds billableSeconds reportedSeconds }"}
	const list = "{ nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } count { value precision }%s }"
	for _, c := range []struct {
		as         column
		list       string
		fits, none string
	}{
		{mate, "standups", `text: "Planned by subject"`, `text: "Planned by nobody"`},
		{mgr, "standups", `text: "Done by subject"`, `text: "Done by nobody"`},
		{mgr, "standups", `source: {eq: INFERRED}`, `source: {eq: SLACK_CHANNEL}`},
		{mate, "standups", `date: {eq: "` + inferred + `"}`, `date: {eq: "2001-01-01"}`},
		{mate, "workLogs", `text: "Noted by subject"`, `text: "Noted by nobody"`},
		{mgr, "workLogs", `taskId: $openTask`, `taskId: "` + absent(w.things["openTask"].id) + `"`},
		{self, "workLogs", `projectId: $outer`, `projectId: "` + absent(w.things["outer"].id) + `"`},
		{mate, "timeEntries", `text: "A review"`, `text: "A dream"`},
		{mgr, "timeEntries", `billable: true`, `billable: false`},
		{self, "timeEntries", `taskId: $outerTask`, `taskId: "` + absent(w.things["outerTask"].id) + `"`},
		{self, "timeEntries", `projectId: $outer`, `projectId: "` + absent(w.things["outer"].id) + `"`},
		{mate, "blockers", `severities: [CRITICAL]`, `severities: [MEDIUM], categories: [PROCESS]`},
		{mgr, "blockers", `taskId: $innerTask`, `taskId: "` + absent(w.things["innerTask"].id) + `"`},
		{self, "tasks", `projectId: $outer`, `projectId: "` + absent(w.things["outer"].id) + `"`},
		{self, "projects", fmt.Sprintf(`text: %q`, w.things["outer"].bound.Key), `text: "NOSUCHKEY"`},
		{mate, "tasks", fmt.Sprintf(`text: "%s-1"`, w.things["inner"].bound.Key), `text: "NOSUCHKEY-1"`},
		{self, "activities", `entityId: $outerTask`, `entityId: "` + absent(w.things["outerTask"].id) + `"`},
		{mate, "activities", `entityId: $inferred`, `entityId: "` + absent(w.things["standup"].id) + `"`},
		{mate, "activities", `action: {eq: LOGIN}`, `action: {eq: PAID}`},
		{self, "activities", `visibility: [ADMIN]`, `action: {eq: PAID}`},
	} {
		ask := func(filter string) *answer {
			return w.ask(t, w.as(c.as), fmt.Sprintf("{ workspace(id: $workspace) { %s(filter: {%s}) "+list+" } }", c.list, filter, shown[c.list]))
		}
		if a, b := ask(c.fits), ask(c.none); a.same() != b.same() || len(a.Errors) > 0 {
			t.Errorf("%s as %s: {%s} answers %s, {%s} answers %s", c.list, c.as, c.fits, a.raw, c.none, b.raw)
		}
	}
}

// TestPersonalTokensKeepToTheirScopes: a person's token that was given scopes shows nothing beyond them, by whatever way,
// though its owner may see it.
func TestPersonalTokensKeepToTheirScopes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, readMatrix(t, schema()), nil)
	personal := func(p *apptest.Person, scope string) *viewer {
		return &viewer{name: p.DisplayName, col: self, home: w.acme.ID, person: p, bearer: w.acme.Personal(t, p, scope).Secret}
	}
	for scope, documents := range map[string][]string{
		"work:read": {
			"{ standup(id: $todays) { id } }",
			"{ node(id: $todays) { id } }",
			"{ workLog(id: $newLog) { id } }",
			"{ node(id: $newLog) { id } }",
			"{ timeEntry(id: $entry) { id } }",
			"{ node(id: $entry) { id } }",
			"{ blocker(id: $blocker) { id } }",
			"{ node(id: $blocker) { id } }",
			"{ member(id: $mate) { id } }",
			"{ node(id: $mate) { id } }",
			"{ activity(id: $shared) { id } }",
			"{ node(id: $shared) { id } }",
			"{ node(id: $login) { id } }",
			"{ workspace(id: $workspace) { standups { nodes { id } } workLogs { nodes { id } } timeEntries { nodes { id } } blockers { nodes { id } } } }",
			"{ task(id: $openTask) { workLogs { nodes { id } } timeEntries { nodes { id } } blockers { nodes { id } } } }",
			"{ workspace(id: $workspace) { activities { nodes { id } } } }",
			"{ viewer { today(workspaceId: $workspace) { standup { id } timer { id } openBlockers { nodes { id } } } } }",
			`mutation { standupSubmit(input: {workspaceId: $workspace, today: "x"}) { standup { id } } }`,
			`mutation { workLogAppend(input: {workspaceId: $workspace, subject: {taskId: $openTask}, note: "x"}) { workLog { id } } }`,
			`mutation { timerStart(input: {workspaceId: $workspace, switch: true}) { timer { id } stopped { id } } }`,
			`mutation { timeEntryCreate(input: {workspaceId: $workspace, spentOn: "` + earlier + `", durationSeconds: 60}) { timeEntry { id } } }`,
			`mutation { blockerOpen(input: {workspaceId: $workspace, description: "x"}) { blocker { id } } }`,
			`mutation { blockerEscalate(input: {id: $blocker}) { escalation { id } } }`,
			`mutation { escalationAcknowledge(input: {id: $firstStep}) { escalation { id } } }`,
			`mutation { commentAdd(input: {entityId: $openTask, body: "x"}) { activity { id } } }`,
			`mutation { activityCompensate(input: {id: $comment}) { activity { id } } }`,
			`mutation { escalationPolicySet(input: {workspaceId: $workspace, rules: [], expectedVersion: 1}) { escalationPolicy { id } } }`,
			`mutation { apiTokenCreate(input: {workspaceId: $workspace, name: "more"}) { secret } }`,
		},
		"directory:read": {
			"{ member(id: $subject) { timer { id task { id } } } }",
			"{ member(id: $subject) { standups { nodes { id } } workLogs { nodes { id } } timeEntries { nodes { id } } blockers { nodes { id } } } }",
			"{ member(id: $subject) { personalMetrics { nodes { contributors } } } }",
		},
	} {
		for _, p := range []*apptest.Person{w.subject, w.admin} {
			v := personal(p, scope)
			for _, document := range documents {
				a := w.ask(t, v, document)
				for _, kind := range []string{"stu", "wlg", "tim", "tmr", "blk", "esc", "epl", "mem", "act", "dbk"} {
					if strings.Contains(compact(a.Data), `"`+kind+`_`) {
						t.Errorf("as %s with %s alone: %s answers %s", p.DisplayName, scope, document, compact(a.Data))
					}
				}
				if strings.Contains(compact(a.Data), "contributors") {
					t.Errorf("as %s with %s alone: %s answers %s", p.DisplayName, scope, document, compact(a.Data))
				}
			}
		}
	}
}

// TestServicesAreNotToldWhatRuns: a service starts, changes and stops timers for people, and learns nothing of the one that runs.
func TestServicesAreNotToldWhatRuns(t *testing.T) {
	t.Parallel()
	w := newWorld(t, readMatrix(t, schema()), nil)
	v := w.service(t, []string{"directory:read", "tracking:read", "tracking:write"})
	for _, document := range []string{
		`mutation { timerStart(input: {workspaceId: $workspace, onBehalfOf: $subject}) { running { id startedAt note task { id } } userErrors { message } } }`,
		`mutation { timerIdleReport(input: {id: $timer}) { timer { id startedAt note elapsedSeconds task { id } } } }`,
		`{ member(id: $subject) { timer { id startedAt } } }`,
		`{ node(id: $timer) { id } }`,
		`mutation { timerUpdate(input: {id: $timer, note: "The review", taskId: $openTask}) { timer { id startedAt note elapsedSeconds task { id } } } }`,
	} {
		a := w.ask(t, v, document)
		for _, told := range []string{w.things["timer"].id, w.things["openTask"].id, "The review", today, "3600"} {
			if strings.Contains(compact(a.Data), told) {
				t.Errorf("%s answers %s", document, compact(a.Data))
			}
		}
	}
}
