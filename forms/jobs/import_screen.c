#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "backend/import_dir.h"
#include "backend/json.h"
#include "backend/secret.h"
#include "forms/console.h"
#include "forms/jobs/jobs.h"
#include "tui/dialog.h"
#include "tui/text.h"

/*
 * A file is chosen among those of a folder that the configuration names; who is at the console names no path. It is always tried first, by a
 * worker, which fetches it; the record of that dry run has the key that imports for real.
 */

enum { LABEL = 256 };

static const struct kind {
	const char *name, *label;
} kinds[] = { { "users", N_("users") }, { "payments", N_("payments") }, { "sales", N_("sales of an agency") } };
enum { KINDS = sizeof kinds / sizeof kinds[0] };

/* The screen lies under the dialogs and cannot go away meanwhile. */
struct choice {
	struct screen *screen;
	const struct kind *kind;
	int count, file;
	struct import_file files[IMPORT_FILES_MAX];
	char labels[IMPORT_FILES_MAX][LABEL];
};

static void ask_worker(struct choice *c, const char *account)
{
	char kind[32], title[IMPORT_NAME + 20], spooled[64], uuid[37];
	struct api_change changes[3] = { { "kind", kind }, { "title", title } };
	struct json j;

	secret_uuid(uuid);
	snprintf(kind, sizeof kind, "import.%s", c->kind->name);
	snprintf(title, sizeof title, "%s, dry run", c->files[c->file].name);
	snprintf(spooled, sizeof spooled, "upload-%s.csv", uuid);
	json_init(&j);
	json_open(&j, NULL, '{');
	json_string(&j, "file", spooled);
	json_string(&j, "from", c->files[c->file].name);
	json_string(&j, "name", c->files[c->file].name);
	if (account)
		json_string(&j, "account", account);
	json_bool(&j, "dry_run", true);
	json_close(&j, '}');
	changes[2] = (struct api_change) { "arguments", json_text(&j) };
	entity_make(c->screen, &job_entity, changes, 3);
	json_release(&j);
}

static void account_said(void *ctx, const char *text)
{
	struct choice *c = ctx;

	if (text)
		ask_worker(c, text);
	free(c);
}

static void ask_account(struct choice *c)
{
	static const struct field account = { .name = "account",
		.label = N_("Account of the agency"),
		.kind = FIELD_NUMBER,
		.flags = FIELD_REQUIRED | FIELD_KEY,
		.limit = 15,
		.help = N_("Number of the account whose sales these are.") };
	const char *name = c->files[c->file].name;
	size_t n = strspn(name, "0123456789");
	char begins[16] = "";

	if (n < sizeof begins && name[n] == '_')
		snprintf(begins, sizeof begins, "%.*s", (int)n, name);
	dialog_ask(c->screen->app, _("Whose sales are they?"), &account, begins, account_said, c);
}

static void file_chosen(void *ctx, int index)
{
	struct choice *c = ctx;

	if (index < 0 || index >= c->count) {
		free(c);
		return;
	}
	c->file = index;
	if (strcmp(c->kind->name, "sales") == 0) {
		ask_account(c);
		return;
	}
	ask_worker(c, NULL);
	free(c);
}

static void describe(struct app *a, const struct import_file *f, char out[LABEL])
{
	static const struct field at = { .name = "at", .label = "", .kind = FIELD_TIME };
	char bytes[32], when[64], wire[64] = "";
	time_t t = (time_t)f->at;
	struct tm utc;

	if (gmtime_r(&t, &utc))
		strftime(wire, sizeof wire, "%Y-%m-%d %H:%M:%S+00", &utc);
	snprintf(out, LABEL, _("%s, %s bytes, %s"), f->name, list_number(app_env(a), f->bytes, bytes, sizeof bytes),
	    field_format_short(&at, app_env(a), wire, when, sizeof when));
}

static void kind_chosen(void *ctx, int index)
{
	struct choice *c = ctx;
	struct app *a = c->screen->app;
	const char *labels[IMPORT_FILES_MAX];

	if (index < 0 || index >= KINDS) {
		free(c);
		return;
	}
	c->kind = &kinds[index];
	for (int i = 0; i < c->count; i++) {
		describe(a, &c->files[i], c->labels[i]);
		labels[i] = c->labels[i];
	}
	dialog_choose(a, _("Which file?"), labels, c->count, -1, file_chosen, c);
}

static void tell(struct app *a, const char *why)
{
	char text[1024];

	snprintf(text, sizeof text, "%s%s%s", why, why[0] ? "\n\n" : "",
	    _("steward import users FILE --dry-run, or over ssh: ssh HOST import users --dry-run < FILE. There are users, payments "
	      "and sales. "
	      "The dry run then stands in this list: it shows what would be added and changed, and W on it imports for real."));
	dialog_show(a, _("Import a file"), text);
}

void import_choose(struct app *a, struct screen *s)
{
	const struct console *console = console_of(a);
	struct choice *c = calloc(1, sizeof *c);
	const char *labels[KINDS];
	char why[600];
	struct err err = { 0 };

	if (!c)
		return;
	c->screen = s;
	c->count = console->import_dir >= 0 ? import_dir_list(console->import_dir, c->files, &err) : 0;
	if (console->import_dir >= 0 && c->count > 0) {
		for (int i = 0; i < KINDS; i++)
			labels[i] = _(kinds[i].label);
		dialog_choose(a, _("Import what?"), labels, KINDS, -1, kind_chosen, c);
		return;
	}
	if (console->import_dir < 0 || c->count < 0)
		snprintf(why, sizeof why, "%s", console->import_dir < 0 ? console->import_trouble : err.sentence);
	else
		snprintf(
		    why, sizeof why, _("There is no file in %s yet: put one there, and come back."), console->config.import_dir);
	free(c);
	tell(a, why);
}
