#include "forms/contact/requests.h"
#include "backend/api.h"
#include "tui/app.h"
#include "tui/text.h"

static const struct field_choice states[] = { { "new", N_("new") }, { "answered", N_("answered") }, { "closed", N_("closed") },
	{ 0 } };

static const struct field columns[] = {
	{ "received_at", N_("When"), FIELD_TIME, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 13, 0, N_("When it came.") },
	{ "status", N_("State"), FIELD_CHOICE, FIELD_FILTER, 9, 0, N_("New, answered or closed."), .choices = states },
	{ "full_name", N_("Who"), FIELD_TEXT, 0, 20, 0, N_("Name on the account, or the guest.") },
	{ "subject", N_("Looks for"), FIELD_TEXT, FIELD_FILTER, 26, 0, N_("What is looked for.") },
	{ "needed_by", N_("Needed by"), FIELD_DATE, FIELD_FILTER, 10, 0, N_("Day on which the person needs it.") },
	{ "answered_by", N_("Answered by"), FIELD_TEXT, 0, 10, 0, N_("Colleague who answered.") },
	{ "email", N_("E-mail"), FIELD_TEXT, FIELD_HIDDEN | FIELD_FILTER, 26, 0, N_("Address of a guest.") },
	{ 0 },
};

static const struct field form[] = {
	{ "subject", N_("Looks for"), FIELD_TEXT, FIELD_READONLY, 0, 200, N_("What is looked for, in a line.") },
	{ "body", N_("Question"), FIELD_LINES, FIELD_READONLY, 0, 0, N_("As the person wrote it.") },
	{ "email", N_("E-mail"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Address of a guest.") },
	{ "name", N_("Name"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Name of a guest.") },
	{ "needed_by", N_("Needed by"), FIELD_DATE, 0, 0, 0, N_("Day on which the person needs it.") },
	{ "answer", N_("Answer"), FIELD_LINES, 0, 0, 20000, N_("What the person reads; with it the request counts as answered.") },
	{ "lightbox_id", N_("Lightbox"), FIELD_REFERENCE, 0, 0, 0, N_("Lightbox in which you collected what was found."),
	    .source = "lightboxes", .named_by = "lightbox" },
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
	{ "subject", N_("Looks for"), FIELD_TEXT, FIELD_REQUIRED | FIELD_ON_CREATE, 0, 200, N_("What is looked for, in a line.") },
	{ "body", N_("Question"), FIELD_LINES, FIELD_ON_CREATE, 0, 20000, N_("More about it.") },
	{ "needed_by", N_("Needed by"), FIELD_DATE, 0, 0, 0, N_("Day on which the person needs it.") },
	{ 0 },
};

static const struct entity_tab tabs[] = {
	{ .name = "request", .label = N_("Request"), .fields = form },
	{ 0 },
};

static const struct action verbs[] = {
	{ 'Z', "search_request.close", N_("close the request"), N_("close"), "request.site", ACTION_FOOTER, entity_has_row,
	    site_request_close, N_("Nothing more is to be done about it.") },
	{ 'B', "search_request.reopen", N_("open the request again"), NULL, "request.site", 0, entity_has_row, site_request_reopen,
	    N_("It is what it was before it was closed.") },
	{ 0 },
};

static const char *const facts[] = { "full_name", "received_at", "needed_by", NULL };
static const char *const links[] = { "user_id", "users", "lightbox_id", "lightboxes", NULL };

const struct entity search_request_entity = {
	.name = "search_requests",
	.title = N_("Search requests"),
	.one = N_("search request"),
	.empty = N_("Nobody asked you to look for pictures. n takes a request in."),
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
