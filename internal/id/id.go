// Package id is the public form of the server's ids: a three-letter type prefix, an underscore and a
// UUIDv7 in lower-case Crockford base32, e.g. tsk_01jd3v5mt8f0r9ke2dq4n8xw7a. Knowing an id is never a right.
package id

import (
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"strings"

	"daybook/internal/fault"

	"github.com/google/uuid"
)

// Kind is the type an id belongs to; its value is the prefix.
type Kind string

// The kinds of id.
const (
	Account   Kind = "usr"
	Workspace Kind = "wsp"
	Member    Kind = "mem"
	Team      Kind = "tea"
	Project   Kind = "prj"
	Sprint    Kind = "spr"
	Task      Kind = "tsk"
	Standup   Kind = "stu"
	Activity  Kind = "act"
	Token     Kind = "tok"
	System    Kind = "sys"
	WorkLog   Kind = "wlg"
	TimeEntry Kind = "tim"
	Timer     Kind = "tmr"
	Blocker   Kind = "blk"

	Escalation       Kind = "esc"
	External         Kind = "ext"
	Export           Kind = "exp"
	Notification     Kind = "ntf"
	EscalationPolicy Kind = "epl"
	Session          Kind = "ses"
)

var kinds = map[Kind]bool{
	Account: true, Workspace: true, Member: true, Team: true, Project: true, Sprint: true,
	Task: true, Standup: true, Activity: true, Token: true, System: true,
	WorkLog: true, TimeEntry: true, Timer: true, Blocker: true, Escalation: true, EscalationPolicy: true,
	External: true, Export: true, Notification: true, Session: true,
}

// ID is a kind and the UUID of the row. The zero ID is no id.
type ID struct {
	Kind Kind
	UUID uuid.UUID
}

// New makes the UUID of a new row: version 7, so that ids sort by time of creation.
func New() uuid.UUID { return uuid.Must(uuid.NewV7()) }

// Of gives a UUID its kind.
func Of(kind Kind, u uuid.UUID) ID { return ID{Kind: kind, UUID: u} }

// OfPtr gives a UUID its kind; nil stays nil.
func OfPtr(kind Kind, u *uuid.UUID) *ID {
	if u == nil {
		return nil
	}
	return &ID{Kind: kind, UUID: *u}
}

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

var decode = func() (t [256]byte) {
	for i := range t {
		t[i] = 0xff
	}
	for i, c := range []byte(alphabet) {
		t[c] = byte(i)
	}
	return t
}()

// String is the public form; empty for the zero ID.
func (i ID) String() string {
	if i.Kind == "" {
		return ""
	}
	hi, lo := binary.BigEndian.Uint64(i.UUID[:8]), binary.BigEndian.Uint64(i.UUID[8:])
	var b [30]byte
	copy(b[:], i.Kind)
	b[3] = '_'
	for n := 29; n >= 4; n-- {
		b[n] = alphabet[lo&31]
		lo = lo>>5 | hi<<59
		hi >>= 5
	}
	return string(b[:])
}

// Parse reads the public form. The error is BAD_USER_INPUT.
func Parse(s string) (ID, error) {
	kind := Kind("")
	if len(s) == 30 && s[3] == '_' {
		kind = Kind(s[:3])
	}
	if !kinds[kind] || s[4] > '7' { // 26 digits hold 130 bits: the first may be 0 to 7
		return ID{}, malformed()
	}
	var hi, lo uint64
	for _, c := range []byte(s[4:]) {
		v := decode[c]
		if v == 0xff {
			return ID{}, malformed()
		}
		hi = hi<<5 | lo>>59
		lo = lo<<5 | uint64(v)
	}
	out := ID{Kind: kind}
	binary.BigEndian.PutUint64(out.UUID[:8], hi)
	binary.BigEndian.PutUint64(out.UUID[8:], lo)
	return out, nil
}

func malformed() error {
	return fault.New(fault.BadUserInput, "not an id: a prefix such as tsk_ and 26 letters and digits are expected")
}

// As returns the UUID when the id is of the kind, else BAD_USER_INPUT naming the argument.
func (i ID) As(kind Kind, argument string) (uuid.UUID, error) {
	if i.Kind != kind {
		return uuid.Nil, fault.BadArgument(argument, "%s takes an id that begins with %s_", argument, kind)
	}
	return i.UUID, nil
}

// AsPtr is As for an optional argument: nil stays nil.
func AsPtr(i *ID, kind Kind, argument string) (*uuid.UUID, error) {
	if i == nil {
		return nil, nil
	}
	u, err := i.As(kind, argument)
	if err != nil {
		return nil, err
	}
	return &u, nil
}

// AsAll is As for a list; nil stays nil.
func AsAll(ids []*ID, kind Kind, argument string) ([]uuid.UUID, error) {
	if ids == nil {
		return nil, nil
	}
	out := make([]uuid.UUID, 0, len(ids))
	for _, i := range ids {
		u, err := i.As(kind, argument)
		if err != nil {
			return nil, err
		}
		out = append(out, u)
	}
	return out, nil
}

// MarshalGQL writes the GraphQL scalar ID.
func (i ID) MarshalGQL(w io.Writer) { io.WriteString(w, strconv.Quote(i.String())) } //nolint:errcheck // the executor's buffer

// UnmarshalGQL reads the GraphQL scalar ID.
func (i *ID) UnmarshalGQL(v any) error {
	s, ok := v.(string)
	if !ok {
		return malformed()
	}
	parsed, err := Parse(s)
	if err != nil {
		return err
	}
	*i = parsed
	return nil
}

// Prefix is how the kind's ids begin, for messages.
func (k Kind) Prefix() string { return fmt.Sprintf("%s_", strings.ToLower(string(k))) }
