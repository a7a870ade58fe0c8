package relay

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"slices"

	"daybook/internal/activity"

	"github.com/google/uuid"
	"golang.org/x/crypto/chacha20poly1305"
)

const (
	// KeySize is the length of the key that all replicas share, in bytes.
	KeySize = 32

	envelope   = 1        // numbers how messages are sealed
	maxMessage = 64 << 10 // bytes; a commit that does not fit is only told of
	maxRows    = 500      // activities in a message
	prefix     = "daybook."
)

// cipherbook names subjects and seals messages with keys that only the replicas on one database have. Whoever else is on the
// NATS server learns neither workspaces nor rows, and cannot make any up.
type cipherbook struct {
	aead  cipher.AEAD
	names []byte
	epoch [8]byte
}

// newCipherbook derives the keys. The epoch names the log's lifetime: messages about a log that was since restored to an
// earlier state don't open.
func newCipherbook(key []byte, epoch [8]byte) (*cipherbook, error) {
	if len(key) != KeySize {
		return nil, fmt.Errorf("the key has %d bytes, %d are expected", len(key), KeySize)
	}
	rows, err := hkdf.Key(sha256.New, key, nil, "daybook relay rows", chacha20poly1305.KeySize)
	if err != nil {
		return nil, err
	}
	names, err := hkdf.Key(sha256.New, key, nil, "daybook relay subjects", sha256.Size)
	if err != nil {
		return nil, err
	}
	aead, err := chacha20poly1305.NewX(rows)
	return &cipherbook{aead: aead, names: names, epoch: epoch}, err
}

// subject is where a workspace's commits are told of.
func (c *cipherbook) subject(workspaceID uuid.UUID) string {
	mac := hmac.New(sha256.New, c.names)
	mac.Write(workspaceID[:])
	return prefix + hex.EncodeToString(mac.Sum(nil)[:16])
}

func (c *cipherbook) bound(workspaceID uuid.UUID) []byte {
	b := append([]byte("daybook relay"), envelope)
	b = append(b, c.epoch[:]...)
	return append(b, workspaceID[:]...)
}

// seal makes the message about a commit, at most limit bytes long. Without rows, and when they don't fit, it tells only that
// there was one; with them they must be the whole commit.
func (c *cipherbook) seal(told activity.Commit, rows []*activity.Activity, limit int) []byte {
	limit = min(limit, maxMessage)
	head := []byte{rowFormat}
	head = binary.AppendUvarint(head, uint64(told.First))
	head = binary.AppendUvarint(head, uint64(told.Last))
	plain := binary.AppendUvarint(slices.Clip(head), uint64(len(rows)))
	for _, row := range rows {
		if plain = appendRow(plain, row); len(plain)+1+chacha20poly1305.NonceSizeX+chacha20poly1305.Overhead > limit {
			plain = binary.AppendUvarint(slices.Clip(head), 0)
			break
		}
	}
	b := make([]byte, 1+chacha20poly1305.NonceSizeX, 1+chacha20poly1305.NonceSizeX+len(plain)+chacha20poly1305.Overhead)
	b[0] = envelope
	rand.Read(b[1:])
	return c.aead.Seal(b, b[1:], plain, c.bound(told.WorkspaceID))
}

var errMessage = errors.New("not a message of ours")

// open takes a message about a workspace apart. rows is empty when it only tells that there was a commit, or when the rows are
// in a format of another version. An error means that it is not from one of us, or not about this workspace.
func (c *cipherbook) open(workspaceID uuid.UUID, b []byte) (told activity.Commit, rows []*activity.Activity, err error) {
	if len(b) > maxMessage || len(b) < 1+chacha20poly1305.NonceSizeX || b[0] != envelope {
		return told, nil, errMessage
	}
	nonce, sealed := b[1:1+chacha20poly1305.NonceSizeX], b[1+chacha20poly1305.NonceSizeX:]
	plain, err := c.aead.Open(nil, nonce, sealed, c.bound(workspaceID))
	if err != nil || len(plain) == 0 {
		return told, nil, errMessage
	}
	if plain[0] != rowFormat {
		return activity.Commit{WorkspaceID: workspaceID, First: 1, Last: math.MaxInt64}, nil, nil
	}
	return readRows(workspaceID, plain[1:])
}

func readRows(workspaceID uuid.UUID, b []byte) (told activity.Commit, rows []*activity.Activity, err error) {
	r := &reader{b: b}
	first, last, count := r.number(), r.number(), r.number()
	if r.err != nil || first == 0 || last < first || last > math.MaxInt64 || count > maxRows || count > 0 && count != last-first+1 {
		return told, nil, errRow
	}
	told = activity.Commit{WorkspaceID: workspaceID, First: int64(first), Last: int64(last)}
	for i := range int64(count) {
		a := r.row()
		if r.err != nil {
			return told, nil, r.err
		}
		a.WorkspaceID, a.Seq = workspaceID, told.First+i
		rows = append(rows, a)
	}
	if len(r.b) > 0 {
		return told, nil, errRow
	}
	return told, rows, nil
}
