-- What a member of staff keeps of his own: read by api.choices('preferences', …), kept by api.save, dropped by the verb forget.

CREATE OR REPLACE FUNCTION auth.keep_preference(p_user_id bigint, p_list text, p_name text, p_value text) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	result bigint;
BEGIN
	UPDATE auth.preferences p SET value = p_value, kept_at = clock_timestamp()
	WHERE p.user_id = p_user_id AND p.list = p_list AND p.name = p_name RETURNING p.id INTO result;
	IF result IS NOT NULL THEN
		RETURN result;
	END IF;
	IF (SELECT count(*) FROM auth.preferences p WHERE p.user_id = p_user_id) >= 200 THEN
		RAISE EXCEPTION 'You keep 200 lists and filters already.' USING ERRCODE = '22023', HINT = 'Forget a saved filter first.';
	END IF;
	INSERT INTO auth.preferences AS p (user_id, list, name, value) VALUES (p_user_id, p_list, p_name, p_value)
	ON CONFLICT (user_id, list, name) DO UPDATE SET value = excluded.value, kept_at = clock_timestamp() RETURNING p.id INTO result;
	RETURN result;
END
$$;
COMMENT ON FUNCTION auth.keep_preference(bigint, text, text, text) IS
	'Keeps one preference of a person, over an older one of the same list and name, and returns its number. 22023 when he has 200.';

CREATE OR REPLACE FUNCTION auth.forget_preference(p_user_id bigint, p_id bigint) RETURNS boolean
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	DELETE FROM auth.preferences p WHERE p.id = p_id AND p.user_id = p_user_id;
	RETURN FOUND;
END
$$;
COMMENT ON FUNCTION auth.forget_preference(bigint, bigint) IS 'Drops one preference of a person; false when he has none of that number.';

CREATE OR REPLACE FUNCTION meta.preferences_keep(c meta.call, OUT key text, OUT version bigint)
	LANGUAGE plpgsql AS
$$
BEGIN
	key := auth.keep_preference(c.user_id, coalesce(c.args->>'list', ''), coalesce(c.args->>'name', ''), coalesce(c.args->>'value', ''))::text;
	version := 0;
END
$$;
COMMENT ON FUNCTION meta.preferences_keep(meta.call) IS 'Keeps a preference of who calls: {"list", "name", "value"}.';

CREATE OR REPLACE FUNCTION meta.preferences_forget(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
BEGIN
	IF NOT auth.forget_preference(c.user_id, c.key::bigint) THEN
		PERFORM meta.no_record();
	END IF;
	RETURN 0;
END
$$;
COMMENT ON FUNCTION meta.preferences_forget(meta.call) IS 'Verb: drops a preference of who calls.';

SELECT steward.own_functions('auth', 'steward_auth');
REVOKE ALL ON FUNCTION auth.keep_preference(bigint, text, text, text), auth.forget_preference(bigint, bigint) FROM PUBLIC;
