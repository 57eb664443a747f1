#include "forms/contact/requests.h"
#include "backend/api.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/text.h"

static const struct field_choice states[] = { { "wanted", N_("wanted") }, { "late", N_("late") }, { "used", N_("used") },
	{ "not_used", N_("not used") }, { 0 } };

static const struct field columns[] = {
	{ "needed_by", N_("Needed by"), FIELD_DATE, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 10, 0,
	    N_("Day by which the answer is needed.") },
	{ "state", N_("State"), FIELD_CHOICE, FIELD_FILTER, 8, 0, N_("Wanted, late (its day is past), used, or not used."),
	    .choices = states },
	{ "file", N_("File"), FIELD_TEXT, 0, 20, 0, N_("Title of the file.") },
	{ "full_name", N_("Client"), FIELD_TEXT, 0, 18, 0, N_("Whose order it is.") },
	{ "order_id", N_("Order"), FIELD_REFERENCE, FIELD_FILTER, 8, 0, N_("Number of the order."), .source = "orders" },
	{ "use_text", N_("Use"), FIELD_LINES, FIELD_FILTER, 20, 0, N_("The use, as it was told.") },
	{ "confirmed_by", N_("Entered by"), FIELD_TEXT, FIELD_HIDDEN, 10, 0, N_("Colleague who entered the answer.") },
	{ 0 },
};

static const struct field form[] = {
	{ "needed_by", N_("Needed by"), FIELD_DATE, FIELD_REQUIRED, 0, 0, N_("Day by which the answer is needed.") },
	{ "use_text", N_("Use"), FIELD_LINES, 0, 0, 2000, N_("The use, as it was told.") },
	{ "state", N_("State"), FIELD_CHOICE, FIELD_READONLY, 0, 0, N_("U when it was used, N when it was not."),
	    .choices = states },
	{ "confirmed_by", N_("Entered by"), FIELD_TEXT, FIELD_READONLY, 0, 0,
	    N_("Colleague who entered the answer; empty = the client.") },
	{ "confirmed_at", N_("Answered"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When it was answered.") },
	{ "asked_by", N_("Asked by"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Colleague who asked; empty = the website.") },
	{ "asked_at", N_("Asked"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When it was asked.") },
	{ 0 },
};

static const struct field create[] = {
	{ "order_line_id", N_("Order line"), FIELD_REFERENCE, FIELD_REQUIRED | FIELD_ON_CREATE, 0, 0,
	    N_("Type the number of the order, line or file."), .source = "order_lines" },
	{ "needed_by", N_("Needed by"), FIELD_DATE, FIELD_REQUIRED, 0, 0, N_("Day by which the answer is needed, such as +30d.") },
	{ 0 },
};

static const struct entity_tab tabs[] = {
	{ .name = "use", .label = N_("Confirmation of use"), .fields = form },
	{ 0 },
};

static void told(void *ctx, const char *text)
{
	struct api_change arg = { .column = "use_text", .value = text };

	if (text)
		entity_act_row(ctx, "used", &arg, text[0] != '\0', _("Entered: it was used."));
}

static void used(struct app *a, struct screen *s)
{
	static const struct field how = { .name = "use_text",
		.label = N_("How it was used"),
		.kind = FIELD_TEXT,
		.limit = 2000,
		.help = N_("Title, edition, page; may be empty.") };

	dialog_ask(a, _("The file was used"), &how, NULL, told, s);
}

static void unused(struct app *a, struct screen *s)
{
	(void)a;
	entity_act_row(s, "unused", NULL, 0, _("Entered: it was not used."));
}

static const struct action verbs[] = {
	{ 'U', "usage.used", N_("enter that the file was used"), N_("used"), "usage.edit", ACTION_FOOTER, entity_has_row, used,
	    N_("The order line says so too.") },
	{ 'N', "usage.unused", N_("enter that the file was not used"), N_("not used"), "usage.edit", ACTION_FOOTER, entity_has_row,
	    unused, N_("The order line says so too.") },
	{ 0 },
};

static const char *const facts[] = { "file", "full_name", "needed_by", NULL };
static const char *const links[] = { "order_id", "orders", "user_id", "users", "file_id", "files", NULL };

const struct entity usage_confirmation_entity = {
	.name = "usage_confirmations",
	.title = N_("Confirmations of use"),
	.one = N_("confirmation of use"),
	.empty = N_("No use is to be confirmed."),
	.fields = columns,
	.sort = "needed_by",
	.flags = ENTITY_OPENS | ENTITY_VERSION,
	.right_view = "request.view",
	.right_create = "usage.edit",
	.right_edit = "usage.edit",
	.create = create,
	.tabs = tabs,
	.facts = facts,
	.heading = "file",
	.state = "state",
	.verbs = verbs,
	.links = links,
};
