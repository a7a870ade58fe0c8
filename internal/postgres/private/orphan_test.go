package private

import (
	"os/exec"
	"syscall"
	"testing"
)

// Where no death signal exists, a killed supervisor leaves its postmaster behind.
func TestOrphanedPostmasterIsStopped(t *testing.T) {
	t.Parallel()
	dir := newSeededDir(t)
	s := open(t, dir)
	mustQuery(t, s, "create table kept as select 'text' as v")
	shut(t, s)

	b, err := newSearch("", nil, s.Version()).find()
	if err != nil {
		t.Fatal(err)
	}
	a, err := chooseAccount(s.folder)
	if err != nil {
		t.Fatal(err)
	}
	orphan := exec.Command(b.Postgres, settings(s.folder, s.socket, Options{FastUnsafe: true})...)
	orphan.Env = b.environment()
	orphan.SysProcAttr = &syscall.SysProcAttr{Credential: a.credential()}
	if err := orphan.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- orphan.Wait() }()
	t.Cleanup(func() { _ = orphan.Process.Kill() })
	eventually(t, "the orphan is ready", func() bool { return readPostmaster(s.folder).ready })

	again := open(t, dir)
	if got := mustQuery(t, again, "select v from kept"); got != "text" {
		t.Errorf("got %q", got)
	}
	if err := <-ended; err != nil {
		t.Errorf("the orphan did not end in an orderly way: %v", err)
	}
	if postmasterOf(t, again) == orphan.Process.Pid {
		t.Error("the orphan is still the server")
	}
}
