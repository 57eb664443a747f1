#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "backend/arena.h"
#include "backend/secret.h"
#include "forms/cli.h"
#include "forms/console.h"
#include "forms/jobs/job_wait.h"
#include "forms/options.h"
#include "forms/privacy/privacy.h"
#include "forms/privacy/registers.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/list.h"
#include "tui/text.h"

/* What is past its term, table by table: the preview of a purge, which itself is a job. */

static const struct field_choice ways[] = { { "delete", N_("row is deleted") }, { "change", N_("overwritten") },
	{ "empty", N_("values emptied") }, { "warn", N_("person is warned") }, { "disable", N_("is disabled") },
	{ "event", N_("ends by event") }, { 0 } };

static const struct field columns[] = {
	{ "relation", N_("What"), FIELD_TEXT, FIELD_KEY | FIELD_FILTER, 24, 0, N_("Table whose rows are meant.") },
	{ "due", N_("To go"), FIELD_NUMBER, FIELD_FILTER, 8, 0,
	    N_("Rows past their term that a purge would take; 100,000 are many.") },
	{ "kept", N_("Kept"), FIELD_NUMBER, FIELD_FILTER, 7, 0,
	    N_("Rows past their term that stay: a hold, an open request or another row needs them; or a warning is not old "
	       "enough.") },
	{ "action", N_("What is done"), FIELD_CHOICE, FIELD_FILTER, 14, 0,
	    N_("What a purge does with them; nothing where no term but an event ends it, as a consent that is withdrawn."),
	    .choices = ways },
	{ "oldest", N_("Oldest"), FIELD_DATE, 0, 10, 0, N_("The oldest of both.") },
	{ "retention", N_("Term"), FIELD_TEXT, 0, 40, 0, N_("How long they are kept, by the data map.") },
	{ "purpose", N_("Purpose"), FIELD_TEXT, FIELD_HIDDEN, 40, 0, N_("What they are kept for.") },
	{ "total", N_("All"), FIELD_NUMBER, 0, 7, 0, N_("Rows that a purge would take in all tables.") },
	{ "place", N_("No."), FIELD_NUMBER, FIELD_HIDDEN | FIELD_SORTABLE, 4, 0, N_("Place in the order of a purge.") },
	{ 0 },
};

static const struct field rows[] = {
	{ "key", N_("Key"), FIELD_TEXT, FIELD_KEY, 24, 0, N_("Key of the row.") },
	{ "at", N_("When"), FIELD_TIME, 0, 16, 0, N_("From when its term is counted, or when it ends.") },
	{ "user_id", N_("Account"), FIELD_NUMBER, 0, 10, 0,
	    N_("Whose row it is; empty for guests and where another row says so.") },
	{ 0 },
};

const struct entity retention_row_entity = {
	.name = "retention_rows",
	.title = N_("First rows"),
	.one = N_("row"),
	.empty = N_("Nothing would go."),
	.fields = rows,
	.right_view = "retention.view",
};

static const struct field general[] = {
	{ "relation", N_("What"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Table whose rows are meant.") },
	{ "action", N_("What is done"), FIELD_CHOICE, FIELD_READONLY, 0, 0, N_("What a purge does with them."), .choices = ways },
	{ "due", N_("To go"), FIELD_NUMBER, FIELD_READONLY, 0, 0,
	    N_("Rows past their term that a purge would take; 100,000 are many.") },
	{ "kept", N_("Kept"), FIELD_NUMBER, FIELD_READONLY, 0, 0,
	    N_("Rows past their term that stay: a hold, an open request or another row needs them; or a warning is not old "
	       "enough.") },
	{ "oldest", N_("Oldest"), FIELD_DATE, FIELD_READONLY, 0, 0, N_("The oldest of both.") },
	{ "retention", N_("Term"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("How long they are kept, by the data map.") },
	{ "purpose", N_("Purpose"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("What they are kept for.") },
	{ 0 },
};

static const struct entity_tab tabs[] = {
	{ .name = "general", .label = N_("General"), .fields = general },
	{ .name = "rows", .label = N_("First rows"), .related = &retention_row_entity, .column = "target" },
	{ 0 },
};

static void agreed_to(void *ctx, bool agreed)
{
	struct screen *s = ctx;

	if (agreed && entity_key(s))
		entity_act_on(s, "retention", entity_key(s), 0, "purge", NULL, 0,
		    _("Asked for. It runs as a job: go to jobs shows how far it is."));
}

static void purge(struct app *a, struct screen *s)
{
	const struct list *l = s->class->list ? s->class->list(s) : NULL;
	const char *total = l ? list_value(l, "total") : NULL;

	dialog_confirm_typed(a, _("Purge all that is past its term?"),
	    _("All rows under To go, of every table, and nothing else. It cannot be undone. Type how many they are in all."),
	    total ? total : "0", agreed_to, s);
}

static void schedule(struct app *a, struct screen *s)
{
	(void)s;
	entity_open_list(a, entity_find("schedules"), NULL, NULL);
}

const struct action retention_actions[] = {
	{ 'P', "retention.purge", N_("purge what is past its term"), N_("purge"), "retention.run", ACTION_FOOTER | ACTION_DANGER,
	    entity_has_key, purge, N_("As a job, in small steps. Held rows, open requests and what is in use stay.") },
	{ 't', "retention.schedule", N_("go to the schedules"), N_("schedules"), "job.view", ACTION_FOOTER, NULL, schedule,
	    N_("The purge has one that waits to be switched on.") },
	{ 0 },
};

const struct entity retention_entity = {
	.name = "retention",
	.title = N_("Retention"),
	.one = N_("table"),
	.empty = N_("No table has a term."),
	.fields = columns,
	.sort = "place",
	.flags = ENTITY_OPENS,
	.right_view = "retention.view",
	.tabs = tabs,
	.heading = "relation",
	.row_actions = retention_actions,
};

/* steward purge [run]: the preview, or the job. */
enum { RELATION, ACTION, DUE, KEPT, OLDEST, RETENTION, COLUMNS, ROWS_MAX = 200 };
static const char *const asked[COLUMNS] = { "relation", "action", "due", "kept", "oldest", "retention" };

static void previewed(void *ctx, struct api_page *page, const struct err *err)
{
	struct cli *cli = ctx;

	if (!page) {
		cli_end(cli, cli_fail(err));
		return;
	}
	for (int i = 0; i < page->count; i++) {
		const char *const *c = page->rows[i].cells;

		cli_print("%s\t%s\t%s\t%s\t%s\t%s", c[RELATION], c[ACTION], c[DUE] ? c[DUE] : "0", c[KEPT] ? c[KEPT] : "0",
		    c[OLDEST] ? c[OLDEST] : "", c[RETENTION] ? c[RETENTION] : "");
	}
	arena_free(page->arena);
	cli_end(cli, EX_OK);
}

static void preview(struct cli *cli)
{
	struct api_list q = {
		.entity = "retention", .columns = asked, .column_count = COLUMNS, .sort = "place", .limit = ROWS_MAX
	};

	api_list(cli->console->api, &q, previewed, cli);
}

struct purge {
	struct cli cli;
	struct job_wait wait;
	char job[24];
};

static void over(void *ctx, const struct err *err)
{
	struct purge *p = ctx;

	if (err->code != ERR_NONE) {
		cli_end(&p->cli, cli_fail(err));
		return;
	}
	cli_print("%s", p->wait.result);
	cli_end(&p->cli, EX_OK);
}

static void queued(void *ctx, const struct api_outcome *o, const struct err *err)
{
	struct purge *p = ctx;

	if (!o) {
		cli_end(&p->cli, cli_fail(err));
		return;
	}
	snprintf(p->job, sizeof p->job, "%s", o->key);
	job_wait_start(&p->wait, p->cli.console, p->job, true, over, p);
}

static void start(struct cli *cli)
{
	static const struct api_change job[] = { { .column = "kind", .value = "retention.purge" },
		{ .column = "arguments", .value = "{}" } };
	char request[37];

	secret_uuid(request);
	api_save(cli->console->api, "jobs", NULL, 0, job, 2, request, queued, cli->data);
}

int purge_command(struct console *c, const struct options *o, char *const *arguments, int n)
{
	bool run = n == 1 && strcmp(arguments[0], "run") == 0;
	struct purge p = { .cli = { .console = c, .options = o, .start = run ? start : preview } };
	struct err err;

	/* Nothing is removed by a command that was not finished. */
	if (run == o->dry_run || (n == 1 && !run)) {
		err_set(&err, ERR_INPUT, "%s", _("Say steward purge --dry-run, or steward purge run."));
		return cli_fail(&err);
	}
	p.cli.data = &p;
	return cli_session(&p.cli);
}
