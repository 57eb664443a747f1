#include "forms/sales/sales.h"
#include "tui/text.h"

static const struct field_choice kinds[] = { { "invoice", N_("invoice") }, { "credit", N_("credit note") }, { 0 } };
static const struct field_choice sources[] = { { "free", N_("empty, for free lines") }, { "order", N_("one order") },
	{ "marked", N_("all marked lines of the client") }, { "organisation", N_("all marked lines of an organisation") }, { 0 } };

static const struct field columns[] = {
	{ "number", N_("Number"), FIELD_TEXT, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 11, 0,
	    N_("Given when it is issued, without gaps; drafts have none.") },
	{ "state_name", N_("State"), FIELD_CHOICE, 0, 9, 0, N_("Overdue is open past its date."), .choices = invoice_states },
	{ "full_name", N_("Client"), FIELD_TEXT, 0, 18, 0, N_("Who pays.") },
	{ "total", N_("Total"), FIELD_MONEY, FIELD_FILTER, 10, 0, N_("With tax."), .currency = "currency" },
	{ "open_total", N_("Open"), FIELD_MONEY, FIELD_FILTER, 10, 0,
	    N_("Still to be paid; below zero the client gets money back."), .currency = "currency" },
	{ "currency", N_("Cur"), FIELD_TEXT, FIELD_FILTER, 3, 0, N_("Currency of the invoice.") },
	{ "due_date", N_("Due"), FIELD_DATE, FIELD_SORTABLE | FIELD_FILTER, 10, 0, N_("When it must be paid.") },
	{ "invoice_date", N_("Date"), FIELD_DATE, FIELD_SORTABLE | FIELD_FILTER, 10, 0, N_("Date of the invoice.") },
	{ "company", N_("Company"), FIELD_TEXT, 0, 20, 0, N_("Company on the invoice.") },
	{ "id", N_("Row"), FIELD_NUMBER, FIELD_HIDDEN | FIELD_SORTABLE | FIELD_FILTER, 8, 0,
	    N_("Number of the row; drafts have no other.") },
	{ "kind", N_("Kind"), FIELD_CHOICE, FIELD_HIDDEN | FIELD_FILTER, 10, 0, N_("Invoice or credit note."), .choices = kinds },
	{ "status", N_("Stored state"), FIELD_CHOICE, FIELD_HIDDEN | FIELD_FILTER, 9, 0, N_("Without regard to the day."),
	    .choices = invoice_states },
	{ "overdue", N_("Overdue"), FIELD_YESNO, FIELD_HIDDEN | FIELD_FILTER, 7, 0, N_("Open, and past its date.") },
	{ "open", N_("Is open"), FIELD_YESNO, FIELD_HIDDEN | FIELD_FILTER, 7, 0, N_("Issued and not paid.") },
	{ "user_id", N_("Account"), FIELD_REFERENCE, FIELD_HIDDEN | FIELD_FILTER, 9, 0, N_("Number of the account that pays."),
	    .source = "users" },
	{ "reference", N_("Reference"), FIELD_TEXT, FIELD_HIDDEN | FIELD_FILTER, 12, 0, N_("The client's own number.") },
	{ "reminders", N_("Reminders"), FIELD_NUMBER, FIELD_HIDDEN | FIELD_FILTER, 9, 0, N_("How many were sent.") },
	{ 0 },
};

static const struct field general[] = {
	{ "state_name", N_("State"), FIELD_CHOICE, FIELD_READONLY, 0, 0, N_("Overdue is open past its date."),
	    .choices = invoice_states },
	{ "kind", N_("Kind"), FIELD_CHOICE, FIELD_READONLY, 0, 0, N_("Invoice or credit note."), .choices = kinds },
	{ "user_id", N_("Client"), FIELD_REFERENCE, FIELD_READONLY, 0, 0, N_("The account that pays."), .source = "users",
	    .named_by = "full_name" },
	{ "reference", N_("Reference"), FIELD_TEXT, 0, 0, 100, N_("The client's own number.") },
	{ "note", N_("Note"), FIELD_LINES, 0, 0, 2000, N_("Printed on the invoice.") },
	{ "settlement_days", N_("Settlement days"), FIELD_NUMBER, 0, 0, 4, N_("Empty = the account's, else the site's.") },
	{ "net_total", N_("Net"), FIELD_MONEY, FIELD_READONLY, 0, 0, N_("Sum of the lines."), .currency = "currency" },
	{ "tax_total", N_("Tax"), FIELD_MONEY, FIELD_READONLY, 0, 0, N_("The tab Taxes has it by rate."), .currency = "currency" },
	{ "total", N_("Total"), FIELD_MONEY, FIELD_READONLY, 0, 0, N_("With tax."), .currency = "currency" },
	{ "paid_total", N_("Paid"), FIELD_MONEY, FIELD_READONLY, 0, 0, N_("What was paid, less what was paid back."),
	    .currency = "currency" },
	{ "credited_total", N_("Credited"), FIELD_MONEY, FIELD_READONLY, 0, 0, N_("What credit notes took back."),
	    .currency = "currency" },
	{ "open_total", N_("Open"), FIELD_MONEY, FIELD_READONLY, 0, 0,
	    N_("Still to be paid; below zero the client gets money back."), .currency = "currency" },
	{ "currency", N_("Currency"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Currency of the invoice.") },
	{ "rate", N_("Rate"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("What one unit was worth in the base currency on its date.") },
	{ "invoice_date", N_("Date"), FIELD_DATE, FIELD_READONLY, 0, 0, N_("Given when it is issued.") },
	{ "due_date", N_("Due"), FIELD_DATE, FIELD_READONLY, 0, 0, N_("When it must be paid.") },
	{ "reminders", N_("Reminders"), FIELD_NUMBER, FIELD_READONLY, 0, 0, N_("How many were sent; R sends one.") },
	{ "reminded_at", N_("Reminded"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When the last was sent.") },
	{ "issued_at", N_("Issued"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When it was issued.") },
	{ "issued_by", N_("Issued by"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Who issued it; empty = the website.") },
	{ "keep_until", N_("Kept until"), FIELD_DATE, FIELD_READONLY, 0, 0, N_("As long as the tax law wants it.") },
	{ 0 },
};

static const struct field buyer[] = {
	{ "buyer_name", N_("Name"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("As it was when it was issued.") },
	{ "buyer_company", N_("Company"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("As it was when it was issued.") },
	{ "buyer_address", N_("Address"), FIELD_LINES, FIELD_READONLY, 0, 0, N_("As it was when it was issued.") },
	{ "buyer_country", N_("Country"), FIELD_CHOICE, FIELD_READONLY, 0, 0, N_("ISO 3166 code of the country."),
	    .source = "countries" },
	{ "buyer_vat_number", N_("VAT number"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("As it was when it was issued.") },
	{ "organisation_id", N_("Organisation"), FIELD_REFERENCE, FIELD_READONLY, 0, 0,
	    N_("Of the account when the invoice was made."), .source = "organisations", .named_by = "organisation" },
	{ 0 },
};

static const struct field create[] = {
	{ "source", N_("From"), FIELD_CHOICE, FIELD_REQUIRED | FIELD_ON_CREATE, 0, 0, N_("What its lines are taken from."),
	    .choices = sources },
	{ "user_id", N_("Client"), FIELD_REFERENCE, FIELD_ON_CREATE, 0, 0,
	    N_("The account that pays; an order and an organisation have one."), .source = "users", .named_by = "full_name" },
	{ "order_id", N_("Order"), FIELD_NUMBER, FIELD_ON_CREATE, 0, 12, N_("Number of the order, for an invoice of one.") },
	{ "organisation_id", N_("Organisation"), FIELD_REFERENCE, FIELD_ON_CREATE, 0, 0,
	    N_("The invoice goes to the account that receives its invoices."), .source = "organisations" },
	{ "currency", N_("Currency"), FIELD_CHOICE, FIELD_ON_CREATE, 0, 0, N_("Empty = that of the lines, or the account's."),
	    .source = "currencies" },
	{ "reference", N_("Reference"), FIELD_TEXT, 0, 0, 100, N_("The client's own number.") },
	{ 0 },
};

static const char *const defaults[] = { "source", "marked", NULL };

static const struct entity_tab tabs[] = {
	{ .name = "general", .label = N_("General"), .fields = general },
	{ .name = "lines", .label = N_("Lines"), .related = &invoice_line_entity, .column = "invoice_id" },
	{ .name = "taxes", .label = N_("Taxes"), .related = &invoice_sum_entity, .column = "invoice_id" },
	{ .name = "payments", .label = N_("Payments"), .related = &payment_entity, .column = "invoice_id" },
	{ .name = "credits", .label = N_("Credit notes"), .related = &invoice_entity, .column = "credits_id" },
	{ .name = "reminders", .label = N_("Reminders"), .related = &reminder_entity, .column = "invoice_id" },
	{ .name = "buyer", .label = N_("Buyer"), .fields = buyer },
	{ 0 },
};

static const char *const facts[] = { "full_name", "company", "total", "currency", "due_date", NULL };
static const char *const links[] = { "user_id", "users", "credits_id", "invoices", NULL };

const struct entity invoice_entity = {
	.name = "invoices",
	.title = N_("Invoices"),
	.one = N_("invoice"),
	.empty = N_("No invoices yet. n makes a draft."),
	.fields = columns,
	.flags = ENTITY_SEARCH | ENTITY_OPENS,
	.right_view = "invoice.view",
	.right_create = "invoice.edit",
	.right_edit = "invoice.edit",
	.create = create,
	.defaults = defaults,
	.parent = "user_id",
	.tabs = tabs,
	.facts = facts,
	.heading = "label",
	.state = "state_name",
	.actions = invoice_actions,
	.links = links,
};
