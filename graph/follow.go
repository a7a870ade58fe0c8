package graph

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"daybook/graph/model"
	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/crash"
	"daybook/internal/fault"
	"daybook/internal/feed"
	"daybook/internal/page"
	"daybook/internal/transport"
	"daybook/internal/transport/coded"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// footing is what a stream stands on: a place in a workspace's log, the cursors that name it, and the rights behind it.
// One goroutine uses it.
type footing struct {
	*Resolver
	workspaceID uuid.UUID
	holder      *authz.Holder
	may         func(*authz.Viewer) error // tells whether the viewer may have the stream
	seal        page.Seal
	feed        *feed.Stream
	shown       int64 // the last number that was shown, or hidden
	departure
	release func()
}

// listen opens a stream: where it begins, and the kind of its first frame, which is empty where it goes on without one. The
// rights are watched from the position on: a change of rights before it is seen by the fresh look, one after it by the
// stream itself. Errors: those of may, CURSOR_INVALID, UNAUTHENTICATED.
func (r *Resolver) listen(ctx context.Context, workspaceID uuid.UUID, seal page.Seal, after *string, may func(*authz.Viewer) error) (*footing, model.StreamKind, error) {
	l := &footing{Resolver: r, workspaceID: workspaceID, holder: authz.HolderFrom(ctx), may: may, seal: seal}
	if err := may(l.holder.Viewer()); err != nil {
		return nil, "", err
	}
	position, restored, opening := feed.Now, false, model.StreamKindHeartbeat
	if after != nil {
		var err error
		if position, restored, err = r.position(ctx, workspaceID, seal, *after); err != nil {
			return nil, "", err
		}
		opening = ""
	}
	stream, ahead, err := r.feed.Listen(ctx, workspaceID, position)
	if err != nil {
		return nil, "", err
	}
	l.feed, l.shown, l.departure, l.release = stream, stream.Position(), newDeparture(ctx), r.authn.Watch(l.holder)
	if err = r.authn.Refresh(ctx, l.holder); err == nil {
		err = may(l.holder.Viewer())
	}
	if err != nil {
		l.end()
		return nil, "", err
	}
	if ahead || restored {
		opening = model.StreamKindReset
	}
	return l, opening, nil
}

// departure is how a stream hears that it is to end with a last heartbeat, since the server goes.
type departure struct {
	leaving chan struct{}
	depart  func()
}

func newDeparture(ctx context.Context) departure {
	leaving := make(chan struct{})
	d := departure{leaving, sync.OnceFunc(func() { close(leaving) })}
	transport.OnDrain(ctx, d.depart)
	return d
}

func (l *footing) end() {
	l.release()
	l.feed.Close()
}

// cursor continues after a number.
func (l *footing) cursor(seq int64) string { return l.seal.Bytes(l.streamPosition(seq)) }

// next hands out what follows in the log, or else a channel that is closed when there may be more, or another try is due.
func (l *footing) next(ctx context.Context, max int) ([]*activity.Activity, <-chan struct{}) {
	rows, changed, err := l.feed.Next(ctx, max)
	if err != nil {
		l.failed(ctx, err)
		return nil, soon()
	}
	return rows, changed
}

func (l *footing) failed(ctx context.Context, err error) {
	if ctx.Err() == nil {
		slog.ErrorContext(ctx, "following a workspace's log", "error", err)
	}
}

// loadedKey marks the execution of one event whose caller wants to know whether it loaded anything.
type loadedKey struct{}

// stillHolds tells whether what a frame loaded may be shown. The log's order decides about rows, but what they lead to is read
// when the frame is executed, and may have been written after rights were taken that are known to be taken only later. So
// the rights are looked at once more, after the reading: when they are the same, everything read is from before any change
// of them. Else the stream ends, and continues from the frame before under the rights of then.
func (r *Resolver) stillHolds(ctx context.Context, under *authz.Viewer) bool {
	if loaded, given := ctx.Value(loadedKey{}).(*bool); given {
		*loaded = true
		return true
	}
	if !isStream(ctx) {
		return true
	}
	return r.authn.CatchUp(ctx) == nil && authz.From(ctx) == under
}

// isUnfinished tells of a stream's frame that could not be read just now. It is not shown with holes in it and a cursor behind
// them: the stream ends, and continues from the frame before.
func isUnfinished(ctx context.Context, response *graphql.Response) bool {
	if response == nil || response.Data == nil || len(response.Errors) == 0 || !isStream(ctx) {
		return false
	}
	return slices.ContainsFunc(response.Errors, func(e *gqlerror.Error) bool {
		code := coded.Of(e)
		return code == fault.Unavailable || code == fault.Timeout
	})
}

func isStream(ctx context.Context) bool {
	if !graphql.HasOperationContext(ctx) {
		return false
	}
	op := graphql.GetOperationContext(ctx).Operation
	return op != nil && op.Operation == ast.Subscription
}

// staleBy tells whether rights are to be looked at anew before the rows are shown: one of them may have changed rights, or
// happened when the credential had expired.
func staleBy(rows []*activity.Activity, expires time.Time) bool {
	return slices.ContainsFunc(rows, func(a *activity.Activity) bool {
		return a.ChangesRights() || !expires.IsZero() && !a.OccurredAt.Before(expires)
	})
}

func expiryOf(v *authz.Viewer) time.Time {
	if v == nil {
		return time.Time{}
	}
	return v.ExpiresAt
}

// viewer looks at the rights, anew when one of the rows may have changed them; nil ends the stream.
func (l *footing) viewer(ctx context.Context, rows []*activity.Activity) *authz.Viewer {
	if staleBy(rows, expiryOf(l.holder.Viewer())) && l.authn.Refresh(ctx, l.holder) != nil {
		return nil
	}
	v := l.holder.Viewer()
	if v == nil || l.may(v) != nil {
		return nil
	}
	return v
}

// deliver waits until a frame is taken. It is false when the stream is over.
func deliver[E any](ctx context.Context, l *footing, out chan<- *E, e *E) bool {
	select {
	case out <- e:
		return true
	case <-ctx.Done():
	case <-l.holder.Ended():
	}
	return false
}

// follower is a stream that shows the log's rows, X each, in frames E.
type follower[X, E any] struct {
	*footing
	batchSize int
	// edges are what the viewer may see of the rows and asked for. What fails is tried again.
	edges func(ctx context.Context, v *authz.Viewer, rows []*activity.Activity) ([]X, error)
	frame func(kind model.StreamKind, edges []X, resumeCursor string, at time.Time) *E
	out   chan *E
}

// start runs the stream until its rights or its context end.
func (f *follower[X, E]) start(ctx context.Context, opening model.StreamKind) <-chan *E {
	f.out = make(chan *E)
	go f.run(ctx, opening)
	return f.out
}

func (f *follower[X, E]) run(ctx context.Context, opening model.StreamKind) {
	defer close(f.out)
	defer f.end()
	if opening != "" && (!f.send(ctx, opening, nil) || opening == model.StreamKindReset) {
		return
	}
	heartbeat := time.NewTimer(f.options.Heartbeat)
	defer heartbeat.Stop()
	var rows []*activity.Activity // that wait to be shown
	for {
		if isClosed(f.leaving) {
			f.beat(ctx)
			return
		}
		var changed <-chan struct{}
		if len(rows) == 0 {
			rows, changed = f.next(ctx, f.batchSize)
		}
		if len(rows) > 0 {
			v := f.viewer(ctx, rows)
			if v == nil {
				return
			}
			edges, err := f.edges(ctx, v, rows)
			if err == nil {
				f.shown, rows, changed = rows[len(rows)-1].Seq, nil, noWait
				if len(edges) > 0 {
					crash.At(crash.Framed)
					if !f.send(ctx, model.StreamKindBatch, edges) {
						return
					}
					crash.At(crash.Sent)
					heartbeat.Reset(f.options.Heartbeat)
					continue
				}
			} else {
				f.failed(ctx, err)
				changed = soon()
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-f.holder.Ended():
			return
		case <-f.leaving:
		case <-changed:
		case <-heartbeat.C:
			if !f.beat(ctx) {
				return
			}
			heartbeat.Reset(f.options.Heartbeat)
		}
	}
}

// beat sends a heartbeat, to who may still have the stream.
func (f *follower[X, E]) beat(ctx context.Context) bool {
	return f.viewer(ctx, nil) != nil && f.send(ctx, model.StreamKindHeartbeat, nil)
}

func (f *follower[X, E]) send(ctx context.Context, kind model.StreamKind, edges []X) bool {
	if edges == nil {
		edges = []X{}
	}
	return deliver(ctx, f.footing, f.out, f.frame(kind, edges, f.cursor(f.shown), time.Now()))
}

// soon is a channel that is closed when what failed may be tried again.
func soon() <-chan struct{} {
	c := make(chan struct{})
	time.AfterFunc(time.Second, func() { close(c) })
	return c
}

// noWait is a channel on which nobody waits.
var noWait = func() <-chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}()

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

func checkBatch(size int) error {
	if size < 1 || size > maxBatch {
		return fault.BadArgument("batchSize", "batchSize must be from 1 to %d", maxBatch)
	}
	return nil
}
