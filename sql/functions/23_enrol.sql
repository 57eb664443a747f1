-- One-time codes, and setting one's own secrets. The same three calls as a log-in, for the same reasons: begin; submit, which tells
-- nothing; finish, which tells the verdict on a submission that is committed. A wrong code counts like a wrong password.
--
-- The code is made by the console of the superadmin and shown there once. It comes here neither when it is given nor when it is used:
-- what is stored is SHA-256 of a key made from it, and its holder proves that key over what he wants stored.

CREATE OR REPLACE FUNCTION api.begin_enrol(p_login text, p_address inet, p_libpq_pid integer, p_fingerprint text DEFAULT NULL,
	OUT attempt bigint, OUT nonce bytea, OUT salt bytea, OUT kdf integer, OUT address text)
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS
$$
BEGIN
	SELECT b.attempt, b.nonce, b.salt, b.kdf, b.address INTO attempt, nonce, salt, kdf, address
	FROM auth.begin_attempt('enrol', p_login, p_address, p_libpq_pid, p_fingerprint) b;
END
$$;
COMMENT ON FUNCTION api.begin_enrol(text, inet, integer, text) IS
	'First call of using a one-time code. Takes and returns what api.begin_login does, for names with a code, without one and '
	'names that do not exist alike.';

CREATE OR REPLACE FUNCTION auth.check_new_secrets(p_password_stored bytea, p_pin_stored bytea) RETURNS void
	LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF length(p_password_stored) <> 32 OR length(p_pin_stored) <> 32 OR coalesce(p_password_stored, p_pin_stored) IS NULL THEN
		RAISE EXCEPTION 'What is stored of a secret has 32 bytes.' USING ERRCODE = '22023';
	END IF;
END
$$;
COMMENT ON FUNCTION auth.check_new_secrets(bytea, bytea) IS 'Refuses (22023) what is no new password or PIN; one of the two may be NULL.';

CREATE OR REPLACE FUNCTION api.submit_enrol(p_attempt bigint, p_code_proof bytea, p_password_stored bytea, p_pin_stored bytea) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS
$$
BEGIN
	PERFORM auth.check_transaction();
	IF length(p_code_proof) IS DISTINCT FROM 32 THEN
		RAISE EXCEPTION 'A proof has 32 bytes.' USING ERRCODE = '22023';
	END IF;
	PERFORM auth.check_new_secrets(p_password_stored, p_pin_stored);
	UPDATE auth.attempts SET submit_xid = pg_current_xact_id(), submitted_at = clock_timestamp(),
		password_proof = p_code_proof, new_password = p_password_stored, new_pin = p_pin_stored
	WHERE id = p_attempt AND purpose = 'enrol' AND pid = pg_backend_pid() AND backend_start = auth.backend_start() AND submit_xid IS NULL
		AND begin_xid <> pg_current_xact_id() AND at > clock_timestamp() - auth.setting('attempt_age')::interval;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'This log-in cannot go on.' USING ERRCODE = '22023', HINT = 'Begin again.';
	END IF;
END
$$;
COMMENT ON FUNCTION api.submit_enrol(bigint, bytea, bytea, bytea) IS
	'Second call of using a one-time code: the proof of the code over what is to be stored of the new password and PIN (SHA-256 '
	'of the client keys; NULL for what is not set). Tells nothing. 22023 as api.submit_login.';

CREATE OR REPLACE FUNCTION auth.enrol_verdict(p_attempt auth.attempts, OUT verdict text, OUT code_id bigint, OUT kind text)
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	code auth.codes;
	usable boolean;
	fits boolean;
	in_window integer := auth.failures(p_attempt.login, clock_timestamp() - auth.setting('attempt_window')::interval, false);
	from_address integer := auth.address_failures(p_attempt.address);
BEGIN
	SELECT c.* INTO code FROM auth.codes c WHERE c.user_id = p_attempt.user_id AND c.used_at IS NULL AND c.withdrawn_at IS NULL
		AND c.expires_at > clock_timestamp();
	SELECT u.enabled AND u.hidden_at IS NULL AND site.is_staff(u.type) AND t.login = p_attempt.login AND t.kdf = auth.setting('kdf')::integer
	INTO usable FROM site.users u JOIN auth.staff t ON t.user_id = u.id WHERE u.id = p_attempt.user_id;
	-- Names that do not exist and people without a code cost the same work.
	fits := auth.proof_fits(p_attempt.password_proof, coalesce(code.code_stored, sha256(p_attempt.nonce)), auth.signed_message(p_attempt));
	code_id := code.id;
	kind := code.kind;
	verdict := CASE
		WHEN from_address > auth.setting('address_limit')::integer THEN 'throttled'
		WHEN NOT p_attempt.address_ok THEN 'address'
		WHEN in_window > auth.setting('attempts')::integer THEN 'locked'
		WHEN p_attempt.user_id IS NULL THEN 'unknown'
		WHEN usable IS NOT TRUE THEN 'disabled'
		WHEN code.id IS NOT NULL AND fits THEN 'ok'
		ELSE 'wrong'
	END;
END
$$;
COMMENT ON FUNCTION auth.enrol_verdict(auth.attempts) IS
	'What a committed use of a one-time code deserves, in the words of auth.verdict, and the code. An account that waits for a '
	'reset after too many failures in a row does not wait here: the code is that reset.';

CREATE OR REPLACE FUNCTION auth.store_secrets(p_user_id bigint, p_password_stored bytea, p_pin_stored bytea) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	UPDATE auth.staff SET kdf = auth.setting('kdf')::integer, password_stored = coalesce(p_password_stored, password_stored),
		pin_stored = coalesce(p_pin_stored, pin_stored), changed_at = clock_timestamp(),
		cleared_snapshot = pg_current_snapshot(), cleared_at = clock_timestamp()
	WHERE user_id = p_user_id;
END
$$;
COMMENT ON FUNCTION auth.store_secrets(bigint, bytea, bytea) IS 'Stores what is given of new secrets, NULL leaving the old, and forgets failed log-ins.';

CREATE OR REPLACE FUNCTION auth.use_code(p_attempt auth.attempts) RETURNS text
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	pin_needed boolean;
	judged record;
BEGIN
	-- The proof is good: only the holder of the code can be waiting here.
	PERFORM FROM auth.staff t WHERE t.user_id = p_attempt.user_id FOR NO KEY UPDATE;
	judged := auth.enrol_verdict(p_attempt);
	IF judged.verdict <> 'ok' THEN
		RETURN 'denied';
	END IF;
	SELECT t.pin_required OR u.type IN ('superadmin', 'sysadmin') INTO pin_needed
	FROM auth.staff t JOIN site.users u ON u.id = t.user_id WHERE t.user_id = p_attempt.user_id;
	IF (judged.kind IN ('enrol', 'password') AND p_attempt.new_password IS NULL)
		OR ((judged.kind = 'pin' OR (judged.kind = 'enrol' AND pin_needed)) AND p_attempt.new_pin IS NULL) THEN
		RETURN 'incomplete ' || judged.kind;
	END IF;
	UPDATE auth.codes SET used_at = clock_timestamp() WHERE id = judged.code_id AND used_at IS NULL AND withdrawn_at IS NULL;
	IF NOT FOUND THEN
		RETURN 'denied';
	END IF;
	PERFORM auth.store_secrets(p_attempt.user_id, CASE WHEN judged.kind <> 'pin' THEN p_attempt.new_password END,
		CASE WHEN judged.kind <> 'password' THEN p_attempt.new_pin END);
	PERFORM auth.note_event('secrets set', p_attempt.user_id, NULL, p_attempt.address, p_attempt.login, 'one-time code, ' || judged.kind);
	RETURN 'ok ' || judged.kind;
END
$$;
COMMENT ON FUNCTION auth.use_code(auth.attempts) IS
	'Uses the code that a good attempt proved and stores the new secrets: ok with the kind of the code; incomplete with the kind '
	'when what it sets is missing, and the code can still be used; denied when somebody was faster.';

CREATE OR REPLACE FUNCTION api.finish_enrol(p_attempt bigint) RETURNS text
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_min_messages = warning SET lock_timeout = '10s' AS
$$
DECLARE
	attempt auth.attempts;
	found_verdict text;
	told text := 'denied';
BEGIN
	PERFORM auth.check_transaction();
	SELECT a.* INTO attempt FROM auth.attempts a
	WHERE a.id = p_attempt AND a.purpose = 'enrol' AND a.pid = pg_backend_pid() AND a.backend_start = auth.backend_start();
	-- Commit before reveal, as api.finish_login.
	IF attempt.submit_xid IS NULL OR attempt.verdict IS NOT NULL OR attempt.submit_xid = pg_current_xact_id()
		OR pg_xact_status(attempt.submit_xid) IS DISTINCT FROM 'committed'
		OR attempt.at < clock_timestamp() - auth.setting('attempt_age')::interval THEN
		RAISE EXCEPTION 'This log-in cannot go on.' USING ERRCODE = '22023', HINT = 'Begin again.';
	END IF;
	SELECT v.verdict INTO found_verdict FROM auth.enrol_verdict(attempt) v;
	IF found_verdict = 'ok' THEN
		told := auth.use_code(attempt);
		found_verdict := CASE told WHEN 'denied' THEN 'wrong' ELSE 'ok' END;
	END IF;
	UPDATE auth.attempts SET verdict = found_verdict, password_proof = NULL, new_password = NULL, new_pin = NULL WHERE id = attempt.id;
	PERFORM auth.note_event('code ' || found_verdict, attempt.user_id, NULL, attempt.address, attempt.login, NULL);
	IF found_verdict = 'throttled' THEN
		PERFORM auth.block_address(attempt.address);
	END IF;
	RETURN told;
END
$$;
COMMENT ON FUNCTION api.finish_enrol(bigint) IS
	'Third call of using a one-time code: "ok" and the kind of the code (enrol, password, pin) when the secrets are set, "incomplete" '
	'and the kind when the code is right but what it sets is missing, else denied, which never says why. The person''s sessions end. '
	'Only for a submission that an earlier transaction committed (22023).';

-- One's own ----------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION api.submit_change(p_attempt bigint, p_password_proof bytea, p_pin_proof bytea, p_password_stored bytea,
	p_pin_stored bytea) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS
$$
DECLARE
	here record := auth.need(NULL);
BEGIN
	IF length(p_password_proof) IS DISTINCT FROM 32 OR length(p_pin_proof) IS DISTINCT FROM 32 THEN
		RAISE EXCEPTION 'A proof has 32 bytes.' USING ERRCODE = '22023';
	END IF;
	PERFORM auth.check_new_secrets(p_password_stored, p_pin_stored);
	UPDATE auth.attempts SET purpose = 'change', submit_xid = pg_current_xact_id(), submitted_at = clock_timestamp(),
		password_proof = p_password_proof, pin_proof = p_pin_proof, new_password = p_password_stored, new_pin = p_pin_stored
	WHERE id = p_attempt AND purpose = 'login' AND user_id = here.user_id AND pid = pg_backend_pid()
		AND backend_start = auth.backend_start() AND submit_xid IS NULL
		AND begin_xid <> pg_current_xact_id() AND at > clock_timestamp() - auth.setting('attempt_age')::interval;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'This log-in cannot go on.' USING ERRCODE = '22023', HINT = 'Begin again.';
	END IF;
END
$$;
COMMENT ON FUNCTION api.submit_change(bigint, bytea, bytea, bytea, bytea) IS
	'Second call of changing one''s own secrets, after api.begin_login with one''s own name: the proofs of the present password and PIN '
	'over what is to be stored of the new ones (NULL for what stays). Tells nothing. 22023 as api.submit_login, ST001 without a session.';

CREATE OR REPLACE FUNCTION api.finish_change(p_attempt bigint) RETURNS text
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_min_messages = warning SET lock_timeout = '10s' AS
$$
DECLARE
	here record := auth.need(NULL);
	attempt auth.attempts;
	found_verdict text;
BEGIN
	SELECT a.* INTO attempt FROM auth.attempts a WHERE a.id = p_attempt AND a.purpose = 'change' AND a.user_id = here.user_id
		AND a.pid = pg_backend_pid() AND a.backend_start = auth.backend_start();
	IF attempt.submit_xid IS NULL OR attempt.verdict IS NOT NULL OR attempt.submit_xid = pg_current_xact_id()
		OR pg_xact_status(attempt.submit_xid) IS DISTINCT FROM 'committed'
		OR attempt.at < clock_timestamp() - auth.setting('attempt_age')::interval THEN
		RAISE EXCEPTION 'This log-in cannot go on.' USING ERRCODE = '22023', HINT = 'Begin again.';
	END IF;
	found_verdict := auth.verdict(attempt);
	IF found_verdict = 'ok' THEN
		PERFORM FROM auth.staff t WHERE t.user_id = attempt.user_id FOR NO KEY UPDATE;
		found_verdict := auth.verdict(attempt);
	END IF;
	UPDATE auth.attempts SET verdict = found_verdict, password_proof = NULL, pin_proof = NULL, new_password = NULL, new_pin = NULL
	WHERE id = attempt.id;
	PERFORM auth.note_event('change ' || found_verdict, attempt.user_id, here.session_id, attempt.address, attempt.login, NULL);
	IF found_verdict = 'throttled' THEN
		PERFORM auth.block_address(attempt.address);
	END IF;
	IF found_verdict <> 'ok' THEN
		RETURN 'denied';
	END IF;
	-- A code that somebody else may hold ends with the secrets that it was to replace.
	UPDATE auth.codes SET withdrawn_at = clock_timestamp() WHERE user_id = attempt.user_id AND used_at IS NULL AND withdrawn_at IS NULL;
	PERFORM auth.store_secrets(attempt.user_id, attempt.new_password, attempt.new_pin);
	PERFORM auth.note_event('secrets set', attempt.user_id, here.session_id, attempt.address, attempt.login, 'by the person');
	RETURN 'ok';
END
$$;
COMMENT ON FUNCTION api.finish_change(bigint) IS
	'Third call of changing one''s own secrets: ok, or denied. Counts like a log-in. This session goes on, an unused one-time code '
	'does not.';

SELECT steward.own_functions('auth', 'steward_auth');
DO $owner$
DECLARE
	routine regprocedure;
BEGIN
	FOREACH routine IN ARRAY ARRAY['api.begin_enrol(text, inet, integer, text)', 'api.submit_enrol(bigint, bytea, bytea, bytea)',
		'api.finish_enrol(bigint)', 'api.submit_change(bigint, bytea, bytea, bytea, bytea)', 'api.finish_change(bigint)']::regprocedure[]
	LOOP
		EXECUTE format('ALTER FUNCTION %s OWNER TO steward_auth', routine);
		EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', routine);
	END LOOP;
END
$owner$;
