package private

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// folder is a data folder: an absolute path without symbolic links.
type folder struct{ dir string }

func (f folder) cluster() string        { return filepath.Join(f.dir, "pg") }
func (f folder) run() string            { return filepath.Join(f.dir, "run") }
func (f folder) usersLock() string      { return filepath.Join(f.dir, "users.lock") }
func (f folder) supervisorLock() string { return filepath.Join(f.dir, "supervisor.lock") }
func (f folder) logFile() string        { return filepath.Join(f.dir, "postgres.log") }
func (f folder) binaries() string       { return filepath.Join(f.dir, "binaries") }
func (f folder) pidFile() string        { return filepath.Join(f.cluster(), "postmaster.pid") }
func (f folder) versionFile() string    { return filepath.Join(f.cluster(), "PG_VERSION") }

// DefaultDataDir gives the folder used when none is set: /var/lib/daybook for root, for others
// $XDG_DATA_HOME/daybook or ~/.local/share/daybook.
func DefaultDataDir() (string, error) {
	if os.Geteuid() == 0 {
		return "/var/lib/daybook", nil
	}
	if data := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(data) { // the XDG specification ignores relative ones
		return filepath.Join(data, "daybook"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("finding a place for the private database: %w", err)
	}
	return filepath.Join(home, ".local", "share", "daybook"), nil
}

// makeFolder makes the data folder, or takes an existing one that is empty or ours.
func makeFolder(dir string) (folder, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return folder{}, fmt.Errorf("finding the data folder: %w", err)
	}
	if err := makeDirs(dir); err != nil {
		return folder{}, fmt.Errorf("making the data folder: %w", explain(err))
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return folder{}, fmt.Errorf("finding the data folder: %w", explain(err))
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return folder{}, fmt.Errorf("looking into the data folder: %w", explain(err))
	}
	f := folder{dir}
	if !f.isOurs(entries) {
		return folder{}, fmt.Errorf("%s holds other files and is no data folder of Daybook: choose an empty or a new one", dir)
	}
	return f, nil
}

// makeDirs makes a folder of ours and what is missing above it. What root makes above it is open to all, whatever the
// umask says: PostgreSQL's account has to pass.
func makeDirs(dir string) error {
	err := os.Mkdir(dir, 0o700)
	if errors.Is(err, fs.ErrNotExist) {
		parent := filepath.Dir(dir)
		if err := makeDirs(parent); err != nil {
			return err
		}
		if os.Geteuid() == 0 {
			if err := os.Chmod(parent, 0o755); err != nil {
				return err
			}
		}
		err = os.Mkdir(dir, 0o700)
	}
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}

func (f folder) isOurs(entries []os.DirEntry) bool {
	foreign := false
	for _, e := range entries {
		switch e.Name() {
		case filepath.Base(f.usersLock()): // the first thing that is made in it
			return true
		case "lost+found": // an empty file system
		default:
			foreign = true
		}
	}
	if !foreign {
		return true
	}
	_, err := os.Stat(f.versionFile()) // a cluster brought back from a backup
	return err == nil
}

// major gives the major version that made the cluster, 0 when there is none yet.
func (f folder) major() (int, error) {
	text, err := os.ReadFile(f.versionFile())
	if errors.Is(err, fs.ErrNotExist) {
		entries, err := os.ReadDir(f.cluster())
		if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
			return 0, nil
		}
		if err == nil {
			err = errors.New("it has no PG_VERSION")
		}
		return 0, fmt.Errorf("%s is no PostgreSQL data folder: %w", f.cluster(), err)
	}
	if err != nil {
		return 0, fmt.Errorf("reading the cluster's version: %w", explain(err))
	}
	major, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return 0, fmt.Errorf("reading the cluster's version: %w", err)
	}
	return major, nil
}

// openOwn opens or makes a file of the data folder, never through a symbolic link. What root makes in somebody else's
// folder is given to that one, who else could not use it afterwards.
func openOwn(path string, how int) (*os.File, error) {
	file, err := os.OpenFile(path, how|os.O_CREATE|unix.O_NOFOLLOW, 0o600)
	if err != nil || os.Geteuid() != 0 {
		return file, err
	}
	info, err := os.Stat(filepath.Dir(path))
	if err == nil {
		if owner := info.Sys().(*syscall.Stat_t); owner.Uid != 0 {
			err = file.Chown(int(owner.Uid), int(owner.Gid))
		}
	}
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	return file, nil
}

// explain says what to do about a folder without rights.
func explain(err error) error {
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, unix.EROFS) {
		return fmt.Errorf("%w (this account needs a data folder it may write to: choose another one, or give it the rights)", err)
	}
	return err
}
