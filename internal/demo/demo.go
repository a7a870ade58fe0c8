// Package demo fills an empty database with one workspace to try Daybook on: people of every role, projects, sprints, tasks,
// and three months of standups, work logs, time entries, blockers and comments. It is the same each time; only its days move
// with the day it is made. Its story ends yesterday: nobody's timer runs.
//
// It is made in one transaction, so there is all of it or nothing, and rows and log agree as if every change had gone
// through the rooms' services.
package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"daybook/internal/app"
	"daybook/internal/authn"
	"daybook/internal/postgres"

	"github.com/uptrace/bun"
	"golang.org/x/sync/errgroup"
)

// Password signs in every person of the demo workspace.
const Password = "daybook-demo"

// Person is one of the people to sign in as.
type Person struct{ Role, Name, Email string }

// Seed makes the demo workspace in a database that has no workspace yet, and does nothing in any other. Of several
// processes that do so at once, one makes it and the others wait for it.
func Seed(ctx context.Context, a *app.App) error { return seed(ctx, a.DB, time.Now()) }

// seedLock is the key of the advisory lock under which the demo is made.
const seedLock = 4772186530412

func seed(ctx context.Context, db *bun.DB, now time.Time) error {
	if taken, err := inUse(ctx, db); err != nil || taken {
		return err
	}
	var hash string
	var hashing errgroup.Group // it takes as long as the story does
	hashing.Go(func() (err error) {
		hash, err = authn.HashPassword(ctx, Password)
		return err
	})
	s, err := newStory(now)
	if err != nil {
		return fmt.Errorf("telling the demo's story: %w", err)
	}
	if err := hashing.Wait(); err != nil {
		return fmt.Errorf("hashing the demo's password: %w", err)
	}
	return put(ctx, db, s, hash)
}

// put stores the story, unless another process was quicker.
func put(ctx context.Context, db *bun.DB, s *story, passwordHash string) error {
	return postgres.InTx(ctx, db, func(ctx context.Context, tx bun.Tx) error {
		// Waiting for another process to make it may take longer than a request is given.
		if _, err := tx.NewRaw("select set_config('statement_timeout', '30s', true), set_config('lock_timeout', '30s', true)").Exec(ctx); err != nil {
			return fmt.Errorf("setting time limits: %w", err)
		}
		if _, err := tx.NewRaw("select pg_advisory_xact_lock(?)", seedLock).Exec(ctx); err != nil {
			return fmt.Errorf("waiting for another process to make the demo: %w", err)
		}
		if taken, err := inUse(ctx, tx); err != nil || taken {
			return err
		}
		if _, err := tx.NewRaw("insert into server_state (name, value) values ('demo', ?)", []byte(passwordHash)).Exec(ctx); err != nil {
			return fmt.Errorf("marking the demo: %w", err)
		}
		return s.store(ctx, tx, passwordHash)
	})
}

func inUse(ctx context.Context, db bun.IDB) (bool, error) {
	var taken bool
	err := db.NewRaw("select exists (select from workspaces) or exists (select from accounts)").Scan(ctx, &taken)
	if err != nil {
		return false, fmt.Errorf("looking for workspaces: %w", err)
	}
	return taken, nil
}

// People lists the people of the demo workspace who can still sign in with Password, strongest role first; none where
// there is no demo workspace. The demo is known by the hash of its password, which Seed notes in server_state.
func People(ctx context.Context, db bun.IDB) ([]Person, error) {
	var rows []struct{ Email, DisplayName string }
	err := db.NewRaw(`
		select acc.email, m.display_name
		from server_state s
		join workspaces w on w.slug = ?
		join accounts acc on acc.password_hash = convert_from(s.value, 'UTF8')
		join members m on m.workspace_id = w.id and m.account_id = acc.id and m.removed_at is null
		where s.name = 'demo'`, slug).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("listing the demo's people: %w", err)
	}
	var people []Person
	for _, p := range cast {
		i := slices.IndexFunc(rows, func(r struct{ Email, DisplayName string }) bool { return r.Email == mailOf(p.mail) })
		if i >= 0 {
			people = append(people, Person{Role: p.label, Name: rows[i].DisplayName, Email: rows[i].Email})
		}
	}
	return people, nil
}
