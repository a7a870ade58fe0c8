package activity

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"daybook/internal/authz"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Past is an activity that happened before it is stored.
type Past struct {
	Entry
	ID     uuid.UUID
	At     time.Time
	By     Actor
	Origin Origin
}

// pastRow is a Past as the statement reads it.
type pastRow struct {
	N           int             `json:"n"`
	ID          uuid.UUID       `json:"id"`
	OccurredAt  time.Time       `json:"occurred_at"`
	ActorKind   authz.Kind      `json:"actor_kind"`
	ActorID     *uuid.UUID      `json:"actor_id"`
	Action      Action          `json:"action"`
	EntityType  EntityType      `json:"entity_type"`
	EntityID    uuid.UUID       `json:"entity_id"`
	ProjectID   *uuid.UUID      `json:"project_id"`
	SubjectID   *uuid.UUID      `json:"subject_id"`
	Visibility  Visibility      `json:"visibility"`
	SubjectName string          `json:"subject_name,omitempty"`
	Title       string          `json:"title,omitempty"`
	Content     string          `json:"content,omitempty"`
	Changes     json.RawMessage `json:"changes,omitempty"`
	Metadata    json.RawMessage `json:"metadata,omitempty"`
	RequestID   string          `json:"request_id,omitempty"`
	IPAddress   string          `json:"ip_address,omitempty"`
	UserAgent   string          `json:"user_agent,omitempty"`

	CompensatesID *uuid.UUID `json:"compensates_id,omitempty"`
}

// One statement for many entries; of an empty log it may ask that it is empty.
const appendManySQL = `
with head as (
  update workspace_heads set seq = seq + ?1 where workspace_id = ?0 and (not ?3 or seq = 0) returning seq - ?1 as before
), past as (
  select r.*, head.before + r.n as seq from head, jsonb_to_recordset(?2::jsonb) as r (n bigint, id uuid, occurred_at timestamptz, actor_kind text,
    actor_id uuid, action text, entity_type text, entity_id uuid, project_id uuid, subject_id uuid, visibility text,
    subject_name text, title text, content text, changes jsonb, metadata jsonb, request_id text, ip_address text, user_agent text, compensates_id uuid)
), entries as (
  insert into activities (workspace_id, seq, id, occurred_at, actor_kind, actor_id, action, entity_type, entity_id,
    project_id, subject_id, visibility, subject_name, title, content, changes, metadata, request_id, compensates_id)
  select ?0, seq, id, occurred_at, actor_kind, actor_id, action, entity_type, entity_id,
    project_id, subject_id, visibility, subject_name, title, content, changes, metadata, request_id, compensates_id
  from past
), origins as (
  insert into activity_origins (workspace_id, seq, ip_address, user_agent, created_at)
  select ?0, seq, ip_address, user_agent, occurred_at from past where ip_address is not null or user_agent is not null
)
select before + 1 from head`

// Fill writes the log of a workspace that is made with a past, numbered from 1 in the order given, which must be that of
// time. Like any append it belongs at the end of the transaction that stores what the log tells of. A log that has
// entries is refused.
func Fill(ctx context.Context, tx bun.IDB, workspaceID uuid.UUID, log []Past) error {
	for i, p := range log {
		if i > 0 && p.At.Before(log[i-1].At) {
			return fmt.Errorf("filling the log: %q comes before what it follows", p.Title)
		}
	}
	_, err := appendMany(ctx, tx, workspaceID, log, true)
	if errors.Is(err, sql.ErrNoRows) {
		return errors.New("filling the log: it has entries already, or there is none")
	}
	return err
}

// appendLog appends at the log's end and returns the first number.
func appendLog(ctx context.Context, tx bun.IDB, workspaceID uuid.UUID, log []Past) (int64, error) {
	return appendMany(ctx, tx, workspaceID, log, false)
}

func appendMany(ctx context.Context, tx bun.IDB, workspaceID uuid.UUID, log []Past, toEmpty bool) (int64, error) {
	rows := make([]pastRow, len(log))
	for i, p := range log {
		row := pastRow{N: i + 1, ID: p.ID, OccurredAt: p.At, ActorKind: p.By.Kind, ActorID: p.By.ID, Action: p.Action,
			EntityType: p.EntityType, EntityID: p.EntityID, ProjectID: p.ProjectID, SubjectID: p.SubjectID, Visibility: p.Visibility,
			SubjectName: p.SubjectName, Title: p.Title, Content: p.Content, RequestID: p.Origin.RequestID,
			IPAddress: p.Origin.IPAddress, UserAgent: p.Origin.UserAgent, CompensatesID: p.CompensatesID}
		changes, err := jsonOrNil(p.Changes, len(p.Changes) == 0)
		if err != nil {
			return 0, err
		}
		metadata, err := jsonOrNil(p.Metadata, len(p.Metadata) == 0)
		if err != nil {
			return 0, err
		}
		row.Changes, row.Metadata = raw(changes), raw(metadata)
		rows[i] = row
	}
	text, err := json.Marshal(rows)
	if err != nil {
		return 0, fmt.Errorf("encoding for the log: %w", err)
	}
	var seq int64
	if err := tx.NewRaw(appendManySQL, workspaceID, len(rows), string(text), toEmpty).Scan(ctx, &seq); err != nil {
		return 0, fmt.Errorf("appending to the log: %w", err)
	}
	return seq, nil
}

func raw(s *string) json.RawMessage {
	if s == nil {
		return nil
	}
	return json.RawMessage(*s)
}
