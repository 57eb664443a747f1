#ifndef BACKEND_PQ_PRIVATE_H
#define BACKEND_PQ_PRIVATE_H

#include "backend/pq.h"

/* For pq.c and pq_wait.c alone. libpq's own types are named here by their tags, so that its header stays in the two. */
struct pg_conn;
struct pg_result;

enum { STATEMENTS_MAX = 64, NONE = -1 };

/* A statement the server has parsed, or is told to with the first call that needs it. */
struct pq_statement {
	char *sql;
	unsigned name;
	bool ready;
};

/* A call under way: its statement (NONE = not prepared), and whether it had the server parse it. */
struct pq_sent {
	int statement;
	bool fresh;
};

struct pq {
	struct pg_conn *conn;
	struct pq_statement statements[STATEMENTS_MAX];
	unsigned names; /* given out so far: a name is never used twice */
	struct pq_sent under_way[PQ_CALLS_MAX]; /* oldest at first */
	int first, count;
	struct db_rows rows; /* of the answer being read */
	struct err err;
	char fatal[6]; /* SQLSTATE with which the server said goodbye */
	void (*notice)(void *ctx, const char *text);
	void *notice_ctx;
};

/* On false (no memory) rows may hold an arena to free. */
bool pq_copy_rows(const struct pg_result *r, struct db_rows *rows);

#endif
