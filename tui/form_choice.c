#include "tui/form.h"

#include <stdlib.h>
#include <string.h>

#include "tui/app.h"
#include "tui/form_private.h"
#include "tui/loop.h"
#include "tui/picker.h"
#include "tui/text.h"

bool form_is_choosing(const struct form *f)
{
	return f->picker != NULL;
}

static void drop_options(struct form *f)
{
	for (int i = 0; i < f->option_count; i++) {
		free(f->options[i].value);
		free(f->options[i].label);
	}
	free(f->options);
	f->options = NULL;
	f->option_count = 0;
}

void form_choose_close(struct form *f)
{
	if (f->ask_timer)
		loop_cancel(app_loop(f->app), f->ask_timer);
	f->ask_timer = 0;
	f->waiting = false;
	picker_free(f->picker);
	f->picker = NULL;
	drop_options(f);
}

/* Values come from the database when the field names a source that the form can ask; else from the field's own list. */
static bool asks(const struct form *f)
{
	return f->items[f->focus].field->choices == NULL;
}

static void ask_now(void *ctx)
{
	struct form *f = ctx;

	f->ask_timer = 0;
	f->waiting = true;
	f->spec.ask_choices(f->spec.ctx, f, f->items[f->focus].field, picker_typed(f->picker));
}

/* Waits until the typing pauses. Without a free timer it asks at once. */
static void ask_soon(struct form *f)
{
	struct loop *loop = app_loop(f->app);

	if (f->ask_timer)
		loop_cancel(loop, f->ask_timer);
	f->waiting = true;
	f->ask_timer = loop ? loop_after(loop, FORM_ASK_MS, ask_now, f) : 0;
	if (f->ask_timer == 0)
		ask_now(f);
}

static bool add_option(struct form *f, const char *value, const char *label)
{
	const struct form_item *item = &f->items[f->focus];
	struct form_option *o = &f->options[f->option_count];
	struct picker_row row = { .label = label, .search = value };

	row.marked = form_value(item) && form_same(form_value(item), value);
	o->value = strdup(value);
	o->label = strdup(label);
	if (o->value && o->label && picker_add(f->picker, &row)) {
		f->option_count++;
		return true;
	}
	free(o->value);
	free(o->label);
	return false;
}

static bool reserve_options(struct form *f, int n)
{
	drop_options(f);
	picker_clear(f->picker);
	f->options = calloc((size_t)n + 1, sizeof(f->options[0]));
	return f->options != NULL;
}

static void fill_fixed(struct form *f)
{
	const struct field_choice *choices = f->items[f->focus].field->choices;
	int n = 0, current = -1;

	while (choices[n].value)
		n++;
	if (!reserve_options(f, n))
		return;
	for (int i = 0; i < n; i++) {
		if (!add_option(f, choices[i].value, _(choices[i].label)))
			return;
		if (form_value(&f->items[f->focus]) && form_same(form_value(&f->items[f->focus]), choices[i].value))
			current = i;
	}
	picker_select(f->picker, current);
}

/* The key that opens it is typed into it already, if it types. */
void form_choose_open(struct form *f, const struct key *first)
{
	form_choose_close(f);
	f->picker = picker_new();
	if (f->picker == NULL) {
		app_notice(f->app, NOTICE_ERROR, _("There is not enough memory for the list. Close something and try again."));
		return;
	}
	f->more = false;
	f->items[f->focus].error[0] = '\0';
	if (!asks(f))
		fill_fixed(f);
	else
		picker_show_all(f->picker, true);
	if ((key_is_text(first) && first->code != ' ') || first->code == K_PASTE)
		picker_key(f->picker, first);
	if (!asks(f))
		return;
	if (picker_typed(f->picker)[0])
		ask_soon(f);
	else
		ask_now(f);
}

void form_choices(struct form *f, const struct field *field, const char *const *values, const char *const *labels, int n, bool more)
{
	if (f->picker == NULL || f->focus < 0 || f->items[f->focus].field != field || !asks(f))
		return;
	/* A newer question waits for its turn: this answer is to an older one, better than nothing to look at. */
	f->waiting = f->ask_timer != 0;
	f->more = more;
	if (!reserve_options(f, n))
		return;
	for (int i = 0; i < n; i++)
		if (!add_option(f, values[i], labels && labels[i] ? labels[i] : values[i]))
			break;
	app_dirty(f->app);
}

/* False when there is nothing to take; the list stays open then. */
static bool take(struct form *f)
{
	int i = picker_current(f->picker);
	int item = f->focus;

	if (i < 0 || i >= f->option_count || f->waiting)
		return false;
	form_put(f, item, f->options[i].value, f->options[i].label);
	f->items[item].error[0] = '\0';
	form_choose_close(f);
	return true;
}

bool form_choose_key(struct form *f, const struct key *k)
{
	char before[512];
	const char *typed = picker_typed(f->picker);
	size_t n = strlen(typed);

	if (k->code == K_ESC) {
		form_choose_close(f);
		return true;
	}
	if (k->code == K_TAB || k->code == K_BACKTAB) {
		/* Going on takes what was typed towards; a list that was only looked at changes nothing. */
		if (n > 0 && !take(f))
			return true;
		form_choose_close(f);
		return form_key(f, k);
	}
	if (n >= sizeof(before))
		n = sizeof(before) - 1;
	memcpy(before, typed, n);
	before[n] = '\0';
	switch (picker_key(f->picker, k)) {
	case PICKER_TAKEN:
		take(f);
		return true;
	case PICKER_USED:
		if (asks(f) && strcmp(before, picker_typed(f->picker)) != 0)
			ask_soon(f);
		return true;
	default:
		return k->code != K_F2 && k->code != K_CTRL('s');
	}
}
