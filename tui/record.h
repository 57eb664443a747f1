#ifndef TUI_RECORD_H
#define TUI_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "action.h"
#include "draw.h"
#include "form.h"
#include "key.h"
#include "list.h"

struct app;
struct record;

/*
 * One record: facts on top, a tab bar with counts, and under it a form or a list a tab. Tabs are made when first shown.
 */
enum { RECORD_TABS_MAX = 28 };

struct record_tab {
	const char *name;
	const char *label; /* N_() */
	const char *right; /* hidden without it; NULL = always */
	/* Exactly one of the two makes the tab's inside when it is first shown; it belongs to the record then. */
	struct form *(*form)(void *ctx, struct record *r);
	struct list *(*list)(void *ctx, struct record *r);
};

struct record_spec {
	const struct record_tab *tabs; /* ended by NULL name */
	/* Facts under the crumb, at most 2 lines ('\n' between). */
	void (*facts)(void *ctx, char *out, size_t size);
	/* Draws what stands below the fields of the first tab while nothing is edited there; a is what room is left. May be NULL */
	void (*below)(void *ctx, struct area a);
	void *ctx;
};

struct record *record_new(struct app *app, const struct record_spec *spec);
void record_free(struct record *r);

void record_set_count(struct record *r, const char *tab, int64_t count); /* shown beside the label; -1 = none */
const char *record_tab(const struct record *r); /* name of the tab shown */
void record_show(struct record *r, const char *tab);
struct form *record_form(struct record *r); /* of the tab shown; NULL if it is a list */
struct list *record_list(struct record *r);
/* Calls fn for every form made so far, to load, check or save all of the record's drafts. */
void record_each_form(struct record *r, void (*fn)(void *ctx, struct record *r, const char *tab, struct form *f), void *ctx);
bool record_dirty(const struct record *r);

void record_draw(struct record *r, struct area a);
bool record_key(struct record *r, const struct key *k); /* [ ] or Ctrl-arrows or digits change tabs; else the tab's inside */
extern const struct action record_actions[];

#endif
