#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/console.h"
#include "forms/plain_private.h"
#include "tui/list.h"
#include "tui/text.h"

enum { FILTERS = LIST_CHIPS_MAX + 4 };

static const char *const op_names[] = { [OP_EQUAL] = "=",
	[OP_NOT] = "!=",
	[OP_LESS] = "<",
	[OP_MORE] = ">",
	[OP_CONTAINS] = "~",
	[OP_EMPTY] = "empty",
	[OP_FILLED] = "filled" };

static int columns_of(const struct entity *e, const char **names)
{
	int n = 0;

	for (const struct field *f = e->fields; f->name && n < PLAIN_COLUMNS; f++)
		if (!(f->flags & FIELD_HIDDEN))
			names[n++] = f->name;
	return n;
}

static void print_found(struct plain *p, const struct api_row *row, int n)
{
	const struct entity *e = row->cells[0] ? entity_find(row->cells[0]) : NULL;

	(void)p;
	plain_say("%d. %s (%s) %s", n, row->cells[1] ? row->cells[1] : "", e ? _(e->one) : "", row->cells[2] ? row->cells[2] : "");
}

static void print_row(struct plain *p, const struct api_row *row, int n)
{
	char line[4096] = "", text[1024];
	size_t used = 0;
	int cell = 0;

	for (const struct field *f = p->list.entity->fields; f->name && cell < PLAIN_COLUMNS; f++) {
		const char *value;
		int more;

		if (f->flags & FIELD_HIDDEN)
			continue;
		value = row->cells[cell++];
		/* An empty one is told, so that each value stands in its column. */
		if (!value || !value[0])
			snprintf(text, sizeof text, "-");
		else
			field_format_short(f, &p->console->env, value, text, sizeof text);
		more = snprintf(line + used, sizeof line - used, "%s%s", used ? "; " : "", text);
		used += more > 0 && (size_t)more < sizeof line - used ? (size_t)more : 0;
	}
	plain_say("%d. %s", n, line);
}

static void print_columns(const struct entity *e)
{
	char line[2048] = "";
	size_t used = 0;

	for (const struct field *f = e->fields; f->name && used < sizeof line; f++)
		if (!(f->flags & FIELD_HIDDEN))
			used += (size_t)snprintf(line + used, sizeof line - used, "%s%s", used ? "; " : "", _(f->label));
	plain_say("%s: %s", _(e->title), line);
}

/* Keeps of a page what the next commands need: the keys, and where it begins and ends. */
static void keep(struct plain_list *l, const struct api_page *page)
{
	l->count = page->count < PLAIN_ROWS ? page->count : PLAIN_ROWS;
	for (int i = 0; i < l->count; i++)
		snprintf(l->keys[i], sizeof l->keys[i], "%s", page->rows[i].key);
	snprintf(l->first, sizeof l->first, "%s", l->count && page->rows[0].after ? page->rows[0].after : "");
	snprintf(l->last, sizeof l->last, "%s", l->count && page->rows[l->count - 1].after ? page->rows[l->count - 1].after : "");
	l->ended = page->last && !l->backwards;
}

static void listed(void *ctx, struct api_page *page, const struct err *err)
{
	struct plain *p = ctx;
	struct plain_list *l = &p->list;

	if (!page) {
		plain_fail(p, err);
		return;
	}
	if (page->count == 0 && (l->first[0] || l->backwards)) {
		plain_say("%s", l->backwards ? _("This is the first page.") : _("There are no more rows."));
	} else if (page->count == 0) {
		l->count = 0;
		plain_say("%s", l->filter[0] || l->search[0] ? _("Nothing matches.") : _("There is nothing here."));
	} else {
		keep(l, page);
		if (l->entity)
			print_columns(l->entity);
		for (int i = 0; i < l->count; i++)
			(l->entity ? print_row : print_found)(p, &page->rows[i], i + 1);
		plain_say("%s", l->ended ? _("That is all.") : _("“next” shows more, “open” and a number opens one."));
	}
	arena_free(page->arena);
	plain_done(p);
}

static void ask(struct plain *p, const char *after, bool backwards)
{
	struct plain_list *l = &p->list;
	const char *columns[PLAIN_COLUMNS];
	struct api_filter filters[FILTERS];
	struct api_list q = { .entity = l->entity ? l->entity->name : "*",
		.columns = columns,
		.filters = filters,
		.search = l->search,
		.after = after,
		.backwards = backwards,
		.limit = PLAIN_ROWS };
	int chips = 0;

	l->backwards = backwards;
	if (l->entity) {
		const struct list_chip *chip = list_chips(l->chips, &chips);

		q.column_count = columns_of(l->entity, columns);
		q.sort = l->entity->sort;
		q.descending = l->entity->descending;
		if (l->parent[0])
			filters[q.filter_count++] = (struct api_filter) { l->parent, "=", l->parent_key };
		for (const char *const *f = l->fixed; f && *f && q.filter_count < 4; f += 2)
			filters[q.filter_count++] = (struct api_filter) { f[0], "=", f[1] };
		for (int i = 0; i < chips && q.filter_count < FILTERS; i++)
			filters[q.filter_count++] =
			    (struct api_filter) { chip[i].field->name, op_names[chip[i].op], chip[i].value };
	} else {
		columns[q.column_count++] = "label";
		columns[q.column_count++] = "entity";
		columns[q.column_count++] = "detail";
	}
	p->waiting = true;
	api_list(p->console->api, &q, listed, p);
}

void plain_list_release(struct plain *p)
{
	list_free(p->list.chips);
	p->list = (struct plain_list) { 0 };
}

/* Begins a list anew; the filter is understood by the list that the screens have. False: it said why not. */
static bool begin(struct plain *p, const struct entity *e, const char *filter)
{
	char why[256];

	plain_list_release(p);
	p->list.entity = e;
	if (!e)
		return true;
	p->list.spec = (struct list_spec) { .name = e->name, .fields = e->fields, .flags = LIST_FILTER };
	p->list.chips = list_new(p->app, &p->list.spec, &p->list.source);
	if (!p->list.chips)
		return false;
	snprintf(p->list.filter, sizeof p->list.filter, "%s", filter);
	if (list_set_filter(p->list.chips, filter, why, sizeof why))
		return true;
	plain_say("%s", why);
	return false;
}

void plain_find(struct plain *p, const char *text)
{
	begin(p, NULL, "");
	snprintf(p->list.search, sizeof p->list.search, "%s", text);
	ask(p, NULL, false);
}

void plain_lists(struct plain *p, const char *text)
{
	(void)text;
	for (const struct entity *const *e = entities; *e; e++)
		if (api_may(p->console->api, (*e)->right_view))
			plain_say("%s: %s", (*e)->name, _((*e)->title));
}

const struct entity *plain_entity(const char *word)
{
	for (const struct entity *const *e = entities; *e; e++)
		if (plain_means(word, (*e)->name, true) || plain_means(word, _((*e)->title), true))
			return *e;
	for (const struct entity *const *e = entities; *e; e++)
		if (plain_means(word, (*e)->name, false) || plain_means(word, _((*e)->title), false))
			return *e;
	return NULL;
}

void plain_list(struct plain *p, const char *text)
{
	char word[64];
	size_t length = strcspn(text, " ");
	const struct entity *e;

	snprintf(word, sizeof word, "%.*s", (int)length, text);
	e = plain_entity(word);
	if (!e)
		plain_say(_("There is no list “%s”. “lists” names them."), word);
	else if (begin(p, e, text + length + strspn(text + length, " ")))
		ask(p, NULL, false);
}

void plain_search(struct plain *p, const char *text)
{
	if (!p->list.entity || !(p->list.entity->flags & ENTITY_SEARCH)) {
		plain_say("%s", _("Show a list that can be searched first, such as “list users”."));
		return;
	}
	snprintf(p->list.search, sizeof p->list.search, "%s", text);
	p->list.first[0] = '\0';
	ask(p, NULL, false);
}

void plain_next(struct plain *p, const char *text)
{
	(void)text;
	if (!p->list.count)
		plain_say("%s", _("No list is shown."));
	else if (p->list.ended || !p->list.last[0])
		plain_say("%s", _("There are no more rows."));
	else
		ask(p, p->list.last, false);
}

void plain_previous(struct plain *p, const char *text)
{
	(void)text;
	if (!p->list.count)
		plain_say("%s", _("No list is shown."));
	else if (!p->list.first[0])
		plain_say("%s", _("This is the first page."));
	else
		ask(p, p->list.first, true);
}

void plain_list_related(struct plain *p, const struct entity_tab *t, const char *key)
{
	if (!begin(p, t->related, ""))
		return;
	snprintf(p->list.parent, sizeof p->list.parent, "%s", t->column);
	snprintf(p->list.parent_key, sizeof p->list.parent_key, "%s", key);
	p->list.fixed = t->fixed;
	ask(p, NULL, false);
}

bool plain_row(const struct plain *p, int n, const struct entity **ret_entity, const char **ret_key)
{
	const char *key = n >= 1 && n <= p->list.count ? p->list.keys[n - 1] : NULL;
	const char *colon = key && !p->list.entity ? strchr(key, ':') : NULL;
	char name[64];

	if (!key || (!p->list.entity && !colon))
		return false;
	if (colon)
		snprintf(name, sizeof name, "%.*s", (int)(colon - key), key);
	*ret_entity = colon ? entity_find(name) : p->list.entity;
	*ret_key = colon ? colon + 1 : key;
	return *ret_entity != NULL;
}
