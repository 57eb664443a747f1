#include "forms/sales/sales.h"
#include "tui/text.h"

static const struct field columns[] = {
	{ "full_name", N_("Client"), FIELD_TEXT, FIELD_KEY, 18, 0, N_("Who owes it.") },
	{ "open_total", N_("Open"), FIELD_MONEY, FIELD_SORTABLE | FIELD_FILTER, 10, 0, N_("Sum of the open invoices."),
	    .currency = "currency" },
	{ "currency", N_("Cur"), FIELD_TEXT, FIELD_FILTER, 3, 0, N_("Currency of these invoices.") },
	{ "invoices", N_("Inv"), FIELD_NUMBER, 0, 3, 0, N_("How many are open.") },
	{ "not_due", N_("Not due"), FIELD_MONEY, FIELD_FILTER, 9, 0, N_("Of that, not due yet."), .currency = "currency" },
	{ "days_30", N_("1-30"), FIELD_MONEY, FIELD_FILTER, 9, 0, N_("Due for at most 30 days."), .currency = "currency" },
	{ "days_60", N_("31-60"), FIELD_MONEY, FIELD_FILTER, 9, 0, N_("Due for 31 to 60 days."), .currency = "currency" },
	{ "days_90", N_("61-90"), FIELD_MONEY, FIELD_FILTER, 9, 0, N_("Due for 61 to 90 days."), .currency = "currency" },
	{ "older", N_("Older"), FIELD_MONEY, FIELD_FILTER, 9, 0, N_("Due for longer."), .currency = "currency" },
	{ "oldest_due", N_("Since"), FIELD_DATE, FIELD_SORTABLE | FIELD_FILTER, 10, 0, N_("Since when the oldest is due.") },
	{ "reminded_at", N_("Reminded"), FIELD_TIME, FIELD_HIDDEN | FIELD_FILTER, 12, 0, N_("When the last reminder was sent.") },
	{ "company", N_("Company"), FIELD_TEXT, FIELD_HIDDEN, 18, 0, N_("Company of the client.") },
	{ "user_id", N_("Account"), FIELD_REFERENCE, FIELD_HIDDEN | FIELD_SORTABLE | FIELD_FILTER, 9, 0,
	    N_("Number of the account."), .source = "users" },
	{ 0 },
};

static const char *const links[] = { "user_id", "users", NULL };

const struct entity collection_entity = {
	.name = "collection",
	.title = N_("Collection report"),
	.one = N_("debtor"),
	.empty = N_("Nobody owes anything."),
	.fields = columns,
	.sort = "open_total",
	.descending = true,
	.flags = ENTITY_LEADS,
	.right_view = "invoice.view",
	.links = links,
};
