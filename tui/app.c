#include "tui/app.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tui/app_private.h"
#include "tui/dialog.h"
#include "tui/loop.h"
#include "tui/term.h"
#include "tui/text.h"

struct app *app_new(struct loop *loop, const struct app_host *host, const struct field_env *env)
{
	struct app *a = calloc(1, sizeof(*a));

	if (a == NULL)
		return NULL;
	a->loop = loop;
	a->host = *host;
	a->env = *env;
	a->dirty = true;
	a->last_key = loop_now();
	app_refresh_now(a);
	return a;
}

void app_free(struct app *a)
{
	if (a == NULL)
		return;
	a->running = false;
	app_uncover(a);
	app_clear(a);
	app_close_buried(a);
	app_notices_release(a);
	free(a);
}

struct loop *app_loop(struct app *a)
{
	return a->loop;
}

void *app_ctx(struct app *a)
{
	return a->host.ctx;
}

const struct field_env *app_env(struct app *a)
{
	return &a->env;
}

void app_fix_clock(struct app *a, int64_t now)
{
	a->clock_fixed = true;
	a->env.now = now;
}

void app_refresh_now(struct app *a)
{
	if (!a->clock_fixed)
		a->env.now = (int64_t)time(NULL);
}

bool app_may(struct app *a, const char *right)
{
	if (right == NULL)
		return true;
	return a->host.may != NULL && a->host.may(a->host.ctx, right);
}

struct screen *app_top(struct app *a)
{
	return a->depth > 0 ? &a->stack[a->depth - 1]->screen : NULL;
}

struct screen *app_find_screen(struct app *a, const char *class_name)
{
	for (int i = a->depth - 1; i >= 0; i--)
		if (strcmp(a->stack[i]->screen.class->name, class_name) == 0)
			return &a->stack[i]->screen;
	return NULL;
}

void app_each_screen(struct app *a, void (*fn)(void *ctx, struct screen *s), void *ctx)
{
	for (int i = 0; i < a->depth; i++)
		fn(ctx, &a->stack[i]->screen);
}

static void close_screen(struct screen *s)
{
	if (s->class->close)
		s->class->close(s);
}

void app_close_buried(struct app *a)
{
	while (a->buried) {
		struct app_screen *s = a->buried;

		a->buried = s->next_buried;
		close_screen(&s->screen);
		free(s);
	}
}

/* A popped screen may stand on the C stack yet (its key function led here): it is closed when that has returned. */
static void bury_top(struct app *a)
{
	struct app_screen *s = a->stack[a->depth - 1];

	dialogs_dismiss(a, &s->screen);
	if (a->depth == 0 || a->stack[a->depth - 1] != s)
		return; /* an answer to such a question has popped it already */
	a->stack[--a->depth] = NULL;
	s->next_buried = a->buried;
	a->buried = s;
	if (a->nesting == 0 && !a->running)
		app_close_buried(a);
}

static void show_top(struct app *a)
{
	struct screen *s = app_top(a);

	app_dirty(a);
	if (s && s->class->shown)
		s->class->shown(s);
}

struct screen *app_push(struct app *a, const struct screen_class *class, void *data)
{
	struct app_screen *s = a->depth < APP_SCREENS_MAX ? calloc(1, sizeof(*s)) : NULL;

	if (s == NULL) {
		struct screen lost = { .class = class, .app = a, .data = data };

		close_screen(&lost);
		app_notice(a, NOTICE_ERROR, _("Too much is open. Go back with Esc a few times, then try again."));
		return NULL;
	}
	s->screen = (struct screen) { .class = class, .app = a, .data = data };
	a->stack[a->depth++] = s;
	show_top(a);
	return &s->screen;
}

bool app_cover(struct app *a, const struct screen_class *class, void *data)
{
	struct app_screen *s = a->cover ? NULL : calloc(1, sizeof(*s));

	if (s == NULL) {
		struct screen lost = { .class = class, .app = a, .data = data };

		close_screen(&lost);
		return false;
	}
	s->screen = (struct screen) { .class = class, .app = a, .data = data };
	a->cover = s;
	app_dirty(a);
	return true;
}

/* It may stand on the C stack, as a popped screen may. */
void app_uncover(struct app *a)
{
	struct app_screen *s = a->cover;

	if (s == NULL)
		return;
	a->cover = NULL;
	s->next_buried = a->buried;
	a->buried = s;
	if (a->nesting == 0 && !a->running)
		app_close_buried(a);
	show_top(a);
}

struct screen *app_covered(const struct app *a)
{
	return a->cover ? &a->cover->screen : NULL;
}

int64_t app_quiet_ms(const struct app *a)
{
	return loop_now() - a->last_key;
}

static bool may_leave(struct screen *s)
{
	return s->class->leave == NULL || s->class->leave(s);
}

/* Goes on until a screen asks the user; app_pop comes back here when he agrees. */
static void quit_step(struct app *a)
{
	while (a->quitting && a->depth > 0) {
		struct screen *s = app_top(a);

		if (!may_leave(s) || app_top(a) != s)
			return;
		bury_top(a);
	}
	if (a->depth == 0)
		loop_stop(a->loop, 0);
}

void app_pop(struct app *a)
{
	if (a->depth == 0)
		return;
	bury_top(a);
	app_dirty(a);
	if (a->depth == 0)
		loop_stop(a->loop, 0);
	else if (a->quitting)
		quit_step(a);
	else
		show_top(a);
}

void app_back(struct app *a)
{
	struct screen *s = app_top(a);

	if (a->depth <= 1)
		app_notice(a, NOTICE_INFO, _("This is the first screen. F10 or q leaves."));
	else if (may_leave(s) && app_top(a) == s)
		app_pop(a);
}

void app_quit(struct app *a)
{
	a->quitting = true;
	app_dirty(a);
	quit_step(a);
}

void app_clear(struct app *a)
{
	a->quitting = false;
	while (a->depth > 0)
		bury_top(a);
	dialogs_dismiss(a, NULL);
	app_dirty(a);
}

void app_dirty(struct app *a)
{
	a->dirty = true;
}

void app_mouse(struct app *a, bool on)
{
	a->mouse = on;
	term_mouse(on);
}

static bool is_click_on_hint(const struct app *a, const struct key *k, uint32_t *ret_code)
{
	if (k->code != K_MOUSE || k->button != MOUSE_LEFT || k->y != a->footer_row)
		return false;
	for (int i = 0; i < a->hint_count; i++) {
		if (k->x >= a->hints[i].from && k->x < a->hints[i].to) {
			*ret_code = a->hints[i].code;
			return true;
		}
	}
	return false;
}

/* Only leaving works while nothing can be seen; everything else waits for a larger terminal. */
static void key_unseen(struct app *a, uint32_t code)
{
	if (code == K_F10 || code == 'q')
		app_quit(a);
}

static void dispatch(struct app *a, const struct key *k)
{
	struct key own = *k;
	struct screen *s;
	uint32_t code;

	if (k->code == K_CTRL('l')) {
		term_redraw();
		return;
	}
	if (a->cover) {
		if (a->cover->screen.class->key)
			a->cover->screen.class->key(&a->cover->screen, k);
		return;
	}
	if (app_is_too_small(area_screen())) {
		key_unseen(a, k->code);
		return;
	}
	app_notice_key(a, k->code);
	if (dialogs_key(a, k))
		return;
	a->quitting = false;
	s = app_top(a);
	if (app_rebind(a, &own.code) && s && s->class->key && s->class->key(s, &own))
		return;
	if (is_click_on_hint(a, k, &code))
		app_feed(a, &(struct key) { .code = code });
	else
		app_action_key(a, own.code);
}

void app_feed(struct app *a, const struct key *k)
{
	uint32_t before = a->handling;

	if (k->code == K_UNKNOWN)
		return;
	if (k->code == K_HANGUP) {
		loop_stop(a->loop, 1);
		return;
	}
	app_dirty(a);
	if (k->code == K_RESIZE)
		return;
	app_refresh_now(a);
	a->last_key = loop_now();
	a->handling = k->code;
	a->nesting++;
	dispatch(a, k);
	a->nesting--;
	a->handling = before;
	if (a->nesting == 0)
		app_close_buried(a);
}

void app_draw(struct app *a)
{
	struct area all;

	if (a->drawing)
		return;
	a->drawing = true;
	a->dirty = false; /* what a screen starts while it draws may ask for the next frame */
	app_refresh_now(a);
	draw_begin();
	all = area_screen();
	if (app_is_too_small(all)) {
		app_draw_too_small(all);
	} else {
		app_frame_draw(a, all);
		if (!a->cover)
			dialogs_draw(a, all);
	}
	draw_end();
	a->drawing = false;
}
