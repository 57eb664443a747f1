-- Requests, restrictions, confirmations of use: what keeps them right, whoever writes, and the verbs of the console.

-- Rules ------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION site.answer_request() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	was jsonb := CASE TG_OP WHEN 'UPDATE' THEN to_jsonb(OLD) ELSE jsonb_build_object('answer', '', 'price', NULL, 'status', 'new') END;
	is_now jsonb := to_jsonb(NEW);
	priced boolean := is_now->>'price' IS NOT NULL;
BEGIN
	IF (was->'answer', coalesce(was->'price', 'null')) = (is_now->'answer', coalesce(is_now->'price', 'null')) THEN
		-- Opened again it is what it was before.
		IF was->>'status' = 'closed' AND NEW.status <> 'closed' THEN
			NEW.status := CASE WHEN priced THEN 'quoted' WHEN NEW.answer <> '' THEN 'answered' ELSE 'new' END;
		END IF;
		RETURN NEW;
	END IF;
	IF was->>'status' = 'closed' THEN
		RAISE EXCEPTION 'This request is closed.' USING ERRCODE = '22023', COLUMN = 'answer', HINT = 'Open it again first.';
	END IF;
	NEW.status := CASE WHEN priced THEN 'quoted' WHEN NEW.answer <> '' THEN 'answered' ELSE 'new' END;
	NEW.answered_at := CASE WHEN NEW.status <> 'new' THEN now() END;
	NEW.answered_by := NULL;
	IF NEW.status <> 'new' AND current_user = 'steward_api' THEN
		NEW.answered_by := (SELECT l.user_id FROM auth.latest_session() l);
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION site.answer_request() IS 'Trigger: an answer makes a request answered, a price makes it quoted, with who and when; a closed one takes neither (22023) until it is opened again.';
CREATE OR REPLACE TRIGGER answer_request BEFORE INSERT OR UPDATE OF answer, price, status ON site.quote_requests FOR EACH ROW EXECUTE FUNCTION site.answer_request();
CREATE OR REPLACE TRIGGER answer_request BEFORE INSERT OR UPDATE OF answer, status ON site.search_requests FOR EACH ROW EXECUTE FUNCTION site.answer_request();

CREATE OR REPLACE FUNCTION site.check_restriction() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF EXISTS (SELECT FROM string_to_table(NEW.countries, ' ') AS wanted WHERE wanted <> '' AND NOT EXISTS (SELECT FROM site.countries c WHERE c.code = wanted::bpchar)) THEN
		RAISE EXCEPTION 'There is no such country.' USING ERRCODE = '22023', COLUMN = 'countries', HINT = 'Write two-letter codes, parted by blanks: DE AT CH.';
	END IF;
	PERFORM FROM site.orders o WHERE o.id = NEW.order_id AND o.user_id <> NEW.user_id;
	IF FOUND THEN
		RAISE EXCEPTION 'This order is another client''s.' USING ERRCODE = '22023', COLUMN = 'order_id';
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION site.check_restriction() IS 'Trigger: countries exist, and a linked order is that of the linked client (22023). Definer, since not everybody who restricts a file sees orders.';
CREATE OR REPLACE TRIGGER check_restriction BEFORE INSERT OR UPDATE OF countries, order_id, user_id ON site.restrictions FOR EACH ROW EXECUTE FUNCTION site.check_restriction();

CREATE OR REPLACE FUNCTION site.check_usage() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	SELECT o.id, o.user_id INTO NEW.order_id, NEW.user_id FROM site.order_lines l JOIN site.orders o ON o.id = l.order_id WHERE l.id = NEW.order_line_id;
	IF NEW.order_id IS NULL THEN
		RAISE EXCEPTION 'There is no such order line.' USING ERRCODE = '22023', COLUMN = 'order_line_id';
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION site.check_usage() IS 'Trigger: order and client are those of the line (22023 when there is none). Definer, since not everybody who asks sees orders.';
CREATE OR REPLACE TRIGGER check_usage BEFORE INSERT OR UPDATE OF order_line_id, order_id, user_id ON site.usage_confirmations FOR EACH ROW EXECUTE FUNCTION site.check_usage();

CREATE OR REPLACE FUNCTION site.tell_line() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	UPDATE site.order_lines l SET usage_state = NEW.state, usage_needed_by = NEW.needed_by
	WHERE l.id = NEW.order_line_id AND (l.usage_state, l.usage_needed_by) IS DISTINCT FROM (NEW.state, NEW.needed_by);
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION site.tell_line() IS 'Trigger: the order line says how its confirmation of use stands. Definer, since who confirms a use need not be allowed to change orders.';
CREATE OR REPLACE TRIGGER tell_line AFTER INSERT OR UPDATE OF state, needed_by ON site.usage_confirmations FOR EACH ROW EXECUTE FUNCTION site.tell_line();

-- An agreement on an order line: it holds on that day for that client, and its limit is kept. The agreement is locked, so that two at the same
-- time do not both get the last one.
CREATE OR REPLACE FUNCTION site.check_line_agreement() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS
$$
DECLARE
	a record;
	day date := (NEW.created_at AT TIME ZONE 'UTC')::date;
	used bigint;
BEGIN
	SELECT g.valid_from, g.valid_until, g.download_limit, g.limit_period INTO a FROM site.agreements g WHERE g.id = NEW.agreement_id FOR NO KEY UPDATE;
	IF NOT FOUND THEN
		RETURN NEW;
	END IF;
	IF day < a.valid_from OR day > a.valid_until THEN
		RAISE EXCEPTION 'This agreement does not hold on that day.' USING ERRCODE = '22023', COLUMN = 'agreement_id', HINT = 'Choose another, or change how long it holds.';
	END IF;
	PERFORM FROM site.orders o JOIN site.user_agreements u ON u.user_id = o.user_id AND u.agreement_id = NEW.agreement_id WHERE o.id = NEW.order_id;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'This agreement was not made with this client.' USING ERRCODE = '22023', COLUMN = 'agreement_id', HINT = 'Add the client or the organisation to the agreement first.';
	END IF;
	IF a.download_limit IS NOT NULL THEN
		SELECT count(*) INTO used FROM site.order_lines l JOIN site.orders o ON o.id = l.order_id
		WHERE l.agreement_id = NEW.agreement_id AND l.id <> NEW.id AND l.download <> 'revoked' AND o.status NOT IN ('declined', 'cancelled')
			AND (a.limit_period = 'total' OR date_trunc('month', l.created_at) = date_trunc('month', NEW.created_at));
		IF used >= a.download_limit THEN
			RAISE EXCEPTION 'The limit of this agreement is used up.' USING ERRCODE = '22023', COLUMN = 'agreement_id',
				HINT = 'Choose another agreement, or raise its limit.';
		END IF;
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION site.check_line_agreement() IS 'Trigger: an order line takes an agreement only when it holds on the line''s day and for the client or its organisation, and while its limit is not used up (22023).';
CREATE OR REPLACE TRIGGER check_line_agreement BEFORE INSERT OR UPDATE OF agreement_id ON site.order_lines FOR EACH ROW WHEN (NEW.agreement_id IS NOT NULL)
	EXECUTE FUNCTION site.check_line_agreement();

CREATE OR REPLACE FUNCTION site.guard_request() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	RAISE EXCEPTION 'The website cannot answer in the name of the staff.' USING ERRCODE = '42501';
END
$$;
COMMENT ON FUNCTION site.guard_request() IS 'Trigger: the website''s role takes requests in, it answers none (42501).';
CREATE OR REPLACE TRIGGER guard_request BEFORE INSERT ON site.quote_requests FOR EACH ROW
	WHEN (current_user = 'site' AND (NEW.status <> 'new' OR NEW.answer <> '' OR NEW.price IS NOT NULL OR NEW.answered_by IS NOT NULL)) EXECUTE FUNCTION site.guard_request();
CREATE OR REPLACE TRIGGER guard_request BEFORE INSERT ON site.search_requests FOR EACH ROW
	WHEN (current_user = 'site' AND (NEW.status <> 'new' OR NEW.answer <> '' OR NEW.answered_by IS NOT NULL)) EXECUTE FUNCTION site.guard_request();

SELECT steward.own_functions('site', 'site_owner');

-- Verbs ------------------------------------------------------------------------------------------------------------

-- Both kinds of request close and open again alike.
CREATE OR REPLACE FUNCTION meta.turn_request(p_table regclass, p_id bigint, p_closed boolean) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	result bigint;
BEGIN
	EXECUTE format('UPDATE %s AS t SET status = CASE WHEN $2 THEN ''closed'' ELSE ''new'' END WHERE t.id = $1 AND (t.status = ''closed'') <> $2 RETURNING t.version', p_table)
		INTO result USING p_id, p_closed;
	IF result IS NULL AND p_closed THEN
		RAISE EXCEPTION 'This request is closed already.' USING ERRCODE = '22023';
	ELSIF result IS NULL THEN
		RAISE EXCEPTION 'This request is not closed.' USING ERRCODE = '22023';
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.turn_request(regclass, bigint, boolean) IS 'Closes a request of a client, or opens it again. 22023 when it is so already. Answers with its version.';

CREATE OR REPLACE FUNCTION meta.quote_requests_close(c meta.call) RETURNS bigint LANGUAGE sql AS $$ SELECT meta.turn_request('site.quote_requests', c.key::bigint, true) $$;
COMMENT ON FUNCTION meta.quote_requests_close(meta.call) IS 'Verb: nothing more is to be done about the request. 22023 when it is closed.';
CREATE OR REPLACE FUNCTION meta.quote_requests_reopen(c meta.call) RETURNS bigint LANGUAGE sql AS $$ SELECT meta.turn_request('site.quote_requests', c.key::bigint, false) $$;
COMMENT ON FUNCTION meta.quote_requests_reopen(meta.call) IS 'Verb: the request is what it was before it was closed. 22023 when it is not closed.';

CREATE OR REPLACE FUNCTION meta.search_requests_close(c meta.call) RETURNS bigint LANGUAGE sql AS $$ SELECT meta.turn_request('site.search_requests', c.key::bigint, true) $$;
COMMENT ON FUNCTION meta.search_requests_close(meta.call) IS 'Verb: nothing more is to be done about the request. 22023 when it is closed.';
CREATE OR REPLACE FUNCTION meta.search_requests_reopen(c meta.call) RETURNS bigint LANGUAGE sql AS $$ SELECT meta.turn_request('site.search_requests', c.key::bigint, false) $$;
COMMENT ON FUNCTION meta.search_requests_reopen(meta.call) IS 'Verb: the request is what it was before it was closed. 22023 when it is not closed.';

CREATE OR REPLACE FUNCTION meta.restrictions_lift(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	result bigint;
BEGIN
	UPDATE site.restrictions t SET lifted_at = now(), lifted_by = c.user_id WHERE t.id = c.key::bigint AND t.lifted_at IS NULL AND (t.end_on IS NULL OR t.end_on >= meta.today())
		RETURNING t.version INTO result;
	IF result IS NULL THEN
		RAISE EXCEPTION 'This holds no more.' USING ERRCODE = '22023', HINT = 'It was lifted, or its last day is past.';
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.restrictions_lift(meta.call) IS 'Verb: the restriction holds no more. 22023 when it does not.';

CREATE OR REPLACE FUNCTION meta.confirm_usage(c meta.call, p_state text) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	result bigint;
BEGIN
	UPDATE site.usage_confirmations t SET state = p_state, confirmed_at = now(), confirmed_by = c.user_id, use_text = coalesce(c.args->>'use_text', t.use_text)
		WHERE t.id = c.key::bigint AND t.state = 'wanted' RETURNING t.version INTO result;
	IF result IS NULL THEN
		RAISE EXCEPTION 'This was answered already.' USING ERRCODE = '22023', HINT = 'Ask again, if it is not right.';
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.confirm_usage(meta.call, text) IS 'Enters whether the file was used. 22023 when it is known.';

CREATE OR REPLACE FUNCTION meta.usage_confirmations_used(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT meta.confirm_usage(c, 'used') $$;
COMMENT ON FUNCTION meta.usage_confirmations_used(meta.call) IS 'Verb: the file was used, {"use_text"} may say how. 22023 when it was answered.';

CREATE OR REPLACE FUNCTION meta.usage_confirmations_unused(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT meta.confirm_usage(c, 'not_used') $$;
COMMENT ON FUNCTION meta.usage_confirmations_unused(meta.call) IS 'Verb: the file was not used. 22023 when it was answered.';

-- Home -------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION meta.home_site_requests(p_now timestamptz) RETURNS TABLE (tile text, line integer, label text, value numeric, detail text)
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	today date := (p_now AT TIME ZONE 'UTC')::date;
BEGIN
	RETURN QUERY SELECT 'site_requests'::text, 1, meta.label('Quotes wanted'), count(*)::numeric, CASE WHEN count(*) = 10000 THEN '!+' ELSE '!' END
		FROM (SELECT FROM site.quote_requests q WHERE q.status = 'new' LIMIT 10000) AS quotes;
	RETURN QUERY SELECT 'site_requests'::text, 2, meta.label('Pictures looked for'), count(*)::numeric, CASE WHEN count(*) = 10000 THEN '!+' ELSE '!' END
		FROM (SELECT FROM site.search_requests q WHERE q.status = 'new' LIMIT 10000) AS searches;
	RETURN QUERY SELECT 'site_requests'::text, 3, meta.label('Uses not confirmed'), count(*)::numeric, CASE WHEN count(*) = 10000 THEN '!+' ELSE '!' END
		FROM (SELECT FROM site.usage_confirmations u WHERE u.state = 'wanted' AND u.needed_by < today LIMIT 10000) AS late;
END
$$;
COMMENT ON FUNCTION meta.home_site_requests(timestamptz) IS 'Home: quote and search requests that nobody answered, confirmations of use whose day is past.';
