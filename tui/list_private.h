#ifndef TUI_LIST_PRIVATE_H
#define TUI_LIST_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tui/list.h"

struct editor;

/*
 * The inside of a list, shared by the list_*.c files only.
 *
 * The window is a run of neighbouring rows, held in pages as the source gave them. `top`, `cursor` count rows from the start of the
 * window; when a page goes at its front they move with it. `above` and `below` say how many rows lie outside (-1 = unknown), from
 * which the position in the whole is known without ever counting.
 */
enum { LIST_MARKS_MAX = 10000, LIST_FILTER_SIZE = 1024, LIST_SEARCH_SIZE = 256, LIST_CELL_SIZE = 2048 };
enum { LIST_WIDTH_LEAST = 3, LIST_WIDTH_MOST = 200 };
enum { LIST_SEARCH_DELAY = 100, LIST_LOADING_DELAY = 300 }; /* milliseconds */

/* What the outstanding question is for. */
enum list_ask {
	ASK_NONE,
	ASK_TOP, /* the first rows; the window is replaced */
	ASK_END, /* the last rows; replaced too */
	ASK_RELOAD, /* the shown rows again; replaced, the cursor stays on its record */
	ASK_REWIND, /* reload when the row above the first shown one is not known: the rows before it, then ASK_NEXT */
	ASK_NEXT, /* appended */
	ASK_PREVIOUS, /* put in front */
};

/* What the keys go to. */
enum list_mode { MODE_ROWS, MODE_SEARCH, MODE_FILTER, MODE_COLUMNS };

struct list_column {
	const struct field *field;
	int width; /* chosen by the user; 0 = the field's */
	bool shown;
	bool taken; /* has a place on the screen */
};

/* Where a column stands on the screen since the last drawing. */
struct list_place {
	int column; /* index in list.columns */
	int cell; /* index in the rows' cells; -1: not loaded yet */
	int x, width;
};

struct list {
	struct app *app;
	const struct list_spec *spec;
	const struct list_source *source;

	/* The window. */
	struct list_page pages[LIST_PAGES];
	int page_count;
	int loaded; /* rows in all pages */
	const struct field *fields[LIST_COLUMNS_MAX]; /* what the cells of the rows are */
	int field_count;
	bool at_top, at_end;
	int64_t above, below; /* rows before and after the window; -1 = unknown */
	char *before; /* position of the row just before the window; NULL = not known */
	int top, cursor;
	int rows; /* rows that fit on the screen */

	/* The question under way. */
	uint64_t sequence;
	enum list_ask ask;
	const struct field *asked[LIST_COLUMNS_MAX];
	int asked_count;
	int asked_limit;
	char *from; /* owned: the query points at it */
	int64_t asked_above; /* ASK_RELOAD: rows before the row asked for */
	int asked_index; /* ASK_RELOAD: its index in the window */
	uint64_t loading_timer;
	bool loading; /* the first answer takes long: say so */
	bool by_itself; /* the question under way is the clock's */
	bool resting; /* the rows came by the clock: no more are fetched than are shown, until a key comes */
	bool stale; /* the clock's last question failed */
	bool started; /* something was asked once */
	bool held; /* the last fetch failed: ask no more until a key is pressed */
	bool outdated; /* the rows answer an older question, as the fetch for the new one failed */
	char *error;
	char *want_key; /* put the cursor here when the row comes */
	int want_line;

	/* Keys typed ahead of the rows they are for. */
	int64_t move;
	bool move_page; /* the screen moves along with the cursor */
	bool open_wanted;
	bool settling, again;

	int64_t total;
	bool total_exact, total_capped;

	/* The order and the limits of what is shown. */
	const struct field *sort;
	bool descending;
	char search[LIST_SEARCH_SIZE];
	struct list_chip chips[LIST_CHIPS_MAX];
	char typed[LIST_CHIPS_MAX][128]; /* the chips' values as they were typed */
	int chip_count;
	bool limits_typed; /* search or chips came from the keyboard: Esc takes them off */

	/* The line or box open over the rows. */
	enum list_mode mode;
	struct editor *editor;
	char line_seen[LIST_FILTER_SIZE]; /* the text when it last did something */
	char filter_draft[LIST_FILTER_SIZE]; /* left by Esc: offered again */
	char why[256]; /* sentence above the filter line */
	bool why_wrong;
	uint64_t search_timer;

	struct list_column *columns;
	int column_count;
	int chooser_at, chooser_top;
	int scrolled; /* columns scrolled out at the left, key columns apart */
	bool more_left, more_right;
	struct list_place places[LIST_COLUMNS_MAX];
	int place_count;

	char **marks; /* sorted keys */
	int mark_count, mark_size;

	struct area area, rows_area; /* as last drawn, for the mouse */
	int header_row; /* of the screen; -1 = none */
};

/* list_window.c: rows in memory, answers taken in */
const struct list_row *list_row_at(const struct list *l, int index);
void list_window_free(struct list *l);
/* A page may go at the other end, with nothing of the screen and `margin` rows around it in it. */
bool list_can_append(const struct list *l, int margin);
bool list_can_prepend(const struct list *l, int margin);
void list_want_nothing(struct list *l);

/* list_ask.c: questions to the source */
/* Asks the first rows, if nothing was asked yet. */
void list_start(struct list *l);
/* Search, chips or order changed: everything known about the rows is void. Before the first question it does nothing. */
void list_question_changed(struct list *l);
void list_ask_now(struct list *l, enum list_ask ask);
/* Gives up the question under way; its answer will be late. */
void list_forget(struct list *l);
/* The rows on the screen are about to be replaced by the answer to something else. */
bool list_is_stale(const struct list *l);
/* An answer came: "Loading" is over. */
void list_loading_stop(struct list *l);

/* list_move.c */
/* Does the moves that are possible now, asks for the rows that are missing or will be soon. */
void list_settle(struct list *l);
void list_move(struct list *l, int64_t rows, bool page);
void list_jump(struct list *l, bool end);
void list_scroll(struct list *l, int rows); /* mouse wheel */
void list_open(struct list *l); /* the row under the cursor, once it is there */
/* Position of the cursor from 0 in *ret, or, with *ret_from_end, its distance from the last row. False when neither is known. */
bool list_position(const struct list *l, int64_t *ret, bool *ret_from_end);

/* list_marks.c */
bool list_is_marked(const struct list *l, const char *key);
void list_mark_toggle(struct list *l);
void list_mark_screen(struct list *l);
void list_unmark(struct list *l);

/* list_columns.c */
bool list_columns_start(struct list *l);
/* Visible columns, at most LIST_COLUMNS_MAX, in order. */
int list_columns_shown(const struct list *l, const struct field *ret[LIST_COLUMNS_MAX]);
/* Works out list.places for that many columns of screen, from column `first`. */
void list_columns_place(struct list *l, int first, int width);
int list_columns_count(const struct list *l);
int list_column_width(const struct list *l, const struct list_column *c);
void list_columns_default(struct list *l);
void list_column_move(struct list *l, int from, int to);
/* After a change of what is shown: a column that the loaded rows lack is fetched. */
void list_columns_changed(struct list *l);
void list_arranged(struct list *l); /* tells the source */

/* list_chooser.c: the box in which the user does that */
void list_chooser_open(struct list *l);
bool list_chooser_key(struct list *l, const struct key *k);
void list_chooser_draw(struct list *l, struct area a);

/* list_query.c: search and sort */
void list_line_open(struct list *l, enum list_mode mode, const char *text);
void list_line_close(struct list *l);
void list_search_flush(struct list *l); /* what is typed counts now, without the wait */
bool list_search_key(struct list *l, const struct key *k);
void list_sort_choose(struct list *l);
void list_sort_by(struct list *l, const struct field *f);
/* Takes search and chips off. */
void list_clear_limits(struct list *l);
/* Where the search matches inside text, by folding; false if it does not. */
bool list_find_match(const char *text, const char *search, int *ret_from, int *ret_length);

/* list_filter.c: what a filter means; list_complete.c: the line it is typed in */
#define LIST_OPERATORS ":=!<>~"
bool list_can_filter(const struct field *f);
bool list_kind_takes(const struct field *f, enum list_op op);
const struct field *list_field_by_word(const struct list *l, const char *word);
/* True if text, folded, is (or with prefix: starts with) what is folded already. */
bool list_folds_to(const char *text, const char *folded, bool prefix);
bool list_filter_key(struct list *l, const struct key *k);
void list_filter_open(struct list *l);
void list_chip_text(const struct list *l, int chip, char *out, size_t size);

/* list_copy.c: values out of the list */
void list_copy_cell(struct list *l);
void list_copy_row(struct list *l);
void list_show_row(struct list *l);

#endif
