#include <stdio.h>

#include "forms/sales/sales.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/text.h"

static const struct field_choice states[] = { { "draft", N_("draft") }, { "previewed", N_("previewed") }, { "run", N_("run") },
	{ 0 } };

static const struct field columns[] = {
	{ "id", N_("Run"), FIELD_NUMBER, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 5, 0, N_("Number of the run.") },
	{ "run_on", N_("Day"), FIELD_DATE, FIELD_SORTABLE | FIELD_FILTER, 10, 0, N_("What is payable by this day is paid.") },
	{ "status", N_("State"), FIELD_CHOICE, FIELD_FILTER, 9, 0, N_("A draft is previewed, then run."), .choices = states },
	{ "group_name", N_("Group"), FIELD_TEXT, 0, 18, 0, N_("Who is paid; empty = all.") },
	{ "statements", N_("Statements"), FIELD_NUMBER, 0, 10, 0, N_("How many contributors are paid.") },
	{ "total", N_("Total"), FIELD_MONEY, 0, 12, 0, N_("In the base currency."), .currency = "currency" },
	{ "run_by", N_("Run by"), FIELD_TEXT, FIELD_HIDDEN, 10, 0, N_("Who ran it.") },
	{ 0 },
};

static const struct field general[] = {
	{ "status", N_("State"), FIELD_CHOICE, FIELD_READONLY, 0, 0, N_("A draft is previewed, then run."), .choices = states },
	{ "group_id", N_("Group"), FIELD_REFERENCE, 0, 0, 0, N_("Who is paid; empty = all."), .source = "supplier_groups",
	    .named_by = "group_name" },
	{ "run_on", N_("Day"), FIELD_DATE, FIELD_REQUIRED, 0, 0, N_("What is payable by this day is paid.") },
	{ "note", N_("Note"), FIELD_TEXT, 0, 0, 500, N_("Note of the staff.") },
	{ "statements", N_("Statements"), FIELD_NUMBER, FIELD_READONLY, 0, 0, N_("How many contributors are, or would be, paid.") },
	{ "lines", N_("Lines"), FIELD_NUMBER, FIELD_READONLY, 0, 0, N_("How many lines of invoices.") },
	{ "total", N_("Total"), FIELD_MONEY, FIELD_READONLY, 0, 0, N_("In the base currency."), .currency = "currency" },
	{ "previewed_at", N_("Previewed"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When it was run and rolled back last.") },
	{ "run_at", N_("Run"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When it was run.") },
	{ "run_by", N_("Run by"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Who ran it.") },
	{ 0 },
};

static const struct field create[] = {
	{ "group_id", N_("Group"), FIELD_REFERENCE, 0, 0, 0, N_("Who is paid; empty = all."), .source = "supplier_groups",
	    .named_by = "group_name" },
	{ "run_on", N_("Day"), FIELD_DATE, FIELD_REQUIRED, 0, 0, N_("What is payable by this day is paid.") },
	{ "note", N_("Note"), FIELD_TEXT, 0, 0, 500, N_("Note of the staff.") },
	{ 0 },
};

static const struct entity_tab tabs[] = {
	{ .name = "general", .label = N_("General"), .fields = general },
	{ .name = "statements", .label = N_("Statements"), .related = &statement_entity, .column = "run_id" },
	{ 0 },
};

static bool is_draft(const struct screen *s)
{
	return entity_version(s) > 0 && !sales_has(s, "status", "run");
}

static bool is_previewed(const struct screen *s)
{
	return sales_has(s, "status", "previewed");
}

static void preview(struct app *a, struct screen *s)
{
	(void)a;
	entity_act(s, "preview", NULL, 0, _("This is what it would come to; nothing was paid. r runs it."));
}

static void run_agreed(void *ctx, bool agreed)
{
	if (agreed)
		entity_act(ctx, "run", NULL, 0, _("The payment run is done; the tab Statements has the statements."));
}

static void run(struct app *a, struct screen *s)
{
	const char *total = entity_value(s, "total"), *statements = entity_value(s, "statements"),
		   *currency = entity_value(s, "currency");
	char text[512];

	snprintf(text, sizeof text, "%s %s · %s\n%s", total ? total : "", currency ? currency : "", statements ? statements : "",
	    _("Each line is paid once; statements never change. Type the total."));
	dialog_confirm_typed(a, _("Run this payment run?"), text, total ? total : "", run_agreed, s);
}

static const struct action actions[] = {
	{ 'w', "payment_run.preview", N_("preview the payment run"), N_("preview"), "payment_run.run", ACTION_FOOTER, is_draft,
	    preview, N_("Runs it and rolls it back: the figures are real, nothing is paid.") },
	{ 'r', "payment_run.run", N_("run the payment run"), N_("run"), "payment_run.run", ACTION_FOOTER | ACTION_DANGER,
	    is_previewed, run, N_("Makes a statement for each contributor, if it still comes to the preview.") },
	{ 0 },
};

static const char *const facts[] = { "group_name", "run_on", "statements", "total", "currency", NULL };

const struct entity payment_run_entity = {
	.name = "payment_runs",
	.title = N_("Payment runs"),
	.one = N_("payment run"),
	.empty = N_("No payment runs yet. n makes one."),
	.fields = columns,
	.flags = ENTITY_OPENS,
	.right_view = "supplier.view",
	.right_create = "payment_run.run",
	.right_edit = "payment_run.run",
	.create = create,
	.tabs = tabs,
	.facts = facts,
	.state = "status",
	.actions = actions,
};
