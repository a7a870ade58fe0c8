#!/usr/bin/env bash
# Prints the names that load.sql has given, for the placeholders of daybook.json.
set -euo pipefail
workspace=01jc000000e008000000000001
cat <<J
{
  "daybook.workspace": "wsp_$workspace",
  "daybook.token": "dbk_${workspace}_0000000000000000000000000000000000000000000",
  "daybook.people": "dbk_${workspace}_00000000000000000000000000000000000000"
}
J
