package authn

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"daybook/internal/authz"
	"daybook/internal/fault"
	"daybook/internal/postgres"
	"daybook/internal/session"

	"github.com/google/uuid"
)

const (
	// lookEvery is how often it is asked whether the rights behind open sockets and streams have changed.
	lookEvery   = 500 * time.Millisecond
	lookTimeout = 3 * time.Second
	// endAfter is how long rights are given that cannot be looked at.
	endAfter = 5 * time.Second
)

// watched are the credentials behind open sockets and streams.
type watched struct {
	mu       sync.Mutex
	entries  map[uuid.UUID]*entry   // by session or token id
	accounts map[uuid.UUID][]*entry // by the person
	unread   map[uuid.UUID]struct{} // of entries that got a holder since the last look: its viewer was read at an unknown moment
	soonest  time.Time              // when the first of them expires, or earlier; zero: never
	looks    atomic.Uint64          // readings of credentials are numbered as they begin
}

// entry is a credential and a ring of its watches: mostly there is one, and sometimes thousands.
type entry struct {
	key     key
	account uuid.UUID // Nil for service tokens
	expires time.Time // zero: never
	any     *watch
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

func (k key) kind() kind {
	switch {
	case k.session:
		return sessions
	case k.feed:
		return feedTokens
	default:
		return tokens
	}
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
	e := s.watched.entry(k, v)
	w := e.add(h)
	s.watched.unread[k.id] = struct{}{}
	return func() {
		s.watched.mu.Lock()
		defer s.watched.mu.Unlock()
		if w.next == nil {
			return
		}
		if e.drop(w); e.any == nil {
			s.watched.remove(e)
		}
	}
}

// Refresh gives the holder the rights that were committed before the call, by a look that all who ask at the same time share:
// thousands of streams that open at once take a few statements. Error: UNAUTHENTICATED when the credential is no longer good,
// which also ends it.
func (s *Service) Refresh(ctx context.Context, h *authz.Holder) error {
	if err := lost(h); err != nil {
		return err
	}
	defer s.Watch(h)()
	if err := s.CatchUp(ctx); err != nil {
		return err
	}
	return lost(h)
}

// lost is why a holder holds nobody: an outage is no refusal.
func lost(h *authz.Holder) error {
	if h.Viewer() != nil {
		return nil
	}
	if cause := h.Cause(); cause != nil {
		return cause
	}
	return refused()
}

// Run asks twice a second whether the rights behind watched credentials have changed, until the context ends. When the
// database cannot be asked for 5 s, all of them end: rights that cannot be checked are not given.
func (s *Service) Run(ctx context.Context) error {
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	lastGood, clock := time.Now(), time.Time{}
	var old moment
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
		seen, err := s.look(ctx, false)
		if err == nil {
			lastGood, clock = time.Now(), seen.At
			if passed := clock.Sub(old.At); passed > forgetEvery {
				if old.Snapshot != "" {
					err = s.forget(ctx, old)
				}
				err = errors.Join(err, s.noteUse(ctx))
				old = seen
			}
			if err != nil && ctx.Err() == nil {
				s.slog.WarnContext(ctx, "tidying up after changes of rights", "error", err)
			}
			continue
		}
		if !clock.IsZero() { // expiry needs no database
			s.watched.expire(clock.Add(time.Since(lastGood)))
		}
		if ctx.Err() == nil && time.Since(lastGood) > endAfter {
			all := s.watched.all()
			s.slog.ErrorContext(ctx, "rights cannot be checked: ending open streams", "streams", len(all), "error", err)
			for _, k := range all {
				s.watched.end(k.id, fault.New(fault.Unavailable, "rights cannot be checked now; try again"))
			}
		}
	}
}

// noteUse notes that the sessions behind open sockets and streams are used: a page that is open is.
func (s *Service) noteUse(ctx context.Context) error {
	var ids []uuid.UUID
	for _, k := range s.watched.all() {
		if k.session {
			ids = append(ids, k.id)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	return session.Touch(ctx, s.db, ids)
}

// CatchUp returns when every watched holder has the rights that were committed before the call. Callers at the same time
// share a look, which does not end with one of them.
func (s *Service) CatchUp(ctx context.Context) error {
	_, err := s.look(context.WithoutCancel(ctx), true)
	return err
}

// lookout is the place from which changes are seen. One looks at a time.
type lookout struct {
	mu    sync.Mutex
	begun atomic.Uint64
	good  uint64 // the newest look that went well
	seen  moment // what it has seen; never, after one that did not
}

// look renews the holders whose rights have changed since the last look, and ends those whose credential is no longer good. A
// look that has begun after the call will do as well, if that is asked for.
func (s *Service) look(ctx context.Context, shared bool) (seen moment, err error) {
	l := &s.lookout
	before := l.begun.Load()
	l.mu.Lock()
	defer l.mu.Unlock()
	if shared && l.good > before {
		return l.seen, nil
	}
	number := l.begun.Add(1)
	if seen, err = s.readChanged(ctx, l.seen); err != nil {
		l.seen = moment{}
		return moment{}, err
	}
	l.good, l.seen = number, seen
	s.watched.expire(seen.At)
	return seen, nil
}

// readChanged reads the credentials anew whose rights have changed. The reading is numbered after the changes are known: who
// refreshes under a later number sees them as well, and what was read under an earlier one is passed over.
func (s *Service) readChanged(ctx context.Context, since moment) (moment, error) {
	now, who, all, err := s.changes(ctx, since)
	if err != nil {
		return moment{}, err
	}
	due := s.watched.due(who, all)
	if len(due) == 0 {
		return now, nil
	}
	look := s.watched.looks.Add(1)
	viewers, err := s.reload(ctx, due)
	if err != nil {
		return moment{}, err
	}
	good := make(map[uuid.UUID]*authz.Viewer, len(viewers))
	for _, v := range viewers {
		good[keyOf(v).id] = v
	}
	for _, k := range due {
		if v := good[k.id]; v != nil {
			s.watched.renew(k.id, v, look)
		} else {
			s.watched.end(k.id, over())
		}
	}
	return now, nil
}

// reload reads the viewers behind credentials that are still good: at most one statement for each kind of credential.
func (s *Service) reload(ctx context.Context, keys []key) ([]*authz.Viewer, error) {
	due := map[kind][]key{}
	for _, k := range keys {
		due[k.kind()] = append(due[k.kind()], k)
	}
	var viewers []*authz.Viewer
	for kind, keys := range due {
		var ids, workspaces []uuid.UUID
		for _, k := range keys {
			ids, workspaces = append(ids, k.id), append(workspaces, k.workspaceID)
		}
		rows, err := s.load(ctx, kind.sql, kind.ids, postgres.In(postgres.Distinct(workspaces)), postgres.In(ids))
		if err != nil {
			return nil, err
		}
		for i := range rows {
			v, err := rows[i].viewer()
			if err != nil {
				return nil, err
			}
			viewers = append(viewers, v)
		}
	}
	return viewers, nil
}

// entry is that of a credential, made when there is none. The mutex is held.
func (w *watched) entry(k key, v *authz.Viewer) *entry {
	e := w.entries[k.id]
	if e == nil {
		e = &entry{key: k}
		w.entries[k.id] = e
		w.tell(e, v)
	}
	return e
}

// tell keeps what is to be known of a credential without asking. The mutex is held.
func (w *watched) tell(e *entry, v *authz.Viewer) {
	if e.account != v.AccountID {
		w.forsake(e)
		e.account = v.AccountID
		w.accounts[e.account] = append(w.accounts[e.account], e)
	}
	if e.expires = v.ExpiresAt; !e.expires.IsZero() && (w.soonest.IsZero() || e.expires.Before(w.soonest)) {
		w.soonest = e.expires
	}
}

// forsake takes the credential from its person. The mutex is held.
func (w *watched) forsake(e *entry) {
	if e.account == uuid.Nil {
		return
	}
	others := slices.DeleteFunc(w.accounts[e.account], func(o *entry) bool { return o == e })
	if w.accounts[e.account] = others; len(others) == 0 {
		delete(w.accounts, e.account)
	}
	e.account = uuid.Nil
}

// remove lets go of a credential. The mutex is held.
func (w *watched) remove(e *entry) {
	w.forsake(e)
	delete(w.entries, e.key.id)
	delete(w.unread, e.key.id)
}

// due are the credentials to be read: those of whose rights it is told, those that are new, or all.
func (w *watched) due(who []uuid.UUID, all bool) []key {
	w.mu.Lock()
	defer w.mu.Unlock()
	unread := w.unread
	w.unread = map[uuid.UUID]struct{}{}
	if all {
		return w.keys()
	}
	for _, id := range who {
		if w.entries[id] != nil {
			unread[id] = struct{}{}
		}
		for _, e := range w.accounts[id] {
			unread[e.key.id] = struct{}{}
		}
	}
	keys := make([]key, 0, len(unread))
	for id := range unread {
		keys = append(keys, w.entries[id].key)
	}
	return keys
}

func (w *watched) all() []key {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.keys()
}

// keys are those of all credentials. The mutex is held.
func (w *watched) keys() []key {
	keys := make([]key, 0, len(w.entries))
	for _, e := range w.entries {
		keys = append(keys, e.key)
	}
	return keys
}

// FirstExpiry is when the first of the watched credentials expires, or earlier; zero: never.
func (s *Service) FirstExpiry() time.Time {
	s.watched.mu.Lock()
	defer s.watched.mu.Unlock()
	return s.watched.soonest
}

// expire ends the credentials whose time has come. soonest moves on when that is done: who sees it later sees them ended.
func (w *watched) expire(now time.Time) {
	ids := w.expired(now)
	if len(ids) == 0 {
		return
	}
	for _, id := range ids {
		w.end(id, over())
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	_, w.soonest = w.expiry(now)
}

func (w *watched) expired(now time.Time) []uuid.UUID {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.soonest.IsZero() || now.Before(w.soonest) {
		return nil
	}
	ids, next := w.expiry(now)
	if len(ids) == 0 { // the first one has left
		w.soonest = next
	}
	return ids
}

// expiry are the credentials that have expired, and when the next one will. The mutex is held.
func (w *watched) expiry(now time.Time) (ids []uuid.UUID, next time.Time) {
	for id, e := range w.entries {
		switch {
		case e.expires.IsZero():
		case !now.Before(e.expires):
			ids = append(ids, id)
		case next.IsZero() || e.expires.Before(next):
			next = e.expires
		}
	}
	return ids, next
}

func (w *watched) renew(id uuid.UUID, v *authz.Viewer, look uint64) {
	w.mu.Lock()
	var holders []*authz.Holder
	if e := w.entries[id]; e != nil {
		w.tell(e, v)
		holders = e.holders()
	}
	w.mu.Unlock()
	for _, h := range holders {
		h.Renew(v, look)
	}
}

func (w *watched) end(id uuid.UUID, cause error) {
	for _, h := range w.holders(id) {
		h.End(cause)
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
