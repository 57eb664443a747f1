#include "backend/pq.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/db_error.h"
#include "backend/pq_private.h"
#include "backend/words.h"

/* A place where no file is and none can be made. "/dev/null" itself would make libpq complain on stderr. */
#define NO_FILE "/dev/null/none"

/* libpq fills every gap from the environment, even the settings of the session: whatever begins with PG goes. */
static void forget_environment(void)
{
	char name[64];

	for (char **e = environ; *e;) {
		size_t n = strcspn(*e, "=");

		if (strncmp(*e, "PG", 2) != 0 || n >= sizeof name) {
			e++;
			continue;
		}
		memcpy(name, *e, n);
		name[n] = '\0';
		/* Moves the later ones up, so this place is looked at again. */
		if (unsetenv(name) != 0)
			e++;
	}
}

/* libpq tells a FATAL that comes between two calls as a notice. It never writes on stderr with this in place. */
static void notice(void *arg, const PGresult *r)
{
	struct pq *p = arg;
	const char *severity = PQresultErrorField(r, PG_DIAG_SEVERITY_NONLOCALIZED),
		   *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
	const char *message = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY),
		   *function = PQresultErrorField(r, PG_DIAG_SOURCE_FUNCTION);
	bool ours = function && strcmp(function, "exec_stmt_raise") == 0;

	if (severity && state && strcmp(severity, "FATAL") == 0)
		snprintf(p->fatal, sizeof p->fatal, "%.5s", state);
	else if (p->notice && severity && message && (ours || strcmp(severity, "WARNING") == 0))
		p->notice(p->notice_ctx, message);
}

static const char *or_else(const char *s, const char *otherwise)
{
	return s && *s ? s : otherwise;
}

static PGconn *begin(const struct pq_place *place)
{
	static const char settings[] =
	    "-c datestyle=ISO,YMD -c intervalstyle=iso_8601 -c timezone=UTC -c bytea_output=hex -c extra_float_digits=1"
	    " -c client_min_messages=warning -c standard_conforming_strings=on -c default_transaction_isolation=read\\ committed";
	static const char limits[] =
	    " -c statement_timeout=30000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000"
	    /* Whoever has the role's log-in could leave other defaults on the role: these win over them. */
	    " -c default_transaction_read_only=off -c row_security=on -c synchronous_commit=on -c search_path=pg_catalog";
	char options[sizeof settings + sizeof limits], timeout[16];
	const struct {
		const char *keyword, *value;
	} pairs[] = {
		{ "host", place->host },
		{ "port", place->port },
		{ "dbname", place->database },
		{ "user", place->user },
		{ "password", place->password },
		{ "passfile", NO_FILE },
		{ "options", options },
		{ "client_encoding", "UTF8" },
		{ "application_name", "steward" },
		{ "connect_timeout", timeout },
		{ "target_session_attrs", "read-write" },
		{ "sslmode", or_else(place->sslmode, "verify-full") },
		{ "sslrootcert", or_else(place->sslrootcert, "/etc/ssl/certs/ca-certificates.crt") },
		{ "sslcert", or_else(place->sslcert, NO_FILE) },
		{ "sslkey", or_else(place->sslkey, NO_FILE) },
		{ "sslcrl", NO_FILE },
		{ "sslcrldir", NO_FILE },
		{ "sslcompression", "0" },
		{ "ssl_min_protocol_version", "TLSv1.2" },
		{ "gssencmode", "disable" },
		{ "channel_binding", "prefer" },
		{ "keepalives", "1" },
		{ "keepalives_idle", "30" },
		{ "keepalives_interval", "10" },
		{ "keepalives_count", "3" },
		{ "tcp_user_timeout", "20000" },
	};
	enum { N = sizeof pairs / sizeof *pairs };
	const char *keywords[N + 1] = { NULL }, *values[N + 1] = { NULL };

	snprintf(options, sizeof options, "%s%s", settings, place->limits ? limits : "");
	snprintf(timeout, sizeof timeout, "%d", place->timeout);
	for (int i = 0; i < N; i++) {
		keywords[i] = pairs[i].keyword;
		values[i] = pairs[i].value;
	}
	return PQconnectStartParams(keywords, values, 0);
}

struct pq *pq_start(const struct pq_place *place)
{
	struct pq *p = calloc(1, sizeof *p);

	if (!p)
		return NULL;
	forget_environment();
	p->conn = begin(place);
	if (!p->conn) {
		free(p);
		return NULL;
	}
	PQsetNoticeReceiver(p->conn, notice, p);
	return p;
}

void pq_close(struct pq *p)
{
	if (!p)
		return;
	PQfinish(p->conn);
	for (int i = 0; i < STATEMENTS_MAX; i++)
		free(p->statements[i].sql);
	arena_free(p->rows.arena);
	free(p);
}

enum pq_step pq_step(struct pq *p)
{
	if (PQstatus(p->conn) == CONNECTION_BAD)
		return PQ_FAILED;
	switch (PQconnectPoll(p->conn)) {
	case PGRES_POLLING_READING:
		return PQ_WANT_READ;
	case PGRES_POLLING_WRITING:
		return PQ_WANT_WRITE;
	case PGRES_POLLING_OK:
		return PQsetnonblocking(p->conn, 1) == 0 && PQenterPipelineMode(p->conn) ? PQ_UP : PQ_FAILED;
	default:
		return PQ_FAILED;
	}
}

int pq_socket(const struct pq *p)
{
	return PQsocket(p->conn);
}

int pq_backend_pid(const struct pq *p)
{
	return PQbackendPID(p->conn);
}

int pq_server_version(const struct pq *p)
{
	return PQserverVersion(p->conn);
}

const char *pq_parameter(const struct pq *p, const char *name)
{
	return or_else(PQparameterStatus(p->conn, name), "");
}

void pq_trouble(const struct pq *p, struct err *err)
{
	const char *message = PQerrorMessage(p->conn);

	if (!err)
		return;
	if (p->fatal[0]) {
		db_error(&(struct db_error) { .sqlstate = p->fatal }, err);
		return;
	}
	if (PQsocket(p->conn) < 0 || PQserverVersion(p->conn) == 0)
		err_set(err, ERR_OFFLINE, "%s", _("The database server cannot be reached."));
	else
		err_set(err, ERR_OFFLINE, "%s", _("The connection to the server was lost."));
	snprintf(err->hint, sizeof err->hint, "%.*s", (int)strcspn(message, "\n"), message);
}

/* The statement's place, a new one when it is not known yet; NONE when the table is full or memory is. */
static int statement_of(struct pq *p, const char *sql)
{
	int i = 0;

	while (i < STATEMENTS_MAX && p->statements[i].sql && strcmp(p->statements[i].sql, sql) != 0)
		i++;
	if (i == STATEMENTS_MAX)
		return NONE;
	if (!p->statements[i].sql) {
		p->statements[i] = (struct pq_statement) { .sql = strdup(sql), .name = ++p->names };
		if (!p->statements[i].sql)
			return NONE;
	}
	return i;
}

static bool send_prepared(struct pq *p, struct pq_statement *s, const char *const *values, int count)
{
	char name[16];

	snprintf(name, sizeof name, "s%u", s->name);
	if (!s->ready && !PQsendPrepare(p->conn, name, s->sql, 0, NULL))
		return false;
	s->ready = true;
	return PQsendQueryPrepared(p->conn, name, count, values, NULL, NULL, 0);
}

bool pq_send(struct pq *p, const char *sql, const char *const *values, int count)
{
	int at;
	bool fresh, ok;

	if (p->count == PQ_CALLS_MAX)
		return false;
	at = statement_of(p, sql);
	fresh = at != NONE && !p->statements[at].ready;
	if (at == NONE)
		ok = PQsendQueryParams(p->conn, sql, count, NULL, values, NULL, NULL, 0);
	else
		ok = send_prepared(p, &p->statements[at], values, count);
	if (!ok || !PQpipelineSync(p->conn))
		return false;
	p->under_way[(p->first + p->count++) % PQ_CALLS_MAX] = (struct pq_sent) { .statement = at, .fresh = fresh };
	return true;
}

int pq_flush(struct pq *p)
{
	return PQflush(p->conn);
}

bool pq_consume(struct pq *p)
{
	if (PQconsumeInput(p->conn) != 1 || PQstatus(p->conn) != CONNECTION_OK)
		return false;
	/* With nothing under way this only lets libpq read what the server says by itself, such as goodbye. */
	if (p->count == 0)
		PQclear(PQgetResult(p->conn));
	return true;
}

bool pq_copy_rows(const struct pg_result *r, struct db_rows *rows)
{
	int count = PQntuples(r), columns = PQnfields(r);
	size_t cells = (size_t)count * (size_t)columns;
	const char **values;

	rows->arena = arena_new(PQresultMemorySize(r) + cells * sizeof *values);
	values = rows->arena ? arena_alloc(rows->arena, cells * sizeof *values) : NULL;
	if (!values)
		return false;
	for (int row = 0; row < count; row++) {
		for (int column = 0; column < columns; column++) {
			const char **value = &values[row * columns + column];

			if (PQgetisnull(r, row, column))
				continue;
			*value = arena_copy(rows->arena, PQgetvalue(r, row, column), (size_t)PQgetlength(r, row, column));
			if (!*value)
				return false;
		}
	}
	rows->count = count;
	rows->columns = columns;
	rows->values = values;
	return true;
}

static void take_rows(struct pq *p, const PGresult *r)
{
	arena_free(p->rows.arena);
	p->rows = (struct db_rows) { 0 };
	if (pq_copy_rows(r, &p->rows))
		return;
	arena_free(p->rows.arena);
	p->rows = (struct db_rows) { 0 };
	err_set(&p->err, ERR_SYSTEM, "%s", _("There is not enough memory for the answer."));
}

static void take_error(struct pq *p, const PGresult *r)
{
	const char *function = PQresultErrorField(r, PG_DIAG_SOURCE_FUNCTION);
	const char *severity = PQresultErrorField(r, PG_DIAG_SEVERITY_NONLOCALIZED);
	struct db_error e = { .sqlstate = PQresultErrorField(r, PG_DIAG_SQLSTATE),
		.message = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY),
		.hint = PQresultErrorField(r, PG_DIAG_MESSAGE_HINT),
		.column = PQresultErrorField(r, PG_DIAG_COLUMN_NAME),
		.ours = function && strcmp(function, "exec_stmt_raise") == 0 };

	if (p->err.code != ERR_NONE)
		return;
	if (severity && e.sqlstate && strcmp(severity, "FATAL") == 0)
		snprintf(p->fatal, sizeof p->fatal, "%.5s", e.sqlstate);
	db_error(&e, &p->err);
}

/* A statement that failed may be unknown to the server, or out of date there: the next call prepares it anew, under a new name. */
static void forget_statement(struct pq *p, int at)
{
	struct pq_statement *s;

	if (at == NONE)
		return;
	s = &p->statements[at];
	s->ready = false;
	s->name = ++p->names;
}

static bool is_stale(const struct err *err)
{
	return strcmp(err->sqlstate, "0A000") == 0 || strncmp(err->sqlstate, "26", 2) == 0 || strncmp(err->sqlstate, "42", 2) == 0;
}

static void finish(struct pq *p, struct db_rows *rows, struct err *err)
{
	struct pq_sent sent = p->under_way[p->first];

	p->first = (p->first + 1) % PQ_CALLS_MAX;
	p->count--;
	if (p->err.code != ERR_NONE && (sent.fresh || is_stale(&p->err)))
		forget_statement(p, sent.statement);
	*rows = p->rows;
	*err = p->err;
	p->rows = (struct db_rows) { 0 };
	err_clear(&p->err);
}

enum pq_next pq_next(struct pq *p, struct db_rows *rows, struct err *err)
{
	while (p->count > 0 && !PQisBusy(p->conn)) {
		PGresult *r = PQgetResult(p->conn);
		ExecStatusType status = PQresultStatus(r);
		bool lost = PQstatus(p->conn) != CONNECTION_OK;

		if (r && status == PGRES_TUPLES_OK)
			take_rows(p, r);
		else if (r && (status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE))
			take_error(p, r);
		PQclear(r);
		if (lost)
			return PQ_DEAD;
		if (r && status == PGRES_PIPELINE_SYNC) {
			finish(p, rows, err);
			return PQ_ANSWER;
		}
	}
	return PQ_WAIT;
}

bool pq_notification(struct pq *p, char *channel, size_t channel_size, char *payload, size_t payload_size)
{
	PGnotify *n = PQnotifies(p->conn);

	if (!n)
		return false;
	snprintf(channel, channel_size, "%s", n->relname);
	snprintf(payload, payload_size, "%s", n->extra ? n->extra : "");
	PQfreemem(n);
	return true;
}
