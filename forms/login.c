#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/secret.h"
#include "forms/console.h"
#include "forms/screens.h"
#include "tui/dialog.h"
#include "tui/form.h"
#include "tui/loop.h"
#include "tui/text.h"

/* The log-in screen: three fields, what the server said, and who may try in a demo. */
struct login {
	struct console *console;
	struct form *form;
	char message[512];
	enum style style;
	bool waiting;
	bool greeted;
	char *password, *pin; /* locked memory while the log-in runs */
};

static const struct field fields[] = {
	{ "login", N_("Log-in"), FIELD_TEXT, FIELD_REQUIRED, 0, 64, N_("Your log-in name.") },
	{ "password", N_("Password"), FIELD_SECRET, FIELD_REQUIRED, 0, 128, N_("At least 15 characters; it is never shown.") },
	{ "pin", N_("PIN"), FIELD_SECRET, 0, 0, 12, N_("6 to 12 digits; leave it empty if you have none.") },
	{ 0 },
};

static void say(struct login *l, enum style style, const char *text)
{
	snprintf(l->message, sizeof l->message, "%s", text);
	l->style = style;
	app_dirty(l->console->app);
}

static void drop_secrets(struct login *l)
{
	secret_free(l->password);
	secret_free(l->pin);
	l->password = l->pin = NULL;
}

/* The log-in screen always outlives its log-in: it is popped only here and by the end of the program. */
static void done(void *ctx, bool ok, const struct err *err)
{
	struct login *l = ctx;
	struct console *c = l->console;

	l->waiting = false;
	drop_secrets(l);
	form_set(l->form, "password", "");
	form_set(l->form, "pin", "");
	if (!ok) {
		char text[512];

		snprintf(text, sizeof text, "%.300s %.200s", err->sentence, err->hint);
		say(l, STYLE_DANGER, text);
		form_edit(l->form, "password");
		return;
	}
	console_entered(c);
}

static void answered(void *ctx, bool agreed)
{
	struct login *l = ctx;

	api_login_answer(l->console->api, agreed);
}

static void elsewhere(void *ctx, const char *address, const char *since)
{
	static const struct field moment = { .name = "since", .label = "", .kind = FIELD_TIME };
	struct login *l = ctx;
	struct console *c = l->console;
	char text[512], time[64];

	field_format(&moment, app_env(c->app), since, time, sizeof time);
	if (address[0])
		snprintf(text, sizeof text, _("You have been logged in since %s, from %s. Going on here ends that session."), time,
		    address);
	else
		snprintf(text, sizeof text, _("You have been logged in since %s. Going on here ends that session."), time);
	dialog_confirm(c->app, _("Logged in elsewhere"), text, _("Go on here"), _("Leave it"), answered, l);
}

static bool post(void *ctx, void (*fn)(void *arg), void *arg)
{
	struct console *c = ctx;

	return loop_post(c->loop, fn, arg);
}

static char *copy_secret(const char *s)
{
	size_t n = s ? strlen(s) : 0;
	char *out = n < SECRET_TEXT ? secret_alloc(SECRET_TEXT) : NULL;

	if (out) {
		memcpy(out, s ? s : "", n);
		out[n] = '\0';
	}
	return out;
}

static void submit(struct app *a, struct screen *s)
{
	struct login *l = s->data;
	struct console *c = l->console;
	struct api_login in = { .login = form_get(l->form, "login"),
		.address = c->process.address,
		.fingerprint = c->process.fingerprint,
		.pepper = c->pepper,
		.elsewhere = elsewhere,
		.done = done,
		.ctx = l,
		.post = post,
		.post_ctx = c };

	(void)a;
	if (l->waiting || !form_check(l->form))
		return;
	if (db_state(c->db) != DB_UP) {
		say(l, STYLE_WARNING, _("The server cannot be reached yet; try again when it is there."));
		return;
	}
	l->password = copy_secret(form_get(l->form, "password"));
	l->pin = copy_secret(form_get(l->form, "pin"));
	if (!l->password || !l->pin) {
		drop_secrets(l);
		say(l, STYLE_DANGER, _("There is no locked memory left for the password; end other programs and try again."));
		return;
	}
	in.password = l->password;
	in.pin = l->pin;
	l->waiting = true;
	say(l, STYLE_DIM, _("Logging in…"));
	api_login(c->api, &in);
}

static void use_code(struct app *a, struct screen *s)
{
	struct login *l = s->data;

	if (!l->waiting)
		renew_open(a, true);
}

static const struct action actions[] = {
	{ K_ENTER, "login.enter", N_("log in"), N_("log in"), NULL, ACTION_FOOTER, NULL, submit,
	    N_("Checks log-in name, password and PIN.") },
	{ K_TAB, "login.next", N_("next field"), N_("next"), NULL, ACTION_FOOTER, NULL, NULL, N_("Goes to the next field.") },
	{ K_F4, "login.code", N_("set password and PIN with a one-time code"), N_("I have a code"), NULL, ACTION_FOOTER, NULL,
	    use_code, N_("For your first log-in, and when a superadmin gave you a new code.") },
	{ 0 },
};

static bool key(struct screen *s, const struct key *k)
{
	struct login *l = s->data;
	const char *pin = form_get(l->form, "pin");

	if (l->waiting)
		return k->code != K_F10 && k->code != K_F1;
	/* Enter goes on to the next empty field first; in the last one it logs in. */
	if (k->code == K_ENTER) {
		const char *login = form_get(l->form, "login"), *password = form_get(l->form, "password");

		if (login && login[0] && password && password[0] && (l->greeted || (pin && pin[0]))) {
			submit(s->app, s);
			return true;
		}
		/* Who is past a field that has to be filled in is told so. */
		if ((pin && pin[0] && !(password && password[0])) || (password && password[0] && !(login && login[0]))) {
			form_check(l->form);
			return true;
		}
		l->greeted = login && login[0] && password && password[0];
	}
	return form_key(l->form, k);
}

static const struct action *inside(const struct screen *s, bool *ret_typing)
{
	static const struct action leaving[] = { { K_F10, "login.leave", N_("leave Steward"), N_("leave"), NULL, ACTION_FOOTER,
						     NULL, NULL, N_("Nobody is logged in, so nothing is lost.") },
		{ 0 } };

	(void)s;
	*ret_typing = true;
	return leaving;
}

static void draw_demo(struct area a, int row)
{
	draw_text(a, row, 0, -1, STYLE_DIM, _("Demo database. Log-in · password · PIN:"));
	draw_text(a, row + 1, 0, -1, STYLE_DIM, "anna · demo-anna-lumen-2026 · 402816     (support)");
	draw_text(a, row + 2, 0, -1, STYLE_DIM, "ben  · demo-ben-lumen-2026  · 513927     (finance)");
	draw_text(a, row + 3, 0, -1, STYLE_DIM, "cora · demo-cora-lumen-2026 · 624039     (privacy)");
	draw_text(a, row + 4, 0, -1, STYLE_DIM, "dirk · demo-dirk-lumen-2026 · 735148     (superadmin)");
}

/* At most three lines, broken at spaces. */
static void draw_wrapped(struct area a, int row, enum style style, const char *text)
{
	for (int i = 0; i < 3 && *text; i++) {
		size_t n = i < 2 ? text_wrap(text, a.columns) : strlen(text);
		char line[512];

		snprintf(line, sizeof line, "%.*s", (int)n, text);
		draw_text(a, row + i, 0, -1, style, line);
		text += n;
		text += strspn(text, " ");
	}
}

static void draw(struct screen *s, struct area a)
{
	struct login *l = s->data;
	struct console *c = l->console;
	struct area box = area_centre(a, 19, 64);
	struct area inside = box;

	draw_text(box, 0, 0, -1, STYLE_STRONG, c->site[0] ? c->site : "Steward");
	draw_format(box, 1, 0, STYLE_DIM, "%s · steward %s", _("staff console"), STEWARD_VERSION);
	inside.y += 3;
	inside.rows = inside.rows > 8 ? 5 : inside.rows - 3;
	form_draw(l->form, inside, true);
	if (c->process.address[0])
		draw_format(box, 9, 0, STYLE_DIM, _("You come from %s (ssh)"), c->process.address);
	else
		draw_text(box, 9, 0, -1, STYLE_DIM, _("You are on this machine"));
	draw_wrapped(box, 11, l->style, l->message[0] ? l->message : c->trouble);
	if (c->demo)
		draw_demo(box, 14);
}

static bool leave(struct screen *s)
{
	struct login *l = s->data;

	return !l->waiting;
}

static void close_login(struct screen *s)
{
	struct login *l = s->data;

	form_free(l->form);
	drop_secrets(l);
	free(l);
}

const struct screen_class login_class = {
	.name = "login",
	.title = N_("Log-in"),
	.actions = actions,
	.draw = draw,
	.key = key,
	.leave = leave,
	.close = close_login,
	.extra = form_actions,
	.inside = inside,
};

static void greeted(void *ctx, const char *site, bool demo, const struct err *err)
{
	struct console *c = ctx;

	if (err->code != ERR_NONE || !c->app)
		return;
	snprintf(c->site, sizeof c->site, "%s", site);
	c->demo = demo;
	app_dirty(c->app);
}

void login_connected(struct console *c)
{
	api_greeting(c->api, greeted, c);
}

void login_say(struct console *c, const char *text)
{
	struct screen *s = app_find_screen(c->app, login_class.name);

	if (s)
		say(s->data, STYLE_GOOD, text);
}

void login_show(struct console *c, const char *reason)
{
	struct screen *s = app_find_screen(c->app, login_class.name);
	struct login *l;

	if (s) {
		say(s->data, STYLE_WARNING, reason);
		return;
	}
	l = calloc(1, sizeof *l);
	if (!l)
		return;
	l->console = c;
	l->form = form_new(c->app, &(struct form_spec) { .fields = fields, .create = true });
	/* Without a log-in nothing can be done: leave. app_push closes what it cannot take. */
	if (!l->form) {
		free(l);
		app_quit(c->app);
		return;
	}
	if (!app_push(c->app, &login_class, l)) {
		app_quit(c->app);
		return;
	}
	form_edit(l->form, "login");
	say(l, STYLE_WARNING, reason ? reason : "");
}
