-- Custom fields: definitions and values keep their rules, whoever writes.
SELECT * FROM no_plan();
\ir helpers.psql
\ir api.psql
SELECT pg_temp.enrol('anna', 'staff', 'support'), pg_temp.enrol('dirk', 'superadmin', 'superadmin') \g /dev/null
SELECT pg_temp.enter('dirk') \g /dev/null
CREATE FUNCTION pg_temp.define(p_slot integer, p_changes text) RETURNS text LANGUAGE sql AS $$ SELECT pg_temp.save('custom_fields', p_slot::text, (SELECT version FROM site.custom_fields WHERE slot = p_slot), p_changes) $$;
SELECT is(pg_temp.define(5, '{"personal": "f"}'), '22023|personal|A special category is personal data.', 'special is personal');
SELECT is(pg_temp.define(9, '{"client_form": "optional"}'), '22023|label|A field without a label stands on no form.', 'no form without a label');
SELECT is(pg_temp.define(2, $${"client_form": "perhaps"}$$), '23000|client_form|This value is not allowed.', 'hidden, optional or required');
SELECT alike(pg_temp.define(9, '{"label": "Wants prints?", "client_form": "required", "contributor_form": "hidden", "account_form": "optional"}'), 'saved %', 'each form has its own');
SELECT is(pg_temp.define(1, '{"label": "Found us by friends?"}'), '22023|label|Some values are neither yes nor no.', 'a text with values does not become yes or no');
SELECT alike(pg_temp.define(2, '{"label": "Purchase order"}'), 'saved %', 'a yes/no field becomes a text');
SELECT alike(pg_temp.define(2, '{"label": "Purchase order?"}'), 'saved %', 'and one again, when all values are');
SELECT is(pg_temp.as_role(who, 'UPDATE site.user_custom_values SET custom9 = ''perhaps'' WHERE user_id = 10009292 RETURNING 1'), '22023', who || ' writes yes or no') FROM unnest(ARRAY['site', 'site_owner', session_user]) AS who;
SELECT pg_temp.enter('anna') \g /dev/null
SELECT is(pg_temp.save('user_custom_values', '10009292', (SELECT version FROM site.user_custom_values WHERE user_id = 10009292), '{"custom9": "perhaps"}'), '22023|custom9|This is yes or no.', 'beside the field');
SELECT alike(pg_temp.save('user_custom_values', '10009292', (SELECT version FROM site.user_custom_values WHERE user_id = 10009292), '{"custom9": "yes"}'), 'saved %', 'yes');
SELECT * FROM finish();
