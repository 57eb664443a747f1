#ifndef FORMS_SCREENS_H
#define FORMS_SCREENS_H

#include "tui/action.h"
#include "tui/app.h"

struct console;
struct err;

/* The registry: what can be reached from everywhere, and every class of screen for `steward keys`. Ended by NULL (name). */
extern const struct action global_actions[];
extern const struct screen_class *const screen_classes[];

/* Log-in: shown first, and over the other screens when the session or line was lost, with the reason. */
void login_show(struct console *c, const char *reason);
void login_connected(struct console *c);
/* Says something on the log-in screen. */
void login_say(struct console *c, const char *text);
extern const struct screen_class login_class;

/* New password and PIN, with a one-time code before log-in, or with the present ones after it. */
void renew_open(struct app *a, bool by_code);
extern const struct screen_class renew_class;

/* The lock over everything: by hand, by the clock, or because the server says so. The PIN opens it, checked by the server. */
void lock_show(struct console *c);
void lock_say(struct console *c, const struct err *err); /* on the lock, why it stays */
void lock_start(struct console *c); /* whenever somebody has logged in: starts counting the time without a key */
extern const struct screen_class lock_class;

/* Home: the first dashboard. */
void home_open(struct app *a);
extern const struct screen_class home_class;

/* Find anything: one box over everything that can be found. */
void find_open(struct app *a);
extern const struct screen_class find_class;

/* After logging in again: every record looks up what became of its unanswered writes and loads again. */
void entity_resume_all(struct console *c);

#endif
