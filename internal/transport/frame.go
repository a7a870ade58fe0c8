package transport

import (
	"encoding/binary"
	"encoding/json"
)

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

const (
	nextBegin   = `{"type":"next","id":`
	nextPayload = `,"payload":`
)

// appendMessage writes the frame as a WebSocket message.
func appendMessage(b []byte, f *frame) []byte {
	start := len(b)
	b = append(b, noHeader[:]...)
	b = appendText(b, f)
	var header [maxHeader]byte
	h := appendHeader(header[:0], len(b)-start-maxHeader)
	copy(b[start:], h)
	return append(b[:start+len(h)], b[start+maxHeader:]...)
}

// appendText writes the message's text around the payload's bytes.
func appendText(b []byte, f *frame) []byte {
	switch f.kind {
	case frameAck:
		return append(b, `{"type":"connection_ack"}`...)
	case framePong:
		b = append(b, `{"type":"pong"`...)
	case frameNext:
		b = append(b, nextBegin...)
		b = append(b, f.op.quotedID...)
	case frameError:
		b = append(b, `{"type":"error","id":`...)
		b = append(b, f.op.quotedID...)
	case frameComplete:
		b = append(b, `{"type":"complete","id":`...)
		b = append(b, f.op.quotedID...)
	}
	if f.payload != nil {
		b = append(b, nextPayload...)
		b = append(b, f.payload...)
	}
	return append(b, '}')
}

const maxHeader = 10

var noHeader [maxHeader]byte

// appendHeader writes the header of a text message of n bytes in one frame, as a server sends it: without
// a mask (RFC 6455, 5.2).
func appendHeader(b []byte, n int) []byte {
	const finText = 0x81
	switch {
	case n < 126:
		return append(b, finText, byte(n))
	case n < 1<<16:
		return binary.BigEndian.AppendUint16(append(b, finText, 126), uint16(n))
	}
	return binary.BigEndian.AppendUint64(append(b, finText, 127), uint64(n))
}

// quoted is a string as JSON.
func quoted(s string) []byte {
	b, err := json.Marshal(s)
	if err != nil {
		return []byte(`""`)
	}
	return b
}
