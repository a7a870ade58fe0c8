package page

import (
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"

	"daybook/internal/fault"

	"golang.org/x/crypto/chacha20poly1305"
)

// Sealer encrypts cursors with a key that all replicas share (XChaCha20-Poly1305, random nonces).
type Sealer struct{ aead cipher.AEAD }

// KeySize is the length of a Sealer's key in bytes.
const KeySize = chacha20poly1305.KeySize

// NewSealer makes a sealer from a key of KeySize bytes.
func NewSealer(key []byte) (*Sealer, error) {
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, err
	}
	return &Sealer{aead: aead}, nil
}

// Bind makes the seal of one list for one viewer. What is bound is compared byte by byte: a cursor of another list,
// filter or viewer does not open.
func (s *Sealer) Bind(parts ...any) Seal {
	// Each part is JSON, so that no two lists of parts run together.
	b, err := json.Marshal(parts)
	if err != nil {
		panic(err) // parts are ids, names and filters of our own
	}
	sum := sha256.Sum256(b)
	return Seal{sealer: s, bound: sum[:]}
}

// Seal opens and closes the cursors of one list for one viewer.
type Seal struct {
	sealer *Sealer
	bound  []byte
}

// maxCursor bounds what is decoded: sort values are names of at most 500 characters.
const maxCursor = 4096

// Bytes seals a payload.
func (s Seal) Bytes(payload []byte) string {
	nonce := make([]byte, chacha20poly1305.NonceSizeX, chacha20poly1305.NonceSizeX+len(payload)+chacha20poly1305.Overhead)
	rand.Read(nonce)
	return base64.RawURLEncoding.EncodeToString(s.sealer.aead.Seal(nonce, nonce, payload, s.bound))
}

// Open returns the payload of a cursor; ok is false for garbage and for cursors of another list, filter or viewer.
func (s Seal) Open(cursor string) (payload []byte, ok bool) {
	if len(cursor) > maxCursor {
		return nil, false
	}
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || len(b) < chacha20poly1305.NonceSizeX {
		return nil, false
	}
	payload, err = s.sealer.aead.Open(nil, b[:chacha20poly1305.NonceSizeX], b[chacha20poly1305.NonceSizeX:], s.bound)
	return payload, err == nil
}

// Cursor seals a key.
func (s Seal) Cursor(k Key) string { return s.Bytes(append(k.ID[:], k.Value...)) }

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
