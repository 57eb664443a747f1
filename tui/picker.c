#include "tui/picker.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tui/editor.h"
#include "tui/text.h"

enum { FILTER_LIMIT = 100, KEY_COLUMNS_MAX = 16 };

struct row {
	char *key, *label, *search, *note;
	bool dim, marked;
	int score;
};

struct picker {
	struct row *rows;
	int count, capacity;
	int *order; /* indices of the rows that match, best first */
	int matches;
	int cursor; /* in order */
	int top;
	bool all;
	struct editor *filter;
	struct area drawn; /* where the rows were drawn, for the mouse */
};

struct picker *picker_new(void)
{
	struct picker *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return NULL;
	p->filter = editor_new(FILTER_LIMIT, 0, NULL, 0);
	if (p->filter == NULL) {
		free(p);
		return NULL;
	}
	return p;
}

static void row_release(struct row *r)
{
	free(r->key);
	free(r->label);
	free(r->search);
	free(r->note);
}

void picker_clear(struct picker *p)
{
	for (int i = 0; i < p->count; i++)
		row_release(&p->rows[i]);
	p->count = 0;
	p->matches = 0;
	p->cursor = 0;
	p->top = 0;
}

void picker_free(struct picker *p)
{
	if (p == NULL)
		return;
	picker_clear(p);
	free(p->rows);
	free(p->order);
	editor_free(p->filter);
	free(p);
}

static bool copy(char **ret, const char *s)
{
	if (s == NULL)
		return true;
	*ret = strdup(s);
	return *ret != NULL;
}

static bool grow(struct picker *p)
{
	int capacity = p->capacity ? p->capacity * 2 : 32;
	struct row *rows = realloc(p->rows, (size_t)capacity * sizeof(*rows));
	int *order;

	if (rows == NULL)
		return false;
	p->rows = rows;
	order = realloc(p->order, (size_t)capacity * sizeof(*order));
	if (order == NULL)
		return false;
	p->order = order;
	p->capacity = capacity;
	return true;
}

static int score_of(const struct picker *p, const struct row *r)
{
	const char *typed = picker_typed(p);
	int best, other;

	if (p->all || typed[0] == '\0')
		return 1;
	best = text_fuzzy(typed, r->label);
	other = r->search ? text_fuzzy(typed, r->search) : 0;
	if (other > best)
		best = other;
	/* The name of a key is meant as a whole. */
	if (r->key && strcasecmp(r->key, typed) == 0)
		best += 100000;
	return best;
}

/* Insertion sort keeps the order of equal ones; the rows that match are few. */
static void place(struct picker *p, int index)
{
	int at = p->matches++;

	while (at > 0 && p->rows[p->order[at - 1]].score < p->rows[index].score) {
		p->order[at] = p->order[at - 1];
		at--;
	}
	p->order[at] = index;
}

static void narrow(struct picker *p)
{
	p->matches = 0;
	for (int i = 0; i < p->count; i++) {
		p->rows[i].score = score_of(p, &p->rows[i]);
		if (p->rows[i].score > 0)
			place(p, i);
	}
	p->cursor = 0;
	p->top = 0;
}

bool picker_add(struct picker *p, const struct picker_row *row)
{
	struct row r = { .dim = row->dim, .marked = row->marked };

	if (p->count == p->capacity && !grow(p))
		return false;
	if (!copy(&r.key, row->key) || !copy(&r.label, row->label ? row->label : "") || !copy(&r.search, row->search) ||
	    !copy(&r.note, row->note)) {
		row_release(&r);
		return false;
	}
	r.score = score_of(p, &r);
	p->rows[p->count] = r;
	if (r.score > 0)
		place(p, p->count);
	p->count++;
	return true;
}

void picker_show_all(struct picker *p, bool all)
{
	p->all = all;
	narrow(p);
}

const char *picker_typed(const struct picker *p)
{
	return editor_text(p->filter);
}

void picker_type(struct picker *p, const char *text)
{
	editor_set(p->filter, text);
	narrow(p);
}

int picker_count(const struct picker *p)
{
	return p->matches;
}

int picker_current(const struct picker *p)
{
	return p->cursor < p->matches ? p->order[p->cursor] : -1;
}

void picker_select(struct picker *p, int index)
{
	for (int i = 0; i < p->matches; i++)
		if (p->order[i] == index)
			p->cursor = i;
}

static void move(struct picker *p, int by)
{
	p->cursor += by;
	if (p->cursor >= p->matches)
		p->cursor = p->matches - 1;
	if (p->cursor < 0)
		p->cursor = 0;
}

static enum picker_answer mouse(struct picker *p, const struct key *k)
{
	int row = k->y - p->drawn.y;

	if (k->button == MOUSE_WHEEL_UP || k->button == MOUSE_WHEEL_DOWN) {
		move(p, k->button == MOUSE_WHEEL_UP ? -3 : 3);
		return PICKER_USED;
	}
	if (row < 0 || row >= p->drawn.rows || k->x < p->drawn.x || k->x >= p->drawn.x + p->drawn.columns)
		return PICKER_IGNORED;
	if (p->top + row >= p->matches)
		return PICKER_USED;
	p->cursor = p->top + row;
	return k->button == MOUSE_DOUBLE ? PICKER_TAKEN : PICKER_USED;
}

enum picker_answer picker_key(struct picker *p, const struct key *k)
{
	int page = p->drawn.rows > 1 ? p->drawn.rows - 1 : 1;

	switch (k->code) {
	case K_UP:
	case K_CTRL('p'):
		move(p, -1);
		return PICKER_USED;
	case K_DOWN:
	case K_CTRL('n'):
		move(p, 1);
		return PICKER_USED;
	case K_PAGEUP:
		move(p, -page);
		return PICKER_USED;
	case K_PAGEDOWN:
		move(p, page);
		return PICKER_USED;
	case KEY_CTRL | K_HOME:
		move(p, -p->matches);
		return PICKER_USED;
	case KEY_CTRL | K_END:
		move(p, p->matches);
		return PICKER_USED;
	case K_ENTER:
		return p->matches > 0 ? PICKER_TAKEN : PICKER_USED;
	case K_MOUSE:
		return mouse(p, k);
	default:
		break;
	}
	if (!editor_key(p->filter, k))
		return PICKER_IGNORED;
	narrow(p);
	return PICKER_USED;
}

void picker_draw_filter(struct picker *p, struct area a, const char *prompt, bool focused)
{
	int used = draw_text(a, 0, 0, -1, STYLE_DIM, prompt);

	editor_draw(p->filter, area_inside(a, 0, 0, 0, used + 1), focused);
}

static int widest(const struct picker *p, bool keys)
{
	int widest = 0;

	for (int i = 0; i < p->count; i++) {
		const char *s = keys ? p->rows[i].key : p->rows[i].label;
		int width = s ? text_width(s) : 0;

		if (width > widest)
			widest = width;
	}
	if (keys && widest > KEY_COLUMNS_MAX)
		widest = KEY_COLUMNS_MAX;
	return widest;
}

int picker_width(const struct picker *p)
{
	int keys = widest(p, true), notes = 0;

	for (int i = 0; i < p->count; i++) {
		int width = p->rows[i].note ? text_width(p->rows[i].note) : 0;

		if (width > notes)
			notes = width;
	}
	return 2 + keys + (keys ? 2 : 0) + widest(p, false) + (notes ? notes + 2 : 0);
}

static void draw_row(const struct row *r, struct area a, int y, int keys, bool current)
{
	int left = 2 + keys + (keys ? 2 : 0);
	int note = r->note ? text_width(r->note) : 0;
	int room = a.columns - left - (note ? note + 2 : 0);
	enum style s = current ? STYLE_SELECTED : r->dim ? STYLE_DIM : STYLE_PLAIN;

	if (note && room < a.columns / 3) { /* on a narrow screen the label comes first */
		room = a.columns - left;
		note = 0;
	}
	if (current)
		draw_glyph(a, y, 0, STYLE_ACCENT, GLYPH_CURSOR);
	else if (r->marked)
		draw_glyph(a, y, 0, STYLE_ACCENT, GLYPH_DOT);
	if (r->key)
		draw_text(a, y, 2, keys, r->dim ? STYLE_DIM : STYLE_KEY, r->key);
	if (room > 0)
		draw_text(a, y, left, room, s, r->label);
	if (note)
		draw_text(a, y, a.columns - note, note, STYLE_DIM, r->note);
}

void picker_draw(struct picker *p, struct area a)
{
	int keys = widest(p, true);

	p->drawn = a;
	if (a.rows <= 0)
		return;
	if (p->cursor < p->top)
		p->top = p->cursor;
	if (p->cursor >= p->top + a.rows)
		p->top = p->cursor - a.rows + 1;
	if (p->top > 0 && p->top + a.rows > p->matches)
		p->top = p->matches > a.rows ? p->matches - a.rows : 0;
	for (int y = 0; y < a.rows && p->top + y < p->matches; y++)
		draw_row(&p->rows[p->order[p->top + y]], a, y, keys, p->top + y == p->cursor);
}
