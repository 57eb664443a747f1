#ifndef FORMS_PLAIN_H
#define FORMS_PLAIN_H

struct console;
struct options;

/*
 * The console line by line, for screen readers and terminals that can do nothing but print: the same lists, records, rights and trail,
 * from the same tables. Reads standard input, writes standard output. Returns the exit status.
 */
int plain_run(struct console *c, const struct options *o);

#endif
