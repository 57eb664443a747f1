-- The data map of security mail; data_map.sql explains the columns.

CREATE TEMPORARY TABLE wanted_map (LIKE privacy.data_map INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_map (schema_name, table_name, column_name, category, subject_path, purpose, ground, retention, export_rule, erase_rule, note)
	SELECT 'auth', l.relation, c.name, l.category, l.path, CASE WHEN l.category IS NULL THEN '' ELSE 'Keeping strangers out of accounts and finding intrusions' END,
		CASE WHEN l.category IS NULL THEN '' ELSE 'legitimate interest, Art. 6(1)(f)' END, CASE WHEN l.category IS NULL THEN '' ELSE '13 months' END,
		CASE WHEN l.category IS NULL THEN 'none' ELSE l.export END, l.erase, l.note
	FROM (VALUES
	('mails', 'id at kind state merged_into attempts next_at claimed_at sent_at', 7, 'user_id > site.users.id; about_id > site.users.id; recipient > site.users.email', 'include', 'delete', ''),
	('mails', 'recipient user_id about_id event_id line subject body error', 7, 'user_id > site.users.id; about_id > site.users.id; recipient > site.users.email', 'mask', 'delete', 'Names colleagues too'),
	('mail_kinds', 'name label to_superadmins to_person enabled position updated_at version', NULL, 'none', 'none', 'keep', ''),
	('mail_texts', 'kind language subject line advice', NULL, 'none', 'none', 'keep', '')
	) AS l (relation, columns, category, path, export, erase, note), LATERAL string_to_table(l.columns, ' ') AS c (name);
SELECT steward.take_rows('wanted_map', 'privacy.data_map', 'schema_name, table_name');
