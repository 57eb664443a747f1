#include "forms/security/security.h"
#include "backend/api.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/text.h"

static const struct field columns[] = {
	{ "network", N_("Address or network"), FIELD_ADDRESS, FIELD_KEY | FIELD_FILTER, 26, 0, N_("Nobody gets in from here.") },
	{ "reason", N_("Reason"), FIELD_TEXT, 0, 28, 0, N_("Why it is blocked.") },
	{ "blocked_at", N_("Since"), FIELD_TIME, FIELD_SORTABLE | FIELD_FILTER, 16, 0, N_("When it was blocked.") },
	{ "until", N_("Until"), FIELD_TIME, 0, 16, 0, N_("Empty = until it is lifted.") },
	{ "lifted_at", N_("Lifted"), FIELD_TIME, 0, 16, 0, N_("When it was lifted.") },
	{ 0 },
};

static const struct field create[] = {
	{ "network", N_("Address or network"), FIELD_ADDRESS, FIELD_REQUIRED | FIELD_ON_CREATE, 0, 0,
	    N_("Such as 192.0.2.7 or 192.0.2.0/24. Not your own!") },
	{ "reason", N_("Reason"), FIELD_TEXT, 0, 0, 200, N_("Why it is blocked.") },
	{ "until", N_("Until"), FIELD_TIME, 0, 0, 0, N_("Such as tomorrow 09:00; empty = until it is lifted.") },
	{ 0 },
};

static void lift_agreed(void *ctx, bool agreed)
{
	struct screen *s = ctx;

	if (agreed && entity_key(s))
		entity_act_on(s, "blocked_addresses", entity_key(s), 0, "lift", NULL, 0, _("The block was lifted."));
}

static void lift(struct app *a, struct screen *s)
{
	dialog_confirm(a, _("Lift this block?"), _("Log-ins from there are let in again."), NULL, NULL, lift_agreed, s);
}

static void test(struct app *a, struct screen *s)
{
	(void)s;
	address_test_open(a, NULL);
}

static const struct action actions[] = {
	{ 'd', "block.lift", N_("lift the block under the cursor"), N_("lift"), "block.edit", ACTION_FOOTER | ACTION_DANGER,
	    entity_has_key, lift, N_("Log-ins from that address are let in again.") },
	{ 't', "block.test", N_("would an address get in?"), N_("test"), "block.view", ACTION_FOOTER, NULL, test,
	    N_("Asks for an address and tells what the blocks say to it.") },
	{ 0 },
};

const struct entity blocked_entity = {
	.name = "blocked_addresses",
	.title = N_("Blocked addresses"),
	.one = N_("blocked address"),
	.empty = N_("No address is blocked. n blocks one."),
	.fields = columns,
	.sort = "blocked_at",
	.descending = true,
	.flags = ENTITY_VERSION | ENTITY_MANY,
	.right_view = "block.view",
	.right_create = "block.edit",
	.create = create,
	.row_actions = actions,
};
