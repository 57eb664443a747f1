-- The catalogue against the house's rules (doc/architecture.md): what is missing or unsafe is named.
BEGIN;
SELECT * FROM no_plan();

CREATE TEMPORARY VIEW ours AS
	SELECT oid, nspname FROM pg_namespace WHERE nspname IN ('site', 'auth', 'audit', 'privacy', 'meta', 'steward', 'api');
CREATE TEMPORARY VIEW our_functions AS
	SELECT p.oid::regprocedure AS name, p.oid AS id, p.proname, p.pronamespace, p.proowner, p.prosecdef, p.proconfig, p.proacl, p.proleakproof, p.prosrc, p.prolang, p.prorettype
	FROM pg_proc p JOIN ours ON ours.oid = p.pronamespace;
CREATE TEMPORARY VIEW our_tables AS
	SELECT c.oid::regclass AS name, c.oid AS id, c.relname, c.relkind, c.relowner, c.relacl, c.relrowsecurity, c.relispartition, ours.nspname
	FROM pg_class c JOIN ours ON ours.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v');

-- Words
SELECT is_empty('SELECT name FROM our_tables WHERE obj_description(id, ''pg_class'') IS NULL', 'every table and view has a comment');
SELECT is_empty('SELECT name, attname FROM our_tables JOIN pg_attribute ON attrelid = id AND attnum > 0 AND NOT attisdropped
	WHERE NOT relispartition AND col_description(id, attnum) IS NULL', 'every column has a comment');
SELECT is_empty('SELECT name FROM our_functions WHERE obj_description(id, ''pg_proc'') IS NULL', 'every function has a comment');
SELECT is_empty('SELECT nspname FROM ours WHERE obj_description(oid, ''pg_namespace'') IS NULL', 'every schema has a comment');

-- Shape
SELECT is_empty('SELECT name, attname, format_type(atttypid, atttypmod) FROM our_tables JOIN pg_attribute ON attrelid = id AND attnum > 0 AND NOT attisdropped
	WHERE atttypid IN (''timestamp''::regtype, ''timetz''::regtype, ''varchar''::regtype, ''json''::regtype, ''money''::regtype, ''float8''::regtype, ''float4''::regtype)',
	'times have a zone, text has no type length, no json, money or floats');
SELECT is_empty('SELECT name, conname FROM our_tables JOIN pg_constraint ON conrelid = id WHERE NOT relispartition AND contype <> ''t''
	AND conname !~ (''^'' || relname || ''_.*'' || CASE contype WHEN ''p'' THEN ''pkey$'' WHEN ''f'' THEN ''fkey$'' WHEN ''c'' THEN ''check$'' WHEN ''u'' THEN ''key$'' ELSE ''excl$'' END)
	AND conname <> relname || ''_pkey''', 'every constraint is named after its table and kind');
SELECT is_empty('SELECT name, conname FROM our_tables JOIN pg_constraint f ON conrelid = id AND contype = ''f''
	WHERE NOT EXISTS (SELECT FROM pg_index WHERE indrelid = our_tables.id AND indpred IS NULL AND (indkey::smallint[])[0:cardinality(f.conkey) - 1] @> f.conkey)',
	'every foreign key has an index');
SELECT is_empty('SELECT name FROM our_tables WHERE relkind IN (''r'', ''p'') AND NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = id AND contype = ''p'')',
	'every table has a key');
SELECT is_empty('SELECT name, attname FROM our_tables JOIN pg_attribute a ON attrelid = id AND attnum > 0 AND NOT attisdropped AND attgenerated = ''''
	WHERE nspname = ''site'' AND relkind IN (''r'', ''p'') AND NOT relispartition AND atttypid = ''text''::regtype
		AND NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = our_tables.id AND contype IN (''c'', ''f'') AND a.attnum = ANY (conkey))',
	'every text that people write has a limit');
SELECT is_empty('SELECT name FROM our_tables JOIN pg_attribute ON attrelid = id AND attname = ''version'' AND NOT attisdropped
	WHERE nspname = ''site'' AND relkind = ''r'' AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = id AND tgname = ''touch'' AND tgenabled <> ''D'')',
	'every version is counted by its trigger');
SELECT is_empty('SELECT tgrelid::regclass, tgname FROM pg_trigger JOIN our_tables ON id = tgrelid WHERE tgenabled = ''D''', 'no trigger is asleep');
SELECT is_empty('SELECT name FROM our_tables WHERE nspname IN (''site'', ''audit'') AND relkind IN (''r'', ''p'') AND NOT relrowsecurity', 'every table of the site and the trail has row-level security');

-- Owners
SELECT is_empty('SELECT name, relowner::regrole FROM our_tables WHERE relowner::regrole::text <> CASE
	WHEN name = ''steward.audited_tables''::regclass OR nspname IN (''site'', ''privacy'') THEN ''site_owner'' WHEN nspname = ''auth'' THEN ''steward_auth''
	ELSE (SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = ''meta'') END', 'tables belong to the role of their schema, catalogue and trail to the administrator');
SELECT is_empty('SELECT name FROM our_tables JOIN pg_roles owner ON owner.oid = relowner WHERE relkind = ''v'' AND owner.rolsuper', '51 no view belongs to a superuser');
SELECT is_empty('SELECT name, proowner::regrole FROM our_functions JOIN pg_roles owner ON owner.oid = proowner WHERE prosecdef AND owner.rolsuper', '51 no definer belongs to a superuser');
SELECT is_empty('SELECT name FROM our_functions WHERE prosecdef AND NOT EXISTS (SELECT FROM unnest(proconfig) AS setting
	WHERE setting ~ ''^search_path=pg_catalog(, (site|auth|audit|meta|privacy|public))*, pg_temp$'')', '37 51 every definer says where it looks for names, temporary ones last');
SELECT is_empty('SELECT name FROM our_functions WHERE proleakproof', '51 nothing is leakproof');
SELECT is_empty('SELECT p.oid::regprocedure FROM pg_proc p WHERE p.proleakproof AND p.pronamespace <> ''pg_catalog''::regnamespace', '51 nor in extensions');
SELECT is_empty('SELECT name FROM our_functions, aclexplode(coalesce(proacl, acldefault(''f'', proowner))) AS acl WHERE acl.grantee = 0', 'PUBLIC executes nothing');
SELECT is_empty('SELECT name FROM our_tables, aclexplode(relacl) AS acl WHERE acl.grantee = 0', 'PUBLIC reads nothing');
SELECT is_empty('SELECT nspname FROM pg_namespace, aclexplode(nspacl) AS acl WHERE acl.grantee = 0 AND nspname IN (SELECT nspname FROM ours)', 'PUBLIC enters nothing');
SELECT is_empty('SELECT extname FROM pg_extension WHERE extname NOT IN (''plpgsql'', ''pg_trgm'', ''unaccent'', ''pgcrypto'', ''pgtap'', ''plpgsql_check'')', 'no other extensions');
SELECT is_empty('SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = ''public''::regnamespace AND has_function_privilege(''steward_console'', oid, ''EXECUTE'')
	AND (SELECT created_database FROM steward.installation)', 'the console calls no function of an extension');

-- 50 The surface: what the console's log-in can call. A new function stands here or the test fails.
SELECT set_eq('SELECT p.oid::regprocedure::text FROM pg_proc p JOIN ours ON ours.oid = p.pronamespace WHERE has_function_privilege(''steward_console'', p.oid, ''EXECUTE'')', ARRAY[
	'api.begin_login(text,inet,integer,text)', 'api.submit_login(bigint,bytea,bytea)', 'api.finish_login(bigint,boolean)', 'api.begin_enrol(text,inet,integer,text)',
	'api.submit_enrol(bigint,bytea,bytea,bytea)', 'api.finish_enrol(bigint)', 'api.submit_change(bigint,bytea,bytea,bytea,bytea)', 'api.finish_change(bigint)',
	'api.lock()', 'api.begin_unlock()', 'api.submit_unlock(bigint,bytea)', 'api.finish_unlock(bigint)', 'api.logout()', 'api.alive()', 'api.me()', 'api.rights()',
	'api.greeting()', 'api.doctor()', 'api.ask(integer,jsonb)', 'api.rows(integer)', 'api.count(integer,jsonb,boolean)', 'api.open(integer,text,text,text)',
	'api.get(text,text,text[])', 'api.counts(text,text)', 'api.save(text,text,bigint,jsonb,uuid)', 'api.act(text,text,text,bigint,jsonb,uuid)', 'api.outcome(uuid)',
	'api.choices(text,text,integer,integer)', 'api.home()', 'api.jobs(bigint)', 'api.export_parts(bigint)', 'api.export_page(bigint,text,text[])', 'api.export_omissions(bigint)', 'api.export_schema(bigint)', 'api.export_schema(text)'], '50 what the console can call');
SELECT is_empty('SELECT name FROM our_functions WHERE has_function_privilege(''steward_console'', id, ''EXECUTE'')
	AND NOT proconfig @> ARRAY[''client_min_messages=warning'', ''standard_conforming_strings=on'']',
	'50 none of them tells the client what is meant for the server''s log, or reads its strings the client''s way');
SELECT set_eq('SELECT name::text FROM our_functions WHERE prosecdef AND proowner = ''steward_search''::regrole', ARRAY[
	'api.ask(integer,jsonb)', 'api.rows(integer)', 'api.count(integer,jsonb,boolean)', 'api.open(integer,text,text,text)', 'api.get(text,text,text[])', 'api.counts(text,text)',
	'api.choices(text,text,integer,integer)', 'api.home()', 'api.jobs(bigint)', 'steward.export_open(bigint,uuid)', 'steward.bulk_gather(jsonb,bigint)', 'meta.is_hidden(meta.entities,text)', 'meta.version_of(meta.entities,text)', 'meta.login_taken(text,bigint)', 'meta.was_opened(bigint,text,text)', 'meta.clock()', 'meta.door_event(text)'], '50 what runs beside the policies');
SELECT is_empty('SELECT name FROM our_functions WHERE pronamespace = ''api''::regnamespace AND has_function_privilege(''site'', id, ''EXECUTE'')', 'the website calls none of it');

-- 38 Every function that the console can call asks the gate; those that need not are named.
SELECT is_empty('SELECT name FROM our_functions WHERE pronamespace = ''api''::regnamespace AND prosrc !~ ''auth\.need(_session)?\(''
	AND proname NOT IN (''begin_login'', ''submit_login'', ''finish_login'', ''begin_enrol'', ''submit_enrol'', ''finish_enrol'', ''logout'', ''alive'', ''greeting'', ''doctor'')', '38 every function of the API asks the gate');
SELECT is_empty('SELECT DISTINCT found[1] FROM (SELECT regexp_matches(source, ''(?:need|may)\(([^()]*)\)'', ''g'') AS call FROM (
		SELECT prosrc AS source FROM our_functions UNION ALL SELECT concat(qual, with_check) FROM pg_policies) AS sources) AS calls,
		regexp_matches(call[1], ''''''([a-z_]+\.[a-z_]+)'''''', ''g'') AS found
	WHERE found[1] NOT IN (SELECT name FROM auth.rights)', 'every right that is asked for exists');
SELECT is_empty('SELECT name FROM auth.rights WHERE name NOT IN (SELECT right_name FROM auth.role_rights WHERE role = ''sysadmin'')', 'the sysadmin has every right');
SELECT results_eq('SELECT name FROM auth.rights WHERE name NOT IN (SELECT right_name FROM auth.role_rights WHERE role = ''superadmin'')', ARRAY['job.sql'], 'the superadmin has all but free SQL');
SELECT is_empty('SELECT name FROM auth.rights WHERE sentence !~ ''^[A-Z].*[^.]$''', 'every right has its sentence');
SELECT is_empty('SELECT rolname, setconfig FROM pg_db_role_setting JOIN pg_roles r ON r.oid = setrole WHERE rolname = ''steward_console''', 'nobody left defaults for the next who connects');

-- The checker of PL/pgSQL. Its warnings about dynamic SQL are answered here: these functions put names together with format(%I) or with pieces
-- from the catalogue that only the administrator writes.
CREATE TEMPORARY TABLE checked AS
	SELECT f.name, f.pronamespace::regnamespace::text AS schema, c.level, c.message
	FROM our_functions f JOIN pg_language l ON l.oid = f.prolang AND l.lanname = 'plpgsql'
	LEFT JOIN LATERAL (SELECT tgrelid, tgnewtable, tgoldtable FROM pg_trigger JOIN pg_class k ON k.oid = tgrelid AND NOT k.relispartition WHERE tgfoid = f.id ORDER BY tgrelid LIMIT 1) t ON true
	CROSS JOIN LATERAL plpgsql_check_function_tb(f.id, coalesce(t.tgrelid, 0)::regclass, other_warnings => true, extra_warnings => true,
		performance_warnings => true, security_warnings => true, newtable => t.tgnewtable, oldtable => t.tgoldtable) AS c
	WHERE f.prorettype <> 'trigger'::regtype OR t.tgrelid IS NOT NULL;
SELECT cmp_ok((SELECT count(*)::int FROM our_functions), '>', 60, 'there are functions to check');
SELECT is_empty('SELECT * FROM checked WHERE level IN (''error'', ''warning'')', 'plpgsql_check finds no error and no warning');
SELECT is_empty('SELECT * FROM checked WHERE level LIKE ''warning extra'' AND message !~ ''^OUT variable .* is maybe unmodified$''
	-- What is made from the data map takes whatever a way may need.
	AND NOT (name::text ~ ''^privacy\.made_'' AND message ~ ''^unused parameter'')', 'nothing unused, nothing shadowed');
SELECT is_empty('SELECT * FROM checked WHERE level = ''security'' AND schema IN (''auth'', ''site'', ''audit'') AND name <> ''site.take_from_default(regclass,text,timestamptz,timestamptz)''::regprocedure',
	'no dynamic SQL in log-in, gate, trail and the site''s own functions, but for the making of partitions');
SELECT is_empty('SELECT * FROM checked WHERE level = ''performance'' AND schema IN (''auth'', ''site'', ''audit'')', 'and nothing slow');
SELECT is_empty('SELECT f.name FROM our_functions f JOIN pg_language l ON l.oid = f.prolang AND l.lanname = ''plpgsql'' WHERE f.prorettype = ''trigger''::regtype
	AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgfoid = f.id)', 'every trigger function is used');
SELECT * FROM finish();
ROLLBACK;
