// Package fanout hands what was executed once to many receivers.
//
// A group has members who get the same answers, but for the cursors, which are sealed for each person, and the ids of their
// operations. It writes them from several broadcasters, one for each core, without ever waiting for a receiver: one that
// takes nothing more at the moment is let go, at an exact place, and is answered alone until it has caught up.
//
// The invariants. Every answer reaches from a place in the log to a later one, and a group's answers follow on each other
// without a gap; a member gets each of them whose places lie after its own, in order, or none of them any more. Whether a
// member may still be answered is asked before each write. Nothing here knows GraphQL or rights.
package fanout

import (
	"sync/atomic"

	"github.com/google/uuid"

	"daybook/internal/transport"
)

// Person is for whom cursors are sealed: members who are the same Person share what is made for one of them. It is compared
// with ==.
type Person interface {
	// AppendCursor appends the cursor that stands in a gap of a text.
	AppendCursor(b []byte, gap Gap) []byte
}

// Listener is who is behind a member.
type Listener interface {
	// May tells whether the member may still be answered as its group is. The group's broadcasters ask, one at a time.
	May() bool
	// Alone takes over a member that the group has let go of: because it may not be answered as the group is, because it
	// is full, or because what follows its place was sent already. after is its place. It must not block.
	Alone(after int64)
}

// Member is one receiver.
type Member struct {
	Out      transport.Receiver
	Listener Listener
	Person   Person
	// Self is who gets answers that were made apart: the same for all members of one Person.
	Self uuid.UUID
}

// Seat is a member's place in a group.
type Seat struct {
	member *Member
	shard  *shard
	after  int64 // where it joined
	slice  uint8
	gone   atomic.Bool
}

// Leave takes the member out of the group. One who was let go has left already.
func (s *Seat) Leave() { s.shard.leave(s) }

// Gap is a place of a text where a cursor is missing; what it means is agreed between who makes texts and the Person.
type Gap struct {
	Index   int
	Payload []byte
}

// Text is an answer in pieces. Between piece n and the next stands gap n.
type Text struct {
	Pieces [][]byte
	Gaps   []Gap
}

// Size is how long the answer is without its cursors, in bytes.
func (t *Text) Size() int {
	if t == nil {
		return 0
	}
	n := 0
	for _, piece := range t.Pieces {
		n += len(piece)
	}
	return n
}

// AppendTo puts the answer together for a person.
func (t *Text) AppendTo(b []byte, p Person) []byte {
	for i, piece := range t.Pieces {
		b = append(b, piece...)
		if i < len(t.Gaps) {
			b = p.AppendCursor(b, t.Gaps[i])
		}
	}
	return b
}

// Answer is what happened between two places of the log, as the members are told of it.
type Answer struct {
	After, Until int64
	// Text is for everyone; nil when there is nothing to tell.
	Text *Text
	// Apart is for people for whom it is different, by Self; nil for those who are told nothing.
	Apart map[uuid.UUID]*Text
	// Slice bounds the answer to the members of one slice; 0 is everyone. It is for answers that tell nothing new, which
	// need not go to all at once.
	Slice uint8
}

func (a *Answer) textFor(self uuid.UUID) *Text {
	if a.Apart != nil {
		if t, apart := a.Apart[self]; apart {
			return t
		}
	}
	return a.Text
}

// asks tells that the answer says nothing to anyone.
func (a *Answer) asks() bool { return a.Text == nil && a.Apart == nil && a.After == a.Until }
