// Daybook is a self-hosted GraphQL server for how a team's days go. See README.md.
package main

import (
	"os"

	_ "time/tzdata" // zones are known also where the system has none

	"daybook/internal/cli"
)

func main() { os.Exit(cli.Main()) }
