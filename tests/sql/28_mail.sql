-- Security mail: what is written when, for whom, and what the mailer's role can do.
SELECT * FROM no_plan();
\ir helpers.psql
\ir api.psql
SELECT pg_temp.enrol('anna', 'staff', 'support'), pg_temp.enrol('dirk', 'superadmin', 'superadmin'), pg_temp.enrol('gila', 'superadmin', 'superadmin') \g /dev/null
UPDATE site.users SET email = 'anna@lumen.example' WHERE id = pg_temp.account('anna');
-- What is waiting, as kind and addresses; and forgets it.
CREATE FUNCTION pg_temp.waiting() RETURNS text LANGUAGE sql AS
$$ WITH gone AS (DELETE FROM auth.mails RETURNING *) SELECT string_agg(kind || ': ' || list, '; ' ORDER BY kind) FROM (
	SELECT kind, string_agg(DISTINCT split_part(recipient, '@', 1), ' ' ORDER BY split_part(recipient, '@', 1)) AS list FROM gone GROUP BY kind) k $$;
SELECT pg_temp.waiting() \g /dev/null

-- The door
SELECT is(pg_temp.verdict('anna', 'wrong', 'pin'), 'denied wrong', 'a wrong password');
SELECT is(pg_temp.waiting(), NULL, 'is no mail');
SELECT pg_temp.verdict('anna', 'wrong', 'pin') FROM generate_series(1, 6) \g /dev/null
SELECT is(pg_temp.waiting(), 'locked: anna dirk gila', 'an account that is refused for a while is, to the person and the superadmins');
SELECT pg_temp.verdict('anna', 'wrong', 'pin') FROM generate_series(1, 3) \g /dev/null
SELECT is((SELECT count(*)::int FROM auth.mails WHERE kind = 'locked'), 3, 'again when the last was forgotten') FROM (SELECT 1) x;
SELECT pg_temp.verdict('anna', 'wrong', 'pin') FROM generate_series(1, 3) \g /dev/null
SELECT is((SELECT count(*)::int FROM auth.mails WHERE kind = 'locked'), 3, 'but once within the window');
SELECT pg_temp.verdict('somebody', 'x', 'y') FROM generate_series(1, 12) \g /dev/null
SELECT matches(pg_temp.waiting(), 'failures: dirk gila; locked: anna dirk gila', 'many failures of all names together are one');
SELECT pg_temp.forget() \g /dev/null
UPDATE auth.settings SET value = '1000' WHERE name = 'attempts';
SELECT pg_temp.verdict('anna', 'wrong', 'pin') FROM generate_series(1, 22) \g /dev/null
SELECT matches(pg_temp.waiting(), 'disabled: anna dirk gila', 'an account that waits for a reset');
SELECT pg_temp.forget() \g /dev/null
SELECT is(pg_temp.verdict('dirk', 'password', 'pin', '198.51.100.9'), 'ok ok', 'a superadmin logs in');
SELECT is(pg_temp.waiting(), 'new_place: dirk gila', 'from where never before');
SELECT is(pg_temp.verdict('dirk', 'password', 'pin', '198.51.100.9'), 'ok ok', 'and again');
SELECT is(pg_temp.waiting(), NULL, 'which is not new');
SELECT is(pg_temp.verdict('anna', 'password', 'pin', '198.51.100.9'), 'ok ok', 'somebody else');
SELECT is(pg_temp.waiting(), NULL, 'is not told of');
SELECT auth.set_credentials('anna', 1, sha256('a'), sha256('b')) \g /dev/null
SELECT is(pg_temp.waiting(), 'secrets: anna', 'new secrets: the person');

-- Records
SELECT pg_temp.enter('dirk') \g /dev/null
INSERT INTO auth.staff_rights (user_id, right_name, granted) VALUES (pg_temp.account('anna'), 'audit.view', true);
SELECT is((SELECT DISTINCT line FROM auth.mails), 'anna: + audit.view (dirk)', 'a right says which, and by whom');
SELECT is(pg_temp.waiting(), 'rights: anna dirk gila', 'and goes to both');
INSERT INTO auth.staff_roles (user_id, role) VALUES (pg_temp.account('anna'), 'privacy');
SELECT is((SELECT DISTINCT line FROM auth.mails), 'anna: + Privacy officer (dirk)', 'a role');
SELECT pg_temp.waiting() \g /dev/null
INSERT INTO auth.ssh_keys (user_id, fingerprint, note) VALUES (pg_temp.account('anna'), 'SHA256:' || repeat('c', 43), 'laptop');
SELECT is(pg_temp.waiting(), 'key: anna dirk gila', 'a key');
INSERT INTO site.blocked_addresses (network, reason) VALUES ('203.0.113.0/24', 'guessing');
SELECT is((SELECT DISTINCT line FROM auth.mails), 'blocked 203.0.113.0/24: guessing (dirk)', 'a block');
SELECT is(pg_temp.waiting(), 'blocked: dirk gila', 'to the superadmins');
UPDATE site.users SET type = 'superadmin' WHERE id = pg_temp.account('anna');
SELECT matches(pg_temp.waiting(), 'rights: anna dirk gila', 'a new superadmin');
UPDATE site.users SET type = 'staff' WHERE id = pg_temp.account('anna');
SELECT is(pg_temp.waiting(), NULL, 'an old one is not told of');
UPDATE site.settings SET value = 'on' WHERE name = 'second_person_grants';
SELECT pg_temp.enter('dirk') \g /dev/null
SELECT auth.set_right(pg_temp.account('anna'), 'block.edit', true, NULL) \g /dev/null
SELECT is(pg_temp.waiting(), 'proposal: dirk gila', 'what waits for a second person');
SELECT auth.note_event('unlock locked', pg_temp.account('anna'), NULL, '192.0.2.7', 'anna', NULL), auth.note_event('trail broken', NULL, NULL, NULL, NULL, 'row 7 is missing'),
	auth.note_event('mass export', pg_temp.account('anna'), NULL, NULL, NULL, '1,000 users'), auth.note_event('code issued', pg_temp.account('anna'), NULL, NULL, NULL, 'pin') \g /dev/null
SELECT is(pg_temp.waiting(), 'code: anna dirk gila; export: dirk gila; trail: dirk gila; unlock: anna dirk gila', 'events that other parts note');

-- Switches, language, other addresses
UPDATE auth.settings SET value = 'security@lumen.example' WHERE name = 'mail_to';
UPDATE auth.settings SET value = 'nl' WHERE name = 'mail_language';
UPDATE site.users SET enabled = false WHERE id = pg_temp.account('gila');
SELECT auth.note_event('trail broken', NULL, NULL, NULL, NULL, 'x') \g /dev/null
SELECT is(pg_temp.waiting(), 'trail: dirk security', 'the address of the settings; not who is disabled');
SELECT auth.note_event('unlock locked', pg_temp.account('anna'), NULL, '192.0.2.7', 'anna', NULL) \g /dev/null
SELECT is((SELECT DISTINCT line FROM auth.mails), 'anna: de pincode was te vaak verkeerd, de sessie vanaf 192.0.2.7 is beëindigd', 'in Dutch');
SELECT pg_temp.waiting() \g /dev/null
SELECT is(pg_temp.refusal('steward_console', format('SELECT api.act(%L, %L, %L, 1, %L, gen_random_uuid())', 'mail_kinds', 'trail', 'set', '{"value": "f"}')), NULL, 'a kind is switched off');
SELECT auth.note_event('trail broken', NULL, NULL, NULL, NULL, 'x') \g /dev/null
SELECT is(pg_temp.waiting(), NULL, 'and not written');
SELECT is(pg_temp.refusal('steward_console', format('SELECT api.act(%L, %L, %L, 1, %L, gen_random_uuid())', 'mail_kinds', 'key', 'test', '{}')), NULL, 'a test');
SELECT is(pg_temp.waiting(), 'test: dirk', 'goes to who asks for it');
UPDATE auth.settings SET value = 'off' WHERE name = 'mail';
SELECT auth.note_event('code issued', pg_temp.account('anna'), NULL, NULL, NULL, 'pin') \g /dev/null
SELECT is(pg_temp.waiting(), NULL, 'all of it can be switched off');
SELECT is((SELECT count(*)::int FROM auth.mail_kinds k WHERE (SELECT count(*) FROM auth.mail_texts t WHERE t.kind = k.name) <> 2), 0, 'every kind has its words in both languages');

-- What failed goes once more, and only that
INSERT INTO auth.mails (kind, recipient, line, state, subject, body, attempts) VALUES ('test', 'a@b.example', 'x', 'failed', 's', 'b', 20), ('test', 'a@b.example', 'y', 'sent', 's', 'b', 1);
SELECT is(pg_temp.refusal('steward_console', format('SELECT api.act(%L, %L, %L, 0, %L, gen_random_uuid())', 'mails', (SELECT id FROM auth.mails WHERE line = line AND state = st), 'again', '{}')), wanted, st)
	FROM (VALUES ('failed', NULL), ('sent', '22023|Only a mail that failed, or is uncertain, is sent once more.')) AS v (st, wanted);
SELECT is((SELECT state || attempts FROM auth.mails WHERE line = 'x'), 'waiting0', 'it waits again');

-- The mailer's role
SELECT is(pg_temp.as_role('steward_mailer', statement), wanted, statement) FROM (VALUES
	('SELECT count(*) FROM auth.mails', '42501'), ('SELECT count(*) FROM site.users', '42501'), ('SELECT auth.setting(''mail'')', '42501'),
	('SELECT auth.mail_again(1)', '42501'), ('SELECT api.alive()', '42501'), ('SELECT auth.note_event(''x'', NULL, NULL, NULL, NULL, NULL)', '42501'),
	('UPDATE auth.mails SET state = ''sent''', '42501'), ('SELECT auth.mail_handing(0)', 'false'), ('SELECT auth.mail_result(0, ''sent'', '''')', NULL)) AS v (statement, wanted);
SELECT is(pg_temp.as_role(name, 'SELECT auth.mail_take()'), '42501', name || ' takes no mail') FROM unnest(ARRAY['steward_console', 'site', 'steward_warden']) AS name;
SELECT * FROM finish();
