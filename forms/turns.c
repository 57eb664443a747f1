#include "forms/turns.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#include "backend/db.h"
#include "backend/err.h"
#include "forms/cli.h"

static const int ending[] = { SIGTERM, SIGINT, SIGHUP };

static void hold_signals(sigset_t *set)
{
	sigemptyset(set);
	for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
		sigaddset(set, ending[i]);
	sigprocmask(SIG_BLOCK, set, NULL);
}

/* True when one of the signals came instead. */
static bool pause_ms(const sigset_t *set, long ms)
{
	struct timespec t = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };
	int number;

	do
		number = sigtimedwait(set, NULL, &t);
	while (number < 0 && errno == EINTR);
	return number > 0;
}

int turns_for_ever(
    struct console *c, int every, bool (*turn)(struct console *c, void *ctx, struct err *err), void *ctx, const char *again)
{
	struct err err = { 0 };
	char told[sizeof err.sentence] = "";
	sigset_t set;
	long ms;
	int failed = 0;

	hold_signals(&set);
	do {
		if (turn(c, ctx, &err)) {
			if (failed)
				cli_print("%s", again);
			told[0] = '\0';
			failed = 0;
			ms = every * 1000L;
		} else {
			if (strcmp(told, err.sentence) != 0)
				cli_fail(&err);
			snprintf(told, sizeof told, "%s", err.sentence);
			ms = db_backoff(failed++);
		}
		err_clear(&err);
		fflush(stdout);
	} while (!pause_ms(&set, ms));
	return EX_OK;
}
