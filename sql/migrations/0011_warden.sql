-- The warden's limits, and the lock of a screen.

INSERT INTO auth.settings (name, value, label) VALUES
	('warden_transaction', '60 seconds', 'A console''s connection whose transaction is open for so long and does nothing is ended'),
	('warden_locks', '10 seconds', 'The same, where the transaction holds locks on tables of the site'),
	('warden_active', '60 seconds', 'A console''s connection that works at one statement for so long is ended'),
	('warden_login', '120 seconds', 'A console''s connection on which nobody logs in for so long is ended'),
	('warden_ended', '60 seconds', 'A console''s connection whose session is over is ended after so long; until then it can ask why'),
	('lock', '10 minutes', 'The console locks its screen after so long without a key'),
	('unlock_attempts', '5', 'Wrong PINs at a locked screen after which the session ends');

ALTER TABLE auth.sessions ADD COLUMN locked_at timestamptz;
COMMENT ON COLUMN auth.sessions.locked_at IS 'Since when the screen is locked; empty while it is open';
COMMENT ON COLUMN auth.sessions.end_reason IS
	'logout, replaced, ended, rights changed, log-in again, idle, expired, connection lost, or unlock failed';

ALTER TABLE auth.attempts
	DROP CONSTRAINT attempts_purpose_check,
	ADD CONSTRAINT attempts_purpose_check CHECK (purpose IN ('login', 'enrol', 'change', 'unlock'));
COMMENT ON COLUMN auth.attempts.purpose IS
	'What the proofs are for: a log-in, setting secrets with a one-time code, changing one''s own, or unlocking the screen; all count alike';
