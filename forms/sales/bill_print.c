#include <stdio.h>
#include <string.h>

#include "backend/paper.h"
#include "forms/cli.h"
#include "forms/console.h"
#include "forms/sales/bill.h"
#include "tui/field.h"
#include "tui/text.h"

/* The invoice as its buyer sees it, as text and as PDF. */

static const struct field money = { .name = "amount", .label = "amount", .kind = FIELD_MONEY };

struct amount {
	char text[64];
};

static struct amount amount_of(const struct bill *b, const char *wire)
{
	struct amount a = { "" };

	field_format(&money, &b->cli->console->env, wire, a.text, sizeof a.text);
	return a;
}

static bool is_zero(const char *wire)
{
	return strspn(wire, "0.-") == strlen(wire);
}

static const char *title(const struct bill *b)
{
	return strcmp(b->head[BILL_KIND], "credit") == 0 ? _("Credit note") : _("Invoice");
}

/* Calls fn with each line of a text. */
static void each_line(const char *text, void (*fn)(void *ctx, const char *one), void *ctx)
{
	char one[512];

	while (*text) {
		size_t n = strcspn(text, "\n");

		snprintf(one, sizeof one, "%.*s", (int)n, text);
		fn(ctx, one);
		text += n + (text[n] == '\n');
	}
}

/* Rows of a label and a value that both forms have, in order; what is empty is left out. */
struct fact {
	const char *label;
	enum bill_head value;
};
static const struct fact facts[] = { { N_("Number"), BILL_LABEL }, { N_("Credits invoice"), BILL_CREDITS },
	{ N_("Date"), BILL_DATE }, { N_("Due"), BILL_DUE }, { N_("Reference"), BILL_REFERENCE }, { N_("VAT number"), BILL_VAT },
	{ 0 } };
static const struct fact totals[] = { { N_("Net"), BILL_NET }, { N_("Total"), BILL_TOTAL }, { N_("Paid"), BILL_PAID },
	{ N_("Credited"), BILL_CREDITED }, { N_("Open"), BILL_OPEN }, { 0 } };

static void print_line(void *ctx, const char *one)
{
	(void)ctx;
	cli_print("%s", one);
}

static void print_total(const struct bill *b, const char *label, const char *wire)
{
	cli_print("%-64s %12s %s", label, amount_of(b, wire).text, b->head[BILL_CURRENCY]);
}

void bill_print(const struct bill *b)
{
	cli_print("%s", b->head[BILL_SELLER]);
	each_line(b->head[BILL_SELLER_ADDRESS], print_line, NULL);
	cli_print("%s", "");
	cli_print("%s", b->head[BILL_COMPANY]);
	cli_print("%s", b->head[BILL_NAME]);
	each_line(b->head[BILL_ADDRESS], print_line, NULL);
	cli_print("%s", "");
	cli_print("%s", title(b));
	for (const struct fact *f = facts; f->label; f++)
		if (b->head[f->value][0])
			cli_print("%-20s %s", _(f->label), b->head[f->value]);
	cli_print("%s", "");
	for (const struct bill_row *r = b->lines; r; r = r->next)
		cli_print("%-50.50s %4s %8s %% %12s", r->cells[LINE_TEXT], r->cells[LINE_QUANTITY], r->cells[LINE_RATE],
		    amount_of(b, r->cells[LINE_AMOUNT]).text);
	cli_print("%s", "");
	for (const struct fact *f = totals; f->label; f++) {
		if (f->value == BILL_NET || f->value == BILL_TOTAL || !is_zero(b->head[f->value]))
			print_total(b, _(f->label), b->head[f->value]);
		for (const struct bill_row *r = f->value == BILL_NET ? b->sums : NULL; r; r = r->next) {
			char label[128];

			snprintf(label, sizeof label, "%s %s %%", r->cells[SUM_LABEL], r->cells[SUM_RATE]);
			print_total(b, label, r->cells[SUM_TAX]);
		}
	}
	cli_print("%s", "");
	each_line(b->head[BILL_NOTE], print_line, NULL);
}

static void draw_line(void *ctx, const char *one)
{
	struct paper *p = ctx;

	paper_text(p, 20, 90, PAPER_PLAIN, one);
	paper_down(p, 1);
}

static void draw_heads(struct paper *p)
{
	paper_text(p, 20, 85, PAPER_BOLD, _("Line"));
	paper_text(p, 120, 0, PAPER_BOLD | PAPER_RIGHT, _("How many"));
	paper_text(p, 145, 0, PAPER_BOLD | PAPER_RIGHT, _("Price"));
	paper_text(p, 163, 0, PAPER_BOLD | PAPER_RIGHT, _("Tax %"));
	paper_text(p, 190, 0, PAPER_BOLD | PAPER_RIGHT, _("Amount"));
	paper_down(p, 1.5);
	paper_rule(p);
}

static void draw_lines(const struct bill *b, struct paper *p)
{
	draw_heads(p);
	for (const struct bill_row *r = b->lines; r; r = r->next) {
		paper_text(p, 20, 83, PAPER_PLAIN, r->cells[LINE_TEXT]);
		paper_text(p, 120, 0, PAPER_RIGHT, r->cells[LINE_QUANTITY]);
		paper_text(p, 145, 0, PAPER_RIGHT, amount_of(b, r->cells[LINE_PRICE]).text);
		paper_text(p, 163, 0, PAPER_RIGHT, amount_of(b, r->cells[LINE_RATE]).text);
		paper_text(p, 190, 0, PAPER_RIGHT, amount_of(b, r->cells[LINE_AMOUNT]).text);
		if (!is_zero(r->cells[LINE_DISCOUNT])) {
			char text[96];

			paper_down(p, 1);
			snprintf(text, sizeof text, "  - %s %%", amount_of(b, r->cells[LINE_DISCOUNT]).text);
			paper_text(p, 20, 83, PAPER_PLAIN, text);
		}
		if (paper_down(p, 1.2))
			draw_heads(p);
	}
}

static void draw_total(const struct bill *b, struct paper *p, const char *label, const char *wire, unsigned look)
{
	paper_text(p, 110, 55, look, label);
	paper_text(p, 180, 0, look | PAPER_RIGHT, amount_of(b, wire).text);
	paper_text(p, 182, 10, look, b->head[BILL_CURRENCY]);
	paper_down(p, 1.2);
}

static void draw_totals(const struct bill *b, struct paper *p)
{
	char label[160];

	for (const struct fact *f = totals; f->label; f++) {
		if (f->value == BILL_NET || f->value == BILL_TOTAL || !is_zero(b->head[f->value]))
			draw_total(b, p, _(f->label), b->head[f->value], f->value == BILL_TOTAL ? PAPER_BOLD : PAPER_PLAIN);
		for (const struct bill_row *r = f->value == BILL_NET ? b->sums : NULL; r; r = r->next) {
			snprintf(label, sizeof label, "%s %s %% (%s)", r->cells[SUM_LABEL], amount_of(b, r->cells[SUM_RATE]).text,
			    amount_of(b, r->cells[SUM_NET]).text);
			draw_total(b, p, label, r->cells[SUM_TAX], PAPER_PLAIN);
		}
	}
}

void bill_draw(const struct bill *b, struct paper *p)
{
	char text[300];

	paper_text(p, 20, 0, PAPER_BOLD | PAPER_BIG, b->head[BILL_SELLER]);
	paper_down(p, 1.5);
	each_line(b->head[BILL_SELLER_ADDRESS], draw_line, p);
	snprintf(text, sizeof text, "%s %s", _("VAT number"), b->head[BILL_SELLER_VAT]);
	draw_line(p, text);
	paper_down(p, 2);
	if (b->head[BILL_COMPANY][0])
		draw_line(p, b->head[BILL_COMPANY]);
	draw_line(p, b->head[BILL_NAME]);
	each_line(b->head[BILL_ADDRESS], draw_line, p);
	paper_down(p, 2);
	paper_text(p, 20, 0, PAPER_BOLD | PAPER_BIG, title(b));
	paper_down(p, 2);
	for (const struct fact *f = facts; f->label; f++) {
		if (!b->head[f->value][0])
			continue;
		paper_text(p, 20, 40, PAPER_PLAIN, _(f->label));
		paper_text(p, 62, 0, PAPER_BOLD, b->head[f->value]);
		paper_down(p, 1.1);
	}
	paper_down(p, 1.5);
	draw_lines(b, p);
	paper_down(p, 0.6);
	paper_rule(p);
	draw_totals(b, p);
	paper_down(p, 1);
	each_line(b->head[BILL_NOTE], draw_line, p);
	if (b->head[BILL_SELLER_BANK][0]) {
		snprintf(text, sizeof text, "%s %s", _("Please pay to"), b->head[BILL_SELLER_BANK]);
		paper_down(p, 1);
		paper_text(p, 20, 0, PAPER_PLAIN, text);
	}
}
