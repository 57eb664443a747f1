#!/bin/bash
# The plans of what the console really asks, not their times: a search comes by its trigram index, a page by the index of its order from the
# mark on, nothing reads a big table from end to end. The statements run inside functions, so that only auto_explain sees them. The
# planner is told that every table is five hundred times as large as it is: otherwise reading the demo's whole tables would be right.
. tests/lib/tap.sh
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
big='(users|organisations|invoices|user_notes|activity_log|login_log|contact_moments|messages)[a-z0-9_]*'

# What every run begins with: somebody of the support logs in, tables grow, plans are told.
opening() {
  cat <<'SQL'
\set ON_ERROR_STOP on
\o /dev/null
SET client_min_messages = warning;
\ir tests/sql/helpers.psql
\ir tests/sql/api.psql
SELECT pg_temp.enrol('anna', 'staff', 'support');
SELECT pg_temp.enter('anna');
SELECT user_id AS person FROM site.activity_log WHERE user_id IS NOT NULL GROUP BY 1 ORDER BY count(*), 1 LIMIT 1 \gset
UPDATE pg_class SET reltuples = greatest(reltuples, 1) * 500
	WHERE relnamespace = 'site'::regnamespace AND relkind IN ('r', 'i') AND reltuples < 100000;
LOAD 'auto_explain';
SET auto_explain.log_level = warning;
SET auto_explain.log_nested_statements = on;
SET auto_explain.log_min_duration = 0;
SQL
}

# The plans that follow belong to this name.
named() {
  printf "DO \$\$ BEGIN RAISE WARNING 'case %s.'; END \$\$;\n" "$1"
}
page() { # name, request
  named "$1"
  printf "SELECT pg_temp.ask(\$\${%s, \"columns\": [], \"limit\": 50}\$\$);\nSELECT pg_temp.told();\n" "$2"
}
# A page behind a mark: the first row's, as if the list had gone on from there.
next_page() { # name, request
  printf "SELECT pg_temp.ask(\$\${%s, \"columns\": [], \"limit\": 1}\$\$);\nSELECT to_json(pg_temp.told('after')) AS mark \\\\gset\n" "$2"
  printf "SELECT format('{%s, \"columns\": [], \"limit\": 50, \"after\": %%s}', :'mark') AS request \\\\gset\n" "$2"
  named "$1"
  printf "SELECT pg_temp.ask(:'request');\nSELECT pg_temp.told();\n"
  named end
}
number() { # name, request
  printf "SELECT pg_temp.ask(\$\${%s, \"columns\": [], \"limit\": 50}\$\$);\n" "$2"
  named "$1"
  printf "SELECT pg_temp.as_role('steward_console', format('SELECT total FROM api.count(%%s, NULL, false)', (SELECT last FROM tickets)));\n"
}
record() { # name, entity, key, column
  printf "SELECT pg_temp.open('%s', '%s');\n" "$2" "$3"
  named "$1"
  printf "SELECT pg_temp.got('%s', '%s', '{%s}');\n" "$2" "$3" "$4"
}

run() { # file: runs the SQL on standard input, keeps what the server says
  psql -X -f - >"$1" 2>&1
  tap_ok $? 'the statements run' "$(grep -v 'plan:' "$1" | tail -n 5)"
}

# The plans of one case that touch the big tables; those of the gate, which looks at session and person, are left out. What a sort sorts by stands in
# the same line with it: the merging of partitions, each in order, has such a line of its own.
plans() { # file, name
  awk -v name="case $2." -v big=" on $big" '
    function flush() { if (block ~ big && block !~ / on sessions|need\.user_id/) printf "%s", block; block = "" }
    /WARNING:  case / { flush(); inside = index($0, name) > 0; next }
    /WARNING:  duration: / { flush() }
    inside { block = block $0 ($0 ~ /->  (Incremental )?Sort / ? " " : "\n") }
    END { flush() }' "$1"
}

# One line for each thing that is wrong with the plans of a case; nothing if they are as they should be.
faults() { # file, name, wanted, unwanted
  local seen
  seen=$(plans "$1" "$2")
  grep -q "case $2\\." "$1" || echo 'the case did not run'
  [ -z "$3" ] || grep -Eq -- "$3" <<<"$seen" || echo "wanted: $3"
  [ -z "$4" ] || ! grep -E -- "$4" <<<"$seen" || echo "unwanted: $4"
  # A piece that most rows have is found soonest by reading rows, up to a thousand hits.
  # An empty part of a log costs nothing to read.
  [ "$2" = 'common piece' ] || [ "$2" = 'shape common piece' ] || ! grep -E "Seq Scan on $big.* \(cost=[0-9.]+\.\.[1-9]" <<<"$seen" || echo 'a table is read from end to end'
}
check() { # file, name, wanted, unwanted, sentence
  local seen
  seen=$(faults "$1" "$2" "$3" "$4")
  tap_ok "${#seen}" "$5" "$seen
$(plans "$1" "$2" | head -n 60)"
}

tap_empty "$(psql -XAtc 'SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid')" 'every index is valid, on all parts of its table'

trigrams='Bitmap Index Scan on users_search_text_idx'
{
  opening
  page 'rare piece' '"entity": "users", "search": "qzxv"'
  page 'common piece' '"entity": "users", "search": "exam"'
  page 'frequent name' '"entity": "users", "search": "de vries"'
  page 'three words' '"entity": "users", "search": "jan de vries"'
  page 'sorted search' '"entity": "users", "search": "mull", "sort": "full_name"'
  page 'special signs' '"entity": "users", "search": "a%%b_c"'
  page 'filtered search' '"entity": "users", "search": "mull", "filter": [{"column": "country", "op": "=", "value": "DE"}]'
  page 'two letters' '"entity": "users", "search": "mu"'
  page 'one letter' '"entity": "users", "search": "m"'
  page 'find anything' '"entity": "*", "search": "mull"'
  number 'count of a search' '"entity": "users", "search": "mull"'
  number 'count of all' '"entity": "users"'
  record 'record' users 10009292 full_name
  printf "SELECT pg_temp.ask(format('{\"entity\": \"activity\", \"columns\": [], \"filter\": [{\"column\": \"user_id\", \"op\": \"=\", \"value\": \"%%s\"}]}', :person));\n"
  named 'person activity'
  echo 'SELECT pg_temp.told();'
  named end
  page 'person events' '"entity": "user_events", "filter": [{"column": "user_id", "op": "=", "value": "10000100"}]'
  next_page 'events onward' '"entity": "user_events", "filter": [{"column": "user_id", "op": "=", "value": "10000100"}]'
  page 'overdue invoices' '"entity": "invoices", "filter": [{"column": "overdue", "op": "=", "value": "t"}]'
  page 'overdue by date' '"entity": "invoices", "sort": "due_date", "filter": [{"column": "overdue", "op": "=", "value": "t"}]'
  page 'open invoices' '"entity": "invoices", "filter": [{"column": "open", "op": "=", "value": "t"}]'
  next_page 'person notes' '"entity": "user_notes", "filter": [{"column": "user_id", "op": "=", "value": "10009292"}]'
} >"$out/search.sql"
run "$out/search" <"$out/search.sql"
for name in 'rare piece' 'frequent name' 'three words' 'sorted search' 'filtered search' 'find anything' 'count of a search'; do
  check "$out/search" "$name" "$trigrams" '' "$name: by trigrams"
done
# The planner once took the order's index for a piece that it thought common, and read it from end to end for one that was not.
check "$out/search" 'rare piece' '' 'Index Scan using users_(last_name|full_name|company|email)_idx' 'rare piece: not by an index of the order'
check "$out/search" 'common piece' 'Limit .* rows=1000 ' 'Index Scan using users_(last_name|full_name)_idx on users t .* Filter: .*LIKE' 'common piece: ended at a thousand'
check "$out/search" 'special signs' "LIKE '?%?a\\\\\\\\?%|users" '' 'special signs: no table is read whole'
check "$out/search" 'two letters' 'Index Scan .*users_last_name_idx' "$trigrams" 'two letters: by prefix, never by trigrams'
check "$out/search" 'two letters' 'Index Cond: .*last_name.* >= .*last_name.* < ' '' 'two letters: with both ends of the prefix'
tap_empty "$(plans "$out/search" 'one letter')" 'one letter: nothing is looked at'
tap_empty "$(plans "$out/search" 'count of all' | grep -i 'aggregate')" 'counting all: the estimate of the catalogue, no table'
check "$out/search" 'record' 'Index Scan using users_pkey on users' '' 'record: by its key'
check "$out/search" 'person activity' 'Index (Only )?Scan .*activity_log_[0-9a-z_]*user_id|Bitmap Index Scan on activity_log_[0-9a-z_]*user_id' '' 'what one person did: by the person'
# What happened with a person is merged from all its tables by time, each by the person: nothing is sorted, nothing read whole, and what takes a
# right that the person at the console has not is never executed.
for name in 'person events' 'events onward'; do
  check "$out/search" "$name" 'Merge Append' '->  (Incremental )?Sort ' "$name: merged in order, nothing sorted"
  check "$out/search" "$name" 'activity_log_[0-9a-z_]*user_id[0-9a-z_]* on ' '' "$name: what the person did on the website, by the person"
  check "$out/search" "$name" 'contact_moments_user_id_idx on ' '' "$name: contact moments, by the person"
done
check "$out/search" 'events onward' 'Index Cond: .*user_id = .*ROW\(at, id\) < ' '' 'events onward: from the mark on'
# What is overdue is found among the open ones, and the day is asked once, not for every row.
for name in 'overdue invoices' 'overdue by date'; do
  check "$out/search" "$name" 'Index (Only )?Scan .*invoices_open_(id_|due_date_)?idx|Bitmap Index Scan on invoices_open_' 'Filter: .*clock' "$name: by an index of the open ones"
done
check "$out/search" 'overdue by date' 'Index Cond: .*COALESCE\(t?\.?due_date.* < ' '->  (Incremental )?Sort ' 'overdue by date: to today, nothing sorted'
check "$out/search" 'open invoices' 'Index (Only )?Scan .*invoices_open_id_idx' '->  (Incremental )?Sort ' 'open invoices: by an index of their own, nothing sorted'
check "$out/search" 'person notes' 'Index (Only )?Scan (Backward )?using user_notes_user_id' '' 'notes of one person: by the person'

# Every order that a list offers, both ways, from a mark on: an index gives the rows in that order, so that nothing is sorted.
orders=$(psql -XAtF ' ' -c "SELECT entity, name FROM meta.columns WHERE sortable AND entity IN ('users', 'organisations', 'logins', 'activity', 'orders', 'invoices', 'lightboxes') ORDER BY 1, position")
{
  opening
  while read -r entity column; do
    for way in '' ', "descending": true' ', "backwards": true'; do
      next_page "$entity $column$(tr -dc '[:lower:]' <<<"${way% *}")" "\"entity\": \"$entity\", \"sort\": \"$column\"$way"
    done
  done <<<"$orders"
} >"$out/orders.sql"
run "$out/orders" <"$out/orders.sql"
while read -r entity column; do
  for way in '' descending backwards; do
    check "$out/orders" "$entity $column$way" 'Index (Only )?Scan ' '->  (Incremental )?Sort .*Sort Key: ([^p]|p[^a])' "$entity by $column${way:+, $way}: by an index, nothing sorted"
  done
done <<<"$orders"
while read -r entity column; do
  [ "$entity" = users ] || continue
  check "$out/orders" "users $column" 'Index Cond: .*(>|ROW)' '' "users by $column: begins at the mark"
done <<<"$orders"

# What is generated for the console's own list (steward.compile) is planned once for all words and marks: the same must hold of it, and it must be
# what answers.
shape='"columns": ["id", "full_name", "company", "city", "state_name", "last_login_at", "email", "country"]'
shaped() { # name, request
  named "$1"
  printf "SELECT pg_temp.ask(\$\${%s, %s, \"limit\": 50}\$\$);\nSELECT pg_temp.told();\n" "$2" "$shape"
}
shaped_next() { # name, request
  printf "SELECT pg_temp.ask(\$\${%s, %s, \"limit\": 1}\$\$);\nSELECT to_json(pg_temp.told('after')) AS mark \\\\gset\n" "$2" "$shape"
  printf "SELECT format('{%s, %s, \"limit\": 50, \"after\": %%s}', :'mark') AS request \\\\gset\n" "$2" "$shape"
  named "$1"
  printf "SELECT pg_temp.ask(:'request');\nSELECT pg_temp.told();\n"
  named end
}
{
  opening
  shaped 'shape first' '"entity": "users"'
  shaped_next 'shape next' '"entity": "users"'
  shaped 'shape rare piece' '"entity": "users", "search": "qzxv"'
  shaped 'shape common piece' '"entity": "users", "search": "exam"'
  while read -r entity column; do
    [ "$entity" = users ] || continue
    shaped_next "shape by $column" "\"entity\": \"users\", \"sort\": \"$column\""
    shaped_next "shape by $column down" "\"entity\": \"users\", \"sort\": \"$column\", \"descending\": true"
  done <<<"$orders"
  record 'shape record' users 10009292 full_name
} >"$out/shape.sql"
run "$out/shape" <"$out/shape.sql"
check "$out/shape" 'shape first' 'Query Text: SELECT page.*who.request' '-> +Sort|SubPlan' 'the generated page answers, by the index of its order'
check "$out/shape" 'shape next' 'Index Cond: .id > .*who|Index Cond: .id > ' '-> +Sort' 'the generated next page begins at the mark'
check "$out/shape" 'shape first' 'Limit .* rows=500 ' '' 'the generated page has a limit that the planner knows: else it sorts a million rows'
check "$out/shape" 'shape rare piece' "$trigrams" 'Index Scan using users_(last_name|full_name|company|email)_idx' 'the generated search: by trigrams'
check "$out/shape" 'shape rare piece' 'sought_like' '' 'the generated search answers'
check "$out/shape" 'shape common piece' 'Limit .* rows=1000 ' "$trigrams" 'the generated search of a common piece: ended at a thousand'
check "$out/shape" 'shape record' 'Query Text: SELECT r.v.*' 'Seq Scan|organisations' 'the generated record: by its key, no table that is not asked for'
while read -r entity column; do
  [ "$entity" = users ] || continue
  for way in '' ' down'; do
    check "$out/shape" "shape by $column$way" 'Index Cond: .*(>|<|ROW)' '-> +Sort' "the generated page by $column$way: by an index, from the mark on"
  done
done <<<"$orders"

# The checks see it when an index is gone.
{
  echo 'DROP INDEX site.users_search_text_idx, site.users_full_name_idx;'
  opening
  page 'common piece' '"entity": "users", "search": "exam"'
  next_page 'users full_name' '"entity": "users", "sort": "full_name"'
} >"$out/without.sql"
run "$out/without" <"$out/without.sql"
[ -n "$(faults "$out/without" 'common piece' "$trigrams" '')" ]
tap_ok $? 'without its index, the check of a search fails'
[ -n "$(faults "$out/without" 'users full_name' 'Index (Only )?Scan ' '->  Sort ')" ]
tap_ok $? 'without its index, the check of an order fails'
tap_done
