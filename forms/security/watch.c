#include <stdio.h>
#include <string.h>

#include "backend/api.h"
#include "forms/security/security.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/list.h"
#include "tui/text.h"

/* Who comes and goes, at console and website, as it happens. */

static const struct field_choice places[] = { { "console", N_("console") }, { "website", N_("website") }, { 0 } };
static const struct field_choice groups[] = { { "in", N_("let in") }, { "out", N_("left") }, { "failed", N_("! refused") },
	{ "block", N_("block") }, { "change", N_("change") }, { 0 } };
static const struct field_choice kinds[] = { { "login ok", N_("log-in") }, { "login wrong", N_("wrong password or PIN") },
	{ "login unknown", N_("unknown name") }, { "login disabled", N_("account disabled") },
	{ "login locked", N_("too many failures") }, { "login waiting", N_("waits for a reset") },
	{ "login address", N_("address not allowed") }, { "login throttled", N_("address throttled") },
	{ "login elsewhere", N_("logged in elsewhere") }, { "session started", N_("session began") },
	{ "session ended", N_("session ended") }, { "connection ended", N_("connection ended") }, { "unlock ok", N_("unlocked") },
	{ "unlock wrong", N_("wrong PIN at the lock") }, { "unlock locked", N_("too many at the lock") },
	{ "code ok", N_("code used") }, { "code wrong", N_("wrong code") }, { "code issued", N_("code given") },
	{ "code withdrawn", N_("code withdrawn") }, { "change ok", N_("own secrets changed") },
	{ "change wrong", N_("wrong at a change") }, { "secrets set", N_("secrets set") },
	{ "grant proposed", N_("grant proposed") }, { "grant approved", N_("grant approved") },
	{ "grant refused", N_("grant refused") }, { "address blocked", N_("address blocked") },
	{ "block lifted", N_("block lifted") }, { "refused", N_("right refused") }, { "trail verified", N_("trail verified") },
	{ "mail failed", N_("mail failed") }, { "mail uncertain", N_("mail uncertain") },
	{ "trail broken", N_("trail does not hold") }, { "mass export", N_("mass export") }, { "test mail", N_("test mail") },
	{ 0 } };

static const struct field columns[] = {
	{ "at", N_("When"), FIELD_TIME, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 15, 0, N_("When it happened.") },
	{ "what", N_("What"), FIELD_CHOICE, FIELD_FILTER, 9, 0, N_("Let in, left, refused, a block, or a change."),
	    .choices = groups },
	{ "who", N_("Who"), FIELD_TEXT, 0, 18, 0, N_("Name that was typed, or colleague.") },
	{ "address", N_("Address"), FIELD_ADDRESS, FIELD_FILTER, 15, 0, N_("Address it came from.") },
	{ "kind", N_("Event"), FIELD_CHOICE, FIELD_FILTER, 21, 0, N_("What exactly happened."), .choices = kinds },
	{ "place", N_("Where"), FIELD_CHOICE, FIELD_FILTER, 8, 0, N_("At the console or on the website."), .choices = places },
	{ "detail", N_("Detail"), FIELD_TEXT, FIELD_FILTER, 30, 0,
	    N_("More about it; of a refused call the right that it wanted.") },
	{ "times", N_("Times"), FIELD_NUMBER, FIELD_HIDDEN, 6, 0, N_("How many refused calls it stands for.") },
	{ "login", N_("Log-in"), FIELD_TEXT, FIELD_HIDDEN | FIELD_FILTER, 18, 0, N_("Name that was typed.") },
	{ "user_id", N_("Account"), FIELD_NUMBER, FIELD_HIDDEN | FIELD_FILTER, 10, 0,
	    N_("Number of the account, where there is one.") },
	{ 0 },
};

static const char *cell(const struct screen *s, const char *column)
{
	const struct list *l = s->class->list ? s->class->list(s) : NULL;
	const char *value = l ? list_value(l, column) : NULL;

	return value ? value : "";
}

static bool has_address(const struct screen *s)
{
	return cell(s, "address")[0] != '\0';
}

/* ---- blocking ---- */

static const struct {
	const char *wire, *label; /* label N_() */
} spans[] = { { "1 hour", N_("for an hour") }, { "1 day", N_("for a day") }, { "30 days", N_("for thirty days") },
	{ "", N_("until it is lifted") } };
enum { SPANS = sizeof spans / sizeof spans[0] };

static void block_for(struct screen *s, int span, const char *reason)
{
	entity_act_row(s, "block", (const struct api_change[]) { { "for", spans[span].wire }, { "reason", reason } }, 2,
	    _("The address is blocked. The list of blocked addresses lifts it."));
}

/* One function for each span: a dialog carries the screen alone. */
static void reason_hour(void *ctx, const char *text)
{
	if (text)
		block_for(ctx, 0, text);
}
static void reason_day(void *ctx, const char *text)
{
	if (text)
		block_for(ctx, 1, text);
}
static void reason_month(void *ctx, const char *text)
{
	if (text)
		block_for(ctx, 2, text);
}
static void reason_ever(void *ctx, const char *text)
{
	if (text)
		block_for(ctx, 3, text);
}

static void span_chosen(void *ctx, int index)
{
	static void (*const then[SPANS])(void *ctx, const char *text) = { reason_hour, reason_day, reason_month, reason_ever };
	static const struct field reason = { "reason", N_("Reason"), FIELD_TEXT, FIELD_REQUIRED, 0, 200, N_("Why it is blocked.") };
	struct screen *s = ctx;

	if (index >= 0)
		dialog_ask(s->app, _("Why?"), &reason, NULL, then[index], s);
}

static void block(struct app *a, struct screen *s)
{
	const char *labels[SPANS];
	char title[128];

	for (int i = 0; i < SPANS; i++)
		labels[i] = _(spans[i].label);
	snprintf(title, sizeof title, _("Block %.60s"), cell(s, "address"));
	dialog_choose(a, title, labels, SPANS, -1, span_chosen, s);
}

static void same_address(struct app *a, struct screen *s)
{
	entity_open_list(a, &door_event_entity, "address", cell(s, "address"));
}

static bool has_chart(const struct screen *s)
{
	return entity_head(s) != NULL;
}

static void other_chart(struct app *a, struct screen *s)
{
	(void)a;
	watch_head_turn(entity_head(s));
}

static void staff_on(struct app *a, struct screen *s)
{
	(void)s;
	entity_open_list(a, &staff_session_entity, "live", "t");
}

static void website_on(struct app *a, struct screen *s)
{
	(void)s;
	entity_open_list(a, &website_session_entity, "live", "t");
}

static void keepers(struct app *a, struct screen *s)
{
	(void)s;
	entity_open_list(a, &keeper_entity, NULL, NULL);
}

static const struct action actions[] = {
	{ 'B', "watch.block", N_("block the address under the cursor"), N_("block"), "block.edit", ACTION_FOOTER | ACTION_DANGER,
	    has_address, block, N_("For an hour, a day, thirty days, or until it is lifted.") },
	{ 'a', "watch.address", N_("all rows of this address"), N_("address"), NULL, ACTION_FOOTER, has_address, same_address,
	    N_("Everything that came from there, newest first.") },
	{ 't', "watch.chart", N_("chart by the hour or by the day"), N_("hours/days"), NULL, ACTION_FOOTER, has_chart, other_chart,
	    N_("The last 24 hours, or the last 30 days.") },
	{ 'o', "watch.staff", N_("who is at the console now"), N_("on now"), "session.view", ACTION_FOOTER, NULL, staff_on,
	    N_("Live sessions of colleagues, since when, from where.") },
	{ 'K', "watch.keepers", N_("who keeps watch: sealer, witness, warden, mailer, worker"), NULL, "audit.view", 0, NULL,
	    keepers, N_("When each was heard of last, and how far behind it is.") },
	{ 'w', "watch.website", N_("who is on the website now"), NULL, "session.view", 0, NULL, website_on,
	    N_("Live sessions of users.") },
	{ 0 },
};

const struct entity door_event_entity = {
	.name = "door_events",
	.title = N_("Watch"),
	.one = N_("event"),
	.empty = N_("Nothing has happened."),
	.fields = columns,
	.sort = "at",
	.descending = true,
	.right_view = "security.watch",
	.links = (const char *const[]) { "user_id", "users", NULL },
	.head = &watch_head,
	.live = 15,
	.verbs = actions,
};
