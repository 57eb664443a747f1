#ifndef BACKEND_PACKAGE_PRIVATE_H
#define BACKEND_PACKAGE_PRIVATE_H

#include "backend/csv.h"
#include "backend/new_file.h"
#include "backend/package.h"
#include "backend/package_file.h"

struct arena;
struct package_zip;

/* Rows of a table that report.html shows: no browser reads a page of a million. The CSV and data.json have all of them. */
enum { PACKAGE_FILES = 200, PACKAGE_NAME = 120, PACKAGE_SHOWN = 10000 };

/* A file of the package that is complete. */
struct package_done {
	char name[PACKAGE_NAME];
	int64_t rows, at, size; /* at: where it waits, -1 = it is in the ZIP */
	char sha256[PACKAGE_SHA256];
};

struct package {
	struct new_file out;
	struct package_zip *zip;
	struct package_file *json, *html, *other; /* json goes straight into the ZIP */
	struct csv_writer *csv;
	int csv_fd; /* all of them, one behind the other */
	int64_t csv_size;
	char *passphrase; /* locked memory */
	char language[8];
	char *left_out, *schema; /* JSON; NULL = nothing */
	char *manifest; /* its beginning */
	struct package_done files[PACKAGE_FILES];
	int file_count;
	int64_t rows, part_rows;
	/* The part under way; NULL = none */
	struct arena *part;
	char csv_name[PACKAGE_NAME];
	int columns, more; /* cells that bring JSON of their own */
	const char *shapes;
	const char *const *keys; /* names of the columns as they stand in data.json */
	const size_t *key_lengths;
	struct arena *row; /* of the row under way */
};

/* What stands before the rows of a part in data.json, in report.html and in its CSV. */
bool package_part_heading(struct package *p, const struct package_part *part, const char *name, struct err *err);
bool package_no_memory(struct err *err);
/* False: something could not be written. */
bool package_fine(const struct package *p, struct err *err);

#endif
