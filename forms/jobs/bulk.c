#include "forms/jobs/bulk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/secret.h"
#include "forms/console.h"
#include "forms/entity_private.h"
#include "forms/jobs/jobs.h"
#include "forms/jobs/notices.h"
#include "tui/dialog.h"
#include "tui/text.h"

/*
 * What is to be done is chosen from the database's list, then its argument, if it takes one. A job tries it with every record; on that job stands
 * what would change, and W there does it, when the number of records was typed.
 */
enum { KEYS_MAX = 10000, DOING_PARTS = 3 };

struct asking {
	struct screen *screen;
	char what[ENTITY_DOING]; /* verb, argument, source, cut up */
	const char *parts[DOING_PARTS], *value;
	const char **keys;
	int key_count;
	struct link *link;
};

/* verb:argument:source */
static void cut(struct asking *x)
{
	char *at = x->what;

	snprintf(x->what, sizeof x->what, "%s", entity_list_doing(x->screen));
	for (int i = 0; i < DOING_PARTS; i++) {
		char *colon = strchr(at, ':');

		x->parts[i] = at;
		if (colon)
			*colon = '\0';
		at = colon ? colon + 1 : at + strlen(at);
	}
}

static void saved(void *ctx, const struct api_outcome *o, const struct err *err)
{
	struct screen *s = link_take(ctx, NULL);

	if (!s)
		return;
	if (!o) {
		console_error(console_of(s->app), err);
	} else {
		notices_soon(console_of(s->app));
		app_notice(s->app, NOTICE_INFO, _("It is being tried. Look at what it would change; W does it."));
		entity_open(s->app, &job_entity, o->key);
	}
	app_dirty(s->app);
}

static void collect_key(void *ctx, const char *key)
{
	struct asking *x = ctx;

	if (x->key_count < KEYS_MAX)
		x->keys[x->key_count++] = key;
}

static void ask_for(void *ctx, const struct api_list *q)
{
	struct asking *x = ctx;
	bool takes = x->parts[1][0] != '\0';
	struct api_bulk b = { .list = q,
		.verb = x->parts[0],
		.argument = takes ? x->parts[1] : NULL,
		.value = takes ? x->value : NULL,
		.shown = takes ? x->value : NULL,
		.keys = x->key_count ? x->keys : NULL,
		.key_count = x->key_count };
	char request[37];

	secret_uuid(request);
	api_bulk(console_of(x->screen->app)->api, &b, request, saved, x->link);
}

static void start(struct screen *s, const char *value)
{
	struct list_part *p = entity_list_part(s);
	const struct list *l = list_part_list(p);
	int marked = list_marked_count(l);
	struct asking x = { .screen = s, .value = value };

	x.keys = marked ? calloc((size_t)marked, sizeof *x.keys) : NULL;
	x.link = marked && !x.keys ? NULL : link_new(entity_list_links(s), s, NULL);
	if (x.link) {
		cut(&x);
		if (x.keys)
			list_each_marked(l, collect_key, &x);
		list_part_question(p, ask_for, &x);
	} else {
		app_notice(s->app, NOTICE_ERROR, _("There is not enough memory."));
	}
	free(x.keys);
}

static void typed(void *ctx, const char *text)
{
	if (text)
		start(ctx, text);
}

/* The argument is asked for as its column in the record's form is. */
static void ask_value(struct screen *s, const char *argument)
{
	const struct entity *e = entity_of(s);
	const struct field *f = field_find(e->fields, argument);

	for (const struct entity_tab *t = e->tabs; !f && t && t->name; t++)
		f = t->fields ? field_find(t->fields, argument) : NULL;
	if (f)
		dialog_ask(s->app, _(f->label), f, NULL, typed, s);
}

static void chosen(struct screen *s, const char *what)
{
	struct asking x = { .screen = s };

	snprintf(entity_list_doing(s), ENTITY_DOING, "%s", what);
	cut(&x);
	if (!x.parts[1][0])
		start(s, NULL);
	else if (x.parts[2][0])
		entity_choose(s, x.parts[2], _("Which one?"), start);
	else
		ask_value(s, x.parts[1]);
}

void bulk_list(struct app *a, struct screen *s)
{
	int marked = list_marked_count(list_part_list(entity_list_part(s)));
	char source[80], title[100];

	(void)a;
	snprintf(source, sizeof source, "bulk_%s", entity_of(s)->name);
	if (marked)
		snprintf(title, sizeof title, ngettext("Do with %d marked row", "Do with %d marked rows", (unsigned long)marked),
		    marked);
	else
		snprintf(title, sizeof title, "%s", _("Do with all rows of the list"));
	entity_choose(s, source, title, chosen);
}
