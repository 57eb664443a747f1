#ifndef FORMS_EXPORT_COMMAND_H
#define FORMS_EXPORT_COMMAND_H

struct console;
struct options;

/* steward export PERSON --out FILE [--kind access|portability] --login NAME: everything held on an account (its number) or a guest (e-mail). */
int export_command(struct console *c, const struct options *o, char *const *arguments, int n);

#endif
