package day_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"daybook/internal/day"
	"daybook/internal/fault"

	"pgregory.net/rapid"
)

func mustZone(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := day.Zone(name)
	if err != nil {
		t.Fatalf("zone %s: %v", name, err)
	}
	return zone
}

func TestParse(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"1970-01-01", "2024-02-29", "2026-02-11", "9999-12-31"} {
		d, err := day.Parse(good)
		if err != nil || d.String() != good {
			t.Errorf("Parse(%q) = %v, %v", good, d, err)
		}
	}
	for _, bad := range []string{"", "1969-12-31", "0000-00-00", "2023-02-29", "2026-2-11", "2026-13-01", "2026-02-11T00:00:00Z",
		"11.02.2026", " 2026-02-11", "2026-02-11\n", "10000-01-01", "-2026-02-11", "２０２６-02-11"} {
		if _, err := day.Parse(bad); !fault.Is(err, fault.BadUserInput) {
			t.Errorf("Parse(%q) was taken: %v", bad, err)
		}
	}
}

func TestDateTravelsThroughJSONAndGraphQL(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := day.Of(1970, time.January, 1).AddDays(rapid.IntRange(0, 2_932_896).Draw(t, "days"))
		b, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		var back, scalar day.Date
		if err := json.Unmarshal(b, &back); err != nil || back != d {
			t.Fatalf("%s came back as %s: %v", d, back, err)
		}
		var out strings.Builder
		d.MarshalGQL(&out)
		if out.String() != `"`+d.String()+`"` {
			t.Fatalf("%s was written as %s", d, out.String())
		}
		if err := scalar.UnmarshalGQL(d.String()); err != nil || scalar != d {
			t.Fatalf("%s was read as %s: %v", d, scalar, err)
		}
	})
	var d day.Date
	if err := d.UnmarshalGQL(20260211); !fault.Is(err, fault.BadUserInput) {
		t.Errorf("a number was read as a date: %v", err)
	}
}

func TestDateArithmetic(t *testing.T) {
	t.Parallel()
	d := day.Of(2024, time.February, 28)
	if got := d.AddDays(2); got != day.Of(2024, time.March, 1) || got.DaysSince(d) != 2 || d.DaysSince(got) != -2 {
		t.Errorf("two days after %s is %s", d, got)
	}
	if !d.Before(d.AddDays(1)) || d.After(d) || d.Before(d) || !d.After(d.AddDays(-1)) {
		t.Error("before and after disagree")
	}
	if d.Weekday() != time.Wednesday || d.IsZero() || !(day.Date{}).IsZero() {
		t.Error("weekday or zero is wrong")
	}
}

func TestDateIsReadFromSQL(t *testing.T) {
	t.Parallel()
	want := day.Of(2026, time.February, 11)
	for name, src := range map[string]any{
		"date": time.Date(2026, 2, 11, 0, 0, 0, 0, time.UTC), "text": "2026-02-11", "bytes": []byte("2026-02-11"),
		"text with time": "2026-02-11 00:00:00+00",
	} {
		var d day.Date
		if err := d.Scan(src); err != nil || d != want {
			t.Errorf("%s was read as %s: %v", name, d, err)
		}
	}
	d := want
	if err := d.Scan(nil); err != nil || !d.IsZero() {
		t.Errorf("null was read as %s: %v", d, err)
	}
	if err := d.Scan(7); err == nil {
		t.Error("a number was read as a date")
	}
	if v, err := want.Value(); err != nil || v != "2026-02-11" {
		t.Errorf("stored as %v: %v", v, err)
	}
	if v, err := (day.Date{}).Value(); err != nil || v != nil {
		t.Errorf("no day is stored as %v: %v", v, err)
	}
}

func TestZone(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"UTC", "Europe/Berlin", "Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kathmandu"} {
		mustZone(t, good)
	}
	for _, bad := range []string{"", "Local", "Europe/Atlantis", "../etc/passwd", "/etc/localtime", "europe berlin", "CEST", strings.Repeat("a", 65), "Europe/Berlin\x00"} {
		if _, err := day.Zone(bad); !fault.Is(err, fault.BadUserInput) {
			t.Errorf("the zone %q was taken: %v", bad, err)
		}
	}
}

// At one instant people far apart have different days (T26, trap 3).
func TestAtIsTheLocalDay(t *testing.T) {
	t.Parallel()
	instant := time.Date(2026, 2, 11, 10, 30, 0, 0, time.UTC)
	for zone, want := range map[string]day.Date{
		"Pacific/Kiritimati": day.Of(2026, 2, 12), "Pacific/Apia": day.Of(2026, 2, 11), "America/Los_Angeles": day.Of(2026, 2, 11),
		"Etc/GMT+12": day.Of(2026, 2, 10), "UTC": day.Of(2026, 2, 11),
	} {
		if got := day.At(instant, mustZone(t, zone)); got != want {
			t.Errorf("in %s it is %s, want %s", zone, got, want)
		}
	}
}
