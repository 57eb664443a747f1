#include "forms/site/site.h"
#include "tui/text.h"

static const struct field columns[] = {
	{ "code", N_("Code"), FIELD_TEXT, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 6, 0, N_("ISO 3166 code.") },
	{ "name_en", N_("English"), FIELD_TEXT, FIELD_FILTER, 30, 0, N_("Name in English.") },
	{ "name_nl", N_("Dutch"), FIELD_TEXT, FIELD_FILTER, 30, 0, N_("Name in Dutch.") },
	{ 0 },
};

const struct entity country_entity = {
	.name = "countries",
	.title = N_("Countries"),
	.one = N_("country"),
	.empty = N_("No countries are defined."),
	.fields = columns,
	.right_view = "user.view",
};
