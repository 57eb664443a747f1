-- What stands in the way of an erasure, for every area: rows of the person that are not finished. Rules for tables that are not there wait.

CREATE TEMPORARY TABLE wanted_rules (LIKE privacy.blocker_rules INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_rules (kind, relation, when_sql, label_sql, sentence, lifted_by, billing) VALUES
	('restriction', 'privacy.holds', 't.kind = ''restriction'' AND t.lifted_at IS NULL', 't.id', 'The processing of the account is restricted.', 'Tell the person, and lift the restriction.', false),
	('invoice', 'site.invoices', 't.kind = ''invoice'' AND t.status NOT IN (''draft'', ''void'') AND t.open_total <> 0 AND coalesce(t.keep_until, ''infinity'') >= current_date', 'concat_ws('' '', t.number, t.open_total, t.currency)', 'An invoice is unpaid.', 'It is paid or credited.', true),
	('draft', 'site.invoices', 't.status = ''draft''', 'concat(''draft '', t.id)', 'An invoice is not issued yet.', 'It is issued, or its draft is voided.', true),
	('order', 'site.orders', 't.status IN (''submitted'', ''awaiting_staff'', ''awaiting_payment'')', 'concat(t.id, '' '', t.status)', 'An order is in progress.', 'It is granted, declined or cancelled.', true),
	('uninvoiced', 'site.order_lines', 't.to_invoice AND NOT t.invoiced', 'concat(t.order_id, '' line '', t.id)', 'A line of an order is marked for invoicing.', 'It is invoiced, or the mark is taken away.', true),
	('credit', 'site.invoices', 't.kind = ''credit'' AND t.status NOT IN (''draft'', ''void'') AND t.total <> 0 AND EXISTS (SELECT FROM site.invoices o WHERE o.id = t.credits_id AND o.open_total < 0)',
		't.number', 'The person has a credit.', 'It is paid out or used.', true),
	('royalty', 'site.suppliers', 'EXISTS (SELECT FROM site.invoice_lines l WHERE l.supplier_id = t.id AND l.royalty_amount <> 0 AND NOT l.paid_out)', 't.name', 'Royalties are not paid out.', 'The next payment run pays them.', true);
SELECT steward.take_rows('wanted_rules', 'privacy.blocker_rules', 'kind');
