-- Erasures: plan, blockers, second person, run, proof; and the failures that other systems showed, each by its name.
BEGIN;
SELECT * FROM no_plan();
\ir helpers.psql

-- The legal calendar
SELECT is(privacy.due_day(received::date, months, paused), due::date, format('%s and %s months, %s days paused: %s', received, months, paused, due)) FROM (VALUES
	('2026-11-02', 1, 0, '2026-12-02'), ('2027-01-31', 1, 0, '2027-03-01'), ('2028-01-31', 1, 0, '2028-02-29'), ('2026-08-31', 1, 0, '2026-09-30'), ('2026-11-25', 1, 0, '2026-12-28'),
	('2026-02-27', 1, 0, '2026-03-27'), ('2026-03-03', 1, 0, '2026-04-07'), ('2026-11-02', 3, 0, '2027-02-02'), ('2026-11-02', 1, 5, '2026-12-07')) AS v (received, months, paused, due);
SELECT is((SELECT string_agg(day::text, ' ' ORDER BY day) FROM privacy.holidays WHERE day BETWEEN '2026-01-01' AND '2026-12-31'),
	'2026-01-01 2026-04-03 2026-04-06 2026-04-27 2026-05-05 2026-05-14 2026-05-25 2026-12-25 2026-12-26', 'the holidays of a year');

-- An unpaid invoice blocks; what it does not need is erased now, and the rest waits
SAVEPOINT partly;
SET LOCAL session_replication_role = replica;
INSERT INTO site.invoices (user_id, number, status, invoice_date, due_date, rate, net_total, issued_at, keep_until) VALUES (10009292, '2026-99999', 'issued', '2026-11-01', '2026-12-01', 1, 114, now(), '2033-12-31');
SET LOCAL session_replication_role = origin;
SELECT privacy.new_erasure(NULL, 10009292, NULL, 10000001) AS partial \gset
SELECT ok((SELECT bool_or(kind = 'invoice') AND bool_and(billing) FROM privacy.erasure_blockers WHERE erasure_id = :partial), 'an unpaid invoice stands in the way, and only of what invoicing needs');
SELECT throws_ok(format('SELECT privacy.propose_erasure(%s, 10000001)', :partial), '22023', 'Something stands in the way of this erasure.', 'so that the account is not erased');
SELECT privacy.choose_scope(:partial, 'partial') \g /dev/null
SELECT privacy.propose_erasure(:partial, 10000001) \g /dev/null
SELECT privacy.approve_erasure(:partial, 10000002, encode(plan_hash, 'hex')) FROM privacy.erasures WHERE id = :partial \g /dev/null
SELECT privacy.run_erasure(:partial, 10000001) \g /dev/null
SELECT is((SELECT count(*)::int FROM site.activity_log WHERE user_id = 10009292) + (SELECT count(*)::int FROM site.login_log WHERE user_id = 10009292), 0, 'searches and log-ins are gone');
SELECT is((SELECT full_name || coalesce(erased_at::text, ' stays') FROM site.users WHERE id = 10009292), 'Anna Meier stays', 'who must pay is known');
SELECT is((SELECT (certificate::jsonb)->>'statement' FROM privacy.ledger ORDER BY no DESC LIMIT 1), 'What no open invoice needs was erased; the rest follows.', 'the certificate claims no more than that');
SELECT is((SELECT count(*)::int FROM privacy.erasures WHERE remainder_of = :partial AND state = 'planned'), 1, 'the rest is there to be done');
SELECT is((SELECT ready_at FROM privacy.erasures WHERE remainder_of = :partial), NULL, 'and waits');
-- It opens by itself with the payment of the last invoice, or when the term of what is unpaid ends
DELETE FROM privacy.blocker_rules WHERE kind <> 'invoice';
SET LOCAL session_replication_role = replica;
UPDATE site.invoices SET status = 'paid', paid_total = total WHERE user_id = 10009292 AND number IS DISTINCT FROM '2026-99999';
SET LOCAL session_replication_role = origin;
SAVEPOINT term;
SELECT is((steward.erase_remainders(ROW(0, '{}', NULL, NULL, 0, NULL, '', false, NULL)::steward.step)).result->>'opened', '0', 'before the term of the invoice ends nothing opens');
SET LOCAL session_replication_role = replica;
UPDATE site.invoices SET keep_until = current_date - 1 WHERE number = '2026-99999';
SET LOCAL session_replication_role = origin;
SELECT is((steward.erase_remainders(ROW(0, '{}', NULL, NULL, 0, NULL, '', false, NULL)::steward.step)).result->>'opened', '1', 'when it has ended, the rest opens');
SELECT ok((SELECT ready_at IS NOT NULL AND plan_hash IS NOT NULL FROM privacy.erasures WHERE remainder_of = :partial), 'with its plan');
ROLLBACK TO term;
INSERT INTO site.payments (invoice_id, amount, paid_on) SELECT id, total / 2, current_date FROM site.invoices WHERE number = '2026-99999';
SELECT is((SELECT ready_at FROM privacy.erasures WHERE remainder_of = :partial), NULL, 'a payment in part opens nothing');
INSERT INTO site.payments (invoice_id, amount, paid_on) SELECT id, open_total, current_date FROM site.invoices WHERE number = '2026-99999';
SELECT isnt((SELECT ready_at FROM privacy.erasures WHERE remainder_of = :partial), NULL, 'the last payment opens the rest by itself');
SELECT is((SELECT value::int FROM meta.home_requests(now()) WHERE label = 'To finish'), 1, 'and it stands on Home');
ROLLBACK TO partly;
SET LOCAL session_replication_role = replica;
DELETE FROM site.order_lines WHERE order_id IN (SELECT id FROM site.orders WHERE user_id = 10009292);
DELETE FROM site.orders WHERE user_id = 10009292;
DELETE FROM site.invoices WHERE user_id = 10009292;
DELETE FROM site.payments WHERE user_id = 10009292;
DELETE FROM site.reminders WHERE user_id = 10009292;
SET LOCAL session_replication_role = origin;

-- A request
SELECT (privacy.receive_request('erasure', 10009292, NULL, NULL, 'email', '2026-11-02 10:00+00', 'Please remove everything.', 10000001)).id AS request \gset
SELECT is(number || ' ' || due_on || ' ' || state || ' ' || email, '2026-0017 2026-12-02 received anna@meier.example', 'received, with the next number and the due day') FROM privacy.requests WHERE id = :request;
SELECT throws_ok(format('SELECT privacy.start_erasure(%s, 10000001)', :request), '22023', 'The identity was not checked.', 'nothing is erased before the identity was checked');
SELECT privacy.wait_for_identity(:request, 10000001) \g /dev/null
UPDATE privacy.requests SET paused_on = paused_on - 5 WHERE id = :request;
SELECT privacy.identity_checked(:request, 10000001, 'answered_mail', 'invoice number and amount') \g /dev/null
SELECT is(due_on || ' ' || state || ' ' || paused_days, '2026-12-07 progress 5', 'the term stood still while the answer was awaited') FROM privacy.requests WHERE id = :request;
SELECT (privacy.receive_request('erasure', 10009292, NULL, NULL, 'phone', '2026-11-05 10:00+00', 'Did you get my mail?', 10000002)).id AS again \gset
SELECT is(duplicate_of || ' ' || identity_how || state, :request || ' received', 'failure: duplicate request inherits the identity check') FROM privacy.requests WHERE id = :again;
SELECT throws_ok(format('SELECT privacy.start_erasure(%s, 10000001)', :again), '22023', 'The identity was not checked.', 'so that it erases nothing');
SELECT privacy.extend_request(:request, 10000001, 2, 'Many accounts must be looked at.') \g /dev/null
SELECT is(due_on || ' ' || extended_months, '2027-02-08 2', 'extended by two months') FROM privacy.requests WHERE id = :request;
SELECT throws_ok(format('SELECT privacy.extend_request(%s, 10000001, 1, ''Once more, we are so slow.'')', :request), '22023', 'The term was extended already; that is possible once.', 'once');
SELECT throws_ok(format('SELECT privacy.close_request(%s, 10000001, ''refused'', ''no'')', :request), '22023', 'A refusal needs its reasons.', 'a refusal needs reasons');
SELECT throws_ok(format('SELECT privacy.close_request(%s, 10000001, ''done'', ''all gone'')', :request), '22023', 'Nothing was erased for this request.', 'failure: status set before the work');
SELECT (privacy.receive_request('access', NULL, 'Guest@Reach.Example', 'A guest', 'website', now(), '', 10000001)).id AS guest \gset
SELECT is(email || ' ' || coalesce(user_id::text, 'guest'), 'guest@reach.example guest', 'a guest by e-mail address') FROM privacy.requests WHERE id = :guest;

-- The plan
SELECT privacy.start_erasure(:request, 10000001) AS erasure \gset
SELECT is((SELECT string_agg(kind || ' ' || key, ', ') FROM privacy.erasure_blockers WHERE erasure_id = :erasure), NULL, 'its own request and its duplicate do not block');
SELECT is((SELECT count(*)::int FROM privacy.erasure_keys k, unnest(k.keys) WHERE k.erasure_id = :erasure), (SELECT sum(rows)::int FROM privacy.erasure_items WHERE erasure_id = :erasure AND action IN ('delete', 'change', 'mention')),
	'the plan names every row');
SELECT is((SELECT email FROM site.users WHERE id = 10009292), 'anna@meier.example', 'and changes nothing');
SELECT is((SELECT keep_until FROM privacy.erasure_items WHERE erasure_id = :erasure AND relation = 'site.users' AND action = 'keep' LIMIT 1), NULL, 'what stays has its ground, and its term where it has one');
SELECT throws_ok(format('SELECT privacy.run_erasure(%s, 10000001)', :erasure), '22023', 'This erasure is not approved.', 'nothing runs without approval');
SELECT throws_ok(act, '22023', NULL, 'failure: "not found" taken as success: ' || act) FROM unnest(ARRAY['SELECT privacy.new_erasure(NULL, 7, NULL, 10000001)', 'SELECT privacy.plan_erasure(-1)',
	'SELECT privacy.propose_erasure(-1, 10000001)', 'SELECT privacy.approve_erasure(-1, 10000002, ''00'')', 'SELECT privacy.run_erasure(-1, 10000001)', 'SELECT privacy.start_erasure(-1, 10000001)']) AS act;

-- The second person
SELECT privacy.propose_erasure(:erasure, 10000001) \g /dev/null
SELECT encode(plan_hash, 'hex') AS plan FROM privacy.erasures WHERE id = :erasure \gset
SELECT throws_ok(format('SELECT privacy.approve_erasure(%s, 10000001, %L)', :erasure, :'plan'), '42501', NULL, 'the proposer does not approve');
SELECT throws_ok(format('UPDATE privacy.erasures SET state = ''approved'', approved_by = 10000001, approved_at = now(), approved_hash = plan_hash WHERE id = %s', :erasure), '23514', NULL, 'not even the administrator makes one person two');
SELECT throws_ok(format('UPDATE privacy.erasures SET state = ''approved'', approved_by = 10000002, approved_at = now(), approved_hash = sha256(''x'') WHERE id = %s', :erasure), '23514', NULL, 'nor approves another plan');
SELECT throws_ok(format('SELECT privacy.approve_erasure(%s, 10000002, %L)', :erasure, repeat('0', 64)), '22023', NULL, 'approval is over the hash that was seen');
SELECT is(pg_temp.as_role(role, format('UPDATE privacy.erasures SET state = ''withdrawn'' WHERE id = %s RETURNING id', :erasure)), '42501', role || ' writes no erasure')
	FROM unnest(ARRAY['steward_api', 'steward_search', 'steward_console', 'site', 'steward_worker']) AS role;
SELECT is(pg_temp.as_role(role, format('SELECT privacy.erase_all(e) FROM privacy.erasures e WHERE e.id = %s', :erasure)), '42501', role || ' erases nothing behind the plan')
	FROM unnest(ARRAY['steward_api', 'steward_search', 'steward_console', 'site', 'steward_worker']) AS role;
SELECT is_empty($$ SELECT a.attrelid::regclass, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p') AND c.relnamespace = 'site'::regnamespace
	WHERE a.atttypid = 'numeric'::regtype AND a.attnum > 0 AND has_column_privilege('steward_eraser', a.attrelid, a.attnum, 'UPDATE') $$, 'who erases cannot change an amount');
SELECT is(pg_temp.as_role('steward_eraser', 'UPDATE site.invoice_lines SET price = 0 RETURNING 1'), '42501', 'nor by hand');
SELECT privacy.approve_erasure(:erasure, 10000002, :'plan') \g /dev/null

-- What was approved is what runs
SAVEPOINT changed;
INSERT INTO site.user_notes (user_id, body) VALUES (10009292, 'A note that nobody saw in the plan.');
SELECT throws_ok(format('SELECT privacy.run_erasure(%s, 10000001)', :erasure), 'ST012', NULL, 'a row that came later stops the run');
SELECT is((SELECT state || ' ' || (SELECT email FROM site.users WHERE id = 10009292) FROM privacy.erasures WHERE id = :erasure), 'approved anna@meier.example', 'failure: status set before the work, half-erased');
ROLLBACK TO changed;
SAVEPOINT thrown;
CREATE FUNCTION pg_temp.throws() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disk full'; END $$;
CREATE TRIGGER zz_throws BEFORE DELETE ON site.login_log FOR EACH ROW EXECUTE FUNCTION pg_temp.throws();
SELECT throws_ok(format('SELECT privacy.run_erasure(%s, 10000001)', :erasure), 'P0001', 'disk full', 'failure: one component throws and the status still says done');
SELECT is((SELECT state FROM privacy.erasures WHERE id = :erasure) || (SELECT count(*) FROM site.user_notes WHERE user_id = 10009292), 'approved2', 'nothing happened');
ROLLBACK TO thrown;
SAVEPOINT held;
INSERT INTO privacy.holds (user_id, kind, reason) VALUES (10009292, 'hold', 'A claim is expected.');
SELECT throws_ok(format('SELECT privacy.run_erasure(%s, 10000001)', :erasure), '22023', 'Something stands in the way of this erasure.', 'failure: hold documented but not read');
SELECT is(pg_temp.refusal('site', 'DELETE FROM site.user_custom_values WHERE user_id = 10009292'), 'ST022|A legal hold lies on this account.|The privacy officer can lift the hold.', 'the website removes no held row');
ROLLBACK TO held;
SAVEPOINT forgotten;
CREATE TABLE site.forgotten (id bigint PRIMARY KEY, user_id bigint, secret text);
SELECT throws_ok(format('SELECT privacy.run_erasure(%s, 10000001)', :erasure), '22023', 'Something stands in the way of this erasure.', 'failure: table forgotten, missing table skipped silently');
SELECT privacy.plan_erasure(:erasure) \g /dev/null
SELECT is((SELECT string_agg(relation || '.' || key, ', ' ORDER BY key) FROM privacy.erasure_blockers WHERE erasure_id = :erasure AND kind = 'unmapped'), 'site.forgotten.id, site.forgotten.secret, site.forgotten.user_id', 'each unmapped column is named');
ROLLBACK TO forgotten;
SAVEPOINT unindexed;
DROP INDEX site.user_notes_scan_idx;
SELECT throws_ok(format('SELECT privacy.run_erasure(%s, 10000001)', :erasure), '22023', 'Something stands in the way of this erasure.', 'failure: residual check run after its index is gone');
SELECT throws_ok(format('SELECT privacy.erase_all(e) FROM privacy.erasures e WHERE e.id = %s', :erasure), 'ST013', 'The index of the residual scan is missing on site.user_notes.', 'not even behind the plan');
SELECT privacy.plan_erasure(:erasure) \g /dev/null
SELECT is((SELECT string_agg(kind || ' ' || relation, ', ' ORDER BY kind) FROM privacy.erasure_blockers WHERE erasure_id = :erasure), 'fault , unindexed site.user_notes', 'the table is named');
ROLLBACK TO unindexed;

-- The run
SELECT privacy.run_erasure(:erasure, 10000001) \g /dev/null
SELECT is((SELECT state FROM privacy.erasures WHERE id = :erasure) || ' ' || (SELECT state FROM privacy.requests WHERE id = :request), 'done done', 'erased');
SELECT ok((SELECT erased_at IS NOT NULL AND NOT enabled AND login ~ '^erased-[0-9]+@erased\.invalid$' AND last_name !~ 'Meier' FROM site.users WHERE id = 10009292), 'the account is a number, marked with a date');
SELECT is((SELECT count(*)::int FROM site.credentials WHERE user_id = 10009292) + (SELECT count(*)::int FROM site.sessions WHERE user_id = 10009292), 0, 'nobody logs in as it');
SELECT is_empty($$ SELECT id, entity FROM audit.changes WHERE concat(old, new) ~* 'anna@meier|anna meier' UNION ALL SELECT id, entity FROM audit.access WHERE concat(request, reason) ~* 'anna@meier' $$, 'failure: name survives in the audit or privacy log');
SELECT is_empty($$ SELECT * FROM privacy.requests WHERE concat(email, person, wish) ~* 'meier' UNION ALL SELECT * FROM privacy.requests WHERE id = 0 $$, 'nor in the register');
SELECT is((SELECT count(*)::int FROM privacy.ledger WHERE erasure_id = :erasure AND hash = privacy.ledger_hash(ledger)), 1, 'a line of the ledger');
SELECT is((SELECT certificate ~* 'meier|10009292' FROM privacy.ledger WHERE erasure_id = :erasure), false, 'whose certificate names nobody');
SELECT is((SELECT (certificate::jsonb)->>'approved_by' || ' ' || ((certificate::jsonb)->>'plan') FROM privacy.ledger WHERE erasure_id = :erasure), 'ben ' || :'plan', 'but both officers, and the plan');
SELECT is((SELECT count(*)::int FROM privacy.erasure_keys WHERE erasure_id = :erasure), 0, 'the keys of the plan are gone with the rows');

-- It stays erased
SELECT is(pg_temp.as_role('site', 'UPDATE site.users SET phone = ''+49 221 5550101'' WHERE id = 10009292 RETURNING 1'), 'ST020', 'failure: later step writes old values back');
SELECT is(pg_temp.as_role('site', 'INSERT INTO site.activity_log (user_id, kind, detail) VALUES (10009292, ''search'', ''late'') RETURNING 1'), NULL, 'a late line of a log is not written');
SELECT is(pg_temp.as_role('site', 'INSERT INTO site.sessions (user_id) VALUES (10009292) RETURNING 1'), 'ST020', 'failure: erased person returns by sign-in');
SELECT isnt(pg_temp.as_role('site', 'INSERT INTO site.users (login, email, last_name) VALUES (''anna@meier.example'', ''anna@meier.example'', ''Meier'') RETURNING id'), '10009292', 'who signs up with the erased address gets a new account');
SELECT is((SELECT count(*)::int FROM privacy.suppressions WHERE hash = auth.keyed_hash('email|anna@meier.example')), 1, 'and no news without asking for it');
SELECT (privacy.new_erasure(NULL, id, NULL, 10000001)) AS second FROM site.users WHERE email = 'anna@meier.example' \gset
SELECT is((SELECT string_agg(sentence, ' ') FROM privacy.erasure_blockers WHERE erasure_id = :second AND kind = 'fault'), NULL, 'failure: unique collision on the second erasure');
SELECT privacy.new_erasure(NULL, 10009292, NULL, 10000001) AS third \gset
SELECT is((SELECT string_agg(kind, ' ') FROM privacy.erasure_blockers WHERE erasure_id = :third), 'erased', 'an erased account is not erased twice');
SELECT is_empty($$ SELECT id FROM site.users WHERE id = 10009292 AND (login ~ encode(sha256('anna@meier.example'), 'hex') OR login ~ md5('anna@meier.example')) $$, 'failure: placeholder reversible (hash of the e-mail)');

-- Restriction
INSERT INTO privacy.holds (user_id, kind, reason) VALUES (10000042, 'restriction', 'Accuracy is contested.');
SELECT is(pg_temp.as_role('site', 'UPDATE site.users SET city = ''Bonn'' WHERE id = 10000042 RETURNING 1'), 'ST021', 'a restricted person''s rows are not written by the website');
SELECT is(pg_temp.as_role('steward_api', 'DELETE FROM site.user_notes WHERE user_id = 10000042 RETURNING 1'), NULL, 'nor by the console, whose policies show it nothing without a session');
SELECT throws_ok('SELECT privacy.lift_hold(max(id), 10000001) FROM privacy.holds WHERE user_id = 10000042', '22023', 'The person must be told before the restriction is lifted.', 'lifting takes the notice first');
SELECT throws_ok('UPDATE privacy.holds SET lifted_at = now() WHERE user_id = 10000042', '23514', NULL, 'for the administrator too');
UPDATE privacy.holds SET notice_sent_at = now() WHERE user_id = 10000042;
SELECT lives_ok('SELECT privacy.lift_hold(max(id), 10000001) FROM privacy.holds WHERE user_id = 10000042', 'after it, it is lifted');
SELECT is(pg_temp.as_role('site', 'UPDATE site.users SET city = ''Bonn'' WHERE id = 10000042 RETURNING 1'), '1', 'and the website writes again');

-- Nobody erases himself, and not the last superadmin
SELECT throws_ok('INSERT INTO privacy.erasures (user_id, state, plan_hash, proposed_by) VALUES (10000001, ''proposed'', sha256(''x''), 10000001)', '23514', NULL, 'nobody proposes himself');
SELECT * FROM finish();
ROLLBACK;
