-- Staff accounts, rights, log-in attempts and console sessions. Nobody who can log in has a table right here: everything
-- goes through the functions of 20_auth.sql.

CREATE TABLE auth.settings (
	name text NOT NULL CONSTRAINT settings_pkey PRIMARY KEY,
	value text NOT NULL,
	label text NOT NULL,
	updated_at timestamptz NOT NULL DEFAULT now(),
	version bigint NOT NULL DEFAULT 1
);
COMMENT ON TABLE auth.settings IS 'Settings of log-in and sessions';
COMMENT ON COLUMN auth.settings.name IS 'Name of the setting';
COMMENT ON COLUMN auth.settings.value IS 'Value in text form: a number, a length of time, on or off';
COMMENT ON COLUMN auth.settings.label IS 'What it means';
COMMENT ON COLUMN auth.settings.updated_at IS 'When the row was changed last';
COMMENT ON COLUMN auth.settings.version IS 'Counts the changes';
INSERT INTO auth.settings (name, value, label) VALUES
	('attempts', '5', 'Log-ins of one account that are looked at within the window; the rest count as failed'),
	('attempt_window', '15 minutes', 'The window in which failed log-ins are counted'),
	('attempts_in_row', '20', 'Failed log-ins in a row after which the account waits for a reset'),
	('attempt_age', '2 minutes', 'How long a begun log-in may take'),
	('attempts_per_connection', '30', 'Log-ins that one connection may begin'),
	('address_limit', '50', 'Failed log-ins from one address within the window after which the address is blocked'),
	('address_block', '1 hour', 'How long such an address stays blocked'),
	('staff_address_required', 'off', 'Staff without an address rule cannot log in'),
	('idle', '15 minutes', 'A session ends after this long without a call'),
	('absolute', '12 hours', 'A session ends after this long in any case'),
	('ticket_age', '120 seconds', 'How long a recorded list or search may be read'),
	('open_age', '10 minutes', 'How long an opened record may be read'),
	('rows_per_hour', '50000', 'Rows that one person may ask for within an hour'),
	('kdf', '1', 'How the console stretches a password: 1 is Argon2id, 3 passes, 64 MiB');

CREATE TABLE auth.secrets (
	name text NOT NULL CONSTRAINT secrets_pkey PRIMARY KEY,
	value bytea NOT NULL CONSTRAINT secrets_value_check CHECK (length(value) >= 32)
);
COMMENT ON TABLE auth.secrets IS 'Keys of the server; only the log-in functions read them';
COMMENT ON COLUMN auth.secrets.name IS 'Name of the key';
COMMENT ON COLUMN auth.secrets.value IS 'The key';
INSERT INTO auth.secrets (name, value) VALUES ('salt', public.gen_random_bytes(32));

CREATE TABLE auth.rights (
	name text NOT NULL CONSTRAINT rights_pkey PRIMARY KEY CONSTRAINT rights_name_check CHECK (name ~ '^[a-z_]+\.[a-z_]+$'),
	sentence text NOT NULL CONSTRAINT rights_sentence_check CHECK (char_length(sentence) BETWEEN 1 AND 200),
	position integer NOT NULL
);
COMMENT ON TABLE auth.rights IS 'All that a member of staff can be allowed';
COMMENT ON COLUMN auth.rights.name IS 'Name, subject and verb';
COMMENT ON COLUMN auth.rights.sentence IS 'What it allows, in a sentence';
COMMENT ON COLUMN auth.rights.position IS 'Place in lists';

CREATE TABLE auth.roles (
	name text NOT NULL CONSTRAINT roles_pkey PRIMARY KEY CONSTRAINT roles_name_check CHECK (name ~ '^[a-z][a-z_]{1,30}$'),
	label text NOT NULL CONSTRAINT roles_label_check CHECK (char_length(label) BETWEEN 1 AND 100),
	position integer NOT NULL
);
COMMENT ON TABLE auth.roles IS 'Bundles of rights, given to staff';
COMMENT ON COLUMN auth.roles.name IS 'Name of the role';
COMMENT ON COLUMN auth.roles.label IS 'Name for people';
COMMENT ON COLUMN auth.roles.position IS 'Place in lists';

CREATE TABLE auth.role_rights (
	role text NOT NULL CONSTRAINT role_rights_role_fkey REFERENCES auth.roles ON DELETE CASCADE,
	right_name text NOT NULL CONSTRAINT role_rights_right_name_fkey REFERENCES auth.rights ON UPDATE CASCADE,
	CONSTRAINT role_rights_pkey PRIMARY KEY (role, right_name)
);
CREATE INDEX role_rights_right_name_idx ON auth.role_rights (right_name);
COMMENT ON TABLE auth.role_rights IS 'The rights of each role';
COMMENT ON COLUMN auth.role_rights.role IS 'The role';
COMMENT ON COLUMN auth.role_rights.right_name IS 'The right';

CREATE TABLE auth.staff (
	user_id bigint NOT NULL CONSTRAINT staff_pkey PRIMARY KEY CONSTRAINT staff_user_id_fkey REFERENCES site.users,
	login text NOT NULL CONSTRAINT staff_login_key UNIQUE
		CONSTRAINT staff_login_check CHECK (login <> '' AND login = btrim(lower(normalize(login, NFC))) AND char_length(login) <= 254),
	password_stored bytea CONSTRAINT staff_password_stored_check CHECK (length(password_stored) = 32),
	pin_stored bytea CONSTRAINT staff_pin_stored_check CHECK (length(pin_stored) = 32),
	kdf integer NOT NULL DEFAULT 1 CONSTRAINT staff_kdf_check CHECK (kdf > 0),
	pin_required boolean NOT NULL DEFAULT true,
	rights text[] NOT NULL DEFAULT '{}',
	enrolled boolean NOT NULL GENERATED ALWAYS AS (password_stored IS NOT NULL) STORED,
	has_pin boolean NOT NULL GENERATED ALWAYS AS (pin_stored IS NOT NULL) STORED,
	cleared_snapshot pg_snapshot NOT NULL DEFAULT pg_current_snapshot(),
	cleared_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	last_login_at timestamptz,
	last_login_address inet,
	created_at timestamptz NOT NULL DEFAULT now(),
	changed_at timestamptz NOT NULL DEFAULT now(),
	version bigint NOT NULL DEFAULT 1
);
COMMENT ON TABLE auth.staff IS 'Accounts that may log in to the console';
COMMENT ON COLUMN auth.staff.user_id IS 'The account';
COMMENT ON COLUMN auth.staff.login IS 'Log-in name at the console, normalised; the salt hangs on it, so a new name needs new secrets';
COMMENT ON COLUMN auth.staff.password_stored IS 'SHA-256 of the client key made from the password; empty until the person enrolled';
COMMENT ON COLUMN auth.staff.pin_stored IS 'SHA-256 of the client key made from the PIN';
COMMENT ON COLUMN auth.staff.kdf IS 'How the client key was made';
COMMENT ON COLUMN auth.staff.pin_required IS 'Password and PIN; always so for superadmin and sysadmin';
COMMENT ON COLUMN auth.staff.rights IS 'Rights in force: those of the roles, plus granted ones, minus denied ones; kept by trigger';
COMMENT ON COLUMN auth.staff.enrolled IS 'The person has a password';
COMMENT ON COLUMN auth.staff.has_pin IS 'The person has a PIN';
COMMENT ON COLUMN auth.staff.cleared_snapshot IS 'Log-ins committed before this snapshot no longer count as failures';
COMMENT ON COLUMN auth.staff.cleared_at IS 'When that snapshot was taken';
COMMENT ON COLUMN auth.staff.last_login_at IS 'Last good log-in at the console';
COMMENT ON COLUMN auth.staff.last_login_address IS 'Where it came from';
COMMENT ON COLUMN auth.staff.created_at IS 'When the row was made';
COMMENT ON COLUMN auth.staff.changed_at IS 'When the secrets were set last';
COMMENT ON COLUMN auth.staff.version IS 'Counts the changes of settings and secrets, not of log-ins';

CREATE TABLE auth.staff_roles (
	user_id bigint NOT NULL CONSTRAINT staff_roles_user_id_fkey REFERENCES auth.staff ON DELETE CASCADE,
	role text NOT NULL CONSTRAINT staff_roles_role_fkey REFERENCES auth.roles,
	granted_by bigint,
	granted_at timestamptz NOT NULL DEFAULT now(),
	CONSTRAINT staff_roles_pkey PRIMARY KEY (user_id, role)
);
CREATE INDEX staff_roles_role_idx ON auth.staff_roles (role);
COMMENT ON TABLE auth.staff_roles IS 'Roles of each member of staff';
COMMENT ON COLUMN auth.staff_roles.user_id IS 'The member of staff';
COMMENT ON COLUMN auth.staff_roles.role IS 'The role';
COMMENT ON COLUMN auth.staff_roles.granted_by IS 'Account that gave it; empty when the database''s administrator did';
COMMENT ON COLUMN auth.staff_roles.granted_at IS 'When it was given';

CREATE TABLE auth.staff_rights (
	user_id bigint NOT NULL CONSTRAINT staff_rights_user_id_fkey REFERENCES auth.staff ON DELETE CASCADE,
	right_name text NOT NULL CONSTRAINT staff_rights_right_name_fkey REFERENCES auth.rights ON UPDATE CASCADE,
	granted boolean NOT NULL,
	granted_by bigint,
	granted_at timestamptz NOT NULL DEFAULT now(),
	CONSTRAINT staff_rights_pkey PRIMARY KEY (user_id, right_name)
);
CREATE INDEX staff_rights_right_name_idx ON auth.staff_rights (right_name);
COMMENT ON TABLE auth.staff_rights IS 'Rights given or denied to one member of staff besides the roles';
COMMENT ON COLUMN auth.staff_rights.user_id IS 'The member of staff';
COMMENT ON COLUMN auth.staff_rights.right_name IS 'The right';
COMMENT ON COLUMN auth.staff_rights.granted IS 'Given, or denied although a role gives it';
COMMENT ON COLUMN auth.staff_rights.granted_by IS 'Account that decided; empty when the database''s administrator did';
COMMENT ON COLUMN auth.staff_rights.granted_at IS 'When it was decided';

CREATE TABLE auth.console_hosts (
	network cidr NOT NULL CONSTRAINT console_hosts_pkey PRIMARY KEY,
	note text NOT NULL DEFAULT ''
);
COMMENT ON TABLE auth.console_hosts IS 'Hosts on which the console runs: what they say about where a person comes from is believed. The local socket always is';
COMMENT ON COLUMN auth.console_hosts.network IS 'Address of the console host';
COMMENT ON COLUMN auth.console_hosts.note IS 'Which host it is';

CREATE TABLE auth.attempts (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT attempts_pkey PRIMARY KEY,
	at timestamptz NOT NULL DEFAULT clock_timestamp(),
	pid integer NOT NULL,
	backend_start timestamptz NOT NULL,
	login text NOT NULL,
	user_id bigint,
	address inet,
	address_ok boolean NOT NULL,
	nonce bytea NOT NULL,
	begin_xid xid8 NOT NULL,
	submit_xid xid8,
	submitted_at timestamptz,
	password_proof bytea,
	pin_proof bytea,
	verdict text CONSTRAINT attempts_verdict_check CHECK (verdict IN
		('ok', 'wrong', 'unknown', 'disabled', 'locked', 'waiting', 'address', 'blocked', 'throttled'))
);
CREATE INDEX attempts_login_idx ON auth.attempts (login, submitted_at) WHERE submit_xid IS NOT NULL;
CREATE INDEX attempts_address_idx ON auth.attempts (address, submitted_at) WHERE submit_xid IS NOT NULL;
CREATE INDEX attempts_backend_idx ON auth.attempts (pid, backend_start);
CREATE INDEX attempts_at_idx ON auth.attempts (at);
COMMENT ON TABLE auth.attempts IS 'Log-ins at the console. Every submitted row is a failure until its verdict says otherwise';
COMMENT ON COLUMN auth.attempts.id IS 'Number of the attempt, part of what the proof signs';
COMMENT ON COLUMN auth.attempts.at IS 'When it began';
COMMENT ON COLUMN auth.attempts.pid IS 'Backend in which it began, and only there can it go on';
COMMENT ON COLUMN auth.attempts.backend_start IS 'Start of that backend, since numbers are used again';
COMMENT ON COLUMN auth.attempts.login IS 'Name that was typed, normalised';
COMMENT ON COLUMN auth.attempts.user_id IS 'The account, if the name belongs to one';
COMMENT ON COLUMN auth.attempts.address IS 'Where the person comes from, as settled at the beginning';
COMMENT ON COLUMN auth.attempts.address_ok IS 'The account''s address rules allow it; else the attempt never counts against the account';
COMMENT ON COLUMN auth.attempts.nonce IS 'Random part of what the proof signs';
COMMENT ON COLUMN auth.attempts.begin_xid IS 'Transaction in which it began';
COMMENT ON COLUMN auth.attempts.submit_xid IS 'Transaction in which the proofs came; nothing is revealed before it is committed';
COMMENT ON COLUMN auth.attempts.submitted_at IS 'When the proofs came';
COMMENT ON COLUMN auth.attempts.password_proof IS 'Proof of the password, emptied after the verdict';
COMMENT ON COLUMN auth.attempts.pin_proof IS 'Proof of the PIN, emptied after the verdict';
COMMENT ON COLUMN auth.attempts.verdict IS 'What came of it; empty means not finished, which counts as failed';

CREATE TABLE auth.sessions (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT sessions_pkey PRIMARY KEY,
	user_id bigint NOT NULL CONSTRAINT sessions_user_id_fkey REFERENCES auth.staff,
	pid integer NOT NULL,
	backend_start timestamptz NOT NULL,
	address inet,
	started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	last_active_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	idle_limit interval NOT NULL,
	expires_at timestamptz NOT NULL,
	previous_login_at timestamptz,
	previous_login_address inet,
	ended_at timestamptz,
	end_reason text CONSTRAINT sessions_end_reason_check CHECK ((end_reason IS NULL) = (ended_at IS NULL)),
	ended_by bigint
);
CREATE UNIQUE INDEX sessions_one_per_person_key ON auth.sessions (user_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX sessions_one_per_backend_key ON auth.sessions (pid, backend_start) WHERE ended_at IS NULL;
CREATE INDEX sessions_backend_idx ON auth.sessions (pid, backend_start, id);
CREATE INDEX sessions_user_id_idx ON auth.sessions (user_id, started_at);
CREATE INDEX sessions_started_at_idx ON auth.sessions (started_at, id);
COMMENT ON TABLE auth.sessions IS 'Console sessions; at most one is live per person, and it lives in one backend';
COMMENT ON COLUMN auth.sessions.id IS 'Number of the session';
COMMENT ON COLUMN auth.sessions.user_id IS 'The person';
COMMENT ON COLUMN auth.sessions.pid IS 'Backend to which the session is bound';
COMMENT ON COLUMN auth.sessions.backend_start IS 'Start of that backend, since numbers are used again';
COMMENT ON COLUMN auth.sessions.address IS 'Where the person comes from';
COMMENT ON COLUMN auth.sessions.started_at IS 'When the person logged in';
COMMENT ON COLUMN auth.sessions.last_active_at IS 'Last call, to half a minute';
COMMENT ON COLUMN auth.sessions.idle_limit IS 'The session ends after this long without a call';
COMMENT ON COLUMN auth.sessions.expires_at IS 'The session ends then in any case';
COMMENT ON COLUMN auth.sessions.previous_login_at IS 'The person''s log-in before this one';
COMMENT ON COLUMN auth.sessions.previous_login_address IS 'Where that came from';
COMMENT ON COLUMN auth.sessions.ended_at IS 'When it ended; empty while it lives';
COMMENT ON COLUMN auth.sessions.end_reason IS 'logout, replaced, ended, rights changed, or log-in again';
COMMENT ON COLUMN auth.sessions.ended_by IS 'Account that ended somebody else''s session';

CREATE TABLE auth.events (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT events_pkey PRIMARY KEY,
	at timestamptz NOT NULL DEFAULT clock_timestamp(),
	kind text NOT NULL CONSTRAINT events_kind_check CHECK (char_length(kind) <= 40),
	user_id bigint,
	session_id bigint,
	address inet,
	login text,
	detail text CONSTRAINT events_detail_check CHECK (char_length(detail) <= 1000)
);
CREATE INDEX events_at_idx ON auth.events (at, id);
CREATE INDEX events_user_id_idx ON auth.events (user_id, at);
COMMENT ON TABLE auth.events IS 'What happened at the door: log-ins, refusals, sessions ended, secrets set. The server log says the same and cannot be rolled back';
COMMENT ON COLUMN auth.events.id IS 'Number of the event';
COMMENT ON COLUMN auth.events.at IS 'When';
COMMENT ON COLUMN auth.events.kind IS 'What happened';
COMMENT ON COLUMN auth.events.user_id IS 'Whom it is about';
COMMENT ON COLUMN auth.events.session_id IS 'The session';
COMMENT ON COLUMN auth.events.address IS 'Where from';
COMMENT ON COLUMN auth.events.login IS 'Name that was typed';
COMMENT ON COLUMN auth.events.detail IS 'More about it';

CREATE TABLE auth.requests (
	request uuid NOT NULL CONSTRAINT requests_pkey PRIMARY KEY,
	session_id bigint NOT NULL CONSTRAINT requests_session_id_fkey REFERENCES auth.sessions,
	user_id bigint NOT NULL CONSTRAINT requests_user_id_fkey REFERENCES auth.staff,
	at timestamptz NOT NULL DEFAULT clock_timestamp(),
	outcome text NOT NULL CONSTRAINT requests_outcome_check CHECK (outcome IN ('saved', 'conflict')),
	entity text NOT NULL,
	key text,
	version bigint
);
CREATE INDEX requests_session_id_idx ON auth.requests (session_id);
CREATE INDEX requests_user_id_idx ON auth.requests (user_id, at);
CREATE INDEX requests_at_idx ON auth.requests (at);
COMMENT ON TABLE auth.requests IS 'Outcome of each writing call, so that a client whose line died in COMMIT can look instead of repeating';
COMMENT ON COLUMN auth.requests.request IS 'Number that the client chose';
COMMENT ON COLUMN auth.requests.session_id IS 'Session in which it ran';
COMMENT ON COLUMN auth.requests.user_id IS 'The person; nobody else can ask for it';
COMMENT ON COLUMN auth.requests.at IS 'When';
COMMENT ON COLUMN auth.requests.outcome IS 'saved or conflict';
COMMENT ON COLUMN auth.requests.entity IS 'What was written';
COMMENT ON COLUMN auth.requests.key IS 'Key of the record';
COMMENT ON COLUMN auth.requests.version IS 'Its version afterwards';

SELECT steward.take_ownership('auth', 'steward_auth');
