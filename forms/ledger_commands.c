#include "forms/ledger_commands.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "backend/api.h"
#include "backend/ledger.h"
#include "forms/cli.h"
#include "forms/console.h"
#include "forms/options.h"
#include "tui/text.h"

static const char ledger_key[] = "/var/lib/steward/ledger.key";

enum { LINES = 50, SENT = LEDGER_FIELDS + 2 };

/* One walk over the lines that one side has and the other has not. */
struct walk {
	struct cli cli;
	struct ledger ledger;
	struct arena *arena; /* of the lines */
	struct api_page *page; /* of the database, when signing */
	struct ledger_line line;
	struct api_change args[SENT];
	char number[24];
	int at, done;
};

static void stop(struct walk *w, const struct err *err)
{
	cli_end(&w->cli, cli_fail(err));
}

static void list(
    struct walk *w, const char *op, int64_t no, const char *const *columns, int n, bool descending, int limit, api_list_done done)
{
	static char number[24];
	struct api_filter filter = { "no", op, number };
	struct api_list q = { .entity = "ledger",
		.columns = columns,
		.column_count = n,
		.filters = &filter,
		.filter_count = 1,
		.sort = "no",
		.descending = descending,
		.limit = limit };

	snprintf(number, sizeof number, "%" PRId64, no);
	api_list(w->cli.console->api, &q, done, w);
}

/* ---- how far the file goes ---- */

static void told(void *ctx, const struct api_outcome *o, const struct err *err)
{
	struct walk *w = ctx;
	struct err trouble = { 0 };

	if (!o) {
		stop(w, err);
	} else if (o->version != 0) {
		err_set(&trouble, ERR_CONFLICT, "%s",
		    _("The database does not know the last erasures of the ledger: it was restored from an older backup."));
		snprintf(trouble.hint, sizeof trouble.hint, "%s", _("Run `steward ledger replay`."));
		stop(w, &trouble);
	} else {
		cli_print("%s", _("The database knows every erasure of the ledger."));
		cli_end(&w->cli, EX_OK);
	}
}

static void tell(struct walk *w)
{
	char request[37];

	snprintf(w->number, sizeof w->number, "%" PRId64, w->ledger.last);
	w->args[0] = (struct api_change) { "head", w->number };
	w->args[1] = (struct api_change) { "hash", w->ledger.hash[0] ? w->ledger.hash : NULL };
	w->args[2] = (struct api_change) { "previous", w->ledger.first[0] ? w->ledger.first : NULL };
	secret_uuid(request);
	api_save(w->cli.console->api, "ledger", NULL, 0, w->args, 3, request, told, w);
}

static void begin_check(struct cli *cli)
{
	tell(cli->data);
}

/* ---- signing ---- */

static void lines(void *ctx, struct api_page *page, const struct err *err);

static void ask_lines(struct walk *w)
{
	list(w, ">", w->ledger.last, ledger_names, LEDGER_FIELDS, false, LINES, lines);
}

static void sign_next(struct walk *w);

static void noted(void *ctx, const struct api_outcome *o, const struct err *err)
{
	struct walk *w = ctx;
	struct err trouble = { 0 };

	if (!o) {
		stop(w, err);
	} else if (!ledger_append(&w->ledger, &w->line, &trouble)) {
		stop(w, &trouble);
	} else {
		w->done++;
		w->at++;
		sign_next(w);
	}
}

static bool sign_line(struct walk *w, struct err *err)
{
	for (int i = 0; i < LEDGER_FIELDS; i++)
		w->line.values[i] = w->page->rows[w->at].cells[i];
	if (!ledger_hash_fits(&w->line) || (w->ledger.hash[0] && strcmp(w->ledger.hash, w->line.values[LEDGER_PREVIOUS]) != 0))
		return err_set(
		    err, ERR_INPUT, _("Line %.20s does not follow the one before: a line is missing."), w->line.values[LEDGER_NO]);
	return ledger_sign(&w->ledger, &w->line, err);
}

static void sign_next(struct walk *w)
{
	struct err err = { 0 };
	char request[37];

	if (w->at == w->page->count) {
		bool more = w->page->count == LINES;

		arena_free(w->page->arena);
		w->page = NULL;
		if (more) {
			ask_lines(w);
			return;
		}
		cli_print(ngettext("%d certificate signed.", "%d certificates signed.", (unsigned long)w->done), w->done);
		tell(w);
		return;
	}
	if (!sign_line(w, &err)) {
		stop(w, &err);
		return;
	}
	w->args[0] = (struct api_change) { "signature", w->line.signature };
	w->args[1] = (struct api_change) { "public_key", w->line.key };
	secret_uuid(request);
	api_act(w->cli.console->api, "ledger", w->line.values[LEDGER_NO], "sign", 0, w->args, 2, request, noted, w);
}

static void lines(void *ctx, struct api_page *page, const struct err *err)
{
	struct walk *w = ctx;

	if (!page) {
		stop(w, err);
		return;
	}
	w->page = page;
	w->at = 0;
	sign_next(w);
}

static void begin_sign(struct cli *cli)
{
	ask_lines(cli->data);
}

/* ---- replaying ---- */

static void replay_next(struct walk *w);

static void replayed(void *ctx, const struct api_outcome *o, const struct err *err)
{
	struct walk *w = ctx;

	if (!o) {
		stop(w, err);
		return;
	}
	w->done++;
	replay_next(w);
}

static void replay_next(struct walk *w)
{
	int got;
	char request[37];

	do
		got = ledger_next(w->ledger.file, w->arena, &w->line);
	while (got == 1 && strtoll(w->line.values[LEDGER_NO], NULL, 10) <= w->at);
	if (got <= 0) {
		cli_print(ngettext("%d erasure replayed.", "%d erasures replayed.", (unsigned long)w->done), w->done);
		tell(w);
		return;
	}
	for (int i = 0; i < LEDGER_FIELDS; i++)
		w->args[i] =
		    (struct api_change) { ledger_names[i], w->line.values[i] && w->line.values[i][0] ? w->line.values[i] : NULL };
	w->args[LEDGER_FIELDS] = (struct api_change) { "signature", w->line.signature };
	w->args[LEDGER_FIELDS + 1] = (struct api_change) { "public_key", w->line.key };
	secret_uuid(request);
	api_save(w->cli.console->api, "ledger", NULL, 0, w->args, SENT, request, replayed, w);
}

static void head(void *ctx, struct api_page *page, const struct err *err)
{
	struct walk *w = ctx;

	if (!page) {
		stop(w, err);
		return;
	}
	/* Lines up to the head of the database are there. */
	w->at = page->count ? (int)strtol(page->rows[0].cells[0], NULL, 10) : 0;
	arena_free(page->arena);
	rewind(w->ledger.file);
	replay_next(w);
}

static void begin_replay(struct cli *cli)
{
	list(cli->data, ">", 0, ledger_names, 1, true, 1, head);
}

static int walk(struct console *c, const struct options *o, bool write, void (*start)(struct cli *cli))
{
	struct walk w = { .cli = { .console = c, .options = o, .start = start } };
	struct err err = { 0 };
	int status;

	w.cli.data = &w;
	w.arena = arena_new(65536);
	if (!w.arena || !ledger_open(&w.ledger, o->ledger ? o->ledger : ledger_standard,
			    write ? o->ledger_key ? o->ledger_key : ledger_key : NULL, &err)) {
		status = cli_fail(&err);
	} else {
		if (w.ledger.fresh)
			cli_print(
			    _("The ledger has a new key. Keep this, for steward verify --public-key: %s"), w.ledger.public_key);
		status = cli_session(&w.cli);
	}
	ledger_close(&w.ledger);
	arena_free(w.arena);
	return status;
}

int ledger_sign_new(struct console *c, const struct options *o, char *const *arguments, int n)
{
	(void)arguments;
	(void)n;
	return walk(c, o, true, begin_sign);
}

int ledger_replay(struct console *c, const struct options *o, char *const *arguments, int n)
{
	(void)arguments;
	(void)n;
	return walk(c, o, false, begin_replay);
}

int ledger_check_mark(struct console *c, const struct options *o, char *const *arguments, int n)
{
	(void)arguments;
	(void)n;
	return walk(c, o, false, begin_check);
}

/* ---- checking, without a database ---- */

int ledger_verify(struct console *c, const struct options *o, char *const *arguments, int n)
{
	struct arena *arena = arena_new(65536);
	FILE *file = fopen(arguments[0], "re");
	struct ledger_line line;
	struct err err = { 0 };
	char previous[2 * SECRET_KEY + 1] = "", key[sizeof line.key] = "";
	int got = 0, count = 0;

	(void)c;
	(void)n;
	if (!file || !arena)
		err_set(&err, ERR_SYSTEM, _("The ledger %.200s cannot be opened."), arguments[0]);
	while (err.code == ERR_NONE && (got = ledger_next(file, arena, &line)) == 1 &&
	       ledger_check(&line, previous, o->public_key, &err)) {
		snprintf(previous, sizeof previous, "%s", line.values[LEDGER_HASH]);
		cli_print("%s\t%s\t%s", line.values[LEDGER_NO], line.values[LEDGER_AT] ? line.values[LEDGER_AT] : "", _("genuine"));
		snprintf(key, sizeof key, "%s", line.key);
		count++;
	}
	if (err.code == ERR_NONE && (got < 0 || !count))
		err_set(&err, ERR_INPUT, _("%.200s holds no certificate."), arguments[0]);
	if (file)
		fclose(file);
	if (err.code == ERR_NONE)
		cli_print(_("All are genuine; signed with the key %s."), key);
	arena_free(arena);
	return err.code == ERR_NONE ? EX_OK : cli_fail(&err);
}
