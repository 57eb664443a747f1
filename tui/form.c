#include "tui/form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/app.h"
#include "tui/editor.h"
#include "tui/form_private.h"
#include "tui/locked.h"
#include "tui/loop.h"
#include "tui/picker.h"
#include "tui/text.h"

enum { SECRET_BYTES = 4096, OUT_BYTES = 256 };

const struct action form_actions[] = {
	{ .key = K_TAB,
	    .name = "form.next",
	    .label = N_("go to the next field"),
	    .hint = N_("next field"),
	    .flags = ACTION_FOOTER,
	    .help = N_("Down and Enter do the same.") },
	{ .key = K_BACKTAB, .name = "form.previous", .label = N_("go to the field before"), .help = N_("Up does the same.") },
	{ .key = K_CTRL('z'),
	    .name = "form.undo",
	    .label = N_("take back the last change"),
	    .hint = N_("take back"),
	    .flags = ACTION_FOOTER,
	    .help = N_("First in the field, then field by field, until it is saved.") },
	{ .key = ' ',
	    .name = "form.choose",
	    .label = N_("change yes and no, open the list of choices"),
	    .help = N_("In a list of choices, type a part of the word.") },
	{ .key = K_DELETE, .name = "form.clear", .label = N_("take the choice away"), .help = N_("The field has no value then.") },
	{ 0 },
};

bool form_same(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

bool form_state_copy(struct form_state *to, const struct form_state *from)
{
	struct form_state s = { .touched = from->touched };

	s.draft = from->draft ? strdup(from->draft) : NULL;
	s.typed = from->typed ? strdup(from->typed) : NULL;
	s.label = from->label ? strdup(from->label) : NULL;
	if ((from->draft && !s.draft) || (from->typed && !s.typed) || (from->label && !s.label)) {
		form_state_release(&s);
		return false;
	}
	*to = s;
	return true;
}

void form_state_release(struct form_state *s)
{
	free(s->draft);
	free(s->typed);
	free(s->label);
	*s = (struct form_state) { 0 };
}

static bool fill_items(struct form *f, const struct field *fields)
{
	for (int i = 0; i < f->count; i++) {
		struct form_item *item = &f->items[i];

		item->field = &fields[i];
		if (fields[i].kind != FIELD_SECRET)
			continue;
		item->secret_size = SECRET_BYTES;
		item->secret = locked_new(SECRET_BYTES);
		if (item->secret == NULL)
			return false;
	}
	return true;
}

struct form *form_new(struct app *app, const struct form_spec *spec)
{
	struct form *f = calloc(1, sizeof(*f));

	if (f == NULL)
		return NULL;
	f->app = app;
	f->spec = *spec;
	f->focus = -1;
	while (spec->fields[f->count].name)
		f->count++;
	f->items = calloc((size_t)f->count + 1, sizeof(f->items[0]));
	if (f->items == NULL || !fill_items(f, spec->fields)) {
		form_free(f);
		return NULL;
	}
	return f;
}

void form_free(struct form *f)
{
	if (f == NULL)
		return;
	form_choose_close(f);
	form_drop_undo(f);
	form_state_release(&f->entered);
	editor_free(f->editor);
	for (int i = 0; i < FORM_BESIDE_MAX; i++)
		free(f->beside[i].value);
	for (int i = 0; f->items && i < f->count; i++) {
		free(f->items[i].loaded);
		form_state_release(&f->items[i].now);
		locked_free(f->items[i].secret, f->items[i].secret_size);
	}
	free(f->items);
	free(f);
}

static int find(const struct form *f, const char *name)
{
	for (int i = 0; name && i < f->count; i++)
		if (strcmp(f->items[i].field->name, name) == 0)
			return i;
	return -1;
}

static void out_of_memory(struct form *f)
{
	app_notice(f->app, NOTICE_ERROR, _("There is not enough memory to keep this value. Close something and try again."));
}

/* A value that is the loaded one is no draft. Without memory the draft stays as it was, and the user is told. */
void form_put(struct form *f, int i, const char *wire, const char *label)
{
	struct form_item *item = &f->items[i];
	struct form_state next = { .touched = true };

	if (form_same(wire, item->loaded)) {
		form_state_release(&item->now);
		form_follow_currency(f, i);
		return;
	}
	next.draft = wire && wire[0] ? strdup(wire) : NULL;
	next.label = label && next.draft ? strdup(label) : NULL;
	if (wire && wire[0] && next.draft == NULL) {
		out_of_memory(f);
		return;
	}
	form_state_release(&item->now);
	item->now = next;
	form_follow_currency(f, i);
}

const char *form_value(const struct form_item *item)
{
	if (item->secret)
		return item->secret[0] ? item->secret : NULL;
	return item->now.touched ? item->now.draft : item->loaded;
}

const char *form_label(const struct form *f, const struct form_item *item)
{
	const char *value = form_value(item), *label;

	if (value == NULL || item->secret)
		return NULL;
	if (item->now.touched && item->now.label)
		return item->now.label;
	label = f->spec.label_of ? f->spec.label_of(f->spec.ctx, item->field, value) : NULL;
	if (label)
		return label;
	for (const struct field_choice *c = item->field->choices; c && c->value; c++)
		if (strcmp(c->value, value) == 0)
			return _(c->label);
	return NULL;
}

bool form_item_dirty(const struct form_item *item)
{
	if (item->secret)
		return item->secret[0] != '\0';
	return item->now.typed != NULL || (item->now.touched && !form_same(item->now.draft, item->loaded));
}

bool form_can_edit(const struct form *f, int i)
{
	const struct field *field = f->items[i].field;

	if ((field->flags & FIELD_READONLY) && !(f->spec.create && (field->flags & FIELD_ON_CREATE)))
		return false;
	return app_may(f->app, field->right);
}

bool form_editable(const struct form *f)
{
	for (int i = 0; i < f->count; i++)
		if (form_can_edit(f, i))
			return true;
	return false;
}

void form_load(struct form *f, const char *name, const char *value)
{
	int i = find(f, name);
	struct form_item *item;
	char *copy = value && value[0] ? strdup(value) : NULL;

	if (i < 0 || f->items[i].secret || (value && value[0] && copy == NULL)) {
		free(copy);
		return;
	}
	item = &f->items[i];
	free(item->loaded);
	item->loaded = copy;
	if (item->now.touched && !item->now.typed && form_same(item->now.draft, copy))
		form_state_release(&item->now);
	if (i == f->focus && !form_item_dirty(item))
		form_show_again(f);
}

bool form_has(const struct form *f, const char *name)
{
	return find(f, name) >= 0;
}

const char *form_loaded(const struct form *f, const char *name)
{
	int i = find(f, name);

	return i < 0 ? NULL : f->items[i].loaded;
}

void form_set(struct form *f, const char *name, const char *value)
{
	int i = find(f, name);
	struct form_item *item;

	if (i < 0)
		return;
	item = &f->items[i];
	item->error[0] = '\0';
	if (item->secret) {
		size_t n = value ? strlen(value) : 0;

		if (n >= item->secret_size)
			n = 0;
		explicit_bzero(item->secret, item->secret_size);
		memcpy(item->secret, value ? value : "", n);
	} else {
		form_put(f, i, value, NULL);
	}
	if (i == f->focus)
		form_show_again(f);
}

const char *form_get(const struct form *f, const char *name)
{
	int i = find(f, name);

	return i < 0 ? NULL : form_value(&f->items[i]);
}

bool form_editing(const struct form *f)
{
	return f->editing;
}

bool form_dirty(const struct form *f)
{
	for (int i = 0; i < f->count; i++)
		if (form_item_dirty(&f->items[i]))
			return true;
	return false;
}

void form_revert(struct form *f)
{
	int focus = f->focus;

	form_choose_close(f);
	form_drop_undo(f);
	for (int i = 0; i < f->count; i++) {
		form_state_release(&f->items[i].now);
		f->items[i].error[0] = '\0';
		if (f->items[i].secret)
			explicit_bzero(f->items[i].secret, f->items[i].secret_size);
	}
	if (focus >= 0)
		form_show_again(f);
}

void form_edit(struct form *f, const char *name)
{
	int wanted = find(f, name);

	if (wanted < 0 || !form_can_edit(f, wanted)) {
		for (wanted = 0; wanted < f->count && !form_can_edit(f, wanted); wanted++)
			;
	}
	if (wanted == f->count) {
		app_notice(f->app, NOTICE_WARNING, _("There is nothing here that you may change."));
		return;
	}
	f->editing = true;
	form_focus(f, wanted);
	app_dirty(f->app);
}

void form_read(struct form *f)
{
	form_leave(f);
	f->editing = false;
	app_dirty(f->app);
}

/* What is wrong with an item: false, and the sentence beside it. */
static bool check_item(struct form *f, int i)
{
	struct form_item *item = &f->items[i];
	struct field_env env = form_env(f, item);
	char out[OUT_BYTES];

	if (!form_can_edit(f, i))
		return true;
	if (item->now.typed) {
		if (item->error[0] == '\0' &&
		    field_parse(item->field, &env, item->now.typed, out, sizeof(out), item->error, sizeof(item->error)))
			snprintf(item->error, sizeof(item->error), "%s", _("This cannot be read. Type it again."));
		return false;
	}
	if ((item->field->flags & FIELD_REQUIRED) && form_same(form_value(item), NULL)) {
		snprintf(item->error, sizeof(item->error), _("%s must be filled in."), _(item->field->label));
		return false;
	}
	return true;
}

bool form_check(struct form *f)
{
	int focus = f->focus, wrong = -1;

	form_leave(f);
	for (int i = f->count - 1; i >= 0; i--)
		if (!check_item(f, i))
			wrong = i;
	if (wrong >= 0) {
		f->editing = true;
		form_focus(f, wrong);
	} else if (f->editing && focus >= 0) {
		form_focus(f, focus);
	}
	app_dirty(f->app);
	return wrong < 0;
}

int form_changes(
    const struct form *f, void (*fn)(void *ctx, const struct field *field, const char *was, const char *now), void *ctx)
{
	int n = 0;

	for (int i = 0; i < f->count; i++) {
		const struct form_item *item = &f->items[i];

		if (item->secret ? item->secret[0] == '\0' : !item->now.touched || form_same(item->now.draft, item->loaded))
			continue;
		n++;
		if (fn)
			fn(ctx, item->field, item->loaded, form_value(item));
	}
	return n;
}

bool form_error(struct form *f, const char *name, const char *sentence)
{
	int i = find(f, name);

	if (i < 0)
		return false;
	if (form_can_edit(f, i)) {
		f->editing = true;
		form_focus(f, i);
	}
	snprintf(f->items[i].error, sizeof(f->items[i].error), "%s", sentence);
	app_dirty(f->app);
	return true;
}
