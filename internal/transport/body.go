package transport

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"strings"
	"time"

	"daybook/internal/fault"
)

// checkContent refuses bodies that are not plain UTF-8 JSON. Being strict here is also what keeps HTML
// forms out: they cannot send this content type without a preflight.
func checkContent(h http.Header) *refused {
	if values := h.Values("Content-Type"); len(values) != 1 {
		return unsupported("the content type must be application/json")
	}
	typ, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil || typ != "application/json" {
		return unsupported("the content type must be application/json")
	}
	if charset, ok := params["charset"]; ok && !strings.EqualFold(charset, "utf-8") && !strings.EqualFold(charset, "utf8") {
		return unsupported("the charset must be utf-8")
	}
	if enc := h.Get("Content-Encoding"); enc != "" && !strings.EqualFold(enc, "identity") {
		return unsupported("request bodies must not be compressed")
	}
	return nil
}

func unsupported(message string) *refused {
	return refuse(http.StatusUnsupportedMediaType, fault.BadUserInput, message)
}

// readBody reads a body within its size and its time. After a failure the connection is given up: its
// read deadline stays in the past, so that the server does not wait for the rest.
func (g Gate) readBody(w http.ResponseWriter, r *http.Request) ([]byte, *refused) {
	if r.ContentLength > g.MaxBody {
		w.Header().Set("Connection", "close")
		return nil, tooLarge()
	}
	control := http.NewResponseController(w)
	// Writers that know no deadlines (tests, some middleware) leave the time to the server's own.
	_ = control.SetReadDeadline(time.Now().Add(g.BodyTimeout))
	body, err := readAll(http.MaxBytesReader(w, r.Body, g.MaxBody), r.ContentLength)
	if err != nil {
		w.Header().Set("Connection", "close")
		var large *http.MaxBytesError
		switch {
		case errors.As(err, &large):
			_ = control.SetReadDeadline(time.Now())
			return nil, tooLarge()
		case errors.Is(err, os.ErrDeadlineExceeded):
			return nil, refuse(http.StatusRequestTimeout, fault.Timeout, "the request body took too long")
		}
		return nil, refuse(http.StatusBadRequest, fault.BadUserInput, "the request body could not be read")
	}
	_ = control.SetReadDeadline(time.Time{})
	return body, nil
}

// readAll is io.ReadAll with a buffer of the announced size, which has been checked.
func readAll(r io.Reader, announced int64) ([]byte, error) {
	if announced <= 0 {
		return io.ReadAll(r)
	}
	body := make([]byte, announced)
	n, err := io.ReadFull(r, body)
	return body[:n], err
}

func tooLarge() *refused {
	return refuse(http.StatusRequestEntityTooLarge, fault.BadUserInput, "the request body is too large")
}
