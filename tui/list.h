#ifndef TUI_LIST_H
#define TUI_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "action.h"
#include "draw.h"
#include "field.h"
#include "key.h"

struct app;

/*
 * A windowed list over a source that pages by keyset: it holds at most LIST_PAGES pages, whatever the table's size, asks for the
 * next one before the cursor reaches the edge, and lets go of the far one. Never OFFSET, never all rows.
 */
enum { LIST_PAGE_ROWS = 200, LIST_PAGES = 4, LIST_COLUMNS_MAX = 32, LIST_CHIPS_MAX = 16 };

struct list;

struct list_row {
	const char *key; /* the record's key */
	const char *after; /* opaque position for keyset paging, from the source */
	const char *const *cells; /* one per requested column, wire form, NULL allowed */
	int match_from, match_length, match_cell; /* part to highlight; match_cell -1 = none */
};

/* Rows and their strings belong to the page; release is called once when the list lets go of it. */
struct list_page {
	struct list_row *rows;
	int count;
	bool last; /* nothing beyond in the direction asked */
	void (*release)(void *owner);
	void *owner;
};

enum list_op { OP_EQUAL, OP_NOT, OP_LESS, OP_MORE, OP_CONTAINS, OP_EMPTY, OP_FILLED };
struct list_chip {
	const struct field *field;
	enum list_op op;
	char value[128];
}; /* value in wire form */

/* What the source is asked for. Valid during the call only. */
struct list_query {
	uint64_t sequence; /* give it back with the answer: answers that are not to the newest question are dropped */
	const struct field *const *columns;
	int column_count; /* visible columns, in order; cells come in this order */
	const struct field *sort; /* NULL = the source's own order */
	bool descending;
	const char *search; /* "" = none */
	const struct list_chip *chips;
	int chip_count;
	const char *from; /* position (list_row.after) to go on from; NULL = an end */
	bool backwards; /* rows before `from`, in list order; with from NULL: the last rows */
	int limit;
	bool by_itself; /* by the clock, not for a key */
};

struct list_source {
	void *ctx;
	/* Starts asking; the answer comes by list_answer or list_fail, also at once. A newer call replaces an older one. */
	void (*fetch)(void *ctx, struct list *l, const struct list_query *q);
	/* No answer is wanted any more: cancel on the server. May be NULL */
	void (*cancel)(void *ctx, struct list *l);
	/* Enter on a row, or double click. May be NULL */
	void (*open)(void *ctx, struct list *l, const struct list_row *row);
	/* Asks for an exact count ('#'); the answer comes by list_set_total. May be NULL */
	void (*count)(void *ctx, struct list *l);
	/* Columns or order were changed by keys: keep them. May be NULL */
	void (*arranged)(void *ctx, struct list *l);
};

enum list_flags {
	LIST_SEARCH = 1 << 0, /* '/' searches in the source as you type */
	LIST_FILTER = 1 << 1,
	LIST_SORT = 1 << 2,
	LIST_MARK = 1 << 3,
	LIST_COLUMNS = 1 << 4,
};

struct list_spec {
	const char *name; /* for saved columns */
	const struct field *fields; /* ended by NULL name; default columns are those without FIELD_HIDDEN, in order */
	unsigned flags;
	const char *empty; /* N_(), what to say when there is nothing, with what to do */
	const struct field *sort; /* first order; NULL = the source's */
	bool descending;
};

/* spec and source must outlive the list. NULL when out of memory. */
struct list *list_new(struct app *app, const struct list_spec *spec, const struct list_source *source);
void list_free(struct list *l);

/* Loads again, staying on the same record if it is still there. */
void list_reload(struct list *l);
/*
 * As list_reload, for a list that reads itself again by the clock: does nothing while something is typed or under way, says nothing
 * when it fails but that it is not up to date, and the question says so (list_query.by_itself).
 */
void list_refresh(struct list *l);
/* Answers: takes the rows over in every case (also when it drops them as late); the struct itself is copied. */
void list_answer(struct list *l, uint64_t sequence, struct list_page *page);
/* The fetch failed: the list keeps what it has and says the sentence in a notice, or in the rows' place when it has none. */
void list_fail(struct list *l, uint64_t sequence, const char *sentence);
/* Rows in all for the status line; exact or the catalogue's estimate; -1 = unknown, shown as nothing. capped: "1,000+, narrow it". */
void list_set_total(struct list *l, int64_t total, bool exact, bool capped);

void list_draw(struct list *l, struct area a);
bool list_key(struct list *l, const struct key *k);
/* A line or box of the list is open (search, filter, columns): it gets every key first, also those that mean something around it. */
bool list_typing(const struct list *l);
/* What the open line or box takes, NULL when none is open: for screen_class.inside, list_typing being its *ret_typing. */
const struct action *list_inside(const struct list *l);
extern const struct action list_actions[]; /* moves, search, filter, sort, columns, mark, copy: for help */
/* "31 of 1,000,000", marks, order: for screen_class.status */
void list_status(const struct list *l, char *out, size_t size);

const struct list_row *list_current(const struct list *l); /* NULL when empty */
/* Wire value of a column of the row under the cursor; NULL when there is none, or the column is not shown. */
const char *list_value(const struct list *l, const char *column);
void list_show(struct list *l); /* all values of the row under the cursor, as 'v' does */
int list_marked_count(const struct list *l);
/* Calls fn for each marked key (at most 10,000 are kept). */
void list_each_marked(const struct list *l, void (*fn)(void *ctx, const char *key), void *ctx);

void list_set_search(struct list *l, const char *text); /* as if typed; asks the source */
const char *list_search(const struct list *l);
void list_search_begin(struct list *l); /* opens the search line, as '/' does */
/* Adds a chip; false with a sentence when the value does not fit the field. typed is what a person types. */
bool list_add_chip(struct list *l, const struct field *f, enum list_op op, const char *typed, char *why, size_t size);
void list_clear_chips(struct list *l);
/* The chips that hold now; valid until the next change. */
const struct list_chip *list_chips(const struct list *l, int *ret_count);
/* The question that the list asks now, without a place in it; columns has LIST_COLUMNS_MAX places. Valid until the next change. */
void list_question(const struct list *l, struct list_query *q, const struct field **columns);
/* Parses "country:DE total>100 name~mei" into chips (all or none). */
bool list_set_filter(struct list *l, const char *text, char *why, size_t size);
void list_filter_text(const struct list *l, char *out, size_t size);

/* Columns as text for saving ("id,name:24,city") and back; unknown names are left out. */
void list_columns_text(const struct list *l, char *out, size_t size);
void list_set_columns(struct list *l, const char *text);

/*
 * Columns and order as one text for saving: "id,name:24,city;-created_at", "" when all is as the screen made it. list_set_layout takes it
 * up before the first rows are asked for, or later; what it does not know it leaves out. The source hears of changes made by keys.
 */
void list_layout_text(const struct list *l, char *out, size_t size);
void list_set_layout(struct list *l, const char *text);

/* A number with the thousands of the language: "1,000,000", "1.000.000". Returns out. */
const char *list_number(const struct field_env *env, int64_t n, char *out, size_t size);

#endif
