#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "backend/csv_in.h"
#include "backend/json.h"
#include "backend/secret.h"
#include "backend/spool.h"
#include "forms/cli.h"
#include "forms/console.h"
#include "forms/jobs/job_commands.h"
#include "forms/jobs/job_wait.h"
#include "tui/text.h"

/*
 * `steward import KIND [FILE]`: brings the file into the spool folder and has a worker import it. Both files are opened before the process
 * closes itself off; what is in them is read after the log-in, so that nobody fills the folder who may not, and so that secrets and file can
 * come one behind the other.
 */

static const char *const kinds[] = { "users", "payments", "sales", NULL };

struct bring {
	struct cli cli;
	struct job_wait wait;
	const char *kind, *title, *base;
	char name[SPOOL_NAME], job[24], account[24];
	int spool, from, to; /* -1 = none */
};

/* A regular file that is no link, or what is piped in. Opening waits for nothing: the name might be that of a pipe. */
static int open_source(const char *file, struct err *err)
{
	struct stat st;
	int fd;

	if (strcmp(file, "-") == 0) {
		if (!isatty(STDIN_FILENO))
			return dup(STDIN_FILENO);
		err_set(err, ERR_INPUT, "%s", _("There is nothing on the standard input: name a file."));
		return -1;
	}
	fd = open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0) {
		err_set(err, ERR_MISSING, _("%.200s cannot be read: %s."), file, strerror(errno));
		return -1;
	}
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		err_set(err, ERR_INPUT, _("%.200s is not a regular file."), file);
	else if (st.st_size > CSV_FILE_MAX)
		err_set(err, ERR_INPUT, "%s", _("The file is too large."));
	else
		return fd;
	close(fd);
	return -1;
}

static bool open_both(struct bring *b, const char *file, struct err *err)
{
	char uuid[37];

	secret_uuid(uuid);
	snprintf(b->name, sizeof b->name, "upload-%s.csv", uuid);
	b->spool = spool_open(b->cli.console->config.spool, err);
	b->from = b->spool >= 0 ? open_source(file, err) : -1;
	b->to = b->from >= 0 ? spool_take(b->spool, b->name, err) : -1;
	return b->to >= 0;
}

/* One that came to nothing is removed with the forgotten ones. */
static void close_both(struct bring *b)
{
	if (b->from >= 0)
		close(b->from);
	if (b->to >= 0)
		close(b->to);
	if (b->spool >= 0)
		spool_close(b->spool);
}

/* What came of it, in one line; rejected rows are a failure of the file. */
static void over(void *ctx, const struct err *err)
{
	struct bring *b = ctx;

	if (err->code != ERR_NONE) {
		cli_end(&b->cli, cli_fail(err));
		return;
	}
	cli_print("%s", b->wait.result);
	if (b->wait.file[0])
		fprintf(stderr, "steward: ");
	if (b->wait.file[0])
		fprintf(stderr,
		    _("Some rows were rejected, so nothing is written: steward fetch %s brings them with the reasons.\n"), b->job);
	cli_end(&b->cli, b->wait.file[0] ? EX_DATAERR : EX_OK);
}

static void asked(void *ctx, const struct api_outcome *o, const struct err *err)
{
	struct bring *b = ctx;

	if (!o) {
		cli_end(&b->cli, cli_fail(err));
		return;
	}
	snprintf(b->job, sizeof b->job, "%s", o->key);
	job_wait_start(&b->wait, b->cli.console, b->job, isatty(STDERR_FILENO), over, b);
}

static void ask(struct bring *b)
{
	struct api_change changes[3] = { { "kind", b->kind }, { "title", b->title } };
	char request[37];
	struct json j;

	json_init(&j);
	json_open(&j, NULL, '{');
	json_string(&j, "file", b->name);
	json_string(&j, "name", b->base);
	if (b->account[0])
		json_string(&j, "account", b->account);
	json_bool(&j, "dry_run", b->cli.options->dry_run);
	json_close(&j, '}');
	changes[2] = (struct api_change) { "arguments", json_text(&j) };
	secret_uuid(request);
	api_save(b->cli.console->api, "jobs", NULL, 0, changes, 3, request, asked, b);
	json_release(&j);
}

static void start(struct cli *cli)
{
	struct bring *b = cli->data;
	struct err err = { 0 };

	if (!api_may(cli->console->api, "import.run"))
		err_set(&err, ERR_DENIED, _("You need the right %s."), "import.run");
	else if (spool_fill(b->to, b->from, CSV_FILE_MAX, &err) && spool_settle(b->spool, b->to, &err))
		ask(b);
	if (err.code != ERR_NONE)
		cli_end(cli, cli_fail(&err));
}

/* The agency, for sales: as said, else what stands before the first _ of the name. */
static bool take_account(struct bring *b, const char *said, struct err *err)
{
	size_t n = strspn(said ? said : b->base, "0123456789");

	if (n && n < sizeof b->account && (said ? !said[n] : b->base[n] == '_'))
		snprintf(b->account, sizeof b->account, "%.*s", (int)n, said ? said : b->base);
	return b->account[0] || err_set(err, ERR_INPUT, "%s",
				    _("Whose sales are they? Add --account ID, or begin the file's name with it, as in "
				      "10009292_report.csv."));
}

int import_command(struct console *c, const struct options *o, char *const *arguments, int n)
{
	struct bring b = { .cli = { .console = c, .options = o, .start = start }, .spool = -1, .from = -1, .to = -1 };
	const char *file = n > 1 ? arguments[1] : "-", *slash = strrchr(file, '/');
	char kind[32], title[160];
	struct err err = { 0 };
	int i = 0, status;

	while (kinds[i] && strcmp(kinds[i], arguments[0]) != 0)
		i++;
	if (!kinds[i]) {
		err_set(&err, ERR_INPUT, _("\"%.60s\" cannot be imported: there are users, payments and sales."), arguments[0]);
		return cli_fail(&err);
	}
	b.base = strcmp(file, "-") == 0 ? "" : slash ? slash + 1 : file;
	snprintf(kind, sizeof kind, "import.%s", kinds[i]);
	snprintf(title, sizeof title, "%.120s%s", b.base[0] ? b.base : "-", o->dry_run ? ", dry run" : "");
	b.kind = kind;
	b.title = title;
	b.cli.data = &b;
	if ((strcmp(kinds[i], "sales") != 0 || take_account(&b, o->account, &err)) && open_both(&b, file, &err))
		status = cli_session(&b.cli);
	else
		status = cli_fail(&err);
	close_both(&b);
	return status;
}
