-- The data map of settings, texts, consents and breaches; see data_map.sql for how its lines are read.

CREATE TEMPORARY TABLE wanted_lines (LIKE steward.map_lines INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_lines (relation, columns, category, path, use, export, erase, value, keep_ground, keep_until, note) VALUES
	('site.text_versions', 'published_by', 7, 'published_by > site.users.id', 'proof', 'mask', 'null', NULL, NULL, NULL, 'A colleague');
INSERT INTO wanted_lines (relation, columns, path, use, export, erase, note) VALUES
	('site.settings', 'name value label created_at updated_at version description section position kind least most choices source needed', 'none', '', 'none', 'keep', ''),
	('site.minimum_ages', 'country age parental_age note updated_at version', 'none', '', 'none', 'keep', ''),
	('site.texts', 'name language title position template draft created_at updated_at version', 'none', '', 'none', 'keep', ''),
	('site.text_versions', 'id name language no title source body note published_at', 'none', '', 'none', 'keep', 'What visitors read, and consents name'),
	('site.text_words', 'english dutch', 'none', '', 'none', 'keep', '');
SELECT steward.take_map();
