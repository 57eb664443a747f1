-- Log-in, the gate and sessions.
--
-- The client owns its transaction: it can roll back whatever a call wrote and keep what the call told. So nothing is told
-- before its record was committed by an earlier transaction. Log-in is three calls: begin gives a nonce; submit takes the
-- proofs and tells nothing; finish tells the verdict on a submission that is committed. Every committed submission is a
-- failed log-in until its verdict says otherwise, so a rolled-back finish wins nobody a guess.
--
-- The server log tells what a rollback cannot undo. A client can ask to be sent the log as well (client_min_messages), so every
-- function that it calls sets that back.
--
-- No row that the person needs is locked before the proof is good: or a stranger could hold the lock and keep the person out.

-- Small parts ------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION auth.setting(p_name text) RETURNS text
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	result text;
BEGIN
	SELECT value INTO STRICT result FROM auth.settings WHERE name = p_name;
	RETURN result;
END
$$;
COMMENT ON FUNCTION auth.setting(text) IS 'Value of a setting of the log-in. A name that does not exist is an error.';

CREATE OR REPLACE FUNCTION auth.normal_login(p_login text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN left(btrim(lower(normalize(coalesce(p_login, ''), NFC))), 254);
COMMENT ON FUNCTION auth.normal_login(text) IS
	'A log-in name as it is compared and as the proof signs it: NFC, lower case, no blanks around it, at most 254 '
	'characters.';

CREATE OR REPLACE FUNCTION auth.plain_address(p_address inet) RETURNS inet
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN p_address <<= '::ffff:0:0/96' THEN substr(host(p_address), 8) ELSE host(p_address) END::inet;
COMMENT ON FUNCTION auth.plain_address(inet) IS
	'A single address: without a mask, and a version 4 address in its own form even when it came mapped into version 6.';

CREATE OR REPLACE FUNCTION auth.backend_start() RETURNS timestamptz
	LANGUAGE sql STABLE
	RETURN (SELECT backend_start FROM pg_stat_get_activity(pg_backend_pid()));
COMMENT ON FUNCTION auth.backend_start() IS
	'When this backend started. With the process number it names the backend for ever, since numbers are used again.';

CREATE OR REPLACE FUNCTION auth.check_transaction() RETURNS void
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF current_setting('transaction_isolation') <> 'read committed' THEN
		RAISE EXCEPTION 'Only READ COMMITTED transactions are allowed.' USING ERRCODE = '25001';
	END IF;
	IF pg_is_in_recovery() THEN
		RAISE EXCEPTION 'This server is a standby.' USING ERRCODE = '25006', HINT = 'Connect to the primary server.';
	END IF;
END
$$;
COMMENT ON FUNCTION auth.check_transaction() IS
	'Refuses isolation levels in which a revoked right would still be seen (25001), and a standby (25006).';

CREATE OR REPLACE FUNCTION auth.proof_fits(p_proof bytea, p_stored bytea, p_message bytea) RETURNS boolean
	LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	signature bytea := public.hmac(p_message, p_stored, 'sha256');
	client_key bytea := p_proof;
BEGIN
	FOR i IN 0..31 LOOP
		client_key := set_byte(client_key, i, get_byte(p_proof, i) # get_byte(signature, i));
	END LOOP;
	RETURN sha256(client_key) = p_stored;
END
$$;
COMMENT ON FUNCTION auth.proof_fits(bytea, bytea, bytea) IS
	'Whether the proof, 32 bytes, was made for this message with the client key whose SHA-256 is stored (RFC 5802). '
	'What is stored cannot be used to log in.';

CREATE OR REPLACE FUNCTION auth.note_event(p_kind text, p_user_id bigint, p_session_id bigint, p_address inet, p_login text, p_detail text)
	RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	INSERT INTO auth.events (kind, user_id, session_id, address, login, detail)
	VALUES (p_kind, p_user_id, p_session_id, p_address, p_login, p_detail);
	-- The server log cannot be rolled back. Names come from strangers: no line breaks into the log.
	RAISE LOG 'steward event: % user=% session=% address=% login=% detail=%', p_kind, p_user_id, p_session_id, host(p_address),
		to_json(p_login), p_detail;
END
$$;
COMMENT ON FUNCTION auth.note_event(text, bigint, bigint, inet, text, text) IS
	'Writes an event to auth.events and to the server log.';

-- Refusals ---------------------------------------------------------------------------------------------------------

-- A refused call rolls back all that it wrote. What stays is counted in sequences, which no transaction takes back: one for all, which the
-- warden compares with the events, and one of which each backend remembers what it set last. The next good call of the session finds its own
-- count ahead of what is noted, and notes the rest as an event.

CREATE OR REPLACE FUNCTION auth.numbered_rights() RETURNS TABLE (n bigint, name text)
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
	BEGIN ATOMIC
		SELECT row_number() OVER (ORDER BY r.name), r.name FROM auth.rights r;
	END;
COMMENT ON FUNCTION auth.numbered_rights() IS 'The rights, numbered from 1: what a sequence can remember of one.';

CREATE OR REPLACE FUNCTION auth.count_refusal(p_what text) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	mine bigint := 0::bigint;
	-- 0: not logged in; 999: a rule that no right lifts.
	place bigint := CASE p_what WHEN 'log-in' THEN 0::bigint ELSE coalesce((SELECT r.n FROM auth.numbered_rights() r WHERE r.name = p_what), 999::bigint) END;
BEGIN
	RAISE LOG 'steward refused: % user=%', p_what, (SELECT h.user_id FROM auth.here h);
	-- Nothing can be counted in a READ ONLY transaction; the log has it.
	IF current_setting('transaction_read_only') = 'on' THEN
		RETURN;
	END IF;
	BEGIN
		mine := currval('auth.refused_seq');
	EXCEPTION WHEN object_not_in_prerequisite_state THEN
		NULL;
	END;
	PERFORM nextval('auth.refusals_seq');
	PERFORM setval('auth.refused_seq', (mine / 1000 + 1) * 1000 + place);
END
$$;
COMMENT ON FUNCTION auth.count_refusal(text) IS
	'Counts a call that is about to be refused, in a way that its rollback does not undo: for want of this right, of a ''log-in'', or for a '
	'rule that no right lifts. And tells the server''s log.';

CREATE OR REPLACE FUNCTION auth.note_refusals(p_session_id bigint, p_user_id bigint, p_counted bigint) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	-- The same call may pass the gate twice.
	before bigint := (SELECT s.refusals FROM auth.sessions s WHERE s.id = p_session_id);
	fresh bigint := p_counted / 1000 - before;
BEGIN
	IF fresh > 0 THEN
		UPDATE auth.sessions s SET refusals = p_counted / 1000 WHERE s.id = p_session_id;
		INSERT INTO auth.events (kind, user_id, session_id, address, login, detail, times)
		VALUES ('refused', p_user_id, p_session_id, (SELECT s.address FROM auth.sessions s WHERE s.id = p_session_id), auth.staff_name(p_user_id),
			coalesce((SELECT r.name FROM auth.numbered_rights() r WHERE r.n = p_counted % 1000), 'a rule') || CASE WHEN fresh > 1 THEN format(' (%s)', fresh) ELSE '' END,
			least(fresh, 2147483647));
	END IF;
END
$$;
COMMENT ON FUNCTION auth.note_refusals(bigint, bigint, bigint) IS
	'Writes the event of the refused calls of a session that have none yet: how many, and the right that the last of them wanted.';

-- Sessions ---------------------------------------------------------------------------------------------------------

-- The backend is named by its number and its start, since numbers are used again. Its start is asked for in a subquery: that
-- runs once, where a function in the condition would run for every row of the same number.
CREATE OR REPLACE VIEW auth.here AS
	SELECT s.id AS session_id, s.user_id, s.last_active_at, s.address,
		CASE
			WHEN s.ended_at IS NOT NULL THEN s.end_reason
			WHEN s.expires_at <= clock_timestamp() THEN 'expired'
			WHEN s.last_active_at + s.idle_limit <= clock_timestamp() THEN 'idle'
			WHEN u.enabled AND u.hidden_at IS NULL AND site.is_staff(u.type) THEN CASE WHEN s.locked_at IS NULL THEN 'ok' ELSE 'locked' END
			ELSE 'rights changed'
		END AS state,
		t.rights
	FROM auth.sessions s
	JOIN auth.staff t ON t.user_id = s.user_id
	JOIN site.users u ON u.id = s.user_id
	WHERE s.pid = pg_backend_pid()
		AND s.backend_start = (SELECT activity.backend_start FROM pg_stat_get_activity(pg_backend_pid()) activity)
	ORDER BY s.id DESC
	LIMIT 1;
ALTER VIEW auth.here OWNER TO steward_auth;
COMMENT ON VIEW auth.here IS 'The latest session of this backend; no row when nobody logged in here';
COMMENT ON COLUMN auth.here.session_id IS 'Number of the session';
COMMENT ON COLUMN auth.here.user_id IS 'The person';
COMMENT ON COLUMN auth.here.last_active_at IS 'Last call, to half a minute';
COMMENT ON COLUMN auth.here.address IS 'Where the person comes from';
COMMENT ON COLUMN auth.here.state IS
	'ok, locked, or why it no longer counts: replaced, idle, expired, ended, rights changed, logout, log-in again, unlock failed';
COMMENT ON COLUMN auth.here.rights IS 'Rights of the person';

CREATE OR REPLACE FUNCTION auth.latest_session(OUT session_id bigint, OUT user_id bigint)
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	SELECT h.session_id, h.user_id INTO session_id, user_id FROM auth.here h;
END
$$;
COMMENT ON FUNCTION auth.latest_session() IS
	'The latest session of this backend and its person, ended or not; NULL when nobody logged in here. It says who '
	'acts, not what he may.';

CREATE OR REPLACE FUNCTION auth.end_sessions(p_user_id bigint, p_reason text) RETURNS integer
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '10s' AS
$$
DECLARE
	live record;
	ended integer := 0;
BEGIN
	PERFORM pg_stat_clear_snapshot();
	FOR live IN SELECT s.id, s.pid, s.backend_start FROM auth.sessions s WHERE s.user_id = p_user_id AND s.ended_at IS NULL LOOP
		-- First the backend: its open transaction may hold the lock on the session's row. Never this one, which has to commit.
		PERFORM pg_terminate_backend(activity.pid) FROM pg_stat_get_activity(live.pid) activity
		WHERE activity.backend_start = live.backend_start AND activity.pid <> pg_backend_pid();
		UPDATE auth.sessions SET ended_at = clock_timestamp(), end_reason = p_reason,
			ended_by = nullif((SELECT l.user_id FROM auth.latest_session() l), p_user_id)
		WHERE id = live.id AND ended_at IS NULL;
		PERFORM auth.note_event('session ended', p_user_id, live.id, NULL, NULL, p_reason);
		ended := ended + 1;
	END LOOP;
	RETURN ended;
END
$$;
COMMENT ON FUNCTION auth.end_sessions(bigint, text) IS
	'Ends the console sessions of a person, for this reason, and disconnects them unless it is this very connection. '
	'Returns how many were live. 55P03 when a row stays locked.';

-- Gate -------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION auth.need_slowly(OUT user_id bigint, OUT session_id bigint, OUT rights text[], OUT last_active_at timestamptz)
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	state text;
BEGIN
	PERFORM auth.check_transaction();
	SELECT h.user_id, h.session_id, h.rights, h.state, h.last_active_at INTO user_id, session_id, rights, state, last_active_at
	FROM auth.here h;
	IF state IS DISTINCT FROM 'ok' THEN
		RAISE LOG 'steward refused: no session, state=% user=%', coalesce(state, 'none'), user_id;
		IF state IS NULL THEN
			PERFORM auth.count_refusal('log-in');
		END IF;
		RAISE EXCEPTION USING ERRCODE = CASE state WHEN 'locked' THEN 'ST004' ELSE 'ST001' END, HINT = coalesce(state, 'none'),
			MESSAGE = CASE WHEN state IS NULL THEN 'You are not logged in.' WHEN state = 'locked' THEN 'The screen is locked.'
				ELSE 'Your session has ended.' END;
	END IF;
END
$$;
COMMENT ON FUNCTION auth.need_slowly() IS
	'The gate as it reads in one piece: by pid and start of the backend. auth.need asks it where its short way finds no good session; it '
	'refuses (ST001, ST004, 25001, 25006) or tells the session.';

-- Every call passes here, so it is quick: each row is fetched by a statement of its own, which costs half of what a join of them does, and few
-- expressions stand between them, since plpgsql sets up each one anew in every transaction. The session is found by the number that this
-- backend drew for it. No other process ever draws that number, and nobody who can log in can set it: it names the backend as well as pid and
-- start do, and the start takes a look at all processes of the server.
--
-- It took the right only once; two functions of the name would leave it open which is meant.
DROP FUNCTION IF EXISTS auth.need(text), auth.need(text, integer, text, text);
CREATE OR REPLACE FUNCTION auth.need(p_right text, p_ticket integer DEFAULT NULL, p_entity text DEFAULT NULL, p_key text DEFAULT NULL, p_held boolean DEFAULT false,
	OUT user_id bigint, OUT session_id bigint, OUT rights text[], OUT request jsonb)
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	state text;
	last_active_at timestamptz;
	usable boolean;
	held text;
	refused bigint;
	noted bigint;
	asked_at timestamptz;
	name text;
BEGIN
	BEGIN
		session_id := currval('auth.sessions_id_seq');
		refused := currval('auth.refused_seq');
	EXCEPTION WHEN object_not_in_prerequisite_state THEN
		-- DISCARD forgets the number; a backend in which nobody logged in has none.
		NULL;
	END;
	-- Nearly always all is well. Then conditions say so, which cost less than values that are looked at one by one, and that what is to be read was
	-- recorded by an earlier, committed transaction a moment ago.
	SELECT s.user_id INTO user_id FROM auth.sessions s WHERE s.id = need.session_id AND s.pid = pg_backend_pid() AND s.ended_at IS NULL
		AND s.locked_at IS NULL AND s.held IS NULL AND s.expires_at > clock_timestamp() AND s.last_active_at + least(s.idle_limit, '30 seconds') > clock_timestamp()
		AND refused < s.refusals * 1000 + 1000 AND current_setting('transaction_isolation') = 'read committed';
	SELECT t.rights INTO rights FROM auth.staff t WHERE t.user_id = need.user_id;
	SELECT true INTO usable FROM site.users u WHERE u.id = need.user_id AND u.enabled AND u.hidden_at IS NULL AND site.is_staff(u.type);
	IF p_ticket IS NOT NULL THEN
		SELECT a.request INTO request FROM audit.access a WHERE a.session_id = need.session_id AND a.ticket = p_ticket AND a.kind IN ('list', 'find')
			AND a.xid IS DISTINCT FROM pg_current_xact_id_if_assigned() AND a.at > clock_timestamp() - interval '1 second';
		IF request IS NOT NULL AND usable AND rights IS NOT NULL AND p_right IS NULL THEN
			RETURN;
		END IF;
	ELSIF p_entity IS NOT NULL THEN
		PERFORM FROM audit.access a WHERE a.session_id = need.session_id AND a.entity = p_entity AND a.entity_key = p_key AND a.kind = 'open'
			AND a.xid IS DISTINCT FROM pg_current_xact_id_if_assigned() AND a.at > clock_timestamp() - interval '1 second' ORDER BY a.id DESC LIMIT 1;
		IF FOUND AND usable AND rights IS NOT NULL AND p_right IS NULL THEN
			RETURN;
		END IF;
	ELSIF usable AND coalesce(p_right = ANY (rights), rights IS NOT NULL AND p_right IS NULL) THEN
		RETURN;
	END IF;
	-- Otherwise in turn.
	SELECT s.user_id, s.last_active_at, s.refusals, s.held, CASE
			WHEN current_setting('transaction_isolation') <> 'read committed' OR pg_is_in_recovery() THEN 'transaction'
			WHEN s.ended_at IS NOT NULL THEN s.end_reason
			WHEN s.expires_at <= clock_timestamp() THEN 'expired'
			WHEN s.last_active_at + s.idle_limit <= clock_timestamp() THEN 'idle'
			WHEN s.locked_at IS NULL THEN 'ok' ELSE 'locked'
		END
	INTO user_id, last_active_at, noted, held, state FROM auth.sessions s WHERE s.id = need.session_id AND s.pid = pg_backend_pid();
	SELECT t.rights INTO rights FROM auth.staff t WHERE t.user_id = need.user_id;
	SELECT u.enabled AND u.hidden_at IS NULL AND site.is_staff(u.type) INTO usable FROM site.users u WHERE u.id = need.user_id;
	IF state IS DISTINCT FROM 'ok' OR (usable AND rights IS NOT NULL) IS NOT TRUE THEN
		SELECT n.user_id, n.session_id, n.rights, n.last_active_at INTO user_id, session_id, rights, last_active_at FROM auth.need_slowly() AS n;
		SELECT s.held INTO held FROM auth.sessions s WHERE s.id = need.session_id;
	END IF;
	-- What seldom is so is asked for at once.
	IF held IS NOT NULL OR p_right IS NOT NULL OR refused > noted * 1000 + 999 THEN
		IF held IS NOT NULL AND p_ticket IS NULL AND p_held IS NOT TRUE THEN
			PERFORM auth.refuse_held(held);
		END IF;
		IF p_right IS NOT NULL AND p_right <> ALL (rights) THEN
			PERFORM auth.count_refusal(p_right);
			RAISE EXCEPTION 'You need the right %.', p_right USING ERRCODE = '42501';
		END IF;
		IF refused > noted * 1000 + 999 THEN
			PERFORM auth.note_refusals(session_id, user_id, refused);
		END IF;
	END IF;
	-- Not at every call: the row would be written, and locked, for nothing.
	IF last_active_at < clock_timestamp() - interval '30 seconds' AND current_setting('steward.quiet', true) IS DISTINCT FROM 'on' THEN
		UPDATE auth.sessions s SET last_active_at = clock_timestamp() WHERE s.id = need.session_id;
	END IF;
	-- What is to be read was recorded by an earlier, committed transaction.
	IF p_ticket IS NOT NULL THEN
		SELECT a.request, a.at INTO request, asked_at FROM audit.access a
		WHERE a.session_id = need.session_id AND a.ticket = p_ticket AND a.kind IN ('list', 'find')
			AND a.xid IS DISTINCT FROM pg_current_xact_id_if_assigned();
	ELSIF p_entity IS NOT NULL THEN
		SELECT a.at INTO asked_at FROM audit.access a WHERE a.session_id = need.session_id AND a.entity = p_entity AND a.entity_key = p_key AND a.kind = 'open'
			AND a.xid IS DISTINCT FROM pg_current_xact_id_if_assigned() ORDER BY a.id DESC LIMIT 1;
	ELSE
		RETURN;
	END IF;
	IF held IS NOT NULL AND request->>'entity' IS DISTINCT FROM 'ledger' THEN
		PERFORM auth.refuse_held(held);
	END IF;
	name := CASE WHEN p_ticket IS NULL THEN 'open_age' ELSE 'ticket_age' END;
	IF (asked_at > clock_timestamp() - auth.setting(name)::interval) IS NOT TRUE THEN
		RAISE EXCEPTION 'What you ask for was not recorded before.' USING ERRCODE = 'ST002';
	END IF;
END
$$;
COMMENT ON FUNCTION auth.need(text, integer, text, text, boolean) IS
	'The gate: every function that the console can call starts with it. Takes the right that the call needs (NULL: '
	'being logged in is enough); returns person, session and all rights. ST001 with the reason as hint when nobody is '
	'logged in here or the session is over, ST004 while it is locked, 42501 without the right, 25001 and 25006 for transactions that are not '
	'allowed. With a ticket also what was asked under it, as auth.read_ticket; with entity and key it wants the record opened, as '
	'auth.require_open: ST002 when it was not recorded before. Counts as activity unless the client has SET steward.quiet = on. While the session is held (auth.ledger_state) ST014, but for calls with p_held and lists of the ledger.';

CREATE OR REPLACE FUNCTION auth.may(VARIADIC p_rights text[]) RETURNS boolean
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	-- A worker has no session: it writes what the asker of its job may, and nothing else than what the functions of jobs do.
	IF session_user = 'steward_jobs' THEN
		RETURN coalesce((SELECT auth.rights_of(p.user_id) && p_rights FROM auth.job_person() AS p), false);
	END IF;
	RETURN EXISTS (SELECT FROM auth.here h WHERE h.state = 'ok' AND h.rights && p_rights);
END
$$;
COMMENT ON FUNCTION auth.may(text[]) IS
	'Whether the person logged in here, or who asked for the job that a worker does here, has one of the rights; false when nobody is. For policies, as (SELECT '
	'auth.may(''user.view'')), so that it is asked once a query and not once a row.';

CREATE OR REPLACE FUNCTION auth.staff_name(p_user_id bigint) RETURNS text
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	result text;
BEGIN
	SELECT login INTO result FROM auth.staff WHERE user_id = p_user_id;
	RETURN result;
END
$$;
COMMENT ON FUNCTION auth.staff_name(bigint) IS
	'Log-in name of a member of staff, NULL for anybody else. Colleagues know each other by it, also those who may not '
	'see staff accounts.';

-- Log-in -----------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION auth.address_allowed(p_user_id bigint, p_address inet) RETURNS boolean
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	rules integer;
	fitting integer;
	blocked boolean;
BEGIN
	SELECT count(*)::integer, (count(*) FILTER (WHERE p_address <<= network))::integer INTO rules, fitting
	FROM site.ip_rules WHERE user_id = p_user_id;
	SELECT count(*) > 0 INTO blocked FROM site.blocked_addresses
	WHERE network >>= p_address AND lifted_at IS NULL AND (until IS NULL OR until > clock_timestamp());
	RETURN NOT blocked AND (fitting > 0 OR (rules = 0 AND (p_user_id IS NULL OR auth.setting('staff_address_required') <> 'on')));
END
$$;
COMMENT ON FUNCTION auth.address_allowed(bigint, inet) IS
	'Whether this account may log in from this address: the address is not blocked and is on the account''s list. An '
	'empty list means from anywhere, unless the setting staff_address_required is on.';

CREATE OR REPLACE FUNCTION auth.key_allowed(p_user_id bigint, p_fingerprint text) RETURNS boolean
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	keys integer;
	fitting integer;
BEGIN
	SELECT count(*)::integer, (count(*) FILTER (WHERE fingerprint = p_fingerprint))::integer INTO keys, fitting
	FROM auth.ssh_keys WHERE user_id = p_user_id;
	RETURN keys = 0 OR fitting > 0;
END
$$;
COMMENT ON FUNCTION auth.key_allowed(bigint, text) IS
	'Whether this account may log in having come with this SSH key (NULL: none told). Without keys on record any way will do.';

CREATE OR REPLACE FUNCTION auth.begin_attempt(p_purpose text, p_login text, p_address inet, p_libpq_pid integer, p_fingerprint text,
	OUT attempt bigint, OUT nonce bytea, OUT salt bytea, OUT kdf integer, OUT address text)
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	name text := auth.normal_login(p_login);
	peer inet := inet_client_addr();
	settled inet;
	key text;
	account bigint;
	start timestamptz := auth.backend_start();
BEGIN
	PERFORM auth.check_transaction();
	IF p_libpq_pid IS DISTINCT FROM pg_backend_pid() THEN
		RAISE EXCEPTION 'A connection pooler stands between the console and the server.' USING ERRCODE = '08P01',
			HINT = 'Let the console connect directly: through a pooler, strangers would share a session.';
	END IF;
	IF (SELECT count(*) FROM auth.attempts a WHERE a.pid = pg_backend_pid() AND a.backend_start = start AND a.purpose <> 'unlock')
		>= auth.setting('attempts_per_connection')::integer THEN
		RAISE EXCEPTION 'Too many log-ins on this connection.' USING ERRCODE = 'ST003', HINT = 'Start the console again.';
	END IF;
	-- What is said about the person's address and key counts only if a console host says it.
	settled := auth.plain_address(peer);
	IF peer IS NULL OR EXISTS (SELECT FROM auth.console_hosts WHERE network >>= settled) THEN
		settled := coalesce(auth.plain_address(p_address), settled);
		key := left(nullif(p_fingerprint, ''), 120);
	END IF;
	SELECT user_id INTO account FROM auth.staff WHERE login = name;
	nonce := public.gen_random_bytes(32);
	-- One rule for names that exist and names that do not: whoever asks again gets the same salt.
	salt := substr(public.hmac(convert_to(name, 'UTF8'), (SELECT value FROM auth.secrets s WHERE s.name = 'salt'), 'sha256'), 1, 16);
	kdf := auth.setting('kdf')::integer;
	address := coalesce(host(settled), '');
	INSERT INTO auth.attempts (purpose, pid, backend_start, login, user_id, address, address_ok, fingerprint, nonce, begin_xid)
	VALUES (p_purpose, pg_backend_pid(), start, name, account, settled,
		auth.address_allowed(account, settled) AND auth.key_allowed(account, key), key, nonce, pg_current_xact_id())
	RETURNING id INTO attempt;
END
$$;
COMMENT ON FUNCTION auth.begin_attempt(text, text, inet, integer, text) IS
	'Begins a log-in, or the use of a one-time code: both are told the same and count the same.';

-- It had no fingerprint once; two functions of the name would leave it open which is meant.
DROP FUNCTION IF EXISTS api.begin_login(text, inet, integer);
CREATE OR REPLACE FUNCTION api.begin_login(p_login text, p_address inet, p_libpq_pid integer, p_fingerprint text DEFAULT NULL,
	OUT attempt bigint, OUT nonce bytea, OUT salt bytea, OUT kdf integer, OUT address text)
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS
$$
BEGIN
	-- What counts is the submission; that one is waited for until it is on the disk.
	SET LOCAL synchronous_commit = off;
	SELECT b.attempt, b.nonce, b.salt, b.kdf, b.address INTO attempt, nonce, salt, kdf, address
	FROM auth.begin_attempt('login', p_login, p_address, p_libpq_pid, p_fingerprint) b;
END
$$;
COMMENT ON FUNCTION api.begin_login(text, inet, integer, text) IS
	'First call of a log-in. Takes the name, the address from which the person came to the console host, libpq''s '
	'number of the backend, and the fingerprint of the SSH key that let the person in. Returns the attempt, a nonce, the '
	'salt, how to stretch the password, and the address that was settled on. 08P01 through a pooler, ST003 after too '
	'many attempts on one connection.';

CREATE OR REPLACE FUNCTION api.submit_login(p_attempt bigint, p_password_proof bytea, p_pin_proof bytea) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS
$$
BEGIN
	PERFORM auth.check_transaction();
	IF length(p_password_proof) IS DISTINCT FROM 32 OR length(p_pin_proof) IS DISTINCT FROM 32 THEN
		RAISE EXCEPTION 'A proof has 32 bytes.' USING ERRCODE = '22023';
	END IF;
	UPDATE auth.attempts SET submit_xid = pg_current_xact_id(), submitted_at = clock_timestamp(),
		password_proof = p_password_proof, pin_proof = p_pin_proof
	WHERE id = p_attempt AND purpose = 'login' AND pid = pg_backend_pid() AND backend_start = auth.backend_start() AND submit_xid IS NULL
		AND begin_xid <> pg_current_xact_id() AND at > clock_timestamp() - auth.setting('attempt_age')::interval;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'This log-in cannot go on.' USING ERRCODE = '22023', HINT = 'Begin again.';
	END IF;
END
$$;
COMMENT ON FUNCTION api.submit_login(bigint, bytea, bytea) IS
	'Second call of a log-in: takes the proofs of password and PIN (32 bytes each, of an empty PIN when none is '
	'required) and tells nothing. 22023 when the attempt is not of this connection, was begun in this transaction, is '
	'too old or was submitted before.';

CREATE OR REPLACE FUNCTION auth.failures(p_login text, p_since timestamptz, p_guesses_only boolean) RETURNS integer
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	result integer;
BEGIN
	-- The clock alone cannot tell what the last good log-in made good: proofs that were sent earlier and committed later are
	-- not part of its snapshot. The clock is asked as well, since numbers of transactions start again in a restored copy.
	SELECT count(*)::integer INTO result FROM (
		SELECT FROM auth.attempts a LEFT JOIN auth.staff t ON t.login = a.login
		WHERE a.login = p_login AND a.submit_xid IS NOT NULL AND a.address_ok AND a.verdict IS DISTINCT FROM 'ok'
			AND NOT (p_guesses_only AND coalesce(a.verdict, '') IN ('locked', 'waiting'))
			AND a.submitted_at > greatest(p_since, t.cleared_at - interval '10 minutes')
			AND (t.user_id IS NULL OR a.submitted_at > t.cleared_at OR NOT pg_visible_in_snapshot(a.submit_xid, t.cleared_snapshot))
		LIMIT 1000) counted;
	RETURN result;
END
$$;
COMMENT ON FUNCTION auth.failures(text, timestamptz, boolean) IS
	'How many committed log-ins of this name since then have no good verdict (a thousand at most), leaving out what '
	'the last good log-in or reset made good and what came from addresses that the account does not allow; with true '
	'also those that were not looked at, which were no guesses.';

CREATE OR REPLACE FUNCTION auth.address_failures(p_address inet) RETURNS integer
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	result integer;
	since timestamptz := clock_timestamp() - auth.setting('attempt_window')::interval;
BEGIN
	SELECT count(*)::integer INTO result FROM auth.attempts a WHERE a.address = p_address AND a.submitted_at > since
		AND a.submit_xid IS NOT NULL AND a.verdict IS DISTINCT FROM 'ok';
	RETURN result;
END
$$;
COMMENT ON FUNCTION auth.address_failures(inet) IS
	'How many committed log-ins from this address, of whatever name, failed within the window.';

CREATE OR REPLACE FUNCTION auth.signed_message(p_attempt auth.attempts) RETURNS bytea
	LANGUAGE sql STABLE
	RETURN p_attempt.nonce || convert_to(format('%s|%s|%s', p_attempt.id, p_attempt.login, coalesce(host(p_attempt.address), ''))
		|| CASE p_attempt.purpose WHEN 'login' THEN '' ELSE format('|%s|%s|%s', p_attempt.purpose,
			coalesce(encode(p_attempt.new_password, 'hex'), ''), coalesce(encode(p_attempt.new_pin, 'hex'), '')) END, 'UTF8');
COMMENT ON FUNCTION auth.signed_message(auth.attempts) IS
	'What the proofs of an attempt sign: nonce, number, name and address; where secrets are set, the purpose and what will be '
	'stored too, so that a proof is good for nothing else.';

CREATE OR REPLACE FUNCTION auth.verdict(p_attempt auth.attempts) RETURNS text
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	staff auth.staff;
	usable boolean;
	pin_needed boolean;
	message bytea := auth.signed_message(p_attempt);
	-- Names that do not exist and secrets that are not set cost the same work. What stands in for them nobody can know: the client is told
	-- the nonce, and of anything made from that it would know the key too.
	nothing bytea := public.gen_random_bytes(32);
	password_fits boolean;
	pin_fits boolean;
	in_window integer := auth.failures(p_attempt.login, clock_timestamp() - auth.setting('attempt_window')::interval, false);
	in_row integer := auth.failures(p_attempt.login, '-infinity', true);
	from_address integer := auth.address_failures(p_attempt.address);
BEGIN
	SELECT t.* INTO staff FROM auth.staff t WHERE t.user_id = p_attempt.user_id AND t.login = p_attempt.login;
	SELECT u.enabled AND u.hidden_at IS NULL AND site.is_staff(u.type), u.type IN ('superadmin', 'sysadmin')
	INTO usable, pin_needed FROM site.users u WHERE u.id = p_attempt.user_id;
	password_fits := auth.proof_fits(p_attempt.password_proof, coalesce(staff.password_stored, nothing), message);
	pin_fits := auth.proof_fits(p_attempt.pin_proof, coalesce(staff.pin_stored, nothing), message);
	RETURN CASE
		WHEN from_address > auth.setting('address_limit')::integer THEN 'throttled'
		WHEN NOT p_attempt.address_ok THEN 'address'
		WHEN in_row > auth.setting('attempts_in_row')::integer THEN 'waiting'
		WHEN in_window > auth.setting('attempts')::integer THEN 'locked'
		WHEN staff.user_id IS NULL THEN 'unknown'
		WHEN NOT usable OR staff.kdf <> auth.setting('kdf')::integer THEN 'disabled'
		-- No proof fits a secret that is not set.
		WHEN password_fits AND staff.password_stored IS NOT NULL
			AND ((pin_fits AND staff.pin_stored IS NOT NULL) OR NOT (staff.pin_required OR pin_needed)) THEN 'ok'
		ELSE 'wrong'
	END;
END
$$;
COMMENT ON FUNCTION auth.verdict(auth.attempts) IS
	'What a committed attempt deserves: ok, wrong, unknown, disabled, locked (too many within the window), waiting '
	'(too many in a row), address (not allowed) or throttled. The work is the same for all of them.';

CREATE OR REPLACE FUNCTION auth.block_address(p_address inet) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	INSERT INTO site.blocked_addresses (network, reason, blocked_at, until)
	SELECT p_address, 'Too many failed log-ins at the console', clock_timestamp(), clock_timestamp() + auth.setting('address_block')::interval
	WHERE p_address IS NOT NULL AND NOT EXISTS (SELECT FROM site.blocked_addresses b
		WHERE b.network >>= p_address AND b.lifted_at IS NULL AND (b.until IS NULL OR b.until > clock_timestamp()));
END
$$;
COMMENT ON FUNCTION auth.block_address(inet) IS 'Blocks the address for a while, unless it is blocked already.';

CREATE OR REPLACE FUNCTION auth.start_session(p_attempt auth.attempts) RETURNS boolean
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	account auth.staff;
	session bigint;
BEGIN
	-- The proof is good, so only the person himself can be waiting here: good log-ins of one account go one by one.
	SELECT t.* INTO account FROM auth.staff t WHERE t.user_id = p_attempt.user_id FOR NO KEY UPDATE;
	IF auth.verdict(p_attempt) <> 'ok' THEN
		RETURN false;
	END IF;
	PERFORM auth.end_sessions(account.user_id, 'replaced');
	UPDATE auth.sessions SET ended_at = clock_timestamp(), end_reason = 'log-in again'
	WHERE pid = p_attempt.pid AND backend_start = p_attempt.backend_start AND ended_at IS NULL;
	INSERT INTO auth.sessions (user_id, pid, backend_start, address, idle_limit, expires_at, previous_login_at, previous_login_address, held)
	VALUES (account.user_id, p_attempt.pid, p_attempt.backend_start, p_attempt.address, auth.setting('idle')::interval,
		clock_timestamp() + auth.setting('absolute')::interval, account.last_login_at, account.last_login_address, nullif(auth.ledger_state(), 'ok'))
	RETURNING id INTO session;
	PERFORM setval('auth.refused_seq', 0);
	UPDATE auth.staff SET cleared_snapshot = pg_current_snapshot(), cleared_at = clock_timestamp(),
		last_login_at = clock_timestamp(), last_login_address = p_attempt.address
	WHERE user_id = account.user_id;
	PERFORM auth.note_event('session started', account.user_id, session, p_attempt.address, p_attempt.login, NULL);
	RETURN true;
END
$$;
COMMENT ON FUNCTION auth.start_session(auth.attempts) IS
	'Starts the session that a good attempt earned and ends the person''s older one: the newest log-in wins. False '
	'when the account changed meanwhile.';

CREATE OR REPLACE FUNCTION auth.elsewhere(p_attempt auth.attempts) RETURNS text
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	RETURN (SELECT format('elsewhere|%s|%s', coalesce(host(s.address), ''), to_char(s.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS+00'))
		FROM auth.sessions s JOIN site.users u ON u.id = s.user_id
		WHERE s.user_id = p_attempt.user_id AND u.type IN ('superadmin', 'sysadmin') AND s.ended_at IS NULL
			AND (s.pid, s.backend_start) IS DISTINCT FROM (p_attempt.pid, p_attempt.backend_start)
			AND s.expires_at > clock_timestamp() AND s.last_active_at + s.idle_limit > clock_timestamp()
			AND EXISTS (SELECT FROM pg_stat_get_activity(s.pid) a WHERE a.backend_start = s.backend_start));
END
$$;
COMMENT ON FUNCTION auth.elsewhere(auth.attempts) IS
	'What a superadmin or sysadmin is told who is logged in elsewhere: elsewhere, address and since when (UTC), parted by bars; NULL for '
	'others, and when the older session is over or its connection is gone.';

-- It replaced without asking once; two functions of the name would leave it open which is meant.
DROP FUNCTION IF EXISTS api.finish_login(bigint);
CREATE OR REPLACE FUNCTION api.finish_login(p_attempt bigint, p_replace boolean DEFAULT false) RETURNS text
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_min_messages = warning SET lock_timeout = '10s'
	-- A good log-in is judged twice, the second time under the lock: its statements are planned once.
	SET plan_cache_mode = force_generic_plan AS
$$
DECLARE
	attempt auth.attempts;
	found_verdict text;
	other text;
BEGIN
	PERFORM auth.check_transaction();
	SELECT a.* INTO attempt FROM auth.attempts a
	WHERE a.id = p_attempt AND a.purpose = 'login' AND a.pid = pg_backend_pid() AND a.backend_start = auth.backend_start();
	-- Commit before reveal. The age limit also keeps a hoard of uncommitted proofs from outliving the window.
	IF attempt.submit_xid IS NULL OR attempt.verdict IS NOT NULL OR attempt.submit_xid = pg_current_xact_id()
		OR pg_xact_status(attempt.submit_xid) IS DISTINCT FROM 'committed'
		OR attempt.at < clock_timestamp() - auth.setting('attempt_age')::interval THEN
		RAISE EXCEPTION 'This log-in cannot go on.' USING ERRCODE = '22023', HINT = 'Begin again.';
	END IF;
	found_verdict := auth.verdict(attempt);
	-- No verdict yet: finishing once more, told to replace, goes on. Whoever says no has one failed log-in on his account.
	IF found_verdict = 'ok' AND p_replace IS NOT TRUE THEN
		other := auth.elsewhere(attempt);
		IF other IS NOT NULL THEN
			PERFORM auth.note_event('login elsewhere', attempt.user_id, NULL, attempt.address, attempt.login, NULL);
			RETURN other;
		END IF;
	END IF;
	IF found_verdict = 'ok' AND NOT auth.start_session(attempt) THEN
		found_verdict := 'wrong';
	END IF;
	UPDATE auth.attempts SET verdict = found_verdict, password_proof = NULL, pin_proof = NULL WHERE id = attempt.id;
	PERFORM auth.note_event('login ' || found_verdict, attempt.user_id, NULL, attempt.address, attempt.login, NULL);
	IF found_verdict = 'throttled' THEN
		PERFORM auth.block_address(attempt.address);
	END IF;
	RETURN CASE found_verdict WHEN 'ok' THEN 'ok' ELSE 'denied' END;
END
$$;
COMMENT ON FUNCTION api.finish_login(bigint, boolean) IS
	'Third call of a log-in: ok, or denied, which never says why; or, where a superadmin or sysadmin has a session elsewhere and did not '
	'say to replace it, that, as auth.elsewhere words it: then the call can be made once more. Only for a submission that an earlier transaction '
	'committed (22023). 55P03 when the person''s older session does not let go.';

CREATE OR REPLACE FUNCTION api.logout() RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS
$$
DECLARE
	ended record;
BEGIN
	-- A crash ends every session anyway.
	SET LOCAL synchronous_commit = off;
	UPDATE auth.sessions SET ended_at = clock_timestamp(), end_reason = 'logout'
	WHERE pid = pg_backend_pid() AND backend_start = auth.backend_start() AND ended_at IS NULL
	RETURNING id, user_id, address INTO ended;
	IF FOUND THEN
		-- No later call of the session will note what was refused last.
		BEGIN
			PERFORM auth.note_refusals(ended.id, ended.user_id, currval('auth.refused_seq'));
		EXCEPTION WHEN object_not_in_prerequisite_state THEN
			NULL;
		END;
		PERFORM auth.note_event('session ended', ended.user_id, ended.id, ended.address, NULL, 'logout');
	END IF;
END
$$;
COMMENT ON FUNCTION api.logout() IS 'Ends the session of this connection, if there is one.';

-- What a session knows of itself -----------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION api.alive() RETURNS text
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS
$$
BEGIN
	RETURN coalesce((SELECT h.state FROM auth.here h), 'none');
END
$$;
COMMENT ON FUNCTION api.alive() IS
	'ok, locked, or why there is no session here (none, replaced, idle, expired, ended, rights changed, logout). Does not '
	'count as activity.';

-- Its columns were fewer once.
DROP FUNCTION IF EXISTS api.me();
CREATE OR REPLACE FUNCTION api.me(OUT user_id bigint, OUT login text, OUT full_name text, OUT type text, OUT roles text[], OUT rights text[],
	OUT site_name text, OUT base_currency text, OUT language text, OUT demo boolean, OUT last_login_at timestamptz,
	OUT last_login_address text, OUT idle_seconds integer, OUT expires_at timestamptz, OUT lock_seconds integer)
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS
$$
DECLARE
	here record := auth.need(NULL, p_held => true);
BEGIN
	user_id := here.user_id;
	rights := here.rights;
	SELECT t.login, u.full_name, u.type, u.language INTO login, full_name, type, language
	FROM auth.staff t JOIN site.users u ON u.id = t.user_id WHERE t.user_id = here.user_id;
	roles := ARRAY(SELECT r.role FROM auth.staff_roles r WHERE r.user_id = here.user_id ORDER BY r.role);
	site_name := (SELECT value FROM site.settings WHERE name = 'site_name');
	base_currency := (SELECT value FROM site.settings WHERE name = 'base_currency');
	demo := (SELECT i.demo FROM steward.installation i);
	lock_seconds := extract(epoch FROM auth.setting('lock')::interval)::integer;
	SELECT s.previous_login_at, host(s.previous_login_address), extract(epoch FROM s.idle_limit)::integer, s.expires_at
	INTO last_login_at, last_login_address, idle_seconds, expires_at FROM auth.sessions s WHERE s.id = here.session_id;
END
$$;
COMMENT ON FUNCTION api.me() IS 'Who is logged in here, what he may, and how long the session can last. ST001 when nobody is.';

CREATE OR REPLACE FUNCTION api.rights() RETURNS TABLE (name text, sentence text)
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS
$$
BEGIN
	PERFORM auth.need(NULL, p_held => true);
	RETURN QUERY SELECT r.name, r.sentence FROM auth.rights r ORDER BY r.position, r.name;
END
$$;
COMMENT ON FUNCTION api.rights() IS 'Every right with the sentence that explains it. ST001 when nobody is logged in.';

CREATE OR REPLACE FUNCTION auth.end_session(p_session_id bigint) RETURNS boolean
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	person bigint;
BEGIN
	PERFORM auth.need('session.end');
	SELECT s.user_id INTO person FROM auth.sessions s WHERE s.id = p_session_id AND s.ended_at IS NULL;
	RETURN person IS NOT NULL AND auth.end_sessions(person, 'ended') > 0;
END
$$;
COMMENT ON FUNCTION auth.end_session(bigint) IS
	'Ends another person''s console session, or one''s own. False when it is not live. Needs the right session.end '
	'(42501).';

-- Outcome of writing calls -----------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION auth.remember(p_session_id bigint, p_user_id bigint, p_request uuid, p_outcome text, p_entity text, p_key text,
	p_version bigint) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	INSERT INTO auth.requests (request, session_id, user_id, outcome, entity, key, version)
	VALUES (p_request, p_session_id, p_user_id, p_outcome, p_entity, p_key, p_version);
EXCEPTION WHEN unique_violation THEN
	RAISE EXCEPTION 'This request was made before.' USING ERRCODE = '22023', HINT = 'Ask for its outcome.';
END
$$;
COMMENT ON FUNCTION auth.remember(bigint, bigint, uuid, text, text, text, bigint) IS
	'Records the outcome of a writing call under the number that the client chose. Session and person are those that '
	'the gate returned. 22023 when the number was used before.';

CREATE OR REPLACE FUNCTION auth.remembered(p_user_id bigint, p_request uuid) RETURNS auth.requests
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	result auth.requests;
BEGIN
	SELECT r.* INTO result FROM auth.requests r WHERE r.request = p_request AND r.user_id = p_user_id;
	RETURN result;
END
$$;
COMMENT ON FUNCTION auth.remembered(bigint, uuid) IS 'The outcome of that person''s request; all NULL when it never was committed.';

SELECT steward.own_functions('auth', 'steward_auth');
DO $owner$
DECLARE
	routine regprocedure;
BEGIN
	-- The other functions of this schema belong to the roles that their own files name.
	FOREACH routine IN ARRAY ARRAY['api.begin_login(text, inet, integer, text)', 'api.submit_login(bigint, bytea, bytea)',
		'api.finish_login(bigint, boolean)', 'api.logout()', 'api.alive()', 'api.me()', 'api.rights()']::regprocedure[]
	LOOP
		EXECUTE format('ALTER FUNCTION %s OWNER TO steward_auth', routine);
		EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', routine);
	END LOOP;
END
$owner$;
