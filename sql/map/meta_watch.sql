-- What the API can list and change of security mail and the watch.

CREATE TEMPORARY TABLE wanted_entities (LIKE meta.entities INCLUDING DEFAULTS) ON COMMIT DROP;
CREATE TEMPORARY TABLE wanted_columns (LIKE meta.columns INCLUDING DEFAULTS INCLUDING GENERATED) ON COMMIT DROP;

INSERT INTO wanted_entities (name, from_sql, key_sql, match_sql, tie_sql, tie_type, label_sql, version_sql, default_sort, default_descending, right_view) VALUES
	('mails', 'auth.mails t', 't.id::text', 't.id = $1::bigint', 't.id', 'bigint', 'coalesce(t.subject, t.line)', '0', 'at', true, 'mail.view'),
	('mail_kinds', 'auth.mail_kinds t', 't.name', 't.name = $1', 't.name', 'text', 't.label', 't.version', 'position', false, 'mail.view'),
	('security_settings', '(SELECT * FROM auth.settings WHERE kind IS NOT NULL) t', 't.name', 't.name = $1', 't.name', 'text', 't.label', 't.version', 'position', false, 'settings.view'),
	-- Console and website side by side: each keeps its own log, and an index on the time serves both.
	('door_events', '(SELECT ''console''::text AS place, e.id, e.at, e.kind, e.user_id, e.login, e.address, coalesce(e.detail, '''') AS detail, e.times FROM auth.events e'
		' UNION ALL SELECT ''website'', l.id, l.at, CASE WHEN l.ok THEN ''login ok'' ELSE ''login wrong'' END, l.user_id, l.login, l.address, l.reason, 1 FROM site.login_log l) t',
		'(t.place || ''/'' || t.at || ''/'' || t.id)', 't.place = split_part($1, ''/'', 1) AND t.at = split_part($1, ''/'', 2)::timestamptz AND t.id = split_part($1, ''/'', 3)::bigint',
		't.id * 2 + (t.place = ''website'')::integer', 'bigint', 't.kind', '0', 'at', true, 'security.watch'),
	('seals', 'audit.seals t', 't.n::text', 't.n = $1::bigint', 't.n', 'bigint', 't.n::text', '0', 'n', true, 'audit.view'),
	('keepers', 'auth.keeper_states() t', 't.name', 't.name = $1', 't.place', 'integer', 't.name', '0', 'place', false, 'audit.view'),
	('watch_hours', 'meta.watch_counts(interval ''1 hour'', 24) t', 't.at::text', 't.at = $1::timestamptz', 't.at', 'timestamptz', 't.at::text', '0', 'at', false, 'security.watch'),
	('watch_days', 'meta.watch_counts(interval ''1 day'', 30) t', 't.at::text', 't.at = $1::timestamptz', 't.at', 'timestamptz', 't.at::text', '0', 'at', false, 'security.watch');

-- A change, column by column. Who may not know a colleague sees no change of his either.
INSERT INTO wanted_entities (name, from_sql, key_sql, match_sql, tie_sql, tie_type, label_sql, version_sql, default_sort, default_descending, parents, right_parent,
	hidden_sql, right_hidden, right_hidden_edit) VALUES
	('change_lines', '(SELECT c.id AS change_id, l.nth, l.name, c.old->>l.name AS was, c.new->>l.name AS now, c.salt IS NULL AND c.digest IS NOT NULL AND c.op <> ''T'' AS erased, c.subject_user_id'
		' FROM audit.changes c, LATERAL meta.change_names(c.columns, c.old, c.new) l) t',
		'(t.change_id || '':'' || t.nth)', 't.change_id = split_part($1, '':'', 1)::bigint AND t.nth = split_part($1, '':'', 2)::bigint', 't.nth', 'bigint', 't.name', '0', 'nth', false,
		ARRAY['change_id'], 'audit.view', 'coalesce((SELECT h.type IN (''staff'', ''superadmin'', ''sysadmin'') FROM site.users h WHERE h.id = t.subject_user_id), false)',
		'user.staff_view', 'staff.manage');

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
	(26, 'mail_kinds', 'version', 't.version', 'number', 'bigint', '', ''),
	(30, 'security_settings', 'name', 't.name', 'text', 'text', 'f', ''),
	(31, 'security_settings', 'label', 't.label', 'text', 'text', 'f', ''),
	(32, 'security_settings', 'value', 't.value', 'text', 'text', '', ''),
	(33, 'security_settings', 'kind', 't.kind', 'choice', 'text', '', ''),
	(34, 'security_settings', 'bounds', 'coalesce(t.lowest || '' … '' || t.highest, array_to_string(t.choices, '', ''), CASE t.kind WHEN ''switch'' THEN ''on, off'' ELSE '''' END)', 'text', 'text', '', ''),
	(35, 'security_settings', 'updated_at', 't.updated_at', 'time', 'timestamptz', '', ''),
	(36, 'security_settings', 'updated_by', 'coalesce(auth.staff_name(t.updated_by), '''')', 'text', 'text', '', ''),
	(37, 'security_settings', 'position', 't.position', 'number', 'integer', '', '='),
	(38, 'security_settings', 'version', 't.version', 'number', 'bigint', '', ''),
	(40, 'door_events', 'at', 't.at', 'time', 'timestamptz', 'f', '='),
	(41, 'door_events', 'place', 't.place', 'choice', 'text', 'f', ''),
	(42, 'door_events', 'what', 'meta.door_group(t.kind)', 'choice', 'text', 'f', ''),
	(43, 'door_events', 'kind', 't.kind', 'choice', 'text', 'f', ''),
	(44, 'door_events', 'who', 'coalesce(nullif(t.login, ''''), auth.staff_name(t.user_id), '''')', 'text', 'text', '', ''),
	(45, 'door_events', 'login', 'coalesce(t.login, '''')', 'text', 'text', 'f', ''),
	(46, 'door_events', 'user_id', 't.user_id', 'number', 'bigint', 'f', ''),
	(47, 'door_events', 'address', 't.address', 'address', 'inet', 'f', ''),
	(48, 'door_events', 'detail', 't.detail', 'text', 'text', 'f', ''),
	(47, 'door_events', 'times', 't.times', 'number', 'integer', '', ''),
	(49, 'door_events', 'is_staff', 'auth.staff_name(t.user_id) IS NOT NULL', 'yesno', 'boolean', '', ''),
	(50, 'watch_hours', 'at', 't.at', 'time', 'timestamptz', '', '='),
	(51, 'watch_hours', 'logins', 't.logins', 'number', 'bigint', '', ''),
	(52, 'watch_hours', 'failures', 't.failures', 'number', 'bigint', '', ''),
	(53, 'watch_hours', 'blocks', 't.blocks', 'number', 'bigint', '', ''),
	(54, 'watch_days', 'at', 't.at', 'time', 'timestamptz', '', '='),
	(55, 'watch_days', 'logins', 't.logins', 'number', 'bigint', '', ''),
	(56, 'watch_days', 'failures', 't.failures', 'number', 'bigint', '', ''),
	(57, 'watch_days', 'blocks', 't.blocks', 'number', 'bigint', '', ''),
	(70, 'seals', 'n', 't.n', 'number', 'bigint', 'f', '='),
	(71, 'seals', 'at', 't.at', 'time', 'timestamptz', 'f', ''),
	(72, 'seals', 'witnessed', 't.n <= coalesce((SELECT k.seal FROM auth.keepers k WHERE k.name = ''witness''), 0)', 'yesno', 'boolean', '', ''),
	(73, 'seals', 'changes_rows', 't.changes_rows', 'number', 'bigint', '', ''),
	(74, 'seals', 'access_rows', 't.access_rows', 'number', 'bigint', '', ''),
	(75, 'seals', 'hash', 'encode(t.hash, ''hex'')', 'text', 'text', '', ''),
	(76, 'seals', 'previous', 'encode(t.previous, ''hex'')', 'text', 'text', '', ''),
	(80, 'keepers', 'name', 't.name', 'choice', 'text', '', ''),
	(81, 'keepers', 'state', 't.state', 'choice', 'text', '', ''),
	(82, 'keepers', 'seen_at', 't.seen_at', 'time', 'timestamptz', '', ''),
	(83, 'keepers', 'seal', 't.seal', 'number', 'bigint', '', ''),
	(84, 'keepers', 'behind', 't.behind', 'number', 'bigint', '', ''),
	(85, 'keepers', 'since', 't.since', 'time', 'timestamptz', '', ''),
	(86, 'keepers', 'place', 't.place', 'number', 'integer', '', '='),
	(60, 'change_lines', 'change_id', 't.change_id', 'reference', 'bigint', 'f', ''),
	(61, 'change_lines', 'nth', 't.nth', 'number', 'bigint', '', '='),
	(62, 'change_lines', 'name', 't.name', 'text', 'text', '', ''),
	(63, 'change_lines', 'was', 'CASE WHEN t.erased THEN NULL ELSE t.was END', 'lines', 'text', '', ''),
	(64, 'change_lines', 'now', 'CASE WHEN t.erased THEN NULL ELSE t.now END', 'lines', 'text', '', ''),
	(65, 'change_lines', 'erased', 't.erased', 'yesno', 'boolean', '', '')
	) AS c (place, entity, name, expression, kind, data_type, flags, sort);

CREATE TEMPORARY TABLE wanted_verbs (LIKE meta.verbs INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_verbs (entity, verb, function_name, right_name, label, fresh) VALUES
	('mails', 'again', 'mails_again', 'settings.edit', 'Send once more', false),
	('mail_kinds', 'set', 'mail_kinds_set', 'settings.edit', 'Switch on or off', true),
	('security_settings', 'set', 'security_settings_set', 'settings.edit', 'Change', true),
	('door_events', 'block', 'door_events_block', 'block.edit', 'Block the address', false),
	('mail_kinds', 'test', 'mail_kinds_test', 'settings.edit', 'Send a test mail', false);

CREATE TEMPORARY TABLE wanted_choices (LIKE meta.choices INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_choices (name, right_name, query) VALUES
	('address_test', 'block.view', $$SELECT a.value, a.label FROM meta.address_test($1) a LIMIT $2$$);

SELECT steward.take_rows('wanted_choices', 'meta.choices', '');
SELECT steward.take_rows('wanted_entities', 'meta.entities', '');
SELECT steward.take_rows('wanted_columns', 'meta.columns', 'entity');
SELECT steward.take_rows('wanted_verbs', 'meta.verbs', 'entity');

-- Which settings of log-in, sessions and mail the console changes, and between which bounds.
UPDATE auth.settings s SET kind = w.kind, lowest = nullif(w.lowest, ''), highest = nullif(w.highest, ''), choices = w.choices, position = w.position
FROM (VALUES
	(1, 'attempts', 'number', '3', '20', NULL::text[]),
	(2, 'attempt_window', 'span', '1 minute', '1 day', NULL),
	(3, 'attempts_in_row', 'number', '10', '200', NULL),
	(4, 'address_limit', 'number', '10', '1000', NULL),
	(5, 'address_block', 'span', '1 minute', '30 days', NULL),
	(6, 'staff_address_required', 'switch', '', '', NULL),
	(7, 'unlock_attempts', 'number', '3', '10', NULL),
	(10, 'lock', 'span', '1 minute', '30 minutes', NULL),
	(11, 'idle', 'span', '2 minutes', '1 hour', NULL),
	(12, 'absolute', 'span', '1 hour', '24 hours', NULL),
	(13, 'fresh', 'span', '10 seconds', '1 hour', NULL),
	(14, 'code_age', 'span', '10 minutes', '7 days', NULL),
	(15, 'rows_per_hour', 'number', '1000', '1000000', NULL),
	(16, 'export_rows_per_hour', 'number', '1000', '100000000', NULL),
	(20, 'mail', 'switch', '', '', NULL),
	(21, 'mail_to', 'email', '', '', NULL),
	(22, 'mail_language', 'choice', '', '', ARRAY['en', 'nl']),
	(23, 'mail_digest', 'span', '0 seconds', '1 day', NULL),
	(24, 'mail_per_hour', 'number', '2', '1000', NULL),
	(25, 'mail_lines', 'number', '1', '500', NULL),
	(26, 'mail_failures', 'number', '5', '1000', NULL)
	) AS w (position, name, kind, lowest, highest, choices)
WHERE s.name = w.name AND (s.kind, s.lowest, s.highest, s.choices, s.position) IS DISTINCT FROM (w.kind, nullif(w.lowest, ''), nullif(w.highest, ''), w.choices, w.position);
