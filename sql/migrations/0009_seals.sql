-- Seals of the trail. A seal covers the rows of transactions that are over and that no earlier seal covers, and the seal before
-- it. Of a row it covers the columns that stay and the digest, so that an erasure, which empties values and salt, breaks nothing.
--
-- auth.events is not sealed: its rows are erased and purged whole, and the server's log says the same.

CREATE TABLE audit.seals (
	n bigint CONSTRAINT seals_pkey PRIMARY KEY CONSTRAINT seals_n_check CHECK (n > 0),
	form integer NOT NULL CONSTRAINT seals_form_check CHECK (form = 1),
	upto xid8 NOT NULL CONSTRAINT seals_upto_key UNIQUE,
	at timestamptz NOT NULL,
	changes_rows bigint NOT NULL CONSTRAINT seals_changes_rows_check CHECK (changes_rows >= 0),
	changes_first bigint,
	changes_last bigint,
	changes_hash bytea NOT NULL CONSTRAINT seals_changes_hash_check CHECK (octet_length(changes_hash) = 32),
	access_rows bigint NOT NULL CONSTRAINT seals_access_rows_check CHECK (access_rows >= 0),
	access_first bigint,
	access_last bigint,
	access_hash bytea NOT NULL CONSTRAINT seals_access_hash_check CHECK (octet_length(access_hash) = 32),
	previous bytea NOT NULL CONSTRAINT seals_previous_key UNIQUE CONSTRAINT seals_previous_check CHECK (octet_length(previous) = 32),
	hash bytea NOT NULL CONSTRAINT seals_hash_key UNIQUE CONSTRAINT seals_hash_check CHECK (octet_length(hash) = 32),
	CONSTRAINT seals_rows_check CHECK (changes_rows + access_rows > 0)
);
COMMENT ON TABLE audit.seals IS 'Chain over the trail: what a seal covers cannot be edited, removed or added to unnoticed; a witness elsewhere signs each';
COMMENT ON COLUMN audit.seals.n IS 'Number of the seal, from 1 without a gap';
COMMENT ON COLUMN audit.seals.form IS 'How rows and seal are written down before they are hashed; 1 so far';
COMMENT ON COLUMN audit.seals.upto IS 'First transaction that it does not cover; it begins where the one before ends';
COMMENT ON COLUMN audit.seals.at IS 'When it was made';
COMMENT ON COLUMN audit.seals.changes_rows IS 'Rows of audit.changes that it covers';
COMMENT ON COLUMN audit.seals.changes_first IS 'Number of the first of them, in the order of transaction and number';
COMMENT ON COLUMN audit.seals.changes_last IS 'Number of the last of them';
COMMENT ON COLUMN audit.seals.changes_hash IS 'Chain of SHA-256 over these rows; 32 zero bytes when there are none';
COMMENT ON COLUMN audit.seals.access_rows IS 'Rows of audit.access that it covers';
COMMENT ON COLUMN audit.seals.access_first IS 'Number of the first of them';
COMMENT ON COLUMN audit.seals.access_last IS 'Number of the last of them';
COMMENT ON COLUMN audit.seals.access_hash IS 'Chain of SHA-256 over these rows';
COMMENT ON COLUMN audit.seals.previous IS 'Hash of the seal before; of the first: SHA-256 over the installation''s number';
COMMENT ON COLUMN audit.seals.hash IS 'SHA-256 over everything above';

-- The order of sealing. Rows come nearly in this order, so that keeping it costs little.
CREATE INDEX changes_xid_idx ON audit.changes (xid, id);
CREATE INDEX access_xid_idx ON audit.access (xid, id);
