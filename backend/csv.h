#ifndef BACKEND_CSV_H
#define BACKEND_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/err.h"
#include "backend/secret.h"

/*
 * CSV as RFC 4180 has it, and the guard against formulas. A spreadsheet runs a cell that begins with = + - @, a tab or a line break; so a
 * cell that begins like that gets an apostrophe before it. To read it back exactly, a cell that already has apostrophes before
 * such a beginning gets one more, and the reader takes one away from each: csv_unguard(csv_guard(x)) is x for every x.
 */

/* Whether a guarded writer puts an apostrophe before the value. */
bool csv_needs_guard(const char *value, size_t n);
/* How many bytes at the beginning a reader of guarded files leaves out: 0 or 1. */
size_t csv_unguard(const char *value, size_t n);

enum { CSV_BUFFER = 64 * 1024 };

/* Writes to a descriptor through a buffer; a failed write is remembered and told by csv_finish. */
struct csv_writer {
	int fd;
	bool guard;
	bool begun; /* the line has a cell */
	bool blank; /* and nothing is in it: a line of nothing would be left out by readers */
	int error; /* errno of the first write that failed */
	uint64_t bytes;
	size_t used;
	struct secret_sum hash;
	char buffer[CSV_BUFFER];
};
/* mark: begin with the byte order mark, which some spreadsheets need to see UTF-8. */
void csv_begin(struct csv_writer *w, int fd, bool guard, bool mark);
/* NULL is an empty cell. plain: a number, which needs no guard though it may begin with a minus. */
void csv_cell(struct csv_writer *w, const char *value, size_t n, bool plain);
void csv_end_line(struct csv_writer *w);
/* Everything is written; out: SHA-256 of it in hexadecimal. */
bool csv_finish(struct csv_writer *w, char out[2 * SECRET_KEY + 1], struct err *err);

#endif
