#!/usr/bin/env bash
# run.sh RIG [flags of the rig's s1]: measures the fan-out beside the floor and Centrifuge, in one run. The rig stays as it is:
# a copy of it gets our patch. Settings: those of the rig's env.sh, PEOPLE, and SYSTEMS.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
rig=$(cd "${1:?the rig\'s folder is missing}" && pwd)
shift
: "${SYSTEMS:=floor-json,daybook,daybook-people,centrifuge}" "${DAYBOOK:=$here/../../bin/daybook}"
export DAYBOOK DAYBOOK_BENCH="$here" BENCH_SYSTEMS="$here/daybook.json"
export BENCH_TMP="${BENCH_TMP:-${TMPDIR:-/tmp}/daybook-bench}"
copy="$BENCH_TMP/rig"
mkdir -p "$copy/bin" "$copy/results"
(cd "$rig" && tar cf - --exclude=./results --exclude=./bin .) | tar xf - -C "$copy"
chmod -R u+w "$copy"
cd "$copy"
patch -sp1 <"$here/driver.patch"
. ./env.sh
export GOFLAGS=-mod=mod
for part in driver systems/floor systems/centrifuge; do
  go build -o "bin/$(basename "$part")" "./$part"
done
./pg status >/dev/null 2>&1 || { ./pg start; trap './pg stop' EXIT; }
"$PGBIN/psql" -XAtqc "select 1 from bench_params limit 1" >/dev/null 2>&1 || ./pg load >&2
"$here/load.sh"
bin/driver s1 -systems "$SYSTEMS" "$@"
