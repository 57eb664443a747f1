#include "forms/sales/sales.h"

#include <string.h>

#include "tui/app.h"
#include "tui/list.h"
#include "tui/text.h"

const struct field_choice order_states[] = { { "cart", N_("cart") }, { "submitted", N_("submitted") },
	{ "awaiting_staff", N_("awaits staff") }, { "awaiting_payment", N_("awaits payment") }, { "granted", N_("granted") },
	{ "partly_granted", N_("partly granted") }, { "declined", N_("declined") }, { "completed", N_("completed") },
	{ "cancelled", N_("cancelled") }, { 0 } };

const struct field_choice invoice_states[] = { { "draft", N_("draft") }, { "issued", N_("issued") },
	{ "part_paid", N_("part-paid") }, { "paid", N_("paid") }, { "overdue", N_("overdue") }, { "credited", N_("credited") },
	{ "void", N_("void") }, { 0 } };

const struct field_choice licences[] = { { "RM", N_("rights managed") }, { "RF", N_("royalty free") }, { 0 } };

bool sales_has(const struct screen *s, const char *column, const char *value)
{
	const char *now = entity_value(s, column);

	return now && strcmp(now, value) == 0;
}

bool sales_has_any(const struct screen *s, const char *column, const char *const *values)
{
	for (; *values; values++)
		if (sales_has(s, column, *values))
			return true;
	return false;
}

const char *sales_row_value(const struct screen *s, const char *column)
{
	const struct list *l = s->class->list ? s->class->list(s) : NULL;
	const char *value = l ? list_value(l, column) : entity_value(s, column);

	return value ? value : "";
}
