package relay

import (
	"errors"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/prometheus/client_golang/prometheus"
)

const (
	retryAfter     = time.Second // and up to as much again, by chance
	connectTimeout = 2 * time.Second
	writeTimeout   = 5 * time.Second
	pingEvery      = 10 * time.Second
	complainEvery  = time.Minute
	maxComplaints  = 16
)

// Server says where NATS is.
type Server struct {
	// URL of one server or several, separated by commas: nats://host:4222, tls:// or wss:// for TLS, with user and password or
	// a token where these are asked for.
	URL string
	// Credentials is the path of a file with a JWT and its key; empty for none. It is read at each connect.
	Credentials string
}

// connect makes a connection that is made again whenever it is lost. It does not wait for a server that cannot be reached.
func (r *Relay) connect(closed func()) (*nats.Conn, error) {
	options := []nats.Option{
		nats.Name("daybook"),
		nats.NoEcho(),
		nats.Timeout(connectTimeout),
		nats.RetryOnFailedConnect(true), nats.MaxReconnects(-1), nats.IgnoreAuthErrorAbort(),
		nats.ReconnectWait(retryAfter), nats.ReconnectJitter(retryAfter, retryAfter),
		nats.ReconnectBufSize(-1), // what cannot go out is worth nothing later
		nats.FlusherTimeout(writeTimeout), nats.ReconnectOnFlusherError(),
		nats.PingInterval(pingEvery), nats.MaxPingsOutstanding(2),
		nats.ConnectHandler(r.connectedTo),
		nats.ReconnectHandler(r.connectedTo),
		nats.DisconnectErrHandler(func(conn *nats.Conn, err error) {
			if r.connected.CompareAndSwap(true, false) && !conn.IsClosed() {
				r.log.Warn("NATS is lost: streams are told once a second until it is back", "error", r.redact(err))
			}
		}),
		nats.ReconnectErrHandler(func(_ *nats.Conn, err error) { r.complain("NATS cannot be reached: trying again", err) }),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			if errors.Is(err, nats.ErrSlowConsumer) {
				r.overflows.Add(1)
				return
			}
			r.complain("NATS refuses something", err)
		}),
		nats.ClosedHandler(func(*nats.Conn) { r.connected.Store(false); closed() }),
	}
	if r.options.Server.Credentials != "" {
		options = append(options, nats.UserCredentials(r.options.Server.Credentials))
	}
	return nats.Connect(r.options.Server.URL, options...)
}

func (r *Relay) connectedTo(conn *nats.Conn) {
	r.connected.Store(true)
	r.log.Info("connected to NATS", "server", conn.ConnectedServerName())
	r.hub.WakeAll() // what was told meanwhile
}

// complaints are those that were logged not long ago.
type complaints struct {
	mu   sync.Mutex
	last map[string]time.Time
}

// complain logs, each thing once a minute at most, since a server that is gone stays so for long.
func (r *Relay) complain(what string, err error) {
	text := r.redact(err)
	r.complaints.mu.Lock()
	defer r.complaints.mu.Unlock()
	if time.Since(r.complaints.last[what+text]) < complainEvery {
		return
	}
	if len(r.complaints.last) >= maxComplaints {
		clear(r.complaints.last)
	}
	r.complaints.last[what+text] = time.Now()
	r.log.Warn(what, "error", text)
}

// redact is the error's text without what stands in the address for the server alone.
func (r *Relay) redact(err error) string {
	if err == nil {
		return "the connection was closed"
	}
	text := err.Error()
	for address := range strings.SplitSeq(r.options.Server.URL, ",") {
		u, problem := url.Parse(strings.TrimSpace(address))
		if problem != nil {
			return "the address cannot be read"
		}
		if u.User == nil {
			continue
		}
		for _, form := range []string{address, u.String(), u.User.String()} {
			text = strings.ReplaceAll(text, form, "***")
		}
		password, _ := u.User.Password()
		for _, secret := range []string{password, u.User.Username()} {
			if secret != "" {
				text = strings.ReplaceAll(text, secret, "***")
			}
		}
	}
	return text
}

// counts are what the metrics tell.
type counts struct {
	connected                                     atomic.Bool
	sent, unsent, received, unreadable, overflows atomic.Int64
}

// Connected tells whether there is a connection now.
func (r *Relay) Connected() bool { return r.connected.Load() }

// Collectors are the relay's metrics.
func (r *Relay) Collectors() []prometheus.Collector {
	counter := func(outcome string, n *atomic.Int64) prometheus.Collector {
		return prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "daybook_nats_messages_total", Help: "Messages about commits, by what became of them.",
			ConstLabels: prometheus.Labels{"outcome": outcome}}, func() float64 { return float64(n.Load()) })
	}
	return []prometheus.Collector{
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "daybook_nats_connected", Help: "1 while there is a connection to NATS."}, func() float64 {
			if r.Connected() {
				return 1
			}
			return 0
		}),
		counter("sent", &r.sent), counter("unsent", &r.unsent), counter("received", &r.received), counter("unreadable", &r.unreadable),
		prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "daybook_nats_overflows_total", Help: "Times when messages came faster than they were opened."},
			func() float64 { return float64(r.overflows.Load()) }),
	}
}
