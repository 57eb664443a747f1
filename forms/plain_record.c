#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/console.h"
#include "forms/currencies.h"
#include "forms/entity_private.h"
#include "forms/plain_private.h"
#include "tui/text.h"

static void add_column(struct plain_part *part, const char *name)
{
	for (int i = 0; i < part->count; i++)
		if (strcmp(part->columns[i], name) == 0)
			return;
	if (part->count < PLAIN_COLUMNS)
		part->columns[part->count++] = name;
}

static void add_fields(struct plain_part *part, const struct field *fields)
{
	for (const struct field *f = fields; f && f->name; f++) {
		if (f->flags & FIELD_HIDDEN)
			continue;
		add_column(part, f->name);
		if (f->currency)
			add_column(part, f->currency);
		if (f->kind == FIELD_REFERENCE)
			add_column(part, record_label_column(f));
	}
}

const char *plain_value(const struct plain_part *part, const char *column)
{
	for (int i = 0; i < part->count; i++)
		if (strcmp(part->columns[i], column) == 0)
			return part->values[i];
	return NULL;
}

const struct field *plain_fields(const struct plain *p, const struct entity_tab *t)
{
	return t->fields_of ? t->fields_of(p->console, p->record.key) : t->fields;
}

static bool is_shown(const struct plain *p, const struct entity_tab *t)
{
	return api_may(p->console->api, t->right) && (t->related || plain_fields(p, t));
}

static struct plain_part *part_named(struct plain_record *r, const char *entity)
{
	for (int i = 0; i < r->part_count; i++)
		if (strcmp(r->parts[i].entity, entity) == 0)
			return &r->parts[i];
	if (r->part_count == PLAIN_PARTS)
		return NULL;
	r->parts[r->part_count].entity = entity;
	return &r->parts[r->part_count++];
}

struct plain_part *plain_part_of(struct plain *p, const struct entity_tab *t)
{
	return part_named(&p->record, t->of ? t->of : p->record.entity->name);
}

void plain_record_release(struct plain *p)
{
	struct plain_record *r = &p->record;

	for (int i = 0; i < r->part_count; i++)
		for (int k = 0; k < r->parts[i].count; k++)
			free(r->parts[i].values[k]);
	for (int i = 0; i < r->draft_count; i++)
		free(r->drafts[i].value);
	*r = (struct plain_record) { 0 };
}

static void build(struct plain *p)
{
	struct plain_record *r = &p->record;
	const struct entity *e = r->entity;
	struct plain_part *own = part_named(r, e->name);

	if (!e->tabs)
		add_fields(own, e->fields);
	if (e->heading)
		add_column(own, e->heading);
	for (const char *const *f = e->facts; f && *f; f++)
		add_column(own, *f);
	for (const struct entity_tab *t = e->tabs; t && t->name; t++) {
		struct plain_part *part = is_shown(p, t) && !t->related ? plain_part_of(p, t) : NULL;

		if (!part)
			continue;
		add_fields(part, plain_fields(p, t));
		currencies_need(p->console, plain_fields(p, t));
	}
}

const char *plain_shown(const struct plain *p, const struct field *f, const char *value, char *out, size_t size)
{
	if (!value || !value[0])
		return f->kind == FIELD_TRISTATE ? _("inherit") : "-";
	return field_format(f, &p->console->env, value, out, size);
}

static void print_fields(struct plain *p, const struct field *fields, const struct plain_part *part)
{
	char text[16384];

	for (const struct field *f = fields; f && f->name; f++) {
		const char *value = plain_value(part, f->name), *label = NULL;

		if (f->flags & FIELD_HIDDEN)
			continue;
		if (f->kind == FIELD_REFERENCE && value)
			label = plain_value(part, record_label_column(f));
		plain_say("%s: %s", _(f->label), label ? label : plain_shown(p, f, value, text, sizeof text));
	}
}

static const struct entity_tab *first_form(const struct plain *p)
{
	for (const struct entity_tab *t = p->record.entity->tabs; t && t->name; t++)
		if (is_shown(p, t) && !t->related)
			return t;
	return NULL;
}

static void print_opening(struct plain *p)
{
	const struct plain_record *r = &p->record;
	const struct plain_part *own = &r->parts[0];
	const char *name = r->entity->heading ? plain_value(own, r->entity->heading) : NULL;
	const struct entity_tab *first = first_form(p);
	char line[1024] = "";
	size_t used = 0;

	plain_say("%s: %s %s", _(r->entity->title), r->key, name ? name : "");
	print_fields(p, first ? plain_fields(p, first) : r->entity->fields, own);
	for (const struct entity_tab *t = r->entity->tabs; t && t->name && used < sizeof line; t++)
		if (is_shown(p, t))
			used += (size_t)snprintf(line + used, sizeof line - used, "%s%s", used ? ", " : "", _(t->label));
	if (used)
		plain_say(_("“show” and a name shows more: %s."), line);
}

static void got(void *ctx, int64_t version, const char *const *values, const struct err *err)
{
	struct plain *p = ctx;
	struct plain_record *r = &p->record;
	const struct entity_tab *t = r->wanted;
	struct plain_part *part = t ? plain_part_of(p, t) : &r->parts[0];

	if (err->code != ERR_NONE) {
		if (!t && !part->loaded)
			plain_record_release(p);
		plain_fail(p, err);
		return;
	}
	part->version = version;
	part->loaded = true;
	for (int i = 0; i < part->count; i++) {
		free(part->values[i]);
		part->values[i] = values[i] ? strdup(values[i]) : NULL;
	}
	if (t)
		print_fields(p, plain_fields(p, t), part);
	else
		print_opening(p);
	plain_done(p);
}

void plain_load(struct plain *p, struct plain_part *part, bool again)
{
	p->waiting = true;
	api_get(p->console->api, part->entity, p->record.key, NULL, part->columns, part->count, again, got, p);
}

void plain_open_key(struct plain *p, const struct entity *e, const char *key)
{
	char own[PLAIN_KEY];

	snprintf(own, sizeof own, "%s", key); /* it may lie in the record that goes */
	plain_record_release(p);
	p->record.entity = e;
	snprintf(p->record.key, sizeof p->record.key, "%s", own);
	build(p);
	plain_load(p, &p->record.parts[0], false);
}

void plain_open(struct plain *p, const char *text)
{
	const struct entity *e = p->list.entity;
	const char *key = text;
	char *end;
	long n = strtol(text, &end, 10);

	if (p->record.draft_count) {
		plain_say("%s", _("Something is set and not saved: “save” it, or “undo” it first."));
		return;
	}
	/* A number of the list first; a longer one is the key of a record. */
	if (!text[0] || *end || !plain_row(p, (int)(n > 0 && n <= PLAIN_ROWS ? n : 0), &e, &key)) {
		e = p->list.entity ? p->list.entity : entity_find("users");
		key = text;
	}
	if (!key[0] || strlen(key) >= sizeof p->record.key) {
		plain_say("%s", _("Say which: “open” and the number of a row, or the key of a record."));
		return;
	}
	plain_open_key(p, e, key);
}

void plain_show(struct plain *p, const char *text)
{
	struct plain_record *r = &p->record;

	if (!r->entity || r->creating) {
		plain_say("%s", _("No record is open."));
		return;
	}
	for (int whole = 1; whole >= 0; whole--)
		for (const struct entity_tab *t = r->entity->tabs; t && t->name; t++) {
			if (!is_shown(p, t) || !(plain_means(text, t->name, whole) || plain_means(text, _(t->label), whole)))
				continue;
			if (t->related) {
				plain_list_related(p, t, r->key);
				return;
			}
			r->wanted = t;
			plain_load(p, plain_part_of(p, t), plain_part_of(p, t)->loaded);
			return;
		}
	plain_say(_("There is no tab “%s”."), text);
	print_opening(p);
}
