#include "tui/dialog.h"

#include <stdlib.h>
#include <string.h>

#include "tui/app_private.h"
#include "tui/dialog_private.h"
#include "tui/text.h"
#include "tui/wrap.h"

struct progress {
	struct dialog d;
	int permille;
	bool cancelled; /* asked once; it goes on until the work says that it ended */
	void (*cancel)(void *ctx);
	void *ctx;
};

static void progress_measure(struct dialog *d, int columns, int *ret_rows, int *ret_columns)
{
	/* A fixed width: the box must not dance while the text changes. */
	*ret_columns = columns < 60 ? columns : 60;
	*ret_rows = dialog_text_rows(d, *ret_columns) + 4;
}

static void progress_draw(struct dialog *d, struct area a)
{
	struct progress *p = (struct progress *)d;
	const char *hint = "";

	if (p->cancelled)
		hint = _("Cancelling …");
	else if (p->cancel)
		hint = _("Esc cancels");
	draw_bar(a, 0, 0, a.columns > 8 ? a.columns - 7 : a.columns, p->permille, STYLE_ACCENT);
	if (a.columns > 8)
		draw_format(a, 0, a.columns - 5, STYLE_PLAIN, "%3d %%", p->permille / 10);
	dialog_draw_text(d, area_inside(a, 2, 0, a.rows > 4 ? 1 : 0, 0));
	if (a.rows > 1)
		draw_text(a, a.rows - 1, 0, -1, STYLE_DIM, hint);
	draw_cursor(a, 0, 0, false);
}

static void progress_key(struct dialog *d, const struct key *k)
{
	struct progress *p = (struct progress *)d;

	if (k->code != K_ESC || p->cancel == NULL || p->cancelled)
		return;
	p->cancelled = true;
	p->cancel(p->ctx); /* may end the dialog */
}

static const struct dialog_class progress_class = { .measure = progress_measure, .draw = progress_draw, .key = progress_key };

static struct progress *find(struct app *a)
{
	for (struct dialog *d = a->dialogs; d; d = d->next)
		if (d->class == &progress_class)
			return (struct progress *)d;
	return NULL;
}

void dialog_progress(struct app *a, const char *title, const char *text, int permille, void (*cancel)(void *ctx), void *ctx)
{
	struct progress *p = find(a);

	if (permille < 0)
		permille = 0;
	if (permille > 1000)
		permille = 1000;
	if (p == NULL) {
		p = dialog_new(a, &progress_class, sizeof(*p), title, text);
		if (p == NULL)
			return;
		dialog_push(&p->d);
	} else if (strcmp(p->d.text, text ? text : "") != 0) {
		char *copy = strdup(text ? text : "");

		if (copy) {
			free(p->d.text);
			p->d.text = copy;
		}
	}
	p->permille = permille;
	p->cancel = cancel;
	p->ctx = ctx;
	app_dirty(a);
}

void dialog_progress_end(struct app *a)
{
	struct progress *p = find(a);

	if (p)
		dialog_dismiss(&p->d);
}
