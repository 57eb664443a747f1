-- Row-level security: the second wall. The functions of the API check the right first; should one of them forget, the rows
-- still stay behind the policies of its owner, steward_api. steward_search is not subject to them (searching with them
-- costs a thousand times more) and has column grants instead. The website sees its own tables whole.
--
-- A policy asks (SELECT auth.may(...)), so that the gate is asked once a query and not once a row.

DO $reset$
DECLARE
	policy record;
BEGIN
	FOR policy IN SELECT schemaname, tablename, policyname FROM pg_catalog.pg_policies WHERE schemaname IN ('site', 'auth', 'audit') LOOP
		EXECUTE format('DROP POLICY %I ON %I.%I', policy.policyname, policy.schemaname, policy.tablename);
	END LOOP;
	FOR policy IN SELECT class.oid::regclass AS name FROM pg_catalog.pg_class class
		WHERE class.relnamespace IN ('site'::regnamespace, 'audit'::regnamespace) AND class.relkind IN ('r', 'p')
	LOOP
		EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', policy.name);
	END LOOP;
	-- The website, on its own tables.
	FOR policy IN SELECT class.oid::regclass AS name FROM pg_catalog.pg_class class
		WHERE class.relnamespace = 'site'::regnamespace AND class.relkind IN ('r', 'p') AND NOT class.relispartition
	LOOP
		EXECUTE format('CREATE POLICY website ON %s TO site USING (true) WITH CHECK (true)', policy.name);
	END LOOP;
END
$reset$;
ALTER TABLE auth.sessions ENABLE ROW LEVEL SECURITY;

-- Log-in and gate
CREATE POLICY login ON site.users FOR SELECT TO steward_auth USING (true);
CREATE POLICY login ON site.ip_rules FOR SELECT TO steward_auth USING (true);
CREATE POLICY login ON site.settings FOR SELECT TO steward_auth USING (true);
CREATE POLICY login ON site.blocked_addresses FOR SELECT TO steward_auth USING (true);
CREATE POLICY block ON site.blocked_addresses FOR INSERT TO steward_auth WITH CHECK (blocked_by IS NULL AND until IS NOT NULL);

-- Accounts: clients and contacts for whoever may see accounts, colleagues only for whoever may see staff
CREATE POLICY view ON site.users FOR SELECT TO steward_api
	USING ((SELECT auth.may('user.view')) AND (NOT site.is_staff(type) OR (SELECT auth.may('user.staff_view', 'staff.view', 'staff.manage'))));
CREATE POLICY add ON site.users FOR INSERT TO steward_api
	WITH CHECK (CASE WHEN site.is_staff(type) THEN (SELECT auth.may('staff.manage')) ELSE (SELECT auth.may('user.create')) END);
CREATE POLICY change ON site.users FOR UPDATE TO steward_api
	USING ((SELECT auth.may('user.edit', 'user.disable', 'user.hide', 'user.rename'))
		AND (NOT site.is_staff(type) OR (SELECT auth.may('staff.manage'))))
	WITH CHECK ((SELECT auth.may('user.edit', 'user.disable', 'user.hide', 'user.rename'))
		AND (NOT site.is_staff(type) OR (SELECT auth.may('staff.manage'))));

-- What hangs on an account is seen by whoever sees the account
CREATE POLICY view ON site.user_custom_values FOR SELECT TO steward_api
	USING (EXISTS (SELECT FROM site.users u WHERE u.id = user_id));
CREATE POLICY change ON site.user_custom_values FOR UPDATE TO steward_api
	USING ((SELECT auth.may('user.custom')) AND EXISTS (SELECT FROM site.users u WHERE u.id = user_id));
CREATE POLICY view ON site.user_notes FOR SELECT TO steward_api
	USING (EXISTS (SELECT FROM site.users u WHERE u.id = user_id));
CREATE POLICY change ON site.user_notes TO steward_api
	USING ((SELECT auth.may('user.note')) AND EXISTS (SELECT FROM site.users u WHERE u.id = user_id));
CREATE POLICY view ON site.user_permissions FOR SELECT TO steward_api
	USING (EXISTS (SELECT FROM site.users u WHERE u.id = user_id));
CREATE POLICY change ON site.user_permissions TO steward_api
	USING ((SELECT auth.may('user.permission')) AND EXISTS (SELECT FROM site.users u WHERE u.id = user_id));
CREATE POLICY view ON site.ip_rules FOR SELECT TO steward_api
	USING (EXISTS (SELECT FROM site.users u WHERE u.id = user_id));
CREATE POLICY change ON site.ip_rules TO steward_api
	USING ((SELECT auth.may('user.access')) AND EXISTS (SELECT FROM site.users u WHERE u.id = user_id
		AND (NOT site.is_staff(u.type) OR (SELECT auth.may('staff.manage')))));
CREATE POLICY view ON site.sessions FOR SELECT TO steward_api
	USING (EXISTS (SELECT FROM site.users u WHERE u.id = user_id));
CREATE POLICY change ON site.sessions FOR UPDATE TO steward_api
	USING ((SELECT auth.may('session.end', 'user.disable', 'user.hide')) AND EXISTS (SELECT FROM site.users u WHERE u.id = user_id));
CREATE POLICY view ON site.login_log FOR SELECT TO steward_api USING ((SELECT auth.may('log.view')));
CREATE POLICY view ON site.activity_log FOR SELECT TO steward_api USING ((SELECT auth.may('log.view')));

-- Contact keeping: what is about an account is seen by whoever sees the account
CREATE POLICY view ON site.contact_moments FOR SELECT TO steward_api
	USING ((SELECT auth.may('contact.view')) AND EXISTS (SELECT FROM site.users u WHERE u.id = user_id));
CREATE POLICY change ON site.contact_moments TO steward_api
	USING ((SELECT auth.may('contact.edit')) AND EXISTS (SELECT FROM site.users u WHERE u.id = user_id));
CREATE POLICY view ON site.tasks FOR SELECT TO steward_api
	USING ((SELECT auth.may('contact.view')) AND (user_id IS NULL OR EXISTS (SELECT FROM site.users u WHERE u.id = user_id)));
CREATE POLICY change ON site.tasks TO steward_api
	USING ((SELECT auth.may('task.edit')) AND (user_id IS NULL OR EXISTS (SELECT FROM site.users u WHERE u.id = user_id)));
CREATE POLICY view ON site.messages FOR SELECT TO steward_api
	USING ((SELECT auth.may('contact.view')) AND EXISTS (SELECT FROM site.users u WHERE u.id = user_id));
CREATE POLICY add ON site.messages FOR INSERT TO steward_api
	WITH CHECK ((SELECT auth.may('message.write')) AND from_staff AND EXISTS (SELECT FROM site.users u WHERE u.id = user_id));
CREATE POLICY change ON site.messages FOR UPDATE TO steward_api
	USING ((SELECT auth.may('message.write')) AND EXISTS (SELECT FROM site.users u WHERE u.id = user_id));
CREATE POLICY view ON site.agreements FOR SELECT TO steward_api USING ((SELECT auth.may('agreement.view')));
CREATE POLICY change ON site.agreements TO steward_api USING ((SELECT auth.may('agreement.edit')));
CREATE POLICY view ON site.agreement_users FOR SELECT TO steward_api
	USING ((SELECT auth.may('agreement.view')) AND EXISTS (SELECT FROM site.users u WHERE u.id = user_id));
CREATE POLICY change ON site.agreement_users TO steward_api
	USING ((SELECT auth.may('agreement.edit')) AND EXISTS (SELECT FROM site.users u WHERE u.id = user_id));
CREATE POLICY view ON site.agreement_organisations FOR SELECT TO steward_api USING ((SELECT auth.may('agreement.view')));
CREATE POLICY change ON site.agreement_organisations TO steward_api USING ((SELECT auth.may('agreement.edit')));

-- Requests: of guests too, who have no account
CREATE POLICY view ON site.quote_requests FOR SELECT TO steward_api
	USING ((SELECT auth.may('request.view')) AND (user_id IS NULL OR EXISTS (SELECT FROM site.users u WHERE u.id = user_id)));
CREATE POLICY change ON site.quote_requests TO steward_api
	USING ((SELECT auth.may('request.site')) AND (user_id IS NULL OR EXISTS (SELECT FROM site.users u WHERE u.id = user_id)));
CREATE POLICY view ON site.search_requests FOR SELECT TO steward_api
	USING ((SELECT auth.may('request.view')) AND (user_id IS NULL OR EXISTS (SELECT FROM site.users u WHERE u.id = user_id)));
CREATE POLICY change ON site.search_requests TO steward_api
	USING ((SELECT auth.may('request.site')) AND (user_id IS NULL OR EXISTS (SELECT FROM site.users u WHERE u.id = user_id)));
CREATE POLICY view ON site.restrictions FOR SELECT TO steward_api
	USING ((SELECT auth.may('request.view')) AND (user_id IS NULL OR EXISTS (SELECT FROM site.users u WHERE u.id = user_id)));
CREATE POLICY change ON site.restrictions TO steward_api
	USING ((SELECT auth.may('restriction.edit')) AND (user_id IS NULL OR EXISTS (SELECT FROM site.users u WHERE u.id = user_id)));
CREATE POLICY view ON site.usage_confirmations FOR SELECT TO steward_api
	USING ((SELECT auth.may('request.view')) AND EXISTS (SELECT FROM site.users u WHERE u.id = user_id));
CREATE POLICY change ON site.usage_confirmations TO steward_api
	USING ((SELECT auth.may('usage.edit')) AND EXISTS (SELECT FROM site.users u WHERE u.id = user_id));
CREATE POLICY view ON site.lightbox_sends FOR SELECT TO steward_api
	USING ((SELECT auth.may('lightbox.view')) AND EXISTS (SELECT FROM site.users u WHERE u.id = user_id));
CREATE POLICY view ON site.link_sends FOR SELECT TO steward_api
	USING ((SELECT auth.may('lightbox.view')) AND (user_id IS NULL OR EXISTS (SELECT FROM site.users u WHERE u.id = user_id)));

-- The rest of the site
CREATE POLICY view ON site.organisations FOR SELECT TO steward_api USING ((SELECT auth.may('organisation.view', 'user.view')));
CREATE POLICY change ON site.organisations TO steward_api USING ((SELECT auth.may('organisation.edit')));
CREATE POLICY view ON site.permission_groups FOR SELECT TO steward_api USING ((SELECT auth.may('user.view', 'group.edit')));
CREATE POLICY change ON site.permission_groups TO steward_api USING ((SELECT auth.may('group.edit')));
CREATE POLICY view ON site.group_permissions FOR SELECT TO steward_api USING ((SELECT auth.may('user.view', 'group.edit')));
CREATE POLICY change ON site.group_permissions TO steward_api USING ((SELECT auth.may('group.edit')));
CREATE POLICY view ON site.custom_fields FOR SELECT TO steward_api USING ((SELECT auth.may('user.view', 'field.define')));
CREATE POLICY change ON site.custom_fields FOR UPDATE TO steward_api USING ((SELECT auth.may('field.define')));
CREATE POLICY view ON site.blocked_addresses FOR SELECT TO steward_api USING ((SELECT auth.may('block.view', 'block.edit')));
CREATE POLICY change ON site.blocked_addresses TO steward_api USING ((SELECT auth.may('block.edit')));
CREATE POLICY view ON site.settings FOR SELECT TO steward_api USING ((SELECT auth.may('user.view', 'settings.view', 'settings.edit')));
CREATE POLICY change ON site.settings FOR UPDATE TO steward_api USING ((SELECT auth.may('settings.edit')));
CREATE POLICY view ON site.text_words FOR SELECT TO steward_api USING (true);
CREATE POLICY view ON site.consents FOR SELECT TO steward_api USING ((SELECT auth.may('consent.view', 'consent.edit')));
CREATE POLICY record ON site.consents FOR INSERT TO steward_api WITH CHECK ((SELECT auth.may('consent.edit'))
	AND (user_id IS NULL OR EXISTS (SELECT FROM site.users u WHERE u.id = user_id)));
CREATE POLICY view ON site.minimum_ages FOR SELECT TO steward_api USING ((SELECT auth.may('settings.view', 'settings.edit')));
CREATE POLICY change ON site.minimum_ages TO steward_api USING ((SELECT auth.may('settings.edit')));
CREATE POLICY view ON site.texts FOR SELECT TO steward_api USING ((SELECT auth.may('settings.view', 'text.edit')));
CREATE POLICY change ON site.texts FOR UPDATE TO steward_api USING ((SELECT auth.may('text.edit')));
CREATE POLICY view ON site.text_versions FOR SELECT TO steward_api USING ((SELECT auth.may('settings.view', 'text.edit', 'consent.edit')));
CREATE POLICY publish ON site.text_versions FOR INSERT TO steward_api WITH CHECK ((SELECT auth.may('text.edit')));
CREATE POLICY view ON site.countries FOR SELECT TO steward_api USING (true);
CREATE POLICY view ON site.permissions FOR SELECT TO steward_api USING (true);

-- Sales
CREATE POLICY view ON site.supplier_groups FOR SELECT TO steward_api USING ((SELECT auth.may('supplier.view', 'supplier.edit')));
CREATE POLICY change ON site.supplier_groups TO steward_api USING ((SELECT auth.may('supplier.edit')));
CREATE POLICY view ON site.suppliers FOR SELECT TO steward_api USING ((SELECT auth.may('supplier.view', 'supplier.edit', 'payment_run.run', 'file.view', 'invoice.view', 'order.view')));
CREATE POLICY change ON site.suppliers TO steward_api USING ((SELECT auth.may('supplier.edit')));
CREATE POLICY view ON site.files FOR SELECT TO steward_api USING ((SELECT auth.may('file.view', 'order.view', 'invoice.view')));
CREATE POLICY view ON site.lightboxes FOR SELECT TO steward_api USING ((SELECT auth.may('lightbox.view')));
CREATE POLICY view ON site.lightbox_files FOR SELECT TO steward_api USING ((SELECT auth.may('lightbox.view')));
CREATE POLICY view ON site.cart_lines FOR SELECT TO steward_api USING ((SELECT auth.may('order.view')));
CREATE POLICY view ON site.orders FOR SELECT TO steward_api USING ((SELECT auth.may('order.view', 'invoice.view')));
CREATE POLICY add ON site.orders FOR INSERT TO steward_api WITH CHECK ((SELECT auth.may('order.edit')));
CREATE POLICY change ON site.orders FOR UPDATE TO steward_api USING ((SELECT auth.may('order.edit', 'order.grant', 'order.price')));
CREATE POLICY view ON site.order_lines FOR SELECT TO steward_api USING ((SELECT auth.may('order.view', 'invoice.view')));
CREATE POLICY add ON site.order_lines FOR INSERT TO steward_api WITH CHECK ((SELECT auth.may('order.edit')));
CREATE POLICY change ON site.order_lines FOR UPDATE TO steward_api USING ((SELECT auth.may('order.edit', 'order.grant', 'order.price')));
CREATE POLICY remove ON site.order_lines FOR DELETE TO steward_api USING ((SELECT auth.may('order.edit')));
CREATE POLICY view ON site.exchange_rates FOR SELECT TO steward_api USING ((SELECT auth.may('invoice.view')));
CREATE POLICY change ON site.exchange_rates TO steward_api USING ((SELECT auth.may('invoice.edit')));
CREATE POLICY view ON site.invoices FOR SELECT TO steward_api USING ((SELECT auth.may('invoice.view')));
CREATE POLICY add ON site.invoices FOR INSERT TO steward_api WITH CHECK ((SELECT auth.may('invoice.edit', 'invoice.credit')));
CREATE POLICY change ON site.invoices FOR UPDATE TO steward_api USING ((SELECT auth.may('invoice.edit', 'invoice.issue', 'invoice.credit')));
CREATE POLICY view ON site.invoice_lines FOR SELECT TO steward_api USING ((SELECT auth.may('invoice.view', 'supplier.view', 'payment_run.run')));
CREATE POLICY add ON site.invoice_lines FOR INSERT TO steward_api WITH CHECK ((SELECT auth.may('invoice.edit', 'invoice.credit')));
CREATE POLICY change ON site.invoice_lines FOR UPDATE TO steward_api USING ((SELECT auth.may('invoice.edit', 'supplier.edit')));
CREATE POLICY remove ON site.invoice_lines FOR DELETE TO steward_api USING ((SELECT auth.may('invoice.edit')));
CREATE POLICY view ON site.payments FOR SELECT TO steward_api USING ((SELECT auth.may('invoice.view')));
CREATE POLICY add ON site.payments FOR INSERT TO steward_api WITH CHECK ((SELECT auth.may('invoice.pay')));
CREATE POLICY view ON site.reminders FOR SELECT TO steward_api USING ((SELECT auth.may('invoice.view')));
CREATE POLICY add ON site.reminders FOR INSERT TO steward_api WITH CHECK ((SELECT auth.may('invoice.pay')));
CREATE POLICY view ON site.payment_runs FOR SELECT TO steward_api USING ((SELECT auth.may('supplier.view', 'payment_run.run')));
CREATE POLICY change ON site.payment_runs TO steward_api USING ((SELECT auth.may('payment_run.run')));
CREATE POLICY view ON site.statements FOR SELECT TO steward_api USING ((SELECT auth.may('supplier.view', 'payment_run.run')));
CREATE POLICY add ON site.statements FOR INSERT TO steward_api WITH CHECK ((SELECT auth.may('payment_run.run')));
CREATE POLICY view ON site.statement_lines FOR SELECT TO steward_api USING ((SELECT auth.may('supplier.view', 'payment_run.run')));
CREATE POLICY add ON site.statement_lines FOR INSERT TO steward_api WITH CHECK ((SELECT auth.may('payment_run.run')));

-- Console sessions and the trail
CREATE POLICY view ON auth.sessions FOR SELECT TO steward_api USING ((SELECT auth.may('session.view')));
CREATE POLICY record ON audit.access FOR INSERT TO steward_auth WITH CHECK (true);
CREATE POLICY own ON audit.access FOR SELECT TO steward_auth USING (true);
CREATE POLICY view ON audit.access FOR SELECT TO steward_api USING ((SELECT auth.may('audit.view')));
CREATE POLICY record ON audit.changes FOR INSERT TO steward_auth WITH CHECK (true);
CREATE POLICY view ON audit.changes FOR SELECT TO steward_api USING ((SELECT auth.may('audit.view')));
CREATE POLICY seal ON audit.access FOR SELECT TO steward_notary USING (true);
CREATE POLICY seal ON audit.changes FOR SELECT TO steward_notary USING (true);
CREATE POLICY look ON audit.seals FOR SELECT TO steward_notary, steward_witness USING (true);
CREATE POLICY seal ON audit.seals FOR INSERT TO steward_notary WITH CHECK (true);

-- The register of breaches
ALTER TABLE privacy.breaches ENABLE ROW LEVEL SECURITY;
ALTER TABLE privacy.breach_notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE privacy.breach_people ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS view ON privacy.breaches;
DROP POLICY IF EXISTS change ON privacy.breaches;
DROP POLICY IF EXISTS view ON privacy.breach_notes;
DROP POLICY IF EXISTS change ON privacy.breach_notes;
DROP POLICY IF EXISTS view ON privacy.breach_people;
DROP POLICY IF EXISTS change ON privacy.breach_people;
CREATE POLICY view ON privacy.breaches FOR SELECT TO steward_api USING ((SELECT auth.may('breach.view', 'breach.edit')));
CREATE POLICY change ON privacy.breaches TO steward_api USING ((SELECT auth.may('breach.edit')));
CREATE POLICY view ON privacy.breach_notes FOR SELECT TO steward_api USING ((SELECT auth.may('breach.view', 'breach.edit')));
CREATE POLICY change ON privacy.breach_notes TO steward_api USING ((SELECT auth.may('breach.edit')));
CREATE POLICY view ON privacy.breach_people FOR SELECT TO steward_api USING ((SELECT auth.may('breach.view', 'breach.edit')));
CREATE POLICY change ON privacy.breach_people TO steward_api USING ((SELECT auth.may('breach.edit')));

-- Imports: accounts of clients only, whoever asked for it
CREATE POLICY import ON site.users FOR SELECT TO steward_worker USING (true);
CREATE POLICY import_add ON site.users FOR INSERT TO steward_worker WITH CHECK (type = 'client');
CREATE POLICY import_change ON site.users FOR UPDATE TO steward_worker USING (NOT site.is_staff(type) AND hidden_at IS NULL) WITH CHECK (NOT site.is_staff(type));
CREATE POLICY import ON site.user_custom_values TO steward_worker USING (true);
CREATE POLICY import ON site.user_notes FOR SELECT TO steward_worker USING (true);
CREATE POLICY import_add ON site.user_notes FOR INSERT TO steward_worker WITH CHECK (true);
CREATE POLICY import ON site.countries FOR SELECT TO steward_worker USING (true);
CREATE POLICY import ON site.invoices FOR SELECT TO steward_worker USING (true);
CREATE POLICY import ON site.payments FOR SELECT TO steward_worker USING (true);
CREATE POLICY import_add ON site.consents FOR INSERT TO steward_worker WITH CHECK (kind = 'marketing' AND channel = 'import');
CREATE POLICY import ON site.files FOR SELECT TO steward_worker USING (true);
CREATE POLICY import_add ON site.invoices FOR INSERT TO steward_worker WITH CHECK (true);
CREATE POLICY import_add ON site.invoice_lines FOR INSERT TO steward_worker WITH CHECK (true);
CREATE POLICY import_add ON site.payments FOR INSERT TO steward_worker WITH CHECK (true);
