#!/usr/bin/env bash
# Starts the server on the rig's database, in a schema of its own beside the rig's tables.
set -euo pipefail
: "${DAYBOOK:=$(dirname "${BASH_SOURCE[0]}")/../../bin/daybook}"
export DATABASE_URL="${DATABASE_URL}&search_path=daybook" DAYBOOK_ADDR="$ADDR" DAYBOOK_LOG_LEVEL=error
export DAYBOOK_COST_BUDGET=1000000000 DAYBOOK_COST_RESTORE=1000000000 # one caller opens all the streams
exec "$DAYBOOK" serve
