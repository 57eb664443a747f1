#include "forms/jobs/job_commands.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "backend/new_file.h"
#include "backend/secret.h"
#include "backend/spool.h"
#include "forms/cli.h"
#include "forms/console.h"
#include "forms/jobs/job_wait.h"
#include "tui/text.h"

enum { FILTERS_MAX = 16, COLUMNS_MAX = 100, FILTER_TEXT = 1024 };

/* One command under way. */
struct task {
	struct cli cli;
	struct job_wait wait;
	int spool; /* -1 = none */
	struct new_file out;
	char job[24];
	char text[2][FILTER_TEXT]; /* filter and columns, cut up */
	struct api_filter filters[FILTERS_MAX];
	const char *columns[COLUMNS_MAX];
	int filter_count, column_count;
	const char *sort; /* NULL = as they come */
};

static void end(struct task *t, int status)
{
	cli_end(&t->cli, status);
}

/* COLUMN and what stands behind it: column:value, column!=value, column<value, column>value, column~value; a value in quotes may have blanks. */
static bool cut_filter(struct task *t, const char *filter, struct err *err)
{
	static const struct {
		const char *sign, *op;
	} signs[] = { { "!=", "!=" }, { ":", "=" }, { "=", "=" }, { "<", "<" }, { ">", ">" }, { "~", "~" } };
	char *at = t->text[0];

	snprintf(t->text[0], FILTER_TEXT, "%s", filter);
	while (*(at += strspn(at, " "))) {
		struct api_filter *f = &t->filters[t->filter_count];
		char *sign = strpbrk(at, "!:=<>~"), *value = NULL, stop;

		for (size_t i = 0; sign && !value && i < sizeof signs / sizeof *signs; i++)
			if (strncmp(sign, signs[i].sign, strlen(signs[i].sign)) == 0) {
				f->op = signs[i].op;
				value = sign + strlen(signs[i].sign);
			}
		if (!value || t->filter_count == FILTERS_MAX)
			return err_set(err, ERR_INPUT, "%s",
			    _("A filter is written like country:DE or created_at>2026-01-01, and there are 16 at most."));
		stop = *value == '"' ? '"' : ' ';
		value += *value == '"';
		f->column = at;
		f->value = value;
		at = strchr(value, stop);
		*sign = '\0';
		if (!at) {
			at = value + strlen(value);
			if (stop == '"')
				return err_set(
				    err, ERR_INPUT, "%s", _("A quotation mark is not closed. Type another \" behind the value."));
		} else {
			*at++ = '\0';
		}
		t->filter_count++;
	}
	return true;
}

static bool cut_columns(struct task *t, const char *columns, struct err *err)
{
	char *at = t->text[1];

	snprintf(t->text[1], FILTER_TEXT, "%s", columns);
	while (*at) {
		size_t n = strcspn(at, ",");

		if (t->column_count == COLUMNS_MAX || !n)
			return err_set(
			    err, ERR_INPUT, "%s", _("Columns are written like id,email,city, and there are 100 at most."));
		t->columns[t->column_count++] = at;
		at += n;
		if (*at)
			*at++ = '\0';
	}
	return true;
}

/* Before the program closes itself off. What goes to a terminal would be read there as commands to it. */
static bool open_files(struct task *t, const struct options *o, struct err *err)
{
	bool to_stdout = !o->out || strcmp(o->out, "-") == 0;

	if (to_stdout && isatty(STDOUT_FILENO))
		return err_set(err, ERR_INPUT, "%s", _("The file would come to your terminal: add --out FILE."));
	if (!new_file_open(&t->out, to_stdout ? "-" : o->out, &t->cli.console->config, err))
		return false;
	t->spool = spool_open(t->cli.console->config.spool, err);
	return t->spool >= 0;
}

static bool send_all(int from, int to, struct secret_sum *hash, struct err *err)
{
	char buffer[65536];
	ssize_t n;

	while ((n = read(from, buffer, sizeof buffer)) > 0) {
		secret_sum_add(hash, buffer, (size_t)n);
		if (!spool_write(to, buffer, (size_t)n, err))
			return false;
	}
	return n == 0 || err_set(err, ERR_SYSTEM, _("The file cannot be read: %s."), strerror(errno));
}

/* The handing over is in the trail by now. */
static bool send_file(struct task *t, const char *name, const char *sha256, struct err *err)
{
	int fd = spool_read(t->spool, name, err);
	unsigned char sum[SECRET_KEY];
	char hex[2 * SECRET_KEY + 1];
	struct secret_sum hash;
	bool ok;

	if (fd < 0)
		return false;
	secret_sum_begin(&hash);
	ok = send_all(fd, t->out.fd, &hash, err);
	close(fd);
	secret_sum_end(&hash, sum);
	secret_hex(sum, sizeof sum, hex);
	if (ok && strcmp(hex, sha256) != 0)
		ok =
		    err_set(err, ERR_BUG, "%s", _("The file is not the one that was written: its SHA-256 differs from the job's."));
	return ok && new_file_keep(&t->out, err);
}

static void fetched(void *ctx, const struct api_outcome *o, const struct err *err)
{
	struct task *t = ctx;
	struct err failure = { 0 };

	if (!o)
		end(t, cli_fail(err));
	else if (!send_file(t, t->wait.file, t->wait.sha256, &failure))
		end(t, cli_fail(&failure));
	else
		end(t, EX_OK);
}

/* The job is over. */
static void over(void *ctx, const struct err *err)
{
	struct task *t = ctx;
	struct err none;
	char request[37];

	if (err->code != ERR_NONE) {
		end(t, cli_fail(err));
	} else if (!t->wait.file[0]) {
		err_set(&none, ERR_MISSING, _("Job %s has no file, or its term is over."), t->job);
		end(t, cli_fail(&none));
	} else {
		secret_uuid(request);
		api_act(t->cli.console->api, "jobs", t->job, "fetch", 0, NULL, 0, request, fetched, t);
	}
}

static void wait_for_job(struct task *t)
{
	job_wait_start(&t->wait, t->cli.console, t->job, isatty(STDERR_FILENO), over, t);
}

static void asked(void *ctx, const struct api_outcome *o, const struct err *err)
{
	struct task *t = ctx;

	if (!o) {
		end(t, cli_fail(err));
		return;
	}
	snprintf(t->job, sizeof t->job, "%s", o->key);
	wait_for_job(t);
}

static void start_export(struct cli *cli)
{
	struct task *t = cli->data;
	struct api_list list = { .entity = t->job,
		.columns = t->columns,
		.column_count = t->column_count,
		.filters = t->filters,
		.filter_count = t->filter_count,
		.sort = t->sort };
	struct api_export x = { .list = &list, .all = !t->column_count, .mark = cli->options->mark };
	char request[37];

	secret_uuid(request);
	api_export(cli->console->api, &x, request, asked, t);
}

static void start_fetch(struct cli *cli)
{
	wait_for_job(cli->data);
}

static int run(struct task *t, const struct options *o)
{
	struct err err = { 0 };
	int status;

	t->cli.data = t;
	t->cli.options = o;
	t->cli.console->config.reads_spool = true;
	if (open_files(t, o, &err))
		status = cli_session(&t->cli);
	else
		status = cli_fail(&err);
	new_file_close(&t->out);
	if (t->spool >= 0)
		spool_close(t->spool);
	return status;
}

static int export_rows(struct console *c, const struct options *o, const char *list, const char *sort)
{
	struct task t = {
		.cli = { .console = c, .start = start_export }, .spool = -1, .out = { .fd = -1, .folder = -1 }, .sort = sort
	};
	struct err err = { 0 };

	/* The name of the list, until the job has its number. */
	snprintf(t.job, sizeof t.job, "%s", list);
	if ((o->filter && !cut_filter(&t, o->filter, &err)) || (o->columns && !cut_columns(&t, o->columns, &err)))
		return cli_fail(&err);
	return run(&t, o);
}

int list_export_command(struct console *c, const struct options *o, char *const *arguments, int n)
{
	(void)n;
	return export_rows(c, o, arguments[0], NULL);
}

/* The lists of the trail, as people call them. Events are about no record. */
static const struct trail {
	const char *word, *list;
	bool by_record;
} trails[] = { { "changes", "changes", true }, { "accesses", "accesses", true }, { "events", "door_events", false } };

static bool add_filter(char *filter, size_t size, const char *column, const char *sign, const char *value, struct err *err)
{
	size_t n = strlen(filter);

	if (!value)
		return true;
	if (!*value || strchr(value, '"') || n + strlen(column) + strlen(value) + 6 > size)
		return err_set(err, ERR_INPUT, _("\"%.100s\" is not understood: see steward --help."), value);
	snprintf(filter + n, size - n, "%s%s\"%s\" ", column, sign, value);
	return true;
}

/* The list of changes names tables, that of looks the lists of the console. */
static bool add_record(char *filter, size_t size, const struct trail *trail, const char *record, struct err *err)
{
	const char *bar = record ? strrchr(record, '/') : NULL;
	char table[80];

	if (!record)
		return true;
	if (!bar || !trail->by_record || bar - record > 60)
		return err_set(err, ERR_INPUT, "%s", _("A record is named like users/10009292, and events are about none."));
	snprintf(table, sizeof table, "%s%.*s",
	    strcmp(trail->list, "changes") == 0 && !memchr(record, '.', (size_t)(bar - record)) ? "site." : "", (int)(bar - record),
	    record);
	return add_filter(filter, size, "entity", ":", table, err) && add_filter(filter, size, "key", ":", bar + 1, err);
}

int audit_export_command(struct console *c, const struct options *o, char *const *arguments, int n)
{
	const struct trail *trail = NULL;
	struct options with = *o;
	char filter[FILTER_TEXT] = "";
	struct err err = { 0 };

	(void)n;
	for (size_t i = 0; i < sizeof trails / sizeof *trails; i++)
		if (strcmp(arguments[0], trails[i].word) == 0)
			trail = &trails[i];
	if (!trail)
		err_set(&err, ERR_INPUT, "%s", _("The trail has changes, accesses and events."));
	else if (add_filter(filter, sizeof filter, "user_id", ":", o->person, &err) &&
		 add_record(filter, sizeof filter, trail, o->record, &err) &&
		 add_filter(filter, sizeof filter, "at", ">", o->since, &err) &&
		 add_filter(filter, sizeof filter, "at", "<", o->until, &err)) {
		with.filter = filter;
		return export_rows(c, &with, trail->list, "at");
	}
	return cli_fail(&err);
}

int fetch_command(struct console *c, const struct options *o, char *const *arguments, int n)
{
	struct task t = { .cli = { .console = c, .start = start_fetch }, .spool = -1, .out = { .fd = -1, .folder = -1 } };

	(void)n;
	snprintf(t.job, sizeof t.job, "%s", arguments[0]);
	return run(&t, o);
}
