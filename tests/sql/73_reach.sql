-- The reach of the data map is proved: a person with a token in every column is erased, and no token is left but those that a ground keeps.
BEGIN;
SELECT * FROM no_plan();
\ir helpers.psql
\ir reach.psql
SELECT pg_temp.plant(99000001) \g /dev/null
SELECT is_empty('SELECT * FROM unplanted', 'the person has a row in every table of the map');
SELECT cmp_ok((SELECT count(*)::int FROM tokens), '>', 60, 'with a token in every column that people write');

-- Somebody else's rows name the person: in every free text of a row of another one
CREATE TEMPORARY TABLE person AS SELECT u.email, u.full_name, u.phone FROM site.users u WHERE u.id = 99000001;
INSERT INTO site.user_notes (user_id, body) SELECT 10009292, 'Her colleague ' || full_name || ', ' || email || ', may order for her; call ' || phone || '.' FROM person;
UPDATE site.user_custom_values SET custom3 = (SELECT 'ask ' || email FROM person) WHERE user_id = 10009292;
INSERT INTO audit.access (session_id, user_id, ticket, kind, entity, request, salt, digest) SELECT 1, 10000001, 999999, 'find', '*', jsonb_build_object('search', email), sha256('a'), sha256('b') FROM person;

SELECT privacy.new_erasure(NULL, 99000001, NULL, 10000001) AS erasure \gset
SELECT is_empty(format('SELECT kind, relation, key, sentence FROM privacy.erasure_blockers WHERE erasure_id = %s AND kind NOT IN (''request'', ''restriction'', ''hold'') AND NOT billing', :erasure), 'nothing in the map stands in the way');
SELECT is((SELECT email FROM site.users WHERE id = 99000001), (SELECT email FROM person), 'a plan changes nothing');
SELECT set_eq(format('SELECT relation FROM privacy.erasure_items WHERE erasure_id = %s AND action = ''mention''', :erasure) , ARRAY['site.user_notes', 'site.user_custom_values'], 'the plan names the mentions');

SELECT (privacy.erase_all(e)).accepted FROM privacy.erasures e WHERE e.id = :erasure \g /dev/null
SELECT is_empty($$ SELECT l.* FROM pg_temp.left_over() l JOIN tokens k ON k.token = l.token AND k.relation || '.' || k.column_name = l.planted_in WHERE NOT k.kept $$, 'no token is left in any column of the database');
SELECT is_empty($$ SELECT DISTINCT k.relation, k.column_name FROM pg_temp.left_over() l JOIN tokens k ON k.token = l.token AND k.kept
	JOIN privacy.data_map m ON m.schema_name || '.' || m.table_name = k.relation AND m.column_name = k.column_name
	WHERE m.keep_ground IS NULL OR NOT (l.relation = k.relation OR l.relation = 'audit.changes' AND strpos(l.row_text, k.relation) > 0) $$, 'but those that a ground keeps, each in its own column');
SELECT is((SELECT body FROM site.user_notes WHERE user_id = 10009292 ORDER BY id DESC LIMIT 1), 'Her colleague (erased), (erased), may order for her; call (erased).', 'the rest of what others wrote stays');
SELECT is((SELECT count(*)::int FROM site.users WHERE id = 10009292 AND email = 'anna@meier.example'), 1, 'and nobody else is touched');
SELECT * FROM finish();
ROLLBACK;
