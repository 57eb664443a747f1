-- The data map of settings, texts, consents and breaches; see data_map.sql for how its lines are read.

CREATE TEMPORARY TABLE wanted_lines (LIKE steward.map_lines INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_lines (relation, columns, category, path, use, export, erase, value, keep_ground, keep_until, note) VALUES
	('site.text_versions', 'published_by', 7, 'published_by > site.users.id', 'proof', 'mask', 'null', NULL, NULL, NULL, 'A colleague'),
	('site.consents', 'id user_id email kind given at channel text_version_id parental evidence note', 3, 'user_id > site.users.id; email', 'consent', 'include', 'delete', NULL, NULL, NULL,
		'An opt-out survives as a keyed hash'),
	('site.consents', 'recorded_by', 3, 'recorded_by > site.users.id', 'proof', 'mask', 'null', NULL, NULL, NULL, 'A colleague'),
	('privacy.breaches', 'scope_user_id', 1, 'scope_user_id > site.users.id', 'breach', 'include', 'null', NULL, NULL, NULL, 'Whose account it was about'),
	('privacy.breaches', 'scope_address', 7, 'address', 'breach', 'mask', 'null', NULL, NULL, NULL, 'Where the breach came from'),
	('privacy.breaches', 'scope_staff', 7, 'handler_id > site.users.id', 'breach', 'mask', 'keep', NULL, 'Says which accesses were looked up, Art. 17(3)(b)', '5 years after it was closed', 'Log-in name of a colleague'),
	('privacy.breaches', 'handler_id', 7, 'handler_id > site.users.id', 'breach', 'mask', 'null', NULL, NULL, NULL, 'A colleague'),
	('privacy.breach_notes', 'author_id', 7, 'author_id > site.users.id', 'breach', 'mask', 'null', NULL, NULL, NULL, 'A colleague'),
	('privacy.breach_people', 'breach_id user_id categories traces first_at last_at', 1, 'user_id > site.users.id', 'breach', 'include', 'delete', NULL, NULL, NULL, 'That the person was affected');
INSERT INTO wanted_lines (relation, columns, path, use, export, erase, note) VALUES
	('site.settings', 'name value label created_at updated_at version description section position kind least most choices source needed', 'none', '', 'none', 'keep', ''),
	('site.minimum_ages', 'country age parental_age note updated_at version', 'none', '', 'none', 'keep', ''),
	('site.texts', 'name language title position template draft created_at updated_at version', 'none', '', 'none', 'keep', ''),
	('site.text_versions', 'id name language no title source body note published_at', 'none', '', 'none', 'keep', 'What visitors read, and consents name'),
	('privacy.breaches', 'id title aware_at due_at happened_from happened_to nature facts consequences measures risk reported_at report_reference late_reason unreported_reason told_at untold_ground '
		'untold_reason scope_from scope_to scoped_at closed_at created_at updated_at version', 'none', '', 'none', 'keep', 'The register itself; mentions of people are found by the residual scan'),
	('privacy.breach_notes', 'id breach_id kind phase language body sent_at created_at updated_at version', 'none', '', 'none', 'keep', 'Reports; mentions of people are found by the residual scan'),
	('site.text_words', 'english dutch', 'none', '', 'none', 'keep', '');
SELECT steward.take_map();
