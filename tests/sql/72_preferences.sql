-- What a member of staff keeps of his own: kept over the older, capped, and nobody else's business.
SELECT * FROM no_plan();
\ir helpers.psql
\ir api.psql
SELECT pg_temp.enrol('anna', 'staff', 'support'), pg_temp.enrol('dirk', 'superadmin', 'superadmin') \g /dev/null
CREATE FUNCTION pg_temp.kept() RETURNS text LANGUAGE sql AS
$$ SELECT pg_temp.as_role('steward_console', 'SELECT coalesce(string_agg(regexp_replace(value, ''^[0-9]+ '', '''') || ''='' || label, '' | '' ORDER BY label), '''') FROM api.choices(''preferences'', '''', 500)') $$;

SELECT pg_temp.enter('anna') \g /dev/null
SELECT is(pg_temp.kept(), '', 'nothing yet');
SELECT is(pg_temp.save('preferences', NULL, NULL, '{"list": "users", "name": "", "value": "id,city;-id"}'), 'saved 0', 'columns');
SELECT is(pg_temp.save('preferences', NULL, NULL, '{"list": "users", "name": "All of Köln", "value": "city:Köln"}'), 'saved 0', 'a filter');
SELECT is(pg_temp.save('preferences', NULL, NULL, '{"list": "users", "name": "All of Köln", "value": "city:Cologne"}'), 'saved 0', 'the same name replaces it');
SELECT is(pg_temp.kept(), 'users All of Köln=city:Cologne | users =id,city;-id', 'both come back');
SELECT id AS filter FROM auth.preferences WHERE name <> '' \gset

SELECT alike(pg_temp.save('preferences', NULL, NULL, '{"list": "No list", "value": "x"}'), '23000|list|%', 'a list has a name of the API');
SELECT alike(pg_temp.save('preferences', NULL, NULL, jsonb_build_object('list', 'users', 'name', repeat('n', 61), 'value', 'x')::text), '23000|name|%', 'a name has its limit');
SELECT alike(pg_temp.save('preferences', NULL, NULL, jsonb_build_object('list', 'users', 'value', repeat('v', 2001))::text), '23000|value|%', 'a value has its limit');
SELECT alike(pg_temp.save('preferences', NULL, NULL, '{"list": "users", "value": ""}'), '23000|value|%', 'nothing cannot be kept');
SELECT alike(pg_temp.save('preferences', NULL, NULL, '{"list": "users", "value": "x", "user_id": "1"}'), '22023|user_id|%', 'nobody keeps it for another');
SELECT alike(pg_temp.save('preferences', :'filter', 0, '{"value": "x"}'), '22023%', 'it is kept anew, not changed');

-- Another person
SELECT pg_temp.enter('dirk') \g /dev/null
SELECT is(pg_temp.kept(), '', 'another sees nothing of it');
SELECT pg_temp.ask('{"entity": "preferences", "columns": ["id", "value"]}') \g /dev/null
SELECT is(pg_temp.told(), '', 'nor as a list');
SELECT pg_temp.open('preferences', :'filter') \g /dev/null
SELECT is(pg_temp.got('preferences', :'filter', '{value}'), 'P0002', 'nor by its number');
SELECT alike(pg_temp.act('preferences', :'filter', 'forget', 0), 'P0002%', 'and takes nothing away');
SELECT is((SELECT count(*)::int FROM auth.preferences), 2, 'both are there');

-- Away with it
SELECT pg_temp.enter('anna') \g /dev/null
SELECT is(pg_temp.act('preferences', :'filter', 'forget', 0), 'saved 0', 'the person does');
SELECT alike(pg_temp.act('preferences', :'filter', 'forget', 0), 'P0002%', 'once');
INSERT INTO auth.preferences (user_id, list, name, value) SELECT pg_temp.account('anna'), 'users', n::text, 'x' FROM generate_series(2, 200) AS n;
SELECT alike(pg_temp.save('preferences', NULL, NULL, '{"list": "users", "name": "one more", "value": "x"}'), '22023|You keep 200%', '200 are enough');
SELECT is(pg_temp.save('preferences', NULL, NULL, '{"list": "users", "name": "7", "value": "y"}'), 'saved 0', 'but what is there can be replaced');
SELECT is((SELECT count(*)::int FROM audit.changes WHERE entity = 'auth.preferences' AND subject_user_id = pg_temp.account('anna') AND session_id IS NOT NULL), 5, 'the trail has all of it');

-- A column that takes a right: who loses that right does not keep it in his layouts
UPDATE meta.columns SET right_view = 'invoice.view' WHERE entity = 'users' AND name IN ('city', 'phone');
DELETE FROM auth.preferences WHERE user_id = pg_temp.account('anna');
INSERT INTO auth.preferences (user_id, list, name, value) SELECT pg_temp.account(p.login), p.list, p.name, p.value FROM (VALUES ('anna', 'users', '', 'id,city:20,full_name;-city'), ('anna', 'users', 'Kölner', 'city:Köln'),
	('anna', 'organisations', '', 'id,city'), ('dirk', 'users', '', 'id,city')) AS p (login, list, name, value);
CREATE FUNCTION pg_temp.unseen() RETURNS text LANGUAGE sql AS
$$ SELECT pg_temp.as_role('steward_console', 'SELECT coalesce(string_agg(value, '','' ORDER BY value), '''') FROM api.choices(''unseen_columns'', '''', 500)') $$;
UPDATE auth.staff SET rights = ARRAY(SELECT DISTINCT r FROM unnest(rights || '{user.view,invoice.view}') AS r ORDER BY r) WHERE login = 'anna';
SELECT pg_temp.enter('anna') \g /dev/null
SELECT is(pg_temp.unseen(), '', 'with the right all columns can be seen');
SELECT is((SELECT value FROM auth.preferences WHERE user_id = pg_temp.account('anna') AND list = 'users' AND name = ''), 'id,city:20,full_name;-city', 'and kept');
UPDATE auth.staff SET rights = array_remove(rights, 'log.view') WHERE login = 'anna';
SELECT is((SELECT value FROM auth.preferences WHERE user_id = pg_temp.account('anna') AND list = 'users' AND name = ''), 'id,city:20,full_name;-city', 'another right has nothing to do with it');
UPDATE auth.staff SET rights = array_remove(rights, 'invoice.view') WHERE login = 'anna';
SELECT results_eq($$ SELECT list, name, value FROM auth.preferences WHERE user_id = pg_temp.account('anna') ORDER BY list, name $$,
	$$ VALUES ('organisations', '', 'id,city'), ('users', '', 'id,full_name'), ('users', 'Kölner', 'city:Köln') $$, 'without it column, width and order are gone, the rest stays');
SELECT is((SELECT value FROM auth.preferences WHERE user_id = pg_temp.account('dirk') AND list = 'users'), 'id,city', 'nobody else loses anything');
SELECT pg_temp.enter('anna') \g /dev/null
SELECT is(pg_temp.unseen(), 'users city,users phone', 'the console is told what it must not ask for');
UPDATE auth.staff SET rights = ARRAY(SELECT r FROM unnest(rights || '{invoice.view}') AS r ORDER BY r) WHERE login = 'anna';
SELECT is((SELECT value FROM auth.preferences WHERE user_id = pg_temp.account('anna') AND list = 'users' AND name = ''), 'id,full_name', 'when the right comes back nothing of it does');
UPDATE auth.preferences SET value = 'city:7,phone;-city' WHERE user_id = pg_temp.account('anna') AND list = 'users' AND name = '';
UPDATE auth.staff SET rights = array_remove(rights, 'invoice.view') WHERE login = 'anna';
SELECT is_empty($$ SELECT FROM auth.preferences WHERE user_id = pg_temp.account('anna') AND list = 'users' AND name = '' $$, 'a layout of nothing else is forgotten');
UPDATE meta.columns SET right_view = NULL WHERE entity = 'users' AND name IN ('city', 'phone');

-- Without the right to see accounts there is no list worth keeping
UPDATE auth.staff SET rights = '{log.view}' WHERE login = 'anna';
SELECT pg_temp.enter('anna') \g /dev/null
SELECT is(pg_temp.save('preferences', NULL, NULL, '{"list": "users", "value": "x"}'), '42501|You need the right user.view.', '39 preferences make');
SELECT is(pg_temp.act('preferences', '1', 'forget', 0), '42501|You need the right user.view.', '39 preferences forget');
SELECT is(pg_temp.kept(), '42501', '39 preferences read');
SELECT * FROM finish();
