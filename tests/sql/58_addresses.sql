-- Would an address get in, and why; a question back before locking oneself out; ending all sessions of a person.
SELECT * FROM no_plan();
\ir helpers.psql
\ir api.psql
SELECT pg_temp.enrol('anna', 'staff', 'support'), pg_temp.enrol('dirk', 'superadmin', 'superadmin') \g /dev/null
CREATE FUNCTION pg_temp.answer(p_account text, p_address text) RETURNS text LANGUAGE plpgsql AS
$$ DECLARE result text; BEGIN
	SET LOCAL SESSION AUTHORIZATION steward_console;
	SELECT string_agg(value || CASE WHEN label <> '' THEN '=' || label ELSE '' END, ' | ') INTO result FROM api.choices('address_test', p_account || ' ' || p_address, 20);
	RESET SESSION AUTHORIZATION;
	RETURN result;
EXCEPTION WHEN OTHERS THEN RETURN SQLSTATE || ' ' || SQLERRM; END $$;
SELECT id AS client FROM site.users WHERE type = 'client' AND NOT EXISTS (SELECT FROM site.ip_rules r WHERE r.user_id = users.id) ORDER BY id LIMIT 1 \gset
SELECT pg_temp.enter('dirk') \g /dev/null
DELETE FROM site.blocked_addresses;
SELECT is(pg_temp.answer(:'client', '192.0.2.7'), 'no list | answer=yes', 'without a list from everywhere');
INSERT INTO site.ip_rules (user_id, network, note, created_at) VALUES (:client, '198.51.100.0/24', 'office', now() - interval '2 days'), (:client, '192.0.2.0/28', '', now() - interval '1 day'), (:client, '2001:db8::/32', 'six', now());
SELECT is(pg_temp.answer(:'client', '192.0.2.7'), 'rule=2: 192.0.2.0/28 | answer=yes', 'by the second rule');
SELECT is(pg_temp.answer(:'client', '198.51.100.200'), 'rule=1: 198.51.100.0/24 office | answer=yes', 'by the first, with its note');
SELECT is(pg_temp.answer(:'client', '2001:DB8::1'), 'rule=3: 2001:db8::/32 six | answer=yes', 'version six');
SELECT is(pg_temp.answer(:'client', '::ffff:192.0.2.7'), 'same as=192.0.2.7 | rule=2: 192.0.2.0/28 | answer=yes', 'mapped into version six');
SELECT is(pg_temp.answer(:'client', '192.0.2.16'), 'no rule=3 | answer=no', 'none of three');
SELECT is(pg_temp.answer(:'client', '192.0.2.0/28'), 'rule=2: 192.0.2.0/28 | answer=yes', 'a network that is allowed whole');
SELECT is(pg_temp.answer(:'client', '192.0.2.0/24'), 'no rule=3 | answer=no', 'one that is not');
INSERT INTO site.blocked_addresses (network, reason, blocked_at, blocked_by) VALUES ('192.0.2.7', 'guessing', '2026-11-20 10:00+00', pg_temp.account('dirk'));
SELECT is(pg_temp.answer(:'client', '192.0.2.7'), 'blocked=192.0.2.7 | since=2026-11-20 10:00 | by=dirk | reason=guessing | rule=2: 192.0.2.0/28 | answer=no', 'blocked, since when and by whom');
SELECT is(pg_temp.answer(:'client', '192.0.2.0/28'), 'partly blocked=192.0.2.7 | since=2026-11-20 10:00 | by=dirk | reason=guessing | rule=2: 192.0.2.0/28 | answer=yes', 'a network with a hole');
SELECT is(pg_temp.answer('0', '192.0.2.7'), 'blocked=192.0.2.7 | since=2026-11-20 10:00 | by=dirk | reason=guessing | answer=no', 'anybody');
SELECT is(pg_temp.answer('0', '192.0.2.8'), 'answer=yes', 'anybody else');
UPDATE site.blocked_addresses SET blocked_at = now() - interval '2 hours', until = now() - interval '1 hour';
SELECT is(pg_temp.answer('0', '192.0.2.7'), 'answer=yes', 'a block that is over');
SELECT is(pg_temp.answer(pg_temp.account('anna')::text, '192.0.2.7'), 'no list | answer=yes', 'a colleague');
UPDATE auth.settings SET value = 'on' WHERE name = 'staff_address_required';
SELECT is(pg_temp.answer(pg_temp.account('anna')::text, '192.0.2.7'), 'rule required | answer=no', 'who needs a rule');
UPDATE auth.settings SET value = 'off' WHERE name = 'staff_address_required';
SELECT is(pg_temp.answer(a, b), wanted, format('%s %s', a, b)) FROM (VALUES ('x', '1.2.3.4', '22023 This is not an address.'), ('0', '1.2.3', '22023 This is not an address.'),
	('0', '192.0.2.7; SELECT', '22023 This is not an address.'), ('999999999', '1.2.3.4', 'P0002 There is no such record.'), ('', '', 'usage=10009292 192.0.2.7')) AS v (a, b, wanted);
-- The same as the door says
SELECT is(bool_and((pg_temp.answer(:'client', address) LIKE '%answer=yes') = auth.address_allowed(:client, address::inet)), true, 'the answer is the door''s own')
	FROM unnest(ARRAY['192.0.2.7', '192.0.2.15', '192.0.2.16', '198.51.100.1', '2001:db8:ffff::1', '2001:db9::1', '10.0.0.1']) AS address;
SELECT pg_temp.enter('anna') \g /dev/null
SELECT is(pg_temp.answer(pg_temp.account('dirk')::text, '192.0.2.7'), 'P0002 There is no such record.', 'who may not know colleagues asks about none');

-- Locking oneself out
SELECT pg_temp.enter('dirk') \g /dev/null
UPDATE auth.sessions SET address = '192.0.2.50' WHERE ended_at IS NULL;
CREATE FUNCTION pg_temp.rule(p_account text, p_network text, p_sure text DEFAULT NULL) RETURNS text LANGUAGE sql AS
$$ SELECT pg_temp.save('ip_rules', NULL, NULL, jsonb_strip_nulls(jsonb_build_object('user_id', p_account, 'network', p_network, 'sure', p_sure))::text) $$;
SELECT is(pg_temp.rule(pg_temp.account('dirk')::text, '198.51.100.0/24'), 'ST006|You could not log in any more from where you are.', 'one''s own list without one''s own address');
SELECT is((SELECT count(*)::int FROM site.ip_rules WHERE user_id = pg_temp.account('dirk')), 0, 'is not made');
SELECT is(pg_temp.rule(pg_temp.account('dirk')::text, '198.51.100.0/24', 'yes'), 'ST006|You could not log in any more from where you are.', 'not by any word');
SELECT is(pg_temp.rule(pg_temp.account('dirk')::text, '192.0.2.0/24'), 'saved 1', 'with it, it is');
SELECT pg_temp.enter('dirk') \g /dev/null
UPDATE auth.sessions SET address = '192.0.2.50' WHERE ended_at IS NULL;
SELECT is(pg_temp.rule(pg_temp.account('dirk')::text, '198.51.100.0/24'), 'saved 1', 'a second one does no harm');
SELECT pg_temp.enter('dirk') \g /dev/null
UPDATE auth.sessions SET address = '192.0.2.50' WHERE ended_at IS NULL;
SELECT id AS mine FROM site.ip_rules WHERE user_id = pg_temp.account('dirk') AND network = '192.0.2.0/24' \gset
SELECT is(pg_temp.act('ip_rules', :'mine', 'delete', 1), 'ST006|You could not log in any more from where you are.', 'taking the first away does');
SELECT is(pg_temp.act('ip_rules', :'mine', 'delete', 1, '{"sure": "192.0.2.50"}'), 'saved 0', 'who typed his address goes on');
SELECT pg_temp.enter('dirk') \g /dev/null
UPDATE auth.sessions SET address = '192.0.2.50' WHERE ended_at IS NULL;
SELECT is(pg_temp.rule(:'client', '203.0.113.0/24'), 'saved 1', 'somebody else''s list is not asked about');

-- All sessions of a person
INSERT INTO auth.sessions (user_id, pid, backend_start, idle_limit, expires_at) VALUES (pg_temp.account('anna'), 1, now(), '15 minutes', now() + interval '1 hour') RETURNING id AS one \gset
INSERT INTO site.sessions (id, user_id) VALUES ('aaaaaaaa-0000-4000-8000-00000000000a', pg_temp.account('anna'));
SELECT is(pg_temp.act('staff_sessions', :'one', 'end_all', 0), 'saved 0', 'all of one person');
SELECT is((SELECT count(*)::int FROM auth.sessions WHERE user_id = pg_temp.account('anna') AND ended_at IS NULL) + (SELECT count(*)::int FROM site.sessions WHERE user_id = pg_temp.account('anna') AND ended_at IS NULL), 0, 'end, at the console and on the website');
SELECT is(pg_temp.act('staff_sessions', :'one', 'end_all', 0), '22023|This person has no session.', 'once');
SELECT pg_temp.enter('anna') \g /dev/null
SELECT is(pg_temp.act('staff_sessions', :'one', 'end_all', 0), '42501|You need the right session.end.', 'with the right');
SELECT * FROM finish();
