#include "forms/home_tiles.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/db.h"
#include "tui/app.h"
#include "tui/chart.h"
#include "tui/field.h"
#include "tui/text.h"

enum { NUMBER = 64, SPARK_LEAST = 8 };

static void row_release(struct tile_row *r)
{
	free(r->series);
}

void tiles_free(struct tile_set *set)
{
	for (int i = 0; i < set->count; i++) {
		for (int k = 0; k < set->tiles[i].count; k++)
			row_release(&set->tiles[i].rows[k]);
		free(set->tiles[i].rows);
	}
	set->count = 0;
}

const struct tile *tiles_find(const struct tile_set *set, const char *name)
{
	for (int i = 0; i < set->count; i++)
		if (strcmp(set->tiles[i].name, name) == 0)
			return &set->tiles[i];
	return NULL;
}

static const struct tile_title *title_of(const struct tile_title *titles, const char *name)
{
	for (; titles->name; titles++)
		if (strcmp(titles->name, name) == 0)
			return titles;
	return NULL;
}

static struct tile *tile_named(struct tile_set *set, const char *name, const struct tile_title *titles)
{
	const struct tile_title *title = title_of(titles, name);
	struct tile *t;

	for (int i = 0; i < set->count; i++)
		if (strcmp(set->tiles[i].name, name) == 0)
			return &set->tiles[i];
	if (set->count == TILES_MAX)
		return NULL;
	t = &set->tiles[set->count++];
	*t = (struct tile) { .title = title ? title->title : NULL, .names = title && title->names };
	snprintf(t->name, sizeof t->name, "%s", name);
	return t;
}

static void add_point(struct tile_row *r, double value)
{
	double *more = r->points < TILE_SERIES_MAX ? realloc(r->series, (size_t)(r->points + 1) * sizeof *more) : NULL;

	if (!more)
		return;
	r->series = more;
	r->series[r->points++] = value;
}

/* A row of the same line as the one before it goes on with that one's series. */
static void add_row(struct tile *t, bool again, const char *label, const char *value, const char *detail)
{
	double number = value ? strtod(value, NULL) : 0;
	struct tile_row *r;

	if (again && t->count) {
		r = &t->rows[t->count - 1];
		if (!r->points)
			add_point(r, r->value);
		add_point(r, number);
		r->value += number;
		return;
	}
	r = realloc(t->rows, (size_t)(t->count + 1) * sizeof *r);
	if (!r)
		return;
	t->rows = r;
	r += t->count++;
	*r = (struct tile_row) { .value = number, .has_value = value != NULL };
	snprintf(r->label, sizeof r->label, "%s", label ? label : "");
	snprintf(r->detail, sizeof r->detail, "%s", detail ? detail : "");
}

static int rank(const struct tile_title *titles, const struct tile *t)
{
	int n = 0;

	while (titles[n].name && strcmp(titles[n].name, t->name) != 0)
		n++;
	return n;
}

/* In the order of the titles; those without one stay behind, as they came. */
static void put_in_order(struct tile_set *set, const struct tile_title *titles)
{
	for (int i = 1; i < set->count; i++)
		for (int k = i; k > 0 && rank(titles, &set->tiles[k - 1]) > rank(titles, &set->tiles[k]); k--) {
			struct tile t = set->tiles[k];

			set->tiles[k] = set->tiles[k - 1];
			set->tiles[k - 1] = t;
		}
}

static void take_header(struct tile_set *set, const char *label, const char *value)
{
	int n = value ? (int)strtol(value, NULL, 10) : -1;

	if (label && strcmp(label, "due") == 0)
		set->due = n;
	else if (label && strcmp(label, "jobs") == 0)
		set->jobs = n;
}

void tiles_take(struct tile_set *set, const struct db_rows *rows, const struct tile_title *titles)
{
	const char *last_tile = "", *last_line = "";

	tiles_free(set);
	set->due = set->jobs = -1;
	for (int i = 0; i < rows->count; i++) {
		const char *name = db_value(rows, i, 0), *line = db_value(rows, i, 1);
		struct tile *t = NULL;

		if (name && strcmp(name, "header") == 0)
			take_header(set, db_value(rows, i, 2), db_value(rows, i, 3));
		else if (name && line)
			t = tile_named(set, name, titles);
		if (!t)
			continue;
		add_row(t, strcmp(last_tile, name) == 0 && strcmp(last_line, line) == 0, db_value(rows, i, 2), db_value(rows, i, 3),
		    db_value(rows, i, 4));
		last_tile = name;
		last_line = line;
	}
	put_in_order(set, titles);
}

static const char *number_text(struct app *a, double value, const char *more, char *out, size_t size)
{
	static const struct field number = { .name = "n", .label = "n", .kind = FIELD_NUMBER };
	char wire[32], shown[32];

	snprintf(wire, sizeof wire, "%.0f", value);
	snprintf(out, size, "%s%s", field_format(&number, app_env(a), wire, shown, sizeof shown), more);
	return out;
}

/* "EUR 1234.50" as the language writes it; anything else stays. */
static const char *detail_text(struct app *a, const char *detail, char *out, size_t size)
{
	static const struct field money = { .name = "m", .label = "m", .kind = FIELD_MONEY };
	char shown[48];
	size_t length = strlen(detail);

	if (length < 8 || length > 40 || strspn(detail, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3 || detail[3] != ' ' ||
	    strspn(detail + 4, "-0123456789.") != length - 4)
		return detail;
	snprintf(out, size, "%.4s%s", detail, field_format(&money, app_env(a), detail + 4, shown, sizeof shown));
	return out;
}

/* What the marks at the front of a detail ask for; *detail moves behind them. */
static enum style take_style(const struct tile_row *r, const char **detail)
{
	size_t marks = strspn(*detail, "!");
	bool counts = !r->has_value || r->value > 0 || marks > 2;

	*detail += marks;
	if (marks && counts)
		return marks > 1 ? STYLE_DANGER : STYLE_WARNING;
	return r->points ? STYLE_GOOD : STYLE_PLAIN;
}

static void draw_row(const struct tile *t, struct app *a, struct area in, int row, const struct tile_row *r, int label_columns)
{
	const char *detail = r->detail, *label = t->names || !r->label[0] ? r->label : gettext(r->label);
	enum style s = take_style(r, &detail);
	char number[NUMBER] = "", text[NUMBER * 2];
	int right = in.columns - 1, left = label_columns + 3, width = 0;

	if (r->has_value) {
		number_text(a, r->value, strcmp(detail, "+") == 0 ? "+" : "", number, sizeof number);
		width = text_width(number);
		draw_right(in, row, right - width, width, r->value > 0 || s == STYLE_DANGER ? s : STYLE_DIM, number);
		right -= width + 2;
	}
	if (strcmp(detail, "+") == 0)
		detail = "";
	/* Besides its colour a line that warns has its sign, where a number of 0 does not take it back. */
	if (s == STYLE_WARNING || s == STYLE_DANGER)
		draw_glyph(in, row, 0, s, GLYPH_WARNING);
	draw_text(in, row, 2, label_columns, t->names ? STYLE_PLAIN : STYLE_DIM, label);
	if (r->points && right - left >= SPARK_LEAST)
		chart_spark(in, row, left, right - left, s, r->series, r->points);
	else if (!r->points && right > left)
		draw_text(in, row, left, right - left, STYLE_DIM, detail_text(a, detail, text, sizeof text));
}

/* The labels get what they need, but leave the details half of the box. Sparklines begin below one another, apart from the details. */
static int label_columns(const struct tile *t, int columns, bool series)
{
	int widest = 0;
	bool details = false;

	for (int i = 0; i < t->count; i++) {
		const struct tile_row *r = &t->rows[i];
		int width = text_width(t->names || !r->label[0] ? r->label : gettext(r->label));

		if (series != (r->points > 0))
			continue;
		widest = width > widest ? width : widest;
		details = details || series || r->detail[strspn(r->detail, "!+")];
	}
	if (t->names && details && widest > columns / 2 - 4)
		widest = columns / 2 - 4;
	return widest < columns - 12 || !details ? widest : columns - 12;
}

void tile_draw(const struct tile *t, struct app *a, struct area box, bool focused)
{
	struct area in = area_inside(box, 1, 1, 1, 1);
	const char *title = t->title ? gettext(t->title) : t->name;
	int labels[] = { label_columns(t, in.columns, false), label_columns(t, in.columns, true) };

	draw_box(box, STYLE_DIM, title);
	/* A step of the focus changes the title only: the border would cost a slow line hundreds of bytes. */
	if (focused && box.columns >= 6) {
		draw_text(box, 0, 1, 1, STYLE_SELECTED, theme_glyph(GLYPH_CURSOR));
		draw_text(box, 0, 2, box.columns - 4, STYLE_SELECTED, title);
		draw_cursor(box, 0, 1, true);
	}
	for (int i = 0; i < t->count && i < in.rows; i++)
		draw_row(t, a, in, i, &t->rows[i], labels[t->rows[i].points > 0]);
	if (t->count > in.rows && in.rows > 0)
		draw_glyph(box, box.rows - 1, box.columns - 3, STYLE_DIM, GLYPH_MORE);
}
