#include "backend/api.h"
#include "forms/jobs/jobs.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/text.h"

static const struct field_choice rhythms[] = { { "daily", N_("daily") }, { "weekly", N_("weekly") }, { "monthly", N_("monthly") },
	{ 0 } };

static const struct field columns[] = {
	{ "label", N_("Kind"), FIELD_TEXT, FIELD_KEY | FIELD_OURS, 24, 0, N_("What is done.") },
	{ "title", N_("About"), FIELD_TEXT, FIELD_FILTER, 22, 0, N_("What it is about.") },
	{ "every", N_("Every"), FIELD_CHOICE, FIELD_FILTER, 9, 0, N_("Daily, weekly or monthly."), .choices = rhythms },
	{ "at", N_("At"), FIELD_TEXT, 0, 6, 0, N_("Time of the day.") },
	{ "enabled", N_("In use"), FIELD_YESNO, FIELD_FILTER, 7, 0, N_("A schedule that is not in use starts nothing.") },
	{ "next_run", N_("Next"), FIELD_TIME, FIELD_SORTABLE, 15, 0, N_("When it starts the next job.") },
	{ "made_by", N_("Made by"), FIELD_TEXT, 0, 10, 0, N_("In whose name its jobs run; empty = the installation's own.") },
	{ "last_job", N_("Last job"), FIELD_NUMBER, FIELD_HIDDEN, 9, 0, N_("The last job that it started.") },
	{ 0 },
};

static const struct field form[] = {
	{ "label", N_("Kind"), FIELD_TEXT, FIELD_READONLY | FIELD_OURS, 0, 0, N_("What is done.") },
	{ "title", N_("About"), FIELD_TEXT, 0, 0, 200, N_("What it is about.") },
	{ "every", N_("Every"), FIELD_CHOICE, FIELD_REQUIRED, 0, 0, N_("Daily, weekly or monthly."), .choices = rhythms },
	{ "at", N_("At"), FIELD_TEXT, FIELD_REQUIRED, 0, 5, N_("Time of the day, such as 03:30.") },
	{ "day", N_("Day"), FIELD_NUMBER, 0, 0, 0,
	    N_("Weekly: 1 to 7, from Monday on. Monthly: 1 to 31, and 31 is the month's last day.") },
	{ "zone", N_("Time zone"), FIELD_TEXT, FIELD_REQUIRED, 0, 64, N_("Zone of the time, such as Europe/Amsterdam.") },
	{ "enabled", N_("In use"), FIELD_YESNO, 0, 0, 0, N_("A schedule that is not in use starts nothing.") },
	{ "next_run", N_("Next"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When it starts the next job.") },
	{ "made_by", N_("Made by"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("In whose name, and with whose rights, its jobs run.") },
	{ "last_job", N_("Last job"), FIELD_NUMBER, FIELD_READONLY, 0, 0, N_("The last job that it started.") },
	{ "arguments", N_("Exactly"), FIELD_LINES, FIELD_READONLY, 0, 0, N_("What exactly is asked for.") },
	{ 0 },
};

static const struct field create[] = {
	{ "kind", N_("Kind"), FIELD_CHOICE, FIELD_REQUIRED | FIELD_ON_CREATE, 0, 0, N_("An export is planned from its list, by e."),
	    .source = "planned_kinds" },
	{ "title", N_("About"), FIELD_TEXT, 0, 0, 200, N_("What it is about.") },
	{ "every", N_("Every"), FIELD_CHOICE, FIELD_REQUIRED, 0, 0, N_("Daily, weekly or monthly."), .choices = rhythms },
	{ "at", N_("At"), FIELD_TEXT, FIELD_REQUIRED, 0, 5, N_("Time of the day, such as 03:30.") },
	{ "day", N_("Day"), FIELD_NUMBER, 0, 0, 0,
	    N_("Weekly: 1 to 7, from Monday on. Monthly: 1 to 31, and 31 is the month's last day.") },
	{ 0 },
};

static const char *const defaults[] = { "every", "daily", "at", "03:00", NULL };

static void drop_agreed(void *ctx, bool agreed)
{
	struct screen *s = ctx;

	if (agreed && entity_key(s))
		entity_act_on(s, schedule_entity.name, entity_key(s), 0, "delete", NULL, 0, _("The schedule was removed."));
}

static void drop(struct app *a, struct screen *s)
{
	dialog_confirm(a, _("Remove this schedule?"), _("Its jobs of before stay. To stop it for a while, switch it off instead."),
	    NULL, NULL, drop_agreed, s);
}

static const struct action row_actions[] = {
	{ 'd', "schedule.delete", N_("remove the schedule under the cursor"), N_("remove"), "schedule.edit",
	    ACTION_FOOTER | ACTION_DANGER, entity_has_key, drop, N_("Its jobs of before stay.") },
	{ 0 },
};

static const struct entity_tab tabs[] = {
	{ .name = "schedule", .label = N_("Schedule"), .fields = form },
	{ 0 },
};

static const char *const facts[] = { "label", "title", "every", "next_run", NULL };

const struct entity schedule_entity = {
	.name = "schedules",
	.title = N_("Schedules"),
	.one = N_("schedule"),
	.empty = N_("Nothing is planned. n plans a job, e in a list an export."),
	.fields = columns,
	.sort = "next_run",
	.flags = ENTITY_OPENS | ENTITY_VERSION,
	.right_view = "job.view",
	.right_create = "schedule.edit",
	.right_edit = "schedule.edit",
	.create = create,
	.defaults = defaults,
	.tabs = tabs,
	.facts = facts,
	.row_actions = row_actions,
};
