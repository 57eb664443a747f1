-- What the database knows of its ledger's file outside: a backup that is put back remembers less than the file, and may not be worked with before
-- the erasures since then were done again.

CREATE TABLE privacy.ledger_mark (
	single boolean NOT NULL DEFAULT true CONSTRAINT ledger_mark_pkey PRIMARY KEY CONSTRAINT ledger_mark_single_check CHECK (single),
	no bigint NOT NULL DEFAULT 0 CONSTRAINT ledger_mark_no_check CHECK (no >= 0),
	server text NOT NULL DEFAULT '',
	told_at timestamptz
);
COMMENT ON TABLE privacy.ledger_mark IS 'The one row that says how far the ledger''s file outside goes, as it was told last';
COMMENT ON COLUMN privacy.ledger_mark.single IS 'Always true: there is one row';
COMMENT ON COLUMN privacy.ledger_mark.no IS 'Number of the last line of the file';
COMMENT ON COLUMN privacy.ledger_mark.server IS 'Which start of which server, and which database of it, the file was compared with';
COMMENT ON COLUMN privacy.ledger_mark.told_at IS 'When; empty as long as there is no file';
INSERT INTO privacy.ledger_mark DEFAULT VALUES;

ALTER TABLE auth.sessions ADD COLUMN held text CONSTRAINT sessions_held_check CHECK (held IN ('behind', 'unchecked'));
COMMENT ON COLUMN auth.sessions.held IS 'Why only the ledger can be worked with here: behind (erasures must be done again), unchecked (it was not compared since the server''s start); empty when all is well';

SELECT steward.take_ownership('privacy', 'site_owner');
