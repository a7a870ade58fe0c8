package private

import "time"

const (
	stopWait  = 15 * time.Second
	grantWait = 250 * time.Millisecond
)

// Close lets go of the server; the last user's Close stops it and waits for its end, up to 15 s, so that a container
// or a service manager that ends with this process does not cut the shutdown short. Closing twice is harmless. The
// error is always nil today.
func (s *Server) Close() error {
	s.close.Do(func() {
		s.stopKeeping()
		if s.users.release() {
			awaitStop(s.folder)
		}
		reap()
	})
	return nil
}

// awaitStop returns when no supervisor is left, or when the server turns out to have new users.
func awaitStop(f folder) {
	deadline := time.Now().Add(stopWait)
	var joined time.Time // since when the users' lock is there for the asking
	for time.Now().Before(deadline) {
		supervisor, err := tryLock(f.supervisorLock(), exclusive)
		if err != nil {
			return
		}
		if supervisor != nil {
			supervisor.close()
			return
		}
		users, err := tryLock(f.usersLock(), shared)
		switch {
		case err != nil:
			return
		case users == nil: // the supervisor has it and is stopping
			joined = time.Time{}
		default:
			users.close()
			if joined.IsZero() {
				joined = time.Now()
			} else if time.Since(joined) > grantWait {
				return
			}
		}
		time.Sleep(pollEvery)
	}
}
