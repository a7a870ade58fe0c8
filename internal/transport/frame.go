package transport

import "encoding/json"

// frameKind is the type of a message that the server sends.
type frameKind uint8

const (
	frameAck frameKind = iota
	framePong
	frameNext
	frameError
	frameComplete
)

// frame is one message waiting to be written. Its payload may be shared with other sockets.
type frame struct {
	kind    frameKind
	op      *operation // nil for messages about the socket
	payload []byte     // JSON, or nil for none
	queued  int64      // unix nanoseconds
}

// size is what the frame counts for in the queue.
func (f *frame) size() int { return len(f.payload) + 64 }

// appendFrame writes the message around the payload's bytes.
func appendFrame(b []byte, f *frame) []byte {
	switch f.kind {
	case frameAck:
		return append(b, `{"type":"connection_ack"}`...)
	case framePong:
		b = append(b, `{"type":"pong"`...)
	case frameNext:
		b = append(b, `{"type":"next","id":`...)
		b = append(b, f.op.quotedID...)
	case frameError:
		b = append(b, `{"type":"error","id":`...)
		b = append(b, f.op.quotedID...)
	case frameComplete:
		b = append(b, `{"type":"complete","id":`...)
		b = append(b, f.op.quotedID...)
	}
	if f.payload != nil {
		b = append(b, `,"payload":`...)
		b = append(b, f.payload...)
	}
	return append(b, '}')
}

// quoted is a string as JSON.
func quoted(s string) []byte {
	b, err := json.Marshal(s)
	if err != nil {
		return []byte(`""`)
	}
	return b
}
