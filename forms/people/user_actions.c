#include <stdio.h>
#include <string.h>

#include "backend/api.h"
#include "forms/contact/contact.h"
#include "forms/people/people.h"
#include "forms/privacy/privacy.h"
#include "forms/privacy/registers.h"
#include "forms/security/security.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/text.h"

/* What can be done to a user besides editing his fields. */

static const struct field_choice own_values[] = { { "", N_("inherit from the group") }, { "t", N_("yes") }, { "f", N_("no") },
	{ 0 } };

static bool is_enabled(const struct screen *s)
{
	const char *v = entity_value(s, "enabled");

	return v && v[0] == 't';
}

static bool is_disabled(const struct screen *s)
{
	const char *v = entity_value(s, "enabled");

	return v && v[0] == 'f';
}

static bool is_hidden(const struct screen *s)
{
	return entity_value(s, "hidden_at") != NULL;
}

static bool is_shown(const struct screen *s)
{
	return entity_version(s) > 0 && !is_hidden(s);
}

static bool in_permissions(const struct screen *s)
{
	return strcmp(entity_tab_shown(s), "permissions") == 0 && entity_tab_row(s);
}

static void enable(struct app *a, struct screen *s)
{
	(void)a;
	entity_act(s, "enable", NULL, 0, _("The account is enabled: the user can log in again."));
}

static void disable_agreed(void *ctx, bool agreed)
{
	if (agreed)
		entity_act(ctx, "disable", NULL, 0, _("The account is disabled. E enables it again."));
}

static void ask(struct app *a, struct screen *s, const char *title, const char *text, dialog_answer fn)
{
	char full[512];

	snprintf(
	    full, sizeof full, "%s %s\n%s", entity_key(s), entity_value(s, "full_name") ? entity_value(s, "full_name") : "", text);
	dialog_confirm(a, title, full, NULL, NULL, fn, s);
}

static void disable(struct app *a, struct screen *s)
{
	ask(a, s, _("Disable this account?"), _("The user cannot log in any more and his sessions end. Nothing is deleted."),
	    disable_agreed);
}

static void hide_agreed(void *ctx, bool agreed)
{
	if (agreed)
		entity_act(ctx, "hide", NULL, 0, _("The account is hidden. H brings it back."));
}

static void hide(struct app *a, struct screen *s)
{
	ask(a, s, _("Hide this account?"),
	    _("It is kept with its orders and invoices, but cannot be used and is left out of the website."), hide_agreed);
}

static void restore(struct app *a, struct screen *s)
{
	(void)a;
	entity_act(s, "restore", NULL, 0, _("The account is back."));
}

static void rename_login(struct app *a, struct screen *s)
{
	static const struct field login = { .name = "login",
		.label = N_("New log-in name"),
		.kind = FIELD_TEXT,
		.limit = 254,
		.flags = FIELD_REQUIRED,
		.help = N_("Unique; may be the e-mail address.") };
	static const struct entity_question q = { N_("Rename the log-in"), &login, "rename",
		N_("The log-in was renamed; tell the user the new name."), "login" };

	(void)a;
	entity_ask(s, &q);
}

/* Wire value of the row under the cursor in the tab shown. */
static const char *tab_value(struct screen *s, const char *column)
{
	const struct list *l = s->class->list ? s->class->list(s) : NULL;
	const char *value = l ? list_value(l, column) : NULL;

	return value ? value : "";
}

static void permission_chosen(void *ctx, int index)
{
	struct screen *s = ctx;
	struct api_change arg = { .column = "value", .value = index >= 0 ? own_values[index].value : NULL };

	if (index >= 0 && entity_tab_row(s))
		entity_act_on(s, user_permission_entity.name, entity_tab_row(s), 0, "set", &arg, 1,
		    _("Set. It holds from the user's next page."));
}

static void set_permission(struct app *a, struct screen *s)
{
	const char *labels[] = { _(own_values[0].label), _(own_values[1].label), _(own_values[2].label) };

	char title[256];

	snprintf(title, sizeof title, "%s: %s", tab_value(s, "label"), _("this user's own value"));
	dialog_choose(a, title, labels, 3, -1, permission_chosen, s);
}

/* In a list c chooses its columns. */
static bool in_form(const struct screen *s)
{
	return !s->class->list(s);
}

static bool in_list(const struct screen *s)
{
	return !in_form(s);
}

static void note_contact(struct app *a, struct screen *s)
{
	entity_create(a, &contact_moment_entity, entity_key(s));
}

static void give_task(struct app *a, struct screen *s)
{
	entity_create(a, &task_entity, entity_key(s));
}

static void write_message(struct app *a, struct screen *s)
{
	entity_create(a, &message_entity, entity_key(s));
}

static bool gets_mailings(const struct screen *s)
{
	const char *v = entity_value(s, "marketing");

	return v && v[0] == 't';
}

static bool gets_none(const struct screen *s)
{
	const char *v = entity_value(s, "marketing");

	return v && v[0] == 'f';
}

const struct action user_actions[] = {
	{ 'c', "user.contact", N_("write down a contact moment"), N_("contact"), "contact.edit", ACTION_FOOTER, in_form,
	    note_contact, N_("A call, mail or meeting with this user, with a day to come back to it.") },
	{ 'C', "user.contact.list", N_("write down a contact moment"), N_("contact"), "contact.edit", ACTION_HIDDEN, in_list,
	    note_contact, N_("As c does where no list has that key.") },
	{ 'T', "user.task", N_("make a task about this user"), NULL, "task.edit", 0, NULL, give_task,
	    N_("Something to do, for a colleague or whoever comes first.") },
	{ 'M', "user.message", N_("write a message to this user"), NULL, "message.write", 0, NULL, write_message,
	    N_("The client reads it on the website.") },
	{ 'm', "user.opt_in", N_("register a consent to mailings"), NULL, "consent.edit", 0, gets_none, consent_opt_in,
	    N_("Asks how the person told it; the tab Consents keeps the history.") },
	{ 'm', "user.opt_out", N_("register that mailings are not wanted any more"), NULL, "consent.edit", 0, gets_mailings,
	    consent_opt_out, N_("Asks how the person told it; the tab Consents keeps the history.") },
	{ 'P', "user.package", N_("export all that is held on this person"), NULL, "export.person", 0, NULL, package_of_user,
	    N_("A worker makes the package; the passphrase is shown once, now.") },
	{ 'R', "user.rename", N_("rename the log-in"), N_("rename"), "user.rename", ACTION_FOOTER, NULL, rename_login,
	    N_("Gives the user another unique log-in name.") },
	{ 'E', "user.enable", N_("enable the account"), N_("enable"), "user.disable", ACTION_FOOTER, is_disabled, enable,
	    N_("The user can log in again.") },
	{ 'D', "user.disable", N_("disable the account"), N_("disable"), "user.disable", ACTION_FOOTER | ACTION_DANGER, is_enabled,
	    disable, N_("The user cannot log in until it is enabled again.") },
	{ 'X', "user.hide", N_("hide the account (\"delete\")"), NULL, "user.hide", ACTION_DANGER, is_shown, hide,
	    N_("Keeps the record while orders and invoices hang on it.") },
	{ 'H', "user.restore", N_("bring a hidden account back"), N_("bring back"), "user.hide", ACTION_FOOTER, is_hidden, restore,
	    N_("Undoes hiding.") },
	{ 'p', "user.permission", N_("set the permission under the cursor"), N_("set"), "user.permission", ACTION_FOOTER,
	    in_permissions, set_permission, N_("Yes or no on the account wins over the group; empty inherits.") },
	{ 0 },
};
