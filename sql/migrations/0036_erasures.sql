-- Requests of data subjects, erasures with their plan and proof, holds and restrictions, and what outlives an erasure.

ALTER TABLE site.users ADD COLUMN erased_at timestamptz;
COMMENT ON COLUMN site.users.erased_at IS 'When the person was erased; such an account is a number that kept rows name, and never comes back';
CREATE INDEX users_erased_idx ON site.users (id) WHERE erased_at IS NOT NULL;

CREATE SEQUENCE privacy.placeholder_seq;
COMMENT ON SEQUENCE privacy.placeholder_seq IS 'What placeholders are made from: never from the person';

-- The register ------------------------------------------------------------------------------------------------------

CREATE TABLE privacy.holidays (
	day date NOT NULL CONSTRAINT holidays_pkey PRIMARY KEY,
	name text NOT NULL CONSTRAINT holidays_name_check CHECK (char_length(name) BETWEEN 1 AND 100)
);
COMMENT ON TABLE privacy.holidays IS 'Public holidays: a term that ends on one ends on the next working day';
COMMENT ON COLUMN privacy.holidays.day IS 'The day';
COMMENT ON COLUMN privacy.holidays.name IS 'Its name';

CREATE TABLE privacy.requests (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT requests_pkey PRIMARY KEY,
	number text NOT NULL CONSTRAINT requests_number_key UNIQUE,
	kind text NOT NULL CONSTRAINT requests_kind_check CHECK (kind IN ('access', 'rectification', 'erasure', 'restriction', 'portability', 'objection')),
	state text NOT NULL DEFAULT 'received' CONSTRAINT requests_state_check
		CHECK (state IN ('received', 'identity', 'progress', 'approval', 'done', 'refused', 'withdrawn')),
	user_id bigint CONSTRAINT requests_user_id_fkey REFERENCES site.users,
	email text NOT NULL DEFAULT '' CONSTRAINT requests_email_check
		CHECK (email = '' OR (char_length(email) <= 254 AND email = lower(email) AND email ~ '^[^[:space:]@]+@[^[:space:]@]+$')),
	person text NOT NULL DEFAULT '' CONSTRAINT requests_person_check CHECK (char_length(person) <= 200),
	channel text NOT NULL CONSTRAINT requests_channel_check CHECK (channel IN ('email', 'letter', 'phone', 'website', 'counter', 'authority')),
	received_at timestamptz NOT NULL,
	due_on date NOT NULL,
	first_due_on date NOT NULL,
	wish text NOT NULL DEFAULT '' CONSTRAINT requests_wish_check CHECK (char_length(wish) <= 20000),
	identity_how text NOT NULL DEFAULT '' CONSTRAINT requests_identity_how_check
		CHECK (identity_how IN ('', 'logged_in', 'answered_mail', 'called_back', 'known_facts', 'in_person', 'eid')),
	identity_note text NOT NULL DEFAULT '' CONSTRAINT requests_identity_note_check CHECK (char_length(identity_note) <= 1000),
	identity_at timestamptz,
	identity_by bigint,
	paused_on date,
	paused_days integer NOT NULL DEFAULT 0 CONSTRAINT requests_paused_days_check CHECK (paused_days >= 0),
	extended_months integer NOT NULL DEFAULT 0 CONSTRAINT requests_extended_months_check CHECK (extended_months BETWEEN 0 AND 2),
	extended_on date,
	extension_reason text NOT NULL DEFAULT '' CONSTRAINT requests_extension_reason_check CHECK (char_length(extension_reason) <= 2000),
	handler_id bigint,
	duplicate_of bigint CONSTRAINT requests_duplicate_of_fkey REFERENCES privacy.requests,
	outcome text NOT NULL DEFAULT '' CONSTRAINT requests_outcome_check CHECK (char_length(outcome) <= 5000),
	closed_at timestamptz,
	created_by bigint,
	created_at timestamptz NOT NULL DEFAULT now(),
	updated_at timestamptz NOT NULL DEFAULT now(),
	version bigint NOT NULL DEFAULT 1,
	CONSTRAINT requests_subject_check CHECK (user_id IS NOT NULL OR email <> '' OR closed_at IS NOT NULL),
	CONSTRAINT requests_closed_check CHECK ((state IN ('done', 'refused', 'withdrawn')) = (closed_at IS NOT NULL)),
	CONSTRAINT requests_identity_check CHECK ((identity_how = '') = (identity_at IS NULL)),
	CONSTRAINT requests_extended_check CHECK ((extended_months = 0) = (extension_reason = '') AND (extended_months = 0) = (extended_on IS NULL)),
	CONSTRAINT requests_duplicate_check CHECK (duplicate_of <> id),
	CONSTRAINT requests_refused_check CHECK (state <> 'refused' OR outcome <> '')
);
CREATE INDEX requests_user_id_idx ON privacy.requests (user_id);
CREATE INDEX requests_email_idx ON privacy.requests (email) WHERE email <> '';
CREATE INDEX requests_duplicate_of_idx ON privacy.requests (duplicate_of);
CREATE INDEX requests_due_on_idx ON privacy.requests (due_on, id);
COMMENT ON TABLE privacy.requests IS 'Requests of data subjects, Art. 15 to 21';
COMMENT ON COLUMN privacy.requests.id IS 'Number of the row';
COMMENT ON COLUMN privacy.requests.number IS 'Number that letters name, a count within the year of receipt';
COMMENT ON COLUMN privacy.requests.kind IS 'access (15), rectification (16), erasure (17), restriction (18), portability (20), objection (21)';
COMMENT ON COLUMN privacy.requests.state IS 'received, identity (asked for), progress, approval (waits for a second person), done, refused, withdrawn';
COMMENT ON COLUMN privacy.requests.user_id IS 'The account of the person; empty for a guest';
COMMENT ON COLUMN privacy.requests.email IS 'Address of the person, by which a guest is found';
COMMENT ON COLUMN privacy.requests.person IS 'Name of the person, for letters';
COMMENT ON COLUMN privacy.requests.channel IS 'How it came';
COMMENT ON COLUMN privacy.requests.received_at IS 'When it was received, wherever in the house';
COMMENT ON COLUMN privacy.requests.due_on IS 'Last day of the term, pauses and extension included';
COMMENT ON COLUMN privacy.requests.first_due_on IS 'Last day of the first month: until then an extension or a refusal must be told';
COMMENT ON COLUMN privacy.requests.wish IS 'What the person wants, in their words';
COMMENT ON COLUMN privacy.requests.identity_how IS 'How the identity was checked; never a copy of a document';
COMMENT ON COLUMN privacy.requests.identity_note IS 'What was compared';
COMMENT ON COLUMN privacy.requests.identity_at IS 'When it was checked';
COMMENT ON COLUMN privacy.requests.identity_by IS 'Who checked it';
COMMENT ON COLUMN privacy.requests.paused_on IS 'Since when the answer about the identity is awaited; the term stands still meanwhile';
COMMENT ON COLUMN privacy.requests.paused_days IS 'Days that the term stood still before';
COMMENT ON COLUMN privacy.requests.extended_months IS 'Months by which the term was extended, once, at most two';
COMMENT ON COLUMN privacy.requests.extended_on IS 'When the person was told';
COMMENT ON COLUMN privacy.requests.extension_reason IS 'Why it was extended';
COMMENT ON COLUMN privacy.requests.handler_id IS 'Who handles it';
COMMENT ON COLUMN privacy.requests.duplicate_of IS 'An open request of the same person and kind; nothing is taken over from it';
COMMENT ON COLUMN privacy.requests.outcome IS 'What was answered; for a refusal the reasons';
COMMENT ON COLUMN privacy.requests.closed_at IS 'When it was closed';
COMMENT ON COLUMN privacy.requests.created_by IS 'Who registered it';
COMMENT ON COLUMN privacy.requests.created_at IS 'When it was registered';
COMMENT ON COLUMN privacy.requests.updated_at IS 'When it was changed last';
COMMENT ON COLUMN privacy.requests.version IS 'Counts the changes';

CREATE TABLE privacy.request_notes (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT request_notes_pkey PRIMARY KEY,
	request_id bigint NOT NULL CONSTRAINT request_notes_request_id_fkey REFERENCES privacy.requests ON DELETE CASCADE,
	at timestamptz NOT NULL DEFAULT clock_timestamp(),
	author_id bigint,
	kind text NOT NULL CONSTRAINT request_notes_kind_check CHECK (kind IN ('comment', 'step', 'letter')),
	subject text NOT NULL DEFAULT '' CONSTRAINT request_notes_subject_check CHECK (char_length(subject) <= 200),
	body text NOT NULL CONSTRAINT request_notes_body_check CHECK (char_length(body) BETWEEN 1 AND 20000),
	sent_at timestamptz,
	sent_how text NOT NULL DEFAULT '' CONSTRAINT request_notes_sent_how_check CHECK (char_length(sent_how) <= 100),
	updated_at timestamptz NOT NULL DEFAULT now(),
	version bigint NOT NULL DEFAULT 1
);
CREATE INDEX request_notes_request_id_idx ON privacy.request_notes (request_id, id);
COMMENT ON TABLE privacy.request_notes IS 'Comments, steps and letters of a request';
COMMENT ON COLUMN privacy.request_notes.id IS 'Number of the row';
COMMENT ON COLUMN privacy.request_notes.request_id IS 'The request';
COMMENT ON COLUMN privacy.request_notes.at IS 'When';
COMMENT ON COLUMN privacy.request_notes.author_id IS 'Who; empty for the program';
COMMENT ON COLUMN privacy.request_notes.kind IS 'comment, step (written by the program), letter';
COMMENT ON COLUMN privacy.request_notes.subject IS 'Subject of the letter, or what happened';
COMMENT ON COLUMN privacy.request_notes.body IS 'The text';
COMMENT ON COLUMN privacy.request_notes.sent_at IS 'When the letter was sent';
COMMENT ON COLUMN privacy.request_notes.sent_how IS 'How it was sent';
COMMENT ON COLUMN privacy.request_notes.updated_at IS 'When it was changed last';
COMMENT ON COLUMN privacy.request_notes.version IS 'Counts the changes';

CREATE TABLE privacy.letter_texts (
	name text NOT NULL CONSTRAINT letter_texts_name_check CHECK (name IN ('receipt', 'identity', 'extension', 'refusal', 'access', 'erasure', 'partial', 'done')),
	language text NOT NULL CONSTRAINT letter_texts_language_check CHECK (language IN ('en', 'nl')),
	subject text NOT NULL CONSTRAINT letter_texts_subject_check CHECK (char_length(subject) BETWEEN 1 AND 200),
	body text NOT NULL CONSTRAINT letter_texts_body_check CHECK (char_length(body) BETWEEN 1 AND 20000),
	updated_at timestamptz NOT NULL DEFAULT now(),
	version bigint NOT NULL DEFAULT 1,
	CONSTRAINT letter_texts_pkey PRIMARY KEY (name, language)
);
COMMENT ON TABLE privacy.letter_texts IS 'Texts that letters to data subjects begin with; {number} and the like are filled in';
COMMENT ON COLUMN privacy.letter_texts.name IS 'What the letter is for';
COMMENT ON COLUMN privacy.letter_texts.language IS 'en or nl';
COMMENT ON COLUMN privacy.letter_texts.subject IS 'Subject';
COMMENT ON COLUMN privacy.letter_texts.body IS 'Text';
COMMENT ON COLUMN privacy.letter_texts.updated_at IS 'When it was changed last';
COMMENT ON COLUMN privacy.letter_texts.version IS 'Counts the changes';

-- Holds and restrictions --------------------------------------------------------------------------------------------

CREATE TABLE privacy.holds (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT holds_pkey PRIMARY KEY,
	user_id bigint NOT NULL CONSTRAINT holds_user_id_fkey REFERENCES site.users,
	kind text NOT NULL CONSTRAINT holds_kind_check CHECK (kind IN ('restriction', 'hold')),
	reason text NOT NULL CONSTRAINT holds_reason_check CHECK (char_length(reason) BETWEEN 1 AND 1000),
	request_id bigint CONSTRAINT holds_request_id_fkey REFERENCES privacy.requests,
	set_by bigint,
	set_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	notice_sent_at timestamptz,
	lifted_at timestamptz,
	lifted_by bigint,
	updated_at timestamptz NOT NULL DEFAULT now(),
	version bigint NOT NULL DEFAULT 1,
	CONSTRAINT holds_notice_check CHECK (lifted_at IS NULL OR kind = 'hold' OR notice_sent_at IS NOT NULL)
);
CREATE INDEX holds_user_id_idx ON privacy.holds (user_id);
CREATE INDEX holds_request_id_idx ON privacy.holds (request_id);
CREATE UNIQUE INDEX holds_open_key ON privacy.holds (user_id, kind) WHERE lifted_at IS NULL;
COMMENT ON TABLE privacy.holds IS 'Restrictions of processing (Art. 18) and legal holds; triggers on every table with rows of a person read them';
COMMENT ON COLUMN privacy.holds.id IS 'Number of the row';
COMMENT ON COLUMN privacy.holds.user_id IS 'The account';
COMMENT ON COLUMN privacy.holds.kind IS 'restriction: rows are kept and not used or changed; hold: rows are not removed';
COMMENT ON COLUMN privacy.holds.reason IS 'Why';
COMMENT ON COLUMN privacy.holds.request_id IS 'The request that asked for it';
COMMENT ON COLUMN privacy.holds.set_by IS 'Who set it';
COMMENT ON COLUMN privacy.holds.set_at IS 'When it was set';
COMMENT ON COLUMN privacy.holds.notice_sent_at IS 'When the person was told that the restriction will be lifted (Art. 18(3)); it cannot be lifted before';
COMMENT ON COLUMN privacy.holds.lifted_at IS 'When it was lifted';
COMMENT ON COLUMN privacy.holds.lifted_by IS 'Who lifted it';
COMMENT ON COLUMN privacy.holds.updated_at IS 'When it was changed last';
COMMENT ON COLUMN privacy.holds.version IS 'Counts the changes';

-- Erasures ----------------------------------------------------------------------------------------------------------

CREATE TABLE privacy.erasures (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT erasures_pkey PRIMARY KEY,
	request_id bigint CONSTRAINT erasures_request_id_fkey REFERENCES privacy.requests,
	user_id bigint CONSTRAINT erasures_user_id_fkey REFERENCES site.users,
	emails text[] NOT NULL DEFAULT '{}',
	scope text NOT NULL DEFAULT 'all' CONSTRAINT erasures_scope_check CHECK (scope IN ('all', 'partial')),
	state text NOT NULL DEFAULT 'planned' CONSTRAINT erasures_state_check CHECK (state IN ('planned', 'proposed', 'approved', 'refused', 'withdrawn', 'done')),
	plan_hash bytea CONSTRAINT erasures_plan_hash_check CHECK (length(plan_hash) = 32),
	planned_at timestamptz,
	proposed_by bigint,
	proposed_at timestamptz,
	approved_by bigint,
	approved_at timestamptz,
	approved_hash bytea,
	executed_by bigint,
	done_at timestamptz,
	rows_erased bigint NOT NULL DEFAULT 0,
	rows_kept bigint NOT NULL DEFAULT 0,
	remainder_of bigint CONSTRAINT erasures_remainder_of_fkey REFERENCES privacy.erasures,
	refusal text NOT NULL DEFAULT '' CONSTRAINT erasures_refusal_check CHECK (char_length(refusal) <= 1000),
	created_by bigint,
	created_at timestamptz NOT NULL DEFAULT now(),
	updated_at timestamptz NOT NULL DEFAULT now(),
	version bigint NOT NULL DEFAULT 1,
	CONSTRAINT erasures_subject_check CHECK (user_id IS NOT NULL OR emails <> '{}' OR state = 'done'),
	CONSTRAINT erasures_second_person_check CHECK (approved_by IS NULL OR (approved_by <> proposed_by AND approved_by IS DISTINCT FROM user_id)),
	CONSTRAINT erasures_self_check CHECK (proposed_by IS NULL OR proposed_by IS DISTINCT FROM user_id),
	CONSTRAINT erasures_proposed_check CHECK (state NOT IN ('proposed', 'approved', 'done') OR (proposed_by IS NOT NULL AND plan_hash IS NOT NULL)),
	CONSTRAINT erasures_approved_check CHECK (state NOT IN ('approved', 'done') OR (approved_by IS NOT NULL AND approved_hash IS NOT NULL AND approved_hash = plan_hash)),
	CONSTRAINT erasures_done_check CHECK ((state = 'done') = (done_at IS NOT NULL))
);
CREATE INDEX erasures_request_id_idx ON privacy.erasures (request_id);
CREATE INDEX erasures_user_id_idx ON privacy.erasures (user_id);
CREATE INDEX erasures_remainder_of_idx ON privacy.erasures (remainder_of);
CREATE UNIQUE INDEX erasures_open_key ON privacy.erasures (user_id) WHERE state IN ('planned', 'proposed', 'approved');
COMMENT ON TABLE privacy.erasures IS 'Erasures: planned, proposed, approved by a second person over the hash of the plan, done';
COMMENT ON COLUMN privacy.erasures.id IS 'Number of the erasure';
COMMENT ON COLUMN privacy.erasures.request_id IS 'The request that asks for it';
COMMENT ON COLUMN privacy.erasures.user_id IS 'The account; empty for a guest';
COMMENT ON COLUMN privacy.erasures.emails IS 'Addresses by which a guest is found; emptied with the person';
COMMENT ON COLUMN privacy.erasures.scope IS 'all, or partial: what no open invoice needs; the rest follows by itself';
COMMENT ON COLUMN privacy.erasures.state IS 'planned, proposed, approved, refused, withdrawn, done';
COMMENT ON COLUMN privacy.erasures.plan_hash IS 'SHA-256 over the rows of the plan; approval is given over it, and the run stops when it is another';
COMMENT ON COLUMN privacy.erasures.planned_at IS 'When the plan was made';
COMMENT ON COLUMN privacy.erasures.proposed_by IS 'Who submitted it for approval';
COMMENT ON COLUMN privacy.erasures.proposed_at IS 'When';
COMMENT ON COLUMN privacy.erasures.approved_by IS 'The second person';
COMMENT ON COLUMN privacy.erasures.approved_at IS 'When';
COMMENT ON COLUMN privacy.erasures.approved_hash IS 'The hash that the second person saw';
COMMENT ON COLUMN privacy.erasures.executed_by IS 'Who ran it';
COMMENT ON COLUMN privacy.erasures.done_at IS 'When it was done';
COMMENT ON COLUMN privacy.erasures.rows_erased IS 'Rows deleted, changed or emptied';
COMMENT ON COLUMN privacy.erasures.rows_kept IS 'Rows kept with a ground';
COMMENT ON COLUMN privacy.erasures.remainder_of IS 'The partial erasure of which this is the rest';
COMMENT ON COLUMN privacy.erasures.refusal IS 'Why the second person refused';
COMMENT ON COLUMN privacy.erasures.created_by IS 'Who planned it';
COMMENT ON COLUMN privacy.erasures.created_at IS 'When the row was made';
COMMENT ON COLUMN privacy.erasures.updated_at IS 'When it was changed last';
COMMENT ON COLUMN privacy.erasures.version IS 'Counts the changes';

CREATE TABLE privacy.erasure_items (
	erasure_id bigint NOT NULL CONSTRAINT erasure_items_erasure_id_fkey REFERENCES privacy.erasures ON DELETE CASCADE,
	no integer NOT NULL,
	relation text NOT NULL,
	action text NOT NULL CONSTRAINT erasure_items_action_check CHECK (action IN ('delete', 'change', 'empty', 'mention', 'keep')),
	columns text[] NOT NULL DEFAULT '{}',
	rule text NOT NULL DEFAULT '',
	reason text NOT NULL DEFAULT '',
	keep_until date,
	rows bigint NOT NULL DEFAULT 0,
	CONSTRAINT erasure_items_pkey PRIMARY KEY (erasure_id, no)
);
COMMENT ON TABLE privacy.erasure_items IS 'Lines of a plan: what is done to the rows of a table, or why they stay';
COMMENT ON COLUMN privacy.erasure_items.erasure_id IS 'The erasure';
COMMENT ON COLUMN privacy.erasure_items.no IS 'Place in the order of execution';
COMMENT ON COLUMN privacy.erasure_items.relation IS 'The table';
COMMENT ON COLUMN privacy.erasure_items.action IS 'delete, change, empty (values of the trail), mention (the person''s name in a row about somebody else), keep';
COMMENT ON COLUMN privacy.erasure_items.columns IS 'Columns that change; empty when the row goes or stays whole';
COMMENT ON COLUMN privacy.erasure_items.rule IS 'Rule of the map, column by column';
COMMENT ON COLUMN privacy.erasure_items.reason IS 'Why: the way to the person, or the ground on which rows are kept';
COMMENT ON COLUMN privacy.erasure_items.keep_until IS 'Until when they are kept';
COMMENT ON COLUMN privacy.erasure_items.rows IS 'How many rows';

CREATE TABLE privacy.erasure_keys (
	erasure_id bigint NOT NULL,
	no integer NOT NULL,
	chunk integer NOT NULL,
	keys text[] NOT NULL,
	CONSTRAINT erasure_keys_pkey PRIMARY KEY (erasure_id, no, chunk),
	CONSTRAINT erasure_keys_item_fkey FOREIGN KEY (erasure_id, no) REFERENCES privacy.erasure_items ON DELETE CASCADE
);
COMMENT ON TABLE privacy.erasure_keys IS 'Keys of the rows of each line, a thousand together, so that a person with a million rows can be named row by row; removed when the erasure is done';
COMMENT ON COLUMN privacy.erasure_keys.erasure_id IS 'The erasure';
COMMENT ON COLUMN privacy.erasure_keys.no IS 'The line';
COMMENT ON COLUMN privacy.erasure_keys.chunk IS 'Place of the thousand';
COMMENT ON COLUMN privacy.erasure_keys.keys IS 'The keys; parts of a longer key stand between colons';

CREATE TABLE privacy.erasure_blockers (
	erasure_id bigint NOT NULL CONSTRAINT erasure_blockers_erasure_id_fkey REFERENCES privacy.erasures ON DELETE CASCADE,
	no integer NOT NULL,
	kind text NOT NULL,
	relation text NOT NULL DEFAULT '',
	key text NOT NULL DEFAULT '',
	sentence text NOT NULL,
	lifted_by text NOT NULL,
	billing boolean NOT NULL DEFAULT false,
	CONSTRAINT erasure_blockers_pkey PRIMARY KEY (erasure_id, no)
);
COMMENT ON TABLE privacy.erasure_blockers IS 'What stands in the way of an erasure, and what would lift it';
COMMENT ON COLUMN privacy.erasure_blockers.erasure_id IS 'The erasure';
COMMENT ON COLUMN privacy.erasure_blockers.no IS 'Place in the list';
COMMENT ON COLUMN privacy.erasure_blockers.kind IS 'What kind it is';
COMMENT ON COLUMN privacy.erasure_blockers.relation IS 'Table of the row that blocks';
COMMENT ON COLUMN privacy.erasure_blockers.key IS 'Its key';
COMMENT ON COLUMN privacy.erasure_blockers.sentence IS 'What it is, for people';
COMMENT ON COLUMN privacy.erasure_blockers.lifted_by IS 'What would lift it';
COMMENT ON COLUMN privacy.erasure_blockers.billing IS 'Blocks only what invoicing needs: the rest can be erased now';

CREATE TABLE privacy.blocker_rules (
	kind text NOT NULL CONSTRAINT blocker_rules_pkey PRIMARY KEY,
	relation text NOT NULL,
	when_sql text NOT NULL,
	label_sql text NOT NULL,
	sentence text NOT NULL,
	lifted_by text NOT NULL,
	billing boolean NOT NULL
);
COMMENT ON TABLE privacy.blocker_rules IS 'Rows of a person that stand in the way of an erasure; written by the files of the map only, since it holds SQL';
COMMENT ON COLUMN privacy.blocker_rules.kind IS 'Name of the rule';
COMMENT ON COLUMN privacy.blocker_rules.relation IS 'Table, whose rows of the person are found by the data map';
COMMENT ON COLUMN privacy.blocker_rules.when_sql IS 'Which of them block: a predicate on t';
COMMENT ON COLUMN privacy.blocker_rules.label_sql IS 'What people know such a row by: an expression on t';
COMMENT ON COLUMN privacy.blocker_rules.sentence IS 'What blocks, for people';
COMMENT ON COLUMN privacy.blocker_rules.lifted_by IS 'What would lift it';
COMMENT ON COLUMN privacy.blocker_rules.billing IS 'Blocks only what invoicing needs';

CREATE TABLE privacy.erasure_accepts (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT erasure_accepts_pkey PRIMARY KEY,
	erasure_id bigint NOT NULL CONSTRAINT erasure_accepts_erasure_id_fkey REFERENCES privacy.erasures ON DELETE CASCADE,
	relation text NOT NULL,
	key text NOT NULL,
	reason text NOT NULL CONSTRAINT erasure_accepts_reason_check CHECK (char_length(reason) BETWEEN 5 AND 500),
	accepted_by bigint,
	accepted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	CONSTRAINT erasure_accepts_row_key UNIQUE (erasure_id, relation, key)
);
COMMENT ON TABLE privacy.erasure_accepts IS 'Mentions of the person that stay, each with its reason';
COMMENT ON COLUMN privacy.erasure_accepts.id IS 'Number of the row';
COMMENT ON COLUMN privacy.erasure_accepts.erasure_id IS 'The erasure';
COMMENT ON COLUMN privacy.erasure_accepts.relation IS 'Table of the row';
COMMENT ON COLUMN privacy.erasure_accepts.key IS 'Its key';
COMMENT ON COLUMN privacy.erasure_accepts.reason IS 'Why it stays';
COMMENT ON COLUMN privacy.erasure_accepts.accepted_by IS 'Who decided';
COMMENT ON COLUMN privacy.erasure_accepts.accepted_at IS 'When';

-- What stays of an erasure ------------------------------------------------------------------------------------------

CREATE TABLE privacy.ledger (
	no bigint NOT NULL CONSTRAINT ledger_pkey PRIMARY KEY CONSTRAINT ledger_no_check CHECK (no > 0),
	erasure_id bigint NOT NULL,
	at timestamptz NOT NULL,
	user_id bigint,
	fingerprint bytea NOT NULL CONSTRAINT ledger_fingerprint_check CHECK (length(fingerprint) = 32),
	scope text NOT NULL,
	certificate text NOT NULL,
	previous bytea NOT NULL CONSTRAINT ledger_previous_key UNIQUE CONSTRAINT ledger_previous_check CHECK (length(previous) = 32),
	hash bytea NOT NULL CONSTRAINT ledger_hash_key UNIQUE CONSTRAINT ledger_hash_check CHECK (length(hash) = 32),
	signature bytea CONSTRAINT ledger_signature_check CHECK (length(signature) = 64),
	public_key bytea CONSTRAINT ledger_public_key_check CHECK (length(public_key) = 32),
	replayed_at timestamptz,
	CONSTRAINT ledger_signed_check CHECK ((signature IS NULL) = (public_key IS NULL))
);
COMMENT ON TABLE privacy.ledger IS 'Erasures that were done, chained; the same lines stand in a file outside the database, from which they are replayed after a restore';
COMMENT ON COLUMN privacy.ledger.no IS 'Number in the chain';
COMMENT ON COLUMN privacy.ledger.erasure_id IS 'The erasure';
COMMENT ON COLUMN privacy.ledger.at IS 'When';
COMMENT ON COLUMN privacy.ledger.user_id IS 'Number of the account; empty for a guest';
COMMENT ON COLUMN privacy.ledger.fingerprint IS 'Keyed hash of the person: a replay erases only who matches number and fingerprint';
COMMENT ON COLUMN privacy.ledger.scope IS 'all or partial';
COMMENT ON COLUMN privacy.ledger.certificate IS 'The certificate, as it was signed';
COMMENT ON COLUMN privacy.ledger.previous IS 'Hash of the line before';
COMMENT ON COLUMN privacy.ledger.hash IS 'SHA-256 over the line';
COMMENT ON COLUMN privacy.ledger.signature IS 'Ed25519 signature over the certificate';
COMMENT ON COLUMN privacy.ledger.public_key IS 'Key that checks it';
COMMENT ON COLUMN privacy.ledger.replayed_at IS 'When the line was replayed into a restored database';

CREATE TABLE privacy.suppressions (
	hash bytea NOT NULL CONSTRAINT suppressions_pkey PRIMARY KEY CONSTRAINT suppressions_hash_check CHECK (length(hash) = 32),
	reason text NOT NULL CONSTRAINT suppressions_reason_check CHECK (reason IN ('erased', 'opt-out')),
	at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE privacy.suppressions IS 'E-mail addresses that get no news, as keyed hashes: a marketing opt-out survives the erasure';
COMMENT ON COLUMN privacy.suppressions.hash IS 'HMAC-SHA-256 of the address in small letters';
COMMENT ON COLUMN privacy.suppressions.reason IS 'erased, or opt-out';
COMMENT ON COLUMN privacy.suppressions.at IS 'Since when';

INSERT INTO auth.secrets (name, value) VALUES ('fingerprint', public.gen_random_bytes(32));

SELECT steward.take_ownership('privacy', 'site_owner');

CREATE TYPE privacy.erasure_step AS (relation text, action text, columns text[], rule text, reason text, keep_until date, rows bigint, keys text[]);
COMMENT ON TYPE privacy.erasure_step IS 'What an erasure did to rows of one table, or why they stay';
CREATE TYPE privacy.erasure_result AS (steps privacy.erasure_step[], hash bytea, fingerprint bytea, identifiers integer, scanned integer, mentions bigint, accepted bigint, sums jsonb, fault text);
COMMENT ON TYPE privacy.erasure_result IS 'What a plan or a run gives: steps, hash over them, keyed hash of the person, counts of the scan, sums of money, and the error that stopped it';
