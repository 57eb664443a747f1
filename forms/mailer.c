#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <syslog.h>
#include <time.h>

#include "backend/db.h"
#include "backend/mail.h"
#include "backend/pq.h"
#include "backend/seal.h"
#include "backend/secret.h"
#include "forms/cli.h"
#include "forms/console.h"
#include "forms/options.h"
#include "forms/turns.h"
#include "tui/text.h"

/*
 * steward-mailer: takes security mail from the database and gives it to the mail server, one after the other, for ever or once (--once).
 * A program of its own: it speaks to the network and may start another program, and the console does neither.
 */
enum { PAUSE_S = 10 };

struct mailer {
	struct console *console;
	struct pq *pq;
	char *password; /* of the mail server, in locked memory */
	const struct mail *mail; /* on its way */
	struct err *err;
};

/* The second channel: what happened, whether the mail arrives or not. */
static void log_mail(const struct mail *m)
{
	char line[1024];

	for (const char *at = m->body; *at && *at != '\n';) {
		size_t n = strcspn(at, "\n");

		text_clean(at, n, line, sizeof line);
		syslog(LOG_AUTHPRIV | LOG_NOTICE, "%s: %s", m->kind, line);
		at += n + (at[n] == '\n');
	}
}

/* Cleaned here, by the one sanitiser; line breaks of the text stay. */
static char *clean(const char *s)
{
	size_t size = 3 * strlen(s) + 1, used = 0;
	char *out = malloc(size);

	for (const char *at = s; out && *at;) {
		size_t n = strcspn(at, "\n");

		used += text_clean(at, n, out + used, size - used);
		at += n;
		if (*at == '\n' && used + 1 < size) {
			out[used++] = *at++;
			out[used] = '\0';
		}
	}
	if (out && !*s)
		*out = '\0';
	return out;
}

static bool handing(void *ctx)
{
	struct mailer *m = ctx;
	bool mine = false;

	return mail_handing(m->pq, m->mail->id, &mine, m->err) && mine;
}

static enum mail_result hand_over(struct mailer *m, const struct mail *mail, char *said, size_t size)
{
	const struct config *f = &m->console->config;
	struct mail shown = *mail;
	struct mail_out out = {
		.config = f, .from = f->mail_from, .to = mail->recipient, .password = m->password, .handing = handing, .ctx = m
	};
	char *subject = clean(mail->subject), *body = clean(mail->body), *text = NULL;
	enum mail_result result = MAIL_LATER;
	struct err err = { 0 };

	m->mail = mail;
	shown.subject = subject;
	shown.body = body;
	if (subject && body)
		text = mail_message(&shown, f->mail_from, (int64_t)time(NULL), &out.n, &err);
	out.text = text;
	if (text)
		result = f->mail_sendmail[0] ? mail_sendmail(&out) : mail_smtp(&out);
	else if (err.code == ERR_INPUT)
		result = MAIL_REFUSED;
	snprintf(said, size, "%s", text ? out.said : err.sentence);
	free(text);
	free(subject);
	free(body);
	return result;
}

/* All that is due. One line a mail for the journal: these words stay the same in every language. */
static bool turn(struct console *c, void *ctx, struct err *err)
{
	static const char *const words[] = {
		[MAIL_SENT] = "sent", [MAIL_LATER] = "not taken yet", [MAIL_REFUSED] = "refused", [MAIL_UNCERTAIN] = "uncertain"
	};
	struct mailer *m = ctx;
	struct db_rows rows;
	struct mail mail;
	bool any = true, ok = true;

	m->err = err;
	if (!m->pq)
		m->pq = seal_connect(&c->config, err);
	ok = m->pq != NULL;
	while (ok && any) {
		char said[600];
		enum mail_result result;

		ok = mail_take(m->pq, &rows, &mail, &any, err);
		if (!ok || !any)
			break;
		if (mail.first)
			log_mail(&mail);
		result = hand_over(m, &mail, said, sizeof said);
		m->mail = NULL;
		cli_print("mail %s about %s to %s: %s%s%s", mail.id, mail.kind, mail.recipient, words[result],
		    result == MAIL_SENT ? "" : ": ", result == MAIL_SENT ? "" : said);
		ok = mail_tell(m->pq, mail.id, result, said, err);
		arena_free(rows.arena);
	}
	/* Whatever went wrong, the next turn begins with a fresh connection. */
	if (!ok) {
		pq_close(m->pq);
		m->pq = NULL;
	}
	return ok;
}

static bool take_over(struct console *c, struct options *o, int argc, char **argv, struct err *err)
{
	return process_start(&c->process, err) && options_read(o, argc, argv, &c->config, err) &&
	       process_close_others(NULL, 0, err) && secret_start(err);
}

static bool ready(struct mailer *m, struct err *err)
{
	struct config *f = &m->console->config;

	if (strcmp(f->user, "steward_console") == 0)
		snprintf(f->user, sizeof f->user, "steward_mailer");
	if (!mail_address_fits(f->mail_from))
		return err_set(err, ERR_INPUT, "%s", _("mail_from must be the address from which security mail comes."));
	if (!f->mail_server[0] && !f->mail_sendmail[0])
		return err_set(err, ERR_INPUT, "%s", _("Neither mail_server nor mail_sendmail is set: see steward.conf(5)."));
	if (!f->mail_password_file[0])
		return true;
	m->password = secret_alloc(SECRET_TEXT);
	return m->password ? mail_password(f->mail_password_file, m->password, SECRET_TEXT, err)
			   : err_set(err, ERR_SYSTEM, "%s", _("There is no locked memory left for secrets."));
}

static void help(void)
{
	puts(_("steward-mailer sends the security mail that waits in the database, until SIGTERM; as steward_mailer.\n"
	       "--once sends what is due and ends; --every SECONDS is the pause between two looks; --config FILE, --host, --port,\n"
	       "--database and --user are those of steward(1)."));
}

int main(int argc, char **argv)
{
	struct console c = { 0 };
	struct mailer m = { .console = &c };
	struct options o;
	struct err err = { 0 };
	int status;

	if (!take_over(&c, &o, argc, argv, &err))
		return cli_fail(&err);
	setenv("LANGUAGE", c.config.language[0] ? c.config.language : c.process.language, 1);
	bindtextdomain("steward", c.config.locale_dir);
	bind_textdomain_codeset("steward", "UTF-8");
	textdomain("steward");
	if (o.help || o.version || o.word_count) {
		if (o.version)
			puts("steward-mailer " STEWARD_VERSION);
		else
			help();
		return o.word_count ? EX_USAGE : EX_OK;
	}
	if (!ready(&m, &err)) {
		secret_free(m.password);
		return cli_fail(&err);
	}
	signal(SIGPIPE, SIG_IGN);
	openlog("steward", LOG_PID | LOG_NDELAY, LOG_AUTHPRIV);
	status = o.once ? (turn(&c, &m, &err) ? EX_OK : cli_fail(&err))
			: turns_for_ever(&c, o.every ? o.every : PAUSE_S, turn, &m, _("The mailer is at work again."));
	pq_close(m.pq);
	secret_free(m.password);
	closelog();
	return status;
}
