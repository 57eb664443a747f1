#include "tui/app.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "tui/app_private.h"
#include "tui/dialog.h"
#include "tui/text.h"
#include "tui/wrap.h"

enum { PART = 256, KEY_NAME = 32, NOTICE_ROWS_MAX = 3 };

bool app_is_too_small(struct area all)
{
	/* Without a terminal (tests of keys alone) there is nothing to be too small. */
	return all.rows > 0 && (all.rows < APP_ROWS_MIN || all.columns < APP_COLUMNS_MIN);
}

void app_draw_too_small(struct area all)
{
	char text[PART];
	int rows;

	snprintf(text, sizeof(text),
	    _("The terminal is too small (%dx%d). Steward needs %dx%d, better 80x24. Nothing is lost. F10 leaves."), all.columns,
	    all.rows, APP_COLUMNS_MIN, APP_ROWS_MIN);
	rows = wrap_rows(text, all.columns, all.rows);
	wrap_draw(area_centre(all, rows, all.columns), STYLE_PLAIN, text, 0);
}

/* Hours and minutes, in the zone of the environment: field_format is the one place that knows zones. */
const char *app_clock(struct app *a, int64_t at, char *out, size_t size)
{
	static const struct field moment = { .name = "at", .label = "", .kind = FIELD_TIME };
	char wire[PART], shown[PART];
	time_t t = (time_t)at;
	struct tm utc;

	out[0] = '\0';
	if (gmtime_r(&t, &utc) == NULL || strftime(wire, sizeof(wire), "%Y-%m-%d %H:%M:%S+00", &utc) == 0)
		return out;
	field_format(&moment, &a->env, wire, shown, sizeof(shown));
	for (const char *s = shown; *s; s++) {
		if (isdigit((unsigned char)s[0]) && isdigit((unsigned char)s[1]) && s[2] == ':' && isdigit((unsigned char)s[3])) {
			snprintf(out, size, "%.5s", s);
			break;
		}
	}
	return out;
}

/* From the right: clock, state, then who; the site's name gets what is left. */
static void draw_header(struct app *a, struct area row)
{
	char site[PART] = "", who[PART] = "", state[PART] = "", clock[16];
	int right = row.columns - 1, left;

	draw_fill(row, STYLE_HEADER);
	if (a->host.header)
		a->host.header(a->host.ctx, site, sizeof(site), who, sizeof(who), state, sizeof(state));
	app_clock(a, a->env.now, clock, sizeof(clock));
	right -= text_width(clock);
	draw_text(row, 0, right, -1, STYLE_HEADER, clock);
	if (state[0]) {
		int width = text_width(state);

		if (width > right - 12)
			width = right - 12;
		right -= width + 2;
		draw_text(row, 0, right, width, STYLE_HEADER, state);
	}
	left = row.columns / 2;
	if (left + text_width(who) + 2 > right)
		left = right - text_width(who) - 2;
	if (who[0] && left > 10) {
		draw_text(row, 0, left, right - left - 1, STYLE_HEADER, who);
		right = left;
	}
	left = 1 + draw_text(row, 0, 1, right - 2, STYLE_HEADER, "Steward") + 2;
	if (left + 4 < right)
		draw_text(row, 0, left, right - left - 1, STYLE_HEADER, site);
}

static void draw_crumb(struct screen *s, struct area row)
{
	char crumb[PART * 2] = "", status[PART] = "";
	int right = row.columns - 1, width;

	if (s->class->crumb)
		s->class->crumb(s, crumb, sizeof(crumb));
	else if (s->class->title)
		snprintf(crumb, sizeof(crumb), "%s", _(s->class->title));
	if (s->class->status)
		s->class->status(s, status, sizeof(status));
	width = text_width(status);
	if (width > row.columns / 2)
		width = row.columns / 2;
	if (width > 0) {
		right -= width;
		draw_text(row, 0, right, width, STYLE_PLAIN, status);
		right -= 2;
	}
	if (right > 1)
		draw_text(row, 0, 1, right - 1, STYLE_STRONG, crumb);
}

/* A sentence that is longer than the line takes the lines above it for as long as it is shown; what is longer still is cut. */
static void draw_notice(const struct notice *n, struct area all)
{
	static const enum style styles[] = { STYLE_GOOD, STYLE_FOOTER, STYLE_WARNING, STYLE_DANGER };
	const char *word = app_notice_word(n->kind), *more = _("! all of it"), *text = n->text;
	int column = 1 + text_width(word) + (word[0] ? 2 : 0), room = all.columns - column - 1;
	int wanted = wrap_rows(text, room, NOTICE_ROWS_MAX + 1), rows = wanted < NOTICE_ROWS_MAX ? wanted : NOTICE_ROWS_MAX;
	struct area a = area_inside(all, all.rows - rows, 0, 0, 0);

	for (int y = 0; y < rows && text; y++) {
		const char *at = text;
		size_t length;
		char line[PART * 4];

		draw_fill(area_row(a, y), STYLE_FOOTER);
		text = wrap_row(at, room, &length);
		snprintf(line, sizeof(line), "%.*s", (int)length, at);
		if (y + 1 < rows || wanted <= rows) {
			draw_text(a, y, column, room, STYLE_FOOTER, line);
		} else {
			draw_right(a, y, column, room, STYLE_KEY, more);
			draw_text(a, y, column, room - text_width(more) - 2, STYLE_FOOTER, at);
		}
	}
	draw_text(a, 0, 1, -1, styles[n->kind], word);
}

static int hint_width(const struct app *a, const struct action *action)
{
	char key[KEY_NAME];

	return text_width(key_name(app_key(a, action), key, sizeof(key))) + 1 +
	       text_width(_(action->hint ? action->hint : action->label));
}

static int draw_hint(struct app *a, struct area row, int column, const struct action *action)
{
	char key[KEY_NAME];
	int from = column;

	column += draw_text(row, 0, column, -1, STYLE_KEY, key_name(app_key(a, action), key, sizeof(key))) + 1;
	column += draw_text(row, 0, column, -1, STYLE_FOOTER, _(action->hint ? action->hint : action->label));
	if (a->hint_count < APP_HINTS_MAX)
		a->hints[a->hint_count++] =
		    (struct app_hint) { .from = row.x + from, .to = row.x + column, .code = app_key(a, action) };
	return column + 2;
}

static bool is_drawn(const struct app *a, uint32_t code)
{
	for (int i = 0; i < a->hint_count; i++)
		if (a->hints[i].code == code)
			return true;
	return false;
}

/* Draws the hints of a table from *column on and moves it behind them. False when the rest does not fit. */
static bool draw_table(struct app *a, struct area row, int *column, int end, const struct action *actions)
{
	bool typing = app_is_typing(a);

	for (const struct action *action = actions; action && action->name; action++) {
		if (!(action->flags & ACTION_FOOTER) || !app_action_can(a, action) || is_drawn(a, app_key(a, action)) ||
		    (typing && key_is_text(&(struct key) { .code = app_key(a, action) })))
			continue;
		if (*column + hint_width(a, action) + 2 > end)
			return false;
		*column = draw_hint(a, row, *column, action);
	}
	return true;
}

/* The keys that work here, as many as there is room for; the last one always tells where the others are. */
static void draw_hints(struct app *a, struct area row)
{
	static const enum app_table order[] = { TABLE_SCREEN, TABLE_ROWS, TABLE_MORE, TABLE_INSIDE, TABLE_WIDGET, TABLE_HOST };
	const struct action *help = &app_actions[app_is_typing(a) ? 1 : 0];
	int end = row.columns - hint_width(a, help) - 1, column = 1;

	/* While a text is typed, the keys of the widget around it mean nothing. */
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]) && !(app_is_typing(a) && order[i] == TABLE_WIDGET); i++)
		if (!draw_table(a, row, &column, end, app_table(a, order[i])))
			break;
	draw_hint(a, row, column, help);
}

static void draw_footer(struct app *a, struct area all)
{
	const struct notice *n = app_notice_shown(a);
	struct area row = area_row(all, all.rows - 1);

	a->hint_count = 0;
	a->footer_row = row.y;
	draw_fill(row, STYLE_FOOTER);
	if (a->cover)
		return;
	if (n)
		draw_notice(n, all);
	else if (!dialog_open(a))
		draw_hints(a, row);
}

void app_frame_draw(struct app *a, struct area all)
{
	struct screen *s = a->cover ? &a->cover->screen : app_top(a);

	draw_header(a, area_row(all, 0));
	if (s) {
		draw_crumb(s, area_row(all, 1));
		if (s->class->draw)
			s->class->draw(s, area_inside(all, 2, 0, 1, 0));
	}
	draw_footer(a, all);
}
