#include "forms/sales/bill.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "backend/api.h"
#include "backend/arena.h"
#include "forms/cli.h"
#include "forms/console.h"
#include "tui/text.h"

enum { PAGE_ROWS = 200 };

static const char *const head_columns[BILL_HEADS] = {
	[BILL_LABEL] = "label",
	[BILL_KIND] = "kind",
	[BILL_DATE] = "invoice_date",
	[BILL_DUE] = "due_date",
	[BILL_CURRENCY] = "currency",
	[BILL_NAME] = "full_name",
	[BILL_COMPANY] = "company",
	[BILL_ADDRESS] = "buyer_address",
	[BILL_VAT] = "buyer_vat_number",
	[BILL_REFERENCE] = "reference",
	[BILL_NOTE] = "note",
	[BILL_NET] = "net_total",
	[BILL_TAX] = "tax_total",
	[BILL_TOTAL] = "total",
	[BILL_PAID] = "paid_total",
	[BILL_CREDITED] = "credited_total",
	[BILL_OPEN] = "open_total",
	[BILL_CREDITS] = "credits_number",
	[BILL_SELLER] = "seller_name",
	[BILL_SELLER_ADDRESS] = "seller_address",
	[BILL_SELLER_VAT] = "seller_vat_number",
	[BILL_SELLER_BANK] = "seller_bank",
};
static const char *const line_columns[LINE_CELLS] = { [LINE_TEXT] = "description",
	[LINE_QUANTITY] = "quantity",
	[LINE_PRICE] = "price",
	[LINE_DISCOUNT] = "discount",
	[LINE_AMOUNT] = "amount",
	[LINE_RATE] = "tax_rate" };
static const char *const sum_columns[SUM_CELLS] = {
	[SUM_LABEL] = "tax_label", [SUM_RATE] = "tax_rate", [SUM_NET] = "net", [SUM_TAX] = "tax"
};

static const char *copy(struct bill *b, const char *text)
{
	const char *made = arena_copy(b->arena, text ? text : "", text ? strlen(text) : 0);

	return made ? made : "";
}

static void give_up(struct bill *b, const struct err *err)
{
	cli_end(b->cli, cli_fail(err));
}

/* Adds the rows of a page; false when there is no memory. */
static bool take(struct bill *b, const struct api_page *page, int cells, struct bill_row **first, struct bill_row **last)
{
	for (int i = 0; i < page->count; i++) {
		struct bill_row *row = arena_alloc(b->arena, sizeof *row);

		if (!row)
			return false;
		for (int c = 0; c < cells; c++)
			row->cells[c] = copy(b, page->rows[i].cells[c]);
		if (*last)
			(*last)->next = row;
		else
			*first = row;
		*last = row;
	}
	return true;
}

static void ask_rows(struct bill *b, const char *entity, const char *const *columns, int n, const char *after, api_list_done done)
{
	const struct api_filter of = { "invoice_id", "=", b->key };
	const struct api_list q = { .entity = entity,
		.columns = columns,
		.column_count = n,
		.filters = &of,
		.filter_count = 1,
		.after = after,
		.limit = PAGE_ROWS };

	api_list(b->cli->console->api, &q, done, b);
}

static void got_sums(void *ctx, struct api_page *page, const struct err *err)
{
	struct bill *b = ctx;

	if (!page) {
		give_up(b, err);
		return;
	}
	take(b, page, SUM_CELLS, &b->sums, &b->last_sum);
	arena_free(page->arena);
	b->read(b);
}

static void got_lines(void *ctx, struct api_page *page, const struct err *err)
{
	struct bill *b = ctx;
	char after[256] = "";

	if (!page) {
		give_up(b, err);
		return;
	}
	take(b, page, LINE_CELLS, &b->lines, &b->last_line);
	if (page->count && !page->last)
		snprintf(after, sizeof after, "%s", page->rows[page->count - 1].after);
	arena_free(page->arena);
	if (after[0])
		ask_rows(b, "invoice_lines", line_columns, LINE_CELLS, after, got_lines);
	else
		ask_rows(b, "invoice_sums", sum_columns, SUM_CELLS, NULL, got_sums);
}

static void got_head(void *ctx, int64_t version, const char *const *values, const struct err *err)
{
	struct bill *b = ctx;

	(void)version;
	if (err->code != ERR_NONE) {
		give_up(b, err);
		return;
	}
	for (int i = 0; i < BILL_HEADS; i++)
		b->head[i] = copy(b, values[i]);
	ask_rows(b, "invoice_lines", line_columns, LINE_CELLS, NULL, got_lines);
}

static void found(void *ctx, struct api_page *page, const struct err *err)
{
	struct bill *b = ctx;

	if (!page) {
		give_up(b, err);
		return;
	}
	b->key = page->count ? copy(b, page->rows[0].key) : NULL;
	arena_free(page->arena);
	if (b->key) {
		api_get(b->cli->console->api, "invoices", b->key, "steward invoice", head_columns, BILL_HEADS, false, got_head, b);
		return;
	}
	fprintf(stderr, "steward: %s\n", _("There is no such invoice."));
	cli_end(b->cli, EX_NOINPUT);
}

void bill_read(struct bill *b)
{
	const struct api_filter is = { strchr(b->number, '-') ? "number" : "id", "=", b->number };
	static const char *const columns[] = { "id" };
	const struct api_list q = {
		.entity = "invoices", .columns = columns, .column_count = 1, .filters = &is, .filter_count = 1, .limit = 1
	};

	api_list(b->cli->console->api, &q, found, b);
}

void bill_release(struct bill *b)
{
	arena_free(b->arena);
	b->arena = NULL;
}
