#include "forms/security/security.h"
#include "tui/text.h"

static const struct field columns[] = {
	{ "network", N_("Address or network"), FIELD_ADDRESS, FIELD_KEY, 20, 0, N_("Log-ins are let in from here.") },
	{ "note", N_("Note"), FIELD_TEXT, 0, 20, 0, N_("Where that is.") },
	{ "created_at", N_("Since"), FIELD_TIME, FIELD_SORTABLE, 15, 0, N_("When it was added.") },
	{ "created_by", N_("By"), FIELD_TEXT, 0, 10, 0, N_("Who added it.") },
	{ 0 },
};

static const struct field create[] = {
	{ "network", N_("Address or network"), FIELD_ADDRESS, FIELD_REQUIRED | FIELD_ON_CREATE, 0, 0,
	    N_("Such as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32.") },
	{ "note", N_("Note"), FIELD_TEXT, 0, 0, 200, N_("Where that is, such as \"head office\".") },
	{ 0 },
};

const struct entity ip_rule_entity = {
	.name = "ip_rules",
	.title = N_("Allowed addresses"),
	.one = N_("allowed address"),
	.empty = N_("No list: the account may be used from everywhere. n adds the first address."),
	.fields = columns,
	.flags = ENTITY_VERSION,
	.right_view = "user.access",
	.right_create = "user.access",
	.right_edit = "user.access",
	.create = create,
	.parent = "user_id",
};
