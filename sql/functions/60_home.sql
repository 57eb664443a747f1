-- The first screen: small figures, each from an index or the catalogue, never by counting a big table.
--
-- Each area has a function of its own, meta.home_THING, in its own file, and one line in api.home below, behind its right. A row has
--   tile    the box it stands in; forms/home.c gives boxes their title, their order and the list that Enter opens
--   line    the place in the box; several rows of one line are a series, oldest first, drawn as a sparkline with their sum
--   label   a word of ours, in meta.label('...') so that it is translated, or a name out of the data
--   value   the number at the right; NULL where there is none to tell
--   detail  beside the label. A leading ! draws the line as a warning, !! as a danger (a number only above 0), !!! one also at 0 and below; + alone says that there are
--           that many or more; an amount like 'EUR 1234.50' is written as the language writes it
-- The tile header is no box: its rows due and jobs stand in the head of every screen.

CREATE OR REPLACE FUNCTION meta.label(p_text text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT p_text $$;
COMMENT ON FUNCTION meta.label(text) IS 'The text itself: marks a word of ours that the console translates, for tests/lib/sql-messages.';

CREATE OR REPLACE FUNCTION meta.clock() RETURNS timestamptz
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT CASE WHEN (SELECT demo FROM steward.installation) THEN timestamptz '2026-11-23 12:00:00+00' ELSE now() END $$;
COMMENT ON FUNCTION meta.clock() IS 'The moment for which Home is drawn: now; in a demo database the day on which the demo plays.';
ALTER FUNCTION meta.clock() OWNER TO steward_search;

CREATE OR REPLACE FUNCTION meta.home_people(p_now timestamptz) RETURNS TABLE (tile text, line integer, label text, value numeric, detail text)
	LANGUAGE plpgsql STABLE AS
$$
BEGIN
	RETURN QUERY SELECT 'people'::text, 1, meta.label('Users'), coalesce(meta.estimate('site.users'), 0)::numeric, ''::text;
	RETURN QUERY SELECT 'people'::text, 2, meta.label('New in 30 days'), count(*)::numeric, CASE WHEN count(*) = 10000 THEN '+' ELSE '' END
		FROM (SELECT FROM site.users u WHERE u.created_at > p_now - interval '30 days' AND u.created_at <= p_now LIMIT 10000) AS fresh;
	RETURN QUERY SELECT 'people'::text, 3, meta.label('Hidden'), count(*)::numeric, CASE WHEN count(*) = 10000 THEN '+' ELSE '' END
		FROM (SELECT FROM site.users u WHERE u.hidden_at IS NOT NULL LIMIT 10000) AS hidden;
	RETURN QUERY SELECT 'people'::text, 4, meta.label('Flagged'), count(*)::numeric, CASE WHEN count(*) = 10000 THEN '!+' ELSE '!' END
		FROM (SELECT FROM site.users u WHERE u.flag <> '' LIMIT 10000) AS flagged;
	RETURN QUERY SELECT 'newest_users'::text, (row_number() OVER (ORDER BY u.created_at DESC, u.id DESC))::integer, u.full_name, NULL::numeric, u.company
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
		SELECT 'logins'::text, kind.line, kind.label, coalesce(CASE kind.line WHEN 1 THEN c.good ELSE c.bad END, 0)::numeric, kind.detail
		FROM (VALUES (1, meta.label('Log-ins'), ''::text), (2, meta.label('Failed'), '!'::text)) AS kind (line, label, detail)
			CROSS JOIN hours h LEFT JOIN counted c ON c.from_at = h.from_at
		ORDER BY kind.line, h.n;
	RETURN QUERY SELECT 'failed_names'::text, (row_number() OVER (ORDER BY count(*) DESC, f.login))::integer, f.login, count(*)::numeric, max(abbrev(f.address))
		FROM site.login_log f WHERE f.at >= p_now - interval '24 hours' AND f.at <= p_now AND NOT f.ok GROUP BY f.login ORDER BY count(*) DESC, f.login LIMIT 5;
END
$$;
COMMENT ON FUNCTION meta.home_logins(timestamptz) IS 'Home: log-ins on the website of the last 24 hours, good and failed, by hour, and the names that failed most.';

CREATE OR REPLACE FUNCTION meta.home_sessions() RETURNS TABLE (tile text, line integer, label text, value numeric, detail text)
	LANGUAGE plpgsql STABLE AS
$$
BEGIN
	RETURN QUERY SELECT 'logins'::text, 3, meta.label('On the site now'), count(*)::numeric, CASE WHEN count(*) = 10000 THEN '+' ELSE '' END
		FROM (SELECT FROM site.sessions s WHERE s.ended_at IS NULL LIMIT 10000) AS live;
	RETURN QUERY SELECT 'staff'::text, 1, meta.label('Logged in'), count(*)::numeric, left(coalesce(string_agg(t.login, ', ' ORDER BY t.login), ''), 60)
		FROM auth.sessions s JOIN auth.staff t ON t.user_id = s.user_id
		WHERE s.ended_at IS NULL AND s.expires_at > clock_timestamp() AND s.last_active_at + s.idle_limit > clock_timestamp();
END
$$;
COMMENT ON FUNCTION meta.home_sessions() IS 'Home: how many are on the website, and which colleagues are here.';

CREATE OR REPLACE FUNCTION meta.home_staff() RETURNS TABLE (tile text, line integer, label text, value numeric, detail text)
	LANGUAGE plpgsql STABLE AS
$$
BEGIN
	RETURN QUERY SELECT 'staff'::text, 2, meta.label('Without a PIN'), count(*)::numeric, left('!!' || coalesce(string_agg(s.login, ', ' ORDER BY s.login), ''), 60)
		FROM auth.staff s JOIN site.users u ON u.id = s.user_id WHERE u.enabled AND u.hidden_at IS NULL AND NOT (s.pin_required AND s.has_pin);
	RETURN QUERY SELECT 'staff'::text, 3, meta.label('Not enrolled'), count(*)::numeric, left('!' || coalesce(string_agg(s.login, ', ' ORDER BY s.login), ''), 60)
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
	IF 'case.view' = ANY (who.rights) THEN
		RETURN QUERY SELECT * FROM meta.home_requests(moment);
	END IF;
	IF 'organisation.view' = ANY (who.rights) THEN
		RETURN QUERY SELECT 'people'::text, 5, meta.label('Organisations'), coalesce(meta.estimate('site.organisations'), 0)::numeric, ''::text;
	END IF;
	IF 'contact.view' = ANY (who.rights) THEN
		RETURN QUERY SELECT * FROM meta.home_contact(who.user_id, moment);
	END IF;
	IF 'request.view' = ANY (who.rights) THEN
		RETURN QUERY SELECT * FROM meta.home_site_requests(moment);
	END IF;
	IF 'order.view' = ANY (who.rights) THEN
		RETURN QUERY SELECT * FROM meta.home_orders(moment);
	END IF;
	IF 'invoice.view' = ANY (who.rights) THEN
		RETURN QUERY SELECT * FROM meta.home_invoices(moment);
	END IF;
	IF 'log.view' = ANY (who.rights) THEN
		RETURN QUERY SELECT * FROM meta.home_logins(moment);
	END IF;
	IF 'block.view' = ANY (who.rights) THEN
		RETURN QUERY SELECT 'logins'::text, 4, meta.label('Blocked addresses'), count(*)::numeric, '!'::text
			FROM site.blocked_addresses b WHERE b.lifted_at IS NULL AND (b.until IS NULL OR b.until > moment);
	END IF;
	IF 'session.view' = ANY (who.rights) THEN
		RETURN QUERY SELECT * FROM meta.home_sessions();
	END IF;
	IF 'staff.view' = ANY (who.rights) OR 'staff.manage' = ANY (who.rights) THEN
		RETURN QUERY SELECT * FROM meta.home_staff();
	END IF;
	IF 'audit.view' = ANY (who.rights) THEN
		RETURN QUERY SELECT 'trail'::text, 1, meta.label('Changes in 24 hours'), count(*)::numeric, CASE WHEN count(*) = 10000 THEN '+' ELSE '' END
			FROM (SELECT FROM audit.changes c WHERE c.at > now() - interval '24 hours' LIMIT 10000) AS recent;
	END IF;
	IF 'breach.view' = ANY (who.rights) THEN
		RETURN QUERY SELECT * FROM meta.home_breaches(moment);
	END IF;
	IF 'compliance.view' = ANY (who.rights) THEN
		RETURN QUERY SELECT * FROM meta.home_compliance();
	END IF;
	IF 'job.view' = ANY (who.rights) THEN
		RETURN QUERY SELECT * FROM meta.home_jobs();
	END IF;
	IF 'map.view' = ANY (who.rights) THEN
		RETURN QUERY SELECT 'trail'::text, 2, meta.label('Columns not in the data map'), count(*)::numeric, '!!'::text FROM privacy.map_gaps();
	END IF;
END
$$;
COMMENT ON FUNCTION api.home() IS 'The figures of the first screen, each only with its right, as the head of sql/functions/60_home.sql describes them: tile, line, label, value, detail. ST001 without a session.';
ALTER FUNCTION api.home() OWNER TO steward_search;
