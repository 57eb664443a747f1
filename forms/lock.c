#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/secret.h"
#include "forms/console.h"
#include "forms/fresh.h"
#include "forms/screens.h"
#include "tui/form.h"
#include "tui/loop.h"
#include "tui/text.h"

/*
 * The lock. It lies over everything (app_cover), so that neither screens nor questions below it can be seen or reached; and the server
 * refuses this connection meanwhile, so that taking the console apart helps nobody.
 */
struct lock {
	struct console *console;
	struct form *form;
	char message[512];
	enum style style;
	bool waiting;
	char *secret; /* locked memory while it is on its way */
};

static const struct field fields[] = {
	{ "secret", N_("PIN"), FIELD_SECRET, 0, 0, 128, N_("Your PIN; your password if you have none.") },
	{ 0 },
};

static void say(struct lock *l, enum style style, const char *text)
{
	snprintf(l->message, sizeof l->message, "%s", text);
	l->style = style;
	app_dirty(l->console->app);
}

static void drop_secret(struct lock *l)
{
	secret_free(l->secret);
	l->secret = NULL;
}

/* Too many wrong ones end the session: then the log-in comes, with the reason. */
static void looked(void *ctx, const char *answer, const struct err *err)
{
	struct console *c = ctx;

	if (err->code == ERR_NONE && c->entered && strcmp(answer, "ok") != 0 && strcmp(answer, "locked") != 0)
		console_lost(c, gettext(answer));
}

/* The lock goes only here, by the log-in that replaces it (console_lost), and by the end of the program. */
static void done(void *ctx, bool ok, const struct err *err)
{
	struct lock *l = ctx;
	struct console *c = l->console;

	l->waiting = false;
	drop_secret(l);
	form_set(l->form, "secret", "");
	if (ok) {
		app_uncover(c->app);
		entity_resume_all(c);
		fresh_end(c, true);
		return;
	}
	form_edit(l->form, "secret");
	lock_say(c, err);
	if (c->entered && err->code != ERR_OFFLINE)
		api_alive(c->api, looked, c);
}

static bool post(void *ctx, void (*fn)(void *arg), void *arg)
{
	struct console *c = ctx;

	return loop_post(c->loop, fn, arg);
}

static void submit(struct lock *l)
{
	struct console *c = l->console;
	const char *typed = form_get(l->form, "secret");
	size_t n = typed ? strlen(typed) : 0;

	if (!n)
		return;
	if (db_state(c->db) != DB_UP || !c->entered) {
		say(l, STYLE_WARNING, _("The server cannot be reached yet; you log in again when it is there."));
		return;
	}
	l->secret = n < SECRET_TEXT ? secret_alloc(SECRET_TEXT) : NULL;
	if (!l->secret) {
		say(l, STYLE_DANGER, _("There is no locked memory left for the password; end other programs and try again."));
		return;
	}
	memcpy(l->secret, typed, n + 1);
	l->waiting = true;
	say(l, STYLE_DIM, _("Unlocking…"));
	api_unlock(c->api,
	    &(struct api_unlock) { .secret = l->secret, .pepper = c->pepper, .done = done, .ctx = l, .post = post, .post_ctx = c });
}

static bool key(struct screen *s, const struct key *k)
{
	struct lock *l = s->data;

	if (l->waiting)
		return true;
	if (k->code == K_ENTER)
		submit(l);
	else
		form_key(l->form, k);
	return true;
}

static void draw(struct screen *s, struct area a)
{
	struct lock *l = s->data;
	struct console *c = l->console;
	const struct api_me *me = api_me(c->api);
	struct area box = area_centre(a, 8, 64), inside = area_inside(box, 3, 0, 3, 0);

	draw_text(box, 0, 0, -1, STYLE_STRONG, _("The screen is locked."));
	draw_format(
	    box, 1, 0, STYLE_DIM, _("%s: give your PIN, then Enter. Nothing you typed is lost."), me && me->login ? me->login : "");
	form_draw(l->form, inside, true);
	draw_text(box, 6, 0, -1, l->style, l->message[0] || db_state(c->db) == DB_UP ? l->message : c->trouble);
}

static void close_lock(struct screen *s)
{
	struct lock *l = s->data;

	if (l->waiting)
		api_unlock_drop(l->console->api);
	form_free(l->form);
	drop_secret(l);
	free(l);
}

const struct screen_class lock_class = {
	.name = "lock",
	.title = N_("Locked"),
	.draw = draw,
	.key = key,
	.close = close_lock,
};

/* Already locked is what we wanted; the session may have ended instead. */
static void locked(void *ctx, const struct err *err)
{
	struct console *c = ctx;

	if (err->code == ERR_SESSION && !api_is_locked(err))
		console_error(c, err);
}

void lock_say(struct console *c, const struct err *err)
{
	struct screen *s = c->app ? app_covered(c->app) : NULL;
	char text[512];

	if (!s || s->class != &lock_class)
		return;
	snprintf(text, sizeof text, "%.300s %.200s", err->sentence, err->hint);
	say(s->data, STYLE_DANGER, text);
}

void lock_show(struct console *c)
{
	struct lock *l;

	/* Where the log-in stands there is nothing to lock, and a PIN on its way opens what it locked. */
	if (!c->app || !c->owner || app_covered(c->app) || fresh_proving(c) || app_find_screen(c->app, login_class.name))
		return;
	l = calloc(1, sizeof *l);
	if (!l)
		return;
	l->console = c;
	l->form = form_new(c->app, &(struct form_spec) { .fields = fields, .create = true });
	if (!l->form) {
		free(l);
		return;
	}
	if (!app_cover(c->app, &lock_class, l))
		return;
	form_edit(l->form, "secret");
	if (c->entered)
		api_lock(c->api, locked, c);
}

static void tick(void *ctx)
{
	struct console *c = ctx;
	int64_t limit = api_me(c->api) ? api_me(c->api)->lock_seconds * INT64_C(1000) : 0, quiet = app_quiet_ms(c->app);

	c->lock = 0;
	if (limit <= 0)
		return;
	if (quiet >= limit) {
		lock_show(c);
		quiet = 0;
	}
	c->lock = loop_after_quiet(c->loop, limit - quiet, tick, c);
}

void lock_start(struct console *c)
{
	loop_cancel(c->loop, c->lock);
	tick(c);
}
