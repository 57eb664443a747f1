#ifndef BACKEND_LEDGER_H
#define BACKEND_LEDGER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "backend/err.h"
#include "backend/secret.h"

struct arena;

/*
 * The ledger of erasures outside the database: a file that only grows, a line of JSON for each erasure, each over the hash of the line
 * before and signed (Ed25519). It proves what was erased without naming anybody, and after a restore it says what to erase again.
 */
enum { LEDGER_FIELDS = 9, LEDGER_LINE = 262144 };
enum ledger_field {
	LEDGER_NO,
	LEDGER_ERASURE,
	LEDGER_AT,
	LEDGER_USER,
	LEDGER_FINGERPRINT,
	LEDGER_SCOPE,
	LEDGER_CERTIFICATE,
	LEDGER_PREVIOUS,
	LEDGER_HASH
};
extern const char ledger_standard[]; /* where the file is unless told otherwise */
extern const char *const ledger_names[LEDGER_FIELDS + 1]; /* of the fields, in the file and in the API; ended by NULL */

/* Values as text; hashes and fingerprint in hexadecimal, user "" for a guest. They live in the arena of who read them. */
struct ledger_line {
	const char *values[LEDGER_FIELDS];
	char signature[2 * SECRET_SIGNATURE + 1], key[2 * SECRET_PUBLIC + 1];
};

struct ledger {
	FILE *file;
	char name[256];
	int64_t last; /* number of the last line, 0 = none */
	char hash[2 * SECRET_KEY + 1]; /* of the last line, "" = none */
	char first[2 * SECRET_KEY + 1]; /* what the first line follows, "" = no line */
	unsigned char *private_key; /* locked memory, NULL = none */
	char public_key[2 * SECRET_PUBLIC + 1];
	bool fresh; /* the key was made now */
};

/* Opens the file and reads it to its end; with a key file also for writing, and makes both at the first start. */
bool ledger_open(struct ledger *l, const char *file, const char *key_file, struct err *err);
void ledger_close(struct ledger *l);
/* Whether hash and signature of a line are right, and whether it follows `previous` (NULL = any). key NULL = the line's own. */
bool ledger_check(const struct ledger_line *line, const char *previous, const char *key, struct err *err);
/* Whether the hash is over the values. */
bool ledger_hash_fits(const struct ledger_line *line);
bool ledger_sign(const struct ledger *l, struct ledger_line *line, struct err *err);
/* Adds a signed line to the file and the disk. */
bool ledger_append(struct ledger *l, const struct ledger_line *line, struct err *err);
/* The next line of the file from its beginning (rewind first): 1 a line, 0 the end, -1 a line that is none. */
int ledger_next(FILE *file, struct arena *arena, struct ledger_line *ret);

#endif
