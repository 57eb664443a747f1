-- What the API can list, open and save: staff accounts, their roles, rights, keys, and grants that wait for a second person.

CREATE TEMPORARY TABLE wanted_entities (LIKE meta.entities INCLUDING DEFAULTS) ON COMMIT DROP;
CREATE TEMPORARY TABLE wanted_columns (LIKE meta.columns INCLUDING DEFAULTS INCLUDING GENERATED) ON COMMIT DROP;

INSERT INTO wanted_entities (name, from_sql, key_sql, match_sql, tie_sql, tie_type, label_sql, version_sql, default_sort, default_descending, parents,
	right_view, right_parent, right_create, right_edit, create_function, subject_sql) VALUES
	('staff', 'auth.staff t JOIN site.users u ON u.id = t.user_id', 't.user_id::text', 't.user_id = $1::bigint', 't.user_id', 'bigint',
		't.login', 't.version', 'login', false, '{}', 'staff.view', NULL, 'staff.manage', 'staff.manage', 'staff_create', 't.user_id'),
	('staff_roles', 'auth.effective_roles t', '(t.user_id || '':'' || t.role)',
		't.user_id = split_part($1, '':'', 1)::bigint AND t.role = split_part($1, '':'', 2)', 't.role', 'text',
		't.label', 't.version', 'position', false, ARRAY['user_id'], NULL, 'staff.view', NULL, NULL, NULL, 't.user_id'),
	('staff_rights', 'auth.effective_rights t', '(t.user_id || '':'' || t.right_name)',
		't.user_id = split_part($1, '':'', 1)::bigint AND t.right_name = split_part($1, '':'', 2)', 't.right_name', 'text',
		't.right_name', 't.version', 'position', false, ARRAY['user_id'], NULL, 'staff.view', NULL, NULL, NULL, 't.user_id'),
	('ssh_keys', 'auth.ssh_keys t', 't.id::text', 't.id = $1::bigint', 't.id', 'bigint',
		't.fingerprint', '0', 'added_at', false, ARRAY['user_id'], NULL, 'staff.view', 'staff.manage', NULL, 'ssh_keys_create', 't.user_id'),
	('proposals', 'auth.proposals t JOIN auth.staff s ON s.user_id = t.user_id', 't.id::text', 't.id = $1::bigint', 't.id', 'bigint',
		't.name', 't.version', 'proposed_at', true, '{}', 'staff.view', NULL, NULL, NULL, NULL, 't.user_id');

INSERT INTO wanted_columns (entity, position, name, expression, kind, data_type, writable, create_only, allowed, filterable, sortable, sort_expression, sort_type)
	SELECT entity, row_number() OVER (PARTITION BY entity ORDER BY place), name, expression, kind, data_type, flags ~ 'c', flags ~ 'c',
		CASE name WHEN 'type' THEN ARRAY['staff', 'superadmin', 'sysadmin'] END, flags ~ 'f', sort <> '',
		CASE sort WHEN '' THEN NULL WHEN '=' THEN expression ELSE sort END, CASE WHEN sort LIKE '(site.fold%' THEN 'text' WHEN sort <> '' THEN data_type END
	FROM (VALUES
	-- c given when it is made, f filterable
	(1, 'staff', 'id', 't.user_id', 'number', 'bigint', 'f', '='),
	(2, 'staff', 'login', 't.login', 'text', 'text', 'cf', '(site.fold(t.login)) COLLATE "C"'),
	(3, 'staff', 'full_name', 'u.full_name', 'text', 'text', 'f', '(site.fold(u.full_name)) COLLATE "C"'),
	(4, 'staff', 'first_name', 'u.first_name', 'text', 'text', 'c', ''),
	(5, 'staff', 'last_name', 'u.last_name', 'text', 'text', 'c', ''),
	(6, 'staff', 'email', 'u.email', 'text', 'text', 'cf', ''),
	(7, 'staff', 'type', 'u.type', 'choice', 'text', 'cf', ''),
	(8, 'staff', 'roles', '(SELECT coalesce(string_agg(r.label, '', '' ORDER BY r.position), '''') FROM auth.effective_roles r WHERE r.user_id = t.user_id AND r.given)', 'text', 'text', '', ''),
	(9, 'staff', 'first_role', '''''::text', 'choice', 'text', 'c', ''),
	(10, 'staff', 'state_name', 'CASE WHEN u.hidden_at IS NOT NULL THEN ''hidden'' WHEN u.enabled THEN ''active'' ELSE ''disabled'' END', 'choice', 'text', 'f', ''),
	(11, 'staff', 'enrolled', 't.enrolled', 'yesno', 'boolean', 'f', ''),
	(12, 'staff', 'has_pin', 't.has_pin', 'yesno', 'boolean', 'f', ''),
	(13, 'staff', 'pin_required', 't.pin_required OR u.type <> ''staff''', 'yesno', 'boolean', '', ''),
	(14, 'staff', 'last_login_at', 't.last_login_at', 'time', 'timestamptz', 'f', 'coalesce(t.last_login_at, ''-infinity'')'),
	(15, 'staff', 'last_login_address', 't.last_login_address', 'address', 'inet', 'f', ''),
	(16, 'staff', 'code_kind', 'coalesce((SELECT c.kind FROM auth.codes c WHERE c.user_id = t.user_id AND c.used_at IS NULL AND c.withdrawn_at IS NULL AND c.expires_at > clock_timestamp()), '''')', 'choice', 'text', '', ''),
	(17, 'staff', 'code_expires_at', '(SELECT c.expires_at FROM auth.codes c WHERE c.user_id = t.user_id AND c.used_at IS NULL AND c.withdrawn_at IS NULL AND c.expires_at > clock_timestamp())', 'time', 'timestamptz', '', ''),
	(18, 'staff', 'ssh_keys', '(SELECT count(*) FROM auth.ssh_keys k WHERE k.user_id = t.user_id)', 'number', 'bigint', '', ''),
	(19, 'staff', 'changed_at', 'CASE WHEN t.enrolled THEN t.changed_at END', 'time', 'timestamptz', '', ''),
	(20, 'staff', 'created_at', 't.created_at', 'time', 'timestamptz', 'f', ''),
	(21, 'staff', 'second_person', 'auth.second_person()', 'yesno', 'boolean', '', ''),
	(22, 'staff', 'version', 't.version', 'number', 'bigint', '', ''),
	(30, 'staff_roles', 'user_id', 't.user_id', 'number', 'bigint', 'f', ''),
	(31, 'staff_roles', 'role', 't.role', 'text', 'text', '', ''),
	(32, 'staff_roles', 'label', 't.label', 'text', 'text', '', ''),
	(33, 'staff_roles', 'given', 't.given', 'yesno', 'boolean', 'f', ''),
	(34, 'staff_roles', 'granted_by', 'coalesce(auth.staff_name(t.granted_by), '''')', 'text', 'text', '', ''),
	(35, 'staff_roles', 'granted_at', 't.granted_at', 'time', 'timestamptz', '', ''),
	(36, 'staff_roles', 'rights', 't.rights', 'number', 'bigint', '', ''),
	(37, 'staff_roles', 'position', 't.position', 'number', 'integer', '', '='),
	(38, 'staff_roles', 'version', 't.version', 'number', 'bigint', '', ''),
	(40, 'staff_rights', 'user_id', 't.user_id', 'number', 'bigint', 'f', ''),
	(41, 'staff_rights', 'right_name', 't.right_name', 'text', 'text', 'f', ''),
	(42, 'staff_rights', 'sentence', 't.sentence', 'text', 'text', 'f', ''),
	(43, 'staff_rights', 'roles', 't.roles', 'text', 'text', 'f', ''),
	(44, 'staff_rights', 'own_value', 't.own_value', 'tristate', 'boolean', 'f', ''),
	(45, 'staff_rights', 'effective', 't.effective', 'yesno', 'boolean', 'f', ''),
	(46, 'staff_rights', 'why', 't.why', 'choice', 'text', 'f', ''),
	(47, 'staff_rights', 'granted_by', 'coalesce(auth.staff_name(t.granted_by), '''')', 'text', 'text', '', ''),
	(48, 'staff_rights', 'granted_at', 't.granted_at', 'time', 'timestamptz', '', ''),
	(49, 'staff_rights', 'position', 't.position', 'number', 'integer', '', '='),
	(50, 'staff_rights', 'version', 't.version', 'number', 'bigint', '', ''),
	(60, 'ssh_keys', 'id', 't.id', 'number', 'bigint', '', ''),
	(61, 'ssh_keys', 'user_id', 't.user_id', 'number', 'bigint', 'cf', ''),
	(62, 'ssh_keys', 'fingerprint', 't.fingerprint', 'text', 'text', 'c', ''),
	(63, 'ssh_keys', 'note', 't.note', 'text', 'text', 'c', ''),
	(64, 'ssh_keys', 'added_by', 'coalesce(auth.staff_name(t.added_by), '''')', 'text', 'text', '', ''),
	(65, 'ssh_keys', 'added_at', 't.added_at', 'time', 'timestamptz', '', '='),
	(70, 'proposals', 'id', 't.id', 'number', 'bigint', 'f', ''),
	(71, 'proposals', 'login', 's.login', 'text', 'text', 'f', ''),
	(72, 'proposals', 'kind', 't.kind', 'choice', 'text', 'f', ''),
	(73, 'proposals', 'name', 't.name', 'text', 'text', 'f', ''),
	(74, 'proposals', 'proposed_by', 'coalesce(auth.staff_name(t.proposed_by), '''')', 'text', 'text', '', ''),
	(75, 'proposals', 'proposed_at', 't.proposed_at', 'time', 'timestamptz', 'f', '='),
	(76, 'proposals', 'decision', 'coalesce(t.decision, ''waiting'')', 'choice', 'text', 'f', ''),
	(77, 'proposals', 'decided_by', 'coalesce(auth.staff_name(t.decided_by), '''')', 'text', 'text', '', ''),
	(78, 'proposals', 'decided_at', 't.decided_at', 'time', 'timestamptz', 'f', ''),
	(79, 'proposals', 'version', 't.version', 'number', 'bigint', '', '')
	) AS c (place, entity, name, expression, kind, data_type, flags, sort);

CREATE TEMPORARY TABLE wanted_verbs (LIKE meta.verbs INCLUDING DEFAULTS) ON COMMIT DROP;
-- Whoever finds a superadmin's terminal open shall not give anybody rights or secrets: those verbs ask for the PIN.
INSERT INTO wanted_verbs (entity, verb, function_name, right_name, label) VALUES
	('staff', 'enable', 'staff_enable', 'staff.manage', 'Enable'),
	('staff', 'disable', 'staff_disable', 'staff.manage', 'Disable'),
	('staff', 'set_type', 'staff_set_type', 'staff.manage', 'Change the type'),
	('staff', 'copy_rights', 'staff_copy_rights', 'staff.manage', 'Copy the rights of a colleague'),
	('staff', 'issue_code', 'staff_issue_code', 'staff.manage', 'Give a one-time code'),
	('staff', 'withdraw_code', 'staff_withdraw_code', 'staff.manage', 'Withdraw the one-time code'),
	('staff_roles', 'set', 'staff_roles_set', 'staff.manage', 'Give or take'),
	('staff_rights', 'set', 'staff_rights_set', 'staff.manage', 'Set'),
	('ssh_keys', 'delete', 'ssh_keys_delete', 'staff.manage', 'Delete'),
	('proposals', 'approve', 'proposals_approve', 'staff.manage', 'Approve'),
	('proposals', 'refuse', 'proposals_refuse', 'staff.manage', 'Refuse');
UPDATE wanted_verbs SET fresh = true WHERE verb IN ('set_type', 'copy_rights', 'issue_code', 'set', 'approve') OR entity = 'ssh_keys';

CREATE TEMPORARY TABLE wanted_constraints (LIKE meta.constraints INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_constraints (name, column_name, sentence, hint) VALUES
	('ssh_keys_fingerprint_check', 'fingerprint', 'This is not a fingerprint.', 'Copy what ssh-keygen -l prints: SHA256: and 43 characters.'),
	('ssh_keys_user_id_fingerprint_key', 'fingerprint', 'This key is on the list already.', NULL),
	('ssh_keys_note_check', 'note', 'This is too long: at most 200 characters.', NULL);

CREATE TEMPORARY TABLE wanted_choices (LIKE meta.choices INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_choices (name, right_name, query) VALUES
	('staff_roles', 'staff.view', $$SELECT r.name, r.label FROM auth.roles r WHERE site.fold(r.label) LIKE $1 ORDER BY r.position LIMIT $2$$);

SELECT steward.take_rows('wanted_entities', 'meta.entities', '');
SELECT steward.take_rows('wanted_columns', 'meta.columns', 'entity');
SELECT steward.take_rows('wanted_verbs', 'meta.verbs', 'entity');
SELECT steward.take_rows('wanted_constraints', 'meta.constraints', '');
SELECT steward.take_rows('wanted_choices', 'meta.choices', '');
