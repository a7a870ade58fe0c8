package activity

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	"daybook/internal/authz"
	"daybook/internal/check"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Key makes a change happen once: requests of one caller with the same key are one. It is stored in the change's own
// transaction, so neither exists without the other, and kept for KeyHours.
type Key struct {
	Mutation string
	Value    string // as the caller chose it; empty for none
	Input    []byte // a digest of everything else that was asked for
	Required bool   // services must give one
}

// KeyHours is how long a key is kept, in hours.
const KeyHours = 48

// maxKey is the longest key, in characters.
const maxKey = 255

type keyKey struct{}

// WithKey puts the request's key into the context for the change that is made under it.
func WithKey(ctx context.Context, k Key) context.Context {
	return context.WithValue(ctx, keyKey{}, &k)
}

// keyOf is the context's key, nil when there is none.
func keyOf(ctx context.Context, by Actor) (*Key, error) {
	k, _ := ctx.Value(keyKey{}).(*Key)
	switch {
	case k == nil:
		return nil, nil
	case k.Value == "" && k.Required && by.Kind == authz.KindService:
		return nil, check.Reject(check.Required, "idempotencyKey", "a service token must give a key here, so that a repeated request changes nothing")
	case k.Value == "":
		return nil, nil
	case utf8.RuneCountInString(k.Value) > maxKey:
		return nil, check.Reject(check.TooLong, "idempotencyKey", "at most %d characters are allowed", maxKey)
	}
	return k, nil
}

// claim takes the key, waiting for another request that holds it. The earlier request's receipt is returned where there
// was one.
func (k *Key) claim(ctx context.Context, tx bun.IDB, workspaceID uuid.UUID, by Actor) (*Receipt, error) {
	taken, err := tx.NewRaw(`
		insert into idempotency_keys (workspace_id, actor_kind, actor_id, mutation, key, input)
		select w.id, ?1, ?2, ?3, ?4, ?5 from workspaces w where w.id = ?0
		on conflict (workspace_id, actor_kind, actor_id, mutation, key) do update
		  set input = excluded.input, created_at = clock_timestamp(), result = null, seq = null
		  where idempotency_keys.created_at < clock_timestamp() - make_interval(hours => ?6)`,
		workspaceID, by.Kind, by.principal(), k.Mutation, k.Value, k.Input, KeyHours).Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("claiming an idempotency key: %w", err)
	}
	if n, _ := taken.RowsAffected(); n > 0 {
		return nil, nil
	}
	return k.read(ctx, tx, workspaceID, by)
}

// read is the receipt of the earlier request that took the key, nil when there was none.
func (k *Key) read(ctx context.Context, db bun.IDB, workspaceID uuid.UUID, by Actor) (*Receipt, error) {
	var earlier struct {
		Input  []byte
		Seq    int64
		Result json.RawMessage
	}
	err := db.NewRaw(`select input, seq, result from idempotency_keys
		where workspace_id = ? and actor_kind = ? and actor_id = ? and mutation = ? and key = ? and seq is not null
		  and created_at >= clock_timestamp() - make_interval(hours => ?)`,
		workspaceID, by.Kind, by.principal(), k.Mutation, k.Value, KeyHours).Scan(ctx, &earlier)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil // also where there is no such workspace, which the change then says
	}
	if err != nil {
		return nil, fmt.Errorf("reading an idempotency key: %w", err)
	}
	if !bytes.Equal(earlier.Input, k.Input) {
		return nil, check.Reject(check.IdempotencyKeyReused, "idempotencyKey", "the key was used for another input before")
	}
	return &Receipt{WorkspaceID: workspaceID, Seq: earlier.Seq, Replayed: true, result: string(earlier.Result)}, nil
}

// keep stores what a repeated request is answered with. A nil key keeps nothing.
func (k *Key) keep(ctx context.Context, tx bun.IDB, r Receipt, by Actor, o Outcome) error {
	if k == nil {
		return nil
	}
	if o.Result == nil {
		o.Result = o.Entries[0].EntityID
	}
	result, err := json.Marshal(o.Result)
	if err != nil {
		return fmt.Errorf("encoding what a change answered with: %w", err)
	}
	_, err = tx.NewRaw(`update idempotency_keys set seq = ?5, result = ?6::jsonb
		where workspace_id = ?0 and actor_kind = ?1 and actor_id = ?2 and mutation = ?3 and key = ?4`,
		r.WorkspaceID, by.Kind, by.principal(), k.Mutation, k.Value, r.Seq, string(result)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("keeping an idempotency key: %w", err)
	}
	return nil
}

// release gives the key back: a change that changed nothing may be asked for again.
func (k *Key) release(ctx context.Context, tx bun.IDB, workspaceID uuid.UUID, by Actor) error {
	if k == nil {
		return nil
	}
	_, err := tx.NewRaw(`delete from idempotency_keys where workspace_id = ? and actor_kind = ? and actor_id = ? and mutation = ? and key = ?`,
		workspaceID, by.Kind, by.principal(), k.Mutation, k.Value).Exec(ctx)
	if err != nil {
		return fmt.Errorf("releasing an idempotency key: %w", err)
	}
	return nil
}

// PurgeKeys forgets keys that are older than they are kept.
func PurgeKeys(ctx context.Context, db bun.IDB) (int64, error) {
	gone, err := db.NewRaw(`delete from idempotency_keys where workspace_id in (select id from workspaces)
		and created_at < clock_timestamp() - make_interval(hours => ?)`, KeyHours).Exec(ctx)
	if err != nil {
		return 0, fmt.Errorf("purging idempotency keys: %w", err)
	}
	return gone.RowsAffected()
}

// principal is the actor as part of a key; the server itself is Nil.
func (a Actor) principal() uuid.UUID {
	if a.ID == nil {
		return uuid.Nil
	}
	return *a.ID
}

// Earlier is the receipt of an earlier request of the viewer with the context's key, nil when there was none: for changes
// whose entity is gone afterwards, so that it no longer tells which workspace they were in. Rejection:
// IDEMPOTENCY_KEY_REUSED.
func (l *Log) Earlier(ctx context.Context, v *authz.Viewer) (*Receipt, error) {
	for _, workspaceID := range v.WorkspaceIDs() {
		by := By(v, workspaceID)
		key, err := keyOf(ctx, by)
		if key == nil || err != nil {
			return nil, err
		}
		receipt, err := key.read(ctx, l.db, workspaceID, by)
		if receipt != nil || err != nil {
			return receipt, err
		}
	}
	return nil, nil
}
