package browser

import (
	"strings"
	"testing"
	"time"
)

// section is what can be read under a heading that begins with the text.
func (p *tab) section(heading string) string {
	p.t.Helper()
	for _, text := range p.texts("section") {
		if strings.HasPrefix(text, heading) {
			return text
		}
	}
	return ""
}

func TestWhoIsMissingIsJudgedInEachOnesZone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	// A Wednesday at noon, which is over on one side of the world and has hardly begun on the other.
	noon := time.Now().UTC().Truncate(24 * time.Hour).Add(36 * time.Hour)
	for noon.Weekday() != time.Wednesday {
		noon = noon.Add(24 * time.Hour)
	}
	s.ahead.Store(int64(time.Until(noon)))
	for _, one := range [][3]string{{member, "Tomasz Applegarth", "Pacific/Kiritimati"}, {teammate, "Aroha Reedwater", "Pacific/Honolulu"}} {
		s.ask(t, one[0], `mutation($input: MemberUpdateInput!) { memberUpdate(input: $input) { userErrors { message } } }`,
			map[string]any{"input": map[string]any{"memberId": s.memberID(t, one[1]), "timeZone": one[2]}}, nil)
	}
	p := s.asLate(t, admin)
	p.shows("/standups/team?date=" + noon.Format(time.DateOnly))
	p.waitFor("both", func() bool {
		return strings.Contains(p.section("No human standup"), "Tomasz Applegarth") && strings.Contains(p.section("Not due yet"), "Aroha Reedwater")
	})
	if text := p.section("Not due yet"); strings.Contains(text, "Tomasz Applegarth") || !strings.Contains(text, "02:00 AM there") {
		t.Errorf("not due yet are\n%s", text)
	}
	p.accessible("a day that is over for some")
}

func TestInferredStandupsAreMarkedInCalendarAndSearchAndCountedApart(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	place := s.place(t)
	var found struct {
		Workspace struct {
			Standups struct {
				Nodes []struct {
					Date, Yesterday string
					Member          struct{ ID string }
				}
			}
		}
	}
	s.ask(t, admin, `query($w: ID!) { workspace(id: $w) { standups(first: 1, filter: {source: {eq: INFERRED}}) { nodes { date yesterday member { id } } } } }`,
		map[string]any{"w": place.ID}, &found)
	inferred := found.Workspace.Standups.Nodes[0]
	day, err := time.Parse(time.DateOnly, inferred.Date)
	if err != nil {
		t.Fatal(err)
	}
	p := s.as(t, admin)
	p.shows("/standups?person=" + inferred.Member.ID + "&month=" + inferred.Date[:7])
	p.one("button", day.Format("Mon, Jan 2, 2006")+": Inferred")
	var marks []string
	p.waitFor("the legend", func() bool { marks = p.texts(".legend li"); return len(marks) > 0 })
	counts := map[string]bool{}
	for _, m := range marks {
		counts[strings.Fields(m)[0]] = true
	}
	if !counts["Inferred"] || !counts["Sent"] {
		t.Errorf("the month counts %v", marks)
	}
	words := strings.Fields(inferred.Yesterday)
	p.shows("/standups?person=" + inferred.Member.ID + "&q=" + strings.Trim(words[len(words)-1], ".,") + "&date=" + inferred.Date)
	p.one("article", "")
	if text := p.texts("article")[0]; !strings.Contains(text, "Inferred") {
		t.Errorf("the one found says\n%s", text)
	}
}

func TestATeamOfThreeIsWordsForThoseInIt(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var data struct {
		Workspace struct {
			Teams struct{ Nodes []struct{ ID, Name string } }
		}
	}
	s.ask(t, admin, `query($w: ID!) { workspace(id: $w) { teams(first: 10) { nodes { id name } } } }`, map[string]any{"w": s.place(t).ID}, &data)
	for _, team := range data.Workspace.Teams.Nodes {
		if team.Name != "Leadership" { // an admin, a director and a VP
			continue
		}
		p := s.as(t, "director@example.com")
		p.shows("/team?team=" + team.ID)
		p.sees("Too few people to show. Figures stay hidden where they could point to single people (smallest group here: 3 besides you).")
		for what, n := range map[string]int{"figures": len(p.texts("dd")), "charts": len(p.texts("day-chart")), "drawings": len(p.texts("canvas")), "tables": len(p.all("table", ""))} {
			if n != 0 {
				t.Errorf("%d %s stand beside the words", n, what)
			}
		}
		p.accessible("a team of three")
		p.shows("/team")
		if len(p.texts("dd")) == 0 || len(p.texts("day-chart")) == 0 {
			t.Error("the workspace's figures are hidden, too")
		}
		return
	}
	t.Fatal("there is no such team")
}
