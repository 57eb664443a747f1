#ifndef BACKEND_DB_H
#define BACKEND_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/arena.h"
#include "backend/err.h"

struct config;
struct db;

/*
 * One connection, never waiting: calls queue, answers come by callback from db_ready. libpq is known to pq.c only. Calls of one
 * group (tied by more, at most 32) go out in one round trip (pipeline mode), each in a transaction of its own, in order; each
 * runs even if the one before failed. One group is under way at a time and the others wait here: so what is no longer wanted
 * costs the server nothing, and a cancel hits what it is meant for.
 */
enum db_state { DB_DOWN, DB_CONNECTING, DB_UP };

/* Values of an answer. Strings live in arena; who gets the rows may keep them by taking the arena (set to NULL). */
struct db_rows {
	struct arena *arena;
	int count, columns;
	const char *const *values; /* count * columns, row by row; NULL = SQL null */
};
static inline const char *db_value(const struct db_rows *r, int row, int column)
{
	return r->values[row * r->columns + column];
}
/* Splits a text[] value in PostgreSQL's output form into strings in the arena. Returns the count, -1 if it is malformed. */
int db_array(struct arena *a, const char *value, const char *const **ret_items);

/* rows is NULL on error; err->code ERR_NONE on success. Called exactly once for each call, never from within db_call. */
typedef void (*db_done)(void *ctx, struct db_rows *rows, const struct err *err);

struct db_call {
	const char *sql; /* constant, parameters $1.. */
	const char *const *values; /* text form, NULL = SQL null; copied */
	int count;
	bool write; /* losing the answer is ERR_UNCERTAIN, not ERR_OFFLINE */
	bool more; /* the next db_call belongs to the same round trip */
	db_done done; /* may be NULL */
	void *ctx;
};

struct db_events {
	void *ctx;
	/*
	 * The descriptor to poll (it stays the same until db_free, which says -1), events as poll(2). First called by
	 * db_connect or db_call.
	 */
	void (*watch)(void *ctx, int fd, short events);
	/*
	 * State changed; err tells why it went down (ERR_NONE: db_disconnect), NULL otherwise. Comes before the done of the
	 * calls that it ended.
	 */
	void (*state)(void *ctx, enum db_state state, const struct err *err);
	/* A NOTIFY came: a hint, never data. May be NULL */
	void (*notify)(void *ctx, const char *channel, const char *payload);
};

struct db *db_new(const struct config *c, const struct db_events *events);
void db_free(struct db *d); /* not from a callback; calls still open end with ERR_OFFLINE or ERR_UNCERTAIN */
/*
 * Starts connecting; state() tells the outcome. Every keyword is given explicitly, PG* variables, service and pass files are
 * not read.
 */
void db_connect(struct db *d);
void db_disconnect(struct db *d);
void db_ready(struct db *d, short revents);
enum db_state db_state(const struct db *d);
int db_backend_pid(const struct db *d); /* as libpq knows it; 0 when not up */
int db_server_version(const struct db *d); /* 150004; 0 when not up */
/* What the server reports of itself, as "in_hot_standby"; "" when it does not. */
const char *db_parameter(const struct db *d, const char *name);

/* Milliseconds to wait before the n-th attempt to connect again: grows to 30 s, with some spread. */
int db_backoff(int attempt);

/*
 * Queues a call; while connecting it waits for the connection. Returns its id (never 0). When the connection is down, done
 * comes with ERR_OFFLINE.
 */
uint64_t db_call(struct db *d, const struct db_call *c);
/*
 * Cancels the call with its whole group: queued ones never go out, running ones are cancelled on the server without waiting
 * here. done comes with ERR_CANCELLED, or with the answer if that was faster. A cancelled write has written nothing. A server
 * that does not stop within 10 s loses the connection.
 */
void db_cancel(struct db *d, uint64_t id);
bool db_busy(const struct db *d);
/* Waits for everything queued, at most ms; for the command line. False on time-out. */
bool db_drain(struct db *d, int ms);
/* Milliseconds to wait before connecting for the n-th time in a row (from 0): doubles from half a second up to 30 s. */
int db_backoff(int attempt);

#endif
