package private

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"sync"
)

const (
	logLimit  = 4 << 20 // bytes; as much again lies in postgres.log.1
	tailLimit = 2 << 10
	logMark   = 0 // a byte no line has
)

// logWriter appends to a file of bounded size and remembers the last of it. It never fails: postgres would stop at a
// pipe that nobody reads.
type logWriter struct {
	path   string
	marked chan struct{} // receives once for each logMark, which is not written
	mu     sync.Mutex
	file   *os.File
	size   int64
	last   []byte
}

func newLogWriter(path string) *logWriter {
	return &logWriter{path: path, marked: make(chan struct{}, 1)}
}

func (w *logWriter) Write(p []byte) (int, error) {
	before, after, found := bytes.Cut(p, []byte{logMark})
	w.write(before)
	if found {
		select {
		case w.marked <- struct{}{}:
		default: // not ours: nobody waits
		}
		w.write(after)
	}
	return len(p), nil
}

func (w *logWriter) write(p []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.last = append(w.last, p...)
	if n := len(w.last) - tailLimit; n > 0 {
		w.last = append(w.last[:0], w.last[n:]...)
	}
	if w.file != nil && w.size+int64(len(p)) > logLimit {
		_ = w.file.Close()
		_ = os.Rename(w.path, w.path+".1")
		w.file = nil
	}
	if w.file == nil {
		f, err := openLogFile(w.path)
		if err != nil {
			return
		}
		w.file, w.size = f, 0
		if info, err := f.Stat(); err == nil {
			w.size = info.Size()
		}
	}
	n, _ := w.file.Write(p)
	w.size += int64(n)
}

// forget empties the memory of the last lines.
func (w *logWriter) forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.last = w.last[:0]
}

// tail gives the last lines since forget.
func (w *logWriter) tail() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.TrimSpace(string(w.last))
}

func openLogFile(path string) (*os.File, error) {
	f, err := openOwn(path, os.O_WRONLY|os.O_APPEND)
	if err != nil {
		return nil, fmt.Errorf("opening the log of PostgreSQL: %w", explain(err))
	}
	return f, nil
}
