#!/bin/bash
# Rules of the SQL files that can be read off the text. What needs the catalogue (comments, indexes, definers) is in tests/sql.
set -u
. tests/lib/tap.sh

# Text without comments, "file:line: text"
code() { # glob...
  grep -nH '' "$@" 2>/dev/null | sed -E 's/^([^:]*:[0-9]+:)(.*)--( .*)?$/\1\2/'
}
migrations=$(find sql/migrations -name '*.sql' | sort)
everything=$(find sql -name '*.sql' | sort)

[ "$(grep -c . <<<"$migrations")" -gt 0 ]
tap_ok $? 'there are migrations'
tap_empty "$(grep -vE '^sql/migrations/[0-9]{4}_[a-z0-9_]+\.sql$' <<<"$migrations")" 'migrations are named NNNN_name.sql'
tap_empty "$(sed -E 's,.*/([0-9]{4})_.*,\1,' <<<"$migrations" | uniq -d)" 'no number is taken twice'
# shellcheck disable=SC2086 # lists of files, whose names have no spaces
{
  # Rows of the catalogue of entities (meta) go whole into record variables and never to a client.
  tap_empty "$(code sql/functions/*.sql | grep -iE 'select[[:space:]]+\*[[:space:]]+from[[:space:]]+[a-z_]+\.[a-z_]+([[:space:]]|;|$)' | grep -viE 'from[[:space:]]+meta\.')" \
    'no SELECT * from a table in functions'
  tap_empty "$(code $everything | grep -E ':[[:space:]]*\\[a-z]' )" 'no psql commands: the files run through any client'
  tap_empty "$(code $everything | grep -iE 'timestamp[[:space:]]+without|[^a-z_]timestamp[[:space:]]*[,)(]' )" 'timestamptz, never timestamp'
  tap_empty "$(code $everything | grep -iE '[[:space:]](money|serial|bigserial|char\([0-9]{2,}\)|varchar)([[:space:],)(]|$)' | grep -viE "'[^']*(money|serial|varchar)[^']*'|TEMPORARY TABLE")" 'numeric, identity and text, never money, serial and varchar'
  tap_empty "$(code $everything | grep -iE '(^|[^a-z_])leakproof' | grep -viE 'not leakproof|proleakproof|RAISE')" 'nothing is marked LEAKPROOF'
  tap_empty "$(code $everything | grep -iE 'disable[[:space:]]+row[[:space:]]+level')" 'row-level security is never switched off'
}

# A definer's function pins search_path, with pg_temp last. Each CREATE FUNCTION up to its body is one record.
unpinned=$(for file in $everything; do
  awk -v file="$file" '
    toupper($0) ~ /CREATE (OR REPLACE )?(FUNCTION|PROCEDURE)/ { head = ""; name = $0; open = 1 }
    open { head = head " " toupper($0) }
    open && /\$[a-z_]*\$/ {
      open = 0
      if (head ~ /SECURITY DEFINER/ && head !~ /SEARCH_PATH (=|TO) .*PG_TEMP/) print file ": " name
    }' "$file"
done)
tap_empty "$unpinned" 'every SECURITY DEFINER function pins search_path with pg_temp last'
tap_done
