/*
 * A writing call whose answer never comes: the line dies before the server heard it, after the server committed, or anywhere in between. Each
 * time a new session must learn from api.outcome what happened, the table and the trail must say the same, and repeating the call under
 * the same number must not do it twice.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/lib/trial.h"
#include "tests/lib/wire.h"

struct call {
	const char *name;
	/* $1 is the key, $2 the request. */
	const char *sql;
	/* How many rows tell that it was done; %lld is the account. */
	const char *done;
};

static const struct call calls[] = {
	{ "save", "SELECT outcome FROM api.save('users', $1, 1, '{\"city\": \"Lost\"}', $2)",
	    "SELECT count(*) FROM audit.changes WHERE entity = 'site.users' AND subject_user_id = %lld AND op = 'U'" },
	{ "create a note",
	    "SELECT outcome FROM api.save('user_notes', NULL, NULL, jsonb_build_object('user_id', $1::text, 'body', 'Lost'), $2)",
	    "SELECT count(*) FROM audit.changes WHERE entity = 'site.user_notes' AND subject_user_id = %lld AND op = 'I'" },
	{ "disable", "SELECT outcome FROM api.act('users', $1, 'disable', 1, '{}', $2)",
	    "SELECT count(*) FROM audit.changes WHERE entity = 'site.users' AND subject_user_id = %lld AND op = 'U'" },
	{ "rename", "SELECT outcome FROM api.act('users', $1, 'rename', 1, jsonb_build_object('login', 'lost' || $1::text), $2)",
	    "SELECT count(*) FROM audit.changes WHERE entity = 'site.users' AND subject_user_id = %lld AND op = 'U'" },
	{ "set a permission", "SELECT outcome FROM api.act('user_permissions', $1 || ':agent', 'set', 0, '{\"value\": \"t\"}', $2)",
	    "SELECT count(*) FROM audit.changes WHERE entity = 'site.user_permissions' AND subject_user_id = %lld AND op = 'I'" },
	{ "add an address rule",
	    "SELECT outcome FROM api.save('ip_rules', NULL, NULL, jsonb_build_object('user_id', $1::text, 'network', "
	    "'192.0.2.0/24'), $2)",
	    "SELECT count(*) FROM audit.changes WHERE entity = 'site.ip_rules' AND subject_user_id = %lld AND op = 'I'" },
};
enum { CALLS = sizeof calls / sizeof calls[0] };

struct story {
	struct trial *t;
	struct wire *wire;
	struct person p;
	int clients;
};

/* A client account of its own for each try, and a fresh request. */
struct
try {
	char key[24], request[37];
	long long id;
};

static void begin(struct story *s, struct try *a)
{
	char login[40];

	snprintf(login, sizeof login, "lost%d.%d", (int)getpid(), s->clients++);
	a->id = client_make(s->t, login, "lost@example.org", false);
	snprintf(a->key, sizeof a->key, "%lld", a->id);
	uuid_make(a->request);
}

static struct raw *through_wire(struct story *s)
{
	char text[200];
	struct raw *c;

	snprintf(text, sizeof text, "host=%s user=steward_console dbname=%s connect_timeout=10", s->wire->folder, s->t->database);
	c = raw_open_with(text);
	if (strcmp(login_try(c, &s->p, "192.0.2.10", false, false), "ok") != 0)
		tap_bail("no log-in through the proxy: %s", raw_message(c));
	return c;
}

static long long done(struct story *s, const struct call *call, const struct try *a)
{
	char sql[400];
	const char *mark = strstr(call->done, "%lld");

	snprintf(sql, sizeof sql, "%.*s%s%s", (int)(mark - call->done), call->done, a->key, mark + 4);
	return raw_count(s->t->admin, "%s", sql);
}

static bool committed(struct story *s, const struct try *a)
{
	return raw_count(s->t->admin, "SELECT count(*) FROM auth.requests WHERE request = '%s'", a->request) == 1;
}

/* Waits for the server to be done with it, or gives up after a second. */
static bool wait_committed(struct story *s, const struct try *a)
{
	for (int i = 0; i < 200; i++) {
		if (committed(s, a))
			return true;
		usleep(5000);
	}
	return false;
}

static void wait_alone(struct story *s)
{
	for (int i = 0; i < 400; i++) {
		if (raw_count(s->t->admin, "SELECT count(*) FROM pg_stat_activity WHERE usename = 'steward_console' AND datname = "
					   "current_database()") == 0)
			return;
		usleep(5000);
	}
}

/* What a new session learns, and what repeating does. */
static bool truth(struct story *s, const struct call *call, const struct try *a, bool *ret_known)
{
	struct raw *c = login_open(s->t, &s->p);
	long long before = done(s, call, a);
	bool known, ok;

	raw_do(c, "SELECT known, outcome FROM api.outcome($1)", RAW(a->request));
	known = raw_value(c, 0, 0) && *raw_value(c, 0, 0) == 't';
	ok = raw_rows(c) == 1 && before == (known ? 1 : 0);
	raw_do(c, call->sql, RAW(a->key, a->request));
	ok = ok && raw_value(c, 0, 0) && strcmp(raw_value(c, 0, 0), "saved") == 0 && done(s, call, a) == 1;
	if (!ok)
		tap_diag("%s: known %d, done %lld before and %lld after the repetition, %s %s", call->name, known, before,
		    done(s, call, a), raw_state(c), raw_message(c));
	raw_close(c);
	*ret_known = known;
	return ok;
}

static void answer_lost(struct story *s, const struct call *call)
{
	struct try a;
	struct raw *c;
	bool known;

	begin(s, &a);
	c = through_wire(s);
	wire_say(s->wire, "swallow");
	raw_send(c, call->sql, RAW(a.key, a.request));
	tap_ok(&s->t->tap, wait_committed(s, &a), "fault %s: the server commits", call->name);
	tap_ok(&s->t->tap, !raw_answered(c, 50), "fault %s: and its answer is lost", call->name);
	wire_say(s->wire, "cut");
	wire_say(s->wire, "pass");
	tap_ok(&s->t->tap, truth(s, call, &a, &known) && known,
	    "fault %s: the outcome is known, and repeating it does nothing twice", call->name);
	raw_close(c);
}

static void call_lost(struct story *s, const struct call *call)
{
	struct try a;
	struct raw *c;
	bool known;

	begin(s, &a);
	c = through_wire(s);
	wire_say(s->wire, "deafen");
	raw_send(c, call->sql, RAW(a.key, a.request));
	raw_answered(c, 50);
	wire_say(s->wire, "cut");
	wire_say(s->wire, "pass");
	raw_answered(c, 1000);
	tap_ok(&s->t->tap, truth(s, call, &a, &known) && !known,
	    "fault %s: a call that the server never heard is not known, and is done once when repeated", call->name);
	raw_close(c);
}

/* The transaction was written and only the answer to COMMIT is missing, or COMMIT itself never arrived. */
static void commit_lost(struct story *s, const struct call *call, bool heard)
{
	struct try a;
	struct raw *c;
	bool known;

	begin(s, &a);
	c = through_wire(s);
	raw_sql(c, "BEGIN");
	raw_do(c, call->sql, RAW(a.key, a.request));
	tap_ok(&s->t->tap, !committed(s, &a), "fault %s: nothing is seen of it before COMMIT", call->name);
	wire_say(s->wire, heard ? "swallow" : "deafen");
	raw_send(c, "COMMIT", NULL, 0);
	if (heard)
		wait_committed(s, &a);
	else
		raw_answered(c, 50);
	wire_say(s->wire, "cut");
	wire_say(s->wire, "pass");
	wait_alone(s);
	tap_ok(&s->t->tap, truth(s, call, &a, &known) && known == heard, "fault %s: COMMIT %s: the outcome tells the truth",
	    call->name, heard ? "arrived and its answer was lost" : "never arrived");
	raw_close(c);
}

/* The answer ends after each few bytes. */
static void torn_answers(struct story *s, const struct call *call)
{
	int wrong = 0, tries = 0, known_ones = 0;

	for (int bytes = 0; bytes <= 120; bytes += 8, tries++) {
		struct try a;
		struct raw *c;
		char command[40];
		bool known = false;
		begin(s, &a);
		c = through_wire(s);
		snprintf(command, sizeof command, "cut-after %d", bytes);
		wire_say(s->wire, command);
		raw_send(c, call->sql, RAW(a.key, a.request));
		raw_answered(c, 2000);
		wire_say(s->wire, "cut");
		wire_say(s->wire, "pass");
		wait_alone(s);
		wrong += !truth(s, call, &a, &known);
		known_ones += known;
		raw_close(c);
	}
	tap_number(&s->t->tap, wrong, 0,
	    "fault %s: %d answers torn after 0 to 120 bytes, the truth is told each time (%d had been done)", call->name, tries,
	    known_ones);
}

/* A stranger's request number tells him nothing of somebody else's work. */
static void others(struct story *s)
{
	struct person other;
	struct try a;
	struct raw *c = login_open(s->t, &s->p);

	begin(s, &a);
	raw_do(c, calls[0].sql, RAW(a.key, a.request));
	raw_close(c);
	person_make(s->t, &other, "lostother", "superadmin", "superadmin");
	c = login_open(s->t, &other);
	raw_do(c, "SELECT known, outcome, entity, key, version FROM api.outcome($1)", RAW(a.request));
	tap_ok(&s->t->tap, raw_value(c, 0, 0) && *raw_value(c, 0, 0) == 'f' && !raw_value(c, 0, 1) && !raw_value(c, 0, 3),
	    "fault the outcome of another person's request is not told");
	raw_do(c, calls[0].sql, RAW(a.key, a.request));
	tap_ok(&s->t->tap, *raw_state(c) || strcmp(raw_value(c, 0, 0), "conflict") == 0,
	    "fault nor is it done again for another person (%s)", raw_state(c));
	tap_number(&s->t->tap, done(s, &calls[0], &a), 1, "fault it was done once");
	raw_close(c);
}

int main(void)
{
	struct trial t;
	struct wire wire;
	struct story s = { .t = &t, .wire = &wire };

	trial_open(&t);
	wire_open(&wire);
	person_make(&t, &s.p, "lostanswers", "superadmin", "superadmin");
	for (int i = 0; i < CALLS; i++) {
		answer_lost(&s, &calls[i]);
		call_lost(&s, &calls[i]);
		commit_lost(&s, &calls[i], true);
		commit_lost(&s, &calls[i], false);
	}
	torn_answers(&s, &calls[0]);
	torn_answers(&s, &calls[1]);
	others(&s);
	wire_close(&wire);
	return trial_close(&t);
}
