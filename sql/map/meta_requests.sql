-- What the API can list, open and save: what clients and guests ask for and send, reservations and restrictions, confirmations of use.

CREATE TEMPORARY TABLE wanted_entities (LIKE meta.entities INCLUDING DEFAULTS) ON COMMIT DROP;
CREATE TEMPORARY TABLE wanted_columns (LIKE meta.columns INCLUDING DEFAULTS INCLUDING GENERATED) ON COMMIT DROP;

INSERT INTO wanted_entities (name, table_name, from_sql, key_sql, match_sql, tie_sql, tie_type, label_sql, version_sql, hidden_sql, right_hidden, right_hidden_edit,
	default_sort, default_descending, parents, right_view, right_create, right_edit, stamp_column, subject_sql)
	SELECT name, 'site.' || name, format('site.%s t %s', name, joins), 't.id::text', 't.id = $1::bigint', 't.id', 'bigint', label_sql, version_sql,
		'coalesce((SELECT h.type IN (''staff'', ''superadmin'', ''sysadmin'') FROM site.users h WHERE h.id = t.user_id), false)', 'user.staff_view', 'staff.manage',
		default_sort, down, parents, right_view, right_create, right_edit, stamp_column, 't.user_id'
	FROM (VALUES
	('quote_requests', 'LEFT JOIN site.users u ON u.id = t.user_id LEFT JOIN site.files f ON f.id = t.file_id', 't.subject', 't.version', 'received_at', true,
		ARRAY['user_id', 'file_id', 'order_id'], 'request.view', 'request.site', 'request.site', NULL),
	('search_requests', 'LEFT JOIN site.users u ON u.id = t.user_id LEFT JOIN site.lightboxes b ON b.id = t.lightbox_id', 't.subject', 't.version', 'received_at', true,
		ARRAY['user_id', 'lightbox_id'], 'request.view', 'request.site', 'request.site', NULL),
	('restrictions', 'LEFT JOIN site.users u ON u.id = t.user_id LEFT JOIN site.files f ON f.id = t.file_id', 't.file_id::text', 't.version', 'start_on', true,
		ARRAY['user_id', 'file_id', 'order_id'], 'request.view', 'restriction.edit', 'restriction.edit', 'created_by'),
	('usage_confirmations', 'JOIN site.order_lines l ON l.id = t.order_line_id LEFT JOIN site.users u ON u.id = t.user_id LEFT JOIN site.files f ON f.id = l.file_id', 't.order_line_id::text', 't.version', 'needed_by', false,
		ARRAY['user_id', 'order_id', 'order_line_id'], 'request.view', 'usage.edit', 'usage.edit', 'asked_by'),
	('lightbox_sends', 'JOIN site.lightboxes b ON b.id = t.lightbox_id LEFT JOIN site.users u ON u.id = t.user_id', 't.email', '0', 'sent_at', true,
		ARRAY['user_id', 'lightbox_id'], 'lightbox.view', NULL, NULL, NULL),
	('link_sends', 'LEFT JOIN site.users u ON u.id = t.user_id', 't.email', '0', 'sent_at', true, ARRAY['user_id'], 'lightbox.view', NULL, NULL, NULL)
	) AS e (name, joins, label_sql, version_sql, default_sort, down, parents, right_view, right_create, right_edit, stamp_column);

INSERT INTO wanted_columns (entity, position, name, expression, kind, data_type, writable, create_only, filterable, sortable, sort_expression, sort_type)
	SELECT entity, row_number() OVER (PARTITION BY entity ORDER BY place), name, expression, kind, data_type, flags ~ 'w|c', flags ~ 'c', flags ~ 'f', flags ~ 's',
		CASE WHEN flags ~ 's' THEN expression END, CASE WHEN flags ~ 's' THEN data_type END
	FROM (VALUES
	-- w writable, c writable when it is made, f filterable, s sortable
	(1, 'quote_requests', 'id', 't.id', 'number', 'bigint', 'f'),
	(2, 'quote_requests', 'received_at', 't.received_at', 'time', 'timestamptz', 'fs'),
	(3, 'quote_requests', 'user_id', 't.user_id', 'reference', 'bigint', 'cf'),
	(4, 'quote_requests', 'full_name', 'coalesce(nullif(u.full_name, ''''), nullif(u.company, ''''), u.email, nullif(t.name, ''''), t.email)', 'text', 'text', ''),
	(5, 'quote_requests', 'name', 't.name', 'text', 'text', 'cf'),
	(6, 'quote_requests', 'email', 't.email', 'text', 'text', 'cf'),
	(7, 'quote_requests', 'file_id', 't.file_id', 'reference', 'bigint', 'wf'),
	(8, 'quote_requests', 'file', 'f.title', 'text', 'text', ''),
	(9, 'quote_requests', 'subject', 't.subject', 'text', 'text', 'cf'),
	(10, 'quote_requests', 'body', 't.body', 'lines', 'text', 'cf'),
	(11, 'quote_requests', 'status', 't.status', 'choice', 'text', 'f'),
	(12, 'quote_requests', 'price', 'site.shown_money(t.price, site.decimals_of(t.currency))', 'money', 'numeric', 'wf'),
	(13, 'quote_requests', 'currency', 't.currency', 'choice', 'bpchar', 'wf'),
	(14, 'quote_requests', 'answer', 't.answer', 'lines', 'text', 'wf'),
	(15, 'quote_requests', 'answered_at', 't.answered_at', 'time', 'timestamptz', 'f'),
	(16, 'quote_requests', 'answered_by', 'coalesce(auth.staff_name(t.answered_by), '''')', 'text', 'text', ''),
	(17, 'quote_requests', 'order_id', 't.order_id', 'reference', 'bigint', 'wf'),
	(18, 'quote_requests', 'address', 't.address', 'address', 'inet', 'f'),
	(19, 'quote_requests', 'version', 't.version', 'number', 'bigint', ''),
	(30, 'search_requests', 'id', 't.id', 'number', 'bigint', 'f'),
	(31, 'search_requests', 'received_at', 't.received_at', 'time', 'timestamptz', 'fs'),
	(32, 'search_requests', 'user_id', 't.user_id', 'reference', 'bigint', 'cf'),
	(33, 'search_requests', 'full_name', 'coalesce(nullif(u.full_name, ''''), nullif(u.company, ''''), u.email, nullif(t.name, ''''), t.email)', 'text', 'text', ''),
	(34, 'search_requests', 'name', 't.name', 'text', 'text', 'cf'),
	(35, 'search_requests', 'email', 't.email', 'text', 'text', 'cf'),
	(36, 'search_requests', 'subject', 't.subject', 'text', 'text', 'cf'),
	(37, 'search_requests', 'body', 't.body', 'lines', 'text', 'cf'),
	(38, 'search_requests', 'needed_by', 't.needed_by', 'date', 'date', 'wf'),
	(39, 'search_requests', 'status', 't.status', 'choice', 'text', 'f'),
	(40, 'search_requests', 'answer', 't.answer', 'lines', 'text', 'wf'),
	(41, 'search_requests', 'answered_at', 't.answered_at', 'time', 'timestamptz', 'f'),
	(42, 'search_requests', 'answered_by', 'coalesce(auth.staff_name(t.answered_by), '''')', 'text', 'text', ''),
	(43, 'search_requests', 'lightbox_id', 't.lightbox_id', 'reference', 'bigint', 'wf'),
	(44, 'search_requests', 'lightbox', 'b.name', 'text', 'text', ''),
	(45, 'search_requests', 'address', 't.address', 'address', 'inet', 'f'),
	(46, 'search_requests', 'version', 't.version', 'number', 'bigint', ''),
	(60, 'restrictions', 'id', 't.id', 'number', 'bigint', 'fs'),
	(61, 'restrictions', 'file_id', 't.file_id', 'reference', 'bigint', 'cf'),
	(62, 'restrictions', 'file', 'f.title', 'text', 'text', ''),
	(63, 'restrictions', 'kind', 't.kind', 'choice', 'text', 'wf'),
	(64, 'restrictions', 'start_on', 't.start_on', 'date', 'date', 'wfs'),
	(65, 'restrictions', 'end_on', 't.end_on', 'date', 'date', 'wf'),
	(66, 'restrictions', 'state', 'CASE WHEN t.lifted_at IS NOT NULL THEN ''lifted'' WHEN t.end_on < meta.today() THEN ''over'' WHEN t.start_on > meta.today() THEN ''ahead'' ELSE ''holds'' END', 'choice', 'text', 'f'),
	(67, 'restrictions', 'user_id', 't.user_id', 'reference', 'bigint', 'wf'),
	(68, 'restrictions', 'full_name', 'coalesce(nullif(u.full_name, ''''), nullif(u.company, ''''), u.email)', 'text', 'text', ''),
	(69, 'restrictions', 'order_id', 't.order_id', 'reference', 'bigint', 'wf'),
	(70, 'restrictions', 'public_text', 't.public_text', 'lines', 'text', 'wf'),
	(71, 'restrictions', 'private_text', 't.private_text', 'lines', 'text', 'wf'),
	(72, 'restrictions', 'on_preview', 't.on_preview', 'yesno', 'boolean', 'wf'),
	(73, 'restrictions', 'on_order', 't.on_order', 'yesno', 'boolean', 'wf'),
	(74, 'restrictions', 'on_account', 't.on_account', 'yesno', 'boolean', 'wf'),
	(75, 'restrictions', 'cart_allowed', 't.cart_allowed', 'yesno', 'boolean', 'wf'),
	(76, 'restrictions', 'needs_approval', 't.needs_approval', 'yesno', 'boolean', 'wf'),
	(77, 'restrictions', 'countries', 't.countries', 'text', 'text', 'wf'),
	(78, 'restrictions', 'lifted_at', 't.lifted_at', 'time', 'timestamptz', 'f'),
	(79, 'restrictions', 'lifted_by', 'coalesce(auth.staff_name(t.lifted_by), '''')', 'text', 'text', ''),
	(80, 'restrictions', 'created_by', 'coalesce(auth.staff_name(t.created_by), '''')', 'text', 'text', ''),
	(81, 'restrictions', 'created_at', 't.created_at', 'time', 'timestamptz', ''),
	(82, 'restrictions', 'version', 't.version', 'number', 'bigint', ''),
	(90, 'usage_confirmations', 'id', 't.id', 'number', 'bigint', 'f'),
	(91, 'usage_confirmations', 'needed_by', 't.needed_by', 'date', 'date', 'wfs'),
	(92, 'usage_confirmations', 'state', 'CASE WHEN t.state = ''wanted'' AND t.needed_by < meta.today() THEN ''late'' ELSE t.state END', 'choice', 'text', 'f'),
	(93, 'usage_confirmations', 'order_line_id', 't.order_line_id', 'reference', 'bigint', 'cf'),
	(94, 'usage_confirmations', 'order_id', 't.order_id', 'reference', 'bigint', 'f'),
	(95, 'usage_confirmations', 'file_id', 'l.file_id', 'reference', 'bigint', 'f'),
	(96, 'usage_confirmations', 'file', 'f.title', 'text', 'text', ''),
	(97, 'usage_confirmations', 'user_id', 't.user_id', 'reference', 'bigint', 'f'),
	(98, 'usage_confirmations', 'full_name', 'coalesce(nullif(u.full_name, ''''), nullif(u.company, ''''), u.email)', 'text', 'text', ''),
	(99, 'usage_confirmations', 'use_text', 't.use_text', 'lines', 'text', 'wf'),
	(100, 'usage_confirmations', 'asked_by', 'coalesce(auth.staff_name(t.asked_by), '''')', 'text', 'text', ''),
	(101, 'usage_confirmations', 'asked_at', 't.asked_at', 'time', 'timestamptz', ''),
	(102, 'usage_confirmations', 'confirmed_at', 't.confirmed_at', 'time', 'timestamptz', 'f'),
	(103, 'usage_confirmations', 'confirmed_by', 'coalesce(auth.staff_name(t.confirmed_by), '''')', 'text', 'text', ''),
	(104, 'usage_confirmations', 'version', 't.version', 'number', 'bigint', ''),
	(110, 'lightbox_sends', 'id', 't.id', 'number', 'bigint', 'f'),
	(111, 'lightbox_sends', 'sent_at', 't.sent_at', 'time', 'timestamptz', 'fs'),
	(112, 'lightbox_sends', 'user_id', 't.user_id', 'reference', 'bigint', 'f'),
	(113, 'lightbox_sends', 'full_name', 'coalesce(nullif(u.full_name, ''''), nullif(u.company, ''''), u.email)', 'text', 'text', ''),
	(114, 'lightbox_sends', 'lightbox_id', 't.lightbox_id', 'reference', 'bigint', 'f'),
	(115, 'lightbox_sends', 'lightbox', 'b.name', 'text', 'text', 'f'),
	(116, 'lightbox_sends', 'email', 't.email', 'text', 'text', 'f'),
	(117, 'lightbox_sends', 'message', 't.message', 'lines', 'text', 'f'),
	(118, 'lightbox_sends', 'opened_at', 't.opened_at', 'time', 'timestamptz', 'f'),
	(120, 'link_sends', 'id', 't.id', 'number', 'bigint', 'f'),
	(121, 'link_sends', 'sent_at', 't.sent_at', 'time', 'timestamptz', 'fs'),
	(122, 'link_sends', 'user_id', 't.user_id', 'reference', 'bigint', 'f'),
	(123, 'link_sends', 'full_name', 'coalesce(nullif(u.full_name, ''''), nullif(u.company, ''''), u.email)', 'text', 'text', ''),
	(124, 'link_sends', 'page', 't.page', 'text', 'text', 'f'),
	(125, 'link_sends', 'email', 't.email', 'text', 'text', 'f'),
	(126, 'link_sends', 'message', 't.message', 'lines', 'text', 'f'),
	(127, 'link_sends', 'address', 't.address', 'address', 'inet', 'f')
	) AS c (place, entity, name, expression, kind, data_type, flags);

CREATE TEMPORARY TABLE wanted_verbs (LIKE meta.verbs INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_verbs (entity, verb, function_name, right_name, label) VALUES
	('quote_requests', 'close', 'quote_requests_close', 'request.site', 'Close'),
	('quote_requests', 'reopen', 'quote_requests_reopen', 'request.site', 'Open again'),
	('search_requests', 'close', 'search_requests_close', 'request.site', 'Close'),
	('search_requests', 'reopen', 'search_requests_reopen', 'request.site', 'Open again'),
	('restrictions', 'lift', 'restrictions_lift', 'restriction.edit', 'Lift'),
	('usage_confirmations', 'used', 'usage_confirmations_used', 'usage.edit', 'Used'),
	('usage_confirmations', 'unused', 'usage_confirmations_unused', 'usage.edit', 'Not used');

CREATE TEMPORARY TABLE wanted_constraints (LIKE meta.constraints INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_constraints (name, column_name, sentence, hint) VALUES
	('quote_requests_user_id_fkey', 'user_id', 'There is no such account.', NULL),
	('quote_requests_email_check', 'email', 'This is not an e-mail address.', 'Write it like name@example.org, without blanks.'),
	('quote_requests_file_id_fkey', 'file_id', 'There is no such file.', NULL),
	('quote_requests_order_id_fkey', 'order_id', 'There is no such order.', NULL),
	('quote_requests_subject_check', 'subject', 'This must be filled in, with at most 200 characters.', NULL),
	('quote_requests_price_check', 'price', 'A price is not below zero.', NULL),
	('quote_requests_price_decimals_check', 'price', 'This currency has no decimals.', 'Write a whole amount.'),
	('quote_requests_currency_check', 'currency', 'This is not a currency.', 'Write its three-letter code in capitals, like EUR.'),
	('quote_requests_quoted_check', 'price', 'A quote has a price.', NULL),
	('quote_requests_person_check', 'email', 'A request needs an account or an e-mail address.', 'Choose the account, or write the address of a guest.'),
	('search_requests_user_id_fkey', 'user_id', 'There is no such account.', NULL),
	('search_requests_email_check', 'email', 'This is not an e-mail address.', 'Write it like name@example.org, without blanks.'),
	('search_requests_lightbox_id_fkey', 'lightbox_id', 'There is no such lightbox.', NULL),
	('search_requests_subject_check', 'subject', 'This must be filled in, with at most 200 characters.', NULL),
	('search_requests_person_check', 'email', 'A request needs an account or an e-mail address.', 'Choose the account, or write the address of a guest.'),
	('restrictions_file_id_fkey', 'file_id', 'There is no such file.', NULL),
	('restrictions_kind_check', 'kind', 'This value is not allowed.', 'Choose one from the list.'),
	('restrictions_start_on_check', 'start_on', 'Write a day between 1990 and 2100.', NULL),
	('restrictions_end_on_check', 'end_on', 'A restriction ends after it begins.', 'Write a later date, or leave it empty.'),
	('restrictions_countries_check', 'countries', 'This is no list of countries.', 'Write two-letter codes, parted by blanks: DE AT CH.'),
	('restrictions_user_id_fkey', 'user_id', 'There is no such account.', NULL),
	('restrictions_order_id_fkey', 'order_id', 'There is no such order.', NULL),
	('restrictions_approval_check', 'needs_approval', 'What may not be added to a cart needs no approval.', 'Allow the cart, or take the approval away.'),
	('restrictions_reservation_check', 'user_id', 'A reservation is for a client.', 'Choose the client, or make it a restriction.'),
	('restrictions_account_check', 'on_account', 'Only a linked client can see it under My account.', 'Choose the client.'),
	('usage_confirmations_order_line_id_fkey', 'order_line_id', 'There is no such order line.', NULL),
	('usage_confirmations_one_open_key', 'order_line_id', 'This was asked already, and waits for an answer.', NULL),
	('usage_confirmations_needed_by_check', 'needed_by', 'Write a day between 1990 and 2100.', NULL),
	('contact_moments_order_id_fkey', 'order_id', 'There is no such order.', NULL),
	('contact_moments_invoice_id_fkey', 'invoice_id', 'There is no such invoice.', NULL),
	('order_lines_agreement_id_fkey', 'agreement_id', 'There is no such agreement.', NULL);
INSERT INTO wanted_constraints (name, column_name, sentence, hint)
	SELECT k.conname, a.attname, format('This is too long: at most %s characters.', to_char(substring(pg_get_constraintdef(k.oid) FROM '<= ([0-9]+)')::integer, 'FM999,999')), NULL
	FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1] JOIN pg_class c ON c.oid = k.conrelid
	WHERE k.contype = 'c' AND cardinality(k.conkey) = 1 AND c.relnamespace = 'site'::regnamespace
		AND c.relname IN ('quote_requests', 'search_requests', 'restrictions', 'usage_confirmations')
		AND pg_get_constraintdef(k.oid) ~ '^CHECK \(\(char_length\([a-z0-9_]+\) <= [0-9]+\)\)$' AND k.conname NOT IN (SELECT name FROM wanted_constraints);

CREATE TEMPORARY TABLE wanted_choices (LIKE meta.choices INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_choices (name, right_name, query) VALUES
	('orders', 'order.view', $$WITH m AS MATERIALIZED (SELECT o.id, o.title, o.user_id FROM site.orders o WHERE o.search_text LIKE $1 LIMIT 1000)
		SELECT m.id::text, concat_ws(' ', m.id::text, nullif(m.title, ''), nullif(u.full_name, '')) FROM m JOIN site.users u ON u.id = m.user_id AND u.type NOT IN ('staff', 'superadmin', 'sysadmin')
		ORDER BY m.id DESC LIMIT $2$$),
	('order_lines', 'order.view', $$WITH wanted AS (SELECT CASE WHEN btrim($1, '%') ~ '^[0-9]{1,15}$' THEN btrim($1, '%')::bigint END AS n),
		found AS (SELECT l.id FROM site.order_lines l WHERE l.order_id = (SELECT n FROM wanted) UNION SELECT l.id FROM site.order_lines l WHERE l.id = (SELECT n FROM wanted)
			UNION SELECT l.id FROM site.order_lines l WHERE l.file_id = (SELECT n FROM wanted) UNION (SELECT l.id FROM site.order_lines l WHERE $1 = '%%' ORDER BY l.id DESC LIMIT 100))
		SELECT l.id::text, concat_ws(' ', l.order_id::text, l.id::text, nullif(f.title, '')) FROM found JOIN site.order_lines l ON l.id = found.id JOIN site.orders o ON o.id = l.order_id
		JOIN site.files f ON f.id = l.file_id JOIN site.users u ON u.id = o.user_id AND u.type NOT IN ('staff', 'superadmin', 'sysadmin') ORDER BY l.id DESC LIMIT $2$$),
	('files', 'request.view', $$WITH m AS MATERIALIZED (SELECT f.id, f.title FROM site.files f WHERE f.search_text LIKE $1 LIMIT 1000)
		SELECT m.id::text, concat_ws(' ', m.id::text, nullif(m.title, '')) FROM m ORDER BY m.id LIMIT $2$$),
	('lightboxes', 'lightbox.view', $$WITH m AS MATERIALIZED (SELECT b.id, b.name, b.user_id FROM site.lightboxes b WHERE b.search_text LIKE $1 LIMIT 1000)
		SELECT m.id::text, concat_ws(', ', m.name, nullif(u.full_name, '')) FROM m JOIN site.users u ON u.id = m.user_id AND u.type NOT IN ('staff', 'superadmin', 'sysadmin')
		ORDER BY site.fold(m.name) COLLATE "C", m.id LIMIT $2$$);

SELECT steward.take_rows('wanted_entities', 'meta.entities', '');
SELECT steward.take_rows('wanted_columns', 'meta.columns', 'entity');
SELECT steward.take_rows('wanted_verbs', 'meta.verbs', 'entity');
SELECT steward.take_rows('wanted_constraints', 'meta.constraints', '');
SELECT steward.take_rows('wanted_choices', 'meta.choices', '');
