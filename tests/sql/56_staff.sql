-- Staff: accounts, roles, rights and codes through the verbs; what is refused, what ends sessions, what waits for a second person.
SELECT * FROM no_plan();
\ir helpers.psql
\ir api.psql
SELECT pg_temp.enrol('anna', 'staff', 'support'), pg_temp.enrol('ben', 'staff', 'finance'), pg_temp.enrol('dirk', 'superadmin', 'superadmin') \g /dev/null

-- A verb on the present version, in the name of the console: outcome, or why not.
CREATE FUNCTION pg_temp.staff_act(p_entity text, p_key text, p_verb text, p_args text DEFAULT '{}') RETURNS text LANGUAGE sql AS
$$ SELECT coalesce(pg_temp.refusal('steward_console', format('SELECT api.act(%L, %L, %L, %s, %L, gen_random_uuid())', p_entity, p_key, p_verb,
	CASE p_entity WHEN 'proposals' THEN (SELECT version FROM auth.proposals WHERE id = p_key::bigint)
		ELSE (SELECT version FROM auth.staff WHERE user_id = split_part(p_key, ':', 1)::bigint) END, p_args)), 'saved') $$;
CREATE FUNCTION pg_temp.rights_of(p_login text) RETURNS text[] LANGUAGE sql AS $$ SELECT rights FROM auth.staff WHERE login = p_login $$;
CREATE FUNCTION pg_temp.key(p_login text, p_name text) RETURNS text LANGUAGE sql AS $$ SELECT pg_temp.account(p_login) || ':' || p_name $$;

-- Making an account
SELECT pg_temp.enter('anna') \g /dev/null
SELECT is(pg_temp.save('staff', NULL, NULL, '{"login": "ivy", "last_name": "E", "type": "staff", "first_role": "support"}'), '42501|You need the right staff.manage.',
	'39 without the right no account is made');
SELECT is(pg_temp.staff_act('staff_roles', pg_temp.key('ben', 'privacy'), 'set', '{"value": "t"}'), '42501|You need the right staff.manage.|A superadmin can give it to you.', '39 nor a role given');
SELECT pg_temp.enter('dirk') AS dirk \gset
SELECT alike(pg_temp.save('staff', NULL, NULL, '{"login": "Ivy", "first_name": "Ivy", "last_name": "Eder", "email": "ivy@lumen.example", "type": "staff", "first_role": "support"}'), 'saved %',
	'a superadmin makes an account');
SELECT is((SELECT concat_ws(' ', t.login, u.type, t.enrolled, t.pin_required, (SELECT string_agg(role || ' by ' || auth.staff_name(granted_by), ',') FROM auth.staff_roles r WHERE r.user_id = t.user_id))
	FROM auth.staff t JOIN site.users u ON u.id = t.user_id WHERE t.login = 'ivy'), 'ivy staff f t support by dirk', 'with its first role, and without secrets');
SELECT is(pg_temp.save('staff', NULL, NULL, '{"login": "ivy", "last_name": "E", "type": "staff", "first_role": "support"}'), '23000|login|This login name is already in use.', 'a name once');
SELECT is(pg_temp.save('staff', NULL, NULL, '{"login": "fritz", "last_name": "F", "type": "staff", "first_role": "boss"}'), '22023|first_role|There is no such role.', 'a role that is not there');
SELECT is(pg_temp.save('staff', NULL, NULL, '{"login": "fritz", "last_name": "F", "type": "client", "first_role": "support"}'), '22023|type|This value is not allowed.', 'a type that is no staff');
SELECT is(pg_temp.save('staff', NULL, NULL, '{"login": "fritz", "last_name": "F", "type": "staff"}'), '22023|first_role|This must be filled in.', 'no role');
SELECT is((SELECT count(*)::int FROM site.users WHERE login = 'fritz'), 0, 'and nothing of it stays');
SELECT is(pg_temp.save('staff', pg_temp.account('ivy')::text, 1, '{"login": "else"}'), '22023|This cannot be changed here.', 'the account is changed by verbs');

-- Roles and rights
SELECT is(pg_temp.staff_act('staff_rights', pg_temp.key('ivy', 'audit.view'), 'set', '{"value": "t"}'), 'saved', 'a single right');
SELECT ok('audit.view' = ANY (pg_temp.rights_of('ivy')), 'is in force');
SELECT is((SELECT concat_ws(' ', own_value, effective, why, auth.staff_name(granted_by)) FROM auth.effective_rights WHERE user_id = pg_temp.account('ivy') AND right_name = 'audit.view'), 't t given dirk', 'and says why');
SELECT is(pg_temp.staff_act('staff_rights', pg_temp.key('ivy', 'user.edit'), 'set', '{"value": "f"}'), 'saved', 'one is denied');
SELECT is((SELECT concat_ws(' ', roles, own_value, effective, why) FROM auth.effective_rights WHERE user_id = pg_temp.account('ivy') AND right_name = 'user.edit'), 'Support f f denied', 'though the role gives it');
SELECT is(pg_temp.staff_act('staff_rights', pg_temp.key('ivy', 'user.edit'), 'set', '{"value": ""}'), 'saved', 'the denial is taken back');
SELECT is((SELECT concat_ws(' ', effective, why) FROM auth.effective_rights WHERE user_id = pg_temp.account('ivy') AND right_name = 'user.edit'), 't role', 'and the role holds');
SELECT is(pg_temp.staff_act('staff_roles', pg_temp.key('ivy', 'privacy'), 'set', '{"value": "t"}'), 'saved', 'a role');
SELECT ok('erase.approve' = ANY (pg_temp.rights_of('ivy')), 'brings its rights');
SELECT is(pg_temp.staff_act('staff', pg_temp.account('ivy')::text, 'copy_rights', '{"from": "ben"}'), 'saved', 'the rights of a colleague');
SELECT is(pg_temp.rights_of('ivy'), pg_temp.rights_of('ben'), 'are the same then');
SELECT is(pg_temp.staff_act('staff', pg_temp.account('ivy')::text, 'copy_rights', '{"from": "nobody"}'), '22023|There is no such colleague.|Write the log-in name of another member of staff.', 'nobody is no colleague');
SELECT is((SELECT outcome FROM api.act('staff_roles', pg_temp.key('ivy', 'support'), 'set', 1, '{"value": "t"}', gen_random_uuid())), 'conflict', 'an old version is a conflict');

-- Not to oneself, not more than one has, never the last superadmin
SELECT alike(pg_temp.staff_act('staff_roles', pg_temp.key('dirk', 'support'), 'set', '{"value": "t"}'), '42501|You cannot change your own rights.%', 'nobody gives himself a role');
SELECT alike(pg_temp.staff_act('staff_rights', pg_temp.key('dirk', 'user.edit'), 'set', '{"value": "f"}'), '42501|You cannot change your own rights.%', 'nor takes a right from himself');
SELECT alike(pg_temp.staff_act('staff', pg_temp.account('dirk')::text, 'copy_rights', '{"from": "anna"}'), '42501|You cannot change your own rights.%', 'nor copies');
SELECT alike(pg_temp.staff_act('staff', pg_temp.account('dirk')::text, 'set_type', '{"type": "sysadmin"}'), '42501|You cannot change your own rights.%', 'nor another type');
SELECT alike(pg_temp.staff_act('staff', pg_temp.account('dirk')::text, 'issue_code', format('{"kind": "enrol", "code_stored": "%s"}', repeat('a', 64))), '42501|You cannot give yourself a code.%', 'nor a code');
SELECT alike(pg_temp.staff_act('staff_rights', pg_temp.key('ivy', 'job.sql'), 'set', '{"value": "t"}'), '42501|You cannot give a right that you do not have.%', 'a right that the giver has not');
SELECT alike(pg_temp.staff_act('staff_roles', pg_temp.key('ivy', 'sysadmin'), 'set', '{"value": "t"}'), '42501|You cannot give a right that you do not have.%', 'a role with such a right');
SELECT is(pg_temp.staff_act('staff', pg_temp.account('dirk')::text, 'disable'), '22023|You cannot disable your own account.|Ask a colleague who may.', 'oneself is not disabled');
SELECT pg_temp.enrol('gila', 'staff', 'support') \g /dev/null
INSERT INTO auth.staff_rights (user_id, right_name, granted) SELECT pg_temp.account('gila'), right_name, true FROM auth.role_rights WHERE role = 'superadmin' ON CONFLICT DO NOTHING;
SELECT pg_temp.enter('gila') \g /dev/null
SELECT alike(pg_temp.staff_act('staff', pg_temp.account('dirk')::text, 'disable'), '23000|The last superadmin must stay.%', 'the last superadmin is not disabled');
SELECT alike(pg_temp.staff_act('staff_roles', pg_temp.key('dirk', 'superadmin'), 'set', '{"value": "f"}'), '23000|The last superadmin must stay.%', 'keeps the role');
SELECT alike(pg_temp.staff_act('staff_rights', pg_temp.key('dirk', 'staff.manage'), 'set', '{"value": "f"}'), '23000|The last superadmin must stay.%', 'and the right');
SELECT alike(pg_temp.staff_act('staff', pg_temp.account('dirk')::text, 'set_type', '{"type": "staff"}'), '23000|The last superadmin must stay.%', 'and the type');
SELECT alike(pg_temp.staff_act('staff', pg_temp.account('dirk')::text, 'issue_code', format('{"kind": "enrol", "code_stored": "%s", "disable": "t"}', repeat('a', 64))), '23000|The last superadmin must stay.%', 'and the password');

-- Changes end sessions
INSERT INTO auth.sessions (user_id, pid, backend_start, idle_limit, expires_at) VALUES (pg_temp.account('anna'), 1, now(), '15 minutes', now() + interval '1 hour');
SELECT is(pg_temp.staff_act('staff_rights', pg_temp.key('anna', 'audit.view'), 'set', '{"value": "t"}'), 'saved', 'a right for somebody who is logged in');
SELECT is((SELECT end_reason FROM auth.sessions WHERE user_id = pg_temp.account('anna') ORDER BY id DESC LIMIT 1), 'rights changed', 'ends the session');
SELECT is(pg_temp.staff_act('staff', pg_temp.account('anna')::text, 'disable'), 'saved', 'disabled');
SELECT is(pg_temp.verdict('anna', 'password', 'pin'), 'denied disabled', 'does not log in') FROM (SELECT pg_temp.forget()) f;
SELECT pg_temp.enter('gila') \g /dev/null
SELECT is(pg_temp.staff_act('staff', pg_temp.account('anna')::text, 'enable'), 'saved', 'enabled');

-- Codes: what is stored, one at a time, and the old secret when told so
SELECT is(pg_temp.staff_act('staff', pg_temp.account('ivy')::text, 'issue_code', format('{"kind": "enrol", "code_stored": "%s"}', repeat('a', 64))), 'saved', 'a code');
SELECT is(pg_temp.staff_act('staff', pg_temp.account('ivy')::text, 'issue_code', format('{"kind": "enrol", "code_stored": "%s"}', repeat('b', 64))), 'saved', 'another');
SELECT is((SELECT string_agg((withdrawn_at IS NULL)::text || ' ' || (expires_at - issued_at BETWEEN '24 hours' AND interval '24 hours 1 second'), ', ' ORDER BY id) FROM auth.codes WHERE user_id = pg_temp.account('ivy')),
	'false true, true true', 'ends the first; each is good for a day');
SELECT is((SELECT new->>'code_stored' FROM audit.changes WHERE entity = 'auth.codes' AND op = 'I' ORDER BY id DESC LIMIT 1), '(secret)', 'the trail says that there is one, not which');
SELECT is((SELECT concat_ws(' ', kind, detail) FROM auth.events WHERE user_id = pg_temp.account('ivy') ORDER BY id DESC LIMIT 1), 'code issued enrol', 'and so do the events');
SELECT alike(pg_temp.staff_act('staff', pg_temp.account('ivy')::text, 'issue_code', format('{"kind": "pin", "code_stored": "%s"}', repeat('b', 64))), '22023|This person has no password yet.%', 'a PIN alone for nobody enrolled');
SELECT alike(pg_temp.staff_act('staff', pg_temp.account('ivy')::text, 'issue_code', '{"kind": "enrol", "code_stored": "abc"}'), '22023|This request is not well formed.%', 'a code of another length');
SELECT is(pg_temp.staff_act('staff', pg_temp.account('ivy')::text, 'withdraw_code'), 'saved', 'withdrawn');
SELECT alike(pg_temp.staff_act('staff', pg_temp.account('ivy')::text, 'withdraw_code'), '22023|This person has no code%', 'once');
SELECT is(pg_temp.staff_act('staff', pg_temp.account('ben')::text, 'issue_code', format('{"kind": "password", "code_stored": "%s", "disable": "t"}', repeat('c', 64))), 'saved', 'the old password ends');
SELECT is((SELECT enrolled::text || ' ' || has_pin FROM auth.staff WHERE login = 'ben'), 'false true', 'and the PIN stays');
SELECT is(pg_temp.refusal('steward_api', 'SELECT code_stored FROM auth.codes'), '42501|permission denied for table codes', 'nobody reads codes');
SELECT is(pg_temp.refusal('steward_search', 'SELECT code_stored FROM auth.codes'), '42501|permission denied for table codes', 'not those who list either');

-- SSH keys
SELECT alike(pg_temp.save('ssh_keys', NULL, NULL, format('{"user_id": "%s", "fingerprint": "SHA256:%s", "note": "blue"}', pg_temp.account('anna'), repeat('A', 43))), 'saved %', 'a key');
SELECT is(pg_temp.save('ssh_keys', NULL, NULL, format('{"user_id": "%s", "fingerprint": "MD5:aa"}', pg_temp.account('anna'))), '23000|fingerprint|This is not a fingerprint.', 'is a fingerprint');
SELECT is((SELECT count(*)::int FROM auth.key_allowed(pg_temp.account('anna'), 'SHA256:' || repeat('A', 43)) k WHERE k) || ' ' ||
	(SELECT count(*)::int FROM auth.key_allowed(pg_temp.account('anna'), 'SHA256:' || repeat('B', 43)) k WHERE k) || ' ' ||
	(SELECT count(*)::int FROM auth.key_allowed(pg_temp.account('anna'), NULL) k WHERE k) || ' ' ||
	(SELECT count(*)::int FROM auth.key_allowed(pg_temp.account('ben'), NULL) k WHERE k), '1 0 0 1', 'only that key lets her in, and nobody else is bothered');
SELECT is(pg_temp.verdict('anna', 'password', 'pin'), 'denied address', 'without it she is refused, and it is not counted') FROM (SELECT pg_temp.forget()) f;
SELECT pg_temp.enter('gila') \g /dev/null
SELECT is((SELECT outcome FROM api.act('ssh_keys', (SELECT max(id)::text FROM auth.ssh_keys), 'delete', 0, '{}', gen_random_uuid())), 'saved', 'taken off');
SELECT is((SELECT count(*)::int FROM auth.ssh_keys), 0, 'it is gone');

-- The site's switches
UPDATE site.settings SET value = 'off' WHERE name = 'staff_pin';
SELECT is((SELECT string_agg(t.login || ' ' || t.pin_required, ', ' ORDER BY t.login) FROM auth.staff t WHERE t.login IN ('anna', 'dirk')), 'anna false, dirk true', 'no PIN for staff, always for a superadmin');
UPDATE site.settings SET value = 'on' WHERE name = 'staff_pin';
SELECT ok((SELECT pin_required FROM auth.staff WHERE login = 'anna'), 'and back');
SELECT throws_ok($$ UPDATE site.settings SET value = 'perhaps' WHERE name = 'staff_pin' $$, '22023', NULL, 'on or off');

-- A second person
SELECT pg_temp.enrol('hajo', 'superadmin', 'superadmin') \g /dev/null
UPDATE site.settings SET value = 'on' WHERE name = 'second_person_grants';
SELECT pg_temp.enter('dirk') \g /dev/null
SELECT is(pg_temp.staff_act('staff_roles', pg_temp.key('anna', 'finance'), 'set', '{"value": "t"}'), 'saved', 'a role is proposed');
SELECT ok(NOT 'invoice.edit' = ANY (pg_temp.rights_of('anna')), 'and not given');
SELECT max(id) AS proposal FROM auth.proposals \gset
SELECT alike(pg_temp.staff_act('staff_roles', pg_temp.key('anna', 'finance'), 'set', '{"value": "t"}'), '22023|This is proposed already%', 'once');
SELECT alike(pg_temp.staff_act('proposals', :'proposal', 'approve'), '42501|A second person decides this.%', 'not approved by who proposed it');
SELECT throws_ok(format('UPDATE auth.proposals SET decision = ''approved'', decided_at = now(), decided_by = proposed_by WHERE id = %s', :'proposal'), '23514', NULL, 'not even by hand');
SELECT is(pg_temp.refusal('steward_console', $$ SELECT api.save('settings', 'second_person_grants', (SELECT 2::bigint), '{"value": "off"}', gen_random_uuid()) $$), '42501|One person alone cannot turn this off.|The administrator of the database can.', 'nor is it turned off');
SELECT is(pg_temp.staff_act('staff_rights', pg_temp.key('anna', 'log.view'), 'set', '{"value": "f"}'), 'saved', 'taking needs nobody else');
SELECT ok(NOT 'log.view' = ANY (pg_temp.rights_of('anna')), 'and holds at once');
SELECT alike(pg_temp.staff_act('staff', pg_temp.account('hajo')::text, 'issue_code', format('{"kind": "enrol", "code_stored": "%s"}', repeat('a', 64))), '42501|One person alone cannot reset somebody who manages staff.%', 'the second person is not made by a reset');
SELECT is(pg_temp.staff_act('staff', pg_temp.account('anna')::text, 'set_type', '{"type": "superadmin"}'), 'saved', 'a type is proposed');
SELECT is((SELECT type FROM site.users WHERE id = pg_temp.account('anna')), 'staff', 'and waits');
SELECT pg_temp.enter('hajo') \g /dev/null
SELECT is(pg_temp.staff_act('proposals', :'proposal', 'approve'), 'saved', 'the second person approves');
SELECT ok('invoice.edit' = ANY (pg_temp.rights_of('anna')), 'and it is given');
SELECT is(pg_temp.staff_act('proposals', (SELECT max(id)::text FROM auth.proposals), 'approve'), 'saved', 'the type too');
SELECT is((SELECT type FROM site.users WHERE id = pg_temp.account('anna')), 'superadmin', 'is given');
SELECT alike(pg_temp.staff_act('proposals', :'proposal', 'refuse'), '22023|This was decided already.%', 'decided once');
SELECT * FROM finish();
