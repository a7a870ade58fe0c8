package timeentry

import (
	"context"
	"errors"
	"fmt"
	"time"

	"daybook/internal/authz"
	"daybook/internal/check"
	"daybook/internal/id"
	"daybook/internal/member"
	"daybook/internal/postgres"
	"daybook/internal/task"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// batch is entries to store together, each taken or refused for itself. What is asked of the database is asked for all of
// them at once.
type batch struct {
	workspaceID uuid.UUID
	rows        []ImportRow
	origin      Origin
	tasks       authz.ProjectScope // what the writer can open
	history     bool               // of another system: time on projects that are archived by now is taken
	person      string             // the input field that names the person
	now         time.Time

	results []ImportResult
}

// MaxExternalKey is the longest external key, in characters.
const MaxExternalKey = 255

type personKey struct {
	memberID uuid.UUID
	key      string
}

// run checks the rows, in order, and stores those it takes unless it is a dry run. A row with an external key that the person
// has already, be it of an earlier row, is left as it is.
func (b *batch) run(ctx context.Context, tx bun.IDB, dryRun bool) ([]*Entry, error) {
	b.results = make([]ImportResult, len(b.rows))
	people, err := member.LockDaysOf(ctx, tx, b.workspaceID, pick(b.rows, func(r ImportRow) *uuid.UUID { return &r.MemberID }))
	if err != nil {
		return nil, err
	}
	rules, err := ReadRules(ctx, tx, b.workspaceID)
	if err != nil {
		return nil, err
	}
	opened, err := task.Openable(ctx, tx, b.tasks, b.workspaceID, pick(b.rows, func(r ImportRow) *uuid.UUID { return r.TaskID }))
	if err != nil {
		return nil, err
	}
	b.compose(people, opened)
	known, err := b.known(ctx, tx)
	if err != nil {
		return nil, err
	}
	taken, err := b.admit(ctx, tx, newLedger(rules), known)
	if err != nil || dryRun {
		return nil, err
	}
	return taken, insert(ctx, tx, taken)
}

// compose makes an entry of each row, and says what is wrong with the row itself.
func (b *batch) compose(people map[uuid.UUID]*member.Member, opened task.Opened) {
	zones := make(map[uuid.UUID]*time.Location, len(people))
	for memberID, m := range people {
		zones[memberID] = m.Zone()
	}
	for i, r := range b.rows {
		var l check.List
		e := &Entry{WorkspaceID: b.workspaceID, ID: id.New(), MemberID: r.MemberID, TaskID: r.TaskID, Billable: r.Billable, Origin: b.origin}
		switch zone := zones[r.MemberID]; {
		case r.MemberID == uuid.Nil:
			l.Add(check.Required, b.person, "the person must be named")
		case zone == nil:
			l.Add(check.NotFound, b.person, "there is no such member")
		default:
			Times{StartedAt: r.StartedAt, EndedAt: r.EndedAt, SpentOn: r.SpentOn, DurationSeconds: r.DurationSeconds}.settle(&l, e, zone, b.now)
		}
		if r.TaskID != nil && !(b.history && opened.Has(*r.TaskID)) {
			l.Join(opened.Take(*r.TaskID))
		}
		e.Note = l.OptionalText("note", r.Note, MaxNote)
		if r.ExternalKey != nil {
			e.ExternalKey = new(l.Line("externalKey", *r.ExternalKey, MaxExternalKey))
		}
		b.results[i] = ImportResult{Entry: e, Errors: userErrors(l.Err())}
	}
}

// known reads the entries that have external keys of the rows.
func (b *batch) known(ctx context.Context, tx bun.IDB) (map[personKey]*Entry, error) {
	var keys []string
	for _, r := range b.results {
		if r.Entry.ExternalKey != nil {
			keys = append(keys, *r.Entry.ExternalKey)
		}
	}
	known := map[personKey]*Entry{}
	if len(keys) == 0 {
		return known, nil
	}
	var rows []*Entry
	err := look(tx.NewSelect().Model(&rows)).Where("e.workspace_id = ?", b.workspaceID).Where("e.external_key IN (?)", postgres.In(keys)).
		Where("e.member_id IN (?)", postgres.In(pick(b.rows, func(r ImportRow) *uuid.UUID { return &r.MemberID }))).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading known time entries: %w", err)
	}
	for _, e := range rows {
		key, _ := e.key()
		known[key] = e
	}
	return known, nil
}

// admit decides row by row and gives the entries to store.
func (b *batch) admit(ctx context.Context, tx bun.IDB, l *ledger, known map[personKey]*Entry) ([]*Entry, error) {
	var candidates, taken []*Entry
	for _, r := range b.results {
		if len(r.Errors) == 0 {
			candidates = append(candidates, r.Entry)
		}
	}
	found, err := surroundings(ctx, tx, b.workspaceID, candidates)
	if err != nil {
		return nil, err
	}
	beside := make(map[*Entry]around, len(found))
	for i, a := range found {
		beside[candidates[i]] = a
	}
	for i := range b.results {
		r := &b.results[i]
		key, named := r.Entry.key()
		if e := known[key]; named && e != nil {
			*r = ImportResult{Entry: e, Unchanged: true}
			continue
		}
		if len(r.Errors) == 0 {
			r.Errors = userErrors(l.admit(r.Entry, beside[r.Entry]))
		}
		if len(r.Errors) > 0 {
			r.Entry = nil
			continue
		}
		l.rules.judge(r.Entry)
		taken = append(taken, r.Entry)
		if named {
			known[key] = r.Entry
		}
	}
	return taken, nil
}

// key is the entry's external key, which is its person's own.
func (e *Entry) key() (k personKey, named bool) {
	if e.ExternalKey == nil {
		return k, false
	}
	return personKey{e.MemberID, *e.ExternalKey}, true
}

// userErrors are those of a rejection; none for nil.
func userErrors(err error) []*check.UserError {
	if r, ok := errors.AsType[*check.Rejection](err); ok {
		return r.Errors
	}
	return nil
}

// pick collects the ids that rows have.
func pick[T any](rows []T, of func(T) *uuid.UUID) []uuid.UUID {
	var ids []uuid.UUID
	for _, r := range rows {
		if i := of(r); i != nil {
			ids = append(ids, *i)
		}
	}
	return ids
}
