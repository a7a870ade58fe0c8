package transport

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// media is a form of answer.
type media int

const (
	mediaJSON media = iota
	mediaResponse
	mediaStream
)

// contentType is what the Content-Type header says of an answer in that form.
func (m media) contentType() string {
	switch m {
	case mediaResponse:
		return "application/graphql-response+json; charset=utf-8"
	case mediaStream:
		return "text/event-stream; charset=utf-8"
	}
	return "application/json; charset=utf-8"
}

// accepted is what an Accept header asks for: the form it likes best, the JSON form it likes best, and
// whether an event stream will do at all.
type accepted struct {
	best, json media
	stream     bool
}

// negotiate reads the Accept headers: the highest q wins, among equals the first listed. No header, and
// wildcards, mean application/json, as GraphQL over HTTP has it for clients of the older kind; so does a
// header that lists nothing we can make, since a readable error serves a caller better than a 406.
func negotiate(h http.Header) accepted {
	out := accepted{best: mediaJSON, json: mediaJSON}
	bestQ, jsonQ := 0.0, 0.0
	for _, line := range h.Values("Accept") {
		for part := range strings.SplitSeq(line, ",") {
			form, q, ok := acceptPart(part)
			if !ok || q <= 0 {
				continue
			}
			if q > bestQ {
				bestQ, out.best = q, form
			}
			if form == mediaStream {
				out.stream = true
			} else if q > jsonQ {
				jsonQ, out.json = q, form
			}
		}
	}
	return out
}

func acceptPart(part string) (form media, q float64, ok bool) {
	typ, params, err := mime.ParseMediaType(part)
	if err != nil {
		return 0, 0, false
	}
	switch typ {
	case "application/json", "application/*", "*/*":
		form = mediaJSON
	case "application/graphql-response+json":
		form = mediaResponse
	case "text/event-stream":
		form = mediaStream
	default:
		return 0, 0, false
	}
	q = 1
	if v, has := params["q"]; has {
		if q, err = strconv.ParseFloat(v, 64); err != nil || q > 1 {
			return 0, 0, false
		}
	}
	return form, q, true
}
