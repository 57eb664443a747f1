#include <stdio.h>
#include <string.h>

#include "backend/api.h"
#include "backend/code.h"
#include "forms/staff/staff.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/text.h"

/*
 * One-time codes. The code is made here, in this program: the database is sent what it stores of it, and the only place where it can be
 * read is the dialog, once. It is shown after the database took it.
 */

static const struct {
	const char *kind, *disable, *label; /* label N_() */
} offers[] = {
	{ "enrol", "f", N_("new password and PIN; the present ones work until then") },
	{ "enrol", "t", N_("new password and PIN; the present ones end at once") },
	{ "password", "f", N_("new password; the present one works until then") },
	{ "password", "t", N_("new password; the present one ends at once") },
	{ "pin", "f", N_("new PIN; the present one works until then") },
	{ "pin", "t", N_("new PIN; the present one ends at once") },
};
enum { OFFERS = sizeof offers / sizeof offers[0] };

bool staff_may_have_code(const struct screen *s)
{
	const char *state = entity_value(s, "state_name");

	return state && strcmp(state, "active") == 0;
}

bool staff_has_code(const struct screen *s)
{
	const char *kind = entity_value(s, "code_kind");

	return kind && kind[0];
}

static void show_code(void *ctx, const char *code)
{
	struct screen *s = ctx;
	const char *login = entity_value(s, "login");
	char text[640];

	snprintf(text, sizeof text, "%s\n\n    %s\n\n%s", login ? login : "", code,
	    _("Tell it to this person and to nobody else. It is shown only now, works once, and for a day. At the log-in screen, "
	      "F4 takes it."));
	dialog_show(s->app, _("One-time code"), text);
	secret_wipe(text, sizeof text);
}

static void issue(struct screen *s, int offer)
{
	char code[CODE_TEXT], hex[2 * SECRET_KEY + 1];
	unsigned char key[SECRET_KEY], stored[SECRET_KEY];
	struct err err;

	code_make(code);
	if (code_key(code, key, &err)) {
		secret_stored_key(key, stored);
		secret_hex(stored, sizeof stored, hex);
		entity_act_tell(s, NULL, "issue_code",
		    (const struct api_change[]) { { .column = "kind", .value = offers[offer].kind },
			{ .column = "code_stored", .value = hex }, { .column = "disable", .value = offers[offer].disable } },
		    3, _("The code is good for a day."), code, show_code);
	}
	secret_wipe(key, sizeof key);
	secret_wipe(code, sizeof code);
}

static void first_agreed(void *ctx, bool agreed)
{
	if (agreed)
		issue(ctx, 0);
}

static void offer_chosen(void *ctx, int index)
{
	if (index >= 0 && index < OFFERS)
		issue(ctx, index);
}

void staff_give_code(struct app *a, struct screen *s)
{
	const char *enrolled = entity_value(s, "enrolled");
	const char *labels[OFFERS];

	if (!enrolled || enrolled[0] != 't') {
		dialog_confirm(a, _("Give a one-time code?"),
		    _("With it the person sets password and PIN. A code given before ends. It is shown to you once, in the next "
		      "window."),
		    NULL, NULL, first_agreed, s);
		return;
	}
	for (int i = 0; i < OFFERS; i++)
		labels[i] = _(offers[i].label);
	dialog_choose(a, _("A one-time code for"), labels, OFFERS, -1, offer_chosen, s);
}

static void withdraw_agreed(void *ctx, bool agreed)
{
	if (agreed)
		entity_act(ctx, "withdraw_code", NULL, 0, _("The code was withdrawn."));
}

void staff_withdraw_code(struct app *a, struct screen *s)
{
	dialog_confirm(
	    a, _("Withdraw the one-time code?"), _("Whoever has it cannot use it any more."), NULL, NULL, withdraw_agreed, s);
}
