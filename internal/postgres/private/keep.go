package private

import (
	"context"
	"time"
)

// keepEvery is how long users may be without a supervisor. A variable for the tests.
var keepEvery = time.Second

// keep looks after the supervisor as long as the server is used: a supervisor that was killed took postgres with it,
// and a process that serves for weeks opens only once. The function returned ends that.
func keep(s *Server, o Options) func() {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		pause := keepEvery
		for {
			select {
			case <-ctx.Done():
				return
			case <-time.After(pause):
			}
			pause = keepEvery
			if !s.users.isAt(s.folder.usersLock()) {
				continue // the folder was removed: what is there now is not what we use
			}
			supervisor, err := tryLock(s.folder.supervisorLock(), exclusive)
			if err != nil || supervisor == nil {
				continue
			}
			reap()
			o.Log.Warn("the private PostgreSQL has lost its supervisor and is started again", "dir", s.folder.dir)
			err = start(ctx, s.folder, supervisor, o, s.socket)
			supervisor.close()
			if err != nil && ctx.Err() == nil {
				o.Log.Error("starting the private PostgreSQL again", "dir", s.folder.dir, "err", err)
				pause = 10 * keepEvery
			}
		}
	}()
	return func() {
		cancel()
		<-done
	}
}
