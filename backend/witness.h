#ifndef BACKEND_WITNESS_H
#define BACKEND_WITNESS_H

#include <stdbool.h>
#include <stdint.h>

#include "backend/err.h"
#include "backend/secret.h"

struct pq;

/*
 * The witness looks at the seals from another machine, signs each that follows the one it signed last, and keeps a copy. So
 * whoever rules the database cannot rebuild the chain unnoticed. One witness a log: the file is locked.
 */
struct witness {
	int fd; /* of the log; -1 = closed */
	char log[256];
	unsigned char *key; /* locked memory */
	unsigned char public_key[SECRET_PUBLIC];
	int64_t last; /* seal signed last, 0 = none */
	uint64_t upto;
	unsigned char hash[SECRET_KEY]; /* of that seal */
	bool fresh; /* the key was made now */
};

/* Opens log and key, and makes both at the first start. False: nothing is open. */
bool witness_open(struct witness *w, const char *log, const char *key, struct err *err);
void witness_close(struct witness *w);
/* Signs the seals that are new and writes them to the disk. False: what stands in the database does not follow, or no connection. */
bool witness_round(struct witness *w, struct pq *pq, int64_t *ret_signed, struct err *err);

#endif
