-- The demo data: what README and the tests rely on, and that what was loaded without its checks would have passed them.
BEGIN;
SELECT * FROM no_plan();
SELECT is((SELECT demo FROM steward.installation), true, 'the database says that it is a demo');
SELECT is((SELECT concat_ws('|', full_name, company, city, login, type, organisation_id) FROM site.users WHERE id = 10009292), 'Anna Meier|Meier & Söhne GmbH|Köln|anna@meier.example|client|2000', 'Anna Meier');
SELECT cmp_ok((SELECT count(*) FROM site.users WHERE last_name = 'Müller' AND type = 'client'), '>', 3::bigint, 'Müllers');
SELECT is((SELECT string_agg(login || ' ' || r.role, ', ' ORDER BY login) FROM auth.staff JOIN auth.staff_roles r USING (user_id) WHERE login IN ('anna', 'ben', 'cora', 'dirk')), 'anna support, ben finance, cora privacy, dirk superadmin', 'the demo log-ins');
SELECT is_empty('SELECT login FROM auth.staff WHERE NOT ''user.view'' = ANY (rights)', 'have their rights');
SELECT is((SELECT type FROM site.users WHERE login = 'dirk'), 'superadmin', 'dirk is superadmin');

-- The same every time: a digest of what no test before changed
SELECT is((SELECT count(*) FROM site.users WHERE id BETWEEN 10000013 AND 10000062), 50::bigint, 'accounts have numbers in a row');
SELECT is((SELECT md5(string_agg(concat_ws('|', id, full_name, city, created_at AT TIME ZONE 'UTC'), E'\n' ORDER BY id)) FROM site.users WHERE id BETWEEN 10000100 AND 10000199),
	'481a8b81c7b41f947c1fc51c3f31318c', 'the same people every time');

-- Requests of data subjects
SELECT is((SELECT string_agg(DISTINCT kind, ' ' ORDER BY kind) FROM privacy.requests), 'access erasure objection portability rectification restriction', 'requests of every kind');
SELECT is((SELECT string_agg(DISTINCT state, ' ' ORDER BY state) FROM privacy.requests), 'approval done identity progress received refused withdrawn', 'in every state');
SELECT is((SELECT string_agg(number || ' ' || (due_on - date '2026-11-23'), ', ' ORDER BY due_on, id) FROM (SELECT * FROM privacy.requests WHERE closed_at IS NULL AND paused_on IS NULL ORDER BY due_on, id LIMIT 4) AS due),
	'2026-0007 -3, 2026-0008 0, 2026-0009 4, 2026-0006 9', 'one is late, one is due today');
SELECT is((SELECT string_agg(r.number || ' ' || e.state || ' ' || (SELECT count(*) > 0 FROM privacy.erasure_blockers b WHERE b.erasure_id = e.id), ', ' ORDER BY r.number) FROM privacy.erasures e JOIN privacy.requests r ON r.id = e.request_id),
	'2026-0007 planned true, 2026-0009 proposed false', 'an erasure is blocked, another waits for its second person');
SELECT is((SELECT string_agg(kind, ' ' ORDER BY kind) FROM privacy.holds WHERE lifted_at IS NULL), 'hold restriction', 'a hold and a restriction');

-- Skew
SELECT cmp_ok(share, '>', 0.04, 'many are called alike: ' || share) FROM (SELECT round(count(*) FILTER (WHERE full_name = 'Jan de Vries')::numeric / count(*), 3) AS share FROM site.users) x;
SELECT cmp_ok(share, '<', 0.08, 'but not too many') FROM (SELECT round(count(*) FILTER (WHERE full_name = 'Jan de Vries')::numeric / count(*), 3) AS share FROM site.users) x;
SELECT cmp_ok((SELECT count(*) FROM site.activity_log WHERE user_id = 10000100), '>=', (SELECT least(count(*) - 10, 1000000) FROM site.users), 'one person has as many log rows as there are accounts');
SELECT ok(share BETWEEN 0.35 AND 0.45, 'forty of a hundred log rows are of the last three months: ' || share) FROM (SELECT round(count(*) FILTER (WHERE at > timestamptz '2026-11-23 12:00+00' - interval '92 days')::numeric / count(*), 3) AS share FROM site.activity_log) x;
SELECT ok(ratio BETWEEN 2.5 AND 4.5, 'about three log rows an account: ' || ratio) FROM (SELECT round(((SELECT count(*) FROM site.activity_log) + (SELECT count(*) FROM site.login_log))::numeric / (SELECT count(*) FROM site.users), 2) AS ratio) x;
SELECT is((SELECT count(*) FROM site.activity_log_other) + (SELECT count(*) FROM site.login_log_other), 0::bigint, 'every log row has its month');
SELECT cmp_ok(max(at), '<=', timestamptz '2026-11-23 12:00+00', 'nothing happened after the day on which the demo plays') FROM (SELECT max(at) AS at FROM site.activity_log UNION ALL SELECT max(at) FROM site.login_log
	UNION ALL SELECT max(created_at) FROM site.users UNION ALL SELECT max(last_login_at) FROM site.users) x;

-- Letters and hostile strings
SELECT ok(count(*) > 0, 'letters: ' || letters) FROM unnest(ARRAY['[ß]', '[ñ]', '[łżśźćęą]', '[řžšč]', '[åøæ]', '[α-ω]', '[а-я]', '[œŒ]', '[ïëö]', '''', 'van der ']) AS letters JOIN site.users u ON u.full_name ~ letters OR u.company ~ letters OR u.city ~ letters OR u.street1 ~ letters GROUP BY letters;
SELECT ok(count(*) > 0, 'hostile: U+' || upper(to_hex(ascii(what)))) FROM unnest(ARRAY[E'\u001B', E'\u202E', E'\u200B', E'\u0008', E'\r', E'\u009B', E'\u2066', E'\uE000', E'\t']) AS what
	LEFT JOIN site.users u ON strpos(concat(u.first_name, u.last_name, u.company, u.street2, u.city, u.flag_reason), what) > 0 GROUP BY what;
SELECT ok(count(u.id) > 0, 'formula: ' || what) FROM unnest(ARRAY['=', '+', '-', '@']) AS what LEFT JOIN site.users u ON what IN (left(u.first_name, 1), left(u.last_name, 1), left(u.company, 1), left(u.street2, 1), left(u.city, 1)) GROUP BY what;
SELECT ok(count(*) > 0, 'a name of 200 characters') FROM site.users WHERE length(first_name) = 200 OR length(last_name) = 200 OR length(company) = 200;

-- Loaded without checks, kept all the same: each foreign key, and one live session an account
CREATE FUNCTION pg_temp.orphans(p_constraint oid) RETURNS bigint LANGUAGE plpgsql AS
$$
DECLARE
	n bigint;
BEGIN
	EXECUTE (SELECT format('SELECT count(*) FROM %s c WHERE %s AND NOT EXISTS (SELECT FROM %s p WHERE %s)', k.conrelid::regclass,
		string_agg(format('c.%I IS NOT NULL', a.attname), ' AND '), k.confrelid::regclass, string_agg(format('p.%I = c.%I', b.attname, a.attname), ' AND '))
		FROM pg_constraint k, unnest(k.conkey, k.confkey) AS pair (child, parent) JOIN pg_attribute a ON a.attnum = pair.child JOIN pg_attribute b ON b.attnum = pair.parent
		WHERE k.oid = p_constraint AND a.attrelid = k.conrelid AND b.attrelid = k.confrelid GROUP BY k.conrelid, k.confrelid) INTO n;
	RETURN n;
END
$$;
SELECT is(pg_temp.orphans(oid), 0::bigint, conname || ' holds') FROM pg_constraint WHERE contype = 'f' AND connamespace IN ('site'::regnamespace, 'auth'::regnamespace) AND conparentid = 0;
SELECT is((SELECT count(*) FROM site.users u LEFT JOIN site.user_custom_values v ON v.user_id = u.id WHERE v.user_id IS NULL), 0::bigint, 'everybody has custom values');
SELECT is_empty('SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE tgenabled = ''D'' AND tgrelid::regclass::text ~ ''^(site|auth)[.]''', 'no trigger was left asleep');
SELECT is_empty($$ SELECT tgrelid::regclass, tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgname LIKE 'audit%' AND t.tgenabled <> 'A' AND c.relnamespace = 'site'::regnamespace $$, 'the trail''s are always on');
SELECT has_index('site', 'users', 'users_search_text_idx', 'indexes are back');
SELECT has_index('site', 'users', 'users_login_key', 'the unique ones too');
SELECT hasnt_schema('demo', 'the scratch is gone');
SELECT throws_ok('INSERT INTO site.users (type, login) VALUES (''client'', ''ANNA@meier.example'')', '23505', NULL, 'a log-in name is taken once');
INSERT INTO site.users (type, login) VALUES ('client', 'after-the-demo') RETURNING id AS fresh \gset
SELECT cmp_ok(:fresh::bigint, '>', 10009292::bigint, 'new accounts have new numbers');
SELECT * FROM finish();
ROLLBACK;
