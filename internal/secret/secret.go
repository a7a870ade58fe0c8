// Package secret keeps what all replicas of a server must share and nobody else may know: the key that seals cursors, and
// the epoch that names the log's lifetime.
package secret

import (
	"context"
	"crypto/rand"
	"fmt"

	"github.com/uptrace/bun"
)

// Load reads a secret of the size, or makes it; all replicas get the same one.
func Load(ctx context.Context, db bun.IDB, name string, size int) ([]byte, error) {
	fresh := make([]byte, size)
	rand.Read(fresh)
	_, err := db.NewRaw("insert into server_state (name, value) values (?, ?) on conflict (name) do nothing", name, fresh).Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("making the secret %s: %w", name, err)
	}
	var value []byte
	if err := db.NewRaw("select value from server_state where name = ?", name).Scan(ctx, &value); err != nil {
		return nil, fmt.Errorf("reading the secret %s: %w", name, err)
	}
	if len(value) != size {
		return nil, fmt.Errorf("the secret %s has %d bytes, %d are expected", name, len(value), size)
	}
	return value, nil
}
