package timeentry_test

import (
	"testing"
	"time"

	"daybook/internal/apptest"
	"daybook/internal/check"
	"daybook/internal/day"
	"daybook/internal/timeentry"

	"pgregory.net/rapid"
)

var (
	now   = apptest.Noon
	today = day.Of(2026, time.February, 11)
)

// at is a time of today in UTC.
func at(clock string) *time.Time {
	t, err := time.Parse("2006-01-02T15:04:05.999", "2026-02-11T"+clock)
	if err != nil {
		panic(err)
	}
	return &t
}

func mustZone(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := day.Zone(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// summary is an entry's times in short.
type summary struct {
	start, end string
	on         day.Date
	seconds    int
}

func summed(e *timeentry.Entry) summary {
	s := summary{on: e.SpentOn, seconds: e.DurationSeconds}
	if e.StartedAt != nil {
		s.start, s.end = e.StartedAt.Format(time.RFC3339Nano), e.EndedAt.Format(time.RFC3339Nano)
	}
	return s
}

// R5: two of start, end and duration make the third; a day and a duration stand alone.
func TestTwoOfThreeMakeTheThirdR5(t *testing.T) {
	t.Parallel()
	want := summary{"2026-02-11T09:00:00Z", "2026-02-11T10:30:00Z", today, 5400}
	fractions := summary{"2026-02-11T09:00:00Z", "2026-02-11T09:00:01Z", today, 1}
	for name, c := range map[string]struct {
		t    timeentry.Times
		want summary
	}{
		"start and end":          {timeentry.Times{StartedAt: at("09:00:00"), EndedAt: at("10:30:00")}, want},
		"start and duration":     {timeentry.Times{StartedAt: at("09:00:00"), DurationSeconds: new(5400)}, want},
		"end and duration":       {timeentry.Times{EndedAt: at("10:30:00"), DurationSeconds: new(5400)}, want},
		"all three":              {timeentry.Times{StartedAt: at("09:00:00"), EndedAt: at("10:30:00"), DurationSeconds: new(5400)}, want},
		"with the day":           {timeentry.Times{StartedAt: at("09:00:00"), EndedAt: at("10:30:00"), SpentOn: &today}, want},
		"other zones' clocks":    {timeentry.Times{StartedAt: new(at("09:00:00").In(mustZone(t, "Asia/Kathmandu"))), EndedAt: at("10:30:00")}, want},
		"fractions are cut off":  {timeentry.Times{StartedAt: at("09:00:00.999"), EndedAt: at("09:00:01.001")}, fractions},
		"a day and a duration":   {timeentry.Times{SpentOn: new(today.AddDays(-3)), DurationSeconds: new(1)}, summary{on: today.AddDays(-3), seconds: 1}},
		"a whole day":            {timeentry.Times{SpentOn: &today, DurationSeconds: new(86400)}, summary{on: today, seconds: 86400}},
		"24 hours over midnight": {timeentry.Times{EndedAt: &now, DurationSeconds: new(86400)}, summary{"2026-02-10T12:00:00Z", "2026-02-11T12:00:00Z", today.AddDays(-1), 86400}},
		"to this second":         {timeentry.Times{EndedAt: &now, DurationSeconds: new(1)}, summary{"2026-02-11T11:59:59Z", "2026-02-11T12:00:00Z", today, 1}},
	} {
		e, err := c.t.Settle(time.UTC, now)
		if err != nil || summed(e) != c.want {
			t.Errorf("%s: %+v, want %+v: %v", name, summed(e), c.want, err)
		}
	}
}

// R5: what does not agree, is not there, lies ahead or is too long is told at its field.
func TestTimesThatDoNotAgreeAreRefusedR5(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		t     timeentry.Times
		code  check.Code
		field string
	}{
		"nothing":                    {timeentry.Times{}, check.Required, "startedAt"},
		"a start alone":              {timeentry.Times{StartedAt: at("09:00:00")}, check.Required, "endedAt"},
		"a start and a day":          {timeentry.Times{StartedAt: at("09:00:00"), SpentOn: &today}, check.Required, "endedAt"},
		"an end alone":               {timeentry.Times{EndedAt: at("09:00:00")}, check.Required, "startedAt"},
		"a day alone":                {timeentry.Times{SpentOn: &today}, check.Required, "durationSeconds"},
		"a duration alone":           {timeentry.Times{DurationSeconds: new(60)}, check.Required, "spentOn"},
		"an end before the start":    {timeentry.Times{StartedAt: at("10:00:00"), EndedAt: at("09:00:00")}, check.Invalid, "endedAt"},
		"an end at the start":        {timeentry.Times{StartedAt: at("10:00:00"), EndedAt: at("10:00:00")}, check.Invalid, "endedAt"},
		"within one second":          {timeentry.Times{StartedAt: at("10:00:00.001"), EndedAt: at("10:00:00.999")}, check.Invalid, "endedAt"},
		"centuries backwards":        {timeentry.Times{StartedAt: &now, EndedAt: new(time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC))}, check.Invalid, "endedAt"},
		"another duration":           {timeentry.Times{StartedAt: at("09:00:00"), EndedAt: at("10:00:00"), DurationSeconds: new(3599)}, check.Invalid, "durationSeconds"},
		"no duration":                {timeentry.Times{SpentOn: &today, DurationSeconds: new(0)}, check.OutOfRange, "durationSeconds"},
		"a duration below nothing":   {timeentry.Times{StartedAt: at("09:00:00"), DurationSeconds: new(-1)}, check.OutOfRange, "durationSeconds"},
		"a duration over a day":      {timeentry.Times{SpentOn: &today, DurationSeconds: new(86401)}, check.OutOfRange, "durationSeconds"},
		"an endless duration":        {timeentry.Times{EndedAt: &now, DurationSeconds: new(1<<62 + 1)}, check.OutOfRange, "durationSeconds"},
		"from start to end a day":    {timeentry.Times{StartedAt: new(now.Add(-24*time.Hour - time.Second)), EndedAt: &now}, check.OutOfRange, "endedAt"},
		"centuries":                  {timeentry.Times{StartedAt: new(time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)), EndedAt: &now}, check.OutOfRange, "endedAt"},
		"a start ahead":              {timeentry.Times{StartedAt: at("12:00:01"), DurationSeconds: new(1)}, check.OutOfRange, "startedAt"},
		"an end ahead":               {timeentry.Times{StartedAt: at("11:00:00"), EndedAt: at("12:00:01")}, check.OutOfRange, "endedAt"},
		"a day ahead":                {timeentry.Times{SpentOn: new(today.AddDays(1)), DurationSeconds: new(60)}, check.FutureDate, "spentOn"},
		"before there were days":     {timeentry.Times{StartedAt: new(time.Unix(-1, 0)), DurationSeconds: new(1)}, check.OutOfRange, "startedAt"},
		"another day than the start": {timeentry.Times{StartedAt: at("09:00:00"), EndedAt: at("10:00:00"), SpentOn: new(today.AddDays(-1))}, check.Invalid, "spentOn"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := c.t.Settle(time.UTC, now)
			apptest.WantRejection(t, err, c.code, c.field)
		})
	}
}

// Decision 10: a day that has begun in Kiritimati has not begun in Pago Pago.
func TestTodayIsThePersonsOwn(t *testing.T) {
	t.Parallel()
	tomorrow := timeentry.Times{SpentOn: new(today.AddDays(1)), DurationSeconds: new(60)}
	if _, err := tomorrow.Settle(mustZone(t, "Pacific/Kiritimati"), now); err != nil {
		t.Errorf("it is tomorrow there: %v", err)
	}
	_, err := timeentry.Times{SpentOn: &today, DurationSeconds: new(60)}.Settle(mustZone(t, "Pacific/Pago_Pago"), at("10:59:59").UTC())
	apptest.WantRejection(t, err, check.FutureDate, "spentOn")
	e, err := timeentry.Times{StartedAt: at("09:00:00"), EndedAt: at("10:00:00")}.Settle(mustZone(t, "Pacific/Pago_Pago"), now)
	if err != nil || e.SpentOn != today.AddDays(-1) {
		t.Errorf("it is of %s: %v", e.SpentOn, err)
	}
}

func drawInstant(t *rapid.T, label string) *time.Time {
	if rapid.IntRange(0, 2).Draw(t, label+" given") == 0 {
		return nil
	}
	return new(now.Add(time.Duration(rapid.Int64Range(-int64(60*time.Hour), int64(time.Hour)).Draw(t, label))))
}

func drawTimes(t *rapid.T) (out timeentry.Times) {
	out.StartedAt, out.EndedAt = drawInstant(t, "start"), drawInstant(t, "end")
	if rapid.Bool().Draw(t, "duration given") {
		out.DurationSeconds = new(rapid.IntRange(-10, timeentry.MaxSeconds+10).Draw(t, "duration"))
	}
	if out.StartedAt != nil && out.EndedAt != nil && rapid.Bool().Draw(t, "agreeing") {
		out.DurationSeconds = new(int(out.EndedAt.Truncate(time.Second).Sub(out.StartedAt.Truncate(time.Second)) / time.Second))
	}
	if rapid.Bool().Draw(t, "day given") {
		out.SpentOn = new(today.AddDays(rapid.IntRange(-3, 1).Draw(t, "day")))
	}
	return out
}

// agree fails unless the entry's times agree, are possible, and are what was given.
func agree(t *rapid.T, e *timeentry.Entry, given timeentry.Times) {
	if e.DurationSeconds < 1 || e.DurationSeconds > timeentry.MaxSeconds || (e.StartedAt == nil) != (e.EndedAt == nil) {
		t.Fatalf("the times are %+v", summed(e))
	}
	if e.StartedAt != nil {
		if e.EndedAt.Sub(*e.StartedAt) != time.Duration(e.DurationSeconds)*time.Second || e.EndedAt.After(now) ||
			!e.StartedAt.Equal(e.StartedAt.Truncate(time.Second)) || !e.EndedAt.Equal(e.EndedAt.Truncate(time.Second)) {
			t.Fatalf("the times are %+v", summed(e))
		}
	}
	if given.StartedAt != nil && !e.StartedAt.Equal(given.StartedAt.Truncate(time.Second)) || given.EndedAt != nil && !e.EndedAt.Equal(given.EndedAt.Truncate(time.Second)) ||
		given.DurationSeconds != nil && e.DurationSeconds != *given.DurationSeconds || given.SpentOn != nil && e.SpentOn != *given.SpentOn {
		t.Fatalf("given %+v it is %+v", given, summed(e))
	}
}

// R5: whatever is given, end, start and duration never disagree, nor with what was given; and what is enough, agrees and
// is past is never refused.
func TestCreatedTimesNeverDisagreeR5(t *testing.T) {
	t.Parallel()
	zone := mustZone(t, "America/St_Johns")
	rapid.Check(t, func(t *rapid.T) {
		given := drawTimes(t)
		e, err := given.Settle(zone, now)
		if err == nil {
			agree(t, e, given)
			if e.StartedAt != nil && e.SpentOn != day.At(*e.StartedAt, zone) {
				t.Fatalf("it is of %s", e.SpentOn)
			}
			return
		}
		start, end, d := given.StartedAt, given.EndedAt, given.DurationSeconds
		if start == nil && end != nil && d != nil {
			start = new(end.Add(-time.Duration(*d) * time.Second))
		}
		if end == nil && start != nil && d != nil {
			end = new(start.Add(time.Duration(*d) * time.Second))
		}
		if start != nil && end != nil {
			lasted := int(end.Truncate(time.Second).Sub(start.Truncate(time.Second)) / time.Second)
			if lasted >= 1 && lasted <= timeentry.MaxSeconds && !end.Truncate(time.Second).After(now) && (d == nil || *d == lasted) &&
				(given.SpentOn == nil || *given.SpentOn == day.At(start.Truncate(time.Second), zone)) {
				t.Fatalf("%+v is refused: %v", given, err)
			}
		}
	})
}
