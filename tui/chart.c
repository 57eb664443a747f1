#include "tui/chart.h"

#include <math.h>

#include "tui/text.h"

/* Not a number and below nothing count as nothing. */
static double positive(double v)
{
	return isfinite(v) && v > 0 ? v : 0;
}

static double largest(const double *values, int n)
{
	double top = 0;

	for (int i = 0; i < n; i++)
		if (positive(values[i]) > top)
			top = values[i];
	return top;
}

int chart_spark(struct area a, int row, int column, int width, enum style s, const double *values, int n)
{
	double top;

	if (width > a.columns - column)
		width = a.columns - column;
	if (n > width) {
		values += n - width;
		n = width;
	}
	if (n <= 0)
		return 0;
	top = largest(values, n);
	for (int i = 0; i < n; i++) {
		double v = positive(values[i]);

		/* Nothing is a dot on the base line; something is at least the lowest block. */
		if (v <= 0)
			draw_glyph(a, row, column + i, STYLE_DIM, GLYPH_BULLET);
		else
			draw_text(a, row, column + i, 1, s, theme_spark(1 + (int)(v / top * 7 + 0.5)));
	}
	return n;
}

static int widest(const struct chart_bar *bars, int n, bool labels)
{
	int top = 0;

	for (int i = 0; i < n; i++) {
		const char *text = labels ? bars[i].label : bars[i].text;
		int width = text ? text_width(text) : 0;

		if (width > top)
			top = width;
	}
	return top;
}

void chart_bars(struct area a, const struct chart_bar *bars, int n, int label_width, enum style s)
{
	chart_bars_from(a, bars, n, 0, label_width, s);
}

void chart_bars_from(struct area a, const struct chart_bar *bars, int n, int first, int label_width, enum style s)
{
	int text_columns = widest(bars, n, false), bar_columns;
	double top = 0;

	if (label_width <= 0)
		label_width = widest(bars, n, true);
	if (label_width > a.columns / 2)
		label_width = a.columns / 2;
	/* label, blank, bar, blank, number */
	bar_columns = a.columns - label_width - text_columns - 2;
	for (int i = 0; i < n; i++)
		if (positive(bars[i].value) > top)
			top = bars[i].value;
	for (int i = first; i < n && i - first < a.rows; i++) {
		double part = top > 0 ? positive(bars[i].value) / top : 0;
		int full = bar_columns > 0 ? (int)(part * bar_columns + 0.5) : 0, row = i - first;

		if (part > 0 && full == 0 && bar_columns > 0)
			full = 1;
		draw_text(a, row, 0, label_width, STYLE_DIM, bars[i].label ? bars[i].label : "");
		for (int x = 0; x < full; x++)
			draw_glyph(a, row, label_width + 1 + x, s, GLYPH_FULL);
		draw_right(a, row, a.columns - text_columns, text_columns, STYLE_PLAIN, bars[i].text ? bars[i].text : "");
	}
}
