#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/console.h"
#include "forms/entity.h"
#include "forms/home_tiles.h"
#include "forms/link.h"
#include "forms/screens.h"
#include "tui/loop.h"
#include "tui/text.h"

enum { REFRESH_MS = 60000, TILE_COLUMNS = 38, TILE_COLUMNS_MAX = 4, TILE_ROWS_LEAST = 7, BARE_ROWS_LEAST = 4 };

/* The first dashboard: boxes that the database gives, each only to whom may see it; one has the focus, Enter opens its list. */
struct home {
	struct console *console;
	struct links links;
	uint64_t timer;
	struct tile_set set;
	char focus[32]; /* name of a tile, so that it stays there when others come and go; "" = the first */
	int first; /* row of tiles on top */
	int columns, shown; /* of tiles, and rows of them, as last drawn */
	struct area boxes[TILES_MAX]; /* where they stand; rows 0 = not on the screen */
	bool loaded;
	char trouble[512];
};

/* A new tile is one line here and one in api.home (sql/functions/60_home.sql): what it is called, and the list it opens. */
static const struct home_tile {
	const char *name, *title; /* title N_() */
	const char *entity; /* name of the list that Enter opens; NULL = none */
	const char *filter; /* as typed in that list; NULL = none */
	bool names; /* its labels are names out of the data */
} tiles[] = {
	{ "requests", N_("Requests due"), "requests", NULL, false },
	{ "orders", N_("Orders waiting for staff"), "orders", "waiting:yes", false },
	{ "logins", N_("Log-ins, 24 h"), "logins", NULL, false },
	{ "invoices", N_("Invoices"), "invoices", "open:yes", false },
	{ "tasks", N_("Tasks and follow-ups"), "tasks", "state:open", false },
	{ "site_requests", N_("Requests of clients"), "quote_requests", "status:new", false },
	{ "compliance", N_("Compliance"), "compliance", NULL, false },
	{ "breaches", N_("Breaches"), "breaches", NULL, false },
	{ "jobs", N_("Jobs"), "jobs", NULL, false },
	{ "people", N_("People"), "users", NULL, false },
	{ "staff", N_("Staff"), "staff", NULL, false },
	{ "newest_users", N_("Newest users"), "users", NULL, true },
	{ "failed_names", N_("Log-ins that fail"), "logins", "ok:f", true },
	{ "trail", N_("Changes and data map"), "changes", NULL, false },
	{ 0 },
};

enum { TITLES = sizeof tiles / sizeof tiles[0] };

static void refresh(void *ctx);

static void loaded(void *ctx, const struct db_rows *rows, const struct err *err)
{
	struct home *h = link_take(ctx, NULL);
	struct tile_title titles[TITLES] = { 0 };

	if (!h)
		return;
	h->trouble[0] = '\0';
	h->loaded = err->code == ERR_NONE;
	for (int i = 0; i < TITLES; i++)
		titles[i] = (struct tile_title) { tiles[i].name, tiles[i].title, tiles[i].names };
	if (err->code == ERR_NONE)
		tiles_take(&h->set, rows, titles);
	else
		snprintf(h->trouble, sizeof h->trouble, "%s", err->sentence);
	if (err->code == ERR_NONE) {
		h->console->due = h->set.due;
		h->console->jobs = h->set.jobs;
	}
	console_error(h->console, err);
	loop_cancel(h->console->loop, h->timer);
	h->timer = loop_after_quiet(h->console->loop, REFRESH_MS, refresh, h);
	app_dirty(h->console->app);
}

static void ask(struct home *h, bool by_itself)
{
	struct link *l = h->console->entered ? link_new(&h->links, h, NULL) : NULL;

	if (!l)
		return;
	api_quiet(h->console->api, by_itself);
	api_home(h->console->api, loaded, l);
	api_quiet(h->console->api, false);
}

/* The header's numbers come with it, so it goes on under other screens; a session does not live on by it. */
static void refresh(void *ctx)
{
	struct home *h = ctx;

	if (h->console->entered)
		ask(h, true);
	else
		h->timer = loop_after_quiet(h->console->loop, REFRESH_MS, refresh, h);
}

static int focused(const struct home *h)
{
	for (int i = 0; i < h->set.count; i++)
		if (strcmp(h->set.tiles[i].name, h->focus) == 0)
			return i;
	return 0;
}

/* Rows that a row of tiles wants: as its longest. */
static int wanted(const struct home *h, int row, int columns)
{
	int most = BARE_ROWS_LEAST;

	for (int i = row * columns; i < (row + 1) * columns && i < h->set.count; i++)
		if (h->set.tiles[i].count + 2 > most)
			most = h->set.tiles[i].count + 2;
	return most;
}

/* Rows of tiles that fit from `first` on, none cut below what it wants or TILE_ROWS_LEAST, and how tall each is. */
static int fit(const struct home *h, int first, int columns, int room, int heights[TILES_MAX])
{
	int rows = (h->set.count + columns - 1) / columns, n = 0, over = -room;

	for (; first + n < rows; n++) {
		int want = wanted(h, first + n, columns), least = want < TILE_ROWS_LEAST ? want : TILE_ROWS_LEAST;
		int sum = least;

		for (int i = 0; i < n; i++)
			sum += heights[i] < TILE_ROWS_LEAST ? heights[i] : TILE_ROWS_LEAST;
		if (n > 0 && sum > room)
			break;
		heights[n] = want;
		over += want;
	}
	/* What is too much is taken from the tallest, line by line. */
	for (int tallest = 0; n > 0 && over > 0; over--, tallest = 0) {
		for (int i = 1; i < n; i++)
			if (heights[i] > heights[tallest])
				tallest = i;
		heights[tallest]--;
	}
	return n;
}

static void draw_last_login(const struct home *h, struct area row)
{
	static const struct field moment = { .name = "t", .label = "t", .kind = FIELD_TIME };
	const struct api_me *me = api_me(h->console->api);
	char text[64];

	if (me && me->last_login_at && me->last_login_at[0])
		draw_format(row, 0, 1, STYLE_DIM, _("Your last log-in: %s from %s"),
		    field_format_short(&moment, app_env(h->console->app), me->last_login_at, text, sizeof text),
		    me->last_login_address[0] ? me->last_login_address : _("this machine"));
}

/* Chooses what of the grid is on the screen so that the focus is; heights are those of its rows. */
static void lay_out(struct home *h, int rows, int columns, int heights[TILES_MAX])
{
	int at = focused(h);

	columns /= TILE_COLUMNS;
	h->columns = columns < 1 ? 1 : columns > TILE_COLUMNS_MAX ? TILE_COLUMNS_MAX : columns;
	if (h->first > at / h->columns)
		h->first = at / h->columns;
	while ((h->shown = fit(h, h->first, h->columns, rows, heights)) && h->first + h->shown <= at / h->columns)
		h->first++;
}

static void draw_grid(struct home *h, struct area a)
{
	int heights[TILES_MAX], y = 0;

	lay_out(h, a.rows, a.columns, heights);
	memset(h->boxes, 0, sizeof h->boxes);
	for (int row = 0; row < h->shown; row++, y += heights[row - 1])
		for (int column = 0; column < h->columns; column++) {
			int i = (h->first + row) * h->columns + column, x = a.columns * column / h->columns;

			if (i >= h->set.count)
				break;
			h->boxes[i] = (struct area) { a.y + y, a.x + x, heights[row], a.columns * (column + 1) / h->columns - x };
			tile_draw(&h->set.tiles[i], h->console->app, h->boxes[i], i == focused(h));
		}
	if (y + 1 < a.rows)
		draw_last_login(h, area_row(a, y + 1));
}

static void draw(struct screen *s, struct area a)
{
	struct home *h = s->data;

	draw_cursor(a, 0, 0, false);
	if (h->trouble[0])
		draw_text(a, --a.rows, 1, -1, STYLE_WARNING, h->trouble);
	if (h->set.count && a.rows >= BARE_ROWS_LEAST)
		draw_grid(h, a);
	else if (h->loaded && !h->set.count)
		draw_text(
		    a, 1, 2, -1, STYLE_WARNING, _("You have no rights here yet. Ask a superadmin for a role, then log in again."));
}

/* What does not fit is told, and comes as the focus goes there. The line stands above what draw() is about to lay out. */
static void status(const struct screen *s, char *out, size_t size)
{
	struct home *h = s->data;
	struct area all = area_screen();
	int heights[TILES_MAX], last, n;

	out[0] = '\0';
	lay_out(h, all.rows - 3 - (h->trouble[0] != '\0'), all.columns, heights);
	last = (h->first + h->shown) * h->columns;
	n = h->first * h->columns + (last < h->set.count ? h->set.count - last : 0);
	if (n > 0)
		snprintf(out, size, ngettext("%d more box: Tab", "%d more boxes: Tab", (unsigned long)n), n);
}

static void step(struct home *h, int by, bool around)
{
	int n = h->set.count, at = focused(h) + by;

	if (!n)
		return;
	if (around)
		at = (at + n) % n;
	else if (at < 0 || at >= n)
		return;
	snprintf(h->focus, sizeof h->focus, "%s", h->set.tiles[at].name);
	app_dirty(h->console->app);
}

static const struct home_tile *tile_focused(const struct home *h)
{
	for (const struct home_tile *t = tiles; t->name && h->set.count; t++)
		if (strcmp(t->name, h->set.tiles[focused(h)].name) == 0)
			return t;
	return NULL;
}

static const struct entity *target(const struct screen *s)
{
	const struct home_tile *t = tile_focused(s->data);
	const struct entity *e = t && t->entity ? entity_find(t->entity) : NULL;

	return e && app_may(s->app, e->right_view) ? e : NULL;
}

static bool can_open(const struct screen *s)
{
	return target(s) != NULL;
}

static void open_tile(struct app *a, struct screen *s)
{
	entity_open_filtered(a, target(s), tile_focused(s->data)->filter);
}

static bool click(struct screen *s, const struct key *k)
{
	struct home *h = s->data;

	for (int i = 0; k->code == K_MOUSE && i < h->set.count; i++) {
		struct area b = h->boxes[i];

		if (k->y < b.y || k->y >= b.y + b.rows || k->x < b.x || k->x >= b.x + b.columns)
			continue;
		step(h, i - focused(h), false);
		if (k->button == MOUSE_DOUBLE && can_open(s))
			open_tile(s->app, s);
		return true;
	}
	return false;
}

static bool key(struct screen *s, const struct key *k)
{
	struct home *h = s->data;

	switch (k->code) {
	case K_TAB:
	case K_BACKTAB:
		step(h, k->code == K_TAB ? 1 : -1, true);
		return true;
	case K_RIGHT:
	case K_LEFT:
		step(h, k->code == K_RIGHT ? 1 : -1, false);
		return true;
	case K_DOWN:
	case K_UP:
		step(h, k->code == K_DOWN ? h->columns : -h->columns, false);
		return true;
	default:
		return click(s, k);
	}
}

static void close_home(struct screen *s)
{
	struct home *h = s->data;

	loop_cancel(h->console->loop, h->timer);
	links_cut(&h->links);
	tiles_free(&h->set);
	free(h);
}

static void shown(struct screen *s)
{
	ask(s->data, false);
}

static void reload(struct app *a, struct screen *s)
{
	(void)a;
	ask(s->data, false);
}

static void go_find(struct app *a, struct screen *s)
{
	(void)s;
	find_open(a);
}

/* A list that the registry has gets its key here; the name is that of the entity. */
#define HOT_KEYS(X)                                                                                                                \
	X('u', users, "user.view", N_("users"), N_("All users."))                                                                  \
	X('o', orders, "order.view", N_("orders"), N_("All orders."))                                                              \
	X('i', invoices, "invoice.view", N_("invoices"), N_("All invoices."))                                                      \
	X('r', requests, "case.view", N_("requests"), N_("Requests of people about their data."))                                  \
	X('t', tasks, "contact.view", N_("tasks"), N_("Tasks of all colleagues."))                                                 \
	X('j', jobs, "job.view", N_("jobs"), N_("What the worker does and did."))                                                  \
	X('l', logins, "log.view", N_("log-ins"), N_("Log-ins to the website, newest first."))                                     \
	X('g', organisations, "organisation.view", N_("organisations"), N_("All organisations."))

#define HOT(key_, name_, right_, label_, help_)                                                                                    \
	static bool has_##name_(const struct screen *s)                                                                            \
	{                                                                                                                          \
		(void)s;                                                                                                           \
		return entity_find(#name_) != NULL;                                                                                \
	}                                                                                                                          \
	static const char *need_##name_(const struct screen *s)                                                                    \
	{                                                                                                                          \
		const struct entity *e = entity_find(#name_);                                                                      \
                                                                                                                                   \
		(void)s;                                                                                                           \
		return e ? e->right_view : (right_);                                                                               \
	}                                                                                                                          \
	static void go_##name_(struct app *a, struct screen *s)                                                                    \
	{                                                                                                                          \
		(void)s;                                                                                                           \
		entity_open_list(a, entity_find(#name_), NULL, NULL);                                                              \
	}
#define HOT_ACTION(key_, name_, right_, label_, help_)                                                                             \
	{ key_, "home." #name_, label_, label_, right_, ACTION_FOOTER, has_##name_, go_##name_, help_, need_##name_ },

HOT_KEYS(HOT)

static const struct action actions[] = {
	{ '/', "home.find", N_("find anything"), N_("find anything"), NULL, ACTION_FOOTER, NULL, go_find,
	    N_("One box over names, e-mail addresses, companies, numbers.") },
	HOT_KEYS(HOT_ACTION) { K_ENTER, "home.open", N_("open the list of the box"), N_("open"), NULL, ACTION_FOOTER, can_open,
	    open_tile, N_("What the box that has the focus tells about, as a list.") },
	{ K_TAB, "home.next", N_("next box"), NULL, NULL, 0, NULL, NULL, N_("Moves the focus; the arrows do too.") },
	{ K_BACKTAB, "home.previous", N_("previous box"), NULL, NULL, 0, NULL, NULL, N_("Moves the focus; the arrows do too.") },
	{ K_F5, "home.reload", N_("load again"), NULL, NULL, 0, NULL, reload,
	    N_("Asks the database again; it does so by itself every minute.") },
	{ 0 },
};

const struct screen_class home_class = {
	.name = "home",
	.title = N_("Home"),
	.actions = actions,
	.draw = draw,
	.key = key,
	.close = close_home,
	.shown = shown,
	.status = status,
};

void home_open(struct app *a)
{
	struct home *h = calloc(1, sizeof *h);

	if (!h) {
		app_notice(a, NOTICE_ERROR, _("There is not enough memory to open Home."));
		return;
	}
	h->console = console_of(a);
	h->console->due = h->console->jobs = -1;
	app_push(a, &home_class, h);
}
