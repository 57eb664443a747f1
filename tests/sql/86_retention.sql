-- Retention: what a purge takes and what it leaves, each rule by itself; and that terms stand in the data map and nowhere else.
BEGIN;
SELECT * FROM no_plan();
\ir helpers.psql
SELECT pg_temp.enrol('anna', 'staff', 'support'), pg_temp.enrol('cora', 'staff', 'privacy') \g /dev/null
CREATE FUNCTION pg_temp.purge(p_only text DEFAULT NULL) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	t record;
	n bigint;
	total bigint := 0;
BEGIN
	FOR t IN SELECT label FROM unnest(CASE WHEN p_only IS NULL THEN privacy.purge_order() ELSE ARRAY[p_only] END) AS label LOOP
		LOOP
			n := privacy.purge_batch(t.label, 100000);
			EXIT WHEN n = 0;
			total := total + n;
		END LOOP;
	END LOOP;
	RETURN total;
END $$;
CREATE FUNCTION pg_temp.ages(p_user bigint, p_what text) RETURNS void LANGUAGE sql AS $$
	INSERT INTO site.user_notes (user_id, body, created_at, updated_at) VALUES (p_user, p_what || ' old', '2020-01-01', '2020-01-01'), (p_user, p_what || ' new', '2026-01-01', '2026-01-01') $$;
CREATE FUNCTION pg_temp.notes(p_what text) RETURNS text LANGUAGE sql AS $$ SELECT string_agg(body, ', ' ORDER BY body) FROM site.user_notes WHERE body LIKE p_what || '%' $$;

-- Tables and terms come from the map
SELECT is_empty($$ SELECT t.label FROM privacy.purge_targets() t JOIN privacy.data_map m ON m.schema_name || '.' || m.table_name = t.label AND m.category IS NOT NULL
	LEFT JOIN privacy.purposes p ON (p.purpose, p.ground, p.retention) = (m.purpose, m.ground, m.retention) WHERE p.term IS NULL $$, 'no table is purged of which a purpose has no term');
SELECT is_empty($$ SELECT label FROM privacy.purge_targets() WHERE label IN ('site.users', 'site.credentials', 'site.ip_rules', 'site.lightboxes', 'site.user_permissions', 'auth.staff', 'privacy.ledger') $$, 'failure: retention job deletes live data (accounts and what they need are no matter of the calendar)');
SELECT set_has($$ SELECT label FROM privacy.purge_targets() $$, $$ VALUES ('site.login_log'), ('site.activity_log'), ('site.quote_requests'), ('site.link_sends'), ('site.invoices'), ('auth.events'), ('audit.changes') $$, 'logs, guests'' requests, invoices, events and the trail are');
SELECT pg_temp.ages(10000042, 'term') \g /dev/null
SELECT cmp_ok((SELECT due FROM privacy.purge_preview() WHERE relation = 'site.user_notes'), '>', 0::bigint, 'the preview counts');
SELECT set_eq('SELECT relation FROM privacy.purge_preview() WHERE action = ''event'' AND due IS NULL AND retention <> ''''',
	'SELECT m.schema_name || ''.'' || m.table_name FROM privacy.data_map m WHERE m.category IS NOT NULL AND m.retention IN (SELECT p.retention FROM privacy.purposes p WHERE p.name <> '''' AND p.term IS NULL)',
	'and says what no term but an event ends');
SELECT is_empty('SELECT relation FROM privacy.purge_preview() WHERE action = ''event'' INTERSECT SELECT label FROM privacy.purge_targets()', 'of which it takes nothing');
SAVEPOINT longer;
UPDATE privacy.purposes SET term = '30 years' WHERE name = 'notes';
SELECT is((SELECT due FROM privacy.purge_preview() WHERE relation = 'site.user_notes'), 0::bigint, 'another term in the map, another purge');
ROLLBACK TO longer;

-- The preview is what happens
CREATE TEMPORARY TABLE before AS SELECT * FROM privacy.purge_preview();
SELECT cmp_ok((SELECT count(*) FROM privacy.purge_samples()), '>', 20::bigint, 'rows are shown before they go');
SAVEPOINT counted;
SELECT is(privacy.purge_batch(b.relation, 100000), b.due, b.relation || ': as many go as the preview said') FROM before b WHERE b.relation IN ('site.user_notes', 'site.login_log', 'site.activity_log', 'site.link_sends', 'site.sessions');
ROLLBACK TO counted;

-- Old rows go, new ones stay; in batches
SELECT pg_temp.purge('site.user_notes') \g /dev/null
SELECT is(pg_temp.notes('term'), 'term new', 'an old note goes, a new one stays');
INSERT INTO site.user_notes (user_id, body, updated_at) SELECT 10000042, 'many ' || n, '2020-01-01' FROM generate_series(1, 25) n;
SELECT is(privacy.purge_batch('site.user_notes', 10), 10::bigint, 'a batch has its bound');
SELECT is((SELECT count(*) FROM site.user_notes WHERE body LIKE 'many %'), 15::bigint, 'and no more');
SELECT is_empty($$ SELECT id FROM audit.changes WHERE entity = 'site.user_notes' AND op = 'D' AND xid = pg_current_xact_id() AND (old IS NOT NULL OR salt IS NOT NULL) $$, 'what went does not live on in the trail of its removal');
SELECT isnt_empty($$ SELECT id FROM audit.changes WHERE entity = 'site.user_notes' AND op = 'D' AND xid = pg_current_xact_id() $$, 'which says that it went');

-- Held, restricted, asked about
SELECT pg_temp.ages(10000013, 'held'), pg_temp.ages(10000014, 'restricted'), pg_temp.ages(10000016, 'asked') \g /dev/null
INSERT INTO privacy.holds (user_id, kind, reason) VALUES (10000013, 'hold', 'A claim.'), (10000014, 'restriction', 'Contested.');
SELECT privacy.receive_request('access', 10000016, NULL, NULL, 'email', '2026-11-20', '', 10000003) \g /dev/null
SELECT is((SELECT kept - (SELECT kept FROM before WHERE relation = 'site.user_notes') FROM privacy.purge_preview() WHERE relation = 'site.user_notes'), 3::bigint, 'the preview counts what stays');
SELECT pg_temp.purge('site.user_notes') \g /dev/null
SELECT is(pg_temp.notes('held'), 'held new, held old', 'failure: hold documented but not read (a held row is not purged)');
SELECT is(pg_temp.notes('restricted'), 'restricted new, restricted old', 'nor is a restricted one');
SELECT is(pg_temp.notes('asked'), 'asked new, asked old', 'failure: evidence of an open request purged');
UPDATE privacy.holds SET lifted_at = now() WHERE user_id = 10000013;
SELECT pg_temp.purge('site.user_notes') \g /dev/null
SELECT is(pg_temp.notes('held'), 'held new', 'after the hold is lifted it goes');
INSERT INTO site.quote_requests (email, name, subject, status, received_at) VALUES ('open.request@guest.example', 'Gast', 'purge me', 'closed', '2020-01-01'), ('gone@guest.example', 'Gast', 'purge me', 'closed', '2020-01-01'),
	('new@guest.example', 'Gast', 'purge me', 'new', '2020-01-01');
SELECT privacy.receive_request('access', NULL, 'open.request@guest.example', 'Gast', 'email', '2026-11-20', '', 10000003) \g /dev/null
SELECT pg_temp.purge('site.quote_requests') \g /dev/null
SELECT is((SELECT string_agg(email, ' ' ORDER BY email) FROM site.quote_requests WHERE subject = 'purge me'), 'new@guest.example open.request@guest.example', 'a guest''s rows go too, but for an open request, and for what is not answered');

-- In use whatever their age
INSERT INTO site.sessions (user_id, started_at, last_seen_at) VALUES (10000042, '2020-01-01', '2020-01-01');
INSERT INTO site.tasks (user_id, subject, due_on, created_at) VALUES (10000042, 'purge: open', '2020-01-01', '2020-01-01');
SELECT pg_temp.purge('site.sessions'), pg_temp.purge('site.tasks') \g /dev/null
SELECT is((SELECT count(*) FROM site.sessions WHERE user_id = 10000042 AND ended_at IS NULL), 1::bigint, 'failure: retention job deletes live data (a session that goes on)');
SELECT is((SELECT count(*) FROM site.tasks WHERE subject = 'purge: open'), 1::bigint, 'a task that is not done');

-- Invoices: each by its own day, 7 years or 10
SET LOCAL session_replication_role = replica;
INSERT INTO site.invoices (id, user_id, number, status, invoice_date, due_date, rate, net_total, paid_total, issued_at, keep_until, buyer_country) VALUES
	(990001, 10000042, '2012-90001', 'paid', '2012-05-01', '2012-06-01', 1, 10, 10, '2012-05-01', '2019-12-31', 'NL'), (990002, 10000042, '2016-90002', 'paid', '2016-05-01', '2016-06-01', 1, 10, 10, '2016-05-01', '2026-12-31', 'DE'),
	(990003, 10000042, '2012-90003', 'issued', '2012-05-01', '2012-06-01', 1, 10, 0, '2012-05-01', '2019-12-31', 'NL');
INSERT INTO site.payments (invoice_id, user_id, amount, currency, rate, paid_on) SELECT id, user_id, 10, 'EUR', 1, invoice_date FROM site.invoices WHERE id IN (990001, 990002);
SET LOCAL session_replication_role = origin;
SELECT pg_temp.purge() \g /dev/null
SELECT is((SELECT string_agg(number, ' ' ORDER BY id) FROM site.invoices WHERE id BETWEEN 990001 AND 990003), '2016-90002 2012-90003', 'an invoice goes when its own keep-until is over: 7 years have, 10 have not, and not while it is unpaid');
SELECT is((SELECT count(*) FROM site.payments WHERE invoice_id IN (990001, 990002)), 1::bigint, 'payments go with their invoice');
SELECT is_empty('SELECT number FROM site.invoices WHERE keep_until >= current_date AND false UNION ALL SELECT relation FROM privacy.purge_preview() WHERE due > 0 AND action <> ''warn''', 'after a purge nothing is left that could go');

-- Map and catalogue disagree
SAVEPOINT gap;
ALTER TABLE site.users ADD COLUMN shoe_size integer;
SELECT throws_ok('SELECT privacy.purge_batch(''site.login_log'', 1)', 'ST013', 'Data map and catalogue disagree on site.users.shoe_size.', 'an unmapped column stops every purge, and is named');
SELECT throws_ok('SELECT privacy.tend_accounts(1)', 'ST013', NULL, 'and disables nobody');
ROLLBACK TO gap;

-- Accounts that nobody uses
UPDATE auth.settings SET value = 'on' WHERE name = 'mail';
SET LOCAL session_replication_role = replica;
UPDATE site.users SET last_login_at = '2020-01-01', created_at = '2019-01-01', language = 'nl' WHERE id IN (10000013, 10000014, 10000021, 10000042);
DELETE FROM site.orders WHERE user_id IN (10000013, 10000021);
DELETE FROM site.invoices WHERE user_id IN (10000013, 10000021);
SET LOCAL session_replication_role = origin;
DELETE FROM site.tasks WHERE user_id = 10000042;
CREATE FUNCTION pg_temp.unused(p_id bigint) RETURNS text LANGUAGE sql AS $$ SELECT u.enabled || CASE WHEN w.user_id IS NULL THEN '' WHEN w.disabled_at IS NULL THEN ' warned' ELSE ' warned and disabled' END FROM site.users u LEFT JOIN privacy.account_warnings w ON w.user_id = u.id WHERE u.id = p_id $$;
SELECT privacy.tend_accounts(5000) \g /dev/null
SELECT is(pg_temp.unused(10000013), 'true warned', 'who has not used an account for long is warned');
SELECT matches((SELECT m.subject || ' ' || m.body FROM auth.mails m JOIN privacy.account_warnings w ON w.mail_id = m.id WHERE w.user_id = 10000013), 'uw account wordt uitgeschakeld.*2020-01-01', 'by a mail in the outbox, in the person''s language');
SELECT is(pg_temp.unused(10000014), 'true', 'not who is restricted');
SELECT is(pg_temp.unused(10000042), 'true', 'not who has an unpaid invoice');
UPDATE privacy.account_warnings SET warned_at = now() - interval '60 days';
SELECT privacy.tend_accounts(5000) \g /dev/null
SELECT is(pg_temp.unused(10000013), 'true warned', 'nobody is disabled before the mail was sent');
UPDATE auth.mails SET state = 'sent', sent_at = now() - interval '40 days' WHERE kind = 'unused';
UPDATE site.users SET last_login_at = now() WHERE id = 10000021;
SELECT privacy.tend_accounts(5000) \g /dev/null
SELECT is(pg_temp.unused(10000013), 'false warned and disabled', 'then the account is disabled');
SELECT is(pg_temp.unused(10000021), 'true', 'but not of who came back');

-- As a job, with its right
CREATE FUNCTION pg_temp.ask(p_login text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	PERFORM pg_temp.log_in(p_login);
	UPDATE auth.sessions SET proved_at = clock_timestamp() WHERE user_id = pg_temp.account(p_login);
	RETURN (SELECT outcome FROM api.act('retention', '1', 'purge', 0, '{}', gen_random_uuid()));
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END $$;
SELECT matches(pg_temp.ask('anna'), '^42501', 'support purges nothing');
SELECT is(pg_temp.ask('cora'), 'saved', 'the privacy officer asks for it');
SELECT pg_temp.ages(10000042, 'job') \g /dev/null
UPDATE steward.schedules SET enabled = false;
SELECT job, token FROM steward.job_claim('w1', '{}') \gset
SELECT is((SELECT kind || ' ' || asked_by FROM steward.jobs WHERE id = :job), 'retention.purge ' || pg_temp.account('cora'), 'a worker takes it');
DO $$
DECLARE
	j record;
	done boolean := false;
BEGIN
	SELECT id, claim INTO j FROM steward.jobs WHERE state = 'running';
	WHILE NOT done LOOP
		done := pg_temp.as_role('steward_jobs', format('SELECT finished FROM steward.job_step(%s, %L)', j.id, j.claim))::boolean;
	END LOOP;
END $$;
SELECT is((SELECT state || ' ' || (result->>'site.user_notes') FROM steward.jobs WHERE id = :job), 'done 1', 'does it step by step, and says what went');
SELECT is(pg_temp.notes('job'), 'job new', 'nothing but what it says');
SELECT is((SELECT enabled FROM steward.schedules WHERE kind = 'retention.purge' AND made_by IS NULL), false, 'its schedule waits until somebody switches it on');
SELECT is(pg_temp.as_role(role, 'SELECT privacy.purge_batch(''site.login_log'', 1)'), '42501', role || ' purges nothing behind the job') FROM unnest(ARRAY['steward_api', 'steward_search', 'steward_console', 'site', 'steward_jobs']) AS role;
SELECT * FROM finish();
ROLLBACK;
