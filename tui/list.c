#include "tui/list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/app.h"
#include "tui/list_private.h"
#include "tui/loop.h"
#include "tui/text.h"

struct list *list_new(struct app *app, const struct list_spec *spec, const struct list_source *source)
{
	struct list *l = calloc(1, sizeof(*l));

	if (!l)
		return NULL;
	l->app = app;
	l->spec = spec;
	l->source = source;
	l->sort = spec->sort;
	l->descending = spec->descending;
	l->total = -1;
	l->above = l->below = -1;
	l->header_row = -1;
	/* Until it is drawn the first time: what will probably fit. */
	l->rows = area_screen().rows - 6;
	if (l->rows < 1)
		l->rows = 20;
	if (!list_columns_start(l)) {
		free(l);
		return NULL;
	}
	return l;
}

void list_free(struct list *l)
{
	if (!l)
		return;
	if (l->search_timer)
		loop_cancel(app_loop(l->app), l->search_timer);
	l->search_timer = 0;
	list_window_free(l);
	list_line_close(l);
	list_unmark(l);
	free(l->columns);
	free(l);
}

void list_set_total(struct list *l, int64_t total, bool exact, bool capped)
{
	l->total = total;
	l->total_exact = exact;
	l->total_capped = capped;
	app_dirty(l->app);
}

const struct list_row *list_current(const struct list *l)
{
	return list_row_at(l, l->cursor);
}

const char *list_value(const struct list *l, const char *column)
{
	const struct list_row *row = list_current(l);

	for (int i = 0; row && row->cells && i < l->field_count; i++)
		if (strcmp(l->fields[i]->name, column) == 0)
			return row->cells[i];
	return NULL;
}

void list_show(struct list *l)
{
	list_show_row(l);
}

/* The rows in all: what the window knows by itself, else what the source said. */
static void total_text(const struct list *l, char *out, size_t size)
{
	char number[32];

	out[0] = '\0';
	if (l->above >= 0 && l->below >= 0)
		snprintf(out, size, "%s", list_number(app_env(l->app), l->above + l->loaded + l->below, number, sizeof(number)));
	else if (l->total < 0)
		return;
	else if (l->total_capped)
		snprintf(out, size, _("%s+, narrow it"), list_number(app_env(l->app), l->total, number, sizeof(number)));
	else
		snprintf(
		    out, size, "%s%s", l->total_exact ? "" : "~", list_number(app_env(l->app), l->total, number, sizeof(number)));
}

static void position_text(const struct list *l, char *out, size_t size)
{
	char number[32];
	int64_t position;
	bool from_end;

	out[0] = '\0';
	if (!list_position(l, &position, &from_end))
		return;
	if (!from_end)
		snprintf(out, size, "%s", list_number(app_env(l->app), position + 1, number, sizeof(number)));
	else if (position == 0)
		snprintf(out, size, "%s", _("end"));
	else
		snprintf(out, size, _("end-%s"), list_number(app_env(l->app), position, number, sizeof(number)));
}

static void append(char *out, size_t size, const char *between, const char *text)
{
	size_t used = strlen(out);

	if (text[0] && used < size)
		snprintf(out + used, size - used, "%s%s", used > 0 ? between : "", text);
}

void list_status(const struct list *l, char *out, size_t size)
{
	char position[64], total[96], marks[64] = "";

	if (size == 0)
		return;
	out[0] = '\0';
	if (l->loaded > 0) {
		position_text(l, position, sizeof(position));
		total_text(l, total, sizeof(total));
		if (position[0] && total[0])
			snprintf(out, size, _("%s of %s"), position, total);
		else
			snprintf(out, size, "%s", position[0] ? position : total);
	}
	if (l->mark_count > 0)
		snprintf(marks, sizeof(marks), ngettext("%d marked", "%d marked", (unsigned long)l->mark_count), l->mark_count);
	append(out, size, ", ", marks);
	append(out, size, ", ",
	    (l->outdated || l->stale) && l->loaded > 0 && l->ask == ASK_NONE && !l->search_timer ? _("not up to date") : "");
}
