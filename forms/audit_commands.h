#ifndef FORMS_AUDIT_COMMANDS_H
#define FORMS_AUDIT_COMMANDS_H

struct console;
struct options;

/* `steward seal`, `steward witness` and `steward audit verify`: the trail that cannot be bent. They return the exit status. */
int audit_seal(struct console *c, const struct options *o, char *const *arguments, int n);
int audit_witness(struct console *c, const struct options *o, char *const *arguments, int n);
int audit_check(struct console *c, const struct options *o, char *const *arguments, int n);

#endif
