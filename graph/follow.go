package graph

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"daybook/graph/model"
	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/crash"
	"daybook/internal/fault"
	"daybook/internal/feed"
	"daybook/internal/page"

	"github.com/google/uuid"
)

// tail is what a stream stands on: a place in a workspace's log, the cursors that name it, and the rights behind it.
// One goroutine uses it.
type tail struct {
	*Resolver
	workspaceID uuid.UUID
	holder      *authz.Holder
	may         func(*authz.Viewer) error // tells whether the viewer may have the stream
	seal        page.Seal
	feed        *feed.Stream
	shown       int64 // the last number that was shown, or hidden
	release     func()
}

// listen opens a stream: where it begins, and the kind of its first frame, which is empty where it goes on without one. The
// rights are watched from the position on: a change of rights before it is seen by the fresh look, one after it by the
// stream itself. Errors: those of may, CURSOR_INVALID, UNAUTHENTICATED.
func (r *Resolver) listen(ctx context.Context, workspaceID uuid.UUID, seal page.Seal, after *string, may func(*authz.Viewer) error) (*tail, model.StreamKind, error) {
	l := &tail{Resolver: r, workspaceID: workspaceID, holder: authz.HolderFrom(ctx), may: may, seal: seal}
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
	l.feed, l.shown, l.release = stream, stream.Position(), r.authn.Watch(l.holder)
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

func (l *tail) end() {
	l.release()
	l.feed.Close()
}

// cursor continues after a number.
func (l *tail) cursor(seq int64) string { return l.seal.Bytes(l.streamPosition(seq)) }

// next hands out what follows in the log, or else a channel that is closed when there may be more; nil where the log cannot
// be read now.
func (l *tail) next(ctx context.Context, max int) ([]*activity.Activity, <-chan struct{}) {
	rows, changed, err := l.feed.Next(ctx, max)
	if err != nil {
		l.failed(ctx, err)
		return nil, nil
	}
	return rows, changed
}

func (l *tail) failed(ctx context.Context, err error) {
	if ctx.Err() == nil {
		slog.ErrorContext(ctx, "following a workspace's log", "error", err)
	}
}

// viewer looks at the rights, anew when one of the rows may have changed them; nil ends the stream.
func (l *tail) viewer(ctx context.Context, rows []*activity.Activity) *authz.Viewer {
	if slices.ContainsFunc(rows, (*activity.Activity).ChangesRights) && l.authn.Refresh(ctx, l.holder) != nil {
		return nil
	}
	v := l.holder.Viewer()
	if v == nil || l.may(v) != nil {
		return nil
	}
	return v
}

// deliver waits until a frame is taken. It is false when the stream is over.
func deliver[E any](ctx context.Context, l *tail, out chan<- *E, e *E) bool {
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
	*tail
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
				f.failed(ctx, err) // wait for the heartbeat, then try again
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-f.holder.Ended():
			return
		case <-changed:
		case <-heartbeat.C:
			if f.viewer(ctx, nil) == nil || !f.send(ctx, model.StreamKindHeartbeat, nil) {
				return
			}
			heartbeat.Reset(f.options.Heartbeat)
		}
	}
}

func (f *follower[X, E]) send(ctx context.Context, kind model.StreamKind, edges []X) bool {
	if edges == nil {
		edges = []X{}
	}
	return deliver(ctx, f.tail, f.out, f.frame(kind, edges, f.cursor(f.shown), time.Now()))
}

// noWait is a channel on which nobody waits.
var noWait = func() <-chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}()

func checkBatch(size int) error {
	if size < 1 || size > maxBatch {
		return fault.BadArgument("batchSize", "batchSize must be from 1 to %d", maxBatch)
	}
	return nil
}
