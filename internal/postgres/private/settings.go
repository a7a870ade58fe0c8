package private

import (
	"strconv"
	"strings"
)

const defaultMaxConnections = 200

// settings are postgres's arguments. They stand on the command line, not in the cluster, so that a folder made by an
// older Daybook follows the newer one; what is not named here can be tuned in postgresql.conf as ever.
func settings(f folder, socketDir string, o Options) []string {
	connections := o.MaxConnections
	if connections <= 0 {
		connections = defaultMaxConnections
	}
	pairs := []string{
		"listen_addresses=", "port=" + port,
		"unix_socket_directories=" + quoteDir(socketDir), "unix_socket_permissions=0700",
		"max_connections=" + strconv.Itoa(connections), "shared_buffers=128MB",
		"timezone=UTC", "log_timezone=UTC", "jit=off",
		"logging_collector=off", "log_destination=stderr", "log_line_prefix=%m [%p] ", "lc_messages=C",
	}
	if o.FastUnsafe {
		pairs = append(pairs, "fsync=off", "synchronous_commit=off", "full_page_writes=off")
	}
	args := []string{"-D", f.cluster()}
	for _, p := range pairs {
		args = append(args, "-c", p)
	}
	return args
}

// quoteDir quotes an entry of a list of folders: a comma or a space in the path belongs to it.
func quoteDir(dir string) string { return `"` + strings.ReplaceAll(dir, `"`, `""`) + `"` }
