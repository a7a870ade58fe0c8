package matrixtest

import (
	"fmt"
	"slices"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/blocker"
	"daybook/internal/id"
	"daybook/internal/standup"
	"daybook/internal/task"

	"github.com/google/uuid"
)

var blockerPart = part{
	ways: map[string][]way{
		"Blocker": byID("blocker",
			way{path: "member(id: $owner)/blockers(first: 100)/nodes"},
			way{path: acme + "blockers(first: 100)/nodes"},
			way{path: acme + "blockers(first: 100, filter: {memberIds: [$owner]})@$person/edges/node"},
			way{path: acme + "members(first: 10, filter: {ids: [$owner]})/nodes@$person/blockers(first: 100)/edges/node"},
			way{path: "task(id: $task)/blockers(first: 100)/nodes"},
			way{path: "viewer/today(workspaceId: $home)/openBlockers(first: 100)/nodes", only: "blocker escalated trusted matesBlocker adminsBlocker", mine: true},
			way{path: "standup(id: $standup)/parsedBlockers/blocker", only: "blocker"},
			way{path: "blocker(id: $it)/escalations@$step/blocker", only: "escalated trusted"},
			way{path: "escalationAcknowledge(input: {id: $step})/escalation@$step/blocker", only: "escalated"},
			way{path: "notificationRead(input: {id: $note})/notification@$note/blocker", only: "escalated"},
			way{path: "activity(id: $about)/subject"},
			way{path: "edges/node@$about/subject", over: "$about"},
			way{path: "blockerUpdate(input: {id: $it})/blocker", only: "blocker escalated trusted matesBlocker adminsBlocker"},
		),
	},
	tries: map[string]mutation{
		"blockerOpen": {shows: "blocker", try: func(_ *testing.T, w *world, col column, n int) try {
			return try{about: w.acme.NodeID().String(), input: fmt.Sprintf(`{workspaceId: "$workspace", taskId: "$openTask", description: "In the way: %d"%s}`, n, inNameOf(col))}
		}},
		"blockerUpdate": {shows: "blocker", try: func(t *testing.T, w *world, _ column, n int) try {
			return tryBlocker(w.obstacle(t, w.subject), fmt.Sprintf(", description: %q", fmt.Sprint("Now ", n)))
		}},
		"blockerResolve": {shows: "blocker", try: func(t *testing.T, w *world, _ column, _ int) try {
			return tryBlocker(w.obstacle(t, w.subject), "")
		}},
		"blockerReopen": {shows: "blocker", try: func(t *testing.T, w *world, _ column, _ int) try {
			b := w.obstacle(t, w.subject)
			_, _, err := w.app.Blockers.Resolve(t.Context(), w.subject.Viewer(t), blocker.ResolveParams{ID: b.ID})
			must(t, err)
			return tryBlocker(b, "")
		}},
	},
	remarks: []remark{
		{"blockerOpen", admin, allowed, "an admin's own blocker", func(*testing.T, *world) try {
			return try{input: `{workspaceId: "$workspace", description: "my own"}`}
		}},
		{"blockerUpdate", mgr, refused, "whom it was escalated to only acknowledges", func(t *testing.T, w *world) try {
			return tryTold(w.escalate(t, w.obstacle(t, w.subject)), ", severity: LOW")
		}},
		{"blockerResolve", mgr, refused, "whom it was escalated to only acknowledges", func(t *testing.T, w *world) try {
			return tryTold(w.escalate(t, w.obstacle(t, w.subject)), "")
		}},
		{"blockerReopen", mgr, refused, "whom it was escalated to only acknowledges", func(t *testing.T, w *world) try {
			b := w.escalate(t, w.obstacle(t, w.subject)).BlockerID
			_, _, err := w.app.Blockers.Resolve(t.Context(), w.subject.Viewer(t), blocker.ResolveParams{ID: b})
			must(t, err)
			return try{input: fmt.Sprintf(`{id: %q}`, id.Of(id.Blocker, b))}
		}},
	},
}

// obstacle is a new blocker.
func (w *world) obstacle(t *testing.T, p *apptest.Person) *blocker.Blocker {
	t.Helper()
	b, _, err := w.app.Blockers.Open(t.Context(), p.Viewer(t), blocker.OpenParams{WorkspaceID: w.acme.ID, Severity: standup.Medium, Category: standup.Technical, Description: "To be looked at"})
	must(t, err)
	return b
}

func tryBlocker(b *blocker.Blocker, more string) try {
	return try{about: b.NodeID().String(), hidden: "Blocker", input: fmt.Sprintf(`{id: %q%s}`, b.NodeID(), more)}
}

// tryTold names a blocker that exists for those it was escalated to.
func tryTold(s *blocker.Escalation, more string) try {
	return try{input: fmt.Sprintf(`{id: %q%s}`, id.Of(id.Blocker, s.BlockerID), more)}
}

// makeBlockers makes blockers that were escalated to nobody, to the manager and the director, to the manager with what is in
// the way, and one that was resolved after that.
func (w *world) makeBlockers(t *testing.T) {
	t.Helper()
	ctx := activity.WithOrigin(t.Context(), origin)
	open := func(name string, p *apptest.Person, task string, from standup.Link, severity standup.Severity) *blocker.Blocker {
		b, _, err := w.app.Blockers.Open(ctx, p.Viewer(t), blocker.OpenParams{WorkspaceID: w.acme.ID, TaskID: new(w.things[task].NodeID().UUID), From: from,
			Severity: severity, Category: standup.External, Description: "In the way of " + p.DisplayName + ": " + name})
		must(t, err)
		w.putRaw(t, name, "Blocker", b, p, "task", task)
		return b
	}
	found := w.things["standup"].NodeID().UUID
	open("blocker", w.subject, "openTask", standup.Link{StandupID: &found, ParsedBlocker: new(0)}, standup.High)
	escalated := open("escalated", w.subject, "innerTask", standup.Link{StandupID: &found}, standup.Critical)
	trusted := open("trusted", w.subject, "openTask", standup.Link{StandupID: &found}, standup.Low)
	resolved := open("resolved", w.subject, "openTask", standup.Link{}, standup.Medium)
	open("matesBlocker", w.mate, "outerTask", standup.Link{}, standup.High)
	open("adminsBlocker", w.admin, "openTask", standup.Link{}, standup.Low)

	tell := func(name string, b *blocker.Blocker, share bool, to *apptest.Person) *blocker.Escalation {
		_, step, _, err := w.app.Blockers.Escalate(ctx, w.subject.Viewer(t), blocker.EscalateParams{ID: b.ID, ShareDescription: share})
		must(t, err)
		w.putRaw(t, name, "Escalation", step, w.subject).told = []uuid.UUID{to.ID}
		w.things[name].rule = "Escalation.id"
		for _, it := range w.things {
			if it.id == b.NodeID().String() {
				it.rule, it.refs["step"], w.things[name].refs["of"] = "Blocker(escalated to MGR)", name, it.name
				it.told = append(it.told, to.ID)
				if share {
					it.trusted = append(it.trusted, to.ID)
				}
			}
		}
		return step
	}
	first := tell("firstStep", escalated, false, w.manager)
	_, _, err := w.app.Blockers.Acknowledge(ctx, w.manager.Viewer(t), first.ID)
	must(t, err)
	tell("secondStep", escalated, false, w.director)
	w.things["escalated"].refs["step"] = "firstStep"
	tell("trustedStep", trusted, true, w.manager)
	tell("lastStep", resolved, false, w.manager)
	_, _, err = w.app.Blockers.Resolve(ctx, w.subject.Viewer(t), blocker.ResolveParams{ID: resolved.ID, Note: new("It went away")})
	must(t, err)
}

// recipients are those a blocker was escalated to and who still stand above its person.
func (w *world) recipients(r *rows, blockerID uuid.UUID) (all []uuid.UUID) {
	for _, s := range r.escalations {
		if s.BlockerID == blockerID && slices.Contains(w.chains[r.blocker(blockerID).MemberID], s.RecipientID) {
			all = append(all, s.RecipientID)
		}
	}
	return all
}

// blockerList is a breadth list of blockers: also of those that were escalated to the viewer.
func (w *world) blockerList(r *rows, keep func(*blocker.Blocker) bool) fact {
	return list(func(v *viewer) []string {
		return ids(r.blockers, func(b *blocker.Blocker) bool {
			told := v.person != nil && slices.Contains(w.told[b.ID], v.person.ID)
			return (told || mayList(v, b)) && (keep == nil || keep(b))
		})
	})
}

func (w *world) blockerFacts(b *blocker.Blocker, r *rows) facts {
	onTask, from, hint := object(nil), object(nil), any(nil)
	if b.TaskID != nil {
		onTask = object(w.seen(id.Of(id.Task, *b.TaskID)))
		switch status := r.task(*b.TaskID).Status; {
		case b.State == blocker.Resolved:
		case status == task.Done:
			hint = "TASK_DONE"
		case status == task.Canceled:
			hint = "TASK_CANCELED"
		}
	}
	if b.StandupID != nil {
		from = object(w.seen(id.Of(id.Standup, *b.StandupID)))
	}
	return facts{
		"id": value(b.NodeID().String()), "member": object(named(id.Of(id.Member, b.MemberID))), "task": onTask, "severity": value(enum(b.Severity)),
		"category": value(enum(b.Category)), "state": value(enum(b.State)), "openedAt": value(instant(&b.OpenedAt)),
		"escalatedAt": value(instant(b.EscalatedAt)), "resolvedAt": value(instant(b.ResolvedAt)), "hint": value(hint),
		"description": value(b.Description), "resolutionNote": value(orNil(b.ResolutionNote)), "standup": from,
		"createdAt": value(instant(&b.CreatedAt)), "updatedAt": value(instant(&b.UpdatedAt)), "version": value(b.Version),
		"viewerCanEdit": value(func(v *viewer) any { return mayChange(v, b) }),
		"escalations": object(func(v *viewer) any {
			shown := []any{}
			for _, s := range r.escalations {
				if s.BlockerID == b.ID && (mayList(v, b) || v.person != nil && v.person.ID == s.RecipientID) {
					shown = append(shown, named(s.NodeID()))
				}
			}
			return shown
		}),
		"activities": w.timeline(func(a *activity.Activity) bool { return a.EntityID == b.ID }),
	}
}
