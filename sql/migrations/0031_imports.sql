-- Imports from CSV: what headings mean, the rows of a file on their way, and what was refused of it.
--
-- A file is staged whole, then checked whole, then written in one transaction or not at all. A dry run does the same and rolls it back.

CREATE TABLE steward.csv_columns (
	kind text NOT NULL CONSTRAINT csv_columns_kind_fkey REFERENCES steward.job_kinds,
	name text NOT NULL CONSTRAINT csv_columns_name_check CHECK (name ~ '^[A-Z][A-Z0-9]{1,30}$'),
	position integer NOT NULL CONSTRAINT csv_columns_position_check CHECK (position BETWEEN 1 AND 60),
	required boolean NOT NULL DEFAULT false,
	longest integer NOT NULL CONSTRAINT csv_columns_longest_check CHECK (longest BETWEEN 1 AND 20000),
	column_name text,
	CONSTRAINT csv_columns_pkey PRIMARY KEY (kind, name),
	CONSTRAINT csv_columns_kind_position_key UNIQUE (kind, position)
);
COMMENT ON TABLE steward.csv_columns IS 'Columns that an import knows, in the order in which their values are staged';
COMMENT ON COLUMN steward.csv_columns.kind IS 'Kind of job that imports it';
COMMENT ON COLUMN steward.csv_columns.name IS 'Heading, in capitals';
COMMENT ON COLUMN steward.csv_columns.position IS 'Place among the staged values';
COMMENT ON COLUMN steward.csv_columns.required IS 'A file without it is refused';
COMMENT ON COLUMN steward.csv_columns.longest IS 'Characters that a value may have; a longer one is refused, never cut';
COMMENT ON COLUMN steward.csv_columns.column_name IS 'Column of the list that an export writes under this heading';

CREATE TABLE steward.csv_aliases (
	kind text NOT NULL,
	alias text NOT NULL CONSTRAINT csv_aliases_alias_check CHECK (alias = upper(btrim(alias)) AND char_length(alias) BETWEEN 1 AND 60),
	name text NOT NULL,
	CONSTRAINT csv_aliases_pkey PRIMARY KEY (kind, alias),
	CONSTRAINT csv_aliases_kind_name_fkey FOREIGN KEY (kind, name) REFERENCES steward.csv_columns
);
CREATE INDEX csv_aliases_kind_name_idx ON steward.csv_aliases (kind, name);
COMMENT ON TABLE steward.csv_aliases IS 'Other headings for the same columns';
COMMENT ON COLUMN steward.csv_aliases.kind IS 'Kind of job that imports it';
COMMENT ON COLUMN steward.csv_aliases.alias IS 'The other heading, in capitals';
COMMENT ON COLUMN steward.csv_aliases.name IS 'The heading that it stands for';

CREATE TABLE steward.import_rows (
	job_id bigint NOT NULL CONSTRAINT import_rows_job_id_fkey REFERENCES steward.jobs ON DELETE CASCADE,
	line bigint NOT NULL,
	cells text[] NOT NULL,
	verdict text CONSTRAINT import_rows_verdict_check CHECK (verdict IN ('add', 'change', 'same', 'reject')),
	subject_id bigint,
	was jsonb,
	will jsonb,
	CONSTRAINT import_rows_pkey PRIMARY KEY (job_id, line)
);
COMMENT ON TABLE steward.import_rows IS 'Rows of files that are being imported, until their job is over for a day';
COMMENT ON COLUMN steward.import_rows.job_id IS 'The job';
COMMENT ON COLUMN steward.import_rows.line IS 'Line of the file';
COMMENT ON COLUMN steward.import_rows.cells IS 'Values, by the position of their columns; NULL when the file has no such column';
COMMENT ON COLUMN steward.import_rows.verdict IS 'What becomes of it: add, change, same or reject';
COMMENT ON COLUMN steward.import_rows.subject_id IS 'Account that it is about, when there is one already';
COMMENT ON COLUMN steward.import_rows.was IS 'Of a change: the values that are replaced';
COMMENT ON COLUMN steward.import_rows.will IS 'Of a change: the values that replace them';

CREATE TABLE steward.import_rejects (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT import_rejects_pkey PRIMARY KEY,
	job_id bigint NOT NULL CONSTRAINT import_rejects_job_id_fkey REFERENCES steward.jobs ON DELETE CASCADE,
	line bigint NOT NULL,
	column_name text NOT NULL DEFAULT '',
	value text NOT NULL DEFAULT '',
	reason text NOT NULL
);
CREATE INDEX import_rejects_job_id_idx ON steward.import_rejects (job_id, line, id);
COMMENT ON TABLE steward.import_rejects IS 'Values that were refused, and why';
COMMENT ON COLUMN steward.import_rejects.id IS 'Number of the row';
COMMENT ON COLUMN steward.import_rejects.job_id IS 'The job';
COMMENT ON COLUMN steward.import_rejects.line IS 'Line of the file';
COMMENT ON COLUMN steward.import_rejects.column_name IS 'Heading of the column; empty when it is the row as a whole';
COMMENT ON COLUMN steward.import_rejects.value IS 'The value, at most 200 characters of it';
COMMENT ON COLUMN steward.import_rejects.reason IS 'Why, in a sentence';
