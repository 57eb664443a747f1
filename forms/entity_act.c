#include <stdio.h>
#include <string.h>
#include <stdlib.h>

#include "backend/secret.h"
#include "forms/console.h"
#include "forms/entity_private.h"
#include "forms/fresh.h"
#include "forms/screens.h"
#include "forms/sure.h"
#include "tui/dialog.h"
#include "tui/text.h"

/* Verbs on records and rows, and what the actions of a screen may ask about it. */

const struct entity *entity_of(const struct screen *s)
{
	const struct record_screen *rs = record_screen_of(s);
	struct list_part *p = entity_list_part(s);

	return rs ? rs->entity : p ? list_part_entity(p) : NULL;
}

const char *entity_key(const struct screen *s)
{
	const struct record_screen *rs = record_screen_of(s);
	struct list_part *p = entity_list_part(s);
	const struct list_row *row = p ? list_current(list_part_list(p)) : NULL;

	return rs ? rs->key : row ? row->key : NULL;
}

const char *entity_tab_shown(const struct screen *s)
{
	const struct record_screen *rs = record_screen_of(s);

	return rs ? record_tab(rs->record) : "";
}

const char *entity_tab_row(const struct screen *s)
{
	const struct record_screen *rs = record_screen_of(s);
	struct list_part *p = rs ? record_shown_list(rs) : NULL;
	const struct list_row *row = p ? list_current(list_part_list(p)) : NULL;

	return row ? row->key : NULL;
}

/* What verbs are about: the row under the cursor, else the record itself. */
static const struct entity *row_entity(const struct screen *s)
{
	const struct record_screen *rs = record_screen_of(s);
	struct list_part *p = rs ? record_shown_list(rs) : entity_list_part(s);

	return p ? list_part_entity(p) : rs ? rs->entity : NULL;
}

const char *entity_row(const struct screen *s)
{
	const struct record_screen *rs = record_screen_of(s);

	return rs && !record_shown_list(rs) ? rs->key : rs ? entity_tab_row(s) : entity_key(s);
}

bool entity_has_row(const struct screen *s)
{
	return entity_row(s) != NULL;
}

bool entity_has_key(const struct screen *s)
{
	return entity_key(s) != NULL;
}

const char *entity_value(const struct screen *s, const char *column)
{
	const struct record_screen *rs = record_screen_of(s);

	return rs ? record_value(rs, column) : NULL;
}

int64_t entity_version(const struct screen *s)
{
	const struct record_screen *rs = record_screen_of(s);

	return rs && rs->part_count ? rs->parts[0].version : 0;
}

/* A verb under way, kept whole: the PIN may be asked for first. */
struct acting {
	char entity[64], key[64], verb[64], request[37];
	int64_t version;
	struct changes args;
	char *done; /* what to say when it worked */
	char *secret; /* to be told then, in locked memory; NULL = none */
	void (*tell)(void *screen, const char *secret);
	const struct entity_question *question; /* asked again when it is refused; NULL = none */
};

static void acting_free(struct acting *x)
{
	if (!x)
		return;
	changes_release(&x->args);
	secret_free(x->secret);
	free(x->done);
	free(x);
}

static struct acting *acting_new(const char *done, const char *secret, void (*tell)(void *screen, const char *secret))
{
	struct acting *x = calloc(1, sizeof *x);
	size_t n = secret ? strlen(secret) + 1 : 0;

	if (!x)
		return NULL;
	x->done = strdup(done);
	x->tell = tell;
	x->secret = n ? secret_alloc(n) : NULL;
	if (x->secret)
		memcpy(x->secret, secret, n);
	if (x->done && (x->secret || !n))
		return x;
	acting_free(x);
	return NULL;
}

static void send(struct screen *s, struct acting *x);

/* The PIN was given, or not. */
static void proved(void *ctx, bool ok)
{
	void *extra;
	struct screen *s = link_take(ctx, &extra);

	if (s && ok)
		send(s, extra);
	else
		acting_free(extra);
}

static struct links *links_of(struct screen *s)
{
	struct record_screen *rs = record_screen_of(s);

	return rs ? &rs->links : entity_list_links(s);
}

static void prove(struct screen *s, struct acting *x)
{
	struct link *l = link_new(links_of(s), s, x);

	if (l)
		fresh_ask(console_of(s->app), proved, l);
	else
		acting_free(x);
}

/* The word was typed, or not. */
static void was_sure(void *ctx, bool agreed)
{
	proved(ctx, agreed);
}

static void be_sure(struct screen *s, struct acting *x, const struct err *err)
{
	struct link *l = link_new(links_of(s), s, x);

	changes_add(&x->args, "sure", err->hint);
	if (l)
		sure_ask(s->app, err, was_sure, l);
	else
		acting_free(x);
}

static void ask(struct screen *s, const struct entity_question *q, const char *typed, const char *why);

static void acted(void *ctx, const struct api_outcome *o, const struct err *err)
{
	void *extra;
	struct screen *s = link_take(ctx, &extra);
	struct acting *x = extra;

	if (s && !o && fresh_needed(err)) {
		prove(s, x);
		return;
	}
	if (s && !o && sure_needed(err)) {
		be_sure(s, x, err);
		return;
	}
	if (s && o && o->kind == API_SAVED) {
		console_of(s->app)->writes++;
		app_notice(s->app, NOTICE_DONE, x->done);
		if (x->secret)
			x->tell(s, x->secret);
	} else if (s && o) {
		app_notice(s->app, NOTICE_WARNING,
		    _("Somebody else changed this record meanwhile: it was loaded again. Look, then try once more."));
	} else if (s && err->code == ERR_UNCERTAIN) {
		if (record_screen_of(s))
			record_screen_of(s)->uncertain = true;
		app_notice(s->app, NOTICE_WARNING,
		    _("The line was lost before the answer: look, when you are logged in again, whether it was done."));
	} else if (s) {
		console_error(console_of(s->app), err);
		if (x->question)
			ask(s, x->question, x->args.list[0].value, err->sentence);
	}
	if (s && o)
		entity_reload(s);
	if (s)
		app_dirty(s->app);
	acting_free(x);
}

/* Takes x over. */
static void send(struct screen *s, struct acting *x)
{
	struct link *l = link_new(links_of(s), s, x);

	if (l)
		api_act(console_of(s->app)->api, x->entity, x->key, x->verb, x->version, x->args.list, x->args.count, x->request,
		    acted, l);
	else
		acting_free(x);
}

/* Takes x over; NULL: there was no memory for it. */
static void act(struct screen *s, const char *entity, const char *key, int64_t version, const char *verb,
    const struct api_change *args, int n, struct acting *x)
{
	struct record_screen *rs = record_screen_of(s);
	struct list_part *rows = rs ? record_shown_list(rs) : entity_list_part(s);

	if (!x)
		return;
	for (int i = 0; i < n; i++)
		changes_add(&x->args, args[i].column, args[i].value);
	snprintf(x->entity, sizeof x->entity, "%s", entity);
	snprintf(x->key, sizeof x->key, "%s", key);
	snprintf(x->verb, sizeof x->verb, "%s", verb);
	x->version = version || !rows ? version : list_part_version(rows, key);
	secret_uuid(x->request);
	if (rs)
		memcpy(rs->request, x->request, sizeof rs->request);
	if (x->args.failed || !links_of(s))
		acting_free(x);
	else
		send(s, x);
}

void entity_act_on(struct screen *s, const char *entity, const char *key, int64_t version, const char *verb,
    const struct api_change *args, int n, const char *done)
{
	act(s, entity, key, version, verb, args, n, acting_new(done, NULL, NULL));
}

void entity_act_tell(struct screen *s, const char *entity, const char *verb, const struct api_change *args, int n, const char *done,
    const char *secret, void (*tell)(void *screen, const char *secret))
{
	const struct record_screen *rs = record_screen_of(s);

	act(s, entity ? entity : rs->entity->name, rs->key, entity ? 0 : rs->parts[0].version, verb, args, n,
	    acting_new(done, secret, tell));
}

void entity_act(struct screen *s, const char *verb, const struct api_change *args, int n, const char *done)
{
	const struct record_screen *rs = record_screen_of(s);

	entity_act_on(s, rs->entity->name, rs->key, rs->parts[0].version, verb, args, n, done);
}

void entity_act_row(struct screen *s, const char *verb, const struct api_change *args, int n, const char *done)
{
	const struct record_screen *rs = record_screen_of(s);
	const struct entity *e = row_entity(s);
	const char *key = entity_row(s);

	if (e && key)
		entity_act_on(s, e->name, key, rs && !record_shown_list(rs) ? rs->parts[0].version : 0, verb, args, n, done);
}

/* A question that is open: its screen lies under the dialog and cannot go away. */
struct asking {
	struct screen *screen;
	const struct entity_question *question;
};

static void asked(void *ctx, const char *text)
{
	struct asking *g = ctx;
	struct record_screen *rs = record_screen_of(g->screen);
	struct api_change arg = { .column = g->question->field->name, .value = text };
	struct acting *x = text ? acting_new(_(g->question->done), NULL, NULL) : NULL;

	if (x)
		x->question = g->question;
	act(g->screen, rs->entity->name, rs->key, rs->parts[0].version, g->question->verb, &arg, 1, x);
	free(g);
}

static void ask(struct screen *s, const struct entity_question *q, const char *typed, const char *why)
{
	struct asking *g = malloc(sizeof *g);

	if (!g)
		return;
	*g = (struct asking) { s, q };
	dialog_ask_with(s->app, _(q->title), q->field,
	    &(struct dialog_asked) { .value = q->from ? entity_value(s, q->from) : NULL,
		.typed = typed,
		.why = why,
		.currency = q->field->currency ? entity_value(s, q->field->currency) : NULL },
	    asked, g);
}

void entity_ask(struct screen *s, const struct entity_question *q)
{
	ask(s, q, NULL, NULL);
}

void entity_resume(struct screen *s)
{
	struct record_screen *rs = record_screen_of(s);
	struct list_part *p = entity_list_part(s);

	if (rs) {
		record_look_up(rs);
		for (int i = 0; rs->tabs[i].name; i++)
			if (rs->lists[i])
				list_part_reload(rs->lists[i]);
	} else if (p) {
		list_part_reload(p);
	}
}

static void resume(void *ctx, struct screen *s)
{
	(void)ctx;
	entity_resume(s);
	if (s->class->shown)
		s->class->shown(s);
}

void entity_resume_all(struct console *c)
{
	app_each_screen(c->app, resume, c);
}
