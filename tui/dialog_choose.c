#include "tui/dialog.h"

#include <stdlib.h>

#include "tui/app_private.h"
#include "tui/dialog_private.h"
#include "tui/picker.h"
#include "tui/text.h"

struct choose {
	struct dialog d;
	struct picker *picker;
	void (*fn)(void *ctx, int index);
	void *ctx;
};

static void choose_measure(struct dialog *d, int columns, int *ret_rows, int *ret_columns)
{
	struct choose *c = (struct choose *)d;
	int wide = picker_width(c->picker);

	*ret_columns = wide < 40 ? 40 : wide < columns ? wide : columns;
	/* By all rows, not by those that match: the box must not jump while one types. */
	*ret_rows = c->d.top + 3;
}

static void choose_draw(struct dialog *d, struct area a)
{
	struct choose *c = (struct choose *)d;

	picker_draw_filter(c->picker, area_row(a, 0), _("Type to narrow:"), true);
	picker_draw(c->picker, area_inside(a, 1, 0, 1, 0));
	if (picker_count(c->picker) == 0)
		draw_text(a, 1, 2, -1, STYLE_DIM, _("Nothing matches. Take away a letter."));
	if (a.rows > 2)
		draw_text(a, a.rows - 1, 0, -1, STYLE_DIM, _("Enter takes it · Esc goes back"));
}

static void choose_answer(struct choose *c, int index)
{
	dialog_unlink(&c->d);
	c->fn(c->ctx, index);
	dialog_free(&c->d);
}

static void choose_key(struct dialog *d, const struct key *k)
{
	struct choose *c = (struct choose *)d;

	if (k->code == K_ESC)
		choose_answer(c, -1);
	else if (picker_key(c->picker, k) == PICKER_TAKEN)
		choose_answer(c, picker_current(c->picker));
}

static void choose_dismiss(struct dialog *d)
{
	struct choose *c = (struct choose *)d;

	c->fn(c->ctx, -1);
}

static void choose_release(struct dialog *d)
{
	picker_free(((struct choose *)d)->picker);
}

static const struct dialog_class choose_class = {
	.measure = choose_measure,
	.draw = choose_draw,
	.key = choose_key,
	.dismiss = choose_dismiss,
	.release = choose_release,
};

static bool fill(struct choose *c, const char *const *labels, int n, int current)
{
	c->picker = picker_new();
	if (c->picker == NULL)
		return false;
	for (int i = 0; i < n; i++)
		if (!picker_add(c->picker, &(struct picker_row) { .label = labels[i], .marked = i == current }))
			return false;
	picker_select(c->picker, current);
	c->d.top = n;
	return true;
}

void dialog_choose(
    struct app *a, const char *title, const char *const *labels, int n, int current, void (*fn)(void *ctx, int index), void *ctx)
{
	struct choose *c = dialog_new(a, &choose_class, sizeof(*c), title, NULL);

	if (c == NULL || !fill(c, labels, n, current)) {
		dialog_free(c ? &c->d : NULL);
		fn(ctx, -1);
		return;
	}
	c->fn = fn;
	c->ctx = ctx;
	dialog_push(&c->d);
}
