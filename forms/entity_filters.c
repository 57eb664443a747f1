#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/console.h"
#include "forms/entity_private.h"
#include "forms/preferences.h"
#include "tui/dialog.h"
#include "tui/text.h"

enum { FILTERS_MAX = 64, FILTER_TEXT = 1024, LABEL = 200 };

/* The saved filters of one list, as they stood when the question was put. */
struct choice {
	struct screen *screen;
	bool forget, can_keep; /* the first line keeps the filter that is on */
	int count;
	char *names[FILTERS_MAX], *values[FILTERS_MAX];
	char labels[FILTERS_MAX + 1][LABEL];
};

static struct list *list_of(const struct screen *s)
{
	return list_part_list(entity_list_part(s));
}

static void choice_free(struct choice *c)
{
	for (int i = 0; i < c->count; i++) {
		free(c->names[i]);
		free(c->values[i]);
	}
	free(c);
}

static void add(void *ctx, const char *name, const char *value)
{
	struct choice *c = ctx;

	if (c->count == FILTERS_MAX)
		return;
	c->names[c->count] = strdup(name);
	c->values[c->count] = strdup(value);
	if (c->names[c->count] && c->values[c->count])
		snprintf(c->labels[c->count + c->can_keep], LABEL, "%.60s   %.120s", name, value);
	else
		return;
	c->count++;
}

static void filter_now(const struct screen *s, char *out, size_t size)
{
	list_filter_text(list_of(s), out, size);
}

static const char *list_name(const struct screen *s)
{
	return list_part_entity(entity_list_part(s))->name;
}

static void named(void *ctx, const char *text)
{
	struct screen *s = ctx;
	char filter[FILTER_TEXT];

	filter_now(s, filter, sizeof filter);
	if (!text || !text[0] || !filter[0])
		return;
	preferences_set(console_of(s->app), list_name(s), text, filter);
	app_noticef(s->app, NOTICE_DONE, _("The filter is kept as “%s”; F brings it back."), text);
}

void entity_filter_keep(struct app *a, struct screen *s)
{
	static const struct field name = { .name = "name",
		.label = N_("Name"),
		.kind = FIELD_TEXT,
		.flags = FIELD_REQUIRED,
		.limit = 40,
		.help = N_("Under this name you find it again; the same name replaces it.") };

	dialog_ask(a, _("Keep this filter"), &name, NULL, named, s);
}

static void chosen(void *ctx, int index)
{
	struct choice *c = ctx;
	struct screen *s = c->screen;
	int i = index - c->can_keep;
	char why[256];

	if (index == 0 && c->can_keep) {
		entity_filter_keep(s->app, s);
	} else if (index >= 0 && c->forget) {
		preferences_set(console_of(s->app), list_name(s), c->names[i], "");
		app_noticef(s->app, NOTICE_DONE, _("The filter “%s” is forgotten."), c->names[i]);
	} else if (index >= 0 && !list_set_filter(list_of(s), c->values[i], why, sizeof why)) {
		app_notice(s->app, NOTICE_WARNING, why);
	}
	choice_free(c);
}

static void choose(struct screen *s, bool forget)
{
	struct choice *c = calloc(1, sizeof *c);
	const char *labels[FILTERS_MAX + 1];
	char filter[FILTER_TEXT];

	if (!c)
		return;
	c->screen = s;
	c->forget = forget;
	filter_now(s, filter, sizeof filter);
	c->can_keep = !forget && filter[0];
	if (c->can_keep)
		snprintf(c->labels[0], LABEL, "%s", _("Keep the filter that is on under a name …"));
	preferences_each(console_of(s->app), list_name(s), add, c);
	for (int i = 0; i < c->count + c->can_keep; i++)
		labels[i] = c->labels[i];
	if (c->count + c->can_keep == 0) {
		app_notice(
		    s->app, NOTICE_INFO, _("No filter is kept for this list. Set one with f, then F keeps it under a name."));
		choice_free(c);
		return;
	}
	dialog_choose(
	    s->app, forget ? _("Forget a saved filter") : _("Saved filters"), labels, c->count + c->can_keep, -1, chosen, c);
}

void entity_filter_recall(struct app *a, struct screen *s)
{
	(void)a;
	choose(s, false);
}

void entity_filter_forget(struct app *a, struct screen *s)
{
	(void)a;
	choose(s, true);
}

bool entity_filter_is_on(const struct screen *s)
{
	int n;

	list_chips(list_of(s), &n);
	return n > 0;
}
