#include "backend/api.h"
#include "forms/sales/sales.h"
#include "tui/app.h"
#include "tui/text.h"

static const struct field columns[] = {
	{ "file_id", N_("File"), FIELD_REFERENCE, FIELD_KEY | FIELD_FILTER, 9, 0, N_("Number of the file."), .source = "files" },
	{ "title", N_("Title"), FIELD_TEXT, 0, 20, 0, N_("Title of the file.") },
	{ "full_name", N_("Client"), FIELD_TEXT, 0, 18, 0, N_("Whose cart it is in.") },
	{ "price", N_("Price"), FIELD_MONEY, 0, 9, 0, N_("Price that the calculator gave."), .currency = "currency" },
	{ "added_at", N_("Put in"), FIELD_TIME, FIELD_SORTABLE | FIELD_FILTER, 13, 0, N_("When it was put in.") },
	{ "licence", N_("Licence"), FIELD_CHOICE, FIELD_FILTER, 14, 0, N_("Rights managed or royalty free."), .choices = licences },
	{ "use_text", N_("Use"), FIELD_TEXT, 0, 14, 0, N_("What it is wanted for.") },
	{ "size", N_("Size"), FIELD_TEXT, FIELD_HIDDEN, 5, 0, N_("Size, for royalty free.") },
	{ "territory", N_("Territory"), FIELD_TEXT, FIELD_HIDDEN, 12, 0, N_("Where it will be published.") },
	{ "user_id", N_("Account"), FIELD_REFERENCE, FIELD_HIDDEN | FIELD_FILTER, 9, 0, N_("Number of the account."),
	    .source = "users" },
	{ 0 },
};

static const char *const links[] = { "user_id", "users", "file_id", "files", NULL };

static void order(struct app *a, struct screen *s)
{
	const char *account = sales_row_value(s, "user_id");
	const struct api_change fields[] = { { "user_id", account }, { "from_cart", "t" } };

	(void)a;
	entity_make(s, &order_entity, fields, 2);
}

static const struct action verbs[] = {
	{ 'o', "cart.order", N_("make an order of the whole cart"), N_("order"), "order.edit", ACTION_FOOTER, entity_has_row, order,
	    N_("All that is in this client's cart becomes the lines of an order.") },
	{ 0 },
};

const struct entity cart_line_entity = {
	.name = "cart_lines",
	.title = N_("Carts"),
	.one = N_("line"),
	.empty = N_("The cart is empty."),
	.fields = columns,
	.flags = ENTITY_LEADS,
	.right_view = "order.view",
	.verbs = verbs,
	.links = links,
};
