-- The register of requests: the legal calendar, and every step a request can take.

CREATE OR REPLACE FUNCTION privacy.local_day(p_at timestamptz) RETURNS date
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	zone text := (SELECT s.value FROM site.settings s WHERE s.name = 'time_zone');
BEGIN
	IF zone IS NOT NULL THEN
		BEGIN
			RETURN (p_at AT TIME ZONE zone)::date;
		EXCEPTION WHEN invalid_parameter_value THEN
			-- No such zone: as without the setting.
			NULL;
		END;
	END IF;
	RETURN (p_at AT TIME ZONE 'Europe/Amsterdam')::date;
END
$$;
COMMENT ON FUNCTION privacy.local_day(timestamptz) IS 'The day by the clock on the wall of the site (setting time_zone, else Europe/Amsterdam): terms are counted in its days.';

CREATE OR REPLACE FUNCTION privacy.working_day(p_day date) RETURNS date
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	WHILE extract(isodow FROM p_day) > 5 OR EXISTS (SELECT FROM privacy.holidays h WHERE h.day = p_day) LOOP
		p_day := p_day + 1;
	END LOOP;
	RETURN p_day;
END
$$;
COMMENT ON FUNCTION privacy.working_day(date) IS 'The day itself, or the next that is no Saturday, Sunday or holiday.';

CREATE OR REPLACE FUNCTION privacy.due_day(p_received date, p_months integer, p_paused integer) RETURNS date
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT privacy.working_day((p_received + make_interval(months => p_months))::date + p_paused) $$;
COMMENT ON FUNCTION privacy.due_day(date, integer, integer) IS 'Last day of a term of months: the day of receipt is not counted, the term ends on the day of the same number or the last of the month, later by the days it stood still, and never on a Saturday, Sunday or holiday.';

CREATE OR REPLACE FUNCTION privacy.request_step(p_request_id bigint, p_by bigint, p_state text, p_subject text, p_body text) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF p_request_id IS NULL THEN
		RETURN;
	END IF;
	INSERT INTO privacy.request_notes (request_id, author_id, kind, subject, body) VALUES (p_request_id, p_by, 'step', p_subject, coalesce(nullif(p_body, ''), p_subject));
	IF p_state IS NOT NULL THEN
		UPDATE privacy.requests r SET state = p_state, closed_at = CASE WHEN p_state IN ('done', 'refused', 'withdrawn') THEN clock_timestamp() END
			WHERE r.id = p_request_id AND r.state <> p_state;
	END IF;
END
$$;
COMMENT ON FUNCTION privacy.request_step(bigint, bigint, text, text, text) IS 'Notes a step of a request, and the state that follows from it; nothing when there is no request.';

CREATE OR REPLACE FUNCTION privacy.open_request(p_id bigint) RETURNS privacy.requests
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	r privacy.requests;
BEGIN
	SELECT * INTO r FROM privacy.requests x WHERE x.id = p_id FOR UPDATE;
	IF r.closed_at IS NOT NULL OR r.id IS NULL THEN
		RAISE EXCEPTION 'This request is closed.' USING ERRCODE = '22023';
	END IF;
	RETURN r;
END
$$;
COMMENT ON FUNCTION privacy.open_request(bigint) IS 'The request, locked. 22023 when it is closed.';

CREATE OR REPLACE FUNCTION privacy.receive_request(p_kind text, p_user_id bigint, p_email text, p_person text, p_channel text, p_received_at timestamptz, p_wish text, p_by bigint) RETURNS privacy.requests
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	r privacy.requests;
	day date := privacy.local_day(coalesce(p_received_at, clock_timestamp()));
	place integer;
BEGIN
	IF p_received_at > clock_timestamp() + interval '1 day' THEN
		RAISE EXCEPTION 'A request is received before it is registered.' USING ERRCODE = '22023', COLUMN = 'received_at';
	END IF;
	-- The numbers of a year have no gaps and no doubles.
	PERFORM pg_advisory_xact_lock(7204, extract(year FROM day)::integer);
	place := (SELECT coalesce(max(split_part(x.number, '-', 2)::integer), 0) + 1 FROM privacy.requests x WHERE x.number LIKE extract(year FROM day) || '-%');
	INSERT INTO privacy.requests (number, kind, user_id, email, person, channel, received_at, due_on, first_due_on, wish, handler_id, created_by, duplicate_of)
		SELECT extract(year FROM day) || '-' || lpad(place::text, 4, '0'), p_kind, p_user_id, lower(btrim(coalesce(nullif(p_email, ''), u.email, ''))),
			coalesce(nullif(p_person, ''), u.full_name, ''), p_channel, coalesce(p_received_at, clock_timestamp()), privacy.due_day(day, 1, 0), privacy.due_day(day, 1, 0),
			coalesce(p_wish, ''), p_by, p_by,
			(SELECT min(o.id) FROM privacy.requests o WHERE o.closed_at IS NULL AND o.kind = p_kind AND o.duplicate_of IS NULL
				AND (o.user_id = p_user_id OR (p_user_id IS NULL AND o.email = lower(btrim(p_email)) AND o.email <> '')))
		FROM (SELECT) AS one LEFT JOIN site.users u ON u.id = p_user_id
		RETURNING * INTO r;
	PERFORM privacy.request_step(r.id, p_by, NULL, CASE WHEN r.duplicate_of IS NULL THEN 'Received' ELSE 'Received; linked to an open request' END, '');
	RETURN r;
END
$$;
COMMENT ON FUNCTION privacy.receive_request(text, bigint, text, text, text, timestamptz, text, bigint) IS 'Registers a request: number, due day, and a link to an open request of the same person and kind, from which nothing is taken over. 22023 when it was received in the future.';

CREATE OR REPLACE FUNCTION privacy.wait_for_identity(p_id bigint, p_by bigint) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	r privacy.requests := privacy.open_request(p_id);
	result bigint;
BEGIN
	IF r.identity_at IS NOT NULL OR r.paused_on IS NOT NULL THEN
		RAISE EXCEPTION 'The identity was checked or asked for already.' USING ERRCODE = '22023';
	END IF;
	UPDATE privacy.requests x SET state = 'identity', paused_on = privacy.local_day(clock_timestamp()) WHERE x.id = p_id RETURNING x.version INTO result;
	PERFORM privacy.request_step(p_id, p_by, NULL, 'Identity asked for; the term stands still', '');
	RETURN result;
END
$$;
COMMENT ON FUNCTION privacy.wait_for_identity(bigint, bigint) IS 'Asks who the person is: the term stands still until identity_checked.';

CREATE OR REPLACE FUNCTION privacy.identity_checked(p_id bigint, p_by bigint, p_how text, p_note text) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	r privacy.requests := privacy.open_request(p_id);
	paused integer := r.paused_days + coalesce(privacy.local_day(clock_timestamp()) - r.paused_on, 0);
	day date := privacy.local_day(r.received_at);
	result bigint;
BEGIN
	IF coalesce(p_how, '') = '' THEN
		RAISE EXCEPTION 'Say how the identity was checked.' USING ERRCODE = '22023', COLUMN = 'how';
	END IF;
	UPDATE privacy.requests x SET state = 'progress', identity_how = p_how, identity_note = coalesce(p_note, ''), identity_at = clock_timestamp(), identity_by = p_by,
			paused_on = NULL, paused_days = paused, due_on = privacy.due_day(day, 1 + r.extended_months, paused), first_due_on = privacy.due_day(day, 1, paused)
		WHERE x.id = p_id RETURNING x.version INTO result;
	PERFORM privacy.request_step(p_id, p_by, NULL, 'Identity checked', p_how);
	RETURN result;
END
$$;
COMMENT ON FUNCTION privacy.identity_checked(bigint, bigint, text, text) IS 'Notes how the identity was checked; the term goes on, later by the days it stood still.';

CREATE OR REPLACE FUNCTION privacy.extend_request(p_id bigint, p_by bigint, p_months integer, p_reason text) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	r privacy.requests := privacy.open_request(p_id);
	today date := privacy.local_day(clock_timestamp());
	result bigint;
BEGIN
	IF r.extended_months > 0 THEN
		RAISE EXCEPTION 'The term was extended already; that is possible once.' USING ERRCODE = '22023';
	END IF;
	IF today > r.first_due_on THEN
		RAISE EXCEPTION 'An extension must be told within the first month, which is over.' USING ERRCODE = '22023';
	END IF;
	IF p_months IS NULL OR p_months NOT BETWEEN 1 AND 2 THEN
		RAISE EXCEPTION 'The term can be extended by one or two months.' USING ERRCODE = '22023', COLUMN = 'months';
	END IF;
	IF length(btrim(coalesce(p_reason, ''))) < 10 THEN
		RAISE EXCEPTION 'Say why, in words that the person will read.' USING ERRCODE = '22023', COLUMN = 'reason';
	END IF;
	UPDATE privacy.requests x SET extended_months = p_months, extended_on = today, extension_reason = btrim(p_reason),
			due_on = privacy.due_day(privacy.local_day(r.received_at), 1 + p_months, r.paused_days) WHERE x.id = p_id RETURNING x.version INTO result;
	PERFORM privacy.request_step(p_id, p_by, NULL, 'Term extended', p_reason);
	RETURN result;
END
$$;
COMMENT ON FUNCTION privacy.extend_request(bigint, bigint, integer, text) IS 'Extends the term, once, by one or two months, with the reason, within the first month (22023).';

CREATE OR REPLACE FUNCTION privacy.close_request(p_id bigint, p_by bigint, p_state text, p_outcome text) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	r privacy.requests := privacy.open_request(p_id);
	result bigint;
BEGIN
	IF p_state = 'done' AND r.identity_at IS NULL THEN
		RAISE EXCEPTION 'The identity was not checked.' USING ERRCODE = '22023', HINT = 'Note how it was checked first.';
	END IF;
	IF p_state = 'done' AND EXISTS (SELECT FROM privacy.erasures e WHERE e.request_id = p_id AND e.state IN ('planned', 'proposed', 'approved')) THEN
		RAISE EXCEPTION 'An erasure of this request is still open.' USING ERRCODE = '22023', HINT = 'Carry it out or withdraw it first.';
	END IF;
	-- The status says what was done, never what was meant to be.
	IF p_state = 'done' AND r.kind = 'erasure' AND NOT EXISTS (SELECT FROM privacy.erasures e WHERE e.request_id = p_id AND e.state = 'done' AND e.scope = 'all') THEN
		RAISE EXCEPTION 'Nothing was erased for this request.' USING ERRCODE = '22023', HINT = 'Plan the erasure, or refuse the request with its reasons.';
	END IF;
	IF p_state = 'refused' AND length(btrim(coalesce(p_outcome, ''))) < 10 THEN
		RAISE EXCEPTION 'A refusal needs its reasons.' USING ERRCODE = '22023', COLUMN = 'outcome';
	END IF;
	UPDATE privacy.requests x SET state = p_state, outcome = coalesce(btrim(p_outcome), ''), closed_at = clock_timestamp(), paused_on = NULL WHERE x.id = p_id RETURNING x.version INTO result;
	PERFORM privacy.request_step(p_id, p_by, NULL, CASE p_state WHEN 'done' THEN 'Done' WHEN 'refused' THEN 'Refused' ELSE 'Withdrawn' END, p_outcome);
	RETURN result;
END
$$;
COMMENT ON FUNCTION privacy.close_request(bigint, bigint, text, text) IS 'Closes a request as done (identity checked, no erasure open, and one that asks for erasure only after it), refused (with reasons) or withdrawn. 22023 otherwise.';

CREATE OR REPLACE FUNCTION privacy.write_letter(p_id bigint, p_by bigint, p_name text, p_language text) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET datestyle = 'ISO' AS
$$
DECLARE
	r privacy.requests;
	letter privacy.letter_texts;
	part record;
	result bigint;
BEGIN
	SELECT * INTO r FROM privacy.requests x WHERE x.id = p_id;
	SELECT * INTO letter FROM privacy.letter_texts t WHERE t.name = p_name AND t.language = coalesce(nullif(p_language, ''), (SELECT CASE u.language WHEN 'nl' THEN 'nl' ELSE 'en' END FROM site.users u WHERE u.id = r.user_id), 'en');
	IF letter.name IS NULL THEN
		RAISE EXCEPTION 'There is no such letter.' USING ERRCODE = '22023', COLUMN = 'letter';
	END IF;
	FOR part IN SELECT * FROM (VALUES ('number', r.number), ('person', coalesce(nullif(r.person, ''), r.email)), ('received', privacy.local_day(r.received_at)::text), ('due', r.due_on::text),
		('reason', r.extension_reason), ('outcome', r.outcome), ('site', (SELECT s.value FROM site.settings s WHERE s.name = 'site_name')),
		('until', coalesce((SELECT max(i.keep_until)::text FROM privacy.erasure_items i JOIN privacy.erasures e ON e.id = i.erasure_id WHERE e.request_id = p_id AND i.action = 'keep'), '-'))) AS v (name, value)
	LOOP
		letter.body := replace(letter.body, '{' || part.name || '}', coalesce(part.value, ''));
		letter.subject := left(replace(letter.subject, '{' || part.name || '}', coalesce(part.value, '')), 200);
	END LOOP;
	INSERT INTO privacy.request_notes (request_id, author_id, kind, subject, body) VALUES (p_id, p_by, 'letter', letter.subject, letter.body) RETURNING id INTO result;
	RETURN result;
END
$$;
COMMENT ON FUNCTION privacy.write_letter(bigint, bigint, text, text) IS 'Begins a letter from its text, in the language of the person unless one is named, and returns its number; staff can change it before it is sent.';

DO $triggers$
DECLARE
	target regclass;
BEGIN
	FOR target IN SELECT a.attrelid::regclass FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'
		WHERE c.relnamespace = 'privacy'::regnamespace AND a.attname = 'version' AND NOT a.attisdropped
	LOOP
		EXECUTE format('CREATE OR REPLACE TRIGGER touch BEFORE UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION site.touch()', target);
	END LOOP;
END
$triggers$;
