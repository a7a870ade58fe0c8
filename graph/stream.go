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
	ws, err := workspaceID.As(id.Workspace, "workspaceId")
	if err != nil {
		return nil, err
	}
	holder := authz.HolderFrom(ctx)
	if _, err := authz.Reach(holder.Viewer(), ws); err != nil {
		return nil, err
	}
	f, err := activityFilter(filter)
	if err != nil {
		return nil, err
	}
	if err := authz.NameActors(holder.Viewer(), ws, f.ActorIDs); err != nil {
		return nil, err
	}
	if batchSize < 1 || batchSize > maxBatch {
		return nil, fault.BadArgument("batchSize", "batchSize must be from 1 to %d", maxBatch)
	}
	s := &activityStream{
		Resolver: r.Resolver, holder: holder, workspaceID: ws, filter: f, batchSize: batchSize,
		seal: r.streamSeal(ctx, ws, f), edgeSeal: r.activitySeal(ctx, ws, activity.Timeline{}, f),
		out: make(chan *model.ActivityStreamEvent),
	}
	if err := s.open(ctx, after); err != nil {
		return nil, err
	}
	go s.run(ctx)
	return s.out, nil
}

// activityStream is one open subscription: it pulls from the feed at its own pace and shows what the viewer may see now.
type activityStream struct {
	*Resolver
	holder      *authz.Holder
	workspaceID uuid.UUID
	filter      activity.Filter
	batchSize   int
	seal        page.Seal
	edgeSeal    page.Seal
	feed        *feed.Stream
	first       *model.ActivityStreamEvent
	leaving     <-chan struct{}
	release     func()
	out         chan *model.ActivityStreamEvent
}

// open finds the position and begins to watch the rights from there on: a change of rights before it is seen by the fresh
// look, one after it by the stream itself.
func (s *activityStream) open(ctx context.Context, after *string) error {
	position, restored := feed.Now, false
	if after != nil {
		var err error
		if position, restored, err = s.position(ctx, *after); err != nil {
			return err
		}
	}
	stream, ahead, err := s.Resolver.feed.Listen(ctx, s.workspaceID, position)
	if err != nil {
		return err
	}
	s.feed, s.leaving, s.release = stream, leaving(ctx), s.authn.Watch(s.holder)
	if err := s.authn.Refresh(ctx, s.holder); err != nil {
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

func (s *activityStream) end() {
	s.release()
	s.feed.Close()
}

func (s *activityStream) run(ctx context.Context) {
	defer close(s.out)
	defer s.end()
	if s.first != nil && (!s.send(ctx, s.first) || s.first.Kind == model.StreamKindReset) {
		return
	}
	heartbeat := time.NewTimer(s.options.Heartbeat)
	defer heartbeat.Stop()
	for {
		if isClosed(s.leaving) {
			s.send(ctx, s.event(model.StreamKindHeartbeat, nil))
			return
		}
		rows, changed, err := s.feed.Next(ctx, s.batchSize)
		if err != nil {
			if ctx.Err() == nil {
				slog.ErrorContext(ctx, "reading a stream's activities", "error", err)
			}
			changed = nil // wait for the heartbeat, then try again
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
			if !s.send(ctx, s.event(model.StreamKindBatch, edges)) {
				return
			}
			crash.At(crash.Sent)
			heartbeat.Reset(s.options.Heartbeat)
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-s.holder.Ended():
			return
		case <-s.leaving:
		case <-changed:
		case <-heartbeat.C:
			if !s.send(ctx, s.event(model.StreamKindHeartbeat, nil)) {
				return
			}
			heartbeat.Reset(s.options.Heartbeat)
		}
	}
}

// visible keeps what the viewer may see and asked for. ok is false when they no longer belong to the workspace. After an
// activity that may have changed rights, the rights are looked at anew before anything is shown.
func (s *activityStream) visible(ctx context.Context, rows []*activity.Activity) (edges []*model.ActivityEdge, ok bool) {
	if slices.ContainsFunc(rows, (*activity.Activity).ChangesRights) {
		if err := s.authn.Refresh(ctx, s.holder); err != nil {
			return nil, false
		}
	}
	v := s.holder.Viewer()
	if _, in := v.In(s.workspaceID); !in || !v.Holds(authz.ActivityRead) {
		return nil, false
	}
	scope := authz.Activities(v, s.workspaceID)
	for _, a := range rows {
		if scope.Shows(a.Facts()) && s.filter.Matches(a) {
			edges = append(edges, page.NewEdge(a, (*activity.Activity).Key, s.edgeSeal))
		}
	}
	return edges, true
}

func (s *activityStream) event(kind model.StreamKind, edges []*model.ActivityEdge) *model.ActivityStreamEvent {
	if edges == nil {
		edges = []*model.ActivityEdge{}
	}
	return &model.ActivityStreamEvent{Kind: kind, Edges: edges, ServerTime: time.Now(),
		ResumeCursor: s.seal.Bytes(s.streamPosition(s.feed.Position()))}
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

// position opens a cursor. restored is true when it is of an earlier lifetime of the log.
func (s *activityStream) position(ctx context.Context, cursor string) (seq int64, restored bool, err error) {
	payload, ok := s.seal.Open(cursor)
	if !ok {
		payload, ok = s.writeSeal(ctx, s.workspaceID).Open(cursor)
	}
	if !ok || len(payload) != 16 {
		return 0, false, page.InvalidCursor("after")
	}
	restored = [8]byte(payload[:8]) != s.options.Epoch
	return int64(binary.BigEndian.Uint64(payload[8:])), restored, nil
}
