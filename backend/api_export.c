#include <stdio.h>

#include "backend/api_private.h"

static const char sql_parts[] = "SELECT label, category, category_name, columns, shapes, facts, purposes, recipients, left_out, "
				"masked FROM api.export_parts($1::bigint)";
static const char sql_omissions[] =
    "SELECT omissions, api.export_schema($1::bigint), language FROM api.export_omissions($1::bigint)";
static const char sql_schema[] = "SELECT api.export_schema($1::text)";
static const char sql_page[] = "SELECT label, after, cells FROM api.export_page($1::bigint, $2::text, $3::text[])";

static void read_rows(struct api_op *op, struct db_rows *rows, const struct err *err)
{
	op->done.rows(op->ctx, rows, err);
}

static uint64_t ask(struct api *a, const char *sql, const char *const *values, int n, api_rows_done done, void *ctx)
{
	struct api_op *op = api_op_new(a, read_rows, ctx);
	struct err err;

	if (!op) {
		done(ctx, NULL, api_no_memory(&err));
		return 0;
	}
	op->done.rows = done;
	return api_op_call(op, sql, values, n);
}

uint64_t api_export_parts(struct api *a, const char *export_id, api_rows_done done, void *ctx)
{
	return ask(a, sql_parts, &export_id, 1, done, ctx);
}

uint64_t api_export_omissions(struct api *a, const char *export_id, api_rows_done done, void *ctx)
{
	return ask(a, sql_omissions, &export_id, 1, done, ctx);
}

uint64_t api_export_schema(struct api *a, const char *kind, api_rows_done done, void *ctx)
{
	return ask(a, sql_schema, &kind, 1, done, ctx);
}

uint64_t api_export_page(struct api *a, const char *export_id, const char *part, const char *after, api_rows_done done, void *ctx)
{
	return ask(a, sql_page, (const char *[]) { export_id, part, after }, 3, done, ctx);
}
