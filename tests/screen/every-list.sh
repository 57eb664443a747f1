#!/bin/bash
# Every registered list at 80x24, from the palette: with many rows, with one, with none, and by somebody without a single right. The script for the
# console is written here from the program's own tables, so that a new list joins by itself. And attack 59: every list, and a record of each, with
# hostile text in every column that takes it; the harness looks at every byte that reaches the terminal.
# long
set -eu -o pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
script=$work/script

# The lines of the palette and the lists stand in the registry in the same order.
lists=$(paste <("$STEWARD" keys | awk -F '\t' '$1 == "*" && $3 ~ /^go\./ && $4 != "" { print $5 }') <("$STEWARD" manual lists) | awk -F '\t' '$1 != ""')
[ "$(grep -c . <<<"$lists")" -gt 10 ]

log_in() { # name, PIN
  printf 'run\nexpect Log-in\nburst %s<Tab>demo-%s-lumen-2026<Tab>%s<Enter>\nexpect Home\n' "$1" "$1" "$2"
}
# Registers that begin empty have no row to open.
has_rows() { # entity
  ! grep -qxF "$1" <<<"$empty"
}
empty=$(psql -XAtq <<<"SELECT format('SELECT %L WHERE NOT EXISTS (SELECT FROM %s);', name, from_sql) FROM meta.entities WHERE from_sql <> ''" | psql -XAtq 2>/dev/null)
# Each list opens, and with "rows" the row under the cursor too; nothing is complained about.
open_all() { # what
  local label name title opens
  while IFS=$'\t' read -r label name title _ opens; do
    printf 'keys Ctrl-P\nburst %s<Enter>\nexpect-row 2 %s\nexpect-not cannot be\nexpect-not need the right\n' "$label" "$title"
    if [ "$1 $opens" = 'rows opens' ] && has_rows "$name"; then
      printf 'keys Enter\nexpect-row 2 %s >\nexpect-not cannot be\nkeys Esc\n' "$title"
    fi
    printf 'keys Esc\nexpect-row 2 Home\n'
  done <<<"$lists"
}
# Sequences, overrides of the direction, what has no width, carriage returns: in a few dozen rows of each text that the website or a colleague writes.
# Where a check refuses them they cannot come from anybody. Settings and data map, which are read as numbers and names, stay.
poison() {
  cat >"$work/poison.sql" <<'SQL'
DO $poison$
DECLARE
	bait CONSTANT text := E'\x1b]0;owned\x07\x1b[31m\u202Egnp\u2066\u200b\ufeff\u009b31m\r\b\x7f\u2028\U000E0041\uE000a\u0301\u0301';
	target record;
	columns integer := 0;
BEGIN
	FOR target IN SELECT a.attrelid::regclass AS relation, a.attname AS name, least(CASE WHEN a.atttypmod > 4 THEN a.atttypmod - 4 END, 60) AS longest
		FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
		WHERE c.relnamespace::regnamespace::text IN ('site', 'privacy') AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0
			AND NOT a.attisdropped AND a.attgenerated = '' AND a.atttypid IN ('text'::regtype, 'varchar'::regtype) AND c.relname NOT IN ('settings', 'categories', 'data_map', 'purposes', 'identifiers', 'dates', 'scan_indexes', 'ledger_mark')
	LOOP
		BEGIN
			EXECUTE format('UPDATE %1$s SET %2$I = left(translate(ctid::text, ''(,)'', ''xyz'') || $1, $2) WHERE (tableoid, ctid) IN (SELECT tableoid, ctid FROM %1$s%3$s LIMIT 40)',
				target.relation, target.name, CASE target.relation::text WHEN 'site.users' THEN ' WHERE type = ''client''' ELSE '' END) USING bait, target.longest;
			columns := columns + 1;
		EXCEPTION WHEN OTHERS THEN
			NULL;
		END;
	END LOOP;
	IF columns < 60 THEN
		RAISE EXCEPTION 'only % columns took the bait', columns;
	END IF;
END
$poison$;
SQL
  echo "do psql -XAtq1 -v ON_ERROR_STOP=1 -f '$work/poison.sql'"
}
# Leaves one row, or none, in every table that a list shows, but for those without which nobody could log in. The trail, which would get a row for each that
# goes, and took a minute, sleeps meanwhile.
thin_out() { # how many
  psql -XAtq >"$work/thin-$1.sql" <<SQL
SELECT format('ALTER TABLE %s DISABLE TRIGGER ALL; DELETE FROM %1\$s%2\$s;', table_name,
  CASE WHEN $1 > 0 THEN format(' WHERE (tableoid, ctid) NOT IN (SELECT tableoid, ctid FROM %s LIMIT 1)', table_name) ELSE '' END)
  FROM (SELECT DISTINCT table_name FROM meta.entities WHERE table_name LIKE 'site.%' OR table_name LIKE 'privacy.%') AS t
  WHERE table_name NOT IN ('site.users', 'site.settings', 'site.countries', 'site.permissions') ORDER BY 1;
SQL
  echo "do psql -XAtq1 -v ON_ERROR_STOP=1 -f '$work/thin-$1.sql'"
}

{
  echo '# variants: 80x24'
  log_in dirk 735148
  open_all rows
  poison
  open_all rows
  thin_out 1
  open_all lists
  thin_out 0
  open_all lists
  printf "sql DELETE FROM auth.staff_roles WHERE user_id = (SELECT user_id FROM auth.staff WHERE login = 'ben')\n"
  printf "signal TERM\nwait-exit 0\n"
  log_in ben 513927
  while IFS=$'\t' read -r label _; do
    printf 'keys Ctrl-P\nburst %s\nexpect Nothing matches\nkeys Esc\n' "$label"
  done <<<"$lists"
  printf "signal TERM\nwait-exit 0\n"
} >"$script"
"$BUILD/tests/screen" "$script"
