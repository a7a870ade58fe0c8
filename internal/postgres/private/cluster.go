package private

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// makeCluster runs initdb. The cluster appears under its name only when it is whole and on disk: what an interrupted
// initdb leaves is taken away by the next one.
func makeCluster(ctx context.Context, f folder, b Binaries, a account, fast bool, log *slog.Logger) error {
	const unfinished = "pg.new-"
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return fmt.Errorf("making the cluster: %w", explain(err))
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), unfinished) {
			_ = os.RemoveAll(filepath.Join(f.dir, e.Name())) // at worst it lies there: the new one has another name
		}
	}
	began := time.Now()
	fresh, err := os.MkdirTemp(f.dir, unfinished)
	if err != nil {
		return fmt.Errorf("making the cluster: %w", explain(err))
	}
	if err := a.own(fresh); err != nil {
		return err
	}
	if err := initdb(ctx, fresh, b, a, fast); err != nil {
		_ = os.RemoveAll(fresh)
		return fmt.Errorf("making the cluster: %w", err)
	}
	if err := os.Rename(fresh, f.cluster()); err != nil { // takes the place of an empty folder at most
		return fmt.Errorf("making the cluster: %w", err)
	}
	if !fast {
		if err := syncDir(f.dir); err != nil {
			return fmt.Errorf("making the cluster: %w", err)
		}
	}
	log.Info("made the private PostgreSQL's cluster", "dir", f.cluster(), "version", b.Version, "took", time.Since(began).Round(time.Millisecond))
	return nil
}

// initdb fills an empty folder. Text sorts by bytes everywhere and upper and lower case are Unicode's, from PostgreSQL
// itself (17 and later) or from the C library, which may not know C.UTF-8: then only ASCII has cases.
func initdb(ctx context.Context, dir string, b Binaries, a account, fast bool) error {
	args := []string{
		"--pgdata=" + dir, "--username=" + Role, "--encoding=UTF8", "--locale=C", "--data-checksums",
		"--no-instructions", "--auth=trust", // only who may enter the socket's folder gets as far as this
	}
	if fast {
		args = append(args, "--no-sync")
	}
	if b.Major >= 17 {
		return run(ctx, b, a, b.Initdb, append(args, "--locale-provider=builtin", "--builtin-locale=C.UTF-8")...)
	}
	err := run(ctx, b, a, b.Initdb, append(args, "--lc-ctype=C.UTF-8")...)
	if err == nil || ctx.Err() != nil || !bytes.Contains([]byte(err.Error()), []byte("invalid locale")) {
		return err
	}
	return run(ctx, b, a, b.Initdb, args...)
}

// run runs one of PostgreSQL's programs to its end; it does not outlive us.
func run(ctx context.Context, b Binaries, a account, program string, args ...string) error {
	runtime.LockOSThread() // the child's death signal hangs on the thread that started it
	defer runtime.UnlockOSThread()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.WaitDelay = time.Second
	cmd.Env = b.environment()
	cmd.Dir = "/"
	cmd.SysProcAttr = childAttributes(a.credential(), syscall.SIGKILL)
	out, err := cmd.CombinedOutput()
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return fmt.Errorf("running %s: %w: %s", filepath.Base(program), err, bytes.TrimSpace(out))
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close() //nolint:errcheck // it was only read
	return d.Sync()
}
