#ifndef TESTS_LIB_SESSION_H
#define TESTS_LIB_SESSION_H

#include "tests/lib/raw.h"

/* What a bench of the database stands on: the administrator, and the console's role logged in as somebody of the demo. */
struct session {
	struct raw *admin, *console;
	int ticket;
};

/* BENCH_PEPPER names the pepper. secrets: "LOGIN PASSWORD PIN" of a demo log-in. Bails out when it fails. */
void session_open(struct session *s, const char *login, const char *password, const char *pin);
void session_close(struct session *s);

/* Bails out, with what the server said, when ok is false. */
void session_must(struct raw *c, bool ok, const char *what);
/* Milliseconds that a prepared statement of the administrator takes. */
double session_bare(struct session *s, const char *name, const char *const *values, int count);
/* Milliseconds from the question to all rows; *ret_rows, if wanted, without the recording before. */
double session_list(struct session *s, const char *request, double *ret_rows);

#endif
