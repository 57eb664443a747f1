-- What the API can list, open and save: settings of the website, minimum ages, texts and their versions.

CREATE TEMPORARY TABLE wanted_entities (LIKE meta.entities INCLUDING DEFAULTS) ON COMMIT DROP;
CREATE TEMPORARY TABLE wanted_columns (LIKE meta.columns INCLUDING DEFAULTS INCLUDING GENERATED) ON COMMIT DROP;

INSERT INTO wanted_entities (name, table_name, from_sql, key_sql, match_sql, tie_sql, tie_type, label_sql, version_sql, default_sort, default_descending, parents,
	right_view, right_create, right_edit) VALUES
	('settings', 'site.settings', 'site.settings t', 't.name', 't.name = $1', 't.name', 'text', 't.label', 't.version', 'position', false, '{}',
		'settings.view', NULL, 'settings.edit'),
	('minimum_ages', 'site.minimum_ages', 'site.minimum_ages t JOIN site.countries c ON c.code = t.country', 't.country::text', 't.country = $1', 't.country', 'text',
		't.country::text', 't.version', 'country', false, '{}', 'settings.view', 'settings.edit', 'settings.edit'),
	-- The version of now, joined where a column looks into it.
	('texts', 'site.texts', 'site.texts t LEFT JOIN LATERAL (SELECT p.no, p.published_at, p.source, p.body FROM site.text_versions p WHERE p.name = t.name AND p.language = t.language'
		' ORDER BY p.no DESC LIMIT 1) v ON true', '(t.name || '':'' || t.language)', 't.name = split_part($1, '':'', 1) AND t.language = split_part($1, '':'', 2)',
		'(t.name || '':'' || t.language)', 'text', 't.title', 't.version', 'position', false, '{}', 'settings.view', NULL, 'text.edit'),
	('text_versions', NULL, 'site.text_versions t', 't.id::text', 't.id = $1::bigint', 't.id', 'bigint', 't.title',
		-- What restoring one writes over: the draft of now.
		'(SELECT x.version FROM site.texts x WHERE x.name = t.name AND x.language = t.language)', 'id', true, ARRAY['text'], 'settings.view', NULL, NULL),
	('text_lines', NULL, 'site.texts x CROSS JOIN LATERAL site.line_diff((SELECT p.source FROM site.text_versions p WHERE p.name = x.name AND p.language = x.language'
		' ORDER BY p.no DESC LIMIT 1), x.draft) t', 't.n::text', 't.n = $1::integer', 't.n', 'integer', 't.line', '0', 'n', false, ARRAY['text'], 'settings.view', NULL, NULL),
	('version_lines', NULL, 'site.text_versions x CROSS JOIN LATERAL site.line_diff((SELECT p.body FROM site.text_versions p WHERE p.name = x.name AND p.language = x.language'
		' AND p.no = x.no - 1), x.body) t', 't.n::text', 't.n = $1::integer', 't.n', 'integer', 't.line', '0', 'n', false, ARRAY['version_id'], 'settings.view', NULL, NULL);

INSERT INTO wanted_columns (entity, position, name, expression, kind, data_type, writable, create_only, filterable, sortable, sort_expression, sort_type)
	SELECT entity, row_number() OVER (PARTITION BY entity ORDER BY place), name, expression, kind, data_type, flags ~ 'w|c', flags ~ 'c', flags ~ 'f', sort <> '',
		CASE sort WHEN '' THEN NULL WHEN '=' THEN expression ELSE sort END, CASE WHEN sort <> '' THEN replace(data_type, 'bpchar', 'text') END
	FROM (VALUES
	-- w writable, c given when it is made, f filterable
	(1, 'settings', 'section', 't.section', 'choice', 'text', 'f', ''),
	(2, 'settings', 'label', 't.label', 'text', 'text', 'f', ''),
	(3, 'settings', 'name', 't.name', 'text', 'text', 'f', '='),
	(4, 'settings', 'value', 't.value', 'lines', 'text', 'wf', ''),
	(4, 'settings', 'shown', 'CASE t.kind WHEN ''group'' THEN (SELECT g.name FROM site.permission_groups g WHERE g.id::text = t.value)'
		' WHEN ''document'' THEN (SELECT min(x.title) FROM site.texts x WHERE x.name = t.value) ELSE split_part(t.value, E''\n'', 1) END', 'text', 'text', '', ''),
	(5, 'settings', 'description', 't.description', 'text', 'text', '', ''),
	(6, 'settings', 'kind', 't.kind', 'choice', 'text', 'f', ''),
	(7, 'settings', 'least', 't.least', 'number', 'integer', '', ''),
	(8, 'settings', 'most', 't.most', 'number', 'integer', '', ''),
	(9, 'settings', 'source', 'coalesce(t.source, '''')', 'text', 'text', '', ''),
	(9, 'settings', 'choices', 'coalesce(array_to_string(t.choices, '' ''), '''')', 'text', 'text', '', ''),
	(10, 'settings', 'needed', 't.needed', 'yesno', 'boolean', '', ''),
	(11, 'settings', 'position', 't.position', 'number', 'integer', '', '='),
	(12, 'settings', 'updated_at', 't.updated_at', 'time', 'timestamptz', 'f', ''),
	(13, 'settings', 'version', 't.version', 'number', 'bigint', '', ''),
	(20, 'minimum_ages', 'country', 't.country', 'choice', 'bpchar', 'cf', 't.country::text'),
	(21, 'minimum_ages', 'name', 'c.name_en', 'text', 'text', 'f', ''),
	(22, 'minimum_ages', 'age', 't.age', 'number', 'integer', 'wf', ''),
	(23, 'minimum_ages', 'parental_age', 't.parental_age', 'number', 'integer', 'wf', ''),
	(24, 'minimum_ages', 'note', 't.note', 'text', 'text', 'w', ''),
	(25, 'minimum_ages', 'updated_at', 't.updated_at', 'time', 'timestamptz', '', ''),
	(26, 'minimum_ages', 'version', 't.version', 'number', 'bigint', '', ''),
	(30, 'texts', 'name', 't.name', 'choice', 'text', 'f', ''),
	(31, 'texts', 'language', 't.language', 'choice', 'text', 'f', ''),
	(32, 'texts', 'title', 't.title', 'text', 'text', 'wf', ''),
	(33, 'texts', 'state_name', 'CASE WHEN v.no IS NULL THEN ''unpublished'' WHEN v.source = t.draft THEN ''published'' ELSE ''changed'' END', 'choice', 'text', '', ''),
	(34, 'texts', 'no', 'v.no', 'number', 'integer', '', ''),
	(35, 'texts', 'published_at', 'v.published_at', 'time', 'timestamptz', '', ''),
	(36, 'texts', 'draft', 't.draft', 'lines', 'text', 'w', ''),
	(37, 'texts', 'preview', 'site.filled_text(t.draft, t.language)', 'lines', 'text', '', ''),
	(38, 'texts', 'body', 'coalesce(v.body, '''')', 'lines', 'text', '', ''),
	(39, 'texts', 'position', 't.position', 'number', 'integer', '', '='),
	(40, 'texts', 'updated_at', 't.updated_at', 'time', 'timestamptz', '', ''),
	(41, 'texts', 'version', 't.version', 'number', 'bigint', '', ''),
	(50, 'text_versions', 'id', 't.id', 'number', 'bigint', 'f', '='),
	(51, 'text_versions', 'text', '(t.name || '':'' || t.language)', 'text', 'text', 'f', ''),
	(52, 'text_versions', 'no', 't.no', 'number', 'integer', 'f', ''),
	(53, 'text_versions', 'title', 't.title', 'text', 'text', '', ''),
	(54, 'text_versions', 'note', 't.note', 'text', 'text', '', ''),
	(55, 'text_versions', 'published_at', 't.published_at', 'time', 'timestamptz', 'f', ''),
	(56, 'text_versions', 'published_by', 'coalesce(auth.staff_name(t.published_by), '''')', 'text', 'text', '', ''),
	(57, 'text_versions', 'body', 't.body', 'lines', 'text', '', ''),
	(60, 'text_lines', 'text', '(x.name || '':'' || x.language)', 'text', 'text', 'f', ''),
	(61, 'text_lines', 'n', 't.n', 'number', 'integer', '', '='),
	(62, 'text_lines', 'op', 't.op', 'choice', 'text', 'f', ''),
	(63, 'text_lines', 'line', 't.line', 'text', 'text', 'f', ''),
	(70, 'version_lines', 'version_id', 'x.id', 'reference', 'bigint', 'f', ''),
	(71, 'version_lines', 'n', 't.n', 'number', 'integer', '', '='),
	(72, 'version_lines', 'op', 't.op', 'choice', 'text', 'f', ''),
	(73, 'version_lines', 'line', 't.line', 'text', 'text', 'f', '')
	) AS c (place, entity, name, expression, kind, data_type, flags, sort);

CREATE TEMPORARY TABLE wanted_verbs (LIKE meta.verbs INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_verbs (entity, verb, function_name, right_name, label) VALUES
	('minimum_ages', 'delete', 'minimum_ages_delete', 'settings.edit', 'Delete'),
	('texts', 'publish', 'texts_publish', 'text.edit', 'Publish'),
	('texts', 'template', 'texts_template', 'text.edit', 'Start from the template'),
	('text_versions', 'restore', 'text_versions_restore', 'text.edit', 'Take as the new draft');

CREATE TEMPORARY TABLE wanted_constraints (LIKE meta.constraints INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_constraints (name, column_name, sentence, hint) VALUES
	('minimum_ages_pkey', 'country', 'This country is on the list already.', NULL),
	('minimum_ages_country_fkey', 'country', 'There is no such country.', 'Choose one from the list.'),
	('minimum_ages_age_check', 'age', 'This must be a number from 13 to 21.', NULL),
	('minimum_ages_parental_age_check', 'parental_age', 'This must be a number from 0 to 21.', NULL),
	('minimum_ages_order_check', 'parental_age', 'The age with a parent''s consent cannot be higher than the age without.', NULL),
	('minimum_ages_note_check', 'note', 'This is too long: at most 200 characters.', NULL),
	('settings_value_check', 'value', 'This is too long: at most 100,000 characters.', NULL),
	('texts_title_check', 'title', 'This must be filled in, with at most 200 characters.', NULL),
	('texts_draft_check', 'draft', 'This is too long: at most 100,000 characters.', NULL),
	('text_versions_source_check', 'draft', 'An empty text cannot be published.', 'Write the draft first.'),
	('text_versions_note_check', 'note', 'This is too long: at most 500 characters.', NULL);

CREATE TEMPORARY TABLE wanted_choices (LIKE meta.choices INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_choices (name, right_name, query) VALUES
	('texts', 'settings.view', $$SELECT x.name, min(x.title) FROM site.texts x WHERE site.fold(x.name) LIKE $1 GROUP BY x.name ORDER BY min(x.position) LIMIT $2$$);

SELECT steward.take_rows('wanted_entities', 'meta.entities', '');
SELECT steward.take_rows('wanted_columns', 'meta.columns', 'entity');
SELECT steward.take_rows('wanted_verbs', 'meta.verbs', 'entity');
SELECT steward.take_rows('wanted_constraints', 'meta.constraints', '');
SELECT steward.take_rows('wanted_choices', 'meta.choices', '');
