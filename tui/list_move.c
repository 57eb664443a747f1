#include "tui/list_private.h"

#include <stdio.h>
#include <stdlib.h>

#include "tui/app.h"

static void apply_move(struct list *l)
{
	int64_t target;
	int was = l->cursor;

	if (list_is_stale(l))
		return;
	if (l->loaded == 0) {
		l->move = l->ask == ASK_NONE ? 0 : l->move;
		return;
	}
	target = l->cursor + l->move;
	l->cursor = target < 0 ? 0 : target >= l->loaded ? l->loaded - 1 : (int)target;
	l->move = target - l->cursor;
	if (l->move_page)
		l->top += l->cursor - was;
	if ((l->move > 0 && l->at_end) || (l->move < 0 && l->at_top) || l->held || l->outdated)
		l->move = 0;
}

static void place_top(struct list *l)
{
	if (l->top > l->loaded - l->rows)
		l->top = l->loaded - l->rows;
	if (l->top <= l->cursor - l->rows)
		l->top = l->cursor - l->rows + 1;
	if (l->top > l->cursor)
		l->top = l->cursor;
	if (l->top < 0)
		l->top = 0;
}

static void prefetch(struct list *l)
{
	int after = l->loaded - l->top - l->rows;

	if (l->resting && after >= 0)
		return;
	if (l->ask != ASK_NONE || l->held || l->outdated || l->loaded == 0 || l->search_timer)
		return;
	bool next = !l->at_end && ((l->move > 0 || after < 0) ? list_can_append(l, 0)
							      : (after < l->rows / 2 || l->loaded - l->cursor <= l->rows) &&
								    list_can_append(l, l->rows));
	bool previous = !l->at_top && (l->move < 0 ? list_can_prepend(l, 0)
						   : (l->top < l->rows / 2 || l->cursor < l->rows) && list_can_prepend(l, l->rows));
	if (next && !(previous && l->move < 0))
		list_ask_now(l, ASK_NEXT);
	else if (previous)
		list_ask_now(l, ASK_PREVIOUS);
}

/*
 * The source may answer at once, inside prefetch, and the answer settles again: that is turned into a loop here, so that a long way
 * typed ahead does not pile up on the stack.
 */
void list_settle(struct list *l)
{
	l->again = true;
	if (l->settling)
		return;
	l->settling = true;
	while (l->again) {
		l->again = false;
		apply_move(l);
		place_top(l);
		prefetch(l);
	}
	l->settling = false;
	if (l->open_wanted && !list_is_stale(l))
		list_open(l);
}

void list_move(struct list *l, int64_t rows, bool page)
{
	const int64_t most = INT64_C(1) << 30;
	int64_t move = l->move + rows;

	list_want_nothing(l);
	l->held = l->resting = false;
	l->move = move > most ? most : move < -most ? -most : move;
	l->move_page = page;
	list_settle(l);
	app_dirty(l->app);
}

void list_jump(struct list *l, bool end)
{
	enum list_ask ask = end ? ASK_END : ASK_TOP;

	list_want_nothing(l);
	list_search_flush(l);
	l->move = 0;
	l->resting = false;
	if (l->ask == ask)
		return;
	if (!list_is_stale(l) && !l->outdated && (end ? l->at_end : l->at_top)) {
		l->cursor = end && l->loaded > 0 ? l->loaded - 1 : 0;
		list_settle(l);
	} else {
		list_ask_now(l, ask);
	}
	app_dirty(l->app);
}

void list_scroll(struct list *l, int rows)
{
	int most = l->loaded > l->rows ? l->loaded - l->rows : 0;
	int top = l->top + rows;

	l->held = l->resting = false;
	l->top = top < 0 ? 0 : top > most ? most : top;
	if (l->cursor < l->top)
		l->cursor = l->top;
	else if (l->cursor >= l->top + l->rows)
		l->cursor = l->top + l->rows - 1;
	list_settle(l);
	app_dirty(l->app);
}

void list_open(struct list *l)
{
	const struct list_row *row;

	if (!l->source->open)
		return;
	l->open_wanted = list_is_stale(l);
	row = list_row_at(l, l->cursor);
	if (!l->open_wanted && row)
		l->source->open(l->source->ctx, l, row);
}

bool list_position(const struct list *l, int64_t *ret, bool *ret_from_end)
{
	if (l->loaded == 0 || (l->above < 0 && l->below < 0))
		return false;
	*ret_from_end = l->above < 0;
	*ret = l->above >= 0 ? l->above + l->cursor : l->below + l->loaded - 1 - l->cursor;
	return true;
}

const char *list_number(const struct field_env *env, int64_t n, char *out, size_t size)
{
	char digits[24];
	int length = snprintf(digits, sizeof(digits), "%lld", (long long)n);
	size_t used = 0;

	for (int i = 0; i < length && used + 2 < size; i++) {
		if (i > (n < 0) && (length - i) % 3 == 0)
			out[used++] = env->language == LANGUAGE_NL ? '.' : ',';
		out[used++] = digits[i];
	}
	if (size > 0)
		out[used] = '\0';
	return out;
}
