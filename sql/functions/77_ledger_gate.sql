-- The ledger's mark. The file outside says how far it goes: steward ledger, and every worker when it connects. A database that knows less was put
-- back from a backup, and one that was not asked since its server's start could have been; in both only the ledger can be worked with.

CREATE OR REPLACE FUNCTION auth.server_mark() RETURNS text
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	RETURN concat_ws('/', (SELECT s.system_identifier FROM pg_control_system() s), (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()), extract(epoch FROM pg_postmaster_start_time()));
END
$$;
COMMENT ON FUNCTION auth.server_mark() IS 'This start of this server, and this database: another after every restore, whether a dump was read or the server was started on the files of a base backup.';

CREATE OR REPLACE FUNCTION auth.ledger_state() RETURNS text
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	m privacy.ledger_mark;
BEGIN
	SELECT * INTO m FROM privacy.ledger_mark;
	RETURN CASE WHEN m.told_at IS NULL THEN 'ok' WHEN m.no > coalesce((SELECT max(l.no) FROM privacy.ledger l), 0) THEN 'behind'
		WHEN m.server <> auth.server_mark() THEN 'unchecked' ELSE 'ok' END;
END
$$;
COMMENT ON FUNCTION auth.ledger_state() IS 'ok; behind: the ledger''s file has erasures that this database does not know; unchecked: there is a file, and it was not compared since the server started.';

CREATE OR REPLACE FUNCTION auth.refuse_held(p_held text) RETURNS void
	LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF p_held = 'behind' THEN
		RAISE EXCEPTION 'This database was restored from a backup that is older than its ledger of erasures.' USING ERRCODE = 'ST014',
			HINT = 'Run steward ledger replay where the ledger is; until then nobody works here.';
	ELSIF p_held = 'unchecked' THEN
		RAISE EXCEPTION 'This database was started, or restored, and not yet compared with its ledger of erasures.' USING ERRCODE = 'ST014',
			HINT = 'Run steward ledger check where the ledger is, or start a worker there, which does it by itself.';
	END IF;
END
$$;
COMMENT ON FUNCTION auth.refuse_held(text) IS 'ST014 with the reason, unless it is NULL or ok.';

CREATE OR REPLACE FUNCTION privacy.ledger_root() RETURNS bytea
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT sha256(convert_to('steward ledger|' || (SELECT i.site_id FROM steward.installation i), 'UTF8')) $$;
COMMENT ON FUNCTION privacy.ledger_root() IS 'What the first line of this installation''s ledger follows.';

CREATE OR REPLACE FUNCTION privacy.ledger_told(p_no bigint, p_hash bytea, p_first bytea) RETURNS text
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	known bigint := coalesce((SELECT max(l.no) FROM privacy.ledger l), 0);
	kept bigint := coalesce((SELECT max(l.no) FROM privacy.ledger l WHERE l.signature IS NOT NULL), 0);
	state text;
BEGIN
	IF p_no IS NULL OR p_no < 0 OR (p_no > 0 AND p_first IS DISTINCT FROM privacy.ledger_root())
		OR (p_no BETWEEN 1 AND known AND p_hash IS DISTINCT FROM (SELECT l.hash FROM privacy.ledger l WHERE l.no = p_no)) THEN
		RAISE EXCEPTION 'The ledger''s file is another database''s.' USING ERRCODE = '22023', HINT = 'Look for the file of this one.';
	END IF;
	IF p_no < greatest(kept, (SELECT m.no FROM privacy.ledger_mark m)) THEN
		RAISE EXCEPTION 'The ledger''s file lacks lines that it had.' USING ERRCODE = '22023', HINT = 'Look for its newest copy; steward ledger sign writes what only the database has.';
	END IF;
	IF p_no > 0 THEN
		UPDATE privacy.ledger_mark m SET no = p_no, server = auth.server_mark(), told_at = clock_timestamp() WHERE m.no <> p_no OR m.server <> auth.server_mark() OR m.told_at IS NULL;
	END IF;
	state := auth.ledger_state();
	UPDATE auth.sessions s SET held = nullif(state, 'ok') WHERE s.ended_at IS NULL AND s.held IS DISTINCT FROM nullif(state, 'ok');
	RETURN state;
END
$$;
COMMENT ON FUNCTION privacy.ledger_told(bigint, bytea, bytea) IS 'Takes what the ledger''s file says of itself, number and hash of its last line and what its first one follows, and returns auth.ledger_state. 22023 when it is not this database''s, or lacks lines.';

CREATE OR REPLACE FUNCTION steward.ledger_told(p_no bigint, p_hash text, p_first text) RETURNS text
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS
$$
BEGIN
	RETURN privacy.ledger_told(p_no, decode(p_hash, 'hex'), decode(p_first, 'hex'));
END
$$;
COMMENT ON FUNCTION steward.ledger_told(bigint, text, text) IS 'privacy.ledger_told for workers, hashes in hexadecimal. For steward_jobs only.';

ALTER FUNCTION auth.server_mark() OWNER TO steward_auth;
ALTER FUNCTION auth.ledger_state() OWNER TO steward_auth;
ALTER FUNCTION auth.refuse_held(text) OWNER TO steward_auth;
ALTER FUNCTION steward.ledger_told(bigint, text, text) OWNER TO steward_eraser;
REVOKE ALL ON FUNCTION auth.server_mark(), auth.ledger_state(), auth.refuse_held(text), steward.ledger_told(bigint, text, text) FROM PUBLIC;
