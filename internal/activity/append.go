package activity

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"daybook/internal/authz"
	"daybook/internal/crash"
	"daybook/internal/id"
	"daybook/internal/postgres"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Entry is an activity to append: what a change tells of itself.
type Entry struct {
	Action      Action
	EntityType  EntityType
	EntityID    uuid.UUID
	ProjectID   *uuid.UUID
	SubjectID   *uuid.UUID
	Visibility  Visibility
	SubjectName string
	Title       string
	Content     string
	Changes     []*FieldChange
	Metadata    map[string]any // ids, counts and flags only
	// CompensatesID is the earlier activity that this one takes back.
	CompensatesID *uuid.UUID
	// ID is the activity's own, when it must be known beforehand; made when Nil.
	ID uuid.UUID
	// By is who did it, where that is not who tells of it.
	By *Actor
}

func (e *Entry) by(teller Actor) Actor {
	if e.By != nil {
		return *e.By
	}
	return teller
}

func (e *Entry) newID() uuid.UUID {
	if e.ID != uuid.Nil {
		return e.ID
	}
	return id.New()
}

// Actor is who appends: a member, a service token, or the server (nil ID).
type Actor struct {
	Kind authz.Kind
	ID   *uuid.UUID
}

// BySystem is the server itself, or its operator at the command line.
var BySystem = Actor{Kind: authz.KindSystem}

// By is the viewer as an actor of the workspace.
func By(v *authz.Viewer, workspaceID uuid.UUID) Actor {
	if v.IsService() {
		return Actor{Kind: authz.KindService, ID: &v.TokenID}
	}
	m, _ := v.In(workspaceID)
	return Actor{Kind: authz.KindHuman, ID: &m.MemberID}
}

// ByMember is a member as an actor.
func ByMember(memberID uuid.UUID) Actor { return Actor{Kind: authz.KindHuman, ID: &memberID} }

// Receipt says where a change stands in the log: the number of its first entry, zero when nothing changed.
type Receipt struct {
	WorkspaceID uuid.UUID
	Seq         int64
	// Replayed tells that the change was made before, by a request with the same key: this time nothing was done.
	Replayed bool
	result   string
}

// Result reads what the change answered with when it was made; for a change of one entity that is its id.
func (r Receipt) Result(into any) error {
	if err := json.Unmarshal([]byte(r.result), into); err != nil {
		return fmt.Errorf("reading what a change answered with: %w", err)
	}
	return nil
}

// ResultID is the entity that was changed.
func (r Receipt) ResultID() (uuid.UUID, error) {
	var id uuid.UUID
	err := r.Result(&id)
	return id, err
}

// Outcome is what a change tells of itself: nothing changed when it has no entries. Result is what a request that repeats
// it is answered with, as JSON: ids and user errors only, since rights may be others by then. Nil is the first entry's
// entity.
type Outcome struct {
	Entries []*Entry
	Result  any
}

// Commit is what one transaction appended to a workspace's log: the numbers from First to Last.
type Commit struct {
	WorkspaceID uuid.UUID
	First, Last int64
}

// Log appends. Wake is told of each commit.
type Log struct {
	db   *bun.DB
	wake func(Commit)
}

// NewLog makes a log; wake may be nil. It is called by whoever made the change, so it must not block.
func NewLog(db *bun.DB, wake func(Commit)) *Log {
	if wake == nil {
		wake = func(Commit) {}
	}
	return &Log{db: db, wake: wake}
}

// Do runs a change and appends the entry it returns in one transaction: neither exists without the other. A change that
// returns a nil entry changed nothing. The change must not touch another workspace's rows.
//
// Under a context with a Key the change is made once: a request that repeats it is answered with a Replayed receipt and the
// change isn't run. So everything that depends on what is stored belongs inside the change. Rejections:
// IDEMPOTENCY_KEY_REUSED, REQUIRED, INVALID.
func (l *Log) Do(ctx context.Context, workspaceID uuid.UUID, by Actor, change func(ctx context.Context, tx bun.Tx) (*Entry, error)) (Receipt, error) {
	return l.DoAll(ctx, workspaceID, by, func(ctx context.Context, tx bun.Tx) (Outcome, error) {
		entry, err := change(ctx, tx)
		if err != nil || entry == nil {
			return Outcome{}, err
		}
		return Outcome{Entries: []*Entry{entry}}, nil
	})
}

// DoAll is Do for changes that are several at once.
func (l *Log) DoAll(ctx context.Context, workspaceID uuid.UUID, by Actor, change func(ctx context.Context, tx bun.Tx) (Outcome, error)) (Receipt, error) {
	key, err := keyOf(ctx, by)
	if err != nil {
		return Receipt{}, err
	}
	var receipt Receipt
	var last int64
	err = postgres.InTx(ctx, l.db, func(ctx context.Context, tx bun.Tx) error {
		receipt = Receipt{}
		if key != nil {
			earlier, err := key.claim(ctx, tx, workspaceID, by)
			if err != nil || earlier != nil {
				if earlier != nil {
					receipt = *earlier
				}
				return err
			}
		}
		crash.At(crash.Begun)
		outcome, err := change(ctx, tx)
		if err != nil {
			return err
		}
		crash.At(crash.Changed)
		if len(outcome.Entries) == 0 {
			return key.release(ctx, tx, workspaceID, by)
		}
		seq, err := appendEntries(ctx, tx, workspaceID, by, outcome.Entries)
		if err != nil {
			return err
		}
		crash.At(crash.Appended)
		receipt, last = Receipt{WorkspaceID: workspaceID, Seq: seq}, seq+int64(len(outcome.Entries))-1
		if err := key.keep(ctx, tx, receipt, by, outcome); err != nil {
			return err
		}
		crash.At(crash.Kept)
		return nil
	})
	if err != nil {
		return Receipt{}, err
	}
	if receipt.Seq > 0 && !receipt.Replayed {
		crash.At(crash.Committed)
		l.wake(Commit{WorkspaceID: workspaceID, First: receipt.Seq, Last: last})
		crash.At(crash.Woken)
	}
	return receipt, nil
}

// One statement: lock the head, take the number, insert, keep the origin beside.
const appendSQL = `
with head as (
  update workspace_heads set seq = seq + 1 where workspace_id = ?0 returning seq
), entry as (
  insert into activities (workspace_id, seq, id, occurred_at, actor_kind, actor_id, action, entity_type, entity_id,
    project_id, subject_id, visibility, subject_name, title, content, changes, metadata, request_id, compensates_id)
  select ?0, head.seq, ?1, clock_timestamp(), ?2, ?3::uuid, ?4, ?5, ?6::uuid, ?7::uuid, ?8::uuid, ?9,
    nullif(?10, ''), nullif(?11, ''), nullif(?12, ''), ?13::jsonb, ?14::jsonb, nullif(?15, ''), ?18::uuid
  from head
  returning seq
), origin as (
  insert into activity_origins (workspace_id, seq, ip_address, user_agent)
  select ?0, entry.seq, nullif(?16, ''), nullif(?17, '') from entry where ?16 <> '' or ?17 <> ''
)
select seq from entry`

// appendEntries appends in order and returns the first number.
func appendEntries(ctx context.Context, tx bun.IDB, workspaceID uuid.UUID, by Actor, entries []*Entry) (int64, error) {
	if len(entries) == 1 {
		return appendEntry(ctx, tx, workspaceID, by, entries[0])
	}
	from, now := OriginOf(ctx), time.Now().UTC()
	log := make([]Past, len(entries))
	for i, e := range entries {
		log[i] = Past{Entry: *e, ID: e.newID(), At: now, By: e.by(by), Origin: from}
	}
	return appendLog(ctx, tx, workspaceID, log)
}

func appendEntry(ctx context.Context, tx bun.IDB, workspaceID uuid.UUID, by Actor, e *Entry) (int64, error) {
	changes, err := jsonOrNil(e.Changes, len(e.Changes) == 0)
	if err != nil {
		return 0, err
	}
	metadata, err := jsonOrNil(e.Metadata, len(e.Metadata) == 0)
	if err != nil {
		return 0, err
	}
	from := OriginOf(ctx)
	by = e.by(by)
	var seq int64
	err = tx.NewRaw(appendSQL, workspaceID, e.newID(), by.Kind, by.ID, e.Action, e.EntityType, e.EntityID, e.ProjectID,
		e.SubjectID, e.Visibility, e.SubjectName, e.Title, e.Content, changes, metadata, from.RequestID, from.IPAddress,
		from.UserAgent, e.CompensatesID).Scan(ctx, &seq)
	if err != nil {
		return 0, fmt.Errorf("appending to the log: %w", err)
	}
	return seq, nil
}

func jsonOrNil(v any, empty bool) (*string, error) {
	if empty {
		return nil, nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encoding for the log: %w", err)
	}
	s := string(b)
	return &s, nil
}

// CreateHead makes the workspace's log, in the transaction that makes the workspace.
func CreateHead(ctx context.Context, tx bun.IDB, workspaceID uuid.UUID) error {
	if _, err := tx.NewRaw("insert into workspace_heads (workspace_id) values (?)", workspaceID).Exec(ctx); err != nil {
		return fmt.Errorf("making the log's head: %w", err)
	}
	return nil
}
