#!/bin/bash
# The many rows of the log that can be loaded for measuring: as many as wanted, in their months, each by somebody who is there.
. tests/lib/tap.sh
load() { # rows lane
  {
    echo "SET client_min_messages = warning; CREATE SCHEMA demo; CREATE FUNCTION demo.users() RETURNS bigint LANGUAGE sql AS 'SELECT 2000::bigint';
      CREATE FUNCTION demo.today() RETURNS timestamptz LANGUAGE sql AS \$\$ SELECT timestamptz '2026-11-23 12:00:00+00' \$\$;
      CREATE TABLE demo.words AS SELECT 'any' AS kind, n, 'word' || n AS word FROM generate_series(0, 49) AS n;
      CREATE TABLE demo.indexes (relation regclass, definition text);"
    cat sql/demo/31_more_logs.sql
    echo 'DROP SCHEMA demo CASCADE;'
  } | PGOPTIONS="-c steward.demo_logs=$1 -c steward.demo_lane=${2:-}" psql -X -q -v ON_ERROR_STOP=1 -1 -f - 2>&1
}
sql() { psql -XAtq -c "$1"; }
before=$(sql 'SELECT count(*) || $$ $$ || max(id) FROM site.activity_log')
tap_empty "$(load '')" 'without a number it loads'
tap_is "$before" "$(sql 'SELECT count(*) || $$ $$ || max(id) FROM site.activity_log')" 'nothing'
last=${before#* }
tap_empty "$(load 30000 0; load 30000 1)" 'thirty thousand load in two lanes'
tap_is 1 "$(sql "SELECT count(*) BETWEEN 29950 AND 30050 FROM site.activity_log WHERE id > $last" | tr tf 10)" 'as many as wanted'
tap_is 1 "$(sql "SELECT count(*) FILTER (WHERE at >= timestamptz '2026-11-23 12:00+00' - interval '92 days')::float / count(*) BETWEEN 0.39 AND 0.41 FROM site.activity_log WHERE id > $last" | tr tf 10)" 'four of ten of the last three months'
tap_is '28 0' "$(sql "SELECT count(DISTINCT tableoid) || ' ' || count(*) FILTER (WHERE tableoid = 'site.activity_log_other'::regclass OR at > '2026-11-23 12:00+00') FROM site.activity_log WHERE id > $last")" 'each in the part of its month'
tap_is '0' "$(sql "SELECT count(*) FROM site.activity_log a WHERE a.id > $last AND a.user_id IS NOT NULL AND NOT EXISTS (SELECT FROM site.users u WHERE u.id = a.user_id)")" 'by people who are there'
tap_is 1 "$(sql "SELECT count(*) FILTER (WHERE user_id IS NULL)::float / count(*) BETWEEN 0.18 AND 0.22 FROM site.activity_log WHERE id > $last" | tr tf 10)" 'or by guests, one in five'
tap_is 1 "$(sql "INSERT INTO site.activity_log (at, kind) VALUES (now(), 'page') RETURNING id > (SELECT max(id) FROM site.activity_log)" | tr tf 10)" 'the next row of the website has a number of its own'
tap_done
