#include "forms/security/security.h"
#include "forms/staff/staff.h"
#include "tui/text.h"

static const struct field_choice states[] = { { "active", N_("active") }, { "disabled", N_("disabled") },
	{ "hidden", N_("hidden") }, { 0 } };
static const struct field_choice types[] = { { "staff", N_("staff") }, { "superadmin", N_("superadmin") },
	{ "sysadmin", N_("sysadmin") }, { 0 } };
static const struct field_choice codes[] = { { "", N_("none") }, { "enrol", N_("for password and PIN") },
	{ "password", N_("for a password") }, { "pin", N_("for a PIN") }, { 0 } };

static const struct field columns[] = {
	{ "login", N_("Log-in"), FIELD_TEXT, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 14, 0, N_("Log-in name at this console.") },
	{ "full_name", N_("Name"), FIELD_TEXT, FIELD_SORTABLE | FIELD_FILTER, 20, 0, N_("First and last name.") },
	{ "type", N_("Type"), FIELD_CHOICE, FIELD_FILTER, 10, 0, N_("Superadmin and sysadmin always need a PIN."),
	    .choices = types },
	{ "roles", N_("Roles"), FIELD_TEXT, FIELD_OURS, 20, 0, N_("Roles that the person has.") },
	{ "state_name", N_("State"), FIELD_CHOICE, FIELD_FILTER | FIELD_STATE, 10, 0,
	    N_("Active, disabled, or hidden (kept, but unusable)."), .choices = states },
	{ "enrolled", N_("Enrolled"), FIELD_YESNO, FIELD_FILTER, 8, 0,
	    N_("Has set a password; until then nobody can log in with it.") },
	{ "has_pin", N_("PIN"), FIELD_YESNO, FIELD_FILTER, 4, 0, N_("Has set a PIN.") },
	{ "last_login_at", N_("Last log-in"), FIELD_TIME, FIELD_SORTABLE | FIELD_FILTER, 13, 0,
	    N_("Last log-in to this console.") },
	{ "last_login_address", N_("From"), FIELD_ADDRESS, FIELD_HIDDEN | FIELD_FILTER, 18, 0, N_("Where it came from.") },
	{ "email", N_("E-mail"), FIELD_TEXT, FIELD_HIDDEN | FIELD_FILTER, 26, 0, N_("E-mail address.") },
	{ "code_kind", N_("Code"), FIELD_CHOICE, FIELD_HIDDEN, 20, 0, N_("A one-time code that was given and not used yet."),
	    .choices = codes },
	{ 0 },
};

static const struct field account[] = {
	{ "login", N_("Log-in"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Log-in name at this console.") },
	{ "type", N_("Type"), FIELD_CHOICE, FIELD_READONLY, 0, 0, N_("T changes it."), .choices = types },
	{ "roles", N_("Roles"), FIELD_TEXT, FIELD_READONLY | FIELD_OURS, 0, 0, N_("Given and taken in the tab Roles.") },
	{ "state_name", N_("State"), FIELD_CHOICE, FIELD_READONLY, 0, 0, N_("E enables, D disables."), .choices = states },
	{ "enrolled", N_("Enrolled"), FIELD_YESNO, FIELD_READONLY, 0, 0,
	    N_("Has set a password, with a one-time code: O gives one.") },
	{ "has_pin", N_("Has a PIN"), FIELD_YESNO, FIELD_READONLY, 0, 0, N_("Has set a PIN.") },
	{ "pin_required", N_("Needs a PIN"), FIELD_YESNO, FIELD_READONLY, 0, 0,
	    N_("Always for superadmin and sysadmin; for the others the setting staff_pin says.") },
	{ "code_kind", N_("One-time code"), FIELD_CHOICE, FIELD_READONLY, 0, 0, N_("Given and not used yet."), .choices = codes },
	{ "code_expires_at", N_("Code good until"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("After that it is refused.") },
	{ "changed_at", N_("Secrets set"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When password or PIN were set last.") },
	{ "ssh_keys", N_("SSH keys"), FIELD_NUMBER, FIELD_READONLY, 0, 0, N_("With any, only these let the person in.") },
	{ "last_login_at", N_("Last log-in"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("Last log-in to this console.") },
	{ "last_login_address", N_("From"), FIELD_ADDRESS, FIELD_READONLY, 0, 0, N_("Where it came from.") },
	{ "second_person", N_("Second person"), FIELD_YESNO, FIELD_READONLY, 0, 0,
	    N_("What is given waits until another superadmin approves it; the setting second_person_grants says.") },
	{ 0 },
};

/* These live on the person's account, with its own rights. */
static const struct field person[] = {
	{ "first_name", N_("First name"), FIELD_TEXT, 0, 0, 200, N_("Given name.") },
	{ "last_name", N_("Last name"), FIELD_TEXT, 0, 0, 200, N_("Family name.") },
	{ "email", N_("E-mail"), FIELD_TEXT, 0, 0, 254, N_("E-mail address.") },
	{ "department", N_("Department"), FIELD_TEXT, 0, 0, 200, N_("Department.") },
	{ "phone", N_("Phone"), FIELD_TEXT, 0, 0, 40, N_("With the country's code.") },
	{ "mobile", N_("Mobile"), FIELD_TEXT, 0, 0, 40, N_("With the country's code.") },
	{ "language", N_("Language"), FIELD_CHOICE, 0, 0, 0, N_("Language of mails and pages."), .source = "languages" },
	{ 0 },
};

static const struct field create[] = {
	{ "login", N_("Log-in"), FIELD_TEXT, FIELD_REQUIRED | FIELD_ON_CREATE, 0, 254, N_("Unique, without blanks.") },
	{ "first_name", N_("First name"), FIELD_TEXT, 0, 0, 200, N_("Given name.") },
	{ "last_name", N_("Last name"), FIELD_TEXT, FIELD_REQUIRED, 0, 200, N_("Family name.") },
	{ "email", N_("E-mail"), FIELD_TEXT, 0, 0, 254, N_("E-mail address.") },
	{ "type", N_("Type"), FIELD_CHOICE, FIELD_REQUIRED | FIELD_ON_CREATE, 0, 0,
	    N_("Superadmin and sysadmin always need a PIN."), .choices = types },
	{ "first_role", N_("First role"), FIELD_CHOICE, FIELD_REQUIRED, 0, 0, N_("More can be given later, in the tab Roles."),
	    .source = "staff_roles" },
	{ 0 },
};

static const char *const defaults[] = { "type", "staff", NULL };

static const struct entity_tab tabs[] = {
	{ .name = "account", .label = N_("Account"), .fields = account },
	{ .name = "person", .label = N_("Person"), .right = "user.staff_view", .fields = person, .of = "users" },
	{ .name = "roles", .label = N_("Roles"), .related = &staff_role_entity, .column = "user_id" },
	{ .name = "rights", .label = N_("Rights"), .related = &staff_right_entity, .column = "user_id" },
	{ .name = "keys", .label = N_("SSH keys"), .related = &ssh_key_entity, .column = "user_id" },
	{ .name = "addresses",
	    .label = N_("Allowed addresses"),
	    .right = "user.access",
	    .related = &ip_rule_entity,
	    .column = "user_id" },
	{ .name = "sessions",
	    .label = N_("Sessions"),
	    .right = "session.view",
	    .related = &staff_session_entity,
	    .column = "user_id" },
	{ .name = "changes",
	    .label = N_("Changes"),
	    .right = "audit.view",
	    .related = &change_entity,
	    .column = "subject_user_id" },
	{ 0 },
};

static const char *const facts[] = { "type", "roles", "last_login_at", "email", NULL };

const struct entity staff_entity = {
	.name = "staff",
	.title = N_("Staff"),
	.one = N_("member of staff"),
	.empty = N_("Nobody is staff yet. n makes the first account."),
	.fields = columns,
	.sort = "login",
	.flags = ENTITY_OPENS,
	.right_view = "staff.view",
	.right_create = "staff.manage",
	.right_edit = "staff.manage",
	.create = create,
	.defaults = defaults,
	.tabs = tabs,
	.facts = facts,
	.heading = "full_name",
	.state = "state_name",
	.actions = staff_actions,
};
