#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "forms/cli.h"
#include "forms/export_command.h"
#include "forms/options.h"
#include "forms/papers.h"
#include "forms/sales/invoice_commands.h"
#include "forms/worker.h"
#include "tui/text.h"

/*
 * What makes ZIP and PDF needs libarchive, libharu and the twenty libraries behind them: loading these took half of a console's start, and
 * a third of its memory. So `steward` has none of it. It hands the commands that make files over to steward-papers, which is the same
 * program with all of it: same arguments, same environment, same process. This file is in `steward` only, and in no archive.
 */
static const char *const handed_over[] = { "worker", "export", "invoice pdf", NULL };

/* The row of an option as it stands on the command line, perhaps shortened. */
static const struct option_row *row_of(const char *word)
{
	size_t n = strcspn(word, "=");

	for (const struct option_row *r = option_rows; r->name; r++)
		if (strncmp(r->name, word, n) == 0)
			return r;
	return NULL;
}

/* The command's words, as far as there is room: what is neither an option nor the value of one. */
static void words_of(int argc, char **argv, char *out, size_t size)
{
	size_t used = 0;

	memset(out, 0, size);
	for (int i = 1; i < argc && used < size; i++) {
		const struct option_row *r = strncmp(argv[i], "--", 2) == 0 ? row_of(argv[i] + 2) : NULL;

		if (r)
			i += r->argument && !strchr(argv[i], '=');
		else
			used += (size_t)snprintf(out + used, size - used, "%s%s", used ? " " : "", argv[i]);
	}
}

static bool is_handed_over(const char *words)
{
	for (const char *const *c = handed_over; *c; c++) {
		size_t n = strlen(*c);

		if (strncmp(words, *c, n) == 0 && (words[n] == ' ' || !words[n]))
			return true;
	}
	return false;
}

/* It lies beside this program, wherever that is. */
void papers_start(int argc, char **argv)
{
	char words[64], here[PATH_MAX], path[PATH_MAX + 20];
	ssize_t n;

	words_of(argc, argv, words, sizeof words);
	if (!is_handed_over(words))
		return;
	n = readlink("/proc/self/exe", here, sizeof here - 1);
	if (n <= 0)
		return;
	here[n] = '\0';
	snprintf(path, sizeof path, "%s/steward-papers", dirname(here));
	execv(path, argv);
}

/* Only reached where steward-papers could not be started. */
static int missing(void)
{
	struct err err;

	err_set(&err, ERR_SYSTEM, "%s",
	    _("steward-papers is missing: it makes the files, and belongs into the folder of this program."));
	return cli_fail(&err);
}

int worker_command(struct console *c, const struct options *o, char *const *arguments, int n)
{
	(void)c, (void)o, (void)arguments, (void)n;
	return missing();
}

int export_command(struct console *c, const struct options *o, char *const *arguments, int n)
{
	(void)c, (void)o, (void)arguments, (void)n;
	return missing();
}

int invoice_pdf(struct console *c, const struct options *o, char *const *arguments, int n)
{
	(void)c, (void)o, (void)arguments, (void)n;
	return missing();
}
