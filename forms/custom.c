#include "forms/custom.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/console.h"
#include "tui/text.h"

enum { SLOTS = 10 };

struct custom_fields {
	int count;
	char names[SLOTS][16];
	char labels[SLOTS][80];
	struct field fields[SLOTS + 1];
};

/* The website keeps these words; they are no booleans. */
static const struct field_choice answers[] = { { "yes", N_("yes") }, { "no", N_("no") }, { 0 } };

static const char *const columns[] = { "slot", "label", "account_form", "special_category" };

/* A label that ends in a question mark is a yes/no field, else a text (the website's rule). */
static void add(struct custom_fields *f, const char *slot, const char *label, const char *state, bool special)
{
	int i = f->count;
	size_t n = strlen(label);

	if (i == SLOTS || !n)
		return;
	snprintf(f->names[i], sizeof f->names[i], "custom%s", slot);
	snprintf(f->labels[i], sizeof f->labels[i], "%s", label);
	f->fields[i] = (struct field) { .name = f->names[i],
		.label = f->labels[i],
		.kind = label[n - 1] == '?' ? FIELD_CHOICE : FIELD_TEXT,
		.choices = label[n - 1] == '?' ? answers : NULL,
		.limit = 200,
		.flags = strcmp(state, "required") == 0 ? FIELD_REQUIRED : 0,
		.help = special ? N_("A special category of personal data (GDPR, Art. 9): write down only what is needed.")
				: N_("A field of your own site; its definition says who fills it in.") };
	f->count++;
}

static void loaded(void *ctx, struct api_page *page, const struct err *err)
{
	struct console *c = ctx;
	struct custom_fields *f;

	if (!page) {
		console_error(c, err);
		return;
	}
	f = calloc(1, sizeof *f);
	for (int i = 0; f && i < page->count; i++) {
		const char *const *cells = page->rows[i].cells;

		if (cells[0] && cells[1] && cells[2])
			add(f, cells[0], cells[1], cells[2], cells[3] && cells[3][0] == 't');
	}
	arena_free(page->arena);
	/* Open forms point into the old table: it is replaced only when there is none, or none is open. */
	if (f && !c->custom)
		c->custom = f;
	else
		free(f);
}

void custom_load(struct console *c)
{
	struct api_list q = { .entity = "custom_fields",
		.columns = columns,
		.column_count = sizeof columns / sizeof columns[0],
		.sort = "slot",
		.limit = SLOTS };

	if (api_may(c->api, "user.view"))
		api_list(c->api, &q, loaded, c);
}

const struct field *custom_of_user(struct console *c, const char *key)
{
	(void)key;
	return c->custom && c->custom->count ? c->custom->fields : NULL;
}

void custom_free(struct custom_fields *f)
{
	free(f);
}
