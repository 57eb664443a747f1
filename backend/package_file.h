#ifndef BACKEND_PACKAGE_FILE_H
#define BACKEND_PACKAGE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/secret.h"

/*
 * A file of a package while it is written: it goes straight into the ZIP, or waits for its place in a file without a name, which is gone when we are,
 * however we go. What is written goes through a buffer and into its SHA-256; a failed write is remembered and told by package_file_end.
 */
struct package_zip;

enum { PACKAGE_BUFFER = 64 * 1024 };

struct package_file {
	struct package_zip *zip; /* whose entry is open; NULL = it waits */
	int fd; /* -1 = not open */
	int error; /* errno of the first write that failed */
	size_t used;
	struct secret_sum hash;
	char buffer[PACKAGE_BUFFER];
};

/* A descriptor of a file without a name in that folder; -1: errno says why. */
int package_nameless(const char *folder);

/* folder NULL: for a ZIP (set later). NULL: errno says why. */
struct package_file *package_file_new(const char *folder);
void package_file_free(struct package_file *f); /* NULL is allowed */
void package_file_put(struct package_file *f, const char *s, size_t n);
void package_file_say(struct package_file *f, const char *s);
/* As text of a page: the five characters of HTML escaped, control characters as a blank. */
void package_file_html(struct package_file *f, const char *s, size_t n);
/* As a JSON string, in quotation marks. s is valid UTF-8. */
void package_file_json(struct package_file *f, const char *s, size_t n);
/* Everything is written; sha: SHA-256 in hexadecimal. False: errno says why. */
bool package_file_end(struct package_file *f, char sha[2 * SECRET_KEY + 1]);
/* Empty again, for the next one. False: errno says why. */
bool package_file_again(struct package_file *f);

#endif
