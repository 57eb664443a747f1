#include "forms/people/people.h"
#include "tui/text.h"

static const struct field_choice sources[] = { { "own", N_("set on the account") }, { "group", N_("set on its group") },
	{ "default", N_("the site's standard") }, { 0 } };

static const struct field columns[] = {
	{ "label", N_("Permission"), FIELD_TEXT, FIELD_KEY | FIELD_OURS, 25, 0, N_("What the website lets the user do.") },
	{ "group_value", N_("Group"), FIELD_TRISTATE, 0, 7, 0, N_("What the permission group says; empty = the site's standard.") },
	{ "own_value", N_("Own"), FIELD_TRISTATE, 0, 7, 0, N_("What is set on the account itself; empty = inherits.") },
	{ "effective", N_("In force"), FIELD_YESNO, 0, 8, 0, N_("What holds at the user's next page.") },
	{ "why", N_("Why"), FIELD_CHOICE, 0, 20, 0, N_("Where the value in force comes from."), .choices = sources },
	{ 0 },
};

const struct entity user_permission_entity = {
	.name = "user_permissions",
	.title = N_("Permissions"),
	.one = N_("permission"),
	.empty = N_("The site has no permissions defined."),
	.fields = columns,
	.flags = ENTITY_VERSION,
	.right_view = "user.view",
	.right_edit = "user.permission",
};
