package graph

import (
	"context"
	"crypto/rand"
	"time"

	"daybook/graph/loader"
	"daybook/graph/model"
	"daybook/internal/activity"
	"daybook/internal/authz"
	"daybook/internal/fanout"
	"daybook/internal/page"

	"github.com/google/uuid"
)

// teller makes frames for all who are answered the same. It is used by one goroutine.
type teller struct {
	*plan
	share  *share
	viewer *authz.Viewer   // in whose name it executes
	ctx    context.Context //nolint:containedctx // its own: no caller's
	people loader.People   // who did what it told of
}

func newTeller(s *share, p *plan, v *authz.Viewer) teller {
	// Errors are logged under an id that everyone who gets them is told.
	ctx := activity.WithOrigin(context.Background(), activity.Origin{RequestID: rand.Text()})
	return teller{plan: p, share: s, viewer: p.anyoneWith(v), ctx: ctx}
}

func (t *teller) shown(scope authz.ActivityScope, rows []*activity.Activity) (shown []*activity.Activity) {
	for _, row := range rows {
		if scope.Shows(row.Facts()) && t.filter.Matches(row) {
			shown = append(shown, row)
		}
	}
	return shown
}

// concerned are those with a part in one of the rows who are to be told something else than the others, as far as they are asked for.
func (t *teller) concerned(scope authz.ActivityScope, rows []*activity.Activity, asked func(uuid.UUID) bool) (selves []uuid.UUID) {
	if t.dependence == onViewer { // they are one person, in whose own name it executes
		return nil
	}
	seen := map[uuid.UUID]bool{}
	for _, row := range rows {
		facts := row.Facts()
		for _, self := range facts.Parts() {
			if seen[self] || !asked(self) {
				continue
			}
			if t.dependence == onPart || !scope.Shows(facts) {
				seen[self] = true
				selves = append(selves, self)
			}
		}
	}
	return selves
}

// tell executes a frame that reaches to a place of the log. Without rows a batch is nothing to tell. ok is false when the answer
// is nothing that a stream goes on with.
func (t *teller) tell(v *authz.Viewer, kind model.StreamKind, rows []*activity.Activity, until int64) (text *fanout.Text, ok bool) {
	if len(rows) == 0 && kind == model.StreamKindBatch {
		return nil, true
	}
	e := &model.ActivityStreamEvent{Kind: kind, Edges: make([]*model.ActivityEdge, len(rows)), ServerTime: time.Now(), ResumeCursor: mark(0)}
	for i, row := range rows {
		e.Edges[i] = page.NewMarkedEdge(row, mark(i+1))
	}
	ctx := t.ctx
	if t.dependence != onViewer { // which may ask for anything of a person
		ctx = context.WithValue(ctx, peopleKey{}, &t.people)
	}
	response, read := t.execute(ctx, v, e)
	if read && t.share.authn.CatchUp(t.ctx) != nil || response == nil || response.Data == nil {
		return nil, false
	}
	return textOf(response, func(gap int) []byte {
		if gap == 0 {
			return t.share.streamPosition(until)
		}
		return rows[gap-1].Key().Payload()
	}), true
}
