package chaos

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"time"
)

// process is one server. It is started again whenever it dies, until the test ends.
type process struct {
	rig     *rig
	address string

	mu      sync.Mutex
	crashAt string // for the next start only
	command *exec.Cmd
	stopped bool
	deaths  int
	running chan struct{} // closed when the present one has ended
	log     bytes.Buffer
}

// serve starts a server and keeps it running.
func (r *rig) serve(t *testing.T, crashAt string) *process {
	t.Helper()
	p := &process{rig: r, address: freeAddress(t), crashAt: crashAt}
	p.start(t)
	r.mu.Lock()
	r.servers = append(r.servers, p)
	r.mu.Unlock()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for p.await() {
			p.start(t)
		}
	}()
	t.Cleanup(func() {
		p.mu.Lock()
		p.stopped = true
		p.signal(syscall.SIGKILL)
		p.mu.Unlock()
		<-ended
		if t.Failed() {
			t.Logf("the server at %s said:\n%s", p.address, lastLines(p.log.String(), 30))
		}
	})
	p.ready(t)
	return p
}

func (p *process) start(t *testing.T) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stopped {
		return
	}
	c := exec.CommandContext(context.Background(), binary, "serve", "--addr", p.address, "--data-dir", p.rig.data,
		"--cost-budget", "1000000000000", "--cost-restore", "1000000000", "--log-level", "warn")
	c.Env = append(os.Environ(), p.rig.env...)
	if p.crashAt != "" {
		c.Env = append(c.Env, "DAYBOOK_CRASH_AT="+p.crashAt)
		p.crashAt = ""
	}
	c.Stderr = &p.log
	if err := c.Start(); err != nil {
		t.Errorf("starting a server: %v", err)
		return
	}
	p.command, p.running = c, make(chan struct{})
	go func(ended chan struct{}) {
		c.Wait() //nolint:errcheck // it was killed
		close(ended)
	}(p.running)
}

// await waits for the present one's end; false when it is not to come back.
func (p *process) await() bool {
	p.mu.Lock()
	running := p.running
	p.mu.Unlock()
	<-running
	p.mu.Lock()
	defer p.mu.Unlock()
	p.deaths++
	return !p.stopped
}

func (p *process) signal(s syscall.Signal) {
	if p.command != nil {
		p.command.Process.Signal(s) //nolint:errcheck // it may be gone already
	}
}

// kill ends the present one at once; restart asks it to end by itself and gives the time that took.
func (p *process) kill() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.signal(syscall.SIGKILL)
}

func (p *process) restart() time.Duration {
	p.mu.Lock()
	running := p.running
	begin := time.Now()
	p.signal(syscall.SIGTERM)
	p.mu.Unlock()
	<-running
	return time.Since(begin)
}

func (p *process) died() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.deaths
}

// ready waits until it answers.
func (p *process) ready(t *testing.T) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for time.Now().Before(deadline) {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+p.address+"/readyz", nil)
		if err != nil {
			t.Fatal(err)
		}
		response, err := p.rig.http.Do(request)
		if err == nil {
			response.Body.Close() //nolint:errcheck // its status is all we want
			if response.StatusCode == http.StatusOK {
				return
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("the server at %s is not ready:\n%s", p.address, lastLines(p.log.String(), 30))
}

// address is one of the servers'.
func (r *rig) address(n int) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.servers[n%len(r.servers)].address
}

func lastLines(text string, n int) string {
	lines := bytes.Split([]byte(text), []byte("\n"))
	if len(lines) > n {
		lines = lines[len(lines)-n:]
	}
	return string(bytes.Join(lines, []byte("\n")))
}
