-- Settings of log-in, sessions and mail, as superadmin changes them. The bounds hold for everybody but the administrator of the database, who
-- could take them off anyway: a limit of no guesses would lock everybody out, one of a thousand would be none.

CREATE OR REPLACE FUNCTION auth.check_setting() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	NEW.updated_by := (SELECT l.user_id FROM auth.latest_session() l);
	IF (SELECT r.rolsuper FROM pg_roles r WHERE r.rolname = session_user) THEN
		RETURN NEW;
	END IF;
	IF NEW.value = '' AND NEW.kind <> 'email' THEN
		RAISE EXCEPTION 'This must be filled in.' USING ERRCODE = '22023', COLUMN = 'value';
	END IF;
	CASE NEW.kind
		WHEN 'number' THEN
			IF NEW.value !~ '^[0-9]{1,9}$' OR NEW.value::integer NOT BETWEEN NEW.lowest::integer AND NEW.highest::integer THEN
				RAISE EXCEPTION USING ERRCODE = '22023', COLUMN = 'value', MESSAGE = 'This number is out of bounds.',
					HINT = NEW.lowest || ' … ' || NEW.highest;
			END IF;
		WHEN 'span' THEN
			-- Months have no length of their own.
			IF NEW.value !~ '^[0-9]{1,6} (second|minute|hour|day)s?$' OR NEW.value::interval NOT BETWEEN NEW.lowest::interval AND NEW.highest::interval THEN
				RAISE EXCEPTION USING ERRCODE = '22023', COLUMN = 'value', MESSAGE = 'This length of time is out of bounds, or none.',
					HINT = NEW.lowest || ' … ' || NEW.highest;
			END IF;
		WHEN 'switch' THEN
			IF NEW.value NOT IN ('on', 'off') THEN
				RAISE EXCEPTION 'This setting is on or off.' USING ERRCODE = '22023', COLUMN = 'value';
			END IF;
		WHEN 'choice' THEN
			IF NEW.value <> ALL (NEW.choices) THEN
				RAISE EXCEPTION 'This value is not allowed.' USING ERRCODE = '22023', COLUMN = 'value', HINT = array_to_string(NEW.choices, ', ');
			END IF;
		WHEN 'email' THEN
			IF NEW.value <> '' AND NEW.value !~ '^[^[:space:][:cntrl:]@<>]+@[^[:space:][:cntrl:]@<>]+$' THEN
				RAISE EXCEPTION 'This is not an e-mail address.' USING ERRCODE = '22023', COLUMN = 'value', HINT = 'Write it like name@example.org, without blanks.';
			END IF;
		ELSE NULL;
	END CASE;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION auth.check_setting() IS 'Trigger: a value is of its kind and within its bounds (22023); says who changed it.';
CREATE OR REPLACE TRIGGER check_setting BEFORE UPDATE OF value ON auth.settings FOR EACH ROW WHEN (NEW.kind IS NOT NULL) EXECUTE FUNCTION auth.check_setting();

CREATE OR REPLACE FUNCTION auth.set_setting(p_name text, p_value text, p_version bigint) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	result bigint;
BEGIN
	PERFORM auth.need('settings.edit');
	UPDATE auth.settings s SET value = btrim(coalesce(p_value, '')) WHERE s.name = p_name AND s.kind IS NOT NULL AND s.version = p_version
	RETURNING s.version INTO result;
	RETURN result;
END
$$;
COMMENT ON FUNCTION auth.set_setting(text, text, bigint) IS 'Changes a setting. Returns the new version, NULL when it is not the given one; 22023 for a value out of bounds.';

-- What happened at the door, for the watch ---------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION auth.note_block() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	who record := auth.latest_session();
	lifted boolean := TG_OP = 'UPDATE';
BEGIN
	PERFORM auth.note_event(CASE WHEN lifted THEN 'block lifted' ELSE 'address blocked' END, who.user_id, who.session_id, NEW.network,
		coalesce(auth.staff_name(who.user_id), ''), NEW.network::text || CASE WHEN NEW.reason <> '' THEN ': ' || NEW.reason ELSE '' END);
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION auth.note_block() IS 'Trigger: a block and its lifting are events.';
CREATE OR REPLACE TRIGGER note_block AFTER INSERT ON site.blocked_addresses FOR EACH ROW EXECUTE FUNCTION auth.note_block();
CREATE OR REPLACE TRIGGER note_lift AFTER UPDATE OF lifted_at ON site.blocked_addresses FOR EACH ROW
	WHEN (OLD.lifted_at IS NULL AND NEW.lifted_at IS NOT NULL) EXECUTE FUNCTION auth.note_block();

SELECT steward.own_functions('auth', 'steward_auth');

CREATE OR REPLACE FUNCTION meta.door_group(p_kind text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$
	SELECT CASE WHEN p_kind IN ('login ok', 'session started', 'unlock ok', 'code ok', 'change ok') THEN 'in'
		WHEN p_kind IN ('session ended', 'connection ended') THEN 'out'
		WHEN p_kind ~ '^(login|code|unlock|change) (wrong|unknown|disabled|locked|waiting|address|throttled|blocked)$' OR p_kind = 'refused' THEN 'failed'
		WHEN p_kind IN ('address blocked', 'block lifted') THEN 'block'
		ELSE 'change' END
$$;
COMMENT ON FUNCTION meta.door_group(text) IS 'What kind of event one is: in, failed, out, block or change (of rights, secrets, mail).';

CREATE OR REPLACE FUNCTION meta.watch_counts(p_step interval, p_steps integer) RETURNS TABLE (at timestamptz, logins bigint, failures bigint, blocks bigint)
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	moment timestamptz := meta.clock();
	since timestamptz := moment - p_step * p_steps;
BEGIN
	RETURN QUERY
		WITH steps AS (SELECT since + n * p_step AS at FROM generate_series(0, p_steps - 1) AS n),
			events AS (
				SELECT date_bin(p_step, least(l.at, moment - interval '1 microsecond'), since) AS at, count(*) FILTER (WHERE l.ok) AS good,
					count(*) FILTER (WHERE NOT l.ok) AS bad, 0::bigint AS blocked
				FROM site.login_log l WHERE l.at >= since AND l.at <= moment GROUP BY 1
				UNION ALL
				SELECT date_bin(p_step, least(e.at, moment - interval '1 microsecond'), since), count(*) FILTER (WHERE e.kind = 'session started'),
					coalesce(sum(e.times) FILTER (WHERE meta.door_group(e.kind) = 'failed'), 0), 0
				FROM auth.events e WHERE e.at >= since AND e.at <= moment GROUP BY 1
				UNION ALL
				SELECT date_bin(p_step, least(b.blocked_at, moment - interval '1 microsecond'), since), 0, 0, count(*)
				FROM site.blocked_addresses b WHERE b.blocked_at >= since AND b.blocked_at <= moment GROUP BY 1)
		SELECT s.at, coalesce(sum(e.good), 0)::bigint, coalesce(sum(e.bad), 0)::bigint, coalesce(sum(e.blocked), 0)::bigint
		FROM steps s LEFT JOIN events e ON e.at = s.at GROUP BY s.at;
END
$$;
COMMENT ON FUNCTION meta.watch_counts(interval, integer) IS 'Log-ins, failures and blocks of console and website together, in so many steps up to now.';

CREATE OR REPLACE FUNCTION meta.change_names(p_columns text[], p_old jsonb, p_new jsonb) RETURNS TABLE (nth bigint, name text)
	LANGUAGE sql IMMUTABLE AS
$$
	SELECT row_number() OVER (), n.name FROM (SELECT unnest(p_columns) AS name WHERE p_columns IS NOT NULL
		UNION ALL SELECT k.name FROM jsonb_object_keys(coalesce(p_new, p_old)) AS k (name) WHERE p_columns IS NULL AND coalesce(p_new, p_old)->>k.name <> '') n
$$;
COMMENT ON FUNCTION meta.change_names(text[], jsonb, jsonb) IS 'The columns that a change tells about, numbered: those that were changed, or those that are filled of a record that was made or deleted.';

CREATE OR REPLACE FUNCTION meta.door_events_block(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	place inet;
	span text := coalesce(c.args->>'for', '');
BEGIN
	SELECT d.address INTO place FROM meta.door_event(c.key) d;
	IF place IS NULL THEN
		RAISE EXCEPTION 'This row has no address.' USING ERRCODE = '22023';
	END IF;
	IF span NOT IN ('1 hour', '1 day', '30 days', '') THEN
		RAISE EXCEPTION 'This value is not allowed.' USING ERRCODE = '22023', COLUMN = 'for';
	END IF;
	IF place = (SELECT s.address FROM auth.sessions s, auth.latest_session() l WHERE s.id = l.session_id) THEN
		RAISE EXCEPTION 'This is your own address.' USING ERRCODE = '22023', HINT = 'Nobody blocks himself by mistake; the list of blocked addresses takes it.';
	END IF;
	IF EXISTS (SELECT FROM site.blocked_addresses b WHERE b.network >>= place AND b.lifted_at IS NULL AND (b.until IS NULL OR b.until > clock_timestamp())) THEN
		RAISE EXCEPTION 'This address is blocked already.' USING ERRCODE = '22023';
	END IF;
	INSERT INTO site.blocked_addresses (network, reason, blocked_by, until)
	VALUES (place, left(coalesce(c.args->>'reason', ''), 200), c.user_id, CASE WHEN span <> '' THEN clock_timestamp() + span::interval END);
	RETURN 0;
END
$$;
COMMENT ON FUNCTION meta.door_events_block(meta.call) IS 'Verb: blocks the address of an event, {"for": "1 hour", "1 day", "30 days" or "" for good, "reason"}. 22023 for one''s own, one that is blocked, or none.';

CREATE OR REPLACE FUNCTION meta.door_event(p_key text) RETURNS TABLE (address inet)
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	RETURN QUERY SELECT e.address FROM auth.events e WHERE p_key LIKE 'console/%' AND e.id = split_part(p_key, '/', 3)::bigint
		UNION ALL SELECT l.address FROM site.login_log l WHERE p_key LIKE 'website/%' AND l.at = split_part(p_key, '/', 2)::timestamptz
			AND l.id = split_part(p_key, '/', 3)::bigint;
END
$$;
COMMENT ON FUNCTION meta.door_event(text) IS 'Address of an event of the watch, by its key; called with keys that were looked up before.';
ALTER FUNCTION meta.door_event(text) OWNER TO steward_search;

CREATE OR REPLACE FUNCTION meta.security_settings_set(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT auth.set_setting(c.key, c.args->>'value', c.version) $$;
COMMENT ON FUNCTION meta.security_settings_set(meta.call) IS 'Verb: another value of a setting of log-in, sessions or mail, {"value"}; 22023 when it is out of bounds.';
