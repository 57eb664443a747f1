#include "backend/api.h"
#include "forms/privacy/privacy.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/text.h"

#include <stdio.h>
#include <string.h>

static const struct field reason = { "reason", N_("Reason"), FIELD_TEXT, FIELD_REQUIRED, 0, 500, N_("What must be different.") };

static bool is_in(const struct screen *s, const char *state)
{
	const char *now = entity_value(s, "state");

	return now && strcmp(now, state) == 0;
}

static bool is_planned(const struct screen *s)
{
	return is_in(s, "planned");
}

static bool is_proposed(const struct screen *s)
{
	return is_in(s, "proposed");
}

static bool is_approved(const struct screen *s)
{
	return is_in(s, "approved");
}

static bool is_open(const struct screen *s)
{
	return is_planned(s) || is_proposed(s) || is_approved(s);
}

static const char *person_of(const struct screen *s)
{
	const char *person = entity_value(s, "person");

	return person && person[0] ? person : entity_key(s);
}

static void plan(struct app *a, struct screen *s)
{
	(void)a;
	entity_act(s, "plan", NULL, 0, _("Planned anew; an approval that was given is void."));
}

static void scope(struct app *a, struct screen *s)
{
	const char *now = entity_value(s, "scope");
	struct api_change arg = { .column = "scope", .value = now && strcmp(now, "partial") == 0 ? "all" : "partial" };

	(void)a;
	entity_act(s, "scope", &arg, 1,
	    strcmp(arg.value, "all") == 0 ? _("Everything is planned.")
					  : _("What no open invoice needs is planned; the rest opens again by itself afterwards."));
}

static void propose(struct app *a, struct screen *s)
{
	(void)a;
	entity_act(s, "propose", NULL, 0, _("Submitted. A second person approves it."));
}

static void approve_agreed(void *ctx, bool agreed)
{
	struct screen *s = ctx;
	struct api_change arg = { .column = "plan", .value = entity_value(s, "plan") };

	if (agreed)
		entity_act(s, "approve", &arg, 1, _("Approved. It can be carried out now."));
}

static void approve(struct app *a, struct screen *s)
{
	char text[512];

	snprintf(text, sizeof text, "%s\n%s: %s\n%s", person_of(s), _("Plan"),
	    entity_value(s, "plan") ? entity_value(s, "plan") : "",
	    _("You approve exactly these rows. Read the tabs Plan and Every row first."));
	dialog_confirm(a, _("Approve this erasure?"), text, NULL, NULL, approve_agreed, s);
}

static void refused(void *ctx, const char *text)
{
	struct api_change arg = { .column = "reason", .value = text };

	if (text)
		entity_act(ctx, "refuse", &arg, 1, _("Not approved."));
}

static void refuse(struct app *a, struct screen *s)
{
	dialog_ask(a, _("Why is it not approved?"), &reason, "", refused, s);
}

static void withdraw_agreed(void *ctx, bool agreed)
{
	if (agreed)
		entity_act(ctx, "withdraw", NULL, 0, _("The erasure is withdrawn; nothing was erased."));
}

static void withdraw(struct app *a, struct screen *s)
{
	dialog_confirm(a, _("Withdraw this erasure?"), person_of(s), NULL, NULL, withdraw_agreed, s);
}

static void run_agreed(void *ctx, bool agreed)
{
	if (agreed)
		entity_act(ctx, "run", NULL, 0, _("Erased. The certificate stands in its tab."));
}

/* The wrong person is not erased by a slip: the name is typed. */
static void run(struct app *a, struct screen *s)
{
	char text[512];

	snprintf(text, sizeof text, "%s: %s\n%s", person_of(s),
	    entity_value(s, "rows_erased") ? entity_value(s, "rows_erased") : "", _("This cannot be undone."));
	dialog_confirm_typed(a, _("Carry out this erasure?"), text, person_of(s), run_agreed, s);
}

const struct action erasure_actions[] = {
	{ 'p', "erasure.plan", N_("make the plan anew"), N_("plan"), "erase.propose", ACTION_FOOTER, is_open, plan,
	    N_("Runs it and rolls it back; voids an approval.") },
	{ 'o', "erasure.scope", N_("everything, or only what no invoice needs"), N_("how much"), "erase.propose", ACTION_FOOTER,
	    is_planned, scope, N_("The rest opens again by itself when the invoices are paid.") },
	{ 'S', "erasure.propose", N_("submit for approval"), N_("submit"), "erase.propose", ACTION_FOOTER, is_planned, propose,
	    N_("A second person approves it; you cannot.") },
	{ 'a', "erasure.approve", N_("approve what a colleague proposed"), N_("approve"), "erase.approve",
	    ACTION_FOOTER | ACTION_DANGER, is_proposed, approve, N_("Over the hash of the plan that you see.") },
	{ 'R', "erasure.refuse", N_("do not approve"), NULL, "erase.approve", 0, is_proposed, refuse, N_("With the reason.") },
	{ 'W', "erasure.withdraw", N_("withdraw it"), NULL, "erase.propose", ACTION_DANGER, is_open, withdraw,
	    N_("Nothing is erased.") },
	{ 'X', "erasure.run", N_("carry it out"), N_("erase"), "erase.run", ACTION_FOOTER | ACTION_DANGER, is_approved, run,
	    N_("All of it or nothing, in one transaction. The name is typed to confirm.") },
	{ 0 },
};
