#ifndef BACKEND_PACKAGE_H
#define BACKEND_PACKAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/err.h"

/*
 * The package that a person gets: one ZIP, encrypted (AES-256), with report.html to read, data.json for programs, a CSV for each
 * table, and manifest.json with counts and SHA-256. Rows stream through: data.json goes into the ZIP as it is written, the rest waits in files without a
 * name beside it, so that memory stays the same for a million rows. The report shows ten thousand rows of a table. libarchive is known to package_zip.c only.
 */
struct config;
struct package;

enum { PACKAGE_SHA256 = 65 };

/* Makes the file (it must not exist; new_file.h) and the waiting files. After this no file is opened any more. passphrase NULL: a new one. */
bool package_open(struct package **ret, const char *file, const char *passphrase, struct config *c, struct err *err);
/* Without package_finish the file is removed. NULL is allowed. */
void package_close(struct package *p);
/* Random, to be typed: shown once, wiped by package_close. Locked memory of the package. */
const char *package_passphrase(const struct package *p);

struct package_about {
	const char *site, *kind, *person, *made; /* made: a time in wire form */
	const char *language; /* of the report: en or nl */
	const char *left_out; /* JSON: what the package does not have, and why */
	const char *schema; /* JSON Schema of data.json; NULL = none */
};
bool package_begin(struct package *p, const struct package_about *about, struct err *err);
/*
 * One table of one category. Lists are arrays as the database writes them: names of the columns; what the table is kept for, who receives it,
 * what is left out and masked, in the language of the report.
 */
struct package_part {
	const char *label, *category;
	int number; /* of the category */
	const char *columns;
	/* A letter for each column: s text, n number or truth, t time, r JSON, j whatever comes as JSON of its own behind the cells, in this order. */
	const char *shapes;
	const char *facts; /* the same as JSON, for programs */
	const char *purposes, *recipients, *left_out, *masked;
};
bool package_part(struct package *p, const struct package_part *part, struct err *err);
/*
 * A row: cells in the order of the columns (NULL = no value), each with its length and an end, and behind them the JSON of those
 * that bring their own.
 */
bool package_row(struct package *p, const char *const *cells, const size_t *lengths, int n, struct err *err);
/* The same from an array as the database writes it. */
bool package_row_array(struct package *p, const char *cells, struct err *err);
/* Writes the rest. sha256 of the ZIP in hexadecimal. */
bool package_finish(struct package *p, int64_t *ret_rows, int64_t *ret_bytes, char sha256[PACKAGE_SHA256], struct err *err);

/* Of the record of processing too. What a spreadsheet would run, begins with an apostrophe: = + - @ tab CR; a plain number stays. out 2 * strlen + 4 bytes. */
size_t package_csv_cell(const char *value, char *out);
size_t package_html_text(const char *value, char *out); /* out 6 * strlen + 1 bytes */

/* A sentence of ours in that language, whatever the language of the program is now. */
const char *package_word(const char *language, const char *sentence) __attribute__((format_arg(2)));

#endif
