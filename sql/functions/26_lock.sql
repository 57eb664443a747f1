-- The lock of the screen. While a session is locked the gate refuses it: who takes over the terminal, or the connection behind it, gets
-- no further. The PIN opens it (of somebody who has none: the password), proved as at a log-in, and for the same reasons in three calls:
-- begin; submit, which tells nothing; finish, which tells the verdict on a submission that is committed.

CREATE OR REPLACE FUNCTION auth.need_session(OUT user_id bigint, OUT session_id bigint, OUT locked boolean)
	LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	found text;
BEGIN
	PERFORM auth.check_transaction();
	SELECT h.user_id, h.session_id, h.state = 'locked', h.state INTO user_id, session_id, locked, found FROM auth.here h;
	IF found IS NULL OR found NOT IN ('ok', 'locked') THEN
		RAISE EXCEPTION USING ERRCODE = 'ST001', HINT = coalesce(found, 'none'),
			MESSAGE = CASE WHEN found IS NULL THEN 'You are not logged in.' ELSE 'Your session has ended.' END;
	END IF;
END
$$;
COMMENT ON FUNCTION auth.need_session() IS
	'The gate of the lock: person and session that live here, locked or not. Does not count as activity. ST001 as auth.need.';

CREATE OR REPLACE FUNCTION auth.lock_session(p_session_id bigint) RETURNS timestamptz
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	moment timestamptz;
BEGIN
	UPDATE auth.sessions s SET locked_at = clock_timestamp() WHERE s.id = p_session_id AND s.locked_at IS NULL AND s.ended_at IS NULL
	RETURNING s.locked_at INTO moment;
	IF NOT FOUND THEN
		SELECT s.locked_at INTO moment FROM auth.sessions s WHERE s.id = p_session_id;
	END IF;
	RETURN moment;
END
$$;
COMMENT ON FUNCTION auth.lock_session(bigint) IS 'Locks a session, unless it is locked. Returns since when it is.';

CREATE OR REPLACE FUNCTION api.lock() RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS
$$
DECLARE
	here record := auth.need_session();
BEGIN
	PERFORM auth.lock_session(here.session_id);
END
$$;
COMMENT ON FUNCTION api.lock() IS
	'Locks this session: until it is unlocked every call that needs a session fails (ST004). Does not count as activity. ST001 when '
	'nobody is logged in.';

CREATE OR REPLACE FUNCTION api.begin_unlock(OUT attempt bigint, OUT nonce bytea, OUT salt bytea, OUT kdf integer, OUT login text,
	OUT address text, OUT secret text)
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS
$$
DECLARE
	here record := auth.need_session();
	since timestamptz := auth.lock_session(here.session_id);
	start timestamptz := auth.backend_start();
	settled inet;
BEGIN
	-- Each one writes a row.
	IF (SELECT count(*) FROM auth.attempts a WHERE a.pid = pg_backend_pid() AND a.backend_start = start AND a.purpose = 'unlock'
		AND a.at >= since) >= auth.setting('attempts_per_connection')::integer THEN
		RAISE EXCEPTION 'Too many log-ins on this connection.' USING ERRCODE = 'ST003', HINT = 'Start the console again.';
	END IF;
	SELECT t.login, CASE WHEN t.pin_stored IS NULL THEN 'password' ELSE 'pin' END INTO login, secret
	FROM auth.staff t WHERE t.user_id = here.user_id;
	SELECT s.address INTO settled FROM auth.sessions s WHERE s.id = here.session_id;
	nonce := public.gen_random_bytes(32);
	salt := substr(public.hmac(convert_to(login, 'UTF8'), (SELECT k.value FROM auth.secrets k WHERE k.name = 'salt'), 'sha256'), 1, 16);
	kdf := auth.setting('kdf')::integer;
	address := coalesce(host(settled), '');
	INSERT INTO auth.attempts (purpose, pid, backend_start, login, user_id, address, address_ok, nonce, begin_xid)
	VALUES ('unlock', pg_backend_pid(), start, login, here.user_id, settled, true, nonce, pg_current_xact_id())
	RETURNING id INTO attempt;
END
$$;
COMMENT ON FUNCTION api.begin_unlock() IS
	'First call of unlocking. Locks the session if it is not locked. Returns the attempt, a nonce, the salt, how to stretch, the name and '
	'address that the proof signs, and which secret it takes: pin, or the password of somebody who has none. ST003 after too many.';

CREATE OR REPLACE FUNCTION api.submit_unlock(p_attempt bigint, p_proof bytea) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS
$$
DECLARE
	here record := auth.need_session();
BEGIN
	IF length(p_proof) IS DISTINCT FROM 32 THEN
		RAISE EXCEPTION 'A proof has 32 bytes.' USING ERRCODE = '22023';
	END IF;
	UPDATE auth.attempts SET submit_xid = pg_current_xact_id(), submitted_at = clock_timestamp(), pin_proof = p_proof
	WHERE id = p_attempt AND purpose = 'unlock' AND user_id = here.user_id AND pid = pg_backend_pid()
		AND backend_start = auth.backend_start() AND submit_xid IS NULL
		AND begin_xid <> pg_current_xact_id() AND at > clock_timestamp() - auth.setting('attempt_age')::interval;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'This log-in cannot go on.' USING ERRCODE = '22023', HINT = 'Begin again.';
	END IF;
END
$$;
COMMENT ON FUNCTION api.submit_unlock(bigint, bytea) IS
	'Second call of unlocking: takes the proof (32 bytes) and tells nothing. 22023 as api.submit_login.';

CREATE OR REPLACE FUNCTION auth.unlock_verdict(p_attempt auth.attempts, p_locked_at timestamptz) RETURNS text
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	stored bytea;
	guesses integer;
BEGIN
	SELECT coalesce(t.pin_stored, t.password_stored) INTO stored FROM auth.staff t
	WHERE t.user_id = p_attempt.user_id AND t.login = p_attempt.login AND t.kdf = auth.setting('kdf')::integer;
	SELECT count(*)::integer INTO guesses FROM auth.attempts a WHERE a.pid = p_attempt.pid AND a.backend_start = p_attempt.backend_start
		AND a.purpose = 'unlock' AND a.at >= p_locked_at AND a.submit_xid IS NOT NULL AND a.verdict IS DISTINCT FROM 'ok';
	RETURN CASE
		WHEN guesses > auth.setting('unlock_attempts')::integer THEN 'locked'
		WHEN stored IS NOT NULL AND auth.proof_fits(p_attempt.pin_proof, stored, auth.signed_message(p_attempt)) THEN 'ok'
		ELSE 'wrong'
	END;
END
$$;
COMMENT ON FUNCTION auth.unlock_verdict(auth.attempts, timestamptz) IS
	'What a committed attempt to unlock deserves: ok, wrong, or locked (too many since the lock; not looked at). Only what this very '
	'connection tried counts, so that nobody elsewhere can keep a screen locked.';

CREATE OR REPLACE FUNCTION api.finish_unlock(p_attempt bigint) RETURNS text
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_min_messages = warning SET lock_timeout = '10s' AS
$$
DECLARE
	here record := auth.need_session();
	attempt auth.attempts;
	session auth.sessions;
	found_verdict text;
BEGIN
	SELECT s.* INTO session FROM auth.sessions s WHERE s.id = here.session_id;
	SELECT a.* INTO attempt FROM auth.attempts a WHERE a.id = p_attempt AND a.purpose = 'unlock' AND a.user_id = here.user_id
		AND a.pid = pg_backend_pid() AND a.backend_start = session.backend_start AND a.at >= session.locked_at;
	-- Commit before reveal, as api.finish_login.
	IF attempt.submit_xid IS NULL OR attempt.verdict IS NOT NULL OR attempt.submit_xid = pg_current_xact_id()
		OR pg_xact_status(attempt.submit_xid) IS DISTINCT FROM 'committed'
		OR attempt.at < clock_timestamp() - auth.setting('attempt_age')::interval THEN
		RAISE EXCEPTION 'This log-in cannot go on.' USING ERRCODE = '22023', HINT = 'Begin again.';
	END IF;
	found_verdict := auth.unlock_verdict(attempt, session.locked_at);
	UPDATE auth.attempts SET verdict = found_verdict, pin_proof = NULL WHERE id = attempt.id;
	PERFORM auth.note_event('unlock ' || found_verdict, attempt.user_id, session.id, attempt.address, attempt.login, NULL);
	IF found_verdict = 'ok' THEN
		UPDATE auth.sessions SET locked_at = NULL, last_active_at = clock_timestamp(), proved_at = clock_timestamp() WHERE id = session.id;
		RETURN 'ok';
	END IF;
	IF found_verdict = 'locked' THEN
		UPDATE auth.sessions SET ended_at = clock_timestamp(), end_reason = 'unlock failed' WHERE id = session.id AND ended_at IS NULL;
		PERFORM auth.note_event('session ended', attempt.user_id, session.id, attempt.address, attempt.login, 'unlock failed');
	END IF;
	RETURN 'denied';
END
$$;
COMMENT ON FUNCTION api.finish_unlock(bigint) IS
	'Third call of unlocking: ok, or denied. After too many wrong ones the session ends and nothing is looked at any more. Only for a '
	'submission that an earlier transaction committed (22023).';

SELECT steward.own_functions('auth', 'steward_auth');
DO $owner$
DECLARE
	routine regprocedure;
BEGIN
	FOREACH routine IN ARRAY ARRAY['api.lock()', 'api.begin_unlock()', 'api.submit_unlock(bigint, bytea)',
		'api.finish_unlock(bigint)']::regprocedure[]
	LOOP
		EXECUTE format('ALTER FUNCTION %s OWNER TO steward_auth', routine);
		EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', routine);
	END LOOP;
END
$owner$;
