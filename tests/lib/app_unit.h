#ifndef TESTS_LIB_APP_UNIT_H
#define TESTS_LIB_APP_UNIT_H

#include <stdlib.h>
#include <string.h>

#include "tests/lib/screen_unit.h"
#include "tui/app.h"
#include "tui/binding.h"
#include "tui/dialog.h"
#include "tui/loop.h"

/* A program of two screens that notes down what is asked of it. */
static struct {
	bool rights, busy, possible, dirty, pops_itself;
	int ran, denied_ran, host_ran, closed, shown, left, cancelled, keys;
	char typed[32];
	uint32_t eats;
	int draws;
	char hostile[256];
} world;

static inline bool world_may(void *ctx, const char *right)
{
	(void)ctx;
	return world.rights || strcmp(right, "user.view") == 0;
}

static inline const char *world_label(void *ctx, const char *right)
{
	(void)ctx;
	return strcmp(right, "user.erase") == 0 ? "erase accounts" : NULL;
}

static inline void world_header(void *ctx, char *site, size_t site_size, char *who, size_t who_size, char *state, size_t state_size)
{
	(void)ctx;
	snprintf(site, site_size, "%s", world.hostile[0] ? world.hostile : "Lumen Picture Library");
	snprintf(who, who_size, "anna · support");
	snprintf(state, state_size, "2 due · 1 job");
}

static inline void world_cancel(void *ctx)
{
	(void)ctx;
	world.cancelled++;
	world.busy = false;
}

static inline bool world_busy(void *ctx)
{
	(void)ctx;
	return world.busy;
}

static inline void run_any(struct app *a, struct screen *s)
{
	(void)s;
	world.ran++;
	app_notice(a, NOTICE_DONE, "The thing is done.");
}

static inline void run_denied(struct app *a, struct screen *s)
{
	(void)a;
	(void)s;
	world.denied_ran++;
}

static inline void run_host(struct app *a, struct screen *s)
{
	(void)a;
	(void)s;
	world.host_ran++;
}

static inline void run_pop(struct app *a, struct screen *s)
{
	app_pop(a);
	/* The screen is gone from the stack, but its memory is whole until the key was handled. */
	assert_ptr_equal(s->app, a);
	assert_int_equal(world.closed, 0);
}

static inline void run_fail(struct app *a, struct screen *s)
{
	(void)s;
	app_notice(a, NOTICE_ERROR, "The server is away.\nWait a moment, then press F5.");
}

static inline bool is_possible(const struct screen *s)
{
	(void)s;
	return world.possible;
}

static const struct action actions[] = {
	{ .key = 'd',
	    .name = "test.do",
	    .label = "do the thing",
	    .hint = "do",
	    .flags = ACTION_FOOTER,
	    .run = run_any,
	    .help = "It does." },
	{ .key = 'x',
	    .name = "test.erase",
	    .label = "erase the account",
	    .hint = "erase",
	    .right = "user.erase",
	    .flags = ACTION_FOOTER,
	    .run = run_denied,
	    .help = "Gone." },
	{ .key = 'w',
	    .name = "test.when",
	    .label = "wait",
	    .flags = ACTION_FOOTER,
	    .when = is_possible,
	    .run = run_any,
	    .help = "Waits." },
	{ .key = 'p', .name = "test.pop", .label = "pop", .run = run_pop, .help = "Pops." },
	{ .key = 'f', .name = "test.fail", .label = "fail", .run = run_fail, .help = "Fails." },
	{ 0 },
};

static const struct action extra[] = {
	{ .key = K_F5, .name = "widget.reload", .label = "load again", .hint = "reload", .flags = ACTION_FOOTER, .help = "Loads." },
	{ 0 },
};

static const struct action host_actions[] = {
	{ .key = 0, .name = "go.invoices", .label = "invoices: collection report", .run = run_host, .help = "Goes." },
	{ .key = K_CTRL('f'),
	    .name = "go.find",
	    .label = "find anything",
	    .hint = "find",
	    .flags = ACTION_FOOTER,
	    .run = run_host,
	    .help = "Finds." },
	{ 0 },
};

static inline void test_draw(struct screen *s, struct area a)
{
	(void)s;
	world.draws++;
	draw_text(a, 0, 0, -1, STYLE_PLAIN, world.hostile[0] ? world.hostile : "body of the screen");
}

static inline bool test_key(struct screen *s, const struct key *k)
{
	(void)s;
	if (k->code == K_F5 || k->code == world.eats) {
		world.keys++;
		return true;
	}
	return false;
}

static inline void left_answer(void *ctx, int answer)
{
	struct screen *s = ctx;

	if (answer == 'd') {
		world.dirty = false;
		app_pop(s->app);
	}
}

static inline bool test_leave(struct screen *s)
{
	world.left++;
	if (world.dirty)
		dialog_unsaved(s->app, "The user", left_answer, s);
	return !world.dirty;
}

static inline void test_close(struct screen *s)
{
	(void)s;
	world.closed++;
}

static inline void test_shown(struct screen *s)
{
	(void)s;
	world.shown++;
}

static inline void test_status(const struct screen *s, char *out, size_t size)
{
	(void)s;
	snprintf(out, size, "31 of 1,000,000");
}

static const struct screen_class home_class = { .name = "home",
	.title = "Home",
	.actions = actions,
	.extra = extra,
	.draw = test_draw,
	.key = test_key,
	.close = test_close,
	.shown = test_shown };
static const struct screen_class user_class = { .name = "user",
	.title = "Users",
	.actions = actions,
	.extra = extra,
	.draw = test_draw,
	.key = test_key,
	.leave = test_leave,
	.close = test_close,
	.shown = test_shown,
	.status = test_status };

static struct loop *loop;
static struct app *app;

static struct bindings own_keys; /* none, unless a test binds some */

static const struct app_host host = { .bindings = &own_keys,
	.may = world_may,
	.right_label = world_label,
	.header = world_header,
	.actions = host_actions,
	.cancel = world_cancel,
	.busy = world_busy };
static const struct field_env env = { .language = LANGUAGE_EN };

enum { CLOCK = 1795442520 }; /* 2026-11-23 14:02 UTC */

static inline void make_app(void)
{
	memset(&world, 0, sizeof(world));
	memset(&own_keys, 0, sizeof(own_keys));
	loop = loop_new();
	app = app_new(loop, &host, &env);
	app_fix_clock(app, CLOCK);
	app_push(app, &home_class, NULL);
}

static inline int setup(void **state)
{
	(void)state;
	screen_open(24, 80);
	make_app();
	return 0;
}

static inline int teardown(void **state)
{
	(void)state;
	app_free(app);
	loop_free(loop);
	screen_close();
	return 0;
}

static inline void press(uint32_t code)
{
	app_feed(app, &(struct key) { .code = code });
	app_draw(app);
}

static inline void type(const char *text)
{
	for (; *text; text++)
		press((uint32_t)(unsigned char)*text);
}

#define ON_SCREEN(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

#endif
