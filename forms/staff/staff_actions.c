#include <stdio.h>
#include <string.h>

#include "backend/api.h"
#include "forms/staff/staff.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/list.h"
#include "tui/text.h"

/* What can be done to a member of staff. */

static const struct field_choice own_values[] = { { "", N_("as the roles say") }, { "t", N_("given to this person alone") },
	{ "f", N_("denied to this person alone") }, { 0 } };
static const struct field_choice types[] = { { "staff", N_("staff") }, { "superadmin", N_("superadmin") },
	{ "sysadmin", N_("sysadmin") }, { 0 } };

static bool has_value(const struct screen *s, const char *column, const char *value)
{
	const char *now = entity_value(s, column);

	return now && strcmp(now, value) == 0;
}

static bool is_active(const struct screen *s)
{
	return has_value(s, "state_name", "active");
}

static bool is_disabled(const struct screen *s)
{
	return has_value(s, "state_name", "disabled");
}

static bool is_loaded(const struct screen *s)
{
	return entity_version(s) > 0;
}

static bool in_tab(const struct screen *s, const char *tab)
{
	return strcmp(entity_tab_shown(s), tab) == 0 && entity_tab_row(s);
}

static bool in_roles(const struct screen *s)
{
	return in_tab(s, "roles");
}

static bool in_rights(const struct screen *s)
{
	return in_tab(s, "rights");
}

static bool in_keys(const struct screen *s)
{
	return in_tab(s, "keys");
}

static const char *tab_value(const struct screen *s, const char *column)
{
	const struct list *l = s->class->list ? s->class->list(s) : NULL;
	const char *value = l ? list_value(l, column) : NULL;

	return value ? value : "";
}

/* Where a second person is needed, giving does not give yet. */
static const char *done_giving(const struct screen *s, const char *done)
{
	return has_value(s, "second_person", "t") ? _("Done, as far as one person may: what adds a right waits for a second one.")
						  : done;
}

static void ask(struct app *a, struct screen *s, const char *title, const char *text, dialog_answer fn)
{
	const char *name = entity_value(s, "full_name"), *login = entity_value(s, "login");
	char full[512];

	snprintf(full, sizeof full, "%s (%s)\n%s", name ? name : "", login ? login : "", text);
	dialog_confirm(a, title, full, NULL, NULL, fn, s);
}

static void enable(struct app *a, struct screen *s)
{
	(void)a;
	entity_act(s, "enable", NULL, 0, _("The account is enabled: the colleague can log in again."));
}

static void disable_agreed(void *ctx, bool agreed)
{
	if (agreed)
		entity_act(ctx, "disable", NULL, 0, _("The account is disabled. E enables it again."));
}

static void disable(struct app *a, struct screen *s)
{
	ask(a, s, _("Disable this account?"),
	    _("The colleague cannot log in any more and is logged out at once. Nothing is deleted."), disable_agreed);
}

static void type_chosen(void *ctx, int index)
{
	struct api_change arg = { .column = "type", .value = index >= 0 ? types[index].value : NULL };

	if (index >= 0)
		entity_act(ctx, "set_type", &arg, 1, done_giving(ctx, _("The type was changed.")));
}

static void set_type(struct app *a, struct screen *s)
{
	const char *labels[] = { _(types[0].label), _(types[1].label), _(types[2].label) };
	int current = -1;

	for (int i = 0; types[i].value; i++)
		if (has_value(s, "type", types[i].value))
			current = i;
	dialog_choose(a, _("Type of the account"), labels, 3, current, type_chosen, s);
}

static void copied(void *ctx, const char *text)
{
	struct api_change arg = { .column = "from", .value = text };

	if (text)
		entity_act(
		    ctx, "copy_rights", &arg, 1, done_giving(ctx, _("The person has the roles and rights of that colleague now.")));
}

static void copy_rights(struct app *a, struct screen *s)
{
	static const struct field from = { .name = "from",
		.label = N_("Log-in of the colleague"),
		.kind = FIELD_TEXT,
		.limit = 254,
		.flags = FIELD_REQUIRED,
		.help = N_("Roles and single rights become the same as the colleague's; others are taken.") };

	dialog_ask(a, _("Copy the rights of a colleague"), &from, NULL, copied, s);
}

static void role_agreed(void *ctx, bool agreed)
{
	struct screen *s = ctx;
	bool given = tab_value(s, "given")[0] == 't';
	struct api_change arg = { .column = "value", .value = given ? "f" : "t" };

	if (agreed && entity_tab_row(s))
		entity_act_on(s, staff_role_entity.name, entity_tab_row(s), 0, "set", &arg, 1,
		    given ? _("The role was taken.") : done_giving(s, _("The role was given.")));
}

static void set_role(struct app *a, struct screen *s)
{
	bool given = tab_value(s, "given")[0] == 't';
	char text[512];

	snprintf(text, sizeof text, "%s: %s\n%s", entity_value(s, "login") ? entity_value(s, "login") : "",
	    _(tab_value(s, "label")), _("A change of rights ends the person's session."));
	dialog_confirm(a, given ? _("Take this role?") : _("Give this role?"), text, NULL, NULL, role_agreed, s);
}

static void right_chosen(void *ctx, int index)
{
	struct screen *s = ctx;
	struct api_change arg = { .column = "value", .value = index >= 0 ? own_values[index].value : NULL };

	if (index >= 0 && entity_tab_row(s))
		entity_act_on(
		    s, staff_right_entity.name, entity_tab_row(s), 0, "set", &arg, 1, done_giving(s, _("The right is set.")));
}

static void set_right(struct app *a, struct screen *s)
{
	const char *labels[] = { _(own_values[0].label), _(own_values[1].label), _(own_values[2].label) };
	const char *own = tab_value(s, "own_value");
	char title[256];

	snprintf(title, sizeof title, "%s", _(tab_value(s, "sentence")));
	dialog_choose(a, title, labels, 3, own[0] == 't' ? 1 : own[0] == 'f' ? 2 : 0, right_chosen, s);
}

static void drop_agreed(void *ctx, bool agreed)
{
	struct screen *s = ctx;

	if (agreed && entity_tab_row(s))
		entity_act_on(
		    s, ssh_key_entity.name, entity_tab_row(s), 0, "delete", NULL, 0, _("The key was taken off the list."));
}

static void drop_key(struct app *a, struct screen *s)
{
	char text[512];

	snprintf(text, sizeof text, "%s %s\n%s", tab_value(s, "fingerprint"), tab_value(s, "note"),
	    _("The person's session ends. With the last one gone, any way to the console host will do."));
	dialog_confirm(a, _("Take this key off the list?"), text, NULL, NULL, drop_agreed, s);
}

const struct action staff_actions[] = {
	{ 'O', "staff.code", N_("give a one-time code"), N_("code"), "staff.manage", ACTION_FOOTER, staff_may_have_code,
	    staff_give_code, N_("With it the person sets password and PIN; it is shown to you once.") },
	{ 'W', "staff.withdraw", N_("withdraw the one-time code"), NULL, "staff.manage", ACTION_DANGER, staff_has_code,
	    staff_withdraw_code, N_("The code that was given is refused from now on.") },
	{ 'T', "staff.type", N_("change the type of the account"), N_("type"), "staff.manage", 0, is_loaded, set_type,
	    N_("Staff, superadmin or sysadmin.") },
	{ 'Y', "staff.copy", N_("copy the rights of a colleague"), N_("copy"), "staff.manage", 0, is_loaded, copy_rights,
	    N_("Roles and single rights become the same as the colleague's.") },
	{ 'E', "staff.enable", N_("enable the account"), N_("enable"), "staff.manage", ACTION_FOOTER, is_disabled, enable,
	    N_("The colleague can log in again.") },
	{ 'D', "staff.disable", N_("disable the account"), N_("disable"), "staff.manage", ACTION_FOOTER | ACTION_DANGER, is_active,
	    disable, N_("The colleague cannot log in until it is enabled again.") },
	{ 'p', "staff.role", N_("give or take the role under the cursor"), N_("give/take"), "staff.manage", ACTION_FOOTER, in_roles,
	    set_role, N_("The person gets or loses all rights of the role that no other role gives.") },
	{ 'P', "staff.right", N_("give or deny the right under the cursor"), N_("set"), "staff.manage", ACTION_FOOTER, in_rights,
	    set_right, N_("For this person alone: given, denied, or as the roles say.") },
	{ 'd', "staff.drop_key", N_("take the SSH key under the cursor off the list"), N_("take off"), "staff.manage",
	    ACTION_FOOTER | ACTION_DANGER, in_keys, drop_key, N_("The key lets the person in no more.") },
	{ 0 },
};
