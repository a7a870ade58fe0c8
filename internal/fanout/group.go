package fanout

import (
	"context"
	"runtime"
	"sync"

	"github.com/google/uuid"
)

const (
	// Slices is how many parts a group's members are divided into, for answers that need not go to all at once.
	Slices = 8
	// sliceFrom is how many members come before a second slice is begun, shardFrom before a second broadcaster.
	sliceFrom = 64
	shardFrom = 64
	// mostPending is how many answers may wait for a broadcaster until the group waits for it.
	mostPending = 32
	// mostAtOnce is how many bytes go into one write, if they are more than one answer.
	mostAtOnce = 16 << 10
)

// Group is the members who get the same answers. One goroutine sends; any may join and leave.
type Group struct {
	mu      sync.Mutex
	shards  []*shard
	until   int64 // the last place that was sent
	members int
	joined  int
	slices  [Slices + 1]int   // members in each
	selves  map[uuid.UUID]int // members of each Self
	free    chan struct{}     // a signal: a broadcaster has nothing to do
}

// NewGroup makes a group whose first answer will follow on a place.
func NewGroup(after int64) *Group {
	return &Group{until: after, selves: map[uuid.UUID]int{}, free: make(chan struct{}, 1)}
}

// Join gives a member that has got everything up to a place its seat. It answers false when what follows there was sent
// already: the member has to catch up first.
func (g *Group) Join(m *Member, after int64) (*Seat, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if after < g.until {
		return nil, false
	}
	seat := &Seat{member: m, after: after, slice: uint8(1 + g.joined/sliceFrom%Slices), shard: g.roomiest()}
	g.joined++
	g.count(seat, 1)
	seat.shard.join(seat)
	return seat, true
}

// roomiest is the shard with the fewest members; another one is begun when all have some. The mutex is held.
func (g *Group) roomiest() *shard {
	var least *shard
	for _, s := range g.shards {
		if least == nil || s.size < least.size {
			least = s
		}
	}
	if least == nil || least.size >= shardFrom && len(g.shards) < runtime.GOMAXPROCS(0) {
		least = &shard{group: g}
		g.shards = append(g.shards, least)
	}
	return least
}

// count changes the numbers by a member. The mutex is held.
func (g *Group) count(seat *Seat, by int) {
	g.members += by
	g.slices[seat.slice] += by
	seat.shard.size += by
	self := seat.member.Self
	if g.selves[self] += by; g.selves[self] == 0 {
		delete(g.selves, self)
	}
}

func (g *Group) left(seat *Seat) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.count(seat, -1)
}

// Len is the number of members.
func (g *Group) Len() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.members
}

// Has tells whether somebody is among the members.
func (g *Group) Has(self uuid.UUID) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.selves[self] > 0
}

// Slice tells whether a slice has members.
func (g *Group) Slice(n uint8) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.slices[n] > 0
}

// Send tells the members of what followed. The answers follow on each other and on those sent before.
func (g *Group) Send(answers ...*Answer) {
	if len(answers) == 0 {
		return
	}
	g.mu.Lock()
	shards := g.shards
	g.until = answers[len(answers)-1].Until
	for _, s := range shards { // under the group's mutex: who joins now joins after these
		s.send(answers)
	}
	g.mu.Unlock()
}

// Recall asks every member again whether it may be answered: who may not is let go of, where nothing would be sent to them
// for a while.
func (g *Group) Recall() {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, s := range g.shards {
		s.recall(&Answer{After: g.until, Until: g.until})
	}
}

// Ready waits until a broadcaster has nothing to do and none is far behind. What happens meanwhile can then be told in fewer
// answers. It returns early when the context ends.
func (g *Group) Ready(ctx context.Context) {
	for !g.ready() {
		select {
		case <-g.free:
		case <-ctx.Done():
			return
		}
	}
	g.signal() // for who else waits
}

func (g *Group) ready() bool {
	g.mu.Lock()
	shards := g.shards
	g.mu.Unlock()
	idle := len(shards) == 0
	for _, s := range shards {
		waiting, running := s.load()
		if waiting >= mostPending {
			return false
		}
		idle = idle || !running
	}
	return idle
}

func (g *Group) signal() {
	select {
	case g.free <- struct{}{}:
	default:
	}
}
