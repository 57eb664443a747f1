-- The data map of what is sold: files, lightboxes, carts, orders, invoices, payments, contributors.

CREATE TEMPORARY TABLE wanted_lines (LIKE steward.map_lines INCLUDING DEFAULTS) ON COMMIT DROP;
-- Category 8: lightboxes
INSERT INTO wanted_lines (relation, columns, category, path, use, export, erase, value, keep_ground, keep_until, note) VALUES
	('site.lightboxes', 'id user_id name note created_at updated_at', 8, 'user_id > site.users.id', 'account', 'include', 'delete', NULL, NULL, NULL, 'Free text of the client'),
	('site.lightboxes', 'version search_text', NULL, 'none', '', 'none', 'delete', NULL, NULL, NULL, ''),
	('site.lightbox_files', 'id lightbox_id file_id note added_at', 8, 'lightbox_id > site.lightboxes.id > site.lightboxes.user_id > site.users.id', 'account', 'include', 'delete', NULL, NULL, NULL, ''),
-- 11: cart
	('site.cart_lines', 'id user_id file_id licence size use_text territory price added_at updated_at', 11, 'user_id > site.users.id', 'account', 'include', 'delete', NULL, NULL, NULL, ''),
	('site.cart_lines', 'version', NULL, 'none', '', 'none', 'delete', NULL, NULL, NULL, ''),
-- 14 and 15: orders, and what was granted for download. They stay: contributors are paid by them and the licence is proved by them; the account they name is emptied.
	('site.orders', 'id user_id', 14, 'user_id > site.users.id', 'licence', 'include', 'keep', NULL, 'Names an account that is emptied; the licence granted and the contributor''s share hang on the order, Art. 17(3)(e)',
		'7 years after the year of the order', ''),
	('site.orders', 'status currency prices_shown totals_only pay_online paid_online_at terms_accepted_at submitted_at decided_at completed_at created_at', 14, 'user_id > site.users.id', 'licence', 'include', 'keep', NULL,
		'Says nothing about a person once the account is emptied', '7 years after the year of the order', ''),
	('site.orders', 'title reference client_note staff_note reason', 14, 'user_id > site.users.id', 'licence', 'include', 'constant', '', NULL, NULL, 'Free text'),
	('site.orders', 'lightbox_id', 14, 'user_id > site.users.id', 'licence', 'include', 'null', NULL, NULL, NULL, 'The lightbox is deleted'),
	('site.orders', 'search_text', NULL, 'none', '', 'none', 'keep', NULL, NULL, NULL, 'Generated from other columns'),
	('site.orders', 'created_by decided_by', 14, 'created_by > site.users.id; decided_by > site.users.id', 'proof', 'mask', 'null', NULL, NULL, NULL, 'A colleague'),
	('site.orders', 'updated_at version', NULL, 'none', '', 'none', 'keep', NULL, NULL, NULL, ''),
	('site.order_lines', 'id order_id file_id licence size price discount amount agreement_id to_invoice invoiced usage_state usage_needed_by created_at', 14,
		'order_id > site.orders.id > site.orders.user_id > site.users.id', 'licence', 'include', 'keep', NULL, 'Says nothing about a person once the account is emptied', '7 years after the year of the order', ''),
	('site.order_lines', 'use_text territory', 14, 'order_id > site.orders.id > site.orders.user_id > site.users.id', 'licence', 'include', 'keep', NULL,
		'The licence that was granted, Art. 17(3)(e)', '7 years after the year of the order', 'Mentions of the person are found by the residual scan'),
	('site.order_lines', 'download download_at', 15, 'order_id > site.orders.id > site.orders.user_id > site.users.id', 'licence', 'include', 'keep', NULL,
		'Says nothing about a person once the account is emptied', '7 years after the year of the order', ''),
	('site.order_lines', 'supplier_id', NULL, 'none', '', 'none', 'keep', NULL, NULL, NULL, 'The contributor, in his own statements'),
	('site.order_lines', 'decimals royalty_percent updated_at version', NULL, 'none', '', 'none', 'keep', NULL, NULL, NULL, ''),
-- 19: invoices and payments. The tax law wants them whole until keep_until of the invoice.
	('site.invoices', 'id number kind credits_id user_id organisation_id status invoice_date due_date settlement_days currency base_currency rate net_total tax_total total paid_total credited_total open_total '
		'reminders reminded_at issued_at keep_until created_at', 19, 'user_id > site.users.id', 'billing', 'include', 'keep', NULL, 'Tax law, Art. 17(3)(b)', 'keep_until of the invoice', ''),
	('site.invoices', 'buyer_name buyer_company buyer_address buyer_country buyer_vat_number reference note', 19, 'user_id > site.users.id', 'billing', 'include', 'keep', NULL,
		'Tax law wants the buyer named on the invoice, Art. 17(3)(b)', 'keep_until of the invoice', ''),
	('site.invoices', 'issued_by created_by', 19, 'issued_by > site.users.id; created_by > site.users.id', 'proof', 'mask', 'keep', NULL, 'Who issued it, Art. 17(3)(b)', 'keep_until of the invoice', 'A colleague'),
	('site.invoices', 'search_text', NULL, 'none', '', 'none', 'keep', NULL, NULL, NULL, 'Generated from other columns'),
	('site.invoices', 'updated_at version', NULL, 'none', '', 'none', 'keep', NULL, NULL, NULL, ''),
	('site.invoice_lines', 'id invoice_id order_line_id file_id credits_line_id description quantity price discount amount tax_label tax_rate tax created_at', 19,
		'invoice_id > site.invoices.id > site.invoices.user_id > site.users.id', 'billing', 'include', 'keep', NULL, 'Tax law, Art. 17(3)(b)', 'keep_until of the invoice', ''),
	('site.invoice_lines', 'supplier_id decimals royalty_percent royalty_amount payable_on paid_out released updated_at version', NULL, 'none', '', 'none', 'keep', NULL, NULL, NULL, 'What a contributor is owed says nothing about the buyer'),
	('site.payments', 'id invoice_id user_id amount currency rate base_amount paid_on method description created_at', 19, 'user_id > site.users.id', 'billing', 'include', 'keep', NULL, 'Tax law, Art. 17(3)(b)',
		'keep_until of the invoice', ''),
	('site.payments', 'base_decimals', NULL, 'none', '', 'none', 'keep', NULL, NULL, NULL, ''),
	('site.payments', 'created_by', 19, 'created_by > site.users.id', 'proof', 'mask', 'keep', NULL, 'Who registered it, Art. 17(3)(b)', 'keep_until of the invoice', 'A colleague'),
	('site.reminders', 'id invoice_id user_id level open_total sent_at', 19, 'user_id > site.users.id', 'billing', 'include', 'keep', NULL, 'Establishing legal claims, Art. 17(3)(e)', 'keep_until of the invoice', ''),
	('site.reminders', 'note', 19, 'user_id > site.users.id', 'billing', 'include', 'constant', '', NULL, NULL, 'Free text'),
	('site.reminders', 'sent_by', 19, 'sent_by > site.users.id', 'proof', 'mask', 'null', NULL, NULL, NULL, 'A colleague'),
-- Contributors, where they have an account
	('site.suppliers', 'id user_id created_at', 1, 'user_id > site.users.id', 'royalty', 'include', 'keep', NULL, 'What a contributor was paid must be shown, Art. 17(3)(b)', '7 years after the year of the last payment', ''),
	('site.suppliers', 'name', 1, 'user_id > site.users.id', 'royalty', 'include', 'keep', NULL, 'Names who was paid, Art. 17(3)(b)', '7 years after the year of the last payment', 'Also the credit line of published pictures'),
	('site.suppliers', 'email', 1, 'user_id > site.users.id; email', 'royalty', 'include', 'constant', '', NULL, NULL, ''),
	('site.suppliers', 'group_id royalty_percent lower_limit months_between active', 19, 'user_id > site.users.id', 'royalty', 'include', 'keep', NULL, 'Terms of payment, Art. 17(3)(b)', '7 years after the year of the last payment', ''),
	('site.suppliers', 'notes', 20, 'user_id > site.users.id', 'notes', 'mask', 'constant', '', NULL, NULL, 'Free text of the staff'),
	('site.suppliers', 'search_text', NULL, 'none', '', 'none', 'keep', NULL, NULL, NULL, 'Generated from other columns'),
	('site.suppliers', 'updated_at version', NULL, 'none', '', 'none', 'keep', NULL, NULL, NULL, ''),
	('site.statements', 'id run_id supplier_id run_on currency lines total created_at', 19, 'supplier_id > site.suppliers.id > site.suppliers.user_id > site.users.id', 'royalty', 'include', 'keep', NULL,
		'What a contributor was paid must be shown, Art. 17(3)(b)', '7 years after the year of the payment', ''),
	('site.statement_lines', 'id statement_id invoice_line_id amount', NULL, 'none', '', 'none', 'keep', NULL, NULL, NULL, 'Amounts of a statement; read with it'),
	('site.payment_runs', 'run_by created_by', 7, 'run_by > site.users.id; created_by > site.users.id', 'proof', 'mask', 'null', NULL, NULL, NULL, 'A colleague'),
	('site.payment_runs', 'id group_id run_on status currency statements lines total note previewed_at run_at created_at updated_at version', NULL, 'none', '', 'none', 'keep', NULL, NULL, NULL, ''),
-- Says nothing about a person
	('site.supplier_groups', 'id name description royalty_percent created_at updated_at version', NULL, 'none', '', 'none', 'keep', NULL, NULL, NULL, ''),
	('site.files', 'id title supplier_id licence object_name original_name custom_number online created_at updated_at version search_text', NULL, 'none', '', 'none', 'keep', NULL, NULL, NULL,
		'People shown in a picture are the picture''s own matter'),
	('site.exchange_rates', 'id currency valid_from rate created_at updated_at version', NULL, 'none', '', 'none', 'keep', NULL, NULL, NULL, ''),
	('site.invoice_numbers', 'year last', NULL, 'none', '', 'none', 'keep', NULL, NULL, NULL, '');

SELECT steward.take_map();
