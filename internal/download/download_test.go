package download_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
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
	"daybook/internal/download"
	"daybook/internal/fault"
	"daybook/internal/project"
	"daybook/internal/standup"
	"daybook/internal/timeentry"
	"daybook/internal/worklog"
)

var quiet = slog.New(slog.DiscardHandler)

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

// Nobody but the requester opens a file, with an address that is theirs, whole and fresh, under the rights they have then.
func TestOnlyTheRequesterOpensAFile(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w, elsewhere := s.Workspace(t), s.Workspace(t)
	ann, bob, ada, bea := w.Member(t), w.Member(t), w.Admin(t), w.Admin(t)
	bot, weak := w.Service(t, authz.ExportRead, authz.ExportWrite, authz.TrackingRead), w.Service(t, authz.ExportRead, authz.ExportWrite)
	_, own := s.ask(t, w, ann, "kind: STANDUPS")
	_, second := s.ask(t, w, ann, "kind: STANDUPS")
	_, whole := s.ask(t, w, ada, "kind: STANDUPS, wholeWorkspace: true")
	_, programs := s.ask(t, w, bot, "kind: STANDUPS, wholeWorkspace: true")
	_, blind := s.ask(t, w, weak, "kind: STANDUPS, wholeWorkspace: true")
	before := func(address, mark string) string { head, _, _ := strings.Cut(address, mark); return head }
	after := func(address, mark string) string { _, tail, _ := strings.Cut(address, mark); return tail }
	for name, c := range map[string]struct {
		as      apptest.Caller
		address string
		status  int
		code    string
	}{
		"the person":                        {ann, own, 200, ""},
		"the person's program":              {w.Personal(t, ann), own, 200, ""},
		"the admin":                         {ada, whole, 200, ""},
		"the service":                       {bot, programs, 200, ""},
		"nobody":                            {nil, own, 401, "UNAUTHENTICATED"},
		"a bad credential":                  {apptest.Session("nonsense"), own, 401, "UNAUTHENTICATED"},
		"another member":                    {bob, own, 404, "NOT_FOUND"},
		"an admin":                          {ada, own, 404, "NOT_FOUND"},
		"another admin":                     {bea, whole, 404, "NOT_FOUND"},
		"a service, the admin's":            {bot, whole, 404, "NOT_FOUND"},
		"the admin, the service's":          {ada, programs, 404, "NOT_FOUND"},
		"a stranger":                        {elsewhere.Owner, own, 404, "NOT_FOUND"},
		"a service without tracking:read":   {weak, blind, 403, "FORBIDDEN"},
		"a program without export:read":     {w.Personal(t, ann, authz.TrackingRead), own, 404, "NOT_FOUND"},
		"a signature with a letter changed": {ann, own[:len(own)-2] + string('A'+(own[len(own)-2]-'A'+1)%26) + own[len(own)-1:], 404, "NOT_FOUND"},
		"no signature":                      {ann, before(own, "sig=") + "sig=", 404, "NOT_FOUND"},
		"no query":                          {ann, before(own, "?"), 404, "NOT_FOUND"},
		"a later end":                       {ann, before(own, "until=") + "until=9999999999&sig=" + after(own, "sig="), 404, "NOT_FOUND"},
		"the signature of another export":   {ann, before(own, "?") + "?" + after(second, "?"), 404, "NOT_FOUND"},
		"an id of another kind":             {ann, "http://daybook.test/exports/" + ann.NodeID().String() + "?" + after(own, "?"), 404, "NOT_FOUND"},
		"no id":                             {ann, "http://daybook.test/exports/nonsense?" + after(own, "?"), 404, "NOT_FOUND"},
	} {
		t.Run(name, func(t *testing.T) { s.wantStatus(t, c.as, c.address, c.status, c.code) })
	}

	t.Run("an admin who is none any more opens nothing of the workspace", func(t *testing.T) {
		if _, _, err := s.Members.SetRole(t.Context(), w.Owner.Viewer(t), ada.ID, authz.RoleMember, authz.RoleAdmin); err != nil {
			t.Fatal(err)
		}
		s.wantStatus(t, ada, whole, 404, "NOT_FOUND")
	})
	t.Run("a member who left opens nothing", func(t *testing.T) {
		if _, _, err := s.Members.Remove(t.Context(), w.Owner.Viewer(t), ann.ID); err != nil {
			t.Fatal(err)
		}
		s.wantStatus(t, ann, own, 404, "NOT_FOUND")
	})
	t.Run("an address ends after 15 minutes, the export after 24 hours", func(t *testing.T) {
		_, mine := s.ask(t, w, bob, "kind: STANDUPS")
		s.Clock.Set(apptest.Noon.Add(15*time.Minute - time.Second))
		s.wantStatus(t, bob, mine, 200, "")
		s.Clock.Set(apptest.Noon.Add(15 * time.Minute))
		s.wantStatus(t, bob, mine, 404, "NOT_FOUND")
		s.Clock.Set(apptest.Noon.Add(24*time.Hour - time.Minute))
		exports := fmt.Sprintf("{ member(id: %q) { dataExports { nodes { status url } } } }", bob.NodeID())
		r := s.Post(t, bob, exports, nil)
		var data struct {
			Member struct {
				DataExports struct {
					Nodes []struct{ Status, URL string }
				}
			}
		}
		if err := json.Unmarshal(r.Data, &data); err != nil {
			t.Fatal(err)
		}
		fresh := data.Member.DataExports.Nodes[0].URL
		s.wantStatus(t, bob, fresh, 200, "")
		s.Clock.Set(apptest.Noon.Add(24 * time.Hour))
		s.wantStatus(t, bob, fresh, 404, "NOT_FOUND")
		if r := s.Post(t, bob, exports, nil); string(r.Data) != `{"member":{"dataExports":{"nodes":[{"status":"EXPIRED","url":null}]}}}` {
			t.Errorf("an expired export is %s", r.Data)
		}
	})
}

func (s *site) wantStatus(t *testing.T, as apptest.Caller, address string, status int, code string) {
	t.Helper()
	response := s.open(t, as, http.MethodGet, address)
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != status {
		t.Fatalf("%v %s, want %d", err, response.Status, status)
	}
	if code == "" {
		return
	}
	var refusal struct {
		Errors []struct{ Extensions struct{ Code string } }
	}
	if err := json.Unmarshal(body, &refusal); err != nil || len(refusal.Errors) != 1 || refusal.Errors[0].Extensions.Code != code {
		t.Errorf("%v %s, want %s", err, body, code)
	}
	if d := response.Header.Get("Content-Disposition"); d != "" {
		t.Errorf("a refusal is sent as a file: %s", d)
	}
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

// many gives a person work logs with a note of a kilobyte each, which is more than any buffer on the way holds.
func many(t *testing.T, s *apptest.App, w *apptest.Workspace, p *apptest.Person, n int) {
	t.Helper()
	on := w.Project(t)
	_, err := s.DB.NewRaw(`insert into work_logs (workspace_id, id, member_id, project_id, logged_at, note)
		select ?, gen_random_uuid(), ?, ?, timestamptz '2026-02-01' + n * interval '1 second', repeat('x', 1000) from generate_series(1, ?) as n`,
		w.ID, p.ID, on.ID, n).Exec(t.Context())
	if err != nil {
		t.Fatal(err)
	}
}

func TestAClientThatStopsReadingIsDropped(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	over := make(chan any, 1)
	inner := download.NewHandler(download.Options{Exports: a.Exports, Watch: a.Authn.Ended, Log: quiet, Patience: time.Millisecond})
	s := serve(t, a, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			why := recover()
			over <- why
			panic(why)
		}()
		inner.ServeHTTP(w, r)
	}))
	w := s.Workspace(t)
	ann := w.Member(t)
	many(t, a, w, ann, 1000)
	_, address := s.ask(t, w, ann, "kind: WORK_LOGS")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	ann.Authorize(r)
	response, err := s.client.Do(r)
	if err == nil {
		defer response.Body.Close() //nolint:errcheck // it is not read
	}
	select {
	case why := <-over:
		if err, _ := why.(error); !errors.Is(err, http.ErrAbortHandler) {
			t.Errorf("the handler ended with %v", why)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("the handler waits for a client that does not read")
	}
}

// A file that does not come to its end is seen to be broken, whatever ended it.
func TestFilesThatAreCutAreBroken(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	end := make(chan func(error), 1)
	s := serve(t, a, download.NewHandler(download.Options{Exports: a.Exports, Log: quiet,
		Watch: func(_ context.Context, e func(error)) func() { end <- e; return func() {} }}))
	w := s.Workspace(t)
	ann := w.Member(t)
	many(t, a, w, ann, 1000)
	for _, format := range []string{"CSV", "JSONL"} {
		exportID, address := s.ask(t, w, ann, "kind: WORK_LOGS, format: "+format)
		response := s.open(t, ann, http.MethodGet, address)
		if _, err := io.ReadFull(response.Body, make([]byte, 1000)); err != nil {
			t.Fatal(err)
		}
		(<-end)(fault.New(fault.Unauthenticated, "signed out"))
		if n, err := io.Copy(io.Discard, response.Body); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%s: %d bytes more and then %v", format, n, err)
		}
		if r := s.Post(t, ann, fmt.Sprintf("{ export(id: %q) { rowCount } }", exportID), nil); string(r.Data) != `{"export":{"rowCount":null}}` {
			t.Errorf("%s: a file that was cut counts: %s", format, r.Data)
		}
	}
}

func TestThreeFilesAtOnceAreTheMost(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.Workspace(t)
	ann, bob := w.Member(t), w.Member(t)
	many(t, s.App, w, ann, 1000)
	_, address := s.ask(t, w, ann, "kind: WORK_LOGS")
	var open []*http.Response
	for range 3 {
		open = append(open, s.open(t, ann, http.MethodGet, address))
	}
	s.wantStatus(t, ann, address, http.StatusTooManyRequests, "RATE_LIMITED")
	_, others := s.ask(t, w, bob, "kind: WORK_LOGS")
	s.wantStatus(t, bob, others, http.StatusOK, "")
	for _, r := range open {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			t.Error(err)
		}
	}
	s.wantStatus(t, ann, address, http.StatusOK, "")
}
