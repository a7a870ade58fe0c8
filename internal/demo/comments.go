package demo

import (
	"math/rand/v2"
	"slices"
	"time"

	"daybook/internal/day"
	"daybook/internal/task"
)

// exchange is something said about a task, with what may be answered. {what} and {detail} are as in phrases.
type exchange struct {
	said    string
	only    string // a project's key, or code: not for the tasks of those who lead, nor for them to say
	answers []string
}

const code = "code"

// What people say about tasks, by how far they are.
var (
	onNew = []exchange{
		{"Please keep the first version small.", "", []string{"Will do.", "Yes: one thing that works, then we look again."}},
		{"Support asks for this every week.", "WEB", []string{"I'll talk to them before I begin."}},
		{"There is an old attempt at {what} in the archive, worth a look.", "", []string{"Found it, thanks. Half of it can stay as it is.", "Thanks, I had not seen that."}},
		{"Do we still want this?", "", nil},
		{"Moved this up after the talk with support.", "WEB", nil},
		{"Partners have asked for this twice.", "API", []string{"Do we know which ones? I'd like to show them a draft."}},
		{"The auditors will ask about this one.", "SEC", []string{"Then I'll write down what was done, too."}},
		{"Let's look at this together before it begins.", "", []string{"Good idea, half an hour will do."}},
		{"This depends on nothing else, so it can begin any time.", "", nil},
	}
	onOpen = []exchange{
		{"What about {detail} when the data is old?", "", []string{"Covered, there is an example for it.", "Good question. Not yet, I'll look at it."}},
		{"Could we make {detail} a task of its own?", "", []string{"I'd rather keep it here, it is less than a day.", "Yes, but not before this one is through."}},
		{"I tried this on my phone and it feels quick.", "WEB", []string{"Good to hear!", "Thanks. Large screens are next."}},
		{"Last week's numbers speak for doing {detail} first.", "", []string{"Then I'll begin there.", "That fits what I see here."}},
		{"Do you need anything for {detail}?", "", []string{"Half an hour with someone who knows the old way.", "No, all there.", "Sample data, if you have any."}},
		{"Left a note about {detail} in the draft.", "", []string{"Seen, that makes it simpler."}},
		{"Please think of people who use the keyboard only.", "WEB", []string{"Yes, that is on my list."}},
		{"How is it going with {detail}?", "", []string{"Slowly, but it goes on.", "Nearly there.", "One more day."}},
		{"The old behaviour should stay for partners who don't change anything.", "API", []string{"It does, until they ask for the new one."}},
		{"I had the same problem last year, the notes are in the wiki.", code, []string{"Found them, they save me a day."}},
		{"This clashes a little with what I am doing. I'll wait for yours.", code, []string{"Thanks. I'll tell you when it is merged."}},
		{"Who should know about this before it goes out?", "", []string{"Support, and the people on call.", "Nobody has to do anything, I'll post a line."}},
	}
	onReview = []exchange{
		{"Looks good. One question about {detail}, see there.", "", []string{"Answered, and changed a name on the way.", "Left over from a trial, removed."}},
		{"Read all of it. A comment on {detail} would help, the rest is clear.", code, []string{"Comment added.", "Done, and renamed two things."}},
		{"Works for me, also with an empty basket and a very long name.", "WEB", []string{"Thanks for trying that!"}},
		{"I'd feel better with one more test, for the case without any rows.", code, []string{"Added. It failed at first, so thank you.", "Added."}},
		{"Two small remarks, nothing that holds it up.", "", []string{"Both taken.", "Took the first. The second changes more than it says."}},
		{"I would split off {detail}, but not today.", "", []string{"Agreed, noted for later."}},
		{"Ran it against last week's data: no differences but the expected ones.", code, []string{"That was the part I was unsure about."}},
		{"Clear to me, and I know little about it. Good sign.", "", nil},
	}
	onDone = []exchange{
		{"Nice work.", "", nil}, {"The numbers look good since this is live.", "WEB", nil}, {"Support says thank you.", "WEB", nil},
		{"One customer wrote that it is easier now.", "WEB", []string{"That makes my day."}}, {"No complaints so far.", "", nil},
		{"Good to have this off the list.", "", []string{"Yes!"}}, {"Added a line about it to the release notes.", "", nil},
	}
	onDropped = []exchange{
		{"Fine with me. The notes stay here in case we come back to it.", "", nil},
		{"A pity, but right: other things come first.", "", []string{"Yes. The branch is kept."}},
	}
)

func (e exchange) fits(w *work, by *person) bool {
	_, leads := leading[by.mail]
	_, led := leading[w.who]
	return e.only == "" || e.only == w.project || e.only == code && !leads && !led
}

// discuss lets people comment on each other's tasks when something has become of them.
func (s *story) discuss() {
	for _, w := range s.works {
		s.comment(w, &w.row.CreatedAt, 0.45, onNew)
		for n := w.started + 1; w.started != never && n < w.started+longest && w.open(n); n++ {
			s.comment(w, ptr(s.at(n, w.person.zone, 9*time.Hour)), 0.1, onOpen)
		}
		s.comment(w, w.reviewedAt, 0.9, onReview)
		if w.row.Status == task.Canceled {
			s.comment(w, w.closedAt, 0.8, onDropped)
		} else {
			s.comment(w, w.closedAt, 0.35, onDone)
		}
	}
}

// comment lets someone say something after an instant, nil for never, and the task's person answer.
func (s *story) comment(w *work, after *time.Time, share float64, from []exchange) {
	if after == nil {
		return
	}
	n := s.dayOf(*after)
	r := chance("comment", w.title, n, from[0].said)
	by := s.commentator(w, n, r)
	if !often(r, share) || by == nil {
		return
	}
	e := deal(slices.DeleteFunc(slices.Clone(from), func(e exchange) bool { return !e.fits(w, by) }), n, "comment", w.title)
	at, ok := s.free(by, *after, r)
	if !ok {
		return
	}
	s.say(w, by, at, w.say(e.said, n))
	if w.person == nil || len(e.answers) == 0 || !often(r, 0.8) {
		return
	}
	if answered, ok := s.free(w.person, at, r); ok {
		s.say(w, w.person, answered, w.say(pick(r, e.answers), n))
	}
}

// dayOf is the working day of an instant.
func (c calendar) dayOf(at time.Time) int {
	days := day.At(at, time.UTC).DaysSince(c.start)
	return days/7*5 + min(days%7, 4)
}

// commentator is someone who can open the task, rather of the same team; of one that nobody has begun someone who leads.
func (s *story) commentator(w *work, n int, r *rand.Rand) *person {
	var from []*person
	for _, p := range s.people {
		_, leads := leading[p.mail]
		if p == w.person || !p.there(n) || !s.opens(p, w.project) || !leads && n <= w.started {
			continue
		}
		from = append(from, p)
		if w.person != nil && p.team == w.person.team {
			from = append(from, p, p)
		}
	}
	if len(from) == 0 {
		return nil
	}
	return pick(r, from)
}

// say stores a comment: what it says is kept beside the log.
func (s *story) say(w *work, by *person, at time.Time, body string) {
	s.tell(at, by, toldComment(w.row))
	s.comments = append(s.comments, &commentRow{WorkspaceID: s.workspace.ID, ActivityID: s.log[len(s.log)-1].ID, Body: body, CreatedAt: at})
}
