package activity_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"daybook/internal/activity"
	"daybook/internal/apptest"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

var errRolledBack = errors.New("rolled back on purpose")

func note(title string) *activity.Entry {
	return &activity.Entry{Action: activity.Other, EntityType: activity.System, EntityID: uuid.New(), Visibility: activity.ToWorkspace, Title: title}
}

// The invariant of the package: under many writers numbers are dense and in the order of commits, so a reader that polls
// "after n" sees each committed row exactly once, in order, and no row of a change that was rolled back (R9).
func TestReadersNeverMissARowUnderConcurrentWriters(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	const writers, changes = 16, 40
	spaces := []*apptest.Workspace{a.Workspace(t), a.Workspace(t), a.Workspace(t)}
	var committed [3]sync.Map
	var over atomic.Bool
	begin := make([]int64, len(spaces))

	var reading sync.WaitGroup
	seen := make([][]*activity.Activity, len(spaces))
	for i, w := range spaces {
		begin[i] = w.Seq(t)
		reading.Go(func() {
			position := begin[i]
			for {
				last := over.Load() // looked at before reading: what was committed until then is read
				rows, err := activity.After(t.Context(), a.DB, w.ID, position, 7)
				if err != nil {
					t.Error(err)
					return
				}
				seen[i] = append(seen[i], rows...)
				if len(rows) > 0 {
					position = rows[len(rows)-1].Seq
				} else if last {
					return
				}
			}
		})
	}

	var writing sync.WaitGroup
	for n := range writers {
		writing.Go(func() {
			random := rand.New(rand.NewPCG(1, uint64(n)))
			for c := range changes {
				i := random.IntN(len(spaces))
				fail := random.IntN(4)
				title := fmt.Sprintf("%d/%d", n, c)
				receipt, err := a.Log.Do(t.Context(), spaces[i].ID, activity.BySystem, func(ctx context.Context, tx bun.Tx) (*activity.Entry, error) {
					switch fail {
					case 0:
						return nil, errRolledBack
					case 1: // as a change whose last statement fails
						if _, err := tx.NewRaw("select 1/0").Exec(ctx); err != nil {
							return nil, errRolledBack
						}
					}
					return note(title), nil
				})
				switch {
				case fail <= 1:
					if !errors.Is(err, errRolledBack) || receipt != (activity.Receipt{}) {
						t.Errorf("a change that failed gives %+v, %v", receipt, err)
					}
				case err != nil:
					t.Error(err)
				default:
					if other, twice := committed[i].LoadOrStore(receipt.Seq, title); twice {
						t.Errorf("%s and %s got the number %d", other, title, receipt.Seq)
					}
				}
			}
		})
	}
	writing.Wait()
	over.Store(true)
	reading.Wait()

	for i, w := range spaces {
		count := 0
		committed[i].Range(func(any, any) bool { count++; return true })
		if len(seen[i]) != count {
			t.Errorf("the reader of %s saw %d rows, %d were committed", w.Slug, len(seen[i]), count)
		}
		for n, row := range seen[i] {
			if row.Seq != begin[i]+int64(n)+1 {
				t.Fatalf("after %d rows comes the number %d", n, row.Seq)
			}
			if title, ok := committed[i].Load(row.Seq); !ok || title != *row.Title {
				t.Errorf("the number %d is %s for the reader and %v for the writer", row.Seq, *row.Title, title)
			}
			if n > 0 && row.OccurredAt.Before(seen[i][n-1].OccurredAt) {
				t.Errorf("the number %d is of %s, the one before of %s", row.Seq, row.OccurredAt, seen[i][n-1].OccurredAt)
			}
		}
		if w.Seq(t) != begin[i]+int64(count) {
			t.Errorf("the head says %d after %d rows", w.Seq(t), count)
		}
	}
}

// R9: neither the change nor its activity exists without the other, wherever it fails, the commit included.
func TestDoR9(t *testing.T) {
	t.Parallel()
	change := func(ctx context.Context, tx bun.Tx, w *apptest.Workspace) error {
		_, err := tx.NewRaw("update workspaces set name = 'changed' where id = ?", w.ID).Exec(ctx)
		return err
	}
	for name, prepare := range map[string]func(t *testing.T, a *apptest.App){
		"when appending fails": func(t *testing.T, a *apptest.App) {
			a.AsOwner(t, `create function fail() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
				create trigger fail before insert on activities for each row execute function fail()`)
		},
		"when the commit fails": func(t *testing.T, a *apptest.App) {
			a.AsOwner(t, `create function fail() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
				create constraint trigger fail after insert on activities deferrable initially deferred for each row execute function fail()`)
		},
	} {
		t.Run("nothing stays "+name, func(t *testing.T) {
			t.Parallel()
			a := apptest.New(t)
			w := a.Workspace(t)
			prepare(t, a)
			before := a.Snapshot(t)
			woke := 0
			log := activity.NewLog(a.DB, func(activity.Commit) { woke++ })
			receipt, err := log.Do(t.Context(), w.ID, activity.BySystem, func(ctx context.Context, tx bun.Tx) (*activity.Entry, error) {
				return note("x"), change(ctx, tx, w)
			})
			if err == nil || receipt != (activity.Receipt{}) || woke != 0 {
				t.Errorf("it gives %+v, %v and woke %d times", receipt, err, woke)
			}
			wantSame(t, before, a.Snapshot(t))
		})
	}
	t.Run("nothing stays when the context ends", func(t *testing.T) {
		t.Parallel()
		a := apptest.New(t)
		w := a.Workspace(t)
		before := a.Snapshot(t)
		ctx, cancel := context.WithCancel(t.Context())
		_, err := a.Log.Do(ctx, w.ID, activity.BySystem, func(ctx context.Context, tx bun.Tx) (*activity.Entry, error) {
			err := change(ctx, tx, w)
			cancel()
			return note("x"), err
		})
		if err == nil {
			t.Error("it was committed")
		}
		wantSame(t, before, a.Snapshot(t))
	})
	t.Run("nothing stays when the code panics", func(t *testing.T) {
		t.Parallel()
		a := apptest.New(t)
		w := a.Workspace(t)
		before := a.Snapshot(t)
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			a.Log.Do(t.Context(), w.ID, activity.BySystem, func(ctx context.Context, tx bun.Tx) (*activity.Entry, error) { //nolint:errcheck // it panics
				if err := change(ctx, tx, w); err != nil {
					t.Error(err)
				}
				panic("on purpose")
			})
		}()
		wantSame(t, before, a.Snapshot(t))
	})
	t.Run("nothing is appended when nothing changed", func(t *testing.T) {
		t.Parallel()
		a := apptest.New(t)
		w := a.Workspace(t)
		before := a.Snapshot(t)
		receipt, err := a.Log.Do(t.Context(), w.ID, activity.BySystem, func(context.Context, bun.Tx) (*activity.Entry, error) { return nil, nil })
		if err != nil || receipt != (activity.Receipt{}) {
			t.Errorf("it gives %+v, %v", receipt, err)
		}
		wantSame(t, before, a.Snapshot(t))
	})
	t.Run("nothing is appended to a workspace that is not there", func(t *testing.T) {
		t.Parallel()
		a := apptest.New(t)
		before := a.Snapshot(t)
		_, err := a.Log.Do(t.Context(), uuid.New(), activity.BySystem, func(context.Context, bun.Tx) (*activity.Entry, error) { return note("x"), nil })
		if err == nil {
			t.Error("it was appended")
		}
		wantSame(t, before, a.Snapshot(t))
	})
	t.Run("a deadlock is tried again", func(t *testing.T) {
		t.Parallel()
		a := apptest.New(t)
		w := a.Workspace(t)
		seq, runs := w.Seq(t), 0
		receipt, err := a.Log.Do(t.Context(), w.ID, activity.BySystem, func(ctx context.Context, tx bun.Tx) (*activity.Entry, error) {
			if runs++; runs < 3 {
				_, err := tx.NewRaw(`do $$ begin raise exception 'as if' using errcode = 'deadlock_detected'; end $$`).Exec(ctx)
				return nil, err
			}
			return note("x"), change(ctx, tx, w)
		})
		if err != nil || runs != 3 || receipt.Seq != seq+1 || w.Seq(t) != seq+1 {
			t.Errorf("after %d runs it gives %+v, %v", runs, receipt, err)
		}
	})
	t.Run("an accepted change appends one and wakes once", func(t *testing.T) {
		t.Parallel()
		a := apptest.New(t)
		w := a.Workspace(t)
		seq := w.Seq(t)
		var woke []activity.Commit
		log := activity.NewLog(a.DB, func(c activity.Commit) { woke = append(woke, c) })
		ctx := activity.WithOrigin(t.Context(), activity.Origin{RequestID: "r", IPAddress: "10.0.0.1", UserAgent: "a'b?c\\"})
		receipt, err := log.Do(ctx, w.ID, activity.ByMember(w.Owner.ID), func(context.Context, bun.Tx) (*activity.Entry, error) {
			e := note("it's a ? title")
			e.Changes = []*activity.FieldChange{{Field: "name", Old: new("a"), New: new("b'?")}, {Field: "text", Redacted: true}}
			e.Metadata = map[string]any{"n": 1}
			return e, nil
		})
		if err != nil || receipt != (activity.Receipt{WorkspaceID: w.ID, Seq: seq + 1}) || !slices.Equal(woke, []activity.Commit{{WorkspaceID: w.ID, First: seq + 1, Last: seq + 1}}) {
			t.Fatalf("it gives %+v, %v and woke %v", receipt, err, woke)
		}
		row := w.Log(t)[seq]
		if *row.Title != "it's a ? title" || row.Content != nil || *row.RequestID != "r" || *row.ActorID != w.Owner.ID || len(row.Changes) != 2 ||
			*row.Changes[0].New != "b'?" || !row.Changes[1].Redacted || string(row.Metadata) != `{"n": 1}` {
			t.Errorf("the row is %+v", row)
		}
		place := activity.Place{WorkspaceID: w.ID, Seq: receipt.Seq}
		origins, err := a.Activities.Origins(t.Context(), []activity.Place{place, {WorkspaceID: w.ID, Seq: 1}})
		if err != nil || len(origins) != 1 || origins[place].UserAgent != "a'b?c\\" || origins[place].IPAddress != "10.0.0.1" {
			t.Errorf("the origins are %+v: %v", origins, err)
		}
	})
}

func wantSame(t testing.TB, before, after map[string]string) {
	t.Helper()
	for table, digest := range before {
		if after[table] != digest {
			t.Errorf("the table %s was changed", table)
		}
	}
}

// What a client sends as its user agent must never keep a change from being stored: it is cut and need not be UTF-8.
func TestOriginOfAnyUserAgentIsStored(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	w := a.Workspace(t)
	for name, agent := range map[string]string{
		"long": string(make499()) + "üüü", "not UTF-8": "\xff\xfe agent", "quotes": `'"\?$$`,
	} {
		ctx := activity.WithOrigin(t.Context(), activity.Origin{RequestID: "r", UserAgent: agent})
		if activity.RequestID(ctx) != "r" {
			t.Error("the request's id is lost")
		}
		_, err := a.Log.Do(ctx, w.ID, activity.BySystem, func(context.Context, bun.Tx) (*activity.Entry, error) { return note("x"), nil })
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func make499() []byte {
	b := make([]byte, 499)
	for i := range b {
		b[i] = 'a'
	}
	return b
}

func TestOriginsOfNoPlaces(t *testing.T) {
	t.Parallel()
	a := apptest.New(t)
	if origins, err := a.Activities.Origins(t.Context(), nil); err != nil || len(origins) != 0 {
		t.Errorf("the origins of nothing are %v: %v", origins, err)
	}
}
