/* Attacks 1 to 8 and 10: guessing, replaying and holding up the three calls of a log-in. */
#include <stdio.h>
#include <string.h>

#include "tests/lib/trial.h"

enum { ALLOWED = 5, CROWD = 30 };
static const char home[] = "192.0.2.10";

static long long verdicts(struct trial *t, const char *login, const char *verdict)
{
	return raw_count(t->admin, "SELECT count(*) FROM auth.attempts WHERE login = '%s' AND verdict %s", login, verdict);
}

static void begin_and_prove(struct raw *c, struct attempt *a, const struct person *p, bool wrong)
{
	if (!login_begin(c, a, p->login, home))
		tap_diag("begin_login: %s %s", raw_state(c), raw_message(c));
	login_prove(a, p, wrong, wrong);
}

/* Six guesses whose verdicts are seen and rolled back must be as bad as six failed ones. */
static void rolled_back_guesses(struct trial *t)
{
	struct person p;
	struct attempt a;
	struct raw *c = trial_stranger(t);

	person_make(t, &p, "attack01", "staff", "support");
	begin_and_prove(c, &a, &p, true);
	raw_sql(c, "BEGIN");
	tap_ok(&t->tap, login_submit(c, &a), "attack 01 a guess can be sent in a transaction");
	tap_is(&t->tap, login_finish(c, &a), "22023", "attack 01 its verdict is not told before it is committed");
	raw_sql(c, "ROLLBACK");
	tap_is(&t->tap, login_finish(c, &a), "22023", "attack 01 nor after it was rolled back");
	for (int i = 0; i < ALLOWED + 1; i++) {
		begin_and_prove(c, &a, &p, true);
		login_submit(c, &a);
		for (int twice = 0; twice < 2; twice++) {
			raw_sql(c, "BEGIN");
			tap_is(&t->tap, login_finish(c, &a), "denied", "attack 01 guess %d, verdict read and rolled back", i + 1);
			raw_sql(c, "ROLLBACK");
		}
	}
	tap_number(&t->tap, verdicts(t, p.login, "IS NULL AND submit_xid IS NOT NULL"), ALLOWED + 1,
	    "attack 01 every guess stays in the books");
	tap_is(&t->tap, login_try(c, &p, home, false, false), "denied",
	    "attack 01 after six rolled-back guesses the right secrets are not looked at");
	tap_number(&t->tap, verdicts(t, p.login, "= 'locked'"), 1, "attack 01 because the account is locked");
	raw_close(c);
}

static void savepoint_guesses(struct trial *t)
{
	struct person p;
	struct attempt a;
	struct raw *c = trial_stranger(t);

	person_make(t, &p, "attack02", "staff", "support");
	begin_and_prove(c, &a, &p, true);
	raw_sql(c, "BEGIN; SAVEPOINT s");
	login_submit(c, &a);
	raw_sql(c, "RELEASE s; SAVEPOINT f");
	tap_is(&t->tap, login_finish(c, &a), "22023", "attack 02 a released savepoint is no commit");
	raw_sql(c, "ROLLBACK TO f; ROLLBACK");
	raw_sql(c, "BEGIN; SAVEPOINT s");
	login_submit(c, &a);
	raw_sql(c, "ROLLBACK TO s; COMMIT");
	tap_is(&t->tap, login_finish(c, &a), "22023", "attack 02 a submission undone by a savepoint never was");
	for (int i = 0; i < ALLOWED + 1; i++) {
		begin_and_prove(c, &a, &p, true);
		login_submit(c, &a);
		raw_sql(c, "BEGIN; SAVEPOINT f");
		tap_is(&t->tap, login_finish(c, &a), "denied", "attack 02 guess %d, verdict undone by a savepoint", i + 1);
		raw_sql(c, "ROLLBACK TO f; COMMIT");
	}
	tap_is(&t->tap, login_try(c, &p, home, false, false), "denied", "attack 02 the guesses counted");
	raw_close(c);
}

static void one_transaction(struct trial *t)
{
	struct person p;
	struct attempt a;
	struct raw *c = trial_stranger(t);

	person_make(t, &p, "attack03", "staff", "support");
	begin_and_prove(c, &a, &p, false);
	raw_sqlf(c, "SELECT api.submit_login(%lld, '%s', '%s'); SELECT api.finish_login(%lld)", a.id, a.password_proof, a.pin_proof,
	    a.id);
	refused(t, c, "22023", "attack 03 submit and finish in one message");
	raw_sqlf(c, "SELECT api.submit_login(%lld, '%s', '%s')::text || api.finish_login(%lld)", a.id, a.password_proof,
	    a.pin_proof, a.id);
	refused(t, c, "22023", "attack 03 submit and finish in one statement");
	raw_sql(c, "BEGIN");
	begin_and_prove(c, &a, &p, false);
	login_submit(c, &a);
	refused(t, c, "22023", "attack 03 begin and submit in one transaction");
	raw_sql(c, "ROLLBACK");
	tap_ok(&t->tap, strcmp(login_try(c, &p, home, false, false), "ok") == 0, "attack 03 apart, the same calls log in");
	raw_close(c);
}

static void resubmitted(struct trial *t)
{
	struct person p;
	struct attempt a;
	struct raw *c = trial_stranger(t);

	person_make(t, &p, "attack04", "staff", "support");
	begin_and_prove(c, &a, &p, true);
	login_submit(c, &a);
	login_prove(&a, &p, false, false);
	tap_ok(&t->tap, !login_submit(c, &a), "attack 04 a second submission before the verdict is refused");
	refused(t, c, "22023", "attack 04 as an attempt that cannot go on");
	tap_is(&t->tap, login_finish(c, &a), "denied", "attack 04 the first submission is what counts");
	tap_ok(&t->tap, !login_submit(c, &a), "attack 04 resubmit after the verdict is refused");
	tap_is(&t->tap, login_finish(c, &a), "22023", "attack 04 and so is a second verdict");
	raw_sqlf(t->admin, "UPDATE auth.attempts SET at = at - interval '3 minutes' WHERE submit_xid IS NULL");
	begin_and_prove(c, &a, &p, false);
	raw_sqlf(t->admin, "UPDATE auth.attempts SET at = at - interval '3 minutes' WHERE id = %lld", a.id);
	tap_ok(&t->tap, !login_submit(c, &a), "attack 20 an attempt older than two minutes is refused");
	begin_and_prove(c, &a, &p, false);
	login_submit(c, &a);
	raw_sqlf(t->admin, "UPDATE auth.attempts SET at = at - interval '3 minutes' WHERE id = %lld", a.id);
	tap_is(&t->tap, login_finish(c, &a), "22023", "attack 20 also between proof and verdict");
	raw_close(c);
}

static void replayed(struct trial *t)
{
	struct person p;
	struct attempt a, again;
	struct raw *c = trial_stranger(t), *other = trial_stranger(t);

	person_make(t, &p, "attack05", "staff", "support");
	begin_and_prove(c, &a, &p, false);
	login_submit(c, &a);
	tap_is(&t->tap, login_finish(c, &a), "ok", "attack 05 the eavesdropped log-in was a good one");
	raw_sql(c, "SELECT api.logout()");
	login_begin(c, &again, p.login, home);
	memcpy(again.password_proof, a.password_proof, sizeof again.password_proof);
	memcpy(again.pin_proof, a.pin_proof, sizeof again.pin_proof);
	login_submit(c, &again);
	tap_is(&t->tap, login_finish(c, &again), "denied", "attack 05 its proof is worth nothing in a new attempt");
	login_begin(other, &again, p.login, home);
	memcpy(again.password_proof, a.password_proof, sizeof again.password_proof);
	memcpy(again.pin_proof, a.pin_proof, sizeof again.pin_proof);
	login_submit(other, &again);
	tap_is(&t->tap, login_finish(other, &again), "denied", "attack 05 nor from another connection");
	tap_ok(&t->tap, !login_submit(other, &a), "attack 05 nor in the old attempt from another connection");
	tap_number(&t->tap,
	    raw_count(t->admin, "SELECT count(*) FROM auth.attempts WHERE verdict IS NOT NULL AND (password_proof IS NOT NULL OR "
				"pin_proof IS NOT NULL)"),
	    0, "attack 05 no proof is kept after its verdict");
	raw_close(other);
	raw_close(c);
}

static void stolen_attempt(struct trial *t)
{
	struct person p;
	struct attempt a;
	struct raw *c = trial_stranger(t), *thief = trial_stranger(t);

	person_make(t, &p, "attack06", "staff", "support");
	begin_and_prove(c, &a, &p, false);
	login_submit(thief, &a);
	refused(t, thief, "22023", "attack 06 another's attempt cannot be submitted");
	login_submit(c, &a);
	tap_is(&t->tap, login_finish(thief, &a), "22023", "attack 06 nor finished");
	tap_is(&t->tap, login_finish(c, &a), "ok", "attack 06 and its owner is not disturbed");
	refuses(t, thief, "ST001", "SELECT api.me()", "attack 06 the thief is nobody");
	raw_close(thief);
	raw_close(c);
}

static void close_all(struct raw **crowd, int n)
{
	for (int i = 0; i < n; i++)
		raw_close(crowd[i]);
}

/* All guesses are in before the first verdict: more than five must not be looked at. */
static void parallel_guesses(struct trial *t)
{
	struct person p;
	struct attempt a[CROWD];
	struct raw *crowd[CROWD];
	char id[24];
	int told = 0;

	person_make(t, &p, "attack07", "staff", "support");
	for (int i = 0; i < CROWD; i++) {
		crowd[i] = trial_stranger(t);
		begin_and_prove(crowd[i], &a[i], &p, i != CROWD - 1);
		login_submit(crowd[i], &a[i]);
	}
	for (int i = 0; i < CROWD; i++) {
		snprintf(id, sizeof id, "%lld", a[i].id);
		raw_send(crowd[i], "SELECT api.finish_login($1)", RAW(id));
	}
	for (int i = 0; i < CROWD; i++)
		if (raw_answered(crowd[i], 10000) && raw_value(crowd[i], 0, 0) && strcmp(raw_value(crowd[i], 0, 0), "denied") == 0)
			told++;
	tap_number(&t->tap, told, CROWD, "attack 07 thirty parallel log-ins, the last with the right secrets, are all denied");
	tap_ok(&t->tap, verdicts(t, p.login, "IN ('wrong', 'ok')") <= ALLOWED, "attack 07 at most five were looked at");
	close_all(crowd, CROWD);
}

/* Proofs sent before the person's own good log-in and committed after it must count afresh. */
static void hoarded_guesses(struct trial *t)
{
	struct person p;
	struct attempt a[CROWD];
	struct raw *crowd[CROWD], *victim = trial_stranger(t);

	person_make(t, &p, "attack07b", "staff", "support");
	for (int i = 0; i < CROWD; i++) {
		crowd[i] = trial_stranger(t);
		begin_and_prove(crowd[i], &a[i], &p, true);
		raw_sql(crowd[i], "BEGIN");
		login_submit(crowd[i], &a[i]);
	}
	tap_is(
	    &t->tap, login_try(victim, &p, home, false, false), "ok", "attack 07 uncommitted guesses do not keep the person out");
	for (int i = 0; i < CROWD; i++) {
		raw_sql(crowd[i], "COMMIT");
		login_finish(crowd[i], &a[i]);
	}
	tap_number(&t->tap, verdicts(t, p.login, "= 'wrong'"), ALLOWED,
	    "attack 07 of guesses hoarded over a good log-in five are looked at");
	close_all(crowd, CROWD);
	raw_close(victim);
}

static void other_isolation(struct trial *t)
{
	static const char *const levels[] = { "REPEATABLE READ", "SERIALIZABLE" };
	struct person p;
	struct attempt a;
	struct raw *c = trial_stranger(t);

	person_make(t, &p, "attack08", "staff", "support");
	for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
		begin_and_prove(c, &a, &p, false);
		raw_sqlf(c, "BEGIN ISOLATION LEVEL %s", levels[i]);
		login_submit(c, &a);
		refused(t, c, "25001", "attack 08 submit under %s", levels[i]);
		raw_sql(c, "ROLLBACK");
		login_submit(c, &a);
		raw_sqlf(c, "SET default_transaction_isolation = '%s'", levels[i]);
		tap_is(&t->tap, login_finish(c, &a), "25001", "attack 08 finish under %s", levels[i]);
		login_begin(c, &a, p.login, home);
		refused(t, c, "25001", "attack 08 begin under %s", levels[i]);
		raw_sql(c, "RESET default_transaction_isolation");
	}
	tap_is(&t->tap, login_try(c, &p, home, false, false), "ok", "attack 08 READ COMMITTED logs in");
	for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
		raw_sqlf(c, "BEGIN ISOLATION LEVEL %s", levels[i]);
		raw_sql(c, "SELECT * FROM api.me()");
		refused(t, c, "25001", "attack 08 calls of a session under %s", levels[i]);
		raw_sql(c, "ROLLBACK");
	}
	raw_close(c);
}

/* Everything the attacker can leave open on the victim's account must not make the victim wait. */
static void held_locks(struct trial *t)
{
	struct person p;
	struct attempt a[3], own;
	struct raw *holder[3], *victim = trial_stranger(t);
	char id[24];

	person_make(t, &p, "attack10", "staff", "support");
	for (int i = 0; i < 3; i++) {
		holder[i] = trial_stranger(t);
		if (i > 0)
			begin_and_prove(holder[i], &a[i], &p, true);
		if (i == 2)
			login_submit(holder[i], &a[i]);
		raw_sql(holder[i], "BEGIN");
	}
	login_begin(holder[0], &a[0], p.login, home);
	login_submit(holder[1], &a[1]);
	login_finish(holder[2], &a[2]);
	begin_and_prove(victim, &own, &p, false);
	login_submit(victim, &own);
	snprintf(id, sizeof id, "%lld", own.id);
	raw_send(victim, "SELECT api.finish_login($1)", RAW(id));
	tap_ok(&t->tap, raw_answered(victim, 3000), "attack 10 open transactions of strangers do not hold the person up");
	tap_is(&t->tap, raw_value(victim, 0, 0), "ok", "attack 10 who logs in");
	for (int i = 0; i < 3; i++)
		tap_ok(&t->tap, raw_in_transaction(holder[i]), "attack 10 while transaction %d was open", i + 1);
	close_all(holder, 3);
	raw_close(victim);
}

/* The verdict that nobody may know must not come as a log line: a client decides how much of the log it is sent. */
static void told_by_log(struct trial *t)
{
	static const char *const levels[] = { "notice", "log", "debug5" };
	struct person p;
	struct raw *c = trial_stranger(t);
	int plans = 0;

	person_make(t, &p, "attack16", "staff", "support");
	for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
		raw_sqlf(c, "SET client_min_messages = %s", levels[i]);
		login_try(c, &p, home, false, true);
		tap_ok(&t->tap, !strstr(raw_notices(c), "wrong"), "attack 16 no log line at level %s tells the verdict", levels[i]);
		tap_ok(&t->tap, !strstr(raw_notices(c), "user="), "attack 16 nor whose account it is");
	}
	raw_sql(c, "SET client_min_messages = log; SET debug_print_plan = on");
	login_try(c, &p, home, false, true);
	/* The plan of the caller's own statement may be shown to the caller. */
	for (const char *s = raw_notices(c); (s = strstr(s, "plan:")) != NULL; s++)
		plans++;
	tap_ok(&t->tap, plans <= 1, "attack 16 plans of the statements inside are not shown");
	raw_close(c);
}

/* Without commit before reveal. */
static const char told_early[] =
    "SELECT pg_temp.weaken('api.finish_login', 'attempt.submit_xid = pg_current_xact_id()', 'false');"
    "SELECT pg_temp.weaken('api.finish_login', 'pg_xact_status(attempt.submit_xid) IS DISTINCT FROM ''committed''', 'false')";

int main(void)
{
	struct trial t;

	trial_open(&t);
	rolled_back_guesses(&t);
	savepoint_guesses(&t);
	one_transaction(&t);
	resubmitted(&t);
	replayed(&t);
	stolen_attempt(&t);
	trial_forget(&t);
	parallel_guesses(&t);
	trial_forget(&t);
	hoarded_guesses(&t);
	trial_forget(&t);
	other_isolation(&t);
	held_locks(&t);
	told_by_log(&t);
	trial_mutation(&t, told_early, rolled_back_guesses, "attack 01 notices a verdict before the commit");
	trial_mutation(&t, told_early, savepoint_guesses, "attack 02 notices a verdict before the commit");
	trial_mutation(&t, told_early, one_transaction, "attack 03 notices a verdict before the commit");
	trial_mutation(&t, "SELECT pg_temp.weaken('api.submit_login', 'begin_xid <> pg_current_xact_id()', 'true')",
	    one_transaction, "attack 03 notices a submission of what was not begun before");
	trial_mutation(&t, "SELECT pg_temp.weaken('auth.failures', 'a.verdict IS DISTINCT FROM ''ok''', 'a.verdict <> ''ok''')",
	    rolled_back_guesses, "attack 01 notices when unfinished guesses do not count");
	trial_mutation(&t, "SELECT pg_temp.weaken('api.submit_login', 'submit_xid IS NULL', 'true')", resubmitted,
	    "attack 04 notices a submission that can be replaced");
	trial_mutation(&t,
	    "SELECT pg_temp.weaken('auth.proof_fits', 'RETURN sha256(client_key) = p_stored', 'RETURN p_proof IS NOT NULL')",
	    replayed, "attack 05 notices proofs that fit every attempt");
	trial_mutation(&t,
	    "SELECT pg_temp.weaken('api.finish_login', 'a.pid = pg_backend_pid() AND a.backend_start = auth.backend_start()', "
	    "'true')",
	    stolen_attempt, "attack 06 notices an attempt that belongs to nobody");
	trial_mutation(&t,
	    "SELECT pg_temp.weaken('auth.failures', 'pg_visible_in_snapshot(a.submit_xid, t.cleared_snapshot)', 'true')",
	    hoarded_guesses, "attack 07 notices a count by the clock alone");
	trial_mutation(&t,
	    "SELECT pg_temp.weaken(f, 'current_setting(''transaction_isolation'') <> ''read committed''', 'false') "
	    "FROM unnest(ARRAY['auth.check_transaction', 'auth.need']::regproc[]) AS f",
	    other_isolation, "attack 08 notices other isolation levels");
	trial_mutation(&t,
	    "SELECT pg_temp.weaken('api.finish_login', 'PERFORM auth.check_transaction();', 'PERFORM auth.check_transaction(); "
	    "PERFORM FROM auth.staff FOR UPDATE;')",
	    held_locks, "attack 10 notices a lock that is taken before the verdict");
	trial_mutation(&t,
	    "SELECT pg_temp.weaken('api.submit_login', 'at > clock_timestamp() - auth.setting(''attempt_age'')::interval', 'true')",
	    resubmitted, "attack 20 notices attempts that never grow old");
	trial_mutation(&t, "ALTER FUNCTION api.finish_login(bigint, boolean) RESET client_min_messages", told_by_log,
	    "attack 16 notices log lines that are shown");
	return trial_close(&t);
}
