#include <string.h>

#include "backend/arena.h"
#include "forms/console.h"
#include "forms/entity_private.h"
#include "tui/text.h"

/* The newest of what happened with a record, below the fields of its first tab. */

enum { RECENT_MAX = 10, RECENT_COLUMNS = 8 };

static int column_count(const struct entity *e)
{
	int n = 0;

	while (n < RECENT_COLUMNS && e->fields[n].name)
		n++;
	return n;
}

static void loaded(void *ctx, struct api_page *page, const struct err *err)
{
	struct record_screen *rs = link_take(ctx, NULL);

	if (!rs) {
		if (page)
			arena_free(page->arena);
		return;
	}
	if (page) {
		record_recent_free(rs);
		rs->recent = page;
	} else {
		console_error(rs->console, err);
	}
	app_dirty(rs->console->app);
}

void record_recent_load(struct record_screen *rs)
{
	const struct entity *e = rs->entity->recent;
	const char *columns[RECENT_COLUMNS];
	struct api_filter filter = { .column = rs->entity->recent_column, .op = "=", .value = rs->key };
	struct api_list q = { .columns = columns, .filters = &filter, .filter_count = 1, .limit = RECENT_MAX };
	struct link *l;

	if (!e || !app_may(rs->console->app, e->right_view))
		return;
	q.entity = e->name;
	q.column_count = column_count(e);
	for (int i = 0; i < q.column_count; i++)
		columns[i] = e->fields[i].name;
	l = link_new(&rs->links, rs, NULL);
	if (l)
		api_list(rs->console->api, &q, loaded, l);
}

/* A cell takes the width of its column; the text in the middle takes what is left. */
static void draw_row(const struct record_screen *rs, const struct api_row *row, struct area a, int line)
{
	const struct entity *e = rs->entity->recent;
	int n = column_count(e), column = 3, fixed = 0, widest = 0;

	for (int i = 0; i < n; i++) {
		if (field_width(&e->fields[i]) > field_width(&e->fields[widest]))
			widest = i;
		fixed += field_width(&e->fields[i]) + 1;
	}
	for (int i = 0; i < n; i++) {
		const struct field *f = &e->fields[i];
		int width = field_width(f) + (i == widest ? a.columns - fixed - 4 : 0);
		char text[512];

		if (width > 0 && row->cells[i])
			draw_text(a, line, column, width, i ? STYLE_PLAIN : STYLE_DIM,
			    field_format_short(f, app_env(rs->console->app), row->cells[i], text, sizeof text));
		column += width + 1;
	}
}

void record_recent_draw(void *ctx, struct area a)
{
	const struct record_screen *rs = ctx;

	for (int i = 0; rs->recent && i < rs->recent->count && i < a.rows; i++)
		draw_row(rs, &rs->recent->rows[i], a, i);
}

void record_recent_free(struct record_screen *rs)
{
	if (rs->recent)
		arena_free(rs->recent->arena);
	rs->recent = NULL;
}
