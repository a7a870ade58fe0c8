package feed

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"time"

	"daybook/internal/activity"
	"daybook/internal/crash"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"
)

const (
	channel    = "daybook_wake"
	debounce   = 10 * time.Millisecond
	perMessage = 200 // workspaces in one notification, which may hold 8000 bytes
	retryAfter = time.Second
)

// Wakeups carries wake-ups between the processes on one database, with LISTEN and NOTIFY on connections of its own: in the
// transaction of a change, NOTIFY would make commits wait for each other.
type Wakeups struct {
	url    string
	hub    *Hub
	log    *slog.Logger
	self   string
	mu     sync.Mutex
	due    map[uuid.UUID]struct{}
	signal chan struct{}
}

// NewWakeups makes wake-ups for a hub; Run carries them.
func NewWakeups(url string, hub *Hub, log *slog.Logger) *Wakeups {
	return &Wakeups{url: url, hub: hub, log: log, self: uuid.NewString(), due: map[uuid.UUID]struct{}{}, signal: make(chan struct{}, 1)}
}

// Announce tells this process at once and the others soon of a commit. It never blocks.
func (w *Wakeups) Announce(c activity.Commit) {
	w.hub.Wake(c.WorkspaceID)
	w.mu.Lock()
	w.due[c.WorkspaceID] = struct{}{}
	w.mu.Unlock()
	select {
	case w.signal <- struct{}{}:
	default:
	}
}

// Run sends and receives until the context ends. A lost connection is made again; until then the hub's own clock does.
func (w *Wakeups) Run(ctx context.Context) error {
	var g errgroup.Group
	g.Go(func() error { w.keep(ctx, "sending wake-ups", w.send); return nil })
	g.Go(func() error { w.keep(ctx, "receiving wake-ups", w.receive); return nil })
	return g.Wait()
}

func (w *Wakeups) keep(ctx context.Context, what string, work func(context.Context, *pgx.Conn) error) {
	for ctx.Err() == nil {
		conn, err := pgx.Connect(ctx, w.url)
		if err == nil {
			err = work(ctx, conn)
			conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck // it is given up anyway
		}
		if ctx.Err() != nil {
			return
		}
		w.log.WarnContext(ctx, what+" failed: trying again", "error", err)
		select {
		case <-ctx.Done():
		case <-time.After(retryAfter):
		}
	}
}

func (w *Wakeups) send(ctx context.Context, conn *pgx.Conn) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-w.signal:
		}
		select { // what comes close together goes out together
		case <-ctx.Done():
			return nil
		case <-time.After(debounce):
		}
		for _, message := range w.messages() {
			crash.At(crash.Notify)
			if _, err := conn.Exec(ctx, "select pg_notify($1, $2)", channel, message); err != nil {
				return err
			}
			crash.At(crash.Notified)
		}
	}
}

// messages are the due workspaces after this process's own name, which its listener passes over.
func (w *Wakeups) messages() []string {
	w.mu.Lock()
	due := w.due
	w.due = map[uuid.UUID]struct{}{}
	w.mu.Unlock()
	var messages []string
	parts := []string{w.self}
	for id := range due {
		if parts = append(parts, id.String()); len(parts) > perMessage {
			messages, parts = append(messages, strings.Join(parts, " ")), []string{w.self}
		}
	}
	if len(parts) > 1 {
		messages = append(messages, strings.Join(parts, " "))
	}
	return messages
}

func (w *Wakeups) receive(ctx context.Context, conn *pgx.Conn) error {
	if _, err := conn.Exec(ctx, "listen "+channel); err != nil {
		return err
	}
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return err
		}
		parts := strings.Fields(n.Payload)
		if len(parts) == 0 || parts[0] == w.self {
			continue
		}
		for _, text := range parts[1:] {
			if id, err := uuid.Parse(text); err == nil {
				w.hub.Wake(id)
			}
		}
	}
}
