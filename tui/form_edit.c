#include "tui/form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/app.h"
#include "tui/editor.h"
#include "tui/form_private.h"
#include "tui/text.h"

enum { SHOWN_BYTES = 256, OUT_MORE = 256 };

enum form_way form_way(const struct form *f, int i)
{
	const struct field *field = f->items[i].field;

	if (field->kind == FIELD_YESNO || field->kind == FIELD_TRISTATE)
		return FORM_TOGGLED;
	if (field->kind == FIELD_CHOICE && field->choices)
		return FORM_CHOSEN;
	if ((field->kind == FIELD_CHOICE || field->kind == FIELD_REFERENCE) && field->source && f->spec.ask_choices)
		return FORM_CHOSEN;
	return FORM_TYPED;
}

/* What stands in the editor of an item: what was typed, or its value as people write it. */
static void editor_fill(struct form *f, const struct form_item *item)
{
	const char *value = form_value(item);
	char shown[SHOWN_BYTES];

	if (item->secret)
		return; /* the editor edits the locked bytes themselves */
	if (item->now.typed)
		value = item->now.typed;
	else if (value && item->field->kind != FIELD_TEXT && item->field->kind != FIELD_LINES &&
		 item->field->kind != FIELD_REFERENCE)
		value = field_format(item->field, app_env(f->app), value, shown, sizeof(shown));
	editor_set(f->editor, value);
}

static bool editor_make(struct form *f, const struct form_item *item)
{
	unsigned flags = item->secret ? EDITOR_SECRET : item->field->kind == FIELD_LINES ? EDITOR_LINES : 0;

	editor_free(f->editor);
	f->editor = editor_new(field_limit(item->field), flags, item->secret, item->secret_size);
	if (f->editor == NULL)
		return false;
	editor_fill(f, item);
	return true;
}

bool form_focus(struct form *f, int i)
{
	struct form_item *item = &f->items[i];

	if (i == f->focus)
		return true;
	form_leave(f);
	form_state_release(&f->entered);
	if (!form_state_copy(&f->entered, &item->now) || (form_way(f, i) == FORM_TYPED && !editor_make(f, item))) {
		app_notice(f->app, NOTICE_ERROR, _("There is not enough memory to edit this. Close something and try again."));
		return false;
	}
	f->focus = i;
	return true;
}

void form_show_again(struct form *f)
{
	struct form_item *item = &f->items[f->focus];

	form_choose_close(f);
	form_state_release(&f->entered);
	(void)form_state_copy(&f->entered, &item->now);
	if (form_way(f, f->focus) == FORM_TYPED && !editor_make(f, item))
		f->focus = -1;
}

static void drop_change(struct form *f, int i)
{
	form_state_release(&f->undo[i].before);
	memmove(&f->undo[i], &f->undo[i + 1], (size_t)(f->undo_count - i - 1) * sizeof(f->undo[0]));
	f->undo_count--;
}

void form_drop_undo(struct form *f)
{
	while (f->undo_count > 0)
		drop_change(f, f->undo_count - 1);
}

static bool state_same(const struct form_state *a, const struct form_state *b)
{
	return a->touched == b->touched && form_same(a->draft, b->draft) && form_same(a->typed, b->typed);
}

/* The change of a field becomes one step of undo when the focus leaves it. */
static void remember(struct form *f)
{
	if (state_same(&f->entered, &f->items[f->focus].now))
		return;
	if (f->undo_count == FORM_UNDO_MAX)
		drop_change(f, 0);
	f->undo[f->undo_count++] = (struct form_change) { .item = f->focus, .before = f->entered };
	f->entered = (struct form_state) { 0 };
}

/* The sentence about what stands in the field now; none when it is a value. */
static void judge(struct form *f, struct form_item *item)
{
	struct field_env env = form_env(f, item);
	char out[SHOWN_BYTES];

	if (item->now.typed) {
		char why[FORM_ERROR];

		if (!field_parse(item->field, &env, item->now.typed, out, sizeof(out), why, sizeof(why)))
			snprintf(item->error, sizeof(item->error), "%s", why);
	} else if (item->now.touched && (item->field->flags & FIELD_REQUIRED) && form_same(item->now.draft, NULL)) {
		snprintf(item->error, sizeof(item->error), _("%s must be filled in."), _(item->field->label));
	}
}

/* A value that was read is shown as it was understood: "+14d" becomes its date when the editor comes back. */
void form_leave(struct form *f)
{
	if (f->focus < 0)
		return;
	form_choose_close(f);
	judge(f, &f->items[f->focus]);
	remember(f);
	form_state_release(&f->entered);
	editor_free(f->editor);
	f->editor = NULL;
	f->focus = -1;
}

/* What cannot be read is kept as it was typed, over the value that the field had before: a half-typed date is no date. */
static void keep_typed(struct form *f, struct form_item *item, const char *text)
{
	char *typed = strdup(text);
	struct form_state before;

	if (typed == NULL || !form_state_copy(&before, &f->entered)) {
		free(typed);
		return;
	}
	if (!before.touched)
		before.draft = item->loaded ? strdup(item->loaded) : NULL;
	before.touched = true;
	free(before.typed);
	before.typed = typed;
	form_state_release(&item->now);
	item->now = before;
}

/* After each key: the draft is what the editor says, if that can be read. So nothing waits for the focus to leave. */
static void follow_editor(struct form *f)
{
	struct form_item *item = &f->items[f->focus];
	const char *text = editor_text(f->editor);
	struct field_env env = form_env(f, item);
	size_t size = strlen(text) + OUT_MORE;
	char *out, why[FORM_ERROR];

	item->error[0] = '\0';
	if (item->secret)
		return;
	if (!editor_changed(f->editor)) {
		form_state_release(&item->now);
		(void)form_state_copy(&item->now, &f->entered);
		return;
	}
	out = malloc(size);
	if (out && field_parse(item->field, &env, text, out, size, why, sizeof(why)))
		form_put(f, f->focus, out, NULL);
	else
		keep_typed(f, item, text);
	free(out);
}

static int neighbour(const struct form *f, int by, bool around)
{
	int i = f->focus;

	for (int n = 0; n < f->count; n++) {
		i += by;
		if (i < 0 || i >= f->count) {
			if (!around)
				return f->focus;
			i = i < 0 ? f->count - 1 : 0;
		}
		if (form_can_edit(f, i))
			return i;
	}
	return f->focus;
}

static void go_to_edge(struct form *f, int by)
{
	int before;

	do {
		before = f->focus;
		form_focus(f, neighbour(f, by, false));
	} while (f->focus != before && f->focus >= 0);
}

/* Takes back the change of the field that has the focus; if it has none, that of the field changed last. */
static void undo(struct form *f)
{
	struct form_item *item = &f->items[f->focus];
	struct form_change *last;
	struct form_state before;
	int i;

	if (!state_same(&f->entered, &item->now)) {
		before = f->entered;
		f->entered = (struct form_state) { 0 };
		i = f->focus;
	} else if (f->undo_count > 0) {
		last = &f->undo[--f->undo_count];
		before = last->before;
		i = last->item;
	} else {
		app_notice(f->app, NOTICE_INFO, _("There is nothing to take back."));
		return;
	}
	form_focus(f, i);
	form_state_release(&f->items[i].now);
	f->items[i].now = before;
	f->items[i].error[0] = '\0';
	form_follow_currency(f, i);
	if (f->focus == i)
		form_show_again(f);
}

/* Yes, no and, where it may inherit, neither. */
static bool toggle_key(struct form *f, const struct key *k)
{
	const struct form_item *item = &f->items[f->focus];
	const char *value = form_value(item), *next;
	bool three = item->field->kind == FIELD_TRISTATE;

	switch (k->code) {
	case ' ':
		if (value == NULL)
			next = "t";
		else if (strcmp(value, "t") == 0)
			next = "f";
		else
			next = three ? NULL : "t";
		break;
	case 'y':
		next = "t";
		break;
	case 'n':
		next = "f";
		break;
	case K_DELETE:
	case K_BACKSPACE:
		if (!three)
			return true;
		next = NULL;
		break;
	default:
		return false;
	}
	form_put(f, f->focus, next, NULL);
	f->items[f->focus].error[0] = '\0';
	return true;
}

static bool typed_key(struct form *f, const struct key *k)
{
	if (!editor_key(f->editor, k))
		return false;
	follow_editor(f);
	return true;
}

static bool chosen_key(struct form *f, const struct key *k)
{
	if (k->code == K_DELETE || k->code == K_BACKSPACE) {
		form_put(f, f->focus, NULL, NULL);
		f->items[f->focus].error[0] = '\0';
		return true;
	}
	if (!key_is_text(k) && k->code != K_PASTE && k->code != K_F4 && k->code != (KEY_ALT | K_DOWN))
		return false;
	form_choose_open(f, k);
	return true;
}

static bool value_key(struct form *f, const struct key *k)
{
	switch (form_way(f, f->focus)) {
	case FORM_TOGGLED:
		return toggle_key(f, k);
	case FORM_CHOSEN:
		return chosen_key(f, k);
	default:
		return typed_key(f, k);
	}
}

static bool walk_key(struct form *f, uint32_t code)
{
	switch (code) {
	case K_TAB:
		form_focus(f, neighbour(f, 1, true));
		return true;
	case K_BACKTAB:
		form_focus(f, neighbour(f, -1, true));
		return true;
	case K_DOWN:
	case K_ENTER:
		form_focus(f, neighbour(f, 1, false));
		return true;
	case K_UP:
		form_focus(f, neighbour(f, -1, false));
		return true;
	case K_PAGEUP:
		go_to_edge(f, -1);
		return true;
	case K_PAGEDOWN:
		go_to_edge(f, 1);
		return true;
	case K_CTRL('z'):
		undo(f);
		return true;
	default:
		return false;
	}
}

static bool mouse_key(struct form *f, const struct key *k)
{
	int row = k->y - f->drawn.y + f->top;

	if (k->button == MOUSE_WHEEL_UP || k->button == MOUSE_WHEEL_DOWN) {
		if (f->editing)
			form_focus(f, neighbour(f, k->button == MOUSE_WHEEL_UP ? -1 : 1, false));
		else
			f->top += k->button == MOUSE_WHEEL_UP ? -3 : 3;
		return true;
	}
	if (!f->editing || k->y < f->drawn.y || k->y >= f->drawn.y + f->drawn.rows || k->x < f->drawn.x ||
	    k->x >= f->drawn.x + f->drawn.columns)
		return false;
	for (int i = 0; i < f->count; i++)
		if (row >= f->items[i].row && row < f->items[i].row + f->items[i].rows && form_can_edit(f, i))
			form_focus(f, i);
	return true;
}

/* Reading, keys only move what is seen, and only if there is more than fits. form_draw keeps top in its bounds. */
static bool read_key(struct form *f, uint32_t code)
{
	int page = f->drawn.rows > 1 ? f->drawn.rows - 1 : 1;

	if (f->height <= f->drawn.rows)
		return false;
	switch (code) {
	case K_UP:
	case 'k':
		f->top--;
		return true;
	case K_DOWN:
	case 'j':
		f->top++;
		return true;
	case K_PAGEUP:
	case K_CTRL('u'):
		f->top -= page;
		return true;
	case K_PAGEDOWN:
	case K_CTRL('d'):
		f->top += page;
		return true;
	case K_HOME:
	case 'g':
		f->top = 0;
		return true;
	case K_END:
	case 'G':
		f->top = f->height;
		return true;
	default:
		return false;
	}
}

bool form_key(struct form *f, const struct key *k)
{
	if (f->picker)
		return form_choose_key(f, k);
	if (k->code == K_MOUSE)
		return mouse_key(f, k);
	if (!f->editing || f->focus < 0)
		return read_key(f, k->code);
	if (value_key(f, k) || walk_key(f, k->code))
		return true;
	/* One step back: out of editing. With drafts the screen asks, and a form that makes a record has nothing to go back to. */
	if (k->code == K_ESC && !f->spec.create && !form_dirty(f)) {
		form_read(f);
		return true;
	}
	return false;
}
