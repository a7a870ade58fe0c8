package private

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// executable is what starts this program once more; it works after the file was replaced or removed, too.
func executable() string {
	const self = "/proc/self/exe"
	if _, err := os.Stat(self); err != nil {
		return os.Args[0]
	}
	return self
}

// childAttributes let a child run as somebody else (nil: as ourselves) and have the kernel send it the signal when the
// thread that started it ends.
func childAttributes(as *syscall.Credential, death syscall.Signal) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: as, Pdeathsig: death}
}

// processesIn lists the processes of PostgreSQL that live in the cluster: each has it as its working folder.
func processesIn(f folder) []int {
	cluster, err := os.Stat(f.cluster())
	if err != nil {
		return nil
	}
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var pids []int
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		dir := filepath.Join("/proc", e.Name())
		name, err := os.ReadFile(filepath.Join(dir, "comm"))
		if err != nil || strings.TrimSpace(string(name)) != "postgres" {
			continue
		}
		if cwd, err := os.Stat(filepath.Join(dir, "cwd")); err == nil && os.SameFile(cwd, cluster) {
			pids = append(pids, pid)
		}
	}
	return pids
}
