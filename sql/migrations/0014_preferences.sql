-- What a member of staff keeps of his own: the columns of a list, and filters under a name.

CREATE TABLE auth.preferences (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT preferences_pkey PRIMARY KEY,
	user_id bigint NOT NULL CONSTRAINT preferences_user_id_fkey REFERENCES auth.staff ON DELETE CASCADE,
	list text NOT NULL CONSTRAINT preferences_list_check CHECK (list ~ '^[a-z][a-z_]{1,62}$'),
	name text NOT NULL DEFAULT '' CONSTRAINT preferences_name_check CHECK (char_length(name) <= 60 AND name !~ '[[:cntrl:]]'),
	value text NOT NULL CONSTRAINT preferences_value_check CHECK (char_length(value) BETWEEN 1 AND 2000 AND value !~ '[[:cntrl:]]'),
	kept_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	CONSTRAINT preferences_user_id_list_name_key UNIQUE (user_id, list, name)
);
COMMENT ON TABLE auth.preferences IS 'What a member of staff keeps of his own: the columns of a list, and filters under a name';
COMMENT ON COLUMN auth.preferences.id IS 'Number of the row';
COMMENT ON COLUMN auth.preferences.user_id IS 'Whose it is; nobody else sees it';
COMMENT ON COLUMN auth.preferences.list IS 'The list, as the API calls it';
COMMENT ON COLUMN auth.preferences.name IS 'Name of the filter; empty for the columns';
COMMENT ON COLUMN auth.preferences.value IS 'The filter as it is typed, or the columns and the order as the console writes them';
COMMENT ON COLUMN auth.preferences.kept_at IS 'When it was kept';

ALTER TABLE auth.preferences OWNER TO steward_auth;
