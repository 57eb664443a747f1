-- Recipients (Art. 19): an erasure, a correction, a restriction makes a notice to each of them, by trigger, whoever decides it.

CREATE OR REPLACE FUNCTION privacy.make_notices(p_kind text, p_request_id bigint, p_user_id bigint) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	result bigint;
BEGIN
	INSERT INTO privacy.recipient_notices (recipient_id, kind, request_id, user_id, due_on)
		SELECT r.id, p_kind, p_request_id, p_user_id, privacy.working_day(privacy.local_day(clock_timestamp()) + 14) FROM privacy.recipients r
		WHERE r.active AND r.categories <> '{}' AND NOT EXISTS (SELECT FROM privacy.recipient_notices n WHERE n.recipient_id = r.id AND n.kind = p_kind AND n.answered_at IS NULL
			AND n.request_id IS NOT DISTINCT FROM p_request_id AND n.user_id IS NOT DISTINCT FROM p_user_id)
		ORDER BY r.id;
	GET DIAGNOSTICS result = ROW_COUNT;
	RETURN result;
END
$$;
COMMENT ON FUNCTION privacy.make_notices(text, bigint, bigint) IS 'A notice to every recipient that receives data, with two weeks for the answer; none twice. Returns how many.';

CREATE OR REPLACE FUNCTION privacy.notice_erasure() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF NEW.state = 'approved' AND NEW.scope = 'all' THEN
		PERFORM privacy.make_notices('erasure', NEW.request_id, NEW.user_id);
	ELSIF OLD.state = 'approved' AND NEW.state <> 'done' THEN
		DELETE FROM privacy.recipient_notices n WHERE n.kind = 'erasure' AND n.sent_at IS NULL AND n.request_id IS NOT DISTINCT FROM NEW.request_id AND n.user_id IS NOT DISTINCT FROM NEW.user_id;
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION privacy.notice_erasure() IS 'Trigger: an erasure that is approved makes its notices, while a guest''s address is still known; what was not sent goes when the approval is void.';
CREATE OR REPLACE TRIGGER notice_erasure AFTER UPDATE OF state ON privacy.erasures FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION privacy.notice_erasure();

CREATE OR REPLACE FUNCTION privacy.notice_request() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	PERFORM privacy.make_notices('rectification', NEW.id, NEW.user_id);
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION privacy.notice_request() IS 'Trigger: a correction that was asked for and made is told to the recipients.';
CREATE OR REPLACE TRIGGER notice_request AFTER UPDATE OF state ON privacy.requests FOR EACH ROW WHEN (NEW.kind = 'rectification' AND NEW.state = 'done' AND OLD.state <> 'done') EXECUTE FUNCTION privacy.notice_request();

CREATE OR REPLACE FUNCTION privacy.notice_hold() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	PERFORM privacy.make_notices('restriction', NEW.request_id, NEW.user_id);
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION privacy.notice_hold() IS 'Trigger: a restriction is told to the recipients.';
CREATE OR REPLACE TRIGGER notice_hold AFTER INSERT ON privacy.holds FOR EACH ROW WHEN (NEW.kind = 'restriction') EXECUTE FUNCTION privacy.notice_hold();
CREATE OR REPLACE TRIGGER touch BEFORE UPDATE ON privacy.recipients FOR EACH ROW EXECUTE FUNCTION site.touch();
CREATE OR REPLACE TRIGGER touch BEFORE UPDATE ON privacy.recipient_notices FOR EACH ROW EXECUTE FUNCTION site.touch();

CREATE OR REPLACE FUNCTION privacy.recipients_of(p_category integer) RETURNS text
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT coalesce(string_agg(r.name, ', ' ORDER BY r.name), '') FROM privacy.recipients r WHERE r.active AND p_category = ANY (r.categories) $$;
COMMENT ON FUNCTION privacy.recipients_of(integer) IS 'Names of those who receive data of this category now.';

DO $owners$
DECLARE
	routine regprocedure;
BEGIN
	FOR routine IN SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'privacy'::regnamespace AND p.proname IN ('make_notices', 'notice_erasure', 'notice_request', 'notice_hold', 'recipients_of') LOOP
		EXECUTE format('ALTER FUNCTION %s OWNER TO steward_eraser', routine);
	END LOOP;
END
$owners$;

-- At the console ------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION meta.notice_text(n privacy.recipient_notices) RETURNS text
	LANGUAGE sql STABLE AS
$$
	SELECT format(E'To: %s %s\n\nYou received personal data from us. Under Article 19 GDPR we tell you of %s, and ask you to do the same and to answer by %s.\n\nOur customer: %s\nOur request: %s\nData that you receive: %s\n',
		r.name, CASE WHEN r.email <> '' THEN '<' || r.email || '>' ELSE '' END, CASE n.kind WHEN 'erasure' THEN 'an erasure' WHEN 'rectification' THEN 'a correction' ELSE 'a restriction of processing' END, n.due_on,
		coalesce('number ' || n.user_id, nullif(q.email, ''), '(erased)'), coalesce(q.number, '-'), (SELECT string_agg(c.name, '; ' ORDER BY c.no) FROM privacy.categories c WHERE c.no = ANY (r.categories)))
	FROM privacy.recipients r LEFT JOIN privacy.requests q ON q.id = n.request_id WHERE r.id = n.recipient_id
$$;
COMMENT ON FUNCTION meta.notice_text(privacy.recipient_notices) IS 'The notice in words, made when it is read: an account by its number, a guest by the address for as long as it is known.';

CREATE OR REPLACE FUNCTION meta.recipients_categories(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	given text := btrim(coalesce(c.args->>'categories', ''));
	result bigint;
BEGIN
	IF given !~ '^([0-9]{1,2}([ ,]+[0-9]{1,2})*)?$' OR EXISTS (SELECT FROM regexp_split_to_table(nullif(given, ''), '[ ,]+') AS n WHERE n::integer NOT BETWEEN 1 AND 22) THEN
		RAISE EXCEPTION 'Write the numbers of categories, 1 to 22, such as 1 14 19.' USING ERRCODE = '22023', COLUMN = 'categories';
	END IF;
	UPDATE privacy.recipients r SET categories = ARRAY(SELECT DISTINCT n::integer FROM regexp_split_to_table(nullif(given, ''), '[ ,]+') AS n ORDER BY 1)
		WHERE r.id = c.key::bigint RETURNING r.version INTO result;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.recipients_categories(meta.call) IS 'Verb: which categories of data the recipient receives, {"categories": numbers parted by blanks}. 22023 for anything else.';

CREATE OR REPLACE FUNCTION meta.recipient_notices_sent(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	result bigint;
BEGIN
	UPDATE privacy.recipient_notices n SET sent_at = clock_timestamp(), sent_by = c.user_id WHERE n.id = c.key::bigint AND n.sent_at IS NULL RETURNING n.version INTO result;
	IF result IS NULL THEN
		RAISE EXCEPTION 'It was sent already.' USING ERRCODE = '22023';
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.recipient_notices_sent(meta.call) IS 'Verb: the notice was sent. 22023 when it was before.';

CREATE OR REPLACE FUNCTION meta.recipient_notices_answered(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	result bigint;
BEGIN
	IF length(btrim(coalesce(c.args->>'answer', ''))) < 2 THEN
		RAISE EXCEPTION 'Say what was answered, or why telling it is impossible.' USING ERRCODE = '22023', COLUMN = 'answer';
	END IF;
	UPDATE privacy.recipient_notices n SET answered_at = clock_timestamp(), answer = btrim(c.args->>'answer') WHERE n.id = c.key::bigint AND n.answered_at IS NULL RETURNING n.version INTO result;
	IF result IS NULL THEN
		RAISE EXCEPTION 'It was answered already.' USING ERRCODE = '22023';
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.recipient_notices_answered(meta.call) IS 'Verb: the recipient answered, or it is written down why it cannot be told, {"answer"}. 22023 without words, or twice.';

CREATE OR REPLACE FUNCTION meta.check_recipients() RETURNS SETOF meta.finding
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	today date := privacy.local_day(meta.clock());
	n bigint;
	who text;
BEGIN
	SELECT count(*), string_agg(DISTINCT r.name, ', ') INTO n, who FROM privacy.recipient_notices x JOIN privacy.recipients r ON r.id = x.recipient_id WHERE x.answered_at IS NULL AND x.due_on < today;
	RETURN NEXT meta.finding(48, 'notices', meta.label('Notices to recipients'), 'fail', n, meta.label('Every recipient was told and has answered in time.'), meta.label('Recipients were not told, or have not answered.'),
		who, meta.label('Send the notices, ask for the answers, note them.'), 'recipient_notices');
	SELECT count(*), string_agg(r.name, ', ' ORDER BY r.name) INTO n, who FROM privacy.recipients r WHERE r.active AND r.role = 'processor' AND r.contract_on IS NULL;
	RETURN NEXT meta.finding(49, 'processors', meta.label('Contracts with processors'), 'warn', n, meta.label('There is a contract with every processor.'), meta.label('A processor has no contract (Art. 28).'),
		who, meta.label('Sign one, and note its day.'), 'recipients');
	RETURN NEXT meta.finding(50, 'recipients', meta.label('Register of recipients'), 'warn', (NOT EXISTS (SELECT FROM privacy.recipients r WHERE r.active))::integer::bigint, meta.label('Who receives data is written down.'),
		meta.label('No recipient is in the register.'), '', meta.label('Enter payment, mail, accountant and agencies.'), 'recipients');
END
$$;
COMMENT ON FUNCTION meta.check_recipients() IS 'Compliance: notices to recipients, contracts with processors, the register itself.';
