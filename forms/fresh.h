#ifndef FORMS_FRESH_H
#define FORMS_FRESH_H

#include <stdbool.h>

struct console;
struct err;

/*
 * What is dangerous takes the PIN once more. The database decides what that is and refuses the call (fresh_needed); whoever made it asks
 * here and calls again. Verbs and saves of the generic screens do so by themselves.
 */
bool fresh_needed(const struct err *err);

/* Asks for the PIN over the screen. then is called once: true when it was proved, false when it was given up or the session is gone. */
void fresh_ask(struct console *c, void (*then)(void *ctx, bool proved), void *ctx);

/* For the lock and the console: what waits goes on, or is given up. Nothing may be waiting. */
void fresh_end(struct console *c, bool proved);
/* The PIN is on its way to the server, which locks the session meanwhile. */
bool fresh_proving(const struct console *c);

#endif
