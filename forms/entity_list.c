#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/bridge.h"
#include "forms/console.h"
#include "forms/entity.h"
#include "forms/entity_private.h"
#include "forms/live.h"
#include "forms/jobs/bulk.h"
#include "forms/jobs/export.h"
#include "tui/text.h"

/* A list of an entity's rows, filling the screen. */
struct list_screen {
	struct list_part *part;
	const struct entity *entity;
	char parent[64]; /* what a new row belongs to, "" = nothing */
	struct links links; /* of verbs under way */
	struct live live;
	unsigned writes; /* of the console, when the rows were loaded */
	void *head; /* of the entity; NULL = none */
	char doing[ENTITY_DOING];
};

static struct list *list_in(const struct screen *s)
{
	const struct list_screen *ls = s->data;

	return list_part_list(ls->part);
}

static void draw(struct screen *s, struct area a)
{
	struct list_screen *ls = s->data;
	int rows = ls->head ? ls->entity->head->rows : 0;

	if (rows && a.rows >= 2 * rows) {
		ls->entity->head->draw(ls->head, area_inside(a, 0, 0, a.rows - rows, 0));
		a = area_inside(a, rows, 0, 0, 0);
	}
	list_draw(list_in(s), a);
}

static bool key(struct screen *s, const struct key *k)
{
	return list_key(list_in(s), k);
}

static void status(const struct screen *s, char *out, size_t size)
{
	list_status(list_in(s), out, size);
}

static void crumb(const struct screen *s, char *out, size_t size)
{
	const struct list_screen *ls = s->data;
	const char *search = list_search(list_in(s));

	if (search[0])
		snprintf(out, size, _("%s - search: %s"), _(ls->entity->title), search);
	else
		snprintf(out, size, "%s", _(ls->entity->title));
}

static const struct action *inside(const struct screen *s, bool *ret_typing)
{
	*ret_typing = list_typing(list_in(s));
	return list_inside(list_in(s));
}

static void close_list(struct screen *s)
{
	struct list_screen *ls = s->data;

	live_stop(&ls->live);
	if (ls->head)
		ls->entity->head->close(ls->head);
	links_cut(&ls->links);
	list_part_free(ls->part, false);
	free(ls);
}

static void reload(struct app *a, struct screen *s)
{
	const struct list_screen *ls = s->data;

	(void)a;

	list_part_reload(ls->part);
	if (ls->head)
		ls->entity->head->load(ls->head);
}

/* Back from a record that was changed, the rows are those of before. */
static void shown(struct screen *s)
{
	struct list_screen *ls = s->data;
	unsigned writes = console_of(s->app)->writes;

	if (ls->writes != writes)
		list_part_reload(ls->part);
	ls->writes = writes;
}

static void again(struct screen *s)
{
	const struct list_screen *ls = s->data;

	if (ls->entity->lives && !ls->entity->lives(s))
		return;
	list_refresh(list_in(s));
	if (ls->head)
		ls->entity->head->load(ls->head);
}

/* What belongs to another record is made there, unless the form asks for it. */
static bool can_create(const struct screen *s)
{
	const struct list_screen *ls = s->data;
	const struct entity *e = ls->entity;

	return e->create && (!e->parent || ls->parent[0] || field_find(e->create, e->parent));
}

static bool has_many(const struct screen *s)
{
	const struct list_screen *ls = s->data;

	return (ls->entity->flags & ENTITY_MANY) != 0;
}

static const char *right_create(const struct screen *s)
{
	const struct list_screen *ls = s->data;

	return ls->entity->right_create;
}

static void create(struct app *a, struct screen *s)
{
	struct list_screen *ls = s->data;

	entity_create(a, ls->entity, ls->parent[0] ? ls->parent : NULL);
}

static const struct action *rows(const struct screen *s)
{
	const struct list_screen *ls = s->data;

	return ls->entity->verbs;
}

static const struct action actions[] = {
	{ 'n', "list.new", N_("make a new one"), N_("new"), NULL, ACTION_FOOTER, can_create, create, N_("Opens an empty form."),
	    right_create },
	{ 'J', "list.jump", N_("jump to what the row belongs to"), N_("jump"), NULL, 0, entity_can_jump, entity_jump,
	    N_("Opens its account, order or invoice; Esc comes back.") },
	{ 'F', "list.filters", N_("saved filters"), NULL, NULL, 0, NULL, entity_filter_recall,
	    N_("Filters that you kept under a name; also keeps the one that is on.") },
	{ 0, "list.filter-keep", N_("keep the filter under a name"), NULL, NULL, 0, entity_filter_is_on, entity_filter_keep,
	    N_("Your own, for this list; F brings it back.") },
	{ 0, "list.filter-forget", N_("forget a saved filter"), NULL, NULL, 0, NULL, entity_filter_forget,
	    N_("Takes one of your saved filters away.") },
	{ 'e', "list.export", N_("export the list as CSV"), N_("export"), "list.export", ACTION_FOOTER, NULL, export_list,
	    N_("All of it, or the marked rows; a worker writes the file.") },
	{ 'V', "list.many", N_("do something with many"), NULL, "job.run", 0, has_many, bulk_list,
	    N_("With the marked rows, or all of the filter: tried first, and shown, before it is done.") },
	{ K_F5, "list.reload", N_("load again"), NULL, NULL, 0, NULL, reload,
	    N_("Asks the database again and stays on the same record.") },
	{ 0 },
};

const struct screen_class entity_list_class = {
	.name = "list",
	.title = N_("List"),
	.actions = actions,
	.extra = list_actions,
	.draw = draw,
	.key = key,
	.close = close_list,
	.shown = shown,
	.status = status,
	.crumb = crumb,
	.inside = inside,
	.rows = rows,
	.list = list_in,
};

/* The head is about the whole of it; a list that was narrowed has none. */
static void begin(struct screen *s, bool whole)
{
	struct list_screen *ls = s->data;
	const struct entity *e = ls->entity;

	if (!e->head || !whole)
		return;
	ls->head = e->head->open(s);
	if (ls->head)
		e->head->load(ls->head);
}

static void open_list(struct app *app, const struct entity *e, const char *column, const char *parent, const char *filter)
{
	char why[256];
	struct list_screen *ls = calloc(1, sizeof *ls);
	struct screen *s;

	if (!app_may(app, e->right_view)) {
		app_noticef(
		    app, NOTICE_WARNING, _("You may not see this: it needs the right %s. Ask a superadmin."), e->right_view);
		free(ls);
		return;
	}
	if (ls) {
		ls->entity = e;
		/* A list that another column narrows tells nothing about whose a new row is. */
		if (parent && column && e->parent && strcmp(column, e->parent) == 0)
			snprintf(ls->parent, sizeof ls->parent, "%s", parent);
		ls->part = list_part_new(console_of(app), e, column, parent);
		ls->writes = console_of(app)->writes;
	}
	if (!ls || !ls->part) {
		free(ls);
		app_notice(app, NOTICE_ERROR, _("There is not enough memory to open the list."));
		return;
	}
	if (filter && !list_set_filter(list_part_list(ls->part), filter, why, sizeof why))
		app_notice(app, NOTICE_WARNING, why);
	s = app_push(app, &entity_list_class, ls);
	if (!s)
		return;
	s->more = e->row_actions;
	begin(s, !column && !filter);
	live_start(&ls->live, s, e->live, again);
}

void entity_open_list(struct app *app, const struct entity *e, const char *column, const char *parent)
{
	open_list(app, e, column, parent, NULL);
}

void entity_open_filtered(struct app *app, const struct entity *e, const char *filter)
{
	open_list(app, e, NULL, NULL, filter);
}

struct list_part *entity_list_part(const struct screen *s)
{
	const struct list_screen *ls = s->data;

	return s->class == &entity_list_class ? ls->part : NULL;
}

char *entity_list_doing(struct screen *s)
{
	struct list_screen *ls = s->data;

	return ls->doing;
}

void *entity_head(const struct screen *s)
{
	const struct list_screen *ls = s->data;

	return s->class == &entity_list_class ? ls->head : NULL;
}

struct links *entity_list_links(const struct screen *s)
{
	struct list_screen *ls = s->data;

	return s->class == &entity_list_class ? &ls->links : NULL;
}
