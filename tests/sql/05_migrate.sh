# A database that is brought up to date: whatever files of sql/ changed, what comes of it is what a new installation has.
# shellcheck shell=bash
. tests/lib/tap.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r sql "$work/sql"
sed "s,^sql_dir = .*,sql_dir = $work/sql," "$STEWARD_CONFIG_FILE" >"$work/conf"
chmod 600 "$work/conf"
migrate() { "$BUILD/steward" --config "$work/conf" --user postgres migrate >"$work/said" 2>&1; }
# Everything that is defined, with its owners and rights; those stand in the order in which they were given
state() { /usr/lib/postgresql/15/bin/pg_dump --schema-only | grep -v '^.restrict\|^.unrestrict' >"$work/dump" && grep -v '^GRANT\|^REVOKE' "$work/dump" && grep '^GRANT\|^REVOKE' "$work/dump" | sort; }
state >"$work/before"
tap_is t "$([ "$(wc -l <"$work/before")" -gt 10000 ] && echo t)" 'the database is there'
migrate
tap_ok $? 'a second installation has nothing to do'
tap_empty "$(grep -E '\((new|changed|again)' "$work/said")" 'and says so'

# Half of the files of functions have changed, then the other half: whatever a file needs of another one is there, and nothing is left that only comes with all.
change() { # which half
  local n=0 file
  for file in "$work"/sql/functions/*.sql; do
    n=$((n + 1))
    [ $((n % 2)) != "$1" ] || echo "-- changed $1" >>"$file"
  done
}
for half in 0 1; do
  change $half
  migrate
  tap_ok $? "half of the functions are applied again" "$(tail -n 3 "$work/said")"
  state >"$work/after"
  tap_empty "$(diff "$work/before" "$work/after" | head -n 20)" 'and nothing is different'
done

# A function that came in a file which was there
cat >>"$work/sql/functions/72_erase.sql" <<'SQL'
CREATE OR REPLACE FUNCTION privacy.came_later() RETURNS integer
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ BEGIN RETURN 7; END $$;
COMMENT ON FUNCTION privacy.came_later() IS 'Seven.';
SQL
migrate
tap_ok $? 'a function is added' "$(tail -n 3 "$work/said")"
tap_is 'steward_eraser|f' "$(psql -XAtqc "SELECT proowner::regrole, has_function_privilege('site', oid, 'EXECUTE') FROM pg_proc WHERE proname = 'came_later'")" 'it has the owner of those beside it, and nobody else may call it'

# A migration, after which all functions are applied again, and one that fails
echo "COMMENT ON SCHEMA site IS 'Migrated';" >"$work/sql/migrations/9000_comment.sql"
migrate
tap_ok $? 'a migration is applied' "$(tail -n 3 "$work/said")"
tap_is "Migrated $(find sql/functions -name '*.sql' | wc -l)" "$(psql -XAtqc "SELECT obj_description('site'::regnamespace)") $(grep -c '^functions/.*(again' "$work/said")" 'and all functions after it'
printf "COMMENT ON SCHEMA site IS 'Failed';\nSELECT 1 / 0;\n" >"$work/sql/migrations/9001_fails.sql"
tap_is t "$(migrate || echo t)" 'one that fails is told'
tap_is "1 Migrated" "$(grep -c '9001_fails.sql.*division by zero' "$work/said") $(psql -XAtqc "SELECT obj_description('site'::regnamespace)")" 'with its name, and has done nothing'
rm "$work/sql/migrations/9001_fails.sql"
echo "-- later" >>"$work/sql/migrations/0001_extensions.sql"
tap_is t "$(migrate || { grep -q '0001_extensions.sql' "$work/said" && echo t; })" 'a migration that was applied and is another now is told' "$(cat "$work/said")"
cp sql/migrations/0001_extensions.sql "$work/sql/migrations/"
migrate
tap_ok $? 'with the old one all is well' "$(tail -n 3 "$work/said")"
tap_done
