package activity

import (
	"context"
)

// Origin is where a request came from. It is kept beside the log, for the actor and admins, and purged after 90 days.
type Origin struct {
	RequestID string
	IPAddress string
	UserAgent string
}

type originKey struct{}

// WithOrigin puts the request's origin into the context for what is appended under it.
func WithOrigin(ctx context.Context, o Origin) context.Context {
	if len(o.UserAgent) > 500 {
		o.UserAgent = o.UserAgent[:500]
	}
	return context.WithValue(ctx, originKey{}, o)
}

// OriginOf is where the request of the context came from; all empty outside one.
func OriginOf(ctx context.Context) Origin {
	o, _ := ctx.Value(originKey{}).(Origin)
	return o
}

// RequestID is the id of the request the context belongs to, empty outside one.
func RequestID(ctx context.Context) string { return OriginOf(ctx).RequestID }
