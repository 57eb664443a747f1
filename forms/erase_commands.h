#ifndef FORMS_ERASE_COMMANDS_H
#define FORMS_ERASE_COMMANDS_H

struct console;
struct options;

/* Erasures from the command line, with the rights and the second person of the menus; each returns the exit status. */
int erase_plan(struct console *c, const struct options *o, char *const *arguments, int n); /* erase plan PERSON */
int erase_submit(struct console *c, const struct options *o, char *const *arguments, int n); /* erase submit NUMBER */
int erase_approve(struct console *c, const struct options *o, char *const *arguments, int n); /* erase approve NUMBER --plan HASH */
/* erase run NUMBER: a job that any worker does. */
int erase_run(struct console *c, const struct options *o, char *const *arguments, int n);
int erase_status(struct console *c, const struct options *o, char *const *arguments, int n); /* erase status NUMBER */

#endif
