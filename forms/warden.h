#ifndef FORMS_WARDEN_H
#define FORMS_WARDEN_H

struct console;
struct options;

/* steward warden: goes on until SIGTERM, or takes one turn with --once. */
int warden_command(struct console *c, const struct options *o, char *const *arguments, int n);

#endif
