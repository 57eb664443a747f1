-- Security mail: what writes it. A row goes into the outbox in the transaction of what happened, so that neither comes without the other.
-- Only added to here: a row that two transactions change would let a client that keeps its own open hold up the log-ins of others. What
-- belongs together is put together by the mailer (29_mailer.sql).

CREATE OR REPLACE FUNCTION auth.one_line(p_text text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN left(btrim(regexp_replace(coalesce(p_text, ''), '[[:cntrl:][:space:]]+', ' ', 'g')), 300);
COMMENT ON FUNCTION auth.one_line(text) IS 'A text that somebody typed, as part of a line: no line breaks or control characters, 300 characters at most.';

CREATE OR REPLACE FUNCTION auth.mail_recipients(p_kind auth.mail_kinds, p_about bigint) RETURNS TABLE (recipient text, user_id bigint)
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	RETURN QUERY SELECT DISTINCT ON (lower(r.email)) r.email, r.id FROM (
		SELECT u.email, u.id FROM site.users u WHERE p_kind.to_superadmins AND u.type = 'superadmin' AND u.enabled AND u.hidden_at IS NULL
		UNION ALL SELECT u.email, u.id FROM site.users u WHERE p_kind.to_person AND u.id = p_about AND site.is_staff(u.type)
		UNION ALL SELECT auth.setting('mail_to'), NULL WHERE p_kind.to_superadmins) r
	WHERE r.email ~ '^[^[:space:][:cntrl:]@]+@[^[:space:][:cntrl:]@]+$' ORDER BY lower(r.email), r.id;
END
$$;
COMMENT ON FUNCTION auth.mail_recipients(auth.mail_kinds, bigint) IS
	'To which addresses a mail of that kind about that account goes: superadmins who can log in, the address of the settings, the person.';

CREATE OR REPLACE FUNCTION auth.mail(p_kind text, p_about bigint, p_address inet, p_login text, p_detail text, p_event_id bigint) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	known auth.mail_kinds;
	words text;
BEGIN
	SELECT k.* INTO known FROM auth.mail_kinds k WHERE k.name = p_kind AND k.enabled;
	IF NOT FOUND OR auth.setting('mail') <> 'on' THEN
		RETURN;
	END IF;
	SELECT t.line INTO words FROM auth.mail_texts t WHERE t.kind = p_kind AND t.language = auth.setting('mail_language');
	INSERT INTO auth.mails (kind, recipient, user_id, about_id, event_id, line)
	SELECT p_kind, r.recipient, r.user_id, p_about, p_event_id, replace(replace(replace(coalesce(words, '{detail}'),
		'{login}', auth.one_line(coalesce(auth.staff_name(p_about), p_login, '-'))), '{address}', coalesce(host(p_address), '-')),
		'{detail}', auth.one_line(p_detail))
	FROM auth.mail_recipients(known, p_about) r;
END
$$;
COMMENT ON FUNCTION auth.mail(text, bigint, inet, text, text, bigint) IS
	'Writes mail of a kind about an account: address, name that was typed (told if there is no account), detail, event. Nothing when such '
	'mail is switched off.';

CREATE OR REPLACE FUNCTION auth.mailed_since(p_kind text, p_about bigint, p_since timestamptz) RETURNS boolean
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	RETURN EXISTS (SELECT FROM auth.mails m WHERE m.kind = p_kind AND m.about_id IS NOT DISTINCT FROM p_about AND m.at > p_since);
END
$$;
COMMENT ON FUNCTION auth.mailed_since(text, bigint, timestamptz) IS 'Whether mail of that kind about that account was written since then.';

-- At the door ------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION auth.mail_failures(p_event auth.events) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	since timestamptz := clock_timestamp() - auth.setting('attempt_window')::interval;
	enough integer := auth.setting('mail_failures')::integer;
	found integer;
BEGIN
	SELECT least(count(*) + (SELECT coalesce(sum(e.times), 0) FROM auth.events e WHERE e.at > since AND e.kind = 'refused'), enough)::integer INTO found
	FROM (SELECT FROM auth.attempts a WHERE a.at > since AND a.submit_xid IS NOT NULL AND a.verdict IS DISTINCT FROM 'ok' LIMIT enough) counted;
	IF found >= enough AND NOT auth.mailed_since('failures', NULL, since) THEN
		PERFORM auth.mail('failures', NULL, p_event.address, p_event.login, found::text, p_event.id);
	END IF;
	-- The account's own, once for each time that it gets into that state.
	IF p_event.kind = 'login locked' AND p_event.user_id IS NOT NULL AND NOT auth.mailed_since('locked', p_event.user_id, since) THEN
		PERFORM auth.mail('locked', p_event.user_id, p_event.address, p_event.login, NULL, p_event.id);
	END IF;
	IF p_event.kind = 'login waiting' AND p_event.user_id IS NOT NULL
		AND NOT auth.mailed_since('disabled', p_event.user_id, (SELECT t.cleared_at FROM auth.staff t WHERE t.user_id = p_event.user_id)) THEN
		PERFORM auth.mail('disabled', p_event.user_id, p_event.address, p_event.login, auth.setting('attempts_in_row'), p_event.id);
	END IF;
END
$$;
COMMENT ON FUNCTION auth.mail_failures(auth.events) IS
	'After a failed log-in or a refused call: mail when there are many of them, when an account is refused for a while, and when it waits for a reset.';

CREATE OR REPLACE FUNCTION auth.is_new_place(p_event auth.events) RETURNS boolean
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	RETURN (SELECT u.type IN ('superadmin', 'sysadmin') FROM site.users u WHERE u.id = p_event.user_id)
		AND NOT EXISTS (SELECT FROM auth.events e WHERE e.user_id = p_event.user_id AND e.kind = 'session started' AND e.id < p_event.id
			AND e.address IS NOT DISTINCT FROM p_event.address);
END
$$;
COMMENT ON FUNCTION auth.is_new_place(auth.events) IS 'Whether a superadmin or sysadmin logged in from an address where from never before.';

CREATE OR REPLACE FUNCTION auth.mail_event() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	kind text := CASE NEW.kind WHEN 'secrets set' THEN 'secrets' WHEN 'code issued' THEN 'code' WHEN 'grant proposed' THEN 'proposal'
		WHEN 'unlock locked' THEN 'unlock' WHEN 'trail broken' THEN 'trail' WHEN 'mass export' THEN 'export' WHEN 'test mail' THEN 'test'
		WHEN 'address blocked' THEN 'blocked' END;
BEGIN
	IF kind IS NOT NULL THEN
		-- A block is about nobody; who set it stands in the line.
		PERFORM auth.mail(kind, CASE WHEN kind <> 'blocked' THEN NEW.user_id END, NEW.address, NEW.login,
			NEW.detail || CASE WHEN kind = 'blocked' AND NEW.login <> '' THEN ' (' || NEW.login || ')' ELSE '' END, NEW.id);
	ELSIF NEW.kind = 'session started' AND auth.is_new_place(NEW) THEN
		PERFORM auth.mail('new_place', NEW.user_id, NEW.address, NEW.login, NULL, NEW.id);
	ELSIF NEW.kind ~ '^(login|code) (wrong|unknown|disabled|locked|waiting|address|throttled)$' OR NEW.kind = 'refused' THEN
		PERFORM auth.mail_failures(NEW);
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION auth.mail_event() IS 'Trigger on auth.events: writes the mail that an event asks for.';
CREATE OR REPLACE FUNCTION auth.note_export(p_user_id bigint, p_session_id bigint, p_detail text) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	PERFORM auth.note_event('mass export', p_user_id, p_session_id, NULL, NULL, left(p_detail, 500));
END
$$;
COMMENT ON FUNCTION auth.note_export(bigint, bigint, text) IS 'Records that a person took many people''s data away, which a superadmin is told of by mail.';

CREATE OR REPLACE TRIGGER mail AFTER INSERT ON auth.events FOR EACH ROW EXECUTE FUNCTION auth.mail_event();

-- Records ----------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION auth.mail_change() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	-- Tables differ; what is not in one of them is empty.
	new_row jsonb := to_jsonb(NEW);
	person bigint := (new_row->>CASE TG_TABLE_NAME WHEN 'users' THEN 'id' ELSE 'user_id' END)::bigint;
	actor text := auth.staff_name((SELECT l.user_id FROM auth.latest_session() l));
	by_whom text := ' (' || coalesce(actor, session_user) || ')';
BEGIN
	CASE TG_TABLE_NAME
		WHEN 'staff_roles' THEN
			PERFORM auth.mail('rights', person, NULL, NULL, '+ ' || (SELECT r.label FROM auth.roles r WHERE r.name = new_row->>'role') || by_whom, NULL);
		WHEN 'staff_rights' THEN
			PERFORM auth.mail('rights', person, NULL, NULL, CASE WHEN (new_row->>'granted')::boolean THEN '+ ' ELSE '- ' END
				|| (new_row->>'right_name') || by_whom, NULL);
		WHEN 'ssh_keys' THEN
			PERFORM auth.mail('key', person, NULL, NULL, (new_row->>'fingerprint') || ' ' || (new_row->>'note') || by_whom, NULL);
		WHEN 'users' THEN
			PERFORM auth.mail('rights', person, NULL, NULL, (new_row->>'type') || by_whom, NULL);
	END CASE;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION auth.mail_change() IS
	'Trigger: writes mail about roles and rights of staff, their type, and SSH keys.';
CREATE OR REPLACE TRIGGER mail AFTER INSERT ON auth.staff_roles FOR EACH ROW EXECUTE FUNCTION auth.mail_change();
CREATE OR REPLACE TRIGGER mail AFTER INSERT OR UPDATE OF granted ON auth.staff_rights FOR EACH ROW EXECUTE FUNCTION auth.mail_change();
CREATE OR REPLACE TRIGGER mail AFTER INSERT ON auth.ssh_keys FOR EACH ROW EXECUTE FUNCTION auth.mail_change();
CREATE OR REPLACE TRIGGER mail AFTER UPDATE OF type ON site.users FOR EACH ROW
	WHEN (OLD.type <> NEW.type AND NEW.type IN ('superadmin', 'sysadmin')) EXECUTE FUNCTION auth.mail_change();

-- Settings of this schema count their changes.
CREATE OR REPLACE FUNCTION auth.touch() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	NEW.version := OLD.version + 1;
	NEW.updated_at := clock_timestamp();
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION auth.touch() IS 'Trigger: a changed setting gets the next version and the time of the change.';
CREATE OR REPLACE TRIGGER touch BEFORE UPDATE OF enabled ON auth.mail_kinds FOR EACH ROW EXECUTE FUNCTION auth.touch();
CREATE OR REPLACE TRIGGER touch BEFORE UPDATE OF value ON auth.settings FOR EACH ROW EXECUTE FUNCTION auth.touch();

SELECT steward.own_functions('auth', 'steward_auth');
