#include "forms/manual.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "forms/cli.h"
#include "forms/commands.h"
#include "forms/entity.h"
#include "forms/screens.h"
#include "tui/text.h"

/* roff: a leading dot or quote and every backslash and hyphen mean something there. */
static void roff(const char *s)
{
	if (*s == '.' || *s == '\'')
		fputs("\\&", stdout);
	for (; *s; s++) {
		if (*s == '\\')
			fputs("\\e", stdout);
		else if (*s == '-')
			fputs("\\-", stdout);
		else
			putchar(*s);
	}
}

static void roff_line(const char *macro, const char *a, const char *b)
{
	printf("%s", macro);
	roff(a);
	if (b && b[0]) {
		fputs(" \\fI", stdout);
		roff(b);
		fputs("\\fR", stdout);
	}
	putchar('\n');
}

static void print_commands(void)
{
	for (const struct command *c = commands; c->words; c++) {
		fputs(".TP\n\\fB", stdout);
		roff(c->words);
		fputs("\\fR", stdout);
		if (c->arguments[0]) {
			fputs(" \\fI", stdout);
			roff(c->arguments);
			fputs("\\fR", stdout);
		}
		putchar('\n');
		roff_line("", _(c->help), NULL);
	}
}

static void print_options(void)
{
	for (const struct option_row *r = option_rows; r->name; r++) {
		puts(".TP");
		printf("\\fB\\-\\-");
		roff(r->name);
		printf("\\fR");
		if (r->argument)
			printf(" \\fI%s\\fR", r->argument);
		putchar('\n');
		roff_line("", _(r->help), NULL);
	}
}

static void print_config(void)
{
	for (const struct config_option *o = config_options; o->name; o++) {
		puts(".TP");
		printf("\\fB");
		roff(o->name);
		printf("\\fR = ");
		roff(o->choices && strpbrk(o->choices, "|.") ? o->choices : o->kind == CONFIG_TEXT ? "text" : "yes|no");
		putchar('\n');
		roff(_(o->help));
		if (o->initial[0]) {
			printf(" Unless set: ");
			roff(o->initial);
			putchar('.');
		}
		putchar('\n');
	}
}

/* A row of keys_print is screen, key, name, right, label, parted by tabs. */
static void roff_key(void *ctx, const char *line)
{
	char *screen = ctx;
	size_t n = strcspn(line, "\t");
	const char *key, *name, *right, *label;

	if (strlen(screen) != n || strncmp(screen, line, n) != 0) {
		snprintf(screen, 64, "%.*s", (int)n, line);
		roff_line(".SS ", screen, NULL);
	}
	key = line + n + 1;
	name = strchr(key, '\t') + 1;
	right = strchr(name, '\t') + 1;
	label = strchr(right, '\t') + 1;
	printf(".TP\n\\fB%.*s\\fR\n", (int)(name - key - 1 ? name - key - 1 : 1), name - key - 1 ? key : "-");
	roff(label);
	if (label - right > 1)
		printf(" (%.*s)", (int)(label - right - 1), right);
	putchar('\n');
}

static const char *const kind_names[FIELD_KIND_COUNT] = { [FIELD_TEXT] = "text",
	[FIELD_LINES] = "lines",
	[FIELD_NUMBER] = "number",
	[FIELD_MONEY] = "money",
	[FIELD_DATE] = "date",
	[FIELD_TIME] = "time",
	[FIELD_YESNO] = "yesno",
	[FIELD_TRISTATE] = "tristate",
	[FIELD_CHOICE] = "choice",
	[FIELD_SECRET] = "secret",
	[FIELD_ADDRESS] = "address",
	[FIELD_REFERENCE] = "reference",
	[FIELD_PROGRESS] = "progress",
	[FIELD_CHART] = "chart" };

static void print_fields(const char *entity, const struct field *fields, const char *use)
{
	for (const struct field *f = fields; f && f->name; f++)
		printf("%s\t%s\t%s\t%s\t%s\t%s\n", entity, f->name, kind_names[f->kind], use,
		    f->flags & FIELD_SORTABLE ? "sort" : "-", f->flags & FIELD_FILTER ? "filter" : "-");
}

/* Every column of every table of the screens, so that a test can hold them against the database's own list. */
static void print_columns(void)
{
	for (const struct entity *const *e = entities; *e; e++) {
		print_fields((*e)->name, (*e)->fields, "list");
		print_fields((*e)->name, (*e)->create, "new");
		for (const struct entity_tab *t = (*e)->tabs; t && t->name; t++) {
			print_fields(t->of ? t->of : (*e)->name, t->fields, "form");
			if (t->related)
				printf("%s\t%s\t%s\t%s\t%s\t%s\n", t->related->name, t->column, "-", "parent", "-", "filter");
		}
		for (const char *const *l = (*e)->links; l && *l; l += 2)
			printf("%s\t%s\t%s\t%s\t%s\t%s\n", (*e)->name, l[0], "-", "link", "-", "-");
		for (const char *const *f = (*e)->facts; f && *f; f++)
			printf("%s\t%s\t%s\t%s\t%s\t%s\n", (*e)->name, *f, "-", "fact", "-", "-");
	}
}

/* Every list that has a line in the palette, in its order: name, title, right, whether a row opens as a record. */
static void print_lists(void)
{
	for (const struct entity *const *e = entities; *e; e++)
		printf(
		    "%s\t%s\t%s\t%s\n", (*e)->name, _((*e)->title), (*e)->right_view, (*e)->flags & ENTITY_OPENS ? "opens" : "-");
}

static void print_keys(void)
{
	char screen[64] = "";

	commands_keys(NULL, roff_key, screen);
}

int manual_print(struct console *c, const struct options *o, char *const *arguments, int n)
{
	static const struct {
		const char *part;
		void (*print)(void);
	} parts[] = {
		{ "commands", print_commands },
		{ "options", print_options },
		{ "config", print_config },
		{ "keys", print_keys },
		{ "columns", print_columns },
		{ "lists", print_lists },
	};

	(void)c;
	(void)o;
	(void)n;
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		if (strcmp(parts[i].part, arguments[0]) == 0) {
			parts[i].print();
			return EX_OK;
		}
	fprintf(stderr, "steward: %s\n", _("The parts of the manual are commands, options, config and keys."));
	return EX_USAGE;
}
