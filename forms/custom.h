#ifndef FORMS_CUSTOM_H
#define FORMS_CUSTOM_H

struct console;
struct custom_fields;
struct field;

/* The custom fields of users as the site defined them: a field table made from the definitions. */

/* Asks the database for the definitions; the tables follow when the answer comes. */
void custom_load(struct console *c);
/* The fields in use, the same for every key, ended by a NULL name; NULL while there are none. Lives until the next custom_load that brings others. */
const struct field *custom_of_user(struct console *c, const char *key);
void custom_free(struct custom_fields *f);

#endif
