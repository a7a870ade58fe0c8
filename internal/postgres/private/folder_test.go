package private

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

func TestOtherMajorIsRefusedAndLeftAlone(t *testing.T) {
	t.Parallel()
	dir := newSeededDir(t)
	shut(t, open(t, dir))
	f := folder{dir}
	if err := os.WriteFile(f.versionFile(), []byte("99\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := listing(t, f.cluster())
	err := openError(t, Options{DataDir: dir})
	if !errors.Is(err, ErrNoBinaries) || !strings.Contains(err.Error(), "install PostgreSQL 99") {
		t.Errorf("got %v", err)
	}
	if after := listing(t, f.cluster()); after != before {
		t.Errorf("the cluster was touched:\n%s\nbefore:\n%s", after, before)
	}
}

// listing names each file with its size, owner and time.
func listing(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		fmt.Fprintln(&b, path, info.Mode(), info.Size(), info.ModTime())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestLongPath(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(newDir(t), strings.Repeat("long-", 10), strings.Repeat("lang-", 10))
	s := open(t, dir)
	t.Cleanup(func() {
		shut(t, s)
		eventually(t, "nothing lives in the folder", func() bool { return isDown(dir) })
		_ = os.Remove(s.socket)
	})
	if strings.HasPrefix(s.socket, dir) {
		t.Errorf("the socket is in %s", s.socket)
	}
	if info, err := os.Stat(s.socket); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the socket's folder: %v %v", info, err)
	}
	other := newProcess(t, dir)
	if got, want := other.postmaster, postmasterOf(t, s); got != want {
		t.Errorf("the other process found postmaster %d, this one %d", got, want)
	}
	if got := mustQuery(t, s, "select 'up'"); got != "up" {
		t.Errorf("got %q", got)
	}
}

func TestPathWithOddCharacters(t *testing.T) {
	t.Parallel()
	base := newDir(t)
	s := open(t, filepath.Join(base, `a b,"c'%d?*[e]`))
	t.Cleanup(func() {
		shut(t, s)
		eventually(t, "nothing lives in the folder", func() bool { return isDown(s.DataDir()) })
		_ = os.Remove(s.socket)
	})
	if got := mustQuery(t, s, "select 'up'"); got != "up" {
		t.Errorf("got %q", got)
	}
}

func TestForeignFolderIsRefused(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	mustWrite(t, filepath.Join(dir, "letter.txt"), "Dear", 0o600)
	err := openError(t, Options{DataDir: dir})
	if !strings.Contains(err.Error(), "no data folder of Daybook") {
		t.Errorf("got %v", err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("the folder was touched: %v", entries)
	}
}

func TestFileInsteadOfAFolderIsRefused(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	mustWrite(t, dir, "Dear", 0o600)
	if err := openError(t, Options{DataDir: dir}); !strings.Contains(err.Error(), "not a directory") {
		t.Errorf("got %v", err)
	}
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
}

func TestFolderWithoutRights(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	if os.Geteuid() == 0 { // root may do all, but PostgreSQL's account cannot enter
		parent := filepath.Join(dir, "closed")
		if err := os.MkdirAll(parent, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		err := openError(t, Options{DataDir: filepath.Join(parent, "data")})
		if !strings.Contains(err.Error(), "cannot enter "+parent+":") || !strings.Contains(err.Error(), "/var/lib/daybook") {
			t.Errorf("got %v", err)
		}
		return
	}
	if err := os.Mkdir(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	err := openError(t, Options{DataDir: dir})
	if !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), "choose another") {
		t.Errorf("got %v", err)
	}
}

func TestFolderOfRootIsOpenToNobodyElse(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	s := open(t, dir)
	for path, want := range map[string]fs.FileMode{
		s.folder.cluster(): 0o700, s.folder.run(): 0o700, s.folder.usersLock(): 0o600, s.folder.logFile(): 0o600,
	} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v %v", path, info.Mode(), err)
		}
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm()&0o067 != 0 {
		t.Errorf("the data folder: %v %v", info.Mode(), err)
	}
}

// A process number in postmaster.pid may have passed to a stranger: that must not bar the start, nor hurt the stranger.
func TestStalePostmasterPid(t *testing.T) {
	t.Parallel()
	dir := newSeededDir(t)
	shut(t, open(t, dir))
	f := folder{dir}
	stranger := startStranger(t)
	for name, pid := range map[string]int{"of nobody": 4_000_000, "of a stranger": stranger} {
		text := fmt.Sprintf("%d\n%s\n1700000000\n5432\n%s\n\n  5432001     32768\nready   \n", pid, f.cluster(), f.run())
		for _, file := range []string{f.pidFile(), filepath.Join(f.run(), socketName+".lock")} {
			mustWrite(t, file, text, 0o600)
			if err := os.Lchown(file, owner(t, f.cluster()), -1); err != nil {
				t.Fatal(err)
			}
		}
		s := open(t, dir)
		if got := mustQuery(t, s, "select 'up'"); got != "up" {
			t.Errorf("%s: got %q", name, got)
		}
		shut(t, s)
	}
	if !alive(stranger) {
		t.Error("the stranger was ended")
	}
}

func TestPostgresThatDoesNotStartSaysWhy(t *testing.T) {
	t.Parallel()
	dir := newSeededDir(t)
	shut(t, open(t, dir))
	if err := os.Remove(filepath.Join(dir, "pg", "global", "pg_control")); err != nil {
		t.Fatal(err)
	}
	if err := openError(t, Options{DataDir: dir}); !strings.Contains(err.Error(), "pg_control") {
		t.Errorf("got %v", err)
	}
}

func TestAddress(t *testing.T) {
	t.Parallel()
	c, err := pgx.ParseConfig(address(`/a b/ü&?%/run`, "my db/?", `role @:`))
	if err != nil {
		t.Fatal(err)
	}
	if c.Host != `/a b/ü&?%/run` || c.Database != "my db/?" || c.User != `role @:` || c.Port != 5432 || c.TLSConfig != nil {
		t.Errorf("read back as host %q, database %q, user %q, port %d", c.Host, c.Database, c.User, c.Port)
	}
}

func TestLogIsBounded(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	w := newLogWriter(filepath.Join(dir, "log"))
	line := []byte(strings.Repeat("x", 99_999) + "\n")
	for range 3 * logLimit / len(line) {
		if _, err := w.Write(line); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Write([]byte("last words\n\x00")); err != nil {
		t.Fatal(err)
	}
	<-w.marked
	if tail := w.tail(); !strings.HasSuffix(tail, "\nlast words") || len(tail) > tailLimit {
		t.Errorf("the tail is %d bytes", len(tail))
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 {
		t.Fatalf("%v %v", entries, err)
	}
	for _, e := range entries {
		if info, err := e.Info(); err != nil || info.Size() > logLimit {
			t.Errorf("%s: %v %v", e.Name(), info, err)
		}
	}
}

func mustWrite(t *testing.T, path, text string, mode fs.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}
