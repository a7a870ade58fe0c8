package private

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"go.uber.org/goleak"
)

// helperVar makes this test binary a user of the data folder it names, until its standard input ends.
const helperVar = "DAYBOOK_TEST_PRIVATE_USER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(helperVar); dir != "" {
		os.Exit(helperMain(dir))
	}
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		if seed.dir != "" {
			_ = os.RemoveAll(seed.dir)
		}
		os.Exit(code)
	}))
}

func helperMain(dir string) int {
	s, err := Open(context.Background(), Options{DataDir: dir, FastUnsafe: true, Log: quiet()})
	if err != nil {
		fmt.Println("error", err)
		return 1
	}
	fmt.Println("open", readPostmaster(s.folder).pid)
	_, _ = io.Copy(io.Discard, os.Stdin)
	if err := s.Close(); err != nil {
		return 1
	}
	return 0
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// newDir gives the path of a data folder that does not exist yet and that every account could get to. When the test
// ends, nothing may live in it any more.
func newDir(t *testing.T) string {
	t.Helper()
	base, err := os.MkdirTemp("", "daybook-private-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(base, 0o711); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(base, "data")
	t.Cleanup(func() {
		eventually(t, "nothing lives in the folder", func() bool { return isDown(dir) })
		if t.Failed() {
			text, _ := os.ReadFile(folder{dir}.logFile())
			t.Logf("postgres.log:\n%s", text)
		}
		if err := os.RemoveAll(base); err != nil {
			t.Error(err)
		}
	})
	return dir
}

var seed struct {
	sync.Once
	dir string
	err error
}

// newSeededDir gives a data folder with a cluster: a copy of one that is made once, for tests that are not about that.
func newSeededDir(t *testing.T) string {
	t.Helper()
	seed.Do(func() {
		if seed.dir, seed.err = os.MkdirTemp("", "daybook-private-seed-"); seed.err != nil {
			return
		}
		if seed.err = os.Chmod(seed.dir, 0o711); seed.err != nil {
			return
		}
		var s *Server
		if s, seed.err = Open(context.Background(), Options{DataDir: seed.dir, FastUnsafe: true, Log: quiet()}); seed.err == nil {
			seed.err = s.Close()
		}
	})
	if seed.err != nil {
		t.Fatal(seed.err)
	}
	dir := newDir(t)
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("cp", "-Rp", folder{seed.dir}.cluster(), dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return dir
}

func open(t *testing.T, dir string) *Server {
	t.Helper()
	return openWith(t, Options{DataDir: dir})
}

func openWith(t *testing.T, o Options) *Server {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	o.FastUnsafe, o.Log = true, quiet()
	s, err := Open(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { shut(t, s) })
	return s
}

func shut(t *testing.T, s *Server) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// openError gives the error of an Open that must fail.
func openError(t *testing.T, o Options) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	o.Log = quiet()
	s, err := Open(ctx, o)
	if err == nil {
		shut(t, s)
		t.Fatal("Open gives no error")
	}
	return err
}

// query runs one statement on the server and gives the first value as text; "" without a row.
func query(ctx context.Context, s *Server, sql string) (string, error) {
	conn, err := pgx.Connect(ctx, s.URL("postgres", Role))
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx) //nolint:errcheck // the test is over
	rows, err := conn.Query(ctx, sql, pgx.QueryExecModeSimpleProtocol)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var value string
	for rows.Next() {
		if err := rows.Scan(&value); err != nil {
			return "", err
		}
	}
	return value, rows.Err()
}

func mustQuery(t *testing.T, s *Server, sql string) string {
	t.Helper()
	value, err := query(t.Context(), s, sql)
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return value
}

// process is another process that uses the server.
type process struct {
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	stdout *bufio.Reader
	// postmaster is the process number of the server it found.
	postmaster int
}

// newProcess starts another user and waits until it has the server.
func newProcess(t *testing.T, dir string) *process {
	t.Helper()
	p := startProcess(t, dir)
	p.join(t)
	return p
}

// join waits until the process has the server.
func (p *process) join(t *testing.T) {
	t.Helper()
	line, err := p.stdout.ReadString('\n')
	if err != nil {
		t.Errorf("the other process: %q %v", line, err)
	}
	pid, ok := strings.CutPrefix(strings.TrimSpace(line), "open ")
	if p.postmaster, err = strconv.Atoi(pid); !ok || err != nil {
		t.Errorf("the other process: %s", line)
	}
}

// startProcess starts another user and does not wait.
func startProcess(t *testing.T, dir string) *process {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), helperVar+"="+dir)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &process{cmd: cmd, stdin: stdin, stdout: bufio.NewReader(stdout)}
	t.Cleanup(p.kill)
	return p
}

// startStranger starts a process that has nothing to do with PostgreSQL.
func startStranger(t *testing.T) (pid int) {
	t.Helper()
	cmd := exec.Command("sleep", "600")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	return cmd.Process.Pid
}

// kill ends the process without any chance to tidy up.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

// leave has the process close the server and end.
func (p *process) leave(t *testing.T) {
	t.Helper()
	_ = p.stdin.Close()
	if err := p.cmd.Wait(); err != nil {
		t.Error(err)
	}
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !ok(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not in time: %s", what)
		}
	}
}

// isDown tells whether neither a supervisor nor postgres is there.
func isDown(dir string) bool {
	f := folder{dir}
	if _, err := os.Stat(f.supervisorLock()); err == nil {
		l, err := tryLock(f.supervisorLock(), exclusive)
		if l == nil || err != nil {
			return false
		}
		l.close()
	}
	return len(processesIn(f)) == 0
}

// supervisorOf gives the process number of the server's supervisor.
func supervisorOf(t *testing.T, s *Server) int {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("reads /proc")
	}
	pid := parentOf(postmasterOf(t, s))
	if !isSupervisor(pid) {
		t.Fatal("the postmaster has no supervisor")
	}
	return pid
}

func isSupervisor(pid int) bool {
	args, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	return err == nil && strings.HasPrefix(string(args), supervisorName+"\x00")
}

// parentOf gives 0 where there is no such process.
func parentOf(pid int) int {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	parent, _ := strconv.Atoi(strings.Fields(rest)[1])
	return parent
}

// postmastersIn counts the processes of PostgreSQL in the cluster that are nobody's child there.
func postmastersIn(f folder) int {
	pids, n := processesIn(f), 0
	for _, pid := range pids {
		if parent := parentOf(pid); parent != 0 && !slices.Contains(pids, parent) {
			n++
		}
	}
	return n
}

func postmasterOf(t *testing.T, s *Server) int {
	t.Helper()
	p := readPostmaster(s.folder)
	if !p.ready {
		t.Fatal("no postmaster is ready")
	}
	return p.pid
}

func kill(t *testing.T, pid int) {
	t.Helper()
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}
