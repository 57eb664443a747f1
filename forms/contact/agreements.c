#include "forms/contact/contact.h"
#include "backend/api.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/text.h"

static const struct field_choice states[] = { { "ahead", N_("not yet") }, { "valid", N_("valid") }, { "ended", N_("ended") },
	{ 0 } };
static const struct field_choice audiences[] = { { "website", N_("website") }, { "staff", N_("staff only") }, { 0 } };
static const struct field_choice periods[] = { { "total", N_("in total") }, { "month", N_("a month") }, { 0 } };

static const struct field columns[] = {
	{ "id", N_("Id"), FIELD_NUMBER, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 6, 0, N_("Number of the agreement.") },
	{ "title", N_("Title"), FIELD_TEXT, FIELD_SORTABLE | FIELD_FILTER, 30, 0, N_("Title, as it is chosen for an order line.") },
	{ "state", N_("State"), FIELD_CHOICE, FIELD_FILTER, 8, 0, N_("Not yet, valid, or ended."), .choices = states },
	{ "valid_from", N_("From"), FIELD_DATE, FIELD_SORTABLE | FIELD_FILTER, 10, 0, N_("First day on which it holds.") },
	{ "valid_until", N_("Until"), FIELD_DATE, FIELD_FILTER, 10, 0, N_("Last day; empty = until it is ended.") },
	{ "prepaid", N_("Prepaid"), FIELD_YESNO, FIELD_FILTER, 7, 0, N_("A subscription that was paid beforehand.") },
	{ "audience", N_("For"), FIELD_CHOICE, FIELD_FILTER, 10, 0, N_("Seen on the website, or by the staff only."),
	    .choices = audiences },
	{ "download_limit", N_("Limit"), FIELD_NUMBER, FIELD_FILTER, 6, 0, N_("How many files it allows; empty = any number.") },
	{ "limit_period", N_("Counts"), FIELD_CHOICE, FIELD_FILTER, 8, 0, N_("In total or a month."), .choices = periods },
	{ 0 },
};

static const struct field general[] = {
	{ "title", N_("Title"), FIELD_TEXT, FIELD_REQUIRED, 0, 200, N_("Title, as it is chosen for an order line.") },
	{ "body", N_("Text"), FIELD_LINES, 0, 0, 20000, N_("What was agreed on price and use.") },
	{ "valid_from", N_("From"), FIELD_DATE, FIELD_REQUIRED, 0, 0, N_("First day on which it holds.") },
	{ "valid_until", N_("Until"), FIELD_DATE, 0, 0, 0, N_("Last day; empty = until it is ended.") },
	{ "audience", N_("For"), FIELD_CHOICE, FIELD_REQUIRED, 0, 0,
	    N_("Seen and chosen on the website, or applied by the staff only."), .choices = audiences },
	{ "prepaid", N_("Prepaid"), FIELD_YESNO, 0, 0, 0,
	    N_("A subscription that was paid beforehand: its downloads are not invoiced.") },
	{ "download_limit", N_("Limit"), FIELD_NUMBER, 0, 0, 7, N_("How many files it allows; empty = any number.") },
	{ "limit_period", N_("Counts"), FIELD_CHOICE, 0, 0, 0, N_("Whether the limit counts in total or each month."),
	    .choices = periods },
	{ 0 },
};

static const struct entity_tab tabs[] = {
	{ .name = "general", .label = N_("General"), .fields = general },
	{ .name = "users",
	    .label = N_("Accounts"),
	    .right = "user.view",
	    .related = &agreement_user_entity,
	    .column = "agreement_id" },
	{ .name = "organisations",
	    .label = N_("Organisations"),
	    .right = "organisation.view",
	    .related = &agreement_organisation_entity,
	    .column = "agreement_id" },
	{ 0 },
};

static void end_agreed(void *ctx, bool agreed)
{
	if (agreed)
		entity_act_row(ctx, "end", NULL, 0, _("The agreement ends with this day."));
}

static void end(struct app *a, struct screen *s)
{
	dialog_confirm(a, _("End this agreement?"), _("It holds today for the last time. Orders that used it stay as they are."),
	    NULL, NULL, end_agreed, s);
}

static const struct action verbs[] = {
	{ 'Z', "agreement.end", N_("end the agreement"), N_("end"), "agreement.edit", ACTION_FOOTER | ACTION_DANGER, entity_has_row,
	    end, N_("It holds today for the last time.") },
	{ 0 },
};

static const char *const defaults[] = { "valid_from", "today", "audience", "website", "prepaid", "f", NULL };
static const char *const facts[] = { "state", "valid_from", "valid_until", NULL };

const struct entity agreement_entity = {
	.name = "agreements",
	.title = N_("Agreements"),
	.one = N_("agreement"),
	.empty = N_("No agreements yet. n makes the first one."),
	.fields = columns,
	.sort = "title",
	.flags = ENTITY_SEARCH | ENTITY_OPENS | ENTITY_VERSION,
	.right_view = "agreement.view",
	.right_create = "agreement.edit",
	.right_edit = "agreement.edit",
	.create = general,
	.defaults = defaults,
	.tabs = tabs,
	.facts = facts,
	.heading = "title",
	.state = "state",
	.verbs = verbs,
};

static const struct field held_columns[] = {
	{ "title", N_("Title"), FIELD_TEXT, FIELD_KEY | FIELD_FILTER, 34, 0, N_("Title of the agreement.") },
	{ "state", N_("State"), FIELD_CHOICE, FIELD_FILTER, 8, 0, N_("Not yet, valid, or ended."), .choices = states },
	{ "valid_from", N_("From"), FIELD_DATE, FIELD_FILTER, 10, 0, N_("First day on which it holds.") },
	{ "valid_until", N_("Until"), FIELD_DATE, FIELD_FILTER, 10, 0, N_("Last day; empty = until it is ended.") },
	{ "why", N_("Made with"), FIELD_CHOICE, FIELD_FILTER, 12, 0, N_("The account itself, or its organisation."),
	    .choices =
		(const struct field_choice[]) { { "account", N_("account") }, { "organisation", N_("organisation") }, { 0 } } },
	{ "prepaid", N_("Prepaid"), FIELD_YESNO, FIELD_FILTER, 7, 0, N_("A subscription that was paid beforehand.") },
	{ 0 },
};

static const char *const held_links[] = { "agreement_id", "agreements", NULL };

const struct entity user_agreement_entity = {
	.name = "user_agreements",
	.title = N_("Agreements"),
	.one = N_("agreement"),
	.empty = N_("No agreement holds here. Agreements are made in their own list."),
	.fields = held_columns,
	.flags = ENTITY_LEADS,
	.right_view = "agreement.view",
	.links = held_links,
};

const struct entity organisation_agreement_entity = {
	.name = "organisation_agreements",
	.title = N_("Agreements"),
	.one = N_("agreement"),
	.empty = N_("No agreement holds here. Agreements are made in their own list."),
	.fields = held_columns,
	.flags = ENTITY_LEADS,
	.right_view = "agreement.view",
	.links = held_links,
};
