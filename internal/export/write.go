package export

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"daybook/internal/authz"
	"daybook/internal/day"
	"daybook/internal/fault"
	"daybook/internal/page"

	"github.com/google/uuid"
)

// chunk is how much is handed on at once, at most.
const chunk = 32 << 10

// Write writes the file out, page by page of what the list of the same rows shows, and notes how many rows it has. viewer is
// asked anew before each page: rights that end while the file is written end the file. Nothing is held between two pages,
// neither a connection nor a snapshot, so a slow reader costs nothing but the page in memory; a row that is there all the
// while is in the file, one that comes or goes meanwhile may be.
//
// Nothing has been written when an error comes before the first page: NOT_FOUND and FORBIDDEN as Open.
func (s *Service) Write(ctx context.Context, viewer func() *authz.Viewer, x *Export, to io.Writer) error {
	sheet := s.sheets[x.Kind]
	w, err := s.wish(ctx, viewer(), x)
	if err != nil {
		return err
	}
	buffer := bufio.NewWriterSize(to, chunk)
	out, err := newFile(x.Format, sheet.columns, buffer)
	if err != nil {
		return err
	}
	rows, args := 0, page.Args{First: new(page.MaxSize)}
	for {
		v := viewer()
		if err := authz.OpenExport(v, x.Facts(), sheet.scope); err != nil {
			return err
		}
		info, read, err := sheet.read(ctx, v, w, args)
		if err != nil {
			return err
		}
		for _, cells := range read {
			if err := out.row(cells); err != nil {
				return err
			}
		}
		rows += len(read)
		if !info.HasNextPage {
			break
		}
		args.After = info.EndCursor
	}
	if err := out.flush(); err != nil {
		return err
	}
	if err := buffer.Flush(); err != nil {
		return err
	}
	_, err = s.db.NewUpdate().Model(x).Set("row_count = ?", rows).Where("workspace_id = ?", x.WorkspaceID).Where("id = ?", x.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("noting how many rows an export has: %w", err)
	}
	return nil
}

// wish is what is asked of the list. Days are those of the person, for the whole workspace those of the workspace; both ends
// are included (R14).
func (s *Service) wish(ctx context.Context, v *authz.Viewer, x *Export) (wish, error) {
	w := wish{Export: x, seal: s.sealer.Bind(x.ID)}
	if !x.WholeWorkspace {
		w.person = x.MemberID
	}
	if x.FromDay == nil && x.ToDay == nil {
		return w, nil
	}
	zone, err := s.zone(ctx, v, x)
	if err != nil {
		return w, err
	}
	if x.FromDay != nil {
		w.from = new(x.FromDay.Start(zone))
	}
	if x.ToDay != nil && x.ToDay.Before(lastDay) {
		w.before = new(x.ToDay.AddDays(1).Start(zone))
	}
	return w, nil
}

// lastDay is the last that has a next one.
var lastDay = day.Of(9999, time.December, 31)

func (s *Service) zone(ctx context.Context, v *authz.Viewer, x *Export) (*time.Location, error) {
	if x.MemberID != nil && !x.WholeWorkspace {
		found, err := s.rooms.Members.ByIDs(ctx, v, []uuid.UUID{*x.MemberID})
		if err != nil {
			return nil, err
		}
		if m := found[*x.MemberID]; m != nil {
			return m.Zone(), nil
		}
		return nil, fault.Missing()
	}
	found, err := s.rooms.Workspaces.ByIDs(ctx, v, []uuid.UUID{x.WorkspaceID})
	if err != nil {
		return nil, err
	}
	if w := found[x.WorkspaceID]; w != nil {
		return w.Zone(), nil
	}
	return nil, fault.Missing()
}

// FileName is what the file is saved as, dated by the day it is opened, in UTC.
func (s *Service) FileName(x *Export) string {
	return fmt.Sprintf("daybook-%s-%s.%s", strings.ReplaceAll(string(x.Kind), "_", "-"), day.At(s.now(), time.UTC), x.Format)
}
