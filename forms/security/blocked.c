#include "forms/security/security.h"
#include "tui/text.h"

static const struct field columns[] = {
	{ "network", N_("Address or network"), FIELD_ADDRESS, FIELD_KEY | FIELD_FILTER, 26, 0, N_("Nobody gets in from here.") },
	{ "reason", N_("Reason"), FIELD_TEXT, 0, 28, 0, N_("Why it is blocked.") },
	{ "blocked_at", N_("Since"), FIELD_TIME, FIELD_SORTABLE | FIELD_FILTER, 16, 0, N_("When it was blocked.") },
	{ "until", N_("Until"), FIELD_TIME, 0, 16, 0, N_("Empty = until it is lifted.") },
	{ "lifted_at", N_("Lifted"), FIELD_TIME, 0, 16, 0, N_("When it was lifted.") },
	{ 0 },
};

const struct entity blocked_entity = {
	.name = "blocked_addresses",
	.title = N_("Blocked addresses"),
	.one = N_("blocked address"),
	.empty = N_("No address is blocked."),
	.fields = columns,
	.sort = "blocked_at",
	.descending = true,
	.right_view = "block.view",
};
