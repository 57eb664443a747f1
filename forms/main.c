#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "backend/import_dir.h"
#include "backend/sandbox.h"
#include "backend/secret.h"
#include "forms/cli.h"
#include "forms/console.h"
#include "forms/keys.h"
#include "forms/options.h"
#include "forms/papers.h"
#include "forms/plain.h"
#include "forms/remote.h"
#include "forms/screens.h"
#include "tui/loop.h"
#include "tui/term.h"
#include "tui/text.h"

static bool may(void *ctx, const char *right)
{
	const struct console *c = ctx;

	return api_may(c->api, right);
}

static const char *right_label(void *ctx, const char *right)
{
	const struct console *c = ctx;
	const char *sentence = api_right_sentence(c->api, right);

	return sentence ? gettext(sentence) : NULL;
}

/* "2 due · 1 job · demo": what the database told Home. */
static void say_waiting(const struct console *c, char *out, size_t size)
{
	char part[3][64] = { "", "", "" };
	size_t used = 0;

	out[0] = '\0';
	if (c->entered && c->due > 0)
		snprintf(part[0], sizeof part[0], _("%d due"), c->due);
	if (c->entered && c->jobs > 0)
		snprintf(part[1], sizeof part[1], ngettext("%d job", "%d jobs", (unsigned long)c->jobs), c->jobs);
	if (c->demo)
		snprintf(part[2], sizeof part[2], "%s", _("demo"));
	for (int i = 0; i < 3; i++)
		if (part[i][0] && used < size)
			used += (size_t)snprintf(out + used, size - used, "%s%s", used ? " · " : "", part[i]);
}

static void header(void *ctx, char *site, size_t site_size, char *who, size_t who_size, char *state, size_t state_size)
{
	const struct console *c = ctx;
	const struct api_me *me = api_me(c->api);

	snprintf(site, site_size, "%s", c->site);
	who[0] = state[0] = '\0';
	if (me)
		snprintf(
		    who, who_size, "%s · %s", me->login, me->roles && me->roles[0] ? gettext(me->roles[0]) : gettext(me->type));
	if (db_state(c->db) == DB_DOWN)
		snprintf(state, state_size, "%s", _("! server lost"));
	else if (db_state(c->db) == DB_CONNECTING)
		snprintf(state, state_size, "%s", _("connecting…"));
	else
		say_waiting(c, state, state_size);
}

static void cancel(void *ctx)
{
	struct console *c = ctx;

	api_cancel_all(c->api);
}

/* Esc first cancels what somebody waits for; what a screen asks by itself is in nobody's way. */
static bool waits(void *ctx)
{
	const struct console *c = ctx;

	return api_waiting(c->api);
}

static bool busy(void *ctx)
{
	const struct console *c = ctx;

	return db_busy(c->db) || api_busy(c->api);
}

static void choose_language(struct console *c, const char *language)
{
	setenv("LANGUAGE", language[0] ? language : "en", 1);
	bindtextdomain("steward", c->config.locale_dir);
	bind_textdomain_codeset("steward", "UTF-8");
	textdomain("steward");
}

static void term_options(const struct console *c, struct term_options *t)
{
	const char *colours = c->config.colours;

	*t = (struct term_options) { .type = c->process.term, .mouse = c->config.mouse, .clipboard = c->config.clipboard };
	theme_parse(c->config.theme, &t->theme.name);
	t->theme.ascii = c->config.ascii || !c->process.utf8;
	t->depth_given = c->process.no_color || strcmp(colours, "auto") != 0;
	t->theme.depth = c->process.no_color || strcmp(colours, "mono") == 0 ? DEPTH_MONO
			 : strcmp(colours, "16") == 0                        ? DEPTH_16
			 : strcmp(colours, "true") == 0                      ? DEPTH_TRUE
									     : DEPTH_256;
}

/* For the signal handler only. */
static struct loop *volatile running;

static void stop(void *ctx)
{
	loop_stop(ctx, EX_OK);
}

/* SIGHUP and SIGTERM log out and give the terminal back, as leaving does. */
static void on_signal(int number)
{
	(void)number;
	if (running)
		loop_post(running, stop, running);
}

static void catch_signals(struct loop *loop)
{
	struct sigaction sa = { .sa_handler = on_signal };

	running = loop;
	sigaction(SIGHUP, &sa, NULL);
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGINT, &sa, NULL);
}

/* A folder that cannot be used is no reason not to start: who wants to import is told. */
static void open_import_dir(struct console *c)
{
	struct err err = { 0 };

	c->import_dir = c->config.import_dir[0] ? import_dir_open(c->config.import_dir, &err) : -1;
	snprintf(c->import_trouble, sizeof c->import_trouble, "%s", err.sentence);
}

static int run_console(struct console *c, const struct options *o)
{
	struct app_host host = { .ctx = c,
		.may = may,
		.right_label = right_label,
		.header = header,
		.actions = global_actions,
		.cancel = cancel,
		.busy = waits,
		.bindings = &c->bindings };
	struct term_options t;
	struct err err = { 0 };
	char why[256];
	bool confined;
	int status = EX_OK;

	if (!secret_pepper(c->config.pepper_file, c->pepper, &err))
		return cli_fail(&err);
	term_options(c, &t);
	if (!term_open(&t, why, sizeof why)) {
		fprintf(stderr, "steward: %s\n", why);
		return EX_USAGE;
	}
	c->app = app_new(c->loop, &host, &c->env);
	if (!c->app) {
		term_close();
		return EX_OSERR;
	}
	app_mouse(c->app, c->config.mouse);
	if (o->clock)
		app_fix_clock(c->app, o->clock);
	if (o->idle_fd >= 0)
		loop_idle_fd(c->loop, o->idle_fd, busy, c);
	catch_signals(c->loop);
	open_import_dir(c);
	/* From here on the process reads what the database and the keyboard send it. */
	confined = sandbox_enter(&c->config, &err);
	if (confined) {
		login_show(c, NULL);
		console_connect(c);
		status = app_run(c->app);
	}
	running = NULL;
	console_close(c);
	if (c->import_dir >= 0)
		close(c->import_dir);
	term_close();
	return confined ? status : cli_fail(&err);
}

static int run_plain(struct console *c, const struct options *o)
{
	int status;

	if (o->idle_fd >= 0)
		loop_idle_fd(c->loop, o->idle_fd, busy, c);
	catch_signals(c->loop);
	status = plain_run(c, o);
	running = NULL;
	return status;
}

/* What we were started with: environment, command line, descriptors. */
static bool take_over(struct console *c, struct options *o, int argc, char **argv, struct err *err)
{
	if (!process_start(&c->process, err) || !options_read(o, argc, argv, &c->config, err))
		return false;
	return process_close_others((const int[]) { o->idle_fd, o->secrets_fd }, 2, err) && secret_start(err);
}

int main(int argc, char **argv)
{
	struct console c = { 0 };
	struct options o;
	struct remote remote;
	struct err err = { 0 };
	int status;

	papers_start(argc, argv);
	if (!take_over(&c, &o, argc, argv, &err))
		return cli_fail(&err);
	choose_language(&c, c.config.language[0] ? c.config.language : c.process.language);
	c.env.language =
	    strcmp(c.config.language[0] ? c.config.language : c.process.language, "nl") == 0 ? LANGUAGE_NL : LANGUAGE_EN;
	c.env.whole = c.whole;
	c.import_dir = -1;
	c.env.zone = c.config.time_zone[0] ? c.config.time_zone : NULL;
	if (!process_zone(c.config.time_zone, &err) ||
	    !keys_read(&c.config, o.config_file ? o.config_file : STEWARD_CONFIG, &c.bindings, &err))
		return cli_fail(&err);
	/* Where the server's administrator chose a command himself, nothing can be added to it from afar. */
	if (c.process.commanded && !o.word_count && !remote_read(&remote, c.process.command, &o, &err))
		return cli_fail(&err);
	if (o.help || o.version) {
		if (o.version)
			puts("steward " STEWARD_VERSION);
		else if (c.process.commanded)
			remote_help();
		else
			commands_help();
		return EX_OK;
	}
	if (!console_open(&c, &err))
		status = cli_fail(&err);
	else if (o.word_count)
		status = commands_run(&c, &o);
	else if (o.plain || strcmp(c.process.term, "dumb") == 0)
		status = run_plain(&c, &o);
	else
		status = run_console(&c, &o);
	console_close(&c);
	return status;
}
