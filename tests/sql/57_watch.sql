-- The watch: what happened at console and website in one list, blocks from it, figures, and settings within their bounds.
SELECT * FROM no_plan();
\ir helpers.psql
\ir api.psql
SELECT pg_temp.enrol('anna', 'staff', 'support'), pg_temp.enrol('dirk', 'superadmin', 'superadmin') \g /dev/null
CREATE FUNCTION pg_temp.do(p_entity text, p_key text, p_verb text, p_args text, p_version bigint DEFAULT 0) RETURNS text LANGUAGE sql AS
$$ SELECT coalesce(pg_temp.refusal('steward_console', format('SELECT api.act(%L, %L, %L, %s, %L, gen_random_uuid())', p_entity, p_key, p_verb, p_version, p_args)), 'saved') $$;

-- Settings
SELECT pg_temp.enter('dirk') \g /dev/null
CREATE FUNCTION pg_temp.set(p_name text, p_value text) RETURNS text LANGUAGE sql AS
$$ SELECT pg_temp.do('security_settings', p_name, 'set', json_build_object('value', p_value)::text, (SELECT version FROM auth.settings WHERE name = p_name)) $$;
SELECT is(pg_temp.set('attempts', '7'), 'saved', 'a number within its bounds');
SELECT is((SELECT value || ' ' || auth.staff_name(updated_by) FROM auth.settings WHERE name = 'attempts'), '7 dirk', 'is stored, with who did it');
SELECT is((SELECT auth.staff_name(user_id) || ' ' || (old->>'value') || ' ' || (new->>'value') FROM audit.changes WHERE entity = 'auth.settings' ORDER BY id DESC LIMIT 1), 'dirk 5 7', 'and is in the trail');
SELECT is(pg_temp.set(name, value), wanted, format('%s = "%s"', name, value)) FROM (VALUES
	('attempts', '0', '22023|This number is out of bounds.|3 … 20'), ('attempts', '1000', '22023|This number is out of bounds.|3 … 20'),
	('attempts', '-5', '22023|This number is out of bounds.|3 … 20'), ('attempts', '5; DROP', '22023|This number is out of bounds.|3 … 20'),
	('attempts', '', '22023|This must be filled in.'), ('idle', '30 minutes', 'saved'), ('idle', '1 year', '22023|This length of time is out of bounds, or none.|2 minutes … 1 hour'),
	('idle', '3 hours', '22023|This length of time is out of bounds, or none.|2 minutes … 1 hour'), ('idle', '-5 minutes', '22023|This length of time is out of bounds, or none.|2 minutes … 1 hour'),
	('lock', '1 minute', 'saved'), ('mail', 'perhaps', '22023|This setting is on or off.'), ('mail_language', 'de', '22023|This value is not allowed.|en, nl'),
	('mail_to', 'security@lumen.example', 'saved'), ('mail_to', E'a@b\nBcc: c@d', '22023|This is not an e-mail address.|Write it like name@example.org, without blanks.'), ('mail_to', '', 'saved')) AS v (name, value, wanted);
SELECT alike(pg_temp.set('kdf', '2'), 'P0002%', 'what is not for the console is not there');
SELECT lives_ok($$UPDATE auth.settings SET value = '30' WHERE name = 'attempts'$$, 'the administrator of the database could take the bounds off, and goes beyond them');
UPDATE auth.sessions SET proved_at = now() - interval '1 hour' WHERE ended_at IS NULL;
SELECT alike(pg_temp.set('attempts', '8'), 'ST005%', 'a change takes the PIN once more');
SELECT pg_temp.enter('anna') \g /dev/null
SELECT alike(pg_temp.set('attempts', '8'), '42501%', 'and the right');
SELECT is((SELECT count(*)::int FROM auth.settings WHERE kind IS NOT NULL AND value IS NOT NULL AND name NOT IN ('mail_to') AND value = ''), 0, 'none is empty');

-- One list
SELECT pg_temp.enter('dirk'), setval('auth.refused_seq', 0) \g /dev/null
DELETE FROM auth.events;
SELECT auth.note_event('login wrong', NULL, NULL, '198.51.100.4', 'nobody', NULL), auth.note_event('session ended', pg_temp.account('anna'), NULL, NULL, NULL, 'logout') \g /dev/null
INSERT INTO site.login_log (login, address, ok, reason) VALUES ('klaus@example.org', '198.51.100.5', false, 'password'), ('klaus@example.org', '198.51.100.5', true, '');
SELECT is(pg_temp.ask('{"entity": "door_events", "columns": ["place", "what", "who", "address"]}'), '', 'asked');
SELECT alike(pg_temp.told('array_to_string(cells, ''/'')'), 'website/in/klaus@example.org/198.51.100.5 website/failed/klaus@example.org/198.51.100.5 console/out/anna console/failed/nobody/198.51.100.4%',
	'newest first, console and website');
SELECT is(pg_temp.ask('{"entity": "door_events", "columns": ["who"], "filter": [{"column": "what", "op": "=", "value": "failed"}, {"column": "address", "op": "=", "value": "198.51.100.4"}]}'), '', 'narrowed');
SELECT is(pg_temp.told('cells[1]'), 'nobody', 'to one address and kind');

-- A refused call: in the list, in the figures, among what a mail is written for
SELECT pg_temp.enter('anna'), setval('auth.refused_seq', 0) \g /dev/null
SELECT alike(pg_temp.set('attempts', '8'), '42501%', 'refused') FROM generate_series(1, 3);
SELECT auth.need(NULL) \g /dev/null
SELECT is((SELECT concat_ws('/', meta.door_group(kind), login, detail, times) FROM auth.events ORDER BY id DESC LIMIT 1), 'failed/anna/settings.edit (3)/3', 'three refused calls are one event, with the right');
UPDATE steward.installation SET demo = false;
SELECT cmp_ok((SELECT sum(failures) FROM meta.watch_counts('1 hour', 24)), '>=', 3::numeric, 'and three in the figures');
UPDATE steward.installation SET demo = true;
UPDATE auth.settings SET value = '5' WHERE name = 'mail_failures';
SELECT is((SELECT count(*)::int FROM auth.mails WHERE kind = 'failures'), 0, 'too few for a mail');
SELECT alike(pg_temp.set('attempts', '8'), '42501%', 'refused') FROM generate_series(1, 3);
SELECT auth.need(NULL) \g /dev/null
SELECT cmp_ok((SELECT count(*)::int FROM auth.mails WHERE kind = 'failures'), '>', 0, 'many are mailed like failed log-ins');
SELECT pg_temp.enter('dirk') \g /dev/null

-- A block from a row
CREATE FUNCTION pg_temp.row_of(p_address inet) RETURNS text LANGUAGE sql AS
$$ SELECT coalesce((SELECT 'console/' || e.at || '/' || e.id FROM auth.events e WHERE e.address = p_address ORDER BY e.id DESC LIMIT 1),
	(SELECT 'website/' || l.at || '/' || l.id FROM site.login_log l WHERE l.address = p_address ORDER BY l.id DESC LIMIT 1)) $$;
SELECT is(pg_temp.do('door_events', pg_temp.row_of('198.51.100.5'), 'block', '{"for": "1 day", "reason": "guessing"}'), 'saved', 'the address of a row of the website');
SELECT is((SELECT concat_ws(' ', network, reason, auth.staff_name(blocked_by), until > now() + interval '23 hours', until < now() + interval '25 hours') FROM site.blocked_addresses ORDER BY id DESC LIMIT 1),
	'198.51.100.5/32 guessing dirk t t', 'is blocked for a day');
SELECT is((SELECT kind || ' ' || detail FROM auth.events ORDER BY id DESC LIMIT 1), 'address blocked 198.51.100.5/32: guessing', 'which is an event');
SELECT is(pg_temp.do('door_events', pg_temp.row_of('198.51.100.5'), 'block', '{"for": "", "reason": ""}'), '22023|This address is blocked already.', 'once');
SELECT is(pg_temp.do('door_events', pg_temp.row_of('198.51.100.4'), 'block', '{"for": "", "reason": ""}'), 'saved', 'of the console, for good');
SELECT ok((SELECT until IS NULL FROM site.blocked_addresses ORDER BY id DESC LIMIT 1), 'until it is lifted');
UPDATE site.blocked_addresses SET lifted_at = now() WHERE network = '198.51.100.4';
SELECT is((SELECT kind FROM auth.events ORDER BY id DESC LIMIT 1), 'block lifted', 'so is a lift');
SELECT is(pg_temp.do('door_events', pg_temp.row_of('198.51.100.4'), 'block', '{"for": "1 year"}'), '22023|This value is not allowed.', 'only for the spans that there are');
UPDATE auth.sessions SET address = '198.51.100.4' WHERE ended_at IS NULL;
SELECT alike(pg_temp.do('door_events', pg_temp.row_of('198.51.100.4'), 'block', '{"for": ""}'), '22023|This is your own address.%', 'not one''s own');
SELECT alike(pg_temp.do('door_events', 'console/2026-01-01/999999999', 'block', '{}'), 'P0002%', 'a row that is not there');
SELECT pg_temp.enter('anna') \g /dev/null
SELECT alike(pg_temp.do('door_events', pg_temp.row_of('198.51.100.4'), 'block', '{"for": ""}'), '42501%', 'nor without the right');

-- Figures
SELECT is((SELECT count(*)::int || ' ' || (sum(logins) = (SELECT count(*) FILTER (WHERE ok) FROM site.login_log WHERE at > meta.clock() - interval '24 hours' AND at <= meta.clock())
	+ (SELECT count(*) FROM auth.events WHERE kind = 'session started' AND at > meta.clock() - interval '24 hours' AND at <= meta.clock()))::text FROM meta.watch_counts('1 hour', 24)), '24 true', 'hours add up');
SELECT is((SELECT count(*)::int FROM meta.watch_counts('1 day', 30)), 30, 'thirty days');

-- A change, column by column
SELECT id AS client FROM site.users WHERE type = 'client' ORDER BY id LIMIT 1 \gset
SELECT pg_temp.enter('dirk') \g /dev/null
UPDATE site.users SET city = 'Bonn', company = E'two\nlines', department = 'x' WHERE id = :client;
SELECT id AS change FROM audit.changes WHERE entity = 'site.users' ORDER BY id DESC LIMIT 1 \gset
SELECT is(pg_temp.ask(format('{"entity": "change_lines", "columns": ["name", "now"], "filter": [{"column": "change_id", "op": "=", "value": "%s"}]}', :change)), '', 'asked');
SELECT is(pg_temp.told('array_to_string(cells, ''='')'), E'company=two\nlines department=x city=Bonn', 'each column that was changed, its value whole');
SELECT pg_temp.ask('{"entity": "change_lines", "columns": ["name"]}') \g /dev/null
SELECT is(pg_temp.told(), '22023', 'only of one change');
SET ROLE steward_eraser;
UPDATE audit.changes SET old = NULL, new = NULL, salt = NULL WHERE id = :change;
RESET ROLE;
SELECT is(pg_temp.ask(format('{"entity": "change_lines", "columns": ["name", "erased"], "filter": [{"column": "change_id", "op": "=", "value": "%s"}]}', :change)), '', 'asked again');
SELECT is(pg_temp.told('array_to_string(cells, ''='')'), 'company=t department=t city=t', 'erased ones say so');
SELECT pg_temp.enter('anna') \g /dev/null
SELECT is(pg_temp.ask(format('{"entity": "change_lines", "columns": ["name"], "filter": [{"column": "change_id", "op": "=", "value": "%s"}]}', :change)), '42501', 'with the right audit.view');
SELECT * FROM finish();
