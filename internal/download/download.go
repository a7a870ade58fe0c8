// Package download hands exports out over HTTP. A file is never kept: it is written while it is sent, so it takes no more
// memory than a page of rows, and one that does not come to its end arrives as a broken transfer, never as a shorter file.
package download

import (
	"context"
	"log/slog"
	"mime"
	"net/http"
	"sync"
	"time"

	"daybook/internal/authn"
	"daybook/internal/authz"
	"daybook/internal/export"
	"daybook/internal/fault"
	"daybook/internal/id"
)

const (
	// patience is how long a client may take for one write of at most 32 KiB.
	patience = 30 * time.Second
	// atOnce is how many files one person or service takes at the same time.
	atOnce = 3
)

// Options are what a handler works with.
type Options struct {
	Exports *export.Service
	// Watch keeps the viewer of a request true while the file is written, and calls end when the credential is no longer good.
	Watch func(ctx context.Context, end func(cause error)) (stop func())
	Log   *slog.Logger
	// Patience is how long a client may take for one write; 30 s when zero.
	Patience time.Duration
}

// Handler answers GET /exports/{id}, behind recognition of credentials.
type Handler struct {
	Options

	mu   sync.Mutex
	open map[string]int // files being written, by who takes them
}

// NewHandler makes a handler.
func NewHandler(o Options) *Handler {
	if o.Patience == 0 {
		o.Patience = patience
	}
	return &Handler{Options: o, open: map[string]int{}}
}

// ServeHTTP writes the file of a signed address to its requester. Refusals are coded: 401 for nobody, 404 for an address that
// is not good for this requester now, 403 for a token without the scope of the rows, 429 for too many at once.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	v := authz.From(r.Context())
	if v == nil {
		authn.Refuse(w, r, authn.Required())
		return
	}
	x, err := h.find(r, v)
	if err != nil {
		authn.Refuse(w, r, err)
		return
	}
	if r.Method == http.MethodHead {
		h.describe(w.Header(), x)
		return
	}
	if !h.enter(v.Principal()) {
		authn.Refuse(w, r, fault.New(fault.RateLimited, "%d files at once are the most", atOnce).With("limit", "exports"))
		return
	}
	defer h.leave(v.Principal())
	h.write(w, r, x)
}

// find is the export of the address; one that does not parse is one that is not there.
func (h *Handler) find(r *http.Request, v *authz.Viewer) (*export.Export, error) {
	i, err := id.Parse(r.PathValue("id"))
	if err != nil || i.Kind != id.Export {
		return nil, fault.Missing()
	}
	query := r.URL.Query()
	return h.Exports.Open(r.Context(), v, i.UUID, query.Get("until"), query.Get("sig"))
}

// write sends the file. What fails before the first byte is answered with a coded error; after it the connection is cut, so
// that nobody takes a part for the whole.
func (h *Handler) write(w http.ResponseWriter, r *http.Request, x *export.Export) {
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	defer h.Watch(ctx, func(error) { cancel() })()
	out := &sink{ctx: ctx, ResponseWriter: w, control: http.NewResponseController(w), patience: h.Patience, begin: func() { h.describe(w.Header(), x) }}
	defer out.interrupt(ctx)()
	err := h.Exports.Write(ctx, func() *authz.Viewer { return authz.From(ctx) }, x, out)
	if err == nil {
		return
	}
	if !out.begun && r.Context().Err() == nil {
		authn.Refuse(w, r, err)
		return
	}
	h.Log.InfoContext(ctx, "a download was cut", "export", x.NodeID().String(), "error", err)
	panic(http.ErrAbortHandler)
}

// describe says what the file is.
func (h *Handler) describe(header http.Header, x *export.Export) {
	kind := "text/csv; charset=utf-8; header=present"
	if x.Format == export.JSONL {
		kind = "application/x-ndjson"
	}
	header.Set("Content-Type", kind)
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": h.Exports.FileName(x)}))
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
}

func (h *Handler) enter(who string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.open[who] == atOnce {
		return false
	}
	h.open[who]++
	return true
}

func (h *Handler) leave(who string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.open[who]--; h.open[who] == 0 {
		delete(h.open, who)
	}
}
