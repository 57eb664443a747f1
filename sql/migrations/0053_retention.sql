-- Retention: from when a term is counted, which rows are in use whatever their age, and whom a purge has warned.

ALTER TABLE privacy.dates
	ADD COLUMN date_sql text,
	ADD COLUMN is_end boolean NOT NULL DEFAULT false,
	ADD COLUMN live_sql text,
	ADD COLUMN whole boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN privacy.dates.date_sql IS 'Expression on t in place of the column, where the time stands in another table; written by the files of the map only';
COMMENT ON COLUMN privacy.dates.is_end IS 'The time is when the term ends, not when it begins';
COMMENT ON COLUMN privacy.dates.live_sql IS 'Which rows are in use whatever their age: a predicate on t, written by the files of the map only';
COMMENT ON COLUMN privacy.dates.whole IS 'Rows that an erasure keeps with a ground go whole when the term ends';

CREATE TABLE privacy.account_warnings (
	user_id bigint NOT NULL CONSTRAINT account_warnings_pkey PRIMARY KEY CONSTRAINT account_warnings_user_id_fkey REFERENCES site.users ON DELETE CASCADE,
	mail_id bigint NOT NULL,
	warned_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	disabled_at timestamptz CONSTRAINT account_warnings_disabled_at_check CHECK (disabled_at >= warned_at)
);
COMMENT ON TABLE privacy.account_warnings IS 'Accounts that nobody used for as long as the data map allows: who was told that the account will be disabled';
COMMENT ON COLUMN privacy.account_warnings.user_id IS 'The account';
COMMENT ON COLUMN privacy.account_warnings.mail_id IS 'The mail that tells it; nothing is disabled before it was sent';
COMMENT ON COLUMN privacy.account_warnings.warned_at IS 'When it was written';
COMMENT ON COLUMN privacy.account_warnings.disabled_at IS 'When the account was disabled';
SELECT steward.take_ownership('privacy', 'site_owner');
