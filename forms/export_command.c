#include "forms/export_command.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#include "backend/api.h"
#include "backend/json.h"
#include "backend/package.h"
#include "backend/secret.h"
#include "forms/cli.h"
#include "forms/console.h"
#include "forms/options.h"
#include "tui/text.h"

enum { LABEL, CATEGORY, CATEGORY_NAME, COLUMNS, SHAPES, FACTS, PURPOSES, RECIPIENTS, LEFT_OUT, MASKED };
enum { PAGE_LABEL, AFTER, CELLS };

/* One export under way: while the server reads the next page it writes this one. */
struct exporting {
	struct cli cli;
	struct package *package;
	const char *person, *kind;
	char *passphrase; /* locked memory; of a package that a worker makes */
	char *export_id;
	bool ended; /* badly: a page that still comes is not looked at */
	struct arena *parts_arena;
	struct db_rows parts;
	int at; /* part under way; -1 = none yet */
	struct api_change finish[3];
	char made[32], rows[24], bytes[24], sha256[PACKAGE_SHA256];
};

static void failed(struct exporting *x, const struct err *err)
{
	x->ended = true;
	cli_end(&x->cli, cli_fail(err));
}

static void finished(void *ctx, const struct api_outcome *outcome, const struct err *err)
{
	struct exporting *x = ctx;

	if (!outcome) {
		failed(x, err);
		return;
	}
	cli_print(_("The package has %s rows, %s bytes, SHA-256 %s."), x->rows, x->bytes, x->sha256);
	cli_print(_("Its passphrase is shown this once; give it to the person by another way: %s"), package_passphrase(x->package));
	cli_end(&x->cli, EX_OK);
}

static void finish(struct exporting *x)
{
	int64_t rows, bytes;
	struct err err = { 0 };
	char request[37];

	if (!package_finish(x->package, &rows, &bytes, x->sha256, &err)) {
		failed(x, &err);
		return;
	}
	snprintf(x->rows, sizeof x->rows, "%" PRId64, rows);
	snprintf(x->bytes, sizeof x->bytes, "%" PRId64, bytes);
	x->finish[0] = (struct api_change) { "rows", x->rows };
	x->finish[1] = (struct api_change) { "bytes", x->bytes };
	x->finish[2] = (struct api_change) { "sha256", x->sha256 };
	secret_uuid(request);
	api_act(x->cli.console->api, "exports", x->export_id, "finish", 0, x->finish, 3, request, finished, x);
}

static void page(void *ctx, const struct db_rows *rows, const struct err *err);

static bool next_part(struct exporting *x, struct err *err)
{
	const struct db_rows *r = &x->parts;
	int i = ++x->at;

	return package_part(x->package,
	    &(struct package_part) { .label = db_value(r, i, LABEL),
		.category = db_value(r, i, CATEGORY_NAME),
		.number = (int)strtol(db_value(r, i, CATEGORY), NULL, 10),
		.columns = db_value(r, i, COLUMNS),
		.shapes = db_value(r, i, SHAPES),
		.facts = db_value(r, i, FACTS),
		.purposes = db_value(r, i, PURPOSES),
		.recipients = db_value(r, i, RECIPIENTS),
		.left_out = db_value(r, i, LEFT_OUT),
		.masked = db_value(r, i, MASKED) },
	    err);
}

/* Parts without rows are in the package too: all up to this one, or all there are. */
static bool go_to_part(struct exporting *x, const char *label, struct err *err)
{
	while (x->at < 0 || !label || strcmp(db_value(&x->parts, x->at, LABEL), label) != 0) {
		if (x->at + 1 == x->parts.count)
			return !label || err_set(err, ERR_BUG, "%s",
					     _("The database's answer was not understood: bring both to the same version."));
		if (!next_part(x, err))
			return false;
	}
	return true;
}

static bool write_rows(struct exporting *x, const struct db_rows *rows, struct err *err)
{
	for (int i = 0; i < rows->count; i++)
		if (!go_to_part(x, db_value(rows, i, PAGE_LABEL), err) ||
		    !package_row_array(x->package, db_value(rows, i, CELLS), err))
			return false;
	return true;
}

static void ask_page(struct exporting *x, const char *part, const char *after)
{
	api_export_page(x->cli.console->api, x->export_id, part, after, page, x);
}

static void page(void *ctx, const struct db_rows *rows, const struct err *err)
{
	struct exporting *x = ctx;
	struct err trouble = { 0 };
	const char *after = rows && rows->count ? db_value(rows, rows->count - 1, AFTER) : NULL;

	if (x->ended)
		return;
	if (after)
		ask_page(x, db_value(rows, rows->count - 1, PAGE_LABEL), after);
	if (!rows)
		failed(x, err);
	else if (!write_rows(x, rows, &trouble) || (!after && !go_to_part(x, NULL, &trouble)))
		failed(x, &trouble);
	else if (!after)
		finish(x);
}

static void omissions(void *ctx, const struct db_rows *rows, const struct err *err)
{
	struct exporting *x = ctx;
	struct package_about about;
	struct err trouble = { 0 };
	time_t now = time(NULL);

	if (!rows || !rows->count) {
		failed(x, err);
		return;
	}
	strftime(x->made, sizeof x->made, "%Y-%m-%dT%H:%M:%SZ", gmtime(&now));
	about = (struct package_about) { .site = api_me(x->cli.console->api)->site_name,
		.kind = x->kind,
		.person = x->person,
		.made = x->made,
		.language = db_value(rows, 0, 2),
		.left_out = db_value(rows, 0, 0),
		.schema = db_value(rows, 0, 1) };
	if (!package_begin(x->package, &about, &trouble))
		failed(x, &trouble);
	else
		ask_page(x, NULL, NULL);
}

static void parts(void *ctx, const struct db_rows *rows, const struct err *err)
{
	struct exporting *x = ctx;

	if (!rows || !rows->count) {
		failed(x, err);
		return;
	}
	/* The arena is ours from here on. */
	x->parts = *rows;
	x->parts_arena = rows->arena;
	((struct db_rows *)rows)->arena = NULL;
	api_export_omissions(x->cli.console->api, x->export_id, omissions, x);
}

static void recorded(void *ctx, const struct api_outcome *outcome, const struct err *err)
{
	struct exporting *x = ctx;

	if (!outcome) {
		failed(x, err);
		return;
	}
	x->export_id = strdup(outcome->key);
	api_export_parts(x->cli.console->api, x->export_id, parts, x);
}

static void begin(struct cli *cli)
{
	struct exporting *x = cli->data;
	struct api_change changes[] = { { "kind", x->kind }, { strchr(x->person, '@') ? "email" : "user_id", x->person } };
	char request[37];

	secret_uuid(request);
	api_save(cli->console->api, "exports", NULL, 0, changes, 2, request, recorded, x);
}

static void queued(void *ctx, const struct api_outcome *outcome, const struct err *err)
{
	struct exporting *x = ctx;

	if (!outcome) {
		failed(x, err);
		return;
	}
	cli_print(
	    _("Job %s makes the package; steward fetch %s --out FILE waits for it and brings it."), outcome->key, outcome->key);
	cli_print(_("Its passphrase is shown this once; give it to the person by another way: %s"), x->passphrase);
	cli_end(&x->cli, EX_OK);
}

static void queue(struct cli *cli)
{
	struct exporting *x = cli->data;
	char wrapped[SECRET_WRAPPED], request[37];
	struct api_change changes[] = { { "kind", "person.zip" }, { "arguments", NULL } };
	struct err err = { 0 };
	struct json j;

	secret_passphrase(x->passphrase);
	if (!secret_wrap(cli->console->pepper, x->passphrase, wrapped, &err)) {
		failed(x, &err);
		return;
	}
	json_init(&j);
	json_open(&j, NULL, '{');
	json_string(&j, "kind", x->kind);
	json_string(&j, strchr(x->person, '@') ? "email" : "user_id", x->person);
	json_string(&j, "passphrase", wrapped);
	json_close(&j, '}');
	changes[1].value = json_text(&j);
	secret_uuid(request);
	api_save(cli->console->api, "jobs", NULL, 0, changes, 2, request, queued, x);
	json_release(&j);
}

/* Without a file a worker makes it. */
static int by_worker(struct exporting *x)
{
	struct err err = { 0 };
	int status;

	x->cli.start = queue;
	x->passphrase = secret_alloc(SECRET_PASSPHRASE);
	if (x->passphrase)
		status = cli_session(&x->cli);
	else {
		err_set(&err, ERR_SYSTEM, "%s", _("There is not enough memory."));
		status = cli_fail(&err);
	}
	secret_free(x->passphrase);
	return status;
}

/* What programs that read packages are written by. */
static void schema(void *ctx, const struct db_rows *rows, const struct err *err)
{
	struct exporting *x = ctx;

	if (!rows || !rows->count) {
		failed(x, err);
		return;
	}
	cli_print_json(db_value(rows, 0, 0));
	cli_end(&x->cli, EX_OK);
}

static void ask_schema(struct cli *cli)
{
	struct exporting *x = cli->data;

	api_export_schema(cli->console->api, x->kind, schema, x);
}

int export_command(struct console *c, const struct options *o, char *const *arguments, int n)
{
	struct exporting x = { .cli = { .console = c, .options = o, .start = begin },
		.at = -1,
		.person = n ? arguments[0] : NULL,
		.kind = o->kind ? o->kind : "access" };
	struct err err = { 0 };
	int status;

	x.cli.data = &x;
	if (o->schema != !n) {
		err_set(&err, ERR_INPUT, "%s", _("Say whose package: steward export PERSON; or --schema, which names nobody."));
		return cli_fail(&err);
	}
	if (o->schema) {
		x.cli.start = ask_schema;
		return cli_session(&x.cli);
	}
	if (!o->out)
		return by_worker(&x);
	if (strcmp(o->out, "-") == 0) {
		err_set(&err, ERR_INPUT, "%s", _("Say where the package goes: add --out FILE."));
		return cli_fail(&err);
	}
	if (!package_open(&x.package, o->out, NULL, &c->config, &err))
		return cli_fail(&err);
	status = cli_session(&x.cli);
	arena_free(x.parts_arena);
	free(x.export_id);
	package_close(x.package);
	return status;
}
