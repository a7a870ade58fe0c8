package graph_test

import (
	"testing"

	"daybook/internal/apptest"
	"daybook/internal/day"
	"daybook/internal/member"
	"daybook/internal/team"
	"daybook/internal/timeentry"
)

// withMetrics adds a team of three, and an hour of the week before this one for each of them, for Ada and for Bob: of all
// five there are numbers for members; of Ada's and Bob's team there are none, so there are none of the other team either.
func withMetrics(t *testing.T, g *world) {
	t.Helper()
	support := g.home.Team(t, func(p *team.Upsert) { p.Name = new("Support") })
	g.names["support"] = support.NodeID().String()
	people := []*apptest.Person{g.person("ada"), g.person("bob")}
	for range 3 {
		people = append(people, g.home.Member(t, func(p *member.InviteParams) { p.TeamID = &support.ID }))
	}
	for _, p := range people {
		g.home.TimeEntry(t, p, func(c *timeentry.CreateParams) {
			c.TaskID, c.SpentOn, c.DurationSeconds, c.Billable = new(g.id(t, "task").UUID), new(day.Of(2026, 2, 3)), new(3600), true
		})
	}
	if _, err := g.app.DB.NewRaw("update members set joined_at = '2026-01-01' where workspace_id = ?", g.home.ID).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
}
