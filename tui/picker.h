#ifndef TUI_PICKER_H
#define TUI_PICKER_H

#include <stdbool.h>
#include <stddef.h>

#include "draw.h"
#include "key.h"

/*
 * Rows to pick one from, narrowed by what is typed: palette, help, the list of a question, the drop-down of a form are all this.
 */
struct picker;

struct picker_row {
	const char *key; /* left column, e.g. a key's name; NULL = none */
	const char *label;
	const char *search; /* further words to find it by; NULL = none */
	const char *note; /* right column, dim; NULL = none */
	bool dim; /* can be read, but hardly be taken */
	bool marked; /* the one that holds now */
};

enum picker_answer { PICKER_IGNORED, PICKER_USED, PICKER_TAKEN };

struct picker *picker_new(void); /* NULL when out of memory */
void picker_free(struct picker *p);

/* Strings are copied. False when out of memory. */
bool picker_add(struct picker *p, const struct picker_row *row);
void picker_clear(struct picker *p); /* takes the rows off, what is typed stays */
/* Somebody else narrows the rows (the database): show them all, in the order they were added. */
void picker_show_all(struct picker *p, bool all);

const char *picker_typed(const struct picker *p);
void picker_type(struct picker *p, const char *text); /* as if typed */
int picker_count(const struct picker *p); /* rows that match */
int picker_current(const struct picker *p); /* index in the order added; -1 when no row matches */
void picker_select(struct picker *p, int index);

/* Typing narrows, arrows move, Enter or a double click takes the current row. */
enum picker_answer picker_key(struct picker *p, const struct key *k);

void picker_draw_filter(struct picker *p, struct area a, const char *prompt, bool focused); /* one row */
void picker_draw(struct picker *p, struct area a);
int picker_width(const struct picker *p); /* columns that show every row whole */

#endif
