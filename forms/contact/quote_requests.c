#include "forms/contact/requests.h"
#include "backend/api.h"
#include "tui/app.h"
#include "tui/text.h"

static const struct field_choice states[] = { { "new", N_("new") }, { "quoted", N_("quoted") }, { "answered", N_("answered") },
	{ "closed", N_("closed") }, { 0 } };

static const struct field columns[] = {
	{ "received_at", N_("When"), FIELD_TIME, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 13, 0, N_("When it came.") },
	{ "status", N_("State"), FIELD_CHOICE, FIELD_FILTER, 9, 0, N_("New, quoted with a price, answered without one, or closed."),
	    .choices = states },
	{ "full_name", N_("Who"), FIELD_TEXT, 0, 20, 0, N_("Name on the account, or the guest.") },
	{ "subject", N_("About"), FIELD_TEXT, FIELD_FILTER, 26, 0, N_("What is asked.") },
	{ "price", N_("Price"), FIELD_MONEY, FIELD_FILTER, 12, 0, N_("Price that was quoted."), .currency = "currency" },
	{ "currency", N_("Currency"), FIELD_CHOICE, FIELD_HIDDEN | FIELD_FILTER, 4, 0, N_("Currency of the price."),
	    .source = "currencies" },
	{ "answered_by", N_("Answered by"), FIELD_TEXT, 0, 10, 0, N_("Colleague who answered.") },
	{ "email", N_("E-mail"), FIELD_TEXT, FIELD_HIDDEN | FIELD_FILTER, 26, 0, N_("Address of a guest.") },
	{ "file_id", N_("File"), FIELD_REFERENCE, FIELD_HIDDEN | FIELD_FILTER, 9, 0, N_("File that it is about."),
	    .source = "files" },
	{ 0 },
};

static const struct field form[] = {
	{ "subject", N_("About"), FIELD_TEXT, FIELD_READONLY, 0, 200, N_("What is asked, in a line.") },
	{ "body", N_("Question"), FIELD_LINES, FIELD_READONLY, 0, 0, N_("Use, size, territory, as the person wrote it.") },
	{ "email", N_("E-mail"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Address of a guest.") },
	{ "name", N_("Name"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Name of a guest.") },
	{ "file_id", N_("File"), FIELD_REFERENCE, 0, 0, 0, N_("Number or title of the file that it is about."), .source = "files",
	    .named_by = "file" },
	{ "price", N_("Price"), FIELD_MONEY, 0, 0, 0, N_("With a price it counts as quoted."), .currency = "currency" },
	{ "currency", N_("Currency"), FIELD_CHOICE, FIELD_REQUIRED, 0, 0, N_("Currency of the price."), .source = "currencies" },
	{ "answer", N_("Answer"), FIELD_LINES, 0, 0, 20000, N_("What the person reads; with it the request counts as answered.") },
	{ "status", N_("State"), FIELD_CHOICE, FIELD_READONLY, 0, 0, N_("Z closes, B opens again."), .choices = states },
	{ "answered_by", N_("Answered by"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Colleague who answered.") },
	{ "answered_at", N_("Answered"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When it was answered.") },
	{ 0 },
};

static const struct field create[] = {
	{ "user_id", N_("Account"), FIELD_REFERENCE, FIELD_ON_CREATE, 0, 0, N_("Type a piece of the name; empty for a guest."),
	    .source = "users", .named_by = "full_name" },
	{ "email", N_("E-mail"), FIELD_TEXT, FIELD_ON_CREATE, 0, 254, N_("Address of a guest.") },
	{ "name", N_("Name"), FIELD_TEXT, FIELD_ON_CREATE, 0, 200, N_("Name of a guest.") },
	{ "file_id", N_("File"), FIELD_REFERENCE, 0, 0, 0, N_("Number or title of the file that it is about."), .source = "files",
	    .named_by = "file" },
	{ "subject", N_("About"), FIELD_TEXT, FIELD_REQUIRED | FIELD_ON_CREATE, 0, 200, N_("What is asked, in a line.") },
	{ "body", N_("Question"), FIELD_LINES, FIELD_ON_CREATE, 0, 20000, N_("Use, size, territory.") },
	{ 0 },
};

static const struct entity_tab tabs[] = {
	{ .name = "request", .label = N_("Request"), .fields = form },
	{ 0 },
};

static const struct action verbs[] = {
	{ 'Z', "quote.close", N_("close the request"), N_("close"), "request.site", ACTION_FOOTER, entity_has_row,
	    site_request_close, N_("Nothing more is to be done about it.") },
	{ 'B', "quote.reopen", N_("open the request again"), NULL, "request.site", 0, entity_has_row, site_request_reopen,
	    N_("It is what it was before it was closed.") },
	{ 0 },
};

static const char *const facts[] = { "full_name", "received_at", NULL };
static const char *const links[] = { "user_id", "users", "file_id", "files", "order_id", "orders", NULL };

const struct entity quote_request_entity = {
	.name = "quote_requests",
	.title = N_("Quote requests"),
	.one = N_("quote request"),
	.empty = N_("Nobody asked for a price. n takes a request in."),
	.fields = columns,
	.sort = "received_at",
	.descending = true,
	.flags = ENTITY_OPENS | ENTITY_VERSION,
	.right_view = "request.view",
	.right_create = "request.site",
	.right_edit = "request.site",
	.create = create,
	.parent = "user_id",
	.tabs = tabs,
	.facts = facts,
	.heading = "subject",
	.state = "status",
	.verbs = verbs,
	.links = links,
};
