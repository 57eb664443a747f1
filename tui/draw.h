#ifndef TUI_DRAW_H
#define TUI_DRAW_H

#include <stdbool.h>
#include <stddef.h>

#include "theme.h"

/*
 * The only way to the screen. Screens draw themselves whole into areas each time something changed; curses finds the difference,
 * so nothing is written when nothing changed. Text is cleaned here, so no caller can forget it. All calls clip to the area.
 */
struct area {
	int y, x, rows, columns;
};

void draw_begin(void); /* empties the picture */
void draw_end(void); /* places the real cursor and flushes */

struct area area_screen(void);
struct area area_inside(struct area a, int top, int right, int bottom, int left); /* margins; never negative */
struct area area_row(struct area a, int row); /* one row of it, rows 0 if outside */
struct area area_centre(struct area a, int rows, int columns);

/* Text at row, column of the area in at most width columns (-1: to the edge); cut text ends in an ellipsis. Returns columns drawn. */
int draw_text(struct area a, int row, int column, int width, enum style s, const char *text);
int draw_right(struct area a, int row, int column, int width, enum style s, const char *text); /* right-aligned in width */
/* printf into a buffer, then draw_text to the edge. */
int draw_format(struct area a, int row, int column, enum style s, const char *format, ...) __attribute__((format(printf, 5, 6)));
/* As draw_text, with the bytes [from, from + length) of text in STYLE_MATCH. */
int draw_match(struct area a, int row, int column, int width, enum style s, const char *text, int from, int length);

void draw_fill(struct area a, enum style s); /* spaces */
void draw_rule(struct area a, int row, enum style s);
void draw_box(struct area a, enum style s, const char *title); /* border on the edge of a, inside emptied */
void draw_glyph(struct area a, int row, int column, enum style s, enum glyph g);
void draw_bar(struct area a, int row, int column, int width, int permille, enum style s); /* progress bar */

/* For tests: row y of the picture as text, trailing spaces left out; and whether the cell has the look of a style. */
void draw_read(int y, char *out, size_t size);
bool draw_has_style(int y, int x, enum style s);

/* Where the real cursor stands after draw_end (the focused row or field, for screen readers and input methods). */
void draw_cursor(struct area a, int row, int column, bool visible);

#endif
