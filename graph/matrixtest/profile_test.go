package matrixtest

import (
	"fmt"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/slack"
	"daybook/internal/standup"

	"github.com/google/uuid"
)

var profilePart = part{
	ways: map[string][]way{
		"SlackTracking": {
			{path: "member(id: $owner)/slackTracking"},
			{path: "node(id: $owner)<Member>/slackTracking"},
			{path: acme + "members(first: 10, filter: {ids: [$owner]})/nodes@$person/slackTracking"},
			{path: acme + "members(first: 10, filter: {ids: [$owner]})/edges/node@$person/slackTracking"},
			{path: "slackTrackingSet(input: {memberId: $owner, consent: true})/slackTracking"},
		},
	},
	tries: map[string]mutation{
		"memberUpdate": {shows: "member", try: func(_ *testing.T, w *world, col column, n int) try {
			one := try{input: fmt.Sprintf(`{memberId: "$subject", displayName: "Subject %d"}`, n)}
			if col == other {
				one.about = w.subject.NodeID().String()
			}
			return one
		}},
		"slackTrackingSet": {shows: "slackTracking { enabled }", try: func(_ *testing.T, w *world, col column, n int) try {
			one := try{input: fmt.Sprintf(`{memberId: "$subject", consent: true, enabled: %v}`, n%2 == 0)}
			if col == other {
				one.about = w.subject.NodeID().String()
			}
			return one
		}},
	},
}

func (w *world) makeConsent(t *testing.T) {
	t.Helper()
	ctx := activity.WithOrigin(t.Context(), origin)
	s, _, err := w.app.Slack.Set(ctx, w.subject.Viewer(t), slack.SetParams{MemberID: w.subject.ID, Consent: new(true)})
	must(t, err)
	w.things["consent"] = &thing{name: "consent", kind: "SlackTracking", rule: "Member.slackTracking", owner: w.subject.ID,
		refs: map[string]string{"owner": w.subject.NodeID().String(), "person": w.subject.DisplayName}, facts: consentFacts(s)}
}

func consentFacts(s *slack.Tracking) facts {
	return facts{
		"consentedAt": value(instant(&s.ConsentedAt)), "revokedAt": value(instant(s.RevokedAt)), "enabled": value(s.Enabled),
		"lastIngestAt": value(instant(s.LastIngestAt)),
	}
}

// agreed is what a person's field says of their consent: the subject alone gave it.
func (w *world) agreed(memberID uuid.UUID) fact {
	if memberID != w.subject.ID {
		return fact{call: "{ enabled }", want: nil}
	}
	return fact{call: "{ enabled }", want: map[string]any{"enabled": true}}
}

// inferredDay is the day on which the subject has a standup that nobody wrote.
func (w *world) inferredDay(r *rows) map[string]any {
	sent := 0
	for _, s := range r.standups {
		if s.Date.String() == inferred && s.Source != standup.Inferred {
			sent++
		}
	}
	row := map[string]any{"status": "INFERRED_ONLY", "member": map[string]any{"id": w.subject.NodeID().String()}}
	return map[string]any{"sentCount": sent, "inferredOnlyCount": 1, "rows": map[string]any{"nodes": []any{row}}}
}
