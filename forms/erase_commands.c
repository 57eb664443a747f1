#include "forms/erase_commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "backend/api.h"
#include "backend/arena.h"
#include "backend/secret.h"
#include "forms/cli.h"
#include "forms/console.h"
#include "forms/options.h"
#include "tui/text.h"

enum { LINES = 500 };

/* One command under way. */
struct task {
	struct cli cli;
	const char *given; /* person or number, as typed */
	const char *verb; /* NULL = only look */
	char number[24], text[64];
	struct api_change args[3];
	int64_t version;
};

static void stop(struct task *t, const struct err *err)
{
	cli_end(&t->cli, cli_fail(err));
}

static void list(struct task *t, const char *entity, const char *key, const char *const *columns, int n, api_list_done done)
{
	struct api_filter filter = { key, "=", t->number };
	struct api_list q = { .entity = entity,
		.columns = columns,
		.column_count = n,
		.filters = &filter,
		.filter_count = 1,
		.sort = strcmp(entity, "erasures") == 0 ? "id" : "no",
		.limit = LINES };

	api_list(t->cli.console->api, &q, done, t);
}

static const char *cell(const struct api_page *page, int row, int column)
{
	const char *text = page->rows[row].cells[column];

	return text ? text : "";
}

/* ---- what an erasure is ---- */

enum { ID, PERSON, STATE, SCOPE, PLAN, ERASED, KEPT, VERSION, COLUMNS };
static const char *const columns[COLUMNS] = { "id", "person", "state", "scope", "plan", "rows_erased", "rows_kept", "version" };
enum { RELATION, ACTION, ROWS, UNTIL, REASON, ITEM_COLUMNS };
static const char *const item_columns[ITEM_COLUMNS] = { "relation", "action", "rows", "keep_until", "reason" };
enum { SENTENCE, KEY, LIFTED_BY, BLOCKER_COLUMNS };
static const char *const blocker_columns[BLOCKER_COLUMNS] = { "sentence", "key", "lifted_by" };

static void blockers(void *ctx, struct api_page *page, const struct err *err)
{
	struct task *t = ctx;

	if (!page) {
		stop(t, err);
		return;
	}
	for (int i = 0; i < page->count; i++)
		cli_print("%s\t%s\t%s\t%s", _("In the way"), cell(page, i, SENTENCE), cell(page, i, KEY), cell(page, i, LIFTED_BY));
	arena_free(page->arena);
	cli_end(&t->cli, EX_OK);
}

static void items(void *ctx, struct api_page *page, const struct err *err)
{
	struct task *t = ctx;

	if (!page) {
		stop(t, err);
		return;
	}
	for (int i = 0; i < page->count; i++)
		cli_print("%s\t%s\t%s\t%s\t%s", cell(page, i, ACTION), cell(page, i, RELATION), cell(page, i, ROWS),
		    cell(page, i, UNTIL), cell(page, i, REASON));
	arena_free(page->arena);
	list(t, "erasure_blockers", "erasure_id", blocker_columns, BLOCKER_COLUMNS, blockers);
}

static void tell(struct task *t, const struct api_page *page)
{
	cli_print("%s\t%s", _("No"), cell(page, 0, ID));
	cli_print("%s\t%s", _("Person"), cell(page, 0, PERSON));
	cli_print("%s\t%s, %s", _("State"), cell(page, 0, STATE), cell(page, 0, SCOPE));
	cli_print("%s\t%s", _("Plan"), cell(page, 0, PLAN));
	cli_print("%s\t%s", _("Rows erased"), cell(page, 0, ERASED));
	cli_print("%s\t%s", _("Rows kept"), cell(page, 0, KEPT));
	list(t, "erasure_items", "erasure_id", item_columns, ITEM_COLUMNS, items);
}

/* ---- what is done to it ---- */

static void look(struct task *t);

static void done(void *ctx, const struct api_outcome *o, const struct err *err)
{
	struct task *t = ctx;

	if (!o) {
		stop(t, err);
		return;
	}
	if (strcmp(t->verb, "run") == 0) {
		cli_print(_("A worker carries it out: job %s."), o->key);
		cli_end(&t->cli, EX_OK);
		return;
	}
	if (strcmp(t->verb, "create") == 0)
		snprintf(t->number, sizeof t->number, "%s", o->key);
	t->verb = NULL;
	look(t);
}

static void act(struct task *t)
{
	struct api *a = t->cli.console->api;
	char request[37];

	secret_uuid(request);
	if (strcmp(t->verb, "run") == 0) {
		snprintf(t->text, sizeof t->text, "{\"erasure\": %s}", t->number);
		t->args[0] = (struct api_change) { "kind", "erase.run" };
		t->args[1] = (struct api_change) { "title", t->number };
		t->args[2] = (struct api_change) { "arguments", t->text };
		api_save(a, "jobs", NULL, 0, t->args, 3, request, done, t);
	} else if (strcmp(t->verb, "create") == 0) {
		t->args[0] = (struct api_change) { strchr(t->given, '@') ? "email" : "user_id", t->given };
		api_save(a, "erasures", NULL, 0, t->args, 1, request, done, t);
	} else {
		t->args[0] = (struct api_change) { "plan", t->cli.options->plan };
		api_act(a, "erasures", t->number, t->verb, t->version, t->args, strcmp(t->verb, "approve") == 0, request, done, t);
	}
}

static void found(void *ctx, struct api_page *page, const struct err *err)
{
	struct task *t = ctx;
	struct err none = { 0 };

	if (!page) {
		stop(t, err);
		return;
	}
	if (page->count != 1) {
		err_set(&none, ERR_MISSING, _("There is no erasure %.20s."), t->number);
		stop(t, &none);
	} else if (t->verb) {
		t->version = strtoll(cell(page, 0, VERSION), NULL, 10);
		act(t);
	} else {
		tell(t, page);
	}
	arena_free(page->arena);
}

static void look(struct task *t)
{
	list(t, "erasures", "id", columns, COLUMNS, found);
}

static void begin(struct cli *cli)
{
	struct task *t = cli->data;

	if (t->verb && strcmp(t->verb, "create") == 0)
		act(t);
	else
		look(t);
}

static int command(struct console *c, const struct options *o, const char *given, const char *verb)
{
	struct task t = { .cli = { .console = c, .options = o, .start = begin }, .given = given, .verb = verb };
	struct err err = { 0 };

	t.cli.data = &t;
	snprintf(t.number, sizeof t.number, "%s", given);
	if ((!verb || strcmp(verb, "create") != 0) &&
	    (!*given || strspn(given, "0123456789") != strlen(given) || strlen(given) > 18))
		err_set(&err, ERR_INPUT, _("\"%.40s\" is no number of an erasure."), given);
	else if (verb && strcmp(verb, "approve") == 0 && !o->plan)
		err_set(&err, ERR_INPUT, "%s", _("Say which plan you read: add --plan HASH, as erase status prints it."));
	return err.code == ERR_NONE ? cli_session(&t.cli) : cli_fail(&err);
}

int erase_plan(struct console *c, const struct options *o, char *const *arguments, int n)
{
	(void)n;
	return command(c, o, arguments[0], "create");
}

int erase_submit(struct console *c, const struct options *o, char *const *arguments, int n)
{
	(void)n;
	return command(c, o, arguments[0], "propose");
}

int erase_approve(struct console *c, const struct options *o, char *const *arguments, int n)
{
	(void)n;
	return command(c, o, arguments[0], "approve");
}

int erase_run(struct console *c, const struct options *o, char *const *arguments, int n)
{
	(void)n;
	return command(c, o, arguments[0], "run");
}

int erase_status(struct console *c, const struct options *o, char *const *arguments, int n)
{
	(void)n;
	return command(c, o, arguments[0], NULL);
}
