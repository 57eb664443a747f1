#include <stdlib.h>

#include "backend/api.h"
#include "forms/privacy/registers.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/text.h"

/* Who agreed to what, when, how and by which text: a history that only grows. */

static const struct field_choice kinds[] = { { "marketing", N_("mailings") }, { "cookies", N_("cookies") },
	{ "registration", N_("registration") }, { "publication", N_("publication of name or portrait") }, { 0 } };
static const struct field_choice channels[] = { { "website", N_("on the website") }, { "phone", N_("by telephone") },
	{ "mail", N_("by e-mail") }, { "letter", N_("by letter") }, { "in_person", N_("in person") },
	{ "import", N_("from an import") }, { "unknown", N_("not known") }, { 0 } };
static const struct field_choice staff_channels[] = { { "phone", N_("by telephone") }, { "mail", N_("by e-mail") },
	{ "letter", N_("by letter") }, { "in_person", N_("in person") }, { 0 } };

static const struct field columns[] = {
	{ "at", N_("When"), FIELD_TIME, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 16, 0, N_("When it was said.") },
	{ "full_name", N_("Who"), FIELD_TEXT, 0, 18, 0, N_("The person, or the e-mail address of somebody without an account.") },
	{ "kind", N_("What for"), FIELD_CHOICE, FIELD_FILTER, 12, 0, N_("What the person agreed to."), .choices = kinds },
	{ "given", N_("Agreed"), FIELD_YESNO, FIELD_FILTER, 6, 0, N_("Yes, or no: withdrawn.") },
	{ "channel", N_("How"), FIELD_CHOICE, FIELD_FILTER, 14, 0, N_("How it was said."), .choices = channels },
	{ "recorded_by", N_("Written down by"), FIELD_TEXT, 0, 15, 0,
	    N_("Colleague who wrote it down; empty for the person on the website.") },
	{ "text", N_("Text"), FIELD_TEXT, 0, 16, 0, N_("The text that was agreed to, its language and version.") },
	{ "parental", N_("Parent"), FIELD_YESNO, FIELD_HIDDEN | FIELD_FILTER, 6, 0, N_("A parent agreed.") },
	{ "evidence", N_("Proof"), FIELD_TEXT, FIELD_HIDDEN, 24, 0, N_("How age or parent were made sure of.") },
	{ "note", N_("Note"), FIELD_TEXT, FIELD_HIDDEN, 30, 0, N_("What the staff noted.") },
	{ "email", N_("E-mail"), FIELD_TEXT, FIELD_HIDDEN | FIELD_FILTER, 26, 0, N_("Address of somebody without an account.") },
	{ "id", N_("Id"), FIELD_NUMBER, FIELD_HIDDEN | FIELD_SORTABLE | FIELD_FILTER, 8, 0, N_("Number of the row.") },
	{ 0 },
};

static const struct field create[] = {
	{ "kind", N_("What for"), FIELD_CHOICE, FIELD_REQUIRED | FIELD_ON_CREATE, 0, 0, N_("What the person agreed to."),
	    .choices = kinds },
	{ "given", N_("Agreed"), FIELD_YESNO, FIELD_REQUIRED | FIELD_ON_CREATE, 0, 0, N_("Yes; no = withdrawn.") },
	{ "channel", N_("How"), FIELD_CHOICE, FIELD_REQUIRED | FIELD_ON_CREATE, 0, 0, N_("How the person told it."),
	    .choices = staff_channels },
	{ "note", N_("Note"), FIELD_TEXT, FIELD_ON_CREATE, 0, 500, N_("Who called, which letter.") },
	{ "parental", N_("Parent agreed"), FIELD_YESNO, FIELD_ON_CREATE, 0, 0, N_("For somebody who may not agree alone.") },
	{ "evidence", N_("Proof"), FIELD_TEXT, FIELD_ON_CREATE, 0, 500,
	    N_("How age or parent were made sure of; never a copy of an identity card.") },
	{ "email", N_("E-mail"), FIELD_TEXT, FIELD_ON_CREATE, 0, 254, N_("Only for somebody without an account.") },
	{ 0 },
};

static const char *const defaults[] = { "kind", "marketing", "given", "t", "channel", "phone", NULL };

const struct entity consent_entity = {
	.name = "consents",
	.title = N_("Consents"),
	.one = N_("consent"),
	.empty = N_("No consent is known. n registers one."),
	.fields = columns,
	.sort = "at",
	.descending = true,
	.right_view = "consent.view",
	.right_create = "consent.edit",
	.create = create,
	.defaults = defaults,
	.parent = "user_id",
};

/* Between the two questions. */
struct telling {
	struct screen *screen;
	bool given;
	const char *channel;
};

static void noted(void *ctx, const char *text)
{
	struct telling *t = ctx;
	struct api_change args[] = { { .column = "channel", .value = t->channel }, { .column = "note", .value = text } };

	if (text && t->given)
		entity_act(t->screen, "opt_in", args, 2, _("Registered: this person receives mailings."));
	else if (text)
		entity_act(t->screen, "opt_out", args, 2, _("Registered: this person receives no mailings any more."));
	free(t);
}

static void chosen(void *ctx, int index)
{
	static const struct field note = {
		.name = "note", .label = N_("Note"), .kind = FIELD_TEXT, .limit = 500, .help = N_("Who called, which letter.")
	};
	struct telling *t = ctx;

	if (index < 0) {
		free(t);
		return;
	}
	t->channel = staff_channels[index].value;
	dialog_ask(t->screen->app, t->given ? _("The person agrees to mailings") : _("The person wants no more mailings"), &note,
	    NULL, noted, t);
}

static void tell(struct app *a, struct screen *s, bool given)
{
	struct telling *t = calloc(1, sizeof *t);
	const char *labels[sizeof staff_channels / sizeof staff_channels[0]];
	int n = 0;

	if (!t)
		return;
	*t = (struct telling) { .screen = s, .given = given };
	for (; staff_channels[n].value; n++)
		labels[n] = _(staff_channels[n].label);
	dialog_choose(a, _("How did the person tell it?"), labels, n, -1, chosen, t);
}

void consent_opt_in(struct app *a, struct screen *s)
{
	tell(a, s, true);
}

void consent_opt_out(struct app *a, struct screen *s)
{
	tell(a, s, false);
}
