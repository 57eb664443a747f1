-- Verbs of requests and erasures. The gate and the right were asked by api.act and api.save; what must stay true is asked by privacy.*.

CREATE OR REPLACE FUNCTION meta.requests_create(c meta.call, OUT key text, OUT version bigint)
	LANGUAGE plpgsql AS
$$
DECLARE
	r privacy.requests;
	account bigint := nullif(c.args->>'user_id', '')::bigint;
BEGIN
	IF account IS NULL AND coalesce(c.args->>'email', '') = '' THEN
		RAISE EXCEPTION 'Name an account, or the e-mail address of a guest.' USING ERRCODE = '22023', COLUMN = 'user_id';
	END IF;
	IF account IS NOT NULL AND NOT EXISTS (SELECT FROM site.users u WHERE u.id = account) THEN
		RAISE EXCEPTION 'There is no such account.' USING ERRCODE = '22023', COLUMN = 'user_id';
	END IF;
	r := privacy.receive_request(c.args->>'kind', account, c.args->>'email', c.args->>'person', coalesce(c.args->>'channel', 'email'), nullif(c.args->>'received_at', '')::timestamptz,
		c.args->>'wish', c.user_id);
	key := r.id::text;
	version := r.version;
END
$$;
COMMENT ON FUNCTION meta.requests_create(meta.call) IS 'Registers a request. 22023 without a person.';

CREATE OR REPLACE FUNCTION meta.requests_ask_identity(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT privacy.wait_for_identity(c.key::bigint, c.user_id) $$;
COMMENT ON FUNCTION meta.requests_ask_identity(meta.call) IS 'Verb: the identity is asked for and the term stands still.';

CREATE OR REPLACE FUNCTION meta.requests_identity(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT privacy.identity_checked(c.key::bigint, c.user_id, c.args->>'how', c.args->>'note') $$;
COMMENT ON FUNCTION meta.requests_identity(meta.call) IS 'Verb: the identity was checked, {"how", "note"}.';

CREATE OR REPLACE FUNCTION meta.requests_extend(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT privacy.extend_request(c.key::bigint, c.user_id, nullif(c.args->>'months', '')::integer, c.args->>'reason') $$;
COMMENT ON FUNCTION meta.requests_extend(meta.call) IS 'Verb: the term is extended, {"months", "reason"}.';

CREATE OR REPLACE FUNCTION meta.requests_done(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT privacy.close_request(c.key::bigint, c.user_id, 'done', c.args->>'outcome') $$;
COMMENT ON FUNCTION meta.requests_done(meta.call) IS 'Verb: the request is answered, {"outcome"}.';

CREATE OR REPLACE FUNCTION meta.requests_refuse(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT privacy.close_request(c.key::bigint, c.user_id, 'refused', c.args->>'outcome') $$;
COMMENT ON FUNCTION meta.requests_refuse(meta.call) IS 'Verb: the request is refused, {"outcome"} with the reasons.';

CREATE OR REPLACE FUNCTION meta.requests_withdraw(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT privacy.close_request(c.key::bigint, c.user_id, 'withdrawn', c.args->>'outcome') $$;
COMMENT ON FUNCTION meta.requests_withdraw(meta.call) IS 'Verb: the person withdrew the request.';

CREATE OR REPLACE FUNCTION meta.requests_letter(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
BEGIN
	PERFORM privacy.write_letter(c.key::bigint, c.user_id, c.args->>'letter', c.args->>'language');
	RETURN c.version;
END
$$;
COMMENT ON FUNCTION meta.requests_letter(meta.call) IS 'Verb: begins a letter, {"letter", "language"}.';

CREATE OR REPLACE FUNCTION meta.requests_erasure(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
BEGIN
	PERFORM privacy.start_erasure(c.key::bigint, c.user_id);
	RETURN c.version;
END
$$;
COMMENT ON FUNCTION meta.requests_erasure(meta.call) IS 'Verb: plans the erasure that the request asks for.';

CREATE OR REPLACE FUNCTION meta.requests_restrict(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	r privacy.requests := privacy.open_request(c.key::bigint);
BEGIN
	IF r.user_id IS NULL THEN
		RAISE EXCEPTION 'A guest has no account that could be restricted.' USING ERRCODE = '22023';
	END IF;
	IF r.identity_at IS NULL THEN
		RAISE EXCEPTION 'The identity was not checked.' USING ERRCODE = '22023', HINT = 'Note how it was checked first.';
	END IF;
	INSERT INTO privacy.holds (user_id, kind, reason, request_id, set_by) VALUES (r.user_id, 'restriction', coalesce(nullif(c.args->>'reason', ''), r.number), r.id, c.user_id);
	PERFORM privacy.request_step(r.id, c.user_id, NULL, 'Processing restricted', c.args->>'reason');
	RETURN c.version;
EXCEPTION WHEN unique_violation THEN
	RAISE EXCEPTION 'The account is restricted already.' USING ERRCODE = '22023';
END
$$;
COMMENT ON FUNCTION meta.requests_restrict(meta.call) IS 'Verb: restricts the processing of the person''s account, {"reason"}. 22023 for a guest, before the identity was checked, and twice.';

CREATE OR REPLACE FUNCTION meta.request_notes_sent(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ UPDATE privacy.request_notes n SET sent_at = clock_timestamp(), sent_how = coalesce(nullif(c.args->>'how', ''), 'e-mail') WHERE n.id = c.key::bigint AND n.kind = 'letter' AND n.sent_at IS NULL RETURNING n.version $$;
COMMENT ON FUNCTION meta.request_notes_sent(meta.call) IS 'Verb: the letter was sent, {"how"}.';

CREATE OR REPLACE FUNCTION meta.erasures_create(c meta.call, OUT key text, OUT version bigint)
	LANGUAGE plpgsql AS
$$
BEGIN
	key := privacy.new_erasure(NULL, nullif(c.args->>'user_id', '')::bigint, c.args->>'email', c.user_id)::text;
	SELECT e.version INTO version FROM privacy.erasures e WHERE e.id = key::bigint;
END
$$;
COMMENT ON FUNCTION meta.erasures_create(meta.call) IS 'Plans the erasure of an account, or of a guest by e-mail address, without a request.';

CREATE OR REPLACE FUNCTION meta.erasures_plan(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT privacy.plan_erasure(c.key::bigint) $$;
COMMENT ON FUNCTION meta.erasures_plan(meta.call) IS 'Verb: makes the plan anew.';

CREATE OR REPLACE FUNCTION meta.erasures_scope(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT privacy.choose_scope(c.key::bigint, c.args->>'scope') $$;
COMMENT ON FUNCTION meta.erasures_scope(meta.call) IS 'Verb: all, or only what no open invoice needs, {"scope"}; the plan is made anew.';

CREATE OR REPLACE FUNCTION meta.erasures_propose(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT privacy.propose_erasure(c.key::bigint, c.user_id) $$;
COMMENT ON FUNCTION meta.erasures_propose(meta.call) IS 'Verb: submits the plan for approval.';

CREATE OR REPLACE FUNCTION meta.erasures_approve(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT privacy.approve_erasure(c.key::bigint, c.user_id, c.args->>'plan') $$;
COMMENT ON FUNCTION meta.erasures_approve(meta.call) IS 'Verb: the second person approves, {"plan": its hash as he saw it}.';

CREATE OR REPLACE FUNCTION meta.erasures_refuse(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT privacy.drop_erasure(c.key::bigint, c.user_id, 'refused', c.args->>'reason') $$;
COMMENT ON FUNCTION meta.erasures_refuse(meta.call) IS 'Verb: the second person refuses, {"reason"}.';

CREATE OR REPLACE FUNCTION meta.erasures_withdraw(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT privacy.drop_erasure(c.key::bigint, c.user_id, 'withdrawn', c.args->>'reason') $$;
COMMENT ON FUNCTION meta.erasures_withdraw(meta.call) IS 'Verb: the erasure is taken back before it is carried out.';

CREATE OR REPLACE FUNCTION meta.erasures_run(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT privacy.run_erasure(c.key::bigint, c.user_id) $$;
COMMENT ON FUNCTION meta.erasures_run(meta.call) IS 'Verb: carries out an approved erasure, in this transaction.';

CREATE OR REPLACE FUNCTION meta.holds_lift(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT privacy.lift_hold(c.key::bigint, c.user_id) $$;
COMMENT ON FUNCTION meta.holds_lift(meta.call) IS 'Verb: lifts a hold, or a restriction after the person was told.';

CREATE OR REPLACE FUNCTION meta.holds_notice(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ UPDATE privacy.holds h SET notice_sent_at = clock_timestamp() WHERE h.id = c.key::bigint AND h.kind = 'restriction' AND h.lifted_at IS NULL RETURNING h.version $$;
COMMENT ON FUNCTION meta.holds_notice(meta.call) IS 'Verb: the person was told that the restriction will be lifted.';

CREATE OR REPLACE FUNCTION meta.next_step(r privacy.requests) RETURNS text
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	erasure text := (SELECT e.state FROM privacy.erasures e WHERE e.request_id = r.id ORDER BY e.state IN ('planned', 'proposed', 'approved') DESC, e.id DESC LIMIT 1);
	package privacy.exports;
BEGIN
	IF r.closed_at IS NOT NULL THEN
		RETURN '';
	ELSIF r.paused_on IS NOT NULL THEN
		RETURN meta.label('The person must say who it is; i notes the answer.');
	ELSIF r.identity_at IS NULL THEN
		RETURN meta.label('Make sure who it is: i notes how, I asks the person.');
	ELSIF r.kind = 'erasure' AND erasure IN ('planned', 'proposed', 'approved') THEN
		RETURN CASE erasure WHEN 'planned' THEN meta.label('Read the plan in the tab Erasure and submit it with S.')
			WHEN 'proposed' THEN meta.label('A second person approves the plan in the tab Erasure with a.') ELSE meta.label('Carry the erasure out in its tab with X.') END;
	ELSIF r.kind = 'erasure' THEN
		RETURN meta.label('Plan the erasure: p. Nothing is erased by that.');
	ELSIF r.kind IN ('access', 'portability') THEN
		SELECT * INTO package FROM privacy.exports e WHERE e.request_id = r.id ORDER BY e.id DESC LIMIT 1;
		RETURN CASE WHEN package.finished_at IS NULL THEN meta.label('Make the package of the person''s data: P.')
			WHEN package.handovers = 0 THEN meta.label('Hand the package over, and note it in the tab Exports with H.') ELSE meta.label('Close the request as answered: d.') END;
	ELSIF r.kind = 'restriction' THEN
		RETURN CASE WHEN EXISTS (SELECT FROM privacy.holds h WHERE h.user_id = r.user_id AND h.kind = 'restriction' AND h.lifted_at IS NULL)
			THEN meta.label('Data are restricted. Settle what is contested, tell the person, lift it, close: d.') ELSE meta.label('Restrict the account: b.') END;
	ELSIF r.kind = 'rectification' THEN
		RETURN meta.label('Correct the account, tell the recipients, then close: d.');
	END IF;
	RETURN meta.label('Do what was asked or refuse it with reasons (R), then close: d.');
END
$$;
COMMENT ON FUNCTION meta.next_step(privacy.requests) IS 'What is to be done next with a request, in a sentence with its key; empty for a closed one.';

CREATE OR REPLACE FUNCTION meta.home_requests(p_now timestamptz) RETURNS TABLE (tile text, line integer, label text, value numeric, detail text)
	LANGUAGE plpgsql STABLE AS
$$
BEGIN
	RETURN QUERY SELECT 'requests'::text, (row_number() OVER (ORDER BY r.due_on, r.id))::integer, CASE r.kind WHEN 'access' THEN meta.label('access') WHEN 'rectification' THEN meta.label('rectification')
				WHEN 'erasure' THEN meta.label('erasure') WHEN 'restriction' THEN meta.label('restriction') WHEN 'portability' THEN meta.label('portability') ELSE meta.label('objection') END,
			(r.due_on - privacy.local_day(p_now))::numeric,
			CASE WHEN r.due_on <= privacy.local_day(p_now) THEN '!!!' WHEN r.due_on < privacy.local_day(p_now) + 7 THEN '!' ELSE '' END || coalesce(nullif(r.person, ''), nullif(r.email, ''), r.number)
		FROM privacy.requests r WHERE r.closed_at IS NULL AND r.paused_on IS NULL ORDER BY r.due_on, r.id LIMIT 4;
	RETURN QUERY SELECT 'requests'::text, 5, meta.label('To approve'), count(*)::numeric, '!'::text FROM privacy.erasures e WHERE e.state = 'proposed' HAVING count(*) > 0;
	RETURN QUERY SELECT 'requests'::text, 6, meta.label('Recipients to tell'), count(*)::numeric, '!'::text FROM privacy.recipient_notices n WHERE n.answered_at IS NULL AND (n.sent_at IS NULL OR n.due_on < privacy.local_day(p_now)) HAVING count(*) > 0;
	RETURN QUERY SELECT 'requests'::text, 7, meta.label('To finish'), count(*)::numeric, '!'::text FROM privacy.erasures e WHERE e.state = 'planned' AND e.ready_at IS NOT NULL HAVING count(*) > 0;
	RETURN QUERY SELECT 'header'::text, 1, 'due'::text, count(*)::numeric, ''::text FROM privacy.requests r WHERE r.closed_at IS NULL AND r.paused_on IS NULL AND r.due_on < privacy.local_day(p_now) + 7;
END
$$;
COMMENT ON FUNCTION meta.home_requests(timestamptz) IS 'Home: open requests by due day with the days left, erasures that wait for a second person, rests of partial ones that can be done, and for the head of every screen how many are due within a week.';
