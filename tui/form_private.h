#ifndef TUI_FORM_PRIVATE_H
#define TUI_FORM_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "form.h"

/* What form.c (values), form_edit.c (focus, keys, undo), form_choice.c (drop-down) and form_draw.c share. dialog_ask looks in too. */

struct editor;
struct picker;

enum { FORM_BESIDE_MAX = 4, FORM_UNDO_MAX = 50, FORM_ASK_MS = 100, FORM_LINES_ROWS = 6, FORM_DOCUMENT = 50000, FORM_ERROR = 200 };

/* What a field holds besides what was loaded. Copied for undo. */
struct form_state {
	bool touched; /* draft counts, not what was loaded */
	char *draft; /* wire form; NULL = no value */
	char *typed; /* what was typed when it is no value of the field; NULL = it is */
	char *label; /* of a choice that was taken; NULL = ask the spec */
};

struct form_item {
	const struct field *field;
	char *loaded; /* wire form; NULL = no value */
	struct form_state now;
	char error[FORM_ERROR];
	char *secret; /* FIELD_SECRET: locked, ended */
	size_t secret_size;
	int row, rows; /* as last laid out, from the top of the form */
};

struct form_change {
	int item;
	struct form_state before;
};
struct form_beside {
	const char *name;
	char *value;
};
struct form_option {
	char *value, *label;
};

struct form {
	struct app *app;
	struct form_spec spec;
	struct form_item *items;
	int count;
	struct form_beside beside[FORM_BESIDE_MAX]; /* currencies that are no fields of it; ended by no name */
	bool editing;
	int focus; /* item; -1 = none */
	struct editor *editor; /* of the focused item, if it is typed */
	struct form_state entered; /* of the focused item when the focus came */
	struct form_change undo[FORM_UNDO_MAX];
	int undo_count;
	struct picker *picker; /* open drop-down; NULL = closed */
	struct form_option *options; /* of the drop-down, in the order of the picker */
	int option_count;
	bool more; /* the source has others */
	bool waiting; /* for the source */
	uint64_t ask_timer;
	int top; /* first row shown */
	int height; /* rows in all, as last laid out */
	struct area drawn; /* rows of fields, as last drawn */
};

/* form.c */
bool form_same(const char *a, const char *b); /* NULL and "" are the same: no value */
void form_put(struct form *f, int item, const char *wire, const char *label); /* the draft of an item */
const char *form_value(const struct form_item *item);
const char *form_label(const struct form *f, const struct form_item *item); /* of a choice; NULL = unknown */
bool form_item_dirty(const struct form_item *item);
bool form_can_edit(const struct form *f, int item);
bool form_state_copy(struct form_state *to, const struct form_state *from);
void form_state_release(struct form_state *s);

/* form_money.c */
/* What reading the item's value depends on: app_env, and for an amount its currency. */
struct field_env form_env(const struct form *f, const struct form_item *item);
void form_follow_currency(struct form *f, int item); /* the item has another value: amounts in it are read again */

/* form_draw.c: the value as people read it; NULL for none. Good until out or the form changes. */
const char *form_shown(const struct form *f, const struct form_item *item, char *out, size_t size);

/* form_edit.c */
enum form_way { FORM_TYPED, FORM_TOGGLED, FORM_CHOSEN };
enum form_way form_way(const struct form *f, int item); /* how it is changed */
bool form_focus(struct form *f, int item);
void form_leave(struct form *f); /* takes the focus off, with the check of leaving */
void form_show_again(struct form *f); /* the focused item's value was changed from outside */
void form_drop_undo(struct form *f);

/* form_choice.c */
bool form_is_choosing(const struct form *f);
void form_choose_open(struct form *f, const struct key *first);
void form_choose_close(struct form *f);
bool form_choose_key(struct form *f, const struct key *k);

#endif
