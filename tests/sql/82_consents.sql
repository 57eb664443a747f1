-- Consents: the flag on the account follows the history, nobody receives marketing without one, and the history only grows.
SELECT * FROM no_plan();
\ir helpers.psql
\ir api.psql
SELECT pg_temp.enrol('anna', 'staff', 'support'), pg_temp.enrol('ben', 'staff', 'finance') \g /dev/null
SELECT is_empty('SELECT u.id FROM site.users u WHERE u.marketing AND NOT site.consent_holds(u.id, ''marketing'')', 'whoever receives marketing has agreed');
SELECT pg_temp.as_role('site', $$INSERT INTO site.users (login) VALUES ('consent-1') RETURNING id$$) AS fresh \gset

-- Whoever writes
SELECT is(pg_temp.as_role(who, format('UPDATE site.users SET marketing = true WHERE id = %s RETURNING 1', :fresh)), '23514', who || ' cannot switch it on') FROM unnest(ARRAY['site', 'site_owner', session_user]) AS who;
SELECT is(pg_temp.as_role(who, $$INSERT INTO site.users (login, marketing) VALUES ('consent-2', true) RETURNING 1$$), '23514', who || ' cannot begin with it') FROM unnest(ARRAY['site', 'site_owner', session_user]) AS who;
SELECT is(pg_temp.as_role('site', format('INSERT INTO site.consents (user_id, kind, given) VALUES (%s, ''marketing'', true) RETURNING channel', :fresh)), 'website', 'the person agrees on the website');
SELECT is((SELECT marketing FROM site.users WHERE id = :fresh), true, 'and the account follows');
SELECT is(pg_temp.as_role('site', format('INSERT INTO site.consents (user_id, kind, given, recorded_by) VALUES (%s, ''marketing'', true, 10000005) RETURNING 1', :fresh)), '42501', 'the website writes in nobody''s name');
SELECT is(pg_temp.as_role('site', format('UPDATE site.users SET marketing = false WHERE id = %s RETURNING 1', :fresh)), '1', 'switched off on the account itself');
SELECT is((SELECT concat_ws(' ', given, channel) FROM site.consents WHERE user_id = :fresh ORDER BY id DESC LIMIT 1), 'f website', 'is a withdrawal in the history');
SELECT is(pg_temp.as_role('site', format('UPDATE site.users SET marketing = true WHERE id = %s RETURNING 1', :fresh)), '23514', 'and needs a new consent');
SELECT is(pg_temp.as_role(who, statement), '42501', who || ': ' || statement) FROM unnest(ARRAY['site', 'site_owner', session_user]) AS who,
	unnest(ARRAY['UPDATE site.consents SET given = true RETURNING 1', 'UPDATE site.consents SET at = now() RETURNING 1']) AS statement;

-- The staff
SELECT pg_temp.enter('anna') AS anna \gset
SELECT is(pg_temp.act('users', :'fresh', 'opt_in', (SELECT version FROM site.users WHERE id = :fresh), '{}'), '22023|channel|Say how the person told it.', 'how it was said is part of it');
SELECT alike(pg_temp.act('users', :'fresh', 'opt_in', (SELECT version FROM site.users WHERE id = :fresh), '{"channel": "phone", "note": "called"}'), 'saved %', 'anna registers it');
SELECT is((SELECT concat_ws(' ', given, channel, recorded_by = :anna, note, text_version_id = (SELECT max(id) FROM site.text_versions WHERE name = 'marketing')) FROM site.consents WHERE user_id = :fresh ORDER BY id DESC LIMIT 1), 't phone t called t', 'with who, how and which text');
SELECT is((SELECT marketing FROM site.users WHERE id = :fresh), true, 'the account follows');
SELECT is(pg_temp.act('users', :'fresh', 'opt_in', (SELECT version FROM site.users WHERE id = :fresh), '{"channel": "phone"}'), '22023|This person agreed already.', 'once');
SELECT alike(pg_temp.act('users', :'fresh', 'opt_out', (SELECT version FROM site.users WHERE id = :fresh), '{"channel": "letter"}'), 'saved %', 'and the withdrawal');
SELECT is(pg_temp.act('users', :'fresh', 'opt_out', (SELECT version FROM site.users WHERE id = :fresh), '{"channel": "letter"}'), '22023|This person has not agreed.', 'once');
SELECT is(pg_temp.save('consents', NULL, NULL, json_build_object('user_id', :'fresh', 'kind', 'marketing', 'given', 't', 'channel', 'mail', 'parental', 't')::text), '23000|evidence|A parent''s consent needs a word on how it was made sure of.', 'a parent is made sure of');
SELECT is(pg_temp.save('consents', NULL, NULL, json_build_object('user_id', :'fresh', 'kind', 'marketing', 'given', 't', 'channel', 'mail', 'parental', 't', 'evidence', 'spoke to the mother')::text), 'saved 0', 'then it is registered');
SELECT is(pg_temp.save('consents', NULL, NULL, '{"kind": "marketing", "given": "t", "channel": "mail"}'), '22023|email|This must be filled in.', 'somebody must have agreed');
SELECT is(pg_temp.save('consents', NULL, NULL, '{"kind": "marketing", "given": "t", "channel": "mail", "email": "guest.three@post.example"}'), 'saved 0', 'somebody without an account too');
SELECT is(pg_temp.save('consents', NULL, NULL, '{"user_id": "10000004", "kind": "marketing", "given": "t", "channel": "mail"}'), 'P0002|There is no such record.', '40 not a colleague');
SELECT pg_temp.ask(format('{"entity": "consents", "columns": ["given"], "filter": [{"column": "user_id", "op": "=", "value": "%s"}]}', :fresh)) \g /dev/null
SELECT is(pg_temp.told('cells[1]'), 't f t f t', 'the history, newest first');
SELECT alike(pg_temp.save('users', :'fresh', (SELECT version FROM site.users WHERE id = :fresh), '{"marketing": "f"}'), '22023|marketing|This cannot be changed here.', 'the flag itself is not the console''s to set');
SELECT pg_temp.enter('ben') \g /dev/null
SELECT is(pg_temp.act('users', :'fresh', 'opt_out', (SELECT version FROM site.users WHERE id = :fresh), '{"channel": "letter"}'), '42501|You need the right consent.edit.', '39 with the right only');
SELECT is(pg_temp.ask('{"entity": "consents", "columns": ["given"]}'), '42501', '39 and seen with it only');
SELECT * FROM finish();
