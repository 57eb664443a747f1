#ifndef TESTS_LIB_RAW_H
#define TESTS_LIB_RAW_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A bare connection, as an attacker with the console's database log-in has it: any SQL, any order, no help. A connection keeps its
 * last answer until the next statement. Where a statement cannot be sent or the line dies, the SQLSTATE is RAW_LOST.
 */
#define RAW_LOST "LOST!"

struct raw;

/* The values of a statement: raw_do(c, "SELECT $1, $2", RAW("a", NULL)). */
#define RAW(...) (const char *const[]) { __VA_ARGS__ }, (int)(sizeof((const char *const[]) { __VA_ARGS__ }) / sizeof(const char *))

/* The server is that of PGHOST and PGPORT. NULL database: that of PGDATABASE. Bails out when there is no connection. */
struct raw *raw_open(const char *role, const char *database);
/* As conninfo says; the connection may have failed: raw_alive, raw_message. */
struct raw *raw_open_with(const char *conninfo);
/* Closes; NULL allowed. */
void raw_close(struct raw *c);
/* Shuts the socket without a word of farewell, as a killed program does. */
void raw_drop(struct raw *c);

/* One or more statements by the simple protocol. True: no error. */
bool raw_sql(struct raw *c, const char *sql);
bool raw_sqlf(struct raw *c, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* One statement with values, as text. */
bool raw_do(struct raw *c, const char *sql, const char *const *values, int count);
/* By the protocol's own prepared statements. */
bool raw_prepare(struct raw *c, const char *name, const char *sql);
bool raw_run(struct raw *c, const char *name, const char *const *values, int count);
/* A function by its number, past the language, as libpq's own large objects do; value is its only argument, NULL for none. */
bool raw_fast(struct raw *c, unsigned function, const int *value);
/* Two prepared statements, each a transaction of its own, in one round trip, as the console sends them. The answer kept is the second's. */
struct raw_call {
	const char *name;
	const char *const *values;
	int count;
};
bool raw_pair(struct raw *c, const struct raw_call *first, const struct raw_call *second);
/* Sends without waiting; raw_wait takes the answer, false after ms milliseconds (then raw_state is ""). */
void raw_send(struct raw *c, const char *sql, const char *const *values, int count);
bool raw_answered(struct raw *c, int ms);
/* Cancels what runs, by a second connection. */
void raw_cancel(struct raw *c);

/* The last answer. Text lives until the next statement. raw_value: NULL for no such row or SQL's null. */
int raw_rows(const struct raw *c);
int raw_columns(const struct raw *c);
const char *raw_value(const struct raw *c, int row, int column);
long long raw_number(const struct raw *c, int row, int column);
/* "" after success. */
const char *raw_state(const struct raw *c);
const char *raw_message(const struct raw *c);
const char *raw_detail(const struct raw *c);
const char *raw_hint(const struct raw *c);
const char *raw_context(const struct raw *c);
/* Column, constraint, table or schema that the error names; "" if none. */
const char *raw_error_column(const struct raw *c);
const char *raw_error_object(const struct raw *c);

/* Notices and log lines that the server sent with the last answer, at most the first 4,000 bytes. */
const char *raw_notices(const struct raw *c);

/* One value at once: the text of the first cell, NULL on error or no row. Lives until the next statement. */
const char *raw_text(struct raw *c, const char *sql);
const char *raw_textf(struct raw *c, const char *format, ...) __attribute__((format(printf, 2, 3)));
long long raw_count(struct raw *c, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Still connected, as far as a small statement tells. */
bool raw_alive(struct raw *c);
bool raw_in_transaction(const struct raw *c);
int raw_pid(const struct raw *c);
int raw_fd(const struct raw *c);
/* A notification that has come; false if none. */
bool raw_notified(struct raw *c, char *channel, size_t size);

#endif
