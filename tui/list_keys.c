#include "tui/list_private.h"

#include "tui/action.h"
#include "tui/app.h"
#include "tui/text.h"

enum { WHEEL_ROWS = 3 };

/* Esc takes back what limits the list, then the marks; with nothing left it is the screen's. */
static bool key_escape(struct list *l)
{
	bool limited = l->search[0] || l->chip_count > 0;

	if (l->open_wanted || l->move != 0) {
		l->open_wanted = false;
		l->move = 0;
	}
	if (limited && (l->limits_typed || (l->loaded == 0 && l->ask == ASK_NONE))) {
		list_clear_limits(l);
		return true;
	}
	if (l->mark_count > 0) {
		list_unmark(l);
		app_notice(l->app, NOTICE_INFO, _("All marks are off. Esc again leaves."));
		app_dirty(l->app);
		return true;
	}
	return false;
}

static bool key_mouse(struct list *l, const struct key *k)
{
	struct area a = l->area, rows = l->rows_area;
	int line = k->y - rows.y;

	if (k->y < a.y || k->y >= a.y + a.rows || k->x < a.x || k->x >= a.x + a.columns)
		return false;
	if (k->button == MOUSE_WHEEL_UP || k->button == MOUSE_WHEEL_DOWN) {
		list_scroll(l, k->button == MOUSE_WHEEL_UP ? -WHEEL_ROWS : WHEEL_ROWS);
		return true;
	}
	if (k->y == l->header_row && k->button == MOUSE_LEFT && (l->spec->flags & LIST_SORT)) {
		for (int i = 0; i < l->place_count; i++)
			if (k->x - a.x >= l->places[i].x && k->x - a.x < l->places[i].x + l->places[i].width)
				list_sort_by(l, l->columns[l->places[i].column].field);
		return true;
	}
	if (line < 0 || line >= rows.rows || l->top + line >= l->loaded)
		return true;
	l->move = 0;
	list_move(l, l->top + line - l->cursor, false);
	if (k->button == MOUSE_DOUBLE)
		list_open(l);
	return true;
}

static bool key_moves(struct list *l, uint32_t code)
{
	switch (code) {
	case K_UP:
	case 'k':
		list_move(l, -1, false);
		return true;
	case K_DOWN:
	case 'j':
		list_move(l, 1, false);
		return true;
	case K_PAGEUP:
	case K_CTRL('u'):
		list_move(l, -l->rows, true);
		return true;
	case K_PAGEDOWN:
	case K_CTRL('d'):
		list_move(l, l->rows, true);
		return true;
	case K_HOME:
	case 'g':
		list_jump(l, false);
		return true;
	case K_END:
	case 'G':
		list_jump(l, true);
		return true;
	case K_LEFT:
	case 'h':
		l->scrolled -= l->scrolled > 0;
		return true;
	case K_RIGHT:
	case 'l':
		l->scrolled += l->more_right;
		return true;
	}
	return false;
}

static bool key_marks(struct list *l, uint32_t code)
{
	if (!(l->spec->flags & LIST_MARK))
		return false;
	switch (code) {
	case ' ':
		list_mark_toggle(l);
		list_move(l, 1, false);
		return true;
	case '*':
		list_mark_screen(l);
		return true;
	}
	return false;
}

/* Keys that a list has only when its screen wants them. */
static bool key_opens(struct list *l, uint32_t code)
{
	switch (code) {
	case '/':
		list_search_begin(l);
		return l->spec->flags & LIST_SEARCH;
	case 'f':
		if (l->spec->flags & LIST_FILTER)
			list_filter_open(l);
		return l->spec->flags & LIST_FILTER;
	case 's':
		if (l->spec->flags & LIST_SORT)
			list_sort_choose(l);
		return l->spec->flags & LIST_SORT;
	case 'c':
		if (l->spec->flags & LIST_COLUMNS)
			list_chooser_open(l);
		return l->spec->flags & LIST_COLUMNS;
	case '#':
		if (l->source->count)
			l->source->count(l->source->ctx, l);
		return l->source->count;
	case K_ENTER:
		list_open(l);
		return l->source->open;
	}
	return false;
}

static bool key_copies(struct list *l, uint32_t code)
{
	switch (code) {
	case 'y':
		list_copy_cell(l);
		return true;
	case 'Y':
		list_copy_row(l);
		return true;
	case 'v':
		list_show_row(l);
		return true;
	}
	return false;
}

static bool key_rows(struct list *l, const struct key *k)
{
	if (k->code == K_ESC)
		return key_escape(l);
	if (k->code != K_ENTER)
		l->open_wanted = false;
	return key_moves(l, k->code) || key_marks(l, k->code) || key_opens(l, k->code) || key_copies(l, k->code);
}

bool list_key(struct list *l, const struct key *k)
{
	bool used;

	list_start(l);
	if (k->code == K_MOUSE)
		return l->mode == MODE_COLUMNS || key_mouse(l, k);
	switch (l->mode) {
	case MODE_SEARCH:
		return list_search_key(l, k);
	case MODE_FILTER:
		return list_filter_key(l, k);
	case MODE_COLUMNS:
		return list_chooser_key(l, k);
	default:
		used = key_rows(l, k);
		break;
	}
	if (used)
		app_dirty(l->app);
	return used;
}

bool list_typing(const struct list *l)
{
	return l->mode != MODE_ROWS;
}

static const struct action search_actions[] = {
	{ K_ENTER, "list.search.keep", N_("keep what was found"), N_("keep"), .flags = ACTION_FOOTER,
	    .help = N_("Goes back to the rows; a second Enter opens one.") },
	{ K_ESC, "list.search.clear", N_("clear the search"), N_("clear"), .flags = ACTION_FOOTER,
	    .help = N_("Shows all rows again; once more closes the line.") },
	{ 0 },
};

static const struct action filter_actions[] = {
	{ K_ENTER, "list.filter.use", N_("use the filter"), N_("use it"), .flags = ACTION_FOOTER,
	    .help = N_("Shows the rows that all of it holds for; an empty line shows all.") },
	{ K_TAB, "list.filter.complete", N_("complete the word"), N_("complete"), .flags = ACTION_FOOTER,
	    .help = N_("Completes a field or a value.") },
	{ K_ESC, "list.filter.leave", N_("close the line"), N_("back"), .flags = ACTION_FOOTER,
	    .help = N_("Leaves the filter as it was; what was typed is there again the next time.") },
	{ 0 },
};

static const struct action chooser_actions[] = {
	{ K_ENTER, "list.columns.done", N_("close the columns"), N_("done"), .flags = ACTION_FOOTER,
	    .help = N_("Shows the list with the columns as they are now.") },
	{ 0 },
};

const struct action *list_inside(const struct list *l)
{
	switch (l->mode) {
	case MODE_SEARCH:
		return search_actions;
	case MODE_FILTER:
		return filter_actions;
	case MODE_COLUMNS:
		return chooser_actions;
	default:
		return NULL;
	}
}

static const struct list *list_of(const struct screen *s)
{
	return s && s->class->list ? s->class->list(s) : NULL;
}

/* A screen that does not show its list says nothing against the key. */
static bool can(const struct screen *s, unsigned flag)
{
	const struct list *l = list_of(s);

	return !l || (l->spec->flags & flag);
}

static bool can_search(const struct screen *s)
{
	return can(s, LIST_SEARCH);
}

static bool can_filter(const struct screen *s)
{
	return can(s, LIST_FILTER);
}

static bool can_sort(const struct screen *s)
{
	return can(s, LIST_SORT);
}

static bool can_choose(const struct screen *s)
{
	return can(s, LIST_COLUMNS);
}

static bool can_mark(const struct screen *s)
{
	return can(s, LIST_MARK);
}

static bool can_count(const struct screen *s)
{
	const struct list *l = list_of(s);

	return !l || l->source->count;
}

const struct action list_actions[] = {
	{ K_ENTER, "list.open", N_("open the row"), N_("open"), .flags = ACTION_FOOTER,
	    .help = N_("Shows all of the record under the cursor.") },
	{ '/', "list.search", N_("search in this list"), N_("search"), .flags = ACTION_FOOTER, .when = can_search,
	    .help = N_("Type any part; the list follows as you type. Enter keeps the result, Esc clears it.") },
	{ 'f', "list.filter", N_("filter by fields"), N_("filter"), .flags = ACTION_FOOTER, .when = can_filter,
	    .help = N_("Type field:value, field>value or field~part with spaces between; Tab completes.") },
	{ 's', "list.sort", N_("choose the order"), N_("sort"), .flags = ACTION_FOOTER, .when = can_sort,
	    .help = N_("Sorts by a column; the same column again turns the order round.") },
	{ 'c', "list.columns", N_("choose the columns"), N_("columns"), .flags = ACTION_FOOTER, .when = can_choose,
	    .help = N_("Shows, hides, moves and sizes the columns of this list.") },
	{ ' ', "list.mark", N_("mark the row"), N_("mark"), .flags = ACTION_FOOTER, .when = can_mark,
	    .help = N_("Marks the row or takes the mark off, and goes to the next one.") },
	{ '*', "list.mark-all", N_("mark all rows on the screen"), .when = can_mark,
	    .help = N_("Again takes the marks off; Esc takes off all marks.") },
	{ '#', "list.count", N_("count exactly"), .when = can_count,
	    .help = N_("Counts the rows of this list, which may take a while.") },
	{ 'v', "list.show", N_("show all values of the row"), .help = N_("Shows long values whole.") },
	{ 'y', "list.copy-value", N_("copy a value"),
	    .help = N_("Copies one value of the row to the clipboard of your own terminal.") },
	{ 'Y', "list.copy-row", N_("copy the row"),
	    .help = N_("Copies the row, tabs between, to the clipboard of your own terminal.") },
	{ K_UP, "list.up", N_("one row up"), .help = N_("Goes to the row above.") },
	{ K_DOWN, "list.down", N_("one row down"), .help = N_("Goes to the row below.") },
	{ K_PAGEUP, "list.page-up", N_("one screen up"), .help = N_("Goes one screen up.") },
	{ K_PAGEDOWN, "list.page-down", N_("one screen down"), .help = N_("Goes one screen down.") },
	{ K_HOME, "list.first", N_("the first row"), .help = N_("Goes to the first row.") },
	{ K_END, "list.last", N_("the last row"), .help = N_("Goes to the last row.") },
	{ K_LEFT, "list.left", N_("columns to the left"), .help = N_("Brings columns back that were scrolled out.") },
	{ K_RIGHT, "list.right", N_("columns to the right"), .help = N_("Brings columns into sight that do not fit.") },
	{ 'k', "list.up-k", N_("one row up"), .flags = ACTION_HIDDEN, .help = N_("Goes to the row above.") },
	{ 'j', "list.down-j", N_("one row down"), .flags = ACTION_HIDDEN, .help = N_("Goes to the row below.") },
	{ K_CTRL('u'), "list.page-up-u", N_("one screen up"), .flags = ACTION_HIDDEN, .help = N_("Goes one screen up.") },
	{ K_CTRL('d'), "list.page-down-d", N_("one screen down"), .flags = ACTION_HIDDEN, .help = N_("Goes one screen down.") },
	{ 'g', "list.first-g", N_("the first row"), .flags = ACTION_HIDDEN, .help = N_("Goes to the first row.") },
	{ 'G', "list.last-g", N_("the last row"), .flags = ACTION_HIDDEN, .help = N_("Goes to the last row.") },
	{ 'h', "list.left-h", N_("columns to the left"), .flags = ACTION_HIDDEN,
	    .help = N_("Brings columns back that were scrolled out.") },
	{ 'l', "list.right-l", N_("columns to the right"), .flags = ACTION_HIDDEN,
	    .help = N_("Brings columns into sight that do not fit.") },
	{ 0 },
};
