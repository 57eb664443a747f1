#include "forms/security/security.h"
#include "tui/text.h"

static const struct field_choice kinds[] = { { "search", N_("search") }, { "preview", N_("preview") }, { "comp", N_("comp") },
	{ "download", N_("download") }, { "page", N_("page") }, { "lightbox", N_("lightbox") }, { "cart", N_("cart") }, { 0 } };

static const struct field columns[] = {
	{ "at", N_("When"), FIELD_TIME, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 15, 0, N_("When it was done.") },
	{ "kind", N_("What"), FIELD_CHOICE, FIELD_FILTER, 9, 0, N_("What was done on the website."), .choices = kinds },
	{ "full_name", N_("Who"), FIELD_TEXT, 0, 18, 0, N_("Name on the account; empty for a guest.") },
	{ "detail", N_("Detail"), FIELD_TEXT, 0, 27, 0, N_("Search words, file or page.") },
	{ "address", N_("Address"), FIELD_ADDRESS, FIELD_FILTER, 18, 0, N_("Address it came from.") },
	{ "browser", N_("Browser"), FIELD_TEXT, FIELD_HIDDEN, 12, 0, N_("As the browser told.") },
	{ "system", N_("System"), FIELD_TEXT, FIELD_HIDDEN, 12, 0, N_("As the browser told.") },
	{ 0 },
};

const struct entity activity_entity = {
	.name = "activity",
	.title = N_("Activity"),
	.one = N_("activity"),
	.empty = N_("Nothing is recorded."),
	.fields = columns,
	.sort = "at",
	.descending = true,
	.right_view = "log.view",
};
