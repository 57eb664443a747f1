#include "forms/privacy/privacy.h"
#include "tui/text.h"

/* The record of processing (Art. 30), from the data map: each purpose with one category of data. `steward record` prints it. */

/* Wide enough at 80 columns to tell the rows apart: what for, which data, how long. */
static const struct field columns[] = {
	{ "purpose", N_("Purpose"), FIELD_TEXT, FIELD_KEY | FIELD_FILTER, 24, 0, N_("What the data are kept for.") },
	{ "category_name", N_("Category"), FIELD_TEXT, FIELD_KEY | FIELD_FILTER, 29, 0, N_("Category of data.") },
	{ "retention", N_("Kept"), FIELD_TEXT, FIELD_FILTER, 17, 0, N_("How long.") },
	{ "ground", N_("Ground"), FIELD_TEXT, FIELD_FILTER, 24, 0, N_("Lawful ground.") },
	{ "recipients", N_("Recipients"), FIELD_TEXT, 0, 24, 0, N_("To whom the data are given.") },
	{ "special_category", N_("Special"), FIELD_YESNO, FIELD_FILTER, 7, 0, N_("May hold special-category data.") },
	{ "tables", N_("Tables"), FIELD_TEXT, FIELD_FILTER, 40, 0, N_("Tables that hold it.") },
	{ "place", N_("No."), FIELD_NUMBER, FIELD_HIDDEN | FIELD_SORTABLE, 4, 0, N_("Place in the record.") },
	{ 0 },
};

static const struct field record[] = {
	{ "purpose", N_("Purpose"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("What the data are kept for.") },
	{ "ground", N_("Ground"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Lawful ground.") },
	{ "category_name", N_("Category"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Category of data.") },
	{ "retention", N_("Kept"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("How long.") },
	{ "recipients", N_("Recipients"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("To whom the data are given.") },
	{ "special_category", N_("Special category"), FIELD_YESNO, FIELD_READONLY, 0, 0, N_("May hold special-category data.") },
	{ "tables", N_("Tables"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Tables that hold it.") },
	{ 0 },
};

static const struct entity_tab tabs[] = { { .name = "record", .label = N_("Record"), .fields = record }, { 0 } };

const struct entity processing_entity = {
	.name = "processing",
	.title = N_("Record of processing (Art. 30)"),
	.one = N_("purpose"),
	.empty = N_("The data map has no personal data."),
	.fields = columns,
	.sort = "place",
	.flags = ENTITY_OPENS,
	.right_view = "map.view",
	.tabs = tabs,
	.heading = "purpose",
};
