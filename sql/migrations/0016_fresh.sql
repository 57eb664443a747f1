-- What is dangerous takes the PIN once more: when a session last proved it, and which verbs ask for that.

ALTER TABLE auth.sessions ADD COLUMN proved_at timestamptz NOT NULL DEFAULT clock_timestamp();
COMMENT ON COLUMN auth.sessions.proved_at IS 'When the person proved the PIN last, at the log-in or since; the password of somebody who has none';

ALTER TABLE meta.verbs ADD COLUMN fresh boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN meta.verbs.fresh IS 'Dangerous: done only by who proved the PIN within the setting fresh';

INSERT INTO auth.settings (name, value, label) VALUES
	('fresh', '5 minutes', 'How long a PIN that was given is good for what is dangerous; then it is asked for once more');
