#include "backend/api.h"
#include "forms/privacy/privacy.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/list.h"
#include "tui/text.h"

#include <string.h>

/* What hangs on requests and erasures: steps and letters, texts of letters, holds, the ledger. */

static const struct field_choice note_kinds[] = { { "comment", N_("comment") }, { "step", N_("step") }, { "letter", N_("letter") },
	{ 0 } };
static const struct field_choice hold_kinds[] = { { "restriction", N_("restriction (18)") }, { "hold", N_("legal hold") }, { 0 } };
static const struct field_choice languages[] = { { "en", N_("English") }, { "nl", N_("Dutch") }, { 0 } };

static const struct field notes[] = {
	{ "at", N_("When"), FIELD_TIME, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 16, 0, N_("When it was written.") },
	{ "kind", N_("Kind"), FIELD_CHOICE, FIELD_FILTER, 8, 0, N_("Comment, step or letter."), .choices = note_kinds },
	{ "subject", N_("Subject"), FIELD_TEXT, 0, 30, 0, N_("What happened, or the subject of the letter.") },
	{ "body", N_("Text"), FIELD_TEXT, 0, 30, 0, N_("The text; Enter shows it whole.") },
	{ "sent_at", N_("Sent"), FIELD_TIME, 0, 12, 0, N_("When the letter was sent.") },
	{ "author", N_("Who"), FIELD_TEXT, 0, 10, 0, N_("Who wrote it.") },
	{ 0 },
};
static const struct field note_text[] = {
	{ "kind", N_("Kind"), FIELD_CHOICE, FIELD_REQUIRED | FIELD_ON_CREATE | FIELD_READONLY, 0, 0, N_("Comment or letter."),
	    .choices = note_kinds },
	{ "subject", N_("Subject"), FIELD_TEXT, 0, 0, 200, N_("What it is about.") },
	{ "body", N_("Text"), FIELD_LINES, FIELD_REQUIRED, 0, 20000, N_("The text.") },
	{ 0 },
};
static const struct entity_tab note_tabs[] = { { .name = "text", .label = N_("Text"), .fields = note_text }, { 0 } };
static const char *const note_facts[] = { "at", "author", "sent_at", NULL };
static const char *const note_defaults[] = { "kind", "comment", NULL };

static void mark_sent(struct app *a, struct screen *s)
{
	(void)a;
	entity_act(s, "sent", NULL, 0, _("Marked as sent."));
}

const struct action request_note_actions[] = {
	{ 'S', "letter.sent", N_("mark the letter as sent"), N_("sent"), "case.edit", ACTION_FOOTER, NULL, mark_sent,
	    N_("Notes day and time.") },
	{ 0 },
};

const struct entity request_note_entity = {
	.name = "request_notes",
	.title = N_("Steps and letters"),
	.one = N_("note"),
	.empty = N_("Nothing yet. n writes a comment."),
	.fields = notes,
	.sort = "at",
	.descending = true,
	.flags = ENTITY_OPENS,
	.right_view = "case.view",
	.right_create = "case.edit",
	.right_edit = "case.edit",
	.create = note_text,
	.defaults = note_defaults,
	.parent = "request_id",
	.tabs = note_tabs,
	.facts = note_facts,
	.heading = "subject",
	.actions = request_note_actions,
};

static const struct field letters[] = {
	{ "name", N_("Letter"), FIELD_TEXT, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 12, 0, N_("What it is for.") },
	{ "language", N_("Language"), FIELD_CHOICE, FIELD_FILTER, 10, 0, N_("English or Dutch."), .choices = languages },
	{ "subject", N_("Subject"), FIELD_TEXT, 0, 44, 0, N_("Subject; {number} is filled in.") },
	{ 0 },
};
static const struct field letter_text[] = {
	{ "subject", N_("Subject"), FIELD_TEXT, FIELD_REQUIRED, 0, 200, N_("Subject; {number} is filled in.") },
	{ "body", N_("Text"), FIELD_LINES, FIELD_REQUIRED, 0, 20000,
	    N_("{person} {number} {received} {due} {reason} {outcome} {until} {site} are filled in.") },
	{ 0 },
};
static const struct entity_tab letter_tabs[] = { { .name = "text", .label = N_("Text"), .fields = letter_text }, { 0 } };

const struct entity letter_text_entity = {
	.name = "letter_texts",
	.title = N_("Texts of letters"),
	.one = N_("text"),
	.empty = N_("There are no texts."),
	.fields = letters,
	.sort = "name",
	.flags = ENTITY_OPENS,
	.right_view = "case.view",
	.right_edit = "case.edit",
	.tabs = letter_tabs,
	.heading = "subject",
};

static const struct field holds[] = {
	{ "user_id", N_("Account"), FIELD_REFERENCE, FIELD_KEY | FIELD_FILTER, 9, 0, N_("The account."), .source = "users" },
	{ "kind", N_("Kind"), FIELD_CHOICE, FIELD_FILTER, 16, 0, N_("Restriction of processing, or legal hold."),
	    .choices = hold_kinds },
	{ "reason", N_("Reason"), FIELD_TEXT, 0, 30, 0, N_("Why.") },
	{ "set_at", N_("Since"), FIELD_TIME, FIELD_SORTABLE | FIELD_FILTER, 12, 0, N_("When it was set.") },
	{ "notice_sent_at", N_("Notice"), FIELD_TIME, 0, 12, 0, N_("When the person was told that it will be lifted.") },
	{ "lifted_at", N_("Lifted"), FIELD_TIME, FIELD_FILTER, 12, 0, N_("When it was lifted.") },
	{ 0 },
};
static const struct field hold_create[] = {
	{ "user_id", N_("Account"), FIELD_REFERENCE, FIELD_REQUIRED | FIELD_ON_CREATE, 0, 0, N_("The account."),
	    .source = "users" },
	{ "kind", N_("Kind"), FIELD_CHOICE, FIELD_REQUIRED | FIELD_ON_CREATE, 0, 0,
	    N_("Restricted data are not used or changed; held data are not removed."), .choices = hold_kinds },
	{ "reason", N_("Reason"), FIELD_TEXT, FIELD_REQUIRED, 0, 1000, N_("Why.") },
	{ 0 },
};

static void lift_agreed(void *ctx, bool agreed)
{
	struct screen *s = ctx;

	if (agreed && entity_key(s))
		entity_act_on(s, "holds", entity_key(s), 0, "lift", NULL, 0, _("Lifted."));
}

static void lift(struct app *a, struct screen *s)
{
	dialog_confirm(a, _("Lift it?"), _("The data can be used, changed and removed again."), NULL, NULL, lift_agreed, s);
}

static void notice(struct app *a, struct screen *s)
{
	(void)a;
	entity_act_on(s, "holds", entity_key(s), 0, "notice", NULL, 0, _("Noted: the person was told."));
}

const struct action hold_actions[] = {
	{ 'd', "hold.lift", N_("lift the one under the cursor"), N_("lift"), "hold.edit", ACTION_FOOTER | ACTION_DANGER,
	    entity_has_key, lift, N_("A restriction only after the person was told.") },
	{ 't', "hold.notice", N_("note that the person was told"), N_("told"), "hold.edit", ACTION_FOOTER, entity_has_key, notice,
	    N_("Art. 18(3): before a restriction is lifted.") },
	{ 0 },
};

const struct entity hold_entity = {
	.name = "holds",
	.title = N_("Restrictions and holds"),
	.one = N_("hold"),
	.empty = N_("None. n sets one."),
	.fields = holds,
	.sort = "set_at",
	.descending = true,
	.flags = ENTITY_VERSION,
	.right_view = "hold.view",
	.right_create = "hold.edit",
	.create = hold_create,
	.parent = "user_id",
	.row_actions = hold_actions,
};

static const struct field ledger[] = {
	{ "no", N_("No"), FIELD_NUMBER, FIELD_KEY | FIELD_SORTABLE, 6, 0, N_("Number in the ledger.") },
	{ "at", N_("When"), FIELD_TIME, 0, 16, 0, N_("When it was done.") },
	{ "erasure_id", N_("Erasure"), FIELD_NUMBER, FIELD_FILTER, 8, 0, N_("The erasure.") },
	{ "signed", N_("Signed"), FIELD_YESNO, 0, 6, 0, N_("Signed with the key of this machine.") },
	{ "hash", N_("Hash"), FIELD_TEXT, 0, 24, 0, N_("Over this line and the one before.") },
	{ 0 },
};
static const struct field certificate[] = {
	{ "certificate", N_("Certificate"), FIELD_LINES, FIELD_READONLY, 0, 0, N_("What is signed: it names nobody.") },
	{ "signature", N_("Signature"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Ed25519 over the certificate.") },
	{ 0 },
};
static const struct entity_tab ledger_tabs[] = { { .name = "certificate", .label = N_("Certificate"), .fields = certificate },
	{ 0 } };

const struct entity ledger_entity = {
	.name = "ledger",
	.title = N_("Ledger of erasures"),
	.one = N_("line"),
	.empty = N_("Nothing was erased yet."),
	.fields = ledger,
	.sort = "no",
	.descending = true,
	.flags = ENTITY_OPENS,
	.right_view = "case.view",
	.tabs = ledger_tabs,
};

static const struct field_choice export_kinds[] = { { "access", N_("access (15)") }, { "portability", N_("portability (20)") },
	{ 0 } };
static const struct field_choice export_states[] = { { "queued", N_("waiting") }, { "running", N_("at work") },
	{ "paused", N_("paused") }, { "failed", N_("failed") }, { "cancelled", N_("cancelled") }, { "made", N_("made") },
	{ "over", N_("term over") }, { 0 } };
static const struct field exports[] = {
	{ "id", N_("No"), FIELD_NUMBER, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 6, 0, N_("Number of the export.") },
	{ "kind", N_("Kind"), FIELD_CHOICE, FIELD_FILTER, 16, 0, N_("Everything, or what the person provided."),
	    .choices = export_kinds },
	{ "person", N_("Person"), FIELD_TEXT, 0, 20, 0, N_("Account or e-mail address.") },
	{ "state", N_("State"), FIELD_CHOICE, 0, 9, 0, N_("Waiting for a worker, at work, made, or past its term."),
	    .choices = export_states },
	{ "job_id", N_("Job"), FIELD_REFERENCE, FIELD_FILTER, 6, 0, N_("Its job: steward fetch JOB brings the package."),
	    .source = "jobs" },
	{ "asked_at", N_("Made"), FIELD_TIME, FIELD_FILTER, 14, 0, N_("When it was asked for.") },
	{ "rows", N_("Rows"), FIELD_NUMBER, 0, 9, 0, N_("Rows in the package.") },
	{ "expires_at", N_("Until"), FIELD_TIME, 0, 14, 0, N_("Until when the package may be handed over.") },
	{ "handovers", N_("Handed over"), FIELD_NUMBER, 0, 6, 0, N_("How often.") },
	{ "sha256", N_("SHA-256"), FIELD_TEXT, FIELD_HIDDEN, 24, 0, N_("By which the package is known again.") },
	{ 0 },
};

static void handed(void *ctx, const char *text)
{
	struct screen *s = ctx;
	struct api_change arg = { .column = "how", .value = text };

	if (text && entity_row(s))
		entity_act_on(
		    s, "exports", entity_row(s), 0, "hand_over", &arg, 1, _("Noted. Give the passphrase by another way."));
}

static void hand_over(struct app *a, struct screen *s)
{
	static const struct field how = { "how", N_("How, and to whom"), FIELD_TEXT, FIELD_REQUIRED, 0, 200,
		N_("Such as: by mail to the known address.") };

	dialog_ask(a, _("The package was handed over"), &how, "", handed, s);
}

static const struct action export_verbs[] = {
	{ 'H', "export.hand_over", N_("note that the package was handed over"), N_("handed over"), "export.person", ACTION_FOOTER,
	    entity_has_row, hand_over, N_("Refused once its term is over.") },
	{ 0 },
};

const struct entity export_entity = {
	.name = "exports",
	.title = N_("Exports of a person"),
	.one = N_("export"),
	.empty = N_("None. P on the record of a user or request makes one."),
	.fields = exports,
	.sort = "id",
	.descending = true,
	.right_view = "case.view",
	.parent = "request_id",
	.verbs = export_verbs,
};
