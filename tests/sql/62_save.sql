-- Saving: what is written, what is refused beside which field, who was faster, and what became of a call whose answer was lost.
SELECT * FROM no_plan();
\ir helpers.psql
\ir api.psql
SELECT pg_temp.enrol('anna', 'staff', 'support'), pg_temp.enrol('ben', 'staff', 'finance'), pg_temp.enrol('cora', 'staff', 'privacy'),
	pg_temp.enrol('dirk', 'superadmin', 'superadmin') \g /dev/null
SELECT pg_temp.enter('anna') AS anna \gset

-- The way of a street into the trail
SELECT is(pg_temp.save('users', '10009292', 5, '{"street1": "Ringstraße 44", "flag": "", "flag_reason": null, "settlement_days": ""}'), 'saved 6', 'a street is saved');
SELECT is(street1 || '/' || flag || '/' || coalesce(settlement_days::text, '-'), 'Ringstraße 44//-', 'no value is an empty text, or NULL where the column has it') FROM site.users WHERE id = 10009292;
SELECT is((SELECT concat_ws(' ', staff.login, c.op, (SELECT string_agg(x, ',' ORDER BY x) FROM unnest(c.columns) x), c.old->>'street1', c.new->>'street1', c.db_role) FROM audit.changes c JOIN auth.staff staff USING (user_id) WHERE c.subject_user_id = 10009292 ORDER BY c.id DESC LIMIT 1),
	'anna U flag,flag_reason,settlement_days,street1 Ringstr. 4 Ringstraße 44 steward_console', 'the trail has it');
SELECT pg_temp.ask('{"entity": "changes", "columns": ["who", "columns", "old"], "limit": 1, "filter": [{"column": "subject_user_id", "op": "=", "value": "10009292"}]}') \g /dev/null
SELECT is(pg_temp.told('cells[1]'), 'anna', 'and anna sees it there');

-- Somebody was faster
SELECT is(pg_temp.save('users', '10009292', 5, '{"street1": "Mine 1"}'), 'conflict 6', '53 of a record that was not opened nothing is told');
SELECT is(pg_temp.open('users', '10009292'), '', 'it is opened');
SELECT alike(pg_temp.save('users', '10009292', 5, '{"street1": "Mine 1"}'), 'conflict 6 {%"street1": "Ringstraße 44"%', 'an old version is a conflict, with all that is there now');
SELECT is((SELECT street1 FROM site.users WHERE id = 10009292), 'Ringstraße 44', 'and nothing is written');
SELECT is((SELECT count(*)::int FROM jsonb_object_keys((SELECT current FROM api.save('users', '10009292', 5, '{"street1": "x"}', gen_random_uuid())))),
	(SELECT count(*)::int FROM meta.columns WHERE entity = 'users' AND writable), 'every writable value is told');
SELECT pg_temp.as_role('site', 'UPDATE site.users SET phone = ''1'' WHERE id = 10009292 RETURNING id') \g /dev/null
SELECT alike(pg_temp.save('users', '10009292', 6, '{"street1": "Mine 1"}'), 'conflict 7 %', 'the website counts as somebody');
SELECT pg_temp.as_role('site', 'UPDATE site.users SET last_login_at = now() WHERE id = 10009292 RETURNING id') \g /dev/null
SELECT is(pg_temp.save('users', '10009292', 7, '{"street1": "Ringstr. 4"}'), 'saved 8', 'its stamp of a log-in does not');
SELECT alike(pg_temp.save('users', '10009292', NULL, '{"street1": "x"}'), 'conflict 8 %', '49 no version');
SELECT is(pg_temp.save('users', '10009292', 8, '{}'), 'saved 8', 'nothing to change');

-- Once
SELECT is(pg_temp.save('users', '10009292', 8, '{"city": "Bonn"}', 'aaaaaaaa-0000-4000-8000-000000000001'), 'saved 9', 'a request');
SELECT is(pg_temp.save('users', '10009292', 8, '{"city": "Bonn"}', 'aaaaaaaa-0000-4000-8000-000000000001'), 'saved 9', 'again: the recorded outcome');
SELECT is(pg_temp.save('users', '10009292', 9, '{"city": "Wien"}', 'aaaaaaaa-0000-4000-8000-000000000001'), 'saved 9', 'whatever it says now');
SELECT is((SELECT city FROM site.users WHERE id = 10009292), 'Bonn', 'and nothing is written');
SELECT is((SELECT concat_ws(' ', known, outcome, entity, key, version) FROM api.outcome('aaaaaaaa-0000-4000-8000-000000000001')), 't saved users 10009292 9', 'an answer that was lost is told');
SELECT is((SELECT known FROM api.outcome('aaaaaaaa-0000-4000-8000-000000000009')), false, 'what never came is not known');
BEGIN;
SELECT pg_temp.save('users', '10009292', 9, '{"city": "Wien"}', 'aaaaaaaa-0000-4000-8000-000000000002') \g /dev/null
ROLLBACK;
SELECT is((SELECT known FROM api.outcome('aaaaaaaa-0000-4000-8000-000000000002')), false, 'nor what was rolled back');
SELECT pg_temp.enter('anna') \g /dev/null
SELECT is((SELECT known FROM api.outcome('aaaaaaaa-0000-4000-8000-000000000001')), true, 'in a new session of the same person too');
SELECT pg_temp.enter('ben') \g /dev/null
SELECT is((SELECT known FROM api.outcome('aaaaaaaa-0000-4000-8000-000000000001')), false, 'not to another');
SELECT is(pg_temp.call('api.save(''users'', ''10009292'', 9, ''{}'', NULL)'), '22023|This cannot be changed here.', '49 no request number');

-- Refused values: the sentence is constant, the column is named, nothing of the value is in the message
SELECT pg_temp.enter('anna') \g /dev/null
CREATE TEMPORARY TABLE bad (n serial, entity text DEFAULT 'users', key text DEFAULT '10009292', changes text, answer text);
INSERT INTO bad (changes, answer) VALUES
	('{"email": "no address"}', '23000|email|This is not an e-mail address.'), ('{"country": "XX"}', '23000|country|There is no such country.'), ('{"country": "DEU"}', '22023|country|This value is not allowed.'),
	('{"settlement_days": "many"}', '22023|settlement_days|This is not a whole number.'), ('{"settlement_days": "99999999999"}', '22023|settlement_days|This number is too large.'),
	('{"settlement_days": "-1"}', '23000|settlement_days|This must be a number from 0 to 365.'), ('{"marketing": "t"}', '22023|marketing|This cannot be changed here.'), ('{"marketing": null}', '22023|marketing|This cannot be changed here.'),
	('{"organisation_id": "1"}', '23000|organisation_id|There is no such organisation.'), ('{"permission_group_id": "9999"}', '23000|permission_group_id|There is no such group.'), ('{"language": "German"}', '23000|language|This is not a language.'),
	('{"currency": null}', '22023|currency|This must be filled in.'), ('{"street1": "a\nb"}', '22023|street1|This is one line.'), ('{"flag": "", "flag_reason": "because"}', '23000|flag_reason|A reason needs a flag.'),
	(jsonb_build_object('city', repeat('x', 101))::text, '23000|city|This is too long: at most 100 characters.'), (jsonb_build_object('first_name', repeat('x', 10000000))::text, '23000|first_name|This is too long: at most 200 characters.'),
	('{"login": "new"}', '22023|login|This cannot be changed here.'), ('{"type": "staff"}', '22023|type|This cannot be changed here.'), ('{"id": "1"}', '22023|id|This cannot be changed here.'),
	('{"enabled": "f"}', '22023|enabled|This cannot be changed here.'), ('{"api_key_hash": "x"}', '22023|api_key_hash|This cannot be changed here.'), ('{"version": "1"}', '22023|version|This cannot be changed here.'),
	('{"organisation": "x"}', '22023|organisation|This cannot be changed here.'), ('{"city = city; --": "x"}', '22023|city = city; --|This cannot be changed here.'), ('[]', '22023|This request is not well formed.'), ('null', '22023|This request is not well formed.');
INSERT INTO bad (entity, key, changes, answer) VALUES
	('users', '99999999', '{}', 'P0002|There is no such record.'), ('users', 'abc', '{}', 'P0002|There is no such record.'), ('users', '10000004', '{"city": "x"}', 'P0002|There is no such record.'),
	('no_such', '1', '{}', '22023|There is no such list.'), ('logins', '1', '{}', '22023|This cannot be changed here.'), ('changes', '1', '{}', '22023|This cannot be changed here.'), ('organisations', '2000', '{"city": "x"}', '42501|You need the right organisation.edit.'),
	('custom_fields', '1', '{"label": "x"}', '42501|You need the right field.define.'), ('users', NULL, '{"type": "staff", "login": "new"}', '22023|type|This value is not allowed.'), ('users', NULL, '{"type": "client"}', '23000|login|A contact has no log-in name, every other account needs one.'),
	('users', NULL, '{"type": "contact", "login": "x"}', '23000|login|A contact has no log-in name, every other account needs one.'), ('users', NULL, '{"login": "two words"}', '22023|login|A log-in name has no blanks and at most 254 characters.'),
	('users', NULL, '{"login": "DIRK"}', '23000|login|This login name is already in use.'), ('users', NULL, '{"login": "dírk"}', '23000|login|This login name is already in use.'), ('users', NULL, '{"login": "Anna@Meier.Example"}', '23000|login|This login name is already in use.'),
	('user_notes', NULL, '{"user_id": "10009292", "body": ""}', '23000|body|This must be filled in, with at most 20,000 characters.'), ('user_notes', NULL, '{"user_id": "99999999", "body": "x"}', 'P0002|There is no such record.'),
	('ip_rules', NULL, '{"user_id": "10009292", "network": "203.0.113.0/24"}', '23000|network|This network is on the list already.'), ('ip_rules', NULL, '{"user_id": "10009292", "network": "203.0.113.7/24"}', '22023|network|This is not a network.'),
	('ip_rules', NULL, '{"user_id": "10009292", "network": ""}', '22023|network|This must be filled in.');
SELECT is(pg_temp.save(entity, key, (SELECT version FROM site.users WHERE id = 10009292), changes), answer, '45 49 ' || entity || ' ' || left(changes, 80)) FROM bad ORDER BY n;

-- Making records
SELECT alike(pg_temp.save('users', NULL, NULL, '{"type": "client", "login": "  New.One@Post.Example", "email": "new.one@post.example", "last_name": "Neumann", "country": "AT"}', 'aaaaaaaa-0000-4000-8000-000000000003'), 'saved 1', 'an account is made');
SELECT key AS fresh FROM api.outcome('aaaaaaaa-0000-4000-8000-000000000003') \gset
SELECT is((SELECT concat_ws(' ', login, type, enabled, country, language, currency) FROM site.users WHERE id = :fresh), 'new.one@post.example client t AT en EUR', 'with what was not said');
SELECT is((SELECT count(*)::int FROM site.user_custom_values WHERE user_id = :fresh), 1, 'and its custom values');
SELECT is(pg_temp.save('user_custom_values', :'fresh', 1, '{"custom1": "a colleague", "custom2": "yes"}'), 'saved 2', 'which can be filled in');
SELECT is(pg_temp.save('user_notes', NULL, NULL, jsonb_build_object('user_id', :'fresh', 'body', E'one\ntwo')::text, 'aaaaaaaa-0000-4000-8000-000000000004'), 'saved 1', 'a note');
SELECT is((SELECT author_id FROM site.user_notes WHERE user_id = :fresh), :anna::bigint, 'of anna');
SELECT is(pg_temp.save('user_notes', (SELECT key FROM api.outcome('aaaaaaaa-0000-4000-8000-000000000004')), 1, '{"body": "three"}'), 'saved 2', 'and another text');
SELECT is(pg_temp.save('user_notes', (SELECT key FROM api.outcome('aaaaaaaa-0000-4000-8000-000000000004')), 2, '{"user_id": "10009292"}'), '22023|user_id|This cannot be changed here.', 'it stays where it is');
SELECT is(pg_temp.act('user_notes', (SELECT key FROM api.outcome('aaaaaaaa-0000-4000-8000-000000000004')), 'delete', 2), 'saved 0', 'and is removed');
SELECT is(pg_temp.save('ip_rules', NULL, NULL, jsonb_build_object('user_id', :'fresh', 'network', '2001:db8::/32', 'note', 'home')::text), 'saved 1', 'a network');

-- Verbs
SELECT is(pg_temp.act('users', :'fresh', 'disable', 1), 'saved 2', 'disabled');
SELECT is((SELECT enabled FROM site.users WHERE id = :fresh), false, 'it is');
SELECT pg_temp.open('users', :'fresh') \g /dev/null
SELECT alike(pg_temp.act('users', :'fresh', 'enable', 1), 'conflict 2 {%', 'an old version');
SELECT is(pg_temp.act('users', :'fresh', 'enable', 2), 'saved 3', 'enabled');
SELECT is(pg_temp.act('users', :'fresh', 'hide', 3), '42501|You need the right user.hide.', '39 not by support');
SELECT is(pg_temp.act('users', :'fresh', 'no_such', 3), '22023|This cannot be done here.', 'no such verb');
SELECT is(pg_temp.act('users', :'fresh', 'users_enable', 3), '22023|This cannot be done here.', 'nor a function''s name');
SELECT is(pg_temp.act('users', '10000004', 'disable', 1), 'P0002|There is no such record.', '40 not a colleague');
SELECT is(pg_temp.act('user_permissions', :'fresh' || ':pay_first', 'set', 0, '{"value": "t"}'), 'saved 1', 'a permission of its own');
SELECT alike(pg_temp.act('user_permissions', :'fresh' || ':pay_first', 'set', 0, '{"value": "f"}'), 'conflict 1%', 'somebody was faster');
SELECT is(pg_temp.act('user_permissions', :'fresh' || ':pay_first', 'set', 1, '{"value": "f"}'), 'saved 2', 'the other way');
SELECT is(pg_temp.act('user_permissions', :'fresh' || ':pay_first', 'set', 2, '{"value": ""}'), 'saved 0', 'as the group says');
SELECT is(pg_temp.act('user_permissions', :'fresh' || ':pay_first', 'set', 0, '{"value": "x"}'), '22023|value|This is neither yes nor no.', '49 no value');
SELECT is(pg_temp.act('user_permissions', :'fresh' || ':no_such', 'set', 0, '{"value": "t"}'), 'P0002|There is no such record.', '49 no permission');
SELECT is(pg_temp.act('user_permissions', 'x:y:z', 'set', 0, '{"value": "t"}'), 'P0002|There is no such record.', '49 no key');
SELECT is(pg_temp.act('users', :'fresh', 'rename', 3, '{"login": "other"}'), '42501|You need the right user.rename.', '39 not by support');
SELECT pg_temp.enter('dirk') AS dirk \gset
SELECT is(pg_temp.act('users', :'fresh', 'rename', 3, '{"login": "Neu.Mann"}'), 'saved 4', 'renamed');
SELECT is((SELECT login FROM site.users WHERE id = :fresh), 'neu.mann', 'in small letters');
SELECT is(pg_temp.act('users', :'fresh', 'rename', 4, '{"login": "ANNÁ"}'), '23000|login|This login name is already in use.', 'not by a name with other accents');
SELECT is(pg_temp.act('users', :'fresh', 'rename', 4, '{}'), '22023|login|This must be filled in.', 'not by none');
SELECT is(pg_temp.act('users', '10000005', 'rename', (SELECT version FROM site.users WHERE id = 10000005), '{"login": "eve"}'), '22023|login|The log-in name of a colleague is changed with the staff accounts.', 'not a colleague');
INSERT INTO site.sessions (user_id) VALUES (:fresh);
SELECT is(pg_temp.act('users', :'fresh', 'hide', 4), 'saved 5', 'hidden');
SELECT is((SELECT end_reason FROM site.sessions WHERE user_id = :fresh), 'hidden', 'and logged out');
SELECT is(pg_temp.act('users', :'fresh', 'hide', 5), '22023|This account is hidden.', 'once');
SELECT is(pg_temp.act('users', :'fresh', 'enable', 5), '22023|This account is hidden.', 'a hidden account is restored first');
SELECT is(pg_temp.act('users', :'fresh', 'restore', 5), 'saved 6', 'restored');
SELECT is(pg_temp.act('users', :'fresh', 'restore', 6), '22023|This account is not hidden.', 'once');
SELECT is(pg_temp.act('users', :'dirk', 'hide', (SELECT version FROM site.users WHERE id = :dirk)), '22023|You cannot hide your own account.', 'nobody hides himself');
SELECT is(pg_temp.act('users', :'dirk', 'disable', (SELECT version FROM site.users WHERE id = :dirk)), '22023|You cannot disable your own account.', 'nor disables');
SELECT alike(pg_temp.act('users', '10000007', 'disable', (SELECT version FROM site.users WHERE id = 10000007)), 'saved %', 'a superadmin disables a colleague');
SELECT is(pg_temp.act('blocked_addresses', (SELECT min(id)::text FROM site.blocked_addresses WHERE lifted_at IS NULL), 'lift', (SELECT version FROM site.blocked_addresses WHERE id = (SELECT min(id) FROM site.blocked_addresses WHERE lifted_at IS NULL))), 'saved 2', 'a block is lifted');
SELECT is(pg_temp.act('user_sessions', (SELECT id::text FROM site.sessions WHERE ended_at IS NULL LIMIT 1), 'end', 0), 'saved 0', 'a session on the website is ended');
SELECT pg_temp.enter('cora') \g /dev/null
SELECT is(pg_temp.save('user_notes', NULL, NULL, '{"user_id": "10000004", "body": "x"}'), '42501|You need the right staff.manage.', 'who may see colleagues may not write about them');
SELECT is((SELECT count(*)::int FROM site.user_notes WHERE user_id = 10000004), 0, 'and did not');

-- Rights: every right that a save or verb needs, taken away, refuses it
CREATE TEMPORARY TABLE needed AS SELECT DISTINCT e.name AS entity, 'save' AS what, e.right_edit AS right_name FROM meta.entities e WHERE e.right_edit IS NOT NULL
	UNION SELECT e.name, 'make', e.right_create FROM meta.entities e WHERE e.right_create IS NOT NULL UNION SELECT v.entity, v.verb, v.right_name FROM meta.verbs v;
UPDATE auth.staff SET rights = '{user.view,user.staff_view}' WHERE login = 'cora';
SELECT pg_temp.enter('cora') \g /dev/null
SELECT is(CASE what WHEN 'save' THEN pg_temp.save(entity, '1', 1, '{}') WHEN 'make' THEN pg_temp.save(entity, NULL, NULL, '{}') ELSE pg_temp.act(entity, '1', what, 1) END, '42501|You need the right ' || right_name || '.', '39 ' || entity || ' ' || what) FROM needed
	WHERE right_name <> 'user.view'; -- which cora keeps: see 72_preferences

-- Every constraint on what the API writes has its sentence
SELECT is_empty($$ SELECT k.conname FROM pg_constraint k JOIN meta.entities e ON to_regclass(e.table_name) = k.conrelid WHERE k.contype IN ('c', 'u', 'f', 'x') AND e.table_name LIKE 'site.%' AND (e.right_edit IS NOT NULL OR e.right_create IS NOT NULL)
	AND EXISTS (SELECT FROM meta.columns c JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attname = c.name WHERE c.entity = e.name AND c.writable AND a.attnum = ANY (k.conkey))
	AND k.conname NOT IN (SELECT name FROM meta.constraints) $$, '45 every constraint has its sentence');

SELECT * FROM finish();
