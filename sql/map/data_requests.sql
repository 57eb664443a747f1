-- The data map of requests, of what was sent, of restrictions and confirmations of use.

CREATE TEMPORARY TABLE wanted_lines (LIKE steward.map_lines INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_lines (relation, columns, category, path, use, export, erase, value, keep_ground, keep_until, note) VALUES
	('site.lightbox_sends', 'id lightbox_id user_id sent_at opened_at message', 9, 'user_id > site.users.id', 'service', 'include', 'delete', NULL, NULL, NULL, ''),
	('site.lightbox_sends', 'email', 9, 'email', 'service', 'mask', 'placeholder', NULL, NULL, NULL, 'Whom it was sent to; goes with the row when the sender is erased'),
	('site.link_sends', 'id user_id page sent_at message', 10, 'user_id > site.users.id; address', 'service', 'include', 'delete', NULL, NULL, NULL, ''),
	('site.link_sends', 'email', 10, 'email', 'service', 'mask', 'placeholder', NULL, NULL, NULL, 'Whom it was sent to; goes with the row when the sender is erased'),
	('site.link_sends', 'address', 10, 'user_id > site.users.id; address', 'service', 'include', 'delete', NULL, NULL, NULL, 'Guests by address'),
	('site.quote_requests', 'id user_id email name file_id subject body status price currency answer answered_at order_id received_at address', 12, 'user_id > site.users.id; email; address', 'notes', 'include', 'delete', NULL, NULL, NULL, 'Guests by e-mail or address'),
	('site.quote_requests', 'answered_by', 12, 'answered_by > site.users.id', 'notes', 'mask', 'null', NULL, NULL, NULL, 'A colleague'),
	('site.quote_requests', 'updated_at version', NULL, 'none', '', 'none', 'delete', NULL, NULL, NULL, ''),
	('site.search_requests', 'id user_id email name subject body needed_by status answer answered_at lightbox_id received_at address', 13, 'user_id > site.users.id; email; address', 'notes', 'include', 'delete', NULL, NULL, NULL, 'Guests by e-mail or address'),
	('site.search_requests', 'answered_by', 13, 'answered_by > site.users.id', 'notes', 'mask', 'null', NULL, NULL, NULL, 'A colleague'),
	('site.search_requests', 'updated_at version', NULL, 'none', '', 'none', 'delete', NULL, NULL, NULL, ''),
	('site.restrictions', 'id file_id kind start_on end_on public_text on_preview on_order on_account cart_allowed needs_approval user_id order_id countries lifted_at created_at', 17, 'user_id > site.users.id', 'licence', 'include', 'delete', NULL, NULL, NULL, ''),
	('site.restrictions', 'private_text', 17, 'user_id > site.users.id', 'licence', 'mask', 'delete', NULL, NULL, NULL, 'Free text of the staff'),
	('site.restrictions', 'lifted_by created_by', 17, 'lifted_by > site.users.id; created_by > site.users.id', 'licence', 'mask', 'null', NULL, NULL, NULL, 'A colleague'),
	('site.restrictions', 'updated_at version', NULL, 'none', '', 'none', 'delete', NULL, NULL, NULL, ''),
	('site.usage_confirmations', 'id order_line_id order_id user_id needed_by state use_text asked_at confirmed_at', 18, 'user_id > site.users.id', 'licence', 'include', 'delete', NULL, NULL, NULL, 'The order line keeps whether it was used'),
	('site.usage_confirmations', 'asked_by confirmed_by', 18, 'asked_by > site.users.id; confirmed_by > site.users.id', 'licence', 'mask', 'null', NULL, NULL, NULL, 'A colleague'),
	('site.usage_confirmations', 'updated_at version', NULL, 'none', '', 'none', 'delete', NULL, NULL, NULL, '');
SELECT steward.take_map();
