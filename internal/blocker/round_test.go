package blocker

import (
	"slices"
	"testing"
	"time"

	"daybook/internal/standup"

	"github.com/google/uuid"
)

// A step is for its rung; where nobody stands there, or they know already, it is for the next one up, once.
func TestWhoIsToldAtAStep(t *testing.T) {
	t.Parallel()
	a, b, c, d := uuid.New(), uuid.New(), uuid.New(), uuid.New()
	for name, x := range map[string]struct {
		chain, told []uuid.UUID
		step        int
		want        uuid.UUID // Nil: nobody
	}{
		"the first":                              {[]uuid.UUID{a, b, c}, nil, 1, a},
		"the second":                             {[]uuid.UUID{a, b, c}, []uuid.UUID{a}, 2, b},
		"the third":                              {[]uuid.UUID{a, b, c}, []uuid.UUID{a, b}, 3, c},
		"nobody above":                           {nil, nil, 1, uuid.Nil},
		"no third":                               {[]uuid.UUID{a, b}, []uuid.UUID{a, b}, 3, uuid.Nil},
		"nobody but who knows":                   {[]uuid.UUID{a}, []uuid.UUID{a}, 1, uuid.Nil},
		"who knows moved up to the second rung":  {[]uuid.UUID{d, a, b}, []uuid.UUID{a}, 2, b},
		"all who stand there know":               {[]uuid.UUID{d, a, b}, []uuid.UUID{a, b}, 2, uuid.Nil},
		"a fourth, where the second knows":       {[]uuid.UUID{a, b, c, d}, []uuid.UUID{b, c}, 3, d},
		"never one further down than the rung":   {[]uuid.UUID{a, b}, []uuid.UUID{b}, 2, uuid.Nil},
		"the second, where no first was told of": {[]uuid.UUID{a, b}, nil, 2, b},
	} {
		r := &round{Told: x.told, chain: x.chain}
		if got, ok := r.next(x.step); got != x.want || ok != (x.want != uuid.Nil) {
			t.Errorf("%s: %v", name, got)
		}
	}
	if r := (&round{LastStep: 3, chain: []uuid.UUID{a, b, c, d}}); r.take(&Blocker{}, 4, time.Time{}, time.Time{}) != nil {
		t.Error("there is a fourth step")
	}
}

// R8: what is due is what comes after the last step, in order, each with the time at which it was due.
func TestWhatIsDue(t *testing.T) {
	t.Parallel()
	chain := []uuid.UUID{uuid.New(), uuid.New(), uuid.New()}
	opened := time.Date(2026, 2, 11, 12, 0, 0, 0, time.UTC)
	only := func(l ...Level) []*Rule { return []*Rule{{Severity: standup.Critical, AfterMinutes: 60, Levels: l}} }
	for name, c := range map[string]struct {
		rules []*Rule
		last  int
		after time.Duration
		want  []int // steps
	}{
		"nothing yet":                     {DefaultRules(), 0, 239 * time.Minute, nil},
		"the manager":                     {DefaultRules(), 0, 240 * time.Minute, []int{1}},
		"all of them after a day":         {DefaultRules(), 0, 24 * time.Hour, []int{1, 2, 3}},
		"the rest of them after a day":    {DefaultRules(), 1, 24 * time.Hour, []int{2, 3}},
		"nothing after the last":          {DefaultRules(), 3, 24 * time.Hour, nil},
		"two levels of one rule":          {only(Director, Manager), 0, time.Hour, []int{1, 2}},
		"a level that was passed over":    {only(Manager), 2, time.Hour, nil},
		"a level without those before":    {only(VP), 0, time.Hour, []int{3}},
		"no rule":                         {nil, 0, 1000 * time.Hour, nil},
		"rules of other severities alone": {[]*Rule{{Severity: standup.High, AfterMinutes: 1, Levels: levels}}, 0, 1000 * time.Hour, nil},
	} {
		b := &candidate{Blocker: Blocker{Severity: standup.Critical, OpenedAt: opened, Round: 1}, round: round{LastStep: c.last, chain: chain, Told: chain[:c.last]},
			TimeZone: "UTC", Rules: c.rules}
		now := opened.Add(c.after)
		var got []int
		for n, step := range b.due(now) {
			got = append(got, step.Step)
			if step.RecipientID != chain[step.Step-1] || step.Level != levels[step.Step-1] || step.DueAt.After(now) || n > 0 && step.DueAt.Before(opened) {
				t.Errorf("%s: %+v", name, step)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: the steps %v, want %v", name, got, c.want)
		}
		if b.LastStep != c.last || len(b.Told) != c.last {
			t.Errorf("%s: looking changed the candidate", name)
		}
	}
}
