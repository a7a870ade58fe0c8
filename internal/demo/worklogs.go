package demo

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"daybook/internal/project"
	"daybook/internal/worklog"

	"github.com/google/uuid"
)

// Work logs are notes for oneself: on the task in hand, or, of those who have none, on a project.
var (
	loggedWork = phrases{
		"{detail}: found the cause, the fix is small.",
		"Tried {detail} on last week's data. {a} of {b} cases are wrong, all with empty fields.",
		"Wrote down what {what} must not do, and why.",
		"{detail}: works on my machine. Next is the same under load.",
		"Kept the old way behind a switch until the new one has run for a week.",
		"{detail}: three ways written up, the second one is the simplest.",
		"Open question for the review: a file of its own for {detail}?",
		"About half of the tests for {what}. The rest needs better sample data.",
		"{detail}: lost the morning to one wrong default.",
		"Removed {b} lines that nobody needs any more since {what}.",
		"Paired on {detail}. We found a case that nobody had thought of.",
		"Began with {detail} from the end: first the message, then what leads to it.",
		"Left {detail} as it was. It is ugly, and it works.",
		"Read the old tickets about {what}: {a} of them say the same.",
	}
	loggedShop = phrases{
		"Measured {what} before and after: {a}0 ms less at the median.",
		"Asked support about {what}: fewer steps matter more than more options.",
		"Switched {what} on for a tenth of the visitors, no complaints so far.",
		"Looked at {what} on {a} phones, one of them very old.",
	}
	loggedProject = []string{
		"Went through the open tasks and closed what nobody will do.",
		"Agreed on what comes next: less at once, and in the order of what customers ask for.",
		"Notes from the call with support: delivery times are still the first question.",
		"The error budget is used up for half, nothing to worry about.",
		"Looked at how long reviews take: two days on average, half a day would do.",
		"Wrote up the risks for the quarter, the top one is the warehouse interface.",
		"Ordered the board by project and gave old tasks a date or an end.",
	}
	afterthoughts = []string{"Correction: it was the other way round.", "Also told the team.", "That was version 2, not 3.", "Will look at it again on real data."}
)

// noteWork writes everyone's work logs; a few are corrected soon after.
func (s *story) noteWork() {
	for _, p := range s.people {
		for _, n := range p.days {
			r := chance("work log", p.mail, n)
			if !often(r, habits[p.mail].logs) {
				continue
			}
			at := s.at(n, p.zone, around(r, 15*time.Hour+20*time.Minute, 140*time.Minute))
			row := &worklog.WorkLog{WorkspaceID: s.workspace.ID, MemberID: p.row.ID, LoggedAt: at}
			_, leads := leading[p.mail]
			if own := s.inHand(p, n); len(own) > 0 && !leads {
				w := pick(r, own)
				words := loggedWork
				if w.project == "WEB" {
					words = slices.Concat(loggedShop, loggedWork)
				}
				numbers := strings.NewReplacer("{a}", strconv.Itoa(between(r, 2, 9)), "{b}", strconv.Itoa(between(r, 11, 180)))
				row.TaskID, row.Note = w.id(), w.say(numbers.Replace(deal(words, n, "work log", p.mail)), n)
			} else {
				row.ProjectID, row.Note = s.someProject(r), deal(loggedProject, n, "work log", p.mail)
			}
			s.logWork(row, p, n, at)
			if often(r, 0.06) {
				after := *row
				after.Note, after.CorrectsID = row.Note+" "+pick(r, afterthoughts), &row.ID
				s.logWork(&after, p, n, at.Add(time.Duration(between(r, 4*60_000, 45*60_000))*time.Millisecond))
			}
		}
	}
}

// logWork stores a log, told by the day on which the work was done.
func (s *story) logWork(row *worklog.WorkLog, p *person, n int, at time.Time) {
	row.ID, row.CreatedAt = newID(at, "work log", p.mail), at
	s.workLogs = append(s.workLogs, row)
	s.tell(at, p, toldWorkLog(row, s.date(n)))
}

// someProject is one that everyone can open.
func (s *story) someProject(r *rand.Rand) *uuid.UUID {
	return &pick(r, slices.DeleteFunc(slices.Clone(s.projects), func(row *projectRow) bool { return row.Access != project.Open })).ID
}
