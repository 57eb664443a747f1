#ifndef BACKEND_SEAL_H
#define BACKEND_SEAL_H

#include <stdbool.h>
#include <stdint.h>

#include "backend/err.h"
#include "backend/secret.h"

struct config;
struct db_rows;
struct pq;

/* A seal of the trail as audit.seals has it (sql/migrations/0009_seals.sql). */
enum { SEAL_FORM = 1, SEAL_COLUMNS = 14, SEAL_CHANGES = 0, SEAL_ACCESS = 1, SEAL_PARTS = 2 };

/* What it says of the rows of one table. first and last are -1 when there are none. */
struct seal_part {
	int64_t rows, first, last;
	unsigned char hash[SECRET_KEY];
};

struct seal {
	int64_t n;
	int form;
	uint64_t upto; /* first transaction that it does not cover */
	int64_t at; /* microseconds since 1970 */
	struct seal_part parts[SEAL_PARTS];
	unsigned char previous[SECRET_KEY], hash[SECRET_KEY];
};

/* What a query for seals selects; seal_take reads a row of its answer, false when it is not as it should be. */
#define SEAL_SELECT                                                                                                                \
	"SELECT n, form, upto, (extract(epoch FROM at) * 1000000)::pg_catalog.int8, changes_rows, changes_first, changes_last,"    \
	" pg_catalog.encode(changes_hash, 'hex'), access_rows, access_first, access_last, pg_catalog.encode(access_hash, 'hex'),"  \
	" pg_catalog.encode(previous, 'hex'), pg_catalog.encode(hash, 'hex') FROM audit.seals"
bool seal_take(const struct db_rows *rows, int row, struct seal *ret);
/* The hash that the seal must have; out SECRET_KEY bytes. */
void seal_hash(const struct seal *s, unsigned char *out);
/* The next link of a chain over rows: SHA-256(chain || row), into chain. */
void seal_link(unsigned char *chain, const unsigned char *row_hash);

/* A waiting connection as the configuration says. */
struct pq *seal_connect(const struct config *config, struct err *err);

struct seal_tally {
	int64_t seals, rows, last; /* made now, covering so many rows; number of the last */
};
/* Seals everything that can be sealed now, a batch each, until nothing is left. Another sealer at work is ERR_CONFLICT. */
bool seal_all(struct pq *pq, struct seal_tally *ret, struct err *err);

#endif
