package timeentry_test

import (
	"fmt"
	"strings"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/fault"
	"daybook/internal/patch"
	"daybook/internal/timeentry"

	"github.com/google/uuid"
)

func TestCreateStoresWhatIsGiven(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t, berlin)
	task := w.Task(t, w.Project(t))
	before := w.Seq(t)
	e, receipt, err := a.TimeEntries.Create(t.Context(), ann.Viewer(t), timeentry.CreateParams{WorkspaceID: w.ID, TaskID: &task.ID,
		StartedAt: at("08:00:00.9"), EndedAt: at("09:30:00.1"), Billable: true, Note: new(" Review of #42\r\n")})
	if err != nil {
		t.Fatal(err)
	}
	if summed(e) != (summary{"2026-02-11T08:00:00Z", "2026-02-11T09:30:00Z", today, 5400}) || *e.TaskID != task.ID || !e.Billable ||
		*e.Note != "Review of #42" || e.Origin != timeentry.Manual || e.Version != 1 || e.Reported != 5400 || e.Closed || e.CreatedAt.IsZero() || e.UpdatedAt.IsZero() {
		t.Errorf("it is %+v", e)
	}
	found, err := a.TimeEntries.ByIDs(t.Context(), ann.Viewer(t), []uuid.UUID{e.ID})
	if err != nil || found[e.ID] == nil {
		t.Fatalf("it is not found: %v", err)
	}
	if got, want := asJSON(t, found[e.ID]), asJSON(t, e); got != want {
		t.Errorf("it was handed back as %s and is read as %s", want, got)
	}
	if receipt.Seq != before+1 || w.Seq(t) != before+1 {
		t.Errorf("the receipt is %+v, the log ends with %d", receipt, w.Seq(t))
	}
	told := w.Log(t)[before]
	if told.Action != activity.Created || told.EntityID != e.ID || told.EntityType != activity.TimeEntry || told.Visibility != activity.ToSubject ||
		*told.SubjectID != ann.ID || told.ProjectID != nil || len(told.Changes) != 0 {
		t.Errorf("the activity is %+v", told)
	}
	// R17: neither the note nor when exactly it was.
	if text := asJSON(t, told); strings.Contains(text, "Review") || strings.Contains(text, "5400") || strings.Contains(text, "08:00") {
		t.Errorf("the log tells %s", text)
	}
}

func TestCreateIsForThePersonAndServices(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	ann, bob, ada := w.Member(t), w.Member(t), w.Admin(t)
	gone := w.Member(t)
	if _, _, err := a.Members.Remove(t.Context(), w.Owner.Viewer(t), gone.ID); err != nil {
		t.Fatal(err)
	}
	bot := w.Service(t, authz.TrackingWrite).Viewer(t)
	reading, noScope := w.Personal(t, ann, authz.TrackingRead).Viewer(t), w.Service(t, authz.TrackingRead).Viewer(t)
	writing, before := w.Personal(t, ann, authz.TrackingWrite).Viewer(t), a.Snapshot(t)
	create := func(v *authz.Viewer, of *uuid.UUID) error {
		_, _, err := a.TimeEntries.Create(t.Context(), v, timeentry.CreateParams{WorkspaceID: w.ID, SpentOn: &today, DurationSeconds: new(60), OnBehalfOf: of})
		return err
	}
	for name, c := range map[string]struct {
		v    *authz.Viewer
		of   *uuid.UUID
		code fault.Code
	}{
		"nobody":                      {nil, nil, fault.NotFound},
		"a stranger":                  {foreign.Owner.Viewer(t), nil, fault.NotFound},
		"a stranger for a member":     {foreign.Owner.Viewer(t), &ann.ID, fault.NotFound},
		"a mate for another":          {bob.Viewer(t), &ann.ID, fault.Forbidden},
		"an admin for another":        {ada.Viewer(t), &ann.ID, fault.Forbidden},
		"an owner for another":        {w.Owner.Viewer(t), &ann.ID, fault.Forbidden},
		"a token that only reads":     {reading, nil, fault.Forbidden},
		"a service without the scope": {noScope, &ann.ID, fault.Forbidden},
	} {
		if err := create(c.v, c.of); !fault.Is(err, c.code) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	apptest.WantRejection(t, create(bot, nil), check.Required, "onBehalfOf")
	apptest.WantRejection(t, create(bot, new(uuid.New())), check.NotFound, "onBehalfOf")
	apptest.WantRejection(t, create(bot, &foreign.Owner.ID), check.NotFound, "onBehalfOf")
	apptest.WantRejection(t, create(bot, &gone.ID), check.NotFound, "onBehalfOf")
	same(t, before, a.Snapshot(t))
	for name, c := range map[string]struct {
		v  *authz.Viewer
		of *uuid.UUID
	}{"themselves": {ann.Viewer(t), nil}, "themselves by name": {ann.Viewer(t), &ann.ID}, "by token": {writing, nil}, "a service": {bot, &ann.ID}} {
		if err := create(c.v, c.of); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// R13: a task that the writer cannot open is as one that is not there, be it another workspace's.
func TestTasksThatCannotBeOpenedAreNotThereR13(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	ann, bob := w.Member(t), w.Member(t)
	hidden := w.Task(t, w.Restricted(t, bob))
	e := w.TimeEntry(t, ann)
	v, bot := ann.Viewer(t), w.Service(t, authz.TrackingWrite).Viewer(t)
	var messages []string
	for _, taskID := range []uuid.UUID{hidden.ID, foreign.Task(t, foreign.Project(t)).ID, uuid.New()} {
		p := timeentry.CreateParams{WorkspaceID: w.ID, SpentOn: &today, DurationSeconds: new(60), TaskID: &taskID}
		_, _, err := a.TimeEntries.Create(t.Context(), v, p)
		apptest.WantRejection(t, err, check.NotFound, "taskId")
		messages = append(messages, err.Error())
		_, _, err = a.TimeEntries.Update(t.Context(), v, timeentry.Update{ID: e.ID, TaskID: patch.To(&taskID)})
		apptest.WantRejection(t, err, check.NotFound, "taskId")
		results, _, err := a.TimeEntries.Import(t.Context(), v, w.ID, []timeentry.ImportRow{{SpentOn: &today, DurationSeconds: new(60), TaskID: &taskID}})
		if err != nil || len(results[0].Errors) != 1 || results[0].Errors[0].Code != check.NotFound || results[0].Errors[0].Field[0] != "taskId" {
			t.Errorf("importing it: %+v, %v", results, err)
		}
		messages = append(messages, fmt.Sprint(results[0].Errors[0].Message))
	}
	if messages[0] != messages[2] || messages[0] != messages[4] || messages[1] != messages[3] {
		t.Errorf("the answers tell hidden from absent: %q", messages)
	}
	for _, v := range []*authz.Viewer{bob.Viewer(t), bot} {
		p := timeentry.CreateParams{WorkspaceID: w.ID, SpentOn: &today, DurationSeconds: new(60), TaskID: &hidden.ID, OnBehalfOf: &bob.ID}
		if _, _, err := a.TimeEntries.Create(t.Context(), v, p); err != nil {
			t.Error(err)
		}
	}
}

func TestCreateRefusesBadTexts(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	for name, c := range map[string]struct {
		note string
		code check.Code
	}{"control characters": {"a\x00b", check.Invalid}, "not UTF-8": {"\xff", check.Invalid}, "too long": {strings.Repeat("ä", timeentry.MaxNote+1), check.TooLong}} {
		_, _, err := a.TimeEntries.Create(t.Context(), ann.Viewer(t), timeentry.CreateParams{WorkspaceID: w.ID, SpentOn: &today, DurationSeconds: new(60), Note: &c.note})
		if message(err, c.code) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if e := w.TimeEntry(t, ann, func(p *timeentry.CreateParams) { p.Note = new(" \n ") }); e.Note != nil {
		t.Errorf("blanks are the note %q", *e.Note)
	}
	if e := w.TimeEntry(t, ann, func(p *timeentry.CreateParams) { p.Note = new(strings.Repeat("ä", timeentry.MaxNote)) }); len(*e.Note) != 2*timeentry.MaxNote {
		t.Error("the longest note was cut")
	}
}

// A request that is repeated is answered as before, and adds nothing.
func TestCreateHappensOnceForAKey(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	ctx := keyed(t.Context(), "timeEntryCreate", "k")
	e, first, err := a.TimeEntries.Create(ctx, ann.Viewer(t), between(w, "09:00:00", "10:00:00"))
	if err != nil {
		t.Fatal(err)
	}
	before := a.Snapshot(t)
	_, again, err := a.TimeEntries.Create(ctx, ann.Viewer(t), between(w, "09:00:00", "10:00:00"))
	changed, idErr := again.ResultID()
	if err != nil || idErr != nil || !again.Replayed || again.Seq != first.Seq || changed != e.ID {
		t.Errorf("again it gives %+v: %v", again, err)
	}
	same(t, before, a.Snapshot(t))
}
