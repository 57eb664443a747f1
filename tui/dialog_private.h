#ifndef TUI_DIALOG_PRIVATE_H
#define TUI_DIALOG_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dialog.h"
#include "draw.h"
#include "key.h"

struct dialog;
struct screen;

/* What a kind of dialog does. Each kind has a struct of its own that begins with struct dialog. */
struct dialog_class {
	bool confirms; /* typed-ahead keys must not answer it */
	enum style frame;
	/* Rows and columns wanted inside the frame when `columns` are there. */
	void (*measure)(struct dialog *d, int columns, int *ret_rows, int *ret_columns);
	void (*draw)(struct dialog *d, struct area a);
	void (*key)(struct dialog *d, const struct key *k); /* may end it: d is gone then */
	void (*dismiss)(struct dialog *d); /* calls back with No; it is off the queue then */
	void (*release)(struct dialog *d); /* frees what the kind holds, not d */
};

struct dialog {
	const struct dialog_class *class;
	struct app *app;
	struct dialog *next;
	const struct screen *screen; /* that it was opened over; it never outlives it */
	char *title;
	char *text;
	int top; /* first row of text shown */
	int text_rows; /* shown at once, as last drawn */
	uint32_t opener; /* key that opened it, 0 = none: it never confirms */
	uint64_t guard; /* timer: came up by itself, so keys struck at once were meant for something else */
	bool shown;
	struct area drawn; /* inside, as last drawn */
};

/*
 * Makes the dialog: size of the kind's struct, zeroed; title and text copied. NULL when out of memory, a notice says so: the caller
 * answers No then.
 */
void *dialog_new(struct app *a, const struct dialog_class *class, size_t size, const char *title, const char *text);
void dialog_push(struct dialog *d); /* puts it behind those that wait */
void dialog_unlink(struct dialog *d); /* takes it off the queue; then call back, then dialog_free */
void dialog_free(struct dialog *d);
void dialog_dismiss(struct dialog *d); /* unlink, answer No, free */
bool dialog_is_opener(const struct dialog *d, uint32_t code);

/* The text wrapped to the area from row `top` on; dialog_scroll moves it and is false for other keys. */
int dialog_text_rows(const struct dialog *d, int columns);
void dialog_draw_text(struct dialog *d, struct area a);
bool dialog_scroll(struct dialog *d, const struct key *k);

#endif
