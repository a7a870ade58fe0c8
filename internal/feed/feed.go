// Package feed follows the log and hands what was committed to whoever listens: one tailer a process, reading only the
// workspaces that have listeners here.
//
// Truth is the table: the tailer is woken by a commit of this process, by a wake-up from another one, or by its own clock,
// and then reads on from where it stood. A wake-up that is lost costs at most a second. Because numbers are dense and equal
// to commit order, "after n" never misses a row. Listeners pull from a window of the newest activities and, when they are
// further behind, from the table, so that nobody's slowness holds up anyone else and nothing is dropped.
package feed

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"daybook/internal/activity"
	"daybook/internal/crash"
	"daybook/internal/gather"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

const (
	pollEvery  = time.Second
	windowSize = 1000 // newest activities kept of each workspace that has listeners
	readLimit  = 500  // activities read at once

	headTimeout = 3 * time.Second
)

// Hub knows the listeners of this process.
type Hub struct {
	db    *bun.DB // for listeners who are far behind
	tail  *bun.DB // for the log's end
	log   *slog.Logger
	mu    sync.Mutex
	live  map[uuid.UUID]*topic
	heads *gather.Gather[uuid.UUID, int64]
	woke  chan struct{}      // a signal, not a queue
	look  chan struct{}      // a signal to ask for all heads
	due   map[uuid.UUID]bool // workspaces to look at; true: in the table, whatever was offered

	followed    func(workspaceID uuid.UUID, followed bool)
	polled      time.Time // the heads of all topics were known then; of Run alone
	rewritings  int
	taken, gaps atomic.Int64
}

// topic is one workspace with listeners.
type topic struct {
	listeners int
	readers   int                  // of many listeners together
	head      int64                // the last number read
	window    []*activity.Activity // the newest ones, without gaps, up to head
	changed   chan struct{}        // closed when head moves
	rewritten int                  // changes when what is joined to older activities does
	offers    [][]*activity.Activity
	offered   int // activities in them
}

// NewHub makes a hub; Run follows the log. tail is the database too, for reading the log's end.
func NewHub(db, tail *bun.DB, log *slog.Logger) *Hub {
	h := &Hub{db: db, tail: tail, log: log, live: map[uuid.UUID]*topic{}, woke: make(chan struct{}, 1), look: make(chan struct{}, 1), due: map[uuid.UUID]bool{}, followed: func(uuid.UUID, bool) {}}
	h.heads = gather.New(h.readHeads)
	return h
}

func (h *Hub) readHeads(ctx context.Context, workspaces []uuid.UUID) (map[uuid.UUID]int64, error) {
	ctx, cancel := context.WithTimeout(ctx, headTimeout)
	defer cancel()
	return activity.Heads(ctx, h.tail, workspaces)
}

// Wake tells of a commit in the workspace. It never blocks.
func (h *Hub) Wake(workspaceID uuid.UUID) {
	h.mu.Lock()
	_, listened := h.live[workspaceID]
	if listened {
		h.due[workspaceID] = true
	}
	h.mu.Unlock()
	if listened {
		h.signal()
	}
}

func (h *Hub) signal() {
	select {
	case h.woke <- struct{}{}:
	default:
	}
}

// WakeAll tells that there may have been commits anywhere. It never blocks.
func (h *Hub) WakeAll() {
	select {
	case h.look <- struct{}{}:
	default:
	}
}

// Run follows the log until the context ends.
func (h *Hub) Run(ctx context.Context) error {
	ticker := time.NewTicker(pollEvery)
	defer ticker.Stop()
	failing := false
	for {
		var err error
		select {
		case <-ctx.Done():
			return nil
		case <-h.woke:
			err = h.readDue(ctx)
		case <-h.look:
			err = h.poll(ctx)
		case <-ticker.C:
			err = h.poll(ctx)
		}
		if err != nil && ctx.Err() == nil && !failing {
			h.log.ErrorContext(ctx, "the log cannot be followed: trying again each second", "error", err)
		}
		if err == nil && failing {
			h.log.InfoContext(ctx, "the log is followed again")
		}
		failing = err != nil
	}
}

func (h *Hub) readDue(ctx context.Context) error {
	h.mu.Lock()
	due := h.due
	h.due = map[uuid.UUID]bool{}
	h.mu.Unlock()
	for workspaceID, read := range due {
		if whole := h.accept(workspaceID); whole && !read {
			continue
		}
		if err := h.advance(ctx, workspaceID); err != nil {
			return err
		}
	}
	return nil
}

// poll asks for the heads of all workspaces with listeners: one statement, whatever their number.
func (h *Hub) poll(ctx context.Context) error {
	began := time.Now()
	h.mu.Lock()
	known := make(map[uuid.UUID]int64, len(h.live))
	ids := make([]uuid.UUID, 0, len(h.live))
	for id, t := range h.live {
		known[id] = t.head
		ids = append(ids, id)
	}
	h.mu.Unlock()
	if len(ids) == 0 {
		h.polled = began
		return nil
	}
	heads, err := activity.Heads(ctx, h.tail, ids)
	if err != nil {
		return err
	}
	for id, head := range heads {
		if head > known[id] {
			if err := h.advance(ctx, id); err != nil {
				return err
			}
		}
	}
	h.polled = began
	return nil
}

// advance reads on from the topic's head until nothing new is there. Only Run calls it, so one reader moves a topic.
func (h *Hub) advance(ctx context.Context, workspaceID uuid.UUID) error {
	for {
		h.mu.Lock()
		t := h.live[workspaceID]
		h.mu.Unlock()
		if t == nil {
			return nil
		}
		rows, err := activity.After(ctx, h.tail, workspaceID, t.head, readLimit)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return nil
		}
		crash.At(crash.Read)
		h.mu.Lock()
		h.extend(t, rows)
		h.mu.Unlock()
		if len(rows) < readLimit {
			return nil
		}
	}
}

// extend moves a topic's head. The mutex is held. Rows keep what was joined to them when they were read, so one that changes the joins empties the
// window: older rows are read anew.
func (h *Hub) extend(t *topic, rows []*activity.Activity) {
	if slices.ContainsFunc(rows, (*activity.Activity).ChangesJoins) {
		t.window = nil
		h.rewritings++
		t.rewritten = h.rewritings
	}
	t.window = append(t.window, rows...)
	if over := len(t.window) - windowSize; over > 0 {
		t.window = append([]*activity.Activity(nil), t.window[over:]...)
	}
	t.head = rows[len(rows)-1].Seq
	close(t.changed)
	t.changed = make(chan struct{})
}

// Listeners counts the open streams of this process.
func (h *Hub) Listeners() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := 0
	for _, t := range h.live {
		n += t.listeners
	}
	return n
}

// Position is the last number read of a workspace's log; 0 when nobody listens to it here.
func (h *Hub) Position(workspaceID uuid.UUID) int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	if t := h.live[workspaceID]; t != nil {
		return t.head
	}
	return 0
}

// join counts a listener, and tells the log's last number: as far as it is known where a place before it is asked for, and
// else as it is now.
func (h *Hub) join(ctx context.Context, workspaceID uuid.UUID, after int64) (head int64, err error) {
	if after != Now {
		if head, ok := h.joinFollowed(workspaceID, after); ok {
			return head, nil
		}
	}
	head, ok, err := h.heads.Get(ctx, workspaceID)
	if err != nil {
		return 0, err
	}
	if !ok {
		return 0, fmt.Errorf("workspace %s has no log", workspaceID)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	t := h.live[workspaceID]
	if t == nil {
		h.rewritings++
		t = &topic{head: head, changed: make(chan struct{}), rewritten: h.rewritings}
		h.live[workspaceID] = t
		h.followed(workspaceID, true)
	}
	t.listeners++
	return head, nil
}

// joinFollowed joins where somebody listens already, and has come as far.
func (h *Hub) joinFollowed(workspaceID uuid.UUID, after int64) (head int64, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	t := h.live[workspaceID]
	if t == nil || t.head < after {
		return 0, false
	}
	t.listeners++
	return t.head, true
}

func (h *Hub) leave(workspaceID uuid.UUID) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.live[workspaceID].listeners--
	h.unfollow(workspaceID)
}

func (h *Hub) unread(workspaceID uuid.UUID) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.live[workspaceID].readers--
	h.unfollow(workspaceID)
}

// unfollow forgets a workspace that nobody listens to any more. The mutex is held.
func (h *Hub) unfollow(workspaceID uuid.UUID) {
	if t := h.live[workspaceID]; t.listeners+t.readers == 0 {
		delete(h.live, workspaceID)
		delete(h.due, workspaceID)
		h.followed(workspaceID, false)
	}
}
