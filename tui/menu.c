#include "tui/app.h"

#include <stdlib.h>

#include "tui/app_private.h"
#include "tui/dialog_private.h"
#include "tui/picker.h"
#include "tui/text.h"

/* Help and palette: actions to filter and run. */
struct menu {
	struct dialog d;
	struct picker *picker;
	const struct action **actions; /* in the order of the picker */
	int count, capacity;
	const char *prompt;
};

static void menu_measure(struct dialog *d, int columns, int *ret_rows, int *ret_columns)
{
	struct menu *m = (struct menu *)d;
	int wide = picker_width(m->picker);

	*ret_columns = wide < 60 ? (columns < 60 ? columns : 60) : wide < columns ? wide : columns;
	*ret_rows = m->count + 3;
}

static void menu_draw(struct dialog *d, struct area a)
{
	struct menu *m = (struct menu *)d;
	int i = picker_current(m->picker);

	picker_draw_filter(m->picker, area_row(a, 0), m->prompt, true);
	picker_draw(m->picker, area_inside(a, 1, 0, a.rows > 3 ? 2 : 0, 0));
	if (i < 0)
		draw_text(a, 1, 2, -1, STYLE_DIM, _("Nothing matches. Take away a letter."));
	else if (a.rows > 3 && m->actions[i]->help)
		draw_text(a, a.rows - 1, 0, -1, STYLE_DIM, _(m->actions[i]->help));
}

static void menu_key(struct dialog *d, const struct key *k)
{
	struct menu *m = (struct menu *)d;
	struct app *a = d->app;
	const struct action *action = NULL;
	int i;

	if (k->code != K_ESC) {
		if (picker_key(m->picker, k) != PICKER_TAKEN)
			return;
		i = picker_current(m->picker);
		action = i >= 0 ? m->actions[i] : NULL;
	}
	dialog_dismiss(d);
	if (action)
		app_do(a, action);
}

static void menu_release(struct dialog *d)
{
	struct menu *m = (struct menu *)d;

	picker_free(m->picker);
	free(m->actions);
}

static const struct dialog_class menu_class = {
	.frame = STYLE_ACCENT,
	.measure = menu_measure,
	.draw = menu_draw,
	.key = menu_key,
	.release = menu_release,
};

void menu_add(struct menu *m, const struct action *action, const char *key, const char *label, const char *note, bool dim)
{
	struct picker_row row = { .key = key, .label = label, .search = action->name, .note = note, .dim = dim };

	if (m->count == m->capacity) {
		int capacity = m->capacity ? m->capacity * 2 : 64;
		const struct action **actions = realloc(m->actions, (size_t)capacity * sizeof(const struct action *));

		if (actions == NULL)
			return;
		m->actions = actions;
		m->capacity = capacity;
	}
	if (picker_add(m->picker, &row))
		m->actions[m->count++] = action;
}

void menu_open(struct app *a, const char *title, const char *prompt, void (*fill)(struct app *a, struct menu *m))
{
	struct menu *m = dialog_new(a, &menu_class, sizeof(*m), title, NULL);

	if (m == NULL)
		return;
	m->prompt = prompt;
	m->picker = picker_new();
	if (m->picker == NULL) {
		dialog_free(&m->d);
		return;
	}
	fill(a, m);
	dialog_push(&m->d);
}
