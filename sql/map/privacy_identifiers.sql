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

CREATE TEMPORARY TABLE wanted_columns_of_time (relation text, column_name text) ON COMMIT DROP;
INSERT INTO wanted_columns_of_time VALUES
	('site.login_log', 'at'), ('site.activity_log', 'at'), ('site.sessions', 'started_at'), ('site.user_notes', 'updated_at'), ('site.blocked_addresses', 'blocked_at'),
	('auth.attempts', 'at'), ('auth.events', 'at'), ('auth.sessions', 'started_at'), ('audit.access', 'at'), ('audit.changes', 'at'),
	('privacy.requests', 'closed_at'), ('site.orders', 'created_at'), ('site.invoices', 'keep_until'), ('site.payments', 'paid_on'), ('site.contact_moments', 'at'), ('site.messages', 'sent_at'),
	('site.tasks', 'created_at'), ('site.lightbox_sends', 'sent_at'), ('site.link_sends', 'sent_at'), ('site.quote_requests', 'received_at'), ('site.search_requests', 'received_at');
CREATE TEMPORARY TABLE wanted_dates (LIKE privacy.dates) ON COMMIT DROP;
INSERT INTO wanted_dates SELECT split_part(t.relation, '.', 1), split_part(t.relation, '.', 2), t.column_name
	FROM wanted_columns_of_time t JOIN pg_attribute a ON a.attrelid = to_regclass(t.relation) AND a.attname = t.column_name AND NOT a.attisdropped;
SELECT steward.take_rows('wanted_dates', 'privacy.dates', 'schema_name, table_name');
DROP TABLE wanted_columns_of_time;
