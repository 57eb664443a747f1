-- Who may do what in the database. Always the last file: it takes every right of our roles away and gives the listed ones,
-- so that what stands here is what holds.

DO $reset$
DECLARE
	schema_name name;
	object record;
	our_roles CONSTANT text := 'site, steward_api, steward_search, steward_worker, steward_eraser, steward_notary, steward_seal, '
		'steward_witness, steward_warden, steward_mailer, steward_jobs, steward_console';
BEGIN
	FOREACH schema_name IN ARRAY ARRAY['steward', 'site', 'auth', 'audit', 'privacy', 'meta', 'api']::name[] LOOP
		EXECUTE format('REVOKE ALL ON SCHEMA %I FROM PUBLIC, site_owner, steward_auth, %s', schema_name, our_roles);
		EXECUTE format('REVOKE ALL ON ALL FUNCTIONS IN SCHEMA %I FROM PUBLIC, %s', schema_name, our_roles);
		EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM PUBLIC, %s', schema_name, our_roles);
		EXECUTE format('REVOKE ALL ON ALL SEQUENCES IN SCHEMA %I FROM PUBLIC, %s', schema_name, our_roles);
	END LOOP;
	-- REVOKE ALL ON a table leaves nothing to its columns, but the owner keeps his own rights. Two roles are owners themselves,
	-- so they are reset only where they are guests.
	FOR object IN
		SELECT class.oid::regclass AS name, guest.role FROM pg_class class
		JOIN pg_namespace namespace ON namespace.oid = class.relnamespace
		CROSS JOIN (VALUES ('site_owner'::name), ('steward_auth'::name)) AS guest (role)
		WHERE namespace.nspname IN ('steward', 'site', 'auth', 'audit', 'privacy', 'meta') AND class.relkind IN ('r', 'p', 'v', 'S')
			AND class.relowner <> guest.role::regrole
	LOOP
		EXECUTE format('REVOKE ALL ON %s FROM %I', object.name, object.role);
	END LOOP;
END
$reset$;

-- The functions that read and write data of people belong to steward_eraser; each asks no more of its caller than the one who calls it checked. Here and
-- not beside them, since a file of functions that is applied again may bring new ones.
DO $owners$
DECLARE
	routine regprocedure;
BEGIN
	FOR routine IN SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'privacy'::regnamespace AND p.prosecdef AND p.proowner <> 'steward_eraser'::regrole ORDER BY 1 LOOP
		EXECUTE format('ALTER FUNCTION %s OWNER TO steward_eraser', routine);
	END LOOP;
END
$owners$;

-- Functions of the extensions
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO site_owner, site, steward_auth, steward_api, steward_search, steward_worker;
GRANT USAGE ON SCHEMA public TO site_owner, site, steward_auth, steward_api, steward_search, steward_worker;

-- Owners in their own schemas
GRANT USAGE, CREATE ON SCHEMA site, privacy TO site_owner;
GRANT USAGE, CREATE ON SCHEMA auth TO steward_auth;
-- Partitions get their triggers from their owner.
GRANT USAGE ON SCHEMA auth TO site_owner;
GRANT EXECUTE ON FUNCTION auth.audit_truncate(), auth.audit_site_login_log(), auth.audit_site_activity_log() TO site_owner;

-- The website
GRANT USAGE ON SCHEMA site TO site;
GRANT SELECT ON site.countries, site.settings, site.organisations, site.permissions, site.permission_groups, site.group_permissions,
	site.user_permissions, site.effective_permissions, site.custom_fields, site.user_custom_values, site.user_notes, site.ip_rules,
	site.blocked_addresses, site.users, site.credentials, site.sessions, site.login_log, site.activity_log TO site;
GRANT INSERT, UPDATE, DELETE ON site.organisations, site.user_permissions, site.user_custom_values, site.users, site.credentials,
	site.sessions TO site;
GRANT INSERT, UPDATE ON site.blocked_addresses TO site;
GRANT INSERT ON site.login_log, site.activity_log TO site;
GRANT EXECUTE ON FUNCTION site.fold(text), site.search_text(bigint, text, text[]), site.is_staff(text) TO site;
-- Clients write and read messages, and see the agreements that are theirs.
GRANT SELECT ON site.messages, site.agreements, site.agreement_users, site.agreement_organisations, site.user_agreements TO site;
GRANT INSERT (thread_id, user_id, subject, body), UPDATE (read_at) ON site.messages TO site;
GRANT SELECT ON site.lightbox_sends, site.link_sends, site.quote_requests, site.search_requests, site.restrictions, site.usage_confirmations TO site;
GRANT INSERT ON site.lightbox_sends, site.link_sends, site.quote_requests, site.search_requests TO site;
GRANT UPDATE (opened_at) ON site.lightbox_sends TO site;
GRANT UPDATE (state, use_text, confirmed_at) ON site.usage_confirmations TO site;
-- Its shop: what may become of an order or an invoice is decided by the triggers, for the website as for the console.
GRANT SELECT ON site.supplier_groups, site.suppliers, site.files, site.lightboxes, site.lightbox_files, site.cart_lines, site.orders, site.order_lines,
	site.exchange_rates, site.invoices, site.invoice_lines, site.payments, site.reminders, site.statements, site.statement_lines TO site;
GRANT INSERT, UPDATE, DELETE ON site.files, site.lightboxes, site.lightbox_files, site.cart_lines, site.order_lines, site.invoice_lines TO site;
GRANT INSERT, UPDATE ON site.orders, site.invoices TO site;
GRANT INSERT ON site.payments TO site;
GRANT EXECUTE ON FUNCTION site.round_money(numeric), site.round_money(numeric, integer), site.decimals_of(text), site.can_charge(text), site.shown_money(numeric, integer), site.setting_or(text, text) TO site;

GRANT SELECT ON site.minimum_ages, site.published_texts, site.consents TO site;
-- In the person's own name only: who of the staff wrote it down is not the website's to say.
GRANT INSERT (user_id, email, kind, given, text_version_id, parental, evidence) ON site.consents TO site;
GRANT EXECUTE ON FUNCTION site.setting(text), site.registration_age(text) TO site;

-- Log-in, gate and trail
GRANT USAGE ON SCHEMA site, audit, steward TO steward_auth;
GRANT SELECT ON site.users, site.ip_rules, site.settings, site.blocked_addresses TO steward_auth;
GRANT INSERT ON site.blocked_addresses TO steward_auth;
GRANT SELECT, INSERT ON audit.access TO steward_auth;
GRANT INSERT ON audit.changes TO steward_auth;
GRANT SELECT ON steward.installation TO steward_auth;
GRANT USAGE ON SCHEMA meta TO steward_auth;
GRANT SELECT (entity, name, right_view) ON meta.columns TO steward_auth;
GRANT EXECUTE ON FUNCTION site.is_staff(text) TO steward_auth;

-- The API's owners. What is generated from the catalogue is generated now, when the catalogue stands.
SELECT steward.compile();
GRANT USAGE ON SCHEMA api, site, auth, audit, meta TO steward_api, steward_search;
GRANT SELECT ON ALL TABLES IN SCHEMA meta TO steward_api, steward_search;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA meta TO steward_api, steward_search;
-- What Home shows
GRANT USAGE ON SCHEMA steward, privacy TO steward_search;
GRANT SELECT ON steward.installation TO steward_search;
GRANT EXECUTE ON FUNCTION privacy.map_gaps() TO steward_search;
GRANT EXECUTE ON FUNCTION site.fold(text), site.search_text(bigint, text, text[]), site.is_staff(text) TO steward_api, steward_search;
GRANT EXECUTE ON FUNCTION auth.need(text, integer, text, text, boolean), auth.may(text[]), auth.staff_name(bigint), auth.latest_session(),
	auth.record_access(bigint, bigint, integer, text, text, text, jsonb, text, integer), auth.read_ticket(bigint, integer),
	auth.require_open(bigint, text, text), auth.setting(text), auth.is_fresh(), auth.need_fresh() TO steward_api, steward_search;
GRANT EXECUTE ON FUNCTION auth.count_refusal(text) TO steward_api, steward_search, steward_worker, steward_eraser, site_owner;
GRANT EXECUTE ON FUNCTION auth.remember(bigint, bigint, uuid, text, text, text, bigint), auth.remembered(bigint, uuid),
	auth.end_session(bigint) TO steward_api;

DO $columns$
DECLARE
	target record;
	-- Never: what a key or a password is made of.
	secret CONSTANT name[] := ARRAY['api_key_hash'];
BEGIN
	FOR target IN
		SELECT class.oid::regclass AS name, class.relname AS short, string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS columns
		FROM pg_class class JOIN pg_attribute ON attrelid = class.oid AND attnum > 0 AND NOT attisdropped AND attname <> ALL (secret)
		WHERE class.relnamespace = 'site'::regnamespace AND class.relkind IN ('r', 'p', 'v') AND NOT class.relispartition
			AND class.relname <> 'credentials'
		GROUP BY class.oid, class.relname
	LOOP
		EXECUTE format('GRANT SELECT (%s) ON %s TO steward_api, steward_search', target.columns, target.name);
	END LOOP;
	-- What a save may write: never keys, generated columns, counters of changes and the website's stamps.
	FOR target IN
		SELECT class.oid::regclass AS name, string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS columns
		FROM pg_class class JOIN pg_attribute ON attrelid = class.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
			AND attname <> ALL (secret) AND attname NOT IN ('id', 'version', 'created_at', 'updated_at', 'api_key_expires_at')
			AND attname NOT LIKE 'last\_login\_%'
		WHERE class.relnamespace = 'site'::regnamespace AND class.relname IN ('users', 'organisations', 'permission_groups',
			'group_permissions', 'user_permissions', 'user_notes', 'ip_rules', 'blocked_addresses')
		GROUP BY class.oid
	LOOP
		EXECUTE format('GRANT INSERT (%1$s), UPDATE (%1$s) ON %2$s TO steward_api', target.columns, target.name);
	END LOOP;
END
$columns$;
GRANT UPDATE (custom1, custom2, custom3, custom4, custom5, custom6, custom7, custom8, custom9, custom10) ON site.user_custom_values TO steward_api;
GRANT UPDATE (label, client_form, contributor_form, account_form, personal, special_category) ON site.custom_fields TO steward_api;
-- Contact keeping
GRANT INSERT (user_id, kind, direction, subject, body, at, follow_up_on, order_id, invoice_id, author_id),
	UPDATE (kind, direction, subject, body, at, follow_up_on, order_id, invoice_id, followed_up_at, followed_up_by), DELETE ON site.contact_moments TO steward_api;
GRANT INSERT (subject, body, user_id, assigned_to, due_on, created_by), UPDATE (subject, body, user_id, assigned_to, due_on, done_at, done_by) ON site.tasks TO steward_api;
GRANT INSERT (thread_id, user_id, subject, body, author_id), UPDATE (read_at, read_by) ON site.messages TO steward_api;
GRANT INSERT (title, body, valid_from, valid_until, audience, prepaid, download_limit, limit_period, created_by),
	UPDATE (title, body, valid_from, valid_until, audience, prepaid, download_limit, limit_period) ON site.agreements TO steward_api;
-- A verb locks its row, which takes the right to change something of it.
GRANT INSERT (agreement_id, user_id, added_by), UPDATE (added_at), DELETE ON site.agreement_users TO steward_api;
GRANT INSERT (agreement_id, organisation_id, added_by), UPDATE (added_at), DELETE ON site.agreement_organisations TO steward_api;
GRANT INSERT (user_id, email, name, file_id, subject, body, price, currency, answer, order_id),
	UPDATE (file_id, price, currency, answer, order_id, status) ON site.quote_requests TO steward_api;
GRANT INSERT (user_id, email, name, subject, body, needed_by, answer, lightbox_id), UPDATE (needed_by, answer, lightbox_id, status) ON site.search_requests TO steward_api;
GRANT INSERT (file_id, kind, start_on, end_on, public_text, private_text, on_preview, on_order, on_account, cart_allowed, needs_approval, user_id, order_id, countries, created_by),
	UPDATE (kind, start_on, end_on, public_text, private_text, on_preview, on_order, on_account, cart_allowed, needs_approval, user_id, order_id, countries, lifted_at, lifted_by)
	ON site.restrictions TO steward_api;
GRANT INSERT (order_line_id, needed_by, use_text, asked_by), UPDATE (needed_by, use_text, state, confirmed_at, confirmed_by) ON site.usage_confirmations TO steward_api;
GRANT UPDATE (value) ON site.settings TO steward_api;
-- Consents, breaches, the compliance check
GRANT INSERT (user_id, email, kind, given, channel, recorded_by, text_version_id, parental, evidence, note) ON site.consents TO steward_api;
GRANT USAGE ON SCHEMA privacy TO steward_api;
GRANT SELECT ON privacy.data_map, privacy.categories, privacy.breaches, privacy.breach_notes, privacy.breach_people TO steward_api, steward_search;
GRANT INSERT (title, aware_at, nature, facts, handler_id, consequences, measures, happened_from, happened_to, risk, report_reference, late_reason, unreported_reason, untold_ground,
	untold_reason, scope_from, scope_to, scope_address, scope_user_id, scope_staff),
	UPDATE (title, aware_at, nature, facts, consequences, measures, happened_from, happened_to, risk, report_reference, late_reason, unreported_reason, untold_ground,
	untold_reason, scope_from, scope_to, scope_address, scope_user_id, scope_staff, scoped_at, reported_at, told_at, closed_at) ON privacy.breaches TO steward_api;
GRANT INSERT (breach_id, kind, phase, language, body, author_id), UPDATE (body, sent_at) ON privacy.breach_notes TO steward_api;
GRANT INSERT, UPDATE, DELETE ON privacy.breach_people TO steward_api;
GRANT EXECUTE ON FUNCTION site.consent_holds(bigint, text), site.in_language(text, text) TO steward_api, steward_search;
-- Settings and texts
GRANT INSERT (country, age, parental_age, note), UPDATE (age, parental_age, note), DELETE ON site.minimum_ages TO steward_api;
GRANT UPDATE (title, draft) ON site.texts TO steward_api;
GRANT INSERT (name, language, no, title, source, body, note, published_by) ON site.text_versions TO steward_api;
GRANT EXECUTE ON FUNCTION site.setting(text), site.placeholders(text), site.filled_text(text, text), site.text_flaws(text, text),
	site.common_lines(text[], text[]), site.line_diff(text, text) TO steward_api, steward_search;
GRANT UPDATE (ended_at, end_reason) ON site.sessions TO steward_api;
GRANT DELETE ON site.user_permissions, site.user_notes, site.ip_rules, site.group_permissions TO steward_api;
-- Sales: what a save or verb writes. Numbers, totals, shares and dates of issue are written by triggers only.
GRANT INSERT (name, description, royalty_percent), UPDATE (name, description, royalty_percent) ON site.supplier_groups TO steward_api;
GRANT INSERT (name, group_id, user_id, email, royalty_percent, lower_limit, months_between, active, notes),
	UPDATE (name, group_id, user_id, email, royalty_percent, lower_limit, months_between, active, notes) ON site.suppliers TO steward_api;
GRANT INSERT (user_id, status, title, reference, currency, lightbox_id, created_by, staff_note, prices_shown, totals_only, pay_online),
	UPDATE (status, title, reference, staff_note, reason, prices_shown, totals_only, pay_online, decided_by) ON site.orders TO steward_api;
GRANT INSERT (order_id, file_id, licence, size, use_text, territory, price, discount, agreement_id),
	UPDATE (licence, size, use_text, territory, price, discount, agreement_id, download, to_invoice, usage_state, usage_needed_by), DELETE ON site.order_lines TO steward_api;
GRANT INSERT (currency, valid_from, rate), UPDATE (rate) ON site.exchange_rates TO steward_api;
GRANT INSERT (user_id, organisation_id, kind, credits_id, currency, settlement_days, reference, note, invoice_date, created_by),
	UPDATE (status, settlement_days, reference, note, invoice_date, issued_by) ON site.invoices TO steward_api;
GRANT INSERT (invoice_id, order_line_id, file_id, credits_line_id, description, quantity, price, discount, tax_label, tax_rate),
	UPDATE (description, quantity, price, discount, tax_label, tax_rate, payable_on), DELETE ON site.invoice_lines TO steward_api;
GRANT INSERT (invoice_id, amount, paid_on, method, description, created_by) ON site.payments TO steward_api;
GRANT INSERT (invoice_id, note, sent_by) ON site.reminders TO steward_api;
GRANT INSERT (group_id, run_on, note, created_by), UPDATE (run_on, group_id, note, status, statements, lines, total, previewed_at, run_at, run_by) ON site.payment_runs TO steward_api;
GRANT INSERT (run_id, supplier_id, run_on, currency, lines, total) ON site.statements TO steward_api;
GRANT INSERT (statement_id, invoice_line_id, amount) ON site.statement_lines TO steward_api;
GRANT EXECUTE ON FUNCTION site.round_money(numeric), site.round_money(numeric, integer), site.decimals_of(text), site.can_charge(text), site.shown_money(numeric, integer), site.setting_or(text, text) TO steward_api, steward_search;
GRANT SELECT (user_id, login, pin_required, enrolled, has_pin, last_login_at, last_login_address, created_at, changed_at, version) ON auth.staff TO steward_search;
GRANT SELECT (user_id, role) ON auth.staff_roles TO steward_search;
GRANT SELECT ON auth.roles, auth.effective_roles, auth.effective_rights, auth.ssh_keys, auth.proposals TO steward_search;
GRANT SELECT (user_id, kind, expires_at, used_at, withdrawn_at) ON auth.codes TO steward_search;
GRANT EXECUTE ON FUNCTION auth.second_person() TO steward_api, steward_search;
GRANT SELECT (id, user_id, list, name, value) ON auth.preferences TO steward_search;
GRANT EXECUTE ON FUNCTION auth.keep_preference(bigint, text, text, text), auth.forget_preference(bigint, bigint) TO steward_api;
GRANT EXECUTE ON FUNCTION auth.set_right(bigint, text, boolean, bigint, boolean), auth.set_role(bigint, text, boolean, bigint, boolean),
	auth.copy_rights(bigint, text, bigint), auth.add_staff(bigint, text), auth.before_type(bigint, text, bigint, boolean),
	auth.issue_code(bigint, text, bytea, boolean, bigint), auth.withdraw_code(bigint, bigint), auth.add_key(bigint, text, text),
	auth.drop_key(bigint), auth.decide(bigint, text, bigint), auth.staff_version(bigint) TO steward_api;
GRANT SELECT (id, user_id, address, started_at, last_active_at, locked_at, idle_limit, expires_at, ended_at, end_reason, ended_by) ON auth.sessions
	TO steward_api, steward_search;
GRANT SELECT ON audit.access, audit.changes TO steward_api, steward_search;

-- What `steward doctor` has the database look at
GRANT USAGE ON SCHEMA privacy TO steward_auth;
GRANT SELECT ON steward.migrations, steward.audited_tables TO steward_auth;
GRANT SELECT ON pg_catalog.pg_roles TO steward_auth;
GRANT EXECUTE ON FUNCTION privacy.map_gaps(), steward.public_grants(), steward.audit_source(regclass, boolean) TO steward_auth;

-- Jobs
GRANT USAGE ON SCHEMA site, auth TO steward_worker;
GRANT EXECUTE ON FUNCTION site.ensure_partitions(date, date), auth.purge(), auth.note_export(bigint, bigint, text) TO steward_worker;
GRANT USAGE ON SCHEMA steward TO steward_worker, steward_jobs, steward_api, steward_search, steward_auth;
GRANT SELECT ON steward.job_kinds, steward.job_queue TO steward_worker, steward_search, steward_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON steward.jobs TO steward_worker;
GRANT SELECT, INSERT ON steward.job_log TO steward_worker;
GRANT SELECT, UPDATE ON steward.schedules, steward.job_queue TO steward_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON steward.workers TO steward_worker;
GRANT SELECT ON steward.jobs, steward.job_log, steward.schedules, steward.workers TO steward_search;
GRANT SELECT, INSERT, DELETE ON steward.schedules TO steward_api;
GRANT UPDATE (title, every, at, day, zone, enabled) ON steward.schedules TO steward_api;
GRANT SELECT (id, session_id, asked_by, worker_pid, state, attempt_at) ON steward.jobs TO steward_auth;
GRANT SELECT ON auth.settings TO steward_worker;
GRANT EXECUTE ON FUNCTION auth.rights_of(bigint), auth.latest_session(), auth.staff_name(bigint), auth.setting(text), auth.check_transaction() TO steward_worker;
GRANT EXECUTE ON FUNCTION auth.rights_of(bigint), steward.job_hold(bigint, uuid), steward.heading(text, text) TO steward_search;
GRANT EXECUTE ON FUNCTION steward.job_add(text, text, jsonb, bigint, integer, bigint), steward.job_wish(bigint, text, bigint),
	steward.job_fetch(bigint, bigint), steward.job_tried(bigint, bigint), steward.queue_switch(boolean, bigint) TO steward_api;
-- Imports
GRANT SELECT ON steward.csv_columns, steward.csv_aliases TO steward_worker, steward_search;
GRANT SELECT, INSERT, UPDATE, DELETE ON steward.import_rows, steward.import_rejects TO steward_worker;
GRANT SELECT ON steward.import_rows, steward.import_rejects TO steward_search;
GRANT SELECT (id, type, hidden_at, login, email, first_name, last_name, company, department, street1, street2, postcode, city, state, country, phone, mobile, vat_number, currency, language,
	marketing, enabled, erased_at) ON site.users TO steward_worker;
GRANT SELECT ON site.countries, site.user_custom_values, site.user_notes, site.invoices, site.payments, meta.constraints TO steward_worker;
GRANT USAGE ON SCHEMA meta TO steward_worker;
GRANT INSERT (type, login, email, first_name, last_name, company, department, street1, street2, postcode, city, state, country, phone, mobile, vat_number, currency, language,
	enabled), UPDATE (login, email, first_name, last_name, company, department, street1, street2, postcode, city, state, country, phone, mobile, vat_number, currency, language, enabled)
	ON site.users TO steward_worker;
GRANT INSERT (user_id, kind, given, channel, recorded_by, note) ON site.consents TO steward_worker;
GRANT USAGE ON SCHEMA privacy TO steward_worker;
GRANT SELECT (hash) ON privacy.suppressions TO steward_worker;
GRANT SELECT (user_id, kind, lifted_at) ON privacy.holds TO steward_worker;
GRANT EXECUTE ON FUNCTION auth.keyed_hash(text) TO steward_worker;
GRANT SELECT (id, title, object_name, original_name, custom_number) ON site.files TO steward_worker;
GRANT INSERT (user_id, currency, reference, created_by) ON site.invoices TO steward_worker;
GRANT INSERT (invoice_id, file_id, description, price) ON site.invoice_lines TO steward_worker;
GRANT EXECUTE ON FUNCTION site.setting_or(text, text), site.round_money(numeric), site.round_money(numeric, integer), site.decimals_of(text), site.can_charge(text), site.shown_money(numeric, integer) TO steward_worker;
GRANT UPDATE (custom1, custom2, custom3, custom4, custom5, custom6, custom7, custom8, custom9, custom10) ON site.user_custom_values TO steward_worker;
GRANT INSERT (user_id, author_id, body) ON site.user_notes TO steward_worker;
GRANT INSERT (invoice_id, user_id, amount, currency, rate, paid_on, description, created_by) ON site.payments TO steward_worker;
GRANT EXECUTE ON FUNCTION site.fold(text), site.search_text(bigint, text, text[]), site.is_staff(text), site.setting(text) TO steward_worker;
GRANT EXECUTE ON FUNCTION steward.import_begin(bigint, uuid, text), steward.import_stage(bigint, uuid, text), steward.import_refuse(bigint, uuid, text),
	steward.import_check(bigint, uuid), steward.import_write(bigint, uuid, boolean), steward.import_rejected(bigint, uuid) TO steward_jobs;
-- Something done with many
GRANT SELECT, INSERT, UPDATE, DELETE ON steward.bulk_rows TO steward_worker;
GRANT SELECT ON steward.bulk_rows TO steward_search;
GRANT EXECUTE ON FUNCTION steward.bulk_gather(jsonb, bigint), steward.bulk_one(jsonb, text, bigint, jsonb, bigint, boolean) TO steward_worker;
GRANT EXECUTE ON FUNCTION steward.bulk_add(jsonb, text, text[], bigint), steward.bulk_done(bigint, bigint), auth.rights_of(bigint) TO steward_api;
-- What was taken from our roles above was also taken from the one that owns these.
DO $own$
DECLARE
	routine regprocedure;
BEGIN
	FOR routine IN SELECT oid::regprocedure FROM pg_proc WHERE proowner = 'steward_worker'::regrole LOOP
		EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO steward_worker', routine);
	END LOOP;
END
$own$;
-- The worker's log-in
GRANT EXECUTE ON FUNCTION steward.job_claim(text, text[]), steward.job_beat(bigint, uuid, bigint, bigint, text), steward.job_say(bigint, uuid, text),
	steward.job_end(bigint, uuid, text, text, jsonb, jsonb), steward.job_save(bigint, uuid, jsonb), steward.job_step(bigint, uuid),
	steward.job_worker_gone(text), steward.job_files(), steward.job_file_gone(text), steward.export_open(bigint, uuid), steward.package_open(bigint, uuid), steward.package_parts(bigint, uuid), steward.package_schema(bigint, uuid),
	steward.package_rows(bigint, uuid) TO steward_jobs;

-- Erasures and exports reach every table and every column but credentials: those they delete without having read them.
GRANT USAGE ON SCHEMA site, auth, audit, privacy, meta, steward, public TO steward_eraser;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA privacy, public, site TO steward_eraser;
DO $erasable$
DECLARE
	target record;
BEGIN
	FOR target IN
		SELECT class.oid::regclass AS name, class.relnamespace::regnamespace::text AS home, string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS columns
		FROM pg_class class JOIN pg_attribute ON attrelid = class.oid AND attnum > 0 AND NOT attisdropped
		WHERE class.relnamespace::regnamespace::text IN ('site', 'auth', 'audit', 'privacy', 'steward') AND class.relkind IN ('r', 'p') AND NOT class.relispartition
			AND NOT EXISTS (SELECT FROM privacy.data_map m WHERE m.schema_name = class.relnamespace::regnamespace::text AND m.table_name = class.relname
				AND m.column_name = attname AND m.export_rule = 'never')
		GROUP BY class.oid, class.relnamespace
	LOOP
		EXECUTE format('GRANT SELECT (%s) ON %s TO steward_eraser', target.columns, target.name);
		IF target.home IN ('site', 'auth', 'privacy') OR EXISTS (SELECT FROM privacy.data_map m WHERE target.home = 'steward' AND m.category IS NOT NULL
				AND format('%I.%I', m.schema_name, m.table_name)::regclass = target.name) THEN
			-- No rule changes an amount, and so nobody who erases can.
			EXECUTE format('GRANT DELETE, UPDATE (%s) ON %s TO steward_eraser', (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
				WHERE a.attrelid = target.name AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND NOT (target.home = 'site' AND a.atttypid = 'numeric'::regtype)), target.name);
		END IF;
	END LOOP;
END
$erasable$;
GRANT UPDATE ON audit.access, audit.changes TO steward_eraser;
-- The words of the trail, noted behind it
GRANT SELECT, INSERT, DELETE ON audit.words TO steward_eraser;
GRANT SELECT, UPDATE ON audit.words_noted TO steward_eraser;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_control_system(), pg_catalog.pg_try_advisory_xact_lock(integer, integer), pg_catalog.pg_advisory_xact_lock(integer, integer) TO steward_eraser;
GRANT EXECUTE ON FUNCTION audit.edge(xid8, xid8, integer) TO steward_eraser;
GRANT EXECUTE ON FUNCTION steward.note_words(integer) TO steward_jobs;
GRANT INSERT ON ALL TABLES IN SCHEMA privacy TO steward_eraser;
GRANT USAGE ON SEQUENCE privacy.placeholder_seq TO steward_eraser;
GRANT EXECUTE ON FUNCTION auth.keyed_hash(text), auth.staff_name(bigint), steward.job_add(text, text, jsonb, bigint, integer, bigint), steward.job_hold(bigint, uuid) TO steward_eraser;
GRANT USAGE ON SCHEMA privacy TO steward_worker;
GRANT EXECUTE ON FUNCTION privacy.finish_export(bigint, bigint, bigint, bigint, text), privacy.hand_over(bigint, bigint, text) TO steward_worker;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_advisory_xact_lock(integer, integer), pg_catalog.pg_advisory_xact_lock_shared(integer, integer), pg_catalog.pg_current_xact_id(),
	pg_catalog.pg_current_xact_id_if_assigned(), pg_catalog.pg_column_size("any") TO steward_eraser;
-- The ledger's mark
GRANT SELECT ON privacy.ledger_mark TO steward_auth;
GRANT SELECT (no) ON privacy.ledger TO steward_auth;
GRANT EXECUTE ON FUNCTION auth.server_mark(), auth.ledger_state(), auth.refuse_held(text) TO steward_eraser;
GRANT EXECUTE ON FUNCTION auth.ledger_state() TO steward_worker;
GRANT EXECUTE ON FUNCTION steward.erase_step(steward.step), steward.erase_remainders(steward.step) TO steward_worker;
GRANT SELECT ON privacy.ledger_mark TO steward_search;
GRANT EXECUTE ON FUNCTION privacy.scan_gaps(), privacy.fits(), privacy.gaps_now(boolean), steward.sleeping_triggers() TO steward_search;
GRANT EXECUTE ON FUNCTION privacy.scan_gaps() TO steward_auth;
GRANT EXECUTE ON FUNCTION auth.ledger_state() TO steward_search;
GRANT EXECUTE ON FUNCTION steward.ledger_told(bigint, text, text) TO steward_jobs;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_control_system(), pg_catalog.pg_postmaster_start_time() TO steward_auth;
-- Whoever writes a row writes its words into the index of the residual scan.
GRANT EXECUTE ON FUNCTION privacy.words(text[]), privacy.flat(text[]) TO site_owner, site, steward_auth, steward_api, steward_worker, steward_eraser;
-- Purges: the worker's steps, and what the console shows of them.
GRANT EXECUTE ON FUNCTION meta.clock(), auth.mail_unused(bigint, timestamptz, date) TO steward_eraser;
GRANT USAGE ON SCHEMA privacy TO steward_worker;
GRANT EXECUTE ON FUNCTION privacy.purge_preview(), privacy.purge_order(), privacy.purge_batch(text, integer), privacy.tend_accounts(integer) TO steward_worker;
GRANT EXECUTE ON FUNCTION privacy.purge_preview(), privacy.purge_samples() TO steward_api, steward_search;
GRANT EXECUTE ON FUNCTION privacy.check_purge(), privacy.open_request(bigint), privacy.request_step(bigint, bigint, text, text, text) TO steward_api;
GRANT SELECT ON privacy.recipients, privacy.recipient_notices TO steward_api, steward_search;
-- Who is affected by a breach at the console.
GRANT SELECT (at, kind, user_id, address) ON auth.events TO steward_api;
GRANT INSERT (name, role, email, purpose, country, contract_on, active), UPDATE (name, role, email, categories, purpose, country, contract_on, active) ON privacy.recipients TO steward_api;
GRANT UPDATE (sent_at, sent_by, answered_at, answer) ON privacy.recipient_notices TO steward_api;
GRANT EXECUTE ON FUNCTION privacy.recipients_of(integer) TO steward_api, steward_search;
-- What the console does with requests and erasures: it reads them, and calls what keeps them right.
GRANT USAGE ON SCHEMA privacy TO steward_api;
GRANT SELECT ON privacy.purposes, privacy.data_map, privacy.categories, privacy.requests, privacy.request_notes, privacy.letter_texts, privacy.holidays, privacy.holds, privacy.erasures,
	privacy.erasure_items, privacy.erasure_keys, privacy.erasure_blockers, privacy.erasure_accepts, privacy.ledger, privacy.exports TO steward_api, steward_search;
GRANT UPDATE (own_export_rule, own_special_category, own_note, own_reviewed_on) ON privacy.data_map TO steward_api;
GRANT UPDATE (wish, person, email, handler_id) ON privacy.requests TO steward_api;
GRANT INSERT (request_id, kind, subject, body, author_id), UPDATE (subject, body, sent_at, sent_how) ON privacy.request_notes TO steward_api;
GRANT UPDATE (subject, body) ON privacy.letter_texts TO steward_api;
GRANT INSERT (user_id, kind, reason, request_id, set_by), UPDATE (reason, notice_sent_at) ON privacy.holds TO steward_api;
GRANT EXECUTE ON FUNCTION privacy.receive_request(text, bigint, text, text, text, timestamptz, text, bigint), privacy.wait_for_identity(bigint, bigint),
	privacy.identity_checked(bigint, bigint, text, text), privacy.extend_request(bigint, bigint, integer, text), privacy.close_request(bigint, bigint, text, text),
	privacy.write_letter(bigint, bigint, text, text), privacy.start_erasure(bigint, bigint), privacy.new_erasure(bigint, bigint, text, bigint), privacy.plan_erasure(bigint),
	privacy.choose_scope(bigint, text), privacy.propose_erasure(bigint, bigint), privacy.approve_erasure(bigint, bigint, text), privacy.drop_erasure(bigint, bigint, text, text),
	privacy.run_erasure(bigint, bigint), privacy.lift_hold(bigint, bigint), privacy.start_export(text, bigint, text, bigint), privacy.queue_export(text, bigint, text, bigint, text), privacy.open_export(bigint, bigint),
	privacy.export_described(text, text), privacy.export_language(bigint), privacy.export_omissions(text), privacy.export_schema(text), privacy.export_emails(bigint, text), privacy.export_page(text, bigint, text[], text, text[]),
	privacy.finish_export(bigint, bigint, bigint, bigint, text), privacy.hand_over(bigint, bigint, text), privacy.sign_line(bigint, bytea, bytea),
	privacy.replay_line(privacy.ledger), privacy.ledger_told(bigint, bytea, bytea) TO steward_api;
GRANT EXECUTE ON FUNCTION privacy.local_day(timestamptz) TO steward_api, steward_search;
SELECT privacy.attach_guards();
-- What erasures are made of, when the map stands.
SELECT privacy.compile();

-- Seals: who makes them sees no values, who calls for them sees nothing, who signs them sees them only.
GRANT USAGE ON SCHEMA audit, steward TO steward_notary;
GRANT SELECT (id, at, xid, session_id, user_id, ticket, kind, entity, rows_asked, rows_in_hour, digest) ON audit.access TO steward_notary;
GRANT SELECT (id, at, xid, session_id, user_id, db_role, entity, entity_key, subject_user_id, op, columns, digest) ON audit.changes TO steward_notary;
GRANT SELECT, INSERT ON audit.seals TO steward_notary;
GRANT SELECT (site_id) ON steward.installation TO steward_notary;
GRANT EXECUTE ON FUNCTION audit.chain(xid8, xid8), audit.edge(xid8, xid8, integer), audit.seal_hash(audit.seals), audit.first_previous(),
	audit.change_hash(bigint, timestamptz, xid8, bigint, bigint, name, text, text, bigint, char, text[], bytea),
	audit.access_hash(bigint, timestamptz, xid8, bigint, bigint, integer, text, text, integer, integer, bytea) TO steward_notary;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(integer, integer) TO steward_notary;
GRANT USAGE ON SCHEMA audit TO steward_seal, steward_witness;
GRANT EXECUTE ON FUNCTION audit.seal(integer) TO steward_seal;
GRANT SELECT ON audit.seals TO steward_witness;
-- Who keeps watch says so, and how far it is.
GRANT USAGE ON SCHEMA auth TO steward_notary, steward_witness;
GRANT EXECUTE ON FUNCTION auth.seen(text) TO steward_notary;
GRANT EXECUTE ON FUNCTION auth.witnessed(bigint) TO steward_witness;
GRANT EXECUTE ON FUNCTION audit.behind(bigint) TO steward_auth;
GRANT SELECT ON steward.workers TO steward_auth;
GRANT SELECT ON audit.seals, auth.keepers TO steward_search;
GRANT EXECUTE ON FUNCTION auth.keeper_states() TO steward_search;
-- The warden
GRANT USAGE ON SCHEMA auth TO steward_warden;
GRANT EXECUTE ON FUNCTION auth.warden() TO steward_warden;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_lock_status() TO steward_auth;
-- Security mail and the watch
GRANT USAGE ON SCHEMA auth TO steward_mailer;
GRANT EXECUTE ON FUNCTION auth.mail_take(), auth.mail_handing(bigint), auth.mail_result(bigint, text, text) TO steward_mailer;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(integer, integer) TO steward_auth;
GRANT SELECT ON auth.mails, auth.mail_kinds, auth.settings, auth.events TO steward_search;
GRANT EXECUTE ON FUNCTION auth.mail_client(text, bigint, text, text, text), site.reminder_mail(bigint) TO steward_api;
GRANT EXECUTE ON FUNCTION auth.mail_again(bigint), auth.set_mail_kind(text, boolean, bigint), auth.mail_test(),
	auth.set_setting(text, text, bigint), auth.locks_out(bigint, cidr, bigint), auth.end_person(bigint) TO steward_api;
GRANT EXECUTE ON FUNCTION auth.address_answer(bigint, inet) TO steward_search;
DO $connect$
BEGIN
	EXECUTE format('GRANT CONNECT ON DATABASE %I TO steward_seal, steward_witness, steward_warden, steward_mailer, steward_jobs', current_database());
END
$connect$;

-- The console: the API, nothing else. A function that is not named here cannot be called, wherever it stands.
GRANT USAGE ON SCHEMA api TO steward_console;
DO $surface$
DECLARE
	routine regprocedure;
BEGIN
	FOR routine IN SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'api'::regnamespace AND prosecdef AND proname = ANY (ARRAY[
		'begin_login', 'submit_login', 'finish_login', 'begin_enrol', 'submit_enrol', 'finish_enrol', 'submit_change', 'finish_change', 'lock', 'begin_unlock', 'submit_unlock', 'finish_unlock', 'logout', 'alive', 'me', 'rights',
		'ask', 'rows', 'count', 'open', 'get', 'counts', 'save', 'act', 'outcome', 'choices', 'home', 'jobs', 'greeting', 'doctor', 'export_parts', 'export_page', 'export_omissions', 'export_schema'])
	LOOP
		EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO steward_console', routine);
		-- The client decides how much of the log it is sent, and plans can be logged too: neither the verdict on a log-in nor what the
		-- statements inside look like is for the client.
		EXECUTE format('ALTER FUNCTION %s SET client_min_messages = warning', routine);
		-- Nor does he decide how the strings inside are read.
		EXECUTE format('ALTER FUNCTION %s SET standard_conforming_strings = on', routine);
	END LOOP;
	-- A definer that belongs to a superuser, or does not say where it looks for names, would be a hole in the wall.
	FOR routine IN SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_roles owner ON owner.oid = p.proowner
		WHERE p.prosecdef AND p.pronamespace::regnamespace::text IN ('api', 'auth', 'site', 'audit', 'meta', 'privacy', 'steward')
			AND (owner.rolsuper OR NOT EXISTS (SELECT FROM unnest(p.proconfig) setting WHERE setting LIKE 'search_path=%, pg_temp'))
	LOOP
		RAISE EXCEPTION 'The function % runs with the rights of its owner and is not safe to.', routine
			USING HINT = 'Give it an owner that is no superuser, and a search_path that ends in pg_temp.';
	END LOOP;
END
$surface$;

-- Databases of Steward's own take from PUBLIC what PostgreSQL gives it; for others it is the administrator's choice, and
-- SELECT * FROM steward.harden(true) says what would change.
GRANT EXECUTE ON FUNCTION pg_catalog.pg_stat_get_activity(integer), pg_catalog.pg_stat_clear_snapshot(),
	pg_catalog.pg_terminate_backend(integer, bigint) TO steward_auth;
DO $harden$
DECLARE
	wish text := current_setting('steward.harden_database', true);
	changes bigint;
BEGIN
	IF wish = 'on' OR (coalesce(wish, '') = '' AND (SELECT created_database FROM steward.installation)) THEN
		SELECT count(*) INTO changes FROM steward.harden(false);
		RAISE NOTICE 'Took % rights from PUBLIC.', changes;
	ELSE
		SELECT count(*) INTO changes FROM steward.harden(true);
		RAISE NOTICE 'PUBLIC has % rights that the console''s log-in need not have: SELECT * FROM steward.harden(true) names them.', changes;
		EXECUTE format('GRANT CONNECT ON DATABASE %I TO site, steward_console', current_database());
	END IF;
END
$harden$;
