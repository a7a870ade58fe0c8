package demo

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"daybook/internal/authz"
	"daybook/internal/project"
	"daybook/internal/standup"
)

// layout is how someone sets out what they write.
type layout int

const (
	prose layout = iota
	lines
	bullets
	terse
)

// sheet is what someone has to say on a day.
type sheet struct {
	did, plan []saying
	mood      float64

	blocker *obstacle
	about   *work    // what the blocker is about; nil for no task
	certain *certain // nil where chance put it there
}

// saying is a sentence, and the task it is about, if any.
type saying struct {
	text string
	work *work
}

// sheetOf is what a person has to say on their j-th day: what became of their tasks on the day before, and what comes.
func (s *story) sheetOf(p *person, j int, r *rand.Rand) sheet {
	var h sheet
	n := p.days[j]
	for _, w := range s.works {
		if w.person != p {
			continue
		}
		if j > 0 && len(h.did) < 2 {
			h.did = appendSaid(h.did, w, n, w.didOn(p.days[j-1]))
		}
		if len(h.plan) < 2 {
			h.plan = appendSaid(h.plan, w, n, w.plannedFor(n))
		}
	}
	h.mood = p.mood + r.Float64()*0.4 - 0.2
	s.fill(&h, p, j, r)
	s.meet(&h, p, n, r)
	return h
}

func appendSaid(to []saying, w *work, n int, from phrases) []saying {
	if from == nil {
		return to
	}
	return append(to, saying{w.say(deal(from, n, w.title, from[0]), n), w})
}

// didOn are words for what happened to the task on a day; nil for nothing.
func (w *work) didOn(n int) phrases {
	switch {
	case n < 0 || w.started == never:
		return nil
	case w.ended == n && w.outcome == dropped:
		return saidDropped
	case w.ended == n:
		return saidFinished
	case w.reviewed == n:
		return saidInReview
	case w.started == n:
		return saidStarted
	case w.open(n):
		return saidOngoing
	case w.inReviewAt(n) && n-w.reviewed < 4:
		return saidWaiting
	}
	return nil
}

// plannedFor are words for what is to happen to the task on a day; nil for nothing.
func (w *work) plannedFor(n int) phrases {
	switch {
	case w.started == never:
		return nil
	case w.ended == n && w.outcome != dropped:
		return planFinish
	case w.reviewed == n:
		return planReview
	case w.started == n:
		return planStart
	case w.open(n):
		return planOngoing
	case w.inReviewAt(n):
		return planWaiting
	}
	return nil
}

// fill adds what is not about tasks.
func (s *story) fill(h *sheet, p *person, j int, r *rand.Rand) {
	lead, leads := leading[p.mail]
	n := p.days[j]
	if j == 0 {
		words := opening
		if p.joined > 0 {
			words = firstDay
		}
		h.plan = append([]saying{{text: pick(r, words)}}, h.plan...)
	}
	if w := s.others(p, n, r); leads && j > 0 && w != nil {
		h.did = appendSaid(h.did, w, n, ledDid)
	}
	if w := s.others(p, n, r); leads && w != nil {
		h.plan = appendSaid(h.plan, w, n, ledPlan)
	}
	for i := between(r, 0, 1); leads && j > 0 && i < 2 && len(h.did) < 2; i++ {
		h.did = append(h.did, saying{text: deal(lead.did, 2*n+i, p.mail, "did")})
	}
	for i := between(r, 0, 1); leads && i < 2 && len(h.plan) < 2; i++ {
		h.plan = append(h.plan, saying{text: deal(lead.plan, 2*n+i, p.mail, "plan")})
	}
	if j > 0 && !leads && (len(h.did) == 0 || often(r, 0.35)) {
		h.did = append(h.did, saying{text: pick(r, didAside)})
	}
	if !leads && (len(h.plan) == 0 || often(r, 0.25)) {
		h.plan = append(h.plan, saying{text: pick(r, planAside)})
	}
	if j > 0 && often(r, 0.2) {
		remark := pick(r, remarks)
		h.did = append(h.did, saying{text: remark.text})
		h.mood += remark.shift
	}
	for _, said := range h.did {
		if said.work != nil && said.work.ended == p.days[max(j-1, 0)] {
			h.mood += 0.25
		}
	}
}

// others picks an open task of someone else to talk about, of a project that the person can open; nil for none, which is
// more often than not.
func (s *story) others(p *person, n int, r *rand.Rand) *work {
	open := s.elsewhere(p, func(w *work) bool { return w.open(n) })
	if len(open) == 0 || !often(r, 0.4) {
		return nil
	}
	return pick(r, open)
}

// elsewhere are the tasks of others, of projects that the person can open.
func (s *story) elsewhere(p *person, keep func(*work) bool) []*work {
	var found []*work
	for _, w := range s.works {
		if w.person != p && keep(w) && s.opens(p, w.project) {
			found = append(found, w)
		}
	}
	return found
}

func (s *story) opens(p *person, key string) bool {
	return p.role != authz.RoleMember || s.project(key).Access == project.Open || slices.ContainsFunc(s.projectMembers, func(m *projectMemberRow) bool {
		return m.ProjectID == s.project(key).ID && m.MemberID == p.row.ID
	})
}

// texts are the three parts as the person sets them out; nil for a part without words.
func (h *sheet) texts(l layout) (yesterday, today, blockers *string) {
	if h.blocker != nil {
		blockers = l.text([]saying{{text: h.blocker.text}})
	}
	return l.text(h.did), l.text(h.plan), blockers
}

func (l layout) text(said []saying) *string {
	if len(said) == 0 {
		return nil
	}
	parts := make([]string, len(said))
	for i, one := range said {
		parts[i] = one.text
		switch l {
		case bullets:
			parts[i] = "- " + one.text
		case terse:
			parts[i] = lowerFirst(strings.TrimSuffix(one.text, "."))
		}
	}
	separator := map[layout]string{prose: " ", lines: "\n", bullets: "\n", terse: "; "}[l]
	if l == bullets && len(parts) == 1 {
		parts[0] = said[0].text
	}
	return ptr(strings.Join(parts, separator))
}

// analysis is what the server finds in the sheet.
func (h *sheet) analysis(r *rand.Rand) (tasks []*standup.ParsedTask, blockers []*standup.ParsedBlocker) {
	tasks, blockers = []*standup.ParsedTask{}, []*standup.ParsedBlocker{}
	seen := map[*work]bool{}
	for _, said := range slices.Concat(h.did, h.plan) {
		if w := said.work; w != nil && !seen[w] {
			seen[w] = true
			tasks = append(tasks, &standup.ParsedTask{Text: said.text, Confidence: ptr(hundredths(0.62 + r.Float64()*0.37)), TaskID: &w.row.ID})
		}
	}
	if o := h.blocker; o != nil {
		blockers = append(blockers, &standup.ParsedBlocker{Text: o.text, Severity: o.severity, Category: o.category,
			Confidence: ptr(hundredths(0.55 + r.Float64()*0.4))})
	}
	return tasks, blockers
}

// score is the mood as an analysis tells it.
func (h *sheet) score() float64 { return hundredths(max(-0.95, min(0.95, h.mood))) + 0 } // + 0: never minus zero

func hundredths(f float64) float64 { return math.Round(f*100) / 100 }

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// lowerFirst leaves words in capitals, such as a task's key, as they are.
func lowerFirst(s string) string {
	r := []rune(s)
	if len(r) < 2 || unicode.IsUpper(r[1]) || r[0] == 'I' && r[1] == ' ' {
		return s
	}
	return string(unicode.ToLower(r[0])) + string(r[1:])
}
