-- Finding people: by any scrap, in the right order, through the index.
SELECT * FROM no_plan();
\ir helpers.psql
\ir api.psql
SELECT pg_temp.enrol('anna', 'staff', 'support'), pg_temp.enrol('dirk', 'superadmin', 'superadmin') \g /dev/null
SELECT pg_temp.enter('anna') \g /dev/null

CREATE TEMPORARY TABLE scraps (n serial, typed text, wanted text, found text, hits text);
INSERT INTO scraps (typed, wanted) VALUES
	('muller', '10000042'), ('MULLER', '10000042'), ('mueller', '10000042'), ('Müller', '10000042'), (U&'Mu\0308ller', '10000042'), ('müll', '10000042'), ('ülle', '10000042'), ('sabine müller', '10000042'),
	('muller sab', '10000042'), ('mü sabine', '10000042'), ('sabine.mueller@post.example', '10000042'), ('mueller@post', '10000042'), ('10000042', '10000042'), ('0221 / 555 0112', '10000042'),
	('+49 40 5550114', '10000084'), ('0049 40 5550114', '10000084'), ('040-5550114', '10000084'), ('5550114', '10000084'), ('badewanne', '10000084'), ('Lüdenscheidt', '10000084'), ('luedenscheidt', '10000084'),
	('müller & zn', '10000063'), ('chloe@', '10000063'), ('meier & sohne', '10009292'), ('söhne anna', '10009292'), ('soehne', '10009292'), ('anna@meier.example', '10009292'),
	('9292', '10009292'), ('  anna   meier  ', '10009292'), ('me', NULL), ('mu', NULL);
CREATE PROCEDURE pg_temp.search_all() LANGUAGE plpgsql AS
$$
DECLARE
	s record;
BEGIN
	FOR s IN SELECT * FROM scraps LOOP
		PERFORM pg_temp.ask(jsonb_build_object('entity', 'users', 'columns', '["id", "full_name", "company", "email"]'::jsonb, 'search', s.typed, 'limit', 500)::text);
		COMMIT;
		UPDATE scraps SET found = pg_temp.told(), hits = pg_temp.told('cells[match_cell + 1]') WHERE n = s.n;
		COMMIT;
	END LOOP;
END
$$;
CALL pg_temp.search_all();
SELECT ok(wanted = ANY (string_to_array(found, ' ')), 'found by: ' || typed) FROM scraps WHERE wanted IS NOT NULL;
SELECT is(split_part(found, ' ', 1), wanted, 'first by: ' || typed) FROM scraps WHERE typed IN ('sabine.mueller@post.example', '10000042', 'anna@meier.example', 'badewanne');
SELECT ok(cardinality(string_to_array(found, ' ')) > 5, 'two letters find what begins with them: ' || typed) FROM scraps WHERE wanted IS NULL;
SELECT is((SELECT found FROM scraps WHERE typed = 'muller'), (SELECT found FROM scraps WHERE typed = 'MULLER'), 'capitals make no difference');
SELECT is((SELECT found FROM scraps WHERE typed = 'Müller'), (SELECT found FROM scraps WHERE typed = U&'Mu\0308ller'), 'nor does the form of a letter');

-- Nothing, or only itself
SELECT pg_temp.ask('{"entity": "users", "columns": ["id"], "search": "m"}') \g /dev/null
SELECT is(pg_temp.told(), '', 'one letter finds nothing');
SELECT is((SELECT concat_ws(' ', total, exact, capped) FROM api.count((SELECT last FROM tickets), NULL, false)), '0 t f', 'and counts nothing');
SELECT pg_temp.ask('{"entity": "users", "columns": ["last_name", "first_name", "company"], "limit": 500, "search": "%_\\%"}') \g /dev/null
SELECT is(pg_temp.told('key'), (SELECT coalesce(string_agg(id::text, ' '), '') FROM site.users WHERE strpos(search_text, '%_\%') = 1), '49 % _ and \ are themselves');
SELECT pg_temp.ask('{"entity": "users", "columns": ["id"], "search": "   "}') \g /dev/null
SELECT ok(pg_temp.told() <> '', 'blanks search for nothing: the list');
SELECT pg_temp.ask('{"entity": "users", "columns": ["id"], "search": "xqzwvxqzwv"}') \g /dev/null
SELECT is(pg_temp.told(), '', 'nobody of that name');
SELECT pg_temp.ask(jsonb_build_object('entity', 'users', 'columns', '["id"]'::jsonb, 'search', repeat('a b ', 4000))::text) \g /dev/null
SELECT is(pg_temp.told(), '', '49 a very long one');

-- Order: the whole of a part, then the beginning of a name, of another word, then anywhere; with equals by name
SELECT pg_temp.ask('{"entity": "users", "columns": ["last_name"], "search": "bakker", "limit": 500}') \g /dev/null
SELECT set_eq(format('SELECT unnest(string_to_array(%L, '' ''))::bigint', pg_temp.told()),
	$$ SELECT id FROM site.users WHERE search_text LIKE '%bakker%' AND NOT site.is_staff(type) $$, 'everybody is found, once');
SELECT pg_temp.ask('{"entity": "users", "columns": ["last_name"], "search": "bakker", "limit": 500}') \g /dev/null
SELECT is(string_agg(fits::text, '' ORDER BY n), string_agg(fits::text, '' ORDER BY fits DESC, n), 'who is called so comes before who is not')
	FROM (SELECT n, (site.fold(btrim(x)) ~ '^bakker')::integer AS fits FROM string_to_table(rtrim(pg_temp.told('cells[1] || chr(10)'), E'\n'), E'\n') WITH ORDINALITY AS t (x, n)) y;

-- Highlight: byte offsets in the cell
SELECT pg_temp.ask('{"entity": "users", "columns": ["id", "full_name"], "search": "muller", "filter": [{"column": "id", "op": "=", "value": "10000042"}]}') \g /dev/null
SELECT is(pg_temp.told('concat_ws(''/'', match_cell, match_from, match_length)'), '1/7/7', 'Müller in Sabine Müller');
SELECT pg_temp.ask('{"entity": "users", "columns": ["id", "company"], "search": "sohne", "filter": [{"column": "id", "op": "=", "value": "10009292"}]}') \g /dev/null
SELECT is(pg_temp.told('concat_ws(''/'', match_cell, match_from, match_length)'), '1/8/6', 'Söhne in Meier & Söhne GmbH');
SELECT pg_temp.ask('{"entity": "users", "columns": ["id", "full_name"], "search": "meier.example", "filter": [{"column": "id", "op": "=", "value": "10009292"}]}') \g /dev/null
SELECT is(pg_temp.told('match_cell::text'), '-1', 'in no cell that is shown');
SELECT is((SELECT concat_ws('/', cell, offset_bytes, length_bytes) FROM meta.find_match(ARRAY['', NULL, 'Große Straße'], ARRAY['strasse'])), '2/7/7', 'a letter that folds into two');

-- Sorted, paged and filtered searches
SELECT pg_temp.ask('{"entity": "users", "columns": ["id"], "search": "muller", "sort": "id", "descending": true, "limit": 500}') \g /dev/null
SELECT is(pg_temp.told(), (SELECT string_agg(id::text, ' ' ORDER BY id DESC) FROM site.users WHERE search_text LIKE '%muller%' AND NOT site.is_staff(type)), 'by number, from the end');
CREATE TEMPORARY TABLE pages (n integer, sort text, keys text[], marks text[]);
CREATE PROCEDURE pg_temp.walk_search() LANGUAGE plpgsql AS
$$
DECLARE
	answer text;
	mark text;
BEGIN
	FOR sort_is IN 1..2 LOOP
		mark := '';
		FOR step IN 1..100 LOOP
			PERFORM pg_temp.ask(jsonb_build_object('entity', 'users', 'columns', '["id"]'::jsonb, 'search', 'muller', 'limit', 9, 'after', mark, 'sort', CASE sort_is WHEN 2 THEN 'city' END)::text);
			COMMIT;
			answer := rtrim(pg_temp.told('jsonb_build_array(key, after)::text || chr(10)'), E'\n');
			EXIT WHEN answer = '';
			INSERT INTO pages SELECT step, CASE sort_is WHEN 2 THEN 'city' ELSE '' END, array_agg(line::jsonb->>0), array_agg(line::jsonb->>1) FROM string_to_table(answer, E'\n') line;
			mark := (SELECT marks[cardinality(marks)] FROM pages WHERE n = step AND pages.sort = CASE sort_is WHEN 2 THEN 'city' ELSE '' END);
			COMMIT;
		END LOOP;
	END LOOP;
END
$$;
CALL pg_temp.walk_search();
SELECT is(count(*), count(DISTINCT k), 'pages have no double ' || sort) FROM pages, unnest(keys) k GROUP BY sort;
SELECT is(count(*), (SELECT count(*) FROM site.users WHERE search_text LIKE '%muller%' AND NOT site.is_staff(type)), 'and no gap ' || sort) FROM pages, unnest(keys) k GROUP BY sort;
SELECT pg_temp.ask('{"entity": "users", "columns": ["id"], "search": "muller", "filter": [{"column": "country", "op": "=", "value": "AT"}], "limit": 500}') \g /dev/null
SELECT set_eq(format('SELECT unnest(string_to_array(nullif(%L, ''''), '' ''))::bigint', pg_temp.told()), $$ SELECT id FROM site.users WHERE search_text LIKE '%muller%' AND country = 'AT' $$, 'with a filter');

-- Anything
SELECT pg_temp.ask('{"entity": "*", "search": "meier & söhne", "limit": 20}') \g /dev/null
SELECT ok(pg_temp.told() ~ 'organisations:2000' AND pg_temp.told() ~ 'users:10009292', 'one box finds people and organisations');
SELECT is(pg_temp.told('cells[1] || ''/'' || cells[2]') ~ 'users/Anna Meier', true, 'and says what they are');
SELECT is((SELECT kind FROM audit.access ORDER BY id DESC LIMIT 1), 'find', 'and it is recorded as that');

-- More than a thousand: those that fit best still come first
INSERT INTO site.users (type, login, last_name, first_name, company) SELECT 'contact', NULL, 'Quaxbart' || n, 'X', 'Zz' FROM generate_series(1, 1100) n;
INSERT INTO site.users (type, login, last_name, first_name) VALUES ('client', 'quaxbart', 'Last', 'Of all'), ('client', 'other-one', 'Quaxbart', 'Exactly');
SELECT pg_temp.ask('{"entity": "users", "columns": ["full_name"], "search": "quaxbart", "limit": 3}') \g /dev/null
SELECT is(split_part(pg_temp.told('cells[1] || '',''') , ',', 1), 'Of all Last', 'the log-in name, though a thousand were found before');
SELECT is((SELECT concat_ws(' ', total, exact, capped) FROM api.count((SELECT last FROM tickets), NULL, false)), '1000 f t', 'a thousand or more');

-- The plan, not the time: a search reads the trigram index and never the table from end to end (performance: known traps)
ANALYZE site.users;
BEGIN;
SET LOCAL enable_seqscan = off;
SELECT pg_stat_get_xact_numscans('site.users'::regclass) AS table_scans, pg_stat_get_xact_numscans('site.users_search_text_idx'::regclass) AS trigram_scans,
	pg_stat_get_xact_numscans('site.users_pkey'::regclass) AS key_scans \gset
SELECT count(*) FROM meta.page_sql('{"entity": "users", "columns": ["id", "full_name"], "search": "mull", "limit": 50}', (SELECT rights FROM auth.staff WHERE login = 'anna')) \g /dev/null
SELECT is(pg_stat_get_xact_numscans('site.users'::regclass), :table_scans::bigint, 'no sequential scan of the accounts');
SELECT cmp_ok(pg_stat_get_xact_numscans('site.users_search_text_idx'::regclass), '>', :trigram_scans::bigint, 'the trigram index');
SELECT is(pg_stat_get_xact_numscans('site.users_pkey'::regclass), :key_scans::bigint, 'and not the whole key in its order');
ROLLBACK;
BEGIN;
SELECT query AS q, binds AS b FROM meta.page_sql('{"entity": "users", "columns": ["id", "full_name"], "sort": "full_name", "after": "[\"m\", \"10000500\"]", "limit": 50}', (SELECT rights FROM auth.staff WHERE login = 'anna')) \gset
CREATE TEMPORARY TABLE plans (line text);
CREATE PROCEDURE pg_temp.explain(p_query text, p_binds text[]) LANGUAGE plpgsql AS
$$
DECLARE
	l text;
BEGIN
	FOR l IN EXECUTE 'EXPLAIN ' || p_query USING p_binds LOOP
		INSERT INTO plans VALUES (l);
	END LOOP;
END
$$;
SET LOCAL enable_seqscan = off;
CALL pg_temp.explain(:'q', :'b');
SELECT ok(string_agg(line, E'\n') ~ 'Index Scan using users_full_name_idx' AND string_agg(line, E'\n') !~ 'Sort', 'a page behind its mark is read from the index in order') FROM plans;
SELECT ok(string_agg(line, E'\n') !~ 'organisations', 'and joins nothing that is not asked for') FROM plans;
ROLLBACK;
SELECT is_empty($$ SELECT c.entity, c.name FROM meta.columns c JOIN meta.entities e ON e.name = c.entity WHERE c.sortable AND c.entity IN ('users', 'organisations', 'logins', 'activity') AND NOT EXISTS (
	SELECT FROM pg_index i WHERE i.indrelid = e.table_name::regclass AND i.indnkeyatts >= CASE WHEN c.sort_expression = e.tie_sql THEN 1 ELSE 2 END
		AND replace(replace(lower(pg_get_indexdef(i.indexrelid, 1, true)), '::text', ''), '::timestamp with time zone', '') IN (lower(replace(c.sort_expression, 't.', '')), lower(regexp_replace(replace(c.sort_expression, 't.', ''), '^\((.*)\) COLLATE "C"$', '\1')))) $$,
	'every sort of a big table has its index');
-- What is asked besides when more than a thousand fit, in every list: words, a number
RESET ROLE;
SELECT lives_ok(format('PREPARE %I (text[]) AS %s', 'arms_' || e.name || length(word), meta.arms_sql(e, ARRAY[word], 'NULL::text', '', 1, true)), format('%s: many with %s', e.name, word))
	FROM meta.entities e, unnest('{meier,12345678}'::text[]) AS word WHERE e.search_sql IS NOT NULL AND meta.arms_sql(e, ARRAY[word], 'NULL::text', '', 1, true) IS NOT NULL;
SELECT cmp_ok((SELECT count(*)::integer FROM pg_prepared_statements WHERE name LIKE 'arms\_%'), '>', 6, 'which several have');
SELECT * FROM finish();
