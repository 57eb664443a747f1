#include "backend/pq.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "backend/pq_private.h"
#include "backend/words.h"

/* Owned by the thread; shares nothing with the connection. */
struct cancel {
	PGcancel *cancel;
	int done;
};

static void *cancel_run(void *arg)
{
	struct cancel *c = arg;
	char why[256];

	/* Comes back when the server has closed this line, that is, after it has sent the signal: it cannot hit a later call. */
	PQcancel(c->cancel, why, sizeof why);
	PQfreeCancel(c->cancel);
	eventfd_write(c->done, 1);
	close(c->done);
	free(c);
	return NULL;
}

/* With every signal blocked: they belong to the thread of the loop. */
static bool start_detached(void *(*run)(void *), void *arg)
{
	pthread_attr_t attr;
	pthread_t thread;
	sigset_t all, before;
	bool ok;

	if (pthread_attr_init(&attr) != 0)
		return false;
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	ok = pthread_create(&thread, &attr, run, arg) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attr);
	return ok;
}

int pq_cancel(struct pq *p)
{
	struct cancel *c = calloc(1, sizeof *c);
	int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);

	if (c && fd >= 0) {
		c->cancel = PQgetCancel(p->conn);
		c->done = fcntl(fd, F_DUPFD_CLOEXEC, 0);
		if (c->cancel && c->done >= 0 && start_detached(cancel_run, c))
			return fd;
		PQfreeCancel(c->cancel);
		if (c->done >= 0)
			close(c->done);
	}
	free(c);
	if (fd >= 0)
		close(fd);
	return -1;
}

struct pq *pq_open(const struct pq_place *place, struct err *err)
{
	struct pq *p = pq_start(place);
	PostgresPollingStatusType step = PGRES_POLLING_WRITING;

	if (!p) {
		err_set(err, ERR_SYSTEM, "%s", _("There is not enough memory."));
		return NULL;
	}
	while (PQstatus(p->conn) != CONNECTION_BAD && step != PGRES_POLLING_OK && step != PGRES_POLLING_FAILED) {
		struct pollfd pfd = { .fd = PQsocket(p->conn), .events = step == PGRES_POLLING_READING ? POLLIN : POLLOUT };

		if (poll(&pfd, 1, place->timeout * 1000) == 0)
			break;
		step = PQconnectPoll(p->conn);
	}
	if (step == PGRES_POLLING_OK && PQstatus(p->conn) == CONNECTION_OK)
		return p;
	pq_trouble(p, err);
	pq_close(p);
	return NULL;
}

void pq_on_notice(struct pq *p, void (*fn)(void *ctx, const char *text), void *ctx)
{
	p->notice = fn;
	p->notice_ctx = ctx;
}

bool pq_in_transaction(const struct pq *p)
{
	return PQtransactionStatus(p->conn) == PQTRANS_INTRANS;
}

static const char *field(const PGresult *r, int code)
{
	const char *s = PQresultErrorField(r, code);

	return s ? s : "";
}

/* libpq counts the position in characters from 1. */
static long byte_of(const char *sql, const char *position)
{
	long left = strtol(position, NULL, 10);
	const char *s = sql;

	if (left <= 0)
		return 0;
	for (; *s; s++)
		if (((unsigned char)*s & 0xc0) != 0x80 && --left == 0)
			break;
	return s - sql + 1;
}

static void explain(struct pq *p, const PGresult *r, const char *sql, long *ret_position, struct err *err)
{
	const char *state = field(r, PG_DIAG_SQLSTATE), *detail = field(r, PG_DIAG_MESSAGE_DETAIL),
		   *hint = field(r, PG_DIAG_MESSAGE_HINT);

	if (PQstatus(p->conn) != CONNECTION_OK) {
		pq_trouble(p, err);
		return;
	}
	if (ret_position)
		*ret_position = byte_of(sql, field(r, PG_DIAG_STATEMENT_POSITION));
	err_set(err, ERR_INPUT, "%s", field(r, PG_DIAG_MESSAGE_PRIMARY));
	if (!err)
		return;
	snprintf(err->sqlstate, sizeof err->sqlstate, "%.5s", state);
	snprintf(err->hint, sizeof err->hint, "%.120s%s%.120s", detail, *detail && *hint ? " " : "", hint);
}

bool pq_run(
    struct pq *p, const char *sql, const char *const *values, int count, struct db_rows *rows, long *ret_position, struct err *err)
{
	PGresult *r = count ? PQexecParams(p->conn, sql, count, NULL, values, NULL, NULL, 0) : PQexec(p->conn, sql);
	ExecStatusType status = PQresultStatus(r);
	bool ok = status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY;

	if (ret_position)
		*ret_position = 0;
	if (rows)
		*rows = (struct db_rows) { 0 };
	if (!ok) {
		explain(p, r, sql, ret_position, err);
	} else if (rows && status == PGRES_TUPLES_OK && !pq_copy_rows(r, rows)) {
		arena_free(rows->arena);
		*rows = (struct db_rows) { 0 };
		ok = err_set(err, ERR_SYSTEM, "%s", _("There is not enough memory for the answer."));
	}
	PQclear(r);
	return ok;
}

/* A waiting connection's result, asking now and then whether to go on. NULL when there is no more. */
static PGresult *await_result(struct pq *p, const struct pq_tick *tick, bool *refused)
{
	struct pollfd pfd = { .fd = PQsocket(p->conn), .events = POLLIN };

	while (PQisBusy(p->conn)) {
		int ready = poll(&pfd, 1, tick ? tick->ms : -1);

		if (ready > 0 && PQconsumeInput(p->conn) != 1)
			break;
		if (ready <= 0 && tick && !*refused && !tick->fn(tick->ctx)) {
			PGcancel *cancel = PQgetCancel(p->conn);
			char why[256];

			*refused = true;
			PQcancel(cancel, why, sizeof why);
			PQfreeCancel(cancel);
		}
	}
	return PQgetResult(p->conn);
}

static bool is_good(const PGresult *r)
{
	ExecStatusType status = PQresultStatus(r);

	return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY;
}

static bool tell_failure(struct pq *p, const PGresult *r, const char *sql, bool refused, struct err *err)
{
	explain(p, r, sql, NULL, err);
	if (err && refused && strcmp(err->sqlstate, "57014") == 0)
		err->code = ERR_CANCELLED;
	return false;
}

/* The one result of a statement that was sent; the caller clears it. */
static PGresult *take_result(struct pq *p, const struct pq_tick *tick, bool *refused)
{
	PGresult *r = await_result(p, tick, refused), *more;

	while (r && (more = await_result(p, tick, refused)))
		PQclear(more);
	return r;
}

static bool send_statement(struct pq *p, const char *sql, const char *const *values, int count, struct err *err)
{
	int sent = count ? PQsendQueryParams(p->conn, sql, count, NULL, values, NULL, NULL, 0) : PQsendQuery(p->conn, sql);

	if (!sent)
		pq_trouble(p, err);
	return sent;
}

bool pq_run_ticking(struct pq *p, const char *sql, const char *const *values, int count, const struct pq_tick *tick,
    struct db_rows *rows, struct err *err)
{
	bool refused = false, ok;
	PGresult *r;

	if (rows)
		*rows = (struct db_rows) { 0 };
	if (!send_statement(p, sql, values, count, err))
		return false;
	r = take_result(p, tick, &refused);
	ok = is_good(r) || tell_failure(p, r, sql, refused, err);
	if (ok && rows && !pq_copy_rows(r, rows)) {
		arena_free(rows->arena);
		*rows = (struct db_rows) { 0 };
		ok = err_set(err, ERR_SYSTEM, "%s", _("There is not enough memory for the answer."));
	}
	PQclear(r);
	return ok;
}

enum { STREAM_COLUMNS = 128 };

static bool hand_over(
    const PGresult *r, bool (*row)(void *ctx, const char *const *cells, const size_t *lengths, int columns), void *ctx)
{
	const char *cells[STREAM_COLUMNS];
	size_t lengths[STREAM_COLUMNS];
	int count = PQntuples(r), columns = PQnfields(r);

	for (int i = 0; i < count; i++) {
		for (int column = 0; column < columns; column++) {
			cells[column] = PQgetisnull(r, i, column) ? NULL : PQgetvalue(r, i, column);
			lengths[column] = (size_t)PQgetlength(r, i, column);
		}
		if (!row(ctx, cells, lengths, columns))
			return false;
	}
	return true;
}

bool pq_stream(struct pq *p, const char *sql, const struct pq_tick *tick,
    bool (*row)(void *ctx, const char *const *cells, const size_t *lengths, int columns), void *ctx, struct err *err)
{
	bool refused = false, more = send_statement(p, sql, NULL, 0, err), ok = more;

	while (more) {
		PGresult *r = take_result(p, tick, &refused);

		ok = is_good(r) || tell_failure(p, r, sql, refused, err);
		if (ok && PQnfields(r) > STREAM_COLUMNS)
			ok = err_set(err, ERR_INPUT, _("There are more than %d columns."), STREAM_COLUMNS);
		more = ok && PQntuples(r) > 0;
		if (more)
			more = ok = send_statement(p, sql, NULL, 0, err);
		if (more && !hand_over(r, row, ctx)) {
			PQclear(take_result(p, tick, &refused));
			more = false;
		}
		PQclear(r);
	}
	return ok;
}

bool pq_await(struct pq *p, int ms)
{
	struct pollfd pfd = { .fd = PQsocket(p->conn), .events = POLLIN };
	PGnotify *n;

	if (poll(&pfd, 1, ms) > 0 && PQconsumeInput(p->conn) != 1)
		return false;
	while ((n = PQnotifies(p->conn)))
		PQfreemem(n);
	return PQstatus(p->conn) == CONNECTION_OK;
}
