#include "backend/api.h"
#include "forms/privacy/privacy.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/text.h"

/* Who receives personal data, and what they must be told of (Art. 19). */

static const struct field_choice roles[] = { { "processor", N_("processor") }, { "controller", N_("controller") },
	{ "authority", N_("authority") }, { 0 } };
static const struct field_choice kinds[] = { { "erasure", N_("erasure (17)") }, { "rectification", N_("rectification (16)") },
	{ "restriction", N_("restriction (18)") }, { 0 } };
static const struct field said = { "answer", N_("Answer"), FIELD_TEXT, FIELD_REQUIRED, 0, 500,
	N_("What the recipient answered, or why telling it is impossible.") };
static const struct field numbers = { "categories", N_("Categories"), FIELD_TEXT, 0, 0, 60,
	N_("Numbers of the categories of data, 1 to 22, such as 1 14 19.") };

static const struct field notices[] = {
	{ "due_on", N_("Due"), FIELD_DATE, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 10, 0,
	    N_("Until when the answer is expected.") },
	{ "recipient", N_("Recipient"), FIELD_TEXT, FIELD_FILTER, 20, 0, N_("Who is told.") },
	{ "kind", N_("Of"), FIELD_CHOICE, FIELD_FILTER, 12, 0, N_("What the recipient is told of."), .choices = kinds },
	{ "request", N_("Request"), FIELD_TEXT, FIELD_FILTER, 9, 0, N_("The request that caused it.") },
	{ "sent_at", N_("Sent"), FIELD_TIME, FIELD_FILTER, 10, 0, N_("When it was sent.") },
	{ "answered_at", N_("Answered"), FIELD_TIME, FIELD_FILTER, 10, 0, N_("When it was answered.") },
	{ "answer", N_("Answer"), FIELD_TEXT, 0, 24, 0, N_("What the recipient answered, or why telling it is impossible.") },
	{ 0 },
};
static const struct field notice[] = {
	{ "body", N_("Text"), FIELD_LINES, FIELD_READONLY, 0, 0, N_("What to send: the account is named by its number only.") },
	{ "answer", N_("Answer"), FIELD_TEXT, FIELD_READONLY, 0, 0,
	    N_("What the recipient answered, or why telling it is impossible.") },
	{ 0 },
};
static const struct entity_tab notice_tabs[] = { { .name = "text", .label = N_("Text"), .fields = notice }, { 0 } };
static const char *const notice_facts[] = { "kind", "request", "due_on", "sent_at", "answered_at", NULL };

static void sent(struct app *a, struct screen *s)
{
	(void)a;
	entity_act_on(
	    s, "recipient_notices", entity_key(s), 0, "sent", NULL, 0, _("Noted as sent. The answer is expected by its day."));
}

static void answered(void *ctx, const char *text)
{
	struct screen *s = ctx;
	struct api_change arg = { .column = "answer", .value = text };

	if (text && entity_key(s))
		entity_act_on(s, "recipient_notices", entity_key(s), 0, "answered", &arg, 1, _("Noted."));
}

static void answer(struct app *a, struct screen *s)
{
	dialog_ask(a, _("What was answered?"), &said, "", answered, s);
}

const struct action recipient_notice_actions[] = {
	{ 'S', "notice.sent", N_("mark the notice as sent"), N_("sent"), "recipient.edit", ACTION_FOOTER, entity_has_key, sent,
	    N_("Enter shows what to send.") },
	{ 'a', "notice.answered", N_("note the answer"), N_("answer"), "recipient.edit", ACTION_FOOTER, entity_has_key, answer,
	    N_("Or why telling this recipient is impossible.") },
	{ 0 },
};

const struct entity recipient_notice_entity = {
	.name = "recipient_notices",
	.title = N_("Notices to recipients"),
	.one = N_("notice"),
	.empty = N_("No notices. An erasure, a correction or a restriction makes them."),
	.fields = notices,
	.sort = "due_on",
	.flags = ENTITY_OPENS,
	.right_view = "case.view",
	.parent = "request_id",
	.tabs = notice_tabs,
	.facts = notice_facts,
	.heading = "recipient",
	.row_actions = recipient_notice_actions,
};

static const struct field columns[] = {
	{ "name", N_("Recipient"), FIELD_TEXT, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 24, 0, N_("Who receives data.") },
	{ "role", N_("Role"), FIELD_CHOICE, FIELD_FILTER, 10, 0, N_("On our behalf, or for its own purposes."), .choices = roles },
	{ "categories", N_("Categories"), FIELD_TEXT, 0, 12, 0, N_("Numbers of the categories of data that it receives.") },
	{ "purpose", N_("What for"), FIELD_TEXT, 0, 24, 0, N_("What it uses them for.") },
	{ "contract_on", N_("Contract"), FIELD_DATE, FIELD_FILTER, 10, 0, N_("Day of the contract with a processor (Art. 28).") },
	{ "active", N_("Active"), FIELD_YESNO, FIELD_FILTER, 6, 0, N_("It still receives data.") },
	{ "country", N_("Where"), FIELD_TEXT, FIELD_FILTER, 20, 0, N_("Country, and the safeguard outside the EU.") },
	{ "email", N_("E-mail"), FIELD_TEXT, FIELD_HIDDEN | FIELD_FILTER, 24, 0, N_("Where notices go.") },
	{ 0 },
};
static const struct field form[] = {
	{ "name", N_("Recipient"), FIELD_TEXT, FIELD_REQUIRED, 0, 200, N_("Who receives data.") },
	{ "role", N_("Role"), FIELD_CHOICE, FIELD_REQUIRED, 0, 0, N_("On our behalf, or for its own purposes."), .choices = roles },
	{ "email", N_("E-mail"), FIELD_TEXT, 0, 0, 254, N_("Where notices go.") },
	{ "purpose", N_("What for"), FIELD_TEXT, 0, 0, 500, N_("What it uses them for.") },
	{ "country", N_("Where"), FIELD_TEXT, 0, 0, 200, N_("Country, and the safeguard outside the EU.") },
	{ "contract_on", N_("Contract"), FIELD_DATE, 0, 0, 0, N_("Day of the contract with a processor (Art. 28).") },
	{ "active", N_("Active"), FIELD_YESNO, 0, 0, 0, N_("It still receives data.") },
	{ 0 },
};
static const struct entity_tab tabs[] = {
	{ .name = "general", .label = N_("General"), .fields = form },
	{ .name = "notices", .label = N_("Notices to recipients"), .related = &recipient_notice_entity, .column = "recipient_id" },
	{ 0 },
};
static const char *const facts[] = { "role", "categories", "country", NULL };
static const char *const defaults[] = { "role", "processor", "active", "t", NULL };

static void numbered(void *ctx, const char *text)
{
	struct api_change arg = { .column = "categories", .value = text };

	if (text)
		entity_act(ctx, "categories", &arg, 1, _("Changed."));
}

static void categories(struct app *a, struct screen *s)
{
	const char *now = entity_value(s, "categories");

	dialog_ask(a, _("Which categories does it receive?"), &numbers, now ? now : "", numbered, s);
}

const struct action recipient_actions[] = {
	{ 't', "recipient.categories", N_("say which categories it receives"), N_("categories"), "recipient.edit", ACTION_FOOTER,
	    NULL, categories, N_("By the numbers of the data map; without any it is told of nothing.") },
	{ 0 },
};

const struct entity recipient_entity = {
	.name = "recipients",
	.title = N_("Recipients"),
	.one = N_("recipient"),
	.empty = N_("Nobody is in the register. n enters one: payment, mail, accountant, agencies."),
	.fields = columns,
	.sort = "name",
	.flags = ENTITY_OPENS,
	.right_view = "case.view",
	.right_create = "recipient.edit",
	.right_edit = "recipient.edit",
	.create = form,
	.defaults = defaults,
	.tabs = tabs,
	.facts = facts,
	.heading = "name",
	.actions = recipient_actions,
};
