-- Consents: the history rules, and the flag on the account follows.

CREATE OR REPLACE FUNCTION site.guard_consent() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	-- An erasure may forget the colleague, and write over whom a note names; what was agreed to, and when, stays as it was written.
	IF current_user = 'steward_eraser' AND to_jsonb(NEW) - '{recorded_by,evidence,note}'::text[] = to_jsonb(OLD) - '{recorded_by,evidence,note}'::text[] THEN
		RETURN NEW;
	END IF;
	IF NEW.recorded_by IS NULL AND to_jsonb(NEW) - 'recorded_by' = to_jsonb(OLD) - 'recorded_by' THEN
		RETURN NEW;
	END IF;
	RAISE EXCEPTION 'A consent is never changed.' USING ERRCODE = '42501', HINT = 'Register what holds now as a new one.';
END
$$;
COMMENT ON FUNCTION site.guard_consent() IS 'Trigger: refuses every change of the history (42501), but for forgetting which colleague wrote it down, and for what an erasure writes over.';
CREATE OR REPLACE TRIGGER guard_consent BEFORE UPDATE ON site.consents FOR EACH ROW EXECUTE FUNCTION site.guard_consent();
ALTER TABLE site.consents ENABLE ALWAYS TRIGGER guard_consent;

CREATE OR REPLACE FUNCTION site.consent_holds(p_user_id bigint, p_kind text) RETURNS boolean
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT coalesce((SELECT c.given FROM site.consents c WHERE c.user_id = p_user_id AND c.kind = p_kind ORDER BY c.id DESC LIMIT 1), false) $$;
COMMENT ON FUNCTION site.consent_holds(bigint, text) IS 'Whether the account''s newest word on this is a yes. Definer: triggers ask it for whoever writes.';

CREATE OR REPLACE FUNCTION site.follow_consent() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	UPDATE site.users u SET marketing = NEW.given WHERE u.id = NEW.user_id AND u.marketing <> NEW.given;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION site.follow_consent() IS 'Trigger: an account receives marketing when its newest consent says so. Definer: who writes a consent need not be allowed to change accounts.';
CREATE OR REPLACE TRIGGER follow_consent AFTER INSERT ON site.consents
	FOR EACH ROW WHEN (NEW.kind = 'marketing' AND NEW.user_id IS NOT NULL) EXECUTE FUNCTION site.follow_consent();

CREATE OR REPLACE FUNCTION site.need_consent() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF NOT site.consent_holds(NEW.id, 'marketing') THEN
		RAISE EXCEPTION 'Marketing needs a consent of the person.' USING ERRCODE = '23514', COLUMN = 'marketing', HINT = 'Register the consent; the account follows by itself.';
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION site.need_consent() IS 'Trigger: no account receives marketing without a consent (23514), whoever writes it. Definer: it looks into the history.';
CREATE OR REPLACE TRIGGER need_consent BEFORE INSERT ON site.users FOR EACH ROW WHEN (NEW.marketing) EXECUTE FUNCTION site.need_consent();
CREATE OR REPLACE TRIGGER need_consent_again BEFORE UPDATE OF marketing ON site.users
	FOR EACH ROW WHEN (NEW.marketing AND NOT OLD.marketing) EXECUTE FUNCTION site.need_consent();

-- Switched off without a word: the history says at least that.
CREATE OR REPLACE FUNCTION site.note_withdrawal() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF site.consent_holds(NEW.id, 'marketing') THEN
		INSERT INTO site.consents (user_id, kind, given, channel) VALUES (NEW.id, 'marketing', false, CASE WHEN session_user = 'site' THEN 'website' ELSE 'unknown' END);
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION site.note_withdrawal() IS 'Trigger: marketing that is switched off on the account itself is a withdrawal in the history. Definer: who changes an account need not be allowed to write consents.';
CREATE OR REPLACE TRIGGER note_withdrawal AFTER UPDATE OF marketing ON site.users
	FOR EACH ROW WHEN (OLD.marketing AND NOT NEW.marketing) EXECUTE FUNCTION site.note_withdrawal();

-- Registered by the staff ------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION meta.register_consent(p_user_id bigint, p_given boolean, p_args jsonb, p_by bigint) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	wanted text := coalesce(nullif(p_args->>'kind', ''), 'marketing');
	way text := coalesce(p_args->>'channel', '');
	result bigint;
BEGIN
	IF way NOT IN ('phone', 'mail', 'letter', 'in_person') THEN
		RAISE EXCEPTION 'Say how the person told it.' USING ERRCODE = '22023', COLUMN = 'channel', HINT = 'Choose one from the list.';
	END IF;
	IF p_user_id IS NULL AND coalesce(p_args->>'email', '') = '' THEN
		RAISE EXCEPTION 'This must be filled in.' USING ERRCODE = '22023', COLUMN = 'email';
	END IF;
	INSERT INTO site.consents (user_id, email, kind, given, channel, recorded_by, text_version_id, parental, evidence, note)
	VALUES (p_user_id, CASE WHEN p_user_id IS NULL THEN p_args->>'email' ELSE '' END, wanted, p_given, way, p_by,
		(SELECT v.id FROM site.text_versions v WHERE p_given AND v.name = wanted ORDER BY v.language = (SELECT u.language FROM site.users u WHERE u.id = p_user_id) DESC NULLS LAST,
			v.language = 'en' DESC, v.no DESC LIMIT 1),
		coalesce(p_args->>'parental', '') IN ('t', 'true'), coalesce(p_args->>'evidence', ''), coalesce(p_args->>'note', ''))
	RETURNING id INTO result;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.register_consent(bigint, boolean, jsonb, bigint) IS 'Adds to the history of an account, or of an e-mail address without one, with the text that is published now; 22023 without the channel.';

CREATE OR REPLACE FUNCTION meta.consents_create(c meta.call, OUT key text, OUT version bigint)
	LANGUAGE plpgsql AS
$$
BEGIN
	key := meta.register_consent((c.args->>'user_id')::bigint, coalesce(c.args->>'given', '') IN ('t', 'true'), c.args, c.user_id)::text;
	version := 0;
END
$$;
COMMENT ON FUNCTION meta.consents_create(meta.call) IS 'Registers a consent or its withdrawal: {"user_id" or "email", "kind", "given", "channel", "parental", "evidence", "note"}.';

CREATE OR REPLACE FUNCTION meta.users_opt_in(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
BEGIN
	IF site.consent_holds(c.key::bigint, 'marketing') THEN
		RAISE EXCEPTION 'This person agreed already.' USING ERRCODE = '22023';
	END IF;
	PERFORM meta.register_consent(c.key::bigint, true, c.args || '{"kind": "marketing"}', c.user_id);
	RETURN (SELECT u.version FROM site.users u WHERE u.id = c.key::bigint);
END
$$;
COMMENT ON FUNCTION meta.users_opt_in(meta.call) IS 'Verb: the person agreed to marketing, {"channel", "note", "parental", "evidence"}. 22023 when that holds already.';

CREATE OR REPLACE FUNCTION meta.users_opt_out(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
BEGIN
	IF NOT site.consent_holds(c.key::bigint, 'marketing') THEN
		RAISE EXCEPTION 'This person has not agreed.' USING ERRCODE = '22023';
	END IF;
	PERFORM meta.register_consent(c.key::bigint, false, c.args || '{"kind": "marketing"}', c.user_id);
	RETURN (SELECT u.version FROM site.users u WHERE u.id = c.key::bigint);
END
$$;
COMMENT ON FUNCTION meta.users_opt_out(meta.call) IS 'Verb: the person wants no marketing any more, {"channel", "note"}. 22023 when there is no consent.';

DO $$
DECLARE
	routine regprocedure;
BEGIN
	FOR routine IN SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'site'::regnamespace
		AND proname IN ('guard_consent', 'consent_holds', 'follow_consent', 'need_consent', 'note_withdrawal') LOOP
		EXECUTE format('ALTER FUNCTION %s OWNER TO site_owner', routine);
		EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', routine);
	END LOOP;
END $$;
