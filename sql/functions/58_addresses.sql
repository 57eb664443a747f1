-- Would this address get in? The answer that the door itself would give, with its reasons; and a question back before somebody locks himself out.

CREATE OR REPLACE FUNCTION auth.address_answer(p_user_id bigint, p_address inet) RETURNS TABLE (code text, detail text)
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	place inet := CASE WHEN masklen(p_address) = CASE family(p_address) WHEN 4 THEN 32 ELSE 128 END THEN auth.plain_address(p_address) ELSE p_address END;
	rules integer := (SELECT count(*)::integer FROM site.ip_rules r WHERE r.user_id = p_user_id);
	block record;
	rule record;
	is_staff boolean := coalesce((SELECT site.is_staff(u.type) FROM site.users u WHERE u.id = p_user_id), false);
BEGIN
	IF place <> p_address OR family(place) <> family(p_address) THEN
		RETURN QUERY SELECT 'same as'::text, abbrev(place);
	END IF;
	SELECT abbrev(b.network::inet) AS network, b.reason, to_char(b.blocked_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS since,
		to_char(b.until AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS until, coalesce(auth.staff_name(b.blocked_by), '') AS who, b.network >>= place AS whole
	INTO block FROM site.blocked_addresses b WHERE b.network && place AND b.lifted_at IS NULL AND (b.until IS NULL OR b.until > clock_timestamp())
	ORDER BY b.network >>= place DESC, b.id LIMIT 1;
	IF FOUND THEN
		RETURN QUERY SELECT CASE WHEN block.whole THEN 'blocked' ELSE 'partly blocked' END, block.network
			UNION ALL SELECT 'since', block.since
			UNION ALL SELECT 'until', block.until WHERE block.until IS NOT NULL
			UNION ALL SELECT 'by', block.who WHERE block.who <> ''
			UNION ALL SELECT 'reason', block.reason WHERE block.reason <> '';
	END IF;
	SELECT n.nth, n.label INTO rule FROM (SELECT row_number() OVER (ORDER BY r.created_at, r.id) AS nth, r.network,
			abbrev(r.network::inet) || CASE WHEN r.note <> '' THEN ' ' || r.note ELSE '' END AS label
		FROM site.ip_rules r WHERE r.user_id = p_user_id) n WHERE place <<= n.network ORDER BY n.nth LIMIT 1;
	IF FOUND THEN
		RETURN QUERY SELECT 'rule'::text, rule.nth || ': ' || rule.label;
	ELSIF rules > 0 THEN
		RETURN QUERY SELECT 'no rule'::text, rules::text;
	ELSIF is_staff AND auth.setting('staff_address_required') = 'on' THEN
		RETURN QUERY SELECT 'rule required'::text, ''::text;
	ELSIF p_user_id IS NOT NULL THEN
		RETURN QUERY SELECT 'no list'::text, ''::text;
	END IF;
	RETURN QUERY SELECT 'answer'::text, CASE WHEN NOT coalesce(block.whole, false)
		AND (p_user_id IS NULL OR rule.nth IS NOT NULL OR (rules = 0 AND NOT (is_staff AND auth.setting('staff_address_required') = 'on'))) THEN 'yes' ELSE 'no' END;
END
$$;
COMMENT ON FUNCTION auth.address_answer(bigint, inet) IS
	'Whether an account (NULL: anybody) gets in from an address or network, and why: same as (a mapped address in its own form), blocked, '
	'partly blocked, since, until, by, reason, rule (its number and network), no rule (how many there are), no list, rule required; last '
	'answer, yes or no.';

CREATE OR REPLACE FUNCTION auth.locks_out(p_user_id bigint, p_new cidr, p_without bigint) RETURNS text
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	here record;
	fits boolean;
	others boolean;
BEGIN
	SELECT l.user_id, s.address INTO here FROM auth.latest_session() l JOIN auth.sessions s ON s.id = l.session_id;
	IF here.user_id IS DISTINCT FROM p_user_id OR here.address IS NULL THEN
		RETURN NULL;
	END IF;
	SELECT count(*) > 0, coalesce(bool_or(here.address <<= r.network), false) INTO others, fits FROM site.ip_rules r
	WHERE r.user_id = p_user_id AND r.id IS DISTINCT FROM p_without;
	fits := fits OR coalesce(here.address <<= p_new, false);
	RETURN CASE WHEN (others OR p_new IS NOT NULL) AND NOT fits THEN host(here.address) END;
END
$$;
COMMENT ON FUNCTION auth.locks_out(bigint, cidr, bigint) IS
	'The address of who is logged in here, if it would no longer be let in with a new rule (NULL: none) and without an old one (its number); '
	'NULL when it would, or when the account is somebody else''s.';
SELECT steward.own_functions('auth', 'steward_auth');

CREATE OR REPLACE FUNCTION meta.sure_of_address(p_locked_out text, p_sure text) RETURNS void
	LANGUAGE plpgsql STABLE AS
$$
BEGIN
	IF p_locked_out IS NOT NULL AND p_sure IS DISTINCT FROM p_locked_out THEN
		RAISE EXCEPTION 'You could not log in any more from where you are.' USING ERRCODE = 'ST006', HINT = p_locked_out;
	END IF;
END
$$;
COMMENT ON FUNCTION meta.sure_of_address(text, text) IS 'Refuses (ST006, the hint is what has to be typed) what locks somebody out himself, unless he typed his address.';

CREATE OR REPLACE FUNCTION meta.ip_rules_create(c meta.call, OUT key text, OUT version bigint)
	LANGUAGE plpgsql AS
$$
BEGIN
	PERFORM meta.sure_of_address(auth.locks_out((c.args->>'user_id')::bigint, (c.args->>'network')::cidr, NULL), c.args->>'sure');
	INSERT INTO site.ip_rules AS r (user_id, network, note, created_by) VALUES ((c.args->>'user_id')::bigint, (c.args->>'network')::cidr,
		coalesce(c.args->>'note', ''), c.user_id) RETURNING r.id::text, r.version INTO key, version;
END
$$;
COMMENT ON FUNCTION meta.ip_rules_create(meta.call) IS 'Adds an address to an account''s list: {"user_id", "network", "note", "sure"}. ST006 before one''s own present address is left out, unless sure says it.';

CREATE OR REPLACE FUNCTION meta.ip_rules_delete(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
BEGIN
	PERFORM meta.sure_of_address(auth.locks_out((SELECT r.user_id FROM site.ip_rules r WHERE r.id = c.key::bigint), NULL, c.key::bigint), c.args->>'sure');
	DELETE FROM site.ip_rules r WHERE r.id = c.key::bigint;
	RETURN CASE WHEN FOUND THEN 0 END;
END
$$;
COMMENT ON FUNCTION meta.ip_rules_delete(meta.call) IS 'Verb: removes an address rule, {"sure"}; without any the account may log in from anywhere. ST006 as meta.ip_rules_create.';

CREATE OR REPLACE FUNCTION meta.address_test(p_typed text) RETURNS TABLE (value text, label text)
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	words text[] := regexp_split_to_array(btrim(btrim(p_typed, '%')), '\s+');
	place inet;
BEGIN
	IF words = ARRAY[''] THEN
		RETURN QUERY SELECT 'usage'::text, '10009292 192.0.2.7'::text;
		RETURN;
	END IF;
	IF cardinality(words) <> 2 OR words[1] !~ '^[0-9]{1,18}$' THEN
		RAISE EXCEPTION 'This is not an address.' USING ERRCODE = '22023', HINT = 'Write it like 192.0.2.7 or 2001:db8::7.';
	END IF;
	PERFORM meta.check_value('inet', words[2], 'address');
	place := words[2]::inet;
	IF words[1] = '0' THEN
		RETURN QUERY SELECT * FROM auth.address_answer(NULL, place);
	ELSIF NOT auth.may('user.access') THEN
		PERFORM meta.refuse('user.access');
	ELSIF meta.is_hidden(meta.find_entity('users'), words[1]) IS NULL
		OR (meta.is_hidden(meta.find_entity('users'), words[1]) AND NOT auth.may('user.staff_view', 'staff.view', 'staff.manage')) THEN
		PERFORM meta.no_record();
	ELSE
		RETURN QUERY SELECT * FROM auth.address_answer(words[1]::bigint, place);
	END IF;
END
$$;
COMMENT ON FUNCTION meta.address_test(text) IS
	'Would an address get in? Takes number of the account (0: anybody) and address or network, parted by a blank; tells what '
	'auth.address_answer does. P0002 for an account that the person may not know.';

-- Sessions -----------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION auth.end_person(p_user_id bigint) RETURNS integer
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	PERFORM auth.need('session.end');
	RETURN auth.end_sessions(p_user_id, 'ended');
END
$$;
COMMENT ON FUNCTION auth.end_person(bigint) IS 'Ends every console session of a person. Returns how many there were.';
ALTER FUNCTION auth.end_person(bigint) OWNER TO steward_auth;
REVOKE ALL ON FUNCTION auth.end_person(bigint) FROM PUBLIC;

CREATE OR REPLACE FUNCTION meta.end_everywhere(p_user_id bigint) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	website integer;
BEGIN
	UPDATE site.sessions s SET ended_at = clock_timestamp(), end_reason = 'ended by staff' WHERE s.user_id = p_user_id AND s.ended_at IS NULL;
	GET DIAGNOSTICS website = ROW_COUNT;
	IF website + auth.end_person(p_user_id) = 0 THEN
		RAISE EXCEPTION 'This person has no session.' USING ERRCODE = '22023';
	END IF;
	RETURN 0;
END
$$;
COMMENT ON FUNCTION meta.end_everywhere(bigint) IS 'Logs a person out of website and console. 22023 when there is no session.';

CREATE OR REPLACE FUNCTION meta.user_sessions_end_all(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT meta.end_everywhere((SELECT s.user_id FROM site.sessions s WHERE s.id = c.key::uuid)) $$;
COMMENT ON FUNCTION meta.user_sessions_end_all(meta.call) IS 'Verb: every session of this session''s person ends, on the website and at the console.';

CREATE OR REPLACE FUNCTION meta.staff_sessions_end_all(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT meta.end_everywhere((SELECT s.user_id FROM auth.sessions s WHERE s.id = c.key::bigint)) $$;
COMMENT ON FUNCTION meta.staff_sessions_end_all(meta.call) IS 'Verb: every session of this session''s person ends, at the console and on the website.';
