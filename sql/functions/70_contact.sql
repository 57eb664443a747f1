-- Contact keeping: what keeps it right, whoever writes, and the verbs of the console.

-- Rules ------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION site.check_contact_moment() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	-- A day for clocks and time zones.
	IF NEW.at > now() + interval '1 day' THEN
		RAISE EXCEPTION 'A contact moment has been, it does not lie ahead.' USING ERRCODE = '22023', COLUMN = 'at', HINT = 'Give it a follow-up date, or make a task.';
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION site.check_contact_moment() IS 'Trigger: a contact moment does not lie ahead (22023).';
CREATE OR REPLACE TRIGGER check_contact_moment BEFORE INSERT OR UPDATE OF at ON site.contact_moments FOR EACH ROW EXECUTE FUNCTION site.check_contact_moment();

CREATE OR REPLACE FUNCTION site.check_task() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	PERFORM FROM site.users u WHERE u.id = NEW.assigned_to AND site.is_staff(u.type) AND u.enabled AND u.hidden_at IS NULL;
	IF NEW.assigned_to IS NOT NULL AND NOT FOUND THEN
		RAISE EXCEPTION 'Only staff who may log in can be given a task.' USING ERRCODE = '22023', COLUMN = 'assigned_to', HINT = 'Choose a colleague from the list.';
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION site.check_task() IS 'Trigger: a task is given to staff who may log in (22023). Definer, since who gives a task need not be allowed to see colleagues.';
CREATE OR REPLACE TRIGGER check_task BEFORE INSERT OR UPDATE OF assigned_to ON site.tasks FOR EACH ROW EXECUTE FUNCTION site.check_task();

CREATE OR REPLACE FUNCTION site.check_message() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	first record;
BEGIN
	NEW.from_staff := NEW.from_staff OR NEW.author_id IS NOT NULL;
	IF NEW.thread_id IS NULL THEN
		RETURN NEW;
	END IF;
	-- Whoever answers an answer goes on with the conversation.
	SELECT f.id, f.user_id, f.subject INTO first FROM site.messages m JOIN site.messages f ON f.id = coalesce(m.thread_id, m.id) WHERE m.id = NEW.thread_id;
	NEW.thread_id := coalesce(first.id, NEW.thread_id);
	NEW.user_id := coalesce(NEW.user_id, first.user_id);
	NEW.subject := coalesce(nullif(NEW.subject, ''), first.subject, '');
	IF NEW.user_id <> first.user_id THEN
		RAISE EXCEPTION 'A conversation is with one client.' USING ERRCODE = '22023', COLUMN = 'user_id';
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION site.check_message() IS 'Trigger: an answer belongs to the first message of its conversation, is with the same client (22023), and has its subject unless it brings its own; what has an author is from the staff.';
CREATE OR REPLACE TRIGGER check_message BEFORE INSERT ON site.messages FOR EACH ROW EXECUTE FUNCTION site.check_message();

CREATE OR REPLACE FUNCTION site.read_conversation() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	UPDATE site.messages m SET read_at = NEW.sent_at, read_by = NEW.author_id
	WHERE m.id IN (SELECT o.id FROM site.messages o WHERE coalesce(o.thread_id, o.id) = NEW.thread_id) AND m.from_staff <> NEW.from_staff AND m.read_at IS NULL AND m.sent_at <= NEW.sent_at;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION site.read_conversation() IS 'Trigger: whoever answers has read what the other side wrote before.';
CREATE OR REPLACE TRIGGER read_conversation AFTER INSERT ON site.messages FOR EACH ROW WHEN (NEW.thread_id IS NOT NULL) EXECUTE FUNCTION site.read_conversation();

CREATE OR REPLACE FUNCTION site.guard_message() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF TG_OP = 'INSERT' AND (NEW.from_staff OR NEW.author_id IS NOT NULL) THEN
		RAISE EXCEPTION 'The website cannot write in the name of the staff.' USING ERRCODE = '42501';
	END IF;
	IF TG_OP = 'UPDATE' AND (NEW.body, NEW.subject, NEW.user_id, NEW.from_staff) IS DISTINCT FROM (OLD.body, OLD.subject, OLD.user_id, OLD.from_staff) THEN
		RAISE EXCEPTION 'A message that was sent is not changed.' USING ERRCODE = '42501';
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION site.guard_message() IS 'Trigger: the website''s role writes for clients only, and changes no message that was sent (42501).';
CREATE OR REPLACE TRIGGER guard_message BEFORE INSERT OR UPDATE ON site.messages FOR EACH ROW WHEN (current_user = 'site') EXECUTE FUNCTION site.guard_message();

-- Agreements -------------------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW site.user_agreements WITH (security_invoker = true) AS
	SELECT a.agreement_id, a.user_id, 'account'::text AS why, a.added_at FROM site.agreement_users a
	UNION ALL
	SELECT a.agreement_id, u.id, 'organisation'::text, a.added_at FROM site.agreement_organisations a JOIN site.users u ON u.organisation_id = a.organisation_id
	WHERE NOT EXISTS (SELECT FROM site.agreement_users own WHERE own.agreement_id = a.agreement_id AND own.user_id = u.id);
ALTER VIEW site.user_agreements OWNER TO site_owner;
COMMENT ON VIEW site.user_agreements IS 'Agreements of each account, its own and those of its organisation';
COMMENT ON COLUMN site.user_agreements.agreement_id IS 'The agreement';
COMMENT ON COLUMN site.user_agreements.user_id IS 'The account';
COMMENT ON COLUMN site.user_agreements.why IS 'account or organisation: with whom it was made';
COMMENT ON COLUMN site.user_agreements.added_at IS 'Since when it is so';

SELECT steward.own_functions('site', 'site_owner');

-- Verbs ------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION meta.today() RETURNS date
	LANGUAGE sql STABLE AS
$$ SELECT (meta.clock() AT TIME ZONE 'UTC')::date $$;
COMMENT ON FUNCTION meta.today() IS 'The day on which what is due is judged: today; in a demo database the day on which the demo plays.';

CREATE OR REPLACE FUNCTION meta.contact_moments_done(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	result bigint;
BEGIN
	UPDATE site.contact_moments t SET followed_up_at = now(), followed_up_by = c.user_id
		WHERE t.id = c.key::bigint AND t.follow_up_on IS NOT NULL AND t.followed_up_at IS NULL RETURNING t.version INTO result;
	IF result IS NULL THEN
		RAISE EXCEPTION 'There is nothing to follow up here.' USING ERRCODE = '22023', HINT = 'It has no follow-up date, or it was done already.';
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.contact_moments_done(meta.call) IS 'Verb: somebody came back to it. 22023 when there was nothing to follow up.';

CREATE OR REPLACE FUNCTION meta.contact_moments_reopen(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	result bigint;
BEGIN
	UPDATE site.contact_moments t SET followed_up_at = NULL, followed_up_by = NULL WHERE t.id = c.key::bigint AND t.followed_up_at IS NOT NULL RETURNING t.version INTO result;
	IF result IS NULL THEN
		RAISE EXCEPTION 'This was not followed up yet.' USING ERRCODE = '22023';
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.contact_moments_reopen(meta.call) IS 'Verb: the follow-up waits again. 22023 when it was not done.';

CREATE OR REPLACE FUNCTION meta.contact_moments_delete(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ DELETE FROM site.contact_moments t WHERE t.id = c.key::bigint RETURNING 0::bigint $$;
COMMENT ON FUNCTION meta.contact_moments_delete(meta.call) IS 'Verb: removes a contact moment; the trail keeps what it said.';

CREATE OR REPLACE FUNCTION meta.tasks_take(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	result bigint;
BEGIN
	UPDATE site.tasks t SET assigned_to = c.user_id WHERE t.id = c.key::bigint AND t.assigned_to IS DISTINCT FROM c.user_id AND t.done_at IS NULL RETURNING t.version INTO result;
	IF result IS NULL THEN
		RAISE EXCEPTION 'This task is yours already, or done.' USING ERRCODE = '22023';
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.tasks_take(meta.call) IS 'Verb: the person takes the task, from whomever had it. 22023 when it is the person''s already, or done.';

CREATE OR REPLACE FUNCTION meta.tasks_assign(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	result bigint;
	somebody text := coalesce(c.args->>'assigned_to', '');
BEGIN
	IF somebody !~ '^[0-9]{0,18}$' THEN
		RAISE EXCEPTION 'Only staff who may log in can be given a task.' USING ERRCODE = '22023', COLUMN = 'assigned_to', HINT = 'Choose a colleague from the list.';
	END IF;
	UPDATE site.tasks t SET assigned_to = nullif(somebody, '')::bigint WHERE t.id = c.key::bigint AND t.done_at IS NULL RETURNING t.version INTO result;
	IF result IS NULL THEN
		RAISE EXCEPTION 'This task is done.' USING ERRCODE = '22023', HINT = 'Open it again first.';
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.tasks_assign(meta.call) IS 'Verb: gives the task to a colleague, {"assigned_to": number, or "" for whoever comes first}. 22023 for who is no staff, or when it is done.';

CREATE OR REPLACE FUNCTION meta.tasks_done(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	result bigint;
BEGIN
	UPDATE site.tasks t SET done_at = now(), done_by = c.user_id WHERE t.id = c.key::bigint AND t.done_at IS NULL RETURNING t.version INTO result;
	IF result IS NULL THEN
		RAISE EXCEPTION 'This task is done already.' USING ERRCODE = '22023';
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.tasks_done(meta.call) IS 'Verb: the task is done. 22023 when it was.';

CREATE OR REPLACE FUNCTION meta.tasks_reopen(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	result bigint;
BEGIN
	UPDATE site.tasks t SET done_at = NULL, done_by = NULL WHERE t.id = c.key::bigint AND t.done_at IS NOT NULL RETURNING t.version INTO result;
	IF result IS NULL THEN
		RAISE EXCEPTION 'This task is not done yet.' USING ERRCODE = '22023';
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.tasks_reopen(meta.call) IS 'Verb: the task is open again. 22023 when it was not done.';

CREATE OR REPLACE FUNCTION meta.messages_read(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	result bigint;
BEGIN
	UPDATE site.messages t SET read_at = now(), read_by = c.user_id WHERE t.id = c.key::bigint AND NOT t.from_staff AND t.read_at IS NULL RETURNING t.version INTO result;
	IF result IS NULL THEN
		RAISE EXCEPTION 'This message was read already, or is from the staff.' USING ERRCODE = '22023';
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.messages_read(meta.call) IS 'Verb: the client''s message was read. 22023 when it was, or when it is from the staff: whether a client read it only the website knows.';

CREATE OR REPLACE FUNCTION meta.messages_unread(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	result bigint;
BEGIN
	UPDATE site.messages t SET read_at = NULL, read_by = NULL WHERE t.id = c.key::bigint AND NOT t.from_staff AND t.read_at IS NOT NULL RETURNING t.version INTO result;
	IF result IS NULL THEN
		RAISE EXCEPTION 'This message was not read yet, or is from the staff.' USING ERRCODE = '22023';
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.messages_unread(meta.call) IS 'Verb: the client''s message waits for somebody again. 22023 when it does, or when it is from the staff.';

CREATE OR REPLACE FUNCTION meta.agreement_users_delete(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ DELETE FROM site.agreement_users t WHERE t.agreement_id = split_part(c.key, ':', 1)::bigint AND t.user_id = split_part(c.key, ':', 2)::bigint RETURNING 0::bigint $$;
COMMENT ON FUNCTION meta.agreement_users_delete(meta.call) IS 'Verb: the agreement does not hold for the account any more.';

CREATE OR REPLACE FUNCTION meta.agreement_organisations_delete(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ DELETE FROM site.agreement_organisations t WHERE t.agreement_id = split_part(c.key, ':', 1)::bigint AND t.organisation_id = split_part(c.key, ':', 2)::bigint RETURNING 0::bigint $$;
COMMENT ON FUNCTION meta.agreement_organisations_delete(meta.call) IS 'Verb: the agreement does not hold for the organisation any more.';

CREATE OR REPLACE FUNCTION meta.agreements_end(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	result bigint;
BEGIN
	UPDATE site.agreements t SET valid_until = greatest(meta.today(), t.valid_from) WHERE t.id = c.key::bigint AND (t.valid_until IS NULL OR t.valid_until > meta.today())
		RETURNING t.version INTO result;
	IF result IS NULL THEN
		RAISE EXCEPTION 'This agreement has ended already.' USING ERRCODE = '22023';
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.agreements_end(meta.call) IS 'Verb: the agreement ends with this day. 22023 when it has ended.';

-- Home -------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION meta.home_contact(p_user_id bigint, p_now timestamptz) RETURNS TABLE (tile text, line integer, label text, value numeric, detail text)
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	today date := (p_now AT TIME ZONE 'UTC')::date;
BEGIN
	RETURN QUERY SELECT 'tasks'::text, 1, meta.label('Follow-ups today'), count(*)::numeric, CASE WHEN count(*) = 10000 THEN '!+' ELSE '!' END
		FROM (SELECT FROM site.contact_moments m WHERE m.follow_up_on <= today AND m.followed_up_at IS NULL LIMIT 10000) AS due;
	RETURN QUERY SELECT 'tasks'::text, 2, meta.label('My tasks'), count(*)::numeric, ''::text
		FROM (SELECT FROM site.tasks x WHERE x.assigned_to = p_user_id AND x.done_at IS NULL LIMIT 10000) AS mine;
	RETURN QUERY SELECT 'tasks'::text, 3, meta.label('Late'), count(*)::numeric, '!'::text
		FROM (SELECT FROM site.tasks x WHERE x.assigned_to = p_user_id AND x.done_at IS NULL AND x.due_on < today LIMIT 10000) AS late;
	RETURN QUERY SELECT 'tasks'::text, 4, meta.label('Taken by nobody'), count(*)::numeric, ''::text
		FROM (SELECT FROM site.tasks x WHERE x.assigned_to IS NULL AND x.done_at IS NULL LIMIT 10000) AS free;
	RETURN QUERY SELECT 'tasks'::text, 5, meta.label('Unread messages'), count(*)::numeric, CASE WHEN count(*) = 10000 THEN '!+' ELSE '!' END
		FROM (SELECT FROM site.messages m WHERE m.read_at IS NULL AND NOT m.from_staff LIMIT 10000) AS unread;
END
$$;
COMMENT ON FUNCTION meta.home_contact(bigint, timestamptz) IS 'Home: follow-ups of today and before, the person''s open tasks and how many are late, tasks that wait for anybody, messages that nobody read.';
