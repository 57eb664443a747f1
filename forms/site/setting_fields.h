#ifndef FORMS_SITE_SETTING_FIELDS_H
#define FORMS_SITE_SETTING_FIELDS_H

struct console;
struct field;
struct setting_fields;

/* The form of each setting: the database says what kind of value it takes. */

/* Asks the database for the definitions; the tables follow when the answer comes. */
void setting_fields_load(struct console *c);
/* The form of the setting of that name, ended by a NULL name; a plain text when nothing is known about it. */
const struct field *setting_fields_of(struct console *c, const char *name);
void setting_fields_free(struct setting_fields *f);

#endif
