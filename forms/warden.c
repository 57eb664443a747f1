#include "forms/warden.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "backend/pq.h"
#include "backend/seal.h"
#include "backend/warden.h"
#include "forms/cli.h"
#include "forms/console.h"
#include "forms/options.h"
#include "forms/turns.h"
#include "tui/text.h"

enum { PAUSE_S = 5 };

/* One line each, for the journal: these words stay the same in every language. */
static void tell(void *ctx, const struct warden_end *end)
{
	(void)ctx;
	cli_print("%s of %s, backend %s, ended: %s", end->session ? "session" : "connection", end->login[0] ? end->login : "nobody",
	    end->backend, end->reason);
	fflush(stdout);
}

static bool turn(struct console *c, void *ctx, struct err *err)
{
	struct pq **pq = ctx;
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

int warden_command(struct console *c, const struct options *o, char *const *arguments, int n)
{
	struct pq *pq = NULL;
	struct err err = { 0 };
	bool ok;

	(void)arguments;
	(void)n;
	if (strcmp(c->config.user, "steward_console") == 0)
		snprintf(c->config.user, sizeof c->config.user, "steward_warden");
	if (!o->once) {
		int status = turns_for_ever(c, o->every ? o->every : PAUSE_S, turn, &pq, _("The warden is at work again."));

		pq_close(pq);
		return status;
	}
	ok = turn(c, &pq, &err);
	pq_close(pq);
	return ok ? EX_OK : cli_fail(&err);
}
