-- What stays when a customer is erased: everybody else's money and orders, to the cent; and what must not stay because a row above it does.
BEGIN;
SELECT * FROM no_plan();
\ir helpers.psql

-- A customer whose orders brought contributors money, paid out and not yet
SELECT o.user_id AS person FROM site.orders o JOIN site.order_lines ol ON ol.order_id = o.id JOIN site.invoice_lines l ON l.order_line_id = ol.id JOIN site.statement_lines sl ON sl.invoice_line_id = l.id
	JOIN site.users u ON u.id = o.user_id AND u.type = 'client' AND u.full_name ~ '.{4} .{3}' WHERE o.user_id NOT IN (SELECT s.user_id FROM site.suppliers s WHERE s.user_id IS NOT NULL)
	GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1 \gset
INSERT INTO site.user_notes (user_id, body) VALUES (:person, 'Pays late.');
INSERT INTO site.user_permissions (user_id, permission, value) SELECT :person, name, 'yes' FROM site.permissions ORDER BY name LIMIT 1 ON CONFLICT DO NOTHING;
DELETE FROM privacy.blocker_rules;
CREATE FUNCTION pg_temp.sums() RETURNS TABLE (what text, said text) LANGUAGE sql AS $$
	SELECT 'statements', string_agg(s::text, E'\n' ORDER BY s.id) FROM site.statements s
	UNION ALL SELECT 'lines of statements', md5(string_agg(s::text, E'\n' ORDER BY s.statement_id, s.invoice_line_id)) FROM site.statement_lines s
	UNION ALL SELECT 'what each contributor is shown of a line', md5(string_agg(concat_ws('|', l.id, l.supplier_id, l.file_id, l.description, l.quantity, l.price, l.amount, l.royalty_percent, l.royalty_amount, l.paid_out), E'\n' ORDER BY l.id)) FROM site.invoice_lines l
	UNION ALL SELECT 'royalties of each contributor and month', string_agg(concat_ws(' ', r.supplier_id, r.month, r.n, r.royalties), E'\n' ORDER BY r.supplier_id, r.month) FROM (SELECT l.supplier_id, date_trunc('month', i.invoice_date) AS month, count(*) AS n,
		sum(l.royalty_amount) AS royalties FROM site.invoice_lines l JOIN site.invoices i ON i.id = l.invoice_id GROUP BY 1, 2) AS r
	UNION ALL SELECT 'invoices and tax', string_agg(concat_ws(' ', i.currency, i.month, i.n, i.net, i.tax, i.total, i.open), E'\n' ORDER BY i.currency, i.month) FROM (SELECT x.currency, date_trunc('month', x.invoice_date) AS month, count(*) AS n,
		sum(x.net_total) AS net, sum(x.tax_total) AS tax, sum(x.total) AS total, sum(x.open_total) AS open FROM site.invoices x GROUP BY 1, 2) AS i
	UNION ALL SELECT 'payments', string_agg(concat_ws(' ', p.currency, p.n, p.amount), E'\n' ORDER BY p.currency) FROM (SELECT x.currency, count(*) AS n, sum(x.amount) AS amount FROM site.payments x GROUP BY 1) AS p
	UNION ALL SELECT 'orders', string_agg(concat_ws(' ', o.status, o.n), E'\n' ORDER BY o.status) FROM (SELECT x.status, count(*) AS n FROM site.orders x GROUP BY 1) AS o
$$;
CREATE TEMPORARY TABLE before AS SELECT * FROM pg_temp.sums();
CREATE TEMPORARY TABLE others AS SELECT o.id, md5(o::text) AS row FROM site.orders o WHERE o.user_id <> :person UNION ALL SELECT -l.id, md5(l::text) FROM site.order_lines l JOIN site.orders o ON o.id = l.order_id WHERE o.user_id <> :person;
SELECT cmp_ok((SELECT count(*)::int FROM site.statement_lines sl JOIN site.invoice_lines l ON l.id = sl.invoice_line_id JOIN site.order_lines ol ON ol.id = l.order_line_id JOIN site.orders o ON o.id = ol.order_id WHERE o.user_id = :person), '>', 0,
	'contributors were paid for what the customer bought');
SELECT privacy.new_erasure(NULL, :person, NULL, 10000001) AS erasure \gset
SELECT is_empty(format('SELECT kind, sentence, key FROM privacy.erasure_blockers WHERE erasure_id = %s', :erasure), 'nothing stands in the way');
SELECT (privacy.erase_all(e)).hash IS NOT NULL FROM privacy.erasures e WHERE e.id = :erasure \g /dev/null
SELECT is(a.said, b.said, 'the same to the cent: ' || a.what) FROM before b JOIN pg_temp.sums() a USING (what);
SELECT is((SELECT string_agg(DISTINCT u.erased_at IS NOT NULL || ' ' || (u.email ~ 'erased.invalid'), ' ') FROM site.users u WHERE u.id = :person), 'true true', 'and the customer is nobody');
SELECT is_empty($$ SELECT b.id FROM others b LEFT JOIN (SELECT o.id, md5(o::text) AS row FROM site.orders o UNION ALL SELECT -l.id, md5(l::text) FROM site.order_lines l) AS a USING (id) WHERE a.row IS DISTINCT FROM b.row $$,
	'failure: one order''s anonymisation hits all orders');
CREATE FUNCTION pg_temp.left_of(p_person bigint) RETURNS TABLE (label text, n bigint) LANGUAGE plpgsql AS $$
DECLARE
	t record;
BEGIN
	FOR t IN SELECT p.relation, p.label, privacy.delete_sql(p.relation, 'all') AS predicate FROM privacy.person_tables() p LOOP
		CONTINUE WHEN t.predicate IS NULL;
		EXECUTE format('SELECT count(*) FROM %s t WHERE %s', t.relation, t.predicate) INTO n USING p_person, '{}'::text[], '{}'::inet[];
		label := t.label;
		RETURN NEXT;
	END LOOP;
END
$$;
SELECT is_empty(format('SELECT label, n FROM pg_temp.left_of(%s) WHERE n > 0', :person), 'failure: kept parent defeats cascade');
SELECT cmp_ok((SELECT count(*)::int FROM pg_temp.left_of(:person)), '>', 20, 'of more than twenty tables');
SELECT * FROM finish();
ROLLBACK;
