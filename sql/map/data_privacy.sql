-- The data map of the tables of privacy itself.

CREATE TEMPORARY TABLE wanted_lines (LIKE steward.map_lines INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_lines (relation, columns, export, erase) VALUES
	('privacy.purposes', 'name purpose ground retention term whole_years keeps', 'none', 'keep'),
	('privacy.identifiers', 'schema_name table_name column_name kind', 'none', 'keep'),
	('privacy.dates', 'schema_name table_name column_name', 'none', 'keep');
SELECT steward.take_map();
