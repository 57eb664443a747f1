#ifndef TUI_EDITOR_H
#define TUI_EDITOR_H

#include <stdbool.h>
#include <stddef.h>

#include "draw.h"
#include "key.h"

/*
 * Text being typed: one line or several, with cursor, cluster-wise moves, word moves, undo (Ctrl-Z) of single changes, paste.
 * Secret ones keep their bytes in memory that the caller lends (locked, wiped by him) and never draw them.
 */
struct editor;

enum editor_flags { EDITOR_LINES = 1 << 0, EDITOR_SECRET = 1 << 1 };

/* limit in characters. secret: buffer of secret_size bytes for EDITOR_SECRET, else NULL. NULL when out of memory. */
struct editor *editor_new(int limit, unsigned flags, char *secret, size_t secret_size);
void editor_free(struct editor *e);

/* Sets the text, cursor at the end, undo emptied. Invalid UTF-8 becomes U+FFFD, over-long text is kept whole but cannot grow. */
void editor_set(struct editor *e, const char *text);
const char *editor_text(const struct editor *e); /* valid until the next change */
bool editor_changed(const struct editor *e); /* since editor_set */

/* False when the key is not for typing. Over the limit nothing is inserted and editor_complaint says so once. */
bool editor_key(struct editor *e, const struct key *k);
/* A sentence about the last key (too long, control characters were left out), or NULL. */
const char *editor_complaint(const struct editor *e);

/* Draws the text scrolled so that the cursor is seen, and places the real cursor when focused. */
void editor_draw(struct editor *e, struct area a, bool focused);

#endif
