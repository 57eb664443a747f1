#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/secret.h"
#include "forms/console.h"
#include "forms/entity_private.h"
#include "forms/fresh.h"
#include "forms/screens.h"
#include "tui/dialog.h"
#include "tui/text.h"

/*
 * Writing: one part of the record after the other, each with the version it was read at. A clash is shown field by field; an answer that was lost
 * is looked up by its request before anything is written again.
 */
static void save_next(struct record_screen *rs);

struct gather {
	struct record_screen *rs;
	const struct record_part *part;
	struct changes *changes;
};

static void gather_form(void *ctx, struct record *r, const char *tab, struct form *f)
{
	struct gather *g = ctx;

	(void)r;
	if (record_tab_part(g->rs, tab) == g->part)
		form_changes(f, changes_collect, g->changes);
}

static void gather(struct record_screen *rs, const struct record_part *p, struct changes *c)
{
	struct gather g = { .rs = rs, .part = p, .changes = c };

	*c = (struct changes) { 0 };
	record_each_form(rs->record, gather_form, &g);
}

struct check {
	bool ok;
};

static void check_form(void *ctx, struct record *r, const char *tab, struct form *f)
{
	struct check *c = ctx;

	if (!c->ok || form_check(f))
		return;
	c->ok = false;
	record_show(r, tab);
}

/* Takes what the database holds now into the forms of a part; drafts that equal it are drafts no more. */
static void take_saved(struct record_screen *rs, struct record_part *p, const struct changes *c)
{
	for (int i = 0; i < c->count; i++)
		for (int k = 0; k < p->count; k++)
			if (strcmp(p->columns[k], c->list[i].column) == 0) {
				free(p->values[k]);
				p->values[k] = c->list[i].value ? strdup(c->list[i].value) : NULL;
			}
	record_each_form(rs->record, record_fill_form, rs);
}

static void read_forms(void *ctx, struct record *r, const char *tab, struct form *f)
{
	(void)ctx;
	(void)r;
	(void)tab;
	if (!form_dirty(f))
		form_read(f);
}

static void all_saved(struct record_screen *rs)
{
	rs->writing = -1;
	rs->console->writes++;
	app_notice(rs->console->app, NOTICE_DONE, rs->done);
	if (rs->leaving) {
		app_pop(rs->console->app);
		return;
	}
	record_each_form(rs->record, read_forms, NULL);
	record_load(rs, true);
}

static void written(struct record_screen *rs, const struct api_outcome *o)
{
	struct record_part *p = &rs->parts[rs->writing];
	struct changes c;

	gather(rs, p, &c);
	p->version = o->version;
	take_saved(rs, p, &c);
	changes_release(&c);
	save_next(rs);
}

struct place {
	const char *column;
	const char *sentence;
	bool found;
};

static void place_error(void *ctx, struct record *r, const char *tab, struct form *f)
{
	struct place *e = ctx;

	if (e->found || !form_error(f, e->column, e->sentence))
		return;
	e->found = true;
	record_show(r, tab);
}

/* The PIN was given, or not. */
static void proved(void *ctx, bool ok)
{
	struct record_screen *rs = link_take(ctx, NULL);

	if (rs && ok)
		save_next(rs);
	else if (rs)
		rs->leaving = false;
}

static void refused(struct record_screen *rs, const struct err *err)
{
	struct place e = { .column = err->column, .sentence = err->sentence };
	struct link *l = fresh_needed(err) ? link_new(&rs->links, rs, NULL) : NULL;

	rs->writing = -1;
	if (l) {
		fresh_ask(rs->console, proved, l);
		return;
	}
	rs->leaving = false;
	if (err->code == ERR_UNCERTAIN) {
		rs->uncertain = true;
		app_notice(rs->console->app, NOTICE_WARNING,
		    _("The line was lost before the answer: it is not certain that this was saved. It is looked up as soon as you "
		      "are logged in again."));
		return;
	}
	if (err->column[0])
		record_each_form(rs->record, place_error, &e);
	console_error(rs->console, err);
}

/* Finds the draft of a column over all forms of a part. */
struct draft {
	struct record_screen *rs;
	const struct record_part *part;
	const char *column;
	struct form *form;
};

static void find_draft(void *ctx, struct record *r, const char *tab, struct form *f)
{
	struct draft *d = ctx;

	(void)r;
	if (!d->form && record_tab_part(d->rs, tab) == d->part && form_has(f, d->column))
		d->form = f;
}

static struct form *form_with(struct record_screen *rs, const struct record_part *p, const char *column)
{
	struct draft d = { .rs = rs, .part = p, .column = column };

	record_each_form(rs->record, find_draft, &d);
	return d.form;
}

enum { CLASHES_MAX = 64 };

struct clash {
	struct record_screen *rs;
	int part;
	int64_t version;
	int count;
	struct {
		const struct field *field;
		char *theirs;
	} rows[CLASHES_MAX];
};

static void clash_free(struct clash *c)
{
	for (int i = 0; i < c->count; i++)
		free(c->rows[i].theirs);
	free(c);
}

/* The user chose: theirs becomes what was loaded, his own stay drafts on top of it; then it is saved again. */
static void clash_chosen(void *ctx, const bool *take)
{
	struct clash *c = ctx;
	struct record_screen *rs = c->rs;
	struct record_part *p = &rs->parts[c->part];

	for (int i = 0; take && i < c->count; i++) {
		const char *name = c->rows[i].field->name;
		struct form *f = form_with(rs, p, name);
		char *mine = f && form_get(f, name) ? strdup(form_get(f, name)) : NULL;

		form_load(f, name, c->rows[i].theirs);
		form_set(f, name, take[i] ? mine : c->rows[i].theirs);
		free(mine);
	}
	if (take) {
		p->version = c->version;
		record_save(rs);
	} else {
		rs->leaving = false;
	}
	clash_free(c);
}

static bool same(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

static const struct field *part_field(struct record_screen *rs, const struct record_part *p, const char *column)
{
	for (const struct entity_tab *t = rs->entity->tabs; t->name; t++) {
		const struct field *fields = t->fields_of ? t->fields_of(rs->console, rs->key) : t->fields;
		const struct field *f = fields && record_part_of(rs, t->of) == p ? field_find(fields, column) : NULL;

		if (f)
			return f;
	}
	return NULL;
}

/* One row for every field that they changed or that we did. */
static void show_clash(struct record_screen *rs, const struct api_outcome *o)
{
	struct dialog_clash rows[CLASHES_MAX];
	struct clash *c = calloc(1, sizeof *c);
	struct record_part *p = &rs->parts[rs->writing];

	if (!c)
		return;
	c->rs = rs;
	c->part = rs->writing;
	c->version = o->version;
	rs->writing = -1;
	for (int i = 0; i < o->n && c->count < CLASHES_MAX; i++) {
		const struct field *f = part_field(rs, p, o->names[i]);
		struct form *form = f ? form_with(rs, p, f->name) : NULL;
		const char *was = form ? form_loaded(form, f->name) : NULL, *mine = form ? form_get(form, f->name) : NULL;

		if (!form || (same(was, o->values[i]) && same(was, mine)))
			continue;
		c->rows[c->count].field = f;
		c->rows[c->count].theirs = o->values[i] ? strdup(o->values[i]) : NULL;
		rows[c->count] =
		    (struct dialog_clash) { .field = f, .was = was, .theirs = c->rows[c->count].theirs, .yours = mine };
		c->count++;
	}
	dialog_conflict(rs->console->app, _("Changed meanwhile: somebody else saved this record"), rows, c->count, clash_chosen, c);
}

static void saved(void *ctx, const struct api_outcome *o, const struct err *err)
{
	struct record_screen *rs = link_take(ctx, NULL);

	if (!rs)
		return;
	if (!o)
		refused(rs, err);
	else if (o->kind == API_CONFLICT)
		show_clash(rs, o);
	else
		written(rs, o);
	app_dirty(rs->console->app);
}

static void save_next(struct record_screen *rs)
{
	for (int i = 0; i < rs->part_count; i++) {
		struct changes c;
		struct link *l;

		gather(rs, &rs->parts[i], &c);
		if (c.failed || !c.count) {
			changes_release(&c);
			continue;
		}
		rs->writing = i;
		secret_uuid(rs->request);
		l = link_new(&rs->links, rs, NULL);
		if (l)
			api_save(rs->console->api, rs->parts[i].entity, rs->key, rs->parts[i].version, c.list, c.count, rs->request,
			    saved, l);
		changes_release(&c);
		return;
	}
	all_saved(rs);
}

void record_save(struct record_screen *rs)
{
	struct check c = { .ok = true };

	if (rs->writing >= 0)
		return;
	if (rs->uncertain) {
		app_notice(rs->console->app, NOTICE_WARNING, _("It is still being looked up whether the last save arrived."));
		return;
	}
	record_each_form(rs->record, check_form, &c);
	if (!c.ok) {
		rs->leaving = false;
		app_notice(rs->console->app, NOTICE_ERROR, _("A field is not right yet: see the sentence beside it."));
		return;
	}
	if (!record_dirty(rs->record)) {
		record_each_form(rs->record, read_forms, NULL);
		app_notice(rs->console->app, NOTICE_INFO, _("Nothing was changed, so nothing was saved."));
		return;
	}
	snprintf(rs->done, sizeof rs->done, "%s", _("Saved."));
	save_next(rs);
}

static void looked_up(void *ctx, const struct api_outcome *o, const struct err *err)
{
	struct record_screen *rs = link_take(ctx, NULL);

	if (!rs)
		return;
	if (!o) {
		console_error(rs->console, err);
		return;
	}
	rs->uncertain = false;
	if (o->kind == API_UNKNOWN)
		app_notice(rs->console->app, NOTICE_WARNING,
		    _("The last save did not arrive. What you typed is still here: save it again."));
	else
		app_notice(rs->console->app, NOTICE_DONE, _("The last save did arrive before the line was lost."));
	record_load(rs, false);
}

void record_look_up(struct record_screen *rs)
{
	struct link *l;

	if (!rs->uncertain) {
		record_load(rs, false);
		return;
	}
	l = link_new(&rs->links, rs, NULL);
	if (l)
		api_outcome(rs->console->api, rs->request, looked_up, l);
}
