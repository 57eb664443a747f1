-- The data map of the tables of privacy itself.

CREATE TEMPORARY TABLE wanted_lines (LIKE steward.map_lines INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_lines (relation, columns, export, erase) VALUES
	('privacy.purposes', 'name purpose ground retention term whole_years keeps', 'none', 'keep'),
	('privacy.identifiers', 'schema_name table_name column_name kind', 'none', 'keep'),
	('privacy.dates', 'schema_name table_name column_name date_sql is_end live_sql whole', 'none', 'keep'),
	('privacy.holidays', 'day name', 'none', 'keep'),
	('privacy.letter_texts', 'name language subject body updated_at version', 'none', 'keep'),
	('privacy.blocker_rules', 'kind relation when_sql label_sql sentence lifted_by billing', 'none', 'keep'),
	('privacy.requests', 'updated_at version', 'none', 'keep'),
	('privacy.request_notes', 'updated_at version', 'none', 'keep'),
	('privacy.holds', 'updated_at version', 'none', 'keep'),
	('privacy.exports', 'updated_at version xid wrapped_passphrase', 'none', 'keep'),
	('privacy.erasures', 'updated_at version', 'none', 'keep'),
	('privacy.erasure_items', 'erasure_id no relation action columns rule reason keep_until rows', 'none', 'keep'),
	('privacy.erasure_keys', 'erasure_id no chunk keys', 'none', 'keep'),
	('privacy.erasure_blockers', 'erasure_id no kind relation key sentence lifted_by billing', 'none', 'keep'),
	('privacy.erasure_accepts', 'id erasure_id relation key reason accepted_by accepted_at', 'none', 'keep'),
	('privacy.ledger', 'no erasure_id at user_id fingerprint scope certificate previous hash signature public_key replayed_at', 'none', 'keep'),
	('privacy.suppressions', 'hash reason at', 'none', 'keep'),
	('privacy.ledger_mark', 'single no server told_at', 'none', 'keep'),
	('privacy.scan_indexes', 'relation expression definition', 'none', 'keep');
-- The register itself: that a request was answered stays, who the person is does not.
INSERT INTO wanted_lines (relation, columns, category, path, use, export, erase, value, keep_ground, keep_until, note) VALUES
	('privacy.account_warnings', 'user_id mail_id warned_at disabled_at', 1, 'user_id > site.users.id', 'account', 'include', 'delete', NULL, NULL, NULL, ''),
	('privacy.requests', 'id number kind state user_id channel received_at due_on first_due_on identity_how identity_at paused_on paused_days extended_months extended_on duplicate_of '
		'closed_at created_at', 21, 'user_id > site.users.id; email', 'rights', 'include', 'keep', NULL, 'Shows that the request was answered in time, Art. 5(2)', '5 years after the answer', ''),
	('privacy.requests', 'email person wish identity_note', 21, 'user_id > site.users.id; email', 'rights', 'include', 'constant', '', NULL, NULL, ''),
	('privacy.requests', 'outcome extension_reason', 21, 'user_id > site.users.id; email', 'rights', 'mask', 'keep', NULL, 'Shows that the request was answered in time, Art. 5(2)', '5 years after the answer', 'A refusal keeps its reasons; mentions of the person are written over'),
	('privacy.requests', 'identity_by handler_id created_by', 21, 'user_id > site.users.id; email', 'rights', 'mask', 'keep', NULL, 'Shows who answered', '5 years after the answer', 'Colleagues'),
	('privacy.request_notes', 'id request_id at kind sent_at sent_how', 21, 'request_id > privacy.requests.id > privacy.requests.user_id > site.users.id; request_id > privacy.requests.id > privacy.requests.email',
		'rights', 'include', 'keep', NULL, 'Shows that the request was answered in time, Art. 5(2)', '5 years after the answer', ''),
	('privacy.request_notes', 'body', 21, 'request_id > privacy.requests.id > privacy.requests.user_id > site.users.id; request_id > privacy.requests.id > privacy.requests.email',
		'rights', 'include', 'constant', '(erased)', NULL, NULL, ''),
	('privacy.request_notes', 'subject', 21, 'request_id > privacy.requests.id > privacy.requests.user_id > site.users.id; request_id > privacy.requests.id > privacy.requests.email',
		'rights', 'mask', 'keep', NULL, 'Shows which steps were taken, Art. 5(2)', '5 years after the answer', 'Mentions of the person are written over'),
	('privacy.request_notes', 'author_id', 21, 'author_id > site.users.id', 'rights', 'mask', 'keep', NULL, 'Shows who answered', '5 years after the answer', 'A colleague'),
	('privacy.holds', 'id user_id kind request_id set_at notice_sent_at lifted_at', 17, 'user_id > site.users.id', 'rights', 'include', 'keep', NULL, 'Shows that a restriction was honoured, Art. 5(2)', '5 years after it was lifted', ''),
	('privacy.holds', 'reason', 17, 'user_id > site.users.id', 'rights', 'include', 'constant', '(erased)', NULL, NULL, ''),
	('privacy.holds', 'set_by lifted_by', 17, 'set_by > site.users.id', 'rights', 'mask', 'keep', NULL, 'Shows who decided', '5 years after it was lifted', 'Colleagues'),
	('privacy.erasures', 'id request_id user_id scope state plan_hash planned_at proposed_at approved_at approved_hash done_at rows_erased rows_kept remainder_of created_at', 21,
		'user_id > site.users.id', 'rights', 'include', 'keep', NULL, 'Shows that the erasure was carried out, Art. 5(2)', '5 years after it', ''),
	('privacy.exports', 'id request_id kind user_id asked_at expires_at rows bytes sha256 finished_at handovers job_id', 21, 'user_id > site.users.id; email', 'rights', 'include', 'keep', NULL,
		'Shows that access was given, Art. 5(2)', '5 years after it', ''),
	('privacy.exports', 'email', 21, 'user_id > site.users.id; email', 'rights', 'include', 'placeholder', NULL, NULL, NULL, ''),
	('privacy.exports', 'asked_by', 21, 'asked_by > site.users.id', 'rights', 'mask', 'keep', NULL, 'Shows who made it', '5 years after it', 'A colleague'),
	('privacy.erasures', 'refusal', 21, 'user_id > site.users.id', 'rights', 'mask', 'keep', NULL, 'Shows why it was refused; mentions of the person are written over', '5 years after it', ''),
	('privacy.erasures', 'emails', 1, 'user_id > site.users.id', 'rights', 'include', 'constant', '{}', NULL, NULL, 'A guest''s are emptied by the erasure itself'),
	('privacy.erasures', 'proposed_by approved_by executed_by created_by', 21, 'proposed_by > site.users.id', 'rights', 'mask', 'keep', NULL, 'Shows who decided', '5 years after it', 'Colleagues');
SELECT steward.take_map();
