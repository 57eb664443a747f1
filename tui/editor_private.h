#ifndef TUI_EDITOR_PRIVATE_H
#define TUI_EDITOR_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "editor.h"

/* What editor.c (text, undo), editor_key.c (keys, paste) and editor_draw.c (rows, drawing) share. */

enum { EDITOR_UNDO_MAX = 100, EDITOR_UNDO_BYTES = 1 << 20 };

/* One change: at `at`, `removed` was there and `inserted` bytes stand there now. */
struct editor_change {
	size_t at;
	size_t inserted;
	char *removed; /* NULL when nothing was removed */
	size_t removed_length;
	size_t cursor; /* before the change */
	bool typing; /* single characters typed one after another join into one change */
};

struct editor {
	char *text; /* ended; lent by the caller when secret */
	size_t length;
	size_t capacity;
	size_t cursor; /* at the start of a cluster, or at the end */
	int characters;
	int limit;
	unsigned flags;
	struct editor_change undo[EDITOR_UNDO_MAX];
	int undo_count;
	size_t undo_bytes;
	bool forgotten; /* there were changes that undo cannot take back */
	char complaint[200];
	size_t left; /* first byte shown of one line */
	int top; /* first row shown of several */
	int columns; /* of the last drawing: Up and Down go by what is seen */
	int page; /* rows of the last drawing */
	int goal; /* column that Up and Down aim at; -1 = that of the cursor */
};

/* A row as drawn: bytes [start, end), the next row starts at next; next > length on the last one. */
struct editor_row {
	size_t start, end, next;
};

/* Puts `insert` in place of `remove` bytes at `at`; the cursor goes behind it. False when there is no room, nothing is changed then. */
bool editor_replace(struct editor *e, size_t at, size_t remove, const char *insert, size_t length, bool typing);
bool editor_undo(struct editor *e);

bool editor_is_secret(const struct editor *e);
bool editor_has_lines(const struct editor *e);

/* Start of the cluster after / before `at`; do not look at the rest of the text, however long it is. */
size_t editor_next(const struct editor *e, size_t at);
size_t editor_prev(const struct editor *e, size_t at);
/* Columns of the cluster at `at`. */
int editor_cluster_width(const struct editor *e, size_t at);
/* The row that starts at `start`. */
struct editor_row editor_row_from(const struct editor *e, size_t start);
/* The row that the cursor stands in; its number from 0. */
struct editor_row editor_row_of_cursor(const struct editor *e, int *ret_number);
/* Moves the cursor by rows; false when it is at the edge already. */
bool editor_move_rows(struct editor *e, int by);

#endif
