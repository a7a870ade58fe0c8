// Package config holds the settings of a server: flags of the command line, each also an environment variable.
package config

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Database says where the data is. Without an address it is a private PostgreSQL in the data folder.
type Database struct {
	// URL of a PostgreSQL database, postgres://user:password@host/database. DATABASE_URL.
	URL string `name:"database-url" env:"DATABASE_URL" help:"Address of a PostgreSQL database (15 or later). Without it, a private server runs in the data folder." placeholder:"URL"`
	// DataDir is the folder of the private server. DAYBOOK_DATA_DIR; default /var/lib/daybook for root, else
	// $XDG_DATA_HOME/daybook or ~/.local/share/daybook.
	DataDir string `name:"data-dir" env:"DAYBOOK_DATA_DIR" help:"Folder of the private PostgreSQL server." placeholder:"DIR"`
	// BinDir is the folder of PostgreSQL's programs. DAYBOOK_PG_BIN; looked for when empty.
	BinDir string `name:"pg-bin" env:"DAYBOOK_PG_BIN" help:"Folder of PostgreSQL's programs; looked for when not given." placeholder:"DIR"`
}

// PackageDirs are the node_modules folders where npm may have put PostgreSQL's programs: of the working folder and beside
// the binary.
func (Database) PackageDirs() []string {
	dirs := []string{"node_modules", filepath.Join("tools", "postgres", "node_modules")}
	if exe, err := os.Executable(); err == nil {
		home := filepath.Dir(filepath.Dir(exe))
		dirs = append(dirs, filepath.Join(home, "node_modules"), filepath.Join(home, "tools", "postgres", "node_modules"))
	}
	return dirs
}

// Server says how the server is reached.
type Server struct {
	// Addr is where it listens. DAYBOOK_ADDR; default 127.0.0.1:8080.
	Addr string `env:"DAYBOOK_ADDR" default:"127.0.0.1:8080" help:"Address to listen on." placeholder:"HOST:PORT"`
	// PublicURL is how people reach it. DAYBOOK_PUBLIC_URL; http on Addr when empty. With https, cookies are bound to
	// secure connections.
	PublicURL string `name:"public-url" env:"DAYBOOK_PUBLIC_URL" help:"Address people reach the server by; http://ADDR when not given." placeholder:"URL"`
	// Origins are the web origins besides its own whose pages may call the API. DAYBOOK_ORIGINS, comma-separated; none by
	// default.
	Origins []string `name:"origin" env:"DAYBOOK_ORIGINS" help:"Web origins whose pages may call the API, besides the server's own." placeholder:"ORIGIN"`
	// MaxConns bounds the connections to the database. DAYBOOK_DB_CONNECTIONS; default 20.
	MaxConns int `name:"db-connections" env:"DAYBOOK_DB_CONNECTIONS" default:"20" help:"Connections to the database at most."`
	// NATSURL is the address of NATS servers, which then carry wake-ups and committed rows between the replicas instead of the
	// database. DAYBOOK_NATS_URL, comma-separated; none by default. It may hold a password and is never logged.
	NATSURL string `name:"nats-url" env:"DAYBOOK_NATS_URL" help:"Address of NATS servers that tell replicas of each other's commits; without it the database does. Passwords belong into the environment variable." placeholder:"URL"`
	// NATSCreds is a file with a NATS user's JWT and key. DAYBOOK_NATS_CREDS; none by default.
	NATSCreds string `name:"nats-creds" env:"DAYBOOK_NATS_CREDS" help:"File with a NATS user's credentials." placeholder:"FILE"`
	// CostBudget is how many points of cost a caller can save up, CostRestore how many come back each second (see
	// extensions.cost of each answer). DAYBOOK_COST_BUDGET, DAYBOOK_COST_RESTORE; defaults 100,000 and 5,000.
	CostBudget  int64 `name:"cost-budget" env:"DAYBOOK_COST_BUDGET" default:"100000" help:"Points of cost a caller can save up." placeholder:"POINTS"`
	CostRestore int64 `name:"cost-restore" env:"DAYBOOK_COST_RESTORE" default:"5000" help:"Points of cost that come back each second." placeholder:"POINTS"`
	// LogLevel is the least severe kind of line in the log. DAYBOOK_LOG_LEVEL; default info.
	LogLevel string `name:"log-level" env:"DAYBOOK_LOG_LEVEL" default:"info" enum:"debug,info,warn,error" help:"Least severe kind of log line."`
}

// Validate checks what flags cannot, and fills PublicURL.
func (s *Server) Validate() error {
	host, port, err := net.SplitHostPort(s.Addr)
	if err != nil {
		return fmt.Errorf("--addr %s: host and port are expected, such as 127.0.0.1:8080", s.Addr)
	}
	if s.PublicURL == "" {
		if host == "" || host == "0.0.0.0" || host == "::" {
			host = "localhost"
		}
		s.PublicURL = "http://" + net.JoinHostPort(host, port)
	}
	u, err := url.Parse(s.PublicURL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return errors.New("--public-url: an http or https address is expected")
	}
	s.PublicURL = strings.TrimRight(s.PublicURL, "/")
	for _, o := range s.Origins {
		if u, err := url.Parse(o); err != nil || u.Scheme == "" || u.Host == "" || u.Path != "" {
			return fmt.Errorf("--origin %s: an origin such as https://app.example.com is expected", o)
		}
	}
	if err := s.validateNATS(); err != nil {
		return err
	}
	if s.CostBudget < 5000 || s.CostRestore < 1 {
		return errors.New("--cost-budget must be at least 5000, which one operation may cost, and --cost-restore at least 1")
	}
	if s.MaxConns < 4 {
		return errors.New("--db-connections: at least 4 are needed")
	}
	return nil
}

// validateNATS never repeats the address: it may hold a password.
func (s *Server) validateNATS() error {
	if s.NATSURL == "" {
		if s.NATSCreds != "" {
			return errors.New("--nats-creds is of no use without --nats-url")
		}
		return nil
	}
	for address := range strings.SplitSeq(s.NATSURL, ",") {
		u, err := url.Parse(strings.TrimSpace(address))
		if err != nil || !slices.Contains([]string{"nats", "tls", "ws", "wss"}, u.Scheme) || u.Hostname() == "" {
			return errors.New("--nats-url: addresses such as nats://host:4222 or tls://host:4222 are expected, separated by commas")
		}
	}
	if s.NATSCreds != "" {
		if _, err := os.ReadFile(s.NATSCreds); err != nil {
			return fmt.Errorf("--nats-creds: %w", err)
		}
	}
	return nil
}

// Secure tells whether people reach the server over TLS.
func (s *Server) Secure() bool { return strings.HasPrefix(s.PublicURL, "https://") }
