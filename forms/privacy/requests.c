#include "forms/privacy/privacy.h"
#include "tui/text.h"

const struct field_choice request_kinds[] = { { "access", N_("access (15)") }, { "rectification", N_("rectification (16)") },
	{ "erasure", N_("erasure (17)") }, { "restriction", N_("restriction (18)") }, { "portability", N_("portability (20)") },
	{ "objection", N_("objection (21)") }, { 0 } };
const struct field_choice request_states[] = { { "received", N_("received") }, { "identity", N_("identity asked") },
	{ "progress", N_("in progress") }, { "approval", N_("awaits approval") }, { "done", N_("done") },
	{ "refused", N_("refused") }, { "withdrawn", N_("withdrawn") }, { 0 } };
static const struct field_choice channels[] = { { "email", N_("e-mail") }, { "letter", N_("letter") }, { "phone", N_("phone") },
	{ "website", N_("website") }, { "counter", N_("in person") }, { "authority", N_("through the authority") }, { 0 } };
static const struct field_choice checks[] = { { "", N_("not yet") }, { "logged_in", N_("asked while logged in") },
	{ "answered_mail", N_("answered a mail to the known address") }, { "called_back", N_("called back on the known number") },
	{ "known_facts", N_("knew facts that only the person knows") }, { "in_person", N_("came in person") },
	{ "eid", N_("electronic identity") }, { 0 } };

static const struct field columns[] = {
	{ "number", N_("Number"), FIELD_TEXT, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 9, 0, N_("Number that letters name.") },
	{ "due_on", N_("Due"), FIELD_DATE, FIELD_SORTABLE | FIELD_FILTER, 10, 0,
	    N_("Last day of the term; open requests come first.") },
	{ "days_left", N_("Left"), FIELD_NUMBER, 0, 4, 0,
	    N_("Days that are left; below zero it is too late; empty while it stands still.") },
	{ "kind", N_("Kind"), FIELD_CHOICE, FIELD_FILTER, 12, 0, N_("What is asked for, with the article."),
	    .choices = request_kinds },
	{ "state", N_("State"), FIELD_CHOICE, FIELD_FILTER, 13, 0, N_("How far it is."), .choices = request_states },
	{ "person", N_("Person"), FIELD_TEXT, FIELD_FILTER, 16, 0, N_("Who asks.") },
	{ "next_step", N_("Next"), FIELD_TEXT, FIELD_OURS, 30, 0, N_("What is to be done next.") },
	{ "email", N_("E-mail"), FIELD_TEXT, FIELD_FILTER, 24, 0, N_("Address of the person.") },
	{ "handler", N_("Handler"), FIELD_TEXT, 0, 10, 0, N_("Who handles it.") },
	{ 0 },
};

static const struct field create[] = {
	{ "kind", N_("Kind"), FIELD_CHOICE, FIELD_REQUIRED | FIELD_ON_CREATE, 0, 0, N_("What is asked for, with the article."),
	    .choices = request_kinds },
	{ "user_id", N_("Account"), FIELD_REFERENCE, FIELD_ON_CREATE, 0, 0, N_("Account of the person; empty for a guest."),
	    .source = "users" },
	{ "email", N_("E-mail of a guest"), FIELD_TEXT, FIELD_ON_CREATE, 0, 254,
	    N_("By which a guest is found; of an account its own.") },
	{ "person", N_("Name"), FIELD_TEXT, 0, 0, 200, N_("For letters; empty takes that of the account.") },
	{ "channel", N_("Came by"), FIELD_CHOICE, FIELD_REQUIRED | FIELD_ON_CREATE, 0, 0, N_("How the request came."),
	    .choices = channels },
	{ "received_at", N_("Received"), FIELD_TIME, FIELD_ON_CREATE, 0, 0,
	    N_("When it came into the house, wherever; the term counts from here. Empty = now.") },
	{ "wish", N_("Wish"), FIELD_LINES, 0, 0, 20000, N_("What the person wants, in their words.") },
	{ 0 },
};

static const struct field general[] = {
	{ "next_step", N_("Next"), FIELD_TEXT, FIELD_READONLY | FIELD_OURS, 0, 0, N_("What is to be done next.") },
	{ "kind", N_("Kind"), FIELD_CHOICE, FIELD_READONLY, 0, 0, N_("What is asked for, with the article."),
	    .choices = request_kinds },
	{ "state", N_("State"), FIELD_CHOICE, FIELD_READONLY, 0, 0, N_("How far it is."), .choices = request_states },
	{ "user_id", N_("Account"), FIELD_REFERENCE, FIELD_READONLY, 0, 0, N_("Account of the person; empty for a guest."),
	    .source = "users" },
	{ "email", N_("E-mail"), FIELD_TEXT, FIELD_READONLY, 0, 254, N_("Address of the person.") },
	{ "person", N_("Name"), FIELD_TEXT, 0, 0, 200, N_("For letters.") },
	{ "channel", N_("Came by"), FIELD_CHOICE, FIELD_READONLY, 0, 0, N_("How the request came."), .choices = channels },
	{ "received_at", N_("Received"), FIELD_TIME, FIELD_READONLY, 0, 0,
	    N_("When it came into the house; the term counts from here.") },
	{ "due_on", N_("Due"), FIELD_DATE, FIELD_READONLY, 0, 0, N_("Last day of the term.") },
	{ "first_due_on", N_("First month ends"), FIELD_DATE, FIELD_READONLY, 0, 0,
	    N_("Until then an extension or refusal must be told.") },
	{ "identity_how", N_("Identity"), FIELD_CHOICE, FIELD_READONLY, 0, 0,
	    N_("How it was checked; never by a copy of a document."), .choices = checks },
	{ "duplicate", N_("Asked again after"), FIELD_TEXT, FIELD_READONLY, 0, 0,
	    N_("An open request of the same person and kind; nothing is taken over from it.") },
	{ "identity_note", N_("What was compared"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Noted with the check.") },
	{ "paused_on", N_("Stands still since"), FIELD_DATE, FIELD_READONLY, 0, 0,
	    N_("Only while the answer about the identity is awaited.") },
	{ "extended_months", N_("Extended by months"), FIELD_NUMBER, FIELD_READONLY, 0, 0, N_("Once, at most two.") },
	{ "extension_reason", N_("Why extended"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Told to the person.") },
	{ "handler", N_("Handler"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Who handles it.") },
	{ "wish", N_("Wish"), FIELD_LINES, 0, 0, 20000, N_("What the person wants, in their words.") },
	{ "outcome", N_("Outcome"), FIELD_LINES, FIELD_READONLY, 0, 0, N_("What was answered; for a refusal the reasons.") },
	{ 0 },
};

static const struct entity_tab tabs[] = {
	{ .name = "general", .label = N_("General"), .fields = general },
	{ .name = "notes", .label = N_("Steps and letters"), .related = &request_note_entity, .column = "request_id" },
	{ .name = "exports", .label = N_("Exports"), .related = &export_entity, .column = "request_id" },
	{ .name = "erasures", .label = N_("Erasure"), .related = &erasure_entity, .column = "request_id" },
	{ .name = "notices", .label = N_("Recipients"), .related = &recipient_notice_entity, .column = "request_id" },
	{ 0 },
};

static const char *const facts[] = { "kind", "person", "email", "due_on", NULL };
static const char *const defaults[] = { "kind", "access", "channel", "email", NULL };

const struct entity request_entity = {
	.name = "requests",
	.title = N_("Requests of data subjects"),
	.one = N_("request"),
	.empty = N_("No requests. n registers one."),
	.fields = columns,
	.sort = "due_on",
	.flags = ENTITY_OPENS,
	.right_view = "case.view",
	.right_create = "case.edit",
	.right_edit = "case.edit",
	.create = create,
	.defaults = defaults,
	.parent = "user_id",
	.tabs = tabs,
	.facts = facts,
	.heading = "number",
	.state = "state",
	.actions = request_actions,
};
