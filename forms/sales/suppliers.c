#include "forms/sales/sales.h"
#include "tui/text.h"

static const struct field columns[] = {
	{ "id", N_("No"), FIELD_NUMBER, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 6, 0, N_("Number of the contributor.") },
	{ "name", N_("Name"), FIELD_TEXT, FIELD_SORTABLE | FIELD_FILTER, 24, 0, N_("Name as credited.") },
	{ "group_name", N_("Group"), FIELD_TEXT, 0, 18, 0, N_("Group whose share holds unless there is an own one.") },
	{ "share", N_("Share, %"), FIELD_MONEY, 0, 8, 0, N_("Own share, else the group's.") },
	{ "payable", N_("Payable"), FIELD_MONEY, 0, 11, 0, N_("What could be paid now, in the base currency."),
	    .currency = "currency" },
	{ "active", N_("Active"), FIELD_YESNO, FIELD_FILTER, 6, 0, N_("Takes part in payment runs.") },
	{ "last_paid_on", N_("Last paid"), FIELD_DATE, 0, 10, 0, N_("Day of the last statement.") },
	{ "email", N_("E-mail"), FIELD_TEXT, FIELD_HIDDEN | FIELD_FILTER, 24, 0, N_("Where statements go.") },
	{ "group_id", N_("Group no"), FIELD_REFERENCE, FIELD_HIDDEN | FIELD_FILTER, 8, 0, N_("Number of the group."),
	    .source = "supplier_groups" },
	{ "user_id", N_("Account"), FIELD_REFERENCE, FIELD_HIDDEN | FIELD_FILTER, 9, 0, N_("Number of the linked account."),
	    .source = "users" },
	{ 0 },
};

static const struct field general[] = {
	{ "name", N_("Name"), FIELD_TEXT, FIELD_REQUIRED, 0, 200, N_("Name as credited.") },
	{ "group_id", N_("Group"), FIELD_REFERENCE, FIELD_REQUIRED, 0, 0, N_("Group whose share holds unless there is an own one."),
	    .source = "supplier_groups", .named_by = "group_name" },
	{ "royalty_percent", N_("Own share, %"), FIELD_MONEY, 0, 0, 0,
	    N_("Empty = the group's. What was sold keeps the share of its day.") },
	{ "lower_limit", N_("Lower limit"), FIELD_MONEY, 0, 0, 0, N_("Less than this waits for the next run."),
	    .currency = "currency" },
	{ "months_between", N_("Months between"), FIELD_NUMBER, 0, 0, 2, N_("Months between two payments; 0 = any run.") },
	{ "active", N_("Active"), FIELD_YESNO, 0, 0, 0, N_("Takes part in payment runs.") },
	{ "email", N_("E-mail"), FIELD_TEXT, 0, 0, 254, N_("Where statements go.") },
	{ "user_id", N_("Account"), FIELD_REFERENCE, 0, 0, 0, N_("Account with which the contributor logs in; empty = none."),
	    .source = "users" },
	{ "notes", N_("Notes"), FIELD_LINES, 0, 0, 20000, N_("Notes of the staff.") },
	{ "payable", N_("Payable"), FIELD_MONEY, FIELD_READONLY, 0, 0, N_("What could be paid now, in the base currency."),
	    .currency = "currency" },
	{ "last_paid_on", N_("Last paid"), FIELD_DATE, FIELD_READONLY, 0, 0, N_("Day of the last statement.") },
	{ 0 },
};

static const struct field create[] = {
	{ "name", N_("Name"), FIELD_TEXT, FIELD_REQUIRED, 0, 200, N_("Name as credited.") },
	{ "group_id", N_("Group"), FIELD_REFERENCE, FIELD_REQUIRED, 0, 0, N_("Group whose share holds unless there is an own one."),
	    .source = "supplier_groups", .named_by = "group_name" },
	{ "royalty_percent", N_("Own share, %"), FIELD_MONEY, 0, 0, 0, N_("Empty = the group's.") },
	{ "email", N_("E-mail"), FIELD_TEXT, 0, 0, 254, N_("Where statements go.") },
	{ 0 },
};

static const struct entity_tab tabs[] = {
	{ .name = "general", .label = N_("General"), .fields = general },
	{ .name = "statements", .label = N_("Statements"), .related = &statement_entity, .column = "supplier_id" },
	{ .name = "sales",
	    .label = N_("Sales"),
	    .right = "invoice.view",
	    .related = &invoice_line_entity,
	    .column = "supplier_id" },
	{ .name = "files", .label = N_("Files"), .right = "file.view", .related = &file_entity, .column = "supplier_id" },
	{ 0 },
};

static const char *const facts[] = { "group_name", "share", "payable", "currency", NULL };
static const char *const links[] = { "user_id", "users", "group_id", "supplier_groups", NULL };

const struct entity supplier_entity = {
	.name = "suppliers",
	.title = N_("Contributors"),
	.one = N_("contributor"),
	.empty = N_("No contributors yet. n makes one."),
	.fields = columns,
	.sort = "name",
	.flags = ENTITY_SEARCH | ENTITY_OPENS,
	.right_view = "supplier.view",
	.right_create = "supplier.edit",
	.right_edit = "supplier.edit",
	.create = create,
	.parent = "group_id",
	.tabs = tabs,
	.facts = facts,
	.heading = "name",
	.links = links,
};
