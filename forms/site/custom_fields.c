#include "forms/site/site.h"
#include "tui/text.h"

static const struct field_choice uses[] = { { "hidden", N_("hidden") }, { "optional", N_("optional") },
	{ "required", N_("required") }, { 0 } };

static const struct field_choice kinds[] = { { "text", N_("text") }, { "yesno", N_("yes/no") }, { 0 } };

static const struct field columns[] = {
	{ "slot", N_("Slot"), FIELD_NUMBER, FIELD_KEY | FIELD_SORTABLE, 5, 0, N_("1 to 10.") },
	{ "label", N_("Label"), FIELD_TEXT, 0, 22, 100,
	    N_("A label that ends in ? makes a yes/no field; an empty one switches the slot off.") },
	{ "field_kind", N_("Kind"), FIELD_CHOICE, FIELD_READONLY, 7, 0, N_("Text, or yes/no when the label ends in ?"),
	    .choices = kinds },
	{ "client_form", N_("Registration"), FIELD_CHOICE, 0, 13, 0, N_("On the registration form of clients."), .choices = uses },
	{ "contributor_form", N_("Contributors"), FIELD_CHOICE, 0, 13, 0, N_("On the registration form of contributors."),
	    .choices = uses },
	{ "account_form", N_("My account"), FIELD_CHOICE, 0, 12, 0, N_("On the user's own form."), .choices = uses },
	{ "personal", N_("Personal"), FIELD_YESNO, 0, 9, 0, N_("Holds personal data: exported and erased with the person.") },
	{ "special_category", N_("Special"), FIELD_YESNO, 0, 8, 0, N_("Holds data of a special category (GDPR, Art. 9).") },
	{ 0 },
};

static const struct entity_tab tabs[] = {
	{ .name = "definition", .label = N_("Definition"), .fields = columns },
	{ 0 },
};

const struct entity custom_field_entity = {
	.name = "custom_fields",
	.title = N_("Custom fields"),
	.one = N_("custom field"),
	.empty = N_("The site has no custom fields."),
	.fields = columns,
	.flags = ENTITY_OPENS,
	.right_view = "user.view",
	.right_edit = "field.define",
	.tabs = tabs,
	.heading = "label",
};
