-- The register of breaches (GDPR, Art. 33 and 34), and what the compliance check finds.

CREATE TABLE privacy.breaches (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT breaches_pkey PRIMARY KEY,
	title text NOT NULL CONSTRAINT breaches_title_check CHECK (char_length(title) BETWEEN 1 AND 200),
	aware_at timestamptz NOT NULL DEFAULT now(),
	due_at timestamptz NOT NULL DEFAULT now(),
	happened_from timestamptz,
	happened_to timestamptz,
	nature text NOT NULL DEFAULT 'confidentiality' CONSTRAINT breaches_nature_check CHECK (nature IN ('confidentiality', 'integrity', 'availability')),
	facts text NOT NULL DEFAULT '' CONSTRAINT breaches_facts_check CHECK (char_length(facts) <= 20000),
	consequences text NOT NULL DEFAULT '' CONSTRAINT breaches_consequences_check CHECK (char_length(consequences) <= 20000),
	measures text NOT NULL DEFAULT '' CONSTRAINT breaches_measures_check CHECK (char_length(measures) <= 20000),
	risk text NOT NULL DEFAULT 'open' CONSTRAINT breaches_risk_check CHECK (risk IN ('open', 'none', 'some', 'high')),
	reported_at timestamptz,
	report_reference text NOT NULL DEFAULT '' CONSTRAINT breaches_report_reference_check CHECK (char_length(report_reference) <= 200),
	late_reason text NOT NULL DEFAULT '' CONSTRAINT breaches_late_reason_check CHECK (char_length(late_reason) <= 2000),
	unreported_reason text NOT NULL DEFAULT '' CONSTRAINT breaches_unreported_reason_check CHECK (char_length(unreported_reason) <= 2000),
	told_at timestamptz,
	untold_ground text CONSTRAINT breaches_untold_ground_check CHECK (untold_ground IN ('no_high_risk', 'encrypted', 'risk_removed', 'public_notice')),
	untold_reason text NOT NULL DEFAULT '' CONSTRAINT breaches_untold_reason_check CHECK (char_length(untold_reason) <= 2000),
	scope_from timestamptz,
	scope_to timestamptz,
	scope_address cidr,
	scope_user_id bigint CONSTRAINT breaches_scope_user_id_fkey REFERENCES site.users,
	scope_staff text NOT NULL DEFAULT '' CONSTRAINT breaches_scope_staff_check CHECK (char_length(scope_staff) <= 254),
	scoped_at timestamptz,
	handler_id bigint CONSTRAINT breaches_handler_id_fkey REFERENCES site.users,
	closed_at timestamptz,
	created_at timestamptz NOT NULL DEFAULT now(),
	updated_at timestamptz NOT NULL DEFAULT now(),
	version bigint NOT NULL DEFAULT 1,
	CONSTRAINT breaches_happened_check CHECK (happened_to >= happened_from),
	CONSTRAINT breaches_scope_check CHECK (scope_to >= scope_from),
	CONSTRAINT breaches_untold_check CHECK (untold_ground IS NULL OR untold_reason <> '')
);
CREATE INDEX breaches_aware_at_idx ON privacy.breaches (aware_at, id);
CREATE INDEX breaches_scope_user_id_idx ON privacy.breaches (scope_user_id);
CREATE INDEX breaches_handler_id_idx ON privacy.breaches (handler_id);
COMMENT ON TABLE privacy.breaches IS 'Every breach of personal data, reported or not, with the reasons';
COMMENT ON COLUMN privacy.breaches.id IS 'Number of the breach';
COMMENT ON COLUMN privacy.breaches.title IS 'What happened, in a few words';
COMMENT ON COLUMN privacy.breaches.aware_at IS 'When somebody here knew of it: the clock begins';
COMMENT ON COLUMN privacy.breaches.due_at IS 'When the authority must know: so many hours later as the setting breach_hours says, weekends included';
COMMENT ON COLUMN privacy.breaches.happened_from IS 'From when it went on';
COMMENT ON COLUMN privacy.breaches.happened_to IS 'Until when';
COMMENT ON COLUMN privacy.breaches.nature IS 'confidentiality (somebody saw), integrity (something was changed), availability (something is gone)';
COMMENT ON COLUMN privacy.breaches.facts IS 'What happened';
COMMENT ON COLUMN privacy.breaches.consequences IS 'What it is likely to mean for the people';
COMMENT ON COLUMN privacy.breaches.measures IS 'What was and will be done';
COMMENT ON COLUMN privacy.breaches.risk IS 'For the people: open (not judged yet), none, some (the authority is told), high (the people too)';
COMMENT ON COLUMN privacy.breaches.reported_at IS 'When the authority was told first';
COMMENT ON COLUMN privacy.breaches.report_reference IS 'Number that the authority gave';
COMMENT ON COLUMN privacy.breaches.late_reason IS 'Why the authority was told late';
COMMENT ON COLUMN privacy.breaches.unreported_reason IS 'Why the authority need not be told';
COMMENT ON COLUMN privacy.breaches.told_at IS 'When the people were told';
COMMENT ON COLUMN privacy.breaches.untold_ground IS 'Why the people need not be told: no_high_risk, encrypted, risk_removed, or public_notice instead';
COMMENT ON COLUMN privacy.breaches.untold_reason IS 'The same in words';
COMMENT ON COLUMN privacy.breaches.scope_from IS 'Window in which the logs are searched for those affected: from';
COMMENT ON COLUMN privacy.breaches.scope_to IS 'To';
COMMENT ON COLUMN privacy.breaches.scope_address IS 'Only what came from this address or network';
COMMENT ON COLUMN privacy.breaches.scope_user_id IS 'Only this account';
COMMENT ON COLUMN privacy.breaches.scope_staff IS 'Only what this colleague, by log-in name, looked at and changed';
COMMENT ON COLUMN privacy.breaches.scoped_at IS 'When that was looked up last';
COMMENT ON COLUMN privacy.breaches.handler_id IS 'Who handles it';
COMMENT ON COLUMN privacy.breaches.closed_at IS 'When it was closed';
COMMENT ON COLUMN privacy.breaches.created_at IS 'When the row was made';
COMMENT ON COLUMN privacy.breaches.updated_at IS 'When the row was changed last';
COMMENT ON COLUMN privacy.breaches.version IS 'Counts the changes; an edit names the version it started from';

CREATE TABLE privacy.breach_notes (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT breach_notes_pkey PRIMARY KEY,
	breach_id bigint NOT NULL CONSTRAINT breach_notes_breach_id_fkey REFERENCES privacy.breaches,
	kind text NOT NULL DEFAULT 'note' CONSTRAINT breach_notes_kind_check CHECK (kind IN ('note', 'authority', 'people')),
	phase text NOT NULL DEFAULT '' CONSTRAINT breach_notes_phase_check CHECK (phase IN ('', 'first', 'further', 'final')),
	language text NOT NULL DEFAULT 'en' CONSTRAINT breach_notes_language_check CHECK (language IN ('en', 'nl')),
	body text NOT NULL CONSTRAINT breach_notes_body_check CHECK (char_length(body) BETWEEN 1 AND 50000),
	sent_at timestamptz,
	author_id bigint CONSTRAINT breach_notes_author_id_fkey REFERENCES site.users,
	created_at timestamptz NOT NULL DEFAULT now(),
	updated_at timestamptz NOT NULL DEFAULT now(),
	version bigint NOT NULL DEFAULT 1
);
CREATE INDEX breach_notes_breach_id_idx ON privacy.breach_notes (breach_id, id);
CREATE INDEX breach_notes_author_id_idx ON privacy.breach_notes (author_id);
COMMENT ON TABLE privacy.breach_notes IS 'Notes on a breach, and the texts for the authority and the people; what was sent is never changed';
COMMENT ON COLUMN privacy.breach_notes.id IS 'Number of the note';
COMMENT ON COLUMN privacy.breach_notes.breach_id IS 'The breach';
COMMENT ON COLUMN privacy.breach_notes.kind IS 'note, authority (a report) or people (a letter)';
COMMENT ON COLUMN privacy.breach_notes.phase IS 'Of a report: first, further, final';
COMMENT ON COLUMN privacy.breach_notes.language IS 'Language of the text';
COMMENT ON COLUMN privacy.breach_notes.body IS 'The text';
COMMENT ON COLUMN privacy.breach_notes.sent_at IS 'When it was sent';
COMMENT ON COLUMN privacy.breach_notes.author_id IS 'Who wrote it';
COMMENT ON COLUMN privacy.breach_notes.created_at IS 'When it was written';
COMMENT ON COLUMN privacy.breach_notes.updated_at IS 'When it was changed last';
COMMENT ON COLUMN privacy.breach_notes.version IS 'Counts the changes; an edit names the version it started from';

CREATE TABLE privacy.breach_people (
	breach_id bigint NOT NULL CONSTRAINT breach_people_breach_id_fkey REFERENCES privacy.breaches,
	user_id bigint NOT NULL CONSTRAINT breach_people_user_id_fkey REFERENCES site.users ON DELETE CASCADE,
	categories integer[] NOT NULL DEFAULT '{}',
	traces integer NOT NULL DEFAULT 1,
	first_at timestamptz NOT NULL,
	last_at timestamptz NOT NULL,
	CONSTRAINT breach_people_pkey PRIMARY KEY (breach_id, user_id)
);
CREATE INDEX breach_people_user_id_idx ON privacy.breach_people (user_id);
COMMENT ON TABLE privacy.breach_people IS 'Who is affected by a breach, as the trail and the logs said when it was looked up';
COMMENT ON COLUMN privacy.breach_people.breach_id IS 'The breach';
COMMENT ON COLUMN privacy.breach_people.user_id IS 'The account';
COMMENT ON COLUMN privacy.breach_people.categories IS 'Categories of data that were reached, by the data map';
COMMENT ON COLUMN privacy.breach_people.traces IS 'How many rows of trail and logs say so';
COMMENT ON COLUMN privacy.breach_people.first_at IS 'The first of them';
COMMENT ON COLUMN privacy.breach_people.last_at IS 'The last';

ALTER TABLE privacy.breaches OWNER TO site_owner;
ALTER TABLE privacy.breach_notes OWNER TO site_owner;
ALTER TABLE privacy.breach_people OWNER TO site_owner;

CREATE TYPE meta.finding AS (position integer, name text, title text, state text, found bigint, sentence text, detail text, mend text, screen text);
COMMENT ON TYPE meta.finding IS 'What a check of the compliance list found: ok, warn or fail, how many, in a sentence, how to mend it and on which screen';
