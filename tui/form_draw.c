#include "tui/form.h"

#include <stdio.h>
#include <string.h>

#include "tui/app.h"
#include "tui/editor.h"
#include "tui/form_private.h"
#include "tui/gauge.h"
#include "tui/picker.h"
#include "tui/text.h"
#include "tui/wrap.h"

enum { LABEL_AT = 2, GAP = 2, BESIDE_MIN = 16, VALUE_ROWS_MAX = 2000, DROP_ROWS = 8, SHOWN = 1024 };

/* Where things stand in a row; the same for all rows of one drawing. */
struct layout {
	int columns;
	int label; /* columns of labels */
	int value_at, value; /* column and columns of values */
	int rows; /* of the area: a text of several lines must not be taller */
};

static struct layout layout_of(const struct form *f, struct area a)
{
	struct layout l = { .columns = a.columns, .rows = a.rows };

	for (int i = 0; i < f->count; i++) {
		const struct field *field = f->items[i].field;
		int width = text_width(_(field->label)) + (f->editing && (field->flags & FIELD_REQUIRED) ? 2 : 0);

		if (width > l.label)
			l.label = width;
	}
	if (l.label > a.columns / 3)
		l.label = a.columns / 3;
	l.value_at = LABEL_AT + l.label + GAP;
	l.value = a.columns - l.value_at - 1;
	if (l.value < 1)
		l.value = 1;
	return l;
}

/* Columns of the input of an item: by its limit, leaving room beside it where there is enough. */
static int input_columns(const struct form *f, const struct layout *l, int i)
{
	int limit = field_limit(f->items[i].field);
	int wanted = limit > 0 && limit < 200 ? limit + 1 : 200;

	if (form_way(f, i) != FORM_TYPED)
		wanted = 28;
	if (wanted < 10)
		wanted = 10;
	if (l->value > 50 && wanted > l->value * 3 / 5)
		wanted = l->value * 3 / 5;
	return wanted < l->value ? wanted : l->value;
}

const char *form_shown(const struct form *f, const struct form_item *item, char *out, size_t size)
{
	const char *value = form_value(item);

	if (item->secret) {
		size_t used = 0;

		out[0] = '\0';
		for (int n = 0; value && n < 8; n++) /* the number of characters is nobody's business */
			used += (size_t)snprintf(out + used, size - used, "%s", theme_glyph(GLYPH_SECRET));
		return value ? out : NULL;
	}
	if (item->now.typed)
		return item->now.typed;
	if (value == NULL || value[0] == '\0')
		return item->field->kind == FIELD_TRISTATE ? _("inherit") : NULL;
	if (form_label(f, item))
		return form_label(f, item);
	if ((item->field->kind == FIELD_TEXT || item->field->kind == FIELD_LINES) && !(item->field->flags & FIELD_OURS))
		return value;
	return field_format(item->field, app_env(f->app), value, out, size);
}

static bool is_focused(const struct form *f, int i)
{
	return f->editing && f->focus == i;
}

/* The sentence of an item: what is wrong with it, or what the last key could not do. */
static const char *sentence_of(const struct form *f, int i)
{
	if (f->items[i].error[0])
		return f->items[i].error;
	if (is_focused(f, i) && f->editor)
		return editor_complaint(f->editor);
	return NULL;
}

/* The sentence stands beside the input if it fits there, else below. */
static bool fits_beside(const struct layout *l, int used, const char *sentence)
{
	int room = l->value - used - GAP;

	return room >= BESIDE_MIN && text_width(sentence) + 2 <= room;
}

static int value_rows(const struct form *f, const struct layout *l, int i)
{
	char shown[SHOWN];
	const struct form_item *item = &f->items[i];
	const char *value;
	int rows;

	if (is_focused(f, i)) {
		if (item->field->kind != FIELD_LINES)
			return 1;
		/* What may be as long as a document gets all the room there is. */
		if (l->rows < FORM_LINES_ROWS + 2 || field_limit(item->field) >= FORM_DOCUMENT)
			return l->rows > 4 ? l->rows - 2 : 1;
		return FORM_LINES_ROWS;
	}
	value = form_shown(f, item, shown, sizeof(shown));
	if (value == NULL)
		return 1;
	if (gauge_is(item->field))
		return gauge_rows(item->field, form_value(item));
	rows = wrap_rows(value, l->value, f->editing ? (item->field->kind == FIELD_LINES ? 3 : 1) : VALUE_ROWS_MAX);
	return rows > 0 ? rows : 1;
}

/* Columns that the value of an item takes, for what stands beside it. */
static int used_columns(const struct form *f, const struct layout *l, int i)
{
	char shown[SHOWN];
	const char *value;
	int width;

	if (is_focused(f, i))
		return f->items[i].field->kind == FIELD_LINES ? l->value : input_columns(f, l, i);
	value = form_shown(f, &f->items[i], shown, sizeof(shown));
	width = value ? text_width(value) : 1;
	return width < l->value ? width : l->value;
}

static int sentence_rows(const struct form *f, const struct layout *l, int i)
{
	const char *sentence = sentence_of(f, i);

	if (sentence == NULL || fits_beside(l, used_columns(f, l, i), sentence))
		return 0;
	return wrap_rows(sentence, l->value - 2, 4);
}

static void lay_out(struct form *f, const struct layout *l)
{
	int row = 0;

	for (int i = 0; i < f->count; i++) {
		f->items[i].row = row;
		f->items[i].rows = value_rows(f, l, i) + sentence_rows(f, l, i);
		row += f->items[i].rows;
	}
	f->height = row;
}

static void scroll(struct form *f, int rows)
{
	if (f->editing && f->focus >= 0) {
		const struct form_item *item = &f->items[f->focus];

		if (item->row + item->rows > f->top + rows)
			f->top = item->row + item->rows - rows;
		if (item->row < f->top)
			f->top = item->row;
	}
	if (f->top > f->height - rows)
		f->top = f->height - rows;
	if (f->top < 0)
		f->top = 0;
}

/* An area of a part of an item, cut to what is seen: items scroll out at both ends. skipped = rows cut off above. */
static struct area part(struct area a, int y, int x, int rows, int columns, int *ret_skipped)
{
	int from = y < 0 ? 0 : y;
	int to = y + rows < a.rows ? y + rows : a.rows;

	*ret_skipped = from - y;
	return (struct area) { a.y + from, a.x + x, to > from ? to - from : 0, columns };
}

static void draw_value(struct form *f, const struct layout *l, struct area a, int i, int y)
{
	char shown[SHOWN];
	const struct form_item *item = &f->items[i];
	const char *value = form_shown(f, item, shown, sizeof(shown));
	enum style s = f->editing && !form_can_edit(f, i) ? STYLE_DIM : STYLE_PLAIN;
	int skipped;
	struct area where = part(a, y, l->value_at, value_rows(f, l, i), l->value, &skipped);

	if (value == NULL)
		draw_text(where, 0, 0, -1, STYLE_DIM, "—");
	else if (gauge_is(item->field))
		gauge_draw(item->field, app_env(f->app), where, skipped, form_value(item));
	else if (where.rows == 1 && skipped == 0 && f->editing)
		draw_text(where, 0, 0, -1, s, value);
	else
		wrap_draw(where, s, value, skipped);
}

static void draw_input(struct form *f, const struct layout *l, struct area a, int i, int y, bool focused)
{
	char shown[SHOWN];
	const char *value;
	int columns = f->items[i].field->kind == FIELD_LINES ? l->value : input_columns(f, l, i), skipped;
	struct area where = part(a, y, l->value_at, value_rows(f, l, i), columns, &skipped);

	if (f->picker) {
		picker_draw_filter(f->picker, where, "", focused);
	} else if (f->editor) {
		editor_draw(f->editor, where, focused);
	} else {
		value = form_shown(f, &f->items[i], shown, sizeof(shown));
		draw_fill(where, focused ? STYLE_INPUT : STYLE_PLAIN);
		draw_text(where, 0, 0, -1, focused ? STYLE_INPUT : STYLE_PLAIN, value ? value : "—");
		if (focused)
			draw_cursor(where, 0, 0, true);
	}
}

static void draw_sentence(struct form *f, const struct layout *l, struct area a, int i, int y)
{
	const char *sentence = sentence_of(f, i);
	enum style s = f->items[i].error[0] ? STYLE_DANGER : STYLE_WARNING;
	int used = used_columns(f, l, i), skipped;
	struct area where;

	if (sentence == NULL)
		return;
	if (fits_beside(l, used, sentence)) {
		where = part(a, y, l->value_at + used + GAP, 1, l->value - used - GAP, &skipped);
		draw_glyph(where, 0, 0, s, GLYPH_WARNING);
		draw_text(where, 0, 2, -1, s, sentence);
		return;
	}
	y += value_rows(f, l, i);
	where = part(a, y, l->value_at, sentence_rows(f, l, i), l->value, &skipped);
	if (skipped == 0)
		draw_glyph(where, 0, 0, s, GLYPH_WARNING);
	wrap_draw(area_inside(where, 0, 0, 0, 2), s, sentence, skipped);
}

static void draw_item(struct form *f, const struct layout *l, struct area a, int i, bool focused)
{
	const struct form_item *item = &f->items[i];
	int y = item->row - f->top, used;

	if (y + item->rows <= 0 || y >= a.rows)
		return;
	if (is_focused(f, i) && focused)
		draw_glyph(a, y, 0, STYLE_ACCENT, GLYPH_CURSOR);
	used = draw_text(a, y, LABEL_AT, l->label, is_focused(f, i) ? STYLE_STRONG : STYLE_DIM, _(item->field->label));
	if (f->editing && (item->field->flags & FIELD_REQUIRED) && form_can_edit(f, i))
		draw_text(a, y, LABEL_AT + used + (used < l->label), 1, STYLE_ACCENT, "*");
	if (is_focused(f, i))
		draw_input(f, l, a, i, y, focused);
	else
		draw_value(f, l, a, i, y);
	draw_sentence(f, l, a, i, y);
}

/* The list of choices lies over the fields, below the one that it belongs to; above it where there is more room. */
static void draw_choices(struct form *f, const struct layout *l, struct area a)
{
	const struct form_item *item = &f->items[f->focus];
	int below = item->row - f->top + 1, rows = picker_count(f->picker);
	const char *last = NULL;
	struct area box = { a.y + below, a.x + l->value_at - 2, 0, picker_width(f->picker) + 4 };

	if (f->waiting)
		last = _("Looking …");
	else if (rows == 0)
		last = _("Nothing matches. Take away a letter.");
	else if (f->more)
		last = _("There are more: type to narrow.");
	rows = (rows < DROP_ROWS ? rows : DROP_ROWS) + (last != NULL) + 2;
	if (last && box.columns < text_width(last) + 4)
		box.columns = text_width(last) + 4;
	if (box.columns < 24)
		box.columns = 24;
	if (box.columns > a.columns - l->value_at + 2)
		box.columns = a.columns - l->value_at + 2;
	box.rows = rows < a.rows - below ? rows : a.rows - below;
	if (box.rows < 4 && box.rows < rows && below - 1 > box.rows) {
		box.rows = rows < below - 1 ? rows : below - 1;
		box.y = a.y + below - 1 - box.rows;
	}
	if (box.rows < 3)
		return;
	draw_box(box, STYLE_ACCENT, NULL);
	box = area_inside(box, 1, 1, 1, 1);
	picker_draw(f->picker, area_inside(box, 0, 0, last != NULL, 0));
	if (last)
		draw_text(box, box.rows - 1, 2, -1, STYLE_DIM, last);
}

static int count_characters(const char *s)
{
	int n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

/* The help of the focused field, and how full it is when the limit is near. */
static void draw_help(const struct form *f, struct area a)
{
	const struct form_item *item = &f->items[f->focus];
	int limit = field_limit(item->field), used = 0;
	char full[48];

	if (f->editor && limit > 0) {
		int length = count_characters(editor_text(f->editor));

		if (length >= limit - limit / 5) {
			snprintf(full, sizeof(full), "%d/%d", length, limit);
			used = text_width(full) + 2;
			draw_right(a, 0, a.columns - used + 1, used - 2, length > limit ? STYLE_WARNING : STYLE_DIM, full);
		}
	}
	if (item->field->help && a.columns - used > LABEL_AT)
		draw_text(a, 0, LABEL_AT, a.columns - used - LABEL_AT, STYLE_DIM, _(item->field->help));
}

int form_rows(const struct form *f)
{
	return f->height;
}

void form_draw(struct form *f, struct area a, bool focused)
{
	bool help = f->editing && f->focus >= 0 && a.rows >= 3;
	struct area fields = area_inside(a, 0, 0, help, 0);
	struct layout l = layout_of(f, fields);

	if (a.rows <= 0 || a.columns <= 0)
		return;
	lay_out(f, &l);
	scroll(f, fields.rows);
	f->drawn = fields;
	if (focused && !f->editing)
		draw_cursor(fields, 0, 0, true);
	for (int i = 0; i < f->count; i++)
		draw_item(f, &l, fields, i, focused);
	if (f->height > f->top + fields.rows)
		draw_glyph(fields, fields.rows - 1, a.columns - 1, STYLE_ACCENT, GLYPH_MORE);
	if (help)
		draw_help(f, area_row(a, a.rows - 1));
	if (f->picker)
		draw_choices(f, &l, fields);
}
