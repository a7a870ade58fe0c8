package graph

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"sync"
	"time"

	"daybook/graph/generated"
	"daybook/graph/model"
	"daybook/internal/page"

	"github.com/vektah/gqlparser/v2/formatter"
	"strings"
)

func (r *queryResolver) RateLimit(ctx context.Context) (*model.RateLimit, error) {
	limits := []*model.Limit{}
	for _, b := range r.options.Budgets(ctx) {
		limits = append(limits, &model.Limit{Name: b.Name, Maximum: b.Maximum, Available: b.Available, RestorePerSecond: b.Restore, ResetAt: b.ResetAt})
	}
	return &model.RateLimit{Limits: limits}, nil
}

func (r *queryResolver) ServerInfo(context.Context) (*model.ServerInfo, error) {
	return &model.ServerInfo{Version: r.options.Version, SchemaHash: schemaHash(), Time: time.Now(), Limits: r.options.Limits}, nil
}

// schemaHash is the SHA-256 of the schema as it is printed.
var schemaHash = sync.OnceValue(func() string {
	var b strings.Builder
	formatter.NewFormatter(&b).FormatSchema(generated.NewExecutableSchema(generated.Config{}).Schema())
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])
})

// MaxPageSize is the largest page a list gives.
const MaxPageSize = page.MaxSize
