#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/secret.h"
#include "forms/console.h"
#include "forms/plain_private.h"
#include "tui/action.h"
#include "tui/text.h"

enum { ARGS = 16 };

/* The field of that name or label in one of the forms, and the part it belongs to. */
static const struct field *field_meant(struct plain *p, const char *word, struct plain_part **ret_part)
{
	const struct entity *e = p->record.entity;

	*ret_part = &p->record.parts[0];
	for (int whole = 1; whole >= 0 && p->record.creating; whole--)
		for (const struct field *f = e->create; f->name; f++)
			if (plain_means(word, f->name, whole) || plain_means(word, _(f->label), whole))
				return f;
	for (int whole = 1; whole >= 0 && !p->record.creating; whole--)
		for (const struct entity_tab *t = e->tabs; t && t->name; t++)
			for (const struct field *f = t->related ? NULL : plain_fields(p, t); f && f->name; f++)
				if (plain_means(word, f->name, whole) || plain_means(word, _(f->label), whole)) {
					*ret_part = plain_part_of(p, t);
					return f;
				}
	return NULL;
}

static void keep_draft(struct plain *p, struct plain_part *part, const struct field *f, const char *value)
{
	struct plain_record *r = &p->record;
	struct plain_draft *d = NULL;
	char was[2048], now[2048];

	for (int i = 0; i < r->draft_count; i++)
		if (r->drafts[i].field == f && r->drafts[i].part == part)
			d = &r->drafts[i];
	if (!d && r->draft_count == PLAIN_DRAFTS)
		return;
	if (!d)
		d = &r->drafts[r->draft_count++];
	else
		free(d->value);
	*d = (struct plain_draft) { part, f, strdup(value) };
	plain_say(_("%s: it was %s, it becomes %s. “save” writes it."), _(f->label),
	    plain_shown(p, f, plain_value(part, f->name), was, sizeof was), plain_shown(p, f, value, now, sizeof now));
}

/* A choice of the database: what was typed is one of its values or labels, or the start of one only. */
static void looked_up(void *ctx, const char *const *names, const char *const *values, int n, const struct err *err)
{
	struct plain *p = ctx;
	const struct field *f = p->choosing;
	struct plain_part *part;
	int found = n == 1 ? 0 : -1;

	if (err->code != ERR_NONE) {
		plain_fail(p, err);
		return;
	}
	for (int i = 0; i < n; i++)
		if (plain_means(p->word, names[i], true) || plain_means(p->word, values[i], true))
			found = i;
	if (found >= 0 && field_meant(p, f->name, &part)) {
		keep_draft(p, part, f, names[found]);
	} else if (n == 0) {
		plain_say(_("“%s” is none of the choices."), p->word);
	} else {
		plain_say("%s", _("Which of these:"));
		for (int i = 0; i < n; i++)
			plain_say("%s: %s", names[i], values[i] ? values[i] : "");
	}
	plain_done(p);
}

/* As field_parse; an amount is read by its currency, as it was loaded or as it is to be. */
static bool read_value(const struct plain *p, const struct plain_part *part, const struct field *f, const char *typed,
    char value[PLAIN_LINE], char *why, size_t why_size)
{
	struct field_env env = p->console->env;

	env.currency = f->currency ? plain_value(part, f->currency) : NULL;
	for (int i = 0; f->currency && i < p->record.draft_count; i++)
		if (p->record.drafts[i].part == part && strcmp(p->record.drafts[i].field->name, f->currency) == 0)
			env.currency = p->record.drafts[i].value;
	return field_parse(f, &env, typed, value, PLAIN_LINE, why, why_size);
}

void plain_set(struct plain *p, const char *text)
{
	size_t length = strcspn(text, " ");
	const char *typed = text + length + strspn(text + length, " ");
	char word[128], value[PLAIN_LINE], why[256];
	struct plain_part *part = NULL;
	const struct field *f;

	if (!p->record.entity) {
		plain_say("%s", _("No record is open."));
		return;
	}
	snprintf(word, sizeof word, "%.*s", (int)length, text);
	f = field_meant(p, word, &part);
	if (!f || !part)
		plain_say(_("There is no field “%s” here."), word);
	else if (!p->record.creating && ((f->flags & FIELD_READONLY) || !p->record.entity->right_edit))
		plain_say(_("“%s” cannot be changed here."), _(f->label));
	else if (!part->loaded)
		plain_say("%s", _("“show” the tab of that field first."));
	else if (f->source && typed[0]) {
		p->choosing = f;
		snprintf(p->word, sizeof p->word, "%s", typed);
		p->waiting = true;
		api_choices(p->console->api, f->source, typed, PLAIN_ROWS, looked_up, p);
	} else if (!read_value(p, part, f, typed, value, why, sizeof why))
		plain_say("%s: %s", _(f->label), why);
	else
		keep_draft(p, part, f, value);
}

void plain_undo(struct plain *p, const char *text)
{
	struct plain_record *r = &p->record;
	int kept = 0;

	for (int i = 0; i < r->draft_count; i++) {
		struct plain_draft *d = &r->drafts[i];

		if (text[0] && !plain_means(text, d->field->name, false) && !plain_means(text, _(d->field->label), false)) {
			r->drafts[kept++] = *d;
			continue;
		}
		plain_say(_("%s stays as it was."), _(d->field->label));
		free(d->value);
	}
	if (kept == r->draft_count)
		plain_say("%s", _("Nothing is set."));
	r->draft_count = kept;
}

static void save_next(struct plain *p);

/* Somebody was faster: what is there now is told field by field, and the next save writes over what was seen. */
static void tell_conflict(struct plain *p, struct plain_part *part, const struct api_outcome *o)
{
	char theirs[1024], mine[1024];

	plain_say("%s", _("The record was changed meanwhile. Nothing was written."));
	part->version = o->version;
	for (int i = 0; i < o->n; i++)
		for (int k = 0; k < part->count; k++) {
			const struct plain_record *r = &p->record;

			if (strcmp(part->columns[k], o->names[i]) != 0)
				continue;
			free(part->values[k]);
			part->values[k] = o->values[i] ? strdup(o->values[i]) : NULL;
			for (int d = 0; d < r->draft_count; d++)
				if (r->drafts[d].part == part && strcmp(r->drafts[d].field->name, o->names[i]) == 0)
					plain_say(_("%s: now it is %s, yours is %s."), _(r->drafts[d].field->label),
					    plain_shown(p, r->drafts[d].field, o->values[i], theirs, sizeof theirs),
					    plain_shown(p, r->drafts[d].field, r->drafts[d].value, mine, sizeof mine));
		}
	plain_say("%s", _("“save” writes yours over it, “undo” and a field leaves that one."));
}

static struct plain_part *next_part(struct plain *p)
{
	return p->record.draft_count ? p->record.drafts[0].part : NULL;
}

static void drop_drafts(struct plain_record *r, const struct plain_part *part)
{
	int kept = 0;

	for (int i = 0; i < r->draft_count; i++) {
		if (r->drafts[i].part == part)
			free(r->drafts[i].value);
		else
			r->drafts[kept++] = r->drafts[i];
	}
	r->draft_count = kept;
}

static void tell_field(const struct plain *p, const struct err *err)
{
	for (int i = 0; i < p->record.draft_count && err->column[0]; i++)
		if (strcmp(p->record.drafts[i].field->name, err->column) == 0)
			plain_say("%s:", _(p->record.drafts[i].field->label));
}

static void saved(void *ctx, const struct api_outcome *o, const struct err *err)
{
	struct plain *p = ctx;
	struct plain_part *part = next_part(p);

	if (!o) {
		tell_field(p, err);
		plain_fail(p, err);
	} else if (o->kind == API_CONFLICT) {
		tell_conflict(p, part, o);
		plain_done(p);
	} else {
		part->version = o->version;
		drop_drafts(&p->record, part);
		save_next(p);
	}
}

static void made(void *ctx, const struct api_outcome *o, const struct err *err)
{
	struct plain *p = ctx;

	if (!o) {
		tell_field(p, err);
		plain_fail(p, err);
		return;
	}
	plain_say("%s", _("Saved."));
	plain_open_key(p, p->record.entity, o->key);
}

/* The new record, with what it starts with and the one it hangs on. */
static void make(struct plain *p)
{
	const struct entity *e = p->record.entity;
	struct api_change changes[PLAIN_DRAFTS + ARGS];
	int n = 0;

	if (e->parent && p->record.parent_key[0])
		changes[n++] = (struct api_change) { e->parent, p->record.parent_key };
	for (int i = 0; i < p->record.draft_count; i++)
		changes[n++] = (struct api_change) { p->record.drafts[i].field->name, p->record.drafts[i].value };
	for (const char *const *d = e->defaults; d && *d && n < PLAIN_DRAFTS + ARGS; d += 2) {
		bool set = false;

		for (int i = 0; i < n; i++)
			set = set || strcmp(changes[i].column, d[0]) == 0;
		if (!set)
			changes[n++] = (struct api_change) { d[0], d[1] };
	}
	secret_uuid(p->record.request);
	p->waiting = true;
	api_save(p->console->api, e->name, NULL, 0, changes, n, p->record.request, made, p);
}

void plain_new(struct plain *p, const char *text)
{
	const struct entity *e = text[0] ? plain_entity(text) : p->list.entity;
	char parent[PLAIN_KEY] = "";
	char line[2048] = "";
	size_t used = 0;

	if (p->record.draft_count) {
		plain_say("%s", _("Something is set and not saved: “save” it, or “undo” it first."));
		return;
	}
	if (!e || !e->create) {
		plain_say("%s", _("None can be made of these."));
		return;
	}
	/* A row of the record that is open, if it has such rows. */
	for (const struct entity_tab *t = p->record.entity && e->parent ? p->record.entity->tabs : NULL; t && t->name; t++)
		if (t->related == e)
			snprintf(parent, sizeof parent, "%s", p->record.key);
	plain_record_release(p);
	p->record.entity = e;
	p->record.creating = true;
	p->record.parts[0] = (struct plain_part) { .entity = e->name, .loaded = true };
	p->record.part_count = 1;
	snprintf(p->record.parent_key, sizeof p->record.parent_key, "%s", parent);
	for (const struct field *f = e->create; f->name && used < sizeof line; f++)
		used += (size_t)snprintf(line + used, sizeof line - used, "%s%s%s", used ? ", " : "", _(f->label),
		    f->flags & FIELD_REQUIRED ? " *" : "");
	plain_say(_("A new one. “set” these, then “save”; * must be set: %s."), line);
}

static void save_next(struct plain *p)
{
	struct plain_part *part = next_part(p);
	struct api_change changes[PLAIN_DRAFTS];
	int n = 0;

	if (!part) {
		plain_say("%s", _("Saved."));
		p->record.wanted = NULL;
		plain_load(p, &p->record.parts[0], true);
		return;
	}
	for (int i = 0; i < p->record.draft_count; i++)
		if (p->record.drafts[i].part == part)
			changes[n++] = (struct api_change) { p->record.drafts[i].field->name,
				p->record.drafts[i].value && p->record.drafts[i].value[0] ? p->record.drafts[i].value : NULL };
	secret_uuid(p->record.request);
	p->waiting = true;
	api_save(p->console->api, part->entity, p->record.key, part->version, changes, n, p->record.request, saved, p);
}

void plain_save(struct plain *p, const char *text)
{
	(void)text;
	if (!p->record.draft_count)
		plain_say("%s", _("Nothing is set."));
	else if (p->record.creating)
		make(p);
	else
		save_next(p);
}

/* The action of that verb in the entity's tables; what the database calls a verb is the last part of its name there. */
static const struct action *verb_meant(const struct entity *e, const char *word)
{
	const struct action *const tables[] = { e->verbs, e->actions, e->row_actions };

	for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++)
		for (const struct action *a = tables[t]; a && a->name; a++) {
			const char *dot = strrchr(a->name, '.');

			if (strcmp(dot ? dot + 1 : a->name, word) == 0)
				return a;
		}
	return NULL;
}

static void acted(void *ctx, const struct api_outcome *o, const struct err *err)
{
	struct plain *p = ctx;

	plain_args_release(p);
	if (!o) {
		plain_fail(p, err);
		return;
	}
	plain_say("%s", o->kind == API_CONFLICT ? _("The record was changed meanwhile. Nothing was written.") : _("Done."));
	p->record.wanted = NULL;
	plain_load(p, &p->record.parts[0], true);
}

static void agreed(struct plain *p, const char *line)
{
	if (strcmp(line, p->word) != 0) {
		plain_say("%s", _("Nothing was done."));
		plain_args_release(p);
		return;
	}
	secret_uuid(p->record.request);
	p->waiting = true;
	api_act(p->console->api, p->record.entity->name, p->record.key, p->verb, p->record.parts[0].version, p->args, p->arg_count,
	    p->record.request, acted, p);
}

void plain_args_release(struct plain *p)
{
	for (int i = 0; i < p->arg_count; i++)
		free(p->arg_texts[i]);
	p->arg_count = 0;
}

/* "login=anna reason=" and so on, up to the next name; values may have blanks. */
static bool take_args(struct plain *p, const char *text)
{
	plain_args_release(p);
	while (*text) {
		const char *equals = strchr(text, '='), *end = text + strlen(text), *next = equals ? strchr(equals + 1, '=') : NULL;
		char *copy;

		if (!equals || p->arg_count == ARGS)
			return false;
		while (next && next > equals && *next != ' ')
			next--;
		if (next && next > equals)
			end = next;
		copy = strndup(text, (size_t)(end - text));
		if (!copy)
			return false;
		copy[equals - text] = '\0';
		p->arg_texts[p->arg_count] = copy;
		p->args[p->arg_count++] = (struct api_change) { copy, copy + (equals - text) + 1 };
		text = end + strspn(end, " ");
	}
	return true;
}

void plain_act(struct plain *p, const char *text)
{
	size_t length = strcspn(text, " ");
	const struct entity *e = p->record.entity;
	const struct action *a;
	bool danger;

	if (!e || p->record.creating) {
		plain_say("%s", _("No record is open."));
		return;
	}
	snprintf(p->verb, sizeof p->verb, "%.*s", (int)length, text);
	a = verb_meant(e, p->verb);
	if (!p->verb[0] || !take_args(p, text + length + strspn(text + length, " "))) {
		plain_say("%s", _("Say “act”, a verb, and what it needs as name=value. “verbs” names them."));
		return;
	}
	/* What the screens do by a name of their own is known to the database; it is asked as if it were dangerous. */
	danger = !a || (a->flags & ACTION_DANGER);
	snprintf(p->word, sizeof p->word, "%s", danger ? p->record.key : _("yes"));
	plain_say(_("%s: %s %s. Type %s to do it; anything else leaves it."), a ? _(a->label) : p->verb, _(e->one), p->record.key,
	    p->word);
	p->answer = agreed;
}
