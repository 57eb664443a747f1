#include "tui/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/action.h"
#include "tui/app.h"
#include "tui/text.h"

enum { FACTS_LINES = 2, LABEL_SIZE = 160 };

/* The inside of a tab: neither until it is shown first, then one of both. */
struct record_part {
	const struct record_tab *tab;
	struct form *form;
	struct list *list;
	int64_t count; /* -1 = none to show */
	int x, width; /* on the tab bar as last drawn; width 0 = scrolled out */
};

struct record {
	struct app *app;
	struct record_spec spec;
	struct record_part parts[RECORD_TABS_MAX]; /* those that may be seen, in order */
	int count;
	int shown;
	int first; /* tab at the left edge of the bar */
	struct area bar;
};

struct record *record_new(struct app *app, const struct record_spec *spec)
{
	struct record *r = calloc(1, sizeof(*r));

	if (!r)
		return NULL;
	r->app = app;
	r->spec = *spec;
	for (const struct record_tab *t = spec->tabs; t->name && r->count < RECORD_TABS_MAX; t++)
		if (app_may(app, t->right))
			r->parts[r->count++] = (struct record_part) { .tab = t, .count = -1 };
	return r;
}

void record_free(struct record *r)
{
	if (!r)
		return;
	for (int i = 0; i < r->count; i++) {
		form_free(r->parts[i].form);
		list_free(r->parts[i].list);
	}
	free(r);
}

static int tab_named(const struct record *r, const char *name)
{
	for (int i = 0; i < r->count; i++)
		if (strcmp(r->parts[i].tab->name, name) == 0)
			return i;
	return -1;
}

void record_set_count(struct record *r, const char *tab, int64_t count)
{
	int i = tab_named(r, tab);

	if (i < 0)
		return;
	r->parts[i].count = count;
	app_dirty(r->app);
}

/* The part on the screen, made now if this is its first time; NULL when no tab may be seen. */
static struct record_part *part_shown(struct record *r)
{
	struct record_part *p = r->shown < r->count ? &r->parts[r->shown] : NULL;

	if (p && !p->form && !p->list) {
		if (p->tab->form)
			p->form = p->tab->form(r->spec.ctx, r);
		else if (p->tab->list)
			p->list = p->tab->list(r->spec.ctx, r);
	}
	return p;
}

const char *record_tab(const struct record *r)
{
	return r->shown < r->count ? r->parts[r->shown].tab->name : "";
}

static void show_index(struct record *r, int index)
{
	if (index < 0 || index >= r->count || index == r->shown)
		return;
	r->shown = index;
	app_dirty(r->app);
}

void record_show(struct record *r, const char *tab)
{
	show_index(r, tab_named(r, tab));
}

struct form *record_form(struct record *r)
{
	struct record_part *p = part_shown(r);

	return p ? p->form : NULL;
}

struct list *record_list(struct record *r)
{
	struct record_part *p = part_shown(r);

	return p ? p->list : NULL;
}

void record_each_form(struct record *r, void (*fn)(void *ctx, struct record *r, const char *tab, struct form *f), void *ctx)
{
	for (int i = 0; i < r->count; i++)
		if (r->parts[i].form)
			fn(ctx, r, r->parts[i].tab->name, r->parts[i].form);
}

bool record_dirty(const struct record *r)
{
	for (int i = 0; i < r->count; i++)
		if (r->parts[i].form && form_dirty(r->parts[i].form))
			return true;
	return false;
}

/* "Notes 2", with "*" when something typed there is not saved yet. */
static void tab_label(const struct record *r, const struct record_part *p, char *out, size_t size)
{
	const char *star = p->form && form_dirty(p->form) ? "*" : "";
	char number[32];

	if (p->count >= 0)
		snprintf(
		    out, size, "%s%s %s", _(p->tab->label), star, list_number(app_env(r->app), p->count, number, sizeof(number)));
	else
		snprintf(out, size, "%s%s", _(p->tab->label), star);
}

static int tab_width(const struct record *r, int index)
{
	char label[LABEL_SIZE];

	tab_label(r, &r->parts[index], label, sizeof(label));
	return text_width(label) + 2;
}

/* Scrolls the bar as little as makes the shown tab wholly seen; a column at each end is for the signs that there is more. */
static void bar_scroll(struct record *r, int columns)
{
	if (r->first > r->shown)
		r->first = r->shown;
	for (; r->first < r->shown; r->first++) {
		int used = r->first > 0;

		for (int i = r->first; i <= r->shown; i++)
			used += tab_width(r, i);
		if (used + (r->shown < r->count - 1) <= columns)
			return;
	}
}

/* The shown tab stands in brackets, so that it is known without colour too. */
static void bar_draw(struct record *r, struct area a)
{
	int x;

	bar_scroll(r, a.columns);
	for (int i = 0; i < r->count; i++)
		r->parts[i].width = 0;
	x = r->first > 0;
	if (x)
		draw_glyph(a, 0, 0, STYLE_DIM, GLYPH_ELLIPSIS);
	for (int i = r->first; i < r->count; i++) {
		struct record_part *p = &r->parts[i];
		char label[LABEL_SIZE], text[LABEL_SIZE + 2];
		int width = tab_width(r, i);

		if (x + width > a.columns - (i < r->count - 1) && i > r->shown) {
			draw_glyph(a, 0, x < a.columns ? x : a.columns - 1, STYLE_DIM, GLYPH_ELLIPSIS);
			break;
		}
		tab_label(r, p, label, sizeof(label));
		snprintf(text, sizeof(text), i == r->shown ? "[%s]" : " %s ", label);
		p->x = x;
		p->width = width;
		draw_text(a, 0, x, width, i == r->shown ? STYLE_SELECTED : STYLE_DIM, text);
		x += width;
	}
	r->bar = a;
}

static int facts_draw(struct record *r, struct area a)
{
	char text[1024] = "";
	int line = 0;

	if (!r->spec.facts)
		return 0;
	r->spec.facts(r->spec.ctx, text, sizeof(text));
	for (char *at = text; *at && line < FACTS_LINES && line < a.rows; line++) {
		size_t length = strcspn(at, "\n");
		bool more = at[length] == '\n';

		at[length] = '\0';
		draw_text(a, line, 1, a.columns > 1 ? a.columns - 1 : 0, STYLE_PLAIN, at);
		at += length + more;
	}
	return line;
}

enum { BELOW_LEAST = 3 };

/* What fits under the fields of the first tab is given to what stands below them. */
static void form_part_draw(struct record *r, struct record_part *p, struct area a)
{
	int rows;

	form_draw(p->form, a, true);
	rows = form_rows(p->form);
	if (!r->spec.below || p != &r->parts[0] || form_editing(p->form) || a.rows - rows < BELOW_LEAST)
		return;
	a = area_inside(a, rows, 0, 0, 0);
	draw_rule(a, 0, STYLE_DIM);
	r->spec.below(r->spec.ctx, area_inside(a, 1, 0, 0, 0));
}

/* Where little room is, the facts go first, then the rule, then the bar: the inside is what the user works in. */
void record_draw(struct record *r, struct area a)
{
	struct record_part *p = part_shown(r);
	int used = a.rows >= 8 ? facts_draw(r, a) : 0;

	r->bar = (struct area) { 0 };
	if (a.rows >= 3 && r->count > 0)
		bar_draw(r, area_row(a, used++));
	if (a.rows >= 6)
		draw_rule(a, used++, STYLE_DIM);
	a = area_inside(a, used, 0, 0, 0);
	if (!p)
		draw_text(a, 0, 1, -1, STYLE_DIM, _("You may see nothing of this record. Ask for the right."));
	else if (p->form)
		form_part_draw(r, p, a);
	else if (p->list)
		list_draw(p->list, a);
	else
		draw_text(a, 0, 1, -1, STYLE_WARNING, _("There is not enough memory to show this. Close something and come back."));
}

static bool key_mouse(struct record *r, const struct key *k)
{
	if (k->button != MOUSE_LEFT || r->bar.rows == 0 || k->y != r->bar.y)
		return false;
	for (int i = 0; i < r->count; i++)
		if (r->parts[i].width > 0 && k->x - r->bar.x >= r->parts[i].x &&
		    k->x - r->bar.x < r->parts[i].x + r->parts[i].width) {
			show_index(r, i);
			return true;
		}
	return false;
}

static bool key_tabs(struct record *r, const struct key *k)
{
	int last = r->count - 1;

	switch (k->code) {
	case '[':
	case K_BACKTAB:
	case KEY_CTRL | K_LEFT:
		show_index(r, r->shown > 0 ? r->shown - 1 : last);
		return true;
	case ']':
	case K_TAB:
	case KEY_CTRL | K_RIGHT:
		show_index(r, r->shown < last ? r->shown + 1 : 0);
		return true;
	case K_MOUSE:
		return key_mouse(r, k);
	}
	if (k->code < '1' || k->code > '9')
		return false;
	show_index(r, (int)(k->code - '1'));
	return true;
}

bool record_key(struct record *r, const struct key *k)
{
	struct record_part *p = r->shown < r->count ? &r->parts[r->shown] : NULL;

	if (!p)
		return false;
	if (p->form && form_editing(p->form))
		return form_key(p->form, k);
	if (p->list && list_typing(p->list))
		return list_key(p->list, k);
	/* Going past a tab does not make it. */
	if (key_tabs(r, k))
		return true;
	p = part_shown(r);
	if (p->form)
		return form_key(p->form, k);
	return p->list && list_key(p->list, k);
}

const struct action record_actions[] = {
	{ ']', "record.next", N_("the next tab"), N_("next tab"), .flags = ACTION_FOOTER,
	    .help = N_("Shows the next tab; Tab does the same while nothing is being edited. The digits 1 to 9 go to a tab.") },
	{ '[', "record.previous", N_("the tab before"),
	    .help = N_("Shows the tab before; Shift-Tab does the same while nothing is being edited.") },
	{ K_TAB, "record.next-tab", N_("the next tab"), .flags = ACTION_HIDDEN, .help = N_("Shows the next tab.") },
	{ K_BACKTAB, "record.previous-tab", N_("the tab before"), .flags = ACTION_HIDDEN, .help = N_("Shows the tab before.") },
	{ KEY_CTRL | K_RIGHT, "record.next-right", N_("the next tab"), .flags = ACTION_HIDDEN, .help = N_("Shows the next tab.") },
	{ KEY_CTRL | K_LEFT, "record.previous-left", N_("the tab before"), .flags = ACTION_HIDDEN,
	    .help = N_("Shows the tab before.") },
	{ '1', "record.tab-1", N_("the first tab"), .flags = ACTION_HIDDEN, .help = N_("Shows the first tab; 2 to 9 the others.") },
	{ 0 },
};
