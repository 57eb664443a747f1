#ifndef TUI_WRAP_H
#define TUI_WRAP_H

#include <stddef.h>

#include "draw.h"

/* Text of several rows: broken at spaces to the columns given, and at its newlines. */

/* The next row of text: its length in bytes goes to *ret_length; returns where the one after it starts, NULL after the last. */
const char *wrap_row(const char *text, int columns, size_t *ret_length);

/* Rows that text takes; at most `most` are counted. "" takes none. */
int wrap_rows(const char *text, int columns, int most);

/* Columns of the widest row when there are at most `most`. */
int wrap_columns(const char *text, int most);

/* Draws the text from its row `top` on. */
void wrap_draw(struct area a, enum style s, const char *text, int top);

#endif
