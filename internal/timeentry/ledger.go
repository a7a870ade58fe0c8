package timeentry

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"daybook/internal/check"
	"daybook/internal/day"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// ledger decides which entries find room, beside those that are stored and those it admitted before.
type ledger struct {
	rules Rules
	zones map[string]*time.Location
	with  map[uuid.UUID][]*Entry // admitted, with clock times, by person
	spent map[personDay]int      // admitted seconds
}

type personDay struct {
	memberID uuid.UUID
	day      day.Date
}

func newLedger(rules Rules) *ledger {
	return &ledger{rules: rules, zones: map[string]*time.Location{}, with: map[uuid.UUID][]*Entry{}, spent: map[personDay]int{}}
}

// around is what stands around an entry in the database, itself left out.
type around struct {
	TimeZone  string     // the person's
	StartedAt *time.Time // an entry that overlaps it
	EndedAt   *time.Time
	RunsSince *time.Time // the person's timer
	Spent     int        // seconds of its day
}

// What is asked of each entry, for many in one statement. Where it was asked in a transaction that holds the person's days it
// stays so to the end.
const aroundSQL = `
select m.time_zone, o.started_at, o.ended_at, r.started_at as runs_since, d.spent
from jsonb_to_recordset(?1::jsonb) as c (n integer, id uuid, member_id uuid, spent_on date, started_at timestamptz, ended_at timestamptz)
join members m on m.workspace_id = ?0 and m.id = c.member_id
left join timers r on r.workspace_id = ?0 and r.member_id = c.member_id and r.ended_at is null
left join lateral (
  select e.started_at, e.ended_at from time_entries e
  where e.workspace_id = ?0 and e.member_id = c.member_id and e.id <> c.id and e.started_at is not null and e.deleted_at is null
    and c.started_at is not null and tstzrange(e.started_at, e.ended_at) && tstzrange(c.started_at, c.ended_at)
  order by e.started_at limit 1
) o on true
cross join lateral (
  select coalesce(sum(e.duration_seconds), 0) as spent from time_entries e
  where e.workspace_id = ?0 and e.member_id = c.member_id and e.id <> c.id and e.spent_on = c.spent_on and e.deleted_at is null
) d
order by c.n`

// surroundings reads what stands around each of the entries, in their order.
func surroundings(ctx context.Context, tx bun.IDB, workspaceID uuid.UUID, entries []*Entry) ([]around, error) {
	type candidate struct {
		N         int        `json:"n"`
		ID        uuid.UUID  `json:"id"`
		MemberID  uuid.UUID  `json:"member_id"`
		SpentOn   day.Date   `json:"spent_on"`
		StartedAt *time.Time `json:"started_at"`
		EndedAt   *time.Time `json:"ended_at"`
	}
	asked := make([]candidate, len(entries))
	for i, e := range entries {
		asked[i] = candidate{N: i, ID: e.ID, MemberID: e.MemberID, SpentOn: e.SpentOn, StartedAt: e.StartedAt, EndedAt: e.EndedAt}
	}
	text, err := json.Marshal(asked)
	if err != nil {
		return nil, fmt.Errorf("encoding time entries: %w", err)
	}
	var found []around
	if err := tx.NewRaw(aroundSQL, workspaceID, string(text)).Scan(ctx, &found); err != nil {
		return nil, fmt.Errorf("reading what stands around time entries: %w", err)
	}
	if len(found) != len(entries) {
		return nil, fmt.Errorf("reading what stands around time entries: %d of %d people are there", len(found), len(entries))
	}
	return found, nil
}

// admitOne is admit for one entry, with what stands around it now.
func (l *ledger) admitOne(ctx context.Context, tx bun.IDB, e *Entry) error {
	found, err := surroundings(ctx, tx, e.WorkspaceID, []*Entry{e})
	if err != nil {
		return err
	}
	return l.admit(e, found[0])
}

// admit takes the entry in, or says why there is no room for it. Rejections: CLOSED_PERIOD at spentOn, OVERLAP at startedAt
// (R4), OUT_OF_RANGE at durationSeconds.
func (l *ledger) admit(e *Entry, a around) error {
	if l.rules.Closed(e.SpentOn) {
		return check.Reject(check.ClosedPeriod, "spentOn", "the days to %s are closed", l.rules.ClosedThrough)
	}
	zone := l.zone(a.TimeZone)
	var list check.List
	if span := l.overlap(e, a, zone); span != "" {
		list.Add(check.Overlap, "startedAt", "overlaps %s", span)
	}
	spent := l.spent[personDay{e.MemberID, e.SpentOn}] + e.DurationSeconds
	length := dayLength(e.SpentOn, zone)
	if e.DurationSeconds < 0 || e.DurationSeconds > MaxSeconds || spent+a.Spent > length {
		list.Add(check.OutOfRange, "durationSeconds", "%s would have %s in all, more than its %s", e.SpentOn, hours(spent+a.Spent), hours(length))
	}
	if err := list.Err(); err != nil {
		return err
	}
	l.spent[personDay{e.MemberID, e.SpentOn}] = spent
	if e.StartedAt != nil {
		l.with[e.MemberID] = append(l.with[e.MemberID], e)
	}
	return nil
}

// overlap is when the time was spent that the entry would be spent twice, in the person's zone; empty for none.
func (l *ledger) overlap(e *Entry, a around, zone *time.Location) string {
	if e.StartedAt == nil {
		return ""
	}
	if a.StartedAt != nil {
		return span(e.SpentOn, *a.StartedAt, *a.EndedAt, zone)
	}
	taken := l.with[e.MemberID]
	if i := slices.IndexFunc(taken, func(o *Entry) bool {
		return o.StartedAt.Before(*e.EndedAt) && e.StartedAt.Before(*o.EndedAt)
	}); i >= 0 {
		return span(e.SpentOn, *taken[i].StartedAt, *taken[i].EndedAt, zone)
	}
	if a.RunsSince != nil && e.EndedAt.After(*a.RunsSince) {
		return "the timer that runs since " + clock(e.SpentOn, *a.RunsSince, zone)
	}
	return ""
}

// dayLength is how long a day is where the person is, in seconds: 23 or 25 hours where clocks change.
func dayLength(d day.Date, zone *time.Location) int {
	return int(d.AddDays(1).Start(zone).Sub(d.Start(zone)) / time.Second)
}

func (l *ledger) zone(name string) *time.Location {
	zone := l.zones[name]
	if zone == nil {
		var err error
		if zone, err = day.Zone(name); err != nil {
			zone = time.UTC
		}
		l.zones[name] = zone
	}
	return zone
}

// span is a stretch of time as people say it on a day, such as "09:00 to 13:00".
func span(on day.Date, start, end time.Time, zone *time.Location) string {
	return clock(on, start, zone) + " to " + clock(on, end, zone)
}

// clock is an instant in a zone: the time of day, to the second where it is not a whole minute, with the date when it is of
// another day.
func clock(on day.Date, at time.Time, zone *time.Location) string {
	local := at.In(zone)
	text := local.Format("15:04")
	if local.Second() != 0 {
		text = local.Format(time.TimeOnly)
	}
	if d := day.At(at, zone); d != on {
		return d.String() + " " + text
	}
	return text
}

// hours are seconds as people say them, such as "24:00 h".
func hours(seconds int) string {
	text := fmt.Sprintf("%d:%02d", seconds/3600, seconds/60%60)
	if s := seconds % 60; s != 0 {
		text += fmt.Sprintf(":%02d", s)
	}
	return text + " h"
}
