#include "forms/contact/contact.h"
#include "backend/api.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/text.h"

/* For whom an agreement holds: accounts, and organisations with all of theirs. */

static void drop_agreed(void *ctx, bool agreed)
{
	if (agreed)
		entity_act_row(ctx, "delete", NULL, 0, _("Taken off the list."));
}

static void drop(struct app *a, struct screen *s)
{
	dialog_confirm(a, _("Take this off the list?"),
	    _("The agreement does not hold for it any more. Orders that used it stay as they are."), NULL, NULL, drop_agreed, s);
}

static const struct action verbs[] = {
	{ K_DELETE, "agreement.drop", N_("take the row under the cursor off the list"), N_("take off"), "agreement.edit",
	    ACTION_FOOTER | ACTION_DANGER, entity_has_row, drop, N_("The agreement does not hold for it any more.") },
	{ 0 },
};

static const struct field user_columns[] = {
	{ "user_id", N_("Id"), FIELD_REFERENCE, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 8, 0, N_("Number of the account."),
	    .source = "users" },
	{ "full_name", N_("Name"), FIELD_TEXT, 0, 24, 0, N_("Whose account it is.") },
	{ "company", N_("Company"), FIELD_TEXT, 0, 24, 0, N_("Company as the user gave it.") },
	{ "added_by", N_("Added by"), FIELD_TEXT, 0, 10, 0, N_("Who added it.") },
	{ "added_at", N_("Added"), FIELD_TIME, 0, 12, 0, N_("When it was added.") },
	{ 0 },
};
static const struct field user_create[] = {
	{ "user_id", N_("Account"), FIELD_REFERENCE, FIELD_REQUIRED | FIELD_ON_CREATE, 0, 0, N_("Type a piece of the name."),
	    .source = "users", .named_by = "full_name" },
	{ 0 },
};
static const char *const user_links[] = { "user_id", "users", NULL };

const struct entity agreement_user_entity = {
	.name = "agreement_users",
	.title = N_("Accounts"),
	.one = N_("account"),
	.empty = N_("It holds for no single account. n adds one."),
	.fields = user_columns,
	.flags = ENTITY_LEADS,
	.right_view = "agreement.view",
	.right_create = "agreement.edit",
	.create = user_create,
	.parent = "agreement_id",
	.verbs = verbs,
	.links = user_links,
};

static const struct field organisation_columns[] = {
	{ "organisation_id", N_("Id"), FIELD_REFERENCE, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 8, 0,
	    N_("Number of the organisation."), .source = "organisations" },
	{ "name", N_("Name"), FIELD_TEXT, 0, 30, 0, N_("Name of the organisation.") },
	{ "city", N_("City"), FIELD_TEXT, 0, 18, 0, N_("City.") },
	{ "added_by", N_("Added by"), FIELD_TEXT, 0, 10, 0, N_("Who added it.") },
	{ "added_at", N_("Added"), FIELD_TIME, 0, 12, 0, N_("When it was added.") },
	{ 0 },
};
static const struct field organisation_create[] = {
	{ "organisation_id", N_("Organisation"), FIELD_REFERENCE, FIELD_REQUIRED | FIELD_ON_CREATE, 0, 0,
	    N_("Type a piece of the name."), .source = "organisations", .named_by = "name" },
	{ 0 },
};
static const char *const organisation_links[] = { "organisation_id", "organisations", NULL };

const struct entity agreement_organisation_entity = {
	.name = "agreement_organisations",
	.title = N_("Organisations"),
	.one = N_("organisation"),
	.empty = N_("It holds for no organisation. n adds one."),
	.fields = organisation_columns,
	.flags = ENTITY_LEADS,
	.right_view = "agreement.view",
	.right_create = "agreement.edit",
	.create = organisation_create,
	.parent = "agreement_id",
	.verbs = verbs,
	.links = organisation_links,
};
