#include "forms/worker.h"

#include <libintl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "backend/db.h"
#include "backend/job.h"
#include "backend/ledger.h"
#include "backend/worker.h"
#include "forms/cli.h"
#include "forms/console.h"
#include "forms/options.h"

enum { PAUSE_S = 2 };

static volatile sig_atomic_t stop;

static void on_signal(int number)
{
	(void)number;
	stop = 1;
}

/* Without SA_RESTART: what waits comes back and looks. */
static void catch_signals(void)
{
	static const int ending[] = { SIGTERM, SIGINT, SIGHUP };
	struct sigaction sa = { .sa_handler = on_signal };

	for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
		sigaction(ending[i], &sa, NULL);
	signal(SIGPIPE, SIG_IGN);
	/* A file system that is full, or a limit of the account, is an error like others. */
	signal(SIGXFSZ, SIG_IGN);
}

/* One line each, for the journal: these words stay the same in every language. */
static void tell(void *ctx, const struct job *job, const char *what, const char *why)
{
	(void)ctx;
	cli_print("job %s %s, attempt %d: %s%s%s", job->id, job->kind, job->attempt, what, why ? ": " : "", why ? why : "");
	fflush(stdout);
}

/* All that is to be done now. False: the line is gone. */
static bool work(struct worker *w, struct err *err)
{
	bool did = true;

	if (!w->pq && !worker_connect(w, err))
		return false;
	while (did && !stop)
		if (!worker_turn(w, &did, err))
			return false;
	return true;
}

/* A worker does not give up: whatever the trouble with the server is, it is told once and tried again. */
static int for_ever(struct worker *w, int pause_ms)
{
	char told[sizeof((struct err *)NULL)->sentence] = "";
	struct err err = { 0 };
	int failed = 0;

	while (!stop) {
		if (work(w, &err)) {
			if (failed)
				cli_print("%s", "The worker is at work again.");
			told[0] = '\0';
			failed = 0;
			worker_wait(w, pause_ms);
		} else {
			worker_close(w);
			if (strcmp(told, err.sentence) != 0)
				cli_fail(&err);
			snprintf(told, sizeof told, "%s", err.sentence);
			worker_pause(&stop, db_backoff(failed++));
		}
		err_clear(&err);
		fflush(stdout);
	}
	worker_close(w);
	return EX_OK;
}

int worker_command(struct console *c, const struct options *o, char *const *arguments, int n)
{
	struct worker w;
	struct err err = { 0 };
	bool ok;

	(void)arguments;
	(void)n;
	if (strcmp(c->config.user, "steward_console") == 0)
		snprintf(c->config.user, sizeof c->config.user, "steward_jobs");
	/* What goes into the database is translated for who reads it there. */
	setenv("LANGUAGE", "en", 1);
	catch_signals();
	worker_init(&w, &c->config, &stop);
	w.tell = tell;
	w.ledger = o->ledger ? o->ledger : ledger_standard;
	if (!o->once)
		return for_ever(&w, (o->every ? o->every : PAUSE_S) * 1000);
	ok = work(&w, &err);
	worker_close(&w);
	return ok ? EX_OK : cli_fail(&err);
}
