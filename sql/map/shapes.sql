-- The columns with which the console's busiest lists begin, and those of the records that are opened most; tests/unit/test_tables.c holds them against the screens.

CREATE TEMPORARY TABLE wanted_shapes (LIKE meta.shapes INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_shapes (entity, columns, record) VALUES
	('users', '{id,full_name,company,city,state_name,last_login_at,email,country}', false),
	('orders', '{id,status,full_name,title,lines,total,currency,created_at}', false),
	('invoices', '{number,state_name,full_name,total,open_total,currency,due_date,invoice_date,company}', false),
	('activity', '{at,kind,full_name,detail,address}', false),
	('logins', '{at,login,ok,reason,address,country,browser,system}', false),
	('users', '{full_name,state_name,flag,company,city,country,last_login_at,email,first_name,last_name,login,type,department,organisation_id,language,currency,settlement_days,vat_number,marketing,flag_reason,organisation,street1,street2,postcode,state,phone,mobile,hidden_at,enabled,permission_group_id,search_filter,access_codes,deny_codes,last_login_address,last_login_country,last_login_browser,last_login_system,created_at,updated_at,permission_group}', true);
SELECT steward.take_rows('wanted_shapes', 'meta.shapes', 'entity');
