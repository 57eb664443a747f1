-- The words of the trail. Whoever writes a row of it leaves its words to the worker, which notes them in audit.words for many rows at once; the residual
-- scan enters the trail by them, and reads what came since one by one.
--
-- Like a seal, a note covers the rows of transactions that are over, in their order: whoever commits late has a number at or after the horizon, and is
-- noted later. An erasure empties values and removes their words in one transaction (audit.guard), and holds the lock of the notes meanwhile, shared with
-- other erasures: a note that read the values before could else bring the words back after.

CREATE OR REPLACE FUNCTION privacy.words_upto() RETURNS xid8
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	RETURN coalesce((SELECT n.upto FROM audit.words_noted n WHERE n.server = (SELECT s.system_identifier FROM pg_control_system() s) AND n.upto <= pg_snapshot_xmax(pg_current_snapshot())), '0'::xid8);
END
$$;
COMMENT ON FUNCTION privacy.words_upto() IS 'First transaction whose rows of the trail may not be in audit.words. 0 where a dump was restored: this server counts its transactions anew.';

CREATE OR REPLACE FUNCTION privacy.trail_suspects(p_of_access boolean, p_words tsquery) RETURNS SETOF bigint
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS
$$
DECLARE
	since xid8 := CASE WHEN p_words IS NULL THEN '0'::xid8 ELSE privacy.words_upto() END;
BEGIN
	RETURN QUERY SELECT w.id FROM audit.words w WHERE w.words @@ p_words AND w.of_access = p_of_access;
	IF p_of_access THEN
		RETURN QUERY SELECT a.id FROM audit.access a WHERE a.xid >= since AND a.salt IS NOT NULL;
	ELSE
		RETURN QUERY SELECT c.id FROM audit.changes c WHERE c.xid >= since AND c.salt IS NOT NULL;
	END IF;
END
$$;
COMMENT ON FUNCTION privacy.trail_suspects(boolean, tsquery) IS
	'Rows of audit.access (true) or audit.changes (false) that can hold one of the values looked for: those with its words, and those whose words are not noted yet; '
	'all of them when the values have no words (NULL).';

CREATE OR REPLACE FUNCTION steward.note_words(p_rows integer DEFAULT 20000) RETURNS boolean
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s' AS
$$
DECLARE
	since xid8;
	horizon xid8;
	edge xid8;
	more boolean;
BEGIN
	IF p_rows IS NULL OR p_rows < 1 THEN
		RAISE EXCEPTION 'Words are noted of at least one row.' USING ERRCODE = '22023';
	END IF;
	IF NOT pg_try_advisory_xact_lock(7315, 4) THEN
		-- A few rows can wait for the end of whatever is at work. Many are read by each erasure, and if one follows the other, there is never a moment; so
		-- the next one waits behind this.
		IF audit.edge(privacy.words_upto(), pg_snapshot_xmin(pg_current_snapshot()), 1000) IS NULL THEN
			RETURN false;
		END IF;
		BEGIN
			PERFORM pg_advisory_xact_lock(7315, 4);
		EXCEPTION
			WHEN lock_not_available THEN
				RETURN false;
		END;
	END IF;
	since := privacy.words_upto();
	horizon := pg_snapshot_xmin(pg_current_snapshot());
	edge := audit.edge(since, horizon, p_rows);
	more := edge IS NOT NULL;
	-- A transaction is noted whole, however long.
	edge := coalesce(edge, horizon);
	-- OFFSET 0, so that words are worked out once and not once more for the condition.
	INSERT INTO audit.words (id, of_access, words)
		SELECT v.id, v.of_access, v.words FROM (
			(SELECT c.id, false, strip(privacy.trail_words(c.old, c.new)) FROM audit.changes c WHERE c.xid >= since AND c.xid < edge AND c.salt IS NOT NULL OFFSET 0)
			UNION ALL
			(SELECT a.id, true, strip(privacy.words(VARIADIC ARRAY[a.entity_key, a.request::text, a.reason])) FROM audit.access a WHERE a.xid >= since AND a.xid < edge AND a.salt IS NOT NULL OFFSET 0))
			AS v (id, of_access, words)
		WHERE length(v.words) > 0
	ON CONFLICT ON CONSTRAINT words_pkey DO NOTHING;
	-- Where nothing came, nothing is written.
	IF audit.edge(since, edge, 1) IS NOT NULL THEN
		UPDATE audit.words_noted n SET upto = edge, server = (SELECT s.system_identifier FROM pg_control_system() s);
	END IF;
	RETURN more;
END
$$;
COMMENT ON FUNCTION steward.note_words(integer) IS
	'Notes the words of the next rows of the trail, about p_rows of them, the last transaction whole; true when there are more. While an erasure, or '
	'another note, is at work it does nothing for fewer than 1000 rows, and waits up to two seconds for more. Writers never wait for it, an erasure for one note. 22023 for less than a row. For steward_jobs only.';
ALTER FUNCTION steward.note_words(integer) OWNER TO steward_eraser;
