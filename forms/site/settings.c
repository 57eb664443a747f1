#include "forms/site/site.h"
#include "tui/text.h"

/* Switches and standards of the site, among them whether staff need a PIN and whether grants need a second person. */

static const struct field columns[] = {
	{ "name", N_("Name"), FIELD_TEXT, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 24, 0, N_("Name by which programs ask.") },
	{ "value", N_("Value"), FIELD_LINES, 0, 24, 0, N_("What holds now.") },
	{ "label", N_("Meaning"), FIELD_TEXT, FIELD_OURS, 60, 0, N_("What it means.") },
	{ "updated_at", N_("Changed"), FIELD_TIME, 0, 16, 0, N_("When it was changed last.") },
	{ 0 },
};

static const struct field value[] = {
	{ "name", N_("Name"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Name by which programs ask.") },
	{ "label", N_("Meaning"), FIELD_TEXT, FIELD_READONLY | FIELD_OURS, 0, 0, N_("What it means.") },
	{ "value", N_("Value"), FIELD_LINES, 0, 0, 400, N_("on or off for a switch; else a number or a text.") },
	{ 0 },
};

static const struct entity_tab tabs[] = { { .name = "value", .label = N_("Value"), .fields = value }, { 0 } };

const struct entity setting_entity = {
	.name = "settings",
	.title = N_("Settings"),
	.one = N_("setting"),
	.empty = N_("There are no settings."),
	.fields = columns,
	.sort = "name",
	.flags = ENTITY_OPENS,
	.right_view = "settings.view",
	.right_edit = "settings.edit",
	.tabs = tabs,
	.heading = "label",
};
