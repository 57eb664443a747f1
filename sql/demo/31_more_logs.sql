-- Demo data: more rows of the log of activity (steward.demo_logs, none by default), for measuring with as many as a large site has. They lie in the
-- months as those of 30_logs.sql do, but are made for speed: month by month in the order of time, one hash a row for all that is drawn by lot, and
-- written to the part itself. Two lanes share the months (steward.demo_lane, 0 for the even ones or 1; without it one lane takes all). The log's resting
-- indexes are made here part by part; 65_indexes.sql, which makes those of the whole, finds them.
SET LOCAL timezone = 'UTC';
SET LOCAL session_replication_role = replica;
SET LOCAL synchronous_commit = off;
SET LOCAL maintenance_work_mem = '1GB';

DO $$
DECLARE
	wanted CONSTANT bigint := coalesce(nullif(current_setting('steward.demo_logs', true), ''), '0')::bigint;
	people CONSTANT bigint := demo.users() - 13;
	words CONSTANT text[] := ARRAY(SELECT w.word FROM demo.words w WHERE w.kind = 'any' ORDER BY w.n);
	recent CONSTANT timestamptz := demo.today() - interval '92 days';
	-- A part of the log draws no numbers by itself.
	numbers CONSTANT regclass := pg_get_serial_sequence('site.activity_log', 'id');
	lane CONSTANT int := nullif(current_setting('steward.demo_lane', true), '');
	first bigint;
	part record;
	definition text;
	made bigint := 0;
BEGIN
	IF wanted <= 0 THEN
		RETURN;
	END IF;
	-- Each lane takes its numbers at once; the parts are rounded by less than a row each.
	PERFORM pg_advisory_lock(31);
	first := nextval(numbers);
	PERFORM setval(numbers, first + wanted + 100);
	PERFORM pg_advisory_unlock(31);
	FOR part IN
		-- Four of ten are from the last three months, the rest from the two years before; the month in which that changes is filled in two goes.
		SELECT c.oid::regclass AS relation, s.begins, s.ends, round(wanted * CASE WHEN s.begins >= recent THEN 0.4 ELSE 0.6 END
				* extract(epoch FROM s.ends - s.begins) / extract(epoch FROM CASE WHEN s.begins >= recent THEN interval '92 days' ELSE interval '730 days' END))::bigint AS rows
		FROM generate_series(date_trunc('month', recent - interval '730 days', 'UTC'), demo.today(), interval '1 month') AS month
		JOIN pg_class c ON c.oid = to_regclass('site.activity_log_' || to_char(month AT TIME ZONE 'UTC', 'YYYY_MM'))
		CROSS JOIN LATERAL (VALUES (greatest(month, recent - interval '730 days'), least(month + interval '1 month', recent)), (greatest(month, recent), least(month + interval '1 month', demo.today()))) AS s (begins, ends)
		WHERE s.begins < s.ends AND (lane IS NULL OR extract(month FROM month)::int % 2 = lane) ORDER BY s.begins
	LOOP
		EXECUTE format($sql$
			INSERT INTO %s (id, at, user_id, kind, detail, address, browser, system)
			SELECT $8 + g, $1 + g * $2, CASE WHEN ((h >> 55) & 255) < 51 THEN NULL ELSE 10000013 + floor($3 * power((h & 16777215) / 16777216.0::float8, 2))::bigint END, k.kind,
				CASE k.kind WHEN 'search' THEN $4[1 + ((h >> 28) & 63) %% cardinality($4)] || ($5)[1 + ((h >> 34) & 7)] WHEN 'page' THEN '/about/' || $4[1 + ((h >> 28) & 63) %% cardinality($4)]
					WHEN 'lightbox' THEN 'lightbox ' || (1 + ((h >> 28) & 31)) ELSE 'file ' || (30000000 + ((h >> 24) & 4194303)) END,
				'198.18.0.0'::inet + ((h >> 34) & 131071), ('{Firefox 132,Chrome 130,Safari 18,Edge 130}'::text[])[1 + ((h >> 51) & 3)], ('{Windows 11,macOS 15,Android 14,iOS 18}'::text[])[1 + ((h >> 53) & 3)]
			FROM generate_series(0::bigint, $6 - 1) AS g CROSS JOIN LATERAL (SELECT hashint8extended(g, $7) AS h) AS lot
			CROSS JOIN LATERAL (SELECT ('{search,search,search,search,search,preview,preview,preview,preview,preview,comp,download,page,lightbox,cart,cart}'::text[])[1 + ((h >> 24) & 15)] AS kind) AS k
			$sql$, part.relation)
			USING part.begins, (part.ends - part.begins) / part.rows, people, words, '{"",""," portrait"," sunset"," Köln"," café"," été"," 1965"}'::text[], part.rows, extract(epoch FROM part.begins)::bigint, first + made;
		made := made + part.rows;
		RAISE NOTICE '% rows of the log up to %', made, part.ends;
	END LOOP;
	FOR part IN
		SELECT i.inhrelid::regclass AS relation FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
		WHERE i.inhparent = 'site.activity_log'::regclass AND (lane IS NULL OR coalesce(substring(c.relname FROM '\d\d$')::int, 0) % 2 = lane)
		ORDER BY c.relname
	LOOP
		FOR definition IN SELECT d.definition FROM demo.indexes d WHERE d.relation = 'site.activity_log'::regclass ORDER BY d.definition LOOP
			EXECUTE regexp_replace(definition, '^CREATE INDEX \S+ ON (ONLY )?\S+', 'CREATE INDEX ON ' || part.relation);
		END LOOP;
		RAISE NOTICE 'indexes of %', part.relation;
	END LOOP;
END $$;
