#include <stdio.h>
#include <string.h>

#include "backend/api.h"
#include "forms/sales/sales.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/text.h"

/* What can be done to an invoice. Issuing and crediting cannot be undone and ask for a word to be typed. */

static bool is_draft(const struct screen *s)
{
	return sales_has(s, "state_name", "draft");
}

static bool is_invoice(const struct screen *s)
{
	return sales_has(s, "kind", "invoice") && !is_draft(s) && !sales_has(s, "state_name", "void");
}

static bool can_credit(const struct screen *s)
{
	return is_invoice(s) && !sales_has(s, "state_name", "credited");
}

static bool is_overdue(const struct screen *s)
{
	return sales_has(s, "state_name", "overdue");
}

static const char *value(const struct screen *s, const char *column)
{
	const char *v = entity_value(s, column);

	return v ? v : "";
}

static void describe(const struct screen *s, const char *text, char *out, size_t size)
{
	snprintf(out, size, "%s · %s · %s %s\n%s", value(s, "label"), value(s, "full_name"), value(s, "total"),
	    value(s, "currency"), text);
}

static void issue_agreed(void *ctx, bool agreed)
{
	if (agreed)
		entity_act(ctx, "issue", NULL, 0, _("The invoice is issued. It never changes any more; C credits it."));
}

static void issue(struct app *a, struct screen *s)
{
	char text[512];

	describe(s, _("It gets the next number of the year and never changes any more."), text, sizeof text);
	dialog_confirm(a, _("Issue this invoice?"), text, NULL, NULL, issue_agreed, s);
}

static void void_agreed(void *ctx, bool agreed)
{
	if (agreed)
		entity_act(ctx, "void", NULL, 0, _("The draft is void. Its order lines can be invoiced again."));
}

static void give_up(struct app *a, struct screen *s)
{
	char text[512];

	describe(s, _("Nothing is charged; its order lines can be invoiced again."), text, sizeof text);
	dialog_confirm(a, _("Give this draft up?"), text, NULL, NULL, void_agreed, s);
}

static void credit_agreed(void *ctx, bool agreed)
{
	if (agreed)
		entity_act(ctx, "credit", NULL, 0, _("A credit note was issued; the tab Credit notes has it."));
}

static void credit(struct app *a, struct screen *s)
{
	char text[512];

	describe(s, _("A credit note takes back every line that was not credited yet. This cannot be undone."), text, sizeof text);
	dialog_confirm_typed(a, _("Credit this invoice?"), text, value(s, "label"), credit_agreed, s);
}

static void pay(struct app *a, struct screen *s)
{
	entity_create(a, &payment_entity, entity_key(s));
}

static void reminded(void *ctx, const char *text)
{
	struct api_change arg = { .column = "note", .value = text };

	if (text)
		entity_act(ctx, "remind", &arg, 1, _("The reminder is registered."));
}

static void remind(struct app *a, struct screen *s)
{
	static const struct field note = {
		.name = "note", .label = N_("How"), .kind = FIELD_TEXT, .limit = 500, .help = N_("How it was sent, what was said.")
	};

	dialog_ask(a, _("Register a reminder"), &note, NULL, reminded, s);
}

static void mail_agreed(void *ctx, bool agreed)
{
	if (agreed)
		entity_act(ctx, "remind_mail", NULL, 0, _("The reminder is in the outbox and registered; the mailer sends it."));
}

static void mail_reminder(struct app *a, struct screen *s)
{
	char text[512];

	describe(s, _("The client is sent the published text reminder, with what is open."), text, sizeof text);
	dialog_confirm(a, _("Send a reminder by mail?"), text, NULL, NULL, mail_agreed, s);
}

static void credit_line_agreed(void *ctx, bool agreed)
{
	struct screen *s = ctx;

	if (agreed && entity_tab_row(s))
		entity_act_on(s, invoice_line_entity.name, entity_tab_row(s), 0, "credit", NULL, 0,
		    _("The line was credited; the tab Credit notes has the credit note."));
}

static bool in_lines(const struct screen *s)
{
	return can_credit(s) && strcmp(entity_tab_shown(s), "lines") == 0 && entity_tab_row(s);
}

static void credit_line(struct app *a, struct screen *s)
{
	char text[512];

	snprintf(text, sizeof text, "%s\n%s %s\n%s", sales_row_value(s, "description"), sales_row_value(s, "amount"),
	    value(s, "currency"), _("A credit note takes this line back. This cannot be undone."));
	dialog_confirm_typed(a, _("Credit this line?"), text, value(s, "label"), credit_line_agreed, s);
}

const struct action invoice_actions[] = {
	{ 'i', "invoice.issue", N_("issue the draft"), N_("issue"), "invoice.issue", ACTION_FOOTER | ACTION_DANGER, is_draft, issue,
	    N_("It gets the next number of the year and never changes any more.") },
	{ 'X', "invoice.void", N_("give the draft up"), N_("void"), "invoice.issue", ACTION_FOOTER | ACTION_DANGER, is_draft,
	    give_up, N_("Its order lines can be invoiced again.") },
	{ 'p', "invoice.pay", N_("register a payment"), N_("payment"), "invoice.pay", ACTION_FOOTER, is_invoice, pay,
	    N_("What was paid, or, below zero, paid back.") },
	{ 'R', "invoice.remind", N_("register a reminder"), N_("remind"), "invoice.pay", ACTION_FOOTER, is_overdue, remind,
	    N_("Of an invoice past its date.") },
	{ 'M', "invoice.remind_mail", N_("send a reminder by mail"), N_("mail reminder"), "invoice.pay", ACTION_FOOTER, is_overdue,
	    mail_reminder, N_("The text is that of the site's texts; it is registered as a reminder.") },
	{ 'd', "invoice.credit_line", N_("credit the line under the cursor"), N_("credit line"), "invoice.credit",
	    ACTION_FOOTER | ACTION_DANGER, in_lines, credit_line, N_("With a credit note over that line alone.") },
	{ 'C', "invoice.credit", N_("credit the invoice"), N_("credit"), "invoice.credit", ACTION_FOOTER | ACTION_DANGER,
	    can_credit, credit, N_("With a credit note over all that was not credited yet.") },
	{ 0 },
};
