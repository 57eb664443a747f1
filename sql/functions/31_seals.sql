-- Sealing the trail, and checking the seals. `steward audit verify` does not call what stands here: whoever can forge the trail can
-- replace these functions too. It brings its own text of the same rules (backend/audit_rows.c); tests hold the two together.

-- A row as it is hashed: the columns that stay, as a JSON array, which is unambiguous and the same in every session. The time is
-- the number of seconds since 1970.

CREATE OR REPLACE FUNCTION audit.change_hash(p_id bigint, p_at timestamptz, p_xid xid8, p_session_id bigint, p_user_id bigint, p_db_role name,
	p_entity text, p_entity_key text, p_subject_user_id bigint, p_op char, p_columns text[], p_digest bytea) RETURNS bytea
	LANGUAGE sql STABLE AS
$$
	SELECT sha256(convert_to(json_build_array(p_id, extract(epoch FROM p_at)::text, p_xid::text, p_session_id, p_user_id, p_db_role,
		p_entity, p_entity_key, p_subject_user_id, p_op, p_columns, encode(p_digest, 'hex'))::text, 'UTF8'))
$$;
COMMENT ON FUNCTION audit.change_hash(bigint, timestamptz, xid8, bigint, bigint, name, text, text, bigint, char, text[], bytea) IS
	'SHA-256 over a row of audit.changes as a seal covers it: everything but old, new and salt.';

CREATE OR REPLACE FUNCTION audit.access_hash(p_id bigint, p_at timestamptz, p_xid xid8, p_session_id bigint, p_user_id bigint, p_ticket integer,
	p_kind text, p_entity text, p_rows_asked integer, p_rows_in_hour integer, p_digest bytea) RETURNS bytea
	LANGUAGE sql STABLE AS
$$
	SELECT sha256(convert_to(json_build_array(p_id, extract(epoch FROM p_at)::text, p_xid::text, p_session_id, p_user_id, p_ticket,
		p_kind, p_entity, p_rows_asked, p_rows_in_hour, encode(p_digest, 'hex'))::text, 'UTF8'))
$$;
COMMENT ON FUNCTION audit.access_hash(bigint, timestamptz, xid8, bigint, bigint, integer, text, text, integer, integer, bytea) IS
	'SHA-256 over a row of audit.access as a seal covers it: everything but entity_key, request, reason and salt.';

CREATE OR REPLACE FUNCTION audit.seal_hash(p_seal audit.seals) RETURNS bytea
	LANGUAGE sql STABLE AS
$$
	SELECT sha256(convert_to(concat_ws('|', 'steward seal', p_seal.form, p_seal.n, p_seal.upto, (extract(epoch FROM p_seal.at) * 1000000)::bigint,
		p_seal.changes_rows, coalesce(p_seal.changes_first::text, '-'), coalesce(p_seal.changes_last::text, '-'), encode(p_seal.changes_hash, 'hex'),
		p_seal.access_rows, coalesce(p_seal.access_first::text, '-'), coalesce(p_seal.access_last::text, '-'), encode(p_seal.access_hash, 'hex'),
		encode(p_seal.previous, 'hex')), 'UTF8'))
$$;
COMMENT ON FUNCTION audit.seal_hash(audit.seals) IS 'SHA-256 over all columns of a seal but its hash, parted by bars; the time in microseconds since 1970.';

CREATE OR REPLACE FUNCTION audit.first_previous() RETURNS bytea
	LANGUAGE sql STABLE AS
$$
	SELECT sha256(convert_to('steward seals of ' || i.site_id, 'UTF8')) FROM steward.installation i
$$;
COMMENT ON FUNCTION audit.first_previous() IS 'What the first seal follows: it belongs to this installation and no other.';

CREATE OR REPLACE FUNCTION audit.chain(p_since xid8, p_upto xid8, OUT changes_rows bigint, OUT changes_first bigint, OUT changes_last bigint, OUT changes_hash bytea,
	OUT access_rows bigint, OUT access_first bigint, OUT access_last bigint, OUT access_hash bytea)
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	line record;
BEGIN
	changes_rows := 0;
	changes_hash := decode(repeat('00', 32), 'hex');
	FOR line IN SELECT c.id, audit.change_hash(c.id, c.at, c.xid, c.session_id, c.user_id, c.db_role, c.entity, c.entity_key, c.subject_user_id,
			c.op, c.columns, c.digest) AS hash
		FROM audit.changes c WHERE c.xid >= p_since AND c.xid < p_upto ORDER BY c.xid, c.id
	LOOP
		changes_rows := changes_rows + 1;
		changes_first := coalesce(changes_first, line.id);
		changes_last := line.id;
		changes_hash := sha256(changes_hash || line.hash);
	END LOOP;
	access_rows := 0;
	access_hash := decode(repeat('00', 32), 'hex');
	FOR line IN SELECT a.id, audit.access_hash(a.id, a.at, a.xid, a.session_id, a.user_id, a.ticket, a.kind, a.entity, a.rows_asked,
			a.rows_in_hour, a.digest) AS hash
		FROM audit.access a WHERE a.xid >= p_since AND a.xid < p_upto ORDER BY a.xid, a.id
	LOOP
		access_rows := access_rows + 1;
		access_first := coalesce(access_first, line.id);
		access_last := line.id;
		access_hash := sha256(access_hash || line.hash);
	END LOOP;
END
$$;
COMMENT ON FUNCTION audit.chain(xid8, xid8) IS
	'Number, first, last and chain of hashes of the rows of each table from transaction p_since to before p_upto. Reads row by '
	'row, whatever their number.';

CREATE OR REPLACE FUNCTION audit.edge(p_since xid8, p_upto xid8, p_rows integer) RETURNS xid8
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
	SELECT (q.xid::text::bigint + 1)::text::xid8 FROM (
			SELECT c.xid FROM audit.changes c WHERE c.xid >= p_since AND c.xid < p_upto
			UNION ALL
			SELECT a.xid FROM audit.access a WHERE a.xid >= p_since AND a.xid < p_upto) AS q
		ORDER BY q.xid OFFSET p_rows - 1 LIMIT 1
$$;
COMMENT ON FUNCTION audit.edge(xid8, xid8, integer) IS
	'Where the rows of the trail from transaction p_since to before p_upto can be cut behind the p_rows-th: the transaction of that one is whole before it. NULL when there '
	'are fewer.';

CREATE OR REPLACE FUNCTION audit.seal(p_rows integer DEFAULT 50000, OUT n bigint, OUT rows bigint)
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	last audit.seals;
	fresh audit.seals;
	since xid8;
	horizon xid8;
BEGIN
	IF p_rows IS NULL OR p_rows < 1 THEN
		RAISE EXCEPTION 'A seal covers at least one row.' USING ERRCODE = '22023';
	END IF;
	IF NOT pg_try_advisory_xact_lock(7315, 2) THEN
		RAISE EXCEPTION 'Another sealer is at work.' USING ERRCODE = '55P03';
	END IF;
	SELECT s.* INTO last FROM audit.seals s ORDER BY s.n DESC LIMIT 1;
	since := coalesce(last.upto, '0'::xid8);
	-- Every transaction before the horizon is over, and what it wrote can be seen by the queries that follow. So whoever commits
	-- late has a number at or after the horizon, and waits for a later seal.
	horizon := pg_snapshot_xmin(pg_current_snapshot());
	IF horizon < since THEN
		RAISE EXCEPTION 'The server counts its transactions from the beginning again.' USING ERRCODE = '55000',
			HINT = 'It was restored from a dump: new rows would come before sealed ones. Restore it from a base backup, or raise its counter (pg_resetwal -x).';
	END IF;
	-- A transaction is covered whole, however long.
	fresh.upto := coalesce(audit.edge(since, horizon, p_rows), horizon);
	SELECT c.changes_rows, c.changes_first, c.changes_last, c.changes_hash, c.access_rows, c.access_first, c.access_last, c.access_hash
	INTO fresh.changes_rows, fresh.changes_first, fresh.changes_last, fresh.changes_hash, fresh.access_rows, fresh.access_first,
		fresh.access_last, fresh.access_hash
	FROM audit.chain(since, fresh.upto) c;
	rows := fresh.changes_rows + fresh.access_rows;
	PERFORM auth.seen('sealer');
	IF rows = 0 THEN
		RETURN;
	END IF;
	fresh.n := coalesce(last.n, 0) + 1;
	fresh.form := 1;
	fresh.at := clock_timestamp();
	fresh.previous := coalesce(last.hash, audit.first_previous());
	fresh.hash := audit.seal_hash(fresh);
	INSERT INTO audit.seals VALUES (fresh.*);
	n := fresh.n;
END
$$;
COMMENT ON FUNCTION audit.seal(integer) IS
	'Makes the next seal: over the rows of transactions that are over, oldest first, about p_rows of them, the last transaction '
	'whole. Returns its number and how many rows it covers; NULL and 0 when there is nothing to seal. Writers never wait for it. '
	'55P03 when another sealer is at work.';
ALTER FUNCTION audit.seal(integer) OWNER TO steward_notary;

CREATE OR REPLACE FUNCTION audit.values_between(p_since xid8, p_upto xid8, OUT emptied bigint, OUT wrong bigint, OUT first_wrong text)
	LANGUAGE sql STABLE AS
$$
	SELECT count(*) FILTER (WHERE v.fits IS NULL), count(*) FILTER (WHERE NOT v.fits), min(v.name) FILTER (WHERE NOT v.fits)
	FROM (
		SELECT 'audit.changes ' || c.id, CASE WHEN c.salt IS NOT NULL OR c.old IS NOT NULL OR c.new IS NOT NULL THEN
			coalesce(c.digest = sha256(c.salt || convert_to(coalesce(c.old::text, '') || chr(10) || coalesce(c.new::text, ''), 'UTF8')), false) END
		FROM audit.changes c WHERE c.xid >= p_since AND c.xid < p_upto
		UNION ALL
		SELECT 'audit.access ' || a.id, CASE WHEN a.salt IS NOT NULL OR a.entity_key IS NOT NULL OR a.request IS NOT NULL OR a.reason IS NOT NULL THEN
			coalesce(a.digest = sha256(a.salt || convert_to(concat_ws(chr(10), coalesce(a.entity_key, ''), coalesce(a.request::text, ''),
				coalesce(a.reason, '')), 'UTF8')), false) END
		FROM audit.access a WHERE a.xid >= p_since AND a.xid < p_upto) AS v (name, fits)
$$;
COMMENT ON FUNCTION audit.values_between(xid8, xid8) IS
	'Of the rows from transaction p_since to before p_upto: how many were emptied by erasure, how many have values that do not fit '
	'their digest, and one of these.';

CREATE OR REPLACE FUNCTION audit.verify(OUT ok boolean, OUT seals bigint, OUT sealed bigint, OUT unsealed bigint, OUT emptied bigint,
	OUT bad_seal bigint, OUT finding text)
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	s audit.seals;
	found record;
	held record;
	since xid8 := '0'::xid8;
	previous bytea := audit.first_previous();
	trouble text;
BEGIN
	seals := 0;
	sealed := 0;
	emptied := 0;
	FOR s IN SELECT list.* FROM audit.seals list ORDER BY list.n LOOP
		seals := seals + 1;
		SELECT c.* INTO found FROM audit.chain(since, s.upto) c;
		SELECT v.* INTO held FROM audit.values_between(since, s.upto) v;
		sealed := sealed + found.changes_rows + found.access_rows;
		emptied := emptied + held.emptied;
		trouble := CASE
			WHEN s.n <> seals THEN 'is not the next: one is missing'
			WHEN s.previous <> previous OR s.upto <= since THEN 'does not follow the one before'
			WHEN s.hash <> audit.seal_hash(s) THEN 'was changed itself'
			WHEN found.changes_rows <> s.changes_rows THEN
				format('covers %s rows of audit.changes, and there are %s', s.changes_rows, found.changes_rows)
			WHEN found.access_rows <> s.access_rows THEN
				format('covers %s rows of audit.access, and there are %s', s.access_rows, found.access_rows)
			WHEN found.changes_hash <> s.changes_hash THEN
				format('covers rows %s to %s of audit.changes, which were changed', s.changes_first, s.changes_last)
			WHEN found.access_hash <> s.access_hash THEN
				format('covers rows %s to %s of audit.access, which were changed', s.access_first, s.access_last)
			WHEN held.wrong > 0 THEN format('covers %s, whose values do not fit its digest', held.first_wrong) END;
		IF finding IS NULL AND trouble IS NOT NULL THEN
			bad_seal := s.n;
			finding := format('Seal %s %s.', s.n, trouble);
		END IF;
		seals := s.n;
		since := s.upto;
		previous := s.hash;
	END LOOP;
	SELECT (SELECT count(*) FROM audit.changes c WHERE c.xid >= since) + (SELECT count(*) FROM audit.access a WHERE a.xid >= since) INTO unsealed;
	SELECT v.* INTO held FROM audit.values_between(since, pg_snapshot_xmax(pg_current_snapshot())) v;
	emptied := emptied + held.emptied;
	IF finding IS NULL AND held.wrong > 0 THEN
		finding := format('%s, not sealed yet, has values that do not fit its digest.', held.first_wrong);
	END IF;
	ok := finding IS NULL;
END
$$;
COMMENT ON FUNCTION audit.verify() IS
	'Checks the seals, the rows they cover, and the values that are still there against their digests: whether all agree, the '
	'number of seals, of sealed rows, of rows not sealed yet and of rows emptied by erasure, and the first seal that does not '
	'agree, with a sentence. Reads row by row. steward audit verify does the same from outside, and asks the witness.';

CREATE OR REPLACE TRIGGER guard BEFORE UPDATE OR DELETE ON audit.seals FOR EACH ROW EXECUTE FUNCTION audit.guard('{}');
CREATE OR REPLACE TRIGGER guard_truncate BEFORE TRUNCATE ON audit.seals EXECUTE FUNCTION audit.guard('{}');
ALTER TABLE audit.seals ENABLE ALWAYS TRIGGER guard, ENABLE ALWAYS TRIGGER guard_truncate;
