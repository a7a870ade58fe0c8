package private

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// accountVar names the account PostgreSQL runs as when Daybook runs as root.
const accountVar = "DAYBOOK_PG_USER"

// account is who PostgreSQL runs as: ourselves, or as root, which PostgreSQL refuses, an unprivileged one.
type account struct {
	uid, gid int
	name     string
	switched bool // other than ourselves
}

// chooseAccount gives ourselves, or for root: DAYBOOK_PG_USER, else the owner of the existing cluster, else daybook,
// postgres or nobody, the first that exists.
func chooseAccount(f folder) (account, error) {
	if os.Geteuid() != 0 {
		return account{uid: os.Geteuid(), gid: os.Getegid()}, nil
	}
	if name := os.Getenv(accountVar); name != "" {
		a, err := lookAccount(name)
		if err != nil {
			return account{}, fmt.Errorf("%s: %w", accountVar, err)
		}
		if a.uid == 0 {
			return account{}, fmt.Errorf("%s: PostgreSQL refuses to run as %s, name an unprivileged account", accountVar, name)
		}
		return a, nil
	}
	if info, err := os.Stat(f.cluster()); err == nil {
		if st := info.Sys().(*syscall.Stat_t); st.Uid != 0 {
			return account{uid: int(st.Uid), gid: int(st.Gid), name: ownerName(st.Uid), switched: true}, nil
		}
	}
	for _, name := range []string{"daybook", "postgres", "nobody"} {
		if a, err := lookAccount(name); err == nil && a.uid != 0 {
			return a, nil
		}
	}
	return account{}, fmt.Errorf("PostgreSQL refuses to run as root and there is no account daybook, postgres or nobody: name one in %s", accountVar)
}

func lookAccount(name string) (account, error) {
	u, err := user.Lookup(name)
	if err != nil {
		return account{}, fmt.Errorf("looking up the account %s: %w", name, err)
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return account{}, fmt.Errorf("the account %s has no numeric id: %w", name, err)
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return account{}, fmt.Errorf("the account %s has no numeric group: %w", name, err)
	}
	return account{uid: uid, gid: gid, name: name, switched: true}, nil
}

func ownerName(uid uint32) string {
	id := strconv.Itoa(int(uid))
	if u, err := user.LookupId(id); err == nil {
		return u.Username
	}
	return id
}

// credential is what a process is started with; nil to stay ourselves. No supplementary groups come along.
func (a account) credential() *syscall.Credential {
	if !a.switched {
		return nil
	}
	return &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid)}
}

// own hands a file or folder to the account.
func (a account) own(path string) error {
	if !a.switched {
		return nil
	}
	if err := os.Lchown(path, a.uid, a.gid); err != nil {
		return fmt.Errorf("handing %s to the account %s: %w", path, a.name, err)
	}
	return nil
}

// ownAll hands the whole tree to the account where it belongs to somebody else.
func (a account) ownAll(dir string) error {
	info, err := os.Lstat(dir)
	if err != nil || !a.switched || int(info.Sys().(*syscall.Stat_t).Uid) == a.uid {
		return nil
	}
	return filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return a.own(path)
	})
}

// barrier names the first folder on the way to path, path included, that the account cannot enter; "" when none.
func (a account) barrier(path string) string {
	if !a.switched {
		return ""
	}
	if parent := filepath.Dir(path); parent != path {
		if b := a.barrier(parent); b != "" {
			return b
		}
	}
	if info, err := os.Stat(path); err != nil || !a.has(info, 1) {
		return path
	}
	return ""
}

// has tells whether the mode grants the account the bits (4 read, 2 write, 1 enter or execute).
func (a account) has(info fs.FileInfo, bits fs.FileMode) bool {
	mode, st := info.Mode().Perm(), info.Sys().(*syscall.Stat_t)
	switch {
	case int(st.Uid) == a.uid:
		mode >>= 6
	case int(st.Gid) == a.gid:
		mode >>= 3
	}
	return mode&bits == bits
}

// admit lets the account into the data folder, which stays root's: an account that owned it could put a link in the
// place of a file that root writes.
func (a account) admit(f folder) error {
	if !a.switched {
		return nil
	}
	if b := a.barrier(filepath.Dir(f.dir)); b != "" {
		return fmt.Errorf("PostgreSQL runs as the account %s, which cannot enter %s: choose a data folder outside of it, such as /var/lib/daybook", a.name, b)
	}
	info, err := os.Stat(f.dir)
	if err != nil {
		return fmt.Errorf("looking at the data folder: %w", err)
	}
	if a.has(info, 1) {
		return nil
	}
	return errors.Join(os.Lchown(f.dir, -1, a.gid), os.Chmod(f.dir, info.Mode().Perm()|0o010))
}
