-- The statements that erasures are made of once: the very ones that the general way makes, used only as long as map and catalogue are what they were made
-- from, and planned once a session.
BEGIN;
SELECT * FROM no_plan();
\ir helpers.psql

SELECT ok(privacy.fits(), 'after an installation the statements fit');
SELECT is((SELECT count(*)::int FROM pg_proc WHERE pronamespace = 'privacy'::regnamespace AND proname LIKE 'made\_%' AND NOT prosecdef), 9, 'they have no rights of their own');
SELECT is_empty($$ SELECT p.proname, r.rolname FROM pg_proc p CROSS JOIN pg_roles r WHERE p.pronamespace = 'privacy'::regnamespace AND (p.proname LIKE 'made\_%' OR p.proname IN ('compile', 'forget_made', 'make'))
	AND NOT r.rolsuper AND r.rolname <> 'steward_eraser' AND r.rolname !~ '^pg_' AND has_function_privilege(r.oid, p.oid, 'EXECUTE') $$, 'and who erases alone calls them');

-- The same plan by both ways: somebody who bought much, all and in part; a guest; somebody of whom little is there
DELETE FROM privacy.blocker_rules;
SELECT o.user_id AS buyer FROM site.orders o JOIN site.users u ON u.id = o.user_id AND u.type = 'client' AND u.erased_at IS NULL WHERE NOT EXISTS (SELECT FROM privacy.erasures e WHERE e.user_id = u.id AND e.state IN ('planned', 'proposed', 'approved'))
	GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1 \gset
SELECT max(u.id) AS other FROM site.users u WHERE u.type = 'client' AND u.erased_at IS NULL AND NOT EXISTS (SELECT FROM privacy.erasures e WHERE e.user_id = u.id) AND u.id NOT IN (SELECT s.user_id FROM site.suppliers s WHERE s.user_id IS NOT NULL) \gset
INSERT INTO site.user_notes (user_id, body) SELECT 10000042, concat(u.full_name, ' asked for ', u.email, ' from 198.51.100.77') FROM site.users u WHERE u.id IN (:buyer, :other);
INSERT INTO site.login_log (user_id, login, ok, address) SELECT u.id, u.login, true, '198.51.100.77' FROM site.users u WHERE u.id = :other;
INSERT INTO site.login_log (user_id, login, ok, address) VALUES (NULL, 'somebody', false, '198.51.100.77');
CREATE FUNCTION pg_temp.both(p_person bigint, p_email text, p_scope text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	e privacy.erasures;
	made privacy.erasure_result;
	general privacy.erasure_result;
BEGIN
	e.id := 0;
	e.user_id := p_person;
	e.emails := CASE WHEN p_person IS NULL THEN ARRAY[p_email] ELSE '{}' END;
	e.scope := p_scope;
	made := privacy.try_erasure(e);
	PERFORM privacy.forget_made();
	general := privacy.try_erasure(e);
	PERFORM privacy.compile();
	RETURN concat_ws(' ', CASE WHEN made IS NOT DISTINCT FROM general THEN 'same' ELSE 'other' END, CASE WHEN cardinality(made.steps) > 3 THEN 'many' END, coalesce(made.fault, general.fault));
END
$$;
SELECT is(pg_temp.both(:buyer, NULL, 'all'), 'same many', 'a plan by them is that of the general way, to the last key and sum: somebody who bought much');
SELECT is(pg_temp.both(:buyer, NULL, 'partial'), 'same many', 'what no invoice needs of the same');
SELECT is(pg_temp.both(:other, NULL, 'all'), 'same many', 'somebody else');
SELECT is(pg_temp.both(NULL, (SELECT r.email FROM privacy.requests r WHERE r.user_id IS NULL AND r.email LIKE '%@%' ORDER BY r.id LIMIT 1), 'all'), 'same many', 'a guest');
SELECT ok(privacy.fits(), 'made again, they fit again');

-- Whatever they are made from and is changed, they fit no longer
CREATE FUNCTION pg_temp.still_fits(p_change text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	fits boolean;
BEGIN
	BEGIN
		EXECUTE p_change;
		fits := privacy.fits();
		RAISE EXCEPTION USING ERRCODE = 'ST019';
	EXCEPTION WHEN SQLSTATE 'ST019' THEN
		RETURN fits;
	END;
END
$$;
SELECT is(pg_temp.still_fits(change), false, change) FROM unnest(ARRAY[
	'UPDATE privacy.data_map SET erase_rule = ''keep'', keep_ground = ''none'' WHERE (table_name, column_name) = (''user_notes'', ''body'')',
	'UPDATE privacy.data_map SET export_rule = ''include'' WHERE (table_name, column_name) = (''user_notes'', ''body'')',
	'UPDATE privacy.data_map SET subject_path = ''author_id > site.users.id'' WHERE (table_name, column_name) = (''user_notes'', ''body'')',
	'DELETE FROM privacy.data_map WHERE (table_name, column_name) = (''user_notes'', ''body'')',
	'DELETE FROM privacy.identifiers WHERE (table_name, column_name) = (''users'', ''phone'')',
	'DELETE FROM privacy.dates WHERE table_name = ''invoices''',
	'UPDATE privacy.purposes SET term = term + interval ''1 day'' WHERE keeps',
	'CREATE TABLE site.forgotten (id bigint PRIMARY KEY, secret text)',
	'ALTER TABLE site.user_notes ADD COLUMN summary text',
	'ALTER TABLE site.user_notes RENAME COLUMN body TO words',
	'ALTER TABLE site.user_notes ALTER COLUMN body DROP NOT NULL',
	'ALTER TABLE auth.attempts ALTER COLUMN verdict TYPE varchar(90)',
	'ALTER TABLE site.user_notes DROP CONSTRAINT user_notes_user_id_fkey',
	'ALTER TABLE site.user_notes RENAME TO notes',
	'CREATE OR REPLACE FUNCTION privacy.clear_sql(p_shape text, p_column name) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS ''SELECT NULL::text''']) AS change;
SELECT is(pg_temp.still_fits(change), true, 'but not after: ' || change) FROM unnest(ARRAY['UPDATE privacy.data_map SET own_note = ''Seen.'' WHERE (table_name, column_name) = (''user_notes'', ''body'')',
	'SELECT site.ensure_partitions(''2031-05-01'', ''2031-05-31'')', 'UPDATE site.users SET phone = '''' WHERE id = 10009292']) AS change;
-- What is wrong with the map is found then, and an index that is gone at any time
SAVEPOINT gone;
DROP INDEX site.user_notes_scan_idx;
SELECT is((SELECT string_agg(g.label, ' ') || ' ' || privacy.fits() FROM privacy.gaps_now(true) g), 'site.user_notes true', 'an index that is gone shows though they fit');
ROLLBACK TO gone;
DELETE FROM privacy.data_map WHERE (table_name, column_name) = ('user_notes', 'body');
SELECT privacy.compile() \g /dev/null
SELECT is(privacy.made_state(), '', 'from a map by which nothing may be erased none are made');
ROLLBACK TO gone;

-- Planned once
CREATE FUNCTION pg_temp.plans() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM pg_backend_memory_contexts WHERE name = 'CachedPlanSource' $$;
CREATE FUNCTION pg_temp.try(p_person bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	e privacy.erasures;
	r privacy.erasure_result;
BEGIN
	e.id := 0;
	e.user_id := p_person;
	e.emails := '{}';
	e.scope := 'all';
	r := privacy.try_erasure(e);
	RETURN cardinality(r.steps);
END
$$;
SELECT pg_temp.try(:other), pg_temp.plans() \g /dev/null
SELECT pg_temp.plans() AS plans \gset
SELECT cmp_ok(:plans, '>', 200, 'an erasure is of hundreds of statements');
SELECT cmp_ok(pg_temp.try(u.id), '>', 0::bigint, u.id || ' is planned') FROM (SELECT x.id FROM site.users x WHERE x.type = 'client' AND x.erased_at IS NULL AND x.id < :other ORDER BY x.id DESC LIMIT 5) AS u;
-- But for triggers of tables in which the first had no row.
SELECT cmp_ok(pg_temp.plans() - :plans, '<=', :plans / 10::bigint, 'and those of five other people are the same ones');
SELECT ok('{plan_cache_mode=force_generic_plan,enable_seqscan=off}' <@ proconfig, proname || ' has them planned for everybody, by indexes') FROM pg_proc WHERE pronamespace = 'privacy'::regnamespace AND proname IN ('made_rows', 'made_kept', 'made_money', 'made_identifiers', 'made_residual');

-- Each of them comes to the person by an index, whatever the size of the table. (Read whole are the blocked addresses, which are few, and what the program
-- itself keeps of breaches and notes of requests.)
CREATE FUNCTION pg_temp.plan_of(p_sql text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
	result jsonb;
BEGIN
	EXECUTE 'EXPLAIN (FORMAT JSON) ' || replace(replace(replace(p_sql, '$1', '10009292::bigint'), '$2', '''{a@b.example}''::text[]'), '$3', '''{10.0.0.1}''::inet[]') INTO result;
	RETURN result;
END
$$;
SET LOCAL enable_seqscan = off;
CREATE TEMPORARY TABLE steps AS SELECT t.label, step FROM privacy.person_tables() t CROSS JOIN LATERAL privacy.erase_statements(t.relation, t.key_sql, 'all') s
	CROSS JOIN LATERAL jsonb_path_query(pg_temp.plan_of(s.sql), 'strict $.** ? (exists (@."Node Type"))') AS step WHERE t.label ~ '^(site|privacy)\.';
SELECT cmp_ok((SELECT count(*)::int FROM steps WHERE step->>'Node Type' ~ 'Scan' AND step->>'Index Cond' IS NOT NULL), '>', 100, 'a hundred looks into indexes');
-- Parts of logs that are empty have an index that holds nothing else.
SELECT is_empty($$ SELECT label, step->>'Node Type', step->>'Index Name', step->>'Filter' FROM steps WHERE step->>'Node Type' IN ('Seq Scan', 'Index Scan', 'Index Only Scan', 'Bitmap Index Scan')
	AND step->>'Index Cond' IS NULL AND concat(step->>'Index Name', step->>'Relation Name') !~ '_log_(20|other)'
	AND label NOT IN ('site.blocked_addresses', 'privacy.breaches', 'privacy.request_notes') $$, 'and no table is read whole');
SELECT is_empty($$ SELECT DISTINCT t.label, way[1] FROM privacy.person_tables() t CROSS JOIN LATERAL privacy.erase_statements(t.relation, t.key_sql, 'all') s
	CROSS JOIN LATERAL (SELECT regexp_matches(s.sql, '(lower\(t\.[a-z_]+\)) = ANY \(\$2', 'g') UNION ALL SELECT regexp_matches(s.sql, 't\.([a-z_]+)::inet = ANY \(\$3', 'g')) AS w (way)
	WHERE t.label ~ '^(site|privacy)\.' AND t.label NOT IN ('site.blocked_addresses', 'privacy.breaches')
		AND NOT EXISTS (SELECT FROM pg_indexes i WHERE i.schemaname || '.' || i.tablename = t.label AND strpos(i.indexdef, '(' || replace(way[1], 't.', '')) > 0) $$, 'nor all guests of one: their addresses have indexes');
SELECT * FROM finish();
ROLLBACK;
