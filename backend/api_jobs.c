#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/api_private.h"
#include "backend/json.h"
#include "backend/words.h"

static const char sql_jobs[] = "SELECT what, id, title FROM api.jobs($1::bigint)";
enum { WHAT, ID, TITLE, COLUMNS };
enum { ENDED_MAX = 8 };

static void write_keys(struct json *j, const char *const *keys, int count)
{
	if (!keys)
		return;
	json_open(j, "keys", '[');
	for (int i = 0; i < count; i++)
		json_string(j, NULL, keys[i]);
	json_close(j, ']');
}

/* What the database is to export, as the arguments of a job. */
static void write_arguments(struct json *j, const struct api_export *x)
{
	static const char *const all[] = { "*" };
	struct api_list list = *x->list;

	if (x->all) {
		list.columns = all;
		list.column_count = 1;
	}
	json_open(j, NULL, '{');
	api_write_question(j, &list);
	json_bool(j, "mark", x->mark);
	write_keys(j, x->keys, x->key_count);
	json_close(j, '}');
}

uint64_t api_bulk(struct api *a, const struct api_bulk *x, const char *request, api_saved done, void *ctx)
{
	struct api_change changes[2] = { { "kind", "bulk.act" } };
	struct json j;
	uint64_t id;

	json_init(&j);
	json_open(&j, NULL, '{');
	api_write_question(&j, x->list);
	json_string(&j, "verb", x->verb);
	if (x->argument) {
		json_string(&j, "argument", x->argument);
		json_string(&j, "value", x->value);
		json_string(&j, "shown", x->shown);
	}
	json_bool(&j, "dry_run", true);
	write_keys(&j, x->keys, x->key_count);
	json_close(&j, '}');
	changes[1] = (struct api_change) { "arguments", json_text(&j) };
	id = api_save(a, "jobs", NULL, 0, changes, 2, request, done, ctx);
	json_release(&j);
	return id;
}

uint64_t api_export(struct api *a, const struct api_export *x, const char *request, api_saved done, void *ctx)
{
	struct api_change changes[4] = { { "kind", "list.csv" }, { "arguments", NULL }, { "every", x->every }, { "day", x->day } };
	struct json j;
	uint64_t id;

	json_init(&j);
	write_arguments(&j, x);
	changes[1].value = json_text(&j);
	id = api_save(a, x->every ? "schedules" : "jobs", NULL, 0, changes, !x->every ? 2 : x->day ? 4 : 3, request, done, ctx);
	json_release(&j);
	return id;
}

static void read_jobs(struct api_op *op, struct db_rows *rows, const struct err *err)
{
	struct api_ended ended[ENDED_MAX];
	int64_t now = 0;
	int running = 0, n = 0;

	for (int i = 0; rows && rows->columns == COLUMNS && i < rows->count; i++) {
		const char *what = db_value(rows, i, WHAT), *id = db_value(rows, i, ID), *title = db_value(rows, i, TITLE);
		int64_t number = id ? strtoll(id, NULL, 10) : 0;

		if (!what)
			continue;
		if (strcmp(what, "now") == 0)
			now = number;
		else if (strcmp(what, "running") == 0)
			running = (int)number;
		else if (n < ENDED_MAX)
			ended[n++] = (struct api_ended) { number, what, title ? title : "" };
	}
	op->done.jobs(op->ctx, now, running, ended, n, err);
}

uint64_t api_jobs(struct api *a, int64_t since, api_jobs_done done, void *ctx)
{
	struct api_op *op = api_op_new(a, read_jobs, ctx);
	struct err err;
	char number[24];

	if (!op) {
		done(ctx, 0, 0, NULL, 0, api_no_memory(&err));
		return 0;
	}
	op->done.jobs = done;
	snprintf(number, sizeof number, "%" PRId64, since);
	return api_op_call(op, sql_jobs, (const char *[]) { number }, 1);
}
