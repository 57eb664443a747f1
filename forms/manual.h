#ifndef FORMS_MANUAL_H
#define FORMS_MANUAL_H

struct console;
struct options;

/* `steward manual PART`: the generated parts of the man pages (commands, options, config, keys) in roff, from the same tables as the program's help. */
int manual_print(struct console *c, const struct options *o, char *const *arguments, int n);

#endif
