#include "tui/dialog.h"

#include <stdlib.h>

#include "tui/app_private.h"
#include "tui/dialog_private.h"
#include "tui/form.h"
#include "tui/form_private.h"
#include "tui/text.h"

/* One value is asked with a form of one field: so dates, choices and secrets are typed as everywhere else. */
struct ask {
	struct dialog d;
	struct field fields[2]; /* the caller's, changeable here whoever may change it there; and the end */
	struct form *form;
	bool warned; /* that Esc throws away what was typed */
	void (*fn)(void *ctx, const char *text);
	void *ctx;
};

static void ask_measure(struct dialog *d, int columns, int *ret_rows, int *ret_columns)
{
	struct ask *q = (struct ask *)d;
	int wide = text_width(_(q->fields[0].label)) + field_limit(&q->fields[0]) + 8;

	if (wide < 50)
		wide = 50;
	if (wide > 76)
		wide = 76;
	*ret_columns = wide < columns ? wide : columns;
	*ret_rows = q->fields[0].kind == FIELD_CHOICE ? 12 : q->fields[0].kind == FIELD_LINES ? 10 : 5;
}

static void ask_draw(struct dialog *d, struct area a)
{
	struct ask *q = (struct ask *)d;
	bool lines = q->fields[0].kind == FIELD_LINES;

	form_draw(q->form, area_inside(a, 0, 0, a.rows > 2, 0), true);
	if (a.rows > 2 && q->warned)
		draw_text(a, a.rows - 1, 0, -1, STYLE_WARNING, _("Esc once more throws away what was typed."));
	else if (a.rows > 2)
		draw_text(a, a.rows - 1, 0, -1, STYLE_DIM,
		    lines ? _("Ctrl-S takes it · Esc goes back") : _("Enter takes it · Esc goes back"));
}

static void ask_answer(struct ask *q, const char *text)
{
	dialog_unlink(&q->d);
	q->fn(q->ctx, text);
	dialog_free(&q->d);
}

static void ask_take(struct ask *q)
{
	const char *text;

	if (!form_check(q->form))
		return;
	text = form_get(q->form, q->fields[0].name);
	ask_answer(q, text ? text : "");
}

static void ask_key(struct dialog *d, const struct key *k)
{
	struct ask *q = (struct ask *)d;
	bool takes = k->code == K_F2 || k->code == K_CTRL('s');

	if (k->code == K_ENTER && q->fields[0].kind != FIELD_LINES && !form_is_choosing(q->form))
		takes = true;
	if (takes) {
		ask_take(q);
	} else if (k->code == K_ESC && !form_is_choosing(q->form)) {
		/* A secret is soon typed again, and better gone. */
		if (q->warned || q->fields[0].kind == FIELD_SECRET || !form_dirty(q->form)) {
			ask_answer(q, NULL);
			return;
		}
		q->warned = true;
		app_dirty(d->app);
	} else {
		q->warned = false;
		form_key(q->form, k);
	}
}

static void ask_dismiss(struct dialog *d)
{
	struct ask *q = (struct ask *)d;

	q->fn(q->ctx, NULL);
}

static void ask_release(struct dialog *d)
{
	form_free(((struct ask *)d)->form);
}

static const struct dialog_class ask_class = {
	.measure = ask_measure,
	.draw = ask_draw,
	.key = ask_key,
	.dismiss = ask_dismiss,
	.release = ask_release,
};

void dialog_ask(
    struct app *a, const char *title, const struct field *f, const char *value, void (*fn)(void *ctx, const char *text), void *ctx)
{
	dialog_ask_with(a, title, f, &(struct dialog_asked) { .value = value }, fn, ctx);
}

void dialog_ask_with(struct app *a, const char *title, const struct field *f, const struct dialog_asked *with,
    void (*fn)(void *ctx, const char *text), void *ctx)
{
	struct ask *q = dialog_new(a, &ask_class, sizeof(*q), title, NULL);

	if (q != NULL) {
		struct form_spec spec = { .fields = q->fields, .create = true };

		q->fields[0] = *f;
		q->fields[0].flags &= ~(unsigned)FIELD_READONLY;
		q->fields[0].right = NULL;
		q->form = form_new(a, &spec);
	}
	if (q == NULL || q->form == NULL) {
		dialog_free(q ? &q->d : NULL);
		fn(ctx, NULL);
		return;
	}
	if (f->currency)
		form_beside(q->form, f->currency, with->currency);
	if (with->value)
		form_load(q->form, f->name, with->value);
	form_edit(q->form, NULL);
	if (with->typed)
		form_set(q->form, f->name, with->typed);
	if (with->why)
		form_error(q->form, f->name, with->why);
	q->fn = fn;
	q->ctx = ctx;
	dialog_push(&q->d);
}
