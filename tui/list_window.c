#include "tui/list_private.h"

#include <stdlib.h>
#include <string.h>

#include "tui/app.h"

static void page_release(struct list_page *p)
{
	if (p->release)
		p->release(p->owner);
	*p = (struct list_page) { 0 };
}

const struct list_row *list_row_at(const struct list *l, int index)
{
	if (index < 0)
		return NULL;
	for (int i = 0; i < l->page_count; i++) {
		if (index < l->pages[i].count)
			return &l->pages[i].rows[index];
		index -= l->pages[i].count;
	}
	return NULL;
}

static void window_empty(struct list *l)
{
	for (int i = 0; i < l->page_count; i++)
		page_release(&l->pages[i]);
	l->page_count = 0;
	l->loaded = 0;
	l->top = l->cursor = 0;
	free(l->before);
	l->before = NULL;
}

void list_want_nothing(struct list *l)
{
	free(l->want_key);
	l->want_key = NULL;
}

void list_window_free(struct list *l)
{
	list_forget(l);
	window_empty(l);
	list_want_nothing(l);
	free(l->from);
	free(l->error);
	l->from = l->error = NULL;
}

static void drop_first(struct list *l)
{
	struct list_page *p = &l->pages[0];
	int n = p->count;

	free(l->before);
	l->before = n > 0 && p->rows[n - 1].after ? strdup(p->rows[n - 1].after) : NULL;
	page_release(p);
	l->page_count--;
	memmove(l->pages, l->pages + 1, (size_t)l->page_count * sizeof(l->pages[0]));
	l->at_top = false;
	l->loaded -= n;
	l->top -= n;
	l->cursor -= n;
	if (l->above >= 0)
		l->above += n;
}

static void drop_last(struct list *l)
{
	struct list_page *p = &l->pages[l->page_count - 1];
	int n = p->count;

	page_release(p);
	l->page_count--;
	l->at_end = false;
	l->loaded -= n;
	if (l->below >= 0)
		l->below += n;
}

/* A page may be let go at the front if nothing on the screen is in it; a margin keeps it from being asked for again at once. */
bool list_can_append(const struct list *l, int margin)
{
	int first = l->cursor < l->top ? l->cursor : l->top;

	return l->page_count < LIST_PAGES || l->pages[0].count + margin <= first;
}

bool list_can_prepend(const struct list *l, int margin)
{
	int last = l->top + l->rows - 1;

	if (l->cursor > last)
		last = l->cursor;
	if (last >= l->loaded)
		last = l->loaded - 1;
	return l->page_count < LIST_PAGES || l->loaded - l->pages[l->page_count - 1].count > last + margin;
}

/* Puts the cursor on the row of that key, `line` rows below the top of the screen. */
static bool cursor_to_key(struct list *l, const char *key, int line)
{
	for (int i = 0; i < l->loaded; i++) {
		const struct list_row *row = list_row_at(l, i);
		if (row && row->key && strcmp(row->key, key) == 0) {
			l->cursor = i;
			l->top = i - line;
			return true;
		}
	}
	return false;
}

static void window_replace(struct list *l, struct list_page *p)
{
	window_empty(l);
	memcpy(l->fields, l->asked, sizeof(l->fields));
	l->field_count = l->asked_count;
	l->outdated = false;
	if (p->count == 0) {
		page_release(p);
		return;
	}
	l->pages[0] = *p;
	l->page_count = 1;
	l->loaded = p->count;
}

static void take_top(struct list *l, struct list_page *p)
{
	l->at_end = p->last;
	window_replace(l, p);
	l->at_top = true;
	l->above = 0;
	l->below = l->at_end ? 0 : -1;
}

static void take_end(struct list *l, struct list_page *p)
{
	l->at_top = p->last;
	window_replace(l, p);
	l->at_end = true;
	l->below = 0;
	l->above = -1;
	if (l->at_top)
		l->above = 0;
	else if (l->total >= l->loaded && l->total_exact && !l->total_capped)
		l->above = l->total - l->loaded;
	l->cursor = l->loaded > 0 ? l->loaded - 1 : 0;
	l->top = l->loaded > l->rows ? l->loaded - l->rows : 0;
}

static char *key_under_cursor(const struct list *l)
{
	const struct list_row *row = list_row_at(l, l->cursor);

	return row && row->key ? strdup(row->key) : NULL;
}

static void take_reload(struct list *l, struct list_page *p)
{
	char *key = key_under_cursor(l);
	int line = l->cursor - l->top;
	int index = l->cursor - l->asked_index;

	if (p->count == 0 && l->from) {
		/* All rows from here on are gone: show the last ones that are left. */
		page_release(p);
		free(key);
		list_ask_now(l, ASK_END);
		return;
	}
	l->at_end = p->last;
	window_replace(l, p);
	l->at_top = l->from == NULL;
	l->before = l->from;
	l->from = NULL;
	l->above = l->at_top ? 0 : l->asked_above;
	l->below = l->at_end ? 0 : -1;
	if (!key || !cursor_to_key(l, key, line)) {
		l->cursor = index < 0 ? 0 : index < l->loaded ? index : l->loaded > 0 ? l->loaded - 1 : 0;
		l->top = l->cursor - line;
	}
	/* From the first row on, a new one above the cursor is seen, not pushed out. */
	if (l->at_top && l->cursor < l->rows)
		l->top = 0;
	free(key);
}

static void take_rewind(struct list *l, struct list_page *p)
{
	int64_t above = l->above;

	list_want_nothing(l);
	l->want_key = key_under_cursor(l);
	l->want_line = l->cursor - l->top;
	if (p->count == 0) {
		page_release(p);
		list_ask_now(l, ASK_TOP);
		return;
	}
	l->at_top = p->last;
	window_replace(l, p);
	l->at_end = false;
	l->below = -1;
	l->above = l->at_top ? 0 : above > l->loaded ? above - l->loaded : -1;
	l->cursor = l->loaded - 1;
	l->top = l->cursor - l->want_line;
	list_ask_now(l, ASK_NEXT);
}

static void take_next(struct list *l, struct list_page *p)
{
	bool last = p->last;

	if (p->count > 0 && l->page_count == LIST_PAGES) {
		if (!list_can_append(l, 0)) {
			/* The cursor went back up meanwhile: the new page is the far one now. */
			page_release(p);
			return;
		}
		drop_first(l);
	}
	l->at_end = last;
	l->below = last ? 0 : l->below > p->count ? l->below - p->count : -1;
	if (p->count == 0) {
		page_release(p);
		return;
	}
	l->pages[l->page_count++] = *p;
	l->loaded += p->count;
}

static void take_previous(struct list *l, struct list_page *p)
{
	int n = p->count;
	bool last = p->last;

	if (n > 0 && l->page_count == LIST_PAGES) {
		if (!list_can_prepend(l, 0)) {
			page_release(p);
			return;
		}
		drop_last(l);
	}
	l->at_top = last;
	l->above = last ? 0 : l->above > n ? l->above - n : -1;
	free(l->before);
	l->before = NULL;
	if (n == 0) {
		page_release(p);
		return;
	}
	memmove(l->pages + 1, l->pages, (size_t)l->page_count * sizeof(l->pages[0]));
	l->pages[0] = *p;
	l->page_count++;
	l->loaded += n;
	l->top += n;
	l->cursor += n;
}

/* Makes a page fit what was asked, whatever the source gave: an empty one is the last, a longer one is cut at its far end. */
static void page_normalise(struct list *l, struct list_page *p)
{
	bool backwards = l->ask == ASK_END || l->ask == ASK_PREVIOUS || l->ask == ASK_REWIND;

	if (!p->rows || p->count < 0)
		p->count = 0;
	if (p->count == 0)
		p->last = true;
	if (p->count <= l->asked_limit)
		return;
	if (backwards)
		p->rows += p->count - l->asked_limit;
	p->count = l->asked_limit;
	p->last = false;
}

void list_answer(struct list *l, uint64_t sequence, struct list_page *page)
{
	struct list_page p = *page;
	enum list_ask ask = l->ask;
	bool by_itself = l->by_itself;

	if (ask == ASK_NONE || sequence != l->sequence) {
		page_release(&p);
		return;
	}
	page_normalise(l, &p);
	l->ask = ASK_NONE;
	l->stale = false;
	list_loading_stop(l);
	free(l->error);
	l->error = NULL;
	switch (ask) {
	case ASK_TOP:
		take_top(l, &p);
		break;
	case ASK_END:
		take_end(l, &p);
		break;
	case ASK_RELOAD:
		take_reload(l, &p);
		break;
	case ASK_REWIND:
		take_rewind(l, &p);
		break;
	case ASK_NEXT:
		take_next(l, &p);
		break;
	default:
		take_previous(l, &p);
		break;
	}
	if (l->want_key && (ask == ASK_TOP || ask == ASK_NEXT)) {
		cursor_to_key(l, l->want_key, l->want_line);
		list_want_nothing(l);
	}
	/* One answer may have led to the next question of the same kind. */
	l->by_itself = by_itself && l->ask != ASK_NONE;
	l->resting = by_itself && !l->by_itself;
	app_dirty(l->app);
	list_settle(l);
}
