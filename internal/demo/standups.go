package demo

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"daybook/internal/activity"
	"daybook/internal/standup"
)

// speak writes everyone's standups.
func (s *story) speak() error {
	for _, p := range s.people {
		for j, n := range p.days {
			r := chance("standup", p.mail, n)
			var err error
			if often(r, p.diligence) || certainly(p, n) != nil {
				err = s.submit(p, j, r)
			} else if often(r, 0.5) {
				err = s.infer(p, j, r)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *person) source() standup.Source {
	if p.byProgram {
		return standup.API
	}
	return standup.Web
}

// submit lets a person write their day; now and then they write it again a little later.
func (s *story) submit(p *person, j int, r *rand.Rand) error {
	h := s.sheetOf(p, j, r)
	at := s.at(p.days[j], p.zone, around(r, p.hour, 34*time.Minute))
	row, err := s.write(p, p.days[j], p.source(), &h)
	if err != nil {
		return err
	}
	row.ID, row.Version = newID(at, "standup", p.mail), 1
	row.CreatedAt, row.UpdatedAt, row.SubmittedAt = at, at, at
	s.standups = append(s.standups, row)
	s.tell(at, p, toldStandup(activity.Created, row, "submitted", activity.Diff{}))
	s.analyse(row, &h, r)
	if often(r, 0.05) {
		h.plan = append(h.plan, saying{text: pick(r, planAside)})
		err = s.rewrite(p, p.days[j], row, &h, at.Add(time.Duration(between(r, 12, 95))*time.Minute), r)
	}
	s.hold(p, j, row, &h)
	return err
}

// hold keeps what is in the way according to a standup as it stands in the end.
func (s *story) hold(p *person, j int, row *standup.Standup, h *sheet) {
	if h.blocker != nil && row.BlockersText != nil {
		s.hurdles = append(s.hurdles, hurdle{obstacle: *h.blocker, certain: h.certain, person: p, j: j, about: h.about, standup: row})
	}
}

// write puts a sheet into the form of a row, checked as a submission is.
func (s *story) write(p *person, n int, source standup.Source, h *sheet) (*standup.Standup, error) {
	yesterday, today, blockers := h.texts(p.layout)
	row, err := standup.Compose(s.workspace.ID, p.row.ID, s.date(n), source, yesterday, today, blockers)
	if err == nil {
		row.SentimentStatus = standup.Pending
	}
	return row, err
}

// rewrite replaces what stands in the row, which keeps its id and loses its analysis.
func (s *story) rewrite(p *person, n int, row *standup.Standup, h *sheet, at time.Time, r *rand.Rand) error {
	if !s.passed(at, p.zone) {
		return nil
	}
	fresh, err := s.write(p, n, p.source(), h)
	if err != nil {
		return err
	}
	old := *row
	row.Source, row.Yesterday, row.Today, row.BlockersText = fresh.Source, fresh.Yesterday, fresh.Today, fresh.BlockersText
	row.ParsedTasks, row.ParsedBlockers, row.SentimentScore, row.SentimentStatus = nil, nil, nil, standup.Pending
	row.SubmittedAt, row.UpdatedAt = at, at
	row.Version++
	s.tell(at, p, toldStandupChange(&old, row))
	s.analyse(row, h, r)
	return nil
}

// analyse stores what the server finds in the text, soon after it was written. A few texts are never looked at, and a few
// times it fails.
func (s *story) analyse(row *standup.Standup, h *sheet, r *rand.Rand) {
	at := row.SubmittedAt.Add(time.Duration(between(r, 4_000, 90_000)) * time.Millisecond)
	luck := r.Float64()
	if luck < 0.06 || !at.Before(s.now) {
		return
	}
	row.SentimentStatus = standup.Failed
	if luck > 0.1 {
		row.ParsedTasks, row.ParsedBlockers = h.analysis(r)
		row.SentimentScore, row.SentimentStatus = ptr(h.score()), standup.Scored
	}
	row.UpdatedAt = at
	row.Version++
	s.tell(at, nil, toldStandup(activity.Updated, row, "analysed", activity.Diff{}))
}

// infer puts a day together from traces in the evening when nobody has written it. One in four is replaced by the person's
// own words the next morning.
func (s *story) infer(p *person, j int, r *rand.Rand) error {
	h := s.traces(p, j, r)
	at := s.at(p.days[j], p.zone, around(r, 20*time.Hour+5*time.Minute, 4*time.Minute))
	if len(h.did) == 0 || !s.passed(at, p.zone) {
		return nil
	}
	row, err := s.write(p, p.days[j], standup.Inferred, &h)
	if err != nil {
		return err
	}
	row.ID, row.Version = newID(at, "standup", p.mail), 1
	row.CreatedAt, row.UpdatedAt, row.SubmittedAt = at, at, at
	s.standups = append(s.standups, row)
	s.tell(at, nil, toldStandup(activity.Inferred, row, "inferred", activity.Diff{}))
	if j+1 < len(p.days) && often(r, 0.25) {
		own := s.sheetOf(p, j, r)
		err = s.rewrite(p, p.days[j], row, &own, s.at(p.days[j+1], p.zone, around(r, p.hour-40*time.Minute, 5*time.Minute)), r)
		s.hold(p, j+1, row, &own)
	}
	return err
}

// traces are what the person's tasks show of a day.
func (s *story) traces(p *person, j int, r *rand.Rand) sheet {
	var h sheet
	for _, w := range s.works {
		if w.person == p && j > 0 && w.didOn(p.days[j-1]) != nil && len(h.did) < 2 {
			text := strings.ReplaceAll(pick(r, foundTraces), "{n}", strconv.Itoa(between(r, 2, 7)))
			h.did = append(h.did, saying{w.say(text, p.days[j]), w})
		}
	}
	return h
}
