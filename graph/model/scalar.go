package model

import (
	"encoding/json"
	"io"
	"math"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"daybook/internal/day"
	"daybook/internal/fault"

	"github.com/99designs/gqlgen/graphql"
)

// MarshalDateTime writes an instant as RFC 3339 in UTC, to the microsecond the database keeps.
func MarshalDateTime(t time.Time) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		io.WriteString(w, `"`+t.UTC().Format("2006-01-02T15:04:05.999999Z07:00")+`"`) //nolint:errcheck // the executor's buffer
	})
}

// UnmarshalDateTime reads RFC 3339 with its obligatory offset: an instant of the years 1970 to 9999 in UTC.
func UnmarshalDateTime(v any) (time.Time, error) {
	s, _ := v.(string)
	t, err := time.Parse(time.RFC3339Nano, s)
	t = t.UTC()
	if err != nil || t.Year() < 1970 || t.Year() > 9999 {
		return time.Time{}, fault.New(fault.BadUserInput, "not an instant: RFC 3339 with an offset is expected, such as 2026-11-21T09:30:00Z")
	}
	return t, nil
}

// MarshalTimeZone writes a zone's name.
func MarshalTimeZone(name string) graphql.Marshaler { return graphql.MarshalString(name) }

// UnmarshalTimeZone reads the name of a known IANA zone.
func UnmarshalTimeZone(v any) (string, error) {
	s, _ := v.(string)
	if _, err := day.Zone(s); err != nil {
		return "", err
	}
	return s, nil
}

// MarshalURI writes an address.
func MarshalURI(address string) graphql.Marshaler { return graphql.MarshalString(address) }

// UnmarshalURI reads an absolute http or https address.
func UnmarshalURI(v any) (string, error) {
	s, _ := v.(string)
	u, err := url.Parse(s)
	if err != nil || len(s) > 2000 || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return "", fault.New(fault.BadUserInput, "not an absolute http or https address of at most 2000 characters")
	}
	return s, nil
}

// MarshalJSON writes an object as it is stored.
func MarshalJSON(v json.RawMessage) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		if len(v) == 0 {
			io.WriteString(w, "null") //nolint:errcheck // the executor's buffer
			return
		}
		w.Write(v) //nolint:errcheck // the executor's buffer
	})
}

// Bounds of an object that comes in.
const (
	maxJSON      = 16 << 10 // bytes
	maxJSONDepth = 5
)

// UnmarshalJSON reads an object that the database can hold: at most 16 KB, at most 5 deep, itself counted.
func UnmarshalJSON(v any) (json.RawMessage, error) {
	if _, ok := v.(map[string]any); !ok {
		return nil, fault.New(fault.BadUserInput, "not a JSON object")
	}
	if !storable(v, maxJSONDepth) {
		return nil, fault.New(fault.BadUserInput, "the JSON object is more than %d deep, or holds a number or a character that cannot be stored", maxJSONDepth)
	}
	b, err := json.Marshal(v)
	if err != nil || len(b) > maxJSON {
		return nil, fault.New(fault.BadUserInput, "the JSON object has more than %d KB", maxJSON>>10)
	}
	return b, nil
}

// storable tells whether PostgreSQL takes a value: it holds no NUL, and no number larger than others can read.
func storable(v any, depth int) bool {
	switch v := v.(type) {
	case string:
		return utf8.ValidString(v) && !strings.ContainsRune(v, 0)
	case json.Number:
		n, err := v.Float64()
		return err == nil && !math.IsInf(n, 0) && len(v) <= 50
	case []any:
		return depth > 0 && !slices.ContainsFunc(v, func(one any) bool { return !storable(one, depth-1) })
	case map[string]any:
		for key, one := range v {
			if !storable(key, 0) || !storable(one, depth-1) {
				return false
			}
		}
		return depth > 0
	}
	return true
}
