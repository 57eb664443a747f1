#ifndef BACKEND_AUDIT_ROWS_H
#define BACKEND_AUDIT_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include "backend/db.h"
#include "backend/err.h"
#include "backend/secret.h"

struct pq;

/*
 * The rows of a table of the trail in the order of sealing, by a cursor, a few thousand at a time. The text of the queries is here
 * and not in the database, where a forger could replace it.
 */
struct audit_rows {
	struct pq *pq;
	int table; /* SEAL_CHANGES or SEAL_ACCESS */
	struct db_rows rows;
	int at;
	bool end;
};

enum audit_values { AUDIT_FIT, AUDIT_EMPTIED, AUDIT_WRONG };

struct audit_row {
	uint64_t xid;
	int64_t id, at; /* seconds since 1970 */
	enum audit_values values; /* whether they are still there and fit the digest */
	unsigned char hash[SECRET_KEY];
};

extern const char *const audit_tables[];

/* Inside a transaction, whose snapshot it reads. */
bool audit_rows_open(struct audit_rows *r, struct pq *pq, int table, struct err *err);
void audit_rows_close(struct audit_rows *r);
/* The next row, without taking it. ret_row is false at the end. */
bool audit_rows_peek(struct audit_rows *r, bool *ret_row, struct audit_row *row, struct err *err);
void audit_rows_take(struct audit_rows *r);

#endif
