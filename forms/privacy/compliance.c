#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "backend/arena.h"
#include "backend/json.h"
#include "forms/cli.h"
#include "forms/console.h"
#include "forms/privacy/registers.h"
#include "tui/app.h"
#include "tui/text.h"

/* What the law and good sense ask of the site's owner, held against what is, with the way to mend each. */

static const struct field_choice states[] = { { "ok", N_("fine") }, { "warn", N_("! warning") }, { "fail", N_("!! amiss") },
	{ 0 } };

static const struct field columns[] = {
	{ "state", N_("State"), FIELD_CHOICE, FIELD_KEY | FIELD_FILTER, 9, 0, N_("Fine, a warning, or not in order."),
	    .choices = states },
	{ "title", N_("Check"), FIELD_TEXT, FIELD_OURS, 23, 0, N_("What is looked at.") },
	{ "found", N_("Found"), FIELD_NUMBER, 0, 5, 0, N_("How many are not as they should be.") },
	{ "sentence", N_("In words"), FIELD_TEXT, FIELD_OURS, 30, 0, N_("What was found.") },
	{ "detail", N_("Which"), FIELD_TEXT, 0, 26, 0, N_("Names of what was found.") },
	{ "mend", N_("How to mend it"), FIELD_TEXT, FIELD_OURS, 40, 0,
	    N_("What to do; Enter opens the screen for it, if there is one.") },
	{ "screen", N_("Where"), FIELD_TEXT, 0, 12, 0, N_("The screen that Enter opens; without one it shows the whole row.") },
	{ "position", N_("No."), FIELD_NUMBER, FIELD_HIDDEN | FIELD_SORTABLE, 4, 0, N_("Place in the list.") },
	{ 0 },
};

static void mend(struct app *a, struct list *l)
{
	const char *screen = list_value(l, "screen");
	const struct entity *e = screen ? entity_find(screen) : NULL;

	if (e)
		entity_open_list(a, e, NULL, NULL);
	else
		list_show(l);
}

const struct entity compliance_entity = {
	.name = "compliance",
	.title = N_("Compliance check"),
	.one = N_("check"),
	.empty = N_("There is nothing to check."),
	.fields = columns,
	.sort = "position",
	.right_view = "compliance.view",
	.open_row = mend,
};

enum { STATE, NAME, TITLE, FOUND, SENTENCE, DETAIL, MEND, SCREEN, COUNT, ROWS_MAX = 200 };
static const char *const asked[COUNT] = { "state", "name", "title", "found", "sentence", "detail", "mend", "screen" };

static const char *words(const char *text)
{
	return text && text[0] ? _(text) : "";
}

static void print_row(struct json *j, const char *const *cells, bool as_json)
{
	if (!as_json) {
		cli_print("%s\t%s\t%s\t%s\t%s\t%s", cells[STATE], words(cells[TITLE]), cells[FOUND] ? cells[FOUND] : "",
		    words(cells[SENTENCE]), cells[DETAIL] ? cells[DETAIL] : "", words(cells[MEND]));
		return;
	}
	json_open(j, NULL, '{');
	for (int i = 0; i < COUNT; i++)
		json_string(j, asked[i], cells[i]);
	json_close(j, '}');
}

static void checked(void *ctx, struct api_page *page, const struct err *err)
{
	struct cli *cli = ctx;
	struct json j;
	int worst = 0;

	if (!page) {
		cli_end(cli, cli_fail(err));
		return;
	}
	json_init(&j);
	json_open(&j, NULL, '[');
	for (int i = 0; i < page->count; i++) {
		const char *const *cells = page->rows[i].cells;
		int bad = !cells[STATE] || strcmp(cells[STATE], "fail") == 0 ? 2 : strcmp(cells[STATE], "warn") == 0 ? 1 : 0;

		print_row(&j, cells, cli->options->json);
		if (bad > worst)
			worst = bad;
	}
	json_close(&j, ']');
	if (cli->options->json)
		cli_print_json(json_text(&j) ? json_text(&j) : "[]");
	json_release(&j);
	arena_free(page->arena);
	cli_end(cli, worst);
}

/* Ends with 0 when all is fine, 1 when there are warnings, 2 when something is not in order. */
void compliance_command(struct cli *cli)
{
	struct api_list q = {
		.entity = "compliance", .columns = asked, .column_count = COUNT, .sort = "position", .limit = ROWS_MAX
	};

	api_list(cli->console->api, &q, checked, cli);
}
