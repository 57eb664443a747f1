-- The columns with which the console's busiest lists begin; tests/unit/test_tables.c holds them against the screens.

CREATE TEMPORARY TABLE wanted_shapes (LIKE meta.shapes INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_shapes (entity, columns) VALUES
	('users', '{id,full_name,company,city,state_name,last_login_at,email,country}'),
	('orders', '{id,status,full_name,title,lines,total,currency,created_at}'),
	('invoices', '{number,state_name,full_name,total,open_total,currency,due_date,invoice_date,company}'),
	('activity', '{at,kind,full_name,detail,address}'),
	('logins', '{at,login,ok,reason,address,country,browser,system}');
SELECT steward.take_rows('wanted_shapes', 'meta.shapes', 'entity');
