#include "forms/jobs/notices.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "forms/console.h"
#include "tui/app.h"
#include "tui/loop.h"
#include "tui/text.h"

/* While something runs, a person may wait for it; else nothing is urgent. */
enum { BUSY_MS = 3000, IDLE_MS = 30000 };

static void look(void *ctx);

static void again(struct console *c)
{
	loop_cancel(c->loop, c->job_timer);
	c->job_timer = loop_after_quiet(c->loop, c->jobs > 0 ? BUSY_MS : IDLE_MS, look, c);
}

static void tell(struct console *c, const struct api_ended *e)
{
	bool done = strcmp(e->state, "done") == 0;

	if (done)
		app_noticef(c->app, NOTICE_DONE, _("Job %" PRId64 " is done: %s"), e->id, e->title);
	else if (strcmp(e->state, "failed") == 0)
		app_noticef(c->app, NOTICE_WARNING, _("Job %" PRId64 " failed: %s"), e->id, e->title);
}

static void looked(void *ctx, int64_t now, int running, const struct api_ended *ended, int n, const struct err *err)
{
	struct console *c = ctx;

	if (err->code != ERR_NONE || !c->entered) {
		if (c->entered)
			again(c);
		return;
	}
	if (c->jobs != running || n)
		app_dirty(c->app);
	/* What ended before this log-in is no news. */
	for (int i = 0; c->jobs_since && i < n; i++)
		tell(c, &ended[i]);
	c->jobs = running;
	c->jobs_since = now;
	again(c);
}

static void look(void *ctx)
{
	struct console *c = ctx;

	c->job_timer = 0;
	if (!c->entered || !c->app || !api_may(c->api, "job.view"))
		return;
	/* A session does not live on by it. */
	api_quiet(c->api, true);
	api_jobs(c->api, c->jobs_since ? c->jobs_since : INT64_MAX, looked, c);
	api_quiet(c->api, false);
}

void notices_start(struct console *c)
{
	loop_cancel(c->loop, c->job_timer);
	c->jobs_since = 0;
	look(c);
}

void notices_soon(struct console *c)
{
	loop_cancel(c->loop, c->job_timer);
	c->job_timer = loop_after_quiet(c->loop, BUSY_MS, look, c);
}
