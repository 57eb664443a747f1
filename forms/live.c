#include "forms/live.h"

#include "forms/console.h"
#include "tui/dialog.h"
#include "tui/loop.h"

/* Under a question the rows stand still: what is agreed to is what was seen. */
static bool may_read(const struct live *l)
{
	struct app *a = l->console->app;

	return l->console->entered && app_top(a) == l->screen && !app_covered(a) && !dialog_open(a);
}

static void tick(void *ctx)
{
	struct live *l = ctx;

	l->timer = loop_after_quiet(l->console->loop, (int64_t)l->seconds * 1000, tick, l);
	if (!may_read(l))
		return;
	api_quiet(l->console->api, true);
	l->again(l->screen);
	api_quiet(l->console->api, false);
}

void live_start(struct live *l, struct screen *s, int seconds, void (*again)(struct screen *s))
{
	*l = (struct live) { .console = console_of(s->app), .screen = s, .seconds = seconds, .again = again };
	if (seconds > 0)
		l->timer = loop_after_quiet(l->console->loop, (int64_t)seconds * 1000, tick, l);
}

void live_stop(struct live *l)
{
	if (l->timer)
		loop_cancel(l->console->loop, l->timer);
	l->timer = 0;
}
