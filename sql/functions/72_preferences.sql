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

CREATE OR REPLACE FUNCTION auth.is_unseen(p_list text, p_column text, p_rights text[]) RETURNS boolean
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$ SELECT EXISTS (SELECT FROM meta.columns c WHERE c.entity = p_list AND c.name = p_column AND NOT c.right_view = ANY (p_rights)) $$;
COMMENT ON FUNCTION auth.is_unseen(text, text, text[]) IS 'Whether a column of a list may not be seen with these rights.';

CREATE OR REPLACE FUNCTION auth.seen_layout(p_list text, p_layout text, p_rights text[]) RETURNS text
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
	-- column, column:width, …;-sort
	SELECT string_agg(c.item, ',' ORDER BY c.place) || CASE WHEN s.sort <> '' AND NOT auth.is_unseen(p_list, ltrim(s.sort, '-'), p_rights) THEN ';' || s.sort ELSE '' END
	FROM (SELECT split_part(p_layout, ';', 2) AS sort) AS s, string_to_table(split_part(p_layout, ';', 1), ',') WITH ORDINALITY AS c (item, place)
	WHERE NOT auth.is_unseen(p_list, split_part(c.item, ':', 1), p_rights) GROUP BY s.sort
$$;
COMMENT ON FUNCTION auth.seen_layout(text, text, text[]) IS 'The columns and the order of a list without what may not be seen with these rights; NULL when no column is left.';

CREATE OR REPLACE FUNCTION auth.forget_unseen() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	DELETE FROM auth.preferences p WHERE p.user_id = NEW.user_id AND p.name = '' AND auth.seen_layout(p.list, p.value, NEW.rights) IS NULL;
	UPDATE auth.preferences p SET value = x.layout
	FROM (SELECT q.id, auth.seen_layout(q.list, q.value, NEW.rights) AS layout FROM auth.preferences q WHERE q.user_id = NEW.user_id AND q.name = '') AS x
	WHERE p.id = x.id AND p.value <> x.layout;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION auth.forget_unseen() IS 'Trigger on staff: who loses a right does not keep the columns that it showed. When it comes back they are there to be chosen.';
CREATE OR REPLACE TRIGGER forget_unseen AFTER UPDATE OF rights ON auth.staff FOR EACH ROW WHEN (NOT OLD.rights <@ NEW.rights) EXECUTE FUNCTION auth.forget_unseen();

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
REVOKE ALL ON FUNCTION auth.keep_preference(bigint, text, text, text), auth.forget_preference(bigint, bigint), auth.is_unseen(text, text, text[]), auth.seen_layout(text, text, text[]),
	auth.forget_unseen() FROM PUBLIC;
