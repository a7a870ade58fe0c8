package transport

import (
	"sync"
	"time"

	"github.com/coder/websocket"
)

// queue is what waits to be written to a socket. All of it is guarded by the socket's mutex.
type queue struct {
	frames  []frame
	bytes   int
	writing bool // a writer goroutine exists
	room    sync.Cond
}

// hasRoom tells whether one more frame may wait. A frame larger than the bound may when it is alone.
func (s *socket) hasRoom(f *frame) bool {
	return len(s.q.frames) == 0 || len(s.q.frames) < s.QueueFrames && s.q.bytes+f.size() <= s.QueueBytes
}

// put sends a frame, or queues it whether there is room or not; who calls it has looked, or has few to
// send. The mutex is held.
func (s *socket) put(f frame) {
	if s.sent(&f) {
		return
	}
	s.queue(f)
}

// queue leaves a frame to the writer. The mutex is held.
func (s *socket) queue(f frame) {
	f.queued = time.Now().UnixNano()
	s.q.frames = append(s.q.frames, f)
	s.q.bytes += f.size()
	s.wakeWriter()
}

// sent writes a frame without a writer, when nothing else waits and the kernel takes it at once. The mutex
// is held.
func (s *socket) sent(f *frame) bool {
	if !s.idle() {
		return false
	}
	b, _ := buffers.Get().(*[]byte)
	defer giveBack(b)
	*b = appendMessage((*b)[:0], f)
	cuts := [1]int{len(*b)}
	taken, rest, err := s.raw.try(*b, cuts[:])
	if rest && taken == 1 {
		s.wakeWriter()
	}
	return taken == 1 && err == nil // what failed, fails again for the writer, who then closes
}

// idle tells that nothing waits to be written. The mutex is held.
func (s *socket) idle() bool { return s.conn != nil && len(s.q.frames) == 0 && !s.q.writing }

// wakeWriter sees that a writer runs. The mutex is held.
func (s *socket) wakeWriter() {
	if !s.q.writing {
		s.q.writing = true
		s.running.Add(1)
		go s.write()
	}
}

// push queues a frame, waiting for room. It answers false when the frame is no longer wanted: the socket
// is closing or the frame's operation is over.
func (s *socket) push(f frame) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		if s.closing != nil || f.op != nil && f.op.over {
			return false
		}
		if s.hasRoom(&f) {
			s.put(f)
			return true
		}
		s.q.room.Wait()
	}
}

// offer writes the parcel's answers as far as the kernel takes them, and queues the others if there is
// room. The mutex is not held.
func (s *socket) offer(op *operation, p *Parcel) Outcome {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing != nil || op.over {
		return Gone
	}
	taken := 0
	if s.idle() {
		var rest bool
		var err error
		if taken, rest, err = s.raw.try(p.messages(op.quotedID)); err != nil {
			s.closeLocked(0, "", false)
			return Gone
		}
		if rest {
			s.wakeWriter()
		}
	}
	if taken == 0 && !s.hasRoomFor(p) {
		return Full
	}
	for i := taken; i < p.Len(); i++ {
		s.queue(frame{kind: frameNext, op: op, payload: p.keep(i)})
	}
	return Taken
}

// hasRoomFor tells whether the parcel's answers may wait. The mutex is held.
func (s *socket) hasRoomFor(p *Parcel) bool {
	n := p.Len()
	return len(s.q.frames) == 0 || len(s.q.frames)+n <= s.QueueFrames && s.q.bytes+p.Size()+64*n <= s.QueueBytes
}

// pop takes the next frame that is still wanted. done tells the writer to end, after it has closed the
// connection if close is not nil.
func (s *socket) pop() (f frame, close *closing, done bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.q.frames) > 0 && (s.closing == nil || s.closing.flush) {
		f = s.q.frames[0]
		s.q.frames[0] = frame{}
		s.q.frames = s.q.frames[1:]
		s.q.bytes -= f.size()
		s.q.room.Broadcast()
		if f.op != nil && f.op.unwanted {
			continue
		}
		if s.closing == nil && time.Since(time.Unix(0, f.queued)) > s.MaxLag {
			s.closeLocked(websocket.StatusTryAgainLater, reasonSlow, false)
			break
		}
		return f, nil, false
	}
	if s.closing == nil {
		s.q.frames = nil // an idle socket keeps no buffer
		s.q.writing = false
	}
	return frame{}, s.closing, true
}

// buffers are for putting a message together. Large ones are left to the collector.
var buffers = sync.Pool{New: func() any { b := make([]byte, 0, 4<<10); return &b }}

const keepBuffer = 64 << 10

func giveBack(b *[]byte) {
	if cap(*b) <= keepBuffer {
		buffers.Put(b)
	}
}

// write is the socket's only writer that waits. It lives while there is something to write, and closes the
// connection when that is what there is to do.
func (s *socket) write() {
	defer s.running.Done()
	b, _ := buffers.Get().(*[]byte)
	defer giveBack(b)
	*b = (*b)[:0] // first the rest of what was begun without waiting
	for {
		if _, err := s.raw.Write(*b); err != nil {
			s.close(0, "")
		}
		f, end, done := s.pop()
		if done {
			if end != nil {
				s.hangUp(end)
			}
			return
		}
		*b = appendMessage((*b)[:0], &f)
	}
}
