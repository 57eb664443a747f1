/*
 * Refused calls are seen. They roll back, and whoever tries doors has every reason to roll back the rest as well: what is counted must outlive
 * that, whatever the client does with its transactions, its session or its connection.
 */
#include <stdio.h>
#include <string.h>

#include "tests/lib/trial.h"

static const char forbidden[] = "SELECT api.ask(%d, '{\"entity\": \"accesses\", \"columns\": [\"id\"]}')";
static const char good[] = "SELECT user_id FROM api.me()";

static long long seen(struct trial *t, const struct person *p)
{
	return raw_count(
	    t->admin, "SELECT coalesce(sum(times), 0) FROM auth.events WHERE kind = 'refused' AND user_id = %lld", p->id);
}

static long long unknown(struct trial *t)
{
	return raw_count(t->admin, "SELECT coalesce(sum(times), 0) FROM auth.events WHERE kind = 'refused' AND user_id IS NULL");
}

/* The warden's turn, as if more than a minute had gone by since the one before; twice, since the first takes the count. */
static void warden(struct trial *t)
{
	for (int i = 0; i < 2; i++)
		raw_sql(t->admin,
		    "UPDATE auth.refusal_book SET seen_at = seen_at - interval '61 seconds'; SELECT count(*) FROM auth.warden()");
}

static void tried(struct trial *t, struct raw *c, int ticket, const char *name)
{
	raw_sqlf(c, forbidden, ticket);
	refused(t, c, "42501", "refusals %s", name);
}

static void by_name(struct trial *t)
{
	struct person p;
	struct raw *c;

	person_make(t, &p, "refused1", "staff", "support");
	person_grant(t, &p, "audit.view", false);
	c = login_open(t, &p);
	tried(t, c, 1, "a list without its right");
	tap_number(&t->tap, seen(t, &p), 0, "refusals nothing of the refused call itself stays");
	raw_sql(c, good);
	tap_number(&t->tap, seen(t, &p), 1, "refusals the next good call notes it");
	tap_is(&t->tap,
	    raw_text(t->admin, "SELECT login || ' ' || detail FROM auth.events WHERE kind = 'refused' ORDER BY id DESC LIMIT 1"),
	    "refused1 audit.view", "refusals with who it was and the right that was wanted");
	for (int i = 0; i < 3; i++) {
		raw_sql(c, "BEGIN; SAVEPOINT s");
		tried(t, c, 1, "behind a savepoint");
		raw_sql(c, "ROLLBACK TO s; ROLLBACK");
	}
	raw_sql(c, good);
	tap_number(&t->tap, seen(t, &p), 4, "refusals three that were rolled back are three more");
	tap_is(&t->tap, raw_text(t->admin, "SELECT detail FROM auth.events WHERE kind = 'refused' ORDER BY id DESC LIMIT 1"),
	    "audit.view (3)", "refusals and one event");
	raw_sql(c, "SELECT api.act('security_settings', 'idle', 'set', 0, '{}', gen_random_uuid())");
	tap_ok(&t->tap, *raw_state(c), "refusals a verb without its right");
	raw_sql(c, "SELECT api.logout()");
	tap_number(&t->tap, seen(t, &p), 5, "refusals what came just before the log-out is noted by it");
	raw_close(c);
}

/* Somebody who takes back whatever would write his name down. */
static void without_a_name(struct trial *t)
{
	struct person p;
	struct raw *c;

	person_make(t, &p, "refused2", "staff", "support");
	person_grant(t, &p, "audit.view", false);
	warden(t);
	c = login_open(t, &p);
	tried(t, c, 1, "then nothing but rolled back calls");
	raw_sqlf(c, "BEGIN; %s; ROLLBACK", good);
	tap_number(&t->tap, seen(t, &p), 0, "refusals his name can be taken back");
	warden(t);
	tap_number(&t->tap, unknown(t), 1, "refusals that there was one cannot");
	tap_number(&t->tap,
	    raw_count(t->admin,
		"SELECT count(*) FROM auth.events WHERE kind = 'refused' AND user_id IS NULL AND detail LIKE '%%refused2%%'"),
	    1, "refusals and the warden tells who was at the console");
	raw_close(c);
	c = login_open(t, &p);
	tried(t, c, 1, "before the count is thrown away");
	raw_sql(c, "DISCARD SEQUENCES");
	raw_sql(c, good);
	tap_ok(&t->tap, !*raw_state(c), "refusals DISCARD keeps the session");
	warden(t);
	tap_number(&t->tap, unknown(t) + seen(t, &p), 2, "refusals but hides nothing");
	raw_close(c);
	c = login_open(t, &p);
	tried(t, c, 1, "and then the line is cut");
	raw_drop(c);
	warden(t);
	tap_number(&t->tap, unknown(t) + seen(t, &p), 3, "refusals one before a cut line");
	c = trial_stranger(t);
	raw_sqlf(c, forbidden, 1);
	refused(t, c, "ST001", "refusals nobody logged in");
	warden(t);
	tap_number(&t->tap, unknown(t) + seen(t, &p), 4, "refusals a call without a log-in");
	warden(t);
	tap_number(&t->tap, unknown(t) + seen(t, &p), 4, "refusals nothing is told twice");
	raw_close(c);
}

static void out_of_reach(struct trial *t)
{
	static const char *const statements[] = { "SELECT setval('auth.refused_seq', 0)", "SELECT nextval('auth.refusals_seq')",
		"SELECT last_value FROM auth.refusals_seq", "SELECT auth.count_refusal('x')", "SELECT auth.note_refusals(1, 1, 1)",
		"SELECT auth.seen('warden')", "SELECT auth.witnessed(1)", "SELECT auth.verified(1, 0)",
		"UPDATE auth.refusal_book SET told = 1" };
	struct person p;
	struct raw *c;

	person_make(t, &p, "refused3", "superadmin", "superadmin");
	c = login_open(t, &p);
	for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
		char name[100];

		snprintf(name, sizeof name, "refusals out of reach: %s", statements[i]);
		refuses(t, c, "42501", statements[i], name);
	}
	raw_close(c);
}

int main(void)
{
	struct trial t;

	trial_open(&t);
	by_name(&t);
	without_a_name(&t);
	out_of_reach(&t);
	trial_mutation(&t, "SELECT pg_temp.weaken('auth.need', 'refused > noted * 1000 + 999', 'false')", by_name,
	    "refusals notices that no call notes them");
	trial_mutation(&t, "SELECT pg_temp.weaken('auth.count_refusal', 'PERFORM nextval(''auth.refusals_seq'')', 'NULL')",
	    without_a_name, "refusals notices that they are not counted");
	return trial_close(&t);
}
