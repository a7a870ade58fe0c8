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
		if _, err := s.compose(date, parts); err != nil {
			return reject(err, skip)
		}
		key := author + " " + date.String()
		if first := days[key]; first != nil {
			both := first.merged(parts)
			if _, err := s.compose(date, both); err != nil { // together they are too much: the first stays as it is
				return reject(err, skip)
			}
			first.parts = both
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

// merged is the day's texts with those of another record after them; what is there already is not said twice.
func (e *entry) merged(parts [3]*string) [3]*string {
	out := e.parts
	for i, p := range parts {
		switch {
		case p == nil || strings.TrimSpace(*p) == "":
		case out[i] == nil || strings.TrimSpace(*out[i]) == "":
			out[i] = p
		case !strings.Contains(*out[i], *p):
			both := *out[i] + "\n\n" + *p
			out[i] = &both
		}
	}
	return out
}

// compose checks a day's texts as a submission's are. The person is set later.
func (s *Standups) compose(date day.Date, parts [3]*string) (*standup.Standup, error) {
	return standup.Compose(s.WorkspaceID, uuid.Nil, date, standup.API, parts[0], parts[1], parts[2])
}

func (s *Standups) store(ctx context.Context, e *entry, people map[string]*member.Member, report *Report) error {
	skip := func(reason string) error {
		report.Skipped = append(report.Skipped, Skip{Line: e.line, ID: e.id, Reason: reason})
		return nil
	}
	row, err := s.compose(e.date, e.parts)
	if err != nil {
		return reject(err, skip)
	}
	m, err := s.find(ctx, e.author, people)
	if err != nil {
		return err
	}
	zone, err := s.zone(ctx, m)
	if err != nil {
		return err
	}
	if e.date.After(day.At(s.Now(), zone)) {
		return skip("the date " + e.date.String() + " is in the future")
	}
	if m == nil {
		if m, err = s.add(ctx, e.author, people); err != nil {
			return reject(err, skip)
		}
		report.NewMembers++
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

// address is the author's mail address: given, or made of a handle.
func (s *Standups) address(author string) string {
	if strings.Contains(author, "@") {
		return author
	}
	return author + "@" + s.MailDomain
}

// find looks for the author among the members; nil when they are not there yet.
func (s *Standups) find(ctx context.Context, author string, people map[string]*member.Member) (*member.Member, error) {
	if m := people[author]; m != nil {
		return m, nil
	}
	m, err := member.ByEmail(ctx, s.DB, s.WorkspaceID, s.address(author))
	if m != nil {
		people[author] = m
	}
	return m, err
}

// zone is the person's, or the workspace's, which a new member gets.
func (s *Standups) zone(ctx context.Context, m *member.Member) (*time.Location, error) {
	if m != nil {
		return m.Zone(), nil
	}
	var name string
	if err := s.DB.NewRaw("select time_zone from workspaces where id = ?", s.WorkspaceID).Scan(ctx, &name); err != nil {
		return nil, fmt.Errorf("reading the workspace's zone: %w", err)
	}
	return day.Zone(name)
}

// add makes the author a member.
func (s *Standups) add(ctx context.Context, author string, people map[string]*member.Member) (*member.Member, error) {
	name, _, _ := strings.Cut(author, "@")
	m, _, err := s.Members.Add(ctx, activity.BySystem, member.InviteParams{WorkspaceID: s.WorkspaceID,
		Email: s.address(author), DisplayName: name, Role: authz.RoleMember})
	if err != nil {
		return nil, err
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
