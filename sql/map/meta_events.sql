-- What the API can list: everything that happened with an account, by time. The rights of the person are looked up once a query; what takes
-- another right is not even read.

CREATE TEMPORARY TABLE wanted_entities (LIKE meta.entities INCLUDING DEFAULTS) ON COMMIT DROP;
CREATE TEMPORARY TABLE wanted_columns (LIKE meta.columns INCLUDING DEFAULTS INCLUDING GENERATED) ON COMMIT DROP;
INSERT INTO wanted_entities (name, from_sql, key_sql, match_sql, tie_sql, tie_type, label_sql, hidden_sql, right_hidden, right_hidden_edit, default_sort, default_descending, parents, right_parent, subject_sql) VALUES
	('user_events', '(SELECT e.* FROM site.user_events e WHERE e.needs = ANY ((SELECT n.rights FROM auth.need(NULL) AS n)::text[])) t', '(t.kind || ''/'' || t.at || ''/'' || t.id)',
		't.kind = split_part($1, ''/'', 1) AND t.at = split_part($1, ''/'', 2)::timestamptz AND t.id = split_part($1, ''/'', 3)::bigint', 't.id', 'bigint', 't.detail',
		'coalesce((SELECT h.type IN (''staff'', ''superadmin'', ''sysadmin'') FROM site.users h WHERE h.id = t.user_id), false)', 'user.staff_view', 'staff.manage',
		'at', true, ARRAY['user_id'], 'user.view', 't.user_id');
INSERT INTO wanted_columns (entity, position, name, expression, kind, data_type, filterable, sortable, sort_expression, sort_type) VALUES
	('user_events', 1, 'at', 't.at', 'time', 'timestamptz', true, true, 't.at', 'timestamptz'),
	('user_events', 2, 'user_id', 't.user_id', 'reference', 'bigint', true, false, NULL, NULL),
	('user_events', 3, 'kind', 't.kind', 'choice', 'text', true, false, NULL, NULL),
	('user_events', 4, 'detail', 't.detail', 'text', 'text', true, false, NULL, NULL),
	('user_events', 5, 'author', 'coalesce(auth.staff_name(t.author_id), '''')', 'text', 'text', false, false, NULL, NULL),
	('user_events', 6, 'contact_id', 't.contact_id', 'reference', 'bigint', false, false, NULL, NULL),
	('user_events', 7, 'message_id', 't.message_id', 'reference', 'bigint', false, false, NULL, NULL),
	('user_events', 8, 'order_id', 't.order_id', 'reference', 'bigint', false, false, NULL, NULL),
	('user_events', 9, 'invoice_id', 't.invoice_id', 'reference', 'bigint', false, false, NULL, NULL);

SELECT steward.take_rows('wanted_entities', 'meta.entities', '');
SELECT steward.take_rows('wanted_columns', 'meta.columns', 'entity');
