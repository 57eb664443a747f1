-- Whether coverage and reach would notice: each row of the data map is removed, each of its rules changed, each way cut and each identifier forgotten, one by one,
-- and each time one of the checks of 70_datamap and 73_reach must fail, by that column's name.
--
-- A rule acts within its own table only. So one column of every table is changed at the same time, table by table checked, and rolled back: the check must name exactly
-- the columns that were changed, no more and no less. That makes some twenty rounds of what would be some thousand.
BEGIN;
SELECT * FROM no_plan();
\ir helpers.psql
\ir reach.psql
UPDATE site.custom_fields SET label = rtrim(label, '?');
SELECT pg_temp.plant('account', 99000001, '') \g /dev/null
SELECT pg_temp.plant('trace', NULL, NULL) \g /dev/null
SELECT pg_temp.plant('guest', NULL, 'zq0123456789ab@reach.example') \g /dev/null
SELECT pg_temp.plant('bystander', 99000002, '', (SELECT concat_ws(', ', u.full_name, u.email, u.phone, 'zq0123456789ab@reach.example') FROM site.users u WHERE u.id = 99000001)) \g /dev/null

CREATE TEMPORARY TABLE survivors (mutant text, relation text, column_name text);
-- Changes the map, asks a check, takes the change back; answers with what was changed and not named, and what was named and not changed.
CREATE FUNCTION pg_temp.mutate(p_change text, p_changed text, p_check text) RETURNS TABLE (relation text, column_name text, seen boolean) LANGUAGE plpgsql AS
$$
DECLARE
	changed text[];
	named text[];
BEGIN
	EXECUTE p_changed INTO changed;
	BEGIN
		EXECUTE p_change;
		-- What was made from the map as it was must not be used for this one.
		IF p_change <> 'SELECT 1' AND privacy.fits() THEN
			RAISE EXCEPTION 'An erasure would not notice: %', p_change;
		END IF;
		EXECUTE p_check INTO named USING ARRAY(SELECT DISTINCT regexp_replace(x, '\.[^.]+$', '') FROM unnest(changed) AS x);
		RAISE EXCEPTION USING ERRCODE = 'ST019';
	EXCEPTION WHEN SQLSTATE 'ST019' THEN
		NULL;
	END;
	RETURN QUERY SELECT regexp_replace(x, '\.[^.]+$', ''), regexp_replace(x, '^.*\.', ''), false FROM unnest(changed) AS x WHERE NOT x = ANY (coalesce(named, '{}'))
		UNION ALL SELECT regexp_replace(x, '\.[^.]+$', ''), regexp_replace(x, '^.*\.', ''), true FROM unnest(named) AS x
			WHERE NOT regexp_replace(x, '\.[^.]+$', '') IN (SELECT regexp_replace(y, '\.[^.]+$', '') FROM unnest(changed) AS y);
END
$$;
-- The columns whose rule is changed in this round, as a condition on the map m.
CREATE FUNCTION pg_temp.round_of(p_place integer, p_where text) RETURNS text LANGUAGE sql AS
$$ SELECT format('m.category IS NOT NULL AND (m.schema_name || ''.'' || m.table_name, m.column_name) IN (SELECT e.relation, e.column_name FROM expected e WHERE e.place = %s AND %s)', p_place, p_where) $$;
CREATE FUNCTION pg_temp.rounds(p_set text, p_where text, p_check text) RETURNS TABLE (relation text, column_name text, seen boolean) LANGUAGE plpgsql AS
$$
DECLARE
	place integer;
BEGIN
	FOR place IN EXECUTE format('SELECT DISTINCT e.place FROM expected e WHERE %s ORDER BY 1', p_where) LOOP
		RETURN QUERY SELECT * FROM pg_temp.mutate(format('UPDATE privacy.data_map m SET %s WHERE %s', p_set, pg_temp.round_of(place, p_where)),
			format('SELECT array_agg(e.relation || ''.'' || e.column_name) FROM expected e WHERE e.place = %s AND %s', place, p_where), p_check);
	END LOOP;
END
$$;

-- As the map is, nothing is wrong
SELECT is_empty($$ SELECT * FROM pg_temp.mutate('SELECT 1', 'SELECT ''{}''::text[]', 'SELECT array_agg(f.relation || ''.'' || f.column_name || '' '' || f.fault) FROM
	(SELECT * FROM pg_temp.export_faults(''account'') UNION ALL SELECT * FROM pg_temp.erase_faults(''account'', ARRAY(SELECT DISTINCT e.relation FROM expected e))) AS f WHERE $1 IS NOT NULL') $$, 'before any change nothing is wrong');

-- A row, or all rows of a table
SELECT is_empty($$ SELECT t.relation, x.* FROM (SELECT DISTINCT m.schema_name, m.table_name, m.schema_name || '.' || m.table_name AS relation FROM privacy.data_map m) AS t,
	LATERAL pg_temp.mutate(format('DELETE FROM privacy.data_map WHERE (schema_name, table_name) = (%L, %L)', t.schema_name, t.table_name),
		format('SELECT array_agg(%L || ''.'' || column_name) FROM privacy.data_map WHERE (schema_name, table_name) = (%L, %L)', t.relation, t.schema_name, t.table_name),
		'SELECT array_agg(g.schema_name || ''.'' || g.table_name || ''.'' || g.column_name) FROM privacy.map_gaps() g WHERE g.gap = ''unmapped'' AND $1 IS NOT NULL') AS x $$, 'coverage names every row that is removed');

-- Export: a column that is left out, and one that is shown
SELECT is_empty($$ SELECT * FROM pg_temp.rounds('export_rule = ''none''', 'e.rule IN (''include'', ''mask'') AND NOT e.by_address AND e.relation IN (SELECT l.relation FROM leads_to l WHERE l.who = ''account'')',
	'SELECT array_agg(DISTINCT f.relation || ''.'' || f.column_name) FROM pg_temp.export_faults(''account'', $1) f') $$, 'reach names every column that an export leaves out');
-- But columns that name nobody in a row as it was planted
SELECT count(*) AS n FROM pg_temp.export_faults('bystander') \gset
CREATE TEMPORARY TABLE nobody AS SELECT e.relation, e.column_name FROM expected e WHERE e.rule = 'mask' AND NOT EXISTS (SELECT FROM page p WHERE p.relation = e.relation AND strpos(p.data->>e.column_name, '(somebody else)') > 0);
SELECT cmp_ok((SELECT count(*)::int FROM nobody), '<=', 15, 'nearly every column that can name others does so in a planted row');
SELECT is_empty($$ SELECT * FROM pg_temp.rounds('export_rule = ''include''', 'e.rule = ''mask'' AND (e.relation, e.column_name) NOT IN (SELECT n.relation, n.column_name FROM nobody n)',
	'SELECT array_agg(DISTINCT f.relation || ''.'' || f.column_name) FROM pg_temp.export_faults(''bystander'', $1) f') $$, 'and every column in which it names other people');

-- Erasure: a column that is left, and one that should have been kept
SELECT is_empty($$ SELECT * FROM pg_temp.rounds('erase_rule = ''keep'', erase_value = NULL, keep_ground = ''a mutant''', 'e.erase_rule <> ''keep'' AND e.own AND e.relation NOT LIKE ''audit.%''',
	'SELECT array_agg(DISTINCT f.relation || ''.'' || f.column_name) FROM (SELECT r.schema_name || ''.'' || r.table_name AS relation, r.column_name FROM privacy.rule_faults() r
		UNION ALL SELECT x.relation, x.column_name FROM pg_temp.erase_faults(''account'', $1) x) AS f') $$, 'coverage or reach names every column that an erasure leaves');
SELECT is_empty($$ SELECT * FROM pg_temp.rounds('erase_rule = ''constant'', erase_value = '''', keep_ground = NULL', 'EXISTS (SELECT FROM tokens k WHERE k.who = ''account'' AND k.relation = e.relation AND k.column_name = e.column_name AND k.kept AND k.shape = ''text'')
		AND NOT e.generated',
	'SELECT array_agg(DISTINCT f.relation || ''.'' || f.column_name) FROM pg_temp.erase_faults(''account'', $1) f') $$, 'and every column that it should have kept');

-- Ways: where there are several, each is needed by somebody
CREATE FUNCTION pg_temp.cut_ways() RETURNS TABLE (relation text, way text) LANGUAGE plpgsql AS
$$
DECLARE
	w record;
	found boolean;
BEGIN
	FOR w IN SELECT DISTINCT e.relation, x.way FROM expected e, string_to_table(e.subject_path, '; ') AS x (way) WHERE e.own AND strpos(e.subject_path, ';') > 0 AND e.relation LIKE ANY (ARRAY['site.%', 'auth.%', 'privacy.%']) LOOP
		found := false;
		BEGIN
			UPDATE privacy.data_map m SET subject_path = array_to_string(array_remove(string_to_array(m.subject_path, '; '), w.way), '; ')
				WHERE (m.schema_name || '.' || m.table_name) = w.relation AND strpos(m.subject_path, ';') > 0;
			found := EXISTS (SELECT FROM pg_temp.export_faults('account', ARRAY[w.relation])) OR EXISTS (SELECT FROM pg_temp.export_faults('guest', ARRAY[w.relation]))
				OR EXISTS (SELECT FROM pg_temp.erase_faults(CASE w.way WHEN 'address' THEN 'trace' ELSE 'account' END, ARRAY[w.relation]));
			RAISE EXCEPTION USING ERRCODE = 'ST019';
		EXCEPTION WHEN SQLSTATE 'ST019' THEN
			NULL;
		END;
		IF NOT found THEN
			RETURN QUERY SELECT w.relation, w.way;
		END IF;
	END LOOP;
END
$$;
SELECT is_empty('SELECT * FROM pg_temp.cut_ways()', 'reach notices every way that is cut');

-- What tells the person from others: each column gives a value that no other gives
CREATE TEMPORARY TABLE known AS SELECT DISTINCT i.schema_name || '.' || i.table_name AS relation, i.column_name, p.who, k.token, row_number() OVER (PARTITION BY i.schema_name, i.table_name, p.who ORDER BY i.column_name) AS place
	FROM privacy.identifiers i JOIN tokens k ON k.relation = i.schema_name || '.' || i.table_name AND k.column_name = i.column_name JOIN people p ON p.who = k.who AND p.who IN ('account', 'guest')
	WHERE 1 = (SELECT count(DISTINCT o.relation || o.column_name) FROM tokens o JOIN privacy.identifiers x ON x.schema_name || '.' || x.table_name = o.relation AND x.column_name = o.column_name WHERE o.token = k.token AND o.who = k.who);
SELECT cmp_ok((SELECT count(DISTINCT (relation, column_name))::int FROM known), '>=', 40, 'nearly every identifier has a value of its own');
CREATE FUNCTION pg_temp.forget(p_who text, p_place bigint) RETURNS TABLE (relation text, column_name text) LANGUAGE plpgsql AS
$$
DECLARE
	s pg_temp.people;
	got text[];
BEGIN
	SELECT * INTO s FROM people x WHERE x.who = p_who;
	BEGIN
		DELETE FROM privacy.identifiers i WHERE (i.schema_name || '.' || i.table_name, i.column_name) IN (SELECT k.relation, k.column_name FROM known k WHERE k.who = p_who AND k.place = p_place);
		got := ARRAY(SELECT lower(c.value) FROM privacy.collect(s.person, CASE WHEN s.person IS NULL THEN s.emails ELSE '{}' END) c);
		RAISE EXCEPTION USING ERRCODE = 'ST019';
	EXCEPTION WHEN SQLSTATE 'ST019' THEN
		NULL;
	END;
	-- What is forgotten is not collected, and all else is.
	RETURN QUERY SELECT k.relation, k.column_name::text FROM known k WHERE k.who = p_who AND (k.place = p_place) = (lower(k.token) = ANY (got));
END
$$;
SELECT is_empty('SELECT r.who, r.place, f.* FROM (SELECT DISTINCT who, place FROM known) AS r, LATERAL pg_temp.forget(r.who, r.place) AS f', 'each identifier that is forgotten is one that an erasure does not look for');
SELECT * FROM finish();
ROLLBACK;
