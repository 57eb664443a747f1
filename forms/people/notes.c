#include "forms/people/people.h"
#include "tui/text.h"

static const struct field columns[] = {
	{ "created_at", N_("Written"), FIELD_TIME, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 16, 0,
	    N_("When the note was made.") },
	{ "author", N_("Who"), FIELD_TEXT, 0, 14, 0, N_("Who made it.") },
	{ "body", N_("Note"), FIELD_TEXT, FIELD_FILTER, 40, 0, N_("The text; Enter shows it whole.") },
	{ 0 },
};

static const struct field text[] = {
	{ "body", N_("Note"), FIELD_LINES, FIELD_REQUIRED, 0, 10000,
	    N_("The person may ask to see it: write what you would say to his face.") },
	{ 0 },
};

static const struct entity_tab tabs[] = {
	{ .name = "note", .label = N_("Note"), .fields = text },
	{ 0 },
};

static const char *const facts[] = { "author", "created_at", NULL };

const struct entity note_entity = {
	.name = "user_notes",
	.title = N_("Notes"),
	.one = N_("note"),
	.empty = N_("No notes. n writes one."),
	.fields = columns,
	.sort = "created_at",
	.descending = true,
	.flags = ENTITY_OPENS,
	.right_view = "user.view",
	.right_create = "user.note",
	.right_edit = "user.note",
	.create = text,
	.parent = "user_id",
	.tabs = tabs,
	.facts = facts,
};
