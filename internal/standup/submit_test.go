package standup_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/day"
	"daybook/internal/fault"
	"daybook/internal/member"
	"daybook/internal/standup"

	"github.com/google/uuid"
)

var today = day.Of(2026, time.February, 11) // at apptest.Noon in UTC

func submit(w *apptest.Workspace, text string) standup.SubmitParams {
	return standup.SubmitParams{WorkspaceID: w.ID, Today: &text}
}

func metadata(t testing.TB, a *activity.Activity) (m struct {
	Date, Source string
	Version      int
}) {
	t.Helper()
	if err := json.Unmarshal(a.Metadata, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// R1: twenty at once give one row. The row is locked until its activity has its number, so the row must hold the text of
// the submission with the highest number.
func TestSubmitR1AtOnce(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	v, before := ann.Viewer(t), w.Seq(t)
	const n = 20
	type result struct {
		row *standup.Standup
		seq int64
	}
	results := make([]result, n)
	var wg sync.WaitGroup
	for i := range results {
		wg.Go(func() {
			row, receipt, err := a.Standups.Submit(t.Context(), v, submit(w, fmt.Sprintf("text %d", i)))
			if err != nil {
				t.Error(err)
				return
			}
			results[i] = result{row, receipt.Seq}
		})
	}
	wg.Wait()
	if t.Failed() {
		return
	}
	rows, err := a.DB.NewSelect().Table("standups").Count(t.Context())
	if err != nil || rows != 1 {
		t.Fatalf("there are %d rows: %v", rows, err)
	}
	last := results[0]
	for _, r := range results {
		if r.row.ID != last.row.ID || !r.row.CreatedAt.Equal(last.row.CreatedAt) {
			t.Error("submissions of one day have different ids or times of creation")
		}
		if r.seq > last.seq {
			last = r
		}
	}
	stored, err := a.Standups.OfDay(t.Context(), w.ID, ann.ID, today)
	if err != nil || *stored.Today != *last.row.Today || stored.Version != n {
		t.Errorf("the row says %q in version %d, the last submission was %q: %v", *stored.Today, stored.Version, *last.row.Today, err)
	}
	log := w.Log(t)[before:]
	if len(log) != n {
		t.Errorf("%d submissions appended %d activities", n, len(log))
	}
	created := 0
	for i, entry := range log {
		if got := metadata(t, entry).Version; got != i+1 {
			t.Errorf("activity %d tells of version %d", i, got)
		}
		if entry.Action == activity.Created {
			created++
		}
	}
	if created != 1 {
		t.Errorf("one row was created, the log tells of %d creations", created)
	}
}

// R1: a resubmission keeps id and createdAt, resets the analysis and counts the version up.
func TestSubmitR1Again(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	task := w.Task(t, w.Project(t))
	bot := w.Service(t, authz.TrackingInfer, authz.TrackingRead).Viewer(t)
	first := w.Standup(t, ann)
	if first.Version != 1 || first.Date != today || first.Source != standup.Web || first.IsInferred() || first.SentimentStatus != standup.Pending || !first.SubmittedAt.Equal(first.CreatedAt) {
		t.Errorf("the first is %+v", first)
	}
	analysed, _, err := a.Standups.SetAnalysis(t.Context(), bot, standup.Analysis{StandupID: first.ID, Version: 1, Score: new(-0.5), Status: standup.Scored,
		Tasks: []*standup.ParsedTask{{Text: "x", TaskID: &task.ID}}, Blockers: []*standup.ParsedBlocker{{Text: "y", Severity: standup.Low, Category: standup.External}}})
	if err != nil || analysed.Version != 2 || *analysed.SentimentScore != -0.5 {
		t.Fatalf("the analysis is %+v: %v", analysed, err)
	}
	second := w.Standup(t, ann, func(p *standup.SubmitParams) {
		p.Yesterday, p.Today, p.Blockers = nil, new("other"), new("a broken build")
	})
	if second.ID != first.ID || !second.CreatedAt.Equal(first.CreatedAt) || second.Version != 3 {
		t.Errorf("id, createdAt or version of the second: %+v", second)
	}
	if second.ParsedTasks != nil || second.ParsedBlockers != nil || second.SentimentScore != nil || second.SentimentStatus != standup.Pending {
		t.Errorf("the analysis was kept: %+v", second)
	}
	if !second.SubmittedAt.After(second.CreatedAt) || second.Yesterday != nil || *second.Today != "other" || *second.BlockersText != "a broken build" {
		t.Errorf("the texts are %+v", second)
	}
	log := w.Log(t)
	last := log[len(log)-1]
	if last.Action != activity.Updated || last.EntityID != first.ID || last.Visibility != activity.ToSubject || *last.SubjectID != ann.ID || len(last.Changes) != 3 {
		t.Errorf("the activity is %+v", last)
	}
	for _, c := range last.Changes {
		if !c.Redacted || c.Old != nil || c.New != nil {
			t.Errorf("the log tells a guarded text: %+v", c)
		}
	}
}

// R2: nobody gives INFERRED, nor Slack's sources without consent (R16).
func TestSubmitR2Source(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	bot := w.Service(t, authz.AllScopes...)
	before := a.Snapshot(t)
	for source, code := range map[standup.Source]check.Code{standup.Inferred: check.Invalid, "unheard": check.Invalid,
		standup.SlackCommand: check.ConsentRequired, standup.SlackChannel: check.ConsentRequired} {
		for _, v := range []*authz.Viewer{ann.Viewer(t), bot.Viewer(t)} {
			p := submit(w, "x")
			p.Source, p.OnBehalfOf = &source, &ann.ID
			_, _, err := a.Standups.Submit(t.Context(), v, p)
			apptest.WantRejection(t, err, code, "source")
		}
	}
	same(t, before, a.Snapshot(t))
	if s := w.Standup(t, ann); s.Source != standup.Web {
		t.Errorf("from a session the source is %s", s.Source)
	}
	s, _, err := a.Standups.Submit(t.Context(), w.Personal(t, ann).Viewer(t), submit(w, "x"))
	if err != nil || s.Source != standup.API {
		t.Errorf("from a token the source is %+v: %v", s, err)
	}
}

// R2: what was inferred never replaces what a person wrote, and a person's text replaces it and keeps its id.
func TestInferR2(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann, bob := w.Member(t), w.Member(t)
	bot := w.Service(t, authz.TrackingInfer).Viewer(t)
	infer := func(m *apptest.Person, text string) (*standup.Standup, activity.Receipt) {
		t.Helper()
		s, receipt, err := a.Standups.Infer(t.Context(), bot, standup.InferParams{WorkspaceID: w.ID, MemberID: m.ID, Date: today, Yesterday: &text})
		if err != nil {
			t.Fatal(err)
		}
		return s, receipt
	}
	human := w.Standup(t, ann)
	before := a.Snapshot(t)
	if s, receipt := infer(ann, "inferred"); s.ID != human.ID || s.IsInferred() || *s.Today != *human.Today || receipt.Seq != 0 {
		t.Errorf("over a human text it gives %+v, %+v", s, receipt)
	}
	same(t, before, a.Snapshot(t))

	first, receipt := infer(bob, "one")
	if !first.IsInferred() || first.Source != standup.Inferred || receipt.Seq == 0 {
		t.Errorf("the first is %+v, %+v", first, receipt)
	}
	before = a.Snapshot(t)
	if s, receipt := infer(bob, "one"); s.ID != first.ID || receipt.Seq != 0 {
		t.Errorf("the same again is %+v, %+v", s, receipt)
	}
	same(t, before, a.Snapshot(t))
	if s, receipt := infer(bob, "two"); s.ID != first.ID || *s.Yesterday != "two" || s.Version != 2 || receipt.Seq == 0 {
		t.Errorf("another text is %+v, %+v", s, receipt)
	}
	mine := w.Standup(t, bob)
	if mine.ID != first.ID || mine.IsInferred() || !mine.CreatedAt.Equal(first.CreatedAt) || *mine.Yesterday == "two" || mine.Version != 3 {
		t.Errorf("over an inferred text a person's is %+v", mine)
	}
	log := w.Log(t)
	if last := log[len(log)-1]; last.Changes[0].Field != "source" || *last.Changes[0].Old != "inferred" || *last.Changes[0].New != "web" {
		t.Errorf("the log does not tell that the source changed: %+v", last.Changes)
	}
}

// R2 in a race: whatever comes first, in the end the day holds the person's text.
func TestInferR2Race(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	bot := w.Service(t, authz.TrackingInfer).Viewer(t)
	ann := w.Member(t)
	v := ann.Viewer(t)
	for round := range 10 {
		date := today.AddDays(-round)
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				if i == 3 {
					p := submit(w, "mine")
					p.Date = &date
					if _, _, err := a.Standups.Submit(t.Context(), v, p); err != nil {
						t.Error(err)
					}
					return
				}
				s, _, err := a.Standups.Infer(t.Context(), bot, standup.InferParams{WorkspaceID: w.ID, MemberID: ann.ID, Date: date, Yesterday: new(fmt.Sprint(i))})
				if err != nil || s == nil {
					t.Errorf("inferring gives %v, %v", s, err)
				}
			})
		}
		wg.Wait()
		s, err := a.Standups.OfDay(t.Context(), w.ID, ann.ID, date)
		if err != nil || s.IsInferred() || s.Yesterday != nil || *s.Today != "mine" {
			t.Fatalf("the day holds %+v: %v", s, err)
		}
	}
	humanSeen := map[string]bool{}
	for _, e := range w.Log(t) {
		if e.EntityType != activity.Standup {
			continue
		}
		m := metadata(t, e)
		if m.Source != "inferred" {
			humanSeen[m.Date] = true
		} else if humanSeen[m.Date] {
			t.Errorf("after the person's text of %s the log tells of an inferred one", m.Date)
		}
	}
}

func TestSubmitChecksTheTexts(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	v := w.Member(t).Viewer(t)
	before := a.Snapshot(t)
	long := strings.Repeat("ü", standup.MaxText)
	for name, c := range map[string]struct {
		p     standup.SubmitParams
		code  check.Code
		field string
	}{
		"nothing":       {standup.SubmitParams{}, check.Required, ""},
		"blank":         {standup.SubmitParams{Yesterday: new(" \n"), Today: new("\u200b"), Blockers: new("")}, check.Required, ""},
		"too long":      {standup.SubmitParams{Yesterday: new(long + "x")}, check.TooLong, "yesterday"},
		"NUL":           {standup.SubmitParams{Today: new("a\x00b")}, check.Invalid, "today"},
		"invalid UTF-8": {standup.SubmitParams{Blockers: new("\xff")}, check.Invalid, "blockers"},
		"control":       {standup.SubmitParams{Today: new("\x1b[2J")}, check.Invalid, "today"},
		"tomorrow":      {standup.SubmitParams{Today: new("x"), Date: new(today.AddDays(1))}, check.FutureDate, "date"},
	} {
		t.Run(name+" is rejected", func(t *testing.T) {
			c.p.WorkspaceID = w.ID
			_, receipt, err := a.Standups.Submit(t.Context(), v, c.p)
			apptest.WantRejection(t, err, c.code, c.field)
			if receipt.Seq != 0 {
				t.Error("it has a receipt")
			}
		})
	}
	same(t, before, a.Snapshot(t))
	hostile := "it's ?0 \\ $$ \u2028 🦆\n-- " + long[:100]
	s, _, err := a.Standups.Submit(t.Context(), v, standup.SubmitParams{WorkspaceID: w.ID, Yesterday: &long, Today: new(" a\r\nb\r\n "), Blockers: &hostile})
	if err != nil || *s.Yesterday != long || *s.Today != "a\nb" || *s.BlockersText != hostile {
		t.Errorf("the longest and the oddest texts: %v", err)
	}
	none, _, err := a.Standups.Submit(t.Context(), v, standup.SubmitParams{WorkspaceID: w.ID, Blockers: new("None")})
	if err != nil || none.BlockersText != nil {
		t.Errorf("no blockers alone: %+v %v", none, err)
	}
}

func same(t testing.TB, before, after map[string]string) {
	t.Helper()
	for table, digest := range before {
		if after[table] != digest {
			t.Errorf("the table %s was changed", table)
		}
	}
}

// Trap 3: the day is the person's own, at one instant and on the days when clocks change.
func TestTodayIsThePersonsOwnDay(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	in := func(zone string) *apptest.Person {
		return w.Member(t, func(p *member.InviteParams) { p.TimeZone = zone })
	}
	apia, la, berlin := in("Pacific/Apia"), in("America/Los_Angeles"), in("Europe/Berlin") // UTC+13, UTC-8
	for name, c := range map[string]struct {
		now  time.Time
		who  *apptest.Person
		want day.Date
	}{
		"at UTC+13":                        {time.Date(2026, 2, 11, 11, 30, 0, 0, time.UTC), apia, day.Of(2026, 2, 12)},
		"at UTC-8 at the same instant":     {time.Date(2026, 2, 11, 7, 30, 0, 0, time.UTC), la, day.Of(2026, 2, 10)},
		"before the clocks go forward":     {time.Date(2026, 3, 29, 0, 59, 0, 0, time.UTC), berlin, day.Of(2026, 3, 29)},
		"at the end of the day of 23 h":    {time.Date(2026, 3, 29, 21, 59, 59, 0, time.UTC), berlin, day.Of(2026, 3, 29)},
		"after the day of 23 h":            {time.Date(2026, 3, 29, 22, 0, 0, 0, time.UTC), berlin, day.Of(2026, 3, 30)},
		"at the end of the day of 25 h":    {time.Date(2026, 10, 25, 22, 59, 59, 0, time.UTC), berlin, day.Of(2026, 10, 25)},
		"after the day of 25 h":            {time.Date(2026, 10, 25, 23, 0, 0, 0, time.UTC), berlin, day.Of(2026, 10, 26)},
		"on a leap day":                    {time.Date(2028, 2, 29, 20, 0, 0, 0, time.UTC), la, day.Of(2028, 2, 29)},
		"in the last second of a year":     {time.Date(2026, 12, 31, 22, 59, 59, 0, time.UTC), berlin, day.Of(2026, 12, 31)},
		"in the first second of a new one": {time.Date(2026, 12, 31, 23, 0, 0, 0, time.UTC), berlin, day.Of(2027, 1, 1)},
	} {
		a.Clock.Set(c.now)
		v := c.who.Viewer(t)
		date, _, err := a.Standups.Today(t.Context(), v, w.ID)
		if err != nil || date != c.want {
			t.Errorf("%s it is %s, want %s: %v", name, date, c.want, err)
		}
		s := w.Standup(t, c.who)
		if s.Date != c.want {
			t.Errorf("%s the standup is of %s, want %s", name, s.Date, c.want)
		}
		date, row, err := a.Standups.Today(t.Context(), v, w.ID)
		if err != nil || row == nil || row.ID != s.ID {
			t.Errorf("%s today's standup is %v: %v", name, row, err)
		}
		p := submit(w, "x")
		p.Date = new(date.AddDays(1))
		_, _, err = a.Standups.Submit(t.Context(), v, p)
		apptest.WantRejection(t, err, check.FutureDate, "date")
		p.Date = &date
		if _, _, err = a.Standups.Submit(t.Context(), v, p); err != nil {
			t.Errorf("%s today itself is refused: %v", name, err)
		}
	}
}

// One instant, two people, two days.
func TestOneInstantHasTwoDays(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	a.Clock.Set(time.Date(2026, 2, 11, 11, 30, 0, 0, time.UTC))
	dates := map[string]day.Date{}
	for _, zone := range []string{"Pacific/Apia", "Etc/GMT+12", "America/Los_Angeles"} {
		dates[zone] = w.Standup(t, w.Member(t, func(p *member.InviteParams) { p.TimeZone = zone })).Date
	}
	if dates["Pacific/Apia"] != day.Of(2026, 2, 12) || dates["America/Los_Angeles"] != day.Of(2026, 2, 11) || dates["Etc/GMT+12"] != day.Of(2026, 2, 10) {
		t.Errorf("the days are %v", dates)
	}
	// A service that writes for them takes their day, not its own.
	bot := w.Service(t, authz.TrackingWrite, authz.TrackingInfer).Viewer(t)
	apia := w.Member(t, func(p *member.InviteParams) { p.TimeZone = "Pacific/Apia" })
	p := submit(w, "x")
	p.OnBehalfOf = &apia.ID
	if s, _, err := a.Standups.Submit(t.Context(), bot, p); err != nil || s.Date != day.Of(2026, 2, 12) || s.Source != standup.API {
		t.Errorf("on their behalf it is %+v: %v", s, err)
	}
	_, _, err := a.Standups.Infer(t.Context(), bot, standup.InferParams{WorkspaceID: w.ID, MemberID: apia.ID, Date: day.Of(2026, 2, 13), Yesterday: new("x")})
	apptest.WantRejection(t, err, check.FutureDate, "date")
}

// Nobody writes in another's name; what is absent, foreign or hidden is the same (matrix, section 8).
func TestStandupRights(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	ann, bob, ada := w.Member(t), w.Member(t), w.Admin(t)
	writer, reader := w.Service(t, authz.TrackingWrite), w.Service(t, authz.TrackingRead)
	theirs, narrow := foreign.Member(t), w.Personal(t, ann, authz.TrackingRead)
	row := w.Standup(t, ann)
	before := a.Snapshot(t)

	for name, c := range map[string]struct {
		v    *authz.Viewer
		ws   uuid.UUID
		of   *uuid.UUID
		code fault.Code
	}{
		"a mate":                           {bob.Viewer(t), w.ID, &ann.ID, fault.Forbidden},
		"an admin":                         {ada.Viewer(t), w.ID, &ann.ID, fault.Forbidden},
		"a service without the scope":      {reader.Viewer(t), w.ID, &ann.ID, fault.Forbidden},
		"a token without the scope":        {narrow.Viewer(t), w.ID, nil, fault.Forbidden},
		"someone else's workspace":         {ann.Viewer(t), foreign.ID, nil, fault.NotFound},
		"a service of another workspace":   {writer.Viewer(t), foreign.ID, &theirs.ID, fault.NotFound},
		"a workspace that is not there":    {ann.Viewer(t), uuid.New(), nil, fault.NotFound},
		"nobody":                           {nil, w.ID, nil, fault.NotFound},
		"a service without it and no name": {reader.Viewer(t), w.ID, nil, fault.Forbidden},
	} {
		p := submit(&apptest.Workspace{Workspace: w.Workspace}, "x")
		p.WorkspaceID, p.OnBehalfOf = c.ws, c.of
		_, _, err := a.Standups.Submit(t.Context(), c.v, p)
		if !fault.Is(err, c.code) {
			t.Errorf("submitting as %s: %v, want %s", name, err, c.code)
		}
	}
	_, _, err := a.Standups.Submit(t.Context(), writer.Viewer(t), submit(w, "x"))
	apptest.WantRejection(t, err, check.Required, "onBehalfOf")

	for name, c := range map[string]struct {
		v    *authz.Viewer
		code fault.Code
	}{
		"a mate": {bob.Viewer(t), fault.NotFound}, "an admin": {ada.Viewer(t), fault.Forbidden}, "a stranger": {theirs.Viewer(t), fault.NotFound},
		"a reader": {reader.Viewer(t), fault.Forbidden}, "nobody": {nil, fault.NotFound},
	} {
		if _, err := a.Standups.Delete(t.Context(), c.v, row.ID); !fault.Is(err, c.code) {
			t.Errorf("deleting as %s: %v, want %s", name, err, c.code)
		}
	}
	if _, err := a.Standups.Delete(t.Context(), ann.Viewer(t), uuid.New()); !fault.Is(err, fault.NotFound) {
		t.Errorf("deleting what is not there: %v", err)
	}
	for name, v := range map[string]*authz.Viewer{"the person": ann.Viewer(t), "an admin": ada.Viewer(t), "a service without the scope": writer.Viewer(t)} {
		if _, _, err := a.Standups.Infer(t.Context(), v, standup.InferParams{WorkspaceID: w.ID, MemberID: ann.ID, Date: today, Yesterday: new("x")}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("inferring as %s: %v", name, err)
		}
		if _, _, err := a.Standups.SetAnalysis(t.Context(), v, standup.Analysis{StandupID: row.ID, Version: 1, Status: standup.Failed}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("analysing as %s: %v", name, err)
		}
	}
	if _, _, err := a.Standups.SetAnalysis(t.Context(), theirs.Viewer(t), standup.Analysis{StandupID: row.ID, Version: 1, Status: standup.Failed}); !fault.Is(err, fault.NotFound) {
		t.Errorf("analysing as a stranger: %v", err)
	}
	same(t, before, a.Snapshot(t))
}

func TestDelete(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	row, seq := w.Standup(t, ann), w.Seq(t)
	old := w.Standup(t, ann, func(p *standup.SubmitParams) { p.Date = new(today.AddDays(-1)) })
	_, err := a.Standups.Delete(t.Context(), ann.Viewer(t), old.ID)
	apptest.WantRejection(t, err, check.ClosedPeriod, "id")
	receipt, err := a.Standups.Delete(t.Context(), ann.Viewer(t), row.ID)
	if err != nil || receipt.Seq != seq+2 {
		t.Fatalf("it gives %+v, %v", receipt, err)
	}
	if _, err := a.Standups.Delete(t.Context(), ann.Viewer(t), row.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("a second time: %v", err)
	}
	log := w.Log(t)
	if last := log[len(log)-1]; last.Action != activity.Deleted || last.EntityID != row.ID {
		t.Errorf("the log tells %+v", last)
	}
	again := w.Standup(t, ann)
	if again.ID == row.ID || again.Version != 1 {
		t.Errorf("after it was taken back the next is %+v", again)
	}
}

func TestDeleteAtOnceHappensOnce(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	row, v, seq := w.Standup(t, ann), ann.Viewer(t), w.Seq(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := a.Standups.Delete(t.Context(), v, row.ID); err != nil && !fault.Is(err, fault.NotFound) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := w.Seq(t) - seq; got != 1 {
		t.Errorf("it was deleted %d times", got)
	}
}

func TestSetAnalysis(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	bot := w.Service(t, authz.TrackingInfer).Viewer(t)
	row := w.Standup(t, ann)
	foreign := a.Workspace(t)
	theirs := foreign.Task(t, foreign.Project(t))
	before := a.Snapshot(t)
	many := make([]*standup.ParsedTask, standup.MaxParsed+1)
	for i := range many {
		many[i] = &standup.ParsedTask{Text: "x"}
	}
	for name, c := range map[string]struct {
		a     standup.Analysis
		code  check.Code
		field string
	}{
		"a score that is not told":   {standup.Analysis{Status: standup.Scored}, check.Invalid, "sentimentScore"},
		"a score that failed":        {standup.Analysis{Status: standup.Failed, Score: new(0.0)}, check.Invalid, "sentimentScore"},
		"a score beyond the scale":   {standup.Analysis{Status: standup.Scored, Score: new(1.2)}, check.OutOfRange, "sentimentScore"},
		"a score that is no number":  {standup.Analysis{Status: standup.Scored, Score: new(nan())}, check.OutOfRange, "sentimentScore"},
		"too many tasks":             {standup.Analysis{Status: standup.Failed, Tasks: many}, check.OutOfRange, ""},
		"too much confidence":        {standup.Analysis{Status: standup.Failed, Tasks: []*standup.ParsedTask{{Text: "x", Confidence: new(1.5)}}}, check.OutOfRange, "tasks.0.confidence"},
		"a strange address":          {standup.Analysis{Status: standup.Failed, Tasks: []*standup.ParsedTask{{Text: "x"}, {Text: "x", GithubURL: new("javascript:alert(1)")}}}, check.Invalid, "tasks.1.githubUrl"},
		"a blocker with NUL":         {standup.Analysis{Status: standup.Failed, Blockers: []*standup.ParsedBlocker{{Text: "\x00"}}}, check.Invalid, "blockers.0.text"},
		"a text that is too long":    {standup.Analysis{Status: standup.Failed, Blockers: []*standup.ParsedBlocker{{Text: strings.Repeat("x", 1001)}}}, check.TooLong, "blockers.0.text"},
		"another workspace's task":   {standup.Analysis{Status: standup.Failed, Tasks: []*standup.ParsedTask{{Text: "x", TaskID: &theirs.ID}}}, check.NotFound, "tasks"},
		"a version that is not ours": {standup.Analysis{Status: standup.Failed, Version: 7}, check.Conflict, "expectedVersion"},
	} {
		t.Run(name+" is rejected", func(t *testing.T) {
			c.a.StandupID = row.ID
			if c.a.Version == 0 {
				c.a.Version = row.Version
			}
			_, receipt, err := a.Standups.SetAnalysis(t.Context(), bot, c.a)
			apptest.WantRejection(t, err, c.code, c.field)
			if receipt.Seq != 0 {
				t.Error("it has a receipt")
			}
		})
	}
	same(t, before, a.Snapshot(t))
	for _, score := range []float64{-1, 0, 1} {
		s, receipt, err := a.Standups.SetAnalysis(t.Context(), bot, standup.Analysis{StandupID: row.ID, Version: row.Version, Score: &score, Status: standup.Scored,
			Tasks: []*standup.ParsedTask{{Text: `it's "\u0041" ?`, GithubURL: new("https://github.com/a/b/pull/1")}}})
		if err != nil || receipt.Seq == 0 || *s.SentimentScore != score {
			t.Fatalf("a score of %v gives %+v: %v", score, s, err)
		}
		row = s
	}
	read, err := a.Standups.ByIDs(t.Context(), ann.Viewer(t), []uuid.UUID{row.ID})
	if err != nil || read[row.ID].ParsedTasks[0].Text != `it's "\u0041" ?` || read[row.ID].ParsedBlockers != nil || read[row.ID].Version != 4 {
		t.Errorf("it is read as %+v: %v", read[row.ID], err)
	}
	if ws, owner := read[row.ID].ParsedTasks[0].Owner(); ws != w.ID || owner != ann.ID {
		t.Error("what was found does not belong to the standup's person")
	}
}

func nan() float64 { var zero float64; return zero / zero }
