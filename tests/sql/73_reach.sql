-- The reach of the data map is proved: people with a token in every column (an account, a guest, one who is named in somebody else's rows) are exported whole, and
-- after their erasure no token is left but those that a ground keeps.
BEGIN;
SELECT * FROM no_plan();
\ir helpers.psql
\ir reach.psql
-- A field of yes and no takes no token.
UPDATE site.custom_fields SET label = rtrim(label, '?');
SELECT pg_temp.plant('account', 99000001, '') \g /dev/null
SELECT pg_temp.plant('trace', NULL, NULL) \g /dev/null
SELECT pg_temp.plant('guest', NULL, 'zq0123456789ab@reach.example') \g /dev/null
SELECT pg_temp.plant('bystander', 99000002, '', (SELECT concat_ws(', ', u.full_name, u.email, u.phone, 'zq0123456789ab@reach.example') FROM site.users u WHERE u.id = 99000001)) \g /dev/null
SELECT is_empty('SELECT * FROM unplanted', 'each has a row in every table of the map');
SELECT cmp_ok((SELECT count(*)::int FROM tokens WHERE who = 'account'), '>', 150, 'the account with a token in every column that people write');
SELECT cmp_ok((SELECT count(DISTINCT relation)::int FROM tokens WHERE who = 'guest'), '>=', 8, 'the guest in every table that knows guests');
SELECT cmp_ok((SELECT count(*)::int FROM mentions), '>', 60, 'the bystander''s rows name both, in every free text');

-- Exported
SELECT is_empty($$ SELECT * FROM pg_temp.export_faults('account') $$, 'an account''s export has every token, and no credential');
SELECT set_eq('SELECT DISTINCT relation FROM page', 'SELECT DISTINCT relation FROM leads_to JOIN expected USING (relation) WHERE who = ''account'' AND NOT by_address AND rule <> ''none''', 'of every table');
SELECT is_empty($$ SELECT p.relation, k.token FROM page p JOIN tokens k ON k.who = 'trace' AND k.shape <> 'address' AND strpos(p.data::text, k.token) > 0 $$, 'without the rows that only came from the same computer');
SELECT is_empty($$ SELECT * FROM pg_temp.export_faults('guest') $$, 'a guest''s too');
SELECT is_empty($$ SELECT * FROM pg_temp.export_faults('bystander') $$, 'the bystander''s, with the others masked');
SELECT is_empty($$ SELECT k.relation, k.column_name FROM tokens k JOIN expected e USING (relation, column_name) WHERE k.who = 'account' AND (e.by_address OR e.rule IN ('never', 'none'))
	AND NOT EXISTS (SELECT FROM jsonb_array_elements(privacy.export_omissions('access')) AS o WHERE o->>'table' = k.relation AND o->'columns' ? k.column_name AND o->>'why' <> '') $$, 'what is left out is said, with the reason');

-- Somebody else's rows name the person: in a log too
INSERT INTO audit.access (session_id, user_id, ticket, kind, entity, request, salt, digest) SELECT 1, 10000001, 999999, 'find', '*', jsonb_build_object('search', u.email), sha256('a'), sha256('b')
	FROM site.users u WHERE u.id = 99000001;

-- Erased
SELECT privacy.new_erasure(NULL, 99000001, NULL, 10000001) AS erasure \gset
SELECT is_empty(format('SELECT kind, relation, key, sentence FROM privacy.erasure_blockers WHERE erasure_id = %s AND kind NOT IN (''request'', ''restriction'', ''hold'') AND NOT billing', :erasure), 'nothing in the map stands in the way');
SELECT isnt_empty('SELECT FROM site.users WHERE id = 99000001 AND erased_at IS NULL', 'a plan changes nothing');
SELECT bag_has(format('SELECT DISTINCT relation || ''.'' || unnest(columns) FROM privacy.erasure_items WHERE erasure_id = %s AND action = ''mention''', :erasure),
	'SELECT DISTINCT relation || ''.'' || column_name FROM mentions', 'the plan names every mention');
SELECT is_empty(format('SELECT DISTINCT k.relation, k.column_name FROM tokens k WHERE k.who = ''account'' AND k.kept AND NOT EXISTS (SELECT FROM privacy.erasure_items i WHERE i.erasure_id = %s
	AND i.action = ''keep'' AND i.relation = k.relation AND k.column_name = ANY (i.columns) AND i.reason <> '''')', :erasure), 'and what stays, with its ground');

SELECT (privacy.erase_all(e)).accepted FROM privacy.erasures e WHERE e.id = :erasure \g /dev/null
SELECT is_empty($$ SELECT l.relation, l.token, l.planted_in, l.row_text FROM pg_temp.left_over('account') l JOIN tokens k ON k.who = 'account' AND k.token = l.token AND k.relation || '.' || k.column_name = l.planted_in WHERE NOT k.kept $$, 'no token is left in any column of the database');
SELECT is_empty($$ SELECT l.relation, l.token, l.planted_in, l.row_text FROM pg_temp.left_over('trace') l $$, 'nor of what came from the account''s computer without a log-in');
SELECT is_empty($$ SELECT DISTINCT k.relation, k.column_name, l.relation FROM pg_temp.left_over('account') l JOIN tokens k ON k.who = 'account' AND k.token = l.token AND k.kept
	JOIN privacy.data_map m ON m.schema_name || '.' || m.table_name = k.relation AND m.column_name = k.column_name
	WHERE m.keep_ground IS NULL OR NOT (l.relation = k.relation OR l.relation = 'audit.changes' AND strpos(l.row_text, k.relation) > 0) $$, 'but those that a ground keeps, each in its own column');
SELECT isnt_empty($$ SELECT FROM site.user_notes WHERE user_id = 99000002 AND body LIKE '%asks (erased), (erased), (erased), zq0123456789ab@reach.example' $$, 'the rest of what others wrote stays');
SELECT is((SELECT count(*)::int FROM site.users WHERE id = 10009292 AND email = 'anna@meier.example'), 1, 'and nobody else is touched');

-- A guest, from the plan to the ledger: what the register of erasures says of the guest is no exception, an earlier plan that was withdrawn neither
SELECT privacy.drop_erasure(privacy.new_erasure(NULL, NULL, 'zq0123456789ab@reach.example', 10000001), 10000001, 'withdrawn', NULL) \g /dev/null
SELECT privacy.new_erasure(NULL, NULL, 'zq0123456789ab@reach.example', 10000001) AS erasure \gset
SELECT privacy.propose_erasure(:erasure, 10000003) \g /dev/null
SELECT privacy.approve_erasure(:erasure, 10000004, encode(plan_hash, 'hex')) FROM privacy.erasures WHERE id = :erasure \g /dev/null
SELECT lives_ok(format('SELECT privacy.run_erasure(%s, 10000003)', :erasure), 'a guest''s erasure runs');
SELECT is_empty($$ SELECT l.relation, l.token, l.planted_in, l.row_text FROM pg_temp.left_over('guest') l JOIN tokens k ON k.who = 'guest' AND k.token = l.token AND k.relation || '.' || k.column_name = l.planted_in WHERE NOT k.kept $$, 'a guest''s neither');
SELECT is_empty($$ SELECT * FROM pg_temp.export_faults('bystander') WHERE relation NOT LIKE 'audit.%' $$, 'the bystander still has all of the own data');
SELECT * FROM finish();
ROLLBACK;
