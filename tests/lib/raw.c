#include "tests/lib/raw.h"

#include <libpq-fe.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "tests/lib/tap.h"

struct raw {
	PGconn *pg;
	PGresult *answer; /* of the last statement; NULL when it could not be sent */
	char notices[4000];
};

static void keep_notice(void *context, const PGresult *notice)
{
	struct raw *c = context;
	size_t used = strlen(c->notices);
	const char *text = PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY);
	const char *detail = PQresultErrorField(notice, PG_DIAG_MESSAGE_DETAIL);

	snprintf(c->notices + used, sizeof c->notices - used, "%s %.200s\n", text ? text : "", detail ? detail : "");
}

struct raw *raw_open_with(const char *conninfo)
{
	struct raw *c = calloc(1, sizeof *c);

	if (!c)
		tap_bail("no memory");
	c->pg = PQconnectdb(conninfo);
	PQsetNoticeReceiver(c->pg, keep_notice, c);
	return c;
}

struct raw *raw_open(const char *role, const char *database)
{
	const char *name = database ? database : getenv("PGDATABASE");
	struct raw *c;
	char text[300];

	snprintf(text, sizeof text, "user=%s dbname=%s connect_timeout=10 application_name=attack", role, name ? name : "postgres");
	c = raw_open_with(text);
	if (PQstatus(c->pg) != CONNECTION_OK)
		tap_bail("no connection as %s: %s", role, PQerrorMessage(c->pg));
	return c;
}

void raw_close(struct raw *c)
{
	if (!c)
		return;
	PQclear(c->answer);
	PQfinish(c->pg);
	free(c);
}

void raw_drop(struct raw *c)
{
	shutdown(PQsocket(c->pg), SHUT_RDWR);
	raw_close(c);
}

static bool keep(struct raw *c, PGresult *answer)
{
	ExecStatusType status = PQresultStatus(answer);

	PQclear(c->answer);
	c->answer = answer;
	return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
}

/* What a COPY ends with: its rows are of no interest, whether it was allowed is. */
static PGresult *after_copy(struct raw *c, PGresult *answer)
{
	char *row;

	while (PQresultStatus(answer) == PGRES_COPY_OUT || PQresultStatus(answer) == PGRES_COPY_IN) {
		if (PQresultStatus(answer) == PGRES_COPY_IN)
			PQputCopyEnd(c->pg, NULL);
		else
			while (PQgetCopyData(c->pg, &row, 0) > 0)
				PQfreemem(row);
		PQclear(answer);
		answer = PQgetResult(c->pg);
		for (PGresult *next; (next = PQgetResult(c->pg)) != NULL;)
			PQclear(next);
	}
	return answer;
}

bool raw_sql(struct raw *c, const char *sql)
{
	c->notices[0] = '\0';
	return keep(c, after_copy(c, PQexec(c->pg, sql)));
}

bool raw_sqlf(struct raw *c, const char *format, ...)
{
	char *sql;
	va_list values;
	bool ok;

	va_start(values, format);
	if (vasprintf(&sql, format, values) < 0)
		tap_bail("no memory");
	va_end(values);
	ok = raw_sql(c, sql);
	free(sql);
	return ok;
}

bool raw_do(struct raw *c, const char *sql, const char *const *values, int count)
{
	c->notices[0] = '\0';
	return keep(c, PQexecParams(c->pg, sql, count, NULL, values, NULL, NULL, 0));
}

bool raw_prepare(struct raw *c, const char *name, const char *sql)
{
	c->notices[0] = '\0';
	return keep(c, PQprepare(c->pg, name, sql, 0, NULL));
}

bool raw_run(struct raw *c, const char *name, const char *const *values, int count)
{
	c->notices[0] = '\0';
	return keep(c, PQexecPrepared(c->pg, name, count, values, NULL, NULL, 0));
}

bool raw_fast(struct raw *c, unsigned function, const int *value)
{
	PQArgBlock argument = { .len = sizeof(int), .isint = 1, .u = { .integer = value ? *value : 0 } };
	int answer[64], size = 0;

	c->notices[0] = '\0';
	return keep(c, PQfn(c->pg, (int)function, answer, &size, 0, &argument, value != NULL));
}

/* The answer of one statement of a pipeline, up to and with the end of its transaction. */
static bool next_answer(struct raw *c)
{
	bool ok = true;
	PGresult *answer;

	while ((answer = PQgetResult(c->pg)) != NULL)
		ok = keep(c, answer) && ok;
	answer = PQgetResult(c->pg);
	ok = PQresultStatus(answer) == PGRES_PIPELINE_SYNC && ok;
	PQclear(answer);
	return ok;
}

bool raw_pair(struct raw *c, const struct raw_call *first, const struct raw_call *second)
{
	bool ok;

	c->notices[0] = '\0';
	ok = PQenterPipelineMode(c->pg) && PQsendQueryPrepared(c->pg, first->name, first->count, first->values, NULL, NULL, 0) &&
	     PQpipelineSync(c->pg) && PQsendQueryPrepared(c->pg, second->name, second->count, second->values, NULL, NULL, 0) &&
	     PQpipelineSync(c->pg);
	/* An error of the first stays the answer, unless the second answers all the same. */
	ok = ok && next_answer(c);
	ok = ok && next_answer(c);
	return PQexitPipelineMode(c->pg) && ok;
}

void raw_send(struct raw *c, const char *sql, const char *const *values, int count)
{
	PQclear(c->answer);
	c->answer = NULL;
	c->notices[0] = '\0';
	PQsendQueryParams(c->pg, sql, count, NULL, values, NULL, NULL, 0);
}

static long long milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

bool raw_answered(struct raw *c, int ms)
{
	long long until = milliseconds() + ms;
	PGresult *next;

	while (PQflush(c->pg) >= 0 && PQisBusy(c->pg)) {
		struct pollfd poll_fd = { .fd = PQsocket(c->pg), .events = POLLIN };
		long long left = until - milliseconds();
		if (left <= 0 || poll_fd.fd < 0 || poll(&poll_fd, 1, (int)left) <= 0)
			return PQstatus(c->pg) != CONNECTION_OK;
		if (!PQconsumeInput(c->pg))
			break;
	}
	while ((next = PQgetResult(c->pg)) != NULL) {
		if (c->answer && PQresultStatus(c->answer) == PGRES_FATAL_ERROR)
			PQclear(next);
		else
			keep(c, next);
	}
	return true;
}

void raw_cancel(struct raw *c)
{
	PGcancel *cancel = PQgetCancel(c->pg);
	char error[200];

	if (cancel)
		PQcancel(cancel, error, sizeof error);
	PQfreeCancel(cancel);
}

int raw_rows(const struct raw *c)
{
	return PQntuples(c->answer);
}

int raw_columns(const struct raw *c)
{
	return PQnfields(c->answer);
}

const char *raw_value(const struct raw *c, int row, int column)
{
	if (row >= PQntuples(c->answer) || column >= PQnfields(c->answer) || PQgetisnull(c->answer, row, column))
		return NULL;
	return PQgetvalue(c->answer, row, column);
}

long long raw_number(const struct raw *c, int row, int column)
{
	const char *value = raw_value(c, row, column);

	return value ? strtoll(value, NULL, 10) : -1;
}

static const char *error_field(const struct raw *c, int field)
{
	const char *text = c->answer ? PQresultErrorField(c->answer, field) : NULL;

	return text ? text : "";
}

const char *raw_state(const struct raw *c)
{
	ExecStatusType status = PQresultStatus(c->answer);
	const char *state = error_field(c, PG_DIAG_SQLSTATE);

	if (c->answer && status != PGRES_FATAL_ERROR && status != PGRES_BAD_RESPONSE)
		return "";
	/* The server's farewell carries a class 57 or 08 state; a line that just dies carries none. */
	return *state ? state : RAW_LOST;
}

const char *raw_message(const struct raw *c)
{
	const char *text = error_field(c, PG_DIAG_MESSAGE_PRIMARY);

	return *text || (c->answer && PQresultStatus(c->answer) != PGRES_FATAL_ERROR) ? text : PQerrorMessage(c->pg);
}

const char *raw_detail(const struct raw *c)
{
	return error_field(c, PG_DIAG_MESSAGE_DETAIL);
}

const char *raw_hint(const struct raw *c)
{
	return error_field(c, PG_DIAG_MESSAGE_HINT);
}

const char *raw_context(const struct raw *c)
{
	return error_field(c, PG_DIAG_CONTEXT);
}

const char *raw_error_column(const struct raw *c)
{
	return error_field(c, PG_DIAG_COLUMN_NAME);
}

const char *raw_error_object(const struct raw *c)
{
	static const int fields[] = { PG_DIAG_CONSTRAINT_NAME, PG_DIAG_TABLE_NAME, PG_DIAG_SCHEMA_NAME, PG_DIAG_DATATYPE_NAME };

	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
		if (*error_field(c, fields[i]))
			return error_field(c, fields[i]);
	return "";
}

const char *raw_notices(const struct raw *c)
{
	return c->notices;
}

const char *raw_text(struct raw *c, const char *sql)
{
	return raw_sql(c, sql) ? raw_value(c, 0, 0) : NULL;
}

__attribute__((format(printf, 2, 0))) static bool run_formatted(struct raw *c, const char *format, va_list values)
{
	char *sql;
	bool ok;

	if (vasprintf(&sql, format, values) < 0)
		tap_bail("no memory");
	ok = raw_sql(c, sql);
	if (!ok)
		tap_diag("%s\nin: %.800s", PQerrorMessage(c->pg), sql);
	free(sql);
	return ok;
}

const char *raw_textf(struct raw *c, const char *format, ...)
{
	va_list values;
	bool ok;

	va_start(values, format);
	ok = run_formatted(c, format, values);
	va_end(values);
	return ok ? raw_value(c, 0, 0) : NULL;
}

long long raw_count(struct raw *c, const char *format, ...)
{
	va_list values;
	bool ok;

	va_start(values, format);
	ok = run_formatted(c, format, values);
	va_end(values);
	return ok ? raw_number(c, 0, 0) : -1;
}

bool raw_alive(struct raw *c)
{
	return PQstatus(c->pg) == CONNECTION_OK && raw_sql(c, "SELECT");
}

bool raw_in_transaction(const struct raw *c)
{
	PGTransactionStatusType status = PQtransactionStatus(c->pg);

	return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

int raw_pid(const struct raw *c)
{
	return PQbackendPID(c->pg);
}

int raw_fd(const struct raw *c)
{
	return PQsocket(c->pg);
}

bool raw_notified(struct raw *c, char *channel, size_t size)
{
	PGnotify *note;

	PQconsumeInput(c->pg);
	note = PQnotifies(c->pg);
	if (!note)
		return false;
	snprintf(channel, size, "%s", note->relname);
	PQfreemem(note);
	return true;
}
