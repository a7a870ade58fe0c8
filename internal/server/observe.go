package server

import (
	"crypto/rand"
	"log/slog"
	"net"
	"net/http"
	"regexp"
	"time"

	"daybook/internal/activity"

	"github.com/prometheus/client_golang/prometheus"
)

const requestHeader = "X-Request-Id"

// requestForm is what is taken over of a caller's own request id.
var requestForm = regexp.MustCompile(`^[A-Za-z0-9._-]{8,64}$`)

type metrics struct {
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
}

func newMetrics(registry *prometheus.Registry) *metrics {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "daybook_http_requests_total", Help: "Requests answered, by route and status."}, []string{"route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "daybook_http_request_seconds", Help: "Time to answer, by route; streams are not in it.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5}}, []string{"route"}),
	}
	registry.MustRegister(m.requests, m.seconds)
	return m
}

// observe gives each request an id, notes where it came from, counts it and logs it in one line without any content.
func observe(log *slog.Logger, m *metrics, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		request := r.Header.Get(requestHeader)
		if !requestForm.MatchString(request) {
			request = rand.Text()
		}
		w.Header().Set(requestHeader, request)
		host, _, err := net.SplitHostPort(r.RemoteAddr)
		if err != nil {
			host = r.RemoteAddr
		}
		ctx := activity.WithOrigin(r.Context(), activity.Origin{RequestID: request, IPAddress: host, UserAgent: r.UserAgent()})
		recorder := &recorder{ResponseWriter: w, status: http.StatusOK}
		start := time.Now()
		r = r.WithContext(ctx)
		next.ServeHTTP(recorder, r)
		took := time.Since(start)
		route := r.Pattern
		if route == "" {
			route = "none"
		}
		m.requests.WithLabelValues(route, http.StatusText(recorder.status)).Inc()
		if w.Header().Get("Content-Type") != "text/event-stream" && recorder.status != http.StatusSwitchingProtocols {
			m.seconds.WithLabelValues(route).Observe(took.Seconds())
		}
		level := slog.LevelInfo
		if recorder.status >= http.StatusInternalServerError {
			level = slog.LevelError
		} else if r.URL.Path != "/graphql" && recorder.status < http.StatusBadRequest {
			level = slog.LevelDebug
		}
		log.Log(ctx, level, "request", "request", request, "method", r.Method, "route", route, "status", recorder.status,
			"ms", float64(took.Microseconds())/1000)
	})
}

// recorder remembers the status; Unwrap gives ResponseController the deadlines, flushing and hijacking beneath.
type recorder struct {
	http.ResponseWriter
	status  int
	written bool
}

func (w *recorder) WriteHeader(status int) {
	if !w.written {
		w.status, w.written = status, true
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(b []byte) (int, error) {
	w.written = true
	return w.ResponseWriter.Write(b)
}

func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }
