#include "forms/site/site.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/text.h"

/* Published versions of a text, and the differences line by line. */

static const struct field_choice ops[] = { { "kept", " " }, { "added", "+" }, { "removed", "-" }, { 0 } };

static const struct field lines[] = {
	{ "op", N_("Change"), FIELD_CHOICE, FIELD_KEY | FIELD_FILTER, 7, 0, N_("+ was added, - was removed, the others stay."),
	    .choices = ops },
	{ "line", N_("Line"), FIELD_TEXT, FIELD_FILTER, 100, 0, N_("A line of the text; v shows it whole.") },
	{ "n", N_("No."), FIELD_NUMBER, FIELD_HIDDEN | FIELD_SORTABLE, 5, 0, N_("Place in the comparison.") },
	{ 0 },
};

const struct entity text_line_entity = {
	.name = "text_lines",
	.title = N_("Differences"),
	.one = N_("line"),
	.empty = N_("There is no draft and no version."),
	.fields = lines,
	.sort = "n",
	.right_view = "settings.view",
};

const struct entity version_line_entity = {
	.name = "version_lines",
	.title = N_("Differences"),
	.one = N_("line"),
	.empty = N_("The version is empty."),
	.fields = lines,
	.sort = "n",
	.right_view = "settings.view",
};

static const struct field columns[] = {
	{ "no", N_("Version"), FIELD_NUMBER, FIELD_KEY | FIELD_FILTER, 8, 0, N_("Number of the version.") },
	{ "published_at", N_("Published"), FIELD_TIME, FIELD_FILTER, 16, 0, N_("When it was published.") },
	{ "note", N_("What is new"), FIELD_TEXT, 0, 30, 0, N_("As its publisher said.") },
	{ "published_by", N_("Who"), FIELD_TEXT, 0, 14, 0, N_("Who published it.") },
	{ "text", N_("Text"), FIELD_TEXT, FIELD_HIDDEN | FIELD_FILTER, 18, 0, N_("Name and language of the text.") },
	{ "id", N_("Id"), FIELD_NUMBER, FIELD_HIDDEN | FIELD_SORTABLE | FIELD_FILTER, 8, 0,
	    N_("Number by which consents name it.") },
	{ 0 },
};

static const struct field body[] = {
	{ "title", N_("Title"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Title, for visitors.") },
	{ "body", N_("Text"), FIELD_LINES, FIELD_READONLY, 0, 0, N_("As visitors read it then.") },
	{ 0 },
};

static const struct entity_tab tabs[] = {
	{ .name = "text", .label = N_("Text"), .fields = body },
	{ .name = "lines", .label = N_("Since the version before"), .related = &version_line_entity, .column = "version_id" },
	{ 0 },
};

static const char *const facts[] = { "text", "no", "published_at", "published_by", "note", NULL };

static void restore_agreed(void *ctx, bool agreed)
{
	if (agreed)
		entity_act(ctx, "restore", NULL, 0, _("It is the draft now. Publish it, and visitors read it again."));
}

static void restore(struct app *a, struct screen *s)
{
	dialog_confirm(a, _("Take this version as the draft?"), _("The draft of now is lost; visitors read what they read before."),
	    NULL, NULL, restore_agreed, s);
}

static const struct action actions[] = {
	{ 'R', "text.restore", N_("take this version as the new draft"), N_("restore"), "text.edit", ACTION_FOOTER | ACTION_DANGER,
	    NULL, restore, N_("The draft begins with this version; publishing it is another step.") },
	{ 0 },
};

const struct entity text_version_entity = {
	.name = "text_versions",
	.title = N_("Versions"),
	.one = N_("version"),
	.empty = N_("Nothing was published yet."),
	.fields = columns,
	.sort = "id",
	.descending = true,
	.flags = ENTITY_OPENS,
	.right_view = "settings.view",
	.tabs = tabs,
	.facts = facts,
	.heading = "title",
	.actions = actions,
};
