-- The data map: one row for every column of every table, from which export, erasure, purge and the record of processing are generated.
-- A column without a row fails tests/sql/70_datamap.sql, shows on Home and stops every erasure (privacy.map_gaps).
--
-- Here one line may name several columns that are treated alike. subject_path leads from a row to the person: "column > table.column" joined
-- by " > ", several ways parted by "; "; address and email match guests and third parties by value; none says nothing about a person.

--
-- Another area's tables stand in a file of their own, data_AREA.sql, of this form:
--   CREATE TEMPORARY TABLE wanted_lines (LIKE steward.map_lines INCLUDING DEFAULTS) ON COMMIT DROP;
--   INSERT INTO wanted_lines (relation, columns, category, path, use, export, erase, value, keep_ground, keep_until, special, note) VALUES …;
--   SELECT steward.take_map();
-- "use" names a purpose of 00_purposes.sql; tables that one file names are that file's alone. Columns that tell a person from others go into
-- privacy_identifiers.sql, the column from which a term is counted into privacy_dates.sql.

CREATE TEMPORARY TABLE wanted_lines (LIKE steward.map_lines INCLUDING DEFAULTS) ON COMMIT DROP;

-- Accounts
INSERT INTO wanted_lines (relation, columns, category, path, use, export, erase, value, keep_ground, keep_until, note) VALUES
	('site.users', 'id', 1, 'id', 'account', 'include', 'keep', NULL, 'Names rows that the tax law keeps, and says nothing alone', 'the last row that names it', 'Also the account number on payments'),
	('site.users', 'type currency created_at', 1, 'id', 'account', 'include', 'keep', NULL, 'Says nothing about a person without the rest', 'the row is removed', ''),
	('site.users', 'login email', 1, 'id', 'account', 'include', 'placeholder', NULL, NULL, NULL, 'From a sequence, under .invalid; login stays NULL for contacts'),
	('site.users', 'first_name last_name', 1, 'id', 'account', 'include', 'placeholder', NULL, NULL, NULL, ''),
	('site.users', 'full_name', 1, 'id', 'account', 'include', 'keep', NULL, 'Worked out from other columns, which are erased', 'at once', 'Generated column'),
	('site.users', 'search_text', NULL, 'none', '', 'none', 'keep', NULL, NULL, NULL, 'Generated from other columns'),
	('site.users', 'company department street1 street2 postcode city state phone mobile', 1, 'id', 'account', 'include', 'constant', '', NULL, NULL, ''),
	('site.users', 'vat_number', 1, 'id', 'billing', 'include', 'constant', '', NULL, NULL, 'Invoices keep their own copy'),
	('site.users', 'country', 1, 'id', 'billing', 'include', 'null', NULL, NULL, NULL, 'Invoices keep their own copy'),
	('site.users', 'language', 1, 'id', 'account', 'include', 'constant', 'en', NULL, NULL, ''),
	('site.users', 'settlement_days organisation_id', 1, 'id', 'billing', 'include', 'null', NULL, NULL, NULL, ''),
	('site.users', 'marketing', 3, 'id', 'marketing', 'include', 'constant', 'false', NULL, NULL, ''),
	('site.users', 'enabled', 1, 'id', 'account', 'include', 'constant', 'false', NULL, NULL, ''),
	('site.users', 'erased_at', 1, 'id', 'account', 'include', 'keep', NULL, 'Says that the person was erased', 'the row is removed', ''),
	('site.users', 'hidden_at', 1, 'id', 'account', 'include', 'keep', NULL, 'Says that the account is closed', 'the row is removed', ''),
	('site.users', 'permission_group_id', 2, 'id', 'account', 'include', 'null', NULL, NULL, NULL, ''),
	('site.users', 'search_filter access_codes deny_codes', 2, 'id', 'account', 'include', 'constant', '', NULL, NULL, ''),
	('site.users', 'last_login_at last_login_address last_login_country', 7, 'id', 'security', 'include', 'null', NULL, NULL, NULL, ''),
	('site.users', 'last_login_browser last_login_system', 7, 'id', 'security', 'include', 'constant', '', NULL, NULL, ''),
	('site.users', 'flag flag_reason', 20, 'id', 'notes', 'include', 'constant', '', NULL, NULL, 'Free text of the staff'),
	('site.users', 'api_key_hash', 1, 'id', 'security', 'never', 'null', NULL, NULL, NULL, 'Credential'),
	('site.users', 'api_key_expires_at', 1, 'id', 'security', 'include', 'null', NULL, NULL, NULL, ''),
	('site.users', 'updated_at version', NULL, 'none', '', 'none', 'keep', NULL, NULL, NULL, 'Counts changes'),
	('site.credentials', 'user_id changed_at', 1, 'user_id > site.users.id', 'security', 'include', 'delete', NULL, NULL, NULL, ''),
	('site.credentials', 'password_hash', 1, 'user_id > site.users.id', 'security', 'never', 'delete', NULL, NULL, NULL, 'Credential'),
	('site.user_permissions', 'user_id permission value updated_at', 2, 'user_id > site.users.id', 'account', 'include', 'delete', NULL, NULL, NULL, ''),
	('site.user_permissions', 'version', NULL, 'none', '', 'none', 'delete', NULL, NULL, NULL, ''),
	('site.user_custom_values', 'user_id', 20, 'user_id > site.users.id', 'account', 'include', 'keep', NULL, 'Names a row whose values are erased', 'the account is removed', ''),
	('site.user_custom_values', 'updated_at', 20, 'user_id > site.users.id', 'account', 'include', 'keep', NULL, 'Says nothing without the values', 'the account is removed', ''),
	('site.user_custom_values', 'version', NULL, 'none', '', 'none', 'keep', NULL, NULL, NULL, ''),
	('site.user_notes', 'id user_id created_at updated_at', 20, 'user_id > site.users.id', 'notes', 'include', 'delete', NULL, NULL, NULL, ''),
	('site.user_notes', 'body', 20, 'user_id > site.users.id', 'notes', 'mask', 'delete', NULL, NULL, NULL, 'Free text; may name other people'),
	('site.user_notes', 'author_id', 20, 'author_id > site.users.id', 'notes', 'mask', 'delete', NULL, NULL, NULL, 'A colleague'),
	('site.user_notes', 'version', NULL, 'none', '', 'none', 'delete', NULL, NULL, NULL, ''),
	('site.ip_rules', 'id user_id network note created_at updated_at', 7, 'user_id > site.users.id', 'security', 'include', 'delete', NULL, NULL, NULL, ''),
	('site.ip_rules', 'created_by', 7, 'created_by > site.users.id', 'security', 'mask', 'delete', NULL, NULL, NULL, 'A colleague'),
	('site.ip_rules', 'version', NULL, 'none', '', 'none', 'delete', NULL, NULL, NULL, ''),
	('site.sessions', 'id user_id started_at last_seen_at address browser system ended_at end_reason', 7, 'user_id > site.users.id', 'security', 'include', 'delete', NULL, NULL, NULL, ''),
-- Logs
	('site.login_log', 'id at user_id login address browser system country ok reason', 7, 'user_id > site.users.id; email; address', 'security', 'include', 'delete', NULL, NULL, NULL, 'Guests by address'),
	('site.activity_log', 'id at user_id kind detail', 4, 'user_id > site.users.id; address', 'service', 'include', 'delete', NULL, NULL, NULL,
		'kind tells the category: search 4, preview 5, comp 6, lightbox 8, cart 11, download 15, page 4'),
	('site.activity_log', 'address browser system', 7, 'user_id > site.users.id; address', 'service', 'include', 'delete', NULL, NULL, NULL, 'Guests by address'),
	('site.blocked_addresses', 'network', 7, 'address', 'security', 'include', 'truncate_address', NULL, NULL, NULL, 'An address is personal data also where no account is linked'),
	('site.blocked_addresses', 'reason', 7, 'address', 'security', 'include', 'constant', '', NULL, NULL, ''),
	('site.blocked_addresses', 'blocked_at until lifted_at', 7, 'address', 'security', 'include', 'keep', NULL, 'Says nothing about a person without the address', 'the block is purged', ''),
	('site.blocked_addresses', 'blocked_by', 7, 'blocked_by > site.users.id', 'security', 'mask', 'null', NULL, NULL, NULL, 'A colleague'),
	('site.blocked_addresses', 'id updated_at version', NULL, 'none', '', 'none', 'keep', NULL, NULL, NULL, ''),
-- Organisations: a company is no person, but its name, address or notes can be one's
	('site.organisations', 'id created_at', 1, 'id > site.users.organisation_id', 'billing', 'include', 'keep', NULL, 'An organisation is not erased with one of its people', 'it has no account left', ''),
	('site.organisations', 'name vat_number street1 street2 postcode city country phone', 1, 'id > site.users.organisation_id', 'billing', 'include', 'keep', NULL,
		'An organisation is not erased with one of its people', 'it has no account left', 'A business in a person''s own name is judged by hand'),
	('site.organisations', 'email', 1, 'email', 'billing', 'include', 'constant', '', NULL, NULL, 'Only when it is the person''s own'),
	('site.organisations', 'notes', 20, 'id > site.users.organisation_id', 'notes', 'mask', 'keep', NULL, 'About the organisation; mentions of the person are found by the residual scan', 'it has no account left', 'Free text'),
	('site.organisations', 'invoice_user_id', 19, 'invoice_user_id > site.users.id', 'billing', 'include', 'null', NULL, NULL, NULL, ''),
	('site.organisations', 'search_text', NULL, 'none', '', 'none', 'keep', NULL, NULL, NULL, 'Generated from other columns'),
	('site.organisations', 'updated_at version', NULL, 'none', '', 'none', 'keep', NULL, NULL, NULL, ''),
-- Staff
	('auth.staff', 'user_id login rights pin_required last_login_at last_login_address created_at', 7, 'user_id > site.users.id', 'staff', 'include', 'delete', NULL, NULL, NULL, ''),
	('auth.staff', 'password_stored pin_stored kdf', 7, 'user_id > site.users.id', 'staff', 'never', 'delete', NULL, NULL, NULL, 'Credential'),
	('auth.staff_roles', 'user_id role granted_at', 2, 'user_id > site.users.id', 'staff', 'include', 'delete', NULL, NULL, NULL, ''),
	('auth.staff_roles', 'granted_by', 2, 'granted_by > site.users.id', 'proof', 'mask', 'null', NULL, NULL, NULL, 'A colleague'),
	('auth.staff_rights', 'user_id right_name granted granted_at', 2, 'user_id > site.users.id', 'staff', 'include', 'delete', NULL, NULL, NULL, ''),
	('auth.staff_rights', 'granted_by', 2, 'granted_by > site.users.id', 'proof', 'mask', 'null', NULL, NULL, NULL, 'A colleague'),
	('auth.attempts', 'id at purpose login user_id address address_ok fingerprint submitted_at verdict', 7, 'user_id > site.users.id; address', 'security', 'include', 'delete', NULL, NULL, NULL, ''),
	('auth.attempts', 'password_proof pin_proof new_password new_pin nonce', 7, 'user_id > site.users.id', 'security', 'never', 'delete', NULL, NULL, NULL, 'Credential, emptied by the verdict'),
	('auth.attempts', 'pid backend_start begin_xid submit_xid', NULL, 'none', '', 'none', 'delete', NULL, NULL, NULL, ''),
	('auth.codes', 'id user_id kind issued_at expires_at used_at withdrawn_at', 7, 'user_id > site.users.id', 'staff', 'include', 'delete', NULL, NULL, NULL, ''),
	('auth.codes', 'code_stored', 7, 'user_id > site.users.id', 'staff', 'never', 'delete', NULL, NULL, NULL, 'Credential'),
	('auth.codes', 'issued_by', 7, 'issued_by > site.users.id', 'proof', 'mask', 'null', NULL, NULL, NULL, 'A colleague'),
	('auth.ssh_keys', 'id user_id fingerprint note added_at', 7, 'user_id > site.users.id', 'staff', 'include', 'delete', NULL, NULL, NULL, ''),
	('auth.ssh_keys', 'added_by', 7, 'added_by > site.users.id', 'proof', 'mask', 'null', NULL, NULL, NULL, 'A colleague'),
	('auth.proposals', 'id user_id kind name granted proposed_at decided_at decision', 2, 'user_id > site.users.id', 'staff', 'include', 'delete', NULL, NULL, NULL, ''),
	('auth.proposals', 'proposed_by decided_by', 2, 'proposed_by > site.users.id; decided_by > site.users.id', 'proof', 'mask', 'delete', NULL, NULL, NULL, 'Colleagues; the row goes with the person'),
	('auth.proposals', 'version', NULL, 'none', '', 'none', 'delete', NULL, NULL, NULL, ''),
	('auth.sessions', 'id user_id address started_at last_active_at locked_at proved_at idle_limit expires_at previous_login_at previous_login_address ended_at end_reason', 7, 'user_id > site.users.id', 'staff', 'include', 'delete', NULL, NULL, NULL, ''),
	('auth.sessions', 'ended_by', 7, 'ended_by > site.users.id', 'proof', 'mask', 'null', NULL, NULL, NULL, 'A colleague'),
	('auth.sessions', 'pid backend_start refusals held', NULL, 'none', '', 'none', 'delete', NULL, NULL, NULL, ''),
	('auth.events', 'id at kind user_id session_id address login detail times', 7, 'user_id > site.users.id; address', 'security', 'include', 'delete', NULL, NULL, NULL, ''),
	('auth.settings', 'updated_by', 7, 'updated_by > site.users.id', 'proof', 'mask', 'null', NULL, NULL, NULL, 'A colleague'),
	('auth.requests', 'request session_id user_id at outcome entity key version', 7, 'user_id > site.users.id', 'staff', 'none', 'delete', NULL, NULL, NULL, 'Numbers of writing calls, 30 days'),
-- The trail: about the person whose record it is, and about the colleague
	('audit.access', 'at kind entity user_id session_id', 7, 'user_id > site.users.id', 'proof', 'mask', 'keep', NULL, 'Proof of who looked, Art. 17(3)(b) and (e)', '3 years', 'A colleague'),
	('audit.access', 'entity_key request reason', 7, 'entity_key > site.users.id; user_id > site.users.id', 'proof', 'mask', 'null', NULL, NULL, NULL, 'Emptied with the salt; the digest stays'),
	('audit.access', 'id xid ticket rows_asked rows_in_hour salt digest', NULL, 'none', '', 'none', 'keep', NULL, NULL, NULL, ''),
	('audit.changes', 'at entity entity_key subject_user_id op columns', 1, 'subject_user_id > site.users.id', 'proof', 'include', 'keep', NULL, 'Proof of what was changed, Art. 17(3)(b) and (e); holds no values', '3 years', ''),
	('audit.changes', 'old new', 1, 'subject_user_id > site.users.id', 'proof', 'mask', 'null', NULL, NULL, NULL, 'Emptied with the salt; the digest stays'),
	('audit.changes', 'user_id session_id db_role', 7, 'user_id > site.users.id', 'proof', 'mask', 'keep', NULL, 'Proof of who changed it, Art. 17(3)(b) and (e)', '3 years', 'A colleague'),
	('audit.changes', 'id xid salt digest', NULL, 'none', '', 'none', 'keep', NULL, NULL, NULL, ''),
	('audit.words', 'id of_access words', NULL, 'none', '', 'none', 'keep', NULL, NULL, NULL, 'Words of values of the trail; they go with the values'),
	('audit.words_noted', 'one upto server', NULL, 'none', '', 'none', 'keep', NULL, NULL, NULL, '');
INSERT INTO wanted_lines (relation, columns, category, path, use, export, erase, value, special, note) VALUES
	('site.user_custom_values', 'custom1 custom2 custom3 custom4 custom5 custom6 custom7 custom8 custom9 custom10', 20, 'user_id > site.users.id', 'account', 'include', 'constant', '', true,
		'What the site''s owner asks for; site.custom_fields says whether it is personal or special-category');
-- Says nothing about a person: settings, catalogues, the program's own
INSERT INTO wanted_lines (relation, columns, path, use, export, erase, note) VALUES
	('site.countries', 'code name_en name_nl', 'none', '', 'none', 'keep', ''),
	('site.permissions', 'name label position description default_value needs', 'none', '', 'none', 'keep', ''),
	('site.permission_groups', 'id name description created_at updated_at version', 'none', '', 'none', 'keep', ''),
	('site.group_permissions', 'group_id permission value updated_at version', 'none', '', 'none', 'keep', ''),
	('site.custom_fields', 'slot label client_form contributor_form account_form personal special_category created_at updated_at version', 'none', '', 'none', 'keep', ''),
	('auth.staff', 'enrolled has_pin cleared_snapshot cleared_at changed_at version', 'none', '', 'none', 'delete', ''),
	('auth.settings', 'name value label kind lowest highest choices position updated_at version', 'none', '', 'none', 'keep', ''),
	('auth.secrets', 'name value', 'none', '', 'never', 'keep', 'Keys of the server'),
	('auth.rights', 'name sentence position', 'none', '', 'none', 'keep', ''),
	('auth.roles', 'name label position', 'none', '', 'none', 'keep', ''),
	('auth.role_rights', 'role right_name', 'none', '', 'none', 'keep', ''),
	('auth.console_hosts', 'network note', 'none', '', 'none', 'keep', 'Servers, not people'),
	('audit.seals', 'n form upto at changes_rows changes_first changes_last changes_hash access_rows access_first access_last access_hash previous hash',
		'none', '', 'none', 'keep', 'Numbers and hashes of rows of the trail'),
	('privacy.categories', 'no name', 'none', '', 'none', 'keep', ''),
	('privacy.data_map', 'schema_name table_name column_name category subject_path purpose ground retention export_rule erase_rule erase_value keep_ground keep_until special_category note '
		'own_export_rule own_special_category own_note own_reviewed_on updated_at version', 'none', '', 'none', 'keep', ''),
	('meta.entities', 'name from_sql key_sql match_sql tie_sql tie_type label_sql detail_sql version_sql hidden_sql right_hidden right_hidden_edit search_sql exact_sql prefix_sql find_position '
		'default_sort default_descending parents right_view right_parent right_create right_edit table_name stamp_column subject_sql create_function', 'none', '', 'none', 'keep', ''),
	('meta.columns', 'entity name expression kind data_type right_view right_edit writable create_only allowed sortable sort_expression sort_type filterable position cell joined', 'none', '', 'none', 'keep', ''),
	('meta.bulk', 'entity verb argument source undo label', 'none', '', 'none', 'keep', ''),
	('meta.verbs', 'entity verb function_name right_name label fresh', 'none', '', 'none', 'keep', ''),
	('meta.constraints', 'name column_name sentence hint', 'none', '', 'none', 'keep', ''),
	('meta.choices', 'name right_name query', 'none', '', 'none', 'keep', ''),
	('meta.shapes', 'entity columns record', 'none', '', 'none', 'keep', ''),
	('steward.migrations', 'file checksum applied_at applied_by state', 'none', '', 'none', 'keep', ''),
	('steward.installation', 'single installed_at demo site_id created_database', 'none', '', 'none', 'keep', '');

SELECT steward.take_map();
