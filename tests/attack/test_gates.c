/*
 * Attacks 38 to 40: every function of the API, as the catalogue lists them, for somebody who is not logged in; every use of every right
 * for somebody who lacks just that one; every entity for records that the person may not know.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/trial.h"

/* What may be called by somebody who is not logged in, and tells nothing but what is needed to log in. */
static const char before_login[] = "'begin_login', 'submit_login', 'finish_login', 'begin_enrol', 'submit_enrol', 'finish_enrol', "
				   "'greeting', 'logout', 'alive'";

/* Besides, what being logged in is enough for, or what has no answer without a record of the question. */
static const char without_right[] =
    "'begin_login', 'submit_login', 'finish_login', 'begin_enrol', 'submit_enrol', 'finish_enrol', 'submit_change', "
    "'finish_change', 'lock', 'begin_unlock', 'submit_unlock', 'finish_unlock', 'greeting', 'logout', 'alive', 'me', 'rights', "
    "'home', 'outcome', 'rows', 'count', 'get', 'counts'";

/* ---- 38: not logged in ---- */

static void each_function(struct trial *t)
{
	struct raw *c = trial_stranger(t), *list = raw_open("postgres", t->database);

	for (int i = 0; i < 2; i++) {
		trial_calls(list, i == 0, before_login);
		tap_ok(&t->tap, raw_rows(list) >= 12, "attack 38 the catalogue lists the functions of the API");
		for (int row = 0; row < raw_rows(list); row++) {
			raw_sql(c, raw_value(list, row, 0));
			refused(t, c, "ST001", "attack 38 not logged in: %s", raw_value(list, row, 0));
			tap_ok(
			    &t->tap, !*raw_detail(c) && strcmp(raw_hint(c), "none") == 0, "attack 38 and nothing is said but that");
		}
	}
	tap_is(&t->tap, raw_text(c, "SELECT api.alive()"), "none", "attack 38 alive tells a stranger that nobody is logged in");
	tap_ok(&t->tap, raw_sql(c, "SELECT api.logout()"), "attack 38 a log-out of nobody does nothing");
	raw_do(list,
	    "SELECT string_agg(proname, ' ' ORDER BY proname) FROM pg_proc WHERE pronamespace = 'api'::regnamespace AND NOT "
	    "prosecdef",
	    NULL, 0);
	tap_is(&t->tap, raw_value(list, 0, 0), NULL, "attack 38 every function of the API runs as its owner");
	raw_close(list);
	raw_close(c);
}

/* ---- 39: one right missing ---- */

/*
 * Each use of each right, as the catalogue of entities says: what is done, the right, and one to three statements of which the last must be
 * refused. %T stands for a fresh ticket, %U for a fresh request, %K for the key of a record that there is.
 */
static const char uses_sql[] =
    "WITH e AS (SELECT *, coalesce(right_view, right_parent) AS right_list, (SELECT c.name FROM meta.columns c WHERE c.entity = "
    "e.name ORDER BY position LIMIT 1) AS one "
    " FROM meta.entities e), "
    "tie AS (SELECT name, CASE WHEN parents <> '{}' THEN format('[{\"column\": \"%s\", \"op\": \"=\", \"value\": \"1\"}]', "
    "parents[1]) ELSE '[]' END AS filter FROM e) "
    "SELECT use, right_name, before, call FROM ("
    " SELECT name || ': list' AS use, right_list AS right_name, '' AS before, "
    "  format('SELECT api.ask(%%T, ''{\"entity\": \"%s\", \"columns\": [\"%s\"], \"filter\": %s}'')', name, one, filter) AS call "
    "FROM e JOIN tie USING (name) "
    "  WHERE right_parent IS NULL OR right_parent = right_view OR right_view IS NULL "
    " UNION ALL SELECT name || ': open', right_list, '', format('SELECT api.open(%%T, ''%s'', ''1'', '''')', name) FROM e "
    "  WHERE right_parent IS NULL OR right_view IS NULL "
    " UNION ALL SELECT e.name || ': list of all', right_view, "
    "  format('SELECT api.ask(%%T, ''{\"entity\": \"%s\", \"columns\": [\"%s\"]}'')', name, one), 'SELECT key FROM api.rows(%T)' "
    "FROM e WHERE right_parent IS NOT NULL AND right_view IS NOT NULL "
    " UNION ALL SELECT name || ': create', right_create, '', format('SELECT api.save(''%s'', NULL, NULL, ''{}'', ''%%U'')', name) "
    "FROM e WHERE right_create IS NOT NULL "
    " UNION ALL SELECT name || ': save', right_edit, '', format('SELECT api.save(''%s'', ''%%K'', 1, ''{}'', ''%%U'')', name) FROM "
    "e WHERE right_edit IS NOT NULL AND table_name IS NOT NULL "
    " UNION ALL SELECT v.entity || ': ' || v.verb, v.right_name, '', format('SELECT api.act(''%s'', ''%%K'', ''%s'', 1, ''{}'', "
    "''%%U'')', v.entity, v.verb) FROM meta.verbs v "
    " UNION ALL SELECT format('%s.%s: show', c.entity, c.name), c.right_view, "
    "  format('SELECT api.ask(%%T, ''{\"entity\": \"%s\", \"columns\": [\"%s\"], \"filter\": %s}'')', c.entity, c.name, "
    "tie.filter), 'SELECT key FROM api.rows(%T)' "
    "  FROM meta.columns c JOIN tie ON tie.name = c.entity WHERE c.right_view IS NOT NULL "
    " UNION ALL SELECT format('%s.%s: edit', c.entity, c.name), c.right_edit, '', "
    "  format('SELECT api.save(''%s'', ''%%K'', 1, ''{\"%s\": \"1\"}'', ''%%U'')', c.entity, c.name) FROM meta.columns c WHERE "
    "c.right_edit IS NOT NULL AND NOT c.create_only "
    " UNION ALL SELECT 'choices: ' || name, right_name, '', format('SELECT * FROM api.choices(''%s'', '''', 5)', name) FROM "
    "meta.choices"
    ") uses ORDER BY right_name, use";

enum { HIDING = 25 }; /* entities that hide records, at least */

struct walk {
	struct raw *c;
	int ticket;
};

/* Puts ticket, request and key into a statement. */
static void fill(struct walk *w, const char *from, char *out, size_t size)
{
	size_t n = 0;
	char uuid[37];

	uuid_make(uuid);
	for (; *from && n + 40 < size; from++) {
		if (from[0] == '%' && from[1] && strchr("TUK", from[1])) {
			from++;
			n += (size_t)snprintf(out + n, size - n, "%.*s", 40,
			    *from == 'U'   ? uuid
			    : *from == 'K' ? "10000001"
					   : (char[12]) { 0 });
			if (*from == 'T')
				n += (size_t)snprintf(out + n, size - n, "%d", w->ticket);
		} else {
			out[n++] = *from;
		}
	}
	out[n] = '\0';
}

/* The state in which the use ends. */
static const char *use(struct walk *w, const char *before, const char *call)
{
	char sql[1000];

	w->ticket++;
	fill(w, before, sql, sizeof sql);
	if (*sql && !raw_sql(w->c, sql))
		return raw_state(w->c);
	fill(w, call, sql, sizeof sql);
	raw_sql(w->c, sql);
	return raw_state(w->c);
}

/* The rights are set behind the triggers' back, or each change would end the session. */
static void set_rights(struct trial *t, const struct person *p, const char *without)
{
	raw_sqlf(t->admin,
	    "SET session_replication_role = replica; UPDATE auth.staff SET rights = "
	    "ARRAY(SELECT name FROM auth.rights WHERE name <> '%s') WHERE user_id = %lld; RESET session_replication_role",
	    without, p->id);
}

/* Refused because of that right, and not for another reason. */
static bool lacks(struct raw *c, const char *right)
{
	char sentence[100];

	snprintf(sentence, sizeof sentence, "You need the right %s.", right);
	return strcmp(raw_state(c), "42501") == 0 && strcmp(raw_message(c), sentence) == 0;
}

static void each_right(struct trial *t)
{
	struct person p;
	struct walk w = { 0 };
	struct raw *list = raw_open("postgres", t->database);
	int let_through = 0;

	person_make(t, &p, "attack39", "superadmin", "superadmin");
	w.c = login_open(t, &p);
	if (!raw_sql(list, uses_sql))
		tap_bail("%s", raw_message(list));
	tap_ok(&t->tap, raw_rows(list) > 50, "attack 39 the catalogue names %d uses of rights", raw_rows(list));
	set_rights(t, &p, "");
	for (int i = 0; i < raw_rows(list); i++) {
		use(&w, raw_value(list, i, 2), raw_value(list, i, 3));
		if (!lacks(w.c, raw_value(list, i, 1)))
			let_through++;
		else if (!t->tap.silent)
			tap_diag("refused with all rights: %s: %s", raw_value(list, i, 0), raw_message(w.c));
	}
	tap_number(&t->tap, let_through, raw_rows(list), "attack 39 with all rights none of them lacks one");
	for (int i = 0; i < raw_rows(list); i++) {
		const char *right = raw_value(list, i, 1);
		set_rights(t, &p, right);
		use(&w, raw_value(list, i, 2), raw_value(list, i, 3));
		if (!tap_ok(&t->tap, lacks(w.c, right), "attack 39 %s without %s", raw_value(list, i, 0), right) && !t->tap.silent)
			tap_diag("%s %s", raw_state(w.c), raw_message(w.c));
	}
	raw_close(list);
	raw_close(w.c);
}

static void no_right_at_all(struct trial *t)
{
	struct person p;
	struct raw *c, *list = raw_open("postgres", t->database);

	person_make(t, &p, "attack39none", "staff", "");
	c = login_open(t, &p);
	trial_calls(list, true, without_right);
	for (int i = 0; i < raw_rows(list); i++) {
		raw_sql(c, raw_value(list, i, 0));
		tap_ok(&t->tap,
		    strcmp(raw_state(c), "42501") == 0 || strcmp(raw_state(c), "22023") == 0 || strcmp(raw_state(c), "ST002") == 0,
		    "attack 39 without any right: %s (%s)", raw_value(list, i, 0), raw_state(c));
	}
	refuses(t, c, "ST002", "SELECT * FROM api.rows(1)", "attack 39 rows of a ticket that is not there");
	refuses(t, c, "ST002", "SELECT * FROM api.count(1, NULL, true)", "attack 39 a count of a ticket that is not there");
	refuses(t, c, "ST002", "SELECT * FROM api.get('users', '10000001', '{email}')", "attack 39 a record that was not opened");
	refuses(
	    t, c, "ST002", "SELECT * FROM api.counts('users', '10000001')", "attack 39 the counts of a record that was not opened");
	tap_number(&t->tap, raw_sql(c, "SELECT * FROM api.home()") ? raw_rows(c) : -1, 0, "attack 39 Home shows nothing");
	raw_sql(c, "SELECT api.ask(5, '{\"entity\": \"*\", \"search\": \"example\", \"columns\": []}')");
	raw_sql(c, "SELECT * FROM api.rows(5)");
	tap_number(&t->tap, raw_rows(c), 0, "attack 39 find finds nothing");
	raw_close(list);
	raw_close(c);
}

/* ---- 40: records that the person may not know ---- */

struct shown {
	char state[8], message[200], hint[200], column[64];
};

static struct shown show(struct raw *c, const char *sql)
{
	struct shown s;

	raw_sql(c, sql);
	snprintf(s.state, sizeof s.state, "%s", raw_state(c));
	snprintf(s.message, sizeof s.message, "%s", raw_message(c));
	snprintf(s.hint, sizeof s.hint, "%s", raw_hint(c));
	snprintf(s.column, sizeof s.column, "%s", raw_error_column(c));
	return s;
}

/* The same statement about a hidden record and about none: every word must be the same. <id> stands for the key, <uuid> for a fresh request. */
static void put(char *out, size_t size, const char *format, const char *key)
{
	const char *id = strstr(format, "<id>"), *request = strstr(format, "<uuid>");
	char uuid[37];

	uuid_make(uuid);
	if (request)
		snprintf(out, size, "%.*s%s%.*s%s%s", (int)(id - format), format, key, (int)(request - id - 4), id + 4, uuid,
		    request + 6);
	else
		snprintf(out, size, "%.*s%s%s", (int)(id - format), format, key, id + 4);
}

static void compare_keys(struct trial *t, struct raw *c, const char *hidden, const char *none, const char *format, const char *what)
{
	char sql[600];
	struct shown a, b;

	put(sql, sizeof sql, format, hidden);
	a = show(c, sql);
	put(sql, sizeof sql, format, none);
	b = show(c, sql);
	tap_ok(&t->tap, *b.state != '\0', "attack 40 %s: refused for a record that is not there", what);
	tap_ok(&t->tap,
	    strcmp(a.state, b.state) == 0 && strcmp(a.message, b.message) == 0 && strcmp(a.hint, b.hint) == 0 &&
		strcmp(a.column, b.column) == 0,
	    "attack 40 %s: a hidden record answers as one that is not there", what);
	if (memcmp(a.state, b.state, 5) != 0 && !t->tap.silent)
		tap_diag("hidden: %s %s; none: %s %s", a.state, a.message, b.state, b.message);
}

static void compare(struct trial *t, struct raw *c, long long hidden, const char *format, const char *what)
{
	char key[24];

	snprintf(key, sizeof key, "%lld", hidden);
	compare_keys(t, c, key, "999999999", format, what);
}

static long long rows_asked(struct raw *c, int ticket, const char *request)
{
	char number[12];

	snprintf(number, sizeof number, "%d", ticket);
	if (!raw_do(c, "SELECT api.ask($1, $2::jsonb)", RAW(number, request)) ||
	    !raw_do(c, "SELECT key FROM api.rows($1)", RAW(number)))
		return -1;
	return raw_rows(c);
}

static void hidden_in_lists(struct trial *t, struct raw *c, const struct person *hidden)
{
	static const char *const parents[] = { "user_notes", "ip_rules", "user_permissions", "user_custom_values", "user_sessions",
		"logins", "activity", "changes" };
	char request[400];
	int ticket = 100;

	snprintf(request, sizeof request,
	    "{\"entity\": \"users\", \"columns\": [\"id\"], \"filter\": [{\"column\": \"id\", \"op\": \"=\", \"value\": "
	    "\"%lld\"}]}",
	    hidden->id);
	tap_number(&t->tap, rows_asked(c, ++ticket, request), 0, "attack 40 a filter by its number finds nothing");
	tap_is(&t->tap, raw_textf(c, "SELECT total FROM api.count(%d, NULL, true)", ticket), "0", "attack 40 nor counts it");
	snprintf(request, sizeof request, "{\"entity\": \"users\", \"columns\": [\"id\"], \"search\": \"%s\"}", hidden->login);
	tap_number(&t->tap, rows_asked(c, ++ticket, request), 0, "attack 40 a search by its name finds nothing");
	snprintf(request, sizeof request, "{\"entity\": \"users\", \"columns\": [\"id\"], \"search\": \"%lld\"}", hidden->id);
	tap_number(&t->tap, rows_asked(c, ++ticket, request), 0, "attack 40 nor by its number");
	snprintf(request, sizeof request, "{\"entity\": \"*\", \"columns\": [], \"search\": \"%s\"}", hidden->login);
	tap_number(&t->tap, rows_asked(c, ++ticket, request), 0, "attack 40 find finds nothing");
	snprintf(request, sizeof request,
	    "{\"entity\": \"users\", \"columns\": [\"id\"], \"filter\": [{\"column\": \"login\", \"op\": \"~\", \"value\": "
	    "\"%s\"}]}",
	    hidden->login);
	tap_number(&t->tap, rows_asked(c, ++ticket, request), 0, "attack 40 a filter by a piece of its name finds nothing");
	for (size_t i = 0; i < sizeof parents / sizeof parents[0]; i++) {
		snprintf(request, sizeof request,
		    "{\"entity\": \"%s\", \"columns\": [], \"filter\": [{\"column\": \"%s\", \"op\": \"=\", \"value\": \"%lld\"}]}",
		    parents[i], strcmp(parents[i], "changes") == 0 ? "subject_user_id" : "user_id", hidden->id);
		tap_ok(&t->tap, rows_asked(c, ++ticket, request) <= 0, "attack 40 nothing that hangs on it is listed: %s (%s)",
		    parents[i], raw_state(c));
	}
}

static void hidden_records(struct trial *t)
{
	static const char *const children[] = { "user_notes", "ip_rules" };
	struct person p, hidden;
	struct raw *c;
	char sql[300];

	person_make(t, &p, "attack40", "staff", "support");
	person_make(t, &hidden, "attackhiddenone", "staff", "finance");
	raw_sqlf(t->admin,
	    "INSERT INTO site.user_notes (user_id, body) VALUES (%lld, 'secret'); INSERT INTO site.ip_rules (user_id, network) "
	    "VALUES (%lld, '192.0.2.0/24');"
	    "INSERT INTO site.user_permissions (user_id, permission, value) VALUES (%lld, 'agent', true)",
	    hidden.id, hidden.id, hidden.id);
	c = login_open(t, &p);
	hidden_in_lists(t, c, &hidden);
	snprintf(
	    sql, sizeof sql, "SELECT api.open(1, 'users', '%lld', ''); SELECT api.open(2, 'users', '999999999', '')", hidden.id);
	raw_sql(c, "SELECT 1");
	raw_sqlf(c, "SELECT api.open(200, 'users', '%lld', '')", hidden.id);
	tap_is(&t->tap, raw_state(c), "", "attack 40 opening a hidden record tells nothing");
	raw_sql(c, "SELECT api.open(201, 'users', '999999999', '')");
	tap_is(&t->tap, raw_state(c), "", "attack 40 nor does opening none");
	compare(t, c, hidden.id, "SELECT * FROM api.get('users', '<id>', '{email}')", "get");
	compare(t, c, hidden.id, "SELECT * FROM api.counts('users', '<id>')", "counts");
	compare(t, c, hidden.id, "SELECT * FROM api.save('users', '<id>', 1, '{\"city\": \"x\"}', '<uuid>')", "save");
	compare(t, c, hidden.id, "SELECT * FROM api.save('users', '<id>', 99, '{\"city\": \"x\"}', '<uuid>')",
	    "save with another version");
	compare(t, c, hidden.id, "SELECT * FROM api.save('user_custom_values', '<id>', 1, '{\"custom1\": \"x\"}', '<uuid>')",
	    "save of custom values");
	compare(t, c, hidden.id, "SELECT * FROM api.act('users', '<id>', 'disable', 1, '{}', '<uuid>')", "disable");
	compare(t, c, hidden.id,
	    "SELECT * FROM api.act('user_permissions', '<id>:agent', 'set', 1, '{\"value\": \"t\"}', '<uuid>')",
	    "set a permission");
	compare(t, c, hidden.id,
	    "SELECT * FROM api.save('user_notes', NULL, NULL, '{\"user_id\": \"<id>\", \"body\": \"x\"}', '<uuid>')", "add a note");
	compare(t, c, hidden.id,
	    "SELECT * FROM api.save('ip_rules', NULL, NULL, '{\"user_id\": \"<id>\", \"network\": \"10.0.0.0/8\"}', '<uuid>')",
	    "add an address rule");
	for (size_t i = 0; i < 2; i++) {
		long long id = raw_count(t->admin, "SELECT max(id) FROM site.%s WHERE user_id = %lld", children[i], hidden.id);
		snprintf(sql, sizeof sql, "SELECT * FROM api.act('%s', '<id>', 'delete', 1, '{}', '<uuid>')", children[i]);
		compare(t, c, id, sql, children[i]);
		raw_sqlf(c, "SELECT api.open(%zu, '%s', '%lld', '')", 300 + i * 2, children[i], id);
		raw_sqlf(c, "SELECT api.open(%zu, '%s', '999999999', '')", 301 + i * 2, children[i]);
		snprintf(sql, sizeof sql, "SELECT * FROM api.get('%s', '<id>', '{user_id}')", children[i]);
		compare(t, c, id, sql, children[i]);
	}
	tap_number(&t->tap,
	    raw_count(t->admin,
		"SELECT count(*) FROM site.users u JOIN auth.staff s ON s.user_id = u.id WHERE u.id = %lld AND u.version = 1 AND "
		"u.enabled",
		hidden.id),
	    1, "attack 40 and nothing was done to it");
	raw_close(c);
}

/* Every entity that hides records from those who lack a right, as the catalogue says: its name, that right, a hidden key, the others' number. */
static const char hiding_sql[] =
    "SELECT name, right_hidden, format('SELECT %s FROM %s WHERE %s ORDER BY 1 LIMIT 1', key_sql, from_sql, hidden_sql), "
    "format('SELECT count(*) FROM %s WHERE NOT (%s)', from_sql, hidden_sql), right_view IS NOT NULL, "
    "(SELECT c.name FROM meta.columns c WHERE c.entity = e.name ORDER BY position LIMIT 1) "
    "FROM meta.entities e WHERE hidden_sql IS NOT NULL ORDER BY e.name";

/* What the person gets of that record: opened first, as one must. */
static bool seen(struct walk *w, const char *entity, const char *key, const char *column)
{
	raw_sqlf(w->c, "SELECT api.open(%d, '%s', '%s', '')", ++w->ticket, entity, key);
	return raw_sqlf(w->c, "SELECT * FROM api.get('%s', '%s', '{%s}')", entity, key, column);
}

static void hidden_one(struct trial *t, struct walk *w, const char *entity, const char *key, const char *column)
{
	struct raw *list = raw_open("postgres", t->database);
	char none[200], sql[300], what[100];

	raw_do(list, "SELECT regexp_replace($1, '[0-9]+', '999999999')", RAW(key));
	snprintf(none, sizeof none, "%s", raw_value(list, 0, 0));
	seen(w, entity, none, column);
	tap_ok(&t->tap, !seen(w, entity, key, column), "attack 40 %s: a hidden record is not shown", entity);
	snprintf(sql, sizeof sql, "SELECT * FROM api.get('%s', '<id>', '{%s}')", entity, column);
	compare_keys(t, w->c, key, none, sql, entity);
	snprintf(sql, sizeof sql, "SELECT * FROM api.counts('%s', '<id>')", entity);
	compare_keys(t, w->c, key, none, sql, entity);
	snprintf(sql, sizeof sql, "SELECT * FROM api.save('%s', '<id>', 1, '{}', '<uuid>')", entity);
	compare_keys(t, w->c, key, none, sql, entity);
	raw_do(list, "SELECT FROM meta.choices WHERE name = $1", RAW(entity));
	if (raw_rows(list) == 1) {
		bool offered = false;

		raw_sqlf(w->c, "SELECT api.ask(%d, '{\"entity\": \"%s\", \"columns\": [], \"search\": \"%s\", \"limit\": 500}')",
		    ++w->ticket, entity, key);
		tap_ok(&t->tap, raw_sqlf(w->c, "SELECT value FROM api.choices('%s', '%s', 500, %d)", entity, key, w->ticket),
		    "attack 40 %s: there is a list to choose from (%s)", entity, raw_state(w->c));
		for (int i = 0; i < raw_rows(w->c); i++)
			offered = offered || strcmp(raw_value(w->c, i, 0), key) == 0;
		tap_ok(&t->tap, !offered, "attack 40 %s: which does not offer it", entity);
	}
	raw_do(list, "SELECT verb FROM meta.verbs WHERE entity = $1 ORDER BY 1", RAW(entity));
	for (int i = 0; i < raw_rows(list); i++) {
		snprintf(what, sizeof what, "%s, %s", entity, raw_value(list, i, 0));
		snprintf(
		    sql, sizeof sql, "SELECT * FROM api.act('%s', '<id>', '%s', 1, '{}', '<uuid>')", entity, raw_value(list, i, 0));
		compare_keys(t, w->c, key, none, sql, what);
	}
	raw_close(list);
}

static void hidden_everywhere(struct trial *t)
{
	struct person p;
	struct walk w = { .ticket = 1000 };
	struct raw *list = raw_open("postgres", t->database);
	int tried = 0;

	person_make(t, &p, "attack40all", "superadmin", "superadmin");
	/* Some of those with orders, invoices, messages and the rest are colleagues now: all that hangs on them is hidden with them. */
	raw_sql(t->admin,
	    "SET session_replication_role = replica; UPDATE site.users SET type = 'staff' WHERE type = 'client' AND id % 5 = 0; "
	    "RESET session_replication_role");
	w.c = login_open(t, &p);
	if (!raw_sql(list, hiding_sql))
		tap_bail("%s", raw_message(list));
	for (int i = 0; i < raw_rows(list) && !(t->tap.silent && t->tap.failed); i++) {
		const char *entity = raw_value(list, i, 0), *column = raw_value(list, i, 5),
			   *found = raw_text(t->admin, raw_value(list, i, 2));
		char key[200];

		snprintf(key, sizeof key, "%s", found ? found : "");
		if (!found) {
			if (!t->tap.silent)
				tap_diag("the demo hides nothing of %s", entity);
			continue;
		}
		tried++;
		set_rights(t, &p, "");
		tap_ok(&t->tap, seen(&w, entity, key, column), "attack 40 %s: with the right a hidden record is shown (%s)", entity,
		    raw_state(w.c));
		set_rights(t, &p, raw_value(list, i, 1));
		hidden_one(t, &w, entity, key, column);
		if (strcmp(raw_value(list, i, 4), "t") != 0)
			continue;
		raw_sqlf(w.c, "SELECT api.ask(%d, '{\"entity\": \"%s\", \"columns\": [\"%s\"], \"limit\": 1}')", ++w.ticket, entity,
		    column);
		tap_number(&t->tap, raw_count(w.c, "SELECT total FROM api.count(%d, NULL, true)", w.ticket),
		    raw_count(t->admin, "%s", raw_value(list, i, 3)), "attack 40 %s: a list counts the others only", entity);
	}
	tap_ok(&t->tap, tried >= HIDING, "attack 40 %d entities hide records", tried);
	raw_close(list);
	raw_close(w.c);
}

/* The second wall: the owner of the writing functions, without the functions. */
static void behind_policies(struct trial *t)
{
	static const char *const tables[] = { "site.users", "site.user_notes", "site.ip_rules", "site.organisations",
		"site.login_log", "audit.access", "audit.changes", "auth.sessions" };
	struct raw *admin = raw_open("postgres", t->database);

	client_make(t, "attack38", "attack38@example.org", false);
	raw_sql(admin, "SET ROLE steward_api");
	for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
		tap_number(&t->tap, raw_count(admin, "SELECT count(id) FROM %s", tables[i]), 0,
		    "attack 38 behind the policies, with nobody logged in, %s is empty", tables[i]);
	raw_close(admin);
}

int main(void)
{
	struct trial t;

	trial_open(&t);
	each_function(&t);
	each_right(&t);
	no_right_at_all(&t);
	hidden_records(&t);
	hidden_everywhere(&t);
	behind_policies(&t);
	trial_mutation(&t, "SELECT pg_temp.weaken('api.rights', 'PERFORM auth.need(NULL, p_held => true)', 'NULL')", each_function,
	    "attack 38 notices a function without the gate");
	trial_mutation(&t,
	    "UPDATE meta.verbs SET right_name = 'user.view' WHERE verb = 'hide'; ALTER TABLE meta.verbs RENAME TO v;"
	    "CREATE VIEW meta.verbs AS SELECT entity, verb, function_name, CASE WHEN current_user = 'steward_api' THEN right_name "
	    "WHEN verb = 'hide' THEN 'user.hide' ELSE right_name END "
	    "AS right_name, label, fresh FROM meta.v; GRANT SELECT ON meta.verbs TO steward_api, steward_search",
	    each_right, "attack 39 notices a verb that asks for another right");
	trial_mutation(&t, "SELECT pg_temp.weaken('meta.check_view', 'PERFORM meta.refuse(', 'PERFORM concat(')", each_right,
	    "attack 39 notices lists without their right");
	trial_mutation(&t, "UPDATE meta.entities SET hidden_sql = NULL WHERE name = 'users'", hidden_records,
	    "attack 40 notices accounts that nobody hides");
	trial_mutation(&t, "UPDATE meta.entities SET hidden_sql = NULL WHERE name = 'user_notes'", hidden_records,
	    "attack 40 notices notes on them");
	trial_mutation(&t, "SELECT pg_temp.weaken('meta.check_record', 'hidden AND NOT e.right_hidden = ANY (p_rights)', 'false')",
	    hidden_everywhere, "attack 40 notices writing calls that hide nothing");
	trial_mutation(&t, "SELECT pg_temp.weaken('meta.may_see', 'NOT (%s)', 'true OR (%s)')", hidden_everywhere,
	    "attack 40 notices counts of what is hidden");
	trial_mutation(&t,
	    "DROP POLICY view ON site.users; CREATE POLICY view ON site.users FOR SELECT TO steward_api USING (true)",
	    behind_policies, "attack 38 notices a policy that lets everybody in");
	return trial_close(&t);
}
