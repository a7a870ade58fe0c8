#!/usr/bin/env bash
# Makes Daybook's schema in the rig's database: one workspace, the people who listen, and a trigger that turns each event of
# the rig into a row of Daybook's log. PEOPLE is how many people there are, each with a token of their own.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${DAYBOOK:=$here/../../bin/daybook}" "${PEOPLE:=10000}"
psql() { "$PGBIN/psql" -qXAt -v ON_ERROR_STOP=1 "$@"; }
psql -c 'set client_min_messages = error' -c 'drop schema if exists daybook cascade' -c 'create schema daybook'
DATABASE_URL="${DATABASE_URL}&search_path=daybook" "$DAYBOOK" migrate up >&2
psql -v people="$PEOPLE" -f "$here/load.sql" >&2
