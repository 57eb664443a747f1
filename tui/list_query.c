#include "tui/list_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/editor.h"
#include "tui/loop.h"
#include "tui/text.h"

enum { SEARCH_LIMIT = 60, FILTER_LIMIT = 250 }; /* characters; four bytes each fit the buffers */

void list_line_open(struct list *l, enum list_mode mode, const char *text)
{
	struct editor *e = editor_new(mode == MODE_SEARCH ? SEARCH_LIMIT : FILTER_LIMIT, 0, NULL, 0);

	if (!e)
		return;
	editor_set(e, text);
	list_line_close(l);
	l->editor = e;
	l->mode = mode;
	l->why[0] = '\0';
	snprintf(l->line_seen, sizeof(l->line_seen), "%s", editor_text(e));
	app_dirty(l->app);
}

void list_line_close(struct list *l)
{
	list_search_flush(l);
	editor_free(l->editor);
	l->editor = NULL;
	l->mode = MODE_ROWS;
	app_dirty(l->app);
}

static void search_timer_stop(struct list *l)
{
	if (l->search_timer)
		loop_cancel(app_loop(l->app), l->search_timer);
	l->search_timer = 0;
}

/* Copies text without the spaces around it, never half a character. */
static void copy_trimmed(char *out, size_t size, const char *text)
{
	size_t length, fit = 0;

	text += strspn(text, " ");
	length = strlen(text);
	while (length > 0 && text[length - 1] == ' ')
		length--;
	for (size_t next; fit < length && (next = text_next(text, fit)) < size && next > fit;)
		fit = next;
	if (fit > length)
		fit = length;
	memcpy(out, text, fit);
	out[fit] = '\0';
}

static void search_set(struct list *l, const char *text)
{
	char search[LIST_SEARCH_SIZE];

	search_timer_stop(l);
	copy_trimmed(search, sizeof(search), text);
	if (strcmp(search, l->search) == 0 && !l->outdated)
		return;
	memcpy(l->search, search, sizeof(l->search));
	list_question_changed(l);
}

void list_search_flush(struct list *l)
{
	if (l->search_timer && l->mode == MODE_SEARCH)
		search_set(l, editor_text(l->editor));
	search_timer_stop(l);
}

static void search_timer_fired(void *ctx)
{
	struct list *l = ctx;

	l->search_timer = 0;
	if (l->mode == MODE_SEARCH)
		search_set(l, editor_text(l->editor));
	/* Moves typed meanwhile wait for nothing when the search came out the same. */
	list_settle(l);
}

void list_set_search(struct list *l, const char *text)
{
	l->limits_typed = l->limits_typed || l->started;
	if (l->mode == MODE_SEARCH) {
		editor_set(l->editor, text ? text : "");
		snprintf(l->line_seen, sizeof(l->line_seen), "%s", editor_text(l->editor));
	}
	search_set(l, text ? text : "");
}

const char *list_search(const struct list *l)
{
	return l->search;
}

void list_search_begin(struct list *l)
{
	if (l->spec->flags & LIST_SEARCH)
		list_line_open(l, MODE_SEARCH, l->search);
}

/* The text of the line changed: the question under way is no longer wanted, the new one waits for more typing. */
static void search_typed(struct list *l)
{
	if (strcmp(l->line_seen, editor_text(l->editor)) == 0)
		return;
	snprintf(l->line_seen, sizeof(l->line_seen), "%s", editor_text(l->editor));
	l->limits_typed = true;
	search_timer_stop(l);
	if (list_is_stale(l)) {
		list_forget(l);
		l->outdated = true;
	}
	l->search_timer = loop_after(app_loop(l->app), LIST_SEARCH_DELAY, search_timer_fired, l);
	if (!l->search_timer)
		search_set(l, editor_text(l->editor));
	app_dirty(l->app);
}

static void search_escape(struct list *l)
{
	if (editor_text(l->editor)[0] == '\0') {
		list_line_close(l);
		return;
	}
	editor_set(l->editor, "");
	l->line_seen[0] = '\0';
	search_set(l, "");
}

bool list_search_key(struct list *l, const struct key *k)
{
	switch (k->code) {
	case K_ESC:
		search_escape(l);
		return true;
	case K_ENTER:
		search_timer_stop(l);
		search_set(l, editor_text(l->editor));
		list_line_close(l);
		return true;
	case K_UP:
		list_move(l, -1, false);
		return true;
	case K_DOWN:
		list_move(l, 1, false);
		return true;
	case K_PAGEUP:
		list_move(l, -l->rows, true);
		return true;
	case K_PAGEDOWN:
		list_move(l, l->rows, true);
		return true;
	}
	if (!editor_key(l->editor, k))
		return false;
	if (editor_complaint(l->editor))
		app_notice(l->app, NOTICE_WARNING, editor_complaint(l->editor));
	search_typed(l);
	app_dirty(l->app);
	return true;
}

void list_clear_limits(struct list *l)
{
	bool changed = l->search[0] || l->chip_count > 0;

	search_timer_stop(l);
	l->search[0] = '\0';
	l->chip_count = 0;
	l->limits_typed = false;
	if (changed || l->outdated)
		list_question_changed(l);
}

/* Folds text cluster by cluster and keeps for each folded byte where it came from. */
static size_t fold_with_origin(const char *text, char *folded, int *origin, size_t size)
{
	size_t used = 0;

	for (size_t at = 0, next; text[at]; at = next) {
		char cluster[64], one[64];
		size_t n;

		next = text_next(text, at);
		if (next <= at || next - at >= sizeof(cluster))
			break;
		memcpy(cluster, text + at, next - at);
		cluster[next - at] = '\0';
		n = text_fold(cluster, one, sizeof(one));
		if (used + n >= size)
			break;
		memcpy(folded + used, one, n);
		for (size_t i = 0; i < n; i++)
			origin[used++] = (int)at;
	}
	folded[used] = '\0';
	return used;
}

bool list_find_match(const char *text, const char *search, int *ret_from, int *ret_length)
{
	char folded[512], needle[LIST_SEARCH_SIZE];
	int origin[512] = { 0 };
	size_t used, length, from, to;
	const char *hit;

	used = fold_with_origin(text, folded, origin, sizeof(folded));
	length = text_fold(search, needle, sizeof(needle));
	hit = length > 0 ? strstr(folded, needle) : NULL;
	if (!hit && strchr(needle, ' ')) {
		/* Several words: the first one. */
		length = strcspn(needle, " ");
		needle[length] = '\0';
		hit = length > 0 ? strstr(folded, needle) : NULL;
	}
	if (!hit || used == 0)
		return false;
	from = (size_t)(hit - folded);
	to = from + length - 1 < used ? from + length - 1 : used - 1;
	*ret_from = origin[from];
	*ret_length = (int)text_next(text, (size_t)origin[to]) - origin[from];
	return true;
}

void list_sort_by(struct list *l, const struct field *f)
{
	if (f && !(f->flags & FIELD_SORTABLE)) {
		app_noticef(
		    l->app, NOTICE_WARNING, _("The list cannot be sorted by “%s”: no index serves that order."), _(f->label));
		return;
	}
	l->descending = f && f == l->sort ? !l->descending : false;
	l->sort = f;
	list_question_changed(l);
	list_arranged(l);
}

/* The chooser offers the shown columns, then the source's own order if the screen started with it. */
static int sort_choices(const struct list *l, const struct field *ret[LIST_COLUMNS_MAX + 1])
{
	int n = list_columns_shown(l, ret);

	if (!l->spec->sort)
		ret[n++] = NULL;
	return n;
}

static void sort_chosen(void *ctx, int index)
{
	struct list *l = ctx;
	const struct field *fields[LIST_COLUMNS_MAX + 1];
	int n = sort_choices(l, fields);

	if (index >= 0 && index < n && (fields[index] || l->sort))
		list_sort_by(l, fields[index]);
}

void list_sort_choose(struct list *l)
{
	const struct field *fields[LIST_COLUMNS_MAX + 1];
	char text[LIST_COLUMNS_MAX + 1][160];
	const char *labels[LIST_COLUMNS_MAX + 1];
	int n = sort_choices(l, fields), current = -1;

	for (int i = 0; i < n; i++) {
		const struct field *f = fields[i];
		const char *label = f ? _(f->label) : _("The list's own order");

		if (f == l->sort)
			current = i;
		if (f && !(f->flags & FIELD_SORTABLE))
			snprintf(text[i], sizeof(text[i]), _("%s (no index serves that order)"), label);
		else if (f && f == l->sort)
			snprintf(text[i], sizeof(text[i]),
			    l->descending ? _("%s (from the end now; again: from the start)")
					  : _("%s (from the start now; again: from the end)"),
			    label);
		else
			snprintf(text[i], sizeof(text[i]), "%s", label);
		labels[i] = text[i];
	}
	dialog_choose(l->app, _("Sort by"), labels, n, current, sort_chosen, l);
}
