-- Demo data: the lines of invoices; 41_invoices.sql worked them out.
SET LOCAL session_replication_role = replica;
SET LOCAL jit = off;
SET LOCAL work_mem = '512MB';

INSERT INTO site.invoice_lines (id, invoice_id, order_line_id, file_id, credits_line_id, description, quantity, price, discount, tax_label, tax_rate, tax, supplier_id, royalty_percent, royalty_amount, payable_on, paid_out, released,
		created_at, updated_at)
	SELECT l.id, l.invoice_id, l.order_line_id, l.file_id, l.credits_line_id, concat_ws(', ', f.id || ' ' || f.title, l.use), l.times, l.price, l.discount, l.label, l.rate, l.tax, l.supplier_id, l.royalty_percent, l.royalty_amount,
		CASE WHEN l.royalty_amount <> 0 THEN p.day END, o.id IS NOT NULL, l.released, l.day, l.day
	FROM demo.lines l JOIN site.files f ON f.id = l.file_id LEFT JOIN demo.payable p ON p.id = l.invoice_id LEFT JOIN demo.paid_out o ON o.id = l.id;
