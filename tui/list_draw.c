#include "tui/list_private.h"

#include <stdio.h>
#include <string.h>

#include "tui/app.h"
#include "tui/editor.h"
#include "tui/gauge.h"
#include "tui/text.h"

/* The mark, the cursor and a space stand left of the first column; narrow areas give up the space, then the mark. */
static int gutter_width(int columns)
{
	return columns >= 12 ? 3 : columns >= 6 ? 2 : columns >= 2 ? 1 : 0;
}

static void draw_header(struct list *l, struct area a, int gutter)
{
	for (int i = 0; i < l->place_count; i++) {
		const struct list_place *p = &l->places[i];
		const struct field *f = l->columns[p->column].field;
		const char *sign = theme_ascii() ? (l->descending ? "v" : "^") : l->descending ? "▾" : "▴";
		char title[160];

		snprintf(title, sizeof(title), "%s%s%s", _(f->label), f == l->sort ? " " : "", f == l->sort ? sign : "");
		if (field_is_right_aligned(f) && text_width(title) <= p->width)
			draw_right(a, 0, p->x, p->width, STYLE_DIM, title);
		else
			draw_text(a, 0, p->x, p->width, STYLE_DIM, title);
	}
	/* Columns out of sight at either side. */
	if (l->more_left && gutter > 1)
		draw_text(a, 0, gutter - 2, 1, STYLE_ACCENT, theme_ascii() ? "<" : "‹");
	if (l->more_right && a.columns > 20)
		draw_text(a, 0, a.columns - 1, 1, STYLE_ACCENT, theme_ascii() ? ">" : "›");
}

static bool is_text_kind(const struct field *f)
{
	return f->kind == FIELD_TEXT || f->kind == FIELD_LINES || f->kind == FIELD_REFERENCE || f->kind == FIELD_ADDRESS;
}

/* The part of the cell that matched: what the source says, else what the search line finds in it. */
static bool cell_match(const struct list *l, const struct list_row *row, int cell, const char *text, int *ret_from, int *ret_length)
{
	const struct field *f = l->fields[cell];
	int length = (int)strlen(text);

	if (row->match_cell >= 0) {
		if (row->match_cell != cell || !is_text_kind(f))
			return false;
		*ret_from = row->match_from;
		*ret_length = row->match_length;
		return row->match_from >= 0 && row->match_length > 0 && row->match_from <= length - row->match_length;
	}
	return l->search[0] && !l->outdated && is_text_kind(f) && list_find_match(text, l->search, ret_from, ret_length);
}

/* The first of the choices is how things should be. */
static void draw_cell(struct list *l, struct area a, int line, const struct list_place *p, const struct list_row *row, enum style s)
{
	const struct field *f = l->columns[p->column].field;
	const char *wire = p->cell >= 0 ? row->cells[p->cell] : NULL;
	int x = p->x, width = p->width, from, length;
	char text[LIST_CELL_SIZE];

	if (p->cell < 0 || f->kind == FIELD_SECRET || (!wire && f->kind != FIELD_TRISTATE))
		return;
	if (gauge_is(f)) {
		gauge_cell(f, app_env(l->app), a, line, x, width, wire);
		return;
	}
	field_format_short(f, app_env(l->app), wire, text, sizeof(text));
	if ((f->flags & FIELD_STATE) && wire && wire[0] && width > 3) {
		draw_glyph(a, line, x, STYLE_PLAIN, field_is_good(f, wire) ? GLYPH_DOT : GLYPH_RING);
		x += 2;
		width -= 2;
	}
	if (field_is_right_aligned(f) && text_width(text) <= width)
		draw_right(a, line, x, width, s, text);
	else if (cell_match(l, row, p->cell, text, &from, &length))
		draw_match(a, line, x, width, s, text, from, length);
	else
		draw_text(a, line, x, width, s, text);
}

/* The sign of the cursor, in one stretch with the key column right of it: a change of colour costs more bytes than the step itself. */
static void draw_sign(struct area a, int line, int gutter)
{
	char text[32];

	snprintf(text, sizeof(text), "%s%s", theme_glyph(GLYPH_CURSOR), gutter > 2 ? " " : "");
	draw_text(a, line, gutter > 1 ? 1 : 0, -1, STYLE_SELECTED, text);
}

/* The first key column shows where the cursor is; the rest of the line stays as it was, so a step costs few bytes. */
static void draw_row(struct list *l, struct area a, int line, int index, int gutter)
{
	const struct list_row *row = list_row_at(l, index);
	bool here = index == l->cursor && l->mode != MODE_COLUMNS;
	bool marked = row && list_is_marked(l, row->key);
	bool selected = false;

	if (!row || !row->cells)
		return;
	if (marked && gutter > 1)
		draw_glyph(a, line, 0, STYLE_MARKED, GLYPH_MARK);
	if (here && gutter > 0)
		draw_sign(a, line, gutter);
	for (int i = 0; i < l->place_count; i++) {
		const struct list_place *p = &l->places[i];
		bool key = l->columns[p->column].field->flags & FIELD_KEY;
		enum style s = STYLE_PLAIN;

		if (key && !selected) {
			s = here ? STYLE_SELECTED : marked ? STYLE_MARKED : STYLE_PLAIN;
			selected = true;
		}
		draw_cell(l, a, line, p, row, s);
	}
	if (here && l->mode == MODE_ROWS)
		draw_cursor(a, line, gutter > 1 ? 1 : 0, true);
}

/* What stands in place of the rows, wrapped to the width. */
static void draw_sentence(struct area a, enum style s, const char *text)
{
	int margin = a.columns > 20 ? 3 : 0;
	struct area in = area_inside(a, a.rows > 3, margin, 0, margin);

	for (int row = 0; row < in.rows && *text && in.columns > 0; row++) {
		char line[1024];
		size_t n = text_wrap(text, in.columns);

		if (n == 0)
			return;
		snprintf(line, sizeof(line), "%.*s", (int)n, text);
		line[strcspn(line, "\n")] = '\0';
		draw_text(in, row, 0, -1, s, line);
		text += n;
		text += *text == '\n' || *text == ' ';
	}
}

static void draw_nothing(const struct list *l, struct area a)
{
	if (l->error)
		draw_sentence(a, STYLE_WARNING, l->error);
	else if (l->loading && l->ask != ASK_NONE)
		draw_sentence(a, STYLE_DIM, _("Loading…"));
	else if (l->ask != ASK_NONE || l->search_timer || !l->started)
		return;
	else if (l->search[0])
		draw_sentence(a, STYLE_DIM, _("Nothing matches. Esc clears the search."));
	else if (l->chip_count > 0)
		draw_sentence(a, STYLE_DIM, _("Nothing matches. Esc clears the filter."));
	else
		draw_sentence(a, STYLE_DIM, l->spec->empty ? _(l->spec->empty) : _("There is nothing here."));
}

static void draw_chips(const struct list *l, struct area a)
{
	int x = 1;

	for (int i = 0; i < l->chip_count && x < a.columns; i++) {
		char text[512];

		list_chip_text(l, i, text, sizeof(text));
		x += draw_text(a, 0, x, -1, STYLE_ACCENT, text) + 2;
	}
}

/* The bottom line: being typed in, or telling which search is on. */
static void draw_line(struct list *l, struct area a)
{
	const char *prompt = l->mode == MODE_FILTER ? _("Filter: ") : _("Search: ");
	int width = text_width(prompt);

	if (width >= a.columns)
		width = 0;
	if (width > 0)
		draw_text(a, 0, 0, width, STYLE_DIM, prompt);
	if (l->editor)
		editor_draw(l->editor, area_inside(a, 0, 0, 0, width), true);
	else
		draw_text(a, 0, width, -1, STYLE_MATCH, l->search);
}

/* Takes the last row off the area. */
static struct area take_bottom(struct area *a)
{
	struct area row = area_row(*a, a->rows - 1);

	a->rows--;
	return row;
}

static void draw_frame(struct list *l, struct area *a)
{
	bool line = l->mode == MODE_SEARCH || l->mode == MODE_FILTER || l->search[0];

	if (l->chip_count > 0 && a->rows >= 4) {
		draw_chips(l, area_row(*a, 0));
		*a = area_inside(*a, 1, 0, 0, 0);
	}
	if (line && a->rows >= 2)
		draw_line(l, take_bottom(a));
	if (l->mode == MODE_FILTER && l->why[0] && a->rows >= 2)
		draw_text(take_bottom(a), 0, 0, -1, l->why_wrong ? STYLE_WARNING : STYLE_DIM, l->why);
}

void list_draw(struct list *l, struct area a)
{
	struct area whole = a;
	int gutter = gutter_width(a.columns);
	bool header = false;

	if (a.rows <= 0 || a.columns <= 0)
		return;
	l->area = a;
	draw_frame(l, &a);
	list_columns_place(l, gutter, a.columns - gutter - (a.columns > 20 ? 2 : 0));
	header = a.rows >= 2;
	l->header_row = header ? a.y : -1;
	if (header)
		draw_header(l, area_row(a, 0), gutter);
	a = area_inside(a, header, 0, 0, 0);
	l->rows_area = a;
	l->rows = a.rows > 0 ? a.rows : 1;
	list_start(l);
	list_settle(l);
	/* An answer that came at once brought the cells. */
	list_columns_place(l, gutter, whole.columns - gutter - (whole.columns > 20 ? 2 : 0));
	for (int i = 0; i < a.rows; i++)
		draw_row(l, a, i, l->top + i, gutter);
	if (l->loaded == 0)
		draw_nothing(l, a);
	if (l->mode == MODE_COLUMNS)
		list_chooser_draw(l, whole);
}
