#include "tui/list_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/app.h"
#include "tui/text.h"

enum { GAP = 2 };

bool list_columns_start(struct list *l)
{
	int n = 0;

	while (l->spec->fields[n].name)
		n++;
	l->columns = calloc(n > 0 ? (size_t)n : 1, sizeof(*l->columns));
	if (!l->columns)
		return false;
	l->column_count = n;
	list_set_columns(l, NULL);
	return true;
}

int list_columns_count(const struct list *l)
{
	int n = 0;

	for (int i = 0; i < l->column_count; i++)
		n += l->columns[i].shown;
	return n;
}

int list_columns_shown(const struct list *l, const struct field *ret[LIST_COLUMNS_MAX])
{
	int n = 0;

	for (int i = 0; i < l->column_count && n < LIST_COLUMNS_MAX; i++)
		if (l->columns[i].shown)
			ret[n++] = l->columns[i].field;
	return n;
}

static int cell_of(const struct list *l, const struct field *f)
{
	for (int i = 0; i < l->field_count; i++)
		if (l->fields[i] == f)
			return i;
	return -1;
}

int list_column_width(const struct list *l, const struct list_column *c)
{
	int width, label;

	if (c->width > 0)
		return c->width;
	width = field_width(c->field);
	/* Its dot or ring, unless the table's own width counts it in. */
	if ((c->field->flags & FIELD_STATE) && c->field->width == 0)
		width += 2;
	label = text_width(_(c->field->label)) + (c->field == l->sort ? 2 : 0);
	return width > label ? width : label;
}

static bool can_grow(const struct list_column *c)
{
	enum field_kind kind = c->field->kind;

	return c->width == 0 && (kind == FIELD_TEXT || kind == FIELD_LINES || kind == FIELD_REFERENCE);
}

/* Gives what is left of the width to the text columns, none of them more than it had. */
static void share_slack(struct list *l, int slack)
{
	int growing = 0;

	for (int i = 0; i < l->place_count; i++)
		growing += can_grow(&l->columns[l->places[i].column]);
	for (int i = 0; i < l->place_count && growing > 0; i++) {
		struct list_place *p = &l->places[i];
		const struct list_column *c = &l->columns[p->column];

		if (!can_grow(c))
			continue;
		int more = slack / growing--;
		int limit = field_limit(c->field) - p->width;
		if (more > p->width)
			more = p->width;
		if (more > limit)
			more = limit > 0 ? limit : 0;
		p->width += more;
		slack -= more;
	}
}

/*
 * Which columns are drawn: the keys before all, then the others in order from the one scrolled to, as long as they fit whole. The very
 * first is cut when even that does not fit.
 */
static int choose_columns(struct list *l, int width, bool keys, int used)
{
	int skipped = 0;

	for (int i = 0; i < l->column_count; i++) {
		struct list_column *c = &l->columns[i];
		int wanted = list_column_width(l, c) + (used > 0 ? GAP : 0);

		if (!c->shown || keys != !!(c->field->flags & FIELD_KEY))
			continue;
		if (!keys && skipped < l->scrolled) {
			skipped++;
			l->more_left = true;
			continue;
		}
		if (used + wanted > width && (used > 0 || l->place_count == LIST_COLUMNS_MAX)) {
			l->more_right = true;
			return used;
		}
		if (l->place_count == LIST_COLUMNS_MAX)
			return used;
		c->taken = true;
		l->place_count++;
		used += wanted;
	}
	return used;
}

void list_columns_place(struct list *l, int first, int width)
{
	int used, x = first, n = 0;

	l->place_count = 0;
	l->more_left = l->more_right = false;
	for (int i = 0; i < l->column_count; i++)
		l->columns[i].taken = false;
	if (width <= 0)
		return;
	used = choose_columns(l, width, true, 0);
	used = choose_columns(l, width, false, used);
	for (int i = 0; i < l->column_count; i++)
		if (l->columns[i].taken)
			l->places[n++] =
			    (struct list_place) { i, cell_of(l, l->columns[i].field), 0, list_column_width(l, &l->columns[i]) };
	if (used < width)
		share_slack(l, width - used);
	for (int i = 0; i < l->place_count; i++) {
		struct list_place *p = &l->places[i];
		int room = first + width - x;

		p->x = x;
		if (p->width > room)
			p->width = room;
		x += p->width + GAP;
	}
}

static struct list_column *column_named(struct list *l, const char *name, size_t length)
{
	for (int i = 0; i < l->column_count; i++) {
		const char *own = l->columns[i].field->name;

		if (strlen(own) == length && memcmp(own, name, length) == 0)
			return &l->columns[i];
	}
	return NULL;
}

void list_columns_default(struct list *l)
{
	int shown = 0;

	for (int i = 0; i < l->column_count; i++) {
		const struct field *f = &l->spec->fields[i];
		bool show = !(f->flags & FIELD_HIDDEN) && shown < LIST_COLUMNS_MAX;

		l->columns[i] = (struct list_column) { .field = f, .shown = show };
		shown += show;
	}
}

void list_column_move(struct list *l, int from, int to)
{
	struct list_column c = l->columns[from];
	int step = from < to ? 1 : -1;

	for (int i = from; i != to; i += step)
		l->columns[i] = l->columns[i + step];
	l->columns[to] = c;
}

/* After a change of what is shown: a column that the loaded rows lack is fetched. */
void list_columns_changed(struct list *l)
{
	const struct field *shown[LIST_COLUMNS_MAX];
	int n = list_columns_shown(l, shown);

	l->scrolled = 0;
	if (!l->started)
		return;
	for (int i = 0; i < n; i++)
		if (cell_of(l, shown[i]) < 0) {
			list_reload(l);
			break;
		}
	app_dirty(l->app);
}

void list_set_columns(struct list *l, const char *text)
{
	int placed = 0;

	list_columns_default(l);
	for (const char *at = text ? text : ""; *at && *at != ';';) {
		size_t length = strcspn(at, ",:;");
		struct list_column *c = column_named(l, at, length);
		long width = at[length] == ':' ? strtol(at + length + 1, NULL, 10) : 0;

		if (c && c - l->columns >= placed && placed < LIST_COLUMNS_MAX) {
			list_column_move(l, (int)(c - l->columns), placed);
			c = &l->columns[placed++];
			c->shown = true;
			c->width = width <= 0                 ? 0
				   : width < LIST_WIDTH_LEAST ? LIST_WIDTH_LEAST
				   : width > LIST_WIDTH_MOST  ? LIST_WIDTH_MOST
							      : (int)width;
		}
		at += strcspn(at, ",;");
		at += *at == ',';
	}
	for (int i = placed; placed > 0 && i < l->column_count; i++)
		l->columns[i].shown = false;
	list_columns_changed(l);
}

void list_columns_text(const struct list *l, char *out, size_t size)
{
	size_t used = 0;

	if (size == 0)
		return;
	out[0] = '\0';
	for (int i = 0; i < l->column_count; i++) {
		const struct list_column *c = &l->columns[i];
		char one[128];
		int n;

		if (!c->shown)
			continue;
		if (c->width > 0)
			n = snprintf(one, sizeof(one), "%s%s:%d", used ? "," : "", c->field->name, c->width);
		else
			n = snprintf(one, sizeof(one), "%s%s", used ? "," : "", c->field->name);
		/* A column that does not fit is left out whole, never cut into another name. */
		if (n <= 0 || (size_t)n >= sizeof(one) || used + (size_t)n >= size)
			break;
		memcpy(out + used, one, (size_t)n + 1);
		used += (size_t)n;
	}
}

static bool is_arranged(const struct list *l)
{
	int shown = 0;

	for (int i = 0; i < l->column_count; i++) {
		const struct list_column *c = &l->columns[i];
		bool show = !(l->spec->fields[i].flags & FIELD_HIDDEN) && shown < LIST_COLUMNS_MAX;

		if (c->field != &l->spec->fields[i] || c->shown != show || c->width > 0)
			return true;
		shown += show;
	}
	return l->sort != l->spec->sort || l->descending != l->spec->descending;
}

void list_layout_text(const struct list *l, char *out, size_t size)
{
	size_t used;

	if (size == 0)
		return;
	out[0] = '\0';
	if (!is_arranged(l))
		return;
	list_columns_text(l, out, size);
	used = strlen(out);
	if (l->sort && used + strlen(l->sort->name) + 3 <= size)
		snprintf(out + used, size - used, ";%s%s", l->descending ? "-" : "", l->sort->name);
}

void list_set_layout(struct list *l, const char *text)
{
	const char *sort = strchr(text, ';');
	const struct field *f = sort ? field_find(l->spec->fields, sort + 1 + (sort[1] == '-')) : NULL;

	list_set_columns(l, text);
	if (!f || !(f->flags & FIELD_SORTABLE) || !(l->spec->flags & LIST_SORT))
		return;
	if (l->sort == f && l->descending == (sort[1] == '-'))
		return;
	l->sort = f;
	l->descending = sort[1] == '-';
	list_question_changed(l);
}

void list_arranged(struct list *l)
{
	if (l->source->arranged)
		l->source->arranged(l->source->ctx, l);
}
