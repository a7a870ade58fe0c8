package chaos

import (
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"sync"
	"testing"
)

// proxy stands between subscribers and servers and breaks their connections.
type proxy struct {
	address string
	target  func(n int) string

	mu   sync.Mutex
	open map[*link]bool // whether it still passes anything on
	over bool
	n    int
	done sync.WaitGroup
}

// link is one connection through the proxy.
type link struct {
	client, server net.Conn
	dead           chan struct{} // closed: nothing passes any more, and nobody is told
}

func newProxy(t *testing.T, target func(n int) string) *proxy {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{address: listener.Addr().String(), target: target, open: map[*link]bool{}}
	p.done.Go(func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			p.done.Go(func() { p.join(client) })
		}
	})
	t.Cleanup(func() {
		listener.Close() //nolint:errcheck // nothing to do about it
		p.mu.Lock()
		p.over = true
		p.mu.Unlock()
		p.each(func(l *link) { l.cut() })
		p.done.Wait()
	})
	return p
}

func (p *proxy) join(client net.Conn) {
	p.mu.Lock()
	p.n++
	to := p.target(p.n)
	p.mu.Unlock()
	server, err := net.Dial("tcp", to)
	if err != nil {
		client.Close() //nolint:errcheck // there is nobody to pass it on to
		return
	}
	l := &link{client: client, server: server, dead: make(chan struct{})}
	p.mu.Lock()
	if p.open[l] = true; p.over {
		l.cut()
	}
	p.mu.Unlock()
	var both sync.WaitGroup
	both.Go(func() { l.pass(server, client) })
	both.Go(func() { l.pass(client, server) })
	both.Wait()
	p.mu.Lock()
	delete(p.open, l)
	p.mu.Unlock()
}

// pass copies until an end closes. A dead link reads on and drops what it reads, until the other end gives up.
func (l *link) pass(to, from net.Conn) {
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		select {
		case <-l.dead:
			if err != nil {
				from.Close() //nolint:errcheck // this end is gone; the other one is not told
				return
			}
			continue
		default:
		}
		if err == nil {
			_, err = to.Write(buffer[:n])
		}
		if err != nil {
			if !errors.Is(err, io.EOF) {
				l.cut()
			}
			to.Close()   //nolint:errcheck // it is over
			from.Close() //nolint:errcheck // it is over
			return
		}
	}
}

// cut resets both ends.
func (l *link) cut() {
	for _, c := range []net.Conn{l.client, l.server} {
		if tcp, ok := c.(*net.TCPConn); ok {
			tcp.SetLinger(0) //nolint:errcheck // then it is closed in order
		}
		c.Close() //nolint:errcheck // it is over
	}
}

// silence leaves both ends open and passes nothing on, as a cable that was pulled does.
func (l *link) silence() { close(l.dead) }

func (p *proxy) each(f func(*link)) {
	p.mu.Lock()
	all := make([]*link, 0, len(p.open))
	for l := range p.open {
		all = append(all, l)
	}
	p.mu.Unlock()
	for _, l := range all {
		f(l)
	}
}

// some breaks a share of the connections, half of them by silence.
func (p *proxy) some(share float64) {
	p.each(func(l *link) {
		if rand.Float64() >= share {
			return
		}
		p.mu.Lock()
		passes := p.open[l]
		if passes {
			p.open[l] = false
		}
		p.mu.Unlock()
		switch {
		case !passes:
		case rand.IntN(2) == 0:
			l.silence()
		default:
			l.cut()
		}
	})
}
