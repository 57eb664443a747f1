-- What the console keeps for its users.

CREATE TEMPORARY TABLE wanted_lines (LIKE steward.map_lines INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_lines (relation, columns, category, path, use, export, erase, value, keep_ground, keep_until, note) VALUES
	('auth.preferences', 'id user_id list name kept_at', 7, 'user_id > site.users.id', 'staff', 'include', 'delete', NULL, NULL, NULL, ''),
	('auth.preferences', 'value', 7, 'user_id > site.users.id', 'staff', 'mask', 'delete', NULL, NULL, NULL, 'A filter may name other people');
SELECT steward.take_map();
