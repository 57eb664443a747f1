#include "tui/list_private.h"

#include <stdlib.h>
#include <string.h>

#include "tui/app.h"
#include "tui/loop.h"

bool list_is_stale(const struct list *l)
{
	return l->ask == ASK_TOP || l->ask == ASK_END || l->search_timer != 0;
}

void list_loading_stop(struct list *l)
{
	if (l->loading_timer)
		loop_cancel(app_loop(l->app), l->loading_timer);
	l->loading_timer = 0;
	l->loading = false;
}

static void loading_timer_fired(void *ctx)
{
	struct list *l = ctx;

	l->loading_timer = 0;
	l->loading = true;
	app_dirty(l->app);
}

void list_forget(struct list *l)
{
	if (l->ask == ASK_NONE)
		return;
	l->ask = ASK_NONE;
	l->by_itself = false;
	l->sequence++;
	list_loading_stop(l);
	if (l->source->cancel)
		l->source->cancel(l->source->ctx, l);
}

/* Finds the position to ask from; may turn a reload into a rewind. False when there is nothing beyond, or no memory. */
static bool prepare_from(struct list *l, enum list_ask *ask)
{
	const struct list_row *row = NULL;
	const char *from = NULL;
	bool needed = false;

	if (*ask == ASK_RELOAD) {
		l->asked_index = l->top;
		l->asked_above = l->above >= 0 ? l->above + l->top : -1;
		if (l->top > 0)
			row = list_row_at(l, l->top - 1);
		else if (!l->at_top && l->before)
			from = l->before;
		else if (!l->at_top)
			*ask = ASK_REWIND;
	}
	if (*ask == ASK_NEXT)
		row = list_row_at(l, l->loaded - 1);
	else if (*ask == ASK_PREVIOUS || *ask == ASK_REWIND)
		row = list_row_at(l, 0);
	needed = row || from;
	if (row)
		from = row->after;
	char *copy = from ? strdup(from) : NULL;
	if (needed && !copy)
		return false;
	free(l->from);
	l->from = copy;
	return true;
}

static int ask_limit(const struct list *l, enum list_ask ask)
{
	int64_t n = 2 * (int64_t)l->rows;

	if (ask == ASK_NEXT || ask == ASK_PREVIOUS)
		return LIST_PAGE_ROWS;
	/* The clock's question stays the same wherever the cursor stands. */
	if (ask == ASK_RELOAD && l->by_itself)
		n += l->rows;
	else if (ask == ASK_RELOAD)
		n += l->cursor > l->top ? l->cursor - l->top : 0;
	else
		n += l->move < 0 ? -l->move : l->move;
	if (n < 8)
		n = 8;
	return n > LIST_PAGE_ROWS ? LIST_PAGE_ROWS : (int)n;
}

static void ask_columns(struct list *l, enum list_ask ask)
{
	if (ask == ASK_NEXT || ask == ASK_PREVIOUS) {
		memcpy(l->asked, l->fields, sizeof(l->asked));
		l->asked_count = l->field_count;
	} else {
		l->asked_count = list_columns_shown(l, l->asked);
	}
}

void list_ask_now(struct list *l, enum list_ask ask)
{
	list_forget(l);
	l->held = false;
	l->started = true;
	l->resting = false;
	if (!prepare_from(l, &ask)) {
		/* A row without a position, or no memory: there is no going on from here. */
		l->held = true;
		return;
	}
	ask_columns(l, ask);
	l->ask = ask;
	l->sequence++;
	l->asked_limit = ask_limit(l, ask);
	if (l->loaded == 0 && !l->by_itself)
		l->loading_timer = loop_after(app_loop(l->app), LIST_LOADING_DELAY, loading_timer_fired, l);
	struct list_query q = {
		.sequence = l->sequence,
		.columns = l->asked,
		.column_count = l->asked_count,
		.sort = l->sort,
		.descending = l->descending,
		.search = l->search,
		.chips = l->chips,
		.chip_count = l->chip_count,
		.from = l->from,
		.backwards = ask == ASK_END || ask == ASK_PREVIOUS || ask == ASK_REWIND,
		.limit = l->asked_limit,
		.by_itself = l->by_itself,
	};
	l->source->fetch(l->source->ctx, l, &q);
}

void list_question(const struct list *l, struct list_query *q, const struct field **columns)
{
	*q = (struct list_query) { .columns = columns,
		.column_count = list_columns_shown(l, columns),
		.sort = l->sort,
		.descending = l->descending,
		.search = l->search,
		.chips = l->chips,
		.chip_count = l->chip_count };
}

void list_start(struct list *l)
{
	if (!l->started)
		list_ask_now(l, ASK_TOP);
}

void list_question_changed(struct list *l)
{
	l->total = -1;
	l->total_exact = l->total_capped = false;
	l->outdated = l->loaded > 0;
	l->move = 0;
	l->open_wanted = false;
	list_want_nothing(l);
	if (l->started)
		list_ask_now(l, ASK_TOP);
	app_dirty(l->app);
}

void list_reload(struct list *l)
{
	list_search_flush(l);
	if (!l->started || l->loaded == 0 || l->outdated || l->ask == ASK_TOP)
		list_ask_now(l, ASK_TOP);
	else
		list_ask_now(l, l->ask == ASK_END ? ASK_END : ASK_RELOAD);
	app_dirty(l->app);
}

void list_refresh(struct list *l)
{
	if (!l->started || l->ask != ASK_NONE || l->mode != MODE_ROWS || l->search_timer || l->move || l->outdated)
		return;
	l->by_itself = true;
	list_ask_now(l, l->loaded ? ASK_RELOAD : ASK_TOP);
	if (l->ask == ASK_NONE)
		l->by_itself = false;
}

void list_fail(struct list *l, uint64_t sequence, const char *sentence)
{
	if (l->ask == ASK_NONE || sequence != l->sequence)
		return;
	l->ask = ASK_NONE;
	list_loading_stop(l);
	if (l->by_itself) {
		l->by_itself = false;
		l->stale = l->resting = true;
		app_dirty(l->app);
		return;
	}
	l->held = true;
	l->move = 0;
	l->open_wanted = false;
	list_want_nothing(l);
	free(l->error);
	l->error = sentence ? strdup(sentence) : NULL;
	if (l->loaded > 0 && sentence)
		app_notice(l->app, NOTICE_ERROR, sentence);
	app_dirty(l->app);
}
