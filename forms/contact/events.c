#include "forms/contact/contact.h"
#include "tui/text.h"

static const struct field_choice kinds[] = {
	{ "login", N_("log-in") },
	{ "login_failed", N_("log-in refused") },
	{ "search", N_("search") },
	{ "preview", N_("preview") },
	{ "comp", N_("comp") },
	{ "download", N_("download") },
	{ "page", N_("page") },
	{ "lightbox", N_("lightbox") },
	{ "cart", N_("cart") },
	{ "call_in", N_("call in") },
	{ "call_out", N_("call out") },
	{ "call_internal", N_("call, internal") },
	{ "mail_in", N_("mail in") },
	{ "mail_out", N_("mail out") },
	{ "mail_internal", N_("mail, internal") },
	{ "meeting_in", N_("meeting in") },
	{ "meeting_out", N_("meeting out") },
	{ "meeting_internal", N_("meeting, internal") },
	{ "letter_in", N_("letter in") },
	{ "letter_out", N_("letter out") },
	{ "letter_internal", N_("letter, internal") },
	{ "other_in", N_("contact in") },
	{ "other_out", N_("contact out") },
	{ "other_internal", N_("contact, internal") },
	{ "message_in", N_("message in") },
	{ "message_out", N_("message out") },
	{ "note", N_("note") },
	{ "task", N_("task") },
	{ "order", N_("order") },
	{ "invoice", N_("invoice") },
	{ "quote_request", N_("quote request") },
	{ "search_request", N_("search request") },
	{ "lightbox_sent", N_("lightbox sent") },
	{ 0 },
};

static const struct field columns[] = {
	{ "at", N_("When"), FIELD_TIME, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 13, 0, N_("When it was.") },
	{ "kind", N_("What"), FIELD_CHOICE, FIELD_FILTER, 15, 0, N_("What happened."), .choices = kinds },
	{ "detail", N_("Detail"), FIELD_TEXT, FIELD_FILTER, 36, 0, N_("Subject, words, file, address.") },
	{ "author", N_("Who"), FIELD_TEXT, 0, 8, 0, N_("Colleague who did it; empty = the person.") },
	{ 0 },
};

static const char *const links[] = { "contact_id", "contact_moments", "message_id", "messages", "order_id", "orders", "invoice_id",
	"invoices", NULL };

const struct entity user_event_entity = {
	.name = "user_events",
	.title = N_("Everything"),
	.one = N_("event"),
	.empty = N_("Nothing happened yet."),
	.fields = columns,
	.sort = "at",
	.descending = true,
	.flags = ENTITY_LEADS,
	.right_view = "user.view",
	.links = links,
};
