-- Jobs within the database: who may ask, who may work, claims and leases, wishes, steps that are done once, schedules.
BEGIN;
SELECT * FROM no_plan();
\ir helpers.psql
SELECT count(*) * 0 FROM steward.harden(false) \g /dev/null
SELECT pg_temp.enrol('anna', 'staff', 'support'), pg_temp.enrol('ben', 'staff', 'finance'), pg_temp.enrol('cora', 'staff', 'privacy'), pg_temp.enrol('dirk', 'superadmin', 'superadmin'),
	pg_temp.enrol('emil', 'superadmin', 'superadmin') \g /dev/null
UPDATE steward.schedules SET enabled = false;

-- What is asked for through the API; the answer is the number of the job, or the refusal.
CREATE FUNCTION pg_temp.ask(p_login text, p_kind text, p_arguments text) RETURNS text LANGUAGE plpgsql AS
$$
DECLARE
	made record;
BEGIN
	PERFORM pg_temp.log_in(p_login);
	SELECT * INTO made FROM api.save('jobs', NULL, NULL, jsonb_build_object('kind', p_kind, 'arguments', p_arguments), gen_random_uuid());
	RETURN made.key;
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END
$$;
CREATE FUNCTION pg_temp.wish(p_login text, p_job text, p_verb text) RETURNS text LANGUAGE plpgsql AS
$$
BEGIN
	PERFORM pg_temp.log_in(p_login);
	RETURN (SELECT outcome FROM api.act('jobs', p_job, p_verb, 0, '{}', gen_random_uuid()));
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END
$$;
CREATE FUNCTION pg_temp.state(p_job text) RETURNS text LANGUAGE sql AS $$ SELECT state FROM steward.jobs WHERE id = p_job::bigint $$;

-- Who may work: the worker's log-in calls its functions and nothing else.
SELECT set_eq($$ SELECT p.oid::regprocedure::text FROM pg_proc p WHERE has_function_privilege('steward_jobs', p.oid, 'EXECUTE')
	AND p.pronamespace::regnamespace::text IN ('site', 'auth', 'audit', 'privacy', 'meta', 'steward', 'api') $$, ARRAY['steward.job_claim(text,text[])',
	'steward.job_beat(bigint,uuid,bigint,bigint,text)', 'steward.job_say(bigint,uuid,text)', 'steward.job_end(bigint,uuid,text,text,jsonb,jsonb)',
	'steward.job_save(bigint,uuid,jsonb)', 'steward.job_step(bigint,uuid)', 'steward.job_worker_gone(text)', 'steward.job_files()', 'steward.job_file_gone(text)',
	'steward.export_open(bigint,uuid)', 'steward.package_open(bigint,uuid)', 'steward.package_parts(bigint,uuid)', 'steward.package_schema(bigint,uuid)', 'steward.package_rows(bigint,uuid)', 'steward.import_begin(bigint,uuid,text)', 'steward.import_stage(bigint,uuid,text)', 'steward.import_refuse(bigint,uuid,text)',
	'steward.ledger_told(bigint,text,text)', 'steward.note_words(integer)', 'steward.import_check(bigint,uuid)', 'steward.import_write(bigint,uuid,boolean)', 'steward.import_rejected(bigint,uuid)'], 'what a worker can call');
SELECT is_empty($$ SELECT c.oid::regclass FROM pg_class c WHERE c.relnamespace::regnamespace::text IN ('site', 'auth', 'audit', 'privacy', 'meta', 'steward', 'api')
	AND c.relkind IN ('r', 'p', 'v') AND (has_table_privilege('steward_jobs', c.oid, 'SELECT, INSERT, UPDATE, DELETE') OR has_any_column_privilege('steward_jobs', c.oid, 'SELECT')) $$,
	'it has no right on any table');
SELECT is(pg_temp.as_role('steward_jobs', statement), '42501', 'a worker cannot: ' || statement) FROM unnest(ARRAY['SELECT * FROM steward.jobs', 'SELECT * FROM site.users',
	'SELECT steward.job_add(''list.csv'', '''', ''{}'', 1)', 'SELECT steward.job_wish(1, ''cancel'', 1)', 'SELECT steward.queue_switch(true, 1)', 'SELECT auth.rights_of(1)',
	'SELECT steward.job_close(1, ''done'', NULL)', 'SELECT steward.job_hold(1, gen_random_uuid())', 'SELECT api.me()']) AS statement;
SELECT is(pg_temp.as_role(role, 'SELECT count(*) FROM steward.job_claim(''x'', ''{}'')'), '42501', role || ' claims no job') FROM unnest(ARRAY['steward_console', 'site']) AS role;

-- Who may ask
SELECT is(pg_temp.ask('anna', 'list.csv', '{"entity": "users", "columns": ["id"]}'), '42501', 'asking takes the right');
SELECT is(pg_temp.ask('ben', 'login.purge', '{}'), '42501', 'the right of the kind');
SELECT is(pg_temp.ask('ben', 'nothing.such', '{}'), '22023', 'of a kind that exists');
SELECT is(pg_temp.ask('ben', 'list.csv', '{'), '22023', 'with arguments that can be read');
SELECT is(pg_temp.ask('ben', 'list.csv', '{"entity": "changes", "columns": ["id"]}'), '42501', 'for a list that he may see');
SELECT is(pg_temp.ask('ben', 'list.csv', '{"entity": "users", "columns": ["shoe_size"]}'), '22023', 'with columns that there are');
SELECT is(pg_temp.ask('ben', 'list.csv', '{"entity": "users", "columns": ["id"], "search": "example"}'), '22023', 'a search that finds too many is no filter')
	FROM (SELECT FROM site.users WHERE search_text LIKE '%example%' HAVING count(*) > 1000) AS many;
SELECT pg_temp.ask('ben', 'list.csv', '{"entity": "users", "columns": ["id", "email"], "filter": [{"column": "country", "op": "=", "value": "DE"}]}') AS job \gset
SELECT results_eq(format('SELECT title, state, asked_by, rights FROM steward.jobs WHERE id = %s', :'job'),
	format('VALUES (''users, country = DE''::text, ''queued''::text, %s::bigint, ARRAY[''job.run'', ''list.export''])', pg_temp.account('ben')), 'the job says what, for whom and with which rights');
SELECT isnt((SELECT session_id FROM steward.jobs WHERE id = :'job'), NULL, 'and in which session');
SELECT is((SELECT c.new->>'title' FROM audit.changes c WHERE c.entity = 'steward.jobs' AND c.entity_key = :'job' AND c.op = 'I'), 'users, country = DE', 'the trail has it');

-- Claims
CREATE FUNCTION pg_temp.claim(p_worker text DEFAULT 'w1', p_kinds text[] DEFAULT '{list.csv}') RETURNS TABLE (job bigint, token uuid, attempt integer) LANGUAGE sql AS
$$ SELECT c.job, c.token, c.attempt FROM steward.job_claim(p_worker, p_kinds) AS c $$;
UPDATE steward.job_queue SET suspended = true;
SELECT is_empty('SELECT * FROM pg_temp.claim()', 'suspended, no job is taken');
UPDATE steward.job_queue SET suspended = false;
SELECT is_empty('SELECT * FROM pg_temp.claim(''w1'', ''{}'')', 'nor by a worker that does not know the kind');
SELECT token AS t1 FROM pg_temp.claim() \gset
SELECT is(pg_temp.state(:'job'), 'running', 'it is claimed');
SELECT is_empty('SELECT * FROM pg_temp.claim(''w2'')', 'and only once');
SELECT is(steward.job_beat(:job, :'t1', 5, 10, 'reading'), 'go', 'its worker says how far it is');
SELECT is((SELECT done || '/' || total || ' ' || words FROM steward.jobs WHERE id = :job), '5/10 reading', 'which can be seen');
SELECT is(steward.job_beat(:job, gen_random_uuid(), 6, 10, ''), 'lost', 'another one has no say');
SELECT throws_ok(format('SELECT steward.job_end(%s, gen_random_uuid(), ''done'', NULL, NULL, NULL)', :job), 'ST007', NULL, 'nor can it end it');
SELECT throws_ok(format('SELECT * FROM steward.export_open(%s, gen_random_uuid())', :job), 'ST007', NULL, 'nor read its rows');

-- The lease ends, another takes over
UPDATE steward.jobs SET lease_until = clock_timestamp() - interval '1 second' WHERE id = :job;
SELECT token AS t2, attempt AS attempt2 FROM pg_temp.claim('w2') \gset
SELECT is(:attempt2, 2, 'a job whose lease ended is taken over');
SELECT is(steward.job_beat(:job, :'t1', 6, 10, ''), 'lost', 'the first worker hears that it lost it');
SELECT throws_ok(format('SELECT steward.job_save(%s, %L, ''{}'')', :job, :'t1'), 'ST007', NULL, 'and writes nothing any more');
SELECT matches((SELECT line FROM steward.job_log WHERE job_id = :job ORDER BY id DESC LIMIT 1), '^begun by w2, taken over from w1$', 'the log tells');

-- The rows, by the rights of who asked
SELECT steward.export_open(:job, :'t2') AS opened \gset
SELECT is(:'opened', '("{USERID,EMAIL}","{t,f}",t,f,' || (SELECT count(*) FROM site.users WHERE country = 'DE' AND NOT site.is_staff(type)) || ',export)', 'headings, kinds, and how many');
SELECT is((SELECT count(*) > 0 FROM pg_cursors WHERE name = 'export'), true, 'the rows wait in a cursor');
CREATE FUNCTION pg_temp.fetched() RETURNS bigint LANGUAGE plpgsql AS
$$
DECLARE
	c refcursor := 'export';
	n bigint;
BEGIN
	MOVE FORWARD ALL FROM c;
	GET DIAGNOSTICS n = ROW_COUNT;
	CLOSE c;
	RETURN n;
END
$$;
SELECT is(pg_temp.fetched(), (SELECT count(*) FROM site.users WHERE country = 'DE' AND NOT site.is_staff(type)), 'those of the filter, without colleagues');

-- Done, with a file
SELECT is(steward.job_end(:job, :'t2', 'done', NULL, NULL, format('{"name": "job-%s-0a1b2c3d.csv", "sha256": "%s", "bytes": 10, "rows": 3}', :job, repeat('ab', 32))::jsonb), 'done', 'it is done');
SELECT is((SELECT count(*)::int FROM auth.events e WHERE e.kind = 'mass export' AND e.user_id = (SELECT user_id FROM auth.staff WHERE login = 'ben') AND e.detail LIKE '% 3 rows, job ' || :job || ', SHA-256 abab%'), 1, 'and an event, which brings the mail, tells of it');
SELECT is((SELECT c.new->>'file_sha256' FROM audit.changes c WHERE c.entity = 'steward.jobs' AND c.entity_key = :'job' AND c.new ? 'file_sha256' AND c.op = 'U'), repeat('ab', 32), 'the trail has the file''s SHA-256');
SELECT is(pg_temp.wish('ben', :'job', 'fetch'), 'saved', 'who asked fetches the file');
SELECT is(pg_temp.wish('cora', :'job', 'fetch'), '42501', 'a colleague does not');
SELECT is(pg_temp.wish('anna', :'job', 'fetch'), '42501', 'nor who lacks the right');
SELECT is(pg_temp.wish('dirk', :'job', 'fetch'), 'saved', 'who manages jobs does');
SELECT is((SELECT fetched FROM steward.jobs WHERE id = :job), 2, 'each handing over is counted');
SELECT is((SELECT count(*)::int FROM steward.job_log WHERE job_id = :job AND line LIKE 'handed over to %'), 2, 'and noted');
UPDATE steward.jobs SET expires_at = clock_timestamp() WHERE id = :job;
SELECT is(pg_temp.wish('ben', :'job', 'fetch'), '22023', 'not after its term');
SELECT results_eq(format('SELECT keep FROM steward.job_files() WHERE file LIKE ''job-%s-%%''', :job), 'VALUES (false)', 'then it may be removed');
SELECT is(pg_temp.wish('ben', :'job', 'cancel'), '22023', 'what is done cannot be cancelled');
SELECT is(pg_temp.wish('ben', :'job', 'retry'), '22023', 'nor tried again');

-- Wishes
CREATE FUNCTION pg_temp.fresh(p_login text DEFAULT 'ben') RETURNS text LANGUAGE sql AS $$ SELECT pg_temp.ask(p_login, 'list.csv', '{"entity": "users", "columns": ["id"]}') $$;
SELECT pg_temp.fresh() AS job \gset
SELECT is(pg_temp.wish('cora', :'job', 'cancel'), '42501', 'a colleague''s job is left alone');
SELECT is(pg_temp.wish('ben', :'job', 'pause') || pg_temp.state(:'job'), 'savedpaused', 'a waiting job is paused');
SELECT is_empty('SELECT * FROM pg_temp.claim()', 'and not taken');
SELECT is(pg_temp.wish('ben', :'job', 'resume') || pg_temp.state(:'job'), 'savedqueued', 'and goes on');
SELECT token AS t1 FROM pg_temp.claim() \gset
SELECT is(pg_temp.wish('dirk', :'job', 'cancel') || pg_temp.state(:'job'), 'savedrunning', 'a running one is its worker''s');
SELECT is(steward.job_beat(:job, :'t1', 1, NULL, NULL), 'cancel', 'which hears the wish');
SELECT is(steward.job_end(:job, :'t1', 'cancelled', NULL, NULL, NULL), 'cancelled', 'and ends it');
SELECT is(pg_temp.wish('ben', :'job', 'retry') || pg_temp.state(:'job'), 'savedqueued', 'a cancelled one can be tried again');
SELECT token AS t1 FROM pg_temp.claim() \gset
SELECT pg_temp.wish('ben', :'job', 'cancel') \g /dev/null
UPDATE steward.jobs SET lease_until = clock_timestamp() - interval '1 second' WHERE id = :job;
SELECT is_empty('SELECT * FROM pg_temp.claim()', 'a cancelled job of a dead worker is not begun again');
SELECT is(pg_temp.state(:'job'), 'cancelled', 'but cancelled');

-- Attempts
SELECT pg_temp.fresh() AS job \gset
SELECT token AS t1 FROM pg_temp.claim() \gset
SELECT is(steward.job_end(:job, :'t1', 'back', NULL, NULL, NULL), 'queued', 'a worker that stops gives it back');
SELECT is((SELECT attempts FROM steward.jobs WHERE id = :job), 0, 'and that counts for nothing');
SELECT token AS t1 FROM pg_temp.claim() \gset
SELECT is(steward.job_end(:job, :'t1', 'retry', 'The disk is full.', NULL, NULL), 'queued', 'what failed is tried again');
SELECT is_empty('SELECT * FROM pg_temp.claim()', 'after a pause');
SELECT cmp_ok((SELECT run_after FROM steward.jobs WHERE id = :job), '>', clock_timestamp() + interval '20 seconds', 'of half a minute at first');
UPDATE steward.jobs SET run_after = now(), attempts = 2 WHERE id = :job;
SELECT token AS t1 FROM pg_temp.claim() \gset
SELECT is(steward.job_end(:job, :'t1', 'retry', 'The disk is full.', NULL, NULL), 'failed', 'not for ever');
SELECT is((SELECT error FROM steward.jobs WHERE id = :job), 'The disk is full.', 'and says why');
SELECT pg_temp.fresh() AS job \gset
UPDATE steward.jobs SET attempts = 3, state = 'running', claim = gen_random_uuid(), lease_until = now() - interval '1 second' WHERE id = :job;
SELECT is_empty('SELECT * FROM pg_temp.claim()', 'a job that killed three workers is not given a fourth');
SELECT is(pg_temp.state(:'job'), 'failed', 'but fails');

-- The asker loses the right, or the account, meanwhile
SELECT pg_temp.fresh() AS job \gset
SELECT pg_temp.log_in('dirk') \g /dev/null
INSERT INTO auth.staff_rights (user_id, right_name, granted) VALUES (pg_temp.account('ben'), 'list.export', false);
SELECT is_empty('SELECT * FROM pg_temp.claim()', 'without the right it is not begun');
SELECT is((SELECT state || ': ' || error FROM steward.jobs WHERE id = :job), 'failed: Who asked for it may not do it any more.', 'and says so');
SELECT pg_temp.log_in('dirk') \g /dev/null
DELETE FROM auth.staff_rights WHERE user_id = pg_temp.account('ben') AND right_name = 'list.export';
SELECT pg_temp.fresh() AS job \gset
SELECT token AS t1 FROM pg_temp.claim() \gset
SELECT pg_temp.log_in('dirk') \g /dev/null
UPDATE site.users SET enabled = false WHERE id = pg_temp.account('ben');
SELECT throws_ok(format('SELECT * FROM steward.export_open(%s, %L)', :job, :'t1'), '42501', NULL, 'nor are its rows read when the account is disabled');
SELECT throws_ok(format('SELECT steward.job_end(%s, %L, ''done'', NULL, NULL, NULL)', :job, :'t1'), '42501', NULL, 'nor is it done');
UPDATE site.users SET enabled = true WHERE id = pg_temp.account('ben');
SELECT steward.job_end(:job, :'t1', 'failed', 'x', NULL, NULL) \g /dev/null

-- Steps in the database: cursor and work are one transaction
CREATE TABLE steward.tally (n integer);
GRANT SELECT, INSERT ON steward.tally TO steward_worker;
CREATE FUNCTION steward.job_tally(INOUT s steward.step) LANGUAGE plpgsql AS
$$
BEGIN
	s.cursor := to_jsonb(coalesce((s.cursor)::integer, 0) + 1);
	INSERT INTO steward.tally VALUES ((s.cursor)::integer);
	s.done := (s.cursor)::integer;
	s.total := 3;
	s.finished := s.done = 3;
	IF s.arguments ? 'break' AND s.done = 2 THEN
		RAISE EXCEPTION 'broken' USING ERRCODE = '22023';
	END IF;
END
$$;
GRANT EXECUTE ON FUNCTION steward.job_tally(steward.step) TO steward_worker;
INSERT INTO steward.job_kinds (name, label, rights, function_name, plannable) VALUES ('test.tally', 'Tally', ARRAY['job.run'], 'steward.job_tally', true);
SELECT pg_temp.ask('ben', 'test.tally', '{}') AS job \gset
SELECT token AS t1 FROM pg_temp.claim('w1', '{}') \gset
SELECT is(steward.job_step(:job, :'t1')::text, '(f,)', 'a step');
UPDATE steward.jobs SET lease_until = clock_timestamp() - interval '1 second' WHERE id = :job;
SELECT token AS t2 FROM pg_temp.claim('w2', '{}') \gset
SELECT throws_ok(format('SELECT steward.job_step(%s, %L)', :job, :'t1'), 'ST007', NULL, 'the worker that lost the job does no step');
SELECT is(steward.job_step(:job, :'t2')::text, '(f,)', 'the other goes on where it stopped');
SELECT is(steward.job_step(:job, :'t2')::text, '(t,)', 'to the last, which ends the job');
SELECT is((SELECT state || ' ' || done FROM steward.jobs WHERE id = :job), 'done 3', 'in the same transaction');
SELECT results_eq('SELECT n FROM steward.tally ORDER BY n', 'VALUES (1), (2), (3)', 'each step was done once');
SELECT pg_temp.ask('ben', 'test.tally', '{"break": true}') AS job \gset
SELECT token AS t1 FROM pg_temp.claim('w1', '{}') \gset
SELECT steward.job_step(:job, :'t1') \g /dev/null
SELECT throws_ok(format('SELECT steward.job_step(%s, %L)', :job, :'t1'), '22023', 'broken', 'a step that fails');
SELECT is((SELECT count(*)::int FROM steward.tally), 4, 'did nothing');
SELECT is((SELECT cursor::text FROM steward.jobs WHERE id = :job), '1', 'and the cursor stands before it');
SELECT steward.job_end(:job, :'t1', 'failed', 'broken', NULL, NULL) \g /dev/null

-- What the worker writes is written in the asker's name
UPDATE steward.jobs SET state = 'running', ended_at = NULL, claim = gen_random_uuid(), lease_until = now() + interval '1 minute', worker_pid = pg_backend_pid(), attempt_at = clock_timestamp() WHERE id = :job;
SELECT is((SELECT p.user_id FROM auth.job_person() AS p), pg_temp.account('ben'), 'the trail names who asked');
UPDATE steward.jobs SET state = 'failed', ended_at = now(), claim = NULL, lease_until = NULL, worker_pid = NULL WHERE id = :job;

-- Schedules
SELECT is(steward.next_time(every, day, at, 'Europe/Amsterdam', after::timestamptz), wanted::timestamptz, every || ' ' || coalesce(day::text, '') || ' after ' || after) FROM (VALUES
	('daily', NULL, '03:00', '2026-11-23 12:00+00', '2026-11-24 02:00+00'), ('daily', NULL, '13:00', '2026-11-23 11:59+00', '2026-11-23 12:00+00'),
	('daily', NULL, '13:00', '2026-11-23 12:00+00', '2026-11-24 12:00+00'), ('weekly', 1, '03:00', '2026-11-23 12:00+00', '2026-11-30 02:00+00'),
	('monthly', 31, '03:00', '2027-02-01 12:00+00', '2027-02-28 02:00+00'), ('monthly', 31, '03:00', '2028-02-01 12:00+00', '2028-02-29 02:00+00'),
	('monthly', 15, '03:00', '2026-11-15 12:00+00', '2026-12-15 02:00+00'), ('daily', NULL, '02:30', '2027-03-28 00:00+00', '2027-03-28 01:30+00')) AS t (every, day, at, after, wanted);
CREATE FUNCTION pg_temp.plan(p_login text, p_changes jsonb) RETURNS text LANGUAGE plpgsql AS
$$
DECLARE
	made record;
BEGIN
	PERFORM pg_temp.log_in(p_login);
	SELECT * INTO made FROM api.save('schedules', NULL, NULL, p_changes, gen_random_uuid());
	RETURN made.key;
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END
$$;
SELECT is(pg_temp.plan('ben', '{"kind": "test.tally", "every": "daily"}'), '42501', 'planning takes a right of its own');
SELECT is(pg_temp.plan('dirk', changes::jsonb), '22023', 'not planned: ' || changes) FROM unnest(ARRAY['{"kind": "test.tally", "every": "weekly"}', '{"kind": "test.tally", "every": "weekly", "day": "8"}',
	'{"kind": "none.such", "every": "daily"}', '{"kind": "test.tally", "every": "daily", "zone": "Mars/Olympus"}']) AS changes;
SELECT is(pg_temp.plan('dirk', '{"kind": "test.tally", "every": "daily", "at": "25:00"}'), '22023', 'nor at an hour that there is not');
SELECT pg_temp.plan('dirk', '{"kind": "test.tally", "every": "daily", "at": "03:00", "title": "Count"}') AS plan \gset
SELECT cmp_ok((SELECT next_run FROM steward.schedules WHERE id = :plan), '>', clock_timestamp(), 'a schedule knows when it runs next');
UPDATE steward.schedules SET next_run = clock_timestamp() - interval '3 days' WHERE id = :plan;
SELECT is(steward.job_plan(), 1, 'one that is due starts its job, once for all the days that were missed');
SELECT is(steward.job_plan(), 0, 'and not again');
SELECT is((SELECT title || ' ' || asked_by FROM steward.jobs WHERE schedule_id = :plan), 'Count ' || pg_temp.account('dirk'), 'in its maker''s name');
SELECT pg_temp.log_in('emil') \g /dev/null
UPDATE site.users SET enabled = false WHERE id = pg_temp.account('dirk');
UPDATE steward.schedules SET next_run = clock_timestamp() WHERE id = :plan;
SELECT is(steward.job_plan(), 0, 'not when he may not any more');
SELECT is((SELECT enabled FROM steward.schedules WHERE id = :plan), false, 'then it is switched off');
UPDATE site.users SET enabled = true WHERE id = pg_temp.account('dirk');
SELECT pg_temp.log_in('dirk') \g /dev/null
SELECT is((SELECT outcome FROM api.act('schedules', :'plan', 'delete', (SELECT version FROM steward.schedules WHERE id = :plan), '{}', gen_random_uuid())), 'saved', 'it can be removed');

-- Old jobs go by their term, one after the other, with their logs; what still has a file stays until that is gone
SELECT pg_temp.fresh() AS old \gset
UPDATE steward.jobs SET state = 'done', ended_at = clock_timestamp() - interval '3 years 1 day' WHERE id = :old;
INSERT INTO steward.workers (name, seen_at) VALUES ('long-gone', now() - interval '2 days');
SELECT pg_temp.fresh() AS held \gset
UPDATE steward.jobs SET state = 'done', ended_at = clock_timestamp() - interval '3 years 1 day', file_name = 'job-1-0a1b2c3d.csv', file_sha256 = repeat('ab', 32), expires_at = now() WHERE id = :held;
SELECT is((SELECT h.finished || ' ' || h.done FROM steward.job_history((0, '{}', NULL, NULL, 0, NULL, '', false, NULL)) AS h), 'true 1', 'old jobs are removed');
SELECT is_empty(format('SELECT FROM steward.jobs WHERE id = %s UNION ALL SELECT FROM steward.job_log WHERE job_id = %s', :old, :old), 'with their logs');
SELECT is(pg_temp.state(:'held'), 'done', 'not while there is a file');
SELECT is_empty($$ SELECT FROM steward.workers WHERE name = 'long-gone' $$, 'and workers that are long gone are forgotten');

-- The header's question
SELECT pg_temp.log_in('ben') \g /dev/null
SELECT is((SELECT count(*)::int FROM api.jobs((extract(epoch FROM now()) * 1000)::bigint - 3600000) WHERE what = 'running'), 1, 'how many run');
SELECT cmp_ok((SELECT count(*)::int FROM api.jobs((extract(epoch FROM now()) * 1000)::bigint - 3600000) WHERE what IN ('done', 'failed', 'cancelled')), '>', 2, 'and which of one''s own ended');
SELECT pg_temp.log_in('dirk') \g /dev/null
SELECT is((SELECT count(*)::int FROM api.jobs((extract(epoch FROM now()) * 1000)::bigint - 3600000) WHERE what IN ('done', 'failed', 'cancelled')), 0, 'not those of others');
UPDATE auth.sessions SET ended_at = now(), end_reason = 'ended' WHERE ended_at IS NULL;
SELECT throws_ok('SELECT * FROM api.jobs(0)', 'ST001', NULL, 'nothing without a session');

-- The switch
SELECT pg_temp.log_in('ben') \g /dev/null
SELECT throws_ok('SELECT * FROM api.act(''job_queue'', ''all'', ''suspend'', 0, ''{}'', gen_random_uuid())', '42501', NULL, 'the switch is not everybody''s');
SELECT pg_temp.log_in('dirk') \g /dev/null
SELECT lives_ok('SELECT * FROM api.act(''job_queue'', ''all'', ''suspend'', 0, ''{}'', gen_random_uuid())', 'who manages jobs stops them');
SELECT is((SELECT suspended FROM steward.job_queue), true, 'all');
SELECT * FROM finish();
ROLLBACK;
