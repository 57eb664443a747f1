-- Consents: who agreed to what, when, by which text, and who withdrew. Rows are added and never changed.

CREATE TABLE site.consents (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT consents_pkey PRIMARY KEY,
	user_id bigint CONSTRAINT consents_user_id_fkey REFERENCES site.users ON DELETE CASCADE,
	email text NOT NULL DEFAULT '' CONSTRAINT consents_email_check
		CHECK (email = '' OR (char_length(email) <= 254 AND email ~ '^[^[:space:]@]+@[^[:space:]@]+$')),
	kind text NOT NULL CONSTRAINT consents_kind_check CHECK (kind IN ('marketing', 'cookies', 'registration', 'publication')),
	given boolean NOT NULL,
	at timestamptz NOT NULL DEFAULT now(),
	channel text NOT NULL DEFAULT 'website' CONSTRAINT consents_channel_check
		CHECK (channel IN ('website', 'phone', 'mail', 'letter', 'in_person', 'import', 'unknown')),
	recorded_by bigint CONSTRAINT consents_recorded_by_fkey REFERENCES site.users,
	text_version_id bigint CONSTRAINT consents_text_version_id_fkey REFERENCES site.text_versions,
	parental boolean NOT NULL DEFAULT false,
	evidence text NOT NULL DEFAULT '' CONSTRAINT consents_evidence_check CHECK (char_length(evidence) <= 500),
	note text NOT NULL DEFAULT '' CONSTRAINT consents_note_check CHECK (char_length(note) <= 500),
	CONSTRAINT consents_who_check CHECK (user_id IS NOT NULL OR email <> ''),
	CONSTRAINT consents_parental_check CHECK (NOT parental OR evidence <> '')
);
CREATE INDEX consents_user_id_idx ON site.consents (user_id, kind, id);
CREATE INDEX consents_email_idx ON site.consents (lower(email), kind, id) WHERE email <> '';
CREATE INDEX consents_at_idx ON site.consents (at, id);
CREATE INDEX consents_recorded_by_idx ON site.consents (recorded_by);
CREATE INDEX consents_text_version_id_idx ON site.consents (text_version_id);
COMMENT ON TABLE site.consents IS 'Every consent and every withdrawal, in order; the newest of a kind holds';
COMMENT ON COLUMN site.consents.id IS 'Number of the row';
COMMENT ON COLUMN site.consents.user_id IS 'The account; empty for somebody without one';
COMMENT ON COLUMN site.consents.email IS 'E-mail address of somebody without an account';
COMMENT ON COLUMN site.consents.kind IS 'What for: marketing, cookies, registration, publication (of a portrait or name)';
COMMENT ON COLUMN site.consents.given IS 'Given, or withdrawn';
COMMENT ON COLUMN site.consents.at IS 'When';
COMMENT ON COLUMN site.consents.channel IS 'How it was said';
COMMENT ON COLUMN site.consents.recorded_by IS 'Member of staff who wrote it down; empty when the person did it on the website';
COMMENT ON COLUMN site.consents.text_version_id IS 'The text that the person agreed to, as it was published then';
COMMENT ON COLUMN site.consents.parental IS 'A parent agreed for somebody who may not alone';
COMMENT ON COLUMN site.consents.evidence IS 'How age or parent were made sure of; never a copy of an identity card';
COMMENT ON COLUMN site.consents.note IS 'What the staff noted';
ALTER TABLE site.consents OWNER TO site_owner;

-- Who receives marketing already has agreed before there was this list.
INSERT INTO site.consents (user_id, kind, given, at, channel, note)
	SELECT u.id, 'marketing', true, u.created_at, 'unknown', 'Agreed before consents were listed' FROM site.users u WHERE u.marketing ORDER BY u.id;
