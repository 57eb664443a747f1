#include "forms/contact/requests.h"
#include "tui/text.h"

/* What was sent to other people: the addresses are theirs. */

static const struct field lightbox_columns[] = {
	{ "sent_at", N_("When"), FIELD_TIME, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 13, 0, N_("When it was sent.") },
	{ "full_name", N_("Sent by"), FIELD_TEXT, 0, 18, 0, N_("Whose account sent it.") },
	{ "lightbox", N_("Lightbox"), FIELD_TEXT, FIELD_FILTER, 18, 0, N_("Name of the lightbox.") },
	{ "email", N_("To"), FIELD_TEXT, FIELD_FILTER, 26, 0, N_("Address that it was sent to: somebody else's.") },
	{ "opened_at", N_("Opened"), FIELD_TIME, FIELD_FILTER, 13, 0, N_("When its link was opened first.") },
	{ "message", N_("Message"), FIELD_LINES, FIELD_HIDDEN | FIELD_FILTER, 24, 0, N_("What the sender wrote with it.") },
	{ 0 },
};
static const char *const lightbox_links[] = { "lightbox_id", "lightboxes", "user_id", "users", NULL };

const struct entity lightbox_send_entity = {
	.name = "lightbox_sends",
	.title = N_("Lightboxes sent"),
	.one = N_("lightbox sent"),
	.empty = N_("No lightbox was sent."),
	.fields = lightbox_columns,
	.sort = "sent_at",
	.descending = true,
	.right_view = "lightbox.view",
	.links = lightbox_links,
};

static const struct field link_columns[] = {
	{ "sent_at", N_("When"), FIELD_TIME, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 13, 0, N_("When it was sent.") },
	{ "full_name", N_("Sent by"), FIELD_TEXT, 0, 18, 0, N_("Whose account sent it; empty for a guest.") },
	{ "page", N_("Page"), FIELD_TEXT, FIELD_FILTER, 22, 0, N_("The page.") },
	{ "email", N_("To"), FIELD_TEXT, FIELD_FILTER, 26, 0, N_("Address that it was sent to: somebody else's.") },
	{ "address", N_("Address"), FIELD_ADDRESS, FIELD_FILTER, 16, 0, N_("Where the sender came from.") },
	{ "message", N_("Message"), FIELD_LINES, FIELD_HIDDEN | FIELD_FILTER, 24, 0, N_("What the sender wrote with it.") },
	{ 0 },
};
static const char *const link_links[] = { "user_id", "users", NULL };

const struct entity link_send_entity = {
	.name = "link_sends",
	.title = N_("Page links sent"),
	.one = N_("page link sent"),
	.empty = N_("No page was sent."),
	.fields = link_columns,
	.sort = "sent_at",
	.descending = true,
	.right_view = "lightbox.view",
	.links = link_links,
};
