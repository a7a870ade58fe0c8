package intake

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/day"
	"daybook/internal/member"
	"daybook/internal/standup"
	"daybook/internal/standuptext"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Skip is a line that was left out, and why.
type Skip struct {
	Line   int
	ID     string
	Reason string
}

// Report says what became of a file's records. Imported, Unchanged and Merged count records; a record is merged when an
// earlier one of the same person and day took it in.
type Report struct {
	Records, Imported, Merged, Unchanged, NewMembers int
	Skipped                                          []Skip
}

// Standups imports files of standups into one workspace.
type Standups struct {
	DB          bun.IDB
	Members     *member.Service
	Standups    *standup.Service
	WorkspaceID uuid.UUID
	// MailDomain makes an address of an author who is given as a handle.
	MailDomain string
	// Progress is told how many of the days to store are done; may be nil.
	Progress func(done, total int)
	Now      func() time.Time
}

// entry is one person's day, put together from one or more records.
type entry struct {
	line   int
	id     string
	author string
	date   day.Date
	parts  [3]*string // yesterday, today, blockers
	merged int
}

// Import reads the file and stores each person's day in a transaction of its own. The error is of reading the file or of
// the database; what is wrong with a record stands in the report.
func (s *Standups) Import(ctx context.Context, r io.Reader) (*Report, error) {
	report := &Report{}
	entries, err := s.read(r, report)
	if err != nil {
		return report, err
	}
	people := map[string]*member.Member{}
	for i, e := range entries {
		if err := s.store(ctx, e, people, report); err != nil {
			return report, fmt.Errorf("line %d: %w", e.line, err)
		}
		if s.Progress != nil {
			s.Progress(i+1, len(entries))
		}
	}
	return report, nil
}

// read groups the records by person and day, in the file's order.
func (s *Standups) read(r io.Reader, report *Report) ([]*entry, error) {
	var entries []*entry
	days := map[string]*entry{}
	err := Lines(r, func(l Line) error {
		report.Records++
		skip := func(reason string) error {
			report.Skipped = append(report.Skipped, Skip{Line: l.Number, ID: l.Record.ID, Reason: reason})
			return nil
		}
		if l.Err != nil {
			return skip(l.Err.Error())
		}
		if l.Record.Author == nil || strings.TrimSpace(*l.Record.Author) == "" {
			return skip("no author: it was written for a whole team")
		}
		date, err := l.Record.day()
		if err != nil {
			return skip(err.Error())
		}
		author := strings.ToLower(strings.TrimSpace(*l.Record.Author))
		parts := texts(l.Record)
		key := author + " " + date.String()
		if first := days[key]; first != nil {
			first.merge(parts)
			report.Merged++
			return nil
		}
		e := &entry{line: l.Number, id: l.Record.ID, author: author, date: date, parts: parts}
		days[key] = e
		entries = append(entries, e)
		return nil
	})
	return entries, err
}

// texts are a record's parts; a text without any heading is taken as what was done.
func texts(r Record) [3]*string {
	p := standuptext.Parse(*r.Text)
	if p.Yesterday == nil && p.Today == nil && p.Blockers == nil {
		p.Yesterday = r.Text
	}
	if p.Blockers != nil && standuptext.IsNone(*p.Blockers) || standuptext.HeaderSaysNoBlocker(r.Header) && p.Blockers == nil {
		p.Blockers = nil
	}
	return [3]*string{p.Yesterday, p.Today, p.Blockers}
}

func (e *entry) merge(parts [3]*string) {
	e.merged++
	for i, p := range parts {
		switch {
		case p == nil || strings.TrimSpace(*p) == "":
		case e.parts[i] == nil || strings.TrimSpace(*e.parts[i]) == "":
			e.parts[i] = p
		case !strings.Contains(*e.parts[i], *p):
			both := *e.parts[i] + "\n\n" + *p
			e.parts[i] = &both
		}
	}
}

func (s *Standups) store(ctx context.Context, e *entry, people map[string]*member.Member, report *Report) error {
	skip := func(reason string) error {
		report.Skipped = append(report.Skipped, Skip{Line: e.line, ID: e.id, Reason: reason})
		return nil
	}
	if e.date.After(day.At(s.Now(), time.UTC).AddDays(1)) {
		return skip("the date " + e.date.String() + " is in the future")
	}
	row, err := standup.Compose(s.WorkspaceID, uuid.Nil, e.date, standup.API, e.parts[0], e.parts[1], e.parts[2])
	if err != nil {
		return reject(err, skip)
	}
	m, err := s.person(ctx, e.author, people, report)
	if err != nil {
		return reject(err, skip)
	}
	if e.date.After(day.At(s.Now(), m.Zone())) {
		return skip("the date " + e.date.String() + " is in the future")
	}
	row.MemberID = m.ID
	known, err := s.Standups.OfDay(ctx, s.WorkspaceID, m.ID, e.date)
	switch {
	case err != nil:
		return err
	case known != nil && known.SameTexts(row):
		report.Unchanged++
		return nil
	case known != nil && !known.IsInferred():
		return skip("the person has another standup of " + e.date.String() + " already")
	}
	if _, _, err := s.Standups.Store(ctx, activity.BySystem, row); err != nil {
		return err
	}
	report.Imported++
	return nil
}

// person finds the author among the members or adds them.
func (s *Standups) person(ctx context.Context, author string, people map[string]*member.Member, report *Report) (*member.Member, error) {
	if m := people[author]; m != nil {
		return m, nil
	}
	email := author
	if !strings.Contains(email, "@") {
		email += "@" + s.MailDomain
	}
	m, err := member.ByEmail(ctx, s.DB, s.WorkspaceID, email)
	if err != nil {
		return nil, err
	}
	if m == nil {
		name, _, _ := strings.Cut(author, "@")
		m, _, err = s.Members.Add(ctx, activity.BySystem, member.InviteParams{WorkspaceID: s.WorkspaceID, Email: email, DisplayName: name, Role: authz.RoleMember})
		if err != nil {
			return nil, err
		}
		report.NewMembers++
	}
	people[author] = m
	return m, nil
}

// reject turns what is wrong with a record into a skip.
func reject(err error, skip func(string) error) error {
	var r *check.Rejection
	if !errors.As(err, &r) {
		return err
	}
	return skip(r.Errors[0].Message)
}
