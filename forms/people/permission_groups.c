#include "forms/people/people.h"
#include "tui/text.h"

static const struct field columns[] = {
	{ "id", N_("Id"), FIELD_NUMBER, FIELD_KEY | FIELD_SORTABLE, 8, 0, N_("Number of the group.") },
	{ "name", N_("Name"), FIELD_TEXT, FIELD_SORTABLE | FIELD_FILTER, 20, 0, N_("Name of the group.") },
	{ "description", N_("Description"), FIELD_TEXT, 0, 41, 0, N_("For whom the group is.") },
	{ 0 },
};

const struct entity permission_group_entity = {
	.name = "permission_groups",
	.title = N_("Permission groups"),
	.one = N_("permission group"),
	.empty = N_("No permission groups are defined."),
	.fields = columns,
	.right_view = "user.view",
};
