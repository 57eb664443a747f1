#include "forms/record_command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "backend/api.h"
#include "backend/package.h"
#include "forms/cli.h"
#include "forms/console.h"
#include "forms/options.h"
#include "tui/text.h"

enum { PURPOSE, GROUND, CATEGORY, RETENTION, RECIPIENTS, TABLES, SPECIAL, COLUMNS, LINES_MAX = 500 };

static const char *const columns[COLUMNS] = { "purpose", "ground", "category_name", "retention", "recipients", "tables",
	"special_category" };
static const char *const titles[COLUMNS] = { N_("Purpose"), N_("Ground"), N_("Category"), N_("Kept"), N_("Recipients"),
	N_("Tables"), N_("Special category") };

struct record {
	struct cli cli;
	const char *format;
};

static void html_cell(const char *tag, const char *value)
{
	char *out = malloc(6 * strlen(value) + 1);

	if (out) {
		package_html_text(value, out);
		printf("<%s>%s</%s>", tag, out, tag);
	}
	free(out);
}

static void csv_cell(const char *value, bool last)
{
	char *out = malloc(2 * strlen(value) + 4);

	if (out) {
		package_csv_cell(value, out);
		printf("%s%s", out, last ? "\r\n" : ",");
	}
	free(out);
}

static const char *cell_of(const char *const *cells, int i)
{
	const char *value = cells[i] ? cells[i] : "";

	return i == SPECIAL ? strcmp(value, "t") == 0 ? _("yes") : _("no") : value;
}

/* NULL: the line of titles. */
static void print_line(const struct record *r, const char *const *cells)
{
	if (strcmp(r->format, "html") == 0)
		printf("<tr>");
	for (int i = 0; i < COLUMNS; i++) {
		const char *value = cells ? cell_of(cells, i) : _(titles[i]);

		if (strcmp(r->format, "html") == 0)
			html_cell(cells ? "td" : "th", value);
		else if (strcmp(r->format, "csv") == 0)
			csv_cell(value, i == COLUMNS - 1);
		else if (cells)
			cli_print("%s: %s", _(titles[i]), value);
	}
	if (strcmp(r->format, "csv") != 0)
		puts(strcmp(r->format, "html") == 0 ? "</tr>" : "");
}

static void print_record(const struct record *r, const struct api_page *p)
{
	const char *site = api_me(r->cli.console->api)->site_name;

	if (strcmp(r->format, "html") == 0) {
		printf("<!doctype html><html><head><meta charset=\"utf-8\"><title>%s</title></head><body>",
		    _("Record of processing (Art. 30)"));
		html_cell("h1", _("Record of processing (Art. 30)"));
		html_cell("p", site ? site : "");
		puts("<table>");
	}
	if (strcmp(r->format, "text") != 0)
		print_line(r, NULL);
	for (int i = 0; i < p->count; i++)
		print_line(r, p->rows[i].cells);
	if (strcmp(r->format, "html") == 0)
		puts("</table></body></html>");
}

static void listed(void *ctx, struct api_page *p, const struct err *err)
{
	struct record *r = ctx;

	if (!p) {
		cli_end(&r->cli, cli_fail(err));
		return;
	}
	print_record(r, p);
	arena_free(p->arena);
	cli_end(&r->cli, EX_OK);
}

static void begin(struct cli *cli)
{
	struct record *r = cli->data;
	struct api_list q = {
		.entity = "processing", .columns = columns, .column_count = COLUMNS, .sort = "place", .limit = LINES_MAX
	};

	api_list(r->cli.console->api, &q, listed, r);
}

int record_command(struct console *c, const struct options *o, char *const *arguments, int n)
{
	struct record r = { .format = o->format ? o->format : "text" };
	struct err err = { 0 };

	(void)arguments;
	(void)n;
	if (strcmp(r.format, "html") != 0 && strcmp(r.format, "csv") != 0 && strcmp(r.format, "text") != 0) {
		err_set(&err, ERR_INPUT, "%s", _("The format is html, csv or text."));
		return cli_fail(&err);
	}
	r.cli = (struct cli) { .console = c, .options = o, .start = begin, .data = &r };
	return cli_session(&r.cli);
}
