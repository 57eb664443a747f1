#include "tui/dialog.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#include "tui/app_private.h"
#include "tui/dialog_private.h"
#include "tui/text.h"
#include "tui/wrap.h"

enum { BUTTONS_MAX = 3 };

struct button {
	uint32_t key; /* letter that takes it at once */
	char *word;
	int value; /* what the callback gets */
};

/* A question with a few answers; the last one is the safe one and stands first under the cursor. */
struct question {
	struct dialog d;
	struct button buttons[BUTTONS_MAX];
	int count;
	int selected;
	const char *note; /* why the last key did nothing */
	dialog_answer agreed;
	void (*unsaved)(void *ctx, int answer);
	void *ctx;
	struct area row; /* of the buttons, for the mouse */
	int columns[BUTTONS_MAX];
};

static struct question *question_of(struct dialog *d)
{
	return (struct question *)d;
}

static int button_width(const struct button *b)
{
	return text_width(b->word) + 5; /* [y Word] and a space */
}

static const char *question_hint(const struct question *q)
{
	return q->note ? q->note : _("Tab other answer · Enter takes it · Esc goes back");
}

static void question_measure(struct dialog *d, int columns, int *ret_rows, int *ret_columns)
{
	struct question *q = question_of(d);
	int wide = wrap_columns(d->text, columns), buttons = 0;

	for (int i = 0; i < q->count; i++)
		buttons += button_width(&q->buttons[i]) + 1;
	if (wide < buttons)
		wide = buttons;
	if (wide < text_width(question_hint(q)))
		wide = text_width(question_hint(q));
	if (wide > columns)
		wide = columns;
	*ret_columns = wide;
	*ret_rows = dialog_text_rows(d, wide) + 4;
}

/* The chosen answer stands in brackets and under the real cursor: it is seen without colours too. */
static void draw_buttons(struct question *q, struct area row)
{
	int column = 0;

	q->row = row;
	for (int i = 0; i < q->count; i++) {
		const struct button *b = &q->buttons[i];
		bool on = i == q->selected;
		enum style s = on ? STYLE_SELECTED : STYLE_PLAIN;
		char letter[5];

		q->columns[i] = column;
		letter[text_encode(b->key, letter)] = '\0';
		if (on)
			draw_cursor(row, 0, column + 1, true);
		column += draw_text(row, 0, column, -1, s, on ? "[" : " ");
		column += draw_text(row, 0, column, -1, on ? s : STYLE_KEY, letter);
		column += draw_text(row, 0, column, -1, s, " ");
		column += draw_text(row, 0, column, -1, s, b->word);
		column += draw_text(row, 0, column, -1, s, on ? "]" : " ");
		column += 1;
	}
}

static void question_draw(struct dialog *d, struct area a)
{
	struct question *q = question_of(d);
	int below = a.rows >= 5 ? 4 : a.rows >= 3 ? 2 : 1;

	dialog_draw_text(d, area_inside(a, 0, 0, below, 0));
	draw_buttons(q, area_row(a, a.rows - (below > 1 ? (below == 4 ? 3 : 2) : 1)));
	if (below > 1)
		draw_text(a, a.rows - 1, 0, -1, q->note ? STYLE_WARNING : STYLE_DIM, question_hint(q));
}

static void question_answer(struct question *q, int value)
{
	dialog_unlink(&q->d);
	if (q->agreed)
		q->agreed(q->ctx, value != 0);
	if (q->unsaved) {
		if (value == 0)
			q->d.app->quitting = false;
		q->unsaved(q->ctx, value);
	}
	dialog_free(&q->d);
}

static void question_take(struct question *q, int i, uint32_t by)
{
	if (q->buttons[i].value != 0 && dialog_is_opener(&q->d, by)) {
		q->note = by == K_ENTER ? _("Enter opened this question: answer with the letter.")
					: _("That key opened this question: choose with Tab, then Enter.");
		q->selected = i;
		return;
	}
	question_answer(q, q->buttons[i].value);
}

static void question_click(struct question *q, const struct key *k)
{
	if (k->button != MOUSE_LEFT && k->button != MOUSE_DOUBLE)
		return;
	if (q->row.rows == 0 || k->y != q->row.y)
		return;
	for (int i = 0; i < q->count; i++) {
		int x = k->x - q->row.x - q->columns[i];

		/* One click chooses, a second one on the chosen answer takes it. */
		if (x >= 0 && x < button_width(&q->buttons[i])) {
			if (q->selected == i)
				question_answer(q, q->buttons[i].value);
			else
				q->selected = i;
			return;
		}
	}
}

static void question_key(struct dialog *d, const struct key *k)
{
	struct question *q = question_of(d);
	uint32_t code = k->code >= 'A' && k->code <= 'Z' ? k->code - 'A' + 'a' : k->code;

	if (code == K_TAB || code == K_RIGHT) {
		q->selected = (q->selected + 1) % q->count;
	} else if (code == K_BACKTAB || code == K_LEFT) {
		q->selected = (q->selected + q->count - 1) % q->count;
	} else if (code == K_ESC) {
		question_answer(q, 0);
	} else if (code == K_ENTER) {
		question_take(q, q->selected, code);
	} else if (code == K_MOUSE && !dialog_scroll(d, k)) {
		question_click(q, k);
	} else {
		for (int i = 0; i < q->count; i++) {
			if (q->buttons[i].key == code) {
				question_take(q, i, code);
				return;
			}
		}
		dialog_scroll(d, k);
	}
}

static void question_dismiss(struct dialog *d)
{
	struct question *q = question_of(d);

	if (q->agreed)
		q->agreed(q->ctx, false);
	if (q->unsaved)
		q->unsaved(q->ctx, 0);
}

static void question_release(struct dialog *d)
{
	struct question *q = question_of(d);

	for (int i = 0; i < q->count; i++)
		free(q->buttons[i].word);
}

static const struct dialog_class question_class = {
	.confirms = true,
	.frame = STYLE_WARNING,
	.measure = question_measure,
	.draw = question_draw,
	.key = question_key,
	.dismiss = question_dismiss,
	.release = question_release,
};

/* The letter of an answer in the user's language: the catalogue translates "y" to "j". */
static uint32_t letter_of(const char *translated, uint32_t otherwise)
{
	uint32_t c;

	return text_decode(translated, strlen(translated), &c) ? c : otherwise;
}

static bool add_button(struct question *q, uint32_t key, const char *word, int value)
{
	struct button *b = &q->buttons[q->count];

	*b = (struct button) { .key = key, .word = strdup(word), .value = value };
	if (b->word == NULL)
		return false;
	q->selected = q->count++; /* the last one is the default */
	return true;
}

void dialog_confirm(
    struct app *a, const char *title, const char *text, const char *yes, const char *no, dialog_answer fn, void *ctx)
{
	struct question *q = dialog_new(a, &question_class, sizeof(*q), title, text);

	if (q == NULL || !add_button(q, letter_of(_("y"), 'y'), yes ? yes : _("Yes"), 1) ||
	    !add_button(q, letter_of(_("n"), 'n'), no ? no : _("No"), 0)) {
		dialog_free(q ? &q->d : NULL);
		fn(ctx, false);
		return;
	}
	q->agreed = fn;
	q->ctx = ctx;
	dialog_push(&q->d);
}

/* As a sentence begins. */
static void capital(const char *text, char *out, size_t size)
{
	wchar_t c;
	char letter[MB_LEN_MAX];
	int n = mbtowc(&c, text, strlen(text)), m = n > 0 ? wctomb(letter, (wchar_t)towupper((wint_t)c)) : 0;

	if (m > 0)
		snprintf(out, size, "%.*s%.*s", m, letter, (int)(size - MB_LEN_MAX - 1), text + n);
	else
		snprintf(out, size, "%s", text);
}

void dialog_unsaved(struct app *a, const char *what, void (*fn)(void *ctx, int answer), void *ctx)
{
	struct question *q;
	char text[600], first[404];

	capital(what ? what : _("This"), first, sizeof(first));
	snprintf(text, sizeof(text), _("%.400s has changes that are not saved yet."), first);
	q = dialog_new(a, &question_class, sizeof(*q), _("Not saved yet"), text);
	if (q == NULL || !add_button(q, letter_of(_("s"), 's'), _("Save"), 's') ||
	    !add_button(q, letter_of(_("d"), 'd'), _("Discard"), 'd') ||
	    !add_button(q, letter_of(_("b"), 'b'), _("Back to editing"), 0)) {
		dialog_free(q ? &q->d : NULL);
		fn(ctx, 0);
		return;
	}
	q->unsaved = fn;
	q->ctx = ctx;
	dialog_push(&q->d);
}
