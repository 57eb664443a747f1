#ifndef FORMS_SALES_BILL_H
#define FORMS_SALES_BILL_H

#include <stdbool.h>

#include "backend/err.h"

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
	int fd;
};

/* Reads the invoice of that number (a draft by its row number) and calls read, or ends the command with what is wrong. */
void bill_read(struct bill *b);
void bill_release(struct bill *b);
void bill_print(const struct bill *b);
void bill_draw(const struct bill *b, struct paper *p);

#endif
