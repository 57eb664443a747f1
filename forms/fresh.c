#include "forms/fresh.h"

#include <stdlib.h>
#include <string.h>

#include "backend/secret.h"
#include "forms/console.h"
#include "forms/screens.h"
#include "tui/dialog.h"
#include "tui/loop.h"
#include "tui/text.h"

/*
 * One question at a time: who asks for the PIN waits in the console until it was proved or given up. The first try is a dialog over the
 * screen. A wrong PIN leaves the session locked on the server, so the second is the lock itself; what waits goes on when that opens.
 */
struct fresh {
	struct console *console;
	void (*then)(void *ctx, bool proved);
	void *ctx;
	char *secret; /* locked memory, while it is on its way */
};

static void end(struct fresh *f, bool proved)
{
	f->console->fresh = NULL;
	secret_free(f->secret);
	f->then(f->ctx, proved);
	free(f);
}

void fresh_end(struct console *c, bool proved)
{
	if (!c->fresh)
		return;
	/* The thread that works it out may be reading the secret. */
	if (c->fresh->secret)
		api_unlock_drop(c->api);
	end(c->fresh, proved);
}

bool fresh_proving(const struct console *c)
{
	return c->fresh && c->fresh->secret;
}

static bool post(void *ctx, void (*fn)(void *arg), void *arg)
{
	struct console *c = ctx;

	return loop_post(c->loop, fn, arg);
}

static void looked_at(void *ctx, bool ok, const struct err *err)
{
	struct fresh *f = ctx;
	struct console *c = f->console;

	secret_free(f->secret);
	f->secret = NULL;
	if (ok) {
		end(f, true);
	} else if (err->code == ERR_DENIED) {
		lock_show(c);
		lock_say(c, err);
	} else {
		end(f, false);
		console_error(c, err);
	}
	app_dirty(c->app);
}

static void typed(void *ctx, const char *text)
{
	struct fresh *f = ctx;
	struct console *c = f->console;
	size_t n = text ? strlen(text) : 0;

	if (!n || n >= SECRET_TEXT || !c->entered) {
		end(f, false);
		app_notice(c->app, NOTICE_INFO, _("Nothing was done."));
		return;
	}
	f->secret = secret_alloc(SECRET_TEXT);
	if (!f->secret) {
		end(f, false);
		app_notice(
		    c->app, NOTICE_ERROR, _("There is no locked memory left for the password; end other programs and try again."));
		return;
	}
	memcpy(f->secret, text, n + 1);
	api_unlock(
	    c->api, &(struct api_unlock) {
			.secret = f->secret, .pepper = c->pepper, .done = looked_at, .ctx = f, .post = post, .post_ctx = c });
}

bool fresh_needed(const struct err *err)
{
	return api_wants_proof(err);
}

void fresh_ask(struct console *c, void (*then)(void *ctx, bool proved), void *ctx)
{
	static const struct field field = { "secret", N_("PIN"), FIELD_SECRET, FIELD_REQUIRED, 0, 128,
		N_("Your PIN; your password if you have none.") };
	struct fresh *f = c->app && !c->fresh ? calloc(1, sizeof *f) : NULL;

	if (!f) {
		then(ctx, false);
		return;
	}
	f->console = c;
	f->then = then;
	f->ctx = ctx;
	c->fresh = f;
	dialog_ask(c->app, _("This takes your PIN once more"), &field, NULL, typed, f);
}
