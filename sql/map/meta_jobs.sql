-- Kinds of jobs, the schedules of the installation, and what the API can list, open and do of jobs.

CREATE TEMPORARY TABLE wanted_kinds (LIKE steward.job_kinds INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_kinds (name, label, rights, function_name, unasked, plannable, attempts, fresh) VALUES
	('list.csv', 'Export of a list', ARRAY['job.run', 'list.export'], NULL, false, true, 3, true),
	('person.zip', 'Export of a person', ARRAY['job.run', 'export.person'], NULL, false, false, 3, true),
	('import.users', 'Import of accounts', ARRAY['job.run', 'import.run', 'user.create', 'user.edit'], NULL, false, false, 2, true),
	('import.payments', 'Import of payments', ARRAY['job.run', 'import.run', 'invoice.pay'], NULL, false, false, 2, true),
	('import.sales', 'Import of sales of an agency', ARRAY['job.run', 'import.run', 'invoice.edit'], NULL, false, false, 2, true),
	('bulk.act', 'Change of many', ARRAY['job.run'], 'steward.job_bulk', false, false, 3, false),
	('spool.clean', 'Removal of expired files', ARRAY['job.manage'], NULL, true, true, 3, false),
	('log.months', 'Months of the logs', ARRAY['job.manage'], 'steward.job_months', true, true, 5, false),
	('retention.purge', 'Purge of data past their term', ARRAY['job.run', 'retention.run'], 'steward.job_retention', true, true, 3, true),
	('login.purge', 'Removal of old log-in attempts', ARRAY['job.manage'], 'steward.job_attempts', true, true, 3, false),
	('erase.run', 'Erasure', ARRAY['erase.run'], 'steward.erase_step', false, false, 3, true),
	('erase.remainders', 'Rests of partial erasures', ARRAY['job.manage'], 'steward.erase_remainders', true, true, 3, false),
	('job.purge', 'Removal of old jobs', ARRAY['job.manage'], 'steward.job_history', true, true, 3, false);
SELECT steward.take_rows('wanted_kinds', 'steward.job_kinds', '');

-- What imports read
CREATE TEMPORARY TABLE wanted_csv (LIKE steward.csv_columns INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_csv (kind, name, position, required, longest, column_name)
	SELECT 'import.users', name, place, name = 'EMAIL', longest, nullif(listed, '') FROM (VALUES
		(1, 'USERID', 15, 'id'), (2, 'EMAIL', 254, 'email'), (3, 'LOGIN', 254, 'login'), (4, 'FIRSTNAME', 200, 'first_name'), (5, 'LASTNAME', 200, 'last_name'), (6, 'COMPANY', 200, 'company'),
		(7, 'DEPARTMENT', 200, 'department'), (8, 'STREET1', 200, 'street1'), (9, 'STREET2', 200, 'street2'), (10, 'POSTCODE', 20, 'postcode'), (11, 'CITY', 100, 'city'), (12, 'STATE', 100, 'state'),
		(13, 'COUNTRY', 2, 'country'), (14, 'PHONE', 40, 'phone'), (15, 'MOBILE', 40, 'mobile'), (16, 'VATNO', 40, 'vat_number'), (17, 'CURRENCY', 3, 'currency'), (18, 'LANGUAGE', 2, 'language'),
		(19, 'MAILING', 1, 'marketing'), (20, 'ENABLED', 1, 'enabled'), (21, 'NOTES', 20000, '')) AS c (place, name, longest, listed)
	UNION ALL SELECT 'import.users', 'CUSTOM' || n, 21 + n, false, 2000, NULL FROM generate_series(1, 10) AS n
	UNION ALL SELECT 'import.payments', name, place, name IN ('NUMBER', 'AMOUNT'), longest, NULL FROM (VALUES
		(1, 'NUMBER', 20), (2, 'AMOUNT', 20), (3, 'DATE', 10), (4, 'ACCOUNTNO', 15), (5, 'DESCRIPTION', 150)) AS c (place, name, longest)
	UNION ALL SELECT 'import.sales', name, place, true, longest, NULL FROM (VALUES (1, 'FILEID', 50), (2, 'AMOUNTNET', 20)) AS c (place, name, longest);
SELECT steward.take_rows('wanted_csv', 'steward.csv_columns', '');
CREATE TEMPORARY TABLE wanted_aliases (LIKE steward.csv_aliases INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_aliases (kind, alias, name) VALUES
	('import.users', 'ID', 'USERID'), ('import.users', 'USER ID', 'USERID'), ('import.users', 'E-MAIL', 'EMAIL'), ('import.users', 'E-MAIL ADDRESS', 'EMAIL'), ('import.users', 'EMAIL ADDRESS', 'EMAIL'),
	('import.users', 'FIRST NAME', 'FIRSTNAME'), ('import.users', 'LAST NAME', 'LASTNAME'), ('import.users', 'SURNAME', 'LASTNAME'), ('import.users', 'ORGANISATION', 'COMPANY'),
	('import.users', 'STREET', 'STREET1'), ('import.users', 'ADDRESS', 'STREET1'), ('import.users', 'ZIP', 'POSTCODE'), ('import.users', 'ZIPCODE', 'POSTCODE'), ('import.users', 'TELEPHONE', 'PHONE'),
	('import.users', 'VATNUMBER', 'VATNO'), ('import.users', 'VAT NUMBER', 'VATNO'), ('import.users', 'MARKETING', 'MAILING'),
	('import.payments', 'INVOICE', 'NUMBER'), ('import.payments', 'INVOICENO', 'NUMBER'), ('import.payments', 'ACCOUNT', 'ACCOUNTNO'), ('import.payments', 'USERID', 'ACCOUNTNO'),
	('import.sales', 'FILE', 'FILEID'), ('import.sales', 'FILE ID', 'FILEID'), ('import.sales', 'FILENAME', 'FILEID'), ('import.sales', 'OBJECTNAME', 'FILEID'), ('import.sales', 'IMAGE', 'FILEID'),
	('import.sales', 'AMOUNT', 'AMOUNTNET'), ('import.sales', 'NET', 'AMOUNTNET'), ('import.sales', 'AMOUNT NET', 'AMOUNTNET');
SELECT steward.take_rows('wanted_aliases', 'steward.csv_aliases', '');

-- Nothing is purged before somebody has looked at the preview and switched its schedule on.
INSERT INTO steward.schedules (kind, title, every, at, day, next_run, enabled)
	SELECT w.* FROM (VALUES ('spool.clean', '', 'daily', '03:10', NULL::integer, now(), true), ('log.months', '', 'weekly', '03:20', 1, now(), true), ('login.purge', '', 'daily', '03:30', NULL, now(), true),
		('job.purge', '', 'weekly', '03:40', 7, now(), true), ('retention.purge', '', 'weekly', '03:50', 7, now(), false), ('erase.remainders', '', 'daily', '03:55', NULL, now(), true))
		AS w (kind, title, every, at, day, next_run, enabled)
	WHERE NOT EXISTS (SELECT FROM steward.schedules s WHERE s.kind = w.kind AND s.made_by IS NULL);

CREATE TEMPORARY TABLE wanted_entities (LIKE meta.entities INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_entities (name, table_name, from_sql, key_sql, match_sql, tie_sql, tie_type, label_sql, version_sql, default_sort, default_descending, parents,
	right_view, right_parent, right_create, right_edit, create_function) VALUES
	('jobs', NULL, 'steward.jobs t JOIN steward.job_kinds k ON k.name = t.kind', 't.id::text', 't.id = $1::bigint', 't.id', 'bigint',
		'concat_ws('' '', k.label, nullif(t.title, ''''))', '0', 'id', true, '{}', 'job.view', NULL, 'job.run', NULL, 'jobs_create'),
	('job_log', NULL, 'steward.job_log t', 't.id::text', 't.id = $1::bigint', 't.id', 'bigint', 't.line', '0', 'id', true, ARRAY['job_id'],
		'job.view', 'job.view', NULL, NULL, NULL),
	('import_rows', NULL, 'steward.import_rows t', '(t.job_id || '':'' || t.line)', 't.job_id = split_part($1, '':'', 1)::bigint AND t.line = split_part($1, '':'', 2)::bigint',
		't.line', 'bigint', 't.line::text', '0', 'line', false, ARRAY['job_id'], 'import.run', 'import.run', NULL, NULL, NULL),
	('import_rejects', NULL, 'steward.import_rejects t', 't.id::text', 't.id = $1::bigint', 't.id', 'bigint', 't.reason', '0', 'line', false, ARRAY['job_id'],
		'import.run', 'import.run', NULL, NULL, NULL),
	('bulk_rows', NULL, 'steward.bulk_rows t', '(t.job_id || '':'' || t.line)', 't.job_id = split_part($1, '':'', 1)::bigint AND t.line = split_part($1, '':'', 2)::bigint',
		't.line', 'bigint', 't.label', '0', 'line', false, ARRAY['job_id'], 'user.view', 'user.view', NULL, NULL, NULL),
	('job_queue', NULL, 'steward.job_queue t', '''all''', '$1 = ''all''', 't.single', 'boolean', '''all''', '0', 'id', false, '{}', 'job.view', NULL, NULL, NULL, NULL),
	('schedules', 'steward.schedules', 'steward.schedules t JOIN steward.job_kinds k ON k.name = t.kind', 't.id::text', 't.id = $1::bigint', 't.id', 'bigint',
		'concat_ws('' '', k.label, nullif(t.title, ''''))', 't.version', 'next_run', false, '{}', 'job.view', NULL, 'schedule.edit', 'schedule.edit', 'schedules_create');

CREATE TEMPORARY TABLE wanted_columns (LIKE meta.columns INCLUDING DEFAULTS INCLUDING GENERATED) ON COMMIT DROP;
INSERT INTO wanted_columns (entity, position, name, expression, kind, data_type, writable, create_only, filterable, sortable, sort_expression, sort_type)
	SELECT entity, row_number() OVER (PARTITION BY entity ORDER BY place), name, expression, kind, data_type, flags ~ 'w|c', flags ~ 'c', flags ~ 'f', sort <> '',
		CASE sort WHEN '' THEN NULL WHEN '=' THEN expression ELSE sort END, CASE WHEN sort <> '' THEN data_type END
	FROM (VALUES
	-- w writable, c given when it is made, f filterable
	(1, 'jobs', 'id', 't.id', 'number', 'bigint', 'f', '='),
	(2, 'jobs', 'kind', 't.kind', 'choice', 'text', 'cf', ''),
	(3, 'jobs', 'label', 'k.label', 'text', 'text', 'f', ''),
	(4, 'jobs', 'title', 't.title', 'text', 'text', 'cf', ''),
	(5, 'jobs', 'state_name', 't.state', 'choice', 'text', 'f', ''),
	(6, 'jobs', 'asked_by', 'coalesce(auth.staff_name(t.asked_by), '''')', 'text', 'text', '', ''),
	(7, 'jobs', 'asked_by_id', 't.asked_by', 'reference', 'bigint', 'f', ''),
	(8, 'jobs', 'created_at', 't.created_at', 'time', 'timestamptz', 'f', ''),
	(9, 'jobs', 'started_at', 't.started_at', 'time', 'timestamptz', '', ''),
	(10, 'jobs', 'ended_at', 't.ended_at', 'time', 'timestamptz', 'f', ''),
	(11, 'jobs', 'percent', 'CASE WHEN t.state = ''done'' THEN 100 WHEN t.total > 0 THEN least(99, t.done * 100 / t.total) END', 'number', 'bigint', '', ''),
	(12, 'jobs', 'done', 't.done', 'number', 'bigint', '', ''),
	(13, 'jobs', 'total', 't.total', 'number', 'bigint', '', ''),
	(14, 'jobs', 'words', 'CASE WHEN t.state = ''running'' AND t.wish IS NOT NULL THEN t.wish || '' asked for'' ELSE t.words END', 'text', 'text', '', ''),
	(15, 'jobs', 'rate', '(t.done / greatest(extract(epoch FROM coalesce(t.ended_at, t.beat_at) - t.attempt_at), 0.001))::bigint', 'number', 'bigint', '', ''),
	(31, 'jobs', 'progress', 'CASE WHEN t.total > 0 THEN least(t.done, CASE WHEN t.state = ''done'' THEN t.total ELSE t.total - 1 END) || ''/'' || t.total '
		'WHEN t.state = ''done'' THEN ''1000'' END', 'text', 'text', '', ''),
	(32, 'jobs', 'time_left', 'CASE WHEN t.state = ''running'' AND t.done > 0 AND t.total >= t.done THEN '
		'to_char(make_interval(secs => ceil((t.total - t.done) * extract(epoch FROM t.beat_at - t.attempt_at) / t.done)::double precision), ''HH24:MI:SS'') ELSE '''' END', 'text', 'text', '', ''),
	(17, 'jobs', 'worker', 'coalesce(t.worker, '''')', 'text', 'text', '', ''),
	(18, 'jobs', 'attempts', 't.attempts', 'number', 'integer', '', ''),
	(19, 'jobs', 'priority', 't.priority', 'number', 'integer', '', ''),
	(20, 'jobs', 'error', 'coalesce(t.error, '''')', 'text', 'text', '', ''),
	(21, 'jobs', 'result', 'coalesce((SELECT string_agg(r.key || '': '' || r.value, ''; '' ORDER BY r.key) FROM jsonb_each_text(CASE jsonb_typeof(t.result) WHEN ''object'' THEN t.result ELSE ''{}'' END) AS r), '''')', 'lines', 'text', '', ''),
	(22, 'jobs', 'rights', 'array_to_string(t.rights, '', '')', 'text', 'text', '', ''),
	(23, 'jobs', 'arguments', 't.arguments::text', 'lines', 'text', 'c', ''),
	(24, 'jobs', 'file_name', 'CASE WHEN t.expires_at > clock_timestamp() THEN t.file_name END', 'text', 'text', '', ''),
	(25, 'jobs', 'file_bytes', 't.file_bytes', 'number', 'bigint', '', ''),
	(26, 'jobs', 'file_rows', 't.file_rows', 'number', 'bigint', '', ''),
	(27, 'jobs', 'file_sha256', 't.file_sha256', 'text', 'text', '', ''),
	(28, 'jobs', 'expires_at', 't.expires_at', 'time', 'timestamptz', '', ''),
	(29, 'jobs', 'fetched', 't.fetched', 'number', 'integer', '', ''),
	(33, 'jobs', 'writes', 'CASE WHEN t.state = ''done'' AND t.arguments->>''dry_run'' = ''true'' AND (t.kind = ''bulk.act'' OR t.kind LIKE ''import.%'' AND (t.result->>''rejected'')::bigint = 0) '
		'THEN coalesce((t.result->>''added'')::bigint, 0) + (t.result->>''changed'')::bigint END', 'number', 'bigint', '', ''),
	(34, 'jobs', 'undoes', 'CASE WHEN t.kind = ''bulk.act'' AND t.state = ''done'' AND t.arguments->>''dry_run'' = ''false'' AND EXISTS (SELECT FROM meta.bulk b WHERE b.entity = t.arguments->>''entity'' '
		'AND b.verb = t.arguments->>''verb'' AND b.argument = coalesce(t.arguments->>''argument'', '''') AND b.undo <> '''') AND EXISTS (SELECT FROM steward.bulk_rows r WHERE r.job_id = t.id) '
		'THEN (t.result->>''changed'')::bigint END', 'number', 'bigint', '', ''),
	(30, 'jobs', 'suspended', '(SELECT q.suspended FROM steward.job_queue q)', 'yesno', 'boolean', '', ''),
	(40, 'job_log', 'id', 't.id', 'number', 'bigint', '', '='),
	(41, 'job_log', 'job_id', 't.job_id', 'reference', 'bigint', 'f', ''),
	(42, 'job_log', 'at', 't.at', 'time', 'timestamptz', '', ''),
	(43, 'job_log', 'attempt', 't.attempt', 'number', 'integer', '', ''),
	(44, 'job_log', 'line', 't.line', 'text', 'text', 'f', ''),
	(80, 'import_rows', 'job_id', 't.job_id', 'reference', 'bigint', 'f', ''),
	(81, 'import_rows', 'line', 't.line', 'number', 'bigint', 'f', '='),
	(82, 'import_rows', 'verdict', 'coalesce(t.verdict, '''')', 'choice', 'text', 'f', ''),
	(83, 'import_rows', 'subject_id', 't.subject_id', 'reference', 'bigint', 'f', ''),
	(84, 'import_rows', 'name', 'coalesce(CASE WHEN (SELECT j.kind FROM steward.jobs j WHERE j.id = t.job_id) = ''import.users'' THEN nullif(t.cells[2], '''') END, t.cells[1], '''')', 'text', 'text', 'f', ''),
	(85, 'import_rows', 'was', 'coalesce((SELECT string_agg(w.key || '': '' || w.value, ''; '' ORDER BY w.key) FROM jsonb_each_text(t.was) AS w), '''')', 'lines', 'text', '', ''),
	(86, 'import_rows', 'will', 'CASE WHEN t.verdict = ''add'' THEN coalesce((SELECT string_agg(c.name || '': '' || t.cells[c.position], ''; '' ORDER BY c.position) FROM steward.csv_columns c '
		'WHERE c.kind = (SELECT j.kind FROM steward.jobs j WHERE j.id = t.job_id) AND t.cells[c.position] <> ''''), '''') '
		'ELSE coalesce((SELECT string_agg(w.key || '': '' || w.value, ''; '' ORDER BY w.key) FROM jsonb_each_text(t.will) AS w), '''') END', 'lines', 'text', '', ''),
	(90, 'import_rejects', 'job_id', 't.job_id', 'reference', 'bigint', 'f', ''),
	(91, 'import_rejects', 'line', 't.line', 'number', 'bigint', 'f', '='),
	(92, 'import_rejects', 'column_name', 't.column_name', 'text', 'text', 'f', ''),
	(93, 'import_rejects', 'value', 't.value', 'text', 'text', '', ''),
	(94, 'import_rejects', 'reason', 't.reason', 'text', 'text', 'f', ''),
	(100, 'bulk_rows', 'job_id', 't.job_id', 'reference', 'bigint', 'f', ''),
	(101, 'bulk_rows', 'line', 't.line', 'number', 'bigint', 'f', '='),
	(102, 'bulk_rows', 'verdict', 'coalesce(t.verdict, '''')', 'choice', 'text', 'f', ''),
	(103, 'bulk_rows', 'label', 't.label', 'text', 'text', 'f', ''),
	(104, 'bulk_rows', 'was', 'coalesce((SELECT string_agg(w.key || '': '' || w.value, ''; '' ORDER BY w.key) FROM jsonb_each_text(t.was) AS w), '''')', 'lines', 'text', '', ''),
	(105, 'bulk_rows', 'will', 'coalesce((SELECT string_agg(w.key || '': '' || w.value, ''; '' ORDER BY w.key) FROM jsonb_each_text(t.will) AS w), '''')', 'lines', 'text', '', ''),
	(106, 'bulk_rows', 'reason', 't.reason', 'text', 'text', 'f', ''),
	(50, 'job_queue', 'id', 't.single', 'yesno', 'boolean', '', '='),
	(51, 'job_queue', 'suspended', 't.suspended', 'yesno', 'boolean', '', ''),
	(52, 'job_queue', 'changed_by', 'coalesce(auth.staff_name(t.changed_by), '''')', 'text', 'text', '', ''),
	(53, 'job_queue', 'changed_at', 't.changed_at', 'time', 'timestamptz', '', ''),
	(60, 'schedules', 'id', 't.id', 'number', 'bigint', 'f', '='),
	(61, 'schedules', 'kind', 't.kind', 'choice', 'text', 'cf', ''),
	(62, 'schedules', 'label', 'k.label', 'text', 'text', '', ''),
	(63, 'schedules', 'title', 't.title', 'text', 'text', 'wf', ''),
	(64, 'schedules', 'every', 't.every', 'choice', 'text', 'wf', ''),
	(65, 'schedules', 'at', 't.at', 'text', 'text', 'w', ''),
	(66, 'schedules', 'day', 't.day', 'number', 'integer', 'w', ''),
	(67, 'schedules', 'zone', 't.zone', 'text', 'text', 'w', ''),
	(68, 'schedules', 'enabled', 't.enabled', 'yesno', 'boolean', 'wf', ''),
	(69, 'schedules', 'next_run', 't.next_run', 'time', 'timestamptz', '', '='),
	(70, 'schedules', 'made_by', 'coalesce(auth.staff_name(t.made_by), '''')', 'text', 'text', '', ''),
	(71, 'schedules', 'arguments', 't.arguments::text', 'lines', 'text', 'c', ''),
	(72, 'schedules', 'created_at', 't.created_at', 'time', 'timestamptz', '', ''),
	(73, 'schedules', 'last_job', '(SELECT max(j.id) FROM steward.jobs j WHERE j.schedule_id = t.id)', 'number', 'bigint', '', ''),
	(74, 'schedules', 'version', 't.version', 'number', 'bigint', '', '')
	) AS c (place, entity, name, expression, kind, data_type, flags, sort);
UPDATE wanted_columns SET allowed = ARRAY['daily', 'weekly', 'monthly'] WHERE entity = 'schedules' AND name = 'every';

CREATE TEMPORARY TABLE wanted_verbs (LIKE meta.verbs INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_verbs (entity, verb, function_name, right_name, label) VALUES
	('jobs', 'cancel', 'jobs_cancel', 'job.run', 'Cancel the job'),
	('jobs', 'pause', 'jobs_pause', 'job.run', 'Pause the job'),
	('jobs', 'resume', 'jobs_resume', 'job.run', 'Go on with the job'),
	('jobs', 'retry', 'jobs_retry', 'job.run', 'Try the job again'),
	('jobs', 'fetch', 'jobs_fetch', 'job.view', 'Fetch its file'),
	('jobs', 'apply', 'jobs_apply', 'job.run', 'Do for real what was tried'),
	('jobs', 'undo', 'jobs_undo', 'job.run', 'Take back what was done with many'),
	('job_queue', 'suspend', 'job_queue_suspend', 'job.manage', 'Stop all jobs'),
	('job_queue', 'resume', 'job_queue_resume', 'job.manage', 'Let jobs run'),
	('schedules', 'delete', 'schedules_delete', 'schedule.edit', 'Remove the schedule');

UPDATE wanted_verbs SET fresh = true WHERE verb IN ('apply', 'undo');
SELECT steward.take_rows('wanted_entities', 'meta.entities', '');
SELECT steward.take_rows('wanted_columns', 'meta.columns', 'entity');
SELECT steward.take_rows('wanted_verbs', 'meta.verbs', 'entity');

CREATE TEMPORARY TABLE wanted_choices (LIKE meta.choices INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_choices (name, right_name, query) VALUES
	('planned_kinds', 'schedule.edit', $$SELECT k.name, k.label FROM steward.job_kinds k WHERE k.plannable AND site.fold(k.label) LIKE $1 ORDER BY k.label LIMIT $2$$);
SELECT steward.take_rows('wanted_choices', 'meta.choices', '');

CREATE TEMPORARY TABLE wanted_constraints (LIKE meta.constraints INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_constraints (name, column_name, sentence, hint) VALUES
	('schedules_kind_fkey', 'kind', 'There is no such job.', 'Choose one from the list.'),
	('schedules_title_check', 'title', 'This is too long: at most 200 characters.', NULL),
	('schedules_arguments_check', 'arguments', 'This request is not well formed.', NULL),
	('schedules_every_check', 'every', 'This value is not allowed.', 'Choose one from the list.'),
	('schedules_at_check', 'at', 'This is no time of the day.', 'Write it like 03:30.'),
	('schedules_day_check', 'day', 'Give the day: 1 to 7 from Monday on for weekly, 1 to 31 for monthly.', NULL),
	('schedules_every_day_check', 'day', 'Give the day: 1 to 7 from Monday on for weekly, 1 to 31 for monthly.', NULL),
	('schedules_zone_check', 'zone', 'There is no such time zone.', 'Write it like Europe/Amsterdam.');
SELECT steward.take_rows('wanted_constraints', 'meta.constraints', '');
