#ifndef TESTS_LIB_LIST_STAGE_H
#define TESTS_LIB_LIST_STAGE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/lib/made_up.h"
#include "tui/app.h"
#include "tui/list.h"
#include "tui/loop.h"
#include "tui/term.h"

/* A list on a made-up source, in an app on a terminal in memory. The clock stands at 2026-11-23 12:00 UTC. */
struct stage {
	struct loop *loop;
	struct app *app;
	struct made_up source;
	struct list_source calls;
	struct list *list;
};

static inline bool stage_may(void *ctx, const char *right)
{
	(void)ctx;
	(void)right;
	return true;
}

static inline void stage_open(struct stage *s, const struct list_spec *spec, int64_t rows, bool ascii)
{
	static const struct app_host host = { .may = stage_may };
	static const struct field_env env = { LANGUAGE_EN, 1795435200, NULL };
	const struct theme theme = { THEME_DARK, DEPTH_256, ascii };

	*s = (struct stage) { .source = { .rows = rows } };
	assert_true(term_open_memory("xterm-256color", &theme, 110, 310));
	s->loop = loop_new();
	s->app = app_new(s->loop, &host, &env);
	app_fix_clock(s->app, env.now);
	s->calls = made_up_source(&s->source);
	s->list = list_new(s->app, spec, &s->calls);
	assert_non_null(s->list);
}

/* Every page that was made must have been given back exactly once. */
static inline void stage_close(struct stage *s)
{
	list_free(s->list);
	assert_int_equal(s->source.made, s->source.released);
	assert_int_equal(s->source.live, 0);
	app_free(s->app);
	loop_free(s->loop);
	term_close();
}

static inline bool press(struct stage *s, uint32_t code)
{
	struct key k = { .code = code };

	return list_key(s->list, &k);
}

static inline void type(struct stage *s, const char *text)
{
	for (; *text; text++)
		press(s, (unsigned char)*text);
}

/* Number of the row under the cursor; -1 = there is none. */
static inline int64_t here(const struct stage *s)
{
	const struct list_row *row = list_current(s->list);

	return row ? strtoll(row->key, NULL, 10) : -1;
}

static inline const char *status(const struct stage *s)
{
	static char text[256];

	list_status(s->list, text, sizeof(text));
	return text;
}

static inline void stage_stop(void *ctx)
{
	loop_stop(ctx, 0);
}

/* Lets timers come due. */
static inline void run_for(struct stage *s, int ms)
{
	loop_after(s->loop, ms, stage_stop, s->loop);
	loop_run(s->loop);
}

#endif
