#include "forms/keys.h"

#include <stdio.h>
#include <string.h>

#include "forms/entity.h"
#include "forms/screens.h"
#include "tui/action.h"
#include "tui/form.h"
#include "tui/key.h"
#include "tui/list.h"
#include "tui/record.h"
#include "tui/text.h"

enum { TABLES = 10 };

/* The tables whose keys work at the same time. */
struct place {
	const struct action *tables[TABLES];
	int count;
};

static void with(struct place *p, const struct action *table)
{
	for (int i = 0; i < p->count; i++)
		if (p->tables[i] == table)
			return;
	if (table && p->count < TABLES)
		p->tables[p->count++] = table;
}

static void everywhere(struct place *p)
{
	with(p, global_actions);
	with(p, app_actions);
}

static struct place place_of_class(const struct screen_class *c)
{
	struct place p = { 0 };

	with(&p, c->actions);
	with(&p, c->extra);
	everywhere(&p);
	return p;
}

static struct place place_of_list(const struct entity *e)
{
	struct place p = place_of_class(&entity_list_class);

	with(&p, e->row_actions);
	with(&p, e->verbs);
	return p;
}

static struct place place_of_record(const struct entity *e)
{
	struct place p = place_of_class(&entity_record_class);

	with(&p, e->actions);
	with(&p, e->verbs);
	with(&p, list_actions);
	return p;
}

static const struct action *named(const struct place *p, const char *name)
{
	for (int t = 0; t < p->count; t++)
		for (const struct action *a = p->tables[t]; a->name; a++)
			if (strcmp(a->name, name) == 0)
				return a;
	return NULL;
}

/* Another action on that key here. Two that shared their key before share it still: their conditions tell them apart. */
static const struct action *clash(
    const struct place *p, const struct bindings *b, const struct action *mine, const struct binding *own)
{
	for (int t = 0; t < p->count; t++)
		for (const struct action *a = p->tables[t]; a->name; a++)
			if (bindings_key(b, a) == own->key && strcmp(a->name, own->action) != 0 && a->key != mine->key)
				return a;
	return NULL;
}

static bool refuse(const char *file, const struct binding *own, const struct action *other, struct err *err)
{
	char key[32];

	return err_set(err, ERR_INPUT,
	    _("%.200s, line %d: key.%s: on a screen where it works, %s is the key of %s (%s). Take another key."), file, own->line,
	    own->action, key_name(own->key, key, sizeof key), other->name, _(other->label));
}

/* Calls fn for every set of keys that work together, until it says no. */
static bool each_place(bool (*fn)(void *ctx, const struct place *p), void *ctx)
{
	for (int i = 0; screen_classes[i]; i++) {
		struct place p = place_of_class(screen_classes[i]);

		if (!fn(ctx, &p))
			return false;
	}
	for (const struct entity *const *e = entities; *e; e++) {
		struct place list = place_of_list(*e), record = place_of_record(*e);

		if (!fn(ctx, &list) || !fn(ctx, &record))
			return false;
	}
	return true;
}

struct check {
	const char *file;
	const struct bindings *all;
	const struct binding *own;
	bool found;
	struct err *err;
};

static bool check_place(void *ctx, const struct place *p)
{
	struct check *c = ctx;
	const struct action *mine = named(p, c->own->action), *other = mine ? clash(p, c->all, mine, c->own) : NULL;

	c->found = c->found || mine;
	return other ? refuse(c->file, c->own, other, c->err) : true;
}

static bool check(const char *file, const struct bindings *all, const struct binding *own, struct err *err)
{
	struct check c = { .file = file, .all = all, .own = own, .err = err };
	/* While a line or a form is open, letters are text. */
	struct place form = { .tables = { form_actions }, .count = 1 };

	everywhere(&form);
	if (!check_place(&c, &form) || !each_place(check_place, &c))
		return false;
	if (!c.found)
		return err_set(err, ERR_INPUT, _("%.200s, line %d: key.%s: there is no such action; `steward keys` lists them."),
		    file, own->line, own->action);
	return true;
}

bool keys_read(const struct config *c, const char *file, struct bindings *ret, struct err *err)
{
	struct bindings all = { 0 };

	for (int i = 0; i < c->key_count && i < BINDINGS_MAX; i++) {
		const struct config_key *k = &c->keys[i];
		struct binding *b = &all.list[all.count++];

		*b = (struct binding) { .key = key_parse(k->key), .line = k->line };
		snprintf(b->action, sizeof b->action, "%s", k->action);
		if (!b->key)
			return err_set(err, ERR_INPUT, _("%.200s, line %d: key.%s: \"%s\" is no key. Write it as F2, Ctrl-S or x."),
			    file, k->line, k->action, k->key);
	}
	for (int i = 0; i < all.count; i++)
		if (!check(file, &all, &all.list[i], err))
			return false;
	*ret = all;
	return true;
}
