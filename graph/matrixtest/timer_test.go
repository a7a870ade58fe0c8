package matrixtest

import (
	"fmt"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/id"
	"daybook/internal/timer"

	"github.com/google/uuid"
)

var timerPart = part{
	ways: map[string][]way{
		"Timer": {
			{path: "member(id: $owner)/timer"},
			{path: "node(id: $owner)<Member>/timer"},
			{path: acme + "members(first: 10, filter: {ids: [$owner]})/nodes@$person/timer"},
			{path: acme + "members(first: 10, filter: {ids: [$owner]})/edges/node@$person/timer"},
			{path: "viewer/today(workspaceId: $home)/timer", mine: true},
			{path: `timerIdleReport(input: {id: $it, idleSince: "` + away + `"})/timer`, only: "timer"},
		},
	},
	tries: map[string]mutation{
		"timerStart": {shows: "timer { __typename }", try: func(_ *testing.T, w *world, col column, n int) try {
			return try{about: w.subject.NodeID().String(), input: fmt.Sprintf(`{workspaceId: "$workspace", note: "Timer %d", switch: true%s}`, n, inNameOf(col))}
		}},
		"timerUpdate": {shows: "timer { __typename }", try: func(t *testing.T, w *world, _ column, n int) try {
			return w.tryTimer(t, fmt.Sprintf(`, note: "Timer %d", taskId: "$openTask"`, n))
		}},
		"timerStop": {shows: "timeEntry", try: func(t *testing.T, w *world, _ column, _ int) try {
			return w.tryTimer(t, "")
		}},
		"timerDiscard": {shows: "discardedId", try: func(t *testing.T, w *world, _ column, _ int) try {
			return w.tryTimer(t, "")
		}},
		"timerIdleReport": {shows: "timer { __typename }", try: func(t *testing.T, w *world, _ column, _ int) try {
			return w.tryTimer(t, fmt.Sprintf(", idleSince: %q", away))
		}},
	},
	remarks: []remark{
		{"timerStart", admin, allowed, "an admin's own timer", func(*testing.T, *world) try {
			return try{input: `{workspaceId: "$workspace", switch: true}`}
		}},
		{"timerStart", mate, allowed, "everyone starts their own", func(*testing.T, *world) try {
			return try{input: `{workspaceId: "$workspace", switch: true}`}
		}},
	},
}

// away is since when the subject is away from their timer.
const away = "2026-02-11T11:40:00Z"

// tryTimer names a timer that runs.
func (w *world) tryTimer(t *testing.T, more string) try {
	t.Helper()
	made, _, err := w.app.Timers.Start(t.Context(), w.subject.Viewer(t), timer.StartParams{WorkspaceID: w.acme.ID, Switch: true})
	must(t, err)
	return try{about: made.Timer.NodeID().String(), input: fmt.Sprintf(`{id: %q%s}`, made.Timer.NodeID(), more)}
}

func (w *world) makeTimers(t *testing.T) {
	t.Helper()
	ctx := activity.WithOrigin(t.Context(), origin)
	start := func(name string, p *apptest.Person, task string, note *string) *timer.Timer {
		q := timer.StartParams{WorkspaceID: w.acme.ID, Note: note, Billable: note != nil, StartedAt: new(at(today, 11))}
		if task != "" {
			q.TaskID = new(w.things[task].NodeID().UUID)
		}
		made, _, err := w.app.Timers.Start(ctx, p.Viewer(t), q)
		must(t, err)
		it := w.putRaw(t, name, "Timer", made.Timer, p)
		it.rule, it.unnamed = "Member.timer", true
		return made.Timer
	}
	running := start("timer", w.subject, "openTask", new("The review"))
	idle, err := time.Parse(time.RFC3339, away)
	must(t, err)
	_, err = w.app.Timers.IdleReport(ctx, w.subject.Viewer(t), running.ID, &idle)
	must(t, err)
	start("matesTimer", w.mate, "outerTask", nil)
	start("adminsTimer", w.admin, "", nil)
}

// running is a person's timer, null when none runs.
func (r *rows) running(memberID uuid.UUID) any {
	for _, x := range r.timers {
		if x.MemberID == memberID && x.EndedAt == nil {
			return named(x.NodeID())
		}
	}
	return nil
}

func (w *world) timerFacts(x *timer.Timer) facts {
	onTask := object(nil)
	if x.TaskID != nil {
		onTask = object(w.seen(id.Of(id.Task, *x.TaskID)))
	}
	return facts{
		"id": value(x.NodeID().String()), "member": object(named(id.Of(id.Member, x.MemberID))), "task": onTask, "billable": value(x.Billable),
		"note": value(orNil(x.Note)), "startedAt": value(instant(&x.StartedAt)), "idleSince": value(instant(x.IdleSince)),
		"elapsedSeconds": value(int(w.app.Clock.Now().Sub(x.StartedAt).Seconds())),
	}
}
