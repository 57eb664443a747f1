#include "forms/commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "backend/json.h"
#include "forms/audit_commands.h"
#include "forms/cli.h"
#include "forms/console.h"
#include "forms/custom.h"
#include "forms/export_command.h"
#include "forms/entity.h"
#include "forms/jobs/job_commands.h"
#include "forms/erase_commands.h"
#include "forms/ledger_commands.h"
#include "forms/maintenance.h"
#include "forms/manual.h"
#include "forms/people/people.h"
#include "forms/privacy/registers.h"
#include "forms/sales/invoice_commands.h"
#include "forms/record_command.h"
#include "forms/screens.h"
#include "forms/warden.h"
#include "forms/worker.h"
#include "tui/text.h"

enum { FIND_ROWS = 50, SHOW_COLUMNS = 64 };

static char *const *arguments_of(const struct cli *cli);

static void found(void *ctx, struct api_page *page, const struct err *err)
{
	struct cli *cli = ctx;

	if (!page) {
		cli_end(cli, cli_fail(err));
		return;
	}
	for (int i = 0; i < page->count; i++) {
		const char *const *cells = page->rows[i].cells;

		cli_print("%s\t%s\t%s", page->rows[i].key, cells[1] ? cells[1] : "", cells[2] ? cells[2] : "");
	}
	if (!page->count)
		fprintf(stderr, "steward: %s\n", _("Nothing was found."));
	cli_end(cli, page->count ? EX_OK : 1);
	arena_free(page->arena);
}

static void find(struct cli *cli)
{
	static const char *const columns[] = { "label", "entity", "detail" };
	struct api_list q = {
		.entity = "*", .columns = columns, .column_count = 3, .search = arguments_of(cli)[0], .limit = FIND_ROWS
	};

	api_list(cli->console->api, &q, found, cli);
}

/* The columns of a user as the forms of its record show them. */
struct show {
	const struct field *fields[SHOW_COLUMNS];
	const char *columns[SHOW_COLUMNS];
	int count;
};

static void collect(struct show *show)
{
	for (const struct entity_tab *t = user_entity.tabs; t->name; t++)
		for (const struct field *f = t->of ? NULL : t->fields; f && f->name && show->count < SHOW_COLUMNS; f++) {
			show->fields[show->count] = f;
			show->columns[show->count++] = f->name;
		}
}

static void show_json(const struct show *show, const char *key, const char *const *values)
{
	struct json j;

	json_init(&j);
	json_open(&j, NULL, '{');
	json_string(&j, "id", key);
	for (int i = 0; i < show->count; i++)
		json_string(&j, show->columns[i], values[i]);
	json_close(&j, '}');
	cli_print_json(json_text(&j) ? json_text(&j) : "{}");
	json_release(&j);
}

static void shown(void *ctx, int64_t version, const char *const *values, const struct err *err)
{
	struct cli *cli = ctx;
	struct show *show = cli->data;
	char text[4096];

	(void)version;
	if (err->code != ERR_NONE) {
		cli_end(cli, cli_fail(err));
		return;
	}
	if (cli->options->json)
		show_json(show, arguments_of(cli)[0], values);
	else
		for (int i = 0; i < show->count; i++)
			cli_print("%s\t%s", _(show->fields[i]->label),
			    field_format(show->fields[i], &cli->console->env, values[i], text, sizeof text));
	cli_end(cli, EX_OK);
}

static void user_show(struct cli *cli)
{
	struct show *show = calloc(1, sizeof *show);

	cli->data = show;
	if (!show) {
		cli_end(cli, EX_OSERR);
		return;
	}
	collect(show);
	api_get(cli->console->api, user_entity.name, arguments_of(cli)[0], "steward user show", show->columns, show->count, false,
	    shown, cli);
}

static void print_key(void *ctx, const char *line)
{
	(void)ctx;
	puts(line);
}

void commands_keys(const struct bindings *bindings, void (*row)(void *ctx, const char *line), void *ctx)
{
	enum { CLASSES = 128 };
	struct screen_class own[CLASSES];
	const struct screen_class *all[2 * CLASSES];
	int count = 0, made = 0;

	for (int i = 0; screen_classes[i]; i++)
		all[count++] = screen_classes[i];
	for (const struct entity *const *e = entities; *e && made < CLASSES - 1; e++) {
		if ((*e)->actions || (*e)->row_actions) {
			own[made] = (struct screen_class) {
				.name = (*e)->name, .title = (*e)->title, .actions = (*e)->actions, .extra = (*e)->row_actions
			};
			all[count++] = &own[made++];
		}
		if ((*e)->verbs) {
			own[made] = (struct screen_class) { .name = (*e)->name, .title = (*e)->title, .actions = (*e)->verbs };
			all[count++] = &own[made++];
		}
	}
	all[count] = NULL;
	app_print_keys(all, global_actions, bindings, row, ctx);
}

static int keys(struct console *c, const struct options *o, char *const *arguments, int n)
{
	(void)o;
	(void)arguments;
	(void)n;
	commands_keys(&c->bindings, print_key, NULL);
	return EX_OK;
}

const struct command commands[] = {
	{ "find", "TEXT", N_("find users, organisations … by any scrap"), 1, 1, find, NULL },
	{ "user show", "ID", N_("print one user; that you looked is recorded"), 1, 1, user_show, NULL },
	{ "compliance", "", N_("check what the law asks; ends with 0, 1 for warnings, 2 for what is amiss"), 0, 0,
	    compliance_command, NULL },
	{ "invoice show", "NUMBER", N_("print an invoice; that you looked is recorded"), 1, 1, invoice_show, NULL },
	{ "invoice pdf", "NUMBER FILE", N_("write an invoice as PDF to a new file, or to - for standard output"), 2, 2, NULL,
	    invoice_pdf },
	{ "keys", "", N_("print every key of every screen"), 0, 0, NULL, keys },
	{ "migrate", "", N_("bring the database to this version; as its owner"), 0, 0, NULL, maintenance_migrate },
	{ "bootstrap", "LOGIN", N_("set password and PIN of a member of staff; as the database's owner"), 1, 1, NULL,
	    maintenance_bootstrap },
	{ "seal", "", N_("seal what is new in the audit trail; as steward_seal"), 0, 0, NULL, audit_seal },
	{ "witness", "", N_("sign the new seals and keep a copy, on another machine; as steward_witness"), 0, 0, NULL,
	    audit_witness },
	{ "audit verify", "", N_("recompute the seals and compare them with the witness's log; as the database's owner"), 0, 0,
	    NULL, audit_check },
	{ "audit export", "LIST",
	    N_("export changes, accesses or events as CSV, with --person, --record, --since, --until; waits for the worker"), 1, 1,
	    NULL, audit_export_command },
	{ "warden", "", N_("end console connections that idle, hang or are over, until SIGTERM; as steward_warden"), 0, 0, NULL,
	    warden_command },
	{ "export", "[PERSON]",
	    N_("make the package of all that is held on a person (number or e-mail): with --out FILE here, else by a worker"), 0, 1,
	    NULL, export_command },
	{ "record", "", N_("print the record of processing (Art. 30) from the data map, as --format html, csv or text"), 0, 0, NULL,
	    record_command },
	{ "erase plan", "PERSON", N_("plan the erasure of an account (number) or a guest (e-mail), and print it"), 1, 1, NULL,
	    erase_plan },
	{ "erase submit", "NUMBER", N_("submit a planned erasure for approval"), 1, 1, NULL, erase_submit },
	{ "erase approve", "NUMBER", N_("approve what a colleague submitted, with --plan HASH"), 1, 1, NULL, erase_approve },
	{ "erase run", "NUMBER", N_("have a worker carry out an approved erasure"), 1, 1, NULL, erase_run },
	{ "erase status", "NUMBER", N_("print an erasure: how far it is, its plan, and what stands in its way"), 1, 1, NULL,
	    erase_status },
	{ "verify", "FILE", N_("recompute a ledger of erasures, or certificates out of it, without a database"), 1, 1, NULL,
	    ledger_verify },
	{ "ledger sign", "", N_("sign the certificates of what was erased and write them to the ledger's file"), 0, 0, NULL,
	    ledger_sign_new },
	{ "ledger check", "", N_("compare the ledger's file with the database, as it must be after a restore"), 0, 0, NULL,
	    ledger_check_mark },
	{ "ledger replay", "", N_("after a restore, erase again who was erased since the backup"), 0, 0, NULL, ledger_replay },
	{ "purge", "[run]", N_("with --dry-run tell what is past its term; run: purge it, waiting for the worker"), 0, 1, NULL,
	    purge_command },
	{ "export-list", "LIST", N_("export a list as CSV: users, organisations …; waits for the worker"), 1, 1, NULL,
	    list_export_command },
	{ "import", "KIND [FILE]",
	    N_("import users, payments or sales from CSV, all or nothing, from FILE or standard input; waits for the worker"), 1, 2,
	    NULL, import_command },
	{ "fetch", "JOB", N_("wait for a job and bring its file; that it was handed over is recorded"), 1, 1, NULL, fetch_command },
	{ "worker", "", N_("do jobs, until SIGTERM; several may run; as steward_jobs"), 0, 0, NULL, worker_command },
	{ "doctor", "", N_("check connection, schema, rights, data map, terminal and clock, and say how to mend"), 0, 0, NULL,
	    maintenance_doctor },
	{ "manual", "PART", N_("print a generated part of the manual: commands, options, config or keys"), 1, 1, NULL,
	    manual_print },
	{ 0 },
};

/* Words of the command at the start of the arguments; 0 = another command. */
static int matches(const struct command *cmd, const struct options *o)
{
	const char *at = cmd->words;
	int n = 0;

	while (*at) {
		size_t length = strcspn(at, " ");

		if (n >= o->word_count || strlen(o->words[n]) != length || strncmp(o->words[n], at, length) != 0)
			return 0;
		at += length + (at[length] == ' ');
		n++;
	}
	return n;
}

static const struct command *choose(const struct options *o, int *ret_words)
{
	for (const struct command *cmd = commands; cmd->words; cmd++)
		if ((*ret_words = matches(cmd, o)))
			return cmd;
	return NULL;
}

static char *const *arguments_of(const struct cli *cli)
{
	int words;

	choose(cli->options, &words);
	return cli->options->words + words;
}

int commands_run(struct console *c, const struct options *o)
{
	int words, status;
	const struct command *cmd = choose(o, &words);
	struct cli cli = { .console = c, .options = o };
	struct err err;

	if (!cmd) {
		err_set(&err, ERR_INPUT, _("There is no command \"%s\": see steward --help."), o->words[0]);
		cli_fail(&err);
		return EX_USAGE;
	}
	if (o->word_count - words < cmd->least || o->word_count - words > cmd->most) {
		fprintf(stderr, _("Use it as: steward %s %s\n"), cmd->words, cmd->arguments);
		return EX_USAGE;
	}
	if (cmd->run)
		return cmd->run(c, o, o->words + words, o->word_count - words);
	cli.start = cmd->start;
	status = cli_session(&cli);
	free(cli.data);
	return status;
}

void commands_help(void)
{
	printf("steward %s - %s\n\n", STEWARD_VERSION, _("staff console of a picture library"));
	printf("%s\n", _("Without a command it opens the console. Commands:"));
	for (const struct command *cmd = commands; cmd->words; cmd++)
		printf("  %-10s %-8s %s\n", cmd->words, cmd->arguments, _(cmd->help));
	printf("\n%s\n", _("Options:"));
	for (const struct option_row *r = option_rows; r->name; r++) {
		char left[40];

		snprintf(left, sizeof left, "--%s%s%s", r->name, r->argument ? " " : "", r->argument ? r->argument : "");
		printf("  %-20s %s\n", left, _(r->help));
	}
}
