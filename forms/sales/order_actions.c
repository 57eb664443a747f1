#include "backend/api.h"
#include "forms/console.h"
#include "forms/currencies.h"
#include "forms/sales/sales.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/text.h"

/* What can be done to an order; its status follows. The database refuses what may not be. */

static const char *const undecided[] = { "submitted", "awaiting_staff", "awaiting_payment", NULL };
static const char *const decidable[] = { "submitted", "awaiting_staff", "awaiting_payment", "granted", "partly_granted", "declined",
	NULL };
static const char *const given[] = { "granted", "partly_granted", NULL };

static bool is_undecided(const struct screen *s)
{
	return sales_has_any(s, "status", undecided);
}

static bool is_decidable(const struct screen *s)
{
	return sales_has_any(s, "status", decidable);
}

static bool is_given(const struct screen *s)
{
	return sales_has_any(s, "status", given);
}

static bool is_sold(const struct screen *s)
{
	return is_given(s) || sales_has(s, "status", "completed");
}

static bool is_open(const struct screen *s)
{
	return is_undecided(s) || sales_has(s, "status", "cart");
}

static void approve_agreed(void *ctx, bool agreed)
{
	if (agreed)
		entity_act(ctx, "approve", NULL, 0, _("All downloads are granted. The client can download now."));
}

static void approve(struct app *a, struct screen *s)
{
	dialog_confirm(a, _("Grant all downloads?"), _("The client can download every file of this order from his next page on."),
	    NULL, NULL, approve_agreed, s);
}

static const struct field reason = { .name = "reason",
	.label = N_("Reason"),
	.kind = FIELD_TEXT,
	.limit = 500,
	.flags = FIELD_REQUIRED,
	.help = N_("The client sees it.") };

static void declined(void *ctx, const char *text)
{
	struct api_change arg = { .column = "reason", .value = text };

	if (text)
		entity_act(ctx, "decline", &arg, 1, _("All downloads are revoked."));
}

static void decline(struct app *a, struct screen *s)
{
	dialog_ask(a, _("Decline, and revoke all downloads"), &reason, NULL, declined, s);
}

static void cancelled(void *ctx, const char *text)
{
	struct api_change arg = { .column = "reason", .value = text };

	if (text)
		entity_act(ctx, "cancel", &arg, 1, _("The order was cancelled."));
}

static void cancel(struct app *a, struct screen *s)
{
	dialog_ask(a, _("Cancel the order"), &reason, NULL, cancelled, s);
}

static void quote(struct app *a, struct screen *s)
{
	static const struct field price = { .name = "price",
		.label = N_("Price of a line"),
		.kind = FIELD_MONEY,
		.flags = FIELD_REQUIRED,
		.help = N_("For every line without a price; F2 on a line changes one."),
		.currency = "currency" };
	static const struct entity_question q = { N_("Quote a price"), &price, "quote",
		N_("The lines without a price have this one now.") };

	(void)a;
	currencies_need(console_of(s->app), (const struct field[]) { price, { 0 } });
	entity_ask(s, &q);
}

static void prices(struct app *a, struct screen *s)
{
	(void)a;
	entity_act(s, "prices", NULL, 0,
	    sales_has(s, "prices_shown", "t") ? _("The client does not see prices any more.") : _("The client sees the prices."));
}

static void pay_online(struct app *a, struct screen *s)
{
	(void)a;
	if (sales_has(s, "pay_online", "t"))
		entity_act(s, "waive_payment", NULL, 0, _("The client need not pay online."));
	else
		entity_act(s, "await_payment", NULL, 0, _("The client must pay online before anything is granted."));
}

static void mark(struct app *a, struct screen *s)
{
	(void)a;
	entity_act(s, "mark", NULL, 0, _("The granted lines are marked for invoicing."));
}

static void complete(struct app *a, struct screen *s)
{
	(void)a;
	entity_act(s, "complete", NULL, 0, _("The order is completed."));
}

static void invoice(struct app *a, struct screen *s)
{
	const struct api_change fields[] = { { "source", "order" }, { "order_id", entity_key(s) } };

	(void)a;
	entity_make(s, &invoice_entity, fields, 2);
}

const struct action order_actions[] = {
	{ 'A', "order.approve", N_("grant all downloads"), N_("grant all"), "order.grant", ACTION_FOOTER | ACTION_DANGER,
	    is_decidable, approve, N_("The client can download every file.") },
	{ 'D', "order.decline", N_("decline, and revoke all downloads"), N_("decline"), "order.grant",
	    ACTION_FOOTER | ACTION_DANGER, is_decidable, decline, N_("Nothing can be downloaded; the client is told the reason.") },
	{ 'Q', "order.quote", N_("quote a price for the lines without one"), N_("quote"), "order.price", ACTION_FOOTER, is_open,
	    quote, N_("Gives every line without a price the same one.") },
	{ 'I', "order.invoice", N_("make an invoice of it"), N_("invoice"), "invoice.edit", ACTION_FOOTER, is_sold, invoice,
	    N_("A draft with every line that is granted and on no invoice.") },
	{ 'M', "order.mark", N_("mark its lines for invoicing"), N_("mark"), "order.price", ACTION_FOOTER, is_sold, mark,
	    N_("They are taken when the account's marked lines are invoiced.") },
	{ 'F', "order.complete", N_("complete the order"), N_("complete"), "order.edit", ACTION_FOOTER, is_given, complete,
	    N_("Nothing is left to do but invoicing.") },
	{ 'P', "order.prices", N_("show or hide the prices"), NULL, "order.price", 0, is_decidable, prices,
	    N_("Whether the client sees them.") },
	{ 'O', "order.pay_online", N_("ask for payment online, or take that off"), NULL, "order.price", 0, is_undecided, pay_online,
	    N_("Nothing is granted before it is paid.") },
	{ 'X', "order.cancel", N_("cancel the order"), NULL, "order.edit", ACTION_DANGER, is_open, cancel,
	    N_("Before anything was decided.") },
	{ 0 },
};
