-- What people do with jobs and schedules at the console: verbs and makers of schema meta, which api.act and api.save call as steward_api.

CREATE OR REPLACE FUNCTION meta.check_json(p_text text, p_column text) RETURNS jsonb
	LANGUAGE plpgsql IMMUTABLE AS
$$
BEGIN
	IF jsonb_typeof(coalesce(p_text, '{}')::jsonb) <> 'object' THEN
		RAISE EXCEPTION USING ERRCODE = '22023';
	END IF;
	RETURN coalesce(p_text, '{}')::jsonb;
EXCEPTION WHEN data_exception THEN
	RAISE EXCEPTION 'This request is not well formed.' USING ERRCODE = '22023', COLUMN = p_column;
END
$$;
COMMENT ON FUNCTION meta.check_json(text, text) IS 'The text as a JSON object; 22023 when it is none.';

CREATE OR REPLACE FUNCTION meta.job_title(p_kind text, p_arguments jsonb, p_title text, p_rights text[]) RETURNS text
	LANGUAGE plpgsql STABLE AS
$$
BEGIN
	RETURN CASE p_kind WHEN 'list.csv' THEN meta.export_title(p_arguments, p_rights) ELSE coalesce(p_title, '') END;
END
$$;
COMMENT ON FUNCTION meta.job_title(text, jsonb, text, text[]) IS 'What a job is called: for an export the list and its filter, after a check that it can be exported; else what was typed.';

CREATE OR REPLACE FUNCTION meta.jobs_create(c meta.call, OUT key text, OUT version bigint)
	LANGUAGE plpgsql AS
$$
DECLARE
	who record := auth.need(NULL);
	given jsonb := meta.check_json(c.args->>'arguments', 'arguments');
BEGIN
	IF EXISTS (SELECT FROM steward.job_kinds k WHERE k.name = c.args->>'kind' AND k.fresh) THEN
		PERFORM auth.need_fresh();
	END IF;
	IF c.args->>'kind' = 'person.zip' THEN
		key := privacy.queue_export(given->>'kind', (given->>'user_id')::bigint, given->>'email', c.user_id, given->>'passphrase')::text;
		version := 0;
		RETURN;
	END IF;
	IF c.args->>'kind' = 'bulk.act' THEN
		SELECT steward.bulk_add(given, b.title, b.rights, c.user_id)::text INTO key FROM meta.bulk_check(given, who.rights) AS b;
		version := 0;
		RETURN;
	END IF;
	key := steward.job_add(c.args->>'kind', meta.job_title(c.args->>'kind', given, c.args->>'title', who.rights), given, c.user_id)::text;
	version := 0;
END
$$;
COMMENT ON FUNCTION meta.jobs_create(meta.call) IS 'Queues a job, {"kind", "title", "arguments": JSON as text; for a package {"kind", "user_id" or "email", "passphrase": encrypted}}: 42501 without the rights of its kind, ST005 when that takes the PIN once more.';

CREATE OR REPLACE FUNCTION meta.jobs_cancel(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT 0::bigint FROM steward.job_wish(c.key::bigint, 'cancel', c.user_id) $$;
COMMENT ON FUNCTION meta.jobs_cancel(meta.call) IS 'Verb: a waiting job is cancelled at once, a running one by its worker, within a second.';

CREATE OR REPLACE FUNCTION meta.jobs_pause(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT 0::bigint FROM steward.job_wish(c.key::bigint, 'pause', c.user_id) $$;
COMMENT ON FUNCTION meta.jobs_pause(meta.call) IS 'Verb: the job waits until it is resumed.';

CREATE OR REPLACE FUNCTION meta.jobs_resume(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT 0::bigint FROM steward.job_wish(c.key::bigint, 'resume', c.user_id) $$;
COMMENT ON FUNCTION meta.jobs_resume(meta.call) IS 'Verb: a paused job goes on where it stopped.';

CREATE OR REPLACE FUNCTION meta.jobs_retry(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT 0::bigint FROM steward.job_wish(c.key::bigint, 'retry', c.user_id) $$;
COMMENT ON FUNCTION meta.jobs_retry(meta.call) IS 'Verb: a job that failed or was cancelled is tried again, from where it stopped.';

CREATE OR REPLACE FUNCTION meta.jobs_fetch(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT 0::bigint FROM steward.job_fetch(c.key::bigint, c.user_id) $$;
COMMENT ON FUNCTION meta.jobs_fetch(meta.call) IS 'Verb: the file of the job is handed over; recorded before the console reads it.';

CREATE OR REPLACE FUNCTION meta.jobs_apply(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	tried record;
BEGIN
	SELECT * INTO tried FROM steward.job_tried(c.key::bigint, c.user_id);
	IF coalesce(c.args->>'count', '') <> tried.count::text THEN
		RAISE EXCEPTION 'That is not the number of rows that are written.' USING ERRCODE = '22023', COLUMN = 'count', HINT = 'Load it again.';
	END IF;
	IF tried.kind = 'bulk.act' THEN
		RETURN steward.bulk_add(tried.arguments, tried.title, meta.bulk_rights(meta.find_bulk(tried.arguments)), c.user_id);
	END IF;
	RETURN steward.job_add(tried.kind, tried.title, tried.arguments, c.user_id);
END
$$;
COMMENT ON FUNCTION meta.jobs_apply(meta.call) IS
	'Verb: a dry run, of an import that rejected nothing or of a change of many, is done for real, {"count": rows that it adds and changes}; the number of the new job is the version. 22023 when it cannot be, or comes to something else meanwhile.';

CREATE OR REPLACE FUNCTION meta.job_queue_suspend(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT 0::bigint FROM steward.queue_switch(true, c.user_id) $$;
COMMENT ON FUNCTION meta.job_queue_suspend(meta.call) IS 'Verb: no job is taken any more; those that run go on.';

CREATE OR REPLACE FUNCTION meta.job_queue_resume(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT 0::bigint FROM steward.queue_switch(false, c.user_id) $$;
COMMENT ON FUNCTION meta.job_queue_resume(meta.call) IS 'Verb: jobs are taken again.';

-- Schedules ----------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION steward.schedule_touch() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF (TG_OP = 'INSERT' OR NEW.kind <> OLD.kind) AND NOT EXISTS (SELECT FROM steward.job_kinds k WHERE k.name = NEW.kind AND k.plannable) THEN
		RAISE EXCEPTION 'This kind of job cannot be planned.' USING ERRCODE = '22023', COLUMN = 'kind';
	END IF;
	IF NEW.at !~ '^([01][0-9]|2[0-3]):[0-5][0-9]$' THEN
		RAISE EXCEPTION 'This is no time of the day.' USING ERRCODE = '22023', COLUMN = 'at', HINT = 'Write it like 03:30.';
	END IF;
	IF NEW.every = 'daily' THEN
		NEW.day := NULL;
	ELSIF NEW.day IS NULL OR (NEW.every = 'weekly' AND NEW.day > 7) THEN
		RAISE EXCEPTION 'Give the day: 1 to 7 from Monday on for weekly, 1 to 31 for monthly.' USING ERRCODE = '22023', COLUMN = 'day';
	END IF;
	IF TG_OP = 'INSERT' OR (NEW.every, NEW.at, NEW.day, NEW.zone, NEW.enabled) IS DISTINCT FROM (OLD.every, OLD.at, OLD.day, OLD.zone, OLD.enabled) THEN
		NEW.next_run := steward.next_time(NEW.every, NEW.day, NEW.at, NEW.zone, clock_timestamp());
	END IF;
	IF TG_OP = 'UPDATE' THEN
		NEW.version := OLD.version + 1;
	END IF;
	RETURN NEW;
EXCEPTION WHEN invalid_parameter_value THEN
	IF SQLERRM LIKE 'time zone%' THEN
		RAISE EXCEPTION 'There is no such time zone.' USING ERRCODE = '22023', COLUMN = 'zone', HINT = 'Write it like Europe/Amsterdam.';
	END IF;
	RAISE;
END
$$;
COMMENT ON FUNCTION steward.schedule_touch() IS 'Trigger: works out when a schedule runs next, counts its changes, and refuses kinds and days that do not fit.';
ALTER FUNCTION steward.schedule_touch() OWNER TO steward_worker;
REVOKE ALL ON FUNCTION steward.schedule_touch() FROM PUBLIC;
-- The installation's own schedules are written before grants.sql has its turn.
GRANT USAGE ON SCHEMA steward TO steward_worker;
GRANT SELECT ON steward.job_kinds TO steward_worker;
CREATE OR REPLACE TRIGGER touch BEFORE INSERT OR UPDATE ON steward.schedules FOR EACH ROW EXECUTE FUNCTION steward.schedule_touch();

CREATE OR REPLACE FUNCTION meta.schedules_create(c meta.call, OUT key text, OUT version bigint)
	LANGUAGE plpgsql AS
$$
DECLARE
	who record := auth.need(NULL);
	given jsonb := meta.check_json(c.args->>'arguments', 'arguments');
	missing text := (SELECT min(needed) FROM steward.job_kinds k, unnest(k.rights) AS needed WHERE k.name = c.args->>'kind' AND NOT needed = ANY (who.rights));
BEGIN
	IF missing IS NOT NULL THEN
		PERFORM meta.refuse(missing);
	END IF;
	IF EXISTS (SELECT FROM steward.job_kinds k WHERE k.name = c.args->>'kind' AND k.fresh) THEN
		PERFORM auth.need_fresh();
	END IF;
	INSERT INTO steward.schedules AS s (kind, title, arguments, every, at, day, zone, next_run, made_by)
	VALUES (c.args->>'kind', meta.job_title(c.args->>'kind', given, c.args->>'title', who.rights), given, c.args->>'every', coalesce(c.args->>'at', '03:00'),
		(c.args->>'day')::integer, coalesce(c.args->>'zone', 'Europe/Amsterdam'), clock_timestamp(), c.user_id)
	RETURNING s.id::text, s.version INTO key, version;
END
$$;
COMMENT ON FUNCTION meta.schedules_create(meta.call) IS 'Plans a job in the name of who makes the schedule, with the rights that he has whenever it runs.';

CREATE OR REPLACE FUNCTION meta.schedules_delete(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ DELETE FROM steward.schedules s WHERE s.id = c.key::bigint RETURNING 0::bigint $$;
COMMENT ON FUNCTION meta.schedules_delete(meta.call) IS 'Verb: removes a schedule; its jobs stay.';

ALTER TABLE steward.schedules ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS view ON steward.schedules;
DROP POLICY IF EXISTS change ON steward.schedules;
DROP POLICY IF EXISTS work ON steward.schedules;
CREATE POLICY view ON steward.schedules FOR SELECT TO steward_api USING ((SELECT auth.may('job.view', 'schedule.edit')));
CREATE POLICY change ON steward.schedules TO steward_api USING ((SELECT auth.may('schedule.edit')));
CREATE POLICY work ON steward.schedules TO steward_worker USING (true);

-- What the console asks now and then -----------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION api.jobs(p_since bigint) RETURNS TABLE (what text, id bigint, title text)
	LANGUAGE plpgsql SECURITY DEFINER ROWS 10 SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	who record := auth.need('job.view');
	since CONSTANT timestamptz := to_timestamp(least(greatest(coalesce(p_since, 0), 0), 9999999999999) / 1000.0);
BEGIN
	RETURN QUERY SELECT 'now'::text, (extract(epoch FROM clock_timestamp()) * 1000)::bigint, ''::text;
	RETURN QUERY SELECT 'running'::text, count(*), ''::text FROM steward.jobs j WHERE j.state IN ('queued', 'running');
	RETURN QUERY SELECT j.state, j.id, concat_ws(' ', k.label, nullif(j.title, '')) FROM steward.jobs j JOIN steward.job_kinds k ON k.name = j.kind
		WHERE j.asked_by = who.user_id AND j.ended_at > since ORDER BY j.ended_at LIMIT 5;
END
$$;
COMMENT ON FUNCTION api.jobs(bigint) IS
	'For the header and its notices: now, in milliseconds since 1970; how many jobs run or wait; then those of the caller that ended since that moment (done, failed, cancelled), '
	'five at most. 42501 without the right job.view.';
ALTER FUNCTION api.jobs(bigint) OWNER TO steward_search;

CREATE OR REPLACE FUNCTION meta.home_jobs() RETURNS TABLE (tile text, line integer, label text, value numeric, detail text)
	LANGUAGE plpgsql STABLE AS
$$
BEGIN
	RETURN QUERY SELECT 'jobs'::text, 1, meta.label('Running'), count(*)::numeric, ''::text FROM steward.jobs j WHERE j.state = 'running';
	RETURN QUERY SELECT 'jobs'::text, 2, CASE WHEN (SELECT q.suspended FROM steward.job_queue q) THEN meta.label('Waiting, all are stopped')
			WHEN count(*) > 0 AND NOT EXISTS (SELECT FROM steward.workers w WHERE w.seen_at > clock_timestamp() - interval '2 minutes') THEN meta.label('Waiting, no worker runs')
			ELSE meta.label('Waiting') END, count(*)::numeric,
		CASE WHEN (SELECT q.suspended FROM steward.job_queue q) OR NOT EXISTS (SELECT FROM steward.workers w WHERE w.seen_at > clock_timestamp() - interval '2 minutes') THEN '!' ELSE '' END
		FROM steward.jobs j WHERE j.state = 'queued' AND j.run_after <= clock_timestamp();
	RETURN QUERY SELECT 'jobs'::text, 3, meta.label('Failed in 7 days'), count(*)::numeric, '!'::text FROM steward.jobs j
		WHERE j.state = 'failed' AND j.ended_at > clock_timestamp() - interval '7 days';
	RETURN QUERY SELECT 'header'::text, 1, 'jobs'::text, count(*)::numeric, ''::text FROM steward.jobs j WHERE j.state IN ('queued', 'running');
END
$$;
COMMENT ON FUNCTION meta.home_jobs() IS 'Home: jobs that run, wait and failed; and when nothing can run, why.';
