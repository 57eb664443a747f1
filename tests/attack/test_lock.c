/* Attack 34: guessing at a locked screen, and getting round the lock on the same connection. */
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "tests/lib/trial.h"

static const char home[] = "192.0.2.10";

static const char begin_sql[] = "SELECT attempt, encode(nonce, 'hex'), login, address || '|unlock||' FROM api.begin_unlock()";
enum { GUESSES = 5, HOARD = 40 };

/* The proof is that of a log-in's PIN, over the purpose as well: what stands behind the name in the message is one text here. */
static bool unlock_begin(struct raw *c, struct attempt *a, const struct person *p, bool right)
{
	size_t n;

	memset(a, 0, sizeof *a);
	if (!raw_sql(c, begin_sql) || raw_rows(c) != 1)
		return false;
	a->id = raw_number(c, 0, 0);
	sodium_hex2bin(a->nonce, sizeof a->nonce, raw_value(c, 0, 1), 64, NULL, &n, NULL);
	snprintf(a->login, sizeof a->login, "%s", raw_value(c, 0, 2));
	snprintf(a->address, sizeof a->address, "%s", raw_value(c, 0, 3));
	login_prove(a, p, false, !right);
	return true;
}

static bool unlock_submit(struct raw *c, const struct attempt *a)
{
	return raw_sqlf(c, "SELECT api.submit_unlock(%lld, '%s')", a->id, a->pin_proof);
}

static const char *unlock_finish(struct raw *c, const struct attempt *a)
{
	if (!raw_sqlf(c, "SELECT api.finish_unlock(%lld)", a->id))
		return raw_state(c);
	return raw_value(c, 0, 0) ? raw_value(c, 0, 0) : "(null)";
}

static const char *unlock_try(struct raw *c, const struct person *p, bool right)
{
	struct attempt a;

	if (!unlock_begin(c, &a, p, right) || !unlock_submit(c, &a))
		return raw_state(c);
	return unlock_finish(c, &a);
}

static struct raw *locked(struct trial *t, struct person *p, const char *login)
{
	struct raw *c;

	person_make(t, p, login, "staff", "support");
	c = login_open(t, p);
	raw_sql(c, "SELECT api.lock()");
	return c;
}

static void guessing(struct trial *t)
{
	struct person p;
	struct raw *c = locked(t, &p, "attack34a");

	tap_is(&t->tap, unlock_try(c, &p, true), "ok", "attack 34 the right PIN opens the screen");
	raw_sql(c, "SELECT api.lock()");
	for (int i = 0; i < GUESSES; i++)
		tap_is(&t->tap, unlock_try(c, &p, false), "denied", "attack 34 guess %d", i + 1);
	tap_is(&t->tap, unlock_try(c, &p, true), "denied", "attack 34 after five guesses the right one is not looked at");
	tap_is(&t->tap, raw_text(c, "SELECT api.alive()"), "unlock failed", "attack 34 and the session has ended");
	refuses(t, c, "ST001", begin_sql, "attack 34 it cannot be tried again");
	raw_close(c);
}

/* Rolled back guesses, and guesses whose verdict was never asked for, count. */
static void unrecorded(struct trial *t)
{
	struct person p;
	struct attempt a[HOARD];
	struct raw *c = locked(t, &p, "attack34b");
	int opened = 0, kept = 0;

	for (int i = 0; i < 3; i++) {
		unlock_begin(c, &a[0], &p, false);
		unlock_submit(c, &a[0]);
		raw_sql(c, "BEGIN");
		unlock_finish(c, &a[0]);
		raw_sql(c, "ROLLBACK");
	}
	unlock_begin(c, &a[0], &p, true);
	raw_sql(c, "BEGIN");
	unlock_submit(c, &a[0]);
	tap_is(&t->tap, unlock_finish(c, &a[0]), "22023", "attack 34 nothing is told of a submission that can be rolled back");
	raw_sql(c, "ROLLBACK");
	for (; kept < HOARD && unlock_begin(c, &a[kept], &p, kept == 0); kept++)
		unlock_submit(c, &a[kept]);
	for (int i = 0; i < kept; i++)
		opened += strcmp(unlock_finish(c, &a[i]), "ok") == 0;
	tap_number(&t->tap, opened, 0, "attack 34 a hoard of %d proofs, the right one among them, opens nothing", kept);
	tap_ok(&t->tap, kept < HOARD, "attack 34 and has an end");
	tap_ok(&t->tap, strcmp(raw_text(c, "SELECT api.alive()"), "ok") != 0, "attack 34 the session is not open");
	raw_close(c);
}

static void wrong_proofs(struct trial *t)
{
	struct person p, other;
	struct attempt a, login;
	struct raw *c = locked(t, &p, "attack34c"), *second;

	unlock_begin(c, &a, &p, true);
	snprintf(a.pin_proof, sizeof a.pin_proof, "%s", a.password_proof);
	unlock_submit(c, &a);
	tap_is(&t->tap, unlock_finish(c, &a), "denied", "attack 34 the password's proof is not the PIN's");
	unlock_begin(c, &a, &p, true);
	unlock_submit(c, &a);
	tap_ok(&t->tap, !unlock_submit(c, &a), "attack 34 a proof is submitted once");
	second = locked(t, &other, "attack34d");
	tap_is(&t->tap, unlock_finish(second, &a), "22023", "attack 34 another connection cannot finish it");
	tap_is(&t->tap, raw_text(second, "SELECT api.alive()"), "locked", "attack 34 and stays locked");
	login_begin(c, &login, p.login, home);
	tap_ok(&t->tap, !raw_sqlf(c, "SELECT api.submit_unlock(%lld, '%s')", login.id, a.pin_proof),
	    "attack 34 a log-in's attempt is none of the lock's");
	tap_ok(&t->tap, !raw_sqlf(c, "SELECT api.submit_login(%lld, '%s', '%s')", a.id, a.password_proof, a.pin_proof),
	    "attack 34 nor the other way round");
	raw_sql(c, "BEGIN ISOLATION LEVEL REPEATABLE READ");
	refuses(t, c, "25001", begin_sql, "attack 34 not in an old snapshot");
	raw_sql(c, "ROLLBACK");
	raw_close(c);
	raw_close(second);
}

/* Whoever takes the terminal over, and goes on with psql behind it. */
static void around(struct trial *t)
{
	static const char *const calls[] = { "SELECT * FROM api.me()", "SELECT * FROM api.rows(1)", "FETCH 1 FROM page",
		"EXECUTE again", "SELECT api.ask(2, '{\"entity\": \"users\", \"columns\": [\"id\"]}')",
		"SELECT api.submit_change(1, sha256('x'), sha256('x'), sha256('x'), NULL)", "SELECT * FROM api.home()" };
	struct person p;
	struct raw *c;

	person_make(t, &p, "attack34e", "staff", "support");
	c = login_open(t, &p);
	raw_sql(c, "SELECT api.ask(1, '{\"entity\": \"users\", \"columns\": [\"id\"], \"limit\": 5}')");
	raw_sql(c, "PREPARE again AS SELECT user_id FROM api.me()");
	for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
		raw_sql(c, "BEGIN; DECLARE page CURSOR FOR SELECT key FROM api.rows(1); SELECT api.lock()");
		refuses(t, c, "ST004", calls[i], calls[i]);
		raw_sql(c, "ROLLBACK");
	}
	raw_sql(c, "SELECT api.lock()");
	raw_sql(c, "DISCARD ALL");
	tap_is(&t->tap, raw_text(c, "SELECT api.alive()"), "locked", "attack 34 DISCARD ALL opens nothing");
	raw_close(c);
}

int main(void)
{
	struct trial t;

	trial_open(&t);
	guessing(&t);
	unrecorded(&t);
	wrong_proofs(&t);
	around(&t);
	trial_mutation(&t, "SELECT pg_temp.weaken('auth.unlock_verdict', 'guesses > ', '0 > ')", guessing,
	    "attack 34 notices guesses without end");
	trial_mutation(&t,
	    "SELECT pg_temp.weaken('auth.unlock_verdict', 'a.verdict IS DISTINCT FROM ''ok''', 'a.verdict = ''wrong''')",
	    unrecorded, "attack 34 notices guesses that do not count until they are finished");
	trial_mutation(&t,
	    "UPDATE auth.settings SET value = '-1 day' WHERE name = 'lock';"
	    "SELECT pg_temp.weaken('auth.need', 'state IS DISTINCT FROM ''ok''', 'state NOT IN (''ok'', ''locked'')')",
	    around, "attack 34 notices a gate that knows no lock");
	trial_mutation(&t,
	    "UPDATE auth.settings SET value = '-1 day' WHERE name = 'lock'; SELECT pg_temp.weaken('auth.need', 'AND s.locked_at IS "
	    "NULL', '')",
	    around, "attack 34 notices a short way that knows none");
	return trial_close(&t);
}
