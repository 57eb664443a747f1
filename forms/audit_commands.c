#include "forms/audit_commands.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#include "backend/audit_verify.h"
#include "backend/pq.h"
#include "backend/seal.h"
#include "backend/witness.h"
#include "forms/cli.h"
#include "forms/console.h"
#include "forms/options.h"
#include "tui/text.h"

static const char witness_log[] = "/var/lib/steward/witness.log", witness_key[] = "/var/lib/steward/witness.key";

/* The configuration names the console's role; sealer and witness have their own unless --user says otherwise. */
static const struct config *as_role(struct console *c, const char *role)
{
	if (strcmp(c->config.user, "steward_console") == 0)
		snprintf(c->config.user, sizeof c->config.user, "%s", role);
	return &c->config;
}

/* One turn on a connection that is made when there is none. */
struct turns {
	struct console *console;
	struct pq *pq;
	bool (*turn)(struct turns *t, struct err *err);
	struct witness witness;
};

static bool one_turn(struct turns *t, struct err *err)
{
	if (!t->pq)
		t->pq = seal_connect(&t->console->config, err);
	return t->pq && t->turn(t, err);
}

/* Without --every one turn; with it for ever: a lost line or somebody else at work is told and tried again, all else ends it. */
static int run_turns(struct turns *t, const struct options *o)
{
	struct err err = { 0 };
	int status = EX_OK;
	bool again;

	do {
		bool ok = one_turn(t, &err);

		if (!ok) {
			status = cli_fail(&err);
			pq_close(t->pq);
			t->pq = NULL;
		}
		again = o->every && (ok || err.code == ERR_OFFLINE || err.code == ERR_CONFLICT);
		err_clear(&err);
		fflush(stdout);
		if (again)
			nanosleep(&(struct timespec) { .tv_sec = o->every }, NULL);
	} while (again);
	pq_close(t->pq);
	return status;
}

static bool seal_turn(struct turns *t, struct err *err)
{
	struct seal_tally done;
	bool ok = seal_all(t->pq, &done, err);

	if (done.seals)
		cli_print(
		    ngettext("%" PRId64 " seal made over %" PRId64 " rows; the last is seal %" PRId64 ".",
			"%" PRId64 " seals made over %" PRId64 " rows; the last is seal %" PRId64 ".", (unsigned long)done.seals),
		    done.seals, done.rows, done.last);
	return ok;
}

int audit_seal(struct console *c, const struct options *o, char *const *arguments, int n)
{
	struct turns t = { .console = c, .turn = seal_turn };

	(void)arguments;
	(void)n;
	as_role(c, "steward_seal");
	return run_turns(&t, o);
}

static bool witness_turn(struct turns *t, struct err *err)
{
	int64_t done = 0;
	bool ok = witness_round(&t->witness, t->pq, &done, err);

	if (done)
		cli_print(ngettext("%" PRId64 " seal signed; the last is seal %" PRId64 ".",
			      "%" PRId64 " seals signed; the last is seal %" PRId64 ".", (unsigned long)done),
		    done, t->witness.last);
	return ok;
}

static void print_key(const struct witness *w)
{
	char hex[2 * SECRET_PUBLIC + 1];

	secret_hex(w->public_key, SECRET_PUBLIC, hex);
	cli_print(_("The witness has a new key. Keep this, for steward audit verify --public-key: %s"), hex);
	fflush(stdout);
}

int audit_witness(struct console *c, const struct options *o, char *const *arguments, int n)
{
	struct turns t = { .console = c, .turn = witness_turn };
	struct err err = { 0 };
	int status;

	(void)arguments;
	(void)n;
	as_role(c, "steward_witness");
	if (!witness_open(&t.witness, o->witness ? o->witness : witness_log, o->witness_key ? o->witness_key : witness_key, &err))
		return cli_fail(&err);
	if (t.witness.fresh)
		print_key(&t.witness);
	status = run_turns(&t, o);
	witness_close(&t.witness);
	return status;
}

static void tell(void *ctx, bool finding, const char *text)
{
	(void)ctx;
	cli_print("%s\t%s", finding ? _("WRONG") : _("look"), text);
}

int audit_check(struct console *c, const struct options *o, char *const *arguments, int n)
{
	struct audit_verify v = { .config = &c->config, .witness = o->witness, .public_key = o->public_key, .say = tell };
	struct audit_tally tally;
	struct err err = { 0 };

	(void)arguments;
	(void)n;
	if (!audit_verify(&v, &tally, &err))
		return cli_fail(&err);
	cli_print(_("%" PRId64 " seals cover %" PRId64 " rows, %" PRId64 " rows are not sealed yet, %" PRId64
		    " were emptied by erasure, the witness signed %" PRId64 " seals."),
	    tally.seals, tally.sealed, tally.unsealed, tally.emptied, tally.witnessed);
	if (!tally.findings)
		cli_print("%s", _("All agree."));
	else
		cli_print(_("The trail was tampered with, or is not watched: %" PRId64 " findings."), tally.findings);
	/* Whoever did it may keep the database from saying so; then only this line does. */
	if (!audit_report(&c->config, &tally, &err))
		cli_fail(&err);
	return tally.findings ? 1 : EX_OK;
}
