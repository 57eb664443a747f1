-- The warden. A console's connection has limits of its own, but whoever has its credentials can raise them (SET). So a process beside the
-- console, `steward warden`, calls auth.warden every few seconds: what is too old, or is worth nothing any more, ends.

CREATE OR REPLACE FUNCTION auth.console_backends() RETURNS TABLE (pid integer, backend_start timestamptz, session_id bigint, user_id bigint,
	reason text)
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	console CONSTANT oid := 'steward_console'::regrole::oid;
	here CONSTANT oid := (SELECT d.oid FROM pg_database d WHERE d.datname = current_database());
	moment CONSTANT timestamptz := clock_timestamp();
BEGIN
	RETURN QUERY SELECT a.pid, a.backend_start, s.id, s.user_id, CASE
		WHEN a.state LIKE 'idle in transaction%' AND a.xact_start < moment - auth.setting('warden_transaction')::interval
			THEN 'idle in transaction'
		-- A look leaves the weakest lock behind, and only the limit above is for it.
		WHEN a.state LIKE 'idle in transaction%' AND a.state_change < moment - auth.setting('warden_locks')::interval
			AND EXISTS (SELECT FROM pg_lock_status() l JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
				WHERE l.pid = a.pid AND l.database = here AND l.granted AND l.mode <> 'AccessShareLock' AND n.nspname = 'site')
			THEN 'holds locks'
		WHEN a.state NOT LIKE 'idle%' AND a.query_start < moment - auth.setting('warden_active')::interval THEN 'active'
		WHEN s.ended_at < moment - auth.setting('warden_ended')::interval AND s.end_reason <> 'logout' AND tried.at < s.ended_at
			THEN 'session ' || s.end_reason
		WHEN (s.id IS NULL OR s.ended_at IS NOT NULL)
			AND greatest(a.backend_start, s.ended_at, tried.at) < moment - auth.setting('warden_login')::interval THEN 'not logged in'
		END
	FROM pg_stat_get_activity(NULL) a
	LEFT JOIN LATERAL (SELECT t.id, t.user_id, t.ended_at, t.end_reason FROM auth.sessions t
		WHERE t.pid = a.pid AND t.backend_start = a.backend_start ORDER BY t.id DESC LIMIT 1) s ON true
	LEFT JOIN LATERAL (SELECT max(b.at) AS at FROM auth.attempts b WHERE b.pid = a.pid AND b.backend_start = a.backend_start) tried ON true
	WHERE a.usesysid = console AND a.datid = here AND a.pid <> pg_backend_pid();
END
$$;
COMMENT ON FUNCTION auth.console_backends() IS
	'Every connection of the console to this database, with its latest session and why it has to end: idle in transaction, holds locks '
	'(on tables of the site, while idle), active (too long), session and the reason for which that ended, not logged in; NULL when it may '
	'go on.';

CREATE OR REPLACE FUNCTION auth.sessions_over() RETURNS TABLE (session_id bigint, user_id bigint, address inet, pid integer,
	backend_start timestamptz, reason text)
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	RETURN QUERY SELECT s.id, s.user_id, s.address, s.pid, s.backend_start, CASE
			WHEN s.expires_at <= clock_timestamp() THEN 'expired'
			WHEN s.last_active_at + s.idle_limit <= clock_timestamp() THEN 'idle'
			WHEN NOT EXISTS (SELECT FROM pg_stat_get_activity(s.pid) a WHERE a.backend_start = s.backend_start)
				THEN 'connection lost' END AS why
		FROM auth.sessions s WHERE s.ended_at IS NULL;
END
$$;
COMMENT ON FUNCTION auth.sessions_over() IS
	'Every session that nobody has ended yet, and why it is over: expired, idle, connection lost; NULL while it lasts.';

CREATE OR REPLACE FUNCTION auth.end_backend(p_pid integer, p_backend_start timestamptz) RETURNS boolean
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	ended boolean;
BEGIN
	-- Numbers are used again: only the one that was looked at.
	SELECT pg_terminate_backend(a.pid, 2000) INTO ended FROM pg_stat_get_activity(p_pid) a WHERE a.backend_start = p_backend_start;
	RETURN coalesce(ended, false);
END
$$;
COMMENT ON FUNCTION auth.end_backend(integer, timestamptz) IS
	'Ends a connection and waits for that, two seconds at most. False when it is not there, or did not end.';

CREATE OR REPLACE FUNCTION auth.close_session(p_session_id bigint, p_reason text) RETURNS boolean
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	gone record;
BEGIN
	-- A transaction of its own backend may hold the row; it is over, so that backend goes first.
	PERFORM FROM auth.sessions s WHERE s.id = p_session_id AND s.ended_at IS NULL FOR NO KEY UPDATE SKIP LOCKED;
	IF NOT FOUND THEN
		PERFORM auth.end_backend(s.pid, s.backend_start) FROM auth.sessions s WHERE s.id = p_session_id AND s.ended_at IS NULL;
	END IF;
	UPDATE auth.sessions s SET ended_at = clock_timestamp(), end_reason = p_reason WHERE s.id = p_session_id AND s.ended_at IS NULL
		AND (p_reason <> 'idle' OR s.last_active_at + s.idle_limit <= clock_timestamp())
	RETURNING s.user_id, s.address INTO gone;
	IF NOT FOUND THEN
		RETURN false;
	END IF;
	PERFORM auth.note_event('session ended', gone.user_id, p_session_id, gone.address, NULL, p_reason);
	RETURN true;
EXCEPTION WHEN lock_not_available THEN
	-- The next turn tries again.
	RETURN false;
END
$$;
COMMENT ON FUNCTION auth.close_session(bigint, text) IS
	'Writes down that a session is over, for this reason. False when it is not live, or became active meanwhile.';

CREATE OR REPLACE FUNCTION auth.book_refusals() RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	book auth.refusal_book;
	newest bigint;
	fresh bigint;
	gap bigint;
BEGIN
	SELECT b.* INTO book FROM auth.refusal_book b FOR UPDATE;
	SELECT coalesce(sum(e.times), 0), max(e.id) INTO fresh, newest FROM auth.events e WHERE e.id > book.upto_event AND e.kind = 'refused';
	book.told := book.told + fresh;
	-- Who was refused has a minute to make another call, which notes it under his name.
	IF book.seen_at < clock_timestamp() - interval '1 minute' THEN
		gap := book.seen - book.told;
		IF gap > 0 THEN
			INSERT INTO auth.events (kind, login, detail, times) VALUES ('refused', NULL,
				left(format('%s calls of nobody known; at the console then: %s', gap, coalesce((SELECT string_agg(DISTINCT auth.staff_name(s.user_id), ', ')
					FROM auth.sessions s WHERE s.started_at < clock_timestamp() AND coalesce(s.ended_at, 'infinity') > book.seen_at - interval '2 minutes'), 'nobody')), 1000),
				least(gap, 2147483647)) RETURNING id INTO newest;
			book.told := book.told + gap;
		END IF;
		book.seen := (SELECT CASE WHEN q.is_called THEN q.last_value ELSE 0 END FROM auth.refusals_seq q);
		book.seen_at := clock_timestamp();
	END IF;
	UPDATE auth.refusal_book b SET told = book.told, upto_event = coalesce(newest, b.upto_event), seen = book.seen, seen_at = book.seen_at
	WHERE (b.told, b.seen, b.seen_at) IS DISTINCT FROM (book.told, book.seen, book.seen_at);
END
$$;
COMMENT ON FUNCTION auth.book_refusals() IS
	'Compares the counter of refused calls with the events about them. What has none after a minute (of who never logged in, went without '
	'another call, or takes every transaction back) becomes an event of its own, with who was at the console then.';

CREATE OR REPLACE FUNCTION auth.warden() RETURNS TABLE (ended text, pid integer, login text, reason text)
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_min_messages = warning SET lock_timeout = '2s' AS
$$
DECLARE
	found record;
BEGIN
	PERFORM auth.check_transaction();
	PERFORM auth.seen('warden');
	PERFORM auth.book_refusals();
	PERFORM pg_stat_clear_snapshot();
	FOR found IN SELECT b.* FROM auth.console_backends() b WHERE b.reason IS NOT NULL LOOP
		CONTINUE WHEN NOT auth.end_backend(found.pid, found.backend_start);
		PERFORM auth.note_event('connection ended', found.user_id, found.session_id, NULL, NULL, found.reason);
		ended := 'connection';
		pid := found.pid;
		login := auth.staff_name(found.user_id);
		reason := found.reason;
		RETURN NEXT;
	END LOOP;
	PERFORM pg_stat_clear_snapshot();
	FOR found IN SELECT s.* FROM auth.sessions_over() s WHERE s.reason IS NOT NULL LOOP
		CONTINUE WHEN NOT auth.close_session(found.session_id, found.reason);
		ended := 'session';
		pid := found.pid;
		login := auth.staff_name(found.user_id);
		reason := found.reason;
		RETURN NEXT;
	END LOOP;
END
$$;
COMMENT ON FUNCTION auth.warden() IS
	'One turn of the warden: ends the console''s connections that have to end, and writes down which sessions are over. Returns what it '
	'ended (connection or session), with number of the backend, log-in name and reason. The connection of a session that is over stays a '
	'while, so that the console can ask why. For steward_warden only.';

SELECT steward.own_functions('auth', 'steward_auth');
