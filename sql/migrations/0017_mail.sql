-- Security mail: an outbox that is written by what happens, in the same transaction, and emptied by steward-mailer.

CREATE TABLE auth.mail_kinds (
	name text NOT NULL CONSTRAINT mail_kinds_pkey PRIMARY KEY CONSTRAINT mail_kinds_name_check CHECK (name ~ '^[a-z][a-z_]{1,30}$'),
	label text NOT NULL,
	to_superadmins boolean NOT NULL,
	to_person boolean NOT NULL,
	enabled boolean NOT NULL DEFAULT true,
	position integer NOT NULL,
	updated_at timestamptz NOT NULL DEFAULT now(),
	version bigint NOT NULL DEFAULT 1
);
COMMENT ON TABLE auth.mail_kinds IS 'What security mail is about, to whom it goes, and whether it is sent';
COMMENT ON COLUMN auth.mail_kinds.name IS 'Name of the kind';
COMMENT ON COLUMN auth.mail_kinds.label IS 'What happened, for people';
COMMENT ON COLUMN auth.mail_kinds.to_superadmins IS 'It goes to every superadmin, and to the address in the setting mail_to';
COMMENT ON COLUMN auth.mail_kinds.to_person IS 'It goes to the member of staff whom it is about';
COMMENT ON COLUMN auth.mail_kinds.enabled IS 'Whether such mail is written';
COMMENT ON COLUMN auth.mail_kinds.position IS 'Place in lists';
COMMENT ON COLUMN auth.mail_kinds.updated_at IS 'When the row was changed last';
COMMENT ON COLUMN auth.mail_kinds.version IS 'Counts the changes';

CREATE TABLE auth.mail_texts (
	kind text NOT NULL CONSTRAINT mail_texts_kind_fkey REFERENCES auth.mail_kinds ON DELETE CASCADE,
	language text NOT NULL CONSTRAINT mail_texts_language_check CHECK (language IN ('en', 'nl')),
	subject text NOT NULL,
	line text NOT NULL,
	advice text NOT NULL,
	CONSTRAINT mail_texts_pkey PRIMARY KEY (kind, language)
);
COMMENT ON TABLE auth.mail_texts IS 'Words of security mail, in the languages that the setting mail_language chooses from';
COMMENT ON COLUMN auth.mail_texts.kind IS 'Kind of mail';
COMMENT ON COLUMN auth.mail_texts.language IS 'Language: en or nl';
COMMENT ON COLUMN auth.mail_texts.subject IS 'Subject, behind the name of the site';
COMMENT ON COLUMN auth.mail_texts.line IS 'What happened, in one line; {login}, {address} and {detail} stand for what it was';
COMMENT ON COLUMN auth.mail_texts.advice IS 'What to do about it';

CREATE TABLE auth.mails (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT mails_pkey PRIMARY KEY,
	at timestamptz NOT NULL DEFAULT clock_timestamp(),
	kind text NOT NULL CONSTRAINT mails_kind_fkey REFERENCES auth.mail_kinds,
	recipient text NOT NULL CONSTRAINT mails_recipient_check CHECK (char_length(recipient) <= 254 AND recipient ~ '^[^[:space:][:cntrl:]@]+@[^[:space:][:cntrl:]@]+$'),
	user_id bigint,
	about_id bigint,
	event_id bigint,
	line text NOT NULL CONSTRAINT mails_line_check CHECK (char_length(line) <= 2000),
	state text NOT NULL DEFAULT 'waiting'
		CONSTRAINT mails_state_check CHECK (state IN ('waiting', 'merged', 'claimed', 'handed', 'sent', 'failed', 'uncertain')),
	merged_into bigint CONSTRAINT mails_merged_into_fkey REFERENCES auth.mails,
	subject text,
	body text,
	attempts integer NOT NULL DEFAULT 0,
	next_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	claimed_at timestamptz,
	sent_at timestamptz,
	error text NOT NULL DEFAULT '' CONSTRAINT mails_error_check CHECK (char_length(error) <= 1000),
	CONSTRAINT mails_merged_check CHECK ((state = 'merged') = (merged_into IS NOT NULL)),
	CONSTRAINT mails_composed_check CHECK (state IN ('waiting', 'merged') OR (subject IS NOT NULL AND body IS NOT NULL))
);
CREATE INDEX mails_open_idx ON auth.mails (next_at, id) WHERE state IN ('waiting', 'claimed', 'handed');
CREATE INDEX mails_recipient_idx ON auth.mails (recipient, claimed_at) WHERE claimed_at IS NOT NULL;
CREATE INDEX mails_kind_idx ON auth.mails (kind, about_id, at);
CREATE INDEX mails_at_idx ON auth.mails (at, id);
CREATE INDEX mails_user_id_idx ON auth.mails (user_id);
CREATE INDEX mails_about_id_idx ON auth.mails (about_id);
CREATE INDEX mails_merged_into_idx ON auth.mails (merged_into);
COMMENT ON TABLE auth.mails IS 'Outbox of security mail: a row for each event and address, made one mail of when it is sent';
COMMENT ON COLUMN auth.mails.id IS 'Number of the mail; its Message-ID is made of it, so that a second copy is known as one';
COMMENT ON COLUMN auth.mails.at IS 'When it happened';
COMMENT ON COLUMN auth.mails.kind IS 'What it is about';
COMMENT ON COLUMN auth.mails.recipient IS 'Address that it goes to';
COMMENT ON COLUMN auth.mails.user_id IS 'Account of that address; empty for the one in the settings';
COMMENT ON COLUMN auth.mails.about_id IS 'Account that it is about';
COMMENT ON COLUMN auth.mails.event_id IS 'Event that caused it, in auth.events; empty where a change of a record did';
COMMENT ON COLUMN auth.mails.line IS 'What happened';
COMMENT ON COLUMN auth.mails.state IS 'waiting; merged into another; claimed by the mailer; handed to the mail server; sent; failed, for good; uncertain: the mailer ended before the answer';
COMMENT ON COLUMN auth.mails.merged_into IS 'The mail that tells about this one too';
COMMENT ON COLUMN auth.mails.subject IS 'Subject, once it was put together';
COMMENT ON COLUMN auth.mails.body IS 'Text, once it was put together';
COMMENT ON COLUMN auth.mails.attempts IS 'How often it was tried';
COMMENT ON COLUMN auth.mails.next_at IS 'Not tried before';
COMMENT ON COLUMN auth.mails.claimed_at IS 'When it was tried last';
COMMENT ON COLUMN auth.mails.sent_at IS 'When the mail server took it';
COMMENT ON COLUMN auth.mails.error IS 'What the mail server, or the way there, said last';

INSERT INTO auth.settings (name, value, label) VALUES
	('mail', 'on', 'Security mail is written'),
	('mail_to', '', 'Address that security mail goes to besides the superadmins; empty: none'),
	('mail_language', 'en', 'Language of security mail: en or nl'),
	('mail_digest', '10 minutes', 'After a mail, what else happens of its kind within so long goes into one'),
	('mail_per_hour', '20', 'Mails to one address within an hour; the last of them tells all that waits'),
	('mail_lines', '50', 'Events that one mail tells one by one; of the rest it gives the number'),
	('mail_failures', '20', 'Failed log-ins at the console, of all names together, within the window after which it is mailed'),
	('mail_tries', '20', 'How often a mail is tried before it is given up'),
	('mail_lease', '5 minutes', 'A mail that the mailer took and said no more about is looked at again after so long');

ALTER TABLE auth.mail_kinds OWNER TO steward_auth;
ALTER TABLE auth.mail_texts OWNER TO steward_auth;
ALTER TABLE auth.mails OWNER TO steward_auth;
