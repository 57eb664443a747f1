-- Log-in: what is told, what counts, who is kept out. Races and everything that needs transactions of its own is in tests/attack.
BEGIN;
SELECT * FROM no_plan();
\ir helpers.psql
SELECT pg_temp.enrol('anna', 'staff', 'support'), pg_temp.enrol('ben', 'staff', 'finance'), pg_temp.enrol('dirk', 'superadmin', 'superadmin') \g /dev/null
SELECT pg_temp.forget() \g /dev/null

-- Begin
SELECT throws_ok(format('SELECT api.begin_login(%L, NULL, 1)', 'anna'), '08P01', NULL, '28 a pooler is refused');
SELECT throws_ok(format('SELECT api.begin_login(%L, NULL, NULL)', 'anna'), '08P01', NULL, '28 also when it says nothing');
SELECT is((SELECT array_agg(salt) FROM api.begin_login('anna', NULL, pg_backend_pid())),
	(SELECT array_agg(salt) FROM api.begin_login('  ANNA ', NULL, pg_backend_pid())), '14 capitals and blanks make no other name');
SELECT is((SELECT salt FROM api.begin_login(U&'u\0308ber', NULL, pg_backend_pid())), (SELECT salt FROM api.begin_login(U&'\00FCber', NULL, pg_backend_pid())),
	'14 nor does another form of the same letter');
SELECT is((SELECT salt FROM api.begin_login('nobody', NULL, pg_backend_pid())), (SELECT salt FROM api.begin_login('nobody', NULL, pg_backend_pid())),
	'13 a name that does not exist has a salt, always the same');
SELECT isnt((SELECT salt FROM api.begin_login('nobody', NULL, pg_backend_pid())), (SELECT salt FROM api.begin_login('anna', NULL, pg_backend_pid())), '13 and its own');
SELECT is(length(nonce) || ' ' || length(salt) || ' ' || kdf || ' ' || address, '32 16 1 192.0.2.7', 'nonce, salt, kdf, address')
	FROM api.begin_login('anna', '192.0.2.7', pg_backend_pid());
SELECT is(address, '192.0.2.7', '18 a mapped address is the address') FROM api.begin_login('anna', '::ffff:192.0.2.7', pg_backend_pid());
SELECT is(address, '192.0.2.7', '18 a mask is not part of it') FROM api.begin_login('anna', '192.0.2.7/24', pg_backend_pid());
SELECT is(address, '', '18 no address') FROM api.begin_login('anna', NULL, pg_backend_pid());
SELECT lives_ok($$ SELECT api.begin_login(NULL, NULL, pg_backend_pid()) $$, '15 no name');
SELECT lives_ok($$ SELECT api.begin_login(repeat('x', 1000000), NULL, pg_backend_pid()) $$, '15 a name of a megabyte');
UPDATE auth.attempts SET pid = 1;

-- Submit
SELECT attempt AS id FROM api.begin_login('anna', NULL, pg_backend_pid()) \gset
SELECT throws_ok(format('SELECT api.submit_login(%s, sha256(%L), sha256(%L))', :id, 'a', 'b'), '22023', NULL, '3 not in the transaction in which it began');
UPDATE auth.attempts SET begin_xid = pg_temp.committed() WHERE id = :id;
SELECT throws_ok(format('SELECT api.submit_login(%s, %L, sha256(%L))', :id, '', 'b'), '22023', NULL, '15 an empty proof');
SELECT throws_ok(format('SELECT api.submit_login(%s, NULL, sha256(%L))', :id, 'b'), '22023', NULL, '15 no proof');
SELECT throws_ok(format('SELECT api.submit_login(%s, sha256(%L), repeat(%L, 1000000)::bytea)', :id, 'a', 'b'), '22023', NULL, '15 a proof of a megabyte');
SELECT lives_ok(format('SELECT api.submit_login(%s, sha256(%L), sha256(%L))', :id, 'a', 'b'), 'a proof is taken');
SELECT throws_ok(format('SELECT api.submit_login(%s, sha256(%L), sha256(%L))', :id, 'a', 'b'), '22023', NULL, '4 once');
SELECT throws_ok(format('SELECT api.finish_login(%s)', :id), '22023', NULL, '3 nothing is told before the submission is committed');
UPDATE auth.attempts SET submit_xid = pg_temp.committed() WHERE id = :id;
UPDATE auth.attempts SET pid = pid + 1 WHERE id = :id;
SELECT throws_ok(format('SELECT api.finish_login(%s)', :id), '22023', NULL, '6 somebody else''s attempt');
UPDATE auth.attempts SET pid = pid - 1, backend_start = backend_start - interval '1 second' WHERE id = :id;
SELECT throws_ok(format('SELECT api.finish_login(%s)', :id), '22023', NULL, '27 an attempt of a backend that had this number before');
UPDATE auth.attempts SET backend_start = backend_start + interval '1 second', at = at - interval '3 minutes' WHERE id = :id;
SELECT throws_ok(format('SELECT api.finish_login(%s)', :id), '22023', NULL, '20 an attempt that took too long');
SELECT throws_ok('SELECT api.finish_login(NULL)', '22023', NULL, '49 no attempt');
SELECT throws_ok('SELECT api.finish_login(9223372036854775807)', '22023', NULL, '49 an attempt that never was');
UPDATE auth.attempts SET at = at + interval '3 minutes' WHERE id = :id;
SELECT is(api.finish_login(:id), 'denied', 'in time it is denied');
SELECT throws_ok(format('SELECT api.finish_login(%s)', :id), '22023', NULL, '5 and done with');
SELECT is((SELECT count(*)::int FROM auth.attempts WHERE password_proof IS NOT NULL AND verdict IS NOT NULL), 0, 'proofs are not kept');

-- Verdicts: one word for the person, the reason for us
SELECT pg_temp.forget() \g /dev/null
SELECT is(pg_temp.verdict('anna', 'password', 'wrong'), 'denied wrong', '16 right password, wrong PIN');
SELECT is(pg_temp.verdict('anna', 'wrong', 'pin'), 'denied wrong', '16 wrong password, right PIN');
SELECT is(pg_temp.verdict('nobody', 'password', 'pin'), 'denied unknown', 'a name that does not exist');
SELECT is(pg_temp.verdict(' ANNA', 'password', 'pin'), 'ok ok', 'the right secrets');
SELECT is((SELECT login || ' ' || state FROM auth.here JOIN auth.staff USING (user_id)), 'anna ok', 'start a session');
SELECT is((SELECT count(*)::int FROM auth.sessions WHERE ended_at IS NULL AND user_id = pg_temp.account('anna')), 1, 'one');
SELECT is(pg_temp.verdict('anna', 'password', 'pin', '192.0.2.8'), 'ok ok', 'a second log-in');
SELECT is((SELECT array_agg(end_reason ORDER BY id) FROM auth.sessions WHERE user_id = pg_temp.account('anna') AND started_at >= now()),
	ARRAY['replaced', NULL], 'replaces the first');
SELECT is((SELECT host(previous_login_address) FROM auth.sessions WHERE ended_at IS NULL AND user_id = pg_temp.account('anna')), '192.0.2.7', 'and knows where that came from');
SELECT is(pg_temp.verdict('ben', 'password', 'pin'), 'ok ok', 'another person on the same connection');
SELECT is((SELECT end_reason FROM auth.sessions WHERE user_id = pg_temp.account('anna') ORDER BY id DESC LIMIT 1), 'log-in again', 'ends the first one''s session');
UPDATE site.users SET enabled = false WHERE id = pg_temp.account('ben');
SELECT is(pg_temp.verdict('ben', 'password', 'pin'), 'denied disabled', 'a disabled account');
UPDATE site.users SET enabled = true, hidden_at = now() WHERE id = pg_temp.account('ben');
SELECT is(pg_temp.verdict('ben', 'password', 'pin'), 'denied disabled', 'a hidden account');
UPDATE site.users SET hidden_at = NULL WHERE id = pg_temp.account('ben');
SELECT auth.set_credentials('ben', 1, sha256(pg_temp.client_key('ben', 'password')), NULL) \g /dev/null
SELECT is(pg_temp.verdict('ben', 'password', ''), 'denied wrong', 'no PIN set, but one is required');
UPDATE auth.staff SET pin_required = false WHERE login = 'ben';
SELECT is(pg_temp.verdict('ben', 'password', ''), 'ok ok', 'none is required');
UPDATE auth.staff SET pin_required = false WHERE login = 'dirk';
SELECT is(pg_temp.verdict('dirk', 'password', ''), 'denied wrong', 'of a superadmin it always is');
SELECT auth.set_credentials('ben', 1, NULL, NULL) \g /dev/null
SELECT is(pg_temp.verdict('ben', '', ''), 'denied wrong', 'no secrets, no log-in');
SELECT pg_temp.enrol('ben', 'staff', 'finance') \g /dev/null
UPDATE auth.staff SET kdf = 2 WHERE login = 'ben';
SELECT is(pg_temp.verdict('ben', 'password', 'pin'), 'denied disabled', 'secrets made another way do not fit');
UPDATE auth.staff SET kdf = 1 WHERE login = 'ben';

-- Counting
SELECT pg_temp.forget() \g /dev/null
SELECT is(pg_temp.verdict('anna', 'wrong', 'wrong'), 'denied wrong', 'failure ' || i) FROM generate_series(1, 5) AS i;
SELECT is(pg_temp.verdict('anna', 'password', 'pin'), 'denied locked', '7 the sixth is not looked at, right or not');
UPDATE auth.attempts SET submitted_at = submitted_at - interval '16 minutes';
SELECT is(pg_temp.verdict('anna', 'password', 'pin'), 'ok ok', 'after the window it is');
SELECT is(auth.failures('anna', '-infinity', false), 0, 'a good log-in clears the count');
SELECT pg_temp.forget() \g /dev/null
SELECT pg_temp.attempt('anna', 'wrong', 'wrong') FROM generate_series(1, 5) AS i \g /dev/null
SELECT is(pg_temp.verdict('anna', 'password', 'pin'), 'denied locked', '1 submissions that nobody finished are failures');
SELECT pg_temp.forget() \g /dev/null
-- A proof whose transaction is younger than the snapshot of the good log-in counts, whatever its clock says.
SELECT pg_temp.attempt('anna', 'wrong', 'wrong') FROM generate_series(1, 5) AS i \g /dev/null
UPDATE auth.attempts SET submit_xid = (pg_snapshot_xmax(pg_current_snapshot())::text::bigint + 1000)::text::xid8, submitted_at = clock_timestamp() - interval '1 minute';
UPDATE auth.staff SET cleared_at = clock_timestamp(), cleared_snapshot = pg_current_snapshot() WHERE login = 'anna';
SELECT is(auth.failures('anna', '-infinity', false), 5, '7 a hoard of proofs outlives the person''s own log-in');
UPDATE auth.attempts SET submit_xid = pg_temp.committed();
SELECT is(auth.failures('anna', '-infinity', false), 0, 'proofs committed before it do not');
UPDATE auth.attempts SET submitted_at = clock_timestamp();
SELECT is(auth.failures('anna', '-infinity', false), 5, 'in a restored copy, where transactions start again, the clock decides');

SELECT pg_temp.forget() \g /dev/null
UPDATE auth.staff SET cleared_at = clock_timestamp() - interval '10 days', cleared_snapshot = pg_current_snapshot() WHERE login = 'anna';
INSERT INTO auth.attempts (pid, backend_start, login, user_id, address_ok, nonce, begin_xid, submit_xid, submitted_at, verdict)
	SELECT 1, now(), 'anna', pg_temp.account('anna'), true, '', pg_current_xact_id(), pg_current_xact_id(), now() - i * interval '1 hour', 'wrong' FROM generate_series(1, 20) i;
SELECT is(pg_temp.verdict('anna', 'password', 'pin'), 'denied waiting', 'twenty failures in a row: the account waits for a reset');
SELECT pg_temp.enrol('anna', 'staff', 'support') \g /dev/null
SELECT is(pg_temp.verdict('anna', 'password', 'pin'), 'ok ok', 'which lets the person in again');

-- Addresses
SELECT pg_temp.forget() \g /dev/null
INSERT INTO site.ip_rules (user_id, network) VALUES (pg_temp.account('anna'), '10.0.0.0/8'), (pg_temp.account('anna'), '2001:db8::/32');
SELECT is(pg_temp.verdict('anna', 'wrong', 'wrong', '203.0.113.9'), 'denied address', '9 from an address that is not on the list') FROM generate_series(1, 8);
SELECT is(pg_temp.verdict('anna', 'password', 'pin', '203.0.113.9'), 'denied address', 'even with the right secrets');
SELECT is(pg_temp.verdict('anna', 'password', 'pin', '10.1.2.3'), 'ok ok', '9 which does not lock the person out');
SELECT is(pg_temp.verdict('anna', 'password', 'pin', '2001:db8::7'), 'ok ok', 'version 6 as well');
SELECT is(pg_temp.verdict('anna', 'password', 'pin', NULL), 'denied address', '18 no address is on no list');
DELETE FROM site.ip_rules WHERE user_id = pg_temp.account('anna');
UPDATE auth.settings SET value = 'on' WHERE name = 'staff_address_required';
SELECT is(pg_temp.verdict('anna', 'password', 'pin', '10.1.2.3'), 'denied address', 'the setting: no list, no log-in');
UPDATE auth.settings SET value = 'off' WHERE name = 'staff_address_required';
SELECT is(pg_temp.verdict('anna', 'password', 'pin', '10.1.2.3'), 'ok ok', 'without it an empty list is no list');
INSERT INTO site.blocked_addresses (network, until) VALUES ('10.1.2.0/24', now() + interval '1 hour');
SELECT is(pg_temp.verdict('anna', 'password', 'pin', '10.1.2.3'), 'denied address', 'a blocked network');
UPDATE site.blocked_addresses SET until = clock_timestamp(), blocked_at = blocked_at - interval '1 day' WHERE network = '10.1.2.0/24';
SELECT is(pg_temp.verdict('anna', 'password', 'pin', '10.1.2.3'), 'ok ok', 'until the block ends');

SELECT pg_temp.forget() \g /dev/null
UPDATE auth.settings SET value = '1000' WHERE name = 'attempts_per_connection';
SELECT pg_temp.verdict('nobody' || i, 'x', 'y', '10.9.9.9') FROM generate_series(1, 50) i \g /dev/null
SELECT is(pg_temp.verdict('ben', 'password', 'pin', '10.9.9.9'), 'denied throttled', '11 one guess at each of fifty accounts: the address is throttled');
-- Begin and end look at the clock one after the other.
SELECT is((SELECT date_trunc('minute', until - blocked_at + interval '1 second') FROM site.blocked_addresses WHERE network = '10.9.9.9' AND lifted_at IS NULL), interval '1 hour', 'and blocked for a while');
SELECT is(pg_temp.verdict('ben', 'password', 'pin', '10.9.9.8'), 'ok ok', 'the person is not');
UPDATE auth.settings SET value = '0' WHERE name = 'attempts_per_connection';
SELECT throws_ok($$ SELECT api.begin_login('anna', NULL, pg_backend_pid()) $$, 'ST003', NULL, 'a connection cannot begin log-ins for ever');

-- Administration
SELECT throws_ok($$ SELECT auth.set_credentials('nobody', 1, NULL, NULL) $$, 'P0002', NULL, 'secrets for nobody');
SELECT throws_ok($$ SELECT auth.create_staff('x1', 'X', 'Y', 'x@y.example', 'client', 'support') $$, '22023', NULL, 'a client is no staff');
UPDATE auth.staff SET login = 'anna2' WHERE login = 'anna';
SELECT is((SELECT enrolled OR has_pin FROM auth.staff WHERE login = 'anna2'), false, 'a new name needs new secrets: the salt hangs on it');
SELECT cmp_ok((SELECT count(*)::int FROM auth.events WHERE at >= now() AND kind LIKE 'login %'), '>', 50, 'every verdict is an event');
SELECT is((SELECT count(*)::int FROM auth.attempts WHERE submit_xid IS NULL AND at < now() - interval '1 day'), 0, 'nothing to purge yet');
UPDATE auth.attempts SET at = now() - interval '2 days' WHERE id = (SELECT min(id) FROM auth.attempts);
UPDATE auth.attempts SET submit_xid = NULL WHERE id = (SELECT min(id) FROM auth.attempts);
SELECT is(auth.purge(), 1, 'what was never submitted goes after a day');
SELECT * FROM finish();
ROLLBACK;
