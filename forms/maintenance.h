#ifndef FORMS_MAINTENANCE_H
#define FORMS_MAINTENANCE_H

struct console;
struct options;

/* Commands for who runs the machine: `steward migrate`, `bootstrap LOGIN`, `doctor`. They return the exit status. */
int maintenance_migrate(struct console *c, const struct options *o, char *const *arguments, int n);
int maintenance_bootstrap(struct console *c, const struct options *o, char *const *arguments, int n);
int maintenance_doctor(struct console *c, const struct options *o, char *const *arguments, int n);

#endif
