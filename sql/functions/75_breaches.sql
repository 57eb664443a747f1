-- The register of breaches: its clock, who is affected, the texts for the authority and the people, and what may be closed.

-- What stays true --------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION privacy.guard_breach() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	-- Of a closed one only whom it names can be forgotten.
	IF TG_OP = 'UPDATE' AND OLD.closed_at IS NOT NULL AND NEW.closed_at IS NOT NULL
		AND to_jsonb(NEW) - '{scope_user_id,scope_address,scope_staff,handler_id,updated_at,version}'::text[]
			IS DISTINCT FROM to_jsonb(OLD) - '{scope_user_id,scope_address,scope_staff,handler_id,updated_at,version}'::text[] THEN
		RAISE EXCEPTION 'This breach is closed.' USING ERRCODE = '22023', HINT = 'Open it again first.';
	END IF;
	IF NEW.aware_at > clock_timestamp() + interval '5 minutes' THEN
		RAISE EXCEPTION 'Nobody can know of it later than now.' USING ERRCODE = '22023', COLUMN = 'aware_at';
	END IF;
	NEW.due_at := NEW.aware_at + site.setting('breach_hours')::integer * interval '1 hour';
	IF NEW.reported_at > NEW.due_at AND NEW.late_reason = '' THEN
		RAISE EXCEPTION 'A late report needs a reason.' USING ERRCODE = '22023', COLUMN = 'late_reason', HINT = 'Write down why it is late, then send it.';
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION privacy.guard_breach() IS
	'Trigger: sets when the authority must know, by the setting breach_hours; refuses (22023) a report that is late without a reason, and changes of a '
	'closed breach. Definer: it asks the setting for whoever writes.';
CREATE OR REPLACE TRIGGER guard_breach BEFORE INSERT OR UPDATE ON privacy.breaches FOR EACH ROW
	WHEN (current_user <> 'steward_eraser') EXECUTE FUNCTION privacy.guard_breach();
CREATE OR REPLACE TRIGGER touch BEFORE UPDATE ON privacy.breaches FOR EACH ROW EXECUTE FUNCTION site.touch();

CREATE OR REPLACE FUNCTION privacy.guard_breach_note() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF OLD.sent_at IS NOT NULL AND (NEW.body, NEW.kind, NEW.phase, NEW.language, NEW.sent_at, NEW.breach_id)
		IS DISTINCT FROM (OLD.body, OLD.kind, OLD.phase, OLD.language, OLD.sent_at, OLD.breach_id) THEN
		RAISE EXCEPTION 'What was sent is never changed.' USING ERRCODE = '22023', COLUMN = 'body', HINT = 'Write a further report.';
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION privacy.guard_breach_note() IS 'Trigger: a text that was sent stays as it is (22023), but for what an erasure writes over.';
CREATE OR REPLACE TRIGGER guard_breach_note BEFORE UPDATE ON privacy.breach_notes FOR EACH ROW
	WHEN (current_user <> 'steward_eraser') EXECUTE FUNCTION privacy.guard_breach_note();
CREATE OR REPLACE TRIGGER touch BEFORE UPDATE ON privacy.breach_notes FOR EACH ROW EXECUTE FUNCTION site.touch();

DO $$
DECLARE
	routine regprocedure;
BEGIN
	FOR routine IN SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'privacy'::regnamespace AND proname LIKE 'guard_breach%' LOOP
		EXECUTE format('ALTER FUNCTION %s OWNER TO site_owner', routine);
		EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', routine);
	END LOOP;
END $$;

-- Who is affected --------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION meta.map_categories(p_table text, p_columns text[]) RETURNS integer[]
	LANGUAGE sql STABLE AS
$$
	SELECT coalesce(array_agg(DISTINCT m.category ORDER BY m.category), '{}') FROM privacy.data_map m
	WHERE m.schema_name || '.' || m.table_name = p_table AND (p_columns IS NULL OR m.column_name = ANY (p_columns)) AND m.category IS NOT NULL
$$;
COMMENT ON FUNCTION meta.map_categories(text, text[]) IS 'Categories of data in these columns of a table, in all of them when none are named, by the data map.';

CREATE OR REPLACE FUNCTION meta.breach_add(p_breach bigint, p_user bigint, p_categories integer[], p_traces bigint, p_first timestamptz, p_last timestamptz) RETURNS void
	LANGUAGE sql AS
$$
	INSERT INTO privacy.breach_people AS p (breach_id, user_id, categories, traces, first_at, last_at)
	SELECT p_breach, u.id, p_categories, p_traces::integer, p_first, p_last FROM site.users u WHERE u.id = p_user
	ON CONFLICT (breach_id, user_id) DO UPDATE SET traces = p.traces + excluded.traces, first_at = least(p.first_at, excluded.first_at), last_at = greatest(p.last_at, excluded.last_at),
		categories = ARRAY(SELECT DISTINCT c FROM unnest(p.categories || excluded.categories) AS c ORDER BY c)
$$;
COMMENT ON FUNCTION meta.breach_add(bigint, bigint, integer[], bigint, timestamptz, timestamptz) IS 'Adds traces of one person to those affected; nobody is added who has no account any more.';

-- Sessions of the console from the address, all when none is named; NULL means that the session does not matter.
CREATE OR REPLACE FUNCTION meta.breach_sessions(b privacy.breaches) RETURNS bigint[]
	LANGUAGE sql STABLE AS
$$ SELECT CASE WHEN b.scope_address IS NOT NULL THEN coalesce((SELECT array_agg(s.id) FROM auth.sessions s WHERE s.address <<= b.scope_address), '{}') END $$;
COMMENT ON FUNCTION meta.breach_sessions(privacy.breaches) IS 'Console sessions that came from the address of the breach; NULL when it names none.';

CREATE OR REPLACE FUNCTION meta.breach_looks(b privacy.breaches, p_staff bigint) RETURNS void
	LANGUAGE plpgsql AS
$$
DECLARE
	sessions bigint[] := meta.breach_sessions(b);
	looked record;
	about bigint;
BEGIN
	-- Records that were opened: each leads to its person as the catalogue says.
	FOR looked IN SELECT a.entity, a.entity_key AS key, count(*) AS n, min(a.at) AS first_at, max(a.at) AS last_at, e.subject_sql, e.from_sql, e.match_sql,
			meta.map_categories(coalesce(e.table_name, 'site.users'), NULL) AS categories
		FROM audit.access a JOIN meta.entities e ON e.name = a.entity AND e.subject_sql IS NOT NULL AND e.from_sql !~ '\m(auth|audit)\.'
		WHERE a.kind = 'open' AND a.at >= b.scope_from AND a.at <= b.scope_to AND (p_staff IS NULL OR a.user_id = p_staff) AND (sessions IS NULL OR a.session_id = ANY (sessions))
			AND a.entity_key IS NOT NULL
		GROUP BY a.entity, a.entity_key, e.subject_sql, e.from_sql, e.match_sql, e.table_name
	LOOP
		BEGIN
			EXECUTE format('SELECT %s FROM %s WHERE %s', looked.subject_sql, looked.from_sql, looked.match_sql) INTO about USING looked.key;
		EXCEPTION WHEN data_exception THEN
			about := NULL;
		END;
		IF about IS NOT NULL AND (b.scope_user_id IS NULL OR b.scope_user_id = about) THEN
			PERFORM meta.breach_add(b.id, about, looked.categories, looked.n, looked.first_at, looked.last_at);
		END IF;
	END LOOP;
	PERFORM meta.breach_add(b.id, c.subject_user_id, meta.map_categories(c.entity, array_agg(DISTINCT x.name)), count(DISTINCT c.id), min(c.at), max(c.at))
	FROM audit.changes c LEFT JOIN LATERAL unnest(c.columns) AS x (name) ON true
	WHERE c.at >= b.scope_from AND c.at <= b.scope_to AND c.subject_user_id IS NOT NULL AND (c.session_id IS NOT NULL OR b.scope_user_id IS NOT NULL)
		AND (p_staff IS NULL OR c.user_id = p_staff) AND (sessions IS NULL OR c.session_id = ANY (sessions)) AND (b.scope_user_id IS NULL OR c.subject_user_id = b.scope_user_id)
	GROUP BY c.subject_user_id, c.entity;
END
$$;
COMMENT ON FUNCTION meta.breach_looks(privacy.breaches, bigint) IS 'Adds whom the console''s trail names within the window: whose records were opened or changed, by the colleague, from the address.';

CREATE OR REPLACE FUNCTION meta.breach_visits(b privacy.breaches) RETURNS void
	LANGUAGE plpgsql AS
$$
BEGIN
	-- Who logs in sees all that My account shows of the person.
	PERFORM meta.breach_add(b.id, l.user_id, ARRAY[1, 7], count(*), min(l.at), max(l.at)) FROM site.login_log l
	WHERE l.at >= b.scope_from AND l.at <= b.scope_to AND l.ok AND l.user_id IS NOT NULL AND (b.scope_address IS NULL OR l.address <<= b.scope_address)
		AND (b.scope_user_id IS NULL OR l.user_id = b.scope_user_id) GROUP BY l.user_id;
	PERFORM meta.breach_add(b.id, l.user_id, meta.map_categories('site.activity_log', NULL), count(*), min(l.at), max(l.at)) FROM site.activity_log l
	WHERE l.at >= b.scope_from AND l.at <= b.scope_to AND l.user_id IS NOT NULL AND (b.scope_address IS NULL OR l.address <<= b.scope_address)
		AND (b.scope_user_id IS NULL OR l.user_id = b.scope_user_id) GROUP BY l.user_id;
	-- At the console: colleagues whose accounts were used, or tried.
	PERFORM meta.breach_add(b.id, e.user_id, meta.map_categories('auth.events', NULL), count(*), min(e.at), max(e.at)) FROM auth.events e
	WHERE e.at >= b.scope_from AND e.at <= b.scope_to AND e.user_id IS NOT NULL AND (b.scope_address IS NULL OR e.address <<= b.scope_address)
		AND (b.scope_user_id IS NULL OR e.user_id = b.scope_user_id) GROUP BY e.user_id;
END
$$;
COMMENT ON FUNCTION meta.breach_visits(privacy.breaches) IS 'Adds whose accounts were used on the website, and used or tried at the console, within the window, from the address or of the account that the breach names.';

CREATE OR REPLACE FUNCTION meta.breaches_scope(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	b privacy.breaches;
	staff bigint;
	result bigint;
BEGIN
	IF NOT auth.may('audit.view') OR NOT auth.may('log.view') OR NOT auth.may('session.view') OR NOT auth.may('user.staff_view') THEN
		RAISE EXCEPTION 'This looks into the audit trail and the logs, which takes the rights to see them.' USING ERRCODE = '42501', HINT = 'audit.view, log.view, session.view, user.staff_view';
	END IF;
	SELECT x.* INTO b FROM privacy.breaches x WHERE x.id = c.key::bigint;
	IF b.scope_from IS NULL OR b.scope_to IS NULL THEN
		RAISE EXCEPTION 'Say from when to when it went on.' USING ERRCODE = '22023', COLUMN = 'scope_from';
	END IF;
	IF b.scope_staff <> '' THEN
		SELECT u.id INTO staff FROM site.users u WHERE lower(u.login) = lower(b.scope_staff) AND site.is_staff(u.type);
		IF staff IS NULL THEN
			RAISE EXCEPTION 'No colleague has this log-in name.' USING ERRCODE = '22023', COLUMN = 'scope_staff';
		END IF;
	END IF;
	DELETE FROM privacy.breach_people p WHERE p.breach_id = b.id;
	PERFORM meta.breach_looks(b, staff);
	IF staff IS NULL AND (b.scope_address IS NOT NULL OR b.scope_user_id IS NOT NULL) THEN
		PERFORM meta.breach_visits(b);
	END IF;
	UPDATE privacy.breaches x SET scoped_at = now() WHERE x.id = b.id RETURNING x.version INTO result;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.breaches_scope(meta.call) IS 'Verb: looks up in trail and logs who is affected, and keeps the list with what was reached. 22023 without a window, 42501 without the rights to see trail and logs.';

-- Texts ------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION meta.breach_categories(p_breach bigint, p_language text) RETURNS text
	LANGUAGE sql STABLE AS
$$
	SELECT coalesce(string_agg(site.in_language(c.name, p_language), '; ' ORDER BY c.no), '-') FROM privacy.categories c
	WHERE c.no IN (SELECT unnest(p.categories) FROM privacy.breach_people p WHERE p.breach_id = p_breach)
$$;
COMMENT ON FUNCTION meta.breach_categories(bigint, text) IS 'Names of the categories of data that were reached.';

CREATE OR REPLACE FUNCTION meta.breach_text(b privacy.breaches, p_kind text, p_phase text, p_language text) RETURNS text
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	dutch boolean := p_language = 'nl';
	people bigint := (SELECT count(*) FROM privacy.breach_people p WHERE p.breach_id = b.id);
	kinds text := meta.breach_categories(b.id, p_language);
	shape CONSTANT text := 'YYYY-MM-DD HH24:MI "UTC"';
	gap text := CASE WHEN dutch THEN '[nog in te vullen]' ELSE '[to be filled in]' END;
BEGIN
	IF p_kind = 'people' THEN
		RETURN format(CASE WHEN dutch THEN
E'Geachte heer, mevrouw,\n\nOp %1$s ontdekten wij dat er iets is misgegaan met persoonsgegevens, ook met die van u.\n\nWat er is gebeurd\n%2$s\n\nOm welke gegevens het gaat\n%3$s\n\nWat het voor u kan betekenen\n%4$s\n\nWat wij hebben gedaan en wat u kunt doen\n%5$s\n\nVragen? Schrijf aan %6$s.\n\n%7$s'
		ELSE
E'Dear reader,\n\nOn %1$s we found that something went wrong with personal data, yours among them.\n\nWhat happened\n%2$s\n\nWhich data it is about\n%3$s\n\nWhat it can mean for you\n%4$s\n\nWhat we did, and what you can do\n%5$s\n\nQuestions? Write to %6$s.\n\n%7$s' END,
			to_char(b.aware_at AT TIME ZONE 'UTC', 'YYYY-MM-DD'), coalesce(nullif(b.facts, ''), gap), kinds, coalesce(nullif(b.consequences, ''), gap), coalesce(nullif(b.measures, ''), gap),
			coalesce(nullif(site.setting('contact_address'), ''), gap), coalesce(nullif(site.setting('controller'), ''), site.setting('site_name')));
	END IF;
	RETURN format(CASE WHEN dutch THEN
E'Melding van een inbreuk in verband met persoonsgegevens (AVG, art. 33): %1$s\nNummer bij ons: %2$s. Soort melding: %3$s.\n\nVerwerkingsverantwoordelijke: %4$s\nContactpunt: %5$s\nFunctionaris gegevensbescherming: %6$s\n\nOntdekt op: %7$s. Duurde van %8$s tot %9$s.\n\nAard van de inbreuk\n%10$s\n\nBetrokkenen: %11$s\nSoorten gegevens: %12$s\n\nWaarschijnlijke gevolgen\n%13$s\n\nMaatregelen\n%14$s\n%15$s'
	ELSE
E'Notification of a personal data breach (GDPR, Art. 33): %1$s\nOur number: %2$s. Kind of notification: %3$s.\n\nController: %4$s\nContact: %5$s\nData protection officer: %6$s\n\nWe became aware at: %7$s. It went on from %8$s to %9$s.\n\nNature of the breach\n%10$s\n\nPeople affected: %11$s\nKinds of data: %12$s\n\nLikely consequences\n%13$s\n\nMeasures\n%14$s\n%15$s' END,
		b.title, b.id, CASE WHEN NOT dutch THEN p_phase WHEN p_phase = 'first' THEN 'eerste' WHEN p_phase = 'final' THEN 'slot' ELSE 'vervolg' END,
		coalesce(nullif(site.setting('controller'), ''), gap), coalesce(nullif(site.setting('contact_address'), ''), gap), coalesce(nullif(site.setting('privacy_officer'), ''), '-'),
		to_char(b.aware_at AT TIME ZONE 'UTC', shape), coalesce(to_char(b.happened_from AT TIME ZONE 'UTC', shape), gap), coalesce(to_char(b.happened_to AT TIME ZONE 'UTC', shape), gap),
		coalesce(nullif(b.facts, ''), gap), CASE WHEN b.scoped_at IS NULL THEN gap ELSE people::text END, kinds, coalesce(nullif(b.consequences, ''), gap), coalesce(nullif(b.measures, ''), gap),
		CASE WHEN b.late_reason <> '' THEN E'\n' || CASE WHEN dutch THEN 'Reden van de vertraging' ELSE 'Reasons for the delay' END || E'\n' || b.late_reason ELSE '' END);
END
$$;
COMMENT ON FUNCTION meta.breach_text(privacy.breaches, text, text, text) IS 'A report to the authority (what Art. 33(3) asks for) or a letter to the people (Art. 34(2)), from what the register holds; what is missing stands in square brackets.';

CREATE OR REPLACE FUNCTION meta.breaches_draft(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	b privacy.breaches;
	wanted text := coalesce(c.args->>'kind', '');
	spoken text := coalesce(nullif(c.args->>'language', ''), 'en');
	step text;
BEGIN
	IF wanted NOT IN ('authority', 'people') OR spoken NOT IN ('en', 'nl') THEN
		RAISE EXCEPTION 'This value is not allowed.' USING ERRCODE = '22023', COLUMN = 'kind', HINT = 'Choose one from the list.';
	END IF;
	SELECT x.* INTO b FROM privacy.breaches x WHERE x.id = c.key::bigint;
	step := CASE WHEN wanted = 'people' THEN '' WHEN b.reported_at IS NULL THEN 'first' ELSE coalesce(nullif(c.args->>'phase', ''), 'further') END;
	INSERT INTO privacy.breach_notes (breach_id, kind, phase, language, body, author_id) VALUES (b.id, wanted, step, spoken, meta.breach_text(b, wanted, step, spoken), c.user_id);
	RETURN b.version;
END
$$;
COMMENT ON FUNCTION meta.breaches_draft(meta.call) IS 'Verb: writes a report or a letter to edit and send, {"kind": authority or people, "language": en or nl, "phase": further or final}.';

CREATE OR REPLACE FUNCTION meta.breach_notes_send(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	n record;
	result bigint;
BEGIN
	SELECT x.breach_id, x.kind, x.sent_at, x.body INTO n FROM privacy.breach_notes x WHERE x.id = c.key::bigint;
	IF n.kind = 'note' OR n.sent_at IS NOT NULL THEN
		RAISE EXCEPTION 'Only a report or letter that was not sent yet can be sent.' USING ERRCODE = '22023';
	END IF;
	IF n.body ~ '\[(to be filled in|nog in te vullen)\]' THEN
		RAISE EXCEPTION 'Something is still to be filled in.' USING ERRCODE = '22023', COLUMN = 'body', HINT = 'Look for square brackets.';
	END IF;
	UPDATE privacy.breaches b SET reported_at = CASE WHEN n.kind = 'authority' THEN coalesce(b.reported_at, clock_timestamp()) ELSE b.reported_at END,
		told_at = CASE WHEN n.kind = 'people' THEN coalesce(b.told_at, clock_timestamp()) ELSE b.told_at END WHERE b.id = n.breach_id;
	UPDATE privacy.breach_notes x SET sent_at = clock_timestamp() WHERE x.id = c.key::bigint RETURNING x.version INTO result;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.breach_notes_send(meta.call) IS 'Verb: the report or letter was sent; the first report ends the clock. 22023 while something is to be filled in, and for a late report without its reason.';

CREATE OR REPLACE FUNCTION meta.breaches_close(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	b privacy.breaches;
	result bigint;
BEGIN
	SELECT x.* INTO b FROM privacy.breaches x WHERE x.id = c.key::bigint;
	IF b.risk = 'open' THEN
		RAISE EXCEPTION 'Judge the risk first.' USING ERRCODE = '22023', COLUMN = 'risk';
	END IF;
	IF b.reported_at IS NULL AND b.risk <> 'none' THEN
		RAISE EXCEPTION 'A breach with a risk for people is reported to the authority.' USING ERRCODE = '22023', COLUMN = 'risk', HINT = 'Draft the report and send it.';
	END IF;
	IF b.reported_at IS NULL AND b.unreported_reason = '' THEN
		RAISE EXCEPTION 'Write down why the authority need not be told.' USING ERRCODE = '22023', COLUMN = 'unreported_reason';
	END IF;
	IF b.risk = 'high' AND b.told_at IS NULL AND (b.untold_ground IS NULL OR b.untold_ground = 'no_high_risk') THEN
		RAISE EXCEPTION 'A high risk is told to the people, unless a ground of Art. 34(3) holds.' USING ERRCODE = '22023', COLUMN = 'untold_ground';
	END IF;
	UPDATE privacy.breaches x SET closed_at = clock_timestamp() WHERE x.id = b.id RETURNING x.version INTO result;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.breaches_close(meta.call) IS 'Verb: the breach is dealt with. 22023 while the risk is not judged, a report or its reason is missing, or people were not told of a high risk without a ground.';

CREATE OR REPLACE FUNCTION meta.breaches_reopen(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ UPDATE privacy.breaches b SET closed_at = NULL WHERE b.id = c.key::bigint RETURNING b.version $$;
COMMENT ON FUNCTION meta.breaches_reopen(meta.call) IS 'Verb: a closed breach can be changed again.';

CREATE OR REPLACE FUNCTION meta.breach_clock(b privacy.breaches, p_now timestamptz) RETURNS text
	LANGUAGE sql IMMUTABLE AS
$$
	SELECT CASE WHEN b.closed_at IS NOT NULL THEN 'closed' WHEN b.reported_at > b.due_at THEN 'reported_late' WHEN b.reported_at IS NOT NULL THEN 'reported'
		WHEN b.risk = 'none' AND b.unreported_reason <> '' THEN 'not_needed' WHEN p_now > b.due_at THEN 'late' ELSE 'running' END
$$;
COMMENT ON FUNCTION meta.breach_clock(privacy.breaches, timestamptz) IS 'How the clock of a breach stands.';

CREATE OR REPLACE FUNCTION meta.home_breaches(p_now timestamptz) RETURNS TABLE (tile text, line integer, label text, value numeric, detail text)
	LANGUAGE plpgsql STABLE AS
$$
BEGIN
	RETURN QUERY SELECT 'breaches'::text, 1, meta.label('Open'), count(*)::numeric, '!'::text FROM privacy.breaches b WHERE b.closed_at IS NULL;
	RETURN QUERY SELECT 'breaches'::text, 2, meta.label('Hours left to report'), min(ceil(extract(epoch FROM b.due_at - p_now) / 3600)), '!!'::text
		FROM privacy.breaches b WHERE meta.breach_clock(b, p_now) = 'running' HAVING count(*) > 0;
	RETURN QUERY SELECT 'breaches'::text, 3, meta.label('Reports overdue'), count(*)::numeric, '!!'::text FROM privacy.breaches b
		WHERE meta.breach_clock(b, p_now) = 'late' HAVING count(*) > 0;
END
$$;
COMMENT ON FUNCTION meta.home_breaches(timestamptz) IS 'Home: open breaches, and the clock of the one that runs out first.';
