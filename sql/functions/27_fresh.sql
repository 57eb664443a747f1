-- Fresh PIN. Who finds a terminal open, or takes a connection over, is that person for as long as the session lasts. So what is dangerous
-- (grants, exports, erasures, work on many records) asks that the PIN was proved a moment ago. It is proved by the calls of the lock
-- (26_lock.sql): begin, submit, finish. They lock the session meanwhile, count wrong ones, and end it after too many; here nothing is added
-- that could be guessed at. A log-in proves it too.

CREATE OR REPLACE FUNCTION auth.is_fresh() RETURNS boolean
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	RETURN EXISTS (SELECT FROM auth.here h JOIN auth.sessions s ON s.id = h.session_id
		WHERE h.state = 'ok' AND s.proved_at > clock_timestamp() - auth.setting('fresh')::interval);
END
$$;
COMMENT ON FUNCTION auth.is_fresh() IS 'Whether the person logged in here proved the PIN, or the password if there is no PIN, within the setting fresh.';

CREATE OR REPLACE FUNCTION auth.need_fresh() RETURNS void
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF NOT auth.is_fresh() THEN
		RAISE EXCEPTION 'This takes your PIN once more.' USING ERRCODE = 'ST005', HINT = 'Give it, and it goes on.';
	END IF;
END
$$;
COMMENT ON FUNCTION auth.need_fresh() IS
	'Refuses (ST005) unless the PIN was proved within the setting fresh. After the gate, in every function that does something dangerous; '
	'api.act asks for verbs marked fresh. The console asks the person and calls again.';

SELECT steward.own_functions('auth', 'steward_auth');
