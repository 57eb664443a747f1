#include <stdio.h>

#include "backend/api.h"
#include "forms/security/security.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/list.h"
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

static void drop_agreed(void *ctx, bool agreed)
{
	if (agreed)
		entity_act_row(ctx, "delete", NULL, 0, _("The address was taken off the list."));
}

static void drop(struct app *a, struct screen *s)
{
	const struct list *l = s->class->list ? s->class->list(s) : NULL;
	const char *network = l ? list_value(l, "network") : NULL, *note = l ? list_value(l, "note") : NULL;
	char text[512];

	snprintf(text, sizeof text, "%s %s\n%s", network ? network : "", note ? note : "",
	    _("With the last one gone, the account may be used from everywhere."));
	dialog_confirm(a, _("Take this address off the list?"), text, NULL, NULL, drop_agreed, s);
}

static void test(struct app *a, struct screen *s)
{
	address_test_open(a, entity_key(s));
}

static const struct action verbs[] = {
	{ 'd', "user.drop_address", N_("take the address under the cursor off the list"), N_("take off"), "user.access",
	    ACTION_FOOTER | ACTION_DANGER, entity_has_row, drop,
	    N_("The network may not be used any more; an empty list allows every address.") },
	{ 't', "user.test_address", N_("would an address get in?"), N_("test"), "user.access", ACTION_FOOTER, NULL, test,
	    N_("Asks for an address and tells what the list and the blocks say to it.") },
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
	.verbs = verbs,
};
