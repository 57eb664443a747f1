#include "backend/api.h"
#include "forms/security/security.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/list.h"
#include "tui/text.h"

/* Settings of log-in, sessions and mail. Kinds and bounds are the database's. */

static const struct field columns[] = {
	{ "label", N_("What it means"), FIELD_TEXT, FIELD_KEY | FIELD_FILTER | FIELD_OURS, 46, 0, N_("What the setting does.") },
	{ "value", N_("Value"), FIELD_TEXT, 0, 12, 0, N_("Number, length of time, on or off.") },
	{ "bounds", N_("Between"), FIELD_TEXT, 0, 22, 0, N_("What it can be.") },
	{ "updated_by", N_("By"), FIELD_TEXT, 0, 10, 0, N_("Who changed it last.") },
	{ "updated_at", N_("Since"), FIELD_TIME, 0, 15, 0, N_("When it was changed last.") },
	{ "name", N_("Name"), FIELD_TEXT, FIELD_HIDDEN | FIELD_FILTER, 24, 0, N_("Name of the setting.") },
	{ 0 },
};

static void typed(void *ctx, const char *text)
{
	struct api_change arg = { .column = "value", .value = text };

	if (text)
		entity_act_row(ctx, "set", &arg, 1, _("The setting is changed and holds from now on."));
}

static void change(struct app *a, struct screen *s)
{
	static const struct field value = { "value", N_("Value"), FIELD_TEXT, 0, 0, 254,
		N_("As it stands there: 5, 15 minutes, on.") };
	const struct list *l = s->class->list ? s->class->list(s) : NULL;
	const char *label = l ? list_value(l, "label") : NULL;

	dialog_ask(a, label ? _(label) : _("Change"), &value, l ? list_value(l, "value") : NULL, typed, s);
}

static const struct action actions[] = {
	{ 'p', "threshold.change", N_("change the setting under the cursor"), N_("change"), "settings.edit", ACTION_FOOTER,
	    entity_has_row, change, N_("Within the bounds that stand beside it; the trail keeps who did it.") },
	{ 0 },
};

const struct entity security_setting_entity = {
	.name = "security_settings",
	.title = N_("Security settings"),
	.one = N_("security setting"),
	.empty = N_("There are no settings."),
	.fields = columns,
	.flags = ENTITY_VERSION,
	.right_view = "settings.view",
	.verbs = actions,
};
