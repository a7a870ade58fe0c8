package private

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fakeInstall makes programs that say they are of this version.
func fakeInstall(t *testing.T, dir, version string) string {
	t.Helper()
	for _, name := range []string{"postgres", "initdb"} {
		mustWrite(t, filepath.Join(dir, name), fmt.Sprintf("#!/bin/sh\necho '%s (PostgreSQL) %s (Fake 1)'\n", name, version), 0o755)
	}
	return dir
}

func TestFind(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	at := func(parts ...string) string { return filepath.Join(append([]string{root}, parts...)...) }
	fakeInstall(t, at("usr", "lib", "postgresql", "9.6", "bin"), "9.6.24")
	fakeInstall(t, at("usr", "lib", "postgresql", "15", "bin"), "15.18")
	fakeInstall(t, at("usr", "lib", "postgresql", "17", "bin"), "17.10")
	fakeInstall(t, at("old"), "14.2")
	fakeInstall(t, at("path"), "16.3")
	fakeInstall(t, at("beta"), "19beta1")
	fakeInstall(t, at("modules", "@embedded-postgres", platform(), "native", "bin"), "18.4")
	mustWrite(t, at("broken", "postgres"), "#!/bin/sh\nexit 1\n", 0o755)
	mustWrite(t, at("broken", "initdb"), "#!/bin/sh\nexit 1\n", 0o755)
	mustWrite(t, at("half", "postgres"), "#!/bin/sh\necho 'postgres (PostgreSQL) 16.1'\n", 0o755)
	if err := os.Mkdir(at("links"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(at("usr", "lib", "postgresql", "15", "bin", "postgres"), at("links", "postgres")); err != nil {
		t.Fatal(err)
	}
	places := []string{at("usr", "lib", "postgresql", "*", "bin")}
	modules := []string{at("none"), at("modules")}

	for name, c := range map[string]struct {
		search
		version, dir, err string
	}{
		"the folder that was named":             {search: search{binDir: at("path"), path: at("links"), places: places}, version: "16.3", dir: at("path")},
		"PATH before the usual places":          {search: search{path: at("path"), places: places}, version: "16.3"},
		"a link leads to the installation":      {search: search{path: at("links")}, version: "15.18", dir: at("usr", "lib", "postgresql", "15", "bin")},
		"a beta":                                {search: search{path: at("beta")}, version: "19beta1"},
		"the newest of the usual places":        {search: search{path: at("old"), places: places}, version: "17.10"},
		"what does not run is passed over":      {search: search{path: at("broken") + ":" + at("half") + ":relative", places: places}, version: "17.10"},
		"the major that made the cluster":       {search: search{path: at("path"), places: places, major: 15}, version: "15.18"},
		"the package":                           {search: search{path: at("old"), packageDirs: modules}, version: "18.4"},
		"the package for its cluster":           {search: search{path: at("path"), places: places, packageDirs: modules, major: 18}, version: "18.4"},
		"nothing":                               {search: search{path: at("none")}, err: "install PostgreSQL 15 or later"},
		"only an old one":                       {search: search{path: at("old")}, err: "14.2 in " + at("old")},
		"no major that made the cluster":        {search: search{path: at("path"), major: 15}, err: "install PostgreSQL 15 or set DAYBOOK_PG_BIN"},
		"a cluster older than any that will do": {search: search{path: at("old"), major: 14}, err: "pg_upgrade"},
		"the folder that was named is empty":    {search: search{binDir: at("none"), path: at("path")}, err: "DAYBOOK_PG_BIN: "},
		"the folder that was named is too old":  {search: search{binDir: at("old"), path: at("path")}, err: "14.2 in " + at("old")},
		"the folder that was named is broken":   {search: search{binDir: at("broken"), path: at("path")}, err: "exit status 1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, err := c.find()
			if c.err != "" {
				if err == nil || !strings.Contains(err.Error(), c.err) {
					t.Errorf("got %v, want %q", err, c.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if b.Version != c.version || !strings.HasPrefix(c.version, fmt.Sprint(b.Major)) {
				t.Errorf("got version %s, major %d, want %s", b.Version, b.Major, c.version)
			}
			if c.dir != "" && filepath.Dir(b.Postgres) != c.dir {
				t.Errorf("got %s, want it in %s", b.Postgres, c.dir)
			}
		})
	}
}

func TestNoBinariesSaysWhatToDo(t *testing.T) {
	t.Parallel()
	_, err := search{path: t.TempDir()}.find()
	if !errors.Is(err, ErrNoBinaries) {
		t.Fatalf("got %v", err)
	}
	for _, want := range []string{"install PostgreSQL 15", "DATABASE_URL", "DAYBOOK_PG_BIN", "`make`"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not speak of %s", err, want)
		}
	}
	if err := openError(t, Options{DataDir: newDir(t), BinDir: t.TempDir()}); !strings.Contains(err.Error(), "DAYBOOK_PG_BIN") {
		t.Errorf("got %v", err)
	}
}

func TestPackageLinks(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	mustWrite(t, filepath.Join(root, "native", "lib", "libpq.so.5.17"), "library", 0o644)
	list := filepath.Join(root, "native", "pg-symlinks.json")
	mustWrite(t, list, `[{"source":"native/lib/libpq.so.5.17","target":"native/lib/libpq.so.5"}]`, 0o644)
	for range 2 { // the second time it is there
		if err := linkLibraries(root, filepath.Join(root, "native")); err != nil {
			t.Fatal(err)
		}
	}
	if text, err := os.ReadFile(filepath.Join(root, "native", "lib", "libpq.so.5")); err != nil || string(text) != "library" {
		t.Errorf("got %q, %v", text, err)
	}
	mustWrite(t, list, `[{"source":"native/lib/libpq.so.5.17","target":"native/../../outside"}]`, 0o644)
	if err := linkLibraries(root, filepath.Join(root, "native")); err == nil {
		t.Error("a link out of the package is made")
	}
}

func TestDefaultDataDir(t *testing.T) {
	if os.Geteuid() == 0 {
		if dir, err := DefaultDataDir(); err != nil || dir != "/var/lib/daybook" {
			t.Errorf("got %s, %v", dir, err)
		}
		return
	}
	t.Setenv("HOME", "/home/someone")
	for data, want := range map[string]string{
		"": "/home/someone/.local/share/daybook", "relative": "/home/someone/.local/share/daybook", "/data": "/data/daybook",
	} {
		t.Setenv("XDG_DATA_HOME", data)
		if dir, err := DefaultDataDir(); err != nil || dir != want {
			t.Errorf("XDG_DATA_HOME=%s gives %s, %v", data, dir, err)
		}
	}
}
