#ifndef BACKEND_DOCTOR_PRIVATE_H
#define BACKEND_DOCTOR_PRIVATE_H

#include "backend/db.h"
#include "backend/doctor.h"

/* One run. The connection, its answers and the log-in are shared by the checks, which go in the order of their table. */
struct examination {
	const struct doctor *d;
	struct db *db;
	struct err down; /* why there is no connection */
	unsigned char *pepper; /* NULL until it was read */
	struct db_rows rows; /* of the last query */
	struct err err;
	bool answered;
	const char *name; /* of the check that runs */
	enum doctor_level worst;
};

/* Reports on the running check; mend may be NULL. */
void doctor_say(struct examination *x, enum doctor_level level, const char *mend, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Runs one statement and waits. False: x->err says why. The rows stay until the next. */
bool doctor_ask(struct examination *x, const char *sql, const char *const *values, int count);
/* First cell of the first row, "" when there is none. */
const char *doctor_cell(const struct examination *x, int column);

/* A check reports once, or more often. */
struct doctor_check {
	const char *name;
	void (*run)(struct examination *x);
	bool offline; /* makes sense without a connection */
};

extern const struct doctor_check doctor_checks[]; /* this machine, the connection, then inside; ended by NULL name */

/* Logs in and has the database look at itself. */
void doctor_inside(struct examination *x);

#endif
