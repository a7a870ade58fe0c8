package page

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"

	"daybook/internal/fault"
)

// Sealer encrypts cursors with a key that all replicas share. A frame of a stream is sealed for each person who gets it, so
// sealing has to be cheap: AES-256-GCM with random nonces, which one key bears some four thousand million times. Therefore
// no cursor is sealed with the shared key itself: each process derives keys from it by a random name that stands in the
// cursor, and takes a new one long before that many.
type Sealer struct {
	key     []byte
	current atomic.Pointer[derived]
	mu      sync.Mutex
	known   map[keyName]*derived // those of others that have opened a cursor, too
}

type (
	keyName [8]byte
	derived struct {
		name keyName
		aead cipher.AEAD
		used atomic.Uint64
	}
)

const (
	// KeySize is the length of a Sealer's key in bytes.
	KeySize = 32

	usesOfKey = 1 << 30
	mostKnown = 64
	nonceSize = 12
	tagSize   = 16
)

// NewSealer makes a sealer from a key of KeySize bytes.
func NewSealer(key []byte) (*Sealer, error) {
	if len(key) != KeySize {
		return nil, fmt.Errorf("a cursor key has %d bytes, not %d", KeySize, len(key))
	}
	s := &Sealer{key: key, known: map[keyName]*derived{}}
	s.renew(nil)
	return s, nil
}

// renew takes a new key in place of one that was used enough.
func (s *Sealer) renew(worn *derived) {
	var name keyName
	rand.Read(name[:])
	s.current.CompareAndSwap(worn, s.derive(name))
}

func (s *Sealer) derive(name keyName) *derived {
	key, err := hkdf.Key(sha256.New, s.key, nil, "cursor "+string(name[:]), KeySize)
	if err != nil {
		panic(err) // the length is a constant that hkdf takes
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err) // the same
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err) // AES has the block size that GCM needs
	}
	return &derived{name: name, aead: aead}
}

// opener is the key of a name. Names come from callers: only one that has opened a cursor is kept.
func (s *Sealer) opener(name keyName) *derived {
	if k := s.current.Load(); k.name == name {
		return k
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if k := s.known[name]; k != nil {
		return k
	}
	return s.derive(name)
}

func (s *Sealer) keep(k *derived) {
	if s.current.Load() == k {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.known) >= mostKnown {
		clear(s.known)
	}
	s.known[k.name] = k
}

// Bind makes the seal of one list for one viewer. What is bound is compared byte by byte: a cursor of another list,
// filter or viewer does not open.
func (s *Sealer) Bind(parts ...any) Seal {
	// Each part is JSON, so that no two lists of parts run together.
	b, err := json.Marshal(parts)
	if err != nil {
		panic(err) // parts are ids, names and filters of our own
	}
	return Seal{sealer: s, bound: sha256.Sum256(b)}
}

// Seal opens and closes the cursors of one list for one viewer.
type Seal struct {
	sealer *Sealer
	bound  [sha256.Size]byte
}

// maxCursor bounds what is decoded: sort values are names of at most 500 characters.
const maxCursor = 4096

// Bytes seals a payload.
func (s Seal) Bytes(payload []byte) string { return string(s.Append(nil, payload)) }

// Append seals a payload and appends the cursor.
func (s Seal) Append(b, payload []byte) []byte {
	k := s.sealer.current.Load()
	if k.used.Add(1) == usesOfKey {
		s.sealer.renew(k)
	}
	var room [128]byte
	sealed := append(room[:0], k.name[:]...)
	sealed = sealed[:len(sealed)+nonceSize]
	rand.Read(sealed[len(k.name):])
	sealed = k.aead.Seal(sealed, sealed[len(k.name):], payload, s.bound[:])
	return base64.RawURLEncoding.AppendEncode(b, sealed)
}

// Open returns the payload of a cursor; ok is false for garbage and for cursors of another list, filter or viewer.
func (s Seal) Open(cursor string) (payload []byte, ok bool) {
	if len(cursor) > maxCursor {
		return nil, false
	}
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || len(b) < len(keyName{})+nonceSize+tagSize {
		return nil, false
	}
	name, b := keyName(b[:len(keyName{})]), b[len(keyName{}):]
	k := s.sealer.opener(name)
	if payload, err = k.aead.Open(nil, b[:nonceSize], b[nonceSize:], s.bound[:]); err != nil {
		return nil, false
	}
	s.sealer.keep(k)
	return payload, true
}

// Cursor seals a key.
func (s Seal) Cursor(k Key) string { return s.Bytes(k.Payload()) }

func (s Seal) open(cursor *string, argument string) (*Key, error) {
	if cursor == nil {
		return nil, nil
	}
	payload, ok := s.Open(*cursor)
	if !ok || len(payload) < 16 {
		return nil, InvalidCursor(argument)
	}
	k := &Key{Value: string(payload[16:])}
	copy(k.ID[:], payload)
	return k, nil
}

// InvalidCursor is the answer to a cursor that does not open.
func InvalidCursor(argument string) error {
	return fault.New(fault.CursorInvalid, "the cursor does not belong to this list").With("argument", argument)
}
