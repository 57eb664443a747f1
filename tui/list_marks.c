#include "tui/list_private.h"

#include <stdlib.h>
#include <string.h>

#include "tui/app.h"
#include "tui/text.h"

/* Index of the key, or of the place where it belongs. */
static int mark_find(const struct list *l, const char *key, bool *ret_found)
{
	int low = 0, high = l->mark_count;

	while (low < high) {
		int middle = low + (high - low) / 2;
		int order = strcmp(l->marks[middle], key);

		if (order == 0) {
			*ret_found = true;
			return middle;
		}
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*ret_found = false;
	return low;
}

bool list_is_marked(const struct list *l, const char *key)
{
	bool found = false;

	if (l->mark_count > 0 && key)
		mark_find(l, key, &found);
	return found;
}

static bool mark_add(struct list *l, int at, const char *key)
{
	char *copy;

	if (l->mark_count == LIST_MARKS_MAX)
		return false;
	if (l->mark_count == l->mark_size) {
		int size = l->mark_size ? l->mark_size * 2 : 64;
		char **marks = realloc(l->marks, (size_t)size * sizeof(*marks));
		if (!marks)
			return false;
		l->marks = marks;
		l->mark_size = size;
	}
	copy = strdup(key);
	if (!copy)
		return false;
	memmove(l->marks + at + 1, l->marks + at, (size_t)(l->mark_count - at) * sizeof(*l->marks));
	l->marks[at] = copy;
	l->mark_count++;
	return true;
}

static void mark_remove(struct list *l, int at)
{
	free(l->marks[at]);
	l->mark_count--;
	memmove(l->marks + at, l->marks + at + 1, (size_t)(l->mark_count - at) * sizeof(*l->marks));
}

static void mark_set(struct list *l, const char *key, bool on)
{
	bool found;
	int at;

	if (!key)
		return;
	at = mark_find(l, key, &found);
	if (on && !found && !mark_add(l, at, key))
		app_noticef(l->app, NOTICE_WARNING, _("At most %d rows can be marked. Narrow the list with a filter instead."),
		    LIST_MARKS_MAX);
	else if (!on && found)
		mark_remove(l, at);
}

void list_mark_toggle(struct list *l)
{
	const struct list_row *row = list_row_at(l, l->cursor);

	if (row && row->key)
		mark_set(l, row->key, !list_is_marked(l, row->key));
}

void list_mark_screen(struct list *l)
{
	bool all = true;

	for (int i = l->top; i < l->top + l->rows && i < l->loaded; i++)
		all = all && list_is_marked(l, list_row_at(l, i)->key);
	for (int i = l->top; i < l->top + l->rows && i < l->loaded; i++)
		mark_set(l, list_row_at(l, i)->key, !all);
}

void list_unmark(struct list *l)
{
	for (int i = 0; i < l->mark_count; i++)
		free(l->marks[i]);
	free(l->marks);
	l->marks = NULL;
	l->mark_count = l->mark_size = 0;
}

int list_marked_count(const struct list *l)
{
	return l->mark_count;
}

void list_each_marked(const struct list *l, void (*fn)(void *ctx, const char *key), void *ctx)
{
	for (int i = 0; i < l->mark_count; i++)
		fn(ctx, l->marks[i]);
}
