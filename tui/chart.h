#ifndef TUI_CHART_H
#define TUI_CHART_H

#include "draw.h"

/* Charts in block or ASCII characters, the numbers beside them. Negative values count as 0. */

/* One row: n values scaled to the largest, the newest at the right; returns columns drawn (at most width). */
int chart_spark(struct area a, int row, int column, int width, enum style s, const double *values, int n);

/* One bar a row: label, bar, number. label_width 0 = by the longest. Rows beyond the area are left out. */
struct chart_bar {
	const char *label;
	double value;
	const char *text;
};
void chart_bars(struct area a, const struct chart_bar *bars, int n, int label_width, enum style s);
/* As chart_bars, from the bar `first` on; all of them make the scale. */
void chart_bars_from(struct area a, const struct chart_bar *bars, int n, int first, int label_width, enum style s);

#endif
