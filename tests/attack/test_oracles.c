/*
 * Attacks 45, 49, 53 and 54: what refusals give away, what comes of odd values, and whether anything is shown that was not recorded
 * first.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/trial.h"

static void save(struct raw *c, const char *entity, const char *key, const char *version, const char *changes)
{
	char request[37];

	uuid_make(request);
	raw_do(c, "SELECT outcome, key, version, current FROM api.save($1, $2, $3::bigint, $4::jsonb, $5::uuid)",
	    RAW(entity, key, version, changes, request));
}

static void act(struct raw *c, const char *entity, const char *key, const char *verb, const char *version, const char *args)
{
	char request[37];

	uuid_make(request);
	raw_do(c, "SELECT outcome, key, version, current FROM api.act($1, $2, $3, $4::bigint, $5::jsonb, $6::uuid)",
	    RAW(entity, key, verb, version, args, request));
}

static bool ask(struct raw *c, int ticket, const char *request)
{
	char number[12];

	snprintf(number, sizeof number, "%d", ticket);
	return raw_do(c, "SELECT api.ask($1::integer, $2::jsonb)", RAW(number, request));
}

static bool rows(struct raw *c, int ticket)
{
	char number[12];

	snprintf(number, sizeof number, "%d", ticket);
	return raw_do(c, "SELECT key, cells FROM api.rows($1::integer)", RAW(number));
}

/* ---- 45 ---- */

struct said {
	char text[700]; /* the outcome or the error, with all that PostgreSQL says of it */
};

static struct said what_was_said(struct raw *c)
{
	struct said s;

	snprintf(s.text, sizeof s.text, "%s|%s|%s|%s|%s|%s|%s", *raw_state(c) ? "" : raw_value(c, 0, 0), raw_state(c),
	    raw_message(c), raw_detail(c), raw_hint(c), raw_error_column(c), raw_error_object(c));
	return s;
}

static void discreet(struct trial *t, struct raw *c, const char *value, const char *what)
{
	tap_ok(&t->tap, strcmp(raw_state(c), "23000") == 0 || strcmp(raw_state(c), "22023") == 0, "attack 45 %s is refused (%s)",
	    what, raw_state(c));
	tap_is(&t->tap, raw_detail(c), "", "attack 45 %s: without a DETAIL", what);
	tap_is(&t->tap, raw_error_object(c), "", "attack 45 %s: without the name of a constraint or table", what);
	tap_ok(&t->tap, !strstr(raw_message(c), value) && !strstr(raw_hint(c), value), "attack 45 %s: the value is not repeated",
	    what);
}

static void duplicates(struct trial *t)
{
	struct person p, hidden;
	struct said a, b;
	struct raw *c;
	char key[24], changes[300];

	person_make(t, &p, "attack45", "staff", "support");
	person_grant(t, &p, "user.rename", true);
	person_make(t, &hidden, "attack45hidden", "staff", "finance");
	client_make(t, "attack45visible", "visible@example.org", false);
	snprintf(key, sizeof key, "%lld", client_make(t, "attack45mine", "mine@example.org", false));
	c = login_open(t, &p);
	act(c, "users", key, "rename", "1", "{\"login\": \"attack45visible\"}");
	discreet(t, c, "attack45visible", "a name that a client has");
	a = what_was_said(c);
	act(c, "users", key, "rename", "1", "{\"login\": \"ATTACK45hidden\"}");
	discreet(t, c, "ATTACK45hidden", "a name that a hidden colleague has");
	b = what_was_said(c);
	tap_is(&t->tap, b.text, a.text, "attack 45 rename: both are refused in the same words");
	save(c, "users", NULL, NULL, "{\"type\": \"client\", \"login\": \"attack45visible\", \"last_name\": \"x\"}");
	discreet(t, c, "attack45visible", "a new account with a client's name");
	a = what_was_said(c);
	save(c, "users", NULL, NULL, "{\"type\": \"client\", \"login\": \"attack45hidden\", \"last_name\": \"x\"}");
	discreet(t, c, "attack45hidden", "a new account with a hidden colleague's name");
	b = what_was_said(c);
	tap_is(&t->tap, b.text, a.text, "attack 45 create: both are refused in the same words");
	save(c, "users", key, "1", "{\"organisation_id\": \"987654321\"}");
	discreet(t, c, "987654321", "an organisation that there is not");
	snprintf(changes, sizeof changes, "{\"user_id\": \"%s\", \"network\": \"198.51.100.0/24\"}", key);
	save(c, "ip_rules", NULL, NULL, changes);
	tap_is(&t->tap, raw_value(c, 0, 0), "saved", "attack 45 an address rule");
	save(c, "ip_rules", NULL, NULL, changes);
	discreet(t, c, "198.51.100", "the same address rule again");
	save(c, "users", key, "1", "{\"email\": \"no address, and-a-secret\"}");
	discreet(t, c, "and-a-secret", "an e-mail address that is none");
	snprintf(changes, sizeof changes, "{\"city\": \"%0130d\"}", 7);
	save(c, "users", key, "1", changes);
	discreet(t, c, "0000007", "a city that is too long");
	save(c, "users", key, "1", "{\"type\": \"staff\"}");
	tap_ok(&t->tap, *raw_state(c), "attack 45 nobody makes himself a colleague (%s)", raw_state(c));
	save(c, "users", NULL, NULL, "{\"type\": \"superadmin\", \"login\": \"attack45new\", \"last_name\": \"x\"}");
	tap_ok(&t->tap, *raw_state(c), "attack 45 nor a new one (%s)", raw_state(c));
	raw_close(c);
}

/* A reference to an account goes past the policies; what it answers must not tell hidden accounts from none. */
static void references(struct trial *t)
{
	struct person p, hidden;
	struct said a, b;
	struct raw *c;
	char key[24], changes[100];

	person_make(t, &p, "attack45fin", "staff", "finance");
	person_make(t, &hidden, "attack45boss", "staff", "support");
	snprintf(key, sizeof key, "%lld",
	    raw_count(t->admin, "INSERT INTO site.organisations (name) VALUES ('Attack 45') RETURNING id"));
	c = login_open(t, &p);
	snprintf(changes, sizeof changes, "{\"invoice_user_id\": \"%lld\"}", hidden.id);
	save(c, "organisations", key, "1", changes);
	a = what_was_said(c);
	discreet(t, c, "987654321", "an organisation's invoices sent to a hidden account");
	save(c, "organisations", key, "1", "{\"invoice_user_id\": \"987654321\"}");
	b = what_was_said(c);
	tap_is(
	    &t->tap, a.text, b.text, "attack 45 an organisation's invoices sent to a hidden account or to none: the same answer");
	snprintf(changes, sizeof changes, "{\"invoice_user_id\": \"%lld\"}",
	    client_make(t, "attack45seen", "seen45@example.org", false));
	save(c, "organisations", key, "1", changes);
	tap_is(&t->tap, raw_value(c, 0, 0), "saved", "attack 45 to one that may be known they are sent");
	raw_close(c);
}

/*
 * Every column that somebody may write and that names a record which may be hidden: entity, column, whether it cannot be written in a record, whether
 * in a new one, a record with its version and all that a new one like it would have, and the key of a hidden one of those that are named.
 */
static const char naming_sql[] =
    "SELECT c.entity, c.name, c.create_only OR e.right_edit IS NULL OR e.table_name IS NULL, e.right_create IS NOT NULL, "
    "format('SELECT %1$s, (%2$s)::bigint, %5$s FROM %3$s WHERE NOT coalesce(%4$s, false) ORDER BY 1 LIMIT 1', e.key_sql, "
    "e.version_sql, e.from_sql, "
    "coalesce(e.hidden_sql, 'false'), CASE WHEN e.table_name IS NULL THEN '''{}''' ELSE "
    "format('(SELECT meta.current_values(w, %s, ARRAY(SELECT name FROM auth.rights)) FROM meta.entities w WHERE w.name = %L)', "
    "e.key_sql, e.name) END), "
    "format('SELECT %s FROM %s WHERE %s ORDER BY 1 LIMIT 1', h.key_sql, h.from_sql, h.hidden_sql) "
    "FROM meta.columns c JOIN meta.entities e ON e.name = c.entity JOIN meta.entities h ON h.name = meta.parent_entity(c.name) AND "
    "h.hidden_sql IS NOT NULL "
    "WHERE c.writable ORDER BY 1, 2";

struct reference {
	const char *entity, *column;
	char key[100], version[24], values[8000], hidden[100];
};

/* What comes of it, taken back. */
static struct said written(
    struct trial *t, struct raw *c, const struct reference *r, bool anew, const char *values, const char *named)
{
	char changes[9000];
	struct said s;

	raw_do(t->admin, "SELECT $1::jsonb || jsonb_build_object($2::text, $3::text)", RAW(values, r->column, named));
	snprintf(changes, sizeof changes, "%s", raw_value(t->admin, 0, 0));
	raw_sql(c, "BEGIN");
	save(c, r->entity, anew ? NULL : r->key, anew ? NULL : r->version, changes);
	s = what_was_said(c);
	raw_sql(c, "ROLLBACK");
	return s;
}

static void both_ways(struct trial *t, struct raw *c, const struct reference *r, bool anew, const char *values, const char *what)
{
	struct said a = written(t, c, r, anew, values, r->hidden), b = written(t, c, r, anew, values, "987654321");

	tap_is(&t->tap, a.text, b.text, "attack 45 %s.%s: a hidden record is refused as none is, %s", r->entity, r->column, what);
}

static void each_reference(struct trial *t)
{
	struct person p;
	struct raw *c, *list = raw_open("postgres", t->database);
	int tried = 0;

	/* Some of those with orders and invoices are colleagues now. */
	raw_sql(t->admin,
	    "SET session_replication_role = replica; UPDATE site.users SET type = 'staff' WHERE type = 'client' AND id % 5 = 0; "
	    "RESET session_replication_role");
	person_make(t, &p, "attack45all", "superadmin", "superadmin");
	person_grant(t, &p, "user.staff_view", false);
	person_grant(t, &p, "staff.view", false);
	person_grant(t, &p, "staff.manage", false);
	c = login_open(t, &p);
	if (!raw_sql(list, naming_sql))
		tap_bail("%s", raw_message(list));
	for (int i = 0; i < raw_rows(list); i++) {
		struct reference r = { .entity = raw_value(list, i, 0), .column = raw_value(list, i, 1), .values = "{}" };
		const char *hidden = raw_text(t->admin, raw_value(list, i, 5));

		snprintf(r.hidden, sizeof r.hidden, "%s", hidden ? hidden : "");
		if (!hidden)
			continue;
		tried++;
		if (raw_sql(t->admin, raw_value(list, i, 4)) && raw_rows(t->admin) == 1) {
			snprintf(r.key, sizeof r.key, "%s", raw_value(t->admin, 0, 0));
			snprintf(r.version, sizeof r.version, "%s", raw_value(t->admin, 0, 1));
			snprintf(r.values, sizeof r.values, "%s", raw_value(t->admin, 0, 2) ? raw_value(t->admin, 0, 2) : "{}");
		}
		if (strcmp(raw_value(list, i, 2), "f") == 0 && r.key[0])
			both_ways(t, c, &r, false, "{}", "in a record");
		if (strcmp(raw_value(list, i, 3), "t") == 0) {
			both_ways(t, c, &r, true, "{}", "in a new one");
			both_ways(t, c, &r, true, r.values, "in a new one like another");
		}
	}
	tap_ok(&t->tap, tried >= 15, "attack 45 %d ways to name a record were tried", tried);
	raw_close(list);
	raw_close(c);
}

/* ---- 53, 54: recorded first ---- */

static void unrecorded(struct trial *t)
{
	static const char question[] = "{\"entity\": \"users\", \"columns\": [\"email\"], \"limit\": 5}";
	struct person p, other;
	struct raw *c, *second;
	char id[24];

	person_make(t, &p, "attack53", "staff", "support");
	person_make(t, &other, "attack54", "staff", "support");
	snprintf(id, sizeof id, "%lld", client_make(t, "attack53client", "client53@example.org", false));
	c = login_open(t, &p);
	second = login_open(t, &other);
	raw_sql(c, "BEGIN");
	ask(c, 1, question);
	rows(c, 1);
	refused(t, c, "ST002", "attack 53 a page in the transaction that asked for it");
	raw_sql(c, "ROLLBACK; BEGIN; SAVEPOINT s");
	ask(c, 1, question);
	raw_sql(c, "RELEASE s");
	rows(c, 1);
	refused(t, c, "ST002", "attack 53 behind a savepoint");
	raw_sql(c, "ROLLBACK");
	rows(c, 1);
	refused(t, c, "ST002", "attack 53 after it was rolled back");
	raw_sqlf(c, "BEGIN; SELECT api.open(2, 'users', '%s', 'test')", id);
	raw_do(c, "SELECT * FROM api.get('users', $1, '{email}')", RAW(id));
	refused(t, c, "ST002", "attack 53 a record in the transaction that opened it");
	raw_sql(c, "ROLLBACK");
	raw_do(c, "SELECT * FROM api.counts('users', $1)", RAW(id));
	refused(t, c, "ST002", "attack 53 nor its counts afterwards");
	ask(c, 3, question);
	tap_ok(&t->tap, rows(c, 3), "attack 53 a recorded page is shown");
	rows(second, 3);
	refused(t, second, "ST002", "attack 54 a ticket of another session");
	raw_sqlf(c, "SELECT api.open(4, 'users', '%s', 'test')", id);
	raw_do(c, "SELECT cells FROM api.get('users', $1, '{email}')", RAW(id));
	tap_is(&t->tap, raw_value(c, 0, 0), "{client53@example.org}", "attack 53 a recorded look shows the record");
	raw_do(second, "SELECT * FROM api.get('users', $1, '{email}')", RAW(id));
	refused(t, second, "ST002", "attack 54 a record that another session opened");
	raw_sql(c, "SELECT * FROM api.get('users', '10000009', '{email}')");
	refused(t, c, "ST002", "attack 54 another record than the opened one");
	raw_sql(t->admin, "ALTER TABLE audit.access DISABLE TRIGGER USER; UPDATE audit.access SET at = at - interval '11 minutes'");
	rows(c, 3);
	refused(t, c, "ST002", "attack 54 a stale ticket");
	raw_do(c, "SELECT * FROM api.get('users', $1, '{email}')", RAW(id));
	refused(t, c, "ST002", "attack 54 a record opened eleven minutes ago");
	raw_close(second);
	raw_close(c);
}

#define OPENED "SELECT count(*) FROM audit.access WHERE kind = 'open' AND entity_key = '%s'"

/* Every way to the values of a record leaves a row that names the record. */
static void around_the_record(struct trial *t)
{
	struct person p;
	struct raw *c;
	long long id = client_make(t, "attack53quiet", "quiet53@example.org", false);
	char key[24], disguised[4][40];

	person_make(t, &p, "attack53b", "staff", "support");
	snprintf(key, sizeof key, "%lld", id);
	c = login_open(t, &p);
	save(c, "users", key, "987", "{\"city\": \"x\"}");
	tap_ok(&t->tap, !strstr(raw_value(c, 0, 3) ? raw_value(c, 0, 3) : "", "quiet53"),
	    "attack 53 a conflict shows no record that was not opened (%s)", *raw_state(c) ? raw_state(c) : raw_value(c, 0, 0));
	raw_sql(c, "ROLLBACK");
	act(c, "users", key, "disable", "987", "{}");
	tap_ok(&t->tap, !strstr(raw_value(c, 0, 3) ? raw_value(c, 0, 3) : "", "quiet53"), "attack 53 nor does that of a verb");
	snprintf(disguised[0], sizeof disguised[0], "00%s", key);
	snprintf(disguised[1], sizeof disguised[1], " %s", key);
	snprintf(disguised[2], sizeof disguised[2], "+%s", key);
	snprintf(disguised[3], sizeof disguised[3], "%s\t", key);
	raw_sqlf(c, "SELECT api.open(5, 'users', '%s', '')", key);
	save(c, "users", key, "987", "{\"city\": \"x\"}");
	tap_ok(&t->tap, strstr(raw_value(c, 0, 3) ? raw_value(c, 0, 3) : "", "quiet53") != NULL,
	    "attack 53 of the record that was opened it does (%s)", *raw_state(c) ? raw_state(c) : raw_value(c, 0, 0));
	raw_do(c, "SELECT cells FROM api.get('users', $1, '{email}')", RAW(key));
	tap_is(&t->tap, raw_value(c, 0, 0), "{quiet53@example.org}", "attack 54 by its own key the record is shown");
	tap_number(&t->tap, raw_count(t->admin, OPENED, key), 1, "attack 54 and its look is in the trail");
	for (int i = 0; i < 4; i++) {
		char ticket[12];
		bool shown;
		snprintf(ticket, sizeof ticket, "%d", 10 + i);
		raw_do(c, "SELECT api.open($1, 'users', $2, '')", RAW(ticket, disguised[i]));
		shown = raw_do(c, "SELECT * FROM api.get('users', $1, '{email}')", RAW(disguised[i]));
		tap_ok(&t->tap, !shown || raw_count(t->admin, OPENED, key) == i + 2,
		    "attack 54 a key written as '%s' does not hide whose record was seen", disguised[i]);
	}
	raw_close(c);
}

/* Names to choose from are a list like any other. */
static void names_to_choose(struct trial *t)
{
	static const char names[] = "SELECT label FROM api.choices('users', 'attack53', 50, %d)";
	struct person p;
	struct raw *c;

	client_make(t, "attack53chosen", "chosen53@example.org", false);
	person_make(t, &p, "attack53c", "staff", "support");
	c = login_open(t, &p);
	refuses(t, c, "ST002", "SELECT label FROM api.choices('users', 'attack53', 50)",
	    "attack 53 names to choose from, not asked for before");
	raw_sql(c, "BEGIN");
	ask(c, 1, "{\"entity\": \"users\", \"columns\": [], \"search\": \"attack53\", \"limit\": 50}");
	raw_sqlf(c, names, 1);
	refused(t, c, "ST002", "attack 53 nor in the transaction that asked");
	raw_sql(c, "ROLLBACK");
	ask(c, 2, "{\"entity\": \"users\", \"columns\": [], \"search\": \"attack53\", \"limit\": 49}");
	raw_sqlf(c, names, 2);
	refused(t, c, "ST002", "attack 53 nor more of them");
	ask(c, 3, "{\"entity\": \"users\", \"columns\": [], \"search\": \"attack\", \"limit\": 50}");
	raw_sqlf(c, names, 3);
	refused(t, c, "ST002", "attack 53 nor others");
	ask(c, 4, "{\"entity\": \"organisations\", \"columns\": [], \"search\": \"attack53\", \"limit\": 50}");
	raw_sqlf(c, names, 4);
	refused(t, c, "ST002", "attack 53 nor by the ticket of another list");
	ask(c, 5, "{\"entity\": \"users\", \"columns\": [], \"search\": \"attack53\", \"limit\": 50}");
	raw_sqlf(c, names, 5);
	tap_ok(&t->tap, raw_rows(c) > 0, "attack 53 those that were asked for are told (%s)", raw_state(c));
	tap_number(&t->tap,
	    raw_count(t->admin,
		"SELECT sum(rows_asked) FROM audit.access WHERE user_id = %lld AND request->>'search' = 'attack53' AND entity = "
		"'users'",
		p.id),
	    99, "attack 53 and count, as those that were not read");
	raw_close(c);
}

static void budget(struct trial *t)
{
	struct person p;
	struct raw *c;

	person_make(t, &p, "attack49rows", "staff", "support");
	raw_sql(t->admin, "UPDATE auth.settings SET value = '1100' WHERE name = 'rows_per_hour'");
	c = login_open(t, &p);
	tap_ok(&t->tap, ask(c, 1, "{\"entity\": \"users\", \"columns\": [\"id\"], \"limit\": 100000}"),
	    "attack 49 a page far over the cap may be asked for");
	tap_ok(&t->tap, rows(c, 1) && raw_rows(c) <= 500, "attack 49 and has five hundred rows at most (%d)", raw_rows(c));
	raw_sql(c, "BEGIN");
	ask(c, 2, "{\"entity\": \"users\", \"columns\": [\"id\"], \"limit\": 500}");
	raw_sql(c, "ROLLBACK");
	tap_ok(&t->tap, ask(c, 2, "{\"entity\": \"users\", \"columns\": [\"id\"], \"limit\": 500}"),
	    "attack 49 a second page is within the hour's rows");
	ask(c, 3, "{\"entity\": \"users\", \"columns\": [\"id\"], \"limit\": 500}");
	refused(t, c, "ST003", "attack 49 a third is not");
	tap_ok(&t->tap, strlen(raw_hint(c)) >= 19, "attack 49 the hint says until when (%s)", raw_hint(c));
	raw_close(c);
	c = login_open(t, &p);
	ask(c, 1, "{\"entity\": \"users\", \"columns\": [\"id\"], \"limit\": 500}");
	refused(t, c, "ST003", "attack 49 a new session has no new rows");
	raw_sql(t->admin, "UPDATE auth.settings SET value = '50000' WHERE name = 'rows_per_hour'");
	raw_close(c);
}

int main(void)
{
	struct trial t;

	trial_open(&t);
	duplicates(&t);
	references(&t);
	each_reference(&t);
	around_the_record(&t);
	names_to_choose(&t);
	budget(&t);
	unrecorded(&t);
	trial_mutation(&t, "SELECT pg_temp.weaken('api.save', 'GET STACKED', 'RAISE; GET STACKED')", duplicates,
	    "attack 45 notices refusals in PostgreSQL's own words");
	trial_mutation(&t,
	    "SELECT pg_temp.weaken('meta.check_changes', 'hidden IS NULL OR hidden AND NOT other.right_hidden = ANY (p_rights)', "
	    "'false')",
	    each_reference, "attack 45 notices references to hidden accounts");
	trial_mutation(&t, "SELECT pg_temp.weaken('auth.need', 'a.xid IS DISTINCT FROM pg_current_xact_id_if_assigned()', 'true')",
	    unrecorded, "attack 53 notices pages shown before they are recorded");
	trial_mutation(&t, "SELECT pg_temp.weaken('auth.need', 'a.session_id = need.session_id AND a.entity', 'a.entity')",
	    unrecorded, "attack 54 notices records that others opened");
	trial_mutation(&t,
	    "SELECT pg_temp.weaken('api.choices', 'who.request->>''entity'' IS DISTINCT FROM p_name', 'false AND true')",
	    names_to_choose, "attack 53 notices names told by any ticket");
	trial_mutation(&t, "SELECT pg_temp.weaken('auth.record_access', 'used > allowed', 'false')", budget,
	    "attack 49 notices a budget without an end");
	return trial_close(&t);
}
