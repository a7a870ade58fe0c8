package feed

import (
	"cmp"
	"slices"
	"time"

	"daybook/internal/activity"

	"github.com/google/uuid"
)

// trustFor is how long after the heads were known offers are taken. What was joined to an offered activity when it was read
// is then never older: its number did not exist yet when the heads were read, so nobody can have read it before.
const trustFor = 2 * pollEvery

// OnFollow has f told of each workspace that begins or ceases to be followed here. It is called before anything else, and f
// must not block or call the hub.
func (h *Hub) OnFollow(f func(workspaceID uuid.UUID, followed bool)) { h.followed = f }

// Offer hands over what another process has read from a workspace's log: rows in order and without gaps, of one read. They
// are taken when they follow on what was read here; when they don't, the log is read instead. It never blocks, and what
// comes faster than it is taken is left to the log.
func (h *Hub) Offer(workspaceID uuid.UUID, rows []*activity.Activity) {
	h.mu.Lock()
	t := h.live[workspaceID]
	news := t != nil && len(rows) > 0 && rows[len(rows)-1].Seq > t.head
	if news {
		if t.offered += len(rows); t.offered > windowSize {
			t.offers, t.offered = nil, 0
			h.due[workspaceID] = true
		} else {
			t.offers = append(t.offers, rows)
			if _, known := h.due[workspaceID]; !known {
				h.due[workspaceID] = false
			}
		}
	}
	h.mu.Unlock()
	if news {
		h.signal()
	}
}

// accept takes what was offered of a workspace's log and follows on. whole is false when there is more in the log than that.
// Each offer extends on its own: what was joined to one may be older than another.
func (h *Hub) accept(workspaceID uuid.UUID) (whole bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	t := h.live[workspaceID]
	if t == nil {
		return true
	}
	offers := t.offers
	t.offers, t.offered = nil, 0
	if time.Since(h.polled) > trustFor {
		return false
	}
	slices.SortStableFunc(offers, func(a, b []*activity.Activity) int { return cmp.Compare(a[0].Seq, b[0].Seq) })
	for _, rows := range offers {
		known := slices.IndexFunc(rows, func(a *activity.Activity) bool { return a.Seq > t.head })
		if known < 0 {
			continue
		}
		if rows[known].Seq != t.head+1 {
			h.gaps.Add(1)
			return false
		}
		h.extend(t, rows[known:])
		h.taken.Add(int64(len(rows) - known))
	}
	return true
}

// Held are the activities of a commit, if this process has them in memory.
func (h *Hub) Held(c activity.Commit) ([]*activity.Activity, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	t := h.live[c.WorkspaceID]
	if t == nil || t.head < c.Last {
		return nil, false
	}
	return t.after(c.First-1, int(c.Last-c.First)+1)
}

// Taken counts the activities that were offered and taken, Gaps the times the log was read instead because some were missing.
func (h *Hub) Taken() int64 { return h.taken.Load() }

// Gaps is told of at Taken.
func (h *Hub) Gaps() int64 { return h.gaps.Load() }
