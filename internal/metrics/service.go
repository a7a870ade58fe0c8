package metrics

import (
	"time"

	"github.com/uptrace/bun"
)

// Service adds up under a viewer's rights.
type Service struct {
	db  *bun.DB
	now func() time.Time
}

// NewService makes a service. now decides which buckets are closed.
func NewService(db *bun.DB, now func() time.Time) *Service { return &Service{db: db, now: now} }
