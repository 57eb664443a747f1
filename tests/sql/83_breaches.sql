-- The register of breaches: clock, scope, texts, and what may be closed.
SELECT * FROM no_plan();
\ir helpers.psql
\ir api.psql
SELECT pg_temp.enrol('anna', 'staff', 'support'), pg_temp.enrol('cora', 'staff', 'privacy'), pg_temp.enrol('dirk', 'superadmin', 'superadmin') \g /dev/null
CREATE FUNCTION pg_temp.breach() RETURNS text LANGUAGE sql AS 'SELECT max(id)::text FROM privacy.breaches';
CREATE FUNCTION pg_temp.version() RETURNS bigint LANGUAGE sql AS 'SELECT version FROM privacy.breaches ORDER BY id DESC LIMIT 1';
CREATE FUNCTION pg_temp.change(p_changes text) RETURNS text LANGUAGE sql AS $$ SELECT pg_temp.save('breaches', pg_temp.breach(), pg_temp.version(), p_changes) $$;
CREATE FUNCTION pg_temp.does(p_verb text, p_args text DEFAULT '{}') RETURNS text LANGUAGE sql AS $$ SELECT pg_temp.act('breaches', pg_temp.breach(), p_verb, pg_temp.version(), p_args) $$;

-- anna looks at two people and changes one of them
SELECT pg_temp.enter('anna') AS anna \gset
SELECT pg_temp.open('users', '10000101'), pg_temp.open('users', '10000102'), pg_temp.ask('{"entity": "users", "columns": ["full_name"], "limit": 40}') \g /dev/null
SELECT pg_temp.save('users', '10000102', (SELECT version FROM site.users WHERE id = 10000102), '{"phone": "1"}') \g /dev/null
SELECT is(pg_temp.save('breaches', NULL, NULL, '{"title": "x"}'), '42501|You need the right breach.edit.', '39 with the right only');

SELECT pg_temp.enter('cora') AS cora \gset
SELECT is(pg_temp.save('breaches', NULL, NULL, '{"title": "Looks without reason", "aware_at": "2200-01-01 00:00+00"}'), '22023|aware_at|Nobody can know of it later than now.', 'not known in the future');
SELECT is(pg_temp.save('breaches', NULL, NULL, json_build_object('title', 'Looks without reason', 'aware_at', (now() - interval '100 hours')::text)::text), 'saved 1', 'a breach is entered');
SELECT is((SELECT concat_ws(' ', due_at = aware_at + interval '72 hours', handler_id = :cora, risk) FROM privacy.breaches WHERE id = pg_temp.breach()::bigint), 't t open', 'the clock runs 72 hours from when it was known');
UPDATE site.settings SET value = '24' WHERE name = 'breach_hours';
SELECT is(pg_temp.change('{"facts": "A colleague looked up friends."}'), 'saved 2', 'facts');
SELECT is((SELECT due_at = aware_at + interval '24 hours' FROM privacy.breaches WHERE id = pg_temp.breach()::bigint), true, 'the setting holds, not a constant');
SELECT is(pg_temp.change('{"due_at": "2030-01-01"}'), '22023|due_at|This cannot be changed here.', 'and nobody sets it');

-- Who is affected
SELECT is(pg_temp.does('scope'), '22023|scope_from|Say from when to when it went on.', 'a window first');
SELECT is(pg_temp.change(json_build_object('scope_from', (now() - interval '1 hour')::text, 'scope_to', (now() - interval '2 hours')::text)::text), '23000|scope_to|It ends after it begins.', 'in order');
SELECT alike(pg_temp.change(json_build_object('scope_from', (now() - interval '1 hour')::text, 'scope_to', (now() + interval '1 hour')::text, 'scope_staff', 'nobody')::text), 'saved %', 'of a colleague');
SELECT is(pg_temp.does('scope'), '22023|scope_staff|No colleague has this log-in name.', 'who exists');
SELECT alike(pg_temp.change('{"scope_staff": "anna"}'), 'saved %', 'anna');
SELECT alike(pg_temp.does('scope'), 'saved %', 'is looked up');
SELECT is((SELECT string_agg(user_id || ' ' || traces, ', ' ORDER BY user_id) FROM privacy.breach_people WHERE breach_id = pg_temp.breach()::bigint), '10000101 1, 10000102 2', 'whom she opened and changed');
SELECT is((SELECT count(*) FROM meta.entities e, LATERAL (SELECT FROM privacy.breaches b JOIN audit.access t ON t.kind <> 'open' AND t.at >= b.scope_from AND t.at <= b.scope_to AND lower(auth.staff_name(t.user_id)) = lower(b.scope_staff)
	WHERE b.id = pg_temp.breach()::bigint AND t.entity = 'users') AS asked WHERE e.name = 'breach_lists' AND e.from_sql ~ 'scope_staff'), 1::bigint, 'and the lists that she asked for stand beside them');
SELECT ok((SELECT bool_and(categories @> ARRAY[1, 7] AND NOT categories && ARRAY[99]) FROM privacy.breach_people WHERE breach_id = pg_temp.breach()::bigint), 'and which data, by the map');
SELECT alike(pg_temp.change('{"scope_user_id": "10000101"}'), 'saved %', 'of one account');
SELECT alike(pg_temp.does('scope'), 'saved %', 'only');
SELECT is((SELECT string_agg(user_id::text, ' ') FROM privacy.breach_people WHERE breach_id = pg_temp.breach()::bigint), '10000101', 'the list is made anew');
INSERT INTO auth.events (kind, user_id, address, login, at) VALUES ('login wrong', pg_temp.account('dirk'), '198.51.100.78', 'dirk', now()), ('login wrong', pg_temp.account('anna'), '198.51.101.9', 'anna', now());
INSERT INTO site.login_log (at, user_id, login, address, ok) VALUES (now(), 10000103, 'x', '198.51.100.77', true), (now(), 10000104, 'y', '198.51.100.77', false), (now(), 10000105, 'z', '198.51.101.1', true);
SELECT alike(pg_temp.change('{"scope_user_id": null, "scope_staff": null, "scope_address": "198.51.100.0/24"}'), 'saved %', 'of a network');
SELECT alike(pg_temp.does('scope'), 'saved %', 'is looked up');
SELECT is((SELECT string_agg(user_id::text, ' ' ORDER BY user_id) FROM privacy.breach_people WHERE breach_id = pg_temp.breach()::bigint), format('%s 10000103', pg_temp.account('dirk')), 'who was logged in as from there, and which colleague''s log-in was tried');
SELECT pg_temp.enter('dirk') \g /dev/null
INSERT INTO auth.staff_rights (user_id, right_name, granted) VALUES (:cora, 'audit.view', false);
SELECT pg_temp.enter('cora') \g /dev/null
SELECT alike(pg_temp.does('scope'), '42501|%', 'not without the right to see the trail');
SELECT pg_temp.enter('dirk') \g /dev/null
DELETE FROM auth.staff_rights WHERE user_id = :cora AND right_name = 'audit.view';
SELECT pg_temp.enter('cora') \g /dev/null

-- Judging, reporting, telling, closing
SELECT is(pg_temp.does('close'), '22023|risk|Judge the risk first.', 'judged first');
SELECT alike(pg_temp.change('{"risk": "high", "consequences": "Friends are known.", "measures": "Access ended.", "happened_from": "2026-11-01 09:00+00", "happened_to": "2026-11-01 10:00+00"}'), 'saved %', 'a high risk');
SELECT is(pg_temp.does('close'), '22023|risk|A breach with a risk for people is reported to the authority.', 'reported then');
SELECT is(pg_temp.does('draft', '{"kind": "song"}'), '22023|kind|This value is not allowed.', 'texts are reports and letters');
SELECT alike(pg_temp.does('draft', '{"kind": "authority", "language": "nl"}'), 'saved %', 'a report is drafted');
SELECT matches((SELECT body FROM privacy.breach_notes ORDER BY id DESC LIMIT 1), 'Betrokkenen: 2\n.*eerste.*Friends are known|eerste.*Betrokkenen: 2\n', 'in Dutch, with how many people');
CREATE FUNCTION pg_temp.send() RETURNS text LANGUAGE sql AS $$ SELECT pg_temp.act('breach_notes', id::text, 'send', version) FROM privacy.breach_notes ORDER BY id DESC LIMIT 1 $$;
UPDATE site.settings SET value = E'Lumen B.V.\nKade 1' WHERE name = 'controller';
UPDATE site.settings SET value = 'privacy@lumen.example' WHERE name = 'contact_address';
SELECT alike(pg_temp.does('draft', '{"kind": "authority"}'), 'saved %', 'and in English');
SELECT is(pg_temp.send(), '22023|late_reason|A late report needs a reason.', 'late, it needs a reason');
SELECT alike(pg_temp.change('{"late_reason": "It was taken for an error of the list first."}'), 'saved %', 'which is written down');
SELECT alike(pg_temp.send(), 'saved %', 'then it is sent');
SELECT isnt((SELECT reported_at FROM privacy.breaches WHERE id = pg_temp.breach()::bigint), NULL, 'and the clock stops');
SELECT is((SELECT meta.breach_clock(b, now()) FROM privacy.breaches b WHERE id = pg_temp.breach()::bigint), 'reported_late', 'late');
SELECT is(pg_temp.save('breach_notes', (SELECT max(id)::text FROM privacy.breach_notes), (SELECT version FROM privacy.breach_notes ORDER BY id DESC LIMIT 1), '{"body": "x"}'), '22023|body|What was sent is never changed.', 'what was sent stays');
SELECT alike(pg_temp.does('draft', '{"kind": "authority"}'), 'saved %', 'a further report');
SELECT is((SELECT phase FROM privacy.breach_notes ORDER BY id DESC LIMIT 1), 'further', 'is called so');
SELECT is(pg_temp.does('close'), '22023|untold_ground|A high risk is told to the people, unless a ground of Art. 34(3) holds.', 'people are told of a high risk');
SELECT is(pg_temp.change('{"untold_ground": "encrypted"}'), '23000|untold_reason|Say the ground in words too.', 'or a ground, in words');
SELECT alike(pg_temp.change('{"untold_ground": "encrypted", "untold_reason": "The copy was encrypted."}'), 'saved %', 'holds');
SELECT alike(pg_temp.does('close'), 'saved %', 'it is closed');
SELECT is(pg_temp.change('{"facts": "other"}'), '22023|This breach is closed.', 'and stays as it is');
SELECT alike(pg_temp.does('reopen'), 'saved %', 'until it is opened again');
SELECT alike(pg_temp.save('breaches', NULL, NULL, '{"title": "Nothing much"}'), 'saved 1', 'another');
SELECT alike(pg_temp.change('{"risk": "none"}'), 'saved %', 'without a risk');
SELECT is(pg_temp.does('close'), '22023|unreported_reason|Write down why the authority need not be told.', 'why it is not reported');
SELECT alike(pg_temp.change('{"unreported_reason": "The paper was shredded."}'), 'saved %', 'is written down');
SELECT alike(pg_temp.does('close'), 'saved %', 'and it is closed');
SELECT pg_temp.enter('anna') \g /dev/null
SELECT is(pg_temp.ask('{"entity": "breaches", "columns": ["title"]}'), '42501', '39 seen with the right only');
SELECT * FROM finish();
