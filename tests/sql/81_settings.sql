-- Settings and texts: what each takes from whichever role, what new accounts start with, and that a published text stays as it is.
SELECT * FROM no_plan();
\ir helpers.psql
\ir api.psql
SELECT pg_temp.enrol('anna', 'staff', 'support'), pg_temp.enrol('cora', 'staff', 'privacy'), pg_temp.enrol('dirk', 'superadmin', 'superadmin') \g /dev/null

-- Every kind, by every role that can write at all
CREATE TEMPORARY TABLE bad (name text, value text, answer text);
INSERT INTO bad VALUES ('cookie_message', 'yes', '22023'), ('cookie_message', '', '22023'), ('minimum_age', '12', '22023'), ('minimum_age', '22', '22023'), ('minimum_age', 'old', '22023'),
	('minimum_age', '16.5', '22023'), ('minimum_age', '99999999999', '22023'), ('settlement_days', '-1', '22023'), ('settlement_days', '366', '22023'), ('breach_hours', '73', '22023'), ('breach_hours', '0', '22023'),
	('default_currency', 'ABC', '22023'), ('default_language', 'Dutch', '22023'), ('default_group', '999999', '22023'), ('default_marketing', 'on', '22023'), ('site_name', E'two\nlines', '22023'), ('site_name', '', '22023'),
	('contact_address', 'nobody', '22023'), ('contact_address', 'a@b, c@d', '22023'), ('privacy_policy', 'no_such', '22023'), ('privacy_policy', '', '22023');
SELECT is(pg_temp.as_role(CASE WHEN who = 'administrator' THEN session_user ELSE who END, format('UPDATE site.settings SET value = %L WHERE name = %L RETURNING 1', value, name)), CASE who WHEN 'site' THEN '42501' ELSE answer END,
	format('%s: %s is not %s', who, name, left(value, 20))) FROM bad, unnest(ARRAY['site', 'site_owner', 'administrator']) AS who;
SELECT pg_temp.enter('dirk') AS dirk \gset
SELECT alike(pg_temp.save('settings', name, (SELECT version FROM site.settings s WHERE s.name = bad.name), json_build_object('value', value)::text), '22023|value|%', format('dirk: %s is not %s', name, left(value, 20)))
	FROM bad;
SET session_replication_role = replica;
SELECT throws_ok($$UPDATE site.settings SET value = 'perhaps' WHERE name = 'cookie_message'$$, '22023', NULL, 'not even where triggers rest');
RESET session_replication_role;
SELECT is(pg_temp.save('settings', 'minimum_age', 1, '{"value": "18"}'), 'saved 2', 'a number within its bounds');
SELECT is(pg_temp.save('settings', 'parental_consent_age', 1, '{"value": "19"}'), '22023|value|The age with a parent''s consent cannot be higher than the age without.', 'ages keep their order');
SELECT is(pg_temp.save('settings', 'controller', (SELECT version FROM site.settings WHERE name = 'controller'), '{"value": "Lumen B.V.\nKade 1"}'), 'saved 2', 'lines where lines are taken');
SELECT is(pg_temp.save('settings', 'settlement_days', 1, '{"label": "x"}'), '22023|label|This cannot be changed here.', 'only the value is changed');
SELECT pg_temp.enter('anna') \g /dev/null
SELECT is(pg_temp.save('settings', 'minimum_age', 2, '{"value": "16"}'), '42501|You need the right settings.edit.', 'with the right only');
SELECT is((SELECT concat_ws(' ', c.old->>'value', c.new->>'value', u.login) FROM audit.changes c JOIN auth.staff u USING (user_id) WHERE c.entity = 'site.settings' AND c.entity_key = 'minimum_age' ORDER BY c.id DESC LIMIT 1),
	'16 18 dirk', 'the trail says who');
SELECT is(pg_temp.as_role('site', 'SELECT site.setting(''minimum_age'')'), '18', 'the website reads it');
SELECT is((SELECT concat_ws(' ', age, parental_age) FROM site.registration_age('AT')) || ' ' || (SELECT concat_ws(' ', age, parental_age) FROM site.registration_age('DE')), '14 0 18 13', 'a country with its own age, and one without');

-- Minimum ages
SELECT pg_temp.enter('dirk') \g /dev/null
SELECT is(pg_temp.save('minimum_ages', NULL, NULL, '{"country": "NO", "age": "13", "parental_age": "0", "note": "Act"}'), 'saved 1', 'a country');
SELECT is(pg_temp.save('minimum_ages', NULL, NULL, '{"country": "NO", "age": "13", "parental_age": "0"}'), '23000|country|This country is on the list already.', 'once');
SELECT is(pg_temp.save('minimum_ages', 'NO', 1, '{"age": "12"}'), '23000|age|This must be a number from 13 to 21.', 'the law knows no lower one');
SELECT is(pg_temp.save('minimum_ages', 'NO', 1, '{"parental_age": "15"}'), '23000|parental_age|The age with a parent''s consent cannot be higher than the age without.', 'in order');
SELECT is(pg_temp.act('minimum_ages', 'NO', 'delete', 1), 'saved 0', 'and off the list');

-- One address for security mail
SELECT is(pg_temp.as_role(session_user, $$UPDATE site.settings SET value = 'watch@lumen.example' WHERE name = 'security_mail_to' RETURNING 1$$), '1', 'an address for security mail');
SELECT is(auth.setting('mail_to'), 'watch@lumen.example', 'is where the outbox sends it');

-- What a new account starts with
UPDATE site.settings SET value = CASE name WHEN 'default_language' THEN 'nl' WHEN 'default_currency' THEN 'CHF' ELSE '2' END WHERE name IN ('default_language', 'default_currency', 'default_group');
SELECT is(pg_temp.as_role('site', $$INSERT INTO site.users (login) VALUES ('fresh-1') RETURNING concat_ws(' ', language, currency, permission_group_id, marketing)$$), 'nl CHF 2 f', 'an account of the website');
SELECT pg_temp.enter('anna') \g /dev/null
SELECT alike(pg_temp.save('users', NULL, NULL, '{"type": "client", "login": "fresh-2", "last_name": "Two"}'), 'saved 1', 'and of the console');
SELECT is((SELECT concat_ws(' ', language, currency, permission_group_id, marketing) FROM site.users WHERE login = 'fresh-2'), 'nl CHF 2 f', 'starts with the settings');

-- Texts
SELECT pg_temp.enter('cora') AS cora \gset
UPDATE site.settings SET value = CASE name WHEN 'contact_address' THEN '' ELSE 'https://www.lumen.example' END WHERE name IN ('contact_address', 'site_address');
SELECT is(pg_temp.act('texts', 'marketing:en', 'publish', (SELECT version FROM site.texts WHERE name = 'marketing' AND language = 'en')), '22023|draft|A placeholder of this text has no value yet; fill in its setting first.', 'not with a hole in it');
UPDATE site.settings SET value = 'privacy@lumen.example' WHERE name = 'contact_address';
SELECT max(no) AS was, coalesce(max(no), 0) + 1 AS next FROM site.text_versions WHERE name = 'marketing' AND language = 'en' \gset
SELECT alike(pg_temp.save('texts', 'marketing:en', (SELECT version FROM site.texts WHERE name = 'marketing' AND language = 'en'), '{"draft": "Ask {{nobody}}."}'), 'saved %', 'a draft');
SELECT is(pg_temp.act('texts', 'marketing:en', 'publish', (SELECT version FROM site.texts WHERE name = 'marketing' AND language = 'en')), '22023|draft|This text has a placeholder that does not exist.', 'not with one that does not exist');
SELECT alike(pg_temp.save('texts', 'marketing:en', (SELECT version FROM site.texts WHERE name = 'marketing' AND language = 'en'), '{"draft": "One\nAsk {{contact}}.\nThree"}'), 'saved %', 'mended');
SELECT alike(pg_temp.act('texts', 'marketing:en', 'publish', (SELECT version FROM site.texts WHERE name = 'marketing' AND language = 'en'), '{"note": "shorter"}'), 'saved %', 'published');
SELECT is((SELECT concat_ws(' ', no, published_by = :cora, note, replace(body, E'\n', '/'), replace(source, E'\n', '/')) FROM site.text_versions WHERE name = 'marketing' AND language = 'en' ORDER BY no DESC LIMIT 1),
	:next || ' t shorter One/Ask privacy@lumen.example./Three One/Ask {{contact}}./Three', 'filled in, and by whom');
SELECT is(pg_temp.as_role('site', $$SELECT replace(body, E'\n', '/') FROM site.published_texts WHERE name = 'marketing' AND language = 'en'$$), 'One/Ask privacy@lumen.example./Three', 'the website reads it');
SELECT is(pg_temp.as_role('site', 'SELECT draft FROM site.texts LIMIT 1') || ' ' || pg_temp.as_role('site', 'SELECT body FROM site.text_versions LIMIT 1'), '42501 42501', 'and neither drafts nor old versions');
SELECT is(pg_temp.act('texts', 'marketing:en', 'publish', (SELECT version FROM site.texts WHERE name = 'marketing' AND language = 'en')), '22023|Nothing was changed since the last version.', 'twice the same is no version');
SELECT is(pg_temp.as_role(who, statement), '42501', who || ': ' || statement) FROM unnest(ARRAY['site_owner', session_user]) AS who,
	unnest(ARRAY['UPDATE site.text_versions SET body = ''x'' RETURNING 1', 'DELETE FROM site.text_versions RETURNING 1', 'UPDATE site.text_versions SET published_by = 10000001 RETURNING 1']) AS statement;
SELECT lives_ok('UPDATE site.text_versions SET published_by = NULL', 'who published it can be forgotten');
SELECT alike(pg_temp.save('texts', 'marketing:en', (SELECT version FROM site.texts WHERE name = 'marketing' AND language = 'en'), '{"draft": "One\nTwo\nThree\nFour"}'), 'saved %', 'another draft');
SELECT is(pg_temp.ask('{"entity": "text_lines", "columns": ["op", "line"], "filter": [{"column": "text", "op": "=", "value": "marketing:en"}]}'), '', 'the differences');
SELECT is(pg_temp.told('left(cells[1], 1) || '':'' || cells[2]'), 'k:One r:Ask {{contact}}. a:Two k:Three a:Four', 'line by line');
SELECT version AS draft FROM site.texts WHERE name = 'marketing' AND language = 'en' \gset
SELECT is(pg_temp.act('text_versions', (SELECT max(id)::text FROM site.text_versions WHERE name = 'marketing' AND language = 'en'), 'restore', :draft - 1), 'conflict ' || :draft || ' {}', 'no draft is written over that was not seen');
SELECT is((SELECT replace(draft, E'\n', '/') FROM site.texts WHERE name = 'marketing' AND language = 'en'), 'One/Two/Three/Four', 'it is as it was');
SELECT is(pg_temp.act('text_versions', (SELECT max(id)::text FROM site.text_versions WHERE name = 'marketing' AND language = 'en'), 'restore', :draft), 'saved ' || :draft + 1, 'the old version');
SELECT is((SELECT replace(draft, E'\n', '/') FROM site.texts WHERE name = 'marketing' AND language = 'en'), 'One/Ask {{contact}}./Three', 'is the draft again');
SELECT alike(pg_temp.act('texts', 'marketing:en', 'template', (SELECT version FROM site.texts WHERE name = 'marketing' AND language = 'en')), 'saved %', 'the template');
SELECT is((SELECT draft = template FROM site.texts WHERE name = 'marketing' AND language = 'en'), true, 'takes its place');
SELECT pg_temp.enter('anna') \g /dev/null
SELECT is(pg_temp.act('texts', 'marketing:en', 'publish', 1), '42501|You need the right text.edit.', 'with the right only');

-- Differences, whatever the texts
SELECT is((SELECT string_agg(left(op, 1) || line, ' ') FROM site.line_diff(a, b)), wanted, coalesce(a, '-') || ' > ' || coalesce(b, '-')) FROM (VALUES (NULL, NULL, NULL), ('', E'a\nb', 'aa ab'), (E'a\nb', '', 'ra rb'),
	(E'a\nb\nc', E'a\nc', 'ka rb kc'), (E'a\nb\nc', E'c\na\nb', 'ac ka kb rc'), (E'a\nb', E'x\ny', 'ra rb ax ay'), (E'a\na\na', E'a\na', 'ka ka ra')) AS t (a, b, wanted);
SELECT is((SELECT count(*) FILTER (WHERE op <> 'added') || ' ' || count(*) FILTER (WHERE op <> 'removed') FROM site.line_diff((SELECT string_agg(n::text, E'\n' ORDER BY n) FROM generate_series(1, 900) n), (SELECT string_agg((n * 2)::text, E'\n' ORDER BY n) FROM generate_series(1, 700) n))),
	'900 700', 'long texts too');

-- The policy to start from names every category, purpose and term of the data map, in both languages
CREATE TEMPORARY TABLE policy AS SELECT x.language, site.filled_text(x.template, x.language) AS body FROM site.texts x WHERE x.name = 'privacy';
SELECT is_empty($$SELECT c.no FROM privacy.categories c, policy p WHERE p.body !~ ('(^|\n)' || c.no || '\. ' || site.in_language(c.name, p.language))$$,
	'the 22 categories');
SELECT is_empty($$SELECT DISTINCT m.purpose FROM privacy.data_map m, policy p WHERE m.category IS NOT NULL AND m.schema_name <> 'auth'
	AND strpos(p.body, '- ' || site.in_language(m.purpose, p.language) || '.') = 0$$, 'every purpose');
SELECT is_empty($$SELECT name FROM privacy.categories WHERE name NOT IN (SELECT english FROM site.text_words)$$, 'and the categories have Dutch names');
SELECT is_empty($$SELECT x.name, x.language, f.unknown FROM site.texts x, site.text_flaws(x.template, x.language) AS f WHERE f.unknown IS NOT NULL$$, 'no template has a placeholder that does not exist');
SELECT * FROM finish();
