#include "forms/sales/sales.h"
#include "tui/text.h"

static const struct field columns[] = {
	{ "tax_label", N_("Tax"), FIELD_TEXT, FIELD_KEY, 24, 0, N_("Name of the tax.") },
	{ "tax_rate", N_("Rate, %"), FIELD_MONEY, 0, 8, 0, N_("Rate of the tax.") },
	{ "net", N_("Net"), FIELD_MONEY, 0, 12, 0, N_("Sum of the lines with this rate."), .currency = "currency" },
	{ "tax", N_("Tax on it"), FIELD_MONEY, 0, 12, 0, N_("Worked out once, for that sum."), .currency = "currency" },
	{ 0 },
};

const struct entity invoice_sum_entity = {
	.name = "invoice_sums",
	.title = N_("Taxes"),
	.one = N_("tax"),
	.empty = N_("No lines, no taxes."),
	.fields = columns,
	.right_view = "invoice.view",
};
