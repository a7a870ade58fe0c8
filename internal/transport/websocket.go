package transport

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/coder/websocket"

	"daybook/internal/fault"
)

// subprotocol is the only one that is spoken: graphql-ws's graphql-transport-ws.
const subprotocol = "graphql-transport-ws"

// WebSocket serves operations over graphql-transport-ws. Add it before the other transports.
//
// An idle socket costs one goroutine, which reads. One more exists while there is something to write,
// and one for each operation that is executed for this socket alone.
//
// Close codes: 4400 invalid message, 4401 subscribe before the acknowledgement, 4403 not or no longer
// allowed, 4406 subprotocol not offered, 4408 no connection_init in time, 4409 id in use, 4429 second
// connection_init, 1009 message too large, 1011 panic, 1012 shutting down, 1013 reader too slow
// or not to be let in just now.
type WebSocket struct {
	Gate

	// Init is asked about each connection_init. The context it returns is that of every operation of the
	// socket; neither ends, so Init itself bounds how long it takes. A fault refuses the socket: its message is
	// the reason of the 4403, or of the 1013 when it is UNAVAILABLE or TIMEOUT. Nil: all may.
	Init func(ctx context.Context, payload map[string]any) (context.Context, error)
	// Ended closes a socket when the rights that Init gave have gone: with 4403, or 1013 as Init does.
	Ended Ended
	// Share answers equal subscriptions from one execution. Nil: each is executed by itself.
	Share Share
	// Registry knows the open sockets, so that they can be drained. Nil: they cannot.
	Registry *Registry

	// InitTimeout is how long a socket may take to send connection_init. Default 3 s.
	InitTimeout time.Duration
	// PingInterval is how often a socket is pinged (a WebSocket ping, which browsers answer by
	// themselves), and PongTimeout how long the answer may take. Defaults 15 s and 5 s.
	PingInterval, PongTimeout time.Duration
	// WriteTimeout is how long one write may take until the socket is cut. Default 5 s.
	WriteTimeout time.Duration
	// ReadLimit is the largest message taken, in bytes. Default 64 KB.
	ReadLimit int64
	// MaxOperations is how many operations a socket may run at a time. One more is refused with
	// RATE_LIMITED; the socket stays open. Default 20.
	MaxOperations int
	// QueueFrames and QueueBytes bound what waits to be written to a socket. Operations executed for this
	// socket wait for room; a shared subscription that finds none goes on alone until it has caught up.
	// Defaults 64 and 64 KB; a single larger message passes an empty queue.
	QueueFrames, QueueBytes int
	// MaxLag is how old a queued answer may get until the socket is closed with 1013. Default 10 s.
	MaxLag time.Duration
	// SendBuffer is the size of the kernel's send buffer for a socket, in bytes; it bounds what a stopped
	// reader can hold there. Default 64 KB.
	SendBuffer int
}

var _ graphql.Transport = WebSocket{}

// Supports tells the requests that ask for a WebSocket.
func (WebSocket) Supports(r *http.Request) bool {
	return strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}

// Do upgrades the request and returns: the socket lives on in a goroutine of its own, with the values
// but not the end of the request's context.
func (t WebSocket) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	x := newExchange(t.Gate, w, r, exec)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if ref := t.checkHandshake(r); ref != nil {
		x.refuse(ref)
		return
	}
	s := newSocket(t.Registry.settle(t), r, exec)
	if !s.Registry.add(s) {
		x.refuse(refuse(http.StatusServiceUnavailable, fault.Unavailable, reasonDrain))
		return
	}
	conn, err := websocket.Accept(&slimHijacker{ResponseWriter: w, socket: s}, r, &websocket.AcceptOptions{
		Subprotocols:       []string{subprotocol},
		InsecureSkipVerify: true, // checkHandshake has looked at the Origin
		CompressionMode:    websocket.CompressionDisabled,
	})
	if err != nil { // and answered
		s.Registry.remove(s)
		return
	}
	s.start(conn)
}

func (t WebSocket) withDefaults() *WebSocket {
	t.InitTimeout = orDefault(t.InitTimeout, 3*time.Second)
	t.PingInterval = orDefault(t.PingInterval, 15*time.Second)
	t.PongTimeout = orDefault(t.PongTimeout, 5*time.Second)
	t.WriteTimeout = orDefault(t.WriteTimeout, 5*time.Second)
	t.ReadLimit = orDefault(t.ReadLimit, 64<<10)
	t.MaxOperations = orDefault(t.MaxOperations, 20)
	t.QueueFrames = orDefault(t.QueueFrames, 64)
	t.QueueBytes = orDefault(t.QueueBytes, 64<<10)
	t.MaxLag = orDefault(t.MaxLag, 10*time.Second)
	t.SendBuffer = orDefault(t.SendBuffer, 64<<10)
	return &t
}
