package transport

import (
	"context"
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

// put queues a frame whether there is room or not; who calls it has looked, or has few to send. The mutex
// is held.
func (s *socket) put(f frame) {
	f.queued = time.Now().UnixNano()
	s.q.frames = append(s.q.frames, f)
	s.q.bytes += f.size()
	s.wakeWriter()
}

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

// offer queues a frame if there is room. If there is none the reader is too slow, and its socket closes.
func (s *socket) offer(f frame) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing != nil || f.op != nil && f.op.over {
		return false
	}
	if !s.hasRoom(&f) {
		s.closeLocked(websocket.StatusTryAgainLater, reasonSlow, false)
		return false
	}
	s.put(f)
	return true
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

// write is the socket's only writer. It lives while there is something to write, and closes the
// connection when that is what there is to do.
func (s *socket) write() {
	defer s.running.Done()
	b, _ := buffers.Get().(*[]byte)
	defer func() {
		if cap(*b) <= keepBuffer {
			buffers.Put(b)
		}
	}()
	for {
		f, end, done := s.pop()
		if done {
			if end != nil {
				s.hangUp(end)
			}
			return
		}
		*b = appendFrame((*b)[:0], &f)
		// The connection gives each write its deadline, so the context needs none.
		if err := s.conn.Write(context.Background(), websocket.MessageText, *b); err != nil {
			s.close(0, "")
		}
	}
}
