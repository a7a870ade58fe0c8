package standup_test

import (
	"slices"
	"testing"

	"daybook/internal/apptest"
	"daybook/internal/authz"
	"daybook/internal/day"
	"daybook/internal/fault"
	"daybook/internal/page"
	"daybook/internal/standup"
	"daybook/internal/team"

	"github.com/google/uuid"
)

// R10: for each viewer a list, its count and what is found by id are the same, and as the matrix says.
func TestListR10(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w, foreign := a.Workspace(t), a.Workspace(t)
	ann, bob, ada := w.Member(t), w.Member(t), w.Admin(t)
	var all []uuid.UUID
	for i := range 3 {
		for _, m := range []*apptest.Person{ann, bob, ada} {
			all = append(all, w.Standup(t, m, func(p *standup.SubmitParams) { p.Date = new(today.AddDays(-i)) }).ID)
		}
	}
	for name, c := range map[string]struct {
		v    *authz.Viewer
		want int
	}{
		"a member sees their own":      {ann.Viewer(t), 3},
		"a mate sees their own":        {bob.Viewer(t), 3},
		"an admin sees all":            {ada.Viewer(t), 9},
		"an owner sees all":            {w.Owner.Viewer(t), 9},
		"a service sees all":           {w.Service(t, authz.TrackingRead).Viewer(t), 9},
		"a service without it nothing": {w.Service(t, authz.DirectoryRead).Viewer(t), 0},
	} {
		t.Run(name, func(t *testing.T) {
			c1, err := a.Standups.List(t.Context(), c.v, w.ID, standup.Filter{}, standup.Order{}, page.Args{}, apptest.Seal("x"))
			if err != nil {
				t.Fatal(err)
			}
			count, err := c1.Count(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			found, err := a.Standups.ByIDs(t.Context(), c.v, all)
			if err != nil {
				t.Fatal(err)
			}
			if len(c1.Nodes()) != c.want || count.Value != c.want || len(found) != c.want {
				t.Errorf("listed %d, counted %d, found %d, want %d", len(c1.Nodes()), count.Value, len(found), c.want)
			}
			for _, row := range c1.Nodes() {
				if found[row.ID] == nil {
					t.Errorf("%s is listed and not found", row.ID)
				}
			}
		})
	}
	if _, err := a.Standups.List(t.Context(), foreign.Owner.Viewer(t), w.ID, standup.Filter{}, standup.Order{}, page.Args{}, apptest.Seal("x")); !fault.Is(err, fault.NotFound) {
		t.Errorf("a stranger's list: %v", err)
	}
	if found, err := a.Standups.ByIDs(t.Context(), foreign.Owner.Viewer(t), all); err != nil || len(found) != 0 {
		t.Errorf("a stranger finds %d: %v", len(found), err)
	}
	// A list that names others is refused as a whole, their own name with it or not.
	for name, f := range map[string]standup.Filter{"another": {MemberIDs: []uuid.UUID{bob.ID}}, "both": {MemberIDs: []uuid.UUID{ann.ID, bob.ID}}, "a person": {Person: &bob.ID}} {
		if _, err := a.Standups.List(t.Context(), ann.Viewer(t), w.ID, f, standup.Order{}, page.Args{}, apptest.Seal("x")); !fault.Is(err, fault.Forbidden) {
			t.Errorf("naming %s: %v", name, err)
		}
	}
}

// R14: both ends of a range of dates are whole days of the person; a reversed one is an error.
func TestListFilters(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann, bob := w.Member(t), w.Member(t)
	crew := w.Team(t, func(p *team.Upsert) { p.MemberIDs = &[]uuid.UUID{bob.ID} })
	for i := range 5 {
		w.Standup(t, ann, func(p *standup.SubmitParams) { p.Date, p.Today = new(today.AddDays(-i)), new("100% of_it") })
	}
	w.Standup(t, bob)
	if _, _, err := a.Standups.Infer(t.Context(), w.Service(t, authz.TrackingInfer).Viewer(t), standup.InferParams{WorkspaceID: w.ID, MemberID: bob.ID, Date: today.AddDays(-1), Yesterday: new("commits")}); err != nil {
		t.Fatal(err)
	}
	v := w.Owner.Viewer(t)
	d := func(back int) *day.Date { return new(today.AddDays(-back)) }
	for name, c := range map[string]struct {
		f    standup.Filter
		want int
	}{
		"everything":            {standup.Filter{}, 7},
		"one day":               {standup.Filter{From: d(1), To: d(1)}, 2},
		"to today whole":        {standup.Filter{From: d(0), To: d(0)}, 2},
		"from":                  {standup.Filter{From: d(1)}, 4},
		"to":                    {standup.Filter{To: d(2)}, 3},
		"a person":              {standup.Filter{Person: &ann.ID}, 5},
		"people":                {standup.Filter{MemberIDs: []uuid.UUID{ann.ID, bob.ID}}, 7},
		"no people":             {standup.Filter{MemberIDs: []uuid.UUID{}}, 0},
		"a person not in these": {standup.Filter{Person: &ann.ID, MemberIDs: []uuid.UUID{bob.ID}}, 0},
		"inferred":              {standup.Filter{In: []standup.Source{standup.Inferred}}, 1},
		"human":                 {standup.Filter{NotIn: []standup.Source{standup.Inferred}}, 6},
		"of no source":          {standup.Filter{In: []standup.Source{}}, 0},
		"a team":                {standup.Filter{TeamID: &crew.ID}, 2},
		"a team that is not":    {standup.Filter{TeamID: new(uuid.New())}, 0},
		"a text literally":      {standup.Filter{Text: new("100% OF_IT")}, 5},
		"a text with wildcards": {standup.Filter{Text: new("100%it")}, 0},
		"a text of one person":  {standup.Filter{Text: new("of_"), Person: &bob.ID}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			c1, err := a.Standups.List(t.Context(), v, w.ID, c.f, standup.Order{}, page.Args{}, apptest.Seal("x"))
			if err != nil {
				t.Fatal(err)
			}
			count, err := c1.Count(t.Context())
			if err != nil || len(c1.Nodes()) != c.want || count.Value != c.want {
				t.Errorf("listed %d, counted %d, want %d: %v", len(c1.Nodes()), count.Value, c.want, err)
			}
		})
	}
	_, err := a.Standups.List(t.Context(), v, w.ID, standup.Filter{From: d(0), To: d(1)}, standup.Order{}, page.Args{}, apptest.Seal("x"))
	apptest.WantCode(t, err, fault.BadUserInput)
	// The scope stands before the text: a member's search finds nothing of others (an OR that escapes would).
	c1, err := a.Standups.List(t.Context(), bob.Viewer(t), w.ID, standup.Filter{Text: new("of_it")}, standup.Order{}, page.Args{}, apptest.Seal("x"))
	if err != nil || len(c1.Nodes()) != 0 {
		t.Errorf("a member's search finds %d of others: %v", len(c1.Nodes()), err)
	}
}

func TestListOrders(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	ann := w.Member(t)
	for _, back := range []int{2, 0, 3, 1} { // made in this order
		w.Standup(t, ann, func(p *standup.SubmitParams) { p.Date = new(today.AddDays(-back)) })
	}
	for name, c := range map[string]struct {
		o    standup.Order
		want []int
	}{
		"latest date first": {standup.Order{}, []int{0, 1, 2, 3}}, "earliest date first": {standup.Order{Ascending: true}, []int{3, 2, 1, 0}},
		"newest first": {standup.Order{CreatedAt: true}, []int{1, 3, 0, 2}}, "oldest first": {standup.Order{CreatedAt: true, Ascending: true}, []int{2, 0, 3, 1}},
	} {
		fetch := func(args page.Args) (*page.Connection[*standup.Standup], error) {
			return a.Standups.List(t.Context(), ann.Viewer(t), w.ID, standup.Filter{}, c.o, args, apptest.Seal(name))
		}
		for _, rows := range [][]*standup.Standup{apptest.Forwards(t, 1, fetch, nil), apptest.Backwards(t, 1, fetch)} {
			var got []int
			for _, s := range rows {
				got = append(got, today.DaysSince(s.Date))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s: %v days back", name, got)
			}
		}
	}
}
