-- Contributors: what is payable when, limits and months, preview and run, each line once.
SELECT * FROM no_plan();
\ir helpers.psql
\ir api.psql
SELECT pg_temp.enrol('ben', 'staff', 'finance'), pg_temp.enrol('anna', 'staff', 'support') \g /dev/null
SELECT pg_temp.enter('ben') AS ben \gset
-- The demo's books balance to begin with
\ir balance.psql

-- Three contributors of a new group: one under his limit, one whose months have not passed, one who is paid
INSERT INTO site.supplier_groups (id, name, royalty_percent) VALUES (900, 'Test', 50);
INSERT INTO site.suppliers (id, name, group_id, royalty_percent, lower_limit, months_between) VALUES (9001, 'Limit', 900, NULL, 100, 0), (9002, 'Months', 900, NULL, 0, 6), (9003, 'Paid', 900, 33.33, 10, 0), (9004, 'Resting', 900, NULL, 0, 0);
UPDATE site.suppliers SET active = false WHERE id = 9004;
INSERT INTO site.files (id, supplier_id) SELECT 90000000 + n, 9000 + n FROM generate_series(1, 4) n;
INSERT INTO site.users (id, type, login, last_name, country) VALUES (99000002, 'client', 'buyer@x.example', 'Buyer', 'NL');
INSERT INTO site.invoices (id, user_id) VALUES (990100, 99000002);
INSERT INTO site.invoice_lines (invoice_id, file_id, description, price) SELECT 990100, 90000000 + n, 'sale', 100.01 FROM generate_series(1, 4) n;
SELECT is((SELECT string_agg(supplier_id || ':' || royalty_percent || ':' || royalty_amount, ' ' ORDER BY id) FROM site.invoice_lines WHERE invoice_id = 990100), '9001:50.00:0.00 9002:50.00:0.00 9003:33.33:0.00 9004:50.00:0.00', 'the share is the contributor''s, else the group''s; nothing is owed for a draft');
UPDATE site.invoices SET status = 'issued' WHERE id = 990100;
SELECT is((SELECT string_agg(royalty_amount::text, ' ' ORDER BY id) FROM site.invoice_lines WHERE invoice_id = 990100), '50.01 50.01 33.33 50.01', 'it is owed when the invoice is issued');
SELECT is((SELECT count(payable_on)::int FROM site.invoice_lines WHERE invoice_id = 990100), 0, 'and payable when it is paid');
SELECT is(pg_temp.refusal('site', 'UPDATE site.invoice_lines SET royalty_percent = 90 WHERE invoice_id = 990100'), '22023|A contributor''s share in a line never changes afterwards.', 'never another share');
INSERT INTO site.payments (invoice_id, amount) SELECT id, total FROM site.invoices WHERE id = 990100;
SELECT is((SELECT count(payable_on)::int FROM site.invoice_lines WHERE invoice_id = 990100), 4, 'now it is');
INSERT INTO site.payments (invoice_id, amount) VALUES (990100, -50);
SELECT is((SELECT count(payable_on)::int FROM site.invoice_lines WHERE invoice_id = 990100), 0, 'not when money went back');
INSERT INTO site.payments (invoice_id, amount) VALUES (990100, 50);
SET session_replication_role = replica;
INSERT INTO site.payment_runs (id, run_on, status) VALUES (9900, current_date - 60, 'run');
INSERT INTO site.statements (id, run_id, supplier_id, run_on, currency, lines, total) VALUES (9900, 9900, 9002, current_date - 60, 'EUR', 1, 1);
RESET session_replication_role;

CREATE FUNCTION pg_temp.run_version(p_key text) RETURNS bigint LANGUAGE sql AS $$ SELECT version FROM site.payment_runs WHERE id = p_key::bigint $$;
SELECT is(pg_temp.save('payment_runs', NULL, NULL, format('{"group_id": "900", "run_on": "%s"}', current_date + 1), 'dddddddd-0000-4000-8000-000000000001'), 'saved 1', 'a run');
SELECT key AS run FROM api.outcome('dddddddd-0000-4000-8000-000000000001') \gset
SELECT is(pg_temp.act('payment_runs', :'run', 'run', 1), '22023|Preview the payment run first.', 'is previewed first');
SELECT count(*) AS before FROM site.statements \gset
SELECT is(pg_temp.act('payment_runs', :'run', 'preview', 1), 'saved 2', 'previewed');
SELECT is((SELECT concat_ws(' ', status, statements, lines, total) FROM site.payment_runs WHERE id = :run), 'previewed 1 1 33.33', 'one is paid: not who is under his limit, was paid lately or rests');
SELECT is((SELECT count(*) FROM site.statements), :before::bigint, 'and all was rolled back');
SELECT is((SELECT bool_or(paid_out) FROM site.invoice_lines WHERE invoice_id = 990100), false, 'nothing is paid out');
UPDATE site.suppliers SET lower_limit = 50 WHERE id = 9001;
SELECT is(pg_temp.act('payment_runs', :'run', 'run', 2), '22023|What would be paid has changed since the preview.', 'what was not seen is not paid');
SELECT is((SELECT count(*) FROM site.statements), :before::bigint, 'nothing was');
SELECT is(pg_temp.act('payment_runs', :'run', 'preview', 2), 'saved 3', 'previewed again');
SELECT is(pg_temp.act('payment_runs', :'run', 'run', 3), 'saved 4', 'run');
SELECT is((SELECT string_agg(supplier_id || ':' || total, ' ' ORDER BY supplier_id) FROM site.statements WHERE run_id = :run), '9001:50.01 9003:33.33', 'two are paid');
SELECT is(pg_temp.act('payment_runs', :'run', 'run', 4), '22023|This payment run was run: it stays as it is.', 'once');
SELECT is(pg_temp.save('payment_runs', :'run', 4, '{"note": "x"}'), '22023|This payment run was run: it stays as it is.', 'for good');
SELECT is(pg_temp.refusal('postgres', format('UPDATE site.payment_runs SET run_by = NULL, created_by = NULL WHERE id = %s', :'run')), NULL, 'but who ran it can be forgotten');
SELECT is(pg_temp.refusal('postgres', format('UPDATE site.statements SET total = 1 WHERE run_id = %s', :'run')), '22023|A statement never changes.|What was paid too much is taken back on the next one, by a credit note.', 'a statement never changes');
SELECT is(pg_temp.refusal('postgres', format('DELETE FROM site.statement_lines WHERE statement_id IN (SELECT id FROM site.statements WHERE run_id = %s)', :'run')), '22023|A statement never changes.|What was paid too much is taken back on the next one, by a credit note.', 'nor do its lines');
SELECT is(pg_temp.refusal('postgres', format('INSERT INTO site.statement_lines (statement_id, invoice_line_id, amount) SELECT s.id, l.id, 999 FROM site.statements s JOIN site.invoice_lines l ON l.supplier_id = s.supplier_id WHERE s.run_id = %s', :'run')), '22023|This line cannot be paid to that contributor now.', 'nobody adds to it');
SELECT is(pg_temp.act('invoice_lines', (SELECT id::text FROM site.invoice_lines WHERE invoice_id = 990100 AND supplier_id = 9001), 'payable', (SELECT version FROM site.invoice_lines WHERE invoice_id = 990100 AND supplier_id = 9001)),
	'22023|payable_on|This line is on a statement: the contributor was paid.', 'what is paid is not unmarked');

-- Credited afterwards: taken back on the next statement
SELECT meta.credit_lines(990100, l.id, NULL, '') FROM site.invoice_lines l WHERE l.invoice_id = 990100 AND l.supplier_id = 9003 \g /dev/null
SELECT is((SELECT concat_ws(' ', royalty_amount, payable_on IS NOT NULL) FROM site.invoice_lines WHERE credits_line_id IS NOT NULL AND supplier_id = 9003), '-33.33 t', 'a credit is payable too, below zero');
SELECT is(pg_temp.save('payment_runs', NULL, NULL, format('{"group_id": "900", "run_on": "%s"}', current_date + 2), 'dddddddd-0000-4000-8000-000000000002'), 'saved 1', 'another run');
SELECT key AS run FROM api.outcome('dddddddd-0000-4000-8000-000000000002') \gset
SELECT is(pg_temp.act('payment_runs', :'run', 'preview', 1), 'saved 2', 'previewed');
SELECT is((SELECT statements FROM site.payment_runs WHERE id = :run), 0, 'nobody is paid less than nothing: it waits for his next sale');
SELECT is(pg_temp.act('payment_runs', :'run', 'run', 2), '22023|There is nothing to pay.', 'nothing to run');
SELECT pg_temp.enter('anna') \g /dev/null
SELECT is(pg_temp.act('payment_runs', :'run', 'run', 2), '42501|You need the right payment_run.run.', 'support pays nobody');
SELECT * FROM finish();
