/* Attack 12: how long a log-in takes tells nothing. A name that is known, unknown, disabled or locked is begun, taken and refused in the same time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/lib/trial.h"

enum { ROUNDS = 40, NAMES = 4, CALLS = 3 };
static const char *const names[NAMES] = { "attack12known", "attack12unknown", "attack12disabled", "attack12locked" };

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1000 + (double)t.tv_nsec / 1000000;
}

static int by_size(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* What the client waits for: each of the three calls. */
static void refusal(struct trial *t, struct raw *c, const struct person *p, double took[CALLS])
{
	struct attempt a;
	const char *told;
	double at[CALLS + 1];

	at[0] = now_ms();
	if (!login_begin(c, &a, p->login, "192.0.2.10"))
		tap_bail("%s", raw_message(c));
	at[1] = now_ms();
	login_prove(&a, p, true, false);
	if (!login_submit(c, &a))
		tap_bail("%s", raw_message(c));
	at[2] = now_ms();
	told = login_finish(c, &a);
	at[3] = now_ms();
	for (int i = 0; i < CALLS; i++)
		took[i] = at[i + 1] - at[i];
	if (strcmp(told, "denied") != 0)
		tap_bail("%s was told %s", p->login, told);
	/* All but the locked one begin anew. */
	raw_sql(t->admin, "DELETE FROM auth.attempts WHERE login IN ('attack12known', 'attack12unknown', 'attack12disabled')");
}

/* What a network hides anyway is allowed: half as much again, and a third of a millisecond. */
static void compare(struct trial *t, int call, double took[NAMES][ROUNDS])
{
	static const char *const calls[CALLS] = { "begun", "taken", "refused" };
	double least = 0, most = 0;

	for (int i = 0; i < NAMES; i++) {
		double median;

		qsort(took[i], ROUNDS, sizeof took[i][0], by_size);
		median = took[i][ROUNDS / 2];
		if (!t->tap.silent)
			tap_diag("%s, %s: %.2f ms", names[i], calls[call], median);
		least = i == 0 || median < least ? median : least;
		most = median > most ? median : most;
	}
	tap_ok(&t->tap, most < 1.5 * least + 0.33,
	    "attack 12 log-ins of known, unknown, disabled and locked names are %s in the same time", calls[call]);
}

static void same_time(struct trial *t)
{
	static double took[CALLS][NAMES][ROUNDS];
	struct person people[NAMES] = { 0 };
	struct raw *c = trial_stranger(t);
	double one[CALLS];

	raw_sql(t->admin, "UPDATE auth.settings SET value = '100000' WHERE name IN ('attempts_per_connection', 'address_limit')");
	for (int i = 0; i < NAMES; i++)
		if (i == 1)
			snprintf(people[i].login, sizeof people[i].login, "%s", names[i]);
		else
			person_make(t, &people[i], names[i], "staff", "support");
	raw_sqlf(t->admin, "UPDATE site.users SET enabled = false WHERE id = %lld", people[2].id);
	for (int i = 0; i < 8; i++)
		refusal(t, c, &people[3], one);
	for (int round = 0; round < ROUNDS; round++)
		for (int i = 0; i < NAMES; i++) {
			int name = (i + round) % NAMES;

			refusal(t, c, &people[name], one);
			for (int call = 0; call < CALLS; call++)
				took[call][name][round] = one[call];
		}
	for (int call = 0; call < CALLS; call++)
		compare(t, call, took[call]);
	tap_number(&t->tap,
	    raw_count(
		t->admin, "SELECT count(DISTINCT kind) FROM auth.events WHERE login LIKE 'attack12%%' AND kind LIKE 'login %%'"),
	    4, "attack 12 each for a reason of its own");
	raw_close(c);
}

int main(void)
{
	struct trial t;

	trial_open(&t);
	same_time(&t);
	trial_mutation(&t,
	    "SELECT pg_temp.weaken('auth.verdict', 'password_fits := ', 'IF staff.user_id IS NOT NULL THEN PERFORM count(*) FROM "
	    "generate_series(1, 200000); "
	    "END IF; "
	    "password_fits := ')",
	    same_time, "attack 12 notices work that only known names cost");
	trial_mutation(&t,
	    "SELECT pg_temp.weaken('auth.begin_attempt', 'salt := ', 'IF account IS NOT NULL THEN PERFORM count(*) FROM "
	    "generate_series(1, 200000); END IF; salt := ')",
	    same_time, "attack 12 notices it at the first call too");
	return trial_close(&t);
}
