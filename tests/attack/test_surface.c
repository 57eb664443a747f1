/*
 * Attacks 50 to 52: all that the console's role can reach against the list that was agreed on; how functions, views and roles are made; and
 * what the website's role can do to the trail. GENERATE=1 writes the list anew: look at what changed before committing it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/trial.h"

static const char list_file[] = "tests/attack/grant-surface.txt";

/*
 * One line for each thing. Of pg_catalog's functions those that only compute (immutable ones) are left out: they can neither look nor
 * change anything.
 */
static const char surface_sql[] =
    "WITH r AS (SELECT oid, rolname FROM pg_roles WHERE rolname = 'steward_console') SELECT line FROM ("
    "SELECT 'database: ' || p AS line FROM unnest(ARRAY['CONNECT', 'CREATE', 'TEMPORARY']) p, r WHERE "
    "has_database_privilege(r.oid, current_database(), p) "
    "UNION SELECT 'schema ' || nspname || ': ' || p FROM pg_namespace n, unnest(ARRAY['USAGE', 'CREATE']) p, r "
    " WHERE nspname !~ '^pg_(toast|temp)' AND has_schema_privilege(r.oid, n.oid, p) "
    "UNION SELECT 'relation ' || n.nspname || '.' || c.relname || ': ' || p FROM pg_class c JOIN pg_namespace n ON n.oid = "
    "c.relnamespace, r, "
    " unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) p WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ "
    "'^pg_(toast|temp)' "
    " AND has_any_column_privilege(r.oid, c.oid, p) "
    "UNION SELECT 'relation ' || n.nspname || '.' || c.relname || ': ' || p FROM pg_class c JOIN pg_namespace n ON n.oid = "
    "c.relnamespace, r, "
    " unnest(ARRAY['DELETE', 'TRUNCATE', 'TRIGGER']) p WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ "
    "'^pg_(toast|temp)' AND has_table_privilege(r.oid, c.oid, p) "
    "UNION SELECT 'sequence ' || c.oid::regclass || ': ' || p FROM pg_class c, r, unnest(ARRAY['USAGE', 'SELECT', 'UPDATE']) p "
    " WHERE c.relkind = 'S' AND has_sequence_privilege(r.oid, c.oid, p) "
    "UNION SELECT CASE WHEN n.nspname = 'pg_catalog' THEN 'function pg_catalog.' || p.proname ELSE 'function ' || n.nspname || '.' "
    "|| p.proname || '(' || oidvectortypes(p.proargtypes) || ')' END "
    " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace, r WHERE has_function_privilege(r.oid, p.oid, 'EXECUTE') "
    " AND (n.nspname <> 'pg_catalog' OR p.provolatile <> 'i') AND (n.nspname IN ('pg_catalog', 'information_schema') OR "
    "has_schema_privilege(r.oid, n.oid, 'USAGE') OR p.proacl IS NOT NULL) "
    "UNION SELECT 'language ' || lanname FROM pg_language l, r WHERE has_language_privilege(r.oid, l.oid, 'USAGE') "
    "UNION SELECT 'type ' || t.oid::regtype FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace, r WHERE t.typtype IN "
    "('e', 'd', 'b', 'r') AND t.typelem = 0 "
    " AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_toast' AND has_schema_privilege(r.oid, "
    "n.oid, 'USAGE') AND has_type_privilege(r.oid, t.oid, 'USAGE') "
    "UNION SELECT 'parameter ' || parname || ': ' || p FROM pg_parameter_acl a, unnest(ARRAY['SET', 'ALTER SYSTEM']) p, r WHERE "
    "has_parameter_privilege(r.oid, parname, p) "
    "UNION SELECT 'tablespace ' || spcname FROM pg_tablespace s, r WHERE has_tablespace_privilege(r.oid, s.oid, 'CREATE') "
    "UNION SELECT 'server ' || srvname FROM pg_foreign_server s, r WHERE has_server_privilege(r.oid, s.oid, 'USAGE') "
    "UNION SELECT 'wrapper ' || fdwname FROM pg_foreign_data_wrapper s, r WHERE has_foreign_data_wrapper_privilege(r.oid, s.oid, "
    "'USAGE') "
    "UNION SELECT 'large object ' || m.oid FROM pg_largeobject_metadata m, aclexplode(m.lomacl) acl, r WHERE acl.grantee IN (0, "
    "r.oid) "
    "UNION SELECT 'member of ' || roleid::regrole FROM pg_auth_members m, r WHERE m.member = r.oid "
    "UNION SELECT 'owns ' || classid::regclass || ' ' || objid FROM pg_shdepend d, r WHERE refobjid = r.oid AND deptype = 'o' AND "
    "refclassid = 'pg_authid'::regclass AND d.dbid IN (0, (SELECT b.oid FROM pg_database b WHERE b.datname = current_database())) "
    "UNION SELECT 'default for ' || defaclrole::regrole || ' ' || defaclobjtype::text FROM pg_default_acl d, "
    "aclexplode(d.defaclacl) "
    "acl, r WHERE acl.grantee IN (0, r.oid)"
    ") s ORDER BY line COLLATE \"C\"";

static char *read_list(void)
{
	FILE *f = fopen(list_file, "r");
	char *text = calloc(1, 1 << 18);

	if (!f || !text || fread(text, 1, (1 << 18) - 1, f) == 0)
		tap_bail("%s cannot be read: run this from the project's root, with GENERATE=1 to make the list", list_file);
	fclose(f);
	return text;
}

static void write_list(struct raw *c)
{
	FILE *f = fopen(list_file, "w");

	if (!f)
		tap_bail("%s cannot be written", list_file);
	for (int i = 0; i < raw_rows(c); i++)
		fprintf(f, "%s\n", raw_value(c, i, 0));
	fclose(f);
	tap_diag("%s is written anew", list_file);
}

/* Both are sorted: one step through both tells what is only here and what is only there. */
static void grant_surface(struct trial *t)
{
	const char *generate = getenv("GENERATE");
	char *list, *line, *end, gone[1 << 16] = "";
	size_t used = 0;
	int i = 0, more = 0, parts;

	if (!raw_sql(t->admin, surface_sql))
		tap_bail("%s", raw_message(t->admin));
	parts = raw_rows(t->admin);
	if (generate && strcmp(generate, "1") == 0 && !t->tap.silent)
		write_list(t->admin);
	list = read_list();
	for (line = list; *line || i < raw_rows(t->admin);) {
		const char *real = i < raw_rows(t->admin) ? raw_value(t->admin, i, 0) : NULL;
		int order;
		end = strchrnul(line, '\n');
		order = !real ? -1 : !*line ? 1 : strncmp(line, real, (size_t)(end - line));
		if (order == 0 && real[end - line])
			order = -1;
		if (order > 0)
			more++;
		if (order < 0 && end > line && used < sizeof gone)
			used += (size_t)snprintf(gone + used, sizeof gone - used, "%.*s\n", (int)(end - line), line);
		if (order != 0 && !t->tap.silent)
			tap_diag("%c %.*s", order > 0 ? '+' : '-', order > 0 ? (int)strlen(real) : (int)(end - line),
			    order > 0 ? real : line);
		if (order >= 0)
			i++;
		if (order <= 0)
			line = *end ? end + 1 : end;
	}
	tap_ok(&t->tap, parts > 100, "attack 50 the surface has %d parts", parts);
	tap_number(&t->tap, more, 0, "attack 50 the console's role reaches nothing that is not in %s", list_file);
	/* A minor release of PostgreSQL can have one function less than another. */
	raw_do(t->admin,
	    "SELECT count(*) FROM string_to_table($1, E'\\n') AS line WHERE line <> '' AND (line NOT LIKE 'function "
	    "pg\\_catalog.%' OR EXISTS "
	    "(SELECT FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND proname = substr(line, 21)))",
	    RAW(gone));
	tap_number(&t->tap, raw_number(t->admin, 0, 0), 0, "attack 50 and everything that is in it");
	free(list);
}

/* ---- 51 ---- */

/* The last one breaks the rule, which must notice it: tried in a transaction that is rolled back. */
struct rule {
	const char *name, *sql, *broken;
};

#define OURS "('api', 'auth', 'site', 'audit', 'meta', 'privacy', 'steward')"

static const struct rule rules[] = {
	{ "no function is marked LEAKPROOF",
	    "SELECT oid::regprocedure::text FROM pg_proc WHERE proleakproof AND pronamespace::regnamespace::text IN " OURS
	    " OR proleakproof AND pronamespace = 'public'::regnamespace",
	    "ALTER FUNCTION site.fold(text) LEAKPROOF" },
	{ "no operator uses a leakproof function of ours",
	    "SELECT o.oid::regoperator::text FROM pg_operator o JOIN pg_proc p ON p.oid = o.oprcode WHERE p.proleakproof AND "
	    "o.oprnamespace::regnamespace::text IN " OURS,
	    "CREATE FUNCTION site.broken(text, text) RETURNS boolean LANGUAGE sql LEAKPROOF AS 'SELECT true'; CREATE OPERATOR "
	    "site.=== (LEFTARG = text, RIGHTARG = text, FUNCTION = site.broken)" },
	{ "no view that others read runs as a superuser",
	    "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE c.relkind IN ('v', 'm') AND "
	    "r.rolsuper "
	    "AND c.relnamespace::regnamespace::text IN " OURS
	    " AND c.relacl IS NOT NULL AND NOT 'security_invoker=true' = ANY (coalesce(c.reloptions, '{}'))",
	    "CREATE VIEW site.broken AS SELECT 1 AS x; GRANT SELECT ON site.broken TO site" },
	{ "no definer belongs to a superuser",
	    "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner WHERE p.prosecdef AND "
	    "r.rolsuper AND p.pronamespace::regnamespace::text <> 'pg_catalog'",
	    "ALTER FUNCTION api.alive() OWNER TO postgres" },
	{ "every definer says where it looks for names, and there only in pg_catalog and last in pg_temp",
	    "SELECT oid::regprocedure::text FROM pg_proc WHERE prosecdef AND pronamespace::regnamespace::text <> 'pg_catalog' AND "
	    "NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (proconfig), false)",
	    "ALTER FUNCTION api.alive() SET search_path = pg_temp, pg_catalog" },
	{ "no function of the API sends its log lines or plans to the client",
	    "SELECT oid::regprocedure::text FROM pg_proc WHERE prosecdef AND has_function_privilege('steward_console', oid, "
	    "'EXECUTE') "
	    "AND pronamespace = 'api'::regnamespace AND NOT EXISTS (SELECT FROM unnest(proconfig) s WHERE s ~ "
	    "'^client_min_messages=(notice|warning|error)$')",
	    "ALTER FUNCTION api.alive() RESET client_min_messages" },
	{ "PUBLIC may execute nothing of ours",
	    "SELECT oid::regprocedure::text FROM pg_proc, aclexplode(coalesce(proacl, acldefault('f', proowner))) a WHERE "
	    "a.grantee = 0 AND pronamespace::regnamespace::text IN " OURS,
	    "GRANT EXECUTE ON FUNCTION auth.need_slowly() TO PUBLIC" },
	{ "PUBLIC has no right on a table, view or sequence of ours",
	    "SELECT c.oid::regclass::text FROM pg_class c, aclexplode(c.relacl) a WHERE a.grantee = 0 AND "
	    "c.relnamespace::regnamespace::text IN " OURS,
	    "GRANT SELECT ON site.users TO PUBLIC" },
	{ "PUBLIC has no right on a schema of ours",
	    "SELECT nspname::text FROM pg_namespace, aclexplode(nspacl) a WHERE a.grantee = 0 AND nspname IN " OURS,
	    "GRANT USAGE ON SCHEMA site TO PUBLIC" },
	{ "only website, console, sealer, witness, warden and worker can log in",
	    "SELECT rolname::text FROM pg_roles WHERE rolname ~ '^(steward_|site)' AND "
	    "rolcanlogin AND rolname NOT IN ('site', 'steward_console', 'steward_seal', 'steward_witness', 'steward_warden', "
	    "'steward_mailer', 'steward_jobs')",
	    "CREATE ROLE steward_broken LOGIN" },
	{ "no role of ours is a superuser, makes roles or databases, or replicates",
	    "SELECT rolname::text FROM pg_roles WHERE rolname ~ '^(steward_|site)' AND (rolsuper OR rolcreaterole OR rolcreatedb "
	    "OR rolreplication)",
	    "CREATE ROLE steward_broken CREATEDB" },
	{ "only steward_search and steward_eraser are above row-level security",
	    "SELECT rolname::text FROM pg_roles WHERE rolname ~ '^(steward_|site)' AND rolbypassrls AND rolname NOT IN "
	    "('steward_search', 'steward_eraser')",
	    "CREATE ROLE steward_broken BYPASSRLS" },
	{ "nobody is member of a role of ours, and of ours only steward_auth is member of anything",
	    "SELECT roleid::regrole || ' <- ' || member::regrole FROM pg_auth_members WHERE roleid::regrole::text ~ "
	    "'^(steward_|site)' OR (member::regrole::text ~ '^(steward_|site)' AND member::regrole::text <> 'steward_auth')",
	    "GRANT steward_search TO site" },
	{ "steward_search and steward_api read no secret",
	    "SELECT r || ' ' || c.oid::regclass || '.' || attname FROM pg_attribute JOIN pg_class c ON c.oid = attrelid, "
	    "unnest(ARRAY['steward_search', 'steward_api', 'steward_console', 'steward_worker']) r "
	    "WHERE attname IN ('password_hash', 'password_stored', 'pin_stored', 'api_key_hash', 'nonce', 'password_proof', "
	    "'pin_proof') AND attnum > 0 AND has_column_privilege(r, c.oid, attnum, 'SELECT')",
	    "GRANT SELECT (nonce) ON auth.attempts TO steward_search" },
	{ "nor the keys of the server",
	    "SELECT rolname::text FROM pg_roles WHERE rolname ~ '^(steward_|site)' AND rolname <> "
	    "'steward_auth' AND has_any_column_privilege(oid, 'auth.secrets', 'SELECT')",
	    "GRANT SELECT ON auth.secrets TO steward_search" },
	{ "nobody but the administrator writes the catalogue of the API",
	    "SELECT rolname || ' ' || c.oid::regclass FROM pg_roles, pg_class c WHERE rolname ~ '^(steward_|site)' AND "
	    "c.relnamespace = 'meta'::regnamespace "
	    "AND c.relkind IN ('r', 'v') AND (has_any_column_privilege(pg_roles.oid, c.oid, 'INSERT') OR "
	    "has_any_column_privilege(pg_roles.oid, c.oid, 'UPDATE') OR has_table_privilege(pg_roles.oid, c.oid, 'DELETE'))",
	    "GRANT UPDATE (label) ON meta.verbs TO steward_api" },
	{ "no role of ours makes anything in the schemas from which others run",
	    "SELECT rolname || ' ' || nspname FROM pg_roles, pg_namespace n WHERE rolname ~ '^(steward_|site)' AND nspname IN "
	    "('api', 'meta', 'audit', 'steward', 'public', 'pg_catalog') "
	    "AND has_schema_privilege(pg_roles.oid, n.oid, 'CREATE')",
	    "GRANT CREATE ON SCHEMA api TO steward_api" },
	{ "every table of site and the trail has row-level security",
	    "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace::regnamespace::text IN ('site', "
	    "'audit') AND NOT relrowsecurity",
	    "ALTER TABLE site.users DISABLE ROW LEVEL SECURITY" },
	{ "every table of site, auth, meta and privacy keeps a trail that no setting switches off",
	    "SELECT c.oid::regclass::text FROM pg_class c WHERE relkind IN ('r', 'p') AND NOT relispartition AND "
	    "(relnamespace::regnamespace::text IN ('site', 'meta', 'privacy') OR relnamespace = 'auth'::regnamespace AND relname "
	    "NOT IN "
	    "('attempts', 'sessions', 'events', 'requests', 'mails', 'keepers', 'refusal_book')) AND (SELECT count(*) FROM "
	    "pg_trigger g WHERE g.tgrelid = "
	    "c.oid AND "
	    "g.tgname IN ('audit_row', 'audit_truncate') AND g.tgenabled = 'A') <> 2",
	    "ALTER TABLE site.users ENABLE TRIGGER audit_row" },
	{ "what is added to them is in it too",
	    "SELECT t.relation::text FROM steward.audited_tables t WHERE NOT t.is_log AND NOT EXISTS (SELECT FROM pg_trigger g "
	    "WHERE "
	    "g.tgrelid = t.relation AND g.tgname IN ('audit_row', 'audit_added') AND g.tgtype & 4 <> 0 AND g.tgenabled = 'A')",
	    "ALTER TABLE site.users ENABLE TRIGGER audit_added" },
	{ "the trail itself is guarded by triggers that no setting switches off",
	    "SELECT c.oid::regclass::text FROM pg_class c WHERE relnamespace = 'audit'::regnamespace AND relname IN ('access', "
	    "'changes') "
	    "AND (SELECT count(*) FROM pg_trigger g WHERE g.tgrelid = c.oid AND g.tgname LIKE 'guard%' AND g.tgenabled = 'A') <> "
	    "2",
	    "ALTER TABLE audit.changes DISABLE TRIGGER guard" },
	{ "the console's role has no settings of its own",
	    "SELECT unnest(setconfig) FROM pg_db_role_setting WHERE setrole = 'steward_console'::regrole",
	    "ALTER ROLE steward_console SET search_path = broken" },
};

static void made_safely(struct trial *t)
{
	for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
		if (!raw_sql(t->admin, rules[i].sql))
			tap_bail("%s: %s", rules[i].name, raw_message(t->admin));
		tap_number(&t->tap, raw_rows(t->admin), 0, "attack 51 %s", rules[i].name);
		for (int row = 0; row < raw_rows(t->admin) && !t->tap.silent; row++)
			tap_diag("%s", raw_value(t->admin, row, 0));
	}
}

static void rules_can_fail(struct trial *t)
{
	for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
		bool broken = raw_sqlf(t->admin, "BEGIN; %s", rules[i].broken);

		if (!broken)
			tap_diag("%s: %s", rules[i].broken, raw_message(t->admin));
		tap_ok(&t->tap, broken && raw_sql(t->admin, rules[i].sql) && raw_rows(t->admin) > 0, "attack 51 notices: %s",
		    rules[i].broken);
		raw_sql(t->admin, "ROLLBACK");
	}
}

/* ---- 52 ---- */

static const char *const around[] = { "TRUNCATE site.users CASCADE", "TRUNCATE site.login_log", "TRUNCATE audit.changes",
	"TRUNCATE audit.access", "ALTER TABLE site.users DISABLE TRIGGER ALL", "ALTER TABLE site.users DISABLE TRIGGER audit_row",
	"ALTER TABLE site.users DISABLE TRIGGER audit_added", "ALTER TABLE audit.changes DISABLE TRIGGER guard",
	"ALTER TABLE site.users DISABLE ROW LEVEL SECURITY", "DROP TRIGGER audit_row ON site.users",
	"DROP TABLE site.users CASCADE", "SET session_replication_role = replica", "SET LOCAL session_replication_role = local",
	"INSERT INTO audit.changes (db_role, entity, op, salt, digest) VALUES ('x', 'x', 'U', 'x', sha256('x'))",
	"DELETE FROM audit.changes", "UPDATE audit.access SET reason = 'x'", "SELECT * FROM audit.changes",
	"SELECT * FROM auth.staff", "SELECT * FROM auth.sessions", "UPDATE auth.staff SET rights = '{}'",
	"SELECT * FROM meta.entities", "SELECT * FROM privacy.data_map", "SELECT * FROM steward.migrations",
	"CREATE TABLE site.mine (x integer)",
	"CREATE TRIGGER mine BEFORE INSERT ON site.users EXECUTE FUNCTION suppress_redundant_updates_trigger()",
	"CREATE RULE mine AS ON UPDATE TO site.users DO INSTEAD NOTHING", "CREATE POLICY mine ON site.users USING (true)",
	"SELECT auth.need(NULL)", "SELECT auth.set_credentials('x', 1, 'x', 'x')",
	"SELECT auth.write_change('x', 'x', NULL, 'U', NULL, NULL, NULL)", "SET ROLE site_owner" };

/* The administrator can, or is held up by what the statement would do: so each is a statement that does something here. */
static void means_something(struct trial *t, const char *sql)
{
	bool ok = raw_sqlf(t->admin, "BEGIN; %s", sql) || strncmp(raw_state(t->admin), "42", 2) != 0 ||
		  strcmp(raw_message(t->admin), "The trail is never changed.") == 0;

	tap_ok(&t->tap, ok, "attack 52 for the administrator it means something: %s", sql);
	if (!ok && !t->tap.silent)
		tap_diag("%s %s", raw_state(t->admin), raw_message(t->admin));
	raw_sql(t->admin, "ROLLBACK");
}

static void around_the_trail(struct trial *t)
{
	static const char *const roles[] = { "site", "steward_console" };

	for (size_t i = 0; i < sizeof around / sizeof around[0]; i++)
		means_something(t, around[i]);
	for (size_t r = 0; r < 2; r++) {
		struct raw *c = raw_open(roles[r], t->database);
		for (size_t i = 0; i < sizeof around / sizeof around[0]; i++) {
			raw_sqlf(c, "BEGIN; %s", around[i]);
			refused(t, c, "42501", "attack 52 as %s: %s", roles[r], around[i]);
			raw_sql(c, "ROLLBACK");
		}
		raw_close(c);
	}
}

/* A website that was broken into must not open the console. */
static void broken_website(struct trial *t)
{
	struct person p;
	struct raw *site, *c;
	const char *attacks[] = { "UPDATE site.users SET enabled = false WHERE login = 'attack52'",
		"UPDATE site.users SET hidden_at = now() WHERE login = 'attack52'",
		"UPDATE site.users SET type = 'client' WHERE login = 'attack52'",
		"UPDATE site.users SET login = 'attack52x' WHERE login = 'attack52'",
		"DELETE FROM site.users WHERE login = 'attack52'",
		"UPDATE site.users SET type = 'superadmin' WHERE login = 'attack52client'",
		"INSERT INTO site.users (type, login) VALUES ('superadmin', 'attack52new')",
		"INSERT INTO site.ip_rules (user_id, network) SELECT id, '0.0.0.0/0' FROM site.users WHERE login = 'attack52'",
		"DELETE FROM site.ip_rules" };

	person_make(t, &p, "attack52", "superadmin", "superadmin");
	person_rule(t, &p, "192.0.2.0/24");
	client_make(t, "attack52client", "client52@example.org", false);
	c = login_open(t, &p);
	site = raw_open("site", t->database);
	for (size_t i = 0; i < sizeof attacks / sizeof attacks[0]; i++) {
		raw_sql(site, attacks[i]);
		refused(t, site, "42501", "attack 52 the website: %s", attacks[i]);
	}
	tap_ok(&t->tap, raw_sql(c, "SELECT * FROM api.me()"), "attack 52 the colleague is still at work");
	tap_ok(&t->tap, raw_sql(site, "UPDATE site.users SET city = 'Gent' WHERE login = 'attack52client'"),
	    "attack 52 the website does its own work (%s)", raw_message(site));
	tap_is(&t->tap,
	    raw_text(t->admin, "SELECT db_role || ' ' || op || ' ' || array_to_string(columns, ',') FROM audit.changes WHERE "
			       "entity = 'site.users' ORDER BY id DESC LIMIT 1"),
	    "site U city", "attack 52 and leaves a trail");
	raw_sql(t->admin, "SET session_replication_role = replica; UPDATE site.users SET city = 'Luik' WHERE login = "
			  "'attack52client'; RESET session_replication_role");
	tap_is(&t->tap,
	    raw_text(t->admin, "SELECT new ->> 'city' FROM audit.changes WHERE entity = 'site.users' ORDER BY id DESC LIMIT 1"),
	    "Luik", "attack 52 the trail is kept even in a replica's mode");
	raw_sql(t->admin, "SET session_replication_role = replica; TRUNCATE site.user_notes; RESET session_replication_role");
	tap_is(&t->tap, raw_text(t->admin, "SELECT entity || ' ' || op FROM audit.changes ORDER BY id DESC LIMIT 1"),
	    "site.user_notes T", "attack 52 and tells of a table that was emptied");
	refuses(t, t->admin, "42501", "UPDATE audit.changes SET db_role = 'x'",
	    "attack 52 and even the administrator must take the guard off before changing it");
	refuses(t, t->admin, "42501", "TRUNCATE audit.access", "attack 52 or emptying it");
	raw_close(site);
	raw_close(c);
}

int main(void)
{
	struct trial t;

	trial_open(&t);
	grant_surface(&t);
	made_safely(&t);
	rules_can_fail(&t);
	around_the_trail(&t);
	broken_website(&t);
	trial_mutation(
	    &t, "GRANT SELECT (email) ON site.users TO steward_console", grant_surface, "attack 50 notices a right on one column");
	trial_mutation(
	    &t, "GRANT EXECUTE ON FUNCTION auth.setting(text) TO steward_console", grant_surface, "attack 50 notices a function");
	trial_mutation(&t, "GRANT EXECUTE ON FUNCTION pg_catalog.pg_advisory_lock(bigint) TO PUBLIC", grant_surface,
	    "attack 50 notices a function of PostgreSQL's own");
	trial_mutation(&t, "REVOKE EXECUTE ON FUNCTION api.alive() FROM steward_console", grant_surface,
	    "attack 50 notices a right that is gone");
	trial_mutation(&t, "ALTER FUNCTION site.fold(text) LEAKPROOF", made_safely, "attack 51 notices LEAKPROOF");
	trial_mutation(&t, "ALTER FUNCTION api.alive() RESET search_path", made_safely, "attack 51 notices an unpinned definer");
	trial_mutation(&t, "ALTER TABLE site.users ENABLE TRIGGER audit_row", made_safely,
	    "attack 51 notices a trigger that a setting switches off");
	trial_mutation(&t, "DROP TRIGGER guard_staff_account ON site.users", broken_website,
	    "attack 52 notices a website that can make colleagues");
	trial_mutation(&t, "GRANT USAGE ON SCHEMA auth TO site; GRANT SELECT ON auth.staff TO site", around_the_trail,
	    "attack 52 notices rights of the website on the trail");
	return trial_close(&t);
}
