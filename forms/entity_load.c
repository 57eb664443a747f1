#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "forms/console.h"
#include "forms/entity_private.h"
#include "tui/loop.h"
#include "tui/text.h"

enum { OPENED_MS = 8 * 60 * 1000 };

static void add_column(struct record_part *p, const char *name)
{
	for (int i = 0; i < p->count; i++)
		if (strcmp(p->columns[i], name) == 0)
			return;
	if (p->count < COLUMNS_MAX)
		p->columns[p->count++] = name;
}

struct record_part *record_part_of(struct record_screen *rs, const char *entity)
{
	const char *name = entity ? entity : rs->entity->name;

	for (int i = 0; i < rs->part_count; i++)
		if (strcmp(rs->parts[i].entity, name) == 0)
			return &rs->parts[i];
	if (rs->part_count == PARTS_MAX)
		return NULL;
	rs->parts[rs->part_count].entity = name;
	return &rs->parts[rs->part_count++];
}

struct record_part *record_tab_part(struct record_screen *rs, const char *tab)
{
	for (const struct entity_tab *t = rs->entity->tabs; t->name; t++)
		if (strcmp(t->name, tab) == 0)
			return record_part_of(rs, t->of);
	return NULL;
}

static void add_fields(struct record_part *p, const struct field *fields)
{
	for (const struct field *f = fields; f && f->name; f++) {
		add_column(p, f->name);
		if (f->currency)
			add_column(p, f->currency);
	}
}

/* "organisation_id" is shown by "organisation"; the names are constants of the tables, so the short ones stand here. */
const char *record_label_column(const struct field *f)
{
	static const char *const pairs[][2] = {
		{ "organisation_id", "organisation" },
		{ "permission_group_id", "permission_group" },
		{ "invoice_user_id", "invoice_user" },
		{ "value", "shown" },
	};

	if (f->named_by)
		return f->named_by;
	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
		if (strcmp(pairs[i][0], f->name) == 0)
			return pairs[i][1];
	return f->name;
}

void record_parts_build(struct record_screen *rs)
{
	const struct entity *e = rs->entity;
	struct record_part *own = record_part_of(rs, NULL);

	if (e->heading)
		add_column(own, e->heading);
	if (e->state)
		add_column(own, e->state);
	for (const char *const *f = e->facts; f && *f; f++)
		add_column(own, *f);
	for (const char *const *l = e->links; l && *l; l += 2)
		add_column(own, *l);
	for (const struct entity_tab *t = e->tabs; t->name; t++) {
		const struct field *fields = t->fields_of ? t->fields_of(rs->console, rs->key) : t->fields;
		struct record_part *p = fields ? record_part_of(rs, t->of) : NULL;

		if (t->key_from)
			add_column(own, t->key_from);
		if (!p || !app_may(rs->console->app, t->right))
			continue;
		add_fields(p, fields);
		for (const struct field *f = fields; f->name; f++)
			if (f->kind == FIELD_REFERENCE)
				add_column(p, record_label_column(f));
	}
}

static const char *part_value(const struct record_part *p, const char *column)
{
	for (int i = 0; i < p->count; i++)
		if (strcmp(p->columns[i], column) == 0)
			return p->values[i];
	return NULL;
}

const char *record_value(const struct record_screen *rs, const char *column)
{
	return rs->part_count ? part_value(&rs->parts[0], column) : NULL;
}

static const struct field *tab_fields(struct record_screen *rs, const char *tab)
{
	for (const struct entity_tab *t = rs->entity->tabs; t->name; t++)
		if (strcmp(t->name, tab) == 0)
			return t->fields_of ? t->fields_of(rs->console, rs->key) : t->fields;
	return NULL;
}

/* Gives a form what was loaded for it; drafts stay. */
void record_fill_form(void *ctx, struct record *r, const char *tab, struct form *f)
{
	struct record_screen *rs = ctx;
	const struct record_part *p = record_tab_part(rs, tab);

	(void)r;
	if (!p || !p->loaded)
		return;
	for (const struct field *d = tab_fields(rs, tab); d && d->name; d++) {
		const char *value = part_value(p, d->name);

		if (d->kind == FIELD_REFERENCE)
			choices_know(rs->choices, d, value, part_value(p, record_label_column(d)));
		if (d->currency)
			form_beside(f, d->currency, part_value(p, d->currency));
		form_load(f, d->name, value);
	}
}

static void got(void *ctx, int64_t version, const char *const *values, const struct err *err)
{
	void *extra;
	struct record_screen *rs = link_take(ctx, &extra);
	struct record_part *p = extra;

	if (!rs)
		return;
	if (err->code != ERR_NONE) {
		/* Once is enough to hear that it is gone. */
		if (err->code == ERR_MISSING || err->code == ERR_DENIED)
			live_stop(&rs->live);
		console_error(rs->console, err);
		return;
	}
	p->version = version;
	p->loaded = true;
	for (int i = 0; i < p->count; i++) {
		free(p->values[i]);
		p->values[i] = values[i] ? strdup(values[i]) : NULL;
	}
	record_each_form(rs->record, record_fill_form, rs);
	app_dirty(rs->console->app);
}

/* The database counts by entity; a tab that shows only some of the rows has no number. */
static void count_tab(struct record_screen *rs, const char *entity, int64_t n)
{
	for (const struct entity_tab *t = rs->entity->tabs; t->name; t++)
		if (t->related && !t->fixed && !t->key_from && strcmp(t->related->name, entity) == 0)
			record_set_count(rs->record, t->name, n);
}

static void counted(void *ctx, const char *const *names, const char *const *values, int n, const struct err *err)
{
	struct record_screen *rs = link_take(ctx, NULL);

	if (!rs)
		return;
	if (err->code != ERR_NONE)
		console_error(rs->console, err);
	for (int i = 0; i < n; i++)
		count_tab(rs, names[i], strtoll(values[i], NULL, 10));
	app_dirty(rs->console->app);
}

/* The first part records that it was opened; the others and the counts follow on the same record or one that shares its key. */
void record_load(struct record_screen *rs, bool again)
{
	struct link *l;

	/* Who looks on for long looks once more; auth.settings: open_age. */
	again = again && loop_now() - rs->opened < OPENED_MS;
	if (!again)
		rs->opened = loop_now();
	for (int i = 0; i < rs->part_count; i++) {
		struct record_part *p = &rs->parts[i];

		l = link_new(&rs->links, rs, p);
		if (l)
			api_get(rs->console->api, p->entity, rs->key, NULL, p->columns, p->count, again, got, l);
	}
	record_recent_load(rs);
	l = link_new(&rs->links, rs, NULL);
	if (l)
		api_counts(rs->console->api, rs->entity->name, rs->key, counted, l);
}

void record_parts_free(struct record_screen *rs)
{
	for (int i = 0; i < rs->part_count; i++)
		for (int k = 0; k < rs->parts[i].count; k++) {
			if (rs->parts[i].values[k])
				explicit_bzero(rs->parts[i].values[k], strlen(rs->parts[i].values[k]));
			free(rs->parts[i].values[k]);
		}
}
