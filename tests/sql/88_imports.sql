-- Imports of accounts: what the check finds, how often it reads a row, and what the trail has of what was written.
BEGIN;
SELECT * FROM no_plan();
\ir helpers.psql
\set claim 00000000-0000-0000-0000-000000000001
INSERT INTO steward.jobs (kind, asked_by, rights, state, claim, worker, worker_pid, lease_until, attempt_at)
	VALUES ('import.users', 10000004, '{}', 'running', :'claim', 'w', pg_backend_pid(), now() + interval '1 hour', now()) RETURNING id AS job \gset

-- The server knows the lines of yesterday's file, nothing of those that are staged a moment before they are checked; once it compared each line with each reject
INSERT INTO steward.jobs (kind, rights) VALUES ('import.users', '{}') RETURNING id AS yesterday \gset
INSERT INTO steward.import_rows (job_id, line, cells, verdict) SELECT :yesterday, n, ARRAY['', n::text], 'add' FROM generate_series(1, 20000) AS n;
INSERT INTO steward.import_rejects (job_id, line, reason) SELECT :yesterday, n, 'This is not an e-mail address.' FROM generate_series(1, 2000) AS n;
ANALYZE steward.import_rows, steward.import_rejects;

-- Lines are staged as the worker sends them: number, then USERID, EMAIL, LOGIN, FIRSTNAME, LASTNAME, and nothing (U+001A) up to COUNTRY
CREATE FUNCTION pg_temp.line(p_line bigint, p_id text, p_email text, p_login text, p_first text, p_last text, p_country text) RETURNS text LANGUAGE sql AS $$
	SELECT concat_ws(chr(31), p_line, p_id, p_email, p_login, p_first, p_last, repeat(chr(26) || chr(31), 6) || chr(26), p_country) $$;
CREATE FUNCTION pg_temp.stage(p_job bigint, p_lines text[]) RETURNS void LANGUAGE sql AS $$
	SELECT steward.import_begin(p_job, '00000000-0000-0000-0000-000000000001', concat_ws(chr(31), 'USERID', 'EMAIL', 'LOGINNAME', 'FIRSTNAME', 'LASTNAME', 'COUNTRY'));
	SELECT steward.import_stage(p_job, '00000000-0000-0000-0000-000000000001', array_to_string(p_lines, chr(30))) $$;
CREATE FUNCTION pg_temp.verdicts(p_job bigint) RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(concat_ws(' ', line, verdict, subject_id, will), ', ' ORDER BY line) FROM steward.import_rows WHERE job_id = p_job $$;

SELECT pg_temp.stage(:job, ARRAY[pg_temp.line(2, '', 'new@import.example', '', 'Vera', 'New', 'CZ'), pg_temp.line(3, '', 'anna@meier.example', '', 'Anna', 'Meier', 'DE'),
	pg_temp.line(4, '10000042', 'sabine.mueller@post.example', '', 'Sabine', 'Müller-Lang', 'DE'), pg_temp.line(5, '', 'NEW@import.example', '', 'Vera', 'New', 'CZ'), pg_temp.line(6, '99999999', 'x@y.example', '', '', '', '')]) \g /dev/null
SELECT is(steward.import_check(:job, :'claim'), 2::bigint, 'two of five lines are refused');
SELECT is(pg_temp.verdicts(:job), '2 add, 3 same 10009292, 4 change 10000042 {"LASTNAME": "Müller-Lang"}, 5 reject, 6 reject', 'one is new, one is there, one changes; one is there twice, one has a number that nobody has');
SELECT is((SELECT string_agg(line || ' ' || reason, ' ' ORDER BY line) FROM steward.import_rejects WHERE job_id = :job), '5 The same account stands in line 2. 6 There is no such account.', 'which the rejects say');
-- A second check begins anew
DELETE FROM steward.import_rejects WHERE job_id = :job;
UPDATE site.users SET login = 'other@import.example' WHERE id = 10009292;
UPDATE site.users SET login = 'new@import.example', email = 'new@import.example', first_name = 'Vera', last_name = 'New', country = 'CZ' WHERE id = 10000063;
SELECT steward.import_check(:job, :'claim') \g /dev/null
SELECT is(pg_temp.verdicts(:job), '2 same 10000063, 3 add, 4 change 10000042 {"LASTNAME": "Müller-Lang"}, 5 reject 10000063 {"EMAIL": "NEW@import.example"}, 6 reject', 'a second check finds what is there by then');

-- A row is read some dozens of times at most, however many there are: with its dead versions, since all of this is one transaction
CREATE FUNCTION pg_temp.reads() RETURNS bigint LANGUAGE sql VOLATILE AS $$
	SELECT sum(s.seq_tup_read + coalesce(s.idx_tup_fetch, 0))::bigint FROM pg_stat_xact_all_tables s WHERE s.relid IN ('steward.import_rows'::regclass, 'steward.import_rejects'::regclass) $$;
CREATE FUNCTION pg_temp.reads_of_check(p_job bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	before bigint := pg_temp.reads();
BEGIN
	PERFORM steward.import_check(p_job, '00000000-0000-0000-0000-000000000001');
	RETURN pg_temp.reads() - before;
END
$$;
SELECT pg_temp.stage(:job, ARRAY(SELECT pg_temp.line(n + 1, '', format('many%s@import.example', n), '', 'Vera', 'Many', CASE WHEN n % 5 = 0 THEN '??' ELSE 'CZ' END) FROM generate_series(1, 3000) AS n)) \g /dev/null
SELECT cmp_ok(pg_temp.reads_of_check(:job), '<', 200 * 3000::bigint, 'new accounts, a fifth of them refused');
SELECT is((SELECT string_agg(verdict || ' ' || n, ', ' ORDER BY verdict) FROM (SELECT verdict, count(*) AS n FROM steward.import_rows WHERE job_id = :job GROUP BY 1) AS v), 'add 2400, reject 600', 'all of them found');
SELECT pg_temp.stage(:job, ARRAY(SELECT pg_temp.line(row_number() OVER (ORDER BY u.id) + 1, '', u.email, u.login, u.first_name, 'Changed', coalesce(u.country, '')) FROM site.users u
	WHERE u.type = 'client' AND u.hidden_at IS NULL AND u.erased_at IS NULL AND u.email <> '')) \g /dev/null
SELECT count(*) AS there FROM steward.import_rows WHERE job_id = :job \gset
SELECT cmp_ok(pg_temp.reads_of_check(:job), '<', 200 * :there::bigint, :there || ' accounts that are there');
SELECT cmp_ok((SELECT count(*) FROM steward.import_rows WHERE job_id = :job AND verdict = 'change' AND will ? 'LASTNAME'), '>', :there::bigint / 2, 'and change');

-- What is written
SELECT pg_temp.stage(:job, ARRAY(SELECT pg_temp.line(n + 1, '', format('many%s@import.example', n), '', 'Vera', 'Many', 'CZ') FROM generate_series(1, 50) AS n)) \g /dev/null
SELECT is(steward.import_check(:job, :'claim'), 0::bigint, 'nothing is refused');
SELECT coalesce(max(id), 0) AS before FROM audit.changes \gset
SET SESSION AUTHORIZATION steward_jobs;
SELECT steward.import_write(:job, :'claim', false) AS result \gset
RESET SESSION AUTHORIZATION;
SELECT is(:'result'::jsonb->>'added', '50', 'fifty accounts are added');
SELECT is((SELECT string_agg(concat_ws(' ', entity, op, db_role, user_id, n), ', ' ORDER BY entity DESC) FROM (SELECT entity, op, db_role, user_id, count(*) AS n FROM audit.changes c WHERE c.id > :before AND entity LIKE 'site.%' GROUP BY 1, 2, 3, 4) AS t),
	'site.users I steward_jobs 10000004 50, site.user_custom_values I steward_jobs 10000004 50', 'the trail has each of them, by who asked for it');
SELECT is_empty(format('SELECT u.id FROM site.users u WHERE u.last_name = %L AND NOT EXISTS (SELECT FROM audit.changes c WHERE c.id > %s AND c.entity_key = u.id::text AND c.subject_user_id = u.id AND c.new->>%L = u.email)', 'Many', :before, 'email'),
	'under its own number');
SELECT is((SELECT count(*) FROM steward.import_rows r JOIN site.users u ON u.id = r.subject_id AND u.email = r.cells[2] WHERE r.job_id = :job), 50::bigint, 'and the staged rows name whom they made');
SELECT * FROM finish();
ROLLBACK;
