#include "forms/sales/sales.h"
#include "tui/text.h"

static const struct field columns[] = {
	{ "id", N_("File"), FIELD_NUMBER, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 9, 0, N_("File number of eight digits.") },
	{ "title", N_("Title"), FIELD_TEXT, FIELD_SORTABLE | FIELD_FILTER, 28, 0, N_("Title or caption.") },
	{ "licence", N_("Licence"), FIELD_CHOICE, FIELD_FILTER, 14, 0, N_("Rights managed or royalty free."), .choices = licences },
	{ "supplier", N_("Contributor"), FIELD_TEXT, 0, 18, 0, N_("Whose file it is; empty = the library's own.") },
	{ "object_name", N_("Object name"), FIELD_TEXT, FIELD_HIDDEN | FIELD_FILTER, 14, 0, N_("Name given by the photographer.") },
	{ "original_name", N_("Original name"), FIELD_TEXT, FIELD_HIDDEN | FIELD_FILTER, 16, 0,
	    N_("Name of the file as it was delivered.") },
	{ "custom_number", N_("Other number"), FIELD_TEXT, FIELD_HIDDEN | FIELD_FILTER, 14, 0,
	    N_("By which an agency or an older system knows it.") },
	{ "online", N_("Online"), FIELD_YESNO, FIELD_HIDDEN | FIELD_FILTER, 6, 0, N_("Shown on the website.") },
	{ "created_at", N_("Added"), FIELD_TIME, FIELD_HIDDEN | FIELD_SORTABLE | FIELD_FILTER, 13, 0, N_("When it was added.") },
	{ 0 },
};

static const struct field general[] = {
	{ "title", N_("Title"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Title or caption.") },
	{ "licence", N_("Licence"), FIELD_CHOICE, FIELD_READONLY, 0, 0, N_("Rights managed or royalty free."),
	    .choices = licences },
	{ "supplier", N_("Contributor"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Whose file it is; empty = the library's own.") },
	{ "object_name", N_("Object name"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Name given by the photographer.") },
	{ "original_name", N_("Original name"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Name of the file as it was delivered.") },
	{ "custom_number", N_("Other number"), FIELD_TEXT, FIELD_READONLY, 0, 0,
	    N_("By which an agency or an older system knows it.") },
	{ "online", N_("Online"), FIELD_YESNO, FIELD_READONLY, 0, 0, N_("Shown on the website.") },
	{ "created_at", N_("Added"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When it was added.") },
	{ 0 },
};

static const struct entity_tab tabs[] = {
	{ .name = "general", .label = N_("General"), .fields = general },
	{ .name = "orders", .label = N_("Ordered"), .right = "order.view", .related = &order_line_entity, .column = "file_id" },
	{ .name = "invoices",
	    .label = N_("Invoiced"),
	    .right = "invoice.view",
	    .related = &invoice_line_entity,
	    .column = "file_id" },
	{ .name = "lightboxes",
	    .label = N_("In lightboxes"),
	    .right = "lightbox.view",
	    .related = &lightbox_file_entity,
	    .column = "file_id" },
	{ 0 },
};

static const char *const facts[] = { "licence", "supplier", "object_name", NULL };
static const char *const links[] = { "supplier_id", "suppliers", NULL };

const struct entity file_entity = {
	.name = "files",
	.title = N_("Files"),
	.one = N_("file"),
	.empty = N_("No files."),
	.fields = columns,
	.flags = ENTITY_SEARCH | ENTITY_OPENS,
	.right_view = "file.view",
	.tabs = tabs,
	.facts = facts,
	.heading = "title",
	.links = links,
};
