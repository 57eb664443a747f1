#include "backend/api.h"
#include "forms/privacy/privacy.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/text.h"

#include <string.h>

enum { CHECKS = 6, LETTERS = 8 };

static const struct field_choice ways[CHECKS] = { { "logged_in", N_("asked while logged in") },
	{ "answered_mail", N_("answered a mail to the known address") }, { "called_back", N_("called back on the known number") },
	{ "known_facts", N_("knew facts that only the person knows") }, { "in_person", N_("came in person") },
	{ "eid", N_("electronic identity") } };
static const struct field_choice letters[LETTERS] = { { "receipt", N_("we received your request") },
	{ "identity", N_("please show who you are") }, { "extension", N_("it takes longer") }, { "refusal", N_("we cannot do it") },
	{ "access", N_("your data are enclosed") }, { "erasure", N_("your data will be erased") },
	{ "partial", N_("your data are erased in part") }, { "done", N_("your request is done") } };
static const struct field reason = { "reason", N_("Reason"), FIELD_TEXT, FIELD_REQUIRED, 0, 500,
	N_("In words that the person will read.") };
static const struct field outcome = { "outcome", N_("Answer"), FIELD_TEXT, 0, 0, 500,
	N_("What was answered; for a refusal the reasons.") };

/* A refusal without them is refused itself: Enter struck at once does not even send it. */
static const struct field reasons = { "outcome", N_("Answer"), FIELD_TEXT, FIELD_REQUIRED, 0, 500,
	N_("What was answered; for a refusal the reasons.") };

static bool is_open(const struct screen *s)
{
	const char *state = entity_value(s, "state");

	return state && strcmp(state, "done") != 0 && strcmp(state, "refused") != 0 && strcmp(state, "withdrawn") != 0;
}

static bool is_unchecked(const struct screen *s)
{
	const char *how = entity_value(s, "identity_how");

	return is_open(s) && (!how || !how[0]);
}

static bool wants_erasure(const struct screen *s)
{
	const char *kind = entity_value(s, "kind");

	return is_open(s) && !is_unchecked(s) && kind && (strcmp(kind, "erasure") == 0 || strcmp(kind, "objection") == 0);
}

static bool wants_export(const struct screen *s)
{
	const char *kind = entity_value(s, "kind");

	return is_open(s) && !is_unchecked(s) && kind && (strcmp(kind, "access") == 0 || strcmp(kind, "portability") == 0);
}

static void labels_of(const struct field_choice *c, int n, const char **out)
{
	for (int i = 0; i < n; i++)
		out[i] = _(c[i].label);
}

static void ask_identity(struct app *a, struct screen *s)
{
	(void)a;
	entity_act(s, "ask_identity", NULL, 0, _("The term stands still until the identity is checked. l writes the letter."));
}

static void way_chosen(void *ctx, int index)
{
	struct api_change arg = { .column = "how", .value = index >= 0 ? ways[index].value : NULL };

	if (index >= 0)
		entity_act(ctx, "identity", &arg, 1, _("Noted. The term goes on."));
}

static void note_identity(struct app *a, struct screen *s)
{
	const char *labels[CHECKS];

	labels_of(ways, CHECKS, labels);
	dialog_choose(a, _("How was the identity checked? Never keep a copy of a document."), labels, CHECKS, -1, way_chosen, s);
}

static void letter_chosen(void *ctx, int index)
{
	struct api_change arg = { .column = "letter", .value = index >= 0 ? letters[index].value : NULL };

	if (index >= 0)
		entity_act(ctx, "letter", &arg, 1,
		    _("The letter stands in the tab Steps and letters; change it there, then mark it as sent."));
}

static void begin_letter(struct app *a, struct screen *s)
{
	const char *labels[LETTERS];

	labels_of(letters, LETTERS, labels);
	dialog_choose(a, _("Which letter?"), labels, LETTERS, -1, letter_chosen, s);
}

static void extended(void *ctx, const char *text)
{
	struct api_change args[] = { { .column = "months", .value = "2" }, { .column = "reason", .value = text } };

	if (text)
		entity_act(ctx, "extend", args, 2,
		    _("Extended by two months. Tell the person within the first month: l writes the letter."));
}

static void extend(struct app *a, struct screen *s)
{
	dialog_ask(a, _("Extend the term by two months, once"), &reason, "", extended, s);
}

static void close_done(struct app *a, struct screen *s)
{
	static const struct entity_question q = { N_("Close as answered"), &outcome, "done",
		N_("The request is closed as answered.") };

	(void)a;
	entity_ask(s, &q);
}

static void refuse(struct app *a, struct screen *s)
{
	static const struct entity_question q = { N_("Refuse, with the reasons"), &reasons, "refuse",
		N_("Refused. The letter must name complaint and court: l writes it.") };

	(void)a;
	entity_ask(s, &q);
}

static void withdraw_agreed(void *ctx, bool agreed)
{
	if (agreed)
		entity_act(ctx, "withdraw", NULL, 0, _("The request is closed as withdrawn."));
}

static void withdraw(struct app *a, struct screen *s)
{
	dialog_confirm(a, _("Did the person withdraw the request?"), _("It is closed; a new one starts from the beginning."), NULL,
	    NULL, withdraw_agreed, s);
}

static bool wants_restriction(const struct screen *s)
{
	const char *kind = entity_value(s, "kind"), *account = entity_value(s, "user_id");

	return is_open(s) && !is_unchecked(s) && kind && strcmp(kind, "restriction") == 0 && account && account[0];
}

static void restricted(void *ctx, const char *text)
{
	struct api_change arg = { .column = "reason", .value = text };

	if (text)
		entity_act(ctx, "restrict", &arg, 1, _("Restricted: neither the website nor the console changes the data now."));
}

static void restrict_account(struct app *a, struct screen *s)
{
	dialog_ask(a, _("Restrict the account: why?"), &reason, "", restricted, s);
}

static void plan_erasure(struct app *a, struct screen *s)
{
	(void)a;
	entity_act(s, "erasure", NULL, 0, _("The plan stands in the tab Erasure; nothing was erased."));
}

const struct action request_actions[] = {
	{ 'i', "request.identity", N_("note how the identity was checked"), N_("identity"), "case.edit", ACTION_FOOTER,
	    is_unchecked, note_identity, N_("Nothing is exported or erased before.") },
	{ 'I', "request.ask_identity", N_("ask who it is; the term stands still"), NULL, "case.edit", 0, is_unchecked, ask_identity,
	    N_("Only while the answer is awaited.") },
	{ 'p', "request.erasure", N_("plan the erasure"), N_("plan"), "erase.propose", ACTION_FOOTER, wants_erasure, plan_erasure,
	    N_("Runs it and rolls it back: shows every row, and what stands in the way.") },
	{ 'b', "request.restrict", N_("restrict the processing of the account"), N_("restrict"), "hold.edit", ACTION_FOOTER,
	    wants_restriction, restrict_account, N_("Art. 18: the data stay and are neither used nor changed.") },
	{ 'P', "request.package", N_("make the package of the person's data"), N_("package"), "export.person", ACTION_FOOTER,
	    wants_export, package_of_request, N_("A worker makes it; the passphrase is shown once, now.") },
	{ 'l', "request.letter", N_("begin a letter"), N_("letter"), "case.edit", ACTION_FOOTER, NULL, begin_letter,
	    N_("From the texts under letters, in the person's language.") },
	{ 'x', "request.extend", N_("extend the term by two months"), NULL, "case.edit", 0, is_open, extend,
	    N_("Once, with the reason, within the first month.") },
	{ 'd', "request.done", N_("close as answered"), N_("done"), "case.edit", ACTION_FOOTER, is_open, close_done,
	    N_("When the person has the answer.") },
	{ 'R', "request.refuse", N_("refuse, with the reasons"), NULL, "case.edit", ACTION_DANGER, is_open, refuse,
	    N_("Within the month; the letter names complaint and court.") },
	{ 'W', "request.withdraw", N_("the person withdrew it"), NULL, "case.edit", ACTION_DANGER, is_open, withdraw,
	    N_("Closes the request.") },
	{ 0 },
};
