-- What is held on a person, in the order of the 22 categories, page by page. Generated from the data map like the erasure: no table is named here.
-- Credentials are out of reach: their columns are not even granted to the owner of these functions.

CREATE OR REPLACE FUNCTION privacy.is_provided(p_purpose text) RETURNS boolean
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT coalesce((SELECT bool_or(p.name IN ('account', 'billing', 'licence', 'marketing', 'service', 'security')) FROM privacy.purposes p WHERE p.purpose = p_purpose), false) $$;
COMMENT ON FUNCTION privacy.is_provided(text) IS 'Whether data of this purpose come from the person or from watching the person''s use (Art. 20), and not from what we think of it.';

CREATE OR REPLACE FUNCTION privacy.export_columns(p_kind text, p_label text) RETURNS TABLE (relation regclass, label text, category integer, column_name name, attnum smallint, subject_path text, rule text,
		type oid, why_not text)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	SELECT c.oid::regclass, m.schema_name || '.' || m.table_name, m.category, a.attname, a.attnum, m.subject_path, r.rule, a.atttypid,
		CASE WHEN r.rule = 'never' THEN 'a credential'
			WHEN r.rule = 'none' THEN 'serves the program alone'
			WHEN bool_and(m.subject_path = 'address') FILTER (WHERE r.rule <> 'mask') OVER (PARTITION BY c.oid) THEN 'known by the address of a computer alone, which others may have used'
			WHEN p_kind = 'portability' AND r.rule = 'mask' THEN 'names other people'
			WHEN p_kind = 'portability' AND (m.schema_name <> 'site' OR m.category = 20 OR NOT privacy.is_provided(m.purpose)) THEN 'neither provided by the person nor observed' END
	FROM privacy.data_map m JOIN pg_class c ON c.oid = to_regclass(format('%I.%I', m.schema_name, m.table_name)) AND c.relkind IN ('r', 'p')
	JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = m.column_name
	CROSS JOIN LATERAL (SELECT coalesce(m.own_export_rule, m.export_rule) AS rule) AS r
	WHERE m.category IS NOT NULL AND (p_label IS NULL OR (m.schema_name, m.table_name) = (split_part(p_label, '.', 1), split_part(p_label, '.', 2)))
$$;
COMMENT ON FUNCTION privacy.export_columns(text, text) IS 'Every column with data of people (of the table named, or of all), and why an export of this kind leaves it out, NULL when it does not.';

-- One line a table: its columns with their category and how each is shown.
CREATE OR REPLACE FUNCTION privacy.export_parts(p_kind text, p_label text) RETURNS TABLE (part integer, relation regclass, label text, category integer, category_name text, columns text[], shapes text,
		cells_sql text, texts_sql text, key_columns name[], key_types text[], predicate text)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	WITH shown AS (
		SELECT x.relation, x.label, x.category, x.column_name, x.attnum, x.type, x.rule,
			CASE WHEN x.rule = 'include' THEN format(CASE WHEN x.type = 'bool'::regtype THEN 't.%I::text' ELSE 't.%I' END, x.column_name)
				WHEN x.type IN ('text'::regtype, 'jsonb'::regtype, 'text[]'::regtype) THEN format('privacy.mask_text(t.%I::text, $6)', x.column_name)
				ELSE format('CASE WHEN t.%I IS NOT NULL THEN ''(somebody else)'' END', x.column_name) END AS sql,
			-- How data.json is made of the cell; what no letter fits brings JSON of its own (backend/package.h).
			CASE WHEN x.rule <> 'include' THEN 's' WHEN x.type IN ('json'::regtype, 'jsonb'::regtype) THEN 'r' WHEN x.type = 'timestamptz'::regtype THEN 't'
				WHEN x.type IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'float4'::regtype, 'float8'::regtype, 'numeric'::regtype, 'bool'::regtype) THEN 'n'
				WHEN y.typcategory IN ('S', 'D', 'T', 'I', 'Z') AND x.type <> 'timestamp'::regtype AND y.typtype = 'b' THEN 's'
				WHEN x.type IN ('uuid'::regtype, 'bytea'::regtype, 'xid8'::regtype) THEN 's' ELSE 'j' END AS shape,
			-- Addresses of computers alone never lead to a person's rows here: others may have used them.
			(SELECT string_agg(way, '; ') FROM string_to_table(x.subject_path, '; ') AS way WHERE way <> 'address') AS path
		FROM privacy.export_columns(p_kind, p_label) x JOIN pg_type y ON y.oid = x.type WHERE x.why_not IS NULL),
		tables AS (
			SELECT s.relation AS relid, s.label, min(s.category) AS category, array_agg(s.column_name::text ORDER BY s.attnum) AS columns, string_agg(s.shape, '' ORDER BY s.attnum) AS shapes,
				string_agg(s.sql, ', ' ORDER BY s.attnum) AS cells,
				-- The same as texts; an address as it is shown elsewhere, without /32
				string_agg(CASE WHEN s.rule = 'include' AND s.type = 'inet'::regtype THEN format('abbrev(%s)', s.sql) ELSE format('(%s)::text', s.sql) END, ', ' ORDER BY s.attnum) AS texts,
				coalesce(string_agg(format(', to_jsonb(t.%I)::text', s.column_name), '' ORDER BY s.attnum) FILTER (WHERE s.shape = 'j'), '') AS more,
				-- The person's rows are those that lead to it, not those in which it stands as a colleague.
				array_agg(DISTINCT s.path) FILTER (WHERE s.rule = 'include') AS own, array_agg(DISTINCT s.path) AS every
			FROM shown s GROUP BY s.relation, s.label)
	SELECT (row_number() OVER (ORDER BY t.category, t.label))::integer, t.relid::regclass, t.label, t.category, g.name, t.columns, t.shapes, t.cells || t.more, t.texts || t.more, k.names, k.types,
		(SELECT coalesce(string_agg('(' || privacy.path_sql(t.relid, way) || ')', ' OR '), 'false') FROM unnest(coalesce(t.own, t.every)) AS way WHERE way IS NOT NULL)
	FROM tables t JOIN privacy.categories g ON g.no = t.category
	CROSS JOIN LATERAL (SELECT array_agg(a.attname ORDER BY place) AS names, array_agg(format_type(a.atttypid, NULL) ORDER BY place) AS types
		FROM pg_index x, unnest(x.indkey::smallint[]) WITH ORDINALITY AS keys (attnum, place) JOIN pg_attribute a ON a.attrelid = t.relid AND a.attnum = keys.attnum
		WHERE x.indrelid = t.relid AND x.indisprimary) AS k
$$;
COMMENT ON FUNCTION privacy.export_parts(text, text) IS 'What an export of this kind consists of, table by table (or the one named), from the data map: columns, how each is shown, and which rows are the person''s.';

CREATE OR REPLACE FUNCTION privacy.mask_text(p_text text, p_own text[]) RETURNS text
	LANGUAGE sql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	-- Most texts have neither.
	SELECT CASE WHEN p_text !~ '@|(\+|0)([ ()./-]{0,3}[0-9]){8}' THEN p_text ELSE
		regexp_replace(regexp_replace(p_text,
			-- An address of mail, but the person's own
			'(?<![^][:space:]<>(),;:"''{}|=/[])' || coalesce('(?!(?:' || m.mails || ')(?:\.?(?:[][:space:]<>(),;:"''{}|=/[]|$)))', '') || '[^][:space:]<>(),;:"''{}|=/[@]+@[^][:space:]<>(),;:"''{}|=/[@]+\.[^][:space:]<>(),;:"''{}|=/[]+',
			'(somebody else)', 'gi'),
			-- A number of a telephone: nine figures or more behind + or 0, no date, and not the person's own
			'(?<![[:alnum:]])' || coalesce('(?!(?:' || m.phones || ')(?![0-9]))', '') || '(?![0-3]?[0-9][./-][01]?[0-9][./-](?:19|20)[0-9]{2})(?:\+|0)(?:[ ()./-]{0,3}[0-9]){8,14}(?![[:alnum:]])',
			'(somebody else)', 'g') END
	FROM (SELECT string_agg(privacy.pattern_of('email', own), '|') FILTER (WHERE own LIKE '%@%') AS mails, string_agg('[+0-9 ()./-]{0,8}' || privacy.pattern_of('phone', right(regexp_replace(own, '[^0-9]', '', 'g'), 8)), '|') FILTER (WHERE own NOT LIKE '%@%' AND own ~ '[0-9]{3}') AS phones
		FROM unnest(p_own) AS own) AS m
$$;
COMMENT ON FUNCTION privacy.mask_text(text, text[]) IS 'A text that can name other people, with their e-mail addresses and telephone numbers masked; the person''s own stay. Definer: a worker that fetches from a cursor has no right on what it calls.';
ALTER FUNCTION privacy.mask_text(text, text[]) OWNER TO steward_eraser;

CREATE OR REPLACE FUNCTION privacy.export_sql(p_kind text, p_label text) RETURNS TABLE (part integer, label text, first_sql text, next_sql text, whole_sql text)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	SELECT p.part, p.label, made.from_sql || made.order_sql,
		-- The first column of the key once more, by itself: by that a table in parts knows which of them are behind.
		made.from_sql || format(' AND (%s) > (%s) AND t.%I >= ($4)[1]::%s', k.list, k.mark, p.key_columns[1], p.key_types[1]) || made.order_sql,
		format('SELECT %s FROM %s t WHERE (%s) ORDER BY %s', p.cells_sql, p.relation, p.predicate, k.list)
	FROM privacy.export_parts(p_kind, p_label) p
	CROSS JOIN LATERAL (SELECT string_agg(format('t.%I', name), ', ' ORDER BY n) AS list, string_agg(format('($4)[%s]::%s', n, type), ', ' ORDER BY n) AS mark
		FROM unnest(p.key_columns, p.key_types) WITH ORDINALITY AS k (name, type, n)) AS k
	CROSS JOIN LATERAL (SELECT format('SELECT CASE WHEN row_number() OVER (ORDER BY %s) %% 200 = 0 THEN ARRAY[%s]::text[] END AS after, ARRAY[%s]::text[] AS cells FROM %s t WHERE (%s)',
			k.list, k.list, p.texts_sql, p.relation, p.predicate) AS from_sql, format(' ORDER BY %s LIMIT $5', k.list) AS order_sql) AS made
$$;
COMMENT ON FUNCTION privacy.export_sql(text, text) IS
	'The statements that read the rows of each part of an export: a page (with each 200th row its place; all cells as one array) from the first or behind a place, and the whole (a column a cell, as the server writes it): '
	'$1 account, $2 e-mail addresses in small letters, $3 addresses of computers, $4 place, $5 how many (NULL = all), $6 what is the person''s own and not masked.';

-- A page ends with a number of rows or of bytes, whatever comes first, so that what the client has to hold stays small for long texts too.
CREATE OR REPLACE FUNCTION privacy.export_page(p_kind text, p_user_id bigint, p_emails text[], p_label text, p_after text[]) RETURNS TABLE (label text, after text[], cells text[])
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO' SET jit = off AS
$$
DECLARE
	rows_left integer := 10000;
	bytes_left integer := 2000000;
	own CONSTANT text[] := p_emails || privacy.own_phones(p_user_id);
	begun boolean := p_label IS NULL;
	s record;
BEGIN
	-- Behind a place: first the rest of that part, by its statement alone; then the parts after it.
	FOR turn IN CASE WHEN p_after IS NULL THEN 2 ELSE 1 END .. 2 LOOP
		FOR s IN SELECT x.label, CASE turn WHEN 1 THEN x.next_sql ELSE x.first_sql END AS sql FROM privacy.export_sql(p_kind, CASE turn WHEN 1 THEN p_label END) x ORDER BY x.part LOOP
			IF turn = 2 AND NOT begun THEN
				begun := s.label = p_label;
				CONTINUE;
			END IF;
			label := s.label;
			-- A page ends behind a row that tells its place.
			FOR after, cells IN EXECUTE s.sql USING p_user_id, p_emails, '{}'::inet[], p_after, (rows_left / 200 + 1) * 200, own LOOP
				RETURN NEXT;
				rows_left := rows_left - 1;
				bytes_left := bytes_left - pg_column_size(cells);
				IF after IS NOT NULL AND (rows_left <= 0 OR bytes_left <= 0) THEN
					RETURN;
				END IF;
			END LOOP;
			after := NULL;
		END LOOP;
	END LOOP;
END
$$;
COMMENT ON FUNCTION privacy.export_page(text, bigint, text[], text, text[]) IS 'The next rows of an export, behind a place of a part (NULL = from the first of all): part, place, cells; about 10,000 rows or two megabytes. When the last row has no place, or there is none, that was all.';

CREATE OR REPLACE FUNCTION privacy.export_emails(p_user_id bigint, p_email text) RETURNS text[]
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	SELECT CASE WHEN p_user_id IS NULL THEN ARRAY[lower(btrim(p_email))] ELSE ARRAY(
		SELECT lower(v) FROM site.users u, unnest(ARRAY[u.email, u.login]) AS v WHERE u.id = p_user_id AND v LIKE '%_@_%'
		UNION
		-- Addresses of before, as the trail tells them, unless somebody else has them now.
		SELECT lower(v) FROM audit.changes c, LATERAL (VALUES (c.old->>'email'), (c.old->>'login')) AS was (v)
			WHERE c.subject_user_id = p_user_id AND c.entity = 'site.users' AND v LIKE '%_@_%' AND NOT EXISTS (SELECT FROM site.users o WHERE o.id <> p_user_id AND lower(o.email) = lower(v))
				AND NOT EXISTS (SELECT FROM site.users o WHERE o.id <> p_user_id AND lower(o.login) = lower(v))) END
$$;
COMMENT ON FUNCTION privacy.export_emails(bigint, text) IS 'The addresses by which the person of an export is known, those of before included.';

CREATE OR REPLACE FUNCTION privacy.own_phones(p_user_id bigint) RETURNS text[]
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT ARRAY(SELECT v FROM site.users u, unnest(ARRAY[u.phone, u.mobile]) AS v WHERE u.id = p_user_id AND length(v) >= 7) $$;
COMMENT ON FUNCTION privacy.own_phones(bigint) IS 'The telephone numbers of an account, which are not masked in its own export.';

CREATE OR REPLACE FUNCTION privacy.start_export(p_kind text, p_user_id bigint, p_email text, p_by bigint) RETURNS privacy.exports
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	e privacy.exports;
BEGIN
	IF p_user_id IS NULL AND coalesce(p_email, '') = '' THEN
		RAISE EXCEPTION 'Name an account, or the e-mail address of a guest.' USING ERRCODE = '22023', COLUMN = 'user_id';
	END IF;
	IF p_user_id IS NOT NULL AND NOT EXISTS (SELECT FROM site.users u WHERE u.id = p_user_id AND u.erased_at IS NULL) THEN
		RAISE EXCEPTION 'There is no such account.' USING ERRCODE = '22023', COLUMN = 'user_id';
	END IF;
	INSERT INTO privacy.exports (kind, user_id, email, asked_by, request_id) VALUES (coalesce(p_kind, 'access'), p_user_id, CASE WHEN p_user_id IS NULL THEN lower(btrim(p_email)) ELSE '' END, p_by,
		(SELECT max(r.id) FROM privacy.requests r WHERE r.closed_at IS NULL AND r.kind = coalesce(p_kind, 'access') AND (r.user_id = p_user_id OR (p_user_id IS NULL AND r.email = lower(btrim(p_email))))))
		RETURNING * INTO e;
	IF EXISTS (SELECT FROM privacy.requests r WHERE r.id = e.request_id AND r.identity_at IS NULL) THEN
		RAISE EXCEPTION 'The identity was not checked.' USING ERRCODE = '22023', HINT = 'Note how it was checked first.';
	END IF;
	PERFORM privacy.request_step(e.request_id, p_by, 'progress', 'Export begun', '');
	RETURN e;
END
$$;
COMMENT ON FUNCTION privacy.start_export(text, bigint, text, bigint) IS 'Records an export before anything is given for it; it belongs to the open request of the person, whose identity must be checked.';

CREATE OR REPLACE FUNCTION privacy.open_export(p_id bigint, p_by bigint) RETURNS privacy.exports
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	e privacy.exports;
BEGIN
	SELECT * INTO e FROM privacy.exports x WHERE x.id = p_id AND x.asked_by = p_by AND x.xid IS DISTINCT FROM pg_current_xact_id_if_assigned();
	IF e.id IS NULL THEN
		RAISE EXCEPTION 'What you ask for was not recorded before.' USING ERRCODE = 'ST002';
	END IF;
	IF e.expires_at <= clock_timestamp() OR e.finished_at IS NOT NULL THEN
		RAISE EXCEPTION 'This export is over.' USING ERRCODE = '22023', HINT = 'Begin another.';
	END IF;
	RETURN e;
END
$$;
COMMENT ON FUNCTION privacy.open_export(bigint, bigint) IS 'The export of this person, recorded by an earlier transaction (ST002), not finished and not past its term (22023).';

CREATE OR REPLACE FUNCTION privacy.finish_export(p_id bigint, p_by bigint, p_rows bigint, p_bytes bigint, p_sha256 text) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	e privacy.exports := privacy.open_export(p_id, p_by);
	result bigint;
BEGIN
	UPDATE privacy.exports x SET rows = p_rows, bytes = p_bytes, sha256 = p_sha256, finished_at = clock_timestamp(), wrapped_passphrase = NULL WHERE x.id = e.id RETURNING x.version INTO result;
	PERFORM privacy.request_step(e.request_id, p_by, NULL, 'Export made', p_sha256);
	RETURN result;
END
$$;
COMMENT ON FUNCTION privacy.finish_export(bigint, bigint, bigint, bigint, text) IS 'Notes what the package is: rows, size, SHA-256. After that no data are given for it.';

CREATE OR REPLACE FUNCTION privacy.hand_over(p_id bigint, p_by bigint, p_how text) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	e privacy.exports;
	result bigint;
BEGIN
	SELECT * INTO e FROM privacy.exports x WHERE x.id = p_id FOR UPDATE;
	IF e.finished_at IS NULL THEN
		RAISE EXCEPTION 'This export is not finished.' USING ERRCODE = '22023';
	END IF;
	IF e.expires_at <= clock_timestamp() THEN
		RAISE EXCEPTION 'The term of this package is over.' USING ERRCODE = '22023', HINT = 'Make another, and destroy this one.';
	END IF;
	UPDATE privacy.exports x SET handovers = x.handovers + 1 WHERE x.id = p_id RETURNING x.version INTO result;
	PERFORM privacy.request_step(e.request_id, p_by, NULL, 'Package handed over', p_how);
	RETURN result;
END
$$;
COMMENT ON FUNCTION privacy.hand_over(bigint, bigint, text) IS 'Counts a hand-over of a package; 22023 when its term is over.';

-- By a worker: the console chooses the passphrase, shows it once, and sends it along encrypted with a key that is not in the database. ------------------

CREATE OR REPLACE FUNCTION privacy.queue_export(p_kind text, p_user_id bigint, p_email text, p_by bigint, p_wrapped text) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	e privacy.exports;
	job bigint;
BEGIN
	IF p_wrapped IS NULL THEN
		RAISE EXCEPTION 'This request is not well formed.' USING ERRCODE = '22023', COLUMN = 'passphrase';
	END IF;
	e := privacy.start_export(p_kind, p_user_id, p_email, p_by);
	-- The job itself names nobody.
	job := steward.job_add('person.zip', format('%s, export %s', e.kind, e.id), jsonb_build_object('export', e.id), p_by);
	UPDATE privacy.exports x SET job_id = job, wrapped_passphrase = p_wrapped WHERE x.id = e.id;
	RETURN job;
END
$$;
COMMENT ON FUNCTION privacy.queue_export(text, bigint, text, bigint, text) IS 'Records an export and queues the job that makes its package; returns the number of the job. The passphrase comes encrypted.';

CREATE OR REPLACE FUNCTION privacy.job_export(p_job bigint) RETURNS privacy.exports
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	e privacy.exports;
BEGIN
	SELECT * INTO e FROM privacy.exports x WHERE x.job_id = p_job;
	IF e.id IS NULL OR e.wrapped_passphrase IS NULL OR e.expires_at <= clock_timestamp() THEN
		RAISE EXCEPTION 'This export is over.' USING ERRCODE = '22023', HINT = 'Begin another.';
	END IF;
	IF EXISTS (SELECT FROM site.users u WHERE u.id = e.user_id AND u.erased_at IS NOT NULL) THEN
		RAISE EXCEPTION 'This account was erased.' USING ERRCODE = 'ST020';
	END IF;
	RETURN e;
END
$$;
COMMENT ON FUNCTION privacy.job_export(bigint) IS 'The export that a job makes: not finished, not past its term, of nobody who was erased meanwhile.';

CREATE OR REPLACE FUNCTION privacy.export_language(p_user_id bigint) RETURNS text
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT CASE coalesce((SELECT u.language FROM site.users u WHERE u.id = p_user_id), site.setting('default_language')) WHEN 'nl' THEN 'nl' ELSE 'en' END $$;
COMMENT ON FUNCTION privacy.export_language(bigint) IS 'The language in which a report speaks to a person: the account''s, for a guest the site''s; en or nl.';

CREATE OR REPLACE FUNCTION steward.package_open(p_job bigint, p_claim uuid) RETURNS TABLE (site text, kind text, person text, language text, passphrase text, omissions jsonb)
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	e privacy.exports := privacy.job_export((steward.job_hold(p_job, p_claim)).id);
BEGIN
	RETURN QUERY SELECT site.setting('site_name'), e.kind, coalesce(e.user_id::text, e.email), privacy.export_language(e.user_id), e.wrapped_passphrase, privacy.export_omissions(e.kind);
END
$$;
COMMENT ON FUNCTION steward.package_open(bigint, uuid) IS 'What the package of the export that this worker holds is about, its passphrase as it came, and what is left out. For steward_jobs only.';

CREATE OR REPLACE FUNCTION steward.package_schema(p_job bigint, p_claim uuid) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	e privacy.exports := privacy.job_export((steward.job_hold(p_job, p_claim)).id);
BEGIN
	RETURN privacy.export_schema(e.kind);
END
$$;
COMMENT ON FUNCTION steward.package_schema(bigint, uuid) IS 'JSON Schema of the data.json of the package that this worker makes. For steward_jobs only.';
ALTER FUNCTION steward.package_schema(bigint, uuid) OWNER TO steward_eraser;
REVOKE ALL ON FUNCTION steward.package_schema(bigint, uuid) FROM PUBLIC;

CREATE OR REPLACE FUNCTION steward.package_parts(p_job bigint, p_claim uuid) RETURNS TABLE (label text, category integer, category_name text, columns text[], shapes text, facts jsonb,
		purposes text[], recipients text[], left_out text[], masked text[])
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	e privacy.exports := privacy.job_export((steward.job_hold(p_job, p_claim)).id);
BEGIN
	RETURN QUERY SELECT x.label, x.category, x.category_name, x.columns, x.shapes, x.facts, x.purposes, x.recipients, x.left_out, x.masked
		FROM privacy.export_described(e.kind, privacy.export_language(e.user_id)) x ORDER BY x.part;
END
$$;
COMMENT ON FUNCTION steward.package_parts(bigint, uuid) IS 'What the package consists of, table by table, in words of the person''s language. For steward_jobs only.';

CREATE OR REPLACE FUNCTION steward.package_rows(p_job bigint, p_claim uuid) RETURNS TABLE (label text, row_source refcursor)
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO' SET jit = off SET cursor_tuple_fraction = 1.0 AS
$$
DECLARE
	e privacy.exports := privacy.job_export((steward.job_hold(p_job, p_claim)).id);
	emails CONSTANT text[] := privacy.export_emails(e.user_id, e.email);
	own CONSTANT text[] := emails || privacy.own_phones(e.user_id);
	s record;
BEGIN
	FOR s IN SELECT * FROM privacy.export_sql(e.kind, NULL) x ORDER BY x.part LOOP
		label := s.label;
		row_source := format('part_%s', s.part)::refcursor;
		OPEN row_source NO SCROLL FOR EXECUTE s.whole_sql USING e.user_id, emails, '{}'::inet[], NULL::text[], NULL::bigint, own;
		RETURN NEXT;
	END LOOP;
END
$$;
COMMENT ON FUNCTION steward.package_rows(bigint, uuid) IS 'Opens a cursor over the rows of each table of the package, part_1 and so on, in their order; they read with the rights of this function''s owner. For steward_jobs only.';

-- What the console can call: both begin with the gate. --------------------------------------------------------------------

CREATE OR REPLACE FUNCTION api.export_parts(p_export bigint) RETURNS TABLE (label text, category integer, category_name text, columns text[], shapes text, facts jsonb,
		purposes text[], recipients text[], left_out text[], masked text[])
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO' AS
$$
DECLARE
	who record := auth.need('export.person');
	e privacy.exports := privacy.open_export(p_export, who.user_id);
BEGIN
	RETURN QUERY SELECT x.label, x.category, x.category_name, x.columns, x.shapes, x.facts, x.purposes, x.recipients, x.left_out, x.masked
		FROM privacy.export_described(e.kind, privacy.export_language(e.user_id)) x ORDER BY x.part;
END
$$;
COMMENT ON FUNCTION api.export_parts(bigint) IS 'What the package of this export consists of, with purpose, ground, term, and what is left out and why. 42501 without the right export.person, ST002 unless it was recorded before by the same person.';

CREATE OR REPLACE FUNCTION api.export_page(p_export bigint, p_label text, p_after text[]) RETURNS TABLE (label text, after text[], cells text[])
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO' AS
$$
DECLARE
	who record := auth.need('export.person');
	e privacy.exports := privacy.open_export(p_export, who.user_id);
BEGIN
	RETURN QUERY SELECT * FROM privacy.export_page(e.kind, e.user_id, privacy.export_emails(e.user_id, e.email), p_label, p_after);
END
$$;
COMMENT ON FUNCTION api.export_page(bigint, text, text[]) IS 'The next rows of an export, of all parts in their order, behind a place of one (NULL = from the first). Refusals as those of api.export_parts.';

CREATE OR REPLACE FUNCTION privacy.export_described(p_kind text, p_language text) RETURNS TABLE (part integer, label text, category integer, category_name text, columns text[], shapes text, facts jsonb,
		purposes text[], recipients text[], left_out text[], masked text[])
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	WITH lines AS MATERIALIZED (SELECT DISTINCT m.schema_name || '.' || m.table_name AS label, m.purpose, m.ground, m.retention FROM privacy.data_map m WHERE m.category IS NOT NULL),
		kept AS (SELECT l.label, jsonb_agg(jsonb_build_object('purpose', l.purpose, 'ground', l.ground, 'kept', l.retention)) AS facts,
				array_agg(concat_ws('; ', w.purpose, w.ground, w.retention) ORDER BY w.purpose) AS said
			FROM lines l CROSS JOIN LATERAL (SELECT site.in_language(l.purpose, p_language) AS purpose, site.in_language(l.ground, p_language) AS ground, site.in_language(l.retention, p_language) AS retention) AS w
			GROUP BY l.label),
		taken AS (SELECT c.label, array_agg(DISTINCT r.name) AS names FROM (SELECT DISTINCT m.schema_name || '.' || m.table_name AS label, m.category FROM privacy.data_map m) AS c
			JOIN privacy.recipients r ON r.active AND c.category = ANY (r.categories) GROUP BY c.label),
		shut AS (SELECT x.label, coalesce(jsonb_agg(jsonb_build_object('column', x.column_name, 'why', x.why_not) ORDER BY x.column_name) FILTER (WHERE x.why_not IS NOT NULL), '[]') AS left_out,
				array_agg(format('%s: %s', x.column_name, site.in_language(x.why_not, p_language)) ORDER BY x.column_name) FILTER (WHERE x.why_not IS NOT NULL) AS left_out_said,
				array_agg(x.column_name::text ORDER BY x.column_name) FILTER (WHERE x.rule = 'mask') AS masked
			FROM privacy.export_columns('access', NULL) x GROUP BY x.label)
	SELECT p.part, p.label, p.category, site.in_language(p.category_name, p_language), p.columns, p.shapes,
		jsonb_build_object('recipients', coalesce(to_jsonb(taken.names), '[]'), 'purposes', coalesce(kept.facts, '[]'), 'left_out', coalesce(shut.left_out, '[]'), 'masked', coalesce(to_jsonb(shut.masked), '[]')),
		coalesce(kept.said, '{}'), coalesce(taken.names, '{}'), coalesce(shut.left_out_said, '{}'), coalesce(shut.masked, '{}')
	FROM privacy.export_parts(p_kind, NULL) p LEFT JOIN kept USING (label) LEFT JOIN taken USING (label) LEFT JOIN shut USING (label)
$$;
COMMENT ON FUNCTION privacy.export_described(text, text) IS 'The parts of an export with why each is kept and how long, who receives it, which columns are left out and which are masked: as JSON, and in words of this language.';

CREATE OR REPLACE FUNCTION privacy.export_omissions(p_kind text) RETURNS jsonb
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	SELECT coalesce(jsonb_agg(jsonb_build_object('table', o.label, 'columns', o.columns, 'why', o.why) ORDER BY o.label, o.why), '[]') FROM (
		SELECT x.label, jsonb_agg(x.column_name ORDER BY x.attnum) AS columns, coalesce(x.why_not, 'names other people: masked') AS why
		FROM privacy.export_columns(p_kind, NULL) x WHERE x.why_not IS NOT NULL OR x.rule = 'mask' GROUP BY x.label, 3) AS o
$$;
COMMENT ON FUNCTION privacy.export_omissions(text) IS 'What an export of this kind leaves out or masks, table by table, and why: the manifest says it.';
CREATE OR REPLACE FUNCTION privacy.export_schema(p_kind text) RETURNS jsonb
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	WITH columns AS (
		SELECT x.label, x.category, x.column_name, x.attnum, CASE
			WHEN x.rule = 'mask' THEN '{"type": ["string", "null"]}'::jsonb
			WHEN x.type IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'numeric'::regtype) THEN '{"type": ["number", "null"]}'
			WHEN x.type = 'bool'::regtype THEN '{"type": ["boolean", "null"]}'
			WHEN x.type IN ('json'::regtype, 'jsonb'::regtype) THEN '{}'
			WHEN x.type IN (SELECT t.typarray FROM pg_type t WHERE t.typarray <> 0) THEN '{"type": ["array", "null"]}'
			ELSE '{"type": ["string", "null"]}' END AS shape
		FROM privacy.export_columns(p_kind, NULL) x WHERE x.why_not IS NULL),
		parts AS (
			SELECT c.label, jsonb_build_object('type', 'object', 'additionalProperties', false, 'required', '["table", "category", "facts", "rows"]'::jsonb, 'properties', jsonb_build_object(
				'table', jsonb_build_object('const', c.label), 'category', jsonb_build_object('const', min(c.category)), 'facts', jsonb_build_object('type', 'object', 'required', '["purposes", "left_out", "masked"]'::jsonb),
				'rows', jsonb_build_object('type', 'array', 'items', jsonb_build_object('type', 'object', 'additionalProperties', false, 'required', jsonb_agg(c.column_name ORDER BY c.attnum),
					'properties', jsonb_object_agg(c.column_name, c.shape))))) AS part
			FROM columns c GROUP BY c.label)
	SELECT jsonb_build_object('$schema', 'https://json-schema.org/draft/2020-12/schema', 'title', 'steward export 1', 'type', 'object', 'additionalProperties', false,
		'required', '["format", "site", "kind", "person", "made", "parts"]'::jsonb,
		'properties', jsonb_build_object('format', '{"const": "steward export 1"}'::jsonb, 'site', '{"type": "string"}'::jsonb, 'kind', jsonb_build_object('const', p_kind), 'person', '{"type": "string"}'::jsonb,
			'made', '{"type": "string", "format": "date-time"}'::jsonb,
			'parts', jsonb_build_object('type', 'array', 'items', jsonb_build_object('anyOf', (SELECT jsonb_agg(p.part ORDER BY p.label) FROM parts p)))))
$$;
COMMENT ON FUNCTION privacy.export_schema(text) IS 'JSON Schema (2020-12) of the data.json of an export of this kind, from the data map; it is in every package as schema.json.';
ALTER FUNCTION privacy.export_schema(text) OWNER TO steward_eraser;
ALTER FUNCTION privacy.export_columns(text, text) OWNER TO steward_eraser;
ALTER FUNCTION privacy.export_sql(text, text) OWNER TO steward_eraser;
ALTER FUNCTION privacy.own_phones(bigint) OWNER TO steward_eraser;
ALTER FUNCTION privacy.queue_export(text, bigint, text, bigint, text) OWNER TO steward_eraser;
ALTER FUNCTION privacy.job_export(bigint) OWNER TO steward_eraser;
ALTER FUNCTION steward.package_open(bigint, uuid) OWNER TO steward_eraser;
ALTER FUNCTION steward.package_parts(bigint, uuid) OWNER TO steward_eraser;
ALTER FUNCTION steward.package_rows(bigint, uuid) OWNER TO steward_eraser;
ALTER FUNCTION privacy.export_described(text, text) OWNER TO steward_eraser;
ALTER FUNCTION privacy.export_language(bigint) OWNER TO steward_eraser;
REVOKE ALL ON FUNCTION steward.package_open(bigint, uuid), steward.package_parts(bigint, uuid), steward.package_rows(bigint, uuid) FROM PUBLIC;
ALTER FUNCTION privacy.export_omissions(text) OWNER TO steward_eraser;
CREATE OR REPLACE FUNCTION api.export_omissions(p_export bigint) RETURNS TABLE (omissions jsonb, language text)
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	who record := auth.need('export.person');
	e privacy.exports := privacy.open_export(p_export, who.user_id);
BEGIN
	RETURN QUERY SELECT privacy.export_omissions(e.kind), privacy.export_language(e.user_id);
END
$$;
COMMENT ON FUNCTION api.export_omissions(bigint) IS 'What the package of this export leaves out or masks, table by table, and why; and the language of the person. Refusals as those of api.export_parts.';
CREATE OR REPLACE FUNCTION api.export_schema(p_export bigint) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	who record := auth.need('export.person');
	e privacy.exports := privacy.open_export(p_export, who.user_id);
BEGIN
	RETURN privacy.export_schema(e.kind);
END
$$;
COMMENT ON FUNCTION api.export_schema(bigint) IS 'JSON Schema of the data.json of this export. Refusals as those of api.export_parts.';
CREATE OR REPLACE FUNCTION api.export_schema(p_kind text) RETURNS jsonb
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	PERFORM auth.need('export.person');
	IF p_kind IS NULL OR p_kind NOT IN ('access', 'portability') THEN
		RAISE EXCEPTION 'An export is of the kind access or portability.' USING ERRCODE = '22023', COLUMN = 'kind';
	END IF;
	RETURN privacy.export_schema(p_kind);
END
$$;
COMMENT ON FUNCTION api.export_schema(text) IS 'JSON Schema of the data.json of an export of this kind, of nobody in particular. 42501 without the right export.person.';
ALTER FUNCTION api.export_schema(text) OWNER TO steward_api;
ALTER FUNCTION api.export_schema(bigint) OWNER TO steward_api;
ALTER FUNCTION api.export_omissions(bigint) OWNER TO steward_api;
ALTER FUNCTION api.export_parts(bigint) OWNER TO steward_api;
ALTER FUNCTION api.export_page(bigint, text, text[]) OWNER TO steward_api;

CREATE OR REPLACE FUNCTION meta.exports_create(c meta.call, OUT key text, OUT version bigint)
	LANGUAGE plpgsql AS
$$
DECLARE
	e privacy.exports := privacy.start_export(c.args->>'kind', nullif(c.args->>'user_id', '')::bigint, c.args->>'email', c.user_id);
BEGIN
	key := e.id::text;
	version := e.version;
END
$$;
COMMENT ON FUNCTION meta.exports_create(meta.call) IS 'Records an export, {"kind", "user_id" or "email"}.';

CREATE OR REPLACE FUNCTION meta.people_package(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
BEGIN
	PERFORM privacy.queue_export(c.args->>'kind', c.key::bigint, NULL, c.user_id, c.args->>'passphrase');
	RETURN c.version;
END
$$;
COMMENT ON FUNCTION meta.people_package(meta.call) IS 'Verb: a worker makes the package of this account, {"kind", "passphrase": encrypted}.';

CREATE OR REPLACE FUNCTION meta.requests_package(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	r privacy.requests;
BEGIN
	SELECT * INTO r FROM privacy.requests x WHERE x.id = c.key::bigint;
	IF r.kind NOT IN ('access', 'portability') OR r.closed_at IS NOT NULL THEN
		RAISE EXCEPTION 'This request asks for no export.' USING ERRCODE = '22023';
	END IF;
	PERFORM privacy.queue_export(r.kind, r.user_id, r.email, c.user_id, c.args->>'passphrase');
	RETURN (SELECT x.version FROM privacy.requests x WHERE x.id = r.id);
END
$$;
COMMENT ON FUNCTION meta.requests_package(meta.call) IS 'Verb: a worker makes the package that the request asks for, {"passphrase": encrypted}. 22023 for another kind of request, or before the identity was checked.';

CREATE OR REPLACE FUNCTION meta.exports_finish(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT privacy.finish_export(c.key::bigint, c.user_id, (c.args->>'rows')::bigint, (c.args->>'bytes')::bigint, c.args->>'sha256') $$;
COMMENT ON FUNCTION meta.exports_finish(meta.call) IS 'Verb: the package is complete, {"rows", "bytes", "sha256"}.';

CREATE OR REPLACE FUNCTION meta.exports_hand_over(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT privacy.hand_over(c.key::bigint, c.user_id, c.args->>'how') $$;
COMMENT ON FUNCTION meta.exports_hand_over(meta.call) IS 'Verb: the package was handed over, {"how"}.';
