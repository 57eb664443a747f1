#include "forms/preferences.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/secret.h"
#include "forms/console.h"
#include "forms/entity_private.h"
#include "tui/text.h"

enum { MOST = 500 };

struct preference {
	char id[24]; /* key in the database; "" = not told yet */
	char *list, *name, *value; /* value "" = forgotten, waiting for its key */
};

struct preferences {
	struct preference *all;
	int count;
};

static void release(struct preference *p)
{
	free(p->list);
	free(p->name);
	free(p->value);
}

void preferences_free(struct preferences *p)
{
	for (int i = 0; p && i < p->count; i++)
		release(&p->all[i]);
	if (p)
		free(p->all);
	free(p);
}

static struct preference *find(const struct console *c, const char *list, const char *name)
{
	for (int i = 0; c->preferences && i < c->preferences->count; i++) {
		struct preference *p = &c->preferences->all[i];

		if (strcmp(p->list, list) == 0 && strcmp(p->name, name) == 0)
			return p;
	}
	return NULL;
}

static struct preference *add(struct preferences *set, const char *id, const char *list, const char *name, const char *value)
{
	struct preference *more = realloc(set->all, (size_t)(set->count + 1) * sizeof *more), *p;

	if (!more)
		return NULL;
	set->all = more;
	p = &set->all[set->count];
	*p = (struct preference) { .list = strdup(list), .name = strdup(name), .value = strdup(value) };
	if (!p->list || !p->name || !p->value) {
		release(p);
		return NULL;
	}
	snprintf(p->id, sizeof p->id, "%s", id);
	set->count++;
	return p;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct preference *)a)->name, ((const struct preference *)b)->name);
}

/* "number list name": the name may have blanks, and none at all. */
static void take(struct preferences *set, const char *key, const char *value)
{
	char list[64];
	size_t id = strcspn(key, " "), length;

	if (!key[id])
		return;
	length = strcspn(key + id + 1, " ");
	if (length >= sizeof list)
		return;
	snprintf(list, sizeof list, "%.*s", (int)length, key + id + 1);
	if (add(set, key, list, key[id + 1 + length] ? key + id + length + 2 : "", value))
		set->all[set->count - 1].id[id < sizeof set->all->id ? id : 0] = '\0';
}

static void arrange(void *ctx, struct screen *s)
{
	struct list_part *p = entity_list_part(s);

	(void)ctx;
	if (p)
		list_part_arrange(p);
}

static void loaded(void *ctx, const char *const *names, const char *const *values, int n, const struct err *err)
{
	struct console *c = ctx;
	struct preferences *set = err->code == ERR_NONE ? calloc(1, sizeof *set) : NULL;

	if (!set)
		return;
	for (int i = 0; i < n; i++)
		if (names[i] && values[i])
			take(set, names[i], values[i]);
	preferences_free(c->preferences);
	c->preferences = set;
	/* A list that was quicker. */
	app_each_screen(c->app, arrange, c);
}

void preferences_load(struct console *c)
{
	preferences_free(c->preferences);
	c->preferences = NULL;
	if (api_may(c->api, "user.view"))
		api_choices(c->api, "preferences", "", MOST, loaded, c);
}

const char *preferences_get(const struct console *c, const char *list, const char *name)
{
	const struct preference *p = find(c, list, name);

	return p && p->value[0] ? p->value : NULL;
}

void preferences_each(
    const struct console *c, const char *list, void (*fn)(void *ctx, const char *name, const char *value), void *ctx)
{
	for (int i = 0; c->preferences && i < c->preferences->count; i++) {
		const struct preference *p = &c->preferences->all[i];

		if (p->name[0] && p->value[0] && strcmp(p->list, list) == 0)
			fn(ctx, p->name, p->value);
	}
}

/* What is written comes back with its key; names tell which it was, as all of them may have moved meanwhile. */
struct writing {
	struct console *console;
	char list[64], name[256];
};

static void forget(struct console *c, const struct preference *p);

static void kept(void *ctx, const struct api_outcome *o, const struct err *err)
{
	struct writing *w = ctx;
	struct preference *p = find(w->console, w->list, w->name);

	if (err->code != ERR_NONE)
		console_error(w->console, err);
	if (p && o && o->kind == API_SAVED && o->key) {
		snprintf(p->id, sizeof p->id, "%s", o->key);
		if (!p->value[0])
			forget(w->console, p);
	}
	free(w);
}

static void forgotten(void *ctx, const struct api_outcome *o, const struct err *err)
{
	struct console *c = ctx;

	(void)o;
	/* Gone is gone, whoever took it. */
	if (err->code != ERR_NONE && err->code != ERR_MISSING)
		console_error(c, err);
}

static void forget(struct console *c, const struct preference *p)
{
	char request[37];

	secret_uuid(request);
	api_act(c->api, "preferences", p->id, "forget", 0, NULL, 0, request, forgotten, c);
}

static void keep(struct console *c, const struct preference *p)
{
	struct api_change changes[] = { { "list", p->list }, { "name", p->name }, { "value", p->value } };
	struct writing *w = calloc(1, sizeof *w);
	char request[37];

	if (!w)
		return;
	w->console = c;
	snprintf(w->list, sizeof w->list, "%s", p->list);
	snprintf(w->name, sizeof w->name, "%s", p->name);
	secret_uuid(request);
	api_save(c->api, "preferences", NULL, 0, changes, 3, request, kept, w);
}

void preferences_set(struct console *c, const char *list, const char *name, const char *value)
{
	struct preference *p = find(c, list, name);
	char *copy = p ? strdup(value) : NULL;

	if (!c->preferences || (p && (!copy || strcmp(p->value, value) == 0)) || (!p && !value[0])) {
		free(copy);
		return;
	}
	if (p) {
		free(p->value);
		p->value = copy;
	} else {
		p = add(c->preferences, "", list, name, value);
	}
	if (!p)
		return;
	if (value[0]) {
		keep(c, p);
		qsort(c->preferences->all, (size_t)c->preferences->count, sizeof *p, by_name);
	} else if (p->id[0]) {
		forget(c, p);
		p->id[0] = '\0';
	}
}
