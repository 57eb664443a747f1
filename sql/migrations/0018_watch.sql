-- Settings of log-in and sessions that superadmin changes at the console: what kind each is, and between which bounds.

ALTER TABLE auth.settings
	ADD COLUMN kind text CONSTRAINT settings_kind_check CHECK (kind IN ('number', 'span', 'switch', 'choice', 'email')),
	ADD COLUMN lowest text,
	ADD COLUMN highest text,
	ADD COLUMN choices text[],
	ADD COLUMN position integer NOT NULL DEFAULT 1000,
	ADD COLUMN updated_by bigint;
COMMENT ON COLUMN auth.settings.kind IS 'number, span (a length of time), switch (on or off), choice or email; empty: not changed at the console';
COMMENT ON COLUMN auth.settings.lowest IS 'Smallest number, or shortest span';
COMMENT ON COLUMN auth.settings.highest IS 'Largest number, or longest span';
COMMENT ON COLUMN auth.settings.choices IS 'What a choice can be';
COMMENT ON COLUMN auth.settings.position IS 'Place in lists';
COMMENT ON COLUMN auth.settings.updated_by IS 'Account that changed it last; empty when the database''s administrator did';

-- The watch looks for the newest of all events of one address.
CREATE INDEX events_address_idx ON auth.events (address, at);
