-- The data map of jobs.

CREATE TEMPORARY TABLE wanted_jobs (relation text, columns text, category integer, path text, export text, erase text, keep_ground text, keep_until text, note text) ON COMMIT DROP;
INSERT INTO wanted_jobs VALUES
	('steward.jobs', 'asked_by session_id fetched_at', 7, 'asked_by > site.users.id', 'mask', 'keep', 'Proof of who asked for an export, Art. 17(3)(b) and (e)', '3 years', 'A colleague'),
	('steward.jobs', 'title arguments cursor result error words', 7, 'asked_by > site.users.id', 'mask', 'keep', 'Proof of what was exported, Art. 17(3)(b) and (e)', '3 years',
		'Filters can name people; the residual scan finds them'),
	('steward.jobs', 'id kind rights schedule_id priority state wish attempts run_after worker claim worker_pid lease_until beat_at done total file_name file_bytes file_sha256 file_rows expires_at '
		'fetched created_at started_at attempt_at ended_at', NULL, 'none', 'none', 'keep', NULL, NULL, ''),
	('steward.job_log', 'line', 7, 'job_id > steward.jobs.id > steward.jobs.asked_by > site.users.id', 'mask', 'keep', 'Proof of who was handed an export, Art. 17(3)(b) and (e)', '3 years', 'Names colleagues'),
	('steward.job_log', 'id job_id at attempt', NULL, 'none', 'none', 'keep', NULL, NULL, ''),
	('steward.schedules', 'made_by title arguments', 7, 'made_by > site.users.id', 'mask', 'delete', NULL, NULL, 'A colleague''s; nobody else answers for what it takes. Filters can name people; the residual scan finds them'),
	('steward.schedules', 'id kind every at day zone enabled next_run created_at version', NULL, 'none', 'none', 'delete', NULL, NULL, ''),
	('steward.job_queue', 'changed_by', 7, 'changed_by > site.users.id', 'mask', 'null', NULL, NULL, 'A colleague'),
	('steward.job_queue', 'single suspended changed_at', NULL, 'none', 'none', 'keep', NULL, NULL, ''),
	('steward.job_kinds', 'name label rights function_name fresh unasked attempts keep plannable', NULL, 'none', 'none', 'keep', NULL, NULL, ''),
	('steward.import_rows', 'cells was will', 1, 'subject_id > site.users.id', 'include', 'delete', NULL, NULL, 'On its way into the site; forgotten a day after the import'),
	('steward.import_rows', 'subject_id', 1, 'subject_id > site.users.id', 'include', 'delete', NULL, NULL, 'For payments the number of the invoice'),
	('steward.import_rows', 'job_id line verdict', NULL, 'none', 'none', 'delete', NULL, NULL, ''),
	('steward.import_rejects', 'value', 7, 'job_id > steward.jobs.id > steward.jobs.asked_by > site.users.id', 'mask', 'delete', NULL, NULL, 'May name anybody; forgotten a week after the import'),
	('steward.import_rejects', 'id job_id line column_name reason', NULL, 'none', 'none', 'delete', NULL, NULL, ''),
	('steward.bulk_rows', 'key label change was will', 7, 'job_id > steward.jobs.id > steward.jobs.asked_by > site.users.id', 'mask', 'delete', NULL, NULL, 'May name anybody; forgotten by the setting bulk_keep; the residual scan finds them'),
	('steward.bulk_rows', 'job_id line version verdict reason version_after', NULL, 'none', 'none', 'delete', NULL, NULL, ''),
	('steward.csv_columns', 'kind name position required longest column_name', NULL, 'none', 'none', 'keep', NULL, NULL, ''),
	('steward.csv_aliases', 'kind alias name', NULL, 'none', 'none', 'keep', NULL, NULL, ''),
	('steward.workers', 'name started_at seen_at', NULL, 'none', 'none', 'keep', NULL, NULL, 'Programs, not people'),
	('auth.keepers', 'name seen_at seal findings', NULL, 'none', 'none', 'keep', NULL, NULL, 'Programs, not people'),
	('auth.refusal_book', 'single told upto_event seen seen_at', NULL, 'none', 'none', 'keep', NULL, NULL, 'Counts calls, names nobody');

CREATE TEMPORARY TABLE wanted_map (LIKE privacy.data_map INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_map (schema_name, table_name, column_name, category, subject_path, purpose, ground, retention, export_rule, erase_rule, keep_ground, keep_until, note)
	SELECT split_part(w.relation, '.', 1), split_part(w.relation, '.', 2), c.name, w.category, w.path,
		CASE WHEN w.category IS NOT NULL THEN 'Showing who looked at and changed personal data' ELSE '' END,
		CASE WHEN w.category IS NOT NULL THEN 'legal obligation, Art. 6(1)(c) with Art. 5(2) and 32' ELSE '' END,
		CASE WHEN w.category IS NOT NULL THEN '3 years' ELSE '' END, w.export, w.erase, w.keep_ground, w.keep_until, w.note
	FROM wanted_jobs w, LATERAL string_to_table(w.columns, ' ') AS c (name);
SELECT steward.take_rows('wanted_map', 'privacy.data_map', 'schema_name, table_name');
