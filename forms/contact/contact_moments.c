#include "forms/contact/contact.h"
#include "backend/api.h"
#include "tui/app.h"
#include "tui/text.h"

static const struct field_choice kinds[] = { { "call", N_("call") }, { "mail", N_("mail") }, { "meeting", N_("meeting") },
	{ "letter", N_("letter") }, { "other", N_("other") }, { 0 } };
static const struct field_choice directions[] = { { "in", N_("in") }, { "out", N_("out") }, { "internal", N_("internal") }, { 0 } };
static const struct field_choice follow_ups[] = { { "open", N_("open") }, { "late", N_("late") }, { "done", N_("done") }, { 0 } };

static const struct field columns[] = {
	{ "at", N_("When"), FIELD_TIME, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 13, 0, N_("When it was.") },
	{ "kind", N_("Kind"), FIELD_CHOICE, FIELD_FILTER, 7, 0, N_("Call, mail, meeting, letter or other."), .choices = kinds },
	{ "direction", N_("Way"), FIELD_CHOICE, FIELD_FILTER, 8, 0, N_("In from the customer, out to him, or internal."),
	    .choices = directions },
	{ "full_name", N_("With"), FIELD_TEXT, 0, 14, 0, N_("Whose account it is.") },
	{ "subject", N_("About"), FIELD_TEXT, FIELD_FILTER, 24, 0, N_("What it was about.") },
	{ "follow_up_on", N_("Follow up"), FIELD_DATE, FIELD_SORTABLE | FIELD_FILTER, 10, 0, N_("Day to come back to it.") },
	{ "follow_up", N_("Follow-up"), FIELD_CHOICE, FIELD_FILTER, 9, 0, N_("Open, late (its day is past), or done."),
	    .choices = follow_ups },
	{ "author", N_("Who"), FIELD_TEXT, 0, 8, 0, N_("Who wrote it down.") },
	{ "body", N_("Text"), FIELD_LINES, FIELD_HIDDEN | FIELD_FILTER, 40, 0, N_("What was said.") },
	{ 0 },
};

static const struct field form[] = {
	{ "kind", N_("Kind"), FIELD_CHOICE, FIELD_REQUIRED, 0, 0, N_("Call, mail, meeting, letter or other."), .choices = kinds },
	{ "direction", N_("Way"), FIELD_CHOICE, FIELD_REQUIRED, 0, 0, N_("In from the customer, out to him, or internal."),
	    .choices = directions },
	{ "subject", N_("About"), FIELD_TEXT, FIELD_REQUIRED, 0, 200, N_("What it was about, in a line.") },
	{ "body", N_("Text"), FIELD_LINES, 0, 0, 20000, N_("The person may ask to see it: write what you would say to his face.") },
	{ "at", N_("When"), FIELD_TIME, FIELD_REQUIRED, 0, 0, N_("When it was, such as now, 14:02 or yesterday 9:30.") },
	{ "follow_up_on", N_("Follow up on"), FIELD_DATE, 0, 0, 0,
	    N_("Day to come back to it, such as tomorrow or +7d; it shows on Home then.") },
	{ "order_id", N_("Order"), FIELD_REFERENCE, 0, 0, 0,
	    N_("Order that it was about; type its number or a piece of its title."), .source = "orders", .right = "order.view" },
	{ "invoice_id", N_("Invoice"), FIELD_REFERENCE, 0, 0, 0, N_("Invoice that it was about; type its number."),
	    .source = "invoices", .right = "invoice.view" },
	{ "follow_up", N_("Follow-up"), FIELD_CHOICE, FIELD_READONLY, 0, 0, N_("F when it was done, B opens it again."),
	    .choices = follow_ups },
	{ "followed_up_by", N_("Done by"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Who came back to it.") },
	{ "followed_up_at", N_("Done"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When somebody came back to it.") },
	{ 0 },
};

static const struct field create[] = {
	{ "user_id", N_("With"), FIELD_REFERENCE, FIELD_REQUIRED | FIELD_ON_CREATE, 0, 0, N_("Type a piece of the name."),
	    .source = "users", .named_by = "full_name" },
	{ "kind", N_("Kind"), FIELD_CHOICE, FIELD_REQUIRED, 0, 0, N_("Call, mail, meeting, letter or other."), .choices = kinds },
	{ "direction", N_("Way"), FIELD_CHOICE, FIELD_REQUIRED, 0, 0, N_("In from the customer, out to him, or internal."),
	    .choices = directions },
	{ "subject", N_("About"), FIELD_TEXT, FIELD_REQUIRED, 0, 200, N_("What it was about, in a line.") },
	{ "body", N_("Text"), FIELD_LINES, 0, 0, 20000, N_("The person may ask to see it: write what you would say to his face.") },
	{ "at", N_("When"), FIELD_TIME, FIELD_REQUIRED, 0, 0, N_("When it was, such as now, 14:02 or yesterday 9:30.") },
	{ "follow_up_on", N_("Follow up on"), FIELD_DATE, 0, 0, 0,
	    N_("Day to come back to it, such as tomorrow or +7d; it shows on Home then.") },
	{ "order_id", N_("Order"), FIELD_REFERENCE, 0, 0, 0,
	    N_("Order that it was about; type its number or a piece of its title."), .source = "orders", .right = "order.view" },
	{ "invoice_id", N_("Invoice"), FIELD_REFERENCE, 0, 0, 0, N_("Invoice that it was about; type its number."),
	    .source = "invoices", .right = "invoice.view" },
	{ 0 },
};

static const char *const defaults[] = { "kind", "call", "direction", "in", "at", "now", NULL };

static const struct entity_tab tabs[] = {
	{ .name = "moment", .label = N_("Contact moment"), .fields = form },
	{ 0 },
};

static void done(struct app *a, struct screen *s)
{
	(void)a;
	entity_act_row(s, "done", NULL, 0, _("Followed up."));
}

static void reopen(struct app *a, struct screen *s)
{
	(void)a;
	entity_act_row(s, "reopen", NULL, 0, _("The follow-up waits again."));
}

static const struct action verbs[] = {
	{ 'F', "contact.done", N_("mark the follow-up as done"), N_("followed up"), "contact.edit", ACTION_FOOTER, entity_has_row,
	    done, N_("Somebody came back to it; it leaves the follow-ups of Home.") },
	{ 'B', "contact.reopen", N_("open the follow-up again"), NULL, "contact.edit", 0, entity_has_row, reopen,
	    N_("It waits for its day again.") },
	{ 0 },
};

static const char *const facts[] = { "full_name", "at", "author", NULL };
static const char *const links[] = { "user_id", "users", "order_id", "orders", "invoice_id", "invoices", NULL };

const struct entity contact_moment_entity = {
	.name = "contact_moments",
	.title = N_("Contact moments"),
	.one = N_("contact moment"),
	.empty = N_("No contact was written down. n does it."),
	.fields = columns,
	.sort = "at",
	.descending = true,
	.flags = ENTITY_OPENS | ENTITY_VERSION | ENTITY_MANY,
	.right_view = "contact.view",
	.right_create = "contact.edit",
	.right_edit = "contact.edit",
	.create = create,
	.defaults = defaults,
	.parent = "user_id",
	.tabs = tabs,
	.facts = facts,
	.heading = "subject",
	.verbs = verbs,
	.links = links,
};
