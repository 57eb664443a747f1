#include <stdio.h>
#include <string.h>

#include "forms/console.h"
#include "forms/entity_private.h"
#include "tui/dialog.h"
#include "tui/text.h"

enum { TARGETS_MAX = 16 };

/* Where one can go from a row or a record: what it belongs to, and what its fields name. */
struct targets {
	const struct entity *entities[TARGETS_MAX];
	const char *keys[TARGETS_MAX];
	int count;
};

static void add(struct targets *t, const struct entity *e, const char *key)
{
	if (!e || !(e->flags & ENTITY_OPENS) || !key || !key[0] || t->count == TARGETS_MAX)
		return;
	for (int i = 0; i < t->count; i++)
		if (t->entities[i] == e && strcmp(t->keys[i], key) == 0)
			return;
	t->entities[t->count] = e;
	t->keys[t->count++] = key;
}

static void add_row(struct targets *t, const struct list_part *p)
{
	const struct entity *e;

	for (int i = 0; i < TARGETS_MAX; i++) {
		const char *key = list_part_link(p, i, &e);

		if (key)
			add(t, e, key);
	}
}

static void add_record(struct targets *t, const struct record_screen *rs)
{
	for (const char *const *l = rs->entity->links; l && *l; l += 2)
		add(t, entity_find(l[1]), record_value(rs, l[0]));
	for (const struct entity_tab *tab = rs->entity->tabs; tab->name; tab++)
		for (const struct field *f = tab->of ? NULL : tab->fields; f && f->name; f++)
			if (f->kind == FIELD_REFERENCE && f->source)
				add(t, entity_find(f->source), record_value(rs, f->name));
}

/* The record itself is no place to go to from its own tabs. */
static void leave_out(struct targets *t, const struct record_screen *rs)
{
	int n = 0;

	for (int i = 0; i < t->count; i++)
		if (t->entities[i] != rs->entity || strcmp(t->keys[i], rs->key) != 0) {
			t->entities[n] = t->entities[i];
			t->keys[n++] = t->keys[i];
		}
	t->count = n;
}

static void gather(const struct screen *s, struct targets *t)
{
	const struct record_screen *rs = record_screen_of(s);
	struct list_part *p = rs ? record_shown_list(rs) : entity_list_part(s);

	t->count = 0;
	if (p)
		add_row(t, p);
	else if (rs)
		add_record(t, rs);
	if (rs)
		leave_out(t, rs);
}

bool entity_can_jump(const struct screen *s)
{
	struct targets t;

	gather(s, &t);
	return t.count > 0;
}

static void chosen(void *ctx, int index)
{
	struct screen *s = ctx;
	struct targets t;

	gather(s, &t);
	if (index >= 0 && index < t.count)
		entity_open(s->app, t.entities[index], t.keys[index]);
}

void entity_jump(struct app *a, struct screen *s)
{
	struct targets t;
	char texts[TARGETS_MAX][128];
	const char *labels[TARGETS_MAX];

	gather(s, &t);
	for (int i = 0; i < t.count; i++) {
		snprintf(texts[i], sizeof texts[i], "%s %s", _(t.entities[i]->one), t.keys[i]);
		labels[i] = texts[i];
	}
	if (t.count == 1)
		entity_open(a, t.entities[0], t.keys[0]);
	else if (t.count > 1)
		dialog_choose(a, _("Jump to"), labels, t.count, -1, chosen, s);
}
