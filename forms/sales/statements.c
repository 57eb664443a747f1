#include "forms/sales/sales.h"
#include "tui/text.h"

static const struct field columns[] = {
	{ "id", N_("Statement"), FIELD_NUMBER, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 9, 0, N_("Number of the statement.") },
	{ "run_on", N_("Day"), FIELD_DATE, FIELD_FILTER, 10, 0, N_("Day of the run.") },
	{ "supplier", N_("Contributor"), FIELD_TEXT, 0, 26, 0, N_("Who is paid.") },
	{ "lines", N_("Lines"), FIELD_NUMBER, 0, 6, 0, N_("How many lines of invoices.") },
	{ "total", N_("Total"), FIELD_MONEY, FIELD_FILTER, 12, 0, N_("In the base currency."), .currency = "currency" },
	{ "run_id", N_("Run"), FIELD_REFERENCE, FIELD_HIDDEN | FIELD_FILTER, 6, 0, N_("Number of the run."),
	    .source = "payment_runs" },
	{ 0 },
};

static const struct field general[] = {
	{ "supplier", N_("Contributor"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Who is paid.") },
	{ "run_on", N_("Day"), FIELD_DATE, FIELD_READONLY, 0, 0, N_("Day of the run.") },
	{ "lines", N_("Lines"), FIELD_NUMBER, FIELD_READONLY, 0, 0, N_("How many lines of invoices.") },
	{ "total", N_("Total"), FIELD_MONEY, FIELD_READONLY, 0, 0, N_("In the base currency."), .currency = "currency" },
	{ 0 },
};

static const struct entity_tab tabs[] = {
	{ .name = "lines", .label = N_("Lines"), .related = &statement_line_entity, .column = "statement_id" },
	{ .name = "general", .label = N_("General"), .fields = general },
	{ 0 },
};

static const char *const facts[] = { "supplier", "run_on", "total", "currency", NULL };
static const char *const links[] = { "supplier_id", "suppliers", "run_id", "payment_runs", NULL };

const struct entity statement_entity = {
	.name = "statements",
	.title = N_("Statements"),
	.one = N_("statement"),
	.empty = N_("No statements: a payment run makes them."),
	.fields = columns,
	.flags = ENTITY_OPENS,
	.right_view = "supplier.view",
	.tabs = tabs,
	.facts = facts,
	.links = links,
};

static const struct field line_columns[] = {
	{ "number", N_("Invoice"), FIELD_TEXT, FIELD_KEY, 11, 0, N_("Number of the invoice or credit note.") },
	{ "invoice_date", N_("Date"), FIELD_DATE, 0, 10, 0, N_("Date of the invoice.") },
	{ "file_id", N_("File"), FIELD_REFERENCE, 0, 9, 0, N_("Number of the file."), .source = "files" },
	{ "sold", N_("Sold for"), FIELD_MONEY, 0, 11, 0, N_("Without tax, in the base currency."), .currency = "currency" },
	{ "royalty_percent", N_("Share, %"), FIELD_MONEY, 0, 8, 0, N_("The share when it was sold.") },
	{ "amount", N_("Amount"), FIELD_MONEY, 0, 11, 0, N_("What is paid; below zero it is taken back."), .currency = "currency" },
	{ 0 },
};

const struct entity statement_line_entity = {
	.name = "statement_lines",
	.title = N_("Lines of statements"),
	.one = N_("line"),
	.empty = N_("No lines."),
	.fields = line_columns,
	.right_view = "supplier.view",
};
