#include "forms/sales/sales.h"
#include "tui/text.h"

static const struct field_choice methods[] = { { "bank", N_("bank") }, { "card", N_("card") }, { "online", N_("online") },
	{ "cash", N_("cash") }, { "other", N_("other") }, { 0 } };

static const struct field columns[] = {
	{ "paid_on", N_("Paid on"), FIELD_DATE, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 10, 0, N_("Day of payment.") },
	{ "amount", N_("Amount"), FIELD_MONEY, FIELD_FILTER, 10, 0, N_("Below zero it was paid back."), .currency = "currency" },
	{ "currency", N_("Cur"), FIELD_TEXT, FIELD_FILTER, 3, 0, N_("Currency of the invoice.") },
	{ "number", N_("Invoice"), FIELD_TEXT, 0, 11, 0, N_("Number of the invoice.") },
	{ "full_name", N_("Client"), FIELD_TEXT, 0, 18, 0, N_("Who paid.") },
	{ "method", N_("How"), FIELD_CHOICE, FIELD_FILTER, 7, 0, N_("How it was paid."), .choices = methods },
	{ "description", N_("Text"), FIELD_TEXT, FIELD_FILTER, 18, 0, N_("What the bank or the payer wrote.") },
	{ "created_by", N_("By"), FIELD_TEXT, FIELD_HIDDEN, 10, 0, N_("Who registered it; empty = the website or an import.") },
	{ "base_amount", N_("In base"), FIELD_MONEY, FIELD_HIDDEN, 10, 0, N_("In the base currency, at the rate of that day."),
	    .currency = "base_currency" },
	{ "id", N_("Row"), FIELD_NUMBER, FIELD_HIDDEN | FIELD_SORTABLE | FIELD_FILTER, 8, 0, N_("Number of the payment.") },
	{ 0 },
};

static const struct field create[] = {
	{ "amount", N_("Amount"), FIELD_MONEY, FIELD_ON_CREATE, 0, 0, N_("Empty = all that is open; below zero it was paid back."),
	    .currency = "currency" },
	{ "paid_on", N_("Paid on"), FIELD_DATE, FIELD_ON_CREATE, 0, 0, N_("Empty = today.") },
	{ "method", N_("How"), FIELD_CHOICE, FIELD_REQUIRED | FIELD_ON_CREATE, 0, 0, N_("How it was paid."), .choices = methods },
	{ "description", N_("Text"), FIELD_TEXT, FIELD_ON_CREATE, 0, 150, N_("What the bank or the payer wrote.") },
	{ 0 },
};

static const char *const defaults[] = { "method", "bank", NULL };
static const char *const links[] = { "invoice_id", "invoices", "user_id", "users", NULL };

const struct entity payment_entity = {
	.name = "payments",
	.title = N_("Payments"),
	.one = N_("payment"),
	.empty = N_("Nothing was paid. p on an invoice registers a payment."),
	.fields = columns,
	.flags = ENTITY_LEADS,
	.right_view = "invoice.view",
	.right_create = "invoice.pay",
	.create = create,
	.defaults = defaults,
	.parent = "invoice_id",
	.links = links,
};
