package fanout

import (
	"daybook/internal/crash"
	"daybook/internal/transport"
)

// tell sends the answers to a person's members. They are put together once for all who get the same of them, which is nearly
// always everyone: who joined in the middle, or belongs to another slice, gets a parcel of their own.
func (s *shard) tell(at *row, answers []*Answer, p *transport.Parcel) {
	var packed parcelKey
	for _, seat := range at.seats {
		if seat.gone.Load() {
			continue
		}
		if !seat.member.Listener.May() {
			s.letGo(seat, seat.place(answers))
			continue
		}
		from, ok := seat.follows(answers)
		if !ok { // a place in the middle of an answer
			s.letGo(seat, seat.after)
			continue
		}
		if key := (parcelKey{true, from, seat.slice}); key != packed {
			pack(p, answers[from:], at.person, seat)
			packed = key
		}
		if p.Len() == 0 {
			continue
		}
		switch seat.member.Out.Offer(p) {
		case transport.Taken:
			crash.At(crash.Sent)
		case transport.Full:
			s.letGo(seat, seat.place(answers))
		case transport.Gone:
			s.leave(seat)
		}
	}
}

// parcelKey tells for whom a parcel was packed.
type parcelKey struct {
	packed bool
	from   int
	slice  uint8
}

func pack(p *transport.Parcel, answers []*Answer, person Person, seat *Seat) {
	p.Reset()
	for _, a := range answers {
		if a.Slice != 0 && a.Slice != seat.slice {
			continue
		}
		if text := a.textFor(seat.member.Self); text != nil {
			p.Add(func(b []byte) []byte { return text.AppendTo(b, person) })
		}
	}
}

// follows finds the first answer after the member's place. False when the place lies within an answer.
func (s *Seat) follows(answers []*Answer) (from int, ok bool) {
	for from < len(answers) && answers[from].Until <= s.after && answers[from].After < s.after {
		from++
	}
	return from, from == len(answers) || answers[from].After >= s.after
}

// place is up to where the member has got everything before the answers.
func (s *Seat) place(answers []*Answer) int64 { return max(s.after, answers[0].After) }

// letGo empties a seat and leaves its member to its listener.
func (s *shard) letGo(seat *Seat, after int64) {
	if seat.gone.CompareAndSwap(false, true) {
		s.group.left(seat)
		s.mu.Lock()
		s.left++
		s.mu.Unlock()
		seat.member.Listener.Alone(after)
	}
}
