#ifndef FORMS_TURNS_H
#define FORMS_TURNS_H

#include <stdbool.h>

struct console;
struct err;

/*
 * A process that does one thing over and over, until SIGTERM, SIGINT or SIGHUP: warden, mailer. It does not give up: whatever the trouble
 * is, it is told once, and tried again with growing pauses. again is what it says when it works once more. Returns the exit status.
 */
int turns_for_ever(
    struct console *c, int every, bool (*turn)(struct console *c, void *ctx, struct err *err), void *ctx, const char *again);

#endif
