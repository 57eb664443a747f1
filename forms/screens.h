#ifndef FORMS_SCREENS_H
#define FORMS_SCREENS_H

#include "tui/action.h"
#include "tui/app.h"

struct console;

/* The registry: what can be reached from everywhere, and every class of screen for `steward keys`. Ended by NULL (name). */
extern const struct action global_actions[];
extern const struct screen_class *const screen_classes[];

/* Log-in: shown first, and over the other screens when the session or line was lost, with the reason. */
void login_show(struct console *c, const char *reason);
void login_connected(struct console *c);
extern const struct screen_class login_class;

/* Home: the first dashboard. */
void home_open(struct app *a);
extern const struct screen_class home_class;

/* Find anything: one box over everything that can be found. */
void find_open(struct app *a);
extern const struct screen_class find_class;

/* After logging in again: every record looks up what became of its unanswered writes and loads again. */
void entity_resume_all(struct console *c);

#endif
