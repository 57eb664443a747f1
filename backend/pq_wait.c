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
