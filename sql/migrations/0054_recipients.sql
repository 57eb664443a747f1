-- Recipients: who gets which categories of data, and who must be told of an erasure, a correction or a restriction (Art. 19).

CREATE TABLE privacy.recipients (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT recipients_pkey PRIMARY KEY,
	name text NOT NULL CONSTRAINT recipients_name_key UNIQUE CONSTRAINT recipients_name_check CHECK (char_length(name) BETWEEN 1 AND 200),
	role text NOT NULL DEFAULT 'processor' CONSTRAINT recipients_role_check CHECK (role IN ('processor', 'controller', 'authority')),
	email text NOT NULL DEFAULT '' CONSTRAINT recipients_email_check CHECK (email = '' OR (char_length(email) <= 254 AND email ~ '^[^[:space:]@]+@[^[:space:]@]+$')),
	categories integer[] NOT NULL DEFAULT '{}' CONSTRAINT recipients_categories_check CHECK (categories <@ ARRAY[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22]),
	purpose text NOT NULL DEFAULT '' CONSTRAINT recipients_purpose_check CHECK (char_length(purpose) <= 500),
	country text NOT NULL DEFAULT '' CONSTRAINT recipients_country_check CHECK (char_length(country) <= 200),
	contract_on date,
	active boolean NOT NULL DEFAULT true,
	updated_at timestamptz NOT NULL DEFAULT now(),
	version bigint NOT NULL DEFAULT 1
);
COMMENT ON TABLE privacy.recipients IS 'Who receives personal data from the site: payment, mail, accountant, agencies, authorities';
COMMENT ON COLUMN privacy.recipients.id IS 'Number of the recipient';
COMMENT ON COLUMN privacy.recipients.name IS 'Its name';
COMMENT ON COLUMN privacy.recipients.role IS 'processor (on our behalf), controller (for its own purposes), authority';
COMMENT ON COLUMN privacy.recipients.email IS 'Where notices go';
COMMENT ON COLUMN privacy.recipients.categories IS 'Numbers of the categories of data that it receives';
COMMENT ON COLUMN privacy.recipients.purpose IS 'What for';
COMMENT ON COLUMN privacy.recipients.country IS 'Where, and with which safeguard outside the EU';
COMMENT ON COLUMN privacy.recipients.contract_on IS 'When the contract with a processor was signed (Art. 28)';
COMMENT ON COLUMN privacy.recipients.active IS 'It still receives data';
COMMENT ON COLUMN privacy.recipients.updated_at IS 'When the row was changed last';
COMMENT ON COLUMN privacy.recipients.version IS 'Counts the changes';

CREATE TABLE privacy.recipient_notices (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT recipient_notices_pkey PRIMARY KEY,
	recipient_id bigint NOT NULL CONSTRAINT recipient_notices_recipient_id_fkey REFERENCES privacy.recipients,
	kind text NOT NULL CONSTRAINT recipient_notices_kind_check CHECK (kind IN ('erasure', 'rectification', 'restriction')),
	request_id bigint CONSTRAINT recipient_notices_request_id_fkey REFERENCES privacy.requests,
	user_id bigint CONSTRAINT recipient_notices_user_id_fkey REFERENCES site.users,
	made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	due_on date NOT NULL,
	sent_at timestamptz,
	sent_by bigint,
	answered_at timestamptz,
	answer text NOT NULL DEFAULT '' CONSTRAINT recipient_notices_answer_check CHECK (char_length(answer) <= 1000),
	updated_at timestamptz NOT NULL DEFAULT now(),
	version bigint NOT NULL DEFAULT 1,
	CONSTRAINT recipient_notices_answered_check CHECK (answered_at IS NULL OR answer <> '')
);
CREATE INDEX recipient_notices_recipient_id_idx ON privacy.recipient_notices (recipient_id);
CREATE INDEX recipient_notices_request_id_idx ON privacy.recipient_notices (request_id);
CREATE INDEX recipient_notices_user_id_idx ON privacy.recipient_notices (user_id);
CREATE INDEX recipient_notices_open_idx ON privacy.recipient_notices (due_on) WHERE answered_at IS NULL;
COMMENT ON TABLE privacy.recipient_notices IS 'What recipients must be told of, and what they answered; the text names an account by its number only and is made when it is read';
COMMENT ON COLUMN privacy.recipient_notices.id IS 'Number of the notice';
COMMENT ON COLUMN privacy.recipient_notices.recipient_id IS 'Who is told';
COMMENT ON COLUMN privacy.recipient_notices.kind IS 'Of what: erasure, rectification, restriction';
COMMENT ON COLUMN privacy.recipient_notices.request_id IS 'The request that caused it';
COMMENT ON COLUMN privacy.recipient_notices.user_id IS 'The account; empty for a guest';
COMMENT ON COLUMN privacy.recipient_notices.made_at IS 'When it was made';
COMMENT ON COLUMN privacy.recipient_notices.due_on IS 'Until when the answer is expected';
COMMENT ON COLUMN privacy.recipient_notices.sent_at IS 'When it was sent';
COMMENT ON COLUMN privacy.recipient_notices.sent_by IS 'Who sent it';
COMMENT ON COLUMN privacy.recipient_notices.answered_at IS 'When it was answered, or written down why it cannot be';
COMMENT ON COLUMN privacy.recipient_notices.answer IS 'What the recipient answered, or why telling it is impossible';
COMMENT ON COLUMN privacy.recipient_notices.updated_at IS 'When the row was changed last';
COMMENT ON COLUMN privacy.recipient_notices.version IS 'Counts the changes';
SELECT steward.take_ownership('privacy', 'site_owner');
