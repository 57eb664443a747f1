#ifndef BACKEND_PQ_H
#define BACKEND_PQ_H

#include <stdbool.h>
#include <stddef.h>

#include "backend/db.h"
#include "backend/err.h"

/*
 * libpq behind one door: nobody else includes it. A connection that never waits (pq_step, pq_send, pq_next), for db.c, and the
 * same waiting (pq_open, pq_run), for the installer. Errors come as struct err; rows as struct db_rows.
 */
struct pq;

struct pq_place {
	const char *host, *port, *database, *user;
	const char *password; /* NULL = none; the installer's only */
	const char *sslmode, *sslrootcert, *sslcert, *sslkey; /* "" = the program's default, never libpq's */
	int timeout; /* seconds, of pq_open only */
	bool limits; /* ask the server to end what takes too long */
};

enum pq_step { PQ_WANT_READ, PQ_WANT_WRITE, PQ_UP, PQ_FAILED };

/* Starts connecting; NULL when out of memory. Takes every PG* variable out of the environment. */
struct pq *pq_start(const struct pq_place *place);
void pq_close(struct pq *p);
/* Goes on connecting as far as it can without waiting. After PQ_UP the connection is non-blocking and in pipeline mode. */
enum pq_step pq_step(struct pq *p);
/* The socket may be another one after each pq_step; -1 = none. */
int pq_socket(const struct pq *p);
int pq_backend_pid(const struct pq *p);
int pq_server_version(const struct pq *p); /* 150004 */
/* "on" or "off", "" when the server does not say. */
const char *pq_parameter(const struct pq *p, const char *name);
/* Why it failed or was lost: ERR_OFFLINE with the reason as hint. */
void pq_trouble(const struct pq *p, struct err *err);

enum { PQ_CALLS_MAX = 32 }; /* calls on their way at once */

/* Puts one call and the end of its transaction on the way. False: no memory, PQ_CALLS_MAX reached or the line is dead. */
bool pq_send(struct pq *p, const char *sql, const char *const *values, int count);
/* 0 = everything is out, 1 = wait for the socket to take more, -1 = dead. */
int pq_flush(struct pq *p);
/* Reads what is there. False: the line is dead; answers read before may still be got. */
bool pq_consume(struct pq *p);

enum pq_next { PQ_WAIT, PQ_ANSWER, PQ_DEAD };
/* The answer to the oldest call under way: rows (the caller frees the arena) or err. */
enum pq_next pq_next(struct pq *p, struct db_rows *rows, struct err *err);
/* A NOTIFY that came: copies into the arena-free buffers given. False when there is none. */
bool pq_notification(struct pq *p, char *channel, size_t channel_size, char *payload, size_t payload_size);

/*
 * Asks the server to stop what runs. Asking blocks, so a thread does it; the descriptor given back (the caller closes it)
 * becomes readable when the server has taken the request, or could not. -1: no thread or descriptor was left.
 */
int pq_cancel(struct pq *p);

/* Waiting, for the installer. pq_open connects without pipeline mode. */
struct pq *pq_open(const struct pq_place *place, struct err *err);
/*
 * One statement with parameters, or, when count is 0, any number of them. rows may be NULL. The error is the server's own, in
 * full: sentence with message, hint with detail and hint; ret_position (may be NULL) is the byte of sql it points at, 0 = none.
 */
bool pq_run(
    struct pq *p, const char *sql, const char *const *values, int count, struct db_rows *rows, long *ret_position, struct err *err);
/*
 * For a worker: pq_run that asks fn about every ms milliseconds while the server is at it. When fn says no the statement is cancelled
 * on the server, and ends with ERR_CANCELLED.
 */
struct pq_tick {
	bool (*fn)(void *ctx);
	void *ctx;
	int ms;
};
bool pq_run_ticking(struct pq *p, const char *sql, const char *const *values, int count, const struct pq_tick *tick,
    struct db_rows *rows, struct err *err);
/*
 * Sends a statement (FETCH) again and again until it gives no more rows; while the server works at the next ones, row gets each of
 * those that are there: cells (NULL = SQL null) with their lengths, valid during the call. row says no to end it, which is no error.
 */
bool pq_stream(struct pq *p, const char *sql, const struct pq_tick *tick,
    bool (*row)(void *ctx, const char *const *cells, const size_t *lengths, int columns), void *ctx, struct err *err);
/* Waits for a NOTIFY, at most ms; also comes back when a signal came. False: the line is dead. */
bool pq_await(struct pq *p, int ms);
/* Inside a transaction that can still be committed. */
bool pq_in_transaction(const struct pq *p);
/* Warnings, and what SQL files RAISE, during pq_run; NULL = drop them. */
void pq_on_notice(struct pq *p, void (*fn)(void *ctx, const char *text), void *ctx);

#endif
