#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/api_private.h"
#include "backend/json.h"
#include "backend/words.h"

static const char sql_save[] =
    "SELECT outcome, key, version, current FROM api.save($1::text, $2::text, $3::bigint, $4::jsonb, $5::uuid)";
static const char sql_act[] =
    "SELECT outcome, key, version, current FROM api.act($1::text, $2::text, $3::text, $4::bigint, $5::jsonb, $6::uuid)";
/* The same columns; what was there is long told. */
static const char sql_outcome[] =
    "SELECT CASE WHEN known THEN outcome ELSE 'unknown' END, key, version, NULL::text FROM api.outcome($1::uuid)";

static bool read_kind(const char *outcome, struct api_outcome *o)
{
	if (!outcome)
		return false;
	if (strcmp(outcome, "saved") == 0)
		o->kind = API_SAVED;
	else if (strcmp(outcome, "conflict") == 0)
		o->kind = API_CONFLICT;
	else if (strcmp(outcome, "unknown") == 0)
		o->kind = API_UNKNOWN;
	else
		return false;
	return true;
}

static bool read_outcome(const struct db_rows *r, struct api_outcome *o)
{
	const char *version, *current;

	memset(o, 0, sizeof *o);
	if (r->count != 1 || r->columns != 4 || !read_kind(db_value(r, 0, 0), o))
		return false;
	o->key = db_value(r, 0, 1);
	version = db_value(r, 0, 2);
	o->version = version ? strtoll(version, NULL, 10) : 0;
	current = db_value(r, 0, 3);
	if (current)
		o->n = json_flat(r->arena, current, &o->names, &o->values);
	return o->n >= 0;
}

/* An answer that is not understood does not mean that nothing was done. */
static void read_saved(struct api_op *op, struct db_rows *rows, const struct err *err)
{
	struct api_outcome o;
	struct err bad;

	if (rows && !read_outcome(rows, &o)) {
		err_set(&bad, ERR_UNCERTAIN, "%s",
		    _("The database's answer was not understood: it is not certain whether this was done."));
		err = &bad;
		rows = NULL;
	}
	op->done.saved(op->ctx, rows ? &o : NULL, err);
}

static uint64_t call(struct api *a, bool write, const char *sql, const char *const *values, int n, api_saved done, void *ctx)
{
	struct api_op *op = api_op_new(a, read_saved, ctx);
	struct err err;

	if (!op) {
		done(ctx, NULL, api_no_memory(&err));
		return 0;
	}
	op->write = write;
	op->done.saved = done;
	return api_op_call(op, sql, values, n);
}

static void write_changes(struct json *j, const struct api_change *changes, int n)
{
	json_open(j, NULL, '{');
	for (int i = 0; i < n; i++)
		json_string(j, changes[i].column, changes[i].value);
	json_close(j, '}');
}

uint64_t api_save(struct api *a, const char *entity, const char *key, int64_t version, const struct api_change *changes, int n,
    const char *request, api_saved done, void *ctx)
{
	struct json j;
	char number[24];
	uint64_t id;

	json_init(&j);
	write_changes(&j, changes, n);
	snprintf(number, sizeof number, "%" PRId64, version);
	id = call(a, true, sql_save, (const char *[]) { entity, key, number, json_text(&j), request }, 5, done, ctx);
	json_release(&j);
	return id;
}

uint64_t api_act(struct api *a, const char *entity, const char *key, const char *verb, int64_t version,
    const struct api_change *args, int n, const char *request, api_saved done, void *ctx)
{
	struct json j;
	char number[24];
	uint64_t id;

	json_init(&j);
	write_changes(&j, args, n);
	snprintf(number, sizeof number, "%" PRId64, version);
	id = call(a, true, sql_act, (const char *[]) { entity, key, verb, number, json_text(&j), request }, 6, done, ctx);
	json_release(&j);
	return id;
}

uint64_t api_outcome(struct api *a, const char *request, api_saved done, void *ctx)
{
	return call(a, false, sql_outcome, (const char *[]) { request }, 1, done, ctx);
}
