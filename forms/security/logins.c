#include "forms/security/security.h"
#include "tui/text.h"

static const struct field columns[] = {
	{ "at", N_("When"), FIELD_TIME, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 15, 0, N_("When it was tried.") },
	{ "login", N_("Log-in"), FIELD_TEXT, FIELD_FILTER, 16, 0, N_("Log-in name as it was typed.") },
	{ "ok", N_("Let in"), FIELD_YESNO, FIELD_FILTER, 6, 0, N_("Whether the log-in was good.") },
	{ "reason", N_("Reason"), FIELD_TEXT, 0, 15, 0, N_("Why it was refused.") },
	{ "address", N_("Address"), FIELD_ADDRESS, FIELD_FILTER, 15, 0, N_("Address it came from.") },
	{ "country", N_("Country"), FIELD_TEXT, FIELD_FILTER, 7, 0, N_("Derived from the address.") },
	{ "browser", N_("Browser"), FIELD_TEXT, 0, 12, 0, N_("As the browser told.") },
	{ "system", N_("System"), FIELD_TEXT, 0, 12, 0, N_("As the browser told.") },
	{ 0 },
};

const struct entity login_entity = {
	.name = "logins",
	.title = N_("Log-ins"),
	.one = N_("log-in"),
	.empty = N_("No log-ins are recorded."),
	.fields = columns,
	.sort = "at",
	.descending = true,
	.right_view = "log.view",
};
