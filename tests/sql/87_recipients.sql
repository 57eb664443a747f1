-- Recipients (Art. 19): erasure, correction and restriction make notices, whose answers are followed; and what survives an erasure of marketing.
BEGIN;
SELECT * FROM no_plan();
\ir helpers.psql
\ir api.psql
SELECT pg_temp.enrol('anna', 'staff', 'support'), pg_temp.enrol('cora', 'staff', 'privacy') \g /dev/null
CREATE FUNCTION pg_temp.notices(p_kind text, p_user bigint) RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM privacy.recipient_notices WHERE kind = p_kind AND user_id = p_user $$;
CREATE FUNCTION pg_temp.do(p_login text, p_entity text, p_key text, p_verb text, p_args jsonb DEFAULT '{}') RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	PERFORM pg_temp.log_in(p_login);
	RETURN (SELECT outcome FROM api.act(p_entity, p_key, p_verb, CASE p_entity WHEN 'recipients' THEN (SELECT r.version FROM privacy.recipients r WHERE r.id = p_key::bigint) ELSE 0 END, p_args, gen_random_uuid()));
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END $$;
SELECT count(*) AS everybody FROM privacy.recipients WHERE active \gset

-- Restriction, by whoever sets it
INSERT INTO privacy.holds (user_id, kind, reason) VALUES (10000042, 'restriction', 'Contested.'), (10000042, 'hold', 'A claim.');
SELECT is(pg_temp.notices('restriction', 10000042), :everybody::bigint, 'a restriction is told to every recipient; a hold to none');
-- A correction
SELECT (privacy.receive_request('rectification', 10000013, NULL, NULL, 'email', '2026-11-20', '', 10000003)).id AS request \gset
SELECT privacy.identity_checked(:request, 10000003, 'called_back', '') \g /dev/null
SELECT is(pg_temp.notices('rectification', 10000013), 0::bigint, 'nothing before it is done');
SELECT privacy.close_request(:request, 10000003, 'done', 'Corrected.') \g /dev/null
SELECT is(pg_temp.notices('rectification', 10000013), :everybody::bigint, 'a correction is told when it is made');
-- An erasure: while it is known whom, and not when the approval is void
SELECT e.id AS erasure, e.user_id AS person FROM privacy.erasures e WHERE e.state = 'proposed' \gset
SELECT privacy.approve_erasure(:erasure, 10000003, encode(plan_hash, 'hex')) FROM privacy.erasures WHERE id = :erasure \g /dev/null
SELECT is(pg_temp.notices('erasure', :person), :everybody::bigint, 'an approved erasure makes its notices');
SELECT privacy.drop_erasure(:erasure, 10000003, 'withdrawn', '') \g /dev/null
SELECT is(pg_temp.notices('erasure', :person), 0::bigint, 'which go when it is withdrawn');
UPDATE privacy.recipients SET active = false WHERE name LIKE 'Payrail%';
INSERT INTO privacy.holds (user_id, kind, reason) VALUES (10000016, 'restriction', 'Contested.');
SELECT is(pg_temp.notices('restriction', 10000016), :everybody::bigint - 1, 'who receives nothing any more is not told');

-- What is sent names an account by its number
SELECT id AS notice FROM privacy.recipient_notices WHERE user_id = 10000013 ORDER BY id LIMIT 1 \gset
SELECT matches(meta.notice_text(n), 'a correction.*number 10000013', 'the text says of what, and of which number') FROM privacy.recipient_notices n WHERE id = :notice;
SELECT is((SELECT strpos(meta.notice_text(n), u.last_name) FROM privacy.recipient_notices n, site.users u WHERE n.id = :notice AND u.id = 10000013), 0, 'not the name');
SELECT matches(pg_temp.do('anna', 'recipient_notices', :'notice', 'sent'), '^42501', 'support sends none');
SELECT is(pg_temp.do('cora', 'recipient_notices', :'notice', 'sent'), 'saved', 'sent');
SELECT is(pg_temp.do('cora', 'recipient_notices', :'notice', 'sent'), '22023 It was sent already.', 'once');
SELECT is(pg_temp.do('cora', 'recipient_notices', :'notice', 'answered', '{"answer": " "}'), '22023 Say what was answered, or why telling it is impossible.', 'an answer has words');
SELECT is(pg_temp.do('cora', 'recipient_notices', :'notice', 'answered', '{"answer": "Corrected there too."}'), 'saved', 'answered');
SELECT is(pg_temp.do('cora', 'recipient_notices', :'notice', 'answered', '{"answer": "Again."}'), '22023 It was answered already.', 'once');
SELECT is(pg_temp.do('cora', 'recipients', (SELECT min(id)::text FROM privacy.recipients), 'categories', '{"categories": "1 99"}'), '22023 Write the numbers of categories, 1 to 22, such as 1 14 19.', 'categories are those of the map');
SELECT is(pg_temp.do('cora', 'recipients', (SELECT min(id)::text FROM privacy.recipients), 'categories', '{"categories": "19, 4 1"}'), 'saved', 'by their numbers');
SELECT is((SELECT categories::text FROM privacy.recipients ORDER BY id LIMIT 1), '{1,4,19}', 'in order');
SELECT ok((SELECT (SELECT x.facts FROM privacy.export_described('access', 'en') x WHERE x.label = 'site.activity_log')->'recipients' ? (SELECT name FROM privacy.recipients ORDER BY id LIMIT 1)), 'the access export names them by category');
SELECT ok((SELECT strpos(privacy.recipients_of(4), name) > 0 FROM privacy.recipients ORDER BY id LIMIT 1), 'and the record of processing');

-- Marketing after an erasure: an address that comes back is a new person, who gets no news without asking
SET LOCAL session_replication_role = replica;
INSERT INTO site.users (id, type, login, email, last_name, erased_at, hidden_at, enabled) VALUES (10990001, 'client', 'erased-1@erased.invalid', 'erased-1@erased.invalid', 'erased-2', now(), now(), false);
INSERT INTO privacy.suppressions (hash, reason) VALUES (auth.keyed_hash('email|back@again.example'), 'erased');
SET LOCAL session_replication_role = origin;
SELECT isnt(pg_temp.as_role('site', 'INSERT INTO site.users (type, login, email, last_name) VALUES (''client'', ''back@again.example'', ''back@again.example'', ''Again'') RETURNING id'), '10990001', 'who signs up with an erased address gets a new account');
SELECT is((SELECT count(*) FROM site.users WHERE login = 'back@again.example' AND NOT marketing AND erased_at IS NULL), 1::bigint, 'without marketing');
SELECT is(pg_temp.as_role('site', 'INSERT INTO site.users (type, login, email, marketing) VALUES (''client'', ''Back@Again.example2'', ''Back@Again.example'', true) RETURNING 1'), '23514', 'a sync cannot give it');
SELECT is(pg_temp.as_role('site', 'UPDATE site.users SET marketing = true WHERE login = ''back@again.example'' RETURNING 1'), '23514', 'nor a change');
SELECT is(pg_temp.as_role('site', 'UPDATE site.users SET login = ''x@again.example'', enabled = true WHERE id = 10990001 RETURNING 1'), 'ST020', 'and the erased account never comes back');
SELECT * FROM finish();
ROLLBACK;
