-- The programs that keep watch say that they are alive, and what they know of the seals. What the database says of its own witness is for the
-- eye: whoever owns it can write what he likes here, and `steward audit verify` asks the witness's file.

CREATE OR REPLACE FUNCTION auth.seen(p_keeper text) RETURNS void
	LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	INSERT INTO auth.keepers AS k (name) VALUES (p_keeper)
	ON CONFLICT ON CONSTRAINT keepers_pkey DO UPDATE SET seen_at = clock_timestamp() WHERE k.seen_at < clock_timestamp() - interval '10 seconds'
$$;
COMMENT ON FUNCTION auth.seen(text) IS 'Notes that a program that keeps watch is alive.';

CREATE OR REPLACE FUNCTION auth.witnessed(p_seal bigint) RETURNS void
	LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	INSERT INTO auth.keepers AS k (name, seal) VALUES ('witness', p_seal)
	ON CONFLICT ON CONSTRAINT keepers_pkey DO UPDATE SET seen_at = clock_timestamp(), seal = excluded.seal
$$;
COMMENT ON FUNCTION auth.witnessed(bigint) IS 'Notes the last seal that the witness signed. For steward_witness only.';

CREATE OR REPLACE FUNCTION auth.verified(p_seal bigint, p_findings bigint) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	INSERT INTO auth.keepers AS k (name, seal, findings) VALUES ('verifier', p_seal, p_findings)
	ON CONFLICT ON CONSTRAINT keepers_pkey DO UPDATE SET seen_at = clock_timestamp(), seal = excluded.seal, findings = excluded.findings;
	IF p_findings > 0 THEN
		PERFORM auth.note_event('trail broken', NULL, NULL, NULL, NULL, format('steward audit verify: %s findings', p_findings));
	ELSE
		PERFORM auth.note_event('trail verified', NULL, NULL, NULL, NULL, format('steward audit verify: up to seal %s', p_seal));
	END IF;
END
$$;
COMMENT ON FUNCTION auth.verified(bigint, bigint) IS 'Notes what a check of the trail found, as an event too. For the administrator only.';

CREATE OR REPLACE FUNCTION audit.behind(p_signed bigint, OUT last_seal bigint, OUT open_rows bigint, OUT open_since timestamptz, OUT unsigned_since timestamptz)
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	edge xid8;
BEGIN
	SELECT s.n, s.upto INTO last_seal, edge FROM audit.seals s ORDER BY s.n DESC LIMIT 1;
	edge := coalesce(edge, '0'::xid8);
	-- As far as it is worth counting.
	SELECT count(*), min(r.at) INTO open_rows, open_since FROM (
		(SELECT c.at FROM audit.changes c WHERE c.xid >= edge ORDER BY c.xid, c.id LIMIT 5000)
		UNION ALL (SELECT a.at FROM audit.access a WHERE a.xid >= edge ORDER BY a.xid, a.id LIMIT 5000)) AS r;
	unsigned_since := (SELECT s.at FROM audit.seals s WHERE s.n = p_signed + 1);
END
$$;
COMMENT ON FUNCTION audit.behind(bigint) IS
	'The last seal, how many rows no seal covers (5,000 of each table at most), since when the oldest of them waits, and since when the first seal after the given one does.';
ALTER FUNCTION audit.behind(bigint) OWNER TO steward_notary;
REVOKE ALL ON FUNCTION audit.behind(bigint) FROM PUBLIC;

CREATE OR REPLACE FUNCTION auth.keeper_states() RETURNS TABLE (place integer, name text, state text, seen_at timestamptz, seal bigint, behind bigint, since timestamptz)
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	moment CONSTANT timestamptz := clock_timestamp();
	signed CONSTANT bigint := coalesce((SELECT k.seal FROM auth.keepers k WHERE k.name = 'witness'), 0);
	b CONSTANT record := audit.behind(signed);
BEGIN
	RETURN QUERY SELECT k.place, k.name, CASE WHEN k.seen_at IS NULL THEN 'never'
			WHEN k.name = 'verifier' AND k.findings > 0 THEN 'wrong'
			WHEN k.seen_at < moment - k.patience THEN 'late'
			WHEN k.name = 'sealer' AND b.open_since < moment - k.patience THEN 'late'
			WHEN k.name = 'witness' AND b.unsigned_since < moment - k.patience THEN 'late' ELSE 'ok' END,
		k.seen_at, CASE k.name WHEN 'sealer' THEN b.last_seal ELSE k.seal END,
		CASE k.name WHEN 'sealer' THEN b.open_rows WHEN 'witness' THEN b.last_seal - signed WHEN 'verifier' THEN k.findings END,
		CASE k.name WHEN 'sealer' THEN b.open_since WHEN 'witness' THEN b.unsigned_since END
	FROM (SELECT p.place, p.name, p.patience, h.seal, h.findings, CASE p.name WHEN 'worker' THEN (SELECT max(w.seen_at) FROM steward.workers w) ELSE h.seen_at END AS seen_at
		FROM (VALUES (1, 'sealer', interval '1 hour'), (2, 'witness', interval '1 hour'), (3, 'verifier', interval '35 days'), (4, 'warden', interval '5 minutes'),
			(5, 'mailer', interval '10 minutes'), (6, 'worker', interval '5 minutes')) AS p (place, name, patience)
		LEFT JOIN auth.keepers h ON h.name = p.name) AS k;
END
$$;
COMMENT ON FUNCTION auth.keeper_states() IS
	'Each program that keeps watch: ok, late (not heard of, or behind with its work, for longer than it should), never heard of, or wrong (the verifier found '
	'something amiss); when it was heard of last, the last seal it made, signed or checked, how many rows or seals it is behind (verifier: findings), and since when.';

SELECT steward.own_functions('auth', 'steward_auth');
