#include "forms/sales/sales.h"
#include "tui/text.h"

static const struct field columns[] = {
	{ "id", N_("Order"), FIELD_NUMBER, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 7, 0, N_("Order number.") },
	{ "status", N_("State"), FIELD_CHOICE, FIELD_FILTER, 14, 0, N_("What it waits for, or what became of it."),
	    .choices = order_states },
	{ "full_name", N_("Client"), FIELD_TEXT, 0, 18, 0, N_("Who ordered.") },
	{ "title", N_("What for"), FIELD_TEXT, FIELD_FILTER, 16, 0, N_("In the client's words.") },
	{ "lines", N_("Files"), FIELD_NUMBER, 0, 5, 0, N_("Number of lines.") },
	{ "total", N_("Total"), FIELD_MONEY, 0, 10, 0, N_("Sum of the prices that are known."), .currency = "currency" },
	{ "currency", N_("Cur"), FIELD_TEXT, FIELD_FILTER, 3, 0, N_("Currency of the prices.") },
	{ "created_at", N_("Made"), FIELD_TIME, FIELD_SORTABLE | FIELD_FILTER, 13, 0, N_("When it was made.") },
	{ "company", N_("Company"), FIELD_TEXT, FIELD_HIDDEN, 18, 0, N_("Company of the client.") },
	{ "reference", N_("Reference"), FIELD_TEXT, FIELD_HIDDEN | FIELD_FILTER, 12, 0, N_("The client's own number.") },
	{ "user_id", N_("Account"), FIELD_REFERENCE, FIELD_HIDDEN | FIELD_FILTER, 9, 0, N_("Number of the client's account."),
	    .source = "users" },
	{ "waiting", N_("Waits for staff"), FIELD_YESNO, FIELD_HIDDEN | FIELD_FILTER, 8, 0,
	    N_("Submitted, and nobody decided yet.") },
	{ "unpriced", N_("No price"), FIELD_NUMBER, FIELD_HIDDEN, 8, 0, N_("Lines without a price.") },
	{ "pay_online", N_("Pays online"), FIELD_YESNO, FIELD_HIDDEN | FIELD_FILTER, 8, 0,
	    N_("Must be paid before anything is granted.") },
	{ "decided_by", N_("Decided by"), FIELD_TEXT, FIELD_HIDDEN, 12, 0, N_("Who granted or declined it last.") },
	{ 0 },
};

static const struct field general[] = {
	{ "status", N_("State"), FIELD_CHOICE, FIELD_READONLY, 0, 0, N_("Follows what is granted on the lines."),
	    .choices = order_states },
	{ "user_id", N_("Client"), FIELD_REFERENCE, FIELD_READONLY, 0, 0, N_("The account that ordered."), .source = "users",
	    .named_by = "full_name" },
	{ "title", N_("What for"), FIELD_TEXT, 0, 0, 200, N_("In the client's words.") },
	{ "reference", N_("Reference"), FIELD_TEXT, 0, 0, 100, N_("The client's own number, printed on the invoice.") },
	{ "total", N_("Total"), FIELD_MONEY, FIELD_READONLY, 0, 0, N_("Sum of the prices that are known."),
	    .currency = "currency" },
	{ "currency", N_("Currency"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Currency of the prices.") },
	{ "prices_shown", N_("Prices shown"), FIELD_YESNO, 0, 0, 0, N_("The client sees prices."), .right = "order.price" },
	{ "totals_only", N_("Total only"), FIELD_YESNO, 0, 0, 0, N_("The client sees the total and no price of a line."),
	    .right = "order.price" },
	{ "pay_online", N_("Must pay online"), FIELD_YESNO, FIELD_READONLY, 0, 0, N_("O asks for it, or takes it off.") },
	{ "paid_online_at", N_("Paid online"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When it was paid online.") },
	{ "client_note", N_("Client wrote"), FIELD_LINES, FIELD_READONLY, 0, 0, N_("What the client wrote with the order.") },
	{ "staff_note", N_("Our notes"), FIELD_LINES, 0, 0, 5000, N_("Notes of the staff.") },
	{ "reason", N_("Reason"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Why it was declined or cancelled; the client sees it.") },
	{ "lightbox_id", N_("From lightbox"), FIELD_REFERENCE, FIELD_READONLY, 0, 0, N_("Lightbox that it was made from."),
	    .source = "lightboxes" },
	{ "created_by", N_("Made by"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Who of the staff made it; empty = the client.") },
	{ "submitted_at", N_("Submitted"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When it was confirmed.") },
	{ "terms_accepted_at", N_("Terms accepted"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When the client accepted the terms.") },
	{ "decided_at", N_("Decided"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When downloads were granted or declined last.") },
	{ "decided_by", N_("Decided by"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Who decided; empty = the website.") },
	{ "completed_at", N_("Completed"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When it was completed.") },
	{ 0 },
};

static const struct field create[] = {
	{ "user_id", N_("Client"), FIELD_REFERENCE, FIELD_ON_CREATE, 0, 0,
	    N_("The account that orders; empty = the lightbox's owner."), .source = "users", .named_by = "full_name" },
	{ "lightbox_id", N_("From lightbox"), FIELD_REFERENCE, FIELD_ON_CREATE, 0, 0,
	    N_("Number of a lightbox, whoever owns it; its files become the lines."), .source = "lightboxes" },
	{ "from_cart", N_("From the cart"), FIELD_YESNO, FIELD_ON_CREATE, 0, 0,
	    N_("What is in the client's cart becomes the lines.") },
	{ "title", N_("What for"), FIELD_TEXT, 0, 0, 200, N_("What the client wants it for.") },
	{ "reference", N_("Reference"), FIELD_TEXT, 0, 0, 100, N_("The client's own number.") },
	{ "staff_note", N_("Our notes"), FIELD_LINES, 0, 0, 5000, N_("Notes of the staff.") },
	{ 0 },
};

static const struct entity_tab tabs[] = {
	{ .name = "general", .label = N_("General"), .fields = general },
	{ .name = "lines", .label = N_("Lines"), .related = &order_line_entity, .column = "order_id" },
	{ 0 },
};

static const char *const facts[] = { "full_name", "title", "total", "currency", NULL };
static const char *const links[] = { "user_id", "users", NULL };

const struct entity order_entity = {
	.name = "orders",
	.title = N_("Orders"),
	.one = N_("order"),
	.empty = N_("No orders yet. n makes one."),
	.fields = columns,
	.sort = "id",
	.descending = true,
	.flags = ENTITY_SEARCH | ENTITY_OPENS,
	.right_view = "order.view",
	.right_create = "order.edit",
	.right_edit = "order.edit",
	.create = create,
	.parent = "user_id",
	.tabs = tabs,
	.facts = facts,
	.state = "status",
	.actions = order_actions,
	.links = links,
};
