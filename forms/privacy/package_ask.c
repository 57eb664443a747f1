#include "backend/api.h"
#include "backend/secret.h"
#include "forms/console.h"
#include "forms/privacy/privacy.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/text.h"

#include <stdio.h>

/*
 * The package is made by a worker. Its passphrase is made here, goes to the worker encrypted with a key that the database does not have,
 * and is shown once.
 */
static void show(void *ctx, const char *passphrase)
{
	struct screen *s = ctx;
	char text[640];

	snprintf(text, sizeof text, "    %s\n\n%s", passphrase,
	    _("It is shown only now and kept nowhere: give it to the person by another way than the package. If it is lost, make "
	      "another package.\n\nA worker makes it now. The tab Exports names its job; steward fetch JOB brings the file."));
	dialog_show(s->app, _("Passphrase of the package"), text);
	secret_wipe(text, sizeof text);
}

static void ask(struct screen *s, const char *kind)
{
	struct console *c = console_of(s->app);
	char *passphrase = secret_alloc(SECRET_PASSPHRASE), wrapped[SECRET_WRAPPED];
	struct api_change args[] = { { .column = "passphrase", .value = wrapped }, { .column = "kind", .value = kind } };
	struct err err = { 0 };

	if (!passphrase) {
		app_notice(s->app, NOTICE_ERROR, _("There is not enough memory."));
		return;
	}
	secret_passphrase(passphrase);
	if (secret_wrap(c->pepper, passphrase, wrapped, &err))
		entity_act_tell(
		    s, kind ? "people" : NULL, "package", args, kind ? 2 : 1, _("A worker makes the package."), passphrase, show);
	else
		console_error(c, &err);
	secret_free(passphrase);
}

static void kind_chosen(void *ctx, int index)
{
	static const char *const kinds[] = { "access", "portability" };

	if (index >= 0)
		ask(ctx, kinds[index]);
}

void package_of_user(struct app *a, struct screen *s)
{
	const char *labels[] = { _("access (15): everything that is held"), _("portability (20): what the person provided") };

	dialog_choose(a, _("Export what is held on this person"), labels, 2, -1, kind_chosen, s);
}

void package_of_request(struct app *a, struct screen *s)
{
	(void)a;
	ask(s, NULL);
}
