-- The first screen: small figures, each from an index or the catalogue, never by counting a big table.

CREATE OR REPLACE FUNCTION meta.clock() RETURNS timestamptz
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT CASE WHEN (SELECT demo FROM steward.installation) THEN timestamptz '2026-11-23 12:00:00+00' ELSE now() END $$;
COMMENT ON FUNCTION meta.clock() IS 'The moment for which Home is drawn: now; in a demo database the day on which the demo plays.';
ALTER FUNCTION meta.clock() OWNER TO steward_search;

CREATE OR REPLACE FUNCTION meta.home_people(p_now timestamptz) RETURNS TABLE (tile text, line integer, label text, value numeric, detail text)
	LANGUAGE plpgsql STABLE AS
$$
BEGIN
	RETURN QUERY SELECT 'users_total'::text, 1, 'Accounts'::text, coalesce(meta.estimate('site.users'), 0)::numeric, ''::text;
	RETURN QUERY SELECT 'users_new_30d'::text, 1, 'New in 30 days'::text, count(*)::numeric, CASE WHEN count(*) = 10000 THEN '+' ELSE '' END
		FROM (SELECT FROM site.users u WHERE u.created_at > p_now - interval '30 days' AND u.created_at <= p_now LIMIT 10000) AS fresh;
	RETURN QUERY SELECT 'users_hidden'::text, 1, 'Hidden'::text, count(*)::numeric, CASE WHEN count(*) = 10000 THEN '+' ELSE '' END
		FROM (SELECT FROM site.users u WHERE u.hidden_at IS NOT NULL LIMIT 10000) AS hidden;
	RETURN QUERY SELECT 'users_flagged'::text, 1, 'Flagged'::text, count(*)::numeric, CASE WHEN count(*) = 10000 THEN '+' ELSE '' END
		FROM (SELECT FROM site.users u WHERE u.flag <> '' LIMIT 10000) AS flagged;
	RETURN QUERY SELECT 'newest_users'::text, (row_number() OVER (ORDER BY u.created_at DESC, u.id DESC))::integer, u.full_name, u.id::numeric, u.company
		FROM site.users u WHERE NOT site.is_staff(u.type) AND u.created_at <= p_now ORDER BY u.created_at DESC, u.id DESC LIMIT 5;
END
$$;
COMMENT ON FUNCTION meta.home_people(timestamptz) IS 'Home: figures on accounts.';

CREATE OR REPLACE FUNCTION meta.home_logins(p_now timestamptz) RETURNS TABLE (tile text, line integer, label text, value numeric, detail text)
	LANGUAGE plpgsql STABLE AS
$$
BEGIN
	RETURN QUERY
		WITH hours AS (SELECT n, p_now - (24 - n) * interval '1 hour' AS from_at FROM generate_series(0, 23) AS n),
			-- date_bin counts in whole microseconds: a third of what extract's numeric takes.
			counted AS (SELECT date_bin('1 hour', least(l.at, p_now - interval '1 microsecond'), p_now) AS from_at, count(*) FILTER (WHERE l.ok) AS good, count(*) FILTER (WHERE NOT l.ok) AS bad
				FROM site.login_log l WHERE l.at >= p_now - interval '24 hours' AND l.at <= p_now GROUP BY 1)
		SELECT kind.tile, h.n + 1, to_char(h.from_at AT TIME ZONE 'UTC', 'HH24:MI'), coalesce(CASE kind.tile WHEN 'logins_ok' THEN c.good ELSE c.bad END, 0)::numeric, ''::text
		FROM (VALUES ('logins_ok'::text), ('logins_failed'::text)) AS kind (tile) CROSS JOIN hours h LEFT JOIN counted c ON c.from_at = h.from_at
		ORDER BY 1 DESC, 2;
	RETURN QUERY SELECT 'failed_names'::text, (row_number() OVER (ORDER BY count(*) DESC, f.login))::integer, f.login, count(*)::numeric, max(abbrev(f.address))
		FROM site.login_log f WHERE f.at >= p_now - interval '24 hours' AND f.at <= p_now AND NOT f.ok GROUP BY f.login ORDER BY count(*) DESC, f.login LIMIT 5;
END
$$;
COMMENT ON FUNCTION meta.home_logins(timestamptz) IS 'Home: log-ins on the website of the last 24 hours, good and failed, by hour, and the names that failed most.';

CREATE OR REPLACE FUNCTION meta.home_staff() RETURNS TABLE (tile text, line integer, label text, value numeric, detail text)
	LANGUAGE plpgsql STABLE AS
$$
BEGIN
	RETURN QUERY SELECT 'staff_without_pin'::text, 1, 'Staff without PIN'::text, count(*)::numeric, coalesce(string_agg(s.login, ', ' ORDER BY s.login), '')
		FROM auth.staff s JOIN site.users u ON u.id = s.user_id WHERE u.enabled AND u.hidden_at IS NULL AND NOT (s.pin_required AND s.has_pin);
	RETURN QUERY SELECT 'staff_not_enrolled'::text, 1, 'Staff who cannot log in yet'::text, count(*)::numeric, coalesce(string_agg(s.login, ', ' ORDER BY s.login), '')
		FROM auth.staff s JOIN site.users u ON u.id = s.user_id WHERE u.enabled AND u.hidden_at IS NULL AND NOT s.enrolled;
END
$$;
COMMENT ON FUNCTION meta.home_staff() IS 'Home: what is amiss with staff accounts.';

CREATE OR REPLACE FUNCTION api.home() RETURNS TABLE (tile text, line integer, label text, value numeric, detail text)
	LANGUAGE plpgsql SECURITY DEFINER ROWS 80 SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO' SET jit = off AS
$$
DECLARE
	who record := auth.need(NULL);
	moment timestamptz := meta.clock();
BEGIN
	IF 'user.view' = ANY (who.rights) THEN
		RETURN QUERY SELECT * FROM meta.home_people(moment);
	END IF;
	IF 'organisation.view' = ANY (who.rights) THEN
		RETURN QUERY SELECT 'organisations_total'::text, 1, 'Organisations'::text, coalesce(meta.estimate('site.organisations'), 0)::numeric, ''::text;
	END IF;
	IF 'log.view' = ANY (who.rights) THEN
		RETURN QUERY SELECT * FROM meta.home_logins(moment);
	END IF;
	IF 'block.view' = ANY (who.rights) THEN
		RETURN QUERY SELECT 'blocked_addresses'::text, 1, 'Blocked addresses'::text, count(*)::numeric, ''::text
			FROM site.blocked_addresses b WHERE b.lifted_at IS NULL AND (b.until IS NULL OR b.until > moment);
	END IF;
	IF 'session.view' = ANY (who.rights) THEN
		RETURN QUERY SELECT 'sessions_live'::text, 1, 'On the website now'::text, count(*)::numeric, CASE WHEN count(*) = 10000 THEN '+' ELSE '' END
			FROM (SELECT FROM site.sessions s WHERE s.ended_at IS NULL LIMIT 10000) AS live;
		RETURN QUERY SELECT 'staff_on'::text, (row_number() OVER (ORDER BY t.login))::integer, t.login, 1::numeric, coalesce(abbrev(s.address), '')
			FROM auth.sessions s JOIN auth.staff t ON t.user_id = s.user_id
			WHERE s.ended_at IS NULL AND s.expires_at > clock_timestamp() AND s.last_active_at + s.idle_limit > clock_timestamp() ORDER BY t.login LIMIT 50;
	END IF;
	IF 'staff.view' = ANY (who.rights) OR 'staff.manage' = ANY (who.rights) THEN
		RETURN QUERY SELECT * FROM meta.home_staff();
	END IF;
	IF 'audit.view' = ANY (who.rights) THEN
		RETURN QUERY SELECT 'changes_24h'::text, 1, 'Changes in 24 hours'::text, count(*)::numeric, CASE WHEN count(*) = 10000 THEN '+' ELSE '' END
			FROM (SELECT FROM audit.changes c WHERE c.at > now() - interval '24 hours' LIMIT 10000) AS recent;
	END IF;
	RETURN QUERY SELECT * FROM (SELECT 'map_gaps'::text, 1, 'Columns not in the data map'::text, count(*)::numeric, ''::text FROM privacy.map_gaps()) AS gaps
		WHERE 'map.view' = ANY (who.rights);
END
$$;
COMMENT ON FUNCTION api.home() IS 'The figures of the first screen, each only with its right: users_total, users_new_30d, users_hidden, users_flagged, newest_users; organisations_total; logins_ok and logins_failed by hour (line 1 is 24 hours ago), failed_names; blocked_addresses; sessions_live, staff_on; staff_without_pin, staff_not_enrolled; changes_24h; map_gaps. detail + means: that many or more. ST001 without a session.';
ALTER FUNCTION api.home() OWNER TO steward_search;
