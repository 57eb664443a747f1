#include <stdio.h>
#include <string.h>

#include "backend/api.h"
#include "forms/console.h"
#include "forms/jobs/jobs.h"
#include "forms/jobs/notices.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/list.h"
#include "tui/text.h"

/* What can be done with a job, on its record and in the list. */

static const char *state_of(const struct screen *s)
{
	const struct list *l = s->class->list ? s->class->list((struct screen *)s) : NULL;
	const char *state = entity_of(s) == &job_entity && l && s->class == &entity_list_class ? list_value(l, "state_name")
											       : entity_value(s, "state_name");

	return state ? state : "";
}

static bool is_one_of(const struct screen *s, const char *const *states)
{
	const char *state = state_of(s);

	for (; *states; states++)
		if (strcmp(state, *states) == 0)
			return true;
	return false;
}

static bool can_cancel(const struct screen *s)
{
	return is_one_of(s, (const char *const[]) { "queued", "running", "paused", NULL });
}

static bool can_pause(const struct screen *s)
{
	return is_one_of(s, (const char *const[]) { "queued", "running", NULL });
}

static bool can_resume(const struct screen *s)
{
	return is_one_of(s, (const char *const[]) { "paused", NULL });
}

static bool can_retry(const struct screen *s)
{
	return is_one_of(s, (const char *const[]) { "failed", "cancelled", NULL });
}

static void act(struct screen *s, const char *verb, const char *done)
{
	if (!entity_key(s))
		return;
	entity_act_on(s, job_entity.name, entity_key(s), 0, verb, NULL, 0, done);
	notices_soon(console_of(s->app));
}

static void cancel_agreed(void *ctx, bool agreed)
{
	if (agreed)
		act(ctx, "cancel", _("The job is asked to end; what it did not finish is dropped."));
}

static void cancel(struct app *a, struct screen *s)
{
	dialog_confirm(a, _("Cancel this job?"), _("What it has not finished is dropped. It can be tried again later."), NULL, NULL,
	    cancel_agreed, s);
}

static void pause_job(struct app *a, struct screen *s)
{
	(void)a;
	act(s, "pause", _("The job waits after its present step. p goes on with it."));
}

static void resume(struct app *a, struct screen *s)
{
	(void)a;
	act(s, "resume", _("The job goes on as soon as a worker is free."));
}

static void retry(struct app *a, struct screen *s)
{
	(void)a;
	act(s, "retry", _("The job is tried again as soon as a worker is free."));
}

/* An import that was tried, with nothing rejected: as many rows as it writes are typed. */
static bool can_apply(const struct screen *s)
{
	const char *rows = entity_value(s, "writes");

	return rows && strcmp(rows, "0") != 0;
}

static void apply_agreed(void *ctx, bool agreed)
{
	struct screen *s = ctx;
	const char *rows = entity_value(s, "writes");

	if (!agreed || !rows)
		return;
	entity_act(s, "apply", &(struct api_change) { "count", rows }, 1, _("Asked for. You are told when it is done."));
	notices_soon(console_of(s->app));
}

static void apply(struct app *a, struct screen *s)
{
	const char *rows = entity_value(s, "writes"), *what = entity_value(s, "title");
	char text[512];

	snprintf(text, sizeof text,
	    _("%s: %s rows are added or changed as this job shows. The number of rows is the word to type."), what ? what : "",
	    rows ? rows : "0");
	dialog_confirm_typed(a, _("Do it for real?"), text, rows ? rows : "0", apply_agreed, s);
}

static bool can_undo(const struct screen *s)
{
	const char *rows = entity_value(s, "undoes");

	return rows && strcmp(rows, "0") != 0;
}

static void undo_agreed(void *ctx, bool agreed)
{
	struct screen *s = ctx;
	const char *rows = entity_value(s, "undoes");

	if (!agreed || !rows)
		return;
	entity_act(s, "undo", &(struct api_change) { "count", rows }, 1, _("Asked for. You are told when it is done."));
	notices_soon(console_of(s->app));
}

static void undo(struct app *a, struct screen *s)
{
	const char *rows = entity_value(s, "undoes"), *what = entity_value(s, "title");
	char text[512];

	snprintf(text, sizeof text,
	    _("%s: the %s records that it changed get back what they had, but those that somebody changed since. Their number is "
	      "the word "
	      "to type."),
	    what ? what : "", rows ? rows : "0");
	dialog_confirm_typed(a, _("Take it back?"), text, rows ? rows : "0", undo_agreed, s);
}

const struct action job_actions[] = {
	{ 'W', "job.apply", N_("do for real what was tried"), N_("do it"), "job.run", ACTION_FOOTER | ACTION_DANGER, can_apply,
	    apply, N_("A dry run that rejected nothing; the number of rows is typed to confirm.") },
	{ 'Z', "job.undo", N_("take back what was done with many"), N_("take back"), "job.run", ACTION_FOOTER | ACTION_DANGER,
	    can_undo, undo, N_("Each record that nobody changed since; the number of records is typed to confirm.") },
	{ 'C', "job.cancel", N_("cancel the job"), N_("cancel"), "job.run", ACTION_FOOTER | ACTION_DANGER, can_cancel, cancel,
	    N_("Within a second; a colleague's job takes job.manage.") },
	{ 'p', "job.pause", N_("pause the job"), N_("pause"), "job.run", ACTION_FOOTER, can_pause, pause_job,
	    N_("It waits until you let it go on.") },
	{ 'p', "job.resume", N_("go on with a paused job"), N_("go on"), "job.run", ACTION_FOOTER, can_resume, resume,
	    N_("It begins where it stopped.") },
	{ 't', "job.retry", N_("try the job again"), N_("try again"), "job.run", ACTION_FOOTER, can_retry, retry,
	    N_("After it failed or was cancelled.") },
	{ 0 },
};

static void switch_agreed(void *ctx, bool agreed)
{
	if (agreed)
		entity_act_on(
		    ctx, "job_queue", "all", 0, "suspend", NULL, 0, _("No job is taken any more. A lets them run again."));
}

static void suspend(struct app *a, struct screen *s)
{
	dialog_confirm(a, _("Stop all jobs?"),
	    _("Workers take no new job, for anybody, until this is undone. Those that run go on."), NULL, NULL, switch_agreed, s);
}

static void allow(struct app *a, struct screen *s)
{
	(void)a;
	entity_act_on(s, "job_queue", "all", 0, "resume", NULL, 0, _("Jobs run again."));
}

const struct action job_row_actions[] = {
	{ 'I', "jobs.import", N_("import a file"), N_("import"), "import.run", ACTION_FOOTER, NULL, import_choose,
	    N_("One of the folder for it, else by a command; it is tried, and its dry run comes into this list.") },
	{ 'C', "jobs.cancel", N_("cancel the job under the cursor"), N_("cancel"), "job.run", ACTION_FOOTER | ACTION_DANGER,
	    can_cancel, cancel, N_("Within a second; a colleague's job takes job.manage.") },
	{ 'p', "jobs.pause", N_("pause the job under the cursor"), N_("pause"), "job.run", 0, can_pause, pause_job,
	    N_("It waits until you let it go on.") },
	{ 'p', "jobs.resume", N_("go on with the paused job under the cursor"), N_("go on"), "job.run", ACTION_FOOTER, can_resume,
	    resume, N_("It begins where it stopped.") },
	{ 't', "jobs.retry", N_("try the job under the cursor again"), N_("try again"), "job.run", ACTION_FOOTER, can_retry, retry,
	    N_("After it failed or was cancelled.") },
	{ 'S', "jobs.suspend", N_("stop all jobs"), NULL, "job.manage", ACTION_DANGER, NULL, suspend,
	    N_("Workers take no new job; those that run go on.") },
	{ 'A', "jobs.allow", N_("let jobs run again"), NULL, "job.manage", 0, NULL, allow, N_("Undoes stopping all jobs.") },
	{ 0 },
};
