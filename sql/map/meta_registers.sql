-- What the API can list, open and save: consents, the register of breaches, and the compliance check.

CREATE TEMPORARY TABLE wanted_entities (LIKE meta.entities INCLUDING DEFAULTS) ON COMMIT DROP;
CREATE TEMPORARY TABLE wanted_columns (LIKE meta.columns INCLUDING DEFAULTS INCLUDING GENERATED) ON COMMIT DROP;

INSERT INTO wanted_entities (name, table_name, from_sql, key_sql, match_sql, tie_sql, tie_type, label_sql, version_sql, hidden_sql, right_hidden, right_hidden_edit,
	default_sort, default_descending, parents, right_view, right_create, right_edit, stamp_column, create_function, subject_sql) VALUES
	('consents', 'site.consents', 'site.consents t LEFT JOIN site.users u ON u.id = t.user_id LEFT JOIN site.text_versions v ON v.id = t.text_version_id', 't.id::text', 't.id = $1::bigint', 't.id',
		'bigint', 't.kind', '0', 'coalesce((SELECT h.type IN (''staff'', ''superadmin'', ''sysadmin'') FROM site.users h WHERE h.id = t.user_id), false)', 'user.staff_view', 'staff.manage',
		'at', true, ARRAY['user_id'], 'consent.view', 'consent.edit', NULL, NULL, 'consents_create', 't.user_id'),
	('breaches', 'privacy.breaches', 'privacy.breaches t', 't.id::text', 't.id = $1::bigint', 't.id', 'bigint', 't.title', 't.version', NULL, NULL, NULL,
		'id', true, '{}', 'breach.view', 'breach.edit', 'breach.edit', 'handler_id', NULL, NULL),
	('breach_notes', 'privacy.breach_notes', 'privacy.breach_notes t', 't.id::text', 't.id = $1::bigint', 't.id', 'bigint', 't.kind', 't.version', NULL, NULL, NULL,
		'id', true, ARRAY['breach_id'], 'breach.view', 'breach.edit', 'breach.edit', 'author_id', NULL, NULL),
	('breach_people', 'privacy.breach_people', 'privacy.breach_people t LEFT JOIN site.users u ON u.id = t.user_id', '(t.breach_id || '':'' || t.user_id)',
		't.breach_id = split_part($1, '':'', 1)::bigint AND t.user_id = split_part($1, '':'', 2)::bigint', 't.user_id', 'bigint', 't.user_id::text', '0', NULL, NULL, NULL,
		'user_id', false, ARRAY['breach_id'], 'breach.view', NULL, NULL, NULL, NULL, 't.user_id'),
	('compliance', NULL, 'meta.compliance() t', 't.name', 't.name = $1', 't.position', 'integer', 't.title', '0', NULL, NULL, NULL,
		'position', false, '{}', 'compliance.view', NULL, NULL, NULL, NULL, NULL);

INSERT INTO wanted_columns (entity, position, name, expression, kind, data_type, writable, create_only, allowed, filterable, sortable, sort_expression, sort_type)
	SELECT entity, row_number() OVER (PARTITION BY entity ORDER BY place), name, expression, kind, data_type, flags ~ 'w|c', flags ~ 'c', NULL, flags ~ 'f', sort <> '',
		CASE sort WHEN '' THEN NULL WHEN '=' THEN expression ELSE sort END, CASE WHEN sort <> '' THEN replace(data_type, 'bpchar', 'text') END
	FROM (VALUES
	-- w writable, c given when it is made, f filterable
	(1, 'consents', 'id', 't.id', 'number', 'bigint', 'f', '='),
	(2, 'consents', 'at', 't.at', 'time', 'timestamptz', 'f', '='),
	(3, 'consents', 'user_id', 't.user_id', 'reference', 'bigint', 'cf', ''),
	(4, 'consents', 'full_name', 'coalesce(u.full_name, t.email)', 'text', 'text', '', ''),
	(5, 'consents', 'email', 't.email', 'text', 'text', 'cf', ''),
	(6, 'consents', 'kind', 't.kind', 'choice', 'text', 'cf', ''),
	(7, 'consents', 'given', 't.given', 'yesno', 'boolean', 'cf', ''),
	(8, 'consents', 'channel', 't.channel', 'choice', 'text', 'cf', ''),
	(9, 'consents', 'recorded_by', 'coalesce(auth.staff_name(t.recorded_by), '''')', 'text', 'text', '', ''),
	(10, 'consents', 'text', 'coalesce(v.name || '' '' || v.language || '' '' || v.no, '''')', 'text', 'text', '', ''),
	(11, 'consents', 'parental', 't.parental', 'yesno', 'boolean', 'cf', ''),
	(12, 'consents', 'evidence', 't.evidence', 'text', 'text', 'c', ''),
	(13, 'consents', 'note', 't.note', 'text', 'text', 'c', ''),
	(20, 'breaches', 'id', 't.id', 'number', 'bigint', 'f', '='),
	(21, 'breaches', 'title', 't.title', 'text', 'text', 'wf', ''),
	(22, 'breaches', 'clock', 'meta.breach_clock(t, meta.clock())', 'choice', 'text', 'f', ''),
	(23, 'breaches', 'hours_left', 'CASE WHEN meta.breach_clock(t, meta.clock()) IN (''running'', ''late'') THEN floor(extract(epoch FROM t.due_at - meta.clock()) / 3600)::integer END', 'number', 'integer', '', ''),
	(24, 'breaches', 'aware_at', 't.aware_at', 'time', 'timestamptz', 'wf', '='),
	(25, 'breaches', 'due_at', 't.due_at', 'time', 'timestamptz', 'f', ''),
	(26, 'breaches', 'happened_from', 't.happened_from', 'time', 'timestamptz', 'w', ''),
	(27, 'breaches', 'happened_to', 't.happened_to', 'time', 'timestamptz', 'w', ''),
	(28, 'breaches', 'nature', 't.nature', 'choice', 'text', 'wf', ''),
	(29, 'breaches', 'facts', 't.facts', 'lines', 'text', 'w', ''),
	(30, 'breaches', 'consequences', 't.consequences', 'lines', 'text', 'w', ''),
	(31, 'breaches', 'measures', 't.measures', 'lines', 'text', 'w', ''),
	(32, 'breaches', 'risk', 't.risk', 'choice', 'text', 'wf', ''),
	(33, 'breaches', 'reported_at', 't.reported_at', 'time', 'timestamptz', 'f', ''),
	(34, 'breaches', 'report_reference', 't.report_reference', 'text', 'text', 'wf', ''),
	(35, 'breaches', 'late_reason', 't.late_reason', 'lines', 'text', 'w', ''),
	(36, 'breaches', 'unreported_reason', 't.unreported_reason', 'lines', 'text', 'w', ''),
	(37, 'breaches', 'told_at', 't.told_at', 'time', 'timestamptz', 'f', ''),
	(38, 'breaches', 'untold_ground', 't.untold_ground', 'choice', 'text', 'wf', ''),
	(39, 'breaches', 'untold_reason', 't.untold_reason', 'lines', 'text', 'w', ''),
	(40, 'breaches', 'scope_from', 't.scope_from', 'time', 'timestamptz', 'w', ''),
	(41, 'breaches', 'scope_to', 't.scope_to', 'time', 'timestamptz', 'w', ''),
	(42, 'breaches', 'scope_address', 't.scope_address', 'address', 'cidr', 'w', ''),
	(43, 'breaches', 'scope_user_id', 't.scope_user_id', 'number', 'bigint', 'w', ''),
	(44, 'breaches', 'scope_staff', 't.scope_staff', 'text', 'text', 'w', ''),
	(45, 'breaches', 'scoped_at', 't.scoped_at', 'time', 'timestamptz', '', ''),
	(46, 'breaches', 'people', 'CASE WHEN t.scoped_at IS NOT NULL THEN (SELECT count(*) FROM privacy.breach_people p WHERE p.breach_id = t.id) END', 'number', 'bigint', '', ''),
	(47, 'breaches', 'categories', 'meta.breach_categories(t.id, ''en'')', 'text', 'text', '', ''),
	(48, 'breaches', 'handler', 'coalesce(auth.staff_name(t.handler_id), '''')', 'text', 'text', '', ''),
	(49, 'breaches', 'closed_at', 't.closed_at', 'time', 'timestamptz', 'f', ''),
	(50, 'breaches', 'version', 't.version', 'number', 'bigint', '', ''),
	(60, 'breach_notes', 'id', 't.id', 'number', 'bigint', 'f', '='),
	(61, 'breach_notes', 'breach_id', 't.breach_id', 'reference', 'bigint', 'cf', ''),
	(62, 'breach_notes', 'kind', 't.kind', 'choice', 'text', 'f', ''),
	(63, 'breach_notes', 'phase', 't.phase', 'choice', 'text', '', ''),
	(64, 'breach_notes', 'language', 't.language', 'choice', 'text', '', ''),
	(65, 'breach_notes', 'body', 't.body', 'lines', 'text', 'wf', ''),
	(66, 'breach_notes', 'sent_at', 't.sent_at', 'time', 'timestamptz', 'f', ''),
	(67, 'breach_notes', 'author', 'coalesce(auth.staff_name(t.author_id), '''')', 'text', 'text', '', ''),
	(68, 'breach_notes', 'created_at', 't.created_at', 'time', 'timestamptz', 'f', ''),
	(69, 'breach_notes', 'version', 't.version', 'number', 'bigint', '', ''),
	(80, 'breach_people', 'breach_id', 't.breach_id', 'reference', 'bigint', 'f', ''),
	(81, 'breach_people', 'user_id', 't.user_id', 'number', 'bigint', 'f', '='),
	(82, 'breach_people', 'full_name', 'u.full_name', 'text', 'text', '', ''),
	(83, 'breach_people', 'email', 'u.email', 'text', 'text', '', ''),
	(84, 'breach_people', 'categories', 'array_to_string(t.categories, '', '')', 'text', 'text', '', ''),
	(85, 'breach_people', 'traces', 't.traces', 'number', 'integer', 'f', ''),
	(86, 'breach_people', 'first_at', 't.first_at', 'time', 'timestamptz', '', ''),
	(87, 'breach_people', 'last_at', 't.last_at', 'time', 'timestamptz', '', ''),
	(100, 'compliance', 'state', 't.state', 'choice', 'text', 'f', ''),
	(101, 'compliance', 'title', 't.title', 'text', 'text', '', ''),
	(102, 'compliance', 'found', 't.found', 'number', 'bigint', '', ''),
	(103, 'compliance', 'sentence', 't.sentence', 'text', 'text', '', ''),
	(104, 'compliance', 'detail', 't.detail', 'text', 'text', '', ''),
	(105, 'compliance', 'mend', 't.mend', 'text', 'text', '', ''),
	(106, 'compliance', 'screen', 't.screen', 'text', 'text', '', ''),
	(107, 'compliance', 'name', 't.name', 'text', 'text', 'f', ''),
	(108, 'compliance', 'position', 't.position', 'number', 'integer', '', '=')
	) AS c (place, entity, name, expression, kind, data_type, flags, sort);

CREATE TEMPORARY TABLE wanted_verbs (LIKE meta.verbs INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_verbs (entity, verb, function_name, right_name, label) VALUES
	('breaches', 'scope', 'breaches_scope', 'breach.edit', 'Look up who is affected'),
	('breaches', 'draft', 'breaches_draft', 'breach.edit', 'Draft a report or letter'),
	('breaches', 'close', 'breaches_close', 'breach.edit', 'Close'),
	('breaches', 'reopen', 'breaches_reopen', 'breach.edit', 'Open again'),
	('breach_notes', 'send', 'breach_notes_send', 'breach.edit', 'Mark as sent');

CREATE TEMPORARY TABLE wanted_constraints (LIKE meta.constraints INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_constraints (name, column_name, sentence, hint) VALUES
	('consents_email_check', 'email', 'This is not an e-mail address.', 'Write it like name@example.org, without blanks.'),
	('consents_kind_check', 'kind', 'This value is not allowed.', 'Choose one from the list.'),
	('consents_channel_check', 'channel', 'This value is not allowed.', 'Choose one from the list.'),
	('consents_user_id_fkey', 'user_id', 'There is no such account.', NULL),
	('consents_parental_check', 'evidence', 'A parent''s consent needs a word on how it was made sure of.', NULL),
	('consents_evidence_check', 'evidence', 'This is too long: at most 500 characters.', NULL),
	('consents_note_check', 'note', 'This is too long: at most 500 characters.', NULL),
	('consents_who_check', 'email', 'This must be filled in.', NULL),
	('breaches_title_check', 'title', 'This must be filled in, with at most 200 characters.', NULL),
	('breaches_nature_check', 'nature', 'This value is not allowed.', 'Choose one from the list.'),
	('breaches_facts_check', 'facts', 'This is too long: at most 20,000 characters.', NULL),
	('breaches_consequences_check', 'consequences', 'This is too long: at most 20,000 characters.', NULL),
	('breaches_measures_check', 'measures', 'This is too long: at most 20,000 characters.', NULL),
	('breaches_risk_check', 'risk', 'This value is not allowed.', 'Choose one from the list.'),
	('breaches_report_reference_check', 'report_reference', 'This is too long: at most 200 characters.', NULL),
	('breaches_late_reason_check', 'late_reason', 'This is too long: at most 2,000 characters.', NULL),
	('breaches_unreported_reason_check', 'unreported_reason', 'This is too long: at most 2,000 characters.', NULL),
	('breaches_untold_ground_check', 'untold_ground', 'This value is not allowed.', 'Choose one from the list.'),
	('breaches_untold_reason_check', 'untold_reason', 'This is too long: at most 2,000 characters.', NULL),
	('breaches_scope_staff_check', 'scope_staff', 'This is too long: at most 254 characters.', NULL),
	('breaches_scope_user_id_fkey', 'scope_user_id', 'There is no such account.', NULL),
	('breaches_happened_check', 'happened_to', 'It ends after it begins.', 'Write a later time.'),
	('breaches_scope_check', 'scope_to', 'It ends after it begins.', 'Write a later time.'),
	('breaches_untold_check', 'untold_reason', 'Say the ground in words too.', NULL),
	('breach_notes_body_check', 'body', 'This must be filled in, with at most 50,000 characters.', NULL),
	('breach_notes_breach_id_fkey', 'breach_id', 'There is no such record.', NULL);

SELECT steward.take_rows('wanted_entities', 'meta.entities', '');
SELECT steward.take_rows('wanted_columns', 'meta.columns', 'entity');
SELECT steward.take_rows('wanted_verbs', 'meta.verbs', 'entity');
SELECT steward.take_rows('wanted_constraints', 'meta.constraints', '');
