package chaos

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"daybook/internal/config"
	"daybook/internal/postgres/private"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// patience bounds what must come; it decides how long a failing case takes, nothing else.
const patience = 90 * time.Second

// rig is a private database with a workspace to write to, and the servers on it.
type rig struct {
	data      string
	database  *private.Server
	pool      *pgxpool.Pool
	token     string
	password  string // of owner@example.com
	workspace string // wsp_
	project   string // prj_
	cursor    string // lies just before the number begin
	begin     int64
	http      *http.Client
	env       []string // what servers are told besides

	mu      sync.Mutex
	servers []*process
}

func newRig(t *testing.T) *rig {
	t.Helper()
	report(t)
	data, err := os.MkdirTemp(folder, "data-")
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{data: data, http: &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}}
	t.Cleanup(r.http.CloseIdleConnections)
	ctx := t.Context()
	// Our own use of the database keeps it alive, or brings it back, whatever becomes of the servers.
	r.database, err = private.Open(ctx, private.Options{DataDir: data, PackageDirs: append(config.Database{}.PackageDirs(), "../../tools/postgres/node_modules"), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.database.Close(); err != nil {
			t.Errorf("closing the database: %v", err)
		}
	})
	made := r.command(t, "workspace", "create", "acme", "--owner", "owner@example.com")
	_, r.password, _ = strings.Cut(made, "password: ")
	r.password, _, _ = strings.Cut(r.password, "\n")
	r.token = strings.TrimSpace(r.command(t, "token", "create", "--workspace", "acme", "--member", "owner@example.com"))
	if r.pool, err = pgxpool.New(ctx, r.database.URL("daybook", private.Role)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.pool.Close)
	return r
}

// found makes what is written to, over the first server.
func (r *rig) found(t *testing.T) {
	t.Helper()
	var me struct {
		Viewer struct {
			Memberships struct {
				Nodes []struct{ Workspace struct{ ID string } }
			}
		}
	}
	r.must(t, `{ viewer { memberships { nodes { workspace { id } } } } }`, nil, &me)
	r.workspace = me.Viewer.Memberships.Nodes[0].Workspace.ID
	var made struct {
		ProjectUpsert struct {
			Project      struct{ ID string }
			ResumeCursor string
		}
	}
	r.must(t, `mutation($i: ProjectUpsertInput!) { projectUpsert(input: $i) { project { id } resumeCursor } }`,
		map[string]any{"i": map[string]any{"workspaceId": r.workspace, "key": "CHAOS", "name": "Chaos"}}, &made)
	r.project, r.cursor, r.begin = made.ProjectUpsert.Project.ID, made.ProjectUpsert.ResumeCursor, r.head(t)
}

func (r *rig) must(t *testing.T, query string, variables map[string]any, into any) {
	t.Helper()
	if err := r.ask(t.Context(), r.address(0), query, variables, into); err != nil {
		t.Fatal(err)
	}
}

// refused is an answer with errors.
type refused struct {
	status int
	codes  []string
}

func (e *refused) Error() string { return fmt.Sprintf("HTTP %d with %v", e.status, e.codes) }

func (r *rig) ask(ctx context.Context, address, query string, variables map[string]any, into any) error {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+address+"/graphql", bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/graphql-response+json")
	request.Header.Set("Authorization", "Bearer "+r.token)
	response, err := r.http.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close() //nolint:errcheck // it was only read
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	var answer struct {
		Data   json.RawMessage
		Errors []struct{ Extensions struct{ Code string } }
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		return fmt.Errorf("HTTP %d: %w", response.StatusCode, err)
	}
	if len(answer.Errors) > 0 {
		e := &refused{status: response.StatusCode}
		for _, one := range answer.Errors {
			e.codes = append(e.codes, one.Extensions.Code)
		}
		return e
	}
	return json.Unmarshal(answer.Data, into)
}

// command runs the command line on the rig's database.
func (r *rig) command(t *testing.T, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	c := exec.CommandContext(ctx, binary, append(args, "--data-dir", r.data)...)
	var problems bytes.Buffer
	c.Stderr = &problems
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s", args, err, problems.String())
	}
	return string(out)
}

// head is the last number of the log.
func (r *rig) head(t *testing.T) int64 {
	t.Helper()
	var n int64
	err := r.retry(t.Context(), func(ctx context.Context) error {
		return r.pool.QueryRow(ctx, "select h.seq from workspace_heads h join workspaces w on w.id = h.workspace_id where w.slug = 'acme'").Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// transactions counts those of the database, each statement outside of one included.
func (r *rig) transactions(t *testing.T) (n int64) {
	t.Helper()
	err := r.retry(t.Context(), func(ctx context.Context) error {
		return r.pool.QueryRow(ctx, "select xact_commit from pg_stat_database where datname = current_database()").Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// retry tries until the database answers again.
func (r *rig) retry(ctx context.Context, f func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		err := f(ctx)
		if err == nil || ctx.Err() != nil || errors.Is(err, pgx.ErrNoRows) {
			return err
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// killDatabase kills PostgreSQL as the machine's failure would.
func (r *rig) killDatabase(t *testing.T) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(r.data, "pg", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}

// freeAddress is a loopback address nobody listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close() //nolint:errcheck // its address is all we want
	return l.Addr().String()
}
