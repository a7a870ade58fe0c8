package authn

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"daybook/internal/authz"
	"daybook/internal/postgres"

	"github.com/google/uuid"
)

// recheck is how often the credentials of open sockets and streams are looked at again.
const recheck = 500 * time.Millisecond

// watched are the credentials behind open sockets and streams.
type watched struct {
	mu      sync.Mutex
	entries map[uuid.UUID]*entry // by session or token id
	looks   atomic.Uint64
}

// entry is a credential and a ring of its watches: mostly there is one, and sometimes thousands.
type entry struct {
	key key
	any *watch
}

type watch struct {
	holder     *authz.Holder
	prev, next *watch // nil: let go
}

func (e *entry) add(h *authz.Holder) *watch {
	w := &watch{holder: h}
	if e.any == nil {
		w.prev, w.next = w, w
	} else {
		w.prev, w.next = e.any.prev, e.any
		w.prev.next, w.next.prev = w, w
	}
	e.any = w
	return w
}

func (e *entry) drop(w *watch) {
	if e.any = w.next; e.any == w {
		e.any = nil
	}
	w.prev.next, w.next.prev = w.next, w.prev
	w.prev, w.next = nil, nil
}

// holders are those of the watches, some perhaps twice.
func (e *entry) holders() []*authz.Holder {
	var all []*authz.Holder
	for w := e.any; w != nil; {
		all = append(all, w.holder)
		if w = w.next; w == e.any {
			break
		}
	}
	return all
}

// key finds a credential: a session by its id, a token of either kind by its workspace and id.
type key struct {
	session     bool
	feed        bool
	workspaceID uuid.UUID
	id          uuid.UUID
}

func keyOf(v *authz.Viewer) key {
	if v.SessionID != uuid.Nil {
		return key{session: true, id: v.SessionID}
	}
	k := key{id: v.TokenID, feed: v.Feed}
	if len(v.Memberships) > 0 {
		k.workspaceID = v.Memberships[0].WorkspaceID
	}
	return k
}

// Watch keeps a holder true while a socket or stream is open: its viewer is renewed when rights change, and it ends when
// the credential does. The returned function lets go.
func (s *Service) Watch(h *authz.Holder) (release func()) {
	v := h.Viewer()
	if v == nil {
		return func() {}
	}
	k := keyOf(v)
	s.watched.mu.Lock()
	defer s.watched.mu.Unlock()
	e := s.watched.entries[k.id]
	if e == nil {
		e = &entry{key: k}
		s.watched.entries[k.id] = e
	}
	w := e.add(h)
	return func() {
		s.watched.mu.Lock()
		defer s.watched.mu.Unlock()
		if w.next == nil {
			return
		}
		if e.drop(w); e.any == nil && s.watched.entries[k.id] == e {
			delete(s.watched.entries, k.id)
		}
	}
}

// Refresh looks at the holder's credential now. Error: UNAUTHENTICATED when it is no longer good, which also ends it.
func (s *Service) Refresh(ctx context.Context, h *authz.Holder) error {
	v := h.Viewer()
	if v == nil {
		return refused()
	}
	look := s.watched.looks.Add(1)
	viewers, err := s.reload(ctx, []key{keyOf(v)})
	if err != nil {
		return err
	}
	if len(viewers) == 0 {
		h.End()
		return refused()
	}
	h.Renew(viewers[0], look)
	return nil
}

// RefreshAll looks at the credentials of many holders now, in at most two statements. Those that are no longer good end.
func (s *Service) RefreshAll(ctx context.Context, holders []*authz.Holder) error {
	byID := make(map[uuid.UUID][]*authz.Holder, len(holders))
	var keys []key
	for _, h := range holders {
		if v := h.Viewer(); v != nil {
			k := keyOf(v)
			if byID[k.id] == nil {
				keys = append(keys, k)
			}
			byID[k.id] = append(byID[k.id], h)
		}
	}
	look := s.watched.looks.Add(1)
	viewers, err := s.reload(ctx, keys)
	if err != nil {
		return err
	}
	for _, v := range viewers {
		id := keyOf(v).id
		for _, h := range byID[id] {
			h.Renew(v, look)
		}
		delete(byID, id)
	}
	for _, bad := range byID {
		for _, h := range bad {
			h.End()
		}
	}
	return nil
}

// Run looks at all watched credentials again and again until the context ends. When the database cannot be asked for 5 s,
// all of them end: rights that cannot be checked are not given.
func (s *Service) Run(ctx context.Context) error {
	ticker := time.NewTicker(recheck)
	defer ticker.Stop()
	lastGood := time.Now()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
		asked, err := s.recheck(ctx)
		switch {
		case err == nil:
			lastGood = time.Now()
		case ctx.Err() == nil && time.Since(lastGood) > 5*time.Second:
			s.slog.ErrorContext(ctx, "rights cannot be checked: ending open streams", "streams", len(asked), "error", err)
			for _, k := range asked {
				s.watched.end(k.id)
			}
		}
	}
}

func (s *Service) recheck(ctx context.Context) (asked []key, err error) {
	asked = s.watched.keys()
	look := s.watched.looks.Add(1)
	viewers, err := s.reload(ctx, asked)
	if err != nil {
		return asked, err
	}
	if err := s.seen(ctx, viewers...); err != nil { // an open page is used
		s.slog.WarnContext(ctx, "noting that sessions are used", "error", err)
	}
	good := make(map[uuid.UUID]*authz.Viewer, len(viewers))
	for _, v := range viewers {
		good[keyOf(v).id] = v
	}
	for _, k := range asked {
		if v := good[k.id]; v != nil {
			s.watched.renew(k.id, v, look)
		} else {
			s.watched.end(k.id)
		}
	}
	return asked, nil
}

// reload reads the viewers behind credentials that are still good: at most one statement for each kind of credential.
func (s *Service) reload(ctx context.Context, keys []key) ([]*authz.Viewer, error) {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	var sessions, tokens, feeds []key
	for _, k := range keys {
		switch {
		case k.session:
			sessions = append(sessions, k)
		case k.feed:
			feeds = append(feeds, k)
		default:
			tokens = append(tokens, k)
		}
	}
	var viewers []*authz.Viewer
	for _, kind := range []struct {
		keys  []key
		where string
		read  func(context.Context, string, ...any) ([]*authz.Viewer, error)
	}{
		{sessions, "s.id in (?1)", s.sessions},
		{tokens, "t.workspace_id in (?0) and t.id in (?1)", s.tokens},
		{feeds, "f.workspace_id in (?0) and f.id in (?1)", s.feedTokens},
	} {
		if len(kind.keys) == 0 {
			continue
		}
		var ids, workspaces []uuid.UUID
		for _, k := range kind.keys {
			ids, workspaces = append(ids, k.id), append(workspaces, k.workspaceID)
		}
		found, err := kind.read(ctx, kind.where, postgres.In(postgres.Distinct(workspaces)), postgres.In(ids))
		if err != nil {
			return nil, err
		}
		viewers = append(viewers, found...)
	}
	return viewers, nil
}

func (w *watched) keys() []key {
	w.mu.Lock()
	defer w.mu.Unlock()
	keys := make([]key, 0, len(w.entries))
	for _, e := range w.entries {
		keys = append(keys, e.key)
	}
	return keys
}

func (w *watched) renew(id uuid.UUID, v *authz.Viewer, look uint64) {
	for _, h := range w.holders(id) {
		h.Renew(v, look)
	}
}

func (w *watched) end(id uuid.UUID) {
	for _, h := range w.holders(id) {
		h.End()
	}
}

func (w *watched) holders(id uuid.UUID) []*authz.Holder {
	w.mu.Lock()
	defer w.mu.Unlock()
	if e := w.entries[id]; e != nil {
		return e.holders()
	}
	return nil
}
