-- The data map: a row for every column, and a gap is noticed.
BEGIN;
SELECT * FROM no_plan();
SELECT is_empty('SELECT * FROM privacy.map_gaps()', 'every column is classified, every row of the map has its column');
SELECT cmp_ok((SELECT count(*) FROM privacy.data_map), '>', 300::bigint, 'and the map is no empty one');

-- A column, a table, a partitioned table from now on
ALTER TABLE site.users ADD COLUMN shoe_size integer;
SELECT results_eq('SELECT schema_name, table_name, column_name, gap FROM privacy.map_gaps()', $$ VALUES ('site', 'users', 'shoe_size', 'unmapped') $$, 'a new column is a gap');
SELECT is(column_name, 'shoe_size', 'privacy officers read it on Home') FROM privacy.map_gaps();
ALTER TABLE site.users DROP COLUMN shoe_size;
SELECT is_empty('SELECT * FROM privacy.map_gaps()', 'gone, the gap is closed');
CREATE TABLE site.letters (id bigint PRIMARY KEY, body text) PARTITION BY RANGE (id);
CREATE TABLE site.letters_1 PARTITION OF site.letters DEFAULT;
SELECT set_eq('SELECT table_name || ''.'' || column_name FROM privacy.map_gaps()', ARRAY['letters.id', 'letters.body'], 'a new table is one for each column, a partition none of its own');
DROP TABLE site.letters;
ALTER TABLE audit.access RENAME COLUMN reason TO why;
SELECT set_eq('SELECT column_name || '' '' || gap FROM privacy.map_gaps()', ARRAY['why unmapped', 'reason gone'], 'a column of another name is both');
ALTER TABLE audit.access RENAME COLUMN why TO reason;
SELECT site.ensure_partitions('2031-05-01', '2031-05-31') \g /dev/null
SELECT is_empty('SELECT * FROM privacy.map_gaps()', 'a new month is none');

-- What the rules promise can be done
SELECT is_empty($$ SELECT m.table_name, m.column_name FROM privacy.data_map m JOIN pg_attribute a ON a.attrelid = format('%I.%I', m.schema_name, m.table_name)::regclass AND a.attname = m.column_name
	WHERE m.erase_rule = 'null' AND a.attnotnull $$, 'what is erased with NULL takes it');
SELECT is_empty($$ SELECT m.table_name, m.column_name FROM privacy.data_map m JOIN pg_attribute a ON a.attrelid = format('%I.%I', m.schema_name, m.table_name)::regclass AND a.attname = m.column_name
	WHERE m.erase_rule IN ('constant', 'null', 'placeholder', 'truncate_address') AND a.attgenerated <> '' $$, 'a generated column is not written');
SELECT is_empty('SELECT * FROM privacy.rule_faults()', 'no rule contradicts another');
SELECT is_empty($$ SELECT table_name, column_name FROM privacy.data_map WHERE column_name ~ 'password|pin_stored|secret|hash|proof' AND column_name NOT IN ('pin_required', 'plan_hash', 'approved_hash') AND export_rule NOT IN ('never', 'none') $$,
	'credentials are never exported');
SELECT is_empty($$ SELECT m.table_name, m.column_name FROM privacy.data_map m JOIN pg_attribute a ON a.attrelid = format('%I.%I', m.schema_name, m.table_name)::regclass AND a.attname = m.column_name
	WHERE m.category IS NULL AND m.schema_name = 'site' AND a.atttypid IN ('inet'::regtype, 'cidr'::regtype) $$, 'an address is personal data');
SELECT is_empty($$ SELECT k.conrelid::regclass, a.attname FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1] JOIN pg_class c ON c.oid = k.conrelid AND NOT c.relispartition
	JOIN privacy.data_map m ON format('%I.%I', m.schema_name, m.table_name)::regclass = k.conrelid AND m.column_name = a.attname
	WHERE k.contype = 'f' AND k.confrelid IN ('site.users'::regclass, 'auth.staff'::regclass) AND m.subject_path = 'none' $$, 'what points at a person says so');
SELECT is_empty($$ SELECT DISTINCT m.subject_path FROM privacy.data_map m, string_to_table(m.subject_path, '; ') AS way, string_to_table(way, ' > ') WITH ORDINALITY AS step (name, n)
	WHERE way NOT IN ('none', 'email', 'address') AND step.n > 1 AND to_regclass(regexp_replace(step.name, '\.[a-z_0-9]+$', '')) IS NULL $$, 'paths lead through tables that exist');
SELECT is_empty($$ SELECT m.table_name, m.column_name, way FROM privacy.data_map m, string_to_table(m.subject_path, '; ') AS way WHERE way NOT IN ('none', 'email', 'address')
	AND NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = format('%I.%I', m.schema_name, m.table_name)::regclass AND attname = split_part(way, ' > ', 1)) $$, 'and begin at a column of the row');
SELECT set_eq('SELECT no FROM privacy.categories', ARRAY(SELECT generate_series(1, 22)), 'the 22 categories');
SELECT * FROM finish();
ROLLBACK;
