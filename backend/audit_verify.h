#ifndef BACKEND_AUDIT_VERIFY_H
#define BACKEND_AUDIT_VERIFY_H

#include <stdbool.h>
#include <stdint.h>

#include "backend/err.h"

struct config;

/*
 * Recomputes the seals of the trail from its rows, holds values against their digests, and the seals against what the witness
 * signed. Needs little memory, whatever the size of the trail. Without the witness a chain that was rebuilt whole is not found.
 */
struct audit_verify {
	const struct config *config; /* its user must be able to read the trail: the database's owner */
	const char *witness; /* the witness's log, NULL = none */
	const char *public_key; /* the witness's, in hexadecimal; NULL = take the one that the log names */
	void (*say)(void *ctx, bool finding, const char *text); /* a translated sentence: something wrong, or worth knowing */
	void *ctx;
};

struct audit_tally {
	int64_t seals, sealed, unsealed, emptied, witnessed;
	int64_t findings; /* 0 = all agree */
};

/* False: it could not be checked. */
bool audit_verify(const struct audit_verify *v, struct audit_tally *ret, struct err *err);

/*
 * Notes what was found, for the screen, and as an event, which is mailed when something is amiss. Whoever did it may keep the database from
 * that; false then.
 */
bool audit_report(const struct config *config, const struct audit_tally *tally, struct err *err);

#endif
