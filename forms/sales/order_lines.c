#include "forms/sales/sales.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/text.h"

static const struct field_choice downloads[] = { { "undecided", N_("undecided") }, { "granted", N_("granted") },
	{ "revoked", N_("revoked") }, { 0 } };
static const struct field_choice usages[] = { { "none", N_("none") }, { "wanted", N_("wanted") }, { "used", N_("used") },
	{ "not_used", N_("not used") }, { 0 } };

static const struct field columns[] = {
	{ "file_id", N_("File"), FIELD_REFERENCE, FIELD_KEY | FIELD_FILTER, 9, 0, N_("Number of the file."), .source = "files" },
	{ "title", N_("Title"), FIELD_TEXT, 0, 16, 0, N_("Title of the file.") },
	{ "download", N_("Download"), FIELD_CHOICE, FIELD_FILTER, 9, 0, N_("Granted, revoked, or not decided."),
	    .choices = downloads },
	{ "licence", N_("Licence"), FIELD_CHOICE, FIELD_FILTER, 7, 0, N_("Rights managed or royalty free."), .choices = licences },
	{ "use_text", N_("Use"), FIELD_TEXT, FIELD_FILTER, 14, 0, N_("What the file is used for.") },
	{ "amount", N_("Amount"), FIELD_MONEY, FIELD_FILTER, 9, 0, N_("Price after discount."), .currency = "currency" },
	{ "to_invoice", N_("Mark"), FIELD_YESNO, FIELD_FILTER, 4, 0, N_("Marked for invoicing.") },
	{ "invoiced", N_("Inv"), FIELD_YESNO, FIELD_FILTER, 3, 0, N_("On an invoice that was not credited.") },
	{ "order_id", N_("Order"), FIELD_REFERENCE, FIELD_HIDDEN | FIELD_FILTER, 7, 0, N_("Order number."), .source = "orders" },
	{ "id", N_("Line"), FIELD_NUMBER, FIELD_HIDDEN | FIELD_SORTABLE | FIELD_FILTER, 8, 0, N_("Number of the line.") },
	{ "size", N_("Size"), FIELD_TEXT, FIELD_HIDDEN, 5, 0, N_("Size, for royalty free.") },
	{ "territory", N_("Territory"), FIELD_TEXT, FIELD_HIDDEN | FIELD_FILTER, 12, 0, N_("Where it is published.") },
	{ "price", N_("Price"), FIELD_MONEY, FIELD_HIDDEN | FIELD_FILTER, 9, 0, N_("Price before discount."),
	    .currency = "currency" },
	{ "supplier", N_("Contributor"), FIELD_TEXT, FIELD_HIDDEN, 16, 0, N_("Whose file it was when it was ordered.") },
	{ "usage_state", N_("Usage"), FIELD_CHOICE, FIELD_HIDDEN | FIELD_FILTER, 8, 0, N_("Whether the client confirmed the use."),
	    .choices = usages },
	{ "usage_needed_by", N_("Confirm by"), FIELD_DATE, FIELD_HIDDEN | FIELD_FILTER, 10, 0,
	    N_("Until when the use must be confirmed.") },
	{ 0 },
};

static const struct field form[] = {
	{ "file_id", N_("File"), FIELD_REFERENCE, FIELD_READONLY, 0, 0, N_("Number of the file."), .source = "files",
	    .named_by = "title" },
	{ "download", N_("Download"), FIELD_CHOICE, FIELD_READONLY, 0, 0, N_("a grants it, d revokes it."), .choices = downloads },
	{ "licence", N_("Licence"), FIELD_CHOICE, 0, 0, 0, N_("Royalty free needs a size."), .choices = licences },
	{ "size", N_("Size"), FIELD_TEXT, 0, 0, 40, N_("Such as M or 4000 px.") },
	{ "use_text", N_("Use"), FIELD_TEXT, 0, 0, 500, N_("What the file is used for.") },
	{ "territory", N_("Territory"), FIELD_TEXT, 0, 0, 200, N_("Where it is published.") },
	{ "price", N_("Price"), FIELD_MONEY, 0, 0, 0, N_("Price before discount; empty = not quoted."), .currency = "currency",
	    .right = "order.price" },
	{ "discount", N_("Discount, %"), FIELD_MONEY, 0, 0, 0, N_("In percent."), .right = "order.price" },
	{ "amount", N_("Amount"), FIELD_MONEY, FIELD_READONLY, 0, 0, N_("Price after discount."), .currency = "currency" },
	{ "supplier", N_("Contributor"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Whose file it was when it was ordered.") },
	{ "royalty_percent", N_("Share, %"), FIELD_MONEY, FIELD_READONLY, 0, 0,
	    N_("The contributor's share when it was ordered; it never changes.") },
	{ "to_invoice", N_("Marked"), FIELD_YESNO, FIELD_READONLY, 0, 0, N_("m marks it for invoicing, or takes the mark off.") },
	{ "invoiced", N_("Invoiced"), FIELD_YESNO, FIELD_READONLY, 0, 0, N_("On an invoice that was not credited.") },
	{ "usage_state", N_("Usage"), FIELD_CHOICE, 0, 0, 0, N_("Whether the client must confirm, or confirmed, the use."),
	    .choices = usages },
	{ "usage_needed_by", N_("Confirm by"), FIELD_DATE, 0, 0, 0, N_("Until when the use must be confirmed.") },
	{ 0 },
};

static const struct field create[] = {
	{ "file_id", N_("File"), FIELD_REFERENCE, FIELD_REQUIRED | FIELD_ON_CREATE, 0, 0, N_("Number or title of the file."),
	    .source = "files" },
	{ "licence", N_("Licence"), FIELD_CHOICE, FIELD_REQUIRED, 0, 0, N_("Royalty free needs a size."), .choices = licences },
	{ "size", N_("Size"), FIELD_TEXT, 0, 0, 40, N_("Such as M or 4000 px.") },
	{ "use_text", N_("Use"), FIELD_TEXT, 0, 0, 500, N_("What the file is used for.") },
	{ "territory", N_("Territory"), FIELD_TEXT, 0, 0, 200, N_("Where it is published.") },
	{ "price", N_("Price"), FIELD_MONEY, 0, 0, 0, N_("Empty = quoted later."), .currency = "currency", .right = "order.price" },
	{ 0 },
};

static const char *const defaults[] = { "licence", "RM", NULL };

static const struct entity_tab tabs[] = {
	{ .name = "line", .label = N_("Line"), .fields = form },
	{ 0 },
};

static void grant(struct app *a, struct screen *s)
{
	(void)a;
	entity_act_row(s, "grant", NULL, 0, _("The download is granted."));
}

static void revoke(struct app *a, struct screen *s)
{
	(void)a;
	entity_act_row(s, "revoke", NULL, 0, _("The download is revoked."));
}

static void mark(struct app *a, struct screen *s)
{
	(void)a;
	entity_act_row(s, "mark", NULL, 0, _("The mark was changed."));
}

static void remove_agreed(void *ctx, bool agreed)
{
	if (agreed)
		entity_act_row(ctx, "remove", NULL, 0, _("The line was removed."));
}

static void drop(struct app *a, struct screen *s)
{
	dialog_confirm(a, _("Remove this line?"), sales_row_value(s, "title"), NULL, NULL, remove_agreed, s);
}

static const struct action verbs[] = {
	{ 'a', "order_line.grant", N_("grant the download of the line"), N_("grant"), "order.grant", ACTION_FOOTER, entity_has_row,
	    grant, N_("The client can download this file.") },
	{ 'd', "order_line.revoke", N_("revoke the download of the line"), N_("revoke"), "order.grant", ACTION_FOOTER,
	    entity_has_row, revoke, N_("The client cannot download this file any more.") },
	{ 'm', "order_line.mark", N_("mark the line for invoicing"), N_("mark"), "order.price", ACTION_FOOTER, entity_has_row, mark,
	    N_("Takes the mark off when it is marked.") },
	{ 'x', "order_line.remove", N_("remove the line"), NULL, "order.edit", ACTION_DANGER, entity_has_row, drop,
	    N_("From an order that was not decided on.") },
	{ 0 },
};

static const char *const facts[] = { "title", "download", "amount", "currency", NULL };
static const char *const links[] = { "order_id", "orders", "file_id", "files", NULL };

const struct entity order_line_entity = {
	.name = "order_lines",
	.title = N_("Lines of orders"),
	.one = N_("line"),
	.empty = N_("No lines. n adds a file."),
	.fields = columns,
	.sort = "id",
	.flags = ENTITY_OPENS | ENTITY_VERSION,
	.right_view = "order.view",
	.right_create = "order.edit",
	.right_edit = "order.edit",
	.create = create,
	.defaults = defaults,
	.parent = "order_id",
	.tabs = tabs,
	.facts = facts,
	.heading = "file_id",
	.state = "download",
	.verbs = verbs,
	.links = links,
};
