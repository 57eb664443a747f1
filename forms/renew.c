#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/code.h"
#include "backend/secret.h"
#include "forms/console.h"
#include "forms/screens.h"
#include "tui/form.h"
#include "tui/loop.h"
#include "tui/text.h"

/*
 * New password and PIN: before any log-in with a one-time code, or of who is logged in with the present ones. What is typed leaves this
 * program only as a proof and as what the database stores.
 */
struct renew {
	struct console *console;
	struct form *form;
	bool by_code;
	char message[512];
	enum style style;
	bool waiting;
	char login[256];
	/* In locked memory while it runs; the forms of the screen may change meanwhile. */
	char *secrets[4];
	unsigned char *code;
};

enum { PASSWORD, PIN, NEW_PASSWORD, NEW_PIN, SECRETS };

static const struct field code_fields[] = {
	{ "login", N_("Log-in"), FIELD_TEXT, FIELD_REQUIRED, 0, 64, N_("Your log-in name.") },
	{ "code", N_("One-time code"), FIELD_TEXT, FIELD_REQUIRED, 0, 60, N_("The groups of letters that you were given.") },
	{ "new_password", N_("New password"), FIELD_SECRET, 0, 0, 128,
	    N_("At least 15 characters; empty for a code for a PIN only.") },
	{ "again", N_("New password, again"), FIELD_SECRET, 0, 0, 128, N_("The same once more.") },
	{ "new_pin", N_("New PIN"), FIELD_SECRET, 0, 0, 12, N_("6 to 12 digits; empty if you need none.") },
	{ "pin_again", N_("New PIN, again"), FIELD_SECRET, 0, 0, 12, N_("The same once more.") },
	{ 0 },
};

static const struct field own_fields[] = {
	{ "password", N_("Present password"), FIELD_SECRET, FIELD_REQUIRED, 0, 128, N_("The one you logged in with.") },
	{ "pin", N_("Present PIN"), FIELD_SECRET, 0, 0, 12, N_("The one you logged in with; empty if you have none.") },
	{ "new_password", N_("New password"), FIELD_SECRET, 0, 0, 128, N_("At least 15 characters; empty leaves it as it is.") },
	{ "again", N_("New password, again"), FIELD_SECRET, 0, 0, 128, N_("The same once more.") },
	{ "new_pin", N_("New PIN"), FIELD_SECRET, 0, 0, 12, N_("6 to 12 digits; empty leaves it as it is.") },
	{ "pin_again", N_("New PIN, again"), FIELD_SECRET, 0, 0, 12, N_("The same once more.") },
	{ 0 },
};

static void say(struct renew *r, enum style style, const char *text)
{
	snprintf(r->message, sizeof r->message, "%s", text);
	r->style = style;
	app_dirty(r->console->app);
}

static void drop_secrets(struct renew *r)
{
	for (int i = 0; i < SECRETS; i++) {
		secret_free(r->secrets[i]);
		r->secrets[i] = NULL;
	}
	secret_free(r->code);
	r->code = NULL;
}

static const char *typed(const struct renew *r, const char *name)
{
	const char *text = form_get(r->form, name);

	return text ? text : "";
}

static void clear(struct renew *r)
{
	for (const struct field *f = r->by_code ? code_fields : own_fields; f->name; f++)
		if (strcmp(f->name, "login") != 0)
			form_set(r->form, f->name, "");
}

static void renewed(struct renew *r, const char *kind)
{
	struct console *c = r->console;
	bool by_code = r->by_code;
	const char *done = strcmp(kind, "pin") == 0        ? _("Your new PIN is set. Log in with it now.")
			   : strcmp(kind, "password") == 0 ? _("Your new password is set. Log in with it now.")
							   : _("Password and PIN are set. Log in with them now.");

	app_pop(c->app);
	if (by_code)
		login_say(c, done);
	else
		app_notice(c->app, NOTICE_DONE, _("Changed. It holds from your next log-in."));
}

/* Leaving waits for the answer, so that the screen outlives it, unless the program ends: then api_free asks nobody. */
static void done(void *ctx, enum api_renewed what, const char *kind, const struct err *err)
{
	struct renew *r = ctx;
	char text[512];

	r->waiting = false;
	drop_secrets(r);
	if (what == API_RENEWED) {
		renewed(r, kind);
		return;
	}
	if (what == API_INCOMPLETE) {
		say(r, STYLE_WARNING,
		    strcmp(kind, "pin") == 0        ? _("The code is right: it is for a new PIN. Type one, twice.")
		    : strcmp(kind, "password") == 0 ? _("The code is right: it is for a new password. Type one, twice.")
						    : _("The code is right: you need a password and a PIN. Type both, twice."));
		form_edit(r->form, strcmp(kind, "pin") == 0 || typed(r, "new_password")[0] ? "new_pin" : "new_password");
		return;
	}
	clear(r);
	snprintf(text, sizeof text, "%.300s %.200s", err->sentence, err->hint);
	say(r, STYLE_DANGER, text);
	form_edit(r->form, r->by_code ? "code" : "password");
	if (err->code == ERR_SESSION)
		console_error(r->console, err);
}

static bool post(void *ctx, void (*fn)(void *arg), void *arg)
{
	struct console *c = ctx;

	return loop_post(c->loop, fn, arg);
}

static bool wrong(struct renew *r, const char *field, const char *sentence)
{
	if (!form_error(r->form, field, sentence))
		say(r, STYLE_DANGER, sentence);
	app_dirty(r->console->app);
	return false;
}

/* Words that are no secret: the name, the site; in a demo only the name, as for the passwords that the demo publishes. */
static bool secrets_are_fit(struct renew *r)
{
	const struct console *c = r->console;
	const struct api_me *me = api_me(c->api);
	const char *const words[] = { r->login, c->demo || !me ? "" : me->full_name, c->demo ? "" : c->site, "demo lumen", NULL };
	const char *password = typed(r, "new_password"), *pin = typed(r, "new_pin");
	struct err err;

	if (!password[0] && !pin[0])
		return wrong(r, "new_password", _("Type a new password, or a new PIN, or both."));
	if (strcmp(password, typed(r, "again")) != 0)
		return wrong(r, "again", _("The two passwords differ: type them again."));
	if (strcmp(pin, typed(r, "pin_again")) != 0)
		return wrong(r, "pin_again", _("The two PINs differ: type them again."));
	if (password[0] && !secret_password_ok(password, words, &err))
		return wrong(r, "new_password", err.sentence);
	if (pin[0] && !secret_pin_ok(pin, &err))
		return wrong(r, "new_pin", err.sentence);
	return true;
}

static bool copy_secrets(struct renew *r)
{
	static const char *const names[] = { "password", "pin", "new_password", "new_pin" };

	for (int i = 0; i < SECRETS; i++) {
		const char *text = typed(r, names[i]);
		size_t n = strlen(text);

		r->secrets[i] = n < SECRET_TEXT ? secret_alloc(SECRET_TEXT) : NULL;
		if (!r->secrets[i])
			return false;
		memcpy(r->secrets[i], text, n + 1);
	}
	r->code = secret_alloc(SECRET_KEY);
	return r->code != NULL;
}

static void start(struct renew *r)
{
	struct console *c = r->console;
	struct api_renewal in = { .login = r->login,
		.address = c->process.address,
		.fingerprint = c->process.fingerprint,
		.code = r->by_code ? r->code : NULL,
		.password = r->secrets[PASSWORD],
		.pin = r->secrets[PIN],
		.new_password = r->secrets[NEW_PASSWORD],
		.new_pin = r->secrets[NEW_PIN],
		.pepper = c->pepper,
		.done = done,
		.ctx = r,
		.post = post,
		.post_ctx = c };

	r->waiting = true;
	say(r, STYLE_DIM, _("Setting it…"));
	api_renew(c->api, &in);
}

static void submit(struct app *a, struct screen *s)
{
	struct renew *r = s->data;
	const struct api_me *me = api_me(r->console->api);
	struct err err;

	(void)a;
	if (r->waiting || !form_check(r->form))
		return;
	if (db_state(r->console->db) != DB_UP || (!r->by_code && !me)) {
		say(r, STYLE_WARNING, _("The server cannot be reached yet; try again when it is there."));
		return;
	}
	snprintf(r->login, sizeof r->login, "%s", r->by_code ? typed(r, "login") : me->login);
	if (!secrets_are_fit(r))
		return;
	if (!copy_secrets(r)) {
		drop_secrets(r);
		say(r, STYLE_DANGER, _("There is no locked memory left for the password; end other programs and try again."));
		return;
	}
	if (r->by_code && !code_key(typed(r, "code"), r->code, &err)) {
		drop_secrets(r);
		wrong(r, "code", err.sentence);
		return;
	}
	start(r);
}

static const struct action actions[] = {
	{ K_F2, "renew.set", N_("set password and PIN"), N_("set"), NULL, ACTION_FOOTER, NULL, submit,
	    N_("Checks what you typed and sets it.") },
	{ K_TAB, "renew.next", N_("next field"), N_("next"), NULL, ACTION_FOOTER, NULL, NULL, N_("Goes to the next field.") },
	{ 0 },
};

static bool key(struct screen *s, const struct key *k)
{
	struct renew *r = s->data;

	if (r->waiting)
		return k->code != K_F10 && k->code != K_F1;
	if (k->code == K_ESC) {
		app_pop(s->app);
		return true;
	}
	return form_key(r->form, k);
}

static const struct action *inside(const struct screen *s, bool *ret_typing)
{
	(void)s;
	*ret_typing = true;
	return form_actions;
}

static void draw(struct screen *s, struct area a)
{
	struct renew *r = s->data;
	struct area box = area_inside(a, 1, 2, 0, 2), inside_box = box, below = box;
	const char *text = r->message;

	draw_text(box, 0, 0, -1, STYLE_DIM,
	    r->by_code ? _("Set your password and PIN with the code that you were given. Nobody else learns them.")
		       : _("Change your password, your PIN, or both."));
	inside_box.y += 2;
	inside_box.rows = inside_box.rows > 2 ? inside_box.rows - 2 : 0;
	if (inside_box.rows > 10)
		inside_box.rows = 10;
	form_draw(r->form, inside_box, true);
	below.y = inside_box.y + inside_box.rows + 1;
	below.rows = 3;
	for (int i = 0; i < 3 && *text && below.y + i < a.y + a.rows; i++) {
		size_t n = text_wrap(text, below.columns);
		char line[512];

		snprintf(line, sizeof line, "%.*s", (int)n, text);
		draw_text(below, i, 0, -1, r->style, line);
		text += n;
		text += strspn(text, " ");
	}
}

static bool leave(struct screen *s)
{
	const struct renew *r = s->data;

	return !r->waiting;
}

static void close_renew(struct screen *s)
{
	struct renew *r = s->data;

	form_free(r->form);
	drop_secrets(r);
	free(r);
}

const struct screen_class renew_class = {
	.name = "secrets",
	.title = N_("Password and PIN"),
	.actions = actions,
	.draw = draw,
	.key = key,
	.leave = leave,
	.close = close_renew,
	.extra = form_actions,
	.inside = inside,
};

void renew_open(struct app *a, bool by_code)
{
	struct renew *r = calloc(1, sizeof *r);

	if (r) {
		r->console = console_of(a);
		r->by_code = by_code;
		r->form = form_new(a, &(struct form_spec) { .fields = by_code ? code_fields : own_fields, .create = true });
	}
	if (!r || !r->form) {
		free(r);
		app_notice(a, NOTICE_ERROR, _("There is not enough memory to open the form."));
		return;
	}
	if (app_push(a, &renew_class, r))
		form_edit(r->form, NULL);
}
