package demo

import (
	"math/rand/v2"
	"slices"
	"time"
)

// stint is a stretch of someone's day.
type stint struct {
	start, end time.Time
	timed      bool
	joins      bool // its timer takes over from that of the stint before
	work       *work
	billable   bool
	note       *string
}

const (
	noon    = 12 * 60 // minutes after midnight
	evening = 18 * 60
	crumb   = 20 // minutes that nobody notes by themselves
)

// stints lay out what a person notes of their n-th day: about as many minutes as they usually do, with breaks, the longest one
// around noon.
func (s *story) stints(p *person, h habit, n int, r *rand.Rand) []stint {
	left := h.minutes + h.week[n%5] + 5*between(r, -4, 4)
	at := int(p.hour/time.Minute) - 5*between(r, 3, 8)
	if h.minutes >= fullDay {
		left = max(fullDay+crumb, min(450, left))
	} else {
		at += 5 * between(r, 0, 36)
	}
	lunch := noon + 5*between(r, -2, 7)
	var all []stint
	var before *work
	for left > crumb {
		if lunch > 0 && lunch-at < crumb {
			at = max(at, lunch) + 5*between(r, 6, 12)
			lunch = 0
		}
		w := s.subject(p, h, n, at, r)
		if len(all) > 0 && w == before {
			at += 5
		}
		length := 5 * between(r, 16, 42)
		if left-length < crumb {
			length = left
		}
		if lunch > 0 {
			length = min(length, lunch-at)
		}
		if length = min(length, evening-at); length < crumb && lunch == 0 {
			break
		}
		all = append(all, s.stint(p, h, n, at, at+length, w, r))
		before = w
		left -= length
		at += length + pick(r, []int{0, 0, 5, 10, 15})
	}
	return join(all)
}

// stint notes minutes after midnight, with what it was spent on. A timer runs to the second, inside of them.
func (s *story) stint(p *person, h habit, n, from, to int, w *work, r *rand.Rand) stint {
	t := stint{work: w, timed: often(r, h.timers), note: spentNote(p, w, n, r)}
	t.billable = often(r, 0.9) && w.billable() && w.person == p // a colleague's help is not
	t.start = s.at(n, p.zone, time.Duration(from)*time.Minute)
	t.end = s.at(n, p.zone, time.Duration(to)*time.Minute)
	if t.timed {
		t.start = t.start.Add(time.Duration(between(r, 0, 149)) * time.Second)
		t.end = t.end.Add(-time.Duration(between(r, 0, 149)) * time.Second)
	}
	return t
}

// billable tells whether customers pay for the task.
func (w *work) billable() bool {
	return w != nil && w.project != "SEC" && often(chance("billable", w.title), 0.75)
}

// join lets a timer that follows another one closely take over from it.
func join(all []stint) []stint {
	for i := 1; i < len(all); i++ {
		before := &all[i-1]
		if all[i].joins = all[i].timed && before.timed && all[i].start.Sub(before.end) < 5*time.Minute; all[i].joins {
			all[i].start = before.end
		}
	}
	return all
}

// inHand are the tasks that the person works on during a day.
func (s *story) inHand(p *person, n int) []*work {
	var own []*work
	for _, w := range s.works {
		if w.person == p && (w.started == n || w.open(n)) {
			own = append(own, w)
		}
	}
	return own
}

// subject is the task that someone works on at a time of their day; nil for none.
func (s *story) subject(p *person, h habit, n, minute int, r *rand.Rand) *work {
	luck := r.Float64()
	if luck < h.loose {
		return nil
	}
	own := slices.DeleteFunc(s.inHand(p, n), func(w *work) bool { return w.ended == n && minute >= noon }) // closed by then
	if len(own) > 0 && luck < 0.92 {
		return pick(r, own)
	}
	return s.helped(p, n, r)
}

// helped is a task of someone else that a person works on for a while: more often than not one in review; nil for none.
func (s *story) helped(p *person, n int, r *rand.Rand) *work {
	found := s.elsewhere(p, func(w *work) bool { return w.inReviewAt(n) })
	if len(found) == 0 || often(r, 0.3) {
		found = append(found, s.elsewhere(p, func(w *work) bool { return w.open(n) })...)
	}
	if len(found) == 0 {
		return nil
	}
	return pick(r, found)
}

// words for what time was spent on.
var (
	spentOn = phrases{"{detail}.", "Setting up data.", "Trying {what} out.", "Notes and cleaning up.", "Reading, then {detail}.", "Review comments.",
		"Pairing on {detail}.", "First half of {detail}."}
	spentHelp = phrases{"Review.", "A second look at {detail}.", "Pairing.", "Questions about {what}."}
	spentElse = []string{"Planning.", "Team meeting.", "Questions from support.", "Mail and small things.", "Handing over the on-call phone.", "Interview.",
		"Retro.", "Reading up on a security notice.", "One-to-one."}
	spentLeading = []string{"One-to-ones.", "Hiring.", "Budget.", "Roadmap.", "Mail.", "Meeting with the carrier.", "Numbers for the month.", "Planning.",
		"Contracts.", "Call with a supplier."}
)

// spentNote is what someone notes beside the hours; mostly nothing where there is a task.
func spentNote(p *person, w *work, n int, r *rand.Rand) *string {
	_, leads := leading[p.mail]
	switch {
	case w == nil && often(r, 0.15), w != nil && often(r, 0.65):
		return nil
	case w == nil && leads:
		return ptr(pick(r, spentLeading))
	case w == nil:
		return ptr(pick(r, spentElse))
	case w.person != p:
		return ptr(w.say(pick(r, spentHelp), n))
	}
	return ptr(w.say(pick(r, spentOn), n))
}
