package private

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

const (
	port       = "5432" // no TCP port is opened, but the socket's file is named after it
	socketName = ".s.PGSQL." + port
)

// fitsSocket tells whether a socket in dir has a path that the kernel takes, and clients, who read a comma as the end of
// a host.
func fitsSocket(dir string) bool {
	limit := 104 // sun_path, with the byte that ends it
	if runtime.GOOS == "linux" {
		limit = 108
	}
	return len(filepath.Join(dir, socketName)) < limit && !strings.ContainsAny(dir, ",\"\\\n")
}

// chooseSocketDir gives the folder of the socket: run/ in the data folder, or where that path does not fit a folder
// below the system's temporary one. Others learn it from postmaster.pid.
func chooseSocketDir(f folder, a account) string {
	dir := f.run()
	if fitsSocket(dir) {
		return dir
	}
	name := fmt.Sprintf("daybook-%x", sha256.Sum256([]byte(f.dir)))[:24]
	if dir = filepath.Join(os.TempDir(), name); fitsSocket(dir) && a.barrier(os.TempDir()) == "" {
		return dir
	}
	return filepath.Join("/tmp", name)
}

// makeSocketDir makes the folder, which only the account may enter.
func makeSocketDir(f folder, dir string, a account) error {
	err := os.Mkdir(dir, 0o700)
	if err == nil {
		return a.own(dir)
	}
	if !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("making the socket's folder: %w", explain(err))
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return fmt.Errorf("looking at the socket's folder: %w", err)
	}
	// The temporary folder is everyone's: what lies there must really be ours. The data folder is ours anyway.
	owner := int(info.Sys().(*syscall.Stat_t).Uid)
	if !info.IsDir() || dir != f.run() && owner != a.uid && owner != os.Geteuid() {
		return fmt.Errorf("%s, where the private PostgreSQL's socket belongs, is somebody else's: remove it", dir)
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return fmt.Errorf("making the socket's folder private: %w", err)
	}
	return a.ownAll(dir)
}
