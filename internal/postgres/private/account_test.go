package private

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func rootOnly(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root runs PostgreSQL as somebody else")
	}
}

func TestRootRunsPostgresAsTheAccountItNames(t *testing.T) {
	rootOnly(t)
	t.Setenv(accountVar, "nobody")
	dir := newDir(t)
	s := open(t, dir)
	nobody, err := lookAccount("nobody")
	if err != nil {
		t.Fatal(err)
	}
	if got := owner(t, s.folder.pidFile()); got != nobody.uid {
		t.Errorf("the cluster belongs to %d", got)
	}
	shut(t, s)
	t.Setenv(accountVar, "") // the owner of the cluster stays
	s = open(t, dir)
	if got := owner(t, s.folder.pidFile()); got != nobody.uid {
		t.Errorf("the cluster belongs to %d", got)
	}
	shut(t, s)
	t.Setenv(accountVar, "daemon") // changes hands
	s = open(t, dir)
	if got := owner(t, s.folder.pidFile()); got == nobody.uid || got == 0 {
		t.Errorf("the cluster belongs to %d", got)
	}
	shut(t, s)
	t.Setenv(accountVar, "root")
	if err := openError(t, Options{DataDir: dir}); !strings.Contains(err.Error(), accountVar) {
		t.Errorf("got %v", err)
	}
	t.Setenv(accountVar, "no-such-account")
	if err := openError(t, Options{DataDir: dir}); !strings.Contains(err.Error(), "no-such-account") {
		t.Errorf("got %v", err)
	}
}

func owner(t *testing.T, path string) int {
	t.Helper()
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	return int(info.Sys().(*syscall.Stat_t).Uid)
}

func TestUnreachableBinariesAreCopiedOnce(t *testing.T) {
	t.Parallel()
	rootOnly(t)
	prefix := filepath.Join(t.TempDir(), "native") // below a folder that is root's alone
	bin := fakeInstall(t, filepath.Join(prefix, "bin"), "16.3")
	mustWrite(t, filepath.Join(prefix, "lib", "libpq.so.5.17"), "library", 0o600)
	mustWrite(t, filepath.Join(prefix, "share", "postgresql", "postgres.bki"), "data", 0o600)
	mustWrite(t, filepath.Join(prefix, "pg-symlinks.json"), `[{"source":"native/lib/libpq.so.5.17","target":"native/lib/libpq.so.5"}]`, 0o600)
	b, err := probe(bin, "")
	if err != nil {
		t.Fatal(err)
	}
	f := folder{newDir(t)}
	if err := os.Mkdir(f.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	a, err := lookAccount("nobody")
	if err != nil {
		t.Fatal(err)
	}
	mustWrite(t, filepath.Join(f.binaries(), "postgresql-15.0-00000000", "bin", "postgres"), "old", 0o755)
	copied, err := reachableBinaries(b, a, f)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(copied.Postgres, f.binaries()) || !a.canRun(copied) {
		t.Errorf("the account cannot run %s", copied.Postgres)
	}
	if err := run(t.Context(), copied, a, copied.Postgres, "--version"); err != nil {
		t.Error(err)
	}
	info, err := os.Stat(filepath.Join(copied.LibDir, "libpq.so.5"))
	if err != nil || !a.has(info, 4) {
		t.Errorf("the library's link: %v", err)
	}
	if entries, _ := os.ReadDir(f.binaries()); len(entries) != 1 {
		t.Errorf("the old copy stays: %v", entries)
	}
	mark := filepath.Join(filepath.Dir(copied.Postgres), "mark")
	mustWrite(t, mark, "", 0o600)
	if again, err := reachableBinaries(b, a, f); err != nil || again != copied {
		t.Errorf("the second time: %v, %v", again, err)
	}
	if _, err := os.Stat(mark); err != nil {
		t.Error("it was copied again")
	}
}
