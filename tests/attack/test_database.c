/* Attacks 35, 36, 41 to 44 and 46 to 48: what PostgreSQL itself offers to whoever can connect. */
#include <stdio.h>
#include <string.h>

#include "tests/lib/trial.h"

struct attack {
	const char *state, *sql;
};

static void try_all(struct trial *t, struct raw *c, const char *number, const struct attack *attacks, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		raw_sql(c, attacks[i].sql);
		refused(t, c, attacks[i].state, "attack %s %s", number, attacks[i].sql);
		if (raw_in_transaction(c))
			raw_sql(c, "ROLLBACK");
	}
}
#define TRY(t, c, number, list) try_all(t, c, number, list, sizeof(list) / sizeof((list)[0]))

static const struct attack as_somebody_else[] = {
	{ "42501", "SET SESSION AUTHORIZATION postgres" },
	{ "42501", "SET SESSION AUTHORIZATION steward_auth" },
	{ "42501", "SET LOCAL SESSION AUTHORIZATION site" },
	{ "42501", "SET session_replication_role = replica" },
	{ "42501", "ALTER ROLE steward_console SUPERUSER" },
	{ "42501", "ALTER ROLE site PASSWORD 'x'" },
	{ "42501", "ALTER ROLE site SET search_path = x" },
	{ "42501", "ALTER ROLE ALL SET search_path = x" },
	{ "42501", "CREATE ROLE stranger LOGIN" },
	{ "42501", "GRANT steward_auth TO steward_console" },
	{ "42501", "ALTER SYSTEM SET fsync = off" },
	{ "42501", "SET log_min_messages = panic" },
	{ "42501", "SET log_statement = 'none'" },
	{ "42501", "LOAD 'auto_explain'" },
	{ "42501", "SELECT pg_reload_conf()" },
	{ "42501", "CHECKPOINT" },
};

/* The role to attack as is given, so that the mutation can use one that has too much. */
static void become(struct trial *t, const char *role)
{
	struct raw *c = raw_open(role, t->database), *list = raw_open("postgres", t->database);
	const char *others = "SELECT rolname FROM pg_roles WHERE rolname <> $1 AND rolname NOT LIKE 'weak%' ORDER BY rolname";

	raw_do(list, others, RAW(role));
	tap_ok(&t->tap, raw_rows(list) > 10, "attack 35 there are roles to become");
	for (int i = 0; i < raw_rows(list); i++) {
		raw_sqlf(c, "SET ROLE \"%s\"", raw_value(list, i, 0));
		refused(t, c, "42501", "attack 35 SET ROLE %s", raw_value(list, i, 0));
		raw_sql(c, "RESET ROLE");
	}
	TRY(t, c, "35", as_somebody_else);
	tap_number(&t->tap, raw_count(t->admin, "SELECT count(*) FROM pg_auth_members WHERE member = '%s'::regrole", role), 0,
	    "attack 35 the role is member of nothing");
	tap_is(&t->tap,
	    raw_textf(t->admin,
		"SELECT concat_ws(' ', rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls) FROM "
		"pg_roles WHERE rolname = '%s'",
		role),
	    "f f f f f f", "attack 35 and has no attribute but LOGIN");
	raw_close(list);
	raw_close(c);
}

static void become_somebody(struct trial *t)
{
	become(t, "steward_console");
}

static void become_with_membership(struct trial *t)
{
	become(t, "weak_console");
}

static const struct attack makings[] = {
	{ "42501", "CREATE TEMP TABLE users (id bigint)" },
	{ "42501", "CREATE TEMP VIEW v AS SELECT 1" },
	{ "42501", "CREATE TEMP SEQUENCE q" },
	{ "42501", "SELECT 1 AS x INTO TEMP y" },
	{ "42501", "CREATE FUNCTION pg_temp.f() RETURNS integer LANGUAGE sql AS 'SELECT 1'" },
	{ "42501", "CREATE TABLE public.t (x integer)" },
	{ "42501", "CREATE TABLE api.t (x integer)" },
	{ "42501", "CREATE TABLE site.t (x integer)" },
	{ "42501", "CREATE SCHEMA mine" },
	{ "42501", "CREATE DATABASE mine" },
	{ "42501", "CREATE EXTENSION citext SCHEMA api" },
	{ "42501", "CREATE FUNCTION api.f() RETURNS integer LANGUAGE sql AS 'SELECT 1'" },
	{ "42501", "CREATE OR REPLACE FUNCTION api.alive() RETURNS text LANGUAGE sql AS 'SELECT ''ok''::text'" },
	{ "42501", "CREATE FUNCTION api.f() RETURNS integer LANGUAGE c AS '/tmp/x'" },
	{ "42501", "CREATE OPERATOR api.=== (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq)" },
	{ "42501", "CREATE TYPE api.x AS (a integer)" },
	{ "42501", "CREATE DOMAIN api.x AS integer" },
	{ "42501", "CREATE CAST (text AS integer) WITH INOUT" },
	{ "42501", "CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION suppress_redundant_updates_trigger()" },
	{ "42501", "CREATE PUBLICATION p FOR ALL TABLES" },
	{ "42501", "CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION p" },
	{ "42501", "CREATE FOREIGN DATA WRAPPER f" },
	{ "42501", "DO $$ BEGIN PERFORM 1; END $$" },
	{ "42501", "DO LANGUAGE sql $$ SELECT 1 $$" },
	{ "42501", "ALTER FUNCTION api.alive() OWNER TO steward_console" },
	{ "42501", "ALTER FUNCTION api.alive() SECURITY INVOKER" },
	{ "42501", "ALTER FUNCTION api.alive() LEAKPROOF" },
	{ "42501", "DROP FUNCTION api.alive()" },
	{ "42501", "COMMENT ON FUNCTION api.alive() IS 'x'" },
	{ "42501", "GRANT EXECUTE ON FUNCTION auth.need(text, integer, text, text, boolean) TO steward_console" },
	{ "42501", "ALTER DATABASE postgres SET search_path = x" },
};

static void create_things(struct trial *t)
{
	struct raw *c = trial_stranger(t);

	TRY(t, c, "36", makings);
	raw_close(c);
}

static const struct attack copies[] = {
	{ "42501", "COPY site.users TO STDOUT" },
	{ "42501", "COPY site.users FROM STDIN" },
	{ "42501", "COPY (SELECT * FROM site.users) TO STDOUT" },
	{ "ST001", "COPY (SELECT * FROM api.me()) TO STDOUT" },
	{ "ST001", "COPY (SELECT * FROM api.rows(1)) TO STDOUT" },
	{ "42501", "COPY (SELECT 1) TO '/tmp/steward-attack'" },
	{ "42501", "COPY (SELECT 1) TO PROGRAM 'true'" },
	{ "42501", "COPY pg_proc TO '/tmp/steward-attack'" },
	{ "42501", "SELECT pg_read_file('/etc/passwd')" },
	{ "42501", "SELECT pg_ls_dir('/')" },
	{ "42501", "SELECT database_to_xml(true, true, '')" },
	{ "42501", "SELECT query_to_xml('SELECT * FROM site.users', true, true, '')" },
	{ "42501", "SELECT * FROM ts_stat('SELECT email FROM site.users')" },
};

static const struct attack explained[] = {
	{ "42501", "EXPLAIN SELECT * FROM site.users WHERE email < 'b'" },
	{ "42501", "EXPLAIN (ANALYZE, VERBOSE, BUFFERS) SELECT * FROM site.users" },
	{ "42501", "EXPLAIN (VERBOSE) SELECT * FROM auth.staff" },
	{ "42501", "EXPLAIN (ANALYZE) SELECT auth.need(NULL)" },
	{ "ST001", "EXPLAIN (ANALYZE, VERBOSE) SELECT * FROM api.me()" },
	{ "42501", "PREPARE p AS SELECT * FROM site.users; EXPLAIN EXECUTE p" },
};

static const struct attack looks[] = {
	{ "42501", "SELECT query FROM pg_stat_activity" },
	{ "42501", "SELECT * FROM pg_stat_get_activity(NULL)" },
	{ "42501", "SELECT * FROM pg_locks" },
	{ "42501", "SELECT pg_lock_status()" },
	{ "42501", "SELECT pg_blocking_pids(1)" },
	{ "42501", "SELECT * FROM pg_stats" },
	{ "42501", "SELECT * FROM pg_statistic" },
	{ "42501", "SELECT * FROM pg_stat_user_tables" },
	{ "42501", "SELECT * FROM pg_statio_user_tables" },
	{ "42501", "SELECT * FROM pg_stat_database" },
	{ "42501", "SELECT * FROM pg_stat_user_functions" },
	{ "42501", "SELECT * FROM pg_stat_bgwriter" },
	{ "42501", "SELECT pg_stat_get_tuples_inserted('pg_class'::regclass)" },
	{ "42501", "SELECT pg_relation_size('pg_class')" },
	{ "42501", "SELECT pg_total_relation_size('pg_class')" },
	{ "42501", "SELECT pg_database_size(current_database())" },
	{ "42501", "SELECT * FROM pg_prepared_xacts" },
	{ "42501", "SELECT * FROM pg_settings" },
	{ "42501", "SELECT * FROM pg_roles" },
	{ "42501", "SELECT * FROM pg_authid" },
	{ "42501", "SELECT * FROM pg_shadow" },
	{ "42501", "SELECT * FROM pg_sequences" },
	{ "42501", "SELECT nextval('auth.sessions_id_seq')" },
	{ "42501", "SELECT pg_sequence_last_value('auth.sessions_id_seq')" },
	{ "42501", "SELECT max(id) FROM site.users" },
	{ "42501", "SELECT * FROM site.users_id_seq" },
	{ "42501", "SELECT auth.need(NULL)" },
	{ "42501", "SELECT auth.end_sessions(1, 'x')" },
	{ "42501", "SELECT meta.page_sql('{}', '{}')" },
	{ "42501", "SELECT steward.take_ownership('site', 'steward_console')" },
	{ "42501", "TABLE auth.secrets" },
	{ "42501", "TABLE audit.changes" },
	{ "42501", "SELECT public.hmac('a', 'b', 'sha256')" },
	{ "42501", "SELECT pg_current_logfile()" },
	{ "42501", "SELECT pg_current_xact_id()" },
	{ "42501", "SELECT pg_log_backend_memory_contexts(pg_backend_pid())" },
};

static void look_around(struct trial *t)
{
	struct raw *c = trial_stranger(t);

	TRY(t, c, "43", looks);
	raw_close(c);
}

static void explain_around(struct trial *t)
{
	struct person p;
	struct raw *c = trial_stranger(t);
	bool inside = false;

	tap_ok(&t->tap, raw_sql(c, "EXPLAIN (ANALYZE, VERBOSE) SELECT 1"), "attack 42 EXPLAIN itself works");
	TRY(t, c, "42", explained);
	raw_close(c);
	/* Of a call that one may make the plan is that of the call, not of what it does. */
	person_make(t, &p, "attack42", "staff", "support");
	c = login_open(t, &p);
	raw_sql(c, "SELECT api.ask(1, '{\"entity\": \"users\", \"columns\": [\"id\"], \"limit\": 5}')");
	tap_ok(&t->tap, raw_sql(c, "EXPLAIN (ANALYZE, VERBOSE, BUFFERS) SELECT * FROM api.rows(1)"),
	    "attack 42 of one's own call it does (%s)", raw_state(c));
	tap_ok(&t->tap, raw_rows(c) > 0 && strstr(raw_value(c, 0, 0), "Function Scan on api.rows"),
	    "attack 42 with the plan of the call");
	for (int i = 0; i < raw_rows(c); i++)
		inside = inside || strstr(raw_value(c, i, 0), "site.") || strstr(raw_value(c, i, 0), "Index");
	tap_ok(&t->tap, !inside, "attack 42 and not of the tables behind it");
	raw_close(c);
}

static void lock_around(struct trial *t)
{
	struct raw *c = trial_stranger(t);

	raw_sql(t->admin,
	    "SELECT 'LOCK TABLE ' || oid::regclass || ' IN ACCESS SHARE MODE' FROM pg_class WHERE relkind IN ('r', 'p', 'v') "
	    "AND relnamespace::regnamespace::text IN ('site', 'auth', 'audit', 'privacy', 'meta', 'steward') ORDER BY 1");
	tap_ok(&t->tap, raw_rows(t->admin) > 40, "attack 41 there are tables to lock");
	for (int i = 0; i < raw_rows(t->admin); i++) {
		raw_sql(c, "BEGIN");
		raw_sql(c, raw_value(t->admin, i, 0));
		refused(t, c, "42501", "attack 41 %s", raw_value(t->admin, i, 0));
		raw_sql(c, "ROLLBACK");
	}
	raw_close(c);
}

static void copy_around(struct trial *t)
{
	struct raw *c = trial_stranger(t);

	tap_ok(&t->tap, raw_sql(c, "COPY (SELECT 1) TO STDOUT"), "attack 46 COPY itself works");
	TRY(t, c, "46", copies);
	raw_close(c);
}

/* The same person's console elsewhere, a colleague's, the website's: none can be ended or held up. */
static void end_others(struct trial *t)
{
	struct person p, other;
	struct raw *colleague, *c = trial_stranger(t);

	person_make(t, &p, "attack44", "staff", "support");
	colleague = login_open(t, &p);
	raw_sqlf(c, "SELECT pg_terminate_backend(%d)", raw_pid(colleague));
	refused(t, c, "42501", "attack 44 ending a colleague's backend");
	raw_sqlf(c, "SELECT pg_cancel_backend(%d)", raw_pid(colleague));
	refused(t, c, "42501", "attack 44 cancelling a colleague's call");
	tap_ok(&t->tap, raw_sql(colleague, "SELECT * FROM api.me()"), "attack 44 the colleague works on");
	raw_close(c);
	/* Somebody who is logged in, and with rights, is no more to PostgreSQL. */
	person_make(t, &other, "attack44b", "superadmin", "superadmin");
	c = login_open(t, &other);
	raw_sqlf(c, "SELECT pg_terminate_backend(%d, 1000)", raw_pid(colleague));
	refused(t, c, "42501", "attack 44 a superadmin cannot end it behind the API's back either");
	tap_ok(&t->tap, raw_sql(colleague, "SELECT * FROM api.me()"), "attack 44 the colleague still works on");
	raw_close(c);
	c = colleague;
	TRY(t, c, "41",
	    ((const struct attack[]) {
		{ "42501", "BEGIN; LOCK TABLE site.users IN SHARE MODE" }, { "42501", "SELECT * FROM site.users FOR UPDATE" } }));
	TRY(t, c, "42", ((const struct attack[]) { { "42501", "EXPLAIN SELECT * FROM site.users" } }));
	raw_close(c);
}

static const struct attack resources[] = {
	{ "42501", "SELECT lo_import('/etc/passwd')" },
	{ "42501", "SELECT pg_create_physical_replication_slot('x')" },
	{ "42501", "SELECT set_config('search_path', 'x', false)" },
	{ "42501", "SELECT pg_stat_reset()" },
	{ "42501", "SELECT pg_switch_wal()" },
};

/* Every function of PostgreSQL's that makes a large object, takes an advisory lock, notifies, sleeps or writes to the log of changes. */
static const char wasteful_sql[] =
    "SELECT format('SELECT pg_catalog.%I(%s)', p.proname, (SELECT string_agg(format('%L::pg_catalog.%s', CASE WHEN y.typname ~ "
    "'^(int|oid|float)' THEN '1' WHEN y.typname = 'interval' THEN '1 ms' "
    "WHEN y.typname = 'timestamptz' THEN 'now' WHEN y.typname = 'bool' THEN 'f' ELSE 'x' END, y.typname), ', ' ORDER BY a.place) "
    "FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS a (type, place) JOIN pg_type y ON y.oid = a.type)) FROM pg_proc p "
    "WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.proname ~ "
    "'^(lo_|loread$|lowrite$|pg_advisory_|pg_try_advisory_|pg_notify$|pg_sleep|pg_logical_emit)' ORDER BY 1";

static void waste(struct trial *t)
{
	static const int made_up = -1;
	struct raw *c = trial_stranger(t);
	long long number;

	TRY(t, c, "47", resources);
	raw_sql(t->admin, wasteful_sql);
	tap_ok(&t->tap, raw_rows(t->admin) > 40, "attack 47 PostgreSQL has %d such functions", raw_rows(t->admin));
	for (int i = 0; i < raw_rows(t->admin); i++) {
		raw_sql(c, raw_value(t->admin, i, 0));
		refused(t, c, "42501", "attack 47 %s", raw_value(t->admin, i, 0));
	}
	/* libpq's large objects do not come as statements. */
	number = raw_count(t->admin, "SELECT 'api.alive()'::regprocedure::oid");
	tap_ok(
	    &t->tap, raw_fast(c, (unsigned)number, NULL), "attack 47 a function can be called by its number (%s)", raw_message(c));
	number = raw_count(t->admin, "SELECT 'lo_creat(integer)'::regprocedure::oid");
	raw_fast(c, (unsigned)number, &made_up);
	refused(t, c, "42501", "attack 47 but none that makes a large object");
	number = raw_count(t->admin, "SELECT 'auth.need_slowly()'::regprocedure::oid");
	raw_fast(c, (unsigned)number, NULL);
	refused(t, c, "42501", "attack 47 nor one of ours that is not of the API");
	tap_number(
	    &t->tap, raw_count(t->admin, "SELECT count(*) FROM pg_largeobject_metadata"), 0, "attack 47 there is no large object");
	raw_close(c);
}

static const struct attack transactions[] = {
	{ "42501", "SELECT pg_export_snapshot()" },
	{ "42501", "SELECT txid_current_snapshot()" },
	{ "25001", "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT * FROM api.me()" },
	{ "25001", "BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT * FROM api.rows(1)" },
	{ "55000", "BEGIN; SELECT 1; PREPARE TRANSACTION 'attack'" },
};

/* A snapshot from before, which somebody else keeps open: it may be taken over, but no call answers in it. */
static void old_snapshot(struct trial *t)
{
	struct person p;
	struct raw *c, *keeper = raw_open("postgres", t->database);
	char snapshot[64];

	person_make(t, &p, "attack48", "staff", "support");
	c = login_open(t, &p);
	raw_sql(keeper, "BEGIN ISOLATION LEVEL REPEATABLE READ");
	snprintf(snapshot, sizeof snapshot, "%s", raw_text(keeper, "SELECT pg_export_snapshot()"));
	raw_sqlf(c, "BEGIN ISOLATION LEVEL REPEATABLE READ; SET TRANSACTION SNAPSHOT '%s'", snapshot);
	tap_is(&t->tap, raw_state(c), "", "attack 48 an old snapshot can be taken over");
	refuses(t, c, "25001", "SELECT * FROM api.me()", "attack 48 and nothing is told in it");
	raw_sqlf(c, "ROLLBACK; BEGIN; SET TRANSACTION SNAPSHOT '%s'", snapshot);
	refused(t, c, "0A000", "attack 48 nor does a transaction take it over in which calls answer");
	raw_sql(c, "ROLLBACK");
	tap_ok(&t->tap, raw_sql(c, "SELECT * FROM api.me()"), "attack 48 the session itself is good");
	raw_close(keeper);
	raw_close(c);
}

/* NOTIFY cannot be taken from anybody, so a flood of it must hold up nobody's work. */
static void use_up(struct trial *t)
{
	struct person p;
	struct raw *c = trial_stranger(t), *listener = trial_stranger(t), *colleague;
	char channel[64];

	TRY(t, c, "48", transactions);
	person_make(t, &p, "attack47", "staff", "support");
	raw_sql(listener, "LISTEN steward");
	raw_sql(listener, "BEGIN");
	for (int i = 0; i < 200; i++)
		raw_sqlf(c, "NOTIFY steward, '%0*d'", 7000, i);
	tap_is(&t->tap, raw_text(t->admin, "SELECT pg_notification_queue_usage() > 0"), "t", "attack 47 the queue fills");
	colleague = login_open(t, &p);
	tap_ok(&t->tap, raw_sql(colleague, "SELECT * FROM api.me()"),
	    "attack 47 log-in and calls work behind a flood of notifications");
	tap_ok(&t->tap, !raw_notified(colleague, channel, sizeof channel),
	    "attack 47 and a console that does not listen hears nothing");
	tap_number(&t->tap,
	    raw_count(t->admin, "SELECT count(*) FROM pg_proc WHERE prosrc ~* '\\m(pg_notify|notify [a-z])' AND "
				"pronamespace::regnamespace::text IN ('api', 'auth', 'site', 'audit', 'meta', 'privacy')"),
	    0, "attack 47 no function notifies, so a full queue cannot make one fail");
	raw_close(listener);
	raw_close(colleague);
	raw_close(c);
}

static const char readable[] = "GRANT USAGE ON SCHEMA site TO steward_console; GRANT SELECT ON site.users TO steward_console";

int main(void)
{
	struct trial t;

	trial_open(&t);
	become_somebody(&t);
	create_things(&t);
	lock_around(&t);
	explain_around(&t);
	look_around(&t);
	copy_around(&t);
	end_others(&t);
	waste(&t);
	old_snapshot(&t);
	use_up(&t);
	/* A role of its own: the console's belongs to every test on this server. */
	trial_mutation(&t,
	    "CREATE ROLE weak_console LOGIN NOINHERIT IN ROLE steward_search;"
	    "DO $$ BEGIN EXECUTE format('GRANT CONNECT ON DATABASE %I TO weak_console', current_database()); END $$",
	    become_with_membership, "attack 35 notices a role that can become another");
	raw_sql(t.admin, "DROP ROLE IF EXISTS weak_console");
	trial_mutation(&t, "DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO PUBLIC', current_database()); END $$",
	    create_things, "attack 36 notices the right to make temporary tables");
	trial_mutation(&t,
	    "GRANT SELECT ON pg_catalog.pg_locks TO PUBLIC; GRANT EXECUTE ON FUNCTION pg_catalog.pg_lock_status() TO PUBLIC",
	    look_around, "attack 43 notices readable locks");
	trial_mutation(&t, "GRANT EXECUTE ON FUNCTION pg_catalog.pg_database_size(name) TO PUBLIC", look_around,
	    "attack 43 notices readable sizes");
	trial_mutation(&t, readable, explain_around, "attack 42 notices tables that may be read");
	trial_mutation(&t, readable, copy_around, "attack 46 notices tables that may be copied");
	trial_mutation(&t, "GRANT EXECUTE ON FUNCTION pg_catalog.pg_terminate_backend(integer, bigint) TO PUBLIC", end_others,
	    "attack 44 notices backends that can be ended");
	trial_mutation(&t, "GRANT EXECUTE ON FUNCTION pg_catalog.pg_cancel_backend(integer) TO PUBLIC", end_others,
	    "attack 44 notices backends that can be cancelled");
	trial_mutation(&t, "GRANT EXECUTE ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(integer, integer) TO PUBLIC",
	    waste, "attack 47 notices locks for everybody");
	trial_mutation(&t, "GRANT EXECUTE ON FUNCTION pg_catalog.lo_creat(integer) TO PUBLIC", waste,
	    "attack 47 notices large objects for everybody");
	trial_mutation(&t,
	    "SELECT pg_temp.weaken(f, 'current_setting(''transaction_isolation'') <> ''read committed''', 'false') "
	    "FROM unnest(ARRAY['auth.check_transaction', 'auth.need']::regproc[]) AS f",
	    old_snapshot, "attack 48 notices calls that answer in an old snapshot");
	trial_mutation(&t, "GRANT USAGE ON SCHEMA site TO steward_console; GRANT SELECT, UPDATE ON site.users TO steward_console",
	    end_others, "attack 41 notices a right on a table");
	return trial_close(&t);
}
