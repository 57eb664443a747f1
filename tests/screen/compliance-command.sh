#!/bin/bash
# The compliance check on the command line: rows, JSON, and a status that a script can act on.
# shellcheck source=tests/lib/tap.sh
. tests/lib/tap.sh

run() { # WORDS...: as cora, whose secrets lie on descriptor 3
  out=$("$STEWARD" --config "$STEWARD_CONFIG_FILE" --login cora --secrets-fd 3 "$@" 3<<<$'demo-cora-lumen-2026\n624039' </dev/null 2>&1)
  status=$?
}

run compliance
tap_is 2 "$status" "something is amiss: status 2"
tap_ok "$([[ $out == *$'ok\tUsers change their details\t0\t'* ]] && echo 0 || echo 1)" "a row has state, check, number and sentence" "$out"
run --json compliance
tap_ok "$(python3 -c 'import json,sys; r=json.loads(sys.argv[1]); sys.exit(not (len(r) > 15 and {"state","name","found","mend","screen"} <= set(r[0])))' "$out"; echo $?)" "JSON is a list of checks" "$out"
psql -qc "UPDATE auth.staff_rights SET granted = granted; INSERT INTO auth.staff_rights (user_id, right_name, granted) SELECT user_id, 'compliance.view', false FROM auth.staff WHERE login = 'cora'"
run compliance
tap_is 77 "$status" "without the right: status 77"
tap_done
