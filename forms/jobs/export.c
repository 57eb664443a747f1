#include "forms/jobs/export.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "backend/secret.h"
#include "forms/console.h"
#include "forms/entity_private.h"
#include "forms/fresh.h"
#include "forms/jobs/notices.h"
#include "tui/dialog.h"
#include "tui/text.h"

/*
 * The number of rows is counted first, and typed to confirm when there are many. Then a way is chosen; the database checks the rights, asks
 * for the PIN if that is long ago, and queues the job.
 */
enum { MANY = 100, KEYS_MAX = 10000 };

static const struct way {
	const char *label; /* N_() */
	bool all, mark;
	const char *every, *day;
} ways[] = {
	{ N_("the columns shown"), false, false, NULL, NULL },
	{ N_("all columns"), true, false, NULL, NULL },
	{ N_("the columns shown, for a spreadsheet that wants a byte order mark"), false, true, NULL, NULL },
	{ N_("all columns, for a spreadsheet that wants a byte order mark"), true, true, NULL, NULL },
	{ N_("the columns shown, every night"), false, false, "daily", NULL },
	{ N_("the columns shown, every Monday"), false, false, "weekly", "1" },
	{ N_("the columns shown, on the first of every month"), false, false, "monthly", "1" },
};
enum { WAYS = sizeof ways / sizeof *ways, WAYS_NOW = 4 };

/* One asking for an export; goes with its answer. */
struct asking {
	struct screen *screen;
	const struct way *way;
	const char **keys;
	int key_count;
	struct link *link;
};

static void start(struct screen *s, const struct way *way);

static void proved(void *ctx, bool ok)
{
	void *way;
	struct screen *s = link_take(ctx, &way);

	if (s && ok)
		start(s, way);
}

static void refused(struct screen *s, const struct way *way, const struct err *err)
{
	struct link *l = fresh_needed(err) ? link_new(entity_list_links(s), s, (void *)(uintptr_t)way) : NULL;

	if (l)
		fresh_ask(console_of(s->app), proved, l);
	else if (err->code == ERR_UNCERTAIN)
		app_notice(s->app, NOTICE_WARNING,
		    _("The line was lost before the answer: look among the jobs, when you are logged in again, whether it was "
		      "asked for."));
	else
		console_error(console_of(s->app), err);
}

static void saved(void *ctx, const struct api_outcome *o, const struct err *err)
{
	void *extra;
	struct screen *s = link_take(ctx, &extra);
	const struct way *way = extra;

	if (!s)
		return;
	if (!o)
		refused(s, way, err);
	else if (way->every)
		app_noticef(s->app, NOTICE_DONE, _("Planned: schedule %s."), o->key);
	else
		app_noticef(s->app, NOTICE_DONE, _("Asked for: job %s. You are told when it is done."), o->key);
	if (o)
		notices_soon(console_of(s->app));
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
	struct api_export e = { .list = q,
		.all = x->way->all,
		.mark = x->way->mark,
		.keys = x->key_count ? x->keys : NULL,
		.key_count = x->key_count,
		.every = x->way->every,
		.day = x->way->day };
	char request[37];

	secret_uuid(request);
	api_export(console_of(x->screen->app)->api, &e, request, saved, x->link);
}

static void start(struct screen *s, const struct way *way)
{
	struct list_part *p = entity_list_part(s);
	const struct list *l = list_part_list(p);
	struct asking x = { .screen = s,
		.way = way,
		.keys = list_marked_count(l) ? calloc((size_t)list_marked_count(l), sizeof *x.keys) : NULL,
		.link = link_new(entity_list_links(s), s, (void *)(uintptr_t)way) };

	if (!x.link || (list_marked_count(l) && !x.keys)) {
		app_notice(s->app, NOTICE_ERROR, _("There is not enough memory."));
		free(x.keys);
		return;
	}
	if (x.keys)
		list_each_marked(l, collect_key, &x);
	list_part_question(p, ask_for, &x);
	free(x.keys);
}

static void chosen(void *ctx, int index)
{
	if (index >= 0)
		start(ctx, &ways[index]);
}

static void choose(struct screen *s)
{
	const char *labels[WAYS];
	/* What is marked is marked for today. */
	bool plan = app_may(s->app, "schedule.edit") && !list_marked_count(list_part_list(entity_list_part(s)));

	for (int i = 0; i < WAYS; i++)
		labels[i] = _(ways[i].label);
	dialog_choose(s->app, _("Export as CSV"), labels, plan ? WAYS : WAYS_NOW, -1, chosen, s);
}

static void agreed(void *ctx, bool yes)
{
	if (yes)
		choose(ctx);
}

static void confirm(struct screen *s, int64_t total)
{
	char number[32], text[256], word[24];

	if (total <= MANY) {
		choose(s);
		return;
	}
	list_number(app_env(s->app), total, number, sizeof number);
	snprintf(word, sizeof word, "%" PRId64, total);
	snprintf(text, sizeof text, _("%s records leave the system. It is written down who took them, and a superadmin is told."),
	    number);
	dialog_confirm_typed(s->app, _("Export this list?"), text, word, agreed, s);
}

static void counted(void *ctx, int64_t total, bool exact, bool capped, const struct err *err)
{
	struct screen *s = link_take(ctx, NULL);

	(void)exact;
	if (!s)
		return;
	if (err->code != ERR_NONE)
		console_error(console_of(s->app), err);
	else if (total == 0)
		app_notice(s->app, NOTICE_WARNING, _("There is nothing to export."));
	else if (capped)
		app_notice(s->app, NOTICE_WARNING, _("The search finds 1,000 or more: filter the list instead."));
	else
		confirm(s, total);
	app_dirty(s->app);
}

static void count(void *ctx, const struct api_list *q)
{
	struct asking *x = ctx;

	api_count(console_of(x->screen->app)->api, q, true, counted, x->link);
}

void export_list(struct app *a, struct screen *s)
{
	struct list_part *p = entity_list_part(s);
	int marked = p ? list_marked_count(list_part_list(p)) : 0;
	struct asking x = { .screen = s };

	(void)a;
	if (marked) {
		confirm(s, marked);
		return;
	}
	x.link = p ? link_new(entity_list_links(s), s, NULL) : NULL;
	if (x.link)
		list_part_question(p, count, &x);
}
