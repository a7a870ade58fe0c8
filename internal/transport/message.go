package transport

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
)

// maxIDLength is the longest operation id taken, in characters.
const maxIDLength = 64

// message is one message of a client.
type message struct {
	kind    string
	id      string
	payload json.RawMessage // nil when absent or null
}

// parseMessage reads a text message. ok is false for whatever the protocol does not know.
func parseMessage(data []byte) (m message, ok bool) {
	if !utf8.Valid(data) {
		return m, false
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(data, &fields) != nil || fields == nil {
		return m, false
	}
	if !isString(fields["type"]) || json.Unmarshal(fields["type"], &m.kind) != nil {
		return m, false
	}
	if raw := fields["payload"]; len(raw) > 0 && string(raw) != "null" {
		m.payload = raw
	}
	switch m.kind {
	case "connection_init", "ping", "pong":
		return m, m.payload == nil || m.payload[0] == '{'
	case "subscribe", "complete":
		if !isString(fields["id"]) || json.Unmarshal(fields["id"], &m.id) != nil {
			return m, false
		}
		if m.id == "" || utf8.RuneCountInString(m.id) > maxIDLength {
			return m, false
		}
		return m, m.kind == "complete" || m.payload != nil && m.payload[0] == '{'
	}
	return m, false
}

func isString(raw json.RawMessage) bool { return len(raw) > 0 && raw[0] == '"' }

// object decodes the payload of a connection_init; nil when there is none.
func (m *message) object() (map[string]any, bool) {
	if m.payload == nil {
		return nil, true
	}
	var out map[string]any
	dec := json.NewDecoder(bytes.NewReader(m.payload))
	dec.UseNumber()
	return out, dec.Decode(&out) == nil
}

// params decodes the payload of a subscribe. Parameters of the wrong kind make the message invalid.
func (m *message) params() (*graphql.RawParams, bool) {
	params, f := decodeParams(m.payload)
	return params, f == nil
}
