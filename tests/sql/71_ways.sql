-- From a row to its person: every way of the data map parses, runs and finds; a way that leads nowhere is named.
BEGIN;
SELECT * FROM no_plan();
SELECT is_empty('SELECT * FROM privacy.way_faults()', 'every way leads to an account, or compares a column that is there');

CREATE FUNCTION pg_temp.runs(p_table regclass, p_path text) RETURNS text LANGUAGE plpgsql AS
$$
BEGIN
	SET LOCAL ROLE steward_eraser;
	EXECUTE format('SELECT count(*) FROM (SELECT FROM %s t WHERE %s LIMIT 1) AS one', p_table, privacy.path_sql(p_table, p_path)) USING 10009292::bigint, ARRAY['anna@meier.example'], ARRAY['203.0.113.9'::inet];
	RESET ROLE;
	RETURN 'runs';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLERRM;
END
$$;
SELECT is(pg_temp.runs(format('%I.%I', schema_name, table_name)::regclass, subject_path), 'runs', format('%s.%s: %s', schema_name, table_name, subject_path))
	FROM privacy.data_map WHERE subject_path <> 'none' GROUP BY schema_name, table_name, subject_path ORDER BY 1, schema_name, table_name;

-- What the forms mean
SELECT is(privacy.join_sql('site.user_notes', 'user_id > site.users.id'), 't.user_id = $1', 'one step');
SELECT is(privacy.join_sql('site.organisations', 'id > site.users.organisation_id'), 't.id IN (SELECT a1.organisation_id FROM site.users a1 WHERE a1.id = $1)', 'a step to another column of the account');
CREATE TABLE site.boxes (id bigint PRIMARY KEY, user_id bigint, to_email text);
CREATE TABLE site.box_files (box_id bigint, file_id text);
SELECT is(privacy.join_sql('site.box_files', 'box_id > site.boxes.id > site.boxes.user_id > site.users.id'), 't.box_id IN (SELECT a1.id FROM site.boxes a1 WHERE a1.user_id = $1)', 'three steps');
SELECT is(privacy.join_sql('site.box_files', 'box_id > site.boxes.id > user_id > site.users.id'), 't.box_id IN (SELECT a1.id FROM site.boxes a1 WHERE a1.user_id = $1)', 'the table where we are may be left out');
SELECT is(privacy.join_sql('site.box_files', 'file_id > site.users.id'), 't.file_id::text = $1::text', 'columns of two types are compared as text');
SELECT throws_ok($$ SELECT privacy.join_sql('site.box_files', 'box_id > site.boxes.id') $$, '22023', NULL, 'a way that ends elsewhere');
SELECT throws_ok($$ SELECT privacy.join_sql('site.box_files', 'box_no > site.users.id') $$, '22023', NULL, 'a way that begins nowhere');
SELECT throws_ok($$ SELECT privacy.join_sql('site.box_files', 'box_id > site.crates.id > site.users.id') $$, '22023', NULL, 'a way through a table that is not there');
SELECT throws_ok($$ SELECT privacy.path_sql('site.boxes', 'email') $$, '22023', NULL, 'a comparison with no column to compare');
INSERT INTO privacy.data_map (schema_name, table_name, column_name, category, subject_path, purpose, ground, retention, export_rule, erase_rule)
	VALUES ('site', 'boxes', 'to_email', 9, 'user_id > site.users.id; email', 'p', 'g', 'r', 'mask', 'delete');
INSERT INTO privacy.identifiers VALUES ('site', 'boxes', 'to_email', 'email');
SELECT is(privacy.path_sql('site.boxes', 'user_id > site.users.id; email'), '(t.user_id = $1) OR (t.user_id IS NULL AND (lower(t.to_email) = ANY ($2)))', 'a guest''s row is one that names no account');
SELECT is(privacy.path_sql('site.boxes', 'email'), '(lower(t.to_email) = ANY ($2))', 'with no way to an account every row counts');
UPDATE privacy.data_map SET subject_path = 'box > site.users.id' WHERE table_name = 'boxes';
SELECT is((SELECT count(*)::int FROM privacy.way_faults() WHERE table_name = 'boxes'), 1, 'a fault is named');

-- Purposes, and what staff decided
SELECT is_empty($$ SELECT m.schema_name, m.table_name, m.column_name FROM privacy.data_map m WHERE m.category IS NOT NULL AND m.table_name <> 'boxes'
	AND NOT EXISTS (SELECT FROM privacy.purposes p WHERE (p.purpose, p.ground, p.retention) = (m.purpose, m.ground, m.retention)) $$, 'every purpose in the map is one of the table');
UPDATE privacy.data_map SET own_export_rule = 'mask', own_note = 'the chamber said so' WHERE (schema_name, table_name, column_name) = ('site', 'users', 'flag');
CREATE TEMPORARY TABLE wanted_lines (LIKE steward.map_lines) ON COMMIT DROP;
INSERT INTO wanted_lines (relation, columns, category, path, use, export, erase, value) VALUES ('site.boxes', 'id user_id to_email', 9, 'user_id > site.users.id', 'service', 'include', 'delete', NULL);
SELECT lives_ok('SELECT steward.take_map()', 'a file of the map is read');
SELECT is((SELECT count(*)::int FROM privacy.data_map WHERE table_name = 'boxes' AND purpose LIKE 'Running the website%'), 3, 'a row for each column, with the texts of its purpose');
SELECT is((SELECT own_note FROM privacy.data_map WHERE (schema_name, table_name, column_name) = ('site', 'users', 'flag')), 'the chamber said so', 'what staff decided stays');
SELECT throws_ok($$ UPDATE privacy.data_map SET own_export_rule = 'include' WHERE column_name = 'api_key_hash' $$, '23514', NULL, 'but nobody decides to export a credential');
CREATE TEMPORARY TABLE wanted_lines (LIKE steward.map_lines) ON COMMIT DROP;
INSERT INTO wanted_lines (relation, columns, category, path, use, export, erase) VALUES ('site.boxes', 'id', 9, 'user_id > site.users.id', 'fun', 'include', 'delete');
SELECT throws_ok('SELECT steward.take_map()', 'P0001', 'The map names purposes that 00_purposes.sql does not know: fun.', 'a purpose that nobody defined');
SELECT * FROM finish();
ROLLBACK;
