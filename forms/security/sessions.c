#include "forms/security/security.h"
#include "backend/api.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/text.h"

enum { LIVE = 5 };

static void end_agreed(void *ctx, bool agreed)
{
	struct screen *s = ctx;

	if (agreed && entity_key(s))
		entity_act_on(s, entity_of(s)->name, entity_key(s), 0, "end", NULL, 0, _("The session was ended."));
}

static void end(struct app *a, struct screen *s)
{
	dialog_confirm(a, _("End this session?"), _("The person is logged out at once and is told so."), NULL, NULL, end_agreed, s);
}

static void end_all_agreed(void *ctx, bool agreed)
{
	struct screen *s = ctx;

	if (agreed && entity_key(s))
		entity_act_on(
		    s, entity_of(s)->name, entity_key(s), 0, "end_all", NULL, 0, _("All sessions of the person were ended."));
}

static void end_all(struct app *a, struct screen *s)
{
	dialog_confirm(a, _("End all sessions of this person?"),
	    _("The person is logged out of the website and of the console at once."), NULL, NULL, end_all_agreed, s);
}

static const struct action actions[] = {
	{ 'd', "session.end", N_("end the session under the cursor"), N_("end"), "session.end", ACTION_FOOTER | ACTION_DANGER,
	    entity_has_key, end, N_("The person is logged out at once.") },
	{ 'D', "session.end_all", N_("end all sessions of the person under the cursor"), N_("end all"), "session.end",
	    ACTION_FOOTER | ACTION_DANGER, entity_has_key, end_all, N_("On the website and at the console.") },
	{ 0 },
};

static const struct field website[] = {
	{ "started_at", N_("Since"), FIELD_TIME, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 15, 0, N_("When the session began.") },
	{ "full_name", N_("Who"), FIELD_TEXT, 0, 18, 0, N_("Name on the account.") },
	{ "last_seen_at", N_("Last seen"), FIELD_TIME, 0, 15, 0, N_("Last page.") },
	{ "idle_minutes", N_("Idle min."), FIELD_NUMBER, 0, 9, 0, N_("Minutes since the last page, while it lives.") },
	{ "ended_at", N_("Ended"), FIELD_TIME, FIELD_FILTER, 15, 0, N_("Empty while it lives.") },
	{ "end_reason", N_("Why"), FIELD_TEXT, 0, 14, 0, N_("Why it ended.") },
	{ "address", N_("Address"), FIELD_ADDRESS, FIELD_FILTER, 18, 0, N_("Address it came from.") },
	{ "browser", N_("Browser"), FIELD_TEXT, 0, 12, 0, N_("As the browser told.") },
	{ "system", N_("System"), FIELD_TEXT, 0, 12, 0, N_("As the browser told.") },
	{ 0 },
};

const struct entity website_session_entity = {
	.name = "user_sessions",
	.title = N_("Sessions on the website"),
	.one = N_("session"),
	.empty = N_("No sessions are recorded."),
	.fields = website,
	.sort = "started_at",
	.descending = true,
	.right_view = "session.view",
	.live = LIVE,
	.row_actions = actions,
};

static const struct field console[] = {
	{ "started_at", N_("Since"), FIELD_TIME, FIELD_KEY | FIELD_SORTABLE, 16, 0, N_("When the session began.") },
	{ "login", N_("Who"), FIELD_TEXT, 0, 14, 0, N_("Who is logged in.") },
	{ "address", N_("Address"), FIELD_ADDRESS, 0, 18, 0, N_("Address as the console host knows it.") },
	{ "last_active_at", N_("Last active"), FIELD_TIME, 0, 16, 0, N_("Last time something was asked.") },
	{ "idle_minutes", N_("Idle min."), FIELD_NUMBER, 0, 9, 0, N_("Minutes since something was asked, while it lives.") },
	{ "locked", N_("Locked"), FIELD_YESNO, 0, 6, 0, N_("Whether the screen is locked.") },
	{ "ended_at", N_("Ended"), FIELD_TIME, 0, 16, 0, N_("Empty while it lives.") },
	{ "end_reason", N_("Why"), FIELD_TEXT, 0, 14, 0, N_("Why it ended.") },
	{ 0 },
};

const struct entity staff_session_entity = {
	.name = "staff_sessions",
	.title = N_("Sessions of staff"),
	.one = N_("session"),
	.empty = N_("No sessions are recorded."),
	.fields = console,
	.sort = "started_at",
	.descending = true,
	.right_view = "session.view",
	.live = LIVE,
	.row_actions = actions,
};
