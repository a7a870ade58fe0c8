package graph

import (
	"context"
	"time"

	"daybook/graph/model"
	"daybook/internal/authz"
	"daybook/internal/fault"
	"daybook/internal/id"
	"daybook/internal/metrics"
	"daybook/internal/page"
)

func (r *subscriptionResolver) MetricsStream(ctx context.Context, workspaceID id.ID, cohort *model.CohortInput, unit metrics.Unit) (<-chan *model.MetricsStreamEvent, error) {
	ws, err := workspaceID.As(id.Workspace, "workspaceId")
	if err != nil {
		return nil, err
	}
	within, err := cohortOf(cohort)
	if err != nil {
		return nil, err
	}
	q := metrics.Question{WorkspaceID: ws, Within: within, Unit: unit}
	may := func(v *authz.Viewer) error {
		_, err := authz.Metrics(v, ws)
		return err
	}
	l, _, err := r.listen(ctx, ws, r.seal(ctx, "metricsStream", q), nil, may)
	if err != nil {
		return nil, err
	}
	s := &metricsStream{footing: l, question: q, rows: r.seal(ctx, "metrics", q), out: make(chan *model.MetricsStreamEvent)}
	for s.last == nil { // until the rights have stood still for a reading
		v := l.holder.Viewer()
		if err = may(v); err == nil {
			s.last, err = s.read(ctx, v)
		}
		if err != nil {
			l.end()
			return nil, err
		}
	}
	go s.run(ctx)
	return s.out, nil
}

// metricsStream shows the newest bucket of a cohort: exact numbers when work was done, members' when a bucket closes. It
// looks at them only so often, however much is done.
type metricsStream struct {
	*footing
	question metrics.Question
	rows     page.Seal
	last     *metrics.Newest
	out      chan *model.MetricsStreamEvent
}

func (s *metricsStream) run(ctx context.Context) {
	defer close(s.out)
	defer s.end()
	if !s.send(ctx, s.last.Metrics) {
		return
	}
	heartbeat, look := time.NewTimer(s.options.Heartbeat), time.NewTicker(s.options.MetricsEvery)
	defer heartbeat.Stop()
	defer look.Stop()
	moved := false // whether something was done since the last look
	for {
		if isClosed(s.leaving) {
			s.beat(ctx)
			return
		}
		rows, changed := s.next(ctx, maxBatch)
		if len(rows) > 0 {
			if s.viewer(ctx, rows) == nil {
				return
			}
			s.shown, moved = rows[len(rows)-1].Seq, true
			changed = noWait
		}
		select {
		case <-ctx.Done():
			return
		case <-s.holder.Ended():
			return
		case <-s.leaving:
		case <-changed:
		case <-look.C:
			sent, ok := s.look(ctx, &moved)
			if !ok {
				return
			}
			if sent {
				heartbeat.Reset(s.options.Heartbeat)
			}
		case <-heartbeat.C:
			if !s.beat(ctx) {
				return
			}
			heartbeat.Reset(s.options.Heartbeat)
		}
	}
}

// beat sends a heartbeat, to who may still have the stream.
func (s *metricsStream) beat(ctx context.Context) bool {
	return s.viewer(ctx, nil) != nil && s.send(ctx, nil)
}

// look reads the numbers, when they may be others, and sends them when they are. ok is false when the stream is over.
func (s *metricsStream) look(ctx context.Context, moved *bool) (sent, ok bool) {
	v := s.viewer(ctx, nil)
	if v == nil {
		return false, false
	}
	scope, err := authz.Metrics(v, s.workspaceID)
	if err != nil {
		return false, false
	}
	if !(*moved && (scope.Exact || s.last.Exact)) && !s.services.Metrics.Due(s.last) {
		return false, true
	}
	newest, err := s.read(ctx, v)
	switch {
	case fault.Is(err, fault.NotFound), fault.Is(err, fault.Forbidden), fault.Is(err, fault.Unauthenticated):
		return false, false
	case err == nil && newest == nil:
		return false, true // and look again, with the rights of then
	}
	if err != nil {
		s.failed(ctx, err) // and tried again at the next look
		return false, true
	}
	news := newest.News(s.last)
	*moved, s.last = false, newest
	if !news {
		return false, true
	}
	return true, s.send(ctx, newest.Metrics)
}

// read reads the numbers under the viewer's rights, and then looks whether these still stand: so nothing in the numbers is from
// after a change of rights. Nil where they don't.
func (s *metricsStream) read(ctx context.Context, v *authz.Viewer) (*metrics.Newest, error) {
	newest, err := s.services.Metrics.Newest(ctx, v, s.question)
	if err == nil {
		err = s.authn.CatchUp(ctx)
	}
	if err != nil || s.holder.Viewer() != v {
		return nil, err
	}
	return newest, nil
}

// send sends numbers, or a heartbeat without.
func (s *metricsStream) send(ctx context.Context, m *metrics.Metrics) bool {
	e := &model.MetricsStreamEvent{Kind: model.StreamKindHeartbeat, Edges: []*model.MetricsEdge{}, ResumeCursor: s.cursor(s.shown), ServerTime: time.Now()}
	if m != nil {
		e.Kind, e.Edges = model.StreamKindBatch, append(e.Edges, page.NewEdge(m, (*metrics.Metrics).Key, s.rows))
	}
	return deliver(ctx, s.footing, s.out, e)
}
