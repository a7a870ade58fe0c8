//go:build !unix

package transport

import "syscall"

// writeNow leaves every write to the socket's writer.
func writeNow(syscall.RawConn, []byte) (int, error) { return 0, nil }

// waitReadable leaves waiting to the read.
func waitReadable(syscall.RawConn) {}
