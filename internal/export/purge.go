package export

import (
	"context"
	"fmt"
	"time"
)

// Purge forgets the exports that expired longer ago than they are listed, and tells how many. That someone took rows along
// stays in the log. Run twice, or by several at once, it changes nothing more.
func (s *Service) Purge(ctx context.Context, now time.Time) (int64, error) {
	gone, err := s.db.NewRaw("delete from exports where workspace_id in (select id from workspaces) and expires_at < ?", now.UTC().Add(-Listed)).Exec(ctx)
	if err != nil {
		return 0, fmt.Errorf("purging exports: %w", err)
	}
	return gone.RowsAffected()
}
