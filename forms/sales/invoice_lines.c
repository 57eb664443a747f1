#include "forms/sales/sales.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/text.h"

static const struct field columns[] = {
	{ "description", N_("Line"), FIELD_TEXT, FIELD_KEY | FIELD_FILTER, 30, 0, N_("Text of the line.") },
	{ "quantity", N_("No"), FIELD_NUMBER, 0, 4, 0, N_("How many; below zero on a credit note.") },
	{ "amount", N_("Amount"), FIELD_MONEY, FIELD_FILTER, 10, 0, N_("Without tax."), .currency = "currency" },
	{ "tax_rate", N_("Tax %"), FIELD_MONEY, FIELD_FILTER, 6, 0, N_("Rate of the tax.") },
	{ "tax", N_("Tax"), FIELD_MONEY, 0, 8, 0, N_("This line's part of the tax."), .currency = "currency" },
	{ "credited", N_("Cred"), FIELD_YESNO, 0, 4, 0, N_("A credit note took it back.") },
	{ "number", N_("Invoice"), FIELD_TEXT, 0, 10, 0, N_("Number of the invoice.") },
	{ "id", N_("Row"), FIELD_NUMBER, FIELD_HIDDEN | FIELD_SORTABLE | FIELD_FILTER, 8, 0, N_("Number of the row.") },
	{ "file_id", N_("File"), FIELD_REFERENCE, FIELD_HIDDEN | FIELD_FILTER, 9, 0, N_("Number of the file."), .source = "files" },
	{ "supplier", N_("Contributor"), FIELD_TEXT, FIELD_HIDDEN, 16, 0, N_("Who has a share in it.") },
	{ "royalty_percent", N_("Share, %"), FIELD_MONEY, FIELD_HIDDEN | FIELD_FILTER, 7, 0,
	    N_("The share when the line was made.") },
	{ "royalty_amount", N_("Owed"), FIELD_MONEY, FIELD_HIDDEN | FIELD_FILTER, 9, 0,
	    N_("To the contributor, in the base currency."), .currency = "base_currency" },
	{ "payable_on", N_("Payable"), FIELD_DATE, FIELD_HIDDEN | FIELD_FILTER, 10, 0,
	    N_("From when the contributor can be paid.") },
	{ "paid_out", N_("Paid out"), FIELD_YESNO, FIELD_HIDDEN | FIELD_FILTER, 8, 0, N_("On a statement.") },
	{ 0 },
};

static const struct field form[] = {
	{ "description", N_("Text"), FIELD_TEXT, FIELD_REQUIRED, 0, 1000, N_("As printed.") },
	{ "quantity", N_("How many"), FIELD_NUMBER, FIELD_REQUIRED, 0, 6, N_("A whole number.") },
	{ "price", N_("Price"), FIELD_MONEY, FIELD_REQUIRED, 0, 0, N_("Of one, before discount."), .currency = "currency" },
	{ "discount", N_("Discount, %"), FIELD_MONEY, 0, 0, 0, N_("In percent.") },
	{ "amount", N_("Amount"), FIELD_MONEY, FIELD_READONLY, 0, 0, N_("Without tax."), .currency = "currency" },
	{ "tax_label", N_("Tax"), FIELD_TEXT, 0, 0, 60, N_("Name of the tax as printed.") },
	{ "tax_rate", N_("Tax, %"), FIELD_MONEY, 0, 0, 0, N_("Rate of the tax.") },
	{ "tax", N_("Part of the tax"), FIELD_MONEY, FIELD_READONLY, 0, 0, N_("Tax is worked out once for a rate and shared out."),
	    .currency = "currency" },
	{ "file_id", N_("File"), FIELD_REFERENCE, FIELD_READONLY, 0, 0, N_("Number of the file."), .source = "files" },
	{ "order_line_id", N_("Line of an order"), FIELD_REFERENCE, FIELD_READONLY, 0, 0, N_("Empty = a free line."),
	    .source = "order_lines" },
	{ "supplier", N_("Contributor"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Who has a share in it.") },
	{ "royalty_percent", N_("Share, %"), FIELD_MONEY, FIELD_READONLY, 0, 0,
	    N_("The share when the line was made; it never changes.") },
	{ "royalty_amount", N_("Owed"), FIELD_MONEY, FIELD_READONLY, 0, 0, N_("To the contributor, in the base currency."),
	    .currency = "base_currency" },
	{ "payable_on", N_("Payable"), FIELD_DATE, FIELD_READONLY, 0, 0, N_("From when the contributor can be paid; b marks it.") },
	{ "paid_out", N_("Paid out"), FIELD_YESNO, FIELD_READONLY, 0, 0, N_("On a statement.") },
	{ 0 },
};

static const struct field create[] = {
	{ "description", N_("Text"), FIELD_TEXT, FIELD_REQUIRED, 0, 1000, N_("As printed.") },
	{ "quantity", N_("How many"), FIELD_NUMBER, FIELD_REQUIRED, 0, 6, N_("A whole number.") },
	{ "price", N_("Price"), FIELD_MONEY, FIELD_REQUIRED, 0, 0, N_("Of one, before discount."), .currency = "currency" },
	{ "file_id", N_("File"), FIELD_REFERENCE, FIELD_ON_CREATE, 0, 0, N_("Its contributor gets his share; empty = none."),
	    .source = "files" },
	{ 0 },
};

static const char *const defaults[] = { "quantity", "1", NULL };

static const struct entity_tab tabs[] = {
	{ .name = "line", .label = N_("Line"), .fields = form },
	{ 0 },
};

static void payable(struct app *a, struct screen *s)
{
	(void)a;
	entity_act_row(s, "payable", NULL, 0, _("The mark was changed."));
}

static void remove_agreed(void *ctx, bool agreed)
{
	if (agreed)
		entity_act_row(ctx, "remove", NULL, 0, _("The line was removed."));
}

static void drop(struct app *a, struct screen *s)
{
	dialog_confirm(a, _("Remove this line?"), sales_row_value(s, "description"), NULL, NULL, remove_agreed, s);
}

static const struct action verbs[] = {
	{ 'x', "invoice_line.remove", N_("remove the line from the draft"), NULL, "invoice.edit", ACTION_DANGER, entity_has_row,
	    drop, N_("Its order line can be invoiced again.") },
	{ 'b', "invoice_line.payable", N_("mark the share as payable"), NULL, "supplier.edit", 0, entity_has_row, payable,
	    N_("To the contributor, from today; or takes the mark off.") },
	{ 0 },
};

static const char *const facts[] = { "number", "amount", "currency", NULL };
static const char *const links[] = { "invoice_id", "invoices", "file_id", "files", "supplier_id", "suppliers", NULL };

const struct entity invoice_line_entity = {
	.name = "invoice_lines",
	.title = N_("Lines of invoices"),
	.one = N_("line"),
	.empty = N_("No lines. n adds one."),
	.fields = columns,
	.sort = "id",
	.flags = ENTITY_OPENS | ENTITY_VERSION,
	.right_view = "invoice.view",
	.right_create = "invoice.edit",
	.right_edit = "invoice.edit",
	.create = create,
	.defaults = defaults,
	.parent = "invoice_id",
	.tabs = tabs,
	.facts = facts,
	.heading = "description",
	.verbs = verbs,
	.links = links,
};
