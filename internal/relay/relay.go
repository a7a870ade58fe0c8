// Package relay carries wake-ups between the processes on one database over NATS, with the rows that were committed.
//
// It is another way to what LISTEN and NOTIFY do, for many processes: a commit is read once, by the process that made it, and
// not by each that has listeners. Each workspace has a subject of its own; a process subscribes to those it follows.
//
// The invariant: what streams show does not depend on it. Rows are taken only when they follow on what was read before
// (feed.Hub.Offer); whatever is lost, comes late, twice or in another order, is full or cannot be opened is left to the log,
// which is looked at each second anyway. Messages are sealed with a key that stands in the database, so that nobody else on
// the NATS server can read rows or make them up. They are rows before any visibility: who may see them is decided
// behind the hub, for each viewer.
package relay

import (
	"context"
	"log/slog"
	"maps"
	"sync"
	"time"

	"daybook/internal/activity"
	"daybook/internal/crash"
	"daybook/internal/feed"

	"github.com/google/uuid"
	"github.com/nats-io/nats.go"
	"github.com/uptrace/bun"
	"golang.org/x/sync/errgroup"
)

const (
	debounce    = 5 * time.Millisecond
	readTimeout = time.Second // later the others have looked by themselves
	readers     = 4           // commits read at once
	inboxSize   = 128         // messages waiting to be opened; more are left to the log
)

// Options of a Relay.
type Options struct {
	Server Server
	// Key has KeySize bytes, Epoch names the log's lifetime; all processes on a database have the same.
	Key   []byte
	Epoch [8]byte
	Log   *slog.Logger
}

// Relay tells other processes of commits, and is told.
type Relay struct {
	options Options
	book    *cipherbook
	db      *bun.DB
	hub     *feed.Hub
	log     *slog.Logger
	counts
	complaints complaints

	mu       sync.Mutex
	due      map[uuid.UUID]activity.Commit // to be told of
	followed map[string]uuid.UUID          // the workspaces with listeners here, by subject

	// Signals, not queues.
	announced, moved chan struct{}
}

// New makes a relay for a hub that does not run yet; Run carries.
func New(db *bun.DB, hub *feed.Hub, o Options) (*Relay, error) {
	book, err := newCipherbook(o.Key, o.Epoch)
	if err != nil {
		return nil, err
	}
	r := &Relay{options: o, book: book, db: db, hub: hub, log: o.Log, due: map[uuid.UUID]activity.Commit{},
		complaints: complaints{last: map[string]time.Time{}}, followed: map[string]uuid.UUID{}, announced: make(chan struct{}, 1), moved: make(chan struct{}, 1)}
	hub.OnFollow(r.follow)
	return r, nil
}

// Announce tells this process at once and the others soon of a commit. It never blocks.
func (r *Relay) Announce(c activity.Commit) {
	r.hub.Wake(c.WorkspaceID)
	r.mu.Lock()
	if earlier, ok := r.due[c.WorkspaceID]; ok { // others' commits between the two are there, too: numbers follow commits
		c.First, c.Last = min(c.First, earlier.First), max(c.Last, earlier.Last)
	}
	r.due[c.WorkspaceID] = c
	r.mu.Unlock()
	raise(r.announced)
}

func (r *Relay) follow(workspaceID uuid.UUID, followed bool) {
	subject := r.book.subject(workspaceID)
	r.mu.Lock()
	if followed {
		r.followed[subject] = workspaceID
	} else {
		delete(r.followed, subject)
	}
	r.mu.Unlock()
	raise(r.moved)
}

// raise raises a signal.
func raise(signal chan<- struct{}) {
	select {
	case signal <- struct{}{}:
	default:
	}
}

// Run carries until the context ends. It connects again for ever; meanwhile streams live from the hub's own clock.
func (r *Relay) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		closed := make(chan struct{})
		conn, err := r.connect(func() { close(closed) })
		if err != nil {
			r.complain("NATS cannot be used: trying again", err)
		} else {
			r.carry(ctx, conn, closed)
			conn.Close()
		}
		select {
		case <-ctx.Done():
		case <-time.After(retryAfter):
		}
	}
	return nil
}

// carry works on a connection until it is closed for good, or the context ends.
func (r *Relay) carry(ctx context.Context, conn *nats.Conn, closed <-chan struct{}) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	inbox := make(chan *nats.Msg, inboxSize)
	var g errgroup.Group
	g.Go(func() error { r.send(ctx, conn); return nil })
	g.Go(func() error { r.receive(ctx, inbox); return nil })
	g.Go(func() error { r.subscribe(ctx, conn, inbox); return nil })
	refused := time.NewTicker(retryAfter)
	defer refused.Stop()
	for open := true; open; {
		select {
		case <-ctx.Done():
			open = false
		case <-closed:
			open = false
		case <-refused.C: // before its first connection the client keeps to itself who refuses it
			if err := conn.LastError(); err != nil && !conn.IsConnected() {
				r.complain("NATS cannot be reached: trying again", err)
			}
		}
	}
	stop()
	g.Wait() //nolint:errcheck // they have none
}

func (r *Relay) send(ctx context.Context, conn *nats.Conn) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.announced:
		}
		select { // what comes close together goes out together
		case <-ctx.Done():
			return
		case <-time.After(debounce):
		}
		r.mu.Lock()
		due := r.due
		r.due = map[uuid.UUID]activity.Commit{}
		r.mu.Unlock()
		var g errgroup.Group
		g.SetLimit(readers)
		for _, c := range due {
			g.Go(func() error { r.tell(ctx, conn, c); return nil })
		}
		g.Wait() //nolint:errcheck // they have none
	}
}

// tell publishes a commit. What cannot go out now is not kept: by the time it could, the others have read it.
func (r *Relay) tell(ctx context.Context, conn *nats.Conn, c activity.Commit) {
	if !conn.IsConnected() {
		r.unsent.Add(1)
		return
	}
	rows := r.rows(ctx, c)
	crash.At(crash.Notify)
	if err := conn.Publish(r.book.subject(c.WorkspaceID), r.book.seal(c, rows, int(conn.MaxPayload()))); err != nil {
		r.unsent.Add(1)
		return
	}
	crash.At(crash.Notified)
	r.sent.Add(1)
}

// rows are those of a commit; nil when they are too many, or cannot be read now.
func (r *Relay) rows(ctx context.Context, c activity.Commit) []*activity.Activity {
	n := c.Last - c.First + 1
	if n > maxRows {
		return nil
	}
	if rows, ok := r.hub.Held(c); ok {
		return rows
	}
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	rows, err := activity.After(ctx, r.db, c.WorkspaceID, c.First-1, n)
	if err != nil || int64(len(rows)) != n {
		return nil
	}
	return rows
}

func (r *Relay) receive(ctx context.Context, inbox <-chan *nats.Msg) {
	for {
		select {
		case <-ctx.Done():
			return
		case m := <-inbox:
			r.take(m)
		}
	}
}

func (r *Relay) take(m *nats.Msg) {
	r.received.Add(1)
	r.mu.Lock()
	workspaceID, ok := r.followed[m.Subject]
	r.mu.Unlock()
	if !ok {
		return
	}
	told, rows, err := r.book.open(workspaceID, m.Data)
	switch {
	case err != nil:
		r.unreadable.Add(1)
	case len(rows) > 0:
		r.hub.Offer(workspaceID, rows)
	case r.hub.Position(workspaceID) < told.Last:
		r.hub.Wake(workspaceID)
	}
}

// subscribe keeps the subscriptions equal to what is followed here.
func (r *Relay) subscribe(ctx context.Context, conn *nats.Conn, inbox chan *nats.Msg) {
	held := map[string]*nats.Subscription{}
	for {
		begun := r.adjust(conn, inbox, held)
		if len(begun) > 0 && conn.FlushTimeout(readTimeout) == nil {
			for _, workspaceID := range begun { // what was committed before the server knew
				r.hub.Wake(workspaceID)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-r.moved:
		}
	}
}

// adjust subscribes and unsubscribes, and returns the workspaces that are new.
func (r *Relay) adjust(conn *nats.Conn, inbox chan *nats.Msg, held map[string]*nats.Subscription) (begun []uuid.UUID) {
	r.mu.Lock()
	wanted := maps.Clone(r.followed)
	r.mu.Unlock()
	for subject, sub := range held {
		if _, ok := wanted[subject]; !ok {
			sub.Unsubscribe() //nolint:errcheck // the connection is closed
			delete(held, subject)
		}
	}
	for subject, workspaceID := range wanted {
		if held[subject] != nil {
			continue
		}
		sub, err := conn.ChanSubscribe(subject, inbox)
		if err != nil {
			r.complain("a workspace cannot be followed over NATS", err)
			continue
		}
		held[subject] = sub
		begun = append(begun, workspaceID)
	}
	return begun
}
