package matrixtest

import (
	"fmt"
	"strings"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/id"
	"daybook/internal/standup"
	"daybook/internal/task"
)

var standupPart = part{
	ways: map[string][]way{
		"Standup": byID("standup", append(standupWays(),
			way{path: "activity(id: $veiled)/subject", only: "standup"},
			way{path: "edges/node@veiled/subject", over: "veiled", only: "standup"},
			way{path: acme + "activities(first: 50, filter: {entityId: $it})/nodes/subject"},
			way{path: "member(id: $owner)/activities(first: 50, filter: {entityId: $it})/nodes/subject"},
			way{path: "blocker(id: $blocker)/standup", only: "standup"},
			way{path: "blocker(id: $trusted)/standup", only: "standup"},
			way{path: "viewer/today(workspaceId: $home)/standup", only: "todays", mine: true},
			way{path: acme + `standupDay(date: "` + inferred + `")/rows(first: 1, status: [INFERRED_ONLY])/nodes/standup`, only: "inferred"},
			way{path: "standupInfer(input: {workspaceId: $workspace, memberId: $owner, date: \"$date\", yesterday: \"x\"})/standup", only: "standup mates"},
		)...),
		"ParsedTask":    inStandup("parsedTasks"),
		"ParsedBlocker": inStandup("parsedBlockers"),
	},
	tries: map[string]mutation{
		"standupSubmit": {shows: "standup", try: func(_ *testing.T, w *world, col column, n int) try {
			whose := ""
			if col != self {
				whose = `, onBehalfOf: "$subject"`
			}
			return try{about: w.acme.NodeID().String(), input: fmt.Sprintf(`{workspaceId: "$workspace", date: %q, yesterday: "Text %d"%s}`, untouched, n, whose)}
		}},
		"standupDelete": {shows: "deletedId", try: func(t *testing.T, w *world, _ column, _ int) try {
			row, _, err := w.app.Standups.Submit(t.Context(), w.subject.Viewer(t), standup.SubmitParams{WorkspaceID: w.acme.ID, Today: new("To be taken back")})
			must(t, err)
			return try{about: row.NodeID().String(), hidden: "Standup", input: fmt.Sprintf(`{id: %q}`, row.NodeID())}
		}},
		"standupInfer": {shows: "standup", try: func(_ *testing.T, w *world, _ column, n int) try {
			return try{about: w.acme.NodeID().String(), input: fmt.Sprintf(`{workspaceId: "$workspace", memberId: "$subject", date: "2026-02-02", yesterday: "Found %d"}`, n)}
		}},
		"standupParseResultSet": {shows: "standup", try: func(t *testing.T, w *world, _ column, n int) try {
			row, err := w.app.Standups.OfDay(t.Context(), w.acme.ID, w.subject.ID, date(earlier))
			must(t, err)
			return try{about: row.NodeID().String(), hidden: "Standup", input: fmt.Sprintf(
				`{standupId: %q, expectedVersion: %d, tasks: [{text: "found %d"}], sentimentScore: 0.5, sentimentStatus: SCORED}`, row.NodeID(), row.Version, n)}
		}},
	},
	remarks: []remark{
		{"standupSubmit", admin, allowed, "an admin's own standup", func(*testing.T, *world) try {
			return try{input: fmt.Sprintf(`{workspaceId: "$workspace", date: %q, today: "my own"}`, untouched)}
		}},
	},
}

func (w *world) makeStandups(t *testing.T, known, unknown *task.Task) {
	t.Helper()
	ctx := activity.WithOrigin(t.Context(), origin)
	analyst := w.acme.Service(t, authz.TrackingInfer, authz.TrackingRead).Viewer(t)
	text := func(p *apptest.Person, on string) *standup.Standup {
		row, _, err := w.app.Standups.Submit(ctx, p.Viewer(t), standup.SubmitParams{WorkspaceID: w.acme.ID, Date: new(date(on)),
			Yesterday: new("Done by " + p.DisplayName), Today: new("Planned by " + p.DisplayName), Blockers: new("In the way of " + p.DisplayName)})
		must(t, err)
		return row
	}
	owned := func(name string, row *standup.Standup, p *apptest.Person) {
		w.putRaw(t, name, "Standup", row, p, "date", row.Date.String())
	}
	past := text(w.subject, earlier)
	past, _, err := w.app.Standups.SetAnalysis(ctx, analyst, standup.Analysis{StandupID: past.ID, Version: past.Version,
		Tasks: []*standup.ParsedTask{
			{Text: "finished it", Confidence: new(0.9), TaskID: &known.ID, GithubURL: new("https://example.com/web/12")},
			{Text: "and another", TaskID: &unknown.ID},
		},
		Blockers: []*standup.ParsedBlocker{{Text: "the mail", Severity: standup.High, Category: standup.External, Confidence: new(0.7)}},
		Score:    new(0.4), Status: standup.Scored})
	must(t, err)
	owned("standup", past, w.subject)
	guessed, _, err := w.app.Standups.Infer(ctx, analyst, standup.InferParams{WorkspaceID: w.acme.ID, MemberID: w.subject.ID, Date: date(inferred), Yesterday: new("3 commits")})
	must(t, err)
	owned("inferred", guessed, w.subject)
	owned("todays", text(w.subject, today), w.subject)
	owned("mates", text(w.mate, earlier), w.mate)
	owned("admins", text(w.admin, earlier), w.admin)
	text(w.manager, today)
}

func (w *world) standupFacts(s *standup.Standup) facts {
	texts := func(n int, text func(i int) string) fact {
		var all any
		if n > 0 {
			found := []any{}
			for i := range n {
				found = append(found, map[string]any{"text": text(i)})
			}
			all = found
		}
		return fact{call: "{ text }", want: all}
	}
	score := any(nil)
	if s.SentimentScore != nil {
		score = *s.SentimentScore
	}
	return facts{
		"id": value(s.NodeID().String()), "member": object(named(id.Of(id.Member, s.MemberID))), "date": value(s.Date.String()), "source": value(enum(s.Source)),
		"isInferred": value(s.Source == standup.Inferred), "yesterday": value(orNil(s.Yesterday)), "today": value(orNil(s.Today)),
		"blockersText": value(orNil(s.BlockersText)), "sentimentScore": value(score), "sentimentStatus": value(enum(s.SentimentStatus)),
		"parsedTasks":    texts(len(s.ParsedTasks), func(i int) string { return s.ParsedTasks[i].Text }),
		"parsedBlockers": texts(len(s.ParsedBlockers), func(i int) string { return s.ParsedBlockers[i].Text }),
		"submittedAt":    value(instant(&s.SubmittedAt)), "createdAt": value(instant(&s.CreatedAt)), "updatedAt": value(instant(&s.UpdatedAt)),
		"version": value(s.Version), "viewerCanEdit": value(func(v *viewer) any { return v.person != nil && v.person.ID == s.MemberID }),
	}
}

func (w *world) foundTaskFacts(x *standup.ParsedTask) facts {
	f := facts{"text": value(x.Text), "confidence": value(nil), "githubUrl": value(orNil(x.GithubURL)), "task": object(w.seen(id.Of(id.Task, *x.TaskID)))}
	if x.Confidence != nil {
		f["confidence"] = value(*x.Confidence)
	}
	return f
}

func (w *world) foundBlockerFacts(b *standup.ParsedBlocker) facts {
	return facts{"blocker": object(w.seen(w.things["blocker"].NodeID())), "text": value(b.Text), "severity": value(enum(b.Severity)), "category": value(enum(b.Category)), "confidence": value(*b.Confidence)}
}

// standupWays are the ways to a standup but by its id.
func standupWays() []way {
	return []way{
		{path: "member(id: $owner)/standups(first: 10, filter: {date: {eq: \"$date\"}})/nodes"},
		{path: acme + "standups(first: 100, filter: {date: {eq: \"$date\"}})/nodes"},
		{path: acme + "standups(first: 100, filter: {memberIds: [$owner], date: {eq: \"$date\"}})@$person/edges/node"},
		{path: acme + "members(first: 10, filter: {ids: [$owner]})/nodes@$person/standups(first: 10)/edges/node"},
		{path: "activity(id: $about)/subject"},
		{path: "edges/node@$about/subject", over: "$about"},
	}
}

// inStandup are the ways to what an analysis found in the thing standup: all ways to that one, and on.
func inStandup(field string) []way {
	ways := []way{{path: "standup(id: $it)"}, {path: "node(id: $it)<Standup>"}, {path: "nodes(ids: [$it])<Standup>"}}
	ways = append(ways, standupWays()...)
	for i := range ways {
		ways[i].path = strings.NewReplacer("$it", "$standup", "$owner", "$subject", "$date", earlier, "$about", "$standupMade", "$person", "$subject",
			"subject", "subject<Standup>").Replace(ways[i].path) + "@standup/" + field
		if ways[i].over != "" {
			ways[i].over = "standupMade"
		}
	}
	return ways
}
