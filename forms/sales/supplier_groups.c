#include "forms/sales/sales.h"
#include "tui/text.h"

static const struct field columns[] = {
	{ "name", N_("Group"), FIELD_TEXT, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 28, 0,
	    N_("Name of the group; an agency is a group.") },
	{ "royalty_percent", N_("Share, %"), FIELD_MONEY, FIELD_FILTER, 8, 0, N_("Of its contributors who have no own one.") },
	{ "suppliers", N_("Contributors"), FIELD_NUMBER, 0, 12, 0, N_("How many belong to it.") },
	{ "description", N_("Description"), FIELD_TEXT, 0, 30, 0, N_("Who belongs in it.") },
	{ 0 },
};

static const struct field general[] = {
	{ "name", N_("Name"), FIELD_TEXT, FIELD_REQUIRED, 0, 100, N_("Name of the group; an agency is a group.") },
	{ "royalty_percent", N_("Share, %"), FIELD_MONEY, FIELD_REQUIRED, 0, 0, N_("What was sold keeps the share of its day.") },
	{ "description", N_("Description"), FIELD_LINES, 0, 0, 1000, N_("Who belongs in it.") },
	{ 0 },
};

static const struct entity_tab tabs[] = {
	{ .name = "general", .label = N_("General"), .fields = general },
	{ .name = "suppliers", .label = N_("Contributors"), .related = &supplier_entity, .column = "group_id" },
	{ 0 },
};

const struct entity supplier_group_entity = {
	.name = "supplier_groups",
	.title = N_("Groups of contributors"),
	.one = N_("group"),
	.empty = N_("No groups yet. n makes one."),
	.fields = columns,
	.sort = "name",
	.flags = ENTITY_OPENS,
	.right_view = "supplier.view",
	.right_create = "supplier.edit",
	.right_edit = "supplier.edit",
	.create = general,
	.tabs = tabs,
	.heading = "name",
};
