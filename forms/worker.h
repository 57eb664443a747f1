#ifndef FORMS_WORKER_H
#define FORMS_WORKER_H

struct console;
struct options;

/* `steward worker`: does jobs until SIGTERM; --once: those that are there now. Returns the exit status. */
int worker_command(struct console *c, const struct options *o, char *const *arguments, int n);

#endif
