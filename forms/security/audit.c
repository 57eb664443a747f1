#include "forms/security/security.h"
#include "tui/text.h"

static const struct field_choice operations[] = { { "I", N_("made") }, { "U", N_("changed") }, { "D", N_("deleted") },
	{ "T", N_("emptied") }, { 0 } };

static const struct field changes[] = {
	{ "at", N_("When"), FIELD_TIME, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 15, 0, N_("When it was changed.") },
	{ "who", N_("Who"), FIELD_TEXT, 0, 8, 0, N_("Who did it; the database role when it was not a person of staff.") },
	{ "op", N_("What"), FIELD_CHOICE, FIELD_FILTER, 7, 0, N_("Made, changed or deleted."), .choices = operations },
	{ "columns", N_("Fields"), FIELD_TEXT, FIELD_FILTER, 12, 0, N_("Columns that were changed.") },
	{ "old", N_("Was"), FIELD_TEXT, 0, 12, 0, N_("Values before, of the changed columns; v shows them whole.") },
	{ "new", N_("Is"), FIELD_TEXT, 0, 11, 0, N_("Values after; v shows them whole.") },
	{ "entity", N_("Table"), FIELD_TEXT, FIELD_FILTER, 20, 0, N_("Table of the database.") },
	{ "key", N_("Key"), FIELD_TEXT, FIELD_HIDDEN | FIELD_FILTER, 14, 0, N_("Key of the row.") },
	{ "user_id", N_("By number"), FIELD_REFERENCE, FIELD_HIDDEN | FIELD_FILTER, 10, 0,
	    N_("Number of the account of who did it."), .source = "colleagues" },
	{ 0 },
};

static const struct field lines[] = {
	{ "name", N_("Field"), FIELD_TEXT, FIELD_KEY, 14, 0, N_("Column that was changed.") },
	{ "was", N_("Was"), FIELD_TEXT, 0, 21, 0, N_("Value before; v shows it whole.") },
	{ "now", N_("Is"), FIELD_TEXT, 0, 21, 0, N_("Value after; v shows it whole.") },
	{ "erased", N_("Erased"), FIELD_YESNO, 0, 7, 0, N_("Whether an erasure took the values; that they were changed stays.") },
	{ 0 },
};

const struct entity change_line_entity = {
	.name = "change_lines",
	.title = N_("What was changed"),
	.one = N_("changed field"),
	.empty = N_("The change tells of no field."),
	.fields = lines,
	.right_view = "audit.view",
};

static const struct field change[] = {
	{ "at", N_("When"), FIELD_TIME, FIELD_READONLY, .help = N_("When it was changed.") },
	{ "who", N_("Who"), FIELD_TEXT, FIELD_READONLY,
	    .help = N_("Who did it; the database role when it was not a person of staff.") },
	{ "op", N_("What"), FIELD_CHOICE, FIELD_READONLY, .help = N_("Made, changed or deleted."), .choices = operations },
	{ "entity", N_("Table"), FIELD_TEXT, FIELD_READONLY, .help = N_("Table of the database.") },
	{ "key", N_("Key"), FIELD_TEXT, FIELD_READONLY, .help = N_("Key of the row.") },
	{ 0 },
};

static const struct entity_tab change_tabs[] = {
	{ .name = "lines", .label = N_("Fields"), .related = &change_line_entity, .column = "change_id" },
	{ .name = "change", .label = N_("Change"), .fields = change },
	{ 0 },
};

const struct entity change_entity = {
	.name = "changes",
	.title = N_("Changes"),
	.one = N_("change"),
	.empty = N_("No changes are recorded."),
	.fields = changes,
	.sort = "at",
	.descending = true,
	.flags = ENTITY_OPENS,
	.right_view = "audit.view",
	.tabs = change_tabs,
	.facts = (const char *const[]) { "at", "who", "op", "entity", "key", NULL },
	.links = (const char *const[]) { "subject_user_id", "users", NULL },
};

static const struct field_choice ways[] = { { "open", N_("opened") }, { "list", N_("listed") }, { "find", N_("searched") },
	{ "count", N_("counted") }, { 0 } };

static const struct field looks[] = {
	{ "at", N_("When"), FIELD_TIME, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 16, 0, N_("When it was asked for.") },
	{ "who", N_("Who"), FIELD_TEXT, 0, 14, 0, N_("Who looked.") },
	{ "kind", N_("How"), FIELD_CHOICE, FIELD_FILTER, 10, 0, N_("Opened, listed, searched or counted."), .choices = ways },
	{ "entity", N_("What"), FIELD_TEXT, FIELD_FILTER, 16, 0, N_("Kind of record.") },
	{ "key", N_("Key"), FIELD_TEXT, FIELD_FILTER, 14, 0, N_("Record that was opened.") },
	{ "search", N_("Search"), FIELD_TEXT, FIELD_FILTER, 16, 0, N_("What was searched for.") },
	{ "filter", N_("Filter"), FIELD_TEXT, 0, 20, 0, N_("Filter of the list.") },
	{ "rows_asked", N_("Rows"), FIELD_NUMBER, FIELD_HIDDEN, 8, 0, N_("Rows that were asked for.") },
	{ "reason", N_("Reason"), FIELD_TEXT, FIELD_HIDDEN, 20, 0, N_("Reason that was given.") },
	{ "user_id", N_("By number"), FIELD_REFERENCE, FIELD_HIDDEN | FIELD_FILTER, 10, 0,
	    N_("Number of the account of who did it."), .source = "colleagues" },
	{ 0 },
};

const struct entity look_entity = {
	.name = "accesses",
	.title = N_("Who looked"),
	.one = N_("look"),
	.empty = N_("Nobody has looked."),
	.fields = looks,
	.sort = "at",
	.descending = true,
	.right_view = "audit.view",
};
