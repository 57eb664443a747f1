-- Enrolment with one-time codes, SSH keys of staff, and grants that wait for a second person.

-- One-time codes ---------------------------------------------------------------------------------------------------

CREATE TABLE auth.codes (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT codes_pkey PRIMARY KEY,
	user_id bigint NOT NULL CONSTRAINT codes_user_id_fkey REFERENCES auth.staff ON DELETE CASCADE,
	kind text NOT NULL CONSTRAINT codes_kind_check CHECK (kind IN ('enrol', 'password', 'pin')),
	code_stored bytea NOT NULL CONSTRAINT codes_code_stored_check CHECK (length(code_stored) = 32),
	issued_by bigint,
	issued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	expires_at timestamptz NOT NULL,
	used_at timestamptz,
	withdrawn_at timestamptz
);
CREATE UNIQUE INDEX codes_one_per_person_key ON auth.codes (user_id) WHERE used_at IS NULL AND withdrawn_at IS NULL;
CREATE INDEX codes_user_id_idx ON auth.codes (user_id);
COMMENT ON TABLE auth.codes IS 'One-time codes with which a person sets password and PIN; at most one of each person can still be used';
COMMENT ON COLUMN auth.codes.id IS 'Number of the code';
COMMENT ON COLUMN auth.codes.user_id IS 'For whom it is';
COMMENT ON COLUMN auth.codes.kind IS 'What it sets: enrol (password and PIN), password or pin';
COMMENT ON COLUMN auth.codes.code_stored IS 'SHA-256 of the key made from the code; the code itself never comes here';
COMMENT ON COLUMN auth.codes.issued_by IS 'Account that gave it';
COMMENT ON COLUMN auth.codes.issued_at IS 'When it was given';
COMMENT ON COLUMN auth.codes.expires_at IS 'Until when it can be used';
COMMENT ON COLUMN auth.codes.used_at IS 'When it was used; a code works once';
COMMENT ON COLUMN auth.codes.withdrawn_at IS 'When it was withdrawn, by hand or by a newer one';

ALTER TABLE auth.attempts
	ADD COLUMN purpose text NOT NULL DEFAULT 'login' CONSTRAINT attempts_purpose_check CHECK (purpose IN ('login', 'enrol', 'change')),
	ADD COLUMN new_password bytea CONSTRAINT attempts_new_password_check CHECK (length(new_password) = 32),
	ADD COLUMN new_pin bytea CONSTRAINT attempts_new_pin_check CHECK (length(new_pin) = 32),
	ADD COLUMN fingerprint text CONSTRAINT attempts_fingerprint_check CHECK (char_length(fingerprint) <= 120);
COMMENT ON COLUMN auth.attempts.purpose IS 'What the proofs are for: a log-in, setting secrets with a one-time code, or changing one''s own; all count alike';
COMMENT ON COLUMN auth.attempts.password_proof IS 'Proof of the password, or of the one-time code; emptied after the verdict';
COMMENT ON COLUMN auth.attempts.new_password IS 'What will be stored of the new password, emptied after the verdict';
COMMENT ON COLUMN auth.attempts.new_pin IS 'What will be stored of the new PIN, emptied after the verdict';
COMMENT ON COLUMN auth.attempts.fingerprint IS 'SSH key that let the person in to the console host, as that host says';
COMMENT ON COLUMN auth.attempts.address_ok IS 'The account''s address rules and SSH keys allow it; else the attempt never counts against the account';

INSERT INTO auth.settings (name, value, label) VALUES
	('code_age', '24 hours', 'How long a one-time code can be used');

-- SSH keys ---------------------------------------------------------------------------------------------------------

CREATE TABLE auth.ssh_keys (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT ssh_keys_pkey PRIMARY KEY,
	user_id bigint NOT NULL CONSTRAINT ssh_keys_user_id_fkey REFERENCES auth.staff ON DELETE CASCADE,
	fingerprint text NOT NULL CONSTRAINT ssh_keys_fingerprint_check CHECK (fingerprint ~ '^SHA256:[A-Za-z0-9+/]{43}$'),
	note text NOT NULL DEFAULT '' CONSTRAINT ssh_keys_note_check CHECK (char_length(note) <= 200),
	added_by bigint,
	added_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	CONSTRAINT ssh_keys_user_id_fingerprint_key UNIQUE (user_id, fingerprint)
);
COMMENT ON TABLE auth.ssh_keys IS 'SSH keys by which a member of staff comes to the console host; who has any logs in with one of them only';
COMMENT ON COLUMN auth.ssh_keys.id IS 'Number of the key';
COMMENT ON COLUMN auth.ssh_keys.user_id IS 'Whose key it is';
COMMENT ON COLUMN auth.ssh_keys.fingerprint IS 'As ssh-keygen -l prints it, SHA256: and 43 characters';
COMMENT ON COLUMN auth.ssh_keys.note IS 'Which key it is';
COMMENT ON COLUMN auth.ssh_keys.added_by IS 'Account that added it';
COMMENT ON COLUMN auth.ssh_keys.added_at IS 'When it was added';

-- A second person --------------------------------------------------------------------------------------------------

CREATE TABLE auth.proposals (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT proposals_pkey PRIMARY KEY,
	user_id bigint NOT NULL CONSTRAINT proposals_user_id_fkey REFERENCES auth.staff ON DELETE CASCADE,
	kind text NOT NULL CONSTRAINT proposals_kind_check CHECK (kind IN ('role', 'right', 'type')),
	name text NOT NULL,
	granted boolean,
	proposed_by bigint NOT NULL,
	proposed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	decided_by bigint,
	decided_at timestamptz,
	decision text CONSTRAINT proposals_decision_check CHECK (decision IN ('approved', 'refused')),
	version bigint NOT NULL DEFAULT 1,
	CONSTRAINT proposals_decided_check CHECK ((decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL) = (decided_by IS NULL)),
	CONSTRAINT proposals_second_person_check CHECK (decision <> 'approved' OR (decided_by <> proposed_by AND decided_by <> user_id))
);
CREATE UNIQUE INDEX proposals_open_key ON auth.proposals (user_id, kind, name) WHERE decision IS NULL;
CREATE INDEX proposals_user_id_idx ON auth.proposals (user_id);
COMMENT ON TABLE auth.proposals IS 'Grants that wait for a second person, where the setting second_person_grants is on';
COMMENT ON COLUMN auth.proposals.id IS 'Number of the proposal';
COMMENT ON COLUMN auth.proposals.user_id IS 'Who is to get it';
COMMENT ON COLUMN auth.proposals.kind IS 'role, right, or type of the account';
COMMENT ON COLUMN auth.proposals.name IS 'Name of the role, right or type';
COMMENT ON COLUMN auth.proposals.granted IS 'For a right: given on its own, or empty to take a denial back';
COMMENT ON COLUMN auth.proposals.proposed_by IS 'Account that proposed it, and cannot approve it';
COMMENT ON COLUMN auth.proposals.proposed_at IS 'When';
COMMENT ON COLUMN auth.proposals.decided_by IS 'Account that decided';
COMMENT ON COLUMN auth.proposals.decided_at IS 'When';
COMMENT ON COLUMN auth.proposals.decision IS 'approved or refused; empty while it waits';
COMMENT ON COLUMN auth.proposals.version IS 'Counts the changes';

-- Entities whose records are made by a function, since they are more than a row of one table.
ALTER TABLE meta.entities ADD COLUMN create_function text
	CONSTRAINT entities_create_function_check CHECK (create_function ~ '^[a-z][a-z_]{1,62}$');
COMMENT ON COLUMN meta.entities.create_function IS 'Function in schema meta that makes a record instead of a plain INSERT';

ALTER TABLE auth.codes OWNER TO steward_auth;
ALTER TABLE auth.ssh_keys OWNER TO steward_auth;
ALTER TABLE auth.proposals OWNER TO steward_auth;
