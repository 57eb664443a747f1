#ifndef FORMS_SALES_H
#define FORMS_SALES_H

#include "forms/entity.h"

struct field_choice;

extern const struct entity file_entity, lightbox_entity, lightbox_file_entity, cart_line_entity, order_entity, order_line_entity,
    invoice_entity, invoice_line_entity, invoice_sum_entity, payment_entity, reminder_entity, collection_entity, supplier_entity,
    supplier_group_entity, payment_run_entity, statement_entity, statement_line_entity, exchange_rate_entity;
extern const struct action order_actions[], invoice_actions[];

/* Words of more than one screen */
extern const struct field_choice order_states[], invoice_states[], licences[];

/* Whether the record shown has this value in that column; any of several in the second form, ended by NULL. */
bool sales_has(const struct screen *s, const char *column, const char *value);
bool sales_has_any(const struct screen *s, const char *column, const char *const *values);
/* Wire value of the row that a verb is about, "" for none. */
const char *sales_row_value(const struct screen *s, const char *column);

#endif
