-- Exports of what is held on a person, and whom they were handed to.

CREATE TABLE privacy.exports (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT exports_pkey PRIMARY KEY,
	request_id bigint CONSTRAINT exports_request_id_fkey REFERENCES privacy.requests,
	kind text NOT NULL CONSTRAINT exports_kind_check CHECK (kind IN ('access', 'portability')),
	user_id bigint CONSTRAINT exports_user_id_fkey REFERENCES site.users,
	email text NOT NULL DEFAULT '' CONSTRAINT exports_email_check CHECK (char_length(email) <= 254),
	asked_by bigint NOT NULL,
	asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
	expires_at timestamptz NOT NULL DEFAULT clock_timestamp() + interval '14 days',
	rows bigint,
	bytes bigint,
	sha256 text NOT NULL DEFAULT '' CONSTRAINT exports_sha256_check CHECK (sha256 ~ '^([0-9a-f]{64})?$'),
	finished_at timestamptz,
	handovers integer NOT NULL DEFAULT 0,
	updated_at timestamptz NOT NULL DEFAULT now(),
	version bigint NOT NULL DEFAULT 1,
	CONSTRAINT exports_subject_check CHECK (user_id IS NOT NULL OR email <> '' OR expires_at < updated_at)
);
CREATE INDEX exports_request_id_idx ON privacy.exports (request_id);
CREATE INDEX exports_user_id_idx ON privacy.exports (user_id);
COMMENT ON TABLE privacy.exports IS 'Packages made of what is held on a person (Art. 15 and 20); the package itself is nowhere in the database';
COMMENT ON COLUMN privacy.exports.id IS 'Number of the export';
COMMENT ON COLUMN privacy.exports.request_id IS 'The request that asks for it';
COMMENT ON COLUMN privacy.exports.kind IS 'access: everything, with purposes and rights; portability: what the person provided';
COMMENT ON COLUMN privacy.exports.user_id IS 'The account; empty for a guest';
COMMENT ON COLUMN privacy.exports.email IS 'Address of a guest';
COMMENT ON COLUMN privacy.exports.asked_by IS 'Who made it';
COMMENT ON COLUMN privacy.exports.asked_at IS 'When it was asked for';
COMMENT ON COLUMN privacy.exports.xid IS 'Transaction that recorded it; data come in later ones only';
COMMENT ON COLUMN privacy.exports.expires_at IS 'Until when data are given for it, and the package may be handed over';
COMMENT ON COLUMN privacy.exports.rows IS 'Rows in the package';
COMMENT ON COLUMN privacy.exports.bytes IS 'Its size';
COMMENT ON COLUMN privacy.exports.sha256 IS 'Its SHA-256, by which a package is known again';
COMMENT ON COLUMN privacy.exports.finished_at IS 'When the package was complete';
COMMENT ON COLUMN privacy.exports.handovers IS 'How often it was handed over; each has its row in the trail';
COMMENT ON COLUMN privacy.exports.updated_at IS 'When the row was changed last';
COMMENT ON COLUMN privacy.exports.version IS 'Counts the changes';
SELECT steward.take_ownership('privacy', 'site_owner');
