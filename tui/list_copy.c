#include "tui/list_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/app.h"
#include "tui/copy.h"
#include "tui/dialog.h"
#include "tui/text.h"

enum { SHOW_SIZE = 65536 };

/* The value as a form would show it. */
static const char *value_text(const struct list *l, const struct list_row *row, int cell, char *out, size_t size)
{
	out[0] = '\0';
	if (row->cells[cell] && l->fields[cell]->kind != FIELD_SECRET)
		return field_format(l->fields[cell], app_env(l->app), row->cells[cell], out, size);
	return out;
}

static void cell_chosen(void *ctx, int index)
{
	struct list *l = ctx;
	const struct list_row *row = list_row_at(l, l->cursor);
	char value[COPY_SIZE], clean[COPY_SIZE];

	if (index < 0 || index >= l->field_count || !row)
		return;
	copy_clean(value_text(l, row, index, value, sizeof(value)), clean, sizeof(clean));
	copy_text(l->app, clean);
}

void list_copy_cell(struct list *l)
{
	const struct list_row *row = list_row_at(l, l->cursor);
	char lines[LIST_COLUMNS_MAX][256], value[COPY_SIZE], clean[160];
	const char *labels[LIST_COLUMNS_MAX];

	if (!row)
		return;
	for (int i = 0; i < l->field_count; i++) {
		copy_clean(value_text(l, row, i, value, sizeof(value)), clean, sizeof(clean));
		snprintf(lines[i], sizeof(lines[i]), "%.80s: %s", _(l->fields[i]->label), clean);
		labels[i] = lines[i];
	}
	dialog_choose(l->app, _("Copy which value?"), labels, l->field_count, -1, cell_chosen, l);
}

void list_copy_row(struct list *l)
{
	const struct list_row *row = list_row_at(l, l->cursor);
	char value[COPY_SIZE], clean[COPY_SIZE], *line;
	size_t used = 0;

	if (!row)
		return;
	line = malloc((size_t)COPY_SIZE * LIST_COLUMNS_MAX);
	if (!line)
		return;
	for (int i = 0; i < l->field_count; i++) {
		copy_clean(value_text(l, row, i, value, sizeof(value)), clean, sizeof(clean));
		used +=
		    (size_t)snprintf(line + used, (size_t)COPY_SIZE * LIST_COLUMNS_MAX - used, "%s%s", i > 0 ? "\t" : "", clean);
	}
	copy_text(l->app, line);
	free(line);
}

void list_show_row(struct list *l)
{
	const struct list_row *row = list_row_at(l, l->cursor);
	char value[COPY_SIZE], *text;
	size_t used = 0;

	if (!row)
		return;
	text = calloc(1, SHOW_SIZE);
	if (!text)
		return;
	for (int i = 0; i < l->field_count; i++) {
		int n = snprintf(
		    text + used, SHOW_SIZE - used, "%s: %s\n", _(l->fields[i]->label), value_text(l, row, i, value, sizeof(value)));

		if (n < 0 || (size_t)n >= SHOW_SIZE - used)
			break;
		used += (size_t)n;
	}
	dialog_show(l->app, _("All values of this row"), text);
	free(text);
}
