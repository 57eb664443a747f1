/*
 * Two people at once, in every order: log-in, session, save and grant. Each order of the steps of two scripts is a point of its own; what
 * must hold after it does not depend on the order: at most one live session of an account, no save lost, doubled or written over unseen,
 * no right used after its revocation was committed, as many failed log-ins as were committed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/hand.h"

#define SCRIPT(...)                                                                                                                \
	(const struct step *const[])                                                                                               \
	{                                                                                                                          \
		__VA_ARGS__, NULL                                                                                                  \
	}

/* ---- invariants ---- */

static void check_one_session(struct play *p)
{
	struct stage *st = p->ctx;
	struct raw *admin = st->t->admin;

	if (raw_count(admin,
		"SELECT count(*) FROM (SELECT FROM auth.sessions WHERE ended_at IS NULL GROUP BY user_id HAVING count(*) > 1) two"))
		blame(st, "two live sessions of an account");
}

static void check_sessions(struct play *p)
{
	struct stage *st = p->ctx;
	const struct side *newest = NULL;
	struct raw *admin = st->t->admin;

	check_one_session(p);
	for (int i = 0; i < 2; i++)
		if (st->hand[i].let_in && (!newest || st->hand[i].let_in_at > ((struct hand *)newest->who)->let_in_at))
			newest = &p->side[i];
	if (!newest)
		return;
	if (raw_count(admin, "SELECT count(*) FROM auth.sessions WHERE user_id = %lld AND ended_at IS NULL AND pid = %d",
		((struct hand *)newest->who)->person->id, raw_pid(newest->c)) != 1)
		blame(st, "the live session is not the newest one");
	for (int i = 0; i < 2; i++)
		if (&p->side[i] != newest && st->hand[i].person == ((struct hand *)newest->who)->person &&
		    raw_sql(p->side[i].c, "SELECT api.me()"))
			blame(st, "the replaced connection still works");
}

static void check_failures(struct play *p)
{
	struct stage *st = p->ctx;
	const struct hand *h = st->hand;
	long long counted = 0, failed = 0;

	for (int i = 0; i < 2; i++) {
		const struct hand *other = &h[1 - i];

		counted += h[i].counted;
		failed += h[i].counted && !h[i].let_in && !(other->let_in && other->let_in_at > h[i].counted_at);
	}
	if (raw_count(st->t->admin, "SELECT count(*) FROM auth.attempts WHERE login = '%s' AND submit_xid IS NOT NULL",
		h[0].person->login) != counted)
		blame(st, "not every committed submission is in the books, or more than these");
	if (raw_count(st->t->admin, "SELECT auth.failures('%s', now() - interval '15 minutes', false)", h[0].person->login) !=
	    failed)
		blame(st, "the failed log-ins counted are not those committed since the last good one");
}

/* Version, audit rows, remembered requests and the value itself tell of the same saves as the answers did. */
static void check_saves(struct play *p)
{
	struct stage *st = p->ctx;
	const struct hand *h = st->hand, *last = h[1].last_version > h[0].last_version ? &h[1] : &h[0];
	long long record = h[0].record ? h[0].record : h[1].record;
	long long told = h[0].saves + h[1].saves, perhaps = told + h[0].uncertain + h[1].uncertain, made;
	const char *street;

	made = raw_count(st->t->admin, "SELECT version FROM site.users WHERE id = %lld", record) - st->version;
	if (made < told || made > perhaps)
		blame(st, "the version does not count the saves that were told");
	if (raw_count(st->t->admin,
		"SELECT count(*) FROM audit.changes WHERE entity = 'site.users' AND entity_key = '%lld' AND op = 'U'", record) -
		st->audited !=
	    made)
		blame(st, "saves and audit rows differ");
	if (raw_count(st->t->admin, "SELECT count(*) FROM auth.requests WHERE entity = 'users' AND key = '%lld'", record) -
		st->requests !=
	    made)
		blame(st, "saves and remembered requests differ");
	street = raw_textf(st->t->admin, "SELECT street1 FROM site.users WHERE id = %lld", record);
	if (made == told && told > 0 && (!street || strcmp(street, last->last_text) != 0))
		blame(st, "the record does not hold what was saved last");
}

static void check_right(struct play *p)
{
	struct stage *st = p->ctx;
	const struct hand *h = &st->hand[1];
	struct raw *c;

	check_saves(p);
	check_one_session(p);
	if (!st->revoked) {
		blame(st, "the revocation was not committed");
		return;
	}
	c = login_open(st->t, h->person);
	raw_sqlf(c, "SELECT * FROM api.save('users', '%lld', %lld, '{\"street1\": \"Late\"}', gen_random_uuid())", h->record,
	    h->version);
	if (strcmp(raw_state(c), "42501") != 0)
		blame(st, "the revoked right can be used by logging in again");
	raw_close(c);
}

static void check_newest(struct play *p)
{
	check_saves(p);
	check_sessions(p);
}

static void check_login(struct play *p)
{
	check_failures(p);
	check_sessions(p);
}

/* ---- scenes ---- */

/* What a scene is about; several may hold. */
enum { LOG_IN = 1 << 0, SESSION = 1 << 1, SAVE = 1 << 2, GRANT = 1 << 3, KINDS = 4 };

struct scene {
	const char *name;
	unsigned about;
	const struct step *const *a, *const *b;
	void (*check)(struct play *p);
	bool a_logged_in, b_logged_in; /* before the first step, on a new connection each time */
	bool a_guesses;
	bool a_begun, b_begun; /* begin_login was before */
	int least; /* orders at least */
	bool must_wait; /* in some of the orders a step waits for a lock */
};

/* Who plays: a and b are the same person where the scene is about one account. */
struct cast {
	struct person a, b;
	const struct person *second;
	long long record;
	struct raw *fixed[2]; /* the connection of a side throughout, if not NULL */
	bool grants; /* a works on b's account, not on the record */
};

static struct raw *enter(struct trial *t, const struct person *p, bool logged_in)
{
	return logged_in ? login_open(t, p) : trial_stranger(t);
}

static void set_stage(struct trial *t, const struct scene *scene, const struct cast *cast, struct play *p, struct stage *st)
{
	struct raw *admin = t->admin;

	*st = (struct stage) { .t = t };
	*p = (struct play) { .admin = admin, .ctx = st };
	raw_sql(admin, "DELETE FROM auth.attempts; DELETE FROM site.blocked_addresses");
	raw_sqlf(admin, "DELETE FROM auth.staff_rights WHERE user_id = %lld", cast->second->id);
	st->hand[0] = (struct hand) { .person = &cast->a, .guesses = scene->a_guesses, .record = cast->record };
	st->hand[1] = (struct hand) { .person = cast->second, .record = cast->record };
	st->version = raw_count(admin, "SELECT version FROM site.users WHERE id = %lld", cast->record);
	st->audited = raw_count(admin,
	    "SELECT count(*) FROM audit.changes WHERE entity = 'site.users' AND entity_key = '%lld' AND op = 'U'", cast->record);
	st->requests = raw_count(admin, "SELECT count(*) FROM auth.requests WHERE entity = 'users' AND key = '%lld'", cast->record);
	p->side[0] = (struct side) { .script = scene->a, .who = &st->hand[0] };
	p->side[1] = (struct side) { .script = scene->b, .who = &st->hand[1] };
	p->side[0].c = cast->fixed[0] ? cast->fixed[0] : enter(t, &cast->a, scene->a_logged_in);
	p->side[1].c = cast->fixed[1] ? cast->fixed[1] : enter(t, cast->second, scene->b_logged_in);
	st->hand[0].version = st->hand[1].version = st->version;
	for (int i = 0; i < 2; i++) {
		p->side[i].play = p;
		if (i == 0 ? scene->a_begun : scene->b_begun)
			step_login.send(&p->side[i]);
	}
	if (cast->grants)
		st->hand[0].version = raw_count(admin, "SELECT version FROM auth.staff WHERE user_id = %lld", cast->second->id);
}

/*
 * The different orders that were played, as the steps were really sent: two orders that a lock makes one of count once, and so does what is played
 * again in another copy of the database.
 */
enum { ORDERS_MAX = 1000, ORDERS_LEAST = 120, ORDERS_LEAST_EACH = 30 };
static struct {
	char *order[ORDERS_MAX];
	unsigned about[ORDERS_MAX];
	int count;
} played;

static void count_order(const struct scene *scene, const struct play *p)
{
	char *order;

	if (asprintf(&order, "%s: %s", scene->name, p->order) < 0)
		tap_bail("no memory");
	for (int i = 0; i < played.count; i++)
		if (strcmp(played.order[i], order) == 0) {
			free(order);
			return;
		}
	if (played.count == ORDERS_MAX)
		tap_bail("more orders than room for them");
	played.about[played.count] = scene->about;
	played.order[played.count++] = order;
}

static void enough_orders(struct trial *t)
{
	static const char *const kinds[KINDS] = { "log-in", "session", "save", "grant" };
	int of[KINDS] = { 0 };

	for (int i = 0; i < played.count; i++) {
		for (int k = 0; k < KINDS; k++)
			of[k] += (played.about[i] & 1U << k) != 0;
		free(played.order[i]);
	}
	tap_ok(
	    &t->tap, played.count >= ORDERS_LEAST, "isolation %d different orders were played, and every one held", played.count);
	for (int k = 0; k < KINDS; k++)
		tap_ok(&t->tap, of[k] >= ORDERS_LEAST_EACH, "isolation %d of them about %s", of[k], kinds[k]);
}

static void play_scene(struct trial *t, const struct scene *scene, const struct cast *cast)
{
	struct play p = { .side = { { .script = scene->a }, { .script = scene->b } } };
	struct stage st;
	int orders = 0, waits = 0;

	for (unsigned order = play_first(&p); order; order = play_after(&p, order)) {
		set_stage(t, scene, cast, &p, &st);
		if (!play_run(&p, order))
			blame(&st, "nobody could go on");
		else
			scene->check(&p);
		orders++;
		waits += p.waits;
		if (!t->tap.silent && !st.wrong)
			count_order(scene, &p);
		tap_ok(&t->tap, !st.wrong, "isolation %s: %s", scene->name, p.order);
		if (st.wrong && !t->tap.silent)
			tap_diag("%s", st.wrong);
		for (int i = 0; i < 2; i++)
			if (!cast->fixed[i])
				raw_close(p.side[i].c);
		if (t->tap.silent && t->tap.failed)
			return;
	}
	tap_ok(&t->tap, orders >= scene->least, "isolation %s: %d orders", scene->name, orders);
	tap_ok(&t->tap, !scene->must_wait || waits > 0, "isolation %s: %d times one waited for the other", scene->name, waits);
}

static void logins(struct trial *t)
{
	struct cast cast = { .second = &cast.a };

	person_make(t, &cast.a, "isolation1", "staff", "support");
	cast.record = client_make(t, "isolated1", "isolated1@example.org", false);
	play_scene(t,
	    &(struct scene) { .name = "two log-ins",
		.about = LOG_IN | SESSION,
		.a = SCRIPT(&step_login, &step_submit, &step_finish),
		.b = SCRIPT(&step_login, &step_submit, &step_finish),
		.check = check_login,
		.least = 20 },
	    &cast);
}

static void guesses(struct trial *t)
{
	struct cast cast = { .second = &cast.a };

	person_make(t, &cast.a, "isolation2", "staff", "support");
	cast.record = client_make(t, "isolated2", "isolated2@example.org", false);
	play_scene(t,
	    &(struct scene) { .name = "a guess and a log-in",
		.about = LOG_IN,
		.a = SCRIPT(&step_begin, &step_submit, &step_commit, &step_finish),
		.b = SCRIPT(&step_submit, &step_finish),
		.check = check_login,
		.a_guesses = true,
		.a_begun = true,
		.b_begun = true,
		.least = 15 },
	    &cast);
	play_scene(t,
	    &(struct scene) { .name = "a guess taken back and a log-in",
		.about = LOG_IN,
		.a = SCRIPT(&step_begin, &step_submit, &step_rollback, &step_finish),
		.b = SCRIPT(&step_submit, &step_finish),
		.check = check_login,
		.a_guesses = true,
		.a_begun = true,
		.b_begun = true,
		.least = 15 },
	    &cast);
}

static void saves(struct trial *t)
{
	struct cast cast = { .second = &cast.b };

	person_make(t, &cast.a, "isolation3", "staff", "support");
	person_make(t, &cast.b, "isolation4", "staff", "support");
	cast.record = client_make(t, "isolated3", "isolated3@example.org", false);
	cast.fixed[0] = login_open(t, &cast.a);
	cast.fixed[1] = login_open(t, &cast.b);
	play_scene(t,
	    &(struct scene) { .name = "two saves of what both had read",
		.about = SAVE,
		.a = SCRIPT(&step_begin, &step_save, &step_commit),
		.b = SCRIPT(&step_begin, &step_save, &step_commit),
		.check = check_saves,
		.least = 20,
		.must_wait = true },
	    &cast);
	play_scene(t,
	    &(struct scene) { .name = "two saves of what each has read",
		.about = SAVE,
		.a = SCRIPT(&step_read, &step_begin, &step_save, &step_commit),
		.b = SCRIPT(&step_read, &step_save, &step_save),
		.check = check_saves,
		.least = 35,
		.must_wait = true },
	    &cast);
	play_scene(t,
	    &(struct scene) { .name = "a save taken back and one sent twice",
		.about = SAVE,
		.a = SCRIPT(&step_begin, &step_save, &step_rollback),
		.b = SCRIPT(&step_save, &step_again),
		.check = check_saves,
		.least = 10,
		.must_wait = true },
	    &cast);
	raw_close(cast.fixed[0]);
	raw_close(cast.fixed[1]);
}

static void grants(struct trial *t)
{
	struct cast cast = { .second = &cast.b };

	person_make(t, &cast.a, "isolation5", "superadmin", "superadmin");
	person_make(t, &cast.b, "isolation6", "staff", "support");
	cast.record = client_make(t, "isolated5", "isolated5@example.org", false);
	cast.grants = true;
	cast.fixed[0] = login_open(t, &cast.a);
	play_scene(t,
	    &(struct scene) { .name = "a right revoked and a save",
		.about = GRANT | SAVE,
		.a = SCRIPT(&step_begin, &step_revoke, &step_commit),
		.b = SCRIPT(&step_begin, &step_save, &step_commit),
		.check = check_right,
		.b_logged_in = true,
		.least = 20 },
	    &cast);
	play_scene(t,
	    &(struct scene) { .name = "a right revoked and two saves",
		.about = GRANT | SAVE,
		.a = SCRIPT(&step_begin, &step_revoke, &step_commit),
		.b = SCRIPT(&step_save, &step_save),
		.check = check_right,
		.b_logged_in = true,
		.least = 10 },
	    &cast);
	raw_close(cast.fixed[0]);
}

static void late_logins(struct trial *t)
{
	struct cast cast = { .second = &cast.b, .grants = true };

	person_make(t, &cast.a, "isolation8", "superadmin", "superadmin");
	person_make(t, &cast.b, "isolation9", "staff", "support");
	cast.record = client_make(t, "isolated8", "isolated8@example.org", false);
	cast.fixed[0] = login_open(t, &cast.a);
	play_scene(t,
	    &(struct scene) { .name = "a right revoked and a log-in",
		.about = GRANT | LOG_IN | SESSION,
		.a = SCRIPT(&step_begin, &step_revoke, &step_commit),
		.b = SCRIPT(&step_submit, &step_finish, &step_save),
		.check = check_right,
		.b_begun = true,
		.least = 20,
		.must_wait = true },
	    &cast);
	raw_close(cast.fixed[0]);
}

static void sessions(struct trial *t)
{
	struct cast cast = { .second = &cast.a };

	person_make(t, &cast.a, "isolation7", "staff", "support");
	cast.record = client_make(t, "isolated7", "isolated7@example.org", false);
	play_scene(t,
	    &(struct scene) { .name = "a save and a newer log-in",
		.about = SAVE | SESSION,
		.a = SCRIPT(&step_begin, &step_save, &step_commit),
		.b = SCRIPT(&step_submit, &step_finish),
		.check = check_newest,
		.a_logged_in = true,
		.b_begun = true,
		.least = 10 },
	    &cast);
	play_scene(t,
	    &(struct scene) { .name = "a log-out and a newer log-in",
		.about = SESSION,
		.a = SCRIPT(&step_save, &step_logout, &step_save),
		.b = SCRIPT(&step_submit, &step_finish),
		.check = check_newest,
		.a_logged_in = true,
		.b_begun = true,
		.least = 10 },
	    &cast);
}

/* As if no backend could be ended: the gate alone must hold. */
static const char no_ending[] =
    "SELECT pg_temp.weaken('auth.end_sessions', 'PERFORM pg_terminate_backend(activity.pid)', 'PERFORM activity.pid');";

static void by_gate(struct trial *t)
{
	raw_sql(t->admin, no_ending);
	grants(t);
	sessions(t);
}

int main(void)
{
	struct trial t;
	char sql[600];

	trial_open(&t);
	logins(&t);
	guesses(&t);
	saves(&t);
	grants(&t);
	late_logins(&t);
	sessions(&t);
	trial_weakened(&t, by_gate);
	enough_orders(&t);
	snprintf(
	    sql, sizeof sql, "%sSELECT pg_temp.weaken('auth.need', 'state IS DISTINCT FROM ''ok''', 'state IS NULL')", no_ending);
	trial_mutation(&t, "DROP TRIGGER grant_changed ON auth.staff_rights", grants,
	    "isolation notices a right that outlives its revocation");
	trial_mutation(&t, sql, sessions, "isolation notices a session that outlives its replacement");
	trial_mutation(&t,
	    "SELECT pg_temp.weaken('auth.start_session', 'PERFORM auth.end_sessions(account.user_id, ''replaced'')', 'NULL');"
	    "DROP INDEX auth.sessions_one_per_person_key",
	    logins, "isolation notices two live sessions");
	trial_mutation(&t,
	    "SELECT pg_temp.weaken('auth.failures', 'pg_visible_in_snapshot(a.submit_xid, t.cleared_snapshot)', 'true')", guesses,
	    "isolation notices a guess that is counted by the clock alone");
	trial_mutation(&t,
	    "SELECT pg_temp.weaken('meta.lock_record', 'now_version IS NOT DISTINCT FROM p_version', 'now_version IS NOT NULL')",
	    saves, "isolation notices a save over a change that was not seen");
	trial_mutation(&t, "SELECT pg_temp.weaken('api.save', 'known.request IS NOT NULL', 'false')", saves,
	    "isolation notices a request that counts twice");
	return trial_close(&t);
}
