package private

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestDataSurvivesAStop(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	began := time.Now()
	s := open(t, dir)
	t.Logf("first start: %v", time.Since(began))
	mustQuery(t, s, "create table kept as select 'text' as v")
	began = time.Now()
	shut(t, s)
	t.Logf("stop: %v", time.Since(began))
	if !isDown(dir) {
		t.Error("the last user's Close does not wait for the end")
	}
	began = time.Now()
	s = open(t, dir)
	t.Logf("second start: %v", time.Since(began))
	began = time.Now()
	joined := open(t, dir)
	t.Logf("join: %v", time.Since(began))
	shut(t, s)
	if got := mustQuery(t, joined, "select v from kept"); got != "text" {
		t.Errorf("got %q", got)
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	s := open(t, newSeededDir(t))
	for name, want := range map[string]string{
		"listen_addresses": "", "max_connections": "200", "shared_buffers": "128MB", "TimeZone": "UTC", "jit": "off",
		"server_encoding": "UTF8", "data_checksums": "on", "fsync": "off", "unix_socket_permissions": "0700",
		"is_superuser": "on", "session_authorization": Role,
	} {
		if got := mustQuery(t, s, "show "+name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if got := mustQuery(t, s, "select datcollate || ' ' || lower('Ä') || ' ' || ('Z' < 'a') from pg_database where datname='postgres'"); got != "C ä true" {
		t.Errorf("the locale gives %q", got)
	}
	version := mustQuery(t, s, "show server_version_num")
	if s.Version() < OldestMajor || !strings.HasPrefix(version, strconv.Itoa(s.Version())) {
		t.Errorf("Version is %d, the server says %s", s.Version(), version)
	}
	if !filepath.IsAbs(s.DataDir()) {
		t.Errorf("DataDir is %q", s.DataDir())
	}
}
