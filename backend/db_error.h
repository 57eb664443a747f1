#ifndef BACKEND_DB_ERROR_H
#define BACKEND_DB_ERROR_H

#include <stdbool.h>

#include "backend/err.h"

/* What the server said of an error. NULL = not said. */
struct db_error {
	const char *sqlstate, *message, *hint, *column;
	bool ours; /* raised by a function of ours: the message is one of our own constant sentences */
};

/*
 * Puts it into words by the contract of the error codes. Messages of the server itself may hold values, so they are never
 * shown: only our own functions' sentences are, translated.
 */
void db_error(const struct db_error *e, struct err *err);
/* Why a session is over, as a translated sentence for the database's word. */
const char *db_session_reason(const char *word);

#endif
