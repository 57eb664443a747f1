-- The warden and the lock of the screen, as far as one connection can show them: tests/fault/warden.sh has connections that hang,
-- tests/attack/test_lock.c guesses.
BEGIN;
SELECT * FROM no_plan();
\ir helpers.psql
SELECT count(*) * 0 FROM steward.harden(false) \g /dev/null

-- Who may call it
SELECT is(pg_temp.as_role('steward_warden', 'SELECT count(*) FROM auth.warden()'), '0', 'the warden takes its turn; there is nothing to end');
SELECT is(pg_temp.as_role('steward_console', 'SELECT count(*) FROM auth.warden()'), '42501', 'the console cannot call it');
SELECT is(pg_temp.as_role('site', 'SELECT count(*) FROM auth.warden()'), '42501', 'nor the website');
SELECT is(pg_temp.as_role('steward_warden', statement), '42501', 'the warden cannot: ' || statement) FROM unnest(ARRAY['SELECT api.alive()',
	'SELECT * FROM auth.sessions', 'SELECT auth.end_sessions(1, ''x'')', 'SELECT pg_terminate_backend(1)', 'SELECT * FROM site.users',
	'SELECT auth.end_backend(1, now())', 'SELECT * FROM auth.console_backends()', 'SELECT * FROM pg_stat_activity', 'SELECT * FROM pg_locks']) AS statement;

-- Sessions that are over
SELECT pg_temp.enrol('anna', 'staff', 'support'), pg_temp.enrol('dirk', 'superadmin', 'superadmin') \g /dev/null
SELECT pg_temp.log_in('anna') \g /dev/null
SELECT is((SELECT count(*)::int FROM auth.warden()), 0, 'a live session is let live');
UPDATE auth.sessions SET last_active_at = clock_timestamp() - interval '16 minutes' WHERE ended_at IS NULL;
SELECT results_eq('SELECT ended, pid, login, reason FROM auth.warden()', $$ VALUES ('session'::text, pg_backend_pid(), 'anna'::text, 'idle'::text) $$,
	'one without a call for too long is ended');
SELECT is((SELECT end_reason FROM auth.sessions ORDER BY id DESC LIMIT 1), 'idle', 'with its reason');
SELECT is((SELECT kind || ' ' || detail FROM auth.events ORDER BY id DESC LIMIT 1), 'session ended idle', 'and an event');
SELECT is(api.alive(), 'idle', 'which its connection can still ask for');
SELECT pg_temp.log_in('anna') \g /dev/null
UPDATE auth.sessions SET expires_at = clock_timestamp() WHERE ended_at IS NULL;
SELECT results_eq('SELECT ended, reason FROM auth.warden()', $$ VALUES ('session'::text, 'expired'::text) $$, 'one that lasted too long');
SELECT pg_temp.log_in('anna') \g /dev/null
UPDATE auth.sessions SET backend_start = backend_start - interval '1 second' WHERE ended_at IS NULL;
SELECT results_eq('SELECT ended, reason FROM auth.warden()', $$ VALUES ('session'::text, 'connection lost'::text) $$,
	'one whose connection is gone, though another has its number');
SELECT is((SELECT count(*)::int FROM auth.warden()), 0, 'nothing is ended twice');

-- The lock
CREATE FUNCTION pg_temp.unlock(p_secret text) RETURNS text LANGUAGE plpgsql AS
$$
DECLARE
	begun record;
	told text;
BEGIN
	SELECT * INTO begun FROM api.begin_unlock();
	UPDATE auth.attempts SET begin_xid = pg_temp.committed() WHERE id = begun.attempt;
	PERFORM api.submit_unlock(begun.attempt, pg_temp.proof(pg_temp.client_key(begun.login, p_secret),
		begun.nonce || convert_to(format('%s|%s|%s|unlock||', begun.attempt, begun.login, begun.address), 'UTF8')));
	UPDATE auth.attempts SET submit_xid = pg_temp.committed() WHERE id = begun.attempt;
	told := api.finish_unlock(begun.attempt);
	RETURN told || ' ' || (SELECT verdict FROM auth.attempts WHERE id = begun.attempt);
END
$$;
SELECT throws_ok('SELECT api.lock()', 'ST001', NULL, 'nobody to lock out');
SELECT throws_ok('SELECT api.begin_unlock()', 'ST001', NULL, 'nor to let in');
SELECT pg_temp.log_in('anna') \g /dev/null
UPDATE auth.sessions SET last_active_at = clock_timestamp() - interval '10 minutes' WHERE ended_at IS NULL;
SELECT lives_ok('SELECT api.lock()', 'the screen is locked');
SELECT cmp_ok((SELECT last_active_at FROM auth.sessions WHERE ended_at IS NULL), '<', clock_timestamp() - interval '9 minutes', 'which is no activity');
SELECT is(api.alive(), 'locked', '34 the session says so');
SELECT is(pg_temp.refusal('steward_console', call), 'ST004|The screen is locked.|locked', '34 locked: ' || call) FROM unnest(ARRAY['SELECT api.me()',
	'SELECT api.rights()', 'SELECT api.home()', 'SELECT api.rows(1)', 'SELECT api.ask(1, ''{"entity": "users", "columns": ["id"]}'')',
	'SELECT api.open(1, ''users'', ''1'', NULL)', 'SELECT api.save(''users'', ''1'', 1, ''{}'', gen_random_uuid())']) AS call;
SELECT is(auth.may('user.view'), false, '34 nor do the policies let anything through');
SELECT is(pg_temp.unlock('wrong'), 'denied wrong', '34 a wrong PIN');
SELECT is(pg_temp.unlock('password'), 'denied wrong', '34 the password is no PIN');
SELECT is(pg_temp.unlock('pin'), 'ok ok', 'the right one opens it');
SELECT is(api.alive(), 'ok', 'the session goes on');
SELECT cmp_ok((SELECT last_active_at FROM auth.sessions WHERE ended_at IS NULL), '>', clock_timestamp() - interval '1 minute', 'which is activity');
SELECT is(pg_temp.unlock('pin'), 'ok ok', 'unlocking what is not locked locks it first');
SELECT is((SELECT count(*)::int FROM auth.attempts WHERE purpose = 'unlock' AND pin_proof IS NOT NULL), 0, 'no proof is kept');
SELECT api.lock() \g /dev/null
SELECT is(pg_temp.unlock('wrong'), 'denied wrong', '34 guess ' || i) FROM generate_series(1, 5) AS i;
SELECT is(pg_temp.unlock('pin'), 'denied locked', '34 after five wrong ones nothing is looked at');
SELECT is(api.alive(), 'unlock failed', '34 and the session has ended');
SELECT throws_ok('SELECT api.begin_unlock()', 'ST001', NULL, '34 for good');
DELETE FROM auth.attempts;
UPDATE auth.staff SET pin_stored = NULL, pin_required = false WHERE login = 'anna';
SELECT pg_temp.log_in('anna') \g /dev/null
SELECT is((SELECT secret FROM api.begin_unlock()), 'password', 'who has no PIN is asked for the password');
SELECT is(pg_temp.unlock('password'), 'ok ok', 'which opens it');
SELECT is((SELECT lock_seconds FROM api.me()), 600, 'the console is told when to lock');

-- Elsewhere
CREATE FUNCTION pg_temp.be_elsewhere(p_login text) RETURNS void LANGUAGE sql AS
$$
	DELETE FROM auth.attempts;
	UPDATE auth.sessions SET ended_at = clock_timestamp(), end_reason = 'ended' WHERE ended_at IS NULL;
	-- Some other process of the server stands for the other connection.
	INSERT INTO auth.sessions (user_id, pid, backend_start, address, idle_limit, expires_at)
	SELECT pg_temp.account(p_login), pid, backend_start, '198.51.100.4', '15 minutes', clock_timestamp() + interval '1 hour'
	FROM pg_stat_activity WHERE backend_type = 'checkpointer';
$$;
SELECT pg_temp.be_elsewhere('dirk') \g /dev/null
SELECT pg_temp.attempt('dirk', 'password', 'pin') AS attempt \gset
SELECT matches(api.finish_login(:attempt), '^elsewhere\|198\.51\.100\.4\|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+00$', 'a superadmin is asked before an older session goes');
SELECT is((SELECT verdict FROM auth.attempts WHERE id = :attempt), NULL, 'the log-in waits');
SELECT is((SELECT count(*)::int FROM auth.sessions WHERE ended_at IS NULL AND address = '198.51.100.4'), 1, 'and the older session lives');
SELECT matches(api.finish_login(:attempt, false), '^elsewhere', 'as long as he does not say so');
UPDATE auth.sessions SET backend_start = backend_start - interval '1 second' WHERE ended_at IS NULL;
SELECT is(api.finish_login(:attempt), 'ok', 'one whose connection is gone is nothing to ask about');
SELECT pg_temp.be_elsewhere('dirk') \g /dev/null
SELECT pg_temp.attempt('dirk', 'password', 'wrong') AS attempt \gset
SELECT is(api.finish_login(:attempt), 'denied', 'who does not know the secrets learns nothing of it');
SELECT throws_ok(format('SELECT api.finish_login(%s, true)', :attempt), '22023', NULL, 'and cannot go on');
SELECT pg_temp.be_elsewhere('anna') \g /dev/null
SELECT pg_temp.attempt('anna', 'password', 'pin') AS attempt \gset
SELECT is(auth.elsewhere(a), NULL, 'others are not asked') FROM auth.attempts a WHERE a.id = :attempt;
SELECT * FROM finish();
ROLLBACK;
