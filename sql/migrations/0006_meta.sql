-- The catalogue of the general API functions. It holds pieces of SQL that those functions put together, so its tables
-- belong to the administrator: no role of the console or the website can write here.
--
-- In every piece the table of the entity is called t; other tables are joined so that each t stays one row.

CREATE TABLE meta.entities (
	name text NOT NULL CONSTRAINT entities_pkey PRIMARY KEY CONSTRAINT entities_name_check CHECK (name ~ '^[a-z][a-z_]{1,62}$'),
	from_sql text NOT NULL,
	key_sql text NOT NULL,
	match_sql text NOT NULL,
	tie_sql text NOT NULL,
	tie_type text NOT NULL,
	label_sql text NOT NULL,
	detail_sql text NOT NULL DEFAULT '''''',
	version_sql text NOT NULL DEFAULT '0',
	hidden_sql text,
	right_hidden text CONSTRAINT entities_right_hidden_fkey REFERENCES auth.rights,
	right_hidden_edit text CONSTRAINT entities_right_hidden_edit_fkey REFERENCES auth.rights,
	search_sql text,
	exact_sql text[] NOT NULL DEFAULT '{}',
	prefix_sql text[] NOT NULL DEFAULT '{}',
	find_position integer,
	default_sort text NOT NULL,
	default_descending boolean NOT NULL DEFAULT false,
	parents text[] NOT NULL DEFAULT '{}',
	right_view text CONSTRAINT entities_right_view_fkey REFERENCES auth.rights,
	right_parent text CONSTRAINT entities_right_parent_fkey REFERENCES auth.rights,
	right_create text CONSTRAINT entities_right_create_fkey REFERENCES auth.rights,
	right_edit text CONSTRAINT entities_right_edit_fkey REFERENCES auth.rights,
	table_name text,
	stamp_column text,
	subject_sql text,
	CONSTRAINT entities_right_check CHECK (right_view IS NOT NULL OR (right_parent IS NOT NULL AND parents <> '{}')),
	CONSTRAINT entities_search_check CHECK (search_sql IS NULL OR (table_name IS NOT NULL AND tie_type = 'bigint')),
	CONSTRAINT entities_hidden_check CHECK (hidden_sql IS NULL OR (right_hidden IS NOT NULL AND right_hidden_edit IS NOT NULL))
);
CREATE INDEX entities_right_view_idx ON meta.entities (right_view);
CREATE INDEX entities_right_parent_idx ON meta.entities (right_parent);
CREATE INDEX entities_right_create_idx ON meta.entities (right_create);
CREATE INDEX entities_right_edit_idx ON meta.entities (right_edit);
CREATE INDEX entities_right_hidden_idx ON meta.entities (right_hidden);
CREATE INDEX entities_right_hidden_edit_idx ON meta.entities (right_hidden_edit);
COMMENT ON TABLE meta.entities IS 'What can be listed, opened and saved';
COMMENT ON COLUMN meta.entities.name IS 'Name of the entity in the API';
COMMENT ON COLUMN meta.entities.from_sql IS 'Tables and joins; the entity''s own table is called t; what comes behind the first LEFT JOIN is left out when no column asked for needs it';
COMMENT ON COLUMN meta.entities.key_sql IS 'Expression of the key, as text';
COMMENT ON COLUMN meta.entities.match_sql IS 'Predicate that finds one record; $1 is the key as text';
COMMENT ON COLUMN meta.entities.tie_sql IS 'Unique expression that settles the order of equals';
COMMENT ON COLUMN meta.entities.tie_type IS 'Type of that expression';
COMMENT ON COLUMN meta.entities.label_sql IS 'Expression of the name by which people know a record';
COMMENT ON COLUMN meta.entities.detail_sql IS 'Expression of what stands beside the name where anything is found';
COMMENT ON COLUMN meta.entities.version_sql IS 'Expression of the version; 0 for what is never edited';
COMMENT ON COLUMN meta.entities.hidden_sql IS 'Predicate of the records that take right_hidden to see; empty means none';
COMMENT ON COLUMN meta.entities.right_hidden IS 'Right to see those records: without it they do not exist';
COMMENT ON COLUMN meta.entities.right_hidden_edit IS 'Right to change those records, besides the ordinary one';
COMMENT ON COLUMN meta.entities.search_sql IS 'Folded text that a search looks in, with a trigram index; empty means no search';
COMMENT ON COLUMN meta.entities.exact_sql IS 'Folded expressions with a btree index; who equals the words typed is found first';
COMMENT ON COLUMN meta.entities.prefix_sql IS 'Folded expressions with a btree index on (expression, tie), best first; two letters are looked up in all of them, more in the first three';
COMMENT ON COLUMN meta.entities.find_position IS 'Place where anything is found; empty means not found there';
COMMENT ON COLUMN meta.entities.default_sort IS 'Column by which it is sorted unless asked otherwise';
COMMENT ON COLUMN meta.entities.default_descending IS 'Whether it is then sorted from the end';
COMMENT ON COLUMN meta.entities.parents IS 'Columns that tie a list to one record when filtered with =';
COMMENT ON COLUMN meta.entities.right_view IS 'Right to see all of it; empty means that a list must be tied to one record';
COMMENT ON COLUMN meta.entities.right_parent IS 'Right to see a list tied to one record; empty means right_view';
COMMENT ON COLUMN meta.entities.right_create IS 'Right to add to it; empty means nobody';
COMMENT ON COLUMN meta.entities.right_edit IS 'Right to change it; empty means nobody';
COMMENT ON COLUMN meta.entities.table_name IS 'Table that a save writes and whose size is the estimate of a count';
COMMENT ON COLUMN meta.entities.stamp_column IS 'Column that a create fills with the number of who is logged in';
COMMENT ON COLUMN meta.entities.subject_sql IS 'Expression of the account that a record is about';

CREATE TABLE meta.columns (
	entity text NOT NULL CONSTRAINT columns_entity_fkey REFERENCES meta.entities ON DELETE CASCADE ON UPDATE CASCADE,
	name text NOT NULL CONSTRAINT columns_name_check CHECK (name ~ '^[a-z][a-z0-9_]{0,62}$'),
	expression text NOT NULL,
	kind text NOT NULL CONSTRAINT columns_kind_check CHECK (kind IN
		('text', 'lines', 'number', 'money', 'date', 'time', 'yesno', 'tristate', 'choice', 'address', 'reference')),
	data_type text NOT NULL DEFAULT 'text' CONSTRAINT columns_data_type_check CHECK (data_type IN
		('text', 'bpchar', 'bigint', 'integer', 'numeric', 'boolean', 'date', 'timestamptz', 'inet', 'cidr', 'uuid')),
	right_view text CONSTRAINT columns_right_view_fkey REFERENCES auth.rights,
	right_edit text CONSTRAINT columns_right_edit_fkey REFERENCES auth.rights,
	writable boolean NOT NULL DEFAULT false,
	create_only boolean NOT NULL DEFAULT false,
	allowed text[],
	sortable boolean NOT NULL DEFAULT false,
	sort_expression text,
	sort_type text,
	filterable boolean NOT NULL DEFAULT false,
	position integer NOT NULL,
	cell text NOT NULL GENERATED ALWAYS AS (CASE
		WHEN data_type = 'text' THEN expression
		WHEN data_type = 'boolean' THEN 'left((' || expression || ')::text, 1)'
		WHEN data_type IN ('inet', 'cidr') THEN 'abbrev((' || expression || ')::inet)'
		ELSE '(' || expression || ')::text' END) STORED,
	joined boolean NOT NULL GENERATED ALWAYS AS (expression ~ '(^|[^a-z0-9_.])[a-su-z][.]') STORED,
	CONSTRAINT columns_pkey PRIMARY KEY (entity, name),
	CONSTRAINT columns_sort_check CHECK (NOT sortable OR (sort_expression IS NOT NULL AND sort_type IS NOT NULL))
);
CREATE INDEX columns_right_view_idx ON meta.columns (right_view);
CREATE INDEX columns_right_edit_idx ON meta.columns (right_edit);
COMMENT ON TABLE meta.columns IS 'Columns of each entity';
COMMENT ON COLUMN meta.columns.entity IS 'The entity';
COMMENT ON COLUMN meta.columns.name IS 'Name of the column in the API; for a writable one also in the table';
COMMENT ON COLUMN meta.columns.expression IS 'Expression of the value';
COMMENT ON COLUMN meta.columns.kind IS 'Kind of value';
COMMENT ON COLUMN meta.columns.data_type IS 'Type of the value: a filter''s value and a saved value are read as this';
COMMENT ON COLUMN meta.columns.right_view IS 'Right to see it; empty means the entity''s';
COMMENT ON COLUMN meta.columns.right_edit IS 'Right to change it; empty means the entity''s';
COMMENT ON COLUMN meta.columns.writable IS 'A save may name it';
COMMENT ON COLUMN meta.columns.create_only IS 'Only when the record is made';
COMMENT ON COLUMN meta.columns.allowed IS 'The values that a save takes; empty means those that the table takes';
COMMENT ON COLUMN meta.columns.sortable IS 'A list may be sorted by it';
COMMENT ON COLUMN meta.columns.sort_expression IS 'Expression to sort by, never null, with an index on (expression, tie) where the table is big';
COMMENT ON COLUMN meta.columns.sort_type IS 'Type of that expression';
COMMENT ON COLUMN meta.columns.filterable IS 'A filter may name it; then its expression looks into t only, or into a table that is not joined with LEFT JOIN';
COMMENT ON COLUMN meta.columns.position IS 'Place in lists';
COMMENT ON COLUMN meta.columns.joined IS 'The expression looks into another table than t, so that the joins are needed; they have names of one letter';
COMMENT ON COLUMN meta.columns.cell IS 'The expression that gives the value as text in the form of the API: t and f, an address without /32';

CREATE TABLE meta.verbs (
	entity text NOT NULL CONSTRAINT verbs_entity_fkey REFERENCES meta.entities ON DELETE CASCADE ON UPDATE CASCADE,
	verb text NOT NULL CONSTRAINT verbs_verb_check CHECK (verb ~ '^[a-z][a-z_]{1,62}$'),
	function_name text NOT NULL CONSTRAINT verbs_function_name_check CHECK (function_name ~ '^[a-z][a-z_]{1,62}$'),
	right_name text NOT NULL CONSTRAINT verbs_right_name_fkey REFERENCES auth.rights,
	label text NOT NULL,
	CONSTRAINT verbs_pkey PRIMARY KEY (entity, verb)
);
CREATE INDEX verbs_right_name_idx ON meta.verbs (right_name);
COMMENT ON TABLE meta.verbs IS 'What can be done with a record besides saving it';
COMMENT ON COLUMN meta.verbs.entity IS 'The entity';
COMMENT ON COLUMN meta.verbs.verb IS 'Name of the verb in the API';
COMMENT ON COLUMN meta.verbs.function_name IS 'Function in schema meta that does it';
COMMENT ON COLUMN meta.verbs.right_name IS 'Right to do it';
COMMENT ON COLUMN meta.verbs.label IS 'Name for people';

CREATE TABLE meta.constraints (
	name text NOT NULL CONSTRAINT constraints_pkey PRIMARY KEY,
	column_name text,
	sentence text NOT NULL,
	hint text
);
COMMENT ON TABLE meta.constraints IS 'What is said when a constraint refuses a value';
COMMENT ON COLUMN meta.constraints.name IS 'Name of the constraint or unique index';
COMMENT ON COLUMN meta.constraints.column_name IS 'Column of the API beside which it is said; empty means none';
COMMENT ON COLUMN meta.constraints.sentence IS 'The sentence; never holds a value';
COMMENT ON COLUMN meta.constraints.hint IS 'What to do';

CREATE TABLE meta.choices (
	name text NOT NULL CONSTRAINT choices_pkey PRIMARY KEY CONSTRAINT choices_name_check CHECK (name ~ '^[a-z][a-z_]{1,62}$'),
	right_name text NOT NULL CONSTRAINT choices_right_name_fkey REFERENCES auth.rights,
	query text NOT NULL
);
CREATE INDEX choices_right_name_idx ON meta.choices (right_name);
COMMENT ON TABLE meta.choices IS 'Lists of values to choose from';
COMMENT ON COLUMN meta.choices.name IS 'Name of the list in the API';
COMMENT ON COLUMN meta.choices.right_name IS 'Right to see it';
COMMENT ON COLUMN meta.choices.query IS 'Query of value and label; $1 is what was typed, folded, as a pattern; $2 how many';

CREATE TYPE meta.call AS (key text, version bigint, args jsonb, user_id bigint);
COMMENT ON TYPE meta.call IS 'What a verb is called with: the record, its version as the caller knows it, arguments, and who calls';
