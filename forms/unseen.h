#ifndef FORMS_UNSEEN_H
#define FORMS_UNSEEN_H

struct console;
struct entity;
struct field;

/*
 * Columns of lists that take a right of their own, which the person does not have: the database refuses a list that names one. Read once
 * after the log-in; a change of rights ends the session. Not told yet, nothing counts as unseen.
 */
struct unseen;

void unseen_load(struct console *c);
void unseen_free(struct unseen *u);

/* The columns of the entity's list without them, to be freed; NULL when all may be seen, or there is no memory. */
struct field *unseen_strip(const struct console *c, const struct entity *e);

#endif
