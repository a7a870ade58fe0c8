package download_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/blocker"
	"daybook/internal/day"
	"daybook/internal/project"
	"daybook/internal/standup"
	"daybook/internal/timeentry"
	"daybook/internal/worklog"
)

// kinds are the kinds and the field that lists the same rows.
var kinds = map[string]string{"STANDUPS": "standups", "WORK_LOGS": "workLogs", "TIME_ENTRIES": "timeEntries", "BLOCKERS": "blockers", "ACTIVITIES": "activities"}

// R10: a file holds what the same list shows to the same viewer, whatever is corrected, deleted or hidden.
func TestFilesHoldWhatTheListsShow(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.Workspace(t)
	boss := w.Member(t)
	ann, bob, ada := w.Member(t), w.Member(t), w.Admin(t)
	if _, _, err := s.Members.SetManager(t.Context(), w.Owner.Viewer(t), ann.ID, &boss.ID); err != nil {
		t.Fatal(err)
	}
	secret := w.Restricted(t, ann)
	for n, p := range []*apptest.Person{ann, bob, ada} {
		fill(t, s, w, p, n)
	}
	w.WorkLog(t, ann, func(l *worklog.AppendParams) { l.Subject.ProjectID = &secret.ID })
	w.Escalation(t, ann, w.Blocker(t, ann))
	bot := w.Service(t, authz.ExportRead, authz.ExportWrite, authz.TrackingRead, authz.ActivityRead, authz.DirectoryRead)
	mine := w.Personal(t, ann, authz.ExportRead, authz.ExportWrite, authz.TrackingRead, authz.ActivityRead, authz.DirectoryRead)
	for name, c := range map[string]struct {
		as    apptest.Caller
		of    *apptest.Person
		whole bool
	}{
		"a member's own": {ann, ann, false}, "another's own": {bob, bob, false}, "the boss's own, to whom a blocker was escalated": {boss, boss, false},
		"an admin's own": {ada, ada, false}, "a program in a person's name": {mine, ann, false},
		"an admin's workspace": {ada, nil, true}, "the owner's workspace": {w.Owner, nil, true}, "a service's workspace": {bot, nil, true},
	} {
		for kind, field := range kinds {
			t.Run(name+", "+field, func(t *testing.T) {
				_, address := s.ask(t, w, c.as, fmt.Sprintf("kind: %s, format: JSONL, wholeWorkspace: %v", kind, c.whole))
				root := fmt.Sprintf("workspace(id: %q)", w.NodeID())
				if c.of != nil {
					root = fmt.Sprintf("member(id: %q)", c.of.NodeID())
				}
				want := s.listed(t, c.as, root, field)
				var got []string
				for _, o := range objects(t, s.read(t, c.as, address)) {
					got = append(got, o["id"].(string))
				}
				slices.Sort(want)
				slices.Sort(got)
				if !slices.Equal(got, want) || len(want) == 0 && c.as != boss {
					t.Errorf("the file has %d rows %v, the list %d %v", len(got), got, len(want), want)
				}
			})
		}
	}
}

// fill gives a person rows of every kind, with one that was corrected and one that was deleted.
func fill(t *testing.T, s *site, w *apptest.Workspace, p *apptest.Person, n int) {
	t.Helper()
	on := w.Task(t, w.Project(t))
	for d := range 3 {
		w.Standup(t, p, func(x *standup.SubmitParams) { x.Date = new(day.Of(2026, 2, 1+d)) })
		w.TimeEntry(t, p, func(x *timeentry.CreateParams) { x.TaskID, x.SpentOn = &on.ID, new(day.Of(2026, 2, 1+d)) })
		w.Blocker(t, p, func(x *blocker.OpenParams) { x.TaskID = &on.ID })
	}
	gone := w.TimeEntry(t, p)
	if _, err := s.TimeEntries.Delete(t.Context(), p.Viewer(t), gone.ID, nil); err != nil {
		t.Fatal(err)
	}
	wrong := w.WorkLog(t, p, func(x *worklog.AppendParams) { x.Subject.TaskID = &on.ID })
	if _, _, err := s.WorkLogs.Correct(t.Context(), p.Viewer(t), worklog.CorrectParams{ID: wrong.ID, Note: new(fmt.Sprintf("Right, %d.", n))}); err != nil {
		t.Fatal(err)
	}
}

func (s *site) listed(t *testing.T, as apptest.Caller, root, field string) []string {
	t.Helper()
	r := s.Post(t, as, fmt.Sprintf("{ of: %s { %s(first: 100) { nodes { id } } } }", root, field), nil)
	var data struct {
		Of map[string]struct{ Nodes []struct{ ID string } }
	}
	if err := json.Unmarshal(r.Data, &data); err != nil || len(r.Errors) > 0 {
		t.Fatalf("%v %v", err, r.Errors)
	}
	ids := []string{}
	for _, n := range data.Of[field].Nodes {
		ids = append(ids, n.ID)
	}
	return ids
}

func TestFilesAreSentAsSuch(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.Workspace(t)
	ann := w.Member(t)
	p := w.Project(t, func(p *project.Upsert) { p.Key = new("WEB") })
	for n, note := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "two\nlines, a \"quote\" and Zoë"} {
		w.WorkLog(t, ann, func(l *worklog.AppendParams) {
			l.Subject.ProjectID, l.Note, l.LoggedAt = &p.ID, note, new(apptest.Noon.Add(-time.Duration(n)*time.Hour))
		})
	}
	sad := w.Standup(t, ann)
	_, _, err := s.Standups.SetAnalysis(t.Context(), w.Service(t, authz.TrackingInfer).Viewer(t), standup.Analysis{StandupID: sad.ID, Version: sad.Version, Status: standup.Scored, Score: new(-0.5)})
	if err != nil {
		t.Fatal(err)
	}
	exportID, address := s.ask(t, w, ann, "kind: WORK_LOGS, format: CSV")
	if r := s.open(t, ann, http.MethodHead, address); r.StatusCode != http.StatusOK {
		t.Errorf("HEAD: %s", r.Status)
	}
	response := s.open(t, ann, http.MethodGet, address)
	for name, want := range map[string]string{
		"Content-Type": "text/csv; charset=utf-8; header=present", "Content-Disposition": "attachment; filename=daybook-work-logs-2026-02-11.csv",
		"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
	} {
		if got := response.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	body, err := io.ReadAll(response.Body)
	if err != nil || !strings.HasPrefix(string(body), "id,member_id,member_name,logged_at,note,") || strings.Count(string(body), "\n") != strings.Count(string(body), "\r\n") {
		t.Fatalf("%v %s", err, body)
	}
	rows, err := csv.NewReader(strings.NewReader(string(body))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var notes []string
	for _, r := range rows[1:] {
		notes = append(notes, r[slices.Index(rows[0], "note")])
	}
	if want := []string{"'=1+1", "'+1", "'-1", "'@SUM(A1)", "two\nlines, a \"quote\" and Zoë"}; !slices.Equal(notes, want) {
		t.Errorf("the notes are %q, want %q", notes, want)
	}
	if first := rows[1]; first[1] != ann.NodeID().String() || first[3] != "2026-02-11T12:00:00Z" || first[slices.Index(rows[0], "project_key")] != "WEB" {
		t.Errorf("the first row is %q", first)
	}
	if r := s.Post(t, ann, fmt.Sprintf("{ export(id: %q) { rowCount } }", exportID), nil); string(r.Data) != `{"export":{"rowCount":5}}` {
		t.Errorf("the export says %s", r.Data)
	}

	_, mood := s.ask(t, w, ann, "kind: STANDUPS")
	if file := s.read(t, ann, mood); !strings.Contains(file, ",scored,-0.5,") {
		t.Errorf("a negative number of our own is not one: %s", file)
	}
	_, plain := s.ask(t, w, ann, "kind: WORK_LOGS, format: JSONL")
	if o := objects(t, s.read(t, ann, plain)); o[0]["note"] != "=1+1" || o[0]["task_id"] != nil || o[4]["note"] != "two\nlines, a \"quote\" and Zoë" {
		t.Errorf("the objects are %v", o)
	}
}

// What a person noted on a project that is closed to them since stays theirs; the project's name is not.
func TestFilesDoNotNameWhatIsHidden(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.Workspace(t)
	ann, admin := w.Member(t), w.Admin(t)
	secret := w.Restricted(t, ann)
	on := w.Task(t, secret)
	w.WorkLog(t, ann, func(l *worklog.AppendParams) { l.Subject.TaskID = &on.ID })
	if _, err := s.DB.NewRaw("delete from project_members where workspace_id = ?", w.ID).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, own := s.ask(t, w, ann, "kind: WORK_LOGS, format: JSONL")
	if o := objects(t, s.read(t, ann, own)); len(o) != 1 || o[0]["task_id"] != nil || o[0]["task_key"] != nil || o[0]["project_id"] != nil {
		t.Errorf("the person's file is %v", o)
	}
	_, whole := s.ask(t, w, admin, "kind: WORK_LOGS, format: JSONL, wholeWorkspace: true")
	if o := objects(t, s.read(t, admin, whole)); len(o) != 1 || o[0]["task_id"] != on.NodeID().String() || o[0]["project_key"] != secret.Key {
		t.Errorf("the admin's file is %v", o)
	}
	ctx := activity.WithOrigin(t.Context(), activity.Origin{IPAddress: "192.0.2.77", UserAgent: "Telltale/1"})
	if _, _, err := s.Comments.Add(ctx, ann.Viewer(t), ann.NodeID(), "Hello."); err != nil {
		t.Fatal(err)
	}
	_, log := s.ask(t, w, admin, "kind: ACTIVITIES, wholeWorkspace: true")
	if file := s.read(t, admin, log); strings.Contains(file, "192.0.2.77") || strings.Contains(file, "Telltale") || !strings.Contains(file, "Hello.") {
		t.Errorf("the log is %s", file)
	}
}

// R14: both ends of a range are included, as the person's days are.
func TestRangesAreOfWholeDays(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.Workspace(t)
	ann := w.Member(t)
	if _, err := s.DB.NewRaw("update members set time_zone = 'Pacific/Kiritimati' where id = ?", ann.ID).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	p := w.Project(t)
	for _, at := range []string{"2026-02-08T09:59:59Z", "2026-02-08T10:00:00Z", "2026-02-10T09:59:59Z", "2026-02-10T10:00:00Z"} {
		instant, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		w.WorkLog(t, ann, func(l *worklog.AppendParams) { l.Subject.ProjectID, l.LoggedAt = &p.ID, &instant })
	}
	for input, want := range map[string]int{
		`from: "2026-02-09", to: "2026-02-10"`: 2, `from: "2026-02-09"`: 3, `to: "2026-02-10"`: 3, `to: "9999-12-31"`: 4, `from: "9999-12-31"`: 0, "": 4, `to: "9999-12-30"`: 4,
	} {
		_, address := s.ask(t, w, ann, "kind: WORK_LOGS, format: JSONL, "+input)
		if o := objects(t, s.read(t, ann, address)); len(o) != want {
			t.Errorf("%s holds %d rows, want %d", input, len(o), want)
		}
	}
}
