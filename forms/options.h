#ifndef FORMS_OPTIONS_H
#define FORMS_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "backend/config.h"
#include "backend/err.h"

/* What the command line says. Options and commands stand in tables from which --help and the man page are made. */
struct options {
	const char *config_file; /* NULL = the standard one, if it is there */
	int idle_fd, secrets_fd; /* -1 = none */
	int64_t clock; /* fixed clock in seconds since the epoch; 0 = the machine's */
	const char *login; /* for commands without a screen */
	const char *witness, *witness_key, *public_key; /* of the trail's witness; NULL = none given */
	const char *kind, *out, *filter, *columns; /* of what is exported; NULL = none given */
	const char *person, *record, *since, *until; /* of what is exported of the trail; NULL = none given */
	const char *format; /* of the record of processing */
	const char *account; /* whose sales are imported */
	const char *plan; /* hash of the plan of an erasure that is approved; NULL = none given */
	const char *ledger, *ledger_key; /* of the ledger of erasures; NULL = the standard ones */
	int every; /* seconds between two turns; 0 = none given */
	bool replace; /* end the session that a superadmin has elsewhere */
	bool once; /* warden: one turn */
	bool dry_run; /* import: only try */
	bool mark; /* a byte order mark first */
	bool schema; /* export: its schema alone */
	bool json, exact, check, plain, help, version;
	char *const *words; /* the command and its arguments */
	int word_count;
};

/* One row of the option table. */
struct option_row {
	const char *name, *argument; /* argument NULL = none */
	const char *config; /* config option that it sets, or NULL */
	const char *help; /* N_() */
};
extern const struct option_row option_rows[]; /* ended by NULL name */

/* Reads the arguments; config options given go to c after its file was read. False: err says what is wrong. */
bool options_read(struct options *o, int argc, char **argv, struct config *c, struct err *err);

#endif
