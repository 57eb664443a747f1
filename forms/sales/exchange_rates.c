#include "forms/sales/sales.h"
#include "tui/text.h"

static const struct field columns[] = {
	{ "valid_from", N_("From"), FIELD_DATE, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 10, 0,
	    N_("From this day on, until a later row.") },
	{ "currency", N_("Currency"), FIELD_CHOICE, FIELD_FILTER, 20, 0, N_("The other currency."), .source = "currencies" },
	{ "rate", N_("Rate"), FIELD_TEXT, 0, 12, 0, N_("What one unit of it is worth in the base currency.") },
	{ 0 },
};

static const struct field form[] = {
	{ "currency", N_("Currency"), FIELD_CHOICE, FIELD_READONLY, 0, 0, N_("The other currency."), .source = "currencies" },
	{ "valid_from", N_("From"), FIELD_DATE, FIELD_READONLY, 0, 0, N_("From this day on, until a later row.") },
	{ "rate", N_("Rate"), FIELD_TEXT, FIELD_REQUIRED, 0, 20,
	    N_("What one unit of it is worth in the base currency, such as 1.163200.") },
	{ 0 },
};

static const struct field create[] = {
	{ "currency", N_("Currency"), FIELD_CHOICE, FIELD_REQUIRED | FIELD_ON_CREATE, 0, 0, N_("The other currency."),
	    .source = "currencies" },
	{ "valid_from", N_("From"), FIELD_DATE, FIELD_REQUIRED | FIELD_ON_CREATE, 0, 0,
	    N_("From this day on, until a later row.") },
	{ "rate", N_("Rate"), FIELD_TEXT, FIELD_REQUIRED, 0, 20,
	    N_("What one unit of it is worth in the base currency, such as 1.163200.") },
	{ 0 },
};

static const struct entity_tab tabs[] = {
	{ .name = "rate", .label = N_("Rate"), .fields = form },
	{ 0 },
};

const struct entity exchange_rate_entity = {
	.name = "exchange_rates",
	.title = N_("Exchange rates"),
	.one = N_("exchange rate"),
	.empty = N_("No exchange rates yet. n adds one."),
	.fields = columns,
	.flags = ENTITY_OPENS,
	.right_view = "invoice.view",
	.right_create = "invoice.edit",
	.right_edit = "invoice.edit",
	.create = create,
	.tabs = tabs,
	.heading = "currency",
};
