#ifndef BACKEND_ERR_H
#define BACKEND_ERR_H

#include <stdbool.h>
#include <stddef.h>

/* What an error means for the caller: what to do next. */
enum err_code {
	ERR_NONE,
	ERR_INPUT, /* a value was refused: column says which */
	ERR_DENIED, /* the right is missing, or the log-in was refused */
	ERR_MISSING, /* no such record */
	ERR_CONFLICT, /* changed meanwhile */
	ERR_CANCELLED, /* by the user or a newer question */
	ERR_OFFLINE, /* nothing was written; trying again is safe */
	ERR_UNCERTAIN, /* the line died before the answer to a write: look (api_outcome) before repeating */
	ERR_SESSION, /* log in again */
	ERR_BUDGET, /* too much for now; the sentence says until when */
	ERR_SYSTEM, /* the machine refused: no memory, no file */
	ERR_BUG, /* should not happen: report it */
};

struct err {
	enum err_code code;
	char sqlstate[6];
	char column[64]; /* API column that was refused, "" if none */
	char sentence[512]; /* for the operator, translated, cleaned of control characters by whoever draws it */
	char hint[256]; /* what to do, may be "" */
};

void err_clear(struct err *e);
/* Fills e (NULL is allowed) and returns false, so that `return err_set(...)` reads well. */
bool err_set(struct err *e, enum err_code code, const char *format, ...) __attribute__((format(printf, 3, 4)));
const char *err_code_name(enum err_code code);
/*
 * Exit status of sysexits.h for the command line: input EX_DATAERR, denied EX_NOPERM, missing EX_NOINPUT, offline EX_TEMPFAIL,
 * ...
 */
int err_exit(enum err_code code);

#endif
