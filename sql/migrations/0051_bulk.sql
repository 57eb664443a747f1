-- Verbs over many records at once: which there are, and the records of a job that does one.

CREATE TABLE meta.bulk (
	entity text NOT NULL CONSTRAINT bulk_entity_fkey REFERENCES meta.entities ON DELETE CASCADE ON UPDATE CASCADE,
	verb text NOT NULL CONSTRAINT bulk_verb_check CHECK (verb ~ '^[a-z][a-z_]{1,62}$'),
	argument text NOT NULL DEFAULT '' CONSTRAINT bulk_argument_check CHECK (argument ~ '^([a-z][a-z_]{1,62})?$'),
	source text NOT NULL DEFAULT '',
	undo text NOT NULL DEFAULT '',
	label text NOT NULL CONSTRAINT bulk_label_check CHECK (char_length(label) BETWEEN 1 AND 100),
	CONSTRAINT bulk_pkey PRIMARY KEY (entity, verb, argument),
	CONSTRAINT bulk_save_check CHECK (verb <> 'save' OR argument <> '')
);
COMMENT ON TABLE meta.bulk IS 'What can be done with many records at once';
COMMENT ON COLUMN meta.bulk.entity IS 'The entity';
COMMENT ON COLUMN meta.bulk.verb IS 'A verb of it, or save: a column gets a value';
COMMENT ON COLUMN meta.bulk.argument IS 'Argument that is asked for; of save the column';
COMMENT ON COLUMN meta.bulk.source IS 'List of choices for the argument; empty for a text';
COMMENT ON COLUMN meta.bulk.undo IS 'Verb that takes it back; save writes what was there; empty when nothing does';
COMMENT ON COLUMN meta.bulk.label IS 'Name for people';

CREATE TABLE steward.bulk_rows (
	job_id bigint NOT NULL CONSTRAINT bulk_rows_job_id_fkey REFERENCES steward.jobs ON DELETE CASCADE,
	line bigint NOT NULL,
	key text NOT NULL,
	version bigint,
	label text NOT NULL DEFAULT '',
	change jsonb,
	verdict text CONSTRAINT bulk_rows_verdict_check CHECK (verdict IN ('change', 'same', 'conflict', 'refuse')),
	reason text NOT NULL DEFAULT '',
	was jsonb,
	will jsonb,
	version_after bigint,
	CONSTRAINT bulk_rows_pkey PRIMARY KEY (job_id, line)
);
COMMENT ON TABLE steward.bulk_rows IS 'Records of jobs that do something with many: tried, and done';
COMMENT ON COLUMN steward.bulk_rows.job_id IS 'The job';
COMMENT ON COLUMN steward.bulk_rows.line IS 'Place in it';
COMMENT ON COLUMN steward.bulk_rows.key IS 'Key of the record';
COMMENT ON COLUMN steward.bulk_rows.version IS 'Version that it must have still';
COMMENT ON COLUMN steward.bulk_rows.label IS 'What it is called';
COMMENT ON COLUMN steward.bulk_rows.change IS 'What this one gets, where that is not the same for all: when something is taken back';
COMMENT ON COLUMN steward.bulk_rows.verdict IS 'change, same, conflict (another was faster) or refuse; empty until it has its turn';
COMMENT ON COLUMN steward.bulk_rows.reason IS 'Why it was refused';
COMMENT ON COLUMN steward.bulk_rows.was IS 'Values that are replaced';
COMMENT ON COLUMN steward.bulk_rows.will IS 'Values that replace them';
COMMENT ON COLUMN steward.bulk_rows.version_after IS 'Version that it had then: what is taken back must have it still';

INSERT INTO auth.settings (name, value, label) VALUES
	('bulk_keep', '30 days', 'What a change of many replaced is kept so long, to take it back');
