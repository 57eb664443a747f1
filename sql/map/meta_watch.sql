-- What the API can list and change of security mail and the watch.

CREATE TEMPORARY TABLE wanted_entities (LIKE meta.entities INCLUDING DEFAULTS) ON COMMIT DROP;
CREATE TEMPORARY TABLE wanted_columns (LIKE meta.columns INCLUDING DEFAULTS INCLUDING GENERATED) ON COMMIT DROP;

INSERT INTO wanted_entities (name, from_sql, key_sql, match_sql, tie_sql, tie_type, label_sql, version_sql, default_sort, default_descending, right_view) VALUES
	('mails', 'auth.mails t', 't.id::text', 't.id = $1::bigint', 't.id', 'bigint', 'coalesce(t.subject, t.line)', '0', 'at', true, 'mail.view'),
	('mail_kinds', 'auth.mail_kinds t', 't.name', 't.name = $1', 't.name', 'text', 't.label', 't.version', 'position', false, 'mail.view');

INSERT INTO wanted_columns (entity, position, name, expression, kind, data_type, filterable, sortable, sort_expression, sort_type)
	SELECT entity, row_number() OVER (PARTITION BY entity ORDER BY place), name, expression, kind, data_type, flags ~ 'f', sort <> '',
		CASE sort WHEN '' THEN NULL WHEN '=' THEN expression ELSE sort END, CASE WHEN sort <> '' THEN data_type END
	FROM (VALUES
	(1, 'mails', 'id', 't.id', 'number', 'bigint', 'f', '='),
	(2, 'mails', 'at', 't.at', 'time', 'timestamptz', 'f', '='),
	(3, 'mails', 'kind', 't.kind', 'choice', 'text', 'f', ''),
	(4, 'mails', 'recipient', 't.recipient', 'text', 'text', 'f', ''),
	(5, 'mails', 'about', 'coalesce(auth.staff_name(t.about_id), '''')', 'text', 'text', '', ''),
	(6, 'mails', 'line', 't.line', 'text', 'text', 'f', ''),
	(7, 'mails', 'state', 't.state', 'choice', 'text', 'f', ''),
	(8, 'mails', 'attempts', 't.attempts', 'number', 'integer', 'f', ''),
	(9, 'mails', 'next_at', 'CASE WHEN t.state = ''waiting'' THEN t.next_at END', 'time', 'timestamptz', '', ''),
	(10, 'mails', 'sent_at', 't.sent_at', 'time', 'timestamptz', 'f', ''),
	(11, 'mails', 'error', 't.error', 'text', 'text', 'f', ''),
	(12, 'mails', 'merged_into', 't.merged_into', 'number', 'bigint', 'f', ''),
	(13, 'mails', 'subject', 'coalesce(t.subject, '''')', 'text', 'text', '', ''),
	(14, 'mails', 'body', 'coalesce(t.body, '''')', 'lines', 'text', '', ''),
	(20, 'mail_kinds', 'name', 't.name', 'text', 'text', '', ''),
	(21, 'mail_kinds', 'label', 't.label', 'text', 'text', 'f', ''),
	(22, 'mail_kinds', 'enabled', 't.enabled', 'yesno', 'boolean', 'f', ''),
	(23, 'mail_kinds', 'to_superadmins', 't.to_superadmins', 'yesno', 'boolean', '', ''),
	(24, 'mail_kinds', 'to_person', 't.to_person', 'yesno', 'boolean', '', ''),
	(25, 'mail_kinds', 'position', 't.position', 'number', 'integer', '', '='),
	(26, 'mail_kinds', 'version', 't.version', 'number', 'bigint', '', '')
	) AS c (place, entity, name, expression, kind, data_type, flags, sort);

CREATE TEMPORARY TABLE wanted_verbs (LIKE meta.verbs INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_verbs (entity, verb, function_name, right_name, label, fresh) VALUES
	('mails', 'again', 'mails_again', 'settings.edit', 'Send once more', false),
	('mail_kinds', 'set', 'mail_kinds_set', 'settings.edit', 'Switch on or off', true),
	('mail_kinds', 'test', 'mail_kinds_test', 'settings.edit', 'Send a test mail', false);

SELECT steward.take_rows('wanted_entities', 'meta.entities', '');
SELECT steward.take_rows('wanted_columns', 'meta.columns', 'entity');
SELECT steward.take_rows('wanted_verbs', 'meta.verbs', 'entity');
