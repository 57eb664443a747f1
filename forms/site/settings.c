#include <string.h>

#include "forms/console.h"
#include "forms/security/security.h"
#include "forms/site/setting_fields.h"
#include "forms/site/site.h"
#include "tui/app.h"
#include "tui/text.h"

/* Switches and standards of the site, in the groups in which the website shows them. */

static const struct field_choice sections[] = { { "General", N_("General") }, { "Registration", N_("Registration") },
	{ "My account", N_("My account") }, { "Guests", N_("Guests") }, { "Privacy and cookies", N_("Privacy and cookies") },
	{ "Money", N_("Money") }, { "Security", N_("Security") }, { "Mail", N_("Mail") }, { "New users", N_("New users") }, { 0 } };

static const struct field columns[] = {
	{ "section", N_("Group"), FIELD_CHOICE, FIELD_KEY | FIELD_FILTER, 14, 0, N_("Where the website shows it."),
	    .choices = sections },
	{ "label", N_("Setting"), FIELD_TEXT, FIELD_KEY | FIELD_FILTER | FIELD_OURS, 36, 0, N_("What it is about.") },
	{ "shown", N_("Value"), FIELD_TEXT, FIELD_OURS, 18, 0, N_("What holds now.") },
	{ "updated_at", N_("Changed"), FIELD_TIME, FIELD_FILTER, 16, 0, N_("When it was changed last.") },
	{ "name", N_("Name"), FIELD_TEXT, FIELD_HIDDEN | FIELD_SORTABLE | FIELD_FILTER, 24, 0, N_("Name by which programs ask.") },
	{ 0 },
};

static const char *const of_settings[] = { "entity", "site.settings", NULL };

static const struct entity_tab tabs[] = {
	{ .name = "value", .label = N_("Value"), .fields_of = setting_fields_of },
	{ .name = "history",
	    .label = N_("History"),
	    .right = "audit.view",
	    .related = &change_entity,
	    .column = "key",
	    .fixed = of_settings },
	{ 0 },
};

static const char *const facts[] = { "section", NULL };

static bool names_text(const struct screen *s)
{
	const struct field *value = field_find(setting_fields_of(console_of(s->app), entity_key(s)), "value");

	return value->source && strcmp(value->source, "texts") == 0;
}

static void open_text(struct app *a, struct screen *s)
{
	entity_open_list(a, &text_entity, "name", entity_value(s, "value"));
}

static const struct action actions[] = {
	{ 't', "setting.text", N_("open the text that is named here"), N_("text"), "settings.view", ACTION_FOOTER, names_text,
	    open_text, N_("Draft, versions and what visitors read, in each language.") },
	{ 0 },
};

const struct entity setting_entity = {
	.name = "settings",
	.title = N_("Settings"),
	.one = N_("setting"),
	.empty = N_("There are no settings."),
	.fields = columns,
	.flags = ENTITY_OPENS,
	.right_view = "settings.view",
	.right_edit = "settings.edit",
	.tabs = tabs,
	.facts = facts,
	.heading = "label",
	.actions = actions,
};
