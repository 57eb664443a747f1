-- Columns that tell a person from others, and the columns from which terms are counted. One list for the tables of every area.

CREATE TEMPORARY TABLE wanted_names (relation text, columns text, kind text) ON COMMIT DROP;
INSERT INTO wanted_names VALUES
	('site.users', 'first_name last_name full_name company', 'name'),
	('site.users', 'login', 'login'),
	('site.users', 'email', 'email'),
	('site.users', 'phone mobile', 'phone'),
	('site.users', 'street1 street2', 'street'),
	('site.users', 'vat_number', 'vat'),
	('site.users', 'last_login_address', 'address'),
	('site.user_custom_values', 'custom1 custom2 custom3 custom4 custom5 custom6 custom7 custom8 custom9 custom10', 'custom'),
	('site.ip_rules', 'network', 'address'),
	('site.sessions', 'address', 'address'),
	('site.login_log', 'login', 'login'),
	('site.login_log', 'address', 'address'),
	('site.activity_log', 'address', 'address'),
	('site.blocked_addresses', 'network', 'address'),
	('site.organisations', 'email', 'email'),
	('site.consents', 'email', 'email'),
	('privacy.breaches', 'scope_address', 'address'),
	('site.suppliers', 'name', 'name'),
	('site.suppliers', 'email', 'email'),
	('site.invoices', 'buyer_name buyer_company', 'name'),
	('site.invoices', 'buyer_vat_number', 'vat'),
	('privacy.requests', 'email', 'email'),
	('privacy.requests', 'person', 'name'),
	('site.lightbox_sends', 'email', 'email'),
	('site.link_sends', 'email', 'email'),
	('site.link_sends', 'address', 'address'),
	('site.quote_requests', 'name', 'name'),
	('site.quote_requests', 'email', 'email'),
	('site.quote_requests', 'address', 'address'),
	('site.search_requests', 'name', 'name'),
	('site.search_requests', 'email', 'email'),
	('site.search_requests', 'address', 'address'),
	('privacy.exports', 'email', 'email'),
	('auth.staff', 'login', 'login'),
	('auth.attempts', 'login', 'login'),
	('auth.attempts', 'address', 'address'),
	('auth.sessions', 'address', 'address'),
	('auth.events', 'login', 'login'),
	('auth.events', 'address', 'address');
CREATE TEMPORARY TABLE wanted_identifiers (LIKE privacy.identifiers) ON COMMIT DROP;
INSERT INTO wanted_identifiers SELECT split_part(n.relation, '.', 1), split_part(n.relation, '.', 2), c.name, n.kind
	FROM wanted_names n, string_to_table(n.columns, ' ') AS c (name) WHERE to_regclass(n.relation) IS NOT NULL;
SELECT steward.take_rows('wanted_identifiers', 'privacy.identifiers', 'schema_name, table_name');
DROP TABLE wanted_names;

-- live: rows that are in use whatever their age. whole: rows that an erasure keeps go when their term ends. A time that is an end stands in another table, or is one.
CREATE TEMPORARY TABLE wanted_times (relation text, column_name text, live_sql text, whole boolean, date_sql text, is_end boolean) ON COMMIT DROP;
INSERT INTO wanted_times (relation, column_name, live_sql) VALUES
	('site.login_log', 'at', NULL), ('site.activity_log', 'at', NULL), ('site.sessions', 'started_at', 't.ended_at IS NULL'), ('site.user_notes', 'updated_at', NULL),
	('site.blocked_addresses', 'blocked_at', 't.lifted_at IS NULL AND (t.until IS NULL OR t.until > meta.clock())'),
	('auth.attempts', 'at', NULL), ('auth.events', 'at', NULL), ('auth.mails', 'at', 't.state IN (''waiting'', ''claimed'', ''handed'')'), ('auth.sessions', 'started_at', 't.ended_at IS NULL'),
	('audit.access', 'at', NULL), ('audit.changes', 'at', NULL),
	('site.contact_moments', 'at', 't.follow_up_on IS NOT NULL AND t.followed_up_at IS NULL'), ('site.messages', 'sent_at', NULL), ('site.tasks', 'created_at', 't.done_at IS NULL'),
	('site.lightbox_sends', 'sent_at', NULL), ('site.link_sends', 'sent_at', NULL), ('site.quote_requests', 'received_at', 't.status = ''new'''), ('site.search_requests', 'received_at', 't.status = ''new''');
INSERT INTO wanted_times (relation, column_name, live_sql, whole, date_sql, is_end) VALUES
	('privacy.requests', 'closed_at', NULL, true, NULL, false), ('privacy.recipient_notices', 'answered_at', NULL, true, NULL, false), ('privacy.exports', 'asked_at', NULL, true, NULL, false), ('privacy.holds', 'lifted_at', NULL, true, NULL, false),
	('privacy.request_notes', 'at', NULL, true, '(SELECT r.closed_at FROM privacy.requests r WHERE r.id = t.request_id)', false),
	-- Orders are guarded for eight years by their own table.
	('site.orders', 'created_at', 't.status IN (''submitted'', ''awaiting_staff'', ''awaiting_payment'') OR t.created_at > least(now(), meta.clock()) - interval ''8 years''', true, NULL, false),
	('site.order_lines', 'created_at', '(t.to_invoice AND NOT t.invoiced) OR EXISTS (SELECT FROM site.orders o WHERE o.id = t.order_id AND o.created_at > least(now(), meta.clock()) - interval ''8 years'')', true, '(SELECT o.created_at FROM site.orders o WHERE o.id = t.order_id)', false),
	('site.usage_confirmations', 'asked_at', NULL, true, NULL, false),
	('site.invoices', 'keep_until', 't.status = ''draft'' OR t.open_total <> 0', true, NULL, true),
	('site.invoice_lines', 'created_at', 't.royalty_amount <> 0 AND NOT t.paid_out', true, '(SELECT i.keep_until FROM site.invoices i WHERE i.id = t.invoice_id AND i.open_total = 0)', true),
	('site.payments', 'paid_on', NULL, true, '(SELECT i.keep_until FROM site.invoices i WHERE i.id = t.invoice_id AND i.open_total = 0)', true),
	('site.reminders', 'sent_at', NULL, true, '(SELECT i.keep_until FROM site.invoices i WHERE i.id = t.invoice_id AND i.open_total = 0)', true);
CREATE TEMPORARY TABLE wanted_dates (LIKE privacy.dates) ON COMMIT DROP;
INSERT INTO wanted_dates (schema_name, table_name, column_name, date_sql, is_end, live_sql, whole)
	SELECT split_part(t.relation, '.', 1), split_part(t.relation, '.', 2), t.column_name, t.date_sql, coalesce(t.is_end, false), t.live_sql, coalesce(t.whole, false)
	FROM wanted_times t JOIN pg_attribute a ON a.attrelid = to_regclass(t.relation) AND a.attname = t.column_name AND NOT a.attisdropped;
SELECT steward.take_rows('wanted_dates', 'privacy.dates', 'schema_name, table_name');
DROP TABLE wanted_times;
