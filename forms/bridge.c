#include "forms/bridge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/console.h"
#include "forms/link.h"
#include "forms/preferences.h"
#include "forms/unseen.h"
#include "tui/text.h"

enum { FIXED_MAX = 4, LINKS_MAX = 8, EXTRAS_MAX = LINKS_MAX + 1 };

struct list_part {
	struct console *console;
	const struct entity *entity;
	char column[64], key[64];
	const char *const *fixed; /* further narrowing: column, value, …, NULL */
	struct list *list;
	struct field *fields; /* those that the person may see, when that is not all of them */
	struct list_spec spec;
	struct list_source source;
	struct links links;
	uint64_t asked, counted; /* calls under way, 0 = none */
	bool known; /* the total of this search and filter was asked for */
	char total_of[512]; /* search and filters that it belongs to */
	int64_t total; /* the answer, -1 = none yet: another order or a reload does not change it */
	bool exact, capped;
};

static const struct field find_fields[] = {
	{ "label", N_("Name"), FIELD_TEXT, FIELD_KEY, 26, 0, N_("Whom or what was found.") },
	{ "entity", N_("Kind"), FIELD_TEXT, 0, 12, 0, N_("What kind of record it is.") },
	{ "detail", N_("More"), FIELD_TEXT, 0, 30, 0, N_("What tells it from others of the name.") },
	{ 0 },
};

static const char *const op_names[] = { [OP_EQUAL] = "=",
	[OP_NOT] = "!=",
	[OP_LESS] = "<",
	[OP_MORE] = ">",
	[OP_CONTAINS] = "~",
	[OP_EMPTY] = "empty",
	[OP_FILLED] = "filled" };

/*
 * A verb on a row names the version that the user saw, and a row tells the keys of what it belongs to. They come as cells before those of the
 * list, which sees the others only: the version, then one for each link.
 */
static bool has_version(const struct list_part *p)
{
	return p->entity && (p->entity->flags & ENTITY_VERSION);
}

static int link_count(const struct list_part *p)
{
	int n = 0;

	for (const char *const *l = p->entity ? p->entity->links : NULL; l && *l && n < LINKS_MAX; l += 2)
		n++;
	return n;
}

static int extras(const struct list_part *p)
{
	return has_version(p) + link_count(p);
}

/* Fills an API question from a list's; the arrays are the caller's and must live as long as q. */
static void question(
    const struct list_part *p, const struct list_query *lq, struct api_list *q, const char **columns, struct api_filter *filters)
{
	int n = 0, first = has_version(p);

	if (first)
		columns[0] = "version";
	for (int i = 0; i < link_count(p); i++)
		columns[first++] = p->entity->links[(ptrdiff_t)i * 2];
	for (int i = 0; i < lq->column_count; i++)
		columns[first + i] = lq->columns[i]->name;
	if (p->column[0])
		filters[n++] = (struct api_filter) { .column = p->column, .op = "=", .value = p->key };
	for (const char *const *f = p->fixed; f && *f && n < FIXED_MAX; f += 2)
		filters[n++] = (struct api_filter) { .column = f[0], .op = "=", .value = f[1] };
	for (int i = 0; i < lq->chip_count; i++)
		filters[n++] = (struct api_filter) {
			.column = lq->chips[i].field->name, .op = op_names[lq->chips[i].op], .value = lq->chips[i].value
		};
	*q = (struct api_list) { .entity = p->entity ? p->entity->name : "*",
		.columns = columns,
		.column_count = first + lq->column_count,
		.filters = filters,
		.filter_count = n,
		.search = lq->search,
		.sort = lq->sort ? lq->sort->name : NULL,
		.after = lq->from,
		.descending = lq->descending,
		.backwards = lq->backwards,
		.limit = lq->limit };
}

static void release_arena(void *owner)
{
	arena_free(owner);
}

/* Find-anything always answers kind, name, more; the list shows the name first and calls the kind by its word. */
static void arrange_found(struct arena *arena, struct list_row *row)
{
	const char **cells = arena_alloc(arena, 3 * sizeof *cells);
	const struct entity *e = row->cells[0] ? entity_find(row->cells[0]) : NULL;

	if (!cells)
		return;
	cells[0] = row->cells[1];
	cells[1] = e ? _(e->one) : row->cells[0];
	cells[2] = row->cells[2];
	row->cells = cells;
	row->match_cell = row->match_cell == 1 ? 0 : row->match_cell == 2 ? 2 : -1;
}

/* Hands the rows of an API page to the list; both live in the page's arena. */
static void deliver(struct list_part *p, uint64_t sequence, struct api_page *page)
{
	int first = extras(p);
	struct list_row *rows = arena_alloc(page->arena, (size_t)(page->count ? page->count : 1) * sizeof *rows);
	struct list_page lp = {
		.rows = rows, .count = page->count, .last = page->last, .release = release_arena, .owner = page->arena
	};

	if (!rows) {
		arena_free(page->arena);
		list_fail(p->list, sequence, _("There is not enough memory for these rows."));
		return;
	}
	for (int i = 0; i < page->count; i++) {
		const struct api_row *r = &page->rows[i];

		rows[i] = (struct list_row) { .key = r->key,
			.after = r->after,
			.cells = r->cells + first,
			.match_from = r->match_from,
			.match_length = r->match_length,
			.match_cell = r->match_cell < 0 ? -1 : r->match_cell - first };
		if (!p->entity)
			arrange_found(page->arena, &rows[i]);
	}
	list_answer(p->list, sequence, &lp);
}

static void page_done(void *ctx, struct api_page *page, const struct err *err)
{
	void *extra;
	struct list_part *p = link_take(ctx, &extra);
	uint64_t sequence = (uint64_t)(uintptr_t)extra;

	if (!p) {
		if (page)
			arena_free(page->arena);
		return;
	}
	p->asked = 0;
	if (page) {
		deliver(p, sequence, page);
	} else if (err->code != ERR_CANCELLED) {
		list_fail(p->list, sequence, err->sentence);
		if (err->code == ERR_SESSION)
			console_error(p->console, err);
	}
	app_dirty(p->console->app);
}

static void count_done(void *ctx, int64_t total, bool exact, bool capped, const struct err *err)
{
	struct list_part *p = link_take(ctx, NULL);

	if (!p)
		return;
	p->counted = 0;
	if (err->code == ERR_NONE) {
		p->total = total;
		p->exact = exact;
		p->capped = capped;
		list_set_total(p->list, total, exact, capped);
	} else if (exact)
		console_error(p->console, err);
	app_dirty(p->console->app);
}

static void ask_count(struct list_part *p, const struct api_list *q, bool exact)
{
	struct link *l = link_new(&p->links, p, NULL);

	if (!l)
		return;
	if (p->counted)
		api_cancel(p->console->api, p->counted);
	p->counted = api_count(p->console->api, q, exact, count_done, l);
}

/* The total is asked for once for each search and filter, not for each page. */
static void ask_total(struct list_part *p, const struct list_query *lq, const struct api_list *q)
{
	char text[sizeof p->total_of], filter[384];

	list_filter_text(p->list, filter, sizeof filter);
	snprintf(text, sizeof text, "%.100s\n%s", lq->search, filter);
	if (p->entity && p->known && strcmp(text, p->total_of) == 0)
		list_set_total(p->list, p->total, p->exact, p->capped);
	if (!p->entity || (p->known && strcmp(text, p->total_of) == 0))
		return;
	p->known = true;
	memcpy(p->total_of, text, sizeof text);
	p->total = -1;
	list_set_total(p->list, -1, false, false);
	ask_count(p, q, false);
}

static void fetch(void *ctx, struct list *list, const struct list_query *lq)
{
	struct list_part *p = ctx;
	const char *columns[LIST_COLUMNS_MAX + EXTRAS_MAX];
	struct api_filter filters[LIST_CHIPS_MAX + FIXED_MAX];
	struct api_list q;
	struct link *l = link_new(&p->links, p, (void *)(uintptr_t)lq->sequence);

	if (!l) {
		list_fail(list, lq->sequence, _("There is not enough memory to ask for rows."));
		return;
	}
	if (p->asked)
		api_cancel(p->console->api, p->asked);
	p->list = list; /* the first question comes from within list_new */
	question(p, lq, &q, columns, filters);
	api_quiet(p->console->api, lq->by_itself);
	p->asked = api_list(p->console->api, &q, page_done, l);
	api_quiet(p->console->api, false);
	ask_total(p, lq, &q);
}

static void cancel(void *ctx, struct list *list)
{
	struct list_part *p = ctx;

	(void)list;
	if (p->asked)
		api_cancel(p->console->api, p->asked);
	p->asked = 0;
}

/* A key of find-anything is "entity:key". */
static void open_found(struct console *c, const char *found)
{
	const char *colon = strchr(found, ':');
	char name[64];
	const struct entity *e;

	if (!colon || (size_t)(colon - found) >= sizeof name)
		return;
	snprintf(name, sizeof name, "%.*s", (int)(colon - found), found);
	e = entity_find(name);
	if (e)
		entity_open(c->app, e, colon + 1);
}

/* Where Enter leads on a row that is no record of its own. */
static const char *first_link(const struct list_part *p, const struct entity **ret_entity)
{
	const char *key = NULL;

	for (int i = 0; (p->entity->flags & ENTITY_LEADS) && !key && i < LINKS_MAX; i++)
		key = list_part_link(p, i, ret_entity);
	return key;
}

static void open_row(void *ctx, struct list *list, const struct list_row *row)
{
	struct list_part *p = ctx;
	const struct entity *leads;

	(void)list;
	if (!p->entity)
		open_found(p->console, row->key);
	else if (p->entity->open_row)
		p->entity->open_row(p->console->app, list);
	else if (p->entity->flags & ENTITY_OPENS)
		entity_open(p->console->app, p->entity, row->key);
	else if (first_link(p, &leads))
		entity_open(p->console->app, leads, first_link(p, &leads));
	else
		list_show(list);
}

static void count_exactly(void *ctx, struct list *list)
{
	const char *columns[EXTRAS_MAX]; /* a count shows no cells */
	struct list_part *p = ctx;
	struct api_filter filters[LIST_CHIPS_MAX + FIXED_MAX];
	struct list_query lq = { .search = list_search(list) };
	struct api_list q;

	lq.chips = list_chips(list, &lq.chip_count);
	question(p, &lq, &q, columns, filters);
	ask_count(p, &q, true);
}

static void arranged(void *ctx, struct list *list)
{
	const struct list_part *p = ctx;
	char text[2048];

	list_layout_text(list, text, sizeof text);
	preferences_set(p->console, p->entity->name, "", text);
}

void list_part_arrange(struct list_part *p)
{
	const char *layout = p->entity ? preferences_get(p->console, p->entity->name, "") : NULL;

	char text[2048];

	if (!layout)
		return;
	list_set_layout(p->list, layout);
	/* Kept columns that cannot be seen any more are left out; what is as it would be without it is not kept either. */
	list_layout_text(p->list, text, sizeof text);
	if (!text[0])
		preferences_set(p->console, p->entity->name, "", "");
}

void list_part_question(struct list_part *p, void (*fn)(void *ctx, const struct api_list *q), void *ctx)
{
	const char *columns[LIST_COLUMNS_MAX + EXTRAS_MAX];
	const struct field *shown[LIST_COLUMNS_MAX];
	struct api_filter filters[LIST_CHIPS_MAX + FIXED_MAX];
	struct list_query lq;
	struct api_list q;

	list_question(p->list, &lq, shown);
	question(p, &lq, &q, columns, filters);
	q.columns += extras(p);
	q.column_count -= extras(p);
	/* An order that nobody chose is not worth sorting for. */
	if (p->entity && p->entity->sort && q.sort && strcmp(q.sort, p->entity->sort) == 0 && q.descending == p->entity->descending)
		q.sort = NULL;
	fn(ctx, &q);
}

struct list_part *list_part_new(struct console *c, const struct entity *e, const char *column, const char *key)
{
	struct list_part *p = calloc(1, sizeof *p);

	if (!p)
		return NULL;
	p->console = c;
	p->entity = e;
	snprintf(p->column, sizeof p->column, "%s", column ? column : "");
	snprintf(p->key, sizeof p->key, "%s", key ? key : "");
	p->fields = e ? unseen_strip(c, e) : NULL;
	p->spec = (struct list_spec) { .name = e ? e->name : "find",
		.fields = p->fields ? p->fields
			  : e       ? e->fields
				    : find_fields,
		.flags = e ? LIST_FILTER | LIST_SORT | LIST_MARK | LIST_COLUMNS : LIST_SEARCH,
		.empty = e ? e->empty : N_("Type a name, e-mail address, company, number or telephone number.") };
	if (e && (e->flags & ENTITY_SEARCH))
		p->spec.flags |= LIST_SEARCH;
	if (e && e->sort) {
		p->spec.sort = field_find(p->spec.fields, e->sort);
		p->spec.descending = e->descending;
	}
	p->source = (struct list_source) { .ctx = p,
		.fetch = fetch,
		.cancel = cancel,
		.open = open_row,
		.count = e ? count_exactly : NULL,
		.arranged = e ? arranged : NULL };
	p->list = list_new(c->app, &p->spec, &p->source);
	if (!p->list) {
		free(p->fields);
		free(p);
		return NULL;
	}
	list_part_arrange(p);
	return p;
}

void list_part_fix(struct list_part *p, const char *const *fixed)
{
	p->fixed = fixed;
}

void list_part_free(struct list_part *p, bool taken)
{
	if (!p)
		return;
	links_cut(&p->links);
	if (p->asked)
		api_cancel(p->console->api, p->asked);
	if (p->counted)
		api_cancel(p->console->api, p->counted);
	if (!taken)
		list_free(p->list);
	free(p->fields);
	free(p);
}

void list_part_reload(struct list_part *p)
{
	p->known = false;
	list_reload(p->list);
}

struct list *list_part_list(struct list_part *p)
{
	return p->list;
}

const struct entity *list_part_entity(const struct list_part *p)
{
	return p->entity;
}

int64_t list_part_version(const struct list_part *p, const char *key)
{
	const struct list_row *row = has_version(p) ? list_current(p->list) : NULL;
	const char *version = row && strcmp(row->key, key) == 0 ? row->cells[-extras(p)] : NULL;

	return version ? strtoll(version, NULL, 10) : 0;
}

const char *list_part_link(const struct list_part *p, int i, const struct entity **ret_entity)
{
	const struct list_row *row = i < link_count(p) ? list_current(p->list) : NULL;
	const char *key = row ? row->cells[i - link_count(p)] : NULL;

	if (!key || !key[0])
		return NULL;
	*ret_entity = entity_find(p->entity->links[(ptrdiff_t)i * 2 + 1]);
	return *ret_entity ? key : NULL;
}
