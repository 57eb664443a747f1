#include "backend/api.h"
#include "forms/privacy/registers.h"
#include "forms/security/security.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/text.h"

/* The register of breaches: every one, reported or not, with its clock, the people affected, and the texts. */

static const struct field_choice clocks[] = { { "running", N_("running") }, { "late", N_("LATE") }, { "reported", N_("reported") },
	{ "reported_late", N_("reported late") }, { "not_needed", N_("no report needed") }, { "closed", N_("closed") }, { 0 } };
static const struct field_choice natures[] = { { "confidentiality", N_("somebody saw it") },
	{ "integrity", N_("something was changed") }, { "availability", N_("something is gone") }, { 0 } };
static const struct field_choice risks[] = { { "open", N_("not judged yet") }, { "none", N_("no risk for people") },
	{ "some", N_("a risk: tell the authority") }, { "high", N_("a high risk: tell the people too") }, { 0 } };
static const struct field_choice grounds[] = { { "", N_("none") }, { "no_high_risk", N_("no high risk") },
	{ "encrypted", N_("data were encrypted") }, { "risk_removed", N_("the risk was removed") },
	{ "public_notice", N_("public notice instead") }, { 0 } };

static const struct field columns[] = {
	{ "id", N_("No."), FIELD_NUMBER, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 5, 0, N_("Number of the breach.") },
	{ "title", N_("Breach"), FIELD_TEXT, FIELD_FILTER, 30, 0, N_("What happened, in a few words.") },
	{ "clock", N_("Clock"), FIELD_CHOICE, FIELD_FILTER, 14, 0, N_("Whether the authority was told in time."),
	    .choices = clocks },
	{ "hours_left", N_("Hours"), FIELD_NUMBER, 0, 6, 0, N_("Left to report, weekends included; below zero = late.") },
	{ "aware_at", N_("Known since"), FIELD_TIME, FIELD_SORTABLE | FIELD_FILTER, 14, 0, N_("When somebody here knew of it.") },
	{ "people", N_("People"), FIELD_NUMBER, 0, 8, 0, N_("How many are affected; empty = not looked up.") },
	{ "risk", N_("Risk"), FIELD_CHOICE, FIELD_FILTER, 24, 0, N_("For the people."), .choices = risks },
	{ "due_at", N_("Report by"), FIELD_TIME, FIELD_HIDDEN | FIELD_FILTER, 16, 0, N_("When the authority must know.") },
	{ "reported_at", N_("Reported"), FIELD_TIME, FIELD_HIDDEN | FIELD_FILTER, 16, 0, N_("When the authority was told first.") },
	{ "handler", N_("Handled by"), FIELD_TEXT, FIELD_HIDDEN, 12, 0, N_("Who handles it.") },
	{ "closed_at", N_("Closed"), FIELD_TIME, FIELD_HIDDEN | FIELD_FILTER, 16, 0, N_("When it was closed.") },
	{ 0 },
};

static const struct field create[] = {
	{ "title", N_("Breach"), FIELD_TEXT, FIELD_REQUIRED, 0, 200, N_("What happened, in a few words.") },
	{ "aware_at", N_("Known since"), FIELD_TIME, FIELD_REQUIRED, 0, 0,
	    N_("When somebody here knew of it: the clock begins. Such as today 09:30.") },
	{ "nature", N_("Nature"), FIELD_CHOICE, FIELD_REQUIRED, 0, 0, N_("What became of the data."), .choices = natures },
	{ "facts", N_("What happened"), FIELD_LINES, 0, 0, 20000, N_("As far as it is known; more can be added later.") },
	{ 0 },
};

static const char *const defaults[] = { "nature", "confidentiality", NULL };

static const struct field facts_form[] = {
	{ "title", N_("Breach"), FIELD_TEXT, FIELD_REQUIRED, 0, 200, N_("What happened, in a few words.") },
	{ "nature", N_("Nature"), FIELD_CHOICE, FIELD_REQUIRED, 0, 0, N_("What became of the data."), .choices = natures },
	{ "aware_at", N_("Known since"), FIELD_TIME, FIELD_REQUIRED, 0, 0, N_("When somebody here knew of it: the clock begins.") },
	{ "due_at", N_("Report by"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("By the setting breach_hours, weekends included.") },
	{ "hours_left", N_("Hours left"), FIELD_NUMBER, FIELD_READONLY, 0, 0,
	    N_("Left to report, weekends included; below zero = late.") },
	{ "happened_from", N_("Went on from"), FIELD_TIME, 0, 0, 0, N_("From when it went on.") },
	{ "happened_to", N_("Until"), FIELD_TIME, 0, 0, 0, N_("Until when.") },
	{ "facts", N_("What happened"), FIELD_LINES, 0, 0, 20000, N_("Goes into report and letter.") },
	{ "consequences", N_("Consequences"), FIELD_LINES, 0, 0, 20000, N_("What it is likely to mean for the people.") },
	{ "measures", N_("Measures"), FIELD_LINES, 0, 0, 20000, N_("What was and will be done, and what people can do.") },
	{ 0 },
};

static const struct field scope[] = {
	{ "scope_from", N_("From"), FIELD_TIME, 0, 0, 0, N_("Window in which trail and logs are searched.") },
	{ "scope_to", N_("To"), FIELD_TIME, 0, 0, 0, N_("End of the window.") },
	{ "scope_address", N_("Address"), FIELD_ADDRESS, 0, 0, 0,
	    N_("Only what came from this address or network; empty = from anywhere.") },
	{ "scope_user_id", N_("Account"), FIELD_TEXT, 0, 0, 12, N_("Only this account; empty = all.") },
	{ "scope_staff", N_("Colleague"), FIELD_TEXT, 0, 0, 254,
	    N_("Only what this colleague looked at and changed: log-in name; empty = all.") },
	{ "scoped_at", N_("Looked up"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When it was looked up last; S does.") },
	{ "people", N_("People"), FIELD_NUMBER, FIELD_READONLY, 0, 0, N_("How many are affected; the tab People names them.") },
	{ "categories", N_("Data"), FIELD_TEXT, FIELD_READONLY, 0, 0,
	    N_("Categories of data that were reached, by the data map.") },
	{ 0 },
};

static const struct field judgement[] = {
	{ "risk", N_("Risk"), FIELD_CHOICE, FIELD_REQUIRED, 0, 0, N_("For the people."), .choices = risks },
	{ "reported_at", N_("Reported"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When the authority was told first.") },
	{ "report_reference", N_("Reference"), FIELD_TEXT, 0, 0, 200, N_("Number that the authority gave.") },
	{ "late_reason", N_("Why late"), FIELD_LINES, 0, 0, 2000, N_("A report after the term needs a reason.") },
	{ "unreported_reason", N_("Why not reported"), FIELD_LINES, 0, 0, 2000,
	    N_("Without a risk no report is needed; the reason stays in the register.") },
	{ "told_at", N_("People told"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When the first letter was sent.") },
	{ "untold_ground", N_("Ground not to tell"), FIELD_CHOICE, 0, 0, 0, N_("Art. 34(3): why people need not be told."),
	    .choices = grounds },
	{ "untold_reason", N_("In words"), FIELD_LINES, 0, 0, 2000, N_("Which encryption, how the risk was removed.") },
	{ "closed_at", N_("Closed"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("C closes it.") },
	{ 0 },
};

static const char *const of_breaches[] = { "entity", "privacy.breaches", NULL };

static const struct entity_tab tabs[] = {
	{ .name = "facts", .label = N_("Facts"), .fields = facts_form },
	{ .name = "scope", .label = N_("Scope"), .fields = scope },
	{ .name = "people", .label = N_("People"), .related = &breach_person_entity, .column = "breach_id" },
	{ .name = "judgement", .label = N_("Judgement"), .fields = judgement },
	{ .name = "notes", .label = N_("Notes and texts"), .related = &breach_note_entity, .column = "breach_id" },
	{ .name = "lists", .label = N_("Lists"), .right = "audit.view", .related = &breach_list_entity, .column = "breach_id" },
	{ .name = "history",
	    .label = N_("History"),
	    .right = "audit.view",
	    .related = &change_entity,
	    .column = "key",
	    .fixed = of_breaches },
	{ 0 },
};

static const char *const facts[] = { "due_at", "risk", "handler", NULL };

static bool is_open(const struct screen *s)
{
	return entity_version(s) > 0 && !entity_value(s, "closed_at");
}

static bool is_closed(const struct screen *s)
{
	return entity_value(s, "closed_at") != NULL;
}

static void look_up(struct app *a, struct screen *s)
{
	(void)a;
	entity_act(s, "scope", NULL, 0, _("Looked up: the tab People names those affected."));
}

/* Kind and language of each text that can be drafted. */
static const struct {
	const char *kind, *language, *label;
} texts[] = { { "authority", "en", N_("report to the authority, English") },
	{ "authority", "nl", N_("report to the authority, Dutch") }, { "people", "en", N_("letter to the people, English") },
	{ "people", "nl", N_("letter to the people, Dutch") } };
enum { TEXTS = sizeof texts / sizeof texts[0] };

static void text_chosen(void *ctx, int index)
{
	struct api_change args[] = { { .column = "kind", .value = index < 0 ? NULL : texts[index].kind },
		{ .column = "language", .value = index < 0 ? NULL : texts[index].language } };

	if (index >= 0)
		entity_act(ctx, "draft", args, 2, _("Drafted: it stands in the tab Notes and texts, to edit and send."));
}

static void draft(struct app *a, struct screen *s)
{
	const char *labels[TEXTS];

	for (int i = 0; i < TEXTS; i++)
		labels[i] = _(texts[i].label);
	dialog_choose(a, _("Which text?"), labels, TEXTS, -1, text_chosen, s);
}

static void close_agreed(void *ctx, bool agreed)
{
	if (agreed)
		entity_act(ctx, "close", NULL, 0, _("The breach is closed; it stays in the register."));
}

static void close_breach(struct app *a, struct screen *s)
{
	dialog_confirm(a, _("Close this breach?"),
	    _("It is dealt with: judged, reported or not with its reason, people told or not with theirs."), NULL, NULL,
	    close_agreed, s);
}

static void reopen(struct app *a, struct screen *s)
{
	(void)a;
	entity_act(s, "reopen", NULL, 0, _("The breach is open again."));
}

static const struct action actions[] = {
	{ 'S', "breach.scope", N_("look up who is affected"), N_("look up"), "breach.edit", ACTION_FOOTER, is_open, look_up,
	    N_("Searches trail and logs by the tab Scope and keeps the list.") },
	{ 't', "breach.draft", N_("draft a report or letter"), N_("text"), "breach.edit", ACTION_FOOTER, is_open, draft,
	    N_("Writes the text for the authority or the people from what is known, to edit and send.") },
	{ 'C', "breach.close", N_("close the breach"), N_("close"), "breach.edit", ACTION_FOOTER | ACTION_DANGER, is_open,
	    close_breach, N_("Checks that it was judged, reported and told, or why not.") },
	{ 'O', "breach.reopen", N_("open the breach again"), N_("reopen"), "breach.edit", ACTION_FOOTER, is_closed, reopen,
	    N_("A closed one can be changed again.") },
	{ 0 },
};

const struct entity breach_entity = {
	.name = "breaches",
	.title = N_("Breaches"),
	.one = N_("breach"),
	.empty = N_("No breach is in the register. n enters one, reported or not."),
	.fields = columns,
	.sort = "id",
	.descending = true,
	.flags = ENTITY_OPENS,
	.right_view = "breach.view",
	.right_create = "breach.edit",
	.right_edit = "breach.edit",
	.create = create,
	.defaults = defaults,
	.tabs = tabs,
	.facts = facts,
	.heading = "title",
	.state = "clock",
	.actions = actions,
};
