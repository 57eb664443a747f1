#ifndef BACKEND_WITNESS_LOG_H
#define BACKEND_WITNESS_LOG_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "backend/err.h"
#include "backend/seal.h"
#include "backend/secret.h"

/*
 * The witness's own copy of the seals: a text file that only grows. Its first line names the key; each further line is one seal:
 *   number upto made changes first last access first last hash witnessed signature
 * parted by single blanks; times in microseconds since 1970, "-" where there is no row. The signature is over everything before it
 * on the line, with the words of the first line in front, so that it is good for nothing else.
 */
enum { WITNESS_LINE = 512 };

struct witness_entry {
	struct seal seal; /* without the hashes of its parts and previous, which its hash covers */
	int64_t seen; /* when the witness signed, by its own clock */
	unsigned char signature[SECRET_SIGNATURE];
};

/* Lines without their line feed. Only what witness_format writes is read: one seal has one form. */
bool witness_parse(const char *line, struct witness_entry *ret);
void witness_format(const struct witness_entry *e, char out[WITNESS_LINE]);
bool witness_parse_head(const char *line, unsigned char *ret_public_key);
void witness_format_head(const unsigned char *public_key, char out[WITNESS_LINE]);

bool witness_sign(struct witness_entry *e, const unsigned char *key, struct err *err);
bool witness_check(const struct witness_entry *e, const unsigned char *public_key);

struct witness_log {
	FILE *file;
	int line; /* read last, from 1 */
	unsigned char public_key[SECRET_PUBLIC];
	long good; /* length up to and with the last whole line */
	bool torn; /* there is more behind it: a line without its end */
};

/* Takes the file (closed by witness_log_close) and reads the first line. False: no file, or it is no such log. */
bool witness_log_open(struct witness_log *l, FILE *file, const char *name, struct err *err);
void witness_log_close(struct witness_log *l);
enum witness_next { WITNESS_END, WITNESS_ENTRY, WITNESS_BAD };
/* WITNESS_BAD: a line that is no entry. Signatures are not checked here. */
enum witness_next witness_log_next(struct witness_log *l, struct witness_entry *ret);

#endif
