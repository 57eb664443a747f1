#ifndef TUI_APP_H
#define TUI_APP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "action.h"
#include "draw.h"
#include "field.h"
#include "key.h"

struct bindings;
struct list;
struct loop;

/*
 * The stack of screens with header, footer and notices. Top screen gets the keys: dialog first, then the screen's widget (its key
 * function), then its actions, then the actions of the app (help, palette, find, back, quit).
 */
struct screen_class {
	const char *name; /* "users": stable, for palette and tests */
	const char *title; /* N_() */
	const struct action *actions; /* ended by NULL name; may be NULL */
	const struct action *extra; /* of the widget it is built on (list, record, form); may be NULL */
	void (*draw)(struct screen *s, struct area a);
	bool (*key)(struct screen *s, const struct key *k); /* true: consumed. May be NULL */
	/* Before leaving: true to go. False: the screen asked the user itself and calls app_pop when he agrees. */
	bool (*leave)(struct screen *s);
	void (*close)(struct screen *s); /* frees data; the struct screen itself is the app's */
	void (*shown)(struct screen *s); /* it is on top (again): reload what may be stale. May be NULL */
	/* Right side of the line under the header ("31 of 1,000,000", "● active"). May be NULL */
	void (*status)(const struct screen *s, char *out, size_t size);
	/* Whole breadcrumb of this screen, when the title alone will not do. May be NULL */
	void (*crumb)(const struct screen *s, char *out, size_t size);
	/* Keys of what has the focus now, besides `extra`, or NULL; *ret_typing: it takes letters too, so that only other keys work. */
	const struct action *(*inside)(const struct screen *s, bool *ret_typing);
	/* Verbs of the row under the cursor, which depend on what the screen shows now; NULL = none. May be NULL */
	const struct action *(*rows)(const struct screen *s);
	/* The list on the screen now, for the conditions of list_actions; NULL = none. May be NULL */
	struct list *(*list)(const struct screen *s);
};

struct screen {
	const struct screen_class *class;
	struct app *app;
	void *data;
	const struct action *more; /* actions of this very screen, after those of its class; may be NULL */
};

/* What the app asks of the program it serves. */
struct app_host {
	void *ctx;
	bool (*may)(void *ctx, const char *right);
	/* Sentence for "needs user.edit" in help: what the right is. May return NULL. */
	const char *(*right_label)(void *ctx, const char *right);
	/* Fills the header: site name, who, right-hand part (jobs, due, connection). */
	void (*header)(void *ctx, char *site, size_t site_size, char *who, size_t who_size, char *state, size_t state_size);
	/* Global actions: screens to go to, palette entries; ended by NULL name. */
	const struct action *actions;
	void (*cancel)(void *ctx); /* Esc while something is under way: cancel it; may be NULL */
	bool (*busy)(void *ctx); /* an answer is under way */
	const struct bindings *bindings; /* keys of the configuration; NULL = none */
};

enum notice_kind { NOTICE_DONE, NOTICE_INFO, NOTICE_WARNING, NOTICE_ERROR };

struct app *app_new(struct loop *loop, const struct app_host *host, const struct field_env *env);
void app_free(struct app *a); /* closes all screens without asking */

struct loop *app_loop(struct app *a);
void *app_ctx(struct app *a); /* host ctx */
const struct field_env *app_env(struct app *a); /* now is kept current, unless the clock is fixed */
void app_fix_clock(struct app *a, int64_t now);
bool app_may(struct app *a, const char *right); /* true for NULL */
uint32_t app_key(const struct app *a, const struct action *action); /* by which it is done here; 0 = by the palette only */

/* Pushes a screen; data belongs to it (class->close frees it). NULL when out of memory (data is closed then). */
struct screen *app_push(struct app *a, const struct screen_class *class, void *data);
/* Takes the top screen off without asking; app_back asks its leave first. Leaving the last one stops the loop with 0. */
void app_pop(struct app *a);
void app_back(struct app *a);
/* Asks every screen's leave from the top down, then stops the loop. */
void app_quit(struct app *a);
/* Takes every screen off without asking, drafts being kept elsewhere (lost log-in). */
void app_clear(struct app *a);
struct screen *app_top(struct app *a);
/* The topmost screen of that class; NULL if there is none. */
struct screen *app_find_screen(struct app *a, const char *class_name);

/*
 * A screen over everything, as a lock: no dialog, notice or hint is drawn, every key is its own (but for drawing anew), and what lies
 * below goes on unseen. data belongs to it, as with app_push. False: out of memory, or there is one already; data is closed then.
 */
bool app_cover(struct app *a, const struct screen_class *class, void *data);
void app_uncover(struct app *a);
struct screen *app_covered(const struct app *a); /* NULL = nothing */
int64_t app_quiet_ms(const struct app *a); /* since the last key */

/* Calls fn for every screen from the lowest up. */
void app_each_screen(struct app *a, void (*fn)(void *ctx, struct screen *s), void *ctx);

/* A message in the footer line, remembered for '!'. Errors say what to do next. */
void app_notice(struct app *a, enum notice_kind kind, const char *text);
void app_noticef(struct app *a, enum notice_kind kind, const char *format, ...) __attribute__((format(printf, 3, 4)));

void app_mouse(struct app *a, bool on); /* mouse reports on or off, as F9 does; off at first */

void app_dirty(struct app *a); /* draw again before the next wait */
void app_feed(struct app *a, const struct key *k); /* a key, as if typed (terminal, tests) */
void app_draw(struct app *a); /* one frame */
/* Watches the terminal and runs the loop. Returns what loop_stop was given; K_HANGUP stops with 1. */
int app_run(struct app *a);

/* Built-in screens and dialogs of the frame: */
void app_help(struct app *a); /* keys here, type to filter, Enter runs */
void app_palette(struct app *a); /* every screen and action by name */
void app_notices(struct app *a); /* the last messages again */
extern const struct action app_actions[]; /* help, palette, back, quit, redraw, notices, mouse */

/* Prints all keys as rows "screen<TAB>key<TAB>name<TAB>right<TAB>label" for `steward keys`; classes ends with NULL. */
void app_print_keys(const struct screen_class *const *classes, const struct action *global, const struct bindings *bindings,
    void (*row)(void *ctx, const char *line), void *ctx);

#endif
