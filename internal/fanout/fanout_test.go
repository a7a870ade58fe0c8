package fanout

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"go.uber.org/goleak"

	"daybook/internal/transport"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// name is a person whose cursors say whose they are.
type name string

func (n *name) AppendCursor(b []byte, gap Gap) []byte {
	return fmt.Appendf(b, "<%s %d %s>", *n, gap.Index, gap.Payload)
}

// reader is a receiver and the listener behind it: it remembers what it got.
type reader struct {
	mu     sync.Mutex
	got    []string
	room   int // answers it still takes; negative: any
	gone   bool
	barred bool
	alone  []int64
	left   chan struct{} // a signal: let go
}

func newReader() *reader { return &reader{room: -1, left: make(chan struct{}, 8)} }

func (r *reader) Offer(p *transport.Parcel) transport.Outcome {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.gone {
		return transport.Gone
	}
	if r.room >= 0 && r.room < p.Len() {
		return transport.Full
	}
	for i := range p.Len() {
		r.got = append(r.got, string(p.Answer(i)))
		r.room--
	}
	return transport.Taken
}

func (*reader) Send([]byte) bool       { return true }
func (*reader) Complete()              {}
func (*reader) Fail(*graphql.Response) {}

func (r *reader) May() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return !r.barred
}

func (r *reader) Alone(after int64) {
	r.mu.Lock()
	r.alone = append(r.alone, after)
	r.mu.Unlock()
	r.left <- struct{}{}
}

func (r *reader) seen() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.got)
}

func (r *reader) set(change func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change()
}

func member(r *reader, who *name) *Member {
	return &Member{Out: r, Listener: r, Person: who, Self: uuid.NewSHA1(uuid.Nil, []byte(*who))}
}

func join(t *testing.T, g *Group, r *reader, who *name, after int64) *Seat {
	t.Helper()
	seat, ok := g.Join(member(r, who), after)
	if !ok {
		t.Fatalf("%s could not join after %d", *who, after)
	}
	return seat
}

// step is the answer from one number to the next, with a cursor in the middle.
func step(n int64) *Answer {
	return &Answer{After: n, Until: n + 1, Text: text(fmt.Sprint(n + 1))}
}

func text(what string) *Text {
	return &Text{Pieces: [][]byte{[]byte(what), []byte(".")}, Gaps: []Gap{{Index: 7, Payload: []byte("at " + what)}}}
}

func settled(t *testing.T, g *Group) {
	t.Helper()
	for {
		g.Ready(t.Context())
		idle := true
		for _, s := range g.shards {
			waiting, running := s.load()
			idle = idle && waiting == 0 && !running
		}
		if idle {
			return
		}
	}
}

func TestEveryoneGetsTheSameWithTheirOwnCursors(t *testing.T) {
	t.Parallel()
	g := NewGroup(0)
	ann, bob := name("ann"), name("bob")
	readers := map[*reader]*name{}
	for i := range 500 {
		r, who := newReader(), &ann
		if i%3 == 0 {
			who = &bob
		}
		readers[r] = who
		join(t, g, r, who, 0)
	}
	g.Send(step(0))
	g.Send(step(1), step(2))
	settled(t, g)
	for r, who := range readers {
		want := []string{fmt.Sprintf("1<%[1]s 7 at 1>.", *who), fmt.Sprintf("2<%[1]s 7 at 2>.", *who), fmt.Sprintf("3<%[1]s 7 at 3>.", *who)}
		if got := r.seen(); !slices.Equal(got, want) {
			t.Fatalf("%s got %q", *who, got)
		}
	}
	if g.Len() != 500 || !g.Has(uuid.NewSHA1(uuid.Nil, []byte("ann"))) || g.Has(uuid.Nil) {
		t.Errorf("the group counts %d members", g.Len())
	}
}

func TestWhoHasAPartIsAnsweredApart(t *testing.T) {
	t.Parallel()
	g := NewGroup(0)
	ann, bob, eve := name("ann"), name("bob"), name("eve")
	a, b, e := newReader(), newReader(), newReader()
	join(t, g, a, &ann, 0)
	join(t, g, b, &bob, 0)
	join(t, g, e, &eve, 0)
	self := func(who name) uuid.UUID { return uuid.NewSHA1(uuid.Nil, []byte(who)) }
	g.Send(&Answer{After: 0, Until: 1, Text: text("all"), Apart: map[uuid.UUID]*Text{self("ann"): text("ann's"), self("eve"): nil}})
	g.Send(&Answer{After: 1, Until: 2, Apart: map[uuid.UUID]*Text{self("ann"): text("hers alone")}})
	settled(t, g)
	for r, want := range map[*reader]string{a: "ann's<ann 7 at ann's>. hers alone<ann 7 at hers alone>.", b: "all<bob 7 at all>.", e: ""} {
		if got := strings.Join(r.seen(), " "); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestWhoJoinsGetsWhatFollowsTheirPlace(t *testing.T) {
	t.Parallel()
	g := NewGroup(10)
	who := name("ann")
	if _, ok := g.Join(member(newReader(), &who), 9); ok {
		t.Error("a member behind the group could join")
	}
	ahead, between := newReader(), newReader()
	join(t, g, ahead, &who, 12)
	join(t, g, between, &who, 13)
	wide := &Answer{After: 12, Until: 14, Text: text("13 and 14")}
	g.Send(step(10), step(11), &Answer{After: 12, Until: 12, Text: text("beat")}, wide, step(14))
	settled(t, g)
	<-between.left
	if got := ahead.seen(); len(got) != 3 || !strings.HasPrefix(got[0], "beat") || !strings.HasPrefix(got[2], "15") {
		t.Errorf("who joined ahead got %q", got)
	}
	if got := between.seen(); len(got) > 0 || !slices.Equal(between.alone, []int64{13}) {
		t.Errorf("who joined in the middle of an answer got %q, and was let go at %d", got, between.alone)
	}
}

func TestAFullOrBarredMemberIsLetGoAtItsPlaceAndNobodyElseNotices(t *testing.T) {
	t.Parallel()
	g := NewGroup(0)
	full, barred, gone := newReader(), newReader(), newReader()
	full.room = 1
	people := make([]name, 103)
	var others []*reader
	for i := range people {
		people[i] = name(fmt.Sprint(i))
		r := map[int]*reader{50: full, 70: barred, 90: gone}[i]
		if r == nil {
			r = newReader()
			others = append(others, r)
		}
		join(t, g, r, &people[i], 0)
	}
	g.Send(step(0))
	settled(t, g)
	barred.set(func() { barred.barred = true })
	gone.set(func() { gone.gone = true })
	g.Send(step(1), step(2))
	g.Send(step(3))
	settled(t, g)
	<-full.left
	<-barred.left
	if !slices.Equal(full.alone, []int64{1}) || !slices.Equal(barred.alone, []int64{1}) || len(gone.alone) > 0 {
		t.Errorf("let go at %v, %v and %v", full.alone, barred.alone, gone.alone)
	}
	for _, r := range others {
		if len(r.seen()) != 4 {
			t.Errorf("another member got %q", r.seen())
		}
	}
	if g.Len() != 100 {
		t.Errorf("%d members are left", g.Len())
	}
}

func TestASliceIsPartOfTheMembers(t *testing.T) {
	t.Parallel()
	g := NewGroup(0)
	people := make([]name, 3*sliceFrom)
	readers := make([]*reader, len(people))
	for i := range people {
		people[i], readers[i] = name(fmt.Sprint(i)), newReader()
		join(t, g, readers[i], &people[i], 0)
	}
	g.Send(&Answer{Slice: 2, Text: text("beat")})
	g.Send(step(0))
	settled(t, g)
	for i, r := range readers {
		if got, want := len(r.seen()), map[bool]int{true: 2, false: 1}[i/sliceFrom == 1]; got != want {
			t.Fatalf("member %d got %d answers, want %d", i, got, want)
		}
	}
	if !g.Slice(3) || g.Slice(4) {
		t.Error("the group does not know which slices have members")
	}
}

// Members come, go, fill up and come back while answers are sent: each gets every number after its place once, in order.
func TestNothingIsLostOrRepeatedWhileMembersComeAndGo(t *testing.T) {
	t.Parallel()
	const last = 400
	g := NewGroup(0)
	var wg sync.WaitGroup
	for i := range 60 {
		who := name(fmt.Sprint(i % 20))
		wg.Go(func() {
			place := int64(0)
			for place < last {
				r := newReader()
				r.room = rand.N(40)
				seat, ok := g.Join(member(r, &who), place)
				if !ok { // caught up alone, as a listener would
					place++
					continue
				}
				leaves := rand.N(2) == 0
				if leaves {
					g.Ready(t.Context())
					seat.Leave()
				} else {
					select {
					case <-r.left:
					case <-time.After(10 * time.Millisecond): // the group may have told everything
						seat.Leave()
					}
				}
				var seen []string
				var alone []int64
				r.set(func() { seen, alone = slices.Clone(r.got), slices.Clone(r.alone) }) // one who left may still be told something
				for n, got := range seen {
					if want := fmt.Sprintf("%d<", place+int64(n)+1); !strings.HasPrefix(got, want) {
						t.Errorf("after %d, answer %d is %q", place, n, got)
						return
					}
				}
				place += int64(len(seen))
				if len(alone) > 0 && alone[0] != place {
					t.Errorf("let go at %d after %d", alone[0], place)
				}
				if g.done(last) && len(seen) == 0 {
					return
				}
			}
		})
	}
	for n := int64(0); n < last; {
		answers := []*Answer{step(n)}
		for n++; n < last && rand.N(3) == 0; n++ {
			answers = append(answers, step(n))
		}
		g.Send(answers...)
		g.Ready(t.Context())
	}
	wg.Wait()
	if g.Len() != 0 || len(g.selves) != 0 {
		t.Errorf("%d members, %d people are left", g.Len(), len(g.selves))
	}
}

func (g *Group) done(last int64) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.until == last
}
