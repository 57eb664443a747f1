-- The compliance check: each check finds what it looks for, and is content when it is mended.
BEGIN;
SELECT * FROM no_plan();
\ir helpers.psql
CREATE FUNCTION pg_temp.state(p_name text) RETURNS text LANGUAGE sql AS $$ SELECT state || ' ' || found FROM meta.compliance() WHERE name = p_name $$;
SELECT cmp_ok((SELECT count(*) FROM meta.compliance()), '>=', 20::bigint, 'there are checks');
SELECT is_empty('SELECT name FROM meta.compliance() WHERE title = '''' OR sentence = '''' OR (state <> ''ok'') <> (mend <> '''') OR state NOT IN (''ok'', ''warn'', ''fail'')', 'each says what it found, and how to mend it');
SELECT is_empty('SELECT name FROM meta.compliance() GROUP BY name HAVING count(*) > 1', 'each once');
SELECT is((SELECT bool_and(found = 0) FROM meta.compliance() WHERE state = 'ok'), true, 'fine is what found nothing');

-- A policy that was published before the map changed
SELECT is(pg_temp.state('policy_map'), 'ok 0', 'the policy says what the map says');
UPDATE privacy.data_map SET purpose = purpose || ' and more' WHERE schema_name = 'site' AND table_name = 'users' AND column_name = 'email';
SELECT is(split_part(pg_temp.state('policy_map'), ' ', 1), 'warn', 'until the map changes');

CREATE TEMPORARY TABLE tries (n serial, name text, spoil text, mend text);
INSERT INTO tries (name, spoil, mend) VALUES
	('cookie_message', 'UPDATE site.settings SET value = ''off'' WHERE name = ''cookie_message''', 'UPDATE site.settings SET value = ''on'' WHERE name = ''cookie_message'''),
	('own_details', 'UPDATE site.settings SET value = ''off'' WHERE name = ''users_may_change_details''', 'UPDATE site.settings SET value = ''on'' WHERE name = ''users_may_change_details'''),
	('tls', 'UPDATE site.settings SET value = ''off'' WHERE name = ''tls_required''', 'UPDATE site.settings SET value = ''on'' WHERE name = ''tls_required'''),
	('minimum_age', 'UPDATE site.settings SET value = ''14'' WHERE name = ''minimum_age''', 'UPDATE site.settings SET value = ''16'' WHERE name = ''minimum_age'''),
	('security_mail', 'UPDATE site.settings SET value = '''' WHERE name = ''security_mail_to''', 'UPDATE site.settings SET value = ''x@lumen.example'' WHERE name = ''security_mail_to'''),
	('controller', 'UPDATE site.settings SET value = '''' WHERE name = ''controller''', 'UPDATE site.settings SET value = ''Lumen'' WHERE name = ''controller'''),
	('special_fields', 'UPDATE site.custom_fields SET account_form = ''required'' WHERE special_category', 'UPDATE site.custom_fields SET account_form = ''optional'' WHERE special_category'),
	('map_gaps', 'ALTER TABLE site.users ADD COLUMN shoe_size integer', 'ALTER TABLE site.users DROP COLUMN shoe_size'),
	('triggers', 'ALTER TABLE site.orders DISABLE TRIGGER audit_row', 'ALTER TABLE site.orders ENABLE ALWAYS TRIGGER audit_row'),
	('policy_age', 'UPDATE site.settings SET value = ''1'' WHERE name = ''policy_months''', 'UPDATE site.settings SET value = ''60'' WHERE name = ''policy_months'''),
	('breaches', 'INSERT INTO privacy.breaches (title, aware_at) VALUES (''old'', ''2026-01-01 00:00+00'')', 'UPDATE privacy.breaches SET risk = ''none'', unreported_reason = ''x'' WHERE title = ''old'''),
	('requests', 'UPDATE privacy.requests SET due_on = ''2026-01-05'' WHERE closed_at IS NULL', 'UPDATE privacy.requests SET due_on = ''2027-01-05'' WHERE closed_at IS NULL'),
	('erasures', 'UPDATE privacy.erasures SET proposed_at = ''2026-01-05'' WHERE state = ''proposed''', 'UPDATE privacy.erasures SET proposed_at = ''2026-11-22'' WHERE state = ''proposed'''),
	('purge', 'DELETE FROM steward.jobs WHERE kind = ''retention.purge''', 'INSERT INTO steward.jobs (kind, rights, state, run_after, ended_at) VALUES (''retention.purge'', ''{}'', ''done'', ''2026-11-20'', ''2026-11-20'')'),
	('mail_queue', 'INSERT INTO auth.mails (kind, recipient, line, at) VALUES (''test'', ''stuck@lumen.example'', ''stuck'', now() - interval ''2 hours'')', 'DELETE FROM auth.mails WHERE recipient = ''stuck@lumen.example'''),
	('breach_clock', 'INSERT INTO privacy.breaches (title, aware_at) VALUES (''fresh'', meta.clock() - interval ''1 hour'')', 'UPDATE privacy.breaches SET risk = ''none'', unreported_reason = ''x'' WHERE closed_at IS NULL'),
	('notices', 'UPDATE privacy.recipient_notices SET due_on = ''2026-01-05''', 'UPDATE privacy.recipient_notices SET answered_at = now(), answer = ''Done.'''),
	('processors', 'UPDATE privacy.recipients SET contract_on = NULL', 'UPDATE privacy.recipients SET contract_on = ''2026-01-05'''),
	('recipients', 'UPDATE privacy.recipients SET active = false', 'UPDATE privacy.recipients SET active = true'),
	('second_person', 'UPDATE site.settings SET value = ''off'' WHERE name = ''second_person_grants''', 'UPDATE site.settings SET value = ''on'' WHERE name = ''second_person_grants''');
CREATE FUNCTION pg_temp.try(t tries) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	spoilt text;
BEGIN
	EXECUTE t.spoil;
	spoilt := (SELECT state FROM meta.compliance() WHERE name = t.name);
	EXECUTE t.mend;
	RETURN CASE WHEN spoilt IN ('warn', 'fail') THEN 'found' ELSE spoilt END || ' ' || pg_temp.state(t.name);
END $$;
SELECT is(pg_temp.try(t), 'found ok 0', name || ' is found, and content when mended') FROM tries t ORDER BY n;

-- Accounts of the staff
SELECT pg_temp.enrol('cora', 'staff', 'privacy'), pg_temp.enrol('dirk', 'superadmin', 'superadmin') \g /dev/null
UPDATE auth.staff SET pin_stored = NULL WHERE login = 'cora';
SELECT ok((SELECT state = 'fail' AND detail ~ 'cora' FROM meta.compliance() WHERE name = 'staff_pin'), 'who has no PIN is named');
SELECT ok((SELECT state = 'warn' AND detail ~ 'dirk' FROM meta.compliance() WHERE name = 'admin_addresses'), 'and the superadmin without addresses');
INSERT INTO auth.staff_rights (user_id, right_name, granted) VALUES (pg_temp.account('cora'), 'user.hide', true);
SELECT ok((SELECT state = 'warn' AND detail ~ 'cora' FROM meta.compliance() WHERE name = 'single_rights'), 'a right beside the roles');
UPDATE auth.staff SET last_login_at = '2020-01-01', created_at = '2019-01-01' WHERE login = 'cora';
SELECT ok((SELECT state = 'warn' AND detail ~ 'cora' FROM meta.compliance() WHERE name = 'inactive_staff'), 'who has not logged in for long');
SELECT is(split_part(pg_temp.state('seals'), ' ', 1), 'fail', 'a trail that was never sealed');
SELECT ok((SELECT count(*) = 3 AND bool_and(tile = 'compliance') FROM meta.home_compliance()), 'Home has the sums');
SELECT * FROM finish();
ROLLBACK;
