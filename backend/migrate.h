#ifndef BACKEND_MIGRATE_H
#define BACKEND_MIGRATE_H

#include <stdbool.h>

#include "backend/err.h"

struct config;

/*
 * Brings a database, empty or older, to the state of the SQL files: roles.sql, then migrations/ (each once, never changed),
 * functions/, policies.sql, map/ and grants.sql (again whenever they or what they build on changed). Each file is one
 * transaction together with the row that claims it; one installer at a time, the others wait and find it done.
 */
struct migrate {
	const struct config *config; /* where; its user must be a superuser of the database */
	const char *password; /* of that user, NULL = none */
	const char *dir; /* of the files, NULL = sql_dir of the config */
	const char *harden; /* "on", "report", or NULL = on in databases that were empty before Steward */
	bool check; /* only tell */
	void (*say)(void *ctx, const char *text); /* a translated line for each thing done or to be done; may be NULL */
	void *ctx;
};

struct migrate_result {
	int done; /* files applied */
	int due; /* files that were or, with check, would be applied */
};

bool migrate_run(const struct migrate *m, struct migrate_result *ret, struct err *err);

#endif
