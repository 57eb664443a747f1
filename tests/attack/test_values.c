/*
 * Attack 49: NULL, negative numbers, 2^63, wildcards, broken JSON and SQL in every place that takes a value. A refusal is fine; an error of
 * PostgreSQL's own (syntax, name, internal) would mean that a value became a part of a statement.
 */
#include <stdio.h>
#include <string.h>

#include "tests/lib/trial.h"

static const char *const odd[] = { NULL, "", " ", "-1", "0", "1", "9223372036854775807", "9223372036854775808",
	"-9223372036854775809", "1e400", "NaN", "infinity", "%", "_", "\\", "%_\\", "'", "''; DROP TABLE site.users; --", "\"",
	"$1", "($1)[1]", "1 OR true", "1); SELECT 1; --", "/* x */", "1:agent", "1:'", "2026-11-23/1", "x/y", "99999-99-99/1", "{}",
	"[]", "null", "t.id", "users", "*", "00000000-0000-0000-0000-000000000000", "192.0.2.1/99", "\xE2\x80\xAE",
	"\xF0\x9F\x98\x80", "a\nb", "\x1b[31m" };
enum { ODD = sizeof odd / sizeof odd[0] };

/* Success, or a refusal of the API's own. 22P02 and 22003 come of reading a parameter, before any function of ours. */
static bool civil(struct raw *c, bool cast)
{
	static const char *const states[] = { "", "22023", "23000", "P0002", "ST002", "42501", "ST003" };

	for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
		if (strcmp(raw_state(c), states[i]) == 0)
			return true;
	return cast && (strcmp(raw_state(c), "22P02") == 0 || strcmp(raw_state(c), "22003") == 0);
}

static void note(struct trial *t, struct raw *c, bool cast, int *bad, const char *what, const char *entity, const char *value)
{
	if (civil(c, cast))
		return;
	(*bad)++;
	if (!t->tap.silent)
		tap_diag("%s %s [%s]: %s %s", what, entity, value ? value : "NULL", raw_state(c), raw_message(c));
}

struct walk {
	struct raw *c;
	int ticket;
	char number[12];
};

static const char *next_ticket(struct walk *w)
{
	snprintf(w->number, sizeof w->number, "%d", ++w->ticket);
	return w->number;
}

static void odd_keys(struct trial *t, struct walk *w)
{
	struct raw *list = raw_open("postgres", t->database);
	int bad[4] = { 0 };
	char uuid[37];

	raw_sql(list, "SELECT name FROM meta.entities ORDER BY name");
	tap_ok(&t->tap, raw_rows(list) > 50, "attack 49 there are %d entities", raw_rows(list));
	for (int e = 0; e < raw_rows(list); e++) {
		const char *entity = raw_value(list, e, 0);

		uuid_make(uuid);
		raw_do(w->c, "SELECT * FROM api.save($1, NULL, NULL, '{}', $2::uuid)", RAW(entity, uuid));
		note(t, w->c, false, &bad[2], "a new record of nothing", entity, NULL);
		/* Every value for every sixth entity, and so every entity with a sixth of the values; with NULL and 2^63 all of them. */
		for (int i = 0; i < ODD; i++) {
			if (odd[i] && strncmp(odd[i], "922337", 6) != 0 && (e + i) % 6 != 0)
				continue;
			raw_do(w->c, "SELECT api.open($1::integer, $2, $3, NULL)", RAW(next_ticket(w), entity, odd[i]));
			note(t, w->c, false, &bad[0], "open", entity, odd[i]);
			raw_do(w->c, "SELECT * FROM api.get($1, $2, '{}')", RAW(entity, odd[i]));
			note(t, w->c, false, &bad[1], "get", entity, odd[i]);
			uuid_make(uuid);
			raw_do(w->c, "SELECT * FROM api.save($1, $2, 1, '{}', $3::uuid)", RAW(entity, odd[i] ? odd[i] : "", uuid));
			note(t, w->c, false, &bad[2], "save", entity, odd[i]);
			raw_do(w->c, "SELECT * FROM api.counts($1, $2)", RAW(entity, odd[i]));
			note(t, w->c, false, &bad[3], "counts", entity, odd[i]);
		}
	}
	raw_close(list);
	for (int i = 0; i < 4; i++)
		tap_number(&t->tap, bad[i], 0, "attack 49 odd keys are refused in the API's own words by %s",
		    ((const char *const[]) { "open", "get", "save", "counts" })[i]);
}

static void odd_verbs(struct trial *t, struct walk *w)
{
	struct raw *list = raw_open("postgres", t->database);
	int bad = 0;
	char uuid[37];

	raw_sql(list, "SELECT entity, verb FROM meta.verbs ORDER BY 1, 2");
	for (int v = 0; v < raw_rows(list); v++) {
		for (int i = 0; i < ODD; i++) {
			uuid_make(uuid);
			raw_do(w->c, "SELECT * FROM api.act($1, $2, $3, 0, $4::jsonb, $5::uuid)",
			    RAW(raw_value(list, v, 0), odd[i], raw_value(list, v, 1), "{\"value\": 1, \"login\": [2]}", uuid));
			note(t, w->c, false, &bad, "act", raw_value(list, v, 1), odd[i]);
			uuid_make(uuid);
			raw_do(w->c, "SELECT * FROM api.act($1, '10000001', $2, NULL, NULL, $3::uuid)",
			    RAW(raw_value(list, v, 0), odd[i], uuid));
			note(t, w->c, false, &bad, "act, verb", raw_value(list, v, 0), odd[i]);
		}
	}
	tap_number(&t->tap, bad, 0, "attack 49 odd keys and verbs are refused in the API's own words by act");
	raw_close(list);
}

/* Asks and reads, and judges both. */
static void question(struct trial *t, struct walk *w, int *bad, const char *request, const char *what, const char *value)
{
	if (raw_do(w->c, "SELECT api.ask($1::integer, $2::jsonb)", RAW(next_ticket(w), request))) {
		raw_do(w->c, "SELECT * FROM api.rows($1::integer)", RAW(w->number));
		note(t, w->c, false, bad, what, request, value);
		raw_do(w->c, "SELECT * FROM api.count($1::integer, NULL, true)", RAW(w->number));
	}
	note(t, w->c, true, bad, what, request, value);
}

/* Every filterable column with every operator and every value; the value goes in as JSON made by the server. */
static void odd_filters(struct trial *t, struct walk *w)
{
	static const char *const operators[] = { "=", "!=", "<", ">", "~", "empty", "OR" };
	struct raw *list = raw_open("postgres", t->database);
	int bad = 0;

	raw_sql(list, "SELECT DISTINCT ON (data_type, kind) entity, name FROM meta.columns WHERE filterable AND entity <> "
		      "'settings' ORDER BY data_type, kind, entity, name");
	tap_ok(&t->tap, raw_rows(list) >= 8, "attack 49 there are columns of %d types to filter by", raw_rows(list));
	for (int r = 0; r < raw_rows(list); r++) {
		for (size_t o = 0; o < sizeof operators / sizeof operators[0]; o++) {
			for (int i = 0; i < ODD; i += 1 + (int)(o + (size_t)r) % 2) {
				char request[600];
				raw_do(t->admin,
				    "SELECT jsonb_build_object('entity', $1::text, 'columns', '[]'::jsonb, 'limit', 1, 'filter', "
				    "jsonb_build_array(jsonb_build_object('column', $2::text, 'op', $3::text, 'value', $4::text)))",
				    RAW(raw_value(list, r, 0), raw_value(list, r, 1), operators[o], odd[i]));
				snprintf(request, sizeof request, "%s", raw_value(t->admin, 0, 0));
				question(t, w, &bad, request, "filter", odd[i]);
			}
		}
	}
	tap_number(&t->tap, bad, 0, "attack 49 odd values, operators and columns of filters are refused in the API's own words");
	raw_close(list);
}

static void odd_questions(struct trial *t, struct walk *w)
{
	static const char *const members[] = { "entity", "columns", "filter", "search", "sort", "descending", "after", "backwards",
		"limit" };
	static const char *const values[] = { "null", "0", "-1", "1e6", "1e100000", "true", "\"\"", "\"x\"", "\"'\"", "[]", "{}",
		"[null]", "[1]", "[[\"id\"]]", "[{}]", "[{\"column\": null}]", "\"[\\\"a\\\"]\"", "\"[1, 2]\"", "\"[null, null]\"",
		"\"%_\"", "\"\\\\\"", "\"id; DROP TABLE site.users\"", "\"\\u202e\"", "[\"id\", \"id; --\"]",
		"9223372036854775808" };
	static const char *const whole[] = { "null", "[]", "1", "\"users\"", "{}", "{\"entity\": null}", "{\"entity\": {}}",
		"{\"entity\": \"*\"}", "{\"entity\": \"*\", \"search\": \"zz\"}", "{\"entity\": \"no_such\"}" };
	int bad = 0;

	for (size_t m = 0; m < sizeof members / sizeof members[0]; m++) {
		for (size_t v = 0; v < sizeof values / sizeof values[0]; v++) {
			char request[400];
			snprintf(request, sizeof request,
			    "{\"entity\": \"users\", \"columns\": [\"id\"], \"limit\": 3, \"%s\": %s}", members[m], values[v]);
			question(t, w, &bad, request, "question", values[v]);
			snprintf(request, sizeof request,
			    "{\"entity\": \"users\", \"columns\": [\"id\"], \"limit\": 3, \"search\": \"exa\", \"%s\": %s}",
			    members[m], values[v]);
			question(t, w, &bad, request, "question with search", values[v]);
		}
	}
	for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++)
		question(t, w, &bad, whole[i], "question", whole[i]);
	tap_number(&t->tap, bad, 0, "attack 49 odd questions are refused in the API's own words");
	refuses(t, w->c, "22023", "SELECT api.ask(NULL, '{\"entity\": \"users\", \"columns\": []}')", "attack 49 no ticket");
	refuses(t, w->c, "22023", "SELECT api.ask(0, '{\"entity\": \"users\", \"columns\": []}')", "attack 49 ticket zero");
	refuses(t, w->c, "22023", "SELECT api.ask(-2147483648, '{\"entity\": \"users\", \"columns\": []}')",
	    "attack 49 a negative ticket");
	refuses(
	    t, w->c, "22023", "SELECT api.ask(1, '{\"entity\": \"users\", \"columns\": []}')", "attack 49 a ticket that was used");
	refuses(t, w->c, "22023", "SELECT api.ask(2000000, NULL)", "attack 49 no question");
	refuses(t, w->c, "ST002", "SELECT * FROM api.rows(NULL)", "attack 49 rows of no ticket");
}

static void odd_choices(struct trial *t, struct walk *w)
{
	int bad = 0;

	for (int i = 0; i < ODD; i++) {
		raw_do(w->c, "SELECT * FROM api.choices($1, '', 5)", RAW(odd[i]));
		note(t, w->c, false, &bad, "choices", "", odd[i]);
		raw_do(w->c, "SELECT * FROM api.choices('organisations', $1, 5)", RAW(odd[i]));
		note(t, w->c, false, &bad, "choices", "organisations", odd[i]);
		raw_do(w->c, "SELECT * FROM api.outcome($1::uuid)", RAW(odd[i]));
		note(t, w->c, true, &bad, "outcome", "", odd[i]);
	}
	tap_number(&t->tap, bad, 0, "attack 49 odd values of choices are refused in the API's own words");
	raw_sql(w->c, "SELECT * FROM api.choices('countries', '', 1000000)");
	tap_ok(&t->tap, raw_rows(w->c) > 0 && raw_rows(w->c) <= 500, "attack 49 choices give five hundred at most");
	raw_sql(w->c, "SELECT * FROM api.choices('countries', '', -5)");
	tap_number(&t->tap, raw_rows(w->c), 0, "attack 49 and none for a negative number");
}

/* What LIKE treats specially must be found as itself and match nothing else. */
static void wildcards(struct trial *t, struct walk *w)
{
	static const struct {
		const char *json, *sql;
	} texts[] = { { "%", "%" }, { "_", "_" }, { "\\\\", "\\" }, { "%_\\\\", "%_\\" } };
	char request[300];

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		long long there;
		raw_do(t->admin, "SELECT count(*) FROM site.users WHERE strpos(company, $1) > 0 AND NOT site.is_staff(type)",
		    RAW(texts[i].sql));
		there = raw_number(t->admin, 0, 0);
		snprintf(request, sizeof request,
		    "{\"entity\": \"users\", \"columns\": [\"company\"], \"limit\": 100, \"filter\": [{\"column\": \"company\", "
		    "\"op\": \"~\", \"value\": \"%s\"}]}",
		    texts[i].json);
		raw_do(w->c, "SELECT api.ask($1::integer, $2::jsonb)", RAW(next_ticket(w), request));
		raw_do(w->c, "SELECT * FROM api.rows($1::integer)", RAW(w->number));
		tap_number(
		    &t->tap, raw_rows(w->c), there, "attack 49 a filter for %s finds what holds it and nothing else", texts[i].sql);
		snprintf(request, sizeof request,
		    "{\"entity\": \"users\", \"columns\": [\"company\"], \"limit\": 100, \"search\": \"attackwild%s\"}",
		    texts[i].json);
		raw_do(w->c, "SELECT api.ask($1::integer, $2::jsonb)", RAW(next_ticket(w), request));
		raw_do(w->c, "SELECT * FROM api.rows($1::integer)", RAW(w->number));
		raw_do(t->admin, "SELECT count(*) FROM site.users WHERE strpos(search_text, 'attackwild' || $1) > 0",
		    RAW(texts[i].sql));
		tap_number(&t->tap, raw_rows(w->c), raw_number(t->admin, 0, 0), "attack 49 so does a search for attackwild%s",
		    texts[i].sql);
	}
}

/* The session's own number must not be one of the odd keys: it would end itself. */
static void walk_open(struct trial *t, struct walk *w, const char *login)
{
	struct person p;

	person_make(t, &p, login, "superadmin", "superadmin");
	raw_sql(t->admin, "UPDATE auth.settings SET value = '2000000000' WHERE name = 'rows_per_hour'");
	raw_sql(t->admin, "SELECT setval('auth.sessions_id_seq', 1000 + nextval('auth.sessions_id_seq'))");
	memset(w, 0, sizeof *w);
	w->c = login_open(t, &p);
}

static void walk_close(struct trial *t, struct walk *w)
{
	tap_ok(&t->tap, raw_alive(w->c) && raw_sql(w->c, "SELECT * FROM api.me()"), "attack 49 and the session is still whole");
	tap_ok(&t->tap, raw_count(t->admin, "SELECT count(*) FROM site.users") > 0, "attack 49 and the tables are still there");
	raw_close(w->c);
}

static void everything(struct trial *t)
{
	struct walk w;

	walk_open(t, &w, "attack49a");
	odd_keys(t, &w);
	odd_verbs(t, &w);
	odd_filters(t, &w);
	odd_choices(t, &w);
	walk_close(t, &w);
}

static void questions(struct trial *t)
{
	static const char *const suffixes[] = { "%", "_", "\\", "plain" };
	struct walk w;

	for (int i = 0; i < 4; i++) {
		char login[32], id[24];
		snprintf(login, sizeof login, "attack49n%d", i);
		snprintf(id, sizeof id, "%lld", client_make(t, login, "", false));
		raw_do(t->admin, "UPDATE site.users SET company = 'attackwild' || $1 WHERE id = $2", RAW(suffixes[i], id));
	}
	walk_open(t, &w, "attack49b");
	odd_questions(t, &w);
	wildcards(t, &w);
	walk_close(t, &w);
}

int main(void)
{
	struct trial t;

	trial_open(&t);
	questions(&t);
	everything(&t);
	trial_mutation(&t,
	    "SELECT pg_temp.weaken('meta.page_mark', 'EXCEPTION WHEN data_exception', 'EXCEPTION WHEN division_by_zero')",
	    questions, "attack 49 notices errors in PostgreSQL's own words");
	trial_mutation(&t,
	    "CREATE OR REPLACE FUNCTION meta.like_pattern(p_text text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT p_text'",
	    questions, "attack 49 notices wildcards");
	return trial_close(&t);
}
