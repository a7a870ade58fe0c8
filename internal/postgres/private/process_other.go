//go:build !linux

package private

import (
	"context"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// executable is what starts this program once more.
func executable() string {
	path, err := os.Executable()
	if err != nil {
		return os.Args[0]
	}
	return path
}

// childAttributes let a child run as somebody else (nil: as ourselves). Here no signal tells it that its parent died:
// the next Open finds and stops it.
func childAttributes(as *syscall.Credential, _ syscall.Signal) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: as}
}

// processesIn lists the postmaster that postmaster.pid names, if it runs and works on this cluster.
func processesIn(f folder) []int {
	p := readPostmaster(f)
	if !alive(p.pid) {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, "ps", "-ww", "-o", "command=", "-p", strconv.Itoa(p.pid)).Output()
	if err != nil || !strings.Contains(string(out), "-D "+f.cluster()+" ") {
		return nil
	}
	return []int{p.pid}
}
