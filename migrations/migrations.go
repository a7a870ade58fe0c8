// Package migrations holds the database schema as numbered goose files, embedded in the binary. A released file is never
// edited: a change is a new file.
package migrations

import "embed"

// FS holds the files NNNNN_name.sql.
//
//go:embed *.sql
var FS embed.FS
