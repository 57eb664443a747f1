#include "tui/list_private.h"

#include <stdio.h>

#include "tui/app.h"
#include "tui/text.h"

void list_chooser_open(struct list *l)
{
	l->mode = MODE_COLUMNS;
	l->chooser_at = l->chooser_top = 0;
}

static void chooser_toggle(struct list *l)
{
	struct list_column *c = &l->columns[l->chooser_at];

	if (c->shown && list_columns_count(l) == 1)
		app_notice(l->app, NOTICE_WARNING, _("One column has to stay. Show another one first."));
	else if (!c->shown && list_columns_count(l) == LIST_COLUMNS_MAX)
		app_noticef(
		    l->app, NOTICE_WARNING, _("At most %d columns can be shown. Hide another one first."), LIST_COLUMNS_MAX);
	else
		c->shown = !c->shown;
}

static void chooser_shift(struct list *l, int by)
{
	int to = l->chooser_at + by;

	if (to < 0 || to >= l->column_count)
		return;
	list_column_move(l, l->chooser_at, to);
	l->chooser_at = to;
}

static void chooser_width(struct list *l, int by)
{
	struct list_column *c = &l->columns[l->chooser_at];
	int width = list_column_width(l, c) + by;

	c->width = width < LIST_WIDTH_LEAST ? LIST_WIDTH_LEAST : width > LIST_WIDTH_MOST ? LIST_WIDTH_MOST : width;
}

static void chooser_go(struct list *l, int to)
{
	l->chooser_at = to < 0 ? 0 : to >= l->column_count ? l->column_count - 1 : to;
}

/* Keys of the box, in the order of its hints. Other letters are swallowed, so that nothing happens behind it. */
static bool chooser_change(struct list *l, const struct key *k)
{
	switch (k->code) {
	case ' ':
		chooser_toggle(l);
		break;
	case '+':
	case '>':
	case KEY_CTRL | K_DOWN:
		chooser_shift(l, 1);
		break;
	case '-':
	case '<':
	case KEY_CTRL | K_UP:
		chooser_shift(l, -1);
		break;
	case K_LEFT:
	case 'h':
		chooser_width(l, -1);
		break;
	case K_RIGHT:
	case 'l':
		chooser_width(l, 1);
		break;
	case 'r':
		list_columns_default(l);
		if (l->sort == l->spec->sort && l->descending == l->spec->descending)
			break;
		l->sort = l->spec->sort;
		l->descending = l->spec->descending;
		list_question_changed(l);
		break;
	default:
		return key_is_text(k);
	}
	return true;
}

bool list_chooser_key(struct list *l, const struct key *k)
{
	switch (k->code) {
	case K_ESC:
	case K_ENTER:
	case 'c':
	case 'q':
		l->mode = MODE_ROWS;
		list_columns_changed(l);
		list_arranged(l);
		break;
	case K_UP:
	case 'k':
		chooser_go(l, l->chooser_at - 1);
		break;
	case K_DOWN:
	case 'j':
		chooser_go(l, l->chooser_at + 1);
		break;
	case K_PAGEUP:
	case K_HOME:
	case 'g':
		chooser_go(l, 0);
		break;
	case K_PAGEDOWN:
	case K_END:
	case 'G':
		chooser_go(l, l->column_count);
		break;
	default:
		if (!chooser_change(l, k))
			return false;
		break;
	}
	app_dirty(l->app);
	return true;
}

static void chooser_line(struct list *l, struct area a, int row, int index)
{
	const struct list_column *c = &l->columns[index];
	bool here = index == l->chooser_at;
	char width[16];

	if (here) {
		draw_glyph(a, row, 0, STYLE_ACCENT, GLYPH_CURSOR);
		draw_cursor(a, row, 0, true);
	}
	draw_text(a, row, 2, 3, STYLE_PLAIN, c->shown ? "[x]" : "[ ]");
	draw_text(a, row, 6, a.columns - 11, here ? STYLE_SELECTED : c->shown ? STYLE_PLAIN : STYLE_DIM, _(c->field->label));
	snprintf(width, sizeof(width), "%d", list_column_width(l, c));
	draw_right(a, row, a.columns - 4, 4, c->width ? STYLE_ACCENT : STYLE_DIM, width);
}

void list_chooser_draw(struct list *l, struct area a)
{
	static const char *const hints[] = {
		N_("Space show or hide  + - move"),
		N_("Left Right width  r reset  Esc done"),
	};
	struct area box = area_centre(a, l->column_count + 5, 44);
	struct area in = area_inside(box, 1, 2, 1, 2);
	int rows = in.rows > 6 ? in.rows - 3 : in.rows;

	draw_box(box, STYLE_DIM, _("Columns"));
	if (rows <= 0)
		return;
	if (l->chooser_top > l->chooser_at)
		l->chooser_top = l->chooser_at;
	if (l->chooser_top <= l->chooser_at - rows)
		l->chooser_top = l->chooser_at - rows + 1;
	for (int i = 0; i < rows && l->chooser_top + i < l->column_count; i++)
		chooser_line(l, in, i, l->chooser_top + i);
	if (rows == in.rows)
		return;
	draw_text(in, in.rows - 2, 0, -1, STYLE_DIM, _(hints[0]));
	draw_text(in, in.rows - 1, 0, -1, STYLE_DIM, _(hints[1]));
}
