package chaos

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"
)

var full = flag.Bool("full", false, "the whole size, some minutes, instead of a short one")

// size is n in a full run, small in a short one.
func size[T any](small, n T) T {
	if *full {
		return n
	}
	return small
}

var cases, failures atomic.Int64

// report counts a case.
func report(t *testing.T) {
	t.Helper()
	cases.Add(1)
	t.Cleanup(func() {
		if t.Failed() {
			failures.Add(1)
		}
	})
}

// folder holds the binary and everything that the cases leave.
var folder, binary string

func TestMain(m *testing.M) {
	flag.Parse()
	code := run(m)
	fmt.Printf("chaos: %d cases, %d failed\n", cases.Load(), failures.Load())
	os.Exit(code)
}

func run(m *testing.M) int {
	var err error
	if folder, err = os.MkdirTemp("", "daybook-chaos-"); err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)                      //nolint:errcheck // what is left is in the system's folder for such
	if err := os.Chmod(folder, 0o755); err != nil { // the database's account must reach into it
		panic(err)
	}
	binary = filepath.Join(folder, "daybook")
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	build := exec.CommandContext(ctx, "go", "build", "-tags", "chaos", "-o", binary, "daybook")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "building the server: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}
