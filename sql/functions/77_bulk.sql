-- Something done with many records: a job that tries it first, which is the real thing rolled back, and then does it, record by record. Each is checked
-- like one that a person changes: his rights as they are then, the version, the rules of the table. What is refused is told and left as it is.

CREATE OR REPLACE FUNCTION meta.find_bulk(p_arguments jsonb) RETURNS meta.bulk
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	b meta.bulk;
BEGIN
	SELECT * INTO b FROM meta.bulk x WHERE x.entity = p_arguments->>'entity' AND x.verb = p_arguments->>'verb' AND x.argument = coalesce(p_arguments->>'argument', '');
	IF NOT FOUND THEN
		RAISE EXCEPTION 'This cannot be done with many at once.' USING ERRCODE = '22023';
	END IF;
	RETURN b;
END
$$;
COMMENT ON FUNCTION meta.find_bulk(jsonb) IS 'What is to be done with many; 22023 when that cannot be.';

CREATE OR REPLACE FUNCTION meta.bulk_rights(b meta.bulk) RETURNS text[]
	LANGUAGE sql STABLE AS
$$
	SELECT CASE WHEN b.verb = 'save' THEN array_remove(ARRAY[(SELECT e.right_edit FROM meta.entities e WHERE e.name = b.entity), (SELECT c.right_edit FROM meta.columns c WHERE c.entity = b.entity AND c.name = b.argument)], NULL)
		ELSE ARRAY(SELECT v.right_name FROM meta.verbs v WHERE v.entity = b.entity AND v.verb = b.verb) END
$$;
COMMENT ON FUNCTION meta.bulk_rights(meta.bulk) IS 'Rights that it takes, as with one record.';

CREATE OR REPLACE FUNCTION meta.bulk_check(p_arguments jsonb, p_rights text[], OUT title text, OUT rights text[])
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	b meta.bulk := meta.find_bulk(p_arguments);
	missing text;
BEGIN
	IF coalesce(p_arguments->>'dry_run', '') <> 'true' OR p_arguments ?| ARRAY['of', 'undo_of', 'expected'] THEN
		RAISE EXCEPTION 'What is done with many is tried first.' USING ERRCODE = '22023';
	END IF;
	rights := meta.bulk_rights(b);
	SELECT min(needed) INTO missing FROM unnest(rights) AS needed WHERE NOT needed = ANY (p_rights);
	IF missing IS NOT NULL THEN
		PERFORM meta.refuse(missing);
	END IF;
	PERFORM meta.export_where(meta.find_entity(b.entity), p_arguments, p_rights);
	title := left(concat_ws(', ', b.label, nullif(p_arguments->>'shown', ''), b.entity, nullif(meta.readable_filter(p_arguments), ''), nullif(btrim(p_arguments->>'search'), ''), 'dry run'), 200);
END
$$;
COMMENT ON FUNCTION meta.bulk_check(jsonb, text[]) IS
	'What a job over many is called and which rights it takes, {"entity", "verb", "argument", "value", "filter", "search", "keys", "dry_run": true}. 42501 and 22023 when this person may not, or it cannot be.';

CREATE OR REPLACE FUNCTION steward.bulk_gather(p_arguments jsonb, p_user_id bigint) RETURNS TABLE (line bigint, key text, version bigint, label text)
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	e meta.entities := meta.find_entity(p_arguments->>'entity');
	w record := meta.export_where(e, p_arguments, auth.rights_of(p_user_id));
BEGIN
	RETURN QUERY EXECUTE format('SELECT row_number() OVER (), x.key, x.version, left(x.label, 200) '
		'FROM (SELECT (%s)::text AS key, (%s)::bigint AS version, (%s)::text AS label FROM %s WHERE true%s LIMIT 100001) AS x', e.key_sql, e.version_sql, e.label_sql, e.from_sql, w.conditions)
		USING w.binds, w.ids, w.keys;
END
$$;
COMMENT ON FUNCTION steward.bulk_gather(jsonb, bigint) IS 'The records that a job over many is about, with their versions, as the asker''s rights show them; no more than 100,001.';
ALTER FUNCTION steward.bulk_gather(jsonb, bigint) OWNER TO steward_search;
REVOKE ALL ON FUNCTION steward.bulk_gather(jsonb, bigint) FROM PUBLIC;

CREATE OR REPLACE FUNCTION meta.plain_values(e meta.entities, p_key text, p_rights text[]) RETURNS jsonb
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	names text[];
	list text;
	cells text[];
BEGIN
	SELECT array_agg(c.name ORDER BY c.position), string_agg(c.cell, ', ' ORDER BY c.position) INTO names, list FROM meta.columns c
		WHERE c.entity = e.name AND c.expression = 't.' || c.name AND c.name NOT IN ('id', 'version', 'updated_at') AND (c.right_view IS NULL OR c.right_view = ANY (p_rights));
	IF names IS NULL THEN
		RETURN '{}'::jsonb;
	END IF;
	EXECUTE format('SELECT ARRAY[%s] FROM %s AS t WHERE %s', list, e.table_name, e.match_sql) INTO cells USING p_key;
	RETURN (SELECT jsonb_object_agg(name, coalesce(value, '')) FROM unnest(names, cells) AS now (name, value));
END
$$;
COMMENT ON FUNCTION meta.plain_values(meta.entities, text, text[]) IS 'The columns of a record itself that this person may see: what a change of it is told by.';

CREATE OR REPLACE FUNCTION steward.bulk_one(p_arguments jsonb, p_key text, p_version bigint, p_change jsonb, p_user_id bigint, p_keep boolean,
	OUT verdict text, OUT reason text, OUT was jsonb, OUT will jsonb, OUT version_after bigint)
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s' SET timezone = 'UTC' SET datestyle = 'ISO' AS
$$
DECLARE
	e meta.entities := meta.find_entity(p_arguments->>'entity');
	given jsonb := coalesce(p_change, CASE WHEN coalesce(p_arguments->>'argument', '') = '' THEN '{}' ELSE jsonb_build_object(p_arguments->>'argument', p_arguments->>'value') END);
	rights text[] := coalesce(auth.rights_of(p_user_id), '{}');
	before jsonb;
	behind jsonb;
	fault text;
BEGIN
	reason := '';
	BEGIN
		PERFORM meta.check_record(e, p_key, rights);
		IF NOT meta.lock_record(e, p_key, p_version) THEN
			verdict := 'conflict';
			reason := 'Somebody else changed it meanwhile.';
			RETURN;
		END IF;
		before := meta.plain_values(e, p_key, rights);
		IF p_arguments->>'verb' = 'save' THEN
			version_after := meta.change_record(e, p_key, given, rights);
		ELSE
			EXECUTE format('SELECT meta.%I($1)', (SELECT v.function_name FROM meta.verbs v WHERE v.entity = e.name AND v.verb = p_arguments->>'verb'))
				INTO version_after USING (p_key, p_version, given, p_user_id)::meta.call;
		END IF;
		behind := meta.plain_values(e, p_key, rights);
		SELECT jsonb_object_agg(b.key, b.value), jsonb_object_agg(b.key, behind->b.key) INTO was, will FROM jsonb_each(before) AS b WHERE b.value IS DISTINCT FROM behind->b.key;
		verdict := CASE WHEN was IS NULL THEN 'same' ELSE 'change' END;
		IF NOT p_keep OR was IS NULL THEN
			RAISE EXCEPTION USING ERRCODE = 'ST100';
		END IF;
	EXCEPTION
		WHEN SQLSTATE 'ST100' THEN
			NULL;
		WHEN lock_not_available OR deadlock_detected THEN
			verdict := 'refuse';
			reason := 'Somebody else is writing this record right now.';
		WHEN unique_violation OR check_violation OR not_null_violation OR foreign_key_violation OR exclusion_violation THEN
			GET STACKED DIAGNOSTICS fault = CONSTRAINT_NAME;
			verdict := 'refuse';
			reason := coalesce((SELECT c.sentence FROM meta.constraints c WHERE c.name = fault), 'This value is not allowed.');
		WHEN OTHERS THEN
			verdict := 'refuse';
			reason := left(SQLERRM, 400);
	END;
	IF verdict IN ('refuse', 'conflict') THEN
		was := NULL;
		will := NULL;
		version_after := NULL;
	END IF;
END
$$;
COMMENT ON FUNCTION steward.bulk_one(jsonb, text, bigint, jsonb, bigint, boolean) IS
	'Does it with one record, as api.act or api.save would for this person; or tries it and rolls it back (keep false). What became of it, and the values before and behind. For steward_worker only: policies '
	'let it write what the asker of the job may.';
ALTER FUNCTION steward.bulk_one(jsonb, text, bigint, jsonb, bigint, boolean) OWNER TO steward_api;
REVOKE ALL ON FUNCTION steward.bulk_one(jsonb, text, bigint, jsonb, bigint, boolean) FROM PUBLIC;

CREATE OR REPLACE FUNCTION steward.job_bulk(INOUT s steward.step)
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	keep CONSTANT boolean := NOT (s.arguments->>'dry_run')::boolean;
	r steward.bulk_rows;
	o record;
	n integer := 0;
BEGIN
	IF s.cursor IS NULL THEN
		IF s.arguments ? 'of' THEN
			INSERT INTO steward.bulk_rows (job_id, line, key, version, label)
			SELECT s.job_id, b.line, b.key, b.version, b.label FROM steward.bulk_rows b WHERE b.job_id = (s.arguments->>'of')::bigint AND b.verdict = 'change';
		ELSIF s.arguments ? 'undo_of' THEN
			INSERT INTO steward.bulk_rows (job_id, line, key, version, label, change)
			SELECT s.job_id, b.line, b.key, b.version_after, b.label, CASE WHEN s.arguments->>'verb' = 'save' THEN jsonb_build_object(s.arguments->>'argument', nullif(b.was->>(s.arguments->>'argument'), '')) END
			FROM steward.bulk_rows b WHERE b.job_id = (s.arguments->>'undo_of')::bigint AND b.verdict = 'change';
		ELSE
			INSERT INTO steward.bulk_rows (job_id, line, key, version, label) SELECT s.job_id, g.line, g.key, g.version, g.label FROM steward.bulk_gather(s.arguments, s.user_id) AS g;
		END IF;
		s.total := (SELECT count(*) FROM steward.bulk_rows b WHERE b.job_id = s.job_id);
		IF s.total > 100000 THEN
			RAISE EXCEPTION 'More than 100,000 records: filter the list further.' USING ERRCODE = '22023';
		END IF;
		s.cursor := '0';
		s.done := 0;
		s.words := CASE WHEN keep THEN 'writing' ELSE 'trying' END;
		RETURN;
	END IF;
	FOR r IN SELECT b.* FROM steward.bulk_rows b WHERE b.job_id = s.job_id AND b.line > (s.cursor)::bigint ORDER BY b.line LIMIT 50 LOOP
		SELECT * INTO o FROM steward.bulk_one(s.arguments, r.key, r.version, r.change, s.user_id, keep);
		UPDATE steward.bulk_rows b SET verdict = o.verdict, reason = o.reason, was = o.was, will = o.will, version_after = o.version_after WHERE b.job_id = s.job_id AND b.line = r.line;
		s.cursor := to_jsonb(r.line);
		n := n + 1;
	END LOOP;
	s.done := s.done + n;
	s.finished := n < 50;
	IF s.finished THEN
		s.result := (SELECT jsonb_build_object('rows', count(*), 'changed', count(*) FILTER (WHERE b.verdict = 'change'), 'same', count(*) FILTER (WHERE b.verdict = 'same'),
			'conflicts', count(*) FILTER (WHERE b.verdict = 'conflict'), 'refused', count(*) FILTER (WHERE b.verdict = 'refuse'), 'written', CASE WHEN keep THEN 'yes' ELSE 'no' END)
			FROM steward.bulk_rows b WHERE b.job_id = s.job_id);
	END IF;
END
$$;
COMMENT ON FUNCTION steward.job_bulk(steward.step) IS 'Kind bulk.act: fifty records a step, tried or done, each with what became of it.';

CREATE OR REPLACE FUNCTION steward.bulk_add(p_arguments jsonb, p_title text, p_rights text[], p_user_id bigint) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	job bigint := steward.job_add('bulk.act', p_title, p_arguments, p_user_id);
BEGIN
	UPDATE steward.jobs j SET rights = j.rights || p_rights WHERE j.id = job;
	RETURN job;
END
$$;
COMMENT ON FUNCTION steward.bulk_add(jsonb, text, text[], bigint) IS 'Queues a job over many that takes these rights too.';

CREATE OR REPLACE FUNCTION steward.bulk_done(p_job bigint, p_user_id bigint) RETURNS steward.jobs
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	j steward.jobs;
BEGIN
	SELECT * INTO j FROM steward.jobs x WHERE x.id = p_job AND x.kind = 'bulk.act';
	IF j.state IS DISTINCT FROM 'done' OR coalesce((j.result->>'changed')::bigint, 0) = 0 OR NOT EXISTS (SELECT FROM steward.bulk_rows b WHERE b.job_id = p_job) THEN
		RAISE EXCEPTION 'There is nothing in this job to do or to take back.' USING ERRCODE = '22023';
	END IF;
	IF j.asked_by IS DISTINCT FROM p_user_id AND NOT coalesce('job.manage' = ANY (auth.rights_of(p_user_id)), false) THEN
		RAISE EXCEPTION 'You need the right %.', 'job.manage' USING ERRCODE = '42501', HINT = 'This job is a colleague''s.';
	END IF;
	RETURN j;
END
$$;
COMMENT ON FUNCTION steward.bulk_done(bigint, bigint) IS 'A job over many that this person may go on from: 22023 when it changed nothing, 42501 when it is a colleague''s.';

CREATE OR REPLACE FUNCTION steward.bulk_clear() RETURNS bigint
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	gone bigint;
BEGIN
	DELETE FROM steward.bulk_rows b USING steward.jobs j WHERE j.id = b.job_id AND j.ended_at < clock_timestamp() - auth.setting('bulk_keep')::interval;
	GET DIAGNOSTICS gone = ROW_COUNT;
	RETURN gone;
END
$$;
COMMENT ON FUNCTION steward.bulk_clear() IS 'Forgets the records of jobs over many that ended longer ago than the setting bulk_keep.';

DO $owners$
DECLARE
	routine regprocedure;
BEGIN
	FOR routine IN SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'steward'::regnamespace AND p.proname IN ('job_bulk', 'bulk_add', 'bulk_done', 'bulk_clear') LOOP
		EXECUTE format('ALTER FUNCTION %s OWNER TO steward_worker', routine);
		EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', routine);
	END LOOP;
END
$owners$;

CREATE OR REPLACE FUNCTION meta.jobs_undo(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	j steward.jobs := steward.bulk_done(c.key::bigint, c.user_id);
	b meta.bulk := meta.find_bulk(j.arguments);
	back meta.bulk;
BEGIN
	IF b.undo = '' OR (j.arguments->>'dry_run')::boolean THEN
		RAISE EXCEPTION 'This cannot be taken back.' USING ERRCODE = '22023';
	END IF;
	IF coalesce(c.args->>'count', '') <> j.result->>'changed' THEN
		RAISE EXCEPTION 'That is not the number of rows that are written.' USING ERRCODE = '22023', COLUMN = 'count', HINT = 'Load it again.';
	END IF;
	SELECT * INTO back FROM meta.bulk x WHERE x.entity = b.entity AND x.verb = b.undo AND x.argument = CASE WHEN b.undo = 'save' THEN b.argument ELSE '' END;
	RETURN steward.bulk_add(jsonb_build_object('entity', b.entity, 'verb', b.undo, 'argument', back.argument, 'undo_of', j.id, 'dry_run', false), left('taken back: ' || j.title, 200),
		meta.bulk_rights(back), c.user_id);
END
$$;
COMMENT ON FUNCTION meta.jobs_undo(meta.call) IS
	'Verb: what a job did with many is taken back where nobody changed it since, {"count": rows that it changed}; the number of the new job is the version. 22023 when it cannot be.';
