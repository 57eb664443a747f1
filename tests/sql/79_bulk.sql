-- Something done with many: tried first and rolled back, then done record by record with the asker's rights, taken back where nobody was in between.
BEGIN;
SELECT * FROM no_plan();
\ir helpers.psql
SELECT count(*) * 0 FROM steward.harden(false) \g /dev/null
SELECT pg_temp.enrol('anna', 'staff', 'support'), pg_temp.enrol('dirk', 'superadmin', 'superadmin'), pg_temp.enrol('emil', 'superadmin', 'superadmin') \g /dev/null
UPDATE steward.schedules SET enabled = false;
SELECT is_empty($$ SELECT b.entity, b.verb, b.argument FROM meta.bulk b WHERE b.verb <> 'save' AND NOT EXISTS (SELECT FROM meta.verbs v WHERE v.entity = b.entity AND v.verb = b.verb) $$, 'each is a verb');
SELECT is_empty($$ SELECT b.entity, b.argument FROM meta.bulk b WHERE b.verb = 'save' AND NOT EXISTS (SELECT FROM meta.columns c WHERE c.entity = b.entity AND c.name = b.argument AND c.writable) $$, 'or a column that can be written');
SELECT is_empty($$ SELECT b.entity, b.verb, b.undo FROM meta.bulk b WHERE b.undo NOT IN ('', 'save') AND NOT EXISTS (SELECT FROM meta.bulk x WHERE x.entity = b.entity AND x.verb = b.undo) $$, 'what takes it back is there');
SELECT is_empty($$ SELECT b.entity, b.source FROM meta.bulk b WHERE b.source <> '' AND NOT EXISTS (SELECT FROM meta.choices c WHERE c.name = b.source) $$, 'and so are the choices');
SELECT is_empty($$ SELECT b.entity FROM meta.bulk b JOIN meta.entities e ON e.name = b.entity WHERE e.table_name IS NULL $$, 'all have versions to be checked');

-- Asks for it; the number of the job, or the refusal.
CREATE FUNCTION pg_temp.ask(p_login text, p_arguments text) RETURNS text LANGUAGE plpgsql AS
$$
DECLARE
	made record;
BEGIN
	PERFORM pg_temp.log_in(p_login);
	SELECT * INTO made FROM api.save('jobs', NULL, NULL, jsonb_build_object('kind', 'bulk.act', 'arguments', p_arguments), gen_random_uuid());
	RETURN made.key;
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END
$$;
CREATE FUNCTION pg_temp.act(p_login text, p_job text, p_verb text, p_count text) RETURNS text LANGUAGE plpgsql AS
$$
BEGIN
	PERFORM pg_temp.log_in(p_login);
	RETURN (SELECT version FROM api.act('jobs', p_job, p_verb, 0, jsonb_build_object('count', p_count), gen_random_uuid()));
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END
$$;
-- As the worker does it, to its end.
CREATE FUNCTION pg_temp.work() RETURNS text LANGUAGE plpgsql AS
$$
DECLARE
	c record;
	ended boolean := false;
BEGIN
	SET LOCAL SESSION AUTHORIZATION steward_jobs;
	SELECT * INTO c FROM steward.job_claim('w', '{}');
	WHILE NOT ended LOOP
		SELECT finished INTO ended FROM steward.job_step(c.job, c.token);
	END LOOP;
	RESET SESSION AUTHORIZATION;
	RETURN (SELECT j.state || ' ' || (j.result - 'rows')::text FROM steward.jobs j WHERE j.id = c.job);
EXCEPTION WHEN OTHERS THEN
	RESET SESSION AUTHORIZATION;
	RETURN SQLSTATE || ' ' || SQLERRM;
END
$$;
-- Those whose processing is restricted stay as they are.
DO $many$
DECLARE
	one bigint;
	n integer := 0;
BEGIN
	FOR one IN SELECT id FROM site.users WHERE type = 'client' AND hidden_at IS NULL ORDER BY id LOOP
		BEGIN
			UPDATE site.users SET country = 'IS', enabled = n >= 5 WHERE id = one;
			n := n + 1;
		EXCEPTION WHEN OTHERS THEN
			NULL;
		END;
		EXIT WHEN n = 120;
	END LOOP;
END
$many$;
SELECT count(*) AS all_of, count(*) FILTER (WHERE enabled) AS on_of FROM site.users WHERE country = 'IS' AND NOT site.is_staff(type) \gset
\set disable '{"entity": "users", "verb": "disable", "filter": [{"column": "country", "op": "=", "value": "IS"}], "dry_run": true}'

SELECT is(pg_temp.ask('anna', :'disable'), '42501', 'asking takes the right to start jobs');
SELECT pg_temp.log_in('dirk') \g /dev/null
INSERT INTO auth.staff_rights (user_id, right_name, granted) VALUES (pg_temp.account('anna'), 'job.run', true), (pg_temp.account('anna'), 'user.disable', false);
SELECT is(pg_temp.ask('anna', :'disable'), '42501', 'and that of the verb');
SELECT is(pg_temp.ask('dirk', replace(:'disable', '"dry_run": true', '"dry_run": false')), '22023', 'it is tried first');
SELECT is(pg_temp.ask('dirk', replace(:'disable', '"disable"', '"rename"')), '22023', 'not every verb can be done with many');
SELECT is(pg_temp.ask('dirk', replace(:'disable', '"country"', '"shoe_size"')), '22023', 'of a filter that there is');
SELECT pg_temp.ask('dirk', :'disable') AS job \gset
SELECT is((SELECT title || ' ' || array_to_string(rights, ',') FROM steward.jobs WHERE id = :job), 'Disable, users, country = IS, dry run job.run,user.disable', 'the job says what and with which rights');
SELECT is(pg_temp.act('dirk', :'job', 'apply', '1'), '22023', 'what was not tried yet is not done');
SELECT is(pg_temp.work(), format('done {"same": %s, "changed": %s, "refused": 0, "written": "no", "conflicts": 0}', :all_of - :on_of, :on_of), 'tried: those that are disabled already stay the same');
SELECT is((SELECT count(*)::int FROM site.users WHERE country = 'IS' AND enabled AND NOT site.is_staff(type)), :on_of::int, 'nothing is done');
SELECT is((SELECT DISTINCT (was->>'enabled') || (will->>'enabled') FROM steward.bulk_rows WHERE job_id = :job AND verdict = 'change'), 'tf', 'but shown, old and new');

-- Done: one was changed by somebody else meanwhile
SELECT key AS touched FROM steward.bulk_rows WHERE job_id = :job AND verdict = 'change' ORDER BY line LIMIT 1 \gset
UPDATE site.users SET city = city || ' Nova' WHERE id = :touched;
SELECT is(pg_temp.act('dirk', :'job', 'apply', '1'), '22023', 'the number of records must be right');
SELECT is(pg_temp.act('anna', :'job', 'apply', :'on_of'), '42501', 'and the dry run one''s own');
SELECT pg_temp.act('dirk', :'job', 'apply', :'on_of') AS real \gset
SELECT is(pg_temp.work(), format('done {"same": 0, "changed": %s, "refused": 0, "written": "yes", "conflicts": 1}', :on_of - 1), 'done, but with that one');
SELECT is((SELECT array_agg(id) FROM site.users WHERE country = 'IS' AND enabled AND NOT site.is_staff(type)), ARRAY[:touched::bigint], 'which is as it was');
SELECT is((SELECT reason FROM steward.bulk_rows WHERE job_id = :real AND key = :'touched'), 'Somebody else changed it meanwhile.', 'and told');
SELECT is((SELECT count(DISTINCT c.entity_key)::int FROM audit.changes c WHERE c.entity = 'site.users' AND c.user_id = pg_temp.account('dirk') AND c.new->>'enabled' = 'false' AND c.at >= now()), :on_of::int - 1, 'the trail names who asked');

-- Taken back, but where somebody was in between
SELECT key AS later FROM steward.bulk_rows WHERE job_id = :real AND verdict = 'change' ORDER BY line LIMIT 1 \gset
UPDATE site.users SET city = city || ' Later' WHERE id = :later;
SELECT is(pg_temp.act('dirk', :'job', 'undo', :'on_of'), '22023', 'a dry run has nothing to take back');
SELECT pg_temp.act('dirk', :'real', 'undo', (:on_of - 1)::text) AS back \gset
SELECT is(pg_temp.work(), format('done {"same": 0, "changed": %s, "refused": 0, "written": "yes", "conflicts": 1}', :on_of - 2), 'taken back');
SELECT is((SELECT enabled FROM site.users WHERE id = :later), false, 'not over another''s change');

-- A column: marked records, each gets back its own value
SELECT array_agg(id::text) AS three, string_agg(language, ',' ORDER BY id) AS were FROM (SELECT id, language FROM site.users WHERE type = 'client' AND hidden_at IS NULL AND language <> 'nl' ORDER BY id LIMIT 3) AS u \gset
SELECT is(pg_temp.ask('dirk', '{"entity": "users", "verb": "save", "argument": "shoe_size", "dry_run": true}'), '22023', 'not a column that is not on the list');
SELECT pg_temp.ask('dirk', jsonb_build_object('entity', 'users', 'verb', 'save', 'argument', 'language', 'value', 'nl', 'keys', to_jsonb(:'three'::text[]), 'dry_run', true)::text) AS job \gset
SELECT is(pg_temp.work(), 'done {"same": 0, "changed": 3, "refused": 0, "written": "no", "conflicts": 0}', 'a value for marked records');
SELECT pg_temp.act('dirk', :'job', 'apply', '3') AS real \gset
SELECT is(pg_temp.work(), 'done {"same": 0, "changed": 3, "refused": 0, "written": "yes", "conflicts": 0}', 'tried and done');
SELECT is((SELECT string_agg(language, ',') FROM site.users WHERE id = ANY (:'three'::bigint[])), 'nl,nl,nl', 'a value for many');
SELECT pg_temp.act('dirk', :'real', 'undo', '3') \g /dev/null
SELECT pg_temp.work() \g /dev/null
SELECT is((SELECT string_agg(language, ',' ORDER BY id) FROM site.users WHERE id = ANY (:'three'::bigint[])), :'were', 'each gets back what it had');
SELECT pg_temp.ask('dirk', jsonb_build_object('entity', 'users', 'verb', 'save', 'argument', 'permission_group_id', 'value', '999999', 'keys', to_jsonb(:'three'::text[]), 'dry_run', true)::text) AS job \gset
SELECT is(pg_temp.work(), 'done {"same": 0, "changed": 0, "refused": 3, "written": "no", "conflicts": 0}', 'a value that the table refuses');
SELECT isnt((SELECT min(reason) FROM steward.bulk_rows WHERE job_id = :job), '', 'and its sentence');
SELECT is(pg_temp.act('dirk', :'job', 'apply', '0'), '22023', 'then there is nothing to do');

-- The right goes while it runs; colleagues and oneself are left alone
SELECT pg_temp.ask('dirk', :'disable') AS job \gset
SELECT pg_temp.work() \g /dev/null
SELECT result->>'changed' AS n FROM steward.jobs WHERE id = :job \gset
SELECT pg_temp.act('dirk', :'job', 'apply', :'n') AS real \gset
SELECT pg_temp.log_in('emil') \g /dev/null
INSERT INTO auth.staff_rights (user_id, right_name, granted) VALUES (pg_temp.account('dirk'), 'user.disable', false);
SELECT is((SELECT count(*)::int FROM steward.job_claim('w', '{}')), 0, 'without the right of the verb it is not begun');
SELECT is((SELECT error FROM steward.jobs WHERE id = :real), 'Who asked for it may not do it any more.', 'and says so');
SELECT is(pg_temp.as_role('steward_jobs', 'SELECT auth.may(''user.disable'')'), '42501', 'a worker asks for no rights itself');
SELECT is(pg_temp.as_role(role, 'SELECT steward.bulk_one(''{}'', '''', 0, NULL, 1, true)'), '42501', role || ' does nothing with one of many') FROM unnest(ARRAY['steward_console', 'steward_jobs', 'site']) AS role;
UPDATE steward.jobs SET ended_at = now() - interval '31 days' WHERE kind = 'bulk.act' AND ended_at IS NOT NULL;
SELECT cmp_ok(steward.bulk_clear(), '>', 100::bigint, 'what was replaced is forgotten after its term');
SELECT * FROM finish();
ROLLBACK;
