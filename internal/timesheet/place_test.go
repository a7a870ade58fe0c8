package timesheet_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"daybook/internal/timesheet"

	"pgregory.net/rapid"
)

// one reads a row of start, end and duration by the columns that have something.
func one(t *testing.T, startDate, start, endDate, end, duration, zone string) string {
	t.Helper()
	sheet := parse(t, "start date;start time;end date;end time;duration\n"+strings.Join([]string{startDate, start, endDate, end, duration}, ";")+"\n", timesheet.Options{})
	span, err := sheet.Rows[0].In(location(t, zone))
	switch {
	case err != nil:
		return err.Error()
	case span.Start == nil:
		return fmt.Sprint(span.Day, " ", span.Seconds)
	}
	out := span.Start.Format("02 15:04:05") + ".." + span.End.Format("02 15:04:05")
	return strings.Join(append([]string{out}, span.Notes...), " | ")
}

// Clock times are the person's own: set forward they may not exist, set back they come twice, and an end without a date may
// be of the next day.
func TestIn(t *testing.T) {
	t.Parallel()
	const twice = " | this time comes twice when the clocks of Europe/Berlin are set back: the first was taken"
	for name, c := range map[string]struct{ startDate, start, endDate, end, duration, want string }{
		"in winter":                         {"2026-02-02", "9:00", "2026-02-02", "10:00", "1:00", "02 08:00:00..02 09:00:00"},
		"in summer":                         {"2026-07-02", "9:00", "2026-07-02", "10:00", "1:00", "02 07:00:00..02 08:00:00"},
		"over the spring gap":               {"2026-03-29", "1:30", "2026-03-29", "3:30", "1:00", "29 00:30:00..29 01:30:00"},
		"over the gap, by the figures":      {"2026-03-29", "1:30", "2026-03-29", "3:30", "2:00", `the clock times are 1:00:00 apart, the duration says "2:00"`},
		"starts in the gap":                 {"2026-03-29", "2:30", "2026-03-29", "3:30", "1:00", "there was no 2026-03-29 02:30 in Europe/Berlin: the clocks are set forward over it"},
		"ends in the gap":                   {"2026-03-29", "1:30", "", "2:30", "", "there was no 2026-03-29 02:30 in Europe/Berlin: the clocks are set forward over it"},
		"starts in the gap, no end":         {"2026-03-29", "2:30", "", "", "1:00", "there was no 2026-03-29 02:30 in Europe/Berlin: the clocks are set forward over it"},
		"first of two":                      {"2026-10-25", "2:30", "2026-10-25", "3:30", "2:00", "25 00:30:00..25 02:30:00"},
		"second of two":                     {"2026-10-25", "2:30", "2026-10-25", "3:30", "1:00", "25 01:30:00..25 02:30:00"},
		"ends in the first":                 {"2026-10-25", "1:30", "2026-10-25", "2:30", "1:00:01", "24 23:30:00..25 00:30:00 | the duration 1:00:01 differs from the clock times by 1 s: the clock times were taken"},
		"ends in the second":                {"2026-10-25", "1:30", "2026-10-25", "2:30", "2:00", "24 23:30:00..25 01:30:00"},
		"from the first to the second":      {"2026-10-25", "2:50", "2026-10-25", "2:10", "0:20", "25 00:50:00..25 01:10:00"},
		"the same without an end date":      {"2026-10-25", "2:50", "", "2:10", "0:20", "25 00:50:00..25 01:10:00"},
		"the next day at that":              {"2026-10-25", "2:50", "", "2:10", "23:20", "25 01:50:00..26 01:10:00"},
		"within either":                     {"2026-10-25", "2:10", "2026-10-25", "2:20", "0:10", "25 00:10:00..25 00:20:00" + twice},
		"two of them, nothing decides":      {"2026-10-25", "2:30", "2026-10-25", "3:30", "", "25 00:30:00..25 02:30:00" + twice},
		"two of them, start alone":          {"2026-10-25", "2:30", "", "", "1:00", "25 00:30:00..25 01:30:00" + twice},
		"two of them, end alone":            {"2026-10-25", "", "", "2:30", "1:00", "24 23:30:00..25 00:30:00" + twice},
		"a whole night":                     {"2026-02-02", "22:00", "", "6:00", "", "02 21:00:00..03 05:00:00"},
		"a whole night by date":             {"2026-02-02", "22:00", "2026-02-03", "6:00", "8:00", "02 21:00:00..03 05:00:00"},
		"to the end of the day":             {"2026-02-02", "22:00", "", "24:00", "2:00", "02 21:00:00..02 23:00:00"},
		"a whole day":                       {"2026-02-02", "9:00", "", "9:00", "24:00", "02 08:00:00..03 08:00:00"},
		"a day and a second":                {"2026-02-02", "9:00", "2026-02-03", "9:00:01", "", "it lasts 24:00:01, more than 24 hours"},
		"ends before it starts":             {"2026-02-02", "9:00", "2026-02-02", "8:59", "", "it ends before it starts"},
		"nothing":                           {"2026-02-02", "9:00", "", "9:00", "", "it lasts 0 seconds"},
		"less than the clock shows":         {"2026-02-02", "9:00", "", "9:00", "0:00:07", "02 08:00:00..02 08:00:07 | start and end are the same minute: the duration 0:00:07 was taken"},
		"a minute off":                      {"2026-02-02", "9:00", "", "9:26", "0:25", "02 08:00:00..02 08:26:00 | the duration 0:25 differs from the clock times by 60 s: the clock times were taken"},
		"more than a minute off":            {"2026-02-02", "9:00", "", "9:26", "0:24:59", `the clock times are 0:26:00 apart, the duration says "0:24:59"`},
		"hundredths of an hour":             {"2026-02-02", "9:00", "", "9:26", "0.42", "02 08:00:00..02 08:26:00 | the duration 0.42 differs from the clock times by 48 s: the clock times were taken"},
		"hundredths, too far off":           {"2026-02-02", "9:00", "", "9:26", "0.41", `the clock times are 0:26:00 apart, the duration says "0.41"`},
		"no unit, hours":                    {"2026-02-02", "9:00", "", "11:00", "2", "02 08:00:00..02 10:00:00"},
		"no unit, minutes":                  {"2026-02-02", "9:00", "", "11:00", "120", "02 08:00:00..02 10:00:00"},
		"no unit, seconds":                  {"2026-02-02", "9:00", "", "11:00", "7200", "02 08:00:00..02 10:00:00"},
		"no unit, none fits":                {"2026-02-02", "9:00", "", "11:00", "90", `the clock times are 2:00:00 apart, the duration says "90"`},
		"no unit, no clock":                 {"2026-02-02", "", "", "", "90", `the duration "90" has no unit: hours, minutes or seconds`},
		"no unit, the same minute":          {"2026-02-02", "9:00", "", "9:00", "45", "it lasts 0 seconds"},
		"start and duration":                {"2026-02-02", "9:00", "", "", "1:30", "02 08:00:00..02 09:30:00"},
		"end and duration":                  {"2026-02-02", "", "", "9:00", "1:30", "02 06:30:00..02 08:00:00"},
		"day and duration":                  {"2026-02-02", "", "", "", "1:30", "2026-02-02 5400"},
		"a duration of nothing":             {"2026-02-02", "", "", "", "0:00", "it lasts 0 seconds"},
		"start alone":                       {"2026-02-02", "9:00", "", "", "", "there is no end and no duration: it may still be running"},
		"instants":                          {"", "2026-02-02T09:00:00Z", "", "2026-02-02T04:30:00-05:30", "1:00", "02 09:00:00..02 10:00:00"},
		"instants, the day goes unheard":    {"2026-02-02", "2026-02-01T23:30:00Z", "", "2026-02-02T00:30:00 UTC", "", "01 23:30:00..02 00:30:00"},
		"an instant with an impossible day": {"", "2026-02-30T09:00:00Z", "", "2026-02-02T10:00:00Z", "", `the time "2026-02-30T09:00:00Z" is not understood`},
		"clock words":                       {"2026-02-02", "9.15 Uhr", "", "3:10 p.m.", "", "02 08:15:00..02 14:10:00"},
		"narrow blanks":                     {"2026-02-02", "9:15\u202fAM", "", "12:00\u00a0PM", "", "02 08:15:00..02 11:00:00"},
		"13 at night":                       {"2026-02-02", "13:15 AM", "", "15:00", "", `the time "13:15 AM" is not understood`},
		"no such time":                      {"2026-02-02", "9:75", "", "25:00", "", `the time "9:75" is not understood`},
		"no clock time":                     {"2026-02-02", "9", "", "10:00", "", `the time "9" is not understood`},
		"no day":                            {"", "9:00", "", "10:00", "", `the time "9:00" has no day`},
		"a bad end date":                    {"2026-02-02", "9:00", "then", "10:00", "", `the date "then" is not understood`},
	} {
		if got := one(t, c.startDate, c.start, c.endDate, c.end, c.duration, "Europe/Berlin"); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
	}
}

func TestDurations(t *testing.T) {
	t.Parallel()
	seconds := func(column, text string) string {
		sheet := parse(t, "date;"+column+"\n2026-02-02;"+text+"\n", timesheet.Options{})
		span, err := sheet.Rows[0].In(time.UTC)
		if err != nil {
			return err.Error()
		}
		return fmt.Sprint(span.Seconds)
	}
	for _, c := range []struct{ column, text, want string }{
		{"hours", "1.85", "6660"}, {"hours", "1,85", "6660"}, {"hours", "8.2", "29520"}, {"hours", "0.67", "2412"}, {"hours", ".5", "1800"},
		{"hours", ",25", "900"}, {"hours", "2", "7200"}, {"hours", "2.000", "7200"}, {"hours", "1:30", "5400"}, {"hours", "24", "86400"},
		{"hours", "0.333333333333", "1200"}, {"hours", "20,0", "72000"}, {"hours", "0.000,5", "1800"},
		{"duration", "1.5", "5400"}, {"duration", "01:30:00", "5400"}, {"duration", "1:30:00.500", "5400"}, {"duration", "18:25 min", "1105"},
		{"duration", "45 sec", "45"}, {"duration", "1h 30m", "5400"}, {"duration", "1 h 30 min 15 s", "5415"}, {"duration", "1h30", "5400"},
		{"duration", "90m", "5400"}, {"duration", "90 Min", "5400"}, {"duration", "1,5 h", "5400"}, {"duration", "1.5h", "5400"},
		{"duration", "PT1H30M", "5400"}, {"duration", "PT25M20S", "1520"}, {"duration", "2 Stunden", "7200"}, {"duration", "1:30 h", "5400"},
		{"minutes", "90", "5400"}, {"minutes", "1.5", "90"}, {"seconds", "90", "90"}, {"duration_seconds", "86400", "86400"},
		{"duration (h)", "3", "10800"}, {"duration (decimal)", "0.42", "1512"},

		{"duration", "1:75", `the duration "1:75" is not understood`}, {"duration", "24:00:01", `the duration "24:00:01" is more than 24 hours`},
		{"duration", "-0:30", `the duration "-0:30" is negative`}, {"duration", "\u22120.5", "the duration \"\u22120.5\" is negative"},
		{"duration", "45s 1m", `the duration "45s 1m" is not understood`}, {"duration", "1h 2h", `the duration "1h 2h" is not understood`},
		{"duration", "5 apples", `the duration "5 apples" is not understood`}, {"duration", "PT", `the duration "PT" is not understood`},
		{"duration", "30 30", `the duration "30 30" is not understood`}, {"duration", "h", `the duration "h" is not understood`},
		{"hours", "1.2.3", `the duration "1.2.3" is not understood`}, {"hours", "1.000.000", `the duration "1.000.000" is more than 24 hours`},
		{"hours", "99999999999", `the duration "99999999999" is not understood`}, {"hours", "1.", `the duration "1." is not understood`},
		{"seconds", "999999", `the duration "999999" is more than 24 hours`}, {"duration", "999999", `the duration "999999" is more than 24 hours`},
		{"duration", "١:٣٠", `the duration "١:٣٠" is not understood`}, {"hours", "NaN", `the duration "NaN" is not understood`},
	} {
		if got := seconds(c.column, c.text); got != c.want {
			t.Errorf("%s %s: got %s, want %s", c.column, c.text, got, c.want)
		}
	}
}

// A comma elsewhere in the column tells what a dot before three digits is.
func TestDecimalMarkIsOfTheWholeFile(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"commas":       {"date;hours\n2026-02-02;0,5\n2026-02-02;2.000\n", `1800 the duration "2.000" is more than 24 hours`},
		"dots":         {"date;hours\n2026-02-02;0.5\n2026-02-02;2,000\n", `1800 the duration "2,000" is more than 24 hours`},
		"both":         {"date;hours\n2026-02-02;0.5\n2026-02-02;0,5\n2026-02-02;1.250\n", "1800 1800 4500"},
		"against both": {"date;hours\n2026-02-02;0,5\n2026-02-02;1.5\n2026-02-02;1,5\n", "1800 5400 5400"},
		"nothing":      {"date;hours\n2026-02-02;1.250\n", "4500"},
	} {
		var got []string
		for _, r := range parse(t, c.text, timesheet.Options{}).Rows {
			if span, err := r.In(time.UTC); err != nil {
				got = append(got, err.Error())
			} else {
				got = append(got, fmt.Sprint(span.Seconds))
			}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: got %s, want %s", name, s, c.want)
		}
	}
}

// Whatever was worked anywhere comes back as it was: an export shows it on the clock of the zone, with its duration.
func TestInGivesBackWhatWasExported(t *testing.T) {
	t.Parallel()
	zones := []string{"UTC", "Europe/Berlin", "America/New_York", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia",
		"Pacific/Kiritimati", "Africa/Casablanca", "Antarctica/Troll", "America/Sao_Paulo", "Etc/GMT+12"}
	rapid.Check(t, func(rt *rapid.T) {
		zone := location(t, rapid.SampledFrom(zones).Draw(rt, "zone"))
		from := time.Unix(rapid.Int64Range(200_000, 2_000_000_000).Draw(rt, "start"), 0)
		to := from.Add(time.Duration(rapid.IntRange(1, 86_400).Draw(rt, "seconds")) * time.Second)
		a, b, lasted := from.In(zone), to.In(zone), int(to.Sub(from)/time.Second)
		text := fmt.Sprintf("start date,start time,end date,end time,duration\n%s,%s,%s,%s,%d:%02d:%02d\n", a.Format("2006-01-02"), a.Format("15:04:05"),
			b.Format("2006-01-02"), b.Format("15:04:05"), lasted/3600, lasted/60%60, lasted%60)
		sheet, err := timesheet.Parse(strings.NewReader(text), timesheet.Options{})
		if err != nil {
			rt.Fatal(err)
		}
		span, err := sheet.Rows[0].In(zone)
		if err != nil {
			rt.Fatalf("%s: %v", text, err)
		}
		// Both may lie in an hour that comes twice: then the first is taken, and told.
		shift := from.Sub(*span.Start)
		if span.Seconds != lasted || shift != 0 && (len(span.Notes) == 0 || shift < 0 || shift > 3*time.Hour) {
			rt.Errorf("%s came back as %s..%s %v", text, span.Start, span.End, span.Notes)
		}
	})
}
