#include "forms/plain.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <termios.h>
#include <unistd.h>

#include "backend/sandbox.h"
#include "backend/secret.h"
#include "forms/cli.h"
#include "forms/console.h"
#include "forms/custom.h"
#include "forms/options.h"
#include "forms/plain_private.h"
#include "forms/site/setting_fields.h"
#include "tui/loop.h"
#include "tui/text.h"

/* What the lines are: first who it is, then commands. */
enum step { STEP_LOGIN, STEP_PASSWORD, STEP_PIN, STEP_COMMANDS, STEP_PROOF };

struct session {
	struct plain plain; /* first: the commands know this much */
	enum step step;
	char *line; /* locked memory of PLAIN_LINE bytes: passwords come this way too */
	size_t used;
	bool ended; /* end of the input */
	char login[256];
	char *password, *pin; /* locked memory */
	struct termios echo;
	bool echo_known;
	uint64_t lock;
};

static void help(struct plain *p, const char *text);
static void verbs(struct plain *p, const char *text);
static void quit(struct plain *p, const char *text);

static const struct verb {
	const char *word, *arguments; /* arguments N_() */
	void (*run)(struct plain *p, const char *text);
	const char *help; /* N_() */
} commands[] = {
	{ "find", N_("TEXT"), plain_find, N_("finds users, organisations and more by any scrap") },
	{ "lists", "", plain_lists, N_("names the lists there are") },
	{ "list", N_("NAME [FILTERS]"), plain_list, N_("shows a list; filters as in “list users country:DE city~Köln”") },
	{ "search", N_("TEXT"), plain_search, N_("searches in the list that is shown") },
	{ "next", "", plain_next, N_("the next rows") },
	{ "previous", "", plain_previous, N_("the rows before") },
	{ "open", N_("NUMBER"), plain_open, N_("opens a row of the list, or the record of that key; that you looked is recorded") },
	{ "show", N_("TAB"), plain_show, N_("shows another part of the record") },
	{ "set", N_("FIELD VALUE"), plain_set, N_("changes a field; nothing is written before “save”") },
	{ "undo", N_("[FIELD]"), plain_undo, N_("takes back what was set") },
	{ "new", N_("[NAME]"), plain_new, N_("begins a new one, of the list shown or named; on a record a row of it") },
	{ "save", "", plain_save, N_("writes what was set") },
	{ "verbs", "", verbs, N_("names what can be done with the record") },
	{ "act", N_("VERB [NAME=VALUE …]"), plain_act, N_("does it, after asking") },
	{ "help", "", help, N_("tells these commands") },
	{ "quit", "", quit, N_("logs out and leaves") },
	{ 0 },
};

void plain_say(const char *format, ...)
{
	char text[20000], *next;
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	/* The lines of a text of several stay lines. */
	for (char *at = text; at; at = next) {
		next = strchr(at, '\n');
		if (next)
			*next++ = '\0';
		cli_print("%s", at);
	}
}

bool plain_means(const char *word, const char *name, bool whole)
{
	char a[256], b[256];

	if (!word[0] || !name)
		return false;
	text_fold(word, a, sizeof a);
	text_fold(name, b, sizeof b);
	return whole ? strcmp(a, b) == 0 : strncmp(a, b, strlen(a)) == 0;
}

static void echo(struct session *s, bool on)
{
	struct termios t = s->echo;

	if (!s->echo_known)
		return;
	if (!on)
		t.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &t);
}

static void prompt(struct session *s)
{
	static const char *const words[] = { N_("Log-in: "), N_("Password: "), N_("PIN: "), "> ", N_("PIN: ") };

	echo(s, s->step == STEP_LOGIN || s->step == STEP_COMMANDS);
	printf("%s", s->step == STEP_COMMANDS ? words[3] : _(words[s->step]));
	fflush(stdout);
}

static void pump(struct session *s);
static void on_input(void *ctx, short revents);

/* While an answer is awaited nothing is read: what was typed ahead waits where it is. */
static void listen(struct session *s, bool on)
{
	if (on && !s->ended)
		loop_watch(s->plain.console->loop, STDIN_FILENO, POLLIN, on_input, s);
	else
		loop_unwatch(s->plain.console->loop, STDIN_FILENO);
}

static void go_on(void *ctx)
{
	pump(ctx);
}

void plain_done(struct plain *p)
{
	struct session *s = (struct session *)p;

	p->waiting = false;
	if (p->closing)
		return;
	prompt(s);
	listen(s, true);
	/* The next line may be here already; it is taken when this one's answer has been dealt with. */
	loop_after(p->console->loop, 0, go_on, s);
}

static void leave(struct session *s, int status)
{
	echo(s, true);
	listen(s, false);
	loop_stop(s->plain.console->loop, status);
}

void plain_fail(struct plain *p, const struct err *err)
{
	struct session *s = (struct session *)p;

	if (p->closing)
		return;
	if (api_wants_proof(err)) {
		plain_say("%s", _("This takes your PIN once more; then give the command again."));
		s->step = STEP_PROOF;
		plain_done(p);
		return;
	}
	plain_say("%s%s%s", err->sentence, err->hint[0] ? " " : "", err->hint);
	if (err->code == ERR_SESSION || err->code == ERR_OFFLINE || err->code == ERR_UNCERTAIN)
		leave(s, err_exit(err->code));
	else
		plain_done(p);
}

static void help(struct plain *p, const char *text)
{
	(void)p;
	(void)text;
	for (const struct verb *v = commands; v->word; v++)
		plain_say("%s%s%s: %s", v->word, v->arguments[0] ? " " : "", v->arguments[0] ? _(v->arguments) : "", _(v->help));
}

static void say_verbs(struct plain *p, const struct action *table)
{
	for (const struct action *a = table; a && a->name; a++) {
		const char *dot = strrchr(a->name, '.');

		if (a->right && api_may(p->console->api, a->right))
			plain_say("%s: %s", dot ? dot + 1 : a->name, _(a->label));
	}
}

static void verbs(struct plain *p, const char *text)
{
	const struct entity *e = p->record.entity;

	(void)text;
	if (!e) {
		plain_say("%s", _("No record is open."));
		return;
	}
	say_verbs(p, e->verbs);
	say_verbs(p, e->actions);
	say_verbs(p, e->row_actions);
}

static void quit(struct plain *p, const char *text)
{
	(void)text;
	if (p->record.draft_count)
		plain_say("%s", _("Something is set and not saved: “save” it, or “undo” it first."));
	else
		leave((struct session *)p, EX_OK);
}

static void command(struct session *s, const char *line)
{
	struct plain *p = &s->plain;
	size_t length = strcspn(line, " ");
	const struct verb *found = NULL;
	char word[32];

	snprintf(word, sizeof word, "%.*s", (int)length, line);
	for (const struct verb *v = commands; v->word; v++)
		if (plain_means(word, v->word, true) || (!found && plain_means(word, v->word, false)))
			found = v;
	if (found)
		found->run(p, line + length + strspn(line + length, " "));
	else if (word[0])
		plain_say(_("“%s” is no command. “help” tells them."), word);
}

static bool post(void *ctx, void (*fn)(void *arg), void *arg)
{
	return loop_post(ctx, fn, arg);
}

static void lock(void *ctx)
{
	struct session *s = ctx;

	plain_say("%s", _("Nothing was typed for long: you are logged out."));
	leave(s, EX_TEMPFAIL);
}

static void wind_lock(struct session *s)
{
	struct console *c = s->plain.console;
	const struct api_me *me = api_me(c->api);

	loop_cancel(c->loop, s->lock);
	s->lock = me && me->lock_seconds > 0 ? loop_after_quiet(c->loop, me->lock_seconds * INT64_C(1000), lock, s) : 0;
}

static void logged_in(void *ctx, bool ok, const struct err *err)
{
	struct session *s = ctx;
	struct console *c = s->plain.console;

	secret_wipe(s->password, SECRET_TEXT);
	secret_wipe(s->pin, SECRET_TEXT);
	if (!ok) {
		s->step = STEP_LOGIN;
		plain_fail(&s->plain, err);
		return;
	}
	c->entered = true;
	s->step = STEP_COMMANDS;
	custom_load(c);
	setting_fields_load(c);
	plain_say(_("%s. You are %s. “help” tells the commands."), api_me(c->api)->site_name, api_me(c->api)->full_name);
	wind_lock(s);
	plain_done(&s->plain);
}

static void answered(struct plain *p, const char *line)
{
	p->waiting = true;
	api_login_answer(p->console->api, strcmp(line, _("yes")) == 0);
}

/* A superadmin or sysadmin has a session elsewhere: it goes only when he says so. */
static void elsewhere(void *ctx, const char *address, const char *since)
{
	static const struct field moment = { .name = "t", .label = "t", .kind = FIELD_TIME };
	struct session *s = ctx;
	char text[64];

	plain_say(_("You are logged in from %s since %s. Type yes to end that session; anything else leaves it."),
	    address[0] ? address : _("this machine"), field_format(&moment, &s->plain.console->env, since, text, sizeof text));
	s->plain.answer = answered;
	plain_done(&s->plain);
}

static void log_in(struct session *s)
{
	struct console *c = s->plain.console;
	struct api_login in = { .login = s->login,
		.address = c->process.address,
		.password = s->password,
		.pin = s->pin,
		.pepper = c->pepper,
		.replace = s->plain.options->replace,
		.elsewhere = elsewhere,
		.done = logged_in,
		.ctx = s,
		.post = post,
		.post_ctx = c->loop };

	s->plain.waiting = true;
	api_login(c->api, &in);
}

static void proved(void *ctx, bool ok, const struct err *err)
{
	struct session *s = ctx;

	secret_wipe(s->pin, SECRET_TEXT);
	s->step = STEP_COMMANDS;
	if (ok) {
		plain_say("%s", _("Done."));
		plain_done(&s->plain);
		return;
	}
	/* A wrong one leaves the session locked, and there is no screen to lock. */
	plain_say("%s%s%s", err->sentence, err->hint[0] ? " " : "", err->hint);
	leave(s, err_exit(err->code));
}

static void prove(struct session *s, const char *line)
{
	struct console *c = s->plain.console;

	snprintf(s->pin, SECRET_TEXT, "%s", line);
	putchar('\n');
	s->plain.waiting = true;
	api_unlock(
	    c->api, &(struct api_unlock) {
			.secret = s->pin, .pepper = c->pepper, .done = proved, .ctx = s, .post = post, .post_ctx = c->loop });
}

static void take_line(struct session *s, const char *line)
{
	struct plain *p = &s->plain;

	if (s->step == STEP_LOGIN) {
		snprintf(s->login, sizeof s->login, "%s", line);
		s->step += line[0] != '\0';
	} else if (s->step == STEP_PASSWORD || s->step == STEP_PIN) {
		snprintf(s->step == STEP_PASSWORD ? s->password : s->pin, SECRET_TEXT, "%s", line);
		putchar('\n');
		if (s->step++ == STEP_PIN)
			log_in(s);
	} else if (s->step == STEP_PROOF && line[0]) {
		prove(s, line);
	} else if (s->step == STEP_PROOF) {
		s->step = STEP_COMMANDS;
		putchar('\n');
	} else if (p->answer) {
		void (*answer)(struct plain *, const char *) = p->answer;

		p->answer = NULL;
		answer(p, line);
	} else {
		command(s, line);
	}
}

/* Takes the lines that are there, one after the other, as long as nothing is under way. */
static void pump(struct session *s)
{
	struct plain *p = &s->plain;
	char *end;

	while (!p->waiting && (end = memchr(s->line, '\n', s->used))) {
		size_t length = (size_t)(end - s->line);
		char *line = s->line + strspn(s->line, " \t");

		*end = '\0';
		while (end > line && strchr(" \t\r", end[-1]))
			*--end = '\0';
		if (s->step == STEP_COMMANDS)
			wind_lock(s);
		take_line(s, line);
		memmove(s->line, s->line + length + 1, s->used - length - 1);
		s->used -= length + 1;
		explicit_bzero(s->line + s->used, length + 1);
		if (!p->waiting)
			prompt(s);
	}
	listen(s, !p->waiting);
	if (s->ended && !p->waiting)
		leave(s, EX_OK);
}

static void on_input(void *ctx, short revents)
{
	struct session *s = ctx;
	ssize_t n;

	(void)revents;
	if (s->used == PLAIN_LINE - 1) {
		plain_say("%s", _("That line is too long; it was left out."));
		s->used = 0;
	}
	n = read(STDIN_FILENO, s->line + s->used, PLAIN_LINE - 1 - s->used);
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	s->ended = n <= 0;
	s->used += n > 0 ? (size_t)n : 0;
	pump(s);
}

/* The line to the server came up, or went down for good: there is no screen to wait with. */
static void connected(void *ctx, const struct err *err)
{
	struct session *s = ctx;

	if (!err) {
		plain_done(&s->plain);
		return;
	}
	for (int i = 0; i < s->plain.record.draft_count; i++)
		plain_say(_("Not saved: %s."), _(s->plain.record.drafts[i].field->label));
	leave(s, cli_fail(err));
}

static bool may(void *ctx, const char *right)
{
	const struct console *c = ctx;

	return api_may(c->api, right);
}

static bool open_session(struct session *s, struct err *err)
{
	struct console *c = s->plain.console;

	s->line = secret_alloc(PLAIN_LINE);
	s->password = secret_alloc(SECRET_TEXT);
	s->pin = secret_alloc(SECRET_TEXT);
	s->plain.app = s->line && s->password && s->pin ? app_new(c->loop, s->plain.host, &c->env) : NULL;
	if (!s->plain.app)
		return err_set(err, ERR_SYSTEM, "%s", _("There is not enough memory to start."));
	if (s->plain.options->clock)
		app_fix_clock(s->plain.app, s->plain.options->clock);
	s->echo_known = tcgetattr(STDIN_FILENO, &s->echo) == 0;
	return secret_pepper(c->config.pepper_file, c->pepper, err) && sandbox_enter(&c->config, err);
}

/* First the line to the server: a log-in under way reads the secrets in a thread of its own. */
static void close_session(struct session *s)
{
	s->plain.closing = true;
	console_close(s->plain.console);
	plain_record_release(&s->plain);
	plain_args_release(&s->plain);
	plain_list_release(&s->plain);
	app_free(s->plain.app);
	secret_free(s->line);
	secret_free(s->password);
	secret_free(s->pin);
}

/* Who is told when the connection is there; NULL = nobody any more. */
static void tell(struct console *c, struct session *s)
{
	c->connected = s ? connected : NULL;
	c->connected_ctx = s;
}

int plain_run(struct console *c, const struct options *o)
{
	struct app_host host = { .ctx = c, .may = may };
	struct session s = { .plain = { .console = c, .options = o, .host = &host } };
	struct err err = { 0 };
	int status;

	if (open_session(&s, &err)) {
		if (o->login) {
			snprintf(s.login, sizeof s.login, "%s", o->login);
			s.step = STEP_PASSWORD;
		}
		s.plain.waiting = true;
		tell(c, &s);
		console_connect(c);
		status = loop_run(c->loop);
		tell(c, NULL);
		echo(&s, true);
	} else {
		status = cli_fail(&err);
	}
	close_session(&s);
	return status;
}
