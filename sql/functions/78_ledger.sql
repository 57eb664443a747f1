-- The ledger between the database and its file outside: lines are signed there, and after a restore they come back from there.

CREATE OR REPLACE FUNCTION privacy.sign_line(p_no bigint, p_signature bytea, p_public_key bytea) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	UPDATE privacy.ledger l SET signature = p_signature, public_key = p_public_key WHERE l.no = p_no AND (l.signature IS NULL OR l.signature = p_signature);
	IF NOT FOUND THEN
		RAISE EXCEPTION 'This line has another signature already.' USING ERRCODE = '22023';
	END IF;
	RETURN 0;
END
$$;
COMMENT ON FUNCTION privacy.sign_line(bigint, bytea, bytea) IS 'Keeps the signature of a line, which is made outside the database. 22023 when it has another.';

CREATE OR REPLACE FUNCTION privacy.guest_of(p_fingerprint bytea) RETURNS text
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	target record;
	found text;
BEGIN
	FOR target IN SELECT format('%I.%I', i.schema_name, i.table_name)::regclass AS relation, i.column_name FROM privacy.identifiers i WHERE i.kind = 'email' AND i.schema_name = 'site' LOOP
		EXECUTE format('SELECT min(lower(t.%1$I)) FROM %2$s t WHERE t.%1$I LIKE ''%%@%%'' AND auth.keyed_hash(''guest|'' || lower(t.%1$I)) = $1', target.column_name, target.relation)
			INTO found USING p_fingerprint;
		IF found IS NOT NULL THEN
			RETURN found;
		END IF;
	END LOOP;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION privacy.guest_of(bytea) IS 'The e-mail address, if it is anywhere on the site, whose keyed hash this is.';

CREATE OR REPLACE FUNCTION privacy.replay_line(p_line privacy.ledger) RETURNS boolean
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	last privacy.ledger;
	e privacy.erasures;
	again privacy.erasure_result;
BEGIN
	LOCK TABLE privacy.ledger IN EXCLUSIVE MODE;
	SELECT * INTO last FROM privacy.ledger l ORDER BY l.no DESC LIMIT 1;
	IF p_line.no IS DISTINCT FROM coalesce(last.no, 0) + 1 OR p_line.hash IS DISTINCT FROM privacy.ledger_hash(p_line)
		OR p_line.previous IS DISTINCT FROM coalesce(last.hash, privacy.ledger_root()) THEN
		RAISE EXCEPTION 'This line does not follow the ledger of this database.' USING ERRCODE = '22023';
	END IF;
	e.id := p_line.erasure_id;
	e.scope := p_line.scope;
	e.emails := ARRAY[]::text[];
	-- Number and fingerprint: who got a number that was used before is somebody else.
	IF p_line.user_id IS NOT NULL THEN
		e.user_id := (SELECT u.id FROM site.users u WHERE u.id = p_line.user_id AND u.erased_at IS NULL AND privacy.fingerprint(u.id, NULL) = p_line.fingerprint);
	ELSE
		e.emails := e.emails || privacy.guest_of(p_line.fingerprint);
	END IF;
	IF e.user_id IS NOT NULL OR e.emails[1] IS NOT NULL THEN
		again := privacy.erase_all(e);
		p_line.replayed_at := clock_timestamp();
	END IF;
	INSERT INTO privacy.ledger SELECT (p_line).*;
	RETURN again.hash IS NOT NULL;
END
$$;
COMMENT ON FUNCTION privacy.replay_line(privacy.ledger) IS 'Takes a line of the ledger''s file into a database that was restored from before it, and erases the person again who matches number and fingerprint. 22023 when the line does not follow.';

CREATE OR REPLACE FUNCTION meta.ledger_sign(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT privacy.sign_line(c.key::bigint, decode(c.args->>'signature', 'hex'), decode(c.args->>'public_key', 'hex')) $$;
COMMENT ON FUNCTION meta.ledger_sign(meta.call) IS 'Verb: the line was signed, {"signature", "public_key"} in hexadecimal.';

CREATE OR REPLACE FUNCTION meta.ledger_create(c meta.call, OUT key text, OUT version bigint)
	LANGUAGE plpgsql AS
$$
DECLARE
	l privacy.ledger;
BEGIN
	IF c.args ? 'head' THEN
		version := CASE privacy.ledger_told((c.args->>'head')::bigint, decode(c.args->>'hash', 'hex'), decode(c.args->>'previous', 'hex')) WHEN 'ok' THEN 0 ELSE 1 END;
		RETURN;
	END IF;
	l.no := (c.args->>'no')::bigint;
	l.erasure_id := (c.args->>'erasure_id')::bigint;
	l.at := (c.args->>'stamp')::timestamptz;
	l.user_id := nullif(c.args->>'user_id', '')::bigint;
	l.fingerprint := decode(c.args->>'fingerprint', 'hex');
	l.scope := c.args->>'scope';
	l.certificate := c.args->>'certificate';
	l.previous := decode(c.args->>'previous', 'hex');
	l.hash := decode(c.args->>'hash', 'hex');
	l.signature := decode(c.args->>'signature', 'hex');
	l.public_key := decode(c.args->>'public_key', 'hex');
	PERFORM privacy.replay_line(l);
	key := l.no::text;
	version := 0;
END
$$;
COMMENT ON FUNCTION meta.ledger_create(meta.call) IS 'Replays a line of the ledger''s file into a restored database; or, with {"head", "hash", "previous"}, takes how far the file goes: no key comes back then, and version 1 when the database does not go as far.';
