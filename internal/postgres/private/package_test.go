package private

import (
	"os"
	"testing"
	"time"
)

// packagesVar names a node_modules folder with the real npm package; without it that package is not tested. Where the
// system has a PostgreSQL of its own, which goes before the package, hide it.
const packagesVar = "DAYBOOK_TEST_PG_PACKAGES"

func TestRealPackage(t *testing.T) {
	t.Parallel()
	modules := os.Getenv(packagesVar)
	if modules == "" {
		t.Skip(packagesVar + " is not set")
	}
	dir := newDir(t)
	for _, start := range []string{"cold", "warm"} {
		began := time.Now()
		s := openWith(t, Options{DataDir: dir, PackageDirs: []string{modules}})
		t.Logf("%s start of version %d: %v", start, s.Version(), time.Since(began))
		// What the schema leans on: extensions, Unicode in lower and upper case, time zones.
		mustQuery(t, s, "create extension if not exists btree_gist")
		mustQuery(t, s, "create extension if not exists pg_trgm")
		if got := mustQuery(t, s, "select lower('Ä') || to_char(timestamptz '2026-07-01 12:00Z' at time zone 'Europe/Berlin', 'HH24')"); got != "ä14" {
			t.Errorf("got %q", got)
		}
		text, err := os.Readlink("/proc/" + mustQuery(t, s, "select pg_backend_pid()::text") + "/exe")
		t.Logf("ran %s %v", text, err)
		shut(t, s)
	}
}
