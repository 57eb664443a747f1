#ifndef BACKEND_CSV_IN_H
#define BACKEND_CSV_IN_H

#include <stdbool.h>
#include <stddef.h>

#include "backend/err.h"

/*
 * Reads CSV as strangers send it. Strict: a quotation mark out of place, one that is never closed, a NUL byte end the reading with a sentence
 * that names the line, and so does whatever is beyond the limits; memory stays within that of one row.
 */
enum { CSV_FIELD_MAX = 128 * 1024, CSV_ROW_MAX = 1024 * 1024, CSV_CELLS_MAX = 200, CSV_ROWS_MAX = 2000000 };
#define CSV_FILE_MAX (1024L * 1024 * 1024)

/* cells are not ended by NUL bytes; valid during the call. line: that on which the row begins, from 1. False ends the reading. */
typedef bool (*csv_row_fn)(void *ctx, long line, const char *const *cells, const size_t *lengths, int count);
/* Calls row for every row, the headings first; blank lines are left out. False with err, or (err untouched) because row said so. */
bool csv_read(int fd, csv_row_fn row, void *ctx, struct err *err);

/* Valid UTF-8 without control characters but tab and line breaks. */
bool csv_is_text(const char *value, size_t n);
/* Characters of valid UTF-8. */
size_t csv_characters(const char *value, size_t n);

#endif
