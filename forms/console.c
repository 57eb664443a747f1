#include "forms/console.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/secret.h"
#include "forms/custom.h"
#include "forms/site/setting_fields.h"
#include "forms/entity.h"
#include "forms/fresh.h"
#include "forms/preferences.h"
#include "forms/unseen.h"
#include "forms/jobs/notices.h"
#include "forms/screens.h"
#include "tui/dialog.h"
#include "tui/loop.h"
#include "tui/text.h"

enum { WATCH_MS = 30000 };

static void ready(void *ctx, short revents)
{
	struct console *c = ctx;

	db_ready(c->db, revents);
}

static void watch(void *ctx, int fd, short events)
{
	struct console *c = ctx;

	if (c->fd >= 0 && c->fd != fd)
		loop_unwatch(c->loop, c->fd);
	c->fd = fd;
	if (fd >= 0)
		loop_watch(c->loop, fd, events, ready, c);
}

static void retry(void *ctx)
{
	struct console *c = ctx;

	c->retry = 0;
	db_connect(c->db);
}

static void went_down(struct console *c, const struct err *err)
{
	bool was_in = c->entered;

	c->entered = false;
	loop_cancel(c->loop, c->watch);
	c->watch = 0;
	snprintf(c->trouble, sizeof c->trouble, "%s", err->sentence);
	if (c->connected)
		c->connected(c->connected_ctx, err);
	if (!c->app)
		return;
	c->retry = loop_after_quiet(c->loop, db_backoff(c->attempt++), retry, c);
	/* The screen stays to be read; the log-in comes over it as soon as the server is back. */
	if (was_in) {
		snprintf(c->lost, sizeof c->lost, "%.240s%s%.240s", err->sentence, err->hint[0] ? " " : "", err->hint);
		app_noticef(
		    c->app, NOTICE_ERROR, _("%s What you typed is still here; you log in again when the server is back."), c->lost);
	}
	app_dirty(c->app);
}

static void state_changed(void *ctx, enum db_state state, const struct err *err)
{
	struct console *c = ctx;

	if (state == DB_DOWN && err && err->code != ERR_NONE)
		went_down(c, err);
	if (state != DB_UP)
		return;
	c->attempt = 0;
	c->trouble[0] = '\0';
	if (c->connected)
		c->connected(c->connected_ctx, NULL);
	if (!c->app)
		return;
	/* Where the log-in stands already it says why. */
	if (c->owner && !c->entered && !app_find_screen(c->app, login_class.name)) {
		char reason[sizeof c->lost + 128];

		snprintf(reason, sizeof reason, _("%s Log in again to go on; what you typed is still there."), c->lost);
		console_lost(c, reason);
	}
	login_connected(c);
	app_dirty(c->app);
}

bool console_open(struct console *c, struct err *err)
{
	struct db_events events = { .ctx = c, .watch = watch, .state = state_changed };

	c->fd = -1;
	c->pepper = secret_alloc(SECRET_KEY);
	c->loop = loop_new();
	if (!c->pepper || !c->loop)
		return err_set(err, ERR_SYSTEM, "%s", _("There is not enough memory to start."));
	c->db = db_new(&c->config, &events);
	c->api = c->db ? api_new(c->db) : NULL;
	if (!c->api)
		return err_set(err, ERR_SYSTEM, "%s", _("There is not enough memory to start."));
	return true;
}

void console_close(struct console *c)
{
	if (c->api && c->entered) {
		api_logout(c->api, NULL, NULL);
		/* A command has its answer: the server logs out by what lies in the socket, and nobody waits for it. */
		if (c->app)
			db_drain(c->db, 500);
	}
	fresh_end(c, false);
	if (c->app)
		app_free(c->app);
	c->app = NULL;
	api_free(c->api);
	db_free(c->db);
	custom_free(c->custom);
	setting_fields_free(c->settings);
	preferences_free(c->preferences);
	unseen_free(c->unseen);
	loop_free(c->loop);
	secret_free(c->pepper);
	c->api = NULL;
	c->db = NULL;
	c->loop = NULL;
	c->pepper = NULL;
	c->custom = NULL;
	c->settings = NULL;
	c->preferences = NULL;
	c->unseen = NULL;
}

void console_connect(struct console *c)
{
	db_connect(c->db);
}

void console_lost(struct console *c, const char *reason)
{
	c->entered = false;
	fresh_end(c, false);
	api_forget(c->api);
	loop_cancel(c->loop, c->watch);
	c->watch = 0;
	app_uncover(c->app);
	login_show(c, reason);
}

void console_error(struct console *c, const struct err *err)
{
	if (!c->app)
		return;
	switch (err->code) {
	case ERR_NONE:
	case ERR_CANCELLED:
		return;
	case ERR_SESSION:
		if (api_is_locked(err))
			lock_show(c);
		else if (c->entered)
			console_lost(c, err->hint[0] ? err->hint : err->sentence);
		return;
	case ERR_OFFLINE:
		app_notice(
		    c->app, NOTICE_ERROR, _("The server cannot be reached: nothing was changed. It is tried again by itself."));
		return;
	default:
		if (err->hint[0])
			app_noticef(c->app, NOTICE_ERROR, "%s %s", err->sentence, err->hint);
		else
			app_notice(c->app, NOTICE_ERROR, err->sentence);
	}
}

static void watch_session(void *ctx);

static void alive(void *ctx, const char *answer, const struct err *err)
{
	struct console *c = ctx;

	if (err->code == ERR_NONE && strcmp(answer, "locked") == 0)
		lock_show(c);
	else if (err->code == ERR_NONE && strcmp(answer, "ok") != 0 && c->entered)
		console_lost(c, gettext(answer));
	else if (err->code == ERR_SESSION)
		console_error(c, err);
	if (c->entered)
		c->watch = loop_after_quiet(c->loop, WATCH_MS, watch_session, c);
}

static void watch_session(void *ctx)
{
	struct console *c = ctx;

	c->watch = 0;
	if (c->entered && c->app)
		api_alive(c->api, alive, c);
}

void console_entered(struct console *c)
{
	const struct api_me *me = api_me(c->api);

	c->entered = true;
	snprintf(c->site, sizeof c->site, "%s", me->site_name);
	c->watch = loop_after_quiet(c->loop, WATCH_MS, watch_session, c);
	lock_start(c);
	notices_start(c);
	custom_load(c);
	setting_fields_load(c);
	unseen_load(c);
	preferences_load(c);
	/* The log-in is on top: the same person finds his screens below it, anybody else finds none of them. */
	if (c->owner == me->user_id) {
		app_pop(c->app);
		entity_resume_all(c);
		return;
	}
	c->owner = me->user_id;
	app_clear(c->app);
	home_open(c->app);
}
