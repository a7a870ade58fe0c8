package cli

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"daybook/internal/postgres/postgrestest"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m, postgrestest.Stays...) }

// daybook runs a command line on a database and gives what it wrote and its exit code.
func daybook(t *testing.T, url string, args ...string) (out, errs string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	if url != "" {
		args = append(args, "--database-url", url)
	}
	code = run(t.Context(), args, streams{&o, &e})
	return o.String(), e.String(), code
}

func mustRun(t *testing.T, url string, args ...string) string {
	t.Helper()
	out, errs, code := daybook(t, url, args...)
	if code != 0 {
		t.Fatalf("daybook %v: exit code %d: %s", args, code, errs)
	}
	return out
}

func workspaceOn(t *testing.T) (url string) {
	t.Helper()
	url = postgrestest.New(t).OwnerURL
	out := mustRun(t, url, "workspace", "create", "acme", "--owner", "ada@example.com", "--owner-name", "Ada")
	if !regexp.MustCompile(`password: [A-Z0-9]{20,}`).MatchString(out) {
		t.Fatalf("no password was printed: %s", out)
	}
	return url
}

func TestTokenCreatePrintsOnlyTheToken(t *testing.T) {
	t.Parallel()
	url := workspaceOn(t)
	for _, who := range [][]string{{"--member", "ada@example.com"}, {"--service", "importer", "--scope", "tracking:read", "--days", "30"}} {
		out := mustRun(t, url, append([]string{"token", "create", "--workspace", "acme"}, who...)...)
		if !regexp.MustCompile(`\Adbk_[0-9a-z]{26}_[A-Za-z0-9_-]{43}\n\z`).MatchString(out) {
			t.Errorf("%v printed %q", who, out)
		}
	}
}

func TestImportIsSafeToRunTwice(t *testing.T) {
	t.Parallel()
	url := workspaceOn(t)
	file := filepath.Join(t.TempDir(), "standups.ndjson")
	lines := `{"id":"a","date":"2026-02-02","author":"dev-001","raw_text":"Done:\n- this\nNext:\n- that\nBlocked: N/A"}
not JSON
{"id":"c","date":"2026-02-02","author":"dev-001","raw_text":"Done: more"}
{"id":"d","date":"2026-13-02","author":"dev-002","raw_text":"Done: x"}
`
	if err := os.WriteFile(file, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	first := mustRun(t, url, "import", "standups", file, "--workspace", "acme")
	want := "4 records: 1 imported, 1 merged into another of the same person and day, 0 unchanged, 2 skipped; 1 members added\n"
	if !strings.HasSuffix(first, want) || !strings.Contains(first, "line 2:") || !strings.Contains(first, "line 4: d skipped") {
		t.Errorf("the first run printed\n%s", first)
	}
	second := mustRun(t, url, "import", "standups", file, "--workspace", "acme")
	if !strings.Contains(second, "0 imported, 1 merged into another of the same person and day, 1 unchanged, 2 skipped; 0 members added") {
		t.Errorf("the second run printed\n%s", second)
	}
}

func TestParsePrintsOneObjectARecord(t *testing.T) {
	t.Parallel()
	out, errs, code := daybook(t, "", "parse", "standups", "../standuptext/testdata/standups.ndjson")
	if code != 0 || strings.Count(out, "\n") != 57 || errs != "" {
		t.Errorf("exit code %d, %d lines, %s", code, strings.Count(out, "\n"), errs)
	}
	if first, _, _ := strings.Cut(out, "\n"); !regexp.MustCompile(`^\{"id":"su-\d+","yesterday":.*,"today":.*,"blockers":.*\}$`).MatchString(first) {
		t.Errorf("the first line is %s", first)
	}
}

func TestMigrateListsWhatItDid(t *testing.T) {
	t.Parallel()
	url := postgrestest.New(t).OwnerURL
	if out := mustRun(t, url, "migrate", "status"); strings.Contains(out, "pending") || !strings.Contains(out, "00001_workspaces_and_people.sql") {
		t.Errorf("status printed\n%s", out)
	}
	if out := mustRun(t, url, "migrate", "down"); strings.Count(out, "pending") != 1 {
		t.Errorf("down printed\n%s", out)
	}
	if out := mustRun(t, url, "migrate", "up"); strings.Contains(out, "pending") {
		t.Errorf("up printed\n%s", out)
	}
}

func TestMistakesGetOneClearSentence(t *testing.T) {
	t.Parallel()
	url := workspaceOn(t)
	taken, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close() //nolint:errcheck // the test is over
	for name, c := range map[string]struct {
		url  string
		args []string
		code int
		says string
	}{
		"no command":         {"", nil, 2, "expected one of"},
		"unknown flag":       {"", []string{"serve", "--nonsense"}, 2, "unknown flag"},
		"address":            {url, []string{"serve", "--addr", "nowhere"}, 2, "host and port are expected"},
		"port in use":        {url, []string{"serve", "--addr", taken.Addr().String()}, 1, "is in use by another program"},
		"unknown workspace":  {url, []string{"token", "create", "--workspace", "nope", "--member", "ada@example.com"}, 1, `no workspace "nope"`},
		"unknown member":     {url, []string{"token", "create", "--workspace", "acme", "--member", "bob@example.com"}, 1, "no member bob@example.com"},
		"unknown scope":      {url, []string{"token", "create", "--workspace", "acme", "--service", "x", "--scope", "all"}, 1, "there is no such scope"},
		"taken slug":         {url, []string{"workspace", "create", "acme", "--owner", "ada@example.com"}, 1, "DUPLICATE"},
		"bad slug":           {url, []string{"workspace", "create", "A!", "--owner", "ada@example.com"}, 1, "INVALID"},
		"bad address":        {url, []string{"workspace", "create", "b2", "--owner", "ada"}, 1, "not a mail address"},
		"no file":            {url, []string{"import", "standups", "/nonexistent.ndjson", "--workspace", "acme"}, 1, "no such file"},
		"no database":        {"postgres://u:hushhush@127.0.0.1:1/x", []string{"migrate", "status"}, 1, "nothing answers at the address"},
		"no address":         {"nonsense://", []string{"migrate", "up"}, 1, "the address is not of the form"},
		"newer than we know": {newer(t), []string{"migrate", "up"}, 1, "run a newer daybook"},
	} {
		out, errs, code := daybook(t, c.url, c.args...)
		if code != c.code || !strings.Contains(errs+out, c.says) || strings.Contains(errs+out, "hushhush") {
			t.Errorf("%s: exit code %d, %s%s", name, code, out, errs)
		}
	}
}

// newer is a database that a later version has changed.
func newer(t *testing.T) string {
	t.Helper()
	d := postgrestest.New(t)
	postgrestest.AsOwner(t, d, "insert into goose_db_version (version_id, is_applied) values (99999, true)")
	return d.OwnerURL
}

func TestServeOffersTheFirstWorkspaceOfAnEmptyDatabase(t *testing.T) {
	t.Parallel()
	url := postgrestest.New(t).OwnerURL
	serve := func() (out, errs string) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		var printed, logged bytes.Buffer
		if code := run(ctx, []string{"serve", "--addr", "127.0.0.1:0", "--database-url", url}, streams{tap{&printed, stop}, &logged}); code != 0 {
			t.Fatalf("it stopped with exit code %d: %s", code, &logged)
		}
		return printed.String(), logged.String()
	}
	out, errs := serve()
	_, code, found := strings.Cut(out, "/sign-in#found=")
	if code = strings.TrimSpace(code); !found || len(code) < 20 || strings.Contains(errs, code) {
		t.Errorf("the start printed\n%s\nand logged\n%s", out, errs)
	}
	if c := run(t.Context(), []string{"workspace", "create", "acme", "--owner", "ada@example.com", "--database-url", url}, streams{io.Discard, io.Discard}); c != 0 {
		t.Fatalf("workspace create ends with %d", c)
	}
	if out, _ := serve(); strings.Contains(out, "#found=") {
		t.Errorf("with a workspace, the start printed\n%s", out)
	}
}

// tap stops the server when it says where it is. It still says the rest.
type tap struct {
	io.Writer
	stop func()
}

func (w tap) Write(text []byte) (int, error) {
	w.stop()
	return w.Writer.Write(text)
}

func TestServeAnswersAndStops(t *testing.T) {
	t.Parallel()
	url := postgrestest.New(t).OwnerURL
	free, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := free.Addr().String()
	free.Close() //nolint:errcheck // it only found a free port
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var out, errs bytes.Buffer
	code := make(chan int)
	go func() {
		code <- run(ctx, []string{"serve", "--demo", "--addr", addr, "--database-url", url}, streams{&out, &errs})
	}()
	get := func(path string) (int, string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+addr+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			return 0, ""
		}
		defer response.Body.Close() //nolint:errcheck // it is only read
		body, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return response.StatusCode, string(body)
	}
	deadline := time.Now().Add(time.Minute)
	for status := 0; status != http.StatusOK; status, _ = get("/readyz") {
		if time.Now().After(deadline) {
			t.Fatalf("it never became ready: %s", &errs)
		}
		time.Sleep(20 * time.Millisecond) // between two questions, until it answers
	}
	if status, _ := get("/healthz"); status != http.StatusOK {
		t.Errorf("/healthz answers %d", status)
	}
	if _, body := get("/metrics"); !strings.Contains(body, "daybook_http_requests_total") || !strings.Contains(body, "daybook_streams_open") {
		t.Error("/metrics lacks ours")
	}
	if _, body := get("/auth/demo"); !strings.Contains(body, "owner@example.com") {
		t.Errorf("/auth/demo answers %s", body)
	}
	http.DefaultClient.CloseIdleConnections()
	stop()
	if c := <-code; c != 0 {
		t.Errorf("it stopped with exit code %d: %s", c, &errs)
	}
	if !strings.Contains(out.String(), "manager@example.com") || !strings.Contains(out.String(), addr) {
		t.Errorf("the start printed\n%s", &out)
	}
	if strings.Contains(errs.String(), "owner@example.com") {
		t.Error("the log names a person")
	}
}
