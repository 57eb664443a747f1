#ifndef TUI_GAUGE_H
#define TUI_GAUGE_H

#include <stdbool.h>

#include "tui/draw.h"
#include "tui/field.h"

/*
 * Values that are drawn: FIELD_PROGRESS, "done/total" or thousandths, as a bar, and FIELD_CHART, numbers, as a sparkline, or, where each
 * has a name ("Mon=3;Tue=12"), as a bar a row. The numbers always stand beside the picture.
 */
bool gauge_is(const struct field *f); /* it is of a kind that is drawn */

/* Thousandths of a progress, 0 to 1000 (1000 only when all is done); -1 when the value tells none. */
int gauge_permille(const char *wire);

/* Rows it takes in a form: 1, or one for each named number. */
int gauge_rows(const struct field *f, const char *wire);
/* Draws it into the rows of the area; skipped = rows scrolled out above. */
void gauge_draw(const struct field *f, const struct field_env *env, struct area a, int skipped, const char *wire);
/* In one cell of a list: the picture with its number where there is room, else the number. */
void gauge_cell(
    const struct field *f, const struct field_env *env, struct area a, int row, int column, int width, const char *wire);

/* In words, as field_format gives it: "68 %, 412,300 of 604,118"; "24 numbers, 0 to 93, last 12". Brief: the first part. */
const char *gauge_text(const struct field *f, const struct field_env *env, const char *wire, bool brief, char *out, size_t size);

#endif
