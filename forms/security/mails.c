#include "backend/api.h"
#include "forms/security/security.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/list.h"
#include "tui/text.h"

/* ---- what was written, and what became of it ---- */

static const struct field_choice states[] = { { "waiting", N_("waiting") }, { "merged", N_("in another") },
	{ "claimed", N_("being sent") }, { "handed", N_("handed over") }, { "sent", N_("sent") }, { "failed", N_("! failed") },
	{ "uncertain", N_("? uncertain") }, { 0 } };
static const struct field_choice kinds[] = { { "failures", N_("failures") }, { "blocked", N_("block") },
	{ "locked", N_("locked out") }, { "disabled", N_("waits") }, { "unlock", N_("wrong PIN") },
	{ "new_place", N_("new place") }, { "secrets", N_("secrets set") }, { "code", N_("code") }, { "rights", N_("rights") },
	{ "proposal", N_("proposal") }, { "key", N_("SSH key") }, { "trail", N_("trail") }, { "export", N_("export") },
	{ "test", N_("test") }, { "several", N_("several") }, { 0 } };

static const struct field columns[] = {
	{ "at", N_("When"), FIELD_TIME, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 15, 0, N_("When it happened.") },
	{ "state", N_("State"), FIELD_CHOICE, FIELD_FILTER, 11, 0, N_("What became of it."), .choices = states },
	{ "line", N_("What happened"), FIELD_TEXT, FIELD_FILTER, 44, 0, N_("The line in the mail.") },
	{ "recipient", N_("To"), FIELD_TEXT, FIELD_FILTER, 20, 0, N_("Address that it goes to.") },
	{ "kind", N_("About"), FIELD_CHOICE, FIELD_FILTER, 11, 0, N_("What it is about."), .choices = kinds },
	{ "attempts", N_("Tries"), FIELD_NUMBER, FIELD_FILTER, 5, 0, N_("How often it was tried.") },
	{ "error", N_("Trouble"), FIELD_TEXT, FIELD_FILTER, 30, 0, N_("What the mail server, or the way there, said last.") },
	{ 0 },
};

static const struct field whole[] = {
	{ "at", N_("When"), FIELD_TIME, FIELD_READONLY, .help = N_("When it happened.") },
	{ "kind", N_("About"), FIELD_CHOICE, FIELD_READONLY, .help = N_("What it is about."), .choices = kinds },
	{ "about", N_("Colleague"), FIELD_TEXT, FIELD_READONLY, .help = N_("Whom it is about.") },
	{ "recipient", N_("To"), FIELD_TEXT, FIELD_READONLY, .help = N_("Address that it goes to.") },
	{ "state", N_("State"), FIELD_CHOICE, FIELD_READONLY, .help = N_("What became of it."), .choices = states },
	{ "merged_into", N_("In mail"), FIELD_NUMBER, FIELD_READONLY, .help = N_("Number of the mail that tells about it.") },
	{ "attempts", N_("Tries"), FIELD_NUMBER, FIELD_READONLY, .help = N_("How often it was tried.") },
	{ "next_at", N_("Next try"), FIELD_TIME, FIELD_READONLY, .help = N_("Not tried before.") },
	{ "sent_at", N_("Sent"), FIELD_TIME, FIELD_READONLY, .help = N_("When the mail server took it.") },
	{ "error", N_("Trouble"), FIELD_TEXT, FIELD_READONLY, .help = N_("What the mail server, or the way there, said last.") },
	{ "line", N_("What happened"), FIELD_TEXT, FIELD_READONLY, .help = N_("The line in the mail.") },
	{ "subject", N_("Subject"), FIELD_TEXT, FIELD_READONLY, .help = N_("Subject, once it was put together.") },
	{ "body", N_("Text"), FIELD_LINES, FIELD_READONLY, .help = N_("Text, once it was put together.") },
	{ 0 },
};

static void again_agreed(void *ctx, bool agreed)
{
	struct screen *s = ctx;

	if (agreed && entity_key(s))
		entity_act_on(
		    s, mail_entity.name, entity_key(s), 0, "again", NULL, 0, _("It goes out with the next turn of the mailer."));
}

static void again(struct app *a, struct screen *s)
{
	dialog_confirm(a, _("Send it once more?"), _("If it is uncertain whether it arrived, it may come twice."), NULL, NULL,
	    again_agreed, s);
}

static const struct action mail_actions[] = {
	{ 'm', "mail.again", N_("send the mail under the cursor once more"), N_("send again"), "settings.edit", ACTION_FOOTER,
	    entity_has_key, again, N_("For one that failed or is uncertain.") },
	{ 0 },
};

const struct entity mail_entity = {
	.name = "mails",
	.title = N_("Security mail"),
	.one = N_("mail"),
	.empty = N_("No security mail was written."),
	.fields = columns,
	.sort = "at",
	.descending = true,
	.flags = ENTITY_OPENS,
	.right_view = "mail.view",
	.tabs = (const struct entity_tab[]) { { "mail", N_("Mail"), .fields = whole }, { 0 } },
	.heading = "subject",
	.state = "state",
	.row_actions = mail_actions,
};

/* ---- which events are mailed ---- */

static const struct field switches[] = {
	{ "label", N_("What happened"), FIELD_TEXT, FIELD_KEY | FIELD_FILTER | FIELD_OURS, 50, 0, N_("What such mail is about.") },
	{ "enabled", N_("Mailed"), FIELD_YESNO, FIELD_FILTER, 7, 0, N_("Whether such mail is written.") },
	{ "to_superadmins", N_("Superadmins"), FIELD_YESNO, 0, 12, 0,
	    N_("It goes to the superadmins, and to the address in the settings.") },
	{ "to_person", N_("The person"), FIELD_YESNO, 0, 11, 0, N_("It goes to the colleague whom it is about.") },
	{ 0 },
};

static void flip_agreed(void *ctx, bool agreed)
{
	struct screen *s = ctx;
	const struct list *l = s->class->list ? s->class->list(s) : NULL;
	const char *now = l ? list_value(l, "enabled") : NULL;
	struct api_change arg = { .column = "value", .value = now && now[0] == 't' ? "f" : "t" };

	if (agreed && now && entity_key(s))
		entity_act_on(s, mail_kind_entity.name, entity_key(s), 0, "set", &arg, 1,
		    now[0] == 't' ? _("Such mail is no longer written.") : _("Such mail is written."));
}

static void flip(struct app *a, struct screen *s)
{
	dialog_confirm(a, _("Switch this kind of mail?"), _("On becomes off, off becomes on."), NULL, NULL, flip_agreed, s);
}

static void test(struct app *a, struct screen *s)
{
	(void)a;
	entity_act_on(
	    s, mail_kind_entity.name, entity_key(s), 0, "test", NULL, 0, _("A test mail to you was written; the mailer sends it."));
}

static const struct action switch_actions[] = {
	{ 'p', "mail.switch", N_("switch this kind of mail on or off"), N_("on/off"), "settings.edit", ACTION_FOOTER,
	    entity_has_key, flip, N_("What happens without a mail is in the trail and on the watch screen all the same.") },
	{ 'm', "mail.test", N_("send me a test mail"), N_("test"), "settings.edit", ACTION_FOOTER, entity_has_key, test,
	    N_("Shows whether the mailer works.") },
	{ 0 },
};

const struct entity mail_kind_entity = {
	.name = "mail_kinds",
	.title = N_("What is mailed"),
	.one = N_("kind of mail"),
	.empty = N_("There are no kinds of mail."),
	.fields = switches,
	.flags = ENTITY_VERSION,
	.right_view = "mail.view",
	.row_actions = switch_actions,
};
