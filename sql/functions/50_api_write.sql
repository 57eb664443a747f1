-- Writing. Owned by steward_api, which row-level security binds: what a function here forgot to check stays behind the policies.
-- A writing call carries a number (uuid) that the client chose: the same number again gives the recorded outcome and writes nothing, and
-- api.outcome tells it after a COMMIT whose answer was lost.

-- Helpers ------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION meta.refuse_constraint(p_constraint text, p_column text) RETURNS void
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	known meta.constraints;
BEGIN
	SELECT * INTO known FROM meta.constraints c WHERE c.name = p_constraint;
	RAISE EXCEPTION USING ERRCODE = '23000', COLUMN = coalesce(known.column_name, p_column, ''),
		MESSAGE = coalesce(known.sentence, 'This value is not allowed.'), HINT = coalesce(known.hint, '');
END
$$;
COMMENT ON FUNCTION meta.refuse_constraint(text, text) IS 'Says in a constant sentence, beside the column, that a constraint refused the value (23000): never the value, nor what it collided with.';

CREATE OR REPLACE FUNCTION meta.is_hidden(e meta.entities, p_key text) RETURNS boolean
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	hidden boolean;
BEGIN
	EXECUTE format('SELECT %s FROM %s WHERE %s', coalesce(e.hidden_sql, 'false'), e.from_sql, e.match_sql) INTO hidden USING p_key;
	RETURN hidden;
EXCEPTION WHEN data_exception THEN
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION meta.is_hidden(meta.entities, text) IS 'Whether the record takes a right of its own to see; NULL when there is none. Definer: asked before the policies are.';

CREATE OR REPLACE FUNCTION meta.version_of(e meta.entities, p_key text) RETURNS bigint
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	result bigint;
BEGIN
	EXECUTE format('SELECT (%s)::bigint FROM %s WHERE %s', e.version_sql, e.from_sql, e.match_sql) INTO result USING p_key;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.version_of(meta.entities, text) IS 'Version of a record that was checked before. Definer: some are not in the reach of who writes.';

CREATE OR REPLACE FUNCTION meta.check_record(e meta.entities, p_key text, p_rights text[]) RETURNS void
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	hidden boolean := meta.is_hidden(e, p_key);
BEGIN
	IF hidden IS NULL OR hidden AND NOT e.right_hidden = ANY (p_rights) THEN
		PERFORM meta.no_record();
	END IF;
	IF hidden AND NOT e.right_hidden_edit = ANY (p_rights) THEN
		PERFORM meta.refuse(e.right_hidden_edit);
	END IF;
END
$$;
COMMENT ON FUNCTION meta.check_record(meta.entities, text, text[]) IS 'Refuses a record that is not there or that this person may not know (P0002), or not change (42501).';

CREATE OR REPLACE FUNCTION meta.login_taken(p_login text, p_except bigint) RETURNS boolean
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	SELECT EXISTS (SELECT FROM site.users u WHERE (site.fold(coalesce(u.login, ''))) COLLATE "C" = site.fold(p_login) AND u.id IS DISTINCT FROM p_except)
$$;
COMMENT ON FUNCTION meta.login_taken(text, bigint) IS 'Whether another account, whoever may see it, has this log-in name, capitals and accents set aside.';

CREATE OR REPLACE FUNCTION meta.normal_login(p_login text, p_except bigint) RETURNS text
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	login text := lower(btrim(normalize(coalesce(p_login, ''), NFC)));
BEGIN
	IF login = '' THEN
		RAISE EXCEPTION 'This must be filled in.' USING ERRCODE = '22023', COLUMN = 'login';
	END IF;
	IF login ~ '[[:space:][:cntrl:]]' OR length(login) > 254 THEN
		RAISE EXCEPTION 'A log-in name has no blanks and at most 254 characters.' USING ERRCODE = '22023', COLUMN = 'login';
	END IF;
	IF meta.login_taken(login, p_except) THEN
		PERFORM meta.refuse_constraint('users_login_key', 'login');
	END IF;
	RETURN login;
END
$$;
COMMENT ON FUNCTION meta.normal_login(text, bigint) IS 'A log-in name as it is stored: NFC, lower case, no blanks. 22023 when it is none, 23000 when another account has it.';

-- What a save writes: columns, and their values in the same order.
CREATE OR REPLACE FUNCTION meta.check_changes(e meta.entities, p_changes jsonb, p_create boolean, p_rights text[], OUT columns text[], OUT types text[], OUT texts text[])
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	change record;
	other meta.entities;
	hidden boolean;
BEGIN
	columns := '{}';
	types := '{}';
	texts := '{}';
	IF p_changes IS NULL OR jsonb_typeof(p_changes) <> 'object' THEN
		RAISE EXCEPTION 'This request is not well formed.' USING ERRCODE = '22023';
	END IF;
	FOR change IN SELECT item.key AS name, nullif(item.value, '') AS value, c.name AS known, c.kind, c.data_type, c.allowed, c.right_edit,
			coalesce(c.writable AND (p_create OR NOT c.create_only), false) AS writable, coalesce(a.attnotnull, false) AS needed,
			CASE WHEN a.atttypmod > 4 THEN a.atttypmod - 4 END AS longest
		FROM jsonb_each_text(p_changes) AS item
		LEFT JOIN meta.columns c ON c.entity = e.name AND c.name = item.key
		LEFT JOIN pg_attribute a ON a.attrelid = to_regclass(e.table_name) AND a.attname = item.key AND NOT a.attisdropped
	LOOP
		IF NOT change.writable THEN
			RAISE EXCEPTION 'This cannot be changed here.' USING ERRCODE = '22023', COLUMN = left(change.name, 63);
		END IF;
		IF NOT change.right_edit = ANY (p_rights) THEN
			PERFORM meta.refuse(change.right_edit);
		END IF;
		IF change.kind = 'text' AND change.value ~ '[\n\r]' THEN
			RAISE EXCEPTION 'This is one line.' USING ERRCODE = '22023', COLUMN = change.name, HINT = 'Remove the line breaks.';
		END IF;
		IF change.value IS NULL AND change.needed THEN
			IF change.data_type <> 'text' THEN
				RAISE EXCEPTION 'This must be filled in.' USING ERRCODE = '22023', COLUMN = change.name;
			END IF;
			change.value := '';
		END IF;
		IF (change.allowed IS NOT NULL AND NOT change.value = ANY (change.allowed)) OR length(change.value) > change.longest THEN
			RAISE EXCEPTION 'This value is not allowed.' USING ERRCODE = '22023', COLUMN = change.name, HINT = 'Choose one from the list.';
		END IF;
		PERFORM meta.check_value(change.data_type, change.value, change.name);
		-- A record that this person may not know is as if there were none: a foreign key sees all of them, and so does what makes orders and
		-- invoices of others. Colleagues, whom the other columns name, know each other by name; of whose a new record is create_record asks.
		IF change.name LIKE '%\_id' AND change.value IS NOT NULL AND NOT (p_create AND change.name = 'user_id') THEN
			SELECT * INTO other FROM meta.entities x WHERE x.name = meta.parent_entity(change.name) AND x.hidden_sql IS NOT NULL;
			hidden := CASE WHEN FOUND THEN meta.is_hidden(other, change.value) ELSE false END;
			IF (hidden IS NULL OR hidden AND NOT other.right_hidden = ANY (p_rights)) THEN
				PERFORM meta.refuse_constraint(k.conname, change.name) FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND k.conkey = ARRAY[a.attnum]
					WHERE k.conrelid = to_regclass(e.table_name) AND k.contype = 'f' AND a.attname = change.name;
				RAISE EXCEPTION 'There is no such record.' USING ERRCODE = '22023', COLUMN = change.name;
			END IF;
		END IF;
		columns := columns || change.name;
		types := types || change.data_type;
		texts := texts || change.value;
	END LOOP;
END
$$;
COMMENT ON FUNCTION meta.check_changes(meta.entities, jsonb, boolean, text[]) IS 'The changes of a save, checked: the column may be written (22023) by this person (42501), the value is of the kind (22023 with the column), a record that is named is one that this person may know (23000, 22023). No value becomes NULL, or an empty text where the column takes no NULL.';

CREATE OR REPLACE FUNCTION meta.current_values(e meta.entities, p_key text, p_rights text[]) RETURNS jsonb
	LANGUAGE plpgsql STABLE SET timezone = 'UTC' SET datestyle = 'ISO' AS
$$
DECLARE
	names text[];
	list text;
	cells text[];
BEGIN
	SELECT array_agg(c.name ORDER BY c.position), string_agg(c.cell, ', ' ORDER BY c.position) INTO names, list
		FROM meta.columns c WHERE c.entity = e.name AND c.writable AND (c.right_view IS NULL OR c.right_view = ANY (p_rights));
	IF names IS NULL THEN
		RETURN '{}'::jsonb;
	END IF;
	EXECUTE format('SELECT ARRAY[%s] FROM %s AS t WHERE %s', list, e.table_name, e.match_sql) INTO cells USING p_key;
	RETURN (SELECT jsonb_object_agg(name, value) FROM unnest(names, cells) AS now (name, value));
END
$$;
COMMENT ON FUNCTION meta.current_values(meta.entities, text, text[]) IS 'All that a save could write, as it is now: what an editor compares with when somebody else was faster.';

-- Saving -------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION meta.create_record(e meta.entities, p_changes jsonb, p_user_id bigint, p_rights text[], OUT key text, OUT version bigint)
	LANGUAGE plpgsql AS
$$
DECLARE
	changes record := meta.check_changes(e, p_changes, true, p_rights);
	columns text[] := changes.columns;
	texts text[] := changes.texts;
	types text[] := changes.types;
	login integer := array_position(columns, 'login');
BEGIN
	IF e.name = 'users' AND login IS NOT NULL AND texts[login] IS NOT NULL THEN
		texts[login] := meta.normal_login(texts[login], NULL);
	END IF;
	-- What is written about an account that this person may not know is as if about none.
	IF texts[array_position(columns, 'user_id')] IS NOT NULL THEN
		PERFORM meta.check_record(meta.find_entity('users'), texts[array_position(columns, 'user_id')], p_rights);
	END IF;
	IF e.create_function IS NOT NULL THEN
		EXECUTE format('SELECT made.key, made.version FROM meta.%I($1) AS made', e.create_function) INTO key, version
			USING (NULL, 0, jsonb_object(columns, texts), p_user_id)::meta.call;
		-- What only tells something makes no record.
		IF key IS NOT NULL THEN
			PERFORM meta.check_record(e, key, p_rights);
		END IF;
		RETURN;
	END IF;
	IF e.stamp_column IS NOT NULL THEN
		columns := columns || e.stamp_column;
		texts := texts || p_user_id::text;
		types := types || 'bigint'::text;
	END IF;
	IF columns = '{}' THEN
		RAISE EXCEPTION 'This request is not well formed.' USING ERRCODE = '22023';
	END IF;
	EXECUTE format('INSERT INTO %s AS t (%s) VALUES (%s) RETURNING %s, (%s)::bigint', e.table_name,
		(SELECT string_agg(quote_ident(name), ', ' ORDER BY place) FROM unnest(columns) WITH ORDINALITY AS c (name, place)),
		(SELECT string_agg(format('($1)[%s]::%s', place, type), ', ' ORDER BY place) FROM unnest(types) WITH ORDINALITY AS c (type, place)),
		e.key_sql, e.version_sql) INTO key, version USING texts;
	-- What this person may not know or change was never added.
	PERFORM meta.check_record(e, key, p_rights);
END
$$;
COMMENT ON FUNCTION meta.create_record(meta.entities, jsonb, bigint, text[]) IS 'Adds a record and returns its key and version.';

CREATE OR REPLACE FUNCTION meta.lock_record(e meta.entities, p_key text, p_version bigint) RETURNS boolean
	LANGUAGE plpgsql AS
$$
DECLARE
	now_version bigint;
BEGIN
	EXECUTE format('SELECT (%s)::bigint FROM %s AS t WHERE %s FOR NO KEY UPDATE', e.version_sql, e.table_name, e.match_sql) INTO now_version USING p_key;
	IF now_version IS NULL THEN
		PERFORM meta.no_record();
	END IF;
	RETURN now_version IS NOT DISTINCT FROM p_version;
END
$$;
COMMENT ON FUNCTION meta.lock_record(meta.entities, text, bigint) IS 'Locks the record and tells whether it still has this version. P0002 when it is gone.';

CREATE OR REPLACE FUNCTION meta.change_record(e meta.entities, p_key text, p_changes jsonb, p_rights text[]) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	changes record := meta.check_changes(e, p_changes, false, p_rights);
	version bigint;
BEGIN
	EXECUTE format('UPDATE %s AS t SET %s WHERE %s RETURNING (%s)::bigint', e.table_name,
		(SELECT string_agg(format('%I = ($2)[%s]::%s', name, place, type), ', ' ORDER BY place)
			FROM unnest(changes.columns, changes.types) WITH ORDINALITY AS c (name, type, place)),
		e.match_sql, e.version_sql) INTO version USING p_key, changes.texts;
	IF version IS NULL THEN
		PERFORM meta.no_record();
	END IF;
	RETURN version;
END
$$;
COMMENT ON FUNCTION meta.change_record(meta.entities, text, jsonb, text[]) IS 'Writes the changes and returns the new version.';

CREATE OR REPLACE FUNCTION api.save(p_entity text, p_key text, p_version bigint, p_changes jsonb, p_request uuid,
	OUT outcome text, OUT key text, OUT version bigint, OUT current jsonb)
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO' SET lock_timeout = '2s' AS
$$
DECLARE
	who record := auth.need(NULL, p_held => p_entity = 'ledger');
	known auth.requests := auth.remembered(who.user_id, p_request);
	e meta.entities := meta.find_entity(p_entity);
	needed text := CASE WHEN p_key IS NULL THEN e.right_create ELSE e.right_edit END;
	constraint_is text;
	column_is text;
BEGIN
	IF known.request IS NOT NULL THEN
		outcome := known.outcome;
		key := known.key;
		version := known.version;
		RETURN;
	END IF;
	IF p_request IS NULL OR needed IS NULL THEN
		RAISE EXCEPTION 'This cannot be changed here.' USING ERRCODE = '22023';
	END IF;
	IF NOT needed = ANY (who.rights) THEN
		PERFORM meta.refuse(needed);
	END IF;
	IF e.table_name IS NULL AND (p_key IS NOT NULL OR e.create_function IS NULL) THEN
		RAISE EXCEPTION 'This cannot be changed here.' USING ERRCODE = '22023';
	END IF;
	-- A right that a column takes is asked for before anything is told about the record.
	PERFORM meta.refuse(c.right_edit) FROM meta.columns c WHERE c.entity = p_entity AND NOT c.right_edit = ANY (who.rights) AND p_changes ? c.name;
	outcome := 'saved';
	IF p_key IS NULL THEN
		SELECT made.key, made.version INTO key, version FROM meta.create_record(e, p_changes, who.user_id, who.rights) AS made;
	ELSE
		key := p_key;
		PERFORM meta.check_record(e, p_key, who.rights);
		IF NOT meta.lock_record(e, p_key, p_version) THEN
			outcome := 'conflict';
			EXECUTE format('SELECT (%s)::bigint FROM %s AS t WHERE %s', e.version_sql, e.table_name, e.match_sql) INTO version USING p_key;
			-- A save with a made-up version must not be a way to read a record of which no look is recorded.
			current := CASE WHEN meta.was_opened(who.session_id, p_entity, p_key) THEN meta.current_values(e, p_key, who.rights) END;
			RETURN;
		END IF;
		version := CASE WHEN p_changes = '{}' THEN p_version ELSE meta.change_record(e, p_key, p_changes, who.rights) END;
	END IF;
	PERFORM auth.remember(who.session_id, who.user_id, p_request, outcome, p_entity, key, version);
EXCEPTION
	WHEN lock_not_available OR deadlock_detected THEN
		RAISE EXCEPTION 'Somebody else is writing this record right now.' USING ERRCODE = '55P03', HINT = 'Save again in a moment.';
	WHEN unique_violation OR check_violation OR not_null_violation OR foreign_key_violation OR exclusion_violation OR string_data_right_truncation THEN
		GET STACKED DIAGNOSTICS constraint_is = CONSTRAINT_NAME, column_is = COLUMN_NAME;
		IF SQLSTATE = '23502' THEN
			RAISE EXCEPTION 'This must be filled in.' USING ERRCODE = '23000', COLUMN = column_is;
		END IF;
		PERFORM meta.refuse_constraint(constraint_is, column_is);
END
$$;
COMMENT ON FUNCTION api.save(text, text, bigint, jsonb, uuid) IS 'Changes a record, or adds one when the key is NULL: the changes are {"column": "value" or null}, the version that from which the editor started. Outcome saved with key and new version; or conflict, with nothing written, the version of now and, of a record that this session opened, all writable values as they are now. The same request number again gives the recorded outcome. 42501 without the right, P0002 without a record, 22023 and 23000 with the column for a refused value, 55P03 when somebody else holds the record longer than two seconds.';

-- Verbs --------------------------------------------------------------------------------------------------------------
-- Each takes the call (key, version, arguments, person) and returns the new version (NULL: somebody else was faster).

CREATE OR REPLACE FUNCTION meta.users_enable(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	result bigint;
BEGIN
	UPDATE site.users u SET enabled = true WHERE u.id = c.key::bigint AND u.hidden_at IS NULL RETURNING u.version INTO result;
	IF result IS NULL THEN
		RAISE EXCEPTION 'This account is hidden.' USING ERRCODE = '22023', HINT = 'Restore it first.';
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.users_enable(meta.call) IS 'Verb: the account may log in again. 22023 when it is hidden.';

CREATE OR REPLACE FUNCTION meta.end_website_session(p_user_id bigint, p_reason text) RETURNS void
	LANGUAGE sql AS
$$ UPDATE site.sessions s SET ended_at = clock_timestamp(), end_reason = p_reason WHERE s.user_id = p_user_id AND s.ended_at IS NULL $$;
COMMENT ON FUNCTION meta.end_website_session(bigint, text) IS 'Ends the account''s log-in on the website.';

CREATE OR REPLACE FUNCTION meta.users_disable(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	result bigint;
BEGIN
	IF c.key::bigint = c.user_id THEN
		RAISE EXCEPTION 'You cannot disable your own account.' USING ERRCODE = '22023', HINT = 'Ask a colleague who may.';
	END IF;
	UPDATE site.users u SET enabled = false WHERE u.id = c.key::bigint RETURNING u.version INTO result;
	PERFORM meta.end_website_session(c.key::bigint, 'disabled');
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.users_disable(meta.call) IS 'Verb: the account may not log in any more and is logged out. 22023 for one''s own.';

CREATE OR REPLACE FUNCTION meta.users_hide(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	result bigint;
BEGIN
	IF c.key::bigint = c.user_id THEN
		RAISE EXCEPTION 'You cannot hide your own account.' USING ERRCODE = '22023', HINT = 'Ask a colleague who may.';
	END IF;
	UPDATE site.users u SET hidden_at = now() WHERE u.id = c.key::bigint AND u.hidden_at IS NULL RETURNING u.version INTO result;
	IF result IS NULL THEN
		RAISE EXCEPTION 'This account is hidden.' USING ERRCODE = '22023', HINT = 'Restore it first.';
	END IF;
	PERFORM meta.end_website_session(c.key::bigint, 'hidden');
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.users_hide(meta.call) IS 'Verb: the account becomes unusable and is kept. 22023 for one''s own or one that is hidden already.';

CREATE OR REPLACE FUNCTION meta.users_restore(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	result bigint;
BEGIN
	UPDATE site.users u SET hidden_at = NULL WHERE u.id = c.key::bigint AND u.hidden_at IS NOT NULL RETURNING u.version INTO result;
	IF result IS NULL THEN
		RAISE EXCEPTION 'This account is not hidden.' USING ERRCODE = '22023';
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.users_restore(meta.call) IS 'Verb: a hidden account comes back. 22023 when it is not hidden.';

CREATE OR REPLACE FUNCTION meta.users_rename(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	result bigint;
	is_type text := (SELECT u.type FROM site.users u WHERE u.id = c.key::bigint);
BEGIN
	IF is_type = 'contact' THEN
		RAISE EXCEPTION 'This account never logs in and has no log-in name.' USING ERRCODE = '22023', COLUMN = 'login';
	END IF;
	IF site.is_staff(is_type) THEN
		RAISE EXCEPTION 'The log-in name of a colleague is changed with the staff accounts.' USING ERRCODE = '22023', COLUMN = 'login';
	END IF;
	UPDATE site.users u SET login = meta.normal_login(c.args->>'login', c.key::bigint) WHERE u.id = c.key::bigint RETURNING u.version INTO result;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.users_rename(meta.call) IS 'Verb: another log-in name, {"login"}: made lower case, and refused (23000) when another account has it with other capitals or accents.';

CREATE OR REPLACE FUNCTION meta.user_permissions_set(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	account bigint := split_part(c.key, ':', 1)::bigint;
	named text := split_part(c.key, ':', 2);
	wish text := coalesce(c.args->>'value', '');
	result bigint;
BEGIN
	IF wish NOT IN ('t', 'f', '') THEN
		RAISE EXCEPTION 'This is neither yes nor no.' USING ERRCODE = '22023', COLUMN = 'value';
	END IF;
	IF c.version = 0 THEN
		IF wish = '' THEN
			RETURN CASE WHEN EXISTS (SELECT FROM site.user_permissions p WHERE p.user_id = account AND p.permission = named) THEN NULL ELSE 0 END;
		END IF;
		INSERT INTO site.user_permissions AS p (user_id, permission, value) VALUES (account, named, wish::boolean) ON CONFLICT DO NOTHING RETURNING p.version INTO result;
	ELSIF wish = '' THEN
		DELETE FROM site.user_permissions p WHERE p.user_id = account AND p.permission = named AND p.version = c.version RETURNING 0 INTO result;
	ELSE
		UPDATE site.user_permissions p SET value = wish::boolean WHERE p.user_id = account AND p.permission = named AND p.version = c.version
			RETURNING p.version INTO result;
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.user_permissions_set(meta.call) IS 'Verb: what holds for this account itself, {"value": "t", "f" or "" for what the group says}. The key is account:permission, the version that of the account''s own word, 0 when it has none.';

CREATE OR REPLACE FUNCTION meta.user_notes_delete(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ DELETE FROM site.user_notes n WHERE n.id = c.key::bigint RETURNING 0::bigint $$;
COMMENT ON FUNCTION meta.user_notes_delete(meta.call) IS 'Verb: removes a note; the trail keeps what it said.';

CREATE OR REPLACE FUNCTION meta.blocked_addresses_lift(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	result bigint;
BEGIN
	UPDATE site.blocked_addresses b SET lifted_at = now() WHERE b.id = c.key::bigint AND b.lifted_at IS NULL RETURNING b.version INTO result;
	IF result IS NULL THEN
		RAISE EXCEPTION 'This block was lifted already.' USING ERRCODE = '22023';
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.blocked_addresses_lift(meta.call) IS 'Verb: lifts a block. 22023 when it was lifted before.';

CREATE OR REPLACE FUNCTION meta.user_sessions_end(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
BEGIN
	UPDATE site.sessions s SET ended_at = clock_timestamp(), end_reason = 'ended by staff' WHERE s.id = c.key::uuid AND s.ended_at IS NULL;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'This session has ended already.' USING ERRCODE = '22023';
	END IF;
	RETURN 0;
END
$$;
COMMENT ON FUNCTION meta.user_sessions_end(meta.call) IS 'Verb: logs the person out of the website. 22023 when the session is over.';

CREATE OR REPLACE FUNCTION meta.staff_sessions_end(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
BEGIN
	IF NOT auth.end_session(c.key::bigint) THEN
		RAISE EXCEPTION 'This session has ended already.' USING ERRCODE = '22023';
	END IF;
	RETURN 0;
END
$$;
COMMENT ON FUNCTION meta.staff_sessions_end(meta.call) IS 'Verb: logs a colleague out of the console. 22023 when the session is over.';

CREATE OR REPLACE FUNCTION api.act(p_entity text, p_key text, p_verb text, p_version bigint, p_args jsonb, p_request uuid,
	OUT outcome text, OUT key text, OUT version bigint, OUT current jsonb)
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO' SET lock_timeout = '2s' AS
$$
DECLARE
	who record := auth.need(NULL, p_held => p_entity = 'ledger');
	known auth.requests := auth.remembered(who.user_id, p_request);
	e meta.entities := meta.find_entity(p_entity);
	v meta.verbs;
	constraint_is text;
	column_is text;
BEGIN
	IF known.request IS NOT NULL THEN
		outcome := known.outcome;
		key := known.key;
		version := known.version;
		RETURN;
	END IF;
	SELECT * INTO v FROM meta.verbs x WHERE x.entity = p_entity AND x.verb = p_verb;
	IF NOT FOUND OR p_request IS NULL OR p_key IS NULL THEN
		RAISE EXCEPTION 'This cannot be done here.' USING ERRCODE = '22023';
	END IF;
	IF NOT v.right_name = ANY (who.rights) THEN
		PERFORM meta.refuse(v.right_name);
	END IF;
	IF v.fresh THEN
		PERFORM auth.need_fresh();
	END IF;
	PERFORM meta.check_record(e, p_key, who.rights);
	key := p_key;
	IF e.table_name IS NULL OR meta.lock_record(e, p_key, p_version) THEN
		EXECUTE format('SELECT meta.%I($1)', v.function_name) INTO version USING (p_key, coalesce(p_version, 0), p_args, who.user_id)::meta.call;
	END IF;
	IF version IS NULL THEN
		outcome := 'conflict';
		version := meta.version_of(e, p_key);
		current := CASE WHEN e.table_name IS NULL THEN '{}'::jsonb
			WHEN meta.was_opened(who.session_id, p_entity, p_key) THEN meta.current_values(e, p_key, who.rights) END;
		RETURN;
	END IF;
	outcome := 'saved';
	PERFORM auth.remember(who.session_id, who.user_id, p_request, outcome, p_entity, key, version);
EXCEPTION
	WHEN lock_not_available OR deadlock_detected THEN
		RAISE EXCEPTION 'Somebody else is writing this record right now.' USING ERRCODE = '55P03', HINT = 'Try again in a moment.';
	WHEN unique_violation OR check_violation OR not_null_violation OR foreign_key_violation OR exclusion_violation OR string_data_right_truncation THEN
		GET STACKED DIAGNOSTICS constraint_is = CONSTRAINT_NAME, column_is = COLUMN_NAME;
		PERFORM meta.refuse_constraint(constraint_is, column_is);
END
$$;
COMMENT ON FUNCTION api.act(text, text, text, bigint, jsonb, uuid) IS 'Does something with a record besides saving it: the verbs of users are enable, disable, hide, restore, rename {"login"}; of user_permissions set {"value"}; of user_notes and ip_rules delete; of user_sessions and staff_sessions end; of blocked_addresses lift; those of staff accounts are in 55_staff.sql. Answers and errors as those of api.save; ST005 when the verb takes the PIN once more.';

CREATE OR REPLACE FUNCTION api.outcome(p_request uuid, OUT known boolean, OUT outcome text, OUT entity text, OUT key text, OUT version bigint)
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	who record := auth.need(NULL);
	made auth.requests := auth.remembered(who.user_id, p_request);
BEGIN
	known := made.request IS NOT NULL;
	outcome := made.outcome;
	entity := made.entity;
	key := made.key;
	version := made.version;
END
$$;
COMMENT ON FUNCTION api.outcome(uuid) IS 'What became of a writing call of the same person, in this session or an earlier one, whose answer was lost: known is false when the server never committed it.';

ALTER FUNCTION api.save(text, text, bigint, jsonb, uuid) OWNER TO steward_api;
ALTER FUNCTION api.act(text, text, text, bigint, jsonb, uuid) OWNER TO steward_api;
ALTER FUNCTION api.outcome(uuid) OWNER TO steward_api;
ALTER FUNCTION meta.is_hidden(meta.entities, text) OWNER TO steward_search;
ALTER FUNCTION meta.version_of(meta.entities, text) OWNER TO steward_search;
ALTER FUNCTION meta.login_taken(text, bigint) OWNER TO steward_search;
