#include "forms/sales/sales.h"
#include "tui/text.h"

static const struct field columns[] = {
	{ "sent_at", N_("Sent"), FIELD_TIME, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 13, 0, N_("When it was sent.") },
	{ "number", N_("Invoice"), FIELD_TEXT, 0, 11, 0, N_("Number of the invoice.") },
	{ "level", N_("No"), FIELD_NUMBER, FIELD_FILTER, 3, 0, N_("First, second, and so on, of that invoice.") },
	{ "open_total", N_("Open then"), FIELD_MONEY, 0, 10, 0, N_("What was open then."), .currency = "currency" },
	{ "currency", N_("Cur"), FIELD_TEXT, 0, 3, 0, N_("Currency of the invoice.") },
	{ "full_name", N_("Client"), FIELD_TEXT, 0, 18, 0, N_("Who was reminded.") },
	{ "note", N_("How"), FIELD_TEXT, 0, 16, 0, N_("How it was sent, what was said.") },
	{ "sent_by", N_("By"), FIELD_TEXT, FIELD_HIDDEN, 10, 0, N_("Who sent it.") },
	{ 0 },
};

static const char *const links[] = { "invoice_id", "invoices", "user_id", "users", NULL };

const struct entity reminder_entity = {
	.name = "reminders",
	.title = N_("Reminders"),
	.one = N_("reminder"),
	.empty = N_("Nobody was reminded. R on an overdue invoice does it."),
	.fields = columns,
	.flags = ENTITY_LEADS,
	.right_view = "invoice.view",
	.links = links,
};
