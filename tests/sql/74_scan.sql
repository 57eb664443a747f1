-- The residual scan: its indexes lead to every row in which the pattern finds somebody, are there for every table, and spare reading tables whole.
BEGIN;
SELECT * FROM no_plan();
\ir helpers.psql

SELECT is_empty('SELECT * FROM privacy.scan_gaps()', 'every table that can mention a person has its index');
SELECT cmp_ok((SELECT count(*)::int FROM privacy.scan_tables()), '>', 60, 'and these are many');
SELECT is(privacy.index_scan(), 0, 'a second installation makes none');
SELECT is_empty($$ SELECT x.label, x.name FROM privacy.scan_shapes() x WHERE NOT x.indexed AND x.label NOT LIKE 'steward.import\_%' $$, 'what is read whole are the rows of imports, which stay a day');

-- A column or table that comes later
SAVEPOINT later;
ALTER TABLE site.user_notes ADD COLUMN summary text;
INSERT INTO privacy.data_map (schema_name, table_name, column_name, category, subject_path, purpose, ground, retention, export_rule, erase_rule)
	SELECT schema_name, table_name, 'summary', category, subject_path, purpose, ground, retention, export_rule, erase_rule FROM privacy.data_map WHERE table_name = 'user_notes' AND column_name = 'body';
SELECT results_eq('SELECT label FROM privacy.scan_gaps()', ARRAY['site.user_notes'], 'a new column is a gap until the index has it');
SELECT is(privacy.index_scan(), 1, 'which the end of an installation closes');
SELECT is_empty('SELECT * FROM privacy.scan_gaps()', 'then there is none');
ROLLBACK TO later;
DROP INDEX site.sessions_address_scan_idx;
SELECT results_eq('SELECT label, index_name FROM privacy.scan_gaps()', $$ VALUES ('site.sessions', 'sessions_address_scan_idx') $$, 'so is the index of addresses of computers, when it is gone');
ROLLBACK TO later;
SELECT site.ensure_partitions('2031-05-01', '2031-05-31') \g /dev/null
SELECT is((SELECT count(*)::int FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid WHERE c.relname LIKE 'activity\_log\_%' AND pg_get_indexdef(x.indexrelid) LIKE '%privacy.words%'),
	(SELECT count(*)::int FROM pg_class c WHERE c.relname LIKE 'activity\_log\_%' AND c.relkind = 'r'), 'a new month of a log has its index at once');

-- Whatever the pattern finds the words find
CREATE TEMPORARY TABLE people (kind text, value text, pattern text, query tsquery);
INSERT INTO people (kind, value) VALUES ('email', 'anna@meier.example'), ('email', 'jo_anne+news@x-y.co.uk'), ('name', 'Anna Meier'), ('name', 'José Núñez-Müller'), ('name', 'Meier & Söhne GmbH'), ('name', 'O''Brien, Ltd.'),
	('phone', '+49 221 5550102'), ('phone', '077-3521114'), ('street', 'Ringstr. 4'), ('street', 'Am Markt 12 b'), ('vat', 'DE811223344'), ('vat', 'NL 1234.56.789 B01'), ('custom', 'NVJ 77143'),
	('address', '203.0.113.9'), ('address', '10.0.0.1'), ('address', '2001:db8:feed::1a'), ('login', 'anna.meier7'), ('name', 'Straße 7 Łódź'), ('name', 'Ιωάννης Παπαδόπουλος');
UPDATE people SET pattern = privacy.pattern_for(ARRAY[kind], ARRAY[value]), query = privacy.word_query(ARRAY[kind], ARRAY[value]);
CREATE TEMPORARY TABLE texts AS
	SELECT DISTINCT p.value, p.pattern, p.query, before || written || after AS body FROM people p
	CROSS JOIN LATERAL (VALUES (p.value), (upper(p.value)), (lower(p.value)), (replace(p.value, ' ', E'\t \n')), (regexp_replace(p.value, '[^0-9]', '', 'g')), (regexp_replace(p.value, '[ .-]', '/', 'g')),
		('00' || regexp_replace(p.value, '[^0-9]+', ' . ', 'g')), (to_jsonb(p.value)::text), (ARRAY[p.value, 'x']::text)) AS w (written)
	CROSS JOIN (VALUES (''), ('x'), ('7'), ('+'), ('é'), ('_'), ('“'), ('12 34 '), ('http://a.b/?q='), ('"name": "'), (E'\n')) AS b (before)
	CROSS JOIN (VALUES (''), ('x'), (' 12'), ('.'), ('é'), ('_'), ('”'), ('"}'), ('-5')) AS a (after);
SELECT cmp_ok((SELECT count(*)::int FROM texts t WHERE t.body ~* t.pattern), '>', 2000, 'thousands of ways to name somebody are found by the pattern');
SELECT is_empty($$ SELECT t.value, t.body FROM texts t WHERE t.body ~* t.pattern
	AND NOT privacy.words(VARIADIC ARRAY[t.body]) @@ t.query $$, 'and each of them by its words');
-- Indexes were made with the words as they were first (migration 43): they stay the same
CREATE FUNCTION pg_temp.words_at_first(VARIADIC p_texts text[]) RETURNS tsvector
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 500 AS
$$
DECLARE
	t CONSTANT text := pg_catalog.array_to_string(p_texts, ' | ');
	plain text := t;
	result tsvector;
	run text;
	part text;
	digits text;
	numbers text[];
BEGIN
	IF pg_catalog.octet_length(t) > 400000 THEN
		RETURN pg_catalog.array_to_tsvector(ARRAY['#long']);
	END IF;
	IF pg_catalog.octet_length(t) = pg_catalog.length(t) THEN
		-- The parser joins words by these characters; replacing them one after the other is quicker than a regular expression.
		FOREACH part IN ARRAY ARRAY['.', '/', '@', '-', '_', ':', '+', '<', '&', '~', '?', '=', '%', '#'] LOOP
			plain := pg_catalog.replace(plain, part, ' ');
		END LOOP;
	ELSE
		-- A letter is the same in all its forms: σ at the end of a word too.
		plain := pg_catalog.lower(pg_catalog.upper(public.unaccent('public.unaccent'::pg_catalog.regdictionary, pg_catalog.regexp_replace(plain, '[^[:alnum:]]+', ' ', 'g'))));
	END IF;
	IF pg_catalog.octet_length(plain) > 1600 THEN
		plain := pg_catalog.regexp_replace(plain, '[[:alnum:]]{250,}', ' ', 'g');
	END IF;
	result := pg_catalog.to_tsvector('pg_catalog.simple', plain);
	-- A telephone number is written in many ways: what counts are six digits before the end of a group of them, whatever parts them.
	IF t ~ '[0-9](?:[^0-9A-Za-z]{0,3}[0-9]){5}' THEN
		FOR run IN SELECT m.found[1] FROM pg_catalog.regexp_matches(t, '[0-9](?:[^0-9A-Za-z]{0,3}[0-9]){5,}', 'g') AS m (found) LOOP
			digits := '';
			FOREACH part IN ARRAY pg_catalog.regexp_split_to_array(run, '[^0-9]+') LOOP
				digits := digits || part;
				IF pg_catalog.length(digits) >= 6 THEN
					numbers := numbers || ('#' || pg_catalog.right(digits, 6));
				END IF;
			END LOOP;
		END LOOP;
		result := result || pg_catalog.array_to_tsvector(numbers);
	END IF;
	RETURN result;
END
$$;
SELECT is_empty($$ SELECT t.body FROM texts t WHERE privacy.words(VARIADIC ARRAY[t.body, NULL, 'b']) IS DISTINCT FROM pg_temp.words_at_first(VARIADIC ARRAY[t.body, NULL, 'b']) $$, 'the words are those of the indexes that are there');
SELECT is_empty($$ SELECT u.id FROM site.users u WHERE privacy.words(VARIADIC ARRAY[u.phone, u.mobile, u.full_name, u.street1]) IS DISTINCT FROM pg_temp.words_at_first(VARIADIC ARRAY[u.phone, u.mobile, u.full_name, u.street1]) $$,
	'of people too');
SELECT is_empty($$ SELECT b FROM unnest(ARRAY['', '1-2.3/4 5 6', '123456', '1234567 x 7654321', '99 123456 99 123456 7', repeat('12 ', 900), repeat('0', 300), '123456' || chr(233) || '123456', '+49 (0) 221--55', repeat('é', 2000), '||| |', ' ', '-', E'\t', repeat(' ', 400001)]) AS b
	WHERE privacy.words(VARIADIC ARRAY[b]) IS DISTINCT FROM pg_temp.words_at_first(VARIADIC ARRAY[b]) $$, 'and of long, empty and odd ones');
SELECT is_empty($$ SELECT t.value, t.body FROM texts t WHERE t.body ~* t.pattern AND hashtext(t.body) % 8 = 0
	AND NOT privacy.words(VARIADIC ARRAY['12', NULL, t.body || ' – ' || t.body, repeat('z', 3000), '34']) @@ t.query $$, 'also beside other columns, accents and blobs');
-- ANALYZE leaves the words out, in the months to come too
CREATE FUNCTION pg_temp.counted() RETURNS SETOF text LANGUAGE sql AS $$
	SELECT c.relname FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = 1 WHERE pg_get_expr(x.indexprs, x.indrelid) LIKE 'privacy.%words(%' AND a.attstattarget <> 0
$$;
SELECT is_empty('SELECT pg_temp.counted()', 'no ANALYZE works out the words of a row');
SELECT is(site.ensure_partitions('2031-01-01', '2031-01-01'), 2, 'a month is made');
SELECT is_empty('SELECT pg_temp.counted()', 'nor those of a new month''s');
-- The trail is looked through by its values
SELECT ok(strip(privacy.trail_words(NULL, '{"first_name": "Anna", "street1": "Line one\nRingstr. 4", "at": "2026-11-29T01:17:26.268672+00:00", "codes": ["a", "b 77143"], "n": 123456, "flag": null}')) = strip(privacy.words('Anna', E'Line one\nRingstr. 4', '["a", "b 77143"]')),
	'words of the trail: values, lists whole; not the columns'' names, numbers and times');
SELECT ok(privacy.trail_words('{"note": "first line\nAnna\tMeier \u0007Ohm said \"hello\", c:\\temp"}', '{"n": 1}') @@ 'anna & meier & ohm & hello & temp', 'words behind a line feed, a tab, a control character, a quote and a backslash are themselves');
SELECT ok(privacy.trail_words('{"phone": "+31 (0)20 555 01 23"}', '{"phone": "0205"}') @@ '''#550123''', 'and so is a telephone number');
SELECT ok(privacy.trail_words(NULL, NULL) = '', 'no values have no words');
SELECT ok(privacy.trail_words('{"a": "", "b": 1, "c": "2026-11-29T01:17:26.268672+00:00"}', '{"a": "", "b": null}') = '', 'nor have empty ones');
-- Its index was made with the words as migration 75 had them: they stay the same, though empty values are left out first
CREATE FUNCTION pg_temp.trail_words_before(p_old jsonb, p_new jsonb) RETURNS tsvector
	LANGUAGE plpgsql AS
$$
DECLARE
	t text := pg_catalog.jsonb_path_query_array(pg_catalog.jsonb_build_array(p_old, p_new), 'strict $[*] ? (@.type() == "object").* ? (@.type() == "array" || @.type() == "object" || @.type() == "string"
		&& !(@ like_regex "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}[-+][0-9:]{5,6}$"))')::text;
BEGIN
	IF pg_catalog.strpos(t, '\') > 0 THEN
		t := (SELECT pg_catalog.string_agg(v.value #>> '{}', ' | ') FROM (SELECT o.value FROM pg_catalog.jsonb_each(p_old) AS o UNION ALL SELECT n.value FROM pg_catalog.jsonb_each(p_new) AS n) AS v
			WHERE pg_catalog.jsonb_typeof(v.value) IN ('string', 'array', 'object') AND v.value::text !~ '^"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}[-+][0-9:]{5,6})?"$');
	END IF;
	RETURN privacy.words(t);
END
$$;
CREATE TEMPORARY TABLE documents AS SELECT to_jsonb(u) AS row FROM site.users u UNION ALL SELECT to_jsonb(n) FROM site.user_notes n UNION ALL SELECT to_jsonb(c) FROM site.user_custom_values c UNION ALL SELECT to_jsonb(j) FROM steward.jobs j
	UNION ALL SELECT jsonb_build_object('a', '12', 'b', '', 'c', t.body, 'd', '', 'e', '34', 'f', jsonb_build_array('', t.body)) FROM texts t WHERE hashtext(t.body) % 16 = 0
	UNION ALL SELECT v::jsonb FROM unnest(ARRAY['{"a": "12", "b": "", "c": "3456"}', '{"a": "12\\", "b": "", "c": "3456"}', '{"a": "12", "b": ["", "3456"], "c": {"d": "", "e": [""]}, "f": "7"}', '{"a": "", "b": [""], "c": {}}',
		'{"at": "2026-11-29T01:17:26.268672+00:00", "b": ["2026-11-29T01:17:26.268672+00:00"]}', '{}', '[""]', '""', 'null']) AS v;
SELECT is_empty($$ SELECT d.row FROM documents d WHERE strip(privacy.trail_words(d.row, NULL)) IS DISTINCT FROM strip(pg_temp.trail_words_before(d.row, NULL)) $$, 'the words of a row of the trail are those of the index that is there');
SELECT is_empty($$ SELECT d.row FROM documents d WHERE strip(privacy.trail_words('{"x": ""}', d.row)) IS DISTINCT FROM strip(pg_temp.trail_words_before('{"x": ""}', d.row)) $$, 'and so with what was');
SELECT is_empty($$ SELECT t.body FROM texts t CROSS JOIN LATERAL (VALUES (jsonb_build_object('a', t.body, 'b', '12')), (jsonb_build_object('c', jsonb_build_array('34', t.body)))) AS v (row)
	WHERE v.row::text ~* t.pattern AND NOT privacy.trail_words('{"a": "34"}', v.row) @@ t.query $$, 'whatever the pattern finds in a row of the trail its words find');
SELECT ok(privacy.trail_words('{"note": "2026-11-29 called Anna"}', NULL) @@ 'called & anna', 'a text that begins with a day is no time');
SELECT ok(privacy.words(VARIADIC ARRAY[repeat('many words ', 40000) || 'Anna Meier']) @@ privacy.word_query('{name}', '{Anna Meier}'), 'a text that is too long for an index is always read');
SELECT is(privacy.word_query('{name}', ARRAY['!!!!!! ??????']::text[]), NULL, 'for a value without words everything is read');

-- No table is read whole: none as the scan runs, none of 20,000 rows and more by the planner's own choice
UPDATE pg_class c SET reltuples = greatest(c.reltuples, 20000) FROM (SELECT relation FROM privacy.scan_tables()
	UNION SELECT i.inhrelid::regclass FROM pg_inherits i JOIN privacy.scan_tables() t ON t.relation = i.inhparent) AS scanned
	WHERE c.oid = scanned.relation AND c.relkind = 'r' AND c.relpages > 0 AND pg_relation_size(c.oid) > 0;
CREATE FUNCTION pg_temp.plan_of(p_sql text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	line text;
	result text := '';
BEGIN
	FOR line IN EXECUTE format('EXPLAIN %s', replace(replace(replace(replace(replace(p_sql, '$5', '''anna & meier''::tsquery'), '$4', quote_literal('anna meier')), '$3', '''{10.0.0.1}''::inet[]'),
			'$2', '''{a@b.example}''::text[]'), '$1', '10009292::bigint')) LOOP
		result := result || line || E'\n';
	END LOOP;
	RETURN result;
END
$$;
CREATE TEMPORARY VIEW plans AS SELECT r.relation::text, p.lines, p.lines ~ ' on [a-z_0-9]+ t(_[0-9]+)? ' AND p.lines !~ 'Seq Scan on [a-z_0-9]+ t(_[0-9]+)? ' AS by_index FROM privacy.residual_sql(true) r, LATERAL (SELECT pg_temp.plan_of(r.sql)) AS p (lines)
	WHERE r.relation::text NOT LIKE 'steward.import%';
SELECT is_empty($$ SELECT p.* FROM plans p WHERE NOT p.by_index AND EXISTS (SELECT FROM pg_class c WHERE c.oid = p.relation::regclass AND c.relkind = 'r' AND c.reltuples >= 20000) $$, 'by the planner''s choice');
SET LOCAL enable_seqscan = off;
SELECT is_empty($$ SELECT p.* FROM plans p WHERE NOT p.by_index $$, 'each table is entered by its index, in all its parts');
SELECT ok('enable_seqscan=off' = ANY (proconfig), proname || ' runs so') FROM pg_proc WHERE pronamespace = 'privacy'::regnamespace AND proname IN ('residual', 'made_residual', 'clear_mentions', 'empty_trail');
SELECT ok(pg_temp.plan_of('SELECT w.id FROM audit.words w WHERE w.words @@ $5') ~ 'words_scan_idx', 'nor the words of the trail');
SELECT ok(pg_temp.plan_of('SELECT c.id FROM audit.changes c WHERE c.xid >= ''7'' AND c.salt IS NOT NULL') ~ 'changes_xid_idx', 'nor the changes since');
SELECT ok(pg_temp.plan_of('SELECT a.id FROM audit.access a WHERE a.xid >= ''7'' AND a.salt IS NOT NULL') ~ 'access_xid_idx', 'nor the accesses since');
SELECT ok(pg_temp.plan_of('SELECT 1 FROM audit.changes c WHERE c.salt IS NOT NULL AND c.id = ANY (ARRAY(SELECT privacy.trail_suspects(false, $5)))') ~ 'changes_pkey', 'nor the rows to which they lead');
SELECT ok('enable_seqscan=off' = ANY (proconfig), proname || ' runs so') FROM pg_proc WHERE pronamespace = 'privacy'::regnamespace AND proname = 'trail_suspects';
SELECT * FROM finish();
ROLLBACK;
