-- Retention: what is past its term, and its purge. Everything is put together from the data map, as an erasure is: terms from the purposes,
-- rows and rules from the map, the time from privacy.dates. A table whose columns have a purpose without a term (an event ends it, not the
-- calendar) is never purged.
--
-- In every predicate the row is t. due: past its term and not in use. kept: somebody's rows that a hold, a restriction or an open request keeps,
-- or a row that others still refer to.

CREATE OR REPLACE FUNCTION privacy.due_sql(p_date privacy.dates, p_term interval, p_whole_years boolean) RETURNS text
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	-- The moment stands in it as a constant, so that an index serves.
	SELECT format('(%s < %s)%s', coalesce(p_date.date_sql, format('t.%I', p_date.column_name)),
		CASE WHEN p_date.is_end THEN format('%L::date', privacy.local_day(meta.clock()))
			WHEN p_whole_years THEN format('%L::timestamptz', date_trunc('year', meta.clock()) - p_term)
			ELSE format('%L::timestamptz', meta.clock() - p_term) END,
		CASE WHEN p_date.live_sql IS NULL THEN '' ELSE format(' AND (%s) IS NOT TRUE', p_date.live_sql) END)
$$;
COMMENT ON FUNCTION privacy.due_sql(privacy.dates, interval, boolean) IS 'Predicate on t for rows past their term and not in use. A term of whole years begins at the end of the year in which the row was made.';

CREATE OR REPLACE FUNCTION privacy.kept_sql(p_relation regclass) RETURNS text
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	SELECT concat_ws(' OR ',
		(SELECT format('EXISTS (SELECT FROM (SELECT h.user_id, ARRAY[]::text[] AS emails FROM privacy.holds h WHERE h.lifted_at IS NULL UNION ALL '
				'SELECT r.user_id, ARRAY[r.email] FROM privacy.requests r WHERE r.closed_at IS NULL) AS x WHERE %s)',
				replace(replace(replace(string_agg('(' || privacy.path_sql(p_relation, m.subject_path) || ')', ' OR '), '$1', 'x.user_id'), '$2', 'x.emails'), '$3', '''{}''::inet[]'))
			FROM (SELECT DISTINCT d.subject_path FROM pg_class c JOIN privacy.data_map d ON d.schema_name = c.relnamespace::regnamespace::text AND d.table_name = c.relname
				WHERE c.oid = p_relation AND d.category IS NOT NULL AND d.subject_path <> 'none') AS m HAVING count(*) > 0),
		(SELECT string_agg(format('EXISTS (SELECT FROM %s AS o WHERE %s)', k.conrelid::regclass, (SELECT string_agg(format('o.%I = t.%I', a.attname, b.attname), ' AND ')
				FROM unnest(k.conkey, k.confkey) AS pair (child, parent) JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = pair.child
				JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = pair.parent)), ' OR ' ORDER BY k.conname)
			FROM pg_constraint k WHERE k.confrelid = p_relation AND k.contype = 'f' AND k.conparentid = 0 AND k.confdeltype <> 'n'))
$$;
COMMENT ON FUNCTION privacy.kept_sql(regclass) IS 'Predicate on t for rows that stay although their term is over: of people with a hold, a restriction or an open request, found by the ways of the map, and rows that others refer to.';

CREATE OR REPLACE FUNCTION privacy.purge_targets(p_label text DEFAULT NULL) RETURNS TABLE (place bigint, relation regclass, label text, action text, purpose text, retention text, term interval, keys text, due text, kept text, sets text, date_sql text)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	WITH termed AS (
		SELECT m.schema_name || '.' || m.table_name AS label, string_agg(DISTINCT m.purpose, '; ') AS purpose, string_agg(DISTINCT m.retention, '; ') AS retention, max(p.term) AS term,
			bool_or(p.whole_years) AS whole_years
		FROM privacy.data_map m LEFT JOIN privacy.purposes p ON (p.purpose, p.ground, p.retention) = (m.purpose, m.ground, m.retention)
		WHERE m.category IS NOT NULL AND (p_label IS NULL OR m.schema_name || '.' || m.table_name = p_label) GROUP BY 1 HAVING bool_and(p.term IS NOT NULL)),
	tables AS (
		SELECT x.relation, x.label, x.depth, privacy.delete_sql(x.relation, 'all') IS NOT NULL AS goes FROM privacy.person_tables() AS x WHERE x.label IN (SELECT e.label FROM termed e)
		UNION ALL SELECT c.oid::regclass, 'audit.' || c.relname, -1, false FROM pg_class c WHERE c.relnamespace = 'audit'::regnamespace AND c.relkind IN ('r', 'p')),
	chosen AS (
		SELECT t.relation, t.label, t.depth, CASE WHEN t.goes OR d.whole THEN 'delete' WHEN t.depth < 0 THEN 'empty' ELSE 'change' END AS action, e.purpose, e.retention, e.term,
			privacy.due_sql(d, e.term, e.whole_years) AS due, coalesce(d.date_sql, format('t.%I', d.column_name)) AS date_sql
		FROM tables t JOIN termed e USING (label) JOIN privacy.dates d ON d.schema_name || '.' || d.table_name = t.label)
	SELECT row_number() OVER (ORDER BY c.depth DESC, c.label), c.relation, c.label, c.action, c.purpose, c.retention, c.term,
		(SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY place) FROM pg_index x, unnest(x.indkey::smallint[]) WITH ORDINALITY AS keys (attnum, place)
			JOIN pg_attribute a ON a.attrelid = c.relation AND a.attnum = keys.attnum WHERE x.indrelid = c.relation AND x.indisprimary),
		c.due || CASE c.action WHEN 'empty' THEN ' AND t.salt IS NOT NULL' WHEN 'change' THEN ' AND (' || s.when_sql || ')' ELSE '' END,
		coalesce(nullif(privacy.kept_sql(c.relation), ''), 'false'), s.set_sql, c.date_sql
	FROM chosen c LEFT JOIN LATERAL (
		SELECT string_agg(x.set_sql, ', ') AS set_sql, string_agg('(' || x.when_sql || ')', ' OR ') AS when_sql FROM privacy.changes_sql(c.relation, 'all') AS x WHERE c.action = 'change'
		UNION ALL SELECT string_agg(format('%I = NULL', m.column_name), ', ') || ', salt = NULL', '' FROM privacy.data_map m
			WHERE m.schema_name || '.' || m.table_name = c.label AND m.erase_rule = 'null' AND c.action = 'empty') AS s ON s.set_sql IS NOT NULL
	WHERE c.action = 'delete' OR s.set_sql IS NOT NULL
$$;
COMMENT ON FUNCTION privacy.purge_targets(text) IS 'Tables (or this one) that a purge looks after, in its order, children before those they refer to: what is done (delete the row; change its columns as an erasure does; empty the values of the trail), purpose, term, and the predicates due and kept.';

CREATE OR REPLACE FUNCTION privacy.check_purge() RETURNS void
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	gap record;
BEGIN
	SELECT * INTO gap FROM privacy.map_gaps() g LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'Data map and catalogue disagree on %.', concat_ws('.', gap.schema_name, gap.table_name, gap.column_name) USING ERRCODE = 'ST013', HINT = 'Classify the column in the data map; until then nothing is purged.';
	END IF;
	SELECT * INTO gap FROM privacy.way_faults() w LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'Data map and catalogue disagree on %.', concat_ws('.', gap.schema_name, gap.table_name) USING ERRCODE = 'ST013', HINT = 'Classify the column in the data map; until then nothing is purged.';
	END IF;
END
$$;
COMMENT ON FUNCTION privacy.check_purge() IS 'ST013 when a column is not in the data map, or a way of the map leads nowhere: then nothing is purged.';

-- Accounts that nobody uses ----------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION privacy.unused_sql() RETURNS text
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	SELECT format('FROM site.users AS t LEFT JOIN privacy.account_warnings AS w ON w.user_id = t.id CROSS JOIN LATERAL (SELECT greatest(t.created_at, t.last_login_at, '
		'(SELECT max(o.created_at) FROM site.orders o WHERE o.user_id = t.id)) AS at) AS used WHERE t.type = ''client'' AND t.enabled AND t.hidden_at IS NULL AND t.erased_at IS NULL AND w.disabled_at IS NULL '
		'AND used.at < meta.clock() - interval %L AND NOT (%s)', (SELECT p.term FROM privacy.purposes p WHERE p.name = 'account'),
		concat_ws(' OR ', 'EXISTS (SELECT FROM privacy.holds h WHERE h.user_id = t.id AND h.lifted_at IS NULL)',
			'EXISTS (SELECT FROM privacy.requests r WHERE r.user_id = t.id AND r.closed_at IS NULL)',
			-- What stands in the way of an erasure, an open order or invoice, keeps an account in use.
			(SELECT string_agg(format('EXISTS (SELECT FROM %s AS t_ WHERE t_.%I = t.id AND (%s))', r.relation, split_part(way.path, ' > ', 1), regexp_replace(r.when_sql, '\mt\.', 't_.', 'g')), ' OR ' ORDER BY r.kind, way.path)
				FROM privacy.blocker_rules r CROSS JOIN LATERAL (SELECT DISTINCT w AS path FROM privacy.data_map m, string_to_table(m.subject_path, '; ') AS w
					WHERE m.schema_name || '.' || m.table_name = r.relation AND m.category IS NOT NULL AND m.export_rule <> 'mask' AND w ~ '^[a-z_]+ > site[.]users[.]id$') AS way
				WHERE r.relation LIKE 'site.%')))
$$;
COMMENT ON FUNCTION privacy.unused_sql() IS 'FROM and WHERE of accounts (t) that clients have not used for the term of the purpose account, with their warning (w), but for those with a hold, an open request, or something that would stand in the way of an erasure.';

CREATE OR REPLACE FUNCTION auth.mail_unused(p_user_id bigint, p_used_at timestamptz, p_ends_on date) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET datestyle = 'ISO' AS
$$
DECLARE
	u record;
	words auth.mail_texts;
	site text := (SELECT s.value FROM site.settings s WHERE s.name = 'site_name');
	result bigint;
BEGIN
	SELECT x.email, x.full_name, CASE x.language WHEN 'nl' THEN 'nl' ELSE 'en' END AS language INTO u FROM site.users x WHERE x.id = p_user_id;
	IF auth.setting('mail') <> 'on' OR NOT EXISTS (SELECT FROM auth.mail_kinds k WHERE k.name = 'unused' AND k.enabled) OR u.email !~ '^[^[:space:][:cntrl:]@]+@[^[:space:][:cntrl:]@]+$' THEN
		RETURN NULL;
	END IF;
	SELECT t.* INTO words FROM auth.mail_texts t WHERE t.kind = 'unused' AND t.language = u.language;
	INSERT INTO auth.mails (kind, recipient, user_id, about_id, line, subject, body)
		VALUES ('unused', u.email, p_user_id, p_user_id, words.line, auth.one_line(site || ': ' || words.subject),
			replace(replace(replace(concat_ws(chr(10) || chr(10), words.line, words.advice, site), '{login}', auth.one_line(u.full_name)), '{address}', p_used_at::date::text), '{detail}', p_ends_on::text))
		RETURNING id INTO result;
	RETURN result;
END
$$;
COMMENT ON FUNCTION auth.mail_unused(bigint, timestamptz, date) IS 'Writes to a client that the account, not used since then, will be disabled on that day; NULL when no such mail can go out.';
ALTER FUNCTION auth.mail_unused(bigint, timestamptz, date) OWNER TO steward_auth;
REVOKE ALL ON FUNCTION auth.mail_unused(bigint, timestamptz, date) FROM PUBLIC;

CREATE OR REPLACE FUNCTION privacy.mail_sent(p_mail_id bigint) RETURNS timestamptz
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT m.sent_at FROM auth.mails m WHERE m.id = p_mail_id AND m.state = 'sent' $$;
COMMENT ON FUNCTION privacy.mail_sent(bigint) IS 'When a mail was sent; NULL while it was not.';

CREATE OR REPLACE FUNCTION privacy.warning_days() RETURNS integer
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT site.setting_or('unused_warning_days', '30')::integer $$;
COMMENT ON FUNCTION privacy.warning_days() IS 'Days between the mail that warns and the disabling of an unused account.';

CREATE OR REPLACE FUNCTION privacy.tend_accounts(p_limit integer, OUT warned bigint, OUT disabled bigint)
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	account bigint;
	used_at timestamptz;
	was_warned timestamptz;
	mail bigint;
BEGIN
	PERFORM privacy.check_purge();
	warned := 0;
	disabled := 0;
	-- Who came back was warned in vain.
	DELETE FROM privacy.account_warnings w USING site.users x WHERE x.id = w.user_id AND w.disabled_at IS NULL AND x.last_login_at > w.warned_at;
	FOR account, used_at, was_warned, mail IN EXECUTE 'SELECT t.id, used.at AS used_at, w.warned_at, w.mail_id ' || privacy.unused_sql() || ' ORDER BY w.warned_at NULLS LAST, t.id LIMIT $1' USING p_limit LOOP
		IF was_warned IS NULL THEN
			mail := auth.mail_unused(account, used_at, privacy.local_day(clock_timestamp()) + privacy.warning_days());
			IF mail IS NOT NULL THEN
				INSERT INTO privacy.account_warnings (user_id, mail_id) VALUES (account, mail);
				warned := warned + 1;
			END IF;
		ELSIF privacy.mail_sent(mail) < clock_timestamp() - privacy.warning_days() * interval '1 day' THEN
			UPDATE site.users x SET enabled = false WHERE x.id = account AND x.enabled;
			UPDATE privacy.account_warnings w SET disabled_at = clock_timestamp() WHERE w.user_id = account;
			disabled := disabled + 1;
		END IF;
	END LOOP;
END
$$;
COMMENT ON FUNCTION privacy.tend_accounts(integer) IS 'Warns who has not used an account for its term, and disables those whose warning was sent long enough ago and who did not come back; at most so many accounts a call. Where no mail goes out nothing is disabled.';

-- Preview ------------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION privacy.purge_preview() RETURNS TABLE (place bigint, relation text, action text, purpose text, retention text, oldest date, due bigint, kept bigint)
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET jit = off AS
$$
DECLARE
	x record;
BEGIN
	FOR x IN SELECT * FROM privacy.purge_targets() LOOP
		place := x.place;
		relation := x.label;
		action := x.action;
		purpose := x.purpose;
		retention := x.retention;
		-- More than this is only told to be many.
		EXECUTE format('SELECT min(d)::date, count(*) FILTER (WHERE NOT k), count(*) FILTER (WHERE k) FROM (SELECT %s AS d, coalesce(%s, false) AS k FROM %s AS t WHERE %s LIMIT 100000) AS rows', x.date_sql, x.kept, x.relation, x.due)
			INTO oldest, due, kept;
		RETURN NEXT;
	END LOOP;
	place := place + 1;
	relation := 'site.users';
	kept := 0;
	SELECT p.purpose, p.retention INTO purpose, retention FROM privacy.purposes p WHERE p.name = 'account';
	action := 'warn';
	EXECUTE 'SELECT count(*), min(used.at)::date ' || privacy.unused_sql() || ' AND w.user_id IS NULL' INTO due, oldest;
	RETURN NEXT;
	place := place + 1;
	action := 'disable';
	EXECUTE 'SELECT count(*) FILTER (WHERE privacy.mail_sent(w.mail_id) < clock_timestamp() - privacy.warning_days() * interval ''1 day''), count(*) FILTER (WHERE privacy.mail_sent(w.mail_id) IS NULL '
		'OR privacy.mail_sent(w.mail_id) >= clock_timestamp() - privacy.warning_days() * interval ''1 day''), min(used.at)::date ' || privacy.unused_sql() || ' AND w.user_id IS NOT NULL' INTO due, kept, oldest;
	RETURN NEXT;
	action := 'event';
	oldest := NULL;
	due := NULL;
	kept := NULL;
	FOR x IN SELECT m.schema_name || '.' || m.table_name AS label, string_agg(DISTINCT m.purpose, '; ') FILTER (WHERE p.term IS NULL) AS purpose,
			string_agg(DISTINCT m.retention, '; ') FILTER (WHERE p.term IS NULL) AS retention
		FROM privacy.data_map m LEFT JOIN privacy.purposes p ON (p.purpose, p.ground, p.retention) = (m.purpose, m.ground, m.retention)
		WHERE m.category IS NOT NULL GROUP BY 1 HAVING bool_or(p.term IS NULL) ORDER BY 1 LOOP
		place := place + 1;
		relation := x.label;
		purpose := x.purpose;
		retention := x.retention;
		RETURN NEXT;
	END LOOP;
END
$$;
COMMENT ON FUNCTION privacy.purge_preview() IS 'What a purge would do now, a line for each table: rows that would go (100,000 are many), rows past their term that stay since a hold, a request or another row keeps them, the oldest; then accounts to warn and to disable; then tables that no purge looks after, since a purpose of theirs has no term.';

CREATE OR REPLACE FUNCTION privacy.purge_samples() RETURNS TABLE (target bigint, relation text, place bigint, key text, at timestamptz, person bigint)
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET jit = off AS
$$
DECLARE
	x record;
BEGIN
	FOR x IN SELECT p.* FROM privacy.purge_targets() p LOOP
		RETURN QUERY EXECUTE format('SELECT %s::bigint, %L::text, row_number() OVER (), (SELECT string_agg(v, '':'') FROM unnest(ARRAY[%s]::text[]) AS v), (%s)::timestamptz, %s FROM %s AS t WHERE %s AND NOT coalesce(%s, false) LIMIT 20',
			x.place, x.label, x.keys, x.date_sql, CASE WHEN (privacy.column_of(x.relation, 'user_id')).attname IS NOT NULL THEN 't.user_id::bigint' ELSE 'NULL::bigint' END, x.relation, x.due, x.kept);
	END LOOP;
END
$$;
COMMENT ON FUNCTION privacy.purge_samples() IS 'Of each table the first rows that a purge would take, 20 at most.';

-- The purge ----------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION privacy.purge_order() RETURNS text[]
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT array_agg(t.label ORDER BY t.place) FROM privacy.purge_targets() t $$;
COMMENT ON FUNCTION privacy.purge_order() IS 'The tables of a purge in its order.';

CREATE OR REPLACE FUNCTION privacy.purge_batch(p_label text, p_limit integer) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET jit = off AS
$$
DECLARE
	x record;
	chosen text;
	result bigint;
BEGIN
	PERFORM privacy.check_purge();
	SELECT * INTO STRICT x FROM privacy.purge_targets(p_label) p;
	chosen := format('SELECT %s FROM %s AS t WHERE %s AND NOT coalesce(%s, false) LIMIT %s', (SELECT string_agg('t.' || k, ', ') FROM string_to_table(x.keys, ', ') AS k), x.relation, x.due, x.kept, p_limit);
	IF x.action = 'delete' THEN
		EXECUTE format('DELETE FROM %s AS d WHERE (%s) IN (%s)', x.relation, x.keys, chosen);
	ELSE
		EXECUTE format('UPDATE %s AS t SET %s WHERE (%s) IN (%s)', x.relation, x.sets, x.keys, chosen);
	END IF;
	GET DIAGNOSTICS result = ROW_COUNT;
	-- What went does not live on in the trail of its own removal.
	UPDATE audit.changes c SET old = NULL, new = NULL, salt = NULL WHERE c.xid = pg_current_xact_id() AND c.salt IS NOT NULL AND c.entity = x.label;
	RETURN result;
END
$$;
COMMENT ON FUNCTION privacy.purge_batch(text, integer) IS 'Purges one table, at most so many rows: those past their term that nothing keeps. Returns how many went; ST013 while map and catalogue disagree.';

DO $owners$
DECLARE
	routine regprocedure;
BEGIN
	FOR routine IN SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'privacy'::regnamespace AND p.prosecdef
		AND p.proname IN ('due_sql', 'kept_sql', 'purge_targets', 'check_purge', 'unused_sql', 'mail_sent', 'warning_days', 'tend_accounts', 'purge_preview', 'purge_samples', 'purge_batch', 'purge_order') LOOP
		EXECUTE format('ALTER FUNCTION %s OWNER TO steward_eraser', routine);
	END LOOP;
END
$owners$;

CREATE OR REPLACE FUNCTION steward.job_retention(INOUT s steward.step)
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	batch CONSTANT integer := 2000;
	label text;
	gone bigint;
	tended record;
BEGIN
	IF s.cursor IS NULL THEN
		s.total := (SELECT sum(p.due) FROM privacy.purge_preview() p);
		s.done := 0;
		s.result := '{}';
		s.cursor := to_jsonb(privacy.purge_order());
	END IF;
	-- What is left to do: the tables, then the accounts.
	label := s.cursor->>0;
	IF label IS NOT NULL THEN
		gone := privacy.purge_batch(label, batch);
		s.words := label;
		s.done := s.done + gone;
		IF gone > 0 THEN
			-- The same table again: rows that went were what others of it waited for.
			s.result := s.result || jsonb_build_object(label, coalesce((s.result->>label)::bigint, 0) + gone);
		ELSE
			s.cursor := s.cursor - 0;
		END IF;
	ELSE
		SELECT * INTO tended FROM privacy.tend_accounts(batch);
		s.done := s.done + tended.warned + tended.disabled;
		s.result := s.result || jsonb_build_object('accounts warned', coalesce((s.result->>'accounts warned')::bigint, 0) + tended.warned, 'accounts disabled', coalesce((s.result->>'accounts disabled')::bigint, 0) + tended.disabled);
		s.finished := tended.warned + tended.disabled = 0;
	END IF;
	s.total := greatest(s.total, s.done);
END
$$;
COMMENT ON FUNCTION steward.job_retention(steward.step) IS 'Kind retention.purge: a table at a time, 2,000 rows a step; then accounts that nobody uses are warned and disabled.';
ALTER FUNCTION steward.job_retention(steward.step) OWNER TO steward_worker;
REVOKE ALL ON FUNCTION steward.job_retention(steward.step) FROM PUBLIC;

CREATE OR REPLACE FUNCTION meta.retention_purge(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
BEGIN
	PERFORM privacy.check_purge();
	PERFORM steward.job_add('retention.purge', '', '{}', c.user_id);
	RETURN 0;
END
$$;
COMMENT ON FUNCTION meta.retention_purge(meta.call) IS 'Verb: asks for a purge of everything that is past its term, as a job; ST013 while map and catalogue disagree.';
