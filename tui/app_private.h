#ifndef TUI_APP_PRIVATE_H
#define TUI_APP_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app.h"

/* What the files of the frame (app, app_*, help, palette, dialog_*) share; nobody else includes this. */

enum {
	APP_SCREENS_MAX = 32,
	APP_NOTICES_MAX = 50,
	APP_HINTS_MAX = 32,
	APP_ROWS_MIN = 10,
	APP_COLUMNS_MIN = 40,
};

struct dialog;

struct notice {
	enum notice_kind kind;
	int64_t at; /* seconds since the epoch */
	char *text;
};

/* A screen on the stack, or on its way out: struct screen comes first, so that both are one address. */
struct app_screen {
	struct screen screen;
	struct app_screen *next_buried;
};

/* A hint of the footer as drawn, for the mouse. */
struct app_hint {
	int from, to;
	uint32_t code;
};

struct app {
	struct loop *loop;
	struct app_host host;
	struct field_env env;
	bool clock_fixed;
	struct app_screen *stack[APP_SCREENS_MAX];
	int depth;
	struct app_screen *cover; /* over everything; NULL = none */
	int64_t last_key; /* loop_now() */
	struct app_screen *buried; /* popped, but perhaps still on the C stack: closed when no key is being handled */
	struct dialog *dialogs; /* first = the one on the screen */
	struct notice notices[APP_NOTICES_MAX];
	int notice_count;
	int notice_keys; /* keys for which the newest notice stays yet; 0 = not shown */
	struct app_hint hints[APP_HINTS_MAX];
	int hint_count;
	int footer_row;
	uint32_t handling; /* code of the key being handled; 0 = none */
	int nesting; /* of app_feed */
	bool running;
	bool dirty;
	bool drawing;
	bool mouse;
	bool as_is; /* the key being fed is what a widget knows: not to be looked up among the bindings */
	bool quitting; /* app_quit goes on as soon as the screen it waits for is popped */
	uint64_t clock_timer;
};

/* app_frame.c */
void app_frame_draw(struct app *a, struct area all);
const char *app_clock(struct app *a, int64_t at, char *out, size_t size); /* "14:02" */
bool app_is_too_small(struct area all);
void app_draw_too_small(struct area all);

/* app_notice.c */
void app_notice_key(struct app *a, uint32_t code); /* a key was struck: the notice goes, or stays for one more */
const struct notice *app_notice_shown(const struct app *a);
void app_notices_release(struct app *a);
const char *app_notice_word(enum notice_kind kind); /* translated; "" for information */

/* app_action.c */
/* Looks the key up in screen, app and host; runs what it finds, or says why not. False when nobody knows the key. */
bool app_action_key(struct app *a, uint32_t code);
/*
 * What a key of the configuration means here: *code becomes the key that the widget knows. False: the widget must not see it, as the key
 * belongs to an action now, or to nothing.
 */
bool app_rebind(struct app *a, uint32_t *code);
void app_do(struct app *a, const struct action *action);
bool app_action_can(struct app *a, const struct action *action); /* right is there, and it can be done now */
/* In the order in which a key is looked for; the widget sees every key before all of them. */
enum app_table { TABLE_SCREEN, TABLE_ROWS, TABLE_MORE, TABLE_INSIDE, TABLE_WIDGET, TABLE_APP, TABLE_HOST, TABLE_COUNT };
const struct action *app_table(const struct app *a, enum app_table t); /* may be NULL */
bool app_is_typing(const struct app *a); /* letters are text now, not keys */

/* app.c */
void app_refresh_now(struct app *a);
void app_close_buried(struct app *a);

/* app_run.c */
void app_drain_keys(struct app *a); /* throws typed-ahead keys away */

/* menu.c */
/* A list of actions to filter and run; fill adds them by menu_add. */
struct menu;
void menu_open(struct app *a, const char *title, const char *prompt, void (*fill)(struct app *a, struct menu *m));
void menu_add(struct menu *m, const struct action *action, const char *key, const char *label, const char *note, bool dim);

/* dialog.c */
void dialogs_draw(struct app *a, struct area all);
bool dialogs_key(struct app *a, const struct key *k); /* false when none is open */
/* Answers No to those opened over the screen (NULL = all). */
void dialogs_dismiss(struct app *a, const struct screen *s);

#endif
