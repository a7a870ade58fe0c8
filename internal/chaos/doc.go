// Package chaos holds the server to its promise that nothing is lost: servers and the database are killed, connections are
// cut, readers stall, while people write and streams run. The oracle is the log itself: every change that was acknowledged
// is in it once, and every stream that was resumed equals it, in order and without a gap.
//
// The server under test is a binary of its own, built with the tag chaos, which dies at named points (internal/crash). The
// cases are small as tests; -full runs them at the size that `make chaos` measures. The last line tells the sum.
package chaos
