-- Verbs and makers of staff accounts and what hangs on them. What they may do is decided by the functions of 24_grants.sql.

CREATE OR REPLACE FUNCTION meta.staff_create(c meta.call, OUT key text, OUT version bigint)
	LANGUAGE plpgsql AS
$$
DECLARE
	wanted text := coalesce(c.args->>'type', 'staff');
	waits boolean := wanted <> 'staff' AND auth.second_person();
	account bigint;
BEGIN
	PERFORM auth.need_fresh();
	IF coalesce(c.args->>'first_role', '') = '' THEN
		RAISE EXCEPTION 'This must be filled in.' USING ERRCODE = '22023', COLUMN = 'first_role';
	END IF;
	IF coalesce(c.args->>'last_name', '') = '' THEN
		RAISE EXCEPTION 'This must be filled in.' USING ERRCODE = '22023', COLUMN = 'last_name';
	END IF;
	INSERT INTO site.users (type, login, first_name, last_name, email)
	VALUES (CASE WHEN waits THEN 'staff' ELSE wanted END, meta.normal_login(c.args->>'login', NULL), coalesce(c.args->>'first_name', ''),
		c.args->>'last_name', coalesce(c.args->>'email', '')) RETURNING id INTO account;
	version := auth.add_staff(account, c.args->>'first_role');
	IF waits THEN
		PERFORM auth.before_type(account, wanted, NULL);
	END IF;
	key := account::text;
END
$$;
COMMENT ON FUNCTION meta.staff_create(meta.call) IS 'Makes a staff account: {"login", "first_name", "last_name", "email", "type", "first_role"}. It has no secrets until the person enrols with a code.';

CREATE OR REPLACE FUNCTION meta.staff_enable(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
BEGIN
	PERFORM meta.users_enable(c);
	RETURN auth.staff_version(c.key::bigint);
END
$$;
COMMENT ON FUNCTION meta.staff_enable(meta.call) IS 'Verb: the colleague may log in again.';

CREATE OR REPLACE FUNCTION meta.staff_disable(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
BEGIN
	PERFORM meta.users_disable(c);
	RETURN auth.staff_version(c.key::bigint);
END
$$;
COMMENT ON FUNCTION meta.staff_disable(meta.call) IS 'Verb: the colleague may not log in any more and is logged out. 22023 for oneself, 23000 for the last superadmin.';

CREATE OR REPLACE FUNCTION meta.staff_set_type(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	wanted text := coalesce(c.args->>'type', '');
	answer text;
BEGIN
	IF NOT coalesce(site.is_staff(wanted), false) THEN
		RAISE EXCEPTION 'This value is not allowed.' USING ERRCODE = '22023', COLUMN = 'type', HINT = 'Choose one from the list.';
	END IF;
	IF c.key::bigint = c.user_id THEN
		PERFORM auth.count_refusal('a rule');
		RAISE EXCEPTION 'You cannot change your own rights.' USING ERRCODE = '42501', HINT = 'Ask a colleague who may.';
	END IF;
	answer := auth.before_type(c.key::bigint, wanted, c.version);
	IF answer = 'conflict' THEN
		RETURN NULL;
	END IF;
	IF answer = 'go' THEN
		UPDATE site.users u SET type = wanted WHERE u.id = c.key::bigint AND u.type <> wanted;
	END IF;
	RETURN auth.staff_version(c.key::bigint);
END
$$;
COMMENT ON FUNCTION meta.staff_set_type(meta.call) IS 'Verb: another type, {"type"}: staff, superadmin or sysadmin. It waits for a second person where that is switched on.';

CREATE OR REPLACE FUNCTION meta.staff_copy_rights(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT auth.copy_rights(c.key::bigint, c.args->>'from', c.version) $$;
COMMENT ON FUNCTION meta.staff_copy_rights(meta.call) IS 'Verb: the roles and single rights of a colleague, {"from": log-in name}, in place of the person''s own.';

CREATE OR REPLACE FUNCTION meta.staff_issue_code(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
BEGIN
	IF c.args->>'code_stored' !~ '^[0-9a-f]{64}$' THEN
		RAISE EXCEPTION 'This request is not well formed.' USING ERRCODE = '22023';
	END IF;
	RETURN auth.issue_code(c.key::bigint, c.args->>'kind', decode(c.args->>'code_stored', 'hex'), coalesce(c.args->>'disable', '') = 't', c.version);
END
$$;
COMMENT ON FUNCTION meta.staff_issue_code(meta.call) IS 'Verb: a one-time code, {"kind": enrol, password or pin, "code_stored": SHA-256 of its key in hex, "disable": "t" ends the old secret at once}.';

CREATE OR REPLACE FUNCTION meta.staff_withdraw_code(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ SELECT auth.withdraw_code(c.key::bigint, c.version) $$;
COMMENT ON FUNCTION meta.staff_withdraw_code(meta.call) IS 'Verb: the unused one-time code ends.';

CREATE OR REPLACE FUNCTION meta.staff_roles_set(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
BEGIN
	IF coalesce(c.args->>'value', '') NOT IN ('t', 'f') THEN
		RAISE EXCEPTION 'This is neither yes nor no.' USING ERRCODE = '22023', COLUMN = 'value';
	END IF;
	RETURN auth.set_role(split_part(c.key, ':', 1)::bigint, split_part(c.key, ':', 2), c.args->>'value' = 't', c.version);
END
$$;
COMMENT ON FUNCTION meta.staff_roles_set(meta.call) IS 'Verb: gives or takes a role, {"value": "t" or "f"}. The key is account:role, the version that of the staff account.';

CREATE OR REPLACE FUNCTION meta.staff_rights_set(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	wish text := coalesce(c.args->>'value', '');
BEGIN
	IF wish NOT IN ('t', 'f', '') THEN
		RAISE EXCEPTION 'This is neither yes nor no.' USING ERRCODE = '22023', COLUMN = 'value';
	END IF;
	RETURN auth.set_right(split_part(c.key, ':', 1)::bigint, split_part(c.key, ':', 2), nullif(wish, '')::boolean, c.version);
END
$$;
COMMENT ON FUNCTION meta.staff_rights_set(meta.call) IS 'Verb: gives or denies a right to the person alone, {"value": "t", "f" or "" for what the roles say}. The key is account:right.';

CREATE OR REPLACE FUNCTION meta.ssh_keys_create(c meta.call, OUT key text, OUT version bigint)
	LANGUAGE plpgsql AS
$$
BEGIN
	PERFORM auth.need_fresh();
	key := auth.add_key((c.args->>'user_id')::bigint, coalesce(c.args->>'fingerprint', ''), c.args->>'note')::text;
	version := 0;
END
$$;
COMMENT ON FUNCTION meta.ssh_keys_create(meta.call) IS 'Binds an SSH key to a staff account: {"user_id", "fingerprint", "note"}.';

CREATE OR REPLACE FUNCTION meta.ssh_keys_delete(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
BEGIN
	IF NOT auth.drop_key(c.key::bigint) THEN
		PERFORM meta.no_record();
	END IF;
	RETURN 0;
END
$$;
COMMENT ON FUNCTION meta.ssh_keys_delete(meta.call) IS 'Verb: the SSH key lets the person in no more; without any, every way in will do.';

CREATE OR REPLACE FUNCTION meta.proposals_approve(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	decided auth.proposals := auth.decide(c.key::bigint, 'approved', c.version);
BEGIN
	IF decided.kind = 'type' AND auth.before_type(decided.user_id, decided.name, NULL, true) = 'go' THEN
		UPDATE site.users u SET type = decided.name WHERE u.id = decided.user_id;
	END IF;
	RETURN decided.version;
END
$$;
COMMENT ON FUNCTION meta.proposals_approve(meta.call) IS 'Verb: what a colleague proposed is given. 42501 for who proposed it or would get it.';

CREATE OR REPLACE FUNCTION meta.proposals_refuse(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	decided auth.proposals := auth.decide(c.key::bigint, 'refused', c.version);
BEGIN
	RETURN decided.version;
END
$$;
COMMENT ON FUNCTION meta.proposals_refuse(meta.call) IS 'Verb: what was proposed is not given.';
