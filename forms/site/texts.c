#include "backend/api.h"
#include "forms/security/security.h"
#include "forms/site/site.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/text.h"

/* Texts that the law asks for: draft, preview, publishing, versions, and what changed between them. */

static const struct field_choice names[] = { { "privacy", N_("privacy policy") }, { "registration", N_("registration") },
	{ "cookies", N_("cookie message") }, { "marketing", N_("mailings") }, { 0 } };
static const struct field_choice spoken[] = { { "en", N_("English") }, { "nl", N_("Dutch") }, { 0 } };
static const struct field_choice states[] = { { "unpublished", N_("never published") }, { "published", N_("published") },
	{ "changed", N_("draft differs") }, { 0 } };

static const struct field columns[] = {
	{ "title", N_("Title"), FIELD_TEXT, FIELD_KEY | FIELD_FILTER, 24, 0, N_("Title, for visitors.") },
	{ "language", N_("Language"), FIELD_CHOICE, FIELD_FILTER, 9, 0, N_("Language of the text."), .choices = spoken },
	{ "state_name", N_("State"), FIELD_CHOICE, 0, 17, 0, N_("Whether visitors read what the draft says."), .choices = states },
	{ "no", N_("Version"), FIELD_NUMBER, 0, 8, 0, N_("Version that visitors read.") },
	{ "published_at", N_("Published"), FIELD_TIME, 0, 16, 0, N_("When that version was published.") },
	{ "name", N_("Name"), FIELD_CHOICE, FIELD_HIDDEN | FIELD_FILTER, 16, 0, N_("What the text is for."), .choices = names },
	{ 0 },
};

static const struct field draft[] = {
	{ "title", N_("Title"), FIELD_TEXT, FIELD_REQUIRED, 0, 200, N_("Title, for visitors.") },
	{ "draft", N_("Draft"), FIELD_LINES, 0, 0, 100000,
	    N_("{{site_name}} and its like are filled in when it is published; the tab Preview shows with what.") },
	{ 0 },
};

static const struct field preview[] = {
	{ "preview", N_("Preview"), FIELD_LINES, FIELD_READONLY, 0, 0, N_("The saved draft with its placeholders filled.") },
	{ 0 },
};

static const struct field body[] = {
	{ "no", N_("Version"), FIELD_NUMBER, FIELD_READONLY, 0, 0, N_("Version that visitors read.") },
	{ "published_at", N_("Published"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When it was published.") },
	{ "body", N_("Text"), FIELD_LINES, FIELD_READONLY, 0, 0, N_("What visitors read.") },
	{ 0 },
};

static const char *const of_texts[] = { "entity", "site.texts", NULL };

static const struct entity_tab tabs[] = {
	{ .name = "draft", .label = N_("Draft"), .fields = draft },
	{ .name = "preview", .label = N_("Preview"), .fields = preview },
	{ .name = "lines", .label = N_("Differences"), .related = &text_line_entity, .column = "text" },
	{ .name = "published", .label = N_("Published"), .fields = body },
	{ .name = "versions", .label = N_("Versions"), .related = &text_version_entity, .column = "text" },
	{ .name = "history",
	    .label = N_("History"),
	    .right = "audit.view",
	    .related = &change_entity,
	    .column = "key",
	    .fixed = of_texts },
	{ 0 },
};

static const char *const facts[] = { "language", "no", "published_at", NULL };

static void noted(void *ctx, const char *text)
{
	struct api_change arg = { .column = "note", .value = text };

	if (text)
		entity_act(ctx, "publish", &arg, 1, _("Published: visitors read it from now on."));
}

static void publish(struct app *a, struct screen *s)
{
	static const struct field note = { .name = "note",
		.label = N_("What is new"),
		.kind = FIELD_TEXT,
		.limit = 500,
		.help = N_("Kept with the version, for whoever looks back.") };

	dialog_ask(a, _("Publish the saved draft?"), &note, NULL, noted, s);
}

static void template_agreed(void *ctx, bool agreed)
{
	if (agreed)
		entity_act(ctx, "template", NULL, 0, _("The draft begins anew; what visitors read is as before."));
}

static void template(struct app *a, struct screen *s)
{
	dialog_confirm(a, _("Begin the draft anew?"),
	    _("The text that comes with the program takes the place of the draft. Published versions stay."), NULL, NULL,
	    template_agreed, s);
}

static const struct action actions[] = {
	{ 'P', "text.publish", N_("publish the draft"), N_("publish"), "text.edit", ACTION_FOOTER, NULL, publish,
	    N_("Fills in the placeholders and makes a new version that visitors read.") },
	{ 'T', "text.template", N_("begin the draft anew with the template"), N_("template"), "text.edit",
	    ACTION_FOOTER | ACTION_DANGER, NULL, template, N_("Takes the text that comes with the program as the draft.") },
	{ 0 },
};

const struct entity text_entity = {
	.name = "texts",
	.title = N_("Texts"),
	.one = N_("text"),
	.empty = N_("There are no texts."),
	.fields = columns,
	.flags = ENTITY_OPENS,
	.right_view = "settings.view",
	.right_edit = "text.edit",
	.tabs = tabs,
	.facts = facts,
	.heading = "title",
	.state = "state_name",
	.actions = actions,
};
