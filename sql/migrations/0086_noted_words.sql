-- The words of the trail are noted behind it, by the worker, and not by whoever writes: working them out took the website a quarter of what the trail
-- costs it, at each change. The residual scan reads the rows whose words are not noted yet one by one (privacy.trail_suspects).

DROP INDEX IF EXISTS audit.changes_scan_idx;
DROP INDEX IF EXISTS audit.access_scan_idx;

CREATE TABLE audit.words (
	id bigint NOT NULL,
	of_access boolean NOT NULL,
	words tsvector NOT NULL,
	CONSTRAINT words_pkey PRIMARY KEY (id, of_access)
);
COMMENT ON TABLE audit.words IS 'The words in the values of rows of the trail, for the residual scan; they go when the values are emptied. Rows without words are not here';
COMMENT ON COLUMN audit.words.id IS 'Number of the row in audit.changes, or in audit.access';
COMMENT ON COLUMN audit.words.of_access IS 'In which of them: true for audit.access';
COMMENT ON COLUMN audit.words.words IS 'Its words (privacy.trail_words, privacy.words), without their places';

CREATE TABLE audit.words_noted (
	one boolean CONSTRAINT words_noted_pkey PRIMARY KEY DEFAULT true CONSTRAINT words_noted_one_check CHECK (one),
	upto xid8 NOT NULL,
	server bigint NOT NULL
);
COMMENT ON TABLE audit.words_noted IS 'How far audit.words goes: one row';
COMMENT ON COLUMN audit.words_noted.one IS 'True: there is one row';
COMMENT ON COLUMN audit.words_noted.upto IS 'First transaction whose rows may be missing';
COMMENT ON COLUMN audit.words_noted.server IS 'The server that counts so: where a dump is restored, transactions are counted anew';
INSERT INTO audit.words_noted (upto, server) VALUES ('0', 0);

-- Each statement that adds a row had this condition read from the catalogue and prepared, for a column that the triggers of the trail alone write, from TG_OP.
ALTER TABLE audit.changes DROP CONSTRAINT changes_op_check;
