-- The data map: one row for every column of every table, from which export, erasure, purge and the record of processing
-- are generated.

CREATE TABLE privacy.categories (
	no integer NOT NULL CONSTRAINT categories_pkey PRIMARY KEY CONSTRAINT categories_no_check CHECK (no BETWEEN 1 AND 22),
	name text NOT NULL CONSTRAINT categories_name_key UNIQUE
);
COMMENT ON TABLE privacy.categories IS 'What is stored about a person, in the order of an answer to a request for access';
COMMENT ON COLUMN privacy.categories.no IS 'Number of the category';
COMMENT ON COLUMN privacy.categories.name IS 'Name of the category';
INSERT INTO privacy.categories (no, name) VALUES
	(1, 'Account, address and contact'),
	(2, 'Permissions'),
	(3, 'Marketing preference and consents'),
	(4, 'Searches'),
	(5, 'Previews viewed'),
	(6, 'Comping images downloaded'),
	(7, 'Log-ins, browsers, systems, addresses and sessions'),
	(8, 'Lightboxes and their files'),
	(9, 'Lightboxes sent, and to whom'),
	(10, 'Page links sent, and to whom'),
	(11, 'Cart'),
	(12, 'Quote requests'),
	(13, 'Search requests'),
	(14, 'Orders'),
	(15, 'Downloads'),
	(16, 'Messages in the site'),
	(17, 'Reservations and restrictions'),
	(18, 'Usage confirmations'),
	(19, 'Invoices and payments'),
	(20, 'Custom fields and notes'),
	(21, 'Contact moments and tasks'),
	(22, 'Agreements on price and use');

CREATE TABLE privacy.data_map (
	schema_name text NOT NULL,
	table_name text NOT NULL,
	column_name text NOT NULL,
	category integer CONSTRAINT data_map_category_fkey REFERENCES privacy.categories,
	subject_path text NOT NULL DEFAULT 'none' CONSTRAINT data_map_subject_path_check CHECK (subject_path <> ''),
	purpose text NOT NULL DEFAULT '',
	ground text NOT NULL DEFAULT '',
	retention text NOT NULL DEFAULT '',
	export_rule text NOT NULL CONSTRAINT data_map_export_rule_check CHECK (export_rule IN ('include', 'mask', 'never', 'none')),
	erase_rule text NOT NULL CONSTRAINT data_map_erase_rule_check
		CHECK (erase_rule IN ('delete', 'null', 'constant', 'placeholder', 'truncate_address', 'keep')),
	erase_value text CONSTRAINT data_map_erase_value_check CHECK ((erase_rule = 'constant') = (erase_value IS NOT NULL)),
	keep_ground text,
	keep_until text,
	special_category boolean NOT NULL DEFAULT false,
	note text NOT NULL DEFAULT '',
	CONSTRAINT data_map_pkey PRIMARY KEY (schema_name, table_name, column_name),
	CONSTRAINT data_map_person_check CHECK (category IS NULL OR (subject_path <> 'none' AND purpose <> '' AND ground <> '' AND retention <> '')),
	CONSTRAINT data_map_export_check CHECK ((category IS NULL) <= (export_rule IN ('none', 'never'))),
	CONSTRAINT data_map_keep_check CHECK (category IS NULL OR erase_rule <> 'keep' OR keep_ground IS NOT NULL)
);
CREATE INDEX data_map_category_idx ON privacy.data_map (category);
COMMENT ON TABLE privacy.data_map IS 'One row per column: what it holds about a person, why, how long, and what becomes of it';
COMMENT ON COLUMN privacy.data_map.schema_name IS 'Schema';
COMMENT ON COLUMN privacy.data_map.table_name IS 'Table';
COMMENT ON COLUMN privacy.data_map.column_name IS 'Column';
COMMENT ON COLUMN privacy.data_map.category IS 'Category of data; empty when the column says nothing about a person';
COMMENT ON COLUMN privacy.data_map.subject_path IS 'How a row leads to the person: a join path, email, address, or none';
COMMENT ON COLUMN privacy.data_map.purpose IS 'What it is kept for';
COMMENT ON COLUMN privacy.data_map.ground IS 'Lawful ground';
COMMENT ON COLUMN privacy.data_map.retention IS 'How long it is kept';
COMMENT ON COLUMN privacy.data_map.export_rule IS 'include, mask (other people in the person''s rows), never (credentials), none (not about a person)';
COMMENT ON COLUMN privacy.data_map.erase_rule IS 'delete the row, null, constant, placeholder, truncate_address, or keep';
COMMENT ON COLUMN privacy.data_map.erase_value IS 'The constant';
COMMENT ON COLUMN privacy.data_map.keep_ground IS 'Ground on which it outlives an erasure';
COMMENT ON COLUMN privacy.data_map.keep_until IS 'Until when it does';
COMMENT ON COLUMN privacy.data_map.special_category IS 'May hold special-category data';
COMMENT ON COLUMN privacy.data_map.note IS 'Anything else';

SELECT steward.take_ownership('privacy', 'site_owner');
