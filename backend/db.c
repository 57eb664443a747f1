#include "backend/db.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>

#include "backend/config.h"
#include "backend/db_private.h"
#include "backend/pq.h"
#include "backend/words.h"

enum {
	CANCEL_AGAIN_MS = 250, /* a cancel that comes before its query starts does nothing: it is sent again */
	CANCELS_MAX = 40, /* after which the server counts as stuck */
	BACKOFF_FIRST_MS = 500,
	BACKOFF_LAST_MS = 30000,
};

struct db *db_new(const struct config *c, const struct db_events *events)
{
	struct db *d = calloc(1, sizeof *d);

	if (!d)
		return NULL;
	d->config = c;
	d->events = *events;
	queue_init(&d->waiting);
	queue_init(&d->flight);
	queue_init(&d->ended);
	if (!db_poll_open(d)) {
		free(d);
		return NULL;
	}
	return d;
}

/* Not in db_new: the callback may need the handle that db_new gives. */
static void be_watched(struct db *d)
{
	if (!d->watched && d->events.watch)
		d->events.watch(d->events.ctx, d->poll, POLLIN);
	d->watched = true;
}

/* Everything of a queue ends with an error. */
static void end_all(struct db *d, struct queue *q, bool sent)
{
	struct call *c;

	while ((c = queue_pop(q))) {
		if (sent && c->write)
			err_set(&c->err, ERR_UNCERTAIN, "%s",
			    _("The line was lost before the server answered: it is not certain whether this was done."));
		else
			err_set(&c->err, ERR_OFFLINE, "%s", _("The server cannot be reached: nothing was changed."));
		queue_push(&d->ended, c);
	}
}

static void drop_line(struct db *d)
{
	db_poll_cancel(d, -1);
	d->cancelling = false;
	d->more = false;
	db_poll_timer(d, 0);
	pq_close(d->pq);
	d->pq = NULL;
	d->socket = -1;
	d->state = DB_DOWN;
	end_all(d, &d->flight, true);
	end_all(d, &d->waiting, false);
	db_poll_wake(d);
}

/* The line is dead; told by the next db_ready, before the calls that it took along. */
static void fall(struct db *d, const struct err *why)
{
	drop_line(d);
	d->trouble = *why;
	d->fell = true;
}

static void fall_by_itself(struct db *d)
{
	struct err err;

	pq_trouble(d->pq, &err);
	fall(d, &err);
}

void db_connect(struct db *d)
{
	const struct config *c = d->config;
	struct pq_place place = { .host = c->host,
		.port = c->port,
		.database = c->database,
		.user = c->user,
		.sslmode = c->sslmode,
		.sslrootcert = c->sslrootcert,
		.sslcert = c->sslcert,
		.sslkey = c->sslkey,
		.timeout = c->connect_timeout,
		.limits = true };

	if (d->state != DB_DOWN)
		return;
	be_watched(d);
	d->fell = false;
	d->pq = pq_start(&place);
	d->state = DB_CONNECTING;
	if (!d->pq) {
		struct err err;

		err_set(&err, ERR_SYSTEM, "%s", _("There is not enough memory."));
		fall(d, &err);
		return;
	}
	db_poll_timer(d, c->connect_timeout * 1000);
	/* libpq wants to be asked as if the socket could be written; if it failed at once there is none, so the wake does it. */
	db_poll_socket(d, pq_socket(d->pq), EPOLLOUT);
	if (pq_socket(d->pq) < 0)
		db_poll_wake(d);
}

void db_disconnect(struct db *d)
{
	struct err none;

	if (d->state == DB_DOWN)
		return;
	err_clear(&none);
	fall(d, &none);
}

/* Sends the next whole group, if none is under way and no cancel is that could hit it. */
static void pump(struct db *d)
{
	struct call *first = d->waiting.first;
	int left;

	if (d->state != DB_UP)
		return;
	if (first && queue_empty(&d->flight) && d->cancel < 0 && !(d->more && first->group == d->group)) {
		d->cancelling = false;
		queue_move(&d->waiting, &d->flight, first->group);
		for (struct call *c = d->flight.first; c; c = c->next) {
			if (!pq_send(d->pq, c->sql, c->values, c->count)) {
				fall_by_itself(d);
				return;
			}
		}
	}
	left = pq_flush(d->pq);
	if (left < 0)
		fall_by_itself(d);
	else
		db_poll_socket(d, pq_socket(d->pq), left ? EPOLLIN | EPOLLOUT : EPOLLIN);
}

/* There is nothing to keep the call in until later: the one case in which done comes at once. */
static void no_memory(const struct db_call *in)
{
	struct err err;

	err_set(&err, ERR_SYSTEM, "%s", _("There is not enough memory."));
	if (in->done)
		in->done(in->ctx, NULL, &err);
}

uint64_t db_call(struct db *d, const struct db_call *in)
{
	struct call *c = call_new(in);
	uint64_t id = ++d->next_id;

	be_watched(d);
	if (!d->more) {
		d->group = id;
		d->in_group = 0;
	}
	d->more = in->more && ++d->in_group < PQ_CALLS_MAX && d->state != DB_DOWN;
	if (!c) {
		no_memory(in);
		return id;
	}
	c->id = id;
	c->group = d->group;
	queue_push(&d->waiting, c);
	if (d->state == DB_DOWN) {
		end_all(d, &d->waiting, false);
		db_poll_wake(d);
	}
	pump(d);
	return id;
}

static void start_cancel(struct db *d)
{
	d->cancelling = true;
	d->cancels++;
	if (d->cancel < 0)
		db_poll_cancel(d, pq_cancel(d->pq));
	db_poll_timer(d, CANCEL_AGAIN_MS);
}

void db_cancel(struct db *d, uint64_t id)
{
	struct queue cancelled;
	struct call *c;
	uint64_t group;

	if (queue_has(&d->flight, id, &group)) {
		if (d->cancelling)
			return;
		d->cancels = 0;
		start_cancel(d);
		return;
	}
	if (!queue_has(&d->waiting, id, &group))
		return;
	queue_init(&cancelled);
	queue_move(&d->waiting, &cancelled, group);
	while ((c = queue_pop(&cancelled))) {
		err_set(&c->err, ERR_CANCELLED, "%s", _("Cancelled."));
		queue_push(&d->ended, c);
	}
	db_poll_wake(d);
}

/*
 * A cancelled call may still have come to its answer; an error it ended with is the cancel's, or that of the neighbour it
 * needed.
 */
static void settle(struct db *d, struct call *c)
{
	if (d->cancelling && c->err.code != ERR_NONE)
		err_set(&c->err, ERR_CANCELLED, "%s", _("Cancelled."));
	queue_push(&d->ended, c);
}

static enum pq_next collect(struct db *d)
{
	struct db_rows rows;
	struct err err;
	enum pq_next next;

	while ((next = pq_next(d->pq, &rows, &err)) == PQ_ANSWER) {
		struct call *c = queue_pop(&d->flight);

		if (!c) {
			arena_free(rows.arena);
			continue;
		}
		c->rows = rows;
		c->err = err;
		settle(d, c);
	}
	if (queue_empty(&d->flight) && d->cancelling)
		db_poll_timer(d, 0);
	return next;
}

static void listen_to(struct db *d)
{
	char channel[64], payload[8192];

	while (d->pq && pq_notification(d->pq, channel, sizeof channel, payload, sizeof payload))
		if (d->events.notify)
			d->events.notify(d->events.ctx, channel, payload);
}

static void read_answers(struct db *d)
{
	bool alive = pq_consume(d->pq);

	if (collect(d) == PQ_DEAD || !alive)
		fall_by_itself(d);
	else
		listen_to(d);
}

static void go_on_connecting(struct db *d)
{
	switch (pq_step(d->pq)) {
	case PQ_WANT_READ:
		db_poll_socket(d, pq_socket(d->pq), EPOLLIN);
		break;
	case PQ_WANT_WRITE:
		db_poll_socket(d, pq_socket(d->pq), EPOLLOUT);
		break;
	case PQ_FAILED:
		fall_by_itself(d);
		break;
	case PQ_UP:
		db_poll_timer(d, 0);
		db_poll_socket(d, pq_socket(d->pq), EPOLLIN);
		d->state = DB_UP;
		if (d->events.state)
			d->events.state(d->events.ctx, DB_UP, NULL);
		pump(d);
	}
}

static void time_is_up(struct db *d)
{
	struct err err;

	if (d->state == DB_CONNECTING) {
		err_set(&err, ERR_OFFLINE, _("The database server did not answer within %d seconds."), d->config->connect_timeout);
		fall(d, &err);
	} else if (d->state == DB_UP && d->cancelling && d->cancels >= CANCELS_MAX) {
		err_set(&err, ERR_OFFLINE, "%s", _("The server did not stop the query; the connection was given up."));
		fall(d, &err);
	} else if (d->state == DB_UP && d->cancelling && !queue_empty(&d->flight)) {
		start_cancel(d);
	}
}

static void tell(struct db *d)
{
	struct call *c;

	if (d->fell) {
		d->fell = false;
		if (d->events.state)
			d->events.state(d->events.ctx, DB_DOWN, &d->trouble);
	}
	while ((c = queue_pop(&d->ended)))
		call_finish(c);
}

/* Each step may have been overtaken by a callback of the one before, so each looks at the state anew. */
void db_ready(struct db *d, short revents)
{
	struct db_ready ready = db_poll_ready(d);

	(void)revents;
	if (ready.cancel)
		db_poll_cancel(d, -1);
	if (d->state == DB_CONNECTING && (ready.socket || pq_socket(d->pq) < 0))
		go_on_connecting(d);
	else if (d->state == DB_UP && ready.socket)
		read_answers(d);
	if (ready.timer)
		time_is_up(d);
	tell(d);
	pump(d);
}

void db_free(struct db *d)
{
	if (!d)
		return;
	drop_line(d);
	d->fell = false;
	/* What a callback still asks for ends as well, until none asks any more. */
	while (!queue_empty(&d->ended))
		tell(d);
	if (d->watched && d->events.watch)
		d->events.watch(d->events.ctx, -1, 0);
	db_poll_close(d);
	free(d);
}

enum db_state db_state(const struct db *d)
{
	return d->state;
}

int db_backend_pid(const struct db *d)
{
	return d->state == DB_UP ? pq_backend_pid(d->pq) : 0;
}

int db_server_version(const struct db *d)
{
	return d->state == DB_UP ? pq_server_version(d->pq) : 0;
}

const char *db_parameter(const struct db *d, const char *name)
{
	return d->state == DB_UP ? pq_parameter(d->pq, name) : "";
}

bool db_busy(const struct db *d)
{
	return d->state == DB_CONNECTING || d->fell || !queue_empty(&d->waiting) || !queue_empty(&d->flight) ||
	       !queue_empty(&d->ended);
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

bool db_drain(struct db *d, int ms)
{
	int64_t end = now_ms() + ms;

	while (db_busy(d)) {
		struct pollfd pfd = { .fd = d->poll, .events = POLLIN };
		int64_t left = end - now_ms();

		if (left <= 0)
			return false;
		if (poll(&pfd, 1, (int)left) > 0)
			db_ready(d, pfd.revents);
	}
	return true;
}

int db_backoff(int attempt)
{
	int shift = attempt < 0 ? 0 : attempt > 6 ? 6 : attempt;
	int ms = BACKOFF_FIRST_MS << shift;

	return ms < BACKOFF_LAST_MS ? ms : BACKOFF_LAST_MS;
}
