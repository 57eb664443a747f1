-- Refused calls, which roll back and still have to be seen; signs of life of the programs that keep watch; what is known of the seals.

-- A sequence is the one thing that a rollback leaves alone. The first counts all refused calls. Of the second only what this backend set
-- last is read: a thousand for each refused call of its session, and the number of the right that was missing.
CREATE SEQUENCE auth.refusals_seq;
CREATE SEQUENCE auth.refused_seq MINVALUE 0;
COMMENT ON SEQUENCE auth.refusals_seq IS 'Calls that were refused for want of a right or of a log-in';
COMMENT ON SEQUENCE auth.refused_seq IS 'Memory of each backend: refused calls of its session times a thousand, and the right of the last';

ALTER TABLE auth.sessions ADD COLUMN refusals bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN auth.sessions.refusals IS 'Refused calls of the session that are noted as events';
ALTER TABLE auth.events ADD COLUMN times integer NOT NULL DEFAULT 1 CONSTRAINT events_times_check CHECK (times > 0);
COMMENT ON COLUMN auth.events.times IS 'How many of them the event stands for; more than one for refused calls';

CREATE TABLE auth.refusal_book (
	single boolean NOT NULL DEFAULT true CONSTRAINT refusal_book_pkey PRIMARY KEY CONSTRAINT refusal_book_single_check CHECK (single),
	told bigint NOT NULL DEFAULT 0,
	upto_event bigint NOT NULL DEFAULT 0,
	seen bigint NOT NULL DEFAULT 0,
	seen_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
INSERT INTO auth.refusal_book DEFAULT VALUES;
COMMENT ON TABLE auth.refusal_book IS 'The warden''s book of refused calls: which have an event, so that those without one are told too';
COMMENT ON COLUMN auth.refusal_book.single IS 'There is one row';
COMMENT ON COLUMN auth.refusal_book.told IS 'Refused calls that events tell of';
COMMENT ON COLUMN auth.refusal_book.upto_event IS 'Last event that was counted';
COMMENT ON COLUMN auth.refusal_book.seen IS 'What the counter said at the last look';
COMMENT ON COLUMN auth.refusal_book.seen_at IS 'When that was';

CREATE TABLE auth.keepers (
	name text NOT NULL CONSTRAINT keepers_pkey PRIMARY KEY CONSTRAINT keepers_name_check CHECK (name IN ('warden', 'mailer', 'sealer', 'witness', 'verifier')),
	seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	seal bigint,
	findings bigint
);
COMMENT ON TABLE auth.keepers IS 'When each program that keeps watch was heard of last, and what witness and verifier said of the seals';
COMMENT ON COLUMN auth.keepers.name IS 'The program';
COMMENT ON COLUMN auth.keepers.seen_at IS 'When it was heard of last';
COMMENT ON COLUMN auth.keepers.seal IS 'Last seal that it signed or checked';
COMMENT ON COLUMN auth.keepers.findings IS 'What the verifier found amiss';
SELECT steward.take_ownership('auth', 'steward_auth');

INSERT INTO auth.settings (name, value, label) VALUES
	('export_rows_per_hour', '2000000', 'Rows of exported lists that one person may take away within an hour');
