#include "forms/contact/contact.h"
#include "forms/people/people.h"
#include "tui/text.h"

static const struct field columns[] = {
	{ "id", N_("Id"), FIELD_NUMBER, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 8, 0, N_("Number of the organisation.") },
	{ "name", N_("Name"), FIELD_TEXT, FIELD_SORTABLE | FIELD_FILTER, 30, 0, N_("Name of the organisation.") },
	{ "city", N_("City"), FIELD_TEXT, FIELD_FILTER, 18, 0, N_("City.") },
	{ "country", N_("Country"), FIELD_CHOICE, FIELD_FILTER, 7, 0, N_("ISO 3166 code of the country."), .source = "countries" },
	{ "vat_number", N_("VAT number"), FIELD_TEXT, FIELD_FILTER, 18, 0, N_("With the country's letters in front.") },
	{ 0 },
};

static const struct field general[] = {
	{ "name", N_("Name"), FIELD_TEXT, FIELD_REQUIRED, 0, 200, N_("Name of the organisation.") },
	{ "vat_number", N_("VAT number"), FIELD_TEXT, 0, 0, 30, N_("With the country's letters in front.") },
	{ "street1", N_("Street"), FIELD_TEXT, 0, 0, 200, N_("Street and number.") },
	{ "street2", N_("Street, line 2"), FIELD_TEXT, 0, 0, 200, N_("Building, floor, post box.") },
	{ "postcode", N_("Postcode"), FIELD_TEXT, 0, 0, 20, N_("Postcode.") },
	{ "city", N_("City"), FIELD_TEXT, 0, 0, 120, N_("City.") },
	{ "country", N_("Country"), FIELD_CHOICE, 0, 0, 0, N_("Type a piece of the country's name."), .source = "countries" },
	{ "phone", N_("Phone"), FIELD_TEXT, 0, 0, 40, N_("With the country's code.") },
	{ "email", N_("E-mail"), FIELD_TEXT, 0, 0, 254, N_("E-mail address.") },
	{ "invoice_user_id", N_("Invoices go to"), FIELD_REFERENCE, 0, 0, 0,
	    N_("Account that receives the invoices of the whole organisation."), .source = "users" },
	{ "notes", N_("Notes"), FIELD_LINES, 0, 0, 10000, N_("Free text.") },
	{ 0 },
};

static const struct entity_tab tabs[] = {
	{ .name = "general", .label = N_("General"), .fields = general },
	{ .name = "users", .label = N_("Accounts"), .right = "user.view", .related = &user_entity, .column = "organisation_id" },
	{ .name = "agreements",
	    .label = N_("Agreements"),
	    .right = "agreement.view",
	    .related = &organisation_agreement_entity,
	    .column = "organisation_id" },
	{ 0 },
};

static const char *const facts[] = { "city", "country", "vat_number", NULL };

const struct entity organisation_entity = {
	.name = "organisations",
	.title = N_("Organisations"),
	.one = N_("organisation"),
	.empty = N_("No organisations yet. n makes the first one."),
	.fields = columns,
	.flags = ENTITY_SEARCH | ENTITY_OPENS,
	.right_view = "organisation.view",
	.right_create = "organisation.edit",
	.right_edit = "organisation.edit",
	.create = general,
	.tabs = tabs,
	.facts = facts,
	.heading = "name",
};
