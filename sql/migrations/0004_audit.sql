-- The trail. Rows are added by functions of steward_auth and altered by nobody; only erasure may empty values and salts.
--
-- A row's digest is SHA-256 over its salt and its values. Seals chain over digests, so that a seal stays valid when an
-- erasure empties values and salt: without the salt the digest tells nothing. Whoever seals takes the rows of
-- transactions that are over (xid < pg_snapshot_xmin) in the order (xid, id).

CREATE TABLE audit.access (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT access_pkey PRIMARY KEY,
	at timestamptz NOT NULL DEFAULT clock_timestamp(),
	xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
	session_id bigint NOT NULL,
	user_id bigint NOT NULL,
	ticket integer NOT NULL CONSTRAINT access_ticket_check CHECK (ticket > 0),
	kind text NOT NULL CONSTRAINT access_kind_check CHECK (kind IN ('list', 'find', 'open', 'count')),
	entity text NOT NULL CONSTRAINT access_entity_check CHECK (char_length(entity) <= 100),
	entity_key text CONSTRAINT access_entity_key_check CHECK (char_length(entity_key) <= 300),
	request jsonb,
	reason text CONSTRAINT access_reason_check CHECK (char_length(reason) <= 500),
	rows_asked integer NOT NULL DEFAULT 0,
	rows_in_hour integer NOT NULL DEFAULT 0,
	salt bytea,
	digest bytea NOT NULL,
	CONSTRAINT access_session_id_ticket_key UNIQUE (session_id, ticket)
);
CREATE INDEX access_user_id_idx ON audit.access (user_id, id);
CREATE INDEX access_open_idx ON audit.access (session_id, entity, entity_key, id) WHERE kind = 'open';
CREATE INDEX access_record_idx ON audit.access (entity, entity_key, id) WHERE kind = 'open';
CREATE INDEX access_at_idx ON audit.access (at, id);
COMMENT ON TABLE audit.access IS 'Every look at data: what was asked for is committed here before anything is shown';
COMMENT ON COLUMN audit.access.id IS 'Number of the row';
COMMENT ON COLUMN audit.access.at IS 'When';
COMMENT ON COLUMN audit.access.xid IS 'Transaction that recorded it; the data come in a later one';
COMMENT ON COLUMN audit.access.session_id IS 'Console session';
COMMENT ON COLUMN audit.access.user_id IS 'Who looked';
COMMENT ON COLUMN audit.access.ticket IS 'Number that the client chose, growing within the session; reading names it';
COMMENT ON COLUMN audit.access.kind IS 'list, find (everything), open (one record) or count';
COMMENT ON COLUMN audit.access.entity IS 'What was looked at; * for everything';
COMMENT ON COLUMN audit.access.entity_key IS 'Key of the record';
COMMENT ON COLUMN audit.access.request IS 'Filter, search and sort; exactly this is answered';
COMMENT ON COLUMN audit.access.reason IS 'Why, where a reason is asked';
COMMENT ON COLUMN audit.access.rows_asked IS 'Rows that the answer can have';
COMMENT ON COLUMN audit.access.rows_in_hour IS 'Rows asked for by this person within about an hour, this row included';
COMMENT ON COLUMN audit.access.salt IS 'Salt of the digest; emptied by erasure';
COMMENT ON COLUMN audit.access.digest IS 'SHA-256 over salt, key, request and reason';

CREATE TABLE audit.changes (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT changes_pkey PRIMARY KEY,
	at timestamptz NOT NULL DEFAULT clock_timestamp(),
	xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
	session_id bigint,
	user_id bigint,
	db_role name NOT NULL,
	entity text NOT NULL,
	entity_key text,
	subject_user_id bigint,
	op char(1) NOT NULL CONSTRAINT changes_op_check CHECK (op IN ('I', 'U', 'D', 'T')),
	columns text[],
	old jsonb,
	new jsonb,
	salt bytea,
	digest bytea NOT NULL
);
CREATE INDEX changes_subject_user_id_idx ON audit.changes (subject_user_id, id) WHERE subject_user_id IS NOT NULL;
CREATE INDEX changes_record_idx ON audit.changes (entity, entity_key, id) WHERE subject_user_id IS NULL;
CREATE INDEX changes_user_id_idx ON audit.changes (user_id, id) WHERE user_id IS NOT NULL;
CREATE INDEX changes_at_idx ON audit.changes (at, id);
COMMENT ON TABLE audit.changes IS 'Every change of data, by whomever, with the changed columns only';
COMMENT ON COLUMN audit.changes.id IS 'Number of the row';
COMMENT ON COLUMN audit.changes.at IS 'When';
COMMENT ON COLUMN audit.changes.xid IS 'Transaction that made the change';
COMMENT ON COLUMN audit.changes.session_id IS 'Console session; empty for the website and the administrator';
COMMENT ON COLUMN audit.changes.user_id IS 'Who, at the console';
COMMENT ON COLUMN audit.changes.db_role IS 'Database role that was connected';
COMMENT ON COLUMN audit.changes.entity IS 'Table, with its schema';
COMMENT ON COLUMN audit.changes.entity_key IS 'Key of the row; the parts of a longer key stand between colons';
COMMENT ON COLUMN audit.changes.subject_user_id IS 'Account that the row is about';
COMMENT ON COLUMN audit.changes.op IS 'I insert, U update, D delete, T truncate';
COMMENT ON COLUMN audit.changes.columns IS 'Columns that changed';
COMMENT ON COLUMN audit.changes.old IS 'Their values before; emptied by erasure. Secrets are named, never shown';
COMMENT ON COLUMN audit.changes.new IS 'Their values after; emptied by erasure';
COMMENT ON COLUMN audit.changes.salt IS 'Salt of the digest; emptied by erasure';
COMMENT ON COLUMN audit.changes.digest IS 'SHA-256 over salt, old and new values';
