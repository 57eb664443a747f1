-- Jobs. The console adds them and wishes for their end through the verbs of meta; `steward worker`, as steward_jobs, claims them and tells how far
-- they came. Both can only call what stands here: the tables belong to the administrator, the functions to steward_worker.
--
-- A step that works for long must not lock the row of its job meanwhile, since the worker's second connection renews the lease and looks for
-- wishes. So it reads the row at the beginning and writes it at the end, under its claim: if another worker took over, all of it is rolled back.

-- The asker ----------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION auth.rights_of(p_user_id bigint) RETURNS text[]
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	RETURN (SELECT t.rights FROM auth.staff t JOIN site.users u ON u.id = t.user_id
		WHERE t.user_id = p_user_id AND u.enabled AND u.hidden_at IS NULL AND site.is_staff(u.type));
END
$$;
COMMENT ON FUNCTION auth.rights_of(bigint) IS 'Rights of a member of staff as they are now, logged in or not; NULL when the account cannot be used.';

CREATE OR REPLACE FUNCTION auth.job_person(OUT session_id bigint, OUT user_id bigint)
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	SELECT j.session_id, j.asked_by INTO session_id, user_id FROM steward.jobs j
	WHERE j.worker_pid = pg_backend_pid() AND j.state = 'running' ORDER BY j.attempt_at DESC LIMIT 1;
END
$$;
COMMENT ON FUNCTION auth.job_person() IS 'For the trail: who asked for the job that this backend works at, and in which session.';
ALTER FUNCTION auth.rights_of(bigint) OWNER TO steward_auth;
ALTER FUNCTION auth.job_person() OWNER TO steward_auth;

-- Adding -------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION steward.job_note(p_job bigint, p_line text) RETURNS void
	LANGUAGE sql SET search_path = pg_catalog, pg_temp AS
$$ INSERT INTO steward.job_log (job_id, attempt, line) SELECT j.id, j.attempts, left(p_line, 1000) FROM steward.jobs j WHERE j.id = p_job $$;
COMMENT ON FUNCTION steward.job_note(bigint, text) IS 'Adds a line to the log of a job.';

CREATE OR REPLACE FUNCTION steward.job_add(p_kind text, p_title text, p_arguments jsonb, p_user_id bigint, p_priority integer DEFAULT 0, p_schedule bigint DEFAULT NULL)
	RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	k steward.job_kinds;
	missing text;
	job bigint;
BEGIN
	SELECT * INTO k FROM steward.job_kinds x WHERE x.name = p_kind;
	IF NOT FOUND OR p_arguments IS NULL OR jsonb_typeof(p_arguments) <> 'object' THEN
		RAISE EXCEPTION 'There is no such job.' USING ERRCODE = '22023';
	END IF;
	IF p_user_id IS NULL AND NOT (k.unasked AND p_schedule IS NOT NULL) THEN
		RAISE EXCEPTION 'Nobody asked for this job.' USING ERRCODE = '22023';
	END IF;
	IF p_user_id IS NOT NULL THEN
		SELECT min(needed) INTO missing FROM unnest(k.rights) AS needed WHERE NOT needed = ANY (coalesce(auth.rights_of(p_user_id), '{}'));
		IF missing IS NOT NULL THEN
			PERFORM auth.count_refusal(missing);
			RAISE EXCEPTION 'You need the right %.', missing USING ERRCODE = '42501', HINT = 'A superadmin can give it to you.';
		END IF;
	END IF;
	INSERT INTO steward.jobs (kind, title, arguments, asked_by, session_id, rights, schedule_id, priority)
	VALUES (p_kind, left(coalesce(p_title, ''), 200), p_arguments, p_user_id,
		(SELECT l.session_id FROM auth.latest_session() l WHERE l.user_id = p_user_id), k.rights, p_schedule, p_priority)
	RETURNING id INTO job;
	NOTIFY steward_jobs;
	RETURN job;
END
$$;
COMMENT ON FUNCTION steward.job_add(text, text, jsonb, bigint, integer, bigint) IS
	'Queues a job of this kind for this person and returns its number. 42501 when a right of the kind is missing, 22023 for an unknown kind.';

-- Schedules ----------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION steward.next_time(p_every text, p_day integer, p_at text, p_zone text, p_after timestamptz) RETURNS timestamptz
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
	SELECT min(moment) FROM (SELECT day, (day + p_at::time) AT TIME ZONE p_zone AS moment
		FROM generate_series(0, 62) AS n, LATERAL (SELECT (p_after AT TIME ZONE p_zone)::date + n AS day) AS days) AS candidates
	WHERE moment > p_after AND CASE p_every WHEN 'daily' THEN true WHEN 'weekly' THEN extract(isodow FROM day) = p_day
		ELSE extract(day FROM day) = least(p_day, extract(day FROM date_trunc('month', day) + interval '1 month - 1 day')) END
$$;
COMMENT ON FUNCTION steward.next_time(text, integer, text, text, timestamptz) IS
	'When a schedule runs next after a moment. A month without the day has its last day; an hour that the clock skips is the one after.';

CREATE OR REPLACE FUNCTION steward.job_plan() RETURNS integer
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	s steward.schedules;
	started integer := 0;
BEGIN
	FOR s IN SELECT x.* FROM steward.schedules x WHERE x.enabled AND x.next_run <= clock_timestamp() ORDER BY x.next_run FOR NO KEY UPDATE SKIP LOCKED LOOP
		-- What was missed while nobody worked is done once.
		UPDATE steward.schedules x SET next_run = steward.next_time(s.every, s.day, s.at, s.zone, clock_timestamp()) WHERE x.id = s.id;
		BEGIN
			PERFORM steward.job_add(s.kind, s.title, s.arguments, s.made_by, 0, s.id);
			started := started + 1;
		EXCEPTION WHEN insufficient_privilege THEN
			-- Who made it may not any more: it says so where people look, and does not try each day.
			UPDATE steward.schedules x SET enabled = false WHERE x.id = s.id;
		END;
	END LOOP;
	RETURN started;
END
$$;
COMMENT ON FUNCTION steward.job_plan() IS 'Queues the jobs of the schedules that are due; one whose maker lost the right is switched off.';

-- The worker's calls -------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION steward.job_close(p_job bigint, p_state text, p_error text) RETURNS void
	LANGUAGE sql SET search_path = pg_catalog, pg_temp AS
$$
	UPDATE steward.jobs j SET state = p_state, error = left(p_error, 1000), wish = NULL, claim = NULL, lease_until = NULL, worker_pid = NULL,
		ended_at = CASE WHEN p_state IN ('done', 'failed', 'cancelled') THEN clock_timestamp() END
	WHERE j.id = p_job;
	SELECT steward.job_note(p_job, concat_ws(': ', p_state, p_error));
$$;
COMMENT ON FUNCTION steward.job_close(bigint, text, text) IS 'Takes a job from its worker, in this state and for this reason, and notes it.';

CREATE OR REPLACE FUNCTION steward.job_fits(j steward.jobs) RETURNS boolean
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF j.wish IS NOT NULL THEN
		PERFORM steward.job_close(j.id, CASE j.wish WHEN 'cancel' THEN 'cancelled' ELSE 'paused' END, NULL);
	ELSIF j.attempts >= (SELECT k.attempts FROM steward.job_kinds k WHERE k.name = j.kind) THEN
		PERFORM steward.job_close(j.id, 'failed', CASE WHEN j.state = 'running' THEN 'Its worker was lost, too often.' ELSE coalesce(j.error, 'It was tried too often.') END);
	ELSIF j.asked_by IS NOT NULL AND NOT coalesce(auth.rights_of(j.asked_by) @> j.rights, false) THEN
		PERFORM steward.job_close(j.id, 'failed', 'Who asked for it may not do it any more.');
	ELSE
		RETURN true;
	END IF;
	RETURN false;
END
$$;
COMMENT ON FUNCTION steward.job_fits(steward.jobs) IS 'Whether a job can be begun. If not, it is ended or paused: by wish, after too many attempts, or because the asker''s rights are gone.';

CREATE OR REPLACE FUNCTION steward.job_claim(p_worker text, p_kinds text[])
	RETURNS TABLE (job bigint, token uuid, job_kind text, in_database boolean, given jsonb, place jsonb, attempt integer)
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS
$$
DECLARE
	j steward.jobs;
BEGIN
	PERFORM auth.check_transaction();
	INSERT INTO steward.workers AS w (name) VALUES (left(p_worker, 100)) ON CONFLICT ON CONSTRAINT workers_pkey
		DO UPDATE SET seen_at = clock_timestamp() WHERE w.seen_at < clock_timestamp() - interval '5 seconds';
	-- Behind its ledger, or not yet compared with it, the database lets nobody work.
	IF (SELECT q.suspended FROM steward.job_queue q) OR auth.ledger_state() <> 'ok' THEN
		RETURN;
	END IF;
	PERFORM steward.job_plan();
	LOOP
		SELECT x.* INTO j FROM steward.jobs x JOIN steward.job_kinds k ON k.name = x.kind
			WHERE ((x.state = 'queued' AND x.run_after <= clock_timestamp()) OR (x.state = 'running' AND x.lease_until < clock_timestamp()))
				AND (k.function_name IS NOT NULL OR k.name = ANY (p_kinds))
			ORDER BY x.priority DESC, x.id LIMIT 1 FOR NO KEY UPDATE OF x SKIP LOCKED;
		EXIT WHEN NOT FOUND;
		CONTINUE WHEN NOT steward.job_fits(j);
		UPDATE steward.jobs x SET state = 'running', attempts = x.attempts + 1, worker = left(p_worker, 100), worker_pid = pg_backend_pid(),
			claim = gen_random_uuid(), lease_until = clock_timestamp() + auth.setting('job_lease')::interval, beat_at = clock_timestamp(),
			started_at = coalesce(x.started_at, clock_timestamp()), attempt_at = clock_timestamp(), error = NULL
		WHERE x.id = j.id RETURNING x.id, x.claim, x.kind, x.arguments, x.cursor, x.attempts INTO job, token, job_kind, given, place, attempt;
		in_database := (SELECT k.function_name IS NOT NULL FROM steward.job_kinds k WHERE k.name = job_kind);
		PERFORM steward.job_note(job, 'begun by ' || left(p_worker, 100) || CASE WHEN j.state = 'running' THEN ', taken over from ' || j.worker ELSE '' END);
		RETURN NEXT;
		RETURN;
	END LOOP;
END
$$;
COMMENT ON FUNCTION steward.job_claim(text, text[]) IS
	'Starts the schedules that are due, and gives the caller the next job to do, if there is one: queued, or of a worker whose lease has ended. '
	'Takes the worker''s name and the kinds it can do itself. For steward_jobs only.';

CREATE OR REPLACE FUNCTION steward.job_hold(p_job bigint, p_claim uuid) RETURNS steward.jobs
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	j steward.jobs;
BEGIN
	SELECT * INTO j FROM steward.jobs x WHERE x.id = p_job AND x.claim = p_claim AND x.state = 'running';
	IF NOT FOUND THEN
		RAISE EXCEPTION 'Another worker has this job.' USING ERRCODE = 'ST007';
	END IF;
	IF j.asked_by IS NOT NULL AND NOT coalesce(auth.rights_of(j.asked_by) @> j.rights, false) THEN
		RAISE EXCEPTION 'Who asked for it may not do it any more.' USING ERRCODE = '42501';
	END IF;
	RETURN j;
END
$$;
COMMENT ON FUNCTION steward.job_hold(bigint, uuid) IS
	'The job that this worker holds. Every step begins with it: ST007 when the job is another''s by now, 42501 when the asker''s rights are gone.';

CREATE OR REPLACE FUNCTION steward.job_beat(p_job bigint, p_claim uuid, p_done bigint, p_total bigint, p_words text) RETURNS text
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_min_messages = warning SET lock_timeout = '2s' AS
$$
DECLARE
	lease interval := auth.setting('job_lease')::interval;
	j steward.jobs;
BEGIN
	SELECT * INTO j FROM steward.jobs x WHERE x.id = p_job AND x.claim = p_claim AND x.state = 'running';
	IF NOT FOUND THEN
		RETURN 'lost';
	END IF;
	-- The row is written when there is something to say only.
	IF j.lease_until < clock_timestamp() + lease / 2 OR p_done <> j.done OR left(p_words, 200) <> j.words THEN
		UPDATE steward.jobs x SET lease_until = clock_timestamp() + lease, beat_at = clock_timestamp(), done = coalesce(p_done, x.done),
			total = CASE WHEN p_done IS NULL THEN x.total ELSE p_total END, words = coalesce(left(p_words, 200), x.words)
		WHERE x.id = p_job AND x.claim = p_claim;
		IF NOT FOUND THEN
			RETURN 'lost';
		END IF;
		UPDATE steward.workers w SET seen_at = clock_timestamp() WHERE w.name = j.worker AND w.seen_at < clock_timestamp() - interval '5 seconds';
	END IF;
	RETURN coalesce(j.wish, 'go');
END
$$;
COMMENT ON FUNCTION steward.job_beat(bigint, uuid, bigint, bigint, text) IS
	'Renews the lease and tells how far the job is (NULL: nothing new). Answers go, cancel, pause, or lost when another worker has it. For steward_jobs only.';

CREATE OR REPLACE FUNCTION steward.job_say(p_job bigint, p_claim uuid, p_line text) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS
$$
BEGIN
	PERFORM steward.job_note(h.id, p_line) FROM steward.job_hold(p_job, p_claim) AS h;
END
$$;
COMMENT ON FUNCTION steward.job_say(bigint, uuid, text) IS 'Adds a line to the log of a job that the caller holds. For steward_jobs only.';

CREATE OR REPLACE FUNCTION steward.job_end(p_job bigint, p_claim uuid, p_outcome text, p_error text, p_result jsonb, p_file jsonb) RETURNS text
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS
$$
DECLARE
	j steward.jobs;
	k steward.job_kinds;
	state text := p_outcome;
BEGIN
	SELECT * INTO j FROM steward.jobs x WHERE x.id = p_job AND x.claim = p_claim AND x.state = 'running' FOR NO KEY UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'Another worker has this job.' USING ERRCODE = 'ST007';
	END IF;
	SELECT * INTO k FROM steward.job_kinds x WHERE x.name = j.kind;
	IF p_outcome = 'done' THEN
		PERFORM steward.job_hold(p_job, p_claim);
		UPDATE steward.jobs x SET result = coalesce(p_result, x.result), done = coalesce((p_file->>'rows')::bigint, x.done), total = coalesce((p_file->>'rows')::bigint, x.total),
			file_name = p_file->>'name', file_bytes = (p_file->>'bytes')::bigint, file_sha256 = p_file->>'sha256', file_rows = (p_file->>'rows')::bigint,
			expires_at = CASE WHEN p_file IS NOT NULL THEN clock_timestamp() + k.keep END, words = ''
		WHERE x.id = p_job;
		IF j.kind = 'person.zip' THEN
			PERFORM privacy.finish_export((j.arguments->>'export')::bigint, j.asked_by, (p_file->>'rows')::bigint, (p_file->>'bytes')::bigint, p_file->>'sha256');
		END IF;
		-- Whoever takes many people's data away is told of: the event brings the mail.
		IF j.kind = 'list.csv' AND p_file IS NOT NULL THEN
			PERFORM auth.note_export(j.asked_by, j.session_id, format('%s: %s rows, job %s, SHA-256 %s', j.title, p_file->>'rows', j.id, p_file->>'sha256'));
		END IF;
	ELSIF p_outcome = 'retry' THEN
		state := CASE WHEN j.attempts >= k.attempts THEN 'failed' ELSE 'queued' END;
		UPDATE steward.jobs x SET run_after = clock_timestamp() + auth.setting('job_retry')::interval * 2 ^ (j.attempts - 1) WHERE x.id = p_job;
	ELSIF p_outcome = 'back' THEN
		state := 'queued';
		UPDATE steward.jobs x SET attempts = greatest(x.attempts - 1, 0) WHERE x.id = p_job;
	END IF;
	PERFORM steward.job_close(p_job, state, p_error);
	RETURN state;
END
$$;
COMMENT ON FUNCTION steward.job_end(bigint, uuid, text, text, jsonb, jsonb) IS
	'Ends the caller''s hold of a job: done (with a result, and a file {name, bytes, sha256, rows}), failed for good, cancelled, paused, retry (queued again after a '
	'pause, failed after too many attempts), or back, when the worker stops: queued again, and the attempt does not count. Returns the state. ST007 when another '
	'worker has it. For steward_jobs only.';

CREATE OR REPLACE FUNCTION steward.job_save(p_job bigint, p_claim uuid, p_cursor jsonb) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS
$$
BEGIN
	UPDATE steward.jobs x SET cursor = p_cursor FROM steward.job_hold(p_job, p_claim) AS h WHERE x.id = h.id AND x.claim = p_claim;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'Another worker has this job.' USING ERRCODE = 'ST007';
	END IF;
END
$$;
COMMENT ON FUNCTION steward.job_save(bigint, uuid, jsonb) IS 'Notes how far a job came that the worker itself does: the next attempt begins there. For steward_jobs only.';

CREATE OR REPLACE FUNCTION steward.job_step(p_job bigint, p_claim uuid, OUT finished boolean, OUT wish text)
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS
$$
DECLARE
	j steward.jobs := steward.job_hold(p_job, p_claim);
	routine text := (SELECT k.function_name FROM steward.job_kinds k WHERE k.name = j.kind);
	s CONSTANT steward.step := (j.id, j.arguments, j.cursor, j.asked_by, j.done, j.total, j.words, false, j.result);
	place jsonb;
	n bigint;
	all_n bigint;
	said text;
	came jsonb;
BEGIN
	finished := false;
	wish := j.wish;
	IF wish IS NOT NULL THEN
		RETURN;
	END IF;
	EXECUTE format('SELECT made.cursor, made.done, made.total, made.words, coalesce(made.finished, false), made.result FROM %I.%I($1) AS made',
		split_part(routine, '.', 1), split_part(routine, '.', 2)) INTO place, n, all_n, said, finished, came USING s;
	UPDATE steward.jobs x SET cursor = place, done = coalesce(n, 0), total = all_n, words = left(coalesce(said, ''), 200), result = came,
		lease_until = clock_timestamp() + auth.setting('job_lease')::interval, beat_at = clock_timestamp()
	WHERE x.id = p_job AND x.claim = p_claim;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'Another worker has this job.' USING ERRCODE = 'ST007';
	END IF;
	IF finished THEN
		PERFORM steward.job_end(p_job, p_claim, 'done', NULL, NULL, NULL);
	END IF;
END
$$;
COMMENT ON FUNCTION steward.job_step(bigint, uuid) IS
	'Does one step of a job that is done in the database, and notes in the same transaction how far it came: a step is done once or not at all. The last one ends '
	'the job. Does nothing when there is a wish, and tells it. ST007 when another worker has the job. For steward_jobs only.';

CREATE OR REPLACE FUNCTION steward.job_worker_gone(p_worker text) RETURNS void
	LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ DELETE FROM steward.workers w WHERE w.name = p_worker $$;
COMMENT ON FUNCTION steward.job_worker_gone(text) IS 'A worker stops in good order. For steward_jobs only.';

-- Files --------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION steward.job_files() RETURNS TABLE (file text, keep boolean)
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	RETURN QUERY SELECT j.file_name, j.expires_at > clock_timestamp() FROM steward.jobs j WHERE j.file_name IS NOT NULL;
END
$$;
COMMENT ON FUNCTION steward.job_files() IS 'The files of jobs that the database knows of, and whether they are to be kept. For steward_jobs only.';

CREATE OR REPLACE FUNCTION steward.job_file_gone(p_file text) RETURNS void
	LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	UPDATE steward.jobs j SET file_name = NULL, file_sha256 = NULL, file_bytes = NULL WHERE j.file_name = p_file AND j.expires_at <= clock_timestamp()
$$;
COMMENT ON FUNCTION steward.job_file_gone(text) IS 'A file whose term had ended was removed. For steward_jobs only.';

-- Wishes -------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION steward.job_wish(p_job bigint, p_wish text, p_user_id bigint) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s' AS
$$
DECLARE
	rights text[] := coalesce(auth.rights_of(p_user_id), '{}');
	j steward.jobs;
BEGIN
	SELECT * INTO j FROM steward.jobs x WHERE x.id = p_job FOR NO KEY UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'There is no such record.' USING ERRCODE = 'P0002';
	END IF;
	IF j.asked_by IS DISTINCT FROM p_user_id AND NOT 'job.manage' = ANY (rights) THEN
		PERFORM auth.count_refusal('job.manage');
		RAISE EXCEPTION 'You need the right %.', 'job.manage' USING ERRCODE = '42501', HINT = 'This job is a colleague''s.';
	END IF;
	IF NOT (CASE p_wish WHEN 'cancel' THEN j.state IN ('queued', 'running', 'paused') WHEN 'pause' THEN j.state IN ('queued', 'running')
		WHEN 'resume' THEN j.state = 'paused' WHEN 'retry' THEN j.state IN ('failed', 'cancelled') END) THEN
		RAISE EXCEPTION 'The job is not in a state for that.' USING ERRCODE = '22023', HINT = 'Load it again.';
	END IF;
	PERFORM steward.job_note(p_job, p_wish || ' asked by ' || coalesce(auth.staff_name(p_user_id), p_user_id::text));
	IF p_wish IN ('cancel', 'pause') AND j.state = 'running' THEN
		UPDATE steward.jobs x SET wish = p_wish WHERE x.id = p_job;
	ELSIF p_wish IN ('cancel', 'pause') THEN
		PERFORM steward.job_close(p_job, CASE p_wish WHEN 'cancel' THEN 'cancelled' ELSE 'paused' END, NULL);
	ELSE
		UPDATE steward.jobs x SET state = 'queued', attempts = 0, run_after = clock_timestamp(), error = NULL, ended_at = NULL WHERE x.id = p_job;
		NOTIFY steward_jobs;
	END IF;
END
$$;
COMMENT ON FUNCTION steward.job_wish(bigint, text, bigint) IS
	'What a person wishes for a job: cancel, pause, resume or retry. 22023 when its state does not allow that, 42501 for another''s job without job.manage, P0002 without one.';

CREATE OR REPLACE FUNCTION steward.job_fetch(p_job bigint, p_user_id bigint) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s' AS
$$
DECLARE
	rights text[] := coalesce(auth.rights_of(p_user_id), '{}');
	j steward.jobs;
BEGIN
	SELECT * INTO j FROM steward.jobs x WHERE x.id = p_job FOR NO KEY UPDATE;
	IF NOT FOUND OR j.file_name IS NULL THEN
		RAISE EXCEPTION 'This job has no file.' USING ERRCODE = '22023';
	END IF;
	IF NOT rights @> j.rights OR (j.asked_by IS DISTINCT FROM p_user_id AND NOT 'job.manage' = ANY (rights)) THEN
		PERFORM auth.count_refusal('job.manage');
		RAISE EXCEPTION 'You need the right %.', coalesce((SELECT min(needed) FROM unnest(j.rights) AS needed WHERE NOT needed = ANY (rights)), 'job.manage')
			USING ERRCODE = '42501';
	END IF;
	IF j.expires_at <= clock_timestamp() THEN
		RAISE EXCEPTION 'The file has expired.' USING ERRCODE = '22023', HINT = 'Ask for the job again.';
	END IF;
	IF j.kind = 'person.zip' THEN
		PERFORM privacy.hand_over((j.arguments->>'export')::bigint, p_user_id, format('Job %s, by steward fetch', p_job));
	END IF;
	UPDATE steward.jobs x SET fetched = x.fetched + 1, fetched_at = clock_timestamp() WHERE x.id = p_job;
	PERFORM steward.job_note(p_job, 'handed over to ' || coalesce(auth.staff_name(p_user_id), p_user_id::text));
END
$$;
COMMENT ON FUNCTION steward.job_fetch(bigint, bigint) IS
	'Records that the file of a job is handed over. 22023 when there is none or its term has ended, 42501 without the rights of the job, and for another''s job without job.manage.';

CREATE OR REPLACE FUNCTION steward.job_tried(p_job bigint, p_user_id bigint, OUT kind text, OUT title text, OUT arguments jsonb, OUT count bigint)
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	j steward.jobs;
BEGIN
	SELECT * INTO j FROM steward.jobs x WHERE x.id = p_job;
	IF (j.kind NOT LIKE 'import.%' AND j.kind <> 'bulk.act') OR j.state <> 'done' OR coalesce(j.arguments->>'dry_run', '') <> 'true' THEN
		RAISE EXCEPTION 'This is no dry run that is done.' USING ERRCODE = '22023';
	END IF;
	IF j.asked_by IS DISTINCT FROM p_user_id THEN
		RAISE EXCEPTION 'This dry run is a colleague''s.' USING ERRCODE = '42501', HINT = 'Make one of your own.';
	END IF;
	kind := j.kind;
	title := regexp_replace(j.title, ', dry run$', '');
	IF j.kind = 'bulk.act' THEN
		count := (j.result->>'changed')::bigint;
		arguments := j.arguments || jsonb_build_object('dry_run', false, 'of', j.id);
		IF count = 0 THEN
			RAISE EXCEPTION 'There is nothing to write.' USING ERRCODE = '22023';
		END IF;
		RETURN;
	END IF;
	IF coalesce((j.result->>'rejected')::bigint, 1) > 0 THEN
		RAISE EXCEPTION 'Some rows were rejected, so that nothing can be written.' USING ERRCODE = '22023', HINT = 'Mend the file and try it again.';
	END IF;
	count := (j.result->>'added')::bigint + (j.result->>'changed')::bigint;
	IF count = 0 THEN
		RAISE EXCEPTION 'There is nothing to write.' USING ERRCODE = '22023';
	END IF;
	arguments := j.arguments || jsonb_build_object('dry_run', false, 'expected', jsonb_build_object('added', (j.result->>'added')::bigint, 'changed', (j.result->>'changed')::bigint));
END
$$;
COMMENT ON FUNCTION steward.job_tried(bigint, bigint) IS 'The job that does for real what a dry run of the same person tried, and how many rows it writes; 22023 when there is nothing that can be.';

CREATE OR REPLACE FUNCTION steward.queue_switch(p_suspended boolean, p_user_id bigint) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	UPDATE steward.job_queue q SET suspended = p_suspended, changed_by = p_user_id, changed_at = clock_timestamp() WHERE q.suspended <> p_suspended;
	NOTIFY steward_jobs;
END
$$;
COMMENT ON FUNCTION steward.queue_switch(boolean, bigint) IS 'Stops workers from taking jobs, or lets them again.';

DO $owners$
DECLARE
	routine regprocedure;
BEGIN
	FOR routine IN SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'steward'::regnamespace
		AND (p.proname LIKE 'job\_%' OR p.proname IN ('next_time', 'queue_switch'))
	LOOP
		EXECUTE format('ALTER FUNCTION %s OWNER TO steward_worker', routine);
		EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', routine);
	END LOOP;
END
$owners$;

-- Kinds that are done here ---------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION steward.job_months(INOUT s steward.step)
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	s.result := jsonb_build_object('partitions', site.ensure_partitions(current_date, (current_date + interval '2 months')::date));
	s.done := 1;
	s.total := 1;
	s.finished := true;
END
$$;
COMMENT ON FUNCTION steward.job_months(steward.step) IS 'Kind log.months: makes the partitions of the logs for the months to come.';
ALTER FUNCTION steward.job_months(steward.step) OWNER TO steward_worker;
REVOKE ALL ON FUNCTION steward.job_months(steward.step) FROM PUBLIC;

CREATE OR REPLACE FUNCTION steward.job_attempts(INOUT s steward.step)
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	s.done := auth.purge() + steward.import_clear() + steward.bulk_clear();
	s.total := s.done;
	s.result := jsonb_build_object('removed', s.done);
	s.finished := true;
END
$$;
COMMENT ON FUNCTION steward.job_attempts(steward.step) IS 'Kind login.purge: removes log-in attempts that count no longer, and rows of imports and of changes of many that are over.';
ALTER FUNCTION steward.job_attempts(steward.step) OWNER TO steward_worker;
REVOKE ALL ON FUNCTION steward.job_attempts(steward.step) FROM PUBLIC;

CREATE OR REPLACE FUNCTION steward.job_history(INOUT s steward.step)
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	gone bigint;
BEGIN
	DELETE FROM steward.jobs j USING (SELECT x.id FROM steward.jobs x WHERE x.ended_at < clock_timestamp() - auth.setting('job_keep')::interval
		AND x.file_name IS NULL AND x.id <> s.job_id ORDER BY x.id LIMIT 1000) AS old WHERE j.id = old.id;
	GET DIAGNOSTICS gone = ROW_COUNT;
	s.done := coalesce(s.done, 0) + gone;
	s.finished := gone < 1000;
	IF s.finished THEN
		s.total := s.done;
		s.result := jsonb_build_object('removed', s.done);
		DELETE FROM steward.workers w WHERE w.seen_at < clock_timestamp() - interval '1 day';
	END IF;
END
$$;
COMMENT ON FUNCTION steward.job_history(steward.step) IS 'Kind job.purge: removes jobs that ended longer ago than the setting job_keep, a thousand a step, and workers that were not heard of for a day.';
ALTER FUNCTION steward.job_history(steward.step) OWNER TO steward_worker;
REVOKE ALL ON FUNCTION steward.job_history(steward.step) FROM PUBLIC;
