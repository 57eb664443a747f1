#include "forms/contact/contact.h"
#include "forms/custom.h"
#include "forms/people/people.h"
#include "forms/privacy/registers.h"
#include "forms/security/security.h"
#include "tui/text.h"

static const struct field_choice states[] = { { "active", N_("active") }, { "disabled", N_("disabled") },
	{ "hidden", N_("hidden") }, { 0 } };
static const struct field_choice types[] = {
	{ "client", N_("client") },
	{ "contact", N_("contact only") },
	{ "api", N_("API account") },
	{ "staff", N_("staff") },
	{ "superadmin", N_("superadmin") },
	{ "sysadmin", N_("sysadmin") },
	{ 0 },
};
static const struct field_choice new_types[] = { { "client", N_("client") }, { "contact", N_("contact only") },
	{ "api", N_("API account") }, { 0 } };

static const struct field columns[] = {
	{ "id", N_("Id"), FIELD_NUMBER, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 8, 0,
	    N_("Account number, also on payments and sales files.") },
	{ "full_name", N_("Name"), FIELD_TEXT, FIELD_SORTABLE | FIELD_FILTER, 20, 0, N_("First and last name.") },
	{ "company", N_("Company"), FIELD_TEXT, FIELD_SORTABLE | FIELD_FILTER, 18, 0, N_("Company as the user gave it.") },
	{ "city", N_("City"), FIELD_TEXT, FIELD_SORTABLE | FIELD_FILTER, 10, 0, N_("City of the address.") },
	{ "state_name", N_("State"), FIELD_CHOICE, FIELD_FILTER | FIELD_STATE, 10, 0,
	    N_("Active, disabled, or hidden (kept, but unusable)."), .choices = states },
	{ "last_login_at", N_("Last log-in"), FIELD_TIME, FIELD_SORTABLE | FIELD_FILTER, 13, 0, N_("Last log-in to the website.") },
	{ "email", N_("E-mail"), FIELD_TEXT, FIELD_SORTABLE | FIELD_FILTER, 26, 0, N_("E-mail address.") },
	{ "country", N_("Country"), FIELD_CHOICE, FIELD_FILTER, 7, 0, N_("ISO 3166 code of the country."), .source = "countries" },
	{ "login", N_("Log-in"), FIELD_TEXT, FIELD_HIDDEN | FIELD_FILTER, 24, 0, N_("Log-in name, unique.") },
	{ "type", N_("Type"), FIELD_CHOICE, FIELD_HIDDEN | FIELD_FILTER, 10, 0, N_("What kind of account it is."),
	    .choices = types },
	{ "organisation", N_("Organisation"), FIELD_TEXT, FIELD_HIDDEN, 20, 0, N_("Organisation the account belongs to.") },
	{ "permission_group", N_("Permission group"), FIELD_TEXT, FIELD_HIDDEN, 16, 0,
	    N_("Group that download permissions come from.") },
	{ "phone", N_("Phone"), FIELD_TEXT, FIELD_HIDDEN | FIELD_FILTER, 16, 0, N_("Telephone number.") },
	{ "flag", N_("Flag"), FIELD_TEXT, FIELD_HIDDEN | FIELD_FILTER, 12, 0, N_("Something staff should know at once.") },
	{ "created_at", N_("Since"), FIELD_TIME, FIELD_HIDDEN | FIELD_SORTABLE | FIELD_FILTER, 12, 0,
	    N_("When the account was made.") },
	{ 0 },
};

static const struct field general[] = {
	{ "first_name", N_("First name"), FIELD_TEXT, 0, 0, 200,
	    N_("Given name, with particles such as \"van der\" in the last name.") },
	{ "last_name", N_("Last name"), FIELD_TEXT, 0, 0, 200, N_("Family name.") },
	{ "email", N_("E-mail"), FIELD_TEXT, 0, 0, 254, N_("E-mail address, such as anna@meier.example.") },
	{ "login", N_("Log-in"), FIELD_TEXT, FIELD_READONLY, 0, 254, N_("Renamed by staff only: press R.") },
	{ "type", N_("Type"), FIELD_CHOICE, FIELD_READONLY, 0, 0, N_("Set when the account is made."), .choices = types },
	{ "company", N_("Company"), FIELD_TEXT, 0, 0, 200, N_("Company as the user gave it.") },
	{ "department", N_("Department"), FIELD_TEXT, 0, 0, 200, N_("Department within the company.") },
	{ "organisation_id", N_("Organisation"), FIELD_REFERENCE, 0, 0, 0,
	    N_("Type a piece of its name; one of its accounts receives its invoices."), .source = "organisations" },
	{ "language", N_("Language"), FIELD_CHOICE, 0, 0, 0, N_("Language of mails and pages."), .source = "languages" },
	{ "currency", N_("Currency"), FIELD_CHOICE, 0, 0, 0, N_("Currency of prices and invoices."), .source = "currencies" },
	{ "settlement_days", N_("Settlement days"), FIELD_NUMBER, 0, 0, 4,
	    N_("Invoice date and these days make the due date; empty = the site's standard.") },
	{ "vat_number", N_("VAT number"), FIELD_TEXT, 0, 0, 30,
	    N_("With the country's letters in front, such as NL123456789B01.") },
	{ "marketing", N_("Marketing"), FIELD_YESNO, FIELD_READONLY, 0, 0, N_("Follows the newest consent: m registers one.") },
	{ "flag", N_("Flag"), FIELD_TEXT, 0, 0, 60, N_("Something staff should know at once, such as \"pays late\".") },
	{ "flag_reason", N_("Reason"), FIELD_TEXT, 0, 0, 400, N_("Why the flag is there; the person may ask to see it.") },
	{ 0 },
};

static const struct field address[] = {
	{ "street1", N_("Street"), FIELD_TEXT, 0, 0, 200, N_("Street and number.") },
	{ "street2", N_("Street, line 2"), FIELD_TEXT, 0, 0, 200, N_("Building, floor, post box.") },
	{ "postcode", N_("Postcode"), FIELD_TEXT, 0, 0, 20, N_("Postcode.") },
	{ "city", N_("City"), FIELD_TEXT, 0, 0, 120, N_("City.") },
	{ "state", N_("State, region"), FIELD_TEXT, 0, 0, 120, N_("State, province or region, where addresses have one.") },
	{ "country", N_("Country"), FIELD_CHOICE, 0, 0, 0, N_("Type a piece of the country's name."), .source = "countries" },
	{ "phone", N_("Phone"), FIELD_TEXT, 0, 0, 40, N_("With the country's code, such as +49 221 555 01.") },
	{ "mobile", N_("Mobile"), FIELD_TEXT, 0, 0, 40, N_("With the country's code.") },
	{ 0 },
};

static const struct field access_fields[] = {
	{ "hidden_at", N_("Hidden"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("X hides, H brings back.") },
	{ "enabled", N_("Enabled"), FIELD_YESNO, FIELD_READONLY, 0, 0, N_("E enables, D disables.") },
	{ "permission_group_id", N_("Permission group"), FIELD_REFERENCE, 0, 0, 0,
	    N_("Download permissions come from this group, unless set on the account itself."), .source = "permission_groups" },
	{ "search_filter", N_("Search filter"), FIELD_TEXT, 0, 0, 400, N_("Only files that match are found by this user.") },
	{ "access_codes", N_("Access codes"), FIELD_TEXT, 0, 0, 400, N_("Files with these codes can be seen.") },
	{ "deny_codes", N_("Deny codes"), FIELD_TEXT, 0, 0, 400, N_("Files with these codes cannot be seen.") },
	{ "last_login_at", N_("Last log-in"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("Last log-in to the website.") },
	{ "last_login_address", N_("From address"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Address of the last log-in.") },
	{ "last_login_country", N_("Country of it"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Derived from the address.") },
	{ "last_login_browser", N_("Browser"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("As the browser told.") },
	{ "last_login_system", N_("System"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("As the browser told.") },
	{ "created_at", N_("Since"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When the account was made.") },
	{ "updated_at", N_("Last changed"), FIELD_TIME, FIELD_READONLY, 0, 0,
	    N_("By staff or on the website; the tab Changes tells who.") },
	{ 0 },
};

static const struct field create[] = {
	{ "type", N_("Type"), FIELD_CHOICE, FIELD_REQUIRED | FIELD_ON_CREATE, 0, 0,
	    N_("A client logs in; a contact exists for invoices and contact keeping only."), .choices = new_types },
	{ "email", N_("E-mail"), FIELD_TEXT, 0, 0, 254, N_("E-mail address.") },
	{ "login", N_("Log-in"), FIELD_TEXT, FIELD_ON_CREATE, 0, 254,
	    N_("Unique; may be the e-mail address. Empty for a contact.") },
	{ "first_name", N_("First name"), FIELD_TEXT, 0, 0, 200, N_("Given name.") },
	{ "last_name", N_("Last name"), FIELD_TEXT, FIELD_REQUIRED, 0, 200, N_("Family name.") },
	{ "company", N_("Company"), FIELD_TEXT, 0, 0, 200, N_("Company.") },
	{ "city", N_("City"), FIELD_TEXT, 0, 0, 120, N_("City.") },
	{ "country", N_("Country"), FIELD_CHOICE, 0, 0, 0, N_("Type a piece of the country's name."), .source = "countries" },
	{ "phone", N_("Phone"), FIELD_TEXT, 0, 0, 40, N_("With the country's code.") },
	{ 0 },
};

static const char *const defaults[] = { "type", "client", NULL };

static const char *const opened[] = { "entity", "users", "kind", "open", NULL };

static const struct entity_tab tabs[] = {
	{ .name = "general", .label = N_("General"), .fields = general },
	{ .name = "address", .label = N_("Address"), .fields = address },
	{ .name = "permissions", .label = N_("Permissions"), .related = &user_permission_entity, .column = "user_id" },
	{ .name = "access", .label = N_("Access"), .fields = access_fields },
	{ .name = "addresses",
	    .label = N_("Allowed addresses"),
	    .right = "user.access",
	    .related = &ip_rule_entity,
	    .column = "user_id" },
	{ .name = "custom", .label = N_("Custom"), .fields_of = custom_of_user, .of = "user_custom_values" },
	{ .name = "notes", .label = N_("Notes"), .related = &note_entity, .column = "user_id" },
	{ .name = "contact",
	    .label = N_("Contact"),
	    .right = "contact.view",
	    .related = &contact_moment_entity,
	    .column = "user_id" },
	{ .name = "tasks", .label = N_("Tasks"), .right = "contact.view", .related = &task_entity, .column = "user_id" },
	{ .name = "messages", .label = N_("Messages"), .right = "contact.view", .related = &message_entity, .column = "user_id" },
	{ .name = "agreements",
	    .label = N_("Agreements"),
	    .right = "agreement.view",
	    .related = &user_agreement_entity,
	    .column = "user_id" },
	{ .name = "consents", .label = N_("Consents"), .right = "consent.view", .related = &consent_entity, .column = "user_id" },
	{ .name = "sessions",
	    .label = N_("Sessions"),
	    .right = "session.view",
	    .related = &website_session_entity,
	    .column = "user_id" },
	{ .name = "logins", .label = N_("Log-ins"), .right = "log.view", .related = &login_entity, .column = "user_id" },
	{ .name = "activity", .label = N_("Activity"), .right = "log.view", .related = &activity_entity, .column = "user_id" },
	{ .name = "changes",
	    .label = N_("Changes"),
	    .right = "audit.view",
	    .related = &change_entity,
	    .column = "subject_user_id" },
	{ .name = "looks",
	    .label = N_("Looked at"),
	    .right = "audit.view",
	    .related = &look_entity,
	    .column = "key",
	    .fixed = opened },
	{ 0 },
};

static const char *const facts[] = { "flag", "company", "city", "country", "last_login_at", "email", NULL };

const struct entity user_entity = {
	.name = "users",
	.title = N_("Users"),
	.one = N_("user"),
	.empty = N_("No users yet. n makes the first one."),
	.fields = columns,
	.flags = ENTITY_SEARCH | ENTITY_OPENS,
	.right_view = "user.view",
	.right_create = "user.create",
	.right_edit = "user.edit",
	.create = create,
	.defaults = defaults,
	.tabs = tabs,
	.facts = facts,
	.heading = "full_name",
	.state = "state_name",
	.actions = user_actions,
};
