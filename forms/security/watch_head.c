#include <stdio.h>
#include <stdlib.h>

#include "backend/api.h"
#include "forms/console.h"
#include "forms/link.h"
#include "forms/security/security.h"
#include "tui/chart.h"
#include "tui/text.h"

/* Above the watch: who is on, and log-ins, failures and blocks by the hour or by the day, console and website together. */

enum { POINTS_MAX = 31, ROWS = 5, LABEL = 12, NUMBER = 10 };
enum series { LOGINS, FAILURES, BLOCKS, SERIES };

struct head {
	struct screen *screen;
	struct links links;
	bool days, loaded;
	double points[SERIES][POINTS_MAX];
	int count;
	int64_t on_console, on_website; /* -1 = not known */
};

static const struct {
	const char *label; /* N_() */
	enum style style;
} rows[SERIES] = { [LOGINS] = { N_("Let in"), STYLE_ACCENT },
	[FAILURES] = { N_("Refused"), STYLE_WARNING },
	[BLOCKS] = { N_("Blocks"), STYLE_DANGER } };

static void *open_head(struct screen *s)
{
	struct head *h = calloc(1, sizeof *h);

	if (h) {
		h->screen = s;
		h->on_console = h->on_website = -1;
	}
	return h;
}

static void arrived(void *ctx, struct api_page *page, const struct err *err)
{
	struct head *h = link_take(ctx, NULL);

	if (h && page) {
		h->count = page->count < POINTS_MAX ? page->count : POINTS_MAX;
		for (int i = 0; i < h->count; i++)
			for (int k = 0; k < SERIES; k++)
				h->points[k][i] = page->rows[i].cells[k] ? strtod(page->rows[i].cells[k], NULL) : 0;
		h->loaded = true;
		app_dirty(h->screen->app);
	} else if (h) {
		console_error(console_of(h->screen->app), err);
	}
	if (page)
		arena_free(page->arena);
}

static void counted(void *ctx, int64_t total, const struct err *err)
{
	void *place;
	struct head *h = link_take(ctx, &place);

	if (!h || err->code != ERR_NONE)
		return;
	*(int64_t *)place = total;
	app_dirty(h->screen->app);
}

static void counted_any(void *ctx, int64_t total, bool exact, bool capped, const struct err *err)
{
	(void)exact;
	(void)capped;
	counted(ctx, total, err);
}

static void count_live(struct head *h, const char *entity, int64_t *place)
{
	static const char *const columns[] = { "started_at" };
	struct api_filter live = { "live", "=", "t" };
	struct api_list q = { .entity = entity, .columns = columns, .column_count = 1, .filters = &live, .filter_count = 1 };
	struct link *l = link_new(&h->links, h, place);

	if (l)
		api_count(console_of(h->screen->app)->api, &q, true, counted_any, l);
}

static void load(void *ctx)
{
	static const char *const columns[] = { "logins", "failures", "blocks" };
	struct head *h = ctx;
	struct console *c = console_of(h->screen->app);
	struct api_list q = { .entity = h->days ? "watch_days" : "watch_hours",
		.columns = columns,
		.column_count = SERIES,
		.sort = "at",
		.limit = POINTS_MAX };
	struct link *l = link_new(&h->links, h, NULL);

	if (l)
		api_list(c->api, &q, arrived, l);
	if (!api_may(c->api, "session.view"))
		return;
	count_live(h, staff_session_entity.name, &h->on_console);
	count_live(h, website_session_entity.name, &h->on_website);
}

void watch_head_turn(void *ctx)
{
	struct head *h = ctx;

	h->days = !h->days;
	h->loaded = false;
	load(h);
}

static void draw_series(const struct head *h, struct area a, int row, enum series k)
{
	double sum = 0, most = 0;
	char text[80];

	for (int i = 0; i < h->count; i++) {
		sum += h->points[k][i];
		most = h->points[k][i] > most ? h->points[k][i] : most;
	}
	draw_text(a, row, 2, LABEL, STYLE_DIM, _(rows[k].label));
	snprintf(text, sizeof text, "%*.0f", NUMBER - 2, sum);
	draw_text(a, row, LABEL + 2, NUMBER, STYLE_STRONG, text);
	chart_spark(a, row, LABEL + NUMBER + 2, POINTS_MAX, rows[k].style, h->points[k], h->count);
	snprintf(text, sizeof text, h->days ? _("at most %.0f a day") : _("at most %.0f an hour"), most);
	draw_text(a, row, LABEL + NUMBER + POINTS_MAX + 4, -1, STYLE_DIM, text);
}

static void draw(void *ctx, struct area a)
{
	const struct head *h = ctx;
	char text[160];

	draw_text(a, 0, 2, LABEL, STYLE_DIM, _("On now"));
	if (h->on_console >= 0 && h->on_website >= 0) {
		snprintf(text, sizeof text, _("%lld at the console, %lld on the website"), (long long)h->on_console,
		    (long long)h->on_website);
		draw_text(a, 0, LABEL + 4, -1, STYLE_PLAIN, text);
	}
	if (!h->loaded)
		return;
	for (int k = 0; k < SERIES; k++)
		draw_series(h, a, 1 + k, (enum series)k);
}

static void close_head(void *ctx)
{
	struct head *h = ctx;

	links_cut(&h->links);
	free(h);
}

const struct entity_head watch_head = { .rows = ROWS, .open = open_head, .load = load, .draw = draw, .close = close_head };
