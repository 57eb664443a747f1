#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/secret.h"
#include "forms/bridge.h"
#include "forms/console.h"
#include "forms/currencies.h"
#include "forms/entity.h"
#include "forms/entity_private.h"
#include "forms/fresh.h"
#include "forms/link.h"
#include "forms/screens.h"
#include "forms/sure.h"
#include "tui/dialog.h"
#include "tui/form.h"
#include "tui/text.h"

/* The form of a new record. Its request stays the same until the outcome is known, so that a second try never makes two. */
struct create_screen {
	struct console *console;
	const struct entity *entity;
	char parent[64];
	struct field fields[COLUMNS_MAX]; /* of the form: those of the entity, without the one that the parent answers */
	struct form *form;
	struct choices *choices;
	struct links links;
	char request[37];
	char sure[64]; /* the word that was typed to go on all the same; "" = none */
	bool writing, uncertain;
};

static void draw(struct screen *s, struct area a)
{
	struct create_screen *cs = s->data;

	form_draw(cs->form, area_inside(a, 1, 2, 0, 2), true);
}

static bool key(struct screen *s, const struct key *k)
{
	struct create_screen *cs = s->data;

	return form_key(cs->form, k);
}

static void crumb(const struct screen *s, char *out, size_t size)
{
	const struct create_screen *cs = s->data;

	snprintf(out, size, _("%s > new"), _(cs->entity->title));
}

static void made(struct create_screen *cs, const char *new_key)
{
	struct app *a = cs->console->app;
	const struct entity *e = cs->entity;
	char copy[64];

	snprintf(copy, sizeof copy, "%s", new_key);
	cs->console->writes++;
	app_pop(a);
	if (app_top(a) && record_screen_of(app_top(a)))
		entity_reload(app_top(a));
	/* A row of another record goes on in its list; only what stands alone is opened, and has a number that people use. */
	if ((e->flags & ENTITY_OPENS) && !cs->parent[0]) {
		entity_open(a, e, copy);
		app_noticef(a, NOTICE_DONE, _("Made: %s %s."), _(e->one), copy);
	} else {
		app_noticef(a, NOTICE_DONE, _("Made: %s."), _(e->one));
	}
}

static void write_record(struct create_screen *cs);

/* The PIN was given, or not. */
static void proved(void *ctx, bool ok)
{
	struct create_screen *cs = link_take(ctx, NULL);

	if (cs && ok)
		write_record(cs);
}

/* The word was typed, or not. */
static void was_sure(void *ctx, bool agreed)
{
	struct create_screen *cs = link_take(ctx, NULL);

	if (!cs)
		return;
	if (agreed)
		write_record(cs);
	cs->sure[0] = '\0';
}

static void refused(struct create_screen *cs, const struct err *err)
{
	struct link *l = fresh_needed(err) ? link_new(&cs->links, cs, NULL) : NULL;

	if (l) {
		fresh_ask(cs->console, proved, l);
		return;
	}
	l = sure_needed(err) ? link_new(&cs->links, cs, NULL) : NULL;
	if (l) {
		snprintf(cs->sure, sizeof cs->sure, "%.60s", err->hint);
		sure_ask(cs->console->app, err, was_sure, l);
		return;
	}
	if (err->code == ERR_UNCERTAIN) {
		cs->uncertain = true;
		app_notice(cs->console->app, NOTICE_WARNING,
		    _("The line was lost before the answer: it is not certain that this was saved. It is looked up as soon as you "
		      "are logged in again."));
		return;
	}
	if (err->column[0])
		form_error(cs->form, err->column, err->sentence);
	console_error(cs->console, err);
}

static void saved(void *ctx, const struct api_outcome *o, const struct err *err)
{
	struct create_screen *cs = link_take(ctx, NULL);

	if (!cs)
		return;
	cs->writing = false;
	if (o && o->kind != API_UNKNOWN) {
		made(cs, o->key);
		return;
	}
	if (o) {
		cs->uncertain = false;
		app_notice(cs->console->app, NOTICE_WARNING, _("It did not arrive. What you typed is still here: save it again."));
	} else {
		refused(cs, err);
	}
	app_dirty(cs->console->app);
}

/* What was filled in for the user and left as it was is sent like what he typed. */
static void add_defaults(const struct create_screen *cs, struct changes *c)
{
	for (const char *const *d = cs->entity->defaults; d && *d; d += 2) {
		bool typed = false;

		for (int i = 0; i < c->count; i++)
			typed |= strcmp(c->list[i].column, *d) == 0;
		if (!typed && field_find(cs->fields, *d))
			changes_add(c, *d, form_get(cs->form, *d));
	}
}

static void write_record(struct create_screen *cs)
{
	struct app *a = cs->console->app;
	struct changes c = { 0 };
	struct link *l;

	if (cs->writing || cs->uncertain)
		return;
	if (!form_check(cs->form)) {
		app_notice(a, NOTICE_ERROR, _("A field is not right yet: see the sentence beside it."));
		return;
	}
	form_changes(cs->form, changes_collect, &c);
	add_defaults(cs, &c);
	if (cs->entity->parent && cs->parent[0])
		changes_add(&c, cs->entity->parent, cs->parent);
	if (cs->sure[0])
		changes_add(&c, "sure", cs->sure);
	l = c.failed ? NULL : link_new(&cs->links, cs, NULL);
	if (l) {
		cs->writing = true;
		api_save(cs->console->api, cs->entity->name, NULL, 0, c.list, c.count, cs->request, saved, l);
	} else {
		app_notice(a, NOTICE_ERROR, _("There is not enough memory to save this."));
	}
	changes_release(&c);
}

static void save(struct app *a, struct screen *s)
{
	(void)a;
	write_record(s->data);
}

static void left(void *ctx, int answer)
{
	struct create_screen *cs = ctx;

	if (answer == 's')
		write_record(cs);
	else if (answer == 'd')
		app_pop(cs->console->app);
}

static bool leave(struct screen *s)
{
	struct create_screen *cs = s->data;

	if (!form_dirty(cs->form))
		return true;
	dialog_unsaved(s->app, _(cs->entity->one), left, cs);
	return false;
}

static void close_create(struct screen *s)
{
	struct create_screen *cs = s->data;

	links_cut(&cs->links);
	form_free(cs->form);
	choices_free(cs->choices);
	free(cs);
}

/* Logged in again: what became of an unanswered save? */
static void shown(struct screen *s)
{
	struct create_screen *cs = s->data;
	struct link *l = cs->uncertain && !cs->writing && cs->console->entered ? link_new(&cs->links, cs, NULL) : NULL;

	if (!l)
		return;
	cs->writing = true;
	api_outcome(cs->console->api, cs->request, saved, l);
}

static const struct action *inside(const struct screen *s, bool *ret_typing)
{
	(void)s;
	*ret_typing = true;
	return form_actions;
}

static const struct action actions[] = {
	{ K_F2, "create.save", N_("save the new record"), N_("save"), NULL, ACTION_FOOTER, NULL, save,
	    N_("Checks the fields and makes the record.") },
	{ K_CTRL('s'), "create.save2", N_("save the new record"), NULL, NULL, ACTION_HIDDEN, NULL, save, N_("The same as F2.") },
	{ 0 },
};

const struct screen_class entity_create_class = {
	.name = "new",
	.title = N_("New"),
	.actions = actions,
	.extra = form_actions,
	.draw = draw,
	.key = key,
	.leave = leave,
	.close = close_create,
	.shown = shown,
	.crumb = crumb,
	.inside = inside,
};

static void take_fields(struct create_screen *cs)
{
	int n = 0;

	for (const struct field *f = cs->entity->create; f->name && n < COLUMNS_MAX - 1; f++)
		if (!cs->parent[0] || !cs->entity->parent || strcmp(f->name, cs->entity->parent) != 0)
			cs->fields[n++] = *f;
}

/* "now", "today" and "+7d" are what they are on the day the form is opened. */
static void fill_in(struct create_screen *cs)
{
	for (const char *const *d = cs->entity->defaults; d && *d; d += 2) {
		const struct field *f = field_find(cs->fields, d[0]);
		char wire[64], why[128];
		bool moment = f && (f->kind == FIELD_TIME || f->kind == FIELD_DATE);

		if (moment && field_parse(f, app_env(cs->console->app), d[1], wire, sizeof wire, why, sizeof why))
			form_load(cs->form, d[0], wire);
		else if (f)
			form_load(cs->form, d[0], d[1]);
	}
}

/* What is made under a record has its currency. */
static void take_currency(struct create_screen *cs)
{
	const struct record_screen *rs = app_top(cs->console->app) ? record_screen_of(app_top(cs->console->app)) : NULL;

	for (const struct field *f = cs->fields; f->name && rs && strcmp(rs->key, cs->parent) == 0; f++)
		if (f->currency)
			form_beside(cs->form, f->currency, record_value(rs, f->currency));
}

void entity_create(struct app *app, const struct entity *e, const char *parent)
{
	struct create_screen *cs = calloc(1, sizeof *cs);

	if (cs) {
		cs->console = console_of(app);
		cs->entity = e;
		snprintf(cs->parent, sizeof cs->parent, "%s", parent ? parent : "");
		take_fields(cs);
		secret_uuid(cs->request);
		cs->choices = choices_new(cs->console);
	}
	if (cs && cs->choices)
		cs->form = form_new(app, &(struct form_spec) { .fields = cs->fields,
					     .create = true,
					     .ask_choices = choices_ask,
					     .label_of = choices_label,
					     .ctx = cs->choices });
	if (!cs || !cs->form) {
		if (cs)
			choices_free(cs->choices);
		free(cs);
		app_notice(app, NOTICE_ERROR, _("There is not enough memory to open the form."));
		return;
	}
	currencies_need(cs->console, cs->fields);
	take_currency(cs);
	fill_in(cs);
	form_edit(cs->form, NULL);
	app_push(app, &entity_create_class, cs);
}
