// Package postgrestest gives each test a migrated PostgreSQL database of its own, cloned from a template, on one private
// server that the test processes of a machine share. DAYBOOK_TEST_DATABASE_URL names another server to use instead: its
// account must be allowed to create databases.
package postgrestest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"daybook/internal/config"
	"daybook/internal/postgres"
	"daybook/internal/postgres/private"
	"daybook/migrations"

	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"
	"go.uber.org/goleak"
)

// Database is a test's own database. DB works as the runtime role; OwnerURL is for what only the owner may do.
type Database struct {
	DB       *bun.DB
	URL      string // as the runtime role
	OwnerURL string
}

// New clones a database for the test and drops it afterwards.
func New(t testing.TB) *Database {
	t.Helper()
	s, err := shared()
	if err != nil {
		t.Fatalf("starting the test database server: %v", err)
	}
	name := "test_" + strconv.FormatInt(time.Now().UnixNano(), 36) + "_" + strconv.Itoa(os.Getpid())
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := s.exec(ctx, fmt.Sprintf("create database %s template %s", name, s.template)); err != nil {
		t.Fatalf("cloning the template database: %v", err)
	}
	d := &Database{URL: s.url(name, postgres.RuntimeRole), OwnerURL: s.url(name, "")}
	db, closePool, err := postgres.Open(ctx, d.URL, postgres.Options{MaxConns: 10, Name: t.Name(), Role: s.role})
	if err != nil {
		t.Fatalf("opening the test database: %v", err)
	}
	d.DB = db
	t.Cleanup(func() {
		closePool()
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if err := s.exec(ctx, "drop database if exists "+name+" with (force)"); err != nil {
			t.Logf("dropping the test database: %v", err)
		}
	})
	return d
}

// server is where test databases live.
type server struct {
	url      func(database, role string) string
	role     string // taken on by connections, on a server that is not ours
	template string
	creating sync.Mutex // PostgreSQL clones a template for one at a time
}

var shared = sync.OnceValues(func() (*server, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	s := &server{template: "daybook_template_" + migrationsHash()}
	if address := os.Getenv("DAYBOOK_TEST_DATABASE_URL"); address != "" {
		s.role = postgres.RuntimeRole
		s.url = func(database, _ string) string { return withDatabase(address, database) }
	} else {
		p, err := private.Open(ctx, private.Options{
			DataDir: filepath.Join(os.TempDir(), "daybook-test-"+strconv.Itoa(os.Getuid())), FastUnsafe: true,
			BinDir: os.Getenv("DAYBOOK_PG_BIN"), PackageDirs: packageDirs(), Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			return nil, err
		}
		s.url = func(database, role string) string {
			if role == "" {
				role = private.Role
			}
			return p.URL(database, role)
		}
	}
	return s, s.prepare(ctx)
})

// prepare makes the template under a lock that all test processes respect.
func (s *server) prepare(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.url("postgres", ""))
	if err != nil {
		return err
	}
	defer conn.Close(ctx) //nolint:errcheck // nothing to do about it
	if _, err := conn.Exec(ctx, "select pg_advisory_lock(7301)"); err != nil {
		return err
	}
	var ready bool
	err = conn.QueryRow(ctx, "select exists (select from pg_database where datname = $1 and datistemplate)", s.template).Scan(&ready)
	if err != nil || ready {
		return err
	}
	if err := dropHalfMade(ctx, conn); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, "create database "+s.template); err != nil {
		return err
	}
	m, err := postgres.NewMigrator(s.url(s.template, ""), slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	_, err = m.Up(ctx)
	if closeErr := m.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "alter database "+s.template+" is_template true")
	return err
}

// dropHalfMade removes templates that a killed test left half made.
func dropHalfMade(ctx context.Context, conn *pgx.Conn) error {
	rows, err := conn.Query(ctx, `select datname from pg_database where datname like 'daybook\_template\_%' and not datistemplate`)
	if err != nil {
		return err
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	for _, name := range names {
		if err == nil {
			_, err = conn.Exec(ctx, "drop database "+pgx.Identifier{name}.Sanitize()+" with (force)")
		}
	}
	return err
}

func (s *server) exec(ctx context.Context, sql string) error {
	s.creating.Lock()
	defer s.creating.Unlock()
	conn, err := pgx.Connect(ctx, s.url("postgres", ""))
	if err != nil {
		return err
	}
	defer conn.Close(ctx) //nolint:errcheck // nothing to do about it
	_, err = conn.Exec(ctx, sql)
	return err
}

func migrationsHash() string {
	sum := sha256.New()
	names, _ := fs.Glob(migrations.FS, "*.sql")
	for _, name := range names {
		text, err := fs.ReadFile(migrations.FS, name)
		if err != nil {
			panic(err)
		}
		sum.Write(text)
	}
	return hex.EncodeToString(sum.Sum(nil))[:12]
}

func withDatabase(address, database string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	u.Path = "/" + database
	return u.String()
}

// packageDirs looks for node_modules from the test's folder upwards to the module's root.
func packageDirs() []string {
	dirs := config.Database{}.PackageDirs()
	here, err := os.Getwd()
	for err == nil && here != filepath.Dir(here) {
		dirs = append(dirs, filepath.Join(here, "node_modules"), filepath.Join(here, "tools", "postgres", "node_modules"))
		if _, statErr := os.Stat(filepath.Join(here, "go.mod")); statErr == nil {
			break
		}
		here = filepath.Dir(here)
	}
	return dirs
}

// Stays are the goroutines that live as long as the test process, for goleak: they keep the shared server.
var Stays = []goleak.Option{goleak.IgnoreTopFunction("daybook/internal/postgres/private.keep.func1")}

// AsOwner runs SQL as the owner of the test's database.
func AsOwner(t testing.TB, d *Database, sql string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), d.OwnerURL)
	if err != nil {
		t.Fatalf("connecting as the owner: %v", err)
	}
	defer conn.Close(context.WithoutCancel(t.Context())) //nolint:errcheck // the test is what matters
	if _, err := conn.Exec(t.Context(), sql); err != nil {
		t.Fatalf("as the owner: %v", err)
	}
}
