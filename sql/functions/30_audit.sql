-- The trail: who changed what (trigger), who looked at what (called by the API before anything is shown).

-- Changes ----------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION auth.writer(OUT session_id bigint, OUT user_id bigint)
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	-- Only the console has sessions; the website's writes need not look for one.
	IF session_user = 'steward_console' THEN
		SELECT l.session_id, l.user_id INTO session_id, user_id FROM auth.latest_session() l;
	-- And a worker writes in the name of who asked for the job.
	ELSIF session_user = 'steward_jobs' THEN
		SELECT p.session_id, p.user_id INTO session_id, user_id FROM auth.job_person() p;
	END IF;
END
$$;
COMMENT ON FUNCTION auth.writer() IS 'For the trail: in whose name this backend writes, and in which session; NULL when it is neither the console''s nor a worker''s.';

CREATE OR REPLACE FUNCTION auth.write_change(p_entity text, p_key text, p_subject bigint, p_op text, p_columns text[], p_old jsonb, p_new jsonb)
	RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	session bigint;
	person bigint;
	salt bytea := uuid_send(gen_random_uuid());
BEGIN
	IF session_user IN ('steward_console', 'steward_jobs') THEN
		SELECT w.session_id, w.user_id INTO session, person FROM auth.writer() w;
	END IF;
	INSERT INTO audit.changes (session_id, user_id, db_role, entity, entity_key, subject_user_id, op, columns, old, new, salt, digest)
	VALUES (session, person, session_user, p_entity, p_key, p_subject, p_op, p_columns, p_old, p_new, salt,
		sha256(salt || convert_to(coalesce(p_old::text, '') || chr(10) || coalesce(p_new::text, ''), 'UTF8')));
END
$$;
COMMENT ON FUNCTION auth.write_change(text, text, bigint, text, text[], jsonb, jsonb) IS
	'Writes a row of audit.changes: table, key, account that it is about, I, U, D or T, changed columns, their old and '
	'new values. digest = SHA-256(salt, old, line feed, new).';

CREATE OR REPLACE FUNCTION auth.audit_truncate() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	PERFORM auth.write_change(TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME, NULL, NULL, 'T', NULL, NULL, NULL);
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION auth.audit_truncate() IS 'Trigger: writes that a table was emptied to audit.changes.';

-- One trigger function a table, generated from the catalogue: a comparison per column costs a tenth of what finding the
-- difference of two whole rows does, and the website pays it at every write.

CREATE OR REPLACE VIEW steward.audited_tables AS
	SELECT class.oid::regclass AS relation, namespace.nspname AS schema_name, class.relname AS table_name, class.relkind = 'p' OR (namespace.nspname = 'privacy' AND class.relname IN ('erasure_items', 'erasure_keys', 'erasure_blockers')) AS is_log,
		namespace.nspname = 'site' AND class.relname IN ('users', 'user_custom_values') AS comes_in_bulk
	FROM pg_catalog.pg_class class JOIN pg_catalog.pg_namespace namespace ON namespace.oid = class.relnamespace
	WHERE class.relkind IN ('r', 'p') AND NOT class.relispartition AND (namespace.nspname IN ('site', 'meta', 'privacy')
		OR (namespace.nspname = 'auth' AND class.relname NOT IN ('attempts', 'sessions', 'events', 'requests', 'mails', 'keepers', 'refusal_book'))
		OR (namespace.nspname = 'steward' AND class.relname IN ('jobs', 'schedules', 'job_queue')));
ALTER VIEW steward.audited_tables OWNER TO site_owner;
COMMENT ON VIEW steward.audited_tables IS
	'Tables whose changes go into the trail: all of site, meta and privacy, of auth all but its own logs, and jobs and schedules';
COMMENT ON COLUMN steward.audited_tables.relation IS 'The table';
COMMENT ON COLUMN steward.audited_tables.schema_name IS 'Its schema';
COMMENT ON COLUMN steward.audited_tables.table_name IS 'Its name';
COMMENT ON COLUMN steward.audited_tables.is_log IS
	'Only added to, or made by the program from what stands elsewhere: a row of the trail for each would double it, so only changes are recorded';
COMMENT ON COLUMN steward.audited_tables.comes_in_bulk IS
	'An import adds rows by the thousand: all that a statement adds is recorded by one. Only for tables without another row trigger that writes after an insert, since its writes would be recorded before';

-- It has one argument more than it had.
DROP FUNCTION IF EXISTS steward.audit_source(regclass);
CREATE OR REPLACE FUNCTION steward.audit_source(p_table regclass, p_added boolean DEFAULT false) RETURNS text
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	label text := (SELECT format('%s.%s', t.schema_name, t.table_name) FROM steward.audited_tables t WHERE t.relation = p_table);
	-- Derived values, counters of changes, and stamps that the log-in logs keep anyway.
	left_out text[] := ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = p_table AND attnum > 0 AND NOT attisdropped
		AND (attgenerated <> '' OR attname IN ('version', 'updated_at', 'last_seen_at', 'cleared_at', 'cleared_snapshot')
			OR attname LIKE 'last\_login\_%'
			-- How far a job is: what was asked for, by whom, and what came of it is what counts.
			OR (label = 'steward.jobs' AND attname IN ('claim', 'worker_pid', 'lease_until', 'beat_at', 'attempt_at', 'run_after', 'cursor', 'done', 'total', 'words')))
		ORDER BY attnum);
	secrets text[] := ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = p_table AND attnum > 0 AND NOT attisdropped
		AND (attname IN ('password_hash', 'password_stored', 'pin_stored', 'code_stored', 'api_key_hash', 'wrapped_passphrase') OR (label = 'auth.secrets' AND attname = 'value'))
		ORDER BY attnum);
	key_sql text := (SELECT string_agg(format('some.%I::text', attribute.attname), $sql$ || ':' || $sql$ ORDER BY place)
		FROM pg_index, unnest(indkey::smallint[]) WITH ORDINALITY AS keys (attnum, place)
		JOIN pg_attribute attribute ON attribute.attrelid = p_table AND attribute.attnum = keys.attnum
		WHERE indrelid = p_table AND indisprimary);
	subject_sql text := CASE
		WHEN label = 'site.users' THEN 'some.id'
		WHEN EXISTS (SELECT FROM pg_attribute WHERE attrelid = p_table AND attname = 'user_id' AND NOT attisdropped) THEN 'some.user_id'
		ELSE 'NULL' END;
	hidden CONSTANT text := $sql$CASE WHEN %s.%I IS NOT NULL THEN '(secret)' END$sql$;
	cover CONSTANT text := $sql$
			|| CASE WHEN %1$s.%2$I IS NULL THEN jsonb_build_object() ELSE jsonb_build_object(%2$L, '(secret)') END$sql$;
	comparisons text;
	hide_old text;
	hide_new text;
BEGIN
	SELECT string_agg(format($sql$
		IF NEW.%1$I IS DISTINCT FROM OLD.%1$I THEN
			changed := changed || %1$L::text;
			old_row := old_row || jsonb_build_object(%1$L, %2$s);
			new_row := new_row || jsonb_build_object(%1$L, %3$s);
		END IF;$sql$, attname,
		format(CASE WHEN attname = ANY (secrets) THEN hidden ELSE '%s.%I' END, 'OLD', attname),
		format(CASE WHEN attname = ANY (secrets) THEN hidden ELSE '%s.%I' END, 'NEW', attname)),
		'' ORDER BY attnum)
	INTO comparisons FROM pg_attribute WHERE attrelid = p_table AND attnum > 0 AND NOT attisdropped AND attname <> ALL (left_out);
	SELECT coalesce(string_agg(format(cover, 'OLD', name), ''), ''), coalesce(string_agg(format(cover, 'NEW', name), ''), '')
	INTO hide_old, hide_new FROM unnest(secrets) AS name;
	IF p_added THEN
		RETURN format($sql$
BEGIN
	INSERT INTO audit.changes (session_id, user_id, db_role, entity, entity_key, subject_user_id, op, new, salt, digest)
	SELECT w.session_id, w.user_id, session_user, %1$L, a.key, a.subject, 'I', a.new_row, a.salt, sha256(a.salt || convert_to(chr(10) || a.new_row::text, 'UTF8'))
	FROM auth.writer() AS w, (SELECT %2$s AS key, %3$s AS subject, to_jsonb(fresh) - %4$L::text[]%5$s AS new_row, uuid_send(gen_random_uuid()) AS salt
		FROM added AS fresh OFFSET 0) AS a;
	RETURN NULL;
END
$sql$, label, replace(key_sql, 'some.', 'fresh.'), replace(subject_sql, 'some.', 'fresh.'), left_out, replace(hide_new, 'NEW.', 'fresh.'));
	END IF;
	RETURN format($sql$
DECLARE
	key text;
	subject bigint;
	changed text[];
	old_row jsonb;
	new_row jsonb;
	session bigint;
	person bigint;
	salt bytea := uuid_send(gen_random_uuid());
BEGIN
	IF TG_OP = 'UPDATE' THEN
		key := %1$s;
		subject := %2$s;
		changed := ARRAY[]::text[];
		old_row := jsonb_build_object();
		new_row := jsonb_build_object();%3$s
		IF changed = ARRAY[]::text[] THEN
			RETURN NULL;
		END IF;
	ELSIF TG_OP = 'INSERT' THEN
		key := %1$s;
		subject := %2$s;
		new_row := to_jsonb(NEW) - %4$L::text[]%5$s;
	ELSE
		key := %6$s;
		subject := %7$s;
		old_row := to_jsonb(OLD) - %4$L::text[]%8$s;
	END IF;
	-- As auth.write_change does: a function in between is a tenth of what the trail takes.
	IF session_user IN ('steward_console', 'steward_jobs') THEN
		SELECT w.session_id, w.user_id INTO session, person FROM auth.writer() w;
	END IF;
	INSERT INTO audit.changes (session_id, user_id, db_role, entity, entity_key, subject_user_id, op, columns, old, new, salt, digest)
	VALUES (session, person, session_user, %9$L, key, subject, left(TG_OP, 1), changed, old_row, new_row, salt,
		sha256(salt || convert_to(coalesce(old_row::text, '') || chr(10) || coalesce(new_row::text, ''), 'UTF8')));
	RETURN NULL;
END
$sql$, replace(key_sql, 'some.', 'NEW.'), replace(subject_sql, 'some.', 'NEW.'), comparisons, left_out, hide_new,
		replace(key_sql, 'some.', 'OLD.'), replace(subject_sql, 'some.', 'OLD.'), hide_old, label);
END
$$;
COMMENT ON FUNCTION steward.audit_source(regclass, boolean) IS
	'Source of the trigger that writes the changes of this table to the trail: every insert, delete, and the changed '
	'columns of an update; or, of that which writes all rows that a statement adds. Columns of secrets are named in the trail, never shown.';

CREATE OR REPLACE FUNCTION steward.attach_audit() RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	target record;
BEGIN
	FOR target IN SELECT t.relation, t.is_log, t.comes_in_bulk, added, format('auth.%I', concat('audit_', t.schema_name, '_', t.table_name, CASE WHEN added THEN '_added' END)) AS routine,
		format('%s.%s', t.schema_name, t.table_name) AS label FROM steward.audited_tables t, unnest(ARRAY[false, true]) AS added WHERE t.comes_in_bulk OR NOT added ORDER BY 6, added
	LOOP
		EXECUTE format('CREATE OR REPLACE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
			SET search_path = pg_catalog, pg_temp AS %L', target.routine, steward.audit_source(target.relation, target.added));
		EXECUTE format('ALTER FUNCTION %s() OWNER TO steward_auth', target.routine);
		EXECUTE format('REVOKE ALL ON FUNCTION %s() FROM PUBLIC', target.routine);
		EXECUTE format('COMMENT ON FUNCTION %s() IS %L', target.routine, format(
			'Trigger: writes %s %s to audit.changes; if that fails, the change fails. Generated by steward.attach_audit.', CASE WHEN target.added THEN 'what a statement adds to' ELSE 'changes of' END, target.label));
		IF target.added THEN
			EXECUTE format('CREATE OR REPLACE TRIGGER audit_added AFTER INSERT ON %s REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION %s()', target.relation, target.routine);
			EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER audit_added', target.relation);
			CONTINUE;
		END IF;
		-- An erasure says itself how many lines of a log it removed; a line of the trail for each would be written only to be emptied.
		EXECUTE format('CREATE OR REPLACE TRIGGER audit_row AFTER %s ON %s FOR EACH ROW %s EXECUTE FUNCTION %s()',
			CASE WHEN target.is_log OR target.comes_in_bulk THEN 'UPDATE OR DELETE' ELSE 'INSERT OR UPDATE OR DELETE' END, target.relation,
			CASE WHEN target.is_log THEN 'WHEN (current_user <> ''steward_eraser'')' ELSE '' END, target.routine);
		EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER audit_row', target.relation);
	END LOOP;
	-- A TRUNCATE trigger does not come down from a partitioned table to its parts.
	FOR target IN SELECT coalesce(tree.relid, t.relation) AS relation
		FROM steward.audited_tables t LEFT JOIN pg_partition_tree(t.relation) tree ON true
	LOOP
		EXECUTE format('CREATE OR REPLACE TRIGGER audit_truncate AFTER TRUNCATE ON %s EXECUTE FUNCTION auth.audit_truncate()',
			target.relation);
		EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER audit_truncate', target.relation);
	END LOOP;
END
$$;
COMMENT ON FUNCTION steward.attach_audit() IS
	'Puts the trail''s triggers on every audited table and brings them up to date with its columns. A migration that '
	'adds a table or a column calls it.';

CREATE OR REPLACE FUNCTION audit.guard() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	-- What an erasure may empty; the digest stays.
	erasable CONSTANT text[] := TG_ARGV[0]::text[];
	old_row jsonb;
	new_row jsonb;
BEGIN
	IF TG_OP = 'UPDATE' AND current_user = 'steward_eraser' THEN
		old_row := to_jsonb(OLD);
		new_row := to_jsonb(NEW);
		IF old_row - erasable = new_row - erasable AND jsonb_strip_nulls(new_row) - erasable = jsonb_strip_nulls(new_row) THEN
			-- With the values go their words; nobody notes them meanwhile (steward.note_words).
			PERFORM pg_advisory_xact_lock_shared(7315, 4);
			DELETE FROM audit.words w WHERE w.id = OLD.id AND w.of_access = (TG_TABLE_NAME = 'access');
			RETURN NEW;
		END IF;
	END IF;
	RAISE EXCEPTION 'The trail is never changed.' USING ERRCODE = '42501';
END
$$;
COMMENT ON FUNCTION audit.guard() IS
	'Trigger: refuses every change of the trail (42501), but for steward_eraser emptying the columns '
	'named in the argument, all of them at once, which removes their words (audit.words) as well.';

DO $triggers$
DECLARE
	target record;
BEGIN
	FOR target IN SELECT * FROM (VALUES ('audit.access', '{entity_key,request,reason,salt}'), ('audit.changes', '{old,new,salt}'))
		AS list (name, erasable)
	LOOP
		EXECUTE format('CREATE OR REPLACE TRIGGER guard BEFORE UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION audit.guard(%L)',
			target.name, target.erasable);
		EXECUTE format('CREATE OR REPLACE TRIGGER guard_truncate BEFORE TRUNCATE ON %s EXECUTE FUNCTION audit.guard(%L)',
			target.name, target.erasable);
		EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER guard, ENABLE ALWAYS TRIGGER guard_truncate', target.name);
	END LOOP;
END
$triggers$;

-- Looks ------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION auth.record_access(p_session_id bigint, p_user_id bigint, p_ticket integer, p_kind text, p_entity text, p_key text,
	p_request jsonb, p_reason text, p_rows integer) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	last audit.access;
	allowed integer := auth.setting('rows_per_hour')::integer;
	used numeric;
	salt bytea := uuid_send(gen_random_uuid());
BEGIN
	IF p_ticket IS NULL OR p_ticket <= 0 OR p_rows IS NULL OR p_rows < 0 THEN
		RAISE EXCEPTION 'A ticket is a number above zero.' USING ERRCODE = '22023';
	END IF;
	-- The budget leaks like a bucket: what was asked for an hour ago is forgotten bit by bit.
	SELECT a.* INTO last FROM audit.access a WHERE a.user_id = p_user_id ORDER BY a.id DESC LIMIT 1;
	IF last.session_id = p_session_id AND last.ticket >= p_ticket THEN
		RAISE EXCEPTION 'Tickets must grow.' USING ERRCODE = '22023';
	END IF;
	used := coalesce(greatest(0, last.rows_in_hour - extract(epoch FROM clock_timestamp() - last.at) * allowed / 3600.0), 0) + p_rows;
	IF used > allowed THEN
		PERFORM auth.count_refusal('rows within the hour');
		RAISE EXCEPTION 'You have asked for too many rows within an hour.' USING ERRCODE = 'ST003',
			HINT = to_char(clock_timestamp() + (used - allowed) * 3600.0 / allowed * interval '1 second', 'YYYY-MM-DD HH24:MI:SSOF');
	END IF;
	INSERT INTO audit.access (session_id, user_id, ticket, kind, entity, entity_key, request, reason, rows_asked, rows_in_hour, salt, digest)
	VALUES (p_session_id, p_user_id, p_ticket, p_kind, p_entity, p_key, p_request, p_reason, p_rows, ceil(used)::integer, salt,
		sha256(salt || convert_to(concat_ws(chr(10), coalesce(p_key, ''), coalesce(p_request::text, ''), coalesce(p_reason, '')), 'UTF8')));
	IF p_kind = 'open' THEN
		RAISE LOG 'steward access: user=% session=% entity=% key=%', p_user_id, p_session_id, p_entity, to_json(p_key);
	END IF;
END
$$;
COMMENT ON FUNCTION auth.record_access(bigint, bigint, integer, text, text, text, jsonb, text, integer) IS
	'Records what will be read: session and person (as the gate returned them), ticket, kind (list, find, open, '
	'count), entity, key, request, reason, and how many rows the answer can have. 22023 when the ticket does not grow, '
	'ST003 when the hour''s rows are used up; the hint says until when. digest = SHA-256(salt, key, line feed, '
	'request, line feed, reason).';

CREATE OR REPLACE FUNCTION auth.read_ticket(p_session_id bigint, p_ticket integer, OUT kind text, OUT entity text, OUT request jsonb)
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	SELECT a.kind, a.entity, a.request INTO kind, entity, request FROM audit.access a
	WHERE a.session_id = p_session_id AND a.ticket = p_ticket AND a.kind IN ('list', 'find')
		AND a.xid IS DISTINCT FROM pg_current_xact_id_if_assigned()
		AND a.at > clock_timestamp() - (SELECT s.value FROM auth.settings s WHERE s.name = 'ticket_age')::interval;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'What you ask for was not recorded before.' USING ERRCODE = 'ST002';
	END IF;
END
$$;
COMMENT ON FUNCTION auth.read_ticket(bigint, integer) IS
	'What was asked under this ticket of this session, committed by an earlier transaction and not too old; else ST002.';

CREATE OR REPLACE FUNCTION auth.require_open(p_session_id bigint, p_entity text, p_key text) RETURNS void
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	PERFORM FROM audit.access a WHERE a.session_id = p_session_id AND a.entity = p_entity AND a.entity_key = p_key AND a.kind = 'open'
		AND a.xid IS DISTINCT FROM pg_current_xact_id_if_assigned()
		AND a.at > clock_timestamp() - (SELECT s.value FROM auth.settings s WHERE s.name = 'open_age')::interval;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'What you ask for was not recorded before.' USING ERRCODE = 'ST002';
	END IF;
END
$$;
COMMENT ON FUNCTION auth.require_open(bigint, text, text) IS
	'Refuses (ST002) unless this session opened this record in an earlier, committed transaction, not too long ago.';

CREATE OR REPLACE FUNCTION steward.sleeping_triggers() RETURNS TABLE (label text, trigger_name text)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	-- The trail's own, always on whatever a session sets
	SELECT n.name, w.trigger_name FROM (
			SELECT coalesce(part.relid, t.relation) AS relation, own.name AS trigger_name, own.routine
				FROM steward.audited_tables t LEFT JOIN pg_partition_tree(t.relation) part ON true
				CROSS JOIN LATERAL (SELECT concat('audit_', t.schema_name, '_', t.table_name)) AS r (routine)
				CROSS JOIN LATERAL (VALUES ('audit_row', r.routine), ('audit_added', r.routine || '_added'), ('audit_truncate', 'audit_truncate')) AS own (name, routine)
				WHERE t.comes_in_bulk OR own.name <> 'audit_added'
			UNION ALL SELECT guarded.name::regclass, guard.name, 'guard' FROM (VALUES ('audit.changes'), ('audit.access')) AS guarded (name), (VALUES ('guard'), ('guard_truncate')) AS guard (name)) AS w
		CROSS JOIN LATERAL (SELECT concat(c.relnamespace::regnamespace, '.', c.relname) FROM pg_class c WHERE c.oid = w.relation) AS n (name)
	WHERE NOT EXISTS (SELECT FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
		WHERE t.tgrelid = w.relation AND t.tgname = w.trigger_name AND t.tgenabled = 'A' AND p.proname = w.routine AND p.pronamespace::regnamespace::text IN ('auth', 'audit'))
	UNION
	-- And every other, those of foreign keys included
	SELECT concat(c.relnamespace::regnamespace, '.', c.relname), t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
	WHERE t.tgenabled IN ('D', 'R') AND c.relnamespace::regnamespace::text IN ('site', 'auth', 'audit', 'privacy', 'meta', 'steward')
	ORDER BY 1, 2
$$;
COMMENT ON FUNCTION steward.sleeping_triggers() IS
	'Triggers that whoever owns a table has switched off, and triggers of the trail that are gone, replaced or not always on: what is written meanwhile leaves no trace, or '
	'breaks a rule. Empty is as it must be.';
ALTER FUNCTION steward.sleeping_triggers() OWNER TO steward_auth;

CREATE OR REPLACE FUNCTION steward.blind_triggers() RETURNS TABLE (label text)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	SELECT DISTINCT format('%s.%s', t.schema_name, t.table_name) FROM steward.audited_tables t CROSS JOIN unnest(ARRAY[false, true]) AS added
	LEFT JOIN pg_proc p ON p.pronamespace = to_regnamespace('auth') AND p.proname = concat('audit_', t.schema_name, '_', t.table_name, CASE WHEN added THEN '_added' END)
	WHERE (t.comes_in_bulk OR NOT added) AND p.prosrc IS DISTINCT FROM steward.audit_source(t.relation, added) ORDER BY 1
$$;
COMMENT ON FUNCTION steward.blind_triggers() IS
	'Tables whose changes the trail does not record as it should: the text of the trigger''s function is another than their columns ask for, since somebody rewrote it or '
	'added a column. Empty is as it must be. Works out the text of each, some 50 ms in all.';
ALTER FUNCTION steward.blind_triggers() OWNER TO steward_auth;

-- Rows of the catalogue and the map are written before grants.sql has its turn, and the trail sees them.
GRANT USAGE ON SCHEMA audit TO steward_auth;
GRANT INSERT ON audit.changes TO steward_auth;
SELECT steward.attach_audit();
SELECT steward.own_functions('auth', 'steward_auth');
REVOKE ALL ON FUNCTION steward.attach_audit(), steward.audit_source(regclass, boolean), audit.guard(), steward.sleeping_triggers(), steward.blind_triggers() FROM PUBLIC;
REVOKE ALL ON steward.audited_tables FROM PUBLIC;
