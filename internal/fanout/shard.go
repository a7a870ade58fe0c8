package fanout

import (
	"slices"
	"sync"

	"daybook/internal/transport"
)

// shard is a part of a group's members with a broadcaster of its own, which lives while there is something to send. It reads
// rows without the mutex: only it changes them, or others where there is none.
type shard struct {
	group *Group
	size  int // guarded by the group's mutex

	mu      sync.Mutex
	rows    []*row
	of      map[Person]*row
	joined  []*Seat // not yet in rows
	left    int     // seats in rows whose member has left
	pending []*Answer
	running bool
}

// row is the seats of one person.
type row struct {
	person Person
	seats  []*Seat
}

func (s *shard) join(seat *Seat) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.joined = append(s.joined, seat)
	if !s.running {
		s.settle()
	}
}

// leave empties a seat; nothing happens when it was empty.
func (s *shard) leave(seat *Seat) {
	if !seat.gone.CompareAndSwap(false, true) {
		return
	}
	s.group.left(seat)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.left++; !s.running && s.left > len(s.rows)/4 {
		s.settle()
	}
}

// settle puts those who joined into their rows and drops those who left. The mutex is held, and no broadcaster works.
func (s *shard) settle() {
	if s.of == nil {
		s.of = map[Person]*row{}
	}
	for _, seat := range s.joined {
		at := s.of[seat.member.Person]
		if at == nil {
			at = &row{person: seat.member.Person}
			s.of[at.person] = at
			s.rows = append(s.rows, at)
		}
		at.seats = append(at.seats, seat)
	}
	s.joined = nil
	if s.left == 0 {
		return
	}
	s.left = 0
	s.rows = slices.DeleteFunc(s.rows, func(at *row) bool {
		at.seats = slices.DeleteFunc(at.seats, func(seat *Seat) bool { return seat.gone.Load() })
		if len(at.seats) == 0 {
			delete(s.of, at.person)
		}
		return len(at.seats) == 0
	})
}

func (s *shard) send(answers []*Answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pending = append(s.pending, answers...)
	if !s.running {
		s.running = true
		go s.run()
	}
}

// recall asks the members with an answer that tells nothing. One that waits already asks late enough.
func (s *shard) recall(nothing *Answer) {
	s.mu.Lock()
	n := len(s.pending)
	waits := n > 0 && s.pending[n-1].asks()
	s.mu.Unlock()
	if !waits {
		s.send([]*Answer{nothing})
	}
}

// take takes what goes into one write: at least one answer, and no more than a receiver that reads can hold. The mutex is
// held.
func (s *shard) take() []*Answer {
	n, size := 0, 0
	for n < len(s.pending) && (n == 0 || size+s.pending[n].Text.Size() <= mostAtOnce) {
		size += s.pending[n].Text.Size()
		n++
	}
	answers := s.pending[:n:n]
	if s.pending = s.pending[n:]; len(s.pending) == 0 {
		s.pending = nil
	}
	return answers
}

func (s *shard) load() (waiting int, running bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.pending), s.running
}

// parcels are what broadcasters put answers together in.
var parcels = sync.Pool{New: func() any { return &transport.Parcel{} }}

// run is the broadcaster: it tells everyone of all that is pending, in one write each, until nothing is.
func (s *shard) run() {
	p, _ := parcels.Get().(*transport.Parcel)
	defer parcels.Put(p)
	for {
		s.mu.Lock()
		s.settle()
		answers := s.take()
		s.running = len(answers) > 0
		s.mu.Unlock()
		if len(answers) == 0 {
			s.group.signal()
			return
		}
		for _, at := range s.rows {
			s.tell(at, answers, p)
		}
	}
}
