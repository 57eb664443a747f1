#include "forms/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <termios.h>
#include <unistd.h>

#include "backend/sandbox.h"
#include "backend/secret.h"
#include "forms/console.h"
#include "tui/loop.h"
#include "tui/text.h"

int cli_fail(const struct err *err)
{
	char text[1024], clean[2048];

	snprintf(text, sizeof text, "%s%s%s", err->sentence, err->hint[0] ? " " : "", err->hint);
	text_clean(text, strlen(text), clean, sizeof clean);
	fprintf(stderr, "steward: %s\n", clean);
	return err_exit(err->code);
}

void cli_print(const char *format, ...)
{
	char text[8192], clean[3 * sizeof text];
	va_list args;
	const char *at = text, *tab;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	/* Tabs between columns are ours; everything else of the kind came with the data. */
	for (; (tab = strchr(at, '\t')); at = tab + 1) {
		text_clean(at, (size_t)(tab - at), clean, sizeof clean);
		printf("%s\t", clean);
	}
	text_clean(at, strlen(at), clean, sizeof clean);
	puts(clean);
}

void cli_print_json(const char *json)
{
	size_t left = strlen(json), n;

	for (; left; json += n, left -= n) {
		uint32_t c;

		n = text_decode(json, left, &c);
		if (n && c != 0x7f && (c < 0x80 || text_is_clean(json, n))) {
			fwrite(json, 1, n, stdout);
			continue;
		}
		if (!n) {
			n = 1;
			c = 0xfffd;
		}
		if (c > 0xffff)
			printf("\\u%04x\\u%04x", 0xd800u + (unsigned)((c - 0x10000) >> 10), 0xdc00u + (unsigned)(c & 0x3ff));
		else
			printf("\\u%04x", (unsigned)c);
	}
	putchar('\n');
}

/* One line without its end into locked memory of SECRET_TEXT bytes. */
static bool read_line(int fd, char *out, struct err *err)
{
	size_t n = 0;
	char c;
	ssize_t got;

	while ((got = read(fd, &c, 1)) == 1 && c != '\n') {
		if (n == SECRET_TEXT - 1)
			return err_set(err, ERR_INPUT, "%s", _("The secret is too long."));
		out[n++] = c;
	}
	out[n] = '\0';
	if (got < 0)
		return err_set(err, ERR_SYSTEM, _("The secret cannot be read: %s."), strerror(errno));
	return true;
}

static bool ask_secret(int tty, const char *prompt, char *out, struct err *err)
{
	struct termios was, quiet;
	bool ok;

	if (tcgetattr(tty, &was) < 0)
		return err_set(err, ERR_SYSTEM, "%s", _("There is no terminal to ask for the password: use --secrets-fd."));
	quiet = was;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(tty, TCSAFLUSH, &quiet);
	dprintf(tty, "%s", prompt);
	ok = read_line(tty, out, err);
	tcsetattr(tty, TCSAFLUSH, &was);
	dprintf(tty, "\n");
	return ok;
}

bool cli_secrets(const struct options *o, char *password, char *pin, struct err *err)
{
	int tty;
	bool ok;

	if (o->secrets_fd >= 0)
		return read_line(o->secrets_fd, password, err) && read_line(o->secrets_fd, pin, err);
	tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	if (tty < 0)
		return err_set(err, ERR_INPUT, "%s", _("There is no terminal to ask for the password: use --secrets-fd."));
	ok = ask_secret(tty, _("Password: "), password, err) && ask_secret(tty, _("PIN: "), pin, err);
	close(tty);
	return ok;
}

void cli_end(struct cli *cli, int status)
{
	loop_stop(cli->console->loop, status);
}

static bool post(void *ctx, void (*fn)(void *arg), void *arg)
{
	return loop_post(ctx, fn, arg);
}

static void logged_in(void *ctx, bool ok, const struct err *err)
{
	struct cli *cli = ctx;

	if (!ok)
		cli_end(cli, cli_fail(err));
	else {
		cli->console->entered = true;
		cli->start(cli);
	}
}

static void connected(void *ctx, const struct err *err)
{
	struct cli *cli = ctx;
	struct console *c = cli->console;
	struct api_login in = { .login = cli->login,
		.address = c->process.address,
		.fingerprint = c->process.fingerprint,
		.password = cli->password,
		.pin = cli->pin,
		.pepper = c->pepper,
		.replace = cli->options->replace,
		.bare = true,
		.done = logged_in,
		.ctx = cli,
		.post = post,
		.post_ctx = c->loop };

	if (err)
		cli_end(cli, cli_fail(err));
	else
		api_login(c->api, &in);
}

static bool ready(struct cli *cli, struct err *err)
{
	struct console *c = cli->console;

	if (!cli->options->login)
		return err_set(err, ERR_INPUT, "%s", _("Say who you are: add --login NAME."));
	cli->login = strdup(cli->options->login);
	cli->password = secret_alloc(SECRET_TEXT);
	cli->pin = secret_alloc(SECRET_TEXT);
	if (!cli->login || !cli->password || !cli->pin)
		return err_set(err, ERR_SYSTEM, "%s", _("There is not enough memory."));
	if (!secret_pepper(c->config.pepper_file, c->pepper, err))
		return false;
	return cli_secrets(cli->options, cli->password, cli->pin, err) && sandbox_enter(&c->config, err);
}

int cli_session(struct cli *cli)
{
	struct console *c = cli->console;
	struct err err = { 0 };
	int status;

	if (ready(cli, &err)) {
		c->connected = connected;
		c->connected_ctx = cli;
		console_connect(c);
		status = loop_run(c->loop);
		c->connected = NULL;
	} else {
		status = cli_fail(&err);
	}
	free(cli->login);
	secret_free(cli->password);
	secret_free(cli->pin);
	return status;
}
