package private

import (
	"context"
	"fmt"
	"time"
)

// start makes what is missing and starts a supervisor, to which it hands the lock. The caller holds the lock, so nobody
// else does this now. It returns when postgres is ready.
// socketDir is where the socket has to be; "" leaves the choice.
func start(ctx context.Context, f folder, supervisor *lock, o Options, socketDir string) error {
	began := time.Now()
	major, err := f.major()
	if err != nil {
		return err
	}
	b, err := newSearch(o.BinDir, o.PackageDirs, major).find()
	if err != nil {
		return err
	}
	a, err := chooseAccount(f)
	if err != nil {
		return err
	}
	if err := a.admit(f); err != nil {
		return err
	}
	if b, err = reachableBinaries(b, a, f); err != nil {
		return err
	}
	if major == 0 {
		if err := makeCluster(ctx, f, b, a, o.FastUnsafe, o.Log); err != nil {
			return err
		}
	} else if err := a.ownAll(f.cluster()); err != nil {
		return fmt.Errorf("handing the cluster to the account %s: %w", a.name, err)
	}
	if socketDir == "" {
		socketDir = chooseSocketDir(f, a)
	}
	if err := makeSocketDir(f, socketDir, a); err != nil {
		return err
	}
	s := spec{
		Dir: f.dir, SocketDir: socketDir, Postgres: b.Postgres, Args: settings(f, socketDir, o), Env: b.environment(),
		Switched: a.switched, UID: a.uid, GID: a.gid,
	}
	if err := spawn(ctx, f, supervisor, s); err != nil {
		return err
	}
	o.Log.Info("started the private PostgreSQL", "dir", f.dir, "version", b.Version, "took", time.Since(began).Round(time.Millisecond))
	return nil
}
