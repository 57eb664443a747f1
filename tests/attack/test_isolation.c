/*
 * Two people at once, in every order: log-in, session, save and grant. Each order of the steps of two scripts is a point of its own; what
 * must hold after it does not depend on the order: at most one live session of an account, no save lost, doubled or written over unseen,
 * no right used after its revocation was committed, as many failed log-ins as were committed.
 */
#include <stdio.h>
#include <string.h>

#include "tests/lib/play.h"
#include "tests/lib/trial.h"

static const char home[] = "192.0.2.10";

/* What one of the two knows by the answers it got: only what was told counts. */
struct hand {
	const struct person *person;
	struct attempt attempt;
	bool guesses; /* sends a wrong password */
	bool inside, spoilt; /* a transaction is open; it has failed */
	long long record, version; /* version as last read or written */
	char request[37], text[40], last_text[40];
	bool known; /* the request was answered with "saved" */
	int ticket, pending, saves, uncertain; /* saves: in the open transaction, committed, of a commit whose answer was lost */
	long long last_version; /* of the last committed save */
	bool submitted, counted, let_in, revokes, out;
	int counted_at, let_in_at;
};

/* One order of one scene. */
struct stage {
	struct trial *t;
	struct hand hand[2];
	int turn;
	bool revoked; /* the revocation was committed, as its sender knows */
	bool late; /* what is under way was sent after the session or the right had ended */
	const char *wrong; /* the first thing that should not be */
	long long version, audited, requests; /* of the record, before */
};

static void blame(struct stage *st, const char *what)
{
	if (!st->wrong)
		st->wrong = what;
}

static struct stage *stage_of(const struct side *s)
{
	return s->play->ctx;
}

static struct hand *other_hand(const struct side *s)
{
	struct stage *st = stage_of(s);

	return s->who == &st->hand[0] ? &st->hand[1] : &st->hand[0];
}

/* ---- steps ---- */

/* What was done inside the transaction holds from now on. */
static void keep(struct side *s)
{
	struct hand *h = s->who;
	struct stage *st = stage_of(s);

	if (h->pending > 0) {
		h->saves += h->pending;
		h->last_version = h->version;
		snprintf(h->last_text, sizeof h->last_text, "%s", h->text);
	}
	if (h->submitted && !h->counted) {
		h->counted = true;
		h->counted_at = ++st->turn;
	}
	if (h->revokes)
		st->revoked = true;
	h->pending = 0;
}

static void send_begin(struct side *s)
{
	raw_send(s->c, "BEGIN", NULL, 0);
}

static void done_begin(struct side *s)
{
	struct hand *h = s->who;

	h->inside = *raw_state(s->c) == '\0';
	h->spoilt = false;
}

static void send_commit(struct side *s)
{
	raw_send(s->c, "COMMIT", NULL, 0);
}

static void done_commit(struct side *s)
{
	struct hand *h = s->who;

	if (*raw_state(s->c))
		h->uncertain += h->pending;
	else if (h->inside && !h->spoilt)
		keep(s);
	h->pending = 0;
	h->inside = h->spoilt = false;
}

static void send_rollback(struct side *s)
{
	raw_send(s->c, "ROLLBACK", NULL, 0);
}

static void done_rollback(struct side *s)
{
	struct hand *h = s->who;

	h->pending = 0;
	h->submitted = h->known = h->inside = h->spoilt = false;
}

static void send_login(struct side *s)
{
	struct hand *h = s->who;

	if (login_begin(s->c, &h->attempt, h->person->login, home))
		login_prove(&h->attempt, h->person, h->guesses, false);
	else
		blame(stage_of(s), "begin_login was refused");
}

static void send_submit(struct side *s)
{
	struct hand *h = s->who;
	char id[24];

	snprintf(id, sizeof id, "%lld", h->attempt.id);
	raw_send(s->c, "SELECT api.submit_login($1, $2::pg_catalog.bytea, $3::pg_catalog.bytea)",
	    RAW(id, h->attempt.password_proof, h->attempt.pin_proof));
}

static void done_submit(struct side *s)
{
	struct hand *h = s->who;

	h->submitted = *raw_state(s->c) == '\0';
	if (!h->submitted)
		blame(stage_of(s), "submit_login was refused");
	if (!h->inside)
		keep(s);
}

static void send_finish(struct side *s)
{
	struct hand *h = s->who;
	char id[24];

	snprintf(id, sizeof id, "%lld", h->attempt.id);
	raw_send(s->c, "SELECT api.finish_login($1)", RAW(id));
}

static void done_finish(struct side *s)
{
	struct hand *h = s->who;
	struct stage *st = stage_of(s);
	const char *answer = *raw_state(s->c) ? raw_state(s->c) : raw_value(s->c, 0, 0);
	const char *wanted = !h->counted ? "22023" : h->guesses ? "denied" : "ok";

	if (!answer || strcmp(answer, wanted) != 0)
		blame(st, "finish_login did not answer what the submission deserves");
	if (answer && strcmp(answer, "ok") == 0) {
		h->let_in = true;
		h->let_in_at = ++st->turn;
	}
}

static void send_read(struct side *s)
{
	struct hand *h = s->who;

	h->ticket = (int)(1 + raw_count(s->play->admin, "SELECT count(*) FROM audit.access"));
	if (raw_sqlf(s->c, "SELECT api.open(%d, 'users', '%lld', '')", h->ticket, h->record))
		raw_sqlf(s->c, "SELECT version FROM api.get('users', '%lld', '{street1}')", h->record);
}

static void done_read(struct side *s)
{
	struct hand *h = s->who;

	if (*raw_state(s->c) || raw_rows(s->c) != 1)
		blame(stage_of(s), "the record cannot be read");
	else
		h->version = raw_number(s->c, 0, 0);
}

/* The same request again, as after an answer that was lost. */
static void send_again(struct side *s)
{
	struct hand *h = s->who;
	struct stage *st = stage_of(s);
	char key[24], version[24], changes[80];

	st->late = h->out || st->revoked || (other_hand(s)->person == h->person && other_hand(s)->let_in);
	snprintf(key, sizeof key, "%lld", h->record);
	snprintf(version, sizeof version, "%lld", h->version);
	snprintf(changes, sizeof changes, "{\"street1\": \"%s\"}", h->text);
	raw_send(s->c, "SELECT outcome, key, version FROM api.save('users', $1, $2::bigint, $3::jsonb, $4::uuid)",
	    RAW(key, version, changes, h->request));
}

static void send_save(struct side *s)
{
	struct hand *h = s->who;

	uuid_make(h->request);
	snprintf(h->text, sizeof h->text, "Street %.30s", h->request);
	h->known = false;
	send_again(s);
}

static void done_save(struct side *s)
{
	struct hand *h = s->who;
	struct stage *st = stage_of(s);
	const char *outcome = raw_value(s->c, 0, 0);

	if (*raw_state(s->c)) {
		h->spoilt = h->inside;
		if (h->known)
			blame(st, "the same request was not answered as before");
		if (strcmp(raw_state(s->c), "55P03") == 0)
			blame(st, "a save gave up waiting");
		return;
	}
	if (!outcome || strcmp(outcome, "saved") != 0)
		return;
	if (st->late)
		blame(st, "saved after session or right had ended");
	if (!h->known) {
		if (raw_number(s->c, 0, 2) != h->version + 1)
			blame(st, "wrote over a change that it had not seen");
		h->pending++;
	} else if (raw_number(s->c, 0, 2) != h->version) {
		blame(st, "the same request had another outcome");
	}
	h->known = true;
	h->version = raw_number(s->c, 0, 2);
	if (!h->inside)
		keep(s);
}

static void send_logout(struct side *s)
{
	raw_send(s->c, "SELECT api.logout()", NULL, 0);
}

static void done_logout(struct side *s)
{
	struct hand *h = s->who;

	h->out = *raw_state(s->c) == '\0';
}

/* Takes the right to edit from the other one. */
static void send_revoke(struct side *s)
{
	struct hand *h = s->who;
	char key[60], version[24];

	snprintf(key, sizeof key, "%lld:user.edit", other_hand(s)->person->id);
	snprintf(version, sizeof version, "%lld", h->version);
	uuid_make(h->request);
	raw_send(s->c,
	    "SELECT outcome, key, version FROM api.act('staff_rights', $1, 'set', $2::bigint, '{\"value\": \"f\"}', $3::uuid)",
	    RAW(key, version, h->request));
}

static void done_revoke(struct side *s)
{
	struct hand *h = s->who;
	const char *outcome = *raw_state(s->c) ? NULL : raw_value(s->c, 0, 0);

	h->revokes = outcome && strcmp(outcome, "saved") == 0;
	if (!h->revokes)
		blame(stage_of(s), "the right could not be revoked");
}

static const struct step BEGIN = { "begin", send_begin, done_begin }, COMMIT = { "commit", send_commit, done_commit },
			 ROLLBACK = { "rollback", send_rollback, done_rollback }, LOGIN = { "login", send_login, NULL },
			 SUBMIT = { "submit", send_submit, done_submit }, FINISH = { "finish", send_finish, done_finish },
			 READ = { "read", send_read, done_read }, SAVE = { "save", send_save, done_save },
			 AGAIN = { "again", send_again, done_save }, LOGOUT = { "logout", send_logout, done_logout },
			 REVOKE = { "revoke", send_revoke, done_revoke };

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

struct scene {
	const char *name;
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
			send_login(&p->side[i]);
	}
	if (cast->grants)
		st->hand[0].version = raw_count(admin, "SELECT version FROM auth.staff WHERE user_id = %lld", cast->second->id);
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
		.a = SCRIPT(&LOGIN, &SUBMIT, &FINISH),
		.b = SCRIPT(&LOGIN, &SUBMIT, &FINISH),
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
		.a = SCRIPT(&BEGIN, &SUBMIT, &COMMIT, &FINISH),
		.b = SCRIPT(&SUBMIT, &FINISH),
		.check = check_login,
		.a_guesses = true,
		.a_begun = true,
		.b_begun = true,
		.least = 15 },
	    &cast);
	play_scene(t,
	    &(struct scene) { .name = "a guess taken back and a log-in",
		.a = SCRIPT(&BEGIN, &SUBMIT, &ROLLBACK, &FINISH),
		.b = SCRIPT(&SUBMIT, &FINISH),
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
		.a = SCRIPT(&BEGIN, &SAVE, &COMMIT),
		.b = SCRIPT(&BEGIN, &SAVE, &COMMIT),
		.check = check_saves,
		.least = 20,
		.must_wait = true },
	    &cast);
	play_scene(t,
	    &(struct scene) { .name = "two saves of what each has read",
		.a = SCRIPT(&READ, &BEGIN, &SAVE, &COMMIT),
		.b = SCRIPT(&READ, &SAVE, &SAVE),
		.check = check_saves,
		.least = 35,
		.must_wait = true },
	    &cast);
	play_scene(t,
	    &(struct scene) { .name = "a save taken back and one sent twice",
		.a = SCRIPT(&BEGIN, &SAVE, &ROLLBACK),
		.b = SCRIPT(&SAVE, &AGAIN),
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
		.a = SCRIPT(&BEGIN, &REVOKE, &COMMIT),
		.b = SCRIPT(&BEGIN, &SAVE, &COMMIT),
		.check = check_right,
		.b_logged_in = true,
		.least = 20 },
	    &cast);
	play_scene(t,
	    &(struct scene) { .name = "a right revoked and three saves",
		.a = SCRIPT(&BEGIN, &REVOKE, &COMMIT),
		.b = SCRIPT(&SAVE, &SAVE, &SAVE),
		.check = check_right,
		.b_logged_in = true,
		.least = 20 },
	    &cast);
	play_scene(t,
	    &(struct scene) { .name = "a right revoked and a log-in",
		.a = SCRIPT(&BEGIN, &REVOKE, &COMMIT),
		.b = SCRIPT(&SUBMIT, &FINISH, &SAVE),
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
		.a = SCRIPT(&BEGIN, &SAVE, &COMMIT),
		.b = SCRIPT(&SUBMIT, &FINISH),
		.check = check_newest,
		.a_logged_in = true,
		.b_begun = true,
		.least = 10 },
	    &cast);
	play_scene(t,
	    &(struct scene) { .name = "a log-out and a newer log-in",
		.a = SCRIPT(&SAVE, &LOGOUT, &SAVE),
		.b = SCRIPT(&SUBMIT, &FINISH),
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
	sessions(&t);
	trial_weakened(&t, by_gate);
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
