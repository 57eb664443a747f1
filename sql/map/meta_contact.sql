-- What the API can list, open and save: contact moments, tasks, messages, agreements.

CREATE TEMPORARY TABLE wanted_entities (LIKE meta.entities INCLUDING DEFAULTS) ON COMMIT DROP;
CREATE TEMPORARY TABLE wanted_columns (LIKE meta.columns INCLUDING DEFAULTS INCLUDING GENERATED) ON COMMIT DROP;

-- What is about a colleague's account takes the right to see colleagues; a scalar subquery, see meta_people.sql.
INSERT INTO wanted_entities (name, table_name, from_sql, key_sql, match_sql, tie_sql, tie_type, label_sql, detail_sql, version_sql, hidden_sql, right_hidden, right_hidden_edit,
	search_sql, exact_sql, prefix_sql, find_position, default_sort, default_descending, parents, right_view, right_create, right_edit, stamp_column, subject_sql)
	SELECT name, table_name, from_sql, key_sql, match_sql, tie_sql, 'bigint', label_sql, detail_sql, version_sql,
		CASE WHEN subject <> '' THEN format('coalesce((SELECT h.type IN (''staff'', ''superadmin'', ''sysadmin'') FROM site.users h WHERE h.id = %s), false)', subject) END,
		CASE WHEN subject <> '' THEN 'user.staff_view' END, CASE WHEN subject <> '' THEN 'staff.manage' END,
		search_sql, exact_sql, prefix_sql, find_position, default_sort, down, parents, right_view, right_create, right_edit, stamp_column, nullif(subject, '')
	FROM (VALUES
	('contact_moments', 'site.contact_moments', 'site.contact_moments t LEFT JOIN site.users u ON u.id = t.user_id', 't.id::text', 't.id = $1::bigint', 't.id',
		't.subject', '''''', 't.version', 't.user_id', NULL, '{}'::text[], '{}'::text[], NULL::integer, 'at', true, ARRAY['user_id', 'order_id', 'invoice_id'],
		'contact.view', 'contact.edit', 'contact.edit', 'author_id'),
	('tasks', 'site.tasks', 'site.tasks t LEFT JOIN site.users u ON u.id = t.user_id', 't.id::text', 't.id = $1::bigint', 't.id',
		't.subject', '''''', 't.version', 't.user_id', NULL, '{}', '{}', NULL, 'due_on', false, ARRAY['user_id', 'assigned_to'],
		'contact.view', 'task.edit', 'task.edit', 'created_by'),
	('messages', 'site.messages', 'site.messages t LEFT JOIN site.users u ON u.id = t.user_id', 't.id::text', 't.id = $1::bigint', 't.id',
		'coalesce(nullif(t.subject, ''''), left(t.body, 60))', '''''', 't.version', 't.user_id', NULL, '{}', '{}', NULL, 'sent_at', true, ARRAY['user_id', 'thread'],
		'contact.view', 'message.write', NULL, 'author_id'),
	('agreements', 'site.agreements', 'site.agreements t', 't.id::text', 't.id = $1::bigint', 't.id',
		't.title', 'concat_ws('' - '', t.valid_from::text, t.valid_until::text)', 't.version', '', 't.search_text',
		ARRAY['(site.fold(t.title)) COLLATE "C"'], ARRAY['(site.fold(t.title)) COLLATE "C"'], 30, 'title', false, '{}',
		'agreement.view', 'agreement.edit', 'agreement.edit', 'created_by'),
	('agreement_users', 'site.agreement_users', 'site.agreement_users t LEFT JOIN site.users u ON u.id = t.user_id', '(t.agreement_id || '':'' || t.user_id)',
		't.agreement_id = split_part($1, '':'', 1)::bigint AND t.user_id = split_part($1, '':'', 2)::bigint', 't.user_id',
		't.user_id::text', '''''', '0', 't.user_id', NULL, '{}', '{}', NULL, 'user_id', false, ARRAY['agreement_id'],
		'agreement.view', 'agreement.edit', NULL, 'added_by'),
	('agreement_organisations', 'site.agreement_organisations', 'site.agreement_organisations t LEFT JOIN site.organisations o ON o.id = t.organisation_id',
		'(t.agreement_id || '':'' || t.organisation_id)', 't.agreement_id = split_part($1, '':'', 1)::bigint AND t.organisation_id = split_part($1, '':'', 2)::bigint', 't.organisation_id',
		't.organisation_id::text', '''''', '0', '', NULL, '{}', '{}', NULL, 'organisation_id', false, ARRAY['agreement_id'],
		'agreement.view', 'agreement.edit', NULL, 'added_by'),
	('organisation_agreements', NULL, 'site.agreement_organisations t JOIN site.agreements a ON a.id = t.agreement_id', '(t.agreement_id || '':'' || t.organisation_id)',
		't.agreement_id = split_part($1, '':'', 1)::bigint AND t.organisation_id = split_part($1, '':'', 2)::bigint', 't.agreement_id',
		'a.title', '''''', '0', '', NULL, '{}', '{}', NULL, 'agreement_id', true, ARRAY['organisation_id'], 'agreement.view', NULL, NULL, NULL),
	('user_agreements', NULL, 'site.user_agreements t JOIN site.agreements a ON a.id = t.agreement_id', '(t.agreement_id || '':'' || t.user_id)',
		't.agreement_id = split_part($1, '':'', 1)::bigint AND t.user_id = split_part($1, '':'', 2)::bigint', 't.agreement_id',
		'a.title', '''''', '0', 't.user_id', NULL, '{}', '{}', NULL, 'agreement_id', true, ARRAY['user_id'], 'agreement.view', NULL, NULL, NULL)
	) AS e (name, table_name, from_sql, key_sql, match_sql, tie_sql, label_sql, detail_sql, version_sql, subject, search_sql, exact_sql, prefix_sql, find_position, default_sort, down,
		parents, right_view, right_create, right_edit, stamp_column);

INSERT INTO wanted_columns (entity, position, name, expression, kind, data_type, writable, create_only, filterable, sortable, sort_expression, sort_type)
	SELECT entity, row_number() OVER (PARTITION BY entity ORDER BY place), name, expression, kind, data_type, flags ~ 'w|c', flags ~ 'c', flags ~ 'f', sort <> '',
		CASE sort WHEN '' THEN NULL WHEN '=' THEN expression ELSE sort END, CASE WHEN sort LIKE '(site.fold%' THEN 'text' WHEN sort <> '' THEN data_type END
	FROM (VALUES
	-- w writable, c writable when it is made, f filterable
	(1, 'contact_moments', 'id', 't.id', 'number', 'bigint', 'f', ''),
	(2, 'contact_moments', 'user_id', 't.user_id', 'reference', 'bigint', 'cf', ''),
	(3, 'contact_moments', 'full_name', 'coalesce(nullif(u.full_name, ''''), nullif(u.company, ''''), u.email)', 'text', 'text', '', ''),
	(4, 'contact_moments', 'kind', 't.kind', 'choice', 'text', 'wf', ''),
	(5, 'contact_moments', 'direction', 't.direction', 'choice', 'text', 'wf', ''),
	(6, 'contact_moments', 'subject', 't.subject', 'text', 'text', 'wf', ''),
	(7, 'contact_moments', 'body', 't.body', 'lines', 'text', 'wf', ''),
	(8, 'contact_moments', 'at', 't.at', 'time', 'timestamptz', 'wf', '='),
	(9, 'contact_moments', 'follow_up_on', 't.follow_up_on', 'date', 'date', 'wf', 'coalesce(t.follow_up_on, ''infinity'')'),
	(10, 'contact_moments', 'follow_up', 'CASE WHEN t.follow_up_on IS NULL THEN '''' WHEN t.followed_up_at IS NOT NULL THEN ''done'' WHEN t.follow_up_on < meta.today() THEN ''late'' ELSE ''open'' END', 'choice', 'text', 'f', ''),
	(11, 'contact_moments', 'followed_up_at', 't.followed_up_at', 'time', 'timestamptz', 'f', ''),
	(12, 'contact_moments', 'followed_up_by', 'coalesce(auth.staff_name(t.followed_up_by), '''')', 'text', 'text', '', ''),
	(13, 'contact_moments', 'order_id', 't.order_id', 'reference', 'bigint', 'wf', ''),
	(14, 'contact_moments', 'invoice_id', 't.invoice_id', 'reference', 'bigint', 'wf', ''),
	(15, 'contact_moments', 'author', 'coalesce(auth.staff_name(t.author_id), '''')', 'text', 'text', '', ''),
	(16, 'contact_moments', 'author_id', 't.author_id', 'reference', 'bigint', 'f', ''),
	(17, 'contact_moments', 'updated_at', 't.updated_at', 'time', 'timestamptz', '', ''),
	(18, 'contact_moments', 'version', 't.version', 'number', 'bigint', '', ''),
	(30, 'tasks', 'id', 't.id', 'number', 'bigint', 'f', '='),
	(31, 'tasks', 'subject', 't.subject', 'text', 'text', 'wf', ''),
	(32, 'tasks', 'body', 't.body', 'lines', 'text', 'wf', ''),
	(33, 'tasks', 'user_id', 't.user_id', 'reference', 'bigint', 'wf', ''),
	(34, 'tasks', 'full_name', 'coalesce(nullif(u.full_name, ''''), nullif(u.company, ''''), u.email)', 'text', 'text', '', ''),
	(35, 'tasks', 'assigned_to', 't.assigned_to', 'reference', 'bigint', 'wf', ''),
	(36, 'tasks', 'assigned', 'coalesce(auth.staff_name(t.assigned_to), '''')', 'text', 'text', '', ''),
	(37, 'tasks', 'due_on', 't.due_on', 'date', 'date', 'wf', 'coalesce(t.due_on, ''infinity'')'),
	(38, 'tasks', 'state', 'CASE WHEN t.done_at IS NOT NULL THEN ''done'' WHEN t.due_on < meta.today() THEN ''late'' ELSE ''open'' END', 'choice', 'text', 'f', ''),
	(39, 'tasks', 'done_at', 't.done_at', 'time', 'timestamptz', 'f', ''),
	(40, 'tasks', 'done_by', 'coalesce(auth.staff_name(t.done_by), '''')', 'text', 'text', '', ''),
	(41, 'tasks', 'created_by', 'coalesce(auth.staff_name(t.created_by), '''')', 'text', 'text', '', ''),
	(42, 'tasks', 'created_at', 't.created_at', 'time', 'timestamptz', 'f', '='),
	(43, 'tasks', 'updated_at', 't.updated_at', 'time', 'timestamptz', '', ''),
	(44, 'tasks', 'version', 't.version', 'number', 'bigint', '', ''),
	(60, 'messages', 'id', 't.id', 'number', 'bigint', 'f', ''),
	(61, 'messages', 'thread_id', 't.thread_id', 'reference', 'bigint', 'cf', ''),
	(62, 'messages', 'thread', 'coalesce(t.thread_id, t.id)', 'number', 'bigint', 'f', ''),
	(63, 'messages', 'user_id', 't.user_id', 'reference', 'bigint', 'cf', ''),
	(64, 'messages', 'full_name', 'coalesce(nullif(u.full_name, ''''), nullif(u.company, ''''), u.email)', 'text', 'text', '', ''),
	(65, 'messages', 'from_staff', 't.from_staff', 'yesno', 'boolean', 'f', ''),
	(66, 'messages', 'author', 'coalesce(auth.staff_name(t.author_id), '''')', 'text', 'text', '', ''),
	(67, 'messages', 'subject', 't.subject', 'text', 'text', 'cf', ''),
	(68, 'messages', 'body', 't.body', 'lines', 'text', 'cf', ''),
	(69, 'messages', 'sent_at', 't.sent_at', 'time', 'timestamptz', 'f', '='),
	(70, 'messages', 'read_at', 't.read_at', 'time', 'timestamptz', 'f', ''),
	(71, 'messages', 'read_by', 'coalesce(auth.staff_name(t.read_by), '''')', 'text', 'text', '', ''),
	(72, 'messages', 'state', 'CASE WHEN t.from_staff THEN ''sent'' WHEN t.read_at IS NULL THEN ''unread'' ELSE ''read'' END', 'choice', 'text', 'f', ''),
	(73, 'messages', 'version', 't.version', 'number', 'bigint', '', ''),
	(90, 'agreements', 'id', 't.id', 'number', 'bigint', 'f', '='),
	(91, 'agreements', 'title', 't.title', 'text', 'text', 'wf', '(site.fold(t.title)) COLLATE "C"'),
	(92, 'agreements', 'body', 't.body', 'lines', 'text', 'w', ''),
	(93, 'agreements', 'valid_from', 't.valid_from', 'date', 'date', 'wf', '='),
	(94, 'agreements', 'valid_until', 't.valid_until', 'date', 'date', 'wf', ''),
	(95, 'agreements', 'state', 'CASE WHEN t.valid_from > meta.today() THEN ''ahead'' WHEN t.valid_until < meta.today() THEN ''ended'' ELSE ''valid'' END', 'choice', 'text', 'f', ''),
	(96, 'agreements', 'audience', 't.audience', 'choice', 'text', 'wf', ''),
	(97, 'agreements', 'prepaid', 't.prepaid', 'yesno', 'boolean', 'wf', ''),
	(98, 'agreements', 'download_limit', 't.download_limit', 'number', 'integer', 'wf', ''),
	(99, 'agreements', 'limit_period', 't.limit_period', 'choice', 'text', 'wf', ''),
	(100, 'agreements', 'created_by', 'coalesce(auth.staff_name(t.created_by), '''')', 'text', 'text', '', ''),
	(101, 'agreements', 'created_at', 't.created_at', 'time', 'timestamptz', '', ''),
	(102, 'agreements', 'updated_at', 't.updated_at', 'time', 'timestamptz', '', ''),
	(103, 'agreements', 'version', 't.version', 'number', 'bigint', '', ''),
	(110, 'agreement_users', 'agreement_id', 't.agreement_id', 'reference', 'bigint', 'cf', ''),
	(111, 'agreement_users', 'user_id', 't.user_id', 'reference', 'bigint', 'cf', '='),
	(112, 'agreement_users', 'full_name', 'u.full_name', 'text', 'text', '', ''),
	(113, 'agreement_users', 'company', 'u.company', 'text', 'text', '', ''),
	(114, 'agreement_users', 'added_by', 'coalesce(auth.staff_name(t.added_by), '''')', 'text', 'text', '', ''),
	(115, 'agreement_users', 'added_at', 't.added_at', 'time', 'timestamptz', '', ''),
	(120, 'agreement_organisations', 'agreement_id', 't.agreement_id', 'reference', 'bigint', 'cf', ''),
	(121, 'agreement_organisations', 'organisation_id', 't.organisation_id', 'reference', 'bigint', 'cf', '='),
	(122, 'agreement_organisations', 'name', 'o.name', 'text', 'text', '', ''),
	(123, 'agreement_organisations', 'city', 'o.city', 'text', 'text', '', ''),
	(124, 'agreement_organisations', 'added_by', 'coalesce(auth.staff_name(t.added_by), '''')', 'text', 'text', '', ''),
	(125, 'agreement_organisations', 'added_at', 't.added_at', 'time', 'timestamptz', '', '')
	) AS c (place, entity, name, expression, kind, data_type, flags, sort);
-- The agreements of an account and of an organisation show the same.
INSERT INTO wanted_columns (entity, position, name, expression, kind, data_type, filterable, sortable, sort_expression, sort_type)
	SELECT e.entity, c.place, c.name, c.expression, c.kind, c.data_type, c.flags ~ 'f', c.flags ~ 's', CASE WHEN c.flags ~ 's' THEN c.expression END, CASE WHEN c.flags ~ 's' THEN c.data_type END
	FROM (VALUES ('user_agreements', 'user_id', 't.why'), ('organisation_agreements', 'organisation_id', '''organisation''::text')) AS e (entity, parent, why)
	CROSS JOIN LATERAL (VALUES
	(1, 'agreement_id', 't.agreement_id', 'reference', 'bigint', 'fs'),
	(2, e.parent, 't.' || e.parent, 'reference', 'bigint', 'f'),
	(3, 'title', 'a.title', 'text', 'text', 'f'),
	(4, 'why', e.why, 'choice', 'text', 'f'),
	(5, 'valid_from', 'a.valid_from', 'date', 'date', 'f'),
	(6, 'valid_until', 'a.valid_until', 'date', 'date', 'f'),
	(7, 'state', 'CASE WHEN a.valid_from > meta.today() THEN ''ahead'' WHEN a.valid_until < meta.today() THEN ''ended'' ELSE ''valid'' END', 'choice', 'text', 'f'),
	(8, 'prepaid', 'a.prepaid', 'yesno', 'boolean', 'f'),
	(9, 'added_at', 't.added_at', 'time', 'timestamptz', '')
	) AS c (place, name, expression, kind, data_type, flags);

CREATE TEMPORARY TABLE wanted_verbs (LIKE meta.verbs INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_verbs (entity, verb, function_name, right_name, label) VALUES
	('contact_moments', 'done', 'contact_moments_done', 'contact.edit', 'Followed up'),
	('contact_moments', 'reopen', 'contact_moments_reopen', 'contact.edit', 'Follow up again'),
	('contact_moments', 'delete', 'contact_moments_delete', 'contact.edit', 'Delete'),
	('tasks', 'take', 'tasks_take', 'task.edit', 'Take'),
	('tasks', 'assign', 'tasks_assign', 'task.edit', 'Give to'),
	('tasks', 'done', 'tasks_done', 'task.edit', 'Done'),
	('tasks', 'reopen', 'tasks_reopen', 'task.edit', 'Open again'),
	('messages', 'read', 'messages_read', 'message.write', 'Read'),
	('messages', 'unread', 'messages_unread', 'message.write', 'Not read'),
	('agreements', 'end', 'agreements_end', 'agreement.edit', 'End'),
	('agreement_users', 'delete', 'agreement_users_delete', 'agreement.edit', 'Take off'),
	('agreement_organisations', 'delete', 'agreement_organisations_delete', 'agreement.edit', 'Take off');

CREATE TEMPORARY TABLE wanted_constraints (LIKE meta.constraints INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_constraints (name, column_name, sentence, hint) VALUES
	('contact_moments_user_id_fkey', 'user_id', 'There is no such account.', NULL),
	('contact_moments_kind_check', 'kind', 'This value is not allowed.', 'Choose one from the list.'),
	('contact_moments_direction_check', 'direction', 'This value is not allowed.', 'Choose one from the list.'),
	('contact_moments_subject_check', 'subject', 'This must be filled in, with at most 200 characters.', NULL),
	('contact_moments_at_check', 'at', 'This is too long ago.', 'Write a day after 1990.'),
	('contact_moments_follow_up_on_check', 'follow_up_on', 'A follow-up comes after the contact, within ten years.', 'Write a later date, like +7d.'),
	('contact_moments_followed_up_check', 'follow_up_on', 'It was followed up already, so that it keeps its date.', 'Open the follow-up again first.'),
	('tasks_subject_check', 'subject', 'This must be filled in, with at most 200 characters.', NULL),
	('tasks_user_id_fkey', 'user_id', 'There is no such account.', NULL),
	('tasks_assigned_to_fkey', 'assigned_to', 'There is no such account.', 'Choose a colleague from the list.'),
	('tasks_due_on_check', 'due_on', 'Write a day between 2000 and 2100.', NULL),
	('messages_user_id_fkey', 'user_id', 'There is no such account.', NULL),
	('messages_thread_id_fkey', 'thread_id', 'There is no such message.', NULL),
	('messages_thread_id_check', 'thread_id', 'A message is no answer to itself.', NULL),
	('messages_body_check', 'body', 'This must be filled in, with at most 20,000 characters.', NULL),
	('agreements_title_check', 'title', 'This must be filled in, with at most 200 characters.', NULL),
	('agreements_valid_from_check', 'valid_from', 'Write a day between 1990 and 2100.', NULL),
	('agreements_valid_until_check', 'valid_until', 'An agreement ends after it begins.', 'Write a later date, or leave it empty.'),
	('agreements_audience_check', 'audience', 'This value is not allowed.', 'Choose one from the list.'),
	('agreements_download_limit_check', 'download_limit', 'This must be a number from 1 to 1,000,000.', 'Leave it empty for any number.'),
	('agreements_limit_period_check', 'limit_period', 'This value is not allowed.', 'Choose one from the list.'),
	('agreements_limit_check', 'limit_period', 'A limit needs both a number and what it counts for.', 'Fill in both, or neither.'),
	('agreement_users_pkey', 'user_id', 'It is on the list already.', NULL),
	('agreement_users_user_id_fkey', 'user_id', 'There is no such account.', NULL),
	('agreement_users_agreement_id_fkey', 'agreement_id', 'There is no such agreement.', NULL),
	('agreement_organisations_pkey', 'organisation_id', 'It is on the list already.', NULL),
	('agreement_organisations_organisation_id_fkey', 'organisation_id', 'There is no such organisation.', NULL),
	('agreement_organisations_agreement_id_fkey', 'agreement_id', 'There is no such agreement.', NULL);
INSERT INTO wanted_constraints (name, column_name, sentence, hint)
	SELECT k.conname, a.attname, format('This is too long: at most %s characters.', to_char(substring(pg_get_constraintdef(k.oid) FROM '<= ([0-9]+)')::integer, 'FM999,999')), NULL
	FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1] JOIN pg_class c ON c.oid = k.conrelid
	WHERE k.contype = 'c' AND cardinality(k.conkey) = 1 AND c.relnamespace = 'site'::regnamespace AND c.relname IN ('contact_moments', 'tasks', 'messages', 'agreements')
		AND pg_get_constraintdef(k.oid) ~ '^CHECK \(\(char_length\([a-z0-9_]+\) <= [0-9]+\)\)$' AND k.conname NOT IN (SELECT name FROM wanted_constraints);

CREATE TEMPORARY TABLE wanted_choices (LIKE meta.choices INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_choices (name, right_name, query) VALUES
	-- The trigram index finds the words; a thousand of them are put in order.
	('users', 'user.view', $$WITH m AS MATERIALIZED (SELECT u.id, u.full_name, u.company, u.email FROM site.users u WHERE u.search_text LIKE ($3)[1] AND u.search_text LIKE ($3)[2] AND u.search_text LIKE ($3)[3] AND u.type NOT IN ('staff', 'superadmin', 'sysadmin') LIMIT 1000)
		SELECT m.id::text, concat_ws(', ', nullif(m.full_name, ''), nullif(m.company, ''), CASE WHEN m.full_name = '' THEN m.email END) FROM m ORDER BY site.fold(m.full_name) COLLATE "C", m.id LIMIT $2$$),
	('colleagues', 'contact.view', $$SELECT s.user_id::text, s.login FROM auth.staff s JOIN site.users u ON u.id = s.user_id WHERE u.enabled AND u.hidden_at IS NULL AND site.fold(s.login || ' ' || u.full_name) LIKE $1 ORDER BY s.login LIMIT $2$$),
	('agreements', 'agreement.view', $$WITH m AS MATERIALIZED (SELECT a.id, a.title FROM site.agreements a WHERE a.search_text LIKE $1 AND (a.valid_until IS NULL OR a.valid_until >= meta.today()) LIMIT 1000)
		SELECT m.id::text, m.title FROM m ORDER BY site.fold(m.title) COLLATE "C", m.id LIMIT $2$$);

SELECT steward.take_rows('wanted_entities', 'meta.entities', '');
SELECT steward.take_rows('wanted_columns', 'meta.columns', 'entity');
SELECT steward.take_rows('wanted_verbs', 'meta.verbs', 'entity');
SELECT steward.take_rows('wanted_constraints', 'meta.constraints', '');
SELECT steward.take_rows('wanted_choices', 'meta.choices', '');
