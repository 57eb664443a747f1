#include "forms/privacy/registers.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/text.h"

/* What hangs on a breach: notes, reports and letters, and the people affected. */

static const struct field_choice kinds[] = { { "note", N_("note") }, { "authority", N_("report to the authority") },
	{ "people", N_("letter to the people") }, { 0 } };
static const struct field_choice phases[] = { { "", " " }, { "first", N_("first") }, { "further", N_("further") },
	{ "final", N_("final") }, { 0 } };
static const struct field_choice spoken[] = { { "en", N_("English") }, { "nl", N_("Dutch") }, { 0 } };

static const struct field columns[] = {
	{ "created_at", N_("Written"), FIELD_TIME, FIELD_KEY | FIELD_FILTER, 16, 0, N_("When it was written.") },
	{ "kind", N_("Kind"), FIELD_CHOICE, FIELD_FILTER, 23, 0, N_("Note, report to the authority, or letter to the people."),
	    .choices = kinds },
	{ "phase", N_("Phase"), FIELD_CHOICE, 0, 8, 0, N_("Of a report: first, further or final."), .choices = phases },
	{ "sent_at", N_("Sent"), FIELD_TIME, FIELD_FILTER, 16, 0, N_("Empty = a draft.") },
	{ "language", N_("Language"), FIELD_CHOICE, FIELD_HIDDEN, 9, 0, N_("Language of the text."), .choices = spoken },
	{ "author", N_("Who"), FIELD_TEXT, 0, 10, 0, N_("Who wrote it.") },
	{ "body", N_("Text"), FIELD_TEXT, FIELD_FILTER, 40, 0, N_("The text; Enter opens it.") },
	{ "id", N_("Id"), FIELD_NUMBER, FIELD_HIDDEN | FIELD_SORTABLE | FIELD_FILTER, 8, 0, N_("Number of the note.") },
	{ 0 },
};

static const struct field create[] = {
	{ "body", N_("Note"), FIELD_LINES, FIELD_REQUIRED, 0, 10000, N_("What was found, done or decided.") },
	{ 0 },
};

static const struct field text[] = {
	{ "body", N_("Text"), FIELD_LINES, FIELD_REQUIRED, 0, 50000, N_("What is in square brackets is still to be filled in.") },
	{ 0 },
};

static const char *const facts[] = { "kind", "phase", "language", "author", "sent_at", NULL };

static const struct entity_tab tabs[] = { { .name = "text", .label = N_("Text"), .fields = text }, { 0 } };

static bool can_send(const struct screen *s)
{
	return entity_version(s) > 0 && !entity_value(s, "sent_at");
}

static void send_agreed(void *ctx, bool agreed)
{
	if (agreed)
		entity_act(ctx, "send", NULL, 0, _("It is in the register as sent, and stays as it is."));
}

static void send_text(struct app *a, struct screen *s)
{
	dialog_confirm(a, _("Was this text sent?"),
	    _("Send it by the ways of the authority or by mail first. The first report stops the clock."), NULL, NULL, send_agreed,
	    s);
}

static const struct action actions[] = {
	{ 'S', "breach.send", N_("mark the text as sent"), N_("sent"), "breach.edit", ACTION_FOOTER | ACTION_DANGER, can_send,
	    send_text, N_("From then on it cannot be changed; the first report stops the clock.") },
	{ 0 },
};

const struct entity breach_note_entity = {
	.name = "breach_notes",
	.title = N_("Notes and texts"),
	.one = N_("note"),
	.empty = N_("No notes yet. n writes one; t drafts a report or letter."),
	.fields = columns,
	.sort = "id",
	.descending = true,
	.flags = ENTITY_OPENS,
	.right_view = "breach.view",
	.right_create = "breach.edit",
	.right_edit = "breach.edit",
	.create = create,
	.parent = "breach_id",
	.tabs = tabs,
	.facts = facts,
	.actions = actions,
};

static const struct field lists[] = {
	{ "at", N_("When"), FIELD_TIME, FIELD_KEY, 16, 0, N_("When it was asked for.") },
	{ "who", N_("Who"), FIELD_TEXT, 0, 10, 0, N_("The colleague.") },
	{ "entity", N_("List"), FIELD_TEXT, 0, 16, 0, N_("The list, or find: everything was searched.") },
	{ "rows", N_("Rows"), FIELD_NUMBER, 0, 7, 0, N_("How many rows were asked for.") },
	{ "request", N_("What was asked"), FIELD_TEXT, 0, 40, 0, N_("Columns, filter and search, as the trail has them.") },
	{ "id", N_("Id"), FIELD_NUMBER, FIELD_HIDDEN | FIELD_SORTABLE, 8, 0, N_("Number of the row of the trail.") },
	{ 0 },
};

const struct entity breach_list_entity = {
	.name = "breach_lists",
	.title = N_("Lists and searches"),
	.one = N_("list"),
	.empty = N_("None were asked for in the window of the tab Scope."),
	.fields = lists,
	.sort = "id",
	.descending = true,
	.right_view = "audit.view",
};

static const struct field people[] = {
	{ "user_id", N_("Account"), FIELD_NUMBER, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 9, 0, N_("Account number.") },
	{ "full_name", N_("Name"), FIELD_TEXT, 0, 22, 0, N_("First and last name.") },
	{ "email", N_("E-mail"), FIELD_TEXT, 0, 26, 0, N_("E-mail address.") },
	{ "categories", N_("Categories"), FIELD_TEXT, 0, 14, 0,
	    N_("Numbers of the categories of data that were reached, by the data map.") },
	{ "traces", N_("Traces"), FIELD_NUMBER, FIELD_FILTER, 7, 0, N_("Rows of trail and logs that say so.") },
	{ "first_at", N_("First"), FIELD_TIME, 0, 16, 0, N_("The first of them.") },
	{ "last_at", N_("Last"), FIELD_TIME, 0, 16, 0, N_("The last of them.") },
	{ 0 },
};

const struct entity breach_person_entity = {
	.name = "breach_people",
	.title = N_("People affected"),
	.one = N_("person affected"),
	.empty = N_("Nobody was found. L looks again by the window and the filters of the tab Scope."),
	.fields = people,
	.sort = "user_id",
	.right_view = "breach.view",
};
