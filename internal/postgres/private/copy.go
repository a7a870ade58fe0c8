package private

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// reachableBinaries gives binaries that the account can run: these, or where it cannot reach them (an npm package
// below /root) a copy below the data folder, made once for each version.
func reachableBinaries(b Binaries, a account, f folder) (Binaries, error) {
	if a.canRun(b) {
		return b, nil
	}
	prefix := filepath.Dir(filepath.Dir(b.Postgres))
	if _, err := os.Stat(filepath.Join(prefix, "share")); err != nil || filepath.Base(filepath.Dir(b.Postgres)) != "bin" {
		return Binaries{}, fmt.Errorf("the account %s cannot run %s: give it the rights, or set DAYBOOK_PG_BIN to binaries that it can reach", a.name, b.Postgres)
	}
	info, err := os.Stat(b.Postgres)
	if err != nil {
		return Binaries{}, fmt.Errorf("looking at the binaries: %w", err)
	}
	key := sha256.Sum256(fmt.Appendf(nil, "%s %d %d", b.Postgres, info.Size(), info.ModTime().UnixNano()))
	home := filepath.Join(f.binaries(), fmt.Sprintf("postgresql-%s-%x", b.Version, key[:4]))
	copied := Binaries{
		Postgres: filepath.Join(home, "bin", "postgres"), Initdb: filepath.Join(home, "bin", "initdb"),
		LibDir: filepath.Join(home, "lib"), Version: b.Version, Major: b.Major,
	}
	if isProgram(copied.Postgres) {
		return copied, nil
	}
	if err := copyInstallation(prefix, home); err != nil {
		return Binaries{}, fmt.Errorf("copying the binaries to where the account %s can reach them: %w", a.name, err)
	}
	return copied, nil
}

func (a account) canRun(b Binaries) bool {
	if !a.switched {
		return true
	}
	if b.LibDir != "" && a.barrier(b.LibDir) != "" {
		return false
	}
	for _, program := range []string{b.Postgres, b.Initdb} {
		info, err := os.Stat(program)
		if err != nil || !a.has(info, 1) || a.barrier(filepath.Dir(program)) != "" {
			return false
		}
	}
	return true
}

// copyInstallation copies what PostgreSQL needs of an installation that can be moved, and takes older copies away. The
// copy appears under its name only when it is whole.
func copyInstallation(prefix, home string) error {
	parent := filepath.Dir(home)
	if err := os.RemoveAll(parent); err != nil {
		return err
	}
	if err := makeOpenDir(parent); err != nil {
		return err
	}
	half := home + ".new"
	if err := makeOpenDir(half); err != nil {
		return err
	}
	for _, part := range []string{"bin", "lib", "share"} {
		if err := copyTree(filepath.Join(prefix, part), filepath.Join(half, part)); err != nil {
			return err
		}
	}
	if err := linkLibraries(filepath.Dir(prefix), half); err != nil {
		return err
	}
	return os.Rename(half, home)
}

// makeOpenDir makes a folder that everybody may enter, whatever the umask says.
func makeOpenDir(dir string) error { return errors.Join(os.Mkdir(dir, 0o755), os.Chmod(dir, 0o755)) }

// copyTree copies folders, files and links; everyone may read the copy.
func copyTree(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		switch {
		case entry.IsDir():
			return makeOpenDir(target)
		case entry.Type() == fs.ModeSymlink:
			text, err := os.Readlink(path)
			if err != nil {
				return err
			}
			return os.Symlink(text, target)
		case entry.Type().IsRegular():
			return copyFile(path, target)
		}
		return nil
	})
}

func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // it was only read
	info, err := in.Stat()
	if err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	mode := fs.FileMode(0o644)
	if info.Mode()&0o111 != 0 {
		mode = 0o755
	}
	return errors.Join(err, out.Chmod(mode), out.Close())
}
