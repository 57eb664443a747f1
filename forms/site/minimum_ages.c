#include "forms/security/security.h"
#include "forms/site/site.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/text.h"

/* Countries whose law has another age of consent than the settings say. */

static const struct field columns[] = {
	{ "country", N_("Country"), FIELD_CHOICE, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 8, 0,
	    N_("ISO 3166 code of the country."), .source = "countries" },
	{ "name", N_("Name"), FIELD_TEXT, FIELD_FILTER | FIELD_OURS, 22, 0, N_("Name of the country.") },
	{ "age", N_("Alone"), FIELD_NUMBER, FIELD_FILTER, 6, 0, N_("Who is as old may register alone.") },
	{ "parental_age", N_("With parent"), FIELD_NUMBER, FIELD_FILTER, 12, 0,
	    N_("Who is as old may register when a parent agrees.") },
	{ "note", N_("Law"), FIELD_TEXT, 0, 30, 0, N_("Which law says so.") },
	{ 0 },
};

#define AGES                                                                                                                       \
	{ "age", N_("Alone from"), FIELD_NUMBER, FIELD_REQUIRED, 0, 2, N_("Who is as old may register alone: 13 to 21.") },        \
	    { "parental_age", N_("With a parent from"), FIELD_NUMBER, FIELD_REQUIRED, 0, 2,                                        \
		    N_("Who is as old may register when a parent agrees: 0 to 21.") },                                             \
	{                                                                                                                          \
		"note", N_("Law"), FIELD_TEXT, 0, 0, 200, N_("Which law says so.")                                                 \
	}

static const struct field create[] = {
	{ "country", N_("Country"), FIELD_CHOICE, FIELD_REQUIRED | FIELD_ON_CREATE, 0, 0, N_("Type a piece of the country's name."),
	    .source = "countries" },
	AGES,
	{ 0 },
};

static const struct field ages[] = { AGES, { 0 } };

static const char *const of_ages[] = { "entity", "site.minimum_ages", NULL };

static const struct entity_tab tabs[] = {
	{ .name = "ages", .label = N_("Ages"), .fields = ages },
	{ .name = "history",
	    .label = N_("History"),
	    .right = "audit.view",
	    .related = &change_entity,
	    .column = "key",
	    .fixed = of_ages },
	{ 0 },
};

static void drop_agreed(void *ctx, bool agreed)
{
	if (agreed && entity_key(ctx))
		entity_act_on(ctx, "minimum_ages", entity_key(ctx), 0, "delete", NULL, 0, _("The country was taken off the list."));
}

static void drop(struct app *a, struct screen *s)
{
	dialog_confirm(
	    a, _("Take this country off the list?"), _("The ages of the settings hold there again."), NULL, NULL, drop_agreed, s);
}

static const struct action actions[] = {
	{ 'd', "age.drop", N_("take the country under the cursor off the list"), N_("take off"), "settings.edit",
	    ACTION_FOOTER | ACTION_DANGER, entity_has_key, drop, N_("The ages of the settings hold there again.") },
	{ 0 },
};

const struct entity minimum_age_entity = {
	.name = "minimum_ages",
	.title = N_("Minimum ages"),
	.one = N_("country with its own age"),
	.empty = N_("Every country has the ages of the settings. n adds one with its own."),
	.fields = columns,
	.sort = "country",
	.flags = ENTITY_OPENS | ENTITY_VERSION,
	.right_view = "settings.view",
	.right_create = "settings.edit",
	.right_edit = "settings.edit",
	.create = create,
	.tabs = tabs,
	.heading = "name",
	.row_actions = actions,
};
