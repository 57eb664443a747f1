#include "tui/gauge.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/chart.h"
#include "tui/text.h"

enum { POINTS_MAX = 366, NAME = 48, SHOWN = 160, BAR_MAX = 50, BAR_LEAST = 6 };

static const char separators[] = ",;\n{}";

/* The numbers of a chart, and their names; without names the bars are of no use. */
struct points {
	double values[POINTS_MAX];
	char names[POINTS_MAX][NAME];
	int count;
	bool named;
};

bool gauge_is(const struct field *f)
{
	return f->kind == FIELD_PROGRESS || f->kind == FIELD_CHART;
}

/* Reads a whole number that is not negative; *at moves behind it. */
static bool take_count(const char **at, double *ret)
{
	char *end;
	double n;

	if (**at < '0' || **at > '9')
		return false;
	n = strtod(*at, &end);
	if (!isfinite(n))
		return false;
	*at = end;
	*ret = n;
	return true;
}

/* done and total; a value of thousandths has a total of 1000. */
static bool read_progress(const char *wire, double *ret_done, double *ret_total)
{
	double done, total = 1000;

	if (!wire || !take_count(&wire, &done))
		return false;
	if (*wire == '/') {
		wire++;
		if (!take_count(&wire, &total))
			return false;
	}
	if (*wire)
		return false;
	*ret_done = done;
	*ret_total = total;
	return true;
}

int gauge_permille(const char *wire)
{
	double done, total;

	if (!read_progress(wire, &done, &total))
		return -1;
	if (total <= 0 || done >= total)
		return 1000;
	return (int)(done / total * 1000);
}

static void take_point(struct points *p, const char *at, size_t length)
{
	const char *equals = memchr(at, '=', length), *number = equals ? equals + 1 : at;
	char text[32], *end;
	size_t digits = length - (size_t)(number - at);

	if (digits == 0 || digits >= sizeof(text) || p->count == POINTS_MAX)
		return;
	memcpy(text, number, digits);
	text[digits] = '\0';
	p->values[p->count] = strtod(text, &end);
	if (end == text || !isfinite(p->values[p->count]))
		return;
	snprintf(p->names[p->count], NAME, "%.*s", equals ? (int)(equals - at) : 0, at);
	p->named = p->named || equals;
	p->count++;
}

static void read_points(const char *wire, struct points *p)
{
	p->count = 0;
	p->named = false;
	for (const char *at = wire ? wire : ""; *at;) {
		size_t length, blanks = strspn(at, " ");

		at += blanks;
		length = strcspn(at, separators);
		take_point(p, at, length);
		at += length;
		at += strspn(at, separators);
	}
}

static const char *number(const struct field_env *env, double value, char *out, size_t size)
{
	static const struct field whole = { .name = "n", .label = "n", .kind = FIELD_NUMBER };
	static const struct field broken = { .name = "n", .label = "n", .kind = FIELD_MONEY };
	char wire[40];

	snprintf(wire, sizeof(wire), value == floor(value) ? "%.0f" : "%.2f", value);
	return field_format(value == floor(value) ? &whole : &broken, env, wire, out, size);
}

static const char *progress_text(const struct field_env *env, const char *wire, bool brief, char *out, size_t size)
{
	static const struct field as_it_is = { .kind = FIELD_TEXT };
	char a[40], b[40];
	double done, total;

	if (!read_progress(wire, &done, &total))
		return field_format(&as_it_is, env, wire, out, size);
	if (brief || !strchr(wire, '/'))
		snprintf(out, size, _("%d %%"), gauge_permille(wire) / 10);
	else
		snprintf(out, size, _("%d %%, %s of %s"), gauge_permille(wire) / 10, number(env, done, a, sizeof(a)),
		    number(env, total, b, sizeof(b)));
	return out;
}

static const char *chart_text(const struct field_env *env, const struct points *p, bool brief, char *out, size_t size)
{
	double least = p->count ? p->values[0] : 0, most = least, last = p->count ? p->values[p->count - 1] : 0;
	char a[40], b[40], c[40];

	for (int i = 1; i < p->count; i++) {
		least = p->values[i] < least ? p->values[i] : least;
		most = p->values[i] > most ? p->values[i] : most;
	}
	out[0] = '\0';
	if (p->count && brief)
		number(env, last, out, size);
	else if (p->count)
		snprintf(out, size,
		    ngettext("%d number, %s to %s, last %s", "%d numbers, %s to %s, last %s", (unsigned long)p->count), p->count,
		    number(env, least, a, sizeof(a)), number(env, most, b, sizeof(b)), number(env, last, c, sizeof(c)));
	return out;
}

const char *gauge_text(const struct field *f, const struct field_env *env, const char *wire, bool brief, char *out, size_t size)
{
	struct points p;

	if (size == 0)
		return out;
	if (f->kind == FIELD_PROGRESS)
		return progress_text(env, wire, brief, out, size);
	read_points(wire, &p);
	return chart_text(env, &p, brief, out, size);
}

int gauge_rows(const struct field *f, const char *wire)
{
	struct points p;

	if (f->kind == FIELD_PROGRESS)
		return 1;
	read_points(wire, &p);
	return p.named && p.count > 1 ? p.count : 1;
}

static void draw_progress(const struct field_env *env, struct area a, const char *wire)
{
	int permille = gauge_permille(wire), width;
	char text[SHOWN];

	progress_text(env, wire, false, text, sizeof(text));
	width = a.columns - text_width(text) - 2;
	width = width > BAR_MAX ? BAR_MAX : width;
	if (permille < 0 || width < BAR_LEAST)
		width = -2;
	else
		draw_bar(a, 0, 0, width, permille, permille == 1000 ? STYLE_GOOD : STYLE_ACCENT);
	draw_text(a, 0, width + 2, -1, STYLE_PLAIN, text);
}

static void draw_bars(const struct field_env *env, struct area a, int skipped, const struct points *p)
{
	struct chart_bar bars[POINTS_MAX];
	char texts[POINTS_MAX][40];

	for (int i = 0; i < p->count; i++)
		bars[i] = (struct chart_bar) { p->names[i], p->values[i], number(env, p->values[i], texts[i], sizeof(texts[i])) };
	a.columns = a.columns > 2 * BAR_MAX ? 2 * BAR_MAX : a.columns;
	/* All of them are scaled together, also those scrolled out. */
	chart_bars_from(a, bars, p->count, skipped, 0, STYLE_ACCENT);
}

static void draw_spark(const struct field_env *env, struct area a, const struct points *p)
{
	char text[SHOWN];
	int width;

	chart_text(env, p, false, text, sizeof(text));
	width = a.columns - text_width(text) - 2;
	width = width >= BAR_LEAST ? chart_spark(a, 0, 0, width, STYLE_ACCENT, p->values, p->count) + 2 : 0;
	draw_text(a, 0, width, -1, STYLE_PLAIN, text);
}

void gauge_draw(const struct field *f, const struct field_env *env, struct area a, int skipped, const char *wire)
{
	struct points p;

	if (f->kind == FIELD_PROGRESS) {
		if (skipped == 0)
			draw_progress(env, a, wire);
		return;
	}
	read_points(wire, &p);
	if (p.named && p.count > 1)
		draw_bars(env, a, skipped, &p);
	else if (skipped == 0)
		draw_spark(env, a, &p);
}

void gauge_cell(const struct field *f, const struct field_env *env, struct area a, int row, int column, int width, const char *wire)
{
	char text[SHOWN];
	struct points p;
	int used, room;

	gauge_text(f, env, wire, true, text, sizeof(text));
	used = text_width(text);
	/* Numbers below one another, whatever their length. */
	used = used < 5 && f->kind == FIELD_PROGRESS ? 5 : used;
	room = width - used - 1;
	if (room >= BAR_LEAST && f->kind == FIELD_PROGRESS && gauge_permille(wire) >= 0) {
		draw_bar(a, row, column, room, gauge_permille(wire), gauge_permille(wire) == 1000 ? STYLE_GOOD : STYLE_ACCENT);
	} else if (room >= BAR_LEAST && f->kind == FIELD_CHART) {
		read_points(wire, &p);
		chart_spark(a, row, column, room, STYLE_ACCENT, p.values, p.count);
	}
	draw_right(a, row, column, width, STYLE_PLAIN, text);
}
