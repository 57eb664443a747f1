#ifndef BACKEND_DOCTOR_H
#define BACKEND_DOCTOR_H

#include <stdbool.h>

#include "backend/err.h"

struct config;

/* Looks at everything that the program needs and says how to mend what is wrong. */
enum doctor_level { DOCTOR_OK, DOCTOR_SKIPPED, DOCTOR_WARN, DOCTOR_FAIL };

struct doctor {
	const struct config *config; /* as for the console; or with a superuser of the database as user, who needs no log-in */
	const char *term; /* terminal type, "" = none */
	bool utf8; /* the terminal's locale */
	const char *address; /* of the person, for the log-in; "" = local */
	const char *fingerprint; /* of the SSH key, "" = not told */
	const char *login, *password, *pin; /* NULL login: what needs a log-in is skipped */
	/* A line for each check: its name, what was found and how to mend it ("" when there is nothing to mend), translated. */
	void (*report)(void *ctx, const char *name, enum doctor_level level, const char *finding, const char *mend);
	void *ctx;
};

/* The worst level found. Waits for the server; needs no loop. */
enum doctor_level doctor_run(const struct doctor *d);

#endif
