#ifndef FORMS_CURRENCIES_H
#define FORMS_CURRENCIES_H

struct console;
struct field;

/* Before a form with these fields is shown: asks the database once which currencies have no decimals, if any of the amounts needs it. */
void currencies_need(struct console *c, const struct field *fields);

#endif
