package standup

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"daybook/internal/authz"
	"daybook/internal/day"
	"daybook/internal/page"

	"github.com/google/uuid"
)

// DayStatus is how a member stands with the standup of a day.
type DayStatus string

// The ways to stand.
const (
	Sent         DayStatus = "sent"
	InferredOnly DayStatus = "inferred_only"
	MissingDay   DayStatus = "missing"
	NotDueYet    DayStatus = "not_due_yet"
	NotDue       DayStatus = "not_due"
)

// Day is who sent their standup of a day and who did not: the workspace's present members, by name.
type Day struct {
	WorkspaceID uuid.UUID
	Date        day.Date
	Members     []*DayRow
}

// DayRow is a member on a day. StandupID is nil where there is none.
type DayRow struct {
	MemberID  uuid.UUID
	StandupID *uuid.UUID
	Status    DayStatus

	name string // in lower case
}

// SentCount is how many wrote one.
func (d *Day) SentCount() int { return d.count(Sent) }

// InferredOnlyCount is how many have only one that nobody wrote.
func (d *Day) InferredOnlyCount() int { return d.count(InferredOnly) }

// MissingCount is how many wrote none though their day is over.
func (d *Day) MissingCount() int { return d.count(MissingDay) }

// NotDueYetCount is how many wrote none yet.
func (d *Day) NotDueYetCount() int { return d.count(NotDueYet) }

func (d *Day) count(s DayStatus) int {
	n := 0
	for _, r := range d.Members {
		if r.Status == s {
			n++
		}
	}
	return n
}

// Page is a page of the members, of those who stand so where statuses are given.
func (d *Day) Page(statuses []DayStatus, args page.Args, seal page.Seal) (*page.Connection[*DayRow], error) {
	rows := d.Members
	if statuses != nil {
		rows = slices.DeleteFunc(slices.Clone(rows), func(r *DayRow) bool { return !slices.Contains(statuses, r.Status) })
	}
	return page.OfSorted(rows, func(r *DayRow) page.Key { return page.Key{Value: r.name, ID: r.MemberID} }, args, seal)
}

// Day reads how all present members stand with a day, in one statement however many they are; it is for those who see all
// raw rows. Errors: NOT_FOUND, FORBIDDEN.
func (s *Service) Day(ctx context.Context, v *authz.Viewer, workspaceID uuid.UUID, date day.Date) (*Day, error) {
	if _, err := authz.Reach(v, workspaceID); err != nil {
		return nil, err
	}
	if !authz.RawScope(v, workspaceID).All {
		return nil, authz.Forbidden([]authz.Audience{authz.Admin})
	}
	var rows []struct {
		MemberID    uuid.UUID
		DisplayName string
		TimeZone    string
		JoinedAt    time.Time
		StandupID   *uuid.UUID
		Source      *Source
	}
	err := s.db.NewRaw(`
		select m.id as member_id, m.display_name, m.time_zone, m.joined_at, s.id as standup_id, s.source
		from members m left join standups s on s.workspace_id = m.workspace_id and s.member_id = m.id and s.date = ?1
		where m.workspace_id = ?0 and m.removed_at is null`, workspaceID, date).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("reading who sent a standup: %w", err)
	}
	d := &Day{WorkspaceID: workspaceID, Date: date, Members: make([]*DayRow, len(rows))}
	now := s.now()
	for i, r := range rows {
		zone, err := day.Zone(r.TimeZone)
		if err != nil { // a name that is not known here any more: as member.Zone has it
			zone = time.UTC
		}
		d.Members[i] = &DayRow{MemberID: r.MemberID, StandupID: r.StandupID, name: strings.ToLower(r.DisplayName),
			Status: judge(date, r.Source, day.At(now, zone), day.At(r.JoinedAt, zone))}
	}
	slices.SortFunc(d.Members, func(a, b *DayRow) int {
		return cmp.Or(strings.Compare(a.name, b.name), bytes.Compare(a.MemberID[:], b.MemberID[:]))
	})
	return d, nil
}

// judge tells how a member stands: today and joined are days in their own zone. What was written counts whenever it was.
func judge(date day.Date, source *Source, today, joined day.Date) DayStatus {
	weekend := date.Weekday() == time.Saturday || date.Weekday() == time.Sunday
	switch {
	case source != nil && *source != Inferred:
		return Sent
	case source != nil:
		return InferredOnly
	case weekend || date.Before(joined):
		return NotDue
	case date.Before(today):
		return MissingDay
	}
	return NotDueYet
}
