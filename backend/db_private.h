#ifndef BACKEND_DB_PRIVATE_H
#define BACKEND_DB_PRIVATE_H

#include "backend/db.h"

struct pq;

/* One call from db_call to its done. sql and values stand in the same block of memory. */
struct call {
	struct call *next;
	uint64_t id, group;
	const char *sql;
	const char **values;
	int count;
	bool write;
	db_done done;
	void *ctx;
	struct db_rows rows;
	struct err err;
};

struct queue {
	struct call *first, **last;
};

void queue_init(struct queue *q);
bool queue_empty(const struct queue *q);
void queue_push(struct queue *q, struct call *c);
struct call *queue_pop(struct queue *q); /* NULL when empty */
bool queue_has(const struct queue *q, uint64_t id, uint64_t *ret_group);
/* Moves all of a group, in order. */
void queue_move(struct queue *from, struct queue *to, uint64_t group);

struct call *call_new(const struct db_call *c); /* copies; NULL when out of memory */
void call_finish(struct call *c); /* calls done, frees */

/*
 * Life of a call: waiting -> flight (one whole group at a time) -> ended -> done. Only db_ready, db_drain and db_free call
 * done, so never from within db_call or db_cancel.
 */
struct db {
	const struct config *config;
	struct db_events events;
	enum db_state state;
	struct pq *pq; /* NULL when down */
	struct queue waiting, flight, ended;
	uint64_t next_id;
	uint64_t group; /* of the last call queued */
	bool more; /* and it is not complete yet */
	int in_group;
	struct err trouble; /* why it went down, told by the next db_ready */
	bool fell;
	int poll; /* epoll: the one descriptor others see; holds the ones below */
	int wake, timer;
	int socket; /* as added to poll; -1 = none */
	int cancel; /* readable when the server has taken the cancel; -1 = none under way */
	bool cancelling; /* the group in flight is not wanted any more */
	int cancels; /* tried on that group */
	bool watched;
};

bool db_poll_open(struct db *d);
void db_poll_close(struct db *d);
void db_poll_wake(struct db *d);
void db_poll_timer(struct db *d, int ms); /* 0 stops it */
/* Waits on the connection's socket for events (EPOLLIN, EPOLLOUT); it may be a new one. */
void db_poll_socket(struct db *d, int fd, unsigned events);
/* Waits for the end of a cancel on fd, which it closes later; -1 for none. The one before is dropped. */
void db_poll_cancel(struct db *d, int fd);
/* What is ready now, without waiting. */
struct db_ready {
	bool wake, timer, socket, cancel;
};
struct db_ready db_poll_ready(struct db *d);

#endif
