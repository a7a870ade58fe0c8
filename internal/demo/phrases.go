package demo

// phrases are whole sentences about a task: {key}, {what} and {detail} stand for its words.
type phrases []string

var (
	saidFinished = phrases{
		"Finished {key}: {what} went live in the afternoon.",
		"Wrapped up {what} ({key}).",
		"{key} is done, the last piece was {detail}.",
		"Closed {key} after the review and one more pass over {detail}.",
		"Shipped {what} ({key}) and watched the graphs for an hour, all quiet.",
	}
	saidInReview = phrases{
		"Put {what} up for review ({key}).",
		"{key} is in review now, including {detail}.",
		"Opened the review for {key}; I'd like a second pair of eyes on {detail}.",
		"Split {key} into three commits and asked for a review.",
	}
	saidStarted = phrases{
		"Started on {what} ({key}), mostly reading and {detail}.",
		"Picked up {key} and began with {detail}.",
		"Began {key}: wrote down what {what} has to do and what not.",
		"First steps on {what} ({key}).",
	}
	saidDropped = phrases{
		"We dropped {key}: nobody would use {what} this year.",
		"Closed {key} without finishing it, other things matter more than {what}.",
	}
	saidOngoing = phrases{
		"Worked on {what} ({key}), above all {detail}.",
		"More on {key}, mainly {detail}.",
		"{key} moved on: {detail}, and a few small things next to it.",
		"{key}: sorted out {detail}.",
		"Spent most of the day with {detail} ({key}).",
		"Rewrote a part of {what} ({key}) after trying it on real data.",
		"Wrote tests for {detail}, they found two bugs in {key}.",
		"Good progress on {key}, nearly through with {detail}.",
		"Half a day of {key}, half a day of questions about it.",
		"Tried two ways for {detail} ({key}) and kept the simpler one.",
	}
	saidWaiting = phrases{
		"Answered the first comments on {key}.",
		"Small fixes after the review of {what} ({key}).",
	}

	planFinish = phrases{
		"Merge and ship {what} ({key}).",
		"Bring {key} over the line.",
		"Last comments on {key}, then release it.",
	}
	planReview = phrases{
		"Get {key} ready for review.",
		"Tidy up {detail}, then open the review for {key}.",
	}
	planStart = phrases{
		"Start {key}, {what}.",
		"Pick up {what} ({key}).",
		"First look at {key}: {detail}.",
	}
	planOngoing = phrases{
		"Carry on with {key}: {detail}.",
		"Work on {what} ({key}), first of all {detail}.",
		"{key}, next is {detail}.",
		"Keep going with {what} ({key}).",
		"Try {key} with a copy of last week's data, {detail} included.",
		"Show {what} ({key}) to support and hear what they think.",
		"{key} again: {detail} first, the rest is small.",
	}
	planWaiting = phrases{
		"Answer review comments on {key}.",
		"Chase the review of {what} ({key}).",
	}

	ledDid = phrases{
		"Looked at {what} ({key}) with the team.",
		"Asked where {key} stands: {detail} takes longer than thought.",
		"Talked about the scope of {key}, {detail} stays in.",
		"Read through the open comments on {key}.",
		"Explained {what} ({key}) to support.",
	}
	ledPlan = phrases{
		"Decide what {what} ({key}) still needs.",
		"Clear the way for {key}.",
		"Find someone to try out {what} ({key}).",
		"Agree on {detail} for {key}.",
	}

	foundTraces = phrases{
		"{n} commits on {key} ({what}).",
		"{n} commits and a review comment on {key}.",
		"Pushed to the branch of {key}, {n} times.",
	}
)

// asides are what else fills a day.
var (
	didAside = []string{
		"Reviewed two pull requests.",
		"Reviews in the morning.",
		"Helped support with a customer whose order showed up twice.",
		"Sprint planning took longer than hoped.",
		"Fixed a flaky test on the way.",
		"Interview in the afternoon.",
		"Updated the on-call notes.",
		"Paired for an hour on a strange cache miss.",
		"Cleaned up three old branches.",
		"Looked into an alarm at lunch, it was the monitor itself.",
		"Moved some dependencies up a version.",
	}
	planAside = []string{
		"Reviews for the team.",
		"Retro at three.",
		"On call from noon.",
		"Short day, dentist at four.",
		"Look through the backlog for what comes next.",
		"Write down what we agreed about naming.",
		"Pairing session after lunch.",
		"Demo for the other team.",
	}
	// opening is for the workspace's first day, firstDay for that of someone who comes later.
	opening = []string{
		"First entry here, let's see how this goes.",
		"Find my way around the new board.",
		"Sort out what I have open and what can go.",
		"Planning with the team.",
	}
	firstDay = []string{"First day: accounts, laptop, and reading the documents."}
)

// leading is what people say who lead rather than have tasks, by their mail.
var leading = map[string]struct{ did, plan []string }{
	"owner": {
		did: []string{"Went through the quarter's numbers.", "Two calls with suppliers about packaging.", "Signed the contract for the new warehouse.",
			"Wrote the note about next year's goals.", "Talked to five customers, four of them about delivery times.", "Board papers, mostly.",
			"Visited the warehouse and packed orders for an hour.", "Two hours with the accountant.", "Thought about prices, came to no end."},
		plan: []string{"Budget round with everyone who has one.", "Prepare the all-hands.", "Read the offers for the new carrier.",
			"Half a day without meetings to think about prices.", "Lunch with the two new people.", "Answer the questions from the last all-hands."},
	},
	"admin": {
		did: []string{"Went through who has access to what, removed four old accounts.", "Sorted the backlog and merged doubles.", "Set up laptops for next week.",
			"Prepared the sprint board.", "Renewed two certificates before they could wake anyone.", "Restored a backup to see that it can be done: 14 minutes.",
			"Answered questions about the new calendar.", "Cleaned up labels, half of them meant the same."},
		plan: []string{"Plan the next two weeks with the leads.", "Check the invoices of the hosting company.", "Give the new tasks owners and dates.",
			"Move the last mailing list.", "Read the audit log for anything odd.", "Ask around which tasks are still wanted.", "Update the handbook's part about holidays."},
	},
	"vp": {
		did: []string{"Hiring: two good conversations, one offer out.", "Reviewed the plans of all teams for the quarter.", "Worked on the budget for contractors.",
			"Talked with the carrier about their outage.", "Read the post-mortem and asked for two more actions.", "Roadmap talk with sales, friendly this time."},
		plan: []string{"One-to-ones all afternoon.", "Decide about the second warehouse system.", "Draft the hiring plan.",
			"Prepare my part of the all-hands.", "Go through open risks with the leads."},
	},
	"director": {
		did: []string{"Walked through the sprint goals with both teams.", "Looked at why reviews take so long: they are too big.", "Hiring loop, one candidate.",
			"Wrote up the options for splitting the order service.", "One-to-ones.", "Cut the scope of two tasks in half, nobody was sad.",
			"Sat with support for an hour and took notes."},
		plan: []string{"Agree with sales on what not to do.", "Check the capacity for the next sprint.", "Read the table split proposal again.",
			"Escalation call with the payment provider.", "Prepare numbers for the monthly review.", "Office hours at four."},
	},
	"manager": {
		did: []string{"Ran the planning and the retro.", "One-to-ones with three people.", "Unblocked two reviews that nobody had picked up.", "Cleaned up the sprint board.",
			"Reviewed pull requests, mostly small ones.", "Wrote feedback for two people.", "Moved the release by a day so that support is ready."},
		plan: []string{"Planning for next week.", "Follow up on the open reviews.", "Talk to design about the next two tasks.", "One-to-ones.",
			"Check who needs help with the release.", "Write the short summary for the director.", "Look after the on-call rota."},
	},
}

// remarks are said in passing and colour the mood.
var remarks = []struct {
	text  string
	shift float64
}{
	{"Good day.", 0.3}, {"Happy with how that turned out.", 0.4}, {"Slow day, too many meetings.", -0.35}, {"A bit tired of this one.", -0.4},
	{"That was more fun than expected.", 0.4}, {"Harder than it looked.", -0.2}, {"Thanks for the quick reviews!", 0.35},
	{"I would rather not do that twice.", -0.45}, {"Feels close now.", 0.25},
}
