package demo

import (
	"math/rand/v2"
	"slices"
	"strings"

	"daybook/internal/standup"
)

// obstacle is a blocker as a standup tells of it, with what an analysis makes of it and how it may end.
type obstacle struct {
	text     string
	severity standup.Severity
	category standup.Category
	weight   float64 // on the mood
	ends     []string
}

var obstacles = []obstacle{
	{"The staging database has been down since last night.", standup.High, standup.Technical, -0.35,
		[]string{"The disk was full of old backups. They are gone, and there is an alarm now.", "It is back after a move to another machine."}},
	{"{key} needs an answer from the payment provider, asked twice.", standup.Medium, standup.External, -0.3,
		[]string{"They answered: the field is optional, so we leave it out.", "Called them and had the answer in ten minutes."}},
	{"No design for {what} yet.", standup.Medium, standup.Dependency, -0.2,
		[]string{"The first sketch is there and good enough to begin with.", "We start with the parts that need no design."}},
	{"CI has been red on main since yesterday, nothing can be merged.", standup.Critical, standup.Technical, -0.55,
		[]string{"A test depended on the date. Main is green again.", "Took the change back that broke it."}},
	{"Security sign-off for {key} is still open.", standup.Medium, standup.Process, -0.2,
		[]string{"Signed off, with two small changes.", "Got the sign-off after a short call."}},
	{"There is one test phone for three people.", standup.Low, standup.Resource, -0.1,
		[]string{"Two more phones have arrived.", "We share it by a list now, that will do."}},
	{"The carrier's test system rejects every request today.", standup.High, standup.External, -0.4,
		[]string{"Their certificate had run out, it works again.", "It works again, and nobody there knows why."}},
	{"Waiting for a decision about {detail} before {key} can go on.", standup.High, standup.Process, -0.35,
		[]string{"Decided: the simple way first.", "Decided in the planning and written down in the task."}},
	{"{key} waits for the endpoint that the other team is still changing.", standup.High, standup.Dependency, -0.3,
		[]string{"The endpoint is final now.", "We agreed on the form, I go on against a stub."}},
	{"The licence for the map service runs out on Friday.", standup.Medium, standup.Resource, -0.2,
		[]string{"Renewed for a year.", "The invoice is paid and the new key in place."}},
	{"My laptop needs a new battery and turns off in meetings.", standup.Low, standup.Resource, -0.15,
		[]string{"Got a new battery.", "I work on a spare one until mine is back."}},
	{"No access to the new log viewer yet.", standup.Low, standup.Resource, -0.1, []string{"Access is there.", "Got it after a reminder."}},
	{"The sample data for {key} has only orders with one address.", standup.Medium, standup.Technical, -0.2,
		[]string{"Wrote a few orders by hand, that will do.", "There is a larger set now."}},
	{"{key} changes what support tells customers, and nobody there has time to look.", standup.Medium, standup.Dependency, -0.25,
		[]string{"Went through it with support in half an hour.", "Support has read it, two words changed."}},
	{"The review of {key} has been waiting for three days.", standup.Medium, standup.Process, -0.3,
		[]string{"Reviewed.", "Asked again, and it was reviewed an hour later."}},
	{"The VPN drops every few minutes.", standup.Medium, standup.Technical, -0.3, []string{"The new client version helps.", "It was the router at home."}},
	{"Nobody remembers why the old code that {key} replaces does what it does.", standup.High, standup.Dependency, -0.25,
		[]string{"Found the ticket from back then: it can go.", "It stays, with a test that says what it does."}},
	{"Cannot reproduce the bug in {key} without production data.", standup.Medium, standup.Technical, -0.3,
		[]string{"Made a small set of data, without people in it, that shows the bug.", "Found it by reading: two requests in the wrong order."}},
}

var leadObstacles = []obstacle{
	{"Two open positions and no candidates this week.", standup.High, standup.Resource, -0.3,
		[]string{"Two good applications came in.", "We put the advertisement somewhere else, it helps already."}},
	{"Legal has had the contract for ten days.", standup.Medium, standup.Process, -0.25, []string{"It is back with one remark.", "Signed."}},
	{"The carrier does not answer.", standup.Medium, standup.External, -0.3, []string{"They called back.", "We have another contact there, one who answers."}},
	{"Too many parallel topics, something has to wait.", standup.Medium, standup.Process, -0.35,
		[]string{"Two topics wait until next month.", "Sorted: three things now, the rest later."}},
}

// certain is an obstacle of a certain day.
type certain struct {
	who        string
	day, until int    // until: the day on which it ends, or never
	job        string // the title of its task, if any
	obstacle
}

// certains are what is in the way whenever the demo is made: one critical obstacle at a time, and two that stay.
var certains = []certain{
	{"manager", thisWeek - 1, thisWeek + 1, "", obstacle{"The payment provider has switched our test account off, no release can be tried out.",
		standup.Critical, standup.External, -0.4, []string{"The account is back, they had mistaken us for someone else."}}},
	{"manager", thisWeek + 1, thisWeek + 3, "", obstacle{"Order mails are not going out, the mail service has blocked our address.",
		standup.Critical, standup.Technical, -0.4, []string{"The block is lifted, and all waiting mails have gone out."}}},
	{"manager", thisWeek + 3, never, "", obstacle{"The shop's certificate cannot be renewed: they ask for papers that nobody can find.",
		standup.Critical, standup.Process, -0.4, nil}},
	{"member5", thisWeek - 4, never, "Keep secrets out of the logs", obstacle{"{key} needs a change at the hosting company, asked last week.",
		standup.Medium, standup.External, -0.25, nil}},
	{"member1", thisWeek - 7, never, "", obstacle{"No second screen since the move, comparing designs takes twice as long.",
		standup.Low, standup.Resource, -0.1, nil}},
}

// certainly is what is in the person's way on the day; nil for what chance decides.
func certainly(p *person, n int) *certain {
	for i, c := range certains {
		if c.who == p.mail && c.day == n {
			return &certains[i]
		}
	}
	return nil
}

// meet puts something in the way: what is certain, or by chance now and then.
func (s *story) meet(h *sheet, p *person, n int, r *rand.Rand) {
	_, leads := leading[p.mail]
	from, share := obstacles, 0.15
	if leads && p.mail != "manager" {
		from, share = leadObstacles, 0.08
	}
	var o obstacle
	h.certain = certainly(p, n)
	switch by := often(r, share); {
	case h.certain != nil:
		o = h.certain.obstacle
		if i := slices.IndexFunc(s.works, func(w *work) bool { return w.title == h.certain.job }); i >= 0 {
			h.about = s.works[i]
		}
	case by:
		o = pick(r, from)
		if i := slices.IndexFunc(h.plan, func(said saying) bool { return said.work != nil }); i >= 0 && strings.Contains(o.text, "{") {
			h.about = h.plan[i].work
		}
	default:
		return
	}
	if h.about != nil {
		o.text = h.about.say(o.text, n)
	}
	if !strings.Contains(o.text, "{") { // else there is no task to fill in
		h.blocker = &o
		h.mood += o.weight
	}
}
