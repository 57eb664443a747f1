-- What the API can list, open and save: accounts and what hangs on them. The table of the entity is called t.

CREATE TEMPORARY TABLE wanted_entities (LIKE meta.entities INCLUDING DEFAULTS) ON COMMIT DROP;
CREATE TEMPORARY TABLE wanted_columns (LIKE meta.columns INCLUDING DEFAULTS INCLUDING GENERATED) ON COMMIT DROP;

-- users --------------------------------------------------------------------------------------------------------------
INSERT INTO wanted_entities (name, table_name, from_sql, key_sql, match_sql, tie_sql, tie_type, label_sql, detail_sql, version_sql, hidden_sql, right_hidden,
	right_hidden_edit, search_sql, exact_sql, prefix_sql, find_position, default_sort, parents, right_view, right_parent, right_create, right_edit, subject_sql) VALUES
	('users', 'site.users',
	'site.users t LEFT JOIN site.organisations o ON o.id = t.organisation_id LEFT JOIN site.permission_groups g ON g.id = t.permission_group_id',
	't.id::text', 't.id = $1::bigint', 't.id', 'bigint',
	'coalesce(nullif(t.full_name, ''''), nullif(t.company, ''''), t.email)', 'concat_ws('' · '', nullif(t.company, ''''), nullif(t.city, ''''), nullif(t.email, ''''))',
	't.version', 't.type IN (''staff'', ''superadmin'', ''sysadmin'')', 'user.staff_view', 'staff.manage', 't.search_text',
	ARRAY['(site.fold(coalesce(t.login, ''''))) COLLATE "C"', '(site.fold(t.email)) COLLATE "C"'],
	ARRAY['(site.fold(t.last_name)) COLLATE "C"', '(site.fold(t.full_name)) COLLATE "C"', '(site.fold(t.company)) COLLATE "C"', '(site.fold(t.email)) COLLATE "C"',
		'(site.fold(coalesce(t.login, ''''))) COLLATE "C"'],
	1, 'id', ARRAY['organisation_id'], 'user.view', NULL, 'user.create', 'user.edit', 't.id');
INSERT INTO wanted_columns (entity, position, name, expression, kind, data_type, writable, create_only, allowed, filterable, sortable, sort_expression, sort_type)
	SELECT 'users', position, name, expression, kind, data_type, flags ~ 'w|c', flags ~ 'c', allowed, flags ~ 'f', sort IS NOT NULL, sort,
		CASE WHEN sort IS NULL THEN NULL WHEN sort LIKE '(site.fold%' THEN 'text' ELSE data_type END
	FROM (VALUES
	-- w writable, c writable when it is made, f filterable
	(1, 'id', 't.id', 'number', 'bigint', 'f', 't.id', NULL::text[]),
	(2, 'type', 't.type', 'choice', 'text', 'cf', NULL, ARRAY['client', 'contact', 'api']),
	(3, 'login', 't.login', 'text', 'text', 'cf', '(site.fold(coalesce(t.login, ''''))) COLLATE "C"', NULL),
	(4, 'email', 't.email', 'text', 'text', 'wf', '(site.fold(t.email)) COLLATE "C"', NULL),
	(5, 'first_name', 't.first_name', 'text', 'text', 'wf', NULL, NULL),
	(6, 'last_name', 't.last_name', 'text', 'text', 'wf', '(site.fold(t.last_name)) COLLATE "C"', NULL),
	(7, 'full_name', 't.full_name', 'text', 'text', 'f', '(site.fold(t.full_name)) COLLATE "C"', NULL),
	(8, 'company', 't.company', 'text', 'text', 'wf', '(site.fold(t.company)) COLLATE "C"', NULL),
	(9, 'department', 't.department', 'text', 'text', 'wf', NULL, NULL),
	(10, 'street1', 't.street1', 'text', 'text', 'wf', NULL, NULL),
	(11, 'street2', 't.street2', 'text', 'text', 'wf', NULL, NULL),
	(12, 'postcode', 't.postcode', 'text', 'text', 'wf', NULL, NULL),
	(13, 'city', 't.city', 'text', 'text', 'wf', '(site.fold(t.city)) COLLATE "C"', NULL),
	(14, 'state', 't.state', 'text', 'text', 'wf', NULL, NULL),
	(15, 'country', 't.country', 'choice', 'bpchar', 'wf', NULL, NULL),
	(16, 'phone', 't.phone', 'text', 'text', 'wf', NULL, NULL),
	(17, 'mobile', 't.mobile', 'text', 'text', 'wf', NULL, NULL),
	(18, 'vat_number', 't.vat_number', 'text', 'text', 'wf', NULL, NULL),
	(19, 'language', 't.language', 'choice', 'text', 'wf', NULL, NULL),
	(20, 'currency', 't.currency', 'choice', 'bpchar', 'wf', NULL, NULL),
	(21, 'settlement_days', 't.settlement_days', 'number', 'integer', 'wf', NULL, NULL),
	(22, 'marketing', 't.marketing', 'yesno', 'boolean', 'f', NULL, NULL),
	(23, 'enabled', 't.enabled', 'yesno', 'boolean', 'f', NULL, NULL),
	(24, 'hidden_at', 't.hidden_at', 'time', 'timestamptz', 'f', NULL, NULL),
	(25, 'state_name', 'CASE WHEN t.hidden_at IS NOT NULL THEN ''hidden'' WHEN t.enabled THEN ''active'' ELSE ''disabled'' END', 'choice', 'text', 'f', NULL, NULL),
	(26, 'organisation_id', 't.organisation_id', 'reference', 'bigint', 'wf', NULL, NULL),
	(27, 'organisation', 'o.name', 'text', 'text', '', NULL, NULL),
	(28, 'permission_group_id', 't.permission_group_id', 'reference', 'bigint', 'wf', NULL, NULL),
	(29, 'permission_group', 'g.name', 'text', 'text', '', NULL, NULL),
	(30, 'last_login_at', 't.last_login_at', 'time', 'timestamptz', 'f', 'coalesce(t.last_login_at, ''-infinity'')', NULL),
	(31, 'last_login_browser', 't.last_login_browser', 'text', 'text', '', NULL, NULL),
	(32, 'last_login_system', 't.last_login_system', 'text', 'text', '', NULL, NULL),
	(33, 'last_login_address', 't.last_login_address', 'address', 'inet', 'f', NULL, NULL),
	(34, 'last_login_country', 't.last_login_country', 'choice', 'bpchar', 'f', NULL, NULL),
	(35, 'search_filter', 't.search_filter', 'lines', 'text', 'w', NULL, NULL),
	(36, 'access_codes', 't.access_codes', 'text', 'text', 'w', NULL, NULL),
	(37, 'deny_codes', 't.deny_codes', 'text', 'text', 'w', NULL, NULL),
	(38, 'flag', 't.flag', 'text', 'text', 'wf', NULL, NULL),
	(39, 'flag_reason', 't.flag_reason', 'lines', 'text', 'w', NULL, NULL),
	(40, 'created_at', 't.created_at', 'time', 'timestamptz', 'f', 't.created_at', NULL),
	(41, 'updated_at', 't.updated_at', 'time', 'timestamptz', '', NULL, NULL),
	(42, 'version', 't.version', 'number', 'bigint', '', NULL, NULL),
	(43, 'api_key_expires_at', 't.api_key_expires_at', 'time', 'timestamptz', '', NULL, NULL)
	) AS c (position, name, expression, kind, data_type, flags, sort, allowed);

-- What hangs on an account: everything of a colleague's takes the right to see colleagues. A scalar subquery and not EXISTS, from which the
-- planner would make a join and believe that one row is left: then it reads all of a person's rows before it sorts them.
INSERT INTO wanted_entities (name, table_name, from_sql, key_sql, match_sql, tie_sql, tie_type, label_sql, version_sql, hidden_sql, right_hidden, right_hidden_edit,
	default_sort, default_descending, parents, right_view, right_parent, right_create, right_edit, stamp_column, subject_sql)
	SELECT name, table_name, from_sql, key_sql, match_sql, tie_sql, tie_type, label_sql, version_sql,
		'coalesce((SELECT h.type IN (''staff'', ''superadmin'', ''sysadmin'') FROM site.users h WHERE h.id = t.user_id), false)', 'user.staff_view', 'staff.manage',
		default_sort, down, ARRAY['user_id'], NULL, right_parent, right_create, right_edit, stamp_column, 't.user_id'
	FROM (VALUES
	('user_custom_values', 'site.user_custom_values', 'site.user_custom_values t', 't.user_id::text', 't.user_id = $1::bigint', 't.user_id', 'bigint',
		't.user_id::text', 't.version', 'user_id', false, 'user.view', NULL, 'user.custom', NULL),
	('user_notes', 'site.user_notes', 'site.user_notes t', 't.id::text', 't.id = $1::bigint', 't.id', 'bigint',
		'left(t.body, 60)', 't.version', 'created_at', true, 'user.view', 'user.note', 'user.note', 'author_id'),
	('ip_rules', 'site.ip_rules', 'site.ip_rules t', 't.id::text', 't.id = $1::bigint', 't.id', 'bigint',
		't.network::text', 't.version', 'network', false, 'user.view', 'user.access', 'user.access', 'created_by'),
	('user_permissions', NULL, 'site.effective_permissions t', '(t.user_id || '':'' || t.permission)',
		't.user_id = split_part($1, '':'', 1)::bigint AND t.permission = split_part($1, '':'', 2)', 't.permission', 'text',
		't.label', 't.version', 'position', false, 'user.view', NULL, NULL, NULL)
	) AS e (name, table_name, from_sql, key_sql, match_sql, tie_sql, tie_type, label_sql, version_sql, default_sort, down, right_parent, right_create, right_edit, stamp_column);
INSERT INTO wanted_columns (entity, position, name, expression, kind, data_type, writable, create_only, filterable, sortable, sort_expression, sort_type)
	SELECT entity, row_number() OVER (PARTITION BY entity ORDER BY place), name, expression, kind, data_type, flags ~ 'w|c', flags ~ 'c', flags ~ 'f',
		flags ~ 's', CASE WHEN flags ~ 's' THEN expression END, CASE WHEN flags ~ 's' THEN data_type END
	FROM (VALUES
	-- s sortable: these lists belong to one account and are short
	(1, 'user_custom_values', 'user_id', 't.user_id', 'number', 'bigint', 'fs'),
	(2, 'user_custom_values', 'custom1', 't.custom1', 'lines', 'text', 'w'),
	(3, 'user_custom_values', 'custom2', 't.custom2', 'lines', 'text', 'w'),
	(4, 'user_custom_values', 'custom3', 't.custom3', 'lines', 'text', 'w'),
	(5, 'user_custom_values', 'custom4', 't.custom4', 'lines', 'text', 'w'),
	(6, 'user_custom_values', 'custom5', 't.custom5', 'lines', 'text', 'w'),
	(7, 'user_custom_values', 'custom6', 't.custom6', 'lines', 'text', 'w'),
	(8, 'user_custom_values', 'custom7', 't.custom7', 'lines', 'text', 'w'),
	(9, 'user_custom_values', 'custom8', 't.custom8', 'lines', 'text', 'w'),
	(10, 'user_custom_values', 'custom9', 't.custom9', 'lines', 'text', 'w'),
	(11, 'user_custom_values', 'custom10', 't.custom10', 'lines', 'text', 'w'),
	(12, 'user_custom_values', 'updated_at', 't.updated_at', 'time', 'timestamptz', ''),
	(13, 'user_custom_values', 'version', 't.version', 'number', 'bigint', ''),
	(20, 'user_notes', 'id', 't.id', 'number', 'bigint', 'fs'),
	(21, 'user_notes', 'user_id', 't.user_id', 'number', 'bigint', 'cf'),
	(22, 'user_notes', 'body', 't.body', 'lines', 'text', 'wf'),
	(23, 'user_notes', 'author', 'coalesce(auth.staff_name(t.author_id), '''')', 'text', 'text', ''),
	(24, 'user_notes', 'created_at', 't.created_at', 'time', 'timestamptz', 'fs'),
	(25, 'user_notes', 'updated_at', 't.updated_at', 'time', 'timestamptz', ''),
	(26, 'user_notes', 'version', 't.version', 'number', 'bigint', ''),
	(30, 'ip_rules', 'id', 't.id', 'number', 'bigint', 'fs'),
	(31, 'ip_rules', 'user_id', 't.user_id', 'number', 'bigint', 'cf'),
	(32, 'ip_rules', 'network', 't.network', 'address', 'cidr', 'w'),
	(33, 'ip_rules', 'note', 't.note', 'text', 'text', 'w'),
	(34, 'ip_rules', 'created_by', 'coalesce(auth.staff_name(t.created_by), '''')', 'text', 'text', ''),
	(35, 'ip_rules', 'created_at', 't.created_at', 'time', 'timestamptz', 'fs'),
	(37, 'ip_rules', 'sure', '''''::text', 'text', 'text', 'c'),
	(36, 'ip_rules', 'version', 't.version', 'number', 'bigint', ''),
	(40, 'user_permissions', 'user_id', 't.user_id', 'number', 'bigint', 'f'),
	(41, 'user_permissions', 'permission', 't.permission', 'choice', 'text', 'f'),
	(42, 'user_permissions', 'label', 't.label', 'text', 'text', ''),
	(43, 'user_permissions', 'description', 't.description', 'text', 'text', ''),
	(44, 'user_permissions', 'default_value', 't.default_value', 'yesno', 'boolean', ''),
	(45, 'user_permissions', 'group_value', 't.group_value', 'tristate', 'boolean', ''),
	(46, 'user_permissions', 'own_value', 't.own_value', 'tristate', 'boolean', ''),
	(47, 'user_permissions', 'effective', 't.effective', 'yesno', 'boolean', ''),
	(48, 'user_permissions', 'why', 't.why', 'choice', 'text', ''),
	(49, 'user_permissions', 'needs_label', 't.needs_label', 'text', 'text', ''),
	(50, 'user_permissions', 'position', 't.position', 'number', 'integer', 's'),
	(51, 'user_permissions', 'version', 't.version', 'number', 'bigint', '')
	) AS c (place, entity, name, expression, kind, data_type, flags);
-- A network is no key of a page mark: it is sorted by its text.
UPDATE wanted_entities SET create_function = 'ip_rules_create' WHERE name = 'ip_rules';
UPDATE wanted_columns SET sortable = true, sort_expression = 't.network::inet', sort_type = 'inet' WHERE entity = 'ip_rules' AND name = 'network';

CREATE TEMPORARY TABLE wanted_verbs (LIKE meta.verbs INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_verbs (entity, verb, function_name, right_name, label) VALUES
	('users', 'enable', 'users_enable', 'user.disable', 'Enable'),
	('users', 'disable', 'users_disable', 'user.disable', 'Disable'),
	('users', 'hide', 'users_hide', 'user.hide', 'Hide'),
	('users', 'restore', 'users_restore', 'user.hide', 'Restore'),
	('users', 'rename', 'users_rename', 'user.rename', 'Rename the log-in'),
	('users', 'opt_in', 'users_opt_in', 'consent.edit', 'Register a consent to mailings'),
	('users', 'opt_out', 'users_opt_out', 'consent.edit', 'Register that mailings are not wanted'),
	('user_permissions', 'set', 'user_permissions_set', 'user.permission', 'Set'),
	('user_notes', 'delete', 'user_notes_delete', 'user.note', 'Delete'),
	('ip_rules', 'delete', 'ip_rules_delete', 'user.access', 'Delete');

SELECT steward.take_rows('wanted_entities', 'meta.entities', '');
SELECT steward.take_rows('wanted_columns', 'meta.columns', 'entity');
SELECT steward.take_rows('wanted_verbs', 'meta.verbs', 'entity');
