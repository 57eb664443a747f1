#ifndef TESTS_LIB_DB_LINE_H
#define TESTS_LIB_DB_LINE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "backend/config.h"
#include "backend/db.h"

/*
 * A connection under test, against a real server: STEWARD_TEST_SOCKET names the folder of its socket, STEWARD_TEST_PORT its port,
 * STEWARD_TEST_DB a database, STEWARD_TEST_USER a superuser (postgres). Without the first, the test that needs it is skipped.
 */
enum { WAIT = 20000, CALLS = 64 };

struct db_line {
	struct config config;
	struct db *db;
	int ups, downs, watched;
	struct err down;
	char notified[64];
	char order[CALLS * 8]; /* names of the calls in the order of their answers */
};

/* One call and what became of it. */
struct answer {
	struct db_line *line;
	const char *name;
	int times;
	struct err err;
	int count, columns;
	char first[64];
	bool null;
};

static inline void db_line_watch(void *ctx, int fd, short events)
{
	struct db_line *l = ctx;

	l->watched = fd;
	assert_true(fd == -1 || events == POLLIN);
}

static inline void state_changed(void *ctx, enum db_state state, const struct err *err)
{
	struct db_line *l = ctx;

	if (state == DB_UP) {
		assert_null(err);
		l->ups++;
	} else if (state == DB_DOWN) {
		l->downs++;
		l->down = *err;
	}
}

static inline void db_line_notify(void *ctx, const char *channel, const char *payload)
{
	struct db_line *l = ctx;

	snprintf(l->notified, sizeof l->notified, "%s %s", channel, payload);
}

static inline void answered(void *ctx, struct db_rows *rows, const struct err *err)
{
	struct answer *a = ctx;
	size_t used = strlen(a->line->order);

	a->times++;
	a->err = *err;
	assert_true((rows != NULL) == (err->code == ERR_NONE));
	if (a->name)
		snprintf(a->line->order + used, sizeof a->line->order - used, "%s ", a->name);
	if (!rows)
		return;
	a->count = rows->count;
	a->columns = rows->columns;
	if (rows->count && rows->columns) {
		a->null = !db_value(rows, 0, 0);
		snprintf(a->first, sizeof a->first, "%s", a->null ? "" : db_value(rows, 0, 0));
	}
}

static inline void db_line_open(struct db_line *l)
{
	const char *socket_dir = getenv("STEWARD_TEST_SOCKET"), *port = getenv("STEWARD_TEST_PORT"),
		   *name = getenv("STEWARD_TEST_DB");
	const char *user = getenv("STEWARD_TEST_USER");
	struct db_events events = { .ctx = l, .watch = db_line_watch, .state = state_changed, .notify = db_line_notify };

	*l = (struct db_line) { .watched = -1 };
	config_init(&l->config);
	assert_true(config_set(&l->config, "host", socket_dir ? socket_dir : "/nonexistent", NULL));
	assert_true(config_set(&l->config, "port", port ? port : "5432", NULL));
	assert_true(config_set(&l->config, "database", name ? name : "postgres", NULL));
	assert_true(config_set(&l->config, "user", user ? user : "postgres", NULL));
	l->db = db_new(&l->config, &events);
	assert_non_null(l->db);
	assert_int_equal(db_state(l->db), DB_DOWN);
}

static inline void db_line_up(struct db_line *l)
{
	db_line_open(l);
	db_connect(l->db);
	assert_int_equal(db_state(l->db), DB_CONNECTING);
	assert_true(db_drain(l->db, WAIT));
	if (db_state(l->db) != DB_UP)
		fail_msg("%s %s", l->down.sentence, l->down.hint);
	assert_int_equal(l->ups, 1);
	assert_true(l->watched >= 0);
}

static inline void db_line_close(struct db_line *l)
{
	db_free(l->db);
	assert_int_equal(l->watched, -1);
}

static inline void need_server(void)
{
	if (!getenv("STEWARD_TEST_SOCKET"))
		skip();
}

static inline uint64_t ask(struct db_line *l, struct answer *a, const char *name, const char *sql, bool write, bool more)
{
	*a = (struct answer) { .line = l, .name = name };
	return db_call(l->db, &(struct db_call) { .sql = sql, .write = write, .more = more, .done = answered, .ctx = a });
}

/* One call, waited for. */
static inline void run(struct db_line *l, struct answer *a, const char *sql)
{
	ask(l, a, NULL, sql, false, false);
	assert_int_equal(a->times, 0);
	assert_true(db_busy(l->db));
	assert_true(db_drain(l->db, WAIT));
	assert_int_equal(a->times, 1);
}

static inline void run_well(struct db_line *l, struct answer *a, const char *sql)
{
	run(l, a, sql);
	if (a->err.code != ERR_NONE)
		fail_msg("%s: %s %s %s", sql, a->err.sqlstate, a->err.sentence, a->err.hint);
}

static inline int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

/* Turns the connection for a while without waiting for the answers. */
static inline void turn(struct db_line *l, int ms)
{
	int64_t end = now_ms() + ms;

	while (now_ms() < end) {
		struct pollfd pfd = { .fd = l->watched, .events = POLLIN };

		if (poll(&pfd, 1, 5) > 0)
			db_ready(l->db, pfd.revents);
	}
}

#endif
