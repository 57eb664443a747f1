#include "forms/warden.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#include "backend/db.h"
#include "backend/pq.h"
#include "backend/seal.h"
#include "backend/warden.h"
#include "forms/cli.h"
#include "forms/console.h"
#include "forms/options.h"
#include "tui/text.h"

enum { PAUSE_S = 5 };

static const int ending[] = { SIGTERM, SIGINT, SIGHUP };

/* One line each, for the journal: these words stay the same in every language. */
static void tell(void *ctx, const struct warden_end *end)
{
	(void)ctx;
	cli_print("%s of %s, backend %s, ended: %s", end->session ? "session" : "connection", end->login[0] ? end->login : "nobody",
	    end->backend, end->reason);
	fflush(stdout);
}

static bool turn(struct console *c, struct pq **pq, struct err *err)
{
	bool ok;

	if (!*pq)
		*pq = seal_connect(&c->config, err);
	ok = *pq && warden_turn(*pq, tell, NULL, err);
	/* Whatever went wrong, the next turn begins with a fresh connection. */
	if (!ok) {
		pq_close(*pq);
		*pq = NULL;
	}
	return ok;
}

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

/* A guard does not give up: whatever the trouble is, it is told once and tried again. */
static int for_ever(struct console *c, int every)
{
	struct pq *pq = NULL;
	struct err err = { 0 };
	char told[sizeof err.sentence] = "";
	sigset_t set;
	long ms;
	int failed = 0;

	hold_signals(&set);
	do {
		if (turn(c, &pq, &err)) {
			if (failed)
				cli_print("%s", _("The warden is at work again."));
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
	pq_close(pq);
	return EX_OK;
}

int warden_command(struct console *c, const struct options *o, char *const *arguments, int n)
{
	struct pq *pq = NULL;
	struct err err = { 0 };
	bool ok;

	(void)arguments;
	(void)n;
	if (strcmp(c->config.user, "steward_console") == 0)
		snprintf(c->config.user, sizeof c->config.user, "steward_warden");
	if (!o->once)
		return for_ever(c, o->every ? o->every : PAUSE_S);
	ok = turn(c, &pq, &err);
	pq_close(pq);
	return ok ? EX_OK : cli_fail(&err);
}
