-- Settings of the website get a kind, bounds and a place; which ages may register where; what a new account starts with.

ALTER TABLE site.settings
	ADD COLUMN description text NOT NULL DEFAULT '' CONSTRAINT settings_description_check CHECK (char_length(description) <= 500),
	ADD COLUMN section text NOT NULL DEFAULT 'General' CONSTRAINT settings_section_check CHECK (section IN
		('General', 'Registration', 'My account', 'Guests', 'Privacy and cookies', 'Money', 'Security', 'Mail', 'New users')),
	ADD COLUMN position integer NOT NULL DEFAULT 0,
	ADD COLUMN kind text NOT NULL DEFAULT 'text' CONSTRAINT settings_kind_check CHECK (kind IN
		('yesno', 'number', 'days', 'choice', 'group', 'text', 'lines', 'mail', 'document')),
	ADD COLUMN least integer,
	ADD COLUMN most integer,
	ADD COLUMN choices text[],
	ADD COLUMN source text CONSTRAINT settings_source_check CHECK (source ~ '^[a-z][a-z_]{1,62}$'),
	ADD COLUMN needed boolean NOT NULL DEFAULT true,
	ADD CONSTRAINT settings_bounds_check CHECK (kind IN ('number', 'days') OR (least IS NULL AND most IS NULL)),
	ADD CONSTRAINT settings_choices_check CHECK (kind <> 'choice' OR cardinality(choices) > 0);
COMMENT ON COLUMN site.settings.description IS 'What it is good for, in a sentence';
COMMENT ON COLUMN site.settings.section IS 'Group in which the website''s own pages show it';
COMMENT ON COLUMN site.settings.position IS 'Place in lists';
COMMENT ON COLUMN site.settings.kind IS 'yesno (on or off), number, days, choice, group (number of a permission group), text, lines, mail (an address), document (name of a text in site.texts)';
COMMENT ON COLUMN site.settings.least IS 'Least number that is taken';
COMMENT ON COLUMN site.settings.most IS 'Greatest number that is taken';
COMMENT ON COLUMN site.settings.choices IS 'Values that a choice takes';
COMMENT ON COLUMN site.settings.source IS 'List of the API from which the value is chosen';
COMMENT ON COLUMN site.settings.needed IS 'May not be empty';

CREATE TABLE site.minimum_ages (
	country char(2) NOT NULL CONSTRAINT minimum_ages_pkey PRIMARY KEY CONSTRAINT minimum_ages_country_fkey REFERENCES site.countries,
	age integer NOT NULL CONSTRAINT minimum_ages_age_check CHECK (age BETWEEN 13 AND 21),
	parental_age integer NOT NULL CONSTRAINT minimum_ages_parental_age_check CHECK (parental_age BETWEEN 0 AND 21),
	note text NOT NULL DEFAULT '' CONSTRAINT minimum_ages_note_check CHECK (char_length(note) <= 200),
	updated_at timestamptz NOT NULL DEFAULT now(),
	version bigint NOT NULL DEFAULT 1,
	CONSTRAINT minimum_ages_order_check CHECK (parental_age <= age)
);
COMMENT ON TABLE site.minimum_ages IS 'Countries whose law has another age of consent than the settings minimum_age and parental_consent_age';
COMMENT ON COLUMN site.minimum_ages.country IS 'The country';
COMMENT ON COLUMN site.minimum_ages.age IS 'Who is as old may register alone';
COMMENT ON COLUMN site.minimum_ages.parental_age IS 'Who is as old may register when a parent agrees';
COMMENT ON COLUMN site.minimum_ages.note IS 'Which law says so';
COMMENT ON COLUMN site.minimum_ages.updated_at IS 'When the row was changed last';
COMMENT ON COLUMN site.minimum_ages.version IS 'Counts the changes; an edit names the version it started from';
ALTER TABLE site.minimum_ages OWNER TO site_owner;

-- What an account starts with when whoever makes it says nothing.
CREATE FUNCTION site.setting(p_name text) RETURNS text
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT s.value FROM site.settings s WHERE s.name = p_name $$;
COMMENT ON FUNCTION site.setting(text) IS 'Value of a setting of the website; NULL when there is none of that name. Definer: the defaults of new accounts ask it, whoever makes them.';
ALTER FUNCTION site.setting(text) OWNER TO site_owner;
REVOKE ALL ON FUNCTION site.setting(text) FROM PUBLIC;
ALTER TABLE site.users
	ALTER COLUMN language SET DEFAULT coalesce(site.setting('default_language'), 'en'),
	ALTER COLUMN currency SET DEFAULT coalesce(site.setting('default_currency'), 'EUR'),
	ALTER COLUMN permission_group_id SET DEFAULT nullif(site.setting('default_group'), '')::bigint;
