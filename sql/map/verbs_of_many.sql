-- What can be done with many records at once. After the entities and their verbs.

CREATE TEMPORARY TABLE wanted_bulk (LIKE meta.bulk INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_bulk (entity, verb, argument, source, undo, label) VALUES
	('users', 'disable', '', '', 'enable', 'Disable'), ('users', 'enable', '', '', 'disable', 'Enable'), ('users', 'hide', '', '', 'restore', 'Hide'), ('users', 'restore', '', '', 'hide', 'Restore'),
	('users', 'save', 'permission_group_id', 'permission_groups', 'save', 'Set the permission group'), ('users', 'save', 'language', 'languages', 'save', 'Set the language'),
	('users', 'save', 'currency', 'currencies', 'save', 'Set the currency'), ('users', 'save', 'organisation_id', 'organisations', 'save', 'Set the organisation'),
	('tasks', 'done', '', '', 'reopen', 'Done'), ('tasks', 'reopen', '', '', '', 'Open again'), ('tasks', 'take', '', '', '', 'Take'),
	('tasks', 'save', 'assigned_to', 'colleagues', 'save', 'Give to a colleague'), ('tasks', 'save', 'due_on', '', 'save', 'Set the due date'),
	('contact_moments', 'done', '', '', 'reopen', 'Followed up'), ('contact_moments', 'reopen', '', '', 'done', 'Follow up again'),
	('messages', 'read', '', '', 'unread', 'Read'), ('messages', 'unread', '', '', 'read', 'Not read'),
	('blocked_addresses', 'lift', '', '', '', 'Lift the block');
SELECT steward.take_rows('wanted_bulk', 'meta.bulk', '');
CREATE TEMPORARY TABLE wanted_choices (LIKE meta.choices INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_choices (name, right_name, query)
	SELECT DISTINCT 'bulk_' || b.entity, 'job.run', format('SELECT b.verb || '':'' || b.argument || '':'' || b.source, b.label FROM meta.bulk b WHERE b.entity = %L AND site.fold(b.label) LIKE $1 ORDER BY b.label LIMIT $2', b.entity)
	FROM meta.bulk b;
SELECT steward.take_rows('wanted_choices', 'meta.choices', '');
