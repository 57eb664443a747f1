#ifndef FORMS_SALES_BILL_H
#define FORMS_SALES_BILL_H

#include <stdbool.h>

#include "backend/err.h"
#include "backend/new_file.h"

struct arena;
struct cli;
struct paper;

/* An invoice read whole, to be printed: head, lines, taxes by rate. */
enum bill_head {
	BILL_LABEL,
	BILL_KIND,
	BILL_DATE,
	BILL_DUE,
	BILL_CURRENCY,
	BILL_NAME,
	BILL_COMPANY,
	BILL_ADDRESS,
	BILL_VAT,
	BILL_REFERENCE,
	BILL_NOTE,
	BILL_NET,
	BILL_TAX,
	BILL_TOTAL,
	BILL_PAID,
	BILL_CREDITED,
	BILL_OPEN,
	BILL_CREDITS,
	BILL_SELLER,
	BILL_SELLER_ADDRESS,
	BILL_SELLER_VAT,
	BILL_SELLER_BANK,
	BILL_HEADS
};
enum bill_cell { LINE_TEXT, LINE_QUANTITY, LINE_PRICE, LINE_DISCOUNT, LINE_AMOUNT, LINE_RATE, LINE_CELLS };
enum bill_sum { SUM_LABEL, SUM_RATE, SUM_NET, SUM_TAX, SUM_CELLS };

struct bill_row {
	const char *cells[LINE_CELLS];
	struct bill_row *next;
};

struct bill {
	struct cli *cli;
	const char *number;
	struct arena *arena; /* owns all texts and rows */
	const char *key, *head[BILL_HEADS];
	struct bill_row *lines, *last_line, *sums, *last_sum;
	void (*read)(struct bill *b); /* called when all is there */
	struct paper *paper; /* of the PDF */
	struct new_file file;
};

/* Reads the invoice of that number (a draft by its row number) and calls read, or ends the command with what is wrong. */
void bill_read(struct bill *b);
void bill_release(struct bill *b);
void bill_print(const struct bill *b);
void bill_draw(const struct bill *b, struct paper *p);

/* What text and PDF have in common. */
struct bill_amount {
	char text[64];
};
struct bill_amount bill_amount(const struct bill *b, const char *wire);
bool bill_is_zero(const char *wire);
const char *bill_title(const struct bill *b);
/* Calls fn with each line of a text. */
void bill_each_line(const char *text, void (*fn)(void *ctx, const char *one), void *ctx);
/* Rows of a label and a value, in order; what is empty is left out. Ended by NULL label. */
struct bill_fact {
	const char *label;
	enum bill_head value;
};
extern const struct bill_fact bill_facts[], bill_totals[];

#endif
