// Package comment holds what people say about entities. A comment is an activity; what it says is kept beside the log, so
// that it can be taken back: a compensating activity stays, the text goes.
package comment

import (
	"daybook/internal/activity"

	"github.com/uptrace/bun"
)

// MaxBody is the longest comment, in characters.
const MaxBody = 10_000

// Service adds comments and takes activities back, under a viewer's rights.
type Service struct {
	db  *bun.DB
	log *activity.Log
}

// NewService makes a service.
func NewService(db *bun.DB, log *activity.Log) *Service { return &Service{db: db, log: log} }
