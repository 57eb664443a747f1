#include "tui/app.h"

#include <poll.h>
#include <unistd.h>

#include "tui/app_private.h"
#include "tui/loop.h"
#include "tui/term.h"

enum { FRAMES_MAX = 3, MINUTE_MS = 60000 };

static void read_keys(struct app *a)
{
	struct key k;

	while (term_key(&k)) {
		app_feed(a, &k);
		if (k.code == K_HANGUP)
			return;
	}
}

static void on_terminal(void *ctx, short revents)
{
	struct app *a = ctx;

	read_keys(a);
	if (revents & (POLLHUP | POLLERR | POLLNVAL))
		app_feed(a, &(struct key) { .code = K_HANGUP });
}

static void on_resized(void *ctx)
{
	read_keys(ctx);
}

/* In the signal handler of SIGWINCH. */
static void wake(void *ctx)
{
	struct app *a = ctx;

	loop_post(a->loop, on_resized, a);
}

void app_drain_keys(struct app *a)
{
	struct key k;

	while (term_key(&k)) {
		if (k.code == K_HANGUP || k.code == K_RESIZE)
			app_feed(a, &k);
		if (k.code == K_HANGUP)
			return;
	}
}

/* A drawing may start what asks for another one; more than a few in a row are left to the next event. */
static void before_wait(void *ctx)
{
	struct app *a = ctx;

	app_close_buried(a);
	for (int i = 0; a->dirty && i < FRAMES_MAX; i++)
		app_draw(a);
}

static void on_minute(void *ctx);

static void start_clock(struct app *a)
{
	int64_t into = (a->env.now % 60) * 1000;

	a->clock_timer = loop_after_quiet(a->loop, MINUTE_MS - into, on_minute, a);
}

static void on_minute(void *ctx)
{
	struct app *a = ctx;

	app_refresh_now(a);
	app_dirty(a);
	start_clock(a);
}

int app_run(struct app *a)
{
	int value;

	if (!loop_watch(a->loop, STDIN_FILENO, POLLIN, on_terminal, a))
		return 1;
	a->running = true;
	app_dirty(a);
	app_refresh_now(a);
	if (!a->clock_fixed)
		start_clock(a);
	loop_before_wait(a->loop, before_wait, a);
	term_on_resize(wake, a);
	read_keys(a); /* what was typed while the program started */
	value = loop_run(a->loop);
	term_on_resize(NULL, NULL);
	loop_before_wait(a->loop, NULL, NULL);
	loop_cancel(a->loop, a->clock_timer);
	loop_unwatch(a->loop, STDIN_FILENO);
	a->running = false;
	app_close_buried(a);
	return value;
}
