-- Orders: every step that may be and none that may not, whoever writes; shares that never change; what is granted, quoted, marked, copied.
SELECT * FROM no_plan();
\ir helpers.psql
\ir api.psql
SELECT pg_temp.enrol('anna', 'staff', 'support'), pg_temp.enrol('ben', 'staff', 'finance'), pg_temp.enrol('dirk', 'superadmin', 'superadmin') \g /dev/null

-- The machine: each pair of statuses, tried by the website's own role on a bare order
CREATE FUNCTION pg_temp.order_in(p_status text) RETURNS bigint LANGUAGE plpgsql AS
$$
DECLARE
	made bigint;
BEGIN
	INSERT INTO site.orders (user_id, status) VALUES (10009292, CASE WHEN p_status = 'cart' THEN 'cart' ELSE 'submitted' END) RETURNING id INTO made;
	-- Straight to where it is to be, past the guard; one of two lines granted where the status wants it.
	SET LOCAL session_replication_role = replica;
	ALTER TABLE site.order_lines DISABLE TRIGGER guard_order_line;
	ALTER TABLE site.orders DISABLE TRIGGER guard_order;
	INSERT INTO site.order_lines (order_id, file_id, download) SELECT made, 30000001 + n, CASE WHEN p_status IN ('granted', 'completed') OR (p_status = 'partly_granted' AND n = 1) THEN 'granted'
		WHEN p_status IN ('declined', 'partly_granted') THEN 'revoked' ELSE 'undecided' END FROM generate_series(1, 2) n;
	UPDATE site.orders SET status = p_status WHERE id = made;
	ALTER TABLE site.order_lines ENABLE TRIGGER guard_order_line;
	ALTER TABLE site.orders ENABLE TRIGGER guard_order;
	SET LOCAL session_replication_role = origin;
	RETURN made;
END
$$;
CREATE TEMPORARY TABLE statuses (name text);
INSERT INTO statuses VALUES ('cart'), ('submitted'), ('awaiting_staff'), ('awaiting_payment'), ('granted'), ('partly_granted'), ('declined'), ('completed'), ('cancelled');
CREATE TEMPORARY TABLE steps AS SELECT f.name AS from_status, t.name AS to_status, pg_temp.order_in(f.name) AS id, NULL::text AS said FROM statuses f, statuses t WHERE f.name <> t.name;
UPDATE steps SET said = pg_temp.refusal('site', format('UPDATE site.orders SET status = %L WHERE id = %s', to_status, id));
SELECT set_eq('SELECT from_status || '' > '' || to_status FROM steps WHERE said IS NULL', ARRAY['cart > submitted', 'cart > cancelled', 'submitted > awaiting_staff', 'submitted > awaiting_payment', 'submitted > declined', 'submitted > cancelled',
	'awaiting_staff > awaiting_payment', 'awaiting_staff > declined', 'awaiting_staff > cancelled', 'awaiting_payment > awaiting_staff', 'awaiting_payment > declined', 'awaiting_payment > cancelled',
	'granted > completed', 'partly_granted > completed'], 'the steps that a status alone can take');
SELECT is_empty('SELECT from_status, to_status, said FROM steps WHERE said !~ ''^22023\|[A-Z].+\.''', 'all others are refused with a sentence');
SELECT is_empty('SELECT o.id FROM steps s JOIN site.orders o USING (id) WHERE s.said IS NOT NULL AND o.status <> s.from_status', 'and change nothing');
SELECT is_empty('SELECT o.id FROM steps s JOIN site.orders o USING (id) WHERE s.said IS NULL AND o.status <> s.to_status', 'the others did');
SELECT alike(pg_temp.refusal('site', format('INSERT INTO site.orders (user_id, status) VALUES (10009292, %L)', name)), '22023|An order begins before%', 'none begins as ' || name) FROM statuses WHERE name NOT IN ('cart', 'submitted', 'awaiting_staff', 'awaiting_payment');
SELECT is(pg_temp.refusal('site', format('UPDATE site.orders SET user_id = 10000013 WHERE id = %s', id)), '22023|The account of an order, and the currency of its prices, never change.', 'an order keeps its account') FROM steps LIMIT 1;
SELECT is(pg_temp.as_role('site', format('UPDATE site.orders SET paid_online_at = now() WHERE id = %s RETURNING status', pg_temp.order_in('awaiting_payment'))), 'awaiting_staff', 'what is paid online comes to the staff');

-- Staff, from a lightbox to completed
SELECT pg_temp.enter('dirk') AS dirk \gset
SELECT is(pg_temp.save('orders', NULL, NULL, '{"lightbox_id": "3", "staff_note": "by phone"}', 'bbbbbbbb-0000-4000-8000-000000000001'), 'saved 1', 'an order from a lightbox');
SELECT key AS made FROM api.outcome('bbbbbbbb-0000-4000-8000-000000000001') \gset
SELECT is(concat_ws('/', user_id, status, title, lightbox_id, created_by = :dirk), '10009292/awaiting_staff/Köln, spring catalogue/3/t', 'is its owner''s') FROM site.orders WHERE id = :made;
SELECT is((SELECT count(*) FROM site.order_lines WHERE order_id = :made), (SELECT count(*) FROM site.lightbox_files WHERE lightbox_id = 3), 'with all its files');
SELECT is_empty('SELECT l.id FROM site.order_lines l JOIN site.files f ON f.id = l.file_id LEFT JOIN site.suppliers s ON s.id = f.supplier_id LEFT JOIN site.supplier_groups g ON g.id = s.group_id
	WHERE l.order_id = (SELECT max(id) FROM site.orders) AND (l.supplier_id, l.royalty_percent) IS DISTINCT FROM (f.supplier_id, coalesce(s.royalty_percent, g.royalty_percent, 0))', 'each with its contributor''s share, else the group''s');
SELECT is(pg_temp.save('orders', NULL, NULL, '{"user_id": "10000013", "lightbox_id": "3"}'), 'saved 1', 'or into another account');
SELECT is(pg_temp.save('orders', NULL, NULL, '{"user_id": "10009292", "from_cart": "true"}'), 'saved 1', 'or from the cart');
SELECT is((SELECT count(*)::int FROM site.order_lines WHERE order_id = (SELECT max(id) FROM site.orders)), 2, 'with what is in it');
SELECT alike(pg_temp.save('orders', NULL, NULL, '{"user_id": "10009292", "lightbox_id": "999999999"}'), '23000|lightbox_id|%', 'not from a lightbox that is not there');
SELECT is(pg_temp.save('orders', NULL, NULL, '{}'), '22023|user_id|This must be filled in.', 'somebody orders');

SELECT is(pg_temp.act('orders', :'made', 'mark', 1), '22023|No line of this order is left to be marked.', 'nothing to invoice yet');
SELECT is(pg_temp.act('orders', :'made', 'await_payment', 1), '22023|A line has no price yet.', 'nobody pays what has no price');
SELECT is(pg_temp.act('orders', :'made', 'quote', 1, '{"price": "12,5"}'), '22023|price|This is not a number.', 'a price is a number');
SELECT is(pg_temp.act('orders', :'made', 'quote', 1, '{"price": "99.995"}'), 'saved 1', 'prices are quoted');
SELECT is((SELECT string_agg(DISTINCT price::text, ' ') FROM site.order_lines WHERE order_id = :made), '100.00', 'with two decimals, halves up');
SELECT is(pg_temp.act('orders', :'made', 'quote', 1, '{"price": "50"}'), '22023|All lines have a price already.', 'once');
SELECT is(pg_temp.act('orders', :'made', 'await_payment', 1), 'saved 2', 'it must be paid online');
SELECT is(pg_temp.act('orders', :'made', 'approve', 2), '22023|download|This order must be paid online first.', 'so nothing is granted');
SELECT is(pg_temp.act('orders', :'made', 'waive_payment', 2), 'saved 3', 'or it need not');
SELECT is(pg_temp.act('orders', :'made', 'prices', 3), 'saved 4', 'prices are hidden');
SELECT is((SELECT prices_shown FROM site.orders WHERE id = :made), false, 'they are');
SELECT min(id) AS one, max(id) AS last FROM site.order_lines WHERE order_id = :made \gset
SELECT is(pg_temp.act('order_lines', :'one', 'grant', 2), 'saved 3', 'one line is granted');
SELECT is(concat_ws('/', status, decided_by = :dirk, decided_at IS NOT NULL), 'partly_granted/t/t', 'the order is, partly') FROM site.orders WHERE id = :made;
SELECT is(pg_temp.act('order_lines', :'one', 'grant', 3), '22023|This download is granted already.', 'once');
SELECT is(pg_temp.act('order_lines', :'one', 'remove', 3), '22023|This order was decided on: its lines stay as they are.', 'and stays');
SELECT is(pg_temp.act('orders', :'made', 'cancel', (SELECT version FROM site.orders WHERE id = :made)), '22023|status|An order that was decided on cannot be cancelled.', 'no cancelling now');
SELECT alike(pg_temp.act('orders', :'made', 'approve', 4), 'conflict %', 'an old version is a conflict');
SELECT alike(pg_temp.act('orders', :'made', 'approve', (SELECT version FROM site.orders WHERE id = :made)), 'saved %', 'all are granted');
SELECT is((SELECT status FROM site.orders WHERE id = :made), 'granted', 'the order is');
SELECT alike(pg_temp.act('order_lines', :'last', 'revoke', (SELECT version FROM site.order_lines WHERE id = :last)), 'saved %', 'one is revoked again');
SELECT is((SELECT status FROM site.orders WHERE id = :made), 'partly_granted', 'partly then');
SELECT alike(pg_temp.act('orders', :'made', 'decline', (SELECT version FROM site.orders WHERE id = :made), '{"reason": "Not allowed."}'), 'saved %', 'all are revoked');
SELECT is(status || '/' || reason, 'declined/Not allowed.', 'which declines it') FROM site.orders WHERE id = :made;
SELECT alike(pg_temp.act('orders', :'made', 'approve', (SELECT version FROM site.orders WHERE id = :made)), 'saved %', 'and can be undone');
SELECT alike(pg_temp.act('orders', :'made', 'mark', (SELECT version FROM site.orders WHERE id = :made)), 'saved %', 'marked for invoicing');
SELECT alike(pg_temp.act('orders', :'made', 'complete', (SELECT version FROM site.orders WHERE id = :made)), 'saved %', 'completed');
SELECT alike(pg_temp.act('order_lines', :'one', 'revoke', (SELECT version FROM site.order_lines WHERE id = :one)), 'saved %', 'downloads can be revoked later');
SELECT is((SELECT status FROM site.orders WHERE id = :made), 'completed', 'which opens nothing again');
SELECT is(pg_temp.save('order_lines', :'one', (SELECT version FROM site.order_lines WHERE id = :one), '{"licence": "RF", "size": ""}'), '23000|size|A royalty-free licence needs a size.', 'RF needs a size');
SELECT is(pg_temp.save('order_lines', :'one', (SELECT version FROM site.order_lines WHERE id = :one), '{"usage_state": "wanted"}'), '23000|usage_needed_by|A confirmation that is wanted needs a date.', 'a confirmation needs a date');

-- Shares
SELECT is(pg_temp.refusal('postgres', format('UPDATE site.order_lines SET royalty_percent = 99 WHERE id = %s', :one)), '22023|A contributor''s share in a line never changes afterwards.', 'not even by the administrator');
SELECT is(pg_temp.refusal('site', format('UPDATE site.order_lines SET supplier_id = 4001, royalty_percent = 100 WHERE id = %s', :one)), '22023|A contributor''s share in a line never changes afterwards.', 'nor by the website');
SELECT l.id AS shared, l.supplier_id AS supplier, l.royalty_percent AS share FROM site.order_lines l JOIN site.suppliers s ON s.id = l.supplier_id ORDER BY l.id DESC LIMIT 1 \gset
SELECT is(pg_temp.save('suppliers', :'supplier', (SELECT version FROM site.suppliers WHERE id = :supplier), '{"royalty_percent": "1"}'), 'saved ' || (SELECT version + 1 FROM site.suppliers WHERE id = :supplier), 'a new rule');
SELECT is((SELECT royalty_percent FROM site.order_lines WHERE id = :shared), :share::numeric, 'leaves what was sold alone');
SELECT is(pg_temp.as_role('site', format('INSERT INTO site.order_lines (order_id, file_id, royalty_percent, download, invoiced) SELECT %s, f.id, 77, ''granted'', true FROM site.files f WHERE f.supplier_id = %s LIMIT 1 RETURNING royalty_percent || download || invoiced',
	pg_temp.order_in('cart'), :supplier)), '1.00undecidedfalse', 'and holds for what is sold next, whatever the statement says');

-- Who may
SELECT pg_temp.enter('anna') \g /dev/null
SELECT is(pg_temp.act('orders', :'made', 'approve', 1), '42501|You need the right order.grant.', 'support does not grant');
SELECT is(pg_temp.save('order_lines', :'one', (SELECT version FROM site.order_lines WHERE id = :one), '{"price": "1"}'), '42501|You need the right order.price.', 'nor quote');
SELECT alike(pg_temp.save('orders', :'made', (SELECT version FROM site.orders WHERE id = :made), '{"staff_note": "called"}'), 'saved %', 'but writes notes');
SELECT pg_temp.enter('ben') \g /dev/null
SELECT is(pg_temp.act('orders', :'made', 'cancel', 1), '42501|You need the right order.edit.', 'finance leaves orders to the desk');
SELECT is(pg_temp.as_role('steward_api', format('UPDATE site.orders SET prices_shown = true WHERE id = %s RETURNING id', :made)), :'made', 'but for prices');
SELECT is(pg_temp.as_role('steward_api', 'INSERT INTO site.orders (user_id, status) VALUES (10009292, ''awaiting_staff'') RETURNING id'), '42501', 'the policies say so too');
SELECT * FROM finish();
