-- The data map of contact keeping. How a line is read stands at the head of data_map.sql.

CREATE TEMPORARY TABLE wanted_lines (LIKE steward.map_lines INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_lines (relation, columns, category, path, use, export, erase, value, keep_ground, keep_until, note) VALUES
	('site.contact_moments', 'id user_id kind direction at follow_up_on followed_up_at order_id invoice_id created_at', 21, 'user_id > site.users.id', 'notes', 'include', 'delete', NULL, NULL, NULL, ''),
	('site.contact_moments', 'subject body', 21, 'user_id > site.users.id', 'notes', 'mask', 'delete', NULL, NULL, NULL, 'Free text; may name other people'),
	('site.contact_moments', 'author_id', 21, 'author_id > site.users.id', 'notes', 'mask', 'delete', NULL, NULL, NULL, 'A colleague'),
	('site.contact_moments', 'followed_up_by', 21, 'followed_up_by > site.users.id', 'notes', 'mask', 'delete', NULL, NULL, NULL, 'A colleague'),
	('site.contact_moments', 'updated_at version', NULL, 'none', '', 'none', 'delete', NULL, NULL, NULL, ''),
	('site.tasks', 'id user_id due_on done_at created_at', 21, 'user_id > site.users.id', 'notes', 'include', 'delete', NULL, NULL, NULL, ''),
	('site.tasks', 'subject body', 21, 'user_id > site.users.id', 'notes', 'mask', 'delete', NULL, NULL, NULL, 'Free text; may name other people'),
	('site.tasks', 'assigned_to', 21, 'assigned_to > site.users.id', 'notes', 'mask', 'null', NULL, NULL, NULL, 'A colleague'),
	('site.tasks', 'done_by created_by', 21, 'done_by > site.users.id; created_by > site.users.id', 'notes', 'mask', 'null', NULL, NULL, NULL, 'A colleague'),
	('site.tasks', 'updated_at version', NULL, 'none', '', 'none', 'delete', NULL, NULL, NULL, ''),
	('site.messages', 'id thread_id user_id from_staff sent_at read_at', 16, 'user_id > site.users.id', 'notes', 'include', 'delete', NULL, NULL, NULL, ''),
	('site.messages', 'subject body', 16, 'user_id > site.users.id', 'notes', 'include', 'delete', NULL, NULL, NULL, 'The person wrote or received it'),
	('site.messages', 'author_id', 16, 'author_id > site.users.id', 'notes', 'mask', 'null', NULL, NULL, NULL, 'A colleague'),
	('site.messages', 'read_by', 16, 'read_by > site.users.id', 'notes', 'mask', 'null', NULL, NULL, NULL, 'A colleague'),
	('site.messages', 'updated_at version', NULL, 'none', '', 'none', 'delete', NULL, NULL, NULL, ''),
	('site.agreements', 'id valid_from valid_until audience prepaid download_limit limit_period created_at', 22, 'id > site.agreement_users.agreement_id > site.agreement_users.user_id > site.users.id', 'licence', 'include', 'keep', NULL,
		'An agreement is not erased with one of those for whom it holds', 'nobody is left for whom it holds', ''),
	('site.agreements', 'title body', 22, 'id > site.agreement_users.agreement_id > site.agreement_users.user_id > site.users.id', 'licence', 'mask', 'keep', NULL,
		'An agreement is not erased with one of those for whom it holds; mentions of the person are found by the residual scan', 'nobody is left for whom it holds', 'Free text'),
	('site.agreements', 'created_by', 22, 'created_by > site.users.id', 'licence', 'mask', 'null', NULL, NULL, NULL, 'A colleague'),
	('site.agreements', 'search_text', NULL, 'none', '', 'none', 'keep', NULL, NULL, NULL, 'Generated column'),
	('site.agreements', 'updated_at version', NULL, 'none', '', 'none', 'keep', NULL, NULL, NULL, ''),
	('site.agreement_users', 'agreement_id user_id added_at', 22, 'user_id > site.users.id', 'licence', 'include', 'delete', NULL, NULL, NULL, ''),
	('site.agreement_users', 'added_by', 22, 'added_by > site.users.id', 'licence', 'mask', 'null', NULL, NULL, NULL, 'A colleague'),
	('site.agreement_organisations', 'agreement_id organisation_id added_at', 22, 'organisation_id > site.users.organisation_id', 'licence', 'include', 'keep', NULL,
		'An organisation is not erased with one of its people', 'it has no account left', ''),
	('site.agreement_organisations', 'added_by', 22, 'added_by > site.users.id', 'licence', 'mask', 'null', NULL, NULL, NULL, 'A colleague');
SELECT steward.take_map();
