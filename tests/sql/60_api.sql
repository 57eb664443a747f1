-- The API, reading: what is told, in which order, to whom, and only after it was committed.
SELECT * FROM no_plan();
\ir helpers.psql
\ir api.psql
SELECT pg_temp.enrol('anna', 'staff', 'support'), pg_temp.enrol('ben', 'staff', 'finance'), pg_temp.enrol('cora', 'staff', 'privacy'),
	pg_temp.enrol('dirk', 'superadmin', 'superadmin') \g /dev/null

-- Nobody logged in
SELECT is(pg_temp.as_role('steward_console', call), 'ST001', '38 without a session: ' || call) FROM unnest(ARRAY['SELECT api.ask(1, ''{}'')', 'SELECT * FROM api.rows(1)',
	'SELECT * FROM api.count(1, NULL, true)', 'SELECT api.open(1, ''users'', ''1'', NULL)', 'SELECT * FROM api.get(''users'', ''1'', ''{id}'')', 'SELECT * FROM api.counts(''users'', ''1'')',
	'SELECT * FROM api.choices(''countries'', '''', 5)', 'SELECT * FROM api.home()', 'SELECT * FROM api.save(''users'', ''1'', 1, ''{}'', gen_random_uuid())',
	'SELECT * FROM api.act(''users'', ''1'', ''hide'', 1, ''{}'', gen_random_uuid())', 'SELECT * FROM api.outcome(gen_random_uuid())']) AS call;

-- Commit before reveal
SELECT pg_temp.enter('anna') AS anna \gset
BEGIN;
SELECT is(pg_temp.ask('{"entity": "users", "columns": ["id"], "limit": 3}'), '', 'a question is taken');
SELECT is(pg_temp.told(), 'ST002', '53 and not answered in the transaction that may be rolled back');
ROLLBACK;
SELECT is(pg_temp.told(), 'ST002', '53 nor when it was');
SELECT is(pg_temp.as_role('steward_console', 'SELECT * FROM api.count(7, NULL, true)'), 'ST002', '53 nor is a number told');
SELECT is(pg_temp.ask('{"entity": "users", "columns": ["id"], "limit": 3}'), '', 'asked and committed');
SELECT is(pg_temp.told(), '10000012 10000013 10000014', 'it is answered');
SELECT is(pg_temp.told(), '10000012 10000013 10000014', 'and again');
SELECT is(pg_temp.as_role('steward_console', 'SELECT api.ask(1, ''{"entity": "users", "columns": []}'')'), '22023', '54 a ticket is used once');
SELECT is((SELECT string_agg(concat_ws(' ', kind, entity, rows_asked, request->>'limit'), ',') FROM audit.access WHERE user_id = :anna AND session_id = (SELECT max(id) FROM auth.sessions)),
	'list users 3 3', 'the trail says what was asked');

-- Cells
SELECT pg_temp.ask('{"entity": "users", "columns": ["full_name", "country", "enabled", "settlement_days", "last_login_at", "last_login_address", "hidden_at", "organisation", "state_name"], "filter": [{"column": "id", "op": "=", "value": "10009292"}]}') \g /dev/null
SELECT is(pg_temp.told('array_to_string(cells, ''|'', ''-'')'), 'Anna Meier|DE|t|30|2026-11-23 09:14:07+00|203.0.113.9|-|Meier & Söhne GmbH|active', 'cells in the form of the API');
SET timezone = 'Asia/Tokyo'; SET datestyle = 'German';
SELECT is(pg_temp.told('cells[5]'), '2026-11-23 09:14:07+00', 'whatever the connection''s settings');
RESET timezone; RESET datestyle;

-- Pages, both ways, for each column that can be sorted by, without a gap or a double
CREATE FUNCTION pg_temp.first_keys(p_sort text, p_down boolean, p_n integer) RETURNS text[] LANGUAGE plpgsql AS
$$
DECLARE
	found text[];
BEGIN
	EXECUTE (SELECT format('SELECT array_agg(k ORDER BY n) FROM (SELECT t.id::text AS k, row_number() OVER (ORDER BY %1$s %2$s, t.id %2$s) AS n FROM site.users t WHERE NOT site.is_staff(t.type)) x WHERE n <= %3$s',
		sort_expression, CASE WHEN p_down THEN 'DESC' END, p_n) FROM meta.columns WHERE entity = 'users' AND name = p_sort) INTO found;
	RETURN found;
END
$$;
CREATE TEMPORARY TABLE walk (sort text, down boolean, step integer, keys text[], marks text[], back text[]);
INSERT INTO walk (sort, down, step) SELECT c.name, d, s FROM meta.columns c, unnest(ARRAY[false, true]) d, generate_series(1, 3) s WHERE c.entity = 'users' AND c.sortable ORDER BY 1, 2, 3;
CREATE PROCEDURE pg_temp.walk() LANGUAGE plpgsql AS
$$
DECLARE
	w record;
	answer text;
BEGIN
	FOR w IN SELECT * FROM walk ORDER BY sort, down, step LOOP
		PERFORM pg_temp.ask(jsonb_build_object('entity', 'users', 'columns', '["id"]'::jsonb, 'limit', 7, 'sort', w.sort, 'descending', w.down,
			'after', (SELECT marks[7] FROM walk p WHERE (p.sort, p.down, p.step) = (w.sort, w.down, w.step - 1)))::text);
		COMMIT;
		answer := pg_temp.told('jsonb_build_array(key, after)::text || chr(10)');
		UPDATE walk SET keys = ARRAY(SELECT (line::jsonb)->>0 FROM string_to_table(rtrim(answer, E'\n'), E'\n') line),
			marks = ARRAY(SELECT (line::jsonb)->>1 FROM string_to_table(rtrim(answer, E'\n'), E'\n') line) WHERE (sort, down, step) = (w.sort, w.down, w.step);
		COMMIT;
	END LOOP;
	FOR w IN SELECT * FROM walk WHERE step = 3 ORDER BY sort, down LOOP
		PERFORM pg_temp.ask(jsonb_build_object('entity', 'users', 'columns', '["id"]'::jsonb, 'limit', 7, 'sort', w.sort, 'descending', w.down, 'backwards', true, 'after', w.marks[1])::text);
		COMMIT;
		UPDATE walk SET back = string_to_array(pg_temp.told(), ' ') WHERE (sort, down, step) = (w.sort, w.down, 3);
		COMMIT;
	END LOOP;
END
$$;
CALL pg_temp.walk();
SELECT is(keys, pg_temp.first_keys(sort, down, 21), 'three pages by ' || sort || CASE WHEN down THEN ', from the end' ELSE '' END)
	FROM (SELECT sort, down, array_agg(key ORDER BY step, n) AS keys FROM walk, unnest(walk.keys) WITH ORDINALITY AS k (key, n) GROUP BY sort, down) w;
SELECT is(a.back, b.keys, 'back by ' || a.sort || CASE WHEN a.down THEN ', from the end' ELSE '' END) FROM walk a JOIN walk b USING (sort, down) WHERE a.step = 3 AND b.step = 2;

-- What the catalogue does not know, and what is not well formed, is refused when it is told (or asked)
CREATE TEMPORARY TABLE bad (n serial, request text, code text, at_once boolean DEFAULT false);
INSERT INTO bad (request, code) VALUES
	('{"entity": "users", "columns": ["no_such"]}', '22023'), ('{"entity": "users", "columns": ["search_text"]}', '22023'), ('{"entity": "users", "columns": ["api_key_hash"]}', '22023'),
	('{"entity": "users", "columns": ["id; DROP TABLE site.users"]}', '22023'), ('{"entity": "users"}', '22023'), ('{"entity": "users", "columns": "id"}', '22023'),
	('{"entity": "users", "columns": ["id"], "sort": "street1"}', '22023'), ('{"entity": "users", "columns": ["id"], "sort": "id DESC"}', '22023'),
	('{"entity": "users", "columns": ["id"], "filter": [{"column": "organisation", "op": "=", "value": "x"}]}', '22023'),
	('{"entity": "users", "columns": ["id"], "filter": [{"column": "city", "op": "LIKE", "value": "x"}]}', '22023'),
	('{"entity": "users", "columns": ["id"], "filter": [{"column": "city"}]}', '22023'), ('{"entity": "users", "columns": ["id"], "filter": {"column": "city"}}', '22023'),
	('{"entity": "users", "columns": ["id"], "filter": [{"column": "id", "op": "=", "value": "many"}]}', '22023'),
	('{"entity": "users", "columns": ["id"], "filter": [{"column": "id", "op": "=", "value": "9223372036854775808"}]}', '22023'),
	('{"entity": "users", "columns": ["id"], "filter": [{"column": "created_at", "op": ">", "value": "31 Feb"}]}', '22023'),
	('{"entity": "users", "columns": ["id"], "filter": [{"column": "created_at", "op": "=", "value": "2026-02-30"}]}', '22023'),
	('{"entity": "users", "columns": ["id"], "filter": [{"column": "id", "op": "~", "value": "1"}]}', '22023'),
	('{"entity": "users", "columns": ["id"], "after": "10000013"}', '22023'), ('{"entity": "users", "columns": ["id"], "after": "{"}', '22023'), ('{"entity": "users", "columns": ["id"], "after": "[null]"}', '22023'),
	('{"entity": "users", "columns": ["id"], "after": "[\"x\"]"}', '22023'), ('{"entity": "users", "columns": ["id"], "after": "[\"1\", \"2\"]"}', '22023'), ('{"entity": "users", "columns": ["id"], "after": "{\"a\": 1}"}', '22023'),
	('{"entity": "countries", "columns": ["code"], "search": "ned"}', '22023'), ('{"entity": "user_notes", "columns": ["body"]}', '22023'), ('{"entity": "user_permissions", "columns": ["label"]}', '22023'),
	('{"entity": "user_notes", "columns": ["body"], "filter": [{"column": "user_id", "op": ">", "value": "1"}]}', '22023');
INSERT INTO bad (request, code, at_once) VALUES
	('{"entity": "no_such"}', '22023', true), ('{}', '22023', true), ('[]', '22023', true), ('"users"', '22023', true), ('{"entity": "users", "limit": -1}', '22023', true),
	('{"entity": "users", "limit": "all"}', '22023', true), ('{"entity": "users", "limit": 1.5}', '22023', true), ('{"entity": "accesses"}', '42501', true), ('{"entity": "staff_sessions"}', '42501', true),
	(jsonb_build_object('entity', 'users', 'search', repeat('x', 30000))::text, '22023', true);
-- The same marks where accounts are answered at once
INSERT INTO bad (request, code) SELECT jsonb_build_object('entity', 'users', 'columns', s.columns, 'limit', 5, 'after', m.mark)::text, '22023' FROM meta.shapes s
	CROSS JOIN unnest(ARRAY['1["2"]', '["1"]2"]', '["12"34"]', '["99999999999999999999"]', '["9223372036854775808"]', '["1", "2"]', '[""]', '[]', '["1" ]x', '["1e3"]']) AS m (mark) WHERE s.entity = 'users';
CREATE TEMPORARY TABLE heard (n integer, asked text, told text);
CREATE PROCEDURE pg_temp.try_all() LANGUAGE plpgsql AS
$$
DECLARE
	b record;
	said text;
BEGIN
	FOR b IN SELECT * FROM bad ORDER BY n LOOP
		said := pg_temp.ask(b.request);
		COMMIT;
		INSERT INTO heard VALUES (b.n, said, CASE WHEN said = '' THEN pg_temp.told() END);
		COMMIT;
	END LOOP;
END
$$;
CALL pg_temp.try_all();
SELECT is(CASE WHEN at_once THEN asked ELSE told END, code, '49 ' || left(request, 90) || right(request, 70)) FROM bad JOIN heard USING (n) ORDER BY n;

-- A list that is answered at once is that of the general way, with the settings of its own whatever those of the session are
CREATE TEMPORARY TABLE alike (n serial, quick text, general text);
CREATE PROCEDURE pg_temp.compare_all() LANGUAGE plpgsql AS
$$
DECLARE
	wish jsonb;
	quick text;
BEGIN
	SET timezone = 'Asia/Tokyo';
	SET datestyle = 'German';
	FOR wish IN SELECT jsonb_build_object('entity', 'users', 'columns', s.columns, 'limit', 20) || more FROM meta.shapes s CROSS JOIN (VALUES ('{}'::jsonb), ('{"after": "[\"10000050\"]"}'), ('{"after": "[\"-1\"]"}'),
			('{"search": "meier"}'), ('{"search": "exam"}'), ('{"filter": [], "backwards": false, "descending": false, "after": "[\"10000100\"]"}')) AS v (more) WHERE s.entity = 'users' AND NOT s.record LOOP
		PERFORM pg_temp.ask(wish::text);
		COMMIT;
		quick := pg_temp.told('jsonb_build_array(key, after, cells, match_cell, match_from, match_length)::text || chr(10)');
		-- One column more is no shape.
		PERFORM pg_temp.ask((wish || jsonb_build_object('columns', wish->'columns' || '["postcode"]'))::text);
		COMMIT;
		INSERT INTO alike (quick, general) VALUES (quick, pg_temp.told('jsonb_build_array(key, after, cells[1:8], match_cell, match_from, match_length)::text || chr(10)'));
		COMMIT;
	END LOOP;
	RESET timezone;
	RESET datestyle;
END
$$;
CALL pg_temp.compare_all();
SELECT cmp_ok(length(quick), '>', 100, 'answered at once: ' || n) FROM alike ORDER BY n;
SELECT is(quick, general, 'and alike: ' || n) FROM alike ORDER BY n;
-- So is a record with the columns with which the console opens it, and hidden from the same people.
SELECT ok(strpos(prosrc, format('p_columns = %L AND', s.columns)) > 0, 'a record has a statement of its own: ' || s.entity) FROM meta.shapes s, pg_proc WHERE s.record AND oid = 'api.get'::regproc;
CREATE TYPE pg_temp.allowed AS (rights text[]);
-- api.get with any rights: its own text, which is told who is there instead of asking the gate. NULL where it refuses.
DO $do$
BEGIN
	EXECUTE format('CREATE FUNCTION pg_temp.get_with(p_rights text[], p_entity text, p_key text, p_columns text[], OUT version bigint, OUT cells text[]) LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET timezone = UTC SET datestyle = ISO AS %L',
		(SELECT replace(replace(prosrc, 'who record := auth.need(NULL, NULL, coalesce(p_entity, ''''), p_key)', 'who pg_temp.allowed := ROW(p_rights)'), '#variable_conflict use_column', '#variable_conflict use_variable') FROM pg_proc WHERE oid = 'api.get'::regproc));
END
$do$;
CREATE FUNCTION pg_temp.got(p_rights text[], p_key text, p_columns text[]) RETURNS text LANGUAGE plpgsql AS
$$
BEGIN
	RETURN (SELECT (g.version, g.cells)::text FROM pg_temp.get_with(p_rights, 'users', p_key, p_columns) AS g);
EXCEPTION WHEN insufficient_privilege OR no_data_found THEN
	RETURN NULL;
END
$$;
SELECT is(string_agg(coalesce(pg_temp.got(r.rights, u.id::text, s.columns), '-'), chr(10) ORDER BY u.id), string_agg(coalesce((SELECT (g.version, g.cells)::text FROM meta.record_users(u.id::text, s.columns, r.rights) AS g WHERE g.cells IS NOT NULL), '-'), chr(10) ORDER BY u.id),
	'39 40 and it tells what the statement for any columns tells, to who has ' || r.rights::text)
	FROM meta.shapes s, site.users u, (VALUES ('{}'::text[]), ('{user.staff_view}'), ('{user.view}'), ('{user.view,user.staff_view}')) AS r (rights)
	WHERE s.entity = 'users' AND s.record AND u.id < 10000100 GROUP BY r.rights;
SELECT ok(count(*) FILTER (WHERE pg_temp.got('{user.view}', u.id::text, s.columns) IS NULL) BETWEEN 1 AND count(*) - 1, '40 colleagues are not among them') FROM meta.shapes s, site.users u
	WHERE s.entity = 'users' AND s.record AND u.id < 10000100;
SELECT is(pg_temp.got('{user.view}', key, s.columns), NULL, 'no record has the key ' || key) FROM meta.shapes s, (VALUES ('0010000100'), ('١'), (''), ('1.0'), ('99999999999999999999')) AS k (key) WHERE s.entity = 'users' AND s.record;

-- Filters
SELECT pg_temp.ask('{"entity": "users", "columns": ["id"], "limit": 500, "filter": [{"column": "last_name", "op": "=", "value": "MULLER"}, {"column": "city", "op": "=", "value": "koln"}]}') \g /dev/null
SELECT is(pg_temp.told(), (SELECT string_agg(id::text, ' ' ORDER BY id) FROM site.users WHERE site.fold(last_name) = 'muller' AND site.fold(city) = 'koln' AND NOT site.is_staff(type)), 'text is compared folded');
SELECT pg_temp.ask('{"entity": "users", "columns": ["id"], "limit": 500, "filter": [{"column": "last_name", "op": "~", "value": "%"}]}') \g /dev/null
SELECT is(pg_temp.told(), (SELECT coalesce(string_agg(id::text, ' ' ORDER BY id), '') FROM site.users WHERE strpos(last_name, '%') > 0), '49 a percent sign is itself');
SELECT pg_temp.ask('{"entity": "users", "columns": ["id"], "limit": 500, "filter": [{"column": "created_at", "op": "=", "value": "2016-02-11"}, {"column": "settlement_days", "op": "filled", "value": null}, {"column": "country", "op": "!=", "value": "NL"}]}') \g /dev/null
SELECT ok(pg_temp.told() ~ '10009292', 'a day, a filled value, another country');
SELECT pg_temp.ask('{"entity": "users", "columns": ["id"], "limit": 500, "filter": [{"column": "last_login_address", "op": "~", "value": "203.0.113.0/24"}, {"column": "state_name", "op": "=", "value": "active"}, {"column": "login", "op": "filled"}]}') \g /dev/null
SELECT is(pg_temp.told(), '10009292', 'a network, a computed column');
SELECT pg_temp.ask('{"entity": "users", "columns": ["id"], "limit": 500, "filter": [{"column": "login", "op": "empty"}]}') \g /dev/null
SELECT is(pg_temp.told(), (SELECT string_agg(id::text, ' ' ORDER BY id) FROM (SELECT id FROM site.users WHERE login IS NULL ORDER BY id LIMIT 500) x), 'empty');

-- Whom one may know
SELECT pg_temp.ask('{"entity": "users", "columns": ["id"], "filter": [{"column": "id", "op": "=", "value": "10000004"}]}') \g /dev/null
SELECT is(pg_temp.told(), '', '40 a colleague does not exist for anna');
SELECT pg_temp.ask('{"entity": "*", "search": "vandenbroucke"}') \g /dev/null
SELECT is(pg_temp.told(), '', '40 nor is he found');
SELECT pg_temp.open('users', '10000004') \g /dev/null
SELECT is(pg_temp.got('users', '10000004', '{id}'), 'P0002', '40 nor opened');
SELECT is(pg_temp.as_role('steward_console', 'SELECT * FROM api.counts(''users'', ''10000004'')'), 'P0002', '40 nor counted');
SELECT pg_temp.open('users', '99999999') \g /dev/null
SELECT is(pg_temp.got('users', '99999999', '{id}'), 'P0002', '40 like one who is not there');
SELECT pg_temp.open('users', 'abc') \g /dev/null
SELECT is(pg_temp.got('users', 'abc', '{id}'), 'P0002', '49 like no number');
SELECT pg_temp.ask('{"entity": "user_notes", "columns": ["body"], "filter": [{"column": "user_id", "op": "=", "value": "10000004"}]}') \g /dev/null
INSERT INTO site.user_notes (user_id, body) VALUES (10000004, 'secret');
SELECT is(pg_temp.told(), '', '40 nor what hangs on him');
SELECT pg_temp.enter('cora') \g /dev/null
SELECT pg_temp.ask('{"entity": "users", "columns": ["id"], "filter": [{"column": "id", "op": "=", "value": "10000004"}]}') \g /dev/null
SELECT is(pg_temp.told(), '10000004', 'cora may see colleagues');
SELECT pg_temp.ask('{"entity": "user_notes", "columns": ["body"], "filter": [{"column": "user_id", "op": "=", "value": "10000004"}]}') \g /dev/null
SELECT is(pg_temp.told('cells[1]'), 'secret', 'and what hangs on them');

-- One record
SELECT pg_temp.enter('anna') \g /dev/null
SELECT is(pg_temp.got('users', '10009292', '{id}'), 'ST002', '53 what was not opened is not shown');
BEGIN;
SELECT pg_temp.open('users', '10009292') \g /dev/null
SELECT is(pg_temp.got('users', '10009292', '{id}'), 'ST002', '53 nor in the same transaction');
COMMIT;
SELECT is(pg_temp.got('users', '10009292', '{full_name,street1,marketing,hidden_at,permission_group}'), 'Anna Meier|Ringstr. 4|f|-|Publishers', 'opened it is');
SELECT is(pg_temp.got('users', '10009293', '{id}'), 'ST002', '54 no other');
SELECT is(pg_temp.got('users', '10009292', '{no_such}'), '22023', 'an unknown column');
SELECT is((SELECT version FROM api.get('users', '10009292', '{}')), 5::bigint, 'its version');
SELECT is((SELECT string_agg(name || ' ' || n, ', ' ORDER BY name) FROM api.counts('users', '10009292') WHERE name IN ('user_notes', 'ip_rules', 'logins', 'activity')),
	'activity 40, ip_rules 1, logins 6, user_notes 2', 'numbers for the tabs');
SELECT pg_temp.open('user_permissions', '10009292:staff_approval') \g /dev/null
SELECT is(pg_temp.got('user_permissions', '10009292:staff_approval', '{label,group_value,own_value,effective,why}'), 'Staff approval|f|t|t|own', 'a permission and why');
SELECT pg_temp.ask('{"entity": "user_permissions", "columns": ["permission"], "filter": [{"column": "user_id", "op": "=", "value": "10009292"}]}') \g /dev/null
SELECT is(pg_temp.told('cells[1]'), (SELECT string_agg(name, ' ' ORDER BY position) FROM site.permissions), 'all permissions of one account in their order');
SELECT pg_temp.ask('{"entity": "changes", "columns": ["who"]}') \g /dev/null
SELECT is(pg_temp.told(), '42501', '39 the whole trail takes audit.view');
SELECT pg_temp.ask('{"entity": "changes", "columns": ["who"], "filter": [{"column": "subject_user_id", "op": "=", "value": "10009292"}]}') \g /dev/null
SELECT is(pg_temp.told(), '', 'that of one customer does not');

INSERT INTO auth.console_hosts (network) VALUES ('192.0.2.1');
SELECT id AS change FROM audit.changes WHERE entity = 'auth.console_hosts' ORDER BY id DESC LIMIT 1 \gset
SELECT pg_temp.open('changes', :'change') \g /dev/null
SELECT is(pg_temp.got('changes', :'change', '{entity}'), 'P0002', '40 nor is a change shown that is no customer''s');

-- Every entity: every column of the catalogue runs, each sort and each filter, tied to a record where it must be
SELECT pg_temp.enter('dirk') \g /dev/null
CREATE TEMPORARY TABLE run (entity text, request text, answer text);
CREATE PROCEDURE pg_temp.run_all() LANGUAGE plpgsql AS
$$
DECLARE
	e record;
	s text;
BEGIN
	FOR e IN SELECT x.name, x.parents, x.right_view, jsonb_agg(c.name ORDER BY c.position) AS columns, array_agg(c.name) FILTER (WHERE c.sortable) AS sorts, x.default_sort,
			jsonb_agg(jsonb_build_object('column', c.name, 'op', 'filled')) FILTER (WHERE c.filterable) AS filters
			FROM meta.entities x JOIN meta.columns c ON c.entity = x.name GROUP BY x.name LOOP
		FOREACH s IN ARRAY e.sorts LOOP
			PERFORM pg_temp.ask(jsonb_build_object('entity', e.name, 'columns', e.columns, 'sort', s, 'limit', 3, 'filter',
				CASE WHEN e.parents[1] IN ('user_id', 'subject_user_id') THEN jsonb_build_array(jsonb_build_object('column', e.parents[1], 'op', '=', 'value', '10009292'))
					WHEN e.right_view IS NULL THEN jsonb_build_array(jsonb_build_object('column', e.parents[1], 'op', '=', 'value', '1')) ELSE '[]' END || coalesce(e.filters, '[]'))::text);
			COMMIT;
			INSERT INTO run VALUES (e.name, s, pg_temp.told());
			COMMIT;
		END LOOP;
	END LOOP;
END
$$;
CALL pg_temp.run_all();
SELECT ok(answer !~ '^[0-9A-Z]{5}$' OR answer ~ '^[0-9]{1,5}$' AND answer !~ '^(22|42|P0)', entity || ' by ' || request) FROM run;
SELECT ok(count(*) >= 16, 'all the entities') FROM (SELECT DISTINCT entity FROM run) x;
SELECT is_empty($$ SELECT c.entity, c.name FROM meta.columns c JOIN meta.entities e ON e.name = c.entity WHERE c.writable AND e.create_function IS NULL AND NOT EXISTS
	(SELECT FROM pg_attribute WHERE attrelid = to_regclass(e.table_name) AND attname = c.name AND attgenerated = '') $$, 'what can be written is a column of the table');
SELECT is_empty($$ SELECT e.name FROM meta.entities e LEFT JOIN meta.columns c ON c.entity = e.name AND c.name = e.default_sort AND c.sortable WHERE c.name IS NULL $$, 'each has something to be sorted by');
SELECT is_empty($$ SELECT * FROM meta.verbs v WHERE to_regprocedure(format('meta.%I(meta.call)', v.function_name)) IS NULL $$, 'each verb has its function');
-- Lists to choose from. Those of records are asked for first, as others are.
CREATE TEMPORARY TABLE chosen (name text, typed text, found text[]);
CREATE PROCEDURE pg_temp.choose(p_name text, p_typed text) LANGUAGE plpgsql AS
$$
DECLARE
	ticket integer;
BEGIN
	IF EXISTS (SELECT FROM meta.entities e WHERE e.name = p_name) THEN
		PERFORM pg_temp.ask(jsonb_build_object('entity', p_name, 'columns', '[]'::jsonb, 'search', p_typed, 'limit', 10)::text);
		ticket := (SELECT last FROM tickets);
	END IF;
	COMMIT;
	INSERT INTO chosen SELECT p_name, p_typed, ARRAY(SELECT c.value FROM api.choices(p_name, p_typed, 10, ticket) AS c);
	COMMIT;
END
$$;
CREATE PROCEDURE pg_temp.choose_all() LANGUAGE plpgsql AS
$$
DECLARE
	c record;
BEGIN
	FOR c IN SELECT m.name, '' AS typed FROM meta.choices m UNION ALL
		SELECT 'users', typed FROM unnest(ARRAY['Anna Meier', 'meier anna', '  söhne  MEIER ann', 'anna@meier.example', 'anna nosuchword', 'meier % _x', '%_%_%']) AS typed UNION ALL
		SELECT 'invoices', '2026-0'
	LOOP
		CALL pg_temp.choose(c.name, c.typed);
	END LOOP;
END
$$;
CALL pg_temp.choose_all();
-- What a person keeps of his own and what he may not see is empty at first; see 72_preferences.
SELECT ok(found <> '{}' OR name IN ('preferences', 'unseen_columns'), 'choices: ' || name) FROM chosen WHERE typed = '' AND (name NOT IN ('orders', 'order_lines', 'files', 'lightboxes') OR EXISTS (SELECT FROM site.orders));
SELECT is((SELECT value FROM api.choices('countries', 'GERM', 5)), 'DE', 'a country by a piece of its name');
SELECT ok('10009292' = ANY (found), 'an account by ' || typed) FROM chosen WHERE name = 'users' AND typed ~* 'meier' AND typed !~ '%';
SELECT is(found, '{}', 'all words must fit: ' || typed) FROM chosen WHERE name = 'users' AND typed ~ '%|nosuchword';
SELECT ok(found <> '{}', 'an invoice by a piece of its number') FROM chosen WHERE name = 'invoices' AND typed <> '';
SELECT set_eq('SELECT m.name FROM meta.choices m JOIN meta.entities e ON e.name = m.name WHERE e.hidden_sql IS NOT NULL',
	ARRAY['users', 'orders', 'order_lines', 'invoices', 'lightboxes'], 'those about people, which the console knows too (is_about_people)');
SELECT is(pg_temp.as_role('steward_console', format('SELECT * FROM api.choices(%L, '''', 5)', name)), 'ST002', '53 the names of ' || name || ' are not told without a record')
	FROM unnest(ARRAY['users', 'orders', 'order_lines', 'invoices', 'lightboxes']) AS name;
SELECT pg_temp.ask('{"entity": "users", "columns": [], "search": "meier", "limit": 5}') \g /dev/null
SELECT is(pg_temp.as_role('steward_console', format('SELECT * FROM api.choices(''users'', %L, %s, %s)', typed, n, (SELECT last FROM tickets))), 'ST002', '53 nor ' || what)
	FROM (VALUES ('meier', 6, 'more than was asked for'), ('ann', 5, 'others'), ('', 5, 'all')) AS other (typed, n, what);
SELECT is(pg_temp.as_role('steward_console', 'SELECT * FROM api.choices(''no_such'', '''', 1)'), '22023', 'an unknown list of choices');

-- Counting
SELECT pg_temp.ask('{"entity": "users", "columns": [], "limit": 0, "filter": [{"column": "last_name", "op": "=", "value": "de Vries"}]}') \g /dev/null
SELECT is((SELECT concat_ws(' ', total, exact, capped) FROM api.count((SELECT last FROM tickets), NULL, false)), (SELECT count(*) || ' t f' FROM site.users WHERE last_name = 'de Vries'), 'a filter is counted');
SELECT is(pg_temp.told(), '', 'without a row');
SELECT is(pg_temp.as_role('steward_console', format('SELECT * FROM api.count(%s, ''{"entity": "users"}'', false)', (SELECT last FROM tickets))), 'ST002', '54 not another question');

-- Budget
UPDATE auth.settings SET value = '40' WHERE name = 'rows_per_hour';
SELECT is(pg_temp.ask('{"entity": "users", "columns": ["id"], "limit": 50}'), 'ST003', 'an hour''s rows are used up');
UPDATE auth.settings SET value = '50000' WHERE name = 'rows_per_hour';
SELECT is(pg_temp.ask('{"entity": "users", "columns": ["id"], "limit": 10000000}'), '', 'a page has its limit');
SELECT is((SELECT rows_asked FROM audit.access ORDER BY id DESC LIMIT 1), 500, '49 of 500 rows');

-- What is waited for
BEGIN;
SET LOCAL synchronous_commit = on;
SELECT pg_temp.open('users', '10000013') \g /dev/null
SELECT is(current_setting('synchronous_commit'), 'on', '53 that a record was opened is on the disk before it is shown');
SELECT pg_temp.ask('{"entity": "users", "columns": ["id"], "limit": 50}') \g /dev/null
SELECT is(current_setting('synchronous_commit'), 'on', 'and so is a list');
COMMIT;

-- Home
SELECT is((SELECT count(*)::int FROM api.home() WHERE tile = 'logins' AND line = 1), 24, 'home: 24 hours');
SELECT ok(bool_and(value > 0), 'home: ' || label) FROM api.home() WHERE label IN ('Users', 'New in 30 days', 'Organisations', 'Blocked addresses', 'Without a PIN') GROUP BY label;
SELECT is((SELECT value FROM api.home() WHERE label = 'Columns not in the data map'), 0::numeric, 'home: the data map is complete');
UPDATE auth.sessions SET last_active_at = clock_timestamp() - interval '5 minutes' WHERE ended_at IS NULL;
SET steward.quiet = on;
SELECT count(*) FROM api.home() \g /dev/null
SELECT ok(bool_and(last_active_at < clock_timestamp() - interval '4 minutes'), 'what a screen asks by itself is no activity') FROM auth.sessions WHERE ended_at IS NULL;
SET steward.quiet = off;
SELECT count(*) FROM api.home() \g /dev/null
SELECT ok(bool_or(last_active_at > clock_timestamp() - interval '4 minutes'), 'what a person asks is') FROM auth.sessions WHERE ended_at IS NULL;
SELECT pg_temp.enter('ben') \g /dev/null
SELECT is((SELECT count(*)::int FROM api.home() WHERE tile ~ 'login|staff|trail|failed'), 0, '39 home shows what one may see');

-- 51: who owns what
SELECT set_eq($$ SELECT DISTINCT rolname::text FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner WHERE p.pronamespace = 'api'::regnamespace AND proname IN ('ask', 'rows', 'count', 'open', 'get', 'counts', 'choices', 'home') $$,
	ARRAY['steward_search'], 'reading belongs to steward_search');
SELECT set_eq($$ SELECT DISTINCT rolname::text FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner WHERE p.pronamespace = 'api'::regnamespace AND proname IN ('save', 'act', 'outcome') $$,
	ARRAY['steward_api'], 'writing to steward_api');
-- What stands of api.rows and api.get besides their text is the same whether they are generated or forgotten.
CREATE FUNCTION pg_temp.shell_of(p_name regproc) RETURNS text LANGUAGE sql AS $$
	SELECT concat_ws(' ', p.proowner::regrole, p.prosecdef, p.proconfig, p.proacl, p.provolatile, p.prorettype::regtype, obj_description(p.oid, 'pg_proc') <> '') FROM pg_proc p WHERE p.oid = p_name
$$;
CREATE TEMPORARY TABLE shells AS SELECT name, pg_temp.shell_of(name) AS shell, strpos(p.prosrc, 'site.users') > 0 AS quick FROM (VALUES ('api.rows'::regproc), ('api.get')) AS f (name) JOIN pg_proc p ON p.oid = f.name;
SELECT ok(quick AND shell ~ 'steward_search t .*TimeZone=UTC.*client_min_messages=warning.*standard_conforming_strings=on.*steward_console=X', name || ' is as it must be') FROM shells;
UPDATE meta.columns SET position = position WHERE entity = 'users';
SELECT is(pg_temp.shell_of(name), shell, name || ' keeps owner, settings and rights when the catalogue changes') FROM shells;
SELECT ok(strpos(p.prosrc, 'site.users') = 0, name || ' then has no statement of its own') FROM shells JOIN pg_proc p ON p.oid = name;
SELECT steward.compile();
SELECT is(pg_temp.shell_of(name), shell, name || ' keeps them when it is generated again') FROM shells;
SELECT ok(strpos(p.prosrc, 'site.users') > 0, name || ' has one again') FROM shells JOIN pg_proc p ON p.oid = name;

SELECT is_empty($$ SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace::regnamespace::text IN ('api', 'meta', 'privacy') AND obj_description(p.oid, 'pg_proc') IS NULL $$, 'every function says what it does');
SELECT is_empty($$ SELECT p.oid::regprocedure, c FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang AND l.lanname = 'plpgsql' CROSS JOIN LATERAL plpgsql_check_function(p.oid, extra_warnings => false, performance_warnings => false) AS c
	WHERE p.pronamespace::regnamespace::text IN ('api', 'meta', 'privacy') AND p.prorettype <> 'trigger'::regtype $$, 'plpgsql_check has nothing to say');
SELECT * FROM finish();
