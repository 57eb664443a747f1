-- The gate: who passes, what ends a session, who may grant what, tickets and budgets.
BEGIN;
SELECT * FROM no_plan();
\ir helpers.psql
SELECT pg_temp.enrol('anna', 'staff', 'support'), pg_temp.enrol('cora', 'staff', 'privacy'), pg_temp.enrol('dirk', 'superadmin', 'superadmin'),
	pg_temp.enrol('second-admin', 'superadmin', 'superadmin') \g /dev/null
-- Somebody else's sessions of a demo in use would be ended by what follows.
SELECT pg_temp.log_in('anna') AS anna \gset
SELECT auth.latest_session() \g /dev/null

-- Passing
SELECT is((SELECT user_id FROM auth.need('user.view')), :anna::bigint, 'the person passes');
SELECT is((SELECT user_id FROM auth.need(NULL)), :anna::bigint, 'no right asked');
SELECT ok((SELECT 'user.edit' = ANY (rights) AND NOT 'staff.manage' = ANY (rights) FROM auth.need(NULL)), 'the gate tells the rights');
SELECT throws_ok('SELECT auth.need(''staff.manage'')', '42501', 'You need the right staff.manage.', '39 without the right');
SELECT throws_ok('SELECT auth.need(''no.such'')', '42501', NULL, 'a right that does not exist');
SELECT ok(auth.may('staff.manage', 'user.view') AND NOT auth.may('staff.manage'), 'may: any of the named');
SELECT is(pg_temp.as_role('steward_console', 'SELECT login FROM api.me()'), 'anna', 'me');
SELECT is(pg_temp.as_role('steward_console', 'SELECT idle_seconds FROM api.me()'), '900', 'idle seconds');
SELECT is(pg_temp.as_role('steward_console', 'SELECT array_to_string(roles, '' '') FROM api.me()'), 'support', 'roles');
SELECT is(pg_temp.as_role('steward_console', 'SELECT count(*) FROM api.rights()'), (SELECT count(*)::text FROM auth.rights), 'rights');
SELECT is(pg_temp.as_role('steward_console', 'SELECT api.alive()'), 'ok', 'alive');

-- Activity
UPDATE auth.sessions SET last_active_at = clock_timestamp() - interval '20 seconds' WHERE ended_at IS NULL AND pid = pg_backend_pid();
SELECT auth.need(NULL), api.alive() \g /dev/null
SELECT ok(last_active_at < clock_timestamp() - interval '15 seconds', 'a call within half a minute writes nothing') FROM auth.here;
UPDATE auth.sessions SET last_active_at = clock_timestamp() - interval '40 seconds' WHERE ended_at IS NULL AND pid = pg_backend_pid();
SELECT api.alive() \g /dev/null
SELECT ok(last_active_at < clock_timestamp() - interval '35 seconds', '32 asking whether the session lives is no activity') FROM auth.here;
SELECT auth.need(NULL) \g /dev/null
SELECT ok(last_active_at > clock_timestamp() - interval '10 seconds', 'a call is') FROM auth.here;

-- The short way answers what is well, in its order the long one all else: both look at staff and account.
UPDATE auth.staff SET rights = '{user.view}' WHERE user_id = :anna;
SELECT is(pg_temp.refusal('steward_console', 'SELECT * FROM api.me()'), 'ST001|Your session has ended.|rights changed', 'rights written into the staff''s own row end the session too');
UPDATE auth.staff SET rights = (SELECT array_agg(r.right_name ORDER BY 1) FROM auth.role_rights r WHERE r.role = 'support') WHERE user_id = :anna;
SELECT pg_temp.log_in('anna') \g /dev/null
ALTER TABLE site.users DISABLE TRIGGER end_sessions;
UPDATE site.users SET enabled = false WHERE id = :anna;
SELECT is(pg_temp.refusal('steward_console', 'SELECT * FROM api.me()'), 'ST001|Your session has ended.|rights changed', '25 disabled without a trigger that ends the session');
UPDATE site.users SET enabled = true WHERE id = :anna;
ALTER TABLE site.users ENABLE TRIGGER end_sessions;
SELECT is(pg_temp.refusal('steward_console', 'SELECT * FROM api.me()'), NULL, '25 and enabled again');

-- Ends. Each way says why.
PREPARE call AS SELECT auth.need(NULL);
CREATE FUNCTION pg_temp.ended(p_change text, p_reason text, p_name text) RETURNS SETOF text LANGUAGE plpgsql AS
$$
BEGIN
	PERFORM pg_temp.log_in('anna');
	EXECUTE p_change;
	RETURN NEXT is(pg_temp.refusal('steward_console', 'SELECT * FROM api.me()'), 'ST001|Your session has ended.|' || p_reason, p_name);
	RETURN NEXT is(pg_temp.as_role('steward_console', 'SELECT api.alive()'), p_reason, p_name || ': alive says so');
	RETURN NEXT is(auth.may('user.view'), false, p_name || ': no right is left');
END
$$;
SELECT pg_temp.ended('SELECT api.logout()', 'logout', '22 log-out');
SELECT pg_temp.ended('UPDATE auth.sessions SET last_active_at = clock_timestamp() - interval ''901 seconds'' WHERE ended_at IS NULL AND pid = pg_backend_pid()', 'idle', '32 idle');
SELECT pg_temp.ended('UPDATE auth.sessions SET expires_at = clock_timestamp() WHERE ended_at IS NULL AND pid = pg_backend_pid()', 'expired', '31 expiry');
SELECT pg_temp.ended(format('SELECT auth.end_sessions(%s, %L)', :anna, 'replaced'), 'replaced', '24 replaced');
SELECT pg_temp.ended(format('UPDATE site.users SET enabled = false WHERE id = %s', :anna), 'rights changed', '25 disabled');
UPDATE site.users SET enabled = true WHERE id = :anna;
SELECT pg_temp.ended(format('UPDATE site.users SET hidden_at = now() WHERE id = %s', :anna), 'rights changed', '25 hidden');
UPDATE site.users SET hidden_at = NULL WHERE id = :anna;
SELECT pg_temp.ended(format('INSERT INTO site.ip_rules (user_id, network) VALUES (%s, ''192.0.2.0/24'')', :anna), 'rights changed', 'an address rule');
SELECT pg_temp.ended(format('UPDATE site.ip_rules SET network = ''192.0.2.0/25'' WHERE user_id = %s', :anna), 'rights changed', 'another network');
SELECT pg_temp.ended(format('DELETE FROM site.ip_rules WHERE user_id = %s', :anna), 'rights changed', 'no rule');
SELECT pg_temp.ended('SELECT pg_temp.enrol(''anna'', ''staff'', ''support'') WHERE auth.set_credentials(''anna'', 1, sha256(''x''), sha256(''y'')) IS NOT NULL', 'rights changed', 'new secrets');
SELECT pg_temp.ended('UPDATE auth.staff SET pin_required = NOT pin_required WHERE login = ''anna''', 'rights changed', 'the PIN rule');
-- From the administrator's own connection the trigger that guards one's own rights must not take him for anna.
SELECT pg_temp.log_in('cora') \g /dev/null
SELECT api.logout() \g /dev/null
INSERT INTO auth.sessions (user_id, pid, backend_start, idle_limit, expires_at) VALUES (:anna, 0, now(), '1 hour', now() + interval '1 hour') RETURNING id AS other \gset
UPDATE site.users SET type = 'client' WHERE id = :anna;
SELECT is((SELECT end_reason FROM auth.sessions WHERE id = :other), 'rights changed', 'no staff any more');
UPDATE site.users SET type = 'staff' WHERE id = :anna;
SELECT lives_ok(format('INSERT INTO auth.staff_rights (user_id, right_name, granted) VALUES (%s, ''user.view'', false)', :anna), 'a right is denied');
SELECT is((SELECT 'user.view' = ANY (rights) FROM auth.staff WHERE user_id = :anna), false, '26 and gone from the rights in force');
DELETE FROM auth.staff_rights WHERE user_id = :anna;
SELECT is((SELECT 'user.view' = ANY (rights) FROM auth.staff WHERE user_id = :anna), true, 'and back');
INSERT INTO auth.staff_rights (user_id, right_name, granted) VALUES (:anna, 'staff.view', true);
SELECT is((SELECT 'staff.view' = ANY (rights) FROM auth.staff WHERE user_id = :anna), true, 'a single right is given');
UPDATE auth.staff_rights SET granted = false WHERE user_id = :anna;
SELECT is((SELECT 'staff.view' = ANY (rights) FROM auth.staff WHERE user_id = :anna), false, 'and denied');
DELETE FROM auth.role_rights WHERE role = 'support' AND right_name = 'user.note';
SELECT is((SELECT 'user.note' = ANY (rights) FROM auth.staff WHERE user_id = :anna), false, 'a role loses a right');
INSERT INTO auth.role_rights VALUES ('support', 'user.note');
SELECT is((SELECT 'user.note' = ANY (rights) FROM auth.staff WHERE user_id = :anna), true, 'and gets it');
DELETE FROM auth.staff_roles WHERE user_id = :anna;
SELECT is((SELECT rights FROM auth.staff WHERE user_id = :anna), '{}', 'without a role nothing is left');
INSERT INTO auth.staff_roles (user_id, role) VALUES (:anna, 'support');
SELECT pg_temp.log_in('anna') \g /dev/null
DISCARD SEQUENCES;
UPDATE auth.sessions SET backend_start = backend_start - interval '1 second' WHERE pid = pg_backend_pid();
SELECT is(pg_temp.refusal('steward_console', 'SELECT * FROM api.me()'), 'ST001|You are not logged in.|none', '27 a session of a backend that had this number before');

-- Nobody grants to himself
SELECT pg_temp.log_in('dirk') AS dirk \gset
SELECT throws_ok(format('INSERT INTO auth.staff_rights (user_id, right_name, granted) VALUES (%s, ''job.sql'', true)', :dirk), '42501', 'You cannot change your own rights.', 'a right to himself');
SELECT throws_ok(format('INSERT INTO auth.staff_roles (user_id, role) VALUES (%s, ''sysadmin'')', :dirk), '42501', 'You cannot change your own rights.', 'a role to himself');
SELECT throws_ok(format('DELETE FROM auth.staff_roles WHERE user_id = %s', :dirk), '42501', 'You cannot change your own rights.', 'or from himself');
SELECT throws_ok('INSERT INTO auth.role_rights VALUES (''superadmin'', ''job.sql'')', '42501', 'You cannot change a role that you have.', 'to a role that he has');
SELECT throws_ok(format('UPDATE site.users SET type = ''sysadmin'' WHERE id = %s', :dirk), '42501', 'You cannot change your own rights.', 'another type');
SELECT lives_ok(format('INSERT INTO auth.staff_rights (user_id, right_name, granted) VALUES (%s, ''job.sql'', true)', :anna), 'to a colleague he may');
SELECT is((SELECT granted_by FROM auth.staff_rights WHERE user_id = :anna AND right_name = 'job.sql'), :dirk::bigint, 'and his name stands there');
SELECT api.logout() \g /dev/null
SELECT throws_ok(format('DELETE FROM auth.staff_roles WHERE user_id = %s', :dirk), '42501', NULL, 'after log-out he still is who he is');
UPDATE auth.sessions SET pid = 0 WHERE pid = pg_backend_pid();

-- The last superadmin
UPDATE site.users SET enabled = false WHERE type = 'superadmin' AND id <> :dirk;
SELECT throws_ok(change, '23000', 'The last superadmin must stay.', change) FROM unnest(ARRAY[
	format('UPDATE site.users SET enabled = false WHERE id = %s', :dirk), format('UPDATE site.users SET hidden_at = now() WHERE id = %s', :dirk),
	format('UPDATE site.users SET type = ''staff'' WHERE id = %s', :dirk), format('DELETE FROM auth.staff_roles WHERE user_id = %s', :dirk),
	format('INSERT INTO auth.staff_rights (user_id, right_name, granted) VALUES (%s, ''staff.manage'', false)', :dirk),
	'UPDATE auth.staff SET login = ''dirk2'' WHERE login = ''dirk''', 'SELECT auth.set_credentials(''dirk'', 1, NULL, NULL)']) AS change;
SELECT throws_ok('DELETE FROM auth.role_rights WHERE role = ''superadmin''', '42501', NULL, 'the role stays complete');
UPDATE site.users SET enabled = true WHERE id = pg_temp.account('second-admin');
SELECT lives_ok(format('UPDATE site.users SET enabled = false WHERE id = %s', :dirk), 'with another one it can be');
UPDATE site.users SET enabled = true WHERE id = :dirk;

-- Tickets: commit before reveal
SELECT pg_temp.log_in('anna') \g /dev/null
SELECT session_id AS session FROM auth.here \gset
SELECT lives_ok(format('SELECT auth.record_access(%s, %s, 7, ''list'', ''users'', NULL, ''{"limit": 50}'', NULL, 50)', :session, :anna), 'a look is recorded');
SELECT throws_ok(format('SELECT auth.read_ticket(%s, 7)', :session), 'ST002', NULL, '53 and not answered in the same transaction');
SELECT throws_ok(format('SELECT auth.record_access(%s, %s, 7, ''list'', ''users'', NULL, NULL, NULL, 1)', :session, :anna), '22023', NULL, 'a ticket is used once');
SELECT throws_ok(format('SELECT auth.record_access(%s, %s, 6, ''list'', ''users'', NULL, NULL, NULL, 1)', :session, :anna), '22023', NULL, 'and they grow');
SELECT throws_ok(format('SELECT auth.record_access(%s, %s, %s, ''list'', ''users'', NULL, NULL, NULL, 1)', :session, :anna, bad), '22023', NULL, '49 ticket ' || bad)
	FROM unnest(ARRAY['NULL', '0', '-1']) AS bad;
SELECT lives_ok(format('SELECT auth.record_access(%s, %s, 8, ''open'', ''users'', ''1'', NULL, ''phone'', 1)', :session, :anna), 'a record is opened');
SELECT throws_ok(format('SELECT auth.require_open(%s, ''users'', ''1'')', :session), 'ST002', NULL, '53 and not shown in the same transaction');
-- As an earlier transaction would have left them
ALTER TABLE audit.access DISABLE TRIGGER guard;
UPDATE audit.access SET xid = pg_temp.committed() WHERE session_id = :session;
SELECT is((SELECT request->>'limit' FROM auth.read_ticket(:session, 7)), '50', 'in a later one it is answered');
SELECT lives_ok(format('SELECT auth.require_open(%s, ''users'', ''1'')', :session), 'and shown');
SELECT throws_ok(format('SELECT auth.require_open(%s, ''users'', ''2'')', :session), 'ST002', NULL, '54 not another record');
SELECT throws_ok(format('SELECT auth.require_open(%s, ''organisations'', ''1'')', :session), 'ST002', NULL, '54 nor another kind');
SELECT throws_ok(format('SELECT auth.read_ticket(%s, 8)', :session), 'ST002', NULL, 'an opened record is no list');
SELECT throws_ok(format('SELECT auth.read_ticket(%s, 7)', :session - 1), 'ST002', NULL, '54 nor another session''s');
UPDATE audit.access SET at = at - interval '121 seconds' WHERE session_id = :session;
SELECT throws_ok(format('SELECT auth.read_ticket(%s, 7)', :session), 'ST002', NULL, '54 a stale ticket');
SELECT lives_ok(format('SELECT auth.require_open(%s, ''users'', ''1'')', :session), 'a record stays open longer');
UPDATE audit.access SET at = at - interval '10 minutes' WHERE session_id = :session;
SELECT throws_ok(format('SELECT auth.require_open(%s, ''users'', ''1'')', :session), 'ST002', NULL, '54 but not for ever');
UPDATE audit.access SET at = clock_timestamp() WHERE session_id = :session;
SELECT lives_ok(format('SELECT auth.record_access(%s, %s, 9, ''list'', ''users'', NULL, NULL, NULL, 49949)', :session, :anna), 'the hour''s rows');
SELECT throws_ok(format('SELECT auth.record_access(%s, %s, 10, ''list'', ''users'', NULL, NULL, NULL, 100)', :session, :anna), 'ST003', 'You have asked for too many rows within an hour.', 'are used up');
UPDATE audit.access SET at = at - interval '30 minutes' WHERE session_id = :session;
SELECT lives_ok(format('SELECT auth.record_access(%s, %s, 10, ''list'', ''users'', NULL, NULL, NULL, 100)', :session, :anna), 'and come back with time');
SELECT cmp_ok(rows_in_hour, '<', 26000, 'bit by bit') FROM audit.access WHERE session_id = :session AND ticket = 10;
ALTER TABLE audit.access ENABLE ALWAYS TRIGGER guard;

-- Outcomes
SELECT lives_ok(format('SELECT auth.remember(%s, %s, ''11111111-1111-4111-8111-111111111111'', ''saved'', ''users'', ''5'', 3)', :session, :anna), 'an outcome is kept');
SELECT throws_ok(format('SELECT auth.remember(%s, %s, ''11111111-1111-4111-8111-111111111111'', ''saved'', ''users'', ''5'', 3)', :session, :anna), '22023', NULL, 'once');
SELECT is((SELECT version FROM auth.remembered(:anna, '11111111-1111-4111-8111-111111111111')), 3::bigint, 'and told to the person');
SELECT is((SELECT version FROM auth.remembered(:dirk, '11111111-1111-4111-8111-111111111111')), NULL, 'to nobody else');

-- Ending another's session is a right
SELECT is(pg_temp.as_role('steward_api', format('SELECT auth.end_session(%s)', :session)), '42501', 'anna may not end sessions');
SELECT pg_temp.log_in('dirk') \g /dev/null
INSERT INTO auth.sessions (user_id, pid, backend_start, idle_limit, expires_at) VALUES (:anna, 0, now(), '1 hour', now() + interval '1 hour') RETURNING id AS other \gset
SELECT is(pg_temp.as_role('steward_api', format('SELECT auth.end_session(%s)', :other)), 'true', 'dirk may');
SELECT is((SELECT end_reason || ' ' || ended_by FROM auth.sessions WHERE id = :other), 'ended ' || :dirk, 'and it says who did');
SELECT is(pg_temp.as_role('steward_api', format('SELECT auth.end_session(%s)', :other)), 'false', 'once');
SELECT is(auth.staff_name(:anna), 'anna', 'colleagues know each other by name');
SELECT is(auth.staff_name(-1), NULL, 'clients have none');
SELECT * FROM finish();
ROLLBACK;
