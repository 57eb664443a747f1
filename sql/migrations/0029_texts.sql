-- Texts that the law asks for, with drafts and published versions.

CREATE TABLE site.texts (
	name text NOT NULL CONSTRAINT texts_name_check CHECK (name ~ '^[a-z][a-z_]{1,40}$'),
	language text NOT NULL CONSTRAINT texts_language_check CHECK (language ~ '^[a-z]{2}$'),
	title text NOT NULL CONSTRAINT texts_title_check CHECK (char_length(title) BETWEEN 1 AND 200),
	position integer NOT NULL DEFAULT 0,
	template text NOT NULL DEFAULT '' CONSTRAINT texts_template_check CHECK (char_length(template) <= 100000),
	draft text NOT NULL DEFAULT '' CONSTRAINT texts_draft_check CHECK (char_length(draft) <= 100000),
	created_at timestamptz NOT NULL DEFAULT now(),
	updated_at timestamptz NOT NULL DEFAULT now(),
	version bigint NOT NULL DEFAULT 1,
	CONSTRAINT texts_pkey PRIMARY KEY (name, language)
);
COMMENT ON TABLE site.texts IS 'Texts of the website in each language, as they are being written; what visitors read is site.published_texts';
COMMENT ON COLUMN site.texts.name IS 'Name by which programs and settings ask';
COMMENT ON COLUMN site.texts.language IS 'Language, ISO 639-1';
COMMENT ON COLUMN site.texts.title IS 'Title, for visitors';
COMMENT ON COLUMN site.texts.position IS 'Place in lists';
COMMENT ON COLUMN site.texts.template IS 'Text to start from, which comes with the program';
COMMENT ON COLUMN site.texts.draft IS 'Text that is being written, with placeholders such as {{site_name}}';
COMMENT ON COLUMN site.texts.created_at IS 'When the row was made';
COMMENT ON COLUMN site.texts.updated_at IS 'When the row was changed last';
COMMENT ON COLUMN site.texts.version IS 'Counts the changes; an edit names the version it started from';

CREATE TABLE site.text_versions (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT text_versions_pkey PRIMARY KEY,
	name text NOT NULL,
	language text NOT NULL,
	no integer NOT NULL CONSTRAINT text_versions_no_check CHECK (no > 0),
	title text NOT NULL CONSTRAINT text_versions_title_check CHECK (char_length(title) BETWEEN 1 AND 200),
	source text NOT NULL CONSTRAINT text_versions_source_check CHECK (char_length(source) BETWEEN 1 AND 100000),
	body text NOT NULL CONSTRAINT text_versions_body_check CHECK (char_length(body) BETWEEN 1 AND 400000),
	note text NOT NULL DEFAULT '' CONSTRAINT text_versions_note_check CHECK (char_length(note) <= 500),
	published_at timestamptz NOT NULL DEFAULT now(),
	published_by bigint CONSTRAINT text_versions_published_by_fkey REFERENCES site.users,
	CONSTRAINT text_versions_name_language_no_key UNIQUE (name, language, no),
	CONSTRAINT text_versions_text_fkey FOREIGN KEY (name, language) REFERENCES site.texts
);
CREATE INDEX text_versions_published_by_idx ON site.text_versions (published_by);
COMMENT ON TABLE site.text_versions IS 'Texts as they were published; a version is never changed, and consents name the one they were given to';
COMMENT ON COLUMN site.text_versions.id IS 'Number of the row';
COMMENT ON COLUMN site.text_versions.name IS 'The text';
COMMENT ON COLUMN site.text_versions.language IS 'Its language';
COMMENT ON COLUMN site.text_versions.no IS 'Number of the version, from 1';
COMMENT ON COLUMN site.text_versions.title IS 'Title, for visitors';
COMMENT ON COLUMN site.text_versions.source IS 'The text with its placeholders';
COMMENT ON COLUMN site.text_versions.body IS 'The text as visitors read it: placeholders were filled when it was published';
COMMENT ON COLUMN site.text_versions.note IS 'What is new in it';
COMMENT ON COLUMN site.text_versions.published_at IS 'When it was published';
COMMENT ON COLUMN site.text_versions.published_by IS 'Who published it';

CREATE TABLE site.text_words (
	english text NOT NULL CONSTRAINT text_words_pkey PRIMARY KEY CONSTRAINT text_words_english_check CHECK (char_length(english) BETWEEN 1 AND 500),
	dutch text NOT NULL CONSTRAINT text_words_dutch_check CHECK (char_length(dutch) BETWEEN 1 AND 500)
);
COMMENT ON TABLE site.text_words IS 'Purposes, grounds and terms of the data map in Dutch, for the part of the privacy policy that is made from the map';
COMMENT ON COLUMN site.text_words.english IS 'As the data map has it';
COMMENT ON COLUMN site.text_words.dutch IS 'In Dutch';

ALTER TABLE site.texts OWNER TO site_owner;
ALTER TABLE site.text_versions OWNER TO site_owner;
ALTER TABLE site.text_words OWNER TO site_owner;
