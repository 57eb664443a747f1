-- What the API can list and save: what a member of staff keeps of his own. The list shows his own rows, whoever asks; who sees no accounts
-- sees no lists worth keeping.

CREATE TEMPORARY TABLE wanted_entities (LIKE meta.entities INCLUDING DEFAULTS) ON COMMIT DROP;
CREATE TEMPORARY TABLE wanted_columns (LIKE meta.columns INCLUDING DEFAULTS INCLUDING GENERATED) ON COMMIT DROP;
CREATE TEMPORARY TABLE wanted_verbs (LIKE meta.verbs INCLUDING DEFAULTS) ON COMMIT DROP;
CREATE TEMPORARY TABLE wanted_choices (LIKE meta.choices INCLUDING DEFAULTS) ON COMMIT DROP;
CREATE TEMPORARY TABLE wanted_constraints (LIKE meta.constraints INCLUDING DEFAULTS) ON COMMIT DROP;

INSERT INTO wanted_entities (name, from_sql, key_sql, match_sql, tie_sql, tie_type, label_sql, default_sort, right_view, right_create, create_function) VALUES
	('preferences', '(SELECT p.id, p.list, p.name, p.value FROM auth.preferences p WHERE p.user_id = (SELECT l.user_id FROM auth.latest_session() l)) t', 't.id::text', 't.id = $1::bigint',
		't.id', 'bigint', 't.name', 'id', 'user.view', 'user.view', 'preferences_keep');

INSERT INTO wanted_columns (entity, position, name, expression, kind, data_type, writable, create_only, filterable, sortable, sort_expression, sort_type) VALUES
	('preferences', 1, 'id', 't.id', 'number', 'bigint', false, false, false, true, 't.id', 'bigint'),
	('preferences', 2, 'list', 't.list', 'text', 'text', true, true, true, false, NULL, NULL),
	('preferences', 3, 'name', 't.name', 'text', 'text', true, true, true, false, NULL, NULL),
	('preferences', 4, 'value', 't.value', 'text', 'text', true, true, false, false, NULL, NULL);

INSERT INTO wanted_verbs (entity, verb, function_name, right_name, label) VALUES
	('preferences', 'forget', 'preferences_forget', 'user.view', 'Forget what was kept');

-- value: number, list and name, blanks between (a name may have more of them).
INSERT INTO wanted_choices (name, right_name, query) VALUES
	('preferences', 'user.view', $$SELECT concat_ws(' ', p.id, p.list, p.name), p.value FROM auth.preferences p
		WHERE p.user_id = (SELECT l.user_id FROM auth.latest_session() l) AND site.fold(p.list || ' ' || p.name) LIKE $1 ORDER BY p.list, p.name LIMIT $2$$),
	-- What the person who asks may not see of the lists; nothing unless the catalogue gives a column a right of its own.
	('unseen_columns', 'user.view', $$SELECT c.entity || ' ' || c.name, c.right_view FROM meta.columns c
		WHERE c.right_view IS NOT NULL AND NOT auth.may(c.right_view) AND c.name LIKE $1 ORDER BY c.entity, c.position LIMIT $2$$);

INSERT INTO wanted_constraints (name, column_name, sentence, hint) VALUES
	('preferences_list_check', 'list', 'There is no such list.', NULL),
	('preferences_name_check', 'name', 'This is too long: at most 60 characters.', NULL),
	('preferences_value_check', 'value', 'This is too long: at most 2,000 characters.', NULL);

SELECT steward.take_rows('wanted_entities', 'meta.entities', '');
SELECT steward.take_rows('wanted_columns', 'meta.columns', 'entity');
SELECT steward.take_rows('wanted_verbs', 'meta.verbs', 'entity');
SELECT steward.take_rows('wanted_choices', 'meta.choices', '');
SELECT steward.take_rows('wanted_constraints', 'meta.constraints', '');
