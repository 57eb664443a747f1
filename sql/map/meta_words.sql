-- What is said when a constraint refuses a value, and lists of values to choose from. The catalogue of the schema, checked by
-- tests/sql/62_save.sql: every constraint on a column that the API writes has its sentence.

CREATE TEMPORARY TABLE wanted_constraints (LIKE meta.constraints INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_constraints (name, column_name, sentence, hint) VALUES
	('users_login_key', 'login', 'This login name is already in use.', 'Choose another; capitals and accents make no difference.'),
	('users_login_check', 'login', 'A log-in name has no blanks and at most 254 characters.', NULL),
	('users_login_type_check', 'login', 'A contact has no log-in name, every other account needs one.', 'Clear the log-in name, or choose another type.'),
	('users_type_check', 'type', 'This value is not allowed.', 'Choose one from the list.'),
	('users_email_check', 'email', 'This is not an e-mail address.', 'Write it like name@example.org, without blanks.'),
	('users_country_fkey', 'country', 'There is no such country.', 'Choose one from the list.'),
	('users_language_check', 'language', 'This is not a language.', 'Write its two-letter code in small letters, like de.'),
	('users_currency_check', 'currency', 'This is not a currency.', 'Write its three-letter code in capitals, like EUR.'),
	('users_settlement_days_check', 'settlement_days', 'This must be a number from 0 to 365.', NULL),
	('users_organisation_id_fkey', 'organisation_id', 'There is no such organisation.', 'Choose one from the list.'),
	('users_permission_group_id_fkey', 'permission_group_id', 'There is no such group.', 'Choose one from the list.'),
	('users_flag_reason_needs_flag_check', 'flag_reason', 'A reason needs a flag.', 'Fill in the flag, or clear the reason.'),
	('organisations_name_check', 'name', 'This must be filled in, with at most 200 characters.', NULL),
	('organisations_email_check', 'email', 'This is not an e-mail address.', 'Write it like name@example.org, without blanks.'),
	('organisations_country_fkey', 'country', 'There is no such country.', 'Choose one from the list.'),
	('organisations_invoice_user_id_fkey', 'invoice_user_id', 'There is no such account.', NULL),
	('permission_groups_name_key', 'name', 'This name is already in use.', 'Choose another.'),
	('permission_groups_name_check', 'name', 'This must be filled in, with at most 100 characters.', NULL),
	('user_permissions_user_id_fkey', NULL, 'There is no such account.', NULL),
	('user_permissions_permission_fkey', NULL, 'There is no such permission.', NULL),
	('custom_fields_client_form_check', 'client_form', 'This value is not allowed.', 'Choose one from the list.'),
	('custom_fields_contributor_form_check', 'contributor_form', 'This value is not allowed.', 'Choose one from the list.'),
	('custom_fields_account_form_check', 'account_form', 'This value is not allowed.', 'Choose one from the list.'),
	('user_notes_body_check', 'body', 'This must be filled in, with at most 20,000 characters.', NULL),
	('user_notes_user_id_fkey', 'user_id', 'There is no such account.', NULL),
	('ip_rules_user_id_fkey', 'user_id', 'There is no such account.', NULL),
	('ip_rules_user_id_network_key', 'network', 'This network is on the list already.', NULL),
	('blocked_addresses_until_check', 'until', 'A block ends after it begins.', 'Write a later time.');
-- All limits of length say the same, each beside its column.
INSERT INTO wanted_constraints (name, column_name, sentence, hint)
	SELECT k.conname, a.attname, format('This is too long: at most %s characters.', to_char(substring(pg_get_constraintdef(k.oid) FROM '<= ([0-9]+)')::integer, 'FM999,999')), NULL
	FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
	JOIN pg_class c ON c.oid = k.conrelid
	WHERE k.contype = 'c' AND cardinality(k.conkey) = 1 AND c.relnamespace = 'site'::regnamespace AND NOT c.relispartition
		AND c.relname IN ('users', 'organisations', 'permission_groups', 'custom_fields', 'user_custom_values', 'user_notes', 'ip_rules', 'blocked_addresses', 'settings')
		AND pg_get_constraintdef(k.oid) ~ '^CHECK \(\(char_length\([a-z0-9_]+\) <= [0-9]+\)\)$'
		AND k.conname NOT IN (SELECT name FROM wanted_constraints);

CREATE TEMPORARY TABLE wanted_choices (LIKE meta.choices INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_choices (name, right_name, query) VALUES
	('countries', 'user.view', $$SELECT c.code::text, c.name_en FROM site.countries c WHERE site.fold(c.code || ' ' || c.name_en || ' ' || c.name_nl) LIKE $1 ORDER BY site.fold(c.name_en) COLLATE "C" LIMIT $2$$),
	('organisations', 'user.view', $$WITH m AS MATERIALIZED (SELECT o.id, o.name, o.city FROM site.organisations o WHERE o.search_text LIKE $1 LIMIT 1000)
		SELECT m.id::text, concat_ws(', ', m.name, nullif(m.city, '')) FROM m ORDER BY site.fold(m.name) COLLATE "C", m.id LIMIT $2$$),
	('permission_groups', 'user.view', $$SELECT g.id::text, g.name FROM site.permission_groups g WHERE site.fold(g.name) LIKE $1 ORDER BY site.fold(g.name) COLLATE "C", g.id LIMIT $2$$),
	('permissions', 'user.view', $$SELECT p.name, p.label FROM site.permissions p WHERE site.fold(p.label) LIKE $1 ORDER BY p.position LIMIT $2$$),
	('languages', 'user.view', $$SELECT l.code, l.name FROM (VALUES ('bg', 'Bulgarian'), ('cs', 'Czech'), ('da', 'Danish'), ('de', 'German'), ('el', 'Greek'), ('en', 'English'), ('es', 'Spanish'), ('et', 'Estonian'),
		('fi', 'Finnish'), ('fr', 'French'), ('ga', 'Irish'), ('hr', 'Croatian'), ('hu', 'Hungarian'), ('is', 'Icelandic'), ('it', 'Italian'), ('lt', 'Lithuanian'), ('lv', 'Latvian'), ('mt', 'Maltese'), ('nl', 'Dutch'),
		('no', 'Norwegian'), ('pl', 'Polish'), ('pt', 'Portuguese'), ('ro', 'Romanian'), ('sk', 'Slovak'), ('sl', 'Slovenian'), ('sv', 'Swedish'), ('tr', 'Turkish'), ('uk', 'Ukrainian')) AS l (code, name)
		WHERE site.fold(l.code || ' ' || l.name) LIKE $1 ORDER BY l.name LIMIT $2$$),
	('currencies', 'user.view', $$SELECT m.code, m.name FROM (VALUES ('EUR', 'Euro'), ('GBP', 'Pound sterling'), ('CHF', 'Swiss franc'), ('USD', 'US dollar'), ('DKK', 'Danish krone'), ('NOK', 'Norwegian krone'), ('SEK', 'Swedish krona'),
		('PLN', 'Polish zloty'), ('CZK', 'Czech koruna'), ('HUF', 'Hungarian forint'), ('RON', 'Romanian leu'), ('BGN', 'Bulgarian lev'), ('UAH', 'Ukrainian hryvnia'), ('TRY', 'Turkish lira'), ('CAD', 'Canadian dollar'),
		('AUD', 'Australian dollar'), ('JPY', 'Japanese yen')) AS m (code, name) WHERE site.fold(m.code || ' ' || m.name) LIKE $1 ORDER BY m.code LIMIT $2$$),
	-- Every code of three letters is asked of the rule, so that it stands in one place.
	('whole_currencies', 'user.view', $$SELECT c.code, ''::text FROM (SELECT chr(65 + n / 676) || chr(65 + n / 26 % 26) || chr(65 + n % 26) AS code FROM generate_series(0, 17575) AS n) AS c
		WHERE site.decimals_of(c.code) = 0 AND lower(c.code) LIKE $1 ORDER BY c.code LIMIT $2$$),
	('user_types', 'user.view', $$SELECT y.value, y.label FROM (VALUES (1, 'client', 'Client'), (2, 'contact', 'Contact, never logs in'), (3, 'api', 'Program (API)')) AS y (n, value, label) WHERE site.fold(y.label) LIKE $1 ORDER BY y.n LIMIT $2$$),
	('user_states', 'user.view', $$SELECT y.value, y.label FROM (VALUES (1, 'active', 'Active'), (2, 'disabled', 'Disabled'), (3, 'hidden', 'Hidden')) AS y (n, value, label) WHERE site.fold(y.label) LIKE $1 ORDER BY y.n LIMIT $2$$),
	('form_states', 'user.view', $$SELECT y.value, y.label FROM (VALUES (1, 'hidden', 'Hidden'), (2, 'optional', 'Optional'), (3, 'required', 'Required')) AS y (n, value, label) WHERE site.fold(y.label) LIKE $1 ORDER BY y.n LIMIT $2$$),
	('activity_kinds', 'log.view', $$SELECT y.value, y.label FROM (VALUES ('cart', 'Cart'), ('comp', 'Comp'), ('download', 'Download'), ('lightbox', 'Lightbox'), ('page', 'Page'), ('preview', 'Preview'), ('search', 'Search')) AS y (value, label)
		WHERE site.fold(y.label) LIKE $1 ORDER BY y.label LIMIT $2$$);

SELECT steward.take_rows('wanted_constraints', 'meta.constraints', '');
SELECT steward.take_rows('wanted_choices', 'meta.choices', '');
