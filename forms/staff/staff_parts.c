#include "forms/staff/staff.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/text.h"

/* Roles, rights and SSH keys of a member of staff, and grants that wait for a second person. */

static const struct field roles[] = {
	{ "label", N_("Role"), FIELD_TEXT, FIELD_KEY | FIELD_OURS, 20, 0, N_("A bundle of rights.") },
	{ "given", N_("Has it"), FIELD_YESNO, 0, 8, 0, N_("Whether the person has the role.") },
	{ "rights", N_("Rights"), FIELD_NUMBER, 0, 8, 0, N_("How many rights it bundles.") },
	{ "granted_by", N_("Given by"), FIELD_TEXT, 0, 14, 0,
	    N_("Who gave it; empty when the administrator of the database did.") },
	{ "granted_at", N_("Since"), FIELD_TIME, 0, 16, 0, N_("When it was given.") },
	{ 0 },
};

const struct entity staff_role_entity = {
	.name = "staff_roles",
	.title = N_("Roles"),
	.one = N_("role"),
	.empty = N_("No roles are defined."),
	.fields = roles,
	.flags = ENTITY_VERSION,
	.right_view = "staff.view",
	.right_edit = "staff.manage",
};

static const struct field_choice reasons[] = { { "given", N_("given personally") }, { "denied", N_("denied personally") },
	{ "role", N_("by role") }, { "none", N_("no role gives it") }, { 0 } };

static const struct field rights[] = {
	{ "sentence", N_("Right"), FIELD_TEXT, FIELD_KEY | FIELD_FILTER | FIELD_OURS, 34, 0, N_("What it allows.") },
	{ "effective", N_("In force"), FIELD_YESNO, FIELD_FILTER, 8, 0, N_("Whether the person may do it now.") },
	{ "why", N_("Why"), FIELD_CHOICE, FIELD_FILTER, 20, 0, N_("Why it is in force, or is not."), .choices = reasons },
	{ "roles", N_("By role"), FIELD_TEXT, FIELD_FILTER | FIELD_OURS, 20, 0, N_("Roles of the person that give it.") },
	{ "own_value", N_("Own"), FIELD_TRISTATE, FIELD_FILTER, 9, 0,
	    N_("Given or denied to the person alone; empty = as the roles say.") },
	{ "granted_by", N_("Decided by"), FIELD_TEXT, 0, 12, 0, N_("Who gave or denied it to the person alone.") },
	{ "granted_at", N_("When"), FIELD_TIME, 0, 16, 0, N_("When it was given or denied.") },
	{ "right_name", N_("Name"), FIELD_TEXT, FIELD_FILTER, 18, 0, N_("Name of the right, as help and messages call it.") },
	{ 0 },
};

const struct entity staff_right_entity = {
	.name = "staff_rights",
	.title = N_("Rights"),
	.one = N_("right"),
	.empty = N_("No rights are defined."),
	.fields = rights,
	.flags = ENTITY_VERSION,
	.right_view = "staff.view",
	.right_edit = "staff.manage",
};

static const struct field keys[] = {
	{ "fingerprint", N_("Fingerprint"), FIELD_TEXT, FIELD_KEY, 50, 0, N_("As ssh-keygen -l prints it.") },
	{ "note", N_("Note"), FIELD_TEXT, 0, 20, 0, N_("Which key it is.") },
	{ "added_by", N_("Added by"), FIELD_TEXT, 0, 12, 0, N_("Who added it.") },
	{ "added_at", N_("Since"), FIELD_TIME, FIELD_SORTABLE, 16, 0, N_("When it was added.") },
	{ 0 },
};

static const struct field new_key[] = {
	{ "fingerprint", N_("Fingerprint"), FIELD_TEXT, FIELD_REQUIRED, 0, 60,
	    N_("What ssh-keygen -l prints: SHA256: and 43 characters.") },
	{ "note", N_("Note"), FIELD_TEXT, 0, 0, 200, N_("Which key it is, such as \"blue token\".") },
	{ 0 },
};

const struct entity ssh_key_entity = {
	.name = "ssh_keys",
	.title = N_("SSH keys"),
	.one = N_("SSH key"),
	.empty = N_("No keys: the person may come with any. n adds one; from then on only keys on this list will do."),
	.fields = keys,
	.sort = "added_at",
	.right_view = "staff.view",
	.right_create = "staff.manage",
	.right_edit = "staff.manage",
	.create = new_key,
	.parent = "user_id",
};

static const struct field_choice kinds[] = { { "role", N_("role") }, { "right", N_("right") }, { "type", N_("type of account") },
	{ 0 } };
static const struct field_choice decisions[] = { { "waiting", N_("waiting") }, { "approved", N_("approved") },
	{ "refused", N_("refused") }, { 0 } };

static const struct field proposals[] = {
	{ "login", N_("For"), FIELD_TEXT, FIELD_KEY | FIELD_FILTER, 14, 0, N_("Who is to get it.") },
	{ "kind", N_("Kind"), FIELD_CHOICE, FIELD_FILTER, 10, 0, N_("A role, a right, or another type of account."),
	    .choices = kinds },
	{ "name", N_("What"), FIELD_TEXT, FIELD_FILTER, 18, 0, N_("Name of the role, right or type.") },
	{ "proposed_by", N_("Proposed by"), FIELD_TEXT, 0, 12, 0, N_("Who proposed it, and cannot approve it.") },
	{ "proposed_at", N_("When"), FIELD_TIME, FIELD_SORTABLE | FIELD_FILTER, 14, 0, N_("When it was proposed.") },
	{ "decision", N_("Decision"), FIELD_CHOICE, FIELD_FILTER, 10, 0, N_("Approved, refused, or still waiting."),
	    .choices = decisions },
	{ "decided_by", N_("Decided by"), FIELD_TEXT, 0, 12, 0, N_("The second person.") },
	{ "decided_at", N_("Decided"), FIELD_TIME, FIELD_FILTER, 14, 0, N_("When it was decided.") },
	{ 0 },
};

static void approved(void *ctx, bool agreed)
{
	struct screen *s = ctx;

	if (agreed && entity_key(s))
		entity_act_on(s, "proposals", entity_key(s), 0, "approve", NULL, 0, _("Approved: it is given."));
}

static void approve(struct app *a, struct screen *s)
{
	dialog_confirm(a, _("Approve this?"), _("The person gets what a colleague proposed. The sessions of the person end."), NULL,
	    NULL, approved, s);
}

static void refused(void *ctx, bool agreed)
{
	struct screen *s = ctx;

	if (agreed && entity_key(s))
		entity_act_on(s, "proposals", entity_key(s), 0, "refuse", NULL, 0, _("Refused: nothing is given."));
}

static void refuse(struct app *a, struct screen *s)
{
	dialog_confirm(a, _("Refuse this?"), _("Nothing is given. It can be proposed again."), NULL, NULL, refused, s);
}

static const struct action proposal_actions[] = {
	{ 'a', "proposal.approve", N_("approve the proposal under the cursor"), N_("approve"), "staff.manage",
	    ACTION_FOOTER | ACTION_DANGER, entity_has_key, approve,
	    N_("Gives what a colleague proposed; never what you proposed yourself.") },
	{ 'x', "proposal.refuse", N_("refuse the proposal under the cursor"), N_("refuse"), "staff.manage",
	    ACTION_FOOTER | ACTION_DANGER, entity_has_key, refuse, N_("Nothing is given.") },
	{ 0 },
};

const struct entity proposal_entity = {
	.name = "proposals",
	.title = N_("Proposed grants"),
	.one = N_("proposed grant"),
	.empty = N_("Nothing waits for a second person."),
	.fields = proposals,
	.sort = "proposed_at",
	.descending = true,
	.flags = ENTITY_VERSION,
	.right_view = "staff.view",
	.row_actions = proposal_actions,
};
