#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "backend/api_private.h"
#include "backend/db_error.h"
#include "backend/json.h"
#include "backend/words.h"

static const char sql_ask[] = "SELECT api.ask($1::int, $2::jsonb)";
static const char sql_rows[] = "SELECT key, after, cells, match_cell, match_from, match_length FROM api.rows($1::int)";
static const char sql_count[] = "SELECT total, exact, capped FROM api.count($1::int, NULL, $2::bool)";
static const char sql_open[] = "SELECT api.open($1::int, $2::text, $3::text, $4::text)";
static const char sql_get[] = "SELECT version, cells FROM api.get($1::text, $2::text, $3::text[])";
static const char sql_counts[] = "SELECT name, n FROM api.counts($1::text, $2::text)";
static const char sql_choices[] = "SELECT value, label FROM api.choices($1::text, $2::text, $3::int, $4::int)";
static const char sql_home[] = "SELECT tile, line, label, value, detail FROM api.home()";
static const char sql_alive[] = "SELECT api.alive()";
static const char sql_greeting[] = "SELECT site_name, demo FROM api.greeting()";

/* Well within the age that a ticket may have (auth.settings: ticket_age, two minutes). */
enum { AGAIN_MS = 60000 };
enum { LIMIT = 50, LIMIT_MAX = 500, FIND_CELLS = 3 };

static bool given(const char *s)
{
	return s && *s;
}

void api_write_question(struct json *j, const struct api_list *q)
{
	json_string(j, "entity", q->entity);
	json_open(j, "columns", '[');
	for (int i = 0; i < q->column_count; i++)
		json_string(j, NULL, q->columns[i]);
	json_close(j, ']');
	json_open(j, "filter", '[');
	for (int i = 0; i < q->filter_count; i++) {
		json_open(j, NULL, '{');
		json_string(j, "column", q->filters[i].column);
		json_string(j, "op", q->filters[i].op);
		json_string(j, "value", q->filters[i].value);
		json_close(j, '}');
	}
	json_close(j, ']');
	if (given(q->search))
		json_string(j, "search", q->search);
	if (given(q->sort))
		json_string(j, "sort", q->sort);
	json_bool(j, "descending", q->descending);
}

static void write_request(struct json *j, const struct api_list *q)
{
	json_open(j, NULL, '{');
	api_write_question(j, q);
	if (given(q->after))
		json_string(j, "after", q->after);
	json_bool(j, "backwards", q->backwards);
	json_number(j, "limit", q->limit);
	json_close(j, '}');
}

static const char *next_ticket(struct api *a, char *out, size_t size)
{
	snprintf(out, size, "%d", ++a->ticket);
	return out;
}

static bool is_true(const char *s)
{
	return s && strcmp(s, "t") == 0;
}

static int whole(const char *s)
{
	return s ? (int)strtol(s, NULL, 10) : 0;
}

static const struct err *malformed(struct err *err)
{
	err_set(err, ERR_BUG, "%s", _("The database's answer was not understood: console and database are of different versions."));
	snprintf(err->hint, sizeof err->hint, "%s", _("Run `steward doctor`; it says what to mend."));
	return err;
}

/* The page lives in the arena of its rows. */
static struct api_page *read_page(const struct api_op *op, const struct db_rows *r)
{
	struct api_page *page = arena_alloc(r->arena, sizeof *page);
	struct api_row *rows = arena_alloc(r->arena, (size_t)(r->count + 1) * sizeof *rows);

	if (!page || !rows || r->columns != 6)
		return NULL;
	for (int i = 0; i < r->count; i++) {
		const char *cells = db_value(r, i, 2);

		rows[i] = (struct api_row) { .key = db_value(r, i, 0),
			.after = db_value(r, i, 1),
			.match_cell = db_value(r, i, 3) ? whole(db_value(r, i, 3)) : -1,
			.match_from = whole(db_value(r, i, 4)),
			.match_length = whole(db_value(r, i, 5)) };
		if (!rows[i].key || !cells || db_array(r->arena, cells, &rows[i].cells) < op->cells)
			return NULL;
	}
	*page = (struct api_page) { .arena = r->arena, .rows = rows, .count = r->count, .last = r->count < op->wanted };
	return page;
}

static void read_list(struct api_op *op, struct db_rows *rows, const struct err *err)
{
	struct api_page *page = rows ? read_page(op, rows) : NULL;
	struct err bad;

	if (rows && !page)
		err = malformed(&bad);
	if (op->quiet && op->api && err->code != ERR_NONE)
		api_again_forget(op->api);
	if (page)
		rows->arena = NULL;
	op->done.list(op->ctx, page, err);
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
}

/* The same question by the clock: what was recorded of it still holds, and the trail is not filled with a row every few seconds. */
static bool is_again(const struct api *a, const char *request)
{
	return a->quiet && a->again.request && strcmp(a->again.request, request) == 0 && now_ms() - a->again.at < AGAIN_MS;
}

static void note_again(struct api *a, const char *request)
{
	if (!a->quiet)
		return;
	free(a->again.request);
	a->again.request = strdup(request);
	a->again.ticket = a->ticket;
	a->again.at = now_ms();
}

uint64_t api_list(struct api *a, const struct api_list *q, api_list_done done, void *ctx)
{
	struct api_op *op = api_op_new(a, read_list, ctx);
	struct api_list question = *q;
	struct json j;
	struct err err;
	char ticket[16];
	const char *values[2];
	uint64_t id;

	if (!op) {
		done(ctx, NULL, api_no_memory(&err));
		return 0;
	}
	if (question.limit <= 0)
		question.limit = LIMIT;
	if (question.limit > LIMIT_MAX)
		question.limit = LIMIT_MAX;
	op->done.list = done;
	op->wanted = question.limit;
	op->cells = strcmp(q->entity, "*") == 0 ? FIND_CELLS : q->column_count;
	json_init(&j);
	write_request(&j, &question);
	values[0] = ticket;
	values[1] = json_text(&j);
	if (!is_again(a, values[1])) {
		next_ticket(a, ticket, sizeof ticket);
		api_op_before(op, sql_ask, values, 2);
		note_again(a, values[1]);
	}
	snprintf(ticket, sizeof ticket, "%d", a->quiet ? a->again.ticket : a->ticket);
	id = api_op_call(op, sql_rows, values, 1);
	json_release(&j);
	return id;
}

static void read_count(struct api_op *op, struct db_rows *rows, const struct err *err)
{
	struct err bad;

	if (rows && (rows->count != 1 || rows->columns != 3 || !db_value(rows, 0, 0))) {
		err = malformed(&bad);
		rows = NULL;
	}
	if (rows)
		op->done.count(op->ctx, strtoll(db_value(rows, 0, 0), NULL, 10), is_true(db_value(rows, 0, 1)),
		    is_true(db_value(rows, 0, 2)), err);
	else
		op->done.count(op->ctx, 0, false, false, err);
}

uint64_t api_count(struct api *a, const struct api_list *q, bool exact, api_count_done done, void *ctx)
{
	struct api_op *op = api_op_new(a, read_count, ctx);
	struct api_list question = *q;
	struct json j;
	struct err err;
	char ticket[16];
	uint64_t id;

	if (!op) {
		done(ctx, 0, false, false, api_no_memory(&err));
		return 0;
	}
	op->done.count = done;
	/* Its own record: nobody is shown a row. */
	question.limit = 0;
	question.after = NULL;
	json_init(&j);
	write_request(&j, &question);
	next_ticket(a, ticket, sizeof ticket);
	api_op_before(op, sql_ask, (const char *[]) { ticket, json_text(&j) }, 2);
	id = api_op_call(op, sql_count, (const char *[]) { ticket, exact ? "t" : "f" }, 2);
	json_release(&j);
	return id;
}

static void read_get(struct api_op *op, struct db_rows *rows, const struct err *err)
{
	const char *const *cells = NULL;
	struct err bad;

	if (rows && rows->count == 0) {
		err_set(&bad, ERR_MISSING, "%s", _("There is no such record."));
		err = &bad;
	} else if (rows && (rows->count != 1 || rows->columns != 2 || !db_value(rows, 0, 0) || !db_value(rows, 0, 1) ||
			       db_array(rows->arena, db_value(rows, 0, 1), &cells) != op->cells)) {
		err = malformed(&bad);
	}
	if (rows && err->code == ERR_NONE)
		op->done.get(op->ctx, strtoll(db_value(rows, 0, 0), NULL, 10), cells, err);
	else
		op->done.get(op->ctx, 0, NULL, err);
}

/* text[] in the database's form. Names are written the same way in JSON's quotes. */
static void write_array(struct json *j, const char *const *items, int n)
{
	json_open(j, NULL, '{');
	for (int i = 0; i < n; i++)
		json_string(j, NULL, items[i]);
	json_close(j, '}');
}

uint64_t api_get(struct api *a, const char *entity, const char *key, const char *reason, const char *const *columns, int n,
    bool again, api_get_done done, void *ctx)
{
	struct api_op *op = api_op_new(a, read_get, ctx);
	struct json j;
	struct err err;
	char ticket[16];
	uint64_t id;

	if (!op) {
		done(ctx, 0, NULL, api_no_memory(&err));
		return 0;
	}
	op->done.get = done;
	op->cells = n;
	if (!again)
		api_op_before(op, sql_open, (const char *[]) { next_ticket(a, ticket, sizeof ticket), entity, key, reason }, 4);
	json_init(&j);
	write_array(&j, columns, n);
	id = api_op_call(op, sql_get, (const char *[]) { entity, key, json_text(&j) }, 3);
	json_release(&j);
	return id;
}

static void read_pairs(struct api_op *op, struct db_rows *rows, const struct err *err)
{
	const char **names = rows ? arena_alloc(rows->arena, (size_t)(rows->count + 1) * 2 * sizeof *names) : NULL;
	const char **values = names ? names + rows->count + 1 : NULL;
	struct err bad;

	if (rows && (!names || rows->columns != 2)) {
		err = malformed(&bad);
		rows = NULL;
	}
	for (int i = 0; rows && i < rows->count; i++) {
		names[i] = db_value(rows, i, 0);
		values[i] = db_value(rows, i, 1);
	}
	op->done.pairs(op->ctx, rows ? names : NULL, rows ? values : NULL, rows ? rows->count : 0, err);
}

static uint64_t ask_pairs(struct api *a, const char *sql, const char *const *values, int n, api_pairs_done done, void *ctx)
{
	struct api_op *op = api_op_new(a, read_pairs, ctx);
	struct err err;

	if (!op) {
		done(ctx, NULL, NULL, 0, api_no_memory(&err));
		return 0;
	}
	op->done.pairs = done;
	return api_op_call(op, sql, values, n);
}

uint64_t api_counts(struct api *a, const char *entity, const char *key, api_pairs_done done, void *ctx)
{
	return ask_pairs(a, sql_counts, (const char *[]) { entity, key }, 2, done, ctx);
}

/* Lists of records that are about people: the database gives them only as an answer to a question that it has recorded. */
static bool is_about_people(const char *name)
{
	static const char *const lists[] = { "users", "orders", "order_lines", "invoices", "lightboxes", NULL };

	for (const char *const *l = lists; *l; l++)
		if (strcmp(*l, name) == 0)
			return true;
	return false;
}

uint64_t api_choices(struct api *a, const char *name, const char *typed, int limit, api_pairs_done done, void *ctx)
{
	struct api_op *op = api_op_new(a, read_pairs, ctx);
	struct api_list question = { .entity = name, .search = typed, .limit = limit };
	bool recorded = is_about_people(name);
	struct json j;
	struct err err;
	char number[16], ticket[16];

	if (!op) {
		done(ctx, NULL, NULL, 0, api_no_memory(&err));
		return 0;
	}
	op->done.pairs = done;
	if (recorded) {
		json_init(&j);
		write_request(&j, &question);
		api_op_before(op, sql_ask, (const char *[]) { next_ticket(a, ticket, sizeof ticket), json_text(&j) }, 2);
		json_release(&j);
	}
	snprintf(number, sizeof number, "%d", limit);
	return api_op_call(op, sql_choices, (const char *[]) { name, typed ? typed : "", number, recorded ? ticket : NULL }, 4);
}

static void read_home(struct api_op *op, struct db_rows *rows, const struct err *err)
{
	op->done.rows(op->ctx, rows, err);
}

uint64_t api_home(struct api *a, api_rows_done done, void *ctx)
{
	struct api_op *op = api_op_new(a, read_home, ctx);
	struct err err;

	if (!op) {
		done(ctx, NULL, api_no_memory(&err));
		return 0;
	}
	op->done.rows = done;
	return api_op_call(op, sql_home, NULL, 0);
}

static void read_alive(struct api_op *op, struct db_rows *rows, const struct err *err)
{
	const char *answer = rows && rows->count == 1 && rows->columns == 1 ? db_value(rows, 0, 0) : NULL;

	if (answer && strcmp(answer, "ok") != 0 && strcmp(answer, "locked") != 0)
		answer = db_session_reason(answer);
	op->done.text(op->ctx, answer ? answer : "", err);
}

uint64_t api_alive(struct api *a, void (*done)(void *ctx, const char *answer, const struct err *err), void *ctx)
{
	struct api_op *op = api_op_new(a, read_alive, ctx);
	struct err err;

	if (!op) {
		done(ctx, "", api_no_memory(&err));
		return 0;
	}
	op->done.text = done;
	return api_op_call(op, sql_alive, NULL, 0);
}

static void read_greeting(struct api_op *op, struct db_rows *rows, const struct err *err)
{
	bool fit = rows && rows->count == 1 && rows->columns == 2 && db_value(rows, 0, 0);

	op->done.greeting(op->ctx, fit ? db_value(rows, 0, 0) : "", fit && is_true(db_value(rows, 0, 1)), err);
}

uint64_t api_greeting(struct api *a, void (*done)(void *ctx, const char *site, bool demo, const struct err *err), void *ctx)
{
	struct api_op *op = api_op_new(a, read_greeting, ctx);
	struct err err;

	if (!op) {
		done(ctx, "", false, api_no_memory(&err));
		return 0;
	}
	op->done.greeting = done;
	return api_op_call(op, sql_greeting, NULL, 0);
}
