#include "backend/api.h"
#include "forms/sales/sales.h"
#include "tui/app.h"
#include "tui/text.h"

static const struct field columns[] = {
	{ "id", N_("Lightbox"), FIELD_NUMBER, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 8, 0, N_("Number of the lightbox.") },
	{ "name", N_("Name"), FIELD_TEXT, FIELD_FILTER, 26, 0, N_("Name that the client gave.") },
	{ "files", N_("Files"), FIELD_NUMBER, 0, 5, 0, N_("How many files are in it.") },
	{ "full_name", N_("Client"), FIELD_TEXT, 0, 20, 0, N_("Whose it is.") },
	{ "created_at", N_("Made"), FIELD_TIME, FIELD_SORTABLE | FIELD_FILTER, 13, 0, N_("When it was made.") },
	{ "user_id", N_("Account"), FIELD_REFERENCE, FIELD_HIDDEN | FIELD_FILTER, 9, 0, N_("Number of the account."),
	    .source = "users" },
	{ 0 },
};

static const struct field general[] = {
	{ "name", N_("Name"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Name that the client gave.") },
	{ "user_id", N_("Client"), FIELD_REFERENCE, FIELD_READONLY, 0, 0, N_("Whose it is."), .source = "users",
	    .named_by = "full_name" },
	{ "note", N_("Note"), FIELD_LINES, FIELD_READONLY, 0, 0, N_("Note of the client.") },
	{ "created_at", N_("Made"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When it was made.") },
	{ "updated_at", N_("Last changed"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When it was changed last.") },
	{ 0 },
};

static const struct entity_tab tabs[] = {
	{ .name = "files", .label = N_("Files"), .related = &lightbox_file_entity, .column = "lightbox_id" },
	{ .name = "general", .label = N_("General"), .fields = general },
	{ 0 },
};

static bool is_loaded(const struct screen *s)
{
	return entity_version(s) > 0;
}

static void order(struct app *a, struct screen *s)
{
	const struct api_change fields[] = { { "lightbox_id", entity_key(s) } };

	(void)a;
	entity_make(s, &order_entity, fields, 1);
}

static const struct action actions[] = {
	{ 'o', "lightbox.order", N_("make an order of it for its owner"), N_("order"), "order.edit", ACTION_FOOTER, is_loaded,
	    order, N_("Its files become the lines; for another account, make a new order and name the lightbox.") },
	{ 0 },
};

static const char *const facts[] = { "full_name", "files", "created_at", NULL };
static const char *const links[] = { "user_id", "users", NULL };

const struct entity lightbox_entity = {
	.name = "lightboxes",
	.title = N_("Lightboxes"),
	.one = N_("lightbox"),
	.empty = N_("No lightboxes."),
	.fields = columns,
	.flags = ENTITY_OPENS | ENTITY_SEARCH,
	.right_view = "lightbox.view",
	.tabs = tabs,
	.facts = facts,
	.heading = "name",
	.actions = actions,
	.links = links,
};

static const struct field file_columns[] = {
	{ "file_id", N_("File"), FIELD_REFERENCE, FIELD_KEY | FIELD_FILTER, 9, 0, N_("Number of the file."), .source = "files" },
	{ "title", N_("Title"), FIELD_TEXT, 0, 26, 0, N_("Title of the file.") },
	{ "licence", N_("Licence"), FIELD_CHOICE, 0, 14, 0, N_("Rights managed or royalty free."), .choices = licences },
	{ "supplier", N_("Contributor"), FIELD_TEXT, 0, 16, 0, N_("Whose file it is.") },
	{ "note", N_("Note"), FIELD_TEXT, 0, 14, 0, N_("Note of the client.") },
	{ "lightbox", N_("Lightbox"), FIELD_TEXT, FIELD_HIDDEN, 18, 0, N_("Name of the lightbox.") },
	{ "added_at", N_("Put in"), FIELD_TIME, FIELD_HIDDEN, 13, 0, N_("When it was put in.") },
	{ 0 },
};

static const char *const file_links[] = { "file_id", "files", "lightbox_id", "lightboxes", "user_id", "users", NULL };

const struct entity lightbox_file_entity = {
	.name = "lightbox_files",
	.title = N_("Files in lightboxes"),
	.one = N_("file"),
	.empty = N_("The lightbox is empty."),
	.fields = file_columns,
	.flags = ENTITY_LEADS,
	.right_view = "lightbox.view",
	.links = file_links,
};
