package demo

import (
	"math/rand/v2"
	"time"

	"daybook/internal/activity"
	"daybook/internal/timeentry"
	"daybook/internal/timer"

	"github.com/google/uuid"
)

// track notes everyone's time.
func (s *story) track() {
	for _, p := range s.people {
		h, tracks := habits[p.mail]
		for _, n := range p.days {
			r := chance("time", p.mail, n)
			if !tracks || !often(r, h.share) {
				continue
			}
			all := s.stints(p, h, n, r)
			if len(all) == 0 {
				continue
			}
			d := &timesheet{story: s, person: p, n: n, r: r, done: all[len(all)-1].end}
			if often(r, h.sheets) {
				d.sum(all)
			} else {
				d.run(all)
				d.write(all)
			}
			d.amend()
		}
	}
}

// timesheet is the entries of one person's day.
type timesheet struct {
	*story
	person *person
	n      int
	r      *rand.Rand
	rows   []*timeentry.Entry
	done   time.Time // from when on the person has time to write things down
}

// later is a moment after work at which the next thing is written down.
func (d *timesheet) later() time.Time {
	d.done = d.done.Add(time.Duration(between(d.r, 20_000, 80_000)) * time.Millisecond)
	return d.done
}

// entry makes a row, stored at a time.
func (d *timesheet) entry(at time.Time, origin timeentry.Origin, t stint, seconds int) *timeentry.Entry {
	e := &timeentry.Entry{WorkspaceID: d.workspace.ID, ID: newID(at, "time entry", d.person.mail, len(d.rows)), MemberID: d.person.row.ID,
		TaskID: t.work.id(), SpentOn: d.date(d.n), DurationSeconds: seconds, Billable: t.billable, Note: t.note, Origin: origin, CreatedAt: at, UpdatedAt: at, Version: 1}
	d.rows = append(d.rows, e)
	d.timeEntries = append(d.timeEntries, e)
	return e
}

// id is that of the task; nil for none.
func (w *work) id() *uuid.UUID {
	if w == nil {
		return nil
	}
	return &w.row.ID
}

func seconds(t stint) int { return int(t.end.Sub(t.start) / time.Second) }

// run notes the stints that went by a timer.
func (d *timesheet) run(all []stint) {
	shortly := func(t time.Time) time.Time { return t.Add(time.Duration(between(d.r, 0, 999)) * time.Millisecond) }
	var t *timer.Timer
	for i, one := range all {
		if !one.timed {
			continue
		}
		if !one.joins {
			at := shortly(one.start)
			t = d.timer(one, at)
			d.tell(at, d.person, toldStart(t))
		}
		at := shortly(one.end)
		e := d.entry(at, timeentry.FromTimer, one, seconds(one))
		e.StartedAt, e.EndedAt = &one.start, &one.end
		t.EndedAt, t.EntryID, t.UpdatedAt = &one.end, &e.ID, at
		t.Version++
		told := []*activity.Entry{toldStop(t, e)}
		if i+1 < len(all) && all[i+1].joins {
			t = d.timer(all[i+1], at)
			told = append(told, toldStart(t))
		}
		d.tell(at, d.person, told...)
	}
}

// timer starts at a stint's start; its note has moved to the entry by now.
func (d *timesheet) timer(t stint, at time.Time) *timer.Timer {
	row := &timer.Timer{WorkspaceID: d.workspace.ID, ID: newID(at, "timer", d.person.mail), MemberID: d.person.row.ID, TaskID: t.work.id(),
		Billable: t.billable, StartedAt: t.start, CreatedAt: at, UpdatedAt: at, Version: 1}
	d.timers = append(d.timers, row)
	return row
}

// write notes the other stints, soon or after work.
func (d *timesheet) write(all []stint) {
	for _, t := range all {
		if t.timed {
			continue
		}
		at := t.end.Add(time.Duration(between(d.r, 60_000, 9*60_000)) * time.Millisecond)
		if often(d.r, 0.6) {
			at = d.later()
		} else if at.After(d.done) {
			d.done = at
		}
		e := d.entry(at, timeentry.Manual, t, seconds(t))
		e.StartedAt, e.EndedAt = &t.start, &t.end
		d.tell(at, d.person, toldTime(activity.Created, e, "added a time entry", activity.Diff{}))
	}
}

// sum notes after work how long each thing took, in quarters of an hour.
func (d *timesheet) sum(all []stint) {
	var subjects []stint
	spent := map[*work]time.Duration{}
	for _, t := range all {
		if spent[t.work] == 0 {
			subjects = append(subjects, t)
		}
		spent[t.work] += t.end.Sub(t.start)
	}
	for _, t := range subjects {
		at := d.later()
		e := d.entry(at, timeentry.Manual, t, int(spent[t.work].Round(15*time.Minute)/time.Second))
		d.tell(at, d.person, toldTime(activity.Created, e, "added a time entry", activity.Diff{}))
	}
}

// amend corrects an entry now and then before the person leaves.
func (d *timesheet) amend() {
	for _, e := range d.rows {
		if often(d.r, 0.97) {
			continue
		}
		old, own := *e, d.inHand(d.person, d.n)
		switch kind := d.r.IntN(3); {
		case e.TaskID == nil && len(own) > 0:
			e.TaskID, e.Billable = own[0].id(), own[0].billable()
		case kind == 0 && e.EndedAt != nil && e.DurationSeconds > 45*60:
			less := time.Duration(5*between(d.r, 1, 4)) * time.Minute
			e.EndedAt = ptr(e.EndedAt.Add(-less))
			e.DurationSeconds -= int(less / time.Second)
		case kind == 1 && e.TaskID != nil:
			e.Billable = !e.Billable
		default:
			e.Note = ptr(pick(d.r, []string{"Longer than planned.", "With two interruptions.", "Mostly reading.", "Half of it was setting things up."}))
		}
		at := d.later()
		e.UpdatedAt = at
		e.Version++
		d.tell(at, d.person, toldTimeChange(&old, e))
	}
}
