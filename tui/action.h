#ifndef TUI_ACTION_H
#define TUI_ACTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct app;
struct screen;

/*
 * A verb of a screen with its key, words and right. Footer, help, palette, `steward keys` and the man page come from these tables and
 * from nothing else. A table ends with a NULL name.
 */
enum action_flags {
	ACTION_FOOTER = 1 << 0, /* shown in the footer, in the order of the table */
	ACTION_DANGER = 1 << 1, /* asks before it acts */
	ACTION_HIDDEN = 1 << 2, /* a second key for something; not in footer or palette */
};

struct action {
	uint32_t key; /* key.h; 0 = by the palette only */
	const char *name; /* stable, for config and palette: "user.rename" */
	const char *label; /* N_(), imperative: "rename the log-in"; the footer shows hint if set */
	const char *hint; /* N_(), one word for the footer */
	const char *right; /* right it needs; NULL = none */
	unsigned flags;
	bool (*when)(const struct screen *s); /* NULL = always */
	void (*run)(struct app *app, struct screen *s); /* NULL: handled by the widget; stands here for help */
	const char *help; /* N_(), one sentence */
	const char *(*right_of)(
	    const struct screen *s); /* the right, where it depends on what the screen shows; NULL = the one above */
};

/* The right that the action needs on this screen; NULL = none. */
const char *action_right(const struct action *a, const struct screen *s);

/* The action of a key that may run now; NULL if there is none, or the right is missing (then *ret_denied is set to it). */
const struct action *action_find(
    const struct action *actions, uint32_t key, struct app *app, struct screen *s, const struct action **ret_denied);

/*
 * Self-check for the unit test: labels and help set, every danger has a run; keys unique unless conditions tell them apart, names
 * unique unless one is the other's hidden second key.
 */
bool action_table_check(const struct action *actions, char *why, size_t size);

#endif
