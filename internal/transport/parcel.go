package transport

import (
	"bytes"
	"slices"
)

// Parcel is one or more answers on their way to several receivers. It is filled once, and framed once for
// all those in a row whose operations have the same id; so what a receiver costs is its write. One
// goroutine uses a parcel, again and again.
type Parcel struct {
	payload []byte // the answers, one after the other
	ends    []int  // where each ends

	id     []byte // of the operation that framed is for, as JSON
	framed []byte // the answers as WebSocket messages
	cuts   []int  // where each ends

	kept [][]byte // copies that outlive the parcel's next use; nil until somebody needs them
}

// Reset empties the parcel.
func (p *Parcel) Reset() {
	p.payload, p.ends, p.id, p.kept = p.payload[:0], p.ends[:0], p.id[:0], nil
	if cap(p.payload) > keepBuffer {
		p.payload, p.framed = nil, nil
	}
}

// Add puts in one more answer: what write appends to the bytes it gets.
func (p *Parcel) Add(write func(b []byte) []byte) {
	p.payload = write(p.payload)
	p.ends = append(p.ends, len(p.payload))
	p.id, p.kept = p.id[:0], nil
}

// Len is the number of answers, Size that of their bytes.
func (p *Parcel) Len() int { return len(p.ends) }

// Size is the number of bytes in all answers.
func (p *Parcel) Size() int { return len(p.payload) }

// Answer is one of the answers. It is good until the next Reset.
func (p *Parcel) Answer(i int) []byte {
	start := 0
	if i > 0 {
		start = p.ends[i-1]
	}
	return p.payload[start:p.ends[i]]
}

// keep is an answer that may be kept: one copy serves all receivers in a row that need it.
func (p *Parcel) keep(i int) []byte {
	if p.kept == nil {
		p.kept = make([][]byte, len(p.ends))
	}
	if p.kept[i] == nil {
		p.kept[i] = slices.Clone(p.Answer(i))
	}
	return p.kept[i]
}

// messages are the answers as WebSocket messages of one operation, and where each of them ends.
func (p *Parcel) messages(quotedID []byte) (framed []byte, cuts []int) {
	if len(p.id) > 0 && bytes.Equal(p.id, quotedID) {
		return p.framed, p.cuts
	}
	p.framed, p.cuts, p.id = p.framed[:0], p.cuts[:0], append(p.id[:0], quotedID...)
	for i := range p.ends {
		answer := p.Answer(i)
		p.framed = appendHeader(p.framed, len(nextBegin)+len(quotedID)+len(nextPayload)+len(answer)+1)
		p.framed = append(p.framed, nextBegin...)
		p.framed = append(p.framed, quotedID...)
		p.framed = append(p.framed, nextPayload...)
		p.framed = append(p.framed, answer...)
		p.framed = append(p.framed, '}')
		p.cuts = append(p.cuts, len(p.framed))
	}
	return p.framed, p.cuts
}
