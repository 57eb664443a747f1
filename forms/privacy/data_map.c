#include "forms/privacy/privacy.h"
#include "tui/text.h"

static const struct field_choice exports[] = { { "include", N_("included") }, { "mask", N_("masked") }, { "never", N_("never") },
	{ "none", N_("not personal") }, { 0 } };
static const struct field_choice own_exports[] = { { "include", N_("included") }, { "mask", N_("masked") },
	{ "never", N_("never") }, { 0 } };
static const struct field_choice erases[] = { { "delete", N_("row is deleted") }, { "null", N_("emptied") },
	{ "constant", N_("overwritten") }, { "placeholder", N_("placeholder") }, { "truncate_address", N_("address shortened") },
	{ "keep", N_("kept") }, { 0 } };

static const struct field columns[] = {
	{ "relation", N_("Table"), FIELD_TEXT, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 26, 0, N_("Table, with its schema.") },
	{ "column_name", N_("Column"), FIELD_TEXT, FIELD_KEY | FIELD_FILTER, 20, 0, N_("Column.") },
	{ "category", N_("Cat."), FIELD_NUMBER, FIELD_FILTER, 4, 0,
	    N_("Category of data, 1 to 22; empty = says nothing about a person.") },
	{ "export_rule", N_("Export"), FIELD_CHOICE, FIELD_FILTER, 12, 0, N_("Whether it is exported."), .choices = exports },
	{ "erase_rule", N_("Erasure"), FIELD_CHOICE, FIELD_FILTER, 17, 0, N_("What an erasure does with it."), .choices = erases },
	{ "special_category", N_("Special"), FIELD_YESNO, FIELD_FILTER, 7, 0, N_("May hold special-category data.") },
	{ "purpose", N_("Purpose"), FIELD_TEXT, FIELD_FILTER, 40, 0, N_("What it is kept for.") },
	{ 0 },
};

static const struct field map[] = {
	{ "category_name", N_("Category"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Category of data.") },
	{ "subject_path", N_("Way to the person"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("How a row leads to its person.") },
	{ "purpose", N_("Purpose"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("What it is kept for.") },
	{ "ground", N_("Ground"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Lawful ground.") },
	{ "retention", N_("Kept"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("How long.") },
	{ "export_rule", N_("Export"), FIELD_CHOICE, FIELD_READONLY, 0, 0, N_("What holds: yours, else that of the program."),
	    .choices = exports },
	{ "erase_rule", N_("Erasure"), FIELD_CHOICE, FIELD_READONLY, 0, 0, N_("Comes with the program, whose tests prove it."),
	    .choices = erases },
	{ "keep_ground", N_("Kept because"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Ground on which it outlives an erasure.") },
	{ "keep_until", N_("Kept until"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Until when it does.") },
	{ "note", N_("Note"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Of the program.") },
	{ "own_export_rule", N_("Your export rule"), FIELD_CHOICE, 0, 0, 0,
	    N_("In place of the program's; survives an update. Never for credentials."), .choices = own_exports },
	{ "own_special_category", N_("Special category"), FIELD_TRISTATE, 0, 0, 0, N_("In place of the program's.") },
	{ "own_note", N_("Your note"), FIELD_TEXT, 0, 0, 1000, N_("For your colleagues and the authority.") },
	{ "own_reviewed_on", N_("Reviewed"), FIELD_DATE, 0, 0, 0, N_("When you looked at it last.") },
	{ 0 },
};

static const struct entity_tab tabs[] = { { .name = "map", .label = N_("Map"), .fields = map }, { 0 } };

const struct entity data_map_entity = {
	.name = "data_map",
	.title = N_("Data map"),
	.one = N_("column"),
	.empty = N_("No columns."),
	.fields = columns,
	.sort = "relation",
	.flags = ENTITY_OPENS,
	.right_view = "map.view",
	.right_edit = "map.edit",
	.tabs = tabs,
};
