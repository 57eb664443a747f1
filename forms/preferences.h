#ifndef FORMS_PREFERENCES_H
#define FORMS_PREFERENCES_H

struct app;
struct console;
struct list;

/*
 * What a person keeps of his own, in the database: the columns and the order of a list (name ""), and filters under a name. Read once
 * after the log-in, known here from then on, and written behind the person's back: a list never waits for it.
 */
struct preferences;

void preferences_load(struct console *c);
void preferences_free(struct preferences *p);

/* The value, or NULL. Valid until the next change. */
const char *preferences_get(const struct console *c, const char *list, const char *name);
/* Keeps a value; "" forgets it. */
void preferences_set(struct console *c, const char *list, const char *name, const char *value);
/* Calls fn for each filter of the list that has a name, by name. */
void preferences_each(
    const struct console *c, const char *list, void (*fn)(void *ctx, const char *name, const char *value), void *ctx);

#endif
