-- The columns with which the console's busiest lists begin; tests/unit/test_tables.c holds them against the screens.

CREATE TEMPORARY TABLE wanted_shapes (LIKE meta.shapes INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_shapes (entity, columns) VALUES
	('users', '{id,full_name,company,city,state_name,last_login_at,email,country}');
SELECT steward.take_rows('wanted_shapes', 'meta.shapes', 'entity');
