#include "tui/dialog.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/app_private.h"
#include "tui/dialog_private.h"
#include "tui/text.h"

enum { ROWS_MAX = 64, VALUE_BYTES = 512, DETAIL_ROWS = 4 };

/* A row where both sides changed stays open until the user decides: Enter must not drop either by chance. */
enum choice { CHOICE_OPEN, CHOICE_THEIRS, CHOICE_YOURS };

struct clash {
	char *label;
	char *values[3]; /* was, theirs, yours, as shown */
	enum choice choice;
};

struct conflict {
	struct dialog d;
	struct clash rows[ROWS_MAX];
	int count;
	int cursor;
	int first; /* row shown first */
	bool asked; /* Enter with open rows: the hint says so */
	void (*fn)(void *ctx, const bool *take);
	void *ctx;
	struct area table; /* as last drawn, for the mouse */
};

static void conflict_measure(struct dialog *d, int columns, int *ret_rows, int *ret_columns)
{
	struct conflict *c = (struct conflict *)d;

	*ret_columns = columns;
	*ret_rows = c->count + 3 + DETAIL_ROWS;
}

static const char *choice_word(const struct clash *r)
{
	if (strcmp(r->values[1], r->values[2]) == 0)
		return _("(the same)");
	switch (r->choice) {
	case CHOICE_THEIRS:
		return _("(theirs)");
	case CHOICE_YOURS:
		return _("(yours)");
	default:
		return _("(choose)");
	}
}

/* Columns: label, was, theirs, yours, choice. */
static void columns_of(int all, int *ret_at, int *ret_width)
{
	int label = all / 6 > 8 ? all / 6 : 8, word = 11;
	int value = (all - 2 - label - word) / 3;

	if (value < 4)
		value = 4;
	ret_at[0] = 2;
	ret_width[0] = label - 1;
	for (int i = 0; i < 3; i++) {
		ret_at[1 + i] = 2 + label + i * value;
		ret_width[1 + i] = value - 1;
	}
	ret_at[4] = 2 + label + 3 * value;
	ret_width[4] = word;
}

static void draw_clash(const struct conflict *c, struct area a, int y, const struct clash *r, bool current)
{
	int at[5], width[5];

	columns_of(a.columns, at, width);
	if (current) {
		draw_glyph(a, y, 0, STYLE_ACCENT, GLYPH_CURSOR);
		draw_cursor(a, y, 0, true);
	}
	draw_text(a, y, at[0], width[0], current ? STYLE_SELECTED : STYLE_DIM, r->label);
	for (int i = 0; i < 3; i++) {
		bool taken = (i == 1 && r->choice == CHOICE_THEIRS) || (i == 2 && r->choice == CHOICE_YOURS);

		draw_text(a, y, at[1 + i], width[1 + i], taken ? STYLE_STRONG : STYLE_PLAIN, r->values[i]);
	}
	draw_text(a, y, at[4], width[4], r->choice == CHOICE_OPEN && c->asked ? STYLE_WARNING : STYLE_ACCENT, choice_word(r));
}

static void draw_head(struct area a)
{
	const char *words[] = { _("Field"), _("It was"), _("Theirs"), _("Yours") };
	int at[5], width[5];

	columns_of(a.columns, at, width);
	for (int i = 0; i < 4; i++)
		draw_text(a, 0, at[i], width[i], STYLE_DIM, words[i]);
}

/* The values of the current row whole, as far as there is room: the table cuts them. */
static void draw_detail(const struct conflict *c, struct area a)
{
	const char *words[] = { _("It was"), _("Theirs"), _("Yours") };
	const struct clash *r = &c->rows[c->cursor];
	int y = 1;

	if (a.rows > 0)
		draw_rule(a, 0, STYLE_DIM);
	for (int i = 0; i < 3 && y < a.rows; i++) {
		int left = draw_text(a, y, 0, -1, STYLE_DIM, words[i]) < 8 ? 8 : 10;

		draw_text(a, y++, left, -1, STYLE_PLAIN, r->values[i]);
	}
}

static void conflict_draw(struct dialog *d, struct area a)
{
	struct conflict *c = (struct conflict *)d;
	int detail = a.rows >= c->count + 2 + DETAIL_ROWS || a.rows >= 10 ? DETAIL_ROWS : 0;
	int shown = a.rows - 2 - detail;

	if (shown > c->count)
		shown = c->count;
	if (shown < 1)
		shown = 1;
	if (c->cursor < c->first)
		c->first = c->cursor;
	if (c->cursor >= c->first + shown)
		c->first = c->cursor - shown + 1;
	draw_head(a);
	c->table = area_inside(a, 1, 0, a.rows - 1 - shown, 0);
	for (int y = 0; y < shown && c->first + y < c->count; y++)
		draw_clash(c, c->table, y, &c->rows[c->first + y], c->first + y == c->cursor);
	if (detail)
		draw_detail(c, area_inside(a, 1 + shown, 0, 1, 0));
	draw_text(a, a.rows - 1, 0, -1, c->asked ? STYLE_WARNING : STYLE_DIM,
	    c->asked ? _("Choose theirs or yours in the rows marked (choose), with Left and Right.")
		     : _("Left/Right chooses · Enter saves · Esc back to editing, nothing is lost"));
}

static void conflict_answer(struct conflict *c, bool saves)
{
	bool take[ROWS_MAX] = { false };

	for (int i = 0; i < c->count; i++)
		take[i] = c->rows[i].choice == CHOICE_YOURS;
	dialog_unlink(&c->d);
	c->fn(c->ctx, saves ? take : NULL);
	dialog_free(&c->d);
}

static void conflict_enter(struct conflict *c)
{
	if (dialog_is_opener(&c->d, K_ENTER))
		c->d.opener = 0; /* the first Enter may be the one held down; the next one is meant */
	else {
		for (int i = 0; i < c->count; i++) {
			if (c->rows[i].choice == CHOICE_OPEN) {
				c->cursor = i;
				c->asked = true;
				return;
			}
		}
		conflict_answer(c, true);
	}
}

static void conflict_choose(struct conflict *c, enum choice choice)
{
	c->rows[c->cursor].choice = choice;
	c->asked = false;
}

static void conflict_mouse(struct conflict *c, const struct key *k)
{
	int row = k->y - c->table.y;
	int at[5], width[5];

	if (k->button != MOUSE_LEFT && k->button != MOUSE_DOUBLE) {
		c->cursor += k->button == MOUSE_WHEEL_UP ? -1 : 1;
		return;
	}
	if (row < 0 || row >= c->table.rows || c->first + row >= c->count)
		return;
	c->cursor = c->first + row;
	columns_of(c->table.columns, at, width);
	if (k->x - c->table.x >= at[3])
		conflict_choose(c, CHOICE_YOURS);
	else if (k->x - c->table.x >= at[2])
		conflict_choose(c, CHOICE_THEIRS);
}

static void conflict_key(struct dialog *d, const struct key *k)
{
	struct conflict *c = (struct conflict *)d;

	switch (k->code) {
	case K_ESC:
		conflict_answer(c, false);
		return;
	case K_ENTER:
		conflict_enter(c);
		return;
	case K_LEFT:
	case 'h':
		conflict_choose(c, CHOICE_THEIRS);
		break;
	case K_RIGHT:
	case 'l':
		conflict_choose(c, CHOICE_YOURS);
		break;
	case K_UP:
	case 'k':
	case K_BACKTAB:
		c->cursor--;
		break;
	case K_DOWN:
	case 'j':
	case K_TAB:
		c->cursor++;
		break;
	case K_MOUSE:
		conflict_mouse(c, k);
		break;
	default:
		break;
	}
	if (c->cursor >= c->count)
		c->cursor = c->count - 1;
	if (c->cursor < 0)
		c->cursor = 0;
}

static void conflict_dismiss(struct dialog *d)
{
	struct conflict *c = (struct conflict *)d;

	c->fn(c->ctx, NULL);
}

static void conflict_release(struct dialog *d)
{
	struct conflict *c = (struct conflict *)d;

	for (int i = 0; i < c->count; i++) {
		free(c->rows[i].label);
		for (int v = 0; v < 3; v++)
			free(c->rows[i].values[v]);
	}
}

static const struct dialog_class conflict_class = {
	.confirms = true,
	.frame = STYLE_WARNING,
	.measure = conflict_measure,
	.draw = conflict_draw,
	.key = conflict_key,
	.dismiss = conflict_dismiss,
	.release = conflict_release,
};

static bool same(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

static char *shown_value(struct app *a, const struct field *f, const char *wire)
{
	char out[VALUE_BYTES];

	if (wire == NULL || wire[0] == '\0')
		return strdup("–");
	field_format(f, app_env(a), wire, out, sizeof(out));
	return strdup(out);
}

static bool add_clash(struct conflict *c, const struct dialog_clash *from)
{
	struct clash *r = &c->rows[c->count++];
	const char *wires[] = { from->was, from->theirs, from->yours };

	r->label = strdup(_(from->field->label));
	for (int i = 0; i < 3; i++)
		r->values[i] = shown_value(c->d.app, from->field, wires[i]);
	if (same(from->theirs, from->yours) || same(from->was, from->yours))
		r->choice = CHOICE_THEIRS;
	else if (same(from->was, from->theirs))
		r->choice = CHOICE_YOURS;
	return r->label && r->values[0] && r->values[1] && r->values[2];
}

void dialog_conflict(
    struct app *a, const char *title, const struct dialog_clash *rows, int n, void (*fn)(void *ctx, const bool *take), void *ctx)
{
	struct conflict *c = n > 0 && n <= ROWS_MAX ? dialog_new(a, &conflict_class, sizeof(*c), title, NULL) : NULL;
	bool filled = c != NULL;

	for (int i = 0; filled && i < n; i++)
		filled = add_clash(c, &rows[i]);
	if (!filled) {
		dialog_free(c ? &c->d : NULL);
		fn(ctx, NULL);
		return;
	}
	c->fn = fn;
	c->ctx = ctx;
	dialog_push(&c->d);
}
