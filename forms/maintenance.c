#include "forms/maintenance.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "backend/credentials.h"
#include "backend/doctor.h"
#include "backend/migrate.h"
#include "backend/secret.h"
#include "forms/cli.h"
#include "forms/console.h"
#include "forms/options.h"
#include "tui/text.h"

static void say(void *ctx, const char *text)
{
	(void)ctx;
	cli_print("%s", text);
	fflush(stdout);
}

int maintenance_migrate(struct console *c, const struct options *o, char *const *arguments, int n)
{
	struct migrate m = { .config = &c->config, .check = o->check, .say = say };
	struct migrate_result result;
	struct err err = { 0 };

	(void)arguments;
	(void)n;
	if (!migrate_run(&m, &result, &err))
		return cli_fail(&err);
	if (!result.due)
		puts(_("The database is up to date."));
	return o->check && result.due ? 1 : EX_OK;
}

int maintenance_bootstrap(struct console *c, const struct options *o, char *const *arguments, int n)
{
	char *password = secret_alloc(SECRET_TEXT), *pin = secret_alloc(SECRET_TEXT);
	struct credentials who = {
		.config = &c->config, .login = arguments[0], .password = password, .pin = pin, .pepper = c->pepper
	};
	struct err err = { 0 };
	bool ok = false;

	(void)n;
	if (!password || !pin)
		err_set(&err, ERR_SYSTEM, "%s", _("There is not enough memory."));
	else
		ok = secret_pepper(c->config.pepper_file, c->pepper, &err) && cli_secrets(o, password, pin, &err) &&
		     credentials_set(&who, &err);
	secret_free(password);
	secret_free(pin);
	if (!ok)
		return cli_fail(&err);
	cli_print(_("Password and PIN of %s are set."), arguments[0]);
	return EX_OK;
}

static void report(void *ctx, const char *name, enum doctor_level level, const char *finding, const char *mend)
{
	static const char *const words[] = {
		[DOCTOR_OK] = N_("fine"), [DOCTOR_SKIPPED] = N_("left out"), [DOCTOR_WARN] = N_("look"), [DOCTOR_FAIL] = N_("WRONG")
	};

	(void)ctx;
	cli_print("%s\t%s\t%s", _(words[level]), name, finding);
	if (mend[0])
		cli_print("\t\t-> %s", mend);
}

int maintenance_doctor(struct console *c, const struct options *o, char *const *arguments, int n)
{
	char *password = secret_alloc(SECRET_TEXT), *pin = secret_alloc(SECRET_TEXT);
	struct doctor d = { .config = &c->config,
		.term = c->process.term,
		.utf8 = c->process.utf8,
		.address = c->process.address,
		.fingerprint = c->process.fingerprint,
		.report = report };
	enum doctor_level worst;
	struct err err = { 0 };

	(void)arguments;
	(void)n;
	if (o->login) {
		if (!password || !pin || !cli_secrets(o, password, pin, &err)) {
			secret_free(password);
			secret_free(pin);
			return cli_fail(&err);
		}
		d.login = o->login;
		d.password = password;
		d.pin = pin;
	}
	worst = doctor_run(&d);
	secret_free(password);
	secret_free(pin);
	return worst == DOCTOR_FAIL ? EX_CONFIG : EX_OK;
}
