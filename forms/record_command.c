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

enum { PURPOSE, GROUND, CATEGORY, RETENTION, RECIPIENTS, RELATION, SPECIAL, COLUMNS, PAGE = 500, LINES_MAX = 400 };

static const char *const columns[COLUMNS] = { "purpose", "ground", "category_name", "retention", "recipients", "relation",
	"special_category" };
static const char *const titles[COLUMNS] = { N_("Purpose"), N_("Ground"), N_("Category"), N_("Kept"), N_("Recipients"),
	N_("Tables"), N_("Special category") };

/* One line of the record: a purpose with one category of data; tables are gathered. */
struct line {
	const char *cells[SPECIAL + 1];
	char *tables;
};

struct record {
	struct cli cli;
	struct line lines[LINES_MAX];
	int count, pages;
	struct arena *arenas[32];
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

static const char *cell_of(const struct line *l, int i)
{
	return i == RELATION ? l->tables : i == SPECIAL ? strcmp(l->cells[i], "t") == 0 ? _("yes") : _("no") : l->cells[i];
}

static void print_line(const struct record *r, const struct line *l)
{
	if (strcmp(r->format, "html") == 0)
		printf("<tr>");
	for (int i = 0; i < COLUMNS; i++) {
		const char *value = l ? cell_of(l, i) : _(titles[i]);

		if (strcmp(r->format, "html") == 0)
			html_cell(l ? "td" : "th", value);
		else if (strcmp(r->format, "csv") == 0)
			csv_cell(value, i == COLUMNS - 1);
		else if (l)
			cli_print("%s: %s", _(titles[i]), value);
	}
	if (strcmp(r->format, "csv") != 0)
		puts(strcmp(r->format, "html") == 0 ? "</tr>" : "");
}

static int by_purpose(const void *a, const void *b)
{
	const struct line *x = a, *y = b;

	for (int i = 0; i < RELATION; i++)
		if (strcmp(x->cells[i], y->cells[i]) != 0)
			return strcmp(x->cells[i], y->cells[i]);
	return 0;
}

static void print_record(struct record *r)
{
	const char *site = api_me(r->cli.console->api)->site_name;

	qsort(r->lines, (size_t)r->count, sizeof *r->lines, by_purpose);
	if (strcmp(r->format, "html") == 0) {
		printf("<!doctype html><html><head><meta charset=\"utf-8\"><title>%s</title></head><body>",
		    _("Record of processing (Art. 30)"));
		html_cell("h1", _("Record of processing (Art. 30)"));
		html_cell("p", site ? site : "");
		puts("<table>");
	}
	if (strcmp(r->format, "text") != 0)
		print_line(r, NULL);
	for (int i = 0; i < r->count; i++)
		print_line(r, &r->lines[i]);
	if (strcmp(r->format, "html") == 0)
		puts("</table></body></html>");
}

static bool same(const struct line *l, const char *const *cells)
{
	for (int i = 0; i < RELATION; i++)
		if (strcmp(l->cells[i], cells[i] ? cells[i] : "") != 0)
			return false;
	return strcmp(l->cells[SPECIAL], cells[SPECIAL] ? cells[SPECIAL] : "f") == 0;
}

static bool gather(struct record *r, const char *const *cells)
{
	struct line *l = r->lines;
	const char *table = cells[RELATION] ? cells[RELATION] : "";
	size_t size;
	char *more;

	while (l < r->lines + r->count && !same(l, cells))
		l++;
	if (l == r->lines + r->count) {
		if (r->count == LINES_MAX)
			return false;
		r->count++;
		for (int i = 0; i <= SPECIAL; i++)
			l->cells[i] = cells[i] ? cells[i] : i == SPECIAL ? "f" : "";
	}
	/* Rows come table by table, so that a table that is there already is the last. */
	if (l->tables && strlen(l->tables) >= strlen(table) && strcmp(l->tables + strlen(l->tables) - strlen(table), table) == 0)
		return true;
	size = (l->tables ? strlen(l->tables) : 0) + strlen(table) + 3;
	more = malloc(size);
	if (!more)
		return false;
	snprintf(more, size, "%s%s%s", l->tables ? l->tables : "", l->tables ? ", " : "", table);
	free(l->tables);
	l->tables = more;
	return true;
}

static void page(void *ctx, struct api_page *p, const struct err *err);

static void ask(struct record *r, const char *after)
{
	static const struct api_filter personal = { "category", "filled", NULL };
	struct api_list q = { .entity = "data_map",
		.columns = columns,
		.column_count = COLUMNS,
		.filters = &personal,
		.filter_count = 1,
		.sort = "relation",
		.after = after,
		.limit = PAGE };

	api_list(r->cli.console->api, &q, page, r);
}

static void page(void *ctx, struct api_page *p, const struct err *err)
{
	struct record *r = ctx;
	struct err trouble;

	if (!p) {
		cli_end(&r->cli, cli_fail(err));
		return;
	}
	r->arenas[r->pages++] = p->arena;
	for (int i = 0; i < p->count; i++)
		if (!gather(r, p->rows[i].cells)) {
			err_set(&trouble, ERR_SYSTEM, "%s", _("There is not enough memory."));
			cli_end(&r->cli, cli_fail(&trouble));
			return;
		}
	if (!p->last && p->count && r->pages < (int)(sizeof r->arenas / sizeof *r->arenas)) {
		ask(r, p->rows[p->count - 1].after);
		return;
	}
	print_record(r);
	cli_end(&r->cli, EX_OK);
}

static void begin(struct cli *cli)
{
	ask(cli->data, NULL);
}

int record_command(struct console *c, const struct options *o, char *const *arguments, int n)
{
	struct record *r = calloc(1, sizeof *r);
	struct err err = { 0 };
	int status;

	(void)arguments;
	(void)n;
	if (!r) {
		err_set(&err, ERR_SYSTEM, "%s", _("There is not enough memory."));
		return cli_fail(&err);
	}
	r->format = o->format ? o->format : "text";
	r->cli = (struct cli) { .console = c, .options = o, .start = begin, .data = r };
	if (strcmp(r->format, "html") != 0 && strcmp(r->format, "csv") != 0 && strcmp(r->format, "text") != 0) {
		err_set(&err, ERR_INPUT, "%s", _("The format is html, csv or text."));
		status = cli_fail(&err);
	} else {
		status = cli_session(&r->cli);
	}
	for (int i = 0; i < r->pages; i++)
		arena_free(r->arenas[i]);
	for (int i = 0; i < r->count; i++)
		free(r->lines[i].tables);
	free(r);
	return status;
}
