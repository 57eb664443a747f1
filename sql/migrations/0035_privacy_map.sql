-- Purposes as a table that every file of the map refers to, what staff decided in their place, and which columns tell one person from another.

CREATE TABLE privacy.purposes (
	name text NOT NULL CONSTRAINT purposes_pkey PRIMARY KEY CONSTRAINT purposes_name_check CHECK (name ~ '^([a-z][a-z_]{1,30})?$'),
	purpose text NOT NULL,
	ground text NOT NULL,
	retention text NOT NULL,
	term interval CONSTRAINT purposes_term_check CHECK (term > interval '0'),
	whole_years boolean NOT NULL DEFAULT false,
	keeps boolean NOT NULL DEFAULT false,
	CONSTRAINT purposes_text_key UNIQUE (purpose, ground, retention),
	CONSTRAINT purposes_filled_check CHECK ((name = '') = (purpose = '') AND (name = '') = (ground = '') AND (name = '') = (retention = ''))
);
COMMENT ON TABLE privacy.purposes IS 'What personal data are kept for, on which ground and how long';
COMMENT ON COLUMN privacy.purposes.name IS 'Short name, by which the files of the map refer to it; empty for what says nothing about a person';
COMMENT ON COLUMN privacy.purposes.purpose IS 'The purpose, in words for people';
COMMENT ON COLUMN privacy.purposes.ground IS 'Lawful ground';
COMMENT ON COLUMN privacy.purposes.retention IS 'How long, in words';
COMMENT ON COLUMN privacy.purposes.term IS 'How long, as the purge counts it; empty when an event ends it and not the calendar';
COMMENT ON COLUMN privacy.purposes.whole_years IS 'The term begins at the end of the year in which the row was made';
COMMENT ON COLUMN privacy.purposes.keeps IS 'A law or a claim needs it, so that it stays when the person asks for erasure, until the term ends';

ALTER TABLE privacy.data_map
	ADD COLUMN own_export_rule text CONSTRAINT data_map_own_export_rule_check CHECK (own_export_rule IN ('include', 'mask', 'never')),
	ADD COLUMN own_special_category boolean,
	ADD COLUMN own_note text CONSTRAINT data_map_own_note_check CHECK (char_length(own_note) <= 1000),
	ADD COLUMN own_reviewed_on date,
	ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now(),
	ADD COLUMN version bigint NOT NULL DEFAULT 1,
	ADD CONSTRAINT data_map_own_check CHECK (own_export_rule IS NULL OR (category IS NOT NULL AND export_rule <> 'never'));
COMMENT ON COLUMN privacy.data_map.own_export_rule IS 'What staff decided in place of export_rule; never for a credential';
COMMENT ON COLUMN privacy.data_map.own_special_category IS 'What staff decided in place of special_category';
COMMENT ON COLUMN privacy.data_map.own_note IS 'Note of the staff';
COMMENT ON COLUMN privacy.data_map.own_reviewed_on IS 'When staff looked at the row last';
COMMENT ON COLUMN privacy.data_map.updated_at IS 'When the row was changed last';
COMMENT ON COLUMN privacy.data_map.version IS 'Counts the changes; an edit names the version it started from';

CREATE TABLE privacy.identifiers (
	schema_name text NOT NULL,
	table_name text NOT NULL,
	column_name text NOT NULL,
	kind text NOT NULL CONSTRAINT identifiers_kind_check CHECK (kind IN ('name', 'login', 'email', 'phone', 'street', 'address', 'vat', 'account', 'custom')),
	CONSTRAINT identifiers_pkey PRIMARY KEY (schema_name, table_name, column_name)
);
COMMENT ON TABLE privacy.identifiers IS 'Columns whose values tell a person from others: an erasure collects them first and looks for them everywhere at the end';
COMMENT ON COLUMN privacy.identifiers.schema_name IS 'Schema';
COMMENT ON COLUMN privacy.identifiers.table_name IS 'Table';
COMMENT ON COLUMN privacy.identifiers.column_name IS 'Column';
COMMENT ON COLUMN privacy.identifiers.kind IS 'What the value is: name, login, email, phone, street, address (of a computer), vat, account (bank), custom (where the field is marked personal)';

CREATE TABLE privacy.dates (
	schema_name text NOT NULL,
	table_name text NOT NULL,
	column_name text NOT NULL,
	CONSTRAINT dates_pkey PRIMARY KEY (schema_name, table_name)
);
COMMENT ON TABLE privacy.dates IS 'From which column of a table its retention term is counted';
COMMENT ON COLUMN privacy.dates.schema_name IS 'Schema';
COMMENT ON COLUMN privacy.dates.table_name IS 'Table';
COMMENT ON COLUMN privacy.dates.column_name IS 'Column with the time or day';

SELECT steward.take_ownership('privacy', 'site_owner');

CREATE TYPE steward.map_lines AS (relation text, columns text, category integer, path text, use text, export text, erase text, value text, keep_ground text,
	keep_until text, special boolean, note text);
COMMENT ON TYPE steward.map_lines IS 'A line of a file of the data map: columns of one table that are treated alike';

-- Log-ins that were refused name no account, but the name that was typed can be somebody's.
CREATE INDEX login_log_stranger_idx ON site.login_log (lower(login)) WHERE user_id IS NULL;
