#include <stdio.h>
#include <string.h>

#include "backend/paper.h"
#include "forms/sales/bill.h"
#include "tui/text.h"

/* The invoice as its buyer sees it, as PDF. */

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
		paper_text(p, 145, 0, PAPER_RIGHT, bill_amount(b, r->cells[LINE_PRICE]).text);
		paper_text(p, 163, 0, PAPER_RIGHT, bill_amount(b, r->cells[LINE_RATE]).text);
		paper_text(p, 190, 0, PAPER_RIGHT, bill_amount(b, r->cells[LINE_AMOUNT]).text);
		if (!bill_is_zero(r->cells[LINE_DISCOUNT])) {
			char text[96];

			paper_down(p, 1);
			snprintf(text, sizeof text, "  - %s %%", bill_amount(b, r->cells[LINE_DISCOUNT]).text);
			paper_text(p, 20, 83, PAPER_PLAIN, text);
		}
		if (paper_down(p, 1.2))
			draw_heads(p);
	}
}

static void draw_total(const struct bill *b, struct paper *p, const char *label, const char *wire, unsigned look)
{
	paper_text(p, 110, 55, look, label);
	paper_text(p, 180, 0, look | PAPER_RIGHT, bill_amount(b, wire).text);
	paper_text(p, 182, 10, look, b->head[BILL_CURRENCY]);
	paper_down(p, 1.2);
}

static void draw_totals(const struct bill *b, struct paper *p)
{
	char label[160];

	for (const struct bill_fact *f = bill_totals; f->label; f++) {
		if (f->value == BILL_NET || f->value == BILL_TOTAL || !bill_is_zero(b->head[f->value]))
			draw_total(b, p, _(f->label), b->head[f->value], f->value == BILL_TOTAL ? PAPER_BOLD : PAPER_PLAIN);
		for (const struct bill_row *r = f->value == BILL_NET ? b->sums : NULL; r; r = r->next) {
			snprintf(label, sizeof label, "%s %s %% (%s)", r->cells[SUM_LABEL], bill_amount(b, r->cells[SUM_RATE]).text,
			    bill_amount(b, r->cells[SUM_NET]).text);
			draw_total(b, p, label, r->cells[SUM_TAX], PAPER_PLAIN);
		}
	}
}

void bill_draw(const struct bill *b, struct paper *p)
{
	char text[300];

	paper_text(p, 20, 0, PAPER_BOLD | PAPER_BIG, b->head[BILL_SELLER]);
	paper_down(p, 1.5);
	bill_each_line(b->head[BILL_SELLER_ADDRESS], draw_line, p);
	snprintf(text, sizeof text, "%s %s", _("VAT number"), b->head[BILL_SELLER_VAT]);
	draw_line(p, text);
	paper_down(p, 2);
	if (b->head[BILL_COMPANY][0])
		draw_line(p, b->head[BILL_COMPANY]);
	draw_line(p, b->head[BILL_NAME]);
	bill_each_line(b->head[BILL_ADDRESS], draw_line, p);
	paper_down(p, 2);
	paper_text(p, 20, 0, PAPER_BOLD | PAPER_BIG, bill_title(b));
	paper_down(p, 2);
	for (const struct bill_fact *f = bill_facts; f->label; f++) {
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
	bill_each_line(b->head[BILL_NOTE], draw_line, p);
	if (b->head[BILL_SELLER_BANK][0]) {
		snprintf(text, sizeof text, "%s %s", _("Please pay to"), b->head[BILL_SELLER_BANK]);
		paper_down(p, 1);
		paper_text(p, 20, 0, PAPER_PLAIN, text);
	}
}
