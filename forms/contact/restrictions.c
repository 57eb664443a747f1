#include "forms/contact/requests.h"
#include "backend/api.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/text.h"

static const struct field_choice kinds[] = { { "reservation", N_("reservation") }, { "restriction", N_("restriction") }, { 0 } };
static const struct field_choice states[] = { { "holds", N_("holds") }, { "ahead", N_("not yet") }, { "over", N_("over") },
	{ "lifted", N_("lifted") }, { 0 } };

static const struct field columns[] = {
	{ "start_on", N_("From"), FIELD_DATE, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 10, 0,
	    N_("First day on which it holds.") },
	{ "end_on", N_("Until"), FIELD_DATE, FIELD_FILTER, 10, 0, N_("Last day; empty = until it is lifted.") },
	{ "state", N_("State"), FIELD_CHOICE, FIELD_FILTER, 7, 0, N_("Holds, not yet, over, or lifted."), .choices = states },
	{ "kind", N_("Kind"), FIELD_CHOICE, FIELD_FILTER, 11, 0, N_("Reserved for a client, or restricted otherwise."),
	    .choices = kinds },
	{ "file", N_("File"), FIELD_TEXT, 0, 18, 0, N_("Title of the file.") },
	{ "full_name", N_("Client"), FIELD_TEXT, 0, 14, 0, N_("For whom it is reserved, or whom it is about.") },
	{ "public_text", N_("Text"), FIELD_LINES, FIELD_FILTER, 24, 0, N_("What visitors of the website read.") },
	{ "countries", N_("Countries"), FIELD_TEXT, FIELD_HIDDEN | FIELD_FILTER, 12, 0, N_("Where it holds; empty = everywhere.") },
	{ "file_id", N_("File number"), FIELD_REFERENCE, FIELD_HIDDEN | FIELD_FILTER, 9, 0, N_("Number of the file."),
	    .source = "files" },
	{ 0 },
};

#define FIELDS                                                                                                                     \
	{ "kind", N_("Kind"), FIELD_CHOICE, FIELD_REQUIRED, 0, 0, N_("Reserved for a client, or restricted otherwise."),           \
		.choices = kinds },                                                                                                \
	    { "start_on", N_("From"), FIELD_DATE, FIELD_REQUIRED, 0, 0, N_("First day on which it holds.") },                      \
	    { "end_on", N_("Until"), FIELD_DATE, 0, 0, 0, N_("Last day; empty = until it is lifted.") },                           \
	    { "user_id", N_("Client"), FIELD_REFERENCE, 0, 0, 0, N_("For whom it is reserved, or whom it is about."),              \
		    .source = "users", .named_by = "full_name" },                                                                  \
	    { "order_id", N_("Order"), FIELD_REFERENCE, 0, 0, 0, N_("Order from which it comes."), .source = "orders" },           \
	    { "public_text", N_("Public text"), FIELD_LINES, 0, 0, 2000, N_("What visitors of the website read.") },               \
	    { "private_text", N_("Private text"), FIELD_LINES, 0, 0, 5000, N_("What the staff reads.") },                          \
	    { "countries", N_("Countries"), FIELD_TEXT, 0, 0, 1000,                                                                \
		    N_("Two-letter codes, parted by blanks; empty = everywhere.") },                                               \
	    { "cart_allowed", N_("Cart allowed"), FIELD_YESNO, 0, 0, 0, N_("The file may still be added to a cart.") },            \
	    { "needs_approval", N_("Needs approval"), FIELD_YESNO, 0, 0, 0, N_("Its delivery needs the approval of the staff.") }, \
	    { "on_preview", N_("On previews"), FIELD_YESNO, 0, 0, 0, N_("Shown on the preview page of the file.") },               \
	    { "on_order", N_("On orders"), FIELD_YESNO, 0, 0, 0, N_("Shown on the order pages.") },                                \
	{                                                                                                                          \
		"on_account", N_("On the account"), FIELD_YESNO, 0, 0, 0, N_("Shown to the client under My account.")              \
	}

static const struct field form[] = {
	FIELDS,
	{ "lifted_by", N_("Lifted by"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Colleague who lifted it.") },
	{ "lifted_at", N_("Lifted"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When it was lifted.") },
	{ 0 },
};

static const struct field create[] = {
	{ "file_id", N_("File"), FIELD_REFERENCE, FIELD_REQUIRED | FIELD_ON_CREATE, 0, 0,
	    N_("Type its number or a piece of its title."), .source = "files", .named_by = "file" },
	FIELDS,
	{ 0 },
};

static const struct entity_tab tabs[] = {
	{ .name = "restriction", .label = N_("Restriction"), .fields = form },
	{ 0 },
};

static void lift_agreed(void *ctx, bool agreed)
{
	if (agreed)
		entity_act_row(ctx, "lift", NULL, 0, _("Lifted: it holds no more."));
}

static void lift(struct app *a, struct screen *s)
{
	dialog_confirm(
	    a, _("Lift this restriction?"), _("The file can be ordered as any other at once."), NULL, NULL, lift_agreed, s);
}

static const struct action verbs[] = {
	{ 'L', "restriction.lift", N_("lift the restriction"), N_("lift"), "restriction.edit", ACTION_FOOTER | ACTION_DANGER,
	    entity_has_row, lift, N_("It holds no more, before its last day.") },
	{ 0 },
};

static const char *const defaults[] = { "kind", "reservation", "start_on", "today", "cart_allowed", "t", "needs_approval", "t",
	"on_preview", "t", "on_order", "t", "on_account", "f", NULL };
static const char *const facts[] = { "file", "full_name", "start_on", "end_on", NULL };
static const char *const links[] = { "user_id", "users", "file_id", "files", "order_id", "orders", NULL };

const struct entity restriction_entity = {
	.name = "restrictions",
	.title = N_("Reservations and restrictions"),
	.one = N_("restriction"),
	.empty = N_("No file is reserved or restricted. n does it."),
	.fields = columns,
	.sort = "start_on",
	.descending = true,
	.flags = ENTITY_OPENS | ENTITY_VERSION,
	.right_view = "request.view",
	.right_create = "restriction.edit",
	.right_edit = "restriction.edit",
	.create = create,
	.defaults = defaults,
	.parent = "user_id",
	.tabs = tabs,
	.facts = facts,
	.heading = "file",
	.state = "state",
	.verbs = verbs,
	.links = links,
};
