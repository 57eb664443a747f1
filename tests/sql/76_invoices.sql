-- Invoices: drafts, numbers, what never changes, credits and payments to the cent; and a random history of some hundred steps that always balances.
SELECT * FROM no_plan();
\ir helpers.psql
\ir api.psql
SELECT pg_temp.enrol('anna', 'staff', 'support'), pg_temp.enrol('ben', 'staff', 'finance'), pg_temp.enrol('dirk', 'superadmin', 'superadmin') \g /dev/null
SELECT pg_temp.enter('ben') AS ben \gset

-- Rounding, stated once
SELECT results_eq('SELECT site.round_money(x) FROM unnest(ARRAY[0.005, -0.005, 1.005, 2.675, -2.675, 12.3449999]) AS x', ARRAY[0.01, -0.01, 1.01, 2.68, -2.68, 12.34], 'halves go away from zero, on both sides');

SELECT results_eq('SELECT site.round_money(x, site.decimals_of(c)) FROM (VALUES (0.5, ''JPY''), (-0.5, ''JPY''), (1234.49, ''KRW''), (0.005, ''EUR''), (2.5, ''CHF'')) AS v (x, c)', ARRAY[1, -1, 1234, 0.01, 2.50], 'with the decimals of the currency');
SELECT results_eq('SELECT site.shown_money(x, 0)::text FROM unnest(ARRAY[1200.00, 12.50, 0]) AS x', ARRAY['1200', '12.50', '0'], 'what was charged with decimals once is shown with them');

-- A draft of free lines
SELECT is(pg_temp.save('invoices', NULL, NULL, '{"user_id": "10009292", "reference": "PO 7"}', 'cccccccc-0000-4000-8000-000000000001'), 'saved 1', 'a draft');
SELECT key AS draft FROM api.outcome('cccccccc-0000-4000-8000-000000000001') \gset
SELECT is(concat_ws('/', status, number, currency, created_by = :ben), 'draft/EUR/t', 'has no number') FROM site.invoices WHERE id = :draft;
SELECT is(pg_temp.act('invoices', :'draft', 'issue', 1), '22023|An invoice without lines is not issued.', 'an empty one is not issued');
SELECT is(pg_temp.save('invoice_lines', NULL, NULL, format('{"invoice_id": "%s", "description": "Research", "quantity": "3", "price": "33.33", "discount": "10"}', :'draft')), 'saved 1', 'a line');
SELECT is(pg_temp.save('invoice_lines', NULL, NULL, format('{"invoice_id": "%s", "description": "Scan", "price": "0.03", "tax_label": "VAT", "tax_rate": "21"}', :'draft')), 'saved 1', 'with a rate of its own')
	FROM generate_series(1, 3);
SELECT is(string_agg(concat_ws(' ', tax_label, tax_rate, net, tax), ', ' ORDER BY first_line), 'VAT reverse charge 0.00 89.99 0.00, VAT 21.00 0.09 0.02', 'a business in the EU: reversed; tax is rounded once for each rate') FROM site.invoice_sums WHERE invoice_id = :draft;
SELECT is((SELECT string_agg(tax::text, ' ' ORDER BY id) FROM site.invoice_lines WHERE invoice_id = :draft), '0.00 0.01 0.00 0.01', 'and shared out to its lines');
SELECT is(concat_ws(' ', net_total, tax_total, total, open_total), '90.08 0.02 90.10 0.00', 'the sums of a draft; nothing is open') FROM site.invoices WHERE id = :draft;
SELECT alike(pg_temp.act('invoice_lines', (SELECT max(id)::text FROM site.invoice_lines WHERE invoice_id = :draft), 'remove', (SELECT version FROM site.invoice_lines WHERE id = (SELECT max(id) FROM site.invoice_lines WHERE invoice_id = :draft))), 'saved %', 'a line goes');
SELECT is(concat_ws(' ', net_total, tax_total), '90.05 0.01', 'and what it came to') FROM site.invoices WHERE id = :draft;
SELECT is(pg_temp.refusal('site', format(statement, :'draft')), '22023|' || said, statement) FROM (VALUES
	('UPDATE site.invoices SET net_total = 1 WHERE id = %s', 'The sums of an invoice are those of its lines.'),
	('UPDATE site.invoices SET number = ''2026-99999'' WHERE id = %s', 'The number is given when an invoice is issued.'),
	('UPDATE site.invoices SET status = ''paid'' WHERE id = %s', 'A draft is issued or voided, nothing else.'),
	('UPDATE site.invoices SET user_id = 10000013 WHERE id = %s', 'An invoice keeps its account, and its currency once it has lines.|Void the draft, and make another.')) AS v (statement, said);
SELECT alike(pg_temp.refusal('site', format('INSERT INTO site.payments (invoice_id, amount) VALUES (%s, 10)', :'draft')), '22023|Payments belong to issued invoices.%', 'a draft is not paid');

-- Issued: a number, the buyer as he is now
SELECT last + 1 AS next FROM site.invoice_numbers WHERE year = 2026 \gset
SELECT alike(pg_temp.act('invoices', :'draft', 'issue', (SELECT version FROM site.invoices WHERE id = :draft)), 'saved %', 'issued');
SELECT is(concat_ws('/', number, status, invoice_date, due_date - invoice_date, rate, buyer_company, buyer_country, buyer_vat_number <> '', keep_until, issued_by = :ben),
	concat_ws('/', '2026-' || lpad(:'next', 5, '0'), 'issued', '2026-11-23', (SELECT coalesce(settlement_days, 30) FROM site.users WHERE id = 10009292), '1.000000', 'Meier & Söhne GmbH', 'DE', 't', '2033-12-31', 't'), 'with the next number, dates, rate and buyer')
	FROM site.invoices WHERE id = :draft;
UPDATE site.users SET company = 'Other' WHERE id = 10009292;
SELECT is((SELECT buyer_company FROM site.invoices WHERE id = :draft), 'Meier & Söhne GmbH', 'which stays as it was');
SELECT is(pg_temp.refusal(role, format(statement, :'draft')), '22023|An issued invoice never changes.|Credit it, and make a new one.', role || ': ' || statement) FROM unnest(ARRAY['site', 'postgres']) AS role, unnest(ARRAY[
	'UPDATE site.invoices SET buyer_name = ''x'' WHERE id = %s', 'UPDATE site.invoices SET number = NULL WHERE id = %s', 'UPDATE site.invoices SET due_date = due_date + 1 WHERE id = %s', 'UPDATE site.invoices SET net_total = 0 WHERE id = %s',
	'UPDATE site.invoices SET paid_total = total WHERE id = %s', 'UPDATE site.invoices SET status = ''paid'' WHERE id = %s', 'UPDATE site.invoices SET status = ''void'' WHERE id = %s', 'UPDATE site.invoices SET rate = 2 WHERE id = %s',
	'UPDATE site.invoice_lines SET price = 1 WHERE invoice_id = %s', 'UPDATE site.invoice_lines SET tax = 0.01 WHERE invoice_id = %s', 'UPDATE site.invoice_lines SET royalty_amount = 1 WHERE invoice_id = %s',
	'DELETE FROM site.invoice_lines WHERE invoice_id = %s', 'INSERT INTO site.invoice_lines (invoice_id, description) VALUES (%s, ''more'')']) AS statement;
-- The console's owner has not even the columns; of those that it has, none moves.
SELECT is(pg_temp.as_role('steward_api', format('UPDATE site.invoices SET number = ''2026-00001'' WHERE id = %s RETURNING 1', :'draft')), '42501', 'steward_api has no such right');
SELECT is(pg_temp.as_role('steward_api', format('UPDATE site.invoices SET note = ''x'' WHERE id = %s RETURNING 1', :'draft')), '22023', 'and changes no note');
SELECT is(pg_temp.refusal('postgres', format('DELETE FROM site.invoices WHERE id = %s', :'draft')), '22023|An issued invoice is kept as long as the tax law wants it.', 'nor is it removed');
SELECT is(pg_temp.act('invoices', :'draft', 'void', (SELECT version FROM site.invoices WHERE id = :draft)), '22023|Only a draft is voided.', 'nor voided');

-- Payments: part, the rest, too much, back
CREATE FUNCTION pg_temp.pay(p_invoice text, p_amount text) RETURNS text LANGUAGE sql AS
$$ SELECT pg_temp.save('payments', NULL, NULL, format('{"invoice_id": "%s", %s"description": "test"}', p_invoice, CASE WHEN p_amount <> '' THEN format('"amount": "%s", ', p_amount) ELSE '' END)) $$;
CREATE FUNCTION pg_temp.stands(p_invoice text) RETURNS text LANGUAGE sql AS
$$ SELECT concat_ws(' ', status, paid_total, credited_total, open_total) FROM site.invoices WHERE id = p_invoice::bigint $$;
SELECT is(pg_temp.pay(:'draft', '40'), 'saved 0', 'a part');
SELECT is(pg_temp.stands(:'draft'), 'part_paid 40.00 0.00 50.06', 'part-paid');
SELECT is(pg_temp.pay(:'draft', ''), 'saved 0', 'no amount: the rest');
SELECT is(pg_temp.stands(:'draft'), 'paid 90.06 0.00 0.00', 'paid');
SELECT is(pg_temp.pay(:'draft', '10'), 'saved 0', 'too much');
SELECT is(pg_temp.stands(:'draft'), 'paid 100.06 0.00 -10.00', 'he gets something back');
SELECT is(pg_temp.pay(:'draft', '-100.08'), '22023|amount|More cannot be paid back than was paid.', 'not more than he paid');
SELECT is(pg_temp.pay(:'draft', '-60'), 'saved 0', 'back');
SELECT is(pg_temp.stands(:'draft'), 'part_paid 40.06 0.00 50.00', 'and it is open again');
SELECT is(pg_temp.pay(:'draft', '0'), '23000|amount|Nothing is no payment.', 'nothing is none');
SELECT alike(pg_temp.refusal('postgres', 'UPDATE site.payments SET amount = 1 WHERE id = (SELECT max(id) FROM site.payments)'), '22023|A payment that was registered never changes.%', 'a payment never changes');
SELECT alike(pg_temp.refusal('postgres', 'DELETE FROM site.payments WHERE id = (SELECT max(id) FROM site.payments)'), '22023|A payment that was registered never changes.%', 'nor goes');
SELECT is(pg_temp.act('invoices', :'draft', 'remind', (SELECT version FROM site.invoices WHERE id = :draft)), '22023|invoice_id|This invoice is not due yet.', 'not due yet');
SELECT id AS late, version AS late_version, reminders AS reminded FROM site.invoices WHERE kind = 'invoice' AND status = 'issued' AND due_date < '2026-10-01' ORDER BY id LIMIT 1 \gset
SELECT is(pg_temp.act('invoices', :'late', 'remind', :late_version, '{"note": "by phone"}'), 'saved ' || (:late_version + 1), 'a reminder');
SELECT is(concat_ws(' ', level, open_total = (SELECT open_total FROM site.invoices WHERE id = :late), note), (:reminded + 1) || ' t by phone', 'is counted') FROM site.reminders WHERE invoice_id = :late ORDER BY id DESC LIMIT 1;
SELECT version AS late_now FROM site.invoices WHERE id = :late \gset
BEGIN;
ALTER TABLE site.text_versions DISABLE TRIGGER USER;
UPDATE site.text_versions SET name = 'marketing', no = no + 100 WHERE name = 'reminder';
SELECT is(pg_temp.act('invoices', :'late', 'remind_mail', :late_now), '22023|The text of reminders is not published yet.', 'no text, no mail');
ROLLBACK;
UPDATE auth.settings SET value = 'off' WHERE name = 'mail';
SELECT alike(pg_temp.act('invoices', :'late', 'remind_mail', :late_now), '22023|Such mail is switched off.%', 'nor when mail is switched off');
UPDATE auth.settings SET value = 'on' WHERE name = 'mail';
SELECT is((SELECT reminders FROM site.invoices WHERE id = :late), :reminded + 1, 'neither was registered');
SELECT alike(pg_temp.act('invoices', :'late', 'remind_mail', :late_now), 'saved %', 'a reminder by mail');
SELECT is((SELECT concat_ws('|', m.recipient = u.email, m.state, m.subject LIKE '% ' || i.number, position(i.number IN m.body) > 0, position(i.currency || ' ' || to_char(i.open_total, 'FM999,999,999,990.00') IN m.body) > 0,
		m.body ~ '[{](name|number|date|due|open)[}]', i.reminders) FROM auth.mails m, site.invoices i JOIN site.users u ON u.id = i.user_id WHERE i.id = :late AND m.kind = 'reminder'), 't|waiting|t|t|t|f|' || :reminded + 2, 'is in the outbox, with the facts of the invoice');
SELECT is((SELECT count(*)::int FROM site.reminders WHERE invoice_id = :late AND note = 'by mail'), 1, 'and registered');

-- Credits: a line, then the rest
SELECT id AS line, amount + tax AS gross FROM site.invoice_lines WHERE invoice_id = :draft ORDER BY id LIMIT 1 \gset
SELECT alike(pg_temp.act('invoice_lines', :'line', 'credit', (SELECT version FROM site.invoice_lines WHERE id = :line), '{"note": "wrong"}'), 'saved %', 'a line is credited');
SELECT is(concat_ws('/', c.kind, c.status, c.number > i.number, c.total = -:gross, c.currency = i.currency, c.buyer_company = i.buyer_company), 'credit/issued/t/t/t/t', 'by a credit note with a number of its own')
	FROM site.invoices c JOIN site.invoices i ON i.id = c.credits_id WHERE i.id = :draft;
SELECT is(pg_temp.stands(:'draft'), 'paid 40.06 89.99 -39.99', 'less is owed');
SELECT is(pg_temp.act('invoice_lines', :'line', 'credit', (SELECT version FROM site.invoice_lines WHERE id = :line)), '22023|This line is credited already.', 'a line once');
SELECT is(pg_temp.pay(:'draft', '-39.99'), 'saved 0', 'he gets it back');
SELECT alike(pg_temp.act('invoices', :'draft', 'credit', (SELECT version FROM site.invoices WHERE id = :draft)), 'saved %', 'the rest is credited');
SELECT is(pg_temp.stands(:'draft'), 'credited 0.07 90.06 -0.07', 'all is');
SELECT is(pg_temp.act('invoices', :'draft', 'credit', (SELECT version FROM site.invoices WHERE id = :draft)), '22023|This invoice is credited already.', 'once');
SELECT alike(pg_temp.refusal('site', format('INSERT INTO site.payments (invoice_id, amount) SELECT id, 1 FROM site.invoices WHERE credits_id = %s', :'draft')), '22023|Payments belong to issued invoices.%', 'a credit note is not paid');

-- From orders: marked lines of an account, of an organisation; each line once
SELECT o.id AS sold, o.user_id AS buyer FROM site.orders o JOIN site.order_lines l ON l.order_id = o.id JOIN site.users u ON u.id = o.user_id AND u.type = 'client' WHERE l.to_invoice AND NOT l.invoiced AND l.price > 0 AND l.supplier_id IS NOT NULL
	GROUP BY o.id ORDER BY o.id LIMIT 1 \gset
SELECT count(*) AS marked FROM site.order_lines l JOIN site.orders o ON o.id = l.order_id WHERE o.user_id = :buyer AND l.to_invoice AND NOT l.invoiced AND l.price IS NOT NULL \gset
SELECT is(pg_temp.save('invoices', NULL, NULL, format('{"source": "marked", "user_id": "%s"}', :'buyer'), 'cccccccc-0000-4000-8000-000000000002'), 'saved ' || 2, 'a draft of all marked lines');
SELECT key AS bill FROM api.outcome('cccccccc-0000-4000-8000-000000000002') \gset
SELECT is((SELECT count(*) FROM site.invoice_lines WHERE invoice_id = :bill), :marked::bigint, 'has all of them');
SELECT is_empty(format('SELECT l.id FROM site.invoice_lines l JOIN site.order_lines o ON o.id = l.order_line_id WHERE l.invoice_id = %s AND (l.amount, l.supplier_id, l.royalty_percent, o.invoiced) IS DISTINCT FROM (o.amount, o.supplier_id, o.royalty_percent, true)', :'bill'), 'as they were ordered');
SELECT is(pg_temp.save('invoices', NULL, NULL, format('{"source": "marked", "user_id": "%s"}', :'buyer')), '22023|source|No line is marked for invoicing.', 'and nothing is left');
SELECT is(pg_temp.refusal('site', format('INSERT INTO site.invoice_lines (invoice_id, order_line_id, description) SELECT invoice_id, order_line_id, '''' FROM site.invoice_lines WHERE invoice_id = %s', :'bill')),
	'23505|duplicate key value violates unique constraint "invoice_lines_one_invoice_key"', 'no line stands on two invoices');
SELECT is(pg_temp.refusal('site', format('UPDATE site.order_lines SET price = 1 WHERE id = (SELECT min(order_line_id) FROM site.invoice_lines WHERE invoice_id = %s)', :'bill')), '22023|This line is on an invoice.|Credit its line there first.', 'nor changes its price');
SELECT is(pg_temp.refusal('site', format('UPDATE site.order_lines SET invoiced = false WHERE id = (SELECT min(order_line_id) FROM site.invoice_lines WHERE invoice_id = %s)', :'bill')), '22023|Whether a line is invoiced is said by the invoices.', 'nor says so itself');
SELECT alike(pg_temp.act('invoices', :'bill', 'void', (SELECT version FROM site.invoices WHERE id = :bill)), 'saved %', 'voided');
SELECT is((SELECT bool_or(o.invoiced) FROM site.invoice_lines l JOIN site.order_lines o ON o.id = l.order_line_id WHERE l.invoice_id = :bill), false, 'its lines can be invoiced again');
SELECT alike(pg_temp.save('invoices', NULL, NULL, format('{"source": "order", "order_id": "%s"}', :'sold')), 'saved %', 'from one order');
SELECT is(pg_temp.save('invoices', NULL, NULL, '{"source": "order", "order_id": "1"}'), '22023|order_id|There is no such record.', 'one that exists');
SELECT is(pg_temp.save('invoices', NULL, NULL, '{"source": "other"}'), '22023|source|This value is not allowed.', 'in no other way');
UPDATE site.organisations SET invoice_user_id = NULL WHERE id = 2000;
SELECT alike(pg_temp.save('invoices', NULL, NULL, '{"source": "organisation", "organisation_id": "2000"}'), '22023|organisation_id|This organisation has no account%', 'an organisation needs an account for it');
INSERT INTO site.users (id, type, login, last_name, organisation_id, country) VALUES (99000001, 'client', 'two@meier.example', 'Zwei', 2000, 'DE');
UPDATE site.organisations SET invoice_user_id = 10009292 WHERE id = 2000;
INSERT INTO site.orders (id, user_id, status) VALUES (990001, 99000001, 'submitted');
INSERT INTO site.order_lines (order_id, file_id, price) VALUES (990001, 30000001, 80), (990001, 30000002, 20.5);
UPDATE site.order_lines SET to_invoice = true WHERE order_id = 990001;
SELECT alike(pg_temp.save('invoices', NULL, NULL, '{"source": "organisation", "organisation_id": "2000"}'), 'saved %', 'across an organisation');
SELECT is(concat_ws(' ', user_id, net_total >= 100.50), '10009292 t', 'to its invoicing account') FROM site.invoices ORDER BY id DESC LIMIT 1;
SELECT is(pg_temp.refusal('site', format('INSERT INTO site.invoice_lines (invoice_id, order_line_id, description) SELECT (SELECT id FROM site.invoices WHERE user_id = 10000013 AND status = ''draft'' UNION ALL SELECT %s LIMIT 1), l.id, '''' FROM site.order_lines l JOIN site.orders o ON o.id = l.order_id
	WHERE o.user_id <> 10009292 AND NOT l.invoiced AND l.price IS NOT NULL AND o.currency = ''EUR'' AND NOT EXISTS (SELECT FROM site.users u WHERE u.id = o.user_id AND u.organisation_id = 2000) LIMIT 1', (SELECT max(id) FROM site.invoices))), '22023|That line was ordered by another account.', 'nobody pays for others');

-- Who may
SELECT pg_temp.enter('anna') \g /dev/null
SELECT is(pg_temp.act('invoices', :'bill', verb, 1), '42501|You need the right ' || needed || '.', 'support: ' || verb) FROM (VALUES ('issue', 'invoice.issue'), ('void', 'invoice.issue'), ('credit', 'invoice.credit'), ('remind', 'invoice.pay')) AS v (verb, needed);
SELECT is(pg_temp.save('payments', NULL, NULL, '{"invoice_id": "1"}'), '42501|You need the right invoice.pay.', 'support registers no payments');

-- Yen: no decimals anywhere, whoever writes
INSERT INTO site.exchange_rates (currency, valid_from, rate) VALUES ('JPY', '2020-01-01', 0.0061) ON CONFLICT DO NOTHING;
INSERT INTO site.orders (id, user_id, status, currency) VALUES (990010, 10000013, 'submitted', 'JPY');
INSERT INTO site.order_lines (id, order_id, file_id, price, discount) VALUES (9900100, 990010, 30000001, 12345, 33.33), (9900101, 990010, 30000002, NULL, 12.5);
SELECT is((SELECT amount FROM site.order_lines WHERE id = 9900100), 8230::numeric, 'a discount leaves whole yen');
UPDATE site.order_lines SET price = 999 WHERE id = 9900101;
SELECT is((SELECT amount FROM site.order_lines WHERE id = 9900101), 874::numeric, 'so does a price that comes later');
SELECT alike(pg_temp.refusal('site', 'UPDATE site.order_lines SET price = 10.5 WHERE id = 9900100'), '23514|%', 'no part of a yen is a price');
SELECT pg_temp.enter('dirk') \g /dev/null
SELECT is(pg_temp.save('order_lines', '9900100', (SELECT version FROM site.order_lines WHERE id = 9900100), '{"price": "10.50"}'), '23000|price|This currency has no decimals.', 'and the console says why, beside the field');
SELECT alike(pg_temp.refusal('site', 'INSERT INTO site.orders (user_id, currency) VALUES (10000013, ''KWD'')'), '23514|%', 'nothing is ordered in a currency with three decimals');
UPDATE site.order_lines SET to_invoice = true WHERE order_id = 990010;
INSERT INTO site.invoices (id, user_id, currency) VALUES (990010, 10000013, 'JPY');
INSERT INTO site.invoice_lines (invoice_id, order_line_id, description, tax_label, tax_rate) SELECT 990010, l.id, '', 'VAT', 7.7 FROM site.order_lines l WHERE l.order_id = 990010;
SELECT is((SELECT concat_ws(' ', net_total, tax_total) FROM site.invoices WHERE id = 990010), '9104.00 701.00', 'tax of an invoice in yen is whole: 9104 at 7.7 %');
UPDATE site.invoices SET status = 'issued' WHERE id = 990010;
SELECT alike(pg_temp.refusal('site', 'INSERT INTO site.payments (invoice_id, amount) VALUES (990010, 100.50)'), '22023|This currency has no decimals.%', 'nor is a part of a yen paid');
INSERT INTO site.payments (invoice_id, amount) VALUES (990010, 9805);
SELECT is((SELECT concat_ws(' ', status, open_total) FROM site.invoices WHERE id = 990010), 'paid 0.00', 'paid to the yen');
SELECT pg_temp.ask('{"entity": "invoices", "columns": ["total", "currency"], "filter": [{"column": "id", "op": "=", "value": "990010"}], "limit": 5}') \g /dev/null
SELECT is(pg_temp.told('array_to_string(cells, $$ $$)'), '9805 JPY', 'the lists show it without decimals');
SELECT pg_temp.ask('{"entity": "invoices", "columns": ["total"], "filter": [{"column": "currency", "op": "=", "value": "EUR"}], "limit": 1}') \g /dev/null
SELECT alike(pg_temp.told('cells[1]'), '%.__', 'and others with two');
-- What was charged before keeps its decimals: a line of then, credited and paid
SET session_replication_role = replica;
INSERT INTO site.invoices (id, user_id, currency, number, status, invoice_date, due_date, rate, net_total, tax_total, keep_until, issued_at) VALUES (990011, 10000013, 'JPY', '2001-00001', 'issued', '2026-11-01', '2026-12-01', 0.0061, 100.55, 0, '2033-12-31', now());
INSERT INTO site.invoice_lines (invoice_id, description, price, tax_label, decimals) VALUES (990011, 'of old', 100.55, 'VAT', 2);
SET session_replication_role = origin;
INSERT INTO site.payments (invoice_id, amount) VALUES (990011, 50.50);
SELECT is((SELECT open_total FROM site.invoices WHERE id = 990011), 50.05, 'an invoice of before is paid with the decimals that it has');
INSERT INTO site.payments (invoice_id, amount) VALUES (990011, 50.05);
SET session_replication_role = replica;
DELETE FROM site.payments WHERE invoice_id = 990011;
DELETE FROM site.invoice_lines WHERE invoice_id = 990011;
DELETE FROM site.invoices WHERE id = 990011;
SET session_replication_role = origin;

-- A random history: orders, invoices, payments, credits, in three currencies, one without decimals; and after it every sum is what its parts come to
CREATE FUNCTION pg_temp.step(p_n integer) RETURNS text LANGUAGE plpgsql AS
$$
DECLARE
	wish text := (ARRAY['order', 'order', 'bill', 'bill', 'issue', 'issue', 'pay', 'pay', 'pay', 'back', 'credit', 'credit_line', 'void', 'edit'])[1 + floor(random() * 14)];
	cash text := (ARRAY['EUR', 'GBP', 'JPY'])[1 + floor(random() * 3)];
	made bigint;
	chosen record;
BEGIN
	CASE wish
		WHEN 'order' THEN
			INSERT INTO site.orders (user_id, status, currency) VALUES (10000013 + floor(random() * 3), 'submitted', cash) RETURNING id INTO made;
			INSERT INTO site.order_lines (order_id, file_id, price, discount) SELECT made, 30000001 + floor(random() * 5000), round((random() * 400)::numeric, site.decimals_of(cash)), (ARRAY[0, 0, 5, 12.5, 33.33])[1 + floor(random() * 5)] FROM generate_series(1, 1 + floor(random() * 5)::integer);
			UPDATE site.order_lines SET download = 'granted', to_invoice = true WHERE order_id = made;
		WHEN 'bill' THEN
			SELECT o.user_id, o.currency, array_agg(l.id) AS lines INTO chosen FROM site.order_lines l JOIN site.orders o ON o.id = l.order_id
				WHERE l.to_invoice AND NOT l.invoiced AND o.user_id BETWEEN 10000013 AND 10000016 GROUP BY 1, 2 ORDER BY random() LIMIT 1;
			IF FOUND THEN
				INSERT INTO site.invoices (user_id, organisation_id, currency) SELECT u.id, u.organisation_id, chosen.currency FROM site.users u WHERE u.id = chosen.user_id RETURNING id INTO made;
				INSERT INTO site.invoice_lines (invoice_id, order_line_id, description, tax_label, tax_rate) SELECT made, x, 'sold', 'VAT', (ARRAY[21, 9, 19, 7.7])[1 + floor(random() * 4)] FROM unnest(chosen.lines) AS x;
				INSERT INTO site.invoice_lines (invoice_id, description, quantity, price, tax_label, tax_rate) VALUES (made, 'free', 1 + floor(random() * 9)::integer, round((random() * 30)::numeric, site.decimals_of(chosen.currency)), 'VAT', 21);
			END IF;
		WHEN 'edit' THEN
			UPDATE site.invoice_lines l SET discount = round((random() * 50)::numeric, 2), quantity = 2 FROM site.invoices i WHERE i.id = l.invoice_id AND i.status = 'draft' AND i.kind = 'invoice' AND l.order_line_id IS NULL AND random() < 0.3;
		WHEN 'issue' THEN
			UPDATE site.invoices SET status = 'issued' WHERE id = (SELECT i.id FROM site.invoices i WHERE i.status = 'draft' AND i.user_id BETWEEN 10000013 AND 10000016 ORDER BY random() LIMIT 1);
		WHEN 'void' THEN
			UPDATE site.invoices SET status = 'void' WHERE random() < 0.3 AND id = (SELECT i.id FROM site.invoices i WHERE i.status = 'draft' AND i.user_id BETWEEN 10000013 AND 10000016 ORDER BY random() LIMIT 1);
		WHEN 'credit' THEN
			PERFORM meta.credit_lines(i.id, NULL, NULL, 'all') FROM (SELECT x.id FROM site.invoices x WHERE x.kind = 'invoice' AND x.number IS NOT NULL AND x.status <> 'credited' AND x.user_id BETWEEN 10000013 AND 10000016 AND x.created_at > now() - interval '1 day' ORDER BY random() LIMIT 1) AS i;
		WHEN 'credit_line' THEN
			PERFORM meta.credit_lines(i.invoice_id, i.id, NULL, 'one') FROM (SELECT l.id, l.invoice_id FROM site.invoice_lines l JOIN site.invoices x ON x.id = l.invoice_id WHERE x.kind = 'invoice' AND x.number IS NOT NULL
				AND x.user_id BETWEEN 10000013 AND 10000016 AND x.created_at > now() - interval '1 day' ORDER BY random() LIMIT 1) AS i;
		ELSE
			INSERT INTO site.payments (invoice_id, amount) SELECT i.id, CASE wish WHEN 'back' THEN -round((random() * 50)::numeric, site.decimals_of(i.currency)) ELSE CASE WHEN random() < 0.5 THEN nullif(i.open_total, 0) ELSE round((random() * 300)::numeric, site.decimals_of(i.currency)) END END
				FROM site.invoices i WHERE i.kind = 'invoice' AND i.number IS NOT NULL AND i.user_id BETWEEN 10000013 AND 10000016 AND i.created_at > now() - interval '1 day' ORDER BY random() LIMIT 1;
	END CASE;
	RETURN wish;
EXCEPTION
	WHEN SQLSTATE '22023' OR not_null_violation OR check_violation THEN
		RETURN 'refused';
END
$$;
SELECT setseed(0.2611) \g /dev/null
CREATE TEMPORARY TABLE played AS SELECT pg_temp.step(n) AS did FROM generate_series(1, 400) AS n;
SELECT cmp_ok((SELECT count(*) FROM played WHERE did <> 'refused'), '>', 200::bigint, 'most steps of the history were taken');
SELECT cmp_ok((SELECT count(*) FROM site.invoices WHERE created_at > now() - interval '1 hour' AND kind = 'credit'), '>', 10::bigint, 'with credits among them');
\ir balance.psql
SELECT * FROM finish();
