package export

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"daybook/internal/activity"
	"daybook/internal/apitoken"
	"daybook/internal/authz"
	"daybook/internal/blocker"
	"daybook/internal/check"
	"daybook/internal/day"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/page"
	"daybook/internal/postgres"
	"daybook/internal/project"
	"daybook/internal/standup"
	"daybook/internal/task"
	"daybook/internal/timeentry"
	"daybook/internal/worklog"
	"daybook/internal/workspace"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Rooms are where the rows come from: each decides about its own.
type Rooms struct {
	Activities  *activity.Service
	Blockers    *blocker.Service
	Members     *member.Service
	Projects    *project.Service
	Standups    *standup.Service
	Tasks       *task.Service
	TimeEntries *timeentry.Service
	Tokens      *apitoken.Service
	WorkLogs    *worklog.Service
	Workspaces  *workspace.Service
}

// Service keeps wishes and writes them out.
type Service struct {
	db     *bun.DB
	log    *activity.Log
	now    func() time.Time
	rooms  Rooms
	key    []byte
	sealer *page.Sealer
	sheets map[Kind]*sheet
}

// KeySize is the length in bytes of the key that signs addresses.
const KeySize = 32

// NewService makes a service. now decides what has expired; key signs addresses and is the same on all servers.
func NewService(db *bun.DB, log *activity.Log, now func() time.Time, rooms Rooms, key []byte) *Service {
	inside := make([]byte, page.KeySize) // the cursors from page to page of a file never leave this process
	rand.Read(inside)
	sealer, err := page.NewSealer(inside)
	if err != nil {
		panic(err) // the key is of the right size
	}
	s := &Service{db: db, log: log, now: now, rooms: rooms, key: key, sealer: sealer}
	s.sheets = rooms.sheets()
	return s
}

// Newest first: ids are made in order of time.
var order = page.Order{Expr: "x.id", Type: "uuid", Desc: true}

func key(x *Export) page.Key { return page.Key{Value: x.ID.String()} }

// List is a page of the exports the viewer may see, newest first: their own, and for admins and services those of the whole
// workspace. Error: NOT_FOUND.
func (s *Service) List(ctx context.Context, v *authz.Viewer, workspaceID uuid.UUID, args page.Args, seal page.Seal) (*page.Connection[*Export], error) {
	if _, err := authz.Reach(v, workspaceID); err != nil {
		return nil, err
	}
	scope := authz.Exports(v, workspaceID)
	return postgres.Connect(ctx, s.db, func() *bun.SelectQuery {
		return inScope(s.db.NewSelect().Model((*Export)(nil)), scope)
	}, order, args, seal, key)
}

// inScope says in SQL what authz.ExportScope.Shows says in Go.
func inScope(q *bun.SelectQuery, s authz.ExportScope) *bun.SelectQuery {
	return q.Where("x.workspace_id = ?", s.WorkspaceID).WhereGroup(" AND ", func(q *bun.SelectQuery) *bun.SelectQuery {
		q = q.Where("FALSE")
		if s.Whole {
			q = q.WhereOr("x.whole_workspace")
		}
		if s.MemberID != uuid.Nil {
			q = q.WhereOr("x.member_id = ?", s.MemberID)
		}
		if s.TokenID != uuid.Nil {
			q = q.WhereOr("x.token_id = ?", s.TokenID)
		}
		return q
	})
}

// Own is a page of what a person took along of their own data, newest first, for nobody but them. Errors: NOT_FOUND,
// FORBIDDEN.
func (s *Service) Own(ctx context.Context, v *authz.Viewer, workspaceID, memberID uuid.UUID, args page.Args, seal page.Seal) (*page.Connection[*Export], error) {
	if err := authz.OwnExports(v, workspaceID, memberID); err != nil {
		return nil, err
	}
	return postgres.Connect(ctx, s.db, func() *bun.SelectQuery {
		return s.db.NewSelect().Model((*Export)(nil)).Where("x.workspace_id = ?", workspaceID).
			Where("x.member_id = ?", memberID).Where("NOT x.whole_workspace")
	}, order, args, seal, key)
}

// ByIDs reads the exports the viewer may see; others are missing from the map.
func (s *Service) ByIDs(ctx context.Context, v *authz.Viewer, ids []uuid.UUID) (map[uuid.UUID]*Export, error) {
	var rows []*Export
	err := s.db.NewSelect().Model(&rows).Where("x.workspace_id IN (?)", postgres.In(v.WorkspaceIDs())).
		Where("x.id IN (?)", postgres.In(ids)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading exports: %w", err)
	}
	byID := make(map[uuid.UUID]*Export, len(rows))
	for _, x := range rows {
		if authz.Exports(v, x.WorkspaceID).Shows(x.Facts()) {
			byID[x.ID] = x
		}
	}
	return byID, nil
}

// CreateParams say what to export.
type CreateParams struct {
	WorkspaceID    uuid.UUID
	Kind           Kind
	Format         Format
	WholeWorkspace bool
	From, To       *day.Date // both included
}

// Create keeps the wish for an export, nil for a repeated request. Errors: NOT_FOUND, FORBIDDEN. Rejections: INVALID.
func (s *Service) Create(ctx context.Context, v *authz.Viewer, p CreateParams) (*Export, activity.Receipt, error) {
	if err := authz.AskForExport(v, p.WorkspaceID, p.WholeWorkspace); err != nil {
		return nil, activity.Receipt{}, err
	}
	if p.From != nil && p.To != nil && p.To.Before(*p.From) {
		return nil, activity.Receipt{}, check.Reject(check.Invalid, "to", "the range is reversed: to must not be before from")
	}
	now := s.now().UTC()
	x := &Export{WorkspaceID: p.WorkspaceID, ID: id.New(), Kind: p.Kind, Format: p.Format, WholeWorkspace: p.WholeWorkspace,
		FromDay: p.From, ToDay: p.To, CreatedAt: now, ExpiresAt: now.Add(Lifetime)}
	by := activity.By(v, p.WorkspaceID)
	if v.IsService() {
		x.TokenID = by.ID
	} else {
		x.MemberID = by.ID
	}
	receipt, err := s.log.Do(ctx, p.WorkspaceID, by, func(ctx context.Context, tx bun.Tx) (*activity.Entry, error) {
		if _, err := tx.NewInsert().Model(x).Exec(ctx); err != nil {
			return nil, fmt.Errorf("inserting an export: %w", err)
		}
		return x.entry(), nil
	})
	if err != nil || receipt.Replayed {
		return nil, receipt, err
	}
	return x, receipt, nil
}

// entry tells that someone takes rows along: admins learn of those of the workspace; own data is the person's affair.
func (x *Export) entry() *activity.Entry {
	words := strings.ReplaceAll(string(x.Kind), "_", " ")
	e := &activity.Entry{Action: activity.Exported, EntityType: activity.Export, EntityID: x.ID, Visibility: activity.ToAdmins,
		SubjectName: "Export of " + words, Title: "asked for an export of " + words,
		Metadata: map[string]any{"kind": string(x.Kind), "format": string(x.Format)}}
	if !x.WholeWorkspace {
		e.Visibility, e.SubjectID = activity.ToSubject, x.MemberID
	}
	return e
}
