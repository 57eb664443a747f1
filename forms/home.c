#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/console.h"
#include "forms/link.h"
#include "forms/screens.h"
#include "forms/people/people.h"
#include "forms/security/security.h"
#include "tui/chart.h"
#include "tui/loop.h"
#include "tui/text.h"

enum { HOME_ROWS = 128, REFRESH_MS = 60000 };

/* The first dashboard: tiles of numbers that the database gives, each only to whom may see it. */
struct home {
	struct console *console;
	struct links links;
	uint64_t timer;
	struct {
		char tile[32], label[48], detail[64];
		double value;
		int line;
	} rows[HOME_ROWS];
	int count;
	bool loaded;
	char trouble[512];
};

struct tile {
	const char *name, *label; /* tile of the database, N_() */
	enum { TILE_NUMBER, TILE_SPARK } kind;
	enum style style; /* when the number is not 0 */
};

/* Two boxes side by side on 80 columns. */
static const struct tile people_tiles[] = {
	{ "users_total", N_("Users"), TILE_NUMBER, STYLE_PLAIN },
	{ "users_new_30d", N_("New in 30 days"), TILE_NUMBER, STYLE_PLAIN },
	{ "users_hidden", N_("Hidden"), TILE_NUMBER, STYLE_PLAIN },
	{ "users_flagged", N_("Flagged"), TILE_NUMBER, STYLE_WARNING },
	{ "organisations_total", N_("Organisations"), TILE_NUMBER, STYLE_PLAIN },
	{ 0 },
};

static const struct tile login_tiles[] = {
	{ "logins_ok", N_("Log-ins"), TILE_SPARK, STYLE_GOOD },
	{ "logins_failed", N_("Failed"), TILE_SPARK, STYLE_WARNING },
	{ "sessions_live", N_("On the site now"), TILE_NUMBER, STYLE_PLAIN },
	{ "staff_on", N_("Staff logged in"), TILE_NUMBER, STYLE_PLAIN },
	{ "blocked_addresses", N_("Blocked addresses"), TILE_NUMBER, STYLE_WARNING },
	{ "staff_without_pin", N_("Staff without a PIN"), TILE_NUMBER, STYLE_DANGER },
	{ "staff_not_enrolled", N_("Staff not enrolled"), TILE_NUMBER, STYLE_WARNING },
	{ 0 },
};

static void take(struct home *h, const struct db_rows *r)
{
	h->count = 0;
	for (int i = 0; i < r->count && h->count < HOME_ROWS; i++) {
		const char *tile = db_value(r, i, 0), *line = db_value(r, i, 1), *label = db_value(r, i, 2),
			   *value = db_value(r, i, 3), *detail = db_value(r, i, 4);
		int n = h->count++;

		snprintf(h->rows[n].tile, sizeof h->rows[n].tile, "%s", tile ? tile : "");
		snprintf(h->rows[n].label, sizeof h->rows[n].label, "%s", label ? label : "");
		snprintf(h->rows[n].detail, sizeof h->rows[n].detail, "%s", detail ? detail : "");
		h->rows[n].value = value ? strtod(value, NULL) : 0;
		h->rows[n].line = line ? (int)strtol(line, NULL, 10) : 0;
	}
}

static void refresh(void *ctx);

static void loaded(void *ctx, const struct db_rows *rows, const struct err *err)
{
	struct home *h = link_take(ctx, NULL);

	if (!h)
		return;
	h->trouble[0] = '\0';
	h->loaded = err->code == ERR_NONE;
	if (err->code == ERR_NONE)
		take(h, rows);
	else
		snprintf(h->trouble, sizeof h->trouble, "%s", err->sentence);
	console_error(h->console, err);
	loop_cancel(h->console->loop, h->timer);
	h->timer = loop_after_quiet(h->console->loop, REFRESH_MS, refresh, h);
	app_dirty(h->console->app);
}

static void refresh(void *ctx)
{
	struct home *h = ctx;
	struct link *l = h->console->entered ? link_new(&h->links, h, NULL) : NULL;

	if (l)
		api_home(h->console->api, loaded, l);
}

static int values_of(const struct home *h, const char *tile, double *out, int max)
{
	int n = 0;

	for (int i = 0; i < h->count && n < max; i++)
		if (strcmp(h->rows[i].tile, tile) == 0)
			out[n++] = h->rows[i].value;
	return n;
}

static void number_text(const struct home *h, double value, char *out, size_t size)
{
	static const struct field number = { .name = "n", .label = "n", .kind = FIELD_NUMBER };
	char wire[32];

	snprintf(wire, sizeof wire, "%.0f", value);
	field_format(&number, app_env(h->console->app), wire, out, size);
}

/* One line of a box; tiles that the database did not give (no right) leave no line. Returns the lines used. */
static int draw_tile(const struct home *h, struct area a, int row, const struct tile *t)
{
	double values[24], sum = 0;
	int n = values_of(h, t->name, values, 24);
	char text[48];

	if (!n)
		return 0;
	for (int i = 0; i < n; i++)
		sum += values[i];
	number_text(h, sum, text, sizeof text);
	draw_text(a, row, 1, 20, STYLE_DIM, _(t->label));
	if (t->kind == TILE_SPARK && a.columns > 32)
		chart_spark(a, row, 10, a.columns - 19, t->style, values, n);
	draw_right(a, row, a.columns - 10, 9, sum > 0 ? t->style : STYLE_DIM, text);
	return 1;
}

static void draw_tiles(const struct home *h, struct area box, const char *title, const struct tile *tiles)
{
	struct area in = area_inside(box, 1, 1, 1, 1);
	int row = 0;

	draw_box(box, STYLE_DIM, title);
	for (const struct tile *t = tiles; t->name; t++)
		row += draw_tile(h, in, row, t);
}

/* Rows of a tile that names things: label, detail, and the number when it counts something. */
static void draw_names(const struct home *h, struct area box, const char *title, const char *tile, bool counts)
{
	struct area in = area_inside(box, 1, 1, 1, 1);
	/* With a number the detail is an address, which must not be cut. */
	int row = 0, right = counts ? 5 : 1, left = counts ? in.columns - right - 18 : in.columns / 2 - 1;

	draw_box(box, STYLE_DIM, title);
	for (int i = 0; i < h->count && row < in.rows; i++) {
		char number[32] = "";

		if (strcmp(h->rows[i].tile, tile) != 0)
			continue;
		if (counts)
			number_text(h, h->rows[i].value, number, sizeof number);
		draw_text(in, row, 1, left, STYLE_PLAIN, h->rows[i].label);
		draw_text(in, row, left + 2, in.columns - left - 3 - right, STYLE_DIM, h->rows[i].detail);
		draw_right(in, row++, in.columns - right, right - 1, STYLE_PLAIN, number);
	}
	if (row == 0)
		draw_text(in, 0, 1, -1, STYLE_DIM, _("none"));
}

static bool has_tile(const struct home *h, const char *tile)
{
	double value;

	return values_of(h, tile, &value, 1) > 0;
}

static void draw(struct screen *s, struct area a)
{
	const struct home *h = s->data;
	const struct api_me *me = api_me(h->console->api);
	struct area left = { a.y, a.x, 9, a.columns / 2 }, right = { a.y, a.x + a.columns / 2, 9, a.columns - a.columns / 2 };

	if (a.columns < 72) {
		left.columns = right.columns = a.columns;
		right.x = a.x;
		right.y = a.y + left.rows;
	}
	if (a.rows < left.rows)
		left.rows = right.rows = a.rows;
	if (h->loaded && !h->count) {
		draw_text(
		    a, 1, 2, -1, STYLE_WARNING, _("You have no rights here yet. Ask a superadmin for a role, then log in again."));
		draw_cursor(a, 0, 0, false);
		return;
	}
	draw_tiles(h, left, _("People"), people_tiles);
	if (right.y + right.rows <= a.y + a.rows)
		draw_tiles(h, right, _("Log-ins, 24 h"), login_tiles);
	if (a.rows >= 18 && a.columns >= 72) {
		struct area under = { left.y + left.rows, a.x, 7, left.columns };

		draw_names(h, under, _("Newest users"), "newest_users", false);
		under.x = right.x;
		under.columns = right.columns;
		if (has_tile(h, "logins_ok"))
			draw_names(h, under, _("Log-ins that fail"), "failed_names", true);
	}
	if (me && a.rows > 17 && a.columns >= 72) {
		static const struct field moment = { .name = "t", .label = "t", .kind = FIELD_TIME };
		char text[64];

		field_format_short(&moment, app_env(s->app), me->last_login_at, text, sizeof text);
		if (me->last_login_at && me->last_login_at[0])
			draw_format(a, 17, 1, STYLE_DIM, _("Your last log-in: %s from %s"), text,
			    me->last_login_address[0] ? me->last_login_address : _("this machine"));
	}
	if (h->trouble[0])
		draw_text(a, a.rows - 1, 1, -1, STYLE_WARNING, h->trouble);
	draw_cursor(a, 0, 0, false);
}

static void close_home(struct screen *s)
{
	struct home *h = s->data;

	loop_cancel(h->console->loop, h->timer);
	links_cut(&h->links);
	free(h);
}

static void shown(struct screen *s)
{
	refresh(s->data);
}

static void reload(struct app *a, struct screen *s)
{
	(void)a;
	refresh(s->data);
}

static void go_find(struct app *a, struct screen *s)
{
	(void)s;
	find_open(a);
}

static void go_users(struct app *a, struct screen *s)
{
	(void)s;
	entity_open_list(a, &user_entity, NULL, NULL);
}

static void go_organisations(struct app *a, struct screen *s)
{
	(void)s;
	entity_open_list(a, &organisation_entity, NULL, NULL);
}

static void go_logins(struct app *a, struct screen *s)
{
	(void)s;
	entity_open_list(a, &login_entity, NULL, NULL);
}

static const struct action actions[] = {
	{ '/', "home.find", N_("find anything"), N_("find anything"), NULL, ACTION_FOOTER, NULL, go_find,
	    N_("One box over names, e-mail addresses, companies, numbers.") },
	{ 'u', "home.users", N_("users"), N_("users"), "user.view", ACTION_FOOTER, NULL, go_users, N_("All users.") },
	{ 'o', "home.organisations", N_("organisations"), N_("organisations"), "organisation.view", ACTION_FOOTER, NULL,
	    go_organisations, N_("All organisations.") },
	{ 'l', "home.logins", N_("log-ins"), N_("log-ins"), "log.view", ACTION_FOOTER, NULL, go_logins,
	    N_("Log-ins to the website, newest first.") },
	{ K_F5, "home.reload", N_("load again"), NULL, NULL, 0, NULL, reload,
	    N_("Asks the database again; it does so by itself every minute.") },
	{ 0 },
};

const struct screen_class home_class = {
	.name = "home",
	.title = N_("Home"),
	.actions = actions,
	.draw = draw,
	.close = close_home,
	.shown = shown,
};

void home_open(struct app *a)
{
	struct home *h = calloc(1, sizeof *h);

	if (!h) {
		app_notice(a, NOTICE_ERROR, _("There is not enough memory to open Home."));
		return;
	}
	h->console = console_of(a);
	app_push(a, &home_class, h);
}
