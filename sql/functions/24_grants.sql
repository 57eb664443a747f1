-- Managing staff: what the verbs of 55_staff.sql may do to the tables of this schema. Each function asks the gate itself, since these
-- are definers: whoever can call them gets no further than the right staff.manage.

-- What may this person do, and why -----------------------------------------------------------------------------------

CREATE OR REPLACE VIEW auth.effective_rights AS
	SELECT t.user_id, r.name AS right_name, r.sentence, r.position, given.roles, own.granted AS own_value, r.name = ANY (t.rights) AS effective,
		CASE WHEN own.granted THEN 'given' WHEN NOT own.granted THEN 'denied' WHEN given.roles <> '' THEN 'role' ELSE 'none' END AS why,
		own.granted_by, own.granted_at, t.version
	FROM auth.staff t
	CROSS JOIN auth.rights r
	CROSS JOIN LATERAL (SELECT coalesce(string_agg(o.label, ', ' ORDER BY o.position), '') AS roles
		FROM auth.staff_roles s JOIN auth.role_rights w ON w.role = s.role JOIN auth.roles o ON o.name = s.role
		WHERE s.user_id = t.user_id AND w.right_name = r.name) given
	LEFT JOIN auth.staff_rights own ON own.user_id = t.user_id AND own.right_name = r.name;
ALTER VIEW auth.effective_rights OWNER TO steward_auth;
COMMENT ON VIEW auth.effective_rights IS 'What each member of staff may do, right by right, and why';
COMMENT ON COLUMN auth.effective_rights.user_id IS 'The member of staff';
COMMENT ON COLUMN auth.effective_rights.right_name IS 'The right';
COMMENT ON COLUMN auth.effective_rights.sentence IS 'What it allows';
COMMENT ON COLUMN auth.effective_rights.position IS 'Place in lists';
COMMENT ON COLUMN auth.effective_rights.roles IS 'Roles of the person that give it, by label';
COMMENT ON COLUMN auth.effective_rights.own_value IS 'Given or denied to the person alone; empty for neither';
COMMENT ON COLUMN auth.effective_rights.effective IS 'Whether the person has it';
COMMENT ON COLUMN auth.effective_rights.why IS 'given or denied to the person alone, by role, or none';
COMMENT ON COLUMN auth.effective_rights.granted_by IS 'Account that gave or denied it to the person alone';
COMMENT ON COLUMN auth.effective_rights.granted_at IS 'When';
COMMENT ON COLUMN auth.effective_rights.version IS 'Version of the staff account, which every change of rights counts';

CREATE OR REPLACE VIEW auth.effective_roles AS
	SELECT t.user_id, o.name AS role, o.label, o.position, s.role IS NOT NULL AS given, s.granted_by, s.granted_at,
		(SELECT count(*) FROM auth.role_rights w WHERE w.role = o.name) AS rights, t.version
	FROM auth.staff t CROSS JOIN auth.roles o LEFT JOIN auth.staff_roles s ON s.user_id = t.user_id AND s.role = o.name;
ALTER VIEW auth.effective_roles OWNER TO steward_auth;
COMMENT ON VIEW auth.effective_roles IS 'Every role for each member of staff, and whether the person has it';
COMMENT ON COLUMN auth.effective_roles.user_id IS 'The member of staff';
COMMENT ON COLUMN auth.effective_roles.role IS 'The role';
COMMENT ON COLUMN auth.effective_roles.label IS 'Its name for people';
COMMENT ON COLUMN auth.effective_roles.position IS 'Place in lists';
COMMENT ON COLUMN auth.effective_roles.given IS 'Whether the person has it';
COMMENT ON COLUMN auth.effective_roles.granted_by IS 'Account that gave it';
COMMENT ON COLUMN auth.effective_roles.granted_at IS 'When';
COMMENT ON COLUMN auth.effective_roles.rights IS 'How many rights it bundles';
COMMENT ON COLUMN auth.effective_roles.version IS 'Version of the staff account';

-- Guards -------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION auth.lock_staff(p_user_id bigint, p_version bigint) RETURNS boolean
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	now_version bigint;
BEGIN
	SELECT t.version INTO now_version FROM auth.staff t WHERE t.user_id = p_user_id FOR NO KEY UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'There is no such record.' USING ERRCODE = 'P0002', HINT = 'It may have been removed; search again.';
	END IF;
	RETURN p_version IS NULL OR p_version = now_version;
END
$$;
COMMENT ON FUNCTION auth.lock_staff(bigint, bigint) IS 'Locks a staff account and tells whether it still has this version (NULL: any). P0002 when there is none.';

CREATE OR REPLACE FUNCTION auth.staff_version(p_user_id bigint) RETURNS bigint
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	RETURN (SELECT t.version FROM auth.staff t WHERE t.user_id = p_user_id);
END
$$;
COMMENT ON FUNCTION auth.staff_version(bigint) IS 'Version of a staff account.';

CREATE OR REPLACE FUNCTION auth.must_have(p_rights text[], p_wanted text[]) RETURNS void
	LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF NOT coalesce(p_wanted, '{}') <@ p_rights THEN
		PERFORM auth.count_refusal('a rule');
		RAISE EXCEPTION 'You cannot give a right that you do not have.' USING ERRCODE = '42501', HINT = 'Ask a colleague who has it.';
	END IF;
END
$$;
COMMENT ON FUNCTION auth.must_have(text[], text[]) IS
	'Refuses (42501) giving away, or taking over, more than one has oneself: else the right to manage staff would be every right.';

CREATE OR REPLACE FUNCTION auth.second_person() RETURNS boolean
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	RETURN coalesce((SELECT value = 'on' FROM site.settings WHERE name = 'second_person_grants'), false);
END
$$;
COMMENT ON FUNCTION auth.second_person() IS 'Whether grants wait for a second person.';

CREATE OR REPLACE FUNCTION auth.propose(p_user_id bigint, p_kind text, p_name text, p_granted boolean, p_proposer bigint) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF p_user_id = p_proposer THEN
		PERFORM auth.count_refusal('a rule');
		RAISE EXCEPTION 'You cannot change your own rights.' USING ERRCODE = '42501', HINT = 'Ask a colleague who may.';
	END IF;
	INSERT INTO auth.proposals (user_id, kind, name, granted, proposed_by) VALUES (p_user_id, p_kind, p_name, p_granted, p_proposer)
	ON CONFLICT (user_id, kind, name) WHERE decision IS NULL DO NOTHING;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'This is proposed already and waits for a second person.' USING ERRCODE = '22023';
	END IF;
	PERFORM auth.note_event('grant proposed', p_user_id, NULL, NULL, NULL, p_kind || ' ' || p_name);
END
$$;
COMMENT ON FUNCTION auth.propose(bigint, text, text, boolean, bigint) IS 'Writes down a grant that waits for a second person. 42501 for one''s own, 22023 when it waits already.';

-- Rights and roles ---------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION auth.set_right(p_user_id bigint, p_right text, p_granted boolean, p_version bigint, p_approved boolean DEFAULT false)
	RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	who record := auth.need('staff.manage');
	by_role boolean;
	has boolean;
BEGIN
	IF NOT auth.lock_staff(p_user_id, p_version) THEN
		RETURN NULL;
	END IF;
	IF NOT EXISTS (SELECT FROM auth.rights r WHERE r.name = p_right) THEN
		RAISE EXCEPTION 'There is no such right.' USING ERRCODE = '22023';
	END IF;
	SELECT e.roles <> '', e.effective INTO by_role, has FROM auth.effective_rights e WHERE e.user_id = p_user_id AND e.right_name = p_right;
	IF NOT has AND coalesce(p_granted, by_role) THEN
		PERFORM auth.must_have(who.rights, ARRAY[p_right]);
		IF auth.second_person() AND NOT p_approved THEN
			PERFORM auth.propose(p_user_id, 'right', p_right, p_granted, who.user_id);
			RETURN auth.staff_version(p_user_id);
		END IF;
	END IF;
	IF p_granted IS NULL THEN
		DELETE FROM auth.staff_rights g WHERE g.user_id = p_user_id AND g.right_name = p_right;
	ELSE
		INSERT INTO auth.staff_rights (user_id, right_name, granted) VALUES (p_user_id, p_right, p_granted)
		ON CONFLICT (user_id, right_name) DO UPDATE SET granted = excluded.granted WHERE staff_rights.granted <> excluded.granted;
	END IF;
	RETURN auth.staff_version(p_user_id);
END
$$;
COMMENT ON FUNCTION auth.set_right(bigint, text, boolean, bigint, boolean) IS
	'Gives (true) or denies (false) one right to a person alone, or takes that back (NULL). Returns the version of the account, NULL '
	'when it is not the given one. Where a second person is needed, what adds a right is only proposed. 42501 for oneself and for '
	'rights that one does not have.';

CREATE OR REPLACE FUNCTION auth.set_role(p_user_id bigint, p_role text, p_given boolean, p_version bigint, p_approved boolean DEFAULT false)
	RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	who record := auth.need('staff.manage');
BEGIN
	IF NOT auth.lock_staff(p_user_id, p_version) THEN
		RETURN NULL;
	END IF;
	IF NOT EXISTS (SELECT FROM auth.roles r WHERE r.name = p_role) THEN
		RAISE EXCEPTION 'There is no such role.' USING ERRCODE = '22023', COLUMN = 'first_role', HINT = 'Choose one from the list.';
	END IF;
	IF NOT p_given THEN
		DELETE FROM auth.staff_roles s WHERE s.user_id = p_user_id AND s.role = p_role;
	ELSIF NOT EXISTS (SELECT FROM auth.staff_roles s WHERE s.user_id = p_user_id AND s.role = p_role) THEN
		PERFORM auth.must_have(who.rights, ARRAY(SELECT w.right_name FROM auth.role_rights w WHERE w.role = p_role));
		IF auth.second_person() AND NOT p_approved THEN
			PERFORM auth.propose(p_user_id, 'role', p_role, NULL, who.user_id);
		ELSE
			INSERT INTO auth.staff_roles (user_id, role) VALUES (p_user_id, p_role);
		END IF;
	END IF;
	RETURN auth.staff_version(p_user_id);
END
$$;
COMMENT ON FUNCTION auth.set_role(bigint, text, boolean, bigint, boolean) IS 'Gives a role to a person, or takes it. Answers as auth.set_right.';

CREATE OR REPLACE FUNCTION auth.copy_rights(p_user_id bigint, p_from text, p_version bigint) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	who record := auth.need('staff.manage');
	colleague bigint := (SELECT t.user_id FROM auth.staff t WHERE t.login = auth.normal_login(p_from));
	step record;
BEGIN
	IF NOT auth.lock_staff(p_user_id, p_version) THEN
		RETURN NULL;
	END IF;
	IF p_user_id = who.user_id THEN
		PERFORM auth.count_refusal('a rule');
		RAISE EXCEPTION 'You cannot change your own rights.' USING ERRCODE = '42501', HINT = 'Ask a colleague who may.';
	END IF;
	IF colleague IS NULL OR colleague = p_user_id THEN
		RAISE EXCEPTION 'There is no such colleague.' USING ERRCODE = '22023', COLUMN = 'from', HINT = 'Write the log-in name of another member of staff.';
	END IF;
	FOR step IN SELECT coalesce(mine.role, theirs.role) AS role, theirs.role IS NOT NULL AS given
		FROM (SELECT s.role FROM auth.staff_roles s WHERE s.user_id = p_user_id) mine
		FULL JOIN (SELECT s.role FROM auth.staff_roles s WHERE s.user_id = colleague) theirs ON theirs.role = mine.role
		WHERE mine.role IS NULL OR theirs.role IS NULL ORDER BY 2, 1
	LOOP
		PERFORM auth.set_role(p_user_id, step.role, step.given, NULL);
	END LOOP;
	FOR step IN SELECT coalesce(mine.right_name, theirs.right_name) AS name, theirs.granted
		FROM (SELECT g.right_name, g.granted FROM auth.staff_rights g WHERE g.user_id = p_user_id) mine
		FULL JOIN (SELECT g.right_name, g.granted FROM auth.staff_rights g WHERE g.user_id = colleague) theirs ON theirs.right_name = mine.right_name
		WHERE mine.granted IS DISTINCT FROM theirs.granted ORDER BY 2, 1
	LOOP
		PERFORM auth.set_right(p_user_id, step.name, step.granted, NULL);
	END LOOP;
	RETURN auth.staff_version(p_user_id);
END
$$;
COMMENT ON FUNCTION auth.copy_rights(bigint, text, bigint) IS
	'Gives a person the roles and single rights of a colleague, named by log-in, and takes those that the colleague does not have. '
	'Answers as auth.set_right; 22023 when there is no such colleague.';

-- Accounts -----------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION auth.add_staff(p_user_id bigint, p_role text) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	account site.users;
BEGIN
	PERFORM auth.need('staff.manage');
	SELECT u.* INTO account FROM site.users u WHERE u.id = p_user_id AND site.is_staff(u.type);
	INSERT INTO auth.staff (user_id, login, pin_required) VALUES (account.id, auth.normal_login(account.login),
		account.type <> 'staff' OR (SELECT value FROM site.settings WHERE name = 'staff_pin') = 'on');
	RETURN auth.set_role(account.id, p_role, true, NULL);
END
$$;
COMMENT ON FUNCTION auth.add_staff(bigint, text) IS 'Lets an account log in to the console, once it has enrolled, with its first role. Returns its version.';

CREATE OR REPLACE FUNCTION auth.before_type(p_user_id bigint, p_type text, p_version bigint, p_approved boolean DEFAULT false) RETURNS text
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	who record := auth.need('staff.manage');
BEGIN
	IF NOT auth.lock_staff(p_user_id, p_version) THEN
		RETURN 'conflict';
	END IF;
	IF p_type <> 'staff' AND auth.second_person() AND NOT p_approved THEN
		PERFORM auth.propose(p_user_id, 'type', p_type, NULL, who.user_id);
		RETURN 'proposed';
	END IF;
	-- Superadmin and sysadmin always need their PIN, the others as the site says.
	UPDATE auth.staff SET pin_required = p_type <> 'staff' OR (SELECT value FROM site.settings WHERE name = 'staff_pin') = 'on'
	WHERE user_id = p_user_id;
	RETURN 'go';
END
$$;
COMMENT ON FUNCTION auth.before_type(bigint, text, bigint, boolean) IS
	'Before a staff account gets another type: go, proposed where a second person is needed, or conflict when its version is not the given one.';

CREATE OR REPLACE FUNCTION auth.staff_pin_changed() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF NEW.value NOT IN ('on', 'off') THEN
		RAISE EXCEPTION 'This setting is on or off.' USING ERRCODE = '22023', COLUMN = 'value';
	END IF;
	IF NEW.name = 'second_person_grants' AND OLD.value = 'on' AND NEW.value = 'off' AND (SELECT l.user_id FROM auth.latest_session() l) IS NOT NULL THEN
		RAISE EXCEPTION 'One person alone cannot turn this off.' USING ERRCODE = '42501', HINT = 'The administrator of the database can.';
	END IF;
	IF NEW.name = 'staff_pin' AND NEW.value <> OLD.value THEN
		UPDATE auth.staff t SET pin_required = NEW.value = 'on'
		FROM site.users u WHERE u.id = t.user_id AND u.type = 'staff' AND t.pin_required <> (NEW.value = 'on');
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION auth.staff_pin_changed() IS
	'Trigger on the settings staff_pin and second_person_grants: on or off; the first holds for everybody of the type staff at once, the '
	'second is not turned off from the console.';
CREATE OR REPLACE TRIGGER staff_settings AFTER UPDATE OF value ON site.settings
	FOR EACH ROW WHEN (NEW.name IN ('staff_pin', 'second_person_grants')) EXECUTE FUNCTION auth.staff_pin_changed();

-- Codes --------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION auth.issue_code(p_user_id bigint, p_kind text, p_code_stored bytea, p_disable boolean, p_version bigint) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	who record := auth.need('staff.manage');
	account auth.staff;
BEGIN
	IF NOT auth.lock_staff(p_user_id, p_version) THEN
		RETURN NULL;
	END IF;
	IF p_user_id = who.user_id THEN
		PERFORM auth.count_refusal('a rule');
		RAISE EXCEPTION 'You cannot give yourself a code.' USING ERRCODE = '42501', HINT = 'Change your password or PIN yourself.';
	END IF;
	IF p_kind IS NULL OR p_kind NOT IN ('enrol', 'password', 'pin') OR length(p_code_stored) IS DISTINCT FROM 32 THEN
		RAISE EXCEPTION 'This request is not well formed.' USING ERRCODE = '22023';
	END IF;
	SELECT t.* INTO account FROM auth.staff t WHERE t.user_id = p_user_id;
	PERFORM auth.must_have(who.rights, account.rights);
	IF auth.second_person() AND account.enrolled AND 'staff.manage' = ANY (account.rights) THEN
		PERFORM auth.count_refusal('a rule');
		RAISE EXCEPTION 'One person alone cannot reset somebody who manages staff.' USING ERRCODE = '42501',
			HINT = 'The administrator of the database can: steward bootstrap.';
	END IF;
	IF p_kind <> 'enrol' AND NOT account.enrolled THEN
		RAISE EXCEPTION 'This person has no password yet.' USING ERRCODE = '22023', HINT = 'Give a code for password and PIN.';
	END IF;
	UPDATE auth.codes SET withdrawn_at = clock_timestamp() WHERE user_id = p_user_id AND used_at IS NULL AND withdrawn_at IS NULL;
	INSERT INTO auth.codes (user_id, kind, code_stored, issued_by, expires_at)
	VALUES (p_user_id, p_kind, p_code_stored, who.user_id, clock_timestamp() + auth.setting('code_age')::interval);
	IF p_disable THEN
		UPDATE auth.staff SET password_stored = CASE WHEN p_kind = 'pin' THEN password_stored END,
			pin_stored = CASE WHEN p_kind = 'password' THEN pin_stored END WHERE user_id = p_user_id;
	END IF;
	PERFORM auth.note_event('code issued', p_user_id, who.session_id, NULL, NULL, p_kind || CASE WHEN p_disable THEN ', old secret disabled' ELSE '' END);
	RETURN auth.staff_version(p_user_id);
END
$$;
COMMENT ON FUNCTION auth.issue_code(bigint, text, bytea, boolean, bigint) IS
	'Gives a person a one-time code for enrol, password or pin: SHA-256 of the key made from it. Older ones end; with true the old secrets '
	'end too. Version as auth.set_right. 42501 for oneself and for people with rights that one does not have.';

CREATE OR REPLACE FUNCTION auth.withdraw_code(p_user_id bigint, p_version bigint) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	who record := auth.need('staff.manage');
BEGIN
	IF NOT auth.lock_staff(p_user_id, p_version) THEN
		RETURN NULL;
	END IF;
	UPDATE auth.codes SET withdrawn_at = clock_timestamp() WHERE user_id = p_user_id AND used_at IS NULL AND withdrawn_at IS NULL;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'This person has no code that can be used.' USING ERRCODE = '22023';
	END IF;
	PERFORM auth.note_event('code withdrawn', p_user_id, who.session_id, NULL, NULL, NULL);
	RETURN auth.staff_version(p_user_id);
END
$$;
COMMENT ON FUNCTION auth.withdraw_code(bigint, bigint) IS 'Ends a person''s unused one-time code. 22023 when there is none.';

-- SSH keys -----------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION auth.add_key(p_user_id bigint, p_fingerprint text, p_note text) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	who record := auth.need('staff.manage');
	result bigint;
BEGIN
	PERFORM auth.lock_staff(p_user_id, NULL);
	INSERT INTO auth.ssh_keys (user_id, fingerprint, note, added_by) VALUES (p_user_id, btrim(p_fingerprint), coalesce(p_note, ''), who.user_id)
	RETURNING id INTO result;
	PERFORM auth.end_sessions(p_user_id, 'rights changed') WHERE p_user_id <> who.user_id;
	RETURN result;
END
$$;
COMMENT ON FUNCTION auth.add_key(bigint, text, text) IS 'Binds an SSH key to a staff account and ends its sessions. Returns the number of the key. P0002 when there is no such account.';

CREATE OR REPLACE FUNCTION auth.drop_key(p_id bigint) RETURNS boolean
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	who record := auth.need('staff.manage');
	person bigint;
BEGIN
	DELETE FROM auth.ssh_keys k WHERE k.id = p_id RETURNING k.user_id INTO person;
	PERFORM auth.end_sessions(person, 'rights changed') WHERE person <> who.user_id;
	RETURN person IS NOT NULL;
END
$$;
COMMENT ON FUNCTION auth.drop_key(bigint) IS 'Takes an SSH key off a staff account and ends its sessions. False when it is gone already.';

-- Proposals ----------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION auth.decide(p_id bigint, p_decision text, p_version bigint) RETURNS auth.proposals
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	who record := auth.need('staff.manage');
	result auth.proposals;
BEGIN
	SELECT p.* INTO result FROM auth.proposals p WHERE p.id = p_id FOR NO KEY UPDATE;
	IF result.id IS NULL OR result.decision IS NOT NULL THEN
		RAISE EXCEPTION 'This was decided already.' USING ERRCODE = '22023';
	END IF;
	IF p_decision = 'approved' AND who.user_id IN (result.proposed_by, result.user_id) THEN
		PERFORM auth.count_refusal('a rule');
		RAISE EXCEPTION 'A second person decides this.' USING ERRCODE = '42501', HINT = 'Ask a colleague who manages staff too.';
	END IF;
	IF result.version <> p_version THEN
		RETURN NULL;
	END IF;
	UPDATE auth.proposals SET decision = p_decision, decided_by = who.user_id, decided_at = clock_timestamp(), version = version + 1
	WHERE id = p_id RETURNING * INTO result;
	PERFORM auth.note_event('grant ' || p_decision, result.user_id, who.session_id, NULL, NULL, result.kind || ' ' || result.name);
	IF p_decision = 'approved' AND result.kind = 'role' THEN
		PERFORM auth.set_role(result.user_id, result.name, true, NULL, true);
	ELSIF p_decision = 'approved' AND result.kind = 'right' THEN
		PERFORM auth.set_right(result.user_id, result.name, result.granted, NULL, true);
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION auth.decide(bigint, text, bigint) IS
	'Approves or refuses a proposal; an approved role or right is given. NULL when its version is another. 42501 for who proposed it or '
	'would get it: refusing is open to them, approving is not.';

SELECT steward.own_functions('auth', 'steward_auth');
