#include <stdio.h>
#include <string.h>

#include "forms/cli.h"
#include "forms/console.h"
#include "forms/sales/bill.h"
#include "tui/field.h"
#include "tui/text.h"

/* The invoice as its buyer sees it, as text; and what the PDF (bill_draw.c) has in common with it. */

static const struct field money = { .name = "amount", .label = "amount", .kind = FIELD_MONEY, .currency = "currency" };

struct bill_amount bill_amount(const struct bill *b, const char *wire)
{
	struct bill_amount a = { "" };

	field_format(&money, &b->cli->console->env, wire, a.text, sizeof a.text);
	return a;
}

bool bill_is_zero(const char *wire)
{
	return strspn(wire, "0.-") == strlen(wire);
}

const char *bill_title(const struct bill *b)
{
	return strcmp(b->head[BILL_KIND], "credit") == 0 ? _("Credit note") : _("Invoice");
}

void bill_each_line(const char *text, void (*fn)(void *ctx, const char *one), void *ctx)
{
	char one[512];

	while (*text) {
		size_t n = strcspn(text, "\n");

		snprintf(one, sizeof one, "%.*s", (int)n, text);
		fn(ctx, one);
		text += n + (text[n] == '\n');
	}
}

const struct bill_fact bill_facts[] = { { N_("Number"), BILL_LABEL }, { N_("Credits invoice"), BILL_CREDITS },
	{ N_("Date"), BILL_DATE }, { N_("Due"), BILL_DUE }, { N_("Reference"), BILL_REFERENCE }, { N_("VAT number"), BILL_VAT },
	{ 0 } };
const struct bill_fact bill_totals[] = { { N_("Net"), BILL_NET }, { N_("Total"), BILL_TOTAL }, { N_("Paid"), BILL_PAID },
	{ N_("Credited"), BILL_CREDITED }, { N_("Open"), BILL_OPEN }, { 0 } };

static void print_line(void *ctx, const char *one)
{
	(void)ctx;
	cli_print("%s", one);
}

static void print_total(const struct bill *b, const char *label, const char *wire)
{
	cli_print("%-64s %12s %s", label, bill_amount(b, wire).text, b->head[BILL_CURRENCY]);
}

void bill_print(const struct bill *b)
{
	cli_print("%s", b->head[BILL_SELLER]);
	bill_each_line(b->head[BILL_SELLER_ADDRESS], print_line, NULL);
	cli_print("%s", "");
	cli_print("%s", b->head[BILL_COMPANY]);
	cli_print("%s", b->head[BILL_NAME]);
	bill_each_line(b->head[BILL_ADDRESS], print_line, NULL);
	cli_print("%s", "");
	cli_print("%s", bill_title(b));
	for (const struct bill_fact *f = bill_facts; f->label; f++)
		if (b->head[f->value][0])
			cli_print("%-20s %s", _(f->label), b->head[f->value]);
	cli_print("%s", "");
	for (const struct bill_row *r = b->lines; r; r = r->next)
		cli_print("%-50.50s %4s %8s %% %12s", r->cells[LINE_TEXT], r->cells[LINE_QUANTITY], r->cells[LINE_RATE],
		    bill_amount(b, r->cells[LINE_AMOUNT]).text);
	cli_print("%s", "");
	for (const struct bill_fact *f = bill_totals; f->label; f++) {
		if (f->value == BILL_NET || f->value == BILL_TOTAL || !bill_is_zero(b->head[f->value]))
			print_total(b, _(f->label), b->head[f->value]);
		for (const struct bill_row *r = f->value == BILL_NET ? b->sums : NULL; r; r = r->next) {
			char label[128];

			snprintf(label, sizeof label, "%s %s %%", r->cells[SUM_LABEL], r->cells[SUM_RATE]);
			print_total(b, label, r->cells[SUM_TAX]);
		}
	}
	cli_print("%s", "");
	bill_each_line(b->head[BILL_NOTE], print_line, NULL);
}
