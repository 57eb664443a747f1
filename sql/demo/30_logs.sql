-- Demo data: what the website logged. About three rows an account: as many activity rows as there are accounts (at most 1,000,000)
-- are one person's (10000100), forty of a hundred rows are from the last three months, the rest from two years.
SET LOCAL session_replication_role = replica;

SELECT site.ensure_partitions('2024-08-01', '2027-02-01');

-- When a row happened: v is from 0 up to 1; the day's curve is that of office hours.
CREATE FUNCTION demo.moment(g bigint, salt int) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT CASE WHEN demo.unit(g, salt) < 0.4 THEN demo.today() - demo.unit(g, salt + 1) * interval '92 days'
		ELSE demo.today() - interval '92 days' - demo.unit(g, salt + 1) * interval '730 days' END $$;

INSERT INTO site.activity_log (at, user_id, kind, detail, address, browser, system)
	SELECT demo.moment(g, 301), CASE WHEN g <= least(demo.users(), 1000000) THEN 10000100 WHEN demo.pick(g, 303, 5) = 0 THEN NULL
			ELSE 10000013 + floor((demo.users() - 13) * power(demo.unit(g, 304), 2))::bigint END,
		k.kind,
		CASE k.kind WHEN 'search' THEN CASE WHEN g % 997 = 3 THEN demo.hostile(g / 997) ELSE w.word || (ARRAY['', ' portrait', ' sunset', ' Köln', ' café', ' été', ' 1965'])[1 + demo.pick(g, 306, 7)] END
			WHEN 'page' THEN '/about/' || w.word WHEN 'lightbox' THEN 'lightbox ' || (1 + demo.pick(g, 307, 40)) ELSE 'file ' || (30000000 + demo.pick(g, 308, 5000000)) END,
		CASE WHEN demo.pick(g, 309, 12) = 0 THEN ('2001:db8:' || to_hex(demo.pick(g, 310, 65535)) || '::1')::inet ELSE '198.18.0.0'::inet + demo.pick(g, 310, 131072) END,
		(ARRAY['Firefox 132', 'Chrome 130', 'Safari 18', 'Edge 130'])[1 + demo.pick(g, 311, 4)], (ARRAY['Windows 11', 'macOS 15', 'Android 14', 'iOS 18'])[1 + demo.pick(g, 312, 4)]
	FROM (SELECT g FROM generate_series(1::bigint, least(demo.users(), 1000000) + demo.users() * 14 / 10) g ORDER BY demo.moment(g, 301), g) g
	JOIN demo.words w ON w.kind = 'any' AND w.n = demo.pick(g.g, 305, 50)
	CROSS JOIN LATERAL (SELECT (ARRAY['search', 'search', 'search', 'preview', 'preview', 'preview', 'preview', 'comp', 'download', 'page', 'lightbox', 'cart'])[1 + demo.pick(g.g, 313, 12)]) k(kind);

-- Log-ins: six of a hundred fail. A third of the accounts have the row of their last log-in; the last day follows office hours.
INSERT INTO site.login_log (at, user_id, login, address, browser, system, country, ok, reason)
	SELECT * FROM (
		SELECT u.last_login_at AS at, u.id AS user_id, u.login, u.last_login_address, u.last_login_browser, u.last_login_system, u.last_login_country, true AS ok, '' AS reason
		FROM site.users u WHERE u.last_login_at > '2024-08-25' AND u.login IS NOT NULL AND demo.pick(u.id, 321, 3) = 0 OR u.id = 10009292
		UNION ALL
		SELECT demo.moment(g, 322), CASE WHEN f.guest THEN NULL ELSE u.id END, CASE WHEN f.guest THEN f.typed ELSE u.login END,
			'198.18.0.0'::inet + demo.pick(g, 324, 131072), 'Chrome 130', 'Windows 11', coalesce(u.country, 'NL'), NOT f.failed,
			CASE WHEN f.guest THEN 'unknown name' WHEN f.failed THEN (ARRAY['wrong password', 'wrong password', 'address not allowed', 'disabled'])[1 + demo.pick(g, 327, 4)] ELSE '' END
		FROM generate_series(1::bigint, demo.users() * 36 / 100) g
		CROSS JOIN LATERAL (SELECT demo.unit(g, 325) < 0.06 AS failed, demo.unit(g, 325) < 0.01 AS guest,
			CASE WHEN g % 211 = 0 THEN left(demo.hostile(g / 211), 254) ELSE 'admin' || demo.pick(g, 328, 50) END AS typed) f
		JOIN site.users u ON u.id = 10000013 + floor((demo.users() - 14) * power(demo.unit(g, 326), 2))::bigint AND u.login IS NOT NULL
		UNION ALL
		SELECT demo.today() - interval '24 hours' + demo.unit(g, 331) * interval '24 hours' * 0.999, u.id, u.login, '203.0.113.0'::inet + demo.pick(g, 332, 255), 'Firefox 132', 'macOS 15',
			coalesce(u.country, 'DE'), demo.pick(g, 333, 60) <> 0, CASE WHEN demo.pick(g, 333, 60) = 0 THEN 'wrong password' ELSE '' END
		FROM generate_series(1::bigint, 1800) g
		JOIN site.users u ON u.id = 10000013 + demo.pick(g, 334, demo.users() - 14) AND u.login IS NOT NULL
		WHERE demo.unit(g, 335) < greatest(0.06, sin(pi() * (extract(hour FROM (demo.today() - interval '24 hours' + demo.unit(g, 331) * interval '24 hours') AT TIME ZONE 'UTC') - 5)::float8 / 16))
	) l ORDER BY at, user_id, login;

-- Six log-ins of Anna Meier, one of them with a typing error.
INSERT INTO site.login_log (at, user_id, login, address, browser, system, country, ok, reason)
	SELECT v.at::timestamptz, 10009292, 'anna@meier.example', '203.0.113.9', 'Firefox 132', 'Windows 11', 'DE', v.reason = '', v.reason
	FROM (VALUES ('2026-09-02 07:58:12+00', ''), ('2026-10-14 08:01:40+00', ''), ('2026-10-30 13:22:05+00', ''), ('2026-11-11 09:00:31+00', 'wrong password'), ('2026-11-11 09:00:58+00', '')) v(at, reason);
INSERT INTO site.activity_log (at, user_id, kind, detail, address, browser, system)
	SELECT timestamptz '2026-11-23 09:15+00' - n * interval '17 hours 13 minutes', 10009292, (ARRAY['search', 'preview', 'preview', 'download', 'lightbox'])[1 + n % 5],
		(ARRAY['köln dom', 'file 30041277', 'file 30041280', 'file 30041280', 'lightbox 3'])[1 + n % 5], '203.0.113.9', 'Firefox 132', 'Windows 11' FROM generate_series(0, 39) n;
