-- Staff accounts and what guards them. Triggers, so that every way in obeys: the console, psql and the website.

-- Rights in force --------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION auth.refresh_rights(p_user_id bigint) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	UPDATE auth.staff t SET rights = wanted.rights
	FROM (SELECT ARRAY(
		SELECT rr.right_name FROM auth.staff_roles sr JOIN auth.role_rights rr ON rr.role = sr.role WHERE sr.user_id = p_user_id
		UNION SELECT g.right_name FROM auth.staff_rights g WHERE g.user_id = p_user_id AND g.granted
		EXCEPT SELECT d.right_name FROM auth.staff_rights d WHERE d.user_id = p_user_id AND NOT d.granted
		ORDER BY 1) AS rights) wanted
	WHERE t.user_id = p_user_id AND t.rights <> wanted.rights;
END
$$;
COMMENT ON FUNCTION auth.refresh_rights(bigint) IS
	'Works out the rights in force of a member of staff: those of the roles and the granted ones, without the denied '
	'ones.';

CREATE OR REPLACE FUNCTION auth.grant_changed() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	actor bigint := (SELECT l.user_id FROM auth.latest_session() l);
BEGIN
	IF (TG_OP <> 'INSERT' AND OLD.user_id = actor) OR (TG_OP <> 'DELETE' AND NEW.user_id = actor) THEN
		PERFORM auth.count_refusal('a rule');
		RAISE EXCEPTION 'You cannot change your own rights.' USING ERRCODE = '42501', HINT = 'Ask a colleague who may.';
	END IF;
	IF TG_WHEN = 'BEFORE' THEN
		IF TG_OP <> 'DELETE' THEN
			NEW.granted_by := actor;
			NEW.granted_at := clock_timestamp();
			RETURN NEW;
		END IF;
		RETURN OLD;
	END IF;
	IF TG_OP <> 'INSERT' THEN
		PERFORM auth.refresh_rights(OLD.user_id);
	END IF;
	IF TG_OP <> 'DELETE' THEN
		PERFORM auth.refresh_rights(NEW.user_id);
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION auth.grant_changed() IS
	'Trigger on roles and single rights of staff: nobody changes his own (42501); says who gave it; keeps the rights '
	'in force.';

CREATE OR REPLACE TRIGGER before_grant BEFORE INSERT OR UPDATE OR DELETE ON auth.staff_roles FOR EACH ROW EXECUTE FUNCTION auth.grant_changed();
CREATE OR REPLACE TRIGGER grant_changed AFTER INSERT OR UPDATE OR DELETE ON auth.staff_roles FOR EACH ROW EXECUTE FUNCTION auth.grant_changed();
CREATE OR REPLACE TRIGGER before_grant BEFORE INSERT OR UPDATE OR DELETE ON auth.staff_rights FOR EACH ROW EXECUTE FUNCTION auth.grant_changed();
CREATE OR REPLACE TRIGGER grant_changed AFTER INSERT OR UPDATE OR DELETE ON auth.staff_rights FOR EACH ROW EXECUTE FUNCTION auth.grant_changed();

CREATE OR REPLACE FUNCTION auth.role_changed() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	actor bigint := (SELECT l.user_id FROM auth.latest_session() l);
	changed_role text := CASE WHEN TG_OP = 'DELETE' THEN OLD.role ELSE NEW.role END;
	member bigint;
BEGIN
	IF EXISTS (SELECT FROM auth.staff_roles sr WHERE sr.user_id = actor AND sr.role = changed_role) THEN
		PERFORM auth.count_refusal('a rule');
		RAISE EXCEPTION 'You cannot change a role that you have.' USING ERRCODE = '42501', HINT = 'Ask a colleague who may.';
	END IF;
	IF TG_OP <> 'INSERT' AND OLD.role IN ('superadmin', 'sysadmin') THEN
		PERFORM auth.count_refusal('a rule');
		RAISE EXCEPTION 'The rights of superadmin and sysadmin stay complete.' USING ERRCODE = '42501';
	END IF;
	FOR member IN SELECT sr.user_id FROM auth.staff_roles sr WHERE sr.role = changed_role ORDER BY sr.user_id LOOP
		PERFORM auth.refresh_rights(member);
	END LOOP;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION auth.role_changed() IS
	'Trigger on the rights of roles: nobody changes a role that he has, and the two highest lose nothing (42501); '
	'keeps the rights in force of everybody who has the role.';

CREATE OR REPLACE TRIGGER role_changed AFTER INSERT OR UPDATE OR DELETE ON auth.role_rights FOR EACH ROW EXECUTE FUNCTION auth.role_changed();

-- The last superadmin ----------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION auth.is_superadmin(p_user site.users, p_staff auth.staff) RETURNS boolean
	LANGUAGE sql IMMUTABLE
	RETURN coalesce(p_user.type = 'superadmin' AND p_user.enabled AND p_user.hidden_at IS NULL
		AND p_staff.password_stored IS NOT NULL AND 'staff.manage' = ANY (p_staff.rights), false);
COMMENT ON FUNCTION auth.is_superadmin(site.users, auth.staff) IS
	'Whether this account, with these rights, can log in and manage staff as a superadmin.';

CREATE OR REPLACE FUNCTION auth.require_superadmin() RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	-- Two superadmins who disable each other at the same moment wait here for one another.
	PERFORM pg_advisory_xact_lock(7315, 1);
	IF NOT EXISTS (SELECT FROM auth.staff t JOIN site.users u ON u.id = t.user_id WHERE auth.is_superadmin(u, t)) THEN
		RAISE EXCEPTION 'The last superadmin must stay.' USING ERRCODE = '23000', HINT = 'Make another superadmin first.';
	END IF;
END
$$;
COMMENT ON FUNCTION auth.require_superadmin() IS 'Refuses (23000) when no superadmin is left who can log in and manage staff.';

CREATE OR REPLACE FUNCTION auth.keep_superadmin_account() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF EXISTS (SELECT FROM auth.staff t WHERE t.user_id = OLD.id AND auth.is_superadmin(OLD, t)) THEN
		PERFORM auth.require_superadmin();
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION auth.keep_superadmin_account() IS
	'Trigger on accounts: the last superadmin is not disabled, hidden or given another type (23000).';

CREATE OR REPLACE FUNCTION auth.keep_superadmin() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF EXISTS (SELECT FROM site.users u WHERE u.id = OLD.user_id AND auth.is_superadmin(u, OLD)) THEN
		PERFORM auth.require_superadmin();
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION auth.keep_superadmin() IS 'Trigger on staff: the last superadmin keeps rights and secrets (23000).';

CREATE OR REPLACE TRIGGER keep_superadmin AFTER DELETE OR UPDATE OF login, rights, password_stored, user_id ON auth.staff
	FOR EACH ROW EXECUTE FUNCTION auth.keep_superadmin();
CREATE OR REPLACE TRIGGER keep_superadmin AFTER UPDATE OF type, enabled, hidden_at ON site.users
	FOR EACH ROW WHEN (OLD.type = 'superadmin') EXECUTE FUNCTION auth.keep_superadmin_account();

-- A change of what an account may ends its sessions ----------------------------------------------------------------

CREATE OR REPLACE FUNCTION auth.staff_changed() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF (OLD.login, OLD.kdf, OLD.pin_required, OLD.rights) IS DISTINCT FROM (NEW.login, NEW.kdf, NEW.pin_required, NEW.rights)
		OR OLD.password_stored IS DISTINCT FROM NEW.password_stored OR OLD.pin_stored IS DISTINCT FROM NEW.pin_stored THEN
		-- Who proved himself in this very transaction to change his own secrets stays.
		IF (OLD.login, OLD.kdf, OLD.pin_required, OLD.rights) IS DISTINCT FROM (NEW.login, NEW.kdf, NEW.pin_required, NEW.rights)
			OR NOT EXISTS (SELECT FROM auth.attempts a WHERE a.user_id = OLD.user_id AND a.purpose = 'change' AND a.verdict = 'ok'
				AND a.pid = pg_backend_pid() AND a.xmin = pg_current_xact_id()::xid) THEN
			PERFORM auth.end_sessions(OLD.user_id, 'rights changed');
		END IF;
		NEW.version := OLD.version + 1;
	END IF;
	-- The salt hangs on the name: the old secrets do not fit the new one.
	IF NEW.login <> OLD.login THEN
		NEW.password_stored := NULL;
		NEW.pin_stored := NULL;
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION auth.staff_changed() IS
	'Trigger: a new name, secret, right or PIN rule of a staff account ends its sessions; a new name empties the '
	'secrets, which hang on it.';

CREATE OR REPLACE TRIGGER staff_changed BEFORE UPDATE ON auth.staff FOR EACH ROW EXECUTE FUNCTION auth.staff_changed();

CREATE OR REPLACE FUNCTION auth.account_changed() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF OLD.type <> NEW.type AND OLD.id = (SELECT l.user_id FROM auth.latest_session() l) THEN
		PERFORM auth.count_refusal('a rule');
		RAISE EXCEPTION 'You cannot change your own rights.' USING ERRCODE = '42501', HINT = 'Ask a colleague who may.';
	END IF;
	PERFORM auth.end_sessions(OLD.id, 'rights changed');
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION auth.account_changed() IS
	'Trigger: a staff account that is disabled, hidden or given another type loses its sessions; nobody changes his '
	'own type (42501).';

CREATE OR REPLACE TRIGGER end_sessions AFTER UPDATE OF type, enabled, hidden_at ON site.users
	FOR EACH ROW WHEN ((site.is_staff(OLD.type) OR site.is_staff(NEW.type))
		AND (OLD.type, OLD.enabled, OLD.hidden_at) IS DISTINCT FROM (NEW.type, NEW.enabled, NEW.hidden_at))
	EXECUTE FUNCTION auth.account_changed();

CREATE OR REPLACE FUNCTION auth.address_rule_changed() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF TG_OP <> 'INSERT' THEN
		PERFORM auth.end_sessions(OLD.user_id, 'rights changed');
	END IF;
	IF TG_OP <> 'DELETE' THEN
		PERFORM auth.end_sessions(NEW.user_id, 'rights changed');
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION auth.address_rule_changed() IS 'Trigger: a change of an account''s address rules ends its console sessions.';

CREATE OR REPLACE TRIGGER end_sessions AFTER INSERT OR DELETE OR UPDATE OF user_id, network ON site.ip_rules
	FOR EACH ROW EXECUTE FUNCTION auth.address_rule_changed();

-- Administration of the database: granted to nobody ----------------------------------------------------------------

CREATE OR REPLACE FUNCTION auth.create_staff(p_login text, p_first_name text, p_last_name text, p_email text, p_type text, p_role text)
	RETURNS bigint LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	account bigint;
BEGIN
	IF NOT site.is_staff(p_type) THEN
		RAISE EXCEPTION 'A staff account is of the type staff, superadmin or sysadmin.' USING ERRCODE = '22023';
	END IF;
	INSERT INTO site.users (type, login, first_name, last_name, email) VALUES (p_type, p_login, p_first_name, p_last_name, p_email)
	RETURNING id INTO account;
	INSERT INTO auth.staff (user_id, login, pin_required) VALUES (account, auth.normal_login(p_login),
		p_type <> 'staff' OR (SELECT value FROM site.settings WHERE name = 'staff_pin') = 'on');
	INSERT INTO auth.staff_roles (user_id, role) VALUES (account, p_role);
	RETURN account;
END
$$;
COMMENT ON FUNCTION auth.create_staff(text, text, text, text, text, text) IS
	'Makes a staff account without secrets: log-in name, first and last name, e-mail, type and role. Returns its '
	'number. For the administrator of the database, who makes the first superadmin with it.';

CREATE OR REPLACE FUNCTION auth.set_credentials(p_login text, p_kdf integer, p_password_stored bytea, p_pin_stored bytea) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	account bigint;
BEGIN
	UPDATE auth.staff SET kdf = p_kdf, password_stored = p_password_stored, pin_stored = p_pin_stored, changed_at = clock_timestamp(),
		cleared_snapshot = pg_current_snapshot(), cleared_at = clock_timestamp()
	WHERE login = auth.normal_login(p_login) RETURNING user_id INTO account;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'There is no staff account with this log-in name.' USING ERRCODE = 'P0002';
	END IF;
	PERFORM auth.note_event('secrets set', account, NULL, NULL, auth.normal_login(p_login), session_user);
END
$$;
COMMENT ON FUNCTION auth.set_credentials(text, integer, bytea, bytea) IS
	'Sets what is stored of password and PIN (SHA-256 of the client keys; NULL for none), forgets failed log-ins and '
	'ends the person''s sessions. P0002 when the name belongs to nobody. For the administrator of the database.';

CREATE OR REPLACE FUNCTION auth.purge() RETURNS integer
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	removed integer;
BEGIN
	-- What still counts against an account stays, however old.
	DELETE FROM auth.attempts a WHERE (a.submit_xid IS NULL AND a.at < clock_timestamp() - interval '1 day')
		OR (a.at < clock_timestamp() - interval '90 days'
			AND NOT EXISTS (SELECT FROM auth.staff t WHERE t.login = a.login AND a.submitted_at > t.cleared_at));
	GET DIAGNOSTICS removed = ROW_COUNT;
	DELETE FROM auth.requests WHERE at < clock_timestamp() - interval '30 days';
	RETURN removed;
END
$$;
COMMENT ON FUNCTION auth.purge() IS
	'Removes old log-in attempts that count no longer and old outcomes of requests. Returns how many attempts went.';

SELECT steward.own_functions('auth', 'steward_auth');

DO $refresh$
BEGIN
	PERFORM auth.refresh_rights(user_id) FROM auth.staff;
END
$refresh$;
