#include "forms/options.h"

#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tui/text.h"

#ifndef STEWARD_CONFIG
#define STEWARD_CONFIG "/etc/steward/steward.conf"
#endif

enum { OPTIONS_MAX = 48 };

const struct option_row option_rows[] = {
	{ "config", "FILE", NULL, N_("read this file instead of the standard one") },
	{ "host", "HOST", "host", N_("server, or folder of its socket") },
	{ "port", "PORT", "port", N_("port of the server") },
	{ "database", "NAME", "database", N_("database") },
	{ "user", "ROLE", "user", N_("database role; for migrate and bootstrap that of the database's owner") },
	{ "sql-dir", "FOLDER", "sql_dir", N_("folder of the SQL files, for migrate") },
	{ "language", "en|nl", "language", N_("language of the console") },
	{ "theme", "dark|light", "theme", N_("colours for a dark or a light terminal") },
	{ "colours", "HOW", "colours", N_("auto, mono, 16, 256 or true") },
	{ "ascii", NULL, "ascii", N_("draw with ASCII characters only") },
	{ "plain", NULL, NULL, N_("line by line, for screen readers; also when TERM is dumb") },
	{ "login", "NAME", NULL, N_("log-in name, for commands without a screen") },
	{ "secrets-fd", "N", NULL, N_("read password and PIN as two lines from this descriptor") },
	{ "replace", NULL, NULL, N_("superadmin, sysadmin: end your session elsewhere, without asking") },
	{ "filter", "TEXT", NULL, N_("export-list: only these, such as \"country:DE created_at>2026-01-01\"") },
	{ "columns", "NAMES", NULL, N_("export-list: these columns, parted by commas; all of them without it") },
	{ "mark", NULL, NULL, N_("export-list: begin with a byte order mark, for spreadsheets that want one") },
	{ "dry-run", NULL, NULL, N_("import, purge: tell what it would do") },
	{ "person", "NUMBER", NULL, N_("audit export: only what this account did") },
	{ "record", "TABLE/KEY", NULL, N_("audit export: only what was done to this record, such as users/10009292") },
	{ "since", "TIME", NULL, N_("audit export: from then on, as 2026-11-23 or \"2026-11-23 14:02\" (UTC)") },
	{ "until", "TIME", NULL, N_("audit export: until then") },
	{ "account", "ID", NULL, N_("import sales: the agency; without it the file's name begins with its number and _") },
	{ "out", "FILE", NULL, N_("export-list, fetch, export: a new file to write; - or nothing is standard output") },
	{ "json", NULL, NULL, N_("print JSON") },
	{ "check", NULL, NULL, N_("migrate: only tell what would be done") },
	{ "every", "SECONDS", NULL,
	    N_("pause between two turns; seal, witness: go on for ever; worker: between two looks for jobs") },
	{ "once", NULL, NULL, N_("warden: one turn only; worker: only the jobs that are there") },
	{ "witness", "FILE", NULL, N_("log of the witness: where witness writes, what audit verify compares with") },
	{ "witness-key", "FILE", NULL, N_("private key of the witness, made at its first start") },
	{ "public-key", "HEX", NULL, N_("audit verify, verify: the key that witness or ledger printed at the first start") },
	{ "kind", "KIND", NULL, N_("export: access (everything, the standard) or portability") },
	{ "schema", NULL, NULL, N_("export: print the JSON Schema of data.json instead; it names nobody") },
	{ "format", "html|csv|text", NULL, N_("record: how it is written") },
	{ "plan", "HASH", NULL, N_("erase approve: the plan that was read") },
	{ "ledger", "FILE", NULL, N_("the ledger of erasures outside the database") },
	{ "ledger-key", "FILE", NULL, N_("private key of the ledger, made at the first signing") },
	{ "clock", "TIME", NULL, N_("show this time instead of the machine's, as 2026-11-23T14:02:00Z") },
	{ "idle-fd", "N", NULL, N_("write a byte to this descriptor whenever the console waits with nothing under way") },
	{ "help", NULL, NULL, N_("print this help") },
	{ "version", NULL, NULL, N_("print the version") },
	{ 0 },
};

static bool read_fd(const char *text, int *ret, struct err *err)
{
	char *end;
	long n = strtol(text, &end, 10);

	if (*end || !text[0] || n < 0 || n > 1000)
		return err_set(err, ERR_INPUT, _("\"%s\" is no descriptor: give a number such as 3."), text);
	*ret = (int)n;
	return true;
}

static bool read_clock(const char *text, int64_t *ret, struct err *err)
{
	struct tm tm = { 0 };
	const char *end = strptime(text, "%Y-%m-%dT%H:%M:%SZ", &tm);

	if (!end || *end)
		return err_set(err, ERR_INPUT, _("\"%s\" is no time: write it as 2026-11-23T14:02:00Z."), text);
	*ret = (int64_t)timegm(&tm);
	return true;
}

static bool read_pause(const char *text, int *ret, struct err *err)
{
	char *end;
	long n = strtol(text, &end, 10);

	if (*end || !text[0] || n < 1 || n > 86400)
		return err_set(err, ERR_INPUT, _("\"%s\" is no pause: give seconds, from 1 to 86400."), text);
	*ret = (int)n;
	return true;
}

/* Options that are kept as they are given, and switches. */
static const struct {
	const char *name;
	size_t place;
} texts[] = { { "config", offsetof(struct options, config_file) }, { "login", offsetof(struct options, login) },
	{ "witness", offsetof(struct options, witness) }, { "witness-key", offsetof(struct options, witness_key) },
	{ "public-key", offsetof(struct options, public_key) }, { "filter", offsetof(struct options, filter) },
	{ "columns", offsetof(struct options, columns) }, { "person", offsetof(struct options, person) },
	{ "record", offsetof(struct options, record) }, { "since", offsetof(struct options, since) },
	{ "until", offsetof(struct options, until) }, { "out", offsetof(struct options, out) },
	{ "format", offsetof(struct options, format) }, { "ledger", offsetof(struct options, ledger) },
	{ "ledger-key", offsetof(struct options, ledger_key) }, { "kind", offsetof(struct options, kind) },
	{ "account", offsetof(struct options, account) }, { "plan", offsetof(struct options, plan) } },
  switches[] = { { "mark", offsetof(struct options, mark) }, { "schema", offsetof(struct options, schema) },
	  { "dry-run", offsetof(struct options, dry_run) }, { "replace", offsetof(struct options, replace) },
	  { "plain", offsetof(struct options, plain) }, { "once", offsetof(struct options, once) },
	  { "json", offsetof(struct options, json) }, { "check", offsetof(struct options, check) },
	  { "help", offsetof(struct options, help) }, { "version", offsetof(struct options, version) } };

static bool take(struct options *o, const char *name, const char *value, struct err *err)
{
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (strcmp(name, texts[i].name) == 0)
			*(const char **)((char *)o + texts[i].place) = value;
	for (size_t i = 0; i < sizeof switches / sizeof *switches; i++)
		if (strcmp(name, switches[i].name) == 0)
			*(bool *)((char *)o + switches[i].place) = true;
	if (strcmp(name, "every") == 0)
		return read_pause(value, &o->every, err);
	if (strcmp(name, "secrets-fd") == 0)
		return read_fd(value, &o->secrets_fd, err);
	if (strcmp(name, "idle-fd") == 0)
		return read_fd(value, &o->idle_fd, err);
	if (strcmp(name, "clock") == 0)
		return read_clock(value, &o->clock, err);
	return true;
}

/* The config file is read before the options that override it, wherever they stand. */
struct override {
	const char *name, *value;
};

static bool parse(struct options *o, int argc, char **argv, struct override *overrides, int *ret_n, struct err *err)
{
	struct option longs[OPTIONS_MAX] = { 0 };
	_Static_assert(sizeof option_rows / sizeof option_rows[0] <= OPTIONS_MAX, "OPTIONS_MAX is too small");

	int at, which, n = 0;

	for (size_t i = 0; i < sizeof option_rows / sizeof option_rows[0] - 1; i++)
		longs[i] =
		    (struct option) { option_rows[i].name, option_rows[i].argument ? required_argument : no_argument, NULL, 1 };
	opterr = 0;
	while ((which = getopt_long(argc, argv, "", longs, &at)) != -1) {
		const char *value = optarg ? optarg : "yes";

		if (which != 1)
			return err_set(err, ERR_INPUT, _("\"%s\" is not understood: see steward --help."), argv[optind - 1]);
		if (option_rows[at].config && n < OPTIONS_MAX)
			overrides[n++] = (struct override) { option_rows[at].config, value };
		else if (!take(o, option_rows[at].name, value, err))
			return false;
	}
	*ret_n = n;
	return true;
}

bool options_read(struct options *o, int argc, char **argv, struct config *c, struct err *err)
{
	struct override overrides[OPTIONS_MAX];
	int n = 0;

	*o = (struct options) { .idle_fd = -1, .secrets_fd = -1 };
	if (!parse(o, argc, argv, overrides, &n, err))
		return false;
	o->words = argv + optind;
	o->word_count = argc - optind;
	config_init(c);
	if (!config_read(c, o->config_file ? o->config_file : STEWARD_CONFIG, o->config_file != NULL, err))
		return false;
	for (int i = 0; i < n; i++)
		if (!config_set(c, overrides[i].name, overrides[i].value, err))
			return false;
	return true;
}
