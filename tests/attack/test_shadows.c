/*
 * Attack 37: names that shadow PostgreSQL's own, and settings that change what a statement means. A schema full of twins of the
 * functions and operators that our definers use, and temporary tables named like types and tables, stand first in the caller's
 * search_path; every call of the API must pass them by.
 */
#include <stdio.h>
#include <string.h>

#include "tests/lib/trial.h"

/* encode is left out: the test itself calls it. */
static const char twins_sql[] =
    "CREATE SCHEMA shadow; GRANT USAGE ON SCHEMA shadow TO PUBLIC;"
    "DO $twins$ DECLARE twin record; BEGIN"
    " FOR twin IN SELECT p.proname, pg_get_function_identity_arguments(p.oid) AS args, format_type(p.prorettype, NULL) AS result, "
    "p.proretset"
    "  FROM pg_proc p WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.prokind = 'f' AND p.proname <> 'encode' AND "
    "p.provariadic = 0"
    "  AND pg_get_function_identity_arguments(p.oid) !~ '(OUT|any|internal|cstring|VARIADIC|unknown)' AND "
    "format_type(p.prorettype, NULL) !~ '(any|internal|cstring|record|trigger|void)'"
    "  AND p.proname IN (SELECT (regexp_matches(o.prosrc, '\\m(\\w+)\\(', 'g'))[1] FROM pg_proc o"
    "   WHERE o.pronamespace::regnamespace::text IN ('api', 'auth', 'meta', 'site', 'audit'))"
    " LOOP"
    "  EXECUTE format('CREATE FUNCTION shadow.%I(%s) RETURNS %s%s LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION ''shadow'' USING "
    "ERRCODE = ''SHADW''; END $$',"
    "   twin.proname, twin.args, CASE WHEN twin.proretset THEN 'SETOF ' ELSE '' END, twin.result);"
    " END LOOP;"
    " FOR twin IN SELECT oprname, oprleft::regtype::text AS l, oprright::regtype::text AS r FROM pg_operator WHERE oprnamespace = "
    "'pg_catalog'::regnamespace AND oprkind = 'b'"
    "  AND oprname IN ('=', '<>', '<', '>', '<=', '>=', '||', '+', '-', '~', '~~', '<<=', '>>=', '->', '->>', '&&', '*', '/')"
    "  AND oprleft::regtype::text IN ('text', 'integer', 'bigint', 'timestamp with time zone', 'inet', 'bytea', 'boolean', "
    "'jsonb', 'interval', 'uuid', 'name', 'numeric', 'xid8')"
    "  AND oprright::regtype::text !~ 'any|cstring'"
    " LOOP"
    "  EXECUTE format('CREATE FUNCTION shadow.%I(%s, %s) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION ''shadow'' "
    "USING ERRCODE = ''SHADW''; END $$', 'op ' || twin.oprname, twin.l, twin.r);"
    "  EXECUTE format('CREATE OPERATOR shadow.%s (LEFTARG = %s, RIGHTARG = %s, FUNCTION = shadow.%I)', twin.oprname, twin.l, "
    "twin.r, 'op ' || twin.oprname);"
    " END LOOP;"
    " GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA shadow TO PUBLIC;"
    " EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO steward_console', current_database()); END $twins$";

static const char temporary_sql[] = "CREATE TEMP TABLE users (id bigint, x text); CREATE TEMP TABLE staff (x text); CREATE TEMP "
				    "TABLE sessions (x text); CREATE TEMP TABLE attempts (x text);"
				    "CREATE TEMP TABLE entities (x text); CREATE TEMP TABLE columns (x text); CREATE TEMP TABLE "
				    "pg_class (x text); CREATE TEMP TABLE pg_proc (x text); CREATE TEMP TABLE pg_roles (x text);"
				    "CREATE TEMP TABLE text (x bigint); CREATE TEMP TABLE int8 (x bigint); CREATE TEMP TABLE int4 "
				    "(x bigint); CREATE TEMP TABLE jsonb (x bigint); CREATE TEMP TABLE inet (x bigint);"
				    "CREATE TEMP TABLE bool (x bigint); CREATE TEMP TABLE timestamptz (x bigint); CREATE TEMP "
				    "TABLE uuid (x bigint); CREATE TEMP TABLE regclass (x bigint);"
				    "SET search_path = pg_temp, shadow, pg_catalog";

static void passes(struct trial *t, struct raw *c, const char *call, bool ok)
{
	tap_ok(&t->tap, ok && strcmp(raw_state(c), "") == 0, "attack 37 %s passes the shadows by", call);
	if (*raw_state(c) && !t->tap.silent)
		tap_diag("%s %s\n%s", raw_state(c), raw_message(c), raw_context(c));
}

static void each_call(struct trial *t, struct raw *c, const char *key)
{
	static const char *const reads[] = { "SELECT * FROM api.me()", "SELECT * FROM api.rights()", "SELECT * FROM api.home()",
		"SELECT api.alive()",
		("SELECT api.ask(1, '{\"entity\": \"users\", \"columns\": [\"id\", \"full_name\"], "
		 "\"filter\": [{\"column\": \"city\", \"op\": \"~\", \"value\": \"o\"}]}')"),
		"SELECT * FROM api.rows(1)", "SELECT * FROM api.count(1, NULL, true)",
		"SELECT api.ask(2, '{\"entity\": \"users\", \"columns\": [\"email\"], \"search\": \"attack37\"}')",
		"SELECT * FROM api.rows(2)", "SELECT api.ask(3, '{\"entity\": \"*\", \"columns\": [], \"search\": \"attack37\"}')",
		"SELECT * FROM api.rows(3)", "SELECT * FROM api.choices('countries', 'ned', 5)", "SELECT * FROM api.greeting()",
		"SELECT * FROM api.outcome('6f0f5a6e-8bb5-4f3c-9d4c-0d3a1d7f4b11')" };
	char request[37];

	for (size_t i = 0; i < sizeof reads / sizeof reads[0]; i++)
		passes(t, c, reads[i], raw_sql(c, reads[i]));
	passes(t, c, "open", raw_do(c, "SELECT api.open(4, 'users', $1, '')", RAW(key)));
	passes(t, c, "get", raw_do(c, "SELECT * FROM api.get('users', $1, '{email,city,state_name}')", RAW(key)));
	passes(t, c, "counts", raw_do(c, "SELECT * FROM api.counts('users', $1)", RAW(key)));
	uuid_make(request);
	passes(t, c, "save", raw_do(c, "SELECT * FROM api.save('users', $1, 1, '{\"city\": \"Gent\"}', $2)", RAW(key, request)));
	passes(t, c, "outcome", raw_do(c, "SELECT * FROM api.outcome($1)", RAW(request)));
	uuid_make(request);
	passes(t, c, "act", raw_do(c, "SELECT * FROM api.act('users', $1, 'disable', 2, '{}', $2)", RAW(key, request)));
	passes(t, c, "logout", raw_sql(c, "SELECT api.logout()"));
}

/* An error of PostgreSQL's own would mean that a name led elsewhere; a refusal is fine. */
static bool unharmed(struct raw *c)
{
	const char *state = raw_state(c);

	return strcmp(state, "SHADW") != 0 && strcmp(state, RAW_LOST) != 0 && strncmp(state, "XX", 2) != 0 &&
	       strncmp(state, "0A", 2) != 0 && (strncmp(state, "42", 2) != 0 || strcmp(state, "42501") == 0);
}

/* Every function and verb of the catalogue, and every list: each definer has its turn. */
static const char all_sql[] =
    "SELECT format('SELECT * FROM api.act(%L, %L, %L, ''1'', ''{}'', %L)', entity, '10000001', verb, gen_random_uuid()) FROM "
    "meta.verbs UNION ALL "
    "SELECT format('SELECT * FROM api.save(%L, NULL, NULL, ''{}'', %L)', name, gen_random_uuid()) FROM meta.entities UNION ALL "
    "SELECT format('SELECT * FROM api.save(%L, %L, ''1'', ''{}'', %L)', name, '10000001', gen_random_uuid()) FROM meta.entities "
    "UNION ALL "
    "SELECT format('SELECT api.ask(%s, %L)', 100 + row_number() OVER (ORDER BY name), jsonb_build_object('entity', name, 'limit', "
    "2, 'columns', "
    "(SELECT jsonb_agg(c.name) FROM meta.columns c WHERE c.entity = e.name), 'filter', CASE WHEN e.right_view IS NOT NULL THEN "
    "'[]' "
    "ELSE jsonb_build_array(jsonb_build_object('column', e.parents[1], 'op', '=', 'value', '10000001')) END)) || ';' || "
    "format('SELECT * FROM api.rows(%s)', 100 + row_number() OVER (ORDER BY name)) FROM meta.entities e UNION ALL "
    "SELECT format('SELECT * FROM api.choices(%L, ''a'', ''5'')', name) FROM meta.choices";

static void each_definer(struct trial *t, struct raw *c)
{
	struct raw *list = raw_open("postgres", t->database);

	for (int round = 0; round < 3 && !(t->tap.silent && t->tap.failed); round++) {
		int bad = 0;

		if (round < 2)
			trial_calls(list, round == 0, "'logout', 'lock', 'begin_unlock', 'submit_unlock', 'finish_unlock'");
		else if (!raw_sql(list, all_sql))
			tap_bail("%s", raw_message(list));
		for (int i = 0; i < raw_rows(list); i++) {
			char sql[8000], *second;

			snprintf(sql, sizeof sql, "%s", raw_value(list, i, 0));
			second = strstr(sql, ";SELECT * FROM api.rows");
			if (second)
				*second++ = '\0';
			if (raw_sql(c, sql) && second)
				raw_sql(c, second);
			if (unharmed(c))
				continue;
			bad++;
			if (!t->tap.silent)
				tap_diag("%s %s: %.300s", raw_state(c), raw_message(c), raw_value(list, i, 0));
		}
		tap_number(&t->tap, bad, 0, "attack 37 %d calls pass the shadows by: %s", raw_rows(list),
		    round == 2   ? "verbs, saves, lists and choices"
		    : round == 1 ? "functions without values"
				 : "functions with values");
	}
	tap_is(&t->tap, raw_text(c, "SELECT api.alive()"), "ok", "attack 37 and it was still the same session");
	raw_close(list);
}

static void shadows(struct trial *t)
{
	struct person p;
	struct raw *c;
	struct attempt a;
	char key[24];

	snprintf(key, sizeof key, "%lld", client_make(t, "attack37client", "attack37@example.org", false));
	person_make(t, &p, "attack37", "superadmin", "superadmin");
	if (!raw_sql(t->admin, twins_sql))
		tap_bail("twins: %s", raw_message(t->admin));
	c = trial_stranger(t);
	if (!raw_sql(c, temporary_sql))
		tap_bail("temporary tables: %s", raw_message(c));
	tap_ok(&t->tap, raw_count(t->admin, "SELECT count(*) FROM pg_proc WHERE pronamespace = 'shadow'::regnamespace") > 100,
	    "attack 37 there are twins of what our functions call");
	raw_sql(c, "SELECT now()");
	tap_is(&t->tap, raw_state(c), "SHADW", "attack 37 and they stand first for the caller");
	passes(t, c, "begin_login", login_begin(c, &a, p.login, "192.0.2.10"));
	login_prove(&a, &p, false, false);
	passes(t, c, "submit_login", login_submit(c, &a));
	tap_is(&t->tap, login_finish(c, &a), "ok", "attack 37 finish_login passes the shadows by");
	each_call(t, c, key);
	tap_is(&t->tap, login_try(c, &p, "192.0.2.10", false, false), "ok", "attack 37 and so does a second log-in");
	each_definer(t, c);
	raw_close(c);
}

/* What a client may set, and what would change how a function's own text is read, its values are written or its rows are chosen. */
static const char *const settings[] = { "standard_conforming_strings = off", "backslash_quote = on", "transform_null_equals = on",
	"array_nulls = off", "DateStyle = 'SQL, DMY'", "TimeZone = 'Pacific/Kiritimati'", "IntervalStyle = sql_standard",
	"bytea_output = escape", "quote_all_identifiers = on", "extra_float_digits = -15", "xmloption = document",
	"default_text_search_config = simple", "enable_indexscan = off", "plpgsql.extra_errors = 'all'", "client_encoding = LATIN1",
	"default_transaction_deferrable = on", "lock_timeout = 1000000", "gin_fuzzy_search_limit = 1" };

/* The same calls under each setting alone: they work, and give what they gave without it. */
static void client_settings(struct trial *t)
{
	struct person p;
	char plain[400] = "", key[24];

	snprintf(key, sizeof key, "%lld", client_make(t, "attack37settings", "attack37settings@example.org", false));
	person_make(t, &p, "attack37person", "superadmin", "superadmin");
	for (int i = -1; i < (int)(sizeof settings / sizeof settings[0]); i++) {
		struct raw *c = trial_stranger(t);
		const char *name = i < 0 ? "no setting" : settings[i];
		char answer[400] = "";
		bool ok = (i < 0 || raw_sqlf(c, "SET %s", settings[i])) &&
			  strcmp(login_try(c, &p, "192.0.2.10", false, false), "ok") == 0;
		ok = ok && raw_do(c, "SELECT api.open(1, 'users', $1, '')", RAW(key)) &&
		     raw_do(c, "SELECT cells FROM api.get('users', $1, '{login,created_at,state_name,organisation_id}')", RAW(key));
		if (ok)
			snprintf(answer, sizeof answer, "%s", raw_value(c, 0, 0));
		ok = ok &&
		     raw_sql(c, "SELECT api.ask(2, '{\"entity\": \"users\", \"columns\": [\"login\"], \"search\": "
				"\"attack37settings\"}')") &&
		     raw_sql(c, "SELECT * FROM api.rows(2)") && raw_rows(c) == 1;
		tap_ok(&t->tap, ok, "attack 37 log-in, get and search work under %s (%s %s)", name, raw_state(c), raw_message(c));
		if (i < 0)
			snprintf(plain, sizeof plain, "%s", answer);
		tap_is(&t->tap, answer, plain, "attack 37 and the answer is the same");
		raw_close(c);
	}
}

int main(void)
{
	struct trial t;

	trial_open(&t);
	trial_weakened(&t, shadows);
	client_settings(&t);
	trial_mutation(&t,
	    "DO $$ DECLARE f regprocedure; BEGIN FOR f IN SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = "
	    "'api'::regnamespace LOOP "
	    "EXECUTE format('ALTER FUNCTION %s RESET search_path', f); END LOOP; END $$",
	    shadows, "attack 37 notices definers that look where the caller says");
	return trial_close(&t);
}
