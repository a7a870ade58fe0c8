package graph

import (
	"context"
	"encoding/binary"
	"log/slog"
	"slices"
	"time"

	"daybook/graph/model"
	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/crash"
	"daybook/internal/fault"
	"daybook/internal/feed"
	"daybook/internal/id"
	"daybook/internal/page"

	"github.com/google/uuid"
)

// maxBatch is the largest frame, in activities.
const maxBatch = 200

func (r *subscriptionResolver) ActivityStream(ctx context.Context, workspaceID id.ID, after *string, filter *model.ActivityFilter, batchSize int) (<-chan *model.ActivityStreamEvent, error) {
	if e, given := ctx.Value(givenKey{}).(*model.ActivityStreamEvent); given {
		return just(e), nil
	}
	ws, err := workspaceID.As(id.Workspace, "workspaceId")
	if err != nil {
		return nil, err
	}
	holder := authz.HolderFrom(ctx)
	f, err := activityFilter(filter)
	if err != nil {
		return nil, err
	}
	if err := mayOpen(holder.Viewer(), ws, f); err != nil {
		return nil, err
	}
	if batchSize < 1 || batchSize > maxBatch {
		return nil, fault.BadArgument("batchSize", "batchSize must be from 1 to %d", maxBatch)
	}
	s := &activityStream{
		Resolver: r.Resolver, holder: holder, asked: &asked{workspaceID: ws, filter: f, batchSize: batchSize},
		person: &person{stream: r.streamSeal(ctx, ws, f), edges: r.activitySeal(ctx, ws, activity.Timeline{}, f)},
	}
	if err := s.open(ctx, after); err != nil {
		return nil, err
	}
	if o, opening := ctx.Value(openingKey{}).(*opening); opening {
		o.stream = s
		return just(s.first), nil
	}
	s.out = make(chan *model.ActivityStreamEvent)
	go s.run(ctx)
	return s.out, nil
}

// mayOpen tells whether the viewer may open a stream of the workspace with the filter.
func mayOpen(v *authz.Viewer, workspaceID uuid.UUID, f activity.Filter) error {
	if _, err := authz.Reach(v, workspaceID); err != nil {
		return err
	}
	return authz.NameActors(v, workspaceID, f.ActorIDs)
}

type (
	// givenKey marks the execution of one event that is at hand.
	givenKey struct{}
	// openingKey marks the execution that opens a stream for whoever then follows it.
	openingKey struct{}
	opening    struct{ stream *activityStream }
)

// just is a stream of one event, or of none.
func just(e *model.ActivityStreamEvent) <-chan *model.ActivityStreamEvent {
	out := make(chan *model.ActivityStreamEvent, 1)
	if e != nil {
		out <- e
	}
	close(out)
	return out
}

// person seals the cursors of one caller's streams of a workspace with one filter.
type person struct{ stream, edges page.Seal }

// activityStream is one open subscription: it pulls from the feed at its own pace and shows what the viewer may see now.
type activityStream struct {
	*Resolver
	*asked
	departure
	holder *authz.Holder
	person *person
	feed   *feed.Stream
	first  *model.ActivityStreamEvent
	redo   bool // send has not sent: rights changed meanwhile, and the frame is to be made anew
	out    chan *model.ActivityStreamEvent
}

// asked is what a stream holds.
type asked struct {
	workspaceID uuid.UUID
	filter      activity.Filter
	batchSize   int
}

// open finds the position and looks at the rights anew: a change of rights before the position is seen by the fresh look, one
// after it by the stream itself. The transport watches the credential as long as the connection is open.
func (s *activityStream) open(ctx context.Context, after *string) error {
	position, restored := feed.Now, false
	if after != nil {
		var err error
		if position, restored, err = s.position(ctx, s.workspaceID, s.person.stream, *after); err != nil {
			return err
		}
	}
	stream, ahead, err := s.Resolver.feed.Listen(ctx, s.workspaceID, position)
	if err != nil {
		return err
	}
	s.feed, s.departure = stream, newDeparture(ctx)
	if err = s.authn.Refresh(ctx, s.holder); err == nil {
		err = mayOpen(s.holder.Viewer(), s.workspaceID, s.filter)
	}
	if err != nil {
		s.end()
		return err
	}
	switch {
	case ahead || restored:
		s.first = s.event(model.StreamKindReset, nil)
	case after == nil:
		s.first = s.event(model.StreamKindHeartbeat, nil)
	}
	return nil
}

func (s *activityStream) end() { s.feed.Close() }

func (s *activityStream) run(ctx context.Context) {
	defer close(s.out)
	defer s.end()
	if s.first != nil && (!s.send(ctx, s.first) || s.first.Kind == model.StreamKindReset) {
		return
	}
	s.follow(ctx, s)
}

// outlet is where a stream's events go.
type outlet interface {
	// send sends an event. False ends the stream.
	send(ctx context.Context, e *model.ActivityStreamEvent) bool
	// take sends what was made for others who stood at the same place, and goes on behind it. sent is false when there is
	// nothing of that kind; ok false ends the stream.
	take(ctx context.Context) (sent, ok bool)
	// caughtUp is told whenever all there is has been sent. True: the stream is followed elsewhere from here.
	caughtUp() bool
}

// take and caughtUp are those of a stream that has nothing in common with others.
func (s *activityStream) take(context.Context) (sent, ok bool) { return false, true }
func (s *activityStream) caughtUp() bool                       { return false }

// follow sends what comes, and heartbeats while nothing does, until the rights or the context have ended, or the outlet says so.
func (s *activityStream) follow(ctx context.Context, to outlet) {
	heartbeat := time.NewTimer(s.options.Heartbeat)
	defer heartbeat.Stop()
	for {
		if !mayFollow(s.holder.Viewer(), s.workspaceID) {
			return
		}
		if isClosed(s.leaving) {
			to.send(ctx, s.event(model.StreamKindHeartbeat, nil))
			return
		}
		if sent, ok := to.take(ctx); !ok {
			return
		} else if sent {
			heartbeat.Reset(s.options.Heartbeat)
			continue
		}
		before := s.feed.Position()
		rows, changed, err := s.feed.Next(ctx, s.batchSize)
		if err != nil {
			if ctx.Err() == nil {
				slog.ErrorContext(ctx, "reading a stream's activities", "error", err)
			}
			changed = soon()
		}
		if len(rows) > 0 {
			edges, ok := s.visible(ctx, rows)
			if !ok {
				return
			}
			if len(edges) == 0 {
				continue
			}
			crash.At(crash.Framed)
			if !to.send(ctx, s.event(model.StreamKindBatch, edges)) {
				return
			}
			if s.redo {
				s.redo = false
				s.feed.Move(before)
				continue
			}
			crash.At(crash.Sent)
			heartbeat.Reset(s.options.Heartbeat)
			continue
		}
		if err == nil && to.caughtUp() {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-s.holder.Ended():
			return
		case <-s.leaving:
		case <-changed:
		case <-heartbeat.C:
			if !to.send(ctx, s.event(model.StreamKindHeartbeat, nil)) {
				return
			}
			heartbeat.Reset(s.options.Heartbeat)
		}
	}
}

// visible keeps what the viewer may see and asked for. ok is false when they no longer belong to the workspace. After an
// activity that may have changed rights, the rights are looked at anew before anything is shown.
func (s *activityStream) visible(ctx context.Context, rows []*activity.Activity) (edges []*model.ActivityEdge, ok bool) {
	if staleBy(rows, expiryOf(s.holder.Viewer())) {
		if err := s.authn.Refresh(ctx, s.holder); err != nil {
			return nil, false
		}
	}
	v := s.holder.Viewer()
	if !mayFollow(v, s.workspaceID) {
		return nil, false
	}
	scope := authz.Activities(v, s.workspaceID)
	for _, a := range rows {
		if scope.Shows(a.Facts()) && s.filter.Matches(a) {
			edges = append(edges, page.NewEdge(a, (*activity.Activity).Key, s.person.edges))
		}
	}
	return edges, true
}

// mayFollow tells whether the viewer may be shown anything of the workspace's log.
func mayFollow(v *authz.Viewer, workspaceID uuid.UUID) bool {
	_, in := v.In(workspaceID)
	return in && v.Holds(authz.ActivityRead)
}

func (s *activityStream) event(kind model.StreamKind, edges []*model.ActivityEdge) *model.ActivityStreamEvent {
	if edges == nil {
		edges = []*model.ActivityEdge{}
	}
	return &model.ActivityStreamEvent{Kind: kind, Edges: edges, ServerTime: time.Now(),
		ResumeCursor: s.person.stream.Bytes(s.streamPosition(s.feed.Position()))}
}

func (s *activityStream) send(ctx context.Context, e *model.ActivityStreamEvent) bool {
	select {
	case s.out <- e:
		return true
	case <-ctx.Done():
	case <-s.holder.Ended():
	}
	return false
}

// streamSeal binds the cursors of a stream to the viewer, the workspace and the filter; writeSeal those of mutation
// payloads, which any stream of the same viewer and workspace continues.
func (r *Resolver) streamSeal(ctx context.Context, workspaceID uuid.UUID, f activity.Filter) page.Seal {
	return r.seal(ctx, "stream", workspaceID, f)
}

func (r *Resolver) writeSeal(ctx context.Context, workspaceID uuid.UUID) page.Seal {
	return r.seal(ctx, "write", workspaceID)
}

// streamPosition is what a stream's cursor holds: the log's epoch and a number.
func (r *Resolver) streamPosition(seq int64) []byte {
	return binary.BigEndian.AppendUint64(slices.Clone(r.options.Epoch[:]), uint64(seq))
}

// position opens a cursor of the stream or of a mutation's payload. restored is true when it is of an earlier lifetime of the log.
func (r *Resolver) position(ctx context.Context, workspaceID uuid.UUID, seal page.Seal, cursor string) (seq int64, restored bool, err error) {
	payload, ok := seal.Open(cursor)
	if !ok {
		payload, ok = r.writeSeal(ctx, workspaceID).Open(cursor)
	}
	if !ok || len(payload) != 16 {
		return 0, false, page.InvalidCursor("after")
	}
	restored = [8]byte(payload[:8]) != r.options.Epoch
	return int64(binary.BigEndian.Uint64(payload[8:])), restored, nil
}
