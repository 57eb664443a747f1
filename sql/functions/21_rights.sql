-- Every right of the console and the roles that bundle them. Applied again when this file changes: sentences follow the file.
-- A role gets the rights that are new here; what an administrator took from a role or gave to it stays. superadmin and
-- sysadmin have every right, but that free SQL is the sysadmin's alone.

CREATE TEMPORARY TABLE wanted_rights (position serial, name text, roles text, sentence text) ON COMMIT DROP;
INSERT INTO wanted_rights (name, roles, sentence) VALUES
	('user.view', 'support finance privacy desk', 'See accounts of clients, contacts and programs'),
	('user.create', 'support', 'Make new accounts'),
	('user.edit', 'support', 'Change name, address, contact and settings of an account'),
	('user.disable', 'support', 'Enable and disable accounts'),
	('user.hide', '', 'Hide an account, and restore a hidden one'),
	('user.rename', '', 'Change the log-in name of an account'),
	('user.permission', 'support', 'Change what one client may do on the website'),
	('user.note', 'support finance privacy desk', 'Write notes about an account'),
	('user.access', 'support', 'Change the addresses from which an account may log in'),
	('user.custom', 'support', 'Change the values of custom fields'),
	('user.password', 'support', 'Send a client a one-time link to set a new password'),
	('user.staff_view', 'privacy', 'See accounts of colleagues'),
	('group.edit', '', 'Make permission groups and change what they allow'),
	('field.define', '', 'Define the custom fields and mark what they hold'),
	('organisation.view', 'support finance privacy desk', 'See organisations'),
	('organisation.edit', 'finance', 'Make and change organisations and their invoicing account'),
	('contact.view', 'support finance desk privacy', 'See contact moments, tasks and messages'),
	('contact.edit', 'support finance desk privacy', 'Log contact moments and follow them up'),
	('task.edit', 'support finance desk privacy', 'Give, take and finish tasks'),
	('message.write', 'support finance desk', 'Answer and write messages to clients on the website'),
	('agreement.view', 'support finance desk', 'See agreements on price and use'),
	('agreement.edit', 'finance', 'Make and change agreements on price and use'),
	('order.view', 'support finance desk', 'See orders, carts and downloads'),
	('order.edit', 'support desk', 'Change and make orders, complete and cancel them'),
	('order.price', 'desk finance', 'Quote prices, show or hide them, and mark lines for invoicing'),
	('order.grant', 'desk', 'Grant and revoke download rights'),
	('file.view', 'support finance desk', 'See files'),
	('lightbox.view', 'support desk', 'See lightboxes and whom they were sent to'),
	('invoice.view', 'support finance', 'See invoices and payments'),
	('invoice.edit', 'finance', 'Make and change drafts of invoices'),
	('invoice.issue', 'finance', 'Issue and void invoices'),
	('invoice.credit', 'finance', 'Credit issued invoices and their lines'),
	('invoice.pay', 'finance', 'Register payments and send reminders'),
	('supplier.view', 'finance desk', 'See contributors, their shares and statements'),
	('supplier.edit', 'finance', 'Change contributors, groups and shares'),
	('payment_run.run', 'finance', 'Run payments to contributors and make their statements'),
	('request.view', 'support desk', 'See quote requests, search requests, reservations and usage confirmations'),
	('request.edit', 'desk', 'Change quote and search requests, reservations and usage confirmations'),
	('request.site', 'support desk', 'Answer, quote and close quote and search requests'),
	('restriction.edit', 'desk', 'Make and lift reservations and restrictions of files'),
	('usage.edit', 'support desk', 'Ask for and enter confirmations of use'),
	('log.view', 'support privacy', 'See what the website logged: log-ins, searches, previews, downloads'),
	('session.view', 'privacy', 'See who is logged in on the website and at the console'),
	('session.end', '', 'End a session'),
	('block.view', 'support privacy', 'See blocked addresses'),
	('block.edit', '', 'Block addresses and lift blocks'),
	('audit.view', 'privacy', 'See who changed and who looked at what'),
	('audit.verify', 'privacy', 'Check the seals of the audit trail'),
	('case.view', 'support privacy', 'See the register of requests by data subjects'),
	('case.edit', 'privacy', 'Take in and handle requests by data subjects'),
	('export.person', 'privacy', 'Export all that is held on a person'),
	('list.export', 'finance privacy', 'Export a list as CSV'),
	('import.run', 'finance', 'Import accounts, payments and sales from CSV, each with the right to make them'),
	('erase.propose', 'privacy', 'Plan and propose the erasure of an account'),
	('erase.approve', 'privacy', 'Approve an erasure that a colleague proposed'),
	('erase.run', 'privacy', 'Carry out an erasure that was approved'),
	('map.view', 'privacy', 'See the data map and the record of processing'),
	('map.edit', 'privacy', 'Classify columns in the data map'),
	('retention.view', 'privacy', 'See retention terms and what a purge would remove'),
	('retention.edit', 'privacy', 'Change retention terms'),
	('retention.run', 'privacy', 'Purge what is past its term'),
	('consent.view', 'support privacy', 'See consents and their history'),
	('consent.edit', 'support privacy', 'Register a consent or its withdrawal'),
	('hold.view', 'support finance privacy', 'See restrictions of processing and legal holds'),
	('hold.edit', 'privacy', 'Set and lift restrictions of processing and legal holds'),
	('breach.view', 'privacy', 'See the register of breaches'),
	('breach.edit', 'privacy', 'Keep the register of breaches and make its reports'),
	('recipient.edit', 'privacy', 'Keep the register of recipients and their notices'),
	('job.view', 'support desk finance privacy', 'See jobs and their progress'),
	('job.run', 'finance privacy', 'Start jobs, and cancel and repeat one''s own'),
	('job.manage', '', 'Cancel, pause and repeat the jobs of others, and stop all of them'),
	('schedule.edit', '', 'Plan jobs by the clock'),
	('job.sql', 'SYSADMIN', 'Run a free, read-only SQL query as a job'),
	('security.watch', 'privacy', 'Watch log-ins, failures, blocks and alerts as they happen'),
	('mail.view', 'privacy', 'See security mail and what became of it'),
	('settings.view', 'privacy', 'See the website''s settings'),
	('settings.edit', '', 'Change the website''s settings'),
	('text.edit', 'privacy', 'Write and publish the privacy policy and the texts that the law asks for'),
	('compliance.view', 'privacy', 'See the compliance check'),
	('staff.view', '', 'See staff accounts, their roles and rights'),
	('staff.manage', '', 'Make staff accounts, give and take roles and rights, reset secrets');

DO $rights$
DECLARE
	fresh text[];
BEGIN
	WITH added AS (
		INSERT INTO auth.rights (name, sentence, position) SELECT name, sentence, position FROM wanted_rights
		ON CONFLICT (name) DO NOTHING RETURNING name)
	SELECT coalesce(array_agg(name), '{}') INTO fresh FROM added;
	UPDATE auth.rights r SET sentence = w.sentence, position = w.position FROM wanted_rights w
	WHERE w.name = r.name AND (w.sentence, w.position) IS DISTINCT FROM (r.sentence, r.position);

	INSERT INTO auth.roles (name, label, position) VALUES
		('support', 'Support', 1), ('desk', 'Picture desk', 2), ('finance', 'Finance', 3), ('privacy', 'Privacy officer', 4),
		('superadmin', 'Superadmin', 5), ('sysadmin', 'Sysadmin', 6)
	ON CONFLICT (name) DO UPDATE SET label = excluded.label, position = excluded.position
	WHERE (roles.label, roles.position) IS DISTINCT FROM (excluded.label, excluded.position);

	INSERT INTO auth.role_rights (role, right_name)
	SELECT r.name, w.name FROM wanted_rights w JOIN auth.roles r ON r.name = ANY (string_to_array(w.roles, ' '))
		OR r.name = 'sysadmin' OR (r.name = 'superadmin' AND w.roles <> 'SYSADMIN')
	WHERE w.name = ANY (fresh)
	ON CONFLICT DO NOTHING;
END
$rights$;
